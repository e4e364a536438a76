/*
 * What this process gives up on Windows. There is no Landlock and no seccomp. What is done: no child process
 * may be started, and code that was not on disk when the program began cannot be loaded or made.
 */
#include "base/sandbox.h"

#include "base/windows/wide.h"

#include <stdlib.h>

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
    result->abi = 0;
    result->why = "Windows has nothing like Landlock for a plain program";
}

/* Privileges that an administrator's program has and this one does not need: taking ownership, debugging ...
 */
static void drop_privileges(void)
{
    HANDLE token;
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_ADJUST_PRIVILEGES | TOKEN_QUERY, &token))
        return;
    AdjustTokenPrivileges(token, TRUE, NULL, 0, NULL, NULL);
    CloseHandle(token);
}

void sandbox_deny_calls(sandbox_result *result)
{
    JOBOBJECT_BASIC_LIMIT_INFORMATION limits = {.LimitFlags = JOB_OBJECT_LIMIT_ACTIVE_PROCESS,
                                                .ActiveProcessLimit = 1};
    HANDLE job = CreateJobObjectW(NULL, NULL);
    drop_privileges();
    result->calls = job &&
                    SetInformationJobObject(job, JobObjectBasicLimitInformation, &limits, sizeof limits) &&
                    AssignProcessToJobObject(job, GetCurrentProcess());
    if (!result->calls)
        result->why = "the job object was refused";
}

void sandbox_only_compute(void)
{
}
