/* See log_id.h. */
#include "evtx/jsonl/log_id.h"

#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <xxhash.h>

static void add_number(uint64_t *id, uint64_t number)
{
    *id = XXH64(&number, sizeof number, *id);
}

/* By characters as JSON shows them: a path may hold bytes that are not UTF-8. */
static void add_text(uint64_t *id, const char *text)
{
    while (*text != '\0') {
        uint32_t character = text_next(&text);
        *id = XXH64(&character, sizeof character, *id);
    }
    add_number(id, 0);
}

static void add_texts(uint64_t *id, const char *const *texts, size_t count)
{
    add_number(id, count);
    for (size_t i = 0; i < count; i++)
        add_text(id, texts[i]);
}

char *log_id(const sppwhy_log *log, char out[LOG_ID_TEXT])
{
    uint64_t id = 0;
    const uint64_t numbers[] = {log->content,      log->bytes,     log->chunks,      log->records,
                                log->records_lost, log->recovered, log->first_event, log->last_event,
                                log->event_count,  log->dirty};
    add_text(&id, log->path);
    add_texts(&id, log->computers, log->computer_count);
    add_texts(&id, log->channels, log->channel_count);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        add_number(&id, numbers[i]);
    for (size_t i = 0; i < log->damage_count; i++) {
        add_number(&id, log->damage[i].offset);
        add_number(&id, log->damage[i].bytes);
        add_text(&id, log->damage[i].reason);
    }
    for (size_t i = 0; i < log->gap_count; i++) {
        add_number(&id, log->gaps[i].after);
        add_number(&id, log->gaps[i].before);
        add_number(&id, log->gaps[i].missing);
    }
    snprintf(out, LOG_ID_TEXT, "%016" PRIx64, id);
    return out;
}
