/*
 * What fuzzing begins with, made of the samples, scenarios and rules of the project:
 *
 *   fuzz_seeds FOLDER FILE...     FOLDER/NAME/... for each harness fuzz_NAME
 *
 * A log gives itself, its chunks and their first records, archives with it in them, and its events as lines;
 * a rule itself; a scenario itself and its events'
 * strings.
 */
#include "base/file.h"
#include "base/text.h"
#include "evtx/chunk.h"
#include "fuzz/support/fuzz.h"
#include "scenario/scenario.h"
#include "support/written.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 64 << 20, MOST_CHUNKS = 6 };

static const char *folder;
static unsigned number;

static void put(const char *harness, const void *bytes, size_t size)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s/%u", folder, harness, number++);
    FILE *out = fopen(path, "wb");
    if (!out || fwrite(bytes, 1, size, out) != size || fclose(out) != 0) {
        fprintf(stderr, "%s: cannot be written\n", path);
        exit(1);
    }
}

/* ---- logs ---------------------------------------------------------------------------------------------- */

static void put_chunk(const uint8_t *bytes)
{
    chunk_record first;
    uint32_t end = read_u32(bytes + CHUNK_AT_FREE);
    put("chunk", bytes, end <= CHUNK_SIZE ? end : CHUNK_SIZE);
    if (chunk_record_at(bytes, CHUNK_RECORDS_AT, CHUNK_SIZE, &first))
        put("binxml", bytes + CHUNK_RECORDS_AT + RECORD_HEADER_SIZE, first.size - RECORD_SMALLEST);
}

/* The log in an archive of each form that can be written. */
static void put_archives(const uint8_t *bytes, size_t size)
{
    static int (*const formats[])(struct archive *) = {
        archive_write_set_format_zip, archive_write_set_format_7zip, archive_write_set_format_ustar};
    static char made[1 << 20];
    for (size_t i = 0; i < 2 * sizeof formats / sizeof *formats; i++) {
        size_t used = 0;
        struct archive *a = archive_write_new();
        struct archive_entry *e = archive_entry_new();
        if (!a || !e || formats[i / 2](a) != ARCHIVE_OK)
            exit(1);
        if (i % 2 != 0 && i / 2 == 2)
            archive_write_add_filter_gzip(a);
        archive_entry_set_pathname(e, i % 2 == 0 ? "ws1/Application.evtx" : "x.evtx");
        archive_entry_set_filetype(e, AE_IFREG);
        archive_entry_set_size(e, (la_int64_t)size);
        if (archive_write_open_memory(a, made, sizeof made, &used) == ARCHIVE_OK &&
            archive_write_header(a, e) == ARCHIVE_OK &&
            archive_write_data(a, bytes, size) == (la_ssize_t)size && archive_write_close(a) == ARCHIVE_OK &&
            used < 65536)
            put("archives", made, used);
        archive_entry_free(e);
        archive_write_free(a);
    }
}

static void put_lines(const char *path)
{
    const sppwhy_read_options options = {.size = sizeof options,
                                         .providers = sppwhy_catalogue_providers(fuzz_catalogue())};
    const sppwhy_events_options said = {.size = sizeof said, .logs_in_any_case = true};
    sppwhy_log *log = NULL;
    sppwhy_records *records = NULL;
    char *text = NULL;
    size_t length = 0;
    sppwhy_writer *out = written_open(&text, &length);
    if (!out || sppwhy_log_read(&log, path, &options, NULL) != SPPWHY_OK)
        exit(1);
    const sppwhy_log *logs[] = {log};
    if (sppwhy_records_create(&records, fuzz_catalogue(), logs, 1, NULL) != SPPWHY_OK ||
        sppwhy_report_events(out, records, logs, 1, fuzz_catalogue(), &said, NULL) != SPPWHY_OK)
        exit(1);
    (void)written_close(out);
    if (length < 65536)
        put("lines", text, length);
    free(text);
    sppwhy_records_free(records);
    sppwhy_log_free(log);
}

static void put_log(const uint8_t *bytes, size_t size)
{
    size_t end = size;
    while (end > FILE_CHUNKS_AT && bytes[end - 1] == 0)
        end--;
    if (end < FILE_CHUNKS_AT + 2 * CHUNK_SIZE)
        put("log", bytes, end);
    if (end < 500000) /* room for it as it is */
        put_archives(bytes, end);
    size_t at = FILE_CHUNKS_AT;
    for (unsigned i = 0; i < MOST_CHUNKS && at + CHUNK_SIZE <= size; i++, at += CHUNK_SIZE)
        put_chunk(bytes + at);
}

/* ---- scenarios ----------------------------------------------------------------------------------------- */

/* The events behind their times, in the room that fuzz_formats has for these. */
static void put_timed(const scenario_log *log, const strbuf *info)
{
    strbuf timed = {0};
    uint64_t times[16] = {0};
    for (size_t i = 0; i < log->event_count && i < sizeof times / sizeof *times; i++)
        times[i] = log->events[i].time;
    strbuf_add_bytes(&timed, (const char *)times, sizeof times);
    strbuf_add_bytes(&timed, info->bytes, info->length);
    put("formats", timed.bytes, timed.length);
    strbuf_free(&timed);
}

static void put_events(const scenario_log *log)
{
    strbuf info = {0}, values = {0};
    for (size_t i = 0; i < log->event_count && i < 6; i++) {
        const sppwhy_raw_event *e = &log->events[i];
        bool ux = strstr(e->provider, "UX") != NULL;
        strbuf_printf(&info, "%u%s\n", (unsigned)e->id, ux ? "u" : "");
        for (size_t k = 0; k < e->string_count; k++) {
            strbuf_printf(&info, "%s\n", e->strings[k]);
            if (strchr(e->strings[k], '='))
                strbuf_printf(&values, "%s\n", e->strings[k]);
        }
        strbuf_add(&info, "\n");
    }
    if (info.length != 0)
        put("info", info.bytes, info.length);
    if (info.length != 0)
        put_timed(log, &info);
    if (values.length != 0)
        put("key_values", values.bytes, values.length);
    strbuf_free(&info);
    strbuf_free(&values);
}

static void put_yaml(arena *a, const char *text, size_t length)
{
    const yaml_node *root;
    scenario *s;
    if (yaml_load(a, "seed.yaml", text, length, &root, NULL) != SPPWHY_OK || root->kind != YAML_MAP)
        return;
    if (yaml_get(root, "samples")) {
        put("rules", text, length);
        return;
    }
    put("scenario", text, length);
    if (scenario_read(&s, a, "seed.yaml", root, NULL) == SPPWHY_OK)
        for (size_t i = 0; i < s->log_count; i++)
            put_events(&s->logs[i]);
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static void put_file(const char *path)
{
    char *text;
    size_t length;
    arena *a = arena_create();
    if (!a || file_read_all(a, path, MOST_BYTES, &text, &length, NULL) != SPPWHY_OK)
        fprintf(stderr, "%s: left out\n", path);
    else if (!strstr(path, ".evtx"))
        put_yaml(a, text, length);
    else {
        put_log((const uint8_t *)text, length);
        put_lines(path);
    }
    arena_free(a);
}

static void put_words(void)
{
    static const char *const words[] = {
        "0xC004F074",
        "-1073418124\n3221549172",
        "hr=0x8007232B\nhost-unreachable",
        "12288\n12290\n8198",
        "{55c92734-d682-4d71-983e-d6ec3f16059f}\nef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03",
        "sl_e_vl_key_management_service_id_mismatch\nhost unreachabel",
    };
    static const char xml[] =
        "<Event><System><Provider Name=\"a\" EventSourceName=\"b\"/><EventID Qualifiers=\"16384\">5"
        "</EventID><Level>4</Level><TimeCreated SystemTime=\"2026-03-02T08:00:20.0Z\"/>"
        "<EventRecordID>7</EventRecordID><Channel>c</Channel><Computer>w</Computer></System>"
        "<EventData><Data Name=\"x\">1 &lt;&#x41;</Data><Data/><Binary>00</Binary></EventData>"
        "</Event>";
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        put("explain", words[i], strlen(words[i]));
    put("xml", xml, sizeof xml - 1);
}

int main(int count, char **arguments)
{
    if (count < 3) {
        fprintf(stderr, "usage: fuzz_seeds FOLDER FILE...\n");
        return 3;
    }
    folder = arguments[1];
    put_words();
    for (int i = 2; i < count; i++)
        put_file(arguments[i]);
    return 0;
}
