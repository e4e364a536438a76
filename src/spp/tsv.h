/* Tab-separated tables of the catalogue: a heading line, then rows; cells are taken by the heading's names,
 * so that columns may be moved or added. Empty lines and lines beginning with '#' are passed over. */
#ifndef SPP_TSV_H
#define SPP_TSV_H

#include "base/arena.h"

/* A table has no more. */
#define TSV_COLUMNS_MOST 32

typedef struct tsv_row {
    unsigned line;
    const char **cells; /* in the order of the columns asked for, never NULL */
} tsv_row;

/* Reads catalogue/NAME.tsv: from `folder` when it has that file, else the built-in one. Every one of
 * `columns` (NULL-terminated) must be in the heading. `origin` gets the name for error messages. */
SPPWHY_NODISCARD sppwhy_status tsv_load(arena *a, const char *folder, const char *name,
                                        const char *const *columns, tsv_row **rows, size_t *count,
                                        const char **origin, sppwhy_error *error);

/* The same of a text, which is cut up in place. */
SPPWHY_NODISCARD sppwhy_status tsv_read(arena *a, char *text, const char *const *columns, const char *origin,
                                        tsv_row **rows, size_t *count, sppwhy_error *error);
/* The rows of a table, for what is made of them. */
typedef struct tsv_table {
    sppwhy_status status;
    tsv_row *rows;
    size_t count;
    const char *origin;
} tsv_table;

/* tsv_load(), and room for an item a row and one more, zeroed; NULL when table->status is not SPPWHY_OK. */
SPPWHY_NODISCARD void *tsv_items(tsv_table *table, arena *a, const char *folder, const char *name,
                                 const char *const *columns, size_t item_size, sppwhy_error *error);

/* Where each of `columns` is in the heading, and how many (`wanted`) they are. */
SPPWHY_NODISCARD sppwhy_status tsv_find_columns(const char *const *columns, const char *const *heading,
                                                size_t heading_count, const char *origin, size_t *where,
                                                size_t *wanted, sppwhy_error *error);

#endif
