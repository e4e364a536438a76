/* See judged.h. */
#include "cli/judged.h"

#include <string.h>

/* The rules come before the logs: a mistake in one is met at once, not after a long read. */
static int load_rules(judged *j, const options *o)
{
    return rules_there(o) ? rules_read(&j->catalogue, &j->rules, o) : EXIT_RULES;
}

static bool cause_known(const judged *j, const char *cause)
{
    size_t i;
    nearest n = nearest_to(cause);
    if (sppwhy_rules_find(j->rules, cause, &i))
        return true;
    for (i = 0; i < sppwhy_rules_count(j->rules); i++)
        nearest_try(&n, sppwhy_rules_id(j->rules, i));
    if (n.best[0] != '\0')
        tell("no rule has the cause \"%s\"; did you mean %s?", cause, n.best);
    else
        tell("no rule has the cause \"%s\"; `sppwhy rules list` lists them", cause);
    return false;
}

int document_read(brief_set *out, arena *memory, const char *path)
{
    sppwhy_error error;
    char *text;
    size_t length;
    sppwhy_error_clear(&error);
    sppwhy_status status = file_read_all(memory, path, LIMIT_DOCUMENT_BYTES, &text, &length, &error);
    if (status == SPPWHY_OK)
        status = briefs_of_document(out, memory, path, text, length, &error);
    if (status == SPPWHY_OK)
        return EXIT_DONE;
    tell_error(&error);
    return EXIT_INPUT;
}

/* All that can be wrong before a log is read. */
static int prepare(judged *j, const options *o)
{
    int status = load_rules(j, o);
    for (size_t i = 0; i < o->causes.count && status == EXIT_DONE; i++)
        status = cause_known(j, o->causes.items[i]) ? EXIT_DONE : EXIT_USAGE;
    if (status == EXIT_DONE && o->ignore)
        status = ignore_read(&j->ignore, o->ignore, j->rules);
    if (status == EXIT_DONE && o->baseline)
        status = document_read(&j->baseline, j->memory, o->baseline);
    return status;
}

/* ---- the part that is asked for ------------------------------------------------------------------------ */

static bool machine_named(const char *pattern, const sppwhy_collection *c)
{
    nearest n = nearest_to(pattern);
    const sppwhy_machine *m;
    for (size_t i = 0; (m = sppwhy_collection_machine(c, i)); i++)
        if (sppwhy_machine_matches(m, pattern))
            return true;
    for (size_t i = 0; (m = sppwhy_collection_machine(c, i)); i++)
        nearest_try_name(&n, sppwhy_machine_name(m));
    if (n.best[0] != '\0')
        tell("no machine in these logs is called %s; did you mean %s?", pattern, n.best);
    else
        tell("no machine in these logs is called %s; `sppwhy logs PATH...` lists them", pattern);
    return false;
}

/* One of several names that is not there makes an exit status of 2. */
bool machines_named(input *in, const options *o, const sppwhy_collection *c)
{
    size_t there = 0;
    for (size_t i = 0; i < o->machines.count; i++)
        there += machine_named(o->machines.items[i], c);
    in->missing |= there < o->machines.count;
    return there != 0 || o->machines.count == 0;
}

static bool was_there(void *context, const sppwhy_finding *f)
{
    return briefs_find(context, sppwhy_finding_id(f)) != NULL;
}

static int take_part(judged *j, const options *o)
{
    sppwhy_error error;
    sppwhy_selection by = {.size = sizeof by,
                           .machines = o->machines.items,
                           .machine_count = o->machines.count,
                           .has_level = o->has_level,
                           .level = o->level,
                           .causes = o->causes.items,
                           .cause_count = o->causes.count,
                           .ignore = o->ignore ? ignore_ask : NULL,
                           .context = &j->ignore};
    sppwhy_error_clear(&error);
    const sppwhy_analysis *whole = sppwhy_result_analysis(j->whole);
    if (o->baseline)
        sppwhy_result_mark_known(j->whole, was_there, &j->baseline);
    if (!machines_named(&j->in, o, sppwhy_analysis_collection(whole)))
        return EXIT_INPUT;
    ignore_begin(&j->ignore, j->in.newest);
    if (sppwhy_analysis_select(&j->analysis, whole, &by, &error) != SPPWHY_OK) {
        tell_error(&error);
        return EXIT_INPUT;
    }
    ignore_tell(&j->ignore, o);
    return EXIT_DONE;
}

int judged_make(judged *j, const options *o)
{
    sppwhy_error error;
    *j = (judged){.memory = arena_create()};
    sppwhy_error_clear(&error);
    if (!j->memory) {
        tell("out of memory");
        return EXIT_INPUT;
    }
    int status = prepare(j, o);
    if (status == EXIT_DONE)
        status = input_read_with(&j->in, o, j->rules);
    if (status == EXIT_DONE && j->in.nothing) {
        tell("no event log could be read");
        status = EXIT_INPUT;
    }
    if (status != EXIT_DONE)
        return status;
    const sppwhy_input_options how = {.size = sizeof how, .with_rules = j->rules, .span = j->in.span};
    if (sppwhy_analyze_input(&j->whole, j->in.whole, &how, &error) == SPPWHY_OK)
        return take_part(j, o);
    tell_error(&error);
    return EXIT_INPUT;
}

void judged_free(judged *j)
{
    sppwhy_analysis_free(j->analysis);
    sppwhy_result_free(j->whole);
    input_free(&j->in);
    ignore_free(&j->ignore);
    sppwhy_rules_free(j->rules);
    sppwhy_catalogue_free(j->catalogue);
    arena_free(j->memory);
}
