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
#include "exports/statement.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

typedef struct prose {
    export_log *to;
    xml_event *xml;
    statement_reader *statements;
    block_kind kind;
    strbuf block;
    uint64_t block_line;
    strbuf first_label; /* of a block with labels: it comes again with the next event */
    size_t key_at[64], key_length[64], key_count; /* keys of a list: places in the block */
    strbuf previous;                              /* the line before */
    uint64_t line;
    found found;
} prose;

/* ---- lines --------------------------------------------------------------------------------------------- */

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

/* The names that only PowerShell gives to values of an event. */
static bool begins_list(slice key)
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

static bool finish(prose *p)
{
    slice block = {p->block.bytes, p->block.length};
    block_kind kind = p->kind;
    bool good = true;
    p->kind = BLOCK_NONE;
    if (p->block.failed || p->previous.failed || p->first_label.failed) {
        p->to->no_memory = true;
        return false;
    }
    if (kind == BLOCK_NONE)
        return true;
    if (kind == BLOCK_XML)
        return xml_event_take(p->xml, p->to, block, p->block_line);
    found_clear(&p->found);
    p->found.line = p->block_line;
    if (kind == BLOCK_LIST)
        good = prose_read_list(&p->found, block);
    else if (kind == BLOCK_LABELS)
        good = prose_read_labels(&p->found, block);
    else
        good = prose_read_folded(p->to, &p->found, block);
    return !good || export_take(p->to, &p->found);
}

/* ---- a line -------------------------------------------------------------------------------------------- */

/* Everything up to "</Event>" is one event; the text fields before it said the same. */
static bool take_xml_line(prose *p, slice line)
{
    slice end = slice_find(line, "</Event>");
    if (p->kind != BLOCK_XML) {
        slice from = xml_event_find(line);
        begin(p, BLOCK_XML);
        end = slice_find(from, "</Event>");
        line = from;
    }
    if (!end.at) {
        add_line(p, line);
        return true;
    }
    add_line(p, (slice){line.at, (size_t)(end.at - line.at) + 8});
    return finish(p);
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
    if (p->key_count < sizeof p->key_at / sizeof *p->key_at) {
        p->key_at[p->key_count] = p->block.length;
        p->key_length[p->key_count++] = key.length;
    }
    add_line(p, line);
    return true;
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

static bool take_line(prose *p, slice line)
{
    slice key, value, label;
    if (p->kind == BLOCK_XML || (line.length >= 6 && xml_event_find(line).at))
        return take_xml_line(p, line);
    if (!statement_line(p->statements, line, p->line)) {
        p->to->no_memory = true;
        return false;
    }
    if (prose_list_key(line, &key, &value) && (p->kind == BLOCK_LIST || begins_list(key)))
        return take_list_line(p, line, key);
    if (slice_label(line, &label, &value) && export_provider(p->to, value))
        return begin_labels(p, line);
    if (ends_labels(p, line))
        return finish(p);
    if (p->kind != BLOCK_LIST && prose_holds_folded(p->to, line)) {
        if (!finish(p))
            return false;
        begin(p, BLOCK_FOLDED);
    }
    if (p->kind != BLOCK_NONE)
        add_line(p, line);
    return true;
}

/* ---- the file ------------------------------------------------------------------------------------------ */

static void remember(prose *p, slice line)
{
    if (slice_trim(line).length == 0)
        return;
    strbuf_clear(&p->previous);
    strbuf_add_bytes(&p->previous, line.at, line.length < 1000 ? line.length : 1000);
}

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
        if (!take_line(p, line))
            return false;
        remember(p, line);
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
    p->statements = statement_create(b);
    sppwhy_status status = p->xml && p->statements ? read_all(p, t, error) : error_no_memory(error);
    xml_event_free(p->xml);
    statement_free(p->statements);
    strbuf_free(&p->block);
    strbuf_free(&p->first_label);
    strbuf_free(&p->previous);
    free(p);
    return status;
}
