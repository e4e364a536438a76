/* What to do: each cause once, worst first, with its steps as a checklist and the machines that need them. */
#include "report/html/html.h"

#include <string.h>

/* ---- parts of a plan ----------------------------------------------------------------------------------- */

static void put_steps(const html_page *p, const sppwhy_verdict *v)
{
    FILE *out = p->out;
    if (v->fix_count == 0)
        return;
    fputs("<h4>What to do</h4>\n<ol class=\"steps\">\n", out);
    for (size_t i = 0; i < v->fix_count; i++) {
        fputs("<li><label><input type=\"checkbox\"/> <span>", out);
        html_text(out, v->fix[i]);
        fputs("</span></label></li>\n", out);
    }
    fputs("</ol>\n", out);
}

static void put_reference(FILE *out, const char *text)
{
    fputs("<li>", out);
    if (html_url(text)) {
        fputs("<a rel=\"noopener noreferrer\" href=\"", out);
        html_text(out, text);
        fputs("\">", out);
        html_text(out, text);
        fputs("</a>", out);
    } else {
        html_text(out, text);
    }
    fputs("</li>\n", out);
}

static void put_checks(const html_page *p, const sppwhy_verdict *v)
{
    FILE *out = p->out;
    if (v->confirm_count + v->false_alarm_count + v->reference_count == 0)
        return;
    fputs("<div>\n", out);
    if (v->confirm_count != 0) {
        fputs("<h4>How to make sure</h4>\n<ul>\n", out);
        html_items(out, v->confirm, v->confirm_count);
        fputs("</ul>\n", out);
    }
    if (v->false_alarm_count != 0) {
        fputs("<h4>It may be something else when</h4>\n<ul>\n", out);
        html_items(out, v->false_alarms, v->false_alarm_count);
        fputs("</ul>\n", out);
    }
    if (v->reference_count != 0) {
        fputs("<h4>Read more</h4>\n<ul class=\"references\">\n", out);
        for (size_t i = 0; i < v->reference_count; i++)
            put_reference(out, v->references[i]);
        fputs("</ul>\n", out);
    }
    fputs("</div>\n", out);
}

/* Findings of one machine follow one another; it is named once. */
static bool named_before(const html_page *p, const html_plan *plan, size_t i)
{
    return i != 0 && html_machine_of(p, plan->findings[i - 1]) == html_machine_of(p, plan->findings[i]);
}

static void put_names(const html_page *p, const html_plan *plan)
{
    FILE *out = p->out;
    size_t all = 0, shown = 0;
    for (size_t i = 0; i < plan->count; i++)
        all += !named_before(p, plan, i);
    bool fold = all > HTML_MACHINES_AT_ONCE + 3; /* not for the sake of one or two */
    fputs("<h4>Where</h4>\n<ul class=\"names\">\n", out);
    for (size_t i = 0; i < plan->count; i++) {
        if (named_before(p, plan, i))
            continue;
        if (fold && shown == HTML_MACHINES_AT_ONCE) {
            fputs("</ul>\n<details><summary>and ", out);
            html_number(out, all - shown);
            fputs(" more</summary>\n<ul class=\"names\">\n", out);
        }
        fputs("<li>", out);
        html_machine_link(out, html_machine_of(p, plan->findings[i]));
        fputs("</li>\n", out);
        shown++;
    }
    fputs(fold ? "</ul></details>\n" : "</ul>\n", out);
}

/* Several plans of one cause are told apart by where they are needed. */
static void put_plan(const html_page *p, const html_cause *c, const html_plan *plan)
{
    FILE *out = p->out;
    const sppwhy_finding *f = plan->findings[0];
    fprintf(out, "<div class=\"plan\" id=\"plan-%zu\">\n<p class=\"why\">", plan->number);
    if (plan->count > 1 || c->plan_count > 1) {
        fputs(plan->count > 1 ? "<span class=\"quiet\">For example on " : "<span class=\"quiet\">On ", out);
        html_machine_link(out, html_machine_of(p, f));
        fputs(":</span> ", out);
    }
    html_text(out, f->verdict.why);
    fputs("</p>\n<div class=\"advice\">\n", out);
    fputs("<div>\n", out);
    put_steps(p, &f->verdict);
    put_names(p, plan);
    fputs("</div>\n", out);
    put_checks(p, &f->verdict);
    fputs("</div>\n</div>\n", out);
}

/* ---- a cause ------------------------------------------------------------------------------------------- */

/* "confirmed", or how many of each when they differ. An unexplained failure has nothing to be sure of. */
static void put_confidence(const html_page *p, const html_cause *c)
{
    size_t counts[SPPWHY_CONFIRMED + 1] = {0}, all = 0;
    if (strcmp(c->plans[0].findings[0]->verdict.cause, "unexplained") == 0)
        return;
    for (size_t i = 0; i < c->plan_count; i++)
        for (size_t k = 0; k < c->plans[i].count; k++, all++)
            counts[c->plans[i].findings[k]->verdict.confidence]++;
    for (int i = SPPWHY_CONFIRMED; i >= SPPWHY_POSSIBLE; i--) {
        if (counts[i] == 0)
            continue;
        fprintf(p->out, "<li class=\"confidence\">%s", sppwhy_confidence_name((sppwhy_confidence)i));
        if (counts[i] != all) {
            fputs(" in ", p->out);
            html_count(p->out, counts[i], "finding", "findings");
        }
        fputs("</li>\n", p->out);
    }
}

static void put_cause(const html_page *p, const html_cause *c)
{
    FILE *out = p->out;
    const sppwhy_verdict *v = &c->plans[0].findings[0]->verdict;
    fprintf(out, "<article class=\"cause %s\" id=\"cause-%zu\" aria-labelledby=\"cause-%zu-title\">\n",
            sppwhy_level_name(c->level), c->number, c->number);
    fprintf(out, "<h3 id=\"cause-%zu-title\">", c->number);
    html_level(out, c->level);
    fputc(' ', out);
    html_text(out, v->title);
    fputs("</h3>\n<ul class=\"facts\">\n<li><code>", out);
    html_text(out, v->cause);
    fputs("</code></li>\n", out);
    put_confidence(p, c);
    if (c->machines != 0) {
        fputs("<li>", out);
        html_count(out, c->machines, "machine", "machines");
        fputs("</li>\n", out);
    }
    if (c->activations != 0) {
        fputs("<li>", out);
        html_count(out, c->activations, "failed activation", "failed activations");
        fputs("</li>\n", out);
    }
    fputs("</ul>\n", out);
    for (size_t i = 0; i < c->plan_count; i++)
        put_plan(p, c, &c->plans[i]);
    fputs("</article>\n", out);
}

void html_causes(const html_page *p)
{
    fputs("<section id=\"causes\" aria-labelledby=\"causes-title\">\n"
          "<h2 id=\"causes-title\">What to do, worst first</h2>\n",
          p->out);
    if (p->cause_count == 0)
        fputs("<p>Nothing was found that needs doing.</p>\n", p->out);
    for (size_t i = 0; i < p->cause_count; i++)
        put_cause(p, &p->causes[i]);
    fputs("</section>\n", p->out);
}
