/* Many rows of a column at once. What most rows have is copied in a loop; where one of them is null, or the
 * column is of another kind than usual, each is put by itself. See column.h. */
#include "arrow/column.h"

#include <string.h>

static void put_each_number(column *c, size_t row, const sppwhy_value *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++)
        column_put_number(c, row + i, numbers[i].number);
}

static void put_times(column *c, size_t row, const sppwhy_value *times, size_t count)
{
    bool all = true;
    for (size_t i = 0; i < count; i++)
        all &= column_has_time(times[i].number);
    int64_t *at = all ? column_rows(c, row, count) : NULL;
    if (!all)
        put_each_number(c, row, times, count);
    for (size_t i = 0; at && i < count; i++)
        at[i] = column_time(times[i].number);
}

void column_put_numbers(column *c, size_t row, const sppwhy_value *numbers, size_t count)
{
    uint64_t *at;
    switch (c->spec->kind) {
    case COLUMN_TIME:
        put_times(c, row, numbers, count);
        break;
    case COLUMN_U64:
        at = column_rows(c, row, count);
        for (size_t i = 0; at && i < count; i++)
            at[i] = numbers[i].number;
        break;
    default:
        put_each_number(c, row, numbers, count);
        break;
    }
}

void column_put_guids(column *c, size_t row, const sppwhy_value *ids, size_t count)
{
    bool all = c->spec->kind == COLUMN_GUID;
    for (size_t i = 0; all && i < count; i++)
        all = ids[i].id != NULL;
    uint8_t *at = all ? column_rows(c, row, count) : NULL;
    for (size_t i = 0; at && i < count; i++)
        memcpy(at + i * 16, ids[i].id, 16);
    for (size_t i = 0; !all && i < count; i++)
        column_put_guid(c, row + i, ids[i].id);
}

void column_put_codes(column *c, size_t row, const sppwhy_value *codes, size_t count)
{
    for (size_t i = 0; i < count;) { /* the same one again and again */
        size_t same = 1;
        while (i + same < count && (uint32_t)codes[i + same].number == (uint32_t)codes[i].number)
            same++;
        column_put_code(c, row + i, (uint32_t)codes[i].number);
        column_repeat(c, row + i, same - 1);
        i += same;
    }
}

void column_put_all_text(column *c, size_t row, const sppwhy_value *texts, size_t count)
{
    bool all = c->spec->kind == COLUMN_NAME;
    for (size_t i = 0; all && i < count; i++)
        all = texts[i].text != NULL;
    int32_t *at = all ? column_rows(c, row, count) : NULL;
    for (size_t i = 0; at && i < count; i++)
        at[i] = i != 0 && texts[i].text == texts[i - 1].text ? at[i - 1] : column_name(c, texts[i].text);
    for (size_t i = 0; !all && i < count; i++)
        column_put_text(c, row + i, texts[i].text);
}
