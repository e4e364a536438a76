/* How events are kept: strings as parts, what events have in common once, several threads on one log; and the
 * sorting and the sets that correlating millions rests on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/limits.h"
#include "support/strings.h"

#include "base/sort.h"
#include "correlate/id_set.h"
#include "evtx/log/recovered.h"
#include "evtx/store.h"
#include "support/pipeline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* ---- a store of one's own ------------------------------------------------------------------------------ */

typedef struct kept {
    arena *memory;
    evtx_store store;
    sppwhy_log log;
    sppwhy_event events[64];
    size_t count;
} kept;

static void open_kept(kept *k)
{
    *k = (kept){.memory = arena_create()};
    assert_non_null(k->memory);
    assert_true(store_open(&k->store, k->memory, &k->log, NULL));
}

static void close_kept(kept *k)
{
    store_free(&k->store);
    arena_free(k->memory);
}

static sppwhy_raw_event raw_event(const char *const *strings, size_t count)
{
    return (sppwhy_raw_event){.provider = "P",
                              .source = "S",
                              .channel = "C",
                              .computer = "WS1",
                              .reader = "test",
                              .id = 1,
                              .strings = strings,
                              .string_count = count};
}

static const sppwhy_event *keep(kept *k, sppwhy_raw_event raw)
{
    assert_true(k->count < COUNT(k->events));
    assert_true(store_keep(&k->store, &raw, &k->events[k->count]));
    return &k->events[k->count++];
}

/* ---- strings ------------------------------------------------------------------------------------------- */

static void every_string_comes_back_as_it_was(void **state)
{
    char many[200];
    const char *const odd[] = {"",
                               ",",
                               ",,",
                               ", ",
                               " ,",
                               "a",
                               "a,b",
                               "a, b",
                               "a, b,c",
                               "a,b, c",
                               "a, b, ",
                               "a,b,",
                               " a, b",
                               "a , b",
                               "a,  b",
                               "a, b ",
                               "a,b ",
                               ", b",
                               "a, , b",
                               "0x0, 0x0, kms1.contoso.com:1688, 169721ce-2886-4832-a037-e9459281751a",
                               "\xE2\x82\xAC, \xC3\xA4,\xC3\xA4",
                               many};
    kept k;
    (void)state;
    memset(many, ',', sizeof many - 1);
    many[sizeof many - 1] = '\0';
    open_kept(&k);
    const sppwhy_event *all = keep(&k, raw_event(odd, COUNT(odd)));
    for (size_t i = 0; i < COUNT(odd); i++)
        keep(&k, raw_event(&odd[i], 1));
    assert_true(store_finish(&k.store));
    const char **whole = event_strings(all, k.memory);
    assert_non_null(whole);
    for (size_t i = 0; i < COUNT(odd); i++) {
        assert_string_equal(string_of(all, i), odd[i]);
        assert_string_equal(string_of(&k.events[1 + i], 0), odd[i]);
        assert_string_equal(whole[i], odd[i]);
    }
    close_kept(&k);
}

/* Numbers that are the same in every run. */
static uint32_t next_number(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33);
}

/* Puts in, takes out or replaces some bytes, most often of what cutting looks at. */
static void alter(char *text, size_t room, uint64_t *seed)
{
    static const char bytes[] = ",, ,  ab0";
    size_t length = strlen(text), at = length == 0 ? 0 : next_number(seed) % (length + 1);
    size_t count = next_number(seed) % 8 == 0 ? 20 : 1 + next_number(seed) % 2;
    for (size_t i = 0; i < count; i++) {
        char byte = bytes[next_number(seed) % (sizeof bytes - 1)];
        length = strlen(text);
        if (next_number(seed) % 3 == 0 && length + 1 < room) {
            memmove(text + at + 1, text + at, length - at + 1);
            text[at] = byte;
        } else if (at < length && next_number(seed) % 2 == 0) {
            memmove(text + at, text + at + 1, length - at);
        } else if (at < length) {
            text[at] = byte;
        }
        at = at < strlen(text) ? at : strlen(text);
    }
}

static void same_cut(const sppwhy_event *a, const sppwhy_event *b)
{
    const sppwhy_event_common *x = a->common, *y = b->common;
    assert_int_equal(x->string_count, y->string_count);
    assert_int_equal(x->part_count, y->part_count);
    for (size_t i = 0; i < x->string_count; i++) {
        assert_int_equal(x->forms[i].parts, y->forms[i].parts);
        assert_int_equal(x->forms[i].separated, y->forms[i].separated);
    }
    for (size_t i = 0; i < x->part_count; i++)
        assert_string_equal(event_part(a, i), event_part(b, i));
}

/* One that is like the string before it is cut where that one was cut: as if there had been none before. */
static void a_string_is_cut_the_same_whatever_was_before(void **state)
{
    static const char *const begin[] = {
        "0x00000000, 5, ws10.contoso.com, 169721ce-2886-4832-a037-e94592817510", "a,b,,c", "", ", , ,"};
    char text[640], long_text[640];
    uint64_t seed = 7;
    (void)state;
    memset(long_text, 'x', 520); /* about as long as what is remembered */
    memcpy(long_text, "1, 2, ", 6);
    long_text[520] = '\0';
    for (size_t round = 0; round < COUNT(begin) + 1; round++) {
        kept k;
        open_kept(&k);
        snprintf(text, sizeof text, "%s", round < COUNT(begin) ? begin[round] : long_text);
        for (size_t i = 0; i + 1 < COUNT(k.events) * 12; i++) {
            kept fresh;
            const char *strings[] = {i % 50 == 49 ? "other" : text, text};
            size_t count = i % 20 == 19 ? 2 : 1;
            if (k.count == COUNT(k.events)) /* the store goes on */
                k.count = 0;
            open_kept(&fresh);
            const sppwhy_event *e = keep(&k, raw_event(strings, count));
            const sppwhy_event *own = keep(&fresh, raw_event(strings, count));
            assert_true(store_finish(&k.store));
            assert_true(store_finish(&fresh.store));
            same_cut(e, own);
            assert_string_equal(string_of(e, count - 1), strings[count - 1]);
            close_kept(&fresh);
            alter(text, sizeof text, &seed);
            if (i % 100 == 99)
                snprintf(text, sizeof text, "%s", round < COUNT(begin) ? begin[round] : long_text);
        }
        close_kept(&k);
    }
}

static void a_string_fits_into_what_room_there_is(void **state)
{
    static const char *const strings[] = {"ab, cd, ef"};
    kept k;
    char out[16];
    (void)state;
    open_kept(&k);
    const sppwhy_event *e = keep(&k, raw_event(strings, 1));
    assert_true(store_finish(&k.store));
    for (size_t size = 0; size <= sizeof out; size++) {
        memset(out, '#', sizeof out);
        assert_int_equal(sppwhy_event_string(e, 0, out, size), 10);
        size_t kept_bytes = size == 0 ? 0 : size - 1 < 10 ? size - 1 : 10;
        assert_memory_equal(out, "ab, cd, ef", kept_bytes);
        if (size != 0)
            assert_int_equal(out[kept_bytes], '\0');
        if (size < sizeof out)
            assert_int_equal(out[size], '#');
    }
    close_kept(&k);
}

static void what_comes_again_is_kept_once(void **state)
{
    static const char *const first[] = {"0x0, 5, ws1"}, *const second[] = {"0x0, 25, ws1"};
    kept k;
    (void)state;
    open_kept(&k);
    const sppwhy_event *a = keep(&k, raw_event(first, 1)), *b = keep(&k, raw_event(second, 1));
    sppwhy_raw_event other = raw_event(first, 1);
    other.id = 2;
    const sppwhy_event *c = keep(&k, other);
    const sppwhy_event *d = keep(&k, raw_event(NULL, 0));
    assert_true(store_finish(&k.store));
    assert_ptr_equal(a->common, b->common);
    assert_ptr_not_equal(a->common, c->common);
    assert_ptr_not_equal(a->common, d->common); /* another number of strings */
    assert_int_equal(d->common->string_count, 0);
    assert_int_equal(a->parts[0], b->parts[0]);
    assert_int_not_equal(a->parts[1], b->parts[1]);
    assert_int_equal(a->parts[2], b->parts[2]);
    assert_int_equal(k.store.numbered->count, 4);
    assert_string_equal(c->common->computer, "WS1");
    assert_ptr_equal(c->common->log, &k.log);
    close_kept(&k);
}

/* ---- recovered events ---------------------------------------------------------------------------------- */

static void recovered_events_are_kept_once(void **state)
{
    kept k;
    (void)state;
    open_kept(&k);
    /* number, time: live 1/10 2/20 2/21; recovered 2/20 (live), 2/22 (new), 2/22 (again), 3/30 (new) */
    static const uint64_t numbers[] = {1, 2, 2, 2, 2, 2, 3}, times[] = {10, 20, 21, 20, 22, 22, 30};
    for (size_t i = 0; i < COUNT(numbers); i++) {
        sppwhy_raw_event e = raw_event(NULL, 0);
        e.header_record_id = numbers[i];
        e.time = LIMIT_TIME_EARLIEST + times[i];
        e.offset = i;
        keep(&k, e);
    }
    size_t count = 4;
    assert_true(recovered_keep_new(k.events + 3, &count, k.events, 3));
    assert_int_equal(count, 2);
    assert_true(k.events[3].time == LIMIT_TIME_EARLIEST + 22);
    assert_int_equal(k.events[3].offset, 4);
    assert_true(k.events[4].time == LIMIT_TIME_EARLIEST + 30);
    close_kept(&k);
}

/* ---- a log that is read in parts ----------------------------------------------------------------------- */

#define HEADER 4096
#define CHUNK 65536
#define APART ((long)12 << 20) /* each in another part */

/* The first chunks of several logs in one file, far apart: what is between them is room that Windows
 * reserved. */
static void spread_log(const char *path, const char *const *from, size_t count)
{
    static char bytes[HEADER + CHUNK];
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    for (size_t i = 0; i < count; i++) {
        FILE *in = fopen(from[i], "rb");
        assert_non_null(in);
        assert_int_equal(fread(bytes, 1, sizeof bytes, in), sizeof bytes);
        fclose(in);
        if (i == 0)
            assert_int_equal(fwrite(bytes, 1, HEADER, out), HEADER);
        assert_int_equal(fseek(out, HEADER + (long)i * APART, SEEK_SET), 0);
        assert_int_equal(fwrite(bytes + HEADER, 1, CHUNK, out), CHUNK);
    }
    fclose(out);
}

static void same_log(const sppwhy_log *a, const sppwhy_log *b)
{
    assert_int_equal(a->records, b->records);
    assert_int_equal(a->chunks, b->chunks);
    assert_int_equal(a->content, b->content);
    assert_int_equal(a->rises, b->rises);
    assert_int_equal(a->first_event, b->first_event);
    assert_int_equal(a->last_event, b->last_event);
    assert_int_equal(a->computer_count, b->computer_count);
    for (size_t i = 0; i < a->computer_count; i++)
        assert_string_equal(a->computers[i], b->computers[i]);
    assert_int_equal(a->gap_count, b->gap_count);
    assert_int_equal(a->damage_count, b->damage_count);
    assert_int_equal(a->event_count, b->event_count);
    for (size_t i = 0; i < a->event_count; i++) {
        assert_int_equal(a->events[i].record_id, b->events[i].record_id);
        assert_int_equal(a->events[i].time, b->events[i].time);
        assert_string_equal(a->events[i].common->computer, b->events[i].common->computer);
        assert_int_equal(a->events[i].common->string_count, b->events[i].common->string_count);
        for (size_t s = 0; s < a->events[i].common->string_count; s++)
            assert_string_equal(string_of(&a->events[i], s), string_of(&b->events[i], s));
    }
}

static void threads_change_nothing(void **state)
{
    char folder[64], path[128];
    static const char *const from[] = {"samples/contoso/KMS1/KMS1-Key-Management-Service.evtx",
                                       "samples/contoso/KMS1/KMS1-Application.evtx",
                                       "samples/contoso/LT-0077/LT-0077-Application.evtx"};
    sppwhy_log *by_one, *by_many;
    (void)state;
    make_folder(folder);
    snprintf(path, sizeof path, "%s/spread.evtx", folder);
    spread_log(path, from, COUNT(from));
    sppwhy_read_options options = {.size = sizeof options, .every_provider = true};
    assert_int_equal(sppwhy_log_read(&by_one, path, &options, NULL), SPPWHY_OK);
    assert_int_equal(by_one->chunks, COUNT(from));
    assert_int_equal(by_one->computer_count, 2);
    assert_false(by_one->rises); /* the second log's numbers begin anew */
    for (size_t threads = 2; threads <= 5; threads += 3) {
        options.threads = threads;
        assert_int_equal(sppwhy_log_read(&by_many, path, &options, NULL), SPPWHY_OK);
        assert_true(by_many->event_count != 0);
        same_log(by_one, by_many);
        sppwhy_log_free(by_many);
    }
    sppwhy_log_free(by_one);
    remove_folder(folder);
}

/* A client's name in the second chunk becomes another's: its events bear the names of others and contradict them. */
static void rename_client(const char *path)
{
    static uint8_t bytes[CHUNK];
    static const char from[] = "l\0t\0-\0";
    size_t renamed = 0;
    FILE *f = fopen(path, "r+b");
    assert_non_null(f);
    assert_int_equal(fseek(f, HEADER + APART, SEEK_SET), 0);
    assert_int_equal(fread(bytes, 1, CHUNK, f), CHUNK);
    for (size_t i = 0; i + sizeof from <= CHUNK; i++)
        if (memcmp(bytes + i, from, sizeof from - 1) == 0) {
            bytes[i] = 'm';
            renamed++;
        }
    assert_true(renamed != 0);
    assert_int_equal(fseek(f, HEADER + APART, SEEK_SET), 0);
    assert_int_equal(fwrite(bytes, 1, CHUNK, f), CHUNK);
    fclose(f);
}

static void same_value(const sppwhy_record *a, const sppwhy_record *b, sppwhy_field field)
{
    sppwhy_value x, y;
    bool has = sppwhy_record_get(a, field, &x);
    assert_int_equal(has, sppwhy_record_get(b, field, &y));
    if (!has)
        return;
    switch (sppwhy_field_type(field)) {
    case SPPWHY_TYPE_TEXT:
        assert_string_equal(x.text, y.text);
        break;
    case SPPWHY_TYPE_GUID:
    case SPPWHY_TYPE_PRODUCT:
        assert_memory_equal(x.id, y.id, 16);
        break;
    default:
        assert_int_equal(x.number, y.number);
    }
}

static void same_records(const sppwhy_records *a, const sppwhy_records *b)
{
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->repeated, b->repeated);
    assert_int_equal(a->repeated_within, b->repeated_within);
    assert_int_equal(a->contradicting_count, b->contradicting_count);
    for (size_t i = 0; i < a->contradicting_count; i++)
        assert_int_equal(a->contradicting[i] - a->items, b->contradicting[i] - b->items);
    for (size_t i = 0; i < a->count; i++) {
        const sppwhy_record *x = &a->items[i], *y = &b->items[i];
        assert_ptr_equal(x->event, y->event);
        assert_ptr_equal(sppwhy_record_type(x), sppwhy_record_type(y));
        assert_int_equal(sppwhy_record_problem_count(x), sppwhy_record_problem_count(y));
        for (int field = 0; field < SPPWHY_FIELD_TOTAL; field++)
            same_value(x, y, (sppwhy_field)field);
    }
}

/* Of events that several threads read, in disorder, repeated within a log and in another one, and contradicted. */
static void records_are_the_same_by_any_number_of_threads(void **state)
{
    static const char kms[] = "samples/contoso/KMS1/KMS1-Key-Management-Service.evtx";
    static const char *const from[] = {kms, kms, "samples/contoso/KMS1/KMS1-Application.evtx", kms};
    char folder[64], path[128];
    sppwhy_log *logs[2];
    sppwhy_catalogue *catalogue;
    sppwhy_records *by_one, *by_many;
    (void)state;
    make_folder(folder);
    snprintf(path, sizeof path, "%s/spread.evtx", folder);
    spread_log(path, from, COUNT(from));
    rename_client(path);
    sppwhy_read_options options = {.size = sizeof options, .every_provider = true, .threads = 3};
    assert_int_equal(sppwhy_log_read(&logs[0], path, &options, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_log_read(&logs[1], kms, &options, NULL), SPPWHY_OK);
    assert_int_equal(logs[0]->store_count, 3);
    assert_int_equal(sppwhy_catalogue_load(&catalogue, NULL, NULL), SPPWHY_OK);
    const sppwhy_log *const list[] = {logs[0], logs[1]};
    assert_int_equal(records_create(&by_one, catalogue, list, 2, 1, NULL), SPPWHY_OK);
    assert_true(by_one->repeated > by_one->repeated_within && by_one->repeated_within != 0);
    assert_true(by_one->contradicting_count != 0);
    for (size_t threads = 2; threads <= 5; threads++) {
        assert_int_equal(records_create(&by_many, catalogue, list, 2, threads, NULL), SPPWHY_OK);
        same_records(by_one, by_many);
        sppwhy_records_free(by_many);
    }
    sppwhy_records_free(by_one);
    sppwhy_catalogue_free(catalogue);
    sppwhy_log_free(logs[0]);
    sppwhy_log_free(logs[1]);
    remove_folder(folder);
}

/* ---- sorting and sets ---------------------------------------------------------------------------------- */

typedef struct item {
    int key;
    int order;
} item;

static int by_key(const void *a, const void *b)
{
    const item *x = a, *y = b;
    return (x->key > y->key) - (x->key < y->key);
}

static void sorting_keeps_the_order_of_equals(void **state)
{
    static item items[1000];
    static const void *sorted[1000];
    (void)state;
    for (size_t count = 0; count < 1000; count = count * 3 + 1)
        for (int run = 1; run < 400; run *= 7) {
            for (size_t i = 0; i < count; i++) {
                items[i] = (item){(int)(i % (size_t)run) * (run % 3 == 0 ? -1 : 1), (int)i};
                sorted[i] = &items[i];
            }
            assert_true(sort_pointers(sorted, count, by_key));
            for (size_t i = 1; i < count; i++) {
                const item *a = sorted[i - 1], *b = sorted[i];
                assert_true(a->key < b->key || (a->key == b->key && a->order < b->order));
            }
        }
}

static void a_set_counts_different_ids(void **state)
{
    static uint8_t ids[5000][16];
    id_set set = {0};
    (void)state;
    for (size_t i = 0; i < COUNT(ids); i++) {
        size_t number = i % 1250; /* each four times, at other addresses */
        memcpy(ids[i] + 8, &number, sizeof number);
    }
    for (size_t i = 0; i < COUNT(ids); i++) {
        bool added;
        assert_true(id_set_add(&set, ids[i], &added));
        assert_int_equal(added, i < 1250);
    }
    assert_int_equal(set.count, 1250);
    id_set_free(&set);
}

/* ---- arenas -------------------------------------------------------------------------------------------- */

static void an_arena_frees_what_it_took_over(void **state)
{
    (void)state;
    arena *a = arena_create(), *b = arena_create();
    assert_non_null(a);
    assert_non_null(b);
    char *early = arena_string(a, "early"), *theirs = arena_string(b, "theirs");
    void *own = malloc(100);
    assert_true(arena_own(b, own));
    assert_true(arena_own(a, NULL));
    arena_absorb(a, b);
    arena_absorb(a, NULL);
    char *late = arena_string(a, "late");
    assert_string_equal(early, "early");
    assert_string_equal(theirs, "theirs");
    assert_string_equal(late, "late");
    arena_free(a); /* valgrind and the sanitizers tell whether all is gone */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_string_comes_back_as_it_was),
        cmocka_unit_test(a_string_is_cut_the_same_whatever_was_before),
        cmocka_unit_test(a_string_fits_into_what_room_there_is),
        cmocka_unit_test(what_comes_again_is_kept_once),
        cmocka_unit_test(recovered_events_are_kept_once),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(records_are_the_same_by_any_number_of_threads),
        cmocka_unit_test(sorting_keeps_the_order_of_equals),
        cmocka_unit_test(a_set_counts_different_ids),
        cmocka_unit_test(an_arena_frees_what_it_took_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
