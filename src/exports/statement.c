/* See statement.h. */
#include "exports/statement.h"

#include "exports/statement_values.h"
#include "exports/tidy.h"

#include "base/clock.h"
#include "base/licensing_names.h"
#include "spp/hresult.h"
#include "spp/kms.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is printed of one product, or of the machine as a KMS host. */
typedef struct report {
    uint64_t line; /* 0: none at hand */
    bool office;
    char product[40], application[40], cmid[40], key_type[64], partial_key[8], server[256], source[16],
        version[40], host_version[40];
    uint32_t reason, error;
    bool has_state, has_minutes, has_count, has_error, has_rearms;
    bool windows; /* its name says so */
    bool bare;    /* a name with nothing behind it: of /xpr */
    bool timed;   /* a time was printed in it */
    unsigned state;
    uint64_t minutes, count, port, rearms, intervals[2], requests[2]; /* requests: all, failed */
    size_t interval_count, request_count;
    char end[40]; /* of the license or grace */
} report;

struct statement_reader {
    export_log *to;
    report report;
    char version[40];           /* of the licensing service, printed before the first product */
    char time[100];             /* the newest one printed, of the run of slmgr at hand */
    char product[40], cmid[40]; /* of the report before */
    char trying[40];            /* the product that /ato works on */
    bool is_slmgr;              /* the text has spoken of it */
    bool is_output;             /* what it or ospp prints has begun, or its command */
    uint64_t lines;             /* that are not empty */
    uint64_t trying_line;       /* of them */
    uint64_t lone_line; /* that says that there is no key, where no output has begun; 0: there is none */
    bool lone_office;
    uint64_t last_number; /* of a line with nothing but a number */
    strbuf room;          /* a line with many values, a line each */
    found found;
};

/* ---- values -------------------------------------------------------------------------------------------- */

static void put(char *out, size_t size, slice value)
{
    size_t length = value.length < size ? value.length : size - 1;
    if (length != 0)
        memcpy(out, value.at, length);
    out[length] = '\0';
    for (char *at = out; *at; at++)
        if (*at == ';' || *at == '\t')
            *at = ' ';
}

static bool holds(slice text, const char *part)
{
    return slice_find_nocase(text, part).at != NULL;
}

/* A label, where other words may be before it. */
static bool is_label(slice label, const char *name)
{
    size_t length = strlen(name);
    return label.length >= length && slice_is_nocase(slice_from(label, label.length - length), name) &&
           (label.length == length || label.at[label.length - length - 1] == ' ');
}

static slice first_word(slice text)
{
    size_t length = 0;
    while (length < text.length && !isspace((unsigned char)text.at[length]))
        length++;
    return (slice){text.at, length};
}

/* ---- to an event --------------------------------------------------------------------------------------- */

static void add_text(strbuf *out, const char *key, const char *value)
{
    if (value[0] != '\0')
        strbuf_printf(out, "%s%s=%s", out->length != 0 ? ";" : "", key, value);
}

static void add_number(strbuf *out, const char *key, bool known, uint64_t value)
{
    if (known)
        strbuf_printf(out, "%s%s=%llu", out->length != 0 ? ";" : "", key, (unsigned long long)value);
}

static void add_code(strbuf *out, const char *key, uint32_t code)
{
    if (code != 0)
        strbuf_printf(out, "%s%s=" CODE_FORMAT, out->length != 0 ? ";" : "", key, (unsigned)code);
}

static void write_values(strbuf *out, const report *r)
{
    strbuf_add(out, "");
    add_text(out, "Product", r->product);
    add_text(out, "Application", r->application);
    add_number(out, "State", r->has_state, r->state);
    add_number(out, "MinutesLeft", r->has_minutes, r->minutes);
    add_text(out, "KeyType", r->key_type);
    add_text(out, "PartialKey", r->partial_key);
    add_code(out, "Reason", r->reason);
    add_text(out, "HostSource", r->source);
    add_text(out, "Server", r->server);
    add_number(out, "Port", r->port != 0, r->port);
    add_text(out, "CMID", r->cmid);
    add_number(out, "Count", r->has_count, r->count);
    add_number(out, "ActivationInterval", r->interval_count > 0, r->intervals[0]);
    add_number(out, "RenewalInterval", r->interval_count > 1, r->intervals[1]);
    add_text(out, "Version", r->version);
    add_text(out, "HostVersion", r->host_version);
    add_text(out, "GraceEnd", r->end);
    add_number(out, "RearmsLeft", r->has_rearms, r->rearms);
    add_number(out, "Received", r->request_count > 0, r->requests[0]);
    add_number(out, "Failed", r->request_count > 1, r->requests[1]);
}

static void set(found *f, found_name name, const char *text)
{
    f->values[name] = (slice){text, strlen(text)};
    f->ranks[name] = 1;
}

static bool give(statement_reader *s, bool office, uint64_t line, uint32_t id, const char *first,
                 const char *second)
{
    char number[8], time[48] = "";
    snprintf(number, sizeof number, "%u", (unsigned)id);
    found_clear(&s->found);
    s->found.line = line;
    set(&s->found, FOUND_PROVIDER, office ? SCRIPT_OSPP : SCRIPT_SLMGR);
    set(&s->found, FOUND_ID, number);
    set(&s->found, FOUND_CHANNEL, "License reports");
    set(&s->found, FOUND_TIME, s->time[0] != '\0' ? s->time : export_file_time(s->to, time));
    s->to->file_dated |= s->time[0] == '\0';
    s->found.values[FOUND_COMPUTER] = statement_computer(s->to->path);
    found_string(&s->found, (slice){first, strlen(first)});
    if (second && second[0] != '\0')
        found_string(&s->found, (slice){second, strlen(second)});
    return export_take(s->to, &s->found);
}

static bool give_try(statement_reader *s, bool office, uint64_t line, uint32_t code, const char *product)
{
    char text[16], key[64] = "";
    code_format(code, text);
    if (product[0] != '\0')
        snprintf(key, sizeof key, "Product=%s", product);
    return give(s, office, line, EVENT_ACTIVATION_TRIED, text, key);
}

/* A name alone is no statement. */
static bool says_something(const report *r)
{
    return r->has_state || r->has_minutes || r->has_count || r->key_type[0] != '\0' || r->source[0] != '\0' ||
           r->cmid[0] != '\0' || r->end[0] != '\0';
}

/* Of another run of slmgr, or of another machine, than the one before: then the time printed there is not its
 * own. */
static bool is_apart(const statement_reader *s, const report *r)
{
    return !r->timed && ((r->product[0] != '\0' && strcmp(r->product, s->product) == 0) ||
                         (r->cmid[0] != '\0' && s->cmid[0] != '\0' && strcmp(r->cmid, s->cmid) != 0));
}

static bool finish(statement_reader *s)
{
    report r = s->report;
    strbuf values = {0};
    s->report = (report){0};
    if (r.line == 0)
        return true;
    if (is_apart(s, &r))
        s->time[0] = '\0';
    memcpy(s->product, r.product, sizeof s->product);
    if (r.cmid[0] != '\0')
        memcpy(s->cmid, r.cmid, sizeof s->cmid);
    bool good = true;
    snprintf(r.version, sizeof r.version, "%s", r.office ? "" : s->version);
    if (r.product[0] == '\0' && r.application[0] == '\0' && r.windows) /* /dli and /xpr print no ID */
        snprintf(r.application, sizeof r.application, "%s", APPLICATION_WINDOWS);
    if (says_something(&r)) {
        write_values(&values, &r);
        good = !values.failed && give(s, r.office, r.line, EVENT_LICENSE_REPORT, values.bytes, NULL);
        strbuf_free(&values);
    }
    return good && (!r.has_error || r.error >> 31 == 0 || give_try(s, r.office, r.line, r.error, r.product));
}

/* ---- lines --------------------------------------------------------------------------------------------- */

static bool begin(statement_reader *s, uint64_t line, bool office)
{
    if (!finish(s))
        return false;
    s->report.line = line;
    s->report.office = office;
    s->is_output = true;
    return true;
}

static void take_id(report *r, slice label, slice id)
{
    bool named = holds(label, "CMID");
    if (!named && is_application(id))
        put(r->application, sizeof r->application, id);
    else if (!named && r->product[0] == '\0')
        put(r->product, sizeof r->product, id);
    else
        put(r->cmid, sizeof r->cmid, id);
}

/* "Windows(R) Operating System, VOLUME_KMSCLIENT channel": the same in every language. */
static bool take_channel(report *r, slice value)
{
    slice at = slice_find(value, " channel");
    size_t length = 0;
    if (!at.at)
        return false;
    while (at.at - length > value.at && (isupper((unsigned char)at.at[-1 - (long)length]) ||
                                         strchr("_-0123456789", at.at[-1 - (long)length])))
        length++;
    if (length > 2)
        put(r->key_type, sizeof r->key_type, (slice){at.at - length, length});
    return length > 2;
}

/* "03612-00206-568-381032-03-1033-14393.0000-0732017", the extended PID: of the machine itself, or behind the
 * name of its KMS host that one's. It ends in the build of Windows. False when it was the host's. */
static bool take_host_version(report *r, slice value)
{
    static const char shape[] = "00000-00000-000-000000-00-";
    slice pid = first_word(value);
    size_t length = sizeof shape - 1, digits = 0;
    if (pid.length < length + 16)
        return true;
    for (size_t i = 0; i < length; i++)
        if (shape[i] == '0' ? !isdigit((unsigned char)pid.at[i]) : pid.at[i] != shape[i])
            return true;
    slice build = slice_find(slice_from(pid, length), "-");
    build = build.at ? slice_from(build, 1) : build;
    while (digits < build.length && isdigit((unsigned char)build.at[digits]))
        digits++;
    if (r->source[0] == '\0' || digits < 4 || digits > 5 || build.length == digits || build.at[digits] != '.')
        return true;
    windows_version(r->host_version, sizeof r->host_version, (slice){build.at, digits});
    return false;
}

static bool take_host(report *r, slice label, slice value)
{
    slice host;
    uint64_t port;
    bool dns = holds(label, "DNS");
    if (!take_host_version(r, value))
        return true;
    if (!dns && !holds(label, "KMS"))
        return false;
    if (read_server(first_word(value), &host, &port)) {
        if (r->server[0] != '\0' && dns)
            return true; /* one that is set by hand comes first */
        put(r->server, sizeof r->server, host);
        r->port = port;
        snprintf(r->source, sizeof r->source, "%s", dns ? "dns" : "by_hand");
        return true;
    }
    if (dns && r->source[0] == '\0' && value.length > 3)
        snprintf(r->source, sizeof r->source, "none");
    return dns;
}

/* In any language the host's count is before its port, and behind that are the requests it has received, and
 * those of them that failed. */
static void take_lone_number(statement_reader *s, slice label, uint64_t alone)
{
    report *r = &s->report;
    uint64_t before = s->last_number;
    s->last_number = alone;
    if (holds(label, "rearm")) {
        if (!r->has_rearms) /* of Windows; of the product after that */
            r->rearms = alone;
        r->has_rearms = true;
        return;
    }
    if (r->has_count && r->port != 0) {
        if (r->request_count < 2)
            r->requests[r->request_count++] = alone;
        return;
    }
    if (alone == KMS_PORT && before != UINT64_MAX && !r->has_count) {
        r->has_count = true;
        r->count = before;
    }
    if (r->has_count && alone != 0 && alone < 65536)
        r->port = alone;
}

static void take_numbers(statement_reader *s, slice label, slice value)
{
    report *r = &s->report;
    uint64_t n[2], minutes, alone;
    size_t count = two_numbers(value, n);
    if (read_minutes(value, &minutes) && !r->has_minutes) {
        r->has_minutes = true;
        r->minutes = minutes;
    } else if (is_label(label, "Current count") && slice_uint(first_word(value), &alone)) {
        r->has_count = true;
        r->count = alone;
        s->last_number = alone;
        return;
    } else if (slice_uint(value, &alone)) {
        take_lone_number(s, label, alone);
        return;
    } else if (count == 1 && value.length > 3 && isdigit((unsigned char)value.at[0]) &&
               !holds(label, "rearm") && n[0] >= KMS_INTERVAL_LEAST && n[0] <= KMS_INTERVAL_MOST &&
               r->interval_count < 2 && r->cmid[0] + r->source[0] != 0) {
        r->intervals[r->interval_count++] = n[0];
    }
    s->last_number = UINT64_MAX;
}

static bool hex_of(slice text, uint32_t *code)
{
    char digits[9] = "";
    slice hex = slice_find_hex(text);
    if (hex.length != 10)
        return false;
    memcpy(digits, hex.at + 2, 8);
    return text_parse_hex32(code, digits);
}

/* A line with a value, in a report. */
static void take_value(statement_reader *s, slice label, slice value)
{
    report *r = &s->report;
    uint32_t code;
    if (slice_begins_guid(value) && first_word(value).length == 36) {
        take_id(r, label, (slice){value.at, 36});
    } else if (take_channel(r, value) || take_host(r, label, value)) {
        return;
    } else if (slice_starts(value, "Volume:") || slice_starts(value, "Retail") ||
               slice_starts(value, "OEM:")) {
        put(r->key_type, sizeof r->key_type, first_word(value));
    } else if (is_partial_key(value)) {
        put(r->partial_key, sizeof r->partial_key, (slice){value.at, 5});
    } else if (is_label(label, "ERROR CODE") && hex_of(value, &code)) {
        r->has_error = true;
        r->error = code;
    } else if ((value.length < 40 || slice_starts(value, "0x")) && hex_of(value, &code)) {
        r->reason = code;
    } else if (!r->has_state && read_state(value, &r->state)) {
        r->has_state = true;
    } else if (moment_parse(value).kind != MOMENT_NONE && value.length < sizeof s->time) {
        if (is_end_label(label))
            return;
        put(s->time, sizeof s->time, value);
        r->timed = true;
    } else {
        take_numbers(s, label, value);
    }
}

/* "Activating Windows(R), Enterprise edition (73111121-...) ..." of /ato, in any language. */
static bool begins_try(slice line, slice *id)
{
    *id = slice_find_guid(line);
    return id->at && id->at > line.at && id->at[-1] == '(' && slice_find(line, "...").at;
}

/* "Error: 0xC004F074 The Software Licensing Service ...", in any language right behind the line that an activation
 * began; elsewhere any word may be before a code. */
static bool is_error(const statement_reader *s, slice label, slice value, uint32_t *code)
{
    bool follows = s->trying[0] != '\0' && s->lines - s->trying_line <= 1;
    bool word = is_error_word(label) && (s->trying[0] != '\0' || s->is_slmgr);
    bool in_place = s->report.line == 0 && (follows || word);
    return in_place && label.length < 20 && slice_starts(value, "0x") && !slice_char(label, ' ') &&
           hex_of(value, code) && *code >> 31 == 1;
}

/* Whether a line begins what is printed of a product. */
static bool begins_report(const statement_reader *s, slice label, slice value, bool *office)
{
    bool sku = is_label(label, "SKU ID");
    *office = is_label(label, "PRODUCT ID") || (sku && s->report.product[0] != '\0') ||
              (sku && s->report.line == 0);
    if (*office)
        return true;
    if (s->report.office && s->report.line != 0)
        return false;
    /* "Name: Windows(R), Professional edition"; alone with a colon behind it, of /xpr */
    slice name = value.length != 0 ? value : label;
    return name.length > 20 && slice_find(name, " edition").at &&
           (slice_starts(name, "Windows") || slice_starts(name, "Office"));
}

#define XPR_LINES 3 /* between a product's name and what /xpr says of it: one, or two that are empty */

/* "The machine is permanently activated.", "Volume activation will expire 3/15/2026 9:15:22 AM": what /xpr
 * says. True when it has a date. */
static bool take_sentence(statement_reader *s, slice line, uint64_t number)
{
    report *r = &s->report;
    moment end;
    /* /xpr has it behind the name, ospp in angle brackets: elsewhere such a sentence is anybody's */
    slice trimmed = slice_trim(line);
    bool in_place = r->bare ? number - r->line <= XPR_LINES : r->office && slice_starts(trimmed, "<");
    if (!in_place)
        return false;
    if (!r->has_state)
        r->has_state = read_sentence(line, &r->state);
    if (!r->bare || r->end[0] != '\0' || !find_moment(line, &end))
        return false;
    moment_vote(&s->to->votes, &end);
    s->to->local |= end.kind != MOMENT_UTC;
    bool sure, month_first = moment_month_first(&s->to->votes, &sure);
    static const moment_zone utc = {0};
    const moment_zone zone = {s->to->options->zone_of_system, s->to->options->zone_seconds};
    uint64_t time = moment_utc(&end, month_first, end.kind == MOMENT_UTC ? &utc : &zone);
    if (time != 0)
        clock_format(time, false, r->end);
    return time != 0;
}

static bool take_error(statement_reader *s, slice label, slice value, uint64_t number, bool *taken)
{
    uint32_t code;
    *taken = is_error(s, label, value, &code);
    if (!*taken)
        return true;
    bool good = give_try(s, false, number, code, s->trying);
    s->trying[0] = '\0';
    return good;
}

static bool give_no_key(statement_reader *s, bool office, uint64_t number)
{
    char values[80];
    snprintf(values, sizeof values, "Application=%s;KeyType=none",
             office ? APPLICATION_OFFICE : APPLICATION_WINDOWS);
    return finish(s) && give(s, office, number, EVENT_LICENSE_REPORT, values, NULL);
}

/* No key at all: of Windows as slmgr says it, of Office as ospp does. It counts as a line of its own within what
 * they print, or when it is the whole text: a sentence may quote it, ask about it or deny it. */
static bool take_no_key(statement_reader *s, slice line, uint64_t number, bool *taken)
{
    bool office = is_own_line(line, "<No installed product keys detected>");
    bool own = office || is_own_line(line, "Error: product key not found");
    *taken = own && s->is_output;
    if (own && !*taken) {
        s->lone_line = number;
        s->lone_office = office;
    }
    return !*taken || give_no_key(s, office, number);
}

/* "Product activated successfully." after "Activating ... (id) ...". */
static bool take_success(statement_reader *s, slice line, uint64_t number, bool *taken)
{
    char values[64];
    *taken = s->trying[0] != '\0' && is_own_line(line, "Product activated successfully");
    if (!*taken)
        return true;
    snprintf(values, sizeof values, "Product=%s;State=1", s->trying);
    s->trying[0] = '\0';
    return give(s, false, number, EVENT_LICENSE_REPORT, values, NULL);
}

#define SERVICE_LABEL_LEAST 25 /* bytes: "Software licensing service version", not "Windows version" */

/* What slmgr prints first: what it printed before belongs to another run. */
static bool begin_run(statement_reader *s, slice version)
{
    if (!finish(s))
        return false;
    put(s->version, sizeof s->version, version);
    s->time[0] = s->trying[0] = s->product[0] = s->cmid[0] = '\0';
    return s->is_output = true;
}

static bool take_labeled(statement_reader *s, slice line, uint64_t number)
{
    slice label, value;
    bool office, taken;
    if (!slice_label(line, &label, &value))
        return true;
    if (label.length >= SERVICE_LABEL_LEAST && is_service_version(value))
        return begin_run(s, value);
    if (!take_error(s, label, value, number, &taken) || taken)
        return taken || !s->to->no_memory;
    if (begins_report(s, label, value, &office)) {
        if (!begin(s, number, office))
            return false;
        s->report.windows = slice_starts(value.length != 0 ? value : label, "Windows");
        s->report.bare = value.length == 0;
    }
    if (s->report.line != 0 && value.length != 0)
        take_value(s, label, value);
    return true;
}

static bool take_one(statement_reader *s, slice line, uint64_t number)
{
    slice id;
    bool taken;
    s->lines += slice_trim(line).length != 0 && !holds(line, "slui.exe"); /* how to show an error's text */
    if (begins_try(line, &id)) {
        put(s->trying, sizeof s->trying, id);
        s->trying_line = s->lines;
        return finish(s);
    }
    s->is_slmgr |= holds(line, SCRIPT_SLMGR_NAME);
    s->is_output |= is_command(line) || slice_starts(slice_trim(line), "---Processing--");
    if (!take_no_key(s, line, number, &taken) || taken || !take_success(s, line, number, &taken) || taken)
        return taken && !s->to->no_memory;
    if (s->report.line != 0 && take_sentence(s, line, number))
        return true;
    return take_labeled(s, line, number);
}

bool statement_line(statement_reader *s, slice line, uint64_t number)
{
    slice rest = tidy_statement(&s->room, line);
    do {
        slice one = slice_line(rest, &rest);
        if (!take_one(s, one, number))
            return false;
    } while (rest.length != 0);
    return true;
}

statement_reader *statement_create(export_log *to)
{
    statement_reader *s = calloc(1, sizeof *s);
    if (s) {
        s->to = to;
        s->is_output = statement_computer(to->path).at != NULL; /* its name says what it is */
    }
    return s;
}

void statement_free(statement_reader *s)
{
    if (s)
        strbuf_free(&s->room);
    free(s);
}

bool statement_end(statement_reader *s)
{
    if (s->lone_line != 0 && s->lines == 1)
        return give_no_key(s, s->lone_office, s->lone_line);
    return finish(s);
}
