/* Failures and successes over time, of the whole collection: a chart of columns, drawn as SVG. */
#include "report/html/html.h"

#include "base/clock.h"

#define COLUMNS 60
#define COLUMN_WIDTH 18 /* with the space behind it */
#define LEFT 44
#define TOP 8
#define HEIGHT 120

typedef struct columns {
    uint64_t first, last; /* of what is counted */
    size_t failed[COLUMNS], good[COLUMNS];
    size_t most; /* in one column */
    size_t failed_count, good_count;
} columns;

/* A request that only a host's log shows, and that was granted, is no activation but a success. */
static bool only_granted(const sppwhy_request *r)
{
    return !r->activation && r->host;
}

static void widen(columns *c, uint64_t time)
{
    if (!clock_usable(time))
        return;
    if (c->first == 0 || time < c->first)
        c->first = time;
    if (time > c->last)
        c->last = time;
}

static void count(columns *c, uint64_t time, bool failed)
{
    if (!clock_usable(time))
        return;
    size_t at = (size_t)((time - c->first) / ((c->last - c->first) / COLUMNS + 1));
    size_t *column = failed ? &c->failed[at] : &c->good[at];
    ++*column;
    c->failed_count += failed;
    c->good_count += !failed;
    if (c->failed[at] + c->good[at] > c->most)
        c->most = c->failed[at] + c->good[at];
}

static columns gather(const sppwhy_collection *from)
{
    columns c = {0};
    for (size_t i = 0; i < from->activation_count; i++)
        widen(&c, from->activations[i]->time);
    for (size_t i = 0; i < from->request_count; i++)
        if (only_granted(&from->requests[i]))
            widen(&c, sppwhy_request_time(&from->requests[i]));
    for (size_t i = 0; i < from->activation_count; i++) {
        const sppwhy_activation *a = from->activations[i];
        count(&c, a->time, a->outcome == SPPWHY_OUTCOME_FAILED || a->outcome == SPPWHY_OUTCOME_UNANSWERED);
    }
    for (size_t i = 0; i < from->request_count; i++)
        if (only_granted(&from->requests[i]))
            count(&c, sppwhy_request_time(&from->requests[i]), false);
    return c;
}

/* One path for all columns of one kind: `under` is what they are on. */
static void put_columns(sppwhy_writer *out, const columns *c, const size_t *counts, const size_t *under,
                        const char *class)
{
    writer_printf(out, "<path class=\"%s\" d=\"", class);
    for (size_t i = 0; i < COLUMNS; i++) {
        size_t base = under ? under[i] * HEIGHT / c->most : 0;
        size_t top = ((under ? under[i] : 0) + counts[i]) * HEIGHT / c->most;
        if (counts[i] == 0)
            continue;
        if (top == base) /* one among thousands is still to be seen */
            top = base + 1;
        writer_printf(out, "M%zu %zuh%dv%zuh-%dz", LEFT + i * COLUMN_WIDTH, (size_t)TOP + HEIGHT - top,
                      COLUMN_WIDTH - 2, top - base, COLUMN_WIDTH - 2);
    }
    writer_text(out, "\"/>\n");
}

static void put_axis(sppwhy_writer *out, const columns *c)
{
    int right = LEFT + COLUMNS * COLUMN_WIDTH, bottom = TOP + HEIGHT;
    writer_printf(out, "<path class=\"axis\" d=\"M%d %dh%d\"/>\n", LEFT, bottom, right - LEFT);
    writer_printf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">", LEFT - 6, TOP + 10);
    html_number(out, c->most);
    writer_printf(out, "</text>\n<text x=\"%d\" y=\"%d\" text-anchor=\"end\">0</text>\n", LEFT - 6, bottom);
    writer_printf(out, "<text x=\"%d\" y=\"%d\">", LEFT, bottom + 16);
    html_time(out, c->first, false);
    writer_printf(out, "</text>\n<text x=\"%d\" y=\"%d\" text-anchor=\"end\">", right, bottom + 16);
    html_time(out, c->last, false);
    writer_text(out, "</text>\n");
}

void html_chart(const html_page *p)
{
    columns c = gather(p->analysis->collection);
    sppwhy_writer *out = p->out;
    if (c.most == 0 || c.first == c.last)
        return;
    writer_text(out,
                "<figure class=\"chart\">\n<figcaption>Activations over time: <span class=\"key failed\">");
    html_number(out, c.failed_count);
    writer_text(out, " failed</span>, <span class=\"key granted\">");
    html_number(out, c.good_count);
    writer_text(out, " succeeded or granted</span></figcaption>\n");
    writer_printf(out,
                  "<div class=\"scroll\"><svg role=\"img\" aria-labelledby=\"chart-title chart-text\" "
                  "viewBox=\"0 0 %d %d\">\n<title id=\"chart-title\">Activations over time</title>\n<desc "
                  "id=\"chart-text\">From ",
                  LEFT + COLUMNS * COLUMN_WIDTH + 8, TOP + HEIGHT + 22);
    html_time(out, c.first, false);
    writer_text(out, " to ");
    html_time(out, c.last, false);
    writer_text(out, ": ");
    html_number(out, c.failed_count);
    writer_text(out, " failed, ");
    html_number(out, c.good_count);
    writer_printf(out, " succeeded or were granted; at most %zu in one of %d columns.</desc>\n", c.most,
                  COLUMNS);
    put_columns(out, &c, c.failed, NULL, "failed");
    put_columns(out, &c, c.good, c.failed, "granted");
    put_axis(out, &c);
    writer_text(out, "</svg></div>\n</figure>\n");
}
