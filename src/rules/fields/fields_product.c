/*
 * What kind of product it is: of an activation the product tried, of a machine the one that it last tried
 * over the internet, else its newest try, else the one that slmgr or ospp showed. The kind decides words and
 * steps: Office is activated with ospp.vbs, a retail key has a limit of its own, an add-on is activated by
 * its ID.
 */
#include "rules/fields/fields.h"

#include "spp/product_tables.h"

#include "base/text.h"
#include "base/limits.h"

#include <string.h>

/* The licensing service's own rule for products that no volume license covers. */
static const uint8_t retail_rule[16] = {0x31, 0xe7, 0x1c, 0x49, 0x8d, 0xa7, 0x4a, 0x2f,
                                        0xad, 0x92, 0x45, 0xd9, 0x8a, 0x1c, 0x79, 0xba};

static const sppwhy_activation *newest_try(const scope *s)
{
    if (s->kind == SCOPE_ACTIVATION)
        return s->activation;
    const sppwhy_machine *m = machine_of(s);
    return m->try_count != 0 ? m->tries[m->try_count - 1] : NULL;
}

/* The product of the newest 1014 of a machine. */
static const uint8_t *internet_product(const scope *s)
{
    const sppwhy_machine *m = machine_of(s);
    size_t looked = 0;
    for (size_t i = m->record_count; i-- > 0 && looked++ < LIMIT_EVENTS_SCANNED;)
        if (record_is(m->records[i], KIND_ACQUISITION_FAILED))
            return record_id(m->records[i], SPPWHY_FIELD_PRODUCT);
    return NULL;
}

static const uint8_t *product_at(const scope *s)
{
    const sppwhy_activation *a = newest_try(s);
    const uint8_t *product = s->kind == SCOPE_ACTIVATION ? NULL : internet_product(s);
    if (!product && !a)
        product = record_id(report_shown(s), SPPWHY_FIELD_PRODUCT);
    return product ? product : a ? a->product : NULL;
}

static const sppwhy_product *product_row(const scope *s)
{
    const sppwhy_update *needs;
    return index_product(s->index, product_at(s), &needs);
}

static const uint8_t *of_summary(const scope *s, sppwhy_field which)
{
    const sppwhy_activation *a = newest_try(s);
    const uint8_t *id = NULL;
    for (size_t i = 0; a && i < 3 && !id; i++)
        id = record_id(a->summary[i], which);
    return a || s->kind != SCOPE_MACHINE ? id : record_id(report_shown(s), which);
}

/* ---- application --------------------------------------------------------------------------------------- */

/* "Windows" or "Office": the first word of what the catalogue calls the application. */
static const char *application_name(const scope *s, field_value *out)
{
    const sppwhy_product *application = index_application(s->index, product_at(s));
    const sppwhy_update *needs;
    const uint8_t *id = application ? NULL : of_summary(s, SPPWHY_FIELD_APPLICATION);
    if (id)
        application = index_product(s->index, id, &needs);
    if (!application)
        return NULL;
    const char *name = arena_bytes(s->scratch, application->name, strcspn(application->name, " "));
    out->failed |= name == NULL;
    return name;
}

void product_product_name(const scope *s, field_value *out)
{
    const sppwhy_product *product = product_row(s);
    set_text(out, product ? product->name : NULL);
}

void product_application_name(const scope *s, field_value *out)
{
    set_text(out, application_name(s, out));
}

/* ---- the kind of key ----------------------------------------------------------------------------------- */

/* ProductKeyType of the newest 8230 on that product. */
void product_key_type(const scope *s, field_value *out)
{
    const sppwhy_machine *m = machine_of(s);
    const uint8_t *product = product_at(s);
    size_t count;
    const noted_event *events = index_kind(s->index, m, KIND_LICENSE_STATE, &count);
    for (size_t i = count, looked = 0; i-- > 0 && looked++ < LIMIT_EVENTS_SCANNED;) {
        const sppwhy_record *r = m->records[events[i].place];
        const char *type = record_text(r, SPPWHY_FIELD_KEY_TYPE);
        if (!type || (product && !id_equal(product, record_id(r, SPPWHY_FIELD_PRODUCT))))
            continue;
        set_text(out, type);
        rests_on(out, r);
        return;
    }
}

/* What the table of products says; of a KMS client's product that was tried as retail it says nothing. */
static const sppwhy_channel *channel_of_product(const scope *s)
{
    const sppwhy_product *product = product_row(s);
    if (!product || (strcmp(product->kind, "ActID-client") == 0 &&
                     id_equal(of_summary(s, SPPWHY_FIELD_RULE_ID), retail_rule)))
        return NULL;
    return sppwhy_channel_find(s->catalogue, product->kind);
}

void product_channel(const scope *s, field_value *out)
{
    field_value type = {0};
    const sppwhy_channel *by_product = channel_of_product(s), *by_key = NULL;
    product_key_type(s, &type);
    if (type.state == FIELD_SET)
        by_key = sppwhy_channel_find(s->catalogue, type.one.text);
    if (by_product && strcmp(by_product->channel, "esu") == 0)
        by_key = NULL; /* 8230 calls its key a MAK */
    if (by_key)
        *out = type;
    if (by_key || by_product)
        set_text(out, by_key ? by_key->channel : by_product->channel);
}

/* ---- commands ------------------------------------------------------------------------------------------ */

/* A command with the activation ID in it. */
static const char *with_id(const scope *s, field_value *out, const char *command)
{
    const char *place = strstr(command, "{id}");
    const char *id = place ? guid_text(s, out, product_at(s)) : NULL;
    if (!place)
        return command;
    const char *text =
        arena_printf(s->scratch, "%.*s%s%s", (int)(place - command), command, id ? id : "ID", place + 4);
    out->failed |= text == NULL;
    return text;
}

static void command(const scope *s, field_value *out, const char *action)
{
    const char *kind = "windows";
    const char *application = application_name(s, out);
    const sppwhy_product *product = product_row(s);
    if (application && strcmp(application, "Office") == 0)
        kind = "office";
    else if (product && strcmp(product->kind, "ActID-esu") == 0)
        kind = "add-on";
    set_text(out, with_id(s, out, sppwhy_command(s->catalogue, kind, action)));
}

#define COMMAND(action)                                                                                      \
    void product_##action(const scope *s, field_value *out)                                                  \
    {                                                                                                        \
        command(s, out, #action);                                                                            \
    }

COMMAND(activate)
COMMAND(show_status)
COMMAND(set_host)
COMMAND(clear_host)
COMMAND(install_key)
COMMAND(host_status)
COMMAND(rearm)
COMMAND(activation_history)
