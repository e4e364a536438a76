/* All logs of what was collected: each source by itself, then what they are together. */
#include "base/options.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/zone.h"
#include "collect/visit.h"
#include "evtx/jsonl/jsonl.h"
#include "input/reading.h"
#include "input/remarks.h"
#include "evtx/log/log.h"
#include "evtx/log/same_log.h"
#include "evtx/store.h"
#include "exports/exports.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What one source gave. There may be tens of thousands. */
typedef struct part {
    const sppwhy_read_options *options;
    arena *memory; /* of notices, lines and exports; made when it is needed: see memory_of() */
    VEC(found_log) logs;
    VEC(sppwhy_notice) notices;
    lines lines;
    bool has_lines;
    VEC(found_log) exports; /* their logs lie in `memory` */
    const char *local_path; /* the first export with local times, and how many there are */
    size_t local_count;
    int32_t ahead; /* of UTC, by what its events say; INT32_MIN: not known */
    bool asked_for;
    bool is_stdin;
    bool incomplete;
    size_t bad_told; /* bad lines of the file at hand that were named */
    reader_shelf *shelf;
    size_t threads;
    sppwhy_status status;
    sppwhy_error *error; /* of a source that could not be read */
} part;

struct sppwhy_reading {
    const sppwhy_sources *sources;
    sppwhy_read_options options;
    reader_shelf *shelf;
    part *parts; /* one a source, and one more for what comes from no file */
    size_t count;
};

/* A result: what the parts read stays theirs. */
typedef struct owned_logs {
    sppwhy_logs logs; /* first: a pointer to it is a pointer to the owner */
    arena *memory;
    part *parts;
    size_t part_count;
} owned_logs;

/* ---- one source ---------------------------------------------------------------------------------------- */

/* A log alone needs none of it. NULL when memory is short. */
static arena *memory_of(part *p)
{
    if (!p->memory)
        p->memory = p->lines.memory = arena_create();
    return p->memory;
}

/* About a line of it, or with 0 about all. */
static bool add_notice_at(part *p, sppwhy_notice_kind kind, bool asked_for, const char *path, uint64_t line,
                          const char *message)
{
    sppwhy_notice n = {.kind = kind, .asked_for = asked_for, .line = line};
    if (!memory_of(p))
        return false;
    n.path = line == 0 ? arena_string(p->memory, path) : arena_printf(p->memory, "%s:%" PRIu64, path, line);
    n.message = arena_string(p->memory, message);
    p->incomplete |= kind == SPPWHY_NOTICE_BROKEN || kind == SPPWHY_NOTICE_BAD_LINE;
    return n.path && n.message && vec_push(&p->notices, n);
}

static bool add_notice(part *p, sppwhy_notice_kind kind, bool asked_for, const char *path,
                       const char *message)
{
    return add_notice_at(p, kind, asked_for, path, 0, message);
}

static sppwhy_status tell(void *context, sppwhy_notice_kind kind, const char *path, const char *message)
{
    return add_notice(context, kind, false, path, message) ? SPPWHY_OK : SPPWHY_NO_MEMORY;
}

static bool tell_line(void *context, const char *path, size_t line, const char *message)
{
    part *p = context;
    if (p->bad_told++ >= LIMIT_NAMED_FAULTS)
        return true;
    const char *text =
        line == 0 ? message : arena_printf(p->memory, "this line was passed over: %s", message);
    return text && add_notice_at(p, SPPWHY_NOTICE_BAD_LINE, false, path, line, text);
}

/* Of an export: what it says is a sentence. */
static bool tell_place(void *context, const char *path, size_t line, const char *message)
{
    part *p = context;
    if (p->bad_told++ >= LIMIT_NAMED_FAULTS)
        return true;
    return add_notice_at(p, SPPWHY_NOTICE_BAD_LINE, false, path, line, message);
}

/* A text has no places of damage as a log does: that its archive broke in it is said of its path. */
static bool tell_fault(part *p, const file *f, const char *path)
{
    return !file_fault(f) || add_notice(p, SPPWHY_NOTICE_BROKEN, true, path, file_fault(f));
}

static sppwhy_status take_lines(part *p, file *f, const char *path, sppwhy_error *error)
{
    char text[100];
    if (!memory_of(p))
        return error_no_memory(error);
    p->has_lines = true;
    p->bad_told = 0;
    sppwhy_status status = lines_read(&p->lines, f, path, tell_line, p, error);
    if (status == SPPWHY_OK && !tell_fault(p, f, path))
        return error_no_memory(error);
    if (status != SPPWHY_OK || p->bad_told <= LIMIT_NAMED_FAULTS)
        return status;
    snprintf(text, sizeof text, "%zu more lines were passed over", p->bad_told - LIMIT_NAMED_FAULTS);
    return add_notice(p, SPPWHY_NOTICE_BAD_LINE, false, path, text) ? SPPWHY_OK : error_no_memory(error);
}

static sppwhy_status take_log(part *p, file *f, const char *path, bool is_member, sppwhy_error *error)
{
    found_log found = {.member = is_member, .gone = p->is_stdin};
    sppwhy_read_options options = *p->options;
    options.threads = p->threads;
    sppwhy_status status = log_read(&found.log, f, path, &options, p->shelf, error);
    if (status == SPPWHY_NOT_A_LOG && file_fault(f))
        return error_file(error, SPPWHY_DAMAGED, path, "%s", file_fault(f));
    if (status == SPPWHY_OK && is_member) {
        status = file_hash(f, &found.hash, error);
        found.hashed = true;
        p->incomplete |= file_fault(f) != NULL;
    }
    if (status == SPPWHY_OK && (is_member || vec_reserve_exactly(&p->logs, 1)) && vec_push(&p->logs, found))
        return SPPWHY_OK;
    sppwhy_log_free(found.log);
    return status != SPPWHY_OK ? status : error_no_memory(error);
}

/* ---- events as text ------------------------------------------------------------------------------------ */

static bool tell_order(part *p, const exports_result *result)
{
    if (!result->order_unsure)
        return true;
    const char *text =
        arena_printf(p->memory,
                     "its dates can be read with the day or the month first; they were read with "
                     "the %s first",
                     result->month_first ? "month" : "day");
    return text && add_notice(p, SPPWHY_NOTICE_REMARK, false, result->log->path, text);
}

static bool tell_dating(part *p, const exports_result *result)
{
    return !result->file_dated ||
           add_notice(p, SPPWHY_NOTICE_REMARK, false, result->log->path,
                      p->is_stdin ? "it says nothing of when it was printed; its times are that of reading it"
                                  : "it says nothing of when it was printed; its times are that of the file");
}

/* Nothing lost in silence: a text that was taken for events and has none says so, and where it speaks of
 * licensing. */
static bool tell_nothing(part *p, const exports_result *result)
{
    return add_notice_at(p, p->asked_for ? SPPWHY_NOTICE_NOT_A_LOG : SPPWHY_NOTICE_REMARK, p->asked_for,
                         result->log->path, result->hint_line,
                         result->hint_line == 0
                             ? "is text in which no licensing event was found; `sppwhy explain` decodes a "
                               "message alone"
                             : "speaks of licensing, but no event was found in this text: one has its ID and "
                               "its time with it; `sppwhy explain` decodes a message alone");
}

static bool keep_export(part *p, const exports_result *result, found_log *found)
{
    const sppwhy_log *log = result->log;
    if (log->event_count == 0 && log->records == 0 && log->records_lost == 0)
        return tell_nothing(p, result);
    if (result->local_times && p->local_count++ == 0) {
        p->local_path = log->path;
        p->ahead = result->ahead_known ? result->ahead_seconds : INT32_MIN;
    }
    return tell_dating(p, result) && tell_order(p, result) && vec_push(&p->exports, *found);
}

static sppwhy_status take_text(part *p, file *f, const char *path, bool is_member, sppwhy_error *error)
{
    char text[100];
    exports_result result;
    found_log found = {.member = is_member};
    if (!memory_of(p))
        return error_no_memory(error);
    p->bad_told = 0;
    sppwhy_status status = exports_read(&result, p->memory, f, path, p->options, tell_place, p, error);
    if (status == SPPWHY_OK && is_member) {
        status = file_hash(f, &found.hash, error);
        found.hashed = true;
    }
    if ((status == SPPWHY_OK || status == SPPWHY_NOT_A_LOG) && !tell_fault(p, f, path))
        return error_no_memory(error);
    if (status == SPPWHY_NOT_A_LOG && !p->asked_for)
        return SPPWHY_OK;
    if (status != SPPWHY_OK)
        return status;
    found.log = result.log;
    if (!keep_export(p, &result, &found))
        return error_no_memory(error);
    if (p->bad_told <= LIMIT_NAMED_FAULTS)
        return SPPWHY_OK;
    snprintf(text, sizeof text, "%zu more places could not be read", p->bad_told - LIMIT_NAMED_FAULTS);
    return add_notice(p, SPPWHY_NOTICE_BAD_LINE, false, path, text) ? SPPWHY_OK : error_no_memory(error);
}

static sppwhy_status take(void *context, sppwhy_content content, file *f, const char *path, bool is_member,
                          sppwhy_error *error)
{
    part *p = context;
    if (content == SPPWHY_CONTENT_TEXT)
        return take_text(p, f, path, is_member, error);
    return content == SPPWHY_CONTENT_LINES ? take_lines(p, f, path, error)
                                           : take_log(p, f, path, is_member, error);
}

/* An archive that was asked for is said to hold no log; one that was met in a folder may be anything. */
static bool note_nothing(part *p, const sppwhy_source *source)
{
    return p->logs.count != 0 || p->exports.count != 0 || p->has_lines || p->notices.count != 0 ||
           !source->asked_for ||
           add_notice(p, SPPWHY_NOTICE_NO_LOGS, true, source->path, "holds no event log");
}

sppwhy_status sppwhy_reading_source(sppwhy_reading *reading, size_t i, size_t threads)
{
    part *p = &reading->parts[i];
    const sppwhy_source *source = &reading->sources->items[i];
    const visitor v = {.context = p,
                       .take = take,
                       .tell = tell,
                       .stdin_name = reading->options.stdin_name,
                       .watch = &reading->options.watch};
    sppwhy_error error;
    sppwhy_error_clear(&error);
    p->options = &reading->options;
    p->shelf = reading->shelf;
    p->threads = threads;
    p->is_stdin = strcmp(source->path, "-") == 0;
    p->asked_for = source->asked_for;
    p->status = source_visit(source, &v, &error);
    if (p->status == SPPWHY_OK && !note_nothing(p, source))
        p->status = error_no_memory(&error);
    if (p->status != SPPWHY_OK && memory_of(p) && (p->error = ARENA_NEW(p->memory, sppwhy_error)))
        *p->error = error;
    return p->status;
}

sppwhy_status sppwhy_reading_create(sppwhy_reading **out, const sppwhy_sources *sources,
                                    const sppwhy_read_options *options, sppwhy_error *error)
{
    sppwhy_read_options o;
    *out = NULL;
    if (options_take(&o, sizeof o, options, error) != SPPWHY_OK)
        return SPPWHY_INVALID;
    sppwhy_reading *r = calloc(1, sizeof *r);
    part *parts = calloc(sources->count + 1, sizeof *parts);
    reader_shelf *shelf = reader_shelf_create();
    if (!r || !parts || !shelf) {
        free(r);
        free(parts);
        reader_shelf_free(shelf, NULL);
        return error_no_memory(error);
    }
    *r = (sppwhy_reading){
        .sources = sources, .options = o, .shelf = shelf, .parts = parts, .count = sources->count + 1};
    *out = r;
    return SPPWHY_OK;
}

/* ---- what comes from no file --------------------------------------------------------------------------- */

lines *reading_lines(sppwhy_reading *reading)
{
    part *p = &reading->parts[reading->count - 1];
    p->has_lines = memory_of(p) != NULL;
    return p->has_lines ? &p->lines : NULL;
}

const sppwhy_cancellation *reading_watch(const sppwhy_reading *reading)
{
    return &reading->options.watch;
}

static void free_parts(part *parts, size_t count)
{
    for (size_t i = 0; parts && i < count; i++) {
        for (size_t k = 0; k < parts[i].logs.count; k++)
            sppwhy_log_free(parts[i].logs.items[k].log);
        vec_free(&parts[i].logs);
        vec_free(&parts[i].exports);
        vec_free(&parts[i].notices);
        lines_free(&parts[i].lines);
        arena_free(parts[i].memory);
    }
    free(parts);
}

void sppwhy_reading_free(sppwhy_reading *reading)
{
    if (!reading)
        return;
    free_parts(reading->parts, reading->count);
    reader_shelf_free(reading->shelf, NULL);
    free(reading);
}

/* ---- all sources together ------------------------------------------------------------------------------ */

typedef struct finish {
    owned_logs *owner;
    const sppwhy_sources *sources;
    VEC(found_log) logs;
    VEC(sppwhy_notice) notices;
    VEC(sppwhy_error) errors;
    sppwhy_error *error;
} finish;

static bool say(finish *f, sppwhy_notice_kind kind, const char *path, const char *message)
{
    sppwhy_notice n = {.kind = kind, .path = path, .message = message};
    return path && message && vec_push(&f->notices, n);
}

static bool add_found(finish *f, const found_log *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!vec_push(&f->logs, items[i]))
            return false;
        f->logs.items[f->logs.count - 1].place = f->logs.count;
    }
    return true;
}

static bool gather(finish *f)
{
    bool good = true;
    owned_logs *owner = f->owner;
    for (size_t i = 0; i < owner->part_count && good; i++) {
        part *p = &owner->parts[i];
        good = add_found(f, p->logs.items, p->logs.count) && add_found(f, p->exports.items, p->exports.count);
        for (size_t k = 0; k < p->notices.count && good; k++)
            good = vec_push(&f->notices, p->notices.items[k]);
        for (size_t k = 0; k < p->lines.unread.count && good; k++)
            good = vec_push(&f->notices, p->lines.unread.items[k]);
        if (p->status != SPPWHY_OK)
            good = good && p->error && vec_push(&f->errors, *p->error);
        owner->logs.incomplete |= p->incomplete || p->lines.unread.count != 0;
    }
    return good;
}

/* Copies go, and are reported; the others come back into order of path. */
static bool drop_copies(finish *f)
{
    size_t kept = 0;
    found_log *logs = f->logs.items;
    same_log_sort(logs, f->logs.count);
    for (size_t i = 0; i < f->logs.count; i++) {
        const sppwhy_log *original = logs[i].copy_of;
        if (!original)
            logs[kept++] = logs[i];
        else if (!say(f, SPPWHY_NOTICE_DUPLICATE, logs[i].log->path,
                      arena_printf(f->owner->memory, "the same log as %s, counted once", original->path)))
            return false;
    }
    f->logs.count = kept;
    return true;
}

/* ---- lines --------------------------------------------------------------------------------------------- */

/* The first log of which it holds by name, the others by their number: it is one cause, mostly. */
static bool say_in_part(finish *f, const lines_made *first, size_t count)
{
    arena *memory = f->owner->memory;
    const char *how =
        first->told ? arena_printf(memory, "%zu of its %" PRIu64 " licensing events are in the JSON lines",
                                   first->log->event_count, first->events)
                    : "the first line that `sppwhy events` wrote is missing, and with it what the log covers";
    const char *rest = count == 1 ? "" : arena_printf(memory, " (so are %zu more logs)", count - 1);
    const char *text = how && rest
                           ? arena_printf(memory,
                                          "is known in part%s: %s; that an event is absent is no evidence "
                                          "then",
                                          rest, how)
                           : NULL;
    return say(f, SPPWHY_NOTICE_BAD_LINE, first->log->path, text);
}

static bool add_joined(finish *f, const lines_joined *joined)
{
    const lines_made *first[2] = {NULL, NULL}; /* by whether they say how many lines there should be */
    size_t in_part[2] = {0, 0};
    for (size_t i = 0; i < joined->count; i++) {
        const lines_made *made = &joined->items[i];
        found_log found = {.log = made->log, .of_lines = true, .place = f->logs.count};
        if (!vec_push(&f->logs, found))
            return false;
        if (made->in_part && in_part[made->told]++ == 0)
            first[made->told] = made;
    }
    f->owner->logs.incomplete |= in_part[0] != 0 || in_part[1] != 0;
    return (!first[0] || say_in_part(f, first[0], in_part[0])) &&
           (!first[1] || say_in_part(f, first[1], in_part[1]));
}

static sppwhy_status add_lines(finish *f)
{
    owned_logs *owner = f->owner;
    lines_joined joined = {0};
    const lines **all = ARENA_ARRAY(owner->memory, owner->part_count, const lines *);
    const sppwhy_log **read = ARENA_ARRAY(owner->memory, f->logs.count, const sppwhy_log *);
    const char *first = NULL;
    size_t count = 0;
    if (!all || !read)
        return error_no_memory(f->error);
    for (size_t i = 0; i < owner->part_count; i++)
        if (owner->parts[i].has_lines) {
            first = first ? first : i < f->sources->count ? f->sources->items[i].path : "(stream)";
            all[count++] = &owner->parts[i].lines;
        }
    if (count == 0)
        return SPPWHY_OK;
    for (size_t i = 0; i < f->logs.count; i++)
        read[i] = f->logs.items[i].log;
    sppwhy_status status = lines_join(&joined, owner->memory, all, count, read, f->logs.count, f->error);
    if (status != SPPWHY_OK)
        return status;
    if (joined.left_out != 0 &&
        !say(f, SPPWHY_NOTICE_DUPLICATE, first,
             arena_printf(owner->memory, "%zu %s here and read as %s too, counted once", joined.left_out,
                          joined.left_out == 1 ? "log is" : "logs are",
                          joined.left_out == 1 ? "a file" : "files")))
        return error_no_memory(f->error);
    if (!add_joined(f, &joined))
        return error_no_memory(f->error);
    same_log_by_facts(f->logs.items, f->logs.count);
    return drop_copies(f) ? SPPWHY_OK : error_no_memory(f->error);
}

/* ---- what is to be known of exports -------------------------------------------------------------------- */

/* Said once, of the first file it holds of. */
static bool say_once(finish *f, const char *path, size_t count, const char *message)
{
    arena *memory = f->owner->memory;
    const char *rest = count < 2 ? "" : arena_printf(memory, " (as %zu more files)", count - 1);
    return count == 0 ||
           (rest && say(f, SPPWHY_NOTICE_REMARK, path, arena_printf(memory, "%s%s", message, rest)));
}

static bool tell_zone(finish *f)
{
    char text[250], zone[16], hint[16];
    int32_t ahead = INT32_MIN;
    const owned_logs *owner = f->owner;
    const char *path = NULL;
    size_t count = 0;
    const sppwhy_read_options *o = NULL;
    for (size_t i = 0; i < owner->part_count; i++) {
        const part *p = &owner->parts[i];
        if (!path && p->local_count != 0) {
            path = p->local_path;
            o = p->options;
            ahead = p->ahead;
        }
        count += p->local_count;
    }
    if (count == 0)
        return true;
    const char *as = o->zone_of_system      ? "this system's zone"
                     : o->zone_seconds == 0 ? "UTC"
                                            : zone_format(o->zone_seconds, zone);
    int length =
        snprintf(text, sizeof text, "its times are local and were read as %s; --zone names another zone", as);
    if (ahead != INT32_MIN && !o->zone_of_system && ahead != o->zone_seconds)
        snprintf(text + length, sizeof text - (size_t)length,
                 " (the client times in its events say --zone %s)", zone_format(ahead, hint) + 3);
    return say_once(f, path, count, text);
}

static bool tell_excerpts(finish *f)
{
    const char *path = NULL;
    size_t count = 0;
    for (size_t i = 0; i < f->logs.count; i++) {
        const sppwhy_log *log = f->logs.items[i].log;
        if (!log->excerpt)
            continue;
        path = path ? path : log->path;
        count++;
    }
    return say_once(
        f, path, count,
        "is an excerpt of a log: it covers only the events in it, and that another event is absent is "
        "no evidence");
}

static bool tell_nameless(finish *f)
{
    const char *path;
    const char *text = remark_on_nameless(f->owner->memory, f->logs.items, f->logs.count, &path);
    return !path || say(f, SPPWHY_NOTICE_BAD_LINE, path, text);
}

/* ---- the result ---------------------------------------------------------------------------------------- */

static sppwhy_status hand_over(finish *f)
{
    sppwhy_logs *out = &f->owner->logs;
    const sppwhy_log **items = ARENA_ARRAY(f->owner->memory, f->logs.count, const sppwhy_log *);
    for (size_t i = 0; items && i < f->logs.count; i++)
        items[i] = f->logs.items[i].log;
    out->items = items;
    out->count = f->logs.count;
    out->notices = vec_to_arena(&f->notices, f->owner->memory);
    out->notice_count = f->notices.count;
    out->errors = vec_to_arena(&f->errors, f->owner->memory);
    out->error_count = f->errors.count;
    return items && out->notices && out->errors ? SPPWHY_OK : error_no_memory(f->error);
}

sppwhy_status sppwhy_reading_finish(sppwhy_logs **out, sppwhy_reading *reading, sppwhy_error *error)
{
    reader_shelf_clear(reading->shelf); /* what comes next needs memory, too */
    arena *memory = arena_create();
    owned_logs *owner = memory ? ARENA_NEW(memory, owned_logs) : NULL;
    *out = NULL;
    if (!owner) {
        arena_free(memory);
        return error_no_memory(error);
    }
    *owner = (owned_logs){.memory = memory, .parts = reading->parts, .part_count = reading->count};
    reader_shelf_free(reading->shelf, memory);
    reading->shelf = NULL;
    reading->parts = NULL;
    reading->count = 0;
    finish f = {.owner = owner, .sources = reading->sources, .error = error};
    sppwhy_status status =
        gather(&f) ? same_log_by_content(f.logs.items, f.logs.count, error) : error_no_memory(error);
    if (status == SPPWHY_OK)
        status = drop_copies(&f) ? add_lines(&f) : error_no_memory(error);
    if (status == SPPWHY_OK && !(tell_zone(&f) && tell_excerpts(&f) && tell_nameless(&f)))
        status = error_no_memory(error);
    if (status == SPPWHY_OK)
        status = hand_over(&f);
    vec_free(&f.logs);
    vec_free(&f.notices);
    vec_free(&f.errors);
    if (status == SPPWHY_OK)
        *out = &owner->logs;
    else
        sppwhy_logs_free(&owner->logs);
    return status;
}

void sppwhy_logs_free(sppwhy_logs *logs)
{
    if (!logs)
        return;
    owned_logs *owner = (owned_logs *)logs;
    free_parts(owner->parts, owner->part_count);
    arena_free(owner->memory); /* and with it `owner` */
}
