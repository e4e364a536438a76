/*
 * The logs of a scenario as a reader would deliver them, and the order in which the log writer puts their
 * records. Both follow from scenario_records(), so that a rule's sample and a file made from it agree.
 */
#include "scenario/scenario.h"

#include "base/error.h"
#include "base/text.h"
#include "base/vec.h"
#include "evtx/store.h"
#include "base/licensing_names.h"

#include <string.h>

typedef VEC(const char *) name_list;

uint64_t scenario_noise_time(const scenario_log *log, uint64_t i)
{
    if (log->noise < 2)
        return log->covers_from;
    uint64_t steps = log->noise - 1;
    uint64_t span = log->covers_to - log->covers_from;
    /* Whole and rest apart: span * i would not fit in 64 bits. */
    return log->covers_from + span / steps * i + span % steps * i / steps;
}

/* At equal times noise comes first, but the last of it comes last: it ends the span. */
static bool noise_is_next(const scenario_log *log, uint64_t noise, size_t event)
{
    if (noise == log->noise)
        return false;
    if (event == log->event_count)
        return true;
    uint64_t time = scenario_noise_time(log, noise);
    uint64_t other = log->events[event].time;
    return time < other || (time == other && noise + 1 < log->noise);
}

sppwhy_status scenario_records(const scenario_log *log, arena *a, scenario_record **records, size_t *count,
                               sppwhy_error *error)
{
    size_t all = log->event_count + (size_t)log->noise;
    scenario_record *list = ARENA_ARRAY(a, all, scenario_record);
    if (list == NULL)
        return error_no_memory(error);
    size_t event = 0;
    uint64_t noise = 0;
    for (size_t i = 0; i < all; i++) {
        list[i].id = log->first_record + i;
        if (noise_is_next(log, noise, event)) {
            list[i].time = scenario_noise_time(log, noise);
            list[i].noise = noise++;
        } else {
            list[i].time = log->events[event].time;
            list[i].event = &log->events[event++];
        }
    }
    *records = list;
    *count = all;
    return SPPWHY_OK;
}

static bool is_licensing(const char *provider)
{
    static const char *const names[] = {PROVIDER_SPP, PROVIDER_SLC, SOURCE_OFFICE, SOURCE_SPP,
                                        SOURCE_SLC,   SOURCE_KMS,   SCRIPT_SLMGR,  SCRIPT_OSPP};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(names[i], provider) == 0)
            return true;
    }
    return text_starts_with(provider, PROVIDER_SPP_UX);
}

static bool add_name(name_list *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (strcmp(names->items[i], name) == 0)
            return true;
    }
    return vec_push(names, name);
}

/* Noise bears the log's own names. */
static sppwhy_status collect_names(const scenario_log *from, const scenario_record *records, size_t count,
                                   name_list *computers, name_list *channels, arena *a, const sppwhy_log *log,
                                   sppwhy_error *error)
{
    for (size_t i = 0; i < count; i++) {
        const sppwhy_raw_event *event = records[i].event;
        const char *computer = event != NULL ? event->computer : from->computer;
        if (names_no_computer(computer))
            computer = event_stand_in(a, log->path);
        if (!computer || !add_name(computers, computer) ||
            !add_name(channels, event != NULL ? event->channel : from->channel))
            return error_no_memory(error);
    }
    return SPPWHY_OK;
}

static sppwhy_status deliver_names(const scenario_log *from, const scenario_record *records, size_t count,
                                   arena *a, sppwhy_log *log, sppwhy_error *error)
{
    name_list computers = {0};
    name_list channels = {0};
    sppwhy_status status = collect_names(from, records, count, &computers, &channels, a, log, error);
    if (status == SPPWHY_OK) {
        log->computers = vec_to_arena(&computers, a);
        log->computer_count = computers.count;
        log->channels = vec_to_arena(&channels, a);
        log->channel_count = channels.count;
        if (log->computers == NULL || log->channels == NULL)
            status = error_no_memory(error);
    }
    vec_free(&computers);
    vec_free(&channels);
    return status;
}

static bool keep_events(const scenario_record *records, size_t count, evtx_store *store, sppwhy_event *events,
                        size_t *kept)
{
    for (size_t i = 0; i < count; i++) {
        if (records[i].event == NULL || !is_licensing(records[i].event->provider))
            continue;
        sppwhy_raw_event event = *records[i].event;
        event.record_id = event.header_record_id = records[i].id;
        if (names_no_computer(event.computer)) /* as the reader of logs does */
            event.computer = event_stand_in(store->memory, store->log->path);
        if (!event.computer)
            return false;
        if (!store_keep(store, &event, &events[(*kept)++]))
            return false;
    }
    return store_finish(store);
}

static sppwhy_status deliver_events(const scenario_record *records, size_t count, arena *a, sppwhy_log *log,
                                    sppwhy_error *error)
{
    evtx_store store = {0};
    sppwhy_event *events = ARENA_ARRAY(a, count, sppwhy_event);
    bool good = events != NULL && store_open(&store, a, log, NULL) &&
                keep_events(records, count, &store, events, &log->event_count);
    store_free(&store);
    log->events = events;
    return good ? SPPWHY_OK : error_no_memory(error);
}

static sppwhy_status deliver_damage(const scenario_log *from, arena *a, sppwhy_log *log, sppwhy_error *error)
{
    sppwhy_damage *damage = from->unreadable != 0 ? ARENA_NEW(a, sppwhy_damage) : NULL;
    if (from->unreadable == 0)
        return SPPWHY_OK;
    if (damage == NULL)
        return error_no_memory(error);
    *damage = (sppwhy_damage){.lost = true, .reason = "the scenario says that records are lost"};
    log->records_lost = from->unreadable;
    log->damage = damage;
    log->damage_count = 1;
    return SPPWHY_OK;
}

static sppwhy_status deliver_log(const scenario_log *from, arena *a, const sppwhy_log **out,
                                 sppwhy_error *error)
{
    scenario_record *records = NULL;
    size_t count = 0;
    sppwhy_status status = scenario_records(from, a, &records, &count, error);
    if (status != SPPWHY_OK)
        return status;
    sppwhy_log *log = ARENA_NEW(a, sppwhy_log);
    if (log == NULL)
        return error_no_memory(error);
    log->path = from->file;
    log->records = count;
    log->first_event = count != 0 ? records[0].time : 0;
    log->last_event = count != 0 ? records[count - 1].time : 0;
    status = deliver_names(from, records, count, a, log, error);
    if (status == SPPWHY_OK)
        status = deliver_events(records, count, a, log, error);
    if (status == SPPWHY_OK)
        status = deliver_damage(from, a, log, error);
    *out = log;
    return status;
}

sppwhy_status scenario_logs(const scenario *s, arena *a, const sppwhy_log *const **logs, size_t *count,
                            sppwhy_error *error)
{
    const sppwhy_log **list = ARENA_ARRAY(a, s->log_count, const sppwhy_log *);
    if (list == NULL)
        return error_no_memory(error);
    for (size_t i = 0; i < s->log_count; i++) {
        sppwhy_status status = deliver_log(&s->logs[i], a, &list[i], error);
        if (status != SPPWHY_OK)
            return status;
    }
    *logs = list;
    *count = s->log_count;
    return SPPWHY_OK;
}
