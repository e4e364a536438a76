/* What to do: each problem as a card, worst first. What is to be fixed comes first, with its steps as a
 * checklist; what fails because of it is inside, with steps of its own where it needs some. */
#include "report/html/html.h"

#include <string.h>

/* ---- parts of a plan ----------------------------------------------------------------------------------- */

static void put_steps(const html_page *p, const sppwhy_finding *f)
{
    const sppwhy_verdict *v = &f->verdict;
    sppwhy_writer *out = p->out;
    if (v->fix_count == 0)
        return;
    writer_text(out, "<p class=\"label\">" LABEL_FIX "</p>\n<ol class=\"steps\">\n");
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

static void put_list(sppwhy_writer *out, const char *label, const char *const *texts, size_t count)
{
    if (count == 0)
        return;
    writer_printf(out, "<p class=\"label\">%s</p>\n<ul>\n", label);
    html_items(out, texts, count);
    writer_text(out, "</ul>\n");
}

static void put_checks(const html_page *p, const sppwhy_verdict *v)
{
    sppwhy_writer *out = p->out;
    if (v->confirm_count + v->false_alarm_count + v->reference_count == 0)
        return;
    writer_text(out, "<details class=\"checks\"><summary>" LABEL_CHECK ", caution, references</summary>\n");
    put_list(out, LABEL_CHECK, v->confirm, v->confirm_count);
    put_list(out, LABEL_CAUTION, v->false_alarms, v->false_alarm_count);
    if (v->reference_count != 0) {
        writer_text(out, "<p class=\"label\">" LABEL_REFERENCES "</p>\n<ul class=\"references\">\n");
        for (size_t i = 0; i < v->reference_count; i++)
            put_reference(out, v->references[i]);
        writer_text(out, "</ul>\n");
    }
    writer_text(out, "</details>\n");
}

/* Findings of one machine follow one another; it is named once. */
static bool named_before(const html_page *p, const advice_plan *plan, size_t i)
{
    return i != 0 && html_machine_of(p, plan->findings[i - 1]) == html_machine_of(p, plan->findings[i]);
}

static void put_names(const html_page *p, const advice_plan *plan)
{
    sppwhy_writer *out = p->out;
    size_t shown = 0;
    bool fold = plan->machines > HTML_MACHINES_AT_ONCE + 3; /* not for the sake of one or two */
    writer_text(out, "<ul class=\"names\" aria-label=\"Machines\">\n");
    for (size_t i = 0; i < plan->count; i++) {
        if (named_before(p, plan, i))
            continue;
        if (fold && shown == HTML_MACHINES_AT_ONCE)
            html_more(out, "</ul>\n<details><summary>", plan->machines - shown,
                      "</summary>\n<ul class=\"names\">\n");
        writer_text(out, "<li>");
        html_machine_link(out, html_machine_of(p, plan->findings[i]));
        writer_text(out, "</li>\n");
        shown++;
    }
    writer_text(out, fold ? "</ul></details>\n" : "</ul>\n");
}

/* A host's finding that explains these and is not shown: the reader chose a part. */
static void put_host_elsewhere(const html_page *p, const sppwhy_finding *f)
{
    const sppwhy_finding *root = f->host_finding;
    if (!root || shown_host_finding(p->analysis, f))
        return;
    writer_text(p->out, "<p class=\"host\">Fix ");
    html_text(p->out, root->machine->name);
    writer_text(p->out, " first: ");
    html_text(p->out, root->verdict.title);
    writer_text(p->out, ".</p>\n");
}

static void put_why(const html_page *p, const advice_plan *plan)
{
    const sppwhy_finding *f = plan->findings[0];
    writer_text(p->out, "<p class=\"why\">");
    if (plan->machines > 1) {
        writer_text(p->out, "<span class=\"quiet\">For example on ");
        html_machine_link(p->out, html_machine_of(p, f));
        writer_text(p->out, ":</span> ");
    }
    html_text(p->out, f->verdict.why);
    writer_text(p->out, "</p>\n");
}

/* ---- facts of a card ----------------------------------------------------------------------------------- */

/* "confirmed", or how many of each when they differ. An unexplained failure has nothing to be sure of. */
static void put_confidence(const html_page *p, const advice_plan *plan)
{
    size_t counts[SPPWHY_CONFIDENCE_CONFIRMED + 1] = {0};
    if (verdict_is_unexplained(&plan->findings[0]->verdict))
        return;
    for (size_t k = 0; k < plan->count; k++)
        counts[plan->findings[k]->verdict.confidence]++;
    for (int i = SPPWHY_CONFIDENCE_CONFIRMED; i >= SPPWHY_CONFIDENCE_POSSIBLE; i--) {
        if (counts[i] == 0)
            continue;
        writer_printf(p->out, "<li class=\"confidence\">%s", sppwhy_confidence_name((sppwhy_confidence)i));
        if (counts[i] != plan->count) {
            writer_text(p->out, " in ");
            html_count(p->out, counts[i], "finding", "findings");
        }
        writer_text(p->out, "</li>\n");
    }
}

static void put_counted(sppwhy_writer *out, size_t count, const char *one, const char *many)
{
    if (count == 0)
        return;
    writer_text(out, "<li>");
    html_count(out, count, one, many);
    writer_text(out, "</li>\n");
}

static size_t new_ones(const advice_plan *plan)
{
    size_t count = 0;
    for (size_t i = 0; i < plan->count; i++)
        count += !plan->findings[i]->known;
    return count;
}

static void put_facts(const html_page *p, const advice_plan *plan)
{
    sppwhy_writer *out = p->out;
    writer_text(out, "<ul class=\"facts\">\n<li><code>");
    html_text(out, plan->findings[0]->verdict.cause);
    writer_text(out, "</code></li>\n");
    put_confidence(p, plan);
    put_counted(out, plan->activations, "failed activation", "failed activations");
    if (p->analysis->has_baseline)
        put_counted(out, new_ones(plan), "new finding", "new findings");
    writer_text(out, "</ul>\n");
}

/* ---- what fails because of it -------------------------------------------------------------------------- */

static void put_plan_title(const html_page *p, const advice_plan *plan)
{
    sppwhy_writer *out = p->out;
    html_level(out, plan->level);
    writer_char(out, ' ');
    html_text(out, plan->findings[0]->verdict.title);
    writer_text(out, " <span class=\"quiet\">");
    html_count(out, plan->machines, "machine", "machines");
    if (plan->activations != 0) {
        writer_text(out, ", ");
        html_count(out, plan->activations, "failed activation", "failed activations");
    }
    writer_text(out, "</span>");
}

static void put_inner_plan(const html_page *p, const advice_plan *plan)
{
    sppwhy_writer *out = p->out;
    const sppwhy_finding *f = plan->findings[0];
    writer_text(out, "<div class=\"inner\">\n<h4>");
    put_plan_title(p, plan);
    writer_text(out, "</h4>\n");
    put_names(p, plan);
    writer_text(out, "<details><summary>Why, and what to do on these machines</summary>\n");
    writer_printf(out, "<div id=\"plan-%zu\">\n", plan->number);
    put_facts(p, plan);
    put_why(p, plan);
    put_steps(p, f);
    put_checks(p, &f->verdict);
    writer_text(out, "</div></details>\n</div>\n");
}

static void put_inside(const html_page *p, const problem *t)
{
    sppwhy_writer *out = p->out;
    bool host = t->plans[0].findings[0]->subject == SPPWHY_SUBJECT_HOST;
    if (t->plan_count == 1)
        return;
    writer_printf(out, "<div class=\"inside\">\n<p class=\"label\">%s</p>\n",
                  host                        ? "What fails because of it"
                  : t->plans[0].machines == 1 ? "Also on this machine"
                                              : "Also on these machines");
    for (size_t i = 1; i < t->plan_count && i < HTML_PLANS_MOST; i++)
        put_inner_plan(p, &t->plans[i]);
    if (t->plan_count > HTML_PLANS_MOST) {
        writer_text(out, "<details><summary>and ");
        html_count(out, t->plan_count - HTML_PLANS_MOST, "more", "more");
        writer_text(out, "</summary>\n<ul>\n");
        for (size_t i = HTML_PLANS_MOST; i < t->plan_count; i++) {
            writer_printf(out, "<li id=\"plan-%zu\">", t->plans[i].number);
            html_machine_link(out, html_machine_of(p, t->plans[i].findings[0]));
            writer_text(out, ": ");
            put_plan_title(p, &t->plans[i]);
            writer_text(out, "</li>\n");
        }
        writer_text(out, "</ul></details>\n");
    }
    writer_text(out, "</div>\n");
}

/* ---- a card -------------------------------------------------------------------------------------------- */

static void put_subject(const html_page *p, const problem *t)
{
    sppwhy_writer *out = p->out;
    const advice_plan *head = &t->plans[0];
    writer_text(out, "<p class=\"subject\">");
    if (head->machines > 1)
        html_count(out, head->machines, "machine", "machines");
    else
        html_machine_link(out, html_machine_of(p, head->findings[0]));
    if (t->machines > head->machines) {
        writer_text(out, ", and ");
        html_count(out, t->machines - head->machines, "machine that fails", "machines that fail");
        writer_text(out, " because of it");
    }
    if (t->activations > head->activations) {
        writer_text(out, "; ");
        html_count(out, t->activations, "failed activation", "failed activations");
        writer_text(out, " in all");
    }
    writer_text(out, "</p>\n");
}

static void put_problem(const html_page *p, const problem *t)
{
    sppwhy_writer *out = p->out;
    const advice_plan *head = &t->plans[0];
    const sppwhy_finding *f = head->findings[0];
    writer_printf(out,
                  "<article class=\"trouble %s\" id=\"trouble-%zu\" aria-labelledby=\"trouble-%zu-title\">\n"
                  "<h3 id=\"trouble-%zu-title\">",
                  sppwhy_level_name(t->level), t->number, t->number, t->number);
    html_level(out, t->level);
    writer_char(out, ' ');
    html_text(out, f->verdict.title);
    writer_text(out, "</h3>\n");
    put_subject(p, t);
    writer_printf(out, "<div id=\"plan-%zu\">\n", head->number);
    put_facts(p, head);
    put_why(p, head);
    put_host_elsewhere(p, f);
    put_steps(p, f);
    if (head->machines > 1)
        put_names(p, head);
    put_checks(p, &f->verdict);
    writer_text(out, "</div>\n");
    put_inside(p, t);
    writer_text(out, "</article>\n");
}

/* ---- those that have no card --------------------------------------------------------------------------- */

static void put_line(const html_page *p, const advice_plan *plan)
{
    sppwhy_writer *out = p->out;
    writer_printf(out, "<li id=\"plan-%zu\">", plan->number);
    html_machine_link(out, html_machine_of(p, plan->findings[0]));
    if (plan->machines > 1) {
        writer_text(out, " and ");
        html_number(out, plan->machines - 1);
        writer_text(out, " more");
    }
    writer_text(out, ": ");
    put_plan_title(p, plan);
    writer_text(out, "</li>\n");
}

static void put_rest(const html_page *p)
{
    if (p->problems.count <= HTML_PROBLEMS_MOST)
        return;
    writer_text(p->out, "<h3>");
    html_count(p->out, p->problems.count - HTML_PROBLEMS_MOST, "more problem", "more problems");
    writer_text(p->out,
                ", each in a line</h3>\n<p><code>sppwhy --machine NAME</code> shows each with its steps."
                "</p>\n<ul>\n");
    for (size_t i = HTML_PROBLEMS_MOST; i < p->problems.count; i++)
        for (size_t k = 0; k < p->problems.items[i].plan_count; k++)
            put_line(p, &p->problems.items[i].plans[k]);
    writer_text(p->out, "</ul>\n");
}

void html_troubles(const html_page *p)
{
    writer_text(p->out, "<section id=\"troubles\" aria-labelledby=\"troubles-title\">\n"
                        "<h2 id=\"troubles-title\">What to do, worst first</h2>\n");
    if (p->problems.count == 0)
        writer_text(p->out, "<p>Nothing was found that needs doing.</p>\n");
    for (size_t i = 0; i < p->problems.count && i < HTML_PROBLEMS_MOST; i++)
        put_problem(p, &p->problems.items[i]);
    put_rest(p);
    writer_text(p->out, "</section>\n");
}
