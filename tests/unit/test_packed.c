/*
 * Rules and tables as they are built in, held against the files that they were made of: the same trees, node
 * for node, the same cells, and rules that say and judge the same.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/packed.h"
#include "rules/ruleset/rule.h"
#include "spp/tsv.h"
#include "yaml/packed_yaml.h"

#include <stdio.h>
#include <string.h>

static int setup(void **state)
{
    *state = arena_create();
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static char *file_text(arena *a, const char *name, size_t *length)
{
    char path[200], *text;
    snprintf(path, sizeof path, "rules/%s", name);
    assert_int_equal(file_read_all(a, path, LIMIT_YAML_BYTES, &text, length, NULL), SPPWHY_OK);
    return text;
}

/* ---- trees --------------------------------------------------------------------------------------------- */

static void assert_same(const yaml_node *built, const yaml_node *read, bool is_root)
{
    assert_int_equal(built->kind, read->kind);
    assert_int_equal(built->line, read->line);
    assert_int_equal(built->column, read->column);
    assert_int_equal(built->plain, read->plain);
    assert_int_equal(built->text != NULL, read->text != NULL);
    if (read->text)
        assert_string_equal(built->text, read->text);
    size_t at = 0;
    for (size_t i = 0; i < read->count; i++) {
        if (is_root && strcmp(yaml_key(read, i)->text, "samples") == 0)
            continue;
        if (read->kind == YAML_MAP) {
            assert_same(yaml_key(built, at), yaml_key(read, i), false);
            assert_same(yaml_value(built, at), yaml_value(read, i), false);
        } else
            assert_same(built->items[at], read->items[i], false);
        at++;
    }
    assert_int_equal(built->count, at);
}

static void the_trees_are_those_of_the_files(void **state)
{
    size_t count = 0;
    for (const packed_file *f = packed_rules; f->name; f++, count++) {
        size_t length;
        const yaml_node *root;
        const unsigned char *at = f->bytes;
        const char *text = file_text(*state, f->name, &length);
        assert_int_equal(yaml_load(*state, f->name, text, length, &root, NULL), SPPWHY_OK);
        size_t samples = packed_number(&at), size = packed_number(&at);
        const unsigned char *behind = at + size;
        assert_same(yaml_unpack(*state, &at), root, true);
        assert_ptr_equal(at, behind);
        const yaml_node *list = yaml_unpack(*state, &at);
        assert_int_equal(list->count, samples);
        assert_same(list, yaml_get(root, "samples"), false);
    }
    assert_true(count > 30);
}

/* ---- rules --------------------------------------------------------------------------------------------- */

static void assert_same_texts(const char *const *a, size_t count, const char *const *b, size_t other)
{
    assert_int_equal(count, other);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(a[i], b[i]);
}

static void assert_same_page(const sppwhy_rule_page *a, const sppwhy_rule_page *b)
{
    assert_string_equal(a->info.id, b->info.id);
    assert_string_equal(a->info.title, b->info.title);
    assert_string_equal(a->info.judges, b->info.judges);
    assert_int_equal(a->info.level, b->info.level);
    assert_int_equal(a->info.samples, b->info.samples);
    assert_same_texts(a->why, a->why_count, b->why, b->why_count);
    assert_same_texts(a->confirm, a->confirm_count, b->confirm, b->confirm_count);
    assert_same_texts(a->fix, a->fix_count, b->fix, b->fix_count);
    assert_same_texts(a->references, a->reference_count, b->references, b->reference_count);
    assert_same_texts(a->holds_for, a->holds_for_count, b->holds_for, b->holds_for_count);
    assert_same_texts(a->not_for, a->not_for_count, b->not_for, b->not_for_count);
    assert_same_texts(a->refined_by, a->refined_by_count, b->refined_by, b->refined_by_count);
}

/* The folder's rules take the place of those built in: what a sample names instead is checked there, too. */
static void rules_of_the_folder_are_those_built_in(void **state)
{
    sppwhy_catalogue *catalogue;
    sppwhy_rules *built, *files;
    sppwhy_rule_page a, b;
    (void)state;
    assert_int_equal(sppwhy_catalogue_load(&catalogue, NULL, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_rules_load(&built, catalogue, NULL, NULL, NULL, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_rules_load(&files, catalogue, "rules", NULL, NULL, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_rules_count(built), sppwhy_rules_count(files));
    for (size_t i = 0; i < sppwhy_rules_count(built); i++) {
        assert_int_equal(sppwhy_rules_info(built, i).samples, sppwhy_rules_info(files, i).samples);
        for (uint32_t id = 12288; id <= 12294; id++)
            assert_int_equal(sppwhy_rules_speak_of_event(built, i, id),
                             sppwhy_rules_speak_of_event(files, i, id));
        assert_int_equal(sppwhy_rules_page(&a, built, i, NULL), SPPWHY_OK);
        assert_int_equal(sppwhy_rules_page(&b, files, i, NULL), SPPWHY_OK);
        assert_same_page(&a, &b);
    }
    sppwhy_rules_free(files);
    sppwhy_rules_free(built);
    sppwhy_catalogue_free(catalogue);
}

/* ---- tables -------------------------------------------------------------------------------------------- */

/* All columns, by the heading of the file. */
static size_t columns_of(arena *a, const char *text, const char *columns[32])
{
    char *rest = NULL, *line = arena_bytes(a, text, strcspn(text, "\r\n"));
    size_t count = 0;
    for (char *cell = strtok_r(line, "\t", &rest); cell; cell = strtok_r(NULL, "\t", &rest))
        columns[count++] = cell;
    columns[count] = NULL;
    return count;
}

static void the_tables_are_those_of_the_files(void **state)
{
    size_t tables = 0;
    for (const packed_file *f = packed_tables; f->name; f++, tables++) {
        const char *columns[32], *origin;
        char name[64] = "";
        size_t length, built_count, read_count;
        tsv_row *built, *read;
        char *text = file_text(*state, f->name, &length);
        size_t count = columns_of(*state, text, columns);
        assert_int_equal(sscanf(f->name, "catalogue/%63[^.].tsv", name), 1);
        assert_int_equal(tsv_load(*state, NULL, name, columns, &built, &built_count, &origin, NULL),
                         SPPWHY_OK);
        assert_int_equal(tsv_read(*state, text, columns, name, &read, &read_count, NULL), SPPWHY_OK);
        assert_int_equal(built_count, read_count);
        for (size_t i = 0; i < read_count; i++) {
            assert_int_equal(built[i].line, read[i].line);
            assert_same_texts(built[i].cells, count, read[i].cells, count);
        }
    }
    assert_true(tables > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_trees_are_those_of_the_files, setup, teardown),
        cmocka_unit_test(rules_of_the_folder_are_those_built_in),
        cmocka_unit_test_setup_teardown(the_tables_are_those_of_the_files, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
