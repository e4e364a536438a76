/* Events whose values have no labels: of a table on a console (Get-WinEvent, Get-EventLog without
 * Format-List), Event Viewer's friendly view of the details, Splunk's pairs. See prose.h. */
#include "exports/prose.h"

#include "collect/licensing_marks.h"
#include "exports/found.h"
#include "exports/message.h"

#include <ctype.h>
#include <string.h>

bool prose_names_licensing(slice line)
{
    for (const licensing_mark *mark = licensing_marks; mark->text; mark++)
        if (mark->of_event && slice_find(line, mark->text).at)
            return true;
    return false;
}

/* ---- Name=value ---------------------------------------------------------------------------------------- */

bool prose_pair_key(slice line, slice *key)
{
    static const char *const names[] = {"LogName", "EventCode", "SourceName", "ComputerName", "RecordNumber"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t length = strlen(names[i]);
        if (slice_starts(line, names[i]) && line.length > length && line.at[length] == '=') {
            *key = (slice){line.at, length};
            return true;
        }
    }
    return false;
}

bool prose_read_pairs(found *f, slice block)
{
    found_pairs(f, block);
    return f->ranks[FOUND_ID] != 0;
}

/* ---- the details --------------------------------------------------------------------------------------- */

/* The word behind a name that is a word itself; *rest is what follows. */
static slice word_behind(slice text, const char *name, slice *rest)
{
    size_t length = strlen(name);
    for (slice at = slice_find(text, name); at.at; at = slice_find(slice_from(at, 1), name)) {
        bool begins = at.at == text.at || !isalnum((unsigned char)at.at[-1]);
        slice behind = slice_from(at, length);
        if (!begins || (behind.length != 0 && isalnum((unsigned char)behind.at[0])))
            continue;
        slice word = slice_trim(behind);
        size_t end = 0;
        while (end < word.length && !isspace((unsigned char)word.at[end]))
            end++;
        *rest = slice_from(word, end);
        return (slice){word.at, end};
    }
    return (slice){NULL, 0};
}

/* Lines that hold something, one a value, up to the first empty one behind them. */
static void take_value_lines(found *f, slice text)
{
    while (text.length != 0 && f->string_count < LIMIT_EVENT_STRINGS) {
        slice line = slice_trim(slice_line(text, &text));
        if (line.length == 0 && f->string_count != 0)
            return;
        if (line.length != 0)
            found_string(f, line);
    }
}

/* "[ Name]  Microsoft-Windows-Security-SPP ... - EventID 8198 ... - EventData hr=...": in any language. */
bool prose_read_details(const export_log *b, found *f, slice block)
{
    slice provider, rest = prose_find_provider(b, block, &provider), more;
    uint64_t number;
    if (!rest.at)
        return false;
    slice id = word_behind(rest, "EventID", &rest);
    slice time = word_behind(rest, "SystemTime]", &rest);
    if (!id.at || !slice_uint(id, &number) || !time.at)
        return false;
    found_set(f, FOUND_PROVIDER, provider);
    found_set(f, FOUND_ID, id);
    found_set(f, FOUND_TIME, time);
    found_set(f, FOUND_NUMBER, word_behind(rest, "EventRecordID", &rest));
    slice channel = slice_find(rest, "Channel"), computer = word_behind(rest, "Computer", &more);
    if (channel.at && computer.at && channel.at < computer.at) {
        slice between = slice_trim((slice){channel.at + 7, (size_t)(computer.at - channel.at) - 7});
        slice name = slice_find(between, "Computer");
        between.length = name.at ? (size_t)(name.at - between.at) : between.length;
        between = slice_trim(between);
        while (between.length != 0 && strchr("-+* \n\r", between.at[between.length - 1]))
            between.length--;
        found_set(f, FOUND_CHANNEL, between);
        rest = more;
    }
    if (computer.at)
        found_set(f, FOUND_COMPUTER, computer);
    slice data = slice_find(rest, "EventData");
    if (!data.at)
        return true;
    data = slice_from(data, 9);
    found_set(f, FOUND_MESSAGE, slice_trim(data));
    if (!message_is_whole((uint32_t)number, slice_trim(data)) && slice_char(data, '\n'))
        take_value_lines(f, data);
    return true;
}

/* ---- a row on a console -------------------------------------------------------------------------------- */

/* The first number that is by itself and can be an event's, outside of the date. */
static slice find_row_id(slice line, slice date, bool by_instance)
{
    for (size_t i = 0; i < line.length;) {
        if (line.at + i == date.at) {
            i += date.length;
            continue;
        }
        size_t digits = 0;
        while (i + digits < line.length && isdigit((unsigned char)line.at[i + digits]))
            digits++;
        bool alone = digits != 0 && (i == 0 || line.at[i - 1] == ' ' || line.at[i - 1] == '\t') &&
                     (i + digits == line.length || line.at[i + digits] == ' ' || line.at[i + digits] == '\t');
        if (alone && (by_instance ? digits > 7 && digits < 11 : digits < 6))
            return (slice){line.at + i, digits};
        i += digits != 0 ? digits : 1;
    }
    return (slice){NULL, 0};
}

bool prose_read_row(const export_log *b, const row_table *t, found *f, slice block)
{
    slice rest, behind, provider, line = slice_line(block, &rest);
    slice date = prose_find_date(line, &behind);
    if (date.at && !slice_char(date, ':'))
        date = (slice){NULL, 0};
    slice id = find_row_id(line, date, t->by_instance);
    uint64_t number;
    if (!id.at || !slice_uint(id, &number))
        return false;
    if (date.at)
        found_set(f, FOUND_TIME, date);
    found_set(f, FOUND_ID, id);
    const char *message = id.at + id.length;
    if (date.at && date.at > message)
        message = date.at + date.length;
    found_set(f, FOUND_MESSAGE, slice_trim((slice){message, (size_t)(block.at + block.length - message)}));
    if (prose_find_provider(b, line, &provider).at)
        found_set(f, FOUND_PROVIDER, provider);
    else if (t->provider[0] != '\0')
        found_set(f, FOUND_PROVIDER, (slice){t->provider, strlen(t->provider)});
    return true;
}

/* ---- what is above the rows ---------------------------------------------------------------------------- */

bool prose_opens_rows(slice before, slice line)
{
    slice trimmed = slice_trim(line);
    size_t dashes = 0;
    for (size_t i = 0; i < trimmed.length; i++) {
        dashes += trimmed.at[i] == '-';
        if (trimmed.at[i] != '-' && trimmed.at[i] != ' ')
            return false;
    }
    return dashes >= 6 && slice_char(trimmed, ' ') && before.length != 0 &&
           slice_find(before, "Message").at &&
           (slice_find(before, " Id").at || slice_find(before, "InstanceI").at ||
            slice_find(before, "EventI").at || slice_starts(slice_trim(before), "Id "));
}

bool prose_row_heading(row_table *t, slice line)
{
    slice label, value, key;
    if (!slice_label(line, &label, &value) || !slice_is(label, "ProviderName") ||
        prose_list_key(line, &key, &value))
        return false;
    size_t length = value.length < sizeof t->provider ? value.length : 0;
    memcpy(t->provider, value.at, length);
    t->provider[length] = '\0';
    t->open = false;
    return true;
}
