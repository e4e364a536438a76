/* Rule files: into a rule, its page, and its own samples judged by it alone. */
#include "base/arena.h"
#include "fuzz/support/fuzz.h"
#include "rules/ruleset/rule.h"

#include <stdio.h>
#include <string.h>

/* A rule is named after its file, so the file is named after what is behind the first "id: ". */
static const char *name_of(const char *text, char *name, size_t size)
{
    const char *id = strstr(text, "id: ");
    size_t length = id ? strcspn(id + 4, "\r\n") : 0;
    snprintf(name, size, "%.*s.yaml", length < size - 6 ? (int)length : 0, id ? id + 4 : "");
    return name;
}

static void judge_by(rule *r, arena *a)
{
    bool wider = false;
    rule *items[] = {r};
    sppwhy_rules rules = {.memory = a, .catalogue = fuzz_catalogue(), .wider = &wider};
    sppwhy_rule_page page;
    rules.list.items = items;
    rules.list.count = rules.list.capacity = 1;
    HOLDS(sppwhy_rules_page(&page, &rules, 0, NULL) == SPPWHY_OK);
    HOLDS(page.why_count != 0);
    for (size_t i = 0; i < r->sample_count && i < 3; i++) {
        const sppwhy_log *const *logs;
        size_t count;
        if (scenario_logs(r->samples[i].logs, a, &logs, &count, NULL) == SPPWHY_OK)
            fuzz_report(logs, count, &rules);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rule *r = NULL;
    sppwhy_error error;
    mistake_list mistakes = {.first = &error};
    char name[256];
    arena *a = arena_create();
    HOLDS(a);
    char *text = arena_bytes(a, (const char *)data, size);
    HOLDS(text);
    sppwhy_error_clear(&error);
    if (rule_read(&r, a, name_of(text, name, sizeof name), text, size, &mistakes) == SPPWHY_OK)
        judge_by(r, a);
    else
        HOLDS(error.message[0] && fuzz_is_text(error.message));
    arena_free(a);
    return 0;
}
