/* See base/memory.h: as POSIX has it. */
#ifdef __linux__
#define _DEFAULT_SOURCE /* _SC_PHYS_PAGES */
#endif

#include "base/memory.h"

#include "base/sanitized.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* The first line of a small file, without its end. */
static bool read_line(char *line, size_t size, const char *path)
{
    FILE *f = fopen(path, "r");
    bool good = f && fgets(line, (int)size, f);
    if (f)
        fclose(f);
    if (good)
        line[strcspn(line, "\n")] = '\0';
    return good;
}

/* Of our control group: what a container or a service may have. 0: no limit, or not reported. */
static uint64_t group_limit(void)
{
    char group[PATH_MAX] = "", path[PATH_MAX + 64], line[64] = "";
    if (!read_line(group, sizeof group, "/proc/self/cgroup") || strncmp(group, "0::", 3) != 0)
        return 0;
    snprintf(path, sizeof path, "/sys/fs/cgroup%s/memory.max", group + 3);
    return read_line(line, sizeof line, path) ? strtoull(line, NULL, 10) : 0; /* "max" is no number */
}

uint64_t memory_there(void)
{
    uint64_t all = 0, group = group_limit();
#ifdef _SC_PHYS_PAGES
    long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
    all = pages > 0 && page > 0 ? (uint64_t)pages * (uint64_t)page : 0;
#endif
    return group != 0 && (all == 0 || group < all) ? group : all;
}

/* RLIMIT_DATA counts what can be written: heaps, and stacks as far as they are mapped. RLIMIT_AS would also
 * count what allocators only reserve, 64 MiB for each thread. The soft limit alone is set, so that a child
 * can have one of its own (child.c). */
bool memory_limit(uint64_t bytes)
{
    struct rlimit now;
    if (SANITIZED || getrlimit(RLIMIT_DATA, &now) != 0) /* a sanitizer's shadow counts as data: terabytes */
        return false;
    rlim_t wanted = (rlim_t)bytes;
    if (now.rlim_cur != RLIM_INFINITY && now.rlim_cur < wanted)
        return true;
    now.rlim_cur = wanted;
    return setrlimit(RLIMIT_DATA, &now) == 0;
}
