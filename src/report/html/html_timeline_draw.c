/* A timeline's lanes and its axis as SVG: cells into few paths, one for each kind of mark or band. */
#include "report/html/html_timeline.h"

#include "base/clock.h"

#include <string.h>

#define TICKS_MOST 7

/* ---- drawing ------------------------------------------------------------------------------------------- */

static int x_of(size_t cell)
{
    return LEFT + (int)cell * CELL_WIDTH;
}

static void put_marks(sppwhy_writer *out, const unsigned char *cells, int middle, int kind)
{
    static const char *const classes[] = {"", "good", "bad", "other"};
    static const char *const shapes[] = {"", "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z", "m-4-4l8 8m0-8l-8 8",
                                         "m0-5l5 5-5 5-5-5z"};
    bool any = false;
    for (size_t i = 0; i < CELLS; i++) {
        if (cells[i] != kind)
            continue;
        if (!any)
            writer_printf(out, "<path class=\"%s\" d=\"", classes[kind]);
        any = true;
        writer_printf(out, "M%d %d%s", x_of(i) + CELL_WIDTH / 2, middle, shapes[kind]);
    }
    if (any)
        writer_text(out, "\"/>\n");
}

void draw_marks(const timeline *t, const lane *l, int top)
{
    for (int kind = MARK_GOOD; kind <= MARK_OTHER; kind++)
        put_marks(t->page->out, l->marks->at, top + l->height / 2, kind);
}

/* Runs of equal cells as bands, all of one kind in one path. */
static void put_bands(sppwhy_writer *out, const unsigned char *cells, int kind, const char *class, int top,
                      int height)
{
    bool any = false;
    for (size_t i = 0; i < CELLS; i++) {
        size_t from = i;
        while (i < CELLS && cells[i] == kind)
            i++;
        if (i == from)
            continue;
        if (!any)
            writer_printf(out, "<path class=\"%s\" d=\"", class);
        any = true;
        int width = (int)(i - from) * CELL_WIDTH;
        writer_printf(out, "M%d %dh%dv%dh-%dz", x_of(from), top, width, height, width);
    }
    if (any)
        writer_text(out, "\"/>\n");
}

void draw_license(const timeline *t, const lane *l, int top)
{
    static const char *const classes[] = {"", "licensed", "grace", "notification", "unlicensed"};
    for (int kind = STRIP_LICENSED; kind <= STRIP_UNLICENSED; kind++)
        put_bands(t->page->out, l->cells, kind, classes[kind], top + 6, l->height - 12);
}

void draw_logs(const timeline *t, const lane *l, int top)
{
    put_bands(t->page->out, l->cells, COVER_LOG, "covered", top + 9, l->height - 18);
    put_bands(t->page->out, l->cells, COVER_GAP, "gap", top + 9, l->height - 18);
}

static void put_served(const timeline *t, const size_t *counts, const size_t *under, const char *class,
                       int bottom, int height)
{
    sppwhy_writer *out = t->page->out;
    bool any = false;
    for (size_t i = 0; i < CELLS; i++) {
        size_t base = under ? under[i] * (size_t)height / t->served_most : 0;
        size_t top = ((under ? under[i] : 0) + counts[i]) * (size_t)height / t->served_most;
        if (counts[i] == 0)
            continue;
        if (top == base)
            top = base + 1;
        if (!any)
            writer_printf(out, "<path class=\"%s\" d=\"", class);
        any = true;
        writer_printf(out, "M%d %dh5v%dh-5z", x_of(i), bottom - (int)top, (int)(top - base));
    }
    if (any)
        writer_text(out, "\"/>\n");
}

void draw_served(const timeline *t, const lane *l, int top)
{
    int bottom = top + l->height - 4;
    put_served(t, t->refused, NULL, "failed", bottom, l->height - 10);
    put_served(t, t->granted, t->refused, "granted", bottom, l->height - 10);
    writer_printf(t->page->out, "<path class=\"axis\" d=\"M%d %dh%d\"/>\n", LEFT, bottom, CELLS * CELL_WIDTH);
}

/* Up: the host's clock is ahead. The dashed lines are how far a host lets a client be. */
void draw_skew(const timeline *t, const lane *l, int top)
{
    sppwhy_writer *out = t->page->out;
    int middle = top + l->height / 2, room = l->height / 2 - 4;
    int64_t most = skew_size(t->worst_skew) > KMS_SKEW_ALLOWED_SECONDS ? skew_size(t->worst_skew)
                                                                       : KMS_SKEW_ALLOWED_SECONDS;
    int allowed = (int)(KMS_SKEW_ALLOWED_SECONDS / (most / room + 1));
    writer_printf(
        out, "<path class=\"axis\" d=\"M%d %dh%d\"/>\n<path class=\"allowed\" d=\"M%d %dh%dm0 %dh-%d\"/>\n",
        LEFT, middle, CELLS * CELL_WIDTH, LEFT, middle - allowed, CELLS * CELL_WIDTH, 2 * allowed,
        CELLS * CELL_WIDTH);
    writer_printf(out, "<text x=\"%d\" y=\"%d\">+4 h</text><text x=\"%d\" y=\"%d\">-4 h</text>\n",
                  LEFT + CELLS * CELL_WIDTH + 4, middle - allowed + 4, LEFT + CELLS * CELL_WIDTH + 4,
                  middle + allowed + 4);
    for (int over = 0; over <= 1; over++) {
        bool any = false;
        for (size_t i = 0; i < CELLS; i++) {
            if (t->skew[i] == 0 || (skew_size(t->skew[i]) > KMS_SKEW_ALLOWED_SECONDS) != over)
                continue;
            if (!any)
                writer_printf(out, "<path class=\"skew%s\" d=\"", over ? " over" : "");
            any = true;
            writer_printf(out, "M%d %dv%d", x_of(i) + CELL_WIDTH / 2, middle,
                          -(int)(t->skew[i] / (most / room + 1)));
        }
        if (any)
            writer_text(out, "\"/>\n");
    }
}

/* ---- the axis ------------------------------------------------------------------------------------------ */

static uint64_t tick_step(uint64_t span)
{
    static const uint64_t steps[] = {CLOCK_MINUTE,   5 * CLOCK_MINUTE, 15 * CLOCK_MINUTE, 30 * CLOCK_MINUTE,
                                     CLOCK_HOUR,     3 * CLOCK_HOUR,   6 * CLOCK_HOUR,    12 * CLOCK_HOUR,
                                     CLOCK_DAY,      2 * CLOCK_DAY,    7 * CLOCK_DAY,     14 * CLOCK_DAY,
                                     30 * CLOCK_DAY, 91 * CLOCK_DAY,   365 * CLOCK_DAY,   3650 * CLOCK_DAY};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (span / steps[i] < TICKS_MOST)
            return steps[i];
    return span / TICKS_MOST + 1;
}

void draw_axis(const timeline *t, int top)
{
    sppwhy_writer *out = t->page->out;
    uint64_t step = tick_step(t->last - t->first);
    char text[40];
    writer_printf(out, "<path class=\"axis\" d=\"M%d %dh%d\"/>\n", LEFT, top, CELLS * CELL_WIDTH);
    uint64_t time = clock_after(clock_before(t->first, t->first % step), step);
    for (int i = 0; i <= TICKS_MOST && time <= t->last; i++, time = clock_after(time, step)) {
        /* "2026-03-05 07:42": the day alone, or month, day and time */
        clock_format_plain(time, false, text);
        const char *label = step < CLOCK_DAY && strlen(text) == 16 ? text + 5 : text;
        int length = step < CLOCK_DAY ? 11 : 10;
        writer_printf(out,
                      "<path class=\"tick\" d=\"M%d 4V%d\"/><text x=\"%d\" y=\"%d\" "
                      "text-anchor=\"middle\">%.*s</text>\n",
                      x_of(timeline_cell(t, time)), top + 4, x_of(timeline_cell(t, time)), top + 17, length,
                      label);
    }
}
