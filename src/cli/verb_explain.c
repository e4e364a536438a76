/* sppwhy explain WHAT...: what is known of a code, an event id, a product or a cause; needs no log. */
#include "cli/cli.h"

#include <string.h>

#define VERBS_MOST 32

static void tell_mistake(void *context, const sppwhy_error *error)
{
    (void)context;
    tell_error(error);
}

static int explain(const options *o, const sppwhy_catalogue *catalogue, const sppwhy_rules *rules)
{
    const char *names[VERBS_MOST] = {NULL};
    for (size_t i = 0; verbs[i].name && i + 1 < VERBS_MOST; i++)
        names[i] = verbs[i].name;
    sppwhy_explainer e = {catalogue, rules, names};
    size_t unknown = 0;
    int status = output_report(
        o, "explain", NULL,
        &(report_job){
            .explainer = &e, .words = o->paths, .word_count = o->path_count, .unknown_words = &unknown});
    return status == EXIT_DONE && unknown != 0 ? EXIT_INPUT : status;
}

int run_explain(const options *o)
{
    sppwhy_catalogue *catalogue = NULL;
    sppwhy_rules *rules = NULL;
    sppwhy_error error;
    sppwhy_error_clear(&error);
    int status = EXIT_RULES;
    if (o->path_count == 0) {
        tell("nothing to explain: give an error code, an event id, a product's GUID or a cause");
        return EXIT_USAGE;
    }
    if (sppwhy_catalogue_load(&catalogue, o->rules, &error) != SPPWHY_OK)
        tell_error(&error);
    else if (sppwhy_rules_load(&rules, catalogue, o->rules, tell_mistake, NULL, &error) == SPPWHY_OK)
        status = explain(o, catalogue, rules);
    sppwhy_rules_free(rules);
    sppwhy_catalogue_free(catalogue);
    return status;
}
