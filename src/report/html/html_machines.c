/* Every machine in one table, worst first. The script makes it sortable and searchable; without one it reads
 * as it is. A cell's data-v is what it sorts by where its text would sort wrongly. */
#include "report/html/html.h"

static void put_heading(sppwhy_writer *out, const char *text, const char *class)
{
    writer_printf(out, "<th scope=\"col\"%s>%s</th>", class, text);
}

static void put_causes(const html_page *p, const html_machine *m)
{
    sppwhy_writer *out = p->out;
    if (m->finding_count == 0) {
        writer_text(out, "<td data-v=\"0\">");
        if (m->machine->activation_count == 0 && !m->machine->is_host)
            writer_text(out, m->machine->has_logs ? "<span class=\"quiet\">no attempt in its logs</span>"
                                                  : "<span class=\"quiet\">its own logs are not here</span>");
        writer_text(out, "</td>");
        return;
    }
    writer_printf(out, "<td class=\"name\" data-v=\"%d\">", (int)m->findings[0]->verdict.level + 1);
    html_level(out, m->findings[0]->verdict.level);
    writer_char(out, ' ');
    html_text(out, m->findings[0]->verdict.title);
    if (m->finding_count > 1)
        writer_printf(out, " <span class=\"quiet\">and %zu more</span>", m->finding_count - 1);
    writer_text(out, "</td>");
}

static void put_time(sppwhy_writer *out, uint64_t time)
{
    writer_printf(out, "<td class=\"time\" data-v=\"%llu\">", (unsigned long long)time);
    html_time(out, time, false);
    writer_text(out, "</td>");
}

static void put_products(const html_page *p, const sppwhy_machine *m)
{
    writer_text(p->out, "<td>");
    for (size_t i = 0; i < m->product_count; i++) {
        writer_text(p->out, i != 0 ? ", " : "");
        html_product(p, m->products[i]);
    }
    writer_text(p->out, "</td>");
}

static void put_row(const html_page *p, const html_machine *m)
{
    sppwhy_writer *out = p->out;
    if (m->has_section)
        writer_printf(out, "<tr data-section=\"machine-%zu\">", m->number);
    else
        writer_text(out, "<tr>");
    writer_text(out, "<th scope=\"row\">");
    html_machine_link(out, m);
    writer_printf(out, "</th><td data-v=\"%d\"><span class=\"state %s\">%s</span></td>",
                  4 - html_state_rank(m->machine), html_state_class(m->machine), html_state(m->machine));
    put_causes(p, m);
    writer_printf(out, "<td class=\"number\" data-v=\"%zu\">", m->machine->failed_count);
    if (m->machine->activation_count != 0) {
        html_number(out, m->machine->failed_count);
        writer_text(out, " of ");
        html_number(out, m->machine->activation_count);
    }
    writer_text(out, "</td>");
    put_time(out, m->machine->last_success);
    put_time(out, m->machine->runs_out);
    put_products(p, m->machine);
    writer_text(out, "</tr>\n");
}

void html_machine_table(const html_page *p)
{
    sppwhy_writer *out = p->out;
    writer_text(out,
                "<section id=\"machines\" aria-labelledby=\"machines-title\">\n"
                "<h2 id=\"machines-title\">All machines</h2>\n"
                "<div id=\"search-box\" hidden=\"hidden\"><label for=\"search\">Search machines</label> "
                "<input type=\"search\" id=\"search\" autocomplete=\"off\" spellcheck=\"false\" "
                "placeholder=\"name, state, cause, product\" aria-describedby=\"search-result\"/> "
                "<span id=\"search-result\" role=\"status\"></span></div>\n"
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
        put_row(p, &p->machines[i]);
    writer_text(out, "</tbody>\n</table></div>\n</section>\n");
}
