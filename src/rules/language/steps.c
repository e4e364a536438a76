/* Filling the steps of a rule: those that belong to a case, with its values in them. */
#include "rules/ruleset/rule.h"

/* The step's text, "" where its condition is not known to hold; NULL when memory is short. What the condition
 * rests on is no evidence of the cause. */
static const char *fill(const rule_step *t, const scope *s, arena *a)
{
    findings ignored = {0};
    truth holds = t->when ? condition_judge(t->when, s, &ignored) : TRUTH_TRUE;
    bool failed = ignored.failed;
    findings_free(&ignored);
    return failed ? NULL : holds == TRUTH_TRUE ? template_fill(t->text, s, a) : "";
}

bool steps_fill(const step_list *list, const scope *s, arena *a, const char *const **out, size_t *count)
{
    const char **texts = ARENA_ARRAY(a, list->count, const char *);
    *count = 0;
    for (size_t i = 0; texts && i < list->count; i++) {
        const char *text = fill(&list->items[i], s, a);
        if (!text)
            return false;
        if (text[0] != '\0') /* it is for others, or all of it was optional */
            texts[(*count)++] = text;
    }
    *out = texts;
    return texts != NULL;
}

const char *steps_join(const step_list *list, const scope *s, arena *a)
{
    const char *text = "";
    for (size_t i = 0; text && i < list->count; i++) {
        const char *part = fill(&list->items[i], s, a);
        if (!part)
            return NULL;
        if (part[0] != '\0')
            text = text[0] == '\0' ? part : arena_join(a, text, " ", part);
    }
    return text;
}
