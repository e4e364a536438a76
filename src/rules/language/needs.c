/* See needs.h. */
#include "rules/language/needs.h"

#include "rules/language/condition.h"

#include <string.h>

/* Of a group; more would cost more than they spare. */
#define TESTS_MOST 8

typedef struct groups {
    const condition *tests[NEEDS_GROUPS][TESTS_MOST];
    size_t counts[NEEDS_GROUPS];
    size_t count;
} groups;

/* ---- what a condition needs ---------------------------------------------------------------------------- */

static bool is_test(const condition *c, scope_kind kind)
{
    return c->op == OP_FIELD && c->in == kind && !c->of_outer && !c->other && c->how != IS_PATTERN &&
           c->how != IS_IN_NETWORK && field_is_plain(kind, c->field);
}

/* One test of all that hold together: the first. NULL when there is none. */
static const condition *test_of(const condition *c, scope_kind kind)
{
    const condition *found = is_test(c, kind) ? c : NULL;
    for (size_t i = 0; c->op == OP_ALL && i < c->part_count && !found; i++)
        found = test_of(c->parts[i], kind);
    return found;
}

/* Of each alternative one. */
static void add_alternatives(groups *g, const condition *c, scope_kind kind)
{
    size_t k = g->count;
    if (k == NEEDS_GROUPS || c->part_count > TESTS_MOST || c->part_count == 0)
        return;
    g->counts[k] = 0;
    for (size_t i = 0; i < c->part_count; i++) {
        const condition *test = test_of(c->parts[i], kind);
        if (!test)
            return;
        g->tests[k][g->counts[k]++] = test;
    }
    g->count++;
}

static void add_groups(groups *g, const condition *c, scope_kind kind)
{
    if (c->op == OP_ANY)
        add_alternatives(g, c, kind);
    for (size_t i = 0; c->op == OP_ALL && i < c->part_count; i++)
        add_groups(g, c->parts[i], kind);
    if (is_test(c, kind) && g->count < NEEDS_GROUPS) {
        g->tests[g->count][0] = c;
        g->counts[g->count++] = 1;
    }
}

/* ---- tests, each once ---------------------------------------------------------------------------------- */

static bool same_operand(const operand *a, const operand *b)
{
    return a->number == b->number &&
           (a->text == b->text || (a->text && b->text && strcmp(a->text, b->text) == 0));
}

static bool same_test(const condition *a, const condition *b)
{
    bool same = a->field == b->field && a->how == b->how && a->absolute == b->absolute &&
                a->every_value == b->every_value && a->wanted == b->wanted &&
                a->operand_count == b->operand_count;
    for (size_t i = 0; same && i < a->operand_count; i++)
        same = same_operand(&a->operands[i], &b->operands[i]);
    return same;
}

/* The place of something in a list, or behind its end. */
static size_t place_of_field(const needs *n, const field *f)
{
    size_t i = 0;
    while (i < n->field_count && n->fields[i] != f)
        i++;
    return i;
}

static size_t place_of_test(const needs *n, const condition *test)
{
    size_t i = 0;
    while (i < n->test_count && !same_test(n->tests[i], test))
        i++;
    return i;
}

/* False when there is no room. */
static bool add_test(needs *n, const condition *test, test_set *to)
{
    size_t f = place_of_field(n, test->field), i = place_of_test(n, test);
    if (f == NEEDS_FIELDS || i == NEEDS_TESTS)
        return false;
    if (i == n->test_count) {
        n->tests[n->test_count++] = test;
        n->field_of[i] = (uint8_t)f;
    }
    if (f == n->field_count)
        n->fields[n->field_count++] = test->field;
    to->bits[i / 64] |= (uint64_t)1 << i % 64;
    return true;
}

void needs_add(needs *n, const condition *c, need *out)
{
    groups g = {.count = 0};
    add_groups(&g, c, n->kind);
    *out = (need){.count = 0};
    for (size_t k = 0; k < g.count; k++) {
        test_set all = {{0}};
        bool done = true;
        for (size_t i = 0; i < g.counts[k]; i++)
            done = done && add_test(n, g.tests[k][i], &all);
        if (done)
            out->groups[out->count++] = all;
    }
}

/* ---- what is met --------------------------------------------------------------------------------------- */

void needs_look_at(needs *n, const scope *s)
{
    field_value rooms[NEEDS_FIELDS];
    const field_value *values[NEEDS_FIELDS];
    for (size_t f = 0; f < n->field_count; f++)
        values[f] = field_look(n->fields[f], n->kind, s, &rooms[f]);
    n->passed = (test_set){{0}};
    for (size_t i = 0; i < n->test_count; i++)
        if (!condition_fails(n->tests[i], values[n->field_of[i]]))
            n->passed.bits[i / 64] |= (uint64_t)1 << i % 64;
}

bool needs_met(const needs *n, const need *of)
{
    for (size_t k = 0; k < of->count; k++) {
        uint64_t passed = 0;
        for (size_t i = 0; i < NEEDS_TESTS / 64; i++)
            passed |= of->groups[k].bits[i] & n->passed.bits[i];
        if (passed == 0)
            return false;
    }
    return true;
}
