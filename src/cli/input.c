/* From the paths on the command line to typed records, for every verb that reads logs. */
#include "cli/watching.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/pool.h"

#include <stdlib.h>
#include <string.h>

/* ---- reading ------------------------------------------------------------------------------------------- */

typedef struct reading {
    const sppwhy_sources *sources;
    sppwhy_read_options options;
    watching watching;
    sppwhy_log **logs;     /* one a source, NULL where it failed */
    sppwhy_error **errors; /* one a source, NULL where it did not fail, or there is no memory for it */
    size_t *small;         /* those that are read side by side */
    size_t small_count;
} reading;

static void read_one(void *context, size_t i)
{
    reading *r = context;
    sppwhy_error error;
    sppwhy_error_clear(&error);
    if (!watching_goes_on(&r->watching))
        return;
    sppwhy_status status = sppwhy_log_read(&r->logs[i], r->sources->items[i].path, &r->options, &error);
    if (status != SPPWHY_OK) {
        r->logs[i] = NULL;
        r->errors[i] = malloc(sizeof error);
        if (r->errors[i])
            *r->errors[i] = error;
        else
            status = SPPWHY_NO_MEMORY;
    }
    watching_source_done(&r->watching, i, status);
}

static void read_small(void *context, size_t i)
{
    reading *r = context;
    read_one(context, r->small[i]);
}

/* A long log by all threads at once, the others side by side. */
static void read_all(reading *r, size_t threads)
{
    r->options.threads = threads == 0 ? pool_processors() : threads;
    for (size_t i = 0; i < r->sources->count; i++) {
        file_identity identity;
        bool is_long = file_look(r->sources->items[i].path, &identity) == FILE_PLAIN &&
                       identity.size >= 2 * LIMIT_PART_BYTES;
        if (is_long)
            read_one(r, i);
        else
            r->small[r->small_count++] = i;
    }
    r->options.threads = 1;
    pool_run(r->small_count, threads, read_small, r);
}

static int read_logs(input *in, const options *o)
{
    size_t count = in->sources->count;
    reading r = {.sources = in->sources,
                 .options = {.providers = sppwhy_catalogue_providers(in->catalogue),
                             .reader = o->reader,
                             .recovered = o->recovered,
                             .no_sandbox = o->no_sandbox}};
    r.logs = calloc(count + 1, sizeof *r.logs);
    r.errors = calloc(count + 1, sizeof *r.errors);
    r.small = calloc(count + 1, sizeof *r.small);
    if (!r.logs || !r.errors || !r.small) {
        free(r.logs);
        free(r.errors);
        free(r.small);
        tell("out of memory");
        return EXIT_INPUT;
    }
    watching_begin(&r.watching, o, in->sources, &r.options);
    read_all(&r, o->threads);
    int status = watching_end(&r.watching);
    for (size_t i = 0; i < count; i++) {
        if (r.logs[i]) {
            in->logs[in->log_count++] = r.logs[i];
            continue;
        }
        if (status == EXIT_DONE && r.errors[i])
            tell_error(r.errors[i]);
        free(r.errors[i]);
        in->missing = true;
    }
    free(r.logs);
    free(r.errors);
    free(r.small);
    return status;
}

/* ---- messages ------------------------------------------------------------------------------------------ */

static bool is_fault(const sppwhy_notice *n)
{
    return n->asked_for || n->kind == SPPWHY_NOTICE_REFUSED || n->kind == SPPWHY_NOTICE_LIMIT;
}

static void tell_notices(input *in, const options *o)
{
    for (size_t i = 0; i < in->sources->notice_count; i++) {
        const sppwhy_notice *n = &in->sources->notices[i];
        if (is_fault(n))
            in->missing = true;
        if (is_fault(n) || !o->quiet)
            tell("%s: %s", n->path, n->message);
    }
    for (size_t i = 0; i < in->sources->count && !o->quiet; i++)
        for (size_t k = 0; k < in->sources->items[i].duplicate_count; k++)
            tell("%s: the same log as %s, counted once", in->sources->items[i].duplicates[k],
                 in->sources->items[i].path);
}

static void tell_damage(input *in, const options *o)
{
    size_t logs = 0, records = 0;
    for (size_t i = 0; i < in->log_count; i++) {
        bool lost = false;
        for (size_t k = 0; k < in->logs[i]->damage_count && !lost; k++)
            lost = in->logs[i]->damage[k].lost;
        logs += lost;
        records += lost ? (size_t)in->logs[i]->records_lost : 0;
    }
    in->damaged = logs != 0;
    if (in->damaged && !o->quiet)
        tell("%zu %s not be read whole (%zu %s known to be lost)", logs,
             logs == 1 ? "log could" : "logs could", records, records == 1 ? "record is" : "records are");
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

bool rules_there(const options *o)
{
    if (!o->rules || file_look(o->rules, NULL) == FILE_PLAIN || file_look(o->rules, NULL) == FILE_FOLDER)
        return true;
    tell("%s: there are no rules: it is neither a folder nor a file", o->rules);
    return false;
}

static int prepare(input *in, const options *o, sppwhy_error *error)
{
    if (o->path_count == 0) {
        tell("nothing to read: give a log (.evtx) or a folder of logs; `sppwhy --help` tells more");
        return EXIT_USAGE;
    }
    if (!rules_there(o))
        return EXIT_RULES;
    if (sppwhy_catalogue_load(&in->catalogue, o->rules, error) != SPPWHY_OK) {
        tell_error(error);
        return EXIT_RULES;
    }
    if (sppwhy_collect(&in->sources, o->paths, o->path_count, error) != SPPWHY_OK) {
        tell_error(error);
        return EXIT_INPUT;
    }
    in->logs = calloc(in->sources->count + 1, sizeof *in->logs);
    if (!in->logs) {
        tell("out of memory");
        return EXIT_INPUT;
    }
    return EXIT_DONE;
}

static bool same_file(const file_identity *a, const char *path)
{
    file_identity b;
    return file_look(strcmp(path, "-") == 0 ? "/dev/stdin" : path, &b) == FILE_PLAIN &&
           a->device == b.device && a->inode == b.inode;
}

/* The logs are the evidence: they must not be written over. */
static bool is_input(const char *path, const input *in)
{
    file_identity identity;
    if (file_look(path, &identity) != FILE_PLAIN)
        return false;
    for (size_t i = 0; i < in->sources->count; i++) {
        const sppwhy_source *source = &in->sources->items[i];
        if (same_file(&identity, source->path))
            return true;
        for (size_t k = 0; k < source->duplicate_count; k++)
            if (same_file(&identity, source->duplicates[k]))
                return true;
    }
    return false;
}

int input_read(input *in, const options *o)
{
    sppwhy_error error;
    sppwhy_error_clear(&error);
    *in = (input){0};
    int status = prepare(in, o, &error);
    if (status != EXIT_DONE)
        return status;
    if (o->output && is_input(o->output, in)) {
        tell("%s: is one of the logs to read, and will not be written over", o->output);
        return EXIT_USAGE;
    }
    guard_sources(o, in->sources);
    tell_notices(in, o);
    status = read_logs(in, o);
    if (status != EXIT_DONE)
        return status;
    tell_damage(in, o);
    in->nothing = in->log_count == 0;
    if (sppwhy_records_create(&in->records, in->catalogue, (const sppwhy_log *const *)in->logs, in->log_count,
                              &error) != SPPWHY_OK) {
        tell_error(&error);
        return EXIT_INPUT;
    }
    if (in->records->repeated != 0 && !o->quiet)
        tell("%zu events stand in more than one log, counted once", in->records->repeated);
    return EXIT_DONE;
}

void input_free(input *in)
{
    sppwhy_records_free(in->records);
    for (size_t i = 0; i < in->log_count; i++)
        sppwhy_log_free(in->logs[i]);
    free(in->logs);
    sppwhy_sources_free(in->sources);
    sppwhy_catalogue_free(in->catalogue);
}

int input_status(const input *in, const options *o)
{
    if (in->missing || in->nothing || (o->strict && in->damaged))
        return EXIT_INPUT;
    return EXIT_DONE;
}
