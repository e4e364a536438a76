/*
 * The two readers of JSON lines: what ours takes from left to right is what the tree gives, and what is not
 * as we write it the tree reads, with the same result. tests/fuzz/fuzz_lines.c does so with any text.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/lines_equal.h"

#include <stdio.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* A line in parts, so that a test may put others in their place. */
#define HEAD                                                                                                 \
    "{\"@timestamp\":\"2026-01-01T00:00:14.000000100Z\",\"event\":{\"code\":\"12290\",\"provider\":\"P\"},"  \
    "\"host\":{\"name\":\"h\"},"
#define WINLOG(data)                                                                                         \
    "\"winlog\":{\"channel\":\"C\",\"record_id\":5,\"computer_name\":\"h\",\"event_data\":" data "},"
#define LOG "\"log\":{\"file\":{\"path\":\"a/b.evtx\"}},"
#define SPP(more) "\"spp\":{\"kind\":\"k\",\"list\":[1,-2,null,{\"x\":\"\\n\"}]," more "\"recovered\":false},"
#define OWN(more)                                                                                            \
    "\"sppwhy\":{\"log\":\"bbd9d961cf30b553\",\"offset\":8152,\"level\":4,\"qualifiers\":16384," more        \
    "\"source\":\"S\",\"reader\":\"native\"}}"
#define DATA "{\"param1\":\"0x00000000, 5, ws14\",\"param2\":\"\"}"
#define USUAL                                                                                                \
    HEAD WINLOG(DATA)                                                                                        \
    LOG SPP("") OWN("")

/* True when ours took it; the results must be the same in any case. */
static bool is_pulled(const char *text, bool *good)
{
    arena *memory = arena_create();
    const char *wrong, *wrong_too;
    size_t length = strlen(text);
    lines fast = {.memory = memory}, trees = {.memory = memory, .only_trees = true};
    assert_non_null(memory);
    char *exact = malloc(length + (length == 0)); /* no byte behind the line may be read */
    assert_non_null(exact);
    memcpy(exact, text, length);
    *good = lines_add(&fast, exact, length, &wrong);
    assert_int_equal(lines_add(&trees, exact, length, &wrong_too), *good);
    if (!*good)
        assert_string_equal(wrong, wrong_too);
    bool taken = fast.pulled != 0;
    assert_int_equal(trees.pulled, 0);
    if (!same_lines(&fast, &trees))
        fail_msg("the readers differ: %s", text);
    free(exact);
    lines_free(&fast);
    lines_free(&trees);
    arena_free(memory);
    return taken;
}

static void our_lines_are_taken(void **state)
{
    static const char *const ours[] = {
        USUAL,
        HEAD WINLOG("{}") LOG SPP("") OWN(""),
        HEAD WINLOG("{\"param1\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u20ac\"}") LOG SPP("") OWN(""),
        HEAD WINLOG("{\"param1\":\"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80\"}") LOG SPP("") OWN(""),
        HEAD WINLOG(DATA) LOG SPP("\"text\":\"\xC3\xA9 \\\" \",\"flag\":true,") OWN(""),
        HEAD WINLOG(DATA) LOG SPP("") OWN("\"header_record_id\":7,"),
        HEAD WINLOG(DATA) LOG SPP("") OWN("\"by_line\":true,\"time\":17,"),
        HEAD WINLOG(DATA) LOG SPP("") OWN("\"record_id\":999999999999999999,"),
        "{\"@timestamp\":\"2026-03-05\",\"event\":{\"code\":\"1\",\"provider\":\"p\"},\"winlog\":{\"record_"
        "id\":0}," LOG "\"spp\":{}}",
    };
    bool good;
    (void)state;
    for (size_t i = 0; i < COUNT(ours); i++) {
        assert_true(is_pulled(ours[i], &good));
        assert_true(good);
    }
}

static void ten_parameters_and_more_keep_their_order(void **state)
{
    char data[2000] = "{", line[4000];
    bool good;
    (void)state;
    for (int i = 1; i <= 40; i++)
        snprintf(data + strlen(data), sizeof data - strlen(data), "%s\"param%d\":\"v%d\"", i == 1 ? "" : ",",
                 i, i);
    strcat(data, "}");
    snprintf(line, sizeof line, "%s\"winlog\":{\"record_id\":5,\"event_data\":%s},%s", HEAD, data,
             LOG SPP("") OWN(""));
    assert_true(is_pulled(line, &good));
    assert_true(good);
}

/* Right, but not as we write it. */
static void other_lines_are_read_all_the_same(void **state)
{
    static const char *const others[] = {
        HEAD "\"winlog\":{ \"record_id\":5}," LOG SPP("") OWN(""),
        HEAD WINLOG("{\"param2\":\"b\",\"param1\":\"a\"}") LOG SPP("") OWN(""),
        HEAD WINLOG("{\"param1\":\"\\ud83d\\ude00\"}") LOG SPP("") OWN(""),
        HEAD WINLOG(DATA) LOG SPP("\"real\":1.5,\"large\":1e3,\"minus\":-0,") OWN(""),
        HEAD WINLOG(DATA) LOG SPP("") OWN("\"offset\\u0020\":1,"),
        HEAD WINLOG(DATA) LOG SPP("") OWN("\"record_id\":\"18446744073709551615\","),
        HEAD WINLOG(DATA) LOG SPP("")
            OWN("\"also_in\":[{\"log\":\"0\",\"header_record_id\":3,\"offset\":4}],"),
        HEAD WINLOG(DATA) LOG "\"spp\":1," OWN(""),
    };
    bool good;
    (void)state;
    for (size_t i = 0; i < COUNT(others); i++) {
        assert_false(is_pulled(others[i], &good));
        assert_true(good);
    }
}

static void wrong_lines_are_not_taken(void **state)
{
    static const char *const wrong[] = {
        "",
        "{",
        "{}",
        "[]",
        USUAL "x",
        USUAL "\n" USUAL,
        HEAD WINLOG(DATA) LOG SPP("") OWN("\"level\":3,"),             /* twice */
        HEAD WINLOG(DATA) LOG SPP("\"a\":{\"b\":1,\"b\":1},") OWN(""), /* deep inside, too */
        HEAD WINLOG(DATA) LOG SPP("\"bad\":\"\x01\",") OWN(""),
        HEAD WINLOG(DATA) LOG SPP("\"bad\":\"\xC0\x80 \xFF \",") OWN(""),
        HEAD WINLOG(DATA) LOG SPP("\"bad\":\"\xED\xA0\x80    \",") OWN(""),
        HEAD WINLOG(DATA) LOG SPP("\"bad\":\"\\u0000\",") OWN(""),
        HEAD WINLOG(DATA) LOG SPP("\"bad\":\"\\ud800\",") OWN(""),
        HEAD WINLOG(DATA) LOG SPP("\"bad\":\"\\x\",") OWN(""),
        HEAD WINLOG(DATA) LOG SPP("\"bad\":01,") OWN(""),
        HEAD WINLOG(DATA) LOG SPP("\"bad\":-,") OWN(""),
        HEAD WINLOG(DATA) LOG SPP("\"bad\":nul,") OWN(""),
        HEAD WINLOG(DATA) LOG SPP("\"bad\":[1,],") OWN(""),
        HEAD WINLOG("{\"param1\":\"a\",\"param3\":\"b\"}") LOG SPP("") OWN(""),
        HEAD WINLOG("{\"param1\":1}") LOG SPP("") OWN(""),
        HEAD WINLOG(DATA) "\"log\":{}," SPP("") OWN(""),
        HEAD "\"winlog\":{}," LOG SPP("") OWN(""),
        HEAD WINLOG(DATA) LOG OWN(""),
        "{\"event\":{\"code\":\"4294967296\"}," WINLOG(DATA) LOG SPP("") OWN(""),
    };
    bool good;
    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        assert_false(is_pulled(wrong[i], &good));
        if (good)
            fail_msg("taken: %s", wrong[i]);
    }
}

/* Every line cut at every byte, and with every byte turned into others. */
static void damaged_lines_are_read_alike(void **state)
{
    static const char turned[] = "\"\\{}[],:0 \x80";
    static const char line[] = USUAL;
    char damaged[sizeof line];
    bool good;
    (void)state;
    for (size_t i = 0; i < sizeof line; i++) {
        memcpy(damaged, line, sizeof line);
        damaged[i] = '\0';
        bool taken = is_pulled(damaged, &good);
        assert_int_equal(taken, i == sizeof line - 1);
        for (size_t k = 0; i + 1 < sizeof line && k < sizeof turned - 1; k++) {
            damaged[i] = turned[k];
            damaged[i + 1] = line[i + 1];
            (void)is_pulled(damaged, &good);
        }
    }
}

static void nesting_has_an_end(void **state)
{
    char line[8000] = HEAD WINLOG(DATA) LOG "\"spp\":{\"deep\":";
    bool good;
    (void)state;
    size_t length = strlen(line);
    memset(line + length, '[', 3000);
    memset(line + length + 3000, ']', 3000);
    snprintf(line + length + 6000, sizeof line - length - 6000, "}," OWN(""));
    assert_false(is_pulled(line, &good));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(our_lines_are_taken),
        cmocka_unit_test(ten_parameters_and_more_keep_their_order),
        cmocka_unit_test(other_lines_are_read_all_the_same),
        cmocka_unit_test(wrong_lines_are_not_taken),
        cmocka_unit_test(damaged_lines_are_read_alike),
        cmocka_unit_test(nesting_has_an_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
