/*
 * JSON Schema 2020-12, as much of it as the schemas in docs/schema/ use, so that they can be held against
 * every output with no other program at hand. A keyword that is not known here is refused: else a mistyped
 * one would pass as a check that was made.
 */
#ifndef SUPPORT_SCHEMA_H
#define SUPPORT_SCHEMA_H

#include "base/text.h"

#include <jansson.h>

/* True when the document is as the schema says; else `why` (cleared first) says where it is not. */
bool schema_accepts(const json_t *schema, const json_t *document, strbuf *why);

#endif
