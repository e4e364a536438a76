/* The values of --since and --until. What counts back counts from the newest event of the logs, not from the
 * clock of this machine: logs are often read long after they were collected, and the answer must not change
 * from day to day. */
#include "cli/cli.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define SPAN_MOST 100000 /* of any unit */

/* "2026-03" */
static bool parse_month(time_bound *out, const char *text)
{
    for (size_t i = 0; i < 7; i++)
        if (i == 4 ? text[i] != '-' : !isdigit((unsigned char)text[i]))
            return false;
    int year = atoi(text), month = atoi(text + 5);
    out->kind = BOUND_SPAN;
    return text[7] == '\0' && clock_from_date(&out->from, year, month, 1, 0, 0, 0) &&
           clock_from_date(&out->to, month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1, 0, 0, 0);
}

/* "7d", "12h", "2w" */
static bool parse_back(time_bound *out, const char *text)
{
    char *end;
    if (!isdigit((unsigned char)text[0]))
        return false;
    unsigned long count = strtoul(text, &end, 10);
    uint64_t unit = *end == 'h' ? CLOCK_HOUR : *end == 'd' ? CLOCK_DAY : *end == 'w' ? 7 * CLOCK_DAY : 0;
    out->kind = BOUND_BACK;
    out->from = count <= SPAN_MOST ? count * unit : 0;
    return unit != 0 && end[1] == '\0' && count <= SPAN_MOST;
}

bool bound_parse(time_bound *out, const char *text)
{
    if (strcmp(text, "today") == 0 || strcmp(text, "yesterday") == 0) {
        *out = (time_bound){BOUND_DAY, text[0] == 'y' ? CLOCK_DAY : 0, 0};
        return true;
    }
    if (parse_month(out, text) || parse_back(out, text))
        return true;
    out->kind = BOUND_TIME;
    return clock_parse(&out->from, text);
}

static uint64_t back(uint64_t newest, uint64_t span)
{
    return newest > span ? newest - span : 1; /* 0 would be no bound */
}

uint64_t bound_since(time_bound m, uint64_t newest)
{
    switch (m.kind) {
    case BOUND_NONE:
        break;
    case BOUND_TIME:
    case BOUND_SPAN:
        return m.from;
    case BOUND_BACK:
        return newest == 0 ? 0 : back(newest, m.from);
    case BOUND_DAY:
        return newest == 0 ? 0 : back(newest - newest % CLOCK_DAY, m.from);
    }
    return 0;
}

uint64_t bound_until(time_bound m, uint64_t newest)
{
    switch (m.kind) {
    case BOUND_NONE:
        break;
    case BOUND_TIME:
        return m.from;
    case BOUND_SPAN:
        return m.to - 1;
    case BOUND_BACK:
        return newest == 0 ? 0 : back(newest, m.from);
    case BOUND_DAY:
        return newest == 0 ? 0 : back(newest - newest % CLOCK_DAY, m.from) + CLOCK_DAY - 1;
    }
    return 0;
}
