/* Names and sums that several outputs say in the same words. */
#include "base/id.h"
#include "rules/analysis.h"
#include "report/view/facts.h"

#include "base/text.h"
#include "spp/access.h"

#include <stdio.h>
#include <string.h>

const char *subject_name(sppwhy_subject subject)
{
    static const char *const names[] = {[SPPWHY_SUBJECT_MACHINE] = "machine",
                                        [SPPWHY_SUBJECT_HOST] = "host",
                                        [SPPWHY_SUBJECT_COLLECTION] = "collection"};
    return names[subject];
}

const sppwhy_field outcome_fields[OUTCOME_FIELDS] = {SPPWHY_FIELD_CODE, SPPWHY_FIELD_ACTIVATED};

const char *record_outcome(const sppwhy_record *r)
{
    return record_failed(r) ? "failure" : record_succeeded(r) ? "success" : "unknown";
}

served_total served_in_span(const sppwhy_collection *c, const sppwhy_machine *host)
{
    served_total total = {0};
    for (size_t i = 0; i < host->served_count; i++) {
        const sppwhy_record *r = host->served[i]->host;
        if (r->event->time < c->span.since)
            continue;
        total.requests++;
        total.refused += record_failed(r);
    }
    total.hosts = total.requests != 0;
    return total;
}

served_total served_by_all(const sppwhy_collection *c)
{
    served_total total = {0};
    for (size_t i = 0; i < c->machine_count; i++) {
        served_total one = served_in_span(c, c->machines[i]);
        total.hosts += one.hosts;
        total.requests += one.requests;
        total.refused += one.refused;
    }
    return total;
}

const char *product_name(const sppwhy_catalogue *catalogue, const uint8_t *id)
{
    const sppwhy_product *product = id ? sppwhy_product_find(catalogue, id) : NULL;
    return product ? product->name : NULL;
}

const char *product_words(const sppwhy_catalogue *catalogue, const uint8_t *id, char out[PRODUCT_ROOM])
{
    char text[ID_ROOM];
    const char *name = product_name(catalogue, id);
    if (!id)
        return "(product not known)";
    if (name)
        return name;
    snprintf(out, PRODUCT_ROOM, "product %s", id_format(id, text));
    return out;
}
