/* See opinions.h. */
#include "rules/judge/opinions.h"

#include <string.h>

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
    size_t count = rules->list.count;
    a->of = ARENA_ARRAY(memory, count, const judgement *);
    a->rules = ARENA_ARRAY(memory, count, size_t);
    a->needs = ARENA_ARRAY(memory, count, const need *);
    bool done = a->of && a->rules && a->needs;
    a->tests.kind = kind;
    for (size_t i = 0; done && i < count; i++) {
        a->of[i] = judgement_on(rules->list.items[i], kind);
        if (!a->of[i])
            continue;
        a->rules[a->count++] = i;
        done = needs_add(&a->tests, a->of[i]->when, memory, &a->needs[i]);
    }
    for (size_t i = 0; done && i < SHAPES; i++) {
        a->shapes[i].may = ARENA_ARRAY(memory, count, bool);
        a->shapes[i].rules = ARENA_ARRAY(memory, count, size_t);
        done = a->shapes[i].may && a->shapes[i].rules;
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

void opinions_end(opinions *o)
{
    for (size_t i = 0; o->of && i < o->rules->list.count; i++)
        findings_free(&o->of[i].found);
}

/* ---- shapes -------------------------------------------------------------------------------------------- */

/* The place of the k-th rule that a rule refines, where it judges such things, too; SIZE_MAX else. */
static size_t refined_place(const opinions *all, const askable *a, const rule *r, size_t k)
{
    size_t i = r->refined ? r->refined[k] : rules_place(all->rules, r->refines.items[k]);
    return i != SIZE_MAX && a->of[i] ? i : SIZE_MAX;
}

/* It holds only where one of those holds that it refines. */
static bool may_hold_beside(const opinions *all, const askable *a, const bool *may, const rule *r)
{
    bool any = false;
    for (size_t k = 0; k < r->refines.count; k++) {
        size_t i = refined_place(all, a, r, k);
        if (i != SIZE_MAX && may[i])
            return true;
        any |= i != SIZE_MAX;
    }
    return !any;
}

/* One walk for each link in a chain of rules that refine one another: few. */
static void rule_out(const opinions *all, const askable *a, shape *out)
{
    for (size_t n = 0; n < a->count; n++)
        out->may[a->rules[n]] = needs_met(&a->tests, a->needs[a->rules[n]]);
    for (bool again = true; again;) {
        again = false;
        for (size_t n = 0; n < a->count; n++) {
            size_t i = a->rules[n];
            if (out->may[i] && !may_hold_beside(all, a, out->may, all->rules->list.items[i]))
                again = !(out->may[i] = false);
        }
    }
    out->count = 0;
    for (size_t n = 0; n < a->count; n++)
        if (out->may[a->rules[n]])
            out->rules[out->count++] = a->rules[n];
}

/* That of the thing looked at last. */
static const shape *shape_at_hand(const opinions *all, askable *a)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < NEEDS_TESTS / 64; i++)
        hash = (hash ^ a->tests.passed.bits[i]) * (uint64_t)0x9E3779B97F4A7C15;
    shape *found = &a->shapes[(hash >> 40) % SHAPES];
    if (!found->there || memcmp(&found->passed, &a->tests.passed, sizeof found->passed) != 0) {
        found->passed = a->tests.passed;
        found->there = true;
        rule_out(all, a, found);
    }
    return found;
}

/* ---- asking -------------------------------------------------------------------------------------------- */

static truth ask(opinions *all, size_t i, const scope *s);

/* The best that can be said of the rules that this one refines: it holds only where one of them does. */
static truth ask_refined(opinions *all, const rule *r, const scope *s)
{
    truth best = TRUTH_FALSE;
    bool any = false;
    for (size_t k = 0; k < r->refines.count; k++) {
        size_t i = refined_place(all, &all->askable[s->kind], r, k);
        if (i == SIZE_MAX)
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
    if (!a->at_hand->may[i])
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
    a->at_hand = shape_at_hand(o, a);
    for (size_t n = 0; n < a->at_hand->count; n++)
        ask(o, a->at_hand->rules[n], s);
    for (size_t n = 0; n < o->asked_count; n++)
        failed |= o->of[o->asked[n]].found.failed;
    sort_asked(o);
    return !failed;
}

void opinions_forget(opinions *o)
{
    for (size_t n = 0; n < o->asked_count; n++) {
        opinion *one = &o->of[o->asked[n]];
        one->asked = false;
        findings_clear(&one->found);
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
