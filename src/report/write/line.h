/*
 * A line of `sppwhy events`, in two ways from one description. Records of one shape (what they have in common
 * and how their fields are in them) differ only in some places: so a line is described once a shape, with
 * the format's own writer for what is always the same and line_put() for what differs, and each record is
 * then only copied together. A record that has anything unusual is described and written at once.
 *
 * What a text becomes in the format is worked out once a text, too. Lines are made by several threads, and
 * written in the order of the records: they are the same however many there are. One mechanism with shape.h.
 */
#ifndef REPORT_WRITE_LINE_H
#define REPORT_WRITE_LINE_H

#include "report/write/json_writer.h"
#include "report/write/values.h"

/* What differs from record to record. */
typedef enum slot_kind {
    SLOT_TIME,
    SLOT_OUTCOME,
    SLOT_RECORD_ID,
    SLOT_HEADER_ID,
    SLOT_OFFSET,
    SLOT_PART,  /* the n-th text of the event's strings, among others */
    SLOT_WHOLE, /* the same, and nothing else is in its cell */
    SLOT_FIELD  /* the n-th field of all */
} slot_kind;

typedef struct line_maker line_maker;

/* A line that is being described: of a shape, or of one record. */
typedef struct line {
    json_writer json;            /* a format that is not JSON uses its `out` alone */
    const sppwhy_record *record; /* that the description is made from */
    line_maker *maker;
    bool learning; /* a shape: places are noted, not filled */
} line;

/* The day of the time written last: most are of the same as the one before. */
typedef struct line_day {
    uint64_t day;
    char text[40]; /* "2026-03-05" and more */
} line_day;

#define LINE_BETWEEN 4 /* bytes that are between two texts at most */

/* How a format writes. */
typedef struct line_format {
    void (*describe)(line *l, const void *context); /* the line of l->record */
    void (*put_time)(sppwhy_writer *out, line_day *day, uint64_t time);
    void (*put_outcome)(sppwhy_writer *out, const char *outcome);
    void (*put_number)(sppwhy_writer *out, slot_kind kind, uint64_t number);
    bool (*put_text)(sppwhy_writer *out, const char *text); /* false: not without what is before it */
    void (*put_whole)(sppwhy_writer *out, const char *text);
    const value_writers *values; /* to a sppwhy_writer */
    void (*put_absent)(sppwhy_writer *out, sppwhy_field field);
    size_t most_text; /* bytes that an event's texts may take together; 0: any, and put_text never refuses */
} line_format;

/* For one thread. NULL when memory is short. */
line_maker *line_maker_create(const sppwhy_catalogue *catalogue, const line_format *format,
                              const void *context);
void line_maker_free(line_maker *m);

/* Writes the record's line; `alone` for one that is not to be taken for its shape. */
void line_write(line_maker *m, sppwhy_writer *out, const sppwhy_record *record, bool alone);

/* In a description: a value. */
void line_put(line *l, slot_kind kind, unsigned which);

/* Writes the time to the second, "2026-03-05T07:57:31", and what the day's text has behind that, LINE_TIME bytes in all;
 * returns the steps of the second that are left. What is beyond CLOCK_END is the last step before it. */
#define LINE_TIME 30
uint64_t line_put_time(char *to, line_day *day, uint64_t time);

/* ---- all lines ----------------------------------------------------------------------------------------- */

typedef struct lines_job {
    const sppwhy_records *records;
    size_t from; /* the first of them */
    sppwhy_span span;
    const sppwhy_catalogue *catalogue;
    const line_format *format;
    const void *context;
    bool (*alone)(const void *context, const sppwhy_record *record); /* see line_write(); NULL: never */
    size_t threads;                                                  /* 0: the caller's alone */
} lines_job;

bool lines_within(const lines_job *job, size_t i);
SPPWHY_NODISCARD sppwhy_status lines_write(const lines_job *job, sppwhy_writer *out, sppwhy_error *error);

#endif
