/*
 * What people paste: messages in their language, commands with their arguments, product keys, an event's XML.
 *
 * A text is first made plain: one kind of apostrophe and space, and without the numbers that only look like
 * an event or a code (Qualifiers="16384", a record number, KB974998).
 */
#include "explain/explain.h"

#include "base/text.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- a plain text -------------------------------------------------------------------------------------- */

/* U+2019 as an apostrophe, spaces that do not break as spaces. */
static void put_plain(char *out, const char *text)
{
    while (*text) {
        if (memcmp(text, "\xE2\x80\x99", 3) == 0) {
            *out++ = '\'';
            text += 3;
        } else if (memcmp(text, "\xC2\xA0", 2) == 0 || memcmp(text, "\xE2\x80\xAF", 3) == 0) {
            *out++ = ' ';
            text += *text == '\xC2' ? 2 : 3;
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
        put_plain(plain, copy);
        blank_behind(plain, "Qualifiers=\"", "\"");
        blank_behind(plain, "Qualifiers='", "'");
        blank_behind(plain, "Qualifiers=", " >");
        for (size_t i = 0; elements[i]; i++)
            blank_behind(plain, elements[i], elements[i][strlen(elements[i]) - 1] == '>' ? "<" : ">");
        blank_articles(plain);
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
        for (size_t k = 0; k < out->count && !known; k++)
            known = out->items[k].kind == TOPIC_CODE && out->items[k].code == m->code;
        topic t = {.kind = TOPIC_CODE, .what = what, .code = m->code};
        t.row = sppwhy_code_find(e->catalogue, m->code);
        if (!known && t.row && !vec_push(out, t))
            return false;
    }
    return true;
}

/* ---- commands ------------------------------------------------------------------------------------------ */

/* "slmgr" or "ospp.vbs" when the text calls that script, with or without cscript and a path. */
static const char *script_of(const char *text)
{
    const char *slmgr = text_find_nocase(text, "slmgr"), *ospp = text_find_nocase(text, "ospp");
    if (slmgr && (slmgr == text || !isalnum((unsigned char)slmgr[-1])))
        return "slmgr";
    return ospp && (ospp == text || !isalnum((unsigned char)ospp[-1])) ? "ospp.vbs" : NULL;
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

bool topics_of_hosts_within(topic_list *out, const sppwhy_explainer *e, const char *plain, const char *what)
{
    static const char *const ends = " ,;\t\r\n\"'<>()[]{}=";
    bool done = true;
    for (const char *at = plain; done && *at;) {
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

/* The hexadecimal digits of what was meant for a code; 0 when it is none. */
static size_t digits_of(const char *what, char digits[12])
{
    const char *at = what;
    if (at[0] == '0' && (at[1] == 'x' || at[1] == 'X'))
        at += 2;
    size_t length = strspn(at, "0123456789abcdefABCDEF");
    if (length < 6 || length > 10 || at[length] != '\0')
        return 0;
    memcpy(digits, at, length + 1);
    return length;
}

/* How likely a code is meant: it begins as what was typed, activation shows it, and it names a cause. */
static unsigned likeness(const sppwhy_code *c, const char *digits, const char *theirs)
{
    size_t length = strlen(digits) < 8 ? strlen(digits) : 7;
    return (strncmp(digits, theirs, length) == 0 ? 4u : 0u) +
           (code_seen_in(c, "8198") || code_seen_in(c, "12288") ? 2u : 0u) + (c->cause[0] != '\0' ? 1u : 0u);
}

void find_near_codes(topic *t, const sppwhy_explainer *e)
{
    char digits[12], theirs[12];
    unsigned scores[NEAR_CODES_SHOWN] = {0};
    const sppwhy_code *c;
    t->near_code_count = 0;
    if (digits_of(t->what, digits) == 0)
        return;
    for (char *at = digits; *at; at++)
        *at = (char)toupper((unsigned char)*at);
    for (size_t i = 0; (c = sppwhy_code_at(e->catalogue, i)) != NULL; i++) {
        snprintf(theirs, sizeof theirs, "%08X", (unsigned)c->value);
        if (text_distance(digits, theirs) != 1)
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
