/*
 * Writes one page; only the build runs it.
 *
 *   sppwhy_pages manual OUT DATE                              sppwhy(1)
 *   sppwhy_pages rules-manual OUT DATE RULES.MD SCENARIOS.MD  sppwhy-rules(5)
 *   sppwhy_pages bash|zsh|fish OUT                            a completion
 */
#include "pages/pages.h"

#include "base/file.h"

#include <string.h>

#define PAGE_MOST (1u << 20)

static bool write_completion(FILE *out, const char *shell, sppwhy_error *error)
{
    sppwhy_catalogue *catalogue = NULL;
    sppwhy_rules *rules = NULL;
    bool done = sppwhy_catalogue_load(&catalogue, NULL, error) == SPPWHY_OK &&
                sppwhy_rules_load(&rules, catalogue, NULL, NULL, NULL, error) == SPPWHY_OK;
    if (done && strcmp(shell, "bash") == 0)
        bash_write(out, rules);
    else if (done && strcmp(shell, "zsh") == 0)
        zsh_write(out, rules);
    else if (done)
        fish_write(out, rules);
    sppwhy_rules_free(rules);
    sppwhy_catalogue_free(catalogue);
    return done;
}

static bool write_rules_manual(FILE *out, char *const *arguments, sppwhy_error *error)
{
    char *rules, *scenarios;
    size_t length;
    arena *memory = arena_create();
    bool done = memory &&
                file_read_all(memory, arguments[1], PAGE_MOST, &rules, &length, error) == SPPWHY_OK &&
                file_read_all(memory, arguments[2], PAGE_MOST, &scenarios, &length, error) == SPPWHY_OK;
    if (done)
        rules_manual_write(out, arguments[0], rules, scenarios);
    arena_free(memory);
    return done;
}

static bool write_page(FILE *out, const char *name, int count, char *const *arguments, sppwhy_error *error)
{
    if (strcmp(name, "manual") == 0 && count == 1)
        manual_write(out, arguments[0]);
    else if (strcmp(name, "rules-manual") == 0 && count == 3)
        return write_rules_manual(out, arguments, error);
    else if (count == 0)
        return write_completion(out, name, error);
    else
        return false;
    return true;
}

int main(int count, char **arguments)
{
    sppwhy_error error;
    sppwhy_error_clear(&error);
    FILE *out = count >= 3 ? fopen(arguments[2], "w") : NULL;
    if (!out) {
        tell("usage: sppwhy_pages PAGE OUT [ARGUMENT...]; OUT must be writable");
        return 1;
    }
    bool done = write_page(out, arguments[1], count - 3, arguments + 3, &error);
    if (fclose(out) != 0 || !done) {
        tell_error(&error);
        return 1;
    }
    return 0;
}
