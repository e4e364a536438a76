/*
 * What people and programs get: JSON that is valid whatever a log says, with the members that others rely on,
 * and text that fits the terminal and cannot act on it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "report/write/json_writer.h"
#include "rules/analysis.h"
#include "sppwhy/report.h"
#include "support/pipeline.h"
#include "support/written.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define FFFD "\xEF\xBF\xBD"

/* ---- what was written, read back
 * ---------------------------------------------------------------------------- */

typedef struct text {
    char *bytes;
    size_t length;
    sppwhy_writer *out;
} text;

static sppwhy_writer *text_open(text *t)
{
    *t = (text){0};
    t->out = written_open(&t->bytes, &t->length);
    assert_non_null(t->out);
    return t->out;
}

static const char *text_close(text *t)
{
    assert_true(written_close(t->out));
    return t->bytes;
}

static json_t *parse(const char *json, size_t length)
{
    json_error_t error;
    json_t *root = json_loadb(json, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (!root)
        fail_msg("%d:%d: %s in: %.300s", error.line, error.column, error.text, json);
    return root;
}

/* ---- the writer
 * --------------------------------------------------------------------------------------------- */

/* The string as it is in JSON, without the quotation marks; `meant` is what a reader gets from it. */
static void check_string(const char *from, const char *written, const char *meant)
{
    text t;
    json_writer w = {.out = text_open(&t)};
    json_put_string(&w, from);
    text_close(&t);
    if (written) {
        assert_int_equal(t.length, strlen(written) + 2);
        assert_memory_equal(t.bytes + 1, written, strlen(written));
    }
    json_t *read = parse(t.bytes, t.length);
    assert_string_equal(json_string_value(read), meant);
    json_decref(read);
    free(t.bytes);
}

static void strings_are_escaped(void **state)
{
    static const char *const cases[][3] = {
        {"", "", ""},
        {"kms1.contoso.com", "kms1.contoso.com", "kms1.contoso.com"},
        {"\"\\/", "\\\"\\\\/", "\"\\/"},
        {"\n\r\t", "\\n\\r\\t", "\n\r\t"},
        {"\x01\x08\x0C\x1B\x1F", "\\u0001\\u0008\\u000c\\u001b\\u001f", "\x01\x08\x0C\x1B\x1F"},
        {"\x7F\xC2\x9B", "\\u007f\\u009b", "\x7F\xC2\x9B"},                         /* DEL, C1 */
        {"\xE2\x80\xA8\xE2\x80\xA9", "\\u2028\\u2029", "\xE2\x80\xA8\xE2\x80\xA9"}, /* for JavaScript */
        {"gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80", "gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80",
         "gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80"},
        {"a\xFFz", "a" FFFD "z", "a" FFFD "z"},
        {"\xED\xA0\x80", FFFD FFFD FFFD, FFFD FFFD FFFD}, /* a surrogate */
        {"\xC0\xAF", FFFD FFFD, FFFD FFFD},               /* overlong */
        {FFFD, FFFD, FFFD},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        check_string(cases[i][0], cases[i][1], cases[i][2]);
}

static void every_character_comes_back(void **state)
{
    (void)state;
    for (uint32_t c = 1; c <= 0x10FFFF; c += c < 0x2100 ? 1 : 97) {
        strbuf one = {0};
        text_add_code_point(&one, c);
        check_string(one.bytes, NULL, one.bytes);
        strbuf_free(&one);
    }
    for (unsigned byte = 0x80; byte <= 0xFF; byte++) {
        const char lone[] = {'a', (char)byte, 'z', '\0'};
        check_string(lone, NULL, "a" FFFD "z");
    }
}

static void write_everything(json_writer *w)
{
    static const char *const texts[] = {"a", "b"};
    static const uint8_t id[16] = {0x16, 0x97, 0x21, 0xCE, 0x28, 0x86, 0x48, 0x32,
                                   0xA0, 0x37, 0xE9, 0x45, 0x92, 0x81, 0x75, 0x1A};
    json_open_object(w);
    json_key(w, "empty list");
    json_open_array(w);
    json_close_array(w);
    json_key(w, "empty object");
    json_open_object(w);
    json_close_object(w);
    json_key(w, "list");
    json_open_array(w);
    json_open_array(w);
    json_put_signed(w, INT64_MIN);
    json_close_array(w);
    json_open_object(w);
    json_close_object(w);
    json_put_null(w);
    json_put_boolean(w, false);
    json_put_string(w, "x");
    json_close_array(w);
    json_number_member(w, "number", INT64_MAX);
    json_boolean_member(w, "boolean", true);
    json_string_member(w, "none", NULL);
    json_string_member(w, "key \"\n", "value");
    json_code_member(w, "code", 0xC004F074);
    json_code_member(w, "small code", 8);
    json_time_member(w, "time", 132307125530000001, true);
    json_time_member(w, "minute", 132307125000000000, false);
    json_time_member(w, "no time", 0, true);
    json_guid_member(w, "id", id);
    json_guid_member(w, "no id", NULL);
    json_strings_member(w, "texts", texts, 2);
    json_strings_member(w, "no texts", NULL, 0);
    json_close_object(w);
}

static void a_document_is_valid_on_one_line_and_on_many(void **state)
{
    static const char one_line[] =
        "{\"empty list\":[],\"empty object\":{},\"list\":[[-9223372036854775808],{},null,false,\"x\"],"
        "\"number\":9223372036854775807,\"boolean\":true,\"none\":null,\"key \\\"\\n\":\"value\","
        "\"code\":\"0xC004F074\",\"small code\":\"0x00000008\",\"time\":\"2020-04-07T05:55:53.000000100Z\","
        "\"minute\":\"2020-04-07T05:55:00Z\",\"no "
        "time\":null,\"id\":\"169721ce-2886-4832-a037-e9459281751a\","
        "\"no id\":null,\"texts\":[\"a\",\"b\"],\"no texts\":[]}";
    text t;
    (void)state;
    json_writer w = {.out = text_open(&t)};
    write_everything(&w);
    text_close(&t);
    assert_string_equal(t.bytes, one_line);
    json_t *short_form = parse(t.bytes, t.length);
    free(t.bytes);
    w = (json_writer){.out = text_open(&t), .indent = true};
    write_everything(&w);
    text_close(&t);
    json_t *long_form = parse(t.bytes, t.length);
    assert_true(json_equal(short_form, long_form));
    assert_non_null(strstr(t.bytes, "\n  \"code\": \"0xC004F074\""));
    json_decref(short_form);
    json_decref(long_form);
    free(t.bytes);
}

/* ---- records
 * ------------------------------------------------------------------------------------------------ */

#define EC2_INFO                                                                                             \
    "0x00000000, 0x00000000, 169.254.169.250:1688, 169721ce-2886-4832-a037-e9459281751a, 2023/05/24 01:12, " \
    "1, 5, 0, "                                                                                              \
    "ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03, 5"

static const char ec2[] =
    "logs:\n"
    "  - file: collected/Application.evtx\n"
    "    computer: EC2AMAZ-U1F32CD\n"
    "    first_record: 8056\n"
    "    events:\n"
    "      - {time: 2023-05-24T01:12:29.467086Z, id: 12288, strings: [\"" EC2_INFO "\"]}\n"
    "      - {time: 2023-05-24T01:12:30.145107Z, id: 12289, strings: "
    "[\"0x00000000, 0x00000000, 1, 0, 50, 120, 10080, 2023/05/24 01:12\"]}\n";

static char *events_of(const char *scenario, sppwhy_span span)
{
    pipeline p;
    text t;
    pipeline_to_records(&p, scenario);
    assert_int_equal(sppwhy_report_events(
                         text_open(&t), p.records, p.logs, p.log_count, p.catalogue,
                         &(sppwhy_events_options){.size = sizeof(sppwhy_events_options), .span = span}, NULL),
                     SPPWHY_OK);
    text_close(&t);
    pipeline_free(&p);
    return t.bytes;
}

/* Without the bracket at the end: more may follow. */
static char *promised_text(const char *request)
{
    static char promised[2048];
    snprintf(promised, sizeof promised, "%.*s", (int)strlen(request) - 1, request);
    return promised;
}

static void a_client_request_is_written_as_promised(void **state)
{
    static const char request[] =
        "{\"@timestamp\":\"2023-05-24T01:12:29.467086000Z\","
        "\"event\":{\"code\":\"12288\",\"provider\":\"Microsoft-Windows-Security-SPP\",\"outcome\":"
        "\"success\"},"
        "\"host\":{\"name\":\"EC2AMAZ-U1F32CD\"},"
        "\"winlog\":{\"channel\":\"Application\",\"record_id\":8056,\"computer_name\":\"EC2AMAZ-U1F32CD\","
        "\"event_data\":{\"param1\":\"" EC2_INFO "\"}},"
        "\"log\":{\"file\":{\"path\":\"collected/Application.evtx\"}},"
        "\"spp\":{\"kind\":\"client_request\",\"code\":\"0x00000000\",\"flags\":\"0x00000000\","
        "\"server\":\"169.254.169.250\",\"port\":1688,\"cmid\":\"169721ce-2886-4832-a037-e9459281751a\","
        "\"client_time\":\"2023-05-24T01:12:00Z\",\"vm\":true,\"license_state\":\"notification\",\"minutes_"
        "left\":0,"
        "\"product\":{\"id\":\"ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03\",\"name\":\"Windows Server 2022 "
        "Datacenter\"},"
        "\"required_count\":5,\"recovered\":false}}";
    (void)state;
    char *lines = events_of(ec2, (sppwhy_span){0});
    char *second = strchr(lines, '\n');
    assert_non_null(second);
    *second++ = '\0';
    json_t *got = parse(lines, strlen(lines)), *wanted = parse(request, strlen(request));
    assert_true(text_starts_with(lines, promised_text(request)));
    assert_int_equal(json_object_del(got, "sppwhy"), 0); /* for reading it back: see test_lines.c */
    assert_true(json_equal(got, wanted));
    json_decref(got);
    json_decref(wanted);
    got = parse(second, strlen(second));
    json_t *spp = json_object_get(got, "spp");
    assert_string_equal(json_string_value(json_object_get(spp, "kind")), "client_response");
    assert_true(json_is_true(json_object_get(spp, "activated")));
    assert_int_equal(json_integer_value(json_object_get(spp, "count")), 50);
    assert_int_equal(json_integer_value(json_object_get(spp, "activation_interval")), 120);
    assert_int_equal(json_integer_value(json_object_get(spp, "renewal_interval")), 10080);
    assert_string_equal(json_string_value(json_object_get(spp, "client_time")), "2023-05-24T01:12:00Z");
    json_decref(got);
    free(lines);
}

static void a_field_that_did_not_parse_is_null_with_the_reason(void **state)
{
    static const char scenario[] =
        "logs:\n  - {file: a.evtx, computer: A, events: [{time: 2026-03-01T10:00:00Z, "
        "id: 12288, strings: [\"0x0, 0x0, kms1, <CMID>\"]}]}\n";
    static const char *const nulls[] = {"port",          "cmid",         "client_time", "vm",
                                        "license_state", "minutes_left", "product",     "required_count"};
    (void)state;
    char *line = events_of(scenario, (sppwhy_span){0});
    json_t *got = parse(line, strlen(line)), *spp = json_object_get(got, "spp");
    json_t *problems = json_object_get(spp, "problems"), *problem;
    size_t i;
    assert_int_equal(json_array_size(problems), COUNT(nulls));
    for (i = 0; i < COUNT(nulls); i++)
        assert_true(json_is_null(json_object_get(spp, nulls[i])));
    json_array_foreach(problems, i, problem)
    {
        assert_string_equal(json_string_value(json_object_get(problem, "field")), nulls[i]);
        assert_true(json_string_length(json_object_get(problem, "reason")) > 5);
    }
    json_t *raw = json_object_get(json_object_get(json_object_get(got, "winlog"), "event_data"), "param1");
    assert_string_equal(json_string_value(raw),
                        "0x0, 0x0, kms1, <CMID>"); /* the raw string is always there */
    json_decref(got);
    free(line);
}

static void records_outside_of_the_span_are_left_out(void **state)
{
    const uint64_t first = 133293643494670860, second = 133293643501451070; /* of ec2 */
    static const char kinds[][16] = {"\"12288\"", "\"12289\""};
    const struct {
        sppwhy_span span;
        bool has[2];
    } cases[] = {
        {{0, 0}, {true, true}},           {{first, second}, {true, true}},   {{first + 1, 0}, {false, true}},
        {{0, second - 1}, {true, false}}, {{second + 1, 0}, {false, false}},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *lines = events_of(ec2, cases[i].span);
        for (size_t k = 0; k < 2; k++)
            assert_int_equal(strstr(lines, kinds[k]) != NULL, cases[i].has[k]);
        free(lines);
    }
}

/* ---- the analysis
 * ------------------------------------------------------------------------------------------- */

/* Names that attack whoever prints them. In YAML, \e is ESC and \u202E turns the direction of writing. */
#define EVIL "\\e[2J\\e]0;owned\\a\\r\\nWS\\u202Eexe\\u2066\\x9B31m\\x7F"

#define FAILED(minute)                                                                                       \
    "0xC004F06C, 0x00000000, kms1.contoso.com:1688, 6a1c2f3e-0d4b-4c5a-9e8f-11223344" minute
#define REST ", {time}, 0, 2, 41760, 73111121-5638-40f6-bc11-f1d7b0d64300, 25"

static const char several[] =
    "logs:\n"
    "  - file: ws1/Application.evtx\n"
    "    computer: ws1.contoso.com\n"
    "    covers: [2026-03-02T00:00:00Z, 2026-03-03T00:00:00Z]\n"
    "    events:\n"
    "      - {time: 2026-03-02T08:00:20Z, id: 12288, repeat: 4, every_minutes: 120, strings: [\"" FAILED(
        "5566") REST
    "\"]}\n"
    "  - file: ws2/Application.evtx\n"
    "    computer: ws2.contoso.com\n"
    "    covers: [2026-03-02T00:00:00Z, 2026-03-03T00:00:00Z]\n"
    "    events:\n"
    "      - {time: 2026-03-02T08:10:20Z, id: 12288, strings: [\"0x00000000, 0x0, kms1.contoso.com:1688, "
    "7a1c2f3e-0d4b-4c5a-9e8f-112233445566" REST "\"]}\n"
    "      - {time: 2026-03-02T08:10:21Z, id: 12289, strings: [\"0x0, 0x0, 1, 0, 50, 120, 10080, {time}\"]}\n"
    "      - {time: 2026-03-02T09:10:21Z, id: 8198, strings: [\"hr=0x8007232B\", "
    "\"SkuId=73111121-5638-40f6-bc11-f1d7b0d64300;Trigger=TimerEvent\"]}\n"
    "  - file: kms1/kms.evtx\n"
    "    computer: kms1.contoso.com\n"
    "    channel: Key Management Service\n"
    "    events:\n"
    "      - {time: 2026-03-02T13:00:21Z, id: 12290, strings: [\"\", \"0xC004F06C\", \"25\", "
    "\"ws1.contoso.com\", "
    "\"6a1c2f3e-0d4b-4c5a-9e8f-112233445566\", \"{short_time-300}\", \"0\", \"2\", \"41760\", "
    "\"73111121-5638-40f6-bc11-f1d7b0d64300\"]}\n"
    "      - {time: 2026-03-02T13:10:21Z, id: 12290, strings: [\"\", \"0x0\", \"25\", \"far-away\", "
    "\"8a1c2f3e-0d4b-4c5a-9e8f-112233445566\", \"{short_time}\", \"0\", \"2\", \"41760\", "
    "\"73111121-5638-40f6-bc11-f1d7b0d64300\"]}\n"
    "  - file: kms1/Application.evtx\n"
    "    computer: kms1.contoso.com\n"
    "    events:\n"
    "      - {time: 2026-03-02T07:00:00Z, id: 12293, strings: [\"0x8007267C\", \"contoso.com\"]}\n";

static const char hostile[] =
    "logs:\n"
    "  - file: \"" EVIL "/Application.evtx\"\n"
    "    computer: \"" EVIL "\"\n"
    "    channel: \"" EVIL "\"\n"
    "    events:\n"
    "      - {time: 2026-03-02T08:00:20Z, id: 12288, strings: [\"0xC004F074, 0x0, " EVIL
    ":1688, 6a1c2f3e-0d4b-4c5a-9e8f-112233445566, 2026/03/02 08:00, 0, 2, 41760, "
    "73111121-5638-40f6-bc11-f1d7b0d64300, 25\"]}\n"
    "      - {time: 2026-03-02T09:00:20Z, id: 8198, strings: [\"hr=0x8007232B\", \"Trigger=" EVIL "\"]}\n"
    "  - file: kms.evtx\n"
    "    computer: \"KMS" EVIL "\"\n"
    "    channel: Key Management Service\n"
    "    events:\n"
    "      - {time: 2026-03-02T13:00:21Z, id: 12290, strings: [\"\", \"0xC004F06C\", \"25\", \"client" EVIL
    "\", "
    "\"8a1c2f3e-0d4b-4c5a-9e8f-112233445566\", \"{short_time-300}\", \"0\", \"2\", \"41760\", "
    "\"73111121-5638-40f6-bc11-f1d7b0d64300\"]}\n"
    "  - file: app.evtx\n"
    "    computer: \"KMS" EVIL "\"\n"
    "    events:\n"
    "      - {time: 2026-03-02T07:00:00Z, id: 12293, strings: [\"0x8007267C\", \"" EVIL "\"]}\n";

/* The members of an object: "name t" with t: i integer, s string, b boolean, a list, o object; capital: or
 * null. Members that are not listed may be there. */
static void expect_members(json_t *object, const char *const *members)
{
    assert_true(json_is_object(object));
    for (; *members; members++) {
        char name[40] = {0}, type = 0;
        assert_int_equal(sscanf(*members, "%39s %c", name, &type), 2);
        json_t *value = json_object_get(object, name);
        if (!value)
            fail_msg("there is no member %s", name);
        bool nullable = type >= 'A' && type <= 'Z';
        char plain = (char)(nullable ? type + ('a' - 'A') : type);
        bool fits = (plain == 'i' && json_is_integer(value)) || (plain == 's' && json_is_string(value)) ||
                    (plain == 'b' && json_is_boolean(value)) || (plain == 'a' && json_is_array(value)) ||
                    (plain == 'o' && json_is_object(value)) || (nullable && json_is_null(value));
        if (!fits)
            fail_msg("the member %s is of another type than %c", name, type);
    }
}

#define MEMBERS(object, ...) expect_members((object), (const char *const[]){__VA_ARGS__, NULL})

static void check_strings(json_t *list)
{
    json_t *item;
    size_t i;
    assert_true(json_is_array(list));
    json_array_foreach(list, i, item) assert_true(json_is_string(item));
}

static void expect_ref(json_t *ref)
{
    if (json_is_null(ref))
        return;
    MEMBERS(ref, "path s", "record_id i", "event_id i", "time s", "recovered b");
    assert_int_equal(json_string_length(json_object_get(ref, "time")),
                     strlen("2026-03-02T08:00:20.000000000Z"));
}

static void expect_refs(json_t *list)
{
    json_t *item;
    size_t i;
    json_array_foreach(list, i, item) expect_ref(item);
}

static void expect_product(json_t *product)
{
    MEMBERS(product, "id S", "name S");
}

static void expect_summary_and_logs(json_t *root)
{
    json_t *item, *summary = json_object_get(root, "summary");
    size_t i;
    MEMBERS(summary, "logs i", "machines i", "activations i", "failed i", "explained i", "unexplained i",
            "causes a");
    json_array_foreach(json_object_get(summary, "causes"), i, item)
        MEMBERS(item, "cause s", "activations i", "machines i");
    json_array_foreach(json_object_get(root, "logs"), i, item)
    {
        MEMBERS(item, "path s", "computers a", "channels a", "first_event S", "last_event S", "records i",
                "licensing_events i", "recovered i", "damage a");
        check_strings(json_object_get(item, "computers"));
        check_strings(json_object_get(item, "channels"));
    }
}

static void expect_machines(json_t *root)
{
    static const char *const states[] = {"activated", "activation_failing", "renewal_failing", "unknown"};
    json_t *item, *product;
    size_t i, k;
    json_array_foreach(json_object_get(root, "machines"), i, item)
    {
        MEMBERS(item, "name s", "aliases a", "cmids a", "roles a", "state s", "last_success S",
                "last_failure S", "runs_out S", "products a", "activations o", "causes a");
        check_strings(json_object_get(item, "aliases"));
        check_strings(json_object_get(item, "cmids"));
        check_strings(json_object_get(item, "roles"));
        check_strings(json_object_get(item, "causes"));
        MEMBERS(json_object_get(item, "activations"), "total i", "failed i");
        json_array_foreach(json_object_get(item, "products"), k, product) expect_product(product);
        const char *state = json_string_value(json_object_get(item, "state"));
        for (k = 0; k < COUNT(states) && strcmp(states[k], state) != 0; k++)
            ;
        assert_true(k < COUNT(states));
    }
}

static void expect_activations(json_t *root)
{
    json_t *item, *request;
    size_t i, k;
    json_array_foreach(json_object_get(root, "activations"), i, item)
    {
        MEMBERS(item, "id i", "machine s", "time s", "product o", "outcome s", "code S", "servers a",
                "requests a", "verdict O");
        assert_int_equal(json_integer_value(json_object_get(item, "id")), i + 1);
        expect_product(json_object_get(item, "product"));
        check_strings(json_object_get(item, "servers"));
        json_array_foreach(json_object_get(item, "requests"), k, request)
        {
            MEMBERS(request, "client_time S", "server S", "port I", "request O", "response O", "host O",
                    "skew_seconds I", "count I", "required_count I");
            expect_ref(json_object_get(request, "request"));
            expect_ref(json_object_get(request, "response"));
            expect_ref(json_object_get(request, "host"));
        }
        json_t *verdict = json_object_get(item, "verdict");
        const char *outcome = json_string_value(json_object_get(item, "outcome"));
        bool failed = strcmp(outcome, "failed") == 0 || strcmp(outcome, "unanswered") == 0;
        assert_int_equal(json_is_object(verdict), failed); /* a verdict exactly where it failed */
        if (!failed)
            continue;
        MEMBERS(verdict, "cause s", "title s", "level s", "confidence s", "why s", "confirm a", "fix a",
                "evidence a", "missing a", "references a");
        check_strings(json_object_get(verdict, "confirm"));
        check_strings(json_object_get(verdict, "fix"));
        check_strings(json_object_get(verdict, "missing"));
        check_strings(json_object_get(verdict, "references"));
        expect_refs(json_object_get(verdict, "evidence"));
        assert_true(json_array_size(json_object_get(verdict, "evidence")) > 0);
    }
}

static void expect_findings(json_t *root)
{
    json_t *item, *id;
    size_t i, k;
    json_array_foreach(json_object_get(root, "findings"), i, item)
    {
        MEMBERS(item, "cause s", "level s", "subject o", "title s", "why s", "fix a", "evidence a", "first S",
                "last S", "occurrences i", "activations a");
        MEMBERS(json_object_get(item, "subject"), "kind s", "name s");
        check_strings(json_object_get(item, "fix"));
        expect_refs(json_object_get(item, "evidence"));
        json_array_foreach(json_object_get(item, "activations"), k, id) assert_true(json_is_integer(id));
    }
}

/* Every failed activation's cause also is as a finding on its machine. */
static void expect_verdicts_among_findings(json_t *root)
{
    json_t *activation, *finding, *id;
    size_t i, k, n;
    json_array_foreach(json_object_get(root, "activations"), i, activation)
    {
        json_t *verdict = json_object_get(activation, "verdict");
        bool found = false;
        json_array_foreach(json_object_get(root, "findings"), k, finding)
        {
            if (!json_equal(json_object_get(finding, "cause"), json_object_get(verdict, "cause")) ||
                !json_equal(json_object_get(json_object_get(finding, "subject"), "name"),
                            json_object_get(activation, "machine")))
                continue;
            json_array_foreach(json_object_get(finding, "activations"), n, id) found |=
                json_equal(id, json_object_get(activation, "id")) != 0;
        }
        assert_true(found || json_is_null(verdict));
    }
}

static char *json_of(const char *scenario)
{
    pipeline p;
    text t;
    pipeline_to_analysis(&p, scenario, NULL);
    sppwhy_report_json(text_open(&t), p.analysis);
    text_close(&t);
    pipeline_free(&p);
    return t.bytes;
}

static void the_analysis_has_all_that_is_promised(void **state)
{
    static const char empty[] = "logs:\n  - {file: a.evtx, computer: A}\n";
    const char *const scenarios[] = {several, hostile, ec2, empty};
    (void)state;
    for (size_t i = 0; i < COUNT(scenarios); i++) {
        char *json = json_of(scenarios[i]);
        json_t *root = parse(json, strlen(json));
        MEMBERS(root, "schema_version i", "summary o", "logs a", "machines a", "activations a", "findings a");
        assert_int_equal(json_integer_value(json_object_get(root, "schema_version")), 1);
        expect_summary_and_logs(root);
        expect_machines(root);
        expect_activations(root);
        expect_findings(root);
        expect_verdicts_among_findings(root);
        json_decref(root);
        free(json);
    }
}

static void numbers_of_the_summary_add_up(void **state)
{
    (void)state;
    char *json = json_of(several);
    json_t *root = parse(json, strlen(json)), *summary = json_object_get(root, "summary");
    assert_int_equal(json_integer_value(json_object_get(summary, "logs")), 4);
    assert_int_equal(json_integer_value(json_object_get(summary, "machines")),
                     4); /* far-away is only named */
    assert_int_equal(json_integer_value(json_object_get(summary, "activations")),
                     json_array_size(json_object_get(root, "activations")));
    assert_int_equal(json_integer_value(json_object_get(summary, "failed")),
                     json_integer_value(json_object_get(summary, "explained")) +
                         json_integer_value(json_object_get(summary, "unexplained")));
    json_t *cause;
    json_int_t counted = 0;
    size_t i;
    json_array_foreach(json_object_get(summary, "causes"), i, cause) counted +=
        json_integer_value(json_object_get(cause, "activations"));
    assert_int_equal(counted, json_integer_value(json_object_get(summary, "failed")));
    json_decref(root);
    free(json);
}

static void names_of_a_log_stand_in_json_as_they_are(void **state)
{
    (void)state;
    char *json = json_of(hostile);
    json_t *root = parse(json, strlen(json));
    const char *name =
        json_string_value(json_object_get(json_array_get(json_object_get(root, "machines"), 0), "name"));
    assert_non_null(strstr(name, "\x1B[2J"));
    assert_non_null(strstr(name, "\xE2\x80\xAE"));
    for (const char *at = json; *at; at++) /* but never as such in the bytes */
        assert_true(*at == '\n' || (unsigned char)*at >= 0x20);
    json_decref(root);
    free(json);
}

/* ---- text
 * --------------------------------------------------------------------------------------------------- */

static char *text_of(const char *scenario, sppwhy_text_options options)
{
    pipeline p;
    text t;
    pipeline_to_analysis(&p, scenario, NULL);
    sppwhy_report_text(text_open(&t), p.analysis, &options);
    text_close(&t);
    pipeline_free(&p);
    return t.bytes;
}

/* Lines that are wider than they may be: not counted is one that is nothing but an indent, a label and one
 * word. */
static size_t too_wide(const char *report, unsigned width, bool tell)
{
    size_t count = 0;
    char *copy = strdup(report), *rest = NULL;
    assert_non_null(copy);
    for (char *line = strtok_r(copy, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        const char *last = strrchr(line, ' ');
        size_t before = last ? (size_t)(last + 1 - line) : 0;
        if (text_columns(line) <= width || before <= strlen("    Evidence  10. "))
            continue;
        count++;
        if (tell)
            print_message("over %u: %s\n", width, line);
    }
    free(copy);
    return count;
}

static void lines_fit_the_width(void **state)
{
    static const unsigned widths[] = {80, 100, 120};
    (void)state;
    for (size_t i = 0; i < COUNT(widths); i++)
        for (int all = 0; all <= 1; all++) {
            char *report = text_of(several, (sppwhy_text_options){.size = sizeof(sppwhy_text_options),
                                                                  .width = widths[i],
                                                                  .all = all != 0});
            assert_int_equal(too_wide(report, widths[i], true), 0);
            free(report);
        }
}

static void lines_fit_the_least_width(void **state)
{
    (void)state;
    char *report = text_of(several, (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 60});
    char *less = text_of(several, (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 10});
    assert_string_equal(report, less); /* 60 are used at the least */
    size_t wide = too_wide(report, 60, false);
    free(report);
    free(less);
    assert_int_equal(wide, 0);
}

static void long_names_do_not_widen_lines(void **state)
{
    static const char scenario[] =
        "logs:\n"
        "  - file: a.evtx\n"
        "    computer: a-rather-long-name.of-a-department.in-a-country.of-a-company.example.com\n"
        "    events:\n"
        "      - {time: 2026-03-02T09:10:21Z, id: 8198, strings: [\"hr=0x8007232B\", "
        "\"SkuId=73111121-5638-40f6-bc11-f1d7b0d64300;Trigger=TimerEvent\"]}\n";
    (void)state;
    char *report = text_of(scenario, (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 80});
    size_t wide = too_wide(report, 80, false);
    free(report);
    assert_int_equal(wide, 0);
}

static void nothing_hostile_reaches_the_terminal(void **state)
{
    static const unsigned widths[] = {60, 80, 120};
    (void)state;
    for (size_t i = 0; i < COUNT(widths); i++)
        for (int all = 0; all <= 1; all++) {
            char *report = text_of(hostile, (sppwhy_text_options){.size = sizeof(sppwhy_text_options),
                                                                  .width = widths[i],
                                                                  .all = all != 0});
            for (const char *at = report; *at;) {
                uint32_t c = text_next(&at);
                bool acts = (c < 0x20 && c != '\n') || (c >= 0x7F && c <= 0x9F) ||
                            (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
                assert_false(acts);
            }
            assert_null(strstr(report, "\nWS")); /* a name cannot begin a line of its own */
            assert_non_null(
                strstr(report, "\\x1B[2J\\x1B]0;owned\\x07\\x0D\\x0AWS\\u{202E}exe\\u{2066}\\x9B31m\\x7F"));
            free(report);
        }
}

static void color_is_only_there_when_asked_for(void **state)
{
    (void)state;
    char *plain = text_of(several, (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 80});
    char *colored = text_of(
        several, (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 80, .color = true});
    assert_null(strchr(plain, '\033'));
    assert_non_null(strstr(colored, "\033[0m"));
    char *to = colored; /* without the colors it is the same text */
    for (const char *from = colored; *from;) {
        if (*from != '\033') {
            *to++ = *from++;
            continue;
        }
        from += strcspn(from, "m") + 1;
    }
    *to = '\0';
    assert_string_equal(colored, plain);
    free(plain);
    free(colored);
}

static void the_report_says_what_there_is(void **state)
{
    (void)state;
    char *report = text_of(several, (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 120});
    char *all = text_of(
        several, (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 120, .all = true});
    assert_non_null(strstr(report, "ws1.contoso.com"));
    assert_non_null(strstr(report, "NOT ACTIVATING"));
    assert_non_null(strstr(report, "clock-skew"));
    assert_non_null(strstr(report, "Fix       1. "));
    assert_non_null(
        strstr(report, "seen only in a KMS host's log; no logs of their own collected: far-away"));
    assert_non_null(strstr(report, "4 logs of 4 machines"));
    assert_true(strlen(all) > strlen(report));
    free(report);
    free(all);
}

static void the_same_logs_give_the_same_bytes(void **state)
{
    const char *const scenarios[] = {several, hostile};
    (void)state;
    for (size_t i = 0; i < COUNT(scenarios); i++) {
        char *first = json_of(scenarios[i]), *second = json_of(scenarios[i]);
        assert_string_equal(first, second);
        free(first);
        free(second);
        first = text_of(scenarios[i],
                        (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 80, .all = true});
        second =
            text_of(scenarios[i],
                    (sppwhy_text_options){.size = sizeof(sppwhy_text_options), .width = 80, .all = true});
        assert_string_equal(first, second);
        free(first);
        free(second);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strings_are_escaped),
        cmocka_unit_test(every_character_comes_back),
        cmocka_unit_test(a_document_is_valid_on_one_line_and_on_many),
        cmocka_unit_test(a_client_request_is_written_as_promised),
        cmocka_unit_test(a_field_that_did_not_parse_is_null_with_the_reason),
        cmocka_unit_test(records_outside_of_the_span_are_left_out),
        cmocka_unit_test(the_analysis_has_all_that_is_promised),
        cmocka_unit_test(numbers_of_the_summary_add_up),
        cmocka_unit_test(names_of_a_log_stand_in_json_as_they_are),
        cmocka_unit_test(lines_fit_the_width),
        cmocka_unit_test(lines_fit_the_least_width),
        cmocka_unit_test(long_names_do_not_widen_lines),
        cmocka_unit_test(nothing_hostile_reaches_the_terminal),
        cmocka_unit_test(color_is_only_there_when_asked_for),
        cmocka_unit_test(the_report_says_what_there_is),
        cmocka_unit_test(the_same_logs_give_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
