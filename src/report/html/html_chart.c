/* Failures by cause and successes over time, of all that is shown: a chart of columns. */
#include "report/html/html_scale.h"

#include "base/clock.h"

#include <stdlib.h>

#define COLUMNS 60 /* at most */
#define LEFT 44
#define TOP 8
#define WIDTH 1080
#define HEIGHT 130

typedef struct chart {
    const html_page *page;
    scale_slots slots;
    html_scale scale;
    size_t counts[HTML_GOOD + 1][SCALE_CELLS], under[HTML_GOOD + 1][SCALE_CELLS];
    size_t totals[HTML_GOOD + 1];
    size_t most, failed; /* in one column; in all */
} chart;

typedef void (*counted)(chart *c, uint64_t time, size_t color);

/* Calls `each` with everything that is counted. A request that only a host's log shows, and that was granted,
 * is no activation but a success. */
static void walk(chart *c, counted each)
{
    const sppwhy_collection *from = c->page->analysis->collection;
    for (size_t i = 0; i < from->activation_count; i++) {
        const sppwhy_activation *a = from->activations[i];
        const sppwhy_verdict *v = c->page->analysis->verdicts[a->id - 1];
        if (clock_usable(a->time))
            each(c, a->time, v ? html_color_of(c->page, v) : HTML_GOOD);
    }
    for (size_t i = 0; i < c->page->machine_count; i++) {
        const sppwhy_machine *m = c->page->machines[i].machine;
        for (size_t k = 0; k < m->request_count; k++) {
            const sppwhy_request *r = m->requests[k];
            if (!r->activation && r->host && clock_usable(sppwhy_request_time(r)))
                each(c, sppwhy_request_time(r), HTML_GOOD);
        }
    }
}

static void widen(chart *c, uint64_t time, size_t color)
{
    (void)color;
    scale_widen(&c->slots.first, &c->slots.last, time);
}

static void note(chart *c, uint64_t time, size_t color)
{
    (void)color;
    scale_add(&c->slots, time, time);
}

static void count(chart *c, uint64_t time, size_t color)
{
    c->counts[color][scale_cell(&c->scale, time)]++;
    c->totals[color]++;
    c->failed += color != HTML_GOOD;
}

static void stack(chart *c)
{
    for (size_t i = 0; i < c->scale.cells; i++) {
        size_t height = 0;
        for (size_t k = 0; k <= HTML_GOOD; k++) {
            c->under[k][i] = height;
            height += c->counts[k][i];
        }
        c->most = height > c->most ? height : c->most;
    }
}

static bool gather(chart *c)
{
    walk(c, widen);
    if (c->slots.first == 0 || c->slots.first == c->slots.last)
        return false;
    scale_start(&c->slots, c->slots.first, c->slots.last);
    walk(c, note);
    c->scale = scale_end(&c->slots, COLUMNS, LEFT, WIDTH);
    walk(c, count);
    stack(c);
    return true;
}

/* ---- drawing ------------------------------------------------------------------------------------------- */

static void put_rules(sppwhy_writer *out, const chart *c)
{
    int bottom = TOP + HEIGHT;
    size_t half = c->most / 2;
    for (size_t i = 0; i < 2; i++) {
        size_t number = i == 0 ? c->most : half;
        int y = bottom - (int)(number * HEIGHT / c->most);
        if (number == 0)
            continue;
        writer_printf(out,
                      "<path class=\"axis\" d=\"M%d %dh%d\"/>\n<text x=\"%d\" y=\"%d\" text-anchor=\"end\">",
                      LEFT, y, WIDTH, LEFT - 6, y + 4);
        html_number(out, number);
        writer_text(out, "</text>\n");
    }
    writer_printf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">0</text>\n", LEFT - 6, bottom);
}

static void put_drawing(sppwhy_writer *out, const chart *c)
{
    writer_printf(
        out,
        "<div class=\"scroll\" role=\"region\" aria-label=\"Chart of activations\" tabindex=\"0\"><svg "
        "role=\"img\" aria-labelledby=\"chart-title chart-text\" viewBox=\"0 0 %d %d\">\n<title "
        "id=\"chart-title\">Activations over time</title>\n<desc id=\"chart-text\">From ",
        LEFT + WIDTH + 44, TOP + HEIGHT + SCALE_AXIS_HEIGHT);
    html_time(out, c->scale.first, false);
    writer_text(out, " to ");
    html_time(out, c->scale.last, false);
    writer_text(out, ": ");
    html_number(out, c->failed);
    writer_text(out, " failed, ");
    html_number(out, c->totals[HTML_GOOD]);
    writer_printf(out, " succeeded or were granted; at most %zu in one column.</desc>\n", c->most);
    put_rules(out, c);
    scale_axis(out, &c->scale, TOP, TOP + HEIGHT);
    for (size_t k = 0; k <= HTML_GOOD; k++) {
        char class[16];
        snprintf(class, sizeof class, k == HTML_GOOD ? "ok" : "k%zu", k);
        scale_columns(out, &c->scale, c->counts[k], c->under[k], c->most, class, TOP + HEIGHT, HEIGHT);
    }
    writer_text(out, "</svg></div>\n");
}

/* The same for those who do not see it. */
static void put_table(sppwhy_writer *out, const chart *c)
{
    static const char *const columns[] = {"From", "#Failed", "#Succeeded or granted"};
    html_same_as_table(out, "", columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < c->scale.cells; i++) {
        size_t good = c->counts[HTML_GOOD][i], failed = c->under[HTML_GOOD][i];
        if (good + failed == 0)
            continue;
        writer_text(out, "<tr><td class=\"time\">");
        html_time(out, scale_time(&c->scale, i), false);
        writer_printf(out, "</td><td class=\"number\">%zu</td><td class=\"number\">%zu</td></tr>\n", failed,
                      good);
    }
    writer_text(out, "</tbody></table></details>\n");
}

bool html_chart(const html_page *p)
{
    char bin[40];
    sppwhy_writer *out = p->out;
    chart *c = ARENA_NEW(p->memory, chart);
    if (!c)
        return false;
    c->page = p;
    if (!gather(c))
        return true;
    writer_printf(
        out,
        "<figure class=\"chart\">\n<figcaption><strong>Activations over time.</strong> Each column is "
        "%s.</figcaption>\n",
        scale_bin_text(&c->scale, bin));
    html_color_legend(p, c->totals);
    put_drawing(out, c);
    put_table(out, c);
    writer_text(out, "</figure>\n");
    return true;
}
