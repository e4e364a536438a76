/* What the kind of a product decides: kinds of keys, public keys, commands. */
#ifndef SPP_PRODUCT_TABLES_H
#define SPP_PRODUCT_TABLES_H

#include "base/arena.h"
#include "spp/records.h"

typedef struct command_row {
    const char *kind, *action, *command;
} command_row;

typedef struct product_tables {
    sppwhy_channel *channels;
    size_t channel_count;
    sppwhy_key *keys;
    size_t key_count;
    command_row *commands;
    size_t command_count;
} product_tables;

SPPWHY_NODISCARD sppwhy_status product_tables_load(product_tables *out, arena *memory, const char *folder,
                                                   sppwhy_error *error);
/* The row of the application that a product belongs to, "Windows" or "Office ..."; NULL for no product, and when
 * the catalogue does not say. */
const sppwhy_product *product_application(const sppwhy_catalogue *catalogue, const sppwhy_product *product);

/* The tables of a catalogue. */
const product_tables *catalogue_product_tables(const sppwhy_catalogue *catalogue);

#endif
