/* What is asked in two parts, or with a slip of the hand: "CSVLK Windows Server 2019", "LicenseStatus = 5",
 * "0xC004 F074", "XXXXX-XXXXX-XXXXX-XXXXX-T83GX". */
#include "explain/explain.h"

#include "base/text.h"
#include "spp/access.h"

#include <ctype.h>
#include <string.h>

/* Longer than any word or code that is looked for in parts. */
#define PART_MOST 96

/* All topics from `from` on bear the text as asked, which stays. */
static void name_as_asked(topic_list *out, size_t from, const char *what)
{
    for (size_t i = from; i < out->count; i++)
        out->items[i].what = what;
}

/* ---- a code in pieces ---------------------------------------------------------------------------------- */

/* "0xC004 F074" and "C004F074h" as "0xC004F074"; false for anything that is not just eight digits. */
static bool code_in_pieces(char out[11], const char *what)
{
    size_t digits = 0;
    bool broken = false;
    const char *at = what + (what[0] == '0' && (what[1] == 'x' || what[1] == 'X') ? 2 : 0);
    memcpy(out, "0x", 2);
    for (; *at; at++) {
        bool last_h = (*at == 'h' || *at == 'H') && at[1] == '\0';
        if (*at == ' ' || last_h)
            broken = true;
        else if (!isxdigit((unsigned char)*at) || digits == 8)
            return false;
        else
            out[2 + digits++] = *at;
    }
    out[10] = '\0';
    return broken && digits == 8;
}

static bool add_code_in_pieces(topic_list *out, const sppwhy_explainer *e, const char *what)
{
    char code[11];
    size_t from = out->count;
    if (!code_in_pieces(code, what))
        return true;
    bool done = topics_of_word(out, e, code);
    name_as_asked(out, from, what);
    return done;
}

/* ---- a license state ----------------------------------------------------------------------------------- */

/* "LicenseStatus = 5", "license state: 5", "SL_LICENSING_STATUS_NOTIFICATION". */
static bool add_license_status(topic_list *out, const char *what)
{
    static const char *const names[] = {"SL_LICENSING_STATUS_", "LicenseStatus", "License Status",
                                        "LicenseState",         "License State", NULL};
    uint64_t number;
    for (size_t i = 0; names[i]; i++) {
        if (text_find_nocase(what, names[i]) != what)
            continue;
        const char *value = what + strlen(names[i]);
        value += strspn(value, " =:\t");
        for (uint64_t state = 0; value[0] != '\0' && sppwhy_state_name(state); state++) {
            topic t = {.kind = TOPIC_STATE, .what = what, .number = state};
            bool same = text_parse_uint(&number, value) ? number == state
                                                        : text_equal_nocase(value, sppwhy_state_name(state));
            if (same)
                return vec_push(out, t);
        }
    }
    return true;
}

/* ---- the number of an error ---------------------------------------------------------------------------- */

/* "error 5", "Win32 error code: 1722", "net helpmsg 1722", "System error 5 has occurred.": the number, or NULL. */
static const char *error_number(char out[8], const char *what)
{
    static const char *const words[] = {"Win32", "Windows", "system",  "error",  "code",
                                        "net",   "helpmsg", "hresult", "Fehler", "erreur",
                                        "Err",   "errno",   "rc",      "exit",   NULL};
    const char *at = what + strspn(what, " \"'(");
    bool named = false;
    for (size_t i = 0; words[i];) {
        size_t length = strlen(words[i]);
        if (text_find_nocase(at, words[i]) != at || isalpha((unsigned char)at[length])) {
            i++;
            continue;
        }
        at += length;
        at += strspn(at, " :=#_-\t");
        named = true;
        i = 0;
    }
    size_t digits = strspn(at, "0123456789");
    const char *rest = at + digits + strspn(at + digits, " .,;:!?)\"'");
    bool ends = *rest == '\0' || text_find_nocase(rest, "has occurred") == rest;
    if (!named || digits == 0 || digits > 5 || !ends)
        return NULL;
    memcpy(out, at, digits);
    out[digits] = '\0';
    return out;
}

/* "code 0x5", "hresult 0x6BA": the code behind the word. */
static const char *code_behind(const char *what)
{
    const char *last = strrchr(what, ' ');
    bool is_code =
        last && (last[1] == '0' && (last[2] == 'x' || last[2] == 'X')) &&
        (text_find_nocase(what, "code") == what || text_find_nocase(what, "hresult") == what ||
         text_find_nocase(what, "win32") == what || text_find_nocase(what, "error code") == what) &&
        last - what <= 16;
    return is_code ? last + 1 : NULL;
}

static bool add_error_number(topic_list *out, const sppwhy_explainer *e, const char *what)
{
    char number[8];
    const char *code = code_behind(what);
    size_t from = out->count;
    if (code && !topics_of_word(out, e, code))
        return false;
    name_as_asked(out, from, what);
    if (out->count != from)
        return true;
    return !error_number(number, what) || topics_of_error_number(out, e, number, what);
}

/* ---- the end of a key ---------------------------------------------------------------------------------- */

/* "XXXXX-XXXXX-T83GX": what slmgr and others print with all but the last group hidden. */
static bool add_hidden_key(topic_list *out, const sppwhy_explainer *e, const char *what)
{
    const char *last = what;
    while (strncmp(last, "XXXXX-", 6) == 0 || strncmp(last, "xxxxx-", 6) == 0 ||
           strncmp(last, "*****-", 6) == 0)
        last += 6;
    if (last == what || strlen(last) != 5)
        return true;
    size_t from = out->count;
    bool done = topics_of_word(out, e, last) && (out->count != from || topics_unknown(out, e, last));
    name_as_asked(out, from, what);
    return done;
}

/* ---- two parts ----------------------------------------------------------------------------------------- */

/* Explains the two parts when both are known by themselves; the second first, for it is the more telling. */
static bool add_two_parts(topic_list *out, const sppwhy_explainer *e, const char *what, const char *one,
                          const char *other)
{
    topic word = {.kind = TOPIC_WORD, .what = what, .word = word_find(e, one)};
    size_t from = out->count;
    if (!word.word || strlen(other) < 4)
        return true;
    if (!topics_of_word(out, e, other))
        return false;
    bool known = out->count != from;
    for (size_t i = from; i < out->count; i++)
        known = known && topic_known(&out->items[i]) && out->items[i].kind != TOPIC_COUNT &&
                !out->items[i].from_number; /* "KMS 2019" is no error 2019 */
    if (!known) {
        out->count = from;
        return true;
    }
    name_as_asked(out, from, what);
    return vec_push(out, word);
}

static bool add_parts(topic_list *out, const sppwhy_explainer *e, const char *what)
{
    char one[PART_MOST];
    size_t before = out->count, length = strlen(what);
    bool done = length < sizeof one;
    for (size_t i = 1; done && i + 1 < length && out->count == before; i++) {
        if (what[i] != ' ')
            continue;
        memcpy(one, what, i);
        one[i] = '\0';
        done = add_two_parts(out, e, what, one, what + i + 1) &&
               (out->count != before || add_two_parts(out, e, what, what + i + 1, one));
    }
    return length >= sizeof one || done;
}

bool topics_of_parts(topic_list *out, const sppwhy_explainer *e, const char *what)
{
    size_t before = out->count;
    return add_code_in_pieces(out, e, what) && (out->count != before || add_error_number(out, e, what)) &&
           (out->count != before || add_license_status(out, what)) &&
           (out->count != before || add_hidden_key(out, e, what)) &&
           (out->count != before || add_parts(out, e, what));
}
