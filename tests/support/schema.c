#include "support/schema.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

typedef struct check {
    const json_t *root;
    strbuf path; /* to the place in the document */
    strbuf *why;
    int quiet; /* a branch is tried: what is wrong in it is no mistake yet */
} check;

static bool fits(check *c, const json_t *schema, const json_t *value);

static bool wrong(check *c, const char *format, const char *detail)
{
    if (c->quiet != 0)
        return false;
    strbuf_printf(c->why, "%s: ", c->path.length != 0 ? c->path.bytes : "/");
    strbuf_printf(c->why, format, detail);
    strbuf_add(c->why, "\n");
    return false;
}

static bool fits_quietly(check *c, const json_t *schema, const json_t *value)
{
    c->quiet++;
    bool result = fits(c, schema, value);
    c->quiet--;
    return result;
}

static void go_back(check *c, size_t length)
{
    c->path.length = length;
    c->path.bytes[length] = '\0';
}

/* The schema for a member or an item of the value. */
static bool fits_below(check *c, const char *step, const json_t *schema, const json_t *value)
{
    size_t length = c->path.length;
    strbuf_printf(&c->path, "/%s", step);
    bool result = fits(c, schema, value);
    go_back(c, length);
    return result;
}

/* ---- keywords: each gets what is behind it, the whole schema that it is in, and the value ------ */

typedef bool (*keyword)(check *c, const json_t *word, const json_t *schema, const json_t *value);

static bool note(check *c, const json_t *word, const json_t *schema, const json_t *value)
{
    (void)c, (void)word, (void)schema, (void)value;
    return true;
}

static bool has_type(const char *type, const json_t *value)
{
    return strcmp(type, "object") == 0    ? json_is_object(value)
           : strcmp(type, "array") == 0   ? json_is_array(value)
           : strcmp(type, "string") == 0  ? json_is_string(value)
           : strcmp(type, "integer") == 0 ? json_is_integer(value)
           : strcmp(type, "boolean") == 0 ? json_is_boolean(value)
           : strcmp(type, "null") == 0    ? json_is_null(value)
                                          : false;
}

static bool check_type(check *c, const json_t *word, const json_t *schema, const json_t *value)
{
    const json_t *each;
    size_t i;
    (void)schema;
    if (json_is_string(word))
        return has_type(json_string_value(word), value) || wrong(c, "is no %s", json_string_value(word));
    json_array_foreach(word, i, each) if (has_type(json_string_value(each), value)) return true;
    return wrong(c, "is of another type%s", "");
}

static bool check_ref(check *c, const json_t *word, const json_t *schema, const json_t *value)
{
    static const char start[] = "#/$defs/";
    const char *name = json_string_value(word);
    (void)schema;
    const json_t *target = strncmp(name, start, sizeof start - 1) == 0
                               ? json_object_get(json_object_get(c->root, "$defs"), name + sizeof start - 1)
                               : NULL;
    if (!target) {
        c->quiet = 0; /* a mistake of the schema is always reported */
        return wrong(c, "the schema has no %s", name);
    }
    return fits(c, target, value);
}

static bool matches(check *c, const char *pattern, const char *text)
{
    regex_t compiled;
    if (regcomp(&compiled, pattern, REG_EXTENDED | REG_NOSUB) != 0) {
        c->quiet = 0;
        return wrong(c, "the schema has a pattern that is none: %s", pattern);
    }
    bool result = regexec(&compiled, text, 0, NULL, 0) == 0;
    regfree(&compiled);
    return result;
}

static bool check_pattern(check *c, const json_t *word, const json_t *schema, const json_t *value)
{
    (void)schema;
    return !json_is_string(value) || matches(c, json_string_value(word), json_string_value(value)) ||
           wrong(c, "does not match %s", json_string_value(word));
}

static bool check_const(check *c, const json_t *word, const json_t *schema, const json_t *value)
{
    (void)schema;
    return json_equal(word, value) != 0 || wrong(c, "is not the one value that it may be%s", "");
}

static bool check_enum(check *c, const json_t *word, const json_t *schema, const json_t *value)
{
    const json_t *each;
    size_t i;
    (void)schema;
    json_array_foreach(word, i, each) if (json_equal(each, value)) return true;
    return wrong(c, "is none of the values that it may be%s", "");
}

/* In bytes: enough to tell whether there is any. */
static bool check_least_length(check *c, const json_t *word, const json_t *schema, const json_t *value)
{
    (void)schema;
    if (!json_is_string(value) || json_string_length(value) >= (size_t)json_integer_value(word))
        return true;
    return wrong(c, "a text is shorter than it may be%s", "");
}

static bool check_minimum(check *c, const json_t *word, const json_t *schema, const json_t *value)
{
    (void)schema;
    return !json_is_integer(value) || json_integer_value(value) >= json_integer_value(word) ||
           wrong(c, "is less than it may be%s", "");
}

static bool check_required(check *c, const json_t *word, const json_t *schema, const json_t *value)
{
    const json_t *name;
    bool result = true;
    size_t i;
    (void)schema;
    if (!json_is_object(value))
        return true;
    json_array_foreach(word, i, name) if (!json_object_get(value, json_string_value(name))) result =
        wrong(c, "lacks %s", json_string_value(name));
    return result;
}

static bool check_dependent(check *c, const json_t *word, const json_t *schema, const json_t *value)
{
    const char *name;
    json_t *names;
    bool result = true;
    json_object_foreach((json_t *)word, name, names) if (json_object_get(value, name)) result =
        check_required(c, names, schema, value) && result;
    return result;
}

/* properties, patternProperties and additionalProperties, which belong together. */
static bool check_members(check *c, const json_t *word, const json_t *schema, const json_t *value)
{
    const json_t *known = json_object_get(schema, "properties");
    const json_t *patterns = json_object_get(schema, "patternProperties");
    const json_t *other = json_object_get(schema, "additionalProperties");
    const char *name, *pattern;
    json_t *member, *below;
    bool result = true;
    if (known && word != known)
        return true; /* done with `properties` */
    json_object_foreach((json_t *)value, name, member)
    {
        const json_t *own = json_object_get(known, name);
        bool found = own != NULL;
        result = (!own || fits_below(c, name, own, member)) && result;
        json_object_foreach((json_t *)patterns, pattern, below) if (matches(c, pattern, name))
        {
            found = true;
            result = fits_below(c, name, below, member) && result;
        }
        if (!found && other)
            result = (json_is_false(other) ? wrong(c, "has a member that is not known: %s", name)
                                           : fits_below(c, name, other, member)) &&
                     result;
    }
    return result;
}

static bool check_items(check *c, const json_t *word, const json_t *schema, const json_t *value)
{
    const json_t *item;
    char step[24];
    bool result = true;
    size_t i;
    (void)schema;
    json_array_foreach(value, i, item)
    {
        snprintf(step, sizeof step, "%zu", i);
        result = fits_below(c, step, word, item) && result;
    }
    return result;
}

static bool check_least_items(check *c, const json_t *word, const json_t *schema, const json_t *value)
{
    (void)schema;
    return !json_is_array(value) || (json_int_t)json_array_size(value) >= json_integer_value(word) ||
           wrong(c, "has too few items%s", "");
}

static bool check_most_items(check *c, const json_t *word, const json_t *schema, const json_t *value)
{
    (void)schema;
    return !json_is_array(value) || (json_int_t)json_array_size(value) <= json_integer_value(word) ||
           wrong(c, "has too many items%s", "");
}

static bool check_unique(check *c, const json_t *word, const json_t *schema, const json_t *value)
{
    (void)word, (void)schema;
    for (size_t i = 0; i < json_array_size(value); i++)
        for (size_t k = 0; k < i; k++)
            if (json_equal(json_array_get(value, i), json_array_get(value, k)))
                return wrong(c, "has an item twice%s", "");
    return true;
}

static bool check_one_of(check *c, const json_t *word, const json_t *schema, const json_t *value)
{
    const json_t *each;
    size_t i, count = 0;
    (void)schema;
    json_array_foreach(word, i, each) count += fits_quietly(c, each, value);
    return count == 1 ||
           wrong(c, count == 0 ? "is none of the forms that it may have%s" : "is of two forms%s", "");
}

static bool check_all_of(check *c, const json_t *word, const json_t *schema, const json_t *value)
{
    const json_t *each;
    bool result = true;
    size_t i;
    (void)schema;
    json_array_foreach(word, i, each) result = fits(c, each, value) && result;
    return result;
}

static bool check_if(check *c, const json_t *word, const json_t *schema, const json_t *value)
{
    const json_t *then = json_object_get(schema, fits_quietly(c, word, value) ? "then" : "else");
    return !then || fits(c, then, value);
}

static const struct {
    const char *name;
    keyword check;
} keywords[] = {{"$schema", note},
                {"$defs", note},
                {"title", note},
                {"description", note},
                {"then", note},
                {"else", note},
                {"patternProperties", check_members},
                {"additionalProperties", check_members},
                {"$ref", check_ref},
                {"type", check_type},
                {"pattern", check_pattern},
                {"const", check_const},
                {"enum", check_enum},
                {"minimum", check_minimum},
                {"minLength", check_least_length},
                {"required", check_required},
                {"dependentRequired", check_dependent},
                {"properties", check_members},
                {"items", check_items},
                {"minItems", check_least_items},
                {"maxItems", check_most_items},
                {"uniqueItems", check_unique},
                {"oneOf", check_one_of},
                {"allOf", check_all_of},
                {"if", check_if}};

static bool fits(check *c, const json_t *schema, const json_t *value)
{
    const char *name;
    json_t *word;
    bool result = true;
    json_object_foreach((json_t *)schema, name, word)
    {
        size_t i = 0;
        while (i < sizeof keywords / sizeof *keywords && strcmp(keywords[i].name, name) != 0)
            i++;
        if (i == sizeof keywords / sizeof *keywords) {
            c->quiet = 0;
            return wrong(c, "the schema has a keyword that is not known here: %s", name);
        }
        result = keywords[i].check(c, word, schema, value) && result;
    }
    return result;
}

bool schema_accepts(const json_t *schema, const json_t *document, strbuf *why)
{
    check c = {.root = schema, .why = why};
    strbuf_clear(why);
    strbuf_add(&c.path, "");
    bool result = fits(&c, schema, document);
    strbuf_free(&c.path);
    return result;
}
