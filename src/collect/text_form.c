/* See text_form.h. */
#include "collect/text_form.h"

#include "base/copied_text.h"
#include "base/error.h"
#include "base/stream.h"
#include "base/text.h"
#include "base/text_input.h"
#include "collect/licensing_marks.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

const char text_form_help[] =
    "is a text file without events that can be read here: give the log itself (.evtx), event XML, "
    "Event Viewer's CSV or text, or what PowerShell, wevtutil or slmgr printed";

/* ---- pieces -------------------------------------------------------------------------------------------- */

static bool holds(const char *text, const char *const *marks)
{
    for (; *marks; marks++)
        if (text_find_nocase(text, *marks))
            return true;
    return false;
}

/* The text from its first line that says something; what is before it in a copy may not be seen. */
static const char *content(const char *text)
{
    static const char *const unseen[] = {"\xC2\xA0", "\xE2\x80\x8B", "\xEF\xBB\xBF"};
    for (;;) {
        text += strspn(text, " \t\r\n");
        size_t length = 0;
        for (size_t i = 0; i < sizeof unseen / sizeof *unseen && length == 0; i++)
            length = text_starts_with(text, unseen[i]) ? strlen(unseen[i]) : 0;
        if (length == 0)
            return text;
        text += length;
    }
}

static const char *next_line(const char *text)
{
    const char *end = strchr(text, '\n');
    return end ? end + 1 : text + strlen(text);
}

/* A scenario or a rule with its samples: it describes logs and is none. */
static bool is_scenario(const char *text)
{
    return strstr(text, "logs:\n") && strstr(text, "events:\n") && strstr(text, "strings: [");
}

/* ---- each form ----------------------------------------------------------------------------------------- */

static bool is_xml(const char *text, bool asked_for)
{
    (void)asked_for;
    text = content(text);
    return text[0] == '<' && (strstr(text, "<Event ") || strstr(text, "<Event>")) &&
           (strstr(text, "schemas.microsoft.com/win/2004/08/events") || strstr(text, "<System>"));
}

static bool is_clixml(const char *text, bool asked_for)
{
    (void)asked_for;
    text = content(text);
    return (text[0] == '<' || text_starts_with(text, "#< CLIXML")) && strstr(text, "<Objs ") &&
           strstr(text, "schemas.microsoft.com/powershell");
}

static bool is_json(const char *text, bool asked_for)
{
    static const char *const marks[] = {"\"EventId\"",         "\"event_id\"",    "\"EventCode\"",
                                        "\"ProviderName\"",    "\"InstanceId\"",  "\"event.code\"",
                                        "\"winlog.event_id\"", "EventCode=",      "/win/2004/08/events",
                                        ".eventID\"",          "\\\"eventID\\\"", NULL};
    (void)asked_for;
    text = content(text);
    if (text[0] != '{' && text[0] != '[')
        return false;
    return holds(text, marks) || (strstr(text, "\"Id\"") && strstr(text, "\"Message\""));
}

/* A cell that is one of the words, quoted or not. */
static bool has_cell(const char *header, char delimiter, const char *const *words)
{
    for (; *words; words++)
        for (const char *at = header; (at = text_find_nocase(at, *words)) != NULL; at++) {
            char before = at == header ? delimiter : at[-1], behind = at[strlen(*words)];
            if ((before == delimiter || before == '"') &&
                (behind == delimiter || behind == '"' || behind == '\r' || behind == '\0'))
                return true;
        }
    return false;
}

static size_t count_in_line(const char *line, char c)
{
    size_t count = 0;
    for (; *line && *line != '\n'; line++)
        count += *line == c;
    return count;
}

/* Event Viewer's second row, whatever its language: in the second column a time, in the fourth a number. */
static bool is_viewer_row(const char *row, char delimiter)
{
    const char *cells[6] = {row};
    size_t count = 1;
    for (const char *at = row; *at && *at != '\n' && count < 6; at++)
        if (*at == delimiter)
            cells[count++] = at + 1;
    if (count < 5 || !isdigit((unsigned char)cells[3][0]))
        return false;
    size_t digits = strspn(cells[3], "0123456789");
    const char *colon = memchr(cells[1], ':', (size_t)(cells[2] - cells[1]));
    return digits < 6 && cells[3][digits] == delimiter && colon && isdigit((unsigned char)colon[-1]);
}

/* What `sppwhy events --format csv` writes: beside the logs in a folder it is none of them. */
static bool is_own_table(const char *header)
{
    return text_starts_with(header, "time_utc") && strstr(header, "event_id") &&
           strstr(header, "record_id") && strstr(header, "strings");
}

static bool is_table(const char *text, bool asked_for)
{
    static const char *const ids[] = {"event id",  "eventid",         "event_id",
                                      "eventcode", "event.code",      "instanceid",
                                      "id",        "winlog.event_id", "data.win.system.eventid",
                                      NULL};
    /* what has an ID but no time is a table of something else, of kinds of events too: as of one it is spoken of only
     * where it is asked for */
    static const char *const times[] = {"timecreated",
                                        "timecreated.value",
                                        "timecreated.datetime",
                                        "winlog.time_created",
                                        "date and time",
                                        "date",
                                        "time",
                                        "@timestamp",
                                        "timestamp",
                                        "timegenerated",
                                        "timegenerated.value",
                                        "_time",
                                        "eventtime",
                                        "timewritten",
                                        "systemtime",
                                        "data.win.system.systemtime",
                                        NULL};
    static const char *const raw[] = {"_raw", NULL};
    static const char *const raw_marks[] = {"EventCode=", "<EventID", NULL};
    static const char delimiters[] = ",;\t";
    char header[2048];
    if (is_scenario(text))
        return false;
    text = content(text);
    while (text_starts_with(text, "#TYPE") || text_starts_with(text, "sep="))
        text = content(next_line(text));
    size_t length = strcspn(text, "\n");
    if (length >= sizeof header || memchr("{[<", text[0], 3))
        return false;
    memcpy(header, text, length);
    header[length] = '\0';
    if (is_own_table(header))
        return asked_for;
    for (const char *d = delimiters; *d; d++) {
        size_t columns = count_in_line(text, *d);
        if (columns >= 3 && has_cell(header, *d, ids) && !strstr(header, "minutes_left") &&
            (asked_for || has_cell(header, *d, times)))
            return true;
        if (columns != 0 && has_cell(header, *d, raw) && holds(text, raw_marks))
            return true;
        if ((columns == 4 || columns == 5) && is_viewer_row(next_line(text), *d))
            return true;
    }
    return false;
}

/* "Source:   Microsoft-Windows-Security-SPP": a line whose value is a provider. */
static bool names_provider(const char *text)
{
    for (const char *const *name = licensing_providers; *name; name++)
        for (const char *at = text; (at = strstr(at, *name)) != NULL; at++) {
            const char *begin = at, *end = at + strlen(*name);
            while (begin > text && begin[-1] != '\n')
                begin--;
            while (*end == ' ' || *end == '\r' || *end == '\t')
                end++;
            const char *colon = memchr(begin, ':', (size_t)(at - begin));
            bool wide = !colon && at - begin > 3 && strstr(begin, "\xEF\xBC\x9A") &&
                        strstr(begin, "\xEF\xBC\x9A") < at;
            bool details = !colon && memchr(begin, '[', (size_t)(at - begin)) && strstr(begin, " Name]");
            if ((*end == '\n' || *end == '\0') && (colon || wide || details))
                return true;
        }
    return false;
}

static bool speaks_of_licensing(const char *text)
{
    for (const licensing_mark *mark = licensing_marks; mark->text; mark++)
        if (text_find_nocase(text, mark->text))
            return true;
    return false;
}

static bool is_prose(const char *text, bool asked_for)
{
    static const char *const statements[] = {"VOLUME_KMSCLIENT channel",
                                             "Partial Product Key:",
                                             "LICENSE STATUS:",
                                             "Volume:GVLK",
                                             "Volume activation expiration",
                                             "<No installed product keys detected>",
                                             NULL};
    if (is_scenario(text) || content(text)[0] == '{')
        return false;
    return names_provider(text) || holds(text, statements) || (asked_for && speaks_of_licensing(text));
}

/* ---- the table ----------------------------------------------------------------------------------------- */

/* In the order in which they are tried: the surer first. */
static const struct text_form_row {
    text_form form;
    bool (*is)(const char *text, bool asked_for);
} rows[] = {
    {TEXT_FORM_CLIXML, is_clixml}, {TEXT_FORM_XML, is_xml},     {TEXT_FORM_JSON, is_json},
    {TEXT_FORM_TABLE, is_table},   {TEXT_FORM_PROSE, is_prose},
};

static bool is_binary(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < 0x20 && !memchr("\a\b\t\n\v\f\r\x1b", text[i], 8))
            return true;
    return false;
}

static text_form form_of(char *text, size_t length, bool asked_for)
{
    text[length] = '\0';
    if (is_binary(text, length))
        return TEXT_FORM_NONE;
    if (text_ends_by_returns(text, length))
        for (char *at = text; (at = strchr(at, '\r')) != NULL;)
            *at = '\n';
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool copied = rows[i].form == TEXT_FORM_PROSE && copied_text_marked(text, length);
        if (copied)
            text[copied_text_clean(text, length)] = '\0';
        if (rows[i].is(text, asked_for) ||
            (copied && is_json(text, asked_for))) /* in colors it is no plain JSON */
            return rows[i].form;
    }
    return TEXT_FORM_NONE;
}

text_form text_form_tell(const uint8_t *bytes, size_t length, bool asked_for)
{
    size_t mark = 0, used = 0;
    text_encoding encoding = text_encoding_tell(bytes, length, &mark);
    uint8_t *swapped = NULL;
    char *text = malloc((length - mark) * 3 + 2);
    text_form form = TEXT_FORM_NONE;
    if (text && encoding == TEXT_UTF16BE && (swapped = malloc(length + 1)) != NULL) {
        for (size_t i = mark; i + 1 < length; i += 2) {
            swapped[i] = bytes[i + 1];
            swapped[i + 1] = bytes[i];
        }
        bytes = swapped;
        encoding = TEXT_UTF16LE;
    }
    if (text) {
        size_t written = text_decode(encoding, text, bytes + mark, length - mark, &used);
        if (encoding != TEXT_UTF16BE)
            form = form_of(text, written, asked_for);
    }
    free(swapped);
    free(text);
    return form;
}

sppwhy_status text_form_of_file(text_form *out, file *f, bool asked_for, sppwhy_error *error)
{
    uint8_t *bytes = malloc(STREAM_HEAD);
    size_t got = 0;
    if (!bytes)
        return error_no_memory(error);
    sppwhy_status status = file_read(f, 0, bytes, STREAM_HEAD, &got, error);
    *out = status == SPPWHY_OK ? text_form_tell(bytes, got, asked_for) : TEXT_FORM_NONE;
    free(bytes);
    return status;
}
