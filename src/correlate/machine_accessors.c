/* What sppwhy/correlate.h shows of requests, activations, hosts, machines and the whole. */
#include "correlate/model.h"

#include "base/accessors.h"

GETTER(const sppwhy_record *, sppwhy_request_client, sppwhy_request, client)
GETTER(const sppwhy_record *, sppwhy_request_response, sppwhy_request, response)
GETTER(const sppwhy_record *, sppwhy_request_host, sppwhy_request, host)
GETTER(const sppwhy_machine *, sppwhy_request_machine, sppwhy_request, machine)
GETTER(const sppwhy_machine *, sppwhy_request_target, sppwhy_request, target)
GETTER(const sppwhy_activation *, sppwhy_request_activation, sppwhy_request, activation)
GETTER(int32_t, sppwhy_request_skew_seconds, sppwhy_request, skew_seconds)
GETTER(sppwhy_skew_source, sppwhy_request_skew_source, sppwhy_request, skew_source)
GETTER(bool, sppwhy_request_is_office, sppwhy_request, office)

GETTER(size_t, sppwhy_activation_id, sppwhy_activation, id)
GETTER(const sppwhy_machine *, sppwhy_activation_machine, sppwhy_activation, machine)
GETTER(uint64_t, sppwhy_activation_time, sppwhy_activation, time)
GETTER(const uint8_t *, sppwhy_activation_product, sppwhy_activation, product)
GETTER(sppwhy_outcome, sppwhy_activation_outcome, sppwhy_activation, outcome)
GETTER(bool, sppwhy_activation_is_renewal, sppwhy_activation, renewal)
LISTER(const sppwhy_request *, sppwhy_activation_request, sppwhy_activation, requests, request_count)

bool sppwhy_activation_code(const sppwhy_activation *activation, uint32_t *out)
{
    *out = activation->has_code ? activation->code : 0;
    return activation->has_code;
}

const sppwhy_record *sppwhy_activation_summary(const sppwhy_activation *activation, size_t i)
{
    for (size_t k = 0; k < sizeof activation->summary / sizeof *activation->summary; k++)
        if (activation->summary[k] && i-- == 0)
            return activation->summary[k];
    return NULL;
}

GETTER(size_t, sppwhy_host_count_recent_clients, sppwhy_host_count, recent_clients)
GETTER(uint32_t, sppwhy_host_count_need, sppwhy_host_count, need)
GETTER(const sppwhy_record *, sppwhy_host_count_answer, sppwhy_host_count, answer)
GETTER(uint64_t, sppwhy_host_count_answered, sppwhy_host_count, answered_count)
GETTER(uint64_t, sppwhy_host_count_highest, sppwhy_host_count, highest_count)
GETTER(size_t, sppwhy_host_facts_clients, sppwhy_host_facts, clients)
GETTER(uint64_t, sppwhy_host_facts_counted_from, sppwhy_host_facts, counted_from)
LISTER(const sppwhy_request *, sppwhy_host_facts_granted, sppwhy_host_facts, granted, granted_count)
GETTER(int64_t, sppwhy_host_facts_clock_seconds, sppwhy_host_facts, clock_seconds)
GETTER(size_t, sppwhy_host_facts_clock_clients, sppwhy_host_facts, clock_clients)
GETTER(uint64_t, sppwhy_host_facts_silent_from, sppwhy_host_facts, silent_from)
GETTER(uint64_t, sppwhy_host_facts_silent_to, sppwhy_host_facts, silent_to)

const sppwhy_host_count *sppwhy_host_facts_count(const sppwhy_host_facts *facts)
{
    return &facts->count;
}

const sppwhy_host_count *sppwhy_host_facts_office(const sppwhy_host_facts *facts)
{
    return &facts->office;
}

GETTER(const char *, sppwhy_machine_name, sppwhy_machine, name)
LISTER(const char *, sppwhy_machine_alias, sppwhy_machine, aliases, alias_count)
LISTER(const uint8_t *, sppwhy_machine_cmid, sppwhy_machine, cmids, cmid_count)
LISTER(const uint8_t *, sppwhy_machine_product, sppwhy_machine, products, product_count)
GETTER(bool, sppwhy_machine_has_logs, sppwhy_machine, has_logs)
GETTER(bool, sppwhy_machine_is_client, sppwhy_machine, is_client)
GETTER(bool, sppwhy_machine_is_host, sppwhy_machine, is_host)
GETTER(sppwhy_machine_state, sppwhy_machine_state_of, sppwhy_machine, state)
GETTER(bool, sppwhy_machine_state_by_host, sppwhy_machine, state_by_host)
GETTER(uint64_t, sppwhy_machine_last_success, sppwhy_machine, last_success)
GETTER(uint64_t, sppwhy_machine_last_failure, sppwhy_machine, last_failure)
GETTER(uint64_t, sppwhy_machine_runs_out, sppwhy_machine, runs_out)
LISTER(const sppwhy_activation *, sppwhy_machine_activation, sppwhy_machine, activations, activation_count)
GETTER(size_t, sppwhy_machine_failed_count, sppwhy_machine, failed_count)
LISTER(const sppwhy_record *, sppwhy_machine_record, sppwhy_machine, records, record_count)
LISTER(const sppwhy_log *, sppwhy_machine_log, sppwhy_machine, logs, log_count)
LISTER(const sppwhy_request *, sppwhy_machine_request, sppwhy_machine, requests, request_count)
LISTER(const sppwhy_request *, sppwhy_machine_served, sppwhy_machine, served, served_count)
LISTER(const sppwhy_machine *, sppwhy_machine_clone, sppwhy_machine, clones, clone_count)
GETTER(size_t, sppwhy_machine_clone_total, sppwhy_machine, clone_total)

const sppwhy_host_facts *sppwhy_machine_host_facts(const sppwhy_machine *machine)
{
    return &machine->host;
}

LISTER(const sppwhy_log *, sppwhy_collection_log, sppwhy_collection, logs, log_count)
LISTER(const sppwhy_machine *, sppwhy_collection_machine, sppwhy_collection, machines, machine_count)
LISTER(const sppwhy_activation *, sppwhy_collection_activation, sppwhy_collection, activations,
       activation_count)
LISTER_OF_ITEMS(const sppwhy_request *, sppwhy_collection_request, sppwhy_collection, requests, request_count)
GETTER(sppwhy_span, sppwhy_collection_span, sppwhy_collection, span)
