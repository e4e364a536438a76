/* Tables of the catalogue, from a folder or as they are built in. See tsv.h. */
#include "spp/tsv.h"

#include "base/error.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/packed.h"

#include <string.h>

/* ---- built in ------------------------------------------------------------------------------------------ */

static const unsigned char *built_in(const char *name)
{
    for (const packed_file *f = packed_tables; f->name; f++)
        if (strcmp(f->name, name) == 0)
            return f->bytes;
    return NULL;
}

static sppwhy_status unpack_rows(arena *a, const unsigned char *at, size_t heading_count, const size_t *where,
                                 size_t wanted, tsv_row **rows, size_t *count, sppwhy_error *error)
{
    const char *cells[TSV_COLUMNS_MOST];
    *count = packed_number(&at);
    *rows = ARENA_ARRAY(a, *count, tsv_row);
    const char **room = ARENA_ARRAY(a, *count * wanted, const char *);
    if (!*rows || !room)
        return error_no_memory(error);
    for (size_t i = 0; i < *count; i++, room += wanted) {
        (*rows)[i] = (tsv_row){.line = (unsigned)packed_number(&at), .cells = room};
        for (size_t k = 0; k < heading_count; k++)
            cells[k] = packed_text(&at);
        for (size_t k = 0; k < wanted; k++)
            room[k] = cells[where[k]];
    }
    return SPPWHY_OK;
}

static sppwhy_status unpack_table(arena *a, const unsigned char *at, const char *const *columns,
                                  const char *origin, tsv_row **rows, size_t *count, sppwhy_error *error)
{
    const char *heading[TSV_COLUMNS_MOST];
    size_t where[TSV_COLUMNS_MOST], wanted, heading_count = packed_number(&at);
    for (size_t i = 0; i < heading_count; i++)
        heading[i] = packed_text(&at);
    sppwhy_status status = tsv_find_columns(columns, heading, heading_count, origin, where, &wanted, error);
    return status == SPPWHY_OK ? unpack_rows(a, at, heading_count, where, wanted, rows, count, error)
                               : status;
}

/* ---- either -------------------------------------------------------------------------------------------- */

sppwhy_status tsv_load(arena *a, const char *folder, const char *name, const char *const *columns,
                       tsv_row **rows, size_t *count, const char **origin, sppwhy_error *error)
{
    const char *path = folder ? arena_printf(a, "%s/catalogue/%s.tsv", folder, name) : NULL;
    if (folder && !path)
        return error_no_memory(error);
    if (path && file_look(path, NULL) != FILE_MISSING) {
        size_t length;
        char *text;
        *origin = path;
        sppwhy_status status = file_read_all(a, path, LIMIT_TABLE_BYTES, &text, &length, error);
        return status == SPPWHY_OK ? tsv_read(a, text, columns, path, rows, count, error) : status;
    }
    *origin = arena_printf(a, "catalogue/%s.tsv", name);
    const unsigned char *at = *origin ? built_in(*origin) : NULL;
    return at ? unpack_table(a, at, columns, *origin, rows, count, error)
              : error_set(error, SPPWHY_NO_MEMORY, "the table %s is not there", name);
}

void *tsv_items(tsv_table *table, arena *a, const char *folder, const char *name, const char *const *columns,
                size_t item_size, sppwhy_error *error)
{
    *table = (tsv_table){.status = SPPWHY_OK};
    table->status = tsv_load(a, folder, name, columns, &table->rows, &table->count, &table->origin, error);
    void *items = table->status == SPPWHY_OK ? arena_array(a, table->count + 1, item_size) : NULL;
    if (table->status == SPPWHY_OK && !items)
        table->status = error_no_memory(error);
    return items;
}
