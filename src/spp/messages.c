/* See messages.h. */
#include "spp/messages.h"

#include "base/error.h"
#include "base/text.h"
#include "spp/tsv.h"

#include <string.h>

sppwhy_status messages_load(messages *out, arena *memory, const char *folder, sppwhy_error *error)
{
    static const char *const columns[] = {"code", "language", "parts", NULL};
    tsv_table table;
    out->items = tsv_items(&table, memory, folder, "messages", columns, sizeof *out->items, error);
    out->count = table.count;
    if (!out->items)
        return table.status;
    for (size_t i = 0; i < out->count; i++) {
        sppwhy_message *m = &out->items[i];
        *m = (sppwhy_message){.language = table.rows[i].cells[1], .parts = table.rows[i].cells[2]};
        bool is_code = text_parse_hex32(&m->code, table.rows[i].cells[0]);
        m->word = is_code ? "" : table.rows[i].cells[0];
        if ((!is_code && (m->word[0] == '\0' || text_starts_with(m->word, "0x"))) || m->parts[0] == '\0')
            return error_place(
                error, SPPWHY_INVALID, table.origin, table.rows[i].line, 1,
                "a message wants a code like 0xC004F074, or a word of words.tsv, and the parts "
                "of its text");
    }
    return SPPWHY_OK;
}

const sppwhy_message *sppwhy_message_at(const sppwhy_catalogue *c, size_t i)
{
    const messages *m = catalogue_messages(c);
    return i < m->count ? &m->items[i] : NULL;
}

bool sppwhy_message_fits(const sppwhy_message *m, const char *text)
{
    char part[128];
    for (const char *at = m->parts; text_next_part(&at, part, sizeof part);)
        if (part[0] == '\0' || !text_find_nocase(text, part))
            return false;
    return true;
}
