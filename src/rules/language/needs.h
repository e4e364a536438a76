/*
 * What must hold for a condition to hold, as far as it can be told at a glance. Of fifty rules most are of one code,
 * of what a host answered, or of tries that sent nothing: nearly all of them are ruled out before they are asked. Only
 * fields that are plain (field_is_plain()) count, of the thing itself and of a try's requests: they are known always,
 * wish for no log, and cost next to nothing. What names none of them needs nothing, and is asked.
 */
#ifndef RULES_LANGUAGE_NEEDS_H
#define RULES_LANGUAGE_NEEDS_H

#include "rules/ruleset/rule.h"

#define NEEDS_TESTS 128u /* of one kind of thing; what finds no room among them is not looked at */
#define NEEDS_FIELDS 16u

/* A set of tests. Things that pass the same ones are of one shape: the same conditions are ruled out. */
typedef struct test_set {
    uint64_t bits[NEEDS_TESTS / 64];
} test_set;

/* A simple comparison; of a request it is passed where one of the try's may pass it. */
typedef struct need_test {
    const condition *of; /* NULL: that there is a request */
    size_t next;         /* of the same field; SIZE_MAX: none */
} need_test;

/* Simple comparisons, each once, however many conditions have it. */
typedef struct needs {
    scope_kind kind;
    need_test tests[NEEDS_TESTS];
    size_t test_count;
    struct need_field {
        const field *field;
        scope_kind kind;
        size_t first; /* of its tests */
    } fields[NEEDS_FIELDS];
    size_t field_count;
    bool has_request_test;
    size_t request_test;
    test_set passed; /* by the thing looked at last */
} needs;

/* What one condition needs; NULL: nothing. */
typedef struct need need;

/* What the condition on that kind of thing needs, in the arena. False when memory is short. */
bool needs_add(needs *n, const condition *c, arena *memory, const need **out);
/* Before things are asked about it. */
void needs_look_at(needs *n, const scope *s);
/* False: the condition does not hold. */
bool needs_met(const needs *n, const need *of);

#endif
