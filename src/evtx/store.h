/*
 * Where readers put the text of events: names once each, strings as they come, in the log's own memory. So an
 * event is copied nowhere on its way from the reader to the log.
 */
#ifndef EVTX_STORE_H
#define EVTX_STORE_H

#include "evtx/filter.h"
#include "evtx/names.h"
#include "sppwhy/evtx.h"

typedef struct evtx_store {
    arena *memory; /* the log's */
    const filter *filter;
    names texts;
    names computers, channels;                /* in order of appearance */
    const char *last_computer, *last_channel; /* listed last */
} evtx_store;

/* Makes the event's texts the store's own, its strings only where it is wanted (else it has none). */
SPPWHY_NODISCARD bool store_adopt(evtx_store *s, sppwhy_event *event);
/* Puts names, which are in `texts`, into the lists; "" into none. */
SPPWHY_NODISCARD bool store_list_names(evtx_store *s, const char *computer, const char *channel);
void store_free(evtx_store *s);

#endif
