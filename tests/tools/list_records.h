/*
 * What a scenario's logs must be found to contain, for scripts that check other readers against it.
 */
#ifndef TOOLS_LIST_RECORDS_H
#define TOOLS_LIST_RECORDS_H

#include "scenario/scenario.h"

/* One JSON object a record on standard output: file, record_id, time, event_id, provider, channel, computer,
 * level, and, but for noise, qualifiers and strings. */
SPPWHY_NODISCARD sppwhy_status list_records(const scenario *s, arena *a, sppwhy_error *error);

#endif
