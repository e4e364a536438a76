/*
 * The log writer and scenario_logs() agree: what the reader finds in the files made from a scenario is what
 * the scenario says without any file.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/strings.h"

#include "base/file.h"
#include "base/limits.h"
#include "scenario/scenario.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCENARIO "tests/tools/everything.yaml" /* tests run in the project's folder */

static const char *const providers[] = {"Microsoft-Windows-Security-SPP",
                                        "Microsoft-Windows-Security-Licensing-SLC",
                                        "Office Software Protection Platform Service",
                                        "Software Protection Platform Service",
                                        "Software Licensing Service",
                                        "KmsRequests",
                                        NULL};

static void check_names(const char *const *found, size_t found_count, const char *const *said,
                        size_t said_count)
{
    assert_int_equal(found_count, said_count);
    for (size_t i = 0; i < said_count; i++)
        assert_string_equal(found[i], said[i]);
}

static void check_event(const sppwhy_event *found, const sppwhy_event *said)
{
    const sppwhy_event_common *f = found->common, *s = said->common;
    assert_string_equal(f->provider, s->provider);
    assert_string_equal(f->source, s->source);
    assert_string_equal(f->channel, s->channel);
    assert_string_equal(f->computer, s->computer);
    assert_int_equal(f->id, s->id);
    assert_int_equal(f->qualifiers, s->qualifiers);
    assert_int_equal(f->level, s->level);
    assert_int_equal(f->recovered, s->recovered);
    assert_int_equal(found->time, said->time);
    assert_int_equal(found->record_id, said->record_id);
    assert_int_equal(found->header_record_id, said->header_record_id);
    assert_int_equal(f->string_count, s->string_count);
    for (size_t i = 0; i < s->string_count; i++)
        assert_string_equal(string_of(found, i), string_of(said, i));
}

static void check_log(const sppwhy_log *found, const sppwhy_log *said)
{
    assert_int_equal(found->records, said->records);
    assert_int_equal(found->records_lost, 0);
    assert_int_equal(found->first_event, said->first_event);
    assert_int_equal(found->last_event, said->last_event);
    assert_false(found->dirty);
    assert_int_equal(found->damage_count, 0);
    assert_int_equal(found->gap_count, 0);
    assert_int_equal(found->bytes, 4096 + 65536 * found->chunks);
    check_names(found->computers, found->computer_count, said->computers, said->computer_count);
    check_names(found->channels, found->channel_count, said->channels, said->channel_count);
    assert_int_equal(found->event_count, said->event_count);
    for (size_t i = 0; i < said->event_count; i++)
        check_event(&found->events[i], &said->events[i]);
}

static void read_and_check(arena *a, const char *folder, const sppwhy_log *said)
{
    sppwhy_read_options options = {.size = sizeof options, .providers = providers};
    sppwhy_error error;
    sppwhy_error_clear(&error);
    sppwhy_log *found = NULL;
    const char *path = arena_printf(a, "%s/%s", folder, said->path);
    assert_non_null(path);
    if (sppwhy_log_read(&found, path, &options, &error) != SPPWHY_OK)
        fail_msg("%s: %s", path, error.message);
    check_log(found, said);
    sppwhy_log_free(found);
}

static void load(arena *a, const sppwhy_log *const **logs, size_t *count)
{
    char *text = NULL;
    size_t length = 0;
    const yaml_node *root = NULL;
    scenario *s = NULL;
    assert_int_equal(file_read_all(a, SCENARIO, LIMIT_YAML_BYTES, &text, &length, NULL), SPPWHY_OK);
    assert_int_equal(yaml_load(a, SCENARIO, text, length, &root, NULL), SPPWHY_OK);
    assert_int_equal(scenario_read(&s, a, SCENARIO, root, NULL), SPPWHY_OK);
    assert_int_equal(scenario_logs(s, a, logs, count, NULL), SPPWHY_OK);
}

static void run(arena *a, const char *format, const char *options, const char *folder)
{
    const char *command = arena_printf(a, format, options, folder);
    assert_non_null(command);
    assert_int_equal(system(command), 0);
}

static void files_hold_what_the_scenario_says(void **state)
{
    (void)state;
    static const char *const options[] = {"", "--chunk-records 3", "--chunk-records 1"};
    arena *a = arena_create();
    const sppwhy_log *const *logs = NULL;
    size_t count = 0;
    load(a, &logs, &count);
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        char folder[] = "/tmp/test_logwriter.XXXXXX";
        assert_non_null(mkdtemp(folder));
        run(a, "'" LOGWRITER "' %s " SCENARIO " %s", options[i], folder);
        for (size_t k = 0; k < count; k++)
            read_and_check(a, folder, logs[k]);
        run(a, "rm -r%s %s", "", folder);
    }
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(files_hold_what_the_scenario_says)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
