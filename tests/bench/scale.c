/*
 * scale REQUESTS CLIENTS: how time and memory of records, correlating, judging and reporting grow. The log of
 * a KMS host with so many requests is made in memory as a reader would keep it, so that only these stages are
 * measured. One client in a thousand is refused, one in five hundred has the
 * CMID of another.
 */
#include "base/clock.h"
#include "evtx/store.h"
#include "sppwhy/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define TEXTS 10
#define PRODUCT "ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03"

typedef struct made {
    sppwhy_log log;
    arena *memory;
    evtx_store store;
    sppwhy_event *events;
    char *clients; /* name and CMID, 64 bytes each, one client after another */
} made;

/* Of this process: others may be at work, too. */
static double now(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

static double peak_mib(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

static void step(const char *name, double *since)
{
    double time = now();
    printf("%-10s %8.2f s of CPU time   peak %8.0f MiB\n", name, time - *since, peak_mib());
    fflush(stdout);
    *since = time;
}

static void out_of_memory(void)
{
    fputs("out of memory\n", stderr);
    exit(2);
}

static void *room(size_t count, size_t size)
{
    void *memory = calloc(count + 1, size);
    if (!memory)
        out_of_memory();
    return memory;
}

static void make_clients(made *m, size_t clients)
{
    m->clients = room(clients, 128);
    for (size_t i = 0; i < clients; i++) {
        size_t id = i % 500 == 499 ? i - 1 : i; /* a clone of the one before */
        snprintf(m->clients + i * 128, 64, "ws%zu.contoso.com", i);
        snprintf(m->clients + i * 128 + 64, 64, "6a1c2f3e-0d4b-4c5a-9e8f-%012zx", id);
    }
}

static void make_request(made *m, size_t i, size_t clients, uint64_t start)
{
    size_t client = i % clients;
    const char *name = m->clients + client * 128;
    char time[40], client_time[20];
    uint64_t when = start + i * CLOCK_SECOND;
    clock_format_plain(when, false, time);
    snprintf(client_time, sizeof client_time, "%.4s/%.2s/%.2s %.5s", time, time + 5, time + 8, time + 11);
    const char *texts[TEXTS] = {"",
                                client % 1000 == 7 ? "0xC004F06C" : "0x0",
                                "5",
                                name,
                                name + 64,
                                client_time,
                                client % 2 ? "1" : "0",
                                "1",
                                "249120",
                                PRODUCT};
    const sppwhy_raw_event event = {.provider = "Microsoft-Windows-Security-SPP",
                                    .source = "KmsRequests",
                                    .channel = "Key Management Service",
                                    .computer = "kms1.contoso.com",
                                    .reader = "made",
                                    .id = 12290,
                                    .level = 4,
                                    .time = when,
                                    .record_id = i + 1,
                                    .header_record_id = i + 1,
                                    .strings = texts,
                                    .string_count = TEXTS};
    if (!store_keep(&m->store, &event, &m->events[i]))
        out_of_memory();
}

static void make_log(made *m, size_t requests, size_t clients)
{
    static const char *const computers[] = {"kms1.contoso.com"}, *const channels[] = {
                                                                     "Key Management Service"};
    uint64_t start;
    make_clients(m, clients);
    m->events = room(requests, sizeof *m->events);
    m->memory = arena_create();
    if (!clock_from_date(&start, 2026, 1, 1, 0, 0, 0) || !m->memory ||
        !store_open(&m->store, m->memory, &m->log, NULL))
        out_of_memory();
    for (size_t i = 0; i < requests; i++)
        make_request(m, i, clients, start);
    if (!store_finish(&m->store))
        out_of_memory();
    store_free(&m->store);
    free(m->clients);
    m->log = (sppwhy_log){.path = "made.evtx",
                          .computers = computers,
                          .computer_count = 1,
                          .channels = channels,
                          .channel_count = 1,
                          .records = requests,
                          .first_event = start,
                          .last_event = start + requests * CLOCK_SECOND,
                          .events = m->events,
                          .event_count = requests};
}

/* Everything behind the reader, each step with its time. */
static sppwhy_status run(const sppwhy_log *log, sppwhy_error *error)
{
    sppwhy_catalogue *catalogue;
    sppwhy_records *records;
    sppwhy_collection *collection;
    sppwhy_rules *rules;
    sppwhy_analysis *analysis;
    sppwhy_activity *activity;
    FILE *out = fopen("/dev/null", "w");
    double since = now();
    sppwhy_status status = sppwhy_catalogue_load(&catalogue, NULL, error);
    if (status == SPPWHY_OK)
        status = sppwhy_rules_load(&rules, catalogue, NULL, NULL, NULL, error);
    if (status == SPPWHY_OK)
        status = sppwhy_records_create(&records, catalogue, &log, 1, error);
    step("records", &since);
    if (status == SPPWHY_OK)
        status = sppwhy_correlate(&collection, records, &log, 1, (sppwhy_span){0, 0}, error);
    step("correlate", &since);
    if (status == SPPWHY_OK)
        status = sppwhy_judge(&analysis, rules, collection, error);
    step("judge", &since);
    if (status != SPPWHY_OK || !out)
        return status;
    printf("           %zu machines, %zu activations, %zu findings\n", collection->machine_count,
           collection->activation_count, analysis->finding_count);
    sppwhy_report_json(out, analysis);
    step("json", &since);
    sppwhy_report_text(out, analysis, (sppwhy_text_options){.width = 80});
    step("text", &since);
    status = sppwhy_report_html(out, analysis, error);
    step("html", &since);
    if (status != SPPWHY_OK)
        return status;
    status = sppwhy_activity_count(&activity, collection, (sppwhy_span){0, 0}, error);
    step("activity", &since);
    fclose(out);
    return status; /* the system takes the memory back faster than we could */
}

int main(int count, char **arguments)
{
    sppwhy_error error;
    char text[1800];
    static made m; /* of the whole program, which the system frees */
    if (count < 3) {
        fputs("usage: scale REQUESTS CLIENTS\n", stderr);
        return 3;
    }
    double since = now();
    make_log(&m, (size_t)strtoull(arguments[1], NULL, 10), (size_t)strtoull(arguments[2], NULL, 10));
    step("make", &since);
    sppwhy_error_clear(&error);
    if (run(&m.log, &error) == SPPWHY_OK)
        return 0;
    fprintf(stderr, "%s\n", sppwhy_error_format(&error, text, sizeof text));
    return 2;
}
