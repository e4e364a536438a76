/* How a record finds its fields; see the top of record_layout.c. */
#ifndef SPP_RECORD_LAYOUT_H
#define SPP_RECORD_LAYOUT_H

#include "evtx/store.h"
#include "spp/value.h"

/* What of a part's meaning a field is. */
typedef enum part_use { USE_TEXT, USE_HOST, USE_PORT, USE_ID, USE_NUMBER } part_use;

/* Where a field is in the usual case. */
typedef struct field_place {
    uint8_t part; /* its number from 1; 0 when the field is not there */
    uint8_t use;  /* part_use */
} field_place;

typedef struct sppwhy_record_layout {
    const sppwhy_event_type *type;
    uint64_t known; /* bit i: the type's fields[i] parsed */
    /* The usual case: a field is what one part of the event means. */
    const field_place *part_of; /* by field; NULL in any other case */
    const parsed_text *parsed;  /* by number of text */
    uint32_t first;             /* part, of the first field */
    /* Any other: the values themselves. */
    uint32_t problem_count;
    const sppwhy_value *values; /* one a field of the type; NULL in the usual case */
    const sppwhy_problem *problems;
} sppwhy_record_layout;

/* What the texts of one store mean, and the layouts that its records share. */
typedef struct record_layouts {
    const sppwhy_texts *texts;
    parsed_text *parsed;
    VEC(const sppwhy_record_layout *) layouts;
    const sppwhy_record *last; /* looked at last, when it has the usual layout */
    const sppwhy_event_type *last_type;
    bool last_type_has_keys;
} record_layouts;

/* Fills in the layout of a record of that type when every field is just one of the event's parts; *usual says.
 * False when memory is short. */
SPPWHY_NODISCARD bool record_layout_usual(record_layouts *table, arena *a, const sppwhy_catalogue *catalogue,
                                          const sppwhy_event_type *type, sppwhy_record *record, bool *usual);

typedef struct detail_builder detail_builder;
detail_builder *detail_create(arena *a, const sppwhy_catalogue *catalogue);
void detail_free(detail_builder *b); /* NULL is fine */
/* Any event, with all that is wrong with it. False when memory is short. */
SPPWHY_NODISCARD bool detail_layout(detail_builder *b, const sppwhy_event_type *type, sppwhy_record *record);

#endif
