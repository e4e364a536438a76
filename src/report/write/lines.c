/* All lines, by several threads. See line.h. */
#include "report/write/line.h"

#include "base/error.h"
#include "base/pool.h"

#include <stdlib.h>

/* Records that one thread makes into lines before they are written: a MiB of them or less, which stays in its cache. */
#define RECORDS_AT_ONCE ((size_t)1024)

typedef struct maker {
    line_maker *lines;
    sppwhy_writer *out; /* to memory; of a maker that is alone, where all goes */
} maker;

typedef struct making {
    const lines_job *job;
    sppwhy_writer *out;
    maker *makers;
    size_t maker_count;
    bool no_memory;
} making;

bool lines_within(const lines_job *job, size_t i)
{
    uint64_t time = job->records->items[i].event->time;
    return time >= job->span.since && (job->span.until == 0 || time <= job->span.until);
}

static void make_lines(void *context, size_t worker, size_t number)
{
    making *m = context;
    const lines_job *job = m->job;
    const maker *own = &m->makers[worker];
    size_t from = job->from + number * RECORDS_AT_ONCE, to = from + RECORDS_AT_ONCE;
    for (size_t i = from; i < to && i < job->records->count; i++) {
        const sppwhy_record *r = &job->records->items[i];
        if (lines_within(job, i))
            line_write(own->lines, own->out, r, job->alone && job->alone(job->context, r));
    }
}

static bool put_lines(void *context, size_t worker, size_t number)
{
    making *m = context;
    const maker *own = &m->makers[worker];
    (void)number;
    if (own->out != m->out) {
        size_t length;
        const char *lines = sppwhy_writer_memory(own->out, &length);
        m->no_memory |= !lines;
        if (lines)
            writer_bytes(m->out, lines, length);
        writer_clear(own->out);
    }
    return !m->no_memory && !writer_failed(m->out);
}

static sppwhy_status write_all(making *m, sppwhy_error *error)
{
    size_t left = m->job->records->count - m->job->from;
    const pool_line in_order = {m, make_lines, put_lines};
    pool_run_in_order((left + RECORDS_AT_ONCE - 1) / RECORDS_AT_ONCE, m->maker_count, &in_order);
    return m->no_memory ? error_no_memory(error) : SPPWHY_OK;
}

static void free_makers(making *m)
{
    for (size_t i = 0; i < m->maker_count; i++) {
        line_maker_free(m->makers[i].lines);
        if (m->makers[i].out != m->out)
            sppwhy_writer_free(m->makers[i].out);
    }
    free(m->makers);
}

static bool make_makers(making *m)
{
    const lines_job *job = m->job;
    size_t most = (job->records->count - job->from) / RECORDS_AT_ONCE + 1;
    size_t threads = job->threads == 0 ? pool_processors() : job->threads;
    size_t wanted = threads < most ? threads : most;
    m->makers = calloc(wanted, sizeof *m->makers);
    for (size_t i = 0; m->makers && i < wanted; i++) {
        maker *each = &m->makers[m->maker_count++];
        each->out = m->out;
        each->lines = line_maker_create(job->catalogue, job->format, job->context);
        if (!each->lines || (wanted > 1 && sppwhy_writer_to_memory(&each->out, NULL) != SPPWHY_OK))
            return false;
    }
    return m->makers;
}

sppwhy_status lines_write(const lines_job *job, sppwhy_writer *out, sppwhy_error *error)
{
    making m = {.job = job, .out = out};
    sppwhy_status status = make_makers(&m) ? write_all(&m, error) : error_no_memory(error);
    free_makers(&m);
    return status;
}
