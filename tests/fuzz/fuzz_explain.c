/* What `sppwhy explain` is given: any words, one a line, in any spelling. */
#include "base/arena.h"
#include "base/text.h"
#include "fuzz/support/fuzz.h"
#include "support/written.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_WORDS = 8 };

static size_t split(char *text, const char **words)
{
    size_t count = 0;
    for (char *word = strtok(text, "\n"); word && count < MOST_WORDS; word = strtok(NULL, "\n"))
        words[count++] = word;
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *words[MOST_WORDS];
    char *text = NULL;
    size_t length = 0;
    arena *a = arena_create();
    HOLDS(a);
    char *copy = arena_bytes(a, (const char *)data, size);
    HOLDS(copy);
    size_t count = split(copy, words);
    sppwhy_explainer e = {.size = sizeof e, .catalogue = fuzz_catalogue(), .rules = fuzz_rules()};
    sppwhy_writer *out = written_open(&text, &length);
    HOLDS(out);
    size_t unknown = sppwhy_explain_text(
        out, &e, words, count, &(sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 80});
    HOLDS(sppwhy_explain_json(out, &e, words, count) == unknown);
    HOLDS(written_close(out));
    HOLDS(fuzz_is_text(text));
    free(text);
    arena_free(a);
    return 0;
}
