/*
 * SARIF 2.1.0: of the form that the standard asks for (as far as we use it, tests/support/sarif.schema.json),
 * every index and URI pointing to what it should, and nothing that a log says acting in a viewer.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rules/analysis.h"
#include "sppwhy/report.h"
#include "support/cases.h"
#include "support/schema.h"
#include "support/written.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static json_t *load_schema(void)
{
    json_error_t error;
    json_t *schema = json_load_file("tests/support/sarif.schema.json", JSON_REJECT_DUPLICATES, &error);
    if (!schema)
        fail_msg("%s:%d: %s", error.source, error.line, error.text);
    return schema;
}

static json_t *sarif_of(const pipeline *p)
{
    json_error_t error;
    char *text = NULL;
    size_t length = 0;
    sppwhy_writer *out = written_open(&text, &length);
    assert_non_null(out);
    assert_int_equal(sppwhy_report_sarif(out, p->analysis, p->rules, NULL), SPPWHY_OK);
    assert_true(written_close(out));
    json_t *root = json_loadb(text, length, JSON_REJECT_DUPLICATES, &error);
    if (!root)
        fail_msg("%d:%d: %s", error.line, error.column, error.text);
    free(text);
    return root;
}

static const char *member(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    assert_non_null(text);
    return text;
}

static json_t *run_of(const json_t *root)
{
    return json_array_get(json_object_get(root, "runs"), 0);
}

static json_t *rules_of(const json_t *root)
{
    return json_object_get(json_object_get(json_object_get(run_of(root), "tool"), "driver"), "rules");
}

/* ---- every scenario ------------------------------------------------------------------------------------ */

/* The path that a URI stands for; free() it. */
static char *path_of(const char *uri)
{
    char *path = malloc(strlen(uri) + 1), *to = path;
    assert_non_null(path);
    if (strncmp(uri, "file://", 7) == 0)
        uri += 7;
    while (*uri) {
        unsigned byte = (unsigned char)*uri;
        size_t length = *uri == '%' && sscanf(uri + 1, "%2x", &byte) == 1 ? 3 : 1;
        *to++ = (char)byte;
        uri += length;
    }
    *to = '\0';
    return path;
}

static void check_location(const json_t *run, const json_t *location, const sppwhy_finding *f)
{
    const json_t *artifact =
        json_object_get(json_object_get(location, "physicalLocation"), "artifactLocation");
    const json_t *listed = json_array_get(json_object_get(run, "artifacts"),
                                          (size_t)json_integer_value(json_object_get(artifact, "index")));
    assert_string_equal(member(json_object_get(listed, "location"), "uri"), member(artifact, "uri"));
    char *path = path_of(member(artifact, "uri"));
    json_int_t id = json_integer_value(json_object_get(json_object_get(location, "properties"), "record_id"));
    bool cited = false;
    for (size_t i = 0; i < f->verdict.evidence_count; i++) {
        const sppwhy_record *r = f->verdict.evidence[i];
        cited =
            cited || ((json_int_t)r->event->record_id == id && strcmp(sppwhy_record_log(r)->path, path) == 0);
    }
    assert_true(cited);
    free(path);
}

static void check_result(const json_t *root, const json_t *result, const sppwhy_finding *f)
{
    const json_t *run = run_of(root), *location;
    size_t i, places = 0;
    const json_t *rule =
        json_array_get(rules_of(root), (size_t)json_integer_value(json_object_get(result, "ruleIndex")));
    assert_string_equal(member(result, "ruleId"), f->verdict.cause);
    assert_string_equal(member(rule, "id"), f->verdict.cause);
    json_array_foreach(json_object_get(result, "locations"), i, location)
    {
        check_location(run, location, f);
        places++;
    }
    json_array_foreach(json_object_get(result, "relatedLocations"), i, location)
    {
        check_location(run, location, f);
        places++;
    }
    assert_int_equal(places, f->verdict.evidence_count);
}

static void check_fingerprints(const char *name, const json_t *results)
{
    for (size_t i = 0; i < json_array_size(results); i++)
        for (size_t k = 0; k < i; k++)
            if (json_equal(json_object_get(json_array_get(results, i), "partialFingerprints"),
                           json_object_get(json_array_get(results, k), "partialFingerprints")))
                fail_msg("%s: results %zu and %zu have one fingerprint", name, k, i);
}

static void check_case(void *context, const char *name, const pipeline *p)
{
    strbuf why = {0};
    json_t *root = sarif_of(p), *results = json_object_get(run_of(root), "results");
    if (!schema_accepts(context, root, &why))
        fail_msg("%s:\n%s", name, why.bytes);
    assert_int_equal(json_array_size(rules_of(root)), sppwhy_rules_count(p->rules));
    assert_int_equal(json_array_size(results), p->analysis->finding_count);
    for (size_t i = 0; i < p->analysis->finding_count; i++)
        check_result(root, json_array_get(results, i), &p->analysis->findings[i]);
    check_fingerprints(name, results);
    json_decref(root);
    strbuf_free(&why);
}

static void every_scenario_gives_sarif(void **state)
{
    const char *preloaded = getenv("LD_PRELOAD"); /* valgrind is thirty times slower: a part of them */
    json_t *schema = load_schema();
    (void)state;
    assert_true(for_each_case(check_case, schema,
                              preloaded && strstr(preloaded, "vgpreload") ? 40
                              : getenv("SPPWHY_MUTATIONS")                ? 8
                                                                          : 2) > 5);
    json_decref(schema);
}

static void what_is_not_sarif_is_refused(void **state)
{
    static const char *const wrong[] = {
        "{}",
        "{\"$schema\":\"\",\"version\":\"2.0.0\",\"runs\":[]}",
        "{\"$schema\":\"\",\"version\":\"2.1.0\",\"runs\":[{}]}",
        "{\"$schema\":\"\",\"version\":\"2.1.0\",\"runs\":[],\"more\":1}",
    };
    json_t *schema = load_schema();
    strbuf why = {0};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        json_t *document = json_loads(wrong[i], 0, NULL);
        assert_non_null(document);
        assert_false(schema_accepts(schema, document, &why));
        json_decref(document);
    }
    json_decref(schema);
    strbuf_free(&why);
}

/* ---- what a log says ----------------------------------------------------------------------------------- */

#define EVENT "{time: 2026-03-02T08:00:20Z, id: 8198, strings: [\"hr=0x8007232B\", \"Trigger=TimerEvent\"]}"

static void what_a_log_says_does_not_act(void **state)
{
    static const char scenario[] = "logs:\n"
                                   "  - file: \"a b#?%:[x]\\u00FC.evtx\"\n"
                                   "    computer: \"[here](http://evil.example) {0}\"\n"
                                   "    events: [" EVENT "]\n"
                                   "  - file: b/c.evtx\n"
                                   "    computer: b\n"
                                   "    events: [" EVENT "]\n";
    pipeline p;
    (void)state;
    pipeline_to_analysis(&p, scenario, NULL);
    json_t *root = sarif_of(&p), *artifacts = json_object_get(run_of(root), "artifacts"), *result;
    const json_t *first = json_object_get(json_array_get(artifacts, 0), "location");
    const json_t *second = json_object_get(json_array_get(artifacts, 1), "location");
    assert_string_equal(member(first, "uri"), "a%20b%23%3F%25%3A%5Bx%5D%C3%BC.evtx");
    assert_string_equal(member(first, "uriBaseId"), "STARTED_IN");
    assert_string_equal(member(second, "uri"), "b/c.evtx");
    size_t i;
    json_array_foreach(json_object_get(run_of(root), "results"), i, result)
    {
        char *text = json_dumps(json_object_get(result, "message"), JSON_ENSURE_ASCII);
        char *places = json_dumps(json_object_get(result, "locations"), JSON_ENSURE_ASCII);
        assert_null(strstr(text, "[here](")); /* escaped: \[here\]( */
        if (strstr(places, "here"))
            assert_non_null(strstr(places, "\"Event 8198 of \\\\[here\\\\](http://evil.example) {{0}},"));
        free(text);
        free(places);
    }
    json_decref(root);
    pipeline_free(&p);
}

/* The same finding in a later collection, of which more events and more logs are there, and the machine's
 * name is written in other letters. */
static void a_fingerprint_lasts(void **state)
{
    static const char *const scenarios[] = {
        "logs:\n  - {file: a.evtx, computer: ws1.contoso.com, events: [" EVENT "]}\n",
        "logs:\n  - {file: 0.evtx, computer: ws0.contoso.com, events: [" EVENT "]}\n"
        "  - {file: b.evtx, computer: WS1.contoso.com, events: [" EVENT
        ", {time: 2026-03-03T08:00:20Z, id: 8198, strings: [\"hr=0x8007232B\", \"Trigger=UserLogon\"]}]}\n",
    };
    char *prints[2][2] = {{NULL}};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        pipeline p;
        pipeline_to_analysis(&p, scenarios[i], NULL);
        json_t *root = sarif_of(&p), *result;
        size_t k;
        json_array_foreach(json_object_get(run_of(root), "results"), k, result)
        {
            const char *subject = member(json_object_get(result, "properties"), "subject");
            size_t which = strncmp(subject, "ws0", 3) == 0;
            prints[i][which] = json_dumps(json_object_get(result, "partialFingerprints"), 0);
        }
        json_decref(root);
        pipeline_free(&p);
    }
    assert_non_null(prints[0][0]);
    assert_non_null(prints[1][1]);
    assert_string_equal(prints[0][0], prints[1][0]);
    assert_string_not_equal(prints[1][0], prints[1][1]);
    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; k < 2; k++)
            free(prints[i][k]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scenario_gives_sarif),
        cmocka_unit_test(what_is_not_sarif_is_refused),
        cmocka_unit_test(what_a_log_says_does_not_act),
        cmocka_unit_test(a_fingerprint_lasts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
