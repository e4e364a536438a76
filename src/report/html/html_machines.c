/*
 * Every machine in one table, a line each, worst first; those of which nothing is known are folded below it.
 * The script makes it sortable and searchable; without one it reads as it is. A cell's data-v is what it
 * sorts by where its text would sort wrongly; a row's data-s is what it is found by beside its text.
 */
#include "correlate/requests.h"
#include "report/html/html.h"

#include "report/view/facts.h"
#include "report/view/words.h"
#include "spp/hresult.h"

#include <string.h>

#define WORDS_SHOWN 8  /* causes, codes and hosts each that a row is found by */
#define WORD_LENGTH 80 /* characters of each */

static void put_heading(sppwhy_writer *out, const char *text, const char *class)
{
    writer_printf(out, "<th scope=\"col\"%s>%s</th>", class, text);
}

/* ---- what a row is found by ---------------------------------------------------------------------------- */

static void put_found_causes(const html_page *p, const html_machine *m)
{
    for (size_t i = 0; i < m->finding_count && i < WORDS_SHOWN; i++) {
        writer_char(p->out, ' ');
        html_text_cut(p->out, m->findings[i]->verdict.cause, WORD_LENGTH);
    }
}

/* The codes and hosts of its newest tries, each once. */
static void put_found_tries(const html_page *p, const html_machine *m)
{
    const char *hosts[WORDS_SHOWN];
    uint32_t codes[WORDS_SHOWN];
    size_t host_count = 0, code_count = 0;
    for (size_t i = m->machine->activation_count; i-- != 0 && m->machine->activation_count - i <= 64;) {
        const sppwhy_activation *a = m->machine->activations[i];
        size_t at = 0, k = 0;
        while (a->has_code && k < code_count && codes[k] != a->code)
            k++;
        if (a->has_code && k == code_count && k < WORDS_SHOWN)
            codes[code_count++] = a->code;
        for (const char *server; (server = activation_next_server(a, &at)) != NULL;) {
            for (k = 0; k < host_count && strcmp(hosts[k], server) != 0;)
                k++;
            if (k == host_count && k < WORDS_SHOWN)
                hosts[host_count++] = server;
        }
    }
    for (size_t i = 0; i < code_count; i++)
        writer_printf(p->out, " " CODE_FORMAT, (unsigned)codes[i]);
    for (size_t i = 0; i < host_count; i++) {
        writer_char(p->out, ' ');
        html_text_cut(p->out, hosts[i], WORD_LENGTH);
    }
}

static void put_row_start(const html_page *p, const html_machine *m)
{
    sppwhy_writer *out = p->out;
    writer_printf(out, "<tr id=\"row-%zu\"", m->number);
    if (m->has_section)
        writer_printf(out, " data-section=\"machine-%zu\"", m->number);
    writer_printf(out, " data-s=\"is:%s", words_of(standing_of(m->machine))->search);
    put_found_causes(p, m);
    put_found_tries(p, m);
    writer_text(out, "\"><th scope=\"row\">");
    if (m->has_section) {
        html_machine_link(out, m);
    } else {
        writer_text(out, "<bdi>");
        html_name(out, m->machine->name);
        writer_text(out, "</bdi>");
    }
    writer_text(out, "</th>");
}

/* ---- rows ---------------------------------------------------------------------------------------------- */

static void put_cause(const html_page *p, const html_machine *m)
{
    sppwhy_writer *out = p->out;
    if (m->finding_count == 0) {
        writer_text(out, "<td data-v=\"0\"></td>");
        return;
    }
    const sppwhy_finding *worst = m->findings[0];
    writer_printf(out, "<td class=\"cut %s\" data-v=\"%d\"><a href=\"#plan-%zu\">",
                  sppwhy_level_name(worst->verdict.level), (int)worst->verdict.level + 1,
                  problems_plan_of(&p->problems, worst)->number);
    html_text(out, worst->verdict.title);
    writer_text(out, "</a>");
    if (m->finding_count > 1)
        writer_printf(out, " +%zu", m->finding_count - 1);
    writer_text(out, "</td>");
}

static void put_day(sppwhy_writer *out, uint64_t time)
{
    writer_printf(out, "<td class=\"time\" data-v=\"%llu\">", (unsigned long long)time);
    if (time != 0)
        html_day(out, time);
    writer_text(out, "</td>");
}

static void put_products(const html_page *p, const sppwhy_machine *m)
{
    writer_text(p->out, "<td class=\"cut\">");
    if (m->product_count != 0)
        html_product(p, m->products[0]);
    if (m->product_count > 1)
        writer_printf(p->out, " +%zu", m->product_count - 1);
    writer_text(p->out, "</td>");
}

static void put_row(const html_page *p, const html_machine *m)
{
    sppwhy_writer *out = p->out;
    put_row_start(p, m);
    machine_standing standing = standing_of(m->machine);
    writer_printf(out, "<td data-v=\"%d\"><span class=\"state %s\">%s</span></td>",
                  STANDING_TOTAL - (int)standing, words_of(standing)->impression, state_cell(m->machine));
    put_cause(p, m);
    writer_printf(out, "<td class=\"number\" data-v=\"%zu\">", m->machine->failed_count);
    if (m->machine->activation_count != 0) {
        html_number(out, m->machine->failed_count);
        writer_text(out, " of ");
        html_number(out, m->machine->activation_count);
    }
    writer_text(out, "</td>");
    put_day(out, m->machine->last_success);
    put_day(out, m->machine->runs_out);
    put_products(p, m->machine);
    writer_text(out, "</tr>\n");
}

/* ---- those of which nothing is known ------------------------------------------------------------------- */

/* A line of its own would say nothing: no finding, and no log of its own or no attempt in it. */
static bool is_bare(const html_machine *m)
{
    return m->finding_count == 0 && !m->has_section && !m->machine->has_logs;
}

static bool is_idle(const html_machine *m)
{
    return m->finding_count == 0 && !m->has_section && standing_of(m->machine) == STANDING_IDLE;
}

static void put_fold(const html_page *p, bool (*belongs)(const html_machine *m), const char *one,
                     const char *many)
{
    size_t count = 0;
    sppwhy_writer *out = p->out;
    for (size_t i = 0; i < p->machine_count; i++)
        count += belongs(&p->machines[i]);
    if (count == 0)
        return;
    writer_text(out, "<details class=\"fold\"><summary>");
    html_count(out, count, one, many);
    writer_text(out, "</summary>\n<table class=\"fold\"><thead><tr><th scope=\"col\">Machine</th><th "
                     "scope=\"col\">State</th><th scope=\"col\">Last success</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < p->machine_count; i++) {
        const sppwhy_machine *m = p->machines[i].machine;
        if (!belongs(&p->machines[i]))
            continue;
        put_row_start(p, &p->machines[i]);
        writer_printf(out, "<td>%s</td>", state_cell(m));
        put_day(out, m->last_success);
        writer_text(out, "</tr>\n");
    }
    writer_text(out, "</tbody></table></details>\n");
}

/* ---- the table ----------------------------------------------------------------------------------------- */

static void put_top(const html_page *p)
{
    writer_text(p->out,
                "<section id=\"machines\" aria-labelledby=\"machines-title\">\n"
                "<h2 id=\"machines-title\">All machines</h2>\n"
                "<div id=\"search-box\" hidden=\"hidden\"><label for=\"search\">Search machines</label> "
                "<input type=\"search\" id=\"search\" autocomplete=\"off\" spellcheck=\"false\" "
                "placeholder=\"name, state, cause, code, KMS host\" aria-describedby=\"search-result\"/> "
                "<span id=\"search-result\" role=\"status\"></span></div>\n");
}

void html_machine_table(const html_page *p)
{
    sppwhy_writer *out = p->out;
    put_top(p);
    writer_text(out,
                "<div class=\"scroll\" role=\"region\" aria-labelledby=\"machines-title\" tabindex=\"0\">"
                "<table id=\"machine-table\">\n<caption>");
    html_count(out, p->machine_count, "machine", "machines");
    writer_text(out, ", worst first</caption>\n<thead><tr>");
    put_heading(out, "Machine", "");
    put_heading(out, "State", "");
    put_heading(out, "Worst finding", "");
    put_heading(out, "Failed", " class=\"number\"");
    put_heading(out, "Last success", "");
    put_heading(out, "Runs out", "");
    put_heading(out, "Product", "");
    writer_text(out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < p->machine_count; i++)
        if (!is_bare(&p->machines[i]) && !is_idle(&p->machines[i]))
            put_row(p, &p->machines[i]);
    writer_text(out, "</tbody>\n</table></div>\n");
    put_fold(p, is_bare, "machine is only named in a KMS host's log; its own logs were not collected",
             "machines are only named in a KMS host's log; their own logs were not collected");
    put_fold(p, is_idle, "machine shows no activation attempt in its logs",
             "machines show no activation attempt in their logs");
    writer_text(out, "</section>\n");
}
