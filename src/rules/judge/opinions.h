/* What each rule says of one thing, one thing after another. */
#ifndef RULES_JUDGE_OPINIONS_H
#define RULES_JUDGE_OPINIONS_H

#include "rules/language/needs.h"

/* What one rule said. */
typedef struct opinion {
    const judgement *judgement;
    truth holds;
    bool asked;
    findings found;
} opinion;

/* Things that pass the same tests: for which rules there is no need to be asked. */
typedef struct shape {
    test_set passed;
    bool there;
    bool *may;     /* by the rules' places: it is not ruled out, nor are all that it refines */
    size_t *rules; /* the places of those, ascending */
    size_t count;
} shape;

#define SHAPES 16u /* kept of one kind of thing; a collection's failures are of a few */

/* Which rules judge one kind of thing. */
typedef struct askable {
    const judgement **of; /* by the rules' places; NULL where a rule does not judge such a thing */
    const need **needs;   /* likewise: what it cannot hold without */
    needs tests;
    size_t *rules; /* the places of those that do, ascending */
    size_t count;
    shape shapes[SHAPES]; /* each where the hash of its tests says; the newest stays */
    const shape *at_hand;
} askable;

typedef struct opinions {
    const sppwhy_rules *rules;
    askable askable[SCOPE_KINDS];
    opinion *of;   /* by the rules' places; set of those that were asked: the others do not hold */
    size_t *asked; /* their places, ascending */
    size_t asked_count;
} opinions;

/* Begins in `memory`, which owns all of it but what rules find. False when memory is short. */
bool opinions_begin(opinions *o, const sppwhy_rules *rules, arena *memory);
void opinions_end(opinions *o);
/* Asks all rules on that kind of thing. False when memory is short. */
bool opinions_ask(opinions *o, const scope *s);
/* Before another thing of any kind. */
void opinions_forget(opinions *o);

/* Is a rule that holds set aside by one that refines it and holds too, or, a fallback, by any other? */
bool opinions_set_aside(const opinions *o, size_t rule_place);

#endif
