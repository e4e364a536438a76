/* What runs out within 30 days: a calendar of weeks, Monday first. A failing machine falls out on that
 * day; one that is activated renews, unless something comes in between. */
#include "report/html/html.h"

#include "base/clock.h"
#include "base/sort.h"
#include "report/view/words.h"

#define DAYS 30
#define DAYS_A_WEEK 7
#define CELL_WIDTH 130
#define CELL_HEIGHT 46
#define TOP 22
#define NAMES_SHOWN 8 /* of one day, in the table */

typedef struct calendar {
    uint64_t now, first;       /* the end of the logs; the day that it is of */
    const html_machine **ends; /* within these days, the soonest first */
    size_t end_count;
    size_t failing[DAYS + 1], renewing[DAYS + 1];
    size_t failing_all;
} calendar;

static bool is_failing(const html_machine *m)
{
    return standing_of(m->machine) <= STANDING_RENEWAL_FAILING;
}

static int by_end(const void *left, const void *right)
{
    const html_machine *a = *(const html_machine *const *)left, *b = *(const html_machine *const *)right;
    int order = compare_u64(a->machine->runs_out, b->machine->runs_out);
    return order != 0 ? order : compare_u64(a->number, b->number);
}

static size_t day_of(const calendar *c, uint64_t time)
{
    return (size_t)((time - c->first) / CLOCK_DAY);
}

static bool gather(calendar *c, const html_page *p)
{
    c->now = report_end(p->analysis);
    c->ends = ARENA_ARRAY(p->memory, p->machine_count, const html_machine *);
    if (!c->ends)
        return false;
    c->first = c->now - c->now % CLOCK_DAY;
    for (size_t i = 0; i < p->machine_count && clock_usable(c->now); i++) {
        const html_machine *m = &p->machines[i];
        if (m->machine->runs_out <= c->now || !clock_usable(m->machine->runs_out) ||
            day_of(c, m->machine->runs_out) > DAYS)
            continue;
        c->ends[c->end_count++] = m;
        ++*(is_failing(m) ? &c->failing[day_of(c, m->machine->runs_out)]
                          : &c->renewing[day_of(c, m->machine->runs_out)]);
        c->failing_all += is_failing(m);
    }
    if (c->end_count > 1)
        sort_array(c->ends, c->end_count, sizeof *c->ends, by_end);
    return true;
}

/* ---- drawing ------------------------------------------------------------------------------------------- */

/* 1601-01-01, where FILETIMEs begin, was a Monday. */
static size_t weekday(uint64_t day)
{
    return (size_t)(day / CLOCK_DAY % DAYS_A_WEEK);
}

static void put_day(sppwhy_writer *out, const calendar *c, size_t day, int x, int y)
{
    char text[40];
    uint64_t time = c->first + day * CLOCK_DAY;
    writer_printf(out, "<rect class=\"day%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\"/>",
                  c->failing[day] != 0 ? " bad" : "", x, y, CELL_WIDTH - 6, CELL_HEIGHT - 6);
    writer_printf(out, "<text x=\"%d\" y=\"%d\">%.5s</text>", x + 7, y + 16,
                  clock_format_plain(time, false, text) + 5);
    if (c->failing[day] != 0)
        writer_printf(out, "<text class=\"strong\" x=\"%d\" y=\"%d\">%zu run%s out</text>", x + 7, y + 33,
                      c->failing[day], c->failing[day] == 1 ? "s" : "");
    else if (c->renewing[day] != 0)
        writer_printf(out, "<text x=\"%d\" y=\"%d\">%zu to renew</text>", x + 7, y + 33, c->renewing[day]);
    else if (day == 0)
        writer_printf(out, "<text x=\"%d\" y=\"%d\">end of the logs</text>", x + 7, y + 33);
    writer_char(out, '\n');
}

static void put_drawing(sppwhy_writer *out, const calendar *c)
{
    static const char *const names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    size_t weeks = (weekday(c->first) + DAYS) / DAYS_A_WEEK + 1;
    writer_printf(
        out,
        "<div class=\"scroll\" role=\"region\" aria-label=\"Calendar of what runs out\" "
        "tabindex=\"0\"><svg role=\"img\" aria-labelledby=\"calendar-title calendar-text\" viewBox=\"0 0 "
        "%d %d\">\n<title id=\"calendar-title\">What runs out within 30 days</title>\n<desc "
        "id=\"calendar-text\">From ",
        CELL_WIDTH * DAYS_A_WEEK, TOP + (int)weeks * CELL_HEIGHT);
    html_day(out, c->first);
    writer_text(out, " on: ");
    html_count(out, c->failing_all, "failing machine runs out", "failing machines run out");
    writer_text(out, ", ");
    html_count(out, c->end_count - c->failing_all, "activated machine is", "activated machines are");
    writer_text(out, " to renew. The table below names them.</desc>\n");
    for (int i = 0; i < DAYS_A_WEEK; i++)
        writer_printf(out, "<text x=\"%d\" y=\"14\">%s</text>\n", i * CELL_WIDTH + 7, names[i]);
    for (size_t day = 0; day <= DAYS; day++) {
        size_t place = weekday(c->first) + day;
        put_day(out, c, day, (int)(place % DAYS_A_WEEK) * CELL_WIDTH,
                TOP + (int)(place / DAYS_A_WEEK) * CELL_HEIGHT);
    }
    writer_text(out, "</svg></div>\n");
}

/* ---- in words ------------------------------------------------------------------------------------------ */

static void put_table_day(sppwhy_writer *out, const calendar *c, size_t from, size_t to, bool failing)
{
    size_t shown = 0, all = 0;
    for (size_t i = from; i < to; i++)
        all += is_failing(c->ends[i]) == failing;
    if (all == 0)
        return;
    writer_text(out, "<tr><td class=\"time\">");
    html_day(out, c->ends[from]->machine->runs_out);
    writer_printf(out, "</td><td>%s</td><td>", failing ? "runs out" : "to renew");
    for (size_t i = from; i < to && shown < NAMES_SHOWN; i++) {
        if (is_failing(c->ends[i]) != failing)
            continue;
        writer_text(out, shown++ != 0 ? ", " : "");
        html_machine_link(out, c->ends[i]);
    }
    if (all > shown)
        html_more(out, " ", all - shown, "");
    writer_text(out, "</td></tr>\n");
}

static void put_table(sppwhy_writer *out, const calendar *c)
{
    static const char *const columns[] = {"Day", "What", "Machines"};
    html_same_as_table(out, ", with names", columns, sizeof columns / sizeof *columns);
    for (size_t i = 0, end; i < c->end_count; i = end) {
        size_t day = day_of(c, c->ends[i]->machine->runs_out);
        for (end = i + 1; end < c->end_count && day_of(c, c->ends[end]->machine->runs_out) == day;)
            end++;
        put_table_day(out, c, i, end, true);
        put_table_day(out, c, i, end, false);
    }
    writer_text(out, "</tbody></table></details>\n");
}

bool html_calendar(const html_page *p)
{
    calendar c = {0};
    sppwhy_writer *out = p->out;
    if (!gather(&c, p))
        return false;
    if (c.end_count == 0)
        return true;
    writer_text(
        out, "<figure class=\"picture\">\n<figcaption><strong>What runs out within 30 days</strong> of the "
             "end of the logs: ");
    html_count(out, c.failing_all, "failing machine", "failing machines");
    writer_text(out, ".</figcaption>\n");
    put_drawing(out, &c);
    put_table(out, &c);
    writer_text(out, "</figure>\n");
    return true;
}
