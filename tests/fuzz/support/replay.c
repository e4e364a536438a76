/*
 * Runs a harness without libFuzzer, over files that are named or are in folders that are named, each once:
 * for the corpus that is kept, in builds by any compiler and under valgrind.
 *
 *   replay_NAME PATH...     exit status 77 when there was nothing to run
 */
#define _XOPEN_SOURCE 700 /* nftw() */

#include "fuzz/support/fuzz.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static size_t run;

/* For a harness that has a mutator of its own; nothing is mutated here. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most)
{
    (void)data;
    return size < most ? size : most;
}

static int run_file(const char *path, const struct stat *s, int kind, struct FTW *at)
{
    (void)at;
    if (kind != FTW_F)
        return 0;
    size_t size = (size_t)s->st_size;
    uint8_t *bytes = malloc(size == 0 ? 1 : size); /* of just that size, so that a read behind it is seen */
    FILE *in = fopen(path, "rb");
    if (!bytes || !in || fread(bytes, 1, size, in) != size) {
        fprintf(stderr, "%s: cannot be read\n", path);
        exit(1);
    }
    fclose(in);
    fprintf(stderr, "%s\n", path);
    LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
    run++;
    return 0;
}

int main(int count, char **arguments)
{
    for (int i = 1; i < count; i++)
        if (nftw(arguments[i], run_file, 16, FTW_PHYS) != 0)
            fprintf(stderr, "%s: is not there\n", arguments[i]);
    printf("%zu inputs, all went well\n", run);
    return run == 0 ? 77 : 0;
}
