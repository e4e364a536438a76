/*
 * scale REQUESTS CLIENTS [granted|refused|failing [HOSTS]]: how time and memory of records, correlating,
 * judging and reporting grow. The log of a KMS host with so many requests is made in memory as a
 * reader would keep it, so that only these stages are measured. One client in a thousand is refused, one in
 * five hundred has the CMID of another.
 *
 * `refused`: the host refuses every request, so that each is an activation that failed. `failing`: beside the
 * logs of HOSTS hosts, which share the requests and grant them, is a log of forwarded events with as many
 * tries of the same clients that failed: by turns one host does not answer, and DNS does not name any.
 */
#include "base/clock.h"
#include "evtx/store.h"
#include "rules/analysis.h"
#include "sppwhy/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define TEXTS 10
#define PRODUCT "ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03"

typedef enum mode { GRANTED, REFUSED, FAILING } mode;

typedef struct made {
    mode mode;
    size_t requests, client_count, host_count;
    uint64_t start;
    sppwhy_log *logs;
    const sppwhy_log **log_list;
    size_t log_count;
    char *clients; /* name and CMID, 64 bytes each, one client after another */
    char *hosts;   /* names, 64 bytes each */
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

/* Memory of the whole program, which the system frees. */
static void *kept[1 << 16];
static size_t kept_count;

static void *room(size_t count, size_t size)
{
    void *memory = kept_count < sizeof kept / sizeof *kept ? calloc(count + 1, size) : NULL;
    if (!memory)
        out_of_memory();
    kept[kept_count++] = memory;
    return memory;
}

static void make_names(made *m)
{
    m->clients = room(m->client_count, 128);
    m->hosts = room(m->host_count, 64);
    for (size_t i = 0; i < m->client_count; i++) {
        size_t id = i % 500 == 499 ? i - 1 : i; /* a clone of the one before */
        snprintf(m->clients + i * 128, 64, "ws%zu.contoso.com", i);
        snprintf(m->clients + i * 128 + 64, 64, "6a1c2f3e-0d4b-4c5a-9e8f-%012zx", id);
    }
    for (size_t i = 0; i < m->host_count; i++)
        snprintf(m->hosts + i * 64, 64, "kms%zu.contoso.com", i + 1);
}

static sppwhy_raw_event event_of(const char *computer, const char *channel, uint32_t id, uint64_t time,
                                 size_t number)
{
    return (sppwhy_raw_event){.provider = "Microsoft-Windows-Security-SPP",
                              .source = "",
                              .channel = channel,
                              .computer = computer,
                              .reader = "made",
                              .id = id,
                              .level = 4,
                              .time = time,
                              .record_id = number,
                              .header_record_id = number};
}

/* A time as the events print it; 20 bytes. */
static void print_time(char *out, uint64_t when)
{
    char time[40];
    clock_format_plain(when, false, time);
    snprintf(out, 20, "%.4s/%.2s/%.2s %.5s", time, time + 5, time + 8, time + 11);
}

/* A log that is being made. */
typedef struct log_maker {
    sppwhy_log *log;
    sppwhy_event *events;
    evtx_store store;
} log_maker;

static void begin_log(log_maker *l, made *m, const char *path, const char *computer, const char *channel,
                      size_t room_for)
{
    const char **names = room(2, sizeof *names);
    static arena *memory;
    names[0] = computer;
    names[1] = channel;
    *l = (log_maker){.log = &m->logs[m->log_count++], .events = room(room_for, sizeof(sppwhy_event))};
    *l->log = (sppwhy_log){.path = path,
                           .computers = names,
                           .computer_count = 1,
                           .channels = names + 1,
                           .channel_count = 1,
                           .records = room_for,
                           .first_event = m->start,
                           .last_event = m->start + m->requests * CLOCK_SECOND,
                           .events = l->events};
    if ((!memory && !(memory = arena_create())) || !store_open(&l->store, memory, l->log, NULL))
        out_of_memory();
}

static void put_event(log_maker *l, const sppwhy_raw_event *event)
{
    if (!store_keep(&l->store, event, &l->events[l->log->event_count++]))
        out_of_memory();
}

static void end_log(log_maker *l)
{
    if (!store_finish(&l->store))
        out_of_memory();
    store_free(&l->store);
}

static void put_request(const made *m, log_maker *l, const char *host, size_t i)
{
    size_t client = i % m->client_count;
    uint64_t when = m->start + i * CLOCK_SECOND;
    char *name = m->clients + client * 128, time[20];
    const char *refused = m->mode == REFUSED || client % 1000 == 7 ? "0xC004F06C" : "0x0";
    print_time(time, when);
    const char *texts[TEXTS] = {"",  refused,  "5",    name, name + 64, time, client % 2 ? "1" : "0",
                                "1", "249120", PRODUCT};
    sppwhy_raw_event e = event_of(host, "Key Management Service", 12290, when, l->log->event_count + 1);
    e.strings = texts;
    e.string_count = TEXTS;
    put_event(l, &e);
}

/* The host's requests: of all requests one in so many as there are hosts. */
static void make_host(made *m, size_t host)
{
    log_maker l;
    char *name = m->hosts + host * 64;
    begin_log(&l, m, name, name, "Key Management Service", m->requests / m->host_count + 1);
    for (size_t i = host; i < m->requests; i += m->host_count)
        put_request(m, &l, name, i);
    end_log(&l);
}

/* The host's daily words on DNS: the last of them, that it failed. */
static void make_publishing(made *m, size_t host)
{
    static const char *const failed[] = {"0x80072338", "contoso.com"}, *const done[] = {"contoso.com"};
    log_maker l;
    char *name = m->hosts + host * 64;
    uint64_t days = m->requests / 86400 + 1;
    begin_log(&l, m, name, name, "Application", days);
    for (uint64_t day = 0; day < days; day++) {
        bool fails = day % 3 == 2 || day + 1 == days;
        sppwhy_raw_event e =
            event_of(name, "Application", fails ? 12293 : 12294, m->start + day * CLOCK_DAY, day + 1);
        e.strings = fails ? failed : done;
        e.string_count = fails ? 2 : 1;
        put_event(&l, &e);
    }
    end_log(&l);
}

static void put_failure(const made *m, log_maker *l, size_t i)
{
    static const char *const no_record[] = {"hr=0x8007232B",
                                            "RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;"
                                            "AppId=55c92734-d682-4d71-983e-d6ec3f16059f;SkuId=" PRODUCT
                                            ";NotificationInterval=1440;Trigger=TimerEvent"};
    char *client = m->clients + i % m->client_count * 128, time[20], text[256];
    const char *const asked[] = {text};
    uint64_t when = m->start + i * CLOCK_SECOND + CLOCK_SECOND / 2;
    bool asks = i / m->client_count % 2 == 0;
    sppwhy_raw_event e = event_of(client, "Application", asks ? 12288 : 8198, when, i + 1);
    print_time(time, when);
    snprintf(text, sizeof text,
             "0x800706BA, 0x00000000, kms%zu.contoso.com:1688, %s, %s, 0, 1, 249120, " PRODUCT ", 5",
             m->host_count != 0 ? i % m->host_count + 1 : 1, client + 64, time);
    e.strings = asks ? asked : no_record;
    e.string_count = asks ? 1 : 2;
    put_event(l, &e);
}

/* Tries that failed, of all clients, as a collector of forwarded events has them. */
static void make_failures(made *m)
{
    log_maker l;
    begin_log(&l, m, "forwarded.evtx", "collector.contoso.com", "Application", m->requests);
    for (size_t i = 0; i < m->requests; i++)
        put_failure(m, &l, i);
    end_log(&l);
}

static void make_logs(made *m)
{
    if (!clock_from_date(&m->start, 2026, 1, 1, 0, 0, 0))
        exit(2);
    make_names(m);
    m->logs = room(2 * m->host_count + 1, sizeof *m->logs);
    for (size_t host = 0; host < m->host_count; host++)
        make_host(m, host);
    for (size_t host = 0; host < m->host_count && m->mode == FAILING; host++)
        make_publishing(m, host);
    if (m->mode == FAILING)
        make_failures(m);
    m->log_list = room(m->log_count, sizeof *m->log_list);
    for (size_t i = 0; i < m->log_count; i++)
        m->log_list[i] = &m->logs[i];
}

/* Everything behind the reader, each step with its time. */
static sppwhy_status run(const sppwhy_log *const *logs, size_t count, sppwhy_error *error)
{
    sppwhy_catalogue *catalogue;
    sppwhy_records *records;
    sppwhy_collection *collection;
    sppwhy_rules *rules;
    sppwhy_analysis *analysis;
    sppwhy_activity *activity;
    FILE *nowhere = fopen("/dev/null", "w");
    sppwhy_writer *out = NULL;
    double since = now();
    sppwhy_status status = sppwhy_catalogue_load(&catalogue, NULL, error);
    if (status == SPPWHY_OK)
        status = sppwhy_rules_load(&rules, catalogue, NULL, NULL, NULL, error);
    if (status == SPPWHY_OK)
        status = sppwhy_records_create(&records, catalogue, logs, count, error);
    step("records", &since);
    if (status == SPPWHY_OK)
        status = sppwhy_correlate(&collection, records, logs, count, (sppwhy_span){0, 0}, error);
    step("correlate", &since);
    if (status == SPPWHY_OK)
        status = sppwhy_judge(&analysis, rules, collection, error);
    step("judge", &since);
    if (status == SPPWHY_OK)
        status = sppwhy_writer_to_stream(&out, nowhere, error);
    if (status != SPPWHY_OK)
        return status;
    printf("           %zu machines, %zu activations, %zu findings\n", collection->machine_count,
           collection->activation_count, analysis->finding_count);
    sppwhy_report_json(out, analysis);
    step("json", &since);
    sppwhy_report_text(out, analysis,
                       &(sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 80});
    step("text", &since);
    status = sppwhy_report_html(out, analysis, error);
    step("html", &since);
    if (status != SPPWHY_OK)
        return status;
    status = sppwhy_activity_count(&activity, collection, (sppwhy_span){0, 0}, error);
    step("activity", &since);
    sppwhy_writer_free(out);
    fclose(nowhere);
    return status; /* the system takes the memory back faster than we could */
}

static bool take_arguments(made *m, int count, char **arguments)
{
    static const char *const modes[] = {"granted", "refused", "failing"};
    *m = (made){.host_count = 1};
    if (count < 3)
        return false;
    m->requests = (size_t)strtoull(arguments[1], NULL, 10);
    m->client_count = (size_t)strtoull(arguments[2], NULL, 10);
    for (int k = 0; k < 3 && count > 3; k++)
        if (strcmp(arguments[3], modes[k]) == 0)
            m->mode = (mode)k;
    if (count > 4)
        m->host_count = (size_t)strtoull(arguments[4], NULL, 10);
    return m->client_count != 0 && m->host_count != 0;
}

int main(int count, char **arguments)
{
    sppwhy_error error;
    char text[1800];
    static made m; /* of the whole program, which the system frees */
    if (!take_arguments(&m, count, arguments)) {
        fputs("usage: scale REQUESTS CLIENTS [granted|refused|failing [HOSTS]]\n", stderr);
        return 3;
    }
    double since = now();
    make_logs(&m);
    step("make", &since);
    sppwhy_error_clear(&error);
    if (run(m.log_list, m.log_count, &error) == SPPWHY_OK)
        return 0;
    fprintf(stderr, "%s\n", sppwhy_error_format(&error, text, sizeof text));
    return 2;
}
