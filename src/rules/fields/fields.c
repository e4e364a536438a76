/* Finds a field by its name, in the thing judged or in one that it is in; and the nearest to a mistyped
 * one. */
#include "rules/fields/fields.h"

#include "base/text.h"
#include "rules/judge/kept_values.h"

#include <string.h>

static const struct {
    const char *name;
    const field *(*fields)(size_t *count);
} tables[SCOPE_KINDS] = {
    [SCOPE_ACTIVATION] = {"activation", fields_of_activation},
    [SCOPE_REQUEST] = {"request", fields_of_request},
    [SCOPE_MACHINE] = {"machine", fields_of_machine},
    [SCOPE_HOST] = {"host", fields_of_host},
    [SCOPE_COLLECTION] = {"collection", fields_of_collection},
    [SCOPE_EVENT] = {"event", fields_of_event},
};

const char *scope_name(scope_kind kind)
{
    return tables[kind].name;
}

bool scope_parse(scope_kind *out, const char *name)
{
    for (int k = 0; k < SCOPE_KINDS; k++)
        if (strcmp(tables[k].name, name) == 0) {
            *out = (scope_kind)k;
            return true;
        }
    return false;
}

const field *field_table(scope_kind kind, size_t *count)
{
    return tables[kind].fields(count);
}

bool sppwhy_rules_field(size_t i, sppwhy_field_info *out)
{
    static const char *const types[] = {"text", "number", "code", "boolean", "time", "seconds", "command"};
    for (int k = 0; k < SCOPE_KINDS; k++) {
        size_t count;
        const field *table = field_table((scope_kind)k, &count);
        if (i < count) {
            *out = (sppwhy_field_info){tables[k].name, table[i].name, types[table[i].type], table[i].meaning};
            return true;
        }
        i -= count;
    }
    return false;
}

/* From where another thing can be named: "activation.code" in a request, "machine.name" in an activation. */
static bool reaches(scope_kind from, scope_kind to)
{
    static const unsigned outer[SCOPE_KINDS] = {
        [SCOPE_ACTIVATION] = 1u << SCOPE_MACHINE | 1u << SCOPE_COLLECTION,
        [SCOPE_REQUEST] = 1u << SCOPE_ACTIVATION | 1u << SCOPE_MACHINE | 1u << SCOPE_COLLECTION,
        [SCOPE_MACHINE] = 1u << SCOPE_COLLECTION,
        [SCOPE_HOST] = 1u << SCOPE_ACTIVATION | 1u << SCOPE_COLLECTION,
        [SCOPE_EVENT] = 1u << SCOPE_COLLECTION,
    };
    return from == to || (outer[from] >> to & 1) != 0;
}

const field *field_find(scope_kind kind, const char *name, scope_kind *in)
{
    const char *dot = strchr(name, '.');
    *in = kind;
    if (dot) {
        char outer[16];
        if ((size_t)(dot - name) >= sizeof outer)
            return NULL;
        memcpy(outer, name, (size_t)(dot - name));
        outer[dot - name] = '\0';
        if (!scope_parse(in, outer) || !reaches(kind, *in))
            return NULL;
        name = dot + 1;
    }
    size_t count;
    const field *table = field_table(*in, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(table[i].name, name) == 0)
            return &table[i];
    return NULL;
}

void field_get(const field *f, scope_kind in, const scope *s, field_value *out)
{
    if (in == s->kind) {
        f->get(s, out);
        return;
    }
    scope outer = *s;
    outer.kind = in;
    outer.kept = NULL;
    if (in == SCOPE_ACTIVATION && !s->activation)
        return; /* a host judged on its own: no activation, so the field is not there */
    if (in == SCOPE_MACHINE && s->kind != SCOPE_MACHINE && s->activation)
        outer.machine = s->activation->machine;
    f->get(&outer, out);
}

const field_value *field_look(const field *f, scope_kind in, const scope *s, field_value *room)
{
    bool known = false;
    field_value *place = s->kept && in == s->kind ? kept_place(s->kept, f, s, &known) : NULL;
    if (known)
        return place;
    if (place)
        room = place;
    *room = (field_value){0};
    field_get(f, in, s, room);
    return room;
}

bool field_is_plain(scope_kind kind, const field *f)
{
    static const struct {
        scope_kind kind;
        const char *name;
    } plain[] = {{SCOPE_ACTIVATION, "code"},
                 {SCOPE_ACTIVATION, "codes"},
                 {SCOPE_ACTIVATION, "code_cause"},
                 {SCOPE_ACTIVATION, "outcome"},
                 {SCOPE_ACTIVATION, "request_count"},
                 {SCOPE_ACTIVATION, "rule_id"},
                 {SCOPE_MACHINE, "internet_cause"},
                 {SCOPE_MACHINE, "internet_code"},
                 {SCOPE_REQUEST, "code"},
                 {SCOPE_REQUEST, "code_cause"},
                 {SCOPE_REQUEST, "flags"},
                 {SCOPE_REQUEST, "cloud"},
                 {SCOPE_REQUEST, "to_itself"},
                 {SCOPE_REQUEST, "foreign"}};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (plain[i].kind == kind && strcmp(plain[i].name, f->name) == 0)
            return true;
    return false;
}

const char *field_nearest(scope_kind kind, const char *name)
{
    const char *best = NULL;
    size_t least = strlen(name) / 2 + 1;
    size_t count;
    const field *table = field_table(kind, &count);
    for (size_t i = 0; i < count; i++) {
        size_t d = text_distance(name, table[i].name);
        if (d < least) {
            least = d;
            best = table[i].name;
        }
    }
    return best;
}
