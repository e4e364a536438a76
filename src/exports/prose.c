/*
 * Events as text for people: what Event Viewer copies (in any language of Windows, with or without its "Event
 * Xml:"), `wevtutil qe /f:text`, PowerShell's Format-List, and all of these as they look once pasted into a
 * post, between other sentences, their line ends and blanks folded.
 *
 * The text is cut into blocks, one an event, line by line; prose_block.c reads a block. The labels of Event
 * Viewer and wevtutil depend on the language, their order does not: the line whose value is a licensing
 * provider is the second of its event.
 */
#include "exports/prose_state.h"

#include "base/limits.h"
#include "exports/message.h"
#include "exports/statement.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    if (!(p->xml_whole ? xml_event_take(p->xml, p->to, block, p->block_line) : tell_no_end(p, "XML")))
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

bool prose_finish(prose *p)
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

bool prose_begin_xml(prose *p)
{
    slice block = {p->block.bytes, p->block.length};
    if (p->kind == BLOCK_JSON && prose_names_licensing(block) && !prose_finish(p))
        return false;
    if (p->kind != BLOCK_NONE && p->kind != BLOCK_JSON) {
        strbuf other = p->kept;
        p->kept = p->block;
        p->kept_kind = p->kind;
        p->kept_line = p->block_line;
        p->block = other;
    }
    begin(p, BLOCK_XML);
    p->xml_scan = (xml_scan){0};
    p->xml_whole = false;
    return true;
}

/* Everything up to "</Event>" is one event; *rest is what is behind it. */
bool prose_take_xml_line(prose *p, slice line, slice *rest)
{
    size_t before = p->block.length;
    add_line(p, line);
    slice block = {p->block.bytes, p->block.length};
    *rest = slice_from(line, line.length);
    if (p->block.failed)
        return prose_finish(p);
    if (block.length == before) { /* it is too long */
        slice end = slice_find(line, "</Event>");
        *rest = end.at ? slice_from(end, 8) : *rest;
        return !end.at || prose_finish(p);
    }
    if (!xml_scan_event(&p->xml_scan, block))
        return true;
    p->block.length = p->xml_scan.at;
    p->xml_whole = true;
    *rest = slice_from(line, p->xml_scan.at - before);
    return prose_finish(p);
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
    if (p->kind == BLOCK_LIST && key_was_seen(p, key) && !prose_finish(p))
        return false;
    if (p->kind != BLOCK_LIST) {
        if (!prose_finish(p))
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
        if (!prose_finish(p))
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
    if (!prose_finish(p))
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
    if (!prose_finish(p))
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
        return prose_finish(p);
    if (blanks >= 12 && p->kind == BLOCK_ROW) {
        add_line(p, line);
        return true;
    }
    if (!prose_finish(p))
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
        if (!prose_finish(p))
            return false;
        begin(p, BLOCK_JSON);
        p->scan = (json_scan){0};
        p->json_looked = 0;
    }
    add_line(p, line);
    slice block = {p->block.bytes, p->block.length};
    if (p->block.failed || !prose_is_json_still(block, &p->json_looked)) {
        p->kind = BLOCK_NONE;
        *taken = false;
        return !p->block.failed;
    }
    if (!json_scan_object(&p->scan, block)) {
        if (p->scan.too_deep)
            p->kind = BLOCK_NONE;
        return !p->scan.too_deep || !prose_names_licensing(block) || tell_no_end(p, "JSON");
    }
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
        bool good = prose_finish(p);
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
        return prose_finish(p);
    }
    if (p->rows.open && p->kind != BLOCK_LIST)
        return take_row_line(p, line);
    *taken = false;
    return true;
}

static void add_before(prose *p, slice line)
{
    if (p->before.length > LIMIT_TEXT_BEFORE)
        strbuf_clear(&p->before);
    strbuf_add_bytes(&p->before, line.at, line.length < LIMIT_TEXT_BEFORE ? line.length : LIMIT_TEXT_BEFORE);
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
        return prose_finish(p);
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

bool prose_take_text_line(prose *p, slice line)
{
    bool taken = false;
    if (!statement_line(p->statements, line, p->line)) {
        p->to->no_memory = true;
        return false;
    }
    if (prose_row_heading(&p->rows, line))
        return prose_finish(p);
    bool good = take_marked_line(p, line, &taken);
    return good && (taken || take_plain_line(p, line));
}
