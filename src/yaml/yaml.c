/*
 * YAML by way of libyaml's events. libyaml's own memory never leaves take_token(): what follows it works on
 * tokens whose text is already in the arena, so there is nothing to give back when a mistake is found.
 */
#include "yaml/yaml.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/sort.h"
#include "base/text.h"
#include "base/vec.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

typedef struct builder {
    arena *a;
    const char *file;
    const char *text;
    size_t length;
    yaml_parser_t parser;
    size_t nodes;
    sppwhy_error *error;
} builder;

/* An event of libyaml's, without its memory. */
typedef struct token {
    yaml_event_type_t type;
    unsigned line, column;
    bool plain;
    const char *text; /* of a scalar */
} token;

typedef VEC(yaml_node *) node_list;

static sppwhy_status build_node(builder *b, const token *first, unsigned depth, yaml_node **out);

/* ---- the text itself --------------------------------------------------------------------------------- */

/* Windows editors write one. libyaml would count it as a column, and see the first line as indented. */
static void skip_byte_order_mark(builder *b)
{
    if (text_starts_with(b->text, "\xEF\xBB\xBF")) {
        b->text += 3;
        b->length -= 3;
    }
}

/* libyaml guesses at encodings and would take UTF-16; a rule is UTF-8 and nothing else. */
static sppwhy_status check_text(const builder *b)
{
    unsigned line = 1;
    unsigned column = 1;
    const char *at = b->text;
    const char *end = b->text + b->length;
    while (at < end) {
        if (*at == '\0')
            return error_place(b->error, SPPWHY_INVALID, b->file, line, column,
                               "there is a NUL byte here; the file must be UTF-8 text");
        const char *start = at;
        uint32_t code_point = text_next(&at);
        if (code_point == 0xFFFD && at - start == 1)
            return error_place(b->error, SPPWHY_INVALID, b->file, line, column,
                               "byte 0x%02X is not UTF-8; save the file as UTF-8", (unsigned char)*start);
        if (code_point == '\n') {
            line++;
            column = 1;
        } else {
            column++;
        }
    }
    return SPPWHY_OK;
}

/* The byte at a place that libyaml names (line and column from 0, in characters); NUL at the end. */
static char byte_at(const builder *b, const yaml_mark_t *mark)
{
    const char *at = b->text;
    const char *end = b->text + b->length;
    for (size_t line = 0; line < mark->line; line++) {
        at = memchr(at, '\n', (size_t)(end - at));
        if (at == NULL)
            return '\0';
        at++;
    }
    for (size_t column = 0; column < mark->column && at < end; column++)
        text_next(&at);
    return at < end ? *at : '\0';
}

/* The place of a byte, for the one kind of error in which libyaml gives no mark. */
static void place_of_byte(const builder *b, size_t offset, unsigned *line, unsigned *column)
{
    *line = 1;
    *column = 1;
    const char *at = b->text;
    while (at < b->text + b->length && at < b->text + offset) {
        bool ends_line = *at == '\n';
        text_next(&at);
        *line += ends_line ? 1 : 0;
        *column = ends_line ? 1 : *column + 1;
    }
}

/* ---- libyaml's errors in words ----------------------------------------------------------------------- */

static sppwhy_status explain_bad_start(const builder *b, unsigned line, unsigned column, char c)
{
    if (c == '\t')
        return error_place(b->error, SPPWHY_INVALID, b->file, line, column,
                           "there is a tab here; indent with spaces");
    return error_place(b->error, SPPWHY_INVALID, b->file, line, column,
                       "'%c' cannot begin a value; put the text in quotes", c);
}

static sppwhy_status explain_parser_error(const builder *b)
{
    const yaml_parser_t *p = &b->parser;
    const char *problem = p->problem != NULL ? p->problem : "something is wrong";
    if (p->error == YAML_MEMORY_ERROR)
        return error_no_memory(b->error);
    if (p->error == YAML_READER_ERROR) {
        unsigned line;
        unsigned column;
        place_of_byte(b, p->problem_offset, &line, &column);
        return error_place(b->error, SPPWHY_INVALID, b->file, line, column, "not YAML: %s", problem);
    }
    unsigned line = (unsigned)p->problem_mark.line + 1;
    unsigned column = (unsigned)p->problem_mark.column + 1;
    if (strstr(problem, "cannot start any token") != NULL && byte_at(b, &p->problem_mark) != '\0')
        return explain_bad_start(b, line, column, byte_at(b, &p->problem_mark));
    if (strstr(problem, "tab character") != NULL)
        return error_place(b->error, SPPWHY_INVALID, b->file, line, column,
                           "there is a tab: YAML is indented with blanks only");
    if (strstr(problem, "did not find expected key") != NULL)
        return error_place(
            b->error, SPPWHY_INVALID, b->file, line, column,
            "not YAML: a new key or the end is wanted here; text that begins with { or [ must be in "
            "quotes, and keys of one map in one column");
    if (strstr(problem, "mapping values are not allowed") != NULL)
        return error_place(
            b->error, SPPWHY_INVALID, b->file, line, column,
            "a ':' is not expected here; put text that holds ': ' in quotes, and check the indentation");
    if (p->context != NULL)
        return error_place(b->error, SPPWHY_INVALID, b->file, line, column, "not YAML: %s, %s (line %u)",
                           problem, p->context, (unsigned)p->context_mark.line + 1);
    return error_place(b->error, SPPWHY_INVALID, b->file, line, column, "not YAML: %s", problem);
}

/* ---- tokens ------------------------------------------------------------------------------------------- */

static sppwhy_status refuse(const builder *b, const token *t, const char *why)
{
    return error_place(b->error, SPPWHY_INVALID, b->file, t->line, t->column, "%s", why);
}

static sppwhy_status copy_scalar(const builder *b, const yaml_event_t *event, token *t)
{
    const char *value = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length;
    if (memchr(value, '\0', length) != NULL)
        return refuse(b, t, "a text may not contain \\0");
    t->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    t->text = arena_bytes(b->a, value, length);
    return t->text != NULL ? SPPWHY_OK : error_no_memory(b->error);
}

static const yaml_char_t *event_anchor(const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return event->data.scalar.anchor;
    case YAML_SEQUENCE_START_EVENT:
        return event->data.sequence_start.anchor;
    case YAML_MAPPING_START_EVENT:
        return event->data.mapping_start.anchor;
    case YAML_ALIAS_EVENT:
        return event->data.alias.anchor;
    default:
        return NULL;
    }
}

static const yaml_char_t *event_tag(const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return event->data.scalar.tag;
    case YAML_SEQUENCE_START_EVENT:
        return event->data.sequence_start.tag;
    case YAML_MAPPING_START_EVENT:
        return event->data.mapping_start.tag;
    default:
        return NULL;
    }
}

static sppwhy_status convert_event(const builder *b, const yaml_event_t *event, token *t)
{
    *t = (token){.type = event->type,
                 .line = (unsigned)event->start_mark.line + 1,
                 .column = (unsigned)event->start_mark.column + 1};
    if (event_anchor(event) != NULL)
        return refuse(b, t,
                      "anchors (&) and aliases (*) are not allowed; write the value out, or quote the text");
    if (event_tag(event) != NULL)
        return refuse(b, t, "tags (!) are not allowed; quote the text if it begins with '!'");
    return event->type == YAML_SCALAR_EVENT ? copy_scalar(b, event, t) : SPPWHY_OK;
}

static sppwhy_status take_token(builder *b, token *t)
{
    yaml_event_t event;
    if (!yaml_parser_parse(&b->parser, &event))
        return explain_parser_error(b);
    sppwhy_status status = convert_event(b, &event, t);
    yaml_event_delete(&event);
    return status;
}

/* ---- the tree ------------------------------------------------------------------------------------------ */

static sppwhy_status new_node(builder *b, const token *t, yaml_kind kind, yaml_node **out)
{
    if (++b->nodes > LIMIT_YAML_NODES)
        return error_place(b->error, SPPWHY_LIMIT, b->file, t->line, t->column,
                           "more than %d values in one file", LIMIT_YAML_NODES);
    yaml_node *node = ARENA_NEW(b->a, yaml_node);
    if (node == NULL)
        return error_no_memory(b->error);
    *node =
        (yaml_node){.kind = kind, .line = t->line, .column = t->column, .plain = t->plain, .text = t->text};
    *out = node;
    return SPPWHY_OK;
}

static sppwhy_status add_node(builder *b, const token *first, unsigned depth, node_list *list)
{
    yaml_node *node = NULL;
    sppwhy_status status = build_node(b, first, depth, &node);
    if (status == SPPWHY_OK && !vec_push(list, node))
        return error_no_memory(b->error);
    return status;
}

static sppwhy_status collect_list(builder *b, unsigned depth, node_list *items)
{
    for (;;) {
        token t;
        sppwhy_status status = take_token(b, &t);
        if (status != SPPWHY_OK || t.type == YAML_SEQUENCE_END_EVENT)
            return status;
        status = add_node(b, &t, depth + 1, items);
        if (status != SPPWHY_OK)
            return status;
    }
}

static sppwhy_status collect_map(builder *b, unsigned depth, node_list *items)
{
    for (;;) {
        token t;
        sppwhy_status status = take_token(b, &t);
        if (status != SPPWHY_OK || t.type == YAML_MAPPING_END_EVENT)
            return status;
        if (t.type != YAML_SCALAR_EVENT)
            return refuse(
                b, &t, "a key must be a plain word, not a list or a map (a value with { or [ needs quotes)");
        status = add_node(b, &t, depth + 1, items);
        if (status == SPPWHY_OK)
            status = take_token(b, &t);
        if (status == SPPWHY_OK)
            status = add_node(b, &t, depth + 1, items);
        if (status != SPPWHY_OK)
            return status;
    }
}

static int compare_keys(const void *left, const void *right)
{
    const yaml_node *l = *(yaml_node *const *)left;
    const yaml_node *r = *(yaml_node *const *)right;
    int order = strcmp(l->text, r->text);
    if (order == 0)
        order = compare_u64(l->line, r->line);
    return order != 0 ? order : compare_u64(l->column, r->column);
}

/* By sorting: a hostile map of 100,000 keys must not take a quadratic number of comparisons. */
static sppwhy_status refuse_duplicates(builder *b, const node_list *items)
{
    size_t count = items->count / 2;
    if (count < 2)
        return SPPWHY_OK;
    yaml_node **keys = calloc(count, sizeof(yaml_node *));
    if (keys == NULL)
        return error_no_memory(b->error);
    for (size_t i = 0; i < count; i++)
        keys[i] = items->items[2 * i];
    sort_array(keys, count, sizeof(yaml_node *), compare_keys);
    sppwhy_status status = SPPWHY_OK;
    for (size_t i = 1; i < count && status == SPPWHY_OK; i++) {
        if (strcmp(keys[i - 1]->text, keys[i]->text) == 0)
            status = error_place(b->error, SPPWHY_INVALID, b->file, keys[i]->line, keys[i]->column,
                                 "the key '%.100s' was already given in line %u", keys[i]->text,
                                 keys[i - 1]->line);
    }
    free(keys);
    return status;
}

static sppwhy_status fill_node(builder *b, yaml_node *node, unsigned depth, node_list *items)
{
    sppwhy_status status =
        node->kind == YAML_MAP ? collect_map(b, depth, items) : collect_list(b, depth, items);
    if (status == SPPWHY_OK && node->kind == YAML_MAP)
        status = refuse_duplicates(b, items);
    if (status != SPPWHY_OK)
        return status;
    node->items = vec_to_arena(items, b->a);
    node->count = node->kind == YAML_MAP ? items->count / 2 : items->count;
    return node->items != NULL ? SPPWHY_OK : error_no_memory(b->error);
}

/* The value that begins with `first`. */
static sppwhy_status build_node(builder *b, const token *first, unsigned depth, yaml_node **out)
{
    if (depth > LIMIT_YAML_DEPTH)
        return error_place(b->error, SPPWHY_LIMIT, b->file, first->line, first->column,
                           "lists and maps are nested more than %d deep", LIMIT_YAML_DEPTH);
    if (first->type == YAML_SCALAR_EVENT)
        return new_node(b, first, YAML_SCALAR, out);
    sppwhy_status status =
        new_node(b, first, first->type == YAML_MAPPING_START_EVENT ? YAML_MAP : YAML_LIST, out);
    if (status != SPPWHY_OK)
        return status;
    node_list items = {0};
    status = fill_node(b, *out, depth, &items);
    vec_free(&items);
    return status;
}

/* One stream of exactly one document. */
static sppwhy_status build_document(builder *b, yaml_node **root)
{
    token t;
    sppwhy_status status = take_token(b, &t); /* the stream's start */
    if (status == SPPWHY_OK)
        status = take_token(b, &t);
    if (status != SPPWHY_OK)
        return status;
    if (t.type == YAML_STREAM_END_EVENT)
        return error_place(b->error, SPPWHY_INVALID, b->file, 1, 1, "the file is empty");
    status = take_token(b, &t); /* after the document's start */
    if (status == SPPWHY_OK)
        status = build_node(b, &t, 1, root);
    if (status == SPPWHY_OK)
        status = take_token(b, &t); /* the document's end */
    if (status == SPPWHY_OK)
        status = take_token(b, &t);
    if (status == SPPWHY_OK && t.type != YAML_STREAM_END_EVENT)
        return refuse(b, &t, "a second document begins here; one file holds one document");
    return status;
}

sppwhy_status yaml_load(arena *a, const char *file, const char *text, size_t length, const yaml_node **root,
                        sppwhy_error *error)
{
    *root = NULL;
    if (length > LIMIT_YAML_BYTES)
        return error_file(error, SPPWHY_LIMIT, file, "the file is larger than %zu bytes", LIMIT_YAML_BYTES);
    builder b = {.a = a, .file = file, .length = length, .error = error};
    b.text = arena_bytes(a, text, length); /* terminated, so that text_next() cannot run off its end */
    if (b.text == NULL)
        return error_no_memory(error);
    skip_byte_order_mark(&b);
    sppwhy_status status = check_text(&b);
    if (status != SPPWHY_OK)
        return status;
    if (!yaml_parser_initialize(&b.parser))
        return error_no_memory(error);
    yaml_parser_set_encoding(&b.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&b.parser, (const unsigned char *)b.text, b.length);
    yaml_node *tree = NULL;
    status = build_document(&b, &tree);
    yaml_parser_delete(&b.parser);
    if (status == SPPWHY_OK)
        *root = tree;
    return status;
}

const yaml_node *yaml_get(const yaml_node *map, const char *key)
{
    if (map == NULL || map->kind != YAML_MAP)
        return NULL;
    for (size_t i = 0; i < map->count; i++) {
        if (strcmp(yaml_key(map, i)->text, key) == 0)
            return yaml_value(map, i);
    }
    return NULL;
}

const yaml_node *yaml_key(const yaml_node *map, size_t i)
{
    return map->items[2 * i];
}

const yaml_node *yaml_value(const yaml_node *map, size_t i)
{
    return map->items[2 * i + 1];
}
