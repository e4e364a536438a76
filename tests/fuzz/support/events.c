/* See events.h. */
#include "fuzz/support/events.h"

#include "base/text.h"
#include "fuzz/support/fuzz.h"

#include <stdlib.h>
#include <string.h>

static void begin_event(fuzz_events *e, char *line)
{
    char *end;
    unsigned long id = strtoul(line, &end, 10);
    e->items[e->count] =
        (sppwhy_raw_event){.provider = *end == 'u' ? "Microsoft-Windows-Security-SPP-UX-Notifications"
                                                   : "Microsoft-Windows-Security-SPP",
                           .id = (uint32_t)id & 0xFFFF,
                           .qualifiers = -1,
                           .strings = e->strings + e->string_count};
    e->count++;
}

static void add_string(fuzz_events *e, char *line)
{
    for (char *at = line; *at; at++)
        if (*at == '\f')
            *at = '\n';
    const char *valid = text_valid_utf8(e->memory, line);
    HOLDS(valid);
    e->strings[e->string_count++] = valid;
    e->items[e->count - 1].string_count++;
}

void fuzz_events_read(fuzz_events *out, const uint8_t *data, size_t size)
{
    *out = (fuzz_events){.memory = arena_create()};
    HOLDS(out->memory);
    char *text = arena_bytes(out->memory, (const char *)data, size);
    HOLDS(text);
    bool inside = false;
    for (char *line = text, *next; line; line = next) {
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        if (*line == '\0') {
            inside = false;
        } else if (!inside && out->count < FUZZ_MOST_EVENTS) {
            begin_event(out, line);
            inside = true;
        } else if (inside && out->string_count < FUZZ_MOST_STRINGS) {
            add_string(out, line);
        }
    }
}

void fuzz_events_free(fuzz_events *e)
{
    arena_free(e->memory);
}
