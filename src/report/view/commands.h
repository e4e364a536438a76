/* Commands in the steps of rules: told apart from the words around them, so that a terminal or a page can
 * show them in a style of their own, to be copied. */
#ifndef REPORT_VIEW_COMMANDS_H
#define REPORT_VIEW_COMMANDS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct text_piece {
    const char *at;
    size_t length;
    bool command;
} text_piece;

/* The next piece of the text; begin with *at at its start. False at the end. */
bool next_piece(const char **at, text_piece *out);

#endif
