/* Amounts of bytes, as people write and read them. */
#include "cli/cli.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* "512M", "4G", "4GB", "4 GiB": binary all of them; a number alone is bytes. */
bool size_parse(uint64_t *out, const char *text)
{
    static const char letters[] = "KMGT";
    char *end;
    if (!isdigit((unsigned char)text[0]))
        return false;
    double number = strtod(text, &end);
    end += strspn(end, " ");
    const char *letter = *end == '\0' ? NULL : strchr(letters, toupper((unsigned char)*end));
    if (letter) {
        end++;
        for (const char *each = letters; each <= letter; each++)
            number *= 1024;
        end += *end == 'i';
    }
    end += *end == 'B' || *end == 'b';
    if (*end != '\0' || number >= 1e18)
        return false;
    *out = (uint64_t)number;
    return true;
}

char *size_format(uint64_t bytes, char out[32])
{
    static const char *const units[] = {"bytes", "KB", "MB", "GB", "TB"};
    double number = (double)bytes;
    size_t unit = 0;
    for (; number >= 1023.5 && unit + 1 < sizeof units / sizeof *units; unit++)
        number /= 1024;
    snprintf(out, 32, number < 9.95 && unit != 0 ? "%.1f %s" : "%.0f %s", number, units[unit]);
    return out;
}
