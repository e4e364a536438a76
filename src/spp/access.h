/*
 * What a record says, for code that knows which field it wants: getters that take no record for an answer.
 * For ids (CMIDs, activation IDs, application IDs) see base/id.h.
 */
#ifndef SPP_ACCESS_H
#define SPP_ACCESS_H

#include "base/id.h"
#include "spp/kms.h"
#include "spp/records.h"

/* All take NULL for a record that is not there. */
bool record_get_number(const sppwhy_record *r, sppwhy_field field, uint64_t *out);
uint64_t record_number(const sppwhy_record *r, sppwhy_field field, uint64_t otherwise);
const char *record_text(const sppwhy_record *r, sppwhy_field field);
const uint8_t *record_id(const sppwhy_record *r, sppwhy_field field);

/*
 * A run: records behind one another that share all but their values, so that a field is looked for once for
 * all of them. record_run() says how many of `most` (at least one) belong to it, at most RECORD_RUN.
 */
#define RECORD_RUN 128
size_t record_run(const sppwhy_record *first, size_t most);
/* The field of each record of a run; false when they do not have it, or it did not parse. */
bool record_run_get(const sppwhy_record *run, size_t count, sppwhy_field field, sppwhy_value *out);

event_kind record_kind(const sppwhy_record *r);
bool record_is(const sppwhy_record *r, event_kind kind);

/* What a record says of its step: its code decides, and of a host's answer (12289) whether the client is
 * activated by it. A record whose code did not parse says neither, as one without a code does. */
bool record_succeeded(const sppwhy_record *r);
bool record_failed(const sppwhy_record *r);

/* When the state ends of which it gives the minutes left, counted from `from`; false where it gives none, or
 * a number that only means that it does not end. */
bool record_minutes_end(const sppwhy_record *r, uint64_t from, uint64_t *end);

/* The id is the one that is written so: "55c92734-d682-...". */
bool id_is(const uint8_t *id, const char *text);

/* By time; at one time a machine's own order, by record number; else by log, to have one order always. */
int records_by_time(const void *a, const void *b);

#endif
