/* Where CSV, SQLite and SARIF read what an event, a record or a request holds: one small function each, so
 * that how these are kept in memory is known here only. */
#ifndef REPORT_SOURCE_H
#define REPORT_SOURCE_H

#include "base/text.h"
#include "sppwhy/correlate.h"

static inline const sppwhy_log *source_log(const sppwhy_record *r)
{
    return r->log;
}

static inline const sppwhy_event_type *source_type(const sppwhy_record *r)
{
    return r->type;
}

static inline const sppwhy_problem *source_problems(const sppwhy_record *r, size_t *count)
{
    *count = r->problem_count;
    return r->problems;
}

static inline uint32_t source_event_id(const sppwhy_record *r)
{
    return r->event->id;
}

static inline const char *source_computer(const sppwhy_record *r)
{
    return r->event->computer;
}

static inline const char *source_channel(const sppwhy_record *r)
{
    return r->event->channel;
}

static inline const char *source_provider(const sppwhy_record *r)
{
    return r->event->provider;
}

static inline bool source_recovered(const sppwhy_record *r)
{
    return r->event->recovered;
}

static inline size_t source_string_count(const sppwhy_record *r)
{
    return r->event->string_count;
}

/* Adds the i-th string of the event. */
static inline void source_add_string(strbuf *to, const sppwhy_record *r, size_t i)
{
    strbuf_add(to, r->event->strings[i]);
}

static inline const sppwhy_request *source_request(const sppwhy_collection *c, size_t i)
{
    return c->requests[i];
}

static inline uint64_t source_request_time(const sppwhy_request *r)
{
    return r->time;
}

static inline const uint8_t *source_request_product(const sppwhy_request *r)
{
    return r->product;
}

static inline const uint8_t *source_request_cmid(const sppwhy_request *r)
{
    return r->cmid;
}

#endif
