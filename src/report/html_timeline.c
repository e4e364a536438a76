/*
 * A machine's timeline as SVG: a lane for what it asked, what the host logged, what it was answered, how each
 * try ended, its licence, the clocks, and what its logs cover; of a host the requests that it processed.
 *
 * Time is cut into cells, and a lane is one small array over them, so that a drawing stays small whatever a
 * log holds. In a cell a failure hides a success, never the other way round. Marks differ in shape as well as
 * in colour. The drawing's title and description say in words what it shows.
 */
#include "report/html.h"

#include "base/clock.h"
#include "base/text.h"

#include <string.h>

#define CELLS 148
#define CELL_WIDTH 6
#define LEFT 112
#define WIDTH (LEFT + CELLS * CELL_WIDTH + 40)
#define LANE_HEIGHT 24
#define TALL_LANE_HEIGHT 48
#define AXIS_HEIGHT 24
#define LANES_MOST 14
#define PRODUCTS_DRAWN 3
#define TICKS_MOST 7
#define SKEW_ALLOWED ((int64_t)4 * 3600) /* what a KMS host takes */
#define SKEW_SHOWN 600                   /* less says nothing */

enum { MARK_NONE, MARK_GOOD, MARK_BAD, MARK_OTHER };
enum { LICENCE_UNKNOWN, LICENCE_LICENSED, LICENCE_GRACE, LICENCE_NOTIFICATION, LICENCE_UNLICENSED };
enum { COVER_NONE, COVER_LOG, COVER_GAP };

typedef unsigned char strip[CELLS];

typedef struct marks {
    strip at;
    size_t good, bad;
} marks;

typedef struct timeline {
    const html_page *page;
    const html_machine *machine;
    uint64_t first, last, cell; /* what is drawn, and how much of it a cell is */
    uint64_t from, to;          /* of what happened: there is some room around it */
    marks asked, seen, answered, ended, published, started, elsewhere;
    strip licence[PRODUCTS_DRAWN], covered;
    size_t granted[CELLS], refused[CELLS]; /* as a host */
    size_t served_most;
    int64_t skew[CELLS], worst_skew;
    bool skew_known;
} timeline;

typedef struct lane {
    const char *label;
    int height;
    void (*draw)(const timeline *t, const struct lane *lane, int top);
    const marks *marks;         /* where it has some: */
    const char *good, *bad;     /* what they are called */
    const unsigned char *cells; /* else what it paints */
} lane;

typedef struct lanes {
    lane items[LANES_MOST];
    size_t count;
} lanes;

/* ---- what is drawn ------------------------------------------------------------------------------------- */

static void widen(timeline *t, uint64_t time)
{
    if (time == 0)
        return;
    if (t->first == 0 || time < t->first)
        t->first = time;
    if (time > t->last)
        t->last = time;
}

static void widen_by_record(timeline *t, const sppwhy_record *r)
{
    if (r)
        widen(t, r->event->time);
}

static bool tells_of_host(const sppwhy_record *r)
{
    return sppwhy_record_is(r, "dns_published") || sppwhy_record_is(r, "dns_publish_failed") ||
           sppwhy_record_is(r, "host_init_failed") || sppwhy_record_is(r, "host_timer_failed");
}

/* From the first to the last thing that is drawn, with some room at both ends. */
static void find_window(timeline *t)
{
    const sppwhy_machine *m = t->machine->machine;
    for (size_t i = 0; i < m->request_count; i++) {
        widen_by_record(t, m->requests[i]->client);
        widen_by_record(t, m->requests[i]->response);
        widen_by_record(t, m->requests[i]->host);
    }
    for (size_t i = 0; i < m->activation_count; i++)
        widen(t, m->activations[i]->time);
    for (size_t i = 0; i < m->served_count; i++)
        widen_by_record(t, m->served[i]->host);
    for (size_t i = 0; i < m->record_count && m->is_host; i++)
        if (tells_of_host(m->records[i]))
            widen_by_record(t, m->records[i]);
    for (size_t i = 0; i < t->machine->finding_count; i++)
        for (size_t k = 0; k < t->machine->findings[i]->verdict.evidence_count; k++)
            widen_by_record(t, t->machine->findings[i]->verdict.evidence[k]);
    if (t->first == 0)
        return;
    uint64_t room = (t->last - t->first) / 25;
    if (room < 10 * CLOCK_MINUTE)
        room = 10 * CLOCK_MINUTE;
    t->from = t->first;
    t->to = t->last;
    t->first -= t->first > room ? room : 0;
    t->last += t->last < UINT64_MAX - room ? room : 0;
    t->cell = (t->last - t->first) / CELLS + 1;
}

static size_t cell_of(const timeline *t, uint64_t time)
{
    if (time < t->first)
        return 0;
    size_t at = (size_t)((time - t->first) / t->cell);
    return at < CELLS ? at : CELLS - 1;
}

static void mark(const timeline *t, marks *m, const sppwhy_record *r, bool good)
{
    if (!r)
        return;
    size_t at = cell_of(t, r->event->time);
    m->good += good;
    m->bad += !good;
    if (!good || m->at[at] == MARK_NONE)
        m->at[at] = good ? MARK_GOOD : MARK_BAD;
}

static uint64_t number_of(const sppwhy_record *r, sppwhy_field field, uint64_t otherwise)
{
    sppwhy_value value;
    return r && sppwhy_record_get(r, field, &value) ? value.number : otherwise;
}

/* ---- gathering: a client ------------------------------------------------------------------------------- */

static unsigned char licence_kind(uint64_t state)
{
    static const unsigned char kinds[] = {LICENCE_UNLICENSED, LICENCE_LICENSED, LICENCE_GRACE,
                                          LICENCE_GRACE,      LICENCE_GRACE,    LICENCE_NOTIFICATION,
                                          LICENCE_GRACE};
    return state < sizeof kinds ? kinds[state] : LICENCE_UNKNOWN;
}

/* From one request that tells the state to the next one: it is what is known of the time between. */
static void gather_licence(timeline *t, size_t product)
{
    const sppwhy_machine *m = t->machine->machine;
    unsigned char state = LICENCE_UNKNOWN;
    size_t from = 0;
    for (size_t i = 0; i < m->request_count; i++) {
        const sppwhy_request *r = m->requests[i];
        const sppwhy_record *told = r->client ? r->client : r->host;
        if (!told || !r->product || memcmp(r->product, m->products[product], 16) != 0)
            continue;
        size_t at = cell_of(t, told->event->time);
        memset(t->licence[product] + from, state, at > from ? at - from : 0);
        from = at > from ? at : from;
        unsigned char now = licence_kind(number_of(told, SPPWHY_FIELD_LICENSE_STATE, UINT64_MAX));
        state = now != LICENCE_UNKNOWN ? now : state;
        if (number_of(r->response, SPPWHY_FIELD_ACTIVATED, 0) == 1)
            state = LICENCE_LICENSED;
    }
    memset(t->licence[product] + from, state, CELLS - from);
}

static int64_t size_of(int64_t seconds)
{
    return seconds < 0 ? -seconds : seconds;
}

static void gather_skew(timeline *t, const sppwhy_request *r)
{
    if (r->skew_source == SPPWHY_SKEW_NONE)
        return;
    size_t at = cell_of(t, r->time);
    t->skew_known = true;
    if (size_of(r->skew_seconds) > size_of(t->skew[at]))
        t->skew[at] = r->skew_seconds;
    if (size_of(r->skew_seconds) > size_of(t->worst_skew))
        t->worst_skew = r->skew_seconds;
}

static void gather_client(timeline *t)
{
    const sppwhy_machine *m = t->machine->machine;
    for (size_t i = 0; i < m->request_count; i++) {
        const sppwhy_request *r = m->requests[i];
        mark(t, &t->asked, r->client, number_of(r->client, SPPWHY_FIELD_CODE, 0) == 0);
        mark(t, &t->seen, r->host, number_of(r->host, SPPWHY_FIELD_CODE, 0) == 0);
        mark(t, &t->answered, r->response,
             number_of(r->response, SPPWHY_FIELD_CODE, 0) == 0 &&
                 number_of(r->response, SPPWHY_FIELD_ACTIVATED, 0) == 1);
        gather_skew(t, r);
    }
    for (size_t i = 0; i < m->activation_count; i++)
        for (size_t k = 0; k < 3; k++) {
            sppwhy_outcome outcome = m->activations[i]->outcome;
            mark(t, &t->ended, m->activations[i]->summary[k],
                 outcome == SPPWHY_ACTIVATED || outcome == SPPWHY_RENEWED);
        }
    for (size_t i = 0; i < m->product_count && i < PRODUCTS_DRAWN; i++)
        gather_licence(t, i);
}

/* ---- gathering: a host, other machines, logs ----------------------------------------------------------- */

static void gather_host(timeline *t)
{
    const sppwhy_machine *m = t->machine->machine;
    for (size_t i = 0; i < m->served_count; i++) {
        const sppwhy_record *r = m->served[i]->host;
        size_t at = cell_of(t, r->event->time);
        bool refused = number_of(r, SPPWHY_FIELD_CODE, 0) != 0;
        t->granted[at] += !refused;
        t->refused[at] += refused;
        if (t->granted[at] + t->refused[at] > t->served_most)
            t->served_most = t->granted[at] + t->refused[at];
    }
    for (size_t i = 0; i < m->record_count; i++) {
        const sppwhy_record *r = m->records[i];
        if (sppwhy_record_is(r, "dns_published") || sppwhy_record_is(r, "dns_publish_failed"))
            mark(t, &t->published, r, sppwhy_record_is(r, "dns_published"));
        else if (tells_of_host(r))
            mark(t, &t->started, r, false);
    }
}

static bool wrote(const sppwhy_machine *m, const sppwhy_record *r)
{
    const char *name = html_computer(r);
    if (text_equal_nocase(name, m->name))
        return true;
    for (size_t i = 0; i < m->alias_count; i++)
        if (text_equal_nocase(name, m->aliases[i]))
            return true;
    return false;
}

static bool stands_in_a_lane(const sppwhy_machine *m, const sppwhy_record *r)
{
    if (wrote(m, r))
        return true;
    for (size_t i = 0; i < m->request_count; i++)
        if (m->requests[i]->host == r)
            return true;
    return false;
}

/* Evidence that other machines wrote: a host that served somebody else, a record that it could not publish.
 */
static void gather_elsewhere(timeline *t)
{
    for (size_t i = 0; i < t->machine->finding_count; i++) {
        const sppwhy_verdict *v = &t->machine->findings[i]->verdict;
        for (size_t k = 0; k < v->evidence_count; k++)
            if (!stands_in_a_lane(t->machine->machine, v->evidence[k])) {
                t->elsewhere.good++;
                t->elsewhere.at[cell_of(t, v->evidence[k]->event->time)] = MARK_OTHER;
            }
    }
}

static void cover(timeline *t, uint64_t from, uint64_t to, unsigned char kind)
{
    if (to < t->first || from > t->last)
        return;
    size_t begin = cell_of(t, from), end = cell_of(t, to);
    for (size_t i = begin; i <= end; i++)
        if (kind == COVER_LOG || t->covered[i] == COVER_NONE)
            t->covered[i] = kind;
}

/* A jump in one log's numbers is a gap unless another log covers it. */
static void gather_logs(timeline *t)
{
    const sppwhy_machine *m = t->machine->machine;
    for (size_t i = 0; i < m->log_count; i++) {
        const sppwhy_log *log = m->logs[i];
        uint64_t from = log->first_event;
        for (size_t k = 0; k < log->gap_count; k++) {
            cover(t, from, log->gaps[k].after, COVER_LOG);
            from = log->gaps[k].before;
        }
        if (log->first_event != 0)
            cover(t, from, log->last_event, COVER_LOG);
    }
    for (size_t i = 0; i < m->log_count; i++)
        for (size_t k = 0; k < m->logs[i]->gap_count; k++)
            cover(t, m->logs[i]->gaps[k].after, m->logs[i]->gaps[k].before, COVER_GAP);
}

/* ---- drawing ------------------------------------------------------------------------------------------- */

static int x_of(size_t cell)
{
    return LEFT + (int)cell * CELL_WIDTH;
}

static void put_marks(FILE *out, const unsigned char *cells, int middle, int kind)
{
    static const char *const classes[] = {"", "good", "bad", "other"};
    static const char *const shapes[] = {"", "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z", "m-4-4l8 8m0-8l-8 8",
                                         "m0-5l5 5-5 5-5-5z"};
    bool any = false;
    for (size_t i = 0; i < CELLS; i++) {
        if (cells[i] != kind)
            continue;
        if (!any)
            fprintf(out, "<path class=\"%s\" d=\"", classes[kind]);
        any = true;
        fprintf(out, "M%d %d%s", x_of(i) + CELL_WIDTH / 2, middle, shapes[kind]);
    }
    if (any)
        fputs("\"/>\n", out);
}

static void draw_marks(const timeline *t, const lane *l, int top)
{
    for (int kind = MARK_GOOD; kind <= MARK_OTHER; kind++)
        put_marks(t->page->out, l->marks->at, top + l->height / 2, kind);
}

/* Runs of equal cells as bands, all of one kind in one path. */
static void put_bands(FILE *out, const unsigned char *cells, int kind, const char *class, int top, int height)
{
    bool any = false;
    for (size_t i = 0; i < CELLS; i++) {
        size_t from = i;
        while (i < CELLS && cells[i] == kind)
            i++;
        if (i == from)
            continue;
        if (!any)
            fprintf(out, "<path class=\"%s\" d=\"", class);
        any = true;
        int width = (int)(i - from) * CELL_WIDTH;
        fprintf(out, "M%d %dh%dv%dh-%dz", x_of(from), top, width, height, width);
    }
    if (any)
        fputs("\"/>\n", out);
}

static void draw_licence(const timeline *t, const lane *l, int top)
{
    static const char *const classes[] = {"", "licensed", "grace", "notification", "unlicensed"};
    for (int kind = LICENCE_LICENSED; kind <= LICENCE_UNLICENSED; kind++)
        put_bands(t->page->out, l->cells, kind, classes[kind], top + 6, l->height - 12);
}

static void draw_logs(const timeline *t, const lane *l, int top)
{
    put_bands(t->page->out, l->cells, COVER_LOG, "covered", top + 9, l->height - 18);
    put_bands(t->page->out, l->cells, COVER_GAP, "gap", top + 9, l->height - 18);
}

static void put_served(const timeline *t, const size_t *counts, const size_t *under, const char *class,
                       int bottom, int height)
{
    FILE *out = t->page->out;
    bool any = false;
    for (size_t i = 0; i < CELLS; i++) {
        size_t base = under ? under[i] * (size_t)height / t->served_most : 0;
        size_t top = ((under ? under[i] : 0) + counts[i]) * (size_t)height / t->served_most;
        if (counts[i] == 0)
            continue;
        if (top == base)
            top = base + 1;
        if (!any)
            fprintf(out, "<path class=\"%s\" d=\"", class);
        any = true;
        fprintf(out, "M%d %dh5v%dh-5z", x_of(i), bottom - (int)top, (int)(top - base));
    }
    if (any)
        fputs("\"/>\n", out);
}

static void draw_served(const timeline *t, const lane *l, int top)
{
    int bottom = top + l->height - 4;
    put_served(t, t->refused, NULL, "failed", bottom, l->height - 10);
    put_served(t, t->granted, t->refused, "granted", bottom, l->height - 10);
    fprintf(t->page->out, "<path class=\"axis\" d=\"M%d %dh%d\"/>\n", LEFT, bottom, CELLS * CELL_WIDTH);
}

/* Up: the host's clock is ahead. The dashed lines are how far a host lets a client be. */
static void draw_skew(const timeline *t, const lane *l, int top)
{
    FILE *out = t->page->out;
    int middle = top + l->height / 2, room = l->height / 2 - 4;
    int64_t most = size_of(t->worst_skew) > SKEW_ALLOWED ? size_of(t->worst_skew) : SKEW_ALLOWED;
    int allowed = (int)(SKEW_ALLOWED / (most / room + 1));
    fprintf(out,
            "<path class=\"axis\" d=\"M%d %dh%d\"/>\n<path class=\"allowed\" d=\"M%d %dh%dm0 %dh-%d\"/>\n",
            LEFT, middle, CELLS * CELL_WIDTH, LEFT, middle - allowed, CELLS * CELL_WIDTH, 2 * allowed,
            CELLS * CELL_WIDTH);
    fprintf(out, "<text x=\"%d\" y=\"%d\">+4 h</text><text x=\"%d\" y=\"%d\">-4 h</text>\n",
            LEFT + CELLS * CELL_WIDTH + 4, middle - allowed + 4, LEFT + CELLS * CELL_WIDTH + 4,
            middle + allowed + 4);
    for (int over = 0; over <= 1; over++) {
        bool any = false;
        for (size_t i = 0; i < CELLS; i++) {
            if (t->skew[i] == 0 || (size_of(t->skew[i]) > SKEW_ALLOWED) != over)
                continue;
            if (!any)
                fprintf(out, "<path class=\"skew%s\" d=\"", over ? " over" : "");
            any = true;
            fprintf(out, "M%d %dv%d", x_of(i) + CELL_WIDTH / 2, middle,
                    -(int)(t->skew[i] / (most / room + 1)));
        }
        if (any)
            fputs("\"/>\n", out);
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

static void put_axis(const timeline *t, int top)
{
    FILE *out = t->page->out;
    uint64_t step = tick_step(t->last - t->first);
    char text[40];
    fprintf(out, "<path class=\"axis\" d=\"M%d %dh%d\"/>\n", LEFT, top, CELLS * CELL_WIDTH);
    for (uint64_t time = (t->first / step + 1) * step; time > t->first && time <= t->last; time += step) {
        /* "2026-03-05 07:42": the day alone, or month, day and time */
        clock_format_plain(time, false, text);
        const char *label = step < CLOCK_DAY && strlen(text) == 16 ? text + 5 : text;
        int length = step < CLOCK_DAY ? 11 : 10;
        fprintf(out,
                "<path class=\"tick\" d=\"M%d 4V%d\"/><text x=\"%d\" y=\"%d\" "
                "text-anchor=\"middle\">%.*s</text>\n",
                x_of(cell_of(t, time)), top + 4, x_of(cell_of(t, time)), top + 17, length, label);
    }
}

/* ---- lanes --------------------------------------------------------------------------------------------- */

static void add_lane(lanes *all, lane added)
{
    if (all->count < LANES_MOST)
        all->items[all->count++] = added;
}

static void add_marks(lanes *all, const char *label, const marks *m, const char *good, const char *bad)
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
    static const char *const licences[] = {"License 1", "License 2", "License 3"};
    lanes all = {.count = 0};
    add_marks(&all, "Asked", &t->asked, "sent", "with an error");
    add_marks(&all, "Host processed", &t->seen, "granted", "refused");
    add_marks(&all, "Was answered", &t->answered, "activated", "refused");
    add_marks(&all, "Try ended", &t->ended, "activated", "failed");
    for (size_t i = 0; i < PRODUCTS_DRAWN; i++)
        if (paints(t->licence[i]))
            add_lane(&all, (lane){.label = t->machine->machine->product_count == 1 ? "License" : licences[i],
                                  .height = LANE_HEIGHT,
                                  .draw = draw_licence,
                                  .cells = t->licence[i]});
    if (size_of(t->worst_skew) >= SKEW_SHOWN)
        add_lane(&all, (lane){.label = "Clocks", .height = TALL_LANE_HEIGHT, .draw = draw_skew});
    if (t->served_most != 0)
        add_lane(&all, (lane){.label = "Requests", .height = TALL_LANE_HEIGHT, .draw = draw_served});
    add_marks(&all, "In DNS", &t->published, "published", "not published");
    add_marks(&all, "Service", &t->started, "", "failed");
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
    FILE *out = t->page->out;
    if (!t->skew_known)
        return;
    fputs(" Its clock and the KMS host\342\200\231s ", out);
    if (size_of(t->worst_skew) < 60)
        fputs("agree to the minute.", out);
    else
        fprintf(out, "differ: the host is %s %s.",
                clock_format_duration((uint64_t)size_of(t->worst_skew), span),
                t->worst_skew > 0 ? "ahead" : "behind");
}

/* "License: grace, then licensed." */
static void put_licence_text(const timeline *t, const lane *l)
{
    static const char *const words[] = {"", "licensed", "in grace", "notifications", "unlicensed"};
    unsigned char before = LICENCE_UNKNOWN;
    fprintf(t->page->out, " %s: ", l->label);
    for (size_t i = 0; i < CELLS; i++) {
        if (l->cells[i] == before || l->cells[i] == LICENCE_UNKNOWN)
            continue;
        fprintf(t->page->out, "%s%s", before != LICENCE_UNKNOWN ? ", then " : "", words[l->cells[i]]);
        before = l->cells[i];
    }
    fputc('.', t->page->out);
}

static void put_cover_text(const timeline *t)
{
    size_t none = 0, gaps = 0;
    for (size_t i = cell_of(t, t->from); i <= cell_of(t, t->to); i++) {
        none += t->covered[i] == COVER_NONE;
        gaps += t->covered[i] == COVER_GAP;
    }
    fputs(gaps != 0   ? " In its log records are missing."
          : none == 0 ? " Its log covers all of this time."
                      : " Its log covers a part of this time.",
          t->page->out);
}

static void put_served_text(const timeline *t)
{
    size_t granted = 0, refused = 0;
    for (size_t i = 0; i < CELLS; i++) {
        granted += t->granted[i];
        refused += t->refused[i];
    }
    fprintf(t->page->out, " Requests: %zu granted, %zu refused.", granted, refused);
}

static void put_counts(const timeline *t, const lanes *all)
{
    FILE *out = t->page->out;
    for (size_t i = 0; i < all->count; i++) {
        const marks *m = all->items[i].marks;
        if (all->items[i].draw == draw_licence)
            put_licence_text(t, &all->items[i]);
        if (!m)
            continue;
        fprintf(out, " %s: ", all->items[i].label);
        if (m->good != 0)
            fprintf(out, "%zu %s", m->good, all->items[i].good);
        if (m->bad != 0)
            fprintf(out, "%s%zu %s", m->good != 0 ? ", " : "", m->bad, all->items[i].bad);
        fputc('.', out);
    }
    if (t->served_most != 0)
        put_served_text(t);
    put_skew_text(t);
    if (paints(t->covered))
        put_cover_text(t);
}

static void put_drawing(const timeline *t, const lanes *all)
{
    FILE *out = t->page->out;
    int height = 4, top = 4;
    for (size_t i = 0; i < all->count; i++)
        height += all->items[i].height;
    fputs("<figure class=\"timeline\">\n<figcaption>Timeline, ", out);
    html_time(out, t->first, false);
    fputs(" to ", out);
    html_time(out, t->last, false);
    fputs(".", out);
    put_counts(t, all);
    fprintf(
        out,
        "</figcaption>\n<div class=\"scroll\"><svg role=\"img\" viewBox=\"0 0 %d %d\">\n<title>Timeline of ",
        WIDTH, height + AXIS_HEIGHT);
    html_text(out, t->machine->machine->name);
    fputs("</title>\n", out);
    put_axis(t, height);
    for (size_t i = 0; i < all->count; i++) {
        const lane *l = &all->items[i];
        fprintf(out, "<text x=\"0\" y=\"%d\">%s</text>\n", top + l->height / 2 + 4, l->label);
        l->draw(t, l, top);
        top += l->height;
    }
    fputs("</svg></div>\n</figure>\n", out);
}

void html_timeline(const html_page *p, const html_machine *m)
{
    timeline t = {.page = p, .machine = m};
    find_window(&t);
    if (t.first == 0)
        return;
    gather_client(&t);
    if (m->machine->is_host)
        gather_host(&t);
    gather_elsewhere(&t);
    gather_logs(&t);
    lanes all = choose_lanes(&t);
    put_drawing(&t, &all);
}

/* ---- the legend ---------------------------------------------------------------------------------------- */

static void put_key(FILE *out, const char *class, const char *shape, const char *text)
{
    fprintf(out,
            "<li><svg aria-hidden=\"true\" viewBox=\"0 0 16 12\" width=\"16\" height=\"12\"><path "
            "class=\"%s\" d=\"%s\"/></svg> %s</li>\n",
            class, shape, text);
}

void html_timeline_legend(const html_page *p)
{
    FILE *out = p->out;
    fputs("<ul class=\"legend timeline\" aria-label=\"Marks of the timelines\">\n", out);
    put_key(out, "good", "M4 6a4 4 0 1 0 8 0a4 4 0 1 0-8 0z", "went well");
    put_key(out, "bad", "M4 2l8 8m0-8l-8 8", "an error or a refusal");
    put_key(out, "other", "M8 1l5 5-5 5-5-5z", "evidence from another machine");
    put_key(out, "licensed", "M0 1h16v10h-16z", "licensed");
    put_key(out, "grace", "M0 1h16v10h-16z", "in grace");
    put_key(out, "notification", "M0 1h16v10h-16z", "notifications");
    put_key(out, "unlicensed", "M0 1h16v10h-16z", "unlicensed");
    put_key(out, "covered", "M0 4h16v5h-16z", "covered by a log");
    put_key(out, "gap", "M0 4h16v5h-16z", "records missing");
    fputs("</ul>\n", out);
}
