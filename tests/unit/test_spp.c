/*
 * From an event's strings to typed fields: the catalogue, every way in which real events and Microsoft's
 * documents write a value, and what is said of a value that is unknown.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/strings.h"
#include "support/written.h"

#include "evtx/store.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/text.h"
#include "rules/analysis.h"
#include "sppwhy/report.h"
#include "support/pipeline.h"
#include "support/real_strings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define SPP "Microsoft-Windows-Security-SPP"
#define CMID "169721ce-2886-4832-a037-e9459281751a"
#define SKU "ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03"
#define WINDOWS "55c92734-d682-4d71-983e-d6ec3f16059f"

static sppwhy_catalogue *catalogue;

static int load_catalogue(void **state)
{
    sppwhy_error error;
    (void)state;
    return sppwhy_catalogue_load(&catalogue, NULL, &error) != SPPWHY_OK;
}

static int drop_catalogue(void **state)
{
    (void)state;
    sppwhy_catalogue_free(catalogue);
    return 0;
}

/* ---- an event and what is made of it
 * ------------------------------------------------------------------------ */

typedef struct one_event {
    arena *memory;
    sppwhy_event event;
    sppwhy_log log;
    const sppwhy_log *logs[1];
    sppwhy_records *records;
} one_event;

static const sppwhy_record *interpret(one_event *one, const char *provider, uint32_t id,
                                      const char *const *strings)
{
    evtx_store store = {0};
    size_t count = 0;
    while (strings[count])
        count++;
    const sppwhy_raw_event raw = {.provider = provider,
                                  .source = "",
                                  .channel = "Application",
                                  .computer = "WS1",
                                  .id = id,
                                  .qualifiers = -1,
                                  .time = 132307125530000000,
                                  .record_id = 1,
                                  .header_record_id = 1,
                                  .strings = strings,
                                  .string_count = count,
                                  .reader = "test"};
    *one = (one_event){.memory = arena_create(), .log = {.path = "a.evtx", .event_count = 1}};
    assert_non_null(one->memory);
    assert_true(store_open(&store, one->memory, &one->log, NULL));
    assert_true(store_keep(&store, &raw, &one->event));
    assert_true(store_finish(&store));
    store_free(&store);
    one->log.events = &one->event;
    one->logs[0] = &one->log;
    assert_int_equal(sppwhy_records_create(&one->records, catalogue, one->logs, 1, NULL), SPPWHY_OK);
    assert_int_equal(one->records->count, 1);
    return &one->records->items[0];
}

static void forget(one_event *one)
{
    sppwhy_records_free(one->records);
    arena_free(one->memory);
}

/* The first thing that is wrong with it; "" when nothing is. */
static const char *first_problem(const sppwhy_record *r)
{
    size_t count;
    const sppwhy_problem *problems = sppwhy_record_problems(r, &count);
    return count != 0 ? problems[0].reason : "";
}

static void add_value(strbuf *out, sppwhy_field field, const sppwhy_value *value)
{
    char text[40];
    strbuf_printf(out, "%s%s=", out->length != 0 ? "|" : "", sppwhy_field_name(field));
    switch (sppwhy_field_type(field)) {
    case SPPWHY_TYPE_CODE:
    case SPPWHY_TYPE_FLAGS:
        strbuf_printf(out, "0x%08X", (unsigned)value->number);
        break;
    case SPPWHY_TYPE_NUMBER:
    case SPPWHY_TYPE_BOOLEAN:
        strbuf_printf(out, "%llu", (unsigned long long)value->number);
        break;
    case SPPWHY_TYPE_STATE:
        strbuf_add(out, sppwhy_state_name(value->number));
        break;
    case SPPWHY_TYPE_TIME:
        strbuf_add(out, clock_format(value->number, false, text));
        break;
    case SPPWHY_TYPE_TEXT:
        strbuf_add(out, value->text);
        break;
    case SPPWHY_TYPE_GUID:
    case SPPWHY_TYPE_PRODUCT:
        strbuf_add(out, id_format(value->id, text));
        break;
    }
}

/* "name=value|..." of what is known, in the order of the event's fields. */
static void add_fields(strbuf *out, const sppwhy_record *r)
{
    strbuf_add(out, "");
    for (size_t i = 0; i < sppwhy_record_type(r)->field_count; i++) {
        sppwhy_value value;
        bool known = sppwhy_record_type(r)->fields[i] < SPPWHY_FIELD_TOTAL &&
                     sppwhy_record_get(r, sppwhy_record_type(r)->fields[i], &value);
        if (known)
            add_value(out, sppwhy_record_type(r)->fields[i], &value);
    }
}

static void add_problems(strbuf *out, const sppwhy_record *r)
{
    strbuf_add(out, "");
    size_t count;
    const sppwhy_problem *problems = sppwhy_record_problems(r, &count);
    for (size_t i = 0; i < count; i++)
        strbuf_printf(out, "%s%s: %s", i != 0 ? "|" : "", problems[i].field, problems[i].reason);
}

static void expect_event(uint32_t id, const char *const *strings, const char *fields, const char *problems)
{
    one_event one;
    strbuf got = {0}, wrong = {0};
    const sppwhy_record *r = interpret(&one, SPP, id, strings);
    add_fields(&got, r);
    add_problems(&wrong, r);
    assert_string_equal(got.bytes, fields);
    assert_string_equal(wrong.bytes, problems);
    for (size_t i = 0; strings[i]; i++) /* the raw strings are kept */
        assert_string_equal(string_of(r->event, i), strings[i]);
    strbuf_free(&got);
    strbuf_free(&wrong);
    forget(&one);
}

/* One entry, "field=value" or "field: reason", among what an event says. */
static void expect_entry(uint32_t id, const char *const *strings, const char *entry)
{
    one_event one;
    strbuf all = {0}, wrong = {0}, wanted = {0};
    const sppwhy_record *r = interpret(&one, SPP, id, strings);
    add_fields(&all, r);
    add_problems(&wrong, r);
    strbuf_printf(&all, "|%s|", wrong.bytes);
    strbuf_printf(&wanted, "%s|", entry);
    const char *found = strstr(all.bytes, wanted.bytes);
    if (!found || (found != all.bytes && found[-1] != '|'))
        fail_msg("\"%s\": wanted %s in %s", strings[0], entry, all.bytes);
    strbuf_free(&wanted);
    strbuf_free(&wrong);
    strbuf_free(&all);
    forget(&one);
}

static const char *const good_request[] = {
    "0x00000000", "0x00000000", "kms1.contoso.com:1688", CMID, "2023/05/24 01:12", "1", "5", "0", SKU, "5",
};

/* A 12288 in which the value at one place is another. */
static void expect_request(size_t place, const char *value, const char *entry)
{
    strbuf info = {0};
    for (size_t i = 0; i < COUNT(good_request); i++)
        strbuf_printf(&info, "%s%s", i != 0 ? ", " : "", i == place ? value : good_request[i]);
    const char *const strings[] = {info.bytes, NULL};
    expect_entry(12288, strings, entry);
    strbuf_free(&info);
}

/* ---- what real logs and documents hold
 * ---------------------------------------------------------------------- */

static void every_real_string_says_what_it_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(real_events); i++)
        expect_event(real_events[i].id, real_events[i].strings, real_events[i].fields,
                     real_events[i].problems);
}

/* No 8233 is published with all its strings: hr, application, product and trigger, as its message
 * has them. */
static void a_failed_volume_activation_attempt_is_told(void **state)
{
    static const char *const strings[] = {"0xC004F074", WINDOWS, SKU, "UserLogon(1)", NULL};
    static const char *const shorter[] = {"hr=0xC004F074", WINDOWS, SKU, NULL};
    (void)state;
    expect_event(8233, strings,
                 "code=0xC004F074|application=" WINDOWS "|product=" SKU "|trigger=UserLogon(1)", "");
    expect_event(8233, shorter, "code=0xC004F074|application=" WINDOWS "|product=" SKU, "");
}

#define HOST_FIELDS                                                                                          \
    "code=0xC004F06C|required_count=5|client=SRV1|cmid=" CMID                                                \
    "|client_time=2010-09-29T21:46:00Z|vm=0|license_state=initial_grace|minutes_left=41520|product=" SKU

static void a_host_request_is_one_string_nine_or_ten(void **state)
{
    static const char *const cases[][12] = {
        {"0xC004F06C,5,SRV1," CMID ",2010/9/29 21:46,0,2,41520," SKU},
        {"0xC004F06C, 5, SRV1, " CMID ", 2010/9/29 21:46, 0, 2, 41520, " SKU},
        {"0xC004F06C", "5", "SRV1", CMID, "2010/9/29 21:46", "0", "2", "41520", SKU},
        {"", "0xC004F06C", "5", "SRV1", CMID, "2010/9/29 21:46", "0", "2", "41520", SKU},
        {"what this is nobody knows", "0xC004F06C", "5", "SRV1", CMID, "2010/9/29 21:46", "0", "2", "41520",
         SKU},
        {" 0xC004F06C ", " 5", "SRV1 ", CMID " ", " 2010/9/29 21:46", "0 ", "2", "41520", "\t" SKU "\r\n"},
        {"", "0xC004F06C", " 5", " SRV1", CMID, " 2010/9/29 21:46", " 0", " 2", " 41520", " " SKU},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        expect_event(12290, cases[i], HOST_FIELDS, "");
}

static void ten_strings_may_have_blanks_around_the_code(void **state)
{
    static const char *const strings[] = {"",  " 0xC004F06C", "5",     "SRV1", CMID, "2010/9/29 21:46",
                                          "0", "2",           "41520", SKU,    NULL};
    (void)state;
    expect_event(12290, strings, HOST_FIELDS, "");
}

static void the_unknown_first_of_ten_strings_may_look_like_a_code(void **state)
{
    static const char *const strings[] = {"0x0", "0xC004F06C", "5",     "SRV1", CMID, "2010/9/29 21:46",
                                          "0",   "2",          "41520", SKU,    NULL};
    (void)state;
    expect_event(12290, strings, HOST_FIELDS, "");
}

static void dns_events_name_code_and_domain(void **state)
{
    static const char *const failed[] = {"0x8007267C", "contoso.com", NULL}, *const done[] = {"contoso.com",
                                                                                              NULL};
    static const char *const timer[] = {"0xC004F041", NULL};
    (void)state;
    expect_event(12293, failed, "code=0x8007267C|domain=contoso.com", "");
    expect_event(12294, done, "domain=contoso.com", "");
    expect_event(12291, timer, "code=0xC004F041", "");
    expect_event(12292, timer, "code=0xC004F041", "");
}

/* ---- how values are written
 * --------------------------------------------------------------------------------- */

static void every_way_to_write_a_date_is_read(void **state)
{
    static const char *const cases[][2] = {
        {"2010/09/29 17:52", "client_time=2010-09-29T17:52:00Z"}, /* Windows 7 and later */
        {"2010/9/29 21:46", "client_time=2010-09-29T21:46:00Z"},  /* a Vista host */
        {"2006/1/14 2:30", "client_time=2006-01-14T02:30:00Z"},   /* the guide's 12288 */
        {"1/14/2006 2:30", "client_time=2006-01-14T02:30:00Z"},   /* the guide's 12289: the month first */
        {"01/14/2006 02:30", "client_time=2006-01-14T02:30:00Z"},
        {"2010/09/29  17:52", "client_time=2010-09-29T17:52:00Z"}, /* two blanks */
        {"2010/09/29 17:52:31", "client_time=2010-09-29T17:52:31Z"},
        {"2024/02/29 00:00", "client_time=2024-02-29T00:00:00Z"},
        {"2023/02/29 00:00", "client_time: \"2023/02/29 00:00\" is not a date and time"},
        {"14/1/2006 2:30", "client_time: \"14/1/2006 2:30\" is not a date and time"}, /* no month 14 */
        {"2010/09/29", "client_time: \"2010/09/29\" is not a date and time"},
        {"2010/09/29 25:00", "client_time: \"2010/09/29 25:00\" is not a date and time"},
        {"2010/09/29 17:52 PM", "client_time: \"2010/09/29 17:52 PM\" is not a date and time"},
        {"10/9/29 21:46", "client_time: \"10/9/29 21:46\" is not a date and time"},
        {"99999999999999/1/1 0:00", "client_time: \"99999999999999/1/1 0:00\" is not a date and time"},
        {"<DateTime>", "client_time: \"<DateTime>\" is not a date and time"},
        {"", "client_time: is empty in the event"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        expect_request(4, cases[i][0], cases[i][1]);
}

static void a_grace_end_has_a_colon_before_the_time(void **state)
{
    static const char *const cases[][3] = {
        {"S (REG_SZ) =AppId=" WINDOWS ";GraceEndDate=2021/03/16:17:07:12;SkuId=" SKU, NULL,
         "grace_end=2021-03-16T17:07:12Z"},
        {"GraceEndDate=2021/03/16:17:07", NULL, "grace_end=2021-03-16T17:07:00Z"},
        {"GraceEndDate=never", NULL, "grace_end: \"never\" is not a date and time"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        expect_entry(8230, cases[i], cases[i][2]);
}

static void the_host_is_cut_off_at_the_last_colon(void **state)
{
    static const char *const cases[][3] = {
        {"169.254.169.250:1688", "server=169.254.169.250", "port=1688"},
        {"kms1:65535", "server=kms1", "port=65535"},
        {"[fe80::1]:1688", "server=fe80::1", "port=1688"},
        {"2001:db8::5:1688", "server=2001:db8::5", "port=1688"},
        {"a:b:c:1688", "server=a:b:c", "port=1688"},
        {"kms1.contoso.com", "server=kms1.contoso.com", "port: there is no colon and port behind the host"},
        {"_key.management.server:_1688", "server=_key.management.server", "port: \"_1688\" is not a port"},
        {"kms1:", "server=kms1", "port: \"\" is not a port"},
        {"kms1:65536", "server=kms1", "port: \"65536\" is not a port"},
        {"kms1:-1", "server=kms1", "port: \"-1\" is not a port"},
        {":1688", "server: is empty in the event", "port=1688"},
        {"", "server: is empty in the event", "port: there is no colon and port behind the host"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        expect_request(2, cases[i][0], cases[i][1]);
        expect_request(2, cases[i][0], cases[i][2]);
    }
}

static void an_address_in_brackets_may_have_no_port(void **state)
{
    char info[256];
    const char *const strings[] = {info, NULL};
    (void)state;
    snprintf(info, sizeof info, "0x0, 0x0, [fe80::1], %s, 2023/05/24 01:12, 1, 5, 0, %s, 5", CMID, SKU);
    expect_entry(12288, strings, "port: there is no colon and port behind the host");
}

static void codes_and_flags_may_be_unpadded(void **state)
{
    (void)state;
    expect_request(0, "0x0", "code=0x00000000");
    expect_request(0, "0xc004f06c", "code=0xC004F06C");
    expect_request(0, "0XC004F06C", "code=0xC004F06C");
    expect_request(0, "hr=0xC004F074", "code=0xC004F074");
    expect_request(0, "3221549164", "code: \"3221549164\" is not a code like 0xC004F074");
    expect_request(0, "0x1C004F06C", "code: \"0x1C004F06C\" is not a code like 0xC004F074");
    expect_request(0, "hr=", "code: \"hr=\" is not a code like 0xC004F074");
    expect_request(1, "0x8", "flags=0x00000008");
    expect_request(1, "0x4000008", "flags=0x04000008");
    expect_request(1, "x", "flags: \"x\" is not flags like 0x00000000");
}

static void other_values_are_checked_too(void **state)
{
    static const struct {
        size_t place;
        const char *value, *entry;
    } cases[] = {
        {3, "{169721CE-2886-4832-A037-E9459281751A}", "cmid=" CMID},
        {3, "<CMID>", "cmid: \"<CMID>\" is not a GUID"},
        {3, "", "cmid: is empty in the event"},
        {5, "0", "vm=0"},
        {5, "2", "vm: \"2\" is not 0 or 1"},
        {6, "6", "license_state=extended_grace"},
        {6, "7", "license_state: \"7\" is not a license state from 0 to 6"},
        {6, "licensed", "license_state: \"licensed\" is not a license state from 0 to 6"},
        {7, "259200", "minutes_left=259200"},
        {7, "-1", "minutes_left: \"-1\" is not a number"},
        {7, "99999999999999999999999", "minutes_left: \"99999999999999999999999\" is not a number"},
        {8, "6f345b60-8a5c-427c-....-836a982589dc",
         "product: \"6f345b60-8a5c-427c-....-836a982589dc\" is not a GUID"},
        {9, "25", "required_count=25"},
        {9, "", "required_count: is empty in the event"},
        {9, " 5 ", "required_count=5"},
    };
    static const char *const states[] = {"unlicensed",       "licensed",          "initial_grace",
                                         "additional_grace", "non_genuine_grace", "notification",
                                         "extended_grace"};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        expect_request(cases[i].place, cases[i].value, cases[i].entry);
    for (uint64_t i = 0; i < COUNT(states); i++)
        assert_string_equal(sppwhy_state_name(i), states[i]);
    assert_null(sppwhy_state_name(7));
}

/* ---- too short, too long
 * ------------------------------------------------------------------------------------ */

#define ENDS ": the event ends before this field"

static void fields_that_are_not_there_are_named(void **state)
{
    static const char *const last[] = {"0x0, 0x0, kms1:1688, " CMID ", 2023/05/24 01:12, 1, 5, 0, " SKU,
                                       NULL};
    static const char *const one[] = {"0xC004F074", NULL}, *const none[] = {NULL},
                             *const empty[] = {"", NULL};
    static const char *const answer[] = {"0x00000000, 0x00000000, 1", NULL};
    (void)state;
    expect_event(
        12288, last,
        "code=0x00000000|flags=0x00000000|server=kms1|port=1688|cmid=" CMID
        "|client_time=2023-05-24T01:12:00Z|vm=1|license_state=notification|minutes_left=0|product=" SKU,
        "required_count" ENDS);
    expect_event(12288, one, "code=0xC004F074",
                 "flags" ENDS "|server" ENDS "|port" ENDS "|cmid" ENDS "|client_time" ENDS "|vm" ENDS
                 "|license_state" ENDS "|minutes_left" ENDS "|product" ENDS "|required_count" ENDS);
    expect_event(12289, answer, "code=0x00000000|flags=0x00000000|activated=1",
                 "count" ENDS "|activation_interval" ENDS "|renewal_interval" ENDS "|client_time" ENDS);
    expect_event(12293, one, "code=0xC004F074", "domain" ENDS);
    expect_event(12294, none, "", "domain" ENDS);
    expect_event(12292, empty, "", "code: is empty in the event");
    expect_entry(12290, none, "code" ENDS);
    expect_entry(12290, empty, "code: is empty in the event");
}

static void values_too_many_are_told(void **state)
{
    static const char *const one[] = {"0x0, 0x0, 1, 0, 50, 120, 10080, 2023/05/24 01:12, new", NULL};
    static const char *const two[] = {"0x0, 0x0, 1, 0, 50, 120, 10080, 2023/05/24 01:12,,", NULL};
    (void)state;
    expect_entry(12289, one, "client_time=2023-05-24T01:12:00Z");
    expect_entry(12289, one, "strings: 1 more values than this event is known to have");
    expect_entry(12289, two, "strings: 2 more values than this event is known to have");
}

static void a_value_of_any_length_ends(void **state)
{
    /* A sanitizer that checks strings reads each to its end whenever it is looked at. */
    size_t length = getenv("SPPWHY_MUTATIONS") ? 20000 : 200000;
    char *info = calloc(length + 1, 1);
    const char *const strings[] = {info, NULL};
    one_event one;
    (void)state;
    assert_non_null(info);
    memset(info, ',', length);
    assert_false(sppwhy_record_is(interpret(&one, SPP, 12288, strings), "other"));
    forget(&one);
    memset(info, 'x', length);
    const sppwhy_record *r = interpret(&one, SPP, 12288, strings);
    assert_true(strlen(first_problem(r)) < 300); /* a reason quotes, it does not repeat */
    forget(&one);
    free(info);
}

/* ---- key=value
 * ---------------------------------------------------------------------------------------------- */

static void keys_may_stand_in_any_order_and_be_missing(void **state)
{
    static const char *const turned[] = {"hr=0x8007232B",
                                         "SessionId=3;Trigger=UserLogon;NotificationInterval=1440;SkuId=" SKU
                                         ";AppId=" WINDOWS ";Action=AutoActivate;RuleId=" CMID,
                                         NULL};
    static const char *const few[] = {"hr=0x8007232B", "Trigger=NetworkAvailable", NULL};
    static const char *const no_keys[] = {"hr=0x8007232B", NULL};
    static const char *const odd[] = {"hr=0x8007232B", "SkuId=;AppId;=;;Trigger=a=b;MySkuId=" SKU, NULL};
    static const char *const bad[] = {"hr=0x8007232B", "SkuId=nonsense;NotificationInterval=often", NULL};
    (void)state;
    expect_event(8198, turned,
                 "code=0x8007232B|rule_id=" CMID "|action=AutoActivate|application=" WINDOWS "|product=" SKU
                 "|notification_interval=1440|trigger=UserLogon|session=3",
                 "");
    expect_event(8198, few, "code=0x8007232B|trigger=NetworkAvailable", "");
    expect_event(8198, no_keys, "code=0x8007232B", "");
    expect_event(8198, odd, "code=0x8007232B|trigger=a=b", "");
    expect_event(8198, bad, "code=0x8007232B",
                 "product: \"nonsense\" is not a GUID|notification_interval: \"often\" is not a number");
}

static void a_key_that_is_needed_is_missed(void **state)
{
    static const char *const strings[] = {"AppId=" WINDOWS ";SkuId=" SKU ";Trigger=TimerEvent", NULL};
    (void)state;
    expect_event(8197, strings, "application=" WINDOWS "|product=" SKU "|trigger=TimerEvent",
                 "action: there is no Action= in the event");
}

/* ---- kinds
 * -------------------------------------------------------------------------------------------------- */

static void an_event_is_told_by_provider_and_id(void **state)
{
    static const struct {
        const char *provider;
        uint32_t id;
        const char *kind;
    } cases[] = {
        {SPP, 12288, "client_request"},
        {SPP, 12289, "client_response"},
        {SPP, 12290, "host_request"},
        {SPP, 12291, "host_init_failed"},
        {SPP, 12292, "host_timer_failed"},
        {SPP, 12293, "dns_publish_failed"},
        {SPP, 12294, "dns_published"},
        {SPP, 8198, "scheduler_failed"},
        {SPP, 8233, "vl_attempt_failed"},
        {"Microsoft-Windows-Security-Licensing-SLC", 12290, "host_request"},
        {"Office Software Protection Platform Service", 12288, "client_request"},
        {"KmsRequests", 12290, "host_request"},
        {"KmsRequests", 31337, "other"}, /* malware has stored its payload so */
        {SPP, 4711, "other"},
        {"Somebody-Else", 12288, "other"},
        {"", 12288, "other"},
    };
    static const char *const strings[] = {"anything, at all", NULL};
    one_event one;
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const sppwhy_record *r = interpret(&one, cases[i].provider, cases[i].id, strings);
        assert_string_equal(sppwhy_record_type(r)->kind, cases[i].kind);
        assert_true(sppwhy_record_is(r, cases[i].kind));
        if (strcmp(cases[i].kind, "other") == 0)
            assert_string_equal(first_problem(r), ""); /* nothing is known of it, so nothing is missed */
        forget(&one);
    }
}

static void codes_and_products_have_names(void **state)
{
    uint8_t id[ID_BYTES];
    (void)state;
    const sppwhy_code *code = sppwhy_code_find(catalogue, 0xC004F06C);
    assert_non_null(code);
    assert_string_equal(code->symbol, "SL_E_VL_INVALID_TIMESTAMP");
    assert_true(code->meaning[0] != '\0');
    assert_null(sppwhy_code_find(catalogue, 0x12345678));
    assert_true(id_parse(id, SKU));
    const sppwhy_product *product = sppwhy_product_find(catalogue, id);
    assert_non_null(product);
    assert_string_equal(product->name, "Windows Server 2022 Datacenter");
    assert_string_equal(product->application, WINDOWS);
    assert_int_equal(product->required_count, 5);
    assert_true(id_parse(id, "ffffffff-ffff-ffff-ffff-ffffffffffff"));
    assert_null(sppwhy_product_find(catalogue, id));
}

/* ---- tables of the user's
 * ----------------------------------------------------------------------------------- */

static void a_table_of_the_users_stands_in_for_a_built_in_one(void **state)
{
    char folder[64];
    sppwhy_catalogue *own = NULL;
    (void)state;
    make_folder(folder);
    /* comments and empty lines are passed over, columns may be in any order, cells at the end be missing */
    put_file(folder, "catalogue/codes.tsv",
             "symbol\tcode\tmeaning\tseen_by\tactivation_type\tcause\tlikely_cause\tfirst_"
             "step\tsources\tnotes\tmore\r\n"
             "# ours\r\n\r\n"
             "OUR_OWN\t0x12345678\tOurs.\r\n");
    assert_int_equal(sppwhy_catalogue_load(&own, folder, NULL), SPPWHY_OK);
    assert_string_equal(sppwhy_code_find(own, 0x12345678)->symbol, "OUR_OWN");
    assert_string_equal(sppwhy_code_find(own, 0x12345678)->notes, "");
    assert_null(sppwhy_code_find(own, 0xC004F06C));      /* it is in for all of the table */
    assert_non_null(sppwhy_catalogue_providers(own)[0]); /* the others are the built-in ones */
    sppwhy_catalogue_free(own);
    remove_folder(folder);
}

#define CODES                                                                                                \
    "code\tsymbol\tmeaning\tseen_by\tactivation_type\tcause\tlikely_cause\tfirst_step\tsources\tnotes\n"
#define EVENTS "family\tid\tkind\tform\tfields\ttitle\n"
#define PRODUCTS "kind\tguid\tname\tapp_id\trequired_count\n"

static void mistakes_in_a_table_are_named_by_file_and_line(void **state)
{
    static const struct {
        const char *file, *text;
        unsigned line;
        const char *part;
    } cases[] = {
        {"catalogue/codes.tsv", "", 1, "the table has no column \"code\""},
        {"catalogue/codes.tsv", "code\tsymbol\n", 1, "the table has no column \"meaning\""},
        {"catalogue/codes.tsv", CODES "0x1\n# x\n\nC004F074\n", 5,
         "\"C004F074\" is not a code like 0xC004F074"},
        {"catalogue/codes.tsv", CODES "\tX\n", 2, "\"\" is not a code"},
        {"catalogue/products.tsv", PRODUCTS "ActID\t" SKU "\tA\nActID\tnone\tB\n", 3,
         "\"none\" is not a GUID"},
        {"catalogue/events.tsv", EVENTS "spp\ttwelve\tk\tinfo\tcode\tT\n", 2,
         "\"twelve\" is not an event id"},
        {"catalogue/events.tsv", EVENTS "spp\t4294967296\tk\tinfo\tcode\tT\n", 2, "is not an event id"},
        {"catalogue/events.tsv", EVENTS "spp\t1\tk\tother\tcode\tT\n", 2,
         "the form is \"info\" or \"strings\", not \"other\""},
        {"catalogue/events.tsv", EVENTS "spp\t1\tk\tinfo\tcode\tT\nspp\t2\tk\tinfo\tcode colour\tT\n", 3,
         "unknown field \"colour\""},
        {"catalogue/providers.tsv", "name\n", 1, "the table has no column \"family\""},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char folder[64], path[160];
        sppwhy_catalogue *own = NULL;
        sppwhy_error error;
        sppwhy_error_clear(&error);
        make_folder(folder);
        put_file(folder, cases[i].file, cases[i].text);
        assert_int_equal(sppwhy_catalogue_load(&own, folder, &error), SPPWHY_INVALID);
        assert_null(own);
        snprintf(path, sizeof path, "%s/%s", folder, cases[i].file);
        assert_string_equal(error.file, path);
        assert_int_equal(error.line, cases[i].line);
        if (!strstr(error.message, cases[i].part))
            fail_msg("\"%s\" where \"%s\" is wanted", error.message, cases[i].part);
        remove_folder(folder);
    }
}

/* Counts that are none or too large, and a server without the port that is in the same value. */
static void mistakes_in_a_table_are_named(void **state)
{
    static const char *const cases[][2] = {
        {"catalogue/products.tsv", PRODUCTS "ActID\t" SKU "\tA\t\tfive\n"},
        {"catalogue/products.tsv", PRODUCTS "ActID\t" SKU "\tA\t\t4294967301\n"},
        {"catalogue/events.tsv", EVENTS "spp\t1\tk\tinfo\tcode server cmid\tT\n"},
        {"catalogue/events.tsv", EVENTS "spp\t1\tk\tinfo\tcode server\tT\n"},
    };
    size_t accepted = 0;
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char folder[64];
        sppwhy_catalogue *own = NULL;
        make_folder(folder);
        put_file(folder, cases[i][0], cases[i][1]);
        accepted += sppwhy_catalogue_load(&own, folder, NULL) == SPPWHY_OK;
        sppwhy_catalogue_free(own);
        remove_folder(folder);
    }
    assert_int_equal(accepted, 0);
}

static void a_table_saved_by_windows_may_begin_with_a_mark(void **state)
{
    char folder[64];
    sppwhy_catalogue *own = NULL;
    (void)state;
    make_folder(folder);
    put_file(folder, "catalogue/codes.tsv", "\xEF\xBB\xBF" CODES "0x1\n");
    sppwhy_status status = sppwhy_catalogue_load(&own, folder, NULL);
    sppwhy_catalogue_free(own);
    remove_folder(folder);
    assert_int_equal(status, SPPWHY_OK);
}

/* ---- the same event twice
 * ----------------------------------------------------------------------------------- */

static void an_event_in_two_logs_counts_once(void **state)
{
    static const char text[] =
        "logs:\n"
        "  - {file: b.evtx, computer: WS1, events: [{time: 2026-03-01T10:00:00Z, id: 12294, strings: [x]},\n"
        "                                           {time: 2026-03-01T11:00:00Z, id: 12294, strings: [y]}]}\n"
        "  - {file: a.evtx, computer: ws1, events: [{time: 2026-03-01T10:00:00Z, id: 12294, strings: [x]}]}\n"
        "  - {file: c.evtx, computer: WS2, events: [{time: 2026-03-01T10:00:00Z, id: 12294, strings: [x]}]}\n"
        "  - {file: d.evtx, computer: WS1, channel: Other, events: [{time: 2026-03-01T10:00:00Z, id: "
        "12294}]}\n"
        "  - {file: e.evtx, computer: WS1, events: [{time: 2026-03-01T10:00:01Z, id: 12294, strings: [x]}]}\n"
        "  - {file: f.evtx, computer: WS1, events: [{time: 2026-03-01T10:00:00Z, id: 12293, strings: "
        "[x]}]}\n";
    pipeline p;
    (void)state;
    pipeline_to_records(&p, text);
    assert_int_equal(p.records->repeated, 1); /* a.evtx, whose computer's name differs in case only */
    assert_int_equal(p.records->count, 6);
    assert_string_equal(sppwhy_record_log(&p.records->items[0])->path, "b.evtx"); /* the first log keeps it */
    pipeline_free(&p);
}

static void no_logs_give_no_records(void **state)
{
    sppwhy_records *records;
    (void)state;
    assert_int_equal(sppwhy_records_create(&records, catalogue, NULL, 0, NULL), SPPWHY_OK);
    assert_int_equal(records->count, 0);
    sppwhy_records_free(records);
    sppwhy_records_free(NULL);
    sppwhy_catalogue_free(NULL);
}

/* ---- outcome
 * ------------------------------------------------------------------------------------------------ */

static void success_is_result_0_and_activated(void **state)
{
    static const struct {
        uint32_t id;
        const char *strings[3];
        const char *outcome;
    } cases[] = {
        {12288, {"0x00000000, 0x0, kms1:1688"}, "success"},
        {12288, {"0xC004F074, 0x0, kms1:1688"}, "failure"},
        {12289, {"0x00000000, 0x0, 1, 0, 50"}, "success"},
        {12289, {"0x0, 0x4000008, 0, 0, 4"}, "failure"}, /* result 0, and yet not activated */
        {12289, {"0xC004F038, 0x0, 0, 0, 4"}, "failure"},
        {12289, {"nonsense"}, "unknown"},
        {12289, {"0x0, 0x0, yes, 0, 50"}, "unknown"}, /* whether it is activated did not parse */
        {12289, {"nonsense, 0x0, 1, 0, 50"}, "unknown"},
        {12290, {"0x0,5,SRV1"}, "success"},
        {12290, {"nonsense,5,SRV1"}, "unknown"}, /* neither granted nor refused */
        {8198, {"hr=0x8007232B", "Trigger=TimerEvent"}, "failure"},
        {12293, {"0x8007267C", "contoso.com"}, "failure"},
        {900, {NULL}, "unknown"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        one_event one;
        char *json = NULL, wanted[40];
        size_t length = 0;
        interpret(&one, SPP, cases[i].id, cases[i].strings);
        sppwhy_writer *out = written_open(&json, &length);
        assert_non_null(out);
        assert_int_equal(
            sppwhy_report_events(out, one.records, (const sppwhy_log *const[]){&one.log}, 1, catalogue,
                                 &(sppwhy_events_options){.size = sizeof(sppwhy_events_options)}, NULL),
            SPPWHY_OK);
        (void)written_close(out);
        snprintf(wanted, sizeof wanted, "\"outcome\":\"%s\"", cases[i].outcome);
        if (!strstr(json, wanted))
            fail_msg("case %zu: no %s in %s", i, wanted, json);
        free(json);
        forget(&one);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_real_string_says_what_it_says),
        cmocka_unit_test(a_failed_volume_activation_attempt_is_told),
        cmocka_unit_test(a_host_request_is_one_string_nine_or_ten),
        cmocka_unit_test(ten_strings_may_have_blanks_around_the_code),
        cmocka_unit_test(the_unknown_first_of_ten_strings_may_look_like_a_code),
        cmocka_unit_test(dns_events_name_code_and_domain),
        cmocka_unit_test(every_way_to_write_a_date_is_read),
        cmocka_unit_test(a_grace_end_has_a_colon_before_the_time),
        cmocka_unit_test(the_host_is_cut_off_at_the_last_colon),
        cmocka_unit_test(an_address_in_brackets_may_have_no_port),
        cmocka_unit_test(codes_and_flags_may_be_unpadded),
        cmocka_unit_test(other_values_are_checked_too),
        cmocka_unit_test(fields_that_are_not_there_are_named),
        cmocka_unit_test(values_too_many_are_told),
        cmocka_unit_test(a_value_of_any_length_ends),
        cmocka_unit_test(keys_may_stand_in_any_order_and_be_missing),
        cmocka_unit_test(a_key_that_is_needed_is_missed),
        cmocka_unit_test(an_event_is_told_by_provider_and_id),
        cmocka_unit_test(codes_and_products_have_names),
        cmocka_unit_test(a_table_of_the_users_stands_in_for_a_built_in_one),
        cmocka_unit_test(mistakes_in_a_table_are_named_by_file_and_line),
        cmocka_unit_test(mistakes_in_a_table_are_named),
        cmocka_unit_test(a_table_saved_by_windows_may_begin_with_a_mark),
        cmocka_unit_test(an_event_in_two_logs_counts_once),
        cmocka_unit_test(no_logs_give_no_records),
        cmocka_unit_test(success_is_result_0_and_activated),
    };
    return cmocka_run_group_tests(tests, load_catalogue, drop_catalogue);
}
