/*
 * The JSON Schemas of docs/schema/ against what the program writes: every golden file and every scenario must
 * fit, and a document that is wrong in any place must not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/file.h"
#include "rules/analysis.h"
#include "sppwhy/analyze.h"
#include "sppwhy/report.h"
#include "support/cases.h"
#include "support/schema.h"
#include "support/written.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static json_t *parse(const char *name, const char *text, size_t length)
{
    json_error_t error;
    json_t *root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
    if (!root)
        fail_msg("%s:%d:%d: %s", name, error.line, error.column, error.text);
    return root;
}

static json_t *load(const char *path)
{
    json_error_t error;
    json_t *root = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (!root)
        fail_msg("%s:%d:%d: %s", path, error.line, error.column, error.text);
    return root;
}

static void must_fit(const json_t *schema, const json_t *document, const char *name)
{
    strbuf why = {0};
    if (!schema_accepts(schema, document, &why))
        fail_msg("%s does not fit its schema:\n%s", name, why.bytes ? why.bytes : "");
    strbuf_free(&why);
}

/* ---- the checker itself -------------------------------------------------------------------------------- */

static void the_checker_knows_right_from_wrong(void **state)
{
    static const struct {
        const char *schema, *right, *wrong;
    } cases[] = {
        {"{\"type\":\"integer\"}", "[1]", "[\"1\"]"},
        {"{\"type\":[\"string\",\"null\"]}", "[null]", "[1]"},
        {"{\"pattern\":\"^a+$\"}", "[\"aa\"]", "[\"ab\"]"},
        {"{\"const\":1}", "[1]", "[2]"},
        {"{\"enum\":[1,null]}", "[null]", "[2]"},
        {"{\"minimum\":0}", "[0]", "[-1]"},
        {"{\"required\":[\"a\"]}", "[{\"a\":1}]", "[{\"b\":1}]"},
        {"{\"properties\":{\"a\":{\"type\":\"null\"}},\"additionalProperties\":false}", "[{\"a\":null}]",
         "[{\"a\":null,\"b\":1}]"},
        {"{\"properties\":{\"a\":{\"type\":\"null\"}}}", "[{\"b\":1}]", "[{\"a\":1}]"},
        {"{\"patternProperties\":{\"^p[0-9]$\":{\"type\":\"null\"}},\"additionalProperties\":false,"
         "\"properties\":{}}",
         "[{\"p1\":null}]", "[{\"q1\":null}]"},
        {"{\"patternProperties\":{\"^p[0-9]$\":{}},\"additionalProperties\":false}", "[{\"p1\":null}]",
         "[{\"q1\":null}]"},
        {"{\"dependentRequired\":{\"a\":[\"b\"]}}", "[{\"b\":1}]", "[{\"a\":1}]"},
        {"{\"items\":{\"type\":\"null\"}}", "[[null]]", "[[null,1]]"},
        {"{\"minItems\":1,\"maxItems\":1}", "[[1]]", "[[]]"},
        {"{\"maxItems\":1}", "[[1]]", "[[1,2]]"},
        {"{\"uniqueItems\":true}", "[[1,2]]", "[[1,1]]"},
        {"{\"oneOf\":[{\"type\":\"null\"},{\"minimum\":3}]}", "[4]", "[2]"},
        {"{\"oneOf\":[{\"minimum\":1},{\"minimum\":3}]}", "[2]", "[4]"},
        {"{\"allOf\":[{\"minimum\":1},{\"minimum\":3}]}", "[4]", "[2]"},
        {"{\"if\":{\"const\":1},\"then\":{\"type\":\"null\"},\"else\":{\"const\":2}}", "[2]", "[1]"},
        {"{\"$ref\":\"#/$defs/x\",\"$defs\":{\"x\":{\"const\":1}}}", "[1]", "[2]"},
    };
    strbuf why = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        json_t *schema = parse("schema", cases[i].schema, strlen(cases[i].schema));
        json_t *right = parse("right", cases[i].right, strlen(cases[i].right));
        json_t *wrong = parse("wrong", cases[i].wrong, strlen(cases[i].wrong));
        if (!schema_accepts(schema, json_array_get(right, 0), &why))
            fail_msg("%s refuses %s: %s", cases[i].schema, cases[i].right, why.bytes);
        if (schema_accepts(schema, json_array_get(wrong, 0), &why))
            fail_msg("%s accepts %s", cases[i].schema, cases[i].wrong);
        assert_true(why.length != 0);
        json_decref(schema);
        json_decref(right);
        json_decref(wrong);
    }
    strbuf_free(&why);
}

static void a_mistaken_schema_refuses_everything(void **state)
{
    static const char *const schemas[] = {"{\"typ\":\"null\"}", "{\"$ref\":\"#/$defs/none\"}",
                                          "{\"oneOf\":[{\"patern\":\"a\"},{}]}"};
    strbuf why = {0};
    json_t *null = json_null();
    (void)state;
    for (size_t i = 0; i < COUNT(schemas); i++) {
        json_t *schema = parse("schema", schemas[i], strlen(schemas[i]));
        schema_accepts(schema, null, &why);
        assert_non_null(strstr(why.bytes, "the schema has"));
        json_decref(schema);
    }
    strbuf_free(&why);
}

/* ---- golden files -------------------------------------------------------------------------------------- */

/* Of events every line is a document. */
static json_t *load_golden(const char *name)
{
    json_t *documents = json_array();
    char *line = NULL, path[256];
    size_t room = 0;
    ssize_t length;
    snprintf(path, sizeof path, "tests/golden/%s", name);
    if (!strstr(name, ".jsonl")) {
        json_array_append_new(documents, load(path));
        return documents;
    }
    FILE *in = fopen(path, "r");
    assert_non_null(in);
    while ((length = getline(&line, &room, in)) > 0)
        json_array_append_new(documents, parse(path, line, (size_t)length));
    free(line);
    fclose(in);
    return documents;
}

static const char *const golden[][2] = {{"analyze", "samples.json"},   {"events", "samples.jsonl"},
                                        {"activity", "activity.json"}, {"explain", "explain.json"},
                                        {"logs", "logs.json"},         {"diff", "diff.json"}};

static json_t *load_schema(const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "docs/schema/%s.schema.json", name);
    return load(path);
}

static void golden_files_fit(void **state)
{
    json_t *document;
    size_t k;
    (void)state;
    for (size_t i = 0; i < COUNT(golden); i++) {
        json_t *schema = load_schema(golden[i][0]), *documents = load_golden(golden[i][1]);
        assert_true(json_array_size(documents) > 0);
        json_array_foreach(documents, k, document) must_fit(schema, document, golden[i][1]);
        json_decref(schema);
        json_decref(documents);
    }
}

/* ---- wrong documents ----------------------------------------------------------------------------------- */

typedef struct spoiling {
    const json_t *schema;
    json_t *document;
    const char *name;
    size_t tried;
    strbuf why;
} spoiling;

static void must_refuse(spoiling *s, const char *what, const char *member)
{
    s->tried++;
    if (schema_accepts(s->schema, s->document, &s->why))
        fail_msg("%s: accepted with %s %s", s->name, what, member);
}

/* Members that need not be there. */
static bool may_lack(const char *member)
{
    static const char *const optional[] = {"requests_served", "problems", "source", "qualifiers", "folder"};
    for (size_t i = 0; i < COUNT(optional); i++)
        if (strcmp(optional[i], member) == 0)
            return true;
    return strncmp(member, "param", 5) == 0;
}

/* Whether a field of `spp` is one that its kind must have is for the schema to say. */
static bool is_neighbor(const json_t *object)
{
    const char *kind = json_string_value(json_object_get(object, "kind"));
    return kind && !strstr("client_request client_response host_request host_init_failed host_timer_failed "
                           "dns_publish_failed dns_published",
                           kind);
}

static void spoil_member(spoiling *s, json_t *object, const char *member)
{
    json_t *kept = json_incref(json_object_get(object, member)), *other = json_pack("{s:{}}", "typo");
    json_object_set(object, member, other);
    must_refuse(s, "an object as", member);
    json_object_set(object, member, kept);
    if (!may_lack(member) && !(is_neighbor(object) && strcmp(member, "recovered") != 0)) {
        json_object_del(object, member);
        must_refuse(s, "no", member);
        json_object_set(object, member, kept);
    }
    json_decref(kept);
    json_decref(other);
}

/* In every place of the document: a member too many, one too few, one of another type. */
static void spoil(spoiling *s, json_t *value)
{
    json_t *each, *members;
    size_t i;
    json_array_foreach(value, i, each) spoil(s, each);
    if (!json_is_object(value))
        return;
    json_object_set_new(value, "tpyo", json_true());
    must_refuse(s, "the member", "tpyo");
    json_object_del(value, "tpyo");
    members = json_array();
    const char *name;
    json_object_foreach(value, name, each) json_array_append_new(members, json_string(name));
    json_array_foreach(members, i, each)
    {
        spoil_member(s, value, json_string_value(each));
        spoil(s, json_object_get(value, json_string_value(each)));
    }
    json_decref(members);
}

/* A large list shows no more than its first items. */
static void shorten(json_t *value, size_t most)
{
    json_t *each;
    const char *name;
    size_t i;
    while (json_is_array(value) && json_array_size(value) > most)
        json_array_remove(value, json_array_size(value) - 1);
    json_array_foreach(value, i, each) shorten(each, most);
    json_object_foreach(value, name, each) if (strcmp(name, "expiring") != 0) shorten(each, most);
}

static void a_wrong_document_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(golden); i++) {
        json_t *schema = load_schema(golden[i][0]), *documents = load_golden(golden[i][1]);
        /* a sanitizer has nothing to find in the checker: fewer will do */
        size_t step = json_array_size(documents) / (getenv("SPPWHY_MUTATIONS") ? 5 : 20) + 1;
        for (size_t k = 0; k < json_array_size(documents); k += step) {
            spoiling s = {.schema = schema, .document = json_array_get(documents, k), .name = golden[i][1]};
            shorten(s.document, golden[i][0][1] == 'x' ? 20 : 2);
            must_fit(schema, s.document, golden[i][1]);
            spoil(&s, s.document);
            must_fit(schema, s.document, golden[i][1]);
            assert_true(s.tried > 20);
            strbuf_free(&s.why);
        }
        json_decref(schema);
        json_decref(documents);
    }
}

/* ---- every scenario ------------------------------------------------------------------------------------ */

typedef struct schemas {
    json_t *analyze, *events, *activity, *logs;
} schemas;

static void check_text(const json_t *schema, const char *name, char *text, size_t length)
{
    json_t *document = parse(name, text, length);
    must_fit(schema, document, name);
    json_decref(document);
}

static void check_events(const schemas *s, const char *name, const pipeline *p)
{
    char *text = NULL;
    size_t length = 0;
    sppwhy_writer *out = written_open(&text, &length);
    assert_non_null(out);
    assert_int_equal(sppwhy_report_events(out, p->records, p->logs, p->log_count, p->catalogue,
                                          &(sppwhy_events_options){.size = sizeof(sppwhy_events_options),
                                                                   .logs_in_any_case = true},
                                          NULL),
                     SPPWHY_OK);
    assert_true(written_close(out));
    for (char *line = text, *end; (end = strchr(line, '\n')) != NULL; line = end + 1)
        check_text(s->events, name, line, (size_t)(end - line));
    free(text);
}

static void check_case(void *context, const char *name, const pipeline *p)
{
    const schemas *s = context;
    char *text = NULL;
    size_t length = 0;
    sppwhy_activity *activity = NULL;
    sppwhy_writer *out = written_open(&text, &length);
    assert_non_null(out);
    sppwhy_report_json(out, p->analysis);
    assert_true(written_close(out));
    check_text(s->analyze, name, text, length);
    free(text);
    out = written_open(&text, &length);
    assert_non_null(out);
    assert_int_equal(sppwhy_activity_count(&activity, p->collection, (sppwhy_span){0}, NULL), SPPWHY_OK);
    sppwhy_report_activity_json(out, activity, p->catalogue);
    sppwhy_activity_free(activity);
    assert_true(written_close(out));
    check_text(s->activity, name, text, length);
    free(text);
    check_events(s, name, p);
}

static void every_scenario_fits(void **state)
{
    const char *preloaded = getenv("LD_PRELOAD"); /* valgrind is thirty times slower: a part of them */
    schemas s = {load_schema("analyze"), load_schema("events"), load_schema("activity"), NULL};
    (void)state;
    assert_true(for_each_case(check_case, &s,
                              preloaded && strstr(preloaded, "vgpreload") ? 20
                              : getenv("SPPWHY_MUTATIONS")                ? 4
                                                                          : 1) > 10);
    json_decref(s.analyze);
    json_decref(s.events);
    json_decref(s.activity);
}

/* ---- events exported as text --------------------------------------------------------------------------- */

static void check_result(const schemas *s, const char *name, const sppwhy_result *result)
{
    const sppwhy_analysis *analysis = sppwhy_result_analysis(result);
    const sppwhy_input *in = sppwhy_result_input(result);
    pipeline p = {.analysis = (sppwhy_analysis *)(uintptr_t)analysis,
                  .collection = (sppwhy_collection *)(uintptr_t)analysis->collection,
                  .records = (sppwhy_records *)(uintptr_t)sppwhy_input_records(in),
                  .catalogue = (sppwhy_catalogue *)(uintptr_t)sppwhy_input_catalogue(in),
                  .logs = sppwhy_logs_array(sppwhy_input_logs(in)),
                  .log_count = sppwhy_logs_count(sppwhy_input_logs(in))};
    char *text = NULL;
    size_t length = 0;
    check_case((void *)(uintptr_t)s, name, &p);
    sppwhy_writer *out = written_open(&text, &length);
    assert_non_null(out);
    sppwhy_report_logs_json(out, analysis);
    assert_true(written_close(out));
    check_text(s->logs, name, text, length);
    free(text);
}

/* How many of the folder's files hold events; the others are for `sppwhy explain`. */
static size_t check_folder(const schemas *s, arena *memory, const char *folder)
{
    char **names;
    size_t count, read = 0;
    assert_int_equal(folder_list(memory, folder, &names, &count, NULL), SPPWHY_OK);
    for (size_t i = 0; i < count; i++) {
        sppwhy_result *result = NULL;
        const char *path = arena_printf(memory, "%s/%s", folder, names[i]);
        if (sppwhy_analyze(&result, &path, 1, NULL, NULL) != SPPWHY_OK)
            continue;
        check_result(s, path, result);
        sppwhy_result_free(result);
        read++;
    }
    return read;
}

static void every_post_fits(void **state)
{
    schemas s = {load_schema("analyze"), load_schema("events"), load_schema("activity"), load_schema("logs")};
    arena *memory = arena_create();
    (void)state;
    assert_true(check_folder(&s, memory, "tests/posts") >= 15);
    assert_true(check_folder(&s, memory, "tests/posts/shapes") >= 5);
    arena_free(memory);
    json_decref(s.analyze);
    json_decref(s.events);
    json_decref(s.activity);
    json_decref(s.logs);
}

static void every_explanation_fits(void **state)
{
    static const char *const words[] = {"0xC004F074",  "0x12345678",   "12288",     "8198",       "25",
                                        "5",           "nonsense",     "azkms",     "2YT43",      "0xC004F07",
                                        "slmgr /ckms", "notification", "mak-limit", "unexplained"};
    sppwhy_catalogue *catalogue = NULL;
    sppwhy_rules *rules = NULL;
    char *text = NULL;
    size_t length = 0;
    (void)state;
    assert_int_equal(sppwhy_catalogue_load(&catalogue, NULL, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_rules_load(&rules, catalogue, NULL, NULL, NULL, NULL), SPPWHY_OK);
    json_t *schema = load_schema("explain");
    sppwhy_writer *out = written_open(&text, &length);
    assert_non_null(out);
    sppwhy_explainer e = {.size = sizeof e, .catalogue = catalogue, .rules = rules};
    assert_int_equal(sppwhy_explain_json(out, &e, words, COUNT(words)), 3);
    for (size_t i = 0; i < sppwhy_rules_count(rules); i++) {
        const char *id = sppwhy_rules_info(rules, i).id;
        (void)written_close(out);
        check_text(schema, id, text, length);
        free(text);
        out = written_open(&text, &length);
        assert_non_null(out);
        assert_int_equal(sppwhy_explain_json(out, &e, &id, 1), 0);
    }
    (void)written_close(out);
    free(text);
    json_decref(schema);
    sppwhy_rules_free(rules);
    sppwhy_catalogue_free(catalogue);
}

static void every_field_stands_in_the_schema(void **state)
{
    json_t *schema = load_schema("events");
    json_t *members = json_object_get(json_object_get(json_object_get(schema, "$defs"), "spp"), "properties");
    (void)state;
    for (int i = 0; i < SPPWHY_FIELD_TOTAL; i++)
        if (!json_object_get(members, sppwhy_field_name((sppwhy_field)i)))
            fail_msg("docs/schema/events.schema.json lacks the field %s", sppwhy_field_name((sppwhy_field)i));
    assert_int_equal(json_object_size(members), SPPWHY_FIELD_TOTAL + 3); /* kind, recovered, problems */
    json_decref(schema);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_checker_knows_right_from_wrong),
        cmocka_unit_test(a_mistaken_schema_refuses_everything),
        cmocka_unit_test(golden_files_fit),
        cmocka_unit_test(a_wrong_document_is_refused),
        cmocka_unit_test(every_scenario_fits),
        cmocka_unit_test(every_post_fits),
        cmocka_unit_test(every_explanation_fits),
        cmocka_unit_test(every_field_stands_in_the_schema),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
