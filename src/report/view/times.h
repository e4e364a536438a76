/* Times as people read them: in UTC, or in the reader's zone. */
#ifndef REPORT_VIEW_TIMES_H
#define REPORT_VIEW_TIMES_H

#include "base/text.h"

/* All 0: UTC, and every time says so. */
typedef struct report_times {
    bool local;   /* the reader's zone, where it is known */
    bool unsaid;  /* the report says once that its times are UTC */
    int32_t zone; /* of local times: a time of another offset says so */
} report_times;

/* What stands behind a time: " UTC", or nothing. */
const char *utc_of(const report_times *times);
/* "2026-03-05 07:38", without the zone. */
void add_time(strbuf *b, const report_times *times, uint64_t time, bool seconds);
/* "2026-03-05" */
void add_day(strbuf *b, const report_times *times, uint64_t time);
/* The time with " UTC" where it is. */
void add_moment(strbuf *b, const report_times *times, uint64_t time);
/* "2026-03-05 07:38 to 09:10 UTC" */
void add_span(strbuf *b, const report_times *times, uint64_t first, uint64_t last);

#endif
