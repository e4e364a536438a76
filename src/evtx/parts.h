/* An event's strings into the parts between their commas, each of which comes again by itself. One mechanism with
 * store.h. */
#ifndef EVTX_PARTS_H
#define EVTX_PARTS_H

#include "evtx/store.h"

/* s->cut and s->forms are the event's; s->last_cut is what s->cut was. False when memory is short. */
SPPWHY_NODISCARD bool parts_cut(evtx_store *s, const sppwhy_raw_event *event);

#endif
