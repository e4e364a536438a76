/* See fuzz.h. */
#include "fuzz/support/fuzz.h"

#include "support/formats.h"
#include "support/written.h"

#include "base/text.h"
#include "evtx/store.h"
#include "support/memory_file.h"

#include <jansson.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void fuzz_broken(const char *what, const char *file, int line)
{
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
    abort();
}

/* ---- what is there once -------------------------------------------------------------------------------- */

const char *fuzz_file(const void *bytes, size_t size)
{
    static memory_file file;
    static bool there;
    if (!there)
        HOLDS(memory_file_create(&file));
    there = true;
    HOLDS(memory_file_set(&file, bytes, size));
    return file.path;
}

const sppwhy_catalogue *fuzz_catalogue(void)
{
    static sppwhy_catalogue *catalogue;
    if (!catalogue)
        HOLDS(sppwhy_catalogue_load(&catalogue, NULL, NULL) == SPPWHY_OK);
    return catalogue;
}

const sppwhy_rules *fuzz_rules(void)
{
    static sppwhy_rules *rules;
    if (!rules)
        HOLDS(sppwhy_rules_load(&rules, fuzz_catalogue(), NULL, NULL, NULL, NULL) == SPPWHY_OK);
    return rules;
}

/* ---- what must hold ------------------------------------------------------------------------------------ */

bool fuzz_is_text(const char *text)
{
    arena *a = arena_create();
    HOLDS(a);
    bool valid = text_valid_utf8(a, text) == text;
    arena_free(a);
    return valid;
}

static void check_event(const sppwhy_log *log, const sppwhy_event *e)
{
    const sppwhy_event_common *c = e->common;
    arena *a = arena_create();
    const char **strings = a ? event_strings(e, a) : NULL;
    HOLDS(strings);
    HOLDS(e->offset >= 4096 && e->offset < log->bytes);
    HOLDS(fuzz_is_text(c->provider) && fuzz_is_text(c->source));
    HOLDS(fuzz_is_text(c->channel) && fuzz_is_text(c->computer));
    HOLDS(c->qualifiers >= -1 && c->qualifiers <= 0xFFFF);
    for (size_t i = 0; i < c->string_count; i++)
        HOLDS(fuzz_is_text(strings[i]));
    arena_free(a);
}

void fuzz_check_log(const sppwhy_log *log)
{
    size_t recovered = 0;
    for (size_t i = 0; i < log->event_count; i++) {
        check_event(log, &log->events[i]);
        recovered += log->events[i].common->recovered;
    }
    HOLDS(recovered == log->recovered);
    HOLDS(log->event_count - recovered <= log->records);
    HOLDS(log->first_event <= log->last_event);
    uint64_t at = 0;
    for (size_t i = 0; i < log->damage_count; at = log->damage[i++].offset)
        HOLDS(log->damage[i].offset >= at && fuzz_is_text(log->damage[i].reason) && *log->damage[i].reason);
    for (size_t i = 0; i < log->gap_count; i++)
        HOLDS(log->gaps[i].missing != 0);
}

/* ---- reports ------------------------------------------------------------------------------------------- */

typedef struct sheet {
    sppwhy_writer *out;
    char *text;
    size_t length;
} sheet;

static sppwhy_writer *begin_sheet(sheet *s)
{
    *s = (sheet){0};
    s->out = written_open(&s->text, &s->length);
    HOLDS(s->out);
    return s->out;
}

static void close_sheet(sheet *s)
{
    HOLDS(written_close(s->out) && s->text);
}

/* Record numbers have 64 bits and JSON takes them; jansson's integers have a sign, so here they are reals. */
static void end_json(sheet *s)
{
    close_sheet(s);
    json_t *tree = json_loadb(s->text, s->length, JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, NULL);
    HOLDS(tree);
    json_decref(tree);
    free(s->text);
}

static void end_json_lines(sheet *s)
{
    close_sheet(s);
    for (char *line = s->text, *end; *line; line = end + 1) {
        end = strchr(line, '\n');
        HOLDS(end);
        json_t *tree =
            json_loadb(line, (size_t)(end - line), JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL, NULL);
        HOLDS(tree);
        json_decref(tree);
    }
    free(s->text);
}

/* For people: nothing in it may act on a terminal. */
static void end_text(sheet *s)
{
    close_sheet(s);
    HOLDS(strlen(s->text) == s->length && fuzz_is_text(s->text));
    for (const char *at = s->text; *at;) {
        uint32_t c = text_next(&at);
        HOLDS(c == '\n' || !text_acts_on_terminal(c));
    }
    free(s->text);
}

static void end_csv(sheet *s)
{
    close_sheet(s);
    HOLDS(strlen(s->text) == s->length && fuzz_is_text(s->text));
    free(s->text);
}

static void report_activity(const sppwhy_collection *collection)
{
    sppwhy_activity *activity = NULL;
    sheet s;
    HOLDS(sppwhy_activity_count(&activity, collection, (sppwhy_span){0}, NULL) == SPPWHY_OK);
    sppwhy_report_activity_text(begin_sheet(&s), activity, fuzz_catalogue(),
                                &(sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 80});
    end_text(&s);
    sppwhy_report_activity_json(begin_sheet(&s), activity, fuzz_catalogue());
    end_json(&s);
    sppwhy_report_activity_csv(begin_sheet(&s), activity, fuzz_catalogue());
    end_csv(&s);
    sppwhy_activity_free(activity);
}

static void report_analysis(const sppwhy_analysis *analysis)
{
    sheet s;
    sppwhy_report_text(begin_sheet(&s), analysis,
                       &(sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 80, .all = true});
    end_text(&s);
    sppwhy_report_json(begin_sheet(&s), analysis);
    end_json(&s);
    HOLDS(sppwhy_report_html(begin_sheet(&s), analysis, NULL) == SPPWHY_OK);
    end_csv(&s);
}

void fuzz_report(const sppwhy_log *const *logs, size_t count, const sppwhy_rules *rules)
{
    sppwhy_records *records = NULL;
    sppwhy_collection *collection = NULL;
    sppwhy_analysis *analysis = NULL;
    sheet s;
    HOLDS(sppwhy_records_create(&records, fuzz_catalogue(), logs, count, NULL) == SPPWHY_OK);
    HOLDS(sppwhy_report_events(
              begin_sheet(&s), records, logs, count, fuzz_catalogue(),
              &(sppwhy_events_options){.size = sizeof(sppwhy_events_options), .logs_in_any_case = true},
              NULL) == SPPWHY_OK);
    end_json_lines(&s);
    HOLDS(sppwhy_correlate(&collection, records, logs, count, (sppwhy_span){0}, NULL) == SPPWHY_OK);
    HOLDS(sppwhy_judge(&analysis, rules, collection, NULL) == SPPWHY_OK);
    report_analysis(analysis);
    report_activity(collection);
    sppwhy_analysis_free(analysis);
    sppwhy_collection_free(collection);
    sppwhy_records_free(records);
}

static const uint64_t june = 133000000000000000; /* 2022 */

static void keep_one(evtx_store *store, sppwhy_raw_event *e, size_t i, const sppwhy_log *log,
                     sppwhy_event *kept)
{
    e->source = "Software Protection Platform Service";
    e->channel = log->channels[0];
    e->computer = log->computers[0];
    e->reader = "fuzz";
    e->record_id = e->header_record_id = i + 1;
    e->offset = 4096 + i;
    HOLDS(store_keep(store, e, kept));
}

typedef void (*with_log)(const sppwhy_log *const *logs);

static void make_log(sppwhy_raw_event *events, size_t count, with_log use)
{
    const char *computer = "ws1.contoso.com", *channel = "Application";
    sppwhy_log log = {.path = "fuzz.evtx",
                      .computers = &computer,
                      .computer_count = 1,
                      .channels = &channel,
                      .channel_count = 1,
                      .records = count,
                      .first_event = june,
                      .last_event = june + count * 10000000};
    evtx_store store = {0};
    arena *a = arena_create();
    sppwhy_event *kept = a ? ARENA_ARRAY(a, count, sppwhy_event) : NULL;
    HOLDS(kept && store_open(&store, a, &log, NULL));
    for (size_t i = 0; i < count; i++)
        keep_one(&store, &events[i], i, &log, &kept[i]);
    HOLDS(store_finish(&store));
    log.events = kept;
    log.event_count = count;
    const sppwhy_log *logs[] = {&log};
    use(logs);
    store_free(&store);
    arena_free(a);
}

static void report_one(const sppwhy_log *const *logs)
{
    fuzz_report(logs, 1, fuzz_rules());
}

void fuzz_report_events(sppwhy_raw_event *events, size_t count)
{
    for (size_t i = 0; i < count; i++)
        events[i].time = june + i * 10000000;
    make_log(events, count, report_one);
}

/* ---- every format -------------------------------------------------------------------------------------- */

static void look_at_format(void *context, const char *name, const char *bytes, size_t count)
{
    (void)context;
    HOLDS(count < (size_t)64 << 20);
    HOLDS(strcmp(name, "sqlite") == 0 || (strlen(bytes) == count && fuzz_is_text(bytes)));
    HOLDS(strcmp(name, "sqlite") != 0 || (count > 16 && strcmp(bytes, "SQLite format 3") == 0));
}

static void format_one(const sppwhy_log *const *logs)
{
    formats_of of = {.catalogue = fuzz_catalogue(), .rules = fuzz_rules(), .logs = logs, .log_count = 1};
    sppwhy_records *records = NULL;
    sppwhy_collection *collection = NULL;
    sppwhy_analysis *analysis = NULL;
    HOLDS(sppwhy_records_create(&records, fuzz_catalogue(), logs, 1, NULL) == SPPWHY_OK);
    HOLDS(sppwhy_correlate(&collection, records, logs, 1, (sppwhy_span){0}, NULL) == SPPWHY_OK);
    HOLDS(sppwhy_judge(&analysis, fuzz_rules(), collection, NULL) == SPPWHY_OK);
    of.records = records;
    of.collection = collection;
    of.analysis = analysis;
    HOLDS(!formats_make_each(&of, look_at_format, NULL));
    sppwhy_analysis_free(analysis);
    sppwhy_collection_free(collection);
    sppwhy_records_free(records);
}

void fuzz_formats(sppwhy_raw_event *events, size_t count)
{
    make_log(events, count, format_one);
}
