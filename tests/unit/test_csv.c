/*
 * Tables for a spreadsheet: RFC 4180 as a strict reader takes it, whatever a log says; nothing in them is a
 * formula.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "base/vec.h"
#include "report/csv/csv_writer.h"
#include "rules/analysis.h"
#include "sppwhy/report.h"
#include "support/cases.h"
#include "support/written.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define MARK "\xEF\xBB\xBF"

/* ---- a strict reader ----------------------------------------------------------------------------------- */

typedef struct row {
    VEC(char *) cells;
} row;

typedef struct sheet {
    bool marked; /* with a byte order mark */
    VEC(row) rows;
} sheet;

/* A cell from *at on, without its quotes; *at is left on what is behind it. */
static char *read_cell(const char **at)
{
    char *cell = malloc(strlen(*at) + 1), *to = cell;
    assert_non_null(cell);
    if (**at != '"') {
        while (**at != ',' && **at != '\r') {
            assert_true(**at != '\0' && **at != '"' && **at != '\n');
            *to++ = *(*at)++;
        }
        *to = '\0';
        return cell;
    }
    for (++*at;; ++*at) {
        assert_true(**at != '\0');
        if (**at == '"' && *++*at != '"')
            break;
        *to++ = **at;
    }
    assert_true(**at == ',' || **at == '\r');
    *to = '\0';
    return cell;
}

static sheet read_sheet(const char *text)
{
    sheet s = {.marked = strncmp(text, MARK, 3) == 0};
    const char *at = text + (s.marked ? 3 : 0);
    while (*at) {
        row r = {{0}};
        for (;;) {
            assert_true(vec_push(&r.cells, read_cell(&at)));
            if (*at != ',')
                break;
            at++;
        }
        assert_true(at[0] == '\r' && at[1] == '\n');
        at += 2;
        assert_true(vec_push(&s.rows, r));
    }
    return s;
}

static void free_sheet(sheet *s)
{
    for (size_t i = 0; i < s->rows.count; i++) {
        for (size_t k = 0; k < s->rows.items[i].cells.count; k++)
            free(s->rows.items[i].cells.items[k]);
        vec_free(&s->rows.items[i].cells);
    }
    vec_free(&s->rows);
}

static const char *cell_of(const sheet *s, size_t r, const char *column)
{
    const row *header = &s->rows.items[0];
    for (size_t i = 0; i < header->cells.count; i++)
        if (strcmp(header->cells.items[i], column) == 0)
            return s->rows.items[r].cells.items[i];
    fail_msg("there is no column %s", column);
    return NULL;
}

/* What must hold of every table; `text` is given back. */
static void check_sheet(const char *name, char *text)
{
    sheet s = read_sheet(text);
    bool ascii = true;
    for (const char *at = text + (s.marked ? 3 : 0); *at; at++) {
        unsigned char c = (unsigned char)*at;
        ascii = ascii && c < 0x80;
        if ((c < 0x20 && c != '\r' && c != '\n') || c == 0x7F)
            fail_msg("%s: a control character is in the table", name);
    }
    assert_true(s.marked || ascii);
    assert_true(s.rows.count > 0);
    for (size_t i = 0; i < s.rows.count; i++) {
        if (s.rows.items[i].cells.count != s.rows.items[0].cells.count)
            fail_msg("%s: row %zu has %zu cells, the header %zu", name, i, s.rows.items[i].cells.count,
                     s.rows.items[0].cells.count);
        for (size_t k = 0; k < s.rows.items[i].cells.count; k++) {
            const char *cell = s.rows.items[i].cells.items[k];
            bool number =
                cell[0] == '-' && cell[1] != '\0' && strspn(cell + 1, "0123456789") == strlen(cell + 1);
            if (cell[0] != '\0' && strchr("=+-@\t\r", cell[0]) && !number)
                fail_msg("%s: a cell is a formula: %.80s", name, cell);
            if (strchr(cell, '\n') || strchr(cell, '\r'))
                fail_msg("%s: a cell breaks the line: %.80s", name, cell);
        }
    }
    free_sheet(&s);
    free(text);
}

/* ---- one cell ------------------------------------------------------------------------------------------ */

static void one_text(csv_writer *w, const void *context)
{
    csv_text(w, context);
    csv_number(w, 7);
    csv_end_row(w);
}

static char *table_of(const char *text)
{
    static const char *const columns[] = {"text", "number", NULL};
    char *bytes = NULL;
    size_t length = 0;
    sppwhy_writer *out = written_open(&bytes, &length);
    assert_non_null(out);
    csv_table(out, columns, one_text, text);
    assert_true(written_close(out));
    return bytes;
}

static void cells_are_written_so_that_they_stay_what_they_are(void **state)
{
    static const char *const cases[][2] = {
        {"", ""},
        {"ws1.contoso.com", "ws1.contoso.com"},
        {"two words", "two words"},
        {"a,b", "\"a,b\""},
        {"say \"no\"", "\"say \"\"no\"\"\""},
        {"\"", "\"\"\"\""},
        {"line\nbreak\r\n", "\"line\\x0Abreak\\x0D\\x0A\""},
        {"\x1B[2J", "\"\\x1B[2J\""},
        {"=1+1", "\"'=1+1\""},
        {"=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""},
        {"+1", "\"'+1\""},
        {"-1", "\"'-1\""},
        {"@SUM(A1)", "\"'@SUM(A1)\""},
        {" =1", "\" '=1\""},
        {"\t=1", "\"\\x09=1\""},
        {"1=1", "1=1"},
        {"a;b", "\"a;b\""},
        {"a;=1", "\"a;'=1\""},
        {"a; -1;x-1", "\"a; '-1;x-1\""},
        {"a;\"=1", "\"a;\"\"=1\""},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char wanted[200], *got = table_of(cases[i][0]);
        snprintf(wanted, sizeof wanted, "text,number\r\n%s,7\r\n", cases[i][1]);
        assert_string_equal(got, wanted);
        check_sheet(cases[i][0], got);
    }
}

static void what_is_beyond_ascii_is_marked(void **state)
{
    static const char *const cases[][2] = {
        {"gr\xC3\xBC\xC3\x9F", "\"gr\xC3\xBC\xC3\x9F\""},
        {"\xEF\xBC\x9D"
         "1",
         "\"'\xEF\xBC\x9D"
         "1\""},                                   /* a wide = */
        {"x;\xEF\xBC\xA0", "\"x;'\xEF\xBC\xA0\""}, /* a wide @ */
        {"\xE2\x80\xAE", "\"\\u{202E}\""},         /* turns the direction */
        {"a\xFFz", "\"a\\xFFz\""},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char wanted[200], *got = table_of(cases[i][0]);
        snprintf(wanted, sizeof wanted, MARK "text,number\r\n%s,7\r\n", cases[i][1]);
        assert_string_equal(got, wanted);
        check_sheet(cases[i][0], got);
    }
}

static void a_cell_is_no_longer_than_excel_takes(void **state)
{
    static char text[LIMIT_CSV_CELL + 5000];
    static const char mark[] = " ... (too long for a cell)";
    static const char units[][8] = {"a", ",", "\"", "\x01", "\xC3\xBC", ";="};
    (void)state;
    for (size_t i = 0; i < COUNT(units); i++) {
        size_t unit = strlen(units[i]);
        for (size_t k = 0; k + unit < sizeof text; k += unit)
            memcpy(text + k, units[i], unit + 1);
        char *got = table_of(text);
        sheet s = read_sheet(got);
        const char *cell = s.rows.items[1].cells.items[0];
        assert_true(strlen(cell) <= 32767);
        assert_string_equal(cell + strlen(cell) - strlen(mark), mark);
        free_sheet(&s);
        check_sheet(units[i], got);
    }
    memset(text, 'a', LIMIT_CSV_CELL); /* as long as it may be is not cut */
    text[LIMIT_CSV_CELL] = '\0';
    char *got = table_of(text);
    assert_null(strstr(got, mark));
    free(got);
}

static void several_cells(csv_writer *w, const void *context)
{
    static const char *const texts[] = {"one", "=two", "three, or so"};
    static const uint8_t id[16] = {0x16, 0x97, 0x21, 0xCE, 0x28, 0x86, 0x48, 0x32,
                                   0xA0, 0x37, 0xE9, 0x45, 0x92, 0x81, 0x75, 0x1A};
    (void)context;
    csv_text(w, NULL);
    csv_number(w, UINT64_MAX);
    csv_number(w, 0);
    csv_signed(w, -18000);
    csv_boolean(w, true);
    csv_code(w, 0xC004F074);
    csv_time(w, 132307125530000001);
    csv_time(w, 0);
    csv_guid(w, id);
    csv_guid(w, NULL);
    csv_texts(w, texts, 3, "; ");
    csv_texts(w, texts, 1, "; ");
    csv_texts(w, NULL, 0, "; ");
    csv_steps(w, texts, 3);
    csv_steps(w, NULL, 0);
    csv_end_row(w);
}

static void every_kind_of_cell_has_its_form(void **state)
{
    static const char *const columns[] = {"a", NULL};
    static const char wanted[] = "a\r\n,18446744073709551615,0,-18000,true,0xC004F074,2020-04-07 05:55:53,,"
                                 "169721ce-2886-4832-a037-e9459281751a,,\"one; '=two; three, or so\",one,,"
                                 "\"1. one 2. =two 3. three, or so\",\r\n";
    char *bytes = NULL;
    size_t length = 0;
    (void)state;
    sppwhy_writer *out = written_open(&bytes, &length);
    assert_non_null(out);
    csv_table(out, columns, several_cells, NULL);
    assert_true(written_close(out));
    assert_string_equal(bytes, wanted);
    free(bytes);
}

/* ---- the tables ---------------------------------------------------------------------------------------- */

typedef enum which { FINDINGS, ACTIVATIONS, MACHINES, EVENTS, ACTIVITY, TABLES } which;

static char *table(const pipeline *p, which t)
{
    char *bytes = NULL;
    size_t length = 0;
    sppwhy_activity *activity = NULL;
    sppwhy_writer *out = written_open(&bytes, &length);
    assert_non_null(out);
    if (t == EVENTS) {
        assert_int_equal(sppwhy_report_events_csv(out, p->records, p->catalogue, NULL, NULL), SPPWHY_OK);
    } else if (t == ACTIVITY) {
        assert_int_equal(sppwhy_activity_count(&activity, p->collection, (sppwhy_span){0}, NULL), SPPWHY_OK);
        sppwhy_report_activity_csv(out, activity, p->catalogue);
        sppwhy_activity_free(activity);
    } else {
        assert_int_equal(sppwhy_report_csv(out, p->analysis, (sppwhy_table)t, NULL), SPPWHY_OK);
    }
    assert_true(written_close(out));
    return bytes;
}

static void check_tables(void *context, const char *name, const pipeline *p)
{
    (void)context;
    for (int t = 0; t < TABLES; t++)
        check_sheet(name, table(p, (which)t));
}

static void every_scenario_gives_tables(void **state)
{
    const char *preloaded = getenv("LD_PRELOAD"); /* valgrind is thirty times slower: a part of them */
    (void)state;
    assert_true(for_each_case(check_tables, NULL, preloaded && strstr(preloaded, "vgpreload") ? 20 : 1) > 10);
}

/* Rows of one kind of event, whose texts are of every sort: each must be what it is as the only row. */
static void rows_do_not_depend_on_their_neighbors(void **state)
{
    static const char *const texts[] = {"plain",  "",  "=1",  " b",    "a;",
                                        "x\\\"y", "-", "a b", "\\xE9", "plain"};
    static const char head[] =
        "logs:\n  - file: a.evtx\n    computer: ws1\n    first_record: %zu\n    events:\n";
    char all[8000], one[1000];
    char *rows[COUNT(texts)];
    (void)state;
    snprintf(all, sizeof all, head, (size_t)1);
    for (size_t i = 0; i < COUNT(texts); i++) {
        char event[500];
        snprintf(event, sizeof event,
                 "      - {time: 2026-03-02T08:00:%02zuZ, id: 8198, strings: [\"%s\", \"%s,%s\", "
                 "\"%s\"]}\n",
                 i, texts[i], texts[i], texts[i], texts[(i + 1) % COUNT(texts)]);
        strcat(all, event);
        snprintf(one, sizeof one, head, i + 1);
        strcat(one, event);
        pipeline p;
        pipeline_to_records(&p, one);
        char *bytes = table(&p, EVENTS);
        rows[i] = strdup(strstr(bytes, "\r\n") + 2);
        assert_non_null(rows[i]);
        free(bytes);
        pipeline_free(&p);
    }
    pipeline p;
    pipeline_to_records(&p, all);
    char *bytes = table(&p, EVENTS);
    const char *at = strstr(bytes, "\r\n") + 2;
    for (size_t i = 0; i < COUNT(texts); i++) {
        assert_memory_equal(at, rows[i], strlen(rows[i]));
        at += strlen(rows[i]);
        free(rows[i]);
    }
    assert_int_equal(*at, '\0');
    free(bytes);
    pipeline_free(&p);
}

/* In YAML, \e is ESC and \u202E turns the direction of writing. */
#define EVIL "=cmd|'/c calc'!A1\\r\\n\\\",;=2\\e[2J\\u202E\\x9B"

static const char hostile[] =
    "logs:\n"
    "  - file: \"" EVIL "/Application.evtx\"\n"
    "    computer: \"" EVIL "\"\n"
    "    channel: \"" EVIL "\"\n"
    "    events:\n"
    "      - {time: 2026-03-02T08:00:20Z, id: 12288, strings: [\"0xC004F074, 0x0, " EVIL
    ":1688, 6a1c2f3e-0d4b-4c5a-9e8f-112233445566, 2026/03/02 08:00, 0, 2, 41760, "
    "73111121-5638-40f6-bc11-f1d7b0d64300, 25\"]}\n"
    "      - {time: 2026-03-02T09:00:20Z, id: 8198, strings: [\"hr=0x8007232B\", \"Trigger=" EVIL "\"]}\n"
    "  - file: kms.evtx\n"
    "    computer: \"-KMS" EVIL "\"\n"
    "    channel: Key Management Service\n"
    "    events:\n"
    "      - {time: 2026-03-02T13:00:21Z, id: 12290, strings: [\"\", \"0xC004F06C\", \"25\", \"@client" EVIL
    "\", \"8a1c2f3e-0d4b-4c5a-9e8f-112233445566\", \"{short_time-300}\", \"0\", \"2\", \"41760\", "
    "\"73111121-5638-40f6-bc11-f1d7b0d64300\"]}\n";

static void hostile_names_stay_text(void **state)
{
    pipeline p;
    (void)state;
    pipeline_to_analysis(&p, hostile, NULL);
    char *text = table(&p, EVENTS);
    assert_non_null(strstr(text, "\"'=cmd|'/c calc'!A1\\x0D\\x0A\"\",;'=2\\x1B[2J\\u{202E}"));
    free(text);
    check_tables(NULL, "hostile", &p);
    pipeline_free(&p);
}

static const char skewed[] =
    "logs:\n"
    "  - file: ws1/Application.evtx\n"
    "    computer: ws1.contoso.com\n"
    "    covers: [2026-03-02T00:00:00Z, 2026-03-03T00:00:00Z]\n"
    "    events:\n"
    "      - {time: 2026-03-02T08:00:20Z, id: 12288, strings: [\"0xC004F06C, 0x00000000, "
    "kms1.contoso.com:1688, "
    "6a1c2f3e-0d4b-4c5a-9e8f-112233445566, {time}, 0, 2, 41760, 73111121-5638-40f6-bc11-f1d7b0d64300, "
    "25\"]}\n"
    "  - file: kms1/kms.evtx\n"
    "    computer: kms1.contoso.com\n"
    "    channel: Key Management Service\n"
    "    events:\n"
    "      - {time: 2026-03-02T13:00:21Z, id: 12290, strings: [\"\", \"0xC004F06C\", \"25\", "
    "\"ws1.contoso.com\", "
    "\"6a1c2f3e-0d4b-4c5a-9e8f-112233445566\", \"{short_time-300}\", \"0\", \"2\", \"41760\", "
    "\"73111121-5638-40f6-bc11-f1d7b0d64300\"]}\n";

static void the_tables_say_what_the_analysis_says(void **state)
{
    static const struct {
        which table;
        size_t row;
        const char *column, *cell;
    } wanted[] = {
        {FINDINGS, 1, "cause", "clock-skew"},
        {FINDINGS, 1, "level", "high"},
        {FINDINGS, 1, "confidence", "confirmed"},
        {FINDINGS, 1, "subject_kind", "machine"},
        {FINDINGS, 1, "subject", "ws1.contoso.com"},
        {FINDINGS, 1, "first_utc", "2026-03-02 08:00:20"},
        {FINDINGS, 1, "occurrences", "1"},
        {FINDINGS, 1, "evidence", "ws1/Application.evtx record 2; kms1/kms.evtx record 1"},
        {ACTIVATIONS, 1, "id", "1"},
        {ACTIVATIONS, 1, "machine", "ws1.contoso.com"},
        {ACTIVATIONS, 1, "product", "Windows 10/11 Enterprise"},
        {ACTIVATIONS, 1, "product_id", "73111121-5638-40f6-bc11-f1d7b0d64300"},
        {ACTIVATIONS, 1, "code", "0xC004F06C"},
        {ACTIVATIONS, 1, "servers", "kms1.contoso.com"},
        {ACTIVATIONS, 1, "skew_seconds", "18001"},
        {ACTIVATIONS, 1, "required_count", "25"},
        {ACTIVATIONS, 1, "cause", "clock-skew"},
        {MACHINES, 1, "machine", "kms1.contoso.com"},
        {MACHINES, 1, "roles", "host"},
        {MACHINES, 1, "requests_served", "1"},
        {MACHINES, 1, "failed", "0"},
        {MACHINES, 2, "machine", "ws1.contoso.com"},
        {MACHINES, 2, "state", "activation_failing"},
        {MACHINES, 2, "cmids", "6a1c2f3e-0d4b-4c5a-9e8f-112233445566"},
        {MACHINES, 2, "requests_served", ""},
        {MACHINES, 2, "causes", "clock-skew"},
        {EVENTS, 2, "event_id", "12290"},
        {EVENTS, 1, "server", "kms1.contoso.com"},
        {EVENTS, 1, "port", "1688"},
        {EVENTS, 1, "vm", "false"},
        {EVENTS, 1, "client_time_utc", "2026-03-02 08:00:00"},
        {EVENTS, 1, "license_state", "initial_grace"},
        {EVENTS, 1, "problems", ""},
        {EVENTS, 2, "client", "ws1.contoso.com"},
    };
    pipeline p;
    (void)state;
    pipeline_to_analysis(&p, skewed, NULL);
    for (size_t i = 0; i < COUNT(wanted); i++) {
        char *text = table(&p, wanted[i].table);
        sheet s = read_sheet(text);
        assert_true(s.rows.count > wanted[i].row);
        const char *cell = cell_of(&s, wanted[i].row, wanted[i].column);
        if (strcmp(cell, wanted[i].cell) != 0)
            fail_msg("%s should be \"%s\", but is \"%s\"", wanted[i].column, wanted[i].cell, cell);
        free_sheet(&s);
        free(text);
    }
    pipeline_free(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_written_so_that_they_stay_what_they_are),
        cmocka_unit_test(what_is_beyond_ascii_is_marked),
        cmocka_unit_test(a_cell_is_no_longer_than_excel_takes),
        cmocka_unit_test(every_kind_of_cell_has_its_form),
        cmocka_unit_test(every_scenario_gives_tables),
        cmocka_unit_test(rows_do_not_depend_on_their_neighbors),
        cmocka_unit_test(hostile_names_stay_text),
        cmocka_unit_test(the_tables_say_what_the_analysis_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
