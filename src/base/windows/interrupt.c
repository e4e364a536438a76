/* Ctrl-C, Ctrl-Break and a closed console: a handler that runs in a thread of its own. */
#include "base/interrupt.h"

#include "base/windows/wide.h"

#include <stdlib.h>
#include <string.h>

#define ENDED_BY_CTRL_C 0xC000013A /* STATUS_CONTROL_C_EXIT: shells that run us in a loop see it */

void interrupt_end_process(int what, const char *line, const char *path)
{
    wchar_t *wide = path ? wide_path(path) : NULL;
    DWORD written;
    (void)what;
    if (wide)
        DeleteFileW(wide);
    if (line)
        WriteFile(GetStdHandle(STD_ERROR_HANDLE), line, (DWORD)strlen(line), &written, NULL);
    TerminateProcess(GetCurrentProcess(), ENDED_BY_CTRL_C);
}

static BOOL WINAPI handle(DWORD kind)
{
    interrupt_came((int)kind + 1);
    return TRUE;
}

void interrupt_listen(void)
{
    SetConsoleCtrlHandler(handle, TRUE);
}
