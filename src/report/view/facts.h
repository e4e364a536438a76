/* What several outputs say in the same words: names of subjects, outcomes, servers, values of fields. */
#ifndef REPORT_VIEW_FACTS_H
#define REPORT_VIEW_FACTS_H

#include "sppwhy/rules.h"

/* "machine", "host", "collection" */
const char *subject_name(sppwhy_subject subject);

/* ECS event.outcome: "success", "failure" or "unknown"; an answer that says "not activated" is a failure
 * though its code is 0. */
const char *record_outcome(const sppwhy_record *record);

/* The KMS hosts that an activation asked, each once, in order: begin with *at = 0; NULL when there are no
 * more. */
const char *next_server(const sppwhy_activation *activation, size_t *at);

/* The record that an activation began with: of its first request, else the one that sums it up. */
const sppwhy_record *activation_record(const sppwhy_activation *activation);

/* NULL for an id that is NULL or not in the catalogue. */
const char *product_name(const sppwhy_catalogue *catalogue, const uint8_t *id);

/* How many places of the log were not read; whether any of the logs has one. */
size_t log_places_lost(const sppwhy_log *log);
bool any_place_lost(const sppwhy_collection *collection);

/* Empty logs only, or such of which nothing is left. */
bool no_records(const sppwhy_collection *c);
/* The first and the last event of all logs; 0 without one. */
void logs_span(const sppwhy_collection *c, uint64_t *first, uint64_t *last);
/* That --since and --until ask for a time of which the logs hold nothing: a slip must not read as good news.
 * A sentence, or NULL. */
const char *span_missed(const sppwhy_collection *c);

/* What all KMS hosts did together: how many there are with a log, and the requests in these. */
typedef struct served_total {
    size_t hosts, requests, refused;
} served_total;
/* Within the span asked for. */
served_total served_in_span(const sppwhy_collection *collection, const sppwhy_machine *host);
served_total served_by_all(const sppwhy_collection *collection);

/* Of the bytes that a log has, those that could not be read, as far as that is known. */
/* More than any report on so many events of these logs is long. */
uint64_t report_most_bytes(const sppwhy_log *const *logs, size_t log_count, size_t events);

uint64_t log_bytes_lost(const sppwhy_log *log);

#define ID_ROOM 37
#define CODE_ROOM 16
char *id_text(const uint8_t *id, char out[ID_ROOM]);
char *code_text(uint32_t code, char out[CODE_ROOM]); /* "0xC004F074" */

/* How many logs are excerpts: events exported as text, which cover only what they show. */
size_t count_excerpts(const sppwhy_collection *c);

#endif
