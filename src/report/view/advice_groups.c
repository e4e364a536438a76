/* See advice_groups.h. */
#include "report/view/advice_groups.h"

#include "base/sort.h"
#include "base/text.h"
#include "report/view/finding.h"
#include "rules/judge/host_causes.h"

#include <stdlib.h>
#include <string.h>

/* ---- groups -------------------------------------------------------------------------------------------- */

/* Findings with the same key are reported as one. */
typedef struct keyed {
    advice_key key;
    const sppwhy_finding *finding;
} keyed;

/* A text of the machine's own, with its name taken out. */
static void add_nameless(strbuf *b, const char *text, const char *name)
{
    size_t length = strlen(name);
    for (const char *at; length != 0 && (at = strstr(text, name)) != NULL; text = at + length) {
        strbuf_add_bytes(b, text, (size_t)(at - text));
        strbuf_add_char(b, '\1');
    }
    strbuf_add(b, text);
    strbuf_add_char(b, '\n');
}

static void add_texts(strbuf *b, const char *const *texts, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        add_nameless(b, texts[i], name);
    strbuf_add_char(b, '\2');
}

/* What is to be done, and the key of all that is in `b` then; false when memory is short. */
static bool finish_key(advice_key *out, strbuf *b, const sppwhy_verdict *v, const char *name)
{
    add_texts(b, v->confirm, v->confirm_count, name);
    add_texts(b, v->fix, v->fix_count, name);
    if (!b->failed)
        *out = XXH3_128bits(b->bytes, b->length);
    return !b->failed;
}

bool advice_key_of_texts(advice_key *out, const sppwhy_finding *f, strbuf *b)
{
    strbuf_clear(b);
    strbuf_printf(b, "%s\n", f->verdict.cause);
    return finish_key(out, b, &f->verdict, "");
}

bool advice_key_make(advice_key *out, const sppwhy_analysis *a, const sppwhy_finding *f, strbuf *b)
{
    const char *host = finding_target_name(a, f), *name = f->machine ? f->machine->name : "";
    uint32_t code = 0;
    strbuf_clear(b);
    const char subject[] = {(char)('0' + f->subject), ' ', '\0'};
    strbuf_add(b, subject);
    strbuf_add(b, f->verdict.cause);
    strbuf_add(b, "\n");
    strbuf_add(b, host ? host : "");
    strbuf_add(b, "\n");
    if (verdict_is_unexplained(&f->verdict)) {
        (void)finding_code(a, f, &code);
        strbuf_printf(b, "%X\n", (unsigned)code);
    }
    return finish_key(out, b, &f->verdict, name);
}

static bool key_of(keyed *out, const sppwhy_analysis *a, const sppwhy_finding *f, strbuf *b)
{
    out->finding = f;
    return advice_key_make(&out->key, a, f, b);
}

static int by_key(const void *left, const void *right)
{
    const keyed *a = left, *b = right;
    int order = XXH128_cmp(&a->key, &b->key);
    if (order == 0)
        order = compare_u64(a->finding->machine->place, b->finding->machine->place);
    return order != 0 ? order : compare_addresses(a->finding, b->finding);
}

static size_t machines_in(const keyed *from, size_t count)
{
    size_t machines = 0;
    for (size_t i = 0; i < count; i++) /* they are by machine */
        machines += i == 0 || from[i].finding->machine != from[i - 1].finding->machine;
    return machines;
}

/* Makes the groups; what is in none is left for the machines. */
static void take_groups(advice_groups *out, const keyed *list, size_t count, size_t *used)
{
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && XXH128_isEqual(list[i].key, list[end].key); end++)
            ;
        size_t machines = machines_in(&list[i], end - i);
        if (machines < GROUP_LEAST)
            continue;
        for (size_t k = i; k < end; k++) {
            out->group_of[list[k].finding - out->analysis->findings] = out->count;
            out->findings[*used + k - i] = list[k].finding;
        }
        out->items[out->count++] = (advice_group){
            .group = true, .findings = &out->findings[*used], .count = end - i, .machines = machines};
        *used += end - i;
    }
}

/* ---- machines ------------------------------------------------------------------------------------------ */

static void take_machines(advice_groups *out, const finding_index *index, size_t *used)
{
    const sppwhy_finding *before = NULL;
    for (size_t i = 0; i < out->analysis->finding_count; i++) {
        const sppwhy_finding *f = index->sorted[i];
        if (out->group_of[f - out->analysis->findings] != SIZE_MAX) /* in a group */
            continue;
        if (!before || f->machine != before->machine)
            out->items[out->count++] =
                (advice_group){.machine = f->machine, .findings = &out->findings[*used]};
        out->findings[(*used)++] = before = f;
        out->items[out->count - 1].count++;
    }
}

static bool fill(advice_groups *out, const finding_index *index)
{
    const sppwhy_analysis *a = out->analysis;
    strbuf b = {0};
    size_t count = 0, used = 0;
    keyed *list = calloc(a->finding_count + 1, sizeof *list);
    bool done = list != NULL;
    for (size_t i = 0; done && i < a->finding_count; i++) {
        out->group_of[i] = SIZE_MAX;
        if (a->findings[i].machine)
            done = key_of(&list[count++], a, &a->findings[i], &b);
    }
    if (done && count != 0)
        sort_array(list, count, sizeof *list, by_key);
    if (done) {
        take_groups(out, list, count, &used);
        take_machines(out, index, &used);
    }
    strbuf_free(&b);
    free(list);
    return done;
}

/* ---- order --------------------------------------------------------------------------------------------- */

static void weigh(advice_group *b)
{
    for (size_t i = 0; i < b->count; i++) {
        sppwhy_level level = b->findings[i]->verdict.level;
        b->level = i == 0 || level > b->level ? level : b->level;
        b->first = i == 0 || b->findings[i] < b->first ? b->findings[i] : b->first;
    }
}

static void note_groups(advice_groups *out)
{
    for (size_t i = 0; i < out->count; i++)
        for (size_t k = 0; k < out->items[i].count; k++)
            out->group_of[out->items[i].findings[k] - out->analysis->findings] = i;
}

static void note_roots(advice_groups *out)
{
    for (size_t i = 0; i < out->analysis->finding_count; i++) {
        const sppwhy_finding *root = shown_host_finding(out->analysis, &out->analysis->findings[i]);
        if (root)
            out->items[out->group_of[root - out->analysis->findings]].is_root = true;
    }
}

/* By the first finding of each: they are in one array, in the order of src/rules/judge/order.h. */
static int worst_first(const void *left, const void *right)
{
    const advice_group *a = left, *b = right;
    return compare_addresses(a->first, b->first);
}

bool advice_groups_make(advice_groups *out, const finding_index *index)
{
    size_t room = index->analysis->finding_count + 1;
    *out = (advice_groups){.analysis = index->analysis,
                           .items = calloc(room, sizeof *out->items),
                           .findings = calloc(room, sizeof *out->findings),
                           .group_of = calloc(room, sizeof *out->group_of)};
    if (!index->sorted || !out->items || !out->findings || !out->group_of || !fill(out, index)) {
        advice_groups_free(out);
        return false;
    }
    for (size_t i = 0; i < out->count; i++)
        weigh(&out->items[i]);
    if (out->count != 0)
        sort_array(out->items, out->count, sizeof *out->items, worst_first);
    note_groups(out);
    note_roots(out);
    return true;
}

void advice_groups_free(advice_groups *b)
{
    free(b->items);
    free(b->findings);
    free(b->group_of);
    *b = (advice_groups){0};
}

const advice_group *advice_group_of(const advice_groups *b, const sppwhy_finding *f)
{
    return &b->items[b->group_of[f - b->analysis->findings]];
}

/* ---- a group as one ------------------------------------------------------------------------------------ */

const sppwhy_finding *advice_group_example(const advice_group *b)
{
    const sppwhy_finding *best = b->findings[0];
    for (size_t i = 1; i < b->count; i++) {
        const sppwhy_finding *f = b->findings[i];
        if (f->verdict.confidence > best->verdict.confidence ||
            (f->verdict.confidence == best->verdict.confidence && f->last > best->last))
            best = f;
    }
    return best;
}

sppwhy_finding advice_group_in_common(const advice_group *b, const sppwhy_finding *example)
{
    sppwhy_finding f = *example;
    f.occurrences = 0;
    for (size_t i = 0; i < b->count; i++) {
        const sppwhy_finding *each = b->findings[i];
        f.occurrences += each->occurrences;
        f.first = each->first != 0 && each->first < f.first ? each->first : f.first;
        f.last = each->last > f.last ? each->last : f.last;
        if (each->verdict.confidence < f.verdict.confidence)
            f.verdict.confidence = each->verdict.confidence;
        f.known = f.known && each->known;
    }
    return f;
}
