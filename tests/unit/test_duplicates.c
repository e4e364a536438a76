/* Events of exports that two files hold: what is one event, and what is not, however the table of them lies. */
#include "base/text.h"
#include "collect/text_form.h"
#include "exports/exports.h"
#include "spp/duplicate_events.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SKU "73111121-5638-40f6-bc11-f1d7b0d64300"
#define TURNS 20 /* the seed of the hashes is another one each time */

static const char *const providers[] = {"Microsoft-Windows-Security-SPP", NULL};

static bool tell(void *context, const char *path, size_t line, const char *message)
{
    (void)context;
    fail_msg("%s:%zu: %s", path, line, message);
    return true;
}

typedef struct bytes {
    const char *at;
    size_t length;
    bool given;
} bytes;

static sppwhy_status feed(void *context, const void **at, size_t *length, sppwhy_error *error)
{
    bytes *b = context;
    (void)error;
    *at = b->at;
    *length = b->given ? 0 : b->length;
    b->given = true;
    return SPPWHY_OK;
}

static const sppwhy_log *read_text(arena *memory, const char *name, const char *text)
{
    const sppwhy_read_options options = {.size = sizeof options, .providers = providers};
    exports_result result;
    bytes all = {text, strlen(text), false};
    file *f = NULL;
    assert_int_equal(file_from_feed(&f, name, (file_feed){&all, feed}, NULL), SPPWHY_OK);
    assert_int_equal(exports_read(&result, memory, f, name, &options, tell, NULL, NULL), SPPWHY_OK);
    file_close(f);
    return result.log;
}

/* Of the events in the two files so many are copies, whichever comes first. */
static void expect(const char *first_name, const char *first, const char *second_name, const char *second,
                   size_t copies)
{
    arena *memory = arena_create();
    assert_non_null(memory);
    const sppwhy_log *logs[2] = {read_text(memory, first_name, first),
                                 read_text(memory, second_name, second)};
    for (size_t turn = 0; turn < TURNS; turn++) {
        const sppwhy_log *both[] = {logs[turn % 2], logs[1 - turn % 2]};
        duplicate_events r;
        assert_true(duplicate_events_find(&r, both, 2));
        if (r.count != copies)
            fail_msg("%s and %s: %zu copies", first_name, second_name, r.count);
        duplicate_events_free(&r);
    }
    arena_free(memory);
}

static void add_event(strbuf *out, const char *id, const char *machine, const char *message)
{
    strbuf_printf(
        out, "TimeCreated : 2026-03-05 10:00:29\nProviderName : Microsoft-Windows-Security-SPP\nId : %s\n",
        id);
    if (machine)
        strbuf_printf(out, "MachineName : %s\n", machine);
    strbuf_printf(out, "Message : %s\n\n", message);
}

static void add_requests(strbuf *out, const char *client)
{
    char message[400];
    for (unsigned i = 0; i < 50; i++) {
        snprintf(message, sizeof message,
                 "An activation request has been processed.\n          Info:\n          0x0, 25, %s%u, "
                 "6a1c2f3e-0d4b-4c5a-9e8f-%012x, 2026/03/05 10:00, 0, 2, 41760, " SKU,
                 client, i, i);
        add_event(out, "12290", "kms1.contoso.com", message);
    }
}

static void events_of_one_second_are_compared(void **state)
{
    strbuf a = {0}, b = {0}, c = {0};
    (void)state;
    add_requests(&a, "pc-a");
    add_requests(&b, "pc-b");
    add_requests(&c, "pc-a");
    strbuf_add(&c, "\n\n");
    expect("a.txt", a.bytes, "b.txt", b.bytes, 0);
    expect("a.txt", a.bytes, "c.txt", c.bytes, 50);
    strbuf_free(&a);
    strbuf_free(&b);
    strbuf_free(&c);
}

#define ANSWER "The client has processed an activation response.\nInfo:\n0x00000000, 0x00000000, "

static void values_are_told_apart_by_their_commas(void **state)
{
    strbuf a = {0}, b = {0}, c = {0};
    (void)state;
    add_event(&a, "12289", "ws1", ANSWER "1, 0, 11, 0, 10080, 2026/03/05 10:00");
    add_event(&b, "12289", "ws1", ANSWER "1, 0, 1, 10, 10080, 2026/03/05 10:00");
    add_event(&c, "12289", "ws1",
              ANSWER "1,0,  11,0,\n10080,2026/03/05 10:00"); /* as a narrow window has it */
    expect("a.txt", a.bytes, "b.txt", b.bytes, 0);
    expect("a.txt", a.bytes, "c.txt", c.bytes, 1);
    strbuf_free(&a);
    strbuf_free(&b);
    strbuf_free(&c);
}

static void machines_are_told_apart(void **state)
{
    static const char failed[] = "hr=0xC004F074\nRuleId=1;Action=AutoActivate;AppId=2;SkuId=" SKU;
    strbuf named = {0}, label = {0}, other = {0}, nameless = {0};
    (void)state;
    add_event(&named, "8198", "ws1.contoso.com", failed);
    add_event(&label, "8198", "WS1", failed);
    add_event(&other, "8198", "ws1.fabrikam.com", failed);
    add_event(&nameless, "8198", NULL, failed);
    expect("a.txt", named.bytes, "b.txt", label.bytes, 1);
    expect("a.txt", named.bytes, "b.txt", other.bytes, 0);
    expect("a.txt", named.bytes, "b.txt", nameless.bytes, 1);
    expect("pc1.txt", nameless.bytes, "pc2.txt", nameless.bytes, 0);
    expect("pc1.txt", nameless.bytes, "pc1.log", nameless.bytes, 1);
    strbuf_free(&named);
    strbuf_free(&label);
    strbuf_free(&other);
    strbuf_free(&nameless);
}

/* One file of many machines with the same text in one second, beside one that names none of its own. */
static void many_machines_of_one_second_all_stay(void **state)
{
    static const char failed[] = "hr=0xC004F074\nRuleId=1;Action=AutoActivate;AppId=2;SkuId=" SKU;
    strbuf many = {0}, other = {0};
    char name[40];
    (void)state;
    for (unsigned i = 0; i < 3000; i++) {
        snprintf(name, sizeof name, "pc%u.contoso.com", i);
        add_event(&many, "8198", name, failed);
    }
    add_event(&other, "8198", "pc9.contoso.com", failed);
    add_event(&other, "8198", "pc2999", failed);
    add_event(&other, "8198", "pc3000", failed);
    add_event(&other, "8197", NULL, failed);
    expect("many.txt", many.bytes, "other.txt", other.bytes, 2);
    strbuf_free(&many);
    strbuf_free(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_of_one_second_are_compared),
        cmocka_unit_test(values_are_told_apart_by_their_commas),
        cmocka_unit_test(machines_are_told_apart),
        cmocka_unit_test(many_machines_of_one_second_all_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
