/* From an input to its findings, and from paths to findings in one call. */
#include "analyze/hold.h"
#include "analyze/options.h"

#include "base/error.h"
#include "rules/analysis.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct sppwhy_result {
    atomic_size_t holders;
    sppwhy_input *input;
    const sppwhy_rules *rules;
    sppwhy_rules *own_rules; /* the same, where they were not loaded already */
    sppwhy_collection *collection;
    sppwhy_analysis *analysis;
};

/* Why there is not one log. */
static sppwhy_status nothing_read(const sppwhy_input *input, sppwhy_error *error)
{
    const sppwhy_notice *first = sppwhy_notices_at(sppwhy_input_unread(input), 0);
    if (!first)
        return error_set(error, SPPWHY_NOT_A_LOG, "no event log could be read");
    (void)sppwhy_notice_error(first, error);
    if (error && error->status == SPPWHY_OK) /* a remark has no place as an error */
        (void)error_file(error, SPPWHY_NOT_A_LOG, first->path, "%s", first->message);
    if (error) {
        size_t length = strlen(error->message);
        snprintf(error->message + length, sizeof error->message - length, "; no event log could be read");
        error->status = SPPWHY_NOT_A_LOG;
    }
    return SPPWHY_NOT_A_LOG;
}

/* Unless they were loaded already. */
static sppwhy_status load_rules(sppwhy_result *r, const sppwhy_input_options *o, sppwhy_error *error)
{
    sppwhy_status status = SPPWHY_OK;
    if (!r->rules && !o->with_rules)
        status = sppwhy_rules_load(&r->own_rules, sppwhy_input_catalogue(r->input), o->rules, o->on_mistake,
                                   o->context, error);
    if (!r->rules)
        r->rules = o->with_rules ? o->with_rules : r->own_rules;
    return status;
}

static sppwhy_status judge(sppwhy_result *r, const sppwhy_input_options *o, sppwhy_error *error)
{
    const sppwhy_logs *logs = sppwhy_input_logs(r->input);
    if (logs->count == 0)
        return nothing_read(r->input, error);
    sppwhy_status status = o->strict ? sppwhy_input_fault(r->input, error) : SPPWHY_OK;
    if (status == SPPWHY_OK)
        status = load_rules(r, o, error);
    if (status == SPPWHY_OK)
        status = sppwhy_correlate(&r->collection, sppwhy_input_records(r->input), logs->items, logs->count,
                                  o->span, error);
    if (status == SPPWHY_OK)
        status = sppwhy_judge(&r->analysis, r->rules, r->collection, error);
    if (status == SPPWHY_OK)
        sppwhy_analysis_set_unread(r->analysis, sppwhy_input_unread(r->input));
    return status;
}

/* Takes over the result, which has its input, and maybe its rules. */
static sppwhy_status hand_over(sppwhy_result **out, sppwhy_result *r, sppwhy_status status)
{
    *out = status == SPPWHY_OK ? r : NULL;
    if (status != SPPWHY_OK)
        sppwhy_result_free(r);
    return status;
}

/* A result with nothing in it. */
static sppwhy_status create(sppwhy_result **out, sppwhy_result **made, sppwhy_input_options *o,
                            const sppwhy_input_options *options, sppwhy_error *error)
{
    *out = NULL;
    sppwhy_status status = input_options(o, options, error);
    if (status != SPPWHY_OK)
        return status;
    *made = calloc(1, sizeof **made);
    if (!*made)
        return error_no_memory(error);
    atomic_init(&(*made)->holders, 1);
    return SPPWHY_OK;
}

sppwhy_status sppwhy_analyze_input(sppwhy_result **out, sppwhy_input *input,
                                   const sppwhy_input_options *options, sppwhy_error *error)
{
    sppwhy_input_options o;
    sppwhy_result *r;
    sppwhy_status status = create(out, &r, &o, options, error);
    if (status != SPPWHY_OK)
        return status;
    r->input = input_hold(input);
    return hand_over(out, r, judge(r, &o, error));
}

/* The rules come before the logs: a mistake in one is reported at once, not after a long read. */
static sppwhy_status read_and_judge(sppwhy_result *r, const char *const *paths, size_t count,
                                    const sppwhy_input_options *o, sppwhy_error *error)
{
    sppwhy_status status = sppwhy_input_open(&r->input, paths, count, o, error);
    if (status == SPPWHY_OK)
        status = load_rules(r, o, error);
    if (status == SPPWHY_OK)
        status = sppwhy_input_read(r->input, o, error);
    if (status == SPPWHY_OK)
        status = sppwhy_input_finish(r->input, error);
    return status == SPPWHY_OK ? judge(r, o, error) : status;
}

sppwhy_status sppwhy_analyze(sppwhy_result **out, const char *const *paths, size_t count,
                             const sppwhy_input_options *options, sppwhy_error *error)
{
    sppwhy_input_options o;
    sppwhy_result *r;
    if (error)
        sppwhy_error_clear(error);
    sppwhy_status status = create(out, &r, &o, options, error);
    if (status != SPPWHY_OK)
        return status;
    return hand_over(out, r, read_and_judge(r, paths, count, &o, error));
}

const sppwhy_analysis *sppwhy_result_analysis(const sppwhy_result *result)
{
    return result->analysis;
}

void sppwhy_result_mark_known(sppwhy_result *result,
                              bool (*known)(void *context, const sppwhy_finding *finding), void *context)
{
    sppwhy_analysis_mark_known(result->analysis, known, context);
}

const sppwhy_rules *sppwhy_result_rules(const sppwhy_result *result)
{
    return result->rules;
}

sppwhy_input *sppwhy_result_input(const sppwhy_result *result)
{
    return result->input;
}

sppwhy_result *result_hold(sppwhy_result *result)
{
    atomic_fetch_add(&result->holders, 1);
    return result;
}

void sppwhy_result_free(sppwhy_result *result)
{
    if (!result || atomic_fetch_sub(&result->holders, 1) != 1)
        return;
    sppwhy_analysis_free(result->analysis);
    sppwhy_collection_free(result->collection);
    sppwhy_rules_free(result->own_rules);
    sppwhy_input_free(result->input);
    free(result);
}
