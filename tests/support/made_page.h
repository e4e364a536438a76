/* A page of the HTML report, made of a scenario and looked at: it is sound (markup.h), or the test fails. */
#ifndef TESTS_SUPPORT_MADE_PAGE_H
#define TESTS_SUPPORT_MADE_PAGE_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

#include "base/text.h"
#include "support/pipeline.h"

typedef struct made_page {
    pipeline p;
    char *html; /* as it is written */
    char *text; /* as it is read */
} made_page;

made_page make_page(const char *scenario);
/* Once more, after a test has changed something. */
void write_page(const made_page *m, strbuf *html);
void free_page(made_page *m);

/* Fails the test when the part is not there; when it is there. */
void has(const char *text, const char *part);
void has_not(const char *text, const char *part);
size_t times(const char *text, const char *part);

#endif
