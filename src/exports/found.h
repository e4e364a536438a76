/* An event as it is in an export, whatever the form: named values, of which any may be missing. */
#ifndef EXPORTS_FOUND_H
#define EXPORTS_FOUND_H

#include "base/limits.h"
#include "exports/slice.h"

typedef enum found_name {
    FOUND_PROVIDER,
    FOUND_SOURCE, /* the event source's name, beside the provider's */
    FOUND_ID,
    FOUND_TIME,
    FOUND_CHANNEL,
    FOUND_COMPUTER,
    FOUND_NUMBER,
    FOUND_LEVEL,
    FOUND_QUALIFIERS,
    FOUND_MESSAGE,
    FOUND_STRINGS, /* the values themselves: by found_string() */
    FOUND_RAW,     /* the event once more, as XML or as pairs */
    FOUND_TOTAL
} found_name;

typedef struct found {
    slice values[FOUND_TOTAL];
    uint8_t ranks[FOUND_TOTAL]; /* how well the name fits that a value came by, from 1; 0: there is none */
    slice strings[LIMIT_EVENT_STRINGS];
    size_t string_count;
    uint64_t line; /* in the file */
    bool recovered;
} found;

void found_clear(found *f);
/* Gives a value where its name is known for sure. */
void found_set(found *f, found_name name, slice value);
void found_string(found *f, slice value);
/* The string of a name that ends in its number ("param2"), else the next one. */
void found_named_string(found *f, slice name, slice value);
/* "LogName=Application" and so on, a line each, "Message=" the last: an event as Splunk keeps it. Its first
 * line may be its time. */
void found_pairs(found *f, slice raw);
/* Gives a value by the name that a program has for it: "Id", "winlog.event_id", "LogEntry.EventId". A better
 * name wins over one that was given before. False when no event has a value of that name. */
bool found_value(found *f, slice name, slice value);
/* Which of them a name is; FOUND_TOTAL when none. *rank as in found. */
found_name found_name_of(slice name, uint8_t *rank);

#endif
