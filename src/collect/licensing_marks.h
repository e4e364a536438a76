/*
 * By what a text is known to speak of licensing: one table for those who ask whether a file is worth reading
 * (text_form.h), and for those who ask whether lines that could not be read are a loss (exports/).
 */
#ifndef COLLECT_LICENSING_MARKS_H
#define COLLECT_LICENSING_MARKS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct licensing_mark {
    const char *text;
    bool of_event; /* an event has it, or what slmgr and ospp print; else it only hints at licensing */
} licensing_mark;

/* Ends with a row without a text. */
extern const licensing_mark licensing_marks[];

/* The ends of providers' names (providers.tsv), as running text has them; one that holds another comes before
 * it. "Software Licensing Service" is none: messages of all kinds begin with it. Ends with NULL. */
extern const char *const licensing_providers[];

#endif
