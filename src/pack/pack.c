/* See pack.h. */
#include "pack/pack.h"

#include "base/error.h"
#include "spp/tsv.h"

#include <string.h>

void pack_number(strbuf *out, size_t number)
{
    for (; number >= 0x80; number >>= 7)
        strbuf_add_char(out, (char)(number | 0x80));
    strbuf_add_char(out, (char)number);
}

void pack_text(strbuf *out, const char *text)
{
    pack_number(out, strlen(text));
    strbuf_add(out, text);
    strbuf_add_char(out, '\0');
}

/* ---- rules --------------------------------------------------------------------------------------------- */

static bool is_samples(const yaml_node *map, size_t i)
{
    return strcmp(yaml_key(map, i)->text, "samples") == 0;
}

static void pack_node(strbuf *out, const yaml_node *node, bool is_root)
{
    pack_number(out, (size_t)node->kind | (size_t)node->plain << 2);
    pack_number(out, node->line);
    pack_number(out, node->column);
    if (node->kind == YAML_SCALAR) {
        pack_text(out, node->text);
        return;
    }
    size_t left_out = 0, per_item = node->kind == YAML_MAP ? 2 : 1;
    for (size_t i = 0; is_root && i < node->count; i++)
        left_out += is_samples(node, i);
    pack_number(out, node->count - left_out);
    for (size_t i = 0; i < node->count; i++)
        for (size_t k = 0; k < per_item && !(is_root && is_samples(node, i)); k++)
            pack_node(out, node->items[i * per_item + k], false);
}

sppwhy_status pack_rule(strbuf *out, const char *path, const char *text, size_t length, sppwhy_error *error)
{
    const yaml_node *root, *samples;
    arena *a = arena_create();
    if (!a)
        return error_no_memory(error);
    sppwhy_status status = yaml_load(a, path, text, length, &root, error);
    if (status == SPPWHY_OK && (!(samples = yaml_get(root, "samples")) || samples->kind != YAML_LIST))
        status = error_file(error, SPPWHY_INVALID, path, "it has no samples");
    if (status == SPPWHY_OK) {
        strbuf head = {0};
        pack_node(&head, root, true);
        pack_number(out, samples->count);
        pack_number(out, head.length);
        for (size_t i = 0; i < head.length && !head.failed; i++)
            strbuf_add_char(out, head.bytes[i]);
        pack_node(out, samples, false);
        status = head.failed || out->failed ? error_no_memory(error) : SPPWHY_OK;
        strbuf_free(&head);
    }
    arena_free(a);
    return status;
}

/* ---- tables -------------------------------------------------------------------------------------------- */

/* The first line's cells, of a copy of it. */
static size_t heading_of(char *line, const char *columns[TSV_COLUMNS_MOST])
{
    size_t count = 0;
    char *rest = NULL;
    line[strcspn(line, "\r\n")] = '\0';
    for (char *cell = strtok_r(line, "\t", &rest); cell && count + 1 < TSV_COLUMNS_MOST;
         cell = strtok_r(NULL, "\t", &rest))
        columns[count++] = cell;
    columns[count] = NULL;
    return count;
}

sppwhy_status pack_table(strbuf *out, const char *path, char *text, sppwhy_error *error)
{
    const char *columns[TSV_COLUMNS_MOST];
    tsv_row *rows;
    size_t row_count;
    arena *a = arena_create();
    char *heading = a ? arena_string(a, text) : NULL;
    sppwhy_status status = heading ? SPPWHY_OK : error_no_memory(error);
    size_t count = heading ? heading_of(heading, columns) : 0;
    if (status == SPPWHY_OK)
        status = tsv_read(a, text, columns, path, &rows, &row_count, error);
    if (status == SPPWHY_OK) {
        pack_number(out, count);
        for (size_t i = 0; i < count; i++)
            pack_text(out, columns[i]);
        pack_number(out, row_count);
        for (size_t i = 0; i < row_count; i++) {
            pack_number(out, rows[i].line);
            for (size_t k = 0; k < count; k++)
                pack_text(out, rows[i].cells[k]);
        }
        status = out->failed ? error_no_memory(error) : SPPWHY_OK;
    }
    arena_free(a);
    return status;
}
