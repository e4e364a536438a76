/* See phrase.h. */
#include "report/view/phrase.h"

#include <stdio.h>

const char *text_in(const strbuf *b)
{
    return b->failed ? "(memory was too short)" : b->bytes ? b->bytes : "";
}

void add_grouped(strbuf *b, uint64_t number)
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    for (int i = 0; i < length; i++) {
        if (i != 0 && (length - i) % 3 == 0)
            strbuf_add_char(b, ',');
        strbuf_add_char(b, digits[i]);
    }
}

const char *plural(size_t count, const char *one, const char *many)
{
    return count == 1 ? one : many;
}
