/*
 * Plans of definitions that were met before. Each chunk has its own copy of every template that it uses, and a
 * fleet's logs have the same few hundred templates: to compile them once is worth a quarter of the work on a
 * small log.
 *
 * A definition is known when all of it that compiling looks at is the same, byte by byte; a hash only says where
 * to look. Left out are the parts that are passed over unread, and where names lie in the chunk: there the names
 * themselves are compared. So a known plan is the plan that compiling would give, whatever another log says.
 * One text may be another: the computer's name, of which a definition has a copy of its own. It is pointed at, not
 * looked into; only its length moves what follows, and is counted in the sizes of the elements around it.
 * What is kept is bounded by KNOWN_HASHES, KNOWN_ALIKE, KNOWN_BYTES and KNOWN_NAMES.
 */
#ifndef EVTX_NATIVE_KNOWN_PLANS_H
#define EVTX_NATIVE_KNOWN_PLANS_H

#include "base/vec.h"
#include "evtx/native/plan.h"

#define KNOWN_HASHES 128u /* a power of two */
#define KNOWN_ALIKE 4u    /* definitions of one hash: the last ones */
#define KNOWN_BYTES 4096u /* definitions that are longer are compiled each time; few are over 2,000 bytes */
#define KNOWN_DEPTH 8u    /* elements around the computer's name: there are three */
#define KNOWN_NAMES 128u  /* likewise those with more names */

typedef struct known_plan known_plan;

/* An element that is open: where its size is, and where it ends. */
typedef struct open_element {
    uint32_t size_at, end;
} open_element;

/* A text that may be another: from the start of the definition, in bytes. */
typedef struct varying {
    uint32_t at, length; /* length 0: there is none */
    uint32_t size_count;
    uint16_t sizes[KNOWN_DEPTH]; /* where the sizes of the elements around it are */
} varying;

/* What a compilation looks at, noted while it goes on. */
typedef struct plan_trace {
    bool on;
    uint32_t start, size; /* of the definition in the chunk */
    uint32_t name_count;
    uint16_t names[KNOWN_NAMES]; /* from its start to where the chunk's offset of a name is */
    uint8_t mask[KNOWN_BYTES];   /* 0xFF for each byte that counts */
    varying varying;
    open_element open[KNOWN_DEPTH];
    uint32_t depth;
} plan_trace;

typedef struct known_plans {
    known_plan *plans[KNOWN_HASHES][KNOWN_ALIKE];
    uint32_t varying; /* length of the varying text met last: a log's definitions mostly have the same one */
    plan_trace trace;
} known_plans;

typedef VEC(plan_step) plan_steps;

/* The plan of the definition [at, end) in the chunk: *out is filled in, its steps are added. *found is false when
 * it is not known. False when memory is short. */
SPPWHY_NODISCARD bool known_plans_find(known_plans *known, const uint8_t *bytes, uint32_t at, uint32_t end,
                                       plan *out, plan_steps *steps, bool *found);
void known_plans_free(known_plans *known);

/* Around a compilation: begins to note; keeps what came of it, if there is room and memory. */
void known_plans_begin(known_plans *known, uint32_t at, uint32_t end);
void known_plans_keep(known_plans *known, const uint8_t *bytes, const plan *made, const plan_steps *steps);
void known_plans_give_up(known_plans *known);
/* While it goes on, places in the chunk: a name's offset, with `inside` when the name follows it there; bytes
 * that are passed over. */
void known_plans_name(known_plans *known, uint32_t at, bool inside);
void known_plans_skip(known_plans *known, uint32_t from, uint32_t to);
/* An element begins, and ends; what is between is in it. */
void known_plans_open(known_plans *known, uint32_t size_at, uint32_t end);
void known_plans_close(known_plans *known);
/* The computer's name is the text of `count` units at `at`, and nothing else. */
void known_plans_computer(known_plans *known, uint32_t at, uint32_t count);

#endif
