/*
 * Prints the records of a scenario as JSON lines (logwriter --list).
 */
#include "tools/list_records.h"

#include "base/clock.h"
#include "base/error.h"
#include "tools/event_record.h"

#include <stdio.h>
#include <stdlib.h>

/* A scenario's texts are valid UTF-8 already. */
static void print_text(const char *text)
{
    putchar('"');
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            printf("\\%c", *text);
        else if ((unsigned char)*text < 0x20)
            printf("\\u%04x", (unsigned)*text);
        else
            putchar(*text);
    }
    putchar('"');
}

static void print_member(const char *key, const char *text)
{
    printf(",\"%s\":", key);
    print_text(text);
}

static void print_place(const scenario_log *log, const scenario_record *record)
{
    char time[40];
    printf("{\"record_id\":%llu", (unsigned long long)record->id);
    print_member("file", log->file);
    print_member("time", clock_format(record->time, true, time));
}

static void print_event(const sppwhy_raw_event *event)
{
    printf(",\"event_id\":%u,\"level\":%u,\"qualifiers\":%d", (unsigned)event->id, (unsigned)event->level,
           (int)event->qualifiers);
    print_member("provider", event->provider);
    print_member("channel", event->channel);
    print_member("computer", event->computer);
    printf(",\"strings\":[");
    for (size_t i = 0; i < event->string_count; i++) {
        if (i != 0)
            putchar(',');
        print_text(event->strings[i]);
    }
    putchar(']');
}

static void print_noise(const scenario_log *log, const scenario_record *record, event_data *room)
{
    event_system system = {0};
    bx_values_clear(&room->values);
    noise_event(record->noise, record->time, &system, room);
    printf(",\"event_id\":%u,\"level\":%u", (unsigned)system.id, (unsigned)system.level);
    print_member("provider", system.provider);
    print_member("channel", log->channel);
    print_member("computer", log->computer);
}

static sppwhy_status list_log(const scenario_log *log, arena *a, event_data *room, sppwhy_error *error)
{
    scenario_record *records = NULL;
    size_t count = 0;
    sppwhy_status status = scenario_records(log, a, &records, &count, error);
    if (status != SPPWHY_OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        print_place(log, &records[i]);
        if (records[i].event != NULL)
            print_event(records[i].event);
        else
            print_noise(log, &records[i], room);
        printf("}\n");
    }
    return SPPWHY_OK;
}

sppwhy_status list_records(const scenario *s, arena *a, sppwhy_error *error)
{
    event_data *room = calloc(1, sizeof *room);
    if (room == NULL)
        return error_no_memory(error);
    sppwhy_status status = SPPWHY_OK;
    for (size_t i = 0; i < s->log_count && status == SPPWHY_OK; i++)
        status = list_log(&s->logs[i], a, room, error);
    free(room);
    if (status == SPPWHY_OK && (fflush(stdout) != 0 || ferror(stdout)))
        return error_set(error, SPPWHY_IO, "cannot print the list");
    return status;
}
