/* See inventory.h. */
#include "report/view/inventory.h"

#include "base/sort.h"

#include "report/view/logs.h"

#include <stdlib.h>
#include <string.h>

static void add_log(inventory_row *r, const sppwhy_log *log)
{
    if (log->first_event != 0 && (r->first == 0 || log->first_event < r->first))
        r->first = log->first_event;
    r->last = log->last_event > r->last ? log->last_event : r->last;
    r->logs++;
    r->records += log->records;
    r->licensing += log->event_count;
    r->damage += log_places_lost(log);
    r->gaps += log->gap_count;
    for (size_t i = 0; i < log->gap_count; i++)
        r->missing += log->gaps[i].missing;
}

static bool add_machine(inventory *out, const sppwhy_machine *m)
{
    size_t first = out->rows.count;
    for (size_t i = 0; i < m->own_log_count; i++) {
        const char *channel = m->own_logs[i]->channel_count != 0 ? m->own_logs[i]->channels[0] : "";
        inventory_row row = {.machine = m, .channel = channel};
        size_t k = first;
        while (k < out->rows.count && strcmp(out->rows.items[k].channel, channel) != 0)
            k++;
        if (k == out->rows.count && !vec_push(&out->rows, row))
            return false;
        add_log(&out->rows.items[k], m->own_logs[i]);
    }
    return true;
}

static int by_machine(const void *left, const void *right)
{
    const inventory_row *a = left, *b = right;
    if (a->machine->place != b->machine->place)
        return a->machine->place < b->machine->place ? -1 : 1;
    return strcmp(a->channel, b->channel);
}

bool inventory_make(inventory *out, const sppwhy_collection *c)
{
    *out = (inventory){0};
    for (size_t i = 0; i < c->log_count; i++)
        out->forwarded += c->logs[i]->computer_count > 1;
    for (size_t i = 0; i < c->machine_count; i++) {
        out->bare += !c->machines[i]->has_logs;
        if (!add_machine(out, c->machines[i])) {
            inventory_free(out);
            return false;
        }
    }
    if (out->rows.count != 0)
        sort_array(out->rows.items, out->rows.count, sizeof *out->rows.items, by_machine);
    return true;
}

void inventory_free(inventory *i)
{
    vec_free(&i->rows);
}
