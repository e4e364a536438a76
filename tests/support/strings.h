/* Strings of events for tests: each call's text is good for the next few calls. */
#ifndef SUPPORT_STRINGS_H
#define SUPPORT_STRINGS_H

#include "evtx/events.h"

#define STRING_MOST 70000

static inline const char *string_of(const sppwhy_event *event, size_t i)
{
    static char texts[4][STRING_MOST];
    static size_t next;
    char *text = texts[next++ % 4];
    assert_true(i < event->common->string_count);
    assert_true(sppwhy_event_string(event, i, text, STRING_MOST) < STRING_MOST);
    return text;
}

#endif
