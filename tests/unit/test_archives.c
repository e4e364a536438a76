/*
 * Logs in archives: every format that libarchive can write (and a cabinet, written here), nested, encrypted,
 * broken and hostile. Each test is in an empty folder; what it puts there is removed with it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/dictionary.h"
#include "base/limits.h"
#include "base/text.h"
#include "base/unpack.h"
#include "evtx/events.h"
#include "support/pipeline.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define SAMPLES "samples/contoso/"

typedef struct bytes {
    uint8_t *at;
    size_t length;
} bytes;

static char start_folder[4096], test_folder[64];
static bytes client_log, host_log; /* two logs of the samples */

static bytes read_bytes(const char *path)
{
    bytes b = {0};
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    assert_int_equal(fseek(f, 0, SEEK_END), 0);
    b.length = (size_t)ftell(f);
    rewind(f);
    b.at = malloc(b.length + 1);
    assert_non_null(b.at);
    assert_int_equal(fread(b.at, 1, b.length, f), b.length);
    fclose(f);
    return b;
}

static void put_bytes(const char *path, const void *at, size_t length)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(at, 1, length, f), length);
    assert_int_equal(fclose(f), 0);
}

static int load_logs(void **state)
{
    (void)state;
    client_log = read_bytes(SAMPLES "WS-0412/WS-0412-Application.evtx");
    host_log = read_bytes(SAMPLES "KMS1/KMS1-Application.evtx");
    return getcwd(start_folder, sizeof start_folder) ? 0 : -1;
}

static int free_logs(void **state)
{
    (void)state;
    free(client_log.at);
    free(host_log.at);
    return 0;
}

static int enter_folder(void **state)
{
    (void)state;
    make_folder(test_folder);
    return chdir(test_folder);
}

static int leave_folder(void **state)
{
    (void)state;
    int result = chdir(start_folder);
    remove_folder(test_folder);
    return result;
}

/* Under valgrind what takes long is left out: it is there to find errors of memory. */
static bool in_a_hurry(void)
{
    return getenv("SPPWHY_MUTATIONS") != NULL;
}

/* ---- making archives ----------------------------------------------------------------------------------- */

typedef struct member {
    const char *name;
    bytes content;
} member;

typedef struct recipe {
    int format;
    int filter;
    const char *options; /* of libarchive's, or NULL */
} recipe;

static const recipe zip = {ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, NULL};
static const recipe seven = {ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE, NULL};
static const recipe tar_gz = {ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_GZIP, NULL};
static const recipe tar = {ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_NONE, NULL};
static const recipe gz = {ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_GZIP, NULL};

static void add_member(struct archive *a, const member *m)
{
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, m->name);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, (la_int64_t)m->content.length);
    assert_true(archive_write_header(a, entry) >= ARCHIVE_WARN);
    assert_int_equal(archive_write_data(a, m->content.at, m->content.length), m->content.length);
    archive_entry_free(entry);
}

static struct archive *begin_archive(recipe r)
{
    struct archive *a = archive_write_new();
    assert_int_equal(archive_write_set_format(a, r.format), ARCHIVE_OK);
    assert_int_equal(archive_write_add_filter(a, r.filter), ARCHIVE_OK);
    archive_write_set_bytes_in_last_block(a, 1);
    if (r.options)
        assert_int_equal(archive_write_set_options(a, r.options), ARCHIVE_OK);
    return a;
}

static bytes archive_of(recipe r, const member *members, size_t count)
{
    size_t room = 65536, used = 0;
    for (size_t i = 0; i < count; i++)
        room += members[i].content.length * 2 + 4096;
    bytes out = {malloc(room), 0};
    struct archive *a = begin_archive(r);
    assert_non_null(out.at);
    assert_int_equal(archive_write_open_memory(a, out.at, room, &used), ARCHIVE_OK);
    for (size_t i = 0; i < count; i++)
        add_member(a, &members[i]);
    assert_int_equal(archive_write_close(a), ARCHIVE_OK);
    archive_write_free(a);
    out.length = used;
    return out;
}

static void put_archive(const char *path, recipe r, const member *members, size_t count)
{
    bytes b = archive_of(r, members, count);
    put_bytes(path, b.at, b.length);
    free(b.at);
}

static void put_one(const char *path, recipe r, const char *name, bytes content)
{
    put_archive(path, r, &(member){name, content}, 1);
}

static void little(uint8_t **at, uint32_t value, size_t size)
{
    for (size_t i = 0; i < size; i++)
        *(*at)++ = (uint8_t)(value >> (8 * i));
}

/* A cabinet of one folder with one file, stored: blocks of 32 KiB, without checksums. */
static bytes cabinet_of(const char *name, bytes content)
{
    uint32_t blocks = (uint32_t)((content.length + 32767) / 32768), name_size = (uint32_t)strlen(name) + 1;
    uint32_t data_at = 36 + 8 + 16 + name_size;
    bytes out = {malloc(content.length + 1024), 0};
    assert_non_null(out.at);
    uint8_t *at = out.at;
    uint32_t total = data_at + blocks * 8 + (uint32_t)content.length;
    const uint32_t header[] = {0x4643534D, 0, total, 0, 44, 0};
    for (size_t i = 0; i < COUNT(header); i++)
        little(&at, header[i], 4);
    little(&at, 0x0103, 2); /* version */
    little(&at, 1, 2);      /* folders */
    little(&at, 1, 2);      /* files */
    little(&at, 0, 4);      /* flags, set */
    little(&at, 0, 2);
    little(&at, data_at, 4);
    little(&at, blocks, 2);
    little(&at, 0, 2); /* stored */
    little(&at, (uint32_t)content.length, 4);
    little(&at, 0, 4);
    little(&at, 0, 2);
    little(&at, 0x5A21, 2); /* date, time, attributes */
    little(&at, 0, 2);
    little(&at, 0x20, 2);
    memcpy(at, name, name_size);
    at += name_size;
    for (size_t done = 0; done < content.length; done += 32768) {
        size_t size = content.length - done < 32768 ? content.length - done : 32768;
        little(&at, 0, 4);
        little(&at, (uint32_t)size, 2);
        little(&at, (uint32_t)size, 2);
        memcpy(at, content.at + done, size);
        at += size;
    }
    out.length = (size_t)(at - out.at);
    return out;
}

/* ---- reading ------------------------------------------------------------------------------------------- */

typedef struct result {
    sppwhy_catalogue *catalogue;
    sppwhy_sources *sources;
    sppwhy_logs *logs;
} result;

static result given(const char *const *paths, size_t count)
{
    result r = {0};
    sppwhy_reading *reading = NULL;
    assert_int_equal(sppwhy_catalogue_load(&r.catalogue, NULL, NULL), SPPWHY_OK);
    const sppwhy_read_options options = {.size = sizeof options,
                                         .providers = sppwhy_catalogue_providers(r.catalogue)};
    assert_int_equal(sppwhy_collect(&r.sources, paths, count, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_reading_create(&reading, r.sources, &options, NULL), SPPWHY_OK);
    for (size_t i = 0; i < r.sources->count; i++)
        (void)sppwhy_reading_source(reading, i, 1);
    assert_int_equal(sppwhy_reading_finish(&r.logs, reading, NULL), SPPWHY_OK);
    sppwhy_reading_free(reading);
    return r;
}

static result given_one(const char *path)
{
    return given(&path, 1);
}

static void forget(result *r)
{
    sppwhy_logs_free(r->logs);
    sppwhy_sources_free(r->sources);
    sppwhy_catalogue_free(r->catalogue);
}

/* The paths of the logs, one a line; then notices, "path: message". */
static void expect_logs(const result *r, const char *wanted)
{
    strbuf found = {0};
    strbuf_add(&found, "");
    for (size_t i = 0; i < r->logs->count; i++)
        strbuf_printf(&found, "%s\n", r->logs->items[i]->path);
    assert_string_equal(found.bytes, wanted);
    strbuf_free(&found);
}

static const sppwhy_notice *notice_at(const result *r, const char *path)
{
    for (size_t i = 0; i < r->logs->notice_count; i++)
        if (strcmp(r->logs->notices[i].path, path) == 0)
            return &r->logs->notices[i];
    fail_msg("nothing is told of %s", path);
    return NULL;
}

static void expect_notice(const result *r, sppwhy_notice_kind kind, const char *path, const char *part)
{
    const sppwhy_notice *n = notice_at(r, path);
    assert_int_equal(n->kind, kind);
    if (!strstr(n->message, part))
        fail_msg("%s: \"%s\" is not in \"%s\"", path, part, n->message);
}

/* All that is known of a log, but its path, is that of the client's. */
static void is_the_clients(const sppwhy_log *log)
{
    assert_int_equal(log->bytes, client_log.length);
    assert_int_equal(log->event_count, 4);
    assert_int_equal(log->computer_count, 1);
    assert_string_equal(log->computers[0], "ws-0412.contoso.com");
    assert_int_equal(log->damage_count, 0);
    assert_int_equal(log->records_lost, 0);
    assert_true(log->first_event != 0 && log->last_event > log->first_event);
}

static void expect_the_clients(const char *archive, const char *path)
{
    result r = given_one(archive);
    char line[512];
    snprintf(line, sizeof line, "%s\n", path);
    expect_logs(&r, line);
    is_the_clients(r.logs->items[0]);
    assert_int_equal(r.logs->notice_count, 0);
    assert_int_equal(r.logs->error_count, 0);
    assert_false(r.logs->incomplete);
    forget(&r);
}

/* ---- what is read -------------------------------------------------------------------------------------- */

static void every_format_is_read(void **state)
{
    static const recipe recipes[] = {
        {ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, NULL},
        {ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "zip:compression=store"},
        {ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "zip:zip64"},
        {ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE, NULL},
        {ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE, "7zip:compression=store"},
        {ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE, "7zip:compression=bzip2"},
        {ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, NULL},
        {ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_NONE, NULL},
        {ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE, ARCHIVE_FILTER_NONE, NULL},
        {ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, NULL},
        {ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_BZIP2, NULL},
        {ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_XZ, NULL},
        {ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_ZSTD, NULL},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(recipes); i++) {
        put_one("a", recipes[i], "logs/Application.evtx", client_log);
        expect_the_clients("a", "a!logs/Application.evtx");
    }
}

static void a_compressed_log_is_one(void **state)
{
    static const struct {
        int filter;
        const char *path, *member;
    } cases[] = {
        {ARCHIVE_FILTER_GZIP, "Application.evtx.gz", "Application.evtx.gz!Application.evtx"},
        {ARCHIVE_FILTER_BZIP2, "x.evtx.BZ2", "x.evtx.BZ2!x.evtx"},
        {ARCHIVE_FILTER_XZ, "x.evtx.xz", "x.evtx.xz!x.evtx"},
        {ARCHIVE_FILTER_ZSTD, "renamed", "renamed!renamed"},
        {ARCHIVE_FILTER_GZIP, ".gz", ".gz!.gz"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        put_one(cases[i].path, (recipe){ARCHIVE_FORMAT_RAW, cases[i].filter, NULL}, "x", client_log);
        expect_the_clients(cases[i].path, cases[i].member);
    }
}

static void a_cabinet_is_read(void **state)
{
    (void)state;
    bytes cabinet = cabinet_of("Application.evtx", client_log);
    put_bytes("logs.cab", cabinet.at, cabinet.length);
    expect_the_clients("logs.cab", "logs.cab!Application.evtx");
    put_one("outer.tar.gz", tar_gz, "logs.cab", cabinet);
    expect_the_clients("outer.tar.gz", "outer.tar.gz!logs.cab!Application.evtx");
    free(cabinet.at);
}

static void archives_in_folders_are_found_by_their_content(void **state)
{
    (void)state;
    bytes packed = archive_of(zip, &(member){"Application.evtx", client_log}, 1);
    put_file("d", "notes.zip", "not a zip at all");
    put_bytes("d/backup.bin", packed.at, packed.length);
    free(packed.at);
    put_one("d/office.docx", zip, "word/document.xml", (bytes){(uint8_t *)"<xml/>", 6});
    expect_the_clients("d", "d/backup.bin!Application.evtx");
}

static void members_are_in_order_of_path_and_told_by_content(void **state)
{
    (void)state;
    const bytes text = {(uint8_t *)"log level\n", 10}, nothing = {(uint8_t *)"", 0};
    const member members[] = {
        {"z/b.evtx", client_log}, {"readme.txt", text}, {"text.evtx", text},
        {"empty.evtx", nothing},  {"a/data", host_log},
    };
    put_archive("a.zip", zip, members, COUNT(members));
    result r = given_one("a.zip");
    expect_logs(&r, "a.zip!a/data\na.zip!z/b.evtx\n");
    assert_int_equal(r.logs->notice_count, 2);
    expect_notice(&r, SPPWHY_NOTICE_NOT_A_LOG, "a.zip!text.evtx", "text file");
    expect_notice(&r, SPPWHY_NOTICE_EMPTY, "a.zip!empty.evtx", "empty");
    forget(&r);
    put_one("b.zip", zip, "readme.txt", text);
    r = given_one("b.zip");
    expect_notice(&r, SPPWHY_NOTICE_NO_LOGS, "b.zip", "holds no event log");
    assert_true(notice_at(&r, "b.zip")->asked_for);
    forget(&r);
}

static void a_log_without_its_header_is_one(void **state)
{
    (void)state;
    bytes beheaded = {malloc(client_log.length), client_log.length};
    assert_non_null(beheaded.at);
    memcpy(beheaded.at, client_log.at, client_log.length);
    memset(beheaded.at, 0, 4096);
    put_one("a.tar.gz", tar_gz, "data", beheaded);
    free(beheaded.at);
    result r = given_one("a.tar.gz");
    expect_logs(&r, "a.tar.gz!data\n");
    assert_int_equal(r.logs->items[0]->event_count, 4);
    forget(&r);
}

static void archives_nest_up_to_a_limit(void **state)
{
    const recipe layers[] = {gz, tar_gz, seven, zip, tar};
    const char *const names[] = {"x.evtx.gz", "1.tar.gz", "2.7z", "3.zip", "4.tar"};
    (void)state;
    bytes inner = archive_of(layers[0], &(member){"x", client_log}, 1);
    for (size_t i = 1; i < COUNT(layers); i++) {
        bytes outer = archive_of(layers[i], &(member){names[i - 1], inner}, 1);
        free(inner.at);
        inner = outer;
        put_bytes(names[i], inner.at, inner.length);
    }
    free(inner.at);
    expect_the_clients("3.zip", "3.zip!2.7z!1.tar.gz!x.evtx.gz!x.evtx");
    result r = given_one("4.tar");
    expect_logs(&r, "");
    expect_notice(&r, SPPWHY_NOTICE_LIMIT, "4.tar!3.zip!2.7z!1.tar.gz!x.evtx.gz", "deep");
    forget(&r);
}

static void the_same_log_counts_once(void **state)
{
    (void)state;
    put_one("a.zip", zip, "one.evtx", client_log);
    put_one("b.tar.gz", tar_gz, "other.evtx", client_log);
    put_bytes("c.evtx", client_log.at, client_log.length);
    put_bytes("d.evtx", host_log.at, host_log.length);
    const char *const paths[] = {"d.evtx", "c.evtx", "b.tar.gz", "a.zip"};
    result r = given(paths, COUNT(paths));
    expect_logs(&r, "a.zip!one.evtx\nd.evtx\n");
    expect_notice(&r, SPPWHY_NOTICE_DUPLICATE, "b.tar.gz!other.evtx", "the same log as a.zip!one.evtx");
    expect_notice(&r, SPPWHY_NOTICE_DUPLICATE, "c.evtx", "the same log as a.zip!one.evtx");
    forget(&r);
    bytes different = {malloc(client_log.length), client_log.length};
    assert_non_null(different.at);
    memcpy(different.at, client_log.at, client_log.length);
    different.at[client_log.length - 1] ^= 1;
    put_bytes("c.evtx", different.at, different.length);
    free(different.at);
    r = given(paths, COUNT(paths));
    expect_logs(&r, "a.zip!one.evtx\nc.evtx\nd.evtx\n");
    forget(&r);
}

/* ---- what is hostile ----------------------------------------------------------------------------------- */

static void names_are_only_shown(void **state)
{
    static const char *const names[] = {"../../up.evtx", "/etc/abs.evtx", "esc\x1b[31m\n.evtx",
                                        "bad\xff\xfe.evtx", "C:\\Windows\\x.evtx"};
    char wanted[128];
    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        put_one("a.tar", (recipe){ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, NULL}, names[i], client_log);
        result r = given_one("a.tar");
        snprintf(wanted, sizeof wanted, "a.tar!%s\n", names[i]);
        expect_logs(&r, wanted);
        is_the_clients(r.logs->items[0]);
        forget(&r);
    }
    assert_int_equal(access("../up.evtx", F_OK), -1);
    assert_int_equal(access("up.evtx", F_OK), -1);
}

static void long_names_are_cut_and_equal_names_stand_side_by_side(void **state)
{
    static char name[2 * LIMIT_MEMBER_NAME];
    (void)state;
    memset(name, 'n', sizeof name - 1);
    const member members[] = {{name, client_log}, {"x.evtx", client_log}, {"x.evtx", host_log}};
    put_archive("a.tar", tar, members, COUNT(members));
    result r = given_one("a.tar");
    assert_int_equal(r.logs->count, 2);
    assert_int_equal(strlen(r.logs->items[0]->path), strlen("a.tar!") + LIMIT_MEMBER_NAME);
    assert_string_equal(r.logs->items[1]->path, "a.tar!x.evtx");
    expect_notice(&r, SPPWHY_NOTICE_DUPLICATE, "a.tar!x.evtx", "the same log as");
    forget(&r);
}

static void names_do_not_depend_on_the_locale(void **state)
{
    (void)state;
    bytes packed = archive_of((recipe){ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, NULL},
                              &(member){"B\xC3\xBCro/x.evtx", client_log}, 1);
    put_bytes("a.zip", packed.at, packed.length);
    free(packed.at);
    expect_the_clients("a.zip", "a.zip!B\xC3\xBCro/x.evtx");
}

static void what_is_encrypted_is_named(void **state)
{
    (void)state;
    char path[] = "secret.zip";
    struct archive *a = begin_archive((recipe){ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, NULL});
    if (archive_write_set_options(a, "zip:encryption=zipcrypt") != ARCHIVE_OK) {
        archive_write_free(a);
        skip();
    }
    archive_write_set_passphrase(a, "secret");
    assert_int_equal(archive_write_open_filename(a, path), ARCHIVE_OK);
    add_member(a, &(member){"x.evtx", client_log});
    add_member(a, &(member){"notes.txt", {(uint8_t *)"notes", 5}});
    archive_write_close(a);
    archive_write_free(a);
    result r = given_one(path);
    expect_logs(&r, "");
    assert_int_equal(r.logs->notice_count, 2);
    expect_notice(&r, SPPWHY_NOTICE_ENCRYPTED, "secret.zip!x.evtx", "encrypted");
    expect_notice(&r, SPPWHY_NOTICE_ENCRYPTED, "secret.zip!notes.txt", "encrypted");
    forget(&r);
}

static void what_came_before_a_break_is_kept(void **state)
{
    static const recipe recipes[] = {
        {ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP, "gzip:compression-level=1"},
        {ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE, NULL},
        {ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_ZSTD, NULL},
    };
    (void)state;
    const member members[] = {{"1.evtx", client_log}, {"2.evtx", host_log}, {"3.evtx", host_log}};
    for (size_t i = 0; i < COUNT(recipes); i++) {
        bytes packed = archive_of(recipes[i], members, COUNT(members));
        bytes first = archive_of(recipes[i], members, 2);
        put_bytes("a", packed.at, first.length + (packed.length - first.length) / 2);
        result r = given_one("a");
        assert_in_range(r.logs->count, 2, 3);
        assert_string_equal(r.logs->items[0]->path, "a!1.evtx");
        is_the_clients(r.logs->items[0]);
        assert_true(r.logs->incomplete);
        /* what there is of the one in which it breaks, and that it is not all */
        const sppwhy_log *last = r.logs->items[r.logs->count - 1];
        assert_true(last->damage_count != 0);
        assert_true(last->damage[last->damage_count - 1].lost);
        expect_notice(&r, SPPWHY_NOTICE_BROKEN, "a", "broken");
        forget(&r);
        free(packed.at);
        free(first.at);
    }
}

static void a_checksum_that_does_not_fit_is_told(void **state)
{
    (void)state;
    bytes packed = archive_of((recipe){ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "zip:compression=store"},
                              &(member){"x.evtx", client_log}, 1);
    packed.at[packed.length / 2] ^= 0x10;
    put_bytes("a.zip", packed.at, packed.length);
    free(packed.at);
    result r = given_one("a.zip");
    expect_logs(&r, "a.zip!x.evtx\n");
    const sppwhy_log *log = r.logs->items[0];
    assert_int_equal(log->bytes, client_log.length);
    bool told = false;
    for (size_t i = 0; i < log->damage_count; i++)
        told |= strstr(log->damage[i].reason, "the archive is broken in here") != NULL;
    assert_true(told && r.logs->incomplete);
    forget(&r);
}

static const recipe compressions[] = {{ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_GZIP, NULL},
                                      {ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_BZIP2, NULL},
                                      {ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_XZ, NULL},
                                      {ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_ZSTD, NULL}};

/* Where each keeps a sum of the content: gzip before the length at its end, bzip2 behind the mark of its
 * first block, xz before its index, zstd at its end. */
static size_t place_of_sum(int filter, bytes packed)
{
    size_t index = 4;
    switch (filter) {
    case ARCHIVE_FILTER_GZIP:
        return packed.length - 8;
    case ARCHIVE_FILTER_BZIP2:
        return 10;
    case ARCHIVE_FILTER_XZ:
        index += 4 * (size_t)(packed.at[packed.length - 8] | packed.at[packed.length - 7] << 8);
        return packed.length - 12 - index - 1;
    default:
        return packed.length - 1;
    }
}

static void sums_of_compressed_files_are_compared(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(compressions); i++) {
        bytes packed = archive_of(compressions[i], &(member){"x.evtx", client_log}, 1);
        put_bytes("x.evtx", packed.at, packed.length);
        expect_the_clients("x.evtx", "x.evtx!x.evtx");
        if (compressions[i].filter == ARCHIVE_FILTER_ZSTD && !(packed.at[4] & 4)) { /* without a sum */
            free(packed.at);
            continue;
        }
        packed.at[place_of_sum(compressions[i].filter, packed)] ^= 1;
        put_bytes("x.evtx", packed.at, packed.length);
        result r = given_one("x.evtx");
        assert_true(r.logs->incomplete);
        assert_true(r.logs->count == 0 || r.logs->items[0]->damage[r.logs->items[0]->damage_count - 1].lost);
        forget(&r);
        free(packed.at);
    }
}

/* A text has no damage of its own: the archive is named. */
static void a_sum_that_does_not_fit_is_told_of_texts(void **state)
{
    static const char text[] =
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider "
        "Name='Microsoft-Windows-Security-SPP'/><EventID>8198</EventID><TimeCreated "
        "SystemTime='2026-03-05T10:00:00Z'/><EventRecordID>7</EventRecordID><Channel>Application</Channel>"
        "<Computer>ws1</Computer></System><EventData><Data>hr=0xC004F074</Data></EventData></Event>\n";
    (void)state;
    bytes content = {(uint8_t *)text, sizeof text - 1};
    bytes lines = archive_of(gz, &(member){"a.xml", content}, 1);
    bytes packed = archive_of(tar_gz, &(member){"a.xml", content}, 1);
    put_bytes("good.gz", lines.at, lines.length);
    put_bytes("good.tar.gz", packed.at, packed.length);
    lines.at[lines.length - 8] ^= 1;
    packed.at[packed.length - 4] ^= 1; /* the length */
    put_bytes("bad.gz", lines.at, lines.length);
    put_bytes("bad.tar.gz", packed.at, packed.length);
    free(lines.at);
    free(packed.at);
    for (int i = 0; i < 2; i++) {
        result good = given_one(i == 0 ? "good.gz" : "good.tar.gz");
        assert_int_equal(good.logs->count, 1);
        assert_false(good.logs->incomplete);
        forget(&good);
    }
    result r = given_one("bad.gz");
    assert_int_equal(r.logs->count, 1);
    expect_notice(&r, SPPWHY_NOTICE_BROKEN, "bad.gz!bad", "incorrect data check");
    forget(&r);
    r = given_one("bad.tar.gz");
    assert_int_equal(r.logs->count, 1);
    expect_notice(&r, SPPWHY_NOTICE_BROKEN, "bad.tar.gz", "incorrect length check");
    forget(&r);
}

/* The two put behind one another, as `cat one two` does. */
static void put_both(const char *path, bytes one, bytes two)
{
    uint8_t *both = malloc(one.length + two.length);
    assert_non_null(both);
    memcpy(both, one.at, one.length);
    memcpy(both + one.length, two.at, two.length);
    put_bytes(path, both, one.length + two.length);
    free(both);
}

static void what_is_behind_an_archive_is_read_or_named(void **state)
{
    static const uint8_t zeros[5000] = {0};
    static uint8_t garbage[5000];
    (void)state;
    memset(garbage, 'g', sizeof garbage);
    const recipe recipes[] = {zip, seven, tar, compressions[0], compressions[1]};
    for (size_t i = 0; i <= COUNT(recipes); i++) {
        bytes one = i == COUNT(recipes) ? cabinet_of("x.evtx", client_log)
                                        : archive_of(recipes[i], &(member){"x.evtx", client_log}, 1);
        const char *path = "x.evtx!x.evtx";
        put_both("x.evtx", one, (bytes){(uint8_t *)zeros, i == 2 ? 4608 : sizeof zeros});
        expect_the_clients("x.evtx", path);
        put_both("x.evtx", one, (bytes){garbage, sizeof garbage});
        result r = given_one("x.evtx");
        assert_int_equal(r.logs->count, 1);
        is_the_clients(r.logs->items[0]);
        expect_notice(&r, SPPWHY_NOTICE_BROKEN, "x.evtx", "not read");
        assert_true(r.logs->incomplete);
        forget(&r);
        free(one.at);
    }
}

static void one_archive_behind_another_is_read_or_named(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        bytes one = archive_of(i == 0 ? tar : zip, &(member){"1.evtx", client_log}, 1),
              two = archive_of(i == 0 ? tar : zip, &(member){"2.evtx", host_log}, 1);
        put_both("both", one, two);
        result r = given_one("both");
        expect_logs(&r, i == 0 ? "both!1.evtx\nboth!2.evtx\n" : "both!2.evtx\n");
        if (i == 0)
            assert_int_equal(r.logs->notice_count, 0);
        else
            expect_notice(&r, SPPWHY_NOTICE_BROKEN, "both", "in front of it");
        forget(&r);
        free(one.at);
        free(two.at);
    }
}

/* Sizes in the headers that are not those of what follows. */
static void sizes_that_lie_do_no_harm(void **state)
{
    static const uint32_t lies[] = {0, 1, 70000, 0x7FFFFFFF, 0xFFFFFFFE};
    (void)state;
    bytes packed = archive_of(zip, &(member){"x.evtx", client_log}, 1);
    for (size_t at = 0; at + 30 < packed.length; at++) {
        bool local = memcmp(packed.at + at, "PK\3\4", 4) == 0,
             central = memcmp(packed.at + at, "PK\1\2", 4) == 0;
        for (size_t k = 0; (local || central) && k < 2 * COUNT(lies); k++) {
            uint8_t *size = packed.at + at + (local ? 18 : 20) + (k % 2) * 4, before[4];
            memcpy(before, size, 4);
            for (size_t i = 0; i < 4; i++)
                size[i] = (uint8_t)(lies[k / 2] >> (8 * i));
            put_bytes("a.zip", packed.at, packed.length);
            result r = given_one("a.zip");
            assert_in_range(r.logs->count, 0, 1);
            forget(&r);
            memcpy(size, before, 4);
        }
    }
    free(packed.at);
}

static uint32_t next_random(uint32_t *seed)
{
    return *seed = *seed * 1664525 + 1013904223;
}

/* Every format, cut anywhere and with bits turned: whatever comes of it, it ends, and nothing is read twice
 * or out of bounds (which the sanitizers and valgrind would tell). */
static void nothing_broken_does_harm(void **state)
{
    static const recipe recipes[] = {
        {ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, NULL},
        {ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE, NULL},
        {ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE, ARCHIVE_FILTER_NONE, NULL},
        {ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_XZ, NULL},
        {ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_GZIP, NULL},
        {ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_ZSTD, NULL},
        {ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_BZIP2, NULL},
    };
    uint32_t seed = 4711;
    (void)state;
    for (size_t i = 0; i <= COUNT(recipes); i++) {
        bytes packed = i == COUNT(recipes) ? cabinet_of("x.evtx", client_log)
                                           : archive_of(recipes[i], &(member){"x.evtx", client_log}, 1);
        for (size_t k = 0; k < (in_a_hurry() ? 2 : 40); k++) {
            bytes copy = {malloc(packed.length), packed.length};
            assert_non_null(copy.at);
            memcpy(copy.at, packed.at, packed.length);
            if (k % 2 == 0)
                copy.length = next_random(&seed) % packed.length;
            for (size_t flips = 0; k % 2 == 1 && flips < 1 + k / 8; flips++)
                copy.at[next_random(&seed) % (k % 4 == 1 ? 200 : packed.length) % packed.length] ^=
                    (uint8_t)(1u << next_random(&seed) % 8);
            put_bytes("a", copy.at, copy.length);
            free(copy.at);
            result r = given_one("a");
            assert_in_range(r.logs->count, 0, 1);
            forget(&r);
        }
        free(packed.at);
    }
}

/* ---- bombs --------------------------------------------------------------------------------------------- */

static void zeros_without_end_are_not_unpacked(void **state)
{
    enum { PIECE = 16 << 20, PIECES = 160 };
    (void)state;
    if (in_a_hurry())
        skip();
    bytes zeros = {calloc(1, PIECE), PIECE};
    assert_non_null(zeros.at);
    bytes packed = archive_of(gz, &(member){"x", zeros}, 1);
    free(zeros.at);
    FILE *f = fopen("zeros.evtx.gz", "wb");
    assert_non_null(f);
    for (size_t i = 0; i < PIECES; i++) /* a gzip file may hold one piece behind another: 2.5 GiB */
        assert_int_equal(fwrite(packed.at, 1, packed.length, f), packed.length);
    assert_int_equal(fclose(f), 0);
    free(packed.at);
    result r = given_one("zeros.evtx.gz");
    expect_logs(&r, "");
    assert_int_equal(r.logs->notice_count, 1);
    expect_notice(&r, SPPWHY_NOTICE_LIMIT, "zeros.evtx.gz", "times its size");
    forget(&r);
}

static void a_hole_of_a_petabyte_is_not_filled(void **state)
{
    static const char head[8] = "ElfFile";
    (void)state;
    if (in_a_hurry())
        skip();
    struct archive *a =
        begin_archive((recipe){ARCHIVE_FORMAT_TAR_PAX_INTERCHANGE, ARCHIVE_FILTER_NONE, NULL});
    assert_int_equal(archive_write_open_filename(a, "hole.tar"), ARCHIVE_OK);
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, "x.evtx");
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_size(entry, (la_int64_t)1 << 50);
    archive_entry_sparse_add_entry(entry, 0, sizeof head);
    assert_int_equal(archive_write_header(a, entry), ARCHIVE_OK);
    assert_int_equal(archive_write_data(a, head, sizeof head), sizeof head);
    archive_entry_free(entry);
    archive_write_free(a);
    result r = given_one("hole.tar");
    assert_in_range(r.logs->count, 0, 1);
    expect_notice(&r, SPPWHY_NOTICE_LIMIT, "hole.tar", "times its size");
    forget(&r);
}

static void members_without_end_are_not_all_looked_at(void **state)
{
    (void)state;
    if (in_a_hurry())
        skip();
    struct archive *a =
        begin_archive((recipe){ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE, "zip:compression=store"});
    assert_int_equal(archive_write_open_filename(a, "many.zip"), ARCHIVE_OK);
    add_member(a, &(member){"first.evtx", client_log});
    for (size_t i = 0; i < LIMIT_ARCHIVE_MEMBERS; i++) {
        char name[32];
        snprintf(name, sizeof name, "%zu.txt", i);
        add_member(a, &(member){name, {(uint8_t *)"x", 1}});
    }
    archive_write_close(a);
    archive_write_free(a);
    result r = given_one("many.zip");
    expect_logs(&r, "many.zip!first.evtx\n");
    expect_notice(&r, SPPWHY_NOTICE_LIMIT, "many.zip", "more than 100000 members");
    forget(&r);
}

/* Like 42.zip: sixteen archives in each of sixteen in each of sixteen ... */
static void a_tree_of_archives_is_told_of_once(void **state)
{
    (void)state;
    if (in_a_hurry())
        skip();
    bytes inner = archive_of(zip, &(member){"x.evtx", client_log}, 1);
    for (size_t level = 0; level < 5; level++) {
        char names[16][16];
        member members[16];
        for (size_t i = 0; i < COUNT(members); i++) {
            snprintf(names[i], sizeof names[i], "%zu.zip", i);
            members[i] = (member){names[i], inner};
        }
        bytes outer = archive_of(zip, members, COUNT(members));
        free(inner.at);
        inner = outer;
    }
    put_bytes("tree.zip", inner.at, inner.length);
    free(inner.at);
    result r = given_one("tree.zip");
    expect_logs(&r, "");
    assert_in_range(r.logs->notice_count, 1, 2);
    for (size_t i = 0; i < r.logs->notice_count; i++)
        assert_int_equal(r.logs->notices[i].kind, SPPWHY_NOTICE_LIMIT);
    forget(&r);
}

static void a_nested_archive_that_must_be_held_has_a_limit(void **state)
{
    (void)state;
    if (in_a_hurry())
        skip();
    bytes noise = {malloc(LIMIT_ARCHIVE_HELD + 1), LIMIT_ARCHIVE_HELD + 1};
    uint32_t seed = 1;
    assert_non_null(noise.at);
    for (size_t i = 0; i < noise.length; i++)
        noise.at[i] = (uint8_t)(next_random(&seed) >> 24);
    const member members[] = {{"big", noise}, {"x.evtx", client_log}};
    recipe stored = {ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE, "7zip:compression=store"};
    bytes inner = archive_of(stored, members, COUNT(members));
    free(noise.at);
    put_one("outer.tar", tar, "inner.7z", inner);
    put_bytes("inner.7z", inner.at, inner.length);
    free(inner.at);
    result r = given_one("outer.tar");
    expect_logs(&r, "");
    expect_notice(&r, SPPWHY_NOTICE_LIMIT, "outer.tar!inner.7z", "too large");
    forget(&r);
    expect_the_clients("inner.7z", "inner.7z!x.evtx");
}

/* 7-Zip's -mhe=on: the names are encrypted, too. */
static void an_encrypted_header_is_no_broken_one(void **state)
{
    static const uint8_t encrypted[] = {
        0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0x00, 0x04, 0xFA, 0x47, 0xBD, 0x80, 0x80, 0x00, 0x00, 0x00,
        0x00, 0x00, 0x00, 0x00, 0x2E, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x8F, 0x54, 0x01, 0x26,
        0x14, 0x0D, 0x68, 0x1D, 0xDC, 0x62, 0xA9, 0x32, 0x7B, 0x57, 0x5C, 0x6C, 0xB5, 0xA4, 0xD9, 0x76,
        0xDC, 0x4E, 0x74, 0x5D, 0xFC, 0x32, 0x64, 0x3D, 0x5C, 0x59, 0xAC, 0x5C, 0x02, 0xAB, 0x1E, 0x24,
        0x7D, 0x15, 0xFA, 0x42, 0x81, 0xE8, 0x74, 0x9F, 0x0A, 0x47, 0xE0, 0xA8, 0x71, 0x80, 0x26, 0xBA,
        0xDF, 0x2F, 0x3B, 0xBB, 0x67, 0xA4, 0x6F, 0xC8, 0x2D, 0x16, 0xD3, 0xF4, 0x50, 0x26, 0xEB, 0x7D,
        0xBC, 0x3E, 0x1F, 0x91, 0x50, 0x14, 0xE9, 0xD3, 0x10, 0x3E, 0x41, 0x78, 0xBD, 0xA0, 0x8E, 0x18,
        0xF5, 0x35, 0xE2, 0x9D, 0x6F, 0x9F, 0x65, 0xC3, 0xAB, 0xE0, 0x1D, 0xB5, 0x7D, 0xF8, 0x7B, 0xC6,
        0xCF, 0x83, 0xAD, 0x6C, 0x73, 0xAB, 0x06, 0x37, 0xC6, 0x0C, 0x26, 0xCC, 0xE6, 0xB4, 0xB8, 0x99,
        0x8E, 0x2A, 0x7A, 0xE8, 0x63, 0x83, 0x62, 0x13, 0xBB, 0x32, 0x57, 0x49, 0xE7, 0xF9, 0x88, 0x1F,
        0x17, 0x06, 0x10, 0x01, 0x09, 0x70, 0x00, 0x07, 0x0B, 0x01, 0x00, 0x01, 0x24, 0x06, 0xF1, 0x07,
        0x01, 0x12, 0x53, 0x0F, 0x0D, 0xA5, 0x2E, 0xC5, 0x6E, 0x87, 0x75, 0x4D, 0x4D, 0xD6, 0x90, 0x41,
        0x98, 0xED, 0xD0, 0x6B, 0x0C, 0x62, 0x0A, 0x01, 0x83, 0xA0, 0xA5, 0x1C, 0x00, 0x00,
    };
    (void)state;
    put_file("d", "nothing", "");
    put_bytes("d/a.7z", encrypted, sizeof encrypted);
    put_one("d/b.zip", zip, "x.evtx", client_log);
    result r = given_one("d");
    expect_logs(&r, "d/b.zip!x.evtx\n");
    assert_int_equal(r.logs->notice_count, 1);
    expect_notice(&r, SPPWHY_NOTICE_ENCRYPTED, "d/a.7z", "is encrypted");
    forget(&r);
}

/* ---- memory that archives ask for ---------------------------------------------------------------------- */

static uint64_t wanted_by(bytes archive, unpack_form form)
{
    file *f = NULL;
    put_bytes("asks", archive.at, archive.length);
    assert_int_equal(file_open(&f, "asks", NULL), SPPWHY_OK);
    uint64_t wanted = dictionary_wanted(f, form);
    file_close(f);
    return wanted;
}

/* What the headers of archives that libarchive writes name: the .7z has its own header packed. */
static void a_dictionary_is_known_before_it_is_taken(void **state)
{
    static const recipe best_xz = {ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_XZ, "xz:compression-level=9"};
    static const recipe best_7z = {ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE, "7zip:compression-level=9"};
    (void)state;
    bytes xz = archive_of(best_xz, &(member){"x", client_log}, 1);
    bytes sevens = archive_of(best_7z, &(member){"x", client_log}, 1);
    bytes packed = archive_of(tar_gz, &(member){"x", client_log}, 1);
    assert_int_equal(wanted_by(xz, UNPACK_COMPRESSED), (uint64_t)64 << 20);
    assert_int_equal(wanted_by(sevens, UNPACK_7Z), (uint64_t)64 << 20);
    assert_int_equal(wanted_by(packed, UNPACK_COMPRESSED), 0);
    for (size_t cut = 0; cut < sevens.length; cut += 7) /* what is cut or bent is read no further */
        (void)wanted_by((bytes){sevens.at, cut}, UNPACK_7Z);
    for (size_t i = 0; i < 64 && i < xz.length; i++) {
        xz.at[i] ^= 0xFF;
        (void)wanted_by(xz, UNPACK_COMPRESSED);
        xz.at[i] ^= 0xFF;
    }
    for (size_t i = 1; i <= sevens.length && i < 256; i++) {
        sevens.at[sevens.length - i] ^= 0xFF;
        (void)wanted_by(sevens, UNPACK_7Z);
        sevens.at[sevens.length - i] ^= 0xFF;
    }
    free(xz.at);
    free(sevens.at);
    free(packed.at);
}

/* A .7z of some bytes whose header, as it is, names a dictionary of 4 GiB. */
static bytes greedy_7z(void)
{
    static const uint8_t header[] = {0x01, 0x04, 0x06, 0x00, 0x01, 0x09, 0x05, 0x00, 0x07, 0x0B,
                                     0x01, 0x00, 0x01, 0x23, 0x03, 0x01, 0x01, 0x05, 0x5D, 0xFF,
                                     0xFF, 0xFF, 0xFF, 0x0C, 0x05, 0x00, 0x00, 0x00};
    static const uint8_t start[] = {'7', 'z', 0xBC, 0xAF, 0x27, 0x1C, 0, 4};
    bytes b = {calloc(1, 32 + 5 + sizeof header), 32 + 5 + sizeof header};
    assert_non_null(b.at);
    memcpy(b.at, start, sizeof start);
    b.at[12] = 5;
    b.at[20] = sizeof header;
    memcpy(b.at + 37, header, sizeof header);
    return b;
}

static void what_asks_for_gigabytes_costs_only_itself(void **state)
{
    enum { DICTIONARY_AT = 12 + 4, ALL_OF_32_BITS = 40 };
    (void)state;
    bytes xz =
        archive_of((recipe){ARCHIVE_FORMAT_RAW, ARCHIVE_FILTER_XZ, NULL}, &(member){"x", client_log}, 1);
    bytes sevens = greedy_7z();
    assert_int_equal(xz.at[DICTIONARY_AT - 2], 0x21);
    xz.at[DICTIONARY_AT] = ALL_OF_32_BITS;
    put_file("d", "nothing", "");
    put_bytes("d/a.7z", sevens.at, sevens.length);
    put_bytes("d/b.xz", xz.at, xz.length);
    put_one("d/c.zip", zip, "a.7z", sevens);
    put_one("d/d.zip", zip, "x.evtx", client_log);
    result r = given_one("d");
    expect_logs(&r, "d/d.zip!x.evtx\n");
    is_the_clients(r.logs->items[0]);
    assert_int_equal(r.logs->notice_count, 3);
    assert_int_equal(r.logs->error_count, 0);
    expect_notice(&r, SPPWHY_NOTICE_LIMIT, "d/a.7z", "asks for a dictionary of 4096 MiB");
    expect_notice(&r, SPPWHY_NOTICE_LIMIT, "d/b.xz", "asks for a dictionary of 4096 MiB");
    expect_notice(&r, SPPWHY_NOTICE_LIMIT, "d/c.zip!a.7z", "asks for a dictionary of 4096 MiB");
    forget(&r);
    free(xz.at);
    free(sevens.at);
}

int main(void)
{
#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(every_format_is_read),
        IN_A_FOLDER(a_compressed_log_is_one),
        IN_A_FOLDER(a_cabinet_is_read),
        IN_A_FOLDER(archives_in_folders_are_found_by_their_content),
        IN_A_FOLDER(members_are_in_order_of_path_and_told_by_content),
        IN_A_FOLDER(a_log_without_its_header_is_one),
        IN_A_FOLDER(archives_nest_up_to_a_limit),
        IN_A_FOLDER(the_same_log_counts_once),
        IN_A_FOLDER(names_are_only_shown),
        IN_A_FOLDER(long_names_are_cut_and_equal_names_stand_side_by_side),
        IN_A_FOLDER(names_do_not_depend_on_the_locale),
        IN_A_FOLDER(what_is_encrypted_is_named),
        IN_A_FOLDER(what_came_before_a_break_is_kept),
        IN_A_FOLDER(a_checksum_that_does_not_fit_is_told),
        IN_A_FOLDER(sums_of_compressed_files_are_compared),
        IN_A_FOLDER(a_sum_that_does_not_fit_is_told_of_texts),
        IN_A_FOLDER(what_is_behind_an_archive_is_read_or_named),
        IN_A_FOLDER(one_archive_behind_another_is_read_or_named),
        IN_A_FOLDER(sizes_that_lie_do_no_harm),
        IN_A_FOLDER(nothing_broken_does_harm),
        IN_A_FOLDER(zeros_without_end_are_not_unpacked),
        IN_A_FOLDER(a_hole_of_a_petabyte_is_not_filled),
        IN_A_FOLDER(members_without_end_are_not_all_looked_at),
        IN_A_FOLDER(a_tree_of_archives_is_told_of_once),
        IN_A_FOLDER(an_encrypted_header_is_no_broken_one),
        IN_A_FOLDER(a_dictionary_is_known_before_it_is_taken),
        IN_A_FOLDER(what_asks_for_gigabytes_costs_only_itself),
        IN_A_FOLDER(a_nested_archive_that_must_be_held_has_a_limit),
    };
    return cmocka_run_group_tests_name("archives", tests, load_logs, free_logs);
}
