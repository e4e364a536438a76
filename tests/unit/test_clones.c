/* One CMID on many machines: which of them overlap in time, held against a walk through all pairs. */
#include "base/limits.h"
#include "support/pipeline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MACHINES 160
#define SKU "73111121-5638-40f6-bc11-f1d7b0d64300"

/* When a machine used the CMID first and last, in minutes. */
typedef struct use {
    unsigned first, last;
} use;

static void put_use(FILE *out, size_t machine, unsigned minute)
{
    fprintf(out,
            "      - {time: 2026-03-%02uT%02u:%02u:00Z, id: 12290, strings: [\"\", \"0x0\", \"25\", "
            "\"ws%03zu.contoso.com\", \"6a1c2f3e-0d4b-4c5a-9e8f-112233445566\", \"{short_time}\", \"0\", "
            "\"1\", \"249120\", \"" SKU "\"]}\n",
            1 + minute / 1440, minute / 60 % 24, minute % 60, machine);
}

static bool overlap(use a, use b)
{
    return a.first <= b.last && b.first <= a.last;
}

static size_t machine_number(const sppwhy_machine *m)
{
    return (size_t)strtoul(m->name + strlen("ws"), NULL, 10);
}

/* Each listed clone is one, none twice, in the machines' order, and as many as there are. */
static void hold_against_all_pairs(const sppwhy_machine *m, const use *uses)
{
    size_t own = machine_number(m), expected = 0;
    for (size_t i = 0; i < MACHINES; i++)
        expected += i != own && overlap(uses[i], uses[own]);
    assert_int_equal(m->clone_total, expected);
    assert_int_equal(m->clone_count, expected < LIMIT_CLONES_LISTED ? expected : LIMIT_CLONES_LISTED);
    for (size_t i = 0; i < m->clone_count; i++) {
        assert_ptr_not_equal(m->clones[i], m);
        assert_true(overlap(uses[machine_number(m->clones[i])], uses[own]));
        assert_true(i == 0 || m->clones[i - 1]->place < m->clones[i]->place);
    }
}

static void put_uses(FILE *out, const use *uses)
{
    unsigned end = 0;
    for (size_t i = 0; i < MACHINES; i++)
        end = uses[i].last > end ? uses[i].last : end;
    for (unsigned minute = 0; minute <= end; minute++)
        for (size_t i = 0; i < MACHINES; i++)
            if (uses[i].first == minute || uses[i].last == minute)
                put_use(out, i, minute);
}

static void try_uses(const use *uses)
{
    pipeline p;
    char *text = NULL;
    size_t length, seen = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    fputs("logs:\n  - file: kms1/k.evtx\n    computer: kms1.contoso.com\n"
          "    channel: Key Management Service\n    events:\n",
          out);
    put_uses(out, uses);
    fclose(out);
    pipeline_to_collection(&p, text);
    for (size_t i = 0; i < p.collection->machine_count; i++) {
        const sppwhy_machine *m = p.collection->machines[i];
        if (strncmp(m->name, "ws", 2) == 0) {
            hold_against_all_pairs(m, uses);
            seen++;
        }
    }
    assert_int_equal(seen, MACHINES);
    pipeline_free(&p);
    free(text);
}

/* Each overlaps with its neighbors only. */
static void a_chain_has_two_clones_each(void **state)
{
    use uses[MACHINES];
    (void)state;
    for (size_t i = 0; i < MACHINES; i++)
        uses[i] = (use){(unsigned)i * 10, (unsigned)i * 10 + 15};
    try_uses(uses);
}

/* One runs all the time and sees all the others, which follow one another. */
static void one_that_overlaps_with_all(void **state)
{
    use uses[MACHINES];
    (void)state;
    for (size_t i = 1; i < MACHINES; i++)
        uses[i] = (use){(unsigned)i * 10, (unsigned)i * 10 + 5};
    uses[0] = (use){0, MACHINES * 10};
    try_uses(uses);
}

static void any_times(void **state)
{
    static const unsigned longest[] = {1, 40, 400, 9000}; /* minutes */
    use uses[MACHINES];
    uint32_t seed = 20261121;
    (void)state;
    for (size_t k = 0; k < sizeof longest / sizeof *longest; k++) {
        for (size_t i = 0; i < MACHINES; i++) {
            seed = seed * 1664525 + 1013904223;
            uses[i].first = seed >> 8 & 0x3FFF;
            seed = seed * 1664525 + 1013904223;
            uses[i].last = uses[i].first + (seed >> 8) % longest[k];
        }
        try_uses(uses);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chain_has_two_clones_each),
        cmocka_unit_test(one_that_overlaps_with_all),
        cmocka_unit_test(any_times),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
