/* Lists of words in one text, with blanks between: values of options, verbs, endings of files. */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* Copies the next of several words with blanks between; false when there are no more. Begin with *at at the
 * first. */
bool next_word(const char **at, char out[32]);
bool has_word(const char *words, const char *word);
bool has_word_nocase(const char *words, const char *word);

#endif
