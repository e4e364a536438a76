/*
 * Scenario files, and through them all that is behind the reader: a scenario can put together any logs,
 * so mutating one reaches what correlates, judges and reports.
 */
#include "base/arena.h"
#include "fuzz/support/fuzz.h"
#include "scenario/scenario.h"

static sppwhy_status read_scenario(arena *a, const char *text, size_t length, const sppwhy_log *const **logs,
                                   size_t *count, sppwhy_error *error)
{
    const yaml_node *root;
    scenario *s;
    sppwhy_status status = yaml_load(a, "fuzz.yaml", text, length, &root, error);
    if (status == SPPWHY_OK && root->kind != YAML_MAP)
        return SPPWHY_INVALID;
    if (status == SPPWHY_OK)
        status = scenario_read(&s, a, "fuzz.yaml", root, error);
    return status == SPPWHY_OK ? scenario_logs(s, a, logs, count, error) : status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const sppwhy_log *const *logs;
    size_t count;
    sppwhy_error error;
    arena *a = arena_create();
    HOLDS(a);
    sppwhy_error_clear(&error);
    if (read_scenario(a, (const char *)data, size, &logs, &count, &error) == SPPWHY_OK)
        fuzz_report(logs, count, fuzz_rules());
    else
        HOLDS(fuzz_is_text(error.message));
    arena_free(a);
    return 0;
}
