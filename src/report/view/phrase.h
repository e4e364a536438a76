/* Small parts of sentences. */
#ifndef REPORT_VIEW_PHRASE_H
#define REPORT_VIEW_PHRASE_H

#include "base/text.h"

/* What was gathered; where memory was too short for it, words that say so. */
const char *text_in(const strbuf *b);
/* "1,234,567" */
void add_grouped(strbuf *b, uint64_t number);
const char *plural(size_t count, const char *one, const char *many);
/* How many of a list are shown: where only one would be left out, "and 1 more" takes as much room. */
static inline size_t shown_of(size_t count, size_t most)
{
    return count <= most + 1 ? count : most;
}

#endif
