/* The library as others see it: nothing but sppwhy/sppwhy.h is included. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sppwhy/sppwhy.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLES "samples" /* from the root of the tree */

/* ---- options and their size ---------------------------------------------------------------------------- */

/* Options of a later version of the library: one more member. */
typedef struct later_options {
    sppwhy_text_options known;
    uint64_t added;
} later_options;

static sppwhy_status report_status(const sppwhy_analysis *analysis, const sppwhy_text_options *options,
                                   char **text)
{
    sppwhy_writer *out;
    size_t count;
    assert_int_equal(sppwhy_writer_to_memory(&out, NULL), SPPWHY_OK);
    sppwhy_report_text(out, analysis, options);
    sppwhy_status status = sppwhy_writer_finish(out, NULL);
    const char *written = status == SPPWHY_OK ? sppwhy_writer_memory(out, &count) : NULL;
    *text = written ? strdup(written) : NULL;
    sppwhy_writer_free(out);
    return status;
}

static sppwhy_result *of_samples(void)
{
    static const char *const paths[] = {SAMPLES};
    sppwhy_error error;
    sppwhy_result *result;
    assert_int_equal(sppwhy_analyze(&result, paths, 1, NULL, &error), SPPWHY_OK);
    return result;
}

static void options_may_be_of_another_version(void **state)
{
    (void)state;
    sppwhy_result *result = of_samples();
    const sppwhy_analysis *analysis = sppwhy_result_analysis(result);
    char *usual, *text;
    sppwhy_text_options options;
    SPPWHY_INIT(&options);
    assert_int_equal(options.size, sizeof options);
    assert_int_equal(report_status(analysis, NULL, &usual), SPPWHY_OK);
    assert_int_equal(report_status(analysis, &options, &text), SPPWHY_OK);
    assert_string_equal(text, usual);
    free(text);
    /* an older one ends before `brief`: what lies behind its end is not looked at */
    options.brief = true;
    options.size = offsetof(sppwhy_text_options, brief);
    assert_int_equal(report_status(analysis, &options, &text), SPPWHY_OK);
    assert_string_equal(text, usual);
    free(text);
    options.size = sizeof options;
    assert_int_equal(report_status(analysis, &options, &text), SPPWHY_OK);
    assert_string_not_equal(text, usual);
    free(text);
    /* a later one, of which nothing is used that is not known here; and one of which something is */
    later_options later = {.known = {.size = sizeof later}};
    assert_int_equal(report_status(analysis, &later.known, &text), SPPWHY_OK);
    assert_string_equal(text, usual);
    free(text);
    later.added = 1;
    assert_int_equal(report_status(analysis, &later.known, &text), SPPWHY_INVALID);
    /* no size at all */
    assert_int_equal(report_status(analysis, &(sppwhy_text_options){.width = 80}, &text), SPPWHY_INVALID);
    free(usual);
    sppwhy_result_free(result);
}

static void every_call_with_options_looks_at_their_size(void **state)
{
    (void)state;
    sppwhy_error error;
    sppwhy_result *result = of_samples(), *no_result;
    sppwhy_input *input = sppwhy_result_input(result), *no_input;
    const sppwhy_records *records = sppwhy_input_records(input);
    sppwhy_log *log;
    sppwhy_reading *reading;
    sppwhy_analysis *part;
    struct ArrowArrayStream stream;
    sppwhy_writer *out;
    const char *const paths[] = {SAMPLES}, *const words[] = {"0xC004F074"};
    sppwhy_error_clear(&error);
    assert_int_equal(sppwhy_analyze(&no_result, paths, 1, &(sppwhy_input_options){.threads = 1}, &error),
                     SPPWHY_INVALID);
    assert_null(no_result);
    assert_string_equal(sppwhy_error_message(&error), "the size of an options structure is not set");
    assert_int_equal(sppwhy_error_status(&error), SPPWHY_INVALID);
    assert_int_equal(sppwhy_input_open(&no_input, paths, 1, &(sppwhy_input_options){.threads = 1}, NULL),
                     SPPWHY_INVALID);
    assert_int_equal(sppwhy_log_read(&log, SAMPLES, &(sppwhy_read_options){.recovered = true}, NULL),
                     SPPWHY_INVALID);
    assert_int_equal(sppwhy_reading_create(&reading, sppwhy_input_sources(input),
                                           &(sppwhy_read_options){.recovered = true}, NULL),
                     SPPWHY_INVALID);
    assert_int_equal(sppwhy_analysis_select(&part, sppwhy_result_analysis(result),
                                            &(sppwhy_selection){.has_level = true}, NULL),
                     SPPWHY_INVALID);
    assert_int_equal(sppwhy_arrow_input_events(&stream, input, &(sppwhy_arrow_options){.plain = true}, NULL),
                     SPPWHY_INVALID);
    assert_int_equal(sppwhy_writer_to_memory(&out, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_report_events(out, records, NULL, 0, sppwhy_input_catalogue(input),
                                          &(sppwhy_events_options){.threads = 1}, NULL),
                     SPPWHY_INVALID);
    assert_int_equal(sppwhy_writer_finish(out, NULL), SPPWHY_OK);
    (void)sppwhy_explain_json(out, &(sppwhy_explainer){.catalogue = sppwhy_input_catalogue(input)}, words, 1);
    assert_int_equal(sppwhy_writer_finish(out, NULL), SPPWHY_INVALID);
    sppwhy_writer_free(out);
    sppwhy_result_free(result);
}

/* ---- errors -------------------------------------------------------------------------------------------- */

static void an_error_says_where(void **state)
{
    (void)state;
    sppwhy_error error;
    sppwhy_catalogue *catalogue;
    sppwhy_rules *rules;
    sppwhy_log *log;
    char text[2048];
    assert_int_equal(sppwhy_error_size(), sizeof error);
    sppwhy_error_clear(&error);
    assert_int_equal(sppwhy_error_offset(&error), SPPWHY_NO_OFFSET);
    assert_int_equal(sppwhy_log_read(&log, "no/such.evtx", NULL, &error), SPPWHY_IO);
    assert_string_equal(sppwhy_error_file(&error), "no/such.evtx");
    assert_int_equal(sppwhy_error_line(&error), 0);
    assert_string_not_equal(sppwhy_error_message(&error), "");
    assert_int_equal(sppwhy_catalogue_load(&catalogue, NULL, &error), SPPWHY_OK);
    assert_int_equal(sppwhy_rules_load(&rules, catalogue, "README.md", NULL, NULL, &error), SPPWHY_INVALID);
    assert_string_equal(sppwhy_error_file(&error), "README.md");
    assert_true(sppwhy_error_line(&error) > 0 && sppwhy_error_column(&error) > 0);
    assert_int_equal(sppwhy_error_record_id(&error), 0);
    assert_non_null(strstr(sppwhy_error_format(&error, text, sizeof text), "README.md:"));
    sppwhy_catalogue_free(catalogue);
}

/* ---- accessors ----------------------------------------------------------------------------------------- */

static void look_at_verdict(const sppwhy_verdict *v, const sppwhy_rules *rules)
{
    size_t rule;
    assert_true(strcmp(sppwhy_verdict_cause(v), "unexplained") == 0 ||
                sppwhy_rules_find(rules, sppwhy_verdict_cause(v), &rule));
    assert_string_not_equal(sppwhy_verdict_title(v), "");
    assert_string_not_equal(sppwhy_verdict_why(v), "");
    for (size_t i = 0; i < sppwhy_verdict_fix_count(v); i++)
        assert_non_null(sppwhy_verdict_fix(v, i));
    assert_null(sppwhy_verdict_fix(v, sppwhy_verdict_fix_count(v)));
    const sppwhy_record *r;
    size_t count = 0;
    for (; (r = sppwhy_verdict_evidence(v, count)); count++)
        assert_non_null(sppwhy_log_path(sppwhy_record_log(r)));
    assert_int_equal(count, sppwhy_verdict_evidence_count(v));
}

/* The finding as one line, in any room. */
static void look_at_line(const sppwhy_finding *f)
{
    char whole[512], some[512];
    const char *cause = sppwhy_finding_cause(f), *title = sppwhy_verdict_title(sppwhy_finding_verdict(f));
    const sppwhy_machine *m = sppwhy_finding_machine(f);
    assert_ptr_equal(sppwhy_finding_format(f, whole, sizeof whole), whole);
    snprintf(some, sizeof some, "%s%s%s (%s)", m ? sppwhy_machine_name(m) : "", m ? ": " : "", title, cause);
    assert_string_equal(whole, some);
    size_t length = strlen(whole);
    for (size_t size = 1; size <= length + 1; size++) {
        memset(some, 'x', sizeof some);
        sppwhy_finding_format(f, some, size);
        assert_int_equal(strlen(some), size - 1); /* the samples have no character of several bytes */
        assert_memory_equal(some, whole, size - 1);
        assert_int_equal(some[size], 'x');
    }
}

static void findings_lead_to_the_log(void **state)
{
    (void)state;
    sppwhy_result *result = of_samples();
    const sppwhy_analysis *analysis = sppwhy_result_analysis(result);
    const sppwhy_collection *collection = sppwhy_analysis_collection(analysis);
    const sppwhy_finding *f;
    size_t count = 0, failed = 0;
    for (; (f = sppwhy_analysis_finding(analysis, count)); count++) {
        look_at_verdict(sppwhy_finding_verdict(f), sppwhy_result_rules(result));
        assert_string_equal(sppwhy_finding_cause(f), sppwhy_verdict_cause(sppwhy_finding_verdict(f)));
        assert_int_equal(strlen(sppwhy_finding_id(f)), 16);
        for (size_t i = 0; i < sppwhy_finding_activation_count(f); i++)
            assert_non_null(sppwhy_activation_find(collection, sppwhy_finding_activation(f, i)));
        assert_int_equal(sppwhy_finding_activation(f, sppwhy_finding_activation_count(f)), 0);
        assert_true((sppwhy_finding_machine(f) == NULL) ==
                    (sppwhy_finding_subject(f) == SPPWHY_SUBJECT_COLLECTION));
        look_at_line(f);
    }
    assert_true(count > 0);
    assert_int_equal(count, sppwhy_analysis_finding_count(analysis));
    const sppwhy_activation *a;
    for (size_t i = 0; (a = sppwhy_collection_activation(collection, i)); i++) {
        const sppwhy_verdict *v = sppwhy_analysis_verdict(analysis, a);
        sppwhy_outcome outcome = sppwhy_activation_outcome(a);
        assert_true((v != NULL) ==
                    (outcome == SPPWHY_OUTCOME_FAILED || outcome == SPPWHY_OUTCOME_UNANSWERED));
        failed += v != NULL;
    }
    assert_int_equal(failed, sppwhy_analysis_failed(analysis));
    sppwhy_result_free(result);
}

static bool is_of_a_host(void *context, const sppwhy_record *record)
{
    (void)context;
    return sppwhy_record_is(record, "host_request");
}

static void records_give_values_by_their_type(void **state)
{
    (void)state;
    sppwhy_result *result = of_samples();
    const sppwhy_records *all = sppwhy_input_records(sppwhy_result_input(result));
    sppwhy_records *some;
    const sppwhy_record *r;
    uint64_t number;
    size_t hosts = 0, events = 0;
    assert_int_equal(sppwhy_records_select(&some, all, is_of_a_host, NULL, NULL), SPPWHY_OK);
    for (size_t i = 0; (r = sppwhy_records_at(some, i)); i++) {
        assert_int_equal(sppwhy_event_id(sppwhy_record_event(r)), 12290);
        assert_non_null(sppwhy_record_text(r, SPPWHY_FIELD_CLIENT));
        assert_non_null(sppwhy_record_id(r, SPPWHY_FIELD_CMID));
        assert_true(sppwhy_record_number(r, SPPWHY_FIELD_CLIENT_TIME, &number) && number > 0);
        /* of another type than is asked for, or not there */
        assert_null(sppwhy_record_text(r, SPPWHY_FIELD_CMID));
        assert_null(sppwhy_record_id(r, SPPWHY_FIELD_CLIENT));
        assert_false(sppwhy_record_number(r, SPPWHY_FIELD_CLIENT, &number));
        assert_false(sppwhy_record_number(r, SPPWHY_FIELD_PORT, &number));
    }
    for (size_t i = 0; (r = sppwhy_records_at(all, i)); i++)
        hosts += sppwhy_record_is(r, "host_request");
    assert_true(hosts > 0 && hosts < sppwhy_records_count(all));
    assert_int_equal(sppwhy_records_count(some), hosts);
    const sppwhy_logs *logs = sppwhy_input_logs(sppwhy_result_input(result));
    for (size_t i = 0; i < sppwhy_logs_count(logs); i++) {
        const sppwhy_log *log = sppwhy_logs_at(logs, i);
        assert_ptr_equal(log, sppwhy_logs_array(logs)[i]);
        assert_true(sppwhy_log_first_event(log) <= sppwhy_log_last_event(log));
        events += sppwhy_log_event_count(log);
    }
    assert_true(events >= sppwhy_records_count(all));
    sppwhy_records_free(some);
    sppwhy_result_free(result);
}

static void the_version_is_told_in_two_ways(void **state)
{
    (void)state;
    char text[32];
    int number = sppwhy_version_number();
    assert_int_equal(number, SPPWHY_VERSION);
    snprintf(text, sizeof text, "%d.%d.%d", number / 10000, number / 100 % 100, number % 100);
    assert_string_equal(sppwhy_version(), text);
    assert_string_equal(sppwhy_version(), SPPWHY_VERSION_STRING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_may_be_of_another_version),
        cmocka_unit_test(every_call_with_options_looks_at_their_size),
        cmocka_unit_test(an_error_says_where),
        cmocka_unit_test(findings_lead_to_the_log),
        cmocka_unit_test(records_give_values_by_their_type),
        cmocka_unit_test(the_version_is_told_in_two_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
