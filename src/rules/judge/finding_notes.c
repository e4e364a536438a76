#include "rules/judge/finding_notes.h"

#include "base/sort.h"
#include "base/text.h"
#include "rules/judge/host_causes.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* ---- ids ----------------------------------------------------------------------------------------------- */

static void add_lower(strbuf *b, const char *text)
{
    for (; text && *text; text++)
        strbuf_add_char(b, (char)tolower((unsigned char)*text));
    strbuf_add_char(b, '\n');
}

/* What no rule explains is told apart by its code, as findings are. */
static uint32_t code_of(const sppwhy_analysis *a, const sppwhy_rules *rules, const sppwhy_finding *f)
{
    const rule *r = rules_find(rules, f->verdict.cause);
    if (!r || !r->fallback || f->activation_count == 0)
        return 0;
    const sppwhy_activation *last =
        sppwhy_activation_find(a->collection, f->activations[f->activation_count - 1]);
    return last && last->has_code ? last->code : 0;
}

/* The host as the client called it, so that the id stays when the host's logs come in later. */
static bool make_id(const sppwhy_analysis *a, const sppwhy_rules *rules, sppwhy_finding *f, strbuf *b)
{
    const char *server = finding_server(a, f);
    strbuf_clear(b);
    add_lower(b, f->verdict.cause);
    strbuf_printf(b, "%d\n", (int)f->subject);
    add_lower(b, f->machine ? f->machine->name : "");
    add_lower(b, server ? server : finding_target_name(a, f));
    strbuf_printf(b, "%08X", (unsigned)code_of(a, rules, f));
    if (b->failed)
        return false;
    snprintf(f->id, sizeof f->id, "%016llx", (unsigned long long)XXH3_64bits(b->bytes, b->length));
    return true;
}

/* ---- whom a host's finding affects --------------------------------------------------------------------- */

/* A machine that a host's finding (by its place) explains a finding of. */
typedef struct affected {
    size_t root;
    const sppwhy_machine *machine;
} affected;

static int by_root(const void *left, const void *right)
{
    const affected *a = left, *b = right;
    if (a->root != b->root)
        return a->root < b->root ? -1 : 1;
    return compare_u64(a->machine->place, b->machine->place);
}

static bool hand_out_affected(sppwhy_analysis *a, affected *list, size_t count, arena *memory)
{
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && list[end].root == list[i].root;)
            end++;
        const sppwhy_machine **machines = ARENA_ARRAY(memory, end - i, const sppwhy_machine *);
        sppwhy_finding *root = &a->findings[list[i].root];
        if (!machines)
            return false;
        root->affects = machines;
        for (size_t k = i; k < end; k++)
            if (k == i || list[k].machine != list[k - 1].machine)
                machines[root->affected_count++] = list[k].machine;
    }
    return true;
}

static bool note_roots(sppwhy_analysis *a, const sppwhy_rules *rules, arena *memory)
{
    size_t *roots = host_causes_find(a, rules), count = 0;
    affected *list = calloc(a->finding_count + 1, sizeof *list);
    bool done = roots && list;
    for (size_t i = 0; done && i < a->finding_count; i++)
        if (roots[i] != SIZE_MAX) {
            a->findings[i].host_finding = &a->findings[roots[i]];
            list[count++] = (affected){roots[i], a->findings[i].machine};
        }
    if (done && count != 0)
        sort_array(list, count, sizeof *list, by_root);
    done = done && hand_out_affected(a, list, count, memory);
    free(roots);
    free(list);
    return done;
}

bool finding_notes_make(sppwhy_analysis *a, const sppwhy_rules *rules, arena *memory)
{
    strbuf b = {0};
    bool done = true;
    for (size_t i = 0; done && i < a->finding_count; i++)
        done = make_id(a, rules, &a->findings[i], &b);
    strbuf_free(&b);
    return done && note_roots(a, rules, memory) && finding_notes_want(a, memory);
}

/* ---- what to collect next ------------------------------------------------------------------------------ */

/* A log that something lacks. */
typedef struct need {
    sppwhy_missing_log log;
    size_t asker; /* one for each verdict and each finding: it counts once */
} need;

typedef VEC(need) need_list;

static bool add_needs(need_list *list, const sppwhy_verdict *v, size_t asker)
{
    for (size_t i = 0; i < v->missing_log_count; i++) {
        need n = {v->missing_logs[i], asker};
        if (!vec_push(list, n))
            return false;
    }
    return true;
}

/* Needs come in the order of their askers, so that those of one log are in order once the logs are; and what
 * lacks one log lacks it in the same words, mostly. */
static int by_log(const void *left, const void *right)
{
    const need *a = left, *b = right;
    bool same = a->log.machine == b->log.machine || strcmp(a->log.machine, b->log.machine) == 0;
    int order = same ? 0 : text_compare_nocase(a->log.machine, b->log.machine);
    if (order == 0 && a->log.channel != b->log.channel)
        order = strcmp(a->log.channel, b->log.channel);
    return order != 0 ? order : compare_u64(a->asker, b->asker);
}

static int by_use(const void *left, const void *right)
{
    const sppwhy_wanted_log *a = left, *b = right;
    if (a->settles != b->settles)
        return a->settles > b->settles ? -1 : 1;
    int order = text_compare_nocase(a->log.machine, b->log.machine);
    if (order == 0 && (a->log.from == 0) != (b->log.from == 0))
        return a->log.from == 0 ? 1 : -1;
    return order != 0 ? order : strcmp(b->log.channel, a->log.channel); /* the KMS log first */
}

/* One row for all needs of one log: the span that holds them all, as one export gives it. */
static sppwhy_wanted_log fold(const need *list, size_t count)
{
    sppwhy_wanted_log out = {.log = list[0].log, .settles = 0};
    for (size_t i = 0; i < count; i++) {
        const sppwhy_missing_log *l = &list[i].log;
        out.settles += i == 0 || list[i].asker != list[i - 1].asker;
        if (l->to == 0)
            continue;
        out.log.from = out.log.to == 0 || l->from < out.log.from ? l->from : out.log.from;
        out.log.to = l->to > out.log.to ? l->to : out.log.to;
    }
    return out;
}

static bool fold_all(sppwhy_analysis *a, need_list *needs, arena *memory)
{
    sppwhy_wanted_log *out = ARENA_ARRAY(memory, needs->count, sppwhy_wanted_log);
    a->wanted = out;
    a->wanted_count = 0;
    if (needs->count != 0)
        sort_array(needs->items, needs->count, sizeof *needs->items, by_log);
    for (size_t i = 0, end; out && i < needs->count; i = end) {
        const sppwhy_missing_log *first = &needs->items[i].log;
        for (end = i + 1; end < needs->count &&
                          text_equal_nocase(first->machine, needs->items[end].log.machine) &&
                          strcmp(first->channel, needs->items[end].log.channel) == 0;)
            end++;
        out[a->wanted_count++] = fold(&needs->items[i], end - i);
    }
    if (a->wanted_count != 0)
        sort_array(out, a->wanted_count, sizeof *out, by_use);
    return out != NULL;
}

bool finding_notes_want(sppwhy_analysis *a, arena *memory)
{
    need_list needs = {0};
    size_t asker = 0;
    bool done = true;
    for (size_t i = 0; done && i < a->collection->activation_count; i++) {
        const sppwhy_verdict *v = a->verdicts[a->collection->activations[i]->id - 1];
        done = !v || add_needs(&needs, v, asker++);
    }
    for (size_t i = 0; done && i < a->finding_count; i++)
        if (a->findings[i].activation_count == 0) /* of the others the verdicts count */
            done = add_needs(&needs, &a->findings[i].verdict, asker++);
    done = done && fold_all(a, &needs, memory);
    vec_free(&needs);
    return done;
}
