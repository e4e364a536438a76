/*
 * Parsing conditions. In YAML a map is "and", a list of values is "or"; `all`, `any`, `not` and `unless` join
 * conditions; keys like `some_request` judge other things; every other key is FIELD or FIELD|MODIFIER, in
 * Sigma's notation.
 */
#include "rules/language/condition.h"
#include "rules/language/constants.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/text.h"

#include <string.h>

/* The thing in which a key like `some_host` is: what "outer.FIELD" is a field of. */
typedef struct enclosing {
    scope_kind kind;
    bool there;
} enclosing;

typedef struct parser {
    arena *memory;
    enclosing outer;
    bool in_some_host;
    const char *file;
    mistake_list *mistakes;
    sppwhy_status status;
} parser;

static condition *fail(parser *p, const yaml_node *at, const char *what, const char *word, const char *hint)
{
    p->status = mistakes_at(p->mistakes, p->file, at, what, word, hint);
    return NULL;
}

static condition *no_memory(parser *p)
{
    p->status = mistakes_no_memory(p->mistakes);
    return NULL;
}

static condition *parse(parser *p, scope_kind kind, const yaml_node *node);

static condition *new_condition(parser *p, operation op, size_t part_count)
{
    condition *c = ARENA_NEW(p->memory, condition);
    if (c)
        c->parts = ARENA_ARRAY(p->memory, part_count, condition *);
    if (!c || !c->parts)
        return no_memory(p);
    c->op = op;
    return c;
}

static condition *parse_list(parser *p, scope_kind kind, const yaml_node *list, operation op)
{
    if (list->kind != YAML_LIST || list->count == 0)
        return fail(p, list, "a list of conditions is wanted here", NULL, NULL);
    condition *c = new_condition(p, op, list->count);
    for (size_t i = 0; c && i < list->count; i++) {
        c->parts[c->part_count] = parse(p, kind, list->items[i]);
        c->part_count += c->parts[c->part_count] != NULL;
    }
    return c && c->part_count == list->count ? c : NULL;
}

static condition *parse_one(parser *p, scope_kind kind, const yaml_node *node, operation op)
{
    condition *c = new_condition(p, op, 1);
    if (!c || !(c->parts[0] = parse(p, kind, node)))
        return NULL;
    c->part_count = 1;
    return c;
}

/* A condition on another thing, from which `outer` can be named. */
static condition *parse_inner(parser *p, enclosing outer, scope_kind kind, const yaml_node *node,
                              operation op)
{
    enclosing before = p->outer;
    bool in_some_host = p->in_some_host;
    p->outer = outer;
    p->in_some_host |= op == OP_SOME_HOST;
    condition *c = parse_one(p, kind, node, op);
    p->outer = before;
    p->in_some_host = in_some_host;
    return c;
}

static bool parse_number(field_type type, const char *text, int64_t *out)
{
    bool negative = text[0] == '-';
    uint64_t value;
    uint32_t hex;
    if (type == FIELD_BOOLEAN) {
        *out = strcmp(text, "true") == 0;
        return *out || strcmp(text, "false") == 0;
    }
    if (type == FIELD_TIME) {
        if (!clock_parse(&value, text))
            return false;
        *out = (int64_t)value;
        return true;
    }
    if (text[0] >= 'A' && text[0] <= 'Z')
        return type != FIELD_CODE && rule_constant_find(text, out);
    if (text[0] == '0' && text[1] == 'x') {
        size_t digits = strlen(text) - 2;
        if (!text_parse_hex32(&hex, text) || (type == FIELD_CODE && (digits == 6 || digits == 7)))
            return false; /* a code with a digit too few is a slip */
        *out = hex;
        return true;
    }
    if (!text_parse_uint(&value, text + negative) || value > INT64_MAX)
        return false;
    *out = negative ? -(int64_t)value : (int64_t)value;
    if (type == FIELD_CODE && negative) { /* -1073418124 is 0xC004F074 */
        *out += (int64_t)1 << 32;
        return *out >= (int64_t)1 << 31;
    }
    return true;
}

/* Compiled patterns live in the arena like everything else of a rule. */
static void *pattern_memory(PCRE2_SIZE size, void *memory)
{
    return arena_alloc(memory, size);
}

static void pattern_release(void *block, void *memory)
{
    (void)block;
    (void)memory;
}

static bool parse_pattern(parser *p, const yaml_node *node, operand *o)
{
    int number = 0;
    PCRE2_SIZE at;
    PCRE2_UCHAR message[160];
    pcre2_general_context *general = pcre2_general_context_create(pattern_memory, pattern_release, p->memory);
    pcre2_compile_context *context = general ? pcre2_compile_context_create(general) : NULL;
    if (context)
        o->pattern = pcre2_compile((PCRE2_SPTR)node->text, PCRE2_ZERO_TERMINATED, PCRE2_UTF | PCRE2_CASELESS,
                                   &number, &at, context);
    if (o->pattern)
        return true;
    if (!context) {
        no_memory(p);
        return false;
    }
    pcre2_get_error_message(number, message, sizeof message);
    fail(p, node, "the pattern does not compile:", (const char *)message, NULL);
    return false;
}

static bool parse_operand(parser *p, const condition *c, const yaml_node *node, operand *o)
{
    if (node->kind != YAML_SCALAR) {
        fail(p, node, "a value or a list of values is wanted here", NULL, NULL);
        return false;
    }
    o->text = node->text;
    switch (c->how) {
    case IS_CONTAINED:
    case IS_START:
    case IS_END:
        return true;
    case IS_PATTERN:
        return parse_pattern(p, node, o);
    case IS_IN_NETWORK:
        if (network_parse(&o->network, node->text))
            return true;
        fail(p, node, "not an IPv4 network like 10.0.0.0/8:", node->text, NULL);
        return false;
    default:
        if (c->field->type == FIELD_TEXT || parse_number(c->field->type, node->text, &o->number))
            return true;
        fail(p, node,
             c->field->type == FIELD_BOOLEAN ? "true or false is wanted, not"
             : c->field->type == FIELD_TIME  ? "a time like 2026-03-01T10:00:00Z is wanted, not"
                                             : "a number or a code like 0xC004F074 is wanted, not",
             node->text, NULL);
        return false;
    }
}

static bool parse_operands(parser *p, condition *c, const yaml_node *value)
{
    size_t count = value->kind == YAML_LIST ? value->count : 1;
    if (count == 0) {
        fail(p, value, "the list of values is empty", NULL, NULL);
        return false;
    }
    c->operands = ARENA_ARRAY(p->memory, count, operand);
    if (!c->operands) {
        no_memory(p);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const yaml_node *item = value->kind == YAML_LIST ? value->items[i] : value;
        c->operand_count += parse_operand(p, c, item, &c->operands[c->operand_count]);
    }
    return c->operand_count == count;
}

static bool parse_modifier(condition *c, const char *word, bool *reference)
{
    static const struct {
        const char *word;
        comparison how;
    } words[] = {{"contains", IS_CONTAINED},
                 {"startswith", IS_START},
                 {"endswith", IS_END},
                 {"re", IS_PATTERN},
                 {"lt", IS_LESS},
                 {"lte", IS_LESS_OR_EQUAL},
                 {"gt", IS_MORE},
                 {"gte", IS_MORE_OR_EQUAL},
                 {"exists", IS_THERE},
                 {"cidr", IS_IN_NETWORK},
                 {"bits", HAS_BITS}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(word, words[i].word) == 0 && c->how == IS_EQUAL) {
            c->how = words[i].how;
            return true;
        }
    if (strcmp(word, "abs") == 0)
        return c->absolute = true;
    if (strcmp(word, "all") == 0)
        return c->every_value = true;
    if (strcmp(word, "fieldref") == 0)
        return *reference = true;
    return false;
}

static const field *find_field(parser *p, scope_kind kind, const yaml_node *at, const char *word,
                               scope_kind *in, bool *of_outer)
{
    static const char prefix[] = "outer.";
    *of_outer = strncmp(word, prefix, sizeof prefix - 1) == 0;
    if (*of_outer && !p->outer.there) {
        fail(p, at, "there is no outer thing here:", word, "it is for what some_host and its like judge");
        return NULL;
    }
    if (*of_outer) {
        word += sizeof prefix - 1;
        kind = p->outer.kind;
    }
    const field *f = field_find(kind, word, in);
    if (f && f->type == FIELD_COMMAND) {
        fail(p, at, "a command is for texts, not to be compared:", word, NULL);
        return NULL;
    }
    if (f)
        return f;
    const char *near = field_nearest(kind, word);
    const char *hint = near ? arena_printf(p->memory, "did you mean \"%s\"?", near) : NULL;
    char what[80] = "unknown field of ";
    strcat(what, scope_name(kind));
    fail(p, at, strcat(what, ":"), word, hint);
    return NULL;
}

static bool parse_reference(parser *p, scope_kind kind, condition *c, const yaml_node *value)
{
    if (value->kind != YAML_SCALAR) {
        fail(p, value, "the name of a field is wanted here", NULL, NULL);
        return false;
    }
    c->other = find_field(p, kind, value, value->text, &c->other_in, &c->other_of_outer);
    if (c->other && (c->other->type == FIELD_TEXT) != (c->field->type == FIELD_TEXT)) {
        fail(p, value, "text and numbers cannot be compared:", value->text, NULL);
        return false;
    }
    return c->other != NULL;
}

static bool fits(const condition *c)
{
    bool text = c->field->type == FIELD_TEXT;
    switch (c->how) {
    case IS_CONTAINED:
    case IS_START:
    case IS_END:
    case IS_PATTERN:
    case IS_IN_NETWORK:
        return text && !c->absolute;
    case IS_LESS:
    case IS_LESS_OR_EQUAL:
    case IS_MORE:
    case IS_MORE_OR_EQUAL:
    case HAS_BITS:
        return !text;
    default:
        return !c->absolute || !text;
    }
}

static condition *parse_field(parser *p, scope_kind kind, const yaml_node *key, const yaml_node *value)
{
    bool reference = false;
    char *rest = NULL, *words = arena_string(p->memory, key->text);
    condition *c = new_condition(p, OP_FIELD, 0);
    if (!c || !words)
        return no_memory(p);
    char *word = strtok_r(words, "|", &rest);
    c->field = word ? find_field(p, kind, key, word, &c->in, &c->of_outer) : NULL;
    if (!c->field)
        return word ? NULL : fail(p, key, "a field is wanted here", NULL, NULL);
    while ((word = strtok_r(NULL, "|", &rest)) != NULL)
        if (!parse_modifier(c, word, &reference))
            return fail(
                p, key, "unknown modifier", word,
                "there are contains, startswith, endswith, re, lt, lte, gt, gte, abs, bits, exists, cidr, "
                "fieldref, all");
    if (!fits(c))
        return fail(p, key, "this modifier does not fit the kind of field in", key->text, NULL);
    if (c->how == IS_THERE && (reference || c->absolute || c->every_value))
        return fail(p, key, "exists takes no other modifier", NULL, NULL);
    if (c->how == IS_THERE) {
        int64_t wanted;
        if (value->kind != YAML_SCALAR || !parse_number(FIELD_BOOLEAN, value->text, &wanted))
            return fail(p, value, "exists takes true or false", NULL, NULL);
        c->wanted = wanted != 0;
        return c;
    }
    if (reference ? !parse_reference(p, kind, c, value) : !parse_operands(p, c, value))
        return NULL;
    return c;
}

static bool parse_event_key(parser *p, condition *c, const yaml_node *key, const yaml_node *value)
{
    int64_t minutes;
    if (strcmp(key->text, "where") == 0) {
        c->parts[0] = parse(p, SCOPE_EVENT, value);
        c->part_count = 1;
        return c->parts[0] != NULL;
    }
    bool within = strcmp(key->text, "within_minutes") == 0, side = strcmp(key->text, "side") == 0;
    if (!within && !side)
        return fail(p, key, "some_event has no key", key->text, "there are where, within_minutes and side");
    if (value->kind != YAML_SCALAR)
        return fail(p, value, "a value is wanted here", NULL, NULL);
    if (within) {
        if (!parse_number(FIELD_NUMBER, value->text, &minutes) || minutes <= 0 || minutes > 5256000)
            return fail(p, value, "a number of minutes is wanted, not", value->text, NULL);
        c->within = (uint64_t)minutes * CLOCK_MINUTE;
        return true;
    }
    c->before = strcmp(value->text, "after") != 0;
    c->after = strcmp(value->text, "before") != 0;
    return !c->before || !c->after || strcmp(value->text, "around") == 0 ||
           fail(p, value, "side is before, after or around, not", value->text, NULL);
}

static condition *parse_some_event(parser *p, const yaml_node *node)
{
    condition *c = new_condition(p, OP_SOME_EVENT, 1);
    bool good = true;
    if (!c || node->kind != YAML_MAP)
        return c ? fail(p, node, "some_event takes a map with `where`", NULL, NULL) : NULL;
    c->before = c->after = true;
    for (size_t i = 0; i < node->count; i++)
        good &= parse_event_key(p, c, yaml_key(node, i), yaml_value(node, i));
    if (c->part_count == 0)
        return fail(p, node, "some_event needs `where`", NULL, NULL);
    return good ? c : NULL;
}

static condition *parse_entry(parser *p, scope_kind kind, const yaml_node *key, const yaml_node *value)
{
    static const struct {
        const char *word;
        operation op;
        unsigned from; /* scopes in which it may be */
        scope_kind to;
    } inner[] = {
        {"every_request", OP_EVERY_REQUEST, 1u << SCOPE_ACTIVATION, SCOPE_REQUEST},
        {"some_request", OP_SOME_REQUEST, 1u << SCOPE_ACTIVATION, SCOPE_REQUEST},
        {"machine", OP_MACHINE, 1u << SCOPE_ACTIVATION | 1u << SCOPE_REQUEST, SCOPE_MACHINE},
        {"target", OP_TARGET, 1u << SCOPE_REQUEST, SCOPE_HOST},
        {"some_host", OP_SOME_HOST, ~(1u << SCOPE_EVENT), SCOPE_HOST},
    };
    if (strcmp(key->text, "all") == 0)
        return parse_list(p, kind, value, OP_ALL);
    if (strcmp(key->text, "any") == 0)
        return parse_list(p, kind, value, OP_ANY);
    if (strcmp(key->text, "not") == 0)
        return parse_one(p, kind, value, OP_NOT);
    if (strcmp(key->text, "unless") == 0)
        return parse_one(p, kind, value, OP_UNLESS);
    if (strcmp(key->text, "some_event") == 0)
        return kind == SCOPE_MACHINE || kind == SCOPE_HOST
                   ? parse_some_event(p, value)
                   : fail(p, key,
                          "some_event belongs in a machine or a host, put it under `machine:` or `target:`",
                          NULL, NULL);
    if (strcmp(key->text, "some_host") == 0 && p->in_some_host)
        return fail(
            p, key, "some_host cannot be inside of some_host", NULL,
            "all hosts would be looked through for each of them, and again for each level; put it beside the "
            "other one");
    for (size_t i = 0; i < sizeof inner / sizeof *inner; i++)
        if (strcmp(key->text, inner[i].word) == 0)
            return (inner[i].from >> kind & 1) != 0
                       ? parse_inner(p, (enclosing){kind, true}, inner[i].to, value, inner[i].op)
                       : fail(p, key, "cannot be used here:", key->text, NULL);
    return parse_field(p, kind, key, value);
}

static condition *parse(parser *p, scope_kind kind, const yaml_node *node)
{
    if (node->kind == YAML_LIST)
        return parse_list(p, kind, node, OP_ANY);
    if (node->kind != YAML_MAP || node->count == 0)
        return fail(p, node, "a condition is wanted here: a map of fields", NULL, NULL);
    condition *c = new_condition(p, OP_ALL, node->count);
    for (size_t i = 0; c && i < node->count; i++) {
        c->parts[c->part_count] = parse_entry(p, kind, yaml_key(node, i), yaml_value(node, i));
        c->part_count += c->parts[c->part_count] != NULL;
    }
    return c && c->part_count == node->count ? c : NULL;
}

sppwhy_status condition_parse(condition **out, arena *a, const char *file, scope_kind kind,
                              const yaml_node *node, mistake_list *mistakes)
{
    parser p = {.memory = a, .file = file, .mistakes = mistakes};
    *out = parse(&p, kind, node);
    return p.status;
}
