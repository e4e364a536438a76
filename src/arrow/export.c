/* Columns handed over as the structures of the Arrow C data interface: each owns what it points to, and its
 * release callback frees that. A consumer may move children and the dictionary out, which then have no
 * callback left. */
#include "arrow/column.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* ---- arrays -------------------------------------------------------------------------------------------- */

/* One piece of zeros for all columns of a batch in which every row is null: most columns are of that kind, and
 * memory that is the same everywhere is needed once. Consumers release arrays one by one, on any thread. */
typedef struct zeros {
    atomic_size_t holders;
    uint64_t bytes[];
} zeros;

static size_t rows_most(const column *c)
{
    size_t most = c->count;
    for (size_t i = 0; i < c->spec->child_count; i++) {
        size_t inside = rows_most(&c->children[i]);
        most = inside > most ? inside : most;
    }
    return most;
}

static zeros *zeros_for(size_t rows)
{
    const size_t most = 16; /* bytes of a row, of any kind; and one row more, for offsets */
    zeros *z = calloc(1, sizeof *z + (rows + 1) * most);
    if (z)
        atomic_init(&z->holders, 1);
    return z;
}

static void zeros_drop(zeros *z)
{
    if (z && atomic_fetch_sub(&z->holders, 1) == 1)
        free(z);
}

/* What an array owns; `buffers` are its own, too, unless they are zeros that it shares. */
typedef struct array_memory {
    const void *buffers[3];
    zeros *shared;
    struct ArrowArray **children; /* and the arrays behind it, in one piece */
    struct ArrowArray *arrays;
    struct ArrowArray dictionary;
} array_memory;

static void release_array(struct ArrowArray *array)
{
    array_memory *own = array->private_data;
    for (int64_t i = 0; i < array->n_children; i++)
        if (array->children[i]->release)
            array->children[i]->release(array->children[i]);
    if (array->dictionary && array->dictionary->release)
        array->dictionary->release(array->dictionary);
    for (size_t i = own->shared ? 2 : 0; i < 3; i++)
        free((void *)(uintptr_t)own->buffers[i]);
    zeros_drop(own->shared);
    free(own->children);
    free(own->arrays);
    free(own);
    array->release = NULL;
}

static bool begin_array(struct ArrowArray *out, size_t children, size_t rows, size_t nulls)
{
    array_memory *own = calloc(1, sizeof *own);
    *out = (struct ArrowArray){0};
    if (!own)
        return false;
    own->children = calloc(children + 1, sizeof(struct ArrowArray *));
    own->arrays = calloc(children + 1, sizeof *own->arrays);
    if (!own->children || !own->arrays) {
        free(own->children);
        free(own->arrays);
        free(own);
        return false;
    }
    for (size_t i = 0; i < children; i++)
        own->children[i] = &own->arrays[i];
    *out = (struct ArrowArray){.length = (int64_t)rows,
                               .null_count = (int64_t)nulls,
                               .n_children = (int64_t)children,
                               .n_buffers = 1,
                               .buffers = own->buffers,
                               .children = own->children,
                               .release = release_array,
                               .private_data = own};
    return true;
}

/* ---- columns into arrays ------------------------------------------------------------------------------- */

static void *take(uint8_t **memory)
{
    void *taken = *memory;
    *memory = NULL;
    return taken;
}

/* A row that is null ends where the one before it does. */
static void fill_ends(uint8_t *values, size_t rows)
{
    int32_t last = 0, end;
    for (size_t i = 1; i <= rows; i++) {
        memcpy(&end, values + i * sizeof end, sizeof end);
        if (end < last)
            memcpy(values + i * sizeof end, &last, sizeof last);
        else
            last = end;
    }
}

/* The texts of a dictionary as an array of texts. */
static bool export_texts(const name_pool *pool, struct ArrowArray *out)
{
    static const column_spec spec = {.name = "", .kind = COLUMN_TEXT};
    column texts;
    bool good = column_open(&texts, &spec, pool->list.count);
    for (size_t i = 0; good && i < pool->list.count; i++)
        column_put_text(&texts, i, pool->list.items[i]);
    struct ArrowArray holder;
    good = good && columns_export(&texts, 1, pool->list.count, &holder);
    column_free(&texts);
    if (!good)
        return false;
    *out = *holder.children[0]; /* moved out, as the specification lets any consumer do */
    holder.children[0]->release = NULL;
    holder.release(&holder);
    return true;
}

static bool has_memory(column *c, size_t rows)
{
    if (c->capacity != 0 && rows <= c->capacity)
        return true;
    /* a column with nothing in it, or one whose last rows are null */
    column_kind kind = c->spec->kind;
    size_t set = c->set;
    if (kind == COLUMN_TEXT || kind == COLUMN_LIST)
        column_end_text(c, rows == 0 ? 0 : rows - 1);
    else
        column_end_struct(c, rows == 0 ? 0 : rows - 1);
    if (c->failed)
        return false;
    c->valid[(rows == 0 ? 0 : rows - 1) / 8] &= (uint8_t) ~(1U << (rows == 0 ? 0 : rows - 1) % 8);
    c->set = set;
    return true;
}

/* A column's own bits and values, or, where it has none, the zeros. */
static bool give_values(column *c, size_t rows, zeros *z, array_memory *own)
{
    if (c->set == 0 && rows != 0 && c->spec->kind != COLUMN_STRUCT) {
        atomic_fetch_add(&z->holders, 1);
        own->shared = z;
        own->buffers[0] = own->buffers[1] = z->bytes;
        return true;
    }
    if (!has_memory(c, rows))
        return false;
    if ((c->spec->kind == COLUMN_TEXT || c->spec->kind == COLUMN_LIST) && c->set != rows)
        fill_ends(c->values, rows);
    own->buffers[0] = take(&c->valid);
    own->buffers[1] = c->spec->kind == COLUMN_STRUCT ? NULL : take(&c->values);
    return true;
}

/* What a kind has besides them. */
static bool give_more(column *c, struct ArrowArray *out)
{
    array_memory *own = out->private_data;
    bool good = true;
    out->n_buffers = c->spec->kind == COLUMN_TEXT ? 3 : c->spec->kind == COLUMN_STRUCT ? 1 : 2;
    if (c->spec->kind == COLUMN_TEXT) {
        own->buffers[2] = c->text ? take(&c->text) : calloc(1, 1);
        good = own->buffers[2];
    }
    if (c->spec->kind == COLUMN_NAME) {
        good = export_texts(&c->names->pool, &own->dictionary);
        out->dictionary = good ? &own->dictionary : NULL;
    }
    return good;
}

static bool export_column(column *c, size_t rows, zeros *z, struct ArrowArray *out)
{
    size_t children = c->spec->child_count;
    if (c->failed || !begin_array(out, children, rows, rows - c->set))
        return false;
    bool good = give_values(c, rows, z, out->private_data);
    for (size_t i = 0; i < children; i++) { /* those that come after one that failed are empty, and stay so */
        size_t inside = c->spec->kind == COLUMN_STRUCT ? rows : c->children[i].count;
        good = good && export_column(&c->children[i], inside, z, out->children[i]);
    }
    good = good && give_more(c, out);
    if (!good)
        out->release(out);
    return good;
}

bool columns_export(column *columns, size_t count, size_t rows, struct ArrowArray *out)
{
    if (!begin_array(out, count, rows, 0))
        return false;
    size_t most = rows;
    for (size_t i = 0; i < count; i++)
        most = rows_most(&columns[i]) > most ? rows_most(&columns[i]) : most;
    zeros *z = zeros_for(most);
    bool good = z;
    for (size_t i = 0; good && i < count; i++)
        good = export_column(&columns[i], rows, z, out->children[i]);
    zeros_drop(z);
    if (!good)
        out->release(out);
    return good;
}

/* ---- schemas ------------------------------------------------------------------------------------------- */

typedef struct schema_memory {
    struct ArrowSchema **children;
    struct ArrowSchema *schemas;
    struct ArrowSchema dictionary;
} schema_memory;

static void release_schema(struct ArrowSchema *schema)
{
    schema_memory *own = schema->private_data;
    for (int64_t i = 0; i < schema->n_children; i++)
        if (schema->children[i]->release)
            schema->children[i]->release(schema->children[i]);
    if (schema->dictionary && schema->dictionary->release)
        schema->dictionary->release(schema->dictionary);
    free(own->children);
    free(own->schemas);
    free(own);
    schema->release = NULL;
}

static const char *const formats[] = {
    [COLUMN_TIME] = "tsn:UTC", [COLUMN_U64] = "L",     [COLUMN_U32] = "I",     [COLUMN_I32] = "i",
    [COLUMN_U8] = "C",         [COLUMN_BOOLEAN] = "b", [COLUMN_GUID] = "w:16", [COLUMN_TEXT] = "u",
    [COLUMN_NAME] = "i",       [COLUMN_LIST] = "+l",   [COLUMN_STRUCT] = "+s",
};

/* `name`, `format` and the specs are constants, or live as long as the stream; a schema outlives the stream
 * only where a consumer copied it. */
static bool begin_schema(struct ArrowSchema *out, const char *name, const char *format, size_t children)
{
    schema_memory *own = calloc(1, sizeof *own);
    *out = (struct ArrowSchema){0};
    if (!own)
        return false;
    own->children = calloc(children + 1, sizeof(struct ArrowSchema *));
    own->schemas = calloc(children + 1, sizeof *own->schemas);
    if (!own->children || !own->schemas) {
        free(own->children);
        free(own->schemas);
        free(own);
        return false;
    }
    for (size_t i = 0; i < children; i++)
        own->children[i] = &own->schemas[i];
    *out = (struct ArrowSchema){.format = format,
                                .name = name,
                                .flags = ARROW_FLAG_NULLABLE,
                                .n_children = (int64_t)children,
                                .children = own->children,
                                .release = release_schema,
                                .private_data = own};
    return true;
}

static bool export_spec(const column_spec *spec, struct ArrowSchema *out)
{
    if (!begin_schema(out, spec->name, formats[spec->kind], spec->child_count))
        return false;
    schema_memory *own = out->private_data;
    bool good = true;
    for (size_t i = 0; good && i < spec->child_count; i++)
        good = export_spec(&spec->children[i], out->children[i]);
    if (good && spec->kind == COLUMN_NAME) {
        good = begin_schema(&own->dictionary, "", "u", 0);
        out->dictionary = good ? &own->dictionary : NULL;
    }
    if (!good)
        out->release(out);
    return good;
}

bool specs_export(const column_spec *specs, size_t count, struct ArrowSchema *out)
{
    if (!begin_schema(out, "", "+s", count))
        return false;
    out->flags = 0;
    for (size_t i = 0; i < count; i++)
        if (!export_spec(&specs[i], out->children[i])) {
            out->release(out);
            return false;
        }
    return true;
}
