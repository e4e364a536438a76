/* Blocks of text that are one event each; prose.c cuts them, prose_block.c reads them. */
#ifndef EXPORTS_PROSE_H
#define EXPORTS_PROSE_H

#include "exports/parsers.h"
#include "base/text.h"

typedef enum block_kind {
    BLOCK_NONE,
    BLOCK_LABELS, /* a label a line: Event Viewer, wevtutil */
    BLOCK_FOLDED, /* the same in running text */
    BLOCK_LIST,   /* Name : value, of PowerShell */
    BLOCK_XML
} block_kind;

/* "TimeCreated  : 11/18/2025": a name of letters, at least one blank, a colon. */
bool prose_list_key(slice line, slice *key, slice *value);
/* True when the line holds a whole event's beginning: a provider and, behind it, a time. */
bool prose_holds_folded(const export_log *b, slice line);

/* Each fills what it finds; false when it is no event after all. */
bool prose_read_list(found *f, slice block);
bool prose_read_labels(found *f, slice block);
bool prose_read_folded(const export_log *b, found *f, slice block);

#endif
