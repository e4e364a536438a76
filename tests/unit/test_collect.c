/*
 * What sppwhy_collect() finds, and what it says of what it does not read. Each test gets an empty folder and
 * is in it, so that paths are short; what it puts there is removed with it.
 */
#define _XOPEN_SOURCE 700 /* nftw() */

#include "collect/kept_sources.h"
#include "collect/sources.h"

#include "base/file.h"
#include "base/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <fcntl.h>
#include <ftw.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

/* ---- an empty folder for each test --------------------------------------------------------------------- */

static char start_folder[4096];
static char test_folder[64];

static int enter_folder(void **state)
{
    (void)state;
    strcpy(test_folder, "/tmp/sppwhy-collect-XXXXXX");
    return getcwd(start_folder, sizeof start_folder) && mkdtemp(test_folder) ? chdir(test_folder) : -1;
}

static int remove_one(const char *path, const struct stat *s, int kind, struct FTW *at)
{
    (void)s;
    (void)kind;
    (void)at;
    return remove(path);
}

static int leave_folder(void **state)
{
    (void)state;
    if (getuid() == 0 && seteuid(0) != 0) /* a test that failed as nobody */
        return -1;
    chmod("d/closed", 0755);
    return chdir(start_folder) == 0 ? nftw(test_folder, remove_one, 16, FTW_DEPTH | FTW_PHYS) : -1;
}

/* ---- putting things there ------------------------------------------------------------------------------ */

static void put_bytes(const char *path, size_t offset, const void *bytes, size_t length)
{
    int f = open(path, O_WRONLY | O_CREAT, 0644);
    assert_true(f >= 0);
    assert_int_equal(pwrite(f, bytes, length, (off_t)offset), length);
    assert_int_equal(close(f), 0);
}

static void put_text(const char *path, const char *text)
{
    put_bytes(path, 0, text, strlen(text));
}

/* A file that has the signature of a log and, far behind it, what makes it differ from others. */
static void put_log(const char *path, const char *different)
{
    put_bytes(path, 0, "ElfFile", 8);
    put_bytes(path, 69632, different, strlen(different));
}

static void put_folder(const char *path)
{
    assert_int_equal(mkdir(path, 0755), 0);
}

/* ---- asking and comparing ------------------------------------------------------------------------------ */

static sppwhy_sources *collect_paths(const char *const *paths)
{
    sppwhy_sources *sources;
    sppwhy_error error;
    size_t count = 0;
    while (paths[count])
        count++;
    assert_int_equal(sppwhy_collect(&sources, paths, count, &error), SPPWHY_OK);
    return sources;
}

static void add(char *text, size_t size, const char *a, const char *b, const char *c)
{
    size_t used = strlen(text);
    snprintf(text + used, size - used, "%s%s%s\n", a, b, c);
}

/* The result as lines of text: a source, its duplicates with "= ", then the notices ("asked" in capitals). */
static void describe(char *text, size_t size, const sppwhy_sources *sources)
{
    static const char *const met[] = {"missing", "refused", "not a log", "empty", "no logs", "odd", "limit"};
    static const char *const asked[] = {"MISSING", "REFUSED", "NOT A LOG", "EMPTY",
                                        "NO LOGS", "ODD",     "LIMIT"};
    text[0] = '\0';
    for (size_t i = 0; i < sources->count; i++) {
        add(text, size, sources->items[i].path, "", "");
        for (size_t k = 0; k < sources->items[i].duplicate_count; k++)
            add(text, size, "= ", sources->items[i].duplicates[k], "");
    }
    for (size_t i = 0; i < sources->notice_count; i++) {
        const sppwhy_notice *n = &sources->notices[i];
        assert_true(strlen(n->message) > 0);
        add(text, size, n->asked_for ? asked[n->kind] : met[n->kind], " ", n->path);
    }
}

#define PATHS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void expect(const char *const *paths, const char *expected)
{
    char text[8192];
    sppwhy_sources *sources = collect_paths(paths);
    describe(text, sizeof text, sources);
    sppwhy_sources_free(sources);
    assert_string_equal(text, expected);
}

static void expect_message(const char *path, const char *part)
{
    sppwhy_sources *sources = collect_paths(PATHS(path));
    assert_int_equal(sources->notice_count, 1);
    if (!strstr(sources->notices[0].message, part))
        fail_msg("'%s' does not say '%s'", sources->notices[0].message, part);
    sppwhy_sources_free(sources);
}

/* ---- what is found ------------------------------------------------------------------------------------- */

static void finds_logs_in_folders_in_folders(void **state)
{
    (void)state;
    put_folder("d");
    put_folder("d/ws1");
    put_folder("d/ws1/eventlogs");
    put_log("d/kms.evtx", "1");
    put_log("d/ws1/eventlogs/Application.evtx", "2");
    put_text("d/ws1/readme.txt", "nothing of interest");
    put_text("d/ws1/empty.txt", "");
    expect(PATHS("d"), "d/kms.evtx\nd/ws1/eventlogs/Application.evtx\n");
}

static void tells_a_log_by_its_content(void **state)
{
    (void)state;
    put_folder("d");
    put_log("d/backup.bin", "1");
    put_bytes("d/first-chunk-in-place", 4096, "ElfChnk", 8);
    put_bytes("d/later-chunk-in-place", 4096 + 3 * 65536, "ElfChnk", 8);
    put_bytes("d/chunks-alone", 0, "ElfChnk", 8);
    put_bytes("d/chunk-at-odd-place", 4097, "ElfChnk", 8);
    put_text("d/short", "ElfFile");
    expect(PATHS("d"), "d/backup.bin\nd/chunks-alone\nd/first-chunk-in-place\nd/later-chunk-in-place\n");
}

static void looks_further_into_what_is_named_like_a_log(void **state)
{
    (void)state;
    put_folder("d");
    put_bytes("d/x.EVTX", 4096 + 40 * 65536, "ElfChnk", 8);
    put_bytes("d/y.img", 4096 + 41 * 65536, "ElfChnk", 8);
    expect(PATHS("d"), "d/x.EVTX\n");
    expect(PATHS("d", "d/y.img"), "d/x.EVTX\nd/y.img\n");
}

static void a_huge_hole_is_no_log_and_does_not_hang(void **state)
{
    (void)state;
    put_text("hole.evtx", "");
    if (truncate("hole.evtx", (off_t)1 << 42) != 0)
        skip(); /* no sparse files here */
    expect(PATHS("hole.evtx"), "NOT A LOG hole.evtx\n");
}

static void slashes_at_the_end_change_nothing(void **state)
{
    (void)state;
    put_folder("d");
    put_log("d/x.evtx", "1");
    expect(PATHS("d"), "d/x.evtx\n");
    expect(PATHS("d/"), "d/x.evtx\n");
    expect(PATHS("d//", "d", "d/"), "d/x.evtx\n");
    expect(PATHS("d/x.evtx/"), "d/x.evtx\n");
}

static void takes_names_as_they_are(void **state)
{
    (void)state;
    put_folder("d");
    put_log("d/Key Management Service.evtx", "1");
    put_log("d/line\nbreak.evtx", "2");
    put_log("d/m\xC3\xBCnchen.evtx", "3");
    put_log("d/bad\xFF\xFEutf8.evtx", "4");
    put_log("d/-", "5");
    expect(PATHS("d"), "d/-\nd/Key Management Service.evtx\nd/bad\xFF\xFEutf8.evtx\nd/line\nbreak.evtx\n"
                       "d/m\xC3\xBCnchen.evtx\n");
}

static void standard_input_is_a_source_as_it_is(void **state)
{
    (void)state;
    put_log("x.evtx", "1");
    expect(PATHS("x.evtx", "-", "-"), "-\nx.evtx\n");
}

static void nothing_asked_nothing_found(void **state)
{
    (void)state;
    const char *const none[] = {NULL};
    expect(none, "");
}

/* ---- the same log twice
 * ------------------------------------------------------------------------------------ */

static void one_file_by_many_ways_counts_once(void **state)
{
    (void)state;
    put_folder("d");
    put_log("d/m.evtx", "1");
    assert_int_equal(link("d/m.evtx", "d/hard.evtx"), 0);
    assert_int_equal(symlink("m.evtx", "d/soft.evtx"), 0);
    expect(PATHS("d", "./d/m.evtx", "d/m.evtx"), "./d/m.evtx\n= d/hard.evtx\n= d/m.evtx\n= d/soft.evtx\n");
}

static void copies_count_once_but_only_true_ones(void **state)
{
    (void)state;
    put_folder("d");
    put_log("d/b.evtx", "same");
    put_log("d/a copy.bin", "same");
    put_log("d/c.evtx", "DIFF"); /* same size, same beginning */
    put_log("d/d.evtx", "longer");
    put_log("d/e.evtx", "same");
    assert_int_equal(link("d/e.evtx", "d/f.evtx"), 0);
    expect(PATHS("d"), "d/a copy.bin\n= d/b.evtx\n= d/e.evtx\n= d/f.evtx\nd/c.evtx\nd/d.evtx\n");
}

static void the_order_of_arguments_changes_nothing(void **state)
{
    (void)state;
    static const char *const expected =
        "a/link/x.evtx\n= a/x.evtx\nc.evtx\nMISSING gone\nNOT A LOG notes.evtx\n";
    put_folder("a");
    put_folder("b");
    put_log("a/x.evtx", "1");
    put_log("b/x.evtx", "1");
    put_log("c.evtx", "2");
    put_text("notes.evtx", "text");
    assert_int_equal(symlink("../b", "a/link"), 0);
    expect(PATHS("a", "b", "c.evtx", "gone", "notes.evtx"), expected);
    expect(PATHS("notes.evtx", "gone", "c.evtx", "b", "a"), expected);
    expect(PATHS("c.evtx", "b", "gone", "a", "notes.evtx", "b"), expected);
}

/* ---- links and folders
 * -------------------------------------------------------------------------------------- */

static void loops_of_links_end(void **state)
{
    (void)state;
    put_folder("d");
    put_folder("d/sub");
    put_log("d/sub/x.evtx", "1");
    assert_int_equal(symlink("..", "d/sub/parent"), 0);
    assert_int_equal(symlink(".", "d/self"), 0);
    assert_int_equal(symlink("round", "d/round"), 0);
    expect(PATHS("d"), "d/sub/x.evtx\n");
    expect(PATHS("d/sub"), "d/sub/x.evtx\n");
    expect(PATHS("d/self"), "d/self/sub/x.evtx\n");
}

static void links_to_nothing(void **state)
{
    (void)state;
    put_folder("d");
    assert_int_equal(symlink("gone", "d/gone.txt"), 0);
    assert_int_equal(symlink("gone", "d/gone.evtx"), 0);
    expect(PATHS("d"), "NO LOGS d\nrefused d/gone.evtx\n");
    expect(PATHS("d/gone.txt"), "MISSING d/gone.txt\n");
    expect_message("d/gone.txt", "link");
}

static void folders_without_logs(void **state)
{
    (void)state;
    put_folder("empty");
    put_folder("sub");
    put_folder("sub/sub");
    put_folder("other");
    put_text("other/x.txt", "text");
    expect(PATHS("empty", "sub", "other"), "NO LOGS empty\nNO LOGS other\nNO LOGS sub\n");
}

/* A folder that was asked for holds the logs that another way led to first. */
static void a_folder_met_before_still_holds_its_logs(void **state)
{
    (void)state;
    put_folder("a");
    put_folder("b");
    put_folder("b/deep");
    put_folder("c");
    put_log("b/deep/x.evtx", "1");
    assert_int_equal(symlink("../b/deep", "a/link"), 0);
    assert_int_equal(symlink("../b", "c/link"), 0);
    expect(PATHS("a", "b", "c"), "a/link/x.evtx\n");
}

static void put_nested(unsigned folders)
{
    char path[1024] = "n";
    for (unsigned i = 0; i < folders; i++) {
        put_folder(path);
        strcat(path, "/n");
    }
    strcpy(path + strlen(path) - 1, "x.evtx");
    put_log(path, "1");
}

static void folders_nest_up_to_a_limit(void **state)
{
    (void)state;
    put_nested(LIMIT_FOLDER_DEPTH + 1);
    sppwhy_sources *sources = collect_paths(PATHS("n"));
    assert_int_equal(sources->count, 1);
    assert_int_equal(sources->notice_count, 0);
    sppwhy_sources_free(sources);
}

static void folders_past_the_limit_are_told_of(void **state)
{
    (void)state;
    put_nested(LIMIT_FOLDER_DEPTH + 2);
    sppwhy_sources *sources = collect_paths(PATHS("n"));
    assert_int_equal(sources->count, 0);
    assert_int_equal(sources->notice_count, 2); /* also: no logs */
    assert_int_equal(sources->notices[0].kind, SPPWHY_NOTICE_NO_LOGS);
    assert_int_equal(sources->notices[1].kind, SPPWHY_NOTICE_LIMIT);
    sppwhy_sources_free(sources);
}

/* ---- what is no log
 * ------------------------------------------------------------------------------------------ */

static void says_what_is_no_log(void **state)
{
    (void)state;
    put_folder("d");
    put_text("d/text.evtx", "2023-01-01 something happened\n");
    put_text("d/zero.evtx", "");
    put_text("d/zero", "");
    put_text("d/notes", "text");
    expect(PATHS("d"), "NO LOGS d\nnot a log d/text.evtx\nempty d/zero.evtx\n");
    expect(PATHS("d/text.evtx", "d/zero.evtx", "d/zero", "d/notes"),
           "NOT A LOG d/notes\nNOT A LOG d/text.evtx\nEMPTY d/zero\nEMPTY d/zero.evtx\n");
    expect(PATHS("d", "d/text.evtx"), "NO LOGS d\nNOT A LOG d/text.evtx\nempty d/zero.evtx\n");
}

#define put_literal(name, bytes) put_bytes(name, 0, bytes, sizeof(bytes) - 1)

static void says_what_it_is_instead(void **state)
{
    (void)state;
    put_text("text", "2023-01-01 something happened\n");
    put_text("screen.png", "\x89PNG\r\n\x1A\n and so on");
    put_text("screen.jpg", "\xFF\xD8\xFF\xE0 and so on");
    put_text("screen.gif", "GIF89a and so on");
    put_literal("screen.bmp", "BM\x36\0\x0C\0\0\0\0\0\x36\0\0\0\x28");
    put_text("case.rtf", "{\\rtf1\\ansi Security-SPP");
    put_text("case.pdf", "%PDF-1.7");
    put_literal("case.doc", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    put_literal("case.docx",
                "PK\3\4\x14\0\6\0\x08\0\0\0!\0\0\0\0\0\0\0\0\0\0\0\0\0\x13\0\x08\2[Content_Types].xml and so "
                "on and so on");
    put_literal(
        "trace.etl",
        "\0\0\1\0\0\x10\0\0\0\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
        "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\2\0\2\xC0\x18\1");
    put_text("archive", "Rar!\x1A\x07 and so on");
    put_literal("old", "\x30\0\0\0LfLe");
    put_bytes("zeros", 69632, "", 1);
    put_bytes("bytes", 0, "\x01\x02\x03\x04", 4);
    expect_message("text", "text file");
    expect_message("screen.png", "picture");
    expect_message("screen.jpg", "picture");
    expect_message("screen.gif", "picture");
    expect_message("screen.bmp", "picture");
    expect_message("case.rtf", ".rtf");
    expect_message("case.pdf", "PDF");
    expect_message("case.doc", ".doc");
    expect_message("case.docx", ".docx");
    expect_message("trace.etl", "a trace (.etl)");
    expect_message("archive", "RAR");
    expect_message("old", "Windows XP");
    expect_message("zeros", "zeros");
    expect_message("bytes", "no event log");
    expect_message("gone", "does not exist");
    expect_message("text/x.evtx", "does not exist");
    expect_message("", "does not exist");
}

static void devices_pipes_and_sockets(void **state)
{
    (void)state;
    struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "d/socket"};
    put_folder("d");
    put_log("d/x.evtx", "1");
    assert_int_equal(mkfifo("d/pipe", 0644), 0);
    assert_int_equal(mkfifo("d/pipe.evtx", 0644), 0);
    int s = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_true(s >= 0);
    assert_int_equal(bind(s, (const struct sockaddr *)&address, sizeof address), 0);
    expect(PATHS("d", "/dev/null"), "d/x.evtx\nODD /dev/null\nodd d/pipe.evtx\n");
    expect(PATHS("d/pipe", "d/socket"), "ODD d/pipe\nODD d/socket\n");
    close(s);
}

/* ---- what is not ours to read
 * -------------------------------------------------------------------------------- */

static void expect_refusals(void)
{
    expect(PATHS("d"), "d/x.evtx\nrefused d/closed\nrefused d/secret.bin\n");
    expect(PATHS("d/closed"), "REFUSED d/closed\n");
    expect(PATHS("d/secret.bin"), "REFUSED d/secret.bin\n");
    expect(PATHS("d/closed/x.evtx"), "REFUSED d/closed/x.evtx\n");
    expect_message("d/closed/x.evtx", "Permission denied");
}

/* Root may read everything, so as root the look is taken as nobody. */
static void what_may_not_be_read_is_told_of(void **state)
{
    (void)state;
    put_folder("d");
    put_folder("d/closed");
    put_log("d/x.evtx", "1");
    put_log("d/closed/x.evtx", "2");
    put_log("d/secret.bin", "3");
    assert_int_equal(chmod(".", 0755), 0);
    assert_int_equal(chmod("d/closed", 0), 0);
    assert_int_equal(chmod("d/secret.bin", 0), 0);
    if (geteuid() != 0) {
        expect_refusals();
    } else {
        int dropped = seteuid(65534);
        if (dropped == 0)
            expect_refusals();
        assert_int_equal(seteuid(0), 0);
        if (dropped != 0)
            skip();
    }
}

/* ---- files that stay open ------------------------------------------------------------------------------ */

static unsigned count_open(void)
{
    unsigned count = 0;
    for (int f = 0; f < 1024; f++)
        count += fcntl(f, F_GETFD) >= 0;
    return count;
}

/* What is at the place where put_log() makes logs differ. */
static void expect_kept(const sppwhy_source *source, const char *different)
{
    file *f;
    size_t got;
    char there[16] = "";
    kept_file kept = source_kept(source);
    assert_true(kept != KEPT_NONE);
    *source->kept = KEPT_NONE; /* as who reads it does */
    assert_int_equal(file_open_kept(&f, kept, source->path, NULL), SPPWHY_OK);
    assert_int_equal(file_read(f, 69632, there, sizeof there - 1, &got, NULL), SPPWHY_OK);
    assert_string_equal(there, different);
    file_close(f);
}

/* Those of copies and of what is no log are closed at once, those that nobody takes with the result. */
static void logs_stay_open_up_to_a_number(void **state)
{
    (void)state;
    const char *const paths[] = {"d"};
    sppwhy_sources *sources;
    put_folder("d");
    put_log("d/1.evtx", "first");
    put_log("d/2.evtx", "second");
    put_log("d/3.evtx", "first");
    put_log("d/4.evtx", "fourth");
    put_text("d/5.evtx", "text");
    const unsigned before = count_open();
    assert_int_equal(sppwhy_collect(&sources, paths, 1, NULL), SPPWHY_OK);
    assert_int_equal(count_open(), before); /* a program that uses the library keeps its descriptors */
    sppwhy_sources_free(sources);
    assert_int_equal(sources_collect(&sources, paths, 1, 3, NULL), SPPWHY_OK);
    assert_int_equal(sources->count, 3);
    assert_int_equal(count_open(), before + 2);
    assert_true(source_kept(&sources->items[2]) == KEPT_NONE);
    assert_int_equal(rename("d/1.evtx", "d/elsewhere"), 0);
    expect_kept(&sources->items[0], "first");
    assert_int_equal(count_open(), before + 1);
    put_log("d/new", "new");
    assert_int_equal(rename("d/new", "d/2.evtx"), 0); /* the file that was found is no more */
    expect_kept(&sources->items[1], "new");
    assert_int_equal(count_open(), before);
    sppwhy_sources_free(sources);
    assert_int_equal(count_open(), before);
}

static void descriptors_are_left_for_the_work(void **state)
{
    (void)state;
    struct rlimit was, few = {LIMIT_FILES_LEFT + 5, 0};
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &was), 0);
    if (was.rlim_max < few.rlim_cur + 100)
        skip();
    few.rlim_max = was.rlim_max; /* it may be raised again */
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
    size_t most = file_keep_most();
    assert_in_range(most, 5, LIMIT_FILES_KEPT);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &few), 0);
    assert_true(few.rlim_cur >= most + LIMIT_FILES_LEFT);
    int taken[10]; /* as those that a program is started with */
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        assert_true((taken[i] = open("/dev/null", O_RDONLY)) >= 0);
    assert_int_equal(file_keep_most(), most - sizeof taken / sizeof *taken);
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        close(taken[i]);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &was), 0);
}

int main(void)
{
#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(finds_logs_in_folders_in_folders),
        IN_A_FOLDER(tells_a_log_by_its_content),
        IN_A_FOLDER(looks_further_into_what_is_named_like_a_log),
        IN_A_FOLDER(a_huge_hole_is_no_log_and_does_not_hang),
        IN_A_FOLDER(slashes_at_the_end_change_nothing),
        IN_A_FOLDER(takes_names_as_they_are),
        IN_A_FOLDER(standard_input_is_a_source_as_it_is),
        IN_A_FOLDER(nothing_asked_nothing_found),
        IN_A_FOLDER(one_file_by_many_ways_counts_once),
        IN_A_FOLDER(copies_count_once_but_only_true_ones),
        IN_A_FOLDER(the_order_of_arguments_changes_nothing),
        IN_A_FOLDER(loops_of_links_end),
        IN_A_FOLDER(links_to_nothing),
        IN_A_FOLDER(folders_without_logs),
        IN_A_FOLDER(a_folder_met_before_still_holds_its_logs),
        IN_A_FOLDER(folders_nest_up_to_a_limit),
        IN_A_FOLDER(folders_past_the_limit_are_told_of),
        IN_A_FOLDER(says_what_is_no_log),
        IN_A_FOLDER(says_what_it_is_instead),
        IN_A_FOLDER(devices_pipes_and_sockets),
        IN_A_FOLDER(logs_stay_open_up_to_a_number),
        cmocka_unit_test(descriptors_are_left_for_the_work),
        IN_A_FOLDER(what_may_not_be_read_is_told_of),
    };
    return cmocka_run_group_tests_name("collect", tests, NULL, NULL);
}
