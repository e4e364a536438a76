/* sppwhy [analyze] PATH...: why each activation failed. */
#include "cli/cli.h"

#include <string.h>

static bool format_is(const options *o, const char *format)
{
    return o->format && strcmp(o->format, format) == 0;
}

/* What does not fit together is told before the logs are read. */
static bool options_fit(const options *o)
{
    if (o->has_table && !format_is(o, "csv")) {
        tell("--table goes with --format csv");
        return false;
    }
    if (format_is(o, "sqlite") && (!o->output || strcmp(o->output, "-") == 0)) {
        tell("a database cannot be written to standard output: say where with -o FILE.db");
        return false;
    }
    return true;
}

static int write_database(const sppwhy_analysis *analysis, const input *in, const options *o)
{
    sppwhy_error error;
    sppwhy_error_clear(&error);
    if (sppwhy_report_sqlite(o->output, analysis, in->records, &error) == SPPWHY_OK)
        return EXIT_DONE;
    tell_error(&error);
    return EXIT_INPUT;
}

static int write_report(const sppwhy_analysis *analysis, const input *in, const sppwhy_rules *rules,
                        const options *o)
{
    sppwhy_error error;
    sppwhy_status status = SPPWHY_OK;
    if (format_is(o, "sqlite"))
        return write_database(analysis, in, o);
    output out;
    if (!output_open(&out, o))
        return EXIT_INPUT;
    output_limit(&out, in);
    sppwhy_error_clear(&error);
    if (format_is(o, "json"))
        sppwhy_report_json(out.writer, analysis);
    else if (format_is(o, "csv"))
        status = sppwhy_report_csv(out.writer, analysis, o->table, &error);
    else if (format_is(o, "html"))
        status = sppwhy_report_html(out.writer, analysis, &error);
    else if (format_is(o, "sarif"))
        status = sppwhy_report_sarif(out.writer, analysis, rules, &error);
    else
        sppwhy_report_text(out.writer, analysis, text_options(o, &out));
    int closed = output_close(&out, o, status);
    if (status == SPPWHY_OK)
        return closed;
    tell_error(&error);
    return EXIT_INPUT;
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
        analysis->unread = in->unread;
        analysis->unread_count = in->unread_count;
        status = write_report(analysis, in, rules, o);
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
    if (!options_fit(o))
        return EXIT_USAGE;
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
