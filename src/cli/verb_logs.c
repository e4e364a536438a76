/* sppwhy logs PATH...: what was collected, and what to collect next. */
#include "cli/judged.h"

int run_logs(const options *o)
{
    judged j;
    int status = judged_make(&j, o);
    if (status == EXIT_DONE)
        status = output_report(o, "logs", &j.in, &(report_job){.analysis = j.analysis});
    if (status == EXIT_DONE)
        status = input_status(&j.in, o);
    judged_free(&j);
    return status;
}
