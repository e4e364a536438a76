/*
 * The HTML report: whatever a log says stays text, the page is well-formed, every reference in it leads
 * somewhere, nothing is loaded, what is repeated is folded, and it shows what there is to show.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/embedded.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "report/html/html.h"
#include "support/made_page.h"
#include "support/markup.h"
#include "support/pipeline.h"
#include "support/written.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define FFFD "\xEF\xBF\xBD"

/* ---- escaping ------------------------------------------------------------------------------------------ */

static char *escaped(const char *text)
{
    char *bytes = NULL;
    size_t length;
    sppwhy_writer *out = written_open(&bytes, &length);
    assert_non_null(out);
    html_text(out, text);
    assert_true(written_close(out));
    return bytes;
}

static void text_is_escaped(void **state)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"ws1.contoso.com", "ws1.contoso.com"},
        {"<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"},
        {"\" onload='x' a=\"", "&quot; onload=&#39;x&#39; a=&quot;"},
        {"&lt;&#60;&amp;", "&amp;lt;&amp;#60;&amp;amp;"},
        {"]]><!--", "]]&gt;&lt;!--"},
        {"a\tb\r\nc", "a\\x09b\\x0D\\x0Ac"},
        {"\x01\x1B[31m\x7F\xC2\x9B", "\\x01\\x1B[31m\\x7F\\x9B"},
        {"a\xE2\x80\xAEz\xE2\x81\xA6", "a\\u{202E}z\\u{2066}"},              /* turns the direction */
        {"k\xE2\x80\x8Bms\xC2\xAD", "k\\u{200B}ms\\xAD"},                    /* not seen at all */
        {"\xEF\xBB\xBFk", "\\u{FEFF}k"},                                     /* byte order mark */
        {"\xEF\xBF\xBE\xEF\xB7\x90", "\\u{FFFE}\\u{FDD0}"},                  /* no characters */
        {"pc\xC2\xA0\xE2\x80\x83\xE3\x80\x80", "pc\\xA0\\u{2003}\\u{3000}"}, /* no common blanks */
        {"\xEE\x80\x80\xF3\xB0\x80\x80", "\\u{E000}\\u{F0000}"},             /* private use */
        {"\xF3\xA0\x81\x81", "\\u{E0041}"},                                  /* a tag */
        {FFFD, FFFD},                                                        /* a lone surrogate in the log */
        {"\xED\xA0\x80", "\\xED\\xA0\\x80"},                                 /* one in UTF-8 */
        {"\xC0\xBCscript\xFF", "\\xC0\\xBCscript\\xFF"},                     /* an overlong < */
        {"b\xC3\xBCro-\xE6\x9C\xBA-\xD7\xA9", "b\xC3\xBCro-\xE6\x9C\xBA-\xD7\xA9"}, /* letters are letters */
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *made = escaped(cases[i][0]);
        assert_string_equal(made, cases[i][1]);
        free(made);
    }
}

static char *name_of(const char *text)
{
    char *bytes = NULL;
    size_t length;
    sppwhy_writer *out = written_open(&bytes, &length);
    assert_non_null(out);
    html_name(out, text);
    assert_true(written_close(out));
    return bytes;
}

static void a_name_shows_the_blanks_at_its_ends(void **state)
{
    static const char *const cases[][2] = {
        {"pcx", "pcx"}, {"pcx ", "pcx\\x20"}, {" ", "\\x20"}, {" my pc  ", "\\x20my pc\\x20\\x20"}};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *made = name_of(cases[i][0]);
        assert_string_equal(made, cases[i][1]);
        free(made);
    }
}

static void wrap(strbuf *page, const char *text)
{
    strbuf_clear(page);
    strbuf_printf(page, "<!DOCTYPE html>\n<html><body><p id=\"a\" class=\"%s\">%s</p></body></html>\n", text,
                  text);
    assert_false(page->failed);
}

/* Every character, as text and in an attribute: the page stays what it was. */
static void no_character_breaks_out(void **state)
{
    char wrong[200];
    strbuf page = {0}, text = {0};
    (void)state;
    for (uint32_t c = 1; c <= 0x10FFFF; c += c < 0x3000 ? 1 : 251) {
        strbuf_clear(&text);
        text_add_code_point(&text, c);
        char *made = escaped(text.bytes);
        wrap(&page, made);
        free(made);
        if (!markup_check(page.bytes, wrong, sizeof wrong))
            fail_msg("U+%04X: %s", (unsigned)c, wrong);
    }
    for (unsigned byte = 0x80; byte <= 0xFF; byte++) {
        const char lone[] = {(char)byte, '\0'};
        char *made = escaped(lone);
        assert_int_equal(made[0], '\\');
        free(made);
    }
    strbuf_free(&page);
    strbuf_free(&text);
}

static void only_plain_addresses_are_links(void **state)
{
    static const char *const good[] = {"https://learn.microsoft.com/windows-server/a?b=c&d=e#f", "https://x"};
    static const char *const bad[] = {"",
                                      "http://x",
                                      "javascript:alert(1)",
                                      " https://x",
                                      "HTTPS://x",
                                      "https://x\" onclick=\"y",
                                      "https://x y",
                                      "https://x<y>",
                                      "https://x'",
                                      "https://b\xC3\xBC"};
    (void)state;
    for (size_t i = 0; i < COUNT(good); i++)
        assert_true(html_url(good[i]));
    for (size_t i = 0; i < COUNT(bad); i++)
        if (html_url(bad[i]))
            fail_msg("%s would be a link", bad[i]);
}

/* ---- the look at the page can fail --------------------------------------------------------------------- */

static void what_is_wrong_is_seen(void **state)
{
    static const char *const bodies[][2] = {
        {"<p>a", "closes"},
        {"<p><p>a</p></p>", "<p> in <p>"},
        {"<p>a & b</p>", "ampersand"},
        {"<p>a > b</p>", "bare >"},
        {"<img/>", "<img>"},
        {"<p onclick=\"a\">a</p>", "onclick"},
        {"<p style=\"a\">a</p>", "style"},
        {"<p id=\"a\">a</p>", "twice"},
        {"<a href=\"#b\">a</a>", "b is referred to"},
        {"<p aria-labelledby=\"a c\">a</p>", "c is referred to"},
        {"<a href=\"javascript:a\">a</a>", "href"},
        {"<a href=\"http://a\">a</a>", "href"},
        {"<svg role=\"img\"><path d=\"\"/></svg>", "without a title"},
        {"<th>a</th>", "<th> in"},
        {"<table><tbody><tr><th>a</th></tr></tbody></table>", "without scope"},
        {"<script>a = b.innerHTML</script>", "innerHTML"},
        {"<style>a { background: url(b) }</style>", "url("},
        {"<p class='a'>a</p>", "quotation"},
        {"<p\x07>a</p>", "does not end"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(bodies); i++) {
        char page[400], wrong[200];
        snprintf(page, sizeof page, "<!DOCTYPE html>\n<html><body><p id=\"a\"></p>%s</body></html>\n",
                 bodies[i][0]);
        if (markup_check(page, wrong, sizeof wrong))
            fail_msg("passed: %s", bodies[i][0]);
        if (!strstr(wrong, bodies[i][1]))
            fail_msg("%s: %s", bodies[i][0], wrong);
    }
}

/* ---- pages --------------------------------------------------------------------------------------------- */

#define ASKED(code, host)                                                                                    \
    "\"" code ", 0x00000000, " host ":1688, 6a1c2f3e-0d4b-4c5a-9e8f-112233445566, {time}, 0, 2, 41760, "     \
    "73111121-5638-40f6-bc11-f1d7b0d64300, 25\""

static const char skewed[] =
    "logs:\n"
    "  - file: ws1/Application.evtx\n"
    "    computer: ws1.contoso.com\n"
    "    first_record: 701\n"
    "    covers: [2026-03-01T00:00:00Z, 2026-03-04T00:00:00Z]\n"
    "    events:\n"
    "      - {time: 2026-03-02T08:00:20Z, id: 12288, strings: [" ASKED(
        "0xC004F06C",
        "kms1.contoso.com") "], repeat: 3,"
                            " every_minutes: 120}\n"
                            "  - file: kms1/kms.evtx\n"
                            "    computer: kms1.contoso.com\n"
                            "    channel: Key Management Service\n"
                            "    first_record: 31\n"
                            "    events:\n"
                            "      - {time: 2026-03-02T13:00:21Z, id: 12290, strings: [\"\", \"0xC004F06C\", "
                            "\"25\", \"ws1.contoso.com\", "
                            "\"6a1c2f3e-0d4b-4c5a-9e8f-112233445566\", \"{time-300}\", \"0\", \"2\", "
                            "\"41760\", "
                            "\"73111121-5638-40f6-bc11-f1d7b0d64300\"], repeat: 3, every_minutes: 120}\n";

static void the_page_says_what_happened_on_what_evidence_and_what_to_do(void **state)
{
    (void)state;
    made_page m = make_page(skewed);
    has(m.text, "1 of 2 machines has a problem: 1 is not activating.");
    has(m.text, "3 activations failed; all of them are explained.");
    has(m.text, "1 KMS host processed 3 requests and refused 3.");
    has(m.text, "Clocks are too far apart for activation");
    has(m.text, "The clock of ws1.contoso.com is 5 h behind the clock of kms1.contoso.com");
    has(m.text, "What to do: 5 steps");
    has(m.text, "w32tm /resync");
    has(m.text, "2026-03-02 12:00:20");        /* an event of the evidence ... */
    has(m.html, ">704</td>");                  /* ... its record ... */
    has(m.html, ">ws1/Application.evtx</td>"); /* ... and its file */
    has(m.html, "<input type=\"checkbox\" data-step=\"");
    has(m.html, "href=\"#code-C004F06C\"");
    has(m.html, "id=\"code-C004F06C\"");
    free_page(&m);
}

static void the_timeline_shows_requests_answers_license_and_clocks(void **state)
{
    (void)state;
    made_page m = make_page(skewed);
    const char *drawing = strstr(m.html, "<title>Timeline of ws1.contoso.com</title>");
    assert_non_null(drawing);
    for (size_t i = 0; i < 5; i++) {
        static const char *const lanes[] = {">Asked</text>", ">Host processed</text>", ">License</text>",
                                            ">Clocks</text>", ">Log covers</text>"};
        has(drawing, lanes[i]);
    }
    has(m.text, "Asked: 3 with an error. Host processed: 3 refused. License: grace. Its clock and the KMS "
                "host\xE2\x80\x99s differ: the host is 5 h ahead. Its log covers all of this time up to "
                "2026-03-04 00:00.");
    has(drawing, "class=\"skew over\"");
    has(drawing, "class=\"grace\"");
    has_not(strstr(m.html, "<figure class=\"timeline\">"), "Was answered"); /* there is no answer to show */
    free_page(&m);
}

static void an_answer_and_a_license_are_drawn(void **state)
{
    (void)state;
    made_page m = make_page(
        "logs:\n"
        "  - file: ws1.evtx\n"
        "    computer: ws1\n"
        "    covers: [2026-03-01T00:00:00Z, 2026-03-04T00:00:00Z]\n"
        "    events:\n"
        "      - {time: 2026-03-02T08:00:20Z, id: 12288, strings: [" ASKED(
            "0x800706BA", "kms1") "]}\n"
                                  "      - {time: 2026-03-02T12:00:20Z, id: 12288, strings: [" ASKED(
                                      "0x00000000", "kms1") "]}\n"
                                                            "      - {time: 2026-03-02T12:00:21Z, id: 12289, "
                                                            "strings: [\"0x00000000, 0x00000000, 1, 0, "
                                                            "50, 120, 10080, 2026/03/02 12:00\"]}\n");
    has(m.text, "Asked: 1 sent, 1 with an error. Was answered: 1 activated. License: grace, then licensed.");
    has(m.html, "class=\"licensed\"");
    has(m.text, "Activations failed, but every machine that can be judged is activated now.");
    free_page(&m);
}

/* Names as an attacker would choose them; a computer's name is whatever an event says. */
static const char *const hostile[][2] = {
    {"<script>alert(1)</script>", "<script>alert(1)</script>"},
    {"\\\"><img src=x onerror=alert(1)>", "\"><img src=x onerror=alert(1)>"},
    {"' autofocus onfocus='alert(1)", "' autofocus onfocus='alert(1)"},
    {"</title></svg></style></script>", "</title></svg></style></script>"},
    {"&lt;b&gt;&#x3c;", "&lt;b&gt;&#x3c;"},
    {"javascript:alert(1)", "javascript:alert(1)"},
    {"<!--", "<!--"},
    {"]]>", "]]>"},
    {"moc.so\\u202Etnoc", "moc.so\\u{202E}tnoc"},
    {"bell\\x07\\x1B[2Jred", "bell\\x07\\x1B[2Jred"},
    {"zero\\u200Bwidth", "zero\\u{200B}width"},
    {"#machine-1", "#machine-1"},
};

static void hostile_names_stay_text(void **state)
{
    strbuf scenario = {0};
    (void)state;
    strbuf_add(&scenario, "logs:\n");
    for (size_t i = 0; i < COUNT(hostile); i++) {
        strbuf_printf(&scenario,
                      "  - file: \"%zu-%s.evtx\"\n    computer: \"%s\"\n    events:\n"
                      "      - {time: 2026-03-02T08:%02zu:20Z, id: 12288, strings: [",
                      i, i == 0 ? "<script>" : "a", hostile[i][0], i);
        strbuf_add(&scenario, ASKED("0x800706BA", "<b>kms1</b>") "]}\n");
    }
    assert_false(scenario.failed);
    made_page m = make_page(scenario.bytes);
    for (size_t i = 0; i < COUNT(hostile); i++)
        has(m.text, hostile[i][1]);
    has(m.text, "0-<script>.evtx");
    has(m.text, "<b>kms1</b>");
    assert_int_equal(times(m.html, "<script"), 1);
    assert_int_equal(times(m.html, "<style"), 1);
    has_not(m.html, "<b>");
    has_not(m.html, "<img");
    free_page(&m);
    strbuf_free(&scenario);
}

static void add_client(strbuf *scenario, size_t i)
{
    strbuf_printf(scenario, "  - file: ws%zu.evtx\n    computer: ws%03zu.contoso.com\n    events:\n", i, i);
    strbuf_printf(scenario, "      - {time: 2026-03-02T%02zu:%02zu:20Z, id: 12288, strings: [", 8 + i / 60,
                  i % 60);
    strbuf_add(scenario, ASKED("0x800706BA", "kms1.contoso.com") "]}\n");
}

static void advice_that_machines_share_is_written_once(void **state)
{
    strbuf scenario = {0};
    (void)state;
    strbuf_add(&scenario, "logs:\n");
    for (size_t i = 0; i < 40; i++)
        add_client(&scenario, i);
    made_page m = make_page(scenario.bytes);
    assert_true(m.p.analysis->finding_count >= 40);
    const sppwhy_verdict *v = &m.p.analysis->findings[0].verdict;
    assert_true(v->fix_count > 1);
    assert_int_equal(times(m.text, v->fix[0]), 1);
    has(m.text, "and 28 more");
    has(m.text, ", the same for 40 findings");
    assert_int_equal(times(m.html, "<article class=\"machine\""), 40);
    free_page(&m);
    strbuf_free(&scenario);
}

static void tries_that_are_alike_are_one_line(void **state)
{
    (void)state;
    made_page m = make_page("logs:\n"
                            "  - file: ws1.evtx\n"
                            "    computer: ws1\n"
                            "    events:\n"
                            "      - {time: 2026-03-02T08:00:20Z, id: 12288, strings: [" ASKED(
                                "0x800706BA", "kms1") "], repeat: 500, every_minutes: 121}\n");
    has(m.text, "500 tries in a table");
    has(m.text, "2026-03-02 08:00 to 2026-04-13");
    assert_true(strlen(m.html) < html_files[0].size + html_files[1].size + 40000);
    free_page(&m);
}

static void a_page_without_trouble_says_so(void **state)
{
    (void)state;
    made_page m = make_page("logs:\n"
                            "  - file: quiet.evtx\n"
                            "    computer: ws1\n"
                            "    covers: [2026-03-01T00:00:00Z, 2026-03-04T00:00:00Z]\n"
                            "    events: []\n");
    has(m.text, "No failed activation was found.");
    has(m.text, "Nothing was found that needs doing.");
    has_not(m.html, "id=\"evidence\"");
    has_not(m.html, "id=\"codes\"");
    free_page(&m);
}

/* The longest span that there is, and one of no time at all. */
static void any_time_can_be_drawn(void **state)
{
    (void)state;
    made_page m =
        make_page("logs:\n"
                  "  - file: ws1.evtx\n"
                  "    computer: ws1\n"
                  "    events:\n"
                  "      - {time: 1980-01-01T00:00:00Z, id: 12288, strings: [" ASKED(
                      "0x800706BA",
                      "kms1") "]}\n"
                              "      - {time: 2099-12-31T23:59:59Z, id: 12288, strings: [" ASKED(
                                  "0x800706BA",
                                  "kms1") "]}\n"
                                          "  - file: ws2.evtx\n"
                                          "    computer: ws2\n"
                                          "    events:\n"
                                          "      - {time: 2026-03-02T08:00:20Z, id: 12288, strings: [" ASKED(
                                              "0x800706BA", "kms1") "]}\n");
    has(m.html, "<title>Timeline of ws1</title>");
    has(m.html, "<title>Timeline of ws2</title>");
    free_page(&m);
}

/* Numbers that are no times: an activation at one of them is in no column of the chart. (A column was counted
 * outside of the array, and an axis never ended.) */
static void what_is_no_time_is_in_no_chart(void **state)
{
    static const uint64_t edges[] = {0, 1, ((uint64_t)1 << 63) - 1, (uint64_t)1 << 63, UINT64_MAX};
    (void)state;
    for (size_t i = 0; i < COUNT(edges); i++) {
        made_page m = make_page(skewed);
        assert_int_equal(m.p.collection->activation_count, 3);
        m.p.collection->activations[0]->time = edges[i];
        strbuf html = {0};
        write_page(&m, &html);
        has(html.bytes, ": 2 failed, 0 succeeded or were granted");
        strbuf_free(&html);
        free_page(&m);
    }
}

/* A page of each scenario of tests/scenario/: whatever they show, the page is sound. Under valgrind every
 * tenth, for time. */
static void every_scenario_makes_a_sound_page(void **state)
{
    const char *preloaded = getenv("LD_PRELOAD");
    size_t step = preloaded && strstr(preloaded, "vgpreload") ? 10 : 1, count, length, made = 0;
    char **names, *text;
    sppwhy_error error;
    arena *memory = arena_create();
    (void)state;
    sppwhy_error_clear(&error);
    assert_non_null(memory);
    assert_int_equal(folder_list(memory, "tests/scenario", &names, &count, &error), SPPWHY_OK);
    for (size_t i = 0; i < count; i += step) {
        const char *path = arena_printf(memory, "tests/scenario/%s", names[i]),
                   *ending = strrchr(names[i], '.');
        if (!ending || strcmp(ending, ".yaml") != 0)
            continue;
        assert_int_equal(file_read_all(memory, path, LIMIT_YAML_BYTES, &text, &length, &error), SPPWHY_OK);
        made_page m = make_page(text);
        free_page(&m);
        made++;
    }
    assert_true(made > 4);
    arena_free(memory);
}

/* The policy names the style sheet and the script that are in the page; that the hashes are right is seen
 * by tests/html_test.sh and by a browser. */
static void the_policy_allows_these_two_and_nothing_else(void **state)
{
    char policy[400];
    (void)state;
    made_page m = make_page(skewed);
    assert_string_equal(html_files[0].name, "script.js");
    assert_string_equal(html_files[1].name, "style.css");
    snprintf(policy, sizeof policy,
             "content=\"default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; base-uri 'none'; "
             "form-action 'none'\"",
             html_files[1].sha256, html_files[0].sha256);
    has(m.html, policy);
    has(m.html, html_files[0].bytes);
    has(m.html, html_files[1].bytes);
    assert_true(strstr(m.html, "Content-Security-Policy") < strstr(m.html, "<style>"));
    free_page(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_escaped),
        cmocka_unit_test(a_name_shows_the_blanks_at_its_ends),
        cmocka_unit_test(no_character_breaks_out),
        cmocka_unit_test(only_plain_addresses_are_links),
        cmocka_unit_test(what_is_wrong_is_seen),
        cmocka_unit_test(the_page_says_what_happened_on_what_evidence_and_what_to_do),
        cmocka_unit_test(the_timeline_shows_requests_answers_license_and_clocks),
        cmocka_unit_test(an_answer_and_a_license_are_drawn),
        cmocka_unit_test(hostile_names_stay_text),
        cmocka_unit_test(advice_that_machines_share_is_written_once),
        cmocka_unit_test(tries_that_are_alike_are_one_line),
        cmocka_unit_test(a_page_without_trouble_says_so),
        cmocka_unit_test(any_time_can_be_drawn),
        cmocka_unit_test(what_is_no_time_is_in_no_chart),
        cmocka_unit_test(every_scenario_makes_a_sound_page),
        cmocka_unit_test(the_policy_allows_these_two_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
