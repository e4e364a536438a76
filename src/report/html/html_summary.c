/* The top of the page: what happened in two sentences, how many machines are in which state, and each cause
 * with its share as a bar. */
#include "report/html/html.h"
#include "report/view/facts.h"

#include "base/clock.h"

#include <string.h>

#define BAR_WIDTH 160

typedef struct states {
    size_t failing, renewing, activated, rest;
} states;

static states count_states(const sppwhy_collection *c)
{
    states n = {0};
    for (size_t i = 0; i < c->machine_count; i++) {
        switch (c->machines[i]->state) {
        case SPPWHY_STATE_ACTIVATION_FAILING:
            n.failing++;
            break;
        case SPPWHY_STATE_RENEWAL_FAILING:
            n.renewing++;
            break;
        case SPPWHY_STATE_ACTIVATED:
            n.activated++;
            break;
        case SPPWHY_STATE_UNKNOWN:
            n.rest++;
            break;
        }
    }
    return n;
}

/* ---- in words ------------------------------------------------------------------------------------------ */

static void put_headline(const html_page *p, const states *n)
{
    sppwhy_writer *out = p->out;
    size_t troubled = n->failing + n->renewing;
    writer_text(out, "<p class=\"headline\">");
    if (troubled == 0 && p->analysis->failed == 0) {
        writer_text(out, "No failed activation was found");
    } else if (troubled == 0) {
        writer_text(out, "Activations failed, but every machine that can be judged is activated now");
    } else {
        html_number(out, troubled);
        writer_text(out, " of ");
        html_count(out, p->machine_count, "machine", "machines");
        writer_text(out, troubled == 1 ? " has trouble: " : " have trouble: ");
        if (n->failing != 0) {
            html_number(out, n->failing);
            writer_text(out, n->failing == 1 ? " is not activating" : " are not activating");
        }
        if (n->renewing != 0) {
            writer_text(out, n->failing != 0 ? ", " : "");
            html_number(out, n->renewing);
            writer_text(out, n->renewing == 1 ? " is activated but cannot renew"
                                              : " are activated but cannot renew");
        }
    }
    writer_text(out, ".</p>\n");
}

/* Of the machines in trouble, whose license or grace ends first. */
static const html_machine *first_to_end(const html_page *p)
{
    const html_machine *first = NULL;
    for (size_t i = 0; i < p->machine_count; i++) {
        const sppwhy_machine *m = p->machines[i].machine;
        if (m->runs_out <= p->last || /* what ran out is reported by its state */
            (m->state != SPPWHY_STATE_ACTIVATION_FAILING && m->state != SPPWHY_STATE_RENEWAL_FAILING))
            continue;
        if (!first || m->runs_out < first->machine->runs_out)
            first = &p->machines[i];
    }
    return first;
}

static void put_deadline(const html_page *p)
{
    const html_machine *m = first_to_end(p);
    if (!m)
        return;
    writer_text(p->out, " Next to run out: ");
    html_machine_link(p->out, m);
    writer_text(p->out, m->machine->state == SPPWHY_STATE_RENEWAL_FAILING ? ", whose activation "
                                                                          : ", whose grace period ");
    writer_text(p->out, "ends on ");
    html_time(p->out, m->machine->runs_out, false);
    writer_text(p->out, ".");
}

static void put_hosts(const html_page *p)
{
    const served_total t = served_by_all(p->analysis->collection);
    if (t.hosts == 0)
        return;
    writer_char(p->out, ' ');
    html_count(p->out, t.hosts, "KMS host", "KMS hosts");
    writer_text(p->out, " processed ");
    html_count(p->out, t.requests, "request", "requests");
    writer_text(p->out, " and refused ");
    html_number(p->out, t.refused);
    writer_char(p->out, '.');
}

/* "; all 14 are explained below." */
static void put_explained(const html_page *p)
{
    const sppwhy_analysis *a = p->analysis;
    sppwhy_writer *out = p->out;
    if (a->unexplained == 0) {
        writer_text(out, a->failed == 1 ? "; it is explained below." : "; all of them are explained below.");
        return;
    }
    writer_text(out, "; ");
    html_number(out, a->failed - a->unexplained);
    writer_text(out, a->failed - a->unexplained == 1 ? " is explained below, " : " are explained below, ");
    html_number(out, a->unexplained);
    writer_text(out, a->unexplained == 1 ? " is not." : " are not.");
}

/* What --since and --until leave out. */
static void put_outside(const html_page *p)
{
    const sppwhy_span span = p->analysis->collection->span;
    sppwhy_writer *out = p->out;
    if (span.since == 0 && span.until == 0)
        return;
    writer_text(out, " Only what happened");
    if (span.since != 0) {
        writer_text(out, " from ");
        html_time(out, span.since, false);
        writer_text(out, " on");
    }
    if (span.until != 0) {
        writer_text(out, " until ");
        html_time(out, span.until, false);
    }
    writer_text(out, " is shown");
    if (p->analysis->outside != 0) {
        writer_text(out, "; ");
        html_count(out, p->analysis->outside,
                   "finding on a machine or host that rests on earlier events alone is left out",
                   "findings on machines and hosts that rest on earlier events alone are left out");
    }
    writer_text(out, ".");
}

/* That nothing is concluded from what an excerpt lacks. */
static void put_excerpts(const html_page *p)
{
    size_t count = count_excerpts(p->analysis->collection);
    if (count == 0)
        return;
    writer_text(p->out, " <strong>");
    html_count(p->out, count, "log is an excerpt", "logs are excerpts");
    writer_text(p->out,
                " (pasted or filtered): nothing is concluded from an event that is not there.</strong>");
}

static void put_numbers(const html_page *p)
{
    const sppwhy_analysis *a = p->analysis;
    sppwhy_writer *out = p->out;
    writer_text(out, "<p>");
    if (a->failed != 0) {
        html_number(out, a->failed);
        writer_text(out, " of ");
        html_count(out, a->collection->activation_count, "activation", "activations");
        writer_text(out, " failed");
        put_explained(p);
    } else {
        writer_text(out, "The logs show ");
        html_count(out, a->collection->activation_count, "activation", "activations");
        writer_text(out, ", none of which failed.");
    }
    put_hosts(p);
    put_deadline(p);
    put_outside(p);
    put_excerpts(p);
    if (any_place_lost(a->collection) || a->unread_count != 0)
        writer_printf(out,
                      " <strong>%s could not be read, so there may be more: see <a href=\"#logs\">the "
                      "logs</a>.</strong>",
                      any_place_lost(a->collection) ? "Parts of the logs" : "Something");
    writer_text(out, "</p>\n");
}

static void put_tile(sppwhy_writer *out, const char *class, size_t count, const char *label)
{
    bool is_state = strcmp(class, "open") != 0; /* that the table's rows name in these words */
    writer_printf(out, "<li class=\"tile %s\"", class);
    if (is_state)
        writer_printf(out, " data-search=\"%s\"", label);
    writer_text(out, "><strong>");
    html_number(out, count);
    writer_printf(out, "</strong> %s</li>\n", label);
}

/* ---- causes with their shares -------------------------------------------------------------------------- */

static size_t largest(const html_page *p)
{
    size_t most = 1;
    for (size_t i = 0; i < p->cause_count; i++)
        most = p->causes[i].activations > most ? p->causes[i].activations : most;
    return most;
}

static void put_bar(const html_page *p, const html_cause *c, size_t most)
{
    size_t width = (c->activations * BAR_WIDTH + most - 1) / most;
    writer_printf(p->out,
                  "<svg class=\"bar\" role=\"img\" viewBox=\"0 0 %d 12\" width=\"%d\" height=\"12\" "
                  "preserveAspectRatio=\"none\"><title>",
                  BAR_WIDTH, BAR_WIDTH);
    html_number(p->out, c->activations);
    writer_text(p->out, " of ");
    html_count(p->out, p->analysis->failed, "failed activation", "failed activations");
    writer_printf(p->out,
                  "</title><rect class=\"rail\" width=\"%d\" height=\"12\" rx=\"3\"/>"
                  "<rect class=\"%s\" width=\"%zu\" height=\"12\" rx=\"3\"/></svg>",
                  BAR_WIDTH, sppwhy_level_name(c->level), width);
}

static void put_cause_row(const html_page *p, const html_cause *c, size_t most)
{
    sppwhy_writer *out = p->out;
    writer_text(out, "<tr><td>");
    html_level(out, c->level);
    writer_printf(out, "</td><th scope=\"row\"><a href=\"#cause-%zu\">", c->number);
    html_text(out, c->plans[0].findings[0]->verdict.title);
    writer_text(out, "</a></th><td class=\"number\">");
    html_number(out, c->machines);
    writer_text(out, "</td><td class=\"number\">");
    if (c->activations == 0) {
        writer_text(out, "&#8211;</td><td><span class=\"quiet\">a warning</span></td></tr>\n");
        return;
    }
    html_number(out, c->activations);
    writer_text(out, "</td><td>");
    put_bar(p, c, most);
    writer_text(out, "</td></tr>\n");
}

static void put_cause_table(const html_page *p)
{
    size_t most = largest(p);
    if (p->cause_count == 0)
        return;
    writer_text(
        p->out,
        "<div class=\"scroll\"><table class=\"causes\">\n<caption>Causes, worst first</caption>\n<thead><tr>"
        "<th scope=\"col\">Level</th><th scope=\"col\">Cause</th><th scope=\"col\" "
        "class=\"number\">Machines</th>"
        "<th scope=\"col\" class=\"number\">Failed activations</th><th "
        "scope=\"col\">Share</th></tr></thead>\n"
        "<tbody>\n");
    for (size_t i = 0; i < p->cause_count; i++)
        put_cause_row(p, &p->causes[i], most);
    writer_text(p->out, "</tbody>\n</table></div>\n");
}

#define COLLECT_SHOWN 5

/* What would settle most, on the first screen. */
static void put_collect(const html_page *p)
{
    const sppwhy_analysis *a = p->analysis;
    sppwhy_writer *out = p->out;
    if (a->wanted_count == 0)
        return;
    writer_text(out, "<h3 id=\"collect\">Collect next, most useful first</h3>\n<ol class=\"collect\">\n");
    for (size_t i = 0; i < a->wanted_count && i < COLLECT_SHOWN; i++) {
        const sppwhy_wanted_log *l = &a->wanted[i];
        writer_text(out, "<li>");
        html_text(out, l->log.channel);
        writer_text(out, " of ");
        html_text(out, l->log.machine);
        if (l->log.to != 0) {
            writer_text(out, ", ");
            html_time(out, l->log.from, false);
            writer_text(out, " to ");
            html_time(out, l->log.to, false);
        }
        writer_text(out, ": settles ");
        html_count(out, l->settles, "verdict", "verdicts");
        writer_text(out, "</li>\n");
    }
    writer_text(out, "</ol>\n");
    if (a->wanted_count > COLLECT_SHOWN)
        writer_text(out, "<p class=\"quiet\"><code>sppwhy logs</code> lists all of them.</p>\n");
}

void html_summary(const html_page *p)
{
    sppwhy_writer *out = p->out;
    states n = count_states(p->analysis->collection);
    writer_text(out, "<section id=\"summary\" aria-labelledby=\"summary-title\">\n"
                     "<h2 id=\"summary-title\">What happened</h2>\n");
    put_headline(p, &n);
    put_numbers(p);
    writer_text(out, "<ul class=\"tiles\" aria-label=\"Machines by state\">\n");
    put_tile(out, "bad", n.failing, "not activating");
    put_tile(out, "warn", n.renewing, "renewal failing");
    put_tile(out, "good", n.activated, "activated");
    put_tile(out, "open", n.rest, "hosts and not known");
    writer_text(out, "</ul>\n");
    put_collect(p);
    put_cause_table(p);
    html_chart(p);
    writer_text(out, "</section>\n");
}
