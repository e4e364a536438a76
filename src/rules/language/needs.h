/*
 * What must hold for a condition to hold, as far as it can be told at a glance. Of fifty rules most are of one code,
 * or of tries that sent nothing: nearly all of them are ruled out before they are asked. Only fields that are plain
 * (field_is_plain()) count: they are known always, and cost next to nothing. A condition that names none of them, or
 * more than there is room for, needs nothing, and is asked.
 */
#ifndef RULES_LANGUAGE_NEEDS_H
#define RULES_LANGUAGE_NEEDS_H

#include "rules/ruleset/rule.h"

#define NEEDS_TESTS 128u /* of one kind of thing */
#define NEEDS_FIELDS 8u
#define NEEDS_GROUPS 3u

/* A set of tests. */
typedef struct test_set {
    uint64_t bits[NEEDS_TESTS / 64];
} test_set;

/* Simple comparisons, each once, however many conditions have it. */
typedef struct needs {
    scope_kind kind;
    const condition *tests[NEEDS_TESTS];
    uint8_t field_of[NEEDS_TESTS];
    size_t test_count;
    const field *fields[NEEDS_FIELDS];
    size_t field_count;
    test_set passed; /* by the thing looked at last */
} needs;

/* Of each of these sets one test at least must be passed. */
typedef struct need {
    test_set groups[NEEDS_GROUPS];
    size_t count;
} need;

/* What the condition on that kind of thing needs. */
void needs_add(needs *n, const condition *c, need *out);
/* Before things are asked about it. */
void needs_look_at(needs *n, const scope *s);
/* False: the condition does not hold. */
bool needs_met(const needs *n, const need *of);

#endif
