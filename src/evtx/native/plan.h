/*
 * What a piece of binary XML means for an event, as a list of steps: made once (compile.c), run for each
 * record that fills it in (run.c).
 *
 * A template definition is once in a chunk and is used by all its records, so its names are looked at
 * once. What is left of it are the few places that an event's fields come from: a text in the definition
 * itself, or the n-th value of the record. All else, as most of System's children, leaves no step at all.
 *
 * Where a piece is in the document decides what it means, and a value can be binary XML again, so a plan
 * belongs to a definition *and* a place.
 */
#ifndef EVTX_NATIVE_PLAN_H
#define EVTX_NATIVE_PLAN_H

#include "sppwhy/status.h"

typedef enum xml_place {
    PLACE_DOCUMENT, /* outside of <Event> */
    PLACE_EVENT,
    PLACE_SYSTEM,
    PLACE_TEXT, /* in a field of System: only text counts */
    PLACE_EVENT_DATA,
    PLACE_EVENT_DATA_DEEP, /* in one of its elements */
    PLACE_USER_DATA,
    PLACE_USER_DATA_DEEP,
    PLACE_OTHER, /* nothing in it matters */
    PLACE_TOTAL
} xml_place;

/* The fields of System that an event keeps. */
typedef enum xml_field {
    FIELD_NONE,
    FIELD_PROVIDER,
    FIELD_SOURCE,
    FIELD_CHANNEL,
    FIELD_COMPUTER, /* up to here: names, which are interned */
    FIELD_ID,
    FIELD_QUALIFIERS,
    FIELD_LEVEL,
    FIELD_TIME,
    FIELD_RECORD_ID
} xml_field;

typedef enum step_kind {
    STEP_BEGIN,        /* the text of a field begins: `field` */
    STEP_END,          /* and ends */
    STEP_TEXT,         /* `length` units of UTF-16 at `at` in the chunk */
    STEP_CHARACTER,    /* the unit `at` */
    STEP_VALUE,        /* value `index`; binary XML in it is in `place` */
    STEP_NAME,         /* `field` is just that text: `length` units at `at` */
    STEP_FIELD,        /* `field` is just value `index` */
    STEP_OPEN_LEAF,    /* an element of the data begins; `index`: what it is (LEAF_...) */
    STEP_CLOSE_LEAF,   /* and ends */
    STEP_DATA,         /* an element of the data that is just value `index`; `length`: what it is */
    STEP_UNLESS_ABSENT /* value `index` is null: the next `length` steps are left out */
} step_kind;

enum {
    LEAF_STRING = 1, /* else a <Binary>, which is data beside the strings */
    LEAF_WRAPPER = 2 /* of UserData: when it is empty it is no string, there are just no fields */
};

typedef struct plan_step {
    uint8_t kind;
    uint8_t field; /* xml_field, or xml_place of a value */
    uint16_t index;
    uint32_t at;
    uint32_t length;
    const char *name; /* STEP_NAME, once it was run: the interned text */
} plan_step;

typedef enum plan_verdict {
    VERDICT_UNSURE,   /* each record says by itself */
    VERDICT_WANTED,   /* the provider is in the definition, and is one of those asked for */
    VERDICT_UNWANTED, /* likewise, and is none of them */
    VERDICT_BY_VALUE  /* it is a value of the record: plan.providers */
} plan_verdict;

#define NO_VALUE UINT16_MAX

typedef struct plan {
    uint32_t at; /* of the definition (or of a fragment without one) in the chunk */
    uint8_t place;
    uint8_t verdict;
    bool names_known;      /* channel and computer are in the definition or not at all */
    uint16_t providers[2]; /* VERDICT_BY_VALUE: the values with its name and source, or NO_VALUE */
    uint16_t time_value;   /* its index, NO_VALUE when the time is not just a value */
    uint32_t first;        /* of its steps */
    uint32_t count;
    const char *reason; /* why it cannot be used; NULL when it can */
} plan;

#endif
