/* The fields of a machine on what slmgr or ospp showed of its license, where nothing newer says otherwise. */
#include "rules/fields/fields.h"

#include "base/limits.h"

#include <string.h>

/* A product of which no key is installed is none that the machine runs: /dlv all shows those, too. */
static bool has_key(const sppwhy_record *r)
{
    uint64_t state;
    return record_get_number(r, SPPWHY_FIELD_LICENSE_STATE, &state) &&
           (state != LICENSE_UNLICENSED || !record_id(r, SPPWHY_FIELD_PRODUCT) ||
            record_text(r, SPPWHY_FIELD_PARTIAL_KEY));
}

static bool is_licensed(const sppwhy_record *r)
{
    return record_number(r, SPPWHY_FIELD_LICENSE_STATE, LICENSE_UNLICENSED) == LICENSE_LICENSED;
}

/* Of /dli and /xpr, which name no product, the same program's other reports may be of the same one. */
static bool same_product(const sppwhy_record *a, const sppwhy_record *b)
{
    const uint8_t *one = record_id(a, SPPWHY_FIELD_PRODUCT), *other = record_id(b, SPPWHY_FIELD_PRODUCT);
    return one && other ? id_equal(one, other)
                        : strcmp(a->event->common->provider, b->event->common->provider) == 0;
}

/* Whether a later report, before `end`, speaks of the same product. */
static bool shown_later(const sppwhy_machine *m, size_t from, size_t end)
{
    for (size_t i = from + 1; i < end; i++)
        if (record_is(m->records[i], KIND_LICENSE_REPORT) && has_key(m->records[i]) &&
            same_product(m->records[from], m->records[i]))
            return true;
    return false;
}

static bool succeeded_since(const sppwhy_machine *m, uint64_t time)
{
    for (size_t i = m->try_count; i-- > 0 && m->tries[i]->time >= time;)
        if (m->tries[i]->outcome == SPPWHY_OUTCOME_ACTIVATED ||
            m->tries[i]->outcome == SPPWHY_OUTCOME_RENEWED)
            return true;
    return false;
}

/* The newest report that counts; of several products, one that is not licensed. */
static const sppwhy_record *shown(const scope *s)
{
    const sppwhy_machine *m = machine_of(s);
    const sppwhy_record *best = NULL;
    size_t looked = 0, end = m->record_count;
    if (!m->report)
        return NULL;
    for (size_t i = end; i-- > 0 && looked < LIMIT_EVENTS_SCANNED;) {
        const sppwhy_record *r = m->records[i];
        if (!record_is(r, KIND_LICENSE_REPORT))
            continue;
        looked++;
        if (!has_key(r) || (best && (is_licensed(r) || !is_licensed(best))) || shown_later(m, i, end) ||
            succeeded_since(m, r->event->time))
            continue;
        best = r;
    }
    return best;
}

const sppwhy_record *report_shown(const scope *s)
{
    return shown(s);
}

void machine_report_by(const scope *s, field_value *out)
{
    const sppwhy_record *r = shown(s);
    if (!r)
        return;
    set_text(out, r->event->common->provider);
    rests_on(out, r);
}

void machine_report_time(const scope *s, field_value *out)
{
    const sppwhy_record *r = shown(s);
    set_time(out, r ? r->event->time : 0);
    if (r)
        rests_on(out, r);
}

void machine_report_state(const scope *s, field_value *out)
{
    const sppwhy_record *r = shown(s);
    uint64_t state;
    if (!record_get_number(r, SPPWHY_FIELD_LICENSE_STATE, &state))
        return;
    set_text(out, sppwhy_state_name(state));
    rests_on(out, r);
}

void machine_report_reason(const scope *s, field_value *out)
{
    copy_number(out, shown(s), SPPWHY_FIELD_LAST_REASON);
}

static const sppwhy_code *reason_row(const scope *s)
{
    uint64_t code;
    return record_get_number(shown(s), SPPWHY_FIELD_LAST_REASON, &code)
               ? sppwhy_code_find(s->catalogue, (uint32_t)code)
               : NULL;
}

void machine_report_meaning(const scope *s, field_value *out)
{
    const sppwhy_code *row = reason_row(s);
    set_text(out, row ? row->meaning : NULL);
}

void machine_report_cause(const scope *s, field_value *out)
{
    const sppwhy_code *row = reason_row(s);
    set_text(out, row ? row->cause : NULL);
}

void machine_report_source(const scope *s, field_value *out)
{
    copy_text(out, shown(s), SPPWHY_FIELD_HOST_SOURCE);
}

void machine_report_server(const scope *s, field_value *out)
{
    copy_text(out, shown(s), SPPWHY_FIELD_SERVER);
}

void machine_report_rearms(const scope *s, field_value *out)
{
    copy_number(out, shown(s), SPPWHY_FIELD_REARMS_LEFT);
}
