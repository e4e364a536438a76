/*
 * One event as a record: the System part, which all events share, and the event's own data below it.
 */
#ifndef TOOLS_EVENT_RECORD_H
#define TOOLS_EVENT_RECORD_H

#include "scenario/scenario.h"
#include "tools/binxml.h"

/* What is in System. Texts that are "" are left out. */
typedef struct event_system {
    const char *provider;
    const char *guid;
    const char *source;
    const char *channel;
    const char *computer;
    uint32_t id;
    int32_t qualifiers; /* -1: none */
    uint8_t level, task, opcode, version;
    uint64_t keywords;
    uint32_t process, thread;
    bool with_activity;
    bool by_local_system; /* Security/@UserID is S-1-5-18 */
} event_system;

/* The event's data: a template of its own, and values for it. */
typedef struct event_data {
    const char *key; /* names the template */
    bx_define *define;
    const void *context;
    bx_values values;
} event_data;

/* Room to work in, too large for a stack. */
typedef struct record_room {
    event_data data;
    bx_values system_values;
} record_room;

#define KEYWORDS_CLASSIC 0x80000000000000u

/* The data of a classic event: strings without names, and bytes. */
void classic_data(event_data *data, const char *const *strings, size_t count, const void *binary,
                  size_t binary_size);

/* Writes a record; false when it did not fit the chunk. */
bool write_record(chunk *c, record_room *room, const scenario_log *log, const scenario_record *record);

/* The i-th noise event: its System part (but for channel and computer) and its data. */
void noise_event(uint64_t i, uint64_t time, event_system *system, event_data *data);

/* Bytes that look random and are always the same for a seed. */
uint64_t steady_random(uint64_t *seed);

#endif
