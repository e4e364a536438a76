/* Explanations for a person, one topic after another. */
#include "base/id.h"
#include "rules/analysis.h"
#include "sppwhy/report.h"
#include "explain/explain.h"

#include "base/text.h"
#include "report/text/prose.h"
#include "report/view/words.h"
#include "spp/hresult.h"
#include "spp/kms.h"

#include <string.h>

typedef struct writer {
    page page;
    const sppwhy_explainer *explainer;
} writer;

/* At most so many codes are listed with an event or a cause. */
#define CODES_SHOWN 12

static void put_code_labeled(const writer *w, const char *label, const sppwhy_code *c)
{
    char line[1024];
    snprintf(line, sizeof line, CODE_FORMAT " %s%s%s", (unsigned)c->value, c->symbol,
             c->symbol[0] ? ": " : "", c->meaning);
    put_labeled(&w->page, label, line);
}

static void put_near_codes(const writer *w, const topic *t)
{
    for (size_t i = 0; i < t->near_code_count; i++) {
        const sppwhy_code *c = t->near_codes[i];
        put_code_labeled(w, i == 0 ? "Meant?" : "", c);
    }
}

static void put_known(const writer *w, const char *label, const char *text)
{
    if (text && text[0] != '\0')
        put_labeled(&w->page, label, text);
}

/* ---- parts --------------------------------------------------------------------------------------------- */

/* "a;b" as two lines. */
static void put_sources(const writer *w, const char *sources)
{
    char one[512];
    bool first = true;
    while (*sources) {
        size_t length = strcspn(sources, ";");
        snprintf(one, sizeof one, "%.*s", (int)(length < sizeof one ? length : sizeof one - 1), sources);
        put_labeled(&w->page, first ? "Source" : "", one[0] == ' ' ? one + 1 : one);
        first = false;
        sources += length + (sources[length] == ';');
    }
}

static void put_rule(const writer *w, bool *first, size_t place)
{
    char line[512];
    sppwhy_rule_info r = sppwhy_rules_info(w->explainer->rules, place);
    snprintf(line, sizeof line, "%s: %s", r.id, r.title);
    put_labeled(&w->page, *first ? "Rules" : "", line);
    *first = false;
}

/* Whether the rule takes the place of one that speaks of the code, where the logs tell more. */
static bool sharpens(const sppwhy_rules *rules, size_t rule, uint32_t code)
{
    if (sppwhy_rules_speak_of_code(rules, rule, code))
        return false;
    for (size_t i = 0; i < sppwhy_rules_count(rules); i++)
        if (sppwhy_rules_refine(rules, rule, i) && sppwhy_rules_speak_of_code(rules, i, code))
            return true;
    return false;
}

/* The logs of both sides may show a cause that a code alone cannot. */
static void put_sharper_rules(const writer *w, const topic *t)
{
    const sppwhy_rules *rules = w->explainer->rules;
    strbuf b = {0};
    for (size_t i = 0; i < sppwhy_rules_count(rules); i++)
        if (sharpens(rules, i, t->code))
            strbuf_printf(&b, "%s%s", b.length != 0 ? ", " : "", sppwhy_rules_info(rules, i).id);
    if (b.length != 0 || b.failed)
        put_labeled(&w->page, "With logs", b.failed ? "memory is too short to tell" : b.bytes);
    strbuf_free(&b);
}

static void put_rules_of_code(const writer *w, const topic *t)
{
    bool first = true;
    for (size_t i = 0; i < sppwhy_rules_count(w->explainer->rules); i++)
        if (sppwhy_rules_speak_of_code(w->explainer->rules, i, t->code))
            put_rule(w, &first, i);
    if (first)
        put_labeled(&w->page, "Rules", "no rule speaks of this code");
    put_sharper_rules(w, t);
}

static void put_rules_of_event(const writer *w, const topic *t)
{
    bool first = true;
    for (size_t i = 0; i < sppwhy_rules_count(w->explainer->rules); i++)
        if (sppwhy_rules_speak_of_event(w->explainer->rules, i, t->event->id))
            put_rule(w, &first, i);
}

static void put_code_line(const writer *w, size_t *shown, const sppwhy_code *c)
{
    if (*shown < CODES_SHOWN)
        put_code_labeled(w, *shown == 0 ? "Codes" : "", c);
    ++*shown;
}

static void put_rest_of_codes(const writer *w, size_t shown)
{
    char line[64];
    snprintf(line, sizeof line, "and %zu more", shown - CODES_SHOWN);
    if (shown > CODES_SHOWN)
        put_labeled(&w->page, "", line);
}

/* ---- topics -------------------------------------------------------------------------------------------- */

static void put_bits(const writer *w, const topic *t)
{
    char line[256], win32[64];
    const char *facility = sppwhy_hresult_facility(t->code);
    snprintf(line, sizeof line, "%s, facility %u%s%s%s, number %u",
             hresult_is_error(t->code) ? "an error" : "no error", (unsigned)hresult_facility(t->code),
             facility ? " (" : "", facility ? facility : "", facility ? ")" : "",
             (unsigned)hresult_number(t->code));
    put_labeled(&w->page, "Bits", line);
    if (!topic_win32(t, win32))
        return;
    snprintf(line, sizeof line, "%s; its text on any Windows: net helpmsg %u", win32,
             (unsigned)hresult_number(t->code));
    put_labeled(&w->page, "Win32", line);
}

static void put_code(const writer *w, const topic *t)
{
    char name[16], line[64], win32[64];
    const sppwhy_code *c = t->row;
    code_format(t->code, name);
    put_heading(&w->page, name, c && c->symbol[0] ? c->symbol : t->name ? t->name->symbol : "");
    if (c)
        put_paragraph(&w->page, 2, c->meaning);
    else if (t->name)
        put_paragraph(&w->page, 2,
                      t->name->meaning[0] ? t->name->meaning
                                          : "Not a licensing code: an error of another part of Windows, of "
                                            "which the catalogue has only the name.");
    else if (topic_win32(t, win32))
        put_paragraph(&w->page, 2,
                      "A Win32 error that the catalogue does not have: only its number is known.");
    else
        put_paragraph(&w->page, 2,
                      "Unknown: the catalogue does not have this code. Only its bits can be read.");
    put_near_codes(w, t);
    put_bits(w, t);
    if (c) {
        put_known(w, "Seen", c->seen_by);
        put_known(w, "Kind", c->activation);
        put_known(w, "Likely", c->likely_cause);
        put_known(w, "First", c->first_step);
        put_known(w, "Note", c->notes);
    }
    put_rules_of_code(w, t);
    snprintf(line, sizeof line, "on any Windows: slui 0x2a " CODE_FORMAT, (unsigned)t->code);
    put_labeled(&w->page, "Windows", line);
    if (c)
        put_sources(w, c->sources);
}

static void put_event(const writer *w, const topic *t)
{
    char name[32], line[256];
    const sppwhy_event_type *e = t->event;
    snprintf(name, sizeof name, "Event %u", (unsigned)e->id);
    put_heading(&w->page, name, e->kind);
    put_paragraph(&w->page, 2, e->title);
    for (size_t i = 0; i < e->field_count; i++) {
        snprintf(line, sizeof line, "%zu. %s%s%s: %s", i + 1, sppwhy_field_name(e->fields[i]),
                 e->keys[i] ? ", from " : "", e->keys[i] ? e->keys[i] : "",
                 sppwhy_field_meaning(e->fields[i]));
        put_labeled(&w->page, i == 0 ? "Fields" : "", line);
    }
    if (e->field_count == 0)
        put_labeled(&w->page, "Fields", "none");
    else
        put_labeled(&w->page, "Written",
                    e->joined ? "as one text with commas, \"host:port\" together, or one string a field"
                              : "one string a field, or KEY=VALUE pairs in one string");
    size_t shown = 0;
    const sppwhy_code *c;
    char id[16];
    snprintf(id, sizeof id, "%u", (unsigned)e->id);
    for (size_t i = 0; (c = sppwhy_code_at(w->explainer->catalogue, i)) != NULL; i++)
        if (code_seen_in(c, id))
            put_code_line(w, &shown, c);
    put_rest_of_codes(w, shown);
    put_rules_of_event(w, t);
}

static const char *product_kind(const writer *w, const sppwhy_product *p)
{
    const sppwhy_channel *channel = sppwhy_channel_find(w->explainer->catalogue, p->kind);
    return strcmp(p->kind, "ActID-client") == 0   ? "a product that clients activate (activation ID)"
           : channel                              ? channel->word.meaning
           : strcmp(p->kind, "AppID") == 0        ? "an application ID"
           : strcmp(p->kind, "KmsCountedID") == 0 ? "a KMS counted ID: the group of products counted together"
           : strcmp(p->kind, "RuleId") == 0
               ? "a rule of the licensing service itself, as 8198 and 8230 name it (RuleId)"
               : p->kind;
}

static void put_product(const writer *w, const topic *t)
{
    char text[ID_ROOM], line[256];
    uint8_t application[ID_BYTES];
    const sppwhy_product *p = t->product;
    put_heading(&w->page, p->name, "");
    put_labeled(&w->page, "ID", id_format(p->id, text));
    put_labeled(&w->page, "Kind", product_kind(w, p));
    if (p->application[0] != '\0' && id_parse(application, p->application)) {
        const sppwhy_product *app = sppwhy_product_find(w->explainer->catalogue, application);
        snprintf(line, sizeof line, "%s%s%s%s", app ? app->name : "", app ? " (" : "", p->application,
                 app ? ")" : "");
        put_labeled(&w->page, "Part of", line);
    }
    snprintf(line, sizeof line, "%u different machines within " KMS_TEXT(KMS_COUNTED_DAYS) " days",
             (unsigned)p->required_count);
    if (p->required_count != 0)
        put_labeled(&w->page, "Needs", line);
}

static void put_cause_without_rule(const writer *w, const topic *t)
{
    put_heading(&w->page, t->cause, "");
    put_paragraph(&w->page, 2, "A cause that codes name. No rule of this version judges it.");
}

static void put_codes_of_cause(const writer *w, const topic *t)
{
    size_t shown = 0;
    const sppwhy_code *c;
    for (size_t i = 0; (c = sppwhy_code_at(w->explainer->catalogue, i)) != NULL; i++)
        if (strcmp(c->cause, t->cause) == 0)
            put_code_line(w, &shown, c);
    put_rest_of_codes(w, shown);
}

static void put_ids(const writer *w, const char *label, const char *const *ids, size_t count)
{
    for (size_t i = 0; i < count; i++)
        put_labeled(&w->page, i == 0 ? label : "", ids[i]);
}

static void put_cause(const writer *w, const topic *t)
{
    const sppwhy_rule_page *p = &t->page;
    if (!t->has_page) {
        put_cause_without_rule(w, t);
        put_codes_of_cause(w, t);
        return;
    }
    put_heading(&w->page, p->info.id, sppwhy_level_name(p->info.level));
    put_paragraph(&w->page, 2, p->info.title);
    put_labeled(&w->page, "Judges", p->info.judges);
    put_ids(w, "Why", p->why, p->why_count);
    put_list(&w->page, LABEL_CHECK, p->confirm, p->confirm_count, false);
    put_list(&w->page, LABEL_FIX, p->fix, p->fix_count, true);
    put_list(&w->page, LABEL_CAUTION, p->false_alarms, p->false_alarm_count, false);
    put_list(&w->page, "Given for", p->holds_for, p->holds_for_count, false);
    put_list(&w->page, "Not for", p->not_for, p->not_for_count, false);
    put_codes_of_cause(w, t);
    put_ids(w, "Refines", p->refines, p->refines_count);
    put_ids(w, "Refined", p->refined_by, p->refined_by_count);
    put_ids(w, "Source", p->references, p->reference_count);
    put_labeled(&w->page, "Rule", p->info.file);
}

static void put_state(const writer *w, const topic *t)
{
    put_heading(&w->page, sppwhy_state_name(t->number), "license state");
    put_paragraph(&w->page, 2, state_meaning(t->number));
}

static void put_count(const writer *w, const topic *t)
{
    put_heading(&w->page, t->what, "count that a product needs");
    put_paragraph(&w->page, 2, count_meaning(t->number));
}

/* Of a text as asked so much is shown. */
#define ASKED_SHOWN 60

/* What was asked as a heading, in one line: a pasted text has many. */
static void put_asked(const writer *w, const char *what, const char *right)
{
    char line[ASKED_SHOWN + 8];
    size_t length = 0;
    what += strspn(what, " \t\r\n");
    while (*what && length < ASKED_SHOWN) {
        size_t blanks = strspn(what, " \t\r\n");
        const char *next = what + blanks;
        if (blanks == 0)
            text_next(&next);
        if (blanks == 0 && length + (size_t)(next - what) > ASKED_SHOWN)
            break;
        if (blanks == 0)
            memcpy(line + length, what, (size_t)(next - what));
        else if (*next)
            line[length] = ' ';
        length += blanks == 0 ? (size_t)(next - what) : *next != '\0';
        what = next;
    }
    memcpy(line + length, *what ? "..." : "", *what ? 4 : 1);
    put_heading(&w->page, line, right);
}

/* "10.1.2.3", "10.1.2.3:1688". */
static bool is_address(const char *what)
{
    size_t parts = 0, digits;
    unsigned value;
    for (const char *at = what; (digits = strspn(at, "0123456789")) != 0; at += digits + 1) {
        value = 0;
        for (size_t i = 0; i < digits && value < 256; i++)
            value = value * 10 + (unsigned)(at[i] - '0');
        if (value > 255)
            return false;
        parts++;
        if (at[digits] != '.')
            return parts == 4 && (at[digits] == '\0' || at[digits] == ':');
    }
    return false;
}

static void put_unknown(const writer *w, const topic *t)
{
    uint8_t id[ID_BYTES];
    put_asked(w, t->what, "");
    if (id_parse(id, t->what))
        put_paragraph(
            &w->page, 2,
            "Nothing is known of it: no product, application or licensing rule has this GUID. In the "
            "CMID's place of a 12288 or 12290 it is a machine's client machine ID, which is made anew "
            "on each machine; sppwhy events LOGS shows where it turns up.");
    else if (is_unknown_key(t->what))
        put_paragraph(
            &w->page, 2,
            "It looks like the end of a product key, and is none of the keys that Microsoft publishes for "
            "KMS "
            "clients and AVMA: so it is a MAK, a retail, an OEM or a KMS host key. slmgr /dlv shows the "
            "channel. Never paste a whole key of your own anywhere.");
    else if (is_address(t->what))
        put_paragraph(&w->page, 2,
                      "Nothing is known of it: an address, and none of a cloud provider's KMS host. What the "
                      "logs say of a host at it: sppwhy activity LOGS.");
    else if (looks_like_code(t->what))
        put_paragraph(
            &w->page, 2,
            "Nothing is known of it: it looks like a code with a slip in it. A code is 0x and eight "
            "of 0-9 and A-F.");
    else
        put_paragraph(&w->page, 2, "Nothing is known of it.");
    put_near_codes(w, t);
    put_ids(w, "Nearest", t->nearest, t->nearest_count);
}

/* So many products of a list are shown. */
#define PRODUCTS_SHOWN 24

/* The public keys of the products whose names hold the words. */
static void put_keys(const writer *w, const char *words)
{
    char line[512];
    const sppwhy_key *k;
    bool first = true;
    for (size_t i = 0; (k = sppwhy_key_at(w->explainer->catalogue, i)) != NULL; i++) {
        if (!name_matches(k->product, words))
            continue;
        snprintf(line, sizeof line, "%s  %s: %s", k->key,
                 strcmp(k->kind, "avma") == 0 ? "AVMA key" : "KMS client key", k->product);
        put_labeled(&w->page, first ? "Keys" : "", line);
        first = false;
    }
}

static void put_products(const writer *w, const topic *t)
{
    char line[512], id[37];
    const sppwhy_product *p;
    uint64_t shown = 0;
    snprintf(line, sizeof line, "%llu products", (unsigned long long)t->number);
    put_heading(&w->page, t->what, line);
    put_keys(w, t->what);
    for (size_t i = 0; (p = sppwhy_product_at(w->explainer->catalogue, i)) != NULL && shown < PRODUCTS_SHOWN;
         i++) {
        if (!product_matches(p, t->what))
            continue;
        snprintf(line, sizeof line, "%s  %s%s", id_format(p->id, id), p->name,
                 strcmp(p->kind, "ActID-host-CSVLK") == 0 ? " (KMS host key)"
                 : strcmp(p->kind, "KmsCountedID") == 0   ? " (counted as one group)"
                                                          : "");
        put_labeled(&w->page, shown++ == 0 ? "IDs" : "", line);
    }
    snprintf(line, sizeof line, "and %llu more; more words make it fewer",
             (unsigned long long)(t->number - shown));
    if (t->number > shown)
        put_labeled(&w->page, "", line);
}

static void put_key(const writer *w, const topic *t)
{
    char line[512];
    bool avma = strcmp(t->key->kind, "avma") == 0,
         office = text_find_nocase(t->key->product, "Windows") == NULL;
    put_heading(&w->page, t->what, "product key");
    snprintf(line, sizeof line, "%s of %s. It is public, and %s.",
             avma ? "The AVMA key" : "The KMS client key (GVLK)", t->key->product,
             avma ? "a Hyper-V host that is an activated Datacenter edition activates the guest that has it"
                  : "a KMS host or Active Directory must activate the machine that has it");
    put_paragraph(&w->page, 2, line);
    put_labeled(&w->page, "Key", t->key->key);
    snprintf(line, sizeof line, office ? "cscript ospp.vbs /inpkey:%s" : "slmgr /ipk %s", t->key->key);
    put_labeled(&w->page, "Install", line);
}

static void put_codes(const writer *w, const topic *t)
{
    size_t shown = 0;
    const sppwhy_code *c;
    put_asked(w, t->what, "codes with these words");
    for (size_t i = 0; (c = sppwhy_code_at(w->explainer->catalogue, i)) != NULL; i++)
        if (code_matches(c, t->what))
            put_code_line(w, &shown, c);
    put_rest_of_codes(w, shown);
}

static void put_flags(const writer *w, const topic *t)
{
    char line[512];
    const sppwhy_flag *f;
    bool first = true;
    code_format(t->code, line);
    put_heading(&w->page, line, "status of 12288 or 12289");
    for (size_t i = 0; (f = sppwhy_flag_at(w->explainer->catalogue, i)) != NULL; i++) {
        if ((t->code & f->bit) == 0)
            continue;
        snprintf(line, sizeof line, CODE_FORMAT " %s: %s%s%s", (unsigned)f->bit, f->symbol, f->meaning,
                 f->cause[0] ? "; cause " : "", f->cause);
        put_labeled(&w->page, first ? "Bits" : "", line);
        first = false;
    }
}

static void put_word(const writer *w, const topic *t)
{
    put_heading(&w->page, t->word->word, "");
    put_paragraph(&w->page, 2, t->word->meaning);
}

static void put_host(const writer *w, const topic *t)
{
    char line[256];
    const sppwhy_known_host *h = t->host;
    const sppwhy_cloud *c = h->cloud;
    snprintf(line, sizeof line, "KMS host of %s", c->provider);
    put_heading(&w->page, h->host, line);
    snprintf(line, sizeof line, "It is %s. The provider runs it: nobody else has its logs.", h->what);
    put_paragraph(&w->page, 2, line);
    put_known(w, "Needs", c->why);
    put_known(w, "Way", c->route);
    put_known(w, "Also", c->fix);
    put_known(w, "IPs", c->addresses);
    snprintf(line, sizeof line, "slmgr /skms %s:%d, then slmgr /ato", c->host, KMS_PORT);
    put_labeled(&w->page, "Set", line);
    put_sources(w, c->source);
}

static void put_topic(const writer *w, const topic *t)
{
    static void (*const put[])(const writer *, const topic *) = {
        [TOPIC_UNKNOWN] = put_unknown, [TOPIC_CODE] = put_code,         [TOPIC_EVENT] = put_event,
        [TOPIC_PRODUCT] = put_product, [TOPIC_CAUSE] = put_cause,       [TOPIC_STATE] = put_state,
        [TOPIC_COUNT] = put_count,     [TOPIC_PRODUCTS] = put_products, [TOPIC_WORD] = put_word,
        [TOPIC_FLAGS] = put_flags,     [TOPIC_CODES] = put_codes,       [TOPIC_KEY] = put_key,
        [TOPIC_HOST] = put_host,
    };
    put[t->kind](w, t);
}

size_t sppwhy_explain_text(sppwhy_writer *out, const sppwhy_explainer *given, const char *const *whats,
                           size_t count, const sppwhy_text_options *options)
{
    sppwhy_explainer e;
    answer a;
    if (!explainer_take(&e, out, given))
        return count;
    writer w = {page_of(out, text_options_of(out, options), 0), &e};
    if (!answer_find(&a, &e, whats, count)) {
        writer_text(out, "Memory is too short to explain it.\n");
        a.unknown++;
    }
    for (size_t i = 0; i < a.topics.count; i++) {
        if (i != 0)
            writer_char(out, '\n');
        put_topic(&w, &a.topics.items[i]);
    }
    answer_free(&a);
    return a.unknown;
}
