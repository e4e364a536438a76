/* See base/desktop.h: Windows has logs of its own, and windows that close with the program. */
#include "base/desktop.h"

#include "base/file.h"
#include "base/windows/wide.h"

#include <conio.h>
#include <shellapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where the event log service keeps its logs, unless a policy says otherwise. */
#define LOG_FOLDER L"%SystemRoot%\\System32\\winevt\\Logs"

static char *log_folder(void)
{
    wchar_t folder[MAX_PATH];
    DWORD length = ExpandEnvironmentStringsW(LOG_FOLDER, folder, MAX_PATH);
    char *out = length != 0 && length <= MAX_PATH ? wide_to_utf8(folder) : NULL;
    for (char *c = out; c && *c; c++)
        *c = *c == '\\' ? '/' : *c;
    return out;
}

const char *const *desktop_own_logs(void)
{
    static const char *const names[] = {"Application.evtx", "Key Management Service.evtx",
                                        "ForwardedEvents.evtx"};
    enum { NAMES = sizeof names / sizeof *names };
    const char **paths = calloc(NAMES + 1, sizeof *paths);
    char *folder = log_folder();
    static const char *const none[] = {NULL};
    size_t count = 0;
    for (size_t i = 0; paths && folder && i < NAMES; i++) {
        size_t room = strlen(folder) + strlen(names[i]) + 2;
        char *path = malloc(room);
        if (path)
            snprintf(path, room, "%s/%s", folder, names[i]);
        if (path && file_look(path, NULL) != FILE_MISSING)
            paths[count++] = path;
        else
            free(path);
    }
    free(folder);
    return paths ? paths : none;
}

bool desktop_started_by_icon(void)
{
    DWORD processes[2];
    return GetConsoleProcessList(processes, 2) == 1;
}

bool desktop_show(const char *path)
{
    wchar_t *wide = wide_path(path);
    bool shown = wide && (INT_PTR)ShellExecuteW(NULL, L"open", wide, NULL, NULL, SW_SHOWNORMAL) > 32;
    free(wide);
    return shown;
}

void desktop_wait(void)
{
    fputs("\nPress any key to close this window.", stderr);
    fflush(stderr);
    _getch();
}
