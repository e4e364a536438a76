/* The machines of a collection while it is made. Each knows its own place in the list. */
#ifndef CORRELATE_MACHINE_LIST_H
#define CORRELATE_MACHINE_LIST_H

#include "base/vec.h"
#include "correlate/model.h"

typedef VEC(sppwhy_machine *) machine_list;

#endif
