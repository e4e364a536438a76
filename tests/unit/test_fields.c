/*
 * Every field that a rule may name, asked of every thing that the project's own scenarios hold. Whatever it
 * says must be of its form: a set field has its values, one that cannot tell says what was not collected, and
 * what it rests on are events of the collection. And each field is set somewhere, so that none is only a
 * name.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "rules/fields/fields.h"
#include "rules/judge/index.h"
#include "rules/ruleset/rule.h"
#include "support/pipeline.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_FIELDS = 128 };

static size_t times_set[SCOPE_KINDS][MOST_FIELDS];

static bool is_record(const sppwhy_collection *c, const sppwhy_record *record)
{
    for (size_t i = 0; i < c->machine_count; i++)
        for (size_t k = 0; k < c->machines[i]->record_count; k++)
            if (c->machines[i]->records[k] == record)
                return true;
    return false;
}

/* An event's own strings may be empty; any other text that is empty is not set. */
static bool is_value(const field *f, const field_item *item)
{
    if (f->type == FIELD_TEXT)
        return item->text && (*item->text || strcmp(f->name, "strings") == 0);
    return f->type != FIELD_BOOLEAN || item->number == 0 || item->number == 1;
}

/* Whose logs nobody can collect. */
static bool asks_cloud(const scope *s)
{
    const sppwhy_request *r = s->request ? s->request : s->activation ? telling_request(s->activation) : NULL;
    return r && is_cloud_request(s, r);
}

static void check_value(const scope *s, const field *f, const field_value *v)
{
    const field_item *items = v->items ? v->items : &v->one;
    if (v->failed || v->evidence_count > v->evidence_total || v->evidence_count > FIELD_EVIDENCE)
        fail_msg("%s.%s failed", scope_name(s->kind), f->name);
    bool nobody_has_it = asks_cloud(s);
    if (v->state == FIELD_UNKNOWN && (!v->missing || (!*v->missing && !nobody_has_it)))
        fail_msg("%s.%s cannot tell, and does not say what is missing", scope_name(s->kind), f->name);
    if (v->state == FIELD_SET && v->count == 0)
        fail_msg("%s.%s is set to nothing", scope_name(s->kind), f->name);
    for (size_t i = 0; v->state == FIELD_SET && i < v->count; i++)
        if (!is_value(f, &items[i]))
            fail_msg("%s.%s has a value that is none", scope_name(s->kind), f->name);
    for (size_t i = 0; i < v->evidence_count; i++)
        if (!is_record(s->collection, v->evidence[i]))
            fail_msg("%s.%s rests on an event from elsewhere", scope_name(s->kind), f->name);
}

static void ask_all(scope s, scope_kind kind)
{
    size_t count;
    const field *table = field_table(kind, &count);
    assert_true(count < MOST_FIELDS);
    s.kind = kind;
    for (size_t i = 0; i < count; i++) {
        field_value v = {0};
        field_get(&table[i], kind, &s, &v);
        check_value(&s, &table[i], &v);
        times_set[kind][i] += v.state == FIELD_SET;
    }
}

static void ask_machine(scope s, const sppwhy_machine *m)
{
    s.machine = m;
    ask_all(s, SCOPE_MACHINE);
    if (m->is_host)
        ask_all(s, SCOPE_HOST);
    for (size_t i = 0; i < m->record_count; i++) {
        s.event = m->records[i];
        ask_all(s, SCOPE_EVENT);
    }
}

static void ask_activation(scope s, const sppwhy_activation *a)
{
    s.activation = a;
    s.machine = a->machine;
    s.now = a->time;
    ask_all(s, SCOPE_ACTIVATION);
    for (size_t i = 0; i < a->request_count; i++) {
        s.request = a->requests[i];
        ask_all(s, SCOPE_REQUEST);
    }
}

static void ask_scenario(const char *path)
{
    pipeline p;
    char *text;
    size_t length;
    arena *a = arena_create();
    FILE *in = fopen(path, "rb");
    assert_non_null(a);
    assert_non_null(in);
    text = arena_alloc(a, 1 << 20);
    assert_non_null(text);
    length = fread(text, 1, (1 << 20) - 1, in);
    fclose(in);
    assert_true(length != 0);
    pipeline_to_collection(&p, text);
    rule_index *index = index_create(p.collection, p.catalogue);
    assert_non_null(index);
    scope s = {.collection = p.collection, .index = index, .catalogue = p.catalogue, .scratch = a};
    ask_all(s, SCOPE_COLLECTION);
    for (size_t i = 0; i < p.collection->machine_count; i++)
        ask_machine(s, p.collection->machines[i]);
    for (size_t i = 0; i < p.collection->activation_count; i++)
        ask_activation(s, p.collection->activations[i]);
    index_free(index);
    pipeline_free(&p);
    arena_free(a);
}

static void ask_folder(const char *folder)
{
    char path[512];
    DIR *d = opendir(folder);
    assert_non_null(d);
    for (struct dirent *entry; (entry = readdir(d)) != NULL;) {
        size_t length = strlen(entry->d_name);
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (length > 5 && strcmp(entry->d_name + length - 5, ".yaml") == 0)
            ask_scenario(path);
    }
    closedir(d);
}

static void every_field_says_something_sensible(void **state)
{
    (void)state;
    ask_scenario("samples/contoso/scenario.yaml");
    ask_scenario("samples/kb974998/scenario.yaml");
    if (getenv("SPPWHY_MUTATIONS")) /* valgrind: these will do */
        return;
    ask_folder("tests/scenario");
    ask_folder("tests/scenario/pairs");
}

static void print_never_set(void)
{
    for (scope_kind kind = 0; kind < SCOPE_KINDS; kind++) {
        size_t count;
        const field *table = field_table(kind, &count);
        for (size_t i = 0; i < count; i++)
            if (times_set[kind][i] == 0)
                print_message("never set: %s.%s\n", scope_name(kind), table[i].name);
    }
}

static void there_are_fields_of_each_kind(void **state)
{
    (void)state;
    print_never_set();
    for (scope_kind kind = 0; kind < SCOPE_KINDS; kind++) {
        size_t count, set = 0;
        field_table(kind, &count);
        for (size_t i = 0; i < count; i++)
            set += times_set[kind][i] != 0;
        assert_true(set * 2 > count);
    }
}

static int64_t number_of_host(const sppwhy_machine *m, const char *name)
{
    size_t count;
    const field *table = fields_of_host(&count);
    scope s = {.kind = SCOPE_HOST, .machine = m};
    for (size_t i = 0; i < count; i++)
        if (strcmp(table[i].name, name) == 0) {
            field_value v = {0};
            table[i].get(&s, &v);
            assert_int_equal(v.state, FIELD_SET);
            return v.one.number;
        }
    fail();
    return 0;
}

/* As a damaged or forged event may have it. */
static void a_count_of_no_end_is_not_below(void **state)
{
    const sppwhy_event event = {.time = 1};
    const sppwhy_record answer = {.event = &event};
    const sppwhy_host_count beyond = {
        .need = 25, .answered_count = UINT64_MAX, .highest_count = UINT64_MAX, .answer = &answer};
    sppwhy_machine m = {.host = {.count = beyond, .office = beyond}};
    (void)state;
    assert_true(number_of_host(&m, "count") == INT64_MAX);
    assert_true(number_of_host(&m, "count_margin") == INT64_MAX - 25);
    assert_true(number_of_host(&m, "office_count") == INT64_MAX);
    assert_true(number_of_host(&m, "office_margin") == INT64_MAX - 25);
    m.host.count.answered_count = 3;
    assert_int_equal(number_of_host(&m, "count_margin"), 3 - 25);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_says_something_sensible),
        cmocka_unit_test(there_are_fields_of_each_kind),
        cmocka_unit_test(a_count_of_no_end_is_not_below),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
