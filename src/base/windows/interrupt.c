/* Ctrl-C, Ctrl-Break and a closed console: a handler that runs in a thread of its own. */
#include "base/interrupt.h"

#include "base/windows/wide.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define ENDED_BY_CTRL_C 0xC000013A /* STATUS_CONTROL_C_EXIT: shells that run us in a loop see it */

static atomic_int noted;   /* the event and 1; 0: none so far */
static atomic_bool noting; /* the first one is only noted */
static const char *_Atomic last_line;
static const char *_Atomic unfinished;

static void end_now(void)
{
    const char *line = atomic_load(&last_line), *path = atomic_load(&unfinished);
    wchar_t *wide = path ? wide_path(path) : NULL;
    DWORD written;
    if (wide)
        DeleteFileW(wide);
    if (line && !atomic_load(&noting))
        WriteFile(GetStdHandle(STD_ERROR_HANDLE), line, (DWORD)strlen(line), &written, NULL);
    TerminateProcess(GetCurrentProcess(), ENDED_BY_CTRL_C);
}

static BOOL WINAPI handle(DWORD kind)
{
    if (atomic_load(&noting) && atomic_load(&noted) == 0)
        atomic_store(&noted, (int)kind + 1);
    else
        end_now();
    return TRUE;
}

void interrupt_catch(const char *line)
{
    atomic_store(&last_line, line);
    SetConsoleCtrlHandler(handle, TRUE);
}

void interrupt_at_once(const char *line)
{
    atomic_store(&last_line, line);
    atomic_store(&noting, false);
    interrupt_end();
}

void interrupt_remove(const char *path)
{
    atomic_store(&unfinished, path);
}

void interrupt_note(void)
{
    atomic_store(&noting, true);
}

bool interrupt_noted(void)
{
    return atomic_load_explicit(&noted, memory_order_relaxed) != 0;
}

void interrupt_end(void)
{
    if (atomic_load(&noted) != 0)
        end_now();
}
