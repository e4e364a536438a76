/*
 * The tables that correlating works on, shared by the files of this folder, in the order in which they are
 * used:
 *
 *   names.c        every computer and client name; which of them are one machine
 *   requests.c     12288 with 12289 with 12290
 *   activations.c  requests and summaries into tries
 *   machines.c     what is known of each machine; clones; coverage
 *   collection.c   runs them and hands out the result
 *
 * Everything is sorted arrays: the work grows with n log n, and the result never depends on the order of
 * reading.
 */
#ifndef CORRELATE_BUILD_H
#define CORRELATE_BUILD_H

#include "base/arena.h"
#include "base/vec.h"
#include "sppwhy/correlate.h"

/* The events of one try follow one another within this time: hosts are asked one after another, each with a
 * timeout under a minute; the next try of its own comes after 15 minutes at the earliest (the least interval
 * that can be set; 120 by default). */
#define TRY_SECONDS 300

typedef struct name {
    const char *text; /* as first seen, with its case */
    const char *last; /* as written by the machine's own log */
    bool wrote;       /* a record or a log bears it as its Computer */
    size_t next;      /* the name that followed it in a log; NAME_SEVERAL when logs differ */
    size_t parent;    /* union-find: names of one machine have one root */
    sppwhy_machine *machine;
} name;

typedef struct name_table {
    name *items; /* sorted without regard to case */
    size_t count;
    size_t *by_label; /* indexes, sorted by first label */
} name_table;

#define NAME_NONE SIZE_MAX
#define NAME_SEVERAL (SIZE_MAX - 1)

typedef struct build {
    arena *memory;                 /* of the result */
    const sppwhy_record **records; /* sorted by time, then by log and number */
    size_t record_count;
    const sppwhy_log *const *logs;
    size_t log_count;
    sppwhy_span span;
    name_table names;
    VEC(sppwhy_request *) requests;
    VEC(sppwhy_activation *) activations;
    VEC(sppwhy_machine *) machines;
} build;

/* Each returns false when memory is short. */
bool names_create(build *b);
bool requests_create(build *b);
bool machines_create(build *b); /* after the requests: a request can tie two names */
bool activations_create(build *b);
bool machines_complete(build *b);

size_t names_find(const name_table *t, const char *text);
size_t names_root(name_table *t, size_t i);
void names_unite(name_table *t, size_t a, size_t b);
/* The one name with the same first label that a machine's own log bears; NAME_NONE when none or several. */
size_t names_by_label(name_table *t, const char *text);
sppwhy_machine *names_machine(build *b, const char *text);
/* False for what no machine is called: the name was taken out before the log was handed on. */
bool names_possible(const char *text);

int compare_u64(uint64_t a, uint64_t b);
int compare_id(const uint8_t *a, const uint8_t *b); /* 16 bytes, NULL first */
uint64_t record_number(const sppwhy_record *r, sppwhy_field field, uint64_t otherwise);
const uint8_t *record_id(const sppwhy_record *r, sppwhy_field field);
const char *record_text(const sppwhy_record *r, sppwhy_field field);

#endif
