/*
 * What was collected, machine by machine and day by day, and what is missing: a row a machine and channel. Of
 * a fleet the rows that matter most are drawn, and all others in one.
 */
#include "report/html/html_scale.h"

#include "base/clock.h"
#include "base/sort.h"
#include "base/text.h"
#include "base/vec.h"
#include "report/view/inventory.h"

#include <string.h>

#define COLUMNS 62 /* at most */
#define ROWS_SHOWN 30
#define LEFT 400
#define WIDTH 620
#define ROW 16
#define TOP 8
#define LABEL 40 /* characters of a name */

enum { COVER_NONE, COVER_LOG, COVER_GAP, COVER_MISSING };

typedef struct cover_row {
    const char *name, *channel;
    const html_machine *machine;     /* NULL: it is in no log */
    const inventory_row *log;        /* NULL: this channel of it was not collected */
    const sppwhy_wanted_log *wanted; /* what would settle most of it; NULL */
    unsigned char cells[COLUMNS];
} cover_row;

typedef struct coverage {
    const html_page *page;
    inventory logs;
    VEC(cover_row) rows;
    scale_slots slots;
    html_scale scale;
    size_t others[SCALE_CELLS]; /* rows that are not drawn and cover the cell */
} coverage;

/* ---- gathering ----------------------------------------------------------------------------------------- */

static bool add_collected(coverage *c)
{
    for (size_t i = 0; i < c->logs.rows.count; i++) {
        const inventory_row *log = &c->logs.rows.items[i];
        const html_machine *m = html_row_of(c->page, log->machine);
        cover_row row = {.name = log->machine->name, .channel = log->channel, .machine = m, .log = log};
        if (m && !vec_push(&c->rows, row))
            return false;
    }
    return true;
}

static int by_name(const void *left, const void *right)
{
    const cover_row *a = left, *b = right;
    int order = text_compare_nocase(a->name, b->name);
    return order != 0 ? order : strcmp(a->channel, b->channel);
}

static cover_row *find_row(coverage *c, size_t count, const char *name, const char *channel)
{
    const cover_row wanted = {.name = name, .channel = channel};
    size_t low = sort_first(c->rows.items, count, sizeof wanted, &wanted, by_name);
    return low < count && by_name(&c->rows.items[low], &wanted) == 0 ? &c->rows.items[low] : NULL;
}

/* What is missing gets a row where there is none of that machine and channel. */
static bool add_wanted(coverage *c)
{
    const sppwhy_analysis *a = c->page->analysis;
    size_t collected = c->rows.count;
    if (collected > 1)
        sort_array(c->rows.items, collected, sizeof *c->rows.items, by_name);
    for (size_t i = 0; i < a->wanted_count; i++) {
        const sppwhy_missing_log *log = &a->wanted[i].log;
        cover_row *known = find_row(c, collected, log->machine, log->channel);
        cover_row row = {.name = log->machine, .channel = log->channel, .wanted = &a->wanted[i]};
        if (known)
            known->wanted = known->wanted ? known->wanted : &a->wanted[i];
        else if (!vec_push(&c->rows, row))
            return false;
    }
    return true;
}

/* What is missing first, most useful first; then KMS hosts, then by the page's order of machines. */
static int most_telling_first(const void *left, const void *right)
{
    const cover_row *a = left, *b = right;
    if (a->wanted != b->wanted)
        return !a->wanted ? 1 : !b->wanted ? -1 : a->wanted < b->wanted ? -1 : 1;
    bool a_host = a->machine && a->machine->machine->is_host,
         b_host = b->machine && b->machine->machine->is_host;
    if (a_host != b_host)
        return a_host ? -1 : 1;
    if (a->machine != b->machine)
        return a->machine && (!b->machine || a->machine->number < b->machine->number) ? -1 : 1;
    return strcmp(a->channel, b->channel);
}

static void add_times_of(coverage *c, void (*each)(coverage *c, uint64_t from, uint64_t to))
{
    for (size_t i = 0; i < c->rows.count; i++) {
        const cover_row *r = &c->rows.items[i];
        if (r->log && r->log->first != 0)
            each(c, r->log->first, r->log->last);
        if (r->wanted && r->wanted->log.to != 0)
            each(c, r->wanted->log.from, r->wanted->log.to);
    }
}

static void widen(coverage *c, uint64_t from, uint64_t to)
{
    scale_widen(&c->slots.first, &c->slots.last, from);
    scale_widen(&c->slots.first, &c->slots.last, to);
}

static void note(coverage *c, uint64_t from, uint64_t to)
{
    scale_add(&c->slots, from, to);
}

/* Of a day with both, what is there hides what is missing, unless somebody asked for that. */
static void paint(const coverage *c, cover_row *row, uint64_t from, uint64_t to, unsigned char kind)
{
    if (!clock_usable(from) || !clock_usable(to) || to < from)
        return;
    for (size_t i = scale_cell(&c->scale, from), end = scale_cell(&c->scale, to); i <= end; i++)
        if (kind == COVER_LOG || row->cells[i] == COVER_NONE)
            row->cells[i] = kind;
}

static bool is_of(const inventory_row *row, const sppwhy_log *log)
{
    return strcmp(log->channel_count != 0 ? log->channels[0] : "", row->channel) == 0;
}

static void paint_row(const coverage *c, cover_row *row)
{
    const sppwhy_machine *m = row->log ? row->log->machine : NULL;
    for (size_t i = 0; m && i < m->own_log_count; i++) {
        const sppwhy_log *log = m->own_logs[i];
        uint64_t from = log->first_event;
        if (!is_of(row->log, log))
            continue;
        for (size_t k = 0; k < log->gap_count; k++) {
            paint(c, row, from, log->gaps[k].after, COVER_LOG);
            paint(c, row, log->gaps[k].after, log->gaps[k].before, COVER_GAP);
            from = log->gaps[k].before;
        }
        paint(c, row, from, log->last_event, COVER_LOG);
    }
    if (row->wanted && row->wanted->log.to != 0)
        paint(c, row, row->wanted->log.from, row->wanted->log.to, COVER_MISSING);
    else if (row->wanted)
        paint(c, row, c->scale.first, c->scale.last, COVER_MISSING);
}

static bool gather(coverage *c)
{
    if (!inventory_make(&c->logs, c->page->analysis->collection))
        return false;
    if (!add_collected(c) || !add_wanted(c))
        return false;
    add_times_of(c, widen);
    if (c->slots.first == 0)
        return true;
    scale_start(&c->slots, c->slots.first, c->slots.last);
    add_times_of(c, note);
    c->scale = scale_end(&c->slots, COLUMNS, LEFT, WIDTH);
    if (c->rows.count > 1)
        sort_array(c->rows.items, c->rows.count, sizeof *c->rows.items, most_telling_first);
    for (size_t i = 0; i < c->rows.count; i++) {
        paint_row(c, &c->rows.items[i]);
        for (size_t k = 0; i >= ROWS_SHOWN && k < c->scale.cells; k++)
            c->others[k] += c->rows.items[i].cells[k] == COVER_LOG;
    }
    return true;
}

/* ---- drawing ------------------------------------------------------------------------------------------- */

static size_t rows_drawn(const coverage *c)
{
    return c->rows.count < ROWS_SHOWN ? c->rows.count : ROWS_SHOWN;
}

static void put_row(const coverage *c, const cover_row *r, int top)
{
    static const char *const classes[] = {"", "covered", "gap", "missing"};
    sppwhy_writer *out = c->page->out;
    writer_printf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">", LEFT - 8, top + ROW - 4);
    html_label(out, r->name, LABEL);
    writer_text(out, ", ");
    html_label(out, r->channel, 24);
    writer_text(out, "</text>\n");
    for (int kind = COVER_LOG; kind <= COVER_MISSING; kind++)
        scale_bands(out, &c->scale, r->cells, kind, classes[kind], top + 3, ROW - 6);
}

/* The others together: how many of them cover each day. */
static void put_others(const coverage *c, int top)
{
    sppwhy_writer *out = c->page->out;
    size_t left = c->rows.count - rows_drawn(c);
    if (left == 0)
        return;
    writer_printf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">", LEFT - 8, top + ROW + 6);
    html_count(out, left, "more log together", "more logs together");
    writer_text(out, "</text>\n");
    scale_columns(out, &c->scale, c->others, NULL, left, "covered", top + 2 * ROW - 2, 2 * ROW - 6);
}

static void put_drawing(const coverage *c)
{
    sppwhy_writer *out = c->page->out;
    int height = TOP + (int)rows_drawn(c) * ROW + (c->rows.count > ROWS_SHOWN ? 2 * ROW : 0);
    writer_printf(
        out,
        "<div class=\"scroll\" role=\"region\" aria-label=\"Drawing of what was collected\" "
        "tabindex=\"0\"><svg role=\"img\" aria-labelledby=\"cover-title cover-text\" viewBox=\"0 0 %d "
        "%d\">\n<title id=\"cover-title\">What was collected, by machine and day</title>\n<desc "
        "id=\"cover-text\">",
        LEFT + WIDTH + 44, height + SCALE_AXIS_HEIGHT);
    html_count(out, c->rows.count, "row", "rows");
    writer_text(out, ", from ");
    html_day(out, c->scale.first);
    writer_text(out, " to ");
    html_day(out, c->scale.last);
    writer_text(out,
                ". The table below says what is missing, and the list of logs what each covers.</desc>\n");
    scale_axis(out, &c->scale, TOP, height);
    for (size_t i = 0; i < rows_drawn(c); i++)
        put_row(c, &c->rows.items[i], TOP + (int)i * ROW);
    put_others(c, TOP + (int)rows_drawn(c) * ROW);
    writer_text(out, "</svg></div>\n");
}

/* ---- in words ------------------------------------------------------------------------------------------ */

static void put_span(sppwhy_writer *out, uint64_t from, uint64_t to)
{
    if (to == 0) {
        writer_text(out, "all of it");
        return;
    }
    html_time(out, from, false);
    writer_text(out, " to ");
    html_time(out, to, false);
}

static void put_table_row(const coverage *c, const cover_row *r)
{
    sppwhy_writer *out = c->page->out;
    writer_text(out, "<tr><th scope=\"row\">");
    if (r->machine) {
        html_machine_link(out, r->machine);
    } else {
        writer_text(out, "<bdi>");
        html_name(out, r->name);
        writer_text(out, "</bdi>");
    }
    writer_text(out, "</th><td>");
    html_name(out, r->channel);
    writer_text(out, "</td><td>");
    if (r->log && r->log->first != 0)
        put_span(out, r->log->first, r->log->last);
    else
        writer_text(out, r->log ? "no events" : "not collected");
    if (r->log && r->log->gaps != 0) {
        writer_text(out, "; ");
        html_count(out, (size_t)r->log->gaps, "gap", "gaps");
    }
    writer_text(out, "</td><td>");
    if (r->wanted)
        put_span(out, r->wanted->log.from, r->wanted->log.to);
    writer_text(out, "</td></tr>\n");
}

static void put_table(const coverage *c)
{
    sppwhy_writer *out = c->page->out;
    static const char *const columns[] = {"Machine", "Log", "Covers", "Missing"};
    html_same_as_table(out, "", columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < rows_drawn(c); i++)
        put_table_row(c, &c->rows.items[i]);
    writer_text(out, "</tbody></table>\n");
    if (c->rows.count > ROWS_SHOWN) {
        writer_text(out, "<p>");
        html_count(out, c->rows.count - ROWS_SHOWN, "more: ", "more: ");
        writer_text(out, "<code>sppwhy logs</code> lists all.</p>\n");
    }
    writer_text(out, "</details>\n");
}

static void put_all(const coverage *c)
{
    char bin[40];
    sppwhy_writer *out = c->page->out;
    writer_printf(
        out,
        "<figure class=\"picture\">\n<figcaption><strong>What was collected</strong>, by machine and day, "
        "and "
        "what is missing. Each column is %s.</figcaption>\n<ul class=\"legend\" aria-label=\"Marks\">\n<li "
        "class=\"key covered\">covered by a log</li>\n<li class=\"key gap\">records missing in the "
        "log</li>\n<li class=\"key missing\">would settle a verdict and is not here</li>\n</ul>\n",
        scale_bin_text(&c->scale, bin));
    put_drawing(c);
    put_table(c);
    writer_text(out, "</figure>\n");
}

bool html_coverage(const html_page *p)
{
    coverage *c = ARENA_NEW(p->memory, coverage);
    if (!c)
        return false;
    c->page = p;
    bool done = gather(c);
    if (done && c->slots.first != 0)
        put_all(c);
    vec_free(&c->rows);
    inventory_free(&c->logs);
    return done;
}
