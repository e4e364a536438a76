/* The names of months, as Windows writes them in long dates. */
#ifndef EXPORTS_MONTH_WORDS_H
#define EXPORTS_MONTH_WORDS_H

#include "exports/slice.h"

typedef struct named_month {
    uint8_t month; /* from 1; 0: none is named, or several are */
    bool unsure;   /* it may as well be a day of the week: "mar" is one in French, Italian and Spanish */
} named_month;

/* By whole words: "mardi 3 juin" names June, not March. */
named_month month_of_words(slice text);

#endif
