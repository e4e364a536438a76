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

/* NULL for an id that is NULL or not in the catalogue. */
const char *product_name(const sppwhy_catalogue *catalogue, const uint8_t *id);

/* What all KMS hosts did together: how many there are with a log, and the requests in these. */
typedef struct served_total {
    size_t hosts, requests, refused;
} served_total;
/* Within the span asked for. */
served_total served_in_span(const sppwhy_collection *collection, const sppwhy_machine *host);
served_total served_by_all(const sppwhy_collection *collection);

#define ID_ROOM 37
#define CODE_ROOM 16
char *id_text(const uint8_t *id, char out[ID_ROOM]);
char *code_text(uint32_t code, char out[CODE_ROOM]); /* "0xC004F074" */

#endif
