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

static bool same_test(const condition *a, const condition *b)
{
    bool same = a->how == b->how && a->absolute == b->absolute && a->every_value == b->every_value &&
                a->wanted == b->wanted && a->operand_count == b->operand_count;
    for (size_t i = 0; same && i < a->operand_count; i++)
        same = same_operand(&a->operands[i], &b->operands[i]);
    return same;
}

/* NULL when there is no room. */
static struct need_field *field_in(needs *n, const field *f, scope_kind kind)
{
    size_t i = 0;
    while (i < n->field_count && n->fields[i].field != f)
        i++;
    if (i == NEEDS_FIELDS)
        return NULL;
    if (i == n->field_count)
        n->fields[n->field_count++] = (struct need_field){f, kind, SIZE_MAX};
    return &n->fields[i];
}

/* SIZE_MAX when there is no room. */
static size_t add_test(needs *n, const condition *test, scope_kind kind)
{
    struct need_field *f = field_in(n, test->field, kind);
    size_t i = f ? f->first : SIZE_MAX;
    while (i != SIZE_MAX && !same_test(n->tests[i].of, test))
        i = n->tests[i].next;
    if (i != SIZE_MAX || !f || n->test_count == NEEDS_TESTS)
        return i;
    n->tests[n->test_count] = (need_test){test, f->first};
    return f->first = n->test_count++;
}

static size_t add_request_test(needs *n)
{
    if (!n->has_request_test && n->test_count != NEEDS_TESTS) {
        n->tests[n->test_count] = (need_test){NULL, SIZE_MAX};
        n->request_test = n->test_count++;
        n->has_request_test = true;
    }
    return n->has_request_test ? n->request_test : SIZE_MAX;
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

static const need *need_of_test(adding *a, size_t test)
{
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
    const need *any = made ? need_of_test(a, add_request_test(a->to)) : NULL;
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
    return is_test(c, kind) ? need_of_test(a, add_test(a->to, c, kind)) : NULL;
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
    field_value room;
    for (size_t f = 0; f < n->field_count; f++) {
        if (n->fields[f].kind != s->kind)
            continue;
        const field_value *v = field_look(n->fields[f].field, s->kind, s, &room);
        for (size_t i = n->fields[f].first; i != SIZE_MAX; i = n->tests[i].next)
            if (!condition_fails(n->tests[i].of, v))
                pass(n, i);
    }
    if (s->kind == SCOPE_REQUEST && n->has_request_test)
        pass(n, n->request_test);
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
