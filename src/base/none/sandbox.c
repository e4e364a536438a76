/* Systems without Landlock, Windows and a page in a browser: no file is taken out of reach. What becomes of
 * the calls is for sandbox_calls_deny(), which each of them has. */
#include "base/sandbox.h"

#include <stddef.h>

sandbox *sandbox_create(bool read_anything)
{
    (void)read_anything;
    return NULL;
}

void sandbox_allow_read(sandbox *s, const char *path)
{
    (void)s;
    (void)path;
}

void sandbox_allow_kept(sandbox *s, kept_file f)
{
    (void)s;
    (void)f;
}

void sandbox_allow_write(sandbox *s, const char *path)
{
    (void)s;
    (void)path;
}

void sandbox_allow_output(sandbox *s, const char *path)
{
    (void)s;
    (void)path;
}

int sandbox_lacks(const sandbox *s)
{
    (void)s;
    return 0;
}

void sandbox_only_held(const char *const *paths, size_t count, bool writes)
{
    (void)paths;
    (void)count;
    (void)writes;
}

void sandbox_enter(sandbox *s, sandbox_result *result)
{
    (void)s;
    *result = (sandbox_result){.calls = result->calls, .why = "this system has nothing like Landlock"};
}

void sandbox_deny_calls(sandbox_result *result)
{
    const char *why = sandbox_calls_deny();
    result->calls = why == NULL;
    if (why)
        result->why = why;
}

void sandbox_only_compute(void)
{
}
