/* Blocks of text that are one event each; prose.c cuts them, prose_block.c reads them. One mechanism with
 * prose_state.h. */
#ifndef EXPORTS_PROSE_H
#define EXPORTS_PROSE_H

#include "exports/parsers.h"
#include "base/text.h"

typedef enum block_kind {
    BLOCK_NONE,
    BLOCK_LABELS,  /* a label a line: Event Viewer, wevtutil */
    BLOCK_FOLDED,  /* the same in running text */
    BLOCK_LIST,    /* Name : value, of PowerShell */
    BLOCK_PAIRS,   /* Name=value, of Splunk */
    BLOCK_DETAILS, /* Event Viewer's friendly view of an event's details */
    BLOCK_ROW,     /* of a table on a console */
    BLOCK_JSON,
    BLOCK_XML
} block_kind;

/* What a row of a table on a console has: where the table says it, the provider. */
typedef struct row_table {
    bool open;
    bool by_instance; /* Get-EventLog: the event ID is in the column of the instance ID */
    char provider[80];
} row_table;

/* "TimeCreated  : 11/18/2025": a name of letters, at least one blank, a colon. */
bool prose_list_key(slice line, slice *key, slice *value);
/* The names that only PowerShell gives to values of an event. */
bool prose_begins_list(slice key);
/* True when the line holds a whole event's beginning: a provider and, behind it, a time. */
bool prose_holds_folded(const export_log *b, slice line);

/* ... and that it has an id, too. */
bool prose_holds_event(const export_log *b, slice line);

/* Each fills what it finds; false when it is no event after all. */
bool prose_read_list(found *f, slice block);
bool prose_read_labels(found *f, slice block);
bool prose_read_folded(const export_log *b, found *f, slice block);
bool prose_read_pairs(found *f, slice block);
bool prose_read_details(const export_log *b, found *f, slice block);
bool prose_read_row(const export_log *b, const row_table *t, found *f, slice block);

/* Whether what was found, in the reader's own time, is the event that the XML behind it says again. */
bool prose_is_same(const export_log *b, const found *f, const pending_event *xml);

/* "-----------    -- -------": the rows of a table come; `before` is the line before. */
bool prose_opens_rows(slice before, slice line);
/* "   ProviderName: Microsoft-Windows-Security-SPP", above a table, which then has it. */
bool prose_row_heading(row_table *t, slice line);

/* A licensing event, by all that is known of it but its provider's name: that was cut or has more in it. */
bool prose_lost_provider(const export_log *b, const found *f, slice block);

/* "LogName=Application", of Splunk: the name. */
bool prose_pair_key(slice line, slice *key);
/* "{" or "[" with a name or an object behind it, or on the next line. */
bool prose_begins_json(slice line);
/* After its first words it must be JSON, or it is anything else that begins with a brace. *looked: how far there was
 * nothing but brackets, for the next call. */
bool prose_is_json_still(slice block, size_t *looked);

/* Where a licensing provider's name ends in the text; at NULL when there is none. */
slice prose_find_provider(const export_log *b, slice text, slice *provider);
/* The first date with a time in the text; *behind is what follows. */
slice prose_find_date(slice text, slice *behind);
/* Whether the line could be of an event or of what slmgr printed. */
bool prose_names_licensing(slice line);

#endif
