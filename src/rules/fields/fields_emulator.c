/* The fields of a machine on answers that no genuine KMS host gives. One sign alone may have another reason;
 * a rule counts the different ones. */
#include "rules/fields/fields.h"

#include <stdio.h>
#include <string.h>

/* The client's own arithmetic on an answer that it did not expect. */
#define CODE_OVERFLOW 0x80070216u

enum { SIGN_COUNT, SIGN_NEED, SIGN_INTERVALS, SIGN_RANGE, SIGN_CODE, SIGNS };

typedef struct sign {
    const sppwhy_record *record; /* the newest that shows it; NULL: none does */
    char text[160];
} sign;

/* The answer's count against what the product's hosts can keep, and against what the client needs. */
static void look_at_count(const sppwhy_request *r, sign signs[SIGNS])
{
    uint64_t count, need, most = r->office ? KMS_COUNT_MOST_OFFICE : KMS_COUNT_MOST;
    if (!record_get_number(r->response, SPPWHY_FIELD_COUNT, &count))
        return;
    if (count > most) {
        signs[SIGN_COUNT].record = r->response;
        snprintf(signs[SIGN_COUNT].text, sizeof signs->text,
                 "it reported a count of %llu, and a host keeps %llu for %s at most",
                 (unsigned long long)count, (unsigned long long)most, r->office ? "Office" : "Windows");
    }
    if (record_succeeded(r->response) && record_get_number(r->client, SPPWHY_FIELD_REQUIRED_COUNT, &need) &&
        count < need) {
        signs[SIGN_NEED].record = r->response;
        snprintf(signs[SIGN_NEED].text, sizeof signs->text,
                 "it activated with a count of %llu where %llu are needed", (unsigned long long)count,
                 (unsigned long long)need);
    }
}

static void look_at_intervals(const sppwhy_request *r, sign signs[SIGNS])
{
    uint64_t activation, renewal;
    if (!record_get_number(r->response, SPPWHY_FIELD_ACTIVATION_INTERVAL, &activation) ||
        !record_get_number(r->response, SPPWHY_FIELD_RENEWAL_INTERVAL, &renewal) || renewal == 0)
        return;
    bool outside = activation < KMS_INTERVAL_LEAST || activation > KMS_INTERVAL_MOST ||
                   renewal < KMS_INTERVAL_LEAST || renewal > KMS_INTERVAL_MOST;
    if (activation != renewal && !outside)
        return;
    sign *found = &signs[outside ? SIGN_RANGE : SIGN_INTERVALS];
    found->record = r->response;
    if (outside)
        snprintf(found->text, sizeof found->text,
                 "its intervals, %llu and %llu minutes, are not within what can be set (" KMS_TEXT(
                     KMS_INTERVAL_LEAST) " to " KMS_TEXT(KMS_INTERVAL_MOST) ")",
                 (unsigned long long)activation, (unsigned long long)renewal);
    else
        snprintf(found->text, sizeof found->text,
                 "its two intervals are alike, %llu minutes (usual are " KMS_TEXT(
                     KMS_INTERVAL_DEFAULT) " and " KMS_TEXT(KMS_RENEWAL_DEFAULT) ")",
                 (unsigned long long)activation);
}

static void look_at_code(const sppwhy_request *r, sign signs[SIGNS])
{
    const sppwhy_record *records[] = {r->client, r->response};
    for (size_t i = 0; i < 2; i++)
        if (record_number(records[i], SPPWHY_FIELD_CODE, 0) == CODE_OVERFLOW) {
            signs[SIGN_CODE].record = records[i];
            snprintf(signs[SIGN_CODE].text, sizeof signs->text,
                     "the client could not compute with its answer (0x80070216)");
        }
}

static void look(const scope *s, sign signs[SIGNS])
{
    const sppwhy_machine *m = machine_of(s);
    memset(signs, 0, SIGNS * sizeof *signs);
    for (size_t i = 0; i < m->request_count && m->record_count != 0; i++) { /* it wrote what is looked at */
        const sppwhy_request *r = m->requests[i];
        look_at_code(r, signs);
        if (r->response) {
            look_at_count(r, signs);
            look_at_intervals(r, signs);
        }
    }
}

void machine_emulator_signs(const scope *s, field_value *out)
{
    sign signs[SIGNS];
    look(s, signs);
    for (size_t i = 0; i < SIGNS; i++) {
        if (!signs[i].record)
            continue;
        const char *text = arena_string(s->scratch, signs[i].text);
        out->failed |= text == NULL;
        if (text)
            add_item(s, out, SIGNS, (field_item){.text = text});
        rests_on(out, signs[i].record);
    }
}

void machine_emulator_sign_count(const scope *s, field_value *out)
{
    sign signs[SIGNS];
    int64_t count = 0;
    look(s, signs);
    for (size_t i = 0; i < SIGNS; i++)
        count += signs[i].record != NULL;
    set_number(out, count);
}

/* The hosts that gave such answers. */
void machine_emulator_hosts(const scope *s, field_value *out)
{
    const sppwhy_machine *m = machine_of(s);
    sign signs[SIGNS];
    look(s, signs);
    for (size_t i = 0; i < m->request_count; i++) {
        const sppwhy_request *r = m->requests[i];
        const char *server = record_text(r->client, SPPWHY_FIELD_SERVER);
        bool shown = false;
        for (size_t k = 0; k < SIGNS; k++)
            shown |= signs[k].record && (signs[k].record == r->response || signs[k].record == r->client);
        if (shown && server && !has_text(out, server))
            add_item(s, out, SIGNS, (field_item){.text = server});
    }
}
