/* sppwhy [analyze] PATH...: why each activation failed. */
#include "cli/cli.h"

#include <string.h>

static int write_report(const sppwhy_analysis *analysis, const options *o)
{
    FILE *out = output_open(o);
    if (!out)
        return EXIT_INPUT;
    if (o->format && strcmp(o->format, "json") == 0)
        sppwhy_report_json(out, analysis);
    else
        sppwhy_report_text(out, analysis, text_options(o, out));
    return output_close(out, o);
}

static bool reaches(const sppwhy_analysis *analysis, sppwhy_level level)
{
    for (size_t i = 0; i < analysis->finding_count; i++)
        if (analysis->findings[i].verdict.level >= level)
            return true;
    return false;
}

static int judge(const input *in, const options *o, const sppwhy_rules *rules)
{
    sppwhy_error error;
    sppwhy_collection *collection = NULL;
    sppwhy_analysis *analysis = NULL;
    sppwhy_span span = {o->since, o->until};
    sppwhy_error_clear(&error);
    int status = EXIT_INPUT;
    if (sppwhy_correlate(&collection, in->records, in->logs, in->log_count, span, &error) == SPPWHY_OK &&
        sppwhy_judge(&analysis, rules, collection, &error) == SPPWHY_OK) {
        status = write_report(analysis, o);
        if (status == EXIT_DONE)
            status = input_status(in, o);
        if (status == EXIT_DONE && o->has_fail_on && reaches(analysis, o->fail_on))
            status = EXIT_FINDINGS;
    } else {
        tell_error(&error);
    }
    sppwhy_analysis_free(analysis);
    sppwhy_collection_free(collection);
    return status;
}

static void tell_mistake(void *context, const sppwhy_error *error)
{
    (void)context;
    tell_error(error);
}

/* The rules come before the logs: a mistake in one is told at once, not after a long read. */
static int load_rules(sppwhy_catalogue **catalogue, sppwhy_rules **rules, const options *o)
{
    sppwhy_error error;
    sppwhy_error_clear(&error);
    if (!rules_there(o))
        return EXIT_RULES;
    if (sppwhy_catalogue_load(catalogue, o->rules, &error) != SPPWHY_OK) {
        tell_error(&error);
        return EXIT_RULES;
    }
    return sppwhy_rules_load(rules, *catalogue, o->rules, tell_mistake, NULL, &error) == SPPWHY_OK
               ? EXIT_DONE
               : EXIT_RULES;
}

int run_analyze(const options *o)
{
    input in = {0};
    sppwhy_catalogue *catalogue = NULL;
    sppwhy_rules *rules = NULL;
    int status = load_rules(&catalogue, &rules, o);
    if (status == EXIT_DONE)
        status = input_read(&in, o);
    if (status == EXIT_DONE && in.nothing) {
        tell("no event log could be read");
        status = EXIT_INPUT;
    }
    if (status == EXIT_DONE)
        status = judge(&in, o, rules);
    input_free(&in);
    sppwhy_rules_free(rules);
    sppwhy_catalogue_free(catalogue);
    return status;
}
