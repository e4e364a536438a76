/*
 * A line as people paste it: quoted ("> "), in a list ("* "), as Markdown or HTML, or with what were lines of
 * their own folded into one. What comes out are the lines as the program wrote them, as far as that can be
 * seen.
 */
#ifndef EXPORTS_TIDY_H
#define EXPORTS_TIDY_H

#include "base/text.h"
#include "exports/slice.h"

/* One line or several, with line ends between them: the line itself when there is nothing to do, else in
 * `room`. In event XML only what quotes it goes. */
slice tidy_line(strbuf *room, slice line, bool in_xml);

/* What slmgr or ospp printed, folded into one line: "label: value" a line, where a label may have the end of
 * the value before it at its beginning, and a value the next label at its end. The line itself when it is no
 * such thing. */
slice tidy_statement(strbuf *room, slice line);

#endif
