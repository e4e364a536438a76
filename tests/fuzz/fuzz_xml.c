/* What the parent believes of its child that runs libevtx: the XML of a record, and the event as it comes by
 * wire. */
#include "evtx/libevtx/extract.h"
#include "evtx/libevtx/wire.h"
#include "fuzz/support/fuzz.h"

#include <string.h>

static void check(const sppwhy_raw_event *e)
{
    HOLDS(fuzz_is_text(e->provider) && fuzz_is_text(e->computer));
    for (size_t i = 0; i < e->string_count; i++)
        HOLDS(e->strings[i] && fuzz_is_text(e->strings[i]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sppwhy_raw_event event;
    const char *reason = NULL;
    arena *a = arena_create();
    HOLDS(a);
    char *text = arena_bytes(a, (const char *)data, size);
    HOLDS(text);
    if (wire_read(&event, a, text, size))
        check(&event);
    if (extract_event(&event, a, text, size, NULL, NULL, &reason)) {
        strbuf b = {0};
        sppwhy_raw_event back;
        wire_write(&b, &event); /* and what was read once can be read again */
        HOLDS(!b.failed && wire_read(&back, a, b.bytes, b.length));
        HOLDS(back.string_count == event.string_count && back.id == event.id);
        check(&back);
        strbuf_free(&b);
    } else {
        HOLDS(reason && *reason);
    }
    arena_free(a);
    return 0;
}
