/* See opinions.h. */
#include "rules/judge/opinions.h"

/* ---- whom to ask --------------------------------------------------------------------------------------- */

static const judgement *judgement_on(const rule *r, scope_kind kind)
{
    for (size_t i = 0; i < r->judgement_count; i++)
        if (r->judgements[i].kind == kind)
            return &r->judgements[i];
    return NULL;
}

static bool list_askable(askable *a, const sppwhy_rules *rules, scope_kind kind, arena *memory)
{
    a->of = ARENA_ARRAY(memory, rules->list.count, const judgement *);
    a->rules = ARENA_ARRAY(memory, rules->list.count, size_t);
    a->needs = ARENA_ARRAY(memory, rules->list.count, need);
    bool done = a->of && a->rules && a->needs;
    a->tests.kind = kind;
    for (size_t i = 0; done && i < rules->list.count; i++) {
        a->of[i] = judgement_on(rules->list.items[i], kind);
        if (!a->of[i])
            continue;
        a->rules[a->count++] = i;
        needs_add(&a->tests, a->of[i]->when, &a->needs[i]);
    }
    return done;
}

bool opinions_begin(opinions *o, const sppwhy_rules *rules, arena *memory)
{
    bool done = true;
    *o = (opinions){.rules = rules,
                    .of = ARENA_ARRAY(memory, rules->list.count, opinion),
                    .asked = ARENA_ARRAY(memory, rules->list.count, size_t)};
    for (int k = 0; k < SCOPE_KINDS && done; k++)
        done = list_askable(&o->askable[k], rules, (scope_kind)k, memory);
    return done && o->of && o->asked;
}

/* ---- asking -------------------------------------------------------------------------------------------- */

static truth ask(opinions *all, size_t i, const scope *s);

/* The best that can be said of the rules that this one refines: it holds only where one of them does. */
static truth ask_refined(opinions *all, const rule *r, const scope *s)
{
    truth best = TRUTH_FALSE;
    bool any = false;
    for (size_t k = 0; k < r->refines.count; k++) {
        size_t i = r->refined ? r->refined[k] : rules_place(all->rules, r->refines.items[k]);
        if (i == SIZE_MAX || !all->askable[s->kind].of[i])
            continue;
        truth t = ask(all, i, s);
        best = t > best ? t : best;
        any = true;
    }
    return any ? best : TRUTH_TRUE;
}

static truth ask(opinions *all, size_t i, const scope *s)
{
    opinion *o = &all->of[i];
    const askable *a = &all->askable[s->kind];
    if (o->asked)
        return o->holds;
    if (!needs_met(&a->tests, &a->needs[i]))
        return TRUTH_FALSE;
    all->asked[all->asked_count++] = i;
    o->asked = true;
    o->judgement = a->of[i];
    truth refined = ask_refined(all, all->rules->list.items[i], s);
    if (refined == TRUTH_FALSE)
        return o->holds = TRUTH_FALSE;
    truth own = condition_judge(o->judgement->when, s, &o->found);
    return o->holds = own < refined ? own : refined;
}

/* They are few, and nearly in order. */
static void sort_asked(opinions *o)
{
    for (size_t n = 1; n < o->asked_count; n++) {
        size_t place = o->asked[n], at = n;
        for (; at > 0 && o->asked[at - 1] > place; at--)
            o->asked[at] = o->asked[at - 1];
        o->asked[at] = place;
    }
}

bool opinions_ask(opinions *o, const scope *s)
{
    bool failed = false;
    askable *a = &o->askable[s->kind];
    needs_look_at(&a->tests, s);
    for (size_t n = 0; n < a->count; n++)
        if (needs_met(&a->tests, &a->needs[a->rules[n]]))
            ask(o, a->rules[n], s);
    for (size_t n = 0; n < o->asked_count; n++)
        failed |= o->of[o->asked[n]].found.failed;
    sort_asked(o);
    return !failed;
}

/* Most found nothing, and have nothing to be cleared of. */
void opinions_forget(opinions *o)
{
    for (size_t n = 0; n < o->asked_count; n++) {
        opinion *one = &o->of[o->asked[n]];
        one->asked = false;
        if (one->holds == TRUTH_FALSE && !one->found.evidence.items && !one->found.missing.items)
            continue;
        findings_free(&one->found);
        *one = (opinion){.asked = false};
    }
    o->asked_count = 0;
}

/* ---- among them ---------------------------------------------------------------------------------------- */

bool opinions_set_aside(const opinions *o, size_t rule_place)
{
    rule *const *rules = o->rules->list.items;
    for (size_t n = 0; n < o->asked_count; n++) {
        size_t k = o->asked[n];
        if (k == rule_place || o->of[k].holds != TRUTH_TRUE)
            continue;
        if (rules_refine(o->rules, k, rule_place) || (rules[rule_place]->fallback && !rules[k]->fallback))
            return true;
    }
    return false;
}
