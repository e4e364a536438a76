#include "support/markup.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEPTH_MOST 64
#define NAME_MOST 32
#define VALUE_MOST 8192
#define ATTRIBUTES_MOST 16

typedef struct attribute {
    char name[NAME_MOST];
    const char *value;
    size_t length;
} attribute;

typedef struct word {
    const char *text;
    size_t length;
} word;

typedef struct words {
    word *items;
    size_t count, capacity;
} words;

typedef struct checker {
    const char *page, *at;
    char open[DEPTH_MOST][NAME_MOST];
    bool needs_title[DEPTH_MOST]; /* a drawing of which the words have not been seen */
    size_t depth;
    words ids, references;
    char *wrong;
    size_t size;
} checker;

static bool fail_at(checker *c, const char *format, ...)
{
    va_list arguments;
    size_t line = 1;
    for (const char *at = c->page; at < c->at; at++)
        line += *at == '\n';
    int length = snprintf(c->wrong, c->size, "line %zu: ", line);
    va_start(arguments, format);
    vsnprintf(c->wrong + length, c->size - (size_t)length, format, arguments);
    va_end(arguments);
    return false;
}

static bool is_one_of(const char *list, const char *name)
{
    size_t length = strlen(name);
    if (length == 0)
        return false;
    for (const char *at = list; (at = strstr(at, name)) != NULL; at += length)
        if ((at == list || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
            return true;
    return false;
}

/* ---- what may be where --------------------------------------------------------------------------------- */

static const char phrasing[] = "a bdi br code em input label path rect span strong svg text title desc";
static const char blocks[] =
    "html head body meta title style script header nav main section article footer div h1 h2 h3 "
    "h4 p ul ol li dl dt dd table caption thead tbody tr th td figure figcaption details "
    "summary";
static const char only_phrasing[] =
    "p h1 h2 h3 h4 summary caption dt a label span strong em code bdi figcaption";
static const char attributes[] =
    "xmlns lang charset http-equiv content name viewBox class id href target "
    "aria-labelledby aria-describedby aria-label "
    "aria-hidden role tabindex hidden for type autocomplete spellcheck "
    "placeholder scope open rel width height x y d "
    "rx text-anchor preserveAspectRatio data-v data-s data-section data-step data-search";

static bool fits_parent(checker *c, const char *name)
{
    const char *parent = c->depth == 0 ? "" : c->open[c->depth - 1];
    if (strcmp(name, "li") == 0)
        return is_one_of("ul ol", parent) || fail_at(c, "<li> in <%s>", parent);
    if (is_one_of("ul ol", parent))
        return fail_at(c, "<%s> in <%s>", name, parent);
    if (is_one_of("td th", name) ? strcmp(parent, "tr") != 0 : strcmp(parent, "tr") == 0)
        return fail_at(c, "<%s> in <%s>", name, parent);
    if (strcmp(name, "tr") == 0 && !is_one_of("thead tbody", parent))
        return fail_at(c, "<tr> in <%s>", parent);
    if (is_one_of("dt dd", name) && strcmp(parent, "div") != 0)
        return fail_at(c, "<%s> in <%s>", name, parent);
    if (is_one_of(only_phrasing, parent) && !is_one_of(phrasing, name))
        return fail_at(c, "<%s> in <%s>: a browser would close that first", name, parent);
    if (is_one_of("path rect text desc", name) && strcmp(parent, "svg") != 0)
        return fail_at(c, "<%s> in <%s>", name, parent);
    return true;
}

/* ---- references ---------------------------------------------------------------------------------------- */

static bool keep(checker *c, words *list, const char *text, size_t length)
{
    if (list->count == list->capacity) {
        list->capacity = list->capacity * 2 + 64;
        word *more = realloc(list->items, list->capacity * sizeof *more);
        if (!more)
            return fail_at(c, "out of memory");
        list->items = more;
    }
    list->items[list->count++] = (word){text, length};
    return true;
}

static bool keep_words(checker *c, words *list, const char *text, size_t length)
{
    const char *end = text + length;
    while (text < end) {
        const char *stop = memchr(text, ' ', (size_t)(end - text));
        stop = stop ? stop : end;
        if (!keep(c, list, text, (size_t)(stop - text)))
            return false;
        text = stop + (stop < end);
    }
    return true;
}

static int by_text(const void *left, const void *right)
{
    const word *a = left, *b = right;
    int order = memcmp(a->text, b->text, a->length < b->length ? a->length : b->length);
    return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

static bool check_references(checker *c)
{
    if (c->ids.count == 0)
        return fail_at(c, "no id at all");
    qsort(c->ids.items, c->ids.count, sizeof *c->ids.items, by_text);
    for (size_t i = 1; i < c->ids.count; i++)
        if (by_text(&c->ids.items[i - 1], &c->ids.items[i]) == 0)
            return fail_at(c, "the id %.*s is there twice", (int)c->ids.items[i].length,
                           c->ids.items[i].text);
    for (size_t i = 0; i < c->references.count; i++)
        if (!bsearch(&c->references.items[i], c->ids.items, c->ids.count, sizeof *c->ids.items, by_text))
            return fail_at(c, "%.*s is referred to and not there", (int)c->references.items[i].length,
                           c->references.items[i].text);
    return true;
}

/* ---- text ---------------------------------------------------------------------------------------------- */

/* The length of an entity that the report uses, with what it stands for; 0 when it is another. */
static size_t entity(const char *at, const char **meaning)
{
    static const char *const known[][2] = {{"&amp;", "&"},   {"&lt;", "<"},  {"&gt;", ">"},
                                           {"&quot;", "\""}, {"&#39;", "'"}, {"&#8211;", "\xE2\x80\x93"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strncmp(at, known[i][0], strlen(known[i][0])) == 0) {
            *meaning = known[i][1];
            return strlen(known[i][0]);
        }
    return 0;
}

/* Text up to `stop`: no tag, no bare ampersand, no control character. */
static bool skip_text(checker *c, char stop)
{
    const char *meaning;
    while (*c->at && *c->at != stop) {
        if (*c->at == '<' || *c->at == '>')
            return fail_at(c, "a bare %c", *c->at);
        if (*c->at == '&' && entity(c->at, &meaning) == 0)
            return fail_at(c, "an ampersand that is no entity: %.10s", c->at);
        if ((unsigned char)*c->at < 0x20 && *c->at != '\n')
            return fail_at(c, "control character %d", *c->at);
        c->at++;
    }
    return true;
}

/* ---- attributes ---------------------------------------------------------------------------------------- */

static bool read_name(checker *c, char *name)
{
    size_t length = 0;
    while (isalnum((unsigned char)c->at[length]) || (length != 0 && c->at[length] == '-'))
        length++;
    if (length == 0 || length >= NAME_MOST)
        return fail_at(c, "no name: %.20s", c->at);
    memcpy(name, c->at, length);
    name[length] = '\0';
    c->at += length;
    return true;
}

static bool check_link(checker *c, const attribute *a)
{
    if (a->length > 1 && a->value[0] == '#')
        return keep(c, &c->references, a->value + 1, a->length - 1);
    return strncmp(a->value, "https://", 8) == 0 || fail_at(c, "href=\"%.*s\"", (int)a->length, a->value);
}

static bool check_attribute(checker *c, const attribute *a)
{
    if (!is_one_of(attributes, a->name))
        return fail_at(c, "the attribute %s", a->name);
    if (strcmp(a->name, "id") == 0)
        return memchr(a->value, ' ', a->length) == NULL && keep(c, &c->ids, a->value, a->length);
    if (strcmp(a->name, "href") == 0)
        return check_link(c, a);
    if (is_one_of("aria-labelledby aria-describedby for data-section", a->name))
        return keep_words(c, &c->references, a->value, a->length);
    return true;
}

/* Up to the tag's end; leaves whether the element is closed at once, and whether it has the attribute
 * `wanted`. */
static bool read_attributes(checker *c, bool *closed, const char *wanted, bool *has)
{
    attribute seen[ATTRIBUTES_MOST];
    size_t count = 0;
    *closed = *has = false;
    while (*c->at == ' ') {
        attribute *a = &seen[count];
        c->at++;
        if (count == ATTRIBUTES_MOST || !read_name(c, a->name))
            return fail_at(c, "an attribute without a name, or too many");
        if (strncmp(c->at, "=\"", 2) != 0)
            return fail_at(c, "%s without a value in quotation marks", a->name);
        a->value = c->at += 2;
        if (!skip_text(c, '"') || *c->at != '"')
            return *c->at != '"' && fail_at(c, "%s does not end", a->name);
        a->length = (size_t)(c->at++ - a->value);
        for (size_t i = 0; i < count; i++)
            if (strcmp(seen[i].name, a->name) == 0)
                return fail_at(c, "%s twice", a->name);
        if (!check_attribute(c, a))
            return false;
        *has = *has || strcmp(a->name, wanted) == 0;
        count++;
    }
    *closed = *c->at == '/';
    c->at += *closed;
    return *c->at++ == '>' || fail_at(c, "a tag that does not end");
}

/* ---- elements ------------------------------------------------------------------------------------------ */

/* Nothing that loads, and nothing that makes code or markup out of text. */
static bool check_raw(checker *c, const char *name)
{
    static const char *const never[] = {
        "url(",      "@import",   "http:",     "https:",         "eval",
        "Function(", "innerHTML", "outerHTML", "insertAdjacent", "document.write",
        "fetch(",    "XMLHttp",   "import(",   "WebSocket",      "&"};
    char end[NAME_MOST + 4];
    snprintf(end, sizeof end, "</%s>", name);
    const char *stop = strchr(c->at, '<');
    if (!stop || strncmp(stop, end, strlen(end)) != 0)
        return fail_at(c, "a < in <%s>", name);
    for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
        const char *found = strstr(c->at, never[i]);
        if (found && found < stop)
            return fail_at(c, "%s in <%s>", never[i], name);
    }
    c->at = stop;
    return true;
}

static bool open_element(checker *c)
{
    char name[NAME_MOST];
    bool closed, has;
    c->at++;
    if (!read_name(c, name))
        return false;
    if (!is_one_of(phrasing, name) && !is_one_of(blocks, name))
        return fail_at(c, "the element <%s>", name);
    if (!fits_parent(c, name))
        return false;
    if (!read_attributes(c, &closed, strcmp(name, "svg") == 0 ? "aria-hidden" : "scope", &has))
        return false;
    if (strcmp(name, "th") == 0 && !has)
        return fail_at(c, "a <th> without scope");
    if (strcmp(name, "title") == 0 && c->depth != 0)
        c->needs_title[c->depth - 1] = false;
    if (closed != is_one_of("meta input br path rect", name))
        return fail_at(c, "<%s> is %sclosed at once", name, closed ? "" : "not ");
    if (closed)
        return true;
    if (c->depth == DEPTH_MOST)
        return fail_at(c, "too deep");
    c->needs_title[c->depth] = strcmp(name, "svg") == 0 && !has;
    strcpy(c->open[c->depth++], name);
    return !is_one_of("style script", name) || check_raw(c, name);
}

static bool close_element(checker *c)
{
    char name[NAME_MOST];
    c->at += 2;
    if (!read_name(c, name))
        return false;
    if (*c->at++ != '>')
        return fail_at(c, "</%s does not end", name);
    if (c->depth == 0 || strcmp(c->open[--c->depth], name) != 0)
        return fail_at(c, "</%s> closes <%s>", name, c->open[c->depth]);
    if (c->needs_title[c->depth])
        return fail_at(c, "a drawing without a title");
    return true;
}

static bool check_all(checker *c)
{
    static const char doctype[] = "<!DOCTYPE html>\n";
    if (strncmp(c->at, doctype, sizeof doctype - 1) != 0)
        return fail_at(c, "no doctype");
    c->at += sizeof doctype - 1;
    while (*c->at) {
        if (!skip_text(c, '<'))
            return false;
        if (*c->at && !(c->at[1] == '/' ? close_element(c) : open_element(c)))
            return false;
    }
    if (c->depth != 0)
        return fail_at(c, "<%s> is never closed", c->open[c->depth - 1]);
    return check_references(c);
}

bool markup_check(const char *page, char *wrong, size_t size)
{
    checker c = {.page = page, .at = page, .wrong = wrong, .size = size};
    bool well = check_all(&c);
    free(c.ids.items);
    free(c.references.items);
    return well;
}

/* ---- what is seen -------------------------------------------------------------------------------------- */

/* Behind the element that opens here when nobody sees its text; NULL for another. */
static const char *behind_unseen(const char *at)
{
    static const char *const unseen[][2] = {
        {"<style", "</style>"}, {"<script", "</script>"}, {"<title", "</title>"}, {"<desc", "</desc>"}};
    for (size_t i = 0; i < sizeof unseen / sizeof *unseen; i++)
        if (strncmp(at, unseen[i][0], strlen(unseen[i][0])) == 0) {
            const char *end = strstr(at, unseen[i][1]);
            return end ? end + strlen(unseen[i][1]) : at + strlen(at);
        }
    return NULL;
}

char *markup_text(const char *page)
{
    char *text = malloc(strlen(page) + 1), *to = text;
    const char *meaning, *behind;
    while (text && *page) {
        size_t length = *page == '&' ? entity(page, &meaning) : 0;
        if (length != 0) {
            page += length;
            to += sprintf(to, "%s", meaning);
        } else if (*page == '<') {
            behind = behind_unseen(page);
            page = behind ? behind : strchr(page, '>') ? strchr(page, '>') + 1 : page + strlen(page);
        } else {
            *to++ = *page++;
        }
    }
    if (text)
        *to = '\0';
    return text;
}
