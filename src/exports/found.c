/* See found.h. */
#include "exports/found.h"

#include <string.h>

/* The names that programs have for the values of an event, without regard to case; the better first where a
 * program gives several (the time of the event before that of its arrival). */
static const struct name_row {
    const char *name;
    found_name is;
} name_rows[] = {
    /* event logs as JSON of evtx_dump, Winlogbeat (Elastic), Wazuh */
    {"Event.System.Provider.#attributes.Name", FOUND_PROVIDER},
    {"Event.System.Provider.#attributes.EventSourceName", FOUND_SOURCE},
    {"Event.System.EventID", FOUND_ID},
    {"Event.System.EventID.#text", FOUND_ID},
    {"Event.System.TimeCreated.#attributes.SystemTime", FOUND_TIME},
    {"Event.System.Channel", FOUND_CHANNEL},
    {"Event.System.Computer", FOUND_COMPUTER},
    {"Event.System.EventRecordID", FOUND_NUMBER},
    {"Event.System.Level", FOUND_LEVEL},
    {"Event.EventData.Data", FOUND_STRINGS},
    {"Event.EventData.Data.#text", FOUND_STRINGS},
    {"winlog.provider_name", FOUND_PROVIDER},
    {"winlog.event_id", FOUND_ID},
    {"winlog.channel", FOUND_CHANNEL},
    {"winlog.computer_name", FOUND_COMPUTER},
    {"winlog.record_id", FOUND_NUMBER},
    {"winlog.event_data", FOUND_STRINGS},
    {"data.win.system.providerName", FOUND_PROVIDER},
    {"data.win.system.eventSourceName", FOUND_SOURCE},
    {"data.win.system.eventID", FOUND_ID},
    {"data.win.system.systemTime", FOUND_TIME},
    {"data.win.system.channel", FOUND_CHANNEL},
    {"data.win.system.computer", FOUND_COMPUTER},
    {"data.win.system.eventRecordID", FOUND_NUMBER},
    {"data.win.system.message", FOUND_MESSAGE},
    {"data.win.system.level", FOUND_LEVEL},
    /* PowerShell's Get-WinEvent and Get-EventLog, Event Viewer, wevtutil, LogMonitor, Splunk, Azure Monitor
     */
    {"ProviderName", FOUND_PROVIDER},
    {"SourceName", FOUND_PROVIDER},
    {"Source", FOUND_PROVIDER},
    {"source_name", FOUND_PROVIDER},
    {"event.provider", FOUND_PROVIDER},
    {"EventID", FOUND_ID},
    {"Event ID", FOUND_ID},
    {"EventCode", FOUND_ID},
    {"event_id", FOUND_ID},
    {"event.code", FOUND_ID},
    {"Id", FOUND_ID},
    {"InstanceId", FOUND_ID},
    {"TimeCreated", FOUND_TIME},
    {"TimeCreated.value", FOUND_TIME},
    {"TimeCreated.DateTime", FOUND_TIME},
    {"winlog.time_created", FOUND_TIME},
    {"SystemTime", FOUND_TIME},
    {"Date and Time", FOUND_TIME},
    {"Date", FOUND_TIME},
    {"Time", FOUND_TIME},
    {"@timestamp", FOUND_TIME},
    {"TimeGenerated", FOUND_TIME},
    {"TimeGenerated.value", FOUND_TIME},
    {"_time", FOUND_TIME},
    {"TimeWritten", FOUND_TIME},
    {"timestamp", FOUND_TIME},
    {"LogName", FOUND_CHANNEL},
    {"Log Name", FOUND_CHANNEL},
    {"log_name", FOUND_CHANNEL},
    {"Channel", FOUND_CHANNEL},
    {"EventLog", FOUND_CHANNEL},
    {"MachineName", FOUND_COMPUTER},
    {"ComputerName", FOUND_COMPUTER},
    {"computer_name", FOUND_COMPUTER},
    {"Computer", FOUND_COMPUTER},
    {"host.name", FOUND_COMPUTER},
    {"host", FOUND_COMPUTER},
    {"agent.name", FOUND_COMPUTER},
    {"agent.hostname", FOUND_COMPUTER},
    {"RecordId", FOUND_NUMBER},
    {"RecordNumber", FOUND_NUMBER},
    {"record_number", FOUND_NUMBER},
    {"EventRecordID", FOUND_NUMBER},
    {"Index", FOUND_NUMBER},
    {"Qualifiers", FOUND_QUALIFIERS},
    {"Message", FOUND_MESSAGE},
    {"RenderedDescription", FOUND_MESSAGE},
    {"Description", FOUND_MESSAGE},
    {"_raw", FOUND_MESSAGE},
    {"Properties", FOUND_STRINGS},
    {"ReplacementStrings", FOUND_STRINGS},
    {"event_data", FOUND_STRINGS},
};

/* What programs put around an event. */
static const char *const wrappers[] = {"_source.", "LogEntry.", "result.", "fields.", "log_processed."};

found_name found_name_of(slice name, uint8_t *rank)
{
    for (size_t i = 0; i < sizeof wrappers / sizeof *wrappers; i++)
        if (slice_starts(name, wrappers[i]))
            name = slice_from(name, strlen(wrappers[i]));
    for (size_t i = 0; i < sizeof name_rows / sizeof *name_rows; i++)
        if (slice_is_nocase(name, name_rows[i].name)) {
            *rank = (uint8_t)(i + 1);
            return name_rows[i].is;
        }
    return FOUND_TOTAL;
}

_Static_assert(sizeof name_rows / sizeof *name_rows < UINT8_MAX, "ranks are bytes");

void found_clear(found *f)
{
    memset(f, 0, offsetof(found, strings));
    f->string_count = 0;
    f->line = 0;
}

/* PowerShell writes the type of what it cut off in place of the value. */
static bool is_type_name(slice value)
{
    return slice_starts(value, "System.Diagnostics.Eventing.Reader.EventProperty") ||
           slice_starts(value, "System.Collections.Generic.List") || slice_is(value, "System.String[]");
}

void found_string(found *f, slice value)
{
    if (f->string_count < LIMIT_EVENT_STRINGS && !is_type_name(value))
        f->strings[f->string_count++] = value;
}

bool found_value(found *f, slice name, slice value)
{
    uint8_t rank = 0;
    found_name is = found_name_of(name, &rank);
    if (is == FOUND_TOTAL)
        return false;
    if (is == FOUND_STRINGS) {
        found_string(f, value);
        return true;
    }
    if (value.length != 0 && (f->ranks[is] == 0 || rank < f->ranks[is])) {
        f->values[is] = value;
        f->ranks[is] = rank;
    }
    return true;
}
