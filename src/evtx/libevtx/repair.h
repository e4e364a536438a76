/*
 * Characters beyond U+FFFF (emoji, rare Chinese) that libevtx 20181227 gets wrong: it subtracts 0xDFFF where
 * 0xDC00 is meant when it puts two UTF-16 surrogates together, so that every such character comes out 0x3FF
 * too low, in its XML and in its strings alike. Newer ones do it right. The chunk's own bytes tell whether
 * that has happened.
 */
#ifndef EVTX_LIBEVTX_REPAIR_H
#define EVTX_LIBEVTX_REPAIR_H

#include "base/text.h"

/* Adds `text` to `out` with such characters put right. `bytes` are those that the text was made of;
 * *known_wrong decides where both readings are in them, and becomes true with the first character that can
 * only have been read wrong. */
void repair_surrogates(strbuf *out, const char *text, const uint8_t *bytes, size_t size, bool *known_wrong);

#endif
