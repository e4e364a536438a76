/* What was read and what was not: damage, times, excerpts. */
#ifndef REPORT_VIEW_LOGS_H
#define REPORT_VIEW_LOGS_H

#include "sppwhy/rules.h"

/* How many places of the log were not read; whether any of the logs has one. */
size_t log_places_lost(const sppwhy_log *log);
bool any_place_lost(const sppwhy_collection *collection);
/* The next of these places; begin with *at = 0; NULL when there are no more. */
const sppwhy_damage *next_place_lost(const sppwhy_log *log, size_t *at);
/* Of the bytes that a log has, those that could not be read, as far as that is known. */
uint64_t log_bytes_lost(const sppwhy_log *log);

/* Empty logs only, or such of which nothing is left. */
bool no_records(const sppwhy_collection *c);
/* How many logs are excerpts: events exported as text, which cover only what they show. */
size_t count_excerpts(const sppwhy_collection *c);

/* That --since and --until ask for a time of which the logs hold nothing: a slip must not read as good news.
 * A sentence, or NULL. */
const char *span_missed(const sppwhy_collection *c);

/* More than any report on so many events of these logs is long. */
uint64_t report_most_bytes(const sppwhy_log *const *logs, size_t log_count, size_t events);

#endif
