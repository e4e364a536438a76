/*
 * Events as text for people: what Event Viewer copies (in any language of Windows, with or without its "Event
 * Xml:"), `wevtutil qe /f:text`, PowerShell's Format-List, and all of these as they look once pasted into a
 * post, between other sentences, their line ends and blanks folded.
 *
 * The text is cut into blocks, one an event, line by line; prose_block.c reads a block. The labels of Event
 * Viewer and wevtutil depend on the language, their order does not: the line whose value is a licensing
 * provider is the second of its event.
 */
#include "exports/prose.h"

#include "base/error.h"
#include "exports/message.h"
#include "exports/statement.h"
#include "exports/tidy.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the lines behind "Name : value" are. */
typedef enum list_value {
    VALUE_OF_LINES, /* more of it: a message */
    VALUE_WRAPPED,  /* more of it where they are indented */
    VALUE_ENDED     /* none of it */
} list_value;

typedef struct prose {
    export_log *to;
    xml_event *xml;
    json_reading *json;
    statement_reader *statements;
    block_kind kind;
    strbuf block;
    uint64_t block_line;
    strbuf kept; /* the block that was open where XML began, which may be the same event */
    block_kind kept_kind;
    uint64_t kept_line;
    strbuf first_label;    /* of a block with labels: it comes again with the next event */
    list_value list_value; /* of the last key of a list */
    size_t key_at[64], key_length[64], key_count; /* keys of a list: places in the block */
    strbuf previous;                              /* the line before */
    strbuf before;                                /* lines that belong to no block, since the last one */
    strbuf room;                                  /* what a line looks like without what was put around it */
    bool xml_marked;                              /* the XML at hand is quoted, or written in HTML */
    json_scan scan;
    row_table rows;
    uint64_t line;
    found found;
} prose;

#define BEFORE_MOST 8192 /* bytes: a message is shorter */

/* ---- lines --------------------------------------------------------------------------------------------- */

static bool key_was_seen(const prose *p, slice key)
{
    for (size_t i = 0; i < p->key_count; i++) {
        slice seen = {p->block.bytes + p->key_at[i], p->key_length[i]};
        if (seen.length == key.length && memcmp(seen.at, key.at, key.length) == 0)
            return true;
    }
    return false;
}

static void add_line(prose *p, slice line)
{
    if (p->block.length > LIMIT_TEXT_BLOCK)
        return;
    strbuf_add_bytes(&p->block, line.at, line.length);
    strbuf_add_char(&p->block, '\n');
}

static void begin(prose *p, block_kind kind)
{
    p->kind = kind;
    p->block_line = p->line;
    p->key_count = 0;
    strbuf_clear(&p->block);
    strbuf_add(&p->block, "");
}

/* ---- the end of a block -------------------------------------------------------------------------------- */

/* Event Viewer shows the message above its fields, so what is copied may have it there. */
static void take_message_before(prose *p)
{
    uint64_t id;
    slice before = {p->before.bytes, p->before.length}, *message = &p->found.values[FOUND_MESSAGE];
    if (before.length != 0 && p->found.string_count == 0 && slice_uint(p->found.values[FOUND_ID], &id) &&
        id < 65536 && !message_is_whole((uint32_t)id, *message) && message_is_whole((uint32_t)id, before))
        *message = before;
}

/* False when it is no event after all. */
static bool read_block(prose *p, block_kind kind, slice block)
{
    switch (kind) {
    case BLOCK_LIST:
        return prose_read_list(&p->found, block);
    case BLOCK_LABELS:
        return prose_read_labels(&p->found, block);
    case BLOCK_PAIRS:
        return prose_read_pairs(&p->found, block);
    case BLOCK_DETAILS:
        return prose_read_details(p->to, &p->found, block);
    case BLOCK_ROW:
        return prose_read_row(p->to, &p->rows, &p->found, block);
    default:
        return prose_read_folded(p->to, &p->found, block);
    }
}

/* `xml`: the event as XML that came behind it; NULL: there was none. */
static bool take_block(prose *p, block_kind kind, slice block, uint64_t line, const pending_event *xml)
{
    found_clear(&p->found);
    p->found.line = line;
    bool good = read_block(p, kind, block);
    if (!good && prose_names_licensing(block))
        return export_bad(
            p->to, line,
            "this was passed over: it looks like a licensing event, but its event ID, or its time, "
            "is not where one has it; copy the event as XML");
    if (good && prose_lost_provider(p->to, &p->found, block))
        return export_bad(
            p->to, line,
            "this was passed over: it looks like a licensing event, but the name of its provider "
            "is not known; copy the event as XML");
    if (good && kind != BLOCK_ROW)
        take_message_before(p);
    if (good && !(xml && prose_is_same(p->to, &p->found, xml)))
        good = export_take(p->to, &p->found);
    else
        good = true;
    strbuf_clear(&p->before);
    return good;
}

/* What began and did not end took all lines up to here. */
static bool tell_no_end(prose *p, const char *what)
{
    char text[160];
    snprintf(
        text, sizeof text,
        "this was passed over: it begins an event as %s that has no end; nothing was read of the lines up "
        "to %llu",
        what, (unsigned long long)p->line);
    return export_bad(p->to, p->block_line, text);
}

/* Event Viewer copies an event as text and then once more, as XML: it is one. */
static bool take_xml(prose *p, slice block)
{
    size_t before = p->to->events.count, with_xml;
    block_kind kind = p->kept_kind;
    p->kept_kind = BLOCK_NONE;
    bool whole = slice_find(block, "</Event>").at != NULL;
    if (!(whole ? xml_event_take(p->xml, p->to, block, p->block_line) : tell_no_end(p, "XML")))
        return false;
    if (kind == BLOCK_NONE)
        return true;
    with_xml = p->to->events.count;
    pending_event xml = {0}, *items = p->to->events.items;
    if (with_xml != before)
        xml = items[before];
    if (!take_block(p, kind, (slice){p->kept.bytes, p->kept.length}, p->kept_line,
                    with_xml != before ? &xml : NULL))
        return false;
    items = p->to->events.items;
    if (with_xml != before && p->to->events.count > with_xml) { /* in the order of the file */
        items[before] = items[with_xml];
        items[with_xml] = xml;
    }
    return true;
}

static bool finish(prose *p)
{
    slice block = {p->block.bytes, p->block.length};
    block_kind kind = p->kind;
    p->kind = BLOCK_NONE;
    if (p->block.failed || p->previous.failed || p->first_label.failed || p->before.failed ||
        p->kept.failed) {
        p->to->no_memory = true;
        return false;
    }
    if (kind == BLOCK_NONE)
        return true;
    if (kind == BLOCK_XML)
        return take_xml(p, block);
    if (kind == BLOCK_JSON)
        return tell_no_end(p, "JSON");
    return take_block(p, kind, block, p->block_line, NULL);
}

/* ---- a line -------------------------------------------------------------------------------------------- */

static bool begin_xml(prose *p)
{
    slice block = {p->block.bytes, p->block.length};
    if (p->kind == BLOCK_JSON && prose_names_licensing(block) && !finish(p))
        return false;
    if (p->kind != BLOCK_NONE && p->kind != BLOCK_JSON) {
        strbuf other = p->kept;
        p->kept = p->block;
        p->kept_kind = p->kind;
        p->kept_line = p->block_line;
        p->block = other;
    }
    begin(p, BLOCK_XML);
    return true;
}

/* Everything up to "</Event>" is one event; *rest is what is behind it. */
static bool take_xml_line(prose *p, slice line, slice *rest)
{
    slice end = slice_find(line, "</Event>");
    size_t length = end.at ? (size_t)(end.at - line.at) + 8 : line.length;
    add_line(p, (slice){line.at, length});
    *rest = slice_from(line, length);
    return !end.at || finish(p);
}

/* Of the line that comes next. */
static void note_key(prose *p, size_t length)
{
    if (p->key_count == sizeof p->key_at / sizeof *p->key_at)
        return;
    p->key_at[p->key_count] = p->block.length;
    p->key_length[p->key_count++] = length;
}

static bool take_list_line(prose *p, slice line, slice key)
{
    if (p->kind == BLOCK_LIST && key_was_seen(p, key) && !finish(p))
        return false;
    if (p->kind != BLOCK_LIST) {
        if (!finish(p))
            return false;
        begin(p, BLOCK_LIST);
    }
    uint8_t rank;
    found_name is = found_name_of(key, &rank);
    bool of_lines = is == FOUND_MESSAGE || is == FOUND_STRINGS || is == FOUND_RAW || is == FOUND_TOTAL;
    p->list_value = of_lines ? VALUE_OF_LINES : VALUE_WRAPPED;
    note_key(p, key.length);
    add_line(p, line);
    return true;
}

/* A line of a list without a key. A console that is narrow breaks a value at a blank or behind a hyphen. */
static void add_to_list(prose *p, slice line)
{
    slice more = slice_trim(line);
    if (p->list_value == VALUE_OF_LINES) {
        add_line(p, line);
        return;
    }
    if (more.length == 0 || more.at == line.at)
        p->list_value = VALUE_ENDED;
    if (p->list_value == VALUE_ENDED || p->block.length == 0 || p->block.length > LIMIT_TEXT_BLOCK)
        return;
    slice before = slice_trim((slice){p->block.bytes, p->block.length});
    p->block.length = (size_t)(before.at + before.length - p->block.bytes);
    if (before.length != 0 && before.at[before.length - 1] != '-')
        strbuf_add_char(&p->block, ' ');
    add_line(p, more);
}

/* An event in running text; where a line has several, each begins with its provider. */
static bool take_folded_line(prose *p, slice line)
{
    for (;;) {
        slice provider, behind = prose_find_provider(p->to, line, &provider), next = behind;
        if (!finish(p))
            return false;
        begin(p, BLOCK_FOLDED);
        while (next.at && (next = prose_find_provider(p->to, next, &provider)).at) {
            slice from = {provider.at, (size_t)(line.at + line.length - provider.at)};
            if (prose_holds_event(p->to, from))
                break;
        }
        slice one = next.at ? (slice){line.at, (size_t)(provider.at - line.at)} : line;
        add_line(p, one);
        if (!next.at)
            return true;
        line = slice_from(line, one.length);
    }
}

/* The line with the provider: the one before it began the event. */
static bool begin_labels(prose *p, slice line)
{
    slice label, value, before = {p->previous.bytes, p->previous.length};
    if (!finish(p))
        return false;
    begin(p, BLOCK_LABELS);
    strbuf_clear(&p->first_label);
    strbuf_add(&p->first_label, "");
    if (before.length != 0 && slice_label(before, &label, &value)) {
        strbuf_add_bytes(&p->first_label, label.at, label.length);
        add_line(p, before);
        p->block_line--;
    } else {
        add_line(p, SLICE(":"));
    }
    add_line(p, line);
    return true;
}

/* The next event of any provider ends the one at hand. */
static bool ends_labels(const prose *p, slice line)
{
    slice label, value, trimmed = slice_trim(line);
    if (p->kind != BLOCK_LABELS)
        return false;
    if (slice_starts(trimmed, "Event[") && trimmed.length < 24)
        return true;
    return p->first_label.length != 0 && slice_label(line, &label, &value) &&
           label.length == p->first_label.length && memcmp(label.at, p->first_label.bytes, label.length) == 0;
}

/* ---- Splunk, details, rows, JSON ----------------------------------------------------------------------- */

static bool is_time(slice line)
{
    line = slice_trim(line);
    return line.length < 40 && moment_parse(line).kind != MOMENT_NONE;
}

/* "LogName=Application" or "EventCode=8198": of the next event when it was there before. */
static bool take_pair_line(prose *p, slice line, slice key)
{
    slice before = {p->previous.bytes, p->previous.length};
    bool timed = before.length != 0 && is_time(before);
    if (p->kind == BLOCK_PAIRS && !key_was_seen(p, key)) {
        note_key(p, key.length);
        add_line(p, line);
        return true;
    }
    if (p->kind == BLOCK_PAIRS && timed && p->block.length > before.length) /* the next one's time */
        p->block.length -= before.length + 1;
    if (!finish(p))
        return false;
    begin(p, BLOCK_PAIRS);
    if (timed)
        add_line(p, before);
    note_key(p, key.length);
    add_line(p, line);
    return true;
}

static bool begins_details(const prose *p, slice line)
{
    slice provider, name = slice_find(line, "[ Name]");
    return name.at && prose_find_provider(p->to, name, &provider).at;
}

/* A row begins with something; what is far to the right belongs to the one before. */
static bool take_row_line(prose *p, slice line)
{
    slice trimmed = slice_trim(line);
    size_t blanks = trimmed.length != 0 ? (size_t)(trimmed.at - line.at) : 0;
    if (trimmed.length == 0)
        return finish(p);
    if (blanks >= 12 && p->kind == BLOCK_ROW) {
        add_line(p, line);
        return true;
    }
    if (!finish(p))
        return false;
    p->rows.open = isdigit((unsigned char)trimmed.at[0]) || blanks != 0 || prose_names_licensing(line);
    if (!p->rows.open)
        return true;
    begin(p, BLOCK_ROW);
    add_line(p, line);
    return true;
}

/* *taken: false when it was other text behind a brace, after all. */
static bool take_json_line(prose *p, slice line, bool *taken)
{
    if (p->kind != BLOCK_JSON) {
        if (!finish(p))
            return false;
        begin(p, BLOCK_JSON);
        p->scan = (json_scan){0};
    }
    add_line(p, line);
    slice block = {p->block.bytes, p->block.length};
    if (p->block.failed || !prose_is_json_still(block)) {
        p->kind = BLOCK_NONE;
        *taken = false;
        return !p->block.failed;
    }
    if (!json_scan_object(&p->scan, block))
        return true;
    slice rest = slice_find(block, "{"); /* of a list, the objects one after another */
    p->kind = BLOCK_NONE;
    while (rest.at) {
        json_scan one = {0};
        if (!json_scan_object(&one, rest))
            break;
        if (!json_reading_take(p->json, (slice){rest.at, one.at}, p->block_line))
            return false;
        rest = slice_find(slice_from(rest, one.at), "{");
    }
    return true;
}

/* ---- any line ------------------------------------------------------------------------------------------ */

/* What only one line is needed to know; *taken: it was one of these. */
static bool take_marked_line(prose *p, slice line, bool *taken)
{
    slice key;
    *taken = true;
    if (p->kind == BLOCK_JSON || (p->kind != BLOCK_LIST && prose_begins_json(line))) {
        bool good = take_json_line(p, line, taken);
        if (!good || *taken)
            return good;
        *taken = true;
    }
    if (begins_details(p, line)) {
        bool good = finish(p);
        begin(p, BLOCK_DETAILS);
        add_line(p, line);
        return good;
    }
    if (prose_pair_key(line, &key))
        return take_pair_line(p, line, key);
    if (prose_opens_rows((slice){p->previous.bytes, p->previous.length}, line)) {
        p->rows.open = true;
        p->rows.by_instance =
            slice_find((slice){p->previous.bytes, p->previous.length}, "InstanceI").at != NULL;
        return finish(p);
    }
    if (p->rows.open && p->kind != BLOCK_LIST)
        return take_row_line(p, line);
    *taken = false;
    return true;
}

static void add_before(prose *p, slice line)
{
    if (p->before.length > BEFORE_MOST)
        strbuf_clear(&p->before);
    strbuf_add_bytes(&p->before, line.at, line.length < BEFORE_MOST ? line.length : BEFORE_MOST);
    strbuf_add_char(&p->before, '\n');
}

/* A line that may begin a block, end one or go on with it. */
static bool take_plain_line(prose *p, slice line)
{
    slice key, value, label;
    if (prose_list_key(line, &key, &value) && (p->kind == BLOCK_LIST || prose_begins_list(key)))
        return take_list_line(p, line, key);
    if (slice_label(line, &label, &value) && export_provider(p->to, value))
        return begin_labels(p, line);
    if (ends_labels(p, line))
        return finish(p);
    if (p->kind != BLOCK_LIST && prose_holds_folded(p->to, line))
        return take_folded_line(p, line);
    if (p->kind == BLOCK_LIST)
        add_to_list(p, line);
    else if (p->kind != BLOCK_NONE)
        add_line(p, line);
    else
        add_before(p, line);
    return true;
}

static bool take_text_line(prose *p, slice line)
{
    bool taken = false;
    if (!statement_line(p->statements, line, p->line)) {
        p->to->no_memory = true;
        return false;
    }
    if (prose_row_heading(&p->rows, line))
        return finish(p);
    bool good = take_marked_line(p, line, &taken);
    return good && (taken || take_plain_line(p, line));
}

/* A line may have events as XML, and text around them. */
static bool take_line(prose *p, slice line)
{
    bool behind = false;
    for (;;) {
        slice from = p->kind == BLOCK_XML ? line : xml_event_find(line);
        if (!from.at)
            break;
        slice text = {line.at, (size_t)(from.at - line.at)};
        if (prose_names_licensing(text) && !prose_begins_json(text) && !take_text_line(p, text))
            return false;
        if (p->kind != BLOCK_XML && !begin_xml(p))
            return false;
        if (!take_xml_line(p, from, &line))
            return false;
        if (slice_trim(line).length == 0)
            return true;
        behind = true;
    }
    return take_text_line(p, behind ? slice_trim(line) : line);
}

static void remember(prose *p, slice line)
{
    if (slice_trim(line).length == 0)
        return;
    strbuf_clear(&p->previous);
    strbuf_add_bytes(&p->previous, line.at, line.length < 1000 ? line.length : 1000);
}

/* A line as it is in the file: without what was put around it, it may be several. */
static bool take_raw_line(prose *p, slice raw)
{
    bool in_xml = p->kind == BLOCK_XML;
    slice rest = in_xml && !p->xml_marked ? raw : tidy_line(&p->room, raw, in_xml);
    bool marked = rest.at != raw.at || rest.length != raw.length;
    do {
        slice line = slice_line(rest, &rest);
        bool began = p->kind == BLOCK_XML;
        if (!take_line(p, line))
            return false;
        if (!began && p->kind == BLOCK_XML)
            p->xml_marked = marked;
        remember(p, line);
    } while (rest.length != 0);
    if (!p->to->hint_line && prose_names_licensing(raw))
        p->to->hint_line = p->line;
    return true;
}

/* ---- the file ------------------------------------------------------------------------------------------ */

/* Takes all whole lines of the window; a line that never ends is taken in parts. */
static bool take_lines(prose *p, text_input *t)
{
    for (;;) {
        slice all = {text_input_at(t), text_input_left(t)}, rest;
        slice line = slice_line(all, &rest);
        if (all.length == 0 || (rest.length == 0 && !t->ended && all.length < LIMIT_TEXT_BLOCK &&
                                all.at[all.length - 1] != '\n'))
            return true;
        p->line = t->line;
        if (!take_raw_line(p, line))
            return false;
        text_input_drop(t, all.length - rest.length);
    }
}

static sppwhy_status read_all(prose *p, text_input *t, sppwhy_error *error)
{
    while (!t->ended) {
        sppwhy_status status = text_input_more(t, error);
        if (status != SPPWHY_OK)
            return status;
        if (!take_lines(p, t))
            return error_no_memory(error);
    }
    return finish(p) && statement_end(p->statements) ? SPPWHY_OK : error_no_memory(error);
}

sppwhy_status prose_read(export_log *b, text_input *t, sppwhy_error *error)
{
    prose *p = calloc(1, sizeof *p);
    if (!p)
        return error_no_memory(error);
    p->to = b;
    p->xml = xml_event_create();
    p->json = json_reading_create(b);
    p->statements = statement_create(b);
    sppwhy_status status =
        p->xml && p->json && p->statements ? read_all(p, t, error) : error_no_memory(error);
    xml_event_free(p->xml);
    json_reading_free(p->json);
    statement_free(p->statements);
    strbuf_free(&p->before);
    strbuf_free(&p->room);
    strbuf_free(&p->block);
    strbuf_free(&p->kept);
    strbuf_free(&p->first_label);
    strbuf_free(&p->previous);
    free(p);
    return status;
}
