/*
 * Arrow streams: what goes out comes back as the same analysis; the structures keep the specification's law
 * of who gives back what; and a stream that lies about itself is refused. tests/python/ has the same through
 * other people's programs.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rules/analysis.h"
#include "sppwhy/arrow.h"
#include "sppwhy/report.h"
#include "support/cases.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

typedef struct ArrowArrayStream arrow_stream;

static const char scenario[] =
    "logs:\n"
    "  - file: WS1.evtx\n"
    "    computer: ws1.contoso.com\n"
    "    covers: [2026-03-02T00:00:00Z, 2026-03-09T00:00:00Z]\n"
    "    events:\n"
    "      - {time: 2026-03-03T09:00:00Z, id: 12288, strings: [\"0x00000000, 0x00000000, "
    "kms1.contoso.com:1688, 169721ce-2886-4832-a037-e9459281751a, 2026/03/03 09:00, 0, 2, 60, "
    "ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03, 5\"]}\n"
    "      - {time: 2026-03-03T09:00:30Z, id: 12289, strings: [\"0xC004F074, 0, 0, 0\", \"two\"]}\n"
    "      - {time: 2026-03-03T09:00:31Z, id: 8198, strings: [\"hr=0xC004F074\", \"caf\xC3\xA9\"]}\n"
    "      - {time: 2026-03-04T09:00:00Z, id: 900, strings: []}\n";

/* ---- there and back ------------------------------------------------------------------------------------ */

static char *report(const sppwhy_analysis *analysis)
{
    sppwhy_writer *out = NULL;
    size_t length;
    assert_int_equal(sppwhy_writer_to_memory(&out, NULL), SPPWHY_OK);
    sppwhy_report_json(out, analysis);
    const char *text = sppwhy_writer_memory(out, &length);
    assert_non_null(text);
    char *copy = strdup(text);
    assert_non_null(copy);
    sppwhy_writer_free(out);
    return copy;
}

static void open_streams(const pipeline *p, const sppwhy_arrow_options *options, arrow_stream *events,
                         arrow_stream *logs)
{
    assert_int_equal(
        sppwhy_arrow_events(events, p->records, p->logs, p->log_count, p->catalogue, options, NULL),
        SPPWHY_OK);
    assert_int_equal(sppwhy_arrow_logs(logs, p->logs, p->log_count, NULL, options, NULL), SPPWHY_OK);
}

static sppwhy_status read_streams(sppwhy_logs **logs, arrow_stream *const *streams, size_t count,
                                  sppwhy_error *error)
{
    sppwhy_sources *sources = NULL;
    sppwhy_reading *reading = NULL;
    sppwhy_error_clear(error);
    *logs = NULL;
    assert_int_equal(sppwhy_collect(&sources, NULL, 0, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_reading_create(&reading, sources, NULL, NULL), SPPWHY_OK);
    sppwhy_status status = sppwhy_arrow_read(reading, streams, count, error);
    if (status == SPPWHY_OK)
        status = sppwhy_reading_finish(logs, reading, error);
    sppwhy_reading_free(reading);
    sppwhy_sources_free(sources);
    return status;
}

/* What the logs come to, as JSON. */
static char *analyze(const pipeline *p, const sppwhy_log *const *logs, size_t count)
{
    sppwhy_records *records = NULL;
    sppwhy_collection *collection = NULL;
    sppwhy_analysis *analysis = NULL;
    sppwhy_span always = {0, 0};
    assert_int_equal(sppwhy_records_create(&records, p->catalogue, logs, count, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_correlate(&collection, records, logs, count, always, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_judge(&analysis, p->rules, collection, NULL), SPPWHY_OK);
    char *text = report(analysis);
    sppwhy_analysis_free(analysis);
    sppwhy_collection_free(collection);
    sppwhy_records_free(records);
    return text;
}

static int by_path(const void *left, const void *right)
{
    return strcmp((*(const sppwhy_log *const *)left)->path, (*(const sppwhy_log *const *)right)->path);
}

/* A scenario's logs lie in its own order; those of a reading in that of their paths. */
static char *analyze_in_order(const pipeline *p)
{
    const sppwhy_log **logs = calloc(p->log_count + 1, sizeof *logs);
    assert_non_null(logs);
    for (size_t i = 0; i < p->log_count; i++)
        logs[i] = p->logs[i];
    qsort(logs, p->log_count, sizeof *logs, by_path);
    char *text = analyze(p, logs, p->log_count);
    free(logs);
    return text;
}

static void round_trip(const pipeline *p, const sppwhy_arrow_options *options)
{
    arrow_stream events, facts;
    arrow_stream *const streams[] = {&events, &facts};
    sppwhy_logs *logs;
    sppwhy_error error;
    open_streams(p, options, &events, &facts);
    sppwhy_status status = read_streams(&logs, streams, 2, &error);
    if (status != SPPWHY_OK)
        fail_msg("%s", error.message);
    assert_null(events.release);
    assert_null(facts.release);
    /* Logs made up by a scenario may be copies of one another, which real ones are not by then. */
    bool copies = false;
    for (size_t i = 0; i < logs->notice_count; i++)
        copies |= logs->notices[i].kind == SPPWHY_NOTICE_DUPLICATE;
    if (copies) {
        sppwhy_logs_free(logs);
        return;
    }
    char *whole = analyze_in_order(p), *back = analyze(p, logs->items, logs->count);
    assert_string_equal(whole, back);
    free(whole);
    free(back);
    sppwhy_logs_free(logs);
}

static void each_case(void *context, const char *name, const pipeline *p)
{
    const sppwhy_arrow_options plain = {.size = sizeof plain, .plain = true, .guid_text = true};
    const sppwhy_arrow_options small = {.size = sizeof small, .batch_rows = 3};
    size_t *count = context;
    (void)name;
    round_trip(p, NULL);
    round_trip(p, ++*count % 2 == 0 ? &plain : &small);
}

static void every_case_comes_back(void **state)
{
    (void)state;
    size_t count = 0;
    for_each_case(each_case, &count, getenv("SPPWHY_MUTATIONS") ? 20 : 1);
    assert_true(count > 10);
}

/* ---- what a batch is ----------------------------------------------------------------------------------- */

static const struct ArrowSchema *column_schema(const struct ArrowSchema *schema, const char *name, size_t *at)
{
    for (int64_t i = 0; i < schema->n_children; i++)
        if (strcmp(schema->children[i]->name, name) == 0) {
            *at = (size_t)i;
            return schema->children[i];
        }
    fail_msg("there is no column %s", name);
    return NULL;
}

/* The text at a row of a column with a dictionary. */
static const char *name_at(const struct ArrowArray *a, size_t row, size_t *length)
{
    const int32_t index = ((const int32_t *)a->buffers[1])[row];
    assert_true(index >= 0 && index < a->dictionary->length);
    const int32_t *ends = a->dictionary->buffers[1];
    *length = (size_t)(ends[index + 1] - ends[index]);
    return (const char *)a->dictionary->buffers[2] + ends[index];
}

static void columns_are_what_the_specification_has(void **state)
{
    (void)state;
    pipeline p;
    arrow_stream events, facts;
    struct ArrowSchema schema;
    struct ArrowArray batch, none;
    size_t at, length;
    pipeline_to_analysis(&p, scenario, NULL);
    open_streams(&p, NULL, &events, &facts);
    assert_int_equal(events.get_schema(&events, &schema), 0);
    assert_string_equal(schema.format, "+s");
    assert_string_equal(column_schema(&schema, "time", &at)->format, "tsn:UTC");
    assert_string_equal(column_schema(&schema, "cmid", &at)->format, "w:16");
    assert_string_equal(column_schema(&schema, "strings", &at)->format, "+l");
    const struct ArrowSchema *computer = column_schema(&schema, "computer", &at);
    assert_string_equal(computer->format, "i");
    assert_string_equal(computer->dictionary->format, "u");
    assert_int_equal(events.get_next(&events, &batch), 0);
    assert_int_equal(batch.n_children, schema.n_children);
    assert_int_equal(batch.length, p.records->count);
    const char *name = name_at(batch.children[at], 0, &length);
    assert_int_equal(length, strlen("ws1.contoso.com"));
    assert_memory_equal(name, "ws1.contoso.com", length);
    column_schema(&schema, "time", &at);
    assert_int_equal(((const int64_t *)batch.children[at]->buffers[1])[0] % 1000000000, 0);
    column_schema(&schema, "cmid", &at);
    assert_int_equal(batch.children[at]->null_count, batch.length - 1);
    assert_int_equal(((const uint8_t *)batch.children[at]->buffers[0])[0], 1);
    assert_int_equal(((const uint8_t *)batch.children[at]->buffers[1])[0], 0x16);

    /* the end says so as often as it is asked */
    for (int i = 0; i < 2; i++) {
        assert_int_equal(events.get_next(&events, &none), 0);
        assert_null(none.release);
    }
    /* batches and schemas outlive the stream, and a child may be moved out of its parent */
    events.release(&events);
    struct ArrowArray moved = *batch.children[at];
    batch.children[at]->release = NULL;
    batch.release(&batch);
    assert_null(batch.release);
    moved.release(&moved);
    assert_null(moved.release);
    schema.release(&schema);
    assert_null(schema.release);
    facts.release(&facts);
    pipeline_free(&p);
}

static void count_release(void *owner)
{
    ++*(int *)owner;
}

/* A time that no event can have comes back as it was. */
static void odd_times_come_back(void **state)
{
    (void)state;
    pipeline p;
    arrow_stream events, facts;
    arrow_stream *const streams[] = {&events, &facts};
    sppwhy_logs *back;
    sppwhy_error error;
    const char *const strings[] = {"hr=0xC004F074"};
    pipeline_to_analysis(&p, scenario, NULL);
    sppwhy_log log = {.path = "odd.evtx", .event_count = 1, .records = 1};
    const sppwhy_raw_event raw = {.provider = "Microsoft-Windows-Security-SPP",
                                  .source = "",
                                  .channel = "Application",
                                  .computer = "ws1",
                                  .reader = "native",
                                  .id = 8198,
                                  .qualifiers = -1,
                                  .time = UINT64_MAX - 7,
                                  .record_id = UINT64_MAX,
                                  .header_record_id = UINT64_MAX - 1,
                                  .offset = UINT64_MAX - 2,
                                  .strings = strings,
                                  .string_count = 1};
    const sppwhy_log *const logs[] = {&log};
    sppwhy_records *records = NULL;
    log.events = keep_events(p.memory, &log, &raw, 1);
    assert_int_equal(sppwhy_records_create(&records, p.catalogue, logs, 1, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_arrow_events(&events, records, logs, 1, p.catalogue, NULL, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_arrow_logs(&facts, logs, 1, NULL, NULL, NULL), SPPWHY_OK);
    assert_int_equal(read_streams(&back, streams, 2, &error), SPPWHY_OK);
    assert_int_equal(back->items[0]->event_count, 1);
    const sppwhy_event *e = &back->items[0]->events[0];
    assert_int_equal(e->time, log.events[0].time);
    assert_int_equal(e->common->odd_time, UINT64_MAX - 7);
    assert_int_equal(e->record_id, UINT64_MAX);
    assert_int_equal(e->header_record_id, UINT64_MAX - 1);
    assert_int_equal(e->offset, UINT64_MAX - 2);
    sppwhy_logs_free(back);
    sppwhy_records_free(records);
    pipeline_free(&p);
}

static void owners_are_told(void **state)
{
    (void)state;
    pipeline p;
    arrow_stream events, facts, findings;
    int released = 0;
    const sppwhy_arrow_options options = {
        .size = sizeof options, .on_release = count_release, .owner = &released};
    pipeline_to_analysis(&p, scenario, NULL);
    open_streams(&p, &options, &events, &facts);
    assert_int_equal(sppwhy_arrow_findings(&findings, p.analysis, &options, NULL), SPPWHY_OK);
    struct ArrowArray batch;
    assert_int_equal(findings.get_next(&findings, &batch), 0);
    assert_int_equal(batch.length, p.analysis->finding_count);
    batch.release(&batch);
    assert_int_equal(released, 0);
    events.release(&events);
    facts.release(&facts);
    findings.release(&findings);
    assert_int_equal(released, 3);
    pipeline_free(&p);
}

/* Options as an older program knows them: what it does not have is as if it were not said. */
static void older_options_do(void **state)
{
    (void)state;
    pipeline p;
    arrow_stream events, facts;
    struct ArrowSchema schema;
    size_t at;
    sppwhy_arrow_options options;
    memset(&options, 0xFF, sizeof options);
    options.size = offsetof(sppwhy_arrow_options, guid_text);
    options.batch_rows = 1;
    pipeline_to_analysis(&p, scenario, NULL);
    open_streams(&p, &options, &events, &facts);
    assert_int_equal(events.get_schema(&events, &schema), 0);
    assert_string_equal(column_schema(&schema, "cmid", &at)->format, "w:16");
    schema.release(&schema);
    events.release(&events);
    facts.release(&facts);
    pipeline_free(&p);
}

/* ---- streams of others --------------------------------------------------------------------------------- */

/* A stream of one batch whose memory is the test's. */
typedef struct made_stream {
    arrow_stream stream;
    struct ArrowSchema schema;
    struct ArrowArray batches[3];
    size_t batch_count, next;
    int fails; /* what get_next() returns in the end */
    int held;  /* schemas and batches that were not given back */
} made_stream;

static void give_back_schema(struct ArrowSchema *schema)
{
    --*(int *)schema->private_data;
    schema->release = NULL;
}

static void give_back_array(struct ArrowArray *array)
{
    --*(int *)array->private_data;
    array->release = NULL;
}

static int made_schema(arrow_stream *stream, struct ArrowSchema *out)
{
    made_stream *m = stream->private_data;
    *out = m->schema;
    out->release = give_back_schema;
    out->private_data = &m->held;
    m->held++;
    return 0;
}

static int made_next(arrow_stream *stream, struct ArrowArray *out)
{
    made_stream *m = stream->private_data;
    out->release = NULL;
    if (m->next == m->batch_count)
        return m->fails;
    *out = m->batches[m->next++];
    out->release = give_back_array;
    out->private_data = &m->held;
    m->held++;
    return 0;
}

static const char *made_error(arrow_stream *stream)
{
    (void)stream;
    return "the disk is full";
}

static void made_release(arrow_stream *stream)
{
    stream->release = NULL;
}

static void end_schema(struct ArrowSchema *schema)
{
    schema->release = NULL;
}

static void end_array(struct ArrowArray *array)
{
    array->release = NULL;
}

/* Two events: of a dictionary, of 16-bit ids, of large texts, of seconds, with an offset of 1 everywhere. */
static const uint16_t ids[] = {9, 12288, 8198};
static const int8_t provider_of[] = {7, 0, 0};
static const int32_t provider_ends[] = {0, 31};
static const int64_t file_ends[] = {0, 1, 7, 13};
static const int64_t seconds[] = {0, 1772528400, 1772528401};
static const int32_t list_ends[] = {0, 1, 2, 4};
static const int32_t string_ends[] = {0, 1, 3, 5, 6};

typedef struct two_events {
    made_stream made;
    struct ArrowSchema schemas[6], *schema_list[6], item_schema, *item_schemas[1], texts_schema, copy_schema,
        *copy_schemas[1];
    struct ArrowArray arrays[6], *array_list[6], item, *items[1], texts, copy, *copies[1];
    const void *buffers[8][3];
    const void *root_buffers[1];
} two_events;

static void make_two_events(two_events *t)
{
    static const char *const names[] = {"event_id", "provider", "file", "time", "strings"};
    static const char *const formats[] = {"S", "c", "U", "tss:Europe/Berlin", "+l"};
    const void *const values[] = {ids, provider_of, file_ends, seconds, list_ends};
    memset(t, 0, sizeof *t);
    t->texts_schema = (struct ArrowSchema){.format = "u", .release = end_schema};
    t->item_schema = (struct ArrowSchema){.format = "u", .name = "item", .release = end_schema};
    t->item_schemas[0] = &t->item_schema;
    t->items[0] = &t->item;
    for (size_t i = 0; i < 5; i++) {
        t->schemas[i] = (struct ArrowSchema){.format = formats[i], .name = names[i], .release = end_schema};
        t->schema_list[i] = &t->schemas[i];
        t->buffers[i][1] = values[i];
        t->arrays[i] = (struct ArrowArray){.length = 2,
                                           .offset = 1,
                                           .n_buffers = i == 2 ? 3 : 2,
                                           .buffers = t->buffers[i],
                                           .release = end_array};
        t->array_list[i] = &t->arrays[i];
    }
    t->buffers[2][2] = "xa.evtxb.evtx";
    t->schemas[1].dictionary = &t->texts_schema;
    t->buffers[5][1] = provider_ends;
    t->buffers[5][2] = "Microsoft-Windows-Security-SPP?";
    t->texts =
        (struct ArrowArray){.length = 1, .n_buffers = 3, .buffers = t->buffers[5], .release = end_array};
    t->arrays[1].dictionary = &t->texts;
    t->schemas[4].children = t->item_schemas;
    t->schemas[4].n_children = 1;
    t->buffers[6][1] = string_ends;
    t->buffers[6][2] = "xabcde";
    t->item =
        (struct ArrowArray){.length = 4, .n_buffers = 3, .buffers = t->buffers[6], .release = end_array};
    t->arrays[4].children = t->items;
    t->arrays[4].n_children = 1;
    t->made.schema = (struct ArrowSchema){.format = "+s", .n_children = 5, .children = t->schema_list};
    t->made.batches[0] = (struct ArrowArray){
        .length = 2, .n_children = 5, .children = t->array_list, .n_buffers = 1, .buffers = t->root_buffers};
    t->made.batch_count = 1;
    t->made.stream = (arrow_stream){made_schema, made_next, made_error, made_release, &t->made};
}

static sppwhy_status read_two(two_events *t, sppwhy_logs **logs, sppwhy_error *error)
{
    arrow_stream *const streams[] = {&t->made.stream};
    sppwhy_status status = read_streams(logs, streams, 1, error);
    assert_null(t->made.stream.release);
    assert_int_equal(t->made.held, 0);
    return status;
}

static void others_streams_are_read(void **state)
{
    (void)state;
    two_events t;
    sppwhy_logs *logs;
    sppwhy_error error;
    char text[16];
    make_two_events(&t);
    assert_int_equal(read_two(&t, &logs, &error), SPPWHY_OK);
    assert_int_equal(logs->count, 2);
    const sppwhy_event *first = &logs->items[0]->events[0];
    assert_string_equal(logs->items[0]->path, "a.evtx");
    assert_int_equal(first->common->id, 12288);
    assert_string_equal(first->common->provider, "Microsoft-Windows-Security-SPP?");
    assert_int_equal(first->common->qualifiers, -1);
    assert_int_equal(first->common->string_count, 1);
    sppwhy_event_string(first, 0, text, sizeof text);
    assert_string_equal(text, "ab");
    const sppwhy_event *second = &logs->items[1]->events[0];
    assert_int_equal(second->common->string_count, 2);
    sppwhy_event_string(second, 1, text, sizeof text);
    assert_string_equal(text, "e");
    assert_int_equal(second->time - first->time, 10000000);
    sppwhy_logs_free(logs);
}

/* A MiB that a thousand rows name: a copy for each would be a GiB. */
enum { ROWS = 1000, LONG_TEXT = 1 << 20 };

static void a_long_text_of_a_dictionary_is_kept_once(void **state)
{
    (void)state;
    static uint16_t many_ids[ROWS + 1];
    static int8_t zeros[ROWS + 1];
    static int64_t many_file_ends[ROWS + 2], many_seconds[ROWS + 1];
    static int32_t many_lists[ROWS + 2];
    static const int32_t text_ends[] = {0, LONG_TEXT};
    static char path[ROWS + 1], long_text[LONG_TEXT];
    const void *const values[] = {many_ids, zeros, many_file_ends, many_seconds, many_lists};
    two_events t;
    sppwhy_logs *logs;
    sppwhy_error error;
    struct rusage before, after;
    memset(path, 'a', sizeof path);
    memset(long_text, 'x', sizeof long_text);
    for (int i = 0; i <= ROWS; i++) {
        many_ids[i] = 12288;
        many_seconds[i] = 1772528400 + i;
        many_file_ends[i + 1] = many_file_ends[i] + 1;
        many_lists[i + 1] = i;
    }
    make_two_events(&t);
    const void *text_buffers[3] = {NULL, text_ends, long_text};
    struct ArrowArray texts = {.length = 1, .n_buffers = 3, .buffers = text_buffers, .release = end_array};
    for (size_t i = 0; i < 5; i++) {
        t.buffers[i][1] = values[i];
        t.arrays[i].length = ROWS;
    }
    t.buffers[2][2] = path;
    t.item_schema = (struct ArrowSchema){
        .format = "c", .name = "item", .dictionary = &t.texts_schema, .release = end_schema};
    t.buffers[6][1] = zeros;
    t.item = (struct ArrowArray){
        .length = ROWS, .n_buffers = 2, .buffers = t.buffers[6], .dictionary = &texts, .release = end_array};
    t.made.batches[0].length = ROWS;
    assert_int_equal(getrusage(RUSAGE_SELF, &before), 0);
    assert_int_equal(read_two(&t, &logs, &error), SPPWHY_OK);
    assert_int_equal(getrusage(RUSAGE_SELF, &after), 0);
    assert_true(after.ru_maxrss - before.ru_maxrss < 256 * 1024); /* KiB */
    size_t events = 0;
    for (size_t i = 0; i < logs->count; i++)
        events += logs->items[i]->event_count;
    assert_int_equal(events, ROWS);
    assert_int_equal(sppwhy_event_string(&logs->items[0]->events[ROWS - 1], 0, path, sizeof path), LONG_TEXT);
    sppwhy_logs_free(logs);
}

static void empty_and_null_batches_do(void **state)
{
    (void)state;
    two_events t;
    sppwhy_logs *logs;
    sppwhy_error error;
    static const uint8_t second_only[] = {2};
    make_two_events(&t);
    t.made.batch_count = 0;
    assert_int_equal(read_two(&t, &logs, &error), SPPWHY_OK);
    assert_int_equal(logs->count, 0);
    sppwhy_logs_free(logs);

    make_two_events(&t); /* a batch without rows, all of its buffers missing, then the two events */
    t.made.batches[1] = t.made.batches[0];
    struct ArrowArray none[5], *nones[5];
    const void *no_buffers[3] = {NULL};
    struct ArrowArray no_item = t.item, *no_items[] = {&no_item}, no_texts = t.texts;
    no_item.length = no_texts.length = 0;
    no_item.buffers = no_texts.buffers = no_buffers;
    for (size_t i = 0; i < 5; i++) {
        none[i] = t.arrays[i];
        none[i].length = none[i].offset = 0;
        none[i].buffers = no_buffers;
        none[i].dictionary = t.arrays[i].dictionary ? &no_texts : NULL;
        none[i].children = no_items;
        nones[i] = &none[i];
    }
    t.made.batches[0].length = 0;
    t.made.batches[0].children = nones;
    t.made.batch_count = 2;
    assert_int_equal(read_two(&t, &logs, &error), SPPWHY_OK);
    assert_int_equal(logs->count, 2);
    sppwhy_logs_free(logs);

    make_two_events(&t); /* a row of the batch itself that is null */
    t.root_buffers[0] = second_only;
    t.made.batches[0].null_count = 1;
    assert_int_equal(read_two(&t, &logs, &error), SPPWHY_OK);
    assert_int_equal(logs->count, 1);
    assert_string_equal(logs->items[0]->path, "b.evtx");
    sppwhy_logs_free(logs);
}

/* Views: a short text in place, a long one elsewhere; lists with a length each. */
static void views_are_read(void **state)
{
    (void)state;
    two_events t;
    sppwhy_logs *logs;
    sppwhy_error error;
    char text[32];
    struct {
        uint32_t size;
        char bytes[12];
    } short_text = {2, "ab"};
    struct {
        uint32_t size;
        char prefix[4];
        uint32_t buffer, offset;
    } long_text = {20, "0123", 0, 1};
    uint8_t views[32];
    const int64_t sizes[] = {21};
    const void *buffers[] = {NULL, views, "x01234567890123456789", sizes};
    const int32_t begins[] = {0, 1, 0}, lengths[] = {0, 1, 2};
    const void *list_buffers[] = {NULL, begins, lengths};
    memcpy(views, &short_text, 16);
    memcpy(views + 16, &long_text, 16);
    make_two_events(&t);
    t.item_schema.format = "vu";
    t.item = (struct ArrowArray){.length = 2, .n_buffers = 4, .buffers = buffers, .release = end_array};
    t.schemas[4].format = "+vl";
    t.arrays[4].buffers = list_buffers;
    t.arrays[4].n_buffers = 3;
    assert_int_equal(read_two(&t, &logs, &error), SPPWHY_OK);
    sppwhy_event_string(&logs->items[0]->events[0], 0, text, sizeof text);
    assert_string_equal(text, "01234567890123456789");
    assert_int_equal(logs->items[1]->events[0].common->string_count, 2);
    sppwhy_event_string(&logs->items[1]->events[0], 0, text, sizeof text);
    assert_string_equal(text, "ab");
    sppwhy_logs_free(logs);

    const int64_t less[] = {20};
    buffers[3] = less;
    make_two_events(&t);
    t.item_schema.format = "vu";
    t.item = (struct ArrowArray){.length = 2, .n_buffers = 4, .buffers = buffers, .release = end_array};
    t.schemas[4].format = "+vl";
    t.arrays[4].buffers = list_buffers;
    t.arrays[4].n_buffers = 3;
    assert_int_equal(read_two(&t, &logs, &error), SPPWHY_INVALID);
    assert_non_null(strstr(error.message, "leads out of its buffer"));
}

/* ---- streams that lie ---------------------------------------------------------------------------------- */

typedef void (*spoiler)(two_events *t);

static void no_release(two_events *t)
{
    t->arrays[0].release = NULL;
}
static void short_column(two_events *t)
{
    t->arrays[3].length = 1;
}
static void negative_length(two_events *t)
{
    t->arrays[3].length = -1;
}
static void negative_offset(two_events *t)
{
    t->arrays[3].offset = -1;
}
static void huge_offset(two_events *t)
{
    t->arrays[3].offset = INT64_MAX;
}
static void negative_batch(two_events *t)
{
    t->made.batches[0].length = -5;
}
static void huge_batch(two_events *t)
{
    t->made.batches[0].length = INT64_MAX;
}
static void no_buffer(two_events *t)
{
    t->buffers[0][1] = NULL;
}
static void no_buffers(two_events *t)
{
    t->arrays[0].buffers = NULL;
}
static void few_buffers(two_events *t)
{
    t->arrays[2].n_buffers = 2;
}
static void no_text(two_events *t)
{
    t->buffers[2][2] = NULL;
}
static void no_bitmap(two_events *t)
{
    t->arrays[0].null_count = 1;
}
static void many_nulls(two_events *t)
{
    t->arrays[0].null_count = 3;
}
static void no_dictionary(two_events *t)
{
    t->arrays[1].dictionary = NULL;
}
static void other_dictionary(two_events *t)
{
    t->arrays[0].dictionary = &t->texts;
}
static void no_child(two_events *t)
{
    t->items[0] = NULL;
}
static void few_children(two_events *t)
{
    t->arrays[4].n_children = 0;
}
static void few_columns(two_events *t)
{
    t->made.batches[0].n_children = 4;
}
static void short_list(two_events *t)
{
    t->item.length = 3;
}

static void empty_dictionary(two_events *t)
{
    t->texts.length = 0;
}

static void falling_offsets(two_events *t)
{
    static const int32_t falling[] = {0, 3, 2, 4};
    t->buffers[4][1] = falling;
}

static void negative_offsets(two_events *t)
{
    static const int64_t negative[] = {0, 1, 7, -13};
    t->buffers[2][1] = negative;
}

static void index_outside(two_events *t)
{
    static const int8_t outside[] = {0, 0, 1};
    t->buffers[1][1] = outside;
}

static void negative_index(two_events *t)
{
    static const int8_t outside[] = {0, 0, -1};
    t->buffers[1][1] = outside;
}

static void bad_text(two_events *t)
{
    t->buffers[6][2] = "xa\xFF"
                       "cde";
}

static void null_id(two_events *t)
{
    static const uint8_t bits[] = {4};
    t->buffers[0][0] = bits;
    t->arrays[0].null_count = 1;
}

static void schema_without_format(two_events *t)
{
    t->schemas[0].format = NULL;
}
static void schema_without_child(two_events *t)
{
    t->schema_list[2] = NULL;
}
static void schema_with_many(two_events *t)
{
    t->schemas[4].n_children = INT64_MAX;
}
static void schema_of_text_dictionary(two_events *t)
{
    t->schemas[2].dictionary = &t->texts_schema;
}
static void schema_in_itself(two_events *t)
{
    t->item_schema.format = "+l";
    t->item_schema.children = t->item_schemas;
    t->item_schema.n_children = 1;
}
static void ids_are_texts(two_events *t)
{
    t->schemas[0].format = "u";
    t->arrays[0] = t->item;
}
static void strings_are_numbers(two_events *t)
{
    t->schemas[4] = t->schemas[0];
    t->schemas[4].name = "strings";
    t->arrays[4] = t->arrays[0];
}
static void no_strings(two_events *t)
{
    t->schemas[4].name = "other";
}
static void no_struct(two_events *t)
{
    t->made.schema.format = "l";
    t->made.schema.n_children = 0;
}

/* Few types, of which each is met hundreds of times. */
static void types_without_end(two_events *t)
{
    static struct ArrowSchema middle, *middles[400], *ends[400];
    for (size_t i = 0; i < COUNT(ends); i++) {
        middles[i] = &middle;
        ends[i] = &t->texts_schema;
    }
    middle = (struct ArrowSchema){
        .format = "+s", .n_children = COUNT(ends), .children = ends, .release = end_schema};
    t->item_schema.format = "+s";
    t->item_schema.children = middles;
    t->item_schema.n_children = COUNT(middles);
}

/* A sixth column. */
static void add_copies(two_events *t, const char *item_format, const int32_t *ends, int64_t length)
{
    t->copy_schema = (struct ArrowSchema){.format = item_format, .name = "item", .release = end_schema};
    t->copy_schemas[0] = &t->copy_schema;
    t->schemas[5] = (struct ArrowSchema){.format = "+l",
                                         .name = "also_in",
                                         .n_children = 1,
                                         .children = t->copy_schemas,
                                         .release = end_schema};
    t->copy = (struct ArrowArray){
        .length = length, .n_buffers = 1, .buffers = t->root_buffers, .release = end_array};
    t->copies[0] = &t->copy;
    t->buffers[7][1] = ends;
    t->arrays[5] = (struct ArrowArray){.length = 2,
                                       .offset = 1,
                                       .n_buffers = 2,
                                       .buffers = t->buffers[7],
                                       .n_children = 1,
                                       .children = t->copies,
                                       .release = end_array};
    t->schema_list[5] = &t->schemas[5];
    t->array_list[5] = &t->arrays[5];
    t->made.schema.n_children = t->made.batches[0].n_children = 6;
}
static void any_number_of_copies(two_events *t)
{
    static const int32_t ends[] = {0, 0, INT32_MAX, INT32_MAX};
    add_copies(t, "+s", ends, (int64_t)1 << 40);
}
static void copies_of_no_log(two_events *t)
{
    static const int32_t ends[] = {0, 0, 2, 3};
    add_copies(t, "+s", ends, 3);
}
static void copies_of_nothing(two_events *t)
{
    static const int32_t ends[] = {0, 0, 2, 3};
    add_copies(t, "+r", ends, -1);
}
static void dictionary_without_end(two_events *t)
{
    t->texts.length = INT64_MAX;
}
static void dictionary_of_itself(two_events *t)
{
    t->texts_schema.format = "c";
    t->texts_schema.dictionary = &t->texts_schema;
}
static void column_without_columns(two_events *t)
{
    t->made.batches[0].children = NULL;
}
static void wide_offsets_fall(two_events *t)
{
    static const int64_t ends[] = {0, 7, INT64_MIN, 13};
    t->buffers[2][1] = ends;
}
static void wide_offsets_far(two_events *t)
{
    static const int64_t ends[] = {-9, -7, -5, -3};
    t->buffers[2][1] = ends;
}
static void nulls_for_ids(two_events *t)
{
    t->schemas[0].format = "n";
    t->arrays[0].n_buffers = 0;
}
static void no_functions(two_events *t)
{
    t->made.stream.get_next = NULL;
}

static const struct {
    spoiler spoil;
    const char *says;
} lies[] = {
    {types_without_end, "too many types inside"},
    {any_number_of_copies, "column also_in, row 0: it has more copies than an event can have"},
    {copies_of_no_log, "column also_in, row 0: a copy does not say in which log it is"},
    {copies_of_nothing, "column also_in, row 0: "},
    {dictionary_without_end, "lengths are wrong"},
    {dictionary_of_itself, "nests too deep"},
    {column_without_columns, "other children than its type"},
    {wide_offsets_fall, "column file, row 1: its offsets fall"},
    {wide_offsets_far, "column file, row 2: its offsets lead out of it"},
    {nulls_for_ids, "column event_id, row 0: it is null"},
    {no_functions, "has no functions"},
    {no_release, "given back already"},
    {short_column, "column time, row 1: it is shorter"},
    {negative_length, "lengths are wrong"},
    {negative_offset, "lengths are wrong"},
    {huge_offset, "lengths are wrong"},
    {negative_batch, "lengths are wrong"},
    {huge_batch, "lengths are wrong"},
    {no_buffer, "column event_id, row 0: a buffer is missing"},
    {no_buffers, "number of buffers"},
    {few_buffers, "column file, row 0: it has a wrong number of buffers"},
    {no_text, "a buffer is missing"},
    {no_bitmap, "does not say which"},
    {many_nulls, "lengths are wrong"},
    {no_dictionary, "its dictionary is missing"},
    {other_dictionary, "unlike its type"},
    {no_child, "an array inside is missing"},
    {few_children, "other children than its type"},
    {few_columns, "other children than its type"},
    {short_list, "offsets lead out of it"},
    {empty_dictionary, "that its dictionary does not have"},
    {falling_offsets, "its offsets fall"},
    {negative_offsets, "offsets lead out of it"},
    {index_outside, "column provider, row 1: it names a value that its dictionary does not have"},
    {negative_index, "that its dictionary does not have"},
    {bad_text, "no UTF-8"},
    {null_id, "column event_id, row 0: it is null"},
    {schema_without_format, "its type is missing"},
    {schema_without_child, "a type inside is missing"},
    {schema_with_many, "wrong number of types"},
    {schema_of_text_dictionary, "is no integer"},
    {schema_in_itself, "nests too deep"},
    {ids_are_texts, "it is no number"},
    {strings_are_numbers, "it is no list"},
    {no_strings, "neither events nor logs"},
    {no_struct, "neither events nor logs"},
};

static void lies_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(lies); i++) {
        two_events t;
        sppwhy_logs *logs;
        sppwhy_error error;
        make_two_events(&t);
        lies[i].spoil(&t);
        assert_int_equal(read_two(&t, &logs, &error), SPPWHY_INVALID);
        assert_int_equal(error.status, SPPWHY_INVALID);
        if (!strstr(error.message, lies[i].says))
            fail_msg("\"%s\" does not say \"%s\"", error.message, lies[i].says);
    }
}

static void a_stream_that_fails_says_why(void **state)
{
    (void)state;
    two_events t;
    sppwhy_logs *logs;
    sppwhy_error error;
    make_two_events(&t);
    t.made.fails = ENOSPC;
    assert_int_equal(read_two(&t, &logs, &error), SPPWHY_IO);
    assert_non_null(strstr(error.message, "the disk is full"));
    arrow_stream *const again[] = {&t.made.stream};
    assert_int_equal(read_streams(&logs, again, 1, &error), SPPWHY_INVALID);
    assert_non_null(strstr(error.message, "read already"));
}

static void a_wrong_state_is_refused(void **state)
{
    (void)state;
    two_events t;
    sppwhy_logs *logs;
    sppwhy_error error;
    static const char line[] = "{\"sppwhy\":{\"schema_version\":1,\"logs\":[{\"id\":\"0000000000000000\","
                               "\"file\":\"a.evtx\"}]}}";
    static const int64_t ends[] = {0, 0, sizeof line - 1, sizeof line - 1};
    make_two_events(&t);
    t.schemas[2].name = "state";
    t.buffers[2][1] = ends;
    t.buffers[2][2] = line;
    assert_int_equal(read_two(&t, &logs, &error), SPPWHY_INVALID);
    assert_non_null(strstr(error.message, "column state, row 0: what it says of a log is not of its form"));
}

/* A column of nothing but nulls has no memory: whatever length it says is not counted through. */
static void endless_nulls_say_nothing(void **state)
{
    (void)state;
    two_events t;
    sppwhy_logs *logs;
    sppwhy_error error;
    make_two_events(&t);
    for (size_t i = 0; i < 5; i++) {
        t.schemas[i].format = "n";
        t.schemas[i].n_children = t.arrays[i].n_children = t.arrays[i].n_buffers = 0;
        t.schemas[i].dictionary = NULL;
        t.arrays[i].dictionary = NULL;
        t.arrays[i].length = (int64_t)1 << 40;
        t.arrays[i].offset = 0;
    }
    t.schemas[0].name = "state";
    t.made.batches[0].length = (int64_t)1 << 40;
    assert_int_equal(read_two(&t, &logs, &error), SPPWHY_OK);
    assert_int_equal(logs->count, 0);
    sppwhy_logs_free(logs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(endless_nulls_say_nothing),
        cmocka_unit_test(every_case_comes_back),
        cmocka_unit_test(columns_are_what_the_specification_has),
        cmocka_unit_test(odd_times_come_back),
        cmocka_unit_test(owners_are_told),
        cmocka_unit_test(older_options_do),
        cmocka_unit_test(others_streams_are_read),
        cmocka_unit_test(a_long_text_of_a_dictionary_is_kept_once),
        cmocka_unit_test(empty_and_null_batches_do),
        cmocka_unit_test(views_are_read),
        cmocka_unit_test(lies_are_refused),
        cmocka_unit_test(a_stream_that_fails_says_why),
        cmocka_unit_test(a_wrong_state_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
