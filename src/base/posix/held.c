/* See base/posix/held.h: as POSIX has it. */
#include "base/posix/held.h"

#include "base/sort.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

typedef struct held {
    char *path;
    int descriptor; /* -1: it could not be opened */
    int reason;     /* a number of errno's, then */
} held;

/* Written once, before there are other threads; only read from then on. */
static struct {
    held *all;
    size_t count;
} kept;

static int by_path(const void *a, const void *b)
{
    return strcmp(((const held *)a)->path, ((const held *)b)->path);
}

size_t held_limit(size_t wanted)
{
    struct rlimit most;
    if (getrlimit(RLIMIT_NOFILE, &most) != 0)
        return 0;
    rlim_t now = most.rlim_cur;
    most.rlim_cur = most.rlim_max < wanted ? most.rlim_max : (rlim_t)wanted;
    if (now < most.rlim_cur && setrlimit(RLIMIT_NOFILE, &most) == 0)
        now = most.rlim_cur;
    return now < wanted ? (size_t)now : wanted;
}

/* Whether some descriptors are left for the work itself: copies of these, sockets to children. */
static bool some_left(void)
{
    enum { NEEDED = 64 };
    int spare[NEEDED], count = 0;
    while (count < NEEDED && (spare[count] = open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0)
        count++;
    for (int i = 0; i < count; i++)
        close(spare[i]);
    return count == NEEDED;
}

/* False when memory or descriptors ran out. */
static bool open_one(held *h, const char *path)
{
    h->path = strdup(path);
    h->descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    h->reason = h->descriptor < 0 ? errno : 0;
    return h->path && h->reason != EMFILE && h->reason != ENFILE && h->reason != ENOMEM;
}

static void close_all(held *all, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (all[i].descriptor >= 0)
            close(all[i].descriptor);
        free(all[i].path);
    }
    free(all);
}

bool held_open_all(const char *const *paths, size_t count)
{
    bool whole = true;
    size_t opened = 0;
    held *all = calloc(count != 0 ? count : 1, sizeof *all);
    if (!all)
        return false;
    (void)held_limit(SIZE_MAX);
    while (whole && opened < count) {
        whole = open_one(&all[opened], paths[opened]);
        opened++;
    }
    if (!whole || !some_left()) {
        close_all(all, opened);
        return false;
    }
    sort_array(all, count, sizeof *all, by_path);
    kept.all = all;
    kept.count = count;
    return true;
}

int held_or_open(const char *path, int more_flags)
{
    held key = {.path = (char *)path}; /* only looked at */
    const held *found = kept.count == 0 ? NULL : bsearch(&key, kept.all, kept.count, sizeof key, by_path);
    if (!found)
        return open(path, O_RDONLY | O_CLOEXEC | more_flags);
    if (found->descriptor < 0) {
        errno = found->reason;
        return -1;
    }
    return fcntl(found->descriptor, F_DUPFD_CLOEXEC, 0);
}
