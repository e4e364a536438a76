/* Logs of a scenario as people export them: see forms.c. */
#ifndef TOOLS_FORMS_H
#define TOOLS_FORMS_H

#include "base/arena.h"
#include "scenario/scenario.h"

#include <stdio.h>

typedef struct form form;

const form *form_find(const char *name); /* NULL: there is none */
const char *form_ending(const form *f);  /* of its files: ".csv" */
void form_list(FILE *out);               /* their names, a line each */

/* Writes the records of a log. False when memory is short. */
bool form_write(const form *f, FILE *out, arena *a, const scenario_log *log, const scenario_record *records,
                size_t count);

#endif
