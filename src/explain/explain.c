/* Finds what a word may mean: a product, a cause, a code, an event id, a license state, an N-policy. */
#include "explain/explain.h"

#include "base/options.h"
#include "base/writer.h"
#include "base/text.h"
#include "rules/ruleset/rule.h"
#include "spp/access.h"
#include "spp/hresult.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const char *const state_meanings[] = {
    "State 0. The product is not licensed and no grace period runs.",
    "State 1. The product is activated. A KMS activation is good for " KMS_TEXT(
        KMS_VALIDITY_DAYS) " days (" KMS_TEXT(KMS_VALIDITY_MINUTES) " minutes) and is "
                                                                    "renewed every " KMS_TEXT(
                                                                        KMS_RENEWAL_DEFAULT_DAYS) " days.",
    "State 2. The first grace period (out of the box, " KMS_TEXT(
        GRACE_DAYS) " days): not activated yet, nothing is restricted.",
    "State 3. Out of tolerance: the activation ran out or the hardware changed; " KMS_TEXT(
        GRACE_DAYS) " days of grace.",
    "State 4. Windows was found not to be genuine; a grace period runs.",
    "State 5. The grace is over: Windows notifies the user. Zero minutes are left.",
    "State 6. An extended grace period.",
};

const char *state_meaning(uint64_t state)
{
    return state < sizeof state_meanings / sizeof *state_meanings ? state_meanings[state] : "";
}

const char *count_meaning(uint64_t count)
{
    return count == KMS_NEED_SERVER
               ? "The N-policy of Windows Server and Office: a KMS host activates them from a count "
                 "of " KMS_TEXT(KMS_NEED_SERVER) " different machines on, seen within " KMS_TEXT(
                     KMS_COUNTED_DAYS) " days. It keeps at most " KMS_TEXT(KMS_COUNT_MOST_OFFICE) " when "
                                                                                                  "only "
                                                                                                  "these ask."
               : "The N-policy of client Windows: a KMS host activates it from a count of " KMS_TEXT(
                     KMS_NEED_CLIENT) " different machines on, seen within " KMS_TEXT(KMS_COUNTED_DAYS) " day"
                                                                                                        "s. "
                                                                                                        "It "
                                                                                                        "keep"
                                                                                                        "s "
                                                                                                        "at "
                                                                                                        "most"
                                                                                                        " " KMS_TEXT(
                                                                                                            KMS_COUNT_MOST) ".";
}

/* "client: 8198,8233": a whole number of the list. */
bool code_seen_in(const sppwhy_code *c, const char *event)
{
    size_t length = strlen(event);
    for (const char *at = c->seen_by; (at = strstr(at, event)) != NULL; at++)
        if ((at == c->seen_by || !isdigit((unsigned char)at[-1])) && !isdigit((unsigned char)at[length]))
            return true;
    return false;
}

bool topic_known(const topic *t)
{
    char text[64];
    return t->kind != TOPIC_UNKNOWN && (t->kind != TOPIC_CODE || t->row || t->name || topic_win32(t, text));
}

const char *topic_win32(const topic *t, char out[64])
{
    if (!hresult_is_win32(t->code))
        return NULL;
    snprintf(out, 64, "Win32 error %u", (unsigned)hresult_number(t->code));
    return out;
}

/* ---- each kind ----------------------------------------------------------------------------------------- */

/* Some of the status bits that 12288 and 12289 show, and no other bit. */
static bool is_status(const sppwhy_explainer *e, uint32_t code)
{
    const sppwhy_flag *f;
    for (size_t i = 0; (f = sppwhy_flag_at(e->catalogue, i)) != NULL; i++)
        if ((code & f->bit) == f->bit && (code &= ~f->bit) == 0)
            return true;
    return false;
}

static bool is_known_win32(const sppwhy_explainer *e, uint64_t number)
{
    uint32_t code = hresult_of_win32((uint32_t)number);
    return number != 0 && number <= UINT16_MAX &&
           (sppwhy_code_find(e->catalogue, code) || sppwhy_error_name_find(e->catalogue, code));
}

static bool add_code(topic_list *out, const sppwhy_explainer *e, const char *what, uint32_t code, bool number)
{
    /* 0x6BA is a Win32 error by its number alone: as an HRESULT it would be none */
    if (!sppwhy_code_find(e->catalogue, code) && is_known_win32(e, code)) {
        topic bits = {.kind = TOPIC_FLAGS, .what = what, .code = code};
        if (is_status(e, code) && !vec_push(out, bits))
            return false;
        code = hresult_of_win32(code);
        number = true;
    }
    topic t = {.kind = TOPIC_CODE, .what = what, .code = code, .from_number = number};
    t.row = sppwhy_code_find(e->catalogue, code);
    t.name = t.row || code == 0 ? NULL : sppwhy_error_name_find(e->catalogue, code);
    if (!t.row && !t.name && is_status(e, code))
        t.kind = TOPIC_FLAGS;
    else if (!t.row && !t.name)
        find_near_codes(&t, e);
    return vec_push(out, t);
}

/* A product by its ID or its whole name. */
static bool add_products(topic_list *out, const sppwhy_explainer *e, const char *what)
{
    uint8_t id[ID_BYTES];
    bool is_id = id_parse(id, what);
    const sppwhy_product *p;
    for (size_t i = 0; (p = sppwhy_product_at(e->catalogue, i)) != NULL; i++) {
        topic t = {.kind = TOPIC_PRODUCT, .what = what, .product = p};
        bool same = is_id ? id_equal(p->id, id) : text_equal_nocase(p->name, what);
        if (same && !vec_push(out, t))
            return false;
    }
    return true;
}

/* "clock skew" and "CLOCK_SKEW" are meant for clock-skew. */
static const char *as_slug(const char *what, char *out, size_t size)
{
    size_t i = 0;
    for (; what[i] && i + 1 < size; i++)
        out[i] = what[i] == ' ' || what[i] == '_' ? '-' : what[i];
    out[i] = '\0';
    return what[i] ? what : out;
}

/* A cause is one when a rule or a code of the catalogue bears its name. */
static bool add_cause(topic_list *out, const sppwhy_explainer *e, const char *what)
{
    topic t = {.kind = TOPIC_CAUSE, .what = what};
    const sppwhy_code *c;
    sppwhy_error error;
    size_t place;
    char slug[64];
    if (sppwhy_rules_find(e->rules, as_slug(what, slug, sizeof slug), &place)) {
        t.has_page = true;
        t.cause = sppwhy_rules_info(e->rules, place).id;
        return sppwhy_rules_page(&t.page, e->rules, place, &error) == SPPWHY_OK && vec_push(out, t);
    }
    for (size_t i = 0; (c = sppwhy_code_at(e->catalogue, i)) != NULL; i++)
        if (c->cause[0] != '\0' && text_equal_nocase(c->cause, slug)) {
            t.cause = c->cause;
            return vec_push(out, t);
        }
    return true;
}

static bool add_symbol(topic_list *out, const sppwhy_explainer *e, const char *what)
{
    const sppwhy_code *c;
    for (size_t i = 0; (c = sppwhy_code_at(e->catalogue, i)) != NULL; i++)
        if (c->symbol[0] != '\0' && text_equal_nocase(c->symbol, what) &&
            !add_code(out, e, what, c->value, false))
            return false;
    const sppwhy_error_name *n;
    for (size_t i = 0; (n = sppwhy_error_name_at(e->catalogue, i)) != NULL; i++)
        if (text_equal_nocase(n->symbol, what) && !sppwhy_code_find(e->catalogue, n->value) &&
            !add_code(out, e, what, n->value, false))
            return false;
    return true;
}

const sppwhy_word *word_find(const sppwhy_explainer *e, const char *name)
{
    const sppwhy_word *word;
    for (size_t i = 0; name[0] != '\0' && (word = sppwhy_word_at(e->catalogue, i)) != NULL; i++)
        if (text_equal_nocase(word->word, name) || text_is_listed(word->also, name))
            return word;
    const sppwhy_channel *channel = name[0] != '\0' ? sppwhy_channel_find(e->catalogue, name) : NULL;
    return channel ? &channel->word : NULL;
}

static bool add_word(topic_list *out, const sppwhy_explainer *e, const char *what)
{
    topic t = {.kind = TOPIC_WORD, .what = what, .word = word_find(e, what)};
    return !t.word || vec_push(out, t);
}

static bool add_events(topic_list *out, const sppwhy_explainer *e, const char *what)
{
    const sppwhy_event_type *type;
    uint64_t id;
    bool is_id = text_parse_uint(&id, what);
    size_t before = out->count;
    for (size_t i = 0; (type = sppwhy_event_type_at(e->catalogue, i)) != NULL; i++) {
        topic t = {.kind = TOPIC_EVENT, .what = what, .event = type};
        /* what slmgr showed has small numbers of our own, which nobody asks for */
        bool numbered = is_id && type->id == id && id >= OWN_EVENTS_END;
        if ((numbered || (!is_id && text_equal_nocase(type->kind, what))) && !vec_push(out, t))
            return false;
    }
    /* which rules speak of it their samples say */
    return out->count == before || rules_need_samples(e->rules, NULL) == SPPWHY_OK;
}

/* "Initial Grace", "initial_grace", "initial-grace". */
static bool same_words(const char *a, const char *b)
{
    for (; *a && *b; a++, b++) {
        char x = *a == ' ' || *a == '-' ? '_' : (char)text_lower(*a);
        if (x != *b)
            return false;
    }
    return *a == *b;
}

static bool add_state(topic_list *out, const char *what)
{
    for (uint64_t state = 0; sppwhy_state_name(state); state++) {
        topic t = {.kind = TOPIC_STATE, .what = what, .number = state};
        if (same_words(what, sppwhy_state_name(state)) && !vec_push(out, t))
            return false;
    }
    return true;
}

/* A small number that is no event id: an N-policy, or the number of a Win32 error that the catalogue has. */
static bool add_number(topic_list *out, const sppwhy_explainer *e, const char *what)
{
    topic t = {.kind = TOPIC_COUNT, .what = what};
    if (!text_parse_uint(&t.number, what) || t.number > UINT16_MAX)
        return true;
    if (t.number == KMS_NEED_SERVER || t.number == KMS_NEED_CLIENT)
        return vec_push(out, t);
    if (t.number == 0)
        return add_code(out, e, what, 0, false);
    return !is_known_win32(e, t.number) || add_code(out, e, what, hresult_of_win32((uint32_t)t.number), true);
}

/* "6ba", "4c7": the number of a Win32 error in hexadecimal; a digit must be in it, for "bad" is a word. */
static bool add_short_hex(topic_list *out, const sppwhy_explainer *e, const char *what)
{
    uint32_t number;
    bool is_hex =
        strlen(what) >= 3 && text_parse_hex32(&number, what) && strcspn(what, "0123456789") != strlen(what);
    return !is_hex || !is_known_win32(e, number) || add_code(out, e, what, hresult_of_win32(number), true);
}

/* The events of a number that is a part of what was asked for; that is what they are called after. */
static bool add_events_within(topic_list *out, const sppwhy_explainer *e, const char *number,
                              const char *what)
{
    size_t before = out->count;
    bool done = add_events(out, e, number);
    for (size_t i = before; i < out->count; i++)
        out->items[i].what = what;
    return done;
}

bool topics_of_error_number(topic_list *out, const sppwhy_explainer *e, const char *number, const char *what)
{
    uint64_t value;
    size_t before = out->count;
    bool done = add_events_within(out, e, number, what);
    if (!done || out->count != before || !text_parse_uint(&value, number) || !is_known_win32(e, value))
        return done;
    return add_code(out, e, what, hresult_of_win32((uint32_t)value), true);
}

/* ---- the nearest words --------------------------------------------------------------------------------- */

typedef struct nearness {
    const char *what;
    const char *words[NEAREST_SHOWN];
    size_t distances[NEAREST_SHOWN];
    size_t count;
} nearness;

/* A part of a word counts as near too: "clock" is meant for clock-skew. */
static size_t distance_to(const char *what, const char *word)
{
    size_t d = text_distance(what, word);
    return strlen(what) >= 4 && text_find_nocase(word, what) ? 1 : d;
}

static void try_word(nearness *n, const char *word)
{
    size_t length = strlen(n->what), most = length / 3 + 1, own = strlen(word);
    if (own == 0 || own > length + most || length > own + most) /* what was pasted may be long */
        return;
    size_t d = distance_to(n->what, word), at = n->count;
    if (d > most)
        return;
    for (size_t i = 0; i < n->count; i++)
        if (strcmp(n->words[i], word) == 0)
            return;
    while (at > 0 && n->distances[at - 1] > d)
        at--;
    if (at == NEAREST_SHOWN)
        return;
    n->count += n->count < NEAREST_SHOWN;
    for (size_t i = n->count - 1; i > at; i--) {
        n->words[i] = n->words[i - 1];
        n->distances[i] = n->distances[i - 1];
    }
    n->words[at] = word;
    n->distances[at] = d;
}

static void find_nearest(topic *t, const sppwhy_explainer *e)
{
    nearness n = {.what = t->what};
    const sppwhy_code *c;
    const sppwhy_event_type *type;
    const sppwhy_word *word;
    for (size_t i = 0; i < sppwhy_rules_count(e->rules); i++)
        try_word(&n, sppwhy_rules_info(e->rules, i).id);
    for (size_t i = 0; (c = sppwhy_code_at(e->catalogue, i)) != NULL; i++) {
        try_word(&n, c->cause);
        try_word(&n, c->symbol);
    }
    for (size_t i = 0; (type = sppwhy_event_type_at(e->catalogue, i)) != NULL; i++)
        try_word(&n, type->kind);
    for (uint64_t state = 0; sppwhy_state_name(state); state++)
        try_word(&n, sppwhy_state_name(state));
    for (size_t i = 0; (word = sppwhy_word_at(e->catalogue, i)) != NULL; i++)
        try_word(&n, word->word);
    for (size_t i = 0; e->more_words && e->more_words[i]; i++)
        try_word(&n, e->more_words[i]);
    t->nearest_count = n.count;
    memcpy(t->nearest, n.words, sizeof t->nearest);
}

bool topics_unknown(topic_list *out, const sppwhy_explainer *e, const char *what)
{
    topic t = {.kind = TOPIC_UNKNOWN, .what = what};
    find_near_codes(&t, e);
    if (!is_unknown_key(what))
        find_nearest(&t, e);
    return vec_push(out, t);
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

/* "0x8007232B." and "(12290)": as words are in a text. */
static bool add_bare_number(topic_list *out, const sppwhy_explainer *e, const char *what)
{
    char bare[64];
    uint32_t code;
    size_t from = strspn(what, "(\"'[<"), length = strlen(what);
    while (length > from && strchr(".,;:!?)\"'>]", what[length - 1]))
        length--;
    if ((from == 0 && what[length] == '\0') || length - from == 0 || length - from >= sizeof bare)
        return true;
    memcpy(bare, what + from, length - from);
    bare[length - from] = '\0';
    size_t before = out->count;
    bool done = add_events_within(out, e, bare, what);
    if (!done || out->count != before)
        return done;
    return !sppwhy_code_parse(&code, bare) || add_code(out, e, what, code, false);
}

bool topics_of_word(topic_list *out, const sppwhy_explainer *e, const char *what)
{
    size_t before = out->count;
    uint32_t code;
    bool done = add_word(out, e, what) && add_products(out, e, what) && add_cause(out, e, what) &&
                add_symbol(out, e, what) && add_events(out, e, what) && add_state(out, what) &&
                topics_of_key(out, e, what) && topics_of_host(out, e, what);
    if (done && out->count == before)
        done =
            sppwhy_code_parse(&code, what) ? add_code(out, e, what, code, false) : add_number(out, e, what);
    if (done && out->count == before)
        done = add_short_hex(out, e, what);
    if (done && out->count == before)
        done = add_bare_number(out, e, what);
    return done;
}

bool explainer_take(sppwhy_explainer *e, sppwhy_writer *out, const sppwhy_explainer *given)
{
    bool valid =
        options_take(e, sizeof *e, given, NULL) == SPPWHY_OK && e->catalogue != NULL && e->rules != NULL;
    if (!valid)
        writer_fail(out, SPPWHY_INVALID);
    return valid;
}
