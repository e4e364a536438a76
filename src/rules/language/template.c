/*
 * Texts with a case's values in them: {field} is replaced by the field's value, {field|duration} by a span in
 * words. A part in double brackets, [[...]], is left out when a field in it has no value; outside of brackets
 * such a field becomes "(not known)".
 */
#include "rules/ruleset/rule.h"

#include "base/clock.h"
#include "base/text.h"
#include "spp/hresult.h"

#include <stdlib.h>
#include <string.h>

/* Names of a list that are written out; the rest is counted. */
#define LISTED 5

/* {count|plural machine} is "1 machine" or "12 machines". */
#define PLURAL "plural "

typedef enum piece_kind { PIECE_TEXT, PIECE_FIELD, PIECE_OPEN, PIECE_CLOSE } piece_kind;

typedef struct piece {
    piece_kind kind;
    const char *text;
    size_t length; /* of it */
    const field *field;
    scope_kind in;
    bool duration;
    const char *noun; /* behind a number, "machine": with an s unless the number is 1; NULL: none */
} piece;

struct text_template {
    piece *pieces;
    size_t count;
    const char *whole; /* of one that is the same in each case; NULL else */
};

#define USUAL_TEXT 255 /* bytes; few are longer */

typedef VEC(piece) piece_list;

/* ---- parsing ------------------------------------------------------------------------------------------- */

static bool add_text(piece_list *list, arena *a, const char *from, const char *to)
{
    piece p = {.kind = PIECE_TEXT};
    if (from == to)
        return true;
    char *text = arena_bytes(a, from, (size_t)(to - from));
    for (char *at = text; at && *at; at++) /* line breaks are the rule file's, not the reader's */
        *at = *at == '\n' ? ' ' : *at;
    p.text = text;
    p.length = (size_t)(to - from);
    return text && vec_push(list, p);
}

static bool add_mark(piece_list *list, piece_kind kind)
{
    piece p = {.kind = kind};
    return vec_push(list, p);
}

static sppwhy_status add_field(piece_list *list, arena *a, const char *file, scope_kind kind,
                               const yaml_node *node, const char *from, const char *to,
                               mistake_list *mistakes)
{
    piece p = {.kind = PIECE_FIELD};
    char *name = arena_bytes(a, from, (size_t)(to - from));
    if (!name)
        return mistakes_no_memory(mistakes);
    char *filter = strchr(name, '|');
    if (filter)
        *filter++ = '\0';
    p.duration = filter && strcmp(filter, "duration") == 0;
    p.noun = filter && text_starts_with(filter, PLURAL) ? filter + strlen(PLURAL) : NULL;
    if (filter && !p.duration && !p.noun)
        return mistakes_place(mistakes, file, node->line, node->column,
                              "unknown filter \"%s\" in {%s}; there are duration and plural NOUN", filter,
                              name);
    p.field = field_find(kind, name, &p.in);
    if (!p.field) {
        const char *near = field_nearest(kind, name);
        return mistakes_place(mistakes, file, node->line, node->column,
                              "the text names {%s}, which is no field of %s%s%s%s", name, scope_name(kind),
                              near ? "; did you mean {" : "", near ? near : "", near ? "}?" : "");
    }
    if (p.duration && p.field->type != FIELD_SECONDS && p.field->type != FIELD_NUMBER)
        return mistakes_place(mistakes, file, node->line, node->column,
                              "{%s|duration}: only a number of seconds has a duration", name);
    if (p.noun && p.field->type != FIELD_NUMBER)
        return mistakes_place(mistakes, file, node->line, node->column,
                              "{%s|plural}: only a number has a plural", name);
    return vec_push(list, p) ? SPPWHY_OK : mistakes_no_memory(mistakes);
}

static sppwhy_status parse_pieces(piece_list *list, arena *a, const char *file, scope_kind kind,
                                  const yaml_node *node, mistake_list *mistakes)
{
    char *text = arena_string(a, node->text);
    const char *start = text, *at = text;
    if (!text)
        return mistakes_no_memory(mistakes);
    for (size_t n = strlen(text); n != 0 && (text[n - 1] == '\n' || text[n - 1] == ' ');)
        text[--n] = '\0';
    sppwhy_status status = SPPWHY_OK;
    bool open = false;
    while (*at) {
        bool brackets = (at[0] == '[' && at[1] == '[') || (at[0] == ']' && at[1] == ']');
        if (*at != '{' && !brackets) {
            at++;
            continue;
        }
        if (!add_text(list, a, start, at))
            return mistakes_no_memory(mistakes);
        if (brackets) {
            if ((*at == '[') == open)
                return mistakes_place(mistakes, file, node->line, node->column,
                                      "[[ and ]] do not pair up in the text");
            open = *at == '[';
            if (!add_mark(list, open ? PIECE_OPEN : PIECE_CLOSE))
                return mistakes_no_memory(mistakes);
            start = at += 2;
            continue;
        }
        const char *end = strchr(at, '}');
        if (!end)
            return mistakes_place(mistakes, file, node->line, node->column, "a { is not closed in the text");
        status = mistakes_both(status, add_field(list, a, file, kind, node, at + 1, end, mistakes));
        start = at = end + 1;
    }
    if (status == SPPWHY_OK && open)
        return mistakes_place(mistakes, file, node->line, node->column, "a [[ is not closed in the text");
    if (status == SPPWHY_OK && !add_text(list, a, start, at))
        return mistakes_no_memory(mistakes);
    return status;
}

sppwhy_status template_parse(text_template **out, arena *a, const char *file, scope_kind kind,
                             const yaml_node *node, mistake_list *mistakes)
{
    piece_list list = {0};
    *out = NULL;
    if (node->kind != YAML_SCALAR)
        return mistakes_place(mistakes, file, node->line, node->column, "a text is wanted here");
    sppwhy_status status = parse_pieces(&list, a, file, kind, node, mistakes);
    if (status == SPPWHY_OK) {
        *out = ARENA_NEW(a, text_template);
        if (*out) {
            (*out)->count = list.count;
            (*out)->pieces = vec_to_arena(&list, a);
            (*out)->whole = list.count == 1 && list.items[0].kind == PIECE_TEXT ? list.items[0].text : NULL;
        }
        if (!*out || !(*out)->pieces)
            status = mistakes_no_memory(mistakes);
    }
    vec_free(&list);
    return status;
}

/* ---- filling ------------------------------------------------------------------------------------------- */

static void add_item(strbuf *b, const piece *p, const field_item *item)
{
    char text[40];
    switch (p->duration ? FIELD_SECONDS : p->field->type) {
    case FIELD_TEXT:
    case FIELD_COMMAND:
        text_add_name_in_text(b, item->text);
        break;
    case FIELD_CODE:
        strbuf_printf(b, CODE_FORMAT, (unsigned)item->number);
        break;
    case FIELD_BOOLEAN:
        strbuf_add(b, item->number ? "yes" : "no");
        break;
    case FIELD_TIME:
        if (item->number == 0)
            strbuf_add(b, CLOCK_UNKNOWN_WORDS);
        else
            strbuf_printf(b, "%s UTC", clock_format_plain((uint64_t)item->number, true, text));
        break;
    case FIELD_SECONDS:
        strbuf_add(b, clock_format_duration((uint64_t)llabs(item->number), text));
        break;
    case FIELD_NUMBER:
        strbuf_printf(b, "%lld", (long long)item->number);
        if (p->noun)
            strbuf_printf(b, " %s%s", p->noun, item->number == 1 ? "" : "s");
        break;
    }
}

static bool fill_field(strbuf *b, const piece *p, const scope *s)
{
    field_value room;
    const field_value *v = field_look(p->field, p->in, s, &room);
    b->failed |= v->failed;
    if (v->state != FIELD_SET)
        return false;
    const field_item *items = v->items ? v->items : &v->one;
    for (size_t i = 0; i < v->count && i < LISTED; i++) {
        if (i != 0)
            strbuf_add(b, i + 1 == v->count ? " and " : ", ");
        add_item(b, p, &items[i]);
    }
    if (v->count > LISTED)
        strbuf_printf(b, " and %zu more", v->count - LISTED);
    return true;
}

const char *template_fill(const text_template *t, const scope *s, arena *a)
{
    strbuf b = {0};
    size_t opened = SIZE_MAX;
    bool drop = false;
    if (t->whole)
        return t->whole;
    (void)strbuf_begin(&b, USUAL_TEXT);
    strbuf_add(&b, "");
    for (size_t i = 0; i < t->count; i++) {
        const piece *p = &t->pieces[i];
        if (p->kind == PIECE_TEXT) {
            strbuf_add_bytes(&b, p->text, p->length);
        } else if (p->kind == PIECE_OPEN) {
            opened = b.length;
            drop = false;
        } else if (p->kind == PIECE_CLOSE) {
            if (drop && !b.failed)
                b.bytes[b.length = opened] = '\0';
            opened = SIZE_MAX;
        } else if (!fill_field(&b, p, s)) {
            drop = true;
            if (opened == SIZE_MAX)
                strbuf_add(&b, "(not known)");
        }
    }
    const char *text = b.failed ? NULL : arena_bytes(a, b.bytes, b.length);
    strbuf_free(&b);
    return text;
}

bool template_is_fixed(const text_template *t)
{
    return t->whole != NULL;
}

/* ---- as words ------------------------------------------------------------------------------------------ */

/* "required_count" as "<required count>", "skew_seconds" as "<skew>", "machine.name" as "<machine name>". */
static void add_words(strbuf *b, const piece *p)
{
    const char *name = p->field->name, *of = strcmp(name, "name") == 0 ? scope_name(p->in) : "";
    const char *unit = "_seconds";
    size_t length = strlen(name);
    if (length > strlen(unit) && strcmp(name + length - strlen(unit), unit) == 0)
        length -= strlen(unit);
    strbuf_printf(b, "<%s%s", of, of[0] ? " " : "");
    for (size_t i = 0; i < length; i++)
        strbuf_add_char(b, name[i] == '_' ? ' ' : name[i]);
    strbuf_add_char(b, '>');
    if (p->noun)
        strbuf_printf(b, " %ss", p->noun);
}

const char *template_words(const text_template *t, const sppwhy_catalogue *catalogue, arena *a)
{
    strbuf b = {0};
    strbuf_add(&b, "");
    for (size_t i = 0; i < t->count; i++) {
        const piece *p = &t->pieces[i];
        if (p->kind == PIECE_TEXT)
            strbuf_add(&b, p->text);
        else if (p->kind == PIECE_FIELD && p->field->type == FIELD_COMMAND)
            strbuf_add(&b, sppwhy_command(catalogue, "windows", p->field->name));
        else if (p->kind == PIECE_FIELD)
            add_words(&b, p);
    }
    const char *text = b.failed ? NULL : arena_bytes(a, b.bytes, b.length);
    strbuf_free(&b);
    return text;
}
