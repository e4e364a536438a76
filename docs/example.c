/*
 * Prints "machine: what is wrong (cause)" for each finding of event logs: files, folders, archives of them.
 *
 *   cc example.c -o example $(pkg-config --cflags --libs sppwhy)
 *   ./example logs
 */
#include <sppwhy/sppwhy.h>

#include <stdio.h>

int main(int count, char **arguments)
{
    const char *const *paths = (const char *const *)arguments + 1;
    sppwhy_result *result;
    sppwhy_error error;
    char text[2048];
    if (sppwhy_analyze(&result, paths, (size_t)count - 1, NULL, &error) != SPPWHY_OK)
        return fprintf(stderr, "%s\n", sppwhy_error_format(&error, text, sizeof text)), 2;
    const sppwhy_analysis *analysis = sppwhy_result_analysis(result);
    for (size_t i = 0; i < sppwhy_analysis_finding_count(analysis); i++)
        puts(sppwhy_finding_format(sppwhy_analysis_finding(analysis, i), text, sizeof text));
    sppwhy_result_free(result);
}
