/* See order.h. */
#include "rules/judge/order.h"

#include "base/clock.h"
#include "base/sort.h"
#include "base/text.h"
#include "rules/judge/host_causes.h"

#include <stdlib.h>
#include <string.h>

/* How new and how frequent something is. */
typedef struct weight {
    uint64_t day, occurrences, last;
} weight;

typedef struct row {
    sppwhy_finding *finding;
    const char *host; /* the KMS host asked, or the host itself; "" where there is none */
    size_t root;      /* the place of the host's finding that explains it, or SIZE_MAX */
    bool consequence;
    weight trouble; /* of all findings with this level, cause and host, or of those that they explain */
    bool explains;  /* one of that trouble explains another finding of the same level */
} row;

static weight weight_of(const sppwhy_finding *f)
{
    return (weight){f->last / CLOCK_DAY, f->occurrences, f->last};
}

static int heavier_first(const weight *a, const weight *b)
{
    int order = compare_u64(b->day, a->day);
    if (order == 0)
        order = compare_u64(b->occurrences, a->occurrences);
    return order != 0 ? order : compare_u64(b->last, a->last);
}

/* ---- troubles ------------------------------------------------------------------------------------------ */

static int by_trouble(const void *left, const void *right)
{
    const row *a = left, *b = right;
    if (a->finding->verdict.level != b->finding->verdict.level)
        return a->finding->verdict.level > b->finding->verdict.level ? -1 : 1;
    int order = strcmp(a->finding->verdict.cause, b->finding->verdict.cause);
    if (order == 0)
        order = text_compare_nocase(a->host, b->host);
    return order != 0 ? order : compare_u64(a->finding->subject, b->finding->subject);
}

static size_t trouble_end(const row *rows, size_t from, size_t count)
{
    size_t end = from + 1;
    while (end < count && by_trouble(&rows[from], &rows[end]) == 0)
        end++;
    return end;
}

static void weigh_troubles(row *rows, size_t count)
{
    for (size_t i = 0, end; i < count; i = end) {
        weight sum = {0};
        end = trouble_end(rows, i, count);
        for (size_t k = i; k < end; k++) {
            const sppwhy_finding *f = rows[k].finding;
            sum.last = f->last > sum.last ? f->last : sum.last;
            sum.occurrences += f->occurrences;
        }
        sum.day = sum.last / CLOCK_DAY;
        for (size_t k = i; k < end; k++)
            rows[k].trouble = sum;
    }
}

/* A host's trouble weighs at least what those weigh that it explains, so that it is before them. */
static void lift_roots(row *rows, size_t count, const size_t *row_of)
{
    for (size_t i = 0; i < count; i++) {
        row *root = rows[i].root != SIZE_MAX ? &rows[row_of[rows[i].root]] : NULL;
        if (!root || root->finding->verdict.level != rows[i].finding->verdict.level)
            continue;
        root->explains = true;
        if (heavier_first(&rows[i].trouble, &root->trouble) < 0)
            root->trouble = rows[i].trouble;
    }
    for (size_t i = 0, end; i < count; i = end) {
        end = trouble_end(rows, i, count);
        for (size_t k = i + 1; k < end; k++) {
            rows[i].explains |= rows[k].explains;
            if (heavier_first(&rows[k].trouble, &rows[i].trouble) < 0)
                rows[i].trouble = rows[k].trouble;
        }
        for (size_t k = i + 1; k < end; k++) {
            rows[k].explains = rows[i].explains;
            rows[k].trouble = rows[i].trouble;
        }
    }
}

/* ---- the order ----------------------------------------------------------------------------------------- */

static int by_rank(const void *left, const void *right)
{
    const row *a = left, *b = right;
    const sppwhy_finding *x = a->finding, *y = b->finding;
    if (x->verdict.level != y->verdict.level)
        return x->verdict.level > y->verdict.level ? -1 : 1;
    if (a->consequence != b->consequence)
        return a->consequence ? 1 : -1;
    int order = heavier_first(&a->trouble, &b->trouble);
    if (order == 0 && a->explains != b->explains)
        order = a->explains ? -1 : 1;
    if (order == 0)
        order = by_trouble(a, b);
    if (order != 0)
        return order;
    weight of_x = weight_of(x), of_y = weight_of(y);
    order = heavier_first(&of_x, &of_y);
    return order == 0 && x->machine && y->machine ? text_compare_nocase(x->machine->name, y->machine->name)
                                                  : order;
}

static void fill(row *rows, const sppwhy_analysis *a, const sppwhy_rules *rules, const size_t *roots)
{
    for (size_t i = 0; i < a->finding_count; i++) {
        sppwhy_finding *f = &a->findings[i];
        const rule *r = rules_find(rules, f->verdict.cause);
        const char *host = f->subject == SPPWHY_SUBJECT_HOST ? f->machine->name : finding_target_name(a, f);
        rows[i] = (row){
            .finding = f, .host = host ? host : "", .root = roots[i], .consequence = r && r->consequence};
        if (roots[i] != SIZE_MAX && a->findings[roots[i]].verdict.level < f->verdict.level)
            a->findings[roots[i]].verdict.level = f->verdict.level;
    }
}

/* Moves each finding to its row's place, along the rings of those that take one another's; there are thousands, and
 * a second list would be as large as they. `from` is room for as many places. */
static void move_to_rows(sppwhy_finding *first, const row *rows, size_t count, size_t *from)
{
    for (size_t i = 0; i < count; i++)
        from[i] = (size_t)(rows[i].finding - first);
    for (size_t i = 0; i < count; i++) {
        if (from[i] == i)
            continue;
        sppwhy_finding moved = first[i];
        size_t at = i;
        for (size_t next; (next = from[at]) != i; at = next) {
            first[at] = first[next];
            from[at] = at;
        }
        first[at] = moved;
        from[at] = at;
    }
}

static void put_in_order(row *rows, size_t count, sppwhy_finding *first, size_t *row_of)
{
    sort_array(rows, count, sizeof *rows, by_trouble);
    weigh_troubles(rows, count);
    for (size_t i = 0; i < count; i++)
        row_of[rows[i].finding - first] = i;
    lift_roots(rows, count, row_of);
    sort_array(rows, count, sizeof *rows, by_rank);
    move_to_rows(first, rows, count, row_of);
}

bool findings_arrange(sppwhy_analysis *a, const sppwhy_rules *rules)
{
    size_t *roots = host_causes_find(a, rules);
    row *rows = calloc(a->finding_count + 1, sizeof *rows);
    size_t *row_of = calloc(a->finding_count + 1, sizeof *row_of);
    bool done = roots && rows && row_of;
    if (done && a->finding_count != 0) {
        fill(rows, a, rules, roots);
        put_in_order(rows, a->finding_count, a->findings, row_of);
    }
    free(roots);
    free(rows);
    free(row_of);
    return done;
}
