/*
 * The mistakes of a rule or scenario file: each is reported where it is found, and reading goes on, so that one
 * look at the file finds them all.
 */
#ifndef YAML_MISTAKES_H
#define YAML_MISTAKES_H

#include "yaml/yaml.h"

typedef struct mistake_list {
    sppwhy_on_mistake tell; /* NULL: nobody listens */
    void *context;
    sppwhy_error *first;  /* gets the first; may be NULL */
    sppwhy_status status; /* of the first; SPPWHY_OK while there is none */
} mistake_list;

/* Each returns the status of the mistake that it adds. */
sppwhy_status mistakes_add(mistake_list *m, const sppwhy_error *error);
sppwhy_status mistakes_place(mistake_list *m, const char *file, unsigned line, unsigned column,
                             const char *format, ...) SPPWHY_PRINTF(5, 6);
/* At a node: WHAT "WORD"; HINT. The last two may be NULL. */
sppwhy_status mistakes_at(mistake_list *m, const char *file, const yaml_node *at, const char *what,
                          const char *word, const char *hint);
/* Each key of the map that is not among the known ones (a NULL ends them): OF has no such key, and which was meant or
 * which there are. SPPWHY_OK when all are known. */
sppwhy_status mistakes_unknown_keys(mistake_list *m, const char *file, const yaml_node *map, const char *of,
                                    const char *const *known);
sppwhy_status mistakes_no_memory(mistake_list *m);

/* The first of two statuses that is not OK: the second part was read all the same. */
sppwhy_status mistakes_both(sppwhy_status one, sppwhy_status other);

/* The nearest of some words (a NULL ends them) to a mistyped one, or NULL. */
const char *mistakes_nearest(const char *word, const char *const *known);

#endif
