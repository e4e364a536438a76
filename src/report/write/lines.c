/* All lines, by several threads. See line.h. */
#include "report/write/line.h"

#include "base/error.h"
#include "base/pool.h"

#include <stdlib.h>

/* Records that one thread makes into lines before they are written: some MiB of them. */
#define RECORDS_AT_ONCE ((size_t)4096)

typedef struct maker {
    line_maker *lines;
    sppwhy_writer *out; /* to memory; the first one's is where all goes */
} maker;

typedef struct making {
    const lines_job *job;
    maker *makers;
    size_t maker_count;
    size_t from; /* the first record of these jobs */
} making;

bool lines_within(const lines_job *job, size_t i)
{
    uint64_t time = job->records->items[i].event->time;
    return time >= job->span.since && (job->span.until == 0 || time <= job->span.until);
}

static void make_lines(void *context, size_t number)
{
    making *m = context;
    const lines_job *job = m->job;
    const maker *own = &m->makers[number];
    size_t from = m->from + number * RECORDS_AT_ONCE, to = from + RECORDS_AT_ONCE;
    for (size_t i = from; i < to && i < job->records->count; i++) {
        const sppwhy_record *r = &job->records->items[i];
        if (lines_within(job, i))
            line_write(own->lines, own->out, r, job->alone && job->alone(job->context, r));
    }
}

static sppwhy_status write_all(making *m, sppwhy_writer *out, sppwhy_error *error)
{
    size_t all = m->job->records->count;
    for (; m->from < all && !writer_failed(out); m->from += RECORDS_AT_ONCE * m->maker_count) {
        size_t left = (all - m->from + RECORDS_AT_ONCE - 1) / RECORDS_AT_ONCE;
        size_t count = left < m->maker_count ? left : m->maker_count;
        pool_run(count, count, make_lines, m);
        for (size_t i = 1; i < count; i++) {
            size_t length;
            const char *lines = sppwhy_writer_memory(m->makers[i].out, &length);
            if (!lines)
                return error_no_memory(error);
            writer_bytes(out, lines, length);
            writer_clear(m->makers[i].out);
        }
    }
    return SPPWHY_OK;
}

static void free_makers(making *m)
{
    for (size_t i = 0; i < m->maker_count; i++) {
        line_maker_free(m->makers[i].lines);
        if (i != 0)
            sppwhy_writer_free(m->makers[i].out);
    }
    free(m->makers);
}

static bool make_makers(making *m, sppwhy_writer *out)
{
    const lines_job *job = m->job;
    size_t most = (job->records->count - job->from) / RECORDS_AT_ONCE + 1;
    size_t threads = job->threads == 0 ? pool_processors() : job->threads;
    size_t wanted = threads < most ? threads : most;
    m->makers = calloc(wanted, sizeof *m->makers);
    for (size_t i = 0; m->makers && i < wanted; i++) {
        maker *each = &m->makers[m->maker_count++];
        each->out = out;
        each->lines = line_maker_create(job->catalogue, job->format, job->context);
        if (!each->lines || (i != 0 && sppwhy_writer_to_memory(&each->out, NULL) != SPPWHY_OK))
            return false;
    }
    return m->makers;
}

sppwhy_status lines_write(const lines_job *job, sppwhy_writer *out, sppwhy_error *error)
{
    making m = {.job = job, .from = job->from};
    sppwhy_status status = make_makers(&m, out) ? write_all(&m, out, error) : error_no_memory(error);
    free_makers(&m);
    return status;
}
