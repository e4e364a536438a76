/* The texts that Windows shows for a code, in several languages, by parts that tell them apart:
 * messages.tsv. */
#ifndef SPP_MESSAGES_H
#define SPP_MESSAGES_H

#include "base/arena.h"
#include "spp/records.h"

typedef struct messages {
    sppwhy_message *items;
    size_t count;
} messages;

SPPWHY_NODISCARD sppwhy_status messages_load(messages *out, arena *memory, const char *folder,
                                             sppwhy_error *error);
/* The table of a catalogue. */
const messages *catalogue_messages(const sppwhy_catalogue *catalogue);

#endif
