/* See pages.h: text as mdoc(7) wants it. */
#include "pages/pages.h"

#include "sppwhy/version.h"

#include "base/text.h"

#include <ctype.h>
#include <string.h>

/* One character of text, at the start of a line or not. Hyphens in commands are written so that they can be
 * copied. Moves *at past it. */
static void put_character(FILE *out, const char **at, bool line_start, bool code)
{
    char c = **at;
    if (((unsigned char)c & 0x80) != 0) {
        fprintf(out, "\\[u%04X]", (unsigned)text_next(at));
        return;
    }
    ++*at;
    if (line_start && (c == '.' || c == '\''))
        fputs("\\&", out);
    if (c == '\\')
        fputs("\\e", out);
    else if (c == '-' && code)
        fputs("\\-", out);
    else
        fputc(c, out);
}

/* "--output" and "-o" in the middle of a sentence. */
static bool is_option(const char *text, const char *at)
{
    return *at == '-' && (at == text || strchr(" ([-", at[-1])) &&
           (at[1] == '-' || isalpha((unsigned char)at[1]));
}

typedef struct marks {
    bool code, bold, slanted;
    const char *link; /* the end of a link's text, "]"; NULL outside of one */
} marks;

/* Takes a mark of Markdown at *at; false when there is none. */
static bool take_mark(marks *m, const char **at, const char *end, const char **font)
{
    *font = "";
    if (**at == '`') {
        m->code = !m->code;
        *font = m->code ? "\\fB" : "\\fR";
        ++*at;
    } else if (!m->code && end - *at > 1 && strncmp(*at, "**", 2) == 0) {
        m->bold = !m->bold;
        *font = m->bold ? "\\fB" : "\\fR";
        *at += 2;
    } else if (!m->code && **at == '*' &&
               (m->slanted || (end - *at > 1 && isalpha((unsigned char)(*at)[1])))) {
        m->slanted = !m->slanted;
        *font = m->slanted ? "\\fI" : "\\fR";
        ++*at;
    } else if (!m->code && **at == '[' && !m->link) {
        const char *close = memchr(*at, ']', (size_t)(end - *at));
        if (!close || close + 1 >= end || close[1] != '(')
            return false;
        m->link = close;
        ++*at;
    } else if (*at == m->link) {
        const char *close = memchr(*at, ')', (size_t)(end - *at));
        m->link = NULL;
        *at = close ? close + 1 : end;
    } else {
        return false;
    }
    return true;
}

static bool ends_sentence(const char *at, const char *end)
{
    return (*at == '.' || *at == '?') && end - at > 2 && at[1] == ' ' && isupper((unsigned char)at[2]);
}

void roff_text(FILE *out, const char *text, size_t length)
{
    const char *end = text + length, *font;
    marks m = {.link = NULL};
    bool line_start = true;
    for (const char *at = text; at < end;) {
        if (take_mark(&m, &at, end, &font)) {
            fputs(font, out);
            line_start = line_start && font[0] == '\0';
            continue;
        }
        if (!m.code && ends_sentence(at, end)) {
            fprintf(out, "%c\n", *at);
            at += 2;
            line_start = true;
            continue;
        }
        put_character(out, &at, line_start, m.code || is_option(text, at));
        line_start = false;
    }
    fputc('\n', out);
}

void roff_argument(FILE *out, const char *text, size_t length)
{
    const char *end = text + length, *font;
    marks m = {.link = NULL};
    fputc('"', out);
    for (const char *at = text; at < end;) {
        if (take_mark(&m, &at, end, &font))
            continue;
        if (*at == '"') {
            fputs("\\(dq", out);
            at++;
        } else {
            put_character(out, &at, at == text, true);
        }
    }
    fputc('"', out);
}

void roff_literal(FILE *out, const char *text, size_t length)
{
    const char *end = text + length;
    for (const char *at = text; at < end;)
        put_character(out, &at, at == text, true);
    fputc('\n', out);
}

/* "2026-11-21" as mdoc writes a day: "November 21, 2026". */
static void put_date(FILE *out, const char *date)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    unsigned year = 0, month = 0, day = 0;
    if (sscanf(date, "%u-%u-%u", &year, &month, &day) == 3 && month >= 1 && month <= 12)
        fprintf(out, ".Dd %s %u, %u\n", months[month - 1], day, year);
    else
        fprintf(out, ".Dd %s\n", date);
}

void roff_head(FILE *out, const char *name, int section, const char *date, const char *summary)
{
    fputs(".\\\" Made when sppwhy is built, from its tables and docs/: change those, not this.\n.nh\n", out);
    put_date(out, date);
    fputs(".Dt ", out);
    for (const char *at = name; *at; at++)
        fputc(toupper((unsigned char)*at), out);
    fprintf(out, " %d\n.Os sppwhy %s\n.Sh NAME\n.Nm %s\n.Nd %s\n", section, sppwhy_version(), name, summary);
}
