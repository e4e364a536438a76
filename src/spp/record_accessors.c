/* What sppwhy/spp.h shows of the catalogue and of records. */
#include "base/accessors.h"
#include "base/error.h"
#include "spp/access.h"

#include <stdlib.h>

GETTER(uint32_t, sppwhy_code_value, sppwhy_code, value)
GETTER(const char *, sppwhy_code_symbol, sppwhy_code, symbol)
GETTER(const char *, sppwhy_code_meaning, sppwhy_code, meaning)
GETTER(const char *, sppwhy_code_cause, sppwhy_code, cause)
GETTER(const char *, sppwhy_code_likely_cause, sppwhy_code, likely_cause)
GETTER(const char *, sppwhy_code_first_step, sppwhy_code, first_step)

GETTER(const uint8_t *, sppwhy_product_id, sppwhy_product, id)
GETTER(const char *, sppwhy_product_kind, sppwhy_product, kind)
GETTER(const char *, sppwhy_product_name, sppwhy_product, name)
GETTER(const char *, sppwhy_product_application, sppwhy_product, application)
GETTER(uint32_t, sppwhy_product_required_count, sppwhy_product, required_count)

GETTER(const char *, sppwhy_event_type_family, sppwhy_event_type, family)
GETTER(uint32_t, sppwhy_event_type_id, sppwhy_event_type, id)
GETTER(const char *, sppwhy_event_type_kind, sppwhy_event_type, kind)
GETTER(const char *, sppwhy_event_type_title, sppwhy_event_type, title)
GETTER(size_t, sppwhy_event_type_field_count, sppwhy_event_type, field_count)

sppwhy_field sppwhy_event_type_field(const sppwhy_event_type *type, size_t i)
{
    return type->fields[i];
}

size_t sppwhy_field_total(void)
{
    return SPPWHY_FIELD_TOTAL;
}

/* ---- records ------------------------------------------------------------------------------------------- */

GETTER(const sppwhy_event *, sppwhy_record_event, sppwhy_record, event)

static bool is_number(sppwhy_field field)
{
    sppwhy_type type = sppwhy_field_type(field);
    return type != SPPWHY_TYPE_TEXT && type != SPPWHY_TYPE_GUID && type != SPPWHY_TYPE_PRODUCT;
}

bool sppwhy_record_number(const sppwhy_record *record, sppwhy_field field, uint64_t *out)
{
    return is_number(field) && record_get_number(record, field, out);
}

const char *sppwhy_record_text(const sppwhy_record *record, sppwhy_field field)
{
    return sppwhy_field_type(field) == SPPWHY_TYPE_TEXT ? record_text(record, field) : NULL;
}

const uint8_t *sppwhy_record_id(const sppwhy_record *record, sppwhy_field field)
{
    sppwhy_type type = sppwhy_field_type(field);
    return type == SPPWHY_TYPE_GUID || type == SPPWHY_TYPE_PRODUCT ? record_id(record, field) : NULL;
}

size_t sppwhy_record_problem_count(const sppwhy_record *record)
{
    size_t count;
    sppwhy_record_problems(record, &count);
    return count;
}

static const sppwhy_problem *problem_at(const sppwhy_record *record, size_t i)
{
    static const sppwhy_problem none = {NULL, NULL};
    size_t count;
    const sppwhy_problem *problems = sppwhy_record_problems(record, &count);
    return i < count ? &problems[i] : &none;
}

const char *sppwhy_record_problem_field(const sppwhy_record *record, size_t i)
{
    return problem_at(record, i)->field;
}

const char *sppwhy_record_problem_reason(const sppwhy_record *record, size_t i)
{
    return problem_at(record, i)->reason;
}

LISTER_AS(const sppwhy_record *, sppwhy_records_count, sppwhy_records_at, sppwhy_records, &it->items[i],
          count)
GETTER(size_t, sppwhy_records_repeated, sppwhy_records, repeated)
GETTER(size_t, sppwhy_records_repeated_within, sppwhy_records, repeated_within)
LISTER(const sppwhy_record *, sppwhy_records_contradicting, sppwhy_records, contradicting,
       contradicting_count)
