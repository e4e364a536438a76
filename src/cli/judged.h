/* What the verbs share that judge: from the options to the part of the analysis that is asked for. */
#ifndef CLI_JUDGED_H
#define CLI_JUDGED_H

#include "cli/cli.h"
#include "cli/ignore.h"

typedef struct judged {
    input in;
    arena *memory;
    sppwhy_catalogue *catalogue; /* the rules' */
    sppwhy_rules *rules;
    ignore_list ignore;
    brief_set baseline;
    sppwhy_result *whole;
    sppwhy_analysis *analysis; /* the part of it that is asked for */
} judged;

/* An exit status, after a message when it is not EXIT_DONE. To be freed in any case. */
int judged_make(judged *j, const options *o);
void judged_free(judged *j);

/* Reads a document of an earlier run. */
int document_read(brief_set *out, arena *memory, const char *path);

#endif
