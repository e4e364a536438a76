/*
 * Where something went wrong: what an error names of file, offset, record, line and column, for each kind of
 * input that can be at fault, through the public functions alone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sppwhy/sppwhy.h>

#include "support/memory_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SOUND "samples/kb974998/SRV-APP1/SRV-APP1-Application.evtx" /* from the root of the tree */

enum { RECORD_AT = 4096 + 512, FRAGMENT_AT = RECORD_AT + 24, FIRST_RECORD = 3120, MOST = 1 << 20 };

/* ---- inputs -------------------------------------------------------------------------------------------- */

static unsigned char bytes[MOST];
static size_t byte_count;
static memory_file file;

static int read_sound(void **state)
{
    (void)state;
    FILE *f = fopen(SOUND, "rb");
    assert_non_null(f);
    byte_count = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    assert_true(byte_count > FRAGMENT_AT && byte_count < sizeof bytes);
    assert_true(memory_file_create(&file));
    return 0;
}

static int close_file(void **state)
{
    (void)state;
    memory_file_close(&file);
    return 0;
}

static void set_text(const char *text)
{
    assert_true(memory_file_set(&file, text, strlen(text)));
}

/* The sound log with something over it. */
static void set_log(size_t at, const char *over)
{
    assert_true(memory_file_set(&file, bytes, byte_count));
    assert_true(memory_file_poke(&file, at, over, strlen(over)));
}

static sppwhy_error untouched(void)
{
    sppwhy_error error;
    sppwhy_error_clear(&error);
    return error;
}

static void assert_place(const sppwhy_error *error, const char *path, uint64_t offset, uint64_t record,
                         unsigned line)
{
    assert_string_equal(error->file, path);
    assert_int_equal(error->offset, offset);
    assert_int_equal(error->record_id, record);
    assert_int_equal(error->line, line);
    assert_string_not_equal(error->message, "");
}

static sppwhy_status analyze(const char *path, bool strict, sppwhy_error *error)
{
    const sppwhy_input_options options = {.size = sizeof options, .strict = strict};
    sppwhy_result *result = NULL;
    *error = untouched();
    sppwhy_status status = sppwhy_analyze(&result, &path, 1, &options, error);
    assert_true((status == SPPWHY_OK) == (result != NULL));
    assert_int_equal(error->status, status);
    sppwhy_result_free(result);
    return status;
}

static sppwhy_log *read_log(sppwhy_reader reader)
{
    static const char *const providers[] = {"Microsoft-Windows-Security-SPP", NULL};
    const sppwhy_read_options options = {
        .size = sizeof options, .providers = providers, .no_filter = true, .reader = reader};
    sppwhy_log *log;
    assert_int_equal(sppwhy_log_read(&log, file.path, &options, NULL), SPPWHY_OK);
    return log;
}

/* ---- logs ---------------------------------------------------------------------------------------------- */

static void a_record_that_no_reader_can_decode(void **state)
{
    (void)state;
    sppwhy_error error;
    char text[2048];
    set_log(FRAGMENT_AT, "XXXXXXXX");
    for (int reader = SPPWHY_READER_AUTO; reader <= SPPWHY_READER_LIBEVTX; reader++) {
        if (reader == SPPWHY_READER_LIBEVTX && !sppwhy_libevtx_version())
            continue;
        sppwhy_log *log = read_log((sppwhy_reader)reader);
        assert_int_equal(sppwhy_log_fault(log, &error), SPPWHY_DAMAGED);
        assert_int_equal(sppwhy_log_fault(log, NULL), SPPWHY_DAMAGED);
        assert_int_equal(error.status, SPPWHY_DAMAGED);
        assert_place(&error, file.path, RECORD_AT, FIRST_RECORD, 0);
        assert_non_null(strstr(sppwhy_error_format(&error, text, sizeof text), "(record 3120, offset 4608)"));
        sppwhy_log_free(log);
    }
    assert_int_equal(analyze(file.path, false, &error), SPPWHY_OK);
    assert_int_equal(analyze(file.path, true, &error), SPPWHY_DAMAGED);
    assert_place(&error, file.path, RECORD_AT, FIRST_RECORD, 0);
}

static void a_chunk_without_its_header(void **state)
{
    (void)state;
    sppwhy_error error;
    set_log(4096, "nochunk");
    sppwhy_log *log = read_log(SPPWHY_READER_NATIVE);
    assert_int_equal(sppwhy_log_fault(log, &error), SPPWHY_DAMAGED);
    assert_place(&error, file.path, 4096, 0, 0);
    sppwhy_log_free(log);
}

/* A remark is none: the file's header is damaged, and every record was read. */
static void a_whole_log_has_no_fault(void **state)
{
    (void)state;
    sppwhy_error error = untouched();
    set_log(0, "nofile");
    sppwhy_log *log = read_log(SPPWHY_READER_NATIVE);
    assert_int_equal(sppwhy_log_damage_count(log), 1);
    assert_int_equal(sppwhy_damage_offset(sppwhy_log_damage(log, 0)), 0);
    assert_int_equal(sppwhy_log_fault(log, &error), SPPWHY_OK);
    assert_string_equal(error.message, "");
    assert_int_equal(error.offset, SPPWHY_NO_OFFSET);
    sppwhy_log_free(log);
    assert_int_equal(analyze(SOUND, true, &error), SPPWHY_OK);
}

/* A file that the system opens and does not read. */
static void a_file_that_breaks_off_while_it_is_read(void **state)
{
    (void)state;
    sppwhy_log *log;
    sppwhy_error error;
    assert_int_equal(sppwhy_log_read(&log, "/proc/self/mem", NULL, &error), SPPWHY_IO);
    assert_place(&error, "/proc/self/mem", 0, 0, 0);
}

/* The same number, time and machine, and another text: one log was altered. */
static void an_event_that_contradicts_another(void **state)
{
    (void)state;
    static const char value[] = "4\0001\0007\0006\0000"; /* minutes left, in UTF-16 */
    const sppwhy_input_options strict = {.size = sizeof strict, .strict = true};
    size_t at = 0;
    while (at + sizeof value < byte_count && memcmp(bytes + at, value, sizeof value) != 0)
        at++;
    assert_true(at + sizeof value < byte_count);
    set_log(at, "5");
    const char *const paths[] = {SOUND, file.path};
    sppwhy_input *input;
    sppwhy_result *result;
    sppwhy_error error = untouched();
    assert_int_equal(sppwhy_input_open(&input, paths, 2, NULL, &error), SPPWHY_OK);
    assert_int_equal(sppwhy_input_read(input, NULL, &error), SPPWHY_OK);
    assert_int_equal(sppwhy_input_finish(input, &error), SPPWHY_OK);
    assert_false(sppwhy_input_damaged(input));
    assert_false(sppwhy_input_missing(input));
    assert_int_equal(sppwhy_input_fault(input, &error), SPPWHY_DAMAGED);
    const sppwhy_event *event =
        sppwhy_record_event(sppwhy_records_contradicting(sppwhy_input_records(input), 0));
    assert_place(&error, sppwhy_log_path(sppwhy_event_log(event)), sppwhy_event_offset(event),
                 sppwhy_event_record_id(event), 0);
    assert_true(error.record_id > FIRST_RECORD && error.offset > RECORD_AT);
    assert_int_equal(sppwhy_analyze_input(&result, input, &strict, &error), SPPWHY_DAMAGED);
    assert_null(result);
    assert_int_equal(sppwhy_analyze_input(&result, input, NULL, &error), SPPWHY_OK);
    sppwhy_result_free(result);
    sppwhy_input_free(input);
}

/* ---- text ---------------------------------------------------------------------------------------------- */

/* What `sppwhy events` writes of the sound log. To be freed. */
static char *events_as_lines(void)
{
    static const char *const paths[] = {SOUND};
    sppwhy_input *input;
    sppwhy_writer *out;
    size_t count;
    assert_int_equal(sppwhy_input_open(&input, paths, 1, NULL, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_input_read(input, NULL, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_input_finish(input, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_writer_to_memory(&out, NULL), SPPWHY_OK);
    const sppwhy_logs *logs = sppwhy_input_logs(input);
    const sppwhy_events_options all = {.size = sizeof all};
    assert_int_equal(sppwhy_report_events(out, sppwhy_input_records(input), sppwhy_logs_array(logs),
                                          sppwhy_logs_count(logs), sppwhy_input_catalogue(input), &all, NULL),
                     SPPWHY_OK);
    assert_int_equal(sppwhy_writer_finish(out, NULL), SPPWHY_OK);
    char *text = strdup(sppwhy_writer_memory(out, &count));
    assert_non_null(text);
    sppwhy_writer_free(out);
    sppwhy_input_free(input);
    return text;
}

static void a_line_of_json_that_is_none(void **state)
{
    (void)state;
    sppwhy_error error;
    char *text = events_as_lines();
    char *second = strchr(text, '\n') + 1;
    assert_int_equal(*second, '{');
    *second = '[';
    set_text(text);
    free(text);
    assert_int_equal(analyze(file.path, false, &error), SPPWHY_OK);
    assert_int_equal(analyze(file.path, true, &error), SPPWHY_DAMAGED);
    assert_place(&error, file.path, SPPWHY_NO_OFFSET, 0, 2);
    assert_int_equal(error.column, 0);
}

static void notices_know_their_line(void **state)
{
    (void)state;
    sppwhy_input *input;
    sppwhy_error error = untouched();
    const char *const paths[] = {file.path, SOUND};
    char place[128];
    set_text("<Events>\n<Event xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\">\n"
             "<System><Provider Name=\"Microsoft-Windows-Security-SPP\"/><EventID>12288</EventID>\n"
             "<TimeCreated SystemTime=\"nonsense\"/></System></Event>\n</Events>\n");
    assert_int_equal(sppwhy_input_open(&input, paths, 2, NULL, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_input_read(input, NULL, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_input_finish(input, NULL), SPPWHY_OK);
    const sppwhy_notices *unread = sppwhy_input_unread(input);
    assert_int_equal(sppwhy_notices_count(unread), 1);
    const sppwhy_notice *n = sppwhy_notices_at(unread, 0);
    snprintf(place, sizeof place, "%s:2", file.path);
    assert_string_equal(sppwhy_notice_path(n), place);
    assert_int_equal(sppwhy_notice_line(n), 2);
    assert_int_equal(sppwhy_notice_error(n, NULL), SPPWHY_DAMAGED);
    assert_int_equal(sppwhy_notice_error(n, &error), SPPWHY_DAMAGED);
    assert_place(&error, file.path, SPPWHY_NO_OFFSET, 0, 2);
    assert_string_equal(error.message, sppwhy_notice_message(n));
    /* and those that are none: the remark that it is an excerpt */
    const sppwhy_logs *logs = sppwhy_input_logs(input);
    error = untouched();
    size_t remarks = 0;
    for (size_t i = 0; (n = sppwhy_logs_notice(logs, i)); i++)
        if (sppwhy_notice_kind_of(n) == SPPWHY_NOTICE_REMARK) {
            assert_int_equal(sppwhy_notice_error(n, &error), SPPWHY_OK);
            assert_string_equal(error.file, "");
            remarks++;
        }
    assert_int_equal(remarks, 1);
    sppwhy_input_free(input);
}

static void what_is_no_log_is_named(void **state)
{
    (void)state;
    sppwhy_error error;
    assert_int_equal(analyze("no/such/folder", false, &error), SPPWHY_NOT_A_LOG);
    assert_place(&error, "no/such/folder", SPPWHY_NO_OFFSET, 0, 0);
    set_text("The Software Protection service failed: 0xC004F074\n");
    assert_int_equal(analyze(file.path, false, &error), SPPWHY_NOT_A_LOG);
    assert_string_equal(error.file, file.path);
    assert_non_null(strstr(error.message, "no event log could be read"));
}

/* ---- rules --------------------------------------------------------------------------------------------- */

static void a_rule_with_a_mistake(void **state)
{
    (void)state;
    sppwhy_error error = untouched();
    sppwhy_result *result;
    const char *const paths[] = {SOUND};
    const sppwhy_input_options options = {.size = sizeof options, .rules = file.path};
    set_text("id: my-cause\ntitle: A title\nlevel: enormous\n");
    assert_int_equal(sppwhy_analyze(&result, paths, 1, &options, &error), SPPWHY_INVALID);
    assert_string_equal(error.file, file.path);
    assert_int_equal(error.offset, SPPWHY_NO_OFFSET);
    assert_true(error.line >= 1 && error.line <= 3 && error.column >= 1);
}

static void rules_that_are_loaded_once(void **state)
{
    (void)state;
    sppwhy_catalogue *catalogue;
    sppwhy_rules *rules;
    const char *const paths[] = {SOUND};
    assert_int_equal(sppwhy_catalogue_load(&catalogue, NULL, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_rules_load(&rules, catalogue, NULL, NULL, NULL, NULL), SPPWHY_OK);
    assert_ptr_equal(sppwhy_rules_catalogue(rules), catalogue);
    const sppwhy_input_options options = {.size = sizeof options, .with_rules = rules};
    for (size_t i = 0; i < 2; i++) {
        sppwhy_result *result;
        assert_int_equal(sppwhy_analyze(&result, paths, 1, &options, NULL), SPPWHY_OK);
        assert_ptr_equal(sppwhy_result_rules(result), rules);
        assert_ptr_equal(sppwhy_input_catalogue(sppwhy_result_input(result)), catalogue);
        assert_true(sppwhy_analysis_finding_count(sppwhy_result_analysis(result)) > 0);
        sppwhy_result_free(result);
    }
    sppwhy_rules_free(rules);
    sppwhy_catalogue_free(catalogue);
}

/* ---- words --------------------------------------------------------------------------------------------- */

static void places_in_words(void **state)
{
    (void)state;
    char text[256];
    sppwhy_error error = untouched();
    snprintf(error.file, sizeof error.file, "a.jsonl");
    snprintf(error.message, sizeof error.message, "no JSON");
    assert_string_equal(sppwhy_error_format(&error, text, sizeof text), "a.jsonl: no JSON");
    error.line = 7;
    assert_string_equal(sppwhy_error_format(&error, text, sizeof text), "a.jsonl:7: no JSON");
    error.column = 3;
    assert_string_equal(sppwhy_error_format(&error, text, sizeof text), "a.jsonl:7:3: no JSON");
    error.record_id = 12;
    assert_string_equal(sppwhy_error_format(&error, text, sizeof text), "a.jsonl:7:3: no JSON (record 12)");
    error.offset = 0;
    assert_string_equal(sppwhy_error_format(&error, text, sizeof text),
                        "a.jsonl:7:3: no JSON (record 12, offset 0)");
    assert_string_equal(sppwhy_error_format(&error, text, 4), "a.j");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_that_no_reader_can_decode),
        cmocka_unit_test(a_chunk_without_its_header),
        cmocka_unit_test(a_whole_log_has_no_fault),
        cmocka_unit_test(a_file_that_breaks_off_while_it_is_read),
        cmocka_unit_test(an_event_that_contradicts_another),
        cmocka_unit_test(a_line_of_json_that_is_none),
        cmocka_unit_test(notices_know_their_line),
        cmocka_unit_test(what_is_no_log_is_named),
        cmocka_unit_test(a_rule_with_a_mistake),
        cmocka_unit_test(rules_that_are_loaded_once),
        cmocka_unit_test(places_in_words),
    };
    return cmocka_run_group_tests(tests, read_sound, close_file);
}
