/*
 * What is known of one word: explain.c looks it up, explain_text.c and explain_json.c print it. A word can
 * mean several things (an event id of two providers), so each meaning is a topic of its own. explain_words.c
 * makes something of what is typed or pasted in: several words for one name, a whole line of a message;
 * explain_paste.c of messages in other languages, commands, product keys and XML.
 */
#ifndef EXPLAIN_EXPLAIN_H
#define EXPLAIN_EXPLAIN_H

#include "base/arena.h"
#include "base/vec.h"
#include "rules/analysis.h"
#include "sppwhy/explain.h"
#include "sppwhy/writer.h"

typedef enum topic_kind {
    TOPIC_UNKNOWN,
    TOPIC_CODE,
    TOPIC_EVENT,
    TOPIC_PRODUCT,
    TOPIC_CAUSE,
    TOPIC_STATE,    /* a license state */
    TOPIC_COUNT,    /* an N-policy */
    TOPIC_PRODUCTS, /* all products whose names hold some words */
    TOPIC_WORD,     /* of the trade */
    TOPIC_FLAGS,    /* status bits of 12288 and 12289 */
    TOPIC_CODES,    /* all codes whose names or meanings hold some words */
    TOPIC_KEY,      /* a product key that Microsoft publishes */
    TOPIC_HOST      /* a KMS host of a cloud provider */
} topic_kind;

#define NEAREST_SHOWN 3
#define NEAR_CODES_SHOWN 5

typedef struct topic {
    topic_kind kind;
    const char *what;              /* as it was asked */
    uint32_t code;                 /* of a code */
    const sppwhy_code *row;        /* NULL: the catalogue does not know the code */
    const sppwhy_error_name *name; /* of a code without a row; NULL: it has no name either */
    const sppwhy_word *word;
    const sppwhy_key *key;
    const sppwhy_known_host *host;
    const sppwhy_code *near_codes[NEAR_CODES_SHOWN]; /* of an unknown code: one digit away */
    size_t near_code_count;
    bool from_number; /* the number of a Win32 error was asked, 9003 for 0x8007232B */
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

/* Adds what a word is by itself, nothing when it is unknown; false when memory is short. */
bool topics_of_word(topic_list *out, const sppwhy_explainer *e, const char *what);
/* An event or the Win32 error of a number, 1722 for 0x800706BA: what is behind "error" and the like. */
bool topics_of_error_number(topic_list *out, const sppwhy_explainer *e, const char *number, const char *what);
/* The same of what is asked in two parts, or with a slip of the hand: "CSVLK Windows Server 2019". */
bool topics_of_parts(topic_list *out, const sppwhy_explainer *e, const char *what);
/* Adds a topic that names the nearest words. */
bool topics_unknown(topic_list *out, const sppwhy_explainer *e, const char *what);

/* ---- explain_paste.c; all false when memory is short ---- */

/* The text in one line, without what only looks like a code or an event (addresses, versions, dates, ports); NULL when memory is short. free() it. */
char *plain_text(const char *text);
/* Codes and states by what Windows says of them, in several languages. */
bool topics_of_message(topic_list *out, const sppwhy_explainer *e, const char *plain, const char *what);
/* The switches of a call of slmgr or ospp.vbs. */
bool topics_of_command(topic_list *out, const sppwhy_explainer *e, const char *what);
/* A public product key, whole or by its last five characters. */
bool topics_of_key(topic_list *out, const sppwhy_explainer *e, const char *what);
/* KMS hosts of cloud providers, by name, first label or address, with or without a port; also in a text. */
bool topics_of_host(topic_list *out, const sppwhy_explainer *e, const char *what);
bool topics_of_hosts_within(topic_list *out, const sppwhy_explainer *e, const char *what);
/* Looks like a code with a slip in it: "OxC004F074", "0x8007-232B". */
bool looks_like_code(const char *what);
/* Looks like a product key, or the end of one. */
bool is_unknown_key(const char *what);
/* Codes that are at most one digit away from what was asked. */
void find_near_codes(topic *t, const sppwhy_explainer *e);

/* The word of that name, also among kinds of product keys; NULL when there is none. */
const sppwhy_word *word_find(const sppwhy_explainer *e, const char *name);

/* The answer to all that was asked. */
typedef struct answer {
    topic_list topics;
    size_t unknown; /* of how many words nothing is known */
    char *joined;   /* all of them as one */
} answer;

/* False when memory is short. */
bool answer_find(answer *out, const sppwhy_explainer *e, const char *const *whats, size_t count);
void answer_free(answer *a);

/* True when the code's name or meaning holds every longer word of a text. */
bool code_matches(const sppwhy_code *c, const char *words);
/* True when the name holds every word of a text. */
bool name_matches(const char *name, const char *words);
bool product_matches(const sppwhy_product *p, const char *words);
/* True when something is known of it. */
bool topic_known(const topic *t);
/* "Win32 error 9003"; NULL when the code is none. */
const char *topic_win32(const topic *t, char out[64]);

/* True when the catalogue says that this event (its id as text) shows the code. */
bool code_seen_in(const sppwhy_code *c, const char *event);

/* Ids below it are events of our own making: what a tool printed, not what a log holds. */
#define OWN_EVENTS_END 10

/* What a license state and an N-policy mean, for people. */
const char *state_meaning(uint64_t state);
const char *count_meaning(uint64_t count);

/* What to explain with as a caller passes it; false when that is not valid: then the writer has failed. */
bool explainer_take(sppwhy_explainer *e, sppwhy_writer *out, const sppwhy_explainer *given);

#endif
