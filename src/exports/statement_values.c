/* See statement_values.h. */
#include "exports/statement_values.h"

#include "base/licensing_names.h"
#include "spp/kms.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* The states as slmgr and ospp name them in English, and by what they are called elsewhere. */
static const struct state_row {
    const char *name;
    unsigned state;
} state_rows[] = {
    {"Licensed", LICENSE_LICENSED},
    {"Unlicensed", LICENSE_UNLICENSED},
    {"Initial grace period", LICENSE_INITIAL_GRACE},
    {"Additional grace period", LICENSE_ADDITIONAL_GRACE},
    {"Non-genuine grace period", LICENSE_NON_GENUINE_GRACE},
    {"Notification", LICENSE_NOTIFICATION},
    {"Extended grace period", LICENSE_EXTENDED_GRACE},
    {"---LICENSED---", LICENSE_LICENSED},
    {"---UNLICENSED---", LICENSE_UNLICENSED},
    {"---OOB_GRACE---", LICENSE_INITIAL_GRACE},
    {"---OOT_GRACE---", LICENSE_ADDITIONAL_GRACE},
    {"---NON_GENUINE_GRACE---", LICENSE_NON_GENUINE_GRACE},
    {"---NOTIFICATIONS---", LICENSE_NOTIFICATION},
    {"---EXTENDED_GRACE---", LICENSE_EXTENDED_GRACE},
    {"Lizenziert", LICENSE_LICENSED},
    {"Nicht lizenziert", LICENSE_UNLICENSED},
    {"Benachrichtigung", LICENSE_NOTIFICATION},
    {"Sous licence", LICENSE_LICENSED},
    {"Avec licence", LICENSE_LICENSED},
    {"Sans licence", LICENSE_UNLICENSED},
    {"Con licencia", LICENSE_LICENSED},
    {"Sin licencia", LICENSE_UNLICENSED},
    {"Notificaci\xC3\xB3n", LICENSE_NOTIFICATION},
    {"Con licenza", LICENSE_LICENSED},
    {"Senza licenza", LICENSE_UNLICENSED},
    {"Notifica", LICENSE_NOTIFICATION},
    {"Licenciado", LICENSE_LICENSED},
    {"N\xC3\xA3o licenciado", LICENSE_UNLICENSED},
    {"Notifica\xC3\xA7\xC3\xA3o", LICENSE_NOTIFICATION},
    {"Gelicentieerd", LICENSE_LICENSED},
    {"Licencjonowany", LICENSE_LICENSED},
    {"\xD0\xB8\xD0\xBC\xD0\xB5\xD0\xB5\xD1\x82 "
     "\xD0\xBB\xD0\xB8\xD1\x86\xD0\xB5\xD0\xBD\xD0\xB7\xD0\xB8\xD1\x8E",
     1},
    {"\xE5\xB7\xB2\xE6\x8E\x88\xE6\x9D\x83", LICENSE_LICENSED},
    {"\xE9\x80\x9A\xE7\x9F\xA5", LICENSE_NOTIFICATION},
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

/* No part of an address is a build's number. */
bool is_service_version(slice value)
{
    size_t parts = 0, digits = 0, longest = 0;
    for (size_t i = 0; i < value.length; i++) {
        bool point = value.at[i] == '.';
        if ((!point && !isdigit((unsigned char)value.at[i])) || (point && digits == 0))
            return false;
        parts += point;
        digits = point ? 0 : digits + 1;
        longest = digits > longest ? digits : longest;
    }
    return parts == 3 && digits != 0 && longest >= 4;
}

bool is_error_word(slice label)
{
    static const char *const words[] = {
        "Error",                                                    /* en es */
        "Fehler",                                                   /* de */
        "Erreur",                                                   /* fr */
        "Errore",                                                   /* it */
        "Erro",                                                     /* pt */
        "Fout",                                                     /* nl */
        "B\xC5\x82\xC4\x85\x64",                                    /* pl */
        "Chyba",                                                    /* cs */
        "Hiba",                                                     /* hu */
        "Eroare",                                                   /* ro */
        "Fel",                                                      /* sv */
        "Fejl",                                                     /* da */
        "Feil",                                                     /* nb */
        "Virhe",                                                    /* fi */
        "Hata",                                                     /* tr */
        "\xCE\xA3\xCF\x86\xCE\xAC\xCE\xBB\xCE\xBC\xCE\xB1",         /* el */
        "\xD0\x9E\xD1\x88\xD0\xB8\xD0\xB1\xD0\xBA\xD0\xB0",         /* ru */
        "\xD0\x9F\xD0\xBE\xD0\xBC\xD0\xB8\xD0\xBB\xD0\xBA\xD0\xB0", /* uk */
        "\xE3\x82\xA8\xE3\x83\xA9\xE3\x83\xBC",                     /* ja */
        "\xE9\x94\x99\xE8\xAF\xAF",                                 /* zh-CN */
        "\xE9\x8C\xAF\xE8\xAA\xA4",                                 /* zh-TW */
        "\xEC\x98\xA4\xEB\xA5\x98",                                 /* ko */
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_is_nocase(label, words[i]))
            return true;
    return false;
}

/* Whether what is before a program's name on its line can be a prompt, a folder or what runs it. */
static bool is_before_program(slice before)
{
    static const char *const runners[] = {"cscript", "wscript", "//nologo", "//b", "vbs", ".exe"};
    before = slice_trim(before);
    if (before.length == 0 || strchr(">\\/\"$#", before.at[before.length - 1]))
        return true;
    for (size_t i = 0; i < sizeof runners / sizeof *runners; i++) {
        size_t length = strlen(runners[i]);
        if (before.length >= length &&
            slice_is_nocase(slice_from(before, before.length - length), runners[i]))
            return true;
    }
    return false;
}

bool is_command(slice line)
{
    static const char *const programs[] = {SCRIPT_SLMGR_NAME, SCRIPT_OSPP};
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        slice at = slice_find_nocase(line, programs[i]);
        if (!at.at || !is_before_program((slice){line.at, (size_t)(at.at - line.at)}))
            continue;
        slice behind = slice_from(at, strlen(programs[i]));
        if (behind.length >= 4 && slice_is_nocase((slice){behind.at, 4}, ".vbs"))
            behind = slice_from(behind, 4);
        if (behind.length != 0 && behind.at[0] == '"')
            behind = slice_from(behind, 1);
        slice option = slice_trim(behind);
        if (option.at != behind.at && option.length > 1 && strchr("/-", option.at[0]))
            return true;
    }
    return false;
}

bool is_own_line(slice line, const char *sentence)
{
    line = slice_trim(line);
    if (line.length != 0 && line.at[line.length - 1] == '.')
        line.length--;
    return slice_is_nocase(line, sentence);
}

bool is_application(slice id)
{
    static const char *const ids[] = {APPLICATION_WINDOWS, APPLICATION_OFFICE_2010, APPLICATION_OFFICE};
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

/* No computer's name has anything else in it: what has is a word of whoever named the file. */
static bool may_be_computer(slice name)
{
    bool some = false;
    for (size_t i = 0; i < name.length; i++) {
        unsigned char c = (unsigned char)name.at[i];
        some |= isalnum(c) || c >= 0x80;
        if (!isalnum(c) && c < 0x80 && !strchr("-_.", c))
            return false;
    }
    return some;
}

bool is_end_label(slice label)
{
    /* "Evaluation End Date", "BETA expiration" */
    static const char *const words[] = {
        "BETA",
        "valua",                                    /* en es fr nl, it "valutazione" */
        "valuer",                                   /* da */
        "valuier",                                  /* de */
        "valuta",                                   /* it */
        "avalia",                                   /* pt */
        "walua",                                    /* pl */
        "v\xC3\xA4rdering",                         /* sv */
        "zku\305\241eb",                            /* cs */
        "erlendirme",                               /* tr */
        "rt\xC3\xA9kel",                            /* hu */
        "\xD0\xBE\xD1\x86\xD0\xB5\xD0\xBD\xD0\xBA", /* ru */
        "\xD0\xBF\xD1\x80\xD0\xBE\xD0\xB1\xD0\xBD", /* ru */
        "\xE8\xA9\x95\xE4\xBE\xA1",                 /* ja */
        "\xE8\xAF\x84\xE4\xBC\xB0",                 /* zh-CN */
        "\xE8\xA9\x95\xE4\xBC\xB0",                 /* zh-TW */
        "\xED\x8F\x89\xEA\xB0\x80",                 /* ko */
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_find_nocase(label, words[i]).at)
            return true;
    return false;
}

slice statement_computer(const char *path)
{
    static const char *const marks[] = {"_KMSActivation", "_slmgr", "_ospp", "_dlv"};
    const char *name = path;
    for (const char *at = path; *at; at++)
        if (strchr("/\\!", *at))
            name = at + 1;
    slice all = {name, strlen(name)};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        slice at = slice_find_nocase(all, marks[i]);
        slice computer = {name, at.at ? (size_t)(at.at - name) : 0};
        if (at.at && may_be_computer(computer))
            return computer;
    }
    return (slice){NULL, 0};
}

void windows_version(char *out, size_t size, slice build)
{
    static const struct {
        uint64_t from;
        const char *version;
    } rows[] = {{10000, "10.0"}, {9400, "6.3"}, {9000, "6.2"}, {7000, "6.1"}, {0, "6.0"}};
    uint64_t number = 0;
    size_t row = 0;
    if (!slice_uint(build, &number))
        return;
    while (number < rows[row].from)
        row++;
    snprintf(out, size, "%s.%llu.0", rows[row].version, (unsigned long long)number);
}
