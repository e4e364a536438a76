/* The damage of one log: collected, limited, and put in order. */
#ifndef EVTX_LOG_DAMAGE_H
#define EVTX_LOG_DAMAGE_H

#include "base/vec.h"
#include "evtx/events.h"

typedef struct damage_list {
    arena *memory; /* of the reasons */
    VEC(sppwhy_damage) items;
    uint64_t beyond;      /* entries over LIMIT_DAMAGE_ENTRIES */
    uint64_t beyond_lost; /* those of them that are losses */
    uint64_t beyond_bytes;
} damage_list;

/* False when memory is short. */
SPPWHY_NODISCARD bool damage_add(damage_list *d, uint64_t offset, uint64_t record_id, bool lost,
                                 const char *format, ...) SPPWHY_PRINTF(5, 6);
/* A loss of so many bytes of the file. */
SPPWHY_NODISCARD bool damage_add_lost(damage_list *d, uint64_t offset, uint64_t record_id, uint64_t bytes,
                                      const char *format, ...) SPPWHY_PRINTF(5, 6);

/* Adds all entries of another list, whose reasons must live as long. */
SPPWHY_NODISCARD bool damage_append(damage_list *d, const damage_list *more);

/* Puts the list, in order of offset, into the log. */
SPPWHY_NODISCARD bool damage_finish(damage_list *d, sppwhy_log *log);
void damage_free(damage_list *d);

#endif
