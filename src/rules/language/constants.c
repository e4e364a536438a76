/* See constants.h; docs/rules.md lists them. */
#include "rules/language/constants.h"

#include "spp/kms.h"

#include <string.h>

const rule_constant rule_constants[] = {
    {"KMS_NEED_SERVER", KMS_NEED_SERVER},
    {"KMS_NEED_CLIENT", KMS_NEED_CLIENT},
    {"KMS_COUNT_MOST", KMS_COUNT_MOST},
    {"KMS_COUNT_MOST_OFFICE", KMS_COUNT_MOST_OFFICE},
    {"KMS_SKEW_ALLOWED_SECONDS", KMS_SKEW_ALLOWED_SECONDS},
    {"KMS_SKEW_ROUNDING_SECONDS", KMS_SKEW_ROUNDING_SECONDS},
    {"KMS_RENEWAL_DEFAULT_SECONDS", KMS_RENEWAL_DEFAULT_SECONDS},
    {"KMS_EXPIRING_SECONDS", KMS_EXPIRING_SECONDS},
    {NULL, 0},
};

bool rule_constant_find(const char *name, int64_t *value)
{
    for (const rule_constant *c = rule_constants; c->name; c++)
        if (strcmp(c->name, name) == 0) {
            *value = c->value;
            return true;
        }
    return false;
}
