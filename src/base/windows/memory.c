/* Memory, processors, pages: what Windows says of them. A job object limits what this process may commit. */
#include "base/memory.h"

#include "base/pages.h"
#include "base/pool.h"
#include "base/windows/wide.h"

#include <stdlib.h>

uint64_t memory_there(void)
{
    MEMORYSTATUSEX s = {.dwLength = sizeof s};
    return GlobalMemoryStatusEx(&s) ? s.ullTotalPhys : 0;
}

bool memory_limit(uint64_t bytes)
{
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {
        .BasicLimitInformation = {.LimitFlags = JOB_OBJECT_LIMIT_PROCESS_MEMORY},
        .ProcessMemoryLimit = (SIZE_T)bytes};
    HANDLE job = CreateJobObjectW(NULL, NULL); /* its handle stays open: the limit ends with it */
    return job && SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof limits) &&
           AssignProcessToJobObject(job, GetCurrentProcess());
}

void *pages_alloc(size_t size)
{
    return malloc(size);
}

void *pages_grow(void *memory, size_t size)
{
    return realloc(memory, size);
}

size_t pool_processors(void)
{
    DWORD n = GetActiveProcessorCount(ALL_PROCESSOR_GROUPS);
    return n < 1 ? 1 : n;
}
