/*
 * How a format writes the values of fields: one writer for each type of value, in a table, so that a new type
 * is a row in each format's. `to` is what the format writes to.
 */
#ifndef REPORT_WRITE_VALUES_H
#define REPORT_WRITE_VALUES_H

#include "sppwhy/spp.h"

typedef void (*value_writer)(void *to, const sppwhy_catalogue *catalogue, const sppwhy_value *value);

/* By type. */
typedef struct value_writers {
    value_writer of[SPPWHY_TYPE_PRODUCT + 1];
} value_writers;

/* A writer that is one call, of `to`, `catalogue` and `value`. */
#define VALUE_WRITER(name, call)                                                                             \
    static void name(void *to, const sppwhy_catalogue *catalogue, const sppwhy_value *value)                 \
    {                                                                                                        \
        (void)catalogue;                                                                                     \
        call;                                                                                                \
    }

static inline void value_put(const value_writers *writers, void *to, const sppwhy_catalogue *catalogue,
                             sppwhy_field field, const sppwhy_value *value)
{
    writers->of[sppwhy_field_type(field)](to, catalogue, value);
}

#endif
