/*
 * Sorting keeps the order of what is equal, with memory and without: so results are the same with any C
 * library, and a comparison of equal keys decides nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/sort.h"

#include <string.h>

typedef struct thing {
    uint8_t key;
    uint16_t place;
    char rest[5];
} thing;

static int by_key(const void *a, const void *b)
{
    return compare_u64(((const thing *)a)->key, ((const thing *)b)->key);
}

typedef void (*sorter)(void *items, size_t count, size_t size, int (*order)(const void *, const void *));

static void check(sorter sort, const thing *from, size_t count)
{
    static thing items[4096];
    memcpy(items, from, count * sizeof *items);
    sort(items, count, sizeof *items, by_key);
    size_t seen = 0;
    for (size_t i = 0; i < count; i++) {
        assert_true(i == 0 || items[i - 1].key < items[i].key ||
                    (items[i - 1].key == items[i].key && items[i - 1].place < items[i].place));
        assert_memory_equal(&items[i], &from[items[i].place], sizeof items[i]);
        seen += items[i].place;
    }
    assert_true(count == 0 || seen == count * (count - 1) / 2);
}

static void equal_things_keep_their_order(void **state)
{
    static thing things[4096];
    static const size_t counts[] = {0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 64, 100, 1000, 4096};
    static const unsigned kinds[] = {1, 2, 3, 17, 255};
    uint64_t seed = 1;
    (void)state;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (size_t c = 0; c < sizeof counts / sizeof *counts; c++)
            for (int form = 0; form < 3; form++) { /* mixed, falling, rising */
                size_t count = counts[c];
                memset(things, 0, sizeof things);
                for (size_t i = 0; i < count; i++) {
                    seed = seed * 6364136223846793005 + 1442695040888963407;
                    uint64_t key = form == 0 ? seed >> 33 : form == 1 ? count - i : i;
                    things[i] =
                        (thing){.key = (uint8_t)(key % kinds[k]), .place = (uint16_t)i, .rest = "abcd"};
                }
                check(sort_array, things, count);
                check(sort_array_in_place, things, count);
            }
}

static int by_number(const void *left, const void *right)
{
    return compare_u64(*(const uint64_t *)left, *(const uint64_t *)right);
}

static void sorted_arrays_are_searched(void **state)
{
    (void)state;
    static const uint64_t all[] = {2, 4, 4, 4, 9};
    static const struct {
        uint64_t wanted;
        size_t place;
        size_t not_behind;
        bool there;
    } tries[] = {{0, 0, 0, false}, {2, 0, 1, true}, {3, 1, 1, false}, {4, 1, 4, true},
                 {5, 4, 4, false}, {9, 4, 5, true}, {10, 5, 5, false}};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        const uint64_t *wanted = &tries[i].wanted;
        assert_int_equal(sort_first(all, 5, sizeof *all, wanted, by_number), tries[i].place);
        assert_int_equal(sort_last(all, 5, sizeof *all, wanted, by_number), tries[i].not_behind);
        assert_ptr_equal(sort_find(all, 5, sizeof *all, wanted, by_number),
                         tries[i].there ? all + tries[i].place : NULL);
        assert_int_equal(sort_first(NULL, 0, sizeof *all, wanted, by_number), 0);
        assert_int_equal(sort_last(NULL, 0, sizeof *all, wanted, by_number), 0);
        assert_null(sort_find(NULL, 0, sizeof *all, wanted, by_number));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_things_keep_their_order),
        cmocka_unit_test(sorted_arrays_are_searched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
