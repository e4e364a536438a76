/* The first screen: the verdict in a sentence, how many machines are in which state, what runs out next, what
 * to collect next, and each problem with its share as a bar. */
#include "report/html/html.h"

#include "base/clock.h"
#include "report/view/phrase.h"
#include "report/view/scope.h"
#include "report/view/words.h"

#include <stdlib.h>
#include <string.h>

#define BAR_WIDTH 160

#define SHOWN_NEXT 5 /* of what runs out, and of what to collect */

/* ---- in words ------------------------------------------------------------------------------------------ */

static void put_headline(const html_page *p)
{
    strbuf b = {0};
    add_verdict_sentence(&b, p->analysis);
    writer_text(p->out, "<p class=\"headline\">");
    html_text(p->out, text_in(&b));
    writer_text(p->out, "</p>\n");
    strbuf_free(&b);
}

static void put_fact(const html_page *p, scope_fact fact)
{
    static const report_times times = {.unsaid = true};
    const char *mark = scope_warns(fact) ? "strong" : "span";
    strbuf b = {0};
    add_scope(&b, p->analysis, &times, fact);
    if (b.length != 0 || b.failed) {
        writer_printf(p->out, " <%s>", mark);
        html_text(p->out, text_in(&b));
        writer_printf(p->out, "</%s>", mark);
        if (fact == SCOPE_UNREAD)
            writer_text(p->out, " See <a href=\"#logs\">the logs</a>.");
    }
    strbuf_free(&b);
}

/* The banner says which logs; how many failed is in the headline. */
static void put_numbers(const html_page *p)
{
    writer_text(p->out, "<p>The logs show ");
    html_count(p->out, p->analysis->collection->activation_count, "activation.", "activations.");
    for (int fact = SCOPE_SERVED; fact < SCOPE_TOTAL; fact++)
        put_fact(p, (scope_fact)fact);
    writer_text(p->out, "</p>\n");
}

/* ---- tiles --------------------------------------------------------------------------------------------- */

/* A tile shows the table's rows that bear its word; html_machines.c gives it to them. Standings of one word follow
 * one another. */
static void put_tiles(const html_page *p)
{
    const standing_counts n = count_standings(p->analysis->collection);
    sppwhy_writer *out = p->out;
    writer_text(out, "<ul class=\"tiles\" aria-label=\"Machines by state\">\n");
    for (int i = 0, end; i < STANDING_TOTAL; i = end) {
        const standing_words *words = words_of((machine_standing)i);
        size_t count = 0;
        for (end = i;
             end < STANDING_TOTAL && strcmp(words_of((machine_standing)end)->search, words->search) == 0;
             end++)
            count += n.of[end];
        if (count == 0 && i == STANDING_TWINS) /* nobody misses them */
            continue;
        writer_printf(out, "<li class=\"tile %s\" data-search=\"is:%s\"><strong>", words->impression,
                      words->search);
        html_number(out, count);
        writer_printf(out, "</strong> %s</li>\n", words->tile);
    }
    writer_text(out, "</ul>\n");
}

/* ---- what comes next ----------------------------------------------------------------------------------- */

static void put_end(const html_page *p, const sppwhy_machine *m, uint64_t now)
{
    sppwhy_writer *out = p->out;
    const html_machine *row = html_row_of(p, m);
    uint64_t days = clock_span(now, m->runs_out) / CLOCK_DAY;
    writer_text(out, "<li>");
    html_time(out, m->runs_out, false);
    writer_text(out, ": ");
    if (row)
        html_machine_link(out, row);
    writer_printf(out, ", %s", what_ends(m));
    if (days == 0)
        writer_text(out, " within a day");
    else {
        writer_text(out, " in ");
        html_count(out, (size_t)days, "day", "days");
    }
    writer_text(out, "</li>\n");
}

static bool put_ends(const html_page *p)
{
    size_t count;
    const sppwhy_machine **list = running_out(p->analysis, &count);
    sppwhy_writer *out = p->out;
    const size_t shown = shown_of(count, SHOWN_NEXT);
    if (!list)
        return false;
    writer_text(out, "<div class=\"panel\">\n<h3 id=\"next\">Runs out next</h3>\n");
    if (count == 0)
        writer_text(out, "<p>No failing machine has a license or grace period that is known to end after "
                         "the newest event.</p>\n");
    else
        writer_text(out, "<ol class=\"next\">\n");
    for (size_t i = 0; i < shown; i++)
        put_end(p, list[i], report_end(p->analysis));
    writer_text(out, count != 0 ? "</ol>\n" : "");
    if (count > shown)
        html_more(out, "<p class=\"quiet\">", count - shown,
                  ": see the calendar and the table, column <em>Runs out</em></p>\n");
    writer_text(out, "</div>\n");
    free(list);
    return true;
}

static void put_wanted(sppwhy_writer *out, const sppwhy_wanted_log *l)
{
    writer_text(out, "<li>");
    html_name(out, l->log.channel);
    writer_text(out, " log of <bdi>");
    html_name(out, l->log.machine);
    writer_text(out, "</bdi>");
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

/* What would settle most. */
static void put_collect(const html_page *p)
{
    const sppwhy_analysis *a = p->analysis;
    sppwhy_writer *out = p->out;
    writer_text(out, "<div class=\"panel\">\n<h3 id=\"collect\">Collect next, most useful first</h3>\n");
    if (a->wanted_count == 0)
        writer_text(out, "<p>No log is missing that would settle a verdict.</p>\n");
    else
        writer_text(out, "<ol class=\"next\">\n");
    for (size_t i = 0; i < a->wanted_count && i < SHOWN_NEXT; i++)
        put_wanted(out, &a->wanted[i]);
    writer_text(out, a->wanted_count != 0 ? "</ol>\n" : "");
    if (a->wanted_count > SHOWN_NEXT)
        html_more(out, "<p class=\"quiet\">", a->wanted_count - SHOWN_NEXT,
                  ": <code>sppwhy logs</code> lists them</p>\n");
    writer_text(out, "</div>\n");
}

/* ---- problems with their shares ------------------------------------------------------------------------ */

#define LINES_SHOWN 12

static void put_bar(const html_page *p, const problem *t, size_t most)
{
    size_t width = (t->activations * BAR_WIDTH + most - 1) / most;
    writer_printf(p->out,
                  "<svg class=\"bar\" role=\"img\" viewBox=\"0 0 %d 12\" width=\"%d\" height=\"12\" "
                  "preserveAspectRatio=\"none\"><title>",
                  BAR_WIDTH, BAR_WIDTH);
    html_number(p->out, t->activations);
    writer_text(p->out, " of ");
    html_count(p->out, p->analysis->failed, "failed activation", "failed activations");
    writer_printf(p->out,
                  "</title><rect class=\"rail\" width=\"%d\" height=\"12\" rx=\"3\"/>"
                  "<rect class=\"%s\" width=\"%zu\" height=\"12\" rx=\"3\"/></svg>",
                  BAR_WIDTH, sppwhy_level_name(t->level), width);
}

static void put_problem_row(const html_page *p, const problem *t, size_t most)
{
    sppwhy_writer *out = p->out;
    const advice_plan *head = &t->plans[0];
    writer_text(out, "<tr><td>");
    html_level(out, t->level);
    writer_printf(out, "</td><th scope=\"row\"><a href=\"#trouble-%zu\">", t->number);
    html_text(out, head->findings[0]->verdict.title);
    writer_text(out, "</a></th><td class=\"name\">");
    html_machine_link(out, html_machine_of(p, head->findings[0]));
    if (head->machines > 1)
        html_more(out, " ", head->machines - 1, "");
    writer_text(out, "</td><td class=\"number\">");
    html_number(out, t->machines);
    writer_text(out, "</td><td class=\"number\">");
    if (t->activations == 0) {
        writer_text(out, "&#8211;</td><td><span class=\"quiet\">a warning</span></td></tr>\n");
        return;
    }
    html_number(out, t->activations);
    writer_text(out, "</td><td>");
    put_bar(p, t, most);
    writer_text(out, "</td></tr>\n");
}

static void put_problem_table(const html_page *p)
{
    size_t most = 1;
    for (size_t i = 0; i < p->problems.count; i++)
        most = p->problems.items[i].activations > most ? p->problems.items[i].activations : most;
    if (p->problems.count == 0)
        return;
    writer_text(
        p->out,
        "<div class=\"scroll\" role=\"region\" aria-label=\"Problems\" tabindex=\"0\"><table "
        "class=\"short\">\n<caption>Problems, worst first</caption>\n<thead><tr><th "
        "scope=\"col\">Level</th><th scope=\"col\">Problem</th><th scope=\"col\">Begin with</th><th "
        "scope=\"col\" class=\"number\">Machines</th><th scope=\"col\" class=\"number\">Failed</th><th "
        "scope=\"col\">Share</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < p->problems.count && i < LINES_SHOWN; i++)
        put_problem_row(p, &p->problems.items[i], most);
    writer_text(p->out, "</tbody>\n</table></div>\n");
    if (p->problems.count > LINES_SHOWN)
        html_more(p->out, "<p class=\"quiet\">", p->problems.count - LINES_SHOWN,
                  " <a href=\"#troubles\">below</a></p>\n");
}

bool html_summary(const html_page *p)
{
    sppwhy_writer *out = p->out;
    writer_text(out, "<section id=\"summary\" aria-labelledby=\"summary-title\">\n"
                     "<h2 id=\"summary-title\">What happened</h2>\n");
    put_headline(p);
    put_numbers(p);
    put_tiles(p);
    writer_text(out, "<div class=\"panels\">\n");
    if (!put_ends(p))
        return false;
    put_collect(p);
    writer_text(out, "</div>\n");
    put_problem_table(p);
    writer_text(out, "</section>\n");
    return true;
}
