/* See found.h. */
#include "exports/found.h"

#include "base/text.h"

#include <ctype.h>
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
    {"win.system.providerName", FOUND_PROVIDER},
    {"win.system.eventSourceName", FOUND_SOURCE},
    {"win.system.eventID", FOUND_ID},
    {"win.system.systemTime", FOUND_TIME},
    {"win.system.channel", FOUND_CHANNEL},
    {"win.system.computer", FOUND_COMPUTER},
    {"win.system.eventRecordID", FOUND_NUMBER},
    {"win.system.message", FOUND_MESSAGE},
    {"win.system.level", FOUND_LEVEL},
    /* PowerShell's Get-WinEvent and Get-EventLog, Event Viewer, wevtutil, LogMonitor, Splunk,
     * Azure Monitor */
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
    {"EventTime", FOUND_TIME},
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
    {"Hostname", FOUND_COMPUTER},
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
    {"win.eventdata.data", FOUND_MESSAGE}, /* its values, with commas between them */
    {"_raw", FOUND_RAW},
    {"event.original", FOUND_RAW},
    {"full_log", FOUND_RAW},
    {"Properties", FOUND_STRINGS},
    {"ReplacementStrings", FOUND_STRINGS},
    {"event_data", FOUND_STRINGS},
};

/* What programs put around an event. */
static const char *const wrappers[] = {"_source.", "LogEntry.",      "result.",
                                       "fields.",  "log_processed.", "data."};
/* Behind these comes the name that one string has. */
static const char *const string_prefixes[] = {"winlog.event_data.", "event_data."};

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
    for (size_t i = 0; i < sizeof string_prefixes / sizeof *string_prefixes; i++)
        if (slice_starts(name, string_prefixes[i]))
            return FOUND_STRINGS;
    return FOUND_TOTAL;
}

_Static_assert(sizeof name_rows / sizeof *name_rows < UINT8_MAX, "ranks are bytes");

void found_clear(found *f)
{
    memset(f, 0, offsetof(found, strings));
    f->string_count = 0;
    f->line = 0;
    f->recovered = false;
}

/* PowerShell writes the type of what it cut off in place of the value. */
static bool is_type_name(slice value)
{
    return slice_starts(value, "System.Diagnostics.Eventing.Reader.EventProperty") ||
           slice_starts(value, "System.Collections.Generic.List") || slice_is(value, "System.String[]");
}

/* "@{Value=hr=0x8007232B}": an object as PowerShell makes a text of it, beyond the depth that it was asked
 * for. */
static slice without_object(slice value)
{
    static const char begin[] = "@{Value=";
    size_t length = sizeof begin - 1;
    if (!slice_starts(value, begin) || value.length == length || value.at[value.length - 1] != '}')
        return value;
    return (slice){value.at + length, value.length - length - 1};
}

void found_set(found *f, found_name name, slice value)
{
    f->values[name] = value;
    f->ranks[name] = 1;
}

void found_string(found *f, slice value)
{
    value = without_object(value);
    if (f->string_count < LIMIT_EVENT_STRINGS && !is_type_name(value))
        f->strings[f->string_count++] = value;
}

void found_named_string(found *f, slice name, slice value)
{
    uint64_t number = 0;
    size_t digits = 0;
    while (digits < name.length && digits < 3 && isdigit((unsigned char)name.at[name.length - 1 - digits]))
        digits++;
    bool numbered = digits < name.length && slice_uint(slice_from(name, name.length - digits), &number) &&
                    number != 0 && number <= LIMIT_EVENT_STRINGS &&
                    text_lower(name.at[name.length - 1 - digits]) == 'm'; /* param2 */
    if (!numbered || is_type_name(value)) {
        found_string(f, value);
        return;
    }
    while (f->string_count < number)
        f->strings[f->string_count++] = SLICE("");
    f->strings[number - 1] = without_object(value);
}

void found_pairs(found *f, slice raw)
{
    slice rest = raw;
    while (rest.length != 0) {
        slice begin = rest, line = slice_line(rest, &rest);
        const char *equals = slice_char(line, '=');
        if (!equals) {
            if (f->ranks[FOUND_TIME] == 0)
                found_value(f, SLICE("timestamp"), slice_trim(line));
            continue;
        }
        slice name = slice_trim((slice){line.at, (size_t)(equals - line.at)});
        size_t at = (size_t)(equals - begin.at) + 1;
        bool message = slice_is(name, "Message");
        found_value(f, name, message ? slice_from(begin, at) : slice_from(line, at));
        if (message)
            return;
    }
}

/* Nothing, or nothing in quotation marks. */
static bool is_empty(slice value)
{
    value = slice_trim(value);
    return value.length == 0 || slice_is(value, "\"\"");
}

bool found_value(found *f, slice name, slice value)
{
    uint8_t rank = 0;
    found_name is = found_name_of(name, &rank);
    if (is == FOUND_TOTAL)
        return false;
    if (is == FOUND_STRINGS) {
        found_named_string(f, name, value);
        return true;
    }
    if (!is_empty(value) && (f->ranks[is] == 0 || rank < f->ranks[is])) {
        f->values[is] = value;
        f->ranks[is] = rank;
    }
    return true;
}
