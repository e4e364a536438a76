/* Consoles, standard streams, and the words of the command line. */
#include "base/terminal.h"

#include "base/file.h"
#include "base/vec.h"
#include "base/windows/wide.h"

#include <fcntl.h>
#include <io.h>
#include <shellapi.h>
#include <stdlib.h>
#include <string.h>

static HANDLE handle_of(FILE *f)
{
    return (HANDLE)_get_osfhandle(_fileno(f));
}

bool terminal_is(FILE *stream)
{
    DWORD mode;
    return GetConsoleMode(handle_of(stream), &mode);
}

void terminal_paged(unsigned columns)
{
    (void)columns; /* there is no pager */
}

unsigned terminal_columns(FILE *stream)
{
    CONSOLE_SCREEN_BUFFER_INFO info;
    if (!terminal_is(stream))
        return TERMINAL_COLUMNS_ELSE;
    unsigned asked = terminal_columns_asked();
    if (asked != 0)
        return asked;
    int there = GetConsoleScreenBufferInfo(handle_of(stream), &info)
                    ? info.srWindow.Right - info.srWindow.Left + 1
                    : 0;
    return there > 0 ? (unsigned)there : TERMINAL_COLUMNS_ELSE;
}

/* Colors are sequences that a console of Windows 10 and later acts on once it is asked to. */
static void switch_colors_on(FILE *f)
{
    DWORD mode;
    if (GetConsoleMode(handle_of(f), &mode))
        SetConsoleMode(handle_of(f), mode | ENABLE_PROCESSED_OUTPUT | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
}

static UINT code_page_before;

/* The console keeps its code page when a program ends. */
static void put_code_page_back(void)
{
    if (code_page_before != 0)
        SetConsoleOutputCP(code_page_before);
}

void terminal_open_streams(void)
{
    _setmode(0, _O_BINARY);
    _setmode(1, _O_BINARY);
    _setmode(2, _O_BINARY);
    _fmode = _O_BINARY;
    if (terminal_is(stdout) || terminal_is(stderr)) {
        code_page_before = GetConsoleOutputCP();
        SetConsoleOutputCP(CP_UTF8);
        atexit(put_code_page_back);
    }
    switch_colors_on(stdout);
    switch_colors_on(stderr);
    setvbuf(stdout, NULL, _IOFBF, 65536); /* its own buffer is small, and a console takes each write slowly */
    SetErrorMode(SEM_FAILCRITICALERRORS |
                 SEM_NOGPFAULTERRORBOX); /* no dialog about a missing disk or a fault */
}

void terminal_survive_closed_pipe(void)
{
}

/* ---- the command line ---------------------------------------------------------------------------------- */

typedef VEC(char *) word_list;

static void slashes(char *path)
{
    for (char *c = path; *c; c++)
        *c = *c == '\\' ? '/' : *c;
}

/* A word that looks like a path, or names something that is there. Options are left alone: a rule or a value
 * may hold a backslash. */
static bool is_path(const wchar_t *word)
{
    if (word[0] == L'-')
        return false;
    return wcschr(word, L'\\') || GetFileAttributesW(word) != INVALID_FILE_ATTRIBUTES;
}

/* What a pattern fits, with the folder before it; cmd.exe and PowerShell leave that to the program. */
static bool expand(word_list *out, const wchar_t *pattern)
{
    WIN32_FIND_DATAW entry;
    const wchar_t *name = pattern;
    size_t before = out->count;
    for (const wchar_t *c = pattern; *c; c++)
        name = *c == L'\\' || *c == L'/' || *c == L':' ? c + 1 : name;
    HANDLE folder = FindFirstFileW(pattern, &entry);
    if (folder == INVALID_HANDLE_VALUE)
        return false;
    do {
        if (wcscmp(entry.cFileName, L".") == 0 || wcscmp(entry.cFileName, L"..") == 0)
            continue;
        size_t lead = (size_t)(name - pattern);
        wchar_t *path = calloc(lead + wcslen(entry.cFileName) + 1, sizeof *path);
        if (path) {
            wmemcpy(path, pattern, lead);
            wcscpy(path + lead, entry.cFileName);
        }
        char *word = path ? wide_to_utf8(path) : NULL;
        free(path);
        if (word) {
            slashes(word);
            (void)!vec_push(out, word);
        }
    } while (FindNextFileW(folder, &entry));
    FindClose(folder);
    return out->count != before;
}

static void add_word(word_list *out, const wchar_t *word, bool pattern_allowed)
{
    if (pattern_allowed && word[0] != L'-' && wcspbrk(word, L"*?") && expand(out, word))
        return;
    char *utf8 = wide_to_utf8(word);
    if (utf8 && is_path(word))
        slashes(utf8);
    (void)!vec_push(out, utf8);
}

/* Behind these a word is no path to be expanded. */
static bool takes_a_pattern(const wchar_t *word)
{
    return wcscmp(word, L"--machine") == 0 || wcscmp(word, L"--cause") == 0;
}

char **terminal_arguments(int *count, char **given)
{
    int words = 0;
    wchar_t **wide = CommandLineToArgvW(GetCommandLineW(), &words);
    word_list list = {0};
    for (int i = 0; wide && i < words; i++)
        add_word(&list, wide[i], i > 0 && !takes_a_pattern(wide[i - 1]));
    LocalFree(wide);
    if (list.count == 0 || !vec_push(&list, NULL)) {
        vec_free(&list);
        return given;
    }
    *count = (int)list.count - 1;
    return list.items;
}
