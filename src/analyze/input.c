/* From paths to typed records: for the program, for whoever embeds the library, and for Python. */
#include "analyze/hold.h"
#include "analyze/keeping.h"
#include "analyze/options.h"

#include "base/error.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/options.h"
#include "base/pool.h"
#include "base/sort.h"
#include "spp/records.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct sppwhy_input {
    atomic_size_t holders;
    const sppwhy_catalogue *catalogue;
    sppwhy_catalogue *own; /* the same; NULL where it is that of rules which were loaded already */
    sppwhy_sources *sources;
    sppwhy_reading *reading;
    sppwhy_logs *logs;
    sppwhy_records *records;
    sppwhy_notice *unread;
    sppwhy_notices unread_list;
    size_t threads; /* as the options had it */
    bool missing, damaged;
};

sppwhy_status input_options(sppwhy_input_options *out, const sppwhy_input_options *given, sppwhy_error *error)
{
    return options_take(out, sizeof *out, given, error);
}

/* ---- what there is ------------------------------------------------------------------------------------- */

sppwhy_status sppwhy_input_open(sppwhy_input **out, const char *const *paths, size_t count,
                                const sppwhy_input_options *options, sppwhy_error *error)
{
    return input_open_keeping(out, paths, count, options, 0, error);
}

sppwhy_status input_open_keeping(sppwhy_input **out, const char *const *paths, size_t count,
                                 const sppwhy_input_options *options, size_t most_kept, sppwhy_error *error)
{
    sppwhy_input_options o;
    *out = NULL;
    sppwhy_status status = input_options(&o, options, error);
    sppwhy_input *in = status == SPPWHY_OK ? calloc(1, sizeof *in) : NULL;
    if (!in)
        return status == SPPWHY_OK ? error_no_memory(error) : status;
    atomic_init(&in->holders, 1);
    if (!o.with_rules)
        status = sppwhy_catalogue_load(&in->own, o.rules, error);
    in->catalogue = o.with_rules ? sppwhy_rules_catalogue(o.with_rules) : in->own;
    if (status == SPPWHY_OK)
        status = sources_collect(&in->sources, paths, count, most_kept, error);
    if (status == SPPWHY_OK)
        *out = in;
    else
        sppwhy_input_free(in);
    return status;
}

const sppwhy_sources *sppwhy_input_sources(const sppwhy_input *input)
{
    return input->sources;
}

/* ---- reading ------------------------------------------------------------------------------------------- */

typedef struct reading {
    const sppwhy_input *in;
    const sppwhy_input_options *options;
    size_t *small; /* those that are read side by side */
    size_t small_count;
    atomic_bool no_memory, stopped;
} reading;

/* Which log hits a limit of memory is chance: so none is left out, all are. */
static bool goes_on(reading *r)
{
    const sppwhy_cancellation *watch = &r->options->watch;
    if (watch->go_on && !watch->go_on(watch->context, 0))
        atomic_store(&r->stopped, true);
    return !atomic_load(&r->stopped) && !atomic_load(&r->no_memory);
}

static void read_one(reading *r, size_t i, size_t threads)
{
    const sppwhy_input_options *o = r->options;
    if (!goes_on(r))
        return;
    sppwhy_status status = sppwhy_reading_source(r->in->reading, i, threads);
    if (status == SPPWHY_NO_MEMORY)
        atomic_store(&r->no_memory, true);
    if (status == SPPWHY_STOPPED)
        atomic_store(&r->stopped, true);
    if (o->on_source)
        o->on_source(o->context, i, status);
}

static void read_small(void *context, size_t i)
{
    reading *r = context;
    read_one(r, r->small[i], 1);
}

/* A long log by all threads at once, the others side by side. */
static void read_all(reading *r)
{
    const sppwhy_sources *sources = r->in->sources;
    size_t threads = r->options->threads;
    for (size_t i = 0; i < sources->count; i++) {
        bool is_long = sources->items[i].content == SPPWHY_CONTENT_LOG &&
                       sources->items[i].size >= LIMIT_LONG_LOG_PARTS * LIMIT_PART_BYTES;
        if (is_long)
            read_one(r, i, threads == 0 ? pool_processors() : threads);
        else
            r->small[r->small_count++] = i;
    }
    pool_run(r->small_count, threads, read_small, r);
}

sppwhy_status sppwhy_input_read(sppwhy_input *in, const sppwhy_input_options *options, sppwhy_error *error)
{
    sppwhy_input_options o;
    sppwhy_status status = input_options(&o, options, error);
    const sppwhy_read_options how = {.size = sizeof how,
                                     .providers = sppwhy_catalogue_providers(in->catalogue),
                                     .reader = o.reader,
                                     .recovered = o.recovered,
                                     .no_sandbox = o.no_sandbox,
                                     .zone_seconds = o.zone_seconds,
                                     .zone_of_system = o.zone_of_system,
                                     .stdin_name = o.stdin_name,
                                     .watch = o.watch};
    if (status == SPPWHY_OK)
        status = sppwhy_reading_create(&in->reading, in->sources, &how, error);
    if (status != SPPWHY_OK)
        return status;
    in->threads = o.threads;
    reading r = {.in = in, .options = &o, .small = calloc(in->sources->count + 1, sizeof *r.small)};
    if (!r.small)
        return error_no_memory(error);
    read_all(&r);
    free(r.small);
    if (atomic_load(&r.no_memory))
        return error_no_memory(error);
    return atomic_load(&r.stopped) ? error_set(error, SPPWHY_STOPPED, "stopped") : SPPWHY_OK;
}

sppwhy_reading *sppwhy_input_reading(sppwhy_input *input)
{
    return input->reading;
}

/* ---- what was not read --------------------------------------------------------------------------------- */

static void add_unread(sppwhy_input *in, const sppwhy_notice *notices, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        in->missing |= sppwhy_notice_is_fault(&notices[i]);
        if (notices[i].kind != SPPWHY_NOTICE_DUPLICATE && notices[i].kind != SPPWHY_NOTICE_REMARK)
            in->unread[in->unread_list.count++] = notices[i];
    }
}

static int by_path(const void *left, const void *right)
{
    const sppwhy_notice *a = left, *b = right;
    int order = strcmp(a->path, b->path);
    return order != 0 ? order : strcmp(a->message, b->message);
}

/* Lines may report one thing twice. */
static void drop_repeated(sppwhy_input *in)
{
    size_t kept = 0;
    if (in->unread_list.count > 1)
        sort_array(in->unread, in->unread_list.count, sizeof *in->unread, by_path);
    for (size_t i = 0; i < in->unread_list.count; i++)
        if (kept == 0 || by_path(&in->unread[kept - 1], &in->unread[i]) != 0)
            in->unread[kept++] = in->unread[i];
    in->unread_list.count = kept;
}

/* A report may be read by somebody who never saw the messages. */
static bool list_unread(sppwhy_input *in)
{
    const sppwhy_logs *logs = in->logs;
    in->unread =
        calloc(in->sources->notice_count + logs->notice_count + logs->error_count + 1, sizeof *in->unread);
    if (!in->unread)
        return false;
    in->unread_list.items = in->unread;
    add_unread(in, in->sources->notices, in->sources->notice_count);
    add_unread(in, logs->notices, logs->notice_count);
    for (size_t i = 0; i < logs->error_count; i++)
        in->unread[in->unread_list.count++] = (sppwhy_notice){.kind = SPPWHY_NOTICE_REFUSED,
                                                              .path = logs->errors[i].file,
                                                              .message = logs->errors[i].message,
                                                              .error = &logs->errors[i]};
    in->missing |= logs->error_count != 0;
    drop_repeated(in);
    return true;
}

static sppwhy_status first_damage(const sppwhy_logs *logs, sppwhy_error *error)
{
    sppwhy_status status = SPPWHY_OK;
    for (size_t i = 0; i < logs->count && status == SPPWHY_OK; i++)
        status = sppwhy_log_fault(logs->items[i], error);
    if (status == SPPWHY_OK && logs->incomplete)
        return error_set(error, SPPWHY_DAMAGED, "not everything that was given could be read");
    return status;
}

static sppwhy_status first_contradiction(const sppwhy_records *records, sppwhy_error *error)
{
    const sppwhy_record *record = sppwhy_records_contradicting(records, 0);
    if (!record)
        return SPPWHY_OK;
    const sppwhy_event *event = sppwhy_record_event(record);
    const char *path = sppwhy_log_path(sppwhy_event_log(event));
    static const char text[] =
        "this event and another one have one machine, channel, number, time and id, and "
        "say different things";
    if (sppwhy_event_by_line(event))
        return error_place(error, SPPWHY_DAMAGED, path, (unsigned)sppwhy_event_offset(event), 0, "%s", text);
    return error_record(error, SPPWHY_DAMAGED, path, sppwhy_event_offset(event),
                        sppwhy_event_record_id(event), "%s", text);
}

sppwhy_status sppwhy_input_fault(const sppwhy_input *in, sppwhy_error *error)
{
    sppwhy_status status = SPPWHY_OK;
    for (size_t i = 0; i < in->unread_list.count && status == SPPWHY_OK; i++)
        status = sppwhy_notice_error(&in->unread[i], error);
    if (status == SPPWHY_OK)
        status = first_damage(in->logs, error);
    return status == SPPWHY_OK ? first_contradiction(in->records, error) : status;
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

sppwhy_status sppwhy_input_finish(sppwhy_input *in, sppwhy_error *error)
{
    sppwhy_status status = sppwhy_reading_finish(&in->logs, in->reading, error);
    if (status != SPPWHY_OK)
        return status;
    if (!list_unread(in))
        return error_no_memory(error);
    in->damaged = first_damage(in->logs, NULL) != SPPWHY_OK;
    return records_create(&in->records, in->catalogue, in->logs->items, in->logs->count, in->threads, error);
}

const sppwhy_catalogue *sppwhy_input_catalogue(const sppwhy_input *input)
{
    return input->catalogue;
}

const sppwhy_logs *sppwhy_input_logs(const sppwhy_input *input)
{
    return input->logs;
}

const sppwhy_records *sppwhy_input_records(const sppwhy_input *input)
{
    return input->records;
}

const sppwhy_notices *sppwhy_input_unread(const sppwhy_input *input)
{
    return &input->unread_list;
}

bool sppwhy_input_missing(const sppwhy_input *input)
{
    return input->missing;
}

bool sppwhy_input_damaged(const sppwhy_input *input)
{
    return input->damaged;
}

sppwhy_input *input_hold(sppwhy_input *input)
{
    atomic_fetch_add(&input->holders, 1);
    return input;
}

void sppwhy_input_free(sppwhy_input *input)
{
    if (!input || atomic_fetch_sub(&input->holders, 1) != 1)
        return;
    free(input->unread);
    sppwhy_records_free(input->records);
    sppwhy_logs_free(input->logs);
    sppwhy_reading_free(input->reading);
    sppwhy_sources_free(input->sources);
    sppwhy_catalogue_free(input->own);
    free(input);
}
