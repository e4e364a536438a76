/* The fields of the collection as a whole. */
#include "correlate/hosts.h"
#include "rules/fields/fields.h"

static void collection_logs(const scope *s, field_value *out)
{
    set_number(out, (int64_t)s->collection->log_count);
}

static void collection_machines(const scope *s, field_value *out)
{
    set_number(out, (int64_t)s->collection->machine_count);
}

static void collection_hosts(const scope *s, field_value *out)
{
    size_t hosts;
    index_hosts(s->index, &hosts);
    set_number(out, (int64_t)hosts);
}

static void collection_serving(const scope *s, field_value *out)
{
    for (size_t i = 0; i < s->collection->serving_count; i++) {
        const sppwhy_machine *m = s->collection->serving[i];
        add_item(s, out, s->collection->serving_count, (field_item){.text = m->name});
        rests_on(out, host_newest_served(m));
    }
}

static void collection_serving_count(const scope *s, field_value *out)
{
    set_number(out, (int64_t)s->collection->serving_count);
}

static void collection_recent_clients(const scope *s, field_value *out)
{
    set_number(out, (int64_t)s->collection->recent_clients);
}

static void collection_need(const scope *s, field_value *out)
{
    if (s->collection->need != 0)
        set_number(out, s->collection->need);
}

static bool known_below(const sppwhy_machine *m, uint32_t need)
{
    uint64_t newest = host_newest_served(m)->event->time;
    if (m->host.count.answer)
        return m->host.count.answered_count < need;
    return m->host.count.recent_clients < need &&
           sppwhy_machine_covers(m, SPPWHY_CHANNEL_KMS, m->host.counted_from, newest);
}

/* How many serving hosts have reached the count, or may have: of them it is not known that they have not. */
static void collection_hosts_at_need(const scope *s, field_value *out)
{
    int64_t count = 0;
    for (size_t i = 0; i < s->collection->serving_count; i++) {
        const sppwhy_machine *m = s->collection->serving[i];
        bool below = known_below(m, s->collection->need);
        if (below)
            rests_on(out, m->host.count.answer);
        count += !below;
    }
    set_number(out, count);
}

/* The first group of hosts that share their clients, none of which has as many as are needed, and which
 * together have. */
static const host_group *spread(const scope *s)
{
    size_t count;
    const host_group *list = groups_list(index_groups(s->index), &count);
    for (size_t i = 0; i < count; i++) {
        bool below = list[i].need != 0 && list[i].clients >= list[i].need;
        for (size_t k = 0; k < list[i].host_count && below; k++)
            below = known_below(list[i].hosts[k], list[i].need);
        if (below)
            return &list[i];
    }
    return NULL;
}

static void collection_spread_hosts(const scope *s, field_value *out)
{
    const host_group *group = spread(s);
    for (size_t i = 0; group && i < group->host_count; i++) {
        const sppwhy_machine *m = group->hosts[i];
        add_item(s, out, group->host_count, (field_item){.text = m->name});
        rests_on(out, m->host.count.answer ? m->host.count.answer : host_newest_served(m));
    }
}

static void collection_spread_clients(const scope *s, field_value *out)
{
    const host_group *group = spread(s);
    if (group)
        set_number(out, (int64_t)group->clients);
}

static void collection_spread_need(const scope *s, field_value *out)
{
    const host_group *group = spread(s);
    if (group)
        set_number(out, group->need);
}

static void collection_damaged(const scope *s, field_value *out)
{
    size_t room = s->collection->log_count;
    for (size_t i = 0; i < s->collection->log_count; i++)
        if (sppwhy_log_fault(s->collection->logs[i], NULL) != SPPWHY_OK)
            add_item(s, out, room, (field_item){.text = s->collection->logs[i]->path});
}

static const field collection_fields[] = {
    {"logs", FIELD_NUMBER, collection_logs, "logs read"},
    {"machines", FIELD_NUMBER, collection_machines, "machines seen"},
    {"hosts", FIELD_NUMBER, collection_hosts, "of them, KMS hosts"},
    {"serving", FIELD_TEXT, collection_serving, "the hosts that processed requests"},
    {"serving_count", FIELD_NUMBER, collection_serving_count, "how many those are"},
    {"recent_clients", FIELD_NUMBER, collection_recent_clients,
     "different CMIDs that all hosts saw in their last " KMS_TEXT(KMS_COUNTED_DAYS) " days"},
    {"need", FIELD_NUMBER, collection_need, "the largest count that a client needed"},
    {"hosts_at_need", FIELD_NUMBER, collection_hosts_at_need,
     "serving hosts not known to be below that count"},
    {"spread_hosts", FIELD_TEXT, collection_spread_hosts,
     "hosts of the same DNS domains, each below the count that is needed, whose clients together reach it"},
    {"spread_clients", FIELD_NUMBER, collection_spread_clients,
     "different CMIDs that those hosts together saw in their last " KMS_TEXT(KMS_COUNTED_DAYS) " days"},
    {"spread_need", FIELD_NUMBER, collection_spread_need,
     "the largest count that one of those clients needed"},
    {"damaged", FIELD_TEXT, collection_damaged, "logs of which a part could not be read"},
};

const field *fields_of_collection(size_t *count)
{
    *count = sizeof collection_fields / sizeof *collection_fields;
    return collection_fields;
}
