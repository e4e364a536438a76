/* See product_tables.h. */
#include "spp/product_tables.h"

#include "base/error.h"
#include "base/id.h"
#include "base/text.h"
#include "spp/tsv.h"

#include <string.h>

/* ---- loading ------------------------------------------------------------------------------------------- */

static sppwhy_status load_channels(product_tables *out, arena *memory, const char *folder,
                                   sppwhy_error *error)
{
    static const char *const columns[] = {"name", "also", "channel", "meaning", NULL};
    tsv_table table;
    out->channels = tsv_items(&table, memory, folder, "channels", columns, sizeof *out->channels, error);
    out->channel_count = table.count;
    if (!out->channels)
        return table.status;
    for (size_t i = 0; i < out->channel_count; i++)
        out->channels[i] = (sppwhy_channel){
            {table.rows[i].cells[0], table.rows[i].cells[1], table.rows[i].cells[3]}, table.rows[i].cells[2]};
    return SPPWHY_OK;
}

/* Five groups of five, so that its end is the partial key that Windows shows. */
static bool is_key(const char *text)
{
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++)
        if ((i % 6 == 5) != (text[i] == '-'))
            return false;
    return length == 29;
}

static sppwhy_status load_keys(product_tables *out, arena *memory, const char *folder, sppwhy_error *error)
{
    static const char *const columns[] = {"kind", "key", "product", NULL};
    tsv_table table;
    out->keys = tsv_items(&table, memory, folder, "keys", columns, sizeof *out->keys, error);
    out->key_count = table.count;
    if (!out->keys)
        return table.status;
    for (size_t i = 0; i < out->key_count; i++) {
        out->keys[i] = (sppwhy_key){table.rows[i].cells[0], table.rows[i].cells[1], table.rows[i].cells[2]};
        if (!is_key(out->keys[i].key))
            return error_place(error, SPPWHY_INVALID, table.origin, table.rows[i].line, 1,
                               "\"%s\" is not a product key", out->keys[i].key);
    }
    return SPPWHY_OK;
}

static sppwhy_status load_commands(product_tables *out, arena *memory, const char *folder,
                                   sppwhy_error *error)
{
    static const char *const columns[] = {"kind", "action", "command", NULL};
    tsv_table table;
    out->commands = tsv_items(&table, memory, folder, "commands", columns, sizeof *out->commands, error);
    out->command_count = table.count;
    if (!out->commands)
        return table.status;
    for (size_t i = 0; i < out->command_count; i++)
        out->commands[i] =
            (command_row){table.rows[i].cells[0], table.rows[i].cells[1], table.rows[i].cells[2]};
    return SPPWHY_OK;
}

sppwhy_status product_tables_load(product_tables *out, arena *memory, const char *folder, sppwhy_error *error)
{
    sppwhy_status status = load_channels(out, memory, folder, error);
    if (status == SPPWHY_OK)
        status = load_keys(out, memory, folder, error);
    if (status == SPPWHY_OK)
        status = load_commands(out, memory, folder, error);
    return status;
}

const sppwhy_product *product_application(const sppwhy_catalogue *catalogue, const sppwhy_product *product)
{
    uint8_t id[ID_BYTES];
    return product && id_parse(id, product->application) ? sppwhy_product_find(catalogue, id) : NULL;
}

/* ---- looking up ---------------------------------------------------------------------------------------- */

const sppwhy_channel *sppwhy_channel_at(const sppwhy_catalogue *c, size_t i)
{
    const product_tables *t = catalogue_product_tables(c);
    return i < t->channel_count ? &t->channels[i] : NULL;
}

const sppwhy_channel *sppwhy_channel_find(const sppwhy_catalogue *c, const char *name)
{
    const sppwhy_channel *channel;
    for (size_t i = 0; (channel = sppwhy_channel_at(c, i)) != NULL; i++)
        if (text_equal_nocase(channel->word.word, name) || text_is_listed(channel->word.also, name))
            return channel;
    return NULL;
}

const sppwhy_key *sppwhy_key_at(const sppwhy_catalogue *c, size_t i)
{
    const product_tables *t = catalogue_product_tables(c);
    return i < t->key_count ? &t->keys[i] : NULL;
}

static const char *command(const product_tables *t, const char *kind, const char *action)
{
    for (size_t i = 0; i < t->command_count; i++)
        if (strcmp(t->commands[i].kind, kind) == 0 && strcmp(t->commands[i].action, action) == 0)
            return t->commands[i].command;
    return NULL;
}

const char *sppwhy_command(const sppwhy_catalogue *c, const char *kind, const char *action)
{
    const product_tables *t = catalogue_product_tables(c);
    const char *found = command(t, kind, action);
    if (!found)
        found = command(t, "windows", action);
    return found ? found : "";
}
