/* Explanations as one JSON document; docs/json.md describes it. */
#include "rules/analysis.h"
#include "sppwhy/report.h"
#include "explain/explain.h"

#include "base/text.h"
#include "report/json/json.h"
#include "report/write/json_writer.h"
#include "spp/hresult.h"

#include <string.h>

static const char *or_null(const char *text)
{
    return text && text[0] != '\0' ? text : NULL;
}

static void write_code_body(json_writer *w, const sppwhy_code *c)
{
    json_string_member(w, "symbol", or_null(c->symbol));
    json_string_member(w, "meaning", or_null(c->meaning));
    json_string_member(w, "seen_by", or_null(c->seen_by));
    json_string_member(w, "activation_type", or_null(c->activation));
    json_string_member(w, "cause", or_null(c->cause));
    json_string_member(w, "likely_cause", or_null(c->likely_cause));
    json_string_member(w, "first_step", or_null(c->first_step));
    json_string_member(w, "notes", or_null(c->notes));
    json_string_member(w, "sources", or_null(c->sources));
}

static void write_code(json_writer *w, const sppwhy_explainer *e, const topic *t)
{
    json_code_member(w, "code", t->code);
    json_boolean_member(w, "error", hresult_is_error(t->code));
    json_number_member(w, "facility", hresult_facility(t->code));
    json_string_member(w, "facility_name", sppwhy_hresult_facility(t->code));
    json_number_member(w, "number", hresult_number(t->code));
    if (t->row) {
        write_code_body(w, t->row);
    } else if (t->name) {
        json_string_member(w, "symbol", t->name->symbol);
        json_string_member(w, "meaning", or_null(t->name->meaning));
    }
    json_key(w, "rules");
    json_open_array(w);
    for (size_t i = 0; i < sppwhy_rules_count(e->rules); i++)
        if (sppwhy_rules_speak_of_code(e->rules, i, t->code))
            json_put_string(w, sppwhy_rules_info(e->rules, i).id);
    json_close_array(w);
}

static void write_codes(json_writer *w, const sppwhy_explainer *e, const char *cause, const char *event)
{
    const sppwhy_code *c;
    char text[16];
    json_key(w, "codes");
    json_open_array(w);
    for (size_t i = 0; (c = sppwhy_code_at(e->catalogue, i)) != NULL; i++) {
        if (cause ? strcmp(c->cause, cause) != 0 : !code_seen_in(c, event))
            continue;
        code_format(c->value, text);
        json_put_string(w, text);
    }
    json_close_array(w);
}

static void write_event(json_writer *w, const sppwhy_explainer *e, const topic *t)
{
    char id[16];
    snprintf(id, sizeof id, "%u", (unsigned)t->event->id);
    json_number_member(w, "id", t->event->id);
    json_string_member(w, "event_kind", t->event->kind);
    json_string_member(w, "title", t->event->title);
    json_key(w, "fields");
    json_open_array(w);
    for (size_t i = 0; i < t->event->field_count; i++) {
        json_open_object(w);
        json_string_member(w, "name", sppwhy_field_name(t->event->fields[i]));
        json_string_member(w, "key", t->event->keys[i]);
        json_string_member(w, "meaning", sppwhy_field_meaning(t->event->fields[i]));
        json_close_object(w);
    }
    json_close_array(w);
    write_codes(w, e, NULL, id);
    json_key(w, "rules");
    json_open_array(w);
    for (size_t i = 0; i < sppwhy_rules_count(e->rules); i++)
        if (sppwhy_rules_speak_of_event(e->rules, i, t->event->id))
            json_put_string(w, sppwhy_rules_info(e->rules, i).id);
    json_close_array(w);
}

static void write_product(json_writer *w, const topic *t)
{
    json_guid_member(w, "id", t->product->id);
    json_string_member(w, "name", t->product->name);
    json_string_member(w, "product_kind", t->product->kind);
    json_string_member(w, "application", or_null(t->product->application));
    json_key(w, "required_count");
    if (t->product->required_count != 0)
        json_put_number(w, t->product->required_count);
    else
        json_put_null(w);
}

static void write_products(json_writer *w, const sppwhy_explainer *e, const topic *t)
{
    topic each = *t;
    json_key(w, "products");
    json_open_array(w);
    for (size_t i = 0; (each.product = sppwhy_product_at(e->catalogue, i)) != NULL; i++) {
        if (!product_matches(each.product, t->what))
            continue;
        json_open_object(w);
        write_product(w, &each);
        json_close_object(w);
    }
    json_close_array(w);
}

static void write_matching_codes(json_writer *w, const sppwhy_explainer *e, const topic *t)
{
    const sppwhy_code *c;
    json_key(w, "codes");
    json_open_array(w);
    for (size_t i = 0; (c = sppwhy_code_at(e->catalogue, i)) != NULL; i++) {
        if (!code_matches(c, t->what))
            continue;
        json_open_object(w);
        json_code_member(w, "code", c->value);
        write_code_body(w, c);
        json_close_object(w);
    }
    json_close_array(w);
}

static void write_flags(json_writer *w, const sppwhy_explainer *e, const topic *t)
{
    const sppwhy_flag *f;
    json_code_member(w, "code", t->code);
    json_key(w, "bits");
    json_open_array(w);
    for (size_t i = 0; (f = sppwhy_flag_at(e->catalogue, i)) != NULL; i++) {
        if ((t->code & f->bit) == 0)
            continue;
        json_open_object(w);
        json_code_member(w, "bit", f->bit);
        json_string_member(w, "symbol", f->symbol);
        json_string_member(w, "meaning", f->meaning);
        json_string_member(w, "cause", or_null(f->cause));
        json_close_object(w);
    }
    json_close_array(w);
}

static void write_cause(json_writer *w, const sppwhy_explainer *e, const topic *t)
{
    const sppwhy_rule_page *p = &t->page;
    json_string_member(w, "cause", t->cause);
    write_codes(w, e, t->cause, NULL);
    if (!t->has_page)
        return;
    json_string_member(w, "title", p->info.title);
    json_string_member(w, "level", sppwhy_level_name(p->info.level));
    json_string_member(w, "judges", p->info.judges);
    json_strings_member(w, "why", p->why, p->why_count);
    json_strings_member(w, "confirm", p->confirm, p->confirm_count);
    json_strings_member(w, "fix", p->fix, p->fix_count);
    json_strings_member(w, "false_alarms", p->false_alarms, p->false_alarm_count);
    json_strings_member(w, "references", p->references, p->reference_count);
    json_strings_member(w, "given_for", p->holds_for, p->holds_for_count);
    json_strings_member(w, "not_for", p->not_for, p->not_for_count);
    json_strings_member(w, "refines", p->refines, p->refines_count);
    json_strings_member(w, "refined_by", p->refined_by, p->refined_by_count);
    json_string_member(w, "file", p->info.file);
}

static void write_key(json_writer *w, const topic *t)
{
    json_string_member(w, "key", t->key->key);
    json_string_member(w, "key_kind", t->key->kind);
    json_string_member(w, "product", t->key->product);
}

static void write_host(json_writer *w, const topic *t)
{
    const sppwhy_cloud *c = t->host->cloud;
    json_string_member(w, "host", t->host->host);
    json_string_member(w, "provider", c->provider);
    json_string_member(w, "meaning", t->host->what);
    json_string_member(w, "set", c->host);
    json_string_member(w, "addresses", or_null(c->addresses));
    json_string_member(w, "why", or_null(c->why));
    json_string_member(w, "route", or_null(c->route));
    json_string_member(w, "fix", or_null(c->fix));
}

static void write_near_codes(json_writer *w, const topic *t)
{
    char text[16];
    json_key(w, "nearest_codes");
    json_open_array(w);
    for (size_t i = 0; i < t->near_code_count; i++) {
        code_format(t->near_codes[i]->value, text);
        json_put_string(w, text);
    }
    json_close_array(w);
}

static void write_topic(json_writer *w, const sppwhy_explainer *e, const topic *t)
{
    static const char *const kinds[] = {"unknown",       "code",           "event",    "product", "cause",
                                        "license_state", "required_count", "products", "word",    "status",
                                        "codes",         "product_key",    "kms_host"};
    json_open_object(w);
    json_string_member(w, "what", t->what);
    json_string_member(w, "kind", kinds[t->kind]);
    json_boolean_member(w, "known", topic_known(t));
    if (t->kind == TOPIC_CODE)
        write_code(w, e, t);
    else if (t->kind == TOPIC_EVENT)
        write_event(w, e, t);
    else if (t->kind == TOPIC_PRODUCT)
        write_product(w, t);
    else if (t->kind == TOPIC_CAUSE)
        write_cause(w, e, t);
    else if (t->kind == TOPIC_PRODUCTS)
        write_products(w, e, t);
    else if (t->kind == TOPIC_CODES)
        write_matching_codes(w, e, t);
    else if (t->kind == TOPIC_FLAGS)
        write_flags(w, e, t);
    else if (t->kind == TOPIC_WORD)
        json_string_member(w, "meaning", t->word->meaning);
    else if (t->kind == TOPIC_KEY)
        write_key(w, t);
    else if (t->kind == TOPIC_HOST)
        write_host(w, t);
    else if (t->kind == TOPIC_STATE || t->kind == TOPIC_COUNT)
        json_string_member(w, "meaning",
                           t->kind == TOPIC_STATE ? state_meaning(t->number) : count_meaning(t->number));
    else
        json_strings_member(w, "nearest", t->nearest, t->nearest_count);
    if ((t->kind == TOPIC_CODE && !topic_known(t)) || t->kind == TOPIC_UNKNOWN)
        write_near_codes(w, t);
    json_close_object(w);
}

size_t explanations_json(json_writer *w, const sppwhy_explainer *e, const char *const *whats, size_t count)
{
    answer a;
    bool done = answer_find(&a, e, whats, count);
    size_t unknown = a.unknown + !done;
    json_key(w, "explanations");
    json_open_array(w);
    for (size_t i = 0; i < a.topics.count; i++)
        write_topic(w, e, &a.topics.items[i]);
    json_close_array(w);
    if (!done)
        json_string_member(w, "error", "there is too little memory to explain all of it");
    answer_free(&a);
    return unknown;
}

size_t sppwhy_explain_json(sppwhy_writer *out, const sppwhy_explainer *given, const char *const *whats,
                           size_t count)
{
    json_writer w = {.out = out, .indent = true};
    sppwhy_explainer e;
    if (!explainer_take(&e, out, given))
        return count;
    json_open_object(&w);
    json_number_member(&w, "schema_version", 1);
    size_t unknown = explanations_json(&w, &e, whats, count);
    json_close_object(&w);
    writer_char(out, '\n');
    return unknown;
}
