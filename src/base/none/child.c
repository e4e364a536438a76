/*
 * For systems without child processes of our kind, Windows and a page in a browser: their builds have no
 * libevtx, which is all that wants one. A record that the native reader cannot decode is reported as lost.
 */
#include "base/child.h"

#include "base/error.h"

bool child_receive(child_link *parent, void *bytes, size_t size)
{
    (void)parent;
    (void)bytes;
    (void)size;
    return false;
}

bool child_answer(child_link *parent, const void *bytes, size_t size)
{
    (void)parent;
    (void)bytes;
    (void)size;
    return false;
}

void child_limit_cpu(unsigned milliseconds)
{
    (void)milliseconds;
}

uint64_t child_cpu_used(void)
{
    return 0;
}

sppwhy_status child_start(child **out, child_work *work, void *context, const child_terms *terms,
                          sppwhy_error *error)
{
    (void)work;
    (void)context;
    (void)terms;
    *out = NULL;
    return error_set(error, SPPWHY_IO, "this build has no libevtx");
}

bool child_ask(child *c, const void *bytes, size_t size, int milliseconds)
{
    (void)c;
    (void)bytes;
    (void)size;
    (void)milliseconds;
    return false;
}

bool child_hear(child *c, void *bytes, size_t size, int milliseconds)
{
    (void)c;
    (void)bytes;
    (void)size;
    (void)milliseconds;
    return false;
}

child_fate child_end(child *c)
{
    (void)c;
    return CHILD_LEFT;
}
