/* See commands.h. */
#include "report/view/commands.h"

#include "base/words.h"

#include <ctype.h>
#include <string.h>

/* What a command begins with. Behind it come its arguments: what no plain English word looks like, and the
 * words below. */
static const char starters[] =
    "slmgr slmgr.vbs cscript nslookup Test-NetConnection w32tm netstat sc sc.exe net netsh ipconfig wevtutil "
    "reg "
    "sfc dism "
    "DISM slui sysprep certutil nltest gpupdate tracert ping route pktmon Resolve-DnsName Get-WinEvent "
    "Restart-Service Start-Service Get-Service Set-Service winmgmt repadmin ospp.vbs sppwhy klist";

static const char subcommands[] =
    "query config start stop sppsvc w32time winhttp show set proxy qe epl sl find findstr all explain Select "
    "print add delete int ip interface import reset";

/* These take any word first: the name of a machine. */
static const char take_names[] =
    "nslookup Test-NetConnection Resolve-DnsName ping tracert net sc sc.exe explain epl qe gl";
static const char no_names[] = "of in on and or for with from each the itself must shows does while as";

static size_t word_length(const char *at)
{
    if (*at == '"') {
        const char *end = strchr(at + 1, '"');
        return end ? (size_t)(end - at) + 1 : strcspn(at, " ");
    }
    return strcspn(at, " ");
}

/* Without what only ends a sentence or a bracket; *stops: the command ends behind it. */
static size_t trimmed(const char *at, size_t length, bool *stops)
{
    size_t left = length;
    while (left > 1 && strchr(",;.)", at[left - 1]))
        left--;
    if (left > 1 && at[left - 1] == ':')
        left--;
    *stops = left < length;
    return left;
}

static bool copy(const char *at, size_t length, char out[32])
{
    if (length == 0 || length > 31)
        return false;
    memcpy(out, at, length);
    out[length] = '\0';
    return true;
}

/* Signs, digits or capitals only: "/ato", "_vlmcs._tcp", "KEY", "start=", "kms1". */
static bool looks_like_argument(const char *at, size_t length)
{
    bool capitals = true, sign = false;
    if (at[0] == '(' || at[0] == '[')
        return false;
    for (size_t i = 0; i < length; i++) {
        capitals = capitals && isupper((unsigned char)at[i]);
        sign = sign || !isalpha((unsigned char)at[i]);
    }
    return (capitals && length > 1) || sign;
}

static bool is_argument(const char *before, const char *at, size_t length)
{
    char word[32];
    if (looks_like_argument(at, length))
        return true;
    return copy(at, length, word) &&
           (has_word(subcommands, word) || (has_word(take_names, before) && !has_word(no_names, word)));
}

/* The length of the command at the beginning of a word; 0 when none begins there. A starter alone is a
 * command only where it is more than an English word. */
static size_t command_length(const char *at)
{
    char first[32], before[32];
    bool stops;
    size_t length = trimmed(at, word_length(at), &stops), total = length, words = 1;
    if (!copy(at, length, first) || !has_word(starters, first))
        return 0;
    memcpy(before, first, sizeof before);
    while (!stops && at[total] == ' ') {
        const char *next = at + total + 1;
        size_t size = trimmed(next, word_length(next), &stops);
        if (size == 0 || !is_argument(before, next, size))
            break;
        if (!copy(next, size, before))
            before[0] = '\0';
        total += 1 + size;
        words++;
    }
    return words > 1 || strchr(first, '-') || strchr(first, '.') ? total : 0;
}

bool next_piece(const char **at, text_piece *out)
{
    const char *start = *at, *scan = start;
    if (*start == '\0')
        return false;
    for (bool begins = true; *scan; scan++) {
        size_t length = begins ? command_length(scan) : 0;
        if (length != 0 && scan == start) {
            *out = (text_piece){start, length, true};
            *at = start + length;
            return true;
        }
        if (length != 0)
            break;
        begins = *scan == ' ' || *scan == '(';
    }
    *out = (text_piece){start, (size_t)(scan - start), false};
    *at = scan;
    return true;
}
