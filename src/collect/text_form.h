/*
 * Which texts hold events or licensing states that can be read, known by their beginnings: src/exports has a
 * reader for each form.
 */
#ifndef COLLECT_TEXT_FORM_H
#define COLLECT_TEXT_FORM_H

#include "base/file.h"

typedef enum text_form {
    TEXT_FORM_NONE,
    TEXT_FORM_XML,    /* <Event> after <Event> */
    TEXT_FORM_CLIXML, /* PowerShell's Export-Clixml */
    TEXT_FORM_TABLE,  /* CSV, or with tabs */
    TEXT_FORM_JSON,
    TEXT_FORM_PROSE, /* labels and values: Event Viewer's text, wevtutil, Format-List; slmgr, ospp; posts */
    TEXT_FORM_TOTAL
} text_form;

/* `asked_for`: by name; then it may be any text that speaks of licensing, else only what is certainly one of
 * the forms. */
text_form text_form_tell(const uint8_t *bytes, size_t length, bool asked_for);
/* The same of a file's first STREAM_HEAD bytes. */
SPPWHY_NODISCARD sppwhy_status text_form_of_file(text_form *out, file *f, bool asked_for,
                                                 sppwhy_error *error);

/* What is said of a text that is none of them. */
extern const char text_form_help[];

#endif
