/* Runs the samples of the rules: each goes through the whole judging, with all rules, as a collection of its
 * own. */
#include "rules/ruleset/rule.h"

#include "base/error.h"

#include <string.h>

/* What a collection got of a cause. */
typedef struct outcome {
    bool found;
    sppwhy_confidence confidence; /* the surest */
    bool instead;                 /* the cause that a near miss names was given */
    const char *others;           /* the causes given, for the message */
    const char *problem;          /* an event of the sample that does not parse; NULL when all do */
} outcome;

/* A sample with a slip in an event tests something else than it says; `malformed: true` says that it is
 * meant. */
static void note_problems(const sppwhy_records *records, arena *memory, outcome *out)
{
    for (size_t i = 0; i < records->count && !out->problem; i++) {
        const sppwhy_record *r = &records->items[i];
        size_t count;
        const sppwhy_problem *problems = sppwhy_record_problems(r, &count);
        if (count != 0)
            out->problem =
                arena_printf(memory, "has an event %u whose %s %s; if that is meant, add malformed: true",
                             (unsigned)r->event->common->id, problems[0].field, problems[0].reason);
    }
}

static void look(const sppwhy_analysis *a, const char *cause, const char *instead, arena *memory,
                 outcome *out)
{
    out->others = "";
    for (size_t i = 0; i < a->finding_count; i++) {
        const sppwhy_verdict *v = &a->findings[i].verdict;
        if (strcmp(v->cause, cause) == 0) {
            out->confidence =
                !out->found || v->confidence > out->confidence ? v->confidence : out->confidence;
            out->found = true;
        }
        out->instead |= instead && strcmp(v->cause, instead) == 0;
        const char *joined = arena_printf(memory, "%s%s%s (%s)", out->others, out->others[0] ? ", " : "",
                                          v->cause, sppwhy_confidence_name(v->confidence));
        out->others = joined ? joined : out->others;
    }
}

static const char *verdict_on(const sample *s, const outcome *o, arena *memory)
{
    const char *came = o->others[0] ? o->others : "nothing";
    if (o->problem)
        return o->problem;
    if (s->match && !o->found)
        return arena_printf(memory, "should be found, but came: %s", came);
    if (!s->match && o->found)
        return arena_printf(memory, "is a near miss, but was found; came: %s", came);
    if (s->match && s->has_confidence && s->confidence != o->confidence)
        return arena_printf(memory, "should be %s, but is %s", sppwhy_confidence_name(s->confidence),
                            sppwhy_confidence_name(o->confidence));
    if (!s->match && s->instead && !o->instead)
        return arena_printf(memory, "should be %s, but came: %s", s->instead, came);
    return "";
}

static sppwhy_status judge_sample(const sppwhy_rules *rules, const rule *r, const sample *s, arena *memory,
                                  outcome *out, sppwhy_error *error)
{
    const sppwhy_log *const *logs;
    size_t count;
    sppwhy_records *records = NULL;
    sppwhy_collection *collection = NULL;
    sppwhy_analysis *analysis = NULL;
    sppwhy_status status = scenario_logs(s->logs, memory, &logs, &count, error);
    if (status == SPPWHY_OK)
        status = sppwhy_records_create(&records, rules->catalogue, logs, count, error);
    if (status == SPPWHY_OK && !s->malformed)
        note_problems(records, memory, out);
    if (status == SPPWHY_OK)
        status = sppwhy_correlate(&collection, records, logs, count, (sppwhy_span){0}, error);
    if (status == SPPWHY_OK)
        status = sppwhy_judge(&analysis, rules, collection, error);
    if (status == SPPWHY_OK)
        look(analysis, r->id, s->instead, memory, out);
    sppwhy_analysis_free(analysis);
    sppwhy_collection_free(collection);
    sppwhy_records_free(records);
    return status;
}

static sppwhy_status run_sample(const sppwhy_rules *rules, const rule *r, const sample *s,
                                sppwhy_on_sample on_sample, void *context, sppwhy_error *error)
{
    outcome o = {0};
    arena *memory = arena_create();
    if (!memory)
        return error_no_memory(error);
    sppwhy_status status = judge_sample(rules, r, s, memory, &o, error);
    if (status == SPPWHY_OK) {
        const char *detail = verdict_on(s, &o, memory);
        sppwhy_sample result = {.rule = r->id,
                                .name = s->name,
                                .file = r->file,
                                .line = s->line,
                                .passed = detail && detail[0] == '\0',
                                .detail = detail ? detail : "out of memory"};
        on_sample(context, &result);
    }
    arena_free(memory);
    return status;
}

sppwhy_status sppwhy_rules_test(const sppwhy_rules *rules, sppwhy_on_sample on_sample, void *context,
                                sppwhy_error *error)
{
    sppwhy_status status = rules_need_samples(rules, error);
    for (size_t i = 0; i < rules->list.count && status == SPPWHY_OK; i++) {
        const rule *r = rules->list.items[i];
        for (size_t k = 0; k < r->sample_count && status == SPPWHY_OK; k++)
            status = run_sample(rules, r, &r->samples[k], on_sample, context, error);
    }
    return status;
}
