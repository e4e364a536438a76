/*
 * Arrow streams of others. Each buffer is as large as the specification asks for what an array says of itself
 * (that cannot be checked by whoever reads it); all else is the input's: types, counts, lengths, offsets,
 * indices, which pointers are missing, and what lies in the buffers. What is not refused goes through every
 * report.
 */
#include "fuzz/support/fuzz.h"
#include "rules/analysis.h"
#include "sppwhy/arrow.h"

#include <stdlib.h>
#include <string.h>

#define NODES_MOST 64 /* columns, with those inside of others */
#define ROWS_MOST 64
#define TEXT_MOST 4096

typedef struct node {
    struct ArrowSchema schema, *schema_children[NODES_MOST];
    struct ArrowArray array, *array_children[NODES_MOST];
    const void *buffers[4];
    void *owned[4];
    int64_t sizes[1];
} node;

typedef struct input {
    const uint8_t *data;
    size_t size;
    node nodes[NODES_MOST];
    size_t node_count, columns;
    int batches;
    int64_t rows;
} input;

static uint8_t next_byte(input *in)
{
    if (in->size == 0)
        return 0;
    in->size--;
    return *in->data++;
}

/* Mostly small; now and then one at an edge. */
static int64_t next_number(input *in, int64_t usual)
{
    static const int64_t edges[] = {-1, 0, 1, INT64_MAX, INT64_MIN, INT32_MAX, 65536, 63};
    uint8_t byte = next_byte(in);
    return byte < 240 ? usual : edges[byte % 8];
}

static void free_input(input *in)
{
    for (size_t i = 0; i < in->node_count; i++)
        for (size_t k = 0; k < 4; k++)
            free(in->nodes[i].owned[k]);
    free(in);
}

/* ---- a column ------------------------------------------------------------------------------------------ */

/* What an events stream has, and for each name a format that suits; the input may choose others. */
static const char *const names[] = {"event_id",  "provider", "strings",  "file",       "time",
                                    "channel",   "log",      "computer", "also_in",    "source",
                                    "filetime",  "reader",   "offset",   "level",      "recovered",
                                    "record_id", "item",     "state",    "qualifiers", "header_record_id"};
static const char *const formats[] = {
    "I", "u", "+l", "U", "tsn:UTC", "u",    "vu", "i",  "+l",  "n",    "l", "z",    "L",    "C",
    "b", "s", "u",  "u", "c",       "tss:", "+s", "+L", "+vl", "w:16", "g", "+w:2", "tsu:", "tsm:"};
#define NAMES (sizeof names / sizeof *names)
#define FORMATS (sizeof formats / sizeof *formats)

/* Bytes that an array of that format has for each row, at least. */
static size_t width_of(const char *format)
{
    return strcmp(format, "vu") == 0 || strcmp(format, "w:16") == 0 ? 16 : 8;
}

static void *make_buffer(input *in, node *n, size_t k, size_t size)
{
    n->owned[k] = malloc(size == 0 ? 1 : size);
    if (!n->owned[k])
        exit(0);
    uint8_t *bytes = n->owned[k];
    uint8_t step = next_byte(in);
    for (size_t i = 0; i < size; i++)
        bytes[i] = step < 200 ? next_byte(in) : 0;
    n->buffers[k] = next_byte(in) == 255 ? NULL : bytes;
    return bytes;
}

/* Offsets that rise, unless the input says otherwise, so that some get through. */
static void make_offsets(input *in, uint8_t *bytes, int64_t rows, bool wide)
{
    int64_t at = 0;
    for (int64_t i = 0; i <= rows; i++) {
        int64_t wanted = next_number(in, at);
        const int32_t narrow = (int32_t)wanted;
        memcpy(bytes + (size_t)i * (wide ? 8 : 4), wide ? (const void *)&wanted : &narrow, wide ? 8 : 4);
        at += next_byte(in) % 16;
        if (at > TEXT_MOST)
            at = TEXT_MOST;
    }
}

static node *make_node(input *in, unsigned depth);

static void add_child(input *in, node *n, unsigned depth)
{
    node *child = make_node(in, depth);
    if (!child)
        return;
    n->schema_children[n->schema.n_children++] = &child->schema;
    n->array_children[n->array.n_children++] = &child->array;
}

static void fill_node(input *in, node *n, unsigned depth)
{
    const char *format = n->schema.format;
    bool is_text = strchr("uUzZ", format[0]) != NULL, is_list = format[0] == '+' && format[1] != 's';
    /* A length that memory cannot have has no memory. */
    if (n->array.length < 0 || n->array.offset < 0 || n->array.length > ROWS_MOST ||
        n->array.offset > ROWS_MOST)
        return;
    const int64_t there = n->array.length + n->array.offset;
    make_buffer(in, n, 0, (size_t)there / 8 + 1);
    if (n->array.null_count == 0)
        n->buffers[0] = NULL;
    uint8_t *values = make_buffer(in, n, 1, ((size_t)there + 1) * width_of(format));
    if (is_text || is_list)
        make_offsets(in, values, there, format[0] == 'U' || format[0] == 'Z' || strstr(format, "L"));
    if (is_text || strstr(format, "+v"))
        make_buffer(in, n, 2, is_text ? TEXT_MOST : ((size_t)there + 1) * 8);
    if (strcmp(format, "vu") == 0) {
        make_buffer(in, n, 2, TEXT_MOST);
        n->sizes[0] = TEXT_MOST;
        n->buffers[3] = n->sizes;
    }
    for (int i = 1 + next_byte(in) % 6; format[0] == '+' && i > 0; i--)
        if (!is_list || n->schema.n_children == 0)
            add_child(in, n, depth + 1);
}

static int64_t buffers_of(const char *format)
{
    if (strcmp(format, "vu") == 0)
        return 4;
    if (strchr("uUzZ", format[0]) || strstr(format, "+v"))
        return 3;
    return strcmp(format, "n") == 0 ? 0 : strcmp(format, "+s") == 0 ? 1 : 2;
}

static void release_schema(struct ArrowSchema *schema)
{
    schema->release = NULL;
}

static void release_array(struct ArrowArray *array)
{
    array->release = NULL;
}

static node *make_node(input *in, unsigned depth)
{
    if (in->node_count == NODES_MOST || depth > 40)
        return NULL;
    node *n = &in->nodes[in->node_count++];
    uint8_t name = next_byte(in), format = next_byte(in);
    size_t usual = depth == 0 ? (in->columns++) % NAMES : 16;
    n->schema.name = names[name < 200 ? usual : name % NAMES];
    n->schema.format = formats[format < 160 ? usual : format % FORMATS];
    n->schema.children = n->schema_children;
    n->array.children = n->array_children;
    n->array.buffers = n->buffers;
    n->array.length = next_number(in, depth == 0 ? in->rows : ROWS_MOST);
    n->array.offset = next_number(in, 0);
    n->array.null_count = next_number(in, 0);
    n->array.n_buffers = next_number(in, buffers_of(n->schema.format));
    if (n->array.n_buffers > 4 || n->array.n_buffers < buffers_of(n->schema.format))
        n->array.n_buffers = n->array.n_buffers < 0 ? n->array.n_buffers : buffers_of(n->schema.format) - 1;
    fill_node(in, n, depth);
    if (next_byte(in) % 8 == 1) {
        node *d = make_node(in, depth + 1);
        n->schema.dictionary = d ? &d->schema : NULL;
        n->array.dictionary = d && next_byte(in) != 255 ? &d->array : NULL;
    }
    n->schema.release = release_schema;
    n->array.release = next_byte(in) == 255 ? NULL : release_array;
    return n;
}

/* ---- the stream ---------------------------------------------------------------------------------------- */

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    input *in = stream->private_data;
    *out = in->nodes[0].schema;
    out->release = release_schema;
    return 0;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    input *in = stream->private_data;
    *out = in->nodes[0].array;
    out->release = in->batches-- > 0 ? release_array : NULL;
    return 0;
}

static void release(struct ArrowArrayStream *stream)
{
    stream->release = NULL;
}

static void make_columns(input *in)
{
    node *root = &in->nodes[in->node_count++];
    root->schema = (struct ArrowSchema){.format = "+s", .children = root->schema_children};
    root->array =
        (struct ArrowArray){.length = next_number(in, in->rows), .n_buffers = 1, .buffers = root->buffers};
    root->array.children = root->array_children;
    for (int i = 0; (i < 5 || in->size != 0) && in->node_count < NODES_MOST; i++)
        add_child(in, root, 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sppwhy_sources *sources = NULL;
    sppwhy_reading *reading = NULL;
    sppwhy_logs *logs = NULL;
    sppwhy_error error;
    input *in = calloc(1, sizeof *in);
    if (!in)
        return 0;
    in->data = data;
    in->size = size;
    in->batches = 1 + next_byte(in) % 2;
    in->rows = 1 + next_byte(in) % 8;
    make_columns(in);
    struct ArrowArrayStream stream = {get_schema, get_next, NULL, release, in};
    struct ArrowArrayStream *const streams[] = {&stream};
    sppwhy_error_clear(&error);
    if (sppwhy_collect(&sources, NULL, 0, NULL) == SPPWHY_OK &&
        sppwhy_reading_create(&reading, sources, NULL, NULL) == SPPWHY_OK) {
        sppwhy_status status = sppwhy_arrow_read(reading, streams, 1, &error);
        HOLDS(!stream.release);
        HOLDS(status == SPPWHY_OK || (status == error.status && error.message[0] != '\0'));
        if (status == SPPWHY_OK && sppwhy_reading_finish(&logs, reading, &error) == SPPWHY_OK)
            fuzz_report(logs->items, logs->count, fuzz_rules());
    }
    sppwhy_logs_free(logs);
    sppwhy_reading_free(reading);
    sppwhy_sources_free(sources);
    free_input(in);
    return 0;
}
