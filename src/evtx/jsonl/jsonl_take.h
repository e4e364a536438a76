/* What one JSON line says, taken out of it: an event, and what is known of logs. One mechanism with jsonl.h. */
#ifndef EVTX_JSONL_JSONL_TAKE_H
#define EVTX_JSONL_JSONL_TAKE_H

#include "evtx/jsonl/jsonl.h"

#include <jansson.h>

/* An event of the line: its texts are the tree's. */
typedef struct taken_event {
    const char *id, *path;
    sppwhy_raw_event event;
} taken_event;

typedef struct lines_taker {
    lines *to;
    VEC(taken_event) events; /* of the line at hand, to be kept when all of it is right */
    const char *wrong;       /* what is wrong with the line; NULL when nothing is */
    bool no_memory;
} lines_taker;

/* False when it is wrong or memory is short; what was added to logs and notices till then is the caller's to
 * take back. Numbers may be reals where the line was parsed so: larger ones than a real holds exactly are
 * then refused. */
bool lines_take(lines_taker *t, const json_t *line);

#endif
