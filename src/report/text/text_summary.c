/* What is said of all machines together: totals, machines without findings, damage, the fleet. */
#include "report/view/names.h"
#include "report/view/logs.h"
#include "report/view/scope.h"
#include "report/text/table.h"
#include "report/text/text.h"

#include "base/sort.h"
#include "base/vec.h"
#include "report/view/phrase.h"

#include <stdlib.h>
#include <string.h>

#define NAMES_SHOWN 5
#define DAMAGED_SHOWN 10
#define PLACES_SHOWN 4 /* of one log */

/* ---- totals -------------------------------------------------------------------------------------------- */

void put_totals(const text_writer *w)
{
    strbuf b = {0};
    for (int fact = SCOPE_LOGS; fact <= SCOPE_UNREAD; fact++) { /* put_ignored() lists what is ignored */
        strbuf one = {0};
        add_scope(&one, w->analysis, &w->page.times, (scope_fact)fact);
        if (one.length != 0 || one.failed)
            strbuf_printf(&b, "%s%s", b.length != 0 ? " " : "", text_in(&one));
        strbuf_free(&one);
    }
    put_wrapped(&w->page, 0, 0, text_in(&b));
    strbuf_free(&b);
}

/* ---- machines without findings ------------------------------------------------------------------------- */

static bool has_finding(const text_writer *w, const sppwhy_machine *m)
{
    finding_walk walk = findings_of(w->index, m);
    return findings_next(&walk) != NULL;
}

static void put_quiet_kind(const text_writer *w, const sppwhy_machine **quiet, size_t count,
                           machine_standing kind)
{
    strbuf b = {0};
    VEC(const sppwhy_machine *) list = {0};
    for (size_t i = 0; i < count && !b.failed; i++)
        if (standing_of(quiet[i]) == kind)
            b.failed = !vec_push(&list, quiet[i]);
    if (list.count != 0 || b.failed) {
        strbuf_printf(&b, "%s: ", words_of(kind)->text);
        add_names(&b, list.items, list.count, w->all ? list.count : shown_of(list.count, NAMES_SHOWN),
                  " (--all)");
        writer_text(w->out, "  ");
        put_wrapped(&w->page, 4, 2, text_in(&b));
    }
    vec_free(&list);
    strbuf_free(&b);
}

void put_quiet_machines(const text_writer *w)
{
    const sppwhy_collection *c = w->analysis->collection;
    size_t count = 0;
    const sppwhy_machine **quiet = malloc((c->machine_count + 1) * sizeof *quiet);
    if (!quiet)
        writer_text(w->out, "Memory is too short to list the machines without findings.\n\n");
    for (size_t i = 0; quiet && i < c->machine_count; i++)
        if (!has_finding(w, c->machines[i]))
            quiet[count++] = c->machines[i];
    if (count != 0) {
        writer_printf(w->out, "%zu %s without findings\n", count, plural(count, "machine", "machines"));
        for (int kind = 0; kind < STANDING_TOTAL; kind++)
            put_quiet_kind(w, quiet, count, (machine_standing)kind);
        writer_char(w->out, '\n');
    }
    free(quiet);
}

/* ---- damage -------------------------------------------------------------------------------------------- */

static void put_damage_of(const text_writer *w, const sppwhy_log *log, size_t lost)
{
    size_t at = 0, shown = 0;
    strbuf b = {0};
    add_path(&b, &w->page, log->path, w->page.room - 2);
    writer_text(w->out, "  ");
    put_wrapped_wide(&w->page, 2, 2, text_in(&b));
    strbuf_clear(&b);
    if (log->records_lost != 0)
        strbuf_printf(&b, "%llu %s lost%s", (unsigned long long)log->records_lost,
                      plural((size_t)log->records_lost, "record", "records"), lost == 1 ? " " : "; ");
    if (lost > 1)
        strbuf_printf(&b, "%zu places", lost);
    if (lost > PLACES_SHOWN && !w->all)
        strbuf_printf(&b, ", the first %d", PLACES_SHOWN);
    if (lost > 1) {
        put_paragraph(&w->page, 4, text_in(&b));
        strbuf_clear(&b);
    }
    for (const sppwhy_damage *d; (d = next_place_lost(log, &at)) != NULL && (w->all || shown < PLACES_SHOWN);
         shown++) {
        strbuf_printf(&b, "at byte %llu: %s", (unsigned long long)d->offset, d->reason);
        put_paragraph(&w->page, lost > 1 ? 6 : 4, text_in(&b));
        strbuf_clear(&b);
    }
    strbuf_free(&b);
}

/* Of each log shortly what was not read; the JSON has every place. */
void put_damage(const text_writer *w)
{
    const sppwhy_collection *c = w->analysis->collection;
    size_t damaged = 0, shown = 0;
    strbuf b = {0};
    for (size_t i = 0; i < c->log_count; i++)
        damaged += log_places_lost(c->logs[i]) != 0;
    if (damaged == 0)
        return;
    add_damage(&b, c);
    put_paragraph(&w->page, 0, text_in(&b));
    strbuf_free(&b);
    for (size_t i = 0; i < c->log_count; i++) {
        size_t lost = log_places_lost(c->logs[i]);
        if (lost == 0)
            continue;
        if (!w->all && shown++ == DAMAGED_SHOWN && damaged > DAMAGED_SHOWN + 1) {
            writer_printf(w->out, "  and %zu more logs (--all lists them)\n", damaged - DAMAGED_SHOWN);
            break;
        }
        put_damage_of(w, c->logs[i], lost);
    }
    writer_char(w->out, '\n');
}

/* Files that are no logs to the reports: what is in them nobody knows. */
void put_unread(const text_writer *w)
{
    const sppwhy_analysis *a = w->analysis;
    strbuf b = {0};
    if (a->unread_count == 0)
        return;
    writer_text(w->out, "Not read, or not whole:\n");
    for (size_t i = 0; i < a->unread_count; i++) {
        if (!w->all && i == DAMAGED_SHOWN && a->unread_count > DAMAGED_SHOWN + 1) {
            writer_printf(w->out, "  and %zu more (--all lists them)\n", a->unread_count - DAMAGED_SHOWN);
            break;
        }
        strbuf_clear(&b);
        add_path(&b, &w->page, a->unread[i].path, w->page.room - 2);
        writer_text(w->out, "  ");
        put_wrapped_wide(&w->page, 2, 2, text_in(&b));
        put_paragraph(&w->page, 4, a->unread[i].message);
    }
    strbuf_free(&b);
    writer_char(w->out, '\n');
}

/* ---- what to collect, what is ignored ------------------------------------------------------------------ */

#define COLLECT_SHOWN 3
#define IGNORED_SHOWN 10

void put_collect(const text_writer *w)
{
    if (w->analysis->wanted_count == 0)
        return;
    writer_text(w->out, "Collect next (`sppwhy logs` lists all)\n");
    put_wanted(&w->page, w->analysis, w->all ? SIZE_MAX - 1 : COLLECT_SHOWN);
}

void put_ignored(const text_writer *w)
{
    const sppwhy_analysis *a = w->analysis;
    strbuf b = {0};
    if (a->ignored_count == 0)
        return;
    writer_printf(w->out, "Ignored: %zu known %s\n", a->ignored_count,
                  plural(a->ignored_count, "finding", "findings"));
    for (size_t i = 0; i < a->ignored_count; i++) {
        if (!w->all && i == IGNORED_SHOWN && a->ignored_count > IGNORED_SHOWN + 1) {
            writer_printf(w->out, "  and %zu more (--all lists them)\n", a->ignored_count - IGNORED_SHOWN);
            break;
        }
        strbuf_clear(&b);
        add_ignored(&b, &a->ignored[i], &w->page.times);
        put_paragraph(&w->page, 2, text_in(&b));
    }
    strbuf_free(&b);
    writer_char(w->out, '\n');
}

/* ---- the fleet ----------------------------------------------------------------------------------------- */

/* A row a kind: standings of one kind follow one another. */
static void put_states(const text_writer *w)
{
    const standing_counts n = count_standings(w->analysis->collection);
    text_table t = table_create(&w->page, 2);
    table_column(&t, "Machines", true, false);
    table_column(&t, "State", false, false);
    for (int i = 0, end; i < STANDING_TOTAL; i = end) {
        const standing_words *words = words_of((machine_standing)i);
        size_t count = 0;
        for (end = i; end < STANDING_TOTAL && strcmp(words_of((machine_standing)end)->kind, words->kind) == 0;
             end++)
            count += n.of[end];
        if (count == 0)
            continue;
        table_row(&t);
        table_number(&t, count);
        table_text(&t, plural(count, words->kind, words->kinds));
    }
    table_print(&t, true);
    writer_char(w->out, '\n');
}

/* A cause over all machines. */
typedef struct cause_row {
    const sppwhy_finding *finding; /* the first of it */
    const sppwhy_machine *newest;
    size_t machines, failures;
    uint64_t first, last;
} cause_row;

typedef VEC(cause_row) cause_rows;

/* There are some fifty causes: looking through them is short. */
static bool count_finding(cause_rows *rows, const sppwhy_finding *f)
{
    size_t i = 0;
    cause_row row = {.finding = f};
    while (i < rows->count && strcmp(rows->items[i].finding->verdict.cause, f->verdict.cause) != 0)
        i++;
    if (i == rows->count && !vec_push(rows, row))
        return false;
    cause_row *r = &rows->items[i];
    r->machines += f->machine != NULL && f->machine != r->newest; /* one machine's are together */
    r->newest = f->machine;
    r->failures += f->activation_count;
    r->first = f->first != 0 && (r->first == 0 || f->first < r->first) ? f->first : r->first;
    r->last = f->last > r->last ? f->last : r->last;
    return true;
}

static int worst_first(const void *left, const void *right)
{
    const cause_row *a = left, *b = right;
    if (a->finding->verdict.level != b->finding->verdict.level) /* of it the worst: it came first */
        return a->finding->verdict.level > b->finding->verdict.level ? -1 : 1;
    if (a->machines != b->machines)
        return a->machines > b->machines ? -1 : 1;
    if (a->failures != b->failures)
        return a->failures > b->failures ? -1 : 1;
    return strcmp(a->finding->verdict.cause, b->finding->verdict.cause);
}

/* The narrower the page, the less is in a row. */
#define ROOM_FOR_LEVEL 80
#define ROOM_FOR_FIRST 100

static void put_cause_row(text_table *t, const page *p, const cause_row *r)
{
    sppwhy_level level = r->finding->verdict.level;
    table_row(t);
    if (r->machines != 0)
        table_number(t, r->machines);
    else
        table_text(t, "-"); /* of the collection */
    table_text(t, r->finding->verdict.cause);
    if (p->room >= ROOM_FOR_LEVEL) {
        table_text(t, sppwhy_level_name(level));
        table_color(t, level_colors[level]);
    }
    table_number(t, r->failures);
    if (p->room >= ROOM_FOR_FIRST)
        table_moment(t, r->first, ROOM_FOR_LEVEL);
    table_moment(t, r->last, ROOM_FOR_LEVEL);
}

static void put_cause_rows(const text_writer *w, const cause_rows *rows)
{
    const page *p = &w->page;
    text_table t = table_create(p, 2);
    table_column(&t, "Machines", true, false);
    table_column(&t, "Cause", false, true);
    if (p->room >= ROOM_FOR_LEVEL)
        table_column(&t, "Level", false, false);
    table_column(&t, "Failures", true, false);
    if (p->room >= ROOM_FOR_FIRST)
        table_column(&t, p->times.local ? "First" : "First (UTC)", false, false);
    table_column(&t, p->times.local ? "Last" : "Last (UTC)", false, false);
    for (size_t i = 0; i < rows->count; i++)
        put_cause_row(&t, p, &rows->items[i]);
    table_print(&t, true);
    writer_char(w->out, '\n');
}

void put_fleet(const text_writer *w)
{
    cause_rows rows = {0};
    bool done = true;
    if (w->analysis->collection->machine_count == 0)
        return;
    put_states(w);
    for (size_t i = 0; i < w->analysis->finding_count && done; i++)
        done = count_finding(&rows, &w->analysis->findings[i]);
    if (!done)
        writer_text(w->out, "  Memory is too short to count all causes.\n");
    if (rows.count != 0) {
        sort_array(rows.items, rows.count, sizeof *rows.items, worst_first);
        put_cause_rows(w, &rows);
    }
    vec_free(&rows);
}
