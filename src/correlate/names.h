/*
 * Step 2: every computer and client name, and which of them are one machine.
 *
 * In:   the evidence: the computers of records and logs, and the clients that hosts name.
 * Out:  a table of names; names of one machine have one root. Renames are followed here; later steps unite
 *       more names (match_host_records: a joined request; machines: short and full forms, CMIDs).
 * Cost: n log n in the number of different names; a text that is seen again costs one look in a hash table.
 */
#ifndef CORRELATE_NAMES_H
#define CORRELATE_NAMES_H

#include "correlate/evidence.h"

typedef struct name_entry {
    const char *text; /* as first seen, with its case */
    const char *last; /* as written by the machine's own log */
    bool wrote;       /* a record or a log bears it as its Computer */
    size_t next;      /* the name that followed it in a log; NAME_SEVERAL when logs differ */
    size_t parent;    /* union-find: names of one machine have one root */
    sppwhy_machine *machine;
} name_entry;

/* Where a text is, by the address of the text: the same few copies come with every record. */
typedef struct known_text {
    const char *text; /* NULL: free */
    size_t name;
} known_text;

typedef struct name_table {
    name_entry *items; /* sorted without regard to case */
    size_t count;
    size_t *by_label;       /* indexes, sorted by first label */
    size_t *by_label_alone; /* for the first place of each label: the name that is meant by the label alone */
    known_text *known;      /* a hash table, a power of two; only while correlating */
    size_t known_size, known_count;
} name_table;

#define NAME_NONE SIZE_MAX
#define NAME_SEVERAL (SIZE_MAX - 1)

/* False when memory is short. */
bool names_create(name_table *out, arena *memory, const evidence *given);

size_t names_find(const name_table *t, const char *text);
size_t names_root(name_table *t, size_t i);
void names_unite(name_table *t, size_t a, size_t b);

/* To be called when no more names become one: makes names_by_label() a look in a table. */
bool names_answer_labels(name_table *t, arena *memory);
/* The one name with the same first label that a machine's own log bears; NAME_NONE when none or several. */
sppwhy_machine *names_machine(name_table *t, const char *text);

/* A client that its host's 12290 does not name is called after its CMID, in brackets (a request without either
 * counts only where it was refused): */
#define NAME_CLIENT_STAND_IN "[CMID "
#define NAME_CLIENT_ROOM 48
/* The client's name in a 12290; true when it is such a stand-in, which then is in `room`. NULL in *out where
 * the record has no client. */
bool names_client(const sppwhy_record *r, char room[NAME_CLIENT_ROOM], const char **out);
/* False for what no machine is called: the name was taken out before the log was handed on. */
bool names_possible(const char *text);
/* A name as Windows' setup, its images and the clouds' give it: "WIN-1A2B3C4D5E6", "DESKTOP-1A2B3C4". */
bool names_from_setup(const char *text);

void names_forget(name_table *t); /* what was only needed while correlating */

#endif
