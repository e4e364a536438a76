/* All logs of what was collected: each source by itself, then what they are together. */
#include "base/error.h"
#include "base/limits.h"
#include "collect/visit.h"
#include "evtx/lines.h"
#include "evtx/log.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct found_log {
    sppwhy_log *log;
    bool member; /* of an archive: then its hash is known */
    bool of_lines;
    bool hashed;
    uint64_t hash;
    size_t place;
} found_log;

/* What one source gave. */
typedef struct part {
    const sppwhy_read_options *options;
    arena *memory; /* of notices and lines */
    VEC(found_log) logs;
    VEC(sppwhy_notice) notices;
    lines lines;
    bool has_lines;
    bool incomplete;
    size_t bad_told; /* bad lines of the file at hand that were named */
    sppwhy_status status;
    sppwhy_error error;
} part;

struct sppwhy_reading {
    const sppwhy_sources *sources;
    sppwhy_read_options options;
    part *parts; /* one a source */
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

static bool add_notice(part *p, sppwhy_notice_kind kind, bool asked_for, const char *path,
                       const char *message)
{
    sppwhy_notice n = {.kind = kind, .asked_for = asked_for};
    n.path = arena_string(p->memory, path);
    n.message = arena_string(p->memory, message);
    p->incomplete |= kind == SPPWHY_NOTICE_BROKEN || kind == SPPWHY_NOTICE_BAD_LINE;
    return n.path && n.message && vec_push(&p->notices, n);
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
    if (line == 0)
        return add_notice(p, SPPWHY_NOTICE_BAD_LINE, false, path, message);
    const char *place = arena_printf(p->memory, "%s:%zu", path, line);
    const char *text = arena_printf(p->memory, "this line was passed over: %s", message);
    return place && text && add_notice(p, SPPWHY_NOTICE_BAD_LINE, false, place, text);
}

static sppwhy_status take_lines(part *p, file *f, const char *path, sppwhy_error *error)
{
    char text[100];
    p->has_lines = true;
    p->bad_told = 0;
    sppwhy_status status = lines_read(&p->lines, f, path, tell_line, p, error);
    if (status != SPPWHY_OK || p->bad_told <= LIMIT_NAMED_FAULTS)
        return status;
    snprintf(text, sizeof text, "%zu more lines were passed over", p->bad_told - LIMIT_NAMED_FAULTS);
    return add_notice(p, SPPWHY_NOTICE_BAD_LINE, false, path, text) ? SPPWHY_OK : error_no_memory(error);
}

static sppwhy_status take_log(part *p, file *f, const char *path, bool is_member, sppwhy_error *error)
{
    found_log found = {.member = is_member};
    sppwhy_status status = log_read(&found.log, f, path, p->options, error);
    if (status == SPPWHY_NOT_A_LOG && file_fault(f))
        return error_file(error, SPPWHY_DAMAGED, path, "%s", file_fault(f));
    if (status == SPPWHY_OK && is_member) {
        status = file_hash(f, &found.hash, error);
        found.hashed = true;
        p->incomplete |= file_fault(f) != NULL;
    }
    if (status == SPPWHY_OK && vec_push(&p->logs, found))
        return SPPWHY_OK;
    sppwhy_log_free(found.log);
    return status != SPPWHY_OK ? status : error_no_memory(error);
}

static sppwhy_status take(void *context, sppwhy_content content, file *f, const char *path, bool is_member,
                          sppwhy_error *error)
{
    part *p = context;
    return content == SPPWHY_CONTENT_LINES ? take_lines(p, f, path, error)
                                           : take_log(p, f, path, is_member, error);
}

/* An archive that was asked for is said to hold no log; one that was met in a folder may be anything. */
static bool note_nothing(part *p, const sppwhy_source *source)
{
    return p->logs.count != 0 || p->has_lines || p->notices.count != 0 || !source->asked_for ||
           add_notice(p, SPPWHY_NOTICE_NO_LOGS, true, source->path, "holds no event log");
}

void sppwhy_reading_source(sppwhy_reading *reading, size_t i)
{
    part *p = &reading->parts[i];
    const visitor v = {.context = p, .take = take, .tell = tell};
    sppwhy_error_clear(&p->error);
    p->options = &reading->options;
    p->memory = p->lines.memory = arena_create();
    if (!p->memory) {
        p->status = error_no_memory(&p->error);
        return;
    }
    p->status = source_visit(&reading->sources->items[i], &v, &p->error);
    if (p->status == SPPWHY_OK && !note_nothing(p, &reading->sources->items[i]))
        p->status = error_no_memory(&p->error);
}

sppwhy_status sppwhy_reading_create(sppwhy_reading **out, const sppwhy_sources *sources,
                                    const sppwhy_read_options *options, sppwhy_error *error)
{
    *out = NULL;
    sppwhy_reading *r = calloc(1, sizeof *r);
    part *parts = calloc(sources->count + 1, sizeof *parts);
    if (!r || !parts) {
        free(r);
        free(parts);
        return error_no_memory(error);
    }
    *r = (sppwhy_reading){.sources = sources, .parts = parts, .count = sources->count};
    if (options)
        r->options = *options;
    *out = r;
    return SPPWHY_OK;
}

static void free_parts(part *parts, size_t count)
{
    for (size_t i = 0; parts && i < count; i++) {
        for (size_t k = 0; k < parts[i].logs.count; k++)
            sppwhy_log_free(parts[i].logs.items[k].log);
        vec_free(&parts[i].logs);
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

static bool gather(finish *f)
{
    bool good = true;
    owned_logs *owner = f->owner;
    for (size_t i = 0; i < owner->part_count && good; i++) {
        part *p = &owner->parts[i];
        for (size_t k = 0; k < p->logs.count && good; k++) {
            good = vec_push(&f->logs, p->logs.items[k]);
            if (good)
                f->logs.items[f->logs.count - 1].place = f->logs.count;
        }
        for (size_t k = 0; k < p->notices.count && good; k++)
            good = vec_push(&f->notices, p->notices.items[k]);
        if (p->status != SPPWHY_OK)
            good = good && vec_push(&f->errors, p->error);
        owner->logs.incomplete |= p->incomplete;
    }
    return good;
}

static int compare_number(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int by_path(const void *left, const void *right)
{
    const found_log *a = left, *b = right;
    int order = strcmp(a->log->path, b->log->path);
    return order != 0 ? order : compare_number(a->place, b->place);
}

static int by_content(const void *left, const void *right)
{
    const found_log *a = left, *b = right;
    int order = compare_number(a->log->bytes, b->log->bytes);
    if (order == 0)
        order = b->hashed - a->hashed;
    if (order == 0)
        order = compare_number(a->hash, b->hash);
    return order != 0 ? order : by_path(left, right);
}

static bool same_event(const sppwhy_event *a, const sppwhy_event *b)
{
    if (a->id != b->id || a->time != b->time || a->record_id != b->record_id || a->offset != b->offset ||
        a->string_count != b->string_count || strcmp(a->computer, b->computer) != 0)
        return false;
    for (size_t i = 0; i < a->string_count; i++)
        if (strcmp(a->strings[i], b->strings[i]) != 0)
            return false;
    return true;
}

/* Nothing that is made use of differs. */
static bool same_facts(const sppwhy_log *x, const sppwhy_log *y)
{
    if (x->bytes != y->bytes || x->records != y->records || x->first_event != y->first_event ||
        x->last_event != y->last_event || x->event_count != y->event_count ||
        x->computer_count != y->computer_count || x->gap_count != y->gap_count ||
        x->damage_count != y->damage_count)
        return false;
    for (size_t i = 0; i < x->event_count; i++)
        if (!same_event(&x->events[i], &y->events[i]))
            return false;
    return true;
}

/* A hash can be forged, but then the one log may stand for the other all the same. */
static bool same_content(const found_log *a, const found_log *b)
{
    return a->hashed && b->hashed && a->hash == b->hash && same_facts(a->log, b->log);
}

/* A plain file was compared with other plain files before it was read; now it is compared with members of
 * archives, of the same size, which were hashed as they were read. */
static sppwhy_status hash_plain(found_log *found, sppwhy_error *error)
{
    file *f;
    if (strcmp(found->log->path, "-") == 0) /* it is gone */
        return SPPWHY_OK;
    sppwhy_status status = file_open(&f, found->log->path, error);
    if (status == SPPWHY_OK) {
        status = file_hash(f, &found->hash, error);
        file_close(f);
    }
    found->hashed = status == SPPWHY_OK;
    return status == SPPWHY_NO_MEMORY ? status : SPPWHY_OK;
}

static sppwhy_status hash_beside_members(finish *f)
{
    sppwhy_status status = SPPWHY_OK;
    found_log *logs = f->logs.items;
    for (size_t begin = 0, end = 0; begin < f->logs.count && status == SPPWHY_OK; begin = end) {
        bool members = logs[begin].member;
        for (end = begin + 1; end < f->logs.count && logs[end].log->bytes == logs[begin].log->bytes; end++)
            members |= logs[end].member;
        for (size_t i = begin; i < end && members && status == SPPWHY_OK; i++)
            if (!logs[i].hashed)
                status = hash_plain(&logs[i], f->error);
    }
    return status;
}

static bool say_same(finish *f, const found_log *copy, const found_log *of)
{
    const char *text = arena_printf(f->owner->memory, "the same log as %s, counted once", of->log->path);
    return say(f, SPPWHY_NOTICE_DUPLICATE, copy->log->path, text);
}

static sppwhy_status drop_copies(finish *f)
{
    found_log *logs = f->logs.items;
    size_t kept = 0;
    if (f->logs.count == 0)
        return SPPWHY_OK;
    qsort(logs, f->logs.count, sizeof *logs, by_content);
    sppwhy_status status = hash_beside_members(f);
    if (status != SPPWHY_OK)
        return status;
    qsort(logs, f->logs.count, sizeof *logs, by_content);
    for (size_t i = 0; i < f->logs.count; i++) {
        if (kept == 0 || !same_content(&logs[kept - 1], &logs[i]))
            logs[kept++] = logs[i];
        else if (!say_same(f, &logs[i], &logs[kept - 1]))
            return error_no_memory(f->error);
    }
    f->logs.count = kept;
    qsort(logs, kept, sizeof *logs, by_path);
    return SPPWHY_OK;
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
    const lines_made *first[2] = {NULL, NULL}; /* by whether it is told what there should be */
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

static int by_span(const void *left, const void *right)
{
    const found_log *a = left, *b = right;
    int order = compare_number(a->log->first_event, b->log->first_event);
    if (order == 0)
        order = compare_number(a->log->last_event, b->log->last_event);
    if (order == 0)
        order = compare_number(a->log->bytes, b->log->bytes);
    return order != 0 ? order : by_path(left, right);
}

/* The first of those before it, from `begin` on, that it is a copy of; `end` when there is none. Logs that
 * hold something and have one span are hardly ever several, unless somebody makes them so. */
static size_t copy_of_lines(const found_log *logs, size_t begin, size_t end, const found_log *found)
{
    enum { MOST_OF_ONE_SPAN = 16 };
    for (size_t i = begin; i < end && i - begin < MOST_OF_ONE_SPAN; i++)
        if ((logs[i].of_lines || found->of_lines) && same_facts(logs[i].log, found->log))
            return i;
    return end;
}

/* Of a log made of lines there is no hash; but with the same records at the same times it is the same log. */
static sppwhy_status drop_copies_of_lines(finish *f)
{
    found_log *logs = f->logs.items;
    size_t kept = 0, begin = 0;
    if (f->logs.count == 0)
        return SPPWHY_OK;
    qsort(logs, f->logs.count, sizeof *logs, by_span);
    for (size_t i = 0; i < f->logs.count; i++) {
        const sppwhy_log *log = logs[i].log;
        while (begin < kept &&
               (logs[begin].log->first_event != log->first_event ||
                logs[begin].log->last_event != log->last_event || logs[begin].log->bytes != log->bytes))
            begin++;
        size_t same = log->first_event != 0 ? copy_of_lines(logs, begin, kept, &logs[i]) : kept;
        if (same == kept)
            logs[kept++] = logs[i];
        else if (!say_same(f, &logs[i], &logs[same]))
            return error_no_memory(f->error);
    }
    f->logs.count = kept;
    qsort(logs, kept, sizeof *logs, by_path);
    return SPPWHY_OK;
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
            first = first ? first : f->sources->items[i].path;
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
    return drop_copies_of_lines(f);
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
    arena *memory = arena_create();
    owned_logs *owner = memory ? ARENA_NEW(memory, owned_logs) : NULL;
    *out = NULL;
    if (!owner) {
        arena_free(memory);
        return error_no_memory(error);
    }
    *owner = (owned_logs){.memory = memory, .parts = reading->parts, .part_count = reading->count};
    reading->parts = NULL;
    reading->count = 0;
    finish f = {.owner = owner, .sources = reading->sources, .error = error};
    sppwhy_status status = gather(&f) ? drop_copies(&f) : error_no_memory(error);
    if (status == SPPWHY_OK)
        status = add_lines(&f);
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
