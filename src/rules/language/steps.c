/* Filling the steps of a rule: those that belong to a case, with its values in them. Most cases of one cause get the
 * same texts: these are kept once. */
#include "rules/ruleset/rule.h"

#include <string.h>

/* The step's text, "" where its condition is not known to hold; NULL when memory is short. What the condition
 * rests on is no evidence of the cause. */
static const char *fill(const rule_step *t, const scope *s)
{
    findings ignored = {0};
    truth holds = t->when ? condition_judge(t->when, s, &ignored) : TRUTH_TRUE;
    bool failed = ignored.failed;
    findings_free(&ignored);
    return failed ? NULL : holds == TRUTH_TRUE ? template_fill(t->text, s, s->scratch) : "";
}

typedef struct filled {
    const char *text;
    bool fixed; /* it is the rule's own, and outlives the case */
} filled;

static const char *text_to_keep(const filled *f, const char *before, arena *a)
{
    if (before && strcmp(before, f->text) == 0)
        return before;
    return f->fixed ? f->text : arena_string(a, f->text);
}

static bool same_texts(const filled *now, size_t count, const char *const *before, size_t before_count)
{
    bool same = before && count == before_count;
    for (size_t i = 0; same && i < count; i++)
        same = now[i].text == before[i] || strcmp(now[i].text, before[i]) == 0;
    return same;
}

bool steps_fill(const step_list *list, const scope *s, arena *a, const char *const **texts, size_t *count)
{
    filled *now = ARENA_ARRAY(s->scratch, list->count, filled);
    size_t filled_count = 0;
    for (size_t i = 0; now && i < list->count; i++) {
        filled f = {fill(&list->items[i], s), template_is_fixed(list->items[i].text)};
        if (!f.text)
            return false;
        if (f.text[0] != '\0') /* it is for others, or all of it was optional */
            now[filled_count++] = f;
    }
    if (!now || same_texts(now, filled_count, *texts, *count))
        return now;
    const char **kept = ARENA_ARRAY(a, filled_count, const char *);
    for (size_t i = 0; kept && i < filled_count; i++) {
        kept[i] = text_to_keep(&now[i], i < *count ? (*texts)[i] : NULL, a);
        if (!kept[i])
            return false;
    }
    *texts = kept;
    *count = filled_count;
    return kept;
}

const char *steps_join(const step_list *list, const scope *s, arena *a, const char *before)
{
    filled all = {"", true};
    for (size_t i = 0; all.text && i < list->count; i++) {
        filled part = {fill(&list->items[i], s), template_is_fixed(list->items[i].text)};
        if (!part.text)
            return NULL;
        if (part.text[0] == '\0')
            continue;
        if (all.text[0] == '\0')
            all = part;
        else
            all = (filled){arena_join(s->scratch, all.text, " ", part.text), false};
    }
    return all.text ? text_to_keep(&all, before, a) : NULL;
}
