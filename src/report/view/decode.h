/* What events say in words, for `explain` of something pasted: values, the codes in them, what to collect
 * next. */
#ifndef REPORT_VIEW_DECODE_H
#define REPORT_VIEW_DECODE_H

#include "base/text.h"
#include "spp/records.h"

#define DECODE_CODES 8   /* different codes that are explained */
#define DECODE_EVENTS 50 /* of a long export: `sppwhy FILE` is the better question there */

void decode_value(strbuf *out, const sppwhy_catalogue *catalogue, sppwhy_field field, const sppwhy_value *v);
/* The different codes of all events, as "0xC004F074"; returns how many. */
size_t decode_codes(const sppwhy_records *records, char codes[DECODE_CODES][16]);
/* The next of what to collect; *i begins at 0. NULL when that is all. */
const char *decode_next(const sppwhy_records *records, size_t *i);

#endif
