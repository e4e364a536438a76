/*
 * YAML as rules and scenarios use it: the tree with its places, and every mistake with its line and column.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/text.h"
#include "yaml/yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int make_arena(void **state)
{
    *state = arena_create();
    return *state == NULL;
}

static int drop_arena(void **state)
{
    arena_free(*state);
    return 0;
}

static const yaml_node *load_good(arena *a, const char *text)
{
    const yaml_node *root = NULL;
    sppwhy_error error;
    sppwhy_error_clear(&error);
    sppwhy_status status = yaml_load(a, "t.yaml", text, strlen(text), &root, &error);
    if (status != SPPWHY_OK)
        fail_msg("%u:%u: %s", error.line, error.column, error.message);
    return root;
}

static void check_scalar(const yaml_node *node, const char *text, bool plain, unsigned line, unsigned column)
{
    assert_non_null(node);
    assert_int_equal(node->kind, YAML_SCALAR);
    assert_string_equal(node->text, text);
    assert_int_equal(node->plain, plain);
    assert_int_equal(node->line, line);
    assert_int_equal(node->column, column);
}

static void tree_with_places(void **state)
{
    const yaml_node *root = load_good(*state, "# a comment\n"
                                              "id: clock-skew\n"
                                              "empty:\n"
                                              "list: [one, \"two, three\", {k: v}]\n"
                                              "text: |\n"
                                              "  first\n"
                                              "  second\n"
                                              "Zoë: 'ë' # column 6\n");
    assert_int_equal(root->kind, YAML_MAP);
    assert_int_equal(root->count, 5);
    assert_int_equal(root->line, 2);
    check_scalar(yaml_get(root, "id"), "clock-skew", true, 2, 5);
    assert_string_equal(yaml_get(root, "empty")->text, "");
    assert_true(yaml_get(root, "empty")->plain);
    const yaml_node *list = yaml_get(root, "list");
    assert_int_equal(list->kind, YAML_LIST);
    assert_int_equal(list->count, 3);
    assert_null(list->text);
    check_scalar(list->items[0], "one", true, 4, 8);
    check_scalar(list->items[1], "two, three", false, 4, 13);
    check_scalar(yaml_get(list->items[2], "k"), "v", true, 4, 31);
    check_scalar(yaml_get(root, "text"), "first\nsecond\n", false, 5, 7);
    check_scalar(yaml_key(root, 4), "Zoë", true, 8, 1);
    check_scalar(yaml_value(root, 4), "ë", false, 8, 6);
    assert_null(yaml_get(root, "absent"));
    assert_null(yaml_get(list, "id"));
    assert_null(yaml_get(NULL, "id"));
}

static void byte_order_mark_and_line_ends(void **state)
{
    const yaml_node *root = load_good(*state, "\xEF\xBB\xBF"
                                              "a: 1\r\nb: [2,\r\n 3]\r\n");
    assert_string_equal(yaml_get(root, "a")->text, "1");
    check_scalar(yaml_get(root, "b")->items[1], "3", true, 3, 2);
}

static void text_need_not_be_terminated(void **state)
{
    const yaml_node *root = NULL;
    char *exact = malloc(4);
    assert_non_null(exact);
    memcpy(exact, "a: 1", 4);
    assert_int_equal(yaml_load(*state, "t.yaml", exact, 4, &root, NULL), SPPWHY_OK);
    assert_string_equal(yaml_get(root, "a")->text, "1");
    free(exact);
}

typedef struct wrong {
    const char *text;
    unsigned line, column;
    const char *part; /* of the message */
} wrong;

static const wrong wrongs[] = {
    {"", 1, 1, "empty"},
    {"# only a comment\n", 1, 1, "empty"},
    {"a: &x 1\n", 1, 4, "anchors"},
    {"a: 1\nb: *x\n", 2, 4, "aliases"},
    {"a: &x [1]\n", 1, 4, "anchors"},
    {"a: &x {b: 1}\n", 1, 4, "anchors"},
    {"a: !!str x\n", 1, 4, "tags"},
    {"a: 1\nb: 2\na: 3\n", 3, 1, "'a' was already given in line 1"},
    {"x: {k: 1, l: 2, k: 3}\n", 1, 17, "'k' was already given"},
    {"{[a]: b}\n", 1, 2, "a key must be"},
    {"? {a: 1}\n: b\n", 1, 3, "a key must be"},
    {"---\na: 1\n---\nb: 2\n", 3, 1, "second document"},
    {"a: \"x\\0y\"\n", 1, 4, "\\0"},
    {"a: 1\nb: x\xFFy\n", 2, 5, "not UTF-8"},
    {"a: \xC3\n", 1, 4, "not UTF-8"},
    {"a: x\x01\n", 1, 5, "control characters"},
    {"a:\n\t- b\n", 2, 1, "tab"},
    {"a: @x\n", 1, 4, "'@' cannot begin a value"},
    {"a: %x\n", 1, 4, "'%' cannot begin a value"},
    {"a: b: c\n", 1, 5, "in quotes"},
    {"a: [1, 2\nb: 3\n", 2, 2, "',' or ']'"},
    {"a: \"never ends\n", 2, 1, "end of stream"},
    {"a: 1\n  b: 2\n", 2, 4, "indentation"},
    {"a: 1\n- b\n", 2, 1, "a new key or the end is wanted here"},
};

static void mistakes_have_places(void **state)
{
    for (size_t i = 0; i < sizeof wrongs / sizeof wrongs[0]; i++) {
        const wrong *w = &wrongs[i];
        const yaml_node *root = NULL;
        sppwhy_error error;
        sppwhy_error_clear(&error);
        sppwhy_status status = yaml_load(*state, "t.yaml", w->text, strlen(w->text), &root, &error);
        if (status != SPPWHY_INVALID || error.line != w->line || error.column != w->column ||
            strstr(error.message, w->part) == NULL || strcmp(error.file, "t.yaml") != 0)
            fail_msg("%s: status %d at %s:%u:%u: %s", w->text, status, error.file, error.line, error.column,
                     error.message);
        assert_null(root);
    }
}

static void a_nul_byte_is_refused(void **state)
{
    const yaml_node *root = NULL;
    sppwhy_error error;
    sppwhy_error_clear(&error);
    assert_int_equal(yaml_load(*state, "t.yaml", "a: 1\nb\0: 2\n", 11, &root, &error), SPPWHY_INVALID);
    assert_int_equal(error.line, 2);
    assert_int_equal(error.column, 2);
    assert_non_null(strstr(error.message, "NUL"));
}

static void every_prefix_ends_well(void **state)
{
    static const char text[] =
        "a: [1, {b: \"c\"}]\nd:\n  - e: |\n      text\n    f: 'g'\n  - >\n    h\n# end\n";
    for (size_t length = 0; length < sizeof text; length++) {
        const yaml_node *root = NULL;
        sppwhy_status status = yaml_load(*state, "t.yaml", text, length, &root, NULL);
        assert_true(status == SPPWHY_OK ? root != NULL : root == NULL);
    }
}

static void check_limit(arena *a, const strbuf *text, const char *part)
{
    const yaml_node *root = NULL;
    sppwhy_error error;
    sppwhy_error_clear(&error);
    assert_false(text->failed);
    assert_int_equal(yaml_load(a, "t.yaml", text->bytes, text->length, &root, &error), SPPWHY_LIMIT);
    assert_non_null(strstr(error.message, part));
}

static void nested(strbuf *text, unsigned depth)
{
    strbuf_clear(text);
    for (unsigned i = 0; i < depth; i++)
        strbuf_add(text, "[");
    for (unsigned i = 0; i < depth; i++)
        strbuf_add(text, "]");
}

static void limits_hold(void **state)
{
    strbuf text = {0};
    nested(&text, LIMIT_YAML_DEPTH);
    load_good(*state, text.bytes);
    nested(&text, LIMIT_YAML_DEPTH + 1);
    check_limit(*state, &text, "deep");

    strbuf_clear(&text);
    strbuf_add(&text, "[");
    for (unsigned i = 0; i < LIMIT_YAML_NODES; i++)
        strbuf_add(&text, "1,\n");
    strbuf_add(&text, "]");
    check_limit(*state, &text, "values");

    strbuf_clear(&text);
    while (text.length <= LIMIT_YAML_BYTES)
        strbuf_add(&text, "# a comment that does nothing but take room\n");
    check_limit(*state, &text, "larger");
    strbuf_free(&text);
}

static void many_keys_take_no_quadratic_time(void **state)
{
    strbuf text = {0};
    for (unsigned i = 0; i < LIMIT_YAML_NODES / 2 - 2; i++)
        strbuf_printf(&text, "k%u: v\n", i);
    strbuf_add(&text, "k7: again\n");
    sppwhy_error error;
    sppwhy_error_clear(&error);
    const yaml_node *root = NULL;
    assert_int_equal(yaml_load(*state, "t.yaml", text.bytes, text.length, &root, &error), SPPWHY_INVALID);
    assert_int_equal(error.line, LIMIT_YAML_NODES / 2 - 1);
    assert_non_null(strstr(error.message, "line 8"));
    strbuf_free(&text);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_arena, drop_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(tree_with_places),
        TEST(byte_order_mark_and_line_ends),
        TEST(text_need_not_be_terminated),
        TEST(mistakes_have_places),
        TEST(a_nul_byte_is_refused),
        TEST(every_prefix_ends_well),
        TEST(limits_hold),
        TEST(many_keys_take_no_quadratic_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
