/*
 * Event logs, read: whole ones, and ones damaged in every way that is known to hurt libevtx. The logs are
 * built here, byte by byte and by code of its own, so that a misreading of the format cannot cancel itself
 * out.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/strings.h"

#include "base/child.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/text.h"
#include "evtx/libevtx/extract.h"
#include "evtx/filter.h"
#include "evtx/libevtx/wire.h"
#include "evtx/native/xml.h"
#include "evtx/reader.h"
#include "evtx/events.h"

#include <dirent.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SPP "Microsoft-Windows-Security-SPP"
#define SPP_SOURCE "Software Protection Platform Service"

/* All tests run once with each. */
static sppwhy_reader reader_under_test;

static const char *const wanted_providers[] = {SPP, "Office Software Protection Platform Service", SPP_SOURCE,
                                               NULL};

/* ======================================================================================================== */
/* Building a log */
/* ======================================================================================================== */

#define BLOCK 65536u
#define MOST_CHUNKS 8
#define MOST_RECORDS 4096

typedef struct built_record {
    size_t offset; /* in the file */
    size_t size;
    size_t values; /* where the count of the System template's values is, in the file */
    uint64_t id;
} built_record;

typedef struct built_log {
    uint8_t bytes[4096 + MOST_CHUNKS * BLOCK];
    size_t chunks;
    uint8_t *chunk; /* the one being written */
    uint32_t at;
    uint32_t last_record;
    uint32_t data_definition; /* in this chunk; 0 for none yet */
    struct {
        char key[128];
        uint32_t at;
    } system_definitions[16];
    size_t system_count;
    built_record records[MOST_RECORDS];
    size_t record_count;
    uint64_t next_id;
    uint64_t time;
} built_log;

typedef struct spec {
    const char *provider, *source;
    uint16_t id;
    const char *const *strings;
    size_t string_count;
    uint32_t padding;      /* at least, besides what alignment needs */
    uint64_t header_shift; /* header time = event time + this */
    unsigned bomb;         /* depth of a nested bomb in place of the data; 0 for none */
} spec;

static void put(built_log *l, const void *bytes, size_t size)
{
    assert_true(l->at + size <= BLOCK);
    memcpy(l->chunk + l->at, bytes, size);
    l->at += (uint32_t)size;
}

static void poke(uint8_t *at, uint64_t value, size_t size)
{
    for (size_t i = 0; i < size; i++)
        at[i] = (uint8_t)(value >> (8 * i));
}

static void number(built_log *l, uint64_t value, size_t size)
{
    uint8_t bytes[8];
    poke(bytes, value, size);
    put(l, bytes, size);
}

/* Returns the bytes written. */
static size_t utf16(uint8_t *out, const char *text)
{
    strbuf b = {0};
    text_to_utf16le(&b, text);
    size_t length = b.length;
    if (length != 0)
        memcpy(out, b.bytes, length);
    strbuf_free(&b);
    return length;
}

static void text_token(built_log *l, const char *text)
{
    uint8_t units[4096];
    size_t length = utf16(units, text);
    number(l, 0x05, 1);
    number(l, 1, 1);
    number(l, length / 2, 2);
    put(l, units, length);
}

/* Names always are where they are used: readers must take that, and it keeps this simple. */
static void name(built_log *l, const char *text)
{
    uint8_t units[256];
    size_t length = utf16(units, text);
    number(l, l->at + 4, 4);
    number(l, 0, 4);
    number(l, 0, 2);
    number(l, length / 2, 2);
    put(l, units, length);
    number(l, 0, 2);
}

static uint32_t open_element(built_log *l, const char *text, bool attributes)
{
    number(l, attributes ? 0x41 : 0x01, 1);
    number(l, 0xFFFF, 2);
    number(l, 0, 4);
    uint32_t start = l->at;
    name(l, text);
    return start;
}

static void close_element(built_log *l, uint32_t start)
{
    number(l, 0x04, 1);
    poke(l->chunk + start - 4, l->at - start, 4);
}

static void substitution(built_log *l, uint16_t index, uint8_t type)
{
    number(l, 0x0E, 1);
    number(l, index, 2);
    number(l, type, 1);
}

static void text_element(built_log *l, const char *element, const char *text)
{
    uint32_t start = open_element(l, element, false);
    number(l, 0x02, 1);
    text_token(l, text);
    close_element(l, start);
}

static void value_element(built_log *l, const char *element, uint16_t index, uint8_t type)
{
    uint32_t start = open_element(l, element, false);
    number(l, 0x02, 1);
    substitution(l, index, type);
    close_element(l, start);
}

static uint32_t begin_attributes(built_log *l)
{
    number(l, 0, 4);
    return l->at;
}

static void end_attributes(built_log *l, uint32_t start)
{
    poke(l->chunk + start - 4, l->at - start, 4);
}

static void attribute(built_log *l, const char *text, bool more)
{
    number(l, more ? 0x46 : 0x06, 1);
    name(l, text);
}

/* Where an instance's definition goes: returns true when it has to be written there. */
static bool begin_instance(built_log *l, uint32_t definition)
{
    static const uint8_t head[] = {0x0F, 1, 1, 0, 0x0C, 1};
    put(l, head, sizeof head);
    number(l, 0x1234, 4);
    number(l, definition ? definition : l->at + 4, 4);
    return definition == 0;
}

static uint32_t begin_definition(built_log *l)
{
    static const uint8_t template_guid[16] = {0x34, 0x12};
    static const uint8_t fragment[] = {0x0F, 1, 1, 0};
    number(l, 0, 4);
    put(l, template_guid, sizeof template_guid);
    number(l, 0, 4);
    uint32_t start = l->at;
    put(l, fragment, sizeof fragment);
    return start;
}

static void end_definition(built_log *l, uint32_t start)
{
    number(l, 0, 1);
    poke(l->chunk + start - 4, l->at - start, 4);
}

static void system_definition(built_log *l, const spec *s)
{
    uint32_t definition = begin_definition(l);
    uint32_t event = open_element(l, "Event", false);
    number(l, 0x02, 1);
    uint32_t system = open_element(l, "System", false);
    number(l, 0x02, 1);

    uint32_t element = open_element(l, "Provider", true);
    uint32_t attributes = begin_attributes(l);
    attribute(l, "Name", s->source != NULL);
    text_token(l, s->provider);
    if (s->source) {
        attribute(l, "EventSourceName", false);
        text_token(l, s->source);
    }
    end_attributes(l, attributes);
    number(l, 0x03, 1);
    poke(l->chunk + element - 4, l->at - element, 4);

    element = open_element(l, "EventID", true);
    attributes = begin_attributes(l);
    attribute(l, "Qualifiers", false);
    substitution(l, 2, 0x06);
    end_attributes(l, attributes);
    number(l, 0x02, 1);
    substitution(l, 1, 0x06);
    close_element(l, element);

    value_element(l, "Level", 0, 0x04);
    element = open_element(l, "TimeCreated", true);
    attributes = begin_attributes(l);
    attribute(l, "SystemTime", false);
    substitution(l, 3, 0x11);
    end_attributes(l, attributes);
    number(l, 0x03, 1);
    poke(l->chunk + element - 4, l->at - element, 4);
    value_element(l, "EventRecordID", 4, 0x0A);
    text_element(l, "Channel", "Application");
    text_element(l, "Computer", "WS1.contoso.example");
    close_element(l, system);
    substitution(l, 5, 0x21);
    close_element(l, event);
    end_definition(l, definition);
}

static void data_definition(built_log *l)
{
    uint32_t definition = begin_definition(l);
    uint32_t data = open_element(l, "EventData", false);
    number(l, 0x02, 1);
    value_element(l, "Data", 0, 0x81);
    value_element(l, "Binary", 1, 0x0E);
    close_element(l, data);
    end_definition(l, definition);
}

static void data_fragment(built_log *l, const spec *s)
{
    uint8_t units[8192];
    if (begin_instance(l, l->data_definition)) {
        l->data_definition = l->at;
        data_definition(l);
    }
    size_t length = 0;
    for (size_t i = 0; i < s->string_count; i++) {
        length += utf16(units + length, s->strings[i]);
        units[length++] = 0;
        units[length++] = 0;
    }
    number(l, 2, 4);
    number(l, length, 2);
    number(l, 0x0081, 2);
    number(l, 3, 2);
    number(l, 0x000E, 2);
    put(l, units, length);
    put(l, "\1\2\3", 3);
    number(l, 0, 1);
}

/* A fragment whose template uses its only value ten times; the value is such a fragment again. */
static void bomb_fragment(built_log *l, unsigned depth, const char *outermost)
{
    begin_instance(l, 0);
    uint32_t definition = begin_definition(l);
    uint32_t element = open_element(l, outermost, false);
    number(l, 0x02, 1);
    for (int i = 0; i < 10; i++)
        substitution(l, 0, 0x21);
    close_element(l, element);
    end_definition(l, definition);
    number(l, 1, 4);
    uint32_t size_at = l->at;
    number(l, 0, 2);
    number(l, depth > 1 ? 0x21 : 0x01, 2);
    uint32_t start = l->at;
    if (depth > 1)
        bomb_fragment(l, depth - 1, "B");
    else
        put(l, "x", 2);
    poke(l->chunk + size_at, l->at - start, 2);
    number(l, 0, 1);
}

static void begin_chunk(built_log *l)
{
    assert_true(l->chunks < MOST_CHUNKS);
    l->chunk = l->bytes + 4096 + l->chunks++ * BLOCK;
    l->at = 512;
    l->data_definition = 0;
    l->system_count = 0;
    memcpy(l->chunk, "ElfChnk", 8);
    poke(l->chunk + 8, l->next_id, 8);
    poke(l->chunk + 24, l->next_id, 8);
    poke(l->chunk + 40, 128, 4);
}

static void end_chunk(built_log *l)
{
    poke(l->chunk + 16, l->next_id - 1, 8);
    poke(l->chunk + 32, l->next_id - 1, 8);
    poke(l->chunk + 44, l->last_record, 4);
    poke(l->chunk + 48, l->at, 4);
    poke(l->chunk + 120, 4, 4); /* no checksums */
}

static void system_part(built_log *l, const spec *s)
{
    char key[128];
    size_t i = 0;
    snprintf(key, sizeof key, "%s|%s", s->provider, s->source ? s->source : "");
    while (i < l->system_count && strcmp(l->system_definitions[i].key, key) != 0)
        i++;
    if (begin_instance(l, i < l->system_count ? l->system_definitions[i].at : 0)) {
        assert_true(i < 16);
        memcpy(l->system_definitions[i].key, key, sizeof key);
        l->system_definitions[i].at = l->at;
        l->system_count++;
        system_definition(l, s);
    }
}

static const built_record *add(built_log *l, const spec *s)
{
    uint32_t start = l->at;
    built_record *r = &l->records[l->record_count++];
    assert_true(l->record_count < MOST_RECORDS);
    r->id = l->next_id++;
    r->offset = (size_t)(l->chunk - l->bytes) + start;
    l->time += CLOCK_MINUTE;
    put(l, "**\0", 4);
    number(l, 0, 4);
    number(l, r->id, 8);
    number(l, l->time + s->header_shift, 8);
    system_part(l, s);
    r->values = (size_t)(l->chunk - l->bytes) + l->at;
    number(l, 6, 4);
    static const uint16_t sizes[] = {1, 2, 2, 8, 8, 0}, types[] = {0x04, 0x06, 0x06, 0x11, 0x0A, 0x21};
    for (size_t i = 0; i < 6; i++) {
        number(l, sizes[i], 2);
        number(l, types[i], 2);
    }
    uint32_t data_size_at = l->at - 4;
    number(l, 4, 1);
    number(l, s->id, 2);
    number(l, 0x4000, 2);
    number(l, l->time, 8);
    number(l, r->id, 8);
    uint32_t data = l->at;
    if (s->bomb)
        bomb_fragment(l, s->bomb, "EventData");
    else
        data_fragment(l, s);
    poke(l->chunk + data_size_at, l->at - data, 2);
    number(l, 0, 1);
    for (uint32_t i = 0; i < s->padding || (l->at + 4) % 8 != 0; i++)
        number(l, 0, 1);
    r->size = l->at + 4 - start;
    number(l, r->size, 4);
    poke(l->chunk + start + 4, r->size, 4);
    l->last_record = start;
    return r;
}

static size_t built_size(const built_log *l)
{
    return 4096 + l->chunks * BLOCK;
}

static void file_header(built_log *l)
{
    memcpy(l->bytes, "ElfFile", 8);
    poke(l->bytes + 16, l->chunks - 1, 8);
    poke(l->bytes + 24, l->next_id, 8);
    poke(l->bytes + 32, 128, 4);
    poke(l->bytes + 36, 1, 2);
    poke(l->bytes + 38, 3, 2);
    poke(l->bytes + 40, 4096, 2);
    poke(l->bytes + 42, l->chunks, 2);
}

static built_log *new_log(void)
{
    built_log *l = calloc(1, sizeof *l);
    assert_non_null(l);
    l->next_id = 101;
    assert_true(clock_from_date(&l->time, 2024, 5, 1, 8, 0, 0));
    return l;
}

static const char *const one_string[] = {"0x00000000, one string"};

static spec spp_event(uint16_t id)
{
    return (spec){.provider = SPP, .source = SPP_SOURCE, .id = id, .strings = one_string, .string_count = 1};
}

static spec other_event(void)
{
    return (spec){.provider = "Something Else", .id = 7, .strings = one_string, .string_count = 1};
}

/* `chunks` chunks of `per_chunk` records, every third a licensing event, the first record of each another
 * one. */
static built_log *ordinary_log(size_t chunks, size_t per_chunk)
{
    built_log *l = new_log();
    for (size_t c = 0; c < chunks; c++) {
        begin_chunk(l);
        for (size_t i = 0; i < per_chunk; i++) {
            spec s = i % 3 == 1 ? spp_event((uint16_t)(12288 + i % 2)) : other_event();
            add(l, &s);
        }
        end_chunk(l);
    }
    file_header(l);
    return l;
}

/* ======================================================================================================== */
/* Reading it */
/* ======================================================================================================== */

static sppwhy_status read_bytes(sppwhy_log **log, const void *bytes, size_t size, bool no_filter,
                                sppwhy_error *error)
{
    char path[] = "/tmp/sppwhy-test-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    FILE *out = fdopen(descriptor, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes, 1, size, out), size);
    assert_int_equal(fclose(out), 0);
    sppwhy_read_options options = {.size = sizeof options,
                                   .providers = wanted_providers,
                                   .no_filter = no_filter,
                                   .reader = reader_under_test};
    sppwhy_error_clear(error);
    sppwhy_status status = sppwhy_log_read(log, path, &options, error);
    unlink(path);
    return status;
}

static sppwhy_log *read_cut(const built_log *l, size_t size)
{
    sppwhy_log *log;
    sppwhy_error error;
    sppwhy_status status = read_bytes(&log, l->bytes, size, false, &error);
    if (status != SPPWHY_OK)
        fail_msg("%s", error.message);
    return log;
}

static sppwhy_log *read_built(const built_log *l)
{
    return read_cut(l, built_size(l));
}

static const sppwhy_event *event_of(const sppwhy_log *log, uint64_t header_id)
{
    for (size_t i = 0; i < log->event_count; i++)
        if (log->events[i].header_record_id == header_id)
            return &log->events[i];
    return NULL;
}

static bool has_damage(const sppwhy_log *log, uint64_t offset, bool lost, const char *part)
{
    for (size_t i = 0; i < log->damage_count; i++)
        if (log->damage[i].offset == offset && log->damage[i].lost == lost &&
            strstr(log->damage[i].reason, part))
            return true;
    for (size_t i = 0; i < log->damage_count; i++)
        print_message("damage at %llu: %s\n", (unsigned long long)log->damage[i].offset,
                      log->damage[i].reason);
    return false;
}

static void same_text(const char *a, const char *b)
{
    assert_string_equal(a, b);
}

static void same_events(const sppwhy_log *a, const sppwhy_log *b)
{
    assert_int_equal(a->event_count, b->event_count);
    for (size_t i = 0; i < a->event_count; i++) {
        const sppwhy_event *x = &a->events[i], *y = &b->events[i];
        same_text(x->common->provider, y->common->provider);
        same_text(x->common->source, y->common->source);
        same_text(x->common->channel, y->common->channel);
        same_text(x->common->computer, y->common->computer);
        assert_int_equal(x->common->id, y->common->id);
        assert_int_equal(x->common->qualifiers, y->common->qualifiers);
        assert_int_equal(x->time, y->time);
        assert_int_equal(x->record_id, y->record_id);
        assert_int_equal(x->offset, y->offset);
        assert_int_equal(x->common->string_count, y->common->string_count);
        for (size_t s = 0; s < x->common->string_count; s++)
            same_text(string_of(x, s), string_of(y, s));
    }
}

/* ---- whole logs ---------------------------------------------------------------------------------------- */

static void reads_every_field(void **state)
{
    (void)state;
    built_log *l = new_log();
    begin_chunk(l);
    spec s = spp_event(12288);
    const built_record *r = add(l, &s);
    end_chunk(l);
    file_header(l);
    sppwhy_log *log = read_built(l);
    assert_int_equal(log->event_count, 1);
    const sppwhy_event *e = &log->events[0];
    assert_string_equal(e->common->provider, SPP);
    assert_string_equal(e->common->source, SPP_SOURCE);
    assert_string_equal(e->common->channel, "Application");
    assert_string_equal(e->common->computer, "WS1.contoso.example");
    assert_int_equal(e->common->id, 12288);
    assert_int_equal(e->common->qualifiers, 0x4000);
    assert_int_equal(e->common->level, 4);
    assert_int_equal(e->time, l->time);
    assert_int_equal(e->record_id, 101);
    assert_int_equal(e->header_record_id, 101);
    assert_int_equal(e->offset, r->offset);
    assert_false(e->common->recovered);
    assert_string_equal(e->common->reader, reader_under_test == SPPWHY_READER_LIBEVTX ? "libevtx" : "native");
    assert_int_equal(e->common->string_count, 1); /* the Binary is none */
    assert_string_equal(string_of(e, 0), one_string[0]);
    assert_int_equal(log->records, 1);
    assert_int_equal(log->damage_count, 0);
    assert_int_equal(log->computer_count, 1);
    assert_string_equal(log->computers[0], "WS1.contoso.example");
    assert_string_equal(log->channels[0], "Application");
    assert_int_equal(log->first_event, l->time);
    assert_int_equal(log->last_event, l->time);
    sppwhy_log_free(log);
    free(l);
}

/* libevtx 20181227 gives all of it; newer ones are known to lose two things. Then it is read as if by those
 * and not one bit worse. */
static bool libevtx_may_lose_it(void)
{
    const char *version = sppwhy_libevtx_version();
    return reader_under_test == SPPWHY_READER_LIBEVTX && version && strcmp(version, "20181227") != 0;
}

/* A string of a single line feed is an empty one to newer versions of libevtx. */
static bool is_kept(const char *got, const char *wanted)
{
    return strcmp(got, wanted) == 0 || (libevtx_may_lose_it() && strcmp(wanted, "\n") == 0 && !*got);
}

/* What libevtx makes of odd texts on their way through its XML. */
static void keeps_strings_as_they_are(void **state)
{
    (void)state;
    static const char *const odd[] = {
        "",
        "\n",
        "\r\n",
        " ",
        "\x01",
        "\xF0\x90\x80\x80",
        "\xEF\xBC\xA1",
        "  spaces around  ",
        "<tag attr=\"x\">&amp;&#13;</tag>",
        "two\r\nlines\r\n",
        "\ttab\t",
        "'\"",
        "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80",
        "]]>",
        "",
        "\n",
        "a",
        "",
    };
    built_log *l = new_log();
    begin_chunk(l);
    spec s = spp_event(12288);
    s.strings = odd;
    s.string_count = sizeof odd / sizeof *odd;
    add(l, &s);
    end_chunk(l);
    file_header(l);
    sppwhy_log *log = read_built(l);
    assert_int_equal(log->event_count, 1);
    assert_int_equal(log->events[0].common->string_count, s.string_count);
    for (size_t i = 0; i < s.string_count; i++)
        if (!is_kept(string_of(&log->events[0], i), odd[i]))
            assert_string_equal(string_of(&log->events[0], i), odd[i]);
    sppwhy_log_free(log);
    free(l);
}

/* Newer versions of libevtx refuse such a record, which is then named. */
static void lone_surrogates_become_replacements(void **state)
{
    (void)state;
    static const char *const strings[] = {"a\xF0\x9F\x98\x80z", "next"};
    static const uint8_t pair[] = {0x3D, 0xD8, 0x00, 0xDE};
    built_log *l = new_log();
    begin_chunk(l);
    spec s = spp_event(12288);
    s.strings = strings;
    s.string_count = 2;
    const built_record *r = add(l, &s);
    end_chunk(l);
    file_header(l);
    for (size_t i = r->offset; i < r->offset + r->size; i++)
        if (memcmp(l->bytes + i, pair, sizeof pair) == 0)
            poke(l->bytes + i, 0xDE00DE00, 4);
    sppwhy_log *log = read_built(l);
    if (libevtx_may_lose_it() && log->event_count == 0) {
        assert_int_equal(log->damage_count, 1);
    } else {
        assert_int_equal(log->event_count, 1);
        assert_string_equal(string_of(&log->events[0], 0), "a\xEF\xBF\xBD\xEF\xBF\xBDz");
        assert_string_equal(string_of(&log->events[0], 1), "next");
    }
    sppwhy_log_free(log);
    free(l);
}

/* A provider's name can begin or end with another's. */
static void delivers_only_exact_providers(void **state)
{
    (void)state;
    built_log *l = new_log();
    begin_chunk(l);
    spec spp = spp_event(1), longer = {.provider = SPP "-UX-Notifications", .id = 2}, office = {.id = 3};
    spec quoting = other_event();
    static const char *const quoted[] = {"about " SPP " and " SPP_SOURCE};
    office.provider = "Office Software Protection Platform Service";
    quoting.strings = quoted;
    add(l, &longer);
    add(l, &spp);
    add(l, &quoting);
    add(l, &office);
    end_chunk(l);
    file_header(l);
    sppwhy_log *log = read_built(l);
    assert_int_equal(log->records, 4);
    assert_int_equal(log->event_count, 2);
    assert_int_equal(log->events[0].common->id, 1);
    assert_int_equal(log->events[1].common->id, 3);
    assert_string_equal(log->events[1].common->source, "");
    sppwhy_log_free(log);
    free(l);
}

static void filter_changes_nothing(void **state)
{
    (void)state;
    built_log *l = ordinary_log(3, 50);
    sppwhy_log *all;
    sppwhy_error error;
    sppwhy_log *filtered = read_built(l);
    assert_int_equal(read_bytes(&all, l->bytes, built_size(l), true, &error), SPPWHY_OK);
    assert_int_equal(filtered->event_count, 3 * 17);
    same_events(filtered, all);
    assert_int_equal(filtered->first_event, all->first_event);
    assert_int_equal(filtered->last_event, all->last_event);
    sppwhy_log_free(filtered);
    sppwhy_log_free(all);
    free(l);
}

/* ---- span and gaps ------------------------------------------------------------------------------------- */

static void span_is_of_all_records(void **state)
{
    (void)state;
    built_log *l = new_log();
    uint64_t start = l->time;
    spec other = other_event(), spp = spp_event(12288);
    for (int c = 0; c < 3; c++) {
        begin_chunk(l);
        for (int i = 0; i < 10; i++)
            add(l, c == 1 ? &spp : &other);
        end_chunk(l);
    }
    file_header(l);
    sppwhy_log *log = read_built(l);
    assert_int_equal(log->event_count, 10);
    assert_int_equal(log->first_event, start + CLOCK_MINUTE);
    assert_int_equal(log->last_event, start + 30 * CLOCK_MINUTE);
    assert_int_equal(log->gap_count, 0);
    sppwhy_log_free(log);
    free(l);
}

/* An export writes the time of the export into the records' headers. */
static void span_ignores_rewritten_headers(void **state)
{
    (void)state;
    built_log *l = new_log();
    uint64_t start = l->time;
    begin_chunk(l);
    for (uint64_t i = 0; i < 10; i++) {
        spec s = other_event();
        s.header_shift = (20 - i) * CLOCK_DAY;
        add(l, &s);
    }
    end_chunk(l);
    file_header(l);
    sppwhy_log *log = read_built(l);
    assert_int_equal(log->first_event, start + CLOCK_MINUTE);
    assert_int_equal(log->last_event, start + 10 * CLOCK_MINUTE);
    sppwhy_log_free(log);
    free(l);
}

/* Events are not written in quite the order in which they are created. */
static void span_is_exact_where_events_overtake(void **state)
{
    (void)state;
    built_log *l = new_log();
    begin_chunk(l);
    uint64_t start = l->time;
    spec s = other_event();
    s.header_shift = 10 * CLOCK_SECOND;
    add(l, &s);
    l->time = start - 30 * CLOCK_SECOND; /* the next is created first, and written after it */
    s.header_shift = 50 * CLOCK_SECOND + CLOCK_MINUTE - CLOCK_SECOND;
    add(l, &s);
    for (int i = 0; i < 10; i++)
        add(l, &s);
    end_chunk(l);
    file_header(l);
    sppwhy_log *log = read_built(l);
    assert_int_equal(log->first_event, start + 30 * CLOCK_SECOND);
    sppwhy_log_free(log);
    free(l);
}

static void jumps_in_numbers_are_gaps(void **state)
{
    (void)state;
    built_log *l = new_log();
    spec s = other_event();
    begin_chunk(l); /* the newer half is first, as in a log that has gone round */
    l->next_id = 500;
    l->time += CLOCK_DAY;
    add(l, &s);
    uint64_t newer = l->time;
    add(l, &s);
    end_chunk(l);
    begin_chunk(l);
    l->next_id = 100;
    l->time -= 2 * CLOCK_DAY;
    add(l, &s);
    add(l, &s);
    uint64_t before = l->time;
    l->next_id += 7;
    add(l, &s);
    uint64_t after = l->time;
    end_chunk(l);
    file_header(l);
    sppwhy_log *log = read_built(l);
    assert_int_equal(log->gap_count, 2);
    assert_int_equal(log->gaps[0].after, before);
    assert_int_equal(log->gaps[0].before, after);
    assert_int_equal(log->gaps[0].missing, 7);
    assert_int_equal(log->gaps[1].after, after);
    assert_int_equal(log->gaps[1].before, newer);
    assert_int_equal(log->gaps[1].missing, 500 - 109 - 1);
    sppwhy_log_free(log);
    free(l);
}

/* ---- damage -------------------------------------------------------------------------------------------- */

/* All licensing events but the one with this number must be there, as they are in the sound log. */
static void all_but(const built_log *l, const sppwhy_log *sound, uint64_t lost_id, const char *what)
{
    sppwhy_log *log = read_built(l);
    for (size_t i = 0; i < sound->event_count; i++) {
        uint64_t id = sound->events[i].header_record_id;
        if (id != lost_id && !event_of(log, id))
            fail_msg("%s: event %llu is missing", what, (unsigned long long)id);
    }
    sppwhy_log_free(log);
}

static void broken_record_costs_itself(void **state)
{
    (void)state;
    static const struct {
        size_t at;
        uint64_t value;
        size_t size;
        const char *reason;
    } harm[] = {
        {0, 0, 4, "no record begins where one should"},
        {4, 0, 4, "two sizes do not agree"},
        {4, 0xFFFFFFF0, 4, "does not fit"},
        {4, 40, 4, "two sizes do not agree"},
    };
    for (size_t i = 0; i < sizeof harm / sizeof *harm; i++) {
        built_log *l = ordinary_log(2, 40);
        sppwhy_log *sound = read_built(l);
        const built_record *r = &l->records[13]; /* a licensing event, not the one with the definition */
        poke(l->bytes + r->offset + harm[i].at, harm[i].value, harm[i].size);
        all_but(l, sound, r->id, harm[i].reason);
        sppwhy_log *log = read_built(l);
        assert_int_equal(log->records, 79);
        assert_int_equal(log->records_lost, 1);
        assert_int_equal(log->event_count, sound->event_count - 1);
        assert_true(has_damage(log, r->offset, true, harm[i].reason));
        assert_int_equal(log->gap_count, 1);
        assert_int_equal(log->gaps[0].missing, 1);
        sppwhy_log_free(sound);
        sppwhy_log_free(log);
        free(l);
    }
}

/* Room that Windows has reserved is at the end, and the header does not count it. */
static void reserved_room_is_no_damage(void **state)
{
    (void)state;
    built_log *l = ordinary_log(3, 40);
    memset(l->bytes + 4096 + BLOCK, 0, 2 * BLOCK);
    poke(l->bytes + 42, 1, 2);
    sppwhy_log *log = read_built(l);
    assert_int_equal(log->damage_count, 0);
    sppwhy_log_free(log);
    poke(l->bytes + 42, 3, 2); /* unless the header counts it */
    log = read_built(l);
    assert_true(has_damage(log, 4096 + BLOCK, true, "zeros are where 2 chunks should be, with 80 records"));
    sppwhy_log_free(log);
    free(l);
}

static void destroyed_chunk_costs_itself(void **state)
{
    (void)state;
    built_log *l = ordinary_log(3, 40);
    memset(l->bytes + 4096 + BLOCK, 0, BLOCK);
    sppwhy_log *log = read_built(l);
    assert_int_equal(log->records, 80);
    assert_int_equal(log->chunks, 2);
    assert_int_equal(log->records_lost, 40);
    assert_true(has_damage(log, 4096 + BLOCK, true, "zeros are where 1 chunk should be, with 40 records"));
    assert_int_equal(log->gap_count, 1);
    assert_int_equal(log->gaps[0].missing, 40);
    sppwhy_log_free(log);
    free(l);

    l = ordinary_log(3, 40);
    memset(l->bytes + 4096 + BLOCK, 0, 512);
    log = read_built(l);
    assert_int_equal(log->records, 80);
    assert_int_equal(log->records_lost, 40);
    assert_int_equal(log->event_count, 26);
    assert_true(has_damage(log, 4096 + BLOCK, true, "40 records"));
    sppwhy_log_free(log);
    free(l);

    l = ordinary_log(3, 40);
    memset(l->bytes + 4096 + BLOCK, 0xA5, BLOCK);
    log = read_built(l);
    assert_int_equal(log->records, 80);
    assert_int_equal(log->records_lost, 40);
    assert_true(has_damage(log, 4096 + BLOCK, true, "there is no chunk where"));
    assert_true(has_damage(log, 4096 + BLOCK, true, "40 records are lost here"));
    sppwhy_log_free(log);
    free(l);
}

/* What the destroyed chunk still shows is not counted twice. */
static void zeros_beside_a_destroyed_chunk(void **state)
{
    (void)state;
    for (size_t zeros_at = 1; zeros_at <= 2; zeros_at++) {
        built_log *l = ordinary_log(4, 40);
        memset(l->bytes + 4096 + zeros_at * BLOCK, 0, BLOCK);
        memset(l->bytes + 4096 + (3 - zeros_at) * BLOCK, 0, 512);
        sppwhy_log *log = read_built(l);
        assert_int_equal(log->records, 80);
        assert_int_equal(log->records_lost, 80);
        assert_true(has_damage(log, 4096 + BLOCK, true,
                               "zeros are where 1 chunk should be, beside 1 destroyed; 40 records are lost"));
        sppwhy_log_free(log);
        free(l);
    }
    built_log *l = ordinary_log(4, 40); /* and at the end, where only the header says */
    memset(l->bytes + 4096 + 3 * BLOCK, 0, BLOCK);
    memset(l->bytes + 4096 + 2 * BLOCK, 0, 512);
    sppwhy_log *log = read_built(l);
    assert_int_equal(log->records_lost, 80);
    sppwhy_log_free(log);
    free(l);
}

/* The log has gone round: its chunks are in the order 3, 4, 1, 2. What was before the first one in the
 * file is known from the last one, and the other way round. */
static void a_hole_where_a_log_goes_round(void **state)
{
    (void)state;
    for (size_t lost = 0; lost < 4; lost += 3)
        for (int how = 0; how < 2; how++) {
            built_log *l = ordinary_log(4, 40);
            uint8_t *half = malloc(2 * BLOCK);
            assert_non_null(half);
            memcpy(half, l->bytes + 4096, 2 * BLOCK);
            memmove(l->bytes + 4096, l->bytes + 4096 + 2 * BLOCK, 2 * BLOCK);
            memcpy(l->bytes + 4096 + 2 * BLOCK, half, 2 * BLOCK);
            memset(l->bytes + 4096 + lost * BLOCK, how == 0 ? 0 : 0xA5, BLOCK);
            sppwhy_log *log = read_built(l);
            assert_int_equal(log->records, 120);
            assert_int_equal(log->records_lost, 40);
            sppwhy_log_free(log);
            free(half);
            free(l);
        }
}

/* Each of these fields makes libevtx lose records or the whole file. */
static void odd_chunk_header_costs_nothing(void **state)
{
    (void)state;
    static const struct {
        size_t at;
        uint64_t value;
        size_t size;
    } harm[] = {{40, 127, 4},   {44, 0xFFFFFFFF, 4}, {48, 0, 4}, {48, 511, 4},
                {48, 65537, 4}, {48, 0xFFFFFFFF, 4}, {8, 0, 8},  {24, UINT64_MAX, 8},
                {16, 0, 8},     {32, 0, 8},          {124, 1, 4}};
    for (size_t i = 0; i < sizeof harm / sizeof *harm; i++) {
        built_log *l = ordinary_log(2, 40);
        sppwhy_log *sound = read_built(l);
        poke(l->bytes + 4096 + harm[i].at, harm[i].value, harm[i].size);
        sppwhy_log *log = read_built(l);
        same_events(sound, log);
        assert_int_equal(log->records, 80);
        assert_int_equal(log->records_lost, 0);
        sppwhy_log_free(sound);
        sppwhy_log_free(log);
        free(l);
    }
}

static void slack_is_not_live(void **state)
{
    (void)state;
    for (int sound_header = 0; sound_header < 2; sound_header++) {
        built_log *l = ordinary_log(1, 40);
        /* the chunk was begun anew: eight records, and what is left of the former ones */
        uint32_t end = (uint32_t)(l->records[8].offset - 4096);
        poke(l->bytes + 4096 + 48, sound_header ? end : 0, 4);
        poke(l->bytes + 4096 + 44, sound_header ? l->records[7].offset - 4096 : 0, 4);
        poke(l->bytes + 4096 + 32, l->records[7].id, 8);
        for (size_t i = 8; i < 40; i++)
            poke(l->bytes + l->records[i].offset + 8, 20 + i, 8);
        sppwhy_log *log = read_built(l);
        assert_int_equal(log->records, 8);
        assert_int_equal(log->event_count, 3);
        assert_int_equal(log->records_lost, 0);
        sppwhy_log_free(log);
        free(l);
    }
}

static void wrong_checksum_is_a_remark(void **state)
{
    (void)state;
    built_log *l = ordinary_log(1, 10);
    poke(l->bytes + 4096 + 120, 0, 4);
    sppwhy_log *log = read_built(l);
    assert_int_equal(log->records, 10);
    assert_int_equal(log->records_lost, 0);
    assert_true(has_damage(log, 4096, false, "checksum"));
    sppwhy_log_free(log);
    free(l);
}

static void whole_records_before_a_cut_are_read(void **state)
{
    (void)state;
    built_log *l = ordinary_log(2, 60);
    size_t step = getenv("SPPWHY_MUTATIONS") ? 5333 : 1777;
    for (size_t size = 4096; size < 4096 + BLOCK + 40000; size += step) {
        size_t whole = 0;
        for (size_t i = 0; i < l->record_count; i++)
            whole += l->records[i].offset + l->records[i].size <= size;
        sppwhy_log *log = read_cut(l, size);
        assert_int_equal(log->records, whole);
        for (size_t i = 0; i < whole; i++)
            if (i % 60 % 3 == 1)
                assert_non_null(event_of(log, l->records[i].id));
        if (whole < 120)
            assert_true(log->damage_count != 0 && log->damage[log->damage_count - 1].lost);
        sppwhy_log_free(log);
    }
    free(l);
}

/* libevtx 20181227 loses such a record. */
static void record_to_the_last_byte_is_read(void **state)
{
    (void)state;
    for (uint32_t left = 0; left <= 16; left += 8) {
        built_log *l = new_log();
        begin_chunk(l);
        spec s = spp_event(12288);
        for (int i = 0; i < 10; i++)
            add(l, &s);
        s.padding = BLOCK - left - l->at - (uint32_t)(l->records[9].size);
        const built_record *r = add(l, &s); /* padded by one record's length less than what is left */
        assert_true(l->at <= BLOCK - left);
        while (l->at < BLOCK - left) { /* the rest goes into the padding, too */
            poke(l->chunk + l->at, 0, 4);
            l->at += 4;
        }
        built_record *last = &l->records[l->record_count - 1];
        last->size = l->at - (r->offset - 4096);
        poke(l->bytes + r->offset + 4, last->size, 4);
        poke(l->chunk + l->at - 4, last->size, 4);
        end_chunk(l);
        file_header(l);
        sppwhy_log *log = read_built(l);
        assert_int_equal(log->records, 11);
        assert_int_equal(log->event_count, 11);
        assert_string_equal(string_of(&log->events[10], 0), one_string[0]);
        assert_int_equal(log->damage_count, 0);
        sppwhy_log_free(log);
        free(l);
    }
}

/* The same without padding: its content reaches to the size copy, which ends the chunk. */
static void full_record_to_the_last_byte_is_read(void **state)
{
    (void)state;
    built_log *l = new_log();
    char text[1000];
    const char *const strings[] = {text};
    begin_chunk(l);
    spec s = spp_event(12288);
    add(l, &s);
    s.padding = BLOCK - l->at - 1000;
    add(l, &s);
    s.padding = 0;
    s.strings = strings;
    s.string_count = 1;
    uint32_t before = l->at;
    memset(text, 'x', 60);
    text[60] = '\0';
    add(l, &s);
    uint32_t step = l->at - before;
    assert_true(BLOCK - l->at >= step);
    size_t more = (BLOCK - l->at - step) / 2; /* the next one fills the chunk */
    assert_true(60 + more < sizeof text);
    memset(text, 'x', 60 + more);
    text[60 + more] = '\0';
    add(l, &s);
    assert_int_equal(l->at, BLOCK);
    end_chunk(l);
    file_header(l);
    sppwhy_log *log = read_built(l);
    assert_int_equal(log->event_count, 4);
    assert_string_equal(string_of(&log->events[3], 0), text);
    assert_int_equal(log->damage_count, 0);
    sppwhy_log_free(log);
    free(l);
}

static void file_header_is_not_needed(void **state)
{
    (void)state;
    built_log *l = ordinary_log(2, 40);
    sppwhy_log *sound = read_built(l);
    memset(l->bytes, 0, 4096);
    sppwhy_log *log = read_built(l);
    same_events(sound, log);
    assert_true(has_damage(log, 0, false, "file header"));
    sppwhy_log_free(log);
    file_header(l);
    poke(l->bytes + 42, 1, 2); /* a stale count of chunks */
    poke(l->bytes + 120, 1, 4);
    log = read_built(l);
    same_events(sound, log);
    assert_true(log->dirty);
    assert_int_equal(log->damage_count, 0);
    sppwhy_log_free(log);
    sppwhy_log_free(sound);
    free(l);
}

static void what_is_no_log_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        const char *message;
    } no_log[] = {
        {"", 0, "is empty (0 bytes)"},    {"2024-05-01,Error,12288\n", 23, "text"},
        {"PK\3\4 and so on", 12, "ZIP"},  {"\x30\0\0\0LfLe\0\0\0\0", 12, "Windows XP"},
        {"\0\0\0\0\0\0\0\0", 8, "zeros"}, {"\1\2\3\4\5\6\7\x80", 8, "is no event log"},
    };
    for (size_t i = 0; i < sizeof no_log / sizeof *no_log; i++) {
        sppwhy_log *log;
        sppwhy_error error;
        assert_int_equal(read_bytes(&log, no_log[i].bytes, no_log[i].size, false, &error), SPPWHY_NOT_A_LOG);
        assert_null(log);
        assert_non_null(strstr(error.message, no_log[i].message));
        assert_true(error.file[0]);
    }
    sppwhy_log *log;
    sppwhy_error error;
    sppwhy_error_clear(&error);
    assert_int_equal(sppwhy_log_read(&log, "/nonexistent/x.evtx", NULL, &error), SPPWHY_IO);
    sppwhy_log_free(NULL);
}

/* ---- bombs --------------------------------------------------------------------------------------------- */

/* libevtx 20181227 multiplies the count in 32 bits and then asks for 8 GiB. */
static void value_count_bomb_costs_its_record(void **state)
{
    (void)state;
    static const uint64_t counts[] = {0x40000000, 0x40000001, 0xFFFFFFFF, 7};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        built_log *l = ordinary_log(1, 40);
        sppwhy_log *sound = read_built(l);
        const built_record *r = &l->records[13];
        poke(l->bytes + r->values, counts[i], 4);
        sppwhy_log *log = read_built(l);
        assert_int_equal(log->records, 40);
        assert_int_equal(log->event_count, sound->event_count - 1);
        assert_null(event_of(log, r->id));
        assert_int_equal(log->records_lost, 1);
        assert_true(has_damage(log, r->offset, true, "cannot be decoded"));
        sppwhy_log_free(sound);
        sppwhy_log_free(log);
        free(l);
    }
}

/* A few hundred bytes that would become 10^8 elements: libevtx is stopped, and the next record goes on. */
static void nested_bomb_costs_its_record(void **state)
{
    (void)state;
    built_log *l = new_log();
    begin_chunk(l);
    spec good = spp_event(12288), bomb = spp_event(12288);
    bomb.bomb = 8;
    add(l, &good);
    const built_record *r = add(l, &bomb);
    add(l, &good);
    add(l, &good);
    end_chunk(l);
    file_header(l);
    sppwhy_log *log = read_built(l);
    assert_int_equal(log->records, 4);
    assert_int_equal(log->event_count, 3);
    assert_null(event_of(log, r->id));
    assert_true(has_damage(log, r->offset, true,
                           reader_under_test == SPPWHY_READER_LIBEVTX ? "libevtx" : "more strings"));
    sppwhy_log_free(log);
    free(l);
}

/* ---- forwarded events ---------------------------------------------------------------------------------- */

static void forwarded_events_are_named_as_such(void **state)
{
    (void)state;
    built_log *l = ordinary_log(1, 10);
    const built_record *r = &l->records[4];
    l->bytes[r->offset + 24 + 4] = 0x41; /* no template: an element with attributes is at once */
    sppwhy_log *log = read_built(l);
    assert_true(
        has_damage(log, r->offset, true, reader_under_test == SPPWHY_READER_NATIVE ? "cannot" : "forwarded"));
    assert_int_equal(log->event_count, 2);
    sppwhy_log_free(log);
    free(l);
}

/* ---- random harm --------------------------------------------------------------------------------------- */

static uint64_t random_next(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

/* Bytes are changed inside one record; all others must come out as if nothing had happened. */
static void random_harm_costs_its_record(void **state)
{
    (void)state;
    const char *wanted = getenv("SPPWHY_MUTATIONS");
    unsigned runs = wanted ? (unsigned)strtoul(wanted, NULL, 10) : 60;
    built_log *l = ordinary_log(1, 30);
    built_log *harmed = new_log();
    sppwhy_log *sound = read_built(l);
    uint64_t seed = 0x5EED5EED5EEDu;
    for (unsigned run = 0; run < runs; run++) {
        memcpy(harmed, l, sizeof *harmed);
        const built_record *r = &l->records[3 + 3 * (random_next(&seed) % 9) + random_next(&seed) % 2];
        for (uint64_t n = 1 + random_next(&seed) % 8; n != 0; n--) {
            size_t size = (size_t)1 << random_next(&seed) % 3;
            size_t at = r->offset + random_next(&seed) % (r->size - 4);
            uint64_t value =
                random_next(&seed) % 4 == 0 ? 0x40000000 : random_next(&seed) >> random_next(&seed) % 64;
            poke(harmed->bytes + at, value, size);
        }
        all_but(harmed, sound, r->id, "random harm");
    }
    sppwhy_log_free(sound);
    free(harmed);
    free(l);
}

/* Anything goes, anywhere: only an end without a crash is asked for. */
static void random_harm_anywhere_ends_well(void **state)
{
    (void)state;
    const char *wanted = getenv("SPPWHY_MUTATIONS");
    unsigned runs = wanted ? (unsigned)strtoul(wanted, NULL, 10) : 60;
    built_log *l = ordinary_log(2, 30);
    built_log *harmed = new_log();
    uint64_t seed = 0xC0FFEEu;
    for (unsigned run = 0; run < runs; run++) {
        memcpy(harmed, l, sizeof *harmed);
        for (uint64_t n = 1 + random_next(&seed) % 40; n != 0; n--) {
            size_t at = 4096 + random_next(&seed) % 2 * BLOCK + random_next(&seed) % 14000;
            poke(harmed->bytes + at, random_next(&seed), (size_t)1 << random_next(&seed) % 3);
        }
        sppwhy_log *log;
        sppwhy_error error;
        sppwhy_status status = read_bytes(
            &log, harmed->bytes, built_size(harmed) - random_next(&seed) % BLOCK, run % 2 == 0, &error);
        assert_true(status == SPPWHY_OK);
        sppwhy_log_free(log);
    }
    free(harmed);
    free(l);
}

/* ---- recovered records --------------------------------------------------------------------------------- */

static sppwhy_log *read_recovered(const built_log *l)
{
    char path[] = "/tmp/sppwhy-test-XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, l->bytes, built_size(l)), (ssize_t)built_size(l));
    close(descriptor);
    sppwhy_read_options options = {.size = sizeof options,
                                   .providers = wanted_providers,
                                   .reader = reader_under_test,
                                   .recovered = true};
    sppwhy_log *log = NULL;
    sppwhy_error error;
    assert_int_equal(sppwhy_log_read(&log, path, &options, &error), SPPWHY_OK);
    unlink(path);
    return log;
}

/* What is behind the first eight records of the first chunk is slack then. */
static void leave_eight_live(built_log *l)
{
    poke(l->bytes + 4096 + 48, (uint32_t)(l->records[8].offset - 4096), 4);
    poke(l->bytes + 4096 + 44, l->records[7].offset - 4096, 4);
    poke(l->bytes + 4096 + 32, l->records[7].id, 8);
}

/* Old records behind the live ones, one of them a copy of a live one. */
static void slack_is_recovered_when_asked_for(void **state)
{
    (void)state;
    built_log *l = ordinary_log(1, 40);
    leave_eight_live(l);
    sppwhy_log *log = read_recovered(l);
    assert_int_equal(log->records, 8);
    assert_int_equal(log->recovered, 10);
    assert_int_equal(log->event_count, 13);
    for (size_t i = 0; i < log->event_count; i++)
        assert_int_equal(log->events[i].common->recovered,
                         log->events[i].header_record_id > l->records[7].id);
    assert_int_equal(log->last_event, log->events[2].time); /* the span is of what is live */
    sppwhy_log_free(log);
    free(l);
}

/* Two old records whose template was written over by another one mean nothing any more. */
static void slack_without_its_template_is_not_recovered(void **state)
{
    (void)state;
    built_log *l = ordinary_log(1, 40);
    leave_eight_live(l);
    poke(l->bytes + l->records[10].offset + 30, 0x12345678, 4);
    poke(l->bytes + l->records[13].offset + 30, 0x12345678, 4);
    poke(l->bytes + l->records[4].offset + 30, 0x12345678, 4); /* a live one has it, whatever it is called */
    sppwhy_log *log = read_recovered(l);
    assert_int_equal(log->recovered, reader_under_test == SPPWHY_READER_LIBEVTX ? 10 : 8);
    assert_int_equal(log->event_count - log->recovered, 3);
    assert_int_equal(log->damage_count, 0); /* what is old is no loss */
    assert_int_equal(log->records_lost, 0);
    sppwhy_log_free(log);
    free(l);
}

/* A chunk whose header is destroyed held live records: what cannot be recovered of it is lost. */
static void what_a_broken_chunk_lacks_is_lost(void **state)
{
    (void)state;
    built_log *l = ordinary_log(3, 40);
    memset(l->bytes + 4096 + BLOCK, 0, 8);
    poke(l->bytes + l->records[44].offset + 30, 0x12345678, 4); /* an event of licensing */
    sppwhy_log *log = read_recovered(l);
    if (reader_under_test != SPPWHY_READER_LIBEVTX) { /* which takes any template */
        assert_int_equal(log->recovered, 12);
        assert_int_equal(log->records_lost, 1);
        assert_true(has_damage(log, l->records[44].offset, true, "its template was overwritten"));
    }
    sppwhy_log_free(log);
    free(l);
}

static void broken_chunk_is_recovered_when_asked_for(void **state)
{
    (void)state;
    for (size_t harm = 1; harm <= 512; harm *= 512) {
        built_log *l = ordinary_log(3, 40);
        memset(l->bytes + 4096 + BLOCK, 0, harm);
        sppwhy_log *log = read_recovered(l);
        assert_int_equal(log->records, 80);
        assert_int_equal(log->recovered, 13);
        assert_int_equal(log->event_count, 39);
        assert_true(has_damage(log, 4096 + BLOCK, false, "recovered"));
        sppwhy_log_free(log);
        free(l);
    }
    built_log *l = ordinary_log(2, 40); /* the same chunk twice, once broken: nothing is reported twice */
    memcpy(l->bytes + 4096 + BLOCK, l->bytes + 4096, BLOCK);
    l->bytes[4096 + BLOCK] = 'X';
    sppwhy_log *log = read_recovered(l);
    assert_int_equal(log->recovered, 0);
    assert_int_equal(log->event_count, 13);
    sppwhy_log_free(log);
    free(l);
}

/* ---- several at once ----------------------------------------------------------------------------------- */

static void *read_in_thread(void *argument)
{
    sppwhy_log **log = argument;
    const char *path = (*log)->path;
    sppwhy_read_options options = {
        .size = sizeof options, .providers = wanted_providers, .reader = reader_under_test};
    sppwhy_error error;
    if (sppwhy_log_read(log, path, &options, &error) != SPPWHY_OK)
        *log = NULL;
    return NULL;
}

static void logs_can_be_read_at_once(void **state)
{
    (void)state;
    enum { THREADS = 8 };
    char path[] = "/tmp/sppwhy-test-XXXXXX";
    built_log *l = ordinary_log(4, 50);
    sppwhy_log *sound = read_built(l), places[THREADS], *logs[THREADS];
    pthread_t threads[THREADS];
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    assert_int_equal(write(descriptor, l->bytes, built_size(l)), (ssize_t)built_size(l));
    close(descriptor);
    for (size_t i = 0; i < THREADS; i++) {
        places[i].path = path;
        logs[i] = &places[i];
        assert_int_equal(pthread_create(&threads[i], NULL, read_in_thread, &logs[i]), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        assert_non_null(logs[i]);
        same_events(sound, logs[i]);
        sppwhy_log_free(logs[i]);
    }
    unlink(path);
    sppwhy_log_free(sound);
    free(l);
}

/* ---- the parts ----------------------------------------------------------------------------------------- */

static void xml_is_read_strictly(void **state)
{
    (void)state;
    static const char good[] =
        "<Event>\n  <System>\n    <Provider Name=\"a &lt;b&gt;\"/>\n    <EventID>5</EventID>\n"
        "  </System>\n  <UserData>\n    <X>\n      <A> &amp;&#x41;&#66; </A>\n      <B/>\n"
        "      <C>\n        <D>d</D>\n      </C>\n    </X>\n  </UserData>\n</Event>\n";
    static const char *const bad[] = {"<Event",
                                      "<Event>",
                                      "<Event></Event",
                                      "<Event>&nope;</Event>",
                                      "Event",
                                      "<Event a=b/>",
                                      "<Event><System><EventID>x</EventID></System></Event>",
                                      "<Other/>",
                                      "<Event/>",
                                      "<Event>&#0;</Event>",
                                      "<Event>&#1114112;</Event>"};
    arena *a = arena_create();
    sppwhy_raw_event event;
    const char *reason = NULL;
    assert_true(extract_event(&event, a, good, strlen(good), NULL, NULL, &reason));
    assert_string_equal(event.provider, "a <b>");
    assert_int_equal(event.id, 5);
    assert_int_equal(event.qualifiers, -1);
    assert_int_equal(event.string_count, 3);
    assert_string_equal(event.strings[0], " &AB ");
    assert_string_equal(event.strings[1], "");
    assert_string_equal(event.strings[2], "d");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        reason = NULL;
        assert_false(extract_event(&event, a, bad[i], strlen(bad[i]), NULL, NULL, &reason));
        assert_non_null(reason);
    }
    arena_free(a);
}

static void wire_believes_nothing(void **state)
{
    (void)state;
    static const char *const strings[] = {"one", "", "\xFF"};
    sppwhy_raw_event event = {.provider = "p",
                              .source = "s",
                              .channel = "c",
                              .computer = "w",
                              .id = 9,
                              .qualifiers = -1,
                              .strings = strings,
                              .string_count = 3},
                     back;
    strbuf b = {0};
    arena *a = arena_create();
    wire_write(&b, &event);
    assert_true(wire_read(&back, a, b.bytes, b.length));
    assert_string_equal(back.computer, "w");
    assert_int_equal(back.string_count, 3);
    assert_string_equal(back.strings[2], "\xEF\xBF\xBD");
    for (size_t length = 0; length < b.length; length++)
        assert_false(wire_read(&back, a, b.bytes, length));
    for (size_t i = 0; i < b.length; i++)
        for (int value = 0; value < 256; value += 15) {
            char *copy = arena_bytes(a, b.bytes, b.length);
            copy[i] = (char)value;
            (void)!wire_read(&back, a, copy, b.length);
        }
    arena_free(a);
    strbuf_free(&b);
}

static void echo(child_link *parent, void *context)
{
    char what;
    while (child_receive(parent, &what, 1)) {
        if (what == 'a')
            abort();
        if (what == 'h') {
            child_limit_cpu(50);
            for (volatile unsigned i = 0;; i++)
                continue;
        }
        if (what == 's')
            pause();
        if (what == 'q' || !child_answer(parent, context, 3))
            return;
    }
}

static void children_end_as_told(void **state)
{
    (void)state;
    static const struct {
        char what;
        child_fate fate;
    } ends[] = {{'a', CHILD_CRASHED}, {'h', CHILD_OUT_OF_CPU}, {'s', CHILD_SILENT}, {'q', CHILD_LEFT}};
    char answer[3], context[] = "abc";
    child *c;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        child_terms terms = {.no_sandbox = true}; /* it sleeps */
        assert_int_equal(child_start(&c, echo, context, &terms, NULL), SPPWHY_OK);
        assert_true(child_ask(c, "x", 1, 20000));
        assert_true(child_hear(c, answer, 3, 20000));
        assert_memory_equal(answer, "abc", 3);
        assert_true(child_ask(c, &ends[i].what, 1, 20000));
        assert_false(child_hear(c, answer, 3, ends[i].what == 's' ? 50 : 20000));
        assert_int_equal(child_end(c), ends[i].fate);
    }
    child_end(NULL);
}

/* ---- real logs ----------------------------------------------------------------------------------------- */

static const char *corpus(void)
{
    const char *path = getenv("SPPWHY_CORPUS");
    return path ? path : "../shared/evtx";
}

/* On real logs: decoding every record finds no event, and no first or last time, that the filter would have
 * missed. */
static void filter_misses_nothing_in_real_logs(void **state)
{
    (void)state;
    DIR *folder = opendir(corpus());
    if (!folder) {
        skip();
        return; /* skip() does not come back, which the analyzer cannot know */
    }
    for (struct dirent *entry; folder && (entry = readdir(folder)) != NULL;) {
        char path[4096];
        sppwhy_log *filtered, *all;
        sppwhy_error error;
        sppwhy_read_options with = {.size = sizeof with,
                                    .providers = wanted_providers,
                                    .reader = reader_under_test},
                            without = with;
        without.no_filter = true;
        if (!strstr(entry->d_name, ".evtx") || strncmp(entry->d_name, "D_", 2) == 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", corpus(), entry->d_name);
        sppwhy_status status = sppwhy_log_read(&filtered, path, &with, &error);
        assert_int_equal(sppwhy_log_read(&all, path, &without, &error), status);
        if (status != SPPWHY_OK)
            continue;
        same_events(filtered, all);
        assert_int_equal(filtered->first_event, all->first_event);
        assert_int_equal(filtered->last_event, all->last_event);
        assert_int_equal(filtered->records, all->records);
        assert_int_equal(filtered->records_lost, all->records_lost);
        sppwhy_log_free(filtered);
        sppwhy_log_free(all);
    }
    closedir(folder);
}

/* With a name, that test alone. */
int main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_field),
        cmocka_unit_test(keeps_strings_as_they_are),
        cmocka_unit_test(lone_surrogates_become_replacements),
        cmocka_unit_test(delivers_only_exact_providers),
        cmocka_unit_test(filter_changes_nothing),
        cmocka_unit_test(span_is_of_all_records),
        cmocka_unit_test(span_ignores_rewritten_headers),
        cmocka_unit_test(span_is_exact_where_events_overtake),
        cmocka_unit_test(jumps_in_numbers_are_gaps),
        cmocka_unit_test(broken_record_costs_itself),
        cmocka_unit_test(destroyed_chunk_costs_itself),
        cmocka_unit_test(zeros_beside_a_destroyed_chunk),
        cmocka_unit_test(a_hole_where_a_log_goes_round),
        cmocka_unit_test(reserved_room_is_no_damage),
        cmocka_unit_test(odd_chunk_header_costs_nothing),
        cmocka_unit_test(slack_is_not_live),
        cmocka_unit_test(wrong_checksum_is_a_remark),
        cmocka_unit_test(whole_records_before_a_cut_are_read),
        cmocka_unit_test(record_to_the_last_byte_is_read),
        cmocka_unit_test(full_record_to_the_last_byte_is_read),
        cmocka_unit_test(file_header_is_not_needed),
        cmocka_unit_test(what_is_no_log_is_told),
        cmocka_unit_test(value_count_bomb_costs_its_record),
        cmocka_unit_test(nested_bomb_costs_its_record),
        cmocka_unit_test(forwarded_events_are_named_as_such),
        cmocka_unit_test(random_harm_costs_its_record),
        cmocka_unit_test(random_harm_anywhere_ends_well),
        cmocka_unit_test(slack_is_recovered_when_asked_for),
        cmocka_unit_test(slack_without_its_template_is_not_recovered),
        cmocka_unit_test(broken_chunk_is_recovered_when_asked_for),
        cmocka_unit_test(what_a_broken_chunk_lacks_is_lost),
        cmocka_unit_test(logs_can_be_read_at_once),
        cmocka_unit_test(xml_is_read_strictly),
        cmocka_unit_test(wire_believes_nothing),
        cmocka_unit_test(children_end_as_told),
        cmocka_unit_test(filter_misses_nothing_in_real_logs),
    };
    int failed = 0;
    if (count > 1)
        cmocka_set_test_filter(arguments[1]);
    for (reader_under_test = SPPWHY_READER_AUTO; reader_under_test <= SPPWHY_READER_LIBEVTX;
         reader_under_test++)
        failed += cmocka_run_group_tests(tests, NULL, NULL);
    return failed;
}
