/* --ignore: known cases, a YAML list of maps with machine, cause, until and why. */
#ifndef CLI_IGNORE_H
#define CLI_IGNORE_H

#include "cli/cli.h"

typedef struct ignore_row {
    const char *machine; /* with * and ?; NULL: any */
    const char *cause;   /* NULL: any */
    const char *why;
    uint64_t until; /* 0: for good */
    unsigned line;
    size_t matched;
    bool ended; /* before the newest event */
} ignore_row;

typedef struct ignore_list {
    arena *memory;
    const char *file;
    ignore_row *rows;
    size_t count;
} ignore_list;

/* EXIT_DONE, or what to end with after a message. `rules`: a cause that is in none of them is a mistake. */
int ignore_read(ignore_list *out, const char *path, const sppwhy_rules *rules);
void ignore_free(ignore_list *list);

/* Rows that ended before that time ignore nothing. */
void ignore_begin(ignore_list *list, uint64_t newest);
/* For sppwhy_selection; the context is the list. */
const char *ignore_ask(void *list, const sppwhy_finding *finding, uint64_t *until);
/* Names rows that have ended or match nothing. */
void ignore_tell(const ignore_list *list, const options *o);

#endif
