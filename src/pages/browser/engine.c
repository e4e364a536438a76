/*
 * The program in a page: what the page's worker (worker.js) calls. The page makes a new worker for each
 * reading, so nothing here is read twice. What comes of it goes to the page_ functions, which host.js has.
 */
#include "cli/cli.h"

#include "base/arena.h"
#include "base/file.h"
#include "base/stopwatch.h"
#include "base/writer.h"
#include "report/view/logs.h"
#include "sppwhy/analyze.h"

#include <stdlib.h>
#include <string.h>

#define BETWEEN 100000 /* microseconds from one message about the progress to the next */

/* ---- what the page takes: host.js --------------------------------------------------------------------- */

void page_progress(double bytes, unsigned read, unsigned sources);
void page_unread(const char *path, const char *message);
void page_read(unsigned logs, unsigned machines, unsigned findings);
void page_failed(const char *message);
void page_take(const char *bytes, size_t count);

/* ---- what it calls ------------------------------------------------------------------------------------- */

int engine_read(void);
int engine_write(const char *format, const char *table);
int engine_explain(const char *what, const char *columns);

static sppwhy_result *result; /* of engine_read() */

typedef struct watched {
    double bytes;
    unsigned read, sources;
    uint64_t next; /* when the page may hear of it again */
} watched;

static bool go_on(void *context, uint64_t bytes)
{
    watched *w = context;
    uint64_t now = stopwatch_now();
    w->bytes += (double)bytes;
    if (now >= w->next) {
        w->next = now + BETWEEN;
        page_progress(w->bytes, w->read, w->sources);
    }
    return true; /* who wants to stop it ends the worker */
}

static void source_read(void *context, size_t source, sppwhy_status status)
{
    watched *w = context;
    (void)source;
    (void)status;
    w->read++;
}

static void tell_unread(const sppwhy_input *in)
{
    const sppwhy_notice *n;
    for (size_t i = 0; (n = sppwhy_notices_at(sppwhy_input_unread(in), i)); i++)
        page_unread(sppwhy_notice_path(n), sppwhy_notice_message(n));
}

static sppwhy_status read_input(sppwhy_input *in, sppwhy_error *error)
{
    watched w = {.sources = (unsigned)sppwhy_sources_count(sppwhy_input_sources(in))};
    const sppwhy_input_options how = {.size = sizeof how,
                                      .reader = SPPWHY_READER_NATIVE, /* there is no other one */
                                      .threads = 1,
                                      .watch = {go_on, &w},
                                      .on_source = source_read,
                                      .context = &w};
    sppwhy_status status = sppwhy_input_read(in, &how, error);
    if (status == SPPWHY_OK)
        status = sppwhy_input_finish(in, error);
    if (status != SPPWHY_OK)
        return status;
    tell_unread(in);
    return sppwhy_analyze_input(&result, in, NULL, error);
}

/* The working folder holds what the page was given, and nothing else. */
static sppwhy_status read_here(arena *memory, sppwhy_error *error)
{
    char **names = NULL;
    size_t count = 0;
    sppwhy_input *in = NULL;
    sppwhy_status status = folder_list(memory, ".", &names, &count, error);
    if (status == SPPWHY_OK)
        status = sppwhy_input_open(&in, (const char *const *)names, count, NULL, error);
    if (status == SPPWHY_OK)
        status = read_input(in, error);
    sppwhy_input_free(in); /* the result holds it */
    return status;
}

static int failed(const sppwhy_error *error)
{
    char text[2048];
    page_failed(sppwhy_error_format(error, text, sizeof text));
    return EXIT_INPUT;
}

int engine_read(void)
{
    sppwhy_error error;
    sppwhy_error_clear(&error);
    arena *memory = arena_create();
    sppwhy_status status = memory ? read_here(memory, &error) : SPPWHY_NO_MEMORY;
    error.status = status;
    arena_free(memory);
    if (status != SPPWHY_OK)
        return failed(&error);
    const sppwhy_analysis *a = sppwhy_result_analysis(result);
    const sppwhy_collection *c = sppwhy_analysis_collection(a);
    page_read((unsigned)sppwhy_collection_log_count(c), (unsigned)sppwhy_collection_machine_count(c),
              (unsigned)sppwhy_analysis_finding_count(a));
    return EXIT_DONE;
}

static sppwhy_status take(void *context, const char *bytes, size_t count)
{
    (void)context;
    page_take(bytes, count);
    return SPPWHY_OK;
}

static sppwhy_status write_report(sppwhy_writer *out, const report_format *f, sppwhy_table table,
                                  sppwhy_error *error)
{
    const sppwhy_input *in = sppwhy_result_input(result);
    const sppwhy_logs *logs = sppwhy_input_logs(in);
    const report_job job = {.analysis = sppwhy_result_analysis(result),
                            .rules = sppwhy_result_rules(result),
                            .records = sppwhy_input_records(in),
                            .table = table,
                            .text = {.size = sizeof job.text}};
    out->most = report_most_bytes(sppwhy_logs_array(logs), sppwhy_logs_count(logs),
                                  sppwhy_records_count(job.records));
    sppwhy_status status = f->write(out, &job, error);
    return status == SPPWHY_OK ? sppwhy_writer_finish(out, error) : status;
}

/* A format of the verb analyze that goes to a stream; of one with several tables that of this name. */
int engine_write(const char *format, const char *table)
{
    const report_format *f = report_format_find("analyze", format);
    sppwhy_writer *out = NULL;
    sppwhy_table which;
    sppwhy_error error;
    sppwhy_error_clear(&error);
    if (!f || !f->write || !result || !report_table_named(&which, table))
        return EXIT_USAGE;
    sppwhy_status status = sppwhy_writer_to_callback(&out, take, NULL, &error);
    if (status == SPPWHY_OK)
        status = write_report(out, f, which, &error);
    sppwhy_writer_free(out);
    error.status = status;
    return status == SPPWHY_OK ? EXIT_DONE : failed(&error);
}

/* Words, or a file of the page's own; the text goes to standard output. */
int engine_explain(const char *what, const char *columns)
{
    const options o = {.paths = &what, .path_count = 1};
    setenv("COLUMNS", columns, 1);
    return run_explain(&o);
}
