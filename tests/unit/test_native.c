/*
 * The native reader by itself: every token, every type of value, every limit, on binary XML that is put
 * together here byte by byte. What it makes of whole logs is in test_evtx.c, how it compares with libevtx in
 * test_readers.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/checksum.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/utf16.h"
#include "evtx/native/native.h"
#include "evtx/search.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define START 512u

/* ---- putting binary XML together
 * --------------------------------------------------------------------------- */

typedef struct sheet {
    uint8_t bytes[CHUNK_SIZE];
    uint32_t at;
    bool definition; /* elements have the field that says what they depend on */
} sheet;

static void number(sheet *s, uint64_t value, size_t size)
{
    assert_true(s->at + size <= CHUNK_SIZE);
    for (size_t i = 0; i < size; i++)
        s->bytes[s->at++] = (uint8_t)(value >> (8 * i));
}

static void units(sheet *s, const char *ascii)
{
    for (; *ascii; ascii++)
        number(s, (uint8_t)*ascii, 2);
}

static void name(sheet *s, const char *text)
{
    number(s, s->at + 4, 4);
    number(s, 0, 6);
    number(s, strlen(text), 2);
    units(s, text);
    number(s, 0, 2);
}

static void text(sheet *s, const char *value)
{
    number(s, 0x0105, 2);
    number(s, strlen(value), 2);
    units(s, value);
}

/* Returns a mark for close_tag(). */
static uint32_t open_tag(sheet *s, const char *element, bool attributes)
{
    number(s, attributes ? 0x41 : 0x01, 1);
    if (s->definition)
        number(s, 0xFFFF, 2);
    number(s, 0, 4);
    uint32_t mark = s->at;
    name(s, element);
    return mark;
}

static uint32_t begin(sheet *s, const char *element)
{
    uint32_t mark = open_tag(s, element, false);
    number(s, 0x02, 1);
    return mark;
}

static void set_size(sheet *s, uint32_t mark)
{
    write_u32(s->bytes + mark - 4, s->at - mark);
}

static void close_tag(sheet *s, uint32_t mark)
{
    number(s, 0x04, 1);
    set_size(s, mark);
}

static void text_element(sheet *s, const char *element, const char *value)
{
    uint32_t mark = begin(s, element);
    text(s, value);
    close_tag(s, mark);
}

static void attribute(sheet *s, const char *attribute_name, const char *value)
{
    number(s, 0x06, 1);
    name(s, attribute_name);
    if (value)
        text(s, value);
}

static void value(sheet *s, uint16_t index)
{
    number(s, 0x0E, 1);
    number(s, index, 2);
    number(s, 0, 1);
}

static uint32_t begin_list(sheet *s)
{
    number(s, 0, 4);
    return s->at;
}

static void empty_with(sheet *s, const char *element, const char *attribute_name, const char *attribute_value)
{
    uint32_t mark = open_tag(s, element, true), list = begin_list(s);
    attribute(s, attribute_name, attribute_value);
    set_size(s, list);
    number(s, 0x03, 1);
    set_size(s, mark);
}

static sheet *new_sheet(void)
{
    sheet *s = calloc(1, sizeof *s);
    assert_non_null(s);
    s->at = START + RECORD_HEADER_SIZE;
    return s;
}

static void fragment(sheet *s)
{
    number(s, 0x0001010F, 4);
}

/* System with provider P and event id 5; what it returns is for whoever ends it. */
static void begin_event(sheet *s, uint32_t *event)
{
    *event = begin(s, "Event");
    uint32_t system = begin(s, "System");
    empty_with(s, "Provider", "Name", "P");
    text_element(s, "EventID", "5");
    close_tag(s, system);
}

/* An instance whose definition is right here, up to end_definition(). */
static uint32_t begin_definition(sheet *s)
{
    fragment(s);
    number(s, 0x010C, 2);
    number(s, 7, 4);
    number(s, s->at + 4, 4);
    number(s, 0, 4);
    number(s, 7, 8);
    number(s, 7, 8);
    number(s, 0, 4);
    s->definition = true;
    uint32_t mark = s->at;
    fragment(s);
    return mark;
}

static void end_definition(sheet *s, uint32_t mark)
{
    number(s, 0, 1);
    set_size(s, mark);
    s->definition = false;
}

/* ---- reading it
 * --------------------------------------------------------------------------------------------- */

typedef struct bench {
    evtx_store store;
    filter filter;
    native *native;
    sppwhy_raw_event event;
} bench;

static bench *new_bench(void)
{
    bench *b = calloc(1, sizeof *b);
    assert_non_null(b);
    b->store.memory = arena_create();
    assert_non_null(b->store.memory);
    assert_int_equal(filter_init(&b->filter, b->store.memory, NULL, true, NULL), SPPWHY_OK);
    b->store.filter = &b->filter;
    b->native = native_create(&b->store, false);
    assert_non_null(b->native);
    return b;
}

static void end_bench(bench *b)
{
    native_free(b->native);
    filter_free(&b->filter);
    store_free(&b->store);
    arena_free(b->store.memory);
    free(b);
}

static native_outcome run(bench *b, const sheet *s)
{
    chunk_record r = {START, s->at + 4 - START, 1, 1};
    native_begin_chunk(b->native, s->bytes);
    return native_read(b->native, &r, true, &b->event);
}

static void must_read(bench *b, const sheet *s)
{
    if (run(b, s) != NATIVE_EVENT)
        fail_msg("%s", b->native->reason);
}

static void must_refuse(bench *b, const sheet *s, const char *part)
{
    assert_int_equal(run(b, s), NATIVE_FAILED);
    if (!strstr(b->native->reason, part))
        fail_msg("refused because \"%s\", not because of \"%s\"", b->native->reason, part);
}

/* ---- shapes
 * ------------------------------------------------------------------------------------------------- */

/* As event forwarding writes them: no template, every value a text. */
static void forwarded_event_is_read(void **state)
{
    (void)state;
    bench *b = new_bench();
    sheet *s = new_sheet();
    fragment(s);
    uint32_t event = begin(s, "Event"), system = begin(s, "System");
    uint32_t provider = open_tag(s, "Provider", true), list = begin_list(s);
    attribute(s, "Name", "Microsoft-Windows-Security-SPP");
    attribute(s, "Guid", "{E23B33B0-C8C9-472C-A5F9-F2BDFEA0F156}");
    attribute(s, "EventSourceName", "Software Protection Platform Service");
    set_size(s, list);
    number(s, 0x03, 1);
    set_size(s, provider);
    uint32_t id = open_tag(s, "EventID", true);
    list = begin_list(s);
    attribute(s, "Qualifiers", "16384");
    set_size(s, list);
    number(s, 0x02, 1);
    text(s, "0x3001");
    close_tag(s, id);
    text_element(s, "Version", "0");
    text_element(s, "Level", "4");
    empty_with(s, "TimeCreated", "SystemTime", "2024-05-01T08:00:00.1234567Z");
    text_element(s, "EventRecordID", "4711");
    text_element(s, "Channel", "Application");
    text_element(s, "Computer", "ws7.contoso.com");
    close_tag(s, system);
    uint32_t data = begin(s, "EventData");
    text_element(s, "Data", "one");
    text_element(s, "Data", "");
    text_element(s, "Binary", "0102");
    close_tag(s, data);
    uint32_t rendering = begin(s, "RenderingInfo");
    text_element(s, "Message", "not a string of the event");
    close_tag(s, rendering);
    close_tag(s, event);
    number(s, 0, 1);
    must_read(b, s);
    const sppwhy_raw_event *e = &b->event;
    assert_string_equal(e->provider, "Microsoft-Windows-Security-SPP");
    assert_string_equal(e->source, "Software Protection Platform Service");
    assert_string_equal(e->channel, "Application");
    assert_string_equal(e->computer, "ws7.contoso.com");
    assert_int_equal(e->id, 12289);
    assert_int_equal(e->qualifiers, 16384);
    assert_int_equal(e->level, 4);
    assert_int_equal(e->record_id, 4711);
    char time[40];
    assert_string_equal(clock_format(e->time, true, time), "2024-05-01T08:00:00.123456700Z");
    assert_int_equal(e->string_count, 2);
    assert_string_equal(e->strings[0], "one");
    assert_string_equal(e->strings[1], "");
    native_look look;
    uint64_t seen;
    chunk_record r = {START, s->at + 4 - START, 1, 1};
    assert_true(native_look_at(b->native, &r, &look, &seen));
    assert_int_equal(look, LOOK_UNSURE);
    free(s);
    end_bench(b);
}

static void entity(sheet *s, const char *entity_name)
{
    number(s, 0x09, 1);
    name(s, entity_name);
}

static void every_token_is_text(void **state)
{
    (void)state;
    bench *b = new_bench();
    sheet *s = new_sheet();
    uint32_t event;
    fragment(s);
    begin_event(s, &event);
    uint32_t data = begin(s, "EventData"), element = open_tag(s, "Data", true), list = begin_list(s);
    attribute(s, "Name", NULL);
    entity(s, "amp");
    set_size(s, list);
    number(s, 0x02, 1);
    text(s, "a");
    static const char *const entities[] = {"lt", "gt", "amp", "quot", "apos"};
    for (size_t i = 0; i < 5; i++)
        entity(s, entities[i]);
    number(s, 0x08, 1); /* a character */
    number(s, 0x20AC, 2);
    number(s, 0x07, 1); /* CDATA */
    number(s, 2, 2);
    units(s, "<c");
    number(s, 0x0A, 1); /* a processing instruction is not text */
    name(s, "pi");
    number(s, 0x0B, 1);
    number(s, 1, 2);
    units(s, "x");
    number(s, 0x45, 1); /* text with more behind it */
    number(s, 1, 1);
    number(s, 1, 2);
    units(s, "z");
    close_tag(s, element);
    close_tag(s, data);
    close_tag(s, event);
    must_read(b, s);
    assert_int_equal(b->event.string_count, 1);
    assert_string_equal(b->event.strings[0], "a<>&\"'\xE2\x82\xAC<cz");
    free(s);
    end_bench(b);
}

static void user_data_gives_its_leaves(void **state)
{
    (void)state;
    bench *b = new_bench();
    for (int empty = 0; empty < 2; empty++) {
        sheet *s = new_sheet();
        uint32_t event;
        fragment(s);
        begin_event(s, &event);
        uint32_t data = begin(s, "UserData"), wrapper = begin(s, "X");
        if (!empty) {
            text_element(s, "A", "1");
            uint32_t list = begin(s, "List");
            text_element(s, "Item", "2");
            text_element(s, "Binary", "3");
            close_tag(s, list);
        }
        close_tag(s, wrapper);
        close_tag(s, data);
        close_tag(s, event);
        must_read(b, s);
        assert_int_equal(b->event.string_count, empty ? 0 : 3);
        if (!empty)
            assert_string_equal(b->event.strings[2], "3");
        free(s);
    }
    end_bench(b);
}

/* ---- values
 * ------------------------------------------------------------------------------------------------- */

typedef struct given {
    uint8_t type;
    uint16_t size;
    const char *bytes;
} given;

/* An event of a template with Data for each value, the first of which is the event id, too. */
static void event_of_values(sheet *s, const given *values, size_t count)
{
    uint32_t definition = begin_definition(s);
    uint32_t event = begin(s, "Event"), system = begin(s, "System"), element;
    empty_with(s, "Provider", "Name", "P");
    element = begin(s, "EventID");
    value(s, 0);
    close_tag(s, element);
    close_tag(s, system);
    uint32_t data = begin(s, "EventData");
    for (size_t i = 1; i < count; i++) {
        element = begin(s, "Data");
        value(s, (uint16_t)i);
        close_tag(s, element);
    }
    close_tag(s, data);
    close_tag(s, event);
    end_definition(s, definition);
    number(s, count, 4);
    for (size_t i = 0; i < count; i++) {
        number(s, values[i].size, 2);
        number(s, values[i].type, 2);
    }
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < values[i].size; k++)
            number(s, (uint8_t)values[i].bytes[k], 1);
    number(s, 0, 1);
}

static void every_type_has_its_text(void **state)
{
    (void)state;
    static const struct {
        given value;
        const char *text;
    } known[] = {
        {{0x01, 4, "a\0b\0"}, "ab"},
        {{0x02, 3, "ab\xE9"}, "ab\xC3\xA9"},
        {{0x03, 1, "\xFF"}, "-1"},
        {{0x04, 1, "\xFF"}, "255"},
        {{0x05, 2, "\xFE\xFF"}, "-2"},
        {{0x06, 2, "\xFE\xFF"}, "65534"},
        {{0x07, 4, "\xFE\xFF\xFF\xFF"}, "-2"},
        {{0x08, 4, "\xFE\xFF\xFF\xFF"}, "4294967294"},
        {{0x09, 8, "\xFE\xFF\xFF\xFF\xFF\xFF\xFF\xFF"}, "-2"},
        {{0x0A, 8, "\xFE\xFF\xFF\xFF\xFF\xFF\xFF\xFF"}, "18446744073709551614"},
        {{0x0D, 4, "\1\0\0\0"}, "true"},
        {{0x0D, 4, "\0\0\0\0"}, "false"},
        {{0x0E, 3, "\1\xAB\0"}, "01AB00"},
        {{0x0F, 16, "\1\2\3\4\5\6\7\x08\x09\x0A\x0B\x0C\x0D\x0E\x0F\x10"},
         "{04030201-0605-0807-090A-0B0C0D0E0F10}"},
        {{0x11, 8, "\0\x80\x3E\xD5\xDE\xB1\x9D\1"}, "1970-01-01T00:00:00.000000000Z"},
        {{0x12, 16, "\xE8\7\5\0\3\0\1\0\x08\0\0\0\0\0\xF4\1"}, "2024-05-01T08:00:00.500000000Z"},
        {{0x13, 12, "\1\1\0\0\0\0\0\5\x12\0\0\0"}, "S-1-5-18"},
        {{0x14, 4, "\x6C\xF0\4\xC0"}, "0xc004f06c"},
        {{0x15, 8, "\x6C\xF0\4\xC0\0\0\0\0"}, "0x00000000c004f06c"},
    };
    bench *b = new_bench();
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        sheet *s = new_sheet();
        const given values[] = {{0x06, 2, "\5\0"}, known[i].value};
        event_of_values(s, values, 2);
        must_read(b, s);
        assert_int_equal(b->event.string_count, 1);
        assert_string_equal(b->event.strings[0], known[i].text);
        free(s);
    }
    end_bench(b);
}

static void arrays_become_strings(void **state)
{
    (void)state;
    const given values[] = {{0x01, 2, "7\0"},
                            {0x81, 10, "a\0\0\0\0\0b\0c\0"},
                            {0x81, 0, ""},
                            {0x88, 8, "\1\0\0\0\2\0\0\0"},
                            {0x00, 0, ""}};
    static const char *const strings[] = {"a", "", "bc", "", "1", "2", ""};
    bench *b = new_bench();
    sheet *s = new_sheet();
    event_of_values(s, values, sizeof values / sizeof *values);
    must_read(b, s);
    assert_int_equal(b->event.id, 7);
    assert_int_equal(b->event.string_count, sizeof strings / sizeof *strings);
    for (size_t i = 0; i < b->event.string_count; i++)
        assert_string_equal(b->event.strings[i], strings[i]);
    free(s);
    end_bench(b);
}

static void ids_come_in_many_forms(void **state)
{
    (void)state;
    static const struct {
        given value;
        bool good;
    } forms[] = {{{0x04, 1, "\5"}, true},
                 {{0x06, 2, "\5\0"}, true},
                 {{0x08, 4, "\5\0\0\0"}, true},
                 {{0x0A, 8, "\5\0\0\0\0\0\0\0"}, true},
                 {{0x05, 2, "\5\0"}, true},
                 {{0x14, 4, "\5\0\0\0"}, true},
                 {{0x01, 2, "5\0"}, true},
                 {{0x01, 6, "0\0x\0005\0"}, true},
                 {{0x01, 2, "x\0"}, false},
                 {{0x05, 2, "\xFB\xFF"}, false},
                 {{0x0E, 2, "\5\0"}, true},
                 {{0x0A, 8, "\5\0\0\0\1\0\0\0"}, false},
                 {{0x06, 3, "\5\0\0"}, false},
                 {{0x00, 0, ""}, false},
                 {{0x01, 4, "0\0x\0"}, false},
                 /* the type is damaged, and the size says how to read it */
                 {{0x0A, 2, "\5\0"}, true},
                 {{0x07, 2, "\5\0"}, true},
                 {{0x86, 2, "\5\0"}, true},
                 {{0x0F, 2, "\5\0"}, false}};
    bench *b = new_bench();
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        sheet *s = new_sheet();
        event_of_values(s, &forms[i].value, 1);
        assert_int_equal(run(b, s), forms[i].good ? NATIVE_EVENT : NATIVE_FAILED);
        if (forms[i].good)
            assert_int_equal(b->event.id, 5);
        free(s);
    }
    end_bench(b);
}

/* ---- harm that costs nothing
 * -------------------------------------------------------------------------- */

static void definition_of_event(sheet *s, uint32_t *event, uint32_t *definition)
{
    *definition = begin_definition(s);
    begin_event(s, event);
    close_tag(s, *event);
    end_definition(s, *definition);
    number(s, 1, 4); /* one value, a null */
    number(s, 0, 4);
    number(s, 0, 1);
}

/* Every size of an element says again what its tokens say. */
static void a_wrong_size_of_an_element_costs_nothing(void **state)
{
    (void)state;
    static const uint32_t wrong[] = {0, 1, 20, 60000, 0xFFFFFFFF};
    bench *b = new_bench();
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        sheet *s = new_sheet();
        uint32_t event, definition;
        definition_of_event(s, &event, &definition);
        write_u32(s->bytes + event - 4, wrong[i]);
        must_read(b, s);
        assert_int_equal(b->event.id, 5);
        assert_string_equal(b->event.provider, "P");
        free(s);
    }
    end_bench(b);
}

/* An element that depends on a value that there is not: as if it did not. */
static void a_dependence_on_no_value_costs_nothing(void **state)
{
    (void)state;
    bench *b = new_bench();
    for (uint16_t index = 0; index < 2; index++) {
        sheet *s = new_sheet();
        uint32_t event, definition;
        definition_of_event(s, &event, &definition);
        write_u16(s->bytes + event - 6, index); /* there is value 0, and it is null */
        assert_int_equal(run(b, s), index == 1 ? NATIVE_EVENT : NATIVE_FAILED);
        free(s);
    }
    end_bench(b);
}

/* A level that is none is left out; the event is worth more than that. */
static void an_odd_level_costs_nothing(void **state)
{
    (void)state;
    bench *b = new_bench();
    sheet *s = new_sheet();
    fragment(s);
    uint32_t event = begin(s, "Event"), system = begin(s, "System");
    text_element(s, "EventID", "5");
    text_element(s, "Level", "300");
    text_element(s, "EventRecordID", "x");
    close_tag(s, system);
    close_tag(s, event);
    number(s, 0, 1);
    must_read(b, s);
    assert_int_equal(b->event.id, 5);
    assert_int_equal(b->event.level, 0);
    assert_int_equal(b->event.record_id, 0);
    free(s);
    end_bench(b);
}

/* ---- limits
 * ------------------------------------------------------------------------------------------------- */

static void deep_elements_are_refused(void **state)
{
    (void)state;
    bench *b = new_bench();
    for (unsigned depth = 30; depth <= 200; depth += 170) {
        sheet *s = new_sheet();
        uint32_t event, marks[200];
        fragment(s);
        begin_event(s, &event);
        uint32_t data = begin(s, "EventData");
        for (unsigned i = 0; i < depth; i++)
            marks[i] = begin(s, "D");
        for (unsigned i = depth; i-- != 0;)
            close_tag(s, marks[i]);
        close_tag(s, data);
        close_tag(s, event);
        if (depth < LIMIT_XML_DEPTH)
            must_read(b, s);
        else
            must_refuse(b, s, "nested too deeply");
        free(s);
    }
    end_bench(b);
}

static void claims_beyond_the_chunk_are_refused(void **state)
{
    (void)state;
    const given values[] = {{0x06, 2, "\5\0"}, {0x01, 4, "a\0b\0"}};
    bench *b = new_bench();
    sheet *s = new_sheet();
    event_of_values(s, values, 2);
    uint32_t definition = START + RECORD_HEADER_SIZE + XML_AT_DEFINITION;
    uint32_t count = read_u32(s->bytes + definition) + DEFINITION_HEAD_SIZE;
    count += read_u32(s->bytes + count - 4);
    const struct {
        uint32_t at;
        uint32_t value;
        const char *reason;
    } harm[] = {{definition, 65535, "outside of the chunk"}, {definition, 0xFFFFFFF0, "outside of the chunk"},
                {definition, 100, "outside of the chunk"},   {count, 0x40000000, "do not fit"},
                {count, 0x40000001, "do not fit"},           {count, 0xFFFFFFFF, "do not fit"},
                {count + 4, 0x0006FFFF, "do not fit"}};
    for (size_t i = 0; i < sizeof harm / sizeof *harm; i++) {
        uint32_t before = read_u32(s->bytes + harm[i].at);
        write_u32(s->bytes + harm[i].at, harm[i].value);
        must_refuse(b, s, harm[i].reason);
        write_u32(s->bytes + harm[i].at, before);
    }
    must_read(b, s);
    free(s);
    end_bench(b);
}

/* Every byte of a record takes some other values: whatever comes of it, it ends, and within the record's
 * bounds (which sanitizers and valgrind watch). A sound copy in the same chunk is read as ever. */
static void any_byte_may_be_wrong(void **state)
{
    (void)state;
    static const uint8_t other[] = {0x00, 0x01, 0x0C, 0x21, 0x40, 0x41, 0x7F, 0x80, 0xFF};
    const given values[] = {
        {0x06, 2, "\5\0"}, {0x81, 4, "a\0b\0"}, {0x0F, 16, "0123456789abcdef"}, {0x21, 4, "\xF\1\1"}};
    bench *b = new_bench();
    sheet *s = new_sheet();
    event_of_values(s, values, 4);
    for (uint32_t at = START + RECORD_HEADER_SIZE; at < s->at; at++) {
        uint8_t before = s->bytes[at];
        for (size_t i = 0; i < sizeof other; i++) {
            s->bytes[at] = other[i];
            (void)run(b, s);
        }
        s->bytes[at] = before;
    }
    must_read(b, s);
    assert_int_equal(b->event.string_count, 3);
    free(s);
    end_bench(b);
}

/* ---- known plans
 * -------------------------------------------------------------------------------------------- */

/* An event of a template with each kind of thing that a plan looks at: texts and values, names that follow
 * where they are used and one that lies elsewhere, what is passed over. `before` bytes of something else come
 * first, among them that one name. */
static void event_of_template(sheet *s, uint32_t before, const char *other_name, const char *computer)
{
    uint32_t elsewhere = s->at + 4;
    name(s, other_name);
    s->at += before;
    uint32_t record = s->at;
    s->at += RECORD_HEADER_SIZE;
    uint32_t definition = begin_definition(s), event = begin(s, "Event"), system = begin(s, "System");
    empty_with(s, "Provider", "Name", "P");
    uint32_t id = begin(s, "EventID");
    value(s, 0);
    close_tag(s, id);
    text_element(s, "Computer", computer);
    empty_with(s, "Security", "UserID", "nobody");
    close_tag(s, system);
    uint32_t data = begin(s, "EventData");
    number(s, 0x01, 1); /* an element whose name is the one elsewhere */
    number(s, 0xFFFF, 2);
    number(s, 0, 4);
    uint32_t element = s->at;
    number(s, elsewhere, 4);
    number(s, 0x02, 1);
    value(s, 1);
    close_tag(s, element);
    close_tag(s, data);
    close_tag(s, event);
    end_definition(s, definition);
    number(s, 2, 4);
    number(s, 2, 2);
    number(s, 0x06, 2);
    number(s, 4, 2);
    number(s, 0x01, 2);
    number(s, 77, 2);
    units(s, "hi");
    write_u32(s->bytes + START + 4, record); /* for run_template() */
}

static native_outcome run_template(bench *b, const sheet *s)
{
    uint32_t record = read_u32(s->bytes + START + 4);
    chunk_record r = {record, s->at + 4 - record, 1, 1};
    native_begin_chunk(b->native, s->bytes);
    return native_read(b->native, &r, true, &b->event);
}

static void must_be_alike(const bench *a, native_outcome of_a, const bench *b, native_outcome of_b)
{
    assert_int_equal(of_a, of_b);
    if (of_a == NATIVE_FAILED)
        assert_string_equal(a->native->reason, b->native->reason);
    if (of_a != NATIVE_EVENT)
        return;
    assert_int_equal(a->event.id, b->event.id);
    assert_string_equal(a->event.provider, b->event.provider);
    assert_string_equal(a->event.computer, b->event.computer);
    assert_int_equal(a->event.string_count, b->event.string_count);
    for (size_t i = 0; i < a->event.string_count; i++)
        assert_string_equal(a->event.strings[i], b->event.strings[i]);
}

/* Whether the plan of the template is known already. */
static bool is_known(const bench *b, const sheet *s)
{
    uint32_t at = read_u32(s->bytes + START + 4) + RECORD_HEADER_SIZE + 14 + DEFINITION_HEAD_SIZE;
    plan p = {.at = at, .place = PLACE_DOCUMENT};
    plan_steps steps = {0};
    bool found;
    assert_true(known_plans_find(&b->native->known, s->bytes, at,
                                 at + read_u32(s->bytes + at - DEFINITION_HEAD_SIZE + DEFINITION_AT_SIZE), &p,
                                 &steps, &found));
    vec_free(&steps);
    return found;
}

/* An attribute that reaches beyond its list: where the list ends, its bytes are read as an element. */
static void what_is_read_twice_makes_no_known_template(void **state)
{
    (void)state;
    bench *b = new_bench();
    known_plans *known = &b->native->known;
    known_plans_begin(known, 600, 700);
    known_plans_skip(known, 620, 640);
    assert_true(known->trace.on);
    known_plans_skip(known, 660, 650);
    assert_false(known->trace.on);
    known_plans_give_up(known);
    end_bench(b);
}

/* Wherever it lies, and whatever lies in the parts that are passed over. */
static void a_template_is_compiled_once(void **state)
{
    (void)state;
    bench *b = new_bench();
    sheet *s = new_sheet(), *moved = new_sheet();
    event_of_template(s, 0, "Data", "ws1");
    event_of_template(moved, 600, "Data", "ws1");
    assert_false(is_known(b, s));
    assert_int_equal(run_template(b, s), NATIVE_EVENT);
    assert_true(is_known(b, s));
    assert_true(is_known(b, moved));
    assert_int_equal(run_template(b, moved), NATIVE_EVENT);
    assert_int_equal(b->event.id, 77);
    assert_string_equal(b->event.computer, "ws1");
    assert_int_equal(b->event.string_count, 1);
    assert_string_equal(b->event.strings[0], "hi");
    free(s);
    free(moved);
    end_bench(b);
}

static void another_template_is_not_known(void **state)
{
    (void)state;
    bench *b = new_bench();
    sheet *s = new_sheet(), *other = new_sheet();
    event_of_template(s, 0, "Data", "ws1");
    event_of_template(other, 0, "Date", "ws1");
    assert_int_equal(run_template(b, s), NATIVE_EVENT);
    assert_false(is_known(b, other));
    free(s);
    free(other);
    end_bench(b);
}

/* Each machine's templates have its name in them, shorter or longer than another's. */
static void a_template_of_another_computer_is_known(void **state)
{
    (void)state;
    static const char *const names[] = {"ws2", "w", "a-longer-name.contoso.com", "ws1"};
    bench *b = new_bench();
    sheet *s = new_sheet();
    event_of_template(s, 0, "Data", "ws1");
    assert_int_equal(run_template(b, s), NATIVE_EVENT);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        sheet *other = new_sheet();
        event_of_template(other, (uint32_t)i * 8, "Data", names[i]);
        b->native->known.varying = (uint32_t)strlen(names[i]) * 2; /* as the log's template before shows */
        assert_true(is_known(b, other));
        assert_int_equal(run_template(b, other), NATIVE_EVENT);
        assert_string_equal(b->event.computer, names[i]);
        assert_string_equal(b->event.provider, "P");
        assert_int_equal(b->event.id, 77);
        assert_string_equal(b->event.strings[0], "hi");
        free(other);
    }
    free(s);
    end_bench(b);
}

/* Whatever byte of it is another: a reader that knows the template says what one says that does not. */
static void must_compile_so(const sheet *known, sheet *s)
{
    static const uint8_t changes[] = {0x01, 0x02, 0x08, 0x40, 0x80, 0xFF};
    for (uint32_t at = START + RECORD_HEADER_SIZE; at < s->at; at++) {
        bench *knowing = new_bench(), *fresh = new_bench();
        assert_int_equal(run_template(knowing, known), NATIVE_EVENT);
        for (size_t i = 0; i < sizeof changes; i++) {
            s->bytes[at] ^= changes[i];
            must_be_alike(knowing, run_template(knowing, s), fresh, run_template(fresh, s));
            s->bytes[at] ^= changes[i];
            known_plans_free(&fresh->native->known);
            memset(fresh->native->known.plans, 0, sizeof fresh->native->known.plans);
        }
        assert_int_equal(run_template(knowing, s), NATIVE_EVENT);
        end_bench(knowing);
        end_bench(fresh);
    }
}

static void a_known_plan_is_what_compiling_gives(void **state)
{
    (void)state;
    sheet *known = new_sheet(), *other = new_sheet();
    event_of_template(known, 0, "Data", "ws1");
    event_of_template(other, 0, "Data", "a-longer-name");
    must_compile_so(known, other);
    must_compile_so(other, known);
    must_compile_so(known, known);
    free(known);
    free(other);
}

/* A value that its template uses ten times, which is a template that uses its value ten times ... */
static void bomb(sheet *s, unsigned depth)
{
    uint32_t definition = begin_definition(s), element = begin(s, "D");
    for (int i = 0; i < 10; i++)
        value(s, 0);
    close_tag(s, element);
    end_definition(s, definition);
    number(s, 1, 4);
    uint32_t size_at = s->at;
    number(s, 0, 2);
    number(s, depth > 1 ? 0x21 : 0x01, 2);
    uint32_t start = s->at;
    if (depth > 1)
        bomb(s, depth - 1);
    else
        number(s, 'x', 2);
    write_u16(s->bytes + size_at, (uint16_t)(s->at - start));
    number(s, 0, 1);
}

static void bombs_are_refused_for_good(void **state)
{
    (void)state;
    bench *b = new_bench();
    sheet *s = new_sheet();
    uint32_t definition = begin_definition(s), event, data;
    begin_event(s, &event);
    data = begin(s, "EventData");
    value(s, 0);
    close_tag(s, data);
    close_tag(s, event);
    end_definition(s, definition);
    number(s, 1, 4);
    uint32_t size_at = s->at;
    number(s, 0, 2);
    number(s, 0x21, 2);
    uint32_t start = s->at;
    bomb(s, 8);
    write_u16(s->bytes + size_at, (uint16_t)(s->at - start));
    must_refuse(b, s, "more strings");
    assert_true(b->native->hopeless);
    chunk_record r = {START, s->at + 4 - START, 1, 1}; /* and where no string is kept, by its steps */
    assert_int_equal(native_read(b->native, &r, false, &b->event), NATIVE_FAILED);
    assert_non_null(strstr(b->native->reason, "larger than any record"));
    assert_true(b->native->hopeless);
    free(s);
    end_bench(b);
}

/* Small records that each make a long text: one is fine, a chunk full of them is not; the next chunk starts
 * anew. */
static void a_chunk_makes_only_so_much_text(void **state)
{
    (void)state;
    static char words[20001];
    memset(words, 'w', sizeof words - 1);
    bench *b = new_bench();
    sheet *s = new_sheet();
    uint32_t event;
    fragment(s);
    begin_event(s, &event);
    uint32_t data = begin(s, "EventData");
    text_element(s, "Data", words);
    close_tag(s, data);
    close_tag(s, event);
    must_read(b, s);
    chunk_record r = {START, s->at + 4 - START, 1, 1};
    size_t more = 0;
    while (native_read(b->native, &r, true, &b->event) == NATIVE_EVENT && more <= LIMIT_CHUNK_TEXT / 20000)
        more++;
    assert_in_range(more, 10, LIMIT_CHUNK_TEXT / 20000);
    assert_non_null(strstr(b->native->reason, "larger than any record"));
    assert_true(b->native->hopeless);
    must_read(b, s);
    free(s);
    end_bench(b);
}

static void a_name_has_a_length(void **state)
{
    (void)state;
    bench *b = new_bench();
    for (size_t size = LIMIT_NAME_BYTES; size <= LIMIT_NAME_BYTES + 2; size += 2) {
        sheet *s = new_sheet();
        uint32_t definition = begin_definition(s);
        uint32_t event = begin(s, "Event"), system = begin(s, "System");
        empty_with(s, "Provider", "Name", "P");
        text_element(s, "EventID", "5");
        uint32_t computer = begin(s, "Computer");
        value(s, 0);
        close_tag(s, computer);
        close_tag(s, system);
        close_tag(s, event);
        end_definition(s, definition);
        number(s, 1, 4);
        number(s, size, 2);
        number(s, 0x01, 2);
        for (size_t i = 0; i < size; i++)
            number(s, i % 2 == 0 ? 'n' : 0, 1);
        number(s, 0, 1);
        if (size <= LIMIT_NAME_BYTES)
            must_read(b, s);
        else
            must_refuse(b, s, "larger than any record");
        free(s);
    }
    end_bench(b);
}

/* ---- the parts that have a faster and a plainer form
 * -------------------------------------------------------- */

static uint64_t random_next(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static void text_is_the_same_by_eights(void **state)
{
    (void)state;
    uint64_t seed = 0x7EC7u;
    for (int run_number = 0; run_number < 20000; run_number++) {
        uint8_t in[128];
        char fast[UTF16_MOST_BYTES(64)], plain[UTF16_MOST_BYTES(64)];
        size_t count = random_next(&seed) % 64, used_fast, used_plain;
        for (size_t i = 0; i < count; i++) {
            uint64_t r = random_next(&seed);
            write_u16(in + 2 * i, (uint16_t)(r % 16 != 0  ? 0x20 + r / 16 % 0x5F
                                             : r / 16 % 2 ? r / 64
                                                          : 0xD800 + r / 64 % 0x800));
        }
        size_t length = utf16_to_utf8(fast, in, count, &used_fast);
        assert_int_equal(length, utf16_to_utf8_plain(plain, in, count, &used_plain));
        assert_int_equal(used_fast, used_plain);
        assert_memory_equal(fast, plain, length);
    }
}

static void sums_are_those_of_zlib(void **state)
{
    (void)state;
    static uint8_t bytes[12000];
    uint64_t seed = 0xC4Cu;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)random_next(&seed);
    for (size_t size = 0; size < sizeof bytes; size += 1 + size / 16)
        for (size_t from = 0; from < 17 && from + size <= sizeof bytes; from++)
            assert_int_equal(checksum_crc32((uint32_t)size, bytes + from, size),
                             crc32((uLong)size, bytes + from, (uInt)size));
}

static void search_finds_what_is_there(void **state)
{
    (void)state;
    static const uint8_t needle[] = {'S', 0, 'o', 0, 'f', 0, 't', 0};
    static uint8_t bytes[700];
    uint64_t seed = 0x5EA7Cu;
    for (int run_number = 0; run_number < 3000; run_number++) {
        size_t size = random_next(&seed) % sizeof bytes, expected = SEARCH_NONE;
        for (size_t i = 0; i < size; i++) /* many beginnings of a hit */
            bytes[i] = needle[(i + (random_next(&seed) % 8 == 0)) % sizeof needle];
        for (size_t i = 0; i + sizeof needle <= size && expected == SEARCH_NONE; i++)
            if (memcmp(bytes + i, needle, sizeof needle) == 0)
                expected = i;
        assert_int_equal(search_bytes(bytes, size, 0, needle, sizeof needle), expected);
        memset(bytes, 0, size);
        if (size >= sizeof needle) {
            expected = random_next(&seed) % (size - sizeof needle + 1);
            memcpy(bytes + expected, needle, sizeof needle);
            assert_int_equal(search_bytes(bytes, size, 0, needle, sizeof needle), expected);
            assert_int_equal(search_bytes(bytes, size, expected + 1, needle, sizeof needle), SEARCH_NONE);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forwarded_event_is_read),
        cmocka_unit_test(every_token_is_text),
        cmocka_unit_test(user_data_gives_its_leaves),
        cmocka_unit_test(every_type_has_its_text),
        cmocka_unit_test(arrays_become_strings),
        cmocka_unit_test(ids_come_in_many_forms),
        cmocka_unit_test(a_wrong_size_of_an_element_costs_nothing),
        cmocka_unit_test(a_dependence_on_no_value_costs_nothing),
        cmocka_unit_test(an_odd_level_costs_nothing),
        cmocka_unit_test(deep_elements_are_refused),
        cmocka_unit_test(claims_beyond_the_chunk_are_refused),
        cmocka_unit_test(any_byte_may_be_wrong),
        cmocka_unit_test(what_is_read_twice_makes_no_known_template),
        cmocka_unit_test(a_template_is_compiled_once),
        cmocka_unit_test(another_template_is_not_known),
        cmocka_unit_test(a_template_of_another_computer_is_known),
        cmocka_unit_test(a_known_plan_is_what_compiling_gives),
        cmocka_unit_test(bombs_are_refused_for_good),
        cmocka_unit_test(a_chunk_makes_only_so_much_text),
        cmocka_unit_test(a_name_has_a_length),
        cmocka_unit_test(text_is_the_same_by_eights),
        cmocka_unit_test(sums_are_those_of_zlib),
        cmocka_unit_test(search_finds_what_is_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
