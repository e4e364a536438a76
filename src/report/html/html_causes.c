/* What to do: each cause once, worst first, with its steps as a checklist and the machines that need them. */
#include "report/html/html.h"

#include <string.h>

/* ---- parts of a plan ----------------------------------------------------------------------------------- */

static void put_steps(const html_page *p, const sppwhy_finding *f)
{
    const sppwhy_verdict *v = &f->verdict;
    sppwhy_writer *out = p->out;
    if (v->fix_count == 0)
        return;
    writer_text(out, "<h4>What to do</h4>\n<ol class=\"steps\">\n");
    for (size_t i = 0; i < v->fix_count; i++) {
        writer_printf(out, "<li><label><input type=\"checkbox\" data-step=\"%s-%zu\"/> <span>", f->id, i + 1);
        html_step(out, v->fix[i]);
        writer_text(out, "</span></label></li>\n");
    }
    writer_text(out, "</ol>\n");
}

static void put_reference(sppwhy_writer *out, const char *text)
{
    writer_text(out, "<li>");
    if (html_url(text)) {
        writer_text(out, "<a target=\"_blank\" rel=\"noopener noreferrer\" href=\"");
        html_text(out, text);
        writer_text(out, "\">");
        html_text(out, text);
        writer_text(out, "</a>");
    } else {
        html_text(out, text);
    }
    writer_text(out, "</li>\n");
}

static void put_checks(const html_page *p, const sppwhy_verdict *v)
{
    sppwhy_writer *out = p->out;
    if (v->confirm_count + v->false_alarm_count + v->reference_count == 0)
        return;
    writer_text(out, "<div>\n");
    if (v->confirm_count != 0) {
        writer_text(out, "<h4>How to make sure</h4>\n<ul>\n");
        html_items(out, v->confirm, v->confirm_count);
        writer_text(out, "</ul>\n");
    }
    if (v->false_alarm_count != 0) {
        writer_text(out, "<h4>It may be something else when</h4>\n<ul>\n");
        html_items(out, v->false_alarms, v->false_alarm_count);
        writer_text(out, "</ul>\n");
    }
    if (v->reference_count != 0) {
        writer_text(out, "<h4>Read more</h4>\n<ul class=\"references\">\n");
        for (size_t i = 0; i < v->reference_count; i++)
            put_reference(out, v->references[i]);
        writer_text(out, "</ul>\n");
    }
    writer_text(out, "</div>\n");
}

/* Findings of one machine follow one another; it is named once. */
static bool named_before(const html_page *p, const html_plan *plan, size_t i)
{
    return i != 0 && html_machine_of(p, plan->findings[i - 1]) == html_machine_of(p, plan->findings[i]);
}

static void put_names(const html_page *p, const html_plan *plan)
{
    sppwhy_writer *out = p->out;
    size_t all = 0, shown = 0;
    for (size_t i = 0; i < plan->count; i++)
        all += !named_before(p, plan, i);
    bool fold = all > HTML_MACHINES_AT_ONCE + 3; /* not for the sake of one or two */
    writer_text(out, "<h4>Where</h4>\n<ul class=\"names\">\n");
    for (size_t i = 0; i < plan->count; i++) {
        if (named_before(p, plan, i))
            continue;
        if (fold && shown == HTML_MACHINES_AT_ONCE) {
            writer_text(out, "</ul>\n<details><summary>and ");
            html_number(out, all - shown);
            writer_text(out, " more</summary>\n<ul class=\"names\">\n");
        }
        writer_text(out, "<li>");
        html_machine_link(out, html_machine_of(p, plan->findings[i]));
        writer_text(out, "</li>\n");
        shown++;
    }
    writer_text(out, fold ? "</ul></details>\n" : "</ul>\n");
}

/* The host's finding that explains this one, or whom this one of a host affects. */
static void put_host(const html_page *p, const sppwhy_finding *f)
{
    sppwhy_writer *out = p->out;
    const sppwhy_finding *root = f->host_finding, *first = p->analysis->findings;
    if (root) {
        writer_text(out, "<p class=\"host\">Fix ");
        html_text(out, root->machine->name);
        writer_text(out, " first: ");
        bool here = (uintptr_t)root >= (uintptr_t)first &&
                    (uintptr_t)root < (uintptr_t)(first + p->analysis->finding_count);
        if (here)
            writer_printf(out, "<a href=\"#plan-%zu\">", html_plan_of(p, root)->number);
        html_text(out, root->verdict.title);
        writer_text(out, here ? "</a>.</p>\n" : ".</p>\n");
    }
    if (f->affected_count != 0) {
        writer_text(out, "<p class=\"host\">It explains failures of ");
        html_count(out, f->affected_count, "machine", "machines");
        writer_text(out, ": ");
        for (size_t i = 0; i < f->affected_count && i < HTML_MACHINES_AT_ONCE; i++) {
            writer_text(out, i != 0 ? ", " : "");
            html_text(out, f->affects[i]->name);
        }
        writer_text(out, f->affected_count > HTML_MACHINES_AT_ONCE ? " and more.</p>\n" : ".</p>\n");
    }
}

/* Several plans of one cause are told apart by where they are needed. */
static void put_plan(const html_page *p, const html_cause *c, const html_plan *plan)
{
    sppwhy_writer *out = p->out;
    const sppwhy_finding *f = plan->findings[0];
    writer_printf(out, "<div class=\"plan\" id=\"plan-%zu\">\n<p class=\"why\">", plan->number);
    if (plan->count > 1 || c->plan_count > 1) {
        writer_text(out,
                    plan->count > 1 ? "<span class=\"quiet\">For example on " : "<span class=\"quiet\">On ");
        html_machine_link(out, html_machine_of(p, f));
        writer_text(out, ":</span> ");
    }
    html_text(out, f->verdict.why);
    writer_text(out, "</p>\n");
    put_host(p, f);
    writer_text(out, "<div class=\"advice\">\n");
    writer_text(out, "<div>\n");
    put_steps(p, f);
    put_names(p, plan);
    writer_text(out, "</div>\n");
    put_checks(p, &f->verdict);
    writer_text(out, "</div>\n</div>\n");
}

/* ---- a cause ------------------------------------------------------------------------------------------- */

/* "confirmed", or how many of each when they differ. An unexplained failure has nothing to be sure of. */
static void put_confidence(const html_page *p, const html_cause *c)
{
    size_t counts[SPPWHY_CONFIDENCE_CONFIRMED + 1] = {0}, all = 0;
    if (strcmp(c->plans[0].findings[0]->verdict.cause, "unexplained") == 0)
        return;
    for (size_t i = 0; i < c->plan_count; i++)
        for (size_t k = 0; k < c->plans[i].count; k++, all++)
            counts[c->plans[i].findings[k]->verdict.confidence]++;
    for (int i = SPPWHY_CONFIDENCE_CONFIRMED; i >= SPPWHY_CONFIDENCE_POSSIBLE; i--) {
        if (counts[i] == 0)
            continue;
        writer_printf(p->out, "<li class=\"confidence\">%s", sppwhy_confidence_name((sppwhy_confidence)i));
        if (counts[i] != all) {
            writer_text(p->out, " in ");
            html_count(p->out, counts[i], "finding", "findings");
        }
        writer_text(p->out, "</li>\n");
    }
}

static void put_cause(const html_page *p, const html_cause *c)
{
    sppwhy_writer *out = p->out;
    const sppwhy_verdict *v = &c->plans[0].findings[0]->verdict;
    writer_printf(out, "<article class=\"cause %s\" id=\"cause-%zu\" aria-labelledby=\"cause-%zu-title\">\n",
                  sppwhy_level_name(c->level), c->number, c->number);
    writer_printf(out, "<h3 id=\"cause-%zu-title\">", c->number);
    html_level(out, c->level);
    writer_char(out, ' ');
    html_text(out, v->title);
    writer_text(out, "</h3>\n<ul class=\"facts\">\n<li><code>");
    html_text(out, v->cause);
    writer_text(out, "</code></li>\n");
    put_confidence(p, c);
    if (c->machines != 0) {
        writer_text(out, "<li>");
        html_count(out, c->machines, "machine", "machines");
        writer_text(out, "</li>\n");
    }
    if (c->activations != 0) {
        writer_text(out, "<li>");
        html_count(out, c->activations, "failed activation", "failed activations");
        writer_text(out, "</li>\n");
    }
    writer_text(out, "</ul>\n");
    for (size_t i = 0; i < c->plan_count; i++)
        put_plan(p, c, &c->plans[i]);
    writer_text(out, "</article>\n");
}

void html_causes(const html_page *p)
{
    writer_text(p->out, "<section id=\"causes\" aria-labelledby=\"causes-title\">\n"
                        "<h2 id=\"causes-title\">What to do, worst first</h2>\n");
    if (p->cause_count == 0)
        writer_text(p->out, "<p>Nothing was found that needs doing.</p>\n");
    for (size_t i = 0; i < p->cause_count; i++)
        put_cause(p, &p->causes[i]);
    writer_text(p->out, "</section>\n");
}
