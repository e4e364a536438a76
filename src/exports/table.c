/*
 * Tables of events: Event Viewer's CSV and its text with tabs (whose columns are known by their place, since
 * their names are in the language of Windows), PowerShell's Export-Csv and what other programs write (whose
 * columns are known by their names).
 *
 * Rows are read where they lie; of a row that is not wanted nothing is kept, so the memory does not grow with
 * the file.
 */
#include "exports/parsers.h"

#include "base/error.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* Event Viewer's columns: level, date, source, event ID, task, and the message without a name. */
static const found_name viewer_columns[] = {FOUND_TOTAL, FOUND_TIME,  FOUND_PROVIDER,
                                            FOUND_ID,    FOUND_TOTAL, FOUND_MESSAGE};

typedef struct table {
    char delimiter;
    bool by_place;
    bool proven; /* of one by place: its first row was that of an event */
    bool has_header;
    bool own;        /* that `sppwhy events` wrote */
    bool open_quote; /* of the row at hand: a quote in it has no end */
    bool lost;       /* in such a row, up to what is certainly another one */
    size_t columns;
    bool beyond;      /* the header has more columns than are read */
    size_t doubled;   /* a column with the name of another, from 1 */
    size_t recovered; /* the column, of an own table */
    char time[48];    /* of an own table, with its zone */
    slice cells[LIMIT_TABLE_COLUMNS];
    bool quoted[LIMIT_TABLE_COLUMNS]; /* has doubled quotes to be made single */
    size_t count;
    size_t names[FOUND_TOTAL]; /* the column of each, from 1; 0: none */
    uint8_t ranks[FOUND_TOTAL];
    size_t strings[LIMIT_TABLE_STRINGS]; /* the columns of an event's own values, from 1 */
    size_t string_count;
    xml_event *xml; /* for events in a cell */
    char *plain;    /* room for cells without their doubled quotes */
    size_t plain_room;
    found found;
} table;

/* ---- a row --------------------------------------------------------------------------------------------- */

/* Behind the last quote of a cell the next cell begins, or the next row. */
static bool ends_cell(const table *t, const char *quote, const char *end)
{
    const char *at = quote + 1;
    while (at < end && (*at == ' ' || *at == '\r'))
        at++;
    return at == end || *at == t->delimiter || *at == '\n';
}

/* The end of a quoted cell that begins behind its quote; NULL when it is not there. *doubled: quotes in it. A quote
 * that can be no cell's last is one of its text, where the cell has one line; where it has several, it is rather
 * the first quote of another row, and that of this one is open. */
static const char *quote_end(table *t, const char *at, const char *end, bool *doubled)
{
    const char *unsearched = at;
    *doubled = t->open_quote = false;
    while (at < end && (at = memchr(at, '"', (size_t)(end - at))) != NULL) {
        if (at + 1 < end && at[1] == '"') {
            *doubled = true;
            at += 2;
            continue;
        }
        if (ends_cell(t, at, end))
            return at;
        t->open_quote = memchr(unsearched, '\n', (size_t)(at - unsearched)) != NULL;
        if (t->open_quote)
            return NULL;
        unsearched = at++;
    }
    return NULL;
}

static void add_cell(table *t, slice cell, bool doubled)
{
    t->beyond |= t->count == LIMIT_TABLE_COLUMNS;
    if (t->count == LIMIT_TABLE_COLUMNS)
        return;
    t->cells[t->count] = cell;
    t->quoted[t->count++] = doubled;
}

/* Reads a cell; returns where its delimiter or its line's end is, NULL when the row is not whole. */
static const char *read_cell(table *t, const char *at, const char *end, bool ended)
{
    if (at < end && *at == '"') {
        bool doubled;
        const char *quote = quote_end(t, at + 1, end, &doubled);
        if (!quote || (quote + 1 == end && !ended))
            return NULL;
        add_cell(t, (slice){at + 1, (size_t)(quote - at - 1)}, doubled);
        for (at = quote + 1; at < end && *at != t->delimiter && *at != '\n';)
            at++;
        return at < end || ended ? at : NULL;
    }
    const char *begin = at;
    while (at < end && *at != t->delimiter && *at != '\n')
        at++;
    if (at == end && !ended)
        return NULL;
    size_t length = (size_t)(at - begin);
    if (length != 0 && begin[length - 1] == '\r')
        length--;
    add_cell(t, (slice){begin, length}, false);
    return at;
}

/* Bytes of the row with its line's end; 0 when it is not whole. */
static size_t read_row(table *t, slice text, bool ended)
{
    const char *at = text.at, *end = text.at + text.length;
    t->count = 0;
    for (;;) {
        at = read_cell(t, at, end, ended);
        if (!at)
            return 0;
        if (at == end)
            return text.length;
        if (*at++ == '\n')
            return (size_t)(at - text.at);
    }
}

/* ---- the columns --------------------------------------------------------------------------------------- */

static char find_delimiter(slice line)
{
    static const char delimiters[] = "\t,;";
    char best = ',';
    size_t most = 0;
    for (const char *d = delimiters; *d; d++) {
        size_t count = 0;
        for (size_t i = 0; i < line.length; i++)
            count += line.at[i] == *d;
        if (count > most) {
            most = count;
            best = *d;
        }
    }
    return best;
}

/* What report/csv/events_csv.c writes. */
static const struct own_column {
    const char *name;
    found_name is;
} own_columns[] = {{"time_utc", FOUND_TIME},     {"computer", FOUND_COMPUTER}, {"channel", FOUND_CHANNEL},
                   {"provider", FOUND_PROVIDER}, {"event_id", FOUND_ID},       {"recovered", FOUND_TOTAL},
                   {"record_id", FOUND_NUMBER},  {"strings", FOUND_STRINGS}};

/* Of columns that are not told by their names after all. */
static void forget_names(table *t)
{
    memset(t->names, 0, sizeof t->names);
    memset(t->ranks, 0, sizeof t->ranks);
    t->string_count = t->doubled = t->recovered = 0;
}

static bool is_own_header(table *t)
{
    size_t known = 0, count = sizeof own_columns / sizeof *own_columns;
    if (!slice_is(slice_trim(t->cells[0]), own_columns[0].name))
        return false;
    for (size_t i = 0; i < t->count; i++)
        for (size_t k = 0; k < count; k++) {
            if (!slice_is(slice_trim(t->cells[i]), own_columns[k].name))
                continue;
            known++;
            if (own_columns[k].is == FOUND_TOTAL)
                t->recovered = i + 1;
            else
                t->names[own_columns[k].is] = i + 1;
        }
    t->own = known == count;
    if (!t->own)
        forget_names(t);
    return t->own;
}

static bool take_header(table *t)
{
    t->columns = t->count;
    if (is_own_header(t))
        return true;
    for (size_t i = 0; i < t->count; i++) {
        uint8_t rank = 0;
        found_name name = found_name_of(slice_trim(t->cells[i]), &rank);
        if (name == FOUND_STRINGS && t->string_count < LIMIT_TABLE_STRINGS)
            t->strings[t->string_count++] = i + 1;
        else if (name == FOUND_STRINGS)
            t->beyond = true;
        else if (name != FOUND_TOTAL && t->names[name] != 0 && rank == t->ranks[name])
            t->doubled = i + 1;
        if (name != FOUND_TOTAL && (t->names[name] == 0 || rank < t->ranks[name])) {
            t->names[name] = i + 1;
            t->ranks[name] = rank;
        }
    }
    if (t->names[FOUND_RAW] != 0)
        return true;
    if (t->names[FOUND_ID] != 0 && t->names[FOUND_TIME] != 0 &&
        (t->names[FOUND_PROVIDER] != 0 || t->names[FOUND_MESSAGE] != 0)) {
        /* Event Viewer has no name for the last column */
        if (t->names[FOUND_MESSAGE] == 0 && t->count == 5)
            t->names[FOUND_MESSAGE] = 6;
        return true;
    }
    if (t->count != 5 && t->count != 6)
        return false;
    t->by_place = true;
    forget_names(t);
    for (size_t i = 0; i < sizeof viewer_columns / sizeof *viewer_columns; i++)
        if (viewer_columns[i] != FOUND_TOTAL)
            t->names[viewer_columns[i]] = i + 1;
    return true;
}

/* ---- an event ------------------------------------------------------------------------------------------ */

static slice cell_of(const table *t, found_name name)
{
    size_t column = t->names[name];
    return column != 0 && column <= t->count ? t->cells[column - 1] : (slice){NULL, 0};
}

/* With single quotes where they are doubled; *used: of the room. Whoever asks again for the same column gets the same
 * text, so that all cells of a row together take no more room than the row. */
static slice plain_cell(table *t, size_t column, size_t *used)
{
    slice cell = column <= t->count ? t->cells[column - 1] : (slice){NULL, 0};
    if (cell.length == 0 || !t->quoted[column - 1])
        return cell;
    char *out = t->plain + *used;
    size_t length = 0;
    for (size_t i = 0; i < cell.length; i++) {
        out[length++] = cell.at[i];
        i += cell.at[i] == '"' && i + 1 < cell.length && cell.at[i + 1] == '"';
    }
    *used += length;
    t->quoted[column - 1] = false;
    t->cells[column - 1] = (slice){out, length};
    return t->cells[column - 1];
}

static bool make_room(table *t, size_t length)
{
    if (t->plain_room >= length)
        return true;
    char *larger = realloc(t->plain, length * 2);
    if (!larger)
        return false;
    t->plain = larger;
    t->plain_room = length * 2;
    return true;
}

/* What is in the column of a name; strings of the event that have columns of their own. */
static void take_cells(table *t, uint64_t line)
{
    size_t used = 0;
    found_clear(&t->found);
    t->found.line = line;
    for (found_name name = 0; name < FOUND_TOTAL; name++) {
        if (name == FOUND_STRINGS || t->names[name] == 0)
            continue;
        t->found.values[name] = plain_cell(t, t->names[name], &used);
        t->found.ranks[name] = t->ranks[name];
    }
    for (size_t i = 0; i < t->string_count; i++) {
        slice value = plain_cell(t, t->strings[i], &used);
        if (value.length != 0 && !slice_is(value, "-")) /* Kibana's sign for none */
            found_string(&t->found, value);
    }
}

/* ---- a row of our own table ---------------------------------------------------------------------------- */

/* Without the apostrophes that keep a spreadsheet from taking a text for a formula: in place. */
static size_t without_guards(char *text, size_t length)
{
    size_t out = 0;
    bool starts = true;
    for (size_t i = 0; i < length; i++) {
        if (starts && text[i] == '\'' && i + 1 < length && strchr("=+-@", text[i + 1]))
            i++;
        starts = text[i] == ';' || (starts && text[i] == ' ');
        text[out++] = text[i];
    }
    return out;
}

/* "a | b": the strings, in the room for plain cells. */
static void take_own_strings(table *t, slice cell, size_t *used)
{
    static const char between[] = " | ";
    if (cell.length == 0)
        return;
    char *plain = t->plain + *used;
    memcpy(plain, cell.at, cell.length);
    slice rest = {plain, without_guards(plain, cell.length)};
    *used += cell.length;
    for (slice next; t->found.string_count + 1 < LIMIT_EVENT_STRINGS && (next = slice_find(rest, between)).at;
         rest = slice_from(next, sizeof between - 1))
        found_string(&t->found, (slice){rest.at, (size_t)(next.at - rest.at)});
    found_string(&t->found, rest);
}

/* Its times are UTC; what it cut off for a spreadsheet's sake is not there. */
static bool take_own_row(table *t, export_log *b, uint64_t line)
{
    size_t used = 0;
    found_clear(&t->found);
    t->found.line = line;
    for (found_name name = 0; name < FOUND_TOTAL; name++)
        if (t->names[name] != 0 && name != FOUND_STRINGS) {
            t->found.values[name] = plain_cell(t, t->names[name], &used);
            t->found.ranks[name] = 1;
        }
    slice time = slice_trim(t->found.values[FOUND_TIME]),
          strings = plain_cell(t, t->names[FOUND_STRINGS], &used);
    if (time.length != 0 && time.length + 1 < sizeof t->time) {
        memcpy(t->time, time.at, time.length);
        t->time[time.length] = 'Z';
        t->found.values[FOUND_TIME] = (slice){t->time, time.length + 1};
    }
    if (slice_find(strings, "... (too long for a cell)").at)
        return export_bad(
            b, line,
            "this event was passed over: its strings were cut, being too long for a cell; the log "
            "itself has them, and so have JSON lines");
    t->found.recovered =
        t->recovered <= t->count && slice_is_nocase(slice_trim(t->cells[t->recovered - 1]), "true");
    take_own_strings(t, strings, &used);
    return export_take(b, &t->found);
}

/* ---- any row ------------------------------------------------------------------------------------------- */

/* A row with the whole event in one cell, of Splunk. */
static bool take_raw(table *t, export_log *b, bool *taken)
{
    slice raw = slice_trim(t->found.values[FOUND_RAW]);
    *taken = slice_starts(raw, "<Event ") && slice_find(raw, "</Event>").at;
    if (*taken)
        return xml_event_take(t->xml, b, raw, t->found.line);
    if (t->found.values[FOUND_ID].length == 0)
        found_pairs(&t->found, raw);
    return true;
}

static bool take_row(table *t, export_log *b, size_t length, uint64_t line)
{
    bool taken = false;
    slice provider = slice_trim(cell_of(t, FOUND_PROVIDER));
    if (t->count == 1 && slice_trim(t->cells[0]).length == 0)
        return true;
    if (t->names[FOUND_RAW] == 0 && t->names[FOUND_PROVIDER] != 0 && provider.length != 0 &&
        !export_provider(b, provider))
        return export_pass(b, cell_of(t, FOUND_NUMBER), cell_of(t, FOUND_TIME), cell_of(t, FOUND_CHANNEL),
                           cell_of(t, FOUND_COMPUTER));
    if (!make_room(t, length * 2)) { /* its cells, and the strings of a row of ours once more */
        b->no_memory = true;
        return false;
    }
    if (t->own)
        return take_own_row(t, b, line);
    take_cells(t, line);
    if (t->names[FOUND_RAW] != 0 && (!take_raw(t, b, &taken) || taken))
        return taken && !b->no_memory;
    return export_take(b, &t->found);
}

/* ---- the file ------------------------------------------------------------------------------------------ */

/* Before the first row: "#TYPE ..." of PowerShell, "sep=," of Excel, and empty lines. */
static bool is_preface(slice line)
{
    return slice_trim(line).length == 0 || slice_starts(line, "#TYPE") || slice_starts(line, "sep=");
}

/* 0 when the first line is not whole. */
static size_t read_header(table *t, slice text, bool ended, bool *wrong)
{
    slice rest, line = slice_line(text, &rest);
    if (rest.length == 0 && !ended)
        return 0;
    if (is_preface(line))
        return text.length - rest.length;
    t->delimiter = find_delimiter(line);
    t->beyond = false; /* of a line that was no header */
    size_t length = read_row(t, text, ended);
    if (length == 0)
        return 0;
    t->has_header = true;
    *wrong = !take_header(t);
    return length;
}

/* By place, any table with five or six columns could be meant: its first row has an event's number or time, or it is
 * another one. */
static bool is_other_table(table *t)
{
    uint64_t number;
    if (!t->by_place || t->proven || (t->count == 1 && slice_trim(t->cells[0]).length == 0))
        return false;
    t->proven = slice_uint(slice_trim(cell_of(t, FOUND_ID)), &number) ||
                moment_parse(cell_of(t, FOUND_TIME)).kind != MOMENT_NONE;
    return !t->proven;
}

/* Certainly a row of its own, as far as its cells were read: not a line of a message. */
static bool is_row(const table *t)
{
    uint64_t number;
    if (t->names[FOUND_ID] == 0)
        return t->count >= t->columns;
    return slice_uint(slice_trim(cell_of(t, FOUND_ID)), &number) &&
           (t->names[FOUND_TIME] == 0 || moment_parse(cell_of(t, FOUND_TIME)).kind != MOMENT_NONE);
}

static size_t first_line(slice text)
{
    slice rest;
    slice_line(text, &rest);
    return text.length - rest.length;
}

/* A quote without its end: the next row begins with one of the next lines. */
static bool lose_row(table *t, export_log *b, uint64_t line)
{
    bool told = t->lost && !is_row(t);
    t->lost = true;
    return told || export_bad(b, line, "this row was passed over: a quote in it has no end");
}

static bool tell_header(table *t, export_log *b, uint64_t line)
{
    return (!t->beyond ||
            export_say(b, line, "this table has more columns than are read; the last ones are left out")) &&
           (t->doubled == 0 ||
            export_say(b, line, "two columns of this table have one name; the first of them counts"));
}

/* One row out of the window; false when memory is short. *more: it is not whole. */
static bool next_row(table *t, export_log *b, text_input *in, bool *more, bool *wrong)
{
    slice text = {text_input_at(in), text_input_left(in)};
    bool good = true, behind_header = t->has_header;
    t->open_quote = false;
    size_t length = behind_header ? read_row(t, text, in->ended) : read_header(t, text, in->ended, wrong);
    *more = length == 0 && !in->ended && !t->open_quote;
    if (*more && text.length <= LIMIT_RECORD_XML)
        return true;
    *more = false;
    if (length == 0) {
        length = first_line(text);
        good = lose_row(t, b, in->line);
    } else if (t->lost && !is_row(t)) {
        length = first_line(text);
    } else if (behind_header) {
        t->lost = false;
        *wrong = is_other_table(t);
        good = *wrong || take_row(t, b, length, in->line);
    } else if (t->has_header) {
        good = tell_header(t, b, in->line);
    }
    text_input_drop(in, length);
    return good;
}

static sppwhy_status read_all(table *t, export_log *b, text_input *in, sppwhy_error *error)
{
    bool more = true, wrong = false;
    while (!in->ended || text_input_left(in) != 0) {
        sppwhy_status status = more ? text_input_more(in, error) : SPPWHY_OK;
        if (status != SPPWHY_OK)
            return status;
        if (in->ended && text_input_left(in) == 0)
            break;
        more = text_input_left(in) == 0;
        if (!more && !next_row(t, b, in, &more, &wrong))
            return error_no_memory(error);
        if (wrong)
            return error_file(
                error, SPPWHY_NOT_A_LOG, b->path,
                "is a table, but its columns are not those of events: it needs the event ID, the "
                "time, and the source or the message");
    }
    return SPPWHY_OK;
}

sppwhy_status table_read(export_log *b, text_input *in, sppwhy_error *error)
{
    table *t = calloc(1, sizeof *t);
    if (!t)
        return error_no_memory(error);
    t->xml = xml_event_create();
    sppwhy_status status = t->xml ? read_all(t, b, in, error) : error_no_memory(error);
    xml_event_free(t->xml);
    free(t->plain);
    free(t);
    return status;
}
