/* --brief: a line a problem: how grave, whom it hits, what it is, what to do first. What a host's finding
 * explains is counted in its line. */
#include "report/text/text.h"

#include <string.h>

/* Of a machine: a host's finding that is shown, too, explains why its tries failed; the rest
 * follows from it. */
static bool told_by_host(const text_writer *w, const advice_group *b)
{
    bool told = false;
    for (size_t i = 0; i < b->count; i++) {
        const sppwhy_finding *f = b->findings[i];
        bool explained = shown_host_finding(w->analysis, f) != NULL;
        if (!explained && (b->group || f->activation_count != 0 || f->subject != SPPWHY_SUBJECT_MACHINE))
            return false;
        told |= explained;
    }
    return told;
}

static void add_whom(strbuf *b, const advice_group *of, const sppwhy_finding *f)
{
    if (of->group)
        strbuf_printf(b, "%zu machines", of->machines);
    else
        text_add_name_in_text(b, f->machine ? f->machine->name : "the collected logs");
    if (f->affected_count != 0)
        strbuf_printf(b, " (affects %zu %s)", f->affected_count,
                      plural(f->affected_count, "machine", "machines"));
}

/* Findings from `at` on, up to `next`, of which the others follow from the first. */
static void put_line(const text_writer *w, const advice_group *of, size_t at, size_t next)
{
    const page *p = &w->page;
    const sppwhy_finding *f = of->findings[at];
    strbuf b = {0};
    put_color(p, level_colors[f->verdict.level]);
    writer_printf(w->out, "%-8s", sppwhy_level_name(f->verdict.level));
    put_color(p, "\033[0m");
    add_whom(&b, of, f);
    strbuf_printf(&b, ": %s", f->verdict.title);
    if (w->analysis->has_baseline && !f->known)
        strbuf_add(&b, " (NEW)");
    if (f->verdict.fix_count != 0)
        strbuf_printf(&b, ". %s", f->verdict.fix[0]);
    for (size_t i = at + 1; i < next && !of->group; i++)
        strbuf_printf(&b, "%s%s", i == at + 1 ? " Also: " : ", ", of->findings[i]->verdict.cause);
    writer_text(w->out, "  ");
    put_wrapped_wide(p, 12, 10, text_in(&b));
    strbuf_free(&b);
}

/* Behind the finding that says why its tries failed, what follows from that on the same machine. */
static size_t consequences_from(const advice_group *of, size_t at)
{
    size_t next = at + 1;
    while (next < of->count && of->findings[next]->activation_count == 0 &&
           of->findings[next]->subject == SPPWHY_SUBJECT_MACHINE)
        next++;
    return next;
}

void put_lines(const text_writer *w)
{
    for (size_t i = 0; i < w->blocks->count; i++) {
        const advice_group *b = &w->blocks->items[i];
        size_t k = 0;
        while (k < b->count && !told_by_host(w, b)) {
            size_t next = b->group ? b->count : consequences_from(b, k);
            put_line(w, b, k, next);
            k = next;
        }
    }
    if (w->blocks->count == 0)
        writer_text(w->out, w->analysis->ignored_count != 0 ? "No other findings.\n" : "No findings.\n");
    if (w->analysis->ignored_count != 0)
        writer_printf(w->out, "\nIgnored: %zu known %s (the report without --brief lists them)\n",
                      w->analysis->ignored_count, plural(w->analysis->ignored_count, "finding", "findings"));
}
