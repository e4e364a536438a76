/*
 * What this process gives up on Windows, which has no seccomp: no child process may be started, and
 * privileges that an administrator's program has and this one does not need are gone.
 */
#include "base/sandbox.h"

#include "base/windows/wide.h"

#include <stdlib.h>

/* Taking ownership, debugging ... */
static void drop_privileges(void)
{
    HANDLE token;
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_ADJUST_PRIVILEGES | TOKEN_QUERY, &token))
        return;
    AdjustTokenPrivileges(token, TRUE, NULL, 0, NULL, NULL);
    CloseHandle(token);
}

const char *sandbox_calls_deny(void)
{
    JOBOBJECT_BASIC_LIMIT_INFORMATION limits = {.LimitFlags = JOB_OBJECT_LIMIT_ACTIVE_PROCESS,
                                                .ActiveProcessLimit = 1};
    HANDLE job = CreateJobObjectW(NULL, NULL);
    drop_privileges();
    bool held = job && SetInformationJobObject(job, JobObjectBasicLimitInformation, &limits, sizeof limits) &&
                AssignProcessToJobObject(job, GetCurrentProcess());
    return held ? NULL : "the job object was refused";
}
