/*
 * Reads scenarios: the keys of a log and of an event, what is assumed when one is not given, repetitions and
 * placeholders. Every mistake is named with its place. What readers make of the logs is in scenario_logs.c.
 */
#include "scenario/scenario.h"

#include "base/clock.h"
#include "base/licensing_names.h"
#include "base/limits.h"
#include "base/sort.h"
#include "base/text.h"
#include "base/vec.h"
#include "spp/kms.h"
#include "spp/written.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The end of the year 9999, the last that clock_parse() knows. */
#define LATEST_TIME (3067671 * CLOCK_DAY - 1)

typedef struct reader {
    arena *a;
    const char *file;
    mistake_list *mistakes;
    uint64_t records; /* of the scenario so far, against LIMIT_SCENARIO_RECORDS */
} reader;

/* An event as listed, before its repetitions and placeholders. */
typedef struct listed_event {
    const yaml_node *node;
    const yaml_node *time_node;
    sppwhy_raw_event event;
    bool has_placeholders;
    uint64_t repeat;
    uint64_t every; /* FILETIME */
} listed_event;

/* One repetition, to be sorted: by time, and as listed where times are equal. */
typedef struct placed_event {
    sppwhy_raw_event event;
    size_t order;
} placed_event;

typedef VEC(placed_event) placed_list;

/* ---- mistakes ----------------------------------------------------------------------------------------- */

static sppwhy_status mistake(const reader *r, const yaml_node *at, const char *format, ...)
    SPPWHY_PRINTF(3, 4);

static sppwhy_status mistake(const reader *r, const yaml_node *at, const char *format, ...)
{
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    return mistakes_place(r->mistakes, r->file, at->line, at->column, "%s", message);
}

static sppwhy_status check_keys(const reader *r, const yaml_node *map, const char *what,
                                const char *const *known)
{
    if (map->kind != YAML_MAP)
        return mistake(r, map, "%s must be a map (key: value)", what);
    return mistakes_unknown_keys(r->mistakes, r->file, map, what, known);
}

/* ---- values ------------------------------------------------------------------------------------------- */

/* A text that is not empty; `*out` stays as it is when the key is absent. */
static sppwhy_status read_text(const reader *r, const yaml_node *map, const char *key, const char **out)
{
    const yaml_node *value = yaml_get(map, key);
    if (value == NULL)
        return SPPWHY_OK;
    if (value->kind != YAML_SCALAR || value->text[0] == '\0')
        return mistake(r, value, "'%s' must be a text that is not empty", key);
    *out = value->text;
    return SPPWHY_OK;
}

static sppwhy_status require(const reader *r, const yaml_node *map, const char *what, const char *key,
                             const char *example)
{
    if (yaml_get(map, key) == NULL)
        return mistake(r, map, "%s needs '%s', for instance \"%s: %s\"", what, key, key, example);
    return SPPWHY_OK;
}

/* A whole number; `*out` stays as it is when the key is absent. */
static sppwhy_status read_number(const reader *r, const yaml_node *map, const char *key, uint64_t least,
                                 uint64_t most, uint64_t *out)
{
    const yaml_node *value = yaml_get(map, key);
    uint64_t number = 0;
    if (value == NULL)
        return SPPWHY_OK;
    if (value->kind != YAML_SCALAR || !text_parse_uint(&number, value->text) || number < least ||
        number > most)
        return mistake(r, value, "'%s' must be a whole number from %llu to %llu", key,
                       (unsigned long long)least, (unsigned long long)most);
    *out = number;
    return SPPWHY_OK;
}

static sppwhy_status parse_time(const reader *r, const yaml_node *value, const char *key, uint64_t *out)
{
    if (value->kind == YAML_SCALAR && clock_parse(out, value->text))
        return SPPWHY_OK;
    return mistake(r, value, "'%s' must be a date and time that exists, written like 2026-03-01T10:00:29Z",
                   key);
}

/* ---- placeholders ------------------------------------------------------------------------------------- */

/* "{until 2026-04-01}" at *at: adds the minutes from `time` to then, 0 when that is past. */
static bool add_minutes_left(strbuf *out, const char **at, uint64_t time)
{
    const char *p = *at + strlen("{until ");
    char end[sizeof "2026-04-01T10:00:00.0000000Z"];
    size_t length = strcspn(p, "}");
    uint64_t then;
    if (p[length] == '\0' || length >= sizeof end)
        return false;
    memcpy(end, p, length);
    end[length] = '\0';
    if (!clock_parse(&then, end))
        return false;
    strbuf_printf(out, "%llu", (unsigned long long)(then > time ? (then - time) / CLOCK_MINUTE : 0));
    *at = p + length + 1;
    return true;
}

/* "{time+15}" at *at: adds what it stands for and moves past it. False when it is no placeholder. */
static bool add_placeholder(strbuf *out, const char **at, uint64_t time)
{
    const char *p = *at + 1;
    if (text_starts_with(p, "until "))
        return add_minutes_left(out, at, time);
    bool padded = text_starts_with(p, "time");
    if (!padded && !text_starts_with(p, "short_time"))
        return false;
    p += strlen(padded ? "time" : "short_time");
    bool back = *p == '-';
    uint64_t minutes = 0;
    if (*p == '+' || *p == '-') {
        char digits[10];
        size_t count = strspn(++p, "0123456789");
        if (count == 0 || count >= sizeof digits)
            return false;
        memcpy(digits, p, count);
        digits[count] = '\0';
        if (!text_parse_uint(&minutes, digits))
            return false;
        p += count;
    }
    if (*p != '}' || (back && minutes * CLOCK_MINUTE > time))
        return false;
    time = back ? time - minutes * CLOCK_MINUTE : time + minutes * CLOCK_MINUTE;

    char plain[40];
    unsigned year;
    unsigned month;
    unsigned day;
    unsigned hour;
    unsigned minute;
    if (sscanf(clock_format_plain(time, false, plain), "%u-%u-%u %u:%u", &year, &month, &day, &hour,
               &minute) != 5)
        return false;
    strbuf_printf(out, padded ? "%04u/%02u/%02u %02u:%02u" : "%u/%u/%u %u:%02u", year, month, day, hour,
                  minute);
    *at = p + 1;
    return true;
}

/* `text` with its placeholders filled; NULL in *bad, or where the first unknown one is. */
static void fill_text(strbuf *out, const char *text, uint64_t time, const char **bad)
{
    *bad = NULL;
    while (*text != '\0') {
        if (*text != '{') {
            strbuf_add_char(out, *text++);
        } else if (text[1] == '{') {
            strbuf_add_char(out, '{');
            text += 2;
        } else if (!add_placeholder(out, &text, time)) {
            *bad = text;
            return;
        }
    }
}

static sppwhy_status fill_string(const reader *r, const yaml_node *node, uint64_t time, const char **out)
{
    strbuf filled = {0};
    const char *bad;
    strbuf_add(&filled, "");
    fill_text(&filled, node->text, time, &bad);
    *out = bad != NULL || filled.failed ? NULL : arena_bytes(r->a, filled.bytes, filled.length);
    strbuf_free(&filled);
    if (bad != NULL)
        return mistake(r, node,
                       "'%.*s' is no placeholder; there are {time}, {time-300}, {time+15}, the same with "
                       "{short_time}, {until 2026-04-01T10:00:00Z}, and {{ for a brace",
                       (int)(strcspn(bad, "}") < 40 ? strcspn(bad, "}") + (strchr(bad, '}') != NULL) : 40),
                       bad);
    return *out != NULL ? SPPWHY_OK : mistakes_no_memory(r->mistakes);
}

/* The strings of one repetition. */
static sppwhy_status fill_strings(const reader *r, const yaml_node *list, sppwhy_raw_event *event)
{
    const char **strings = ARENA_ARRAY(r->a, list->count, const char *);
    if (strings == NULL)
        return mistakes_no_memory(r->mistakes);
    for (size_t i = 0; i < list->count; i++) {
        sppwhy_status status = fill_string(r, list->items[i], event->time, &strings[i]);
        if (status != SPPWHY_OK)
            return status;
    }
    event->strings = strings;
    event->string_count = list->count;
    return SPPWHY_OK;
}

/* ---- one event ---------------------------------------------------------------------------------------- */

static sppwhy_status check_strings(const reader *r, const yaml_node *list, listed_event *listed)
{
    if (list->kind != YAML_LIST)
        return mistake(r, list, "'strings' must be a list, for instance [\"0x80072338\", contoso.com]");
    if (list->count > LIMIT_EVENT_STRINGS)
        return mistake(r, list, "an event has at most %d strings", LIMIT_EVENT_STRINGS);
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i]->kind != YAML_SCALAR)
            return mistake(r, list->items[i], "a string must be a text; put it in quotes");
        listed->has_placeholders = listed->has_placeholders || strchr(list->items[i]->text, '{') != NULL;
    }
    return SPPWHY_OK;
}

static sppwhy_status read_strings(const reader *r, listed_event *listed)
{
    const yaml_node *list = yaml_get(listed->node, "strings");
    if (list == NULL)
        return SPPWHY_OK;
    sppwhy_status status = check_strings(r, list, listed);
    return status == SPPWHY_OK ? fill_strings(r, list, &listed->event) : status;
}

static sppwhy_status read_repeat(reader *r, listed_event *listed)
{
    const yaml_node *node = listed->node;
    uint64_t minutes = 0;
    listed->repeat = 1;
    sppwhy_status status = read_number(r, node, "repeat", 1, LIMIT_SCENARIO_RECORDS, &listed->repeat);
    if (status == SPPWHY_OK)
        status = read_number(r, node, "every_minutes", 1, 5256000, &minutes);
    if (status != SPPWHY_OK)
        return status;
    if (listed->repeat > 1 && minutes == 0)
        return mistake(r, node, "'repeat' needs 'every_minutes', the minutes from one event to the next");
    if (listed->repeat == 1 && minutes != 0)
        return mistake(r, yaml_get(node, "every_minutes"),
                       "'every_minutes' needs 'repeat', how many events in all");
    listed->every = minutes * CLOCK_MINUTE;
    if (listed->event.time > LATEST_TIME ||
        (listed->repeat > 1 && (listed->repeat - 1) > (LATEST_TIME - listed->event.time) / listed->every))
        return mistake(r, listed->time_node, "the last repetition would be after the year 9999");
    r->records += listed->repeat;
    if (r->records > LIMIT_SCENARIO_RECORDS)
        return mistake(r, node, "a scenario may have at most %d records", LIMIT_SCENARIO_RECORDS);
    return SPPWHY_OK;
}

static sppwhy_status read_names(const reader *r, const yaml_node *node, sppwhy_raw_event *event)
{
    sppwhy_status status = read_text(r, node, "provider", &event->provider);
    status = mistakes_both(status, read_text(r, node, "computer", &event->computer));
    status = mistakes_both(status, read_text(r, node, "channel", &event->channel));
    return status;
}

static sppwhy_status read_severity(const reader *r, const yaml_node *node, sppwhy_raw_event *event)
{
    written_severity usual = written_severity_of(event->id);
    uint64_t level = usual.level, qualifiers = usual.qualifiers;
    sppwhy_status status = read_number(r, node, "level", 0, 255, &level);
    status = mistakes_both(status, read_number(r, node, "qualifiers", 0, 65535, &qualifiers));
    event->level = (uint8_t)level;
    event->qualifiers = (int32_t)qualifiers;
    return status;
}

/* time and id, which every event must have. */
static sppwhy_status read_time_and_id(const reader *r, listed_event *listed)
{
    uint64_t id = 0;
    sppwhy_status status = require(r, listed->node, "an event", "time", "2026-03-01T10:00:29Z");
    status =
        mistakes_both(status, require(r, listed->node, "an event", "id", KMS_TEXT(EVENT_CLIENT_REQUEST)));
    status = mistakes_both(status, read_number(r, listed->node, "id", 0, 65535, &id));
    listed->event.id = (uint32_t)id;
    listed->time_node = yaml_get(listed->node, "time");
    if (!listed->time_node)
        return status;
    return mistakes_both(status, parse_time(r, listed->time_node, "time", &listed->event.time));
}

static sppwhy_status read_event(reader *r, const yaml_node *node, listed_event *listed)
{
    static const char *const keys[] = {"time",          "id",       "strings", "repeat",
                                       "every_minutes", "provider", "level",   "qualifiers",
                                       "computer",      "channel",  NULL};
    listed->node = node;
    sppwhy_raw_event *event = &listed->event;
    sppwhy_status status = check_keys(r, node, "an event", keys);
    if (node->kind != YAML_MAP)
        return status;
    sppwhy_status when = read_time_and_id(r, listed);
    status = mistakes_both(status, when);
    status = mistakes_both(status, read_names(r, node, event));
    status = mistakes_both(status, read_severity(r, node, event));
    status = mistakes_both(status, read_strings(r, listed));
    if (when == SPPWHY_OK)
        status = mistakes_both(status, read_repeat(r, listed));
    event->source = written_source_of(event->provider, event->channel, event->id);
    event->reader = "scenario";
    return status;
}

/* ---- the events of a log ------------------------------------------------------------------------------- */

static sppwhy_status check_covered(const reader *r, const scenario_log *log, const listed_event *listed,
                                   uint64_t time, uint64_t repetition)
{
    if (!log->covers_given || (time >= log->covers_from && time <= log->covers_to))
        return SPPWHY_OK;
    char at[40];
    char end[40];
    bool early = time < log->covers_from;
    const char *where = early ? "before 'covers' begins" : "after 'covers' ends";
    clock_format(time, false, at);
    clock_format(early ? log->covers_from : log->covers_to, false, end);
    if (repetition == 0)
        return mistake(r, listed->time_node, "this event at %s is %s at %s; widen 'covers'", at, where, end);
    return mistake(r, listed->time_node, "repetition %llu of this event, at %s, is %s at %s; widen 'covers'",
                   (unsigned long long)repetition + 1, at, where, end);
}

static sppwhy_status place_repetitions(const reader *r, const scenario_log *log, const listed_event *listed,
                                       placed_list *placed)
{
    const yaml_node *strings = yaml_get(listed->node, "strings");
    for (uint64_t i = 0; i < listed->repeat; i++) {
        placed_event p = {.event = listed->event, .order = placed->count};
        p.event.time += i * listed->every;
        sppwhy_status status = check_covered(r, log, listed, p.event.time, i);
        if (status == SPPWHY_OK && i != 0 && listed->has_placeholders)
            status = fill_strings(r, strings, &p.event);
        if (status != SPPWHY_OK)
            return status;
        if (!vec_push(placed, p))
            return mistakes_no_memory(r->mistakes);
    }
    return SPPWHY_OK;
}

static sppwhy_status place_event(reader *r, const yaml_node *list, size_t i, const scenario_log *log,
                                 listed_event *listed, uint64_t *previous, placed_list *placed)
{
    sppwhy_status status = read_event(r, list->items[i], listed);
    if (listed->event.time == 0 || (status != SPPWHY_OK && listed->event.time < *previous))
        return status;
    if (listed->event.time < *previous && !log->as_listed)
        return mistake(r, listed->time_node,
                       "this event is before the one in line %u; list events in order of time",
                       list->items[i - 1]->line);
    *previous = listed->event.time;
    return status == SPPWHY_OK ? place_repetitions(r, log, listed, placed) : status;
}

static sppwhy_status place_events(reader *r, const yaml_node *list, const scenario_log *log,
                                  const sppwhy_raw_event *usual, placed_list *placed)
{
    uint64_t previous = 0;
    sppwhy_status status = SPPWHY_OK;
    for (size_t i = 0; i < list->count; i++) {
        listed_event listed = {.event = *usual};
        status = mistakes_both(status, place_event(r, list, i, log, &listed, &previous, placed));
    }
    return status;
}

static int compare_placed(const void *left, const void *right)
{
    const placed_event *l = left;
    const placed_event *r = right;
    if (l->event.time != r->event.time)
        return l->event.time < r->event.time ? -1 : 1;
    return compare_u64(l->order, r->order);
}

static sppwhy_status keep_events(const reader *r, scenario_log *log, placed_list *placed)
{
    if (placed->count > 1 && !log->as_listed)
        sort_array(placed->items, placed->count, sizeof *placed->items, compare_placed);
    log->events = ARENA_ARRAY(r->a, placed->count, sppwhy_raw_event);
    if (log->events == NULL)
        return mistakes_no_memory(r->mistakes);
    log->event_count = placed->count;
    for (size_t i = 0; i < placed->count; i++)
        log->events[i] = placed->items[i].event;
    return SPPWHY_OK;
}

static sppwhy_status read_events(reader *r, const yaml_node *map, scenario_log *log,
                                 const sppwhy_raw_event *usual)
{
    const yaml_node *list = yaml_get(map, "events");
    if (list != NULL && list->kind != YAML_LIST)
        return mistake(r, list, "'events' must be a list (or [] for none)");
    placed_list placed = {0};
    sppwhy_status status = list == NULL ? SPPWHY_OK : place_events(r, list, log, usual, &placed);
    if (status == SPPWHY_OK)
        status = keep_events(r, log, &placed);
    vec_free(&placed);
    return status;
}

/* ---- one log ------------------------------------------------------------------------------------------ */

static sppwhy_status read_covers(const reader *r, const yaml_node *map, scenario_log *log)
{
    const yaml_node *covers = yaml_get(map, "covers");
    if (covers == NULL)
        return SPPWHY_OK;
    if (covers->kind != YAML_LIST || covers->count != 2)
        return mistake(r, covers, "'covers' must be two times: [from, to]");
    sppwhy_status status = parse_time(r, covers->items[0], "covers", &log->covers_from);
    status = mistakes_both(status, parse_time(r, covers->items[1], "covers", &log->covers_to));
    if (status == SPPWHY_OK && log->covers_from > log->covers_to)
        return mistake(r, covers->items[1], "'covers' ends before it begins");
    log->covers_given = true;
    return status;
}

static sppwhy_status read_noise(reader *r, const yaml_node *map, scenario_log *log)
{
    sppwhy_status status = read_number(r, map, "noise", 0, LIMIT_SCENARIO_RECORDS, &log->noise);
    if (status != SPPWHY_OK)
        return status;
    if (log->noise != 0 && !log->covers_given && log->event_count == 0)
        return mistake(r, yaml_get(map, "noise"), "'noise' in a log without events needs 'covers'");
    if (log->covers_given && log->noise < 2)
        log->noise = 2; /* the ends of the span are the times of its first and last record */
    if (!log->covers_given && log->event_count != 0) {
        log->covers_from = log->events[0].time;
        log->covers_to = log->events[log->event_count - 1].time;
    }
    r->records += log->noise;
    if (r->records > LIMIT_SCENARIO_RECORDS)
        return mistake(r, map, "a scenario may have at most %d records", LIMIT_SCENARIO_RECORDS);
    return SPPWHY_OK;
}

/* The log writer makes folders from it, so it must not lead out of the output folder. */
static sppwhy_status check_file(const reader *r, const yaml_node *node)
{
    for (const char *part = node->text;; part++) {
        size_t length = strcspn(part, "/");
        bool climbs = length == 2 && part[0] == '.' && part[1] == '.';
        bool stays = length == 1 && part[0] == '.';
        if (length == 0 || climbs || stays || memchr(part, '\\', length) != NULL)
            return mistake(r, node,
                           "'file' must be a path below the output folder, like ws1/Application.evtx");
        part += length;
        if (*part == '\0')
            return SPPWHY_OK;
    }
}

static sppwhy_status read_log_names(const reader *r, const yaml_node *node, scenario_log *log,
                                    sppwhy_raw_event *usual)
{
    sppwhy_status status = require(r, node, "a log", "file", "ws1/Application.evtx");
    status = mistakes_both(status, require(r, node, "a log", "computer", "ws1.contoso.com"));
    status = mistakes_both(status, read_text(r, node, "file", &log->file));
    if (log->file)
        status = mistakes_both(status, check_file(r, yaml_get(node, "file")));
    status = mistakes_both(status, read_names(r, node, usual));
    log->computer = usual->computer;
    log->channel = usual->channel;
    return status;
}

static sppwhy_status read_log(reader *r, const yaml_node *node, scenario_log *log)
{
    static const char *const keys[] = {"file",       "computer",     "channel", "covers",
                                       "provider",   "first_record", "noise",   "chunk_records",
                                       "unreadable", "as_listed",    "events",  NULL};
    sppwhy_raw_event usual = {
        .provider = PROVIDER_SPP, .source = "", .channel = CHANNEL_APPLICATION, .computer = ""};
    *log = (scenario_log){.first_record = 1};
    sppwhy_status status = check_keys(r, node, "a log", keys);
    if (node->kind != YAML_MAP)
        return status;
    status = mistakes_both(status, read_log_names(r, node, log, &usual));
    status =
        mistakes_both(status, read_number(r, node, "first_record", 1, (uint64_t)1 << 48, &log->first_record));
    status = mistakes_both(status,
                           read_number(r, node, "unreadable", 0, LIMIT_SCENARIO_RECORDS, &log->unreadable));
    status = mistakes_both(status, read_number(r, node, "chunk_records", 0, 65536, &log->chunk_records));
    status = mistakes_both(status, read_number(r, node, "as_listed", 0, 1, &log->as_listed));
    if (log->as_listed && !yaml_get(node, "covers"))
        status = mistakes_both(status, mistake(r, node, "a log with 'as_listed' needs 'covers'"));
    status = mistakes_both(status, read_covers(r, node, log));
    status = mistakes_both(status, read_events(r, node, log, &usual));
    if (status == SPPWHY_OK)
        status = read_noise(r, node, log);
    return status;
}

/* ---- the scenario -------------------------------------------------------------------------------------- */

static sppwhy_status read_logs(reader *r, const yaml_node *list, scenario *s)
{
    sppwhy_status status = SPPWHY_OK;
    s->logs = ARENA_ARRAY(r->a, list->count, scenario_log);
    if (s->logs == NULL)
        return mistakes_no_memory(r->mistakes);
    for (size_t i = 0; i < list->count; i++) {
        status = mistakes_both(status, read_log(r, list->items[i], &s->logs[i]));
        for (size_t k = 0; k < i; k++) {
            if (s->logs[i].file && s->logs[k].file && strcmp(s->logs[k].file, s->logs[i].file) == 0)
                status = mistakes_both(status,
                                       mistake(r, yaml_get(list->items[i], "file"),
                                               "the log in line %u has the same file", list->items[k]->line));
        }
        s->log_count++;
    }
    return status;
}

sppwhy_status scenario_read_all(scenario **out, arena *a, const char *file, const yaml_node *map,
                                mistake_list *mistakes)
{
    *out = NULL;
    reader r = {.a = a, .file = file, .mistakes = mistakes};
    if (map->kind != YAML_MAP)
        return mistake(&r, map, "a scenario must be a map with 'logs'");
    const yaml_node *list = yaml_get(map, "logs");
    if (list == NULL)
        return mistake(&r, map, "a scenario needs 'logs', the list of its logs");
    if (list->kind != YAML_LIST || list->count == 0)
        return mistake(&r, list, "'logs' must be a list of at least one log");
    scenario *s = ARENA_NEW(a, scenario);
    if (s == NULL)
        return mistakes_no_memory(mistakes);
    s->title = "";
    sppwhy_status status = read_text(&r, map, "title", &s->title);
    status = mistakes_both(status, read_logs(&r, list, s));
    if (status == SPPWHY_OK)
        *out = s;
    return status;
}

sppwhy_status scenario_read(scenario **out, arena *a, const char *file, const yaml_node *map,
                            sppwhy_error *error)
{
    mistake_list first = {.first = error};
    return scenario_read_all(out, a, file, map, &first);
}
