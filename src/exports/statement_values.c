/* See statement_values.h. */
#include "exports/statement_values.h"

#include <ctype.h>
#include <string.h>

/* The states as slmgr and ospp name them in English, and by what they are called elsewhere. */
static const struct state_row {
    const char *name;
    unsigned state;
} state_rows[] = {
    {"Licensed", 1},
    {"Unlicensed", 0},
    {"Initial grace period", 2},
    {"Additional grace period", 3},
    {"Non-genuine grace period", 4},
    {"Notification", 5},
    {"Extended grace period", 6},
    {"---LICENSED---", 1},
    {"---UNLICENSED---", 0},
    {"---OOB_GRACE---", 2},
    {"---OOT_GRACE---", 3},
    {"---NON_GENUINE_GRACE---", 4},
    {"---NOTIFICATIONS---", 5},
    {"---EXTENDED_GRACE---", 6},
    {"Lizenziert", 1},
    {"Nicht lizenziert", 0},
    {"Benachrichtigung", 5},
    {"Sous licence", 1},
    {"Avec licence", 1},
    {"Sans licence", 0},
    {"Con licencia", 1},
    {"Sin licencia", 0},
    {"Notificaci\xC3\xB3n", 5},
    {"Con licenza", 1},
    {"Senza licenza", 0},
    {"Notifica", 5},
    {"Licenciado", 1},
    {"N\xC3\xA3o licenciado", 0},
    {"Notifica\xC3\xA7\xC3\xA3o", 5},
    {"Gelicentieerd", 1},
    {"Licencjonowany", 1},
    {"\xD0\xB8\xD0\xBC\xD0\xB5\xD0\xB5\xD1\x82 "
     "\xD0\xBB\xD0\xB8\xD1\x86\xD0\xB5\xD0\xBD\xD0\xB7\xD0\xB8\xD1\x8E",
     1},
    {"\xE5\xB7\xB2\xE6\x8E\x88\xE6\x9D\x83", 1},
    {"\xE9\x80\x9A\xE7\x9F\xA5", 5},
};

bool read_state(slice value, unsigned *out)
{
    size_t best = 0;
    for (size_t i = 0; i < sizeof state_rows / sizeof *state_rows; i++) {
        size_t length = strlen(state_rows[i].name);
        if (value.length >= length && length > best &&
            slice_is_nocase((slice){value.at, length}, state_rows[i].name)) {
            best = length;
            *out = state_rows[i].state;
        }
    }
    return best != 0;
}

/* What /xpr says, by the words of it that are in no other sentence. */
bool read_sentence(slice line, unsigned *out)
{
    static const struct state_row sentences[] = {
        {"permanently activated", 1},
        {"activation will expire", 1},
        {"Product activation successful", 1},
        {"Initial grace period ends", 2},
        {"Additional grace period ends", 3},
        {"Non-genuine grace period ends", 4},
        {"in Notification mode", 5},
        {"Extended grace period ends", 6},
        {"is in extended grace", 6},
        {"dauerhaft aktiviert", 1},
        {"olumenaktivierung", 1},
        {"enachrichtigungsmodus", 5},
        {"activ\xC3\xA9 de fa\xC3\xA7on permanente", 1},
        {"activ\xC3\xA9"
         "e de fa\xC3\xA7on permanente",
         1},
        {"mode de notification", 5},
        {"mode Notification", 5},
        {"forma permanente", 1},
        {"modo de notificaci", 5},
        {"modo permanente", 1},
        {"modalit\xC3\xA0 di notifica", 5},
        {"modalit\xC3\xA0 Notifica", 5},
        {"ativado permanentemente", 1},
        {"modo de notifica\xC3\xA7", 5},
        {"permanent geactiveerd", 1},
        {"meldingsmodus", 5},
        {"trwale aktywowan", 1},
        {"trybie powiadamiania", 5},
        {"\xE6\xB0\xB8\xE4\xB9\x85\xE6\xBF\x80\xE6\xB4\xBB", 1},
        {"\xE6\x89\xB9\xE9\x87\x8F\xE6\xBF\x80\xE6\xB4\xBB", 1},
        {"\xE9\x80\x9A\xE7\x9F\xA5\xE6\xA8\xA1\xE5\xBC\x8F", 5},
        {"\xE9\x80\x9A\xE7\x9F\xA5\xE3\x83\xA2\xE3\x83\xBC\xE3\x83\x89", 5},
    };
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
        if (slice_find_nocase(line, sentences[i].name).at) {
            *out = sentences[i].state;
            return true;
        }
    return false;
}

#define WORDS_BEHIND 6 /* a date: "laeuft am 15.03.2026 09:15:22 ab" */

bool find_moment(slice line, moment *out)
{
    size_t start = 0;
    while (start < line.length && !isdigit((unsigned char)line.at[start]))
        if (line.at[start++] == ':') /* "Trusted time: 3/22/2026": a value, no sentence */
            return false;
    slice rest = slice_trim(slice_from(line, start));
    for (size_t i = 0; i <= WORDS_BEHIND && rest.length != 0; i++) {
        if (rest.at[rest.length - 1] == '.')
            rest.length--;
        *out = moment_parse(rest);
        if (out->kind != MOMENT_NONE)
            return true;
        while (rest.length != 0 && rest.at[rest.length - 1] != ' ')
            rest.length--;
        rest = slice_trim(rest);
    }
    return false;
}

/* The first two numbers of a text. */
size_t two_numbers(slice text, uint64_t out[2])
{
    size_t count = 0;
    for (size_t i = 0; i < text.length && count < 2;) {
        size_t digits = 0;
        while (i + digits < text.length && isdigit((unsigned char)text.at[i + digits]))
            digits++;
        if (digits != 0 && digits < 10 && slice_uint((slice){text.at + i, digits}, &out[count]))
            count++;
        i += digits + 1;
    }
    return count;
}

/* "259192 minute(s) (180 day(s))", "29 days  (43000 minute(s) before expiring)": one is the other in days. */
bool read_minutes(slice value, uint64_t *out)
{
    uint64_t n[2];
    if (two_numbers(value, n) != 2 || !slice_char(value, '('))
        return false;
    uint64_t minutes = n[0] > n[1] ? n[0] : n[1], days = n[0] > n[1] ? n[1] : n[0];
    if (minutes / 1440 > days + 1 || days > minutes / 1440 + 1)
        return false;
    *out = minutes;
    return true;
}

/* "kms1.contoso.com:1688" */
bool read_server(slice value, slice *host, uint64_t *port)
{
    const char *colon = NULL;
    for (size_t i = 0; i < value.length; i++) {
        if (value.at[i] == ':')
            colon = value.at + i;
        else if (!isalnum((unsigned char)value.at[i]) && !strchr(".-_[]%", value.at[i]))
            return false;
    }
    if (!colon || colon == value.at)
        return false;
    *host = (slice){value.at, (size_t)(colon - value.at)};
    return slice_uint(slice_from(value, host->length + 1), port) && *port != 0 && *port < 65536 &&
           host->length < 256;
}

bool is_application(slice id)
{
    static const char *const ids[] = {"55c92734-d682-4d71-983e-d6ec3f16059f",
                                      "59a52881-a989-479d-af46-f275c6370663",
                                      "0ff1ce15-a989-479d-af46-f275c6370663"};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        if (slice_is_nocase(id, ids[i]))
            return true;
    return false;
}

bool is_partial_key(slice value)
{
    static const char letters[] =
        "BCDFGHJKMNPQRTVWXY2346789"; /* of keys; without others behind it, any will do */
    if (value.length > 5 && value.at[5] == ' ') {
        for (size_t i = 0; i < 5; i++)
            if (!strchr(letters, value.at[i]))
                return false;
        return true;
    }
    if (value.length != 5)
        return false;
    for (size_t i = 0; i < 5; i++)
        if (!isdigit((unsigned char)value.at[i]) && !(value.at[i] >= 'A' && value.at[i] <= 'Z'))
            return false;
    return true;
}
