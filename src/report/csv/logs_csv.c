/* What was collected and what to collect next, as one table. */
#include "rules/analysis.h"
#include "sppwhy/report.h"

#include "report/csv/csv_writer.h"
#include "report/view/inventory.h"

typedef struct logs_table {
    const sppwhy_analysis *analysis;
    const inventory *all;
} logs_table;

static void put_collected(csv_writer *w, const inventory_row *r)
{
    csv_text(w, "collected");
    csv_text(w, r->machine->name);
    csv_text(w, r->channel);
    csv_time(w, r->first);
    csv_time(w, r->last);
    csv_number(w, r->records);
    csv_number(w, r->licensing);
    csv_number(w, r->missing);
    csv_number(w, r->damage);
    csv_empty(w);
    csv_end_row(w);
}

static void put_wanted(csv_writer *w, const sppwhy_wanted_log *l)
{
    csv_text(w, "collect");
    csv_text(w, l->log.machine);
    csv_text(w, l->log.channel);
    csv_time(w, l->log.from);
    csv_time(w, l->log.to);
    for (int i = 0; i < 4; i++)
        csv_empty(w);
    csv_number(w, l->settles);
    csv_end_row(w);
}

static void put_rows(csv_writer *w, const void *context)
{
    const logs_table *t = context;
    for (size_t i = 0; i < t->all->rows.count && !csv_enough(w); i++)
        put_collected(w, &t->all->rows.items[i]);
    for (size_t i = 0; i < t->analysis->wanted_count && !csv_enough(w); i++)
        put_wanted(w, &t->analysis->wanted[i]);
}

void sppwhy_report_logs_csv(sppwhy_writer *out, const sppwhy_analysis *a)
{
    static const char *const columns[] = {
        "what",    "machine",          "channel",         "from_utc",    "to_utc",
        "records", "licensing_events", "records_missing", "places_lost", "settles",
        NULL};
    inventory all;
    bool made = inventory_make(&all, a->collection);
    inventory none = {0};
    csv_table(out, columns, put_rows, &(logs_table){a, made ? &all : &none});
    if (made)
        inventory_free(&all);
}
