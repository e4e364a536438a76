/* See parts.h. */
#include "evtx/parts.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

#ifdef __SSE2__
/* The commas of the 16 bytes at `from`, but for the first `skipped`. */
static inline size_t add_commas(const char *text, size_t from, unsigned skipped, uint32_t *at, size_t count)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(text + from));
    unsigned mask = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(',')));
    for (mask = mask >> skipped << skipped; mask != 0; mask &= mask - 1)
        at[count++] = (uint32_t)from + (uint32_t)__builtin_ctz(mask);
    return count;
}
#endif

/* Where the commas are; as many as there are, or PARTS_MOST. */
static size_t find_commas(const char *text, size_t length, uint32_t at[PARTS_MOST])
{
    size_t count = 0, i = 0;
#ifdef __SSE2__
    for (; i + 16 <= length && count + 16 <= PARTS_MOST; i += 16)
        count = add_commas(text, i, 0, at, count);
    if (i + 16 > length && i != 0 && count + 16 <= PARTS_MOST) /* the rest, with some of what was looked at */
        return add_commas(text, length - 16, (unsigned)(i - (length - 16)), at, count);
#endif
    for (; i < length && count < PARTS_MOST; i++)
        if (text[i] == ',')
            at[count++] = (uint32_t)i;
    return count;
}

/* Whether the text may be cut at that comma: what is between its parts is everywhere the same, and no part begins or ends
 * with a blank. */
static bool cuts(const char *text, size_t comma, bool separated)
{
    size_t next = comma + 1 + separated;
    return (text[comma + 1] == ' ') == separated && text[next] != ' ' &&
           (comma == 0 || text[comma - 1] != ' ') && !(separated && text[next] == '\0');
}

/* The same for all of its commas. */
static bool may_be_cut(const char *text, size_t length, const uint32_t *commas, size_t count, bool separated)
{
    if (count == 0 || count >= PARTS_MOST || text[0] == ' ' || text[length - 1] == ' ')
        return false;
    for (size_t i = 0; i < count; i++)
        if (!cuts(text, commas[i], separated))
            return false;
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

/* ---- what two texts have alike ------------------------------------------------------------------------- */

#ifdef __SSE2__
/* A bit for each of 16 bytes that differ. */
static inline unsigned differing(const char *a, const char *b)
{
    __m128i x = _mm_loadu_si128((const __m128i *)(const void *)a);
    __m128i y = _mm_loadu_si128((const __m128i *)(const void *)b);
    return ~(unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(x, y)) & 0xFFFF;
}
#endif

static size_t alike_at_start(const char *a, const char *b, size_t most)
{
    size_t i = 0;
#ifdef __SSE2__
    for (; i + 16 <= most; i += 16) {
        unsigned other = differing(a + i, b + i);
        if (other != 0)
            return i + (unsigned)__builtin_ctz(other);
    }
#endif
    while (i < most && a[i] == b[i])
        i++;
    return i;
}

static size_t alike_at_end(const char *a_end, const char *b_end, size_t most)
{
    size_t i = 0;
#ifdef __SSE2__
    for (; i + 16 <= most; i += 16) {
        unsigned other = differing(a_end - i - 16, b_end - i - 16);
        if (other != 0)
            return i + (unsigned)__builtin_clz(other << 16);
    }
#endif
    while (i < most && a_end[-1 - (ptrdiff_t)i] == b_end[-1 - (ptrdiff_t)i])
        i++;
    return i;
}

/* ---- a string like the last ---------------------------------------------------------------------------- */

/* Between what a text has alike with the last one at its start and at its end, at whole parts. */
typedef struct middle {
    size_t first, last;          /* commas of the last text before it, and up to the end of its own */
    size_t from, to;             /* bytes of this text */
    uint32_t commas[PARTS_MOST]; /* of these, from `from` */
    size_t count;
} middle;

static bool find_middle(const cut_text *l, const char *text, size_t length, middle *m)
{
    size_t most = length < l->length ? length : l->length;
    size_t head = alike_at_start(text, l->bytes, most), tail = 0;
    if (head < most)
        tail = alike_at_end(text + length, l->bytes + l->length, most - head);
    m->first = 0;
    m->last = l->count;
    while (m->first < l->count && l->commas[m->first] + 1 + l->separated <= head)
        m->first++;
    while (m->last > m->first && l->commas[m->last - 1] >= l->length - tail)
        m->last--;
    m->from = m->first == 0 ? 0 : l->commas[m->first - 1] + 1 + l->separated;
    m->to = m->last == l->count ? length : length - (l->length - l->commas[m->last]);
    m->count = find_commas(text + m->from, m->to - m->from, m->commas);
    return m->first + m->count + (l->count - m->last) < PARTS_MOST;
}

/* What is alike was cut so before; so it is for the commas of the middle and for those beside it. */
static bool middle_may_be_cut(const cut_text *l, const char *text, size_t length, const middle *m)
{
    bool good = m->count + m->first + (l->count - m->last) != 0 && text[0] != ' ' && text[length - 1] != ' ';
    if (m->first != 0)
        good = good && cuts(text, m->from - 1 - l->separated, l->separated);
    for (size_t i = 0; i < m->count && good; i++)
        good = cuts(text, m->from + m->commas[i], l->separated);
    return good && (m->last == l->count || cuts(text, m->to, l->separated));
}

static bool add_last_parts(evtx_store *s, size_t from, size_t count)
{
    if (count == 0)
        return true;
    if (!vec_reserve(&s->cut, count))
        return false;
    memcpy(s->cut.items + s->cut.count, s->last_cut.items + from, count * sizeof *s->cut.items);
    s->cut.count += count;
    return true;
}

static bool add_middle(evtx_store *s, const char *text, const middle *m)
{
    size_t from = m->from;
    for (size_t i = 0; i < m->count; from = m->from + m->commas[i++] + 1 + s->text.separated)
        if (!add_part(s, text + from, m->from + m->commas[i] - from))
            return false;
    return add_part(s, text + from, m->to - from);
}

/* This text is the last one from now on. */
static void renew_text(cut_text *l, const char *text, size_t length, const middle *m)
{
    size_t behind = l->count - m->last, at = m->first + m->count;
    uint32_t shift = (uint32_t)length - l->length; /* may be below 0, and then wraps back */
    memmove(l->commas + at, l->commas + m->last, behind * sizeof *l->commas);
    for (size_t i = at; i < at + behind; i++)
        l->commas[i] += shift;
    for (size_t i = 0; i < m->count; i++)
        l->commas[m->first + i] = (uint32_t)m->from + m->commas[i];
    memcpy(l->bytes + m->from, text + m->from, length - m->from);
    l->length = (uint32_t)length;
    l->count = at + behind;
}

/* Most strings of several parts have few of them other than the one before at the same place: only these are looked at.
 * *done says whether it was so. */
static bool cut_like_last(evtx_store *s, const char *text, size_t length, bool *done)
{
    cut_text *l = &s->text;
    middle m;
    *done = l->length != 0 && l->event + 1 == s->event && l->string == s->forms.count &&
            l->part == s->cut.count && length != 0 && length <= sizeof l->bytes &&
            find_middle(l, text, length, &m) && middle_may_be_cut(l, text, length, &m);
    if (!*done)
        return true;
    size_t behind = l->count - m.last;
    sppwhy_string_form form = {(uint8_t)(m.first + m.count + behind + 1), l->separated};
    bool good = add_last_parts(s, l->part, m.first) && add_middle(s, text, &m) &&
                add_last_parts(s, l->part + m.last + 1, behind) && vec_push(&s->forms, form);
    renew_text(l, text, length, &m);
    l->event = s->event;
    return good;
}

static void remember_text(evtx_store *s, const char *text, size_t length, const uint32_t *commas,
                          size_t count, bool separated)
{
    cut_text *l = &s->text;
    l->length = 0;
    if (count == 0 || length > sizeof l->bytes)
        return;
    memcpy(l->bytes, text, length);
    memcpy(l->commas, commas, count * sizeof *commas);
    l->length = (uint32_t)length;
    l->count = count;
    l->separated = separated;
    l->event = s->event;
    l->string = s->forms.count;
    l->part = s->cut.count;
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static bool cut_at_commas(evtx_store *s, const char *text, size_t length)
{
    uint32_t commas[PARTS_MOST];
    size_t count = find_commas(text, length, commas), from = 0;
    bool separated = count != 0 && text[commas[0] + 1] == ' ';
    if (!may_be_cut(text, length, commas, count, separated))
        count = 0;
    sppwhy_string_form form = {(uint8_t)(count + 1), separated && count != 0};
    if (count != 0)
        remember_text(s, text, length, commas, count, separated);
    for (size_t i = 0; i < count; from = commas[i++] + 1 + separated)
        if (!add_part(s, text + from, commas[i] - from))
            return false;
    return add_part(s, text + from, length - from) && vec_push(&s->forms, form);
}

static bool cut_string(evtx_store *s, const char *text)
{
    if (is_last_string(s, text)) {
        const part_cut cut = s->last_cut.items[s->cut.count];
        const sppwhy_string_form form = s->last_common->forms[s->forms.count];
        return vec_push(&s->cut, cut) && vec_push(&s->forms, form);
    }
    bool done;
    size_t length = strlen(text);
    if (length > UINT32_MAX || !cut_like_last(s, text, length, &done))
        return false;
    return done || cut_at_commas(s, text, length);
}

bool parts_cut(evtx_store *s, const sppwhy_raw_event *event)
{
    part_list last = s->last_cut;
    s->last_cut = s->cut;
    s->cut = last;
    s->cut.count = s->forms.count = 0;
    s->event++;
    for (size_t i = 0; i < event->string_count; i++)
        if (!cut_string(s, event->strings[i]))
            return false;
    return true;
}
