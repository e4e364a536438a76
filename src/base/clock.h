/*
 * Time. Inside sppwhy a time is a Windows FILETIME: 100 ns steps since 1601-01-01 UTC, 0 = not known.
 * All printing is UTC; nothing here asks the machine's clock or time zone.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include "sppwhy/status.h"

#define CLOCK_SECOND ((uint64_t)10000000)
#define CLOCK_MINUTE (60 * CLOCK_SECOND)
#define CLOCK_HOUR (60 * CLOCK_MINUTE)
#define CLOCK_DAY (24 * CLOCK_HOUR)

/* From 1601 to 1970, where the time of other systems begins. */
#define CLOCK_UNIX_EPOCH_SECONDS ((uint64_t)11644473600)
#define CLOCK_UNIX_EPOCH (CLOCK_UNIX_EPOCH_SECONDS * CLOCK_SECOND)

/* The first moment of the year 10000. */
#define CLOCK_END (3067671 * CLOCK_DAY)

/* Whether an event can have happened then (base/limits.h says from when to when). The one place that decides
 * it: where it is false there is a number in a log, and no time. */
bool clock_usable(uint64_t time);

/* Arithmetic with times and spans of any value: what would not fit is the nearest that does. */
uint64_t clock_after(uint64_t time, uint64_t span);
uint64_t clock_before(uint64_t time, uint64_t span);
/* How much later `to` is than `from`; 0 when it is not later. */
uint64_t clock_span(uint64_t from, uint64_t to);
/* Likewise, negative when it is earlier. */
int64_t clock_difference(uint64_t from, uint64_t to);
/* Both are times that can be, and `to` is not before `from` nor more than `span` after it. */
bool clock_follows(uint64_t from, uint64_t to, uint64_t span);

/* What is where the time of an event would. */
#define CLOCK_UNKNOWN_WORDS "time not known"

/* Proleptic Gregorian date and time to FILETIME; false when the date does not exist or is before 1601. */
bool clock_from_date(uint64_t *out, int year, int month, int day, int hour, int minute, int second);

/* RFC 3339: "2023-05-24T01:12:29.4670860Z", "2023-05-24T01:12:29+02:00", also a space for the T, also without
 * seconds, also a date alone (midnight). No zone means UTC. */
bool clock_parse(uint64_t *out, const char *text);

/* "2023-05-24T01:12:29.467086000Z" with nine fractional digits, or "2023-05-24T01:12:00Z" without. */
char *clock_format(uint64_t time, bool fraction, char out[40]);
/* "2023-05-24 01:12:29" or, without seconds, "2023-05-24 01:12": for people. */
char *clock_format_plain(uint64_t time, bool seconds, char out[40]);

/* "5 h 4 min", "12 min", "40 s", "3 days 2 h": the two largest units, for people. */
char *clock_format_duration(uint64_t seconds, char out[40]);

#endif
