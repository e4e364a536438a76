/* The activity report as one table, for a spreadsheet: a line for each number and each client. */
#include "rules/analysis.h"
#include "sppwhy/report.h"
#include "report/view/activity.h"

#include "report/csv/csv_writer.h"
#include "report/view/facts.h"

typedef struct table {
    const sppwhy_activity *activity;
    const sppwhy_catalogue *catalogue;
} table;

/* The first four columns. */
static void put_what(csv_writer *w, const char *report, const sppwhy_activity_scope *s, const char *product,
                     const char *client)
{
    csv_text(w, report);
    csv_text(w, s->host ? s->host->name : NULL);
    csv_text(w, product);
    csv_text(w, client);
}

static void put_measure(csv_writer *w, const sppwhy_activity_scope *s, const char *report,
                        const char *product, const char *measure, uint64_t number)
{
    put_what(w, report, s, product, NULL);
    csv_text(w, measure);
    csv_number(w, number);
    csv_empty(w);
    csv_end_row(w);
}

static void put_product(csv_writer *w, const sppwhy_activity_scope *s, const sppwhy_activity_product *p,
                        const char *name)
{
    static const char *const ranges[SPPWHY_ACTIVITY_RANGES] = {"last_day", "last_7_days", "last_30_days",
                                                               "last_90_days", "all"};
    for (size_t i = 0; i < SPPWHY_ACTIVITY_RANGES; i++)
        put_measure(w, s, "Activation Count Summary", name, ranges[i], p->activations[i]);
    put_measure(w, s, "Virtual Machine Summary", name, "virtual_clients", p->virtual_clients);
    put_measure(w, s, "Virtual Machine Summary", name, "physical_clients", p->physical_clients);
    put_measure(w, s, "KMS Activity Summary", name, "new_activations", p->new_activations);
}

static void put_client(csv_writer *w, const sppwhy_activity_scope *s, const sppwhy_activity_client *c,
                       const char *product)
{
    put_what(w, "Licensing Status Summary", s, product, c->machine->name);
    csv_text(w, sppwhy_state_name(c->state));
    if (c->ends != 0)
        csv_signed(w, days_between(c->now, c->ends));
    else
        csv_empty(w);
    csv_text(w, sppwhy_activity_basis_name(c->basis));
    csv_end_row(w);
}

static void put_end(csv_writer *w, const sppwhy_activity *a, const sppwhy_activity_end *e)
{
    put_what(w, "Machine Expiration Detail", &a->scopes[0], NULL, e->machine->name);
    csv_text(w, sppwhy_machine_state_name(e->machine->state));
    if (e->ends != 0)
        csv_signed(w, days_between(e->now, e->ends));
    else
        csv_empty(w);
    csv_empty(w);
    csv_end_row(w);
}

static void put_rows(csv_writer *w, const void *context)
{
    const table *t = context;
    char name[PRODUCT_ROOM];
    for (size_t i = 0; i < t->activity->scope_count && !csv_enough(w); i++) {
        const sppwhy_activity_scope *s = &t->activity->scopes[i];
        for (size_t k = 0; k < s->product_count; k++)
            put_product(w, s, &s->products[k], product_words(t->catalogue, s->products[k].id, name));
        for (size_t k = 0; k < s->client_count; k++)
            put_client(w, s, &s->clients[k], product_words(t->catalogue, s->clients[k].product, name));
    }
    for (size_t i = 0; i < t->activity->end_count && !csv_enough(w); i++)
        put_end(w, t->activity, &t->activity->ends[i]);
}

void sppwhy_report_activity_csv(sppwhy_writer *out, const sppwhy_activity *a,
                                const sppwhy_catalogue *catalogue)
{
    static const char *const columns[] = {"report",  "host",  "product", "client",
                                          "measure", "value", "basis",   NULL};
    csv_table(out, columns, put_rows, &(table){a, catalogue});
}
