/* See base/windows/wide.h: as Windows has it. */
#include "base/windows/wide.h"

#include <stdlib.h>
#include <string.h>

/* The system takes plain paths up to MAX_PATH (260) units; a folder's must leave room for a name of 12. */
#define LONG_PATH 240
#define LONG_PREFIX L"\\\\?\\"
#define LONG_SHARE_PREFIX L"\\\\?\\UNC\\"

wchar_t *wide_text(const char *text)
{
    int units = MultiByteToWideChar(CP_UTF8, 0, text, -1, NULL, 0);
    wchar_t *wide = malloc(sizeof *wide * (size_t)(units > 0 ? units : 1));
    if (wide && MultiByteToWideChar(CP_UTF8, 0, text, -1, wide, units) == 0)
        wide[0] = L'\0';
    return wide;
}

char *wide_to_utf8(const wchar_t *text)
{
    int bytes = WideCharToMultiByte(CP_UTF8, 0, text, -1, NULL, 0, NULL, NULL);
    char *out = malloc((size_t)(bytes > 0 ? bytes : 1));
    if (out && WideCharToMultiByte(CP_UTF8, 0, text, -1, out, bytes, NULL, NULL) == 0)
        out[0] = '\0';
    return out;
}

/* Absolute, with the prefix that lifts the limit; of \\server\share the prefix takes the first two signs'
 * place. */
static wchar_t *with_prefix(const wchar_t *path)
{
    DWORD room = GetFullPathNameW(path, 0, NULL, NULL);
    wchar_t *full = calloc((size_t)room + 1, sizeof *full);
    wchar_t *out = calloc((size_t)room + 16, sizeof *out);
    if (full && out && GetFullPathNameW(path, room, full, NULL) != 0) {
        bool share = full[0] == L'\\' && full[1] == L'\\';
        wcscpy(out, share ? LONG_SHARE_PREFIX : LONG_PREFIX);
        wcscat(out, share ? full + 2 : full);
    } else {
        free(out);
        out = NULL;
    }
    free(full);
    return out;
}

wchar_t *wide_path(const char *path)
{
    wchar_t *wide = wide_text(path);
    if (!wide)
        return NULL;
    for (wchar_t *c = wide; *c; c++)
        *c = *c == L'/' ? L'\\' : *c;
    if (wcslen(wide) < LONG_PATH || wcsncmp(wide, LONG_PREFIX, 4) == 0)
        return wide;
    wchar_t *longer = with_prefix(wide);
    free(wide);
    return longer;
}

sppwhy_status wide_refuse(sppwhy_error *error, const char *path, const char *what)
{
    wchar_t text[200] = L"";
    DWORD number = GetLastError();
    FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL, number,
                   MAKELANGID(LANG_ENGLISH, SUBLANG_ENGLISH_US), text, 200, NULL);
    char *reason = wide_to_utf8(text);
    for (size_t n = reason ? strlen(reason) : 0; n != 0 && strchr("\r\n. ", reason[n - 1]); n--)
        reason[n - 1] = '\0';
    sppwhy_status status =
        reason && reason[0] != '\0'
            ? error_file(error, SPPWHY_IO, path, "%s: %s", what, reason)
            : error_file(error, SPPWHY_IO, path, "%s: Windows error %lu", what, (unsigned long)number);
    free(reason);
    return status;
}
