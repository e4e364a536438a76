/* The constants of licensing that a rule names in place of a number: those of spp/kms.h, under their names. */
#ifndef RULES_LANGUAGE_CONSTANTS_H
#define RULES_LANGUAGE_CONSTANTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct rule_constant {
    const char *name;
    int64_t value;
} rule_constant;

extern const rule_constant rule_constants[]; /* ends with a NULL name */

/* False when none is called so. */
bool rule_constant_find(const char *name, int64_t *value);

#endif
