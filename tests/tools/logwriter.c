/*
 * logwriter SCENARIO.yaml OUTDIR: makes the logs of a scenario, as real .evtx files, below OUTDIR. The same
 * scenario always gives the same bytes.
 * logwriter --form NAME SCENARIO.yaml OUTDIR: the same as people export logs, see forms.c.
 * logwriter --list SCENARIO.yaml: prints what a reader must find in them, one JSON object a record.
 */
#include "tools/event_record.h"
#include "tools/forms.h"
#include "tools/list_records.h"

#include "base/error.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "scenario/scenario.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MOST_CHUNKS 65535u /* the file header counts them in 16 bits */

typedef struct arguments {
    const char *scenario;
    const char *folder;
    uint64_t chunk_records; /* 0: as many as fit */
    bool list;
    const form *form; /* NULL: real logs */
} arguments;

/* A file being written. */
typedef struct writer {
    FILE *out;
    const char *path;
    uint64_t chunk_records;
    uint64_t chunks; /* written so far */
    chunk chunk;
    record_room room;
} writer;

/* ---- one file
 * ------------------------------------------------------------------------------------------------- */

static sppwhy_status write_failed(const writer *w, sppwhy_error *error)
{
    return error_file(error, SPPWHY_IO, w->path, "cannot write: %s", strerror(errno));
}

static sppwhy_status put_out(writer *w, const void *bytes, size_t size, sppwhy_error *error)
{
    return fwrite(bytes, 1, size, w->out) == size ? SPPWHY_OK : write_failed(w, error);
}

static sppwhy_status flush_chunk(writer *w, sppwhy_error *error)
{
    if (w->chunks == MOST_CHUNKS)
        return error_file(error, SPPWHY_LIMIT, w->path, "a log has at most %u chunks", MOST_CHUNKS);
    chunk_finish(&w->chunk);
    w->chunks++;
    sppwhy_status status = put_out(w, w->chunk.bytes, CHUNK_SIZE, error);
    chunk_reset(&w->chunk);
    return status;
}

static sppwhy_status add_record(writer *w, const scenario_log *log, const scenario_record *record,
                                sppwhy_error *error)
{
    sppwhy_status status = SPPWHY_OK;
    if (w->chunk_records != 0 && w->chunk.record_count == w->chunk_records)
        status = flush_chunk(w, error);
    if (status != SPPWHY_OK || write_record(&w->chunk, &w->room, log, record))
        return status;
    if (w->chunk.record_count != 0)
        status = flush_chunk(w, error);
    if (status != SPPWHY_OK || write_record(&w->chunk, &w->room, log, record))
        return status;
    return error_file(error, SPPWHY_LIMIT, w->path, "record %llu is too large for a chunk",
                      (unsigned long long)record->id);
}

/* An empty log has one chunk without records, as on Windows. */
static sppwhy_status write_content(writer *w, const scenario_log *log, const scenario_record *records,
                                   size_t count, sppwhy_error *error)
{
    uint8_t header[4096] = {0};
    sppwhy_status status =
        put_out(w, header, sizeof header, error); /* room; the counts are known at the end */
    for (size_t i = 0; i < count && status == SPPWHY_OK; i++)
        status = add_record(w, log, &records[i], error);
    if (status == SPPWHY_OK)
        status = flush_chunk(w, error);
    if (status != SPPWHY_OK)
        return status;
    evtx_file_header(header, w->chunks, log->first_record + count);
    if (fseek(w->out, 0, SEEK_SET) != 0)
        return write_failed(w, error);
    return put_out(w, header, sizeof header, error);
}

static sppwhy_status write_file(writer *w, arena *a, const scenario_log *log, sppwhy_error *error)
{
    scenario_record *records = NULL;
    size_t count = 0;
    sppwhy_status status = scenario_records(log, a, &records, &count, error);
    if (status != SPPWHY_OK)
        return status;
    w->chunks = 0;
    chunk_reset(&w->chunk);
    w->out = fopen(w->path, "wb");
    if (w->out == NULL)
        return write_failed(w, error);
    status = write_content(w, log, records, count, error);
    if (fclose(w->out) != 0 && status == SPPWHY_OK)
        status = write_failed(w, error);
    if (status != SPPWHY_OK)
        remove(w->path); /* half a log would look like damage to whoever finds it */
    return status;
}

/* ---- all files
 * ------------------------------------------------------------------------------------------------ */

/* Creates the folders that a path names, up to its last '/'. */
static sppwhy_status make_folders(char *path, sppwhy_error *error)
{
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        bool made = mkdir(path, 0777) == 0 || errno == EEXIST;
        if (!made)
            error_file(error, SPPWHY_IO, path, "cannot create the folder: %s", strerror(errno));
        *slash = '/';
        if (!made)
            return SPPWHY_IO;
    }
    return SPPWHY_OK;
}

/* "ws1/Application.evtx" becomes "ws1/Application.csv". */
static sppwhy_status write_form(const arguments *args, arena *a, const scenario_log *log, sppwhy_error *error)
{
    scenario_record *records = NULL;
    size_t count = 0;
    const char *dot = strrchr(log->file, '.');
    char *path =
        arena_printf(a, "%s/%.*s%s", args->folder, dot ? (int)(dot - log->file) : (int)strlen(log->file),
                     log->file, form_ending(args->form));
    if (path == NULL)
        return error_no_memory(error);
    sppwhy_status status = make_folders(path, error);
    if (status == SPPWHY_OK)
        status = scenario_records(log, a, &records, &count, error);
    if (status != SPPWHY_OK)
        return status;
    FILE *out = fopen(path, "wb");
    bool good = out != NULL && form_write(args->form, out, a, log, records, count);
    if (out != NULL && fclose(out) != 0)
        good = false;
    return good ? SPPWHY_OK : error_file(error, SPPWHY_IO, path, "cannot write");
}

static sppwhy_status write_log(writer *w, arena *a, const arguments *args, const scenario_log *log,
                               sppwhy_error *error)
{
    char *path = arena_printf(a, "%s/%s", args->folder, log->file);
    if (path == NULL)
        return error_no_memory(error);
    w->path = path;
    w->chunk_records = log->chunk_records != 0 ? log->chunk_records : args->chunk_records;
    sppwhy_status status = make_folders(path, error);
    return status == SPPWHY_OK ? write_file(w, a, log, error) : status;
}

static sppwhy_status write_logs(const arguments *args, arena *a, const scenario *s, sppwhy_error *error)
{
    writer *w = calloc(1, sizeof *w);
    if (w == NULL)
        return error_no_memory(error);
    sppwhy_status status = SPPWHY_OK;
    for (size_t i = 0; i < s->log_count && status == SPPWHY_OK; i++)
        status =
            args->form ? write_form(args, a, &s->logs[i], error) : write_log(w, a, args, &s->logs[i], error);
    free(w);
    return status;
}

static sppwhy_status run(const arguments *args, arena *a, sppwhy_error *error)
{
    char *text = NULL;
    size_t length = 0;
    const yaml_node *root = NULL;
    scenario *s = NULL;
    sppwhy_status status = file_read_all(a, args->scenario, LIMIT_YAML_BYTES, &text, &length, error);
    if (status == SPPWHY_OK)
        status = yaml_load(a, args->scenario, text, length, &root, error);
    if (status == SPPWHY_OK)
        status = scenario_read(&s, a, args->scenario, root, error);
    if (status != SPPWHY_OK)
        return status;
    return args->list ? list_records(s, a, error) : write_logs(args, a, s, error);
}

/* ---- the command line
 * -------------------------------------------------------------------------------------------- */

static bool read_arguments(int count, char **words, arguments *args)
{
    for (int i = 1; i < count; i++) {
        if (strcmp(words[i], "--chunk-records") == 0 && i + 1 < count) {
            if (!text_parse_uint(&args->chunk_records, words[++i]) || args->chunk_records == 0)
                return false;
        } else if (strcmp(words[i], "--form") == 0 && i + 1 < count) {
            if ((args->form = form_find(words[++i])) == NULL)
                return false;
        } else if (strcmp(words[i], "--list") == 0) {
            args->list = true;
        } else if (words[i][0] == '-' || args->folder != NULL) {
            return false;
        } else if (args->scenario == NULL) {
            args->scenario = words[i];
        } else {
            args->folder = words[i];
        }
    }
    return args->scenario != NULL && args->list == (args->folder == NULL);
}

int main(int count, char **words)
{
    arguments args = {0};
    if (count == 2 && strcmp(words[1], "--forms") == 0) {
        form_list(stdout);
        return 0;
    }
    if (!read_arguments(count, words, &args)) {
        fputs("usage: logwriter [--chunk-records N | --form NAME] SCENARIO.yaml OUTDIR\n"
              "       logwriter --forms\n"
              "       logwriter --list SCENARIO.yaml\n",
              stderr);
        return 3;
    }
    sppwhy_error error;
    sppwhy_error_clear(&error);
    arena *a = arena_create();
    sppwhy_status status = a != NULL ? run(&args, a, &error) : error_no_memory(&error);
    arena_free(a);
    if (status == SPPWHY_OK)
        return 0;
    char message[2048];
    fprintf(stderr, "logwriter: %s\n", sppwhy_error_format(&error, message, sizeof message));
    return 1;
}
