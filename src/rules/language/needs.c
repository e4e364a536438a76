/* See needs.h. */
#include "rules/language/needs.h"

#include "rules/language/condition.h"

#include <string.h>

/* One test, or others of which all or one must be met. */
struct need {
    operation op; /* OP_FIELD: a test */
    size_t test;
    const need **parts;
    size_t part_count;
};

/* ---- tests, each once ---------------------------------------------------------------------------------- */

static bool is_test(const condition *c, scope_kind kind)
{
    return c->op == OP_FIELD && c->in == kind && !c->of_outer && !c->other && c->how != IS_PATTERN &&
           c->how != IS_IN_NETWORK && field_is_plain(kind, c->field);
}

static bool same_operand(const operand *a, const operand *b)
{
    return a->number == b->number &&
           (a->text == b->text || (a->text && b->text && strcmp(a->text, b->text) == 0));
}

/* Of two conditions on one field, or of two that there is a request. */
static bool same_test(const condition *a, const condition *b)
{
    if (!a || !b)
        return a == b;
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
    while (i < n->test_count && !same_test(n->tests[i].of, test))
        i++;
    return i;
}

/* SIZE_MAX when there is no room. */
static size_t add_test(needs *n, const condition *test, scope_kind kind)
{
    size_t f = test ? place_of_field(n, test->field) : 0, i = place_of_test(n, test);
    if (f == NEEDS_FIELDS || i == NEEDS_TESTS)
        return SIZE_MAX;
    if (i == n->test_count)
        n->tests[n->test_count++] = (need_test){test, kind, (uint8_t)f};
    if (test && f == n->field_count) {
        n->kinds[f] = kind;
        n->fields[n->field_count++] = test->field;
    }
    return i;
}

/* ---- what a condition needs ---------------------------------------------------------------------------- */

typedef struct adding {
    needs *to;
    arena *memory;
    bool failed;
} adding;

static const need *need_of(adding *a, const condition *c, scope_kind kind);

static need *new_need(adding *a, operation op, size_t parts)
{
    need *made = ARENA_NEW(a->memory, need);
    if (made)
        *made = (need){.op = op, .parts = ARENA_ARRAY(a->memory, parts, const need *)};
    a->failed |= !made || !made->parts;
    return a->failed ? NULL : made;
}

static const need *need_of_test(adding *a, const condition *c, scope_kind kind)
{
    size_t test = add_test(a->to, c, kind);
    need *made = test == SIZE_MAX ? NULL : new_need(a, OP_FIELD, 0);
    if (made)
        made->test = test;
    return made;
}

/* Of alternatives each must need something; else all together need nothing. */
static const need *need_of_parts(adding *a, const condition *c, scope_kind kind)
{
    need *made = new_need(a, c->op, c->part_count);
    for (size_t i = 0; made && i < c->part_count; i++) {
        const need *part = need_of(a, c->parts[i], kind);
        if (part)
            made->parts[made->part_count++] = part;
        else if (c->op == OP_ANY)
            return NULL;
    }
    return made && made->part_count != 0 ? made : NULL;
}

/* Whether it must hold for every request or for one: there must be one, and one that may meet it. */
static const need *need_of_requests(adding *a, const condition *c)
{
    need *made = new_need(a, OP_ALL, 2);
    const need *any = made ? need_of_test(a, NULL, SCOPE_REQUEST) : NULL;
    const need *inner = any ? need_of(a, c->parts[0], SCOPE_REQUEST) : NULL;
    if (any)
        made->parts[made->part_count++] = any;
    if (inner)
        made->parts[made->part_count++] = inner;
    return any ? made : NULL;
}

static const need *need_of(adding *a, const condition *c, scope_kind kind)
{
    if (a->failed)
        return NULL;
    if (c->op == OP_ALL || c->op == OP_ANY)
        return need_of_parts(a, c, kind);
    if ((c->op == OP_EVERY_REQUEST || c->op == OP_SOME_REQUEST) && kind == SCOPE_ACTIVATION)
        return need_of_requests(a, c);
    return is_test(c, kind) ? need_of_test(a, c, kind) : NULL;
}

bool needs_add(needs *n, const condition *c, arena *memory, const need **out)
{
    adding a = {n, memory, false};
    *out = need_of(&a, c, n->kind);
    return !a.failed;
}

/* ---- what is met --------------------------------------------------------------------------------------- */

static void pass(needs *n, size_t test)
{
    n->passed.bits[test / 64] |= (uint64_t)1 << test % 64;
}

/* Adds the tests that this thing, or a request of it, may pass. */
static void look_at(needs *n, const scope *s)
{
    field_value rooms[NEEDS_FIELDS];
    const field_value *values[NEEDS_FIELDS] = {NULL};
    for (size_t f = 0; f < n->field_count; f++)
        if (n->kinds[f] == s->kind)
            values[f] = field_look(n->fields[f], s->kind, s, &rooms[f]);
    for (size_t i = 0; i < n->test_count; i++) {
        const need_test *t = &n->tests[i];
        if (t->kind == s->kind && (!t->of || !condition_fails(t->of, values[t->field])))
            pass(n, i);
    }
}

void needs_look_at(needs *n, const scope *s)
{
    n->passed = (test_set){{0}};
    look_at(n, s);
    for (size_t i = 0; s->kind == SCOPE_ACTIVATION && i < s->activation->request_count; i++) {
        scope inner = scope_of_request(s, s->activation->requests[i]);
        look_at(n, &inner);
    }
}

bool needs_met(const needs *n, const need *of)
{
    if (!of)
        return true;
    if (of->op == OP_FIELD)
        return n->passed.bits[of->test / 64] >> of->test % 64 & 1;
    bool met = of->op == OP_ALL;
    for (size_t i = 0; i < of->part_count && met == (of->op == OP_ALL); i++)
        met = needs_met(n, of->parts[i]);
    return met;
}
