/* The tables of the command line, from which parsing, help, manual and completions come: what every row must
 * hold to, and what is taken for a slip of the finger. */
#include "cli/cli.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static bool is_clause(const char *text)
{
    size_t length = strlen(text);
    return length != 0 && text[length - 1] != '.' && !(text[0] >= 'A' && text[0] <= 'Z');
}

static void every_option_is_told_of_as_it_should_be(void **state)
{
    char text[1024], word[32];
    (void)state;
    for (const option *t = option_table; t->name; t++) {
        assert_int_equal(t->name[0], '-');
        assert_true(!t->shorter || strlen(t->shorter) == 2);
        assert_non_null(t->set);
        assert_true(is_clause(t->help));
        assert_true(!t->values || t->value); /* what takes words takes a value */
        assert_true(strlen(option_text(t, text, sizeof text)) + 1 < sizeof text);
        const char *at = t->verbs ? t->verbs : "";
        while (next_word(&at, word))
            if (!verb_find(word))
                fail_msg("%s concerns the verb \"%s\", which is none", t->name, word);
    }
}

static void every_word_that_an_option_offers_is_taken(void **state)
{
    char word[32];
    options o = {0};
    (void)state;
    for (const option *t = option_table; t->name; t++) {
        const char *at = t->values ? t->values : "";
        while (next_word(&at, word))
            if (!t->set(&o, word))
                fail_msg("%s does not take %s", t->name, word);
        assert_true(!t->values || !t->set(&o, "nonsense"));
    }
}

static void no_option_is_there_twice(void **state)
{
    (void)state;
    for (const option *a = option_table; a->name; a++)
        for (const option *b = option_table; b->name; b++) {
            assert_true(a == b || strcmp(a->name, b->name) != 0);
            assert_true(!a->shorter || strcmp(a->shorter, b->name) != 0);
            assert_true(a == b || !a->shorter || !b->shorter || strcmp(a->shorter, b->shorter) != 0);
        }
}

static void every_verb_is_told_of_as_it_should_be(void **state)
{
    char word[32], names[FORMAT_NAMES];
    size_t usual = 0;
    (void)state;
    for (const verb *v = verbs; v->name; v++) {
        const char *at = verb_formats(v, names);
        usual += (v->kinds & VERB_USUAL) != 0;
        assert_true(is_clause(v->summary));
        assert_non_null(v->examples);
        assert_int_equal(strncmp(v->examples->word, "sppwhy ", 7), 0);
        while (next_word(&at, word))
            if (report_format_meaning(word)[0] == '\0')
                fail_msg("nothing says what the format \"%s\" of %s is", word, v->name);
        for (const char *line = v->more ? v->more : ""; *line;
             line += strcspn(line, "\n"), line += *line == '\n')
            assert_true(strcspn(line, "\n") < 1023); /* a paragraph of help.c */
    }
    assert_int_equal(usual, 1);
    assert_string_equal(verb_usual()->name, "analyze");
}

static void distances_count_what_fingers_do(void **state)
{
    (void)state;
    assert_int_equal(text_distance("events", "events"), 0);
    assert_int_equal(text_distance("EVENTS", "events"), 0);
    assert_int_equal(text_distance("", "rules"), 5);
    assert_int_equal(text_distance("rules", ""), 5);
    assert_int_equal(text_distance("ruls", "rules"), 1);
    assert_int_equal(text_distance("rulees", "rules"), 1);
    assert_int_equal(text_distance("rolles", "rules"), 2);
    assert_int_equal(text_distance("evnets", "events"), 1); /* two neighbors exchanged */
    assert_int_equal(text_distance("fromat", "format"), 1);
    assert_int_equal(text_distance("ca", "abc"),
                     3); /* nothing is changed between the two that were exchanged */
    char longest[65];
    memset(longest, 'x', 64);
    longest[64] = '\0';
    assert_true(text_distance("x", longest) == SIZE_MAX);
    longest[63] = '\0';
    assert_int_equal(text_distance("x", longest), 62);
    assert_int_equal(text_distance(longest, "x"), 62);
}

static void meant(const char *typed, const char *words, const char *wanted)
{
    nearest n = nearest_to(typed);
    nearest_try_words(&n, words);
    assert_string_equal(n.best, wanted);
}

static void the_nearest_word_is_found_and_no_far_one(void **state)
{
    static const char words[] = "analyze events activity explain rules help";
    (void)state;
    meant("analyse", words, "analyze");
    meant("anal", words, "analyze"); /* begun, not ended */
    meant("exp", words, "explain");
    meant("hlep", words, "help");
    meant("samples", words, "");
    meant("x", words, "");
    meant("", words, "");
    meant("rule", "role rules", "rules"); /* begun beats another letter that comes first */
    meant("cat", "car bat", "car");       /* of two equally near ones the first */
}

static void words_stand_in_a_line(void **state)
{
    char text[64], small[8];
    (void)state;
    assert_string_equal(words_in_line("auto native libevtx", text, sizeof text), "auto, native or libevtx");
    assert_string_equal(words_in_line("one", text, sizeof text), "one");
    assert_string_equal(words_in_line("", text, sizeof text), "");
    assert_string_equal(words_in_line("auto native libevtx", small, sizeof small), "auto, n");
    assert_true(has_word("auto native", "native"));
    assert_false(has_word("auto native", "nat"));
    assert_false(has_word("", ""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_option_is_told_of_as_it_should_be),
        cmocka_unit_test(every_word_that_an_option_offers_is_taken),
        cmocka_unit_test(no_option_is_there_twice),
        cmocka_unit_test(every_verb_is_told_of_as_it_should_be),
        cmocka_unit_test(distances_count_what_fingers_do),
        cmocka_unit_test(the_nearest_word_is_found_and_no_far_one),
        cmocka_unit_test(words_stand_in_a_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
