/* None of it: here a program is started from a shell, and logs of Windows come from elsewhere. */
#include "base/desktop.h"

const char *const *desktop_own_logs(void)
{
    static const char *const none[] = {NULL};
    return none;
}

bool desktop_started_by_icon(void)
{
    return false;
}

bool desktop_show(const char *path)
{
    (void)path;
    return false;
}

void desktop_wait(void)
{
}
