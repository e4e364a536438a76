/*
 * A line of `sppwhy events`, in two ways from one description. Records of one shape (what they have in common
 * and how their fields stand in them) differ only in some places: so a line is described once a shape, with a
 * JSON writer for what is always the same and line_put() for what differs, and each record is then only
 * copied together. A record that has anything unusual is described and written at once.
 *
 * What a text becomes in JSON is worked out once a text, too.
 */
#ifndef REPORT_JSON_LINE_H
#define REPORT_JSON_LINE_H

#include "report/view/json_writer.h"

/* What differs from record to record. */
typedef enum slot_kind {
    SLOT_TIME,
    SLOT_OUTCOME,
    SLOT_RECORD_ID,
    SLOT_HEADER_ID, /* as exact_number_member() writes it */
    SLOT_OFFSET,    /* likewise */
    SLOT_PART,      /* the n-th text of the event's strings, inside of a JSON string */
    SLOT_FIELD      /* the n-th field of all */
} slot_kind;

/* Up to here every program keeps numbers exactly; larger ones stand as text. */
#define EXACT_NUMBER ((uint64_t)1 << 53)

typedef struct line_maker line_maker;

/* A line that is being described: of a shape, or of one record. */
typedef struct line {
    json_writer json;
    const sppwhy_record *record; /* that the description is made from */
    line_maker *maker;
    bool learning; /* a shape: places are noted, not filled */
} line;

/* Describes the line of `l->record`. */
typedef void (*line_describe)(line *l, const void *context);

/* For one thread. NULL when memory is short. */
line_maker *line_maker_create(const sppwhy_catalogue *catalogue, line_describe describe, const void *context);
void line_maker_free(line_maker *m);

/* Writes the record's line; `alone` for one that is not to be taken for its shape. */
void line_write(line_maker *m, sppwhy_writer *out, const sppwhy_record *record, bool alone);

/* In a description: a value of its own, or (SLOT_PART) more of a string that line_open_string() began. */
void line_put(line *l, slot_kind kind, unsigned which);
void line_member(line *l, const char *key, slot_kind kind, unsigned which);
void line_open_string(line *l);
void line_literal(line *l, const char *text); /* inside of it */
void line_close_string(line *l);

#endif
