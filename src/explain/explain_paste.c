/*
 * What people paste: messages in their language, commands with their arguments, product keys, an event's XML.
 *
 * A text is first made plain: one kind of apostrophe and space, and without the numbers that only look like
 * an event or a code (Qualifiers="16384", a record number, KB974998).
 */
#include "explain/explain.h"

#include "base/copied_text.h"
#include "base/licensing_names.h"
#include "base/text.h"
#include "spp/kms.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- a plain text -------------------------------------------------------------------------------------- */

/* U+2019 as an apostrophe, one blank for the end of a line: a mail breaks a message anywhere. */
static void put_plain(char *out, const char *text)
{
    while (*text) {
        size_t blanks = strspn(text, " \t\r\n");
        if (blanks != 0) {
            *out++ = ' ';
            text += blanks;
            continue;
        }
        if (memcmp(text, "\xE2\x80\x99", 3) == 0) {
            *out++ = '\'';
            text += 3;
        } else {
            *out++ = *text++;
        }
    }
    *out = '\0';
}

static void blank(char *from, const char *to)
{
    memset(from, ' ', (size_t)(to - from));
}

/* Blanks what is behind each `mark`, up to one of `ends`. */
static void blank_behind(char *text, const char *mark, const char *ends)
{
    for (char *at = text; (at = (char *)(uintptr_t)text_find_nocase(at, mark)) != NULL;) {
        at += strlen(mark);
        size_t length = strcspn(at, ends);
        blank(at, at + length);
        at += length;
    }
}

/* "KB974998" and "KB 974998" are articles. */
static void blank_articles(char *text)
{
    for (char *at = text; (at = (char *)(uintptr_t)text_find_nocase(at, "KB")) != NULL; at++) {
        char *digits = at + 2 + (at[2] == ' ');
        size_t length = strspn(digits, "0123456789");
        if (length >= 5 && (at == text || !isalnum((unsigned char)at[-1])))
            blank(at, digits + length);
    }
}

/* How long the number with points, colons, slashes or dashes in it is: an address, a version, a date, a time;
 * 0 when it is a plain number. "10.1.2.3:1688" and "2026-11-26T10:15:30.123Z" whole. */
static size_t parted_number(const char *at)
{
    size_t length = strspn(at, "0123456789.:/-T"), parts = 0;
    while (length != 0 && !isdigit((unsigned char)at[length - 1]))
        length--;
    if (!isdigit((unsigned char)at[0]) || (isalnum((unsigned char)at[length]) && at[length] != 'Z'))
        return 0;
    for (size_t i = 0; i + 1 < length; i++)
        parts += !isdigit((unsigned char)at[i]) && isdigit((unsigned char)at[i + 1]);
    return parts != 0 ? length : 0;
}

/* A list of events ("8198/8200", "12288-12290") is none of these: all its numbers have four digits or five. */
static bool is_list_of_events(const char *at, size_t length)
{
    for (size_t i = 0, digits; i < length; i += digits + 1) {
        digits = strspn(at + i, "0123456789");
        if (digits != 4 && digits != 5)
            return false;
    }
    return true;
}

/* "port 8200", "Version: 1003", "build=9600": what is behind these words is no event. */
static bool is_number_of_its_own(const char *text, const char *at)
{
    static const char *const before[] = {"port", "version", "build", NULL};
    while (at > text && strchr(" :=#", at[-1]))
        at--;
    for (size_t i = 0; before[i]; i++) {
        size_t length = strlen(before[i]);
        if ((size_t)(at - text) >= length && text_find_nocase(at - length, before[i]) == at - length &&
            ((size_t)(at - text) == length || !isalnum((unsigned char)at[-(ptrdiff_t)length - 1])))
            return true;
    }
    return false;
}

/* Blanks addresses, versions, dates, times and ports; the events of a list are apart then. */
static void blank_numbers(char *text)
{
    for (char *at = text; *at;) {
        bool begins = isdigit((unsigned char)*at) && (at == text || !isalnum((unsigned char)at[-1])) &&
                      (at == text || (at[-1] != '-' && at[-1] != '{'));
        size_t digits = strspn(at, "0123456789"), length = begins ? parted_number(at) : 0;
        if (length != 0 && is_list_of_events(at, length)) {
            for (size_t i = 0; i < length; i++)
                at[i] = isdigit((unsigned char)at[i]) ? at[i] : ' ';
        } else if (length != 0) {
            blank(at, at + length);
        } else if (begins && digits <= 5 && !isalnum((unsigned char)at[digits]) &&
                   is_number_of_its_own(text, at)) {
            blank(at, at + digits);
        }
        at += length > digits ? length : digits != 0 ? digits : 1;
    }
}

char *plain_text(const char *text)
{
    static const char *const elements[] = {
        "<Version>",       "<Level>",    "<Task>",   "<Opcode>",     "<Keywords>",
        "<EventRecordID>", "<Execution", "<Binary>", "<TimeCreated", NULL};
    char *plain = malloc(strlen(text) + 4); /* put_plain looks three bytes ahead */
    if (!plain)
        return NULL;
    char *copy = calloc(strlen(text) + 4, 1);
    if (copy) {
        memcpy(copy, text, strlen(text));
        copy[copied_text_clean(copy, strlen(copy))] = '\0';
        put_plain(plain, copy);
        blank_behind(plain, "Qualifiers=\"", "\"");
        blank_behind(plain, "Qualifiers='", "'");
        blank_behind(plain, "Qualifiers=", " >");
        for (size_t i = 0; elements[i]; i++)
            blank_behind(plain, elements[i], elements[i][strlen(elements[i]) - 1] == '>' ? "<" : ">");
        blank_articles(plain);
        blank_numbers(plain);
    } else {
        free(plain);
        plain = NULL;
    }
    free(copy);
    return plain;
}

/* ---- messages ------------------------------------------------------------------------------------------ */

bool topics_of_message(topic_list *out, const sppwhy_explainer *e, const char *plain, const char *what)
{
    const sppwhy_message *m;
    for (size_t i = 0; (m = sppwhy_message_at(e->catalogue, i)) != NULL; i++) {
        bool known = false;
        if (!sppwhy_message_fits(m, plain))
            continue;
        topic t = {.kind = m->word[0] ? TOPIC_WORD : TOPIC_CODE, .what = what, .code = m->code};
        t.word = word_find(e, m->word);
        t.row = m->word[0] ? NULL : sppwhy_code_find(e->catalogue, m->code);
        for (size_t k = 0; k < out->count && !known; k++)
            known =
                out->items[k].kind == t.kind && out->items[k].code == t.code && out->items[k].word == t.word;
        if (!known && (t.row || t.word) && !vec_push(out, t))
            return false;
    }
    return true;
}

/* ---- commands ------------------------------------------------------------------------------------------ */

/* "slmgr" or "ospp.vbs" when the text calls that script, with or without cscript and a path. */
static const char *script_of(const char *text)
{
    const char *slmgr = text_find_nocase(text, SCRIPT_SLMGR_NAME),
               *ospp = text_find_nocase(text, SCRIPT_OSPP_NAME);
    if (slmgr && (slmgr == text || !isalnum((unsigned char)slmgr[-1])))
        return SCRIPT_SLMGR_NAME;
    return ospp && (ospp == text || !isalnum((unsigned char)ospp[-1])) ? SCRIPT_OSPP : NULL;
}

bool topics_of_command(topic_list *out, const sppwhy_explainer *e, const char *what)
{
    const char *script = script_of(what);
    for (const char *at = what; script && *at; at++) {
        char name[64];
        bool begins = (*at == '/' || *at == '-') && at != what && at[-1] == ' ';
        size_t length = begins ? strspn(at + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-") : 0;
        if (length == 0 || length > 32)
            continue;
        snprintf(name, sizeof name, "%s /%.*s", script, (int)length, at + 1);
        topic t = {.kind = TOPIC_WORD, .what = what, .word = word_find(e, name)};
        if (t.word && !vec_push(out, t))
            return false;
        at += length;
    }
    return true;
}

/* ---- product keys -------------------------------------------------------------------------------------- */

/* Letters and digits that product keys are made of, with a digit and a letter among them. */
static bool is_group(const char *text, size_t length)
{
    return length == 5 && strspn(text, "BCDFGHJKMNPQRTVWXYbcdfghjkmnpqrtvwxy2346789") >= 5 &&
           strcspn(text, "2346789") < 5 && strspn(text, "2346789") < 5;
}

/* The last five characters of a key, or of what is one by itself; NULL when it is none. */
static const char *partial_key(const char *what)
{
    size_t length = strlen(what);
    const char *last = length > 5 ? what + length - 5 : what;
    if (length != 5 && length != 29)
        return NULL;
    for (size_t i = 5; i < length; i += 6)
        if (what[i] != '-')
            return NULL;
    return length == 29 || is_group(last, strlen(last)) ? last : NULL;
}

bool topics_of_key(topic_list *out, const sppwhy_explainer *e, const char *what)
{
    const char *partial = partial_key(what);
    const sppwhy_key *key;
    for (size_t i = 0; partial && (key = sppwhy_key_at(e->catalogue, i)) != NULL; i++) {
        topic t = {.kind = TOPIC_KEY, .what = what, .key = key};
        bool same = strlen(what) == 29 ? text_equal_nocase(key->key, what)
                                       : text_equal_nocase(key->key + strlen(key->key) - 5, partial);
        if (same && !vec_push(out, t))
            return false;
    }
    return true;
}

/* Looks like a product key that is not public. */
bool is_unknown_key(const char *what)
{
    return partial_key(what) != NULL;
}

/* ---- hosts --------------------------------------------------------------------------------------------- */

/* Longer than any name or address of the table. */
#define HOST_MOST 128

static const sppwhy_known_host *host_named(const sppwhy_explainer *e, const char *name)
{
    const sppwhy_known_host *h = sppwhy_known_host_find(e->catalogue, name);
    for (size_t i = 0; !h && strlen(name) >= 5 && isalpha((unsigned char)name[0]) &&
                       (h = sppwhy_known_host_at(e->catalogue, i)) != NULL;
         i++)
        if (strchr(name, '.') || !text_same_label(h->host, name))
            h = NULL;
        else
            break;
    return h;
}

/* The name without the port behind it; "" when it is too long for one. */
static void host_part(char out[HOST_MOST], const char *what, size_t length)
{
    const char *colon = memchr(what, ':', length);
    length = colon ? (size_t)(colon - what) : length;
    out[0] = '\0';
    if (length == 0 || length >= HOST_MOST)
        return;
    memcpy(out, what, length);
    out[length] = '\0';
}

static bool add_host(topic_list *out, const sppwhy_explainer *e, const char *name, const char *what)
{
    topic t = {.kind = TOPIC_HOST, .what = what, .host = name[0] ? host_named(e, name) : NULL};
    for (size_t i = 0; i < out->count && t.host; i++)
        if (out->items[i].kind == TOPIC_HOST && out->items[i].host == t.host)
            return true;
    return !t.host || vec_push(out, t);
}

bool topics_of_host(topic_list *out, const sppwhy_explainer *e, const char *what)
{
    char name[HOST_MOST];
    host_part(name, what, strlen(what));
    return add_host(out, e, name, what);
}

bool topics_of_hosts_within(topic_list *out, const sppwhy_explainer *e, const char *what)
{
    static const char *const ends = " ,;\t\r\n\"'<>()[]{}=";
    bool done = true;
    for (const char *at = what; done && *at;) {
        char name[HOST_MOST];
        at += strspn(at, ends);
        size_t length = strcspn(at, ends);
        host_part(name, at, length);
        if (strchr(name, '.'))
            done = add_host(out, e, name, what);
        at += length;
    }
    return done;
}

/* ---- a digit lost or mistyped -------------------------------------------------------------------------- */

/* A letter that is read for a digit: O for 0, l and I for 1. */
static char digit_meant(char c)
{
    return c == 'o' || c == 'O' ? '0' : c == 'l' || c == 'I' ? '1' : c;
}

/* The hexadecimal digits of what was meant for a code, with letters for digits and dashes within; 0 when it is
 * none. Without 0x it must have some digits: "feedback" is a word. */
static size_t digits_of(const char *what, char digits[12])
{
    const char *at = what;
    bool prefixed = digit_meant(at[0]) == '0' && (at[1] == 'x' || at[1] == 'X');
    size_t length = 0, numbers = 0, odd = 0;
    for (at += prefixed ? 2 : 0; *at; at++) {
        char c = digit_meant(*at);
        if (length != 0 && (c == '-' || c == '_' || c == '.'))
            continue;
        if (length == 10 || !isalnum((unsigned char)c))
            return 0;
        numbers += isdigit((unsigned char)*at) != 0;
        odd += !isxdigit((unsigned char)c);
        digits[length++] = c;
    }
    digits[length] = '\0';
    bool pure =
        strspn(what + (prefixed ? 2 : 0), "0123456789abcdefABCDEF") == strlen(what) - (prefixed ? 2 : 0);
    return length >= 6 && odd <= 2 && (pure || prefixed || numbers >= 4) ? length : 0;
}

bool looks_like_code(const char *what)
{
    char digits[12];
    size_t length = digits_of(what, digits);
    return length != 0 && strchr("8cC", digits[0]) != NULL;
}

/* How likely a code is meant: it begins as what was typed, activation shows it, and it names a cause. */
static unsigned likeness(const sppwhy_code *c, const char *digits, const char *theirs)
{
    size_t length = strlen(digits) < 8 ? strlen(digits) : 7;
    return (strncmp(digits, theirs, length) == 0 ? 4u : 0u) +
           (code_seen_in(c, KMS_TEXT(EVENT_SCHEDULER_FAILED)) ||
                    code_seen_in(c, KMS_TEXT(EVENT_CLIENT_REQUEST))
                ? 2u
                : 0u) +
           (c->cause[0] != '\0' ? 1u : 0u);
}

/* Codes that are at most so many digits away; one that is none away is what was meant. */
static void try_near_codes(topic *t, const sppwhy_explainer *e, const char *digits, size_t most)
{
    char theirs[12];
    unsigned scores[NEAR_CODES_SHOWN] = {0};
    const sppwhy_code *c;
    for (size_t i = 0; (c = sppwhy_code_at(e->catalogue, i)) != NULL; i++) {
        snprintf(theirs, sizeof theirs, "%08X", (unsigned)c->value);
        size_t distance = text_distance(digits, theirs);
        if (distance == 0 && t->kind == TOPIC_UNKNOWN) {
            t->near_codes[0] = c;
            t->near_code_count = 1;
            return;
        }
        if (distance > most || distance == 0)
            continue;
        unsigned score = likeness(c, digits, theirs);
        size_t at = t->near_code_count;
        while (at > 0 && scores[at - 1] < score)
            at--;
        if (at == NEAR_CODES_SHOWN)
            continue;
        t->near_code_count += t->near_code_count < NEAR_CODES_SHOWN;
        for (size_t k = t->near_code_count - 1; k > at; k--) {
            t->near_codes[k] = t->near_codes[k - 1];
            scores[k] = scores[k - 1];
        }
        t->near_codes[at] = c;
        scores[at] = score;
    }
}

void find_near_codes(topic *t, const sppwhy_explainer *e)
{
    char digits[12];
    bool odd = false;
    t->near_code_count = 0;
    if (digits_of(t->what, digits) == 0)
        return;
    for (char *at = digits; *at; at++) {
        *at = (char)toupper((unsigned char)*at);
        odd |= !isxdigit((unsigned char)*at);
    }
    try_near_codes(t, e, digits, 1);
    /* a letter that is no digit may be any, and so it is no slip by itself */
    if (odd && t->near_code_count == 0)
        try_near_codes(t, e, digits, 2);
}
