/* A timeline's lanes, the words that say the same, and the legend. */
#include "report/html/html_timeline.h"

#include "base/clock.h"
#include "correlate/clock.h"

#define WIDTH (TIMELINE_LEFT + TIMELINE_WIDTH + 44)
#define LANE_HEIGHT 24
#define TALL_LANE_HEIGHT 48
#define TOP 14 /* room for what is written above the lanes */

/* ---- lanes --------------------------------------------------------------------------------------------- */

static void add_lane(lanes *all, lane added)
{
    if (all->count < LANES_MOST)
        all->items[all->count++] = added;
}

static void add_marks(lanes *all, const char *label, const timeline_marks *m, const char *good,
                      const char *bad)
{
    if (m->good + m->bad != 0)
        add_lane(all, (lane){label, LANE_HEIGHT, draw_marks, m, good, bad, NULL});
}

static bool paints(const unsigned char *cells)
{
    for (size_t i = 0; i < CELLS; i++)
        if (cells[i] != 0)
            return true;
    return false;
}

static lanes choose_lanes(const timeline *t)
{
    static const char *const licenses[] = {"License 1", "License 2", "License 3"};
    lanes all = {.count = 0};
    add_marks(&all, "Asked", &t->asked, "sent", "with an error");
    add_marks(&all, "Host processed", &t->seen, "granted", "refused");
    add_marks(&all, "Was answered", &t->answered, "activated", "refused");
    add_marks(&all, "Try ended", &t->ended, "activated", "failed");
    for (size_t i = 0; i < PRODUCTS_DRAWN; i++)
        if (paints(t->license[i]))
            add_lane(&all, (lane){.label = t->machine->machine->product_count == 1 ? "License" : licenses[i],
                                  .height = LANE_HEIGHT,
                                  .draw = draw_license,
                                  .cells = t->license[i]});
    if (clock_is_off(t->worst_skew))
        add_lane(&all, (lane){.label = "Clocks", .height = TALL_LANE_HEIGHT, .draw = draw_skew});
    if (t->served_most != 0)
        add_lane(&all, (lane){.label = "Requests", .height = TALL_LANE_HEIGHT, .draw = draw_served});
    add_marks(&all, "In DNS", &t->published, "published", "not published");
    add_marks(&all, "KMS start", &t->started, "", "failed");
    if (paints(t->service))
        add_lane(
            &all,
            (lane){.label = "Service", .height = LANE_HEIGHT, .draw = draw_service, .cells = t->service});
    add_marks(&all, "Other machines", &t->elsewhere, "cited", "");
    if (paints(t->covered))
        add_lane(
            &all,
            (lane){.label = "Log covers", .height = LANE_HEIGHT, .draw = draw_logs, .cells = t->covered});
    return all;
}

/* ---- in words ------------------------------------------------------------------------------------------ */

static void put_skew_text(const timeline *t)
{
    char span[40];
    sppwhy_writer *out = t->page->out;
    if (!t->skew_known)
        return;
    writer_text(out, " Its clock and the KMS host\342\200\231s ");
    if (llabs(t->worst_skew) < 60)
        writer_text(out, "agree to the minute.");
    else
        writer_printf(out, "differ: the host is %s %s.",
                      clock_format_duration((uint64_t)llabs(t->worst_skew), span),
                      t->worst_skew > 0 ? "ahead" : "behind");
}

/* "License: grace, then licensed." */
static void put_license_text(const timeline *t, const lane *l)
{
    const char *const words[] = {"", license_state_words(LICENSE_LICENSED), "grace",
                                 license_state_words(LICENSE_NOTIFICATION),
                                 license_state_words(LICENSE_UNLICENSED)};
    unsigned char before = STRIP_UNKNOWN;
    writer_printf(t->page->out, " %s: ", l->label);
    for (size_t i = 0; i < CELLS; i++) {
        if (l->cells[i] == before || l->cells[i] == STRIP_UNKNOWN)
            continue;
        writer_printf(t->page->out, "%s%s", before != STRIP_UNKNOWN ? ", then " : "", words[l->cells[i]]);
        before = l->cells[i];
    }
    writer_char(t->page->out, '.');
}

/* What is to come is covered by no log: it does not count. */
static void put_cover_text(const timeline *t)
{
    sppwhy_writer *out = t->page->out;
    const uint64_t known = t->machine->machine->known_until;
    size_t none = 0, gaps = 0, end = known != 0 ? scale_cell(&t->scale, known) + 1 : t->scale.cells;
    for (size_t i = 0; i < end; i++) {
        none += t->covered[i] == COVER_NONE;
        gaps += t->covered[i] == COVER_GAP;
    }
    if (gaps != 0)
        writer_text(out, " In its log records are missing.");
    else
        writer_text(out,
                    none == 0 ? " Its log covers all of this time" : " Its log covers a part of this time");
    if (gaps == 0 && known != 0 && known < t->scale.last) {
        writer_text(out, " up to ");
        html_time(out, known, false);
    }
    writer_text(out, gaps == 0 ? "." : "");
}

/* "Service: 2 starts, 3 stops." */
static void put_service_text(const timeline *t)
{
    sppwhy_writer *out = t->page->out;
    if (t->starts + t->stops == 0)
        return;
    writer_text(out, " Service: ");
    html_count(out, t->starts, "start", "starts");
    writer_text(out, ", ");
    html_count(out, t->stops, "stop", "stops");
    writer_char(out, '.');
}

static void put_served_text(const timeline *t)
{
    size_t granted = 0, refused = 0;
    for (size_t i = 0; i < t->scale.cells; i++) {
        granted += t->granted[i];
        refused += t->refused[i];
    }
    writer_printf(t->page->out, " Requests: %zu granted, %zu refused.", granted, refused);
}

static void put_counts(const timeline *t, const lanes *all)
{
    sppwhy_writer *out = t->page->out;
    for (size_t i = 0; i < all->count; i++) {
        const timeline_marks *m = all->items[i].marks;
        if (all->items[i].draw == draw_license)
            put_license_text(t, &all->items[i]);
        if (!m)
            continue;
        writer_printf(out, " %s: ", all->items[i].label);
        if (m->good != 0)
            writer_printf(out, "%zu %s", m->good, all->items[i].good);
        if (m->bad != 0)
            writer_printf(out, "%s%zu %s", m->good != 0 ? ", " : "", m->bad, all->items[i].bad);
        writer_char(out, '.');
    }
    if (t->served_most != 0)
        put_served_text(t);
    put_service_text(t);
    put_skew_text(t);
    if (paints(t->covered))
        put_cover_text(t);
}

static void put_drawing(const timeline *t, const lanes *all)
{
    sppwhy_writer *out = t->page->out;
    char bin[40];
    int height = TOP, top = TOP;
    for (size_t i = 0; i < all->count; i++)
        height += all->items[i].height;
    writer_text(out, "<figure class=\"timeline\">\n<figcaption>Timeline, ");
    html_time(out, t->scale.first, false);
    writer_text(out, " to ");
    html_time(out, t->scale.last, false);
    writer_printf(out, ", in steps of %s.", scale_bin_text(&t->scale, bin));
    put_counts(t, all);
    writer_printf(
        out,
        "</figcaption>\n<div class=\"scroll\" role=\"region\" aria-label=\"Timeline\" tabindex=\"0\"><svg "
        "role=\"img\" viewBox=\"0 0 %d %d\">\n<title>Timeline of ",
        WIDTH, height + SCALE_AXIS_HEIGHT);
    html_name(out, t->machine->machine->name);
    writer_text(out, "</title>\n");
    draw_uncovered(t, TOP, height - TOP);
    scale_axis(out, &t->scale, TOP, height);
    draw_end(t, 0, height);
    for (size_t i = 0; i < all->count; i++) {
        const lane *l = &all->items[i];
        writer_printf(out, "<text x=\"0\" y=\"%d\">%s</text>\n", top + l->height / 2 + 4, l->label);
        l->draw(t, l, top);
        top += l->height;
    }
    writer_text(out, "</svg></div>\n</figure>\n");
}

void html_timeline(const html_page *p, const html_machine *m)
{
    timeline t = {.page = p, .machine = m};
    if (!timeline_gather(&t))
        return;
    lanes all = choose_lanes(&t);
    put_drawing(&t, &all);
}

/* ---- the legend ---------------------------------------------------------------------------------------- */

static void put_key(sppwhy_writer *out, const char *class, const char *shape, const char *text)
{
    writer_printf(out,
                  "<li><svg aria-hidden=\"true\" viewBox=\"0 0 16 12\" width=\"16\" height=\"12\"><path "
                  "class=\"%s\" d=\"%s\"/></svg> %s</li>\n",
                  class, shape, text);
}

void html_timeline_legend(const html_page *p)
{
    sppwhy_writer *out = p->out;
    writer_text(out, "<ul class=\"legend timeline\" aria-label=\"Marks of the timelines\">\n");
    put_key(out, "good", "M4 6a4 4 0 1 0 8 0a4 4 0 1 0-8 0z", "went well");
    put_key(out, "bad", "M4 2l8 8m0-8l-8 8", "an error or a refusal");
    put_key(out, "other", "M8 1l5 5-5 5-5-5z", "evidence from another machine");
    put_key(out, "licensed", "M0 1h16v10h-16z", "licensed");
    put_key(out, "grace", "M0 1h16v10h-16z", "grace");
    put_key(out, "notification", "M0 1h16v10h-16z", "notification");
    put_key(out, "unlicensed", "M0 1h16v10h-16z", "unlicensed");
    put_key(out, "covered", "M0 4h16v5h-16z", "covered by a log");
    put_key(out, "gap", "M0 4h16v5h-16z", "records missing");
    put_key(out, "nolog", "M0 0h16v12h-16z", "no log covers it");
    put_key(out, "runs", "M0 4h16v5h-16z", "service runs");
    put_key(out, "stopped", "M0 4h16v5h-16z", "service stopped");
    put_key(out, "silent", "M0 0h16v12h-16z", "a host\342\200\231s longest silence");
    put_key(out, "ends", "M8 0v12", "license or grace ends");
    writer_text(out, "</ul>\n");
}
