/*
 * The JSON lines that `sppwhy events` writes, read back (docs/json.md): each line an event, and somewhere in
 * a run's lines what is known of its logs beside their events. Lines of one log may be in several files,
 * in any order, and more than once; so files are read each by itself (jsonl.c), and logs are made of all of
 * them together (jsonl_join.c). A line as we write it is read from left to right (jsonl_pull.h), any other as
 * a tree (jsonl_take.h). One mechanism with jsonl_take.h.
 */
#ifndef EVTX_JSONL_JSONL_H
#define EVTX_JSONL_JSONL_H

#include "base/file.h"
#include "base/vec.h"
#include "evtx/jsonl/jsonl_pull.h"
#include "evtx/jsonl/log_id.h"
#include "evtx/names.h"
#include "evtx/store.h"
#include "collect/sources.h"
#include "evtx/events.h"

/* What a line says of a log. */
typedef struct lines_log {
    const char *id;
    sppwhy_log log; /* without events; event_count: how many it has */
} lines_log;

/* Events of one log that came together, kept as a log's reader keeps them. */
typedef struct lines_part {
    const char *id;   /* of the log; "" where no line says it: then its path must do */
    const char *path; /* of it; "" as long as no line gives one */
    evtx_store store; /* its events are of no log until lines_join() */
    VEC(sppwhy_event) events;
} lines_part;

typedef VEC(lines_part *) part_pointers;

typedef struct lines {
    arena *memory; /* of all in it; owned by whoever made it */
    name_pool texts;
    name_pool ids, paths;         /* that parts have; their numbers are places in: */
    part_pointers by_id, by_path; /* each part in one of them */
    part_pointers parts;          /* all */
    VEC(lines_log) logs;
    VEC(sppwhy_notice) unread; /* what could not be read when they were written */
    size_t bad;                /* lines that could not be read */
    line_puller puller;
    size_t pulled;   /* lines that it took */
    bool only_trees; /* for tests: it is not asked */
} lines;

/* Adds an event of the log with that id, or path. All of it is copied. False when memory is short. */
SPPWHY_NODISCARD bool lines_keep(lines *to, const char *id, const char *path, const sppwhy_raw_event *event);

/* `line` 0: of the whole file. */
typedef bool (*lines_tell)(void *context, const char *path, size_t line, const char *message);

/* Adds what is in the file. False from `tell`: memory is short. */
SPPWHY_NODISCARD sppwhy_status lines_read(lines *to, file *f, const char *path, lines_tell tell,
                                          void *context, sppwhy_error *error);
/* Adds what one line says. False with *wrong set when it is none (then nothing was added), else when memory
 * is short. */
SPPWHY_NODISCARD bool lines_add(lines *to, const char *text, size_t length, const char **wrong);
void lines_free(lines *l); /* all but its memory */

/* A log made of lines. */
typedef struct lines_made {
    sppwhy_log *log;
    const char *id;
    bool in_part; /* it has events that no line gives, or nothing is known but the lines */
    bool told;    /* how many it has is known: */
    uint64_t events;
} lines_made;

typedef struct lines_joined {
    lines_made *items; /* in order of path */
    size_t count;
    size_t left_out; /* logs that were read themselves, too */
} lines_joined;

/*
 * Makes logs of the lines of all files, in `memory`; their texts stay where the lines have them, which
 * serve for one call only. A line counts once, however often it comes. That an event is absent is evidence
 * only where all events of a log came; of a log known in part, when it begins is therefore not known
 * (first_event 0), and it ends with its last event.
 */
SPPWHY_NODISCARD sppwhy_status lines_join(lines_joined *out, arena *memory, const lines *const *all,
                                          size_t count, const sppwhy_log *const *read, size_t read_count,
                                          sppwhy_error *error);

#endif
