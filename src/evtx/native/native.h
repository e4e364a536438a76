/*
 * The reader of our own: binary XML to events, without libevtx. One `native` serves one log after another and
 * goes from chunk to chunk; it has to be given each of them.
 *
 * Everything a record says is bounded here: an offset by its chunk, a length by what it lies in, nesting and
 * the work for one record by limits.h. A record that breaks a rule is a failure with a reason, and costs
 * nothing but itself.
 *
 *   compile.c    a definition, or a fragment without one, to a plan (plan.h)
 *   known_plans.c the plans of definitions that were met before
 *   run.c        a plan with a record's values to an event
 *   values.c     one value to a number or a text
 *   name_cache.c the names that come again in every chunk
 *   native.c     a chunk's plans; one record; and the interface of reader.h
 */
#ifndef EVTX_NATIVE_NATIVE_H
#define EVTX_NATIVE_NATIVE_H

#include "base/text.h"
#include "evtx/native/name_cache.h"
#include "evtx/native/known_plans.h"
#include "evtx/native/plan.h"
#include "evtx/reader.h"
#include "evtx/native/values.h"

#define PLAN_SLOTS 8192u /* twice the most plans, a power of two */
#define PLANS_MOST (PLAN_SLOTS / 2)

#define SEEN_TEMPLATES 32u /* a power of two */

/* A template of the chunk all of whose records are another provider's, their times in one of their values: few
 * templates have nearly all records, and of each this is all there is to know. */
typedef struct seen_template {
    uint32_t chunk;      /* used if this is the present chunk's number */
    uint32_t definition; /* where it is */
    uint32_t time_value; /* its index */
} seen_template;

typedef struct plan_slot {
    uint32_t chunk; /* the slot is used if this is the present chunk's number */
    uint32_t plan;
} plan_slot;

typedef struct native {
    evtx_store *store;
    name_cache names;
    known_plans known; /* of this chunk, earlier ones and other logs */
    bool look_at_all;  /* take no verdict from a definition: for tests of that short cut */
    bool recovering;   /* the records are old: another definition may be where theirs did */

    /* the chunk */
    const uint8_t *bytes;
    uint32_t chunk_number;
    size_t chunk_text_left; /* of LIMIT_CHUNK_TEXT */
    uint32_t compile_left;  /* bytes that may still be compiled in it */
    VEC(plan) plans;
    plan_steps steps;
    plan_slot slots[PLAN_SLOTS];
    seen_template seen[SEEN_TEMPLATES];

    /* the record */
    VEC(xml_value) values; /* of the instances that are open, the innermost last */
    strbuf kept;           /* the texts of its strings, each ended by a NUL ... */
    VEC(size_t) string_at; /* ... and where they begin */
    VEC(const char *) strings;
    sppwhy_raw_event *event;
    uint32_t steps_left;
    size_t text_left;
    unsigned nesting;
    bool has_id;
    bool strings_wanted; /* by the caller */
    bool keep_strings;   /* and the provider is a wanted one, as far as is known */
    bool in_leaf;        /* the innermost element of the data has no child so far */
    unsigned leaf;
    uint8_t field; /* whose text is being put together */
    strbuf text;
    const char *last_provider, *last_source; /* whether they are wanted: */
    bool last_wanted;
    const char *reason;
    bool hopeless; /* no reader should try it: it asks for more than any record can need */
} native;

/* What a look at a record's first bytes says. */
typedef enum native_look {
    LOOK_UNWANTED, /* another provider's; its time is known, its channel and computer are in its template */
    LOOK_WANTED,
    LOOK_UNSURE
} native_look;

typedef enum native_outcome { NATIVE_EVENT, NATIVE_UNWANTED, NATIVE_FAILED, NATIVE_NO_MEMORY } native_outcome;

/* `store` is kept. NULL when memory is short. */
native *native_create(evtx_store *store, bool look_at_all);
/* Before another log: its names are kept in a store that is empty again. */
void native_begin_log(native *n);
void native_free(native *n); /* NULL is fine */

/* Before the records of another chunk; the bytes must stay till the next. */
void native_begin_chunk(native *n, const uint8_t *bytes);

SPPWHY_NODISCARD bool native_look_at(native *n, const chunk_record *r, native_look *look, uint64_t *time);

/* The same, quickly, of a record of a template that was looked at before in the chunk: true when it is surely
 * unwanted and *time known. What it does not tell native_look_at() tells. */
bool native_passes_over(const native *n, const chunk_record *r, uint64_t *time);

/* The names in the record's template; untouched where there are none. *all: there are no others. */
SPPWHY_NODISCARD bool native_names_of(native *n, const chunk_record *r, const char **computer,
                                      const char **channel, bool *all);

/* The whole record. On NATIVE_EVENT its names are the store's, and its strings, when `strings`, are good till
 * the next call; on NATIVE_FAILED n->reason says why. An unwanted event is filled in, too, without strings.
 */
native_outcome native_read(native *n, const chunk_record *r, bool strings, sppwhy_raw_event *out);

/* Whether the event at hand is of a wanted provider. */
bool native_wants(native *n);

/* ---- between its files --------------------------------------------------------------------------------- */

bool native_fail(native *n, const char *reason);
#define NATIVE_MEMORY "there was not enough memory for it"

/* The plan of the definition (or fragment) at `at`, which ends at `end`; its number, or false
 * with a reason. */
SPPWHY_NODISCARD bool native_plan(native *n, uint32_t at, uint32_t end, xml_place place, bool definition,
                                  uint32_t *number);
/* Adds the steps to n->steps, fills in all but at, place, first. */
SPPWHY_NODISCARD bool compile_fragment(native *n, plan *p, uint32_t at, uint32_t end, bool definition);

/* Runs what is in [at, end) of the chunk: an instance of a template, or elements without one. */
SPPWHY_NODISCARD bool run_fragment(native *n, uint32_t at, uint32_t end, xml_place place);
/* Where an instance's definition and values are; `at` is at its token. */
typedef struct xml_instance {
    uint32_t definition, definition_end;
    uint32_t values; /* where their count is */
} xml_instance;
SPPWHY_NODISCARD bool read_instance(native *n, uint32_t at, uint32_t end, xml_instance *out);

#endif
