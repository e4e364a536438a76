/* The "key=value;key=value" strings of 8198 and its kin, alone: no id is needed, the input is the strings, a
 * line each. */
#include "base/arena.h"
#include "base/text.h"
#include "fuzz/support/fuzz.h"

#include <string.h>

static size_t split(arena *a, char *text, const char **strings, size_t most)
{
    size_t count = 0;
    for (char *line = text, *next; line && count < most; line = next) {
        next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        strings[count] = text_valid_utf8(a, line);
        HOLDS(strings[count]);
        count++;
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint32_t ids[] = {8198, 8233, 12308, 12309, 16384, 1003, 8200, 8208};
    enum { EVENTS = sizeof ids / sizeof *ids };
    const char *strings[16];
    sppwhy_raw_event events[EVENTS] = {{0}};
    arena *a = arena_create();
    HOLDS(a);
    char *text = arena_bytes(a, (const char *)data, size);
    HOLDS(text);
    size_t count = split(a, text, strings, sizeof strings / sizeof *strings);
    for (size_t i = 0; i < EVENTS; i++)
        events[i] = (sppwhy_raw_event){.provider = "Microsoft-Windows-Security-SPP",
                                       .id = ids[i],
                                       .qualifiers = -1,
                                       .strings = strings,
                                       .string_count = count};
    fuzz_report_events(events, EVENTS);
    arena_free(a);
    return 0;
}
