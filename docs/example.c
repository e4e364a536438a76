/*
 * Prints "machine: cause" for each finding of event logs: files, folders, archives of them.
 *
 *   cc example.c -o example $(pkg-config --cflags --libs sppwhy)
 *   ./example logs
 */
#include <sppwhy/sppwhy.h>

#include <stdio.h>

/* A name comes from a log: nothing in it may act on the terminal. */
static void put_name(const char *name)
{
    for (; *name; name++)
        putchar((unsigned char)*name < 0x20 || *name == 0x7f ? '?' : *name);
}

int main(int count, char **arguments)
{
    sppwhy_error error;
    sppwhy_result *result;
    char text[2048];
    if (sppwhy_analyze(&result, (const char *const *)arguments + 1, (size_t)count - 1, NULL, &error) !=
        SPPWHY_OK) {
        fprintf(stderr, "%s\n", sppwhy_error_format(&error, text, sizeof text));
        return 2;
    }
    const sppwhy_finding *f;
    for (size_t i = 0; (f = sppwhy_analysis_finding(sppwhy_result_analysis(result), i)); i++) {
        const sppwhy_machine *machine = sppwhy_finding_machine(f);
        put_name(machine ? sppwhy_machine_name(machine) : "(all)");
        printf(": %s\n", sppwhy_finding_cause(f));
    }
    sppwhy_result_free(result);
    return 0;
}
