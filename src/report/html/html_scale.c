/* See html_scale.h. */
#include "report/html/html_scale.h"

#include "base/clock.h"
#include "base/sort.h"

#include <string.h>

#define LABELS 7       /* on one axis, about */
#define LABEL_WIDTH 84 /* of one, with the room beside it */
#define DAYS_MARKED 62

/* ---- making one ---------------------------------------------------------------------------------------- */

void scale_widen(uint64_t *first, uint64_t *last, uint64_t time)
{
    if (!clock_usable(time))
        return;
    if (*first == 0 || time < *first)
        *first = time;
    if (time > *last)
        *last = time;
}

void scale_start(scale_slots *s, uint64_t first, uint64_t last)
{
    memset(s, 0, sizeof *s);
    s->first = first;
    s->last = last;
}

static size_t slot_of(const scale_slots *s, uint64_t time)
{
    return (size_t)((time - s->first) / ((s->last - s->first) / SCALE_SLOTS + 1));
}

void scale_add(scale_slots *s, uint64_t from, uint64_t to)
{
    if (!clock_usable(from) || !clock_usable(to) || to < from || to < s->first || from > s->last)
        return;
    from = from < s->first ? s->first : from;
    to = to > s->last ? s->last : to;
    size_t begin = slot_of(s, from), end = slot_of(s, to);
    uint64_t length = (s->last - s->first) / SCALE_SLOTS + 1;
    for (size_t i = begin; i <= end; i++) {
        uint64_t low = i == begin ? from : s->first + i * length;
        uint64_t high = i == end ? to : s->first + (i + 1) * length;
        s->from[i] = s->from[i] == 0 || low < s->from[i] ? low : s->from[i];
        s->to[i] = high > s->to[i] ? high : s->to[i];
    }
}

/* Where nothing happens. */
typedef struct hole {
    uint64_t from, to;
} hole;

static int longest_first(const void *left, const void *right)
{
    const hole *a = left, *b = right;
    int order = compare_u64(b->to - b->from, a->to - a->from);
    return order != 0 ? order : compare_u64(a->from, b->from);
}

static int earliest_first(const void *left, const void *right)
{
    return compare_u64(((const hole *)left)->from, ((const hole *)right)->from);
}

/* The holes that are worth a break, the longest first: longer than a quarter of what is left without them. */
static size_t find_breaks(const scale_slots *s, hole breaks[SCALE_PARTS - 1])
{
    hole all[SCALE_SLOTS];
    size_t count = 0, kept = 0;
    uint64_t before = s->first, left = s->last - s->first;
    for (size_t i = 0; i < SCALE_SLOTS; i++) {
        if (s->from[i] == 0)
            continue;
        if (s->from[i] > before)
            all[count++] = (hole){before, s->from[i]};
        before = s->to[i] > before ? s->to[i] : before;
    }
    if (count > 1)
        sort_array(all, count, sizeof *all, longest_first);
    for (; kept < count && kept < SCALE_PARTS - 1; kept++) {
        uint64_t length = all[kept].to - all[kept].from;
        if (length < CLOCK_HOUR || length < left / 4)
            break;
        left -= length;
        breaks[kept] = all[kept];
    }
    return kept;
}

/* Lays the parts out with cells of that length; how many that takes. */
static size_t lay_out(html_scale *scale, const hole *breaks, size_t count, uint64_t bin)
{
    size_t cell = 0;
    scale->bin = bin;
    scale->part_count = count + 1;
    for (size_t i = 0; i <= count; i++) {
        uint64_t from = i == 0 ? scale->first : breaks[i - 1].to;
        uint64_t to = i == count ? scale->last : breaks[i].from;
        cell += i != 0 ? SCALE_BREAK : 0;
        scale->parts[i] = (scale_part){from - from % bin, cell, 0};
        scale->parts[i].cells = (size_t)((to - scale->parts[i].from) / bin) + 1;
        cell += scale->parts[i].cells;
    }
    return cell;
}

/* A break less where they would take more room than what is between them. */
html_scale scale_end(const scale_slots *s, size_t most, int left, int width)
{
    static const uint64_t lengths[] = {
        1 * CLOCK_MINUTE,  2 * CLOCK_MINUTE,  5 * CLOCK_MINUTE, 10 * CLOCK_MINUTE, 15 * CLOCK_MINUTE,
        20 * CLOCK_MINUTE, 30 * CLOCK_MINUTE, 1 * CLOCK_HOUR,   2 * CLOCK_HOUR,    3 * CLOCK_HOUR,
        6 * CLOCK_HOUR,    8 * CLOCK_HOUR,    12 * CLOCK_HOUR,  1 * CLOCK_DAY,     2 * CLOCK_DAY,
        3 * CLOCK_DAY,     5 * CLOCK_DAY,     7 * CLOCK_DAY,    10 * CLOCK_DAY,    14 * CLOCK_DAY,
        20 * CLOCK_DAY,    30 * CLOCK_DAY,    45 * CLOCK_DAY,   60 * CLOCK_DAY,    91 * CLOCK_DAY,
        122 * CLOCK_DAY,   183 * CLOCK_DAY,   365 * CLOCK_DAY,  730 * CLOCK_DAY,   1095 * CLOCK_DAY,
        1825 * CLOCK_DAY,  3650 * CLOCK_DAY};
    html_scale scale = {.first = s->first, .last = s->last, .left = left, .width = width};
    hole breaks[SCALE_PARTS - 1] = {{0, 0}};
    size_t count = find_breaks(s, breaks);
    for (;; count--) {
        hole used[SCALE_PARTS - 1];
        memcpy(used, breaks, sizeof used);
        if (count > 1)
            sort_array(used, count, sizeof *used, earliest_first);
        scale.cells = 0;
        for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
            scale.cells = lay_out(&scale, used, count, lengths[i]);
            if (scale.cells <= most)
                break;
        }
        if (count == 0 || scale.cells >= most / 3)
            return scale;
    }
}

/* ---- asking it ----------------------------------------------------------------------------------------- */

size_t scale_cell(const html_scale *s, uint64_t time)
{
    size_t i = s->part_count;
    while (i > 1 && s->parts[i - 1].from > time)
        i--;
    const scale_part *part = &s->parts[i - 1];
    if (time < part->from)
        return part->cell;
    uint64_t offset = (time - part->from) / s->bin;
    size_t cell = part->cell + (offset < part->cells ? (size_t)offset : part->cells);
    return cell < s->cells ? cell : s->cells - 1;
}

uint64_t scale_time(const html_scale *s, size_t cell)
{
    size_t i = s->part_count;
    while (i > 1 && s->parts[i - 1].cell > cell)
        i--;
    return s->parts[i - 1].from + (cell - s->parts[i - 1].cell) * s->bin;
}

int scale_x(const html_scale *s, size_t cell)
{
    return s->left + (int)(cell * (size_t)s->width / s->cells);
}

const char *scale_bin_text(const html_scale *s, char room[40])
{
    return clock_format_duration(s->bin / CLOCK_SECOND, room);
}

/* ---- drawing ------------------------------------------------------------------------------------------- */

static uint64_t label_step(const html_scale *s)
{
    static const uint64_t steps[] = {CLOCK_MINUTE,   5 * CLOCK_MINUTE, 15 * CLOCK_MINUTE, 30 * CLOCK_MINUTE,
                                     CLOCK_HOUR,     3 * CLOCK_HOUR,   6 * CLOCK_HOUR,    12 * CLOCK_HOUR,
                                     CLOCK_DAY,      2 * CLOCK_DAY,    7 * CLOCK_DAY,     14 * CLOCK_DAY,
                                     30 * CLOCK_DAY, 91 * CLOCK_DAY,   365 * CLOCK_DAY,   3650 * CLOCK_DAY};
    uint64_t kept = s->cells * s->bin;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (kept / steps[i] <= LABELS)
            return steps[i];
    return kept / LABELS + 1;
}

/* "2026-03-05 07:42": the day alone, or month, day and time. */
static void put_label(sppwhy_writer *out, const html_scale *s, uint64_t time, uint64_t step, int top,
                      int bottom)
{
    char text[40];
    int x = scale_x(s, scale_cell(s, time));
    clock_format_plain(time, false, text);
    bool days = step >= CLOCK_DAY || strlen(text) != 16;
    writer_printf(out,
                  "<path class=\"tick\" d=\"M%d %dV%d\"/><text x=\"%d\" y=\"%d\" "
                  "text-anchor=\"middle\">%.*s</text>\n",
                  x, top, bottom + 4, x, bottom + 17, days ? 10 : 11, days ? text : text + 5);
}

/* A part that holds no round time is labeled where it begins. */
static void put_labels(sppwhy_writer *out, const html_scale *s, int top, int bottom)
{
    uint64_t step = label_step(s);
    int free_from = s->left - LABEL_WIDTH / 2;
    for (size_t i = 0; i < s->part_count; i++) {
        const scale_part *part = &s->parts[i];
        uint64_t end = part->from + part->cells * s->bin, time = part->from - part->from % step;
        bool any = false;
        for (time = clock_after(time, time < part->from ? step : 0); time < end;
             time = clock_after(time, step)) {
            int x = scale_x(s, scale_cell(s, time));
            if (x - LABEL_WIDTH / 2 < free_from)
                continue;
            put_label(out, s, time, step, top, bottom);
            free_from = x + LABEL_WIDTH / 2;
            any = true;
        }
        if (!any && scale_x(s, part->cell) - LABEL_WIDTH / 2 >= free_from) {
            put_label(out, s, part->from, step, top, bottom);
            free_from = scale_x(s, part->cell) + LABEL_WIDTH / 2;
        }
    }
}

static void put_midnights(sppwhy_writer *out, const html_scale *s, int bottom)
{
    if (s->cells * s->bin > DAYS_MARKED * CLOCK_DAY || s->bin > CLOCK_DAY)
        return;
    writer_text(out, "<path class=\"tick\" d=\"");
    for (size_t i = 0; i < s->part_count; i++) {
        const scale_part *part = &s->parts[i];
        uint64_t end = part->from + part->cells * s->bin;
        uint64_t day = part->from - part->from % CLOCK_DAY + (part->from % CLOCK_DAY != 0 ? CLOCK_DAY : 0);
        for (; day < end; day += CLOCK_DAY)
            writer_printf(out, "M%d %dv4", scale_x(s, scale_cell(s, day)), bottom);
    }
    writer_text(out, "\"/>\n");
}

void scale_axis(sppwhy_writer *out, const html_scale *s, int top, int bottom)
{
    writer_printf(out, "<path class=\"axis\" d=\"M%d %dh%d\"/>\n", s->left, bottom, s->width);
    put_midnights(out, s, bottom);
    put_labels(out, s, top, bottom);
    for (size_t i = 1; i < s->part_count; i++) {
        int x = scale_x(s, s->parts[i].cell - SCALE_BREAK), width = scale_x(s, s->parts[i].cell) - x;
        writer_printf(
            out,
            "<path class=\"broken\" d=\"M%d %dh%dv%dh-%dz\"/><path class=\"break\" d=\"M%d %dl6-10m-2 "
            "10l6-10\"/>\n",
            x, top, width, bottom - top, width, x + width / 2 - 5, bottom + 5);
    }
}

void scale_bands(sppwhy_writer *out, const html_scale *s, const unsigned char *cells, int kind,
                 const char *class, int top, int height)
{
    bool any = false;
    for (size_t i = 0; i < s->cells; i++) {
        size_t from = i;
        while (i < s->cells && cells[i] == kind)
            i++;
        if (i == from)
            continue;
        int x = scale_x(s, from), width = scale_x(s, i) - x;
        if (!any)
            writer_printf(out, "<path class=\"%s\" d=\"", class);
        any = true;
        writer_printf(out, "M%d %dh%dv%dh-%dz", x, top, width, height, width);
    }
    if (any)
        writer_text(out, "\"/>\n");
}

void scale_columns(sppwhy_writer *out, const html_scale *s, const size_t *counts, const size_t *under,
                   size_t most, const char *class, int bottom, int height)
{
    bool any = false;
    for (size_t i = 0; i < s->cells && most != 0; i++) {
        size_t base = under ? under[i] * (size_t)height / most : 0;
        size_t top = ((under ? under[i] : 0) + counts[i]) * (size_t)height / most;
        if (counts[i] == 0)
            continue;
        if (top == base) /* one among thousands is still to be seen */
            top = base + 1;
        int x = scale_x(s, i), width = scale_x(s, i + 1) - x;
        width -= width > 3 ? 1 : 0;
        if (!any)
            writer_printf(out, "<path class=\"%s\" d=\"", class);
        any = true;
        writer_printf(out, "M%d %dh%dv%dh-%dz", x, bottom - (int)top, width, (int)(top - base), width);
    }
    if (any)
        writer_text(out, "\"/>\n");
}
