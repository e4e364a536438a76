/* KMS activity: what the newest request of a client says, and what must be assumed of it. */
#include "support/pipeline.h"

#include "base/clock.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define SERVER "ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03"
#define HOST_LOG                                                                                             \
    "logs:\n  - file: kms1.evtx\n    computer: kms1.contoso.com\n    channel: Key Management Service\n    "  \
    "events:\n"
#define HOST_EVENT(time, code, client, digit, vm, state, minutes)                                            \
    "      - time: " time "\n        id: 12290\n        strings: [\"\", \"" code "\", \"5\", \"" client      \
    "\", \"6a1c2f3e-0d4b-4c5a-9e8f-11223344556" digit "\", \"{short_time}\", \"" vm "\", \"" state           \
    "\", \"" minutes "\", \"" SERVER "\"]\n"

static sppwhy_activity *count(pipeline *p, const char *scenario, uint64_t until)
{
    sppwhy_activity *a;
    sppwhy_error error;
    sppwhy_span span = {0, until};
    pipeline_to_collection(p, scenario);
    assert_int_equal(sppwhy_activity_count(&a, p->collection, span, &error), SPPWHY_OK);
    return a;
}

static void finish(pipeline *p, sppwhy_activity *a)
{
    sppwhy_activity_free(a);
    pipeline_free(p);
}

static const sppwhy_activity_client *client(const sppwhy_activity_scope *s, const char *name)
{
    for (size_t i = 0; i < s->client_count; i++)
        if (strcmp(s->clients[i].machine->name, name) == 0)
            return &s->clients[i];
    fail_msg("no client %s", name);
    return NULL;
}

static void a_renewal_is_assumed_and_a_refusal_changes_nothing(void **state)
{
    (void)state;
    pipeline p;
    sppwhy_activity *a =
        count(&p,
              HOST_LOG HOST_EVENT("2026-03-02T08:00:00Z", "0x0", "a.contoso.com", "1", "1", "1", "249120")
                  HOST_EVENT("2026-03-02T09:00:00Z", "0xC004F06C", "b.contoso.com", "2", "0", "2", "2880"),
              0);
    const sppwhy_activity_scope *s = &a->scopes[0];
    assert_int_equal(a->scope_count, 2);
    assert_string_equal(a->scopes[1].host->name, "kms1.contoso.com");
    assert_int_equal(s->requests, 2);
    assert_int_equal(s->not_activated, 1);
    assert_int_equal(s->products[0].activations[0], 1);
    assert_int_equal(s->products[0].new_activations, 0);
    assert_int_equal(s->products[0].virtual_clients, 1);
    assert_int_equal(s->products[0].physical_clients, 1);
    const sppwhy_activity_client *renewed = client(s, "a.contoso.com"), *refused = client(s, "b.contoso.com");
    assert_int_equal(renewed->basis, SPPWHY_BASIS_RENEWAL);
    assert_true(renewed->ends == renewed->seen + 180 * CLOCK_DAY);
    assert_int_equal(refused->basis, SPPWHY_BASIS_BEFORE);
    assert_int_equal(refused->state, 2);
    assert_true(refused->ends == refused->seen + 2 * CLOCK_DAY);
    finish(&p, a);
}

static void a_grant_counts_only_with_enough_clients(void **state)
{
    (void)state;
    pipeline p;
    sppwhy_activity *a = count(
        &p, HOST_LOG HOST_EVENT("2026-03-02T08:00:00Z", "0x0", "a.contoso.com", "1", "1", "2", "40000"), 0);
    assert_int_equal(client(&a->scopes[0], "a.contoso.com")->basis, SPPWHY_BASIS_TOO_FEW);
    assert_int_equal(client(&a->scopes[0], "a.contoso.com")->state, 2);
    finish(&p, a);
    a = count(
        &p,
        HOST_LOG HOST_EVENT("2026-03-02T08:00:00Z", "0x0", "a.contoso.com", "1", "1", "2", "40000")
            HOST_EVENT("2026-03-02T08:01:00Z", "0x0", "b.contoso.com", "2", "1", "2", "40000")
                HOST_EVENT("2026-03-02T08:02:00Z", "0x0", "c.contoso.com", "3", "1", "2", "40000")
                    HOST_EVENT("2026-03-02T08:03:00Z", "0x0", "d.contoso.com", "4", "1", "2", "40000")
                        HOST_EVENT("2026-03-02T08:04:00Z", "0x0", "e.contoso.com", "5", "1", "2", "40000"),
        0);
    assert_int_equal(client(&a->scopes[0], "a.contoso.com")->basis, SPPWHY_BASIS_ENOUGH_CLIENTS);
    assert_int_equal(client(&a->scopes[1], "a.contoso.com")->basis, SPPWHY_BASIS_ENOUGH_CLIENTS);
    assert_int_equal(client(&a->scopes[0], "a.contoso.com")->state, 1);
    assert_int_equal(a->scopes[0].products[0].new_activations, 5);
    finish(&p, a);
}

#define CLIENT_LOG(answer)                                                                                   \
    "  - file: a.evtx\n    computer: a.contoso.com\n    events:\n      - time: 2026-03-02T08:00:00Z\n"       \
    "        id: 12288\n        strings: [\"0x00000000, 0x00000000, kms1.contoso.com:1688, "                 \
    "6a1c2f3e-0d4b-4c5a-9e8f-112233445561, {time}, 1, 2, 40000, " SERVER ", 5\"]\n"                          \
    "      - time: 2026-03-02T08:00:01Z\n        id: 12289\n        strings: [\"" answer                     \
    ", 120, 10080, {time}\"]\n"

static void the_clients_answer_decides(void **state)
{
    (void)state;
    pipeline p;
    static const char granted[] =
        HOST_LOG HOST_EVENT("2026-03-02T08:00:00Z", "0x0", "a.contoso.com", "1", "1", "2", "40000")
            CLIENT_LOG("0x00000000, 0x00000000, 1, 0, 12");
    static const char refused[] =
        HOST_LOG HOST_EVENT("2026-03-02T08:00:00Z", "0x0", "a.contoso.com", "1", "1", "2", "40000")
            CLIENT_LOG("0x00000000, 0x04000008, 0, 0, 4");
    sppwhy_activity *a = count(&p, granted, 0);
    assert_int_equal(client(&a->scopes[0], "a.contoso.com")->basis, SPPWHY_BASIS_ANSWER);
    assert_int_equal(client(&a->scopes[0], "a.contoso.com")->state, 1);
    assert_int_equal(a->scopes[0].not_activated, 0);
    finish(&p, a);
    a = count(&p, refused, 0);
    assert_int_equal(client(&a->scopes[0], "a.contoso.com")->state, 2);
    assert_int_equal(a->scopes[0].not_activated, 1);
    assert_int_equal(a->scopes[0].products[0].activations[4], 0);
    finish(&p, a);
}

static void ranges_end_where_they_say(void **state)
{
    (void)state;
    pipeline p;
    uint64_t until;
    assert_true(clock_parse(&until, "2026-03-09T08:00:00Z"));
    sppwhy_activity *a =
        count(&p,
              HOST_LOG HOST_EVENT("2026-02-01T08:00:00Z", "0x0", "a.contoso.com", "1", "1", "1", "249120")
                  HOST_EVENT("2026-03-02T08:00:01Z", "0x0", "a.contoso.com", "1", "1", "1", "249120")
                      HOST_EVENT("2026-03-08T08:00:00Z", "0x0", "a.contoso.com", "1", "1", "1", "249120")
                          HOST_EVENT("2026-03-10T08:00:00Z", "0x0", "a.contoso.com", "1", "1", "1", "249120"),
              until);
    const uint64_t *n = a->scopes[0].products[0].activations;
    assert_true(a->now == until);
    assert_int_equal(n[0], 0); /* a day ago to the tick is no longer the last day */
    assert_int_equal(n[1], 2);
    assert_int_equal(n[2], 2);
    assert_int_equal(n[3], 3);
    assert_int_equal(n[4], 3);
    assert_int_equal(a->scopes[0].client_count, 1);
    finish(&p, a);
}

static const sppwhy_activity_end *end_of(const sppwhy_activity *a, const char *name)
{
    for (size_t i = 0; i < a->end_count; i++)
        if (strcmp(a->ends[i].machine->name, name) == 0)
            return &a->ends[i];
    fail_msg("no end of %s", name);
    return NULL;
}

/* Logs of 2011 beside one of 2026: what is left on a machine of which only the old host's log speaks is
 * reckoned from that log's end, as in the table of clients. */
static void an_end_is_reckoned_from_the_logs_that_speak_of_it(void **state)
{
    (void)state;
    pipeline p;
    sppwhy_activity *a =
        count(&p,
              HOST_LOG HOST_EVENT("2011-03-02T08:00:00Z", "0x0", "old.contoso.com", "7", "1", "1", "249120")
                  HOST_EVENT("2011-03-03T08:00:00Z", "0x0", "a.contoso.com", "1", "1", "1", "249120")
                      CLIENT_LOG("0x00000000, 0x00000000, 1, 0, 12"),
              0);
    const sppwhy_activity_end *old = end_of(a, "old.contoso.com"), *own = end_of(a, "a.contoso.com");
    assert_int_equal(old->now, client(&a->scopes[0], "old.contoso.com")->now);
    assert_true(old->now < a->now && old->ends > old->now);
    assert_int_equal(old->ends - old->now, 179 * CLOCK_DAY);
    /* This one's own log is of today, whatever the old host's shows: nothing is left from 2011. */
    assert_int_equal(own->now, a->now);
    assert_int_equal(client(&a->scopes[0], "a.contoso.com")->now, a->now);
    assert_true(own->ends > a->now && own->ends - a->now <= 180 * CLOCK_DAY);
    finish(&p, a);
}

static void nothing_at_all(void **state)
{
    (void)state;
    pipeline p;
    sppwhy_activity *a = count(&p,
                               "logs:\n  - file: a.evtx\n    computer: a\n    events:\n      - time: "
                               "2026-03-02T08:00:00Z\n        id: 903\n",
                               0);
    assert_int_equal(a->scope_count, 1);
    assert_int_equal(a->scopes[0].requests, 0);
    finish(&p, a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_renewal_is_assumed_and_a_refusal_changes_nothing),
        cmocka_unit_test(a_grant_counts_only_with_enough_clients),
        cmocka_unit_test(the_clients_answer_decides),
        cmocka_unit_test(ranges_end_where_they_say),
        cmocka_unit_test(an_end_is_reckoned_from_the_logs_that_speak_of_it),
        cmocka_unit_test(nothing_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
