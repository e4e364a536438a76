/* See jsonl_pull.h. Every function that reads returns false where it meets what it does not take. */
#include "evtx/jsonl/jsonl_pull.h"

#include "base/clock.h"
#include "base/limits.h"
#include "base/text.h"
#include "base/utf8.h"
#include "evtx/jsonl/log_id.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Objects and lists within one another, and keys in one object, that are followed: ours have 5 and 24. */
#define DEPTH_MOST 16
#define KEYS_MOST 64
#define DIGITS_MOST 18 /* of a number: they fit, whatever they are */

typedef struct scan {
    const char *at, *end;
    char *room; /* where the next text goes; it has room for all of the line */
    line_puller *puller;
    pulled *out;
    bool has_code, has_record_id, has_exact_id, has_header_id, has_path, has_spp;
    bool has_own_time, no_memory;
    uint64_t exact_id, own_time;
} scan;

/* ---- texts --------------------------------------------------------------------------------------------- */

/* The first byte of a string that is not simply itself: its end, an escape, a control character, no ASCII. */
static const char *plain_end(const char *at, const char *end)
{
#ifdef __SSE2__
    const __m128i quote = _mm_set1_epi8('"'), escape = _mm_set1_epi8('\\'), blank = _mm_set1_epi8(' ');
    for (; end - at >= 16; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
        /* signed: what is no ASCII is less than a blank, too */
        __m128i found =
            _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, escape)),
                         _mm_cmplt_epi8(bytes, blank));
        int mask = _mm_movemask_epi8(found);
        if (mask != 0)
            return at + __builtin_ctz((unsigned)mask);
    }
#endif
    while (at < end && *at != '"' && *at != '\\' && (unsigned char)*at >= ' ' && (unsigned char)*at < 0x80)
        at++;
    return at;
}

static bool take_char(scan *s, char c)
{
    if (s->at == s->end || *s->at != c)
        return false;
    s->at++;
    return true;
}

/* \u00e9; neither NUL nor half of a pair. */
static bool take_code_point(scan *s, char **to)
{
    uint32_t c = 0;
    if (s->end - s->at < 4)
        return false;
    for (int i = 0; i < 4; i++) {
        int digit = text_hex_digit(*s->at++);
        if (digit < 0)
            return false;
        c = c << 4 | (uint32_t)digit;
    }
    if (c == 0 || (c >= 0xD800 && c <= 0xDFFF))
        return false;
    *to += utf8_put(*to, c);
    return true;
}

/* Behind the backslash. */
static bool take_escape(scan *s, char **to)
{
    static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    char letter = s->at < s->end ? *s->at++ : '\0';
    if (letter == 'u')
        return take_code_point(s, to);
    const char *found = letter ? strchr(letters, letter) : NULL;
    if (!found)
        return false;
    *(*to)++ = meant[found - letters];
    return true;
}

/* One character that is no ASCII. So near to the end of the line there is not text of ours. */
static bool take_wide(scan *s, char **to)
{
    const char *from = s->at, *next = from;
    if (s->end - from < 4)
        return false;
    text_next(&next);
    if (next - from < 2) /* it is no UTF-8 */
        return false;
    memcpy(*to, from, (size_t)(next - from));
    *to += next - from;
    s->at = next;
    return true;
}

/* What is between the quotes, decoded into `to`, which has room for as many bytes. */
static bool take_string_to(scan *s, char **to)
{
    if (!take_char(s, '"'))
        return false;
    for (;;) {
        const char *plain = plain_end(s->at, s->end);
        memcpy(*to, s->at, (size_t)(plain - s->at));
        *to += plain - s->at;
        s->at = plain;
        if (plain == s->end || (unsigned char)*plain < ' ')
            return false;
        if (*plain == '"')
            break;
        if (*plain == '\\') {
            s->at++;
            if (!take_escape(s, to))
                return false;
        } else if (!take_wide(s, to)) {
            return false;
        }
    }
    s->at++;
    return true;
}

static bool take_text(scan *s, const char **out)
{
    char *to = s->room;
    if (!take_string_to(s, &to))
        return false;
    *to++ = '\0';
    *out = s->room;
    s->room = to;
    return true;
}

/* One that nobody wants; what is decoded of it is written over. */
static bool pass_string(scan *s)
{
    if (s->at == s->end || *s->at != '"')
        return false;
    const char *plain = plain_end(s->at + 1, s->end);
    if (plain < s->end && *plain == '"') {
        s->at = plain + 1;
        return true;
    }
    char *to = s->room;
    return take_string_to(s, &to);
}

/* ---- numbers and words --------------------------------------------------------------------------------- */

static bool take_number(scan *s, uint64_t *out, uint64_t most)
{
    const char *from = s->at;
    uint64_t number = 0;
    for (; s->at < s->end && *s->at >= '0' && *s->at <= '9'; s->at++) {
        if (s->at - from == DIGITS_MOST)
            return false;
        number = number * 10 + (uint64_t)(*s->at - '0');
    }
    bool more = s->at < s->end && *s->at != ',' && *s->at != '}' && *s->at != ']';
    if (s->at == from || more || (*from == '0' && s->at - from > 1) || number > most)
        return false;
    *out = number;
    return true;
}

static bool take_word(scan *s, const char *word, size_t length)
{
    if ((size_t)(s->end - s->at) < length || memcmp(s->at, word, length) != 0)
        return false;
    s->at += length;
    return true;
}

#define TAKE_WORD(s, word) take_word((s), (word), sizeof(word) - 1)

static bool take_flag(scan *s, bool *out)
{
    *out = TAKE_WORD(s, "true");
    return *out || TAKE_WORD(s, "false");
}

/* ---- objects ------------------------------------------------------------------------------------------- */

typedef struct key {
    const char *text;
    size_t length;
} key;

typedef struct members {
    key keys[KEYS_MOST];
    size_t count;
    uint64_t like; /* bits of the keys so far: one whose bit is not there is new */
} members;

static bool is_new(members *m, key k)
{
    unsigned bit =
        ((unsigned)k.length * 7 + (unsigned char)k.text[0] * 3u + (unsigned char)k.text[k.length - 1]) & 63;
    bool maybe = m->like >> bit & 1;
    for (size_t i = 0; maybe && i < m->count; i++)
        if (m->keys[i].length == k.length && memcmp(m->keys[i].text, k.text, k.length) == 0)
            return false;
    if (m->count == KEYS_MOST)
        return false;
    m->like |= (uint64_t)1 << bit;
    m->keys[m->count++] = k;
    return true;
}

/* Behind the brace or the comma: `"name":`, of ASCII and without escapes. */
static bool take_key(scan *s, members *m, key *out)
{
    if (!take_char(s, '"'))
        return false;
    const char *end = plain_end(s->at, s->end);
    *out = (key){s->at, (size_t)(end - s->at)};
    if (end == s->end || *end != '"' || out->length == 0)
        return false;
    s->at = end + 1;
    return take_char(s, ':') && is_new(m, *out);
}

static bool is(key k, const char *name, size_t length)
{
    return k.length == length && memcmp(k.text, name, length) == 0;
}

#define IS(k, name) is((k), (name), sizeof(name) - 1)

typedef bool (*take_member)(scan *s, key k, unsigned depth);

/* An object, each of whose members goes to `take`. */
static bool take_object(scan *s, take_member take, unsigned depth)
{
    members m;
    key k;
    m.count = 0;
    m.like = 0;
    if (depth == DEPTH_MOST || !take_char(s, '{'))
        return false;
    if (take_char(s, '}'))
        return true;
    do
        if (!take_key(s, &m, &k) || !take(s, k, depth + 1))
            return false;
    while (take_char(s, ','));
    return take_char(s, '}');
}

static bool pass_value(scan *s, unsigned depth);

static bool pass_member(scan *s, key k, unsigned depth)
{
    (void)k;
    return pass_value(s, depth);
}

static bool pass_list(scan *s, unsigned depth)
{
    if (depth == DEPTH_MOST || !take_char(s, '['))
        return false;
    if (take_char(s, ']'))
        return true;
    do
        if (!pass_value(s, depth + 1))
            return false;
    while (take_char(s, ','));
    return take_char(s, ']');
}

static bool pass_value(scan *s, unsigned depth)
{
    uint64_t number;
    bool flag;
    switch (s->at < s->end ? *s->at : '\0') {
    case '"':
        return pass_string(s);
    case '{':
        return take_object(s, pass_member, depth);
    case '[':
        return pass_list(s, depth);
    case 't':
    case 'f':
        return take_flag(s, &flag);
    case 'n':
        return TAKE_WORD(s, "null");
    case '-': /* -0 is another matter to those who know reals */
        s->at++;
        return s->at < s->end && *s->at != '0' && take_number(s, &number, UINT64_MAX);
    default:
        return take_number(s, &number, UINT64_MAX);
    }
}

/* ---- the members of an event --------------------------------------------------------------------------- */

static bool two_digits(const char *at, unsigned most, uint64_t *out)
{
    if (at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9')
        return false;
    *out = (uint64_t)((at[0] - '0') * 10 + at[1] - '0');
    return *out <= most;
}

/* "2026-03-05T07:57:00.123456700Z" of a day that is known already. */
static bool time_of_known_day(const line_puller *p, const char *text, uint64_t *out)
{
    uint64_t hour, minute, second, ticks = 0;
    if (strlen(text) != 30 || memcmp(text, p->day, PULL_DAY) != 0 || text[13] != ':' || text[16] != ':' ||
        text[19] != '.' || memcmp(text + 27, "00Z", 3) != 0 || !two_digits(text + 11, 23, &hour) ||
        !two_digits(text + 14, 59, &minute) || !two_digits(text + 17, 59, &second))
        return false;
    for (int i = 20; i < 27; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        ticks = ticks * 10 + (uint64_t)(text[i] - '0');
    }
    *out = p->day_begins + hour * CLOCK_HOUR + minute * CLOCK_MINUTE + second * CLOCK_SECOND + ticks;
    return true;
}

static bool take_time(scan *s, uint64_t *out)
{
    line_puller *p = s->puller;
    const char *text;
    char midnight[] = "2026-03-05T00:00:00Z";
    if (!take_text(s, &text))
        return false;
    if (time_of_known_day(p, text, out))
        return true;
    if (!clock_parse(out, text))
        return false;
    if (strlen(text) > PULL_DAY && text[PULL_DAY - 1] == 'T') {
        memcpy(midnight, text, PULL_DAY);
        if (clock_parse(&p->day_begins, midnight))
            memcpy(p->day, text, PULL_DAY);
    }
    return true;
}

static bool take_event(scan *s, key k, unsigned depth)
{
    const char *text;
    uint64_t code;
    if (IS(k, "code")) {
        if (!take_text(s, &text) || !text_parse_uint(&code, text) || code > UINT32_MAX)
            return false;
        s->out->event.id = (uint32_t)code;
        return s->has_code = true;
    }
    return IS(k, "provider") ? take_text(s, &s->out->event.provider) : pass_value(s, depth);
}

/* param1, param2 and so on, in this order. */
static bool take_parameter(scan *s, key k, unsigned depth)
{
    char number[16];
    const char *text;
    size_t wanted = s->puller->strings.count + 1;
    (void)depth;
    if (k.length < 6 || k.length >= sizeof number || memcmp(k.text, "param", 5) != 0 ||
        wanted > LIMIT_EVENT_STRINGS)
        return false;
    if (wanted < 10 ? k.length != 6 || k.text[5] != (char)('0' + wanted)
                    : (size_t)snprintf(number, sizeof number, "%zu", wanted) != k.length - 5 ||
                          memcmp(number, k.text + 5, k.length - 5) != 0)
        return false;
    if (!take_text(s, &text))
        return false;
    s->no_memory = !vec_push(&s->puller->strings, text);
    return !s->no_memory;
}

static bool take_winlog(scan *s, key k, unsigned depth)
{
    if (IS(k, "channel"))
        return take_text(s, &s->out->event.channel);
    if (IS(k, "computer_name"))
        return take_text(s, &s->out->event.computer);
    if (IS(k, "record_id")) {
        s->has_record_id = true;
        return take_number(s, &s->out->event.record_id, UINT64_MAX);
    }
    return IS(k, "event_data") ? take_object(s, take_parameter, depth) : pass_value(s, depth);
}

static bool take_file(scan *s, key k, unsigned depth)
{
    if (!IS(k, "path"))
        return pass_value(s, depth);
    return s->has_path = take_text(s, &s->out->path);
}

static bool take_log(scan *s, key k, unsigned depth)
{
    return IS(k, "file") ? take_object(s, take_file, depth) : pass_value(s, depth);
}

static bool take_spp(scan *s, key k, unsigned depth)
{
    return IS(k, "recovered") ? take_flag(s, &s->out->event.recovered) : pass_value(s, depth);
}

/* What is said of logs, and of an event's copies, the other reader takes. */
static bool take_own(scan *s, key k, unsigned depth)
{
    sppwhy_raw_event *e = &s->out->event;
    uint64_t number = 0;
    bool good;
    if (IS(k, "log"))
        return take_text(s, &s->out->id) && strlen(s->out->id) < LOG_ID_TEXT;
    if (IS(k, "offset"))
        return take_number(s, &e->offset, UINT64_MAX);
    if (IS(k, "level")) {
        good = take_number(s, &number, UINT8_MAX);
        e->level = (uint8_t)number;
        return good;
    }
    if (IS(k, "qualifiers")) {
        good = take_number(s, &number, INT32_MAX);
        e->qualifiers = (int32_t)number;
        return good;
    }
    if (IS(k, "source"))
        return take_text(s, &e->source);
    if (IS(k, "reader"))
        return take_text(s, &e->reader);
    if (IS(k, "by_line"))
        return take_flag(s, &e->by_line);
    if (IS(k, "header_record_id"))
        return s->has_header_id = take_number(s, &e->header_record_id, UINT64_MAX);
    if (IS(k, "record_id"))
        return s->has_exact_id = take_number(s, &s->exact_id, UINT64_MAX);
    if (IS(k, "time"))
        return s->has_own_time = take_number(s, &s->own_time, UINT64_MAX);
    return !IS(k, "logs") && !IS(k, "unread") && !IS(k, "also_in") && pass_value(s, depth);
}

static bool take_line(scan *s, key k, unsigned depth)
{
    if (IS(k, "@timestamp"))
        return take_time(s, &s->out->event.time);
    if (IS(k, "event"))
        return take_object(s, take_event, depth);
    if (IS(k, "winlog"))
        return take_object(s, take_winlog, depth);
    if (IS(k, "log"))
        return take_object(s, take_log, depth);
    if (IS(k, "spp"))
        return s->has_spp = take_object(s, take_spp, depth);
    return IS(k, "sppwhy") ? take_object(s, take_own, depth) : pass_value(s, depth);
}

/* ---- a line -------------------------------------------------------------------------------------------- */

static bool make_room(line_puller *p, size_t length)
{
    if (length <= p->room_size)
        return true;
    char *room = realloc(p->room, length * 2);
    if (!room)
        return false;
    p->room = room;
    p->room_size = length * 2;
    return true;
}

pull_result line_pull(line_puller *p, const char *text, size_t length, pulled *out)
{
    *out = (pulled){.id = "", .path = ""};
    sppwhy_raw_event *e = &out->event;
    e->provider = e->source = e->channel = e->computer = e->reader = "";
    e->qualifiers = -1;
    if (!make_room(p, length + 1))
        return PULL_NO_MEMORY;
    p->strings.count = 0;
    scan s = {.at = text, .end = text + length, .room = p->room, .puller = p, .out = out};
    bool good = take_object(&s, take_line, 0) && s.at == s.end;
    if (s.no_memory)
        return PULL_NO_MEMORY;
    if (!good || !s.has_code || !s.has_path || !s.has_spp || !(s.has_record_id || s.has_exact_id))
        return PULL_OTHER;
    if (s.has_exact_id)
        e->record_id = s.exact_id;
    if (!s.has_header_id)
        e->header_record_id = e->record_id;
    if (s.has_own_time)
        e->time = s.own_time;
    e->strings = p->strings.items;
    e->string_count = p->strings.count;
    return PULL_TAKEN;
}

void line_puller_free(line_puller *p)
{
    free(p->room);
    vec_free(&p->strings);
    *p = (line_puller){0};
}
