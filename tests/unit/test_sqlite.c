/*
 * The database: sound and complete for every scenario, whatever a log says; and the draft that it is written
 * as, which takes the final name only when it is whole.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/atomic_file.h"
#include "base/file.h"
#include "rules/analysis.h"
#include "sppwhy/report.h"
#include "support/cases.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static int set_up(void **state)
{
    (void)state;
    make_folder(folder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    remove_folder(folder);
    return 0;
}

static const char *in_folder(char path[128], const char *name)
{
    snprintf(path, 128, "%s/%s", folder, name);
    return path;
}

static void write_file(const char *path, const char *text)
{
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    assert_true(fputs(text, out) >= 0);
    assert_int_equal(fclose(out), 0);
}

static void expect_text(const char *path, const char *wanted)
{
    char text[100] = "";
    FILE *in = fopen(path, "r");
    assert_non_null(in);
    text[fread(text, 1, sizeof text - 1, in)] = '\0';
    fclose(in);
    assert_string_equal(text, wanted);
}

static size_t files_there(void)
{
    char **names = NULL;
    size_t count = 0;
    arena *a = arena_create();
    assert_non_null(a);
    assert_int_equal(folder_list(a, folder, &names, &count, NULL), SPPWHY_OK);
    arena_free(a);
    return count;
}

/* ---- the draft ----------------------------------------------------------------------------------------- */

static atomic_file *draft_of(const char *path, const char *text)
{
    atomic_file *d = NULL;
    assert_int_equal(atomic_file_create(&d, path, NULL), SPPWHY_OK);
    write_file(atomic_file_path(d), text);
    return d;
}

static void a_draft_takes_the_name_when_it_is_whole(void **state)
{
    char path[128];
    struct stat s;
    (void)state;
    in_folder(path, "new.db");
    atomic_file *d = draft_of(path, "new");
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(atomic_file_publish(d, NULL), SPPWHY_OK);
    atomic_file_free(d);
    expect_text(path, "new");
    assert_int_equal(chmod(path, 0640), 0);
    d = draft_of(path, "newer");
    expect_text(path, "new");
    assert_int_equal(atomic_file_publish(d, NULL), SPPWHY_OK);
    atomic_file_free(d);
    expect_text(path, "newer");
    assert_int_equal(stat(path, &s), 0);
    assert_int_equal(s.st_mode & 0777, 0640);
    assert_int_equal(files_there(), 1);
    unlink(path);
}

static void a_draft_that_is_given_up_leaves_nothing(void **state)
{
    char path[128];
    (void)state;
    write_file(in_folder(path, "old.db"), "old");
    atomic_file *d = draft_of(path, "half of the n"), *other = draft_of(path, "another");
    assert_int_equal(files_there(), 3); /* two at once do not meet */
    atomic_file_free(d);
    atomic_file_free(other);
    expect_text(path, "old");
    assert_int_equal(files_there(), 1);
    unlink(path);
}

static void a_link_stays_a_link(void **state)
{
    char path[128], link[128];
    struct stat s;
    (void)state;
    write_file(in_folder(path, "real.db"), "old");
    in_folder(link, "link.db");
    assert_int_equal(symlink("real.db", link), 0);
    atomic_file *d = draft_of(link, "new");
    assert_int_equal(atomic_file_publish(d, NULL), SPPWHY_OK);
    atomic_file_free(d);
    assert_int_equal(lstat(link, &s), 0);
    assert_true(S_ISLNK(s.st_mode));
    expect_text(path, "new");
    unlink(link);
    unlink(path);
}

static void what_is_no_plain_file_is_refused(void **state)
{
    char path[128];
    const char *const targets[] = {"/dev/null", folder, in_folder(path, "nowhere/x.db")};
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        atomic_file *d = (atomic_file *)path;
        sppwhy_error error;
        sppwhy_error_clear(&error);
        assert_int_equal(atomic_file_create(&d, targets[i], &error), SPPWHY_IO);
        assert_null(d);
        assert_string_equal(error.file, targets[i]);
        assert_non_null(strstr(error.message, "cannot be written"));
    }
    assert_int_equal(files_there(), 0);
}

/* ---- the database -------------------------------------------------------------------------------------- */

static sqlite3 *database_of(const pipeline *p, const char *path)
{
    sqlite3 *db = NULL;
    sppwhy_error error;
    char text[1800];
    sppwhy_error_clear(&error);
    if (sppwhy_report_sqlite(path, p->analysis, p->records, &error) != SPPWHY_OK)
        fail_msg("%s", sppwhy_error_format(&error, text, sizeof text));
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    return db;
}

/* The first value of a query as text; "" for none. */
static const char *ask(sqlite3 *db, const char *sql, char out[2000])
{
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    const unsigned char *text = sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_text(s, 0) : NULL;
    snprintf(out, 2000, "%s", text ? (const char *)text : "");
    sqlite3_finalize(s);
    return out;
}

static void must_be(const char *name, sqlite3 *db, const char *sql, const char *wanted)
{
    char found[2000];
    if (strcmp(ask(db, sql, found), wanted) != 0)
        fail_msg("%s: %s gives \"%s\", not \"%s\"", name, sql, found, wanted);
}

static void must_count(const char *name, sqlite3 *db, const char *sql, size_t wanted)
{
    char number[32];
    snprintf(number, sizeof number, "%zu", wanted);
    must_be(name, db, sql, number);
}

static void check_database(void *context, const char *name, const pipeline *p)
{
    char path[128];
    const sppwhy_analysis *a = p->analysis;
    size_t evidence = 0;
    (void)context;
    sqlite3 *db = database_of(p, in_folder(path, "case.db"));
    for (size_t i = 0; i < a->finding_count; i++)
        evidence += a->findings[i].verdict.evidence_count;
    must_be(name, db, "PRAGMA integrity_check", "ok");
    must_be(name, db, "PRAGMA foreign_key_check", "");
    must_be(name, db, "PRAGMA user_version", "1");
    must_count(name, db, "SELECT count(*) FROM logs", p->log_count);
    must_count(name, db, "SELECT count(*) FROM records", p->records->count);
    must_count(name, db, "SELECT count(*) FROM timeline", p->records->count);
    must_count(name, db, "SELECT count(*) FROM requests", p->collection->request_count);
    must_count(name, db, "SELECT count(*) FROM machines", p->collection->machine_count);
    must_count(name, db, "SELECT count(*) FROM machine_status", p->collection->machine_count);
    must_count(name, db, "SELECT count(*) FROM activations", p->collection->activation_count);
    must_count(name, db, "SELECT count(*) FROM failures", a->failed);
    must_count(name, db, "SELECT count(*) FROM findings", a->finding_count);
    must_count(name, db, "SELECT count(*) FROM finding_events", evidence);
    must_count(name, db, "SELECT coalesce(sum(activations), 0) FROM causes", a->failed);
    /* every failure is folded into a finding of its cause, on its machine */
    must_count(name, db,
               "SELECT count(*) FROM activations AS a JOIN findings AS f ON f.id = a.finding_id "
               "WHERE f.cause = a.cause AND f.machine_id = a.machine_id",
               a->failed);
    must_be(name, db, "SELECT count(*) FROM records WHERE NOT json_valid(strings)", "0");
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    unlink(path);
    assert_int_equal(files_there(), 0);
}

static void every_scenario_gives_a_sound_database(void **state)
{
    const char *preloaded = getenv("LD_PRELOAD"); /* valgrind is thirty times slower: a part of them */
    (void)state;
    assert_true(for_each_case(check_database, NULL, preloaded && strstr(preloaded, "vgpreload") ? 40 : 2) >
                5);
}

static const char hostile[] = "logs:\n"
                              "  - file: \"a'); DROP TABLE logs;--.evtx\"\n"
                              "    computer: \"x'\\\"\\e;\\xFF\\u202E\"\n"
                              "    events:\n"
                              "      - {time: 2026-03-02T08:00:20Z, id: 12288, strings: [\"0xC004F074, 0x0, "
                              "'); DELETE FROM records;--:1688, "
                              "6a1c2f3e-0d4b-4c5a-9e8f-112233445566, 2026/03/02 08:00, 0, 2, 41760, "
                              "73111121-5638-40f6-bc11-f1d7b0d64300, 25\"]}\n"
                              "      - {time: 2026-03-02T09:00:20Z, id: 8198, strings: [\"hr=0x8007232B\", "
                              "\"Trigger=\\\"\\\\\\n\\t\"]}\n";

/* What comes through a writer is the image of a file with the same content. */
static void a_writer_gets_the_same_database(void **state)
{
    pipeline p;
    char path[128], wanted[2000];
    size_t size;
    sppwhy_writer *out = NULL;
    (void)state;
    pipeline_to_analysis(&p, hostile, NULL);
    assert_int_equal(sppwhy_writer_to_memory(&out, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_report_sqlite_to(out, p.analysis, p.records, NULL), SPPWHY_OK);
    const char *image = sppwhy_writer_memory(out, &size);
    FILE *image_file = fopen(in_folder(path, "written.db"), "wb");
    assert_non_null(image_file);
    assert_int_equal(fwrite(image, 1, size, image_file), size);
    assert_int_equal(fclose(image_file), 0);
    sppwhy_writer_free(out);
    sqlite3 *written = NULL;
    assert_int_equal(sqlite3_open_v2(path, &written, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    unlink(path);
    sqlite3 *made = database_of(&p, in_folder(path, "made.db"));
    must_be("writer", written, "PRAGMA integrity_check", "ok");
    must_be("writer", written, "SELECT count(*) FROM records", "2");
    static const char all[] = "SELECT (SELECT group_concat(strings) FROM records) || (SELECT path FROM logs)"
                              " || (SELECT group_concat(sql) FROM sqlite_master)";
    must_be("writer", written, all, ask(made, all, wanted));
    assert_int_equal(sqlite3_close(written), SQLITE_OK);
    assert_int_equal(sqlite3_close(made), SQLITE_OK);
    unlink(path);
    pipeline_free(&p);
}

static void whatever_a_log_says_is_a_value(void **state)
{
    pipeline p;
    char path[128];
    (void)state;
    pipeline_to_analysis(&p, hostile, NULL);
    sqlite3 *db = database_of(&p, in_folder(path, "hostile.db"));
    must_be("hostile", db, "SELECT path FROM logs", "a'); DROP TABLE logs;--.evtx");
    must_be("hostile", db, "SELECT server FROM records WHERE event_id = 12288", "'); DELETE FROM records;--");
    must_be("hostile", db, "SELECT count(*) FROM records", "2");
    must_be("hostile", db, "SELECT value FROM records, json_each(strings) WHERE event_id = 8198 AND key = 1",
            "Trigger=\"\\\n\t");
    sqlite3_close(db);
    pipeline_free(&p);
    unlink(path);
}

static void the_tables_say_what_the_analysis_says(void **state)
{
    static const char scenario[] =
        "logs:\n"
        "  - file: ws1/Application.evtx\n"
        "    computer: ws1.contoso.com\n"
        "    events:\n"
        "      - {time: 2026-03-02T08:00:20Z, id: 12288, strings: [\"0xC004F06C, 0x00000000, "
        "kms1.contoso.com:1688, 6a1c2f3e-0d4b-4c5a-9e8f-112233445566, {time}, 0, 2, 41760, "
        "73111121-5638-40f6-bc11-f1d7b0d64300, 25\"]}\n"
        "  - file: kms1/kms.evtx\n"
        "    computer: kms1.contoso.com\n"
        "    channel: Key Management Service\n"
        "    events:\n"
        "      - {time: 2026-03-02T13:00:21Z, id: 12290, strings: [\"\", \"0xC004F06C\", \"25\", "
        "\"ws1.contoso.com\", \"6a1c2f3e-0d4b-4c5a-9e8f-112233445566\", \"{short_time-300}\", \"0\", \"2\", "
        "\"41760\", \"73111121-5638-40f6-bc11-f1d7b0d64300\"]}\n";
    static const char *const wanted[][2] = {
        {"SELECT machine || ' ' || cause || ' ' || code FROM failures",
         "ws1.contoso.com clock-skew 0xC004F06C"},
        {"SELECT time FROM activations", "2026-03-02T08:00:20.000000000Z"},
        {"SELECT skew_seconds FROM requests", "18001"},
        {"SELECT h.name FROM requests AS r JOIN machines AS h ON h.id = r.host_id", "kms1.contoso.com"},
        {"SELECT c.event_id || ' ' || h.event_id FROM requests AS r JOIN records AS c ON c.id = "
         "r.request_record_id JOIN records AS h ON h.id = r.host_record_id",
         "12288 12290"},
        {"SELECT client_time FROM records WHERE event_id = 12288", "2026-03-02T08:00:00Z"},
        {"SELECT port + required_count + vm FROM records WHERE event_id = 12288", "1713"},
        {"SELECT license_state FROM records WHERE event_id = 12290", "initial_grace"},
        {"SELECT name FROM products", "Windows 10/11 Enterprise"},
        {"SELECT severity FROM findings", "3"},
        {"SELECT refused FROM hosts", "1"},
        {"SELECT text FROM advice WHERE kind = 'fix' AND position = 5", "Then on the client: slmgr /ato"},
        {"SELECT group_concat(computer) FROM log_computers", "ws1.contoso.com,kms1.contoso.com"},
    };
    pipeline p;
    char path[128];
    (void)state;
    pipeline_to_analysis(&p, scenario, NULL);
    sqlite3 *db = database_of(&p, in_folder(path, "skewed.db"));
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        must_be("skewed", db, wanted[i][0], wanted[i][1]);
    sqlite3_close(db);
    pipeline_free(&p);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_draft_takes_the_name_when_it_is_whole),
        cmocka_unit_test(a_draft_that_is_given_up_leaves_nothing),
        cmocka_unit_test(a_link_stays_a_link),
        cmocka_unit_test(what_is_no_plain_file_is_refused),
        cmocka_unit_test(every_scenario_gives_a_sound_database),
        cmocka_unit_test(a_writer_gets_the_same_database),
        cmocka_unit_test(whatever_a_log_says_is_a_value),
        cmocka_unit_test(the_tables_say_what_the_analysis_says),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
