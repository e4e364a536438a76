/*
 * Data files in the form in which they are built in: src/pack/ makes it when the library is built, so that
 * nothing has to be parsed at run time. It is a stream of numbers (seven bits a byte, the lowest first) and
 * texts (their length, their bytes, a NUL). Only what was built in is read so, never what somebody gave: no
 * length is doubted here.
 */
#ifndef BASE_PACKED_H
#define BASE_PACKED_H

#include <stddef.h>

typedef struct packed_file {
    const char *name; /* "clock-skew.yaml", "catalogue/codes.tsv" */
    const unsigned char *bytes;
} packed_file;

/* Each in order of name; ends with a NULL name. */
extern const packed_file packed_rules[];  /* rules/NAME.yaml, see rules/ruleset/rule.h */
extern const packed_file packed_tables[]; /* rules/catalogue/NAME.tsv, see spp/tsv.h */

static inline size_t packed_number(const unsigned char **at)
{
    size_t number = 0;
    unsigned shift = 0;
    while (**at >= 0x80) {
        number |= (size_t)(*(*at)++ & 0x7F) << shift;
        shift += 7;
    }
    return number | (size_t) * (*at)++ << shift;
}

static inline const char *packed_text(const unsigned char **at)
{
    size_t length = packed_number(at);
    const char *text = (const char *)*at;
    *at += length + 1;
    return text;
}

#endif
