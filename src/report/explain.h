/*
 * What is known of one word: explain.c looks it up, explain_text.c and explain_json.c print it. A word can
 * mean several things (an event id of two providers), so each meaning is a topic of its own.
 */
#ifndef REPORT_EXPLAIN_H
#define REPORT_EXPLAIN_H

#include "base/arena.h"
#include "base/vec.h"
#include "sppwhy/report.h"

typedef enum topic_kind {
    TOPIC_UNKNOWN,
    TOPIC_CODE,
    TOPIC_EVENT,
    TOPIC_PRODUCT,
    TOPIC_CAUSE,
    TOPIC_STATE, /* a license state */
    TOPIC_COUNT  /* an N-policy */
} topic_kind;

#define NEAREST_SHOWN 3

typedef struct topic {
    topic_kind kind;
    const char *what;       /* as it was asked */
    uint32_t code;          /* of a code */
    const sppwhy_code *row; /* NULL: the catalogue does not know the code */
    bool from_number;       /* the number of a Win32 error was asked, 9003 for 0x8007232B */
    const sppwhy_event_type *event;
    const sppwhy_product *product;
    const char *cause; /* its slug */
    bool has_page;     /* a rule of that name is there */
    sppwhy_rule_page page;
    uint64_t number; /* of a state or a count */
    const char *nearest[NEAREST_SHOWN];
    size_t nearest_count;
} topic;

typedef VEC(topic) topic_list;

/* Adds the topics of a word; false when memory is short. */
bool topics_find(topic_list *out, const sppwhy_explainer *e, const char *what);
/* True when something is known of it. */
bool topic_known(const topic *t);
/* "Win32 error 9003"; NULL when the code is none. */
const char *topic_win32(const topic *t, char out[64]);

/* True when the catalogue says that this event (its id as text) shows the code. */
bool code_seen_in(const sppwhy_code *c, const char *event);

/* What a license state and an N-policy mean, for people. */
const char *state_meaning(uint64_t state);
const char *count_meaning(uint64_t count);

#endif
