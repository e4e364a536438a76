/*
 * The tables that correlating works on, shared by the files of this folder, in the order in which they are
 * used:
 *
 *   names.c        every computer and client name; which of them are one machine
 *   pairs.c        12288 with 12289
 *   joins.c        and with 12290
 *   requests.c     runs these two, makes the requests and measures clocks
 *   machines.c     names into machines; what belongs to whom
 *   activations.c  requests and summaries into tries
 *   clones.c       one CMID on several machines
 *   states.c       what the tries say of each machine
 *   coverage.c     which times a machine's logs cover
 *   hosts.c        what is known of each host by its requests
 *   collection.c   runs them and hands out the result
 *
 * There may be tens of millions of requests: what is kept for each counts, every step is about linear, and
 * the result never depends on the order of reading.
 */
#ifndef CORRELATE_CORRELATION_H
#define CORRELATE_CORRELATION_H

#include "base/arena.h"
#include "base/sort.h"
#include "base/vec.h"
#include "spp/access.h"
#include "sppwhy/correlate.h"

typedef struct name {
    const char *text; /* as first seen, with its case */
    const char *last; /* as written by the machine's own log */
    bool wrote;       /* a record or a log bears it as its Computer */
    size_t next;      /* the name that followed it in a log; NAME_SEVERAL when logs differ */
    size_t parent;    /* union-find: names of one machine have one root */
    sppwhy_machine *machine;
} name;

/* Where a text stands, by the address of the text: the same few copies come with every record. */
typedef struct known_text {
    const char *text; /* NULL: free */
    size_t name;
} known_text;

typedef struct name_table {
    name *items; /* sorted without regard to case */
    size_t count;
    size_t *by_label;       /* indexes, sorted by first label */
    size_t *by_label_alone; /* for the first place of each label: the name that is meant by the label alone */
    known_text *known;      /* a hash table, a power of two; only while correlating */
    size_t known_size, known_count;
} name_table;

#define NAME_NONE SIZE_MAX
#define NAME_SEVERAL (SIZE_MAX - 1)

/* A request before it is one: what the client's log shows of it, and the host's record when it was found. */
typedef struct exchange {
    const sppwhy_record *client, *response, *host;
} exchange;

typedef struct correlation {
    arena *memory; /* of the result */
    const sppwhy_catalogue *catalogue;
    const sppwhy_record *items;  /* all records, as given */
    const sppwhy_record **order; /* sorted by time, then by log and number; NULL when `items` are */
    size_t record_count;
    const sppwhy_record *const *contradicting;
    size_t contradicting_count;
    const sppwhy_log *const *logs;
    size_t log_count;
    sppwhy_span span;
    name_table names;
    const char *last_computer; /* looked up last, when there are machines */
    sppwhy_machine *last_machine;
    VEC(exchange) exchanges; /* in the order of their first records */
    uint8_t *joined;         /* a bit a record: a 12290 that belongs to a exchange */
    sppwhy_request *requests;
    size_t request_count;
    VEC(sppwhy_activation *) activations;
    size_t earlier; /* of them, those before the span: the first ones */
    VEC(sppwhy_machine *) machines;
    VEC(sppwhy_machine *) serving;
    size_t recent_clients;
    uint32_t need;
} correlation;

/* The i-th record in order of time. */
static inline const sppwhy_record *record_at(const correlation *b, size_t i)
{
    return b->order ? b->order[i] : &b->items[i];
}

/* Each returns false when memory is short. */
bool names_create(correlation *b);
bool pairs_create(correlation *b);
bool joins_create(correlation *b);
bool requests_create(correlation *b);
bool machines_create(correlation *b); /* after the requests: a request can tie two names */
bool activations_create(correlation *b);
bool machines_complete(correlation *b);
bool clones_find(correlation *b);
bool state_complete(correlation *b, sppwhy_machine *machine);
void state_by_hosts(sppwhy_machine *machine); /* after the hosts are complete */
bool coverage_create(correlation *b, sppwhy_machine *machine);
bool hosts_complete(correlation *b);

size_t names_find(const name_table *t, const char *text);
size_t names_root(name_table *t, size_t i);
void names_unite(name_table *t, size_t a, size_t b);
/* The one name with the same first label that a machine's own log bears; NAME_NONE when none or several.
 * Looked up in a table, once names_answer_labels() has made it: when no more names become one. */
size_t names_by_label(name_table *t, const char *text);
bool names_answer_labels(correlation *b);
sppwhy_machine *names_machine(correlation *b, const char *text);
/* False for what no machine is called: the name was taken out before the log was handed on. */
bool names_possible(const char *text);

void names_forget(name_table *t); /* what was only needed while correlating */

/* Cuts things into one array a machine, which keeps their order. `owner` tells whose the i-th is (NULL:
 * nobody's). */
typedef sppwhy_machine *(*owner_of_thing)(correlation *b, size_t i);
typedef const void *(*thing_at)(correlation *b, size_t i);
typedef void (*give_things)(sppwhy_machine *m, const void **things, size_t count);
bool machines_share_out(correlation *b, size_t count, owner_of_thing owner, thing_at thing, give_things give);

#endif
