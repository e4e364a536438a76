/*
 * `some_host` on what hosts published is answered from an index, not by asking each host: it must be what
 * asking each would give, at every moment, with the same evidence and the same words on what is missing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "rules/judge/publishers.h"
#include "support/pipeline.h"

#include <stdio.h>
#include <string.h>

#define HOST(number, covers, events)                                                                         \
    "  - file: kms" number ".evtx\n"                                                                         \
    "    computer: kms" number ".contoso.com\n" covers "    events:\n" events
#define COVERS(from, to) "    covers: [2026-03-" from "T00:00:00Z, 2026-03-" to "T00:00:00Z]\n"
#define DONE(when, domain) "      - {time: 2026-03-" when ":00Z, id: 12294, strings: [" domain "]}\n"
#define FAILED(when, domain)                                                                                 \
    "      - {time: 2026-03-" when ":00Z, id: 12293, strings: [\"0x80072338\", \"" domain "\"]}\n"

/* Hosts that publish, fail, do either in several domains, are silent, or wrote logs that begin late. */
static const char logs[] =
    "logs:\n"
    "  - file: ws1.evtx\n"
    "    computer: ws1.contoso.com\n"
    "    events:\n"
    "      - {time: 2026-03-10T08:00:20Z, id: 8198, strings: [\"hr=0x8007232B\", \"RuleId=a\"]}\n" HOST(
        "0", COVERS("05", "15"), DONE("06T01:00", "contoso.com") FAILED("08T01:00", "contoso.com"))
        HOST("1", COVERS("05", "15"), FAILED("06T02:00", "fabrikam.com") DONE("09T02:00", "CONTOSO.com"))
            HOST("2", COVERS("06", "15"), DONE("07T03:00", "fabrikam.com")) HOST(
                "3", COVERS("11", "15"), DONE("11T04:00", "contoso.com") FAILED("11T05:00", "contoso.com"))
                HOST("4", COVERS("07", "15"), FAILED("08T06:00", "contoso.com"))
                    HOST("5", COVERS("10", "15"), DONE("10T07:00", "a.com"))
                        HOST("6", COVERS("10", "15"), DONE("10T08:00", "b.com"))
                            HOST("7", COVERS("10", "15"), DONE("10T09:00", "c.com"))
                                HOST("8", COVERS("10", "15"), DONE("10T10:00", "d.com"))
                                    HOST("9", COVERS("10", "15"), DONE("10T11:00", "e.com"));

static truth judge(const pipeline *p, const char *text, uint64_t now, const char *name, findings *f)
{
    const yaml_node *root = NULL;
    condition *c = NULL;
    sppwhy_machine machine = *p->collection->activations[0]->machine;
    sppwhy_activation a = *p->collection->activations[0];
    machine.name = name;
    a.machine = &machine;
    const scope s = {.kind = SCOPE_ACTIVATION,
                     .collection = p->collection,
                     .index = p->index,
                     .catalogue = p->catalogue,
                     .activation = &a,
                     .machine = &machine,
                     .now = now,
                     .scratch = p->memory};
    mistake_list none = {0};
    assert_int_equal(yaml_load(p->memory, "c.yaml", text, strlen(text), &root, NULL), SPPWHY_OK);
    assert_int_equal(condition_parse(&c, p->memory, "c.yaml", SCOPE_ACTIVATION, root, &none), SPPWHY_OK);
    truth result = condition_judge(c, &s, f);
    assert_false(f->failed);
    return result;
}

static size_t seen[TRUTH_TRUE + 1];

/* With a second condition, which holds of every host, each host is asked. */
static void compare(const pipeline *p, const char *said, uint64_t now, const char *name)
{
    char text[200];
    findings quick = {0}, slow = {0};
    snprintf(text, sizeof text, "some_host: {%s|fieldref: activation.domain}", said);
    truth by_index = judge(p, text, now, name, &quick);
    snprintf(text, sizeof text, "some_host: {%s|fieldref: activation.domain, name|exists: true}", said);
    truth by_asking = judge(p, text, now, name, &slow);
    assert_int_equal(by_index, by_asking);
    assert_non_null(*index_publishers(p->index, strcmp(said, "publish_failed") == 0)); /* it was asked */
    seen[by_index]++;
    assert_int_equal(quick.evidence.count, slow.evidence.count);
    for (size_t i = 0; i < slow.evidence.count; i++)
        assert_ptr_equal(quick.evidence.items[i], slow.evidence.items[i]);
    assert_int_equal(quick.missing.count, slow.missing.count);
    for (size_t i = 0; i < slow.missing.count; i++)
        assert_string_equal(quick.missing.items[i], slow.missing.items[i]);
    findings_free(&quick);
    findings_free(&slow);
}

static void the_index_answers_as_each_host_would(void **state)
{
    static const char *const names[] = {"ws1.contoso.com", "ws1.fabrikam.com", "ws1.nobody.com", "ws1"};
    uint64_t from, to;
    pipeline p;
    (void)state;
    pipeline_to_collection(&p, logs);
    assert_true(clock_from_date(&from, 2026, 3, 4, 22, 0, 0));
    assert_true(clock_from_date(&to, 2026, 3, 17, 0, 0, 0));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        for (uint64_t now = from; now < to; now += CLOCK_HOUR / 2)
            for (int k = -1; k <= 1; k++) { /* a tick before and behind a moment at which something changes */
                compare(&p, "published", now + (uint64_t)k, names[i]);
                compare(&p, "publish_failed", now + (uint64_t)k, names[i]);
            }
        compare(&p, "published", 0, names[i]); /* of no moment each host is asked */
        compare(&p, "publish_failed", MOMENT_UNKNOWN, names[i]);
        compare(&p, "publish_failed", UINT64_MAX, names[i]);
    }
    for (int t = TRUTH_FALSE; t <= TRUTH_TRUE; t++)
        assert_true(seen[t] > 10);
    pipeline_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_index_answers_as_each_host_would)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
