/* The catalogue's inner tables, for the other files of spp/. */
#ifndef SPP_CATALOGUE_H
#define SPP_CATALOGUE_H

#include "spp/records.h"

/* The row of an event, or the row "other" of its family when it is not listed. */
const sppwhy_event_type *catalogue_event_type(const sppwhy_catalogue *catalogue, const char *provider,
                                              const char *source, uint32_t id);
/* True when the field at this place may be absent without a word. */
bool catalogue_field_optional(const sppwhy_catalogue *catalogue, const sppwhy_event_type *type, size_t place);

/* In `fields` of an event type: a place in the string that bears nothing ("Unused"). */
#define FIELD_UNUSED SPPWHY_FIELD_TOTAL

#endif
