/*
 * When an event was, as exports write it: UTC in data formats, the reader's own time in what was made for
 * people, in the order of day and month of the language that Windows had. Which order that is can only be
 * said of a file as a whole.
 */
#ifndef EXPORTS_MOMENT_H
#define EXPORTS_MOMENT_H

#include "exports/slice.h"

typedef enum moment_kind {
    MOMENT_NONE,
    MOMENT_UTC,   /* `time` */
    MOMENT_LOCAL, /* day and month known */
    MOMENT_OPEN   /* local, and either number may be the month */
} moment_kind;

typedef struct moment {
    moment_kind kind;
    uint64_t time; /* UTC: FILETIME */
    uint64_t part; /* of a second, in steps of 100 ns */
    uint16_t year;
    uint8_t first, second; /* OPEN: as written; LOCAL: month, day */
    uint8_t hour, minute, seconds;
    bool half_days; /* written with AM and PM */
    bool slashes;
} moment;

moment moment_parse(slice text);

/* What the open dates of one file say of their order. */
typedef struct moment_votes {
    uint64_t month_first, day_first; /* dates that can only be read so */
    uint64_t open;                   /* that can be read both ways */
    uint64_t last[2];                /* the last date, read with the month first and second */
    uint64_t rises[2], falls[2];     /* steps of time from date to date, read so */
    bool half_days, slashes;
} moment_votes;

void moment_vote(moment_votes *votes, const moment *m);
/* True: the month comes first. *sure: the dates leave no doubt. */
bool moment_month_first(const moment_votes *votes, bool *sure);

/* Local time as if it were UTC; 0 when there is no such date. */
uint64_t moment_wall(const moment *m, bool month_first);

typedef struct moment_zone {
    bool system;     /* that of this system, with daylight saving as it was then */
    int32_t seconds; /* else: ahead of UTC */
} moment_zone;

/* FILETIME; 0 when there is no such date. */
uint64_t moment_utc(const moment *m, bool month_first, const moment_zone *zone);

#endif
