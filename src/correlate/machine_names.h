/* The first part of step 7 (machines.h): the names into machines. */
#ifndef CORRELATE_MACHINE_NAMES_H
#define CORRELATE_MACHINE_NAMES_H

#include "correlate/machine_list.h"
#include "correlate/requests.h"
#include "correlate/names.h"

/*
 * In:   the evidence, the names (more of them become one here), the requests.
 * Out:  machines in order of name, each with its name and aliases; of each name its machine. `wrote` of a name
 *       becomes the machine's has_logs.
 * Cost: n log n in the names, one pass over the records and one over the requests.
 */
bool machines_name(machine_list *out, arena *memory, const evidence *given, name_table *names,
                   const request_list *requests);

#endif
