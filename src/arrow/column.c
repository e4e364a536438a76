/* Filling columns. See column.h; how they are handed over: export.c. */
#include "arrow/column.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/text.h"
#include "spp/hresult.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_AT_FIRST 64
/* The farthest that 64 bits of nanoseconds reach from 1970, in FILETIME's steps. */
#define NANOSECONDS_REACH ((uint64_t)INT64_MAX / 100)

bool column_open(column *c, const column_spec *spec, size_t room)
{
    *c = (column){.spec = spec, .room = room != 0 ? room : ROWS_AT_FIRST};
    if (spec->kind == COLUMN_NAME) {
        c->names = name_column_create();
        if (!c->names)
            return false;
    }
    if (spec->child_count == 0)
        return true;
    c->children = calloc(spec->child_count, sizeof *c->children);
    bool good = c->children;
    for (size_t i = 0; good && i < spec->child_count; i++)
        good = column_open(&c->children[i], &spec->children[i], spec->kind == COLUMN_STRUCT ? room : 0);
    return good;
}

void column_free(column *c)
{
    for (size_t i = 0; c->children && i < c->spec->child_count; i++)
        column_free(&c->children[i]);
    free(c->children);
    name_column_free(c->names);
    free(c->valid);
    free(c->values);
    free(c->text);
    *c = (column){.spec = c->spec};
}

/* ---- room ---------------------------------------------------------------------------------------------- */

static size_t bits(size_t rows)
{
    return (rows + 7) / 8;
}

static size_t value_bytes(const column *c, size_t rows)
{
    switch (c->spec->kind) {
    case COLUMN_TIME:
    case COLUMN_U64:
        return rows * 8;
    case COLUMN_U32:
    case COLUMN_I32:
    case COLUMN_NAME:
        return rows * 4;
    case COLUMN_U8:
        return rows;
    case COLUMN_BOOLEAN:
        return bits(rows);
    case COLUMN_GUID:
        return rows * 16;
    case COLUMN_TEXT:
    case COLUMN_LIST:
        return (rows + 1) * 4;
    case COLUMN_STRUCT:
        break;
    }
    return 1;
}

/* Zeroed behind what was there. */
static uint8_t *larger(uint8_t *memory, size_t size, size_t wanted)
{
    if (!memory)
        return calloc(wanted, 1);
    uint8_t *moved = realloc(memory, wanted);
    if (moved)
        memset(moved + size, 0, wanted - size);
    return moved;
}

static bool grow(column *c, size_t rows)
{
    size_t wanted = c->capacity == 0 ? c->room : c->capacity * 2;
    if (wanted < rows)
        wanted = rows;
    if (wanted > INT32_MAX / 2)
        return false;
    size_t size = c->capacity == 0 ? 0 : value_bytes(c, c->capacity);
    uint8_t *valid = larger(c->valid, c->capacity == 0 ? 0 : bits(c->capacity), bits(wanted));
    c->valid = valid ? valid : c->valid;
    uint8_t *values = valid ? larger(c->values, size, value_bytes(c, wanted)) : NULL;
    c->values = values ? values : c->values;
    if (!values)
        return false;
    c->capacity = wanted;
    return true;
}

static bool reach_beyond(column *c, size_t row)
{
    c->failed |= !grow(c, row + 1);
    return !c->failed;
}

/* Makes the row one that is not null. False when it cannot be. */
static inline bool reach(column *c, size_t row)
{
    if (c->failed || (row >= c->capacity && !reach_beyond(c, row)))
        return false;
    c->count = row >= c->count ? row + 1 : c->count;
    c->valid[row / 8] |= (uint8_t)(1U << row % 8);
    c->set++;
    return true;
}

static void set_bits(uint8_t *bits, size_t from, size_t count)
{
    size_t end = from + count;
    for (; from < end && from % 8 != 0; from++)
        bits[from / 8] |= (uint8_t)(1U << from % 8);
    size_t bytes = (end - from) / 8;
    memset(bits + from / 8, 0xFF, bytes);
    for (from += bytes * 8; from < end; from++)
        bits[from / 8] |= (uint8_t)(1U << from % 8);
}

static inline void store(column *c, size_t row, const void *value, size_t size)
{
    if (reach(c, row))
        memcpy(c->values + row * size, value, size);
}

static size_t value_size(column_kind kind)
{
    return kind == COLUMN_GUID                         ? 16
           : kind == COLUMN_TIME || kind == COLUMN_U64 ? 8
           : kind == COLUMN_U8                         ? 1
                                                       : 4;
}

void *column_rows(column *c, size_t row, size_t count)
{
    if (count == 0 || c->failed || (row + count > c->capacity && !reach_beyond(c, row + count - 1)))
        return NULL;
    c->count = row + count > c->count ? row + count : c->count;
    set_bits(c->valid, row, count);
    c->set += count;
    bool ends = c->spec->kind == COLUMN_TEXT || c->spec->kind == COLUMN_LIST;
    return c->values + (row + ends) * value_size(c->spec->kind);
}

/* ---- values -------------------------------------------------------------------------------------------- */

bool column_has_time(uint64_t time)
{
    return time - (CLOCK_UNIX_EPOCH - NANOSECONDS_REACH) <= 2 * NANOSECONDS_REACH;
}

int64_t column_time(uint64_t time)
{
    return ((int64_t)time - (int64_t)CLOCK_UNIX_EPOCH) * 100;
}

static void put_time(column *c, size_t row, uint64_t time)
{
    if (!column_has_time(time))
        return;
    const int64_t nanoseconds = column_time(time);
    store(c, row, &nanoseconds, sizeof nanoseconds);
}

void column_put_number(column *c, size_t row, uint64_t number)
{
    const uint32_t low = (uint32_t)number;
    const uint8_t lowest = (uint8_t)number;
    switch (c->spec->kind) {
    case COLUMN_TIME:
        put_time(c, row, number);
        break;
    case COLUMN_BOOLEAN:
        if (reach(c, row) && number != 0)
            c->values[row / 8] |= (uint8_t)(1U << row % 8);
        break;
    case COLUMN_U8:
        store(c, row, &lowest, sizeof lowest);
        break;
    case COLUMN_U32:
    case COLUMN_I32:
        store(c, row, &low, sizeof low);
        break;
    default:
        store(c, row, &number, sizeof number);
        break;
    }
}

int32_t column_name(column *c, const char *text)
{
    int32_t index = name_known(c->names, (uintptr_t)text);
    if (index < 0)
        index = name_learn(c->names, (uintptr_t)text, text);
    c->failed |= index < 0;
    return index < 0 ? 0 : index;
}

/* A text that is made of its key. */
typedef char *make_text(uint64_t key, char out[40]);

static char *code_of_key(uint64_t key, char out[40])
{
    return code_format((uint32_t)(key - 1), out);
}

static char *guid_of_key(uint64_t key, char out[40])
{
    return id_format((const uint8_t *)(uintptr_t)key, out);
}

static void put_index(column *c, size_t row, int32_t index)
{
    c->failed |= index < 0;
    store(c, row, &index, sizeof index);
}

void column_put_text(column *c, size_t row, const char *text)
{
    if (!text)
        return;
    if (c->spec->kind == COLUMN_NAME) {
        put_index(c, row, column_name(c, text));
        return;
    }
    column_add_text(c, text, strlen(text));
    column_end_text(c, row);
}

static void put_made(column *c, size_t row, uint64_t key, make_text *make)
{
    char text[40];
    if (c->spec->kind != COLUMN_NAME) {
        column_put_text(c, row, make(key, text));
        return;
    }
    int32_t index = name_known(c->names, key);
    put_index(c, row, index >= 0 ? index : name_learn(c->names, key, make(key, text)));
}

void column_put_code(column *c, size_t row, uint32_t code)
{
    put_made(c, row, (uint64_t)code + 1, code_of_key);
}

void column_put_guid(column *c, size_t row, const uint8_t *id)
{
    if (id && c->spec->kind == COLUMN_GUID)
        store(c, row, id, 16);
    else if (id)
        put_made(c, row, (uintptr_t)id, guid_of_key);
}

static bool grow_text(column *c, size_t wanted)
{
    uint8_t *moved = realloc(c->text, wanted);
    c->failed |= moved == NULL;
    if (!moved)
        return false;
    c->text = moved;
    c->text_capacity = wanted;
    return true;
}

void column_expect_text(column *c, size_t length)
{
    if (!c->failed && length > c->text_capacity && length <= INT32_MAX)
        grow_text(c, length);
}

char *column_text_room(column *c, size_t length)
{
    if (c->failed || length > INT32_MAX || c->text_length + length > INT32_MAX) {
        c->failed = true;
        return NULL;
    }
    size_t wanted = c->text_length + length;
    if ((!c->text || wanted > c->text_capacity) && !grow_text(c, wanted * 2 + 64))
        return NULL;
    c->text_length = wanted;
    return (char *)c->text + wanted - length;
}

void column_add_text(column *c, const char *text, size_t length)
{
    char *room = column_text_room(c, length);
    if (room && length != 0)
        memcpy(room, text, length);
}

static void put_end(column *c, size_t row, size_t end)
{
    const int32_t offset = (int32_t)end;
    if (end > INT32_MAX)
        c->failed = true;
    if (reach(c, row))
        memcpy(c->values + (row + 1) * sizeof offset, &offset, sizeof offset);
}

void column_end_text(column *c, size_t row)
{
    put_end(c, row, c->text_length);
}

static bool is_set(const column *c, size_t row)
{
    return row < c->count && (c->valid[row / 8] >> row % 8 & 1) != 0;
}

static void repeat_text(column *c, size_t row, size_t count)
{
    int32_t range[2];
    memcpy(range, c->values + row * sizeof *range, sizeof range);
    size_t length = (size_t)(range[1] - range[0]);
    char *copy = malloc(length + 1); /* the column's own text moves while it grows */
    c->failed |= copy == NULL;
    if (copy && length != 0)
        memcpy(copy, c->text + range[0], length);
    for (size_t i = row + 1; copy && i <= row + count && !c->failed; i++) {
        column_add_text(c, copy, length);
        column_end_text(c, i);
    }
    free(copy);
}

void column_repeat(column *c, size_t row, size_t count)
{
    size_t size = value_size(c->spec->kind), last = row + count;
    if (count == 0 || !is_set(c, row) || !reach(c, last))
        return;
    c->set--; /* which reach() counted: each row of the run is counted below */
    if (c->spec->kind == COLUMN_TEXT) {
        repeat_text(c, row, count);
        return;
    }
    set_bits(c->valid, row + 1, count);
    c->set += count;
    if (c->spec->kind == COLUMN_BOOLEAN) {
        bool yes = (c->values[row / 8] >> row % 8 & 1) != 0;
        for (size_t i = row + 1; yes && i <= last; i++)
            c->values[i / 8] |= (uint8_t)(1U << i % 8);
        return;
    }
    for (size_t done = 1; done <= count;) { /* twice as much each time */
        size_t step = done <= count + 1 - done ? done : count + 1 - done;
        memcpy(c->values + (row + done) * size, c->values + row * size, step * size);
        done += step;
    }
}

column *column_child(column *c, size_t i)
{
    return &c->children[i];
}

size_t column_next(const column *c)
{
    return c->count;
}

void column_end_list(column *c, size_t row)
{
    put_end(c, row, c->children[0].count);
}

void column_end_struct(column *c, size_t row)
{
    reach(c, row);
}

void column_put_texts(column *c, size_t row, const char *const *texts, size_t count)
{
    column *child = column_child(c, 0);
    for (size_t i = 0; i < count; i++)
        column_put_text(child, column_next(child), texts[i]);
    column_end_list(c, row);
}

size_t column_text_size(const column *c)
{
    size_t size = c->text_length;
    for (size_t i = 0; i < c->spec->child_count; i++)
        size += column_text_size(&c->children[i]);
    return size;
}
