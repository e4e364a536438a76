#include "report/lines.h"

#include "base/text.h"

#include <string.h>

#define WIDTH_LEAST 60
#define WIDTH_MOST 120

page page_of(FILE *out, sppwhy_text_options options)
{
    page p = {.out = out, .width = options.width, .color = options.color};
    if (p.width < WIDTH_LEAST)
        p.width = WIDTH_LEAST;
    if (p.width > WIDTH_MOST)
        p.width = WIDTH_MOST;
    return p;
}

void put_color(const page *p, const char *code)
{
    if (p->color)
        fputs(code, p->out);
}

void put_wrapped(const page *p, unsigned left, unsigned at, const char *text)
{
    strbuf safe = {0};
    text_add_printable(&safe, text);
    char *rest = safe.failed ? NULL : safe.bytes;
    bool first = true;
    if (safe.failed)
        fputs(strbuf_text(&safe), p->out);
    while (rest && *rest) {
        size_t length = strcspn(rest, " ");
        char *word = rest, behind = word[length];
        word[length] = '\0';
        unsigned columns = (unsigned)text_columns(word);
        if (!first && at + 1 + columns > p->width) {
            fprintf(p->out, "\n%*s", (int)left, "");
            at = left;
            first = true;
        }
        if (!first) {
            fputc(' ', p->out);
            at++;
        }
        fputs(word, p->out);
        at += columns;
        first = false;
        word[length] = behind;
        rest += length;
        while (*rest == ' ')
            rest++;
    }
    fputc('\n', p->out);
    strbuf_free(&safe);
}

void put_paragraph(const page *p, unsigned left, const char *text)
{
    fprintf(p->out, "%*s", (int)left, "");
    put_wrapped(p, left, left, text);
}

void put_labelled(const page *p, const char *label, const char *text)
{
    fprintf(p->out, "%*s%-*s", LABEL_INDENT, "", LABEL_COLUMN - LABEL_INDENT, label);
    put_wrapped(p, LABEL_COLUMN, LABEL_COLUMN, text);
}

void put_list(const page *p, const char *label, const char *const *texts, size_t count, bool numbered)
{
    char head[24];
    for (size_t i = 0; i < count; i++) {
        snprintf(head, sizeof head, numbered ? "%zu. " : "- ", i + 1);
        fprintf(p->out, "%*s%-*s%s", LABEL_INDENT, "", LABEL_COLUMN - LABEL_INDENT, i == 0 ? label : "",
                head);
        unsigned left = LABEL_COLUMN + (unsigned)strlen(head);
        put_wrapped(p, left, left, texts[i]);
    }
}

const char *plural(size_t count, const char *one, const char *many)
{
    return count == 1 ? one : many;
}

void put_heading(const page *p, const char *name, const char *right)
{
    strbuf safe = {0};
    text_add_printable(&safe, name);
    const char *text = strbuf_text(&safe);
    size_t used = text_columns(text) + strlen(right);
    bool fits = used + 2 <= p->width;
    put_color(p, "\033[1m");
    fputs(text, p->out);
    if (right[0] != '\0')
        fprintf(p->out, fits ? "%*s%s" : "\n%*s%s", (int)(fits ? p->width - used : 2), "", right);
    put_color(p, "\033[0m");
    fputc('\n', p->out);
    strbuf_free(&safe);
}
