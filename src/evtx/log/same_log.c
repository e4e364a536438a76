/* See same_log.h. */
#include "evtx/log/same_log.h"

#include "evtx/store.h"

#include "base/file.h"
#include "base/sort.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

static int by_path(const void *left, const void *right)
{
    const found_log *a = left, *b = right;
    int order = strcmp(a->log->path, b->log->path);
    return order != 0 ? order : compare_u64(a->place, b->place);
}

void same_log_sort(found_log *logs, size_t count)
{
    if (count != 0)
        sort_array(logs, count, sizeof *logs, by_path);
}

static int by_content(const void *left, const void *right)
{
    const found_log *a = left, *b = right;
    int order = compare_u64(a->log->bytes, b->log->bytes);
    if (order == 0)
        order = b->hashed - a->hashed;
    if (order == 0)
        order = compare_u64(a->hash, b->hash);
    return order != 0 ? order : by_path(left, right);
}

static bool same_event(const sppwhy_event *a, const sppwhy_event *b)
{
    return a->common->id == b->common->id && a->time == b->time &&
           a->common->odd_time == b->common->odd_time && a->record_id == b->record_id &&
           a->offset == b->offset && strcmp(a->common->computer, b->common->computer) == 0 &&
           event_compare_strings(a, b) == 0;
}

/* Nothing that is made use of differs. */
static bool same_facts(const sppwhy_log *x, const sppwhy_log *y)
{
    if (x->bytes != y->bytes || x->content != y->content || x->records != y->records ||
        x->first_event != y->first_event || x->last_event != y->last_event ||
        x->event_count != y->event_count || x->computer_count != y->computer_count ||
        x->gap_count != y->gap_count || x->damage_count != y->damage_count)
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

/* A plain log was compared with other plain logs before it was read; now it is compared with members of archives, of
 * the same size, which were hashed as they were read. Texts are compared only now: what names no machine in them is
 * called by the file, so that two with the same bytes can be of two machines. */
static sppwhy_status hash_beside_members(found_log *logs, size_t count, sppwhy_error *error)
{
    sppwhy_status status = SPPWHY_OK;
    for (size_t begin = 0, end = 0; begin < count && status == SPPWHY_OK; begin = end) {
        bool members = logs[begin].member || logs[begin].log->is_export;
        for (end = begin + 1; end < count && logs[end].log->bytes == logs[begin].log->bytes; end++)
            members |= logs[end].member || logs[end].log->is_export;
        for (size_t i = begin; i < end && members && end - begin > 1 && status == SPPWHY_OK; i++)
            if (!logs[i].hashed && !logs[i].gone)
                status = file_hash_path(logs[i].log->path, &logs[i].hash, &logs[i].hashed, error);
    }
    return status;
}

sppwhy_status same_log_by_content(found_log *logs, size_t count, sppwhy_error *error)
{
    size_t kept = 0; /* the last that stands for itself */
    if (count == 0)
        return SPPWHY_OK;
    sort_array(logs, count, sizeof *logs, by_content);
    sppwhy_status status = hash_beside_members(logs, count, error);
    if (status != SPPWHY_OK)
        return status;
    sort_array(logs, count, sizeof *logs, by_content);
    for (size_t i = 1; i < count; i++)
        if (same_content(&logs[kept], &logs[i]))
            logs[i].copy_of = logs[kept].log;
        else
            kept = i;
    return SPPWHY_OK;
}

static int by_span(const void *left, const void *right)
{
    const found_log *a = left, *b = right;
    int order = compare_u64(a->log->first_event, b->log->first_event);
    if (order == 0)
        order = compare_u64(a->log->last_event, b->log->last_event);
    if (order == 0)
        order = compare_u64(a->log->bytes, b->log->bytes);
    return order != 0 ? order : by_path(left, right);
}

static bool same_span(const sppwhy_log *a, const sppwhy_log *b)
{
    return a->first_event == b->first_event && a->last_event == b->last_event && a->bytes == b->bytes;
}

/* Equal for logs of which nothing that is made use of differs. */
static uint64_t hash_facts(const sppwhy_log *log)
{
    uint64_t sum = XXH3_64bits_withSeed(&log->content, sizeof log->content, log->records);
    for (size_t i = 0; i < log->event_count; i++) {
        const sppwhy_event *e = &log->events[i];
        const uint64_t of_event[] = {e->common->id, e->time, e->common->odd_time, e->record_id, e->offset};
        sum = XXH3_64bits_withSeed(of_event, sizeof of_event, sum);
        sum = XXH3_64bits_withSeed(e->common->computer, strlen(e->common->computer), sum);
        sum = event_hash_strings(e, sum);
    }
    return sum;
}

static int by_facts(const void *left, const void *right)
{
    const found_log *a = left, *b = right;
    int order = compare_u64(a->facts, b->facts);
    return order != 0 ? order : by_path(left, right);
}

/* Those of one span. The one that came first by its path stands for the others. */
static void mark_copies(found_log *logs, size_t count)
{
    size_t kept = 0;
    bool lines = false;
    for (size_t i = 0; i < count; i++)
        lines |= logs[i].of_lines;
    if (count < 2 || !lines)
        return;
    for (size_t i = 0; i < count; i++)
        logs[i].facts = hash_facts(logs[i].log);
    sort_array(logs, count, sizeof *logs, by_facts);
    for (size_t i = 1; i < count; i++)
        if (!same_facts(logs[kept].log, logs[i].log))
            kept = i;
        else if (!logs[i].copy_of && (logs[kept].of_lines || logs[i].of_lines))
            logs[i].copy_of = logs[kept].log;
}

/* Of a log made of lines there is no hash of the file; but with the same chunks, and the same records at the
 * same times, it is the same log. */
void same_log_by_facts(found_log *logs, size_t count)
{
    if (count != 0)
        sort_array(logs, count, sizeof *logs, by_span);
    for (size_t begin = 0, end = 0; begin < count; begin = end) {
        for (end = begin + 1; end < count && same_span(logs[begin].log, logs[end].log);)
            end++;
        if (logs[begin].log->first_event != 0)
            mark_copies(logs + begin, end - begin);
    }
}
