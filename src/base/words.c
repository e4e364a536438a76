/* See words.h. */
#include "base/words.h"

#include "base/text.h"

#include <string.h>

bool next_word(const char **at, char out[32])
{
    *at += strspn(*at, " ");
    size_t length = strcspn(*at, " "), kept = length < 31 ? length : 31;
    memcpy(out, *at, kept);
    out[kept] = '\0';
    *at += length;
    return length != 0;
}

bool has_word(const char *words, const char *word)
{
    char each[32];
    while (next_word(&words, each))
        if (strcmp(each, word) == 0)
            return true;
    return false;
}

bool has_word_nocase(const char *words, const char *word)
{
    char each[32];
    while (next_word(&words, each))
        if (text_equal_nocase(each, word))
            return true;
    return false;
}
