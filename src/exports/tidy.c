/* See tidy.h. */
#include "exports/tidy.h"

#include <ctype.h>
#include <string.h>

#define TAG_MOST 100
#define FOLDED_LEAST 120 /* bytes; a shorter line has few values */
#define LABEL_MOST 80

static bool holds(slice text, const char *part)
{
    return slice_find(text, part).at != NULL;
}

static void add(strbuf *out, slice text)
{
    strbuf_add_bytes(out, text.at, text.length);
}

/* ---- in front ------------------------------------------------------------------------------------------ */

/* "> > text"; one blank belongs to the mark. */
static slice without_quotes(slice line)
{
    slice at = line;
    for (;;) {
        slice rest = at;
        while (rest.length != 0 && rest.at[0] == ' ' && rest.length > 1)
            rest = slice_from(rest, 1);
        if (rest.length == 0 || rest.at[0] != '>')
            return at;
        at = slice_from(rest, rest.length > 1 && rest.at[1] == ' ' ? 2 : 1);
    }
}

/* "* text", also the dots that word processors put there. */
static slice without_bullet(slice line)
{
    static const char *const bullets[] = {
        "* ",           "- ",           "+ ",           "\xE2\x80\xA2", "\xC2\xB7 ", "\xE2\x80\x93 ",
        "\xE2\x97\xA6", "\xE2\x80\xA3", "\xE2\x96\xAA", "\xEF\x82\xB7"};
    slice text = line;
    while (text.length != 0 && (text.at[0] == ' ' || text.at[0] == '\t'))
        text = slice_from(text, 1);
    for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++)
        if (slice_starts(text, bullets[i]))
            return slice_trim(slice_from(text, strlen(bullets[i])));
    return line;
}

/* ---- Markdown and HTML --------------------------------------------------------------------------------- */

/* "| Event ID | 8198 |" becomes "Event ID: 8198". */
static slice table_row(strbuf *room, slice line)
{
    slice text = slice_trim(line);
    if (text.length < 5 || text.at[0] != '|' || text.at[text.length - 1] != '|')
        return line;
    const char *bar = memchr(text.at + 1, '|', text.length - 2);
    if (!bar)
        return line;
    slice label = slice_trim((slice){text.at + 1, (size_t)(bar - text.at) - 1});
    slice value = slice_trim((slice){bar + 1, (size_t)(text.at + text.length - 1 - bar - 1)});
    size_t begin = room->length;
    add(room, label);
    strbuf_add(room, ": ");
    add(room, value);
    return room->failed ? line : (slice){room->bytes + begin, room->length - begin};
}

static bool has_marks(slice line)
{
    return holds(line, "**") || holds(line, "<br") || holds(line, "<p>") || holds(line, "<div") ||
           holds(line, "<li>") || holds(line, "<td") || holds(line, "<span") || holds(line, "&nbsp;") ||
           holds(line, "&lt;") || holds(line, "&#") ||
           (line.length > 1 && (line.at[0] == '`' || line.at[line.length - 1] == '`'));
}

/* What a tag of HTML becomes; NULL for one that is not of the few which hold text together. */
static const char *tag_text(slice name)
{
    static const struct {
        const char *name, *text;
    } tags[] = {{"br", "\n"}, {"p", "\n"}, {"div", "\n"}, {"li", "\n"},        {"ul", "\n"},   {"ol", "\n"},
                {"tr", "\n"}, {"td", " "}, {"th", " "},   {"pre", "\n"},       {"table", ""},  {"tbody", ""},
                {"span", ""}, {"b", ""},   {"i", ""},     {"em", ""},          {"strong", ""}, {"code", ""},
                {"font", ""}, {"u", ""},   {"a", ""},     {"blockquote", "\n"}};
    for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
        if (slice_is_nocase(name, tags[i].name))
            return tags[i].text;
    return NULL;
}

/* Bytes of the tag at the beginning; 0 when it is none of those. */
static size_t take_tag(strbuf *out, slice text)
{
    const char *end = memchr(text.at, '>', text.length < TAG_MOST ? text.length : TAG_MOST);
    if (text.at[0] != '<' || !end)
        return 0;
    slice name = {text.at + 1, 0};
    if (name.at[0] == '/')
        name.at++;
    while (name.at + name.length < end && isalnum((unsigned char)name.at[name.length]))
        name.length++;
    const char *as = tag_text(name);
    if (!as)
        return 0;
    strbuf_add(out, as);
    return (size_t)(end - text.at) + 1;
}

static size_t take_entity(strbuf *out, slice text)
{
    static const struct {
        const char *name, *text;
    } entities[] = {{"&nbsp;", " "}, {"&lt;", "<"},   {"&gt;", ">"},   {"&quot;", "\""}, {"&amp;", "&"},
                    {"&#39;", "'"},  {"&#34;", "\""}, {"&apos;", "'"}, {"&#160;", " "}};
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++)
        if (slice_starts(text, entities[i].name)) {
            strbuf_add(out, entities[i].text);
            return strlen(entities[i].name);
        }
    return 0;
}

static slice without_marks(strbuf *room, slice line)
{
    size_t begin = room->length;
    for (size_t i = 0; i < line.length;) {
        slice rest = slice_from(line, i);
        size_t step = rest.at[0] == '<'   ? take_tag(room, rest)
                      : rest.at[0] == '&' ? take_entity(room, rest)
                                          : 0;
        if (step == 0 && slice_starts(rest, "**"))
            step = 2;
        if (step == 0 && rest.at[0] == '`' && (i == 0 || i + 1 == line.length || slice_starts(rest, "```")))
            step = 1;
        if (step == 0) {
            strbuf_add_char(room, rest.at[0]);
            step = 1;
        }
        i += step;
    }
    return room->failed ? line : (slice){room->bytes + begin, room->length - begin};
}

/* ---- folded -------------------------------------------------------------------------------------------- */

/* Names of values that only a program writes: of PowerShell's lists with a colon, of Splunk's with "=". */
static const struct folded_names {
    char sign;
    const char *least; /* without it, the line is none of these */
    const char *names[24];
} folded[] = {
    {':', "Id", {"TimeCreated", "ProviderName",     "Id",           "Message", "LogName",    "MachineName",
                 "RecordId",    "LevelDisplayName", "ProviderId",   "Level",   "Qualifiers", "Task",
                 "Opcode",      "Keywords",         "Version",      "UserId",  "ProcessId",  "ThreadId",
                 "Properties",  "Bookmark",         "ContainerLog", NULL}},
    {':',
     "InstanceId",
     {"Index", "EntryType", "InstanceId", "Message", "Category", "CategoryNumber", "ReplacementStrings",
      "Source", "TimeGenerated", "TimeWritten", "UserName", "MachineName", "EventID", NULL}},
    {'=',
     "EventCode",
     {"LogName", "EventCode", "EventType", "ComputerName", "SourceName", "Type", "RecordNumber", "Keywords",
      "TaskCategory", "OpCode", "Message", NULL}},
};

/* Whether a name of the row begins here, with its sign behind it. */
static const char *name_at(const struct folded_names *row, slice line, size_t i)
{
    if (i != 0 && line.at[i - 1] != ' ')
        return NULL;
    for (const char *const *name = row->names; *name; name++) {
        slice rest = slice_from(line, i);
        if (!slice_starts(rest, *name))
            continue;
        rest = slice_from(rest, strlen(*name));
        while (row->sign == ':' && rest.length != 0 && rest.at[0] == ' ')
            rest = slice_from(rest, 1);
        if (rest.length != 0 && rest.at[0] == row->sign)
            return *name;
    }
    return NULL;
}

static bool is_folded(const struct folded_names *row, slice line)
{
    size_t count = 0;
    bool least = false;
    for (size_t i = 0; i < line.length; i++) {
        const char *name = name_at(row, line, i);
        count += name != NULL;
        least |= name && strcmp(name, row->least) == 0;
    }
    return least && count >= 3;
}

static slice unfold(strbuf *room, slice line)
{
    size_t begin = room->length;
    for (size_t k = 0; k < sizeof folded / sizeof *folded; k++) {
        if (!is_folded(&folded[k], line))
            continue;
        for (size_t i = 0; i < line.length; i++) {
            const char *name = name_at(&folded[k], line, i);
            if (name && i != 0)
                strbuf_add_char(room, '\n');
            if (name && folded[k].sign == ':') { /* a list has a blank before the colon */
                strbuf_add(room, name);
                strbuf_add_char(room, ' ');
                i += strlen(name) - 1;
                continue;
            }
            strbuf_add_char(room, line.at[i]);
        }
        return room->failed ? line : (slice){room->bytes + begin, room->length - begin};
    }
    return line;
}

static bool may_be_folded(slice line)
{
    return line.length >= FOLDED_LEAST / 2 && (holds(line, "ProviderName") || holds(line, "TimeCreated") ||
                                               holds(line, "InstanceId") || holds(line, "EventCode="));
}

slice tidy_line(strbuf *room, slice line, bool in_xml)
{
    strbuf_clear(room);
    slice text = without_quotes(line);
    /* Each step adds to `room` what it makes of the text before it, which may lie there, too: so the room for
     * all of them is there from the start, and none moves it. */
    if (!strbuf_begin(room, line.length * 8 + 64))
        return line;
    if (in_xml)
        return holds(text, "&lt;") ? without_marks(room, text) : text;
    text = table_row(room, without_bullet(text));
    if (has_marks(text))
        text = without_marks(room, text);
    return may_be_folded(text) ? unfold(room, text) : text;
}

/* ---- slmgr and ospp, folded ---------------------------------------------------------------------------- */

static size_t count_values(slice line)
{
    size_t count = 0;
    for (size_t i = 0; i + 1 < line.length; i++)
        count += line.at[i] == ':' && line.at[i + 1] == ' ';
    return count;
}

static void add_label(strbuf *room, slice before)
{
    size_t length = before.length < LABEL_MOST ? before.length : LABEL_MOST;
    add(room, slice_trim((slice){before.at + before.length - length, length}));
}

slice tidy_statement(strbuf *room, slice line)
{
    strbuf_clear(room);
    if (line.length < FOLDED_LEAST || count_values(line) < 4 ||
        !(holds(line, " channel") || holds(line, "LICENSE STATUS:")))
        return line;
    size_t begin = 0;
    for (size_t i = 0; i + 1 < line.length; i++) {
        if (line.at[i] != ':' || line.at[i + 1] != ' ')
            continue;
        slice before = {line.at + begin, i - begin};
        if (begin != 0) { /* the value of the label before */
            add(room, slice_trim(before));
            strbuf_add_char(room, '\n');
        }
        add_label(room, before);
        strbuf_add(room, ": ");
        begin = i + 2;
    }
    add(room, slice_trim(slice_from(line, begin)));
    return room->failed ? line : (slice){room->bytes, room->length};
}
