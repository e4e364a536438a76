/* sppwhy [analyze] PATH...: why each activation failed. */
#include "cli/judged.h"

#include <string.h>

/* What does not fit together is reported before the logs are read. */
static bool options_fit(const options *o)
{
    const report_format *f =
        o->format ? report_format_find("analyze", o->format) : report_format_default("analyze");
    if (o->has_table && !f->has_tables) {
        const report_format *with = report_formats;
        while (!with->has_tables)
            with++;
        tell("--table goes with --format %s", with->name);
        return false;
    }
    if (f->write_file && (!o->output || strcmp(o->output, "-") == 0)) {
        tell("a database cannot be written to standard output: say where with -o FILE.db");
        return false;
    }
    return true;
}

/* With a baseline only what is new rings. */
static bool reaches(const sppwhy_analysis *analysis, sppwhy_level level)
{
    const sppwhy_finding *f;
    for (size_t i = 0; (f = sppwhy_analysis_finding(analysis, i)); i++)
        if (sppwhy_verdict_level(sppwhy_finding_verdict(f)) >= level && !sppwhy_finding_is_known(f))
            return true;
    return false;
}

int run_analyze(const options *o)
{
    judged j;
    if (!options_fit(o))
        return EXIT_USAGE;
    int status = judged_make(&j, o);
    if (status == EXIT_DONE)
        status = output_report(
            o, "analyze", &j.in,
            &(report_job){
                .analysis = j.analysis, .rules = j.rules, .records = j.in.records, .table = o->table});
    if (status == EXIT_DONE)
        status = input_status(&j.in, o);
    if (status == EXIT_DONE && o->has_fail_on && reaches(j.analysis, o->fail_on))
        status = EXIT_FINDINGS;
    judged_free(&j);
    return status;
}
