/* What sppwhy/correlate.h shows of KMS activity. */
#include "correlate/model.h"

#include "base/accessors.h"

GETTER(uint64_t, sppwhy_activity_now, sppwhy_activity, now)
LISTER_AS(const sppwhy_activity_scope *, sppwhy_activity_scope_count, sppwhy_activity_scope_at,
          sppwhy_activity, &it->scopes[i], scope_count)
LISTER_AS(const sppwhy_activity_end *, sppwhy_activity_end_count, sppwhy_activity_end_at, sppwhy_activity,
          &it->ends[i], end_count)

GETTER(const sppwhy_machine *, sppwhy_activity_scope_host, sppwhy_activity_scope, host)
GETTER(uint64_t, sppwhy_activity_scope_requests, sppwhy_activity_scope, requests)
GETTER(uint64_t, sppwhy_activity_scope_not_activated, sppwhy_activity_scope, not_activated)
GETTER(uint64_t, sppwhy_activity_scope_recent_machines, sppwhy_activity_scope, recent_machines)
LISTER_OF_ITEMS(const sppwhy_activity_product *, sppwhy_activity_scope_product, sppwhy_activity_scope,
                products, product_count)
LISTER_OF_ITEMS(const sppwhy_activity_client *, sppwhy_activity_scope_client, sppwhy_activity_scope, clients,
                client_count)

GETTER(const uint8_t *, sppwhy_activity_product_id, sppwhy_activity_product, id)
GETTER(uint64_t, sppwhy_activity_product_new_activations, sppwhy_activity_product, new_activations)
GETTER(uint64_t, sppwhy_activity_product_virtual_clients, sppwhy_activity_product, virtual_clients)
GETTER(uint64_t, sppwhy_activity_product_physical_clients, sppwhy_activity_product, physical_clients)

unsigned sppwhy_activity_range_days(size_t range)
{
    return range < SPPWHY_ACTIVITY_RANGES ? sppwhy_activity_days[range] : 0;
}

uint64_t sppwhy_activity_product_activations(const sppwhy_activity_product *product, size_t range)
{
    return range < SPPWHY_ACTIVITY_RANGES ? product->activations[range] : 0;
}

GETTER(const sppwhy_machine *, sppwhy_activity_client_machine, sppwhy_activity_client, machine)
GETTER(const sppwhy_machine *, sppwhy_activity_client_host, sppwhy_activity_client, host)
GETTER(const uint8_t *, sppwhy_activity_client_product, sppwhy_activity_client, product)
GETTER(bool, sppwhy_activity_client_is_vm, sppwhy_activity_client, vm)
GETTER(uint64_t, sppwhy_activity_client_seen, sppwhy_activity_client, seen)
GETTER(uint64_t, sppwhy_activity_client_state, sppwhy_activity_client, state)
GETTER(sppwhy_activity_basis, sppwhy_activity_client_basis, sppwhy_activity_client, basis)
GETTER(uint64_t, sppwhy_activity_client_ends, sppwhy_activity_client, ends)

GETTER(const sppwhy_machine *, sppwhy_activity_end_machine, sppwhy_activity_end, machine)
GETTER(uint64_t, sppwhy_activity_end_time, sppwhy_activity_end, ends)
