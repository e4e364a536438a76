/* A finding for a person: what it is, why, on which events it rests, what to check and what to do. */
#include "report/text/text.h"

#include "base/clock.h"
#include "report/view/phrase.h"
#include "spp/access.h"
#include "spp/hresult.h"

#include <string.h>

const char *const level_colors[] = {"", "", "\033[33m", "\033[31m", "\033[1;31m"};

static const char *const level_symbols[] = {"\xC2\xB7 ", "\xE2\x97\xA6 ", "\xE2\x97\x8F ", "\xE2\x96\xB2 ",
                                            "\xE2\x9C\x96 "}; /* middle dot to heavy cross */

void put_title(const text_writer *w, const sppwhy_verdict *v)
{
    strbuf head = {0};
    strbuf_printf(&head, "%s[%s]", w->page.symbols ? level_symbols[v->level] : "",
                  sppwhy_level_name(v->level));
    writer_text(w->out, "  ");
    put_color(&w->page, level_colors[v->level]);
    writer_text(w->out, text_in(&head));
    put_color(&w->page, "\033[0m");
    writer_char(w->out, ' ');
    put_wrapped(&w->page, LABEL_INDENT, 3 + (unsigned)text_columns(text_in(&head)), v->title);
    strbuf_free(&head);
}

/* ---- evidence ------------------------------------------------------------------------------------------ */

/* "12290 host request": the event and, in short, what it is. */
static void add_event(strbuf *b, const sppwhy_record *r, bool kind)
{
    strbuf_printf(b, "%u", (unsigned)r->event->common->id);
    if (!kind || strcmp(sppwhy_record_type(r)->kind, "other") == 0)
        return;
    strbuf_add_char(b, ' ');
    for (const char *at = sppwhy_record_type(r)->kind; *at; at++)
        strbuf_add_char(b, *at == '_' ? ' ' : *at);
}

/* How the lines of a list of events are laid out. */
typedef struct event_lines {
    size_t event;  /* columns of the widest event */
    bool kind;     /* there is room for what an event is */
    bool one_line; /* and for its record on the same line */
} event_lines;

#define TAIL_INDENT (LABEL_COLUMN + 2)
#define PATH_BESIDE 40 /* columns that a path gets at least beside its record */

/* "2026-03-05 07:57:31  12288 client request  0x800706BA" */
static void add_head(strbuf *b, const text_writer *w, const sppwhy_record *r, event_lines lines)
{
    strbuf event = {0};
    uint64_t code;
    add_event(&event, r, lines.kind);
    add_time(b, &w->page.times, r->event->time, true);
    if (r->event->time == 0)
        strbuf_printf(b, "%*s", (int)(sizeof "2026-03-05 07:57:31" - sizeof CLOCK_UNKNOWN_WORDS), "");
    strbuf_printf(b, "  %-*s  ", (int)lines.event, text_in(&event));
    if (record_get_number(r, SPPWHY_FIELD_CODE, &code))
        strbuf_printf(b, CODE_FORMAT, (unsigned)code);
    else
        strbuf_printf(b, "%*s", (int)strlen("0x00000000"), "");
    strbuf_free(&event);
}

/* "record 5540 of kms1.contoso.com in PATH", the path no wider than what is left of so many columns, or,
 * where little is left, than a line of its own. */
static void add_tail(strbuf *b, const text_writer *w, const sppwhy_record *r, const sppwhy_record *before,
                     size_t columns)
{
    strbuf_printf(b, "%s %llu of ", r->event->common->by_line ? "line" : "record",
                  (unsigned long long)r->event->record_id);
    text_add_name_in_text(b, r->event->common->computer);
    strbuf_add(b, r->event->common->recovered ? " (recovered)" : "");
    if (before && sppwhy_record_log(before) == sppwhy_record_log(r)) {
        strbuf_add(b, ", the same log");
        return;
    }
    strbuf_add(b, " in ");
    size_t used = text_columns(text_in(b));
    add_path(b, &w->page, sppwhy_record_log(r)->path,
             columns > used + PATH_BESIDE ? columns - used : columns);
}

static bool fits(const text_writer *w, const sppwhy_record *r, const sppwhy_record *before, event_lines lines)
{
    strbuf b = {0}, safe = {0};
    add_head(&b, w, r, lines);
    strbuf_add(&b, "  ");
    add_tail(&b, w, r, before, SIZE_MAX);
    text_add_printable(&safe, text_in(&b));
    bool enough = LABEL_COLUMN + text_columns(text_in(&safe)) <= w->page.room;
    strbuf_free(&b);
    strbuf_free(&safe);
    return enough;
}

static size_t widest_event(const sppwhy_verdict *v, size_t shown, bool kind)
{
    size_t widest = 0;
    for (size_t i = 0; i < shown; i++) {
        strbuf b = {0};
        add_event(&b, v->evidence[i], kind);
        widest = b.length > widest ? b.length : widest;
        strbuf_free(&b);
    }
    return widest;
}

static event_lines lines_of(const text_writer *w, const sppwhy_verdict *v, size_t shown)
{
    event_lines lines = {widest_event(v, shown, true), true, true};
    if (LABEL_COLUMN + strlen("2026-03-05 07:38:41    0x00000000") + lines.event > w->page.room)
        lines = (event_lines){widest_event(v, shown, false), false, true};
    for (size_t i = 0; i < shown && lines.one_line; i++)
        lines.one_line = fits(w, v->evidence[i], i != 0 ? v->evidence[i - 1] : NULL, lines);
    return lines;
}

static void put_event(const text_writer *w, const sppwhy_record *r, const sppwhy_record *before,
                      event_lines lines)
{
    strbuf head = {0}, tail = {0};
    add_head(&head, w, r, lines);
    add_tail(&tail, w, r, before, lines.one_line ? SIZE_MAX : w->page.room - TAIL_INDENT);
    while (!lines.one_line && head.length != 0 && !head.failed && head.bytes[head.length - 1] == ' ')
        head.bytes[--head.length] = '\0';
    writer_text(w->out, text_in(&head));
    if (lines.one_line)
        writer_text(w->out, "  ");
    else
        writer_printf(w->out, "\n%*s", TAIL_INDENT, "");
    put_wrapped_wide(&w->page, TAIL_INDENT, lines.one_line ? 0 : TAIL_INDENT, text_in(&tail));
    strbuf_free(&head);
    strbuf_free(&tail);
}

static void put_evidence(const text_writer *w, const sppwhy_verdict *v, size_t events)
{
    size_t shown = w->all ? v->evidence_count : shown_of(v->evidence_count, events);
    event_lines lines = lines_of(w, v, shown);
    for (size_t i = 0; i < shown; i++) {
        put_label(&w->page, i == 0 ? "Evidence" : "");
        put_event(w, v->evidence[i], i != 0 ? v->evidence[i - 1] : NULL, lines);
    }
    if (shown < v->evidence_count)
        writer_printf(w->out, "%*sand %zu more events (--all shows them)\n", LABEL_COLUMN, "",
                      v->evidence_count - shown);
}

/* ---- the parts ----------------------------------------------------------------------------------------- */

/* The host's finding behind it, which is to be fixed first. */
static void put_root(const text_writer *w, const sppwhy_finding *f)
{
    const sppwhy_finding *root = f->host_finding, *here = shown_host_finding(w->analysis, f);
    strbuf b = {0};
    if (!root)
        return;
    strbuf_add(&b, "Fix ");
    text_add_name_in_text(&b, root->machine->name);
    strbuf_printf(&b, " first (%s", root->verdict.cause);
    if (here)
        strbuf_printf(&b, ", %s)",
                      advice_group_of(w->blocks, here) < advice_group_of(w->blocks, f) ? "above" : "below");
    else /* it is not shown */
        strbuf_printf(&b, "; `--machine %s` shows it)", root->machine->name);
    put_labeled(&w->page, "Host", text_in(&b));
    strbuf_free(&b);
}

void put_grounds(const text_writer *w, const sppwhy_finding *f, size_t events)
{
    if (!w->brief)
        put_labeled(&w->page, "Why", f->verdict.why);
    put_root(w, f);
    if (w->brief)
        return;
    put_evidence(w, &f->verdict, events);
    put_list(&w->page, LABEL_COLLECT, f->verdict.missing, f->verdict.missing_count, false);
}

void put_steps(const text_writer *w, const sppwhy_verdict *v)
{
    put_list(&w->page, LABEL_CHECK, v->confirm, w->brief ? 0 : v->confirm_count, false);
    put_list(&w->page, LABEL_FIX, v->fix, v->fix_count, true);
    put_list(&w->page, LABEL_CAUTION, v->false_alarms, w->all ? v->false_alarm_count : 0, false);
}
