/* A condition in memory, between the file that parses it (condition.c) and those that judge it
 * (condition_judge.c, condition_events.c). */
#ifndef RULES_LANGUAGE_CONDITION_H
#define RULES_LANGUAGE_CONDITION_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include "base/network.h"
#include "rules/ruleset/rule.h"

#include <pcre2.h>

typedef enum operation {
    OP_ALL,
    OP_ANY,
    OP_NOT,
    OP_UNLESS, /* like not, but what is unknown does not prevent it */
    OP_FIELD,
    OP_EVERY_REQUEST,
    OP_SOME_REQUEST,
    OP_MACHINE,
    OP_TARGET,
    OP_SOME_HOST,
    OP_SOME_EVENT
} operation;

typedef enum comparison {
    IS_EQUAL,
    IS_CONTAINED,
    IS_START,
    IS_END,
    IS_PATTERN,
    IS_LESS,
    IS_LESS_OR_EQUAL,
    IS_MORE,
    IS_MORE_OR_EQUAL,
    IS_THERE,
    IS_IN_NETWORK,
    HAS_BITS
} comparison;

typedef struct operand {
    int64_t number;
    ipv4_network network;
    const char *text;
    pcre2_code *pattern;
} operand;

struct condition {
    operation op;
    condition **parts;
    size_t part_count;
    /* OP_FIELD */
    const field *field;
    scope_kind in;
    bool of_outer, other_of_outer; /* "outer.FIELD": of the thing in which this one is */
    comparison how;
    bool absolute, every_value;
    const field *other; /* |fieldref */
    scope_kind other_in;
    operand *operands;
    size_t operand_count;
    bool wanted; /* |exists */
    /* OP_SOME_EVENT */
    uint64_t within; /* FILETIME steps; 0: any time */
    bool before, after;
};

/* condition_judge.c: what a condition rests on, and what it would have needed. */
void note_record(findings *f, const sppwhy_record *record);
void note_missing(findings *f, const char *missing);
/* The request as the conditions on an activation's requests see it. */
scope scope_of_request(const scope *s, const sppwhy_request *r);
/* condition_events.c */
truth condition_judge_events(const condition *c, const scope *s, findings *f);

#endif
