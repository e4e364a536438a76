/* The lines of a text: what was put around them, comments and events as XML in them. See prose.c. */
#include "exports/prose_state.h"

#include "base/copied_text.h"
#include "base/error.h"
#include "exports/tidy.h"

#include <stdlib.h>
#include <string.h>

/* What is before the XML on its line. */
static bool take_text_before(prose *p, slice text)
{
    return !prose_names_licensing(text) || prose_begins_json(text) || prose_take_text_line(p, text);
}

/* A part of a comment: from an event in it on it is passed over. *rest is what is behind the comment; *more: there
 * is something. */
static bool take_in_section(prose *p, slice line, slice *rest, bool *more)
{
    slice end = slice_find(line, p->until), inner = line;
    inner.length = end.at ? (size_t)(end.at - line.at) : line.length;
    slice event = p->hides ? inner : xml_event_find(inner);
    if (event.at && !p->hides && !export_bad(p->to, p->line, XML_HIDDEN))
        return false;
    if (event.at && !p->hides)
        p->hides_line = p->line;
    p->hides |= event.at != NULL;
    slice text = {inner.at, event.at ? (size_t)(event.at - inner.at) : inner.length};
    *rest = end.at ? slice_from(end, strlen(p->until)) : slice_from(line, line.length);
    *more = slice_trim(*rest).length != 0;
    if (end.at) {
        p->until = NULL;
        p->hides = false;
    }
    return slice_trim(text).length == 0 || prose_take_text_line(p, text);
}

/* A line may have events as XML, and text and comments around them. */
static bool take_line(prose *p, slice line)
{
    bool behind = false, more = true;
    for (slice from = {NULL, 0}; more; behind = true) {
        xml_thing thing = XML_EVENT;
        if (p->kind == BLOCK_XML)
            from = line;
        else if (p->until) {
            if (!take_in_section(p, line, &line, &more))
                return false;
            continue;
        } else
            thing = xml_find_next(line, &from, &p->until);
        if (thing == XML_NOTHING || (thing == XML_SECTION && !xml_event_find(from).at))
            break; /* a comment that only begins here is text like any other, so far */
        if (!take_text_before(p, (slice){line.at, (size_t)(from.at - line.at)}))
            return false;
        line = from;
        if (thing == XML_SECTION)
            continue;
        if ((p->kind != BLOCK_XML && !prose_begin_xml(p)) || !prose_take_xml_line(p, from, &line))
            return false;
        more = slice_trim(line).length != 0;
    }
    return !more || prose_take_text_line(p, behind ? slice_trim(line) : line);
}

static void remember(prose *p, slice line)
{
    if (slice_trim(line).length == 0)
        return;
    strbuf_clear(&p->previous);
    strbuf_add_bytes(&p->previous, line.at, line.length < 1000 ? line.length : 1000);
}

/* The line without colors and the like; it may be several then. */
static slice without_looks(prose *p, slice raw)
{
    if (!copied_text_marked(raw.at, raw.length))
        return raw;
    strbuf_clear(&p->copied);
    strbuf_add_bytes(&p->copied, raw.at, raw.length);
    if (p->copied.failed) {
        p->to->no_memory = true;
        return raw;
    }
    return (slice){p->copied.bytes, copied_text_clean(p->copied.bytes, raw.length)};
}

/* One of the lines of a line in the file: without what was put around it, it may be several again. */
static bool take_bare_line(prose *p, slice raw)
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

static bool take_raw_line(prose *p, slice raw)
{
    slice rest = without_looks(p, raw);
    do {
        slice line = slice_line(rest, &rest);
        if (p->to->no_memory || !take_bare_line(p, line))
            return false;
    } while (rest.length != 0);
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
    if (p->until && p->hides &&
        !export_bad(p->to, p->hides_line,
                    "the comment around this event has no end: all behind it was passed over"))
        return error_no_memory(error);
    return prose_finish(p) && statement_end(p->statements) ? SPPWHY_OK : error_no_memory(error);
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
    strbuf_free(&p->copied);
    strbuf_free(&p->block);
    strbuf_free(&p->kept);
    strbuf_free(&p->first_label);
    strbuf_free(&p->previous);
    free(p);
    return status;
}
