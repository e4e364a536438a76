/* sppwhy rules [list|lint|test|fields] [PATH...]: the rules themselves; needs no log. PATH is a rule file or
 * a folder of them; without one the built-in rules (and those of --rules) are meant. */
#include "cli/cli.h"

#include <string.h>

typedef struct tally {
    const char *path; /* whose rules are counted beside the whole; NULL: none */
    size_t passed, failed;
    size_t path_samples; /* of the rules at that path */
} tally;

static void print_mistake(void *context, const sppwhy_error *error)
{
    char text[1800];
    strbuf safe = {0};
    ++*(size_t *)context;
    text_add_printable(&safe, sppwhy_error_format(error, text, sizeof text));
    printf("%s\n", safe.bytes && !safe.failed ? safe.bytes : "out of memory");
    strbuf_free(&safe);
}

static void list(const sppwhy_rules *rules)
{
    for (size_t i = 0; i < sppwhy_rules_count(rules); i++) {
        const char *refines = sppwhy_rules_refines(rules, i);
        printf("%-30s %-8s judges %s%s%s\n    %s\n", sppwhy_rules_id(rules, i),
               sppwhy_level_name(sppwhy_rules_level(rules, i)), sppwhy_rules_judges(rules, i),
               refines[0] ? ", refines " : "", refines, sppwhy_rules_title(rules, i));
    }
}

static void tell_sample(void *context, const sppwhy_sample *result)
{
    tally *t = context;
    const char *path = sppwhy_sample_file(result);
    t->path_samples += t->path && strncmp(path, t->path, strlen(t->path)) == 0;
    if (sppwhy_sample_passed(result)) {
        t->passed++;
        return;
    }
    t->failed++;
    printf("%s:%u: %s: \"%s\" %s\n", path, sppwhy_sample_line(result), sppwhy_sample_rule(result),
           sppwhy_sample_name(result), sppwhy_sample_detail(result));
}

static int test(const sppwhy_rules *rules, const char *path)
{
    tally t = {.path = path};
    sppwhy_error error;
    sppwhy_error_clear(&error);
    if (sppwhy_rules_test(rules, tell_sample, &t, &error) != SPPWHY_OK) {
        tell_error(&error);
        return EXIT_RULES;
    }
    printf("%zu rules, %zu samples passed, %zu failed", sppwhy_rules_count(rules), t.passed, t.failed);
    if (path)
        printf(" (%zu of these samples in %s)", t.path_samples, path);
    putchar('\n');
    return t.failed == 0 ? EXIT_DONE : EXIT_RULES;
}

/* Of a folder that was given it is said how many rules it holds: none is most likely a slip. */
static void tell_no_mistakes(const sppwhy_rules *rules, const char *path)
{
    size_t there = 0;
    for (size_t i = 0; path && i < sppwhy_rules_count(rules); i++)
        there += strncmp(sppwhy_rules_file(rules, i), path, strlen(path)) == 0;
    printf("%zu rules, no mistakes", sppwhy_rules_count(rules));
    if (path)
        printf(" (%zu of these rules in %s)", there, path);
    putchar('\n');
}

static int with_rules(const char *what, const sppwhy_rules *rules, const char *path)
{
    if (strcmp(what, "test") == 0)
        return test(rules, path);
    if (strcmp(what, "lint") == 0)
        tell_no_mistakes(rules, path);
    else
        list(rules);
    return EXIT_DONE;
}

/* Loads the built-in rules and those at `path` (may be NULL) and does what is asked. */
static int with_path(const char *what, const sppwhy_catalogue *catalogue, const char *path)
{
    sppwhy_rules *rules = NULL;
    sppwhy_error error;
    size_t mistakes = 0;
    sppwhy_error_clear(&error);
    int status;
    if (sppwhy_rules_load(&rules, catalogue, path, print_mistake, &mistakes, &error) != SPPWHY_OK) {
        printf("%zu %s\n", mistakes, mistakes == 1 ? "mistake" : "mistakes");
        status = EXIT_RULES;
    } else {
        status = with_rules(what, rules, path);
    }
    sppwhy_rules_free(rules);
    return status;
}

static int list_fields(void)
{
    const char *last = "", *scope;
    for (size_t i = 0; (scope = sppwhy_rule_field_scope(i)); i++) {
        if (strcmp(last, scope) != 0)
            printf("%s%s:\n", i != 0 ? "\n" : "", scope);
        last = scope;
        printf("  %-17s %-8s %s\n", sppwhy_rule_field_name(i), sppwhy_rule_field_type(i),
               sppwhy_rule_field_meaning(i));
    }
    return EXIT_DONE;
}

static int unknown_word(const char *what)
{
    nearest n = nearest_to(what);
    nearest_try_rows(&n, rules_words);
    if (n.best[0] != '\0')
        tell("rules has no \"%s\"; did you mean `sppwhy rules %s`?", what, n.best);
    else
        tell("rules has no \"%s\"; `sppwhy help rules` lists what it has", what);
    return EXIT_USAGE;
}

static int run(const options *o)
{
    const char *what = o->path_count != 0 ? o->paths[0] : "list";
    sppwhy_catalogue *catalogue = NULL;
    sppwhy_error error;
    sppwhy_error_clear(&error);
    if (strcmp(what, "fields") == 0)
        return list_fields();
    if (!row_meaning(rules_words, what))
        return unknown_word(what);
    if (!rules_there(o))
        return EXIT_RULES;
    if (sppwhy_catalogue_load(&catalogue, o->rules, &error) != SPPWHY_OK) {
        tell_error(&error);
        return EXIT_RULES;
    }
    int status = EXIT_DONE;
    if (o->path_count < 2)
        status = with_path(what, catalogue, o->rules);
    for (size_t i = 1; i < o->path_count; i++) {
        int each = with_path(what, catalogue, o->paths[i]);
        status = each > status ? each : status;
    }
    sppwhy_catalogue_free(catalogue);
    return status;
}

int run_rules(const options *o)
{
    interrupt_at_once(INTERRUPT_IN_OUTPUT);
    int status = run(o), written = output_printed();
    return status != EXIT_DONE ? status : written;
}
