/* Packing and unpacking of events. See wire.h. */
#include "evtx/libevtx/wire.h"

#include "base/limits.h"

#include <string.h>

/* What is before the texts: provider, source, channel, computer, then the strings, each ended by a NUL. */
typedef struct wire_head {
    uint64_t time;
    uint64_t record_id;
    uint32_t id;
    int32_t qualifiers;
    uint32_t level;
    uint32_t string_count;
} wire_head;

static void add_text(strbuf *out, const char *text)
{
    strbuf_add_bytes(out, text, strlen(text) + 1);
}

void wire_write(strbuf *out, const sppwhy_raw_event *event)
{
    wire_head head = {event->time,       event->record_id, event->id,
                      event->qualifiers, event->level,     (uint32_t)event->string_count};
    strbuf_add_bytes(out, (const char *)&head, sizeof head);
    add_text(out, event->provider);
    add_text(out, event->source);
    add_text(out, event->channel);
    add_text(out, event->computer);
    for (size_t i = 0; i < event->string_count; i++)
        add_text(out, event->strings[i]);
}

/* The text at *at, which is moved past it; NULL when none ends before `end`, or for want of memory. */
static const char *take_text(arena *a, const char **at, const char *end)
{
    const char *text = *at, *nul = memchr(text, '\0', (size_t)(end - text));
    if (!nul)
        return NULL;
    *at = nul + 1;
    return text_valid_utf8(a, text);
}

bool wire_read(sppwhy_raw_event *out, arena *a, const char *bytes, size_t length)
{
    wire_head head;
    if (length < sizeof head)
        return false;
    memcpy(&head, bytes, sizeof head);
    const char *at = bytes + sizeof head, *end = bytes + length;
    if (head.string_count > LIMIT_EVENT_STRINGS || head.qualifiers < -1 || head.qualifiers > UINT16_MAX ||
        head.level > UINT8_MAX)
        return false;
    const char **strings = ARENA_ARRAY(a, head.string_count, const char *);
    *out = (sppwhy_raw_event){.time = head.time,
                              .record_id = head.record_id,
                              .id = head.id,
                              .qualifiers = head.qualifiers,
                              .level = (uint8_t)head.level,
                              .string_count = head.string_count,
                              .strings = strings,
                              .provider = take_text(a, &at, end),
                              .recovered = false};
    out->source = out->provider ? take_text(a, &at, end) : NULL;
    out->channel = out->source ? take_text(a, &at, end) : NULL;
    out->computer = out->channel ? take_text(a, &at, end) : NULL;
    bool good = strings && out->computer;
    for (uint32_t i = 0; good && i < head.string_count; i++)
        good = (strings[i] = take_text(a, &at, end)) != NULL;
    return good && at == end;
}
