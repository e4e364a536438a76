/* The activity report as one JSON document; docs/json.md describes it. */
#include "rules/analysis.h"
#include "sppwhy/report.h"
#include "report/view/activity.h"

#include "report/write/json_writer.h"

typedef struct writer {
    json_writer json;
    const sppwhy_activity *activity;
    const sppwhy_catalogue *catalogue;
} writer;

static void write_product(writer *w, const uint8_t *id)
{
    json_key(&w->json, "product");
    json_put_product(&w->json, id, w->catalogue);
}

static void write_products(writer *w, const sppwhy_activity_scope *s)
{
    static const char *const ranges[SPPWHY_ACTIVITY_RANGES] = {"last_day", "last_7_days", "last_30_days",
                                                               "last_90_days", "all"};
    json_key(&w->json, "products");
    json_open_array(&w->json);
    for (size_t i = 0; i < s->product_count; i++) {
        const sppwhy_activity_product *p = &s->products[i];
        json_open_object(&w->json);
        write_product(w, p->id);
        json_key(&w->json, "activations");
        json_open_object(&w->json);
        for (size_t k = 0; k < SPPWHY_ACTIVITY_RANGES; k++)
            json_number_member(&w->json, ranges[k], p->activations[k]);
        json_close_object(&w->json);
        json_number_member(&w->json, "new_activations", p->new_activations);
        json_number_member(&w->json, "virtual_clients", p->virtual_clients);
        json_number_member(&w->json, "physical_clients", p->physical_clients);
        json_close_object(&w->json);
    }
    json_close_array(&w->json);
}

static void write_client(writer *w, const sppwhy_activity_client *c)
{
    json_open_object(&w->json);
    json_string_member(&w->json, "machine", c->machine->name);
    write_product(w, c->product);
    json_string_member(&w->json, "host", c->host ? c->host->name : NULL);
    json_boolean_member(&w->json, "vm", c->vm);
    json_time_member(&w->json, "last_request", c->seen, true);
    json_string_member(&w->json, "license_state", sppwhy_state_name(c->state));
    json_time_member(&w->json, "ends", c->ends, true);
    json_key(&w->json, "days_left");
    if (c->ends != 0)
        json_put_signed(&w->json, days_between(c->now, c->ends));
    else
        json_put_null(&w->json);
    json_string_member(&w->json, "basis", sppwhy_activity_basis_name(c->basis));
    json_close_object(&w->json);
}

static void write_chart(writer *w, const sppwhy_activity_scope *s)
{
    static const char *const names[CHART_SPANS] = {"over", "within_7_days", "8_to_14_days", "15_to_21_days",
                                                   "22_to_30_days"};
    uint64_t grace[CHART_SPANS + 1] = {0}, licensed[CHART_SPANS + 1] = {0};
    for (size_t i = 0; i < s->client_count; i++)
        (in_grace(&s->clients[i]) ? grace : licensed)[chart_span(&s->clients[i])]++;
    json_key(&w->json, "expiring");
    json_open_array(&w->json);
    for (size_t i = 0; i < CHART_SPANS; i++) {
        json_open_object(&w->json);
        json_string_member(&w->json, "span", names[i]);
        json_number_member(&w->json, "in_grace", grace[i]);
        json_number_member(&w->json, "licensed", licensed[i]);
        json_close_object(&w->json);
    }
    json_close_array(&w->json);
}

static void write_scope(writer *w, const sppwhy_activity_scope *s)
{
    json_open_object(&w->json);
    json_string_member(&w->json, "host", s->host ? s->host->name : NULL);
    json_number_member(&w->json, "requests", s->requests);
    json_number_member(&w->json, "not_activated", s->not_activated);
    json_number_member(&w->json, "clients_of_30_days", s->recent_machines);
    write_products(w, s);
    json_key(&w->json, "clients");
    json_open_array(&w->json);
    for (size_t i = 0; i < s->client_count; i++)
        write_client(w, &s->clients[i]);
    json_close_array(&w->json);
    write_chart(w, s);
    json_close_object(&w->json);
}

/* Every machine whose license or grace ends, the soonest first. */
static void write_ends(writer *w)
{
    json_key(&w->json, "machines_running_out");
    json_open_array(&w->json);
    for (size_t i = 0; i < w->activity->end_count; i++) {
        const sppwhy_activity_end *e = &w->activity->ends[i];
        json_open_object(&w->json);
        json_string_member(&w->json, "machine", e->machine->name);
        json_string_member(&w->json, "state", sppwhy_machine_state_name(e->machine->state));
        json_time_member(&w->json, "ends", e->ends, true);
        json_key(&w->json, "days_left");
        if (e->ends != 0)
            json_put_signed(&w->json, days_between(e->now, e->ends));
        else
            json_put_null(&w->json);
        json_close_object(&w->json);
    }
    json_close_array(&w->json);
}

void sppwhy_report_activity_json(sppwhy_writer *out, const sppwhy_activity *a,
                                 const sppwhy_catalogue *catalogue)
{
    writer w = {{.out = out, .indent = true}, a, catalogue};
    json_open_object(&w.json);
    json_number_member(&w.json, "schema_version", 1);
    json_time_member(&w.json, "now", a->now, true);
    json_key(&w.json, "scopes");
    json_open_array(&w.json);
    for (size_t i = 0; i < a->scope_count; i++)
        write_scope(&w, &a->scopes[i]);
    json_close_array(&w.json);
    write_ends(&w);
    json_close_object(&w.json);
    writer_char(out, '\n');
}
