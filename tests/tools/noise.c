/*
 * Noise: events that have nothing to do with licensing, in the shapes that real logs mix: classic strings,
 * named data, UserData, all kinds of values. Which one comes i-th is fixed, so a scenario always gives the
 * same bytes.
 */
#include "tools/event_record.h"

#include "base/clock.h"

#include <stdio.h>
#include <string.h>

typedef struct field {
    const char *name;
    uint8_t type;
} field;

typedef enum shape_form { FORM_CLASSIC, FORM_EVENT_DATA, FORM_USER_DATA } shape_form;

typedef struct shape {
    event_system system;
    shape_form form;
    const char *key;            /* of its template; NULL for classic data */
    const char *element;        /* UserData: the element inside */
    const char *namespace_name; /* ... and its namespace */
    field fields[8];            /* ends with a NULL name */
    bool has_binary;            /* EventData: <Binary> after the fields */
    void (*fill)(event_data *data, uint64_t i, uint64_t time);
} shape;

/* ---- templates
 * ----------------------------------------------------------------------------------------------- */

static void define_named(chunk *c, const field *f, uint32_t index)
{
    uint32_t element = bx_open(c, "Data", BX_ALWAYS, true);
    uint32_t attributes = bx_attributes(c);
    bx_attribute_text(c, "Name", f->name, false);
    bx_attributes_end(c, attributes);
    bx_content(c);
    bx_value(c, index, f->type);
    bx_close(c, element);
}

static void define_event_data(chunk *c, const void *context)
{
    const shape *s = context;
    uint32_t element = bx_open(c, "EventData", BX_ALWAYS, false);
    uint32_t i = 0;
    bx_content(c);
    for (; s->fields[i].name != NULL; i++)
        define_named(c, &s->fields[i], i);
    if (s->has_binary)
        bx_value_element(c, "Binary", i, BX_BINARY);
    bx_close(c, element);
}

static void define_user_data(chunk *c, const void *context)
{
    const shape *s = context;
    uint32_t outer = bx_open(c, "UserData", BX_ALWAYS, false);
    bx_content(c);
    uint32_t inner = bx_open(c, s->element, BX_ALWAYS, true);
    uint32_t attributes = bx_attributes(c);
    bx_attribute_text(c, "xmlns", s->namespace_name, false);
    bx_attributes_end(c, attributes);
    bx_content(c);
    for (uint32_t i = 0; s->fields[i].name != NULL; i++)
        bx_value_element(c, s->fields[i].name, i, s->fields[i].type);
    bx_close(c, inner);
    bx_close(c, outer);
}

/* ---- contents
 * ---------------------------------------------------------------------------------------------- */

static void fill_service_state(event_data *data, uint64_t i, uint64_t time)
{
    static const char *const services[] = {"Windows Update", "Windows Modules Installer",
                                           "Background Intelligent Transfer Service",
                                           "Network Setup Service"};
    static const uint8_t binary[] = {'w', 0, 'u', 0, 'a', 0, 'u', 0, 's', 0, 'e', 0, 'r', 0, 'v', 0, 0, 0};
    (void)time;
    bx_add_string(&data->values, services[i % 4]);
    bx_add_string(&data->values, i / 4 % 2 == 0 ? "running" : "stopped");
    bx_add_bytes(&data->values, BX_BINARY, binary, sizeof binary);
}

static void fill_uptime(event_data *data, uint64_t i, uint64_t time)
{
    char seconds[24];
    uint8_t binary[24] = {0};
    snprintf(seconds, sizeof seconds, "%llu", (unsigned long long)(i * 3600 + 61));
    binary[0] = 0x31;
    binary[8] = (uint8_t)(time >> 24);
    const char *const strings[] = {"", "", "", "", seconds, "60", "0 Coordinated Universal Time"};
    classic_data(data, strings, sizeof strings / sizeof strings[0], binary, sizeof binary);
}

static void fill_clock_change(event_data *data, uint64_t i, uint64_t time)
{
    bx_add_number(&data->values, BX_FILETIME, time);
    bx_add_number(&data->values, BX_FILETIME, time - CLOCK_SECOND * (i % 7));
    bx_add_number(&data->values, BX_U32, 2);
}

static void fill_hive(event_data *data, uint64_t i, uint64_t time)
{
    static const char hive[] = "\\??\\C:\\Users\\Zo\xC3\xAB\\ntuser.dat"; /* a name outside of ASCII */
    (void)time;
    bx_add_number(&data->values, BX_U16, 28);
    bx_add_string(&data->values, hive);
    bx_add_number(&data->values, BX_U32, 10 + i % 90);
    bx_add_number(&data->values, BX_U32, 3 + i % 11);
}

static void fill_restart_session(event_data *data, uint64_t i, uint64_t time)
{
    bx_add_number(&data->values, BX_U32, i % 3);
    bx_add_number(&data->values, BX_FILETIME, time - CLOCK_MINUTE);
}

static void fill_product_installed(event_data *data, uint64_t i, uint64_t time)
{
    char version[24];
    (void)time;
    snprintf(version, sizeof version, "14.%llu.26404", (unsigned long long)(i % 40));
    const char *const strings[] = {"Contoso Inventory Agent", version, "1033", "0", "Contoso Ltd.", "(NULL)"};
    classic_data(data, strings, sizeof strings / sizeof strings[0], "{6D8A1B6E-0A3E}", 16);
}

static void fill_power_loss(event_data *data, uint64_t i, uint64_t time)
{
    bx_add_number(&data->values, BX_U32, 0);
    bx_add_number(&data->values, BX_HEX64, i);
    bx_add_number(&data->values, BX_HEX32, 0x80000000u | (i & 0xFF));
    bx_add_number(&data->values, BX_BOOL, i % 2);
    bx_add_number(&data->values, BX_U64, time);
    bx_add_number(&data->values, BX_I32, 0xFFFFFFFFu - i % 5); /* below zero */
}

static void fill_policy(event_data *data, uint64_t i, uint64_t time)
{
    static const uint8_t user[] = {1, 5, 0, 0, 0, 0, 0, 5,  21, 0,  0,    0, 1, 2,
                                   3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0xF4, 1, 0, 0};
    uint8_t guid[16];
    uint64_t seed = time + i;
    for (unsigned k = 0; k < sizeof guid; k++)
        guid[k] = (uint8_t)steady_random(&seed);
    bx_add_bytes(&data->values, BX_GUID, guid, sizeof guid);
    bx_add_bytes(&data->values, BX_SID, user, sizeof user);
    bx_add_number(&data->values, BX_U8, i % 2);
    bx_add_string(&data->values, "");
}

/* ---- the shapes
 * ---------------------------------------------------------------------------------------------- */

static const shape shapes[] = {
    {.system = {.provider = "Service Control Manager",
                .guid = "{555908d1-a6d7-4695-8e1e-26931d2012f4}",
                .source = "Service Control Manager",
                .id = 7036,
                .qualifiers = 16384,
                .level = 4,
                .keywords = 0x8080000000000000u,
                .process = 692,
                .thread = 3140},
     .form = FORM_EVENT_DATA,
     .key = "data of Service Control Manager 7036",
     .fields = {{"param1", BX_STRING}, {"param2", BX_STRING}},
     .has_binary = true,
     .fill = fill_service_state},
    {.system = {.provider = "EventLog",
                .guid = "",
                .source = "",
                .id = 6013,
                .qualifiers = 32768,
                .level = 4,
                .keywords = KEYWORDS_CLASSIC},
     .form = FORM_CLASSIC,
     .fill = fill_uptime},
    {.system = {.provider = "Microsoft-Windows-Kernel-General",
                .guid = "{a68ca8b7-004f-d7b6-a698-07e2de0f1f5d}",
                .source = "",
                .id = 1,
                .qualifiers = -1,
                .level = 4,
                .task = 5,
                .version = 1,
                .keywords = 0x8000000000000010u,
                .process = 4,
                .thread = 116,
                .by_local_system = true},
     .form = FORM_EVENT_DATA,
     .key = "data of Kernel-General 1",
     .fields = {{"NewTime", BX_FILETIME}, {"OldTime", BX_FILETIME}, {"Reason", BX_U32}},
     .fill = fill_clock_change},
    {.system = {.provider = "MsiInstaller",
                .guid = "",
                .source = "",
                .id = 1033,
                .qualifiers = 0,
                .level = 4,
                .keywords = KEYWORDS_CLASSIC,
                .by_local_system = true},
     .form = FORM_CLASSIC,
     .fill = fill_product_installed},
    {.system = {.provider = "Microsoft-Windows-RestartManager",
                .guid = "{0888e5ef-9b98-4695-979d-e92ce4247224}",
                .source = "",
                .id = 10000,
                .qualifiers = -1,
                .level = 4,
                .keywords = 0x8000000000000000u,
                .process = 5120,
                .thread = 5124,
                .by_local_system = true},
     .form = FORM_USER_DATA,
     .key = "data of RestartManager 10000",
     .element = "RmSessionEvent",
     .namespace_name = "http://www.microsoft.com/2005/08/Windows/Reliability/RestartManager/",
     .fields = {{"RmSessionId", BX_U32}, {"UTCStartTime", BX_FILETIME}},
     .fill = fill_restart_session},
    {.system = {.provider = "Microsoft-Windows-Kernel-General",
                .guid = "{a68ca8b7-004f-d7b6-a698-07e2de0f1f5d}",
                .source = "",
                .id = 16,
                .qualifiers = -1,
                .level = 4,
                .keywords = 0x8000000000000000u,
                .process = 1204,
                .thread = 1210},
     .form = FORM_EVENT_DATA,
     .key = "data of Kernel-General 16",
     .fields = {{"HiveNameLength", BX_U16},
                {"HiveName", BX_STRING},
                {"KeysUpdated", BX_U32},
                {"DirtyPages", BX_U32}},
     .fill = fill_hive},
    {.system = {.provider = "Microsoft-Windows-Kernel-Power",
                .guid = "{331c3b3a-2005-44c2-ac5e-77220c37d6b4}",
                .source = "",
                .id = 41,
                .qualifiers = -1,
                .level = 1,
                .task = 63,
                .version = 3,
                .keywords = 0x8000400000000002u,
                .process = 4,
                .thread = 8,
                .by_local_system = true},
     .form = FORM_EVENT_DATA,
     .key = "data of Kernel-Power 41",
     .fields = {{"BugcheckCode", BX_U32},
                {"BugcheckParameter1", BX_HEX64},
                {"CheckpointStatus", BX_HEX32},
                {"ConnectedStandbyInProgress", BX_BOOL},
                {"PowerButtonTimestamp", BX_U64},
                {"SystemSleepTransitionsToOn", BX_I32}},
     .fill = fill_power_loss},
    {.system = {.provider = "Microsoft-Windows-GroupPolicy",
                .guid = "{aea1b4fa-97d1-45f2-a64c-4d69fffd92c9}",
                .source = "",
                .id = 1502,
                .qualifiers = -1,
                .level = 4,
                .opcode = 1,
                .keywords = 0x8000000000000000u,
                .process = 980,
                .thread = 2212,
                .with_activity = true,
                .by_local_system = true},
     .form = FORM_EVENT_DATA,
     .key = "data of GroupPolicy 1502",
     .fields = {{"PolicyId", BX_GUID}, {"PrincipalSid", BX_SID}, {"IsMachine", BX_U8}, {"DCName", BX_STRING}},
     .fill = fill_policy},
};

void noise_event(uint64_t i, uint64_t time, event_system *system, event_data *data)
{
    const shape *s = &shapes[i % (sizeof shapes / sizeof shapes[0])];
    *system = s->system;
    data->key = s->key;
    data->define = s->form == FORM_USER_DATA ? define_user_data : define_event_data;
    data->context = s;
    s->fill(data, i, time); /* classic data brings its own template */
}
