/*
 * A line of `sppwhy events` from left to right, without a tree: what is in it is taken as it comes, and
 * the rest only looked at. It takes lines as we write them and nothing else: no blanks, no number but a whole
 * one, no key twice. A line that is another way is not wrong: jsonl_take.c reads any JSON, and says what is
 * wrong. So whatever is taken here must be what that reader would take; tests/fuzz/fuzz_lines.c holds one
 * against the other.
 */
#ifndef EVTX_JSONL_JSONL_PULL_H
#define EVTX_JSONL_JSONL_PULL_H

#include "base/vec.h"
#include "evtx/events.h"

#define PULL_DAY 11 /* "2026-03-05T" */

typedef struct line_puller {
    char *room; /* for the texts of a line */
    size_t room_size;
    VEC(const char *) strings;
    char day[PULL_DAY]; /* of the last time, and when it began */
    uint64_t day_begins;
} line_puller;

/* An event and which log it is of. The texts are the puller's, until the next line. */
typedef struct pulled {
    const char *id, *path;
    sppwhy_raw_event event;
} pulled;

typedef enum pull_result { PULL_TAKEN, PULL_OTHER, PULL_NO_MEMORY } pull_result;

/* The puller starts zeroed. Nothing behind text + length is read. */
pull_result line_pull(line_puller *p, const char *text, size_t length, pulled *out);
void line_puller_free(line_puller *p);

#endif
