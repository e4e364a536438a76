/* Where expat is in its document. Its newest versions count in 64 bits, by other names. */
#ifndef EXPORTS_XML_PLACE_H
#define EXPORTS_XML_PLACE_H

#include <expat.h>
#include <stdint.h>

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

#endif
