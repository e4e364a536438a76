/* A section for each machine that has findings or is a host: what is known of it, its timeline, its tries,
 * and each finding with its evidence. What to do is with the causes; each finding links there. */
#include "report/html/html.h"

#include "report/view/words.h"
#include "spp/access.h"

#include <ctype.h>
#include <string.h>

/* ---- what is known of it ------------------------------------------------------------------------------- */

static void put_fact(sppwhy_writer *out, const char *label)
{
    writer_printf(out, "<div><dt>%s</dt><dd>", label);
}

static void end_fact(sppwhy_writer *out)
{
    writer_text(out, "</dd></div>\n");
}

static void put_time_fact(sppwhy_writer *out, const char *label, uint64_t time)
{
    if (time == 0)
        return;
    put_fact(out, label);
    html_time(out, time, false);
    end_fact(out);
}

static void put_names_fact(sppwhy_writer *out, const char *label, const char *const *names, size_t count)
{
    if (count == 0)
        return;
    put_fact(out, label);
    for (size_t i = 0; i < count; i++) {
        writer_text(out, i != 0 ? ", <bdi>" : "<bdi>");
        html_name(out, names[i]);
        writer_text(out, "</bdi>");
    }
    end_fact(out);
}

static void put_products_fact(const html_page *p, const sppwhy_machine *m)
{
    if (m->product_count == 0)
        return;
    put_fact(p->out, m->product_count == 1 ? "Product" : "Products");
    for (size_t i = 0; i < m->product_count; i++) {
        if (m->product_count > 1) /* the timeline calls them by these numbers */
            writer_printf(p->out, "%s%zu: ", i != 0 ? ", " : "", i + 1);
        html_product(p, m->products[i]);
    }
    end_fact(p->out);
}

static void put_facts(const html_page *p, const sppwhy_machine *m)
{
    char ends[40];
    sppwhy_writer *out = p->out;
    writer_text(out, "<dl class=\"facts\">\n");
    put_products_fact(p, m);
    if (m->activation_count != 0) {
        put_fact(out, "Failed");
        html_number(out, m->failed_count);
        writer_text(out, " of ");
        html_count(out, m->activation_count, "activation", "activations");
        end_fact(out);
    }
    if (m->is_host) {
        put_fact(out, "KMS host");
        strbuf shown = {0};
        if (m->served_count == 0 && add_shown_requests(&shown, m) && !shown.failed)
            html_text(out, shown.bytes);
        else
            html_count(out, m->served_count, "request in its log", "requests in its log");
        strbuf_free(&shown);
        end_fact(out);
    }
    put_time_fact(out, "Last success", m->last_success);
    put_time_fact(out, "Last failure", m->last_failure);
    put_time_fact(out, "Activated, as reported by its KMS host", m->state_by_host ? m->last_success : 0);
    put_time_fact(out, "Activated over the internet", m->license_acquired);
    snprintf(ends, sizeof ends, "%s", what_ends(m));
    ends[0] = (char)toupper((unsigned char)ends[0]);
    put_time_fact(out, ends, m->runs_out);
    put_names_fact(out, "Also named", m->aliases, m->alias_count);
    writer_text(out, "</dl>\n");
}

/* ---- its tries ----------------------------------------------------------------------------------------- */

static bool same_kind(const html_page *p, const sppwhy_activation *a, const sppwhy_activation *b)
{
    const sppwhy_verdict *x = p->analysis->verdicts[a->id - 1], *y = p->analysis->verdicts[b->id - 1];
    return a->outcome == b->outcome && a->has_code == b->has_code && (!a->has_code || a->code == b->code) &&
           id_equal(a->product, b->product) && (x == y || (x && y && strcmp(x->cause, y->cause) == 0));
}

/* The tries from `from` on that are like it and follow one another. */
static size_t run_length(const html_page *p, const sppwhy_machine *m, size_t from)
{
    size_t end = from + 1;
    while (end < m->activation_count && same_kind(p, m->activations[from], m->activations[end]))
        end++;
    return end - from;
}

static void put_run(const html_page *p, const sppwhy_machine *m, size_t from, size_t length)
{
    sppwhy_writer *out = p->out;
    const sppwhy_activation *a = m->activations[from];
    const sppwhy_verdict *v = p->analysis->verdicts[a->id - 1];
    writer_text(out, "<tr><td class=\"time\">");
    html_time(out, a->time, length == 1);
    if (length > 1) {
        writer_text(out, " to <br/>");
        html_time(out, m->activations[from + length - 1]->time, false);
    }
    writer_text(out, "</td><td class=\"number\">");
    html_number(out, length);
    writer_printf(out, "</td><td><span class=\"state %s\">%s</span></td><td>", v ? "bad" : "good",
                  html_outcome(a->outcome));
    if (a->has_code)
        html_code(out, a->code);
    writer_text(out, "</td><td class=\"name\">");
    if (v)
        html_text(out, v->title);
    writer_text(out, "</td><td>");
    html_product(p, a->product);
    writer_text(out, "</td></tr>\n");
}

/* The newest tries; equal ones in a row are one line. */
static void put_tries(const html_page *p, const sppwhy_machine *m)
{
    sppwhy_writer *out = p->out;
    size_t runs = 0, at = 0, left_out = 0;
    for (size_t i = 0; i < m->activation_count; i += run_length(p, m, i))
        runs++;
    if (runs == 0)
        return;
    writer_text(out, "<details class=\"tries\"><summary>");
    html_count(out, m->activation_count, "try", "tries");
    writer_text(out, " in a table</summary>\n");
    for (; runs > HTML_RUNS_SHOWN; runs--) {
        size_t length = run_length(p, m, at);
        left_out += length;
        at += length;
    }
    if (left_out != 0) {
        writer_text(out, "<p>");
        html_count(out, left_out, "earlier try is", "earlier tries are");
        writer_text(out, " left out here.</p>\n");
    }
    writer_text(out, "<div class=\"scroll\" role=\"region\" aria-label=\"Tries\" "
                     "tabindex=\"0\"><table><thead><tr><th scope=\"col\">When</th><th scope=\"col\" "
                     "class=\"number\">Tries</th><th scope=\"col\">Result</th><th scope=\"col\">Code</th><th "
                     "scope=\"col\">Cause</th><th scope=\"col\">Product</th></tr></thead>\n<tbody>\n");
    while (at < m->activation_count) {
        size_t length = run_length(p, m, at);
        put_run(p, m, at, length);
        at += length;
    }
    writer_text(out, "</tbody></table></div></details>\n");
}

/* ---- its findings -------------------------------------------------------------------------------------- */

static void put_event(const html_page *p, const sppwhy_record *r, const html_machine *of)
{
    sppwhy_writer *out = p->out;
    uint64_t code;
    writer_text(out, "<tr><td class=\"time\">");
    html_time(out, r->event->time, true);
    writer_printf(out, "</td><td class=\"name\">%u <span class=\"quiet\">", (unsigned)r->event->common->id);
    html_text(out, sppwhy_record_type(r)->title);
    writer_text(out, r->event->common->recovered ? "</span> (recovered)" : "</span>");
    writer_text(out, "</td><td class=\"name\">");
    html_computer_link(p, r, of);
    writer_text(out, "</td><td>");
    if (record_get_number(r, SPPWHY_FIELD_CODE, &code))
        html_code(out, (uint32_t)code);
    writer_printf(out, "</td><td class=\"number\">%s%llu</td><td class=\"path\">",
                  r->event->common->by_line ? "line " : "", (unsigned long long)r->event->record_id);
    html_text(out, sppwhy_record_log(r)->path);
    writer_text(out, "</td></tr>\n");
}

static void put_evidence(const html_page *p, const sppwhy_verdict *v, const html_machine *of)
{
    sppwhy_writer *out = p->out;
    if (v->evidence_count == 0)
        return;
    writer_text(out, "<details open=\"open\"><summary>Evidence: ");
    html_count(out, v->evidence_count, "event", "events");
    writer_text(out,
                "</summary>\n<div class=\"scroll\" role=\"region\" aria-label=\"Evidence\" "
                "tabindex=\"0\"><table class=\"evidence\"><thead><tr><th "
                "scope=\"col\">Time</th><th scope=\"col\">Event</th><th scope=\"col\">Written by</th><th "
                "scope=\"col\">Code</th><th scope=\"col\" class=\"number\">Record</th><th "
                "scope=\"col\">File</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < v->evidence_count; i++)
        put_event(p, v->evidence[i], of);
    writer_text(out, "</tbody></table></div></details>\n");
}

static void put_when(const html_page *p, const sppwhy_finding *f)
{
    sppwhy_writer *out = p->out;
    writer_text(out, "<ul class=\"facts\">\n<li><code>");
    html_text(out, f->verdict.cause);
    writer_text(out, "</code></li>\n");
    if (!verdict_is_unexplained(&f->verdict)) /* there is nothing to be sure of */
        writer_printf(out, "<li class=\"confidence\">%s</li>\n",
                      sppwhy_confidence_name(f->verdict.confidence));
    if (f->first != 0) {
        writer_text(out, "<li>");
        if (f->occurrences == 1) {
            writer_text(out, "once, ");
        } else {
            html_count(out, f->occurrences, "time, ", "times, ");
            html_time(out, f->first, false);
            writer_text(out, " to ");
        }
        html_time(out, f->last, false);
        writer_text(out, "</li>\n");
    }
    writer_text(out, "</ul>\n");
}

static void put_way_to_plan(const html_page *p, const sppwhy_finding *f)
{
    const advice_plan *plan = problems_plan_of(&p->problems, f);
    sppwhy_writer *out = p->out;
    writer_printf(out, "<p class=\"todo\"><a href=\"#plan-%zu\">What to do", plan->number);
    if (f->verdict.fix_count != 0) {
        writer_text(out, ": ");
        html_count(out, f->verdict.fix_count, "step", "steps");
    }
    writer_text(out, "</a>");
    if (plan->count > 1) {
        writer_text(out, ", the same for ");
        html_number(out, plan->count);
        writer_text(out, " findings");
    }
    writer_text(out, "</p>\n");
}

static void put_finding(const html_page *p, const sppwhy_finding *f)
{
    sppwhy_writer *out = p->out;
    const sppwhy_verdict *v = &f->verdict;
    writer_printf(out, "<div class=\"finding %s\">\n<h4>", sppwhy_level_name(v->level));
    html_level(out, v->level);
    writer_char(out, ' ');
    html_text(out, v->title);
    writer_text(out, "</h4>\n");
    put_when(p, f);
    writer_text(out, "<p class=\"why\">");
    if (f->activation_count > 1)
        writer_text(out, "<span class=\"quiet\">Of the newest:</span> ");
    html_text(out, v->why);
    writer_text(out, "</p>\n");
    if (v->missing_count != 0) {
        writer_text(out, "<p class=\"missing\">" LABEL_COLLECT ":</p>\n<ul>\n");
        html_items(out, v->missing, v->missing_count);
        writer_text(out, "</ul>\n");
    }
    put_way_to_plan(p, f);
    put_evidence(p, v, html_machine_of(p, f));
    writer_text(out, "</div>\n");
}

/* ---- the section --------------------------------------------------------------------------------------- */

static void put_section(const html_page *p, const html_machine *m)
{
    sppwhy_writer *out = p->out;
    writer_printf(out,
                  "<article class=\"machine\" id=\"machine-%zu\" aria-labelledby=\"machine-%zu-title\">\n"
                  "<header><h3 id=\"machine-%zu-title\"><bdi>",
                  m->number, m->number, m->number);
    html_name(out, m->machine->name);
    writer_printf(out,
                  "</bdi></h3> <span class=\"state %s\">%s</span> <a class=\"back\" href=\"#machines\">All "
                  "machines</a></header>\n",
                  words_of(standing_of(m->machine))->impression, state_cell(m->machine));
    put_facts(p, m->machine);
    html_timeline(p, m);
    put_tries(p, m->machine);
    for (size_t i = 0; i < m->finding_count; i++)
        put_finding(p, m->findings[i]);
    writer_text(out, "</article>\n");
}

static void put_collection(const html_page *p)
{
    if (!p->collection.has_section)
        return;
    writer_text(p->out, "<article class=\"machine\" id=\"collection\" aria-labelledby=\"collection-title\">\n"
                        "<header><h3 id=\"collection-title\">The collected logs</h3></header>\n");
    for (size_t i = 0; i < p->collection.finding_count; i++)
        put_finding(p, p->collection.findings[i]);
    writer_text(p->out, "</article>\n");
}

/* A page with a section for each machine of a fleet would be too large for a browser. */
static void put_left_out(const html_page *p, size_t count)
{
    writer_text(p->out, "<p>");
    html_count(p->out, count, "more machine has findings", "more machines have findings");
    writer_text(p->out, "; they are in the table and under their causes, and <code>sppwhy --machine NAME -o "
                        "page.html</code> shows each with its evidence.</p>\n");
}

void html_machine_sections(const html_page *p)
{
    size_t sections = 0, wanted = 0;
    for (size_t i = 0; i < p->machine_count; i++) {
        sections += p->machines[i].has_section;
        wanted += p->machines[i].has_section || p->machines[i].finding_count != 0;
    }
    if (sections == 0 && !p->collection.has_section)
        return;
    writer_text(p->out, "<section id=\"evidence\" aria-labelledby=\"evidence-title\">\n"
                        "<h2 id=\"evidence-title\">Machine by machine, with the evidence</h2>\n");
    if (sections < wanted)
        put_left_out(p, wanted - sections);
    html_timeline_legend(p);
    put_collection(p);
    for (size_t i = 0; i < p->machine_count; i++)
        if (p->machines[i].has_section)
            put_section(p, &p->machines[i]);
    writer_text(p->out, "</section>\n");
}
