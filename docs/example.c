/*
 * Prints "machine: cause" for each finding of a folder of event logs.
 *
 *   cc example.c -o example $(pkg-config --cflags --libs sppwhy)
 *   ./example logs
 */
#include <sppwhy/sppwhy.h>

#include <stdlib.h>

/* A name comes from a log: nothing in it may act on the terminal. */
static void put_name(const char *name)
{
    for (; *name; name++)
        putchar((unsigned char)*name < 0x20 || *name == 0x7f ? '?' : *name);
}

static void put_findings(const sppwhy_analysis *analysis)
{
    for (size_t i = 0; i < analysis->finding_count; i++) {
        const sppwhy_finding *f = &analysis->findings[i];
        put_name(f->machine ? f->machine->name : "(all)");
        printf(": %s\n", f->verdict.cause);
    }
}

/* Records, activations, verdicts: each stage is made from the one before, and given back in the other order.
 */
static sppwhy_status judge(const sppwhy_catalogue *catalogue, const sppwhy_rules *rules,
                           const sppwhy_log *const *logs, size_t log_count, sppwhy_error *error)
{
    sppwhy_records *records = NULL;
    sppwhy_collection *collection = NULL;
    sppwhy_analysis *analysis = NULL;
    sppwhy_span always = {0, 0};
    sppwhy_status status = sppwhy_records_create(&records, catalogue, logs, log_count, error);
    if (status == SPPWHY_OK)
        status = sppwhy_correlate(&collection, records, logs, log_count, always, error);
    if (status == SPPWHY_OK)
        status = sppwhy_judge(&analysis, rules, collection, error);
    if (status == SPPWHY_OK)
        put_findings(analysis);
    sppwhy_analysis_free(analysis);
    sppwhy_collection_free(collection);
    sppwhy_records_free(records);
    return status;
}

/* Reads all logs that there are; one that cannot be read is told and left out. */
static sppwhy_status read_and_judge(const sppwhy_catalogue *catalogue, const sppwhy_rules *rules,
                                    const sppwhy_sources *sources, sppwhy_error *error)
{
    sppwhy_read_options options = {.providers = sppwhy_catalogue_providers(catalogue)};
    sppwhy_log **logs = calloc(sources->count + 1, sizeof *logs);
    size_t count = 0;
    char text[2048];
    if (!logs)
        return SPPWHY_NO_MEMORY;
    for (size_t i = 0; i < sources->count; i++) {
        if (sppwhy_log_read(&logs[count], sources->items[i].path, &options, error) == SPPWHY_OK)
            count++;
        else
            fprintf(stderr, "%s\n", sppwhy_error_format(error, text, sizeof text));
        sppwhy_error_clear(error);
    }
    sppwhy_status status = judge(catalogue, rules, (const sppwhy_log *const *)logs, count, error);
    while (count != 0)
        sppwhy_log_free(logs[--count]);
    free(logs);
    return status;
}

int main(int count, char **arguments)
{
    sppwhy_error error;
    sppwhy_catalogue *catalogue = NULL;
    sppwhy_rules *rules = NULL;
    sppwhy_sources *sources = NULL;
    char text[2048];
    sppwhy_error_clear(&error);
    if (count != 2) {
        fprintf(stderr, "usage: %s FOLDER\n", arguments[0]);
        return 3;
    }
    const char *const paths[] = {arguments[1]};
    sppwhy_status status = sppwhy_catalogue_load(&catalogue, NULL, &error);
    if (status == SPPWHY_OK)
        status = sppwhy_rules_load(&rules, catalogue, NULL, NULL, NULL, &error);
    if (status == SPPWHY_OK)
        status = sppwhy_collect(&sources, paths, 1, &error);
    if (status == SPPWHY_OK)
        status = read_and_judge(catalogue, rules, sources, &error);
    if (status != SPPWHY_OK)
        fprintf(stderr, "%s\n", sppwhy_error_format(&error, text, sizeof text));
    sppwhy_sources_free(sources);
    sppwhy_rules_free(rules);
    sppwhy_catalogue_free(catalogue);
    return status == SPPWHY_OK ? 0 : 2;
}
