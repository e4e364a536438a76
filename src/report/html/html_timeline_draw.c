/* A timeline's lanes as SVG: cells into few paths, one for each kind of mark or band. */
#include "report/html/html_timeline.h"

#include "base/clock.h"
#include "correlate/clock.h"

/* ---- drawing ------------------------------------------------------------------------------------------- */

static int middle_x(const timeline *t, size_t cell)
{
    return (scale_x(&t->scale, cell) + scale_x(&t->scale, cell + 1)) / 2;
}

static void put_marks(const timeline *t, const unsigned char *cells, int middle, int kind)
{
    static const char *const classes[] = {"", "good", "bad", "other"};
    static const char *const shapes[] = {"", "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z", "m-4-4l8 8m0-8l-8 8",
                                         "m0-5l5 5-5 5-5-5z"};
    sppwhy_writer *out = t->page->out;
    bool any = false;
    for (size_t i = 0; i < t->scale.cells; i++) {
        if (cells[i] != kind)
            continue;
        if (!any)
            writer_printf(out, "<path class=\"%s\" d=\"", classes[kind]);
        any = true;
        writer_printf(out, "M%d %d%s", middle_x(t, i), middle, shapes[kind]);
    }
    if (any)
        writer_text(out, "\"/>\n");
}

void draw_marks(const timeline *t, const lane *l, int top)
{
    for (int kind = MARK_GOOD; kind <= MARK_OTHER; kind++)
        put_marks(t, l->marks->at, top + l->height / 2, kind);
}

void draw_license(const timeline *t, const lane *l, int top)
{
    static const char *const classes[] = {"", "licensed", "grace", "notification", "unlicensed"};
    for (int kind = STRIP_LICENSED; kind <= STRIP_UNLICENSED; kind++)
        scale_bands(t->page->out, &t->scale, l->cells, kind, classes[kind], top + 6, l->height - 12);
}

void draw_logs(const timeline *t, const lane *l, int top)
{
    scale_bands(t->page->out, &t->scale, l->cells, COVER_LOG, "covered", top + 9, l->height - 18);
    scale_bands(t->page->out, &t->scale, l->cells, COVER_GAP, "gap", top + 9, l->height - 18);
}

void draw_service(const timeline *t, const lane *l, int top)
{
    scale_bands(t->page->out, &t->scale, l->cells, SERVICE_RUNS, "runs", top + 9, l->height - 18);
    scale_bands(t->page->out, &t->scale, l->cells, SERVICE_STOPPED, "stopped", top + 9, l->height - 18);
}

static void put_span(const timeline *t, uint64_t from, uint64_t to, const char *class, int top, int height)
{
    int x = scale_x(&t->scale, scale_cell(&t->scale, from));
    int width = scale_x(&t->scale, scale_cell(&t->scale, to) + 1) - x;
    writer_printf(t->page->out, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n", class,
                  x, top, width, height);
}

/* Its longest silence is shaded. */
void draw_served(const timeline *t, const lane *l, int top)
{
    const sppwhy_host_facts *host = &t->machine->machine->host;
    int bottom = top + l->height - 4;
    if (clock_usable(host->silent_from) && clock_usable(host->silent_to))
        put_span(t, host->silent_from, host->silent_to, "silent", top, l->height - 4);
    scale_columns(t->page->out, &t->scale, t->refused, NULL, t->served_most, "failed", bottom,
                  l->height - 10);
    scale_columns(t->page->out, &t->scale, t->granted, t->refused, t->served_most, "ok", bottom,
                  l->height - 10);
    writer_printf(t->page->out, "<path class=\"axis\" d=\"M%d %dh%d\"/>\n", TIMELINE_LEFT, bottom,
                  TIMELINE_WIDTH);
}

void draw_uncovered(const timeline *t, int top, int height)
{
    scale_bands(t->page->out, &t->scale, t->covered, COVER_NONE, "nolog", top, height);
}

void draw_end(const timeline *t, int top, int height)
{
    const sppwhy_machine *m = t->machine->machine;
    if (!clock_usable(m->runs_out) || m->runs_out < t->scale.first || m->runs_out > t->scale.last)
        return;
    int x = scale_x(&t->scale, scale_cell(&t->scale, m->runs_out));
    writer_printf(
        t->page->out,
        "<path class=\"ends\" d=\"M%d %dv%d\"/><text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n", x,
        top, height, x - 4, top + 10, what_ends(m));
}

/* Up: the host's clock is ahead. The dashed lines are how far a host lets a client be. */
void draw_skew(const timeline *t, const lane *l, int top)
{
    sppwhy_writer *out = t->page->out;
    int middle = top + l->height / 2, room = l->height / 2 - 4;
    int64_t most = clock_is_refused(t->worst_skew) ? llabs(t->worst_skew) : KMS_SKEW_ALLOWED_SECONDS;
    int allowed = (int)(KMS_SKEW_ALLOWED_SECONDS / (most / room + 1));
    writer_printf(
        out, "<path class=\"axis\" d=\"M%d %dh%d\"/>\n<path class=\"allowed\" d=\"M%d %dh%dm0 %dh-%d\"/>\n",
        TIMELINE_LEFT, middle, TIMELINE_WIDTH, TIMELINE_LEFT, middle - allowed, TIMELINE_WIDTH, 2 * allowed,
        TIMELINE_WIDTH);
    writer_printf(out, "<text x=\"%d\" y=\"%d\">+4 h</text><text x=\"%d\" y=\"%d\">-4 h</text>\n",
                  TIMELINE_LEFT + TIMELINE_WIDTH + 4, middle - allowed + 4,
                  TIMELINE_LEFT + TIMELINE_WIDTH + 4, middle + allowed + 4);
    for (int over = 0; over <= 1; over++) {
        bool any = false;
        for (size_t i = 0; i < t->scale.cells; i++) {
            if (t->skew[i] == 0 || clock_is_refused(t->skew[i]) != over)
                continue;
            if (!any)
                writer_printf(out, "<path class=\"skew%s\" d=\"", over ? " over" : "");
            any = true;
            writer_printf(out, "M%d %dv%d", middle_x(t, i), middle, -(int)(t->skew[i] / (most / room + 1)));
        }
        if (any)
            writer_text(out, "\"/>\n");
    }
}
