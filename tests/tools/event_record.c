/*
 * The System part of an event as Windows writes it (one template for each provider, channel and computer,
 * with 20 values; who depends on what is taken from real logs), classic event data, and the events of a
 * scenario.
 */
#include "tools/event_record.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

#define EVENT_NAMESPACE "http://schemas.microsoft.com/win/2004/08/events/event"

/* The values of the System template, by their index. */
enum {
    AT_LEVEL,
    AT_OPCODE,
    AT_TASK,
    AT_ID,
    AT_QUALIFIERS,
    AT_KEYWORDS,
    AT_TIME,
    AT_ACTIVITY,
    AT_PROCESS,
    AT_THREAD,
    AT_RECORD_ID,
    AT_VERSION,
    AT_USER,
    AT_RELATED_ACTIVITY = 18,
    AT_DATA = 19
};

/* ---- the System template
 * ------------------------------------------------------------------------------------ */

static void define_provider(chunk *c, const event_system *s)
{
    bool has_guid = s->guid[0] != '\0';
    bool has_source = s->source[0] != '\0';
    uint32_t element = bx_open(c, "Provider", BX_ALWAYS, true);
    uint32_t attributes = bx_attributes(c);
    bx_attribute_text(c, "Name", s->provider, has_guid || has_source);
    if (has_guid)
        bx_attribute_text(c, "Guid", s->guid, has_source);
    if (has_source)
        bx_attribute_text(c, "EventSourceName", s->source, false);
    bx_attributes_end(c, attributes);
    bx_close_empty(c, element);
}

static void define_event_id(chunk *c)
{
    uint32_t element = bx_open(c, "EventID", AT_ID, true);
    uint32_t attributes = bx_attributes(c);
    bx_attribute_value(c, "Qualifiers", AT_QUALIFIERS, BX_U16, false);
    bx_attributes_end(c, attributes);
    bx_content(c);
    bx_value(c, AT_ID, BX_U16);
    bx_close(c, element);
}

/* <name attribute=%index/>, with a second attribute when it is not NULL. */
static void define_attributes(chunk *c, const char *name, const char *first, uint32_t first_index,
                              const char *second, uint32_t second_index, uint8_t type)
{
    uint32_t element = bx_open(c, name, BX_ALWAYS, true);
    uint32_t attributes = bx_attributes(c);
    bx_attribute_value(c, first, first_index, type, second != NULL);
    if (second != NULL)
        bx_attribute_value(c, second, second_index, type, false);
    bx_attributes_end(c, attributes);
    bx_close_empty(c, element);
}

static void define_system(chunk *c, const event_system *s)
{
    uint32_t element = bx_open(c, "System", BX_ALWAYS, false);
    bx_content(c);
    define_provider(c, s);
    define_event_id(c);
    bx_value_element(c, "Version", AT_VERSION, BX_U8);
    bx_value_element(c, "Level", AT_LEVEL, BX_U8);
    bx_value_element(c, "Task", AT_TASK, BX_U16);
    bx_value_element(c, "Opcode", AT_OPCODE, BX_U8);
    bx_value_element(c, "Keywords", AT_KEYWORDS, BX_HEX64);
    define_attributes(c, "TimeCreated", "SystemTime", AT_TIME, NULL, 0, BX_FILETIME);
    bx_value_element(c, "EventRecordID", AT_RECORD_ID, BX_U64);
    define_attributes(c, "Correlation", "ActivityID", AT_ACTIVITY, "RelatedActivityID", AT_RELATED_ACTIVITY,
                      BX_GUID);
    define_attributes(c, "Execution", "ProcessID", AT_PROCESS, "ThreadID", AT_THREAD, BX_U32);
    bx_text_element(c, "Channel", s->channel);
    bx_text_element(c, "Computer", s->computer);
    define_attributes(c, "Security", "UserID", AT_USER, NULL, 0, BX_SID);
    bx_close(c, element);
}

static void define_event(chunk *c, const void *context)
{
    uint32_t element = bx_open(c, "Event", AT_DATA, true);
    uint32_t attributes = bx_attributes(c);
    bx_attribute_text(c, "xmlns", EVENT_NAMESPACE, false);
    bx_attributes_end(c, attributes);
    bx_content(c);
    define_system(c, context);
    bx_value(c, AT_DATA, BX_NESTED);
    bx_close(c, element);
}

/* ---- its values
 * ------------------------------------------------------------------------------------------------ */

uint64_t steady_random(uint64_t *seed)
{
    uint64_t x = (*seed += 0x9E3779B97F4A7C15u); /* splitmix64 */
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

static void add_activity(bx_values *v, uint64_t seed)
{
    uint64_t halves[2] = {steady_random(&seed), steady_random(&seed)};
    uint8_t bytes[16];
    for (unsigned i = 0; i < 16; i++)
        bytes[i] = (uint8_t)(halves[i / 8] >> (8 * (i % 8)));
    bx_add_bytes(v, BX_GUID, bytes, sizeof bytes);
}

static void add_user(bx_values *v, bool by_local_system)
{
    static const uint8_t local_system[] = {1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0};
    if (by_local_system)
        bx_add_bytes(v, BX_SID, local_system, sizeof local_system);
    else
        bx_add_null(v);
}

static void system_values(bx_values *v, const event_system *s, const scenario_record *record)
{
    bx_values_clear(v);
    bx_add_number(v, BX_U8, s->level);
    bx_add_number(v, BX_U8, s->opcode);
    bx_add_number(v, BX_U16, s->task);
    bx_add_number(v, BX_U16, s->id);
    if (s->qualifiers >= 0)
        bx_add_number(v, BX_U16, (uint64_t)s->qualifiers);
    else
        bx_add_null(v);
    bx_add_number(v, BX_HEX64, s->keywords);
    bx_add_number(v, BX_FILETIME, record->time);
    if (s->with_activity)
        add_activity(v, record->id);
    else
        bx_add_null(v);
    bx_add_number(v, BX_U32, s->process);
    bx_add_number(v, BX_U32, s->thread);
    bx_add_number(v, BX_U64, record->id);
    bx_add_number(v, BX_U8, s->version);
    add_user(v, s->by_local_system);
    while (v->count < AT_DATA)
        bx_add_null(v);
    bx_add_bytes(v, BX_NESTED, NULL, 0); /* its bytes follow in the chunk */
}

/* ---- classic data
 * ------------------------------------------------------------------------------------------------ */

static void define_classic_data(chunk *c, const void *context)
{
    (void)context;
    uint32_t element = bx_open(c, "EventData", BX_ALWAYS, false);
    bx_content(c);
    bx_value_element(c, "Data", 0, BX_STRINGS);
    bx_value_element(c, "Binary", 2, BX_BINARY);
    bx_close(c, element);
}

void classic_data(event_data *data, const char *const *strings, size_t count, const void *binary,
                  size_t binary_size)
{
    data->key = "classic data";
    data->define = define_classic_data;
    data->context = NULL;
    bx_add_strings(&data->values, strings, count);
    bx_add_number(&data->values, BX_U32, binary_size);
    if (binary_size != 0)
        bx_add_bytes(&data->values, BX_BINARY, binary, binary_size);
    else
        bx_add_null(&data->values);
}

/* ---- the events of a scenario
 * --------------------------------------------------------------------------------------- */

static const char *guid_of_provider(const char *provider)
{
    if (strcmp(provider, "Microsoft-Windows-Security-SPP") == 0)
        return "{E23B33B0-C8C9-472C-A5F9-F2BDFEA0F156}";
    if (strcmp(provider, "Microsoft-Windows-Security-Licensing-SLC") == 0)
        return "{1FD7C1D2-D037-4620-8D29-B2C7E5FCC13A}";
    return "";
}

/* 12288 and 12289 carry the protocol's version (6.0) and what seems to be the encrypted message. */
static size_t exchange_bytes(const scenario_record *record, uint8_t bytes[260])
{
    if (record->event->id != 12288 && record->event->id != 12289)
        return 0;
    uint64_t seed = record->time ^ record->id;
    memset(bytes, 0, 4);
    bytes[2] = 6;
    for (unsigned i = 4; i < 260; i++)
        bytes[i] = (uint8_t)steady_random(&seed);
    return 260;
}

static void scenario_event(const scenario_record *record, event_system *system, event_data *data)
{
    const sppwhy_raw_event *event = record->event;
    uint8_t bytes[260];
    *system = (event_system){.provider = event->provider,
                             .guid = guid_of_provider(event->provider),
                             .source = event->source,
                             .channel = event->channel,
                             .computer = event->computer,
                             .id = event->id,
                             .qualifiers = event->qualifiers,
                             .level = event->level,
                             .keywords = KEYWORDS_CLASSIC};
    classic_data(data, event->strings, event->string_count, bytes, exchange_bytes(record, bytes));
}

/* ---- the record
 * ----------------------------------------------------------------------------------------------------- */

static void put_event(chunk *c, const event_system *system, const bx_values *values, const event_data *data)
{
    strbuf key = {0};
    strbuf_printf(&key, "system of %s|%s|%s|%s|%s", system->provider, system->guid, system->source,
                  system->channel, system->computer);
    c->overflow = c->overflow || key.failed;
    bx_instance(c, key.failed ? "" : key.bytes, define_event, system);
    strbuf_free(&key);
    uint32_t mark = bx_put_values(c, values);
    uint32_t start = c->at;
    bx_instance(c, data->key, data->define, data->context);
    bx_put_values(c, &data->values);
    bx_end(c);
    bx_nested_end(c, mark, start);
    bx_end(c);
}

bool write_record(chunk *c, record_room *room, const scenario_log *log, const scenario_record *record)
{
    event_system system = {0};
    bx_values_clear(&room->data.values);
    if (record->event != NULL) {
        scenario_event(record, &system, &room->data);
    } else {
        noise_event(record->noise, record->time, &system, &room->data);
        system.channel = log->channel;
        system.computer = log->computer;
    }
    system_values(&room->system_values, &system, record);
    chunk_record_begin(c, record->id, record->time);
    put_event(c, &system, &room->system_values, &room->data);
    return chunk_record_end(c);
}
