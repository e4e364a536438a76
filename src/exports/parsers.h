/* What reads each form; the table is in forms.c. Each takes all events of the text. */
#ifndef EXPORTS_PARSERS_H
#define EXPORTS_PARSERS_H

#include "base/text_input.h"
#include "exports/export_log.h"

typedef sppwhy_status (*export_parser)(export_log *b, text_input *t, sppwhy_error *error);

sppwhy_status xml_events_read(export_log *b, text_input *t, sppwhy_error *error);
sppwhy_status clixml_read(export_log *b, text_input *t, sppwhy_error *error);
sppwhy_status table_read(export_log *b, text_input *t, sppwhy_error *error);
sppwhy_status json_events_read(export_log *b, text_input *t, sppwhy_error *error);
sppwhy_status prose_read(export_log *b, text_input *t, sppwhy_error *error);

/* One <Event>...</Event>, wherever it came from. */
typedef struct xml_event xml_event;
xml_event *xml_event_create(void);
void xml_event_free(xml_event *x);
/* Takes the event; what is wrong with it is reported. False when memory is short. */
SPPWHY_NODISCARD bool xml_event_take(xml_event *x, export_log *b, slice text, uint64_t line);
/* The first "<Event" in the text that begins an event, in a comment or not; at NULL when there is none. */
slice xml_event_find(slice text);

/* What comes next in a text with XML in it. */
typedef enum xml_thing {
    XML_NOTHING,
    XML_EVENT,
    XML_SECTION /* a comment, or a CDATA section, with an event in it or without its end */
} xml_thing;
/* *at: from there on; *until: what ends the section, else NULL. */
xml_thing xml_find_next(slice text, slice *at, const char **until);

/* Where an event that begins at the text ends: true, and `at` is behind it. Else the scan goes on, with more of the
 * text, where it had come to. */
typedef struct xml_scan {
    size_t at;
    const char *until; /* the end of the section at hand */
    bool alone; /* where another event begins before this one ends, it has no end: the scan ends there, too */
    size_t inner;     /* the place; 0: there is none */
    bool marked;      /* has a section in it */
    size_t providers; /* how often it names one */
} xml_scan;
bool xml_scan_event(xml_scan *s, slice text);

/* Said of an event in a section. */
#define XML_HIDDEN                                                                                           \
    "this event, and what is behind it there, was passed over: it is in a comment, a CDATA section or a "    \
    "processing instruction, where it is only text"

/* One object of JSON, wherever it came from: all events in it. */
typedef struct json_reading json_reading;
json_reading *json_reading_create(export_log *b);
void json_reading_free(json_reading *r);
/* What is wrong with it is reported. False when memory is short. */
SPPWHY_NODISCARD bool json_reading_take(json_reading *r, slice text, uint64_t line);

/* Where an object (or a list) that begins at the text ends: true, and `at` is behind it. Else the scan goes
 * on, with more of the text, where it had come to. */
typedef struct json_scan {
    size_t at;
    unsigned depth;
    bool in_string, escaped;
    bool too_deep; /* no event nests so deep: what begins here has no end, and the scan none, either */
} json_scan;
bool json_scan_object(json_scan *s, slice text);

#endif
