/* A rule as a page to read, with no log at hand. */
#include "rules/ruleset/rule.h"

#include "base/error.h"
#include "base/text.h"

#include <string.h>

bool sppwhy_rules_find(const sppwhy_rules *rules, const char *id, size_t *i)
{
    for (*i = 0; *i < rules->list.count; ++*i)
        if (text_equal_nocase(rules->list.items[*i]->id, id))
            return true;
    return false;
}

/* "Office: cscript ospp.vbs /act": for whom a step is, where it is not for all. */
static const char *step_words(const sppwhy_rules *rules, const rule_step *t)
{
    arena *a = rules->memory;
    const char *words = template_words(t->text, rules->catalogue, a);
    return words && t->label ? arena_printf(a, "%s: %s", t->label, words) : words;
}

static bool put_words(const sppwhy_rules *rules, const step_list *list, const char *const **out,
                      size_t *count)
{
    const char **texts = ARENA_ARRAY(rules->memory, list->count, const char *);
    for (size_t i = 0; texts && i < list->count; i++)
        if (!(texts[i] = step_words(rules, &list->items[i])))
            return false;
    *out = texts;
    *count = list->count;
    return texts != NULL;
}

/* The parts of a reason as one text. */
static const char *reason_words(const sppwhy_rules *rules, const step_list *why)
{
    const char *text = "";
    for (size_t i = 0; text && i < why->count; i++) {
        const char *part = step_words(rules, &why->items[i]);
        text = part ? arena_printf(rules->memory, "%s%s%s", text, i != 0 ? " " : "", part) : NULL;
    }
    return text;
}

static bool put_reasons(const sppwhy_rules *rules, const rule *r, sppwhy_rule_page *out)
{
    const char **texts = ARENA_ARRAY(rules->memory, r->judgement_count, const char *);
    for (size_t i = 0; texts && i < r->judgement_count; i++)
        if (!(texts[i] = reason_words(rules, &r->judgements[i].why)))
            return false;
    out->why = texts;
    out->why_count = r->judgement_count;
    return texts != NULL;
}

static bool put_refining(const sppwhy_rules *rules, const rule *r, sppwhy_rule_page *out)
{
    const char **ids = ARENA_ARRAY(rules->memory, rules->list.count, const char *);
    for (size_t i = 0; ids && i < rules->list.count; i++) {
        const rule *other = rules->list.items[i];
        for (size_t k = 0; k < other->refines.count; k++)
            if (strcmp(other->refines.items[k], r->id) == 0)
                ids[out->refined_by_count++] = other->id;
    }
    out->refined_by = ids;
    return ids != NULL;
}

static bool put_samples(arena *a, const rule *r, sppwhy_rule_page *out)
{
    const char **holds = ARENA_ARRAY(a, r->sample_count, const char *),
               **misses = ARENA_ARRAY(a, r->sample_count, const char *);
    for (size_t i = 0; holds && misses && i < r->sample_count; i++) {
        const sample *s = &r->samples[i];
        const char *miss = s->instead ? arena_printf(a, "%s (then %s)", s->name, s->instead) : s->name;
        if (s->match)
            holds[out->holds_for_count++] = s->name;
        else if (!(misses[out->not_for_count++] = miss))
            return false;
    }
    out->holds_for = holds;
    out->not_for = misses;
    return holds && misses;
}

sppwhy_status sppwhy_rules_page(sppwhy_rule_page *out, const sppwhy_rules *rules, size_t i,
                                sppwhy_error *error)
{
    const rule *r = rules->list.items[i];
    arena *a = rules->memory;
    sppwhy_status status = rule_need_samples(rules->list.items[i], a, error);
    if (status != SPPWHY_OK)
        return status;
    if (rules->pages && rules->pages[i].info.id) {
        *out = rules->pages[i];
        return SPPWHY_OK;
    }
    *out = (sppwhy_rule_page){.info = sppwhy_rules_info(rules, i),
                              .false_alarms = r->false_alarms.items,
                              .false_alarm_count = r->false_alarms.count,
                              .references = r->references.items,
                              .reference_count = r->references.count,
                              .refines = r->refines.items,
                              .refines_count = r->refines.count};
    if (put_reasons(rules, r, out) &&
        put_words(rules, &r->judgements[0].confirm, &out->confirm, &out->confirm_count) &&
        put_words(rules, &r->judgements[0].fix, &out->fix, &out->fix_count) && put_refining(rules, r, out) &&
        put_samples(a, r, out)) {
        if (rules->pages)
            rules->pages[i] = *out;
        return SPPWHY_OK;
    }
    return error_no_memory(error);
}

bool sppwhy_rules_refine(const sppwhy_rules *rules, size_t i, size_t k)
{
    return rules_refine(rules, i, k);
}

bool sppwhy_rules_speak_of_code(const sppwhy_rules *rules, size_t i, uint32_t code)
{
    const rule *r = rules->list.items[i];
    const sppwhy_code *row = sppwhy_code_find(rules->catalogue, code);
    const char *cause = row ? row->cause : "";
    if (cause[0] != '\0' && strcmp(cause, r->id) == 0)
        return true;
    for (size_t k = 0; k < r->judgement_count; k++)
        if (condition_names_code(r->judgements[k].when, code, cause))
            return true;
    return false;
}

static bool holds_event(const scenario *s, uint32_t id)
{
    for (size_t i = 0; i < s->log_count; i++)
        for (size_t k = 0; k < s->logs[i].event_count; k++)
            if (s->logs[i].events[k].id == id)
                return true;
    return false;
}

bool sppwhy_rules_speak_of_event(const sppwhy_rules *rules, size_t i, uint32_t id)
{
    rule *r = rules->list.items[i];
    if (rule_need_samples(r, rules->memory, NULL) != SPPWHY_OK)
        return false; /* memory is short */
    for (size_t k = 0; k < r->sample_count; k++)
        if (r->samples[k].match && holds_event(r->samples[k].logs, id))
            return true;
    return false;
}
