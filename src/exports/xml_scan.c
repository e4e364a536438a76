/* Where events are in text with XML in it: what is in a comment, a CDATA section or a processing instruction is none.
 * See parsers.h. */
#include "exports/parsers.h"

#include <ctype.h>
#include <string.h>

static const struct section {
    const char *begin, *end;
} sections[] = {{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}};

#define LONGEST_TOKEN 9 /* "<![CDATA[" */

/* A processing instruction has a name right behind its beginning; in other text "<?" is nothing. */
static bool is_named(slice text)
{
    return text.length > 2 && (isalpha((unsigned char)text.at[2]) || text.at[2] == '_');
}

/* The end of the section that begins here; NULL when none does. */
static const char *section_at(slice text, size_t *length)
{
    char next = text.length > 1 ? text.at[1] : '\0';
    if (next != '!' && next != '?')
        return NULL;
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        if (slice_starts(text, sections[i].begin) && (next == '!' || is_named(text))) {
            *length = strlen(sections[i].begin);
            return sections[i].end;
        }
    return NULL;
}

static bool is_event(slice at)
{
    return slice_starts(at, "<Event") && (at.length == 6 || strchr(" \t\r\n>", at.at[6]));
}

slice xml_event_find(slice text)
{
    for (slice at = slice_find(text, "<Event"); at.at; at = slice_find(slice_from(at, 6), "<Event"))
        if (is_event(at))
            return at;
    return (slice){NULL, 0};
}

xml_thing xml_find_next(slice text, slice *at, const char **until)
{
    slice rest = text;
    for (const char *open; (open = slice_char(rest, '<')) != NULL;) {
        size_t length = 0;
        rest = slice_from(rest, (size_t)(open - rest.at));
        *at = rest;
        *until = NULL;
        if (is_event(rest))
            return XML_EVENT;
        *until = section_at(rest, &length);
        if (!*until) {
            rest = slice_from(rest, 1);
            continue;
        }
        slice inner = slice_from(rest, length), end = slice_find(inner, *until);
        if (!end.at)
            return XML_SECTION;
        inner.length = (size_t)(end.at - inner.at);
        if (xml_event_find(inner).at)
            return XML_SECTION;
        rest = slice_from(end, strlen(*until));
        *until = NULL;
    }
    return XML_NOTHING;
}

/* Goes on behind the section's end; false when it is not there yet. */
static bool leave_section(xml_scan *s, slice text)
{
    slice rest = slice_from(text, s->at), end = slice_find(rest, s->until);
    if (!end.at) {
        s->at = text.length - (rest.length < 2 ? rest.length : 2);
        return false;
    }
    s->at = (size_t)(end.at - text.at) + strlen(s->until);
    s->until = NULL;
    return true;
}

bool xml_scan_event(xml_scan *s, slice text)
{
    for (;;) {
        size_t length = 0;
        if (s->until && !leave_section(s, text))
            return false;
        const char *open = slice_char(slice_from(text, s->at), '<');
        s->at = open ? (size_t)(open - text.at) : text.length;
        slice rest = slice_from(text, s->at);
        char next = rest.length > 1 ? rest.at[1] : '\0';
        if (next == '/' && slice_starts(rest, "</Event>")) {
            s->at += 8;
            return true;
        }
        s->until = section_at(rest, &length);
        s->marked |= s->until != NULL;
        s->providers += next == 'P' && slice_starts(rest, "<Provider");
        if (next == 'E' && s->at != 0 && s->inner == 0 && is_event(rest)) {
            s->inner = s->at;
            if (s->alone)
                return true;
        }
        if (!s->until && rest.length < LONGEST_TOKEN) /* it may be one of them, with what comes next */
            return false;
        s->at += s->until ? length : 1;
    }
}
