/* See formats.h. */
#include "report/formats.h"

#include "base/words.h"
#include "report/json/json.h"
#include "report/text/reports.h"

#include <stdio.h>
#include <string.h>

/* ---- what the public functions write ------------------------------------------------------------------- */

static sppwhy_status write_text(sppwhy_writer *out, const report_job *j, sppwhy_error *error)
{
    (void)error;
    sppwhy_report_text(out, j->analysis, &j->text);
    return SPPWHY_OK;
}

static sppwhy_status write_json(sppwhy_writer *out, const report_job *j, sppwhy_error *error)
{
    (void)error;
    sppwhy_report_json(out, j->analysis);
    return SPPWHY_OK;
}

static sppwhy_status write_csv(sppwhy_writer *out, const report_job *j, sppwhy_error *error)
{
    return sppwhy_report_csv(out, j->analysis, j->table, error);
}

static sppwhy_status write_html(sppwhy_writer *out, const report_job *j, sppwhy_error *error)
{
    return sppwhy_report_html(out, j->analysis, error);
}

static sppwhy_status write_sarif(sppwhy_writer *out, const report_job *j, sppwhy_error *error)
{
    return sppwhy_report_sarif(out, j->analysis, j->rules, error);
}

static sppwhy_status write_markdown(sppwhy_writer *out, const report_job *j, sppwhy_error *error)
{
    return sppwhy_report_markdown(out, j->analysis, error);
}

static sppwhy_status write_database(const char *path, const report_job *j, sppwhy_error *error)
{
    return sppwhy_report_sqlite(path, j->analysis, j->records, error);
}

static sppwhy_status write_events(sppwhy_writer *out, const report_job *j, sppwhy_error *error)
{
    return sppwhy_report_events(out, j->records, j->logs, j->log_count, j->catalogue, &j->events, error);
}

static sppwhy_status write_events_csv(sppwhy_writer *out, const report_job *j, sppwhy_error *error)
{
    return sppwhy_report_events_csv(out, j->records, j->catalogue, &j->events, error);
}

static sppwhy_status write_activity(sppwhy_writer *out, const report_job *j, sppwhy_error *error)
{
    (void)error;
    sppwhy_report_activity_text(out, j->activity, j->catalogue, &j->text);
    return SPPWHY_OK;
}

static sppwhy_status write_activity_json(sppwhy_writer *out, const report_job *j, sppwhy_error *error)
{
    (void)error;
    sppwhy_report_activity_json(out, j->activity, j->catalogue);
    return SPPWHY_OK;
}

static sppwhy_status write_activity_csv(sppwhy_writer *out, const report_job *j, sppwhy_error *error)
{
    (void)error;
    sppwhy_report_activity_csv(out, j->activity, j->catalogue);
    return SPPWHY_OK;
}

static sppwhy_status write_explained(sppwhy_writer *out, const report_job *j, sppwhy_error *error)
{
    (void)error;
    if (j->records)
        sppwhy_decode_text(out, j->records, j->explainer, &j->text);
    else
        *j->unknown_words = sppwhy_explain_text(out, j->explainer, j->words, j->word_count, &j->text);
    return SPPWHY_OK;
}

static sppwhy_status write_explained_json(sppwhy_writer *out, const report_job *j, sppwhy_error *error)
{
    (void)error;
    if (j->records)
        (void)sppwhy_decode_json(out, j->records,
                                 j->explainer); /* codes that nothing is known of are no failure */
    else
        *j->unknown_words = sppwhy_explain_json(out, j->explainer, j->words, j->word_count);
    return SPPWHY_OK;
}

static sppwhy_status write_logs(sppwhy_writer *out, const report_job *j, sppwhy_error *error)
{
    (void)error;
    sppwhy_report_logs_text(out, j->analysis, &j->text);
    return SPPWHY_OK;
}

static sppwhy_status write_logs_json(sppwhy_writer *out, const report_job *j, sppwhy_error *error)
{
    (void)error;
    sppwhy_report_logs_json(out, j->analysis);
    return SPPWHY_OK;
}

static sppwhy_status write_logs_csv(sppwhy_writer *out, const report_job *j, sppwhy_error *error)
{
    (void)error;
    sppwhy_report_logs_csv(out, j->analysis);
    return SPPWHY_OK;
}

static sppwhy_status write_diff(sppwhy_writer *out, const report_job *j, sppwhy_error *error)
{
    (void)error;
    report_diff_text(out, j->diff, &j->text);
    return SPPWHY_OK;
}

static sppwhy_status write_diff_json(sppwhy_writer *out, const report_job *j, sppwhy_error *error)
{
    (void)error;
    report_diff_json(out, j->diff);
    return SPPWHY_OK;
}

/* ---- the table ----------------------------------------------------------------------------------------- */

const report_format report_formats[] = {
    {"text", "analyze", "for people: wrapped to the terminal, 80 columns where there is none", "txt log", "",
     .write = write_text},
    {"json", "analyze", "one document, for programs; docs/json.md describes it", "json", "yaml yml xml",
     .write = write_json},
    {"csv", "analyze", "a table for spreadsheets, with a line of headings", "csv", "xlsx xls excel ods tsv",
     .write = write_csv, .has_tables = true},
    {"html", "analyze", "one page for a browser that needs nothing else", "html htm",
     "pdf page web doc docx odt rtf", .write = write_html},
    {"markdown", "analyze", "headings and lists, for a ticket or a wiki", "md markdown", "wiki",
     .write = write_markdown},
    {"sqlite", "analyze", "a database of everything; needs -o FILE", "sqlite sqlite3 db", "sql database",
     .write_file = write_database},
    {"sarif", "analyze", "SARIF 2.1.0, for programs that show findings of checks", "sarif", "github",
     .write = write_sarif},
    {"jsonl", "events", "one JSON object a line, a record each, in the names of the Elastic Common Schema",
     "jsonl ndjson", "ecs elastic winlogbeat json", .write = write_events},
    {"csv", "events", NULL, "csv", "xlsx xls excel ods tsv", .write = write_events_csv},
    {"text", "activity", NULL, "txt log", "", .write = write_activity},
    {"json", "activity", NULL, "json", "", .write = write_activity_json},
    {"csv", "activity", NULL, "csv", "xlsx xls excel ods tsv", .write = write_activity_csv},
    {"text", "logs", NULL, "txt log", "", .write = write_logs},
    {"json", "logs", NULL, "json", "", .write = write_logs_json},
    {"csv", "logs", NULL, "csv", "xlsx xls excel ods tsv", .write = write_logs_csv},
    {"text", "diff", NULL, "txt log", "", .write = write_diff},
    {"json", "diff", NULL, "json", "", .write = write_diff_json},
    {"text", "explain", NULL, "txt log", "", .write = write_explained},
    {"json", "explain", NULL, "json", "", .write = write_explained_json},
    {NULL, NULL, NULL, NULL, NULL, .write = NULL},
};

/* ---- the tables of those that have several ------------------------------------------------------------ */

bool report_table_named(sppwhy_table *out, const char *name)
{
    static const char *const names[] = {[SPPWHY_TABLE_FINDINGS] = "findings",
                                        [SPPWHY_TABLE_ACTIVATIONS] = "activations",
                                        [SPPWHY_TABLE_MACHINES] = "machines",
                                        [SPPWHY_TABLE_COLLECT] = "collect"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0) {
            *out = (sppwhy_table)i;
            return true;
        }
    return false;
}

/* ---- looking it up ------------------------------------------------------------------------------------- */

const report_format *report_format_find(const char *verb, const char *name)
{
    for (const report_format *f = report_formats; f->name; f++)
        if (strcmp(f->name, name) == 0 && has_word(f->verbs, verb))
            return f;
    return NULL;
}

const report_format *report_format_default(const char *verb)
{
    for (const report_format *f = report_formats; f->name; f++)
        if (has_word(f->verbs, verb))
            return f;
    return NULL;
}

const char *report_format_meaning(const char *name)
{
    for (const report_format *f = report_formats; f->name; f++)
        if (strcmp(f->name, name) == 0 && f->meaning)
            return f->meaning;
    return "";
}

const report_format *report_format_by_ending(const char *verb, const char *path)
{
    const char *dot = strrchr(path, '.');
    for (const report_format *f = report_formats; dot && f->name; f++)
        if (has_word(f->verbs, verb) && has_word_nocase(f->endings, dot + 1))
            return f;
    return NULL;
}

const report_format *report_format_meant(const char *verb, const char *asked)
{
    for (const report_format *f = report_formats; f->name; f++)
        if (has_word(f->verbs, verb) &&
            (has_word_nocase(f->asked, asked) || has_word_nocase(f->endings, asked)))
            return f;
    return NULL;
}

char *report_format_names(const char *verb, char out[FORMAT_NAMES])
{
    size_t used = 0;
    out[0] = '\0';
    for (const report_format *f = report_formats; f->name && used < FORMAT_NAMES; f++)
        if (has_word(f->verbs, verb))
            used += (size_t)snprintf(out + used, FORMAT_NAMES - used, "%s%s", used != 0 ? " " : "", f->name);
    return out;
}
