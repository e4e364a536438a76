/*
 * Rules as data: conditions and their three truths, texts with values in them, every mistake in a rule file
 * by line and column, and how rules are to one another. The built-in rules have to pass their own samples.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rules/language/constants.h"
#include "rules/language/needs.h"
#include "support/pipeline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define SKU "73111121-5638-40f6-bc11-f1d7b0d64300"
#define REQUEST(server)                                                                                      \
    "0xC004F06C, 0x0C, " server ":1688, 6a1c2f3e-0d4b-4c5a-9e8f-112233445566, {time}, 0, 2, 41760, " SKU     \
    ", 25"

/* ---- what is judged
 * ----------------------------------------------------------------------------------------- */

/* The client is five hours behind, and its log goes on long after the request: no answer came. */
#define CLIENT                                                                                               \
    "logs:\n"                                                                                                \
    "  - file: ws1.evtx\n"                                                                                   \
    "    computer: ws1.contoso.com\n"                                                                        \
    "    covers: [2026-03-02T00:00:00Z, 2026-03-03T00:00:00Z]\n"                                             \
    "    events:\n"                                                                                          \
    "      - {time: 2026-03-02T07:55:00Z, id: 12294, strings: [contoso.com]}\n"                              \
    "      - {time: 2026-03-02T08:00:20Z, id: 12288, strings: [\"" REQUEST("KMS1.contoso.com") "\"]}\n"

static const char both_sides[] = CLIENT
    "  - file: kms.evtx\n"
    "    computer: kms1.contoso.com\n"
    "    channel: Key Management Service\n"
    "    events:\n"
    "      - {time: 2026-03-02T13:00:20Z, id: 12290, strings: [\"\", \"0xC004F06C\", \"25\", "
    "\"ws1.contoso.com\", \"6a1c2f3e-0d4b-4c5a-9e8f-112233445566\", \"{short_time-300}\", \"0\", \"2\", "
    "\"41760\", \"" SKU "\"]}\n";

static const char client_only[] = CLIENT;

/* The log ends with the request itself. */
static const char cut_short[] =
    "logs:\n"
    "  - file: ws1.evtx\n"
    "    computer: ws1.contoso.com\n"
    "    events:\n"
    "      - {time: 2026-03-02T08:00:20Z, id: 12288, strings: [\"" REQUEST("10.20.30.40") "\"]}\n";

/* One try that asks seven hosts, one after another. */
#define ASK(second, server)                                                                                  \
    "      - {time: 2026-03-02T08:00:" second "Z, id: 12288, strings: [\"0xC004F074, 0x0, " server           \
    ":1688, 6a1c2f3e-0d4b-4c5a-9e8f-112233445566, 2026/03/02 08:00, 0, 2, 41760, " SKU ", 25\"]}\n"
static const char seven_hosts[] = "logs:\n"
                                  "  - file: ws1.evtx\n"
                                  "    computer: ws1.contoso.com\n"
                                  "    covers: [2026-03-02T00:00:00Z, 2026-03-03T00:00:00Z]\n"
                                  "    events:\n" ASK("20", "a") ASK("21", "b") ASK("22", "c") ASK("23", "d")
                                      ASK("24", "e") ASK("25", "f") ASK("26", "g");

/* One try of which only the 8198 is there. */
static const char nothing_sent[] =
    "logs:\n"
    "  - file: ws1.evtx\n"
    "    computer: ws1.contoso.com\n"
    "    covers: [2026-03-02T00:00:00Z, 2026-03-03T00:00:00Z]\n"
    "    events:\n"
    "      - {time: 2026-03-02T08:00:20Z, id: 8198, strings: [\"hr=0x8007232B\", \"RuleId="
    "eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;SkuId=" SKU "\"]}\n";

static scope scope_on(const pipeline *p)
{
    assert_true(p->collection->activation_count > 0);
    const sppwhy_activation *a = p->collection->activations[0];
    return (scope){.kind = SCOPE_ACTIVATION,
                   .collection = p->collection,
                   .index = p->index,
                   .catalogue = p->catalogue,
                   .activation = a,
                   .machine = a->machine,
                   .now = a->time,
                   .scratch = p->memory};
}

static const yaml_node *yaml_of(arena *a, const char *text)
{
    const yaml_node *root = NULL;
    sppwhy_error error;
    sppwhy_error_clear(&error);
    if (yaml_load(a, "c.yaml", text, strlen(text), &root, &error) != SPPWHY_OK)
        fail_msg("%s: %s", text, error.message);
    return root;
}

/* Whether the condition judged last was seen to be false at a glance. */
static bool ruled_out;

static truth judge(const pipeline *p, const char *text, findings *f)
{
    condition *c = NULL;
    sppwhy_error error;
    scope s = scope_on(p);
    sppwhy_error_clear(&error);
    mistake_list first = {.first = &error};
    if (condition_parse(&c, p->memory, "c.yaml", SCOPE_ACTIVATION, yaml_of(p->memory, text), &first) !=
        SPPWHY_OK)
        fail_msg("%s: %u:%u: %s", text, error.line, error.column, error.message);
    truth result = condition_judge(c, &s, f);
    needs n = {.kind = SCOPE_ACTIVATION};
    const need *of;
    assert_true(needs_add(&n, c, p->memory, &of));
    needs_look_at(&n, &s);
    ruled_out = !needs_met(&n, of);
    if (ruled_out && result != TRUTH_FALSE)
        fail_msg("%s: it is ruled out, but not false", text);
    assert_false(f->failed);
    return result;
}

typedef struct judged {
    const char *condition;
    truth truth;
} judged;

static void expect_truths(const char *logs, const judged *cases, size_t count)
{
    static const char *const names[] = {"false", "cannot tell", "true"};
    pipeline p;
    pipeline_to_collection(&p, logs);
    for (size_t i = 0; i < count; i++) {
        findings f = {0};
        truth got = judge(&p, cases[i].condition, &f);
        if (got != cases[i].truth)
            fail_msg("%s is %s, not %s", cases[i].condition, names[got], names[cases[i].truth]);
        if (got == TRUTH_UNKNOWN)
            assert_true(f.missing.count > 0); /* it says what would settle it */
        else
            assert_int_equal(f.missing.count, 0);
        if (got != TRUTH_TRUE)
            assert_int_equal(f.evidence.count, 0);
        findings_free(&f);
    }
    pipeline_free(&p);
}

/* ---- conditions
 * --------------------------------------------------------------------------------------------- */

#define YES TRUTH_TRUE
#define NO TRUTH_FALSE
#define UNTOLD TRUTH_UNKNOWN

static void every_modifier_compares_in_its_way(void **state)
{
    static const judged cases[] = {
        /* text, without regard to case */
        {"{server: kms1.CONTOSO.com}", YES},
        {"{server: kms1}", NO},
        {"{server|contains: Contoso}", YES},
        {"{server|contains: fabrikam}", NO},
        {"{server|startswith: kms}", YES},
        {"{server|startswith: contoso}", NO},
        {"{server|endswith: .COM}", YES},
        {"{server|endswith: kms1}", NO},
        {"{server|endswith: a-text-that-is-longer-than-the-field-itself}", NO},
        {"{server|re: '^kms\\d+\\.'}", YES},
        {"{server|re: '^\\d+$'}", NO},
        {"{product: " SKU "}", YES},
        /* numbers and codes */
        {"{code: 0xC004F06C}", YES},
        {"{code: 0xc004f06c}", YES},
        {"{code: 3221549164}", YES},
        {"{code: 0xC004F074}", NO},
        {"{minutes_left: 41760}", YES},
        {"{minutes_left|lt: 41761}", YES},
        {"{minutes_left|lt: 41760}", NO},
        {"{minutes_left|lte: 41760}", YES},
        {"{minutes_left|gt: 41760}", NO},
        {"{minutes_left|gt: -1}", YES},
        {"{minutes_left|gte: 41760}", YES},
        {"{skew_seconds: 18000}", YES},
        {"{skew_seconds|abs|gt: 14400}", YES},
        {"{skew_seconds|abs|lt: 14400}", NO},
        {"{skew_seconds|abs|gt: KMS_SKEW_ALLOWED_SECONDS}", YES},
        {"{skew_seconds|abs|lte: KMS_SKEW_ALLOWED_SECONDS}", NO},
        {"{required_count: KMS_NEED_CLIENT}", YES},
        {"{required_count: [KMS_NEED_SERVER, KMS_NEED_CLIENT]}", YES},
        {"{required_count: KMS_NEED_SERVER}", NO},
        {"{some_request: {flags|bits: 0x0C}}", YES},
        {"{some_request: {flags|bits: 0x08}}", YES},
        {"{some_request: {flags|bits: 0x0E}}", NO},
        {"{renewal: false}", YES},
        {"{renewal: true}", NO},
        {"{time|gte: 2026-03-02T08:00:20Z}", YES},
        {"{time|gt: 2026-03-02T08:00:20Z}", NO},
        {"{time|lt: 2026-03-02T10:00:21+02:00}", YES},
        /* there, or not there */
        {"{code|exists: true}", YES},
        {"{code|exists: false}", NO},
        {"{some_request: {response|exists: false}}", YES}, /* the client's log covers the time */
        {"{some_request: {response|exists: true}}", NO},
        {"{count|gte: 0}", NO}, /* what is not there is equal to nothing */
        /* lists */
        {"{code: [0x1, 0xC004F06C]}", YES},
        {"{code: [0x1, 0x2]}", NO},
        {"{server|contains: [fabrikam, kms]}", YES},
        {"{server|contains|all: [contoso, kms]}", YES},
        {"{server|contains|all: [fabrikam, kms]}", NO},
        {"{codes: 0xC004F06C}", YES},
        /* fields against fields */
        {"{server|fieldref: host}", YES},
        {"{required_count|lt|fieldref: minutes_left}", YES},
        {"{required_count|gt|fieldref: minutes_left}", NO},
        {"{machine.name|fieldref: host}", NO},
        {"{required_count|fieldref: count}", NO}, /* the other is not there */
    };
    (void)state;
    expect_truths(both_sides, cases, COUNT(cases));
}

static void networks_are_ipv4(void **state)
{
    static const judged cases[] = {
        {"{server|cidr: 10.0.0.0/8}", YES},     {"{server|cidr: 10.20.30.40}", YES},
        {"{server|cidr: 10.20.30.40/32}", YES}, {"{server|cidr: 10.20.30.41/32}", NO},
        {"{server|cidr: 10.20.30.41/31}", YES}, {"{server|cidr: 0.0.0.0/0}", YES},
        {"{server|cidr: 11.0.0.0/8}", NO},      {"{server|cidr: [192.168.0.0/16, 10.20.0.0/16]}", YES},
        {"{machine.name|cidr: 0.0.0.0/0}", NO}, /* a name is in no network */
    };
    (void)state;
    expect_truths(cut_short, cases, COUNT(cases));
}

static void a_network_needs_all_four_numbers(void **state)
{
    condition *c;
    arena *a = arena_create();
    (void)state;
    /* an empty part is no number, and no separator more */
    sppwhy_status status = condition_parse(&c, a, "c.yaml", SCOPE_ACTIVATION,
                                           yaml_of(a, "{server|cidr: .10..0.0.1.}"), &(mistake_list){0});
    arena_free(a);
    assert_int_equal(status, SPPWHY_INVALID);
}

static void constants_are_those_of_kms_h(void **state)
{
    static const char *const wrong[] = {"{required_count: KMS_NEED}", "{required_count: kms_need_client}",
                                        "{required_count|gt: -KMS_NEED_CLIENT}", "{code: KMS_NEED_CLIENT}",
                                        "{time|gt: KMS_NEED_CLIENT}"};
    (void)state;
    for (const rule_constant *c = rule_constants; c->name; c++) {
        int64_t value = 0;
        assert_true(rule_constant_find(c->name, &value));
        assert_int_equal(value, c->value);
        assert_true(value > 0);
    }
    for (size_t i = 0; i < COUNT(wrong); i++) {
        condition *c;
        arena *a = arena_create();
        sppwhy_status status =
            condition_parse(&c, a, "c.yaml", SCOPE_ACTIVATION, yaml_of(a, wrong[i]), &(mistake_list){0});
        arena_free(a);
        assert_int_equal(status, SPPWHY_INVALID);
    }
}

typedef struct glance {
    const char *text;
    bool out;
} glance;

static void expect_glances(const char *logs, const glance *cases, size_t count)
{
    pipeline p;
    pipeline_to_collection(&p, logs);
    for (size_t i = 0; i < count; i++) {
        findings f = {0};
        (void)judge(&p, cases[i].text, &f);
        if (ruled_out != cases[i].out)
            fail_msg("%s", cases[i].text);
        findings_free(&f);
    }
    pipeline_free(&p);
}

static void what_cannot_hold_is_ruled_out_at_a_glance(void **state)
{
    (void)state;
    static const glance cases[] = {
        {"{code: 0xC004F06C}", false},
        {"{code: 0xC004F074}", true},
        {"{code: [0xC004F074, 0xC004F06C]}", false},
        {"{request_count: 0, code: 0xC004F06C}", true},
        {"{request_count: 1, code: 0xC004F06C}", false},
        {"{any: [{request_count: 0}, {code: 0xC004F074}]}", true},
        {"{any: [{request_count: 1}, {code: 0xC004F074}]}", false},
        {"{any: [{request_count: 0, server: x}, {server: x, all: [{code: 1}]}]}", true},
        {"{any: [{request_count: 0}, {server: x}]}", false}, /* a field that is not plain */
        {"{not: {code: 0xC004F06C}}", false},                /* false, but not at a glance */
        {"{rule_id|exists: true}", true},
        {"{rule_id|exists: false}", false},
        {"{code|fieldref: summary_code}", false},
        {"{some_request: {code: 0xC004F06C}}", false},
        {"{some_request: {code: 0xC004F074}}", true},
        {"{every_request: {code: 0xC004F074}}", true},
        {"{some_request: {all: [{port: 1}, {any: [{code: 0xC004F074}, {code: 1}]}]}}", true},
        {"{some_request: {any: [{port: 1}, {code: 0xC004F074}]}}", false},
        {"{any: [{some_request: {code: 1}}, {code: 0xC004F074}]}", true},
        {"{any: [{some_request: {code: 1}}, {code: 0xC004F06C}]}", false},
        {"{not: {some_request: {code: 0xC004F06C}}}", false},
        {"{some_request: {activation.code: 1}}", false}, /* of another thing */
    };
    static const glance of_seven[] = {
        /* each request is one of the two, none is both */
        {"{every_request: {any: [{server: a}, {server: [b, c, d, e, f, g]}]}}", false},
        {"{every_request: {foreign: true}}", true},
        {"{some_request: {cloud|exists: true}}", true},
        {"{some_request: {code_cause|exists: true}}", false},
    };
    static const glance of_none[] = {
        {"{every_request: {port: 1688}}", true}, /* there is none, so neither holds */
        {"{some_request: {port: 1688}}", true},
        {"{any: [{some_request: {port: 1688}}, {request_count: 0}]}", false},
    };
    expect_glances(cut_short, cases, COUNT(cases));
    expect_glances(seven_hosts, of_seven, COUNT(of_seven));
    expect_glances(nothing_sent, of_none, COUNT(of_none));
}

static void truth_has_three_values(void **state)
{
    /* Without the host's log the clocks cannot be compared. */
#define T "{code: 0xC004F06C}"
#define F "{code: 0x1}"
#define U "{skew_seconds|gt: 0}"
    static const judged cases[] = {
        {T, YES},
        {F, NO},
        {U, UNTOLD},
        {"{skew_seconds|exists: true}", UNTOLD},
        {"{skew_seconds|exists: false}", UNTOLD},
        {"{all: [" T ", " T "]}", YES},
        {"{all: [" T ", " F "]}", NO},
        {"{all: [" T ", " U "]}", UNTOLD},
        {"{all: [" F ", " U "]}", NO},
        {"{all: [" U ", " F "]}", NO},
        {"{all: [" U ", " U "]}", UNTOLD},
        {"{any: [" F ", " F "]}", NO},
        {"{any: [" T ", " U "]}", YES},
        {"{any: [" U ", " T "]}", YES},
        {"{any: [" F ", " U "]}", UNTOLD},
        {"{any: [" U ", " F "]}", UNTOLD},
        {"{not: " T "}", NO},
        {"{not: " F "}", YES},
        {"{not: " U "}", UNTOLD},
        {"{not: {not: " U "}}", UNTOLD},
        {"{not: {any: [" F ", " U "]}}", UNTOLD},
        {"{not: {all: [" F ", " U "]}}", YES},
        {"{code: 0xC004F06C, minutes_left|gt: 0}", YES}, /* a map is "and" */
        {"{code: 0xC004F06C, minutes_left|lt: 0}", NO},
        {"{code: 0xC004F06C, skew_seconds|gt: 0}", UNTOLD},
        {"[" F ", " T "]", YES}, /* a list is "or" */
        {"[" F ", " U "]", UNTOLD},
        {"{some_request: {host_record|exists: true}}", UNTOLD},
        {"{every_request: {host_record|exists: true}}", UNTOLD},
        {"{every_request: {code: 0xC004F06C}}", YES},
        {"{every_request: {code: 0x1}}", NO},
        {"{some_request: {target: {is_host: true}}}", UNTOLD}, /* its logs are not here */
        {"{machine: {name: ws1.contoso.com}}", YES},
        {"{machine: {domain|fieldref: outer.domain}}", YES}, /* of the activation */
        {"{some_request: {code|fieldref: outer.code}}", YES},
        {"{some_request: {not: {code|fieldref: outer.code}}}", NO},
        {"{some_request: {code|fieldref: outer.skew_seconds}}", UNTOLD},
        {"{machine: {some_event: {where: {id: 12294}}}}", YES},
        {"{machine: {some_event: {where: {id: 12294}, side: before, within_minutes: 10}}}", YES},
        {"{machine: {some_event: {where: {id: 12294}, side: before, within_minutes: 2}}}", NO},
        {"{machine: {some_event: {where: {id: 12294}, side: after, within_minutes: 10}}}", NO},
        {"{machine: {some_event: {where: {id: 4711}, side: before, within_minutes: 10}}}", NO},
        {"{machine: {some_event: {where: {id: 4711}, side: before, within_minutes: 6000}}}",
         UNTOLD}, /* not covered */
        {"{machine: {some_event: {where: {strings|contains: contoso}, side: around}}}", YES},
    };
    (void)state;
    expect_truths(client_only, cases, COUNT(cases));
}

static void what_is_not_covered_cannot_be_told(void **state)
{
    static const judged cases[] = {
        {"{some_request: {response|exists: true}}", UNTOLD},
        {"{some_request: {response|exists: false}}", UNTOLD},
    };
    (void)state;
    expect_truths(cut_short, cases, COUNT(cases));
}

static void values_of_an_answer_not_covered_cannot_be_told(void **state)
{
    static const char *const conditions[] = {
        "{some_request: {activated: false}}",
        "{some_request: {count|lt: 25}}",
        "{some_request: {response_code|exists: true}}",
        "{count|lt: 25}",
    };
    pipeline p;
    size_t silent = 0;
    (void)state;
    pipeline_to_collection(&p, cut_short);
    for (size_t i = 0; i < COUNT(conditions); i++) {
        findings f = {0};
        silent += judge(&p, conditions[i], &f) != TRUTH_UNKNOWN;
        findings_free(&f);
    }
    pipeline_free(&p);
    assert_int_equal(silent, 0);
}

static void evidence_is_kept_of_what_is_true(void **state)
{
    pipeline p;
    findings f = {0};
    (void)state;
    pipeline_to_collection(&p, both_sides);
    assert_int_equal(judge(&p, "{some_request: {host_record|exists: true}}", &f), TRUTH_TRUE);
    assert_int_equal(f.evidence.count, 1);
    assert_int_equal(f.evidence.items[0]->event->common->id, 12290);
    findings_free(&f);
    f = (findings){0};
    assert_int_equal(judge(&p, "{all: [{some_request: {host_record|exists: true}}, {code: 0x1}]}", &f),
                     TRUTH_FALSE);
    assert_int_equal(f.evidence.count, 0);
    findings_free(&f);
    pipeline_free(&p);
}

static void a_pattern_that_backtracks_for_ever_ends(void **state)
{
    static const char logs[] =
        "logs:\n  - {file: a.evtx, computer: A, events: [{time: 2026-03-02T08:00:20Z, id: "
        "12288, strings: [\"0xC004F074, 0x0, "
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!:1\"]}]}\n";
    static const judged cases[] = {
        {"{server|re: '^(a+)+$'}", UNTOLD},
        {"{server|re: '^(a|aa)+$'}", UNTOLD},
        {"{server|re: '^(.*a){30}$'}", UNTOLD},
        {"{server|re: '^a+!$'}", YES},
    };
    (void)state;
    alarm(20);
    expect_truths(logs, cases, COUNT(cases));
    alarm(0);
}

/* ---- texts
 * -------------------------------------------------------------------------------------------------- */

static void expect_filled(const char *logs, const char *const (*cases)[2], size_t count)
{
    pipeline p;
    sppwhy_error error;
    pipeline_to_collection(&p, logs);
    scope s = scope_on(&p);
    for (size_t i = 0; i < count; i++) {
        text_template *t = NULL;
        const yaml_node node = {.kind = YAML_SCALAR, .line = 1, .column = 1, .text = cases[i][0]};
        sppwhy_error_clear(&error);
        mistake_list first = {.first = &error};
        if (template_parse(&t, p.memory, "t.yaml", SCOPE_ACTIVATION, &node, &first) != SPPWHY_OK)
            fail_msg("%s: %s", cases[i][0], error.message);
        assert_string_equal(template_fill(t, &s, p.memory), cases[i][1]);
    }
    pipeline_free(&p);
}

static void values_stand_in_texts(void **state)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"no value", "no value"},
        {"{code}", "0xC004F06C"},
        {"code {code}, {minutes_left} minutes", "code 0xC004F06C, 41760 minutes"},
        {"{server}", "KMS1.contoso.com"},
        {"{renewal}", "no"},
        {"{time}", "2026-03-02 08:00:20 UTC"},
        {"{skew_seconds}", "5 h"},
        {"{skew_seconds|duration}", "5 h"},
        {"{minutes_left|duration}", "11 h 36 min"}, /* seconds are what a duration is made of */
        {"{machine.name}", "ws1.contoso.com"},
        {"count {count}.", "count (not known)."},
        {"a [[b {code}]] c", "a b 0xC004F06C c"},
        {"a[[ b {count}]] c", "a c"},
        {"[[{count}]][[{code}]]", "0xC004F06C"},
        {"[[{code} {count}]]!", "!"},
        {"[[no value]]", "no value"},
        {"{count} [[{code}]]", "(not known) 0xC004F06C"},
        {"two\nlines \n\n", "two lines"},
        {"[single] ]x[ }", "[single] ]x[ }"},
    };
    (void)state;
    expect_filled(both_sides, cases, COUNT(cases));
}

static void lists_are_written_out_up_to_five(void **state)
{
    static const char *const cases[][2] = {
        {"{servers}", "a, b, c, d, e and 2 more"},
    };
    (void)state;
    expect_filled(seven_hosts, cases, COUNT(cases));
}

static void a_code_is_listed_once(void **state)
{
    pipeline p;
    text_template *t = NULL;
    const yaml_node node = {.kind = YAML_SCALAR, .line = 1, .column = 1, .text = "{codes}"};
    (void)state;
    pipeline_to_collection(&p, seven_hosts);
    scope s = scope_on(&p);
    assert_int_equal(template_parse(&t, p.memory, "t.yaml", SCOPE_ACTIVATION, &node, &(mistake_list){0}),
                     SPPWHY_OK);
    bool once = strcmp(template_fill(t, &s, p.memory), "0xC004F074") == 0;
    pipeline_free(&p);
    assert_true(once);
}

/* ---- mistakes in a rule
 * ------------------------------------------------------------------------------------- */

static const char *const good_rule[] = {
    "id: t",
    "title: T",
    "level: low",
    "judges: activation",
    "when: {code: 0xC004F074}",
    "why: \"Because {code}.\"",
    "fix: [Do it.]",
    "samples:",
    "  - {name: a, match: true, logs: [{file: a.evtx, computer: A}]}",
    "  - {name: b, match: false, logs: [{file: a.evtx, computer: A}]}",
};

/* Reads the good rule with one line (from 1) exchanged. */
static sppwhy_status read_with(size_t line, const char *text, sppwhy_error *error)
{
    char all[4096] = "";
    rule *r;
    arena *a = arena_create();
    for (size_t i = 0; i < COUNT(good_rule); i++) {
        strcat(all, i + 1 == line ? text : good_rule[i]);
        strcat(all, "\n");
    }
    sppwhy_error_clear(error);
    sppwhy_status status =
        rule_read(&r, a, "folder/t.yaml", all, strlen(all), &(mistake_list){.first = error});
    arena_free(a);
    return status;
}

static void every_mistake_has_its_line_and_column(void **state)
{
    static const struct {
        size_t exchanged;
        const char *text;
        unsigned line, column;
        const char *part;
    } cases[] = {
        /* the head */
        {1, "", 2, 1, "the rule lacks \"id\""},
        {1, "id: T", 1, 5, "an id has small letters, digits and hyphens only, not \"T\""},
        {1, "id: other", 1, 5, "the file must be named after its id: \"other\""},
        {1, "id: [t]", 1, 5, "a text is wanted for \"id\""},
        {2, "title: ''", 2, 8, "a text is wanted for \"title\""},
        {2, "", 1, 1, "the rule lacks \"title\""},
        {3, "level:   grave", 3, 10, "level is critical, high, medium, low or info, not \"grave\""},
        {3, "levl: low", 3, 1, "a rule has no key \"levl\""},
        {3, "level: low\nlevel: high", 4, 1, "level"},
        {3, "level: low\nfallback: perhaps", 4, 11, "true or false is wanted here"},
        {4, "judges: request", 4, 9, "judges is activation, machine, host or collection, not \"request\""},
        {4, "", 1, 1, "the rule lacks \"judges\""},
        {4, "judgements: []", 4, 13, "a list is wanted for \"judgements\""},
        {4, "judgements: [x]", 4, 14, "a map is wanted in \"judgements\""},
        {4, "judgements: [{judges: host, wenn: 1}]", 4, 29, "a judgement has no key \"wenn\""},
        /* YAML itself */
        {5, "when: {code: 0xC004F074", 6, 0, ""},
        {5, "when: &a {code: 1}", 5, 7, ""},
        {5, "\twhen: x", 5, 1, ""},
        /* conditions */
        {5, "", 1, 1, "the rule lacks \"when\""},
        {5, "when: always", 5, 7, "a condition is wanted here: a map of fields"},
        {5, "when: {}", 5, 7, "a condition is wanted here"},
        {5, "when: []", 5, 7, "a list of conditions is wanted here"},
        {5, "when: {cod: 0x1}", 5, 8, "unknown field of activation: \"cod\"; did you mean \"code\"?"},
        {5, "when: {zzzzzzzz: 0x1}", 5, 8, "unknown field of activation: \"zzzzzzzz\""},
        {5, "when: {outer.code: 0x1}", 5, 8, "there is no outer thing here: \"outer.code\""},
        {5, "when: {machine: {outer.cod: 0x1}}", 5, 18, "unknown field of activation: \"cod\""},
        {5, "when: {some_host: {all: [{some_host: {name: x}}]}}", 5, 27,
         "some_host cannot be inside of some_host"},
        {5, "when: {code|like: 0x1}", 5, 8, "unknown modifier \"like\""},
        {5, "when: {code|contains: x}", 5, 8,
         "this modifier does not fit the kind of field in \"code|contains\""},
        {5, "when: {server|lt: 3}", 5, 8, "this modifier does not fit"},
        {5, "when: {server|abs: x}", 5, 8, "this modifier does not fit"},
        {5, "when: {code: much}", 5, 14, "a number or a code like 0xC004F074 is wanted, not \"much\""},
        {5, "when: {code: 0x1C004F074}", 5, 14, "a number or a code like 0xC004F074 is wanted"},
        {5, "when: {minutes_left|gt: 99999999999999999999}", 5, 25, "a number or a code"},
        {5, "when: {renewal: 1}", 5, 17, "true or false is wanted, not \"1\""},
        {5, "when: {time|gt: yesterday}", 5, 17,
         "a time like 2026-03-01T10:00:00Z is wanted, not \"yesterday\""},
        {5, "when: {code: []}", 5, 14, "the list of values is empty"},
        {5, "when: {code: {a: b}}", 5, 14, "a value or a list of values is wanted here"},
        {5, "when: {code: [0x1, [0x2]]}", 5, 20, "a value or a list of values is wanted here"},
        {5, "when: {code|exists: maybe}", 5, 21, "exists takes true or false"},
        {5, "when: {server|re: '(a'}", 5, 19, "the pattern does not compile"},
        {5, "when: {server|cidr: 10.0.0.0/33}", 5, 21,
         "not an IPv4 network like 10.0.0.0/8: \"10.0.0.0/33\""},
        {5, "when: {server|cidr: 10.0.0}", 5, 21, "not an IPv4 network"},
        {5, "when: {server|cidr: 10.0.0.256}", 5, 21, "not an IPv4 network"},
        {5, "when: {server|fieldref: hst}", 5, 25,
         "unknown field of activation: \"hst\"; did you mean \"host\"?"},
        {5, "when: {server|fieldref: code}", 5, 25, "text and numbers cannot be compared"},
        {5, "when: {any: {code: 1}}", 5, 13, "a list of conditions is wanted here"},
        {5, "when: {all: [x]}", 5, 14, "a condition is wanted here"},
        {5, "when: {not: {some_request: {cod: 1}}}", 5, 29, "unknown field of request: \"cod\""},
        {5, "when: {target: {is_host: true}}", 5, 8, "cannot be used here: \"target\""},
        {5, "when: {some_event: {where: {id: 1}}}", 5, 8, "some_event belongs in a machine or a host"},
        {5, "when: {machine: {some_event: x}}", 5, 30, "some_event takes a map with `where`"},
        {5, "when: {machine: {some_event: {side: after}}}", 5, 30, "some_event needs `where`"},
        {5, "when: {machine: {some_event: {where: {id: 1}, side: left}}}", 5, 53,
         "side is before, after or around"},
        {5, "when: {machine: {some_event: {where: {id: 1}, within_minutes: 0}}}", 5, 63,
         "a number of minutes"},
        {5, "when: {machine: {some_event: {where: {id: 1}, soon: 1}}}", 5, 47,
         "some_event has no key \"soon\""},
        {5, "when: {code: 1}\nconfirmed: {cod: 1}", 6, 13, "unknown field of activation: \"cod\""},
        {5, "when: {code: 1}\nlikely: {cod: 1}", 6, 10, "unknown field of activation: \"cod\""},
        /* texts */
        {6, "", 1, 1, "the rule lacks \"why\""},
        {6, "why: {a: b}", 6, 7, "a step has no key \"a\""},
        {6, "why: [[a]]", 6, 7, "a text is wanted here"},
        {6, "why: \"{cod}\"", 6, 6,
         "the text names {cod}, which is no field of activation; did you mean {code}?"},
        {6, "why: \"{code|upper}\"", 6, 6,
         "unknown filter \"upper\" in {code}; there are duration and plural NOUN"},
        {6, "why: \"{code|plural code}\"", 6, 6, "only a number has a plural"},
        {6, "why: \"{code\"", 6, 6, "a { is not closed in the text"},
        {6, "why: \"[[{code}\"", 6, 6, "a [[ is not closed in the text"},
        {6, "why: \"{code}]]\"", 6, 6, "[[ and ]] do not pair up in the text"},
        {6, "why: \"[[a [[b]]\"", 6, 6, "[[ and ]] do not pair up in the text"},
        {7, "", 1, 1, "the rule lacks \"fix\""},
        {7, "fix: [Do it., \"{cod}\"]", 7, 15, "the text names {cod}"},
        {7, "fix: [x]\nconfirm: [[y]]", 8, 11, "a text is wanted here"},
        {7, "fix: [{for: Office, text: x}]", 7, 7, "the step lacks \"when\""},
        {7, "fix: [{for: Office, when: {code: 1}}]", 7, 7, "the step lacks \"text\""},
        {7, "fix: [{when: {code: 1}, text: x}]", 7, 7, "the step lacks \"for\""},
        {7, "fix: [{for: Office, when: {cod: 1}, text: x}]", 7, 0, "unknown field of activation"},
        {7, "fix: [{for: Office, when: {activate: x}, text: x}]", 7, 0, "a command is for texts"},
        {7, "fix: [x]\nreferences: [{a: b}]", 8, 14, "a text is wanted in \"references\""},
        {7, "fix: [x]\nfalse_alarms: ['']", 8, 16, "a text is wanted in \"false_alarms\""},
        {7, "fix: [x]\nrefines: {a: b}", 8, 10, "a text is wanted in \"refines\""},
        /* samples */
        {8, "samples: some\nmore:", 9, 1, ""},
        {9, "  - {name: a, match: false, logs: [{file: a.evtx, computer: A}]}", 9, 3,
         "there is no sample that the rule must match"},
        {10, "", 9, 3, "there is no near miss among the samples"},
        {9, "  - x", 9, 5, "a sample is a map with name, match and logs"},
        {9, "  - {match: true, logs: []}", 9, 5, "the rule lacks \"name\""},
        {9, "  - {name: a, logs: []}", 9, 5, "the sample lacks \"match\""},
        {9, "  - {name: a, match: true}", 9, 5, "the sample lacks \"logs\""},
        {9, "  - {name: a, match: yes, logs: []}", 9, 22, "true or false is wanted here"},
        {9, "  - {name: a, match: true, sure: 1, logs: []}", 9, 28, "a sample has no key \"sure\""},
        {9, "  - {name: a, match: true, confidence: high, logs: []}", 9, 40,
         "confidence is confirmed, likely or"},
        {9, "  - {name: a, match: true, logs: [{file: a.evtx, computer: A, colour: red}]}", 9, 63, "colour"},
    };
    sppwhy_error error;
    (void)state;
    if (read_with(0, "", &error) != SPPWHY_OK)
        fail_msg("the good rule: %u:%u: %s", error.line, error.column, error.message);
    size_t bad = 0;
    for (size_t i = 0; i < COUNT(cases); i++) {
        sppwhy_status status = read_with(cases[i].exchanged, cases[i].text, &error);
        bool right = status == SPPWHY_INVALID && error.line == cases[i].line &&
                     (cases[i].column == 0 || error.column == cases[i].column) &&
                     strstr(error.message, cases[i].part);
        bad += !right;
        if (!right)
            print_message("\"%s\": wanted %u:%u: %s, but came: %u:%u: %s\n", cases[i].text, cases[i].line,
                          cases[i].column, cases[i].part, error.line, error.column, error.message);
        else
            assert_string_equal(error.file, "folder/t.yaml");
    }
    assert_int_equal(bad, 0);
}

static void modifiers_that_do_not_go_together_are_named(void **state)
{
    static const struct {
        size_t exchanged;
        const char *text;
    } cases[] = {
        {5, "when: {minutes_left|lt|gt: 3}"},      /* the last of two comparisons is taken */
        {5, "when: {code|exists|fieldref: true}"}, /* fieldref does nothing here */
        {6, "why: \"{server|duration}\""},         /* a name is no span: it comes out as \"0 s\" */
    };
    size_t accepted = 0;
    sppwhy_error error;
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        accepted += read_with(cases[i].exchanged, cases[i].text, &error) == SPPWHY_OK;
    assert_int_equal(accepted, 0);
}

static void a_rule_without_samples_is_refused(void **state)
{
    static const char text[] =
        "id: t\ntitle: T\nlevel: low\njudges: host\nwhen: {is_host: true}\nwhy: W\nfix: [F]\n";
    rule *r;
    sppwhy_error error;
    arena *a = arena_create();
    (void)state;
    assert_int_equal(rule_read(&r, a, "t.yaml", text, strlen(text), &(mistake_list){.first = &error}),
                     SPPWHY_INVALID);
    assert_int_equal(error.line, 1);
    assert_non_null(strstr(error.message, "the rule has no samples"));
    assert_int_equal(rule_read(&r, a, "t.yaml", "", 0, &(mistake_list){.first = &error}), SPPWHY_INVALID);
    assert_int_equal(rule_read(&r, a, "t.yaml", "- a\n", 4, &(mistake_list){.first = &error}),
                     SPPWHY_INVALID);
    assert_non_null(strstr(error.message, "a rule is a map"));
    arena_free(a);
}

/* ---- rules together
 * ----------------------------------------------------------------------------------------- */

typedef struct told {
    size_t count;
    sppwhy_error last;
} told;

static void tell(void *context, const sppwhy_error *error)
{
    told *t = context;
    t->count++;
    t->last = *error;
}

/* A rule file that holds for every activation unless `when` says otherwise; `more` are further lines. */
static void put_rule(const char *folder, const char *id, const char *when, const char *more)
{
    char name[80], text[1024];
    snprintf(name, sizeof name, "%s.yaml", id);
    snprintf(text, sizeof text,
             "id: %s\ntitle: Title of %s\nlevel: low\njudges: activation\nwhen: %s\nwhy: W\nfix: [F]\n%s"
             "samples:\n"
             "  - {name: a, match: true, logs: [{file: a.evtx, computer: A}]}\n"
             "  - {name: b, match: false, logs: [{file: a.evtx, computer: A}]}\n",
             id, id, when, more);
    put_file(folder, name, text);
}

static sppwhy_status load(const char *path, told *t, sppwhy_error *error, char *title_of_clock_skew,
                          size_t *count)
{
    sppwhy_catalogue *catalogue = NULL;
    sppwhy_rules *rules = NULL;
    *t = (told){0};
    sppwhy_error_clear(error);
    assert_int_equal(sppwhy_catalogue_load(&catalogue, NULL, NULL), SPPWHY_OK);
    sppwhy_status status = sppwhy_rules_load(&rules, catalogue, path, tell, t, error);
    assert_int_equal(status == SPPWHY_OK, rules != NULL);
    for (size_t i = 0; rules && i < sppwhy_rules_count(rules); i++) {
        sppwhy_rule_info info = sppwhy_rules_info(rules, i);
        assert_true(i == 0 || strcmp(sppwhy_rules_info(rules, i - 1).id, info.id) < 0); /* in order of id */
        if (strcmp(info.id, "clock-skew") == 0)
            snprintf(title_of_clock_skew, 200, "%s", info.title);
    }
    *count = rules ? sppwhy_rules_count(rules) : 0;
    sppwhy_rules_free(rules);
    sppwhy_catalogue_free(catalogue);
    return status;
}

static void a_rule_of_the_users_takes_the_place_of_a_built_in_one(void **state)
{
    char folder[64], path[128], title[200] = "";
    told t;
    sppwhy_error error;
    size_t built_in, count;
    (void)state;
    assert_int_equal(load(NULL, &t, &error, title, &built_in), SPPWHY_OK);
    assert_string_equal(title, "Clocks are too far apart for activation");
    make_folder(folder);
    put_rule(folder, "clock-skew", "{code: 0xC004F06C}", "");
    put_file(folder, "readme.txt", "not a rule");
    put_file(folder, "below/broken.yaml", "not looked at");
    assert_int_equal(load(folder, &t, &error, title, &count), SPPWHY_OK);
    assert_string_equal(title, "Title of clock-skew");
    assert_int_equal(count, built_in);
    put_rule(folder, "own", "{code: 0xC004F06C}", "");
    assert_int_equal(load(folder, &t, &error, title, &count), SPPWHY_OK);
    assert_int_equal(count, built_in + 1);
    snprintf(path, sizeof path, "%s/own.yaml", folder); /* a file alone will do */
    assert_int_equal(load(path, &t, &error, title, &count), SPPWHY_OK);
    assert_int_equal(count, built_in + 1);
    remove_folder(folder);
    assert_int_equal(load(folder, &t, &error, title, &count), SPPWHY_IO);
    assert_int_equal(t.count, 1);
    assert_string_equal(error.file, folder);
}

static void every_mistake_of_a_folder_is_told(void **state)
{
    char folder[64], path[128], title[200];
    told t;
    sppwhy_error error;
    size_t count;
    (void)state;
    make_folder(folder);
    put_file(folder, "a.yaml", "id: a\nbad: 1\n");
    put_rule(folder, "b", "{cod: 1}", "");
    put_file(folder, "c.yml", "id: [\n");
    assert_int_equal(load(folder, &t, &error, title, &count), SPPWHY_INVALID);
    assert_int_equal(t.count, 10); /* in a.yaml beside the unknown key all that is not there */
    snprintf(path, sizeof path, "%s/a.yaml", folder);
    assert_string_equal(error.file, path); /* the first */
    assert_int_equal(error.line, 2);
    snprintf(path, sizeof path, "%s/c.yml", folder);
    assert_string_equal(t.last.file, path);
    remove_folder(folder);
}

static void what_a_rule_refines_must_be_there_and_not_come_back(void **state)
{
    static const struct {
        const char *a, *b;
        const char *part;
        size_t mistakes;
    } cases[] = {
        {"refines: nothing-such\n", "", "there is no rule \"nothing-such\" to refine", 1},
        {"refines: [clock-skew, nothing-such]\n", "", "there is no rule \"nothing-such\" to refine", 1},
        {"refines: a\n", "", "the rule refines itself in the end", 1},
        {"refines: b\n", "refines: a\n", "the rule refines itself in the end", 2},
    };
    char title[200];
    told t;
    sppwhy_error error;
    size_t count;
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char folder[64], path[128];
        make_folder(folder);
        put_rule(folder, "a", "{code: 0x1}", cases[i].a);
        put_rule(folder, "b", "{code: 0x1}", cases[i].b);
        assert_int_equal(load(folder, &t, &error, title, &count), SPPWHY_INVALID);
        snprintf(path, sizeof path, "%s/a.yaml", folder);
        assert_string_equal(error.file, path);
        assert_int_equal(error.line, 8); /* of `refines` */
        assert_non_null(strstr(error.message, cases[i].part));
        assert_int_equal(t.count, cases[i].mistakes);
        remove_folder(folder);
    }
}

static void a_tangle_of_refining_rules_is_found_in_no_time(void **state)
{
    char folder[64], id[8];
    int status = 0;
    (void)state;
    make_folder(folder);
    put_rule(folder, "a", "{code: 0x1}", "refines: [a, b]\n");
    put_rule(folder, "b", "{code: 0x1}", "refines: [a, b]\n");
    put_rule(folder, "c", "{code: 0x1}", "refines: [a]\n");
    for (int i = 0; i < 30; i++) {
        snprintf(id, sizeof id, "x%d", i);
        put_rule(folder, id, "{code: 0x1}", "");
    }
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        char title[200];
        told t;
        sppwhy_error error;
        size_t count;
        alarm(2);
        _exit(load(folder, &t, &error, title, &count) == SPPWHY_INVALID ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    remove_folder(folder);
    /* Looking along every path is 2 to the number of rules of them, where a loop is that was not asked about. With 40 rules that is for ever. */
    assert_int_equal(WEXITSTATUS(status), 0);
}

/* ---- verdicts
 * ----------------------------------------------------------------------------------------------- */

typedef struct own_rule {
    const char *id, *when, *more;
} own_rule;

static const char *verdict_with(pipeline *p, const char *logs, const own_rule *rules, size_t count)
{
    char folder[64];
    make_folder(folder);
    for (size_t i = 0; i < count; i++)
        put_rule(folder, rules[i].id, rules[i].when, rules[i].more);
    pipeline_to_analysis(p, logs, folder);
    remove_folder(folder);
    const sppwhy_verdict *v = p->analysis->verdicts[0];
    return v ? v->cause : "";
}

static void the_most_refined_rule_gives_the_verdict(void **state)
{
    static const struct {
        own_rule rules[2];
        size_t count;
        const char *cause;
    } cases[] = {
        {{{0}}, 0, "clock-skew"},
        {{{"own", "{server|contains: contoso}", "refines: clock-skew\n"}}, 1, "own"},
        {{{"own", "{server|contains: fabrikam}", "refines: clock-skew\n"}}, 1, "clock-skew"},
        /* a refinement holds only where the wider rule does */
        {{{"own", "{server|contains: contoso}", "refines: count-too-low\n"}}, 1, "clock-skew"},
        /* a refinement of a refinement */
        {{{"own", "{code|exists: true}", "refines: clock-skew\n"},
          {"sub", "{code|exists: true}", "refines: own\n"}},
         2,
         "sub"},
        {{{"own", "{code: 0x1}", "refines: clock-skew\n"}, {"sub", "{code|exists: true}", "refines: own\n"}},
         2,
         "clock-skew"},
        /* of unrelated rules the surer goes first: clock-skew is confirmed */
        {{{"own", "{code|exists: true}", ""}}, 1, "clock-skew"},
        {{{"own", "{code|exists: true}", "confirmed: {code|exists: true}\n"}},
         1,
         "clock-skew"}, /* the graver */
        /* a fallback only where no other holds */
        {{{"own", "{code|exists: true}", "fallback: true\nconfirmed: {code|exists: true}\n"}},
         1,
         "clock-skew"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        pipeline p;
        const char *cause = verdict_with(&p, both_sides, cases[i].rules, cases[i].count);
        if (strcmp(cause, cases[i].cause) != 0)
            fail_msg("case %zu: %s, not %s", i, cause, cases[i].cause);
        pipeline_free(&p);
    }
}

#define UNANSWERED(name, server)                                                                             \
    "  - file: " name ".evtx\n"                                                                              \
    "    computer: " name ".contoso.com\n"                                                                   \
    "    covers: [2026-03-02T00:00:00Z, 2026-03-03T00:00:00Z]\n"                                             \
    "    events:\n" ASK("20", server)

static void verdicts_of_one_cause_share_what_is_the_same(void **state)
{
    static const char logs[] = "logs:\n" UNANSWERED("ws1", "kms1.contoso.com")
        UNANSWERED("ws2", "kms1.contoso.com") UNANSWERED("ws3", "kms2.contoso.com");
    pipeline p;
    (void)state;
    assert_string_equal(verdict_with(&p, logs, NULL, 0), "host-unreachable");
    assert_int_equal(p.collection->activation_count, 3);
    const sppwhy_verdict *const *v = p.analysis->verdicts;
    for (size_t i = 0; i < 3; i++) {
        const char *machine[] = {"ws1.", "ws2.", "ws3."}, *server[] = {"kms1.", "kms1.", "kms2."};
        assert_string_equal(v[i]->cause, "host-unreachable");
        assert_non_null(strstr(v[i]->why, machine[i]));
        assert_non_null(strstr(v[i]->why, server[i]));
        assert_non_null(strstr(v[i]->confirm[0], server[i]));
        assert_int_equal(v[i]->confirm_count, v[0]->confirm_count);
    }
    assert_ptr_equal(v[0]->confirm, v[1]->confirm); /* all of it is the same */
    assert_ptr_equal(v[0]->fix, v[2]->fix);
    assert_ptr_not_equal(v[0]->confirm, v[2]->confirm);
    assert_ptr_equal(v[0]->confirm[1], v[2]->confirm[1]); /* one of its texts is */
    assert_ptr_not_equal(v[0]->why, v[1]->why);
    pipeline_free(&p);
}

static void what_cannot_be_told_is_missing_from_the_verdict(void **state)
{
    static const own_rule own = {"own", "{skew_seconds|gt: 0}", "refines: clock-skew\n"};
    pipeline p;
    (void)state;
    assert_string_equal(verdict_with(&p, client_only, &own, 1), "clock-skew");
    const sppwhy_verdict *v = p.analysis->verdicts[0];
    assert_int_equal(v->confidence, SPPWHY_CONFIDENCE_LIKELY);
    assert_true(v->missing_count > 0);
    assert_non_null(strstr(v->missing[0], "Key Management Service"));
    pipeline_free(&p);
    assert_string_equal(verdict_with(&p, both_sides, NULL, 0), "clock-skew");
    v = p.analysis->verdicts[0];
    assert_int_equal(v->confidence, SPPWHY_CONFIDENCE_CONFIRMED);
    assert_int_equal(v->missing_count, 0);
    assert_int_equal(v->evidence_count, 2); /* both sides' events */
    pipeline_free(&p);
}

static void a_failure_that_nobody_can_explain_says_so(void **state)
{
    static const char logs[] =
        "logs:\n  - {file: a.evtx, computer: A, events: [{time: 2026-03-02T08:00:20Z, id: "
        "8198, strings: [\"hr=0x8BADF00D\", \"Trigger=TimerEvent\"]}]}\n";
    static const own_rule own = {"own", "{code: 0x8BADF00D}", ""};
    pipeline p;
    (void)state;
    assert_string_equal(verdict_with(&p, logs, NULL, 0), "unexplained");
    assert_int_equal(p.analysis->failed, 1);
    assert_int_equal(p.analysis->unexplained, 1);
    pipeline_free(&p);
    assert_string_equal(verdict_with(&p, logs, &own, 1), "own");
    assert_int_equal(p.analysis->unexplained, 0);
    pipeline_free(&p);
}

/* ---- samples
 * ------------------------------------------------------------------------------------------------ */

typedef struct tally {
    size_t passed, failed;
} tally;

static void count_sample(void *context, const sppwhy_sample *result)
{
    tally *t = context;
    t->passed += result->passed;
    t->failed += !result->passed;
    if (!result->passed)
        print_message("%s:%u: %s: \"%s\" %s\n", result->file, result->line, result->rule, result->name,
                      result->detail);
}

static void every_built_in_rule_passes_its_samples(void **state)
{
    sppwhy_catalogue *catalogue = NULL;
    sppwhy_rules *rules = NULL;
    tally t = {0, 0};
    size_t samples = 0;
    (void)state;
    assert_int_equal(sppwhy_catalogue_load(&catalogue, NULL, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_rules_load(&rules, catalogue, NULL, NULL, NULL, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_rules_test(rules, count_sample, &t, NULL), SPPWHY_OK);
    for (size_t i = 0; i < sppwhy_rules_count(rules); i++)
        samples += sppwhy_rules_info(rules, i).samples;
    assert_int_equal(t.failed, 0);
    assert_int_equal(t.passed, samples);
    assert_true(samples >= 2 * sppwhy_rules_count(rules));
    sppwhy_rules_free(rules);
    sppwhy_catalogue_free(catalogue);
}

static void levels_and_confidences_have_names(void **state)
{
    static const char *const levels[] = {"info", "low", "medium", "high", "critical"};
    sppwhy_level level;
    (void)state;
    for (int i = 0; i < 5; i++) {
        assert_true(sppwhy_level_parse(&level, levels[i]));
        assert_int_equal(level, i);
        assert_string_equal(sppwhy_level_name(level), levels[i]);
    }
    assert_false(sppwhy_level_parse(&level, "High"));
    assert_false(sppwhy_level_parse(&level, ""));
    assert_string_equal(sppwhy_confidence_name(SPPWHY_CONFIDENCE_CONFIRMED), "confirmed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_modifier_compares_in_its_way),
        cmocka_unit_test(networks_are_ipv4),
        cmocka_unit_test(a_network_needs_all_four_numbers),
        cmocka_unit_test(constants_are_those_of_kms_h),
        cmocka_unit_test(what_cannot_hold_is_ruled_out_at_a_glance),
        cmocka_unit_test(truth_has_three_values),
        cmocka_unit_test(what_is_not_covered_cannot_be_told),
        cmocka_unit_test(values_of_an_answer_not_covered_cannot_be_told),
        cmocka_unit_test(evidence_is_kept_of_what_is_true),
        cmocka_unit_test(a_pattern_that_backtracks_for_ever_ends),
        cmocka_unit_test(values_stand_in_texts),
        cmocka_unit_test(lists_are_written_out_up_to_five),
        cmocka_unit_test(a_code_is_listed_once),
        cmocka_unit_test(every_mistake_has_its_line_and_column),
        cmocka_unit_test(modifiers_that_do_not_go_together_are_named),
        cmocka_unit_test(a_rule_without_samples_is_refused),
        cmocka_unit_test(a_rule_of_the_users_takes_the_place_of_a_built_in_one),
        cmocka_unit_test(every_mistake_of_a_folder_is_told),
        cmocka_unit_test(what_a_rule_refines_must_be_there_and_not_come_back),
        cmocka_unit_test(a_tangle_of_refining_rules_is_found_in_no_time),
        cmocka_unit_test(the_most_refined_rule_gives_the_verdict),
        cmocka_unit_test(verdicts_of_one_cause_share_what_is_the_same),
        cmocka_unit_test(what_cannot_be_told_is_missing_from_the_verdict),
        cmocka_unit_test(a_failure_that_nobody_can_explain_says_so),
        cmocka_unit_test(every_built_in_rule_passes_its_samples),
        cmocka_unit_test(levels_and_confidences_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
