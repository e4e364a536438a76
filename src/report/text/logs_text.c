/* What was collected, and what to collect next. */
#include "report/text/reports.h"

#include "report/text/table.h"
#include "report/text/text.h"
#include "report/view/logs.h"
#include "report/view/inventory.h"
#include "report/view/names.h"
#include "report/view/phrase.h"
#include "report/view/scope.h"

#include <stdlib.h>
#include <string.h>

#define ROWS_SHOWN 40
#define BARE_SHOWN 12

#define ROOM_FOR_TIMES 110

/* "3 records gone, 1 place damaged" */
static void note_cell(text_table *t, const inventory_row *r)
{
    strbuf b = {0};
    if (r->missing != 0)
        strbuf_printf(&b, "%llu %s gone", (unsigned long long)r->missing,
                      plural((size_t)r->missing, "record", "records"));
    if (r->damage != 0)
        strbuf_printf(&b, "%s%zu %s damaged", b.length != 0 ? ", " : "", r->damage,
                      plural(r->damage, "place", "places"));
    table_text(t, text_in(&b));
    strbuf_free(&b);
}

static void put_row(text_table *t, const inventory_row *r, const char *domain)
{
    strbuf name = {0};
    add_name_without(&name, r->machine->name, domain);
    table_row(t);
    table_text(t, text_in(&name));
    table_text(t, r->channel[0] ? r->channel : "-");
    strbuf_free(&name);
    table_moment(t, r->first, ROOM_FOR_TIMES);
    table_moment(t, r->last, ROOM_FOR_TIMES);
    table_number(t, r->records);
    note_cell(t, r);
}

/* The domain of all the listed machines, which is said once. */
static const sppwhy_machine *machine_of_row(const void *rows, size_t i)
{
    return ((const inventory_row *)rows)[i].machine;
}

static void put_inventory(const page *p, const inventory *all, bool whole)
{
    size_t shown = whole ? all->rows.count : shown_of(all->rows.count, ROWS_SHOWN);
    const char *domain = names_domain_of(all->rows.items, shown, machine_of_row);
    if (domain[0] != '\0') {
        writer_text(p->out, "  In ");
        put_wrapped(p, 5, 5, domain + 1);
    }
    text_table t = table_create(p, 2);
    table_column(&t, "Machine", false, true);
    table_column(&t, "Channel", false, false);
    table_column(&t, p->times.local ? "From" : "From (UTC)", false, false);
    table_column(&t, p->times.local ? "To" : "To (UTC)", false, false);
    table_column(&t, "Records", true, false);
    table_column(&t, "", false, false);
    for (size_t i = 0; i < shown; i++)
        put_row(&t, &all->rows.items[i], domain);
    table_print(&t, true);
    if (shown < all->rows.count)
        writer_printf(p->out, "  and %zu more (--all lists them)\n", all->rows.count - shown);
    writer_char(p->out, '\n');
}

void put_wanted(const page *p, const sppwhy_analysis *a, size_t most)
{
    size_t shown = shown_of(a->wanted_count, most);
    for (size_t i = 0; i < shown; i++) {
        strbuf b = {0};
        strbuf_printf(&b, "%zu. ", i + 1);
        add_wanted(&b, &a->wanted[i], &p->times);
        writer_text(p->out, "  ");
        put_wrapped(p, 5, 2, text_in(&b));
        strbuf_free(&b);
    }
    if (shown < a->wanted_count)
        writer_printf(p->out, "  and %zu more (--all lists them)\n", a->wanted_count - shown);
    writer_char(p->out, '\n');
}

/* Machines that only a host's log names. */
static void put_bare(const page *p, const sppwhy_collection *c, size_t bare, bool whole)
{
    strbuf b = {0};
    size_t shown = 0;
    if (bare == 0)
        return;
    strbuf_printf(&b, "%zu %s seen only in a KMS host's log; no logs of their own collected: ", bare,
                  plural(bare, "machine", "machines"));
    for (size_t i = 0; i < c->machine_count && (whole || shown < BARE_SHOWN); i++)
        if (!c->machines[i]->has_logs) {
            strbuf_add(&b, shown++ != 0 ? ", " : "");
            text_add_name_in_text(&b, c->machines[i]->name);
        }
    if (shown < bare)
        strbuf_printf(&b, " and %zu more (--all)", bare - shown);
    put_wrapped(p, 2, 0, text_in(&b));
    writer_char(p->out, '\n');
    strbuf_free(&b);
}

void sppwhy_report_logs_text(sppwhy_writer *out, const sppwhy_analysis *a, const sppwhy_text_options *given)
{
    sppwhy_text_options options = text_options_of(out, given);
    inventory all;
    page p = page_of(out, options, report_newest(a));
    if (!inventory_make(&all, a->collection)) {
        writer_text(out, "Memory is too short to list the logs.\n");
        return;
    }
    strbuf b = {0};
    strbuf_printf(&b, "%zu %s read, %zu %s", a->collection->log_count,
                  plural(a->collection->log_count, "log", "logs"), a->collection->machine_count,
                  plural(a->collection->machine_count, "machine", "machines"));
    if (all.forwarded != 0)
        strbuf_printf(&b, "; %zu %s events of several machines and %s not listed below", all.forwarded,
                      plural(all.forwarded, "log holds", "logs hold"), plural(all.forwarded, "is", "are"));
    strbuf_add(&b, ".");
    put_paragraph(&p, 0, text_in(&b));
    strbuf_free(&b);
    put_zone(&p);
    writer_char(out, '\n');
    if (all.rows.count != 0)
        put_inventory(&p, &all, options.all);
    put_bare(&p, a->collection, all.bare, options.all);
    if (a->wanted_count == 0) {
        put_paragraph(&p, 0,
                      no_records(a->collection)
                          ? any_place_lost(a->collection)
                                ? "No record is left in what was read: export the logs again."
                                : "The logs are empty: collect some with events in them."
                          : "Nothing more to collect: no verdict waits for a log that is not here.");
    } else {
        writer_text(out, "Collect next, most useful first\n");
        put_wanted(&p, a, options.all ? SIZE_MAX - 1 : 10);
    }
    inventory_free(&all);
}
