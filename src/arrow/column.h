/*
 * Columns that are filled row by row and handed over as Arrow arrays.
 *
 * A row that nothing was put into is null. Memory for all rows of a batch is taken zeroed and at once, so
 * that a column which stays empty costs nothing but addresses. Once memory is short `failed` stays set and
 * everything further does nothing; columns_export() says.
 */
#ifndef ARROW_COLUMN_H
#define ARROW_COLUMN_H

#include "arrow/name_column.h"
#include "rules/analysis.h"
#include "sppwhy/arrow.h"

typedef enum column_kind {
    COLUMN_TIME, /* FILETIME in, nanoseconds since 1970 out */
    COLUMN_U64,
    COLUMN_U32,
    COLUMN_I32,
    COLUMN_U8,
    COLUMN_BOOLEAN,
    COLUMN_GUID,
    COLUMN_TEXT,
    COLUMN_NAME, /* text that comes again and again: a dictionary */
    COLUMN_LIST, /* of its one child */
    COLUMN_STRUCT
} column_kind;

typedef struct column_spec {
    const char *name;
    column_kind kind;
    const struct column_spec *children;
    size_t child_count;
} column_spec;

typedef struct column {
    const column_spec *spec;
    size_t room;       /* rows that the next allocation is for, at least */
    size_t capacity;   /* rows that there is memory for */
    size_t count, set; /* rows, and those that are not null */
    uint8_t *valid;    /* a bit a row */
    uint8_t *values;   /* numbers, bits, ids or indices; of texts and lists where each ends, from row 1 on */
    uint8_t *text;
    size_t text_length, text_capacity;
    name_column *names;
    struct column *children;
    bool failed;
} column;

/* False when memory is short; column_free() in any case. */
SPPWHY_NODISCARD bool column_open(column *c, const column_spec *spec, size_t room);
void column_free(column *c);

void column_put_number(column *c, size_t row, uint64_t number); /* also a boolean, and a time */
void column_put_guid(column *c, size_t row, const uint8_t *id); /* as text, too; NULL is null */
/* A text or a name; NULL is null. The text at one address must stay the same while the batch is made. */
void column_put_text(column *c, size_t row, const char *text);
/* A code as text, "0xC004F074". */
void column_put_code(column *c, size_t row, uint32_t code);
/* The index of a name in the dictionary; 0, and the column has failed, when memory is short. */
int32_t column_name(column *c, const char *text);
/* Whether nanoseconds in 64 bits can tell a time (one that they cannot is null, and `filetime` beside it has
 * it), and what they are. */
bool column_has_time(uint64_t time);
int64_t column_time(uint64_t time);
/* The same for `count` rows from that one on: as fast as memory for what is in most rows. */
void column_put_numbers(column *c, size_t row, const sppwhy_value *numbers, size_t count);
void column_put_guids(column *c, size_t row, const sppwhy_value *ids, size_t count);
void column_put_all_text(column *c, size_t row, const sppwhy_value *texts, size_t count);
void column_put_codes(column *c, size_t row, const sppwhy_value *codes, size_t count);
/* Makes these rows ones that are not null, and gives the place of their values, or of where each text or list
 * ends (int32_t), to be filled in; NULL when memory is short. */
void *column_rows(column *c, size_t row, size_t count);
/* That the text will be about so long in the end; nothing is taken that is not used. */
void column_expect_text(column *c, size_t length);
/* Room for so much more text, to be filled in; NULL when memory is short. */
char *column_text_room(column *c, size_t length);
/* The value of a row, or that it has none, for the next `count` rows, too. Not for lists and structs. */
void column_repeat(column *c, size_t row, size_t count);
/* A text in pieces: any number of these, then the end. Not for names. */
void column_add_text(column *c, const char *text, size_t length);
void column_end_text(column *c, size_t row);

/* A list: children are put behind one another with column_next(), then the list is ended. */
column *column_child(column *c, size_t i);
size_t column_next(const column *c); /* the row behind the last */
void column_end_list(column *c, size_t row);
void column_end_struct(column *c, size_t row);
void column_put_texts(column *c, size_t row, const char *const *texts, size_t count); /* a list of texts */

/* How much text the column and those below it hold. */
size_t column_text_size(const column *c);

/* Hands the columns over as one struct array of `rows` rows: they are empty then. False when memory is
 * short, or was on the way. */
SPPWHY_NODISCARD bool columns_export(column *columns, size_t count, size_t rows, struct ArrowArray *out);
SPPWHY_NODISCARD bool specs_export(const column_spec *specs, size_t count, struct ArrowSchema *out);

#endif
