/*
 * A strict look at a page of HTML that is to be well-formed XML, too: whether every element is closed, is
 * where it may and is one that the report uses; whether every id is there once and every reference to one
 * leads somewhere; whether drawings have words; and whether anything would be loaded or run that should not.
 */
#ifndef SUPPORT_MARKUP_H
#define SUPPORT_MARKUP_H

#include <stdbool.h>
#include <stddef.h>

/* True when all is well; else `wrong` gives the first thing that is not, with the place where. */
bool markup_check(const char *page, char *wrong, size_t size);

/* What a reader sees of a page or a part of one: the text without tags, style and script, entities resolved.
 * Text inside of <desc> and <title> is left out. free() it. */
char *markup_text(const char *page);

#endif
