/*
 * Code pages of Windows in which a console (OEM) or a program (ANSI) writes text of a language that 850 and
 * 1252 do not have. The tables are built in (code_pages.bin, which tools/code_pages.py writes): a C library
 * reads its own from files, which the sandbox forbids, and not every system has one.
 */
#ifndef BASE_CODE_PAGE_H
#define BASE_CODE_PAGE_H

#include <stddef.h>
#include <stdint.h>

typedef enum code_page {
    CODE_PAGE_852,  /* central Europe, OEM */
    CODE_PAGE_866,  /* Cyrillic, OEM */
    CODE_PAGE_1250, /* central Europe */
    CODE_PAGE_1251, /* Cyrillic */
    CODE_PAGE_932,  /* Japanese */
    CODE_PAGE_936,  /* simplified Chinese */
    CODE_PAGE_949,  /* Korean */
    CODE_PAGE_950,  /* traditional Chinese */
    CODE_PAGE_TOTAL
} code_page;

/* The character at the beginning, which takes *used bytes; U+FFFD for what is none, and *used 0 when it goes
 * on behind the end. */
uint32_t code_page_next(code_page page, const uint8_t *bytes, size_t length, size_t *used);

#endif
