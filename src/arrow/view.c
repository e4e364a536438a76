/* See view.h. */
#include "arrow/view.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/utf8.h"

#include <string.h>

static bool refuse(view_fault *fault, const view *v, uint64_t row, const char *what)
{
    if (!fault->what)
        *fault = (view_fault){v->name, what, row};
    return false;
}

/* ---- schemas ------------------------------------------------------------------------------------------- */

typedef struct format_row {
    const char *format;
    view_kind kind;
    unsigned width;
    bool is_signed;
    uint64_t per_second;
} format_row;

/* A time's format goes on with its zone, which does not change what the number means. */
static const format_row formats[] = {
    {"n", VIEW_NULLS, 0, false, 0},        {"c", VIEW_INTEGER, 1, true, 0},
    {"C", VIEW_INTEGER, 1, false, 0},      {"s", VIEW_INTEGER, 2, true, 0},
    {"S", VIEW_INTEGER, 2, false, 0},      {"i", VIEW_INTEGER, 4, true, 0},
    {"I", VIEW_INTEGER, 4, false, 0},      {"l", VIEW_INTEGER, 8, true, 0},
    {"L", VIEW_INTEGER, 8, false, 0},      {"b", VIEW_BOOLEAN, 0, false, 0},
    {"tss:", VIEW_TIME, 8, true, 1},       {"tsm:", VIEW_TIME, 8, true, 1000},
    {"tsu:", VIEW_TIME, 8, true, 1000000}, {"tsn:", VIEW_TIME, 8, true, 1000000000},
    {"u", VIEW_TEXT, 4, false, 0},         {"z", VIEW_TEXT, 4, false, 0},
    {"U", VIEW_TEXT, 8, false, 0},         {"Z", VIEW_TEXT, 8, false, 0},
    {"vu", VIEW_TEXT_VIEW, 0, false, 0},   {"vz", VIEW_TEXT_VIEW, 0, false, 0},
    {"+l", VIEW_LIST, 4, false, 0},        {"+L", VIEW_LIST, 8, false, 0},
    {"+vl", VIEW_LIST_VIEW, 4, false, 0},  {"+vL", VIEW_LIST_VIEW, 8, false, 0},
    {"f", VIEW_REAL, 4, true, 0},          {"g", VIEW_REAL, 8, true, 0},
    {"+s", VIEW_STRUCT, 0, false, 0},
};

static void take_format(view *v, const char *format)
{
    v->kind = VIEW_OTHER;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        const format_row *row = &formats[i];
        bool same =
            row->kind == VIEW_TIME ? strncmp(format, row->format, 4) == 0 : strcmp(format, row->format) == 0;
        if (!same)
            continue;
        v->kind = row->kind;
        v->width = row->width;
        v->is_signed = row->is_signed;
        v->per_second = row->per_second;
    }
}

/* What is the same for all types of a schema. */
typedef struct opening {
    arena *memory;
    view_fault *fault;
    size_t types; /* so many there were until now */
} opening;

static bool open_view(opening *o, view *v, const struct ArrowSchema *schema, unsigned depth);

static bool open_children(opening *o, view *v, const struct ArrowSchema *schema, unsigned depth)
{
    int64_t count = schema->n_children;
    bool is_list = v->kind == VIEW_LIST || v->kind == VIEW_LIST_VIEW;
    if (count < 0 || count > LIMIT_ARROW_CHILDREN || (count != 0 && !schema->children) ||
        (is_list && count != 1) ||
        (v->kind != VIEW_STRUCT && v->kind != VIEW_OTHER && !is_list && count != 0))
        return refuse(o->fault, v, 0, "its type has a wrong number of types inside");
    if (v->kind == VIEW_OTHER)
        return true;
    v->children = ARENA_ARRAY(o->memory, (size_t)count, view);
    v->child_count = v->children ? (size_t)count : 0;
    bool good = v->children;
    for (size_t i = 0; good && i < v->child_count; i++)
        good = schema->children[i] ? open_view(o, &v->children[i], schema->children[i], depth + 1)
                                   : refuse(o->fault, v, 0, "a type inside is missing");
    return good;
}

static bool open_view(opening *o, view *v, const struct ArrowSchema *schema, unsigned depth)
{
    *v = (view){.name = arena_string(o->memory, schema->name ? schema->name : "")};
    if (!v->name)
        return false;
    if (!schema->release || !schema->format)
        return refuse(o->fault, v, 0, "its type is missing");
    if (depth > LIMIT_ARROW_DEPTH)
        return refuse(o->fault, v, 0, "its type nests too deep");
    if (++o->types > LIMIT_ARROW_TYPES)
        return refuse(o->fault, v, 0, "its type has too many types inside");
    take_format(v, schema->format);
    if (!open_children(o, v, schema, depth))
        return false;
    if (!schema->dictionary)
        return true;
    if (v->kind != VIEW_INTEGER)
        return refuse(o->fault, v, 0, "the index of its dictionary is no integer");
    v->dictionary = ARENA_NEW(o->memory, view);
    return v->dictionary && open_view(o, v->dictionary, schema->dictionary, depth + 1);
}

bool view_open(view *v, arena *memory, const struct ArrowSchema *schema, view_fault *fault)
{
    opening o = {.memory = memory, .fault = fault};
    return open_view(&o, v, schema, 0);
}

view *view_child(const view *v, const char *name)
{
    for (size_t i = 0; i < v->child_count; i++)
        if (strcmp(v->children[i].name, name) == 0)
            return &v->children[i];
    return NULL;
}

/* ---- arrays -------------------------------------------------------------------------------------------- */

/* Little pieces of memory that need not be aligned. */
static uint64_t read_unsigned(const uint8_t *at, unsigned width)
{
    uint64_t eight;
    uint32_t four;
    uint16_t two;
    switch (width) {
    case 8:
        memcpy(&eight, at, sizeof eight);
        return eight;
    case 4:
        memcpy(&four, at, sizeof four);
        return four;
    case 2:
        memcpy(&two, at, sizeof two);
        return two;
    default:
        return *at;
    }
}

static uint64_t offset_at(const view *v, uint64_t place)
{
    return read_unsigned(v->values + place * v->width, v->width);
}

static int64_t buffers_of(const view *v)
{
    switch (v->kind) {
    case VIEW_NULLS:
        return 0;
    case VIEW_STRUCT:
        return 1;
    case VIEW_TEXT:
    case VIEW_LIST_VIEW:
        return 3;
    default:
        return 2;
    }
}

/* Offsets must not fall, so that no length is less than nothing; a negative one is a huge one here. */
static bool check_offsets(const view *v, uint64_t first, uint64_t rows, uint64_t most, view_fault *fault)
{
    uint64_t last = offset_at(v, first);
    for (uint64_t i = 1; i <= rows; i++) {
        uint64_t next = offset_at(v, first + i);
        if (next < last)
            return refuse(fault, v, i - 1, "its offsets fall");
        last = next;
    }
    return last <= most || refuse(fault, v, rows, "its offsets lead out of it");
}

static bool check_list_views(const view *v, uint64_t first, uint64_t rows, uint64_t most, view_fault *fault)
{
    const uint8_t *sizes = v->array->buffers[2];
    if (rows != 0 && !sizes)
        return refuse(fault, v, 0, "a buffer is missing");
    for (uint64_t i = first; i < first + rows; i++) {
        uint64_t begin = offset_at(v, i), size = read_unsigned(sizes + i * v->width, v->width);
        if (begin > most || size > most - begin)
            return refuse(fault, v, i - first, "its offsets lead out of it");
    }
    return true;
}

static bool bind_children(view *v, const struct ArrowArray *array, uint64_t end, view_fault *fault)
{
    if (array->n_children != (int64_t)v->child_count || (v->child_count != 0 && !array->children))
        return refuse(fault, v, 0, "an array has other children than its type");
    for (size_t i = 0; i < v->child_count; i++) {
        const struct ArrowArray *child = array->children[i];
        if (!child)
            return refuse(fault, v, 0, "an array inside is missing");
        /* of a struct the rows are counted in the children, too; of a list all that there are */
        uint64_t rows = v->kind == VIEW_STRUCT ? end : child->length < 0 ? 0 : (uint64_t)child->length;
        if (!view_bind(&v->children[i], child, rows, fault))
            return false;
    }
    return true;
}

static bool check_text(const view *v, uint64_t first, uint64_t rows, view_fault *fault)
{
    const struct ArrowArray *a = v->array;
    uint64_t most = v->width == 4 ? INT32_MAX : (uint64_t)INT64_MAX;
    if (rows == 0)
        return true;
    if (!check_offsets(v, first, rows, most, fault))
        return false;
    return a->buffers[2] || offset_at(v, first + rows) == 0 || refuse(fault, v, 0, "a buffer is missing");
}

/* The buffers besides these two hold the long texts; the last one says how long each of them is. */
static bool check_text_views(const view *v, view_fault *fault)
{
    const struct ArrowArray *a = v->array;
    if (a->n_buffers < 3 || a->n_buffers > INT32_MAX)
        return refuse(fault, v, 0, "it has a wrong number of buffers");
    return a->n_buffers == 3 || a->buffers[a->n_buffers - 1] || refuse(fault, v, 0, "a buffer is missing");
}

static bool bind_buffers(view *v, uint64_t end, view_fault *fault)
{
    const struct ArrowArray *a = v->array;
    bool counted = v->kind == VIEW_TEXT_VIEW || a->n_buffers == buffers_of(v) ||
                   (v->kind == VIEW_NULLS && a->n_buffers <= 1); /* some hand over an empty bitmap */
    if (!counted || (a->n_buffers > 0 && !a->buffers))
        return refuse(fault, v, 0, "it has a wrong number of buffers");
    if (v->kind == VIEW_TEXT_VIEW && !check_text_views(v, fault))
        return false;
    if (v->kind == VIEW_NULLS)
        return true;
    v->valid = a->null_count == 0 ? NULL : a->buffers[0];
    if (a->null_count > 0 && !v->valid)
        return refuse(fault, v, 0, "it has nulls, and does not say which");
    v->values = v->kind == VIEW_STRUCT ? NULL : a->buffers[1];
    return v->values || v->kind == VIEW_STRUCT || end == 0 || refuse(fault, v, 0, "a buffer is missing");
}

static bool bind_lists(view *v, uint64_t first, uint64_t rows, view_fault *fault)
{
    uint64_t most = (uint64_t)v->children[0].array->length;
    if (rows == 0)
        return true;
    return v->kind == VIEW_LIST ? check_offsets(v, first, rows, most, fault)
                                : check_list_views(v, first, rows, most, fault);
}

static bool bind_dictionary(view *v, const struct ArrowArray *array, view_fault *fault)
{
    const struct ArrowArray *d = array->dictionary;
    if (!d != !v->dictionary)
        return refuse(fault, v, 0, d ? "it has a dictionary, unlike its type" : "its dictionary is missing");
    return !d || view_bind(v->dictionary, d, d->length < 0 ? 0 : (uint64_t)d->length, fault);
}

bool view_bind(view *v, const struct ArrowArray *array, uint64_t rows, view_fault *fault)
{
    v->array = array;
    v->valid = v->values = NULL;
    if (v->kind == VIEW_OTHER)
        return true;
    if (!array->release)
        return refuse(fault, v, 0, "its array was given back already");
    if (array->length < 0 || array->offset < 0 || (uint64_t)array->length > LIMIT_ARROW_ROWS ||
        (uint64_t)array->offset > LIMIT_ARROW_ROWS || array->null_count < -1 ||
        array->null_count > array->length)
        return refuse(fault, v, 0, "its lengths are wrong");
    if ((uint64_t)array->length < rows)
        return refuse(fault, v, (uint64_t)array->length, "it is shorter than its batch");
    uint64_t first = (uint64_t)array->offset, end = first + (uint64_t)array->length;
    if (!bind_buffers(v, end, fault) || !bind_dictionary(v, array, fault) ||
        !bind_children(v, array, v->kind == VIEW_STRUCT ? end : 0, fault))
        return false;
    if (v->kind == VIEW_LIST || v->kind == VIEW_LIST_VIEW)
        return bind_lists(v, first, (uint64_t)array->length, fault);
    return v->kind != VIEW_TEXT || check_text(v, first, (uint64_t)array->length, fault);
}

/* ---- values -------------------------------------------------------------------------------------------- */

static bool bit_at(const uint8_t *bits, uint64_t place)
{
    return (bits[place / 8] >> place % 8 & 1) != 0;
}

bool view_null(const view *v, uint64_t row)
{
    if (!v || v->kind == VIEW_NULLS)
        return true;
    return v->valid && !bit_at(v->valid, row + (uint64_t)v->array->offset);
}

static uint64_t integer_at(const view *v, uint64_t row)
{
    uint64_t place = row + (uint64_t)v->array->offset;
    uint64_t number = read_unsigned(v->values + place * v->width, v->width);
    uint64_t sign = (uint64_t)1 << (v->width * 8 - 1);
    return v->is_signed && v->width < 8 ? (number ^ sign) - sign : number;
}

/* The row of the dictionary; false when it is null there, too, or not there at all. */
static bool look_up(const view *v, uint64_t row, uint64_t *place, view_fault *fault)
{
    *place = integer_at(v, row);
    if (*place >= (uint64_t)v->dictionary->array->length)
        return refuse(fault, v, row, "it names a value that its dictionary does not have");
    return !view_null(v->dictionary, *place);
}

static double real_at(const view *v, uint64_t row)
{
    double wide;
    float narrow;
    const uint8_t *at = v->values + (row + (uint64_t)v->array->offset) * v->width;
    if (v->width == 4) {
        memcpy(&narrow, at, sizeof narrow);
        return (double)narrow;
    }
    memcpy(&wide, at, sizeof wide);
    return wide;
}

/* Whole numbers, as far as a real keeps them exactly; a null is no number at all there. */
static bool number_of_real(const view *v, uint64_t row, uint64_t *out, view_fault *fault)
{
    double number = real_at(v, row);
    if (number != number)
        return false;
    if (!(number >= 0 && number <= 9007199254740992.0))
        return refuse(fault, v, row, "it is no whole number");
    *out = (uint64_t)number;
    return (double)*out == number || refuse(fault, v, row, "it is no whole number");
}

bool view_number(const view *v, uint64_t row, uint64_t *out, view_fault *fault)
{
    if (view_null(v, row))
        return false;
    if (v->dictionary) {
        uint64_t place;
        return look_up(v, row, &place, fault) && view_number(v->dictionary, place, out, fault);
    }
    if (v->kind == VIEW_REAL)
        return number_of_real(v, row, out, fault);
    if (v->kind == VIEW_BOOLEAN)
        *out = bit_at(v->values, row + (uint64_t)v->array->offset);
    else if (v->kind == VIEW_INTEGER)
        *out = integer_at(v, row);
    else
        return refuse(fault, v, row, "it is no number");
    /* Programs that have no unsigned numbers hand those of 64 bits on as negative ones. */
    if (v->kind == VIEW_INTEGER && v->is_signed && v->width < 8 && (int64_t)*out < 0)
        return refuse(fault, v, row, "it is less than 0");
    return true;
}

bool view_time(const view *v, uint64_t row, uint64_t *out, view_fault *fault)
{
    const int64_t epoch = (int64_t)CLOCK_UNIX_EPOCH, steps = (int64_t)CLOCK_SECOND;
    const int64_t most = (INT64_MAX - epoch) / steps;
    if (view_null(v, row))
        return false;
    if (v->kind != VIEW_TIME || v->dictionary)
        return refuse(fault, v, row, "it is no time");
    int64_t number = (int64_t)integer_at(v, row), per_second = (int64_t)v->per_second;
    int64_t seconds = number / per_second, rest = number % per_second;
    if (seconds > most || seconds < -(epoch / steps))
        return refuse(fault, v, row, "it is no time that Windows has");
    rest = per_second > steps ? rest / (per_second / steps) : rest * (steps / per_second);
    int64_t time = epoch + seconds * steps + rest;
    *out = (uint64_t)time;
    return time >= 0 || refuse(fault, v, row, "it is no time that Windows has");
}

/* A text of up to 12 bytes is in the view itself; of a longer one it says buffer and place. */
static bool text_of_view(const view *v, uint64_t row, const char **text, size_t *length, view_fault *fault)
{
    const struct ArrowArray *a = v->array;
    const uint8_t *at = v->values + (row + (uint64_t)a->offset) * 16;
    uint64_t size = read_unsigned(at, 4);
    *length = (size_t)size;
    *text = (const char *)at + 4;
    if (size <= 12)
        return true;
    uint64_t buffer = read_unsigned(at + 8, 4), begin = read_unsigned(at + 12, 4);
    int64_t buffers = a->n_buffers - 3;
    if (size > INT32_MAX || buffer >= (uint64_t)buffers || !a->buffers[2 + buffer])
        return refuse(fault, v, row, "a text lies in a buffer that is not there");
    const uint8_t *sizes = a->buffers[a->n_buffers - 1];
    uint64_t there = read_unsigned(sizes + buffer * 8, 8);
    if (there > INT64_MAX || begin > there || size > there - begin)
        return refuse(fault, v, row, "a text leads out of its buffer");
    *text = (const char *)a->buffers[2 + buffer] + begin;
    return true;
}

/* Where it is; false for a null, or with a fault. */
static bool find_text(const view *v, uint64_t row, const char **text, size_t *length, view_fault *fault)
{
    if (view_null(v, row))
        return false;
    if (v->dictionary) {
        uint64_t place;
        return look_up(v, row, &place, fault) && find_text(v->dictionary, place, text, length, fault);
    }
    if (v->kind == VIEW_TEXT_VIEW) {
        if (!text_of_view(v, row, text, length, fault))
            return false;
    } else if (v->kind == VIEW_TEXT) {
        uint64_t place = row + (uint64_t)v->array->offset, begin = offset_at(v, place);
        *length = (size_t)(offset_at(v, place + 1) - begin);
        *text = *length == 0 ? "" : (const char *)v->array->buffers[2] + begin;
    } else {
        return refuse(fault, v, row, "it is not text");
    }
    return true;
}

bool view_text(const view *v, uint64_t row, const char **text, size_t *length, view_fault *fault)
{
    return find_text(v, row, text, length, fault) &&
           (utf8_is_text(*text, *length) || refuse(fault, v, row, "it is no UTF-8, or has a NUL in it"));
}

bool view_text_is(const view *v, uint64_t row, const char *text, size_t length)
{
    const char *found;
    size_t size;
    view_fault ignored = {0};
    return find_text(v, row, &found, &size, &ignored) && found == text && size == length;
}

bool view_list(const view *v, uint64_t row, uint64_t *first, uint64_t *count, view_fault *fault)
{
    if (view_null(v, row))
        return false;
    if (v->kind != VIEW_LIST && v->kind != VIEW_LIST_VIEW)
        return refuse(fault, v, row, "it is no list");
    uint64_t place = row + (uint64_t)v->array->offset;
    *first = offset_at(v, place);
    *count = v->kind == VIEW_LIST
                 ? offset_at(v, place + 1) - *first
                 : read_unsigned((const uint8_t *)v->array->buffers[2] + place * v->width, v->width);
    return true;
}
