/* Times in words, in UTC or in the reader's zone. */
#include "report/view/times.h"

#include "base/clock.h"
#include "base/zone.h"
#include "report/view/phrase.h"

#include <string.h>

#define UTC " UTC"

const char *utc_of(const report_times *t)
{
    return t->local || t->unsaid ? "" : UTC;
}

void add_time(strbuf *b, const report_times *t, uint64_t time, bool seconds)
{
    char text[40], name[16], zone[16];
    int32_t offset = 0;
    if (time == 0) {
        strbuf_add(b, CLOCK_UNKNOWN_WORDS);
        return;
    }
    bool known = t->local && zone_at(time, &offset, name);
    strbuf_add(b,
               clock_format_plain(known ? (uint64_t)((int64_t)time + offset * (int64_t)CLOCK_SECOND) : time,
                                  seconds, text));
    if (t->local && (!known || offset != t->zone))
        strbuf_printf(b, " %s", known ? zone_format(offset, zone) : "UTC");
}

void add_day(strbuf *b, const report_times *t, uint64_t time)
{
    strbuf whole = {0};
    add_time(&whole, t, time, false);
    strbuf_add_bytes(b, text_in(&whole), strcspn(text_in(&whole), " "));
    strbuf_free(&whole);
}

void add_moment(strbuf *b, const report_times *t, uint64_t time)
{
    add_time(b, t, time, false);
    strbuf_add(b, time == 0 ? "" : utc_of(t));
}

/* The length of what two times have in common at their end: their zone, where they say one. */
static size_t same_zone(const char *from, const char *to)
{
    const char *a = strstr(from, UTC), *b = strstr(to, UTC);
    return a && b && strcmp(a, b) == 0 ? strlen(a) : 0;
}

void add_span(strbuf *b, const report_times *t, uint64_t first, uint64_t last)
{
    const size_t day = strlen("2026-03-05 ");
    strbuf from = {0}, to = {0};
    add_time(&from, t, first, false);
    add_time(&to, t, last, false);
    bool same_day = strncmp(text_in(&from), text_in(&to), day) == 0;
    if (strcmp(text_in(&from), text_in(&to)) != 0) {
        strbuf_add_bytes(b, text_in(&from), strlen(text_in(&from)) - same_zone(text_in(&from), text_in(&to)));
        strbuf_add(b, " to ");
        strbuf_add(b, text_in(&to) + (same_day && to.length > day ? day : 0));
    } else {
        strbuf_add(b, text_in(&to));
    }
    strbuf_add(b, utc_of(t));
    strbuf_free(&from);
    strbuf_free(&to);
}
