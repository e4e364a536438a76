/* See moment.h. */
#include "exports/moment.h"

#include "base/clock.h"
#include "base/copied_text.h"
#include "base/zone.h"
#include "exports/month_words.h"

#include <ctype.h>
#include <string.h>

#define UNIX_EPOCH_MS (CLOCK_UNIX_EPOCH_SECONDS * 1000)

/* "2025-11-18T16:19:19.123Z", "...+01:00": with a zone it is UTC. */
static bool parse_iso(moment *m, slice text)
{
    char copy[48];
    if (text.length < 16 || text.length >= sizeof copy || text.at[4] != '-' ||
        (text.at[10] != 'T' && text.at[10] != ' '))
        return false;
    memcpy(copy, text.at, text.length);
    copy[text.length] = '\0';
    size_t end = text.length;
    bool zone = copy[end - 1] == 'Z' || copy[end - 1] == 'z';
    for (size_t i = 16; i < end && !zone; i++)
        zone = copy[i] == '+' || copy[i] == '-';
    /* "+0100" */
    if (zone && end >= 5 && (copy[end - 5] == '+' || copy[end - 5] == '-') && end + 2 < sizeof copy) {
        memmove(copy + end - 1, copy + end - 2, 3);
        copy[end - 2] = ':';
    }
    if (!zone || !clock_parse(&m->time, copy))
        return false;
    m->kind = MOMENT_UTC;
    return true;
}

static bool parse_seconds(moment *m, slice text)
{
    uint64_t seconds, part, unit = CLOCK_SECOND;
    slice behind = slice_from(text, 11);
    behind.length = behind.length < 7 ? behind.length : 7;
    if (!slice_uint((slice){text.at, 10}, &seconds) || !slice_uint(behind, &part))
        return false;
    for (size_t i = 0; i < behind.length; i++)
        unit /= 10;
    m->time = (seconds * 1000 + UNIX_EPOCH_MS) * 10000 + part * unit;
    m->kind = MOMENT_UTC;
    return true;
}

/* "/Date(1763482759123)/" and a number of milliseconds or seconds alone, from 1970 on. */
static bool parse_epoch(moment *m, slice text)
{
    uint64_t number;
    slice found = slice_find(text, "/Date(");
    slice digits = found.at ? slice_from(found, 6) : text;
    size_t length = 0;
    while (length < digits.length && isdigit((unsigned char)digits.at[length]))
        length++;
    if (!found.at && length == 10 && digits.length > 11 && digits.length < 18 && digits.at[10] == '.')
        return parse_seconds(m, digits); /* "1773475331.250" */
    if ((!found.at && length != digits.length) || !slice_uint((slice){digits.at, length}, &number))
        return false;
    if (!found.at && length != 13 && length != 10)
        return false;
    uint64_t ms = !found.at && length == 10 ? number * 1000 : number;
    if (ms > CLOCK_END / 10000)
        return false;
    m->time = (ms + UNIX_EPOCH_MS) * 10000;
    m->kind = MOMENT_UTC;
    return true;
}

/* ---- dates for people ---------------------------------------------------------------------------------- */

typedef struct date_numbers {
    uint32_t at[7];
    uint8_t digits[7];
    char behind[7]; /* the character behind each */
    size_t end[7];
    size_t count;
} date_numbers;

static void take_numbers(date_numbers *n, slice text)
{
    for (size_t i = 0; i < text.length && n->count < 7;) {
        if (!isdigit((unsigned char)text.at[i])) {
            i++;
            continue;
        }
        uint32_t value = 0;
        size_t begin = i;
        for (; i < text.length && isdigit((unsigned char)text.at[i]); i++)
            if (i - begin < 9)
                value = value * 10 + (uint32_t)(text.at[i] - '0');
        n->digits[n->count] = (uint8_t)(i - begin > 9 ? 9 : i - begin);
        n->behind[n->count] = i < text.length ? text.at[i] : '\0';
        n->end[n->count] = i;
        n->at[n->count++] = value;
    }
}

/* "10:00:29 PM", "10:00:29 p. m.": a word right behind the time. */
static bool begins_with_any(slice text, const char *const *words)
{
    for (; *words; words++) {
        size_t length = strlen(*words);
        if (text.length >= length && slice_is_nocase((slice){text.at, length}, *words) &&
            (text.length == length ||
             (!isalnum((unsigned char)text.at[length]) && (unsigned char)text.at[length] < 0x80)))
            return true;
    }
    return false;
}

static bool holds_any(slice text, const char *const *words)
{
    for (; *words; words++)
        if (slice_find(text, *words).at)
            return true;
    return false;
}

/* Twelve hours twice: what comes after noon, and before it, in the languages that write so. Of those whose words are
 * letters it stands behind the time, where it is no part of another word ("Samstag"). */
static void take_half_day(moment *m, slice text, size_t behind)
{
    static const char *const after[] = {"pm", "p.m", "p. m", "p.\xC2\xA0m", "\xCE\xBC\xCE\xBC", NULL},
                             *const before[] = {"am", "a.m", "a. m", "a.\xC2\xA0m", "\xCF\x80\xCE\xBC", NULL};
    /* zh-CN, zh-TW and ja, ko */
    static const char *const after_noon[] = {"\xE4\xB8\x8B\xE5\x8D\x88", "\xE5\x8D\x88\xE5\xBE\x8C",
                                             "\xEC\x98\xA4\xED\x9B\x84", NULL},
                             *const before_noon[] = {"\xE4\xB8\x8A\xE5\x8D\x88", "\xE5\x8D\x88\xE5\x89\x8D",
                                                     "\xEC\x98\xA4\xEC\xA0\x84", NULL};
    slice rest = slice_trim(slice_from(text, behind));
    bool pm = begins_with_any(rest, after) || holds_any(text, after_noon);
    bool am = !pm && (begins_with_any(rest, before) || holds_any(text, before_noon));
    m->half_days = pm || am;
    if (pm && m->hour < 12)
        m->hour = (uint8_t)(m->hour + 12);
    else if (am && m->hour == 12)
        m->hour = 0;
}

/* *end: behind the last of its numbers. */
static bool take_time(moment *m, const date_numbers *n, size_t from, size_t *end)
{
    if (n->count < from + 2 || n->behind[from] != ':' || n->at[from] > 23 || n->at[from + 1] > 59)
        return false;
    m->hour = (uint8_t)n->at[from];
    m->minute = (uint8_t)n->at[from + 1];
    *end = n->end[from + 1];
    if (n->count > from + 2 && n->behind[from + 1] == ':' && n->at[from + 2] < 60) {
        m->seconds = (uint8_t)n->at[from + 2];
        *end = n->end[from + 2];
    }
    if (n->count > from + 3 && (n->behind[from + 2] == '.' || n->behind[from + 2] == ',')) {
        uint64_t unit = CLOCK_SECOND;
        for (uint8_t i = 0; i < n->digits[from + 3] && i < 7; i++)
            unit /= 10;
        uint64_t part = n->at[from + 3];
        for (uint8_t i = 7; i < n->digits[from + 3]; i++)
            part /= 10;
        m->part = part * unit < CLOCK_SECOND ? part * unit : 0;
        *end = n->end[from + 3];
    }
    return true;
}

/* "Nov 18, 2025 @ 16:19:19.000", "18-Nov-2025 16:19:19": the number before the year is then the day.
 * "mar. 03/06/2026 10:00": a day of the week, where there is a number for the month. */
static uint8_t month_in(slice text, const date_numbers *n)
{
    named_month named = month_of_words(text);
    return named.unsure && n->count > 3 && n->behind[2] != ':' && n->behind[3] == ':' ? 0 : named.month;
}

static bool parse_local(moment *m, slice text)
{
    date_numbers n = {0};
    size_t end = 0;
    take_numbers(&n, text);
    uint8_t month = month_in(text, &n);
    size_t dates = month != 0 ? 2 : 3;
    if (n.count < dates + 2 || !take_time(m, &n, dates, &end))
        return false;
    bool year_first = n.digits[0] == 4;
    size_t year = year_first ? 0 : dates - 1;
    if (n.digits[year] != 4 || n.at[year] < 1601 || n.at[year] > 9999)
        return false;
    const uint32_t *rest = n.at + (year_first ? 1 : 0);
    if (rest[0] == 0 || rest[0] > 31 || (month == 0 && (rest[1] == 0 || rest[1] > 31)))
        return false;
    m->year = (uint16_t)n.at[year];
    m->slashes = n.behind[0] == '/';
    m->kind = year_first || month != 0 ? MOMENT_LOCAL : MOMENT_OPEN;
    m->first = month != 0 ? month : (uint8_t)rest[0];
    m->second = month != 0 ? (uint8_t)rest[0] : (uint8_t)rest[1];
    if (m->kind == MOMENT_OPEN && n.behind[0] == '.') { /* nobody writes the month first with full stops */
        m->kind = MOMENT_LOCAL;
        m->first = (uint8_t)rest[1];
        m->second = (uint8_t)rest[0];
    }
    take_half_day(m, text, end);
    return true;
}

#define MOMENT_MOST 100 /* bytes */

/* Windows and .NET put spaces that do not break, and marks of direction, into dates. */
moment moment_parse(slice text)
{
    char plain[MOMENT_MOST];
    moment m = {.kind = MOMENT_NONE};
    text = slice_trim(text);
    if (text.length == 0 || text.length > MOMENT_MOST)
        return m;
    if (copied_text_marked(text.at, text.length)) {
        memcpy(plain, text.at, text.length);
        text = slice_trim((slice){plain, copied_text_clean(plain, text.length)});
        if (text.length == 0)
            return m;
    }
    if (!parse_iso(&m, text) && !parse_epoch(&m, text) && !parse_local(&m, text))
        return (moment){.kind = MOMENT_NONE};
    return m;
}

/* ---- day and month ------------------------------------------------------------------------------------- */

uint64_t moment_wall(const moment *m, bool month_first)
{
    uint64_t time;
    bool swap = m->kind == MOMENT_OPEN && !month_first;
    if (!clock_from_date(&time, m->year, swap ? m->second : m->first, swap ? m->first : m->second, m->hour,
                         m->minute, m->seconds))
        return 0;
    return time + m->part;
}

void moment_vote(moment_votes *v, const moment *m)
{
    if (m->kind != MOMENT_OPEN)
        return;
    v->half_days |= m->half_days;
    v->slashes |= m->slashes;
    if (m->first > 12)
        v->day_first++;
    else if (m->second > 12)
        v->month_first++;
    else if (m->first != m->second)
        v->open++;
    for (size_t way = 0; way < 2; way++) {
        uint64_t time = moment_wall(m, way == 0);
        if (time != 0 && v->last[way] != 0) {
            v->rises[way] += time > v->last[way];
            v->falls[way] += time < v->last[way];
        }
        v->last[way] = time;
    }
}

static uint64_t turns(const moment_votes *v, size_t way)
{
    return v->rises[way] < v->falls[way] ? v->rises[way] : v->falls[way];
}

bool moment_month_first(const moment_votes *v, bool *sure)
{
    *sure = true;
    if (v->month_first != 0 || v->day_first != 0)
        return v->month_first >= v->day_first;
    *sure = v->open == 0;
    if (*sure)
        return true;
    /* An export is in order of time, one way or the other. */
    if (turns(v, 0) != turns(v, 1)) {
        *sure = turns(v, 0) == 0 || turns(v, 1) == 0;
        return turns(v, 0) < turns(v, 1);
    }
    return v->half_days && v->slashes; /* as American Windows writes; most others have the day first */
}

uint64_t moment_utc(const moment *m, bool month_first, const moment_zone *zone)
{
    if (m->kind == MOMENT_UTC || m->kind == MOMENT_NONE)
        return m->kind == MOMENT_UTC ? m->time : 0;
    uint64_t wall = moment_wall(m, month_first);
    int64_t seconds = zone->seconds;
    if (wall == 0)
        return 0;
    if (zone->system) {
        /* Asked twice: the first answer is for a moment some hours off. */
        int32_t ahead = 0;
        char name[16];
        for (int i = 0; i < 2; i++)
            if (!zone_at((uint64_t)((int64_t)wall - ahead * (int64_t)CLOCK_SECOND), &ahead, name))
                ahead = 0;
        seconds = ahead;
    }
    int64_t time = (int64_t)wall - seconds * (int64_t)CLOCK_SECOND;
    return time > 0 && (uint64_t)time < CLOCK_END ? (uint64_t)time : 0;
}
