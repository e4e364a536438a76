/* What is reckoned of a KMS host from all requests that it processed. */
#include "base/clock.h"
#include "support/pipeline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define SKU "73111121-5638-40f6-bc11-f1d7b0d64300"
#define SERVER_SKU "ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03"

static const sppwhy_machine *host_of(pipeline *p, const char *log)
{
    pipeline_to_collection(p, log);
    assert_int_equal(p->collection->serving_count, 1);
    return p->collection->serving[0];
}

static char *log_of(arena *a, const char *covers, const char *events)
{
    return arena_printf(a,
                        "logs:\n  - file: kms1/k.evtx\n    computer: kms1.contoso.com\n"
                        "    channel: Key Management Service\n%s    events:\n%s",
                        covers, events);
}

/* One 12290, of client number `n`; the time written in it is off by so many minutes. */
static char *served(arena *a, const char *time, const char *code, const char *need, int n, const char *off,
                    const char *sku)
{
    return arena_printf(
        a,
        "      - {time: %s, id: 12290, strings: [\"\", \"%s\", \"%s\", \"ws%d.contoso.com\", "
        "\"6a1c2f3e-0d4b-4c5a-9e8f-%012d\", \"{short_time%s}\", \"0\", \"1\", \"249120\", \"%s\"]}\n",
        time, code, need, n, n, off, sku);
}

static void clients_are_counted_over_thirty_days(void **state)
{
    pipeline p;
    arena *a = arena_create();
    (void)state;
    char *events = arena_printf(a, "%s%s%s%s", served(a, "2026-01-01T08:00:00Z", "0x0", "25", 1, "", SKU),
                                served(a, "2026-03-01T08:00:00Z", "0x0", "5", 2, "", SKU),
                                served(a, "2026-03-02T08:00:00Z", "0x0", "5", 2, "", SKU),
                                served(a, "2026-03-02T09:00:00Z", "0x0", "5", 3, "", SKU));
    const sppwhy_machine *m = host_of(&p, log_of(a, "", events));
    assert_int_equal(m->host.count.recent_clients, 2);
    assert_int_equal(m->host.count.need, 5);
    assert_int_equal(p.collection->recent_clients, 2);
    assert_int_equal(p.collection->need, 5);
    pipeline_free(&p);
    arena_free(a);
}

static void the_newest_grant_of_each_product_is_kept(void **state)
{
    pipeline p;
    arena *a = arena_create();
    (void)state;
    char *events = arena_printf(a, "%s%s%s", served(a, "2026-03-01T08:00:00Z", "0x0", "25", 1, "", SKU),
                                served(a, "2026-03-02T08:00:00Z", "0x0", "25", 2, "", SKU),
                                served(a, "2026-03-02T09:00:00Z", "0xC004F042", "5", 3, "", SERVER_SKU));
    const sppwhy_machine *m = host_of(&p, log_of(a, "", events));
    assert_int_equal(m->host.granted_count, 1);
    assert_ptr_equal(m->host.granted[0], m->served[1]);
    pipeline_free(&p);
    arena_free(a);
}

static void one_client_does_not_move_the_hosts_clock(void **state)
{
    pipeline p;
    arena *a = arena_create();
    (void)state;
    char *events = arena_printf(a, "%s%s%s%s", served(a, "2026-03-02T06:00:00Z", "0x0", "25", 1, "-200", SKU),
                                served(a, "2026-03-02T07:00:00Z", "0x0", "25", 1, "-200", SKU),
                                served(a, "2026-03-02T08:00:00Z", "0x0", "25", 2, "-20", SKU),
                                served(a, "2026-03-02T09:00:00Z", "0x0", "25", 3, "-10", SKU));
    const sppwhy_machine *m = host_of(&p, log_of(a, "", events));
    assert_int_equal(m->host.clock_clients, 3);
    assert_int_equal(m->host.clock_seconds, 20 * 60);
    pipeline_free(&p);
    arena_free(a);
}

/* Every hour from Friday 06:00 to 20:00; the log ends on Monday. */
static const sppwhy_machine *friday(pipeline *p, arena *a, const char *end)
{
    char *events = arena_string(a, "");
    for (int h = 6; h <= 20; h++) {
        char *time = arena_printf(a, "2026-03-06T%02d:00:00Z", h);
        events = arena_printf(a, "%s%s", events, served(a, time, "0x0", "25", h, "", SKU));
    }
    char *covers = arena_printf(a, "    covers: [2026-03-06T00:00:00Z, %s]\n", end);
    return host_of(p, log_of(a, covers, events));
}

static void a_weekend_is_no_silence(void **state)
{
    pipeline p;
    arena *a = arena_create();
    (void)state;
    const sppwhy_machine *m = friday(&p, a, "2026-03-09T03:00:00Z");
    assert_true(m->host.silence == 7 * CLOCK_HOUR);
    assert_true(m->host.usual_gap == CLOCK_HOUR);
    assert_true(m->host.silent_to - m->host.silent_from == 55 * CLOCK_HOUR);
    pipeline_free(&p);
    arena_free(a);
}

static void too_few_requests_show_no_silence(void **state)
{
    pipeline p;
    arena *a = arena_create();
    (void)state;
    const sppwhy_machine *m =
        host_of(&p, log_of(a, "    covers: [2026-03-01T00:00:00Z, 2026-03-09T00:00:00Z]\n",
                           served(a, "2026-03-02T08:00:00Z", "0x0", "25", 1, "", SKU)));
    assert_true(m->host.silent_from == 0);
    pipeline_free(&p);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clients_are_counted_over_thirty_days),
        cmocka_unit_test(the_newest_grant_of_each_product_is_kept),
        cmocka_unit_test(one_client_does_not_move_the_hosts_clock),
        cmocka_unit_test(a_weekend_is_no_silence),
        cmocka_unit_test(too_few_requests_show_no_silence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
