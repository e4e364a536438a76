/* What was collected and what to collect next, as JSON. */
#include "report/json/json.h"

#include "report/write/json_writer.h"
#include "report/view/inventory.h"

static void write_row(json_writer *w, const inventory_row *r)
{
    json_open_object(w);
    json_string_member(w, "machine", r->machine->name);
    json_string_member(w, "channel", r->channel);
    json_number_member(w, "logs", r->logs);
    json_time_member(w, "first_event", r->first, true);
    json_time_member(w, "last_event", r->last, true);
    json_number_member(w, "records", r->records);
    json_number_member(w, "licensing_events", r->licensing);
    json_number_member(w, "gaps", r->gaps);
    json_number_member(w, "records_missing", r->missing);
    json_number_member(w, "places_lost", r->damage);
    json_close_object(w);
}

void sppwhy_report_logs_json(sppwhy_writer *out, const sppwhy_analysis *a)
{
    json_writer w = {.out = out, .indent = true};
    inventory all;
    bool made = inventory_make(&all, a->collection);
    json_open_object(&w);
    json_number_member(&w, "schema_version", 1);
    json_key(&w, "collected");
    json_open_array(&w);
    for (size_t i = 0; made && i < all.rows.count; i++)
        write_row(&w, &all.rows.items[i]);
    json_close_array(&w);
    json_number_member(&w, "logs_of_several_machines", made ? all.forwarded : 0);
    json_key(&w, "not_collected");
    json_open_array(&w);
    for (size_t i = 0; i < a->collection->machine_count; i++)
        if (!a->collection->machines[i]->has_logs)
            json_put_string(&w, a->collection->machines[i]->name);
    json_close_array(&w);
    json_collect_member(&w, a);
    json_unread_member(&w, a->unread, a->unread_count);
    json_close_object(&w);
    writer_char(out, '\n');
    if (made)
        inventory_free(&all);
}
