/*
 * Reads the XML text that libevtx makes of a record, piece by piece. It is no general XML parser: no
 * declarations, no comments, no CDATA, no entities but the five of XML and numbers, because libevtx writes
 * none. What it does not know it refuses, so that a text is never read wrongly by guessing. Text is given
 * exactly as it is between tags.
 */
#ifndef EVTX_NATIVE_XML_H
#define EVTX_NATIVE_XML_H

#include "base/text.h"

typedef enum xml_piece {
    XML_ELEMENT,   /* name */
    XML_ATTRIBUTE, /* name and text, of the element opened last */
    XML_TEXT,      /* text */
    XML_CLOSE,     /* of the innermost element */
    XML_DONE,
    XML_WRONG
} xml_piece;

typedef struct xml {
    const char *at;
    const char *end;
    bool in_tag;
    size_t depth; /* elements open */
    const char *name;
    size_t name_length;
    strbuf text;
} xml;

void xml_init(xml *x, const char *text, size_t length);
xml_piece xml_next(xml *x);
void xml_free(xml *x);

bool xml_is(const xml *x, const char *name);

#endif
