/* Events exported as text: dates, messages in any language, and what the forms look like in other
 * languages. */
#include "base/clock.h"
#include "base/copied_text.h"
#include "base/stopwatch.h"
#include "base/text.h"
#include "base/text_input.h"
#include "collect/text_form.h"
#include "exports/exports.h"
#include "exports/message.h"
#include "exports/moment.h"
#include "exports/statement_values.h"
#include "evtx/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define CMID "6a1c2f3e-0d4b-4c5a-9e8f-112233445566"
#define WINDOWS "55c92734-d682-4d71-983e-d6ec3f16059f"
#define SKU "73111121-5638-40f6-bc11-f1d7b0d64300"
#define REQUEST                                                                                              \
    "0x800706BA, 0x00000000, kms1.contoso.com:1688, " CMID ", 2026/03/02 08:00, 0, 2, 41760, " SKU ", 25"

static const char *const providers[] = {
    "Microsoft-Windows-Security-SPP", "Software Protection Platform Service", "slmgr.vbs", "ospp.vbs", NULL};

/* ---- helpers ------------------------------------------------------------------------------------------- */

static slice text(const char *t)
{
    return (slice){t, strlen(t)};
}

static char told[4096];

static bool tell(void *context, const char *path, size_t line, const char *message)
{
    (void)context;
    size_t used = strlen(told);
    snprintf(told + used, sizeof told - used, "%s:%zu: %s\n", path, line, message);
    return true;
}

typedef struct reading {
    arena *memory;
    exports_result result;
    sppwhy_status status;
} reading;

static bool once;
static sppwhy_cancellation watch; /* of the next reading, and what it may take */
static uint64_t most_cpu_ms;

static sppwhy_status feed(void *context, const void **bytes, size_t *length, sppwhy_error *error)
{
    const slice *all = context;
    (void)error;
    *bytes = all->at;
    *length = once ? 0 : all->length;
    once = true;
    return SPPWHY_OK;
}

static reading read_bytes(const char *name, slice bytes)
{
    const sppwhy_read_options options = {
        .size = sizeof options, .providers = providers, .watch = watch, .most_cpu_ms = most_cpu_ms};
    reading r = {.memory = arena_create()};
    file *f = NULL;
    once = false;
    told[0] = '\0';
    assert_non_null(r.memory);
    assert_int_equal(file_from_feed(&f, name, (file_feed){&bytes, feed}, NULL), SPPWHY_OK);
    r.status = exports_read(&r.result, r.memory, f, name, &options, tell, NULL, NULL);
    file_close(f);
    return r;
}

static reading read_text(const char *name, const char *t)
{
    return read_bytes(name, text(t));
}

static void done(reading *r)
{
    arena_free(r->memory);
}

static const char *string_of(const sppwhy_event *e, size_t i)
{
    static char room[2000];
    assert_true(i < e->common->string_count);
    sppwhy_event_string(e, i, room, sizeof room);
    return room;
}

static void expect_time(const sppwhy_event *e, const char *time)
{
    char room[40];
    assert_string_equal(clock_format_plain(e->time, true, room), time);
}

/* The one event of a text. */
static const sppwhy_event *only(const reading *r, uint32_t id, const char *computer, const char *first)
{
    if (r->status != SPPWHY_OK || r->result.log->event_count != 1)
        fail_msg("status %d, %zu events: %s", (int)r->status,
                 r->status == SPPWHY_OK ? r->result.log->event_count : 0, told);
    const sppwhy_event *e = &r->result.log->events[0];
    assert_int_equal(e->common->id, id);
    assert_string_equal(e->common->computer, computer);
    if (first)
        assert_string_equal(string_of(e, 0), first);
    return e;
}

/* ---- dates --------------------------------------------------------------------------------------------- */

static void expect_moment(const char *written, moment_kind kind, bool month_first, const char *expected)
{
    const moment_zone utc = {0};
    char room[40];
    moment m = moment_parse(text(written));
    if (m.kind != kind)
        fail_msg("%s is of kind %d", written, (int)m.kind);
    if (kind != MOMENT_NONE)
        assert_string_equal(clock_format_plain(moment_utc(&m, month_first, &utc), true, room), expected);
}

static void dates_of_every_kind(void **state)
{
    (void)state;
    expect_moment("2025-11-18T16:19:19.1234567Z", MOMENT_UTC, true, "2025-11-18 16:19:19");
    expect_moment("2025-11-18T16:19:19.123+01:00", MOMENT_UTC, true, "2025-11-18 15:19:19");
    expect_moment("2025-11-18T16:19:19.123+0100", MOMENT_UTC, true, "2025-11-18 15:19:19");
    expect_moment("/Date(1763482759123)/", MOMENT_UTC, true, "2025-11-18 16:19:19");
    expect_moment("2025-11-18T16:19:19.123", MOMENT_LOCAL, true, "2025-11-18 16:19:19");
    expect_moment("2025/11/18 16:19:19", MOMENT_LOCAL, true, "2025-11-18 16:19:19");
    expect_moment("18.11.2025 16:19:19", MOMENT_LOCAL, true, "2025-11-18 16:19:19");
    expect_moment("18. 11. 2025 16:19:19", MOMENT_LOCAL, true, "2025-11-18 16:19:19");
    expect_moment("11/18/2025 4:19:19 PM", MOMENT_OPEN, true, "2025-11-18 16:19:19");
    expect_moment("12/1/2025 12:00:01 AM", MOMENT_OPEN, true, "2025-12-01 00:00:01");
    expect_moment("12/1/2025 12:00:01 AM", MOMENT_OPEN, false, "2025-01-12 00:00:01");
    expect_moment("18-11-2025 16:19:19", MOMENT_OPEN, false, "2025-11-18 16:19:19");
    expect_moment("2025/11/18 \xE4\xB8\x8B\xE5\x8D\x88 04:19:19", MOMENT_LOCAL, true, "2025-11-18 16:19:19");
    expect_moment("Nov 18, 2025 @ 16:19:19.000", MOMENT_LOCAL, true, "2025-11-18 16:19:19");
    expect_moment("soon", MOMENT_NONE, true, "");
    expect_moment("11/18/2025", MOMENT_NONE, true, "");
    expect_moment("99/99/2025 10:00", MOMENT_NONE, true, "");
    expect_moment("1/1/1500 10:00:00", MOMENT_NONE, true, "");
    expect_moment("99999999999999999999/1/2025 10:00:00", MOMENT_NONE, true, "");
}

static bool order_of(const char *const *dates, bool *sure)
{
    moment_votes votes = {0};
    for (; *dates; dates++) {
        moment m = moment_parse(text(*dates));
        moment_vote(&votes, &m);
    }
    return moment_month_first(&votes, sure);
}

/* A day of the week is no month, and part of a word is no half of the day. */
static void words_of_dates(void **state)
{
    (void)state;
    static const char june[] = "2026-06-03 10:00:29";
    static const char *const dates[] = {
        "mardi 3 juin 2026 10:00:29",
        "mar. 3 juin 2026 10:00:29",
        "martes, 3 de junio de 2026 10:00:29",
        "mar., 3 de jun. de 2026 10:00:29",
        "marted\xC3\xAC 3 giugno 2026 10:00:29",
        "mar 3 giu 2026 10:00:29",
        "Mittwoch, 3. Juni 2026 10:00:29",
        "quarta-feira, 3 de junho de 2026 10:00:29",
        "woensdag 3 juni 2026 10:00:29",
        "3 czerwca 2026 10:00:29",
        "3 \xD0\xB8\xD1\x8E\xD0\xBD\xD1\x8F 2026 \xD0\xB3. 10:00:29",
        "Wednesday, June 3, 2026 10:00:29 AM",
        "03-Jun-2026 10:00:29",
    };
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        expect_moment(dates[i], MOMENT_LOCAL, true, june);
    expect_moment("mardi 3 mars 2026 10:00:29", MOMENT_LOCAL, true, "2026-03-03 10:00:29");
    expect_moment("3 mar 2026 10:00:29", MOMENT_LOCAL, true, "2026-03-03 10:00:29");
    expect_moment("mar. 03/06/2026 10:00:29", MOMENT_OPEN, false, june);
    expect_moment("Samstag, 6. Juni 2026 12:30:00", MOMENT_LOCAL, true, "2026-06-06 12:30:00");
    expect_moment("6. Juni 2026 12:30:00 Samstag", MOMENT_LOCAL, true, "2026-06-06 12:30:00");
    expect_moment("6/3/2026 12:30:00 am", MOMENT_OPEN, true, "2026-06-03 00:30:00");
    expect_moment("6/3/2026 12:30:00AM", MOMENT_OPEN, true, "2026-06-03 00:30:00");
    expect_moment("3/6/2026 1:30:00 p. m.", MOMENT_OPEN, false, "2026-06-03 13:30:00");
    expect_moment("6/3/2026 1:30 PM", MOMENT_OPEN, true, "2026-06-03 13:30:00");
    /* of a month that is not known, or of two, nothing is made up */
    expect_moment("tiistaina 3. kes\xC3\xA4kuuta 2026 10:00:29", MOMENT_NONE, true, NULL);
    expect_moment("3 juin mars 2026 10:00:29", MOMENT_NONE, true, NULL);
    expect_moment("3 marvellous 2026 10:00:29", MOMENT_NONE, true, NULL);
}

static void the_order_of_a_whole_file(void **state)
{
    (void)state;
    bool sure;
    static const char *const american[] = {"3/4/2026 10:00:00", "3/13/2026 10:00:00", NULL};
    static const char *const british[] = {"13/03/2026 10:00:00", "03/04/2026 10:00:00", NULL};
    /* in order of time only with the day first */
    static const char *const rising[] = {"01/03/2026 10:00:00", "05/03/2026 10:00:00", "02/04/2026 10:00:00",
                                         NULL};
    static const char *const open[] = {"3/4/2026 10:00:00", NULL};
    static const char *const half_day[] = {"3/4/2026 10:00:00 PM", NULL};
    assert_true(order_of(american, &sure) && sure);
    assert_true(!order_of(british, &sure) && sure);
    assert_true(!order_of(rising, &sure) && sure);
    assert_true(!order_of(open, &sure) && !sure);
    assert_true(order_of(half_day, &sure) && !sure);
}

/* ---- messages ------------------------------------------------------------------------------------------ */

static void expect_strings(uint32_t id, const char *message, const char *const *expected)
{
    arena *a = arena_create();
    message_strings strings;
    assert_true(message_read(&strings, a, id, text(message)));
    size_t count = 0;
    for (; expected[count]; count++) {
        if (count >= strings.count || strcmp(strings.items[count], expected[count]) != 0)
            fail_msg("%u, string %zu is \"%s\"", (unsigned)id, count,
                     count < strings.count ? strings.items[count] : "not there");
    }
    assert_int_equal(strings.count, count);
    arena_free(a);
}

#define KEYS                                                                                                 \
    "RuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId=" WINDOWS ";SkuId=" SKU           \
    ";Trigger=UserLogon;SessionId=1"

static void what_is_not_language_in_a_message(void **state)
{
    (void)state;
    static const char *const request[] = {REQUEST, NULL};
    static const char *const failed[] = {"hr=0xC004F074", KEYS, NULL};
    static const char *const attempt[] = {"0x8007232B", WINDOWS, SKU, "Trigger=NetworkAvailable", NULL};
    static const char *const publish[] = {"0x8007267C", "contoso.com", NULL};
    static const char *const host[] = {"0xC004F06C,5,ws1.contoso.com," CMID ",2010/9/29 21:46,0,2,41520," SKU,
                                       NULL};
    static const char *const nothing[] = {NULL};
    expect_strings(12288, "Der Client hat eine Anforderung gesendet.\r\nInfo:\r\n" REQUEST, request);
    expect_strings(12288, "\xE4\xBF\xA1\xE6\x81\xAF:\n" REQUEST "\n\nDanke!", request);
    /* a console of 80 columns has broken the id, a forum has folded the rest */
    expect_strings(
        12288,
        "x Info: 0x800706BA, 0x00000000,\n kms1.contoso.com:1688, 6a1c2f3e-0d4b-4c5a-9e8f\n               "
        "-112233445566, 2026/03/02\n 08:00, 0, 2, 41760, " SKU ", 25 Does anybody know?",
        request);
    expect_strings(8198, "Fehler bei der Lizenzaktivierung:\nhr=0xC004F074\nArgumente:\n" KEYS "\nHilfe!",
                   failed);
    expect_strings(8198,
                   "hr=0xC004F074\nRuleId=eeba1977-569e-4571-b639-7623d8bfecc0;Action=AutoActivate;AppId="
                   "55c92734-d682-4d71\n"
                   "               -983e-d6ec3f16059f;SkuId=" SKU ";Trigger=UserLogon;SessionId=1",
                   failed);
    expect_strings(
        8233, "Raison : 0x8007232B\nAppId = " WINDOWS ", SkuId = " SKU "\nTrigger=NetworkAvailable", attempt);
    expect_strings(12293,
                   "KMS in DNS in der Dom\xC3\xA4ne \"contoso.com\" ist fehlgeschlagen.\nInfo:\n0x8007267C",
                   publish);
    expect_strings(12290, "Info:\n0xC004F06C,5,ws1.contoso.com," CMID ",2010/9/29 21:46,0,2,41520," SKU,
                   host);
    expect_strings(12288, "Info:", nothing);
    expect_strings(8198, "", nothing);
    expect_strings(4711, "hr=0xC004F074", nothing);
}

static void events_by_their_messages(void **state)
{
    (void)state;
    assert_int_equal(message_guess(text("foo " REQUEST)), 12288);
    assert_int_equal(message_guess(text("0x00000000, 0x00000000, 1, 0, 50, 120, 10080, 2023/05/24 01:12")),
                     12289);
    assert_int_equal(message_guess(text("0xC004F06C,5,ws1," CMID ",2010/9/29 21:46,0,2,41520," SKU)), 12290);
    assert_int_equal(message_guess(text("hr=0xC004F074\n" KEYS)), 8198);
    assert_int_equal(message_guess(text("I get 0xC004F074")), 0);
    assert_true(message_is_licensing(8198, text("hr=0xC004F074\n" KEYS)));
    assert_false(message_is_licensing(8198, text("something else failed: 0x80004005")));
    assert_false(message_is_licensing(903, text("The service stopped.")));
}

/* ---- forms in other languages -------------------------------------------------------------------------- */

static void text_of_event_viewer(void **state)
{
    (void)state;
    reading r = read_text(
        "a.txt", "Protokollname: Application\r\nQuelle:        Microsoft-Windows-Security-SPP\r\n"
                 "Datum:         18.11.2025 16:19:19\r\nEreignis-ID:   12288\r\nAufgabenkategorie:Keine\r\n"
                 "Ebene:         Informationen\r\nSchl\xC3\xBCsselw\xC3\xB6rter:Klassisch\r\nBenutzer:      "
                 "Nicht zutreffend\r\n"
                 "Computer:      ws1.contoso.com\r\nBeschreibung:\r\nDer Client hat etwas "
                 "gesendet.\r\nInfo:\r\n" REQUEST "\r\n");
    expect_time(only(&r, 12288, "ws1.contoso.com", REQUEST), "2025-11-18 16:19:19");
    done(&r);
    /* a language of which no label is known: by the order */
    r = read_text("b.txt",
                  "Lokinimi : Application\nL\xC3\xA4hde : "
                  "Microsoft-Windows-Security-SPP\nP\xC3\xA4iv\xC3\xA4ys : 18.11.2025 16.19.19 16:19:19\n"
                  "Tapahtumatunnus : 8198\nLuokka : Ei\nTaso : Virhe\nAvainsanat : "
                  "Perinteinen\nK\xC3\xA4ytt\xC3\xA4j\xC3\xA4 : -\n"
                  "Tietokone : ws2\nKuvaus :\nhr=0xC004F074\n" KEYS "\n");
    assert_int_equal(r.result.log->event_count + r.result.log->records_lost, 1);
    done(&r);
    r = read_text(
        "c.txt",
        "\xE6\x97\xA5\xE5\xBF\x97\xE5\x90\x8D\xE7\xA7\xB0:          Application\n\xE6\x9D\xA5\xE6\xBA\x90:   "
        "         Microsoft-Windows-Security-SPP\n"
        "\xE6\x97\xA5\xE6\x9C\x9F:            2025/11/18 16:19:19\n\xE4\xBA\x8B\xE4\xBB\xB6 ID:         "
        "8198\n"
        "\xE4\xBB\xBB\xE5\x8A\xA1\xE7\xB1\xBB\xE5\x88\xAB:        \xE6\x97\xA0\n\xE7\xBA\xA7\xE5\x88\xAB:    "
        "        \xE9\x94\x99\xE8\xAF\xAF\n"
        "\xE5\x85\xB3\xE9\x94\xAE\xE5\xAD\x97:           \xE7\xBB\x8F\xE5\x85\xB8\n\xE7\x94\xA8\xE6\x88\xB7: "
        "           \xE6\x9A\x82\xE7\xBC\xBA\n"
        "\xE8\xAE\xA1\xE7\xAE\x97\xE6\x9C\xBA:          WS3\n\xE6\x8F\x8F\xE8\xBF\xB0:\nhr=0xC004F074\n" KEYS
        "\n");
    expect_time(only(&r, 8198, "WS3", "hr=0xC004F074"), "2025-11-18 16:19:19");
    done(&r);
}

static void table_of_event_viewer(void **state)
{
    (void)state;
    reading r = read_text(
        "ws7/ev.csv",
        "Ebene,Datum und Uhrzeit,Quelle,Ereignis-ID,Aufgabenkategorie\r\n"
        "Informationen,18.11.2025 16:20:00,ESENT,102,Allgemein,\"Etwas \"\"anderes\"\".\"\r\n"
        "Fehler,18.11.2025 "
        "16:19:19,Microsoft-Windows-Security-SPP,8198,Keine,\"Fehler:\r\nhr=0xC004F074\r\n" KEYS "\"\r\n");
    const sppwhy_event *e = only(&r, 8198, "[ws7/ev]", "hr=0xC004F074");
    expect_time(e, "2025-11-18 16:19:19");
    assert_true(e->common->by_line && event_is_nameless(e));
    assert_int_equal(e->record_id, 3);
    assert_int_equal(r.result.log->records, 2);
    assert_true(r.result.log->excerpt && r.result.log->first_event == 0);
    done(&r);
    r = read_text("x.csv", "Name;Size;Event ID;Other\na;1;2;3\n");
    assert_int_equal(r.status, SPPWHY_NOT_A_LOG);
    done(&r);
}

static void code_pages(void **state)
{
    (void)state;
    char out[64];
    size_t mark = 0, used = 0;
    /* "Dom\x84ne" of a console, "Dom\xE4ne" of a program */
    assert_int_equal(text_encoding_tell((const uint8_t *)"Dom\x84ne f\x81r", 9, &mark), TEXT_CP850);
    assert_int_equal(text_encoding_tell((const uint8_t *)"Dom\xE4ne f\xFCr", 9, &mark), TEXT_CP1252);
    assert_int_equal(text_encoding_tell((const uint8_t *)"Dom\xC3\xA4ne", 7, &mark), TEXT_UTF8);
    /* a character that the end of what is looked at cuts; and what no UTF-8 has: a surrogate, a form too long */
    assert_int_equal(text_encoding_tell((const uint8_t *)"Dom\xE2\x82", 5, &mark), TEXT_UTF8);
    assert_int_not_equal(text_encoding_tell((const uint8_t *)"Dom\xED\xA0\x80", 6, &mark), TEXT_UTF8);
    assert_int_not_equal(text_encoding_tell((const uint8_t *)"Dom\xE0\x80\x80", 6, &mark), TEXT_UTF8);
    assert_int_not_equal(text_encoding_tell((const uint8_t *)"Dom\xF4\x90", 5, &mark), TEXT_UTF8);
    assert_int_equal(text_encoding_tell((const uint8_t *)"L\0o\0g\0 \0N\0a\0", 12, &mark), TEXT_UTF16LE);
    assert_int_equal(text_encoding_tell((const uint8_t *)"\0L\0o\0g\0 \0N\0a", 12, &mark), TEXT_UTF16BE);
    size_t length = text_decode(TEXT_CP850, out, (const uint8_t *)"Dom\x84ne", 6, &used);
    assert_int_equal(length, 7);
    assert_memory_equal(out, "Dom\xC3\xA4ne", 7);
}

/* ---- slmgr and ospp ------------------------------------------------------------------------------------ */

static void a_report_of_slmgr(void **state)
{
    (void)state;
    reading r = read_text(
        "logs/ws9_KMSActivation.txt",
        "Software licensing service version: 10.0.19041.3996\n\nName: Windows(R), Enterprise edition\n"
        "Description: Windows(R) Operating System, VOLUME_KMSCLIENT channel\nActivation ID: " SKU "\n"
        "Application ID: " WINDOWS "\nExtended PID: 03612-03308-000-000001-03-1031-19045.0000-0012026\n"
        "Product Key Channel: Volume:GVLK\nPartial Product Key: 2YT43\nLicense Status: Notification\n"
        "Notification Reason: 0xC004F056.\nRemaining Windows rearm count: 1001\nTrusted time: 3/22/2026 "
        "9:15:00 AM\n"
        "Key Management Service client information\n    Client Machine ID (CMID): " CMID "\n"
        "    Registered KMS machine name: kms-old.contoso.com:1688\n    Activation interval: 120 minutes\n"
        "    Renewal interval: 10080 minutes\n    KMS host caching is enabled\n\n"
        "Activating Windows(R), Enterprise edition (" SKU
        ") ...\nError: 0xC004F074 The Software Licensing Service reported "
        "that the product could not be activated.\n");
    assert_int_equal(r.result.log->event_count, 2);
    const sppwhy_event *e = r.result.log->events;
    assert_string_equal(e[0].common->computer, "ws9");
    assert_string_equal(string_of(&e[0], 0),
                        "Product=" SKU ";Application=" WINDOWS
                        ";State=5;KeyType=Volume:GVLK;PartialKey=2YT43;Reason=0xC004F056;"
                        "HostSource=by_hand;Server=kms-old.contoso.com;Port=1688;CMID=" CMID
                        ";ActivationInterval=120;RenewalInterval=10080;"
                        "Version=10.0.19041.3996;RearmsLeft=1001");
    expect_time(&e[0], "2026-03-22 09:15:00");
    assert_int_equal(e[1].common->id, 2);
    assert_string_equal(string_of(&e[1], 0), "0xC004F074");
    assert_string_equal(string_of(&e[1], 1), "Product=" SKU);
    assert_true(r.result.log->excerpt);
    done(&r);
}

static void a_report_in_another_language(void **state)
{
    (void)state;
    reading r = read_text(
        "a.txt",
        "Name: Windows(R), Enterprise edition\nBeschreibung: Windows(R) Operating System, VOLUME_KMSCLIENT "
        "channel\n"
        "Aktivierungs-ID: " SKU "\nAnwendungs-ID: " WINDOWS
        "\nTeil-Product Key: 2YT43\nLizenzstatus: Lizenziert\n"
        "Volumenaktivierungsablauf: 258000 Minute(n) (180 Tag(e))\nClientcomputer-ID (CMID): " CMID "\n"
        "KMS-Computername aus DNS: kms1.contoso.com:1688\nAktivierungsintervall: 120 Minuten\n"
        "Erneuerungsintervall: 10080 Minuten\nVertrauenszeit: 22.03.2026 09:15:00\n");
    only(&r, 1, "[a]",
         "Product=" SKU ";Application=" WINDOWS
         ";State=1;MinutesLeft=258000;KeyType=VOLUME_KMSCLIENT;PartialKey=2YT43;"
         "HostSource=dns;Server=kms1.contoso.com;Port=1688;CMID=" CMID
         ";ActivationInterval=120;RenewalInterval=10080");
    done(&r);
}

static void a_report_of_ospp_and_of_a_host(void **state)
{
    (void)state;
    reading r = read_text(
        "a.txt", "---Processing---\nPRODUCT ID: 00339-10000-00000-AA310\nSKU ID: "
                 "d450596f-894d-49e0-966a-fd39ed4c4c64\n"
                 "LICENSE NAME: Office 16, Office16ProPlusVL_KMS_Client edition\nLICENSE DESCRIPTION: Office "
                 "16, VOLUME_KMSCLIENT channel\n"
                 "BETA EXPIRATION: 01/01/1601\nLICENSE STATUS:  ---OOB_GRACE--- \nERROR CODE: 0xC004F038\n"
                 "REMAINING GRACE: 29 days  (43140 minute(s) before expiring)\nLast 5 characters of "
                 "installed product key: WFG99\n"
                 "\tDNS auto-discovery: KMS name not available\nTrusted time: 3/22/2026 9:15:00 AM\n");
    assert_int_equal(r.result.log->event_count, 2);
    assert_string_equal(string_of(&r.result.log->events[0], 0),
                        "Product=d450596f-894d-49e0-966a-fd39ed4c4c64;State=2;MinutesLeft=43140;KeyType="
                        "VOLUME_KMSCLIENT;PartialKey=WFG99;HostSource=none");
    assert_string_equal(string_of(&r.result.log->events[1], 0), "0xC004F038");
    done(&r);
    r = read_text("a.txt",
                  "Name: Windows(R), ServerStandard edition\nDescription: Windows(R) Operating System, "
                  "VOLUME_KMS_WS16 channel\n"
                  "Partial Product Key: ABCDE\nLicense Status: Licensed\nKey Management Service is enabled "
                  "on this machine\n"
                  "    Current count: 3\n    Listening on Port: 1688\n    Total requests received: 120\n    "
                  "Failed requests received: 100\n"
                  "    Requests with License Status Unlicensed: 7\nTrusted time: 3/22/2026 9:15:00 AM\n");
    only(&r, 1, "[a]",
         "Application=" WINDOWS ";State=1;KeyType=VOLUME_KMS_WS16;PartialKey=ABCDE;Port=1688;Count=3;"
         "Received=120;Failed=100");
    done(&r);
    r = read_text("a.txt", "slmgr printed nothing of use: Name, 12345, and so on\n");
    assert_int_equal(r.result.log->event_count, 0);
    done(&r);
}

/* /xpr: a name without a value, and a sentence. */
static void what_xpr_says(void **state)
{
    static const struct {
        const char *sentence, *values;
    } rows[] = {
        {"Windows is in Notification mode", "State=5"},
        {"Volume activation will expire 3/15/2026 9:15:22 AM", "State=1;GraceEnd=2026-03-15T09:15:22Z"},
        {"Initial grace period ends 3/15/2026 9:15:22 PM", "State=2;GraceEnd=2026-03-15T21:15:22Z"},
        {"The machine is permanently activated.", "State=1"},
        {"Windows befindet sich im Benachrichtigungsmodus.", "State=5"},
        {"Die Volumenaktivierung l\xC3\xA4uft am 15.03.2026 09:15:22 ab.",
         "State=1;GraceEnd=2026-03-15T09:15:22Z"},
        {"Wort 15.03.2026 09:15:22 Wort.", "GraceEnd=2026-03-15T09:15:22Z"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[200], values[200];
        snprintf(text, sizeof text,
                 "Windows(R), Enterprise edition:\n    %s\nTrusted time: 3/22/2026 9:15:00 AM\n",
                 rows[i].sentence);
        snprintf(values, sizeof values, "Application=" WINDOWS ";%s", rows[i].values);
        reading r = read_text("a.txt", text);
        only(&r, 1, "[a]", values);
        assert_false(r.result.file_dated);
        done(&r);
    }
}

/* ---- what an export covers ----------------------------------------------------------------------------- */

#define EVENT(number, provider, second)                                                                      \
    "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='" provider \
    "'/><EventID>903</EventID><Level>4</Level><TimeCreated SystemTime='2026-03-02T08:00:" second             \
    "Z'/><EventRecordID>" number                                                                             \
    "</EventRecordID><Channel>Application</Channel><Computer>ws1</Computer></System></Event>\n"

static void only_unbroken_numbers_cover(void **state)
{
    (void)state;
    reading r = read_text("a.xml", EVENT("7", "ESENT", "01") EVENT("8", "Microsoft-Windows-Security-SPP",
                                                                   "02") EVENT("9", "ESENT", "03"));
    assert_int_equal(r.status, SPPWHY_OK);
    assert_false(r.result.log->excerpt);
    assert_true(r.result.log->first_event != 0 &&
                r.result.log->last_event - r.result.log->first_event == 2 * CLOCK_SECOND);
    done(&r);
    r = read_text("a.xml", EVENT("9", "ESENT", "03") EVENT("8", "Microsoft-Windows-Security-SPP", "02"));
    assert_false(r.result.log->excerpt);
    done(&r);
    r = read_text("a.xml", EVENT("7", "ESENT", "01") EVENT("9", "Microsoft-Windows-Security-SPP", "03"));
    assert_true(r.result.log->excerpt);
    assert_int_equal(r.result.log->first_event, 0);
    done(&r);
    r = read_text("a.xml", EVENT("8", "Microsoft-Windows-Security-SPP", "03"));
    assert_true(r.result.log->excerpt);
    done(&r);
}

/* ---- lists that were written into, or wrapped ------------------------------------------------------------ */

#define LIST(provider, computer)                                                                             \
    "TimeCreated  : 2026-03-02T08:00:00Z\nProviderName : " provider                                          \
    "\nId           : 8198\nMachineName  : " computer                                                        \
    "\nMessage      : License Activation (slui.exe) failed with the following error code:\n"                 \
    "hr=0xC004F074\nCommand-line arguments:\nRuleId=" CMID ";SkuId=" SKU "\n"

static void only_a_message_has_lines(void **state)
{
    (void)state;
    static const char *const good[] = {
        LIST("Microsoft-Windows-Security-SPP", "pc1\nthis is my laptop"),
        LIST("Microsoft-Windows-Security-SPP", "pc1\n\n    this is my laptop"),
        LIST("Microsoft-Windows-Security-SPP\n(see there)", "\n   pc1"),
        LIST("Microsoft-Windows-Security-\n               SPP\n--------", "pc1"),
        LIST("Software Protection\n               Platform\n               Service", "pc1"),
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        reading r = read_text("a.txt", good[i]);
        only(&r, 8198, "pc1", "hr=0xC004F074");
        assert_string_equal(told, "");
        done(&r);
    }
}

static void a_provider_that_is_not_whole_is_told(void **state)
{
    (void)state;
    static const char *const lost[] = {
        LIST("Microsoft-Windows-Secur...", "pc1"),
        LIST("Microsoft-Windows-Security-SPP (see there)", "pc1"),
        LIST("Security\nSPP", "pc1"),
    };
    for (size_t i = 0; i < sizeof lost / sizeof *lost; i++) {
        reading r = read_text("a.txt", lost[i]);
        assert_int_equal(r.result.log->event_count, 0);
        assert_non_null(strstr(told, "a.txt:1: this was passed over: it looks like a licensing event"));
        done(&r);
    }
    reading r = read_text("a.txt", "TimeCreated  : 2026-03-02T08:00:00Z\n"
                                   "ProviderName : Microsoft-Windows-WindowsUpdateClient\nId           : 20\n"
                                   "Message      : Installation failed: hr=0x80240022\n");
    assert_int_equal(r.result.log->event_count, 0);
    assert_string_equal(told, "");
    done(&r);
}

static void what_does_not_end_is_told(void **state)
{
    (void)state;
    static const char list[] = LIST("Microsoft-Windows-Security-SPP", "pc1");
    static const struct {
        const char *before, *told; /* NULL: nothing, the list is read */
    } rows[] = {
        {"see slmgr\n<Event xmlns='x'> it said\n",
         "a.txt:2: this was passed over: it begins an event as XML"},
        {"see slmgr\n{\"a\":\n", "a.txt:2: this was passed over: it begins an event as JSON"},
        {"see slmgr\n[\n\n", NULL},
        {"see slmgr\n{\n", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char both[2000];
        snprintf(both, sizeof both, "%s%s", rows[i].before, list);
        reading r = read_text("a.txt", both);
        if (rows[i].told) {
            assert_int_equal(r.result.log->event_count, 0);
            assert_non_null(strstr(told, rows[i].told));
        } else {
            only(&r, 8198, "pc1", "hr=0xC004F074");
            assert_string_equal(told, "");
        }
        done(&r);
    }
}

/* ---- copied out of terminals and pages ------------------------------------------------------------------ */

#define AS_COPIED(id, blank, end)                                                                            \
    "TimeCreated" blank ":" blank "2026-03-02T08:00:00Z" end "ProviderName" blank ":" blank                  \
    "Microsoft-Windows-Security-SPP" end id blank ":" blank "8198" end "MachineName" blank ":" blank         \
    "pc1" end "Message" blank ":" blank "hr=0xC004F074" end

static void what_only_a_screen_shows_is_left_out(void **state)
{
    (void)state;
    static const char *const copied[] = {
        AS_COPIED("Id", " ", "\n"),
        AS_COPIED("\x1b[32;1mId\x1b[0m", " ", "\x1b[K\n"),
        AS_COPIED("\x1b]8;;http://x\x1b\\Id\x1b]8;;\x1b\\", " ", "\n"),
        AS_COPIED("Id", "\xC2\xA0", "\n"),
        AS_COPIED("Id", "\xE3\x80\x80", "\n"),
        AS_COPIED("\xE2\x80\x8BI\xC2\xAD"
                  "d\xE2\x80\x8E",
                  " ", "\n"),
        AS_COPIED("Id", " ", "\r"),
        AS_COPIED("Id", " ", "\v"),
        AS_COPIED("Id", " ", "\xE2\x80\xA8"),
    };
    for (size_t i = 0; i < sizeof copied / sizeof *copied; i++) {
        reading r = read_text("a.txt", copied[i]);
        only(&r, 8198, "pc1", "hr=0xC004F074");
        assert_string_equal(told, "");
        done(&r);
    }
    expect_moment("3/2/2026 8:00:00\xE2\x80\xAFPM", MOMENT_OPEN, true, "2026-03-02 20:00:00");
    expect_moment("\xE2\x80\x8E"
                  "11\xE2\x80\x8E/\xE2\x80\x8E"
                  "18\xE2\x80\x8E/2025 16:19:19",
                  MOMENT_OPEN, true, "2025-11-18 16:19:19");
    expect_moment("\xE2\x80\x8B", MOMENT_NONE, true, "");
}

static void escapes_that_do_not_end(void **state)
{
    (void)state;
    static const struct {
        const char *copied, *clean;
    } rows[] = {{"a\x1b[31mb", "ab"},
                {"a\x1b", "a"},
                {"a\x1b[", "a"},
                {"a\x1b[3", "a"},
                {"a\x1b]0;t", "a0;t"},
                {"\x1b]\x1b]0;t\ab", "b"},
                {"\x1b]1\n\x1b]2\ab", "1\nb"},
                {"a\x1b]0;t\ab", "ab"},
                {"a\x1b(B", "a"},
                {"a\x1b(", "a"},
                {"a\xC2", "a\xC2"},
                {"a\xE2\x80", "a\xE2\x80"},
                {"\xC3\xA9\xC2\xA9", "\xC3\xA9\xC2\xA9"},
                {"", ""},
                {"\xE2\x82\xAC\xEF\xBC\x9A", "\xE2\x82\xAC\xEF\xBC\x9A"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t length = strlen(rows[i].copied);
        char *copy = malloc(length + 1); /* so that a byte too many is found */
        assert_non_null(copy);
        memcpy(copy, rows[i].copied, length);
        copy[copied_text_clean(copy, length)] = '\0';
        assert_string_equal(copy, rows[i].clean);
        free(copy);
    }
}

/* ---- comments, and what is said twice ------------------------------------------------------------------- */

#define SPP "Microsoft-Windows-Security-SPP"

static void an_event_in_a_comment_is_none(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t events;
        const char *told; /* NULL: nothing */
    } rows[] = {
        {"<Events>" EVENT("7", SPP, "01") "<!--" EVENT("8", SPP, "02") "-->" EVENT("9", SPP,
                                                                                   "03") "</Events>",
         2, ":2: this event, and what is behind it there, was passed over: it is in a comment"},
        {"<Events>" EVENT("7", SPP, "01") "\n<![CDATA[\n" EVENT("8", SPP, "02") "]]></Events>", 1,
         ":4: this event, and what is behind it there, was passed over: it is in a comment"},
        {"<Events>" EVENT("7", SPP, "01") "\n<?note\n" EVENT("8", SPP, "02") "?></Events>", 1,
         ":4: this event, and what is behind it there, was passed over: it is in a comment"},
        {"<Events>" EVENT("7", SPP, "01") "<?note x?><? " EVENT("8", SPP, "02") "</Events>", 2, NULL},
        {"<Events>" EVENT("7", SPP, "01") "<!-- one --><![CDATA[x]]>" EVENT("8", SPP, "02") "</Events>", 2,
         NULL},
        {"<Events>" EVENT("7", SPP, "01") "\n<!-- " EVENT("8", SPP, "02"), 1,
         ":3: a comment, a CDATA section or an instruction begins here that has no end"},
        {"see\n" EVENT("7", SPP, "01") "\n<!-- " EVENT("8", SPP, "02") " -->" EVENT("9", SPP, "03") "\n", 2,
         ":4: this event, and what is behind it there"},
        {"see\n<!--\n" EVENT("7", SPP, "01") "\n" EVENT("8", SPP, "02") "\n-->\n" EVENT("9", SPP, "03") "\n",
         1, ":3: this event, and what is behind it there"},
        {"see\n<!--\n" EVENT("7", SPP, "01") "\n" EVENT("8", SPP, "02") "\n", 0,
         ":3: the comment around this event has no end"},
        {"see <!-- a note\n" EVENT("7", SPP, "01") " was <!-- not --> there\n", 0,
         ":2: this event, and what is"},
        {"see <!-- a note --> slmgr\n" EVENT("7", SPP, "01") "\n", 1, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        reading r = read_text(rows[i].text[0] == '<' ? "a.xml" : "a.txt", rows[i].text);
        if (r.result.log->event_count != rows[i].events)
            fail_msg("%zu: %zu events, %s", i, r.result.log->event_count, told);
        if (rows[i].told ? !strstr(told, rows[i].told) : told[0] != '\0')
            fail_msg("%zu: tells %s", i, told);
        done(&r);
    }
}

#define HEAD "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
#define REST                                                                                                 \
    "<Provider Name='" SPP "'/><EventID>8198</EventID><TimeCreated SystemTime='2026-03-02T08:00:00Z'/>"      \
    "<EventRecordID>1</EventRecordID><Channel>Application</Channel><Computer>pc1</Computer></System>"

static void comments_and_sections_inside_of_an_event(void **state)
{
    (void)state;
    static const char *const texts[] = {
        HEAD "<!-- <Provider Name='Other'/> -->" REST
             "<EventData><Data>hr=0xC004F074</Data></EventData></Event>",
        HEAD REST "<EventData><Data><![CDATA[</Event>]]></Data></EventData></Event>",
        HEAD "<Provider Name='Other'/>" REST "<EventData><Data>hr=0xC004F074</Data></EventData></Event>",
        HEAD REST "<!-- <Event> </Event> --><EventData><Data>x</Data></EventData></Event>",
    };
    static const char *const strings[] = {"hr=0xC004F074", "</Event>", "hr=0xC004F074", "x"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (size_t in_post = 0; in_post < 2; in_post++) {
            char post[1000];
            snprintf(post, sizeof post, "%s%s\n", in_post ? "see there:\n" : "", texts[i]);
            reading r = read_text("a.xml", post);
            only(&r, 8198, "pc1", strings[i]);
            assert_true(i == 2 ? strstr(told, "has Provider twice") != NULL : told[0] == '\0');
            done(&r);
        }
}

static void what_is_said_twice_is_told(void **state)
{
    (void)state;
    reading r = read_text("a.xml", HEAD "<Computer>pc0</Computer>" REST "</Event>");
    only(&r, 8198, "pc1", NULL);
    assert_non_null(strstr(told, "a.xml:1: this event has Computer twice"));
    assert_int_equal(r.result.log->records_lost, 0);
    done(&r);
    r = read_text("a.json", "[{\"Id\":8198,\"ProviderName\":\"" SPP "\",\n\"MachineName\":\"pc0\","
                            "\"TimeCreated\":\"2026-03-02T08:00:00Z\",\n\"MachineName\":\"pc1\"}]");
    only(&r, 8198, "pc1", NULL);
    assert_non_null(strstr(told, "a.json:3: a name is twice in this object"));
    assert_non_null(strstr(told, "MachineName"));
    done(&r);
    r = read_text("a.csv", "Id,ProviderName,TimeCreated,MachineName,MachineName,Message\n"
                           "8198," SPP ",2026-03-02T08:00:00Z,pc1,pc2,hr=0xC004F074\n");
    only(&r, 8198, "pc1", "hr=0xC004F074");
    assert_non_null(strstr(told, "a.csv:1: two columns of this table have one name"));
    done(&r);
}

#define ROW(time, message) "Error,2026-03-02 " time "," SPP ",8198,None," message "\n"

static void an_open_quote_costs_its_row(void **state)
{
    (void)state;
    static const struct {
        const char *rows;
        size_t events;
        const char *told;
    } cases[] = {
        {ROW("08:00:00", "\"hr=0xC004F074\nx\"") ROW("08:01:00", "\"hr=0xC004F074\nx"), 1, ":4: this row"},
        {ROW("08:00:00", "\"hr=0xC004F074\nx") ROW("08:01:00", "\"hr=0x8007232B\nx\"")
             ROW("08:02:00", "\"hr=0xC004F074\""),
         2, ":2: this row was passed over: a quote in it has no end\n"},
        {ROW("08:00:00", "\"hr=0xC004F074\nx") ROW("08:01:00", "hr=0x8007232B")
             ROW("08:02:00", "hr=0xC004F074"),
         2, ":2: this row was passed over: a quote in it has no end\n"},
        {ROW("08:00:00", "\"a\nx") ROW("08:01:00", "\"a\nx") ROW("08:02:00", "\"hr=0x8007232B\nx\""), 1,
         ":4: this row was passed over: a quote in it has no end\n"},
        {ROW("08:00:00", "\"it \"failed\": hr=0xC004F074\""), 1, NULL},
        {ROW("08:00:00", "\"it \"\"failed\"\":\nhr=0xC004F074\" "), 1, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char table[2000];
        snprintf(table, sizeof table, "Level,Date and Time,Source,Event ID,Task Category\n%s", cases[i].rows);
        reading r = read_text("a.csv", table);
        if (r.result.log->event_count != cases[i].events)
            fail_msg("%zu: %zu events, %s", i, r.result.log->event_count, told);
        if (cases[i].told ? !strstr(told, cases[i].told) : told[0] != '\0')
            fail_msg("%zu: tells %s", i, told);
        done(&r);
    }
}

/* ---- statements, and sentences that are none ------------------------------------------------------------ */

/* The texts here have no time of their own, and the feed no date of a file. */
static size_t events_without_time(const reading *r)
{
    size_t count = r->result.log->event_count;
    for (const char *at = told; (at = strstr(at, "it has no time")) != NULL; at++)
        count++;
    return count;
}

static void no_key_is_a_line_of_what_slmgr_prints(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text;
        size_t events;
    } rows[] = {
        {"a.txt", "C:\\>slmgr /dlv\nError: product key not found.\n", 1},
        {"a.txt",
         "PS C:\\> cscript //nologo C:\\Windows\\System32\\slmgr.vbs /dli\nError: product key not found\n",
         1},
        {"a.txt", "Software licensing service version: 10.0.19041.3996\n\nError: product key not found.\n",
         1},
        {"a.txt", "> slmgr -dlv\n> Error: product key not found.\n", 1},
        {"pc7_slmgr.txt", "\nError: product key not found.\n", 1},
        {"a.txt", "Error: product key not found.\n", 1},
        {"a.txt", "---Processing----\n<No installed product keys detected>\n", 1},
        {"a.txt", "I read that \"Error: product key not found\" is printed, slmgr\n", 0},
        {"a.txt", "slmgr /dlv\nDoes Error: product key not found mean that I need one?\n", 0},
        {"pc7_slmgr.txt", "It does not say Error: product key not found.\n", 0},
        {"a.txt", "I never saw what slmgr /dlv prints,\nError: product key not found.\n", 0},
        {"a.txt", "ospp.vbs does not say <No installed product keys detected>\n", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        reading r = read_text(rows[i].name, rows[i].text);
        if (events_without_time(&r) != rows[i].events)
            fail_msg("%s: %zu events", rows[i].text, events_without_time(&r));
        done(&r);
    }
}

#define TRY "Activating Windows(R), Enterprise edition (" SKU ") ...\n"

static void only_slmgr_says_that_it_succeeded(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t events;
    } rows[] = {
        {"slmgr\n" TRY "Product activated successfully.\n", 1},
        {"slmgr\n" TRY "It was not activated successfully, by the way.\n", 0},
        {"slmgr\n" TRY "Fehler: 0xC004F074 Der Dienst ist nicht da\n", 1},
        {"what slmgr prints\nErreur : 0xC004F074 Le service\n", 1},
        {"what slmgr prints\nRe: 0xC004F074 is what I had last year\n", 0},
        {"Windows(R), Enterprise edition:\n    The machine is permanently activated.\n", 1},
        {"Windows(R), Enterprise edition:\n\n\n\nOthers say that theirs is permanently activated.\n", 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        reading r = read_text("a.txt", rows[i].text);
        if (events_without_time(&r) != rows[i].events)
            fail_msg("%s: %zu events", rows[i].text, events_without_time(&r));
        done(&r);
    }
}

#define REPORT(cmid, time)                                                                                   \
    "Name: Windows(R), Enterprise edition\nActivation ID: " SKU "\nLicense Status: Licensed\n" time          \
    "Client Machine ID (CMID): " cmid "\n\n"
#define PRINTED "Trusted time: 3/22/2026 9:15:00 AM\n"
#define VERSION "Software licensing service version: 10.0.19041.3996\n\n"
#define OTHER_CMID "7b1c2f3e-0d4b-4c5a-9e8f-112233445566"

static void a_time_is_of_the_run_that_printed_it(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool second; /* has the time of the first, too */
    } rows[] = {
        {VERSION REPORT(CMID, PRINTED) VERSION REPORT(CMID, ""), false},
        {REPORT(CMID, PRINTED) REPORT(CMID, ""), false},
        {REPORT(CMID, PRINTED) REPORT(OTHER_CMID, ""), false},
        {VERSION REPORT(CMID, PRINTED) TRY "Product activated successfully.\n", true},
        {VERSION REPORT(CMID, PRINTED) VERSION TRY "Product activated successfully.\n", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        reading r = read_text("pc7_slmgr.txt", rows[i].text);
        size_t count = r.result.log->event_count; /* one without any time is passed over: the feed has none */
        if (count != (rows[i].second ? 2u : 1u))
            fail_msg("%zu: %zu events, %s", i, count, told);
        for (size_t k = 0; k < count; k++)
            expect_time(&r.result.log->events[k], "2026-03-22 09:15:00");
        done(&r);
    }
}

/* The day on which an evaluation ends is no time of printing; the time that slmgr prints behind it is. */
static void the_end_of_an_evaluation_is_no_time_of_printing(void **state)
{
    (void)state;
#define EVALUATION                                                                                           \
    "Software licensing service version: 10.0.20348.1\n\nName: Windows(R), ServerStandardEval edition\n"     \
    "Description: Windows(R) Operating System, TIMEBASED_EVAL channel\nActivation ID: " SKU "\n"             \
    "Application ID: " WINDOWS "\nLicense Status: Licensed\n"
    static const char *const labels[] = {"Evaluation End Date", "Enddatum der Evaluierung",
                                         "Date de fin d'\xC3\xA9valuation"};
    char all[1000];
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        snprintf(all, sizeof all, EVALUATION "%s: 9/16/2026 11:59:59 PM\n", labels[i]);
        reading r = read_text("pc1_slmgr.txt", all);
        assert_int_equal(r.status, SPPWHY_OK);
        assert_true(r.result.file_dated);
        done(&r);
        snprintf(all, sizeof all,
                 EVALUATION "%s: 9/16/2026 11:59:59 PM\nTrusted time: 6/3/2026 10:00:29 AM\n", labels[i]);
        r = read_text("pc1_slmgr.txt", all);
        expect_time(only(&r, 1, "pc1", NULL), "2026-06-03 10:00:29");
        assert_false(r.result.file_dated);
        done(&r);
    }
}

static void the_machine_of_a_statement(void **state)
{
    (void)state;
    static const struct {
        const char *path, *computer;
    } rows[] = {
        {"pc7_slmgr.txt", "pc7"},
        {"logs/pc7.contoso.com_KMSActivation.txt", "pc7.contoso.com"},
        {"case.zip!pc7_slmgr.txt", "pc7"},
        {"logs/case.zip!pc7_slmgr.txt", "pc7"},
        {"logs/case.zip!a/b/pc7_slmgr.txt", "pc7"},
        {"case.zip!pc.tgz!pc7_ospp.txt", "pc7"},
        {"C:\\logs\\pc7_dlv.txt", "pc7"},
        {"case.zip!pc7/dlv.txt", "[case_zip/pc7/dlv]"},
        {"case.zip!pc7", "[case_zip/pc7]"},
        {"=cmd_slmgr.txt", "[=cmd_slmgr]"},
        {"what i did_slmgr.txt", "[what i did_slmgr]"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        reading r = read_text(rows[i].path, VERSION REPORT(CMID, PRINTED));
        only(&r, 1, rows[i].computer, NULL);
        done(&r);
    }
}

static void builds_as_versions(void **state)
{
    (void)state;
    static const char *const rows[][2] = {{"6003", "6.0.6003.0"},
                                          {"7601", "6.1.7601.0"},
                                          {"9200", "6.2.9200.0"},
                                          {"9600", "6.3.9600.0"},
                                          {"14393", "10.0.14393.0"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char version[40];
        windows_version(version, sizeof version, text(rows[i][0]));
        assert_string_equal(version, rows[i][1]);
    }
}

/* ---- what `sppwhy events` writes ------------------------------------------------------------------------ */

#define OWN                                                                                                  \
    "time_utc,computer,channel,provider,event_id,kind,outcome,server,recovered,problems,file,record_id,"     \
    "strings\r\n"

/* ---- whose event it is --------------------------------------------------------------------------------- */

#define SYSTEM(provider)                                                                                     \
    "<Events>\n<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>" provider       \
    "<EventID>12288</EventID><TimeCreated SystemTime='2026-03-05T10:00:00Z'/><EventRecordID>1"               \
    "</EventRecordID><Channel>Application</Channel><Computer>ws1</Computer></System><EventData>"             \
    "<Data Name='x'>" REQUEST "</Data></EventData></Event>\n</Events>\n"

static void the_provider_of_an_event_is_found_or_missed(void **state)
{
    (void)state;
    static const char *const good[] = {
        SYSTEM("<Provider Name='Microsoft-Windows-Security-SPP' EventSourceName='Foo'/>"),
        SYSTEM("<Provider EventSourceName='Foo' Guid='{1}' Name='Microsoft-Windows-Security-SPP'/>"),
        SYSTEM("<Provider EventSourceName='Software Protection Platform Service' Name='Foo'/>"),
        SYSTEM("<Provider EventSourceName='Software Protection Platform Service'/>"),
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        reading r = read_text("good.xml", good[i]);
        only(&r, 12288, "ws1", REQUEST);
        assert_string_equal(told, "");
        done(&r);
    }
    static const char *const lost[] = {SYSTEM(""), SYSTEM("<Provider/>"), SYSTEM("<Provider Name=''/>")};
    for (size_t i = 0; i < sizeof lost / sizeof *lost; i++) {
        reading r = read_text("lost.xml", lost[i]);
        assert_int_equal(r.result.log->event_count, 0);
        assert_int_equal(r.result.log->records_lost, 1);
        assert_non_null(strstr(told,
                               "lost.xml:2: this event was passed over: it looks like a licensing event, but "
                               "does not name its provider"));
        done(&r);
    }
    reading r = read_text("lost.json",
                          "{\"TimeCreated\":\"2026-03-05T10:00:00Z\",\"ProviderName\":\"\",\"EventID\":12288,"
                          "\"Properties\":[{\"Value\":\"" REQUEST "\"}]}\n");
    assert_non_null(strstr(told, "does not name its provider"));
    done(&r);
    /* of others, nothing is said */
    r = read_text("other.xml", SYSTEM("<Provider Name='Foo' Guid='{1}'/>"));
    assert_int_equal(r.result.log->records, 1);
    assert_int_equal(r.result.log->event_count, 0);
    assert_string_equal(told, "");
    done(&r);
}

/* Some events have numbers, others none, in one second: as they came, whatever the numbers are. */
static void one_order_within_a_second(void **state)
{
    (void)state;
    strbuf all = {0};
    static const unsigned numbers[] = {30, 0, 20, 0, 10, 0, 5};
    strbuf_add(&all, "TimeCreated,Id,ProviderName,RecordId,Message\n2026-03-05 09:00:00,8198,"
                     "Microsoft-Windows-Security-SPP,1,hr=0xC0000000\n");
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char number[16] = "";
        if (numbers[i] != 0)
            snprintf(number, sizeof number, "%u", numbers[i]);
        strbuf_printf(&all, "2026-03-05 10:00:00,8198,Microsoft-Windows-Security-SPP,%s,hr=0xC000000%zu\n",
                      number, i + 1);
    }
    reading r = read_text("a.csv", all.bytes);
    assert_int_equal(r.result.log->event_count, 8);
    for (size_t i = 0; i < 8; i++) {
        char code[20];
        snprintf(code, sizeof code, "hr=0xC000000%zu", i);
        assert_string_equal(string_of(&r.result.log->events[i], 0), code);
    }
    done(&r);
    strbuf_free(&all);
}

/* ---- what does not end, and what takes long -------------------------------------------------------------- */

#define GOOD_JSON                                                                                            \
    "{\"TimeCreated\":\"2026-03-05T10:00:00Z\",\"ProviderName\":\"Microsoft-Windows-Security-SPP\","         \
    "\"Id\":8198,\"MachineName\":\"ws1\",\"Properties\":[{\"Value\":\"hr=0xC004F074\"}]}\n"
#define GOOD_XML                                                                                             \
    "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider "                \
    "Name='Microsoft-Windows-Security-SPP'/><EventID>8198</EventID><TimeCreated "                            \
    "SystemTime='2026-03-05T10:00:00Z'/><Computer>ws1</Computer></System><EventData>"                        \
    "<Data>hr=0xC004F074</Data></EventData></Event>\n"

static char *many(const char *piece, size_t count, const char *last)
{
    strbuf all = {0};
    for (size_t i = 0; i < count; i++)
        strbuf_add(&all, piece);
    strbuf_add(&all, last);
    assert_false(all.failed);
    return all.bytes;
}

/* Each seems to be in the one before; each is told, and what has an end is read. */
static void what_has_no_end_costs_only_itself(void **state)
{
    (void)state;
    static const struct {
        const char *name, *piece, *good, *says;
    } rows[] = {
        {"a.json", "{\"EventCode\":1,\"ProviderName\":\"x\"\n", GOOD_JSON, "nests too deep"},
        {"b.json", "{\"EventCode\":\"1\n", "\"\n" GOOD_JSON,
         "nests too deep"}, /* each turns the quotes about */
        {"a.xml", "<Event ", "<System>\n" GOOD_XML, "it has no end"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *all = many(rows[i].piece, 999, rows[i].good);
        reading r = read_text(rows[i].name, all);
        only(&r, 8198, "ws1", "hr=0xC004F074");
        assert_non_null(strstr(told, rows[i].says));
        assert_true(r.result.log->records_lost >= 900);
        done(&r);
        free(all);
    }
    /* braces in a text, and an event behind them */
    char *all = many("{\n", 1000,
                     "}\n\nLog Name: Application\nSource: Microsoft-Windows-Security-SPP\n"
                     "Date: 2026-03-05 10:00:00\nEvent ID: 8198\nComputer: ws1\n"
                     "Description:\nhr=0xC004F074\n");
    char *post = many("A post with braces\n", 1, all);
    reading r = read_text("braces.txt", post);
    free(post);
    only(&r, 8198, "ws1", "hr=0xC004F074");
    done(&r);
    free(all);
    /* what nests as deep as events do is whole */
    all = many("{\"a\":", 30, GOOD_JSON);
    strbuf nested = {0};
    strbuf_add(&nested, all);
    for (size_t i = 0; i < 30; i++)
        strbuf_add(&nested, "}");
    r = read_text("nested.json", nested.bytes);
    assert_int_equal(r.status, SPPWHY_OK);
    assert_int_equal(r.result.log->records_lost, 0);
    done(&r);
    strbuf_free(&nested);
    free(all);
}

typedef struct text_watcher {
    uint64_t bytes;
    unsigned calls, stop_after, burn;
} text_watcher;

static bool watched(void *context, uint64_t bytes)
{
    text_watcher *w = context;
    w->bytes += bytes;
    w->calls++;
    for (uint64_t from = stopwatch_thread_cpu(); stopwatch_thread_cpu() - from < w->burn * 1000;)
        continue;
    return w->stop_after == 0 || w->calls <= w->stop_after;
}

/* Every form: it can be stopped, all its bytes are told, and it has a log's time. */
static void texts_are_read_at_the_pace_of_logs(void **state)
{
    (void)state;
    static const struct {
        const char *name, *first, *piece;
    } rows[] = {
        {"a.json", "", GOOD_JSON},
        {"a.xml", "<Events>\n", GOOD_XML},
        {"a.csv", "TimeCreated,Id,ProviderName,Message\n",
         "2026-03-05 10:00:00,8198,Microsoft-Windows-Security-SPP,hr=0xC004F074\n"},
        {"a.txt", "Source: Microsoft-Windows-Security-SPP\n\n", "a line of text that says nothing\n"},
        {"a.clixml", "<Objs Version='1.1.0.1' xmlns='http://schemas.microsoft.com/powershell/2004/04'>\n",
         "<Obj><Props><I32 N='Id'>1</I32></Props></Obj>\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *rest = many(rows[i].piece, 20000, ""), *all = many(rows[i].first, 1, rest);
        text_watcher w = {0};
        watch = (sppwhy_cancellation){watched, &w};
        reading r = read_text(rows[i].name, all);
        assert_int_equal(r.status, SPPWHY_OK);
        assert_int_equal(w.bytes, strlen(all));
        assert_true(w.calls > 3);
        done(&r);
        w = (text_watcher){.stop_after = 2};
        r = read_text(rows[i].name, all);
        assert_int_equal(r.status, SPPWHY_STOPPED);
        done(&r);
        w = (text_watcher){.burn = 3};
        most_cpu_ms = 1;
        r = read_text(rows[i].name, all);
        assert_int_equal(r.status, SPPWHY_OK);
        assert_non_null(strstr(told, "took over 1 ms of processor time; from here on it was not read"));
        assert_true(r.result.log->records_lost != 0);
        done(&r);
        watch = (sppwhy_cancellation){0};
        most_cpu_ms = 0;
        free(rest);
        free(all);
    }
}

/* Columns that are known by their place are not known by their names as well: each cell is there once. */
static void names_of_columns_by_place_are_forgotten(void **state)
{
    (void)state;
    static char table[40000] =
        "event_data.a,event_data.b,event_data.c,event_data.d,event_data.e,event_data.f\n"
        "Information,2026-03-05 10:00:00,Microsoft-Windows-Security-SPP,8198,None,\"hr=0x8007232B \"\"";
    size_t length = strlen(table), most = sizeof table - 20;
    while (length < most)
        table[length++] = 'A';
    strcpy(table + length, "\"\" \"\n");
    reading r = read_text("place.csv", table);
    const sppwhy_event *e = only(&r, 8198, "[place]", "hr=0x8007232B");
    assert_int_equal(e->common->string_count, 1);
    done(&r);
    /* the same names, where the others are those of an event, are strings */
    r = read_text("named.csv",
                  "EventID,TimeCreated,ProviderName,event_data.a,event_data.b\n"
                  "8198,2026-03-05T10:00:00Z,Microsoft-Windows-Security-SPP,\"x \"\"y\"\"\",z\n");
    e = only(&r, 8198, "[named]", "x \"y\"");
    assert_int_equal(e->common->string_count, 2);
    done(&r);
    /* six columns that are none of an event's */
    r = read_text("kinds.tsv",
                  "family\tid\tkind\tform\tfields\ttitle\nspp\t900\tstarting\tstrings\treason?\tIt starts\n");
    assert_int_equal(r.status, SPPWHY_NOT_A_LOG);
    done(&r);
}

static void our_own_table_is_read_back(void **state)
{
    (void)state;
    static const char table[] = OWN
        "2026-03-02 08:00:00,ws1,Application," SPP
        ",12288,client_request,failure,kms1,false,,a.evtx,7,\"" REQUEST
        "\"\r\n2026-03-02 08:00:01,ws1,Application," SPP
        ",8198,scheduler_failed,failure,,true,,a.evtx,9,\"hr=0xC004F074 | =x; '-y | \"\r\n"
        "2026-03-02 08:00:02,ws1,Application," SPP
        ",8198,scheduler_failed,failure,,false,,a.evtx,10,\"hr=0xC004F074 ... (too long for a cell)\"\r\n";
    reading r = read_text("a.csv", table);
    assert_int_equal(r.result.log->event_count, 2);
    const sppwhy_event *e = r.result.log->events;
    expect_time(&e[0], "2026-03-02 08:00:00");
    assert_string_equal(e[0].common->computer, "ws1");
    assert_string_equal(string_of(&e[0], 0), REQUEST);
    assert_false(e[0].common->recovered);
    assert_int_equal(e[1].record_id, 9);
    assert_true(e[1].common->recovered);
    assert_int_equal(e[1].common->string_count, 3);
    assert_string_equal(string_of(&e[1], 1), "=x; -y");
    assert_string_equal(string_of(&e[1], 2), "");
    assert_non_null(strstr(told, "a.csv:4: this event was passed over: its strings were cut"));
    assert_false(r.result.local_times);
    assert_true(r.result.log->excerpt);
    done(&r);
    /* beside the logs it was made from, it is not taken for one */
    assert_int_equal(text_form_tell((const uint8_t *)table, sizeof table - 1, true), TEXT_FORM_TABLE);
    assert_int_equal(text_form_tell((const uint8_t *)table, sizeof table - 1, false), TEXT_FORM_NONE);
}

/* ---- hostile ------------------------------------------------------------------------------------------- */

static void what_is_broken_costs_itself(void **state)
{
    (void)state;
    reading r = read_text("a.xml", EVENT("7", "Microsoft-Windows-Security-SPP",
                                         "01") "<Event><System><Provider "
                                               "Name='Microsoft-Windows-Security-SPP'/>\n" EVENT(
                                                   "8", "Microsoft-Windows-Security-SPP", "02") "<Event");
    assert_int_equal(r.result.log->event_count, 2);
    assert_int_equal(r.result.log->records_lost, 2);
    assert_non_null(strstr(told, "a.xml:2: this event was passed over: it has no end"));
    assert_non_null(strstr(told, "the file ends in the middle of it"));
    done(&r);
    r = read_text("a.json", "[{\"Id\":8198,\"ProviderName\":\"Microsoft-Windows-Security-SPP\","
                            "\"TimeCreated\":\"2026-03-02T08:00:00Z\"},\n"
                            "{\"Id\":8198 \"ProviderName\":1}]");
    assert_int_equal(r.result.log->event_count, 1);
    assert_non_null(strstr(told, "a.json:2: this object was passed over"));
    done(&r);
    r = read_text(
        "a.xml", "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">\n<Obj "
                 "RefId=\"1\"><Props></Prop>");
    assert_int_equal(r.status, SPPWHY_OK);
    assert_non_null(strstr(told, "a.xml:2: the file was read up to here"));
    done(&r);
}

static void forms_by_their_content(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        text_form form, asked;
    } rows[] = {
        {"<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>", TEXT_FORM_XML,
         TEXT_FORM_XML},
        {"<html><body>Event ID 8198</body>", TEXT_FORM_NONE, TEXT_FORM_NONE},
        {"Level,Date and Time,Source,Event ID,Task Category\r\n", TEXT_FORM_TABLE, TEXT_FORM_TABLE},
        {"family\tid\tkind\tform\tfields\ttitle\nspp\t900\tstarting\tstrings\treason?\tStarts\n",
         TEXT_FORM_NONE, TEXT_FORM_TABLE},
        {"TimeCreated,Id,ProviderName,Message\n", TEXT_FORM_TABLE, TEXT_FORM_TABLE},
        {"\"@timestamp\",\"winlog.event_id\",\"winlog.provider_name\",\"message\"\n", TEXT_FORM_TABLE,
         TEXT_FORM_TABLE},
        {"Hello, my event id, it is, 8198\n", TEXT_FORM_NONE, TEXT_FORM_NONE},
        {"{\"Source\": \"EventLog\",\"LogEntry\": {\"EventId\": 8198}}", TEXT_FORM_JSON, TEXT_FORM_JSON},
        {"{\"a\": 1}", TEXT_FORM_NONE, TEXT_FORM_NONE},
        {"\xC2\xA0{\"Source\": \"EventLog\",\"LogEntry\": {\"EventId\": 8198}}", TEXT_FORM_JSON,
         TEXT_FORM_JSON},
        {"\x1b[1m{\"Source\": \"EventLog\",\"LogEntry\": {\"EventId\": 8198}}", TEXT_FORM_PROSE,
         TEXT_FORM_PROSE},
        {"Source: Microsoft-Windows-\x1b[7mSecurity\x1b[m-SPP\n", TEXT_FORM_PROSE, TEXT_FORM_PROSE},
        {"Source: Microsoft-Windows-Security-SPP\n", TEXT_FORM_PROSE, TEXT_FORM_PROSE},
        {"# Notes\nsppwhy reads Microsoft-Windows-Security-SPP and others.\n", TEXT_FORM_NONE,
         TEXT_FORM_PROSE},
        {"", TEXT_FORM_NONE, TEXT_FORM_NONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const uint8_t *bytes = (const uint8_t *)rows[i].text;
        if (text_form_tell(bytes, strlen(rows[i].text), false) != rows[i].form ||
            text_form_tell(bytes, strlen(rows[i].text), true) != rows[i].asked)
            fail_msg("%s", rows[i].text);
    }
}

/* What slmgr prints in other languages, as Windows spells it. */
static void license_states_are_known_in_other_languages(void **state)
{
    static const struct {
        const char *text;
        unsigned state;
    } rows[] = {{"Licensed", 1},     {"Unlicensed", 0},   {"Lizenziert", 1},    {"Nicht lizenziert", 0},
                {"Sous licence", 1}, {"Avec licence", 1}, {"Sans licence", 0},  {"Con licencia", 1},
                {"Sin licencia", 0}, {"Con licenza", 1},  {"Senza licenza", 0}, {"Licenciado", 1}};
    (void)state;
    unsigned found;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        found = 99;
        assert_true(read_state((slice){rows[i].text, strlen(rows[i].text)}, &found));
        assert_int_equal(found, rows[i].state);
    }
    assert_false(read_state((slice){"Sous license", 12}, &found)); /* not French */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_of_every_kind),
        cmocka_unit_test(words_of_dates),
        cmocka_unit_test(the_order_of_a_whole_file),
        cmocka_unit_test(what_is_not_language_in_a_message),
        cmocka_unit_test(events_by_their_messages),
        cmocka_unit_test(text_of_event_viewer),
        cmocka_unit_test(table_of_event_viewer),
        cmocka_unit_test(a_report_of_slmgr),
        cmocka_unit_test(what_xpr_says),
        cmocka_unit_test(a_report_in_another_language),
        cmocka_unit_test(a_report_of_ospp_and_of_a_host),
        cmocka_unit_test(code_pages),
        cmocka_unit_test(only_unbroken_numbers_cover),
        cmocka_unit_test(only_a_message_has_lines),
        cmocka_unit_test(a_provider_that_is_not_whole_is_told),
        cmocka_unit_test(what_does_not_end_is_told),
        cmocka_unit_test(what_only_a_screen_shows_is_left_out),
        cmocka_unit_test(escapes_that_do_not_end),
        cmocka_unit_test(an_event_in_a_comment_is_none),
        cmocka_unit_test(comments_and_sections_inside_of_an_event),
        cmocka_unit_test(what_is_said_twice_is_told),
        cmocka_unit_test(an_open_quote_costs_its_row),
        cmocka_unit_test(no_key_is_a_line_of_what_slmgr_prints),
        cmocka_unit_test(only_slmgr_says_that_it_succeeded),
        cmocka_unit_test(a_time_is_of_the_run_that_printed_it),
        cmocka_unit_test(the_end_of_an_evaluation_is_no_time_of_printing),
        cmocka_unit_test(the_machine_of_a_statement),
        cmocka_unit_test(builds_as_versions),
        cmocka_unit_test(the_provider_of_an_event_is_found_or_missed),
        cmocka_unit_test(one_order_within_a_second),
        cmocka_unit_test(what_has_no_end_costs_only_itself),
        cmocka_unit_test(texts_are_read_at_the_pace_of_logs),
        cmocka_unit_test(names_of_columns_by_place_are_forgotten),
        cmocka_unit_test(our_own_table_is_read_back),
        cmocka_unit_test(what_is_broken_costs_itself),
        cmocka_unit_test(forms_by_their_content),
        cmocka_unit_test(license_states_are_known_in_other_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
