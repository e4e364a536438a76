/* One event out of its block of text. See prose.h. */
#include "exports/prose.h"

#include "base/clock.h"
#include "base/licensing_names.h"
#include "base/text.h"
#include "collect/licensing_marks.h"
#include "exports/found.h"
#include "exports/message.h"

#include <ctype.h>
#include <string.h>

/* What is before a computer's name, in the languages of Windows. */
static const char *const computer_labels[] = {
    "Computer",                                                                 /* en de da nl it */
    "Ordinateur",                                                               /* fr */
    "Equipo",                                                                   /* es */
    "Computador",                                                               /* pt */
    "Komputer",                                                                 /* pl */
    "\xD0\x9A\xD0\xBE\xD0\xBC\xD0\xBF\xD1\x8C\xD1\x8E\xD1\x82\xD0\xB5\xD1\x80", /* ru */
    "\xE3\x82\xB3\xE3\x83\xB3\xE3\x83\x94\xE3\x83\xA5\xE3\x83\xBC\xE3\x82\xBF\xE3\x83\xBC", /* ja */
    "\xE8\xAE\xA1\xE7\xAE\x97\xE6\x9C\xBA",                                                 /* zh-CN */
    "\xE9\x9B\xBB\xE8\x85\xA6",                                                             /* zh-TW */
    "\xEC\xBB\xB4\xED\x93\xA8\xED\x84\xB0",                                                 /* ko */
    "Bilgisayar",                                                                           /* tr */
    "Po\xC4\x8D\xC3\xADta\xC4\x8D",                                                         /* cs */
    "Dator",                                                                                /* sv */
    "Sz\xC3\xA1m\xC3\xADt\xC3\xB3g\xC3\xA9p",                                               /* hu */
};

static bool is_computer_label(slice label)
{
    for (size_t i = 0; i < sizeof computer_labels / sizeof *computer_labels; i++)
        if (slice_is_nocase(label, computer_labels[i]))
            return true;
    return false;
}

/* ---- a label a line ------------------------------------------------------------------------------------ */

enum { LINES_MOST = 16, VIEWER_COMPUTER = 8, WEVTUTIL_COMPUTER = 10 };

typedef struct label_lines {
    slice labels[LINES_MOST], values[LINES_MOST];
    slice behind[LINES_MOST]; /* all text behind the line */
    size_t count;
} label_lines;

static void take_labels(label_lines *l, slice block)
{
    slice rest = block;
    while (rest.length != 0 && l->count < LINES_MOST) {
        slice line = slice_line(rest, &rest);
        if (slice_trim(line).length == 0)
            continue;
        if (!slice_label(line, &l->labels[l->count], &l->values[l->count])) {
            l->labels[l->count] = (slice){line.at, 0};
            l->values[l->count] = slice_trim(line);
        }
        l->behind[l->count++] = rest;
    }
}

/* The line of the computer: by its label where the language is known, else by its place. */
static size_t computer_line(const label_lines *l, bool wevtutil)
{
    for (size_t i = 2; i < l->count; i++)
        if (is_computer_label(l->labels[i]))
            return i;
    size_t place = wevtutil ? WEVTUTIL_COMPUTER : VIEWER_COMPUTER;
    return place < l->count ? place : l->count;
}

static bool looks_like_host(slice value)
{
    if (value.length == 0 || value.length > 255)
        return false;
    for (size_t i = 0; i < value.length; i++)
        if (value.at[i] == ' ' || value.at[i] == '=' || value.at[i] == ',')
            return false;
    return true;
}

bool prose_read_labels(found *f, slice block)
{
    label_lines l = {0};
    uint64_t number;
    size_t id = 0;
    take_labels(&l, block);
    if (l.count < 4)
        return false;
    found_set(f, FOUND_CHANNEL, l.values[0]);
    found_set(f, FOUND_PROVIDER, l.values[1]);
    for (size_t i = 2; i < l.count && i < 6; i++) {
        if (f->ranks[FOUND_TIME] == 0 && moment_parse(l.values[i]).kind != MOMENT_NONE)
            found_set(f, FOUND_TIME, l.values[i]);
        else if (id == 0 && slice_uint(l.values[i], &number) && number < 65536)
            id = i;
    }
    if (id == 0)
        return false;
    found_set(f, FOUND_ID, l.values[id]);
    bool wevtutil = f->ranks[FOUND_TIME] != 0 && slice_char(f->values[FOUND_TIME], 'T');
    size_t computer = computer_line(&l, wevtutil), message = id;
    if (computer < l.count && looks_like_host(l.values[computer])) {
        found_set(f, FOUND_COMPUTER, l.values[computer]);
        message = computer;
    }
    found_set(f, FOUND_MESSAGE, slice_trim(l.behind[message]));
    return true;
}

/* ---- one event, said twice ----------------------------------------------------------------------------- */

/* Zones are quarters of an hour apart; text for people has whole seconds, or whole minutes. */
static bool same_quarter(const moment *text, const moment *xml)
{
    enum { QUARTER = 15 * 60 };
    static const moment_zone utc = {0};
    uint64_t a = moment_utc(text, true, &utc), b = moment_utc(xml, true, &utc);
    if (a == 0)
        a = moment_utc(text, false, &utc);
    int64_t seconds = (int64_t)(a / CLOCK_SECOND), apart = (seconds - (int64_t)(b / CLOCK_SECOND)) % QUARTER;
    apart += apart < 0 ? QUARTER : 0;
    return apart <= 1 || apart >= QUARTER - (seconds % 60 == 0 ? 60 : 1);
}

bool prose_is_same(const export_log *b, const found *f, const pending_event *xml)
{
    uint64_t id;
    slice computer = slice_trim(f->values[FOUND_COMPUTER]);
    const char *provider = export_provider(b, slice_trim(f->values[FOUND_PROVIDER]));
    moment when = moment_parse(f->values[FOUND_TIME]);
    return provider && strcmp(provider, xml->event.provider) == 0 &&
           slice_uint(slice_trim(f->values[FOUND_ID]), &id) && (id & 0xFFFF) == xml->event.id &&
           (computer.length == 0 || slice_is_nocase(computer, xml->event.computer)) &&
           (when.kind == MOMENT_NONE || same_quarter(&when, &xml->when));
}

/* ---- running text -------------------------------------------------------------------------------------- */

/* Where a provider's name ends in the text; length 0 when there is none. */
slice prose_find_provider(const export_log *b, slice text, slice *provider)
{
    for (const char *const *end = licensing_providers; *end; end++) {
        slice at = slice_find(text, *end);
        size_t length = strlen(*end);
        slice name = {at.at, length};
        if (!at.at || (at.length > length && at.at[length] == '-') || !export_provider(b, name))
            continue;
        *provider = name;
        return slice_from(at, length);
    }
    return (slice){NULL, 0};
}

static bool is_date_part(char c)
{
    return isdigit((unsigned char)c) || strchr("/.-: T", c) != NULL;
}

/* The first date with a time in the text, with AM or PM behind it; *behind is what follows. */
slice prose_find_date(slice text, slice *behind)
{
    for (size_t i = 0; i < text.length && i < 300; i++) {
        if (!isdigit((unsigned char)text.at[i]) || (i != 0 && isalnum((unsigned char)text.at[i - 1])))
            continue;
        size_t end = i, last = i;
        for (; end < text.length && is_date_part(text.at[end]); end++)
            if (isdigit((unsigned char)text.at[end]))
                last = end + 1;
        slice plain = {text.at + i, last - i};
        if (moment_parse(plain).kind == MOMENT_NONE)
            continue;
        slice more = {plain.at, plain.length + 4 <= text.length - i ? plain.length + 4 : text.length - i};
        moment m = moment_parse(more);
        slice date = m.kind != MOMENT_NONE && m.half_days ? more : plain;
        *behind = slice_from(text, i + date.length);
        return date;
    }
    return (slice){NULL, 0};
}

bool prose_holds_folded(const export_log *b, slice line)
{
    slice provider, behind, rest = prose_find_provider(b, line, &provider);
    return rest.at && prose_find_date(rest, &behind).at;
}

/* The number behind the next colon. */
static slice find_id(slice text, slice *behind)
{
    for (size_t i = 0; i + 1 < text.length && i < 120; i++) {
        if (text.at[i] != ':' && text.at[i] != '\x9A')
            continue;
        slice rest = slice_trim(slice_from(text, i + 1));
        size_t digits = 0;
        while (digits < rest.length && isdigit((unsigned char)rest.at[digits]))
            digits++;
        if (digits != 0 && digits < 6) {
            *behind = slice_from(rest, digits);
            return (slice){rest.at, digits};
        }
    }
    return (slice){NULL, 0};
}

bool prose_holds_event(const export_log *b, slice line)
{
    slice provider, behind = prose_find_provider(b, line, &provider);
    return behind.at && prose_find_date(behind, &behind).at && find_id(behind, &behind).at;
}

static slice find_computer(slice text, slice *behind)
{
    for (size_t i = 0; i < sizeof computer_labels / sizeof *computer_labels; i++) {
        slice at = slice_find(text, computer_labels[i]);
        slice label, value;
        if (!at.at || !slice_label((slice){at.at, at.length < 400 ? at.length : 400}, &label, &value) ||
            !slice_is(label, computer_labels[i]))
            continue;
        size_t length = 0;
        while (length < value.length && !isspace((unsigned char)value.at[length]))
            length++;
        *behind = slice_from(at, (size_t)(value.at - at.at) + length);
        return (slice){value.at, length};
    }
    return (slice){NULL, 0};
}

bool prose_read_folded(const export_log *b, found *f, slice block)
{
    slice provider, behind = prose_find_provider(b, block, &provider);
    if (!behind.at)
        return false;
    slice before = {block.at, (size_t)(provider.at - block.at)};
    slice date = prose_find_date(behind, &behind), id = date.at ? find_id(behind, &behind) : date;
    if (!id.at)
        return false;
    found_set(f, FOUND_PROVIDER, provider);
    found_set(f, FOUND_TIME, date);
    found_set(f, FOUND_ID, id);
    if (slice_find(before, CHANNEL_KMS).at)
        found_set(f, FOUND_CHANNEL, SLICE(CHANNEL_KMS));
    slice computer = find_computer(behind, &behind);
    if (computer.at)
        found_set(f, FOUND_COMPUTER, computer);
    found_set(f, FOUND_MESSAGE, slice_trim(behind));
    return true;
}

/* ---- a provider that is not whole ---------------------------------------------------------------------- */

/* "Microsoft-Windows-Secur...": the beginning of a name that is known. */
static bool begins_provider(const export_log *b, slice name)
{
    static const char dots[] = ".\xE2\x80\xA6"; /* three of them, or the one character */
    while (name.length != 0 && strchr(dots, name.at[name.length - 1]))
        name.length--;
    for (const char *const *known = b->options->providers; known && *known; known++)
        if (name.length >= sizeof "Microsoft-Windows-Se" - 1 && name.length < strlen(*known) &&
            text_compare_nocase_n(name.at, *known, name.length) == 0)
            return true;
    return false;
}

bool prose_lost_provider(const export_log *b, const found *f, slice block)
{
    uint64_t id;
    slice provider, name = slice_trim(f->values[FOUND_PROVIDER]);
    if (name.length == 0 || export_provider(b, name) ||
        export_provider(b, slice_trim(f->values[FOUND_SOURCE])) || !prose_names_licensing(block))
        return false;
    if (prose_find_provider(b, name, &provider).at || begins_provider(b, name))
        return true;
    return !slice_is(name, "EventLog") && slice_uint(slice_trim(f->values[FOUND_ID]), &id) && id < 65536 &&
           message_is_licensing((uint32_t)id, f->values[FOUND_MESSAGE]);
}

/* ---- Name : value -------------------------------------------------------------------------------------- */

bool prose_list_key(slice line, slice *key, slice *value)
{
    size_t length = 0;
    while (length < line.length && isalnum((unsigned char)line.at[length]))
        length++;
    size_t colon = length;
    while (colon < line.length && line.at[colon] == ' ')
        colon++;
    if (length == 0 || colon == length || colon >= line.length || line.at[colon] != ':')
        return false;
    *key = (slice){line.at, length};
    *value = slice_trim(slice_from(line, colon + 1));
    return true;
}

bool prose_begins_list(slice key)
{
    static const char *const names[] = {
        "TimeCreated",   "ProviderName", "RecordId",   "LogName", "MachineName", "LevelDisplayName",
        "TimeGenerated", "EventID",      "InstanceId", "Index",   "EntryType",   "Id",
        "Message"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (slice_is_nocase(key, names[i]))
            return true;
    return false;
}

static bool is_cut_off(slice key)
{
    return slice_is_nocase(key, "Properties") || slice_is_nocase(key, "ReplacementStrings");
}

bool prose_read_list(found *f, slice block)
{
    slice rest = block, key = {NULL, 0}, value = {NULL, 0};
    while (rest.length != 0) {
        slice next_key, next_value, line = slice_line(rest, &rest);
        if (!prose_list_key(line, &next_key, &next_value)) {
            if (key.at) /* a value of several lines */
                value.length = (size_t)(line.at + line.length - value.at);
            continue;
        }
        if (key.at && !is_cut_off(key))
            found_value(f, key, slice_trim(value));
        key = next_key;
        value = next_value;
    }
    if (key.at && !is_cut_off(key))
        found_value(f, key, slice_trim(value));
    return f->ranks[FOUND_ID] != 0;
}

/* ---- JSON ---------------------------------------------------------------------------------------------- */

bool prose_begins_json(slice line)
{
    slice text = slice_trim(line);
    if (text.length == 0 || (text.at[0] != '{' && text.at[0] != '['))
        return false;
    text = slice_trim(slice_from(text, 1));
    return text.length == 0 || text.at[0] == '"' || text.at[0] == '{';
}

bool prose_is_json_still(slice block, size_t *looked)
{
    while (*looked < block.length && strchr("{[ \t\r\n", block.at[*looked]))
        ++*looked;
    return *looked == block.length || block.at[*looked] == '"';
}
