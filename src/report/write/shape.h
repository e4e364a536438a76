/*
 * What a line is made of, and lines in which little changes. One mechanism with line.h.
 *
 * Records of one shape that follow one another differ in few texts: of a thousand requests to a KMS host in the
 * client, its CMID and the minute. So a shape has a second form, in which the texts that did not change are among what is
 * always the same; it is for events that have just these texts. One that changes after all is taken out of it.
 */
#ifndef REPORT_WRITE_SHAPE_H
#define REPORT_WRITE_SHAPE_H

#include "base/arena.h"
#include "report/write/line.h"

/* Bytes that are copied at once: what is copied has so many behind it, and what is written, too. */
#define STEP ((size_t)32)

typedef struct slot {
    uint32_t before; /* bytes that are always the same, before it */
    uint16_t which;
    uint8_t kind;
    uint8_t way;      /* to write what is in one part: */
    uint8_t part;     /* its number */
    uint8_t type;     /* WAY_BY_TYPE: of the value */
    uint32_t meaning; /* that the piece must have */
} slot;

/* Of a value that is what one text means it is kept how it is written. A number's way of writing depends on
 * its type alone, and few texts are numbers; of the others it is kept for one field. */
enum { WAY_ANY, WAY_AS_TEXT, WAY_BY_FIELD, WAY_BY_TYPE };

/* A line: what is always the same, and the places between. */
typedef struct form {
    const char *literal;
    const slot *slots;
    size_t slot_count;
    size_t rest; /* bytes behind the last slot */
} form;

/* A part of an event, and the number of the text that it must have. */
typedef struct steady_part {
    uint32_t part, text;
} steady_part;

typedef struct shape {
    const sppwhy_event_common *common;
    const struct sppwhy_record_layout *layout;
    bool own_header; /* the number in the record's header is another */
    form whole;
    /* With the texts in it that did not change from record to record: where an event has these. */
    form steady;
    const steady_part *same;
    size_t same_count;        /* 0: there is no steady form */
    unsigned settled;         /* how often one was made, or tried */
    const sppwhy_event *last; /* the one before of this shape that was written whole; NULL: none */
} shape;

/* What a text is in the format. */
typedef struct piece {
    const char *bytes; /* STEP more may be read; NULL: not known yet */
    uint32_t length;
    uint32_t
        meaning; /* as a value: the field, from 1, or 1 where it goes by the type; 0: the text itself; or: */
} piece;

#define NOT_BY_ITSELF UINT32_MAX

/* Side by side, for the same line needs both. */
typedef struct text_piece {
    piece as_text, as_field;
} text_piece;

#define NUMBER_TYPES (SPPWHY_TYPE_STATE + 1)

typedef struct text_pieces {
    const struct sppwhy_texts *texts; /* NULL: not in use */
    arena *memory;
    text_piece *items;
    size_t longest; /* as a text; SIZE_MAX when one of them cannot be by itself: see texts_fit() */
    bool longest_known;
    piece *as_number[NUMBER_TYPES]; /* each made when it is needed */
} text_pieces;

/* The piece of a slot that was made before and is what is wanted; NULL where there is none. */
static inline const piece *piece_of_slot(const text_pieces *all, const slot *s, const sppwhy_event *e)
{
    if (!all || s->way == WAY_ANY)
        return NULL;
    const uint32_t text = e->parts[s->part];
    if (s->way == WAY_AS_TEXT)
        return all->items[text].as_text.bytes ? &all->items[text].as_text : NULL;
    if (s->way == WAY_BY_TYPE && !all->as_number[s->type])
        return NULL;
    const piece *p = s->way == WAY_BY_FIELD ? &all->items[text].as_field : &all->as_number[s->type][text];
    return p->bytes && p->meaning == s->meaning ? p : NULL;
}

/* The form in which the event is written: the steady one where it has the same texts. */
static inline const form *shape_form(const shape *s, const sppwhy_event *e)
{
    for (size_t i = 0; i < s->same_count; i++)
        if (e->parts[s->same[i].part] != s->same[i].text)
            return &s->whole;
    return s->same_count == 0 ? &s->whole : &s->steady;
}

/* Where a steady form is made: in `memory`, by way of `room`. */
typedef struct shape_place {
    arena *memory;
    sppwhy_writer *room;
    const line_format *format;
} shape_place;

/* After a record was written whole: makes the steady form, or makes it anew without what changed. Without memory for it
 * there is none. */
void shape_settle(shape *s, const shape_place *place, const text_pieces *all, const sppwhy_record *record);

#endif
