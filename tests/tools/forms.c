/*
 * Event logs in the forms in which Windows and its tools write them as text. What a form leaves out is left
 * out here, too: Event Viewer's tables have no computer, PowerShell's lists only four values. All local times
 * are written in UTC and as American Windows writes them.
 */
#include "tools/forms.h"

#include "base/clock.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

typedef struct entry {
    const scenario_log *log;
    uint64_t number, time;
    const char *provider, *source, *channel, *computer;
    const char *message; /* with \n as line ends */
    uint32_t id;
    int32_t qualifiers;
    uint8_t level;
    const char *const *strings;
    size_t string_count;
    bool first, last;
} entry;

struct form {
    const char *name, *ending;
    const char *head, *foot;
    void (*write)(FILE *out, const entry *e);
    bool newest_first;
    bool licensing_only; /* as people filter who ask for it */
};

/* ---- messages ------------------------------------------------------------------------------------------ */

/* %1 and so on stand for strings; %* for all from the second on, with commas. */
static const struct message_row {
    uint32_t id;
    const char *text;
} message_rows[] = {
    {900, "The Software Protection service is starting.\nParameters:%1"},
    {902, "The Software Protection service has started.\n%1"},
    {903, "The Software Protection service has stopped.\n"},
    {1003, "The Software Protection service has completed licensing status check.\nApplication "
           "Id=%1\nLicensing Status=\n%2"},
    {1013, "Acquisition of End User License was successful.\nSku Id=%1"},
    {1014, "Acquisition of End User License failed. %1\nSku Id=%2"},
    {1016, "Proof of Purchase installed successfully.\nACID=%1\nPKeyId=%2"},
    {8198,
     "License Activation (slui.exe) failed with the following error code:\n%1\nCommand-line arguments:\n%2"},
    {8200, "License acquisition failure details. \n%1\n%2"},
    {8230, "The rules engine is set with the following license state: %1"},
    {8233, "The rules engine reported a failed VL activation attempt.\nReason:%1\nAppId = %2, SkuId = "
           "%3\nTrigger=%4"},
    {12288, "The client has sent an activation request to the key management service machine.\nInfo:\n%1"},
    {12289,
     "The client has processed an activation response from the key management service machine.\nInfo:\n%1"},
    {12290, "An activation request has been processed.\nInfo:\n%*"},
    {12293, "Publishing the Key Management Service (KMS) to DNS in the '%2' domain failed.\nInfo:\n%1"},
    {12294, "Publishing the Key Management Service (KMS) to DNS in the '%1' domain is successful.\n"},
    {12308, "Active Directory Activation has succeeded.\nSKU ID: %1\n%2\n%3"},
};

static void add_string(strbuf *out, const entry *e, size_t number)
{
    if (number - 1 < e->string_count)
        strbuf_add(out, e->strings[number - 1]);
}

static void add_all(strbuf *out, const entry *e)
{
    for (size_t i = e->string_count > 1; i < e->string_count; i++) {
        strbuf_add(out, e->strings[i]);
        strbuf_add(out, i + 1 < e->string_count ? "," : "");
    }
}

static const char *make_message(arena *a, const entry *e)
{
    const char *text = "%1\n%2\n%3";
    strbuf out = {0};
    for (size_t i = 0; i < sizeof message_rows / sizeof *message_rows; i++)
        if (message_rows[i].id == e->id)
            text = message_rows[i].text;
    /* "Trigger=" is in the message; some strings have it, too */
    for (; *text; text++) {
        if (text[0] != '%') {
            strbuf_add_char(&out, *text);
            continue;
        }
        text++;
        if (*text == '*')
            add_all(&out, e);
        else if (e->id == 8233 && *text == '4' && e->string_count > 3 &&
                 text_starts_with(e->strings[3], "Trigger="))
            strbuf_add(&out, e->strings[3] + strlen("Trigger="));
        else
            add_string(&out, e, (size_t)(*text - '0'));
    }
    const char *message = arena_bytes(a, out.bytes ? out.bytes : "", out.length);
    strbuf_free(&out);
    return message;
}

/* ---- pieces -------------------------------------------------------------------------------------------- */

/* "3/2/2026 8:00:20 AM" */
static void put_american(FILE *out, uint64_t time)
{
    char text[40];
    clock_format_plain(time, true, text);
    int hour = atoi(text + 11);
    fprintf(out, "%d/%d/%.4s %d%s %s", atoi(text + 5), atoi(text + 8), text, hour % 12 == 0 ? 12 : hour % 12,
            text + 13, hour < 12 ? "AM" : "PM");
}

/* "2026-03-02T08:00:20.1234567" */
static void put_iso(FILE *out, uint64_t time, int digits)
{
    char text[40];
    clock_format(time, true, text);
    fprintf(out, "%.*s", 20 + digits, text);
}

/* Text with CR LF and without what the form cannot have. */
static void put_lines(FILE *out, const char *text, const char *line_end, const char *quote)
{
    for (; *text; text++) {
        if (*text == '\n')
            fputs(line_end, out);
        else if (*text == '"' && quote)
            fputs(quote, out);
        else
            fputc(*text, out);
    }
}

static void put_xml_text(FILE *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '<')
            fputs("&lt;", out);
        else if (*text == '>')
            fputs("&gt;", out);
        else if (*text == '&')
            fputs("&amp;", out);
        else
            fputc(*text, out);
    }
}

static void put_json_text(FILE *out, const char *text)
{
    fputc('"', out);
    for (; *text; text++) {
        if (*text == '\n')
            fputs("\\r\\n", out);
        else if (*text == '"' || *text == '\\')
            fprintf(out, "\\%c", *text);
        else if ((unsigned char)*text < 0x20)
            fprintf(out, "\\u%04x", (unsigned)(unsigned char)*text);
        else
            fputc(*text, out);
    }
    fputc('"', out);
}

static void put_json_member(FILE *out, const char *name, const char *text, const char *behind)
{
    fprintf(out, "\"%s\":", name);
    put_json_text(out, text);
    fputs(behind, out);
}

static const char *level_name(uint8_t level)
{
    static const char *const names[] = {"Information", "Critical", "Error", "Warning", "Information"};
    return names[level < 5 ? level : 0];
}

/* ---- event XML ----------------------------------------------------------------------------------------- */

static void put_event_xml(FILE *out, const entry *e)
{
    fprintf(
        out,
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='%s'",
        e->provider);
    if (e->source[0] != '\0')
        fprintf(out, " Guid='{E23B33B0-C8C9-472C-A5F9-F2BDFEA0F156}' EventSourceName='%s'", e->source);
    fputs("/>", out);
    fprintf(out, "<EventID Qualifiers='%d'>%u</EventID><Version>0</Version><Level>%u</Level><Task>0</Task>",
            e->qualifiers < 0 ? 0 : (int)e->qualifiers, (unsigned)e->id, (unsigned)e->level);
    fputs("<Opcode>0</Opcode><Keywords>0x80000000000000</Keywords><TimeCreated SystemTime='", out);
    put_iso(out, e->time, 7);
    fprintf(out,
            "Z'/><EventRecordID>%llu</EventRecordID><Correlation/><Execution ProcessID='0' ThreadID='0'/>",
            (unsigned long long)e->number);
    fprintf(out, "<Channel>%s</Channel><Computer>%s</Computer><Security/></System><EventData>", e->channel,
            e->computer);
    for (size_t i = 0; i < e->string_count; i++) {
        fputs("<Data>", out);
        put_xml_text(out, e->strings[i]);
        fputs("</Data>", out);
    }
    fputs("</EventData>", out);
}

static void write_wevtutil_xml(FILE *out, const entry *e)
{
    put_event_xml(out, e);
    fputs("</Event>\r\n", out);
}

static void write_saved_xml(FILE *out, const entry *e)
{
    put_event_xml(out, e);
    fputs("<RenderingInfo Culture='en-US'><Message>", out);
    put_xml_text(out, e->message);
    fprintf(
        out,
        "</Message><Level>%s</Level><Task></Task><Opcode></Opcode><Channel></Channel><Provider></Provider>",
        level_name(e->level));
    fputs("<Keywords><Keyword>Classic</Keyword></Keywords></RenderingInfo></Event>", out);
}

/* ---- text with labels ---------------------------------------------------------------------------------- */

static void write_wevtutil_text(FILE *out, const entry *e)
{
    static unsigned number;
    number = e->first ? 0 : number + 1;
    fprintf(out, "Event[%u]\r\n  Log Name: %s\r\n  Source: %s\r\n  Date: ", number, e->channel, e->provider);
    put_iso(out, e->time, 7);
    fprintf(out,
            "Z\r\n  Event ID: %u\r\n  Task: N/A\r\n  Level: %s\r\n  Opcode: N/A\r\n  Keyword: Classic\r\n",
            (unsigned)e->id, level_name(e->level));
    fprintf(out, "  User: N/A\r\n  User Name: N/A\r\n  Computer: %s\r\n  Description: \r\n", e->computer);
    put_lines(out, e->message, "\r\n", NULL);
    fputs("\r\n\r\n", out);
}

static void write_viewer_text(FILE *out, const entry *e)
{
    fprintf(out, "Log Name:      %s\r\nSource:        %s\r\nDate:          ", e->channel, e->provider);
    put_american(out, e->time);
    fprintf(out, "\r\nEvent ID:      %u\r\nTask Category: None\r\nLevel:         %s\r\n", (unsigned)e->id,
            level_name(e->level));
    fprintf(out, "Keywords:      Classic\r\nUser:          N/A\r\nComputer:      %s\r\nDescription:\r\n",
            e->computer);
    put_lines(out, e->message, "\r\n", NULL);
    fputs("\r\n", out);
}

static void write_viewer_xml(FILE *out, const entry *e)
{
    write_viewer_text(out, e);
    fputs("Event Xml:\r\n", out);
    put_event_xml(out, e);
    fputs("\r\n</Event>\r\n", out);
}

/* As a forum shows it: line ends and blanks folded. */
static void write_folded(FILE *out, const entry *e)
{
    fprintf(out, "Log Name: %s Source: %s Date: ", e->channel, e->provider);
    put_american(out, e->time);
    fprintf(
        out,
        " Event ID: %u Task Category: None Level: %s Keywords: Classic User: N/A Computer: %s Description: ",
        (unsigned)e->id, level_name(e->level), e->computer);
    put_lines(out, e->message, " ", NULL);
    fputs("\n\n", out);
}

/* ---- tables -------------------------------------------------------------------------------------------- */

static void put_viewer_row(FILE *out, const entry *e, char delimiter)
{
    fprintf(out, "%s%c", level_name(e->level), delimiter);
    put_american(out, e->time);
    fprintf(out, "%c%s%c%u%cNone%c\"", delimiter, e->provider, delimiter, (unsigned)e->id, delimiter,
            delimiter);
    put_lines(out, e->message, "\r\n", "\"\"");
    fputs("\"\r\n", out);
}

static void write_csv(FILE *out, const entry *e)
{
    put_viewer_row(out, e, ',');
}

static void write_tsv(FILE *out, const entry *e)
{
    put_viewer_row(out, e, '\t');
}

static void write_export_csv(FILE *out, const entry *e)
{
    fputc('"', out);
    put_lines(out, e->message, "\r\n", "\"\"");
    fprintf(out,
            "\",\"%u\",\"0\",\"%d\",\"%u\",\"0\",\"0\",\"36028797018963968\",\"%llu\",\"%s\",\"e23b33b0-c8c9-"
            "472c-a5f9-f2bdfea0f156\",",
            (unsigned)e->id, (int)e->qualifiers, (unsigned)e->level, (unsigned long long)e->number,
            e->provider);
    fprintf(out, "\"%s\",\"0\",\"0\",\"%s\",,\"", e->channel, e->computer);
    put_american(out, e->time);
    fputs("\",,,\"application\",\"System.UInt32[]\",\"System.Diagnostics.Eventing.Reader.EventBookmark\","
          "\"Information\",\"Info\",,"
          "\"System.Collections.ObjectModel.ReadOnlyCollection`1[System.String]\","
          "\"System.Collections.Generic.List`1[System.Diagnostics.Eventing.Reader.EventProperty]\"\r\n",
          out);
}

/* ---- PowerShell ---------------------------------------------------------------------------------------- */

/* Broken at 80 columns, as a console of that width shows it. */
static void write_list(FILE *out, const entry *e)
{
    size_t column = 15;
    fputs("\r\nTimeCreated  : ", out);
    put_american(out, e->time);
    fprintf(out,
            "\r\nProviderName : %s\r\nId           : %u\r\nMachineName  : %s\r\nMessage      : ", e->provider,
            (unsigned)e->id, e->computer);
    for (const char *at = e->message; *at; at++) {
        if (*at == '\n' || column == 79) {
            fputs("\r\n               ", out);
            column = 15;
        }
        if (*at != '\n') {
            fputc(*at, out);
            column++;
        }
    }
    fputs("\r\n", out);
}

static void put_json_common(FILE *out, const entry *e)
{
    fprintf(out,
            "    \"Id\":  %u,\r\n    \"Version\":  0,\r\n    \"Qualifiers\":  %d,\r\n    \"Level\":  %u,\r\n",
            (unsigned)e->id, (int)e->qualifiers, (unsigned)e->level);
    fprintf(out,
            "    \"RecordId\":  %llu,\r\n    \"ProviderName\":  \"%s\",\r\n    \"LogName\":  \"%s\",\r\n",
            (unsigned long long)e->number, e->provider, e->channel);
    fprintf(out, "    \"MachineName\":  \"%s\",\r\n", e->computer);
}

/* PowerShell 5 has milliseconds and cuts the values off. */
static void write_json5(FILE *out, const entry *e)
{
    fprintf(out, "%s  {\r\n    \"Message\":  ", e->first ? "" : ",\r\n");
    put_json_text(out, e->message);
    fputs(",\r\n", out);
    put_json_common(out, e);
    fprintf(out, "    \"TimeCreated\":  \"\\/Date(%lld)\\/\",\r\n",
            (long long)(e->time / 10000) - 11644473600000LL);
    fputs("    \"Properties\":  [\r\n      \"System.Diagnostics.Eventing.Reader.EventProperty\"\r\n    ]\r\n "
          " }",
          out);
}

static void write_json7(FILE *out, const entry *e)
{
    fprintf(out, "%s  {\r\n", e->first ? "" : ",\r\n");
    put_json_common(out, e);
    fputs("    \"TimeCreated\": \"", out);
    put_iso(out, e->time, 7);
    fputs("+00:00\",\r\n    \"Properties\": [", out);
    for (size_t i = 0; i < e->string_count; i++) {
        fputs(i == 0 ? "\r\n" : ",\r\n", out);
        fputs("      {\r\n        \"Value\": ", out);
        put_json_text(out, e->strings[i]);
        fputs("\r\n      }", out);
    }
    fputs("\r\n    ],\r\n    \"Message\": ", out);
    put_json_text(out, e->message);
    fputs("\r\n  }", out);
}

static void put_clixml_text(FILE *out, const char *text)
{
    for (; *text; text++) {
        char one[2] = {*text, '\0'};
        if (*text == '\n')
            fputs("_x000D__x000A_", out);
        else
            put_xml_text(out, one);
    }
}

static void write_clixml(FILE *out, const entry *e)
{
    fprintf(out,
            "  <Obj RefId=\"%llu\">\r\n    <TN RefId=\"0\">\r\n      "
            "<T>System.Diagnostics.Eventing.Reader.EventLogRecord</T>\r\n    </TN>\r\n",
            (unsigned long long)e->number);
    fprintf(out,
            "    <ToString>System.Diagnostics.Eventing.Reader.EventLogRecord</ToString>\r\n    <Props>\r\n   "
            "   <I32 N=\"Id\">%u</I32>\r\n",
            (unsigned)e->id);
    fprintf(out,
            "      <By N=\"Version\">0</By>\r\n      <I32 N=\"Qualifiers\">%d</I32>\r\n      <By "
            "N=\"Level\">%u</By>\r\n",
            (int)e->qualifiers, (unsigned)e->level);
    fprintf(out,
            "      <I64 N=\"RecordId\">%llu</I64>\r\n      <S N=\"ProviderName\">%s</S>\r\n      <S "
            "N=\"LogName\">%s</S>\r\n",
            (unsigned long long)e->number, e->provider, e->channel);
    fprintf(out, "      <S N=\"MachineName\">%s</S>\r\n      <DT N=\"TimeCreated\">", e->computer);
    put_iso(out, e->time, 7);
    fputs("+00:00</DT>\r\n      <Obj N=\"Properties\" RefId=\"9\">\r\n        <LST>\r\n", out);
    for (size_t i = 0; i < e->string_count; i++) {
        fputs("          <Obj RefId=\"10\"><Props><S N=\"Value\">", out);
        put_clixml_text(out, e->strings[i]);
        fputs("</S></Props></Obj>\r\n", out);
    }
    fputs("        </LST>\r\n      </Obj>\r\n    </Props>\r\n    <MS>\r\n      <S N=\"Message\">", out);
    put_clixml_text(out, e->message);
    fputs("</S>\r\n    </MS>\r\n  </Obj>\r\n", out);
}

/* ---- collectors ---------------------------------------------------------------------------------------- */

static void write_winlogbeat(FILE *out, const entry *e)
{
    fputs("{\"@timestamp\":\"", out);
    put_iso(out, e->time, 3);
    fputs("Z\",\"@metadata\":{\"beat\":\"winlogbeat\"},\"event\":{\"kind\":\"event\",\"created\":\"2030-01-"
          "01T00:00:00.000Z\",",
          out);
    fprintf(out, "\"code\":\"%u\",\"provider\":\"%s\"},\"host\":{\"name\":\"%s\"},", (unsigned)e->id,
            e->provider, e->computer);
    put_json_member(out, "message", e->message, ",\"winlog\":{");
    fprintf(out,
            "\"channel\":\"%s\",\"provider_name\":\"%s\",\"event_id\":\"%u\",\"record_id\":%llu,\"computer_"
            "name\":\"%s\"",
            e->channel, e->provider, (unsigned)e->id, (unsigned long long)e->number, e->computer);
    fputs(",\"event_data\":{", out);
    for (size_t i = 0; i < e->string_count; i++) {
        char name[32];
        snprintf(name, sizeof name, "param%zu", i + 1);
        put_json_member(out, name, e->strings[i], i + 1 < e->string_count ? "," : "");
    }
    fputs("}}}\n", out);
}

static void write_wazuh(FILE *out, const entry *e)
{
    fputs("{\"timestamp\":\"2030-01-01T00:00:00.000+0000\",\"rule\":{\"level\":5,\"id\":\"60602\"},\"agent\":"
          "{\"id\":\"001\",\"name\":\"agent\"},\"id\":\"1.2\",\"data\":{\"win\":{\"system\":{",
          out);
    fprintf(out,
            "\"providerName\":\"%s\",\"eventSourceName\":\"%s\",\"eventID\":\"%u\",\"level\":\"%u\","
            "\"systemTime\":\"",
            e->provider, e->source, (unsigned)e->id, (unsigned)e->level);
    put_iso(out, e->time, 7);
    fprintf(out, "Z\",\"eventRecordID\":\"%llu\",\"channel\":\"%s\",\"computer\":\"%s\",",
            (unsigned long long)e->number, e->channel, e->computer);
    put_json_member(out, "message", e->message,
                    "},\"eventdata\":{\"data\":\"\"}}},\"location\":\"EventChannel\"}\n");
}

static void write_splunk(FILE *out, const entry *e)
{
    strbuf raw = {0};
    char time[40];
    clock_format_plain(e->time, true, time);
    strbuf_printf(
        &raw, "%.2s/%.2s/%.4s %s AM\nLogName=%s\nEventCode=%u\nEventType=2\nComputerName=%s\nSourceName=%s\n",
        time + 5, time + 8, time, time + 11, e->channel, (unsigned)e->id, e->computer, e->provider);
    strbuf_printf(&raw, "RecordNumber=%llu\nMessage=%s", (unsigned long long)e->number, e->message);
    fputs("{\"preview\":false,\"result\":{\"_time\":\"", out);
    put_iso(out, e->time, 3);
    fprintf(out, "+00:00\",\"host\":\"%s\",\"sourcetype\":\"WinEventLog\",", e->computer);
    put_json_member(out, "_raw", raw.bytes, "}}\n");
    strbuf_free(&raw);
}

static void write_logmonitor(FILE *out, const entry *e)
{
    fputs("{\"Source\": \"EventLog\",\"LogEntry\": {\"Time\": \"", out);
    put_iso(out, e->time, 3);
    fprintf(out, "Z\",\"Channel\": \"%s\",\"Level\": \"%s\",\"EventId\": %u,", e->channel,
            level_name(e->level), (unsigned)e->id);
    put_json_member(out, "Message", e->message, "}}\n");
}

/* ---- the table ----------------------------------------------------------------------------------------- */

static const form forms[] = {
    {"wevtutil-xml", ".xml", "", "", write_wevtutil_xml, false, false},
    {"saved-xml", ".xml",
     "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>\r\n<Events>", "</Events>",
     write_saved_xml, true, false},
    {"wevtutil-text", ".txt", "", "", write_wevtutil_text, false, true},
    {"viewer-text", ".txt", "", "", write_viewer_text, true, true},
    {"viewer-xml", ".txt", "", "", write_viewer_xml, true, true},
    {"folded", ".txt", "Hello, can anybody help? This is in my log:\n\n", "Thanks!\n", write_folded, false,
     true},
    {"csv", ".csv", "\xEF\xBB\xBFLevel,Date and Time,Source,Event ID,Task Category\r\n", "", write_csv, true,
     false},
    {"tsv", ".txt", "Level\tDate and Time\tSource\tEvent ID\tTask Category\r\n", "", write_tsv, true, false},
    {"list", ".txt", "\r\n", "\r\n", write_list, true, true},
    {"export-csv", ".csv",
     "#TYPE System.Diagnostics.Eventing.Reader.EventLogRecord\r\n"
     "\"Message\",\"Id\",\"Version\",\"Qualifiers\",\"Level\",\"Task\",\"Opcode\",\"Keywords\",\"RecordId\","
     "\"ProviderName\",\"ProviderId\","
     "\"LogName\",\"ProcessId\",\"ThreadId\",\"MachineName\",\"UserId\",\"TimeCreated\",\"ActivityId\","
     "\"RelatedActivityId\","
     "\"ContainerLog\",\"MatchedQueryIds\",\"Bookmark\",\"LevelDisplayName\",\"OpcodeDisplayName\","
     "\"TaskDisplayName\","
     "\"KeywordsDisplayNames\",\"Properties\"\r\n",
     "", write_export_csv, true, true},
    {"json5", ".json", "[\r\n", "\r\n]\r\n", write_json5, true, true},
    {"json7", ".json", "[\r\n", "\r\n]\r\n", write_json7, true, true},
    {"clixml", ".xml",
     "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">\r\n",
     "</Objs>\r\n", write_clixml, true, true},
    {"winlogbeat", ".json", "", "", write_winlogbeat, false, false},
    {"wazuh", ".json", "", "", write_wazuh, false, true},
    {"splunk", ".json", "", "", write_splunk, true, true},
    {"logmonitor", ".log", "", "", write_logmonitor, false, true},
};

const form *form_find(const char *name)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (strcmp(forms[i].name, name) == 0)
            return &forms[i];
    return NULL;
}

const char *form_ending(const form *f)
{
    return f->ending;
}

void form_list(FILE *out)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        fprintf(out, "%s\n", forms[i].name);
}

static entry make_entry(const scenario_log *log, const scenario_record *r)
{
    static const char *const noise[] = {"svchost", "102"};
    const sppwhy_raw_event *event = r->event;
    entry e = {.log = log,
               .number = r->id,
               .time = r->time,
               .provider = "ESENT",
               .source = "",
               .channel = log->channel,
               .computer = log->computer,
               .id = 102,
               .level = 4,
               .strings = noise,
               .string_count = 2};
    if (!event)
        return e;
    e.provider = event->provider;
    e.source = event->source;
    e.channel = event->channel;
    e.computer = event->computer;
    e.id = event->id;
    e.qualifiers = event->qualifiers;
    e.level = event->level;
    e.strings = event->strings;
    e.string_count = event->string_count;
    return e;
}

bool form_write(const form *f, FILE *out, arena *a, const scenario_log *log, const scenario_record *records,
                size_t count)
{
    bool first = true;
    fputs(f->head, out);
    for (size_t i = 0; i < count; i++) {
        const scenario_record *r = &records[f->newest_first ? count - 1 - i : i];
        entry e = make_entry(log, r);
        if (!r->event && f->licensing_only)
            continue;
        e.message = make_message(a, &e);
        if (!e.message)
            return false;
        e.first = first;
        first = false;
        f->write(out, &e);
    }
    fputs(f->foot, out);
    return true;
}
