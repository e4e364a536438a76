/* The text of a table, cut into rows: what src/pack/ needs, too. See tsv.h. */
#include "spp/tsv.h"

#include "base/error.h"
#include "base/text.h"
#include "base/vec.h"

#include <string.h>

typedef VEC(tsv_row) row_list;

/* Cuts the line at *at into cells, in place, and moves *at to the next line. */
static size_t split_line(char **at, char *cells[TSV_COLUMNS_MOST])
{
    size_t count = 0;
    char *line = *at;
    char *end = line + strcspn(line, "\n");
    *at = *end ? end + 1 : end;
    *end = '\0';
    if (end > line && end[-1] == '\r')
        end[-1] = '\0';
    while (count < TSV_COLUMNS_MOST) {
        cells[count++] = line;
        line = strchr(line, '\t');
        if (!line)
            break;
        *line++ = '\0';
    }
    return count;
}

sppwhy_status tsv_find_columns(const char *const *columns, const char *const *heading, size_t heading_count,
                               const char *origin, size_t *where, size_t *wanted, sppwhy_error *error)
{
    for (*wanted = 0; columns[*wanted]; (*wanted)++) {
        size_t i = 0;
        while (i < heading_count && strcmp(heading[i], columns[*wanted]) != 0)
            i++;
        if (i == heading_count)
            return error_place(error, SPPWHY_INVALID, origin, 1, 1, "the table has no column \"%s\"",
                               columns[*wanted]);
        where[*wanted] = i;
    }
    return SPPWHY_OK;
}

static sppwhy_status read_rows(arena *a, char *text, const char *const *columns, const char *origin,
                               row_list *list, sppwhy_error *error)
{
    char *cells[TSV_COLUMNS_MOST];
    size_t where[TSV_COLUMNS_MOST], wanted;
    char *at = text_starts_with(text, "\xEF\xBB\xBF") ? text + 3 : text; /* as Windows' editors write it */
    size_t count = split_line(&at, cells);
    sppwhy_status status =
        tsv_find_columns(columns, (const char *const *)cells, count, origin, where, &wanted, error);
    for (unsigned line = 2; status == SPPWHY_OK && *at; line++) {
        count = split_line(&at, cells);
        if (cells[0][0] == '#' || (count == 1 && cells[0][0] == '\0'))
            continue;
        tsv_row row = {.line = line, .cells = ARENA_ARRAY(a, wanted, const char *)};
        if (!row.cells)
            return error_no_memory(error);
        for (size_t i = 0; i < wanted; i++)
            row.cells[i] = where[i] < count ? cells[where[i]] : "";
        if (!vec_push(list, row))
            return error_no_memory(error);
    }
    return status;
}

sppwhy_status tsv_read(arena *a, char *text, const char *const *columns, const char *origin, tsv_row **rows,
                       size_t *count, sppwhy_error *error)
{
    row_list list = {0};
    sppwhy_status status = read_rows(a, text, columns, origin, &list, error);
    if (status == SPPWHY_OK) {
        *count = list.count;
        *rows = vec_to_arena(&list, a);
        if (!*rows)
            status = error_no_memory(error);
    }
    vec_free(&list);
    return status;
}
