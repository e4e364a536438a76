#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/cases.h"

#include "base/file.h"
#include "base/limits.h"
#include "scenario/scenario.h"

#include <stdlib.h>
#include <string.h>

typedef struct walk {
    sppwhy_catalogue *catalogue;
    sppwhy_rules *rules;
    on_case then;
    void *context;
    size_t step, seen, taken;
} walk;

static void must(const char *name, sppwhy_status status, const sppwhy_error *error)
{
    char text[1800];
    if (status != SPPWHY_OK)
        fail_msg("%s: %s", name, sppwhy_error_format(error, text, sizeof text));
}

static void take(walk *w, arena *memory, const char *name, const yaml_node *node)
{
    sppwhy_error error;
    scenario *s = NULL;
    if (w->seen++ % w->step != 0)
        return;
    pipeline p = {.memory = memory, .catalogue = w->catalogue, .rules = w->rules};
    sppwhy_error_clear(&error);
    must(name, scenario_read(&s, memory, name, node, &error), &error);
    must(name, scenario_logs(s, memory, &p.logs, &p.log_count, &error), &error);
    must(name, sppwhy_records_create(&p.records, p.catalogue, p.logs, p.log_count, &error), &error);
    must(name, sppwhy_correlate(&p.collection, p.records, p.logs, p.log_count, (sppwhy_span){0}, &error),
         &error);
    must(name, sppwhy_judge(&p.analysis, w->rules, p.collection, &error), &error);
    w->then(w->context, name, &p);
    w->taken++;
    sppwhy_analysis_free(p.analysis);
    sppwhy_collection_free(p.collection);
    sppwhy_records_free(p.records);
}

/* A file of one scenario, or a rule with its samples. */
static void take_file(walk *w, const char *path)
{
    char *text = NULL;
    size_t length = 0;
    const yaml_node *root = NULL;
    sppwhy_error error;
    arena *memory = arena_create();
    assert_non_null(memory);
    sppwhy_error_clear(&error);
    must(path, file_read_all(memory, path, LIMIT_YAML_BYTES, &text, &length, &error), &error);
    must(path, yaml_load(memory, path, text, length, &root, &error), &error);
    const yaml_node *samples = yaml_get(root, "samples");
    for (size_t i = 0; samples && i < samples->count; i++) {
        const char *name = arena_printf(memory, "%s, sample %zu", path, i + 1);
        assert_non_null(name);
        take(w, memory, name, samples->items[i]);
    }
    if (!samples)
        take(w, memory, path, root);
    arena_free(memory);
}

size_t for_each_case(on_case then, void *context, size_t step)
{
    static const char *const folders[] = {"tests/scenario", "rules"}; /* tests run in the project's folder */
    walk w = {.then = then, .context = context, .step = step};
    arena *memory = arena_create();
    assert_non_null(memory);
    assert_int_equal(sppwhy_catalogue_load(&w.catalogue, NULL, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_rules_load(&w.rules, w.catalogue, NULL, NULL, NULL, NULL), SPPWHY_OK);
    for (size_t f = 0; f < sizeof folders / sizeof *folders; f++) {
        char **names = NULL;
        size_t count = 0;
        assert_int_equal(folder_list(memory, folders[f], &names, &count, NULL), SPPWHY_OK);
        for (size_t i = 0; i < count; i++) {
            size_t length = strlen(names[i]);
            char *path = arena_printf(memory, "%s/%s", folders[f], names[i]);
            assert_non_null(path);
            if (length > 5 && strcmp(names[i] + length - 5, ".yaml") == 0)
                take_file(&w, path);
        }
    }
    sppwhy_rules_free(w.rules);
    sppwhy_catalogue_free(w.catalogue);
    arena_free(memory);
    return w.taken;
}
