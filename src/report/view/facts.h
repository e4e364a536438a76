/* What several outputs say in the same words: names of subjects, products, IDs and codes;
 * outcomes; what activations asked and hosts served. */
#ifndef REPORT_VIEW_FACTS_H
#define REPORT_VIEW_FACTS_H

#include "sppwhy/rules.h"

/* "machine", "host", "collection" */
const char *subject_name(sppwhy_subject subject);

/* ECS event.outcome: "success", "failure" or "unknown"; an answer that says "not activated" is a failure
 * though its code is 0. */
const char *record_outcome(const sppwhy_record *record);
/* All that it depends on, but for what kind of event it is. */
#define OUTCOME_FIELDS 2
extern const sppwhy_field outcome_fields[OUTCOME_FIELDS];

/* NULL for an id that is NULL or not in the catalogue. */
const char *product_name(const sppwhy_catalogue *catalogue, const uint8_t *id);
/* The same for people: "product 73111121-..." for one that is not in the catalogue, "(product not known)" without. */
#define PRODUCT_ROOM 48
const char *product_words(const sppwhy_catalogue *catalogue, const uint8_t *id, char out[PRODUCT_ROOM]);

/* What all KMS hosts did together: how many there are with a log, and the requests in these. */
typedef struct served_total {
    size_t hosts, requests, refused;
} served_total;
/* Within the span asked for. */
served_total served_in_span(const sppwhy_collection *collection, const sppwhy_machine *host);
served_total served_by_all(const sppwhy_collection *collection);

#endif
