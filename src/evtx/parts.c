/* See parts.h. */
#include "evtx/parts.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define PARTS_MOST 64 /* of a string; one with more commas is kept whole */

/* ---- strings into parts -------------------------------------------------------------------------------- */

/* Few bytes, millions of times: a call of memcmp() costs more than comparing. */
static inline bool same_bytes(const char *a, const char *b, size_t length)
{
    uint64_t x, y;
    if (length < sizeof x)
        return memcmp(a, b, length) == 0;
    for (size_t i = 0; i + sizeof x < length; i += sizeof x) {
        memcpy(&x, a + i, sizeof x);
        memcpy(&y, b + i, sizeof y);
        if (x != y)
            return false;
    }
    memcpy(&x, a + length - sizeof x, sizeof x);
    memcpy(&y, b + length - sizeof y, sizeof y);
    return x == y;
}

/* Most parts are the same as in the event before, at the same place. */
static bool add_part(evtx_store *s, const char *text, size_t length)
{
    if (s->cut.count < s->last_cut.count) {
        const part_cut last = s->last_cut.items[s->cut.count];
        if (last.length == length && same_bytes(last.text, text, length))
            return vec_push(&s->cut, last);
    }
    part_cut cut = {.length = (uint32_t)length};
    if (!names_number(&s->parts, s->memory, text, length, &cut.number))
        return false;
    cut.text = s->parts.list.items[cut.number];
    return vec_push(&s->cut, cut);
}

/* Where the commas are; as many as there are, or PARTS_MOST. */
static size_t find_commas(const char *text, size_t length, uint32_t at[PARTS_MOST])
{
    size_t count = 0, i = 0;
#ifdef __SSE2__
    const __m128i comma = _mm_set1_epi8(',');
    for (; i + 16 <= length && count + 16 <= PARTS_MOST; i += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(text + i));
        unsigned mask = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, comma));
        for (; mask != 0; mask &= mask - 1)
            at[count++] = (uint32_t)i + (uint32_t)__builtin_ctz(mask);
    }
#endif
    for (; i < length && count < PARTS_MOST; i++)
        if (text[i] == ',')
            at[count++] = (uint32_t)i;
    return count;
}

/* Whether the text may be cut at its commas: what is between its parts is everywhere the same, and no
 * part begins or ends with a blank. */
static bool may_be_cut(const char *text, size_t length, const uint32_t *commas, size_t count, bool separated)
{
    if (count == 0 || count >= PARTS_MOST || text[0] == ' ' || text[length - 1] == ' ')
        return false;
    for (size_t i = 0; i < count; i++) {
        size_t comma = commas[i], next = comma + 1 + separated;
        if ((text[comma + 1] == ' ') != separated || text[next] == ' ' ||
            (comma != 0 && text[comma - 1] == ' ') || (separated && text[next] == '\0'))
            return false;
    }
    return true;
}

/* Most strings are those of the event before, at the same place; then they need not be cut again. */
static bool is_last_string(const evtx_store *s, const char *text)
{
    size_t place = s->cut.count, string = s->forms.count;
    return s->last_common && string < s->last_common->string_count &&
           s->last_common->forms[string].parts == 1 && place < s->last_cut.count &&
           strcmp(s->last_cut.items[place].text, text) == 0;
}

static bool cut_string(evtx_store *s, const char *text)
{
    if (is_last_string(s, text)) {
        const part_cut cut = s->last_cut.items[s->cut.count];
        const sppwhy_string_form form = s->last_common->forms[s->forms.count];
        return vec_push(&s->cut, cut) && vec_push(&s->forms, form);
    }
    uint32_t commas[PARTS_MOST];
    size_t length = strlen(text), from = 0;
    if (length > UINT32_MAX)
        return false;
    size_t count = find_commas(text, length, commas);
    bool separated = count != 0 && text[commas[0] + 1] == ' ';
    if (!may_be_cut(text, length, commas, count, separated))
        count = 0;
    sppwhy_string_form form = {(uint8_t)(count + 1), separated && count != 0};
    for (size_t i = 0; i < count; from = commas[i++] + 1 + separated)
        if (!add_part(s, text + from, commas[i] - from))
            return false;
    return add_part(s, text + from, length - from) && vec_push(&s->forms, form);
}

bool parts_cut(evtx_store *s, const sppwhy_raw_event *event)
{
    part_list last = s->last_cut;
    s->last_cut = s->cut;
    s->cut = last;
    s->cut.count = s->forms.count = 0;
    for (size_t i = 0; i < event->string_count; i++)
        if (!cut_string(s, event->strings[i]))
            return false;
    return true;
}
