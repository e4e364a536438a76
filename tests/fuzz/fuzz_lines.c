/* JSON lines as `sppwhy events` writes them: what is broken is reported and passed over, the others become logs
 * again, and those go through every report. A line is read in two ways; both must find the same in it. */
#include "fuzz/support/fuzz.h"
#include "fuzz/support/sources.h"
#include "support/lines_equal.h"

/* Line by line, in memory that ends exactly where the line does. */
static void both_readers(const char *text, size_t size)
{
    arena *memory = arena_create();
    HOLDS(memory);
    lines fast = {.memory = memory}, trees = {.memory = memory, .only_trees = true};
    while (size != 0) {
        const char *end = memchr(text, '\n', size);
        size_t length = end ? (size_t)(end - text) : size;
        const char *wrong_fast, *wrong_trees;
        char *line = malloc(length + (length == 0));
        HOLDS(line);
        memcpy(line, text, length);
        bool good = lines_add(&fast, line, length, &wrong_fast);
        HOLDS(lines_add(&trees, line, length, &wrong_trees) == good);
        HOLDS(good || strcmp(wrong_fast, wrong_trees) == 0);
        free(line);
        size -= length + (end != NULL);
        text += length + (end != NULL);
    }
    HOLDS(same_lines(&fast, &trees));
    lines_free(&fast);
    lines_free(&trees);
    arena_free(memory);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    both_readers((const char *)data, size);
    fuzz_source(fuzz_file(data, size), SPPWHY_CONTENT_LINES);
    return 0;
}
