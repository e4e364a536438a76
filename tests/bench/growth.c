/*
 * growth [DIRECTION...]: what it costs to double the number of one thing: of logs of one machine, of
 * products, servers, hosts, names, gaps. Each is made in memory, as a reader would keep it, in two sizes, one
 * twice the other; each size is run several times in a process of its own, and the sizes take turns, so that
 * both meet the same moments. The table has the round with the median ratio of the processor time of everything
 * behind the reader; what grows as it should has 2. Fails on a ratio over 2.6, of time or of memory.
 *
 * What neighbors on the machine take away (its caches, its memory) makes single runs differ by up to the double:
 * with medians of three runs of each size one row was 1.88 to 2.87, whose instructions grow by 1.99 and whose least
 * times by 2.0, up to eight times these sizes. So a row that is over the ratio gets more rounds: what really grows
 * so stays over it.
 */
#define _POSIX_C_SOURCE 200809L

#include "base/clock.h"
#include "evtx/store.h"
#include "rules/analysis.h"
#include "sppwhy/report.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST_RATIO 2.6
#define SMALLER 4 /* times the number of a row: what is doubled */
#define ROUNDS 5
#define ROUNDS_IN_DOUBT 15
#define TEXT 200
#define PRODUCT "ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03"
#define OTHER_PRODUCT "73111121-5638-40f6-bc11-f1d7b0d64300"
#define CMID "6a1c2f3e-0d4b-4c5a-9e8f-0000000000%02x"

/* ---- making logs --------------------------------------------------------------------------------------- */

typedef struct made {
    arena *memory;
    sppwhy_log *logs;
    const sppwhy_log **list;
    size_t log_count, log_room;
    uint64_t start;
    /* the log that is being made */
    sppwhy_log *log;
    sppwhy_event *events;
    evtx_store store;
} made;

static void *need(void *memory)
{
    if (!memory) {
        fputs("out of memory\n", stderr);
        exit(2);
    }
    return memory;
}

static const char *text(made *m, const char *format, ...) SPPWHY_PRINTF(2, 3);
static const char *text(made *m, const char *format, ...)
{
    char room[TEXT];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(room, sizeof room, format, arguments);
    va_end(arguments);
    return need(arena_string(m->memory, room));
}

static made *make(size_t logs)
{
    made *m = need(calloc(1, sizeof *m));
    m->memory = need(arena_create());
    m->logs = need(calloc(logs + 1, sizeof *m->logs));
    m->list = need(calloc(logs + 1, sizeof *m->list));
    m->log_room = logs;
    if (!clock_from_date(&m->start, 2026, 1, 1, 0, 0, 0))
        exit(2);
    return m;
}

/* Only one log at a time is open; it has room for so many events. */
static void begin_log(made *m, const char *computer, const char *channel, size_t room)
{
    const char **names = need(arena_alloc(m->memory, 2 * sizeof *names));
    names[0] = computer;
    names[1] = channel;
    m->log = &m->logs[m->log_count];
    m->list[m->log_count] = m->log;
    m->events = need(calloc(room + 1, sizeof *m->events));
    *m->log = (sppwhy_log){.path = text(m, "log%zu.evtx", m->log_count++),
                           .computers = names,
                           .computer_count = 1,
                           .channels = names + 1,
                           .channel_count = 1,
                           .events = m->events};
    m->store = (evtx_store){0};
    if (!store_open(&m->store, m->memory, m->log, NULL))
        need(NULL);
}

static void end_log(made *m)
{
    if (!store_finish(&m->store))
        need(NULL);
    store_free(&m->store);
    m->log->records = m->log->event_count;
}

static void put(made *m, const char *computer, uint32_t id, uint64_t time, const char *const *strings,
                size_t count)
{
    sppwhy_log *l = m->log;
    sppwhy_raw_event e = {.provider = "Microsoft-Windows-Security-SPP",
                          .source = "",
                          .channel = l->channels[0],
                          .computer = computer,
                          .reader = "made",
                          .id = id,
                          .level = 4,
                          .time = time,
                          .record_id = l->event_count + 1,
                          .header_record_id = l->event_count + 1,
                          .strings = strings,
                          .string_count = count};
    if (!store_keep(&m->store, &e, &m->events[l->event_count++]))
        need(NULL);
    l->first_event = l->first_event == 0 ? time : l->first_event;
    l->last_event = time > l->last_event ? time : l->last_event;
}

static const char *minute(uint64_t when, char out[20])
{
    char time[40];
    clock_format_plain(when, false, time);
    snprintf(out, 20, "%.4s/%.2s/%.2s %.5s", time, time + 5, time + 8, time + 11);
    return out;
}

/* A client's request that got no answer. */
static void put_asked(made *m, const char *computer, const char *server, const char *product, uint64_t when)
{
    char info[512], time[20];
    const char *const strings[] = {info};
    snprintf(info, sizeof info, "0xC004F074, 0x00000000, %s:1688, " CMID ", %s, 0, 2, 41760, %s, 25", server,
             1, minute(when, time), product);
    put(m, computer, 12288, when, strings, 1);
}

static void put_no_record(made *m, const char *computer, uint64_t when)
{
    static const char *const strings[] = {"hr=0x8007232B",
                                          "RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;"
                                          "AppId=55c92734-d682-4d71-983e-d6ec3f16059f;SkuId=" PRODUCT
                                          ";NotificationInterval=1440;Trigger=TimerEvent"};
    put(m, computer, 8198, when, strings, 2);
}

static void put_served(made *m, const char *host, const char *client, const char *cmid, const char *product,
                       uint64_t when)
{
    char time[20];
    const char *const strings[] = {"",  "0x0", "5",      client, cmid, minute(when, time),
                                   "0", "1",   "249120", product};
    put(m, host, 12290, when, strings, 10);
}

static const char *cmid_of(made *m, size_t i)
{
    return text(m, "6a1c2f3e-0d4b-4c5a-9e8f-%012zx", i);
}

static const char *product_of(made *m, size_t i)
{
    return text(m, "ef6cfc9f-8c5d-44ac-9aad-%012zx", i);
}

/* ---- directions ---------------------------------------------------------------------------------------- */

#define APPLICATION "Application"
#define KMS "Key Management Service"
#define WS "ws1.contoso.com"

static made *make_tries(size_t n)
{
    made *m = make(1);
    begin_log(m, WS, APPLICATION, n);
    for (size_t i = 0; i < n; i++)
        put_asked(m, WS, "kms1.contoso.com", PRODUCT, m->start + i * 2 * CLOCK_HOUR);
    end_log(m);
    return m;
}

/* None of the summaries is of the product that was asked for. */
static made *make_summaries_of_second(size_t n)
{
    made *m = make(1);
    begin_log(m, WS, APPLICATION, 2 * n);
    for (size_t i = 0; i < n; i++)
        put_asked(m, WS, "kms1.contoso.com", OTHER_PRODUCT, m->start);
    for (size_t i = 0; i < n; i++)
        put_no_record(m, WS, m->start + CLOCK_SECOND / 2);
    end_log(m);
    return m;
}

static made *make_logs_of_machine(size_t n)
{
    made *m = make(n);
    for (size_t i = 0; i < n; i++) {
        begin_log(m, WS, APPLICATION, 1);
        put_asked(m, WS, "kms1.contoso.com", PRODUCT, m->start + i * CLOCK_HOUR);
        m->log->last_event += CLOCK_MINUTE; /* too short to tell what followed */
        end_log(m);
    }
    return m;
}

static made *make_products(size_t n)
{
    made *m = make(1);
    begin_log(m, WS, APPLICATION, n);
    for (size_t i = 0; i < n; i++)
        put_asked(m, WS, "kms1.contoso.com", product_of(m, i), m->start + i * CLOCK_HOUR);
    end_log(m);
    return m;
}

static made *make_servers_of_try(size_t n)
{
    made *m = make(1);
    begin_log(m, WS, APPLICATION, n);
    for (size_t i = 0; i < n; i++)
        put_asked(m, WS, text(m, "kms%zu.contoso.com", i), PRODUCT, m->start + i * CLOCK_SECOND);
    end_log(m);
    return m;
}

/* Hosts that publish themselves, and clients' tries that found none. */
static made *make_hosts_and_tries(size_t n)
{
    made *m = make(n + 1);
    static const char *const domain[] = {"contoso.com"};
    for (size_t i = 0; i < n; i++) {
        const char *host = text(m, "kms%zu.contoso.com", i);
        begin_log(m, host, APPLICATION, 1);
        put(m, host, 12294, m->start + i * CLOCK_MINUTE, domain, 1);
        end_log(m);
    }
    begin_log(m, "ws1.fabrikam.com", APPLICATION, n);
    for (size_t i = 0; i < n; i++)
        put_no_record(m, "ws1.fabrikam.com", m->start + CLOCK_DAY + i * 2 * CLOCK_HOUR);
    end_log(m);
    return m;
}

/* One label in many domains, and a host that names the label alone. */
static made *make_names_with_label(size_t n)
{
    made *m = make(2);
    begin_log(m, "collector.contoso.com", APPLICATION, n);
    for (size_t i = 0; i < n; i++)
        put_no_record(m, text(m, "ws.d%zu.contoso.com", i), m->start + i * CLOCK_MINUTE);
    end_log(m);
    begin_log(m, "kms1.contoso.com", KMS, n);
    for (size_t i = 0; i < n; i++)
        put_served(m, "kms1.contoso.com", text(m, "ws.e%zu.contoso.com", i), cmid_of(m, i), PRODUCT,
                   m->start + i * CLOCK_MINUTE);
    end_log(m);
    return m;
}

/* Servers called by their label alone, which many have. */
static made *make_servers_by_label(size_t n)
{
    made *m = make(2);
    begin_log(m, "collector.contoso.com", APPLICATION, n);
    for (size_t i = 0; i < n; i++)
        put_no_record(m, text(m, "kms.d%zu.contoso.com", i), m->start + i * CLOCK_MINUTE);
    end_log(m);
    begin_log(m, WS, APPLICATION, n);
    for (size_t i = 0; i < n; i++)
        put_asked(m, WS, i % 2 ? "kms" : text(m, "kms.x%zu.contoso.com", i), PRODUCT,
                  m->start + i * CLOCK_HOUR);
    end_log(m);
    return m;
}

static made *make_products_of_host(size_t n)
{
    made *m = make(1);
    begin_log(m, "kms1.contoso.com", KMS, n);
    for (size_t i = 0; i < n; i++)
        put_served(m, "kms1.contoso.com", WS, cmid_of(m, 1), product_of(m, i), m->start + i * CLOCK_MINUTE);
    end_log(m);
    return m;
}

/* A log with as many holes and channels as tries. */
static made *make_gaps_and_channels(size_t n)
{
    made *m = make(1);
    begin_log(m, WS, APPLICATION, n);
    const char **channels = need(arena_alloc(m->memory, (n + 1) * sizeof *channels));
    sppwhy_gap *gaps = need(arena_alloc(m->memory, (n + 1) * sizeof *gaps));
    for (size_t i = 0; i < n; i++) {
        uint64_t when = m->start + i * CLOCK_HOUR;
        put_asked(m, WS, "kms1.contoso.com", PRODUCT, when);
        channels[i] = text(m, "Channel %zu", i);
        gaps[i] = (sppwhy_gap){when + 10 * CLOCK_MINUTE, when + 20 * CLOCK_MINUTE, 3};
    }
    channels[n] = APPLICATION;
    m->log->last_event += CLOCK_HOUR;
    end_log(m);
    m->log->channels = channels;
    m->log->channel_count = n + 1;
    m->log->gaps = gaps;
    m->log->gap_count = n;
    return m;
}

static made *make_kms_hosts(size_t n)
{
    made *m = make(n);
    for (size_t i = 0; i < n; i++) {
        const char *host = text(m, "kms.d%zu.contoso.com", i);
        begin_log(m, host, KMS, 2);
        for (size_t k = 0; k < 2; k++)
            put_served(m, host, text(m, "ws%zu.d%zu.contoso.com", k, i), cmid_of(m, 2 * i + k), PRODUCT,
                       m->start + (2 * i + k) * CLOCK_MINUTE);
        end_log(m);
    }
    return m;
}

/* Pairs of hosts that share a domain: as many groups. */
static made *make_host_groups(size_t n)
{
    made *m = make(n);
    for (size_t i = 0; i < n; i++) {
        const char *host = text(m, "kms%zu.d%zu.contoso.com", i, i / 2);
        begin_log(m, host, KMS, 1);
        put_served(m, host, text(m, "ws%zu.d%zu.contoso.com", i, i / 2), cmid_of(m, i), PRODUCT, m->start);
        end_log(m);
    }
    return m;
}

/* Each try with another host, whose log is there and does not show it. */
static made *make_failures_at_hosts(size_t n)
{
    made *m = make(n + 1);
    for (size_t i = 0; i < n; i++) {
        const char *host = text(m, "kms%zu.contoso.com", i);
        begin_log(m, host, KMS, 2);
        put_served(m, host, text(m, "other%zu.contoso.com", i), cmid_of(m, i), PRODUCT, m->start);
        put_served(m, host, text(m, "other%zu.contoso.com", i), cmid_of(m, i), PRODUCT,
                   m->start + n * 2 * CLOCK_HOUR);
        end_log(m);
    }
    begin_log(m, WS, APPLICATION, n);
    for (size_t i = 0; i < n; i++)
        put_asked(m, WS, text(m, "kms%zu.contoso.com", i), PRODUCT, m->start + i * 2 * CLOCK_HOUR);
    end_log(m);
    return m;
}

/* Each log begins with the name that the one before ends with. */
static made *make_renames(size_t n)
{
    made *m = make(n);
    for (size_t i = 0; i < n; i++) {
        const char *before = text(m, "ws%zu.contoso.com", i), *then = text(m, "ws%zu.contoso.com", i + 1);
        begin_log(m, before, APPLICATION, 2);
        put_no_record(m, before, m->start + 2 * i * CLOCK_HOUR);
        put_no_record(m, then, m->start + (2 * i + 1) * CLOCK_HOUR);
        end_log(m);
    }
    return m;
}

static made *make_clients(size_t n)
{
    made *m = make(1);
    begin_log(m, "kms1.contoso.com", KMS, n);
    for (size_t i = 0; i < n; i++)
        put_served(m, "kms1.contoso.com", text(m, "ws%zu.contoso.com", i), cmid_of(m, i), PRODUCT,
                   m->start + i * CLOCK_MINUTE);
    end_log(m);
    return m;
}

static made *make_clones(size_t n)
{
    made *m = make(1);
    begin_log(m, "kms1.contoso.com", KMS, 3 * n);
    for (size_t i = 0; i < 3 * n; i++)
        put_served(m, "kms1.contoso.com", text(m, "ws%zu.contoso.com", i % n), cmid_of(m, 1), PRODUCT,
                   m->start + i * CLOCK_MINUTE);
    end_log(m);
    return m;
}

static made *make_cmids_of_machine(size_t n)
{
    made *m = make(1);
    begin_log(m, "kms1.contoso.com", KMS, n);
    for (size_t i = 0; i < n; i++)
        put_served(m, "kms1.contoso.com", WS, cmid_of(m, i), PRODUCT, m->start + i * CLOCK_MINUTE);
    end_log(m);
    return m;
}

static made *make_failing_machines(size_t n)
{
    made *m = make(1);
    begin_log(m, "collector.contoso.com", APPLICATION, n);
    for (size_t i = 0; i < n; i++)
        put_asked(m, text(m, "ws%zu.contoso.com", i), "kms1.contoso.com", PRODUCT,
                  m->start + i * CLOCK_MINUTE);
    end_log(m);
    return m;
}

/* Each try fails with a code of its own: as many findings. */
static made *make_findings_of_machine(size_t n)
{
    made *m = make(1);
    begin_log(m, WS, APPLICATION, n);
    for (size_t i = 0; i < n; i++) {
        char code[32];
        const char *const strings[] = {code,
                                       "RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;"
                                       "AppId=55c92734-d682-4d71-983e-d6ec3f16059f;SkuId=" PRODUCT
                                       ";NotificationInterval=1440;Trigger=TimerEvent"};
        snprintf(code, sizeof code, "hr=0x%08zX", 0xC0040000 + i);
        put(m, WS, 8198, m->start + i * CLOCK_HOUR, strings, 2);
    }
    end_log(m);
    return m;
}

#define PARTS 50

/* One log whose events come from many stores in turn, as lines that were dealt over files. */
static made *make_parts_of_log(size_t n)
{
    made *m = make(1);
    evtx_store stores[PARTS] = {0};
    begin_log(m, WS, APPLICATION, n);
    store_free(&m->store);
    for (size_t i = 0; i < PARTS; i++)
        if (!store_open(&stores[i], m->memory, m->log, NULL))
            need(NULL);
    for (size_t i = 0; i < n; i++) {
        m->store = stores[i % PARTS];
        put_asked(m, WS, text(m, "kms%zu.contoso.com", i), PRODUCT, m->start + i * CLOCK_HOUR);
        stores[i % PARTS] = m->store;
    }
    for (size_t i = 0; i < PARTS; i++) {
        if (!store_finish(&stores[i]))
            need(NULL);
        store_free(&stores[i]);
    }
    m->log->records = m->log->event_count;
    return m;
}

static const struct direction {
    const char *name;
    made *(*make)(size_t n);
    size_t least;
} directions[] = {
    {"tries of one machine", make_tries, 1000},
    {"machines that fail", make_failing_machines, 1000},
    {"clients of a host", make_clients, 5000},
    {"logs of one machine", make_logs_of_machine, 500},
    {"products of one machine", make_products, 500},
    {"servers of one try", make_servers_of_try, 500},
    {"hosts and tries", make_hosts_and_tries, 200},
    {"names with one label", make_names_with_label, 1000},
    {"servers by one label", make_servers_by_label, 500},
    {"products of one host", make_products_of_host, 2000},
    {"gaps and channels", make_gaps_and_channels, 500},
    {"KMS hosts", make_kms_hosts, 1000},
    {"groups of hosts", make_host_groups, 1000},
    {"failures at many hosts", make_failures_at_hosts, 500},
    {"renames in a chain", make_renames, 1000},
    {"clones of one CMID", make_clones, 1000},
    {"CMIDs of one machine", make_cmids_of_machine, 2000},
    {"findings of one machine", make_findings_of_machine, 1000},
    {"a log in fifty parts", make_parts_of_log, 4000},
    {"tries and 8198s of one second", make_summaries_of_second, 2000},
};

#define DIRECTIONS (sizeof directions / sizeof *directions)

/* ---- one run ------------------------------------------------------------------------------------------- */

enum { RECORDS, CORRELATE, JUDGE, TEXTS, JSON, HTML, ACTIVITY, EVENTS, STEPS };

static const char *const step_names[STEPS] = {"records", "correlate", "judge",    "text",
                                              "json",    "html",      "activity", "events"};

typedef struct cost {
    double steps[STEPS]; /* seconds */
    double seconds, mib;
} cost;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double peak(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

static void must(sppwhy_status status)
{
    if (status != SPPWHY_OK) {
        fprintf(stderr, "%s\n", sppwhy_status_text(status));
        exit(2);
    }
}

static sppwhy_status to_nowhere(void *context, const char *bytes, size_t count)
{
    (void)bytes;
    *(size_t *)context += count;
    return SPPWHY_OK;
}

static void step(cost *c, int which, double *since)
{
    double time = now();
    c->steps[which] = time - *since;
    c->seconds += c->steps[which];
    *since = time;
}

static cost run(const struct direction *d, size_t n, const sppwhy_catalogue *catalogue,
                const sppwhy_rules *rules)
{
    cost c = {.mib = 0};
    made *m = d->make(n);
    sppwhy_records *records;
    sppwhy_collection *collection;
    sppwhy_analysis *analysis;
    sppwhy_activity *activity;
    sppwhy_writer *out;
    size_t bytes = 0;
    double before = peak(), since = now();
    must(sppwhy_writer_to_callback(&out, to_nowhere, &bytes, NULL));
    must(sppwhy_records_create(&records, catalogue, m->list, m->log_count, NULL));
    step(&c, RECORDS, &since);
    must(sppwhy_correlate(&collection, records, m->list, m->log_count, (sppwhy_span){0}, NULL));
    step(&c, CORRELATE, &since);
    must(sppwhy_judge(&analysis, rules, collection, NULL));
    step(&c, JUDGE, &since);
    sppwhy_report_text(out, analysis,
                       &(sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 100});
    step(&c, TEXTS, &since);
    sppwhy_report_json(out, analysis);
    step(&c, JSON, &since);
    must(sppwhy_report_html(out, analysis, NULL));
    step(&c, HTML, &since);
    must(sppwhy_activity_count(&activity, collection, (sppwhy_span){0}, NULL));
    sppwhy_report_activity_text(out, activity, catalogue,
                                &(sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 100});
    sppwhy_report_activity_json(out, activity, catalogue);
    step(&c, ACTIVITY, &since);
    must(sppwhy_report_events(out, records, m->list, m->log_count, catalogue, NULL, NULL));
    must(sppwhy_report_events_csv(out, records, catalogue, NULL, NULL));
    step(&c, EVENTS, &since);
    must(sppwhy_writer_finish(out, NULL));
    c.mib = peak() - before;
    return c; /* the process ends here, and with it its memory */
}

/* In a process of its own: the memory of one run is not the next one's. */
static cost run_apart(const struct direction *d, size_t n, const sppwhy_catalogue *catalogue,
                      const sppwhy_rules *rules)
{
    int pipe_ends[2], status = 0;
    cost c = {.seconds = 0};
    if (pipe(pipe_ends) != 0)
        exit(2);
    pid_t child = fork();
    if (child == 0) {
        c = run(d, n, catalogue, rules);
        _exit(write(pipe_ends[1], &c, sizeof c) == sizeof c ? 0 : 2);
    }
    close(pipe_ends[1]);
    bool got = read(pipe_ends[0], &c, sizeof c) == sizeof c;
    close(pipe_ends[0]);
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0 || !got) {
        fprintf(stderr, "growth: %s, %zu: the run failed\n", d->name, n);
        exit(2);
    }
    return c;
}

/* ---- the table ----------------------------------------------------------------------------------------- */

/* The step that grew most in seconds. */
static int worst_step(const cost *before, const cost *after)
{
    int worst = 0;
    for (int i = 1; i < STEPS; i++)
        if (after->steps[i] - 2 * before->steps[i] > after->steps[worst] - 2 * before->steps[worst])
            worst = i;
    return worst;
}

/* Memory below so much is the allocator's, not ours. */
#define LEAST_MIB 8

static double memory_ratio(const cost *before, const cost *after)
{
    return after->mib < LEAST_MIB ? 2 : after->mib / (before->mib > 1 ? before->mib : 1);
}

typedef struct pair {
    cost before, last;
} pair;

static double time_ratio(const pair *p)
{
    return p->last.seconds / p->before.seconds;
}

static int by_time_ratio(const void *a, const void *b)
{
    double x = time_ratio(a), y = time_ratio(b);
    return (x > y) - (x < y);
}

static bool is_bad(const pair *p)
{
    return time_ratio(p) > MOST_RATIO || memory_ratio(&p->before, &p->last) > MOST_RATIO;
}

static bool measure(const struct direction *d, const sppwhy_catalogue *catalogue, const sppwhy_rules *rules)
{
    const size_t n = d->least * SMALLER;
    pair rounds[ROUNDS_IN_DOUBT], median;
    bool bad = true;
    for (int count = 0; count < ROUNDS || (bad && count < ROUNDS_IN_DOUBT);) {
        rounds[count].before = run_apart(d, n, catalogue, rules);
        rounds[count++].last = run_apart(d, 2 * n, catalogue, rules);
        qsort(rounds, (size_t)count, sizeof *rounds, by_time_ratio);
        median = rounds[count / 2];
        bad = is_bad(&median);
    }
    int worst = worst_step(&median.before, &median.last);
    printf("| %s | %zu | %.0f | %.0f | %.2f | %.0f | %.2f | %s%s%s |\n", d->name, 2 * n,
           median.before.seconds * 1e3, median.last.seconds * 1e3, time_ratio(&median), median.last.mib,
           memory_ratio(&median.before, &median.last), bad ? "**too much: " : "",
           bad ? step_names[worst] : "", bad ? "**" : "");
    fflush(stdout);
    return !bad;
}

static bool is_wanted(const char *name, int count, char **words)
{
    for (int i = 1; i < count; i++)
        if (strstr(name, words[i]))
            return true;
    return count < 2;
}

int main(int count, char **words)
{
    sppwhy_catalogue *catalogue;
    sppwhy_rules *rules;
    bool good = true;
    must(sppwhy_catalogue_load(&catalogue, NULL, NULL));
    must(sppwhy_rules_load(&rules, catalogue, NULL, NULL, NULL, NULL));
    puts("| what is doubled | up to | ms before | ms | times | MiB | times | |");
    puts("|---|---:|---:|---:|---:|---:|---:|---|");
    for (size_t i = 0; i < DIRECTIONS; i++)
        if (is_wanted(directions[i].name, count, words))
            good &= measure(&directions[i], catalogue, rules);
    sppwhy_rules_free(rules);
    sppwhy_catalogue_free(catalogue);
    return good ? 0 : 1;
}
