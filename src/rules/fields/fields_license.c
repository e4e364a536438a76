/* The fields of a machine on its license as its own events tell it: renewals that are not tried, activation
 * over the internet, genuineness. */
#include "rules/fields/fields.h"

#include "base/limits.h"
#include "base/text.h"
#include "evtx/store.h"

#include <string.h>

/* ---- renewals that are not tried ---- */

static uint64_t newest_try(const sppwhy_machine *m)
{
    uint64_t tried = m->try_count != 0 ? m->tries[m->try_count - 1]->time : 0;
    uint64_t asked_at = m->request_count != 0 ? sppwhy_request_time(m->requests[m->request_count - 1]) : 0;
    return tried > asked_at ? tried : asked_at;
}

/* How long after a try the next is due: as its host says, else as by default. */
static uint64_t renewal_interval(const sppwhy_machine *m)
{
    uint64_t minutes = 0;
    for (size_t i = m->request_count; i-- > 0 && minutes == 0;)
        if (!record_get_number(m->requests[i]->response, SPPWHY_FIELD_RENEWAL_INTERVAL, &minutes))
            minutes = 0;
    return minutes != 0 && minutes < UINT32_MAX ? minutes * CLOCK_MINUTE : KMS_RENEWAL_DEFAULT * CLOCK_MINUTE;
}

/* The first and the newest event of the licensing service after a renewal was due that was not tried: it ran,
 * so that the machine was not merely switched off. False when there are none. */
static bool idle_span(const sppwhy_machine *m, const sppwhy_record **first, const sppwhy_record **newest)
{
    uint64_t tried = newest_try(m);
    if (tried == 0 || m->request_count == 0 || m->record_count == 0)
        return false;
    uint64_t due = clock_after(tried, renewal_interval(m));
    *newest = m->records[m->record_count - 1];
    size_t at = m->record_count;
    while (at > 0 && m->records[at - 1]->event->time > due)
        at--;
    if (at == m->record_count)
        return false;
    *first = m->records[at];
    return sppwhy_machine_covers(m, SPPWHY_CHANNEL_APPLICATION, tried, (*newest)->event->time);
}

void machine_untried_seconds(const scope *s, field_value *out)
{
    const sppwhy_record *first, *newest;
    if (!idle_span(machine_of(s), &first, &newest))
        return;
    set_count(out, clock_span(first->event->time, newest->event->time) / CLOCK_SECOND);
    rests_on(out, first);
    rests_on(out, newest);
}

void machine_last_try(const scope *s, field_value *out)
{
    const sppwhy_machine *m = machine_of(s);
    set_time(out, newest_try(m));
    if (m->request_count != 0)
        rests_on(out, sppwhy_request_asked(m->requests[m->request_count - 1]));
}

/* ---- activation over the internet ---- */

static bool is_internet_failure(const sppwhy_record *r)
{
    return record_is(r, KIND_INTERNET_ACTIVATION_FAILED) || record_is(r, KIND_ACQUISITION_FAILED);
}

/* The failures of activation over the internet (8200, 1014) that no later success has cleared, the newest
 * first; of a machine that asks a KMS host nothing is said, since such failures are then noise. */
static void internet_failures(const scope *s, field_value *out, bool cause)
{
    const sppwhy_machine *m = machine_of(s);
    size_t room = 0, looked = 0;
    uint64_t code;
    for (size_t i = m->other_count; m->request_count == 0 && i-- > 0 && room < FIELD_INTERNET;) {
        if (looked++ == LIMIT_EVENTS_SCANNED)
            return;
        const sppwhy_record *r = m->records[m->others[i]];
        if (record_is(r, KIND_ACQUISITION_SUCCEEDED) || record_is(r, KIND_AD_ACTIVATED))
            break;
        if (!is_internet_failure(r) || !record_get_number(r, SPPWHY_FIELD_CODE, &code))
            continue;
        const sppwhy_code *row = cause ? sppwhy_code_find(s->catalogue, (uint32_t)code) : NULL;
        room++;
        if (cause ? row && row->cause[0] && !has_text(out, row->cause) : !has_number(out, (int64_t)code))
            add_item(s, out, FIELD_INTERNET,
                     cause ? (field_item){.text = row->cause} : (field_item){.number = (int64_t)code});
        rests_on(out, r);
    }
}

/* ---- genuineness ---- */

/* "Genuine state set to non-genuine (0xC004C4AB)": the first code in any part of the strings, 0 when none. */
static uint32_t code_within(const sppwhy_event *e)
{
    for (size_t i = 0; i < e->common->part_count; i++) {
        const char *at = text_find_nocase(event_part(e, i), "0x");
        char digits[11];
        uint32_t code;
        if (!at || strlen(at) < 10)
            continue;
        memcpy(digits, at, 10);
        digits[10] = '\0';
        if (text_parse_hex32(&code, digits) && code != 0)
            return code;
    }
    return 0;
}

/* The newest event on genuineness (8196, 8208, 8209) whose code the catalogue gives to this cause. */
static const sppwhy_record *genuine_event(const scope *s, uint32_t *code)
{
    static const event_kind kinds[] = {KIND_ACTIVATION_FAILED_NOTED, KIND_GENUINE_TICKET_FAILED,
                                       KIND_GENUINE_STATE_SET};
    const sppwhy_machine *m = machine_of(s);
    const sppwhy_record *newest = NULL;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        size_t count;
        const noted_event *events = index_kind(s->index, m, kinds[k], &count);
        const sppwhy_record *r = count != 0 ? m->records[events[count - 1].place] : NULL;
        uint32_t in = r ? code_within(r->event) : 0;
        const sppwhy_code *row = in != 0 ? sppwhy_code_find(s->catalogue, in) : NULL;
        if (!row || strcmp(row->cause, "non-genuine") != 0 ||
            (newest && newest->event->time >= r->event->time))
            continue;
        newest = r;
        *code = in;
    }
    return newest;
}

void machine_genuine_code(const scope *s, field_value *out)
{
    uint32_t code;
    const sppwhy_record *r = genuine_event(s, &code);
    if (!r)
        return;
    set_number(out, code);
    rests_on(out, r);
}

void machine_genuine_meaning(const scope *s, field_value *out)
{
    uint32_t code;
    if (genuine_event(s, &code))
        set_meaning(s, out, sppwhy_code_find(s->catalogue, code));
}

/* ---- activation over the internet, its fields ---- */

void machine_internet_meaning(const scope *s, field_value *out)
{
    field_value codes = {0};
    internet_failures(s, &codes, false);
    out->failed |= codes.failed;
    if (codes.count == 0)
        return;
    const sppwhy_code *row =
        sppwhy_code_find(s->catalogue, (uint32_t)(codes.items ? codes.items[0] : codes.one).number);
    char text[120];
    if (row)
        set_meaning(s, out, row);
    else
        set_text(out,
                 arena_string(s->scratch, sppwhy_code_describe(s->catalogue, (uint32_t)codes.items[0].number,
                                                               text, sizeof text)));
}

void machine_internet_code(const scope *s, field_value *out)
{
    internet_failures(s, out, false);
}

void machine_internet_cause(const scope *s, field_value *out)
{
    internet_failures(s, out, true);
}

/* ---- what a check of all licenses shows (1003) ---- */

/* "1: 21c56779-..., 1, 1 [(0 [0xC004E002, 0, 0] ...": a line of a product that has a key. */
static bool has_key(const char *line, const char *end)
{
    const char *at = memchr(line, ',', (size_t)(end - line));
    const char *second = at ? memchr(at + 1, ',', (size_t)(end - at - 1)) : NULL;
    return second && end - second > 2 && second[1] == ' ' && second[2] == '1';
}

static void add_codes_of_line(const scope *s, field_value *out, const char *line, const char *end)
{
    char digits[11] = "";
    uint32_t code;
    for (const char *at = line; end - at >= 10; at++) {
        if (at[0] != '0' || at[1] != 'x')
            continue;
        memcpy(digits, at, 10);
        if (text_parse_hex32(&code, digits) && code >> 31 != 0 && !has_number(out, code))
            add_item(s, out, FIELD_LISTED_CODES, (field_item){.number = code});
    }
}

/* The newest 1003 on Windows. */
static const sppwhy_record *newest_check(const scope *s, const sppwhy_machine *m)
{
    size_t count;
    const noted_event *events = index_kind(s->index, m, KIND_LICENSE_STATUS_CHECKED, &count);
    for (size_t i = count, looked = 0; i-- > 0 && looked++ < LIMIT_EVENTS_SCANNED;) {
        const sppwhy_record *r = m->records[events[i].place];
        if (id_is(record_id(r, SPPWHY_FIELD_APPLICATION), APPLICATION_WINDOWS))
            return r;
    }
    return NULL;
}

void machine_status_code(const scope *s, field_value *out)
{
    const sppwhy_record *r = newest_check(s, machine_of(s));
    const char *line = r ? record_text(r, SPPWHY_FIELD_DETAIL) : NULL;
    for (; line && *line; line += *line != '\0') {
        const char *end = line + strcspn(line, "\n");
        if (has_key(line, end))
            add_codes_of_line(s, out, line, end);
        line = end;
    }
    if (out->count != 0)
        rests_on(out, r);
}
