/* A page of docs/ as mdoc. It knows what those pages use of Markdown, and no more; a table becomes a list,
 * its first column the words explained. */
#include "pages/pages.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

typedef struct reader {
    FILE *out;
    const char *line; /* the one read now */
    size_t length;
    const char *next; /* NULL at the end */
    const char *title;
    bool below;
    bool fresh; /* right behind a heading: no space is wanted */
} reader;

static bool next_line(reader *r)
{
    if (!r->next || !*r->next)
        return false;
    r->line = r->next;
    r->length = strcspn(r->line, "\n");
    r->next = r->line + r->length + (r->line[r->length] == '\n');
    return true;
}

/* Looks at the line that comes next without taking it. */
static bool next_begins(const reader *r, const char *with)
{
    return r->next && strncmp(r->next, with, strlen(with)) == 0;
}

static bool is_blank(const char *line)
{
    return line[strspn(line, " \t")] == '\n' || line[strspn(line, " \t")] == '\0';
}

static bool begins(const reader *r, const char *with)
{
    return strncmp(r->line, with, strlen(with)) == 0;
}

/* ---- blocks -------------------------------------------------------------------------------------------- */

static void heading(reader *r)
{
    size_t level = strspn(r->line, "#");
    const char *text = r->line + level + 1;
    size_t length = r->length - level - 1;
    bool section = level == 1 || (level == 2 && !r->below);
    fputs(section ? ".Sh " : ".Ss ", r->out);
    if (level == 1) {
        fputs(r->title, r->out);
    } else {
        for (size_t i = 0; i < length; i++)
            fputc(section ? toupper((unsigned char)text[i]) : text[i], r->out);
    }
    fputc('\n', r->out);
    r->fresh = true;
}

static void fenced(reader *r)
{
    fputs(".Bd -literal -offset indent\n", r->out);
    while (next_line(r) && !begins(r, "```"))
        roff_literal(r->out, r->line, r->length);
    fputs(".Ed\n", r->out);
    r->fresh = false;
}

static void indented(reader *r)
{
    fputs(".Bd -literal -offset indent\n", r->out);
    roff_literal(r->out, r->line + 4, r->length - 4);
    while (next_begins(r, "    ") && next_line(r))
        roff_literal(r->out, r->line + 4, r->length - 4);
    fputs(".Ed\n", r->out);
    r->fresh = false;
}

/* The text of this line and of those that go on with it, in one line; to be freed. NULL: out of memory. */
static char *gather(reader *r, size_t from)
{
    char *text = malloc(strlen(r->line) + 1);
    size_t used = 0;
    if (!text)
        return NULL;
    for (;;) {
        memcpy(text + used, r->line + from, r->length - from);
        used += r->length - from;
        if (!r->next || is_blank(r->next) || next_begins(r, "#") || next_begins(r, "```") ||
            next_begins(r, "|") || next_begins(r, "- ") || !next_line(r))
            break;
        from = strspn(r->line, " ");
        text[used++] = ' ';
    }
    text[used] = '\0';
    return text;
}

static void paragraph(reader *r)
{
    char *text = gather(r, 0);
    if (!r->fresh)
        fputs(".Pp\n", r->out);
    if (text)
        roff_text(r->out, text, strlen(text));
    free(text);
    r->fresh = false;
}

/* How many characters mark an item: "- " or "12. "; 0 when the line is none. */
static size_t item_mark(const char *line)
{
    size_t digits = strspn(line, "0123456789");
    if (strncmp(line, "- ", 2) == 0)
        return 2;
    return digits != 0 && strncmp(line + digits, ". ", 2) == 0 ? digits + 2 : 0;
}

static void list(reader *r)
{
    fputs(r->line[0] == '-' ? ".Bl -bullet\n" : ".Bl -enum\n", r->out);
    for (;;) {
        char *text = gather(r, item_mark(r->line));
        fputs(".It\n", r->out);
        if (text)
            roff_text(r->out, text, strlen(text));
        free(text);
        if (!r->next || item_mark(r->next) == 0 || !next_line(r))
            break;
    }
    fputs(".El\n", r->out);
    r->fresh = false;
}

#define COLUMNS 6

typedef struct cells {
    const char *at[COLUMNS];
    size_t length[COLUMNS];
    size_t count;
} cells;

/* The cells of a row "| a | b |". */
static cells split(const reader *r)
{
    cells c = {.count = 0};
    const char *at = r->line + 1, *end = r->line + r->length;
    while (at < end && c.count < COLUMNS) {
        const char *bar = memchr(at, '|', (size_t)(end - at));
        const char *stop = bar ? bar : end;
        while (at < stop && *at == ' ')
            at++;
        size_t length = (size_t)(stop - at);
        while (length != 0 && at[length - 1] == ' ')
            length--;
        c.at[c.count] = at;
        c.length[c.count++] = length;
        at = stop + 1;
    }
    return c;
}

/* With more than two columns the heading says which is which: "is in: activation". */
static void table_row(reader *r, const cells *titles, const cells *row)
{
    fputs(".It Sy ", r->out);
    roff_argument(r->out, row->at[0], row->length[0]);
    fputc('\n', r->out);
    for (size_t i = 1; i < row->count; i++) {
        if (row->count > 2 && i < titles->count) {
            if (i > 1)
                fputs(".br\n", r->out);
            fprintf(r->out, "%.*s:\n", (int)titles->length[i], titles->at[i]);
        }
        roff_text(r->out, row->at[i], row->length[i]);
    }
}

static void table(reader *r)
{
    cells titles = split(r);
    fputs(".Bl -tag -width Ds\n", r->out);
    if (next_begins(r, "|--") || next_begins(r, "| --") || next_begins(r, "|:-"))
        next_line(r);
    while (next_begins(r, "|") && next_line(r)) {
        cells row = split(r);
        table_row(r, &titles, &row);
    }
    fputs(".El\n", r->out);
    r->fresh = false;
}

void markdown_to_mdoc(FILE *out, const char *text, const char *title, bool below)
{
    reader r = {.out = out, .next = text, .title = title, .below = below};
    while (next_line(&r)) {
        if (is_blank(r.line) || begins(&r, "<!--"))
            continue;
        if (begins(&r, "#"))
            heading(&r);
        else if (begins(&r, "```"))
            fenced(&r);
        else if (begins(&r, "    "))
            indented(&r);
        else if (begins(&r, "|"))
            table(&r);
        else if (item_mark(r.line) != 0)
            list(&r);
        else
            paragraph(&r);
    }
}
