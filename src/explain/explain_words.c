/* What people type or paste: several words for one name, a line of a message with a code in it. */
#include "base/id.h"
#include "explain/explain.h"

#include "base/text.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Longer than any code, id or word that is looked for within a text. */
#define TOKEN_MOST 48

static bool is_of_token(char c)
{
    return isalnum((unsigned char)c) || c == '-' || c == '_' || c == '{' || c == '}';
}

/* The next run of such characters from *at; "" when there is none. A longer one is passed over. */
static void next_token(const char **at, char token[TOKEN_MOST])
{
    for (token[0] = '\0'; **at && token[0] == '\0';) {
        while (**at && !is_of_token(**at))
            ++*at;
        size_t length = 0;
        while (is_of_token((*at)[length]))
            length++;
        if (length < TOKEN_MOST) {
            memcpy(token, *at, length);
            token[length] = '\0';
        }
        *at += length;
    }
}

bool name_matches(const char *name, const char *words)
{
    char token[TOKEN_MOST];
    bool any = false;
    for (next_token(&words, token); token[0] != '\0'; next_token(&words, token)) {
        if (!text_find_nocase(name, token))
            return false;
        any |= strlen(token) > 2;
    }
    return any;
}

/* "Server 2019 Standard key": what is asked for of the product, behind its name or before it. */
static const char *without_key(const char *what, char out[TOKEN_MOST])
{
    static const char *const ends[] = {" product key", " license key", " key", " keys", " GVLK", NULL};
    size_t length = strlen(what);
    for (size_t i = 0; ends[i]; i++) {
        size_t more = strlen(ends[i]);
        if (length <= more || length - more >= TOKEN_MOST ||
            !text_equal_nocase(what + length - more, ends[i]))
            continue;
        memcpy(out, what, length - more);
        out[length - more] = '\0';
        return out;
    }
    return what;
}

bool product_matches(const sppwhy_product *p, const char *words)
{
    char name[TOKEN_MOST];
    return name_matches(p->name, without_key(words, name));
}

static bool add_matching_products(topic_list *out, const sppwhy_explainer *e, const char *what)
{
    topic t = {.kind = TOPIC_PRODUCTS, .what = what};
    const sppwhy_product *p;
    for (size_t i = 0; (p = sppwhy_product_at(e->catalogue, i)) != NULL; i++) {
        if (!product_matches(p, what))
            continue;
        t.product = p;
        t.number++;
    }
    t.kind = t.number == 1 ? TOPIC_PRODUCT : TOPIC_PRODUCTS;
    return t.number == 0 || vec_push(out, t);
}

bool code_matches(const sppwhy_code *c, const char *words)
{
    char token[TOKEN_MOST];
    bool any = false;
    for (next_token(&words, token); token[0] != '\0'; next_token(&words, token)) {
        if (strlen(token) < 4 && !text_equal_nocase(token, "RPC") && !text_equal_nocase(token, "DNS"))
            continue;
        if (text_equal_nocase(token, "error") || text_equal_nocase(token, "code"))
            continue; /* every code is one */
        if (!text_find_nocase(c->symbol, token) && !text_find_nocase(c->meaning, token))
            return false;
        any = true;
    }
    return any;
}

static bool add_matching_codes(topic_list *out, const sppwhy_explainer *e, const char *what)
{
    topic t = {.kind = TOPIC_CODES, .what = what};
    const sppwhy_code *c;
    for (size_t i = 0; (c = sppwhy_code_at(e->catalogue, i)) != NULL; i++) {
        if (!code_matches(c, what))
            continue;
        t.code = c->value;
        t.row = c;
        t.number++;
    }
    t.kind = t.number == 1 ? TOPIC_CODE : TOPIC_CODES;
    return t.number == 0 || vec_push(out, t);
}

/* Within a text only what can hardly be anything else counts: "0x2a" is a switch of slui, 2026 a year. */
static bool is_telling(const sppwhy_explainer *e, const char *token)
{
    const sppwhy_event_type *type;
    uint64_t number;
    uint32_t code;
    uint8_t id[ID_BYTES];
    if (id_parse(id, token))
        return true;
    if (text_parse_uint(&number, token) && number <= UINT16_MAX) {
        for (size_t i = 0; (type = sppwhy_event_type_at(e->catalogue, i)) != NULL; i++)
            if (type->id == number && number >= OWN_EVENTS_END)
                return true;
        return false;
    }
    if (strlen(token) < 7 || !sppwhy_code_parse(&code, token))
        return false;
    /* "20261126" and the number of a ticket are no codes */
    return code >> 31 != 0 || text_starts_with(token, "0x") || text_starts_with(token, "0X");
}

static bool same_topic(const topic *a, const topic *b)
{
    return a->kind == b->kind && a->code == b->code && a->event == b->event && a->product == b->product &&
           a->host == b->host && a->key == b->key && a->word == b->word;
}

/* Keeps of the topics from `from` on those that are not there before; all bear the text as asked. */
static void keep_new(topic_list *out, size_t from, const char *what)
{
    size_t kept = from;
    for (size_t i = from; i < out->count; i++) {
        bool known = false;
        for (size_t k = 0; k < kept && !known; k++)
            known = same_topic(&out->items[k], &out->items[i]);
        if (known)
            continue;
        out->items[kept] = out->items[i];
        out->items[kept++].what = what;
    }
    out->count = kept;
}

/* Codes, events and ids that are in a text, and the messages that it quotes. */
static bool add_quoted(topic_list *out, const sppwhy_explainer *e, const char *what)
{
    char *plain = plain_text(what);
    const char *at = plain;
    char token[TOKEN_MOST];
    if (!plain)
        return false;
    bool done = true;
    for (next_token(&at, token); done && token[0] != '\0'; next_token(&at, token)) {
        size_t from = out->count;
        done = !is_telling(e, token) || topics_of_word(out, e, token);
        keep_new(out, from, what);
    }
    done = done && topics_of_message(out, e, plain, what) && topics_of_hosts_within(out, e, what);
    free(plain);
    return done;
}

/* A word of the table that is a part of what was asked for. */
static bool add_word_within(topic_list *out, const sppwhy_explainer *e, const char *what, const char *from,
                            size_t length)
{
    char name[TOKEN_MOST];
    if (length == 0 || length >= sizeof name)
        return true;
    memcpy(name, from, length);
    name[length] = '\0';
    topic t = {.kind = TOPIC_WORD, .what = what, .word = word_find(e, name)};
    return !t.word || vec_push(out, t);
}

/* "rearm count 0", "Remaining Windows rearm count: 1": the name with a number behind it. */
static bool add_counted(topic_list *out, const sppwhy_explainer *e, const char *what)
{
    size_t length = strlen(what), end = length;
    while (end > 0 && isdigit((unsigned char)what[end - 1]))
        end--;
    bool counted = end != length && end > 0 && !isalnum((unsigned char)what[end - 1]);
    while (end > 0 && strchr(" :=\t", what[end - 1]))
        end--;
    return !counted || add_word_within(out, e, what, what, end);
}

/* "Qualifiers=16384", "<EventID Qualifiers='16384'>": the name of the setting. */
static bool add_setting(topic_list *out, const sppwhy_explainer *e, const char *what)
{
    const char *end = strchr(what, '='), *from = end;
    while (end && end > what && end[-1] == ' ')
        end--;
    for (from = end; from && from > what && is_of_token(from[-1]);)
        from--;
    size_t length = end ? (size_t)(end - from) : 0;
    return add_word_within(out, e, what, from, length);
}

/* Words of other letters are no tokens: what is left of a Russian text may be "RPC" alone. */
static bool is_ascii(const char *text)
{
    while (*text && (unsigned char)*text < 0x80)
        text++;
    return *text == '\0';
}

/* The same of what is in it: a part of products' names, codes and ids within a text. */
static bool topics_within(topic_list *out, const sppwhy_explainer *e, const char *what)
{
    size_t before = out->count;
    if (!topics_of_parts(out, e, what))
        return false;
    if (out->count != before)
        return true;
    if (!topics_of_command(out, e, what) || !add_quoted(out, e, what))
        return false;
    if (out->count == before && !add_setting(out, e, what))
        return false;
    if (out->count == before && !add_matching_products(out, e, what))
        return false;
    if (out->count == before && !add_counted(out, e, what))
        return false;
    return out->count != before || !strchr(what, ' ') || !is_ascii(what) || add_matching_codes(out, e, what);
}

/* ---- all that was asked -------------------------------------------------------------------------------- */

/* Words that are around a code in a message or on a command line. */
static bool is_filler(const char *what)
{
    static const char *const fillers[] = {"error",    "event", "eventid", "id",        "code", "slui",
                                          "slui.exe", "0x2a",  "hr",      "hresult",   "what", "is",
                                          "the",      "cause", "why",     "slmgr.vbs", "kb",   NULL};
    size_t length = strcspn(what, ":=");
    for (size_t i = 0; fillers[i]; i++)
        if (strlen(fillers[i]) == length && text_find_nocase(what, fillers[i]) == what &&
            what[length + (what[length] != '\0')] == '\0')
            return true;
    return false;
}

static char *join(const char *const *whats, size_t count)
{
    size_t length = 1;
    for (size_t i = 0; i < count; i++)
        length += strlen(whats[i]) + 1;
    char *joined = calloc(length, 1);
    for (size_t i = 0; joined && i < count; i++) {
        strcat(joined, i != 0 ? " " : "");
        strcat(joined, whats[i]);
    }
    return joined;
}

/* A generation of products is a word of its own, with the products and keys that bear its name. */
static bool add_generation(topic_list *topics, const sppwhy_explainer *e)
{
    const sppwhy_word *word =
        topics->count != 0 && topics->items[0].kind == TOPIC_WORD ? topics->items[0].word : NULL;
    bool product =
        word && (text_starts_with(word->word, "Windows ") || text_starts_with(word->word, "Office "));
    if (!product)
        return true;
    topic t = {.kind = TOPIC_PRODUCTS, .what = word->word};
    const sppwhy_product *p;
    for (size_t i = 0; (p = sppwhy_product_at(e->catalogue, i)) != NULL; i++)
        t.number += product_matches(p, word->word);
    return vec_push(topics, t);
}

static bool find_one(answer *out, const sppwhy_explainer *e, const char *what, bool among_others)
{
    topic_list *topics = &out->topics;
    size_t before = topics->count;
    if (among_others && is_filler(what))
        return true;
    if (!topics_of_word(topics, e, what) || (!among_others && !add_generation(topics, e)))
        return false;
    if (topics->count == before && !topics_within(topics, e, what))
        return false;
    if (topics->count == before && !topics_unknown(topics, e, what))
        return false;
    out->unknown += !topic_known(&topics->items[before]);
    return true;
}

/* The message that all words together are, where some code's text is in them; with the codes that
 * it names. */
static bool find_message(answer *out, const sppwhy_explainer *e)
{
    topic_list messages = {0};
    char *plain = plain_text(out->joined);
    bool done = plain && topics_of_message(&messages, e, plain, out->joined);
    if (done && messages.count != 0)
        done = add_quoted(&out->topics, e, out->joined);
    vec_free(&messages);
    free(plain);
    return done;
}

/* "slmgr /ato", "cscript //nologo C:\\Windows\\System32\\slmgr.vbs /ato": the first word calls the script. */
static bool is_call(const char *text)
{
    char first[64];
    snprintf(first, sizeof first, "%.*s", (int)strcspn(text, " "), text);
    return text_find_nocase(first, "cscript") || text_find_nocase(first, "slmgr") ||
           text_find_nocase(first, "ospp");
}

/* "Windows Server 2022 Standard" without quotes is one name, "slmgr /ckms" one command, and of a message in
 * many words all words belong together. */
static bool find_joined(answer *out, const sppwhy_explainer *e)
{
    const sppwhy_product *p;
    if (!topics_of_word(&out->topics, e, out->joined) || !add_generation(&out->topics, e))
        return false;
    if (out->topics.count == 0 && is_call(out->joined) && !topics_of_command(&out->topics, e, out->joined))
        return false;
    if (out->topics.count == 0 && !find_message(out, e))
        return false;
    if (out->topics.count == 0 && (!topics_of_parts(&out->topics, e, out->joined) ||
                                   (out->topics.count == 0 && !add_counted(&out->topics, e, out->joined))))
        return false;
    for (size_t i = 0; out->topics.count == 0 && (p = sppwhy_product_at(e->catalogue, i)) != NULL; i++)
        if (product_matches(p, out->joined))
            return add_matching_products(&out->topics, e, out->joined);
    return true;
}

/* So many words, a third of them unknown, are a text: what is recognized in it counts, not each word. */
#define WORDS_OF_TEXT 4

static bool find_text(answer *out, const sppwhy_explainer *e)
{
    topic_list quoted = {0};
    bool done = add_quoted(&quoted, e, out->joined);
    if (done && quoted.count != 0) {
        vec_free(&out->topics);
        out->topics = quoted;
        out->unknown = 0;
        for (size_t i = 0; i < quoted.count; i++)
            out->unknown += !topic_known(&quoted.items[i]);
        return true;
    }
    vec_free(&quoted);
    return done;
}

bool answer_find(answer *out, const sppwhy_explainer *e, const char *const *whats, size_t count)
{
    *out = (answer){.joined = join(whats, count)};
    if (!out->joined || (count > 1 && !find_joined(out, e)))
        return false;
    bool done = true;
    bool as_one = out->topics.count != 0;
    for (size_t i = 0; !as_one && done && i < count; i++)
        done = find_one(out, e, whats[i], count > 1);
    if (done && count >= WORDS_OF_TEXT && 3 * out->unknown >= count)
        done = find_text(out, e);
    if (done && out->topics.count == 0) { /* nothing but fillers */
        done = topics_unknown(&out->topics, e, out->joined);
        out->unknown = 1;
    }
    return done;
}

void answer_free(answer *a)
{
    vec_free(&a->topics);
    free(a->joined);
}
