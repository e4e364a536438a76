/* What is known of KMS hosts by their names, addresses and versions: clouds.tsv, hosts.tsv, updates.tsv. */
#ifndef SPP_KNOWN_HOSTS_H
#define SPP_KNOWN_HOSTS_H

#include "base/arena.h"
#include "spp/records.h"

typedef struct known_host_row known_host_row;

typedef struct known_hosts {
    sppwhy_cloud *clouds;
    size_t cloud_count;
    known_host_row *hosts;
    size_t host_count;
    sppwhy_update *updates; /* in the order of the table: newer host keys first */
    size_t update_count;
} known_hosts;

SPPWHY_NODISCARD sppwhy_status known_hosts_load(known_hosts *out, arena *memory, const char *folder,
                                                sppwhy_error *error);
/* The tables of a catalogue. */
const known_hosts *catalogue_known_hosts(const sppwhy_catalogue *catalogue);

#endif
