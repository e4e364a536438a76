/*
 * A part of step 11, its witnesses: what events say of a product's license without a try: 8230, 1003, 1013, and what
 * slmgr or ospp showed.
 */
#ifndef CORRELATE_LICENSE_WORDS_H
#define CORRELATE_LICENSE_WORDS_H

#include "correlate/model.h"

typedef enum license_told {
    TOLD_LICENSED,
    TOLD_ACQUIRED, /* over the internet: MAK and retail activation, which sends no request to a KMS host */
    TOLD_GRACE,    /* not licensed, and not yet over */
    TOLD_ENDED,    /* notification, or unlicensed */
    TOLD_NOT_USED  /* the same of one of Office's licenses, of which it keeps some beside the one in use */
} license_told;

typedef struct sppwhy_license_word {
    uint8_t product[16];
    bool nameless; /* of Windows, as /dli and /xpr say it: `product` is none */
    license_told told;
    uint64_t time, ends; /* 0: not said, or never */
} license_word;

/* What was said last of a product. */
typedef struct sppwhy_product_word {
    const uint8_t *product;
    license_word last; /* time 0: nothing was */
} product_word;

/* NULL for a product that the machine has not. */
const license_word *license_words_last(const sppwhy_machine *machine, const uint8_t *product);

/* Called for each word; false ends the walk. */
typedef bool (*license_word_taker)(void *context, const license_word *word);

/*
 * In:   the machine's records, in order of time.
 * Out:  their words in that order; of the checks of all licenses (1003), which come with every start of the
 *       service, the newest of each application.
 * Cost: one pass over its records. False when the taker ended it.
 */
bool license_words_walk(const sppwhy_machine *machine, license_word_taker take, void *context);

#endif
