/*
 * read READER LOG...: reads logs and makes typed records of them, and stops there: what a run of sppwhy costs
 * before it says anything. Prints how many records there were. READER is native, libevtx or auto.
 */
#include "spp/records.h"

#include <stdio.h>
#include <string.h>

static int read_all(const sppwhy_catalogue *catalogue, sppwhy_reader reader, char **paths, size_t count)
{
    sppwhy_log *logs[64];
    sppwhy_records *records = NULL;
    sppwhy_error error;
    char text[2048];
    sppwhy_read_options options = {
        .size = sizeof options, .providers = sppwhy_catalogue_providers(catalogue), .reader = reader};
    sppwhy_error_clear(&error);
    for (size_t i = 0; i < count; i++)
        if (sppwhy_log_read(&logs[i], paths[i], &options, &error) != SPPWHY_OK) {
            fprintf(stderr, "%s\n", sppwhy_error_format(&error, text, sizeof text));
            return 2;
        }
    if (sppwhy_records_create(&records, catalogue, (const sppwhy_log *const *)logs, count, &error) !=
        SPPWHY_OK)
        return 2;
    printf("%zu\n", records->count);
    sppwhy_records_free(records);
    for (size_t i = 0; i < count; i++)
        sppwhy_log_free(logs[i]);
    return 0;
}

int main(int count, char **arguments)
{
    static const char *const readers[] = {"auto", "native", "libevtx"};
    sppwhy_catalogue *catalogue;
    int reader = 0;
    while (count > 2 && reader < 3 && strcmp(readers[reader], arguments[1]) != 0)
        reader++;
    if (count < 3 || count > 66 || reader == 3 || sppwhy_catalogue_load(&catalogue, NULL, NULL) != SPPWHY_OK)
        return 3;
    int status = read_all(catalogue, (sppwhy_reader)reader, arguments + 2, (size_t)count - 2);
    sppwhy_catalogue_free(catalogue);
    return status;
}
