/*
 * Looking into the arrays that a stream brings. Nothing they say is believed: types, counts, lengths,
 * offsets, buffers and dictionaries are checked for every array before anything is read out of it, texts when
 * they are read.
 */
#ifndef ARROW_VIEW_H
#define ARROW_VIEW_H

#include "base/arena.h"
#include "rules/analysis.h"
#include "sppwhy/arrow.h"

typedef enum view_kind {
    VIEW_NULLS, /* nothing but nulls */
    VIEW_INTEGER,
    VIEW_REAL, /* what pandas makes of whole numbers with nulls among them */
    VIEW_BOOLEAN,
    VIEW_TIME,
    VIEW_TEXT,
    VIEW_TEXT_VIEW, /* short ones in place, long ones in other buffers */
    VIEW_LIST,
    VIEW_LIST_VIEW, /* each with its own length */
    VIEW_STRUCT,
    VIEW_OTHER /* nothing that is needed here: passed over */
} view_kind;

typedef struct view {
    const char *name; /* of the stream's; an own copy */
    view_kind kind;
    unsigned width; /* of an integer; of an offset, of texts and lists; bytes */
    bool is_signed;
    uint64_t per_second; /* of a time */
    struct view *children;
    size_t child_count;
    struct view *dictionary; /* then this is the index into it */
    /* The array at hand. */
    const struct ArrowArray *array;
    const uint8_t *valid; /* NULL: no nulls */
    const uint8_t *values;
} view;

/* Why something is refused: where, and a sentence. */
typedef struct view_fault {
    const char *column;
    const char *what; /* NULL: nothing is wrong */
    uint64_t row;
} view_fault;

/* From a schema, which may be released then. False when it is refused (fault->what), or memory is short. */
SPPWHY_NODISCARD bool view_open(view *v, arena *memory, const struct ArrowSchema *schema, view_fault *fault);
/* The child of that name; NULL when there is none. */
view *view_child(const view *v, const char *name);
/* Takes the next array of the stream. */
SPPWHY_NODISCARD bool view_bind(view *v, const struct ArrowArray *array, uint64_t rows, view_fault *fault);

/* ---- values: `v` may be NULL, a column that is not there, and then everything in it is null
 * -------------- */

bool view_null(const view *v, uint64_t row);
/* Each is true when the value was read; false for a null, or with a fault. */
bool view_number(const view *v, uint64_t row, uint64_t *out, view_fault *fault); /* a boolean, too */
bool view_text(const view *v, uint64_t row, const char **text, size_t *length, view_fault *fault);
/* Whether the text lies at that very place, so that it need not be looked at again. */
bool view_text_is(const view *v, uint64_t row, const char *text, size_t length);
/* FILETIME. */
bool view_time(const view *v, uint64_t row, uint64_t *out, view_fault *fault);
/* Rows of v->children[0]. */
bool view_list(const view *v, uint64_t row, uint64_t *first, uint64_t *count, view_fault *fault);

#endif
