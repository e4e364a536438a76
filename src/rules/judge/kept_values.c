/* See kept_values.h. A value is known where it bears the number of the thing at hand. */
#include "rules/judge/kept_values.h"

#include <stdlib.h>

typedef struct kept_value {
    uint64_t thing;
    field_value value;
} kept_value;

struct kept_values {
    uint64_t last;                 /* number given */
    uint64_t thing, request_thing; /* the numbers of the thing at hand, and of its request */
    const sppwhy_request *request;
    const field *fields[SCOPE_KINDS]; /* the tables */
    kept_value *values[SCOPE_KINDS];  /* one a field */
};

kept_values *kept_create(void)
{
    kept_values *kept = calloc(1, sizeof *kept);
    for (int k = 0; kept && k < SCOPE_KINDS; k++) {
        size_t count;
        if (k == SCOPE_EVENT) /* there are many, each is asked little */
            continue;
        kept->fields[k] = field_table((scope_kind)k, &count);
        kept->values[k] = calloc(count, sizeof *kept->values[k]);
        if (!kept->values[k]) {
            kept_free(kept);
            return NULL;
        }
    }
    return kept;
}

void kept_free(kept_values *kept)
{
    for (int k = 0; kept && k < SCOPE_KINDS; k++)
        free(kept->values[k]);
    free(kept);
}

void kept_forget(kept_values *kept)
{
    kept->thing = ++kept->last;
    kept->request = NULL;
}

field_value *kept_place(kept_values *kept, const field *f, const scope *s, bool *known)
{
    uint64_t thing = kept->thing;
    if (!kept->values[s->kind])
        return NULL;
    if (s->kind == SCOPE_REQUEST) {
        if (s->request != kept->request) {
            kept->request = s->request;
            kept->request_thing = ++kept->last;
        }
        thing = kept->request_thing;
    }
    kept_value *v = &kept->values[s->kind][f - kept->fields[s->kind]];
    *known = v->thing == thing;
    v->thing = thing;
    return &v->value;
}
