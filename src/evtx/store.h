/*
 * Where a log's events are kept: names once each, strings as numbers of texts (see sppwhy_event_common). A
 * reader has its own texts only until the event was handed over.
 *
 * A store may serve a part of a log only: events bring their texts with them, so those of several stores can
 * be side by side. One mechanism with parts.h.
 */
#ifndef EVTX_STORE_H
#define EVTX_STORE_H

#include "base/text.h"
#include "evtx/filter.h"
#include "evtx/names.h"
#include "evtx/events.h"

/* The texts of a store's events, by number; filled in by store_finish(). */
typedef struct sppwhy_texts {
    const char *const *items;
    size_t count;
    size_t common_count; /* how many sppwhy_event_common go with them */
} sppwhy_texts;

/* A part of a string: its text, which is the store's own, its number, and how long it is. */
typedef struct part_cut {
    const char *text;
    uint32_t number, length;
} part_cut;

typedef VEC(part_cut) part_list;

#define PARTS_MOST 64 /* of a string; one with more commas is kept whole */

/* The string of several parts that was cut last: the next at its place is mostly like it. */
typedef struct cut_text {
    char bytes[512]; /* of a longer one nothing is kept */
    uint32_t length; /* 0: there is none */
    uint32_t commas[PARTS_MOST];
    size_t count; /* of commas */
    bool separated;
    uint64_t event;      /* whose it is, */
    size_t string, part; /* which of its strings, and which part its first is */
} cut_text;

typedef struct evtx_store {
    arena *memory; /* the log's */
    const filter *filter;
    const sppwhy_log *log;
    name_pool texts; /* providers, computers ... */

    name_pool parts; /* of strings */
    sppwhy_texts *numbered;
    VEC(sppwhy_event_common *) commons;
    uint32_t *common_slots; /* a hash table of places in `commons`, from 1 */
    size_t common_slot_count;
    uint64_t seed; /* of its hashes */
    const sppwhy_event_common *last_common;
    part_list cut, last_cut; /* the parts of the event at hand, and of the one before */
    VEC(sppwhy_string_form) forms;
    uint64_t event; /* the one at hand, by number */
    cut_text text;
    uint32_t *room; /* for parts of events */
    size_t room_left, room_next;
} evtx_store;

/* The store starts zeroed or cleared. `filter` may be NULL when only store_keep() is called. */
SPPWHY_NODISCARD bool store_open(evtx_store *s, arena *memory, const sppwhy_log *log, const filter *f);

/* Makes the event's names the store's own; its strings stay the caller's, and are taken from it when it is
 * not wanted. */
SPPWHY_NODISCARD bool store_adopt(evtx_store *s, sppwhy_raw_event *event);
/* Keeps it whole. */
SPPWHY_NODISCARD bool store_keep(evtx_store *s, const sppwhy_raw_event *event, sppwhy_event *out);
/* Which log it is, where that was not known when it was opened. */
void store_belongs_to(evtx_store *s, const sppwhy_log *log);
/* After the last event: only then may strings be asked for. */
SPPWHY_NODISCARD bool store_finish(evtx_store *s);
/* Ready to be opened again, for another log: what was kept lives in the arena, and what is needed for keeping
 * stays. */
void store_clear(evtx_store *s);
/* What is needed for keeping. */
void store_free(evtx_store *s);

/* ---- reading what is kept ------------------------------------------------------------------------------ */

/* The computer of an event that names none is called after the file, in brackets, or so: */
#define NAMELESS_INPUT "machine not named"
const char *event_stand_in(arena *a, const char *path);
/* The name is empty, or blank. */
bool names_no_computer(const char *computer);
/* The name is such a stand-in. */
bool name_is_stand_in(const char *computer);
bool event_is_nameless(const sppwhy_event *event);

/* The i-th of the texts that make up the event's strings. */
const char *event_part(const sppwhy_event *event, size_t i);
/* Adds the i-th string. */
void event_add_string(strbuf *out, const sppwhy_event *event, size_t i);
/* By what the strings of two events say; 0 when they say the same. */
int event_compare_strings(const sppwhy_event *a, const sppwhy_event *b);
/* Equal for events whose strings say the same. */
uint64_t event_hash_strings(const sppwhy_event *event, uint64_t seed);
/* All strings, in the arena (never NULL unless memory is short); texts that are whole strings are
 * not copied. */
const char **event_strings(const sppwhy_event *event, arena *a);

/* Lists the computers and channels of a log's events, each once, as first seen; a name that is empty is none. False when
 * memory is short. */
bool log_list_names(sppwhy_log *log, arena *memory);

#endif
