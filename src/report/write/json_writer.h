/*
 * JSON as it is written, without a document in memory: a collection can have millions of records. Strings
 * come out as valid UTF-8 whatever they hold (bytes that are not UTF-8 become U+FFFD).
 */
#ifndef REPORT_WRITE_JSON_WRITER_H
#define REPORT_WRITE_JSON_WRITER_H

#include <stdio.h>

#include "base/writer.h"
#include "rules/analysis.h"

#define JSON_DEPTH 32
/* Up to here every program keeps numbers exactly. */
#define EXACT_NUMBER ((uint64_t)1 << 53)

typedef struct json_writer {
    sppwhy_writer *out;
    bool indent; /* one member a line, for people; else all on one line */
    unsigned depth;
    bool filled[JSON_DEPTH]; /* something is at this depth already */
    bool after_key;
} json_writer;

void json_open_object(json_writer *w);
void json_close_object(json_writer *w);
void json_open_array(json_writer *w);
void json_close_array(json_writer *w);
void json_key(json_writer *w, const char *key);

/* What is before a value; the caller then writes the value itself. */
void json_begin_value(json_writer *w);
/* A text as it is inside of a JSON string. */
void json_escape(sppwhy_writer *out, const char *text);

void json_put_string(json_writer *w, const char *text); /* NULL: null */
void json_put_number(json_writer *w, uint64_t number);
void json_put_signed(json_writer *w, int64_t number);
void json_put_boolean(json_writer *w, bool value);
void json_put_null(json_writer *w);
void json_put_time(json_writer *w, uint64_t time, bool fraction); /* RFC 3339; null when 0 */
void json_put_guid(json_writer *w, const uint8_t *id);            /* lower case; null when NULL */
/* {"id", "name"} of a product; nulls when `id` is NULL or the catalogue does not know it. */
void json_put_product(json_writer *w, const uint8_t *id, const sppwhy_catalogue *catalogue);

/* "unread": [{"path", "reason"}] */
void json_unread_member(json_writer *w, const sppwhy_notice *unread, size_t count);

/* "problems": [{"field", "reason"}], what of the record's strings does not fit. */
void json_problems_member(json_writer *w, const sppwhy_record *record);

/* "damage": [{"offset", "bytes", "reason", "lost"}] of a log; `exact` for lines from which the log is made
 * again: with "record_id", and json_exact_member() for numbers. */
void json_damage_member(json_writer *w, const sppwhy_log *log, bool exact);
/* Of which machines and channels a log is, and from when to when; and what was found in it. `exact` as above. */
void json_log_span(json_writer *w, const sppwhy_log *log);
void json_log_counts(json_writer *w, const sppwhy_log *log, bool exact);

/* "collect": what to collect next, the most useful first. */
void json_collect_member(json_writer *w, const sppwhy_analysis *analysis);

/* A key with its value. */
void json_string_member(json_writer *w, const char *key, const char *text);
void json_number_member(json_writer *w, const char *key, uint64_t number);
/* One that must come back as it was: as text where it is larger than EXACT_NUMBER. */
void json_exact_member(json_writer *w, const char *key, uint64_t number);
void json_boolean_member(json_writer *w, const char *key, bool value);
/* "0xC004F074" */
void json_code_member(json_writer *w, const char *key, uint32_t code);
/* RFC 3339; null when 0. */
void json_time_member(json_writer *w, const char *key, uint64_t time, bool fraction);
/* Lower-case GUID; null when NULL. */
void json_guid_member(json_writer *w, const char *key, const uint8_t *id);
void json_strings_member(json_writer *w, const char *key, const char *const *texts, size_t count);

#endif
