/* Where the reading of prose is: prose_lines.c goes over the lines of the file, prose.c cuts blocks out of them. One
 * mechanism with prose.h. */
#ifndef EXPORTS_PROSE_STATE_H
#define EXPORTS_PROSE_STATE_H

#include "exports/prose.h"
#include "exports/statement.h"

/* What the lines behind "Name : value" are. */
typedef enum list_value {
    VALUE_OF_LINES, /* more of it: a message */
    VALUE_WRAPPED,  /* more of it where they are indented */
    VALUE_ENDED     /* none of it */
} list_value;

typedef struct prose {
    export_log *to;
    xml_event *xml;
    json_reading *json;
    statement_reader *statements;
    block_kind kind;
    strbuf block;
    uint64_t block_line;
    strbuf kept; /* the block that was open where XML began, which may be the same event */
    block_kind kept_kind;
    uint64_t kept_line;
    strbuf first_label;    /* of a block with labels: it comes again with the next event */
    list_value list_value; /* of the last key of a list */
    size_t key_at[64], key_length[64], key_count; /* keys of a list: places in the block */
    strbuf previous;                              /* the line before */
    strbuf before;                                /* lines that belong to no block, since the last one */
    strbuf room;                                  /* what a line looks like without what was put around it */
    bool xml_marked;                              /* the XML at hand is quoted, or written in HTML */
    bool xml_whole;
    xml_scan xml_scan;
    const char *until; /* the end of the comment, or the like, at hand; NULL: there is none */
    bool hides;        /* an event in it was passed over, and all behind it in the comment is: */
    uint64_t hides_line;
    strbuf copied; /* the line without what only a terminal or a page shows */
    json_scan scan;
    size_t json_looked; /* see prose_is_json_still() */
    row_table rows;
    uint64_t line;
    found found;
} prose;

/* A line that may begin a block, end one or go on with it. False, as of all here, when memory is short. */
SPPWHY_NODISCARD bool prose_take_text_line(prose *p, slice line);
/* An event as XML begins ... */
SPPWHY_NODISCARD bool prose_begin_xml(prose *p);
/* ... and goes on, up to its end or the line's; *rest is what is behind it. */
SPPWHY_NODISCARD bool prose_take_xml_line(prose *p, slice line, slice *rest);
/* Takes the block at hand. */
SPPWHY_NODISCARD bool prose_finish(prose *p);

#endif
