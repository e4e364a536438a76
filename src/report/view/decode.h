/* What events say in words, for `explain` of something pasted: values, the codes in them, what to collect
 * next. */
#ifndef REPORT_VIEW_DECODE_H
#define REPORT_VIEW_DECODE_H

#include "base/text.h"
#include "spp/records.h"

#define DECODE_CODES 8   /* different codes that are explained */
#define DECODE_EVENTS 50 /* of a long export: `sppwhy FILE` is the better question there */

void decode_value(strbuf *out, const sppwhy_catalogue *catalogue, sppwhy_field field, const sppwhy_value *v);
/* What a host's 12290 shows of the two clocks: the host's less the client's, in seconds. False for other events, and for
 * a host of which one of the events shows that it writes client times in local time. */
bool decode_skew(const sppwhy_records *all, const sppwhy_record *record, int32_t *seconds);
/* "the client's clock is 7 h behind the host's" */
void add_skew(strbuf *out, int32_t seconds);
/* The different codes of all events, as "0xC004F074"; returns how many. */
size_t decode_codes(const sppwhy_records *records, char codes[DECODE_CODES][16]);
/* The next of what to collect; *i begins at 0. NULL when that is all. */
const char *decode_next(const sppwhy_records *records, size_t *i);

#endif
