/* A section for each machine that has findings or is a host: what is known of it, its timeline, its tries,
 * and each finding with its evidence. What to do stands with the causes; each finding links there. */
#include "report/html/html.h"

#include "spp/access.h"

#include <string.h>

/* ---- what is known of it ------------------------------------------------------------------------------- */

static void put_fact(FILE *out, const char *label)
{
    fprintf(out, "<div><dt>%s</dt><dd>", label);
}

static void end_fact(FILE *out)
{
    fputs("</dd></div>\n", out);
}

static void put_time_fact(FILE *out, const char *label, uint64_t time)
{
    if (time == 0)
        return;
    put_fact(out, label);
    html_time(out, time, false);
    end_fact(out);
}

static void put_names_fact(FILE *out, const char *label, const char *const *names, size_t count)
{
    if (count == 0)
        return;
    put_fact(out, label);
    for (size_t i = 0; i < count; i++) {
        fputs(i != 0 ? ", <bdi>" : "<bdi>", out);
        html_text(out, names[i]);
        fputs("</bdi>", out);
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
            fprintf(p->out, "%s%zu: ", i != 0 ? ", " : "", i + 1);
        html_product(p, m->products[i]);
    }
    end_fact(p->out);
}

static void put_facts(const html_page *p, const sppwhy_machine *m)
{
    FILE *out = p->out;
    fputs("<dl class=\"facts\">\n", out);
    put_products_fact(p, m);
    if (m->activation_count != 0) {
        put_fact(out, "Failed");
        html_number(out, m->failed_count);
        fputs(" of ", out);
        html_count(out, m->activation_count, "activation", "activations");
        end_fact(out);
    }
    if (m->is_host) {
        put_fact(out, "KMS host");
        html_count(out, m->served_count, "request in its log", "requests in its log");
        end_fact(out);
    }
    put_time_fact(out, "Last success", m->last_success);
    put_time_fact(out, "Last failure", m->last_failure);
    put_time_fact(out, "Activated over the internet", m->licence_acquired);
    put_time_fact(out, m->state == SPPWHY_STATE_ACTIVATION_FAILING ? "Grace period ends" : "Activation ends",
                  m->runs_out);
    put_names_fact(out, "Also named", m->aliases, m->alias_count);
    fputs("</dl>\n", out);
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
    FILE *out = p->out;
    const sppwhy_activation *a = m->activations[from];
    const sppwhy_verdict *v = p->analysis->verdicts[a->id - 1];
    fputs("<tr><td class=\"time\">", out);
    html_time(out, a->time, length == 1);
    if (length > 1) {
        fputs(" to <br/>", out);
        html_time(out, m->activations[from + length - 1]->time, false);
    }
    fputs("</td><td class=\"number\">", out);
    html_number(out, length);
    fprintf(out, "</td><td><span class=\"state %s\">%s</span></td><td>", v ? "bad" : "good",
            html_outcome(a->outcome));
    if (a->has_code)
        html_code(out, a->code);
    fputs("</td><td class=\"name\">", out);
    if (v)
        html_text(out, v->title);
    fputs("</td><td>", out);
    html_product(p, a->product);
    fputs("</td></tr>\n", out);
}

/* The newest tries; equal ones in a row are one line. */
static void put_tries(const html_page *p, const sppwhy_machine *m)
{
    FILE *out = p->out;
    size_t runs = 0, at = 0, left_out = 0;
    for (size_t i = 0; i < m->activation_count; i += run_length(p, m, i))
        runs++;
    if (runs == 0)
        return;
    fputs("<details class=\"tries\"><summary>", out);
    html_count(out, m->activation_count, "try", "tries");
    fputs(" in a table</summary>\n", out);
    for (; runs > HTML_RUNS_SHOWN; runs--) {
        size_t length = run_length(p, m, at);
        left_out += length;
        at += length;
    }
    if (left_out != 0) {
        fputs("<p>", out);
        html_count(out, left_out, "earlier try is", "earlier tries are");
        fputs(" left out here.</p>\n", out);
    }
    fputs("<div class=\"scroll\"><table><thead><tr><th scope=\"col\">When</th><th scope=\"col\" "
          "class=\"number\">Tries</th><th scope=\"col\">Result</th><th scope=\"col\">Code</th><th "
          "scope=\"col\">Cause</th><th scope=\"col\">Product</th></tr></thead>\n<tbody>\n",
          out);
    while (at < m->activation_count) {
        size_t length = run_length(p, m, at);
        put_run(p, m, at, length);
        at += length;
    }
    fputs("</tbody></table></div></details>\n", out);
}

/* ---- its findings -------------------------------------------------------------------------------------- */

static void put_event(const html_page *p, const sppwhy_record *r)
{
    FILE *out = p->out;
    sppwhy_value code;
    fputs("<tr><td class=\"time\">", out);
    html_time(out, r->event->time, true);
    fprintf(out, "</td><td class=\"name\">%u <span class=\"quiet\">", (unsigned)r->event->common->id);
    html_text(out, sppwhy_record_type(r)->title);
    fputs(r->event->common->recovered ? "</span> (recovered)" : "</span>", out);
    fputs("</td><td class=\"name\"><bdi>", out);
    html_text(out, html_computer(r));
    fputs("</bdi></td><td>", out);
    if (sppwhy_record_get(r, SPPWHY_FIELD_CODE, &code))
        html_code(out, (uint32_t)code.number);
    fprintf(out, "</td><td class=\"number\">%llu</td><td class=\"path\">",
            (unsigned long long)r->event->record_id);
    html_text(out, sppwhy_record_log(r)->path);
    fputs("</td></tr>\n", out);
}

static void put_evidence(const html_page *p, const sppwhy_verdict *v)
{
    FILE *out = p->out;
    if (v->evidence_count == 0)
        return;
    fputs("<details open=\"open\"><summary>Evidence: ", out);
    html_count(out, v->evidence_count, "event", "events");
    fputs("</summary>\n<div class=\"scroll\"><table class=\"evidence\"><thead><tr><th "
          "scope=\"col\">Time</th><th scope=\"col\">Event</th><th scope=\"col\">Written by</th><th "
          "scope=\"col\">Code</th><th scope=\"col\" class=\"number\">Record</th><th "
          "scope=\"col\">File</th></tr></thead>\n<tbody>\n",
          out);
    for (size_t i = 0; i < v->evidence_count; i++)
        put_event(p, v->evidence[i]);
    fputs("</tbody></table></div></details>\n", out);
}

static void put_when(const html_page *p, const sppwhy_finding *f)
{
    FILE *out = p->out;
    fputs("<ul class=\"facts\">\n<li><code>", out);
    html_text(out, f->verdict.cause);
    fputs("</code></li>\n", out);
    if (strcmp(f->verdict.cause, "unexplained") != 0) /* there is nothing to be sure of */
        fprintf(out, "<li class=\"confidence\">%s</li>\n", sppwhy_confidence_name(f->verdict.confidence));
    if (f->first != 0) {
        fputs("<li>", out);
        if (f->occurrences == 1) {
            fputs("once, ", out);
        } else {
            html_count(out, f->occurrences, "time, ", "times, ");
            html_time(out, f->first, false);
            fputs(" to ", out);
        }
        html_time(out, f->last, false);
        fputs("</li>\n", out);
    }
    fputs("</ul>\n", out);
}

static void put_way_to_plan(const html_page *p, const sppwhy_finding *f)
{
    const html_plan *plan = html_plan_of(p, f);
    FILE *out = p->out;
    fprintf(out, "<p class=\"todo\"><a href=\"#plan-%zu\">What to do", plan->number);
    if (f->verdict.fix_count != 0) {
        fputs(": ", out);
        html_count(out, f->verdict.fix_count, "step", "steps");
    }
    fputs("</a>", out);
    if (plan->count > 1) {
        fputs(", the same for ", out);
        html_number(out, plan->count);
        fputs(" findings", out);
    }
    fputs("</p>\n", out);
}

static void put_finding(const html_page *p, const sppwhy_finding *f)
{
    FILE *out = p->out;
    const sppwhy_verdict *v = &f->verdict;
    fprintf(out, "<div class=\"finding %s\">\n<h4>", sppwhy_level_name(v->level));
    html_level(out, v->level);
    fputc(' ', out);
    html_text(out, v->title);
    fputs("</h4>\n", out);
    put_when(p, f);
    fputs("<p class=\"why\">", out);
    if (f->activation_count > 1)
        fputs("<span class=\"quiet\">Of the newest:</span> ", out);
    html_text(out, v->why);
    fputs("</p>\n", out);
    if (v->missing_count != 0) {
        fputs("<p class=\"missing\">This would settle it:</p>\n<ul>\n", out);
        html_items(out, v->missing, v->missing_count);
        fputs("</ul>\n", out);
    }
    put_way_to_plan(p, f);
    put_evidence(p, v);
    fputs("</div>\n", out);
}

/* ---- the section --------------------------------------------------------------------------------------- */

static void put_section(const html_page *p, const html_machine *m)
{
    FILE *out = p->out;
    fprintf(out,
            "<article class=\"machine\" id=\"machine-%zu\" aria-labelledby=\"machine-%zu-title\">\n"
            "<header><h3 id=\"machine-%zu-title\"><bdi>",
            m->number, m->number, m->number);
    html_text(out, m->machine->name);
    fprintf(out,
            "</bdi></h3> <span class=\"state %s\">%s</span> <a class=\"back\" href=\"#machines\">All "
            "machines</a></header>\n",
            html_state_class(m->machine), html_state(m->machine));
    put_facts(p, m->machine);
    html_timeline(p, m);
    put_tries(p, m->machine);
    for (size_t i = 0; i < m->finding_count; i++)
        put_finding(p, m->findings[i]);
    fputs("</article>\n", out);
}

static void put_collection(const html_page *p)
{
    if (!p->collection.has_section)
        return;
    fputs("<article class=\"machine\" id=\"collection\" aria-labelledby=\"collection-title\">\n"
          "<header><h3 id=\"collection-title\">The collected logs</h3></header>\n",
          p->out);
    for (size_t i = 0; i < p->collection.finding_count; i++)
        put_finding(p, p->collection.findings[i]);
    fputs("</article>\n", p->out);
}

void html_machine_sections(const html_page *p)
{
    size_t sections = 0;
    for (size_t i = 0; i < p->machine_count; i++)
        sections += p->machines[i].has_section;
    if (sections == 0 && !p->collection.has_section)
        return;
    fputs("<section id=\"evidence\" aria-labelledby=\"evidence-title\">\n"
          "<h2 id=\"evidence-title\">Machine by machine, with the evidence</h2>\n",
          p->out);
    html_timeline_legend(p);
    put_collection(p);
    for (size_t i = 0; i < p->machine_count; i++)
        if (p->machines[i].has_section)
            put_section(p, &p->machines[i]);
    fputs("</section>\n", p->out);
}
