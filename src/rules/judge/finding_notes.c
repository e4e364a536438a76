/* See finding_notes.h. */
#include "rules/judge/finding_notes.h"

#include "base/sort.h"
#include "base/text.h"
#include "rules/judge/host_causes.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* ---- ids ----------------------------------------------------------------------------------------------- */

static void add_lower(strbuf *b, const char *text)
{
    for (; text && *text; text++)
        strbuf_add_char(b, (char)text_lower(*text));
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

static void add_hex(strbuf *b, uint32_t number)
{
    for (int shift = 28; shift >= 0; shift -= 4)
        strbuf_add_char(b, "0123456789ABCDEF"[number >> shift & 15]);
}

static void write_id(char out[17], uint64_t number)
{
    for (int i = 0; i < 16; i++)
        out[i] = "0123456789abcdef"[number >> (60 - 4 * i) & 15];
    out[16] = '\0';
}

/* The host as the client called it, so that the id stays when the host's logs come in later. */
static bool make_id(const sppwhy_analysis *a, const sppwhy_rules *rules, sppwhy_finding *f, strbuf *b)
{
    const char *server = finding_server(a, f);
    strbuf_clear(b);
    add_lower(b, f->verdict.cause);
    strbuf_add_char(b, (char)('0' + f->subject));
    strbuf_add_char(b, '\n');
    add_lower(b, f->machine ? f->machine->name : "");
    add_lower(b, server ? server : finding_target_name(a, f));
    add_hex(b, code_of(a, rules, f));
    if (b->failed)
        return false;
    write_id(f->id, XXH3_64bits(b->bytes, b->length));
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

/* A log that something lacks: the span that holds all of it that is lacking, as one export gives it. */
typedef struct lacking {
    sppwhy_wanted_log wanted;
    size_t asker; /* the last one */
} lacking;

/* Few logs are lacking, each to thousands. */
typedef struct lacking_list {
    VEC(lacking *) list;
    places known;
    arena *memory;
} lacking_list;

static uint64_t hash_lacking(const void *thing, uint64_t seed)
{
    const sppwhy_missing_log *l = &((const lacking *)thing)->wanted.log;
    return places_of_text.hash(l->channel, places_of_text_nocase.hash(l->machine, seed));
}

static bool same_lacking(const void *a, const void *b)
{
    const sppwhy_missing_log *x = &((const lacking *)a)->wanted.log, *y = &((const lacking *)b)->wanted.log;
    return (x->machine == y->machine || text_equal_nocase(x->machine, y->machine)) &&
           (x->channel == y->channel || strcmp(x->channel, y->channel) == 0);
}

static const places_kind lacking_kind = {hash_lacking, same_lacking};

/* The one for that log, made when it is the first; NULL when memory is short. */
static lacking *lacking_for(lacking_list *all, const sppwhy_missing_log *log)
{
    const lacking sought = {.wanted = {.log = *log}};
    size_t place = places_find(&all->known, &lacking_kind, (const void *const *)all->list.items,
                               all->list.count, &sought);
    if (place < all->list.count)
        return all->list.items[place];
    lacking *added = place == SIZE_MAX ? NULL : ARENA_NEW(all->memory, lacking);
    if (!added)
        return NULL;
    *added = (lacking){.wanted = {.log = *log, .settles = 0}, .asker = SIZE_MAX};
    return vec_push(&all->list, added) ? added : NULL;
}

/* `asker`: one for each verdict and each finding; it counts once. */
static bool add_needs(lacking_list *all, const sppwhy_verdict *v, size_t asker)
{
    for (size_t i = 0; i < v->missing_log_count; i++) {
        const sppwhy_missing_log *l = &v->missing_logs[i];
        lacking *n = lacking_for(all, l);
        if (!n)
            return false;
        sppwhy_missing_log *whole = &n->wanted.log;
        n->wanted.settles += n->asker != asker;
        n->asker = asker;
        if (l->to == 0)
            continue;
        whole->from = whole->to == 0 || l->from < whole->from ? l->from : whole->from;
        whole->to = l->to > whole->to ? l->to : whole->to;
    }
    return true;
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

static bool hand_out_needs(sppwhy_analysis *a, const lacking_list *all)
{
    sppwhy_wanted_log *out = ARENA_ARRAY(all->memory, all->list.count, sppwhy_wanted_log);
    a->wanted = out;
    a->wanted_count = all->list.count;
    for (size_t i = 0; out && i < all->list.count; i++)
        out[i] = all->list.items[i]->wanted;
    if (out && a->wanted_count != 0)
        sort_array(out, a->wanted_count, sizeof *out, by_use);
    return out != NULL;
}

bool finding_notes_want(sppwhy_analysis *a, arena *memory)
{
    lacking_list needs = {.memory = memory};
    size_t asker = 0;
    bool done = true;
    for (size_t i = 0; done && i < a->collection->activation_count; i++) {
        const sppwhy_verdict *v = a->verdicts[a->collection->activations[i]->id - 1];
        done = !v || add_needs(&needs, v, asker++);
    }
    for (size_t i = 0; done && i < a->finding_count; i++)
        if (a->findings[i].activation_count == 0) /* of the others the verdicts count */
            done = add_needs(&needs, &a->findings[i].verdict, asker++);
    done = done && hand_out_needs(a, &needs);
    vec_free(&needs.list);
    places_free(&needs.known);
    return done;
}
