/* Where expat is in its document (its newest versions count in 64 bits, by other names), and the attributes that it
 * gives. */
#ifndef EXPORTS_XML_PLACE_H
#define EXPORTS_XML_PLACE_H

#include <expat.h>
#include <stdint.h>
#include <string.h>

/* From 1. */
static inline uint64_t xml_line(XML_Parser parser)
{
#ifdef SPPWHY_EXPAT_COUNTS_64
    return XML_GetCurrentLineNumber64(parser);
#else
    return XML_GetCurrentLineNumber(parser);
#endif
}

/* Of the event at hand; negative when there is none. */
static inline int64_t xml_offset(XML_Parser parser)
{
#ifdef SPPWHY_EXPAT_COUNTS_64
    return (int64_t)XML_GetCurrentByteIndex64(parser);
#else
    return XML_GetCurrentByteIndex(parser);
#endif
}

/* NULL where the element does not have it. */
static inline const char *xml_attribute(const XML_Char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return NULL;
}

#endif
