/* From the paths on the command line to typed records, for every verb that reads logs. */
#include "cli/watching.h"

#include "base/file.h"
#include "base/limits.h"
#include "base/pool.h"

#include <stdlib.h>
#include <string.h>

/* ---- reading ------------------------------------------------------------------------------------------- */

typedef struct reading {
    sppwhy_reading *of;
    const sppwhy_sources *sources;
    watching watching;
    size_t *small; /* those that are read side by side */
    size_t small_count;
} reading;

static void read_one(reading *r, size_t i, size_t threads)
{
    if (watching_goes_on(&r->watching))
        watching_source_done(&r->watching, i, sppwhy_reading_source(r->of, i, threads));
}

static void read_small(void *context, size_t i)
{
    reading *r = context;
    read_one(r, r->small[i], 1);
}

/* A long log by all threads at once, the others side by side. */
static void read_all(reading *r, size_t threads)
{
    for (size_t i = 0; i < r->sources->count; i++) {
        file_identity identity;
        bool is_long = r->sources->items[i].content == SPPWHY_CONTENT_LOG &&
                       file_look(r->sources->items[i].path, &identity) == FILE_PLAIN &&
                       identity.size >= 2 * LIMIT_PART_BYTES;
        if (is_long)
            read_one(r, i, threads == 0 ? pool_processors() : threads);
        else
            r->small[r->small_count++] = i;
    }
    pool_run(r->small_count, threads, read_small, r);
}

static bool is_fault(const sppwhy_notice *n)
{
    switch (n->kind) {
    case SPPWHY_NOTICE_REFUSED:
    case SPPWHY_NOTICE_LIMIT:
    case SPPWHY_NOTICE_ENCRYPTED:
        return true;
    case SPPWHY_NOTICE_REMARK:
        return false;
    default:
        return n->asked_for;
    }
}

static void tell_notices(input *in, const options *o, const sppwhy_notice *notices, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const sppwhy_notice *n = &notices[i];
        if (is_fault(n))
            in->missing = true;
        if (is_fault(n) || !o->quiet)
            tell("%s: %s", n->path, n->message);
    }
}

/* EXIT_DONE with in->read; or after a message what to end with. */
static int read_sources(input *in, const options *o, sppwhy_error *error)
{
    reading r = {.sources = in->sources};
    sppwhy_read_options wanted = {.providers = sppwhy_catalogue_providers(in->catalogue),
                                  .reader = o->reader,
                                  .recovered = o->recovered,
                                  .no_sandbox = o->no_sandbox,
                                  .zone_seconds = o->zone_seconds,
                                  .zone_of_system = o->zone_local};
    watching_begin(&r.watching, o, in->sources, &wanted);
    r.small = calloc(in->sources->count + 1, sizeof *r.small);
    sppwhy_status status =
        r.small ? sppwhy_reading_create(&r.of, in->sources, &wanted, error) : SPPWHY_NO_MEMORY;
    if (status == SPPWHY_OK)
        read_all(&r, o->threads);
    int ended = watching_end(&r.watching);
    if (status == SPPWHY_OK && ended == EXIT_DONE)
        status = sppwhy_reading_finish(&in->read, r.of, error);
    sppwhy_reading_free(r.of);
    free(r.small);
    if (status == SPPWHY_OK || ended != EXIT_DONE)
        return ended;
    error->status = status;
    tell_error(error);
    return EXIT_INPUT;
}

static int read_logs(input *in, const options *o, sppwhy_error *error)
{
    int status = read_sources(in, o, error);
    if (status != EXIT_DONE)
        return status;
    in->logs = in->read->items;
    in->log_count = in->read->count;
    for (size_t i = 0; i < in->read->error_count; i++)
        tell_error(&in->read->errors[i]);
    in->missing |= in->read->error_count != 0;
    tell_notices(in, o, in->read->notices, in->read->notice_count);
    return EXIT_DONE;
}

/* ---- messages ------------------------------------------------------------------------------------------ */

static void tell_duplicates(const input *in, const options *o)
{
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
    in->damaged = logs != 0 || in->read->incomplete;
    const char *which = logs == 1 ? "log could" : "logs could";
    if (logs == 0 || o->quiet)
        return;
    if (records == 0)
        tell("%zu %s not be read whole; how many records are lost is not known", logs, which);
    else
        tell("%zu %s not be read whole (%zu %s known to be lost)", logs, which, records,
             records == 1 ? "record is" : "records are");
}

static void add_unread(input *in, const sppwhy_notice *notices, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (notices[i].kind != SPPWHY_NOTICE_DUPLICATE && notices[i].kind != SPPWHY_NOTICE_REMARK)
            in->unread[in->unread_count++] = notices[i];
}

static int by_path(const void *left, const void *right)
{
    const sppwhy_notice *a = left, *b = right;
    int order = strcmp(a->path, b->path);
    return order != 0 ? order : strcmp(a->message, b->message);
}

/* Lines may tell of one thing twice. */
static void drop_repeated(input *in)
{
    size_t kept = 0;
    if (in->unread_count > 1)
        qsort(in->unread, in->unread_count, sizeof *in->unread, by_path);
    for (size_t i = 0; i < in->unread_count; i++)
        if (kept == 0 || by_path(&in->unread[kept - 1], &in->unread[i]) != 0)
            in->unread[kept++] = in->unread[i];
    in->unread_count = kept;
}

/* A report may be read by somebody who never saw the messages. */
static bool list_unread(input *in)
{
    const sppwhy_logs *read = in->read;
    in->unread =
        calloc(in->sources->notice_count + read->notice_count + read->error_count + 1, sizeof *in->unread);
    if (!in->unread)
        return false;
    add_unread(in, in->sources->notices, in->sources->notice_count);
    add_unread(in, read->notices, read->notice_count);
    for (size_t i = 0; i < read->error_count; i++)
        in->unread[in->unread_count++] =
            (sppwhy_notice){SPPWHY_NOTICE_REFUSED, false, read->errors[i].file, read->errors[i].message};
    drop_repeated(in);
    return true;
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
    tell_notices(in, o, in->sources->notices, in->sources->notice_count);
    tell_duplicates(in, o);
    status = read_logs(in, o, &error);
    if (status != EXIT_DONE)
        return status;
    tell_damage(in, o);
    in->nothing = in->log_count == 0;
    if (!list_unread(in))
        error.status = SPPWHY_NO_MEMORY;
    if (error.status != SPPWHY_OK ||
        sppwhy_records_create(&in->records, in->catalogue, in->logs, in->log_count, &error) != SPPWHY_OK) {
        tell_error(&error);
        return EXIT_INPUT;
    }
    if (in->records->repeated != 0 && !o->quiet)
        tell("%zu events stand in more than one log, counted once", in->records->repeated);
    return EXIT_DONE;
}

void input_free(input *in)
{
    free(in->unread);
    sppwhy_records_free(in->records);
    sppwhy_logs_free(in->read);
    sppwhy_sources_free(in->sources);
    sppwhy_catalogue_free(in->catalogue);
}

int input_status(const input *in, const options *o)
{
    if (in->missing || in->nothing || (o->strict && (in->damaged || in->unread_count != 0)))
        return EXIT_INPUT;
    return EXIT_DONE;
}
