/*
 * A part of an analysis as an analysis of its own: of some machines, of some causes, from a level on, without
 * what is known already. Every report then shows the same part, and its sums are those of the part.
 */
#include "rules/judge/analysis_owner.h"
#include "rules/judge/finding_notes.h"

#include "base/options.h"
#include "base/error.h"
#include "base/sort.h"
#include "base/text.h"
#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

typedef struct selecting {
    const sppwhy_analysis *whole;
    const sppwhy_selection *by;
    arena *memory;
    bool *machines; /* of the whole collection: shown */
    sppwhy_analysis *out;
    sppwhy_collection *collection;
    VEC(sppwhy_finding) findings;
    VEC(size_t) places; /* of each of them in the whole */
    VEC(sppwhy_ignored) ignored;
    bool failed; /* memory is short */
} selecting;

/* ---- machines ------------------------------------------------------------------------------------------ */

static bool machine_wanted(const sppwhy_selection *by, const sppwhy_machine *m)
{
    for (size_t i = 0; i < by->machine_count; i++)
        if (sppwhy_machine_matches(m, by->machines[i]))
            return true;
    return by->machine_count == 0;
}

/* ---- findings ------------------------------------------------------------------------------------------ */

static bool verdict_wanted(const sppwhy_selection *by, const sppwhy_verdict *v)
{
    if (by->has_level && v->level < by->level)
        return false;
    for (size_t i = 0; i < by->cause_count; i++)
        if (text_equal_nocase(by->causes[i], v->cause))
            return true;
    return by->cause_count == 0;
}

static bool is_ignored(selecting *s, const sppwhy_finding *f)
{
    sppwhy_ignored i = {.finding = f};
    if (!s->by->ignore || !(i.why = s->by->ignore(s->by->context, f, &i.until)))
        return false;
    s->failed |= !vec_push(&s->ignored, i);
    return true;
}

static bool take_findings(selecting *s)
{
    for (size_t i = 0; i < s->whole->finding_count; i++) {
        const sppwhy_finding *f = &s->whole->findings[i];
        bool wanted = (f->machine ? s->machines[f->machine->place] : s->by->machine_count == 0) &&
                      verdict_wanted(s->by, &f->verdict);
        if (!wanted || is_ignored(s, f))
            continue;
        if (!vec_push(&s->findings, *f) || !vec_push(&s->places, i))
            return false;
    }
    if (!vec_reserve(&s->findings, 1) || !arena_own(s->memory, s->findings.items))
        return false;
    s->out->findings = s->findings.items; /* there are thousands: they are not copied */
    s->out->finding_count = s->findings.count;
    s->findings.items = NULL;
    s->out->ignored = vec_to_arena(&s->ignored, s->memory);
    s->out->ignored_count = s->ignored.count;
    return s->out->ignored;
}

static int place_against(const void *item, const void *wanted)
{
    return compare_u64(*(const size_t *)item, *(const size_t *)wanted);
}

/* The host's findings that are shown, too, are those of the part. */
static void relink(selecting *s)
{
    for (size_t i = 0; i < s->out->finding_count; i++) {
        const sppwhy_finding *root = s->out->findings[i].host_finding;
        size_t wanted = root ? (size_t)(root - s->whole->findings) : 0;
        const size_t *place =
            root ? sort_find(s->places.items, s->places.count, sizeof wanted, &wanted, place_against) : NULL;
        if (place)
            s->out->findings[i].host_finding = &s->out->findings[place - s->places.items];
    }
}

/* ---- the collection ------------------------------------------------------------------------------------ */

/* Where a cause or a level is asked for, a machine is shown for its findings, not for its name. */
static void narrow_machines(selecting *s)
{
    if (!s->by->has_level && s->by->cause_count == 0)
        return;
    memset(s->machines, 0, s->whole->collection->machine_count * sizeof *s->machines);
    for (size_t i = 0; i < s->out->finding_count; i++)
        if (s->out->findings[i].machine)
            s->machines[s->out->findings[i].machine->place] = true;
}

static bool take_machines(selecting *s)
{
    const sppwhy_collection *c = s->whole->collection;
    sppwhy_machine **machines = ARENA_ARRAY(s->memory, c->machine_count, sppwhy_machine *);
    sppwhy_machine **serving = ARENA_ARRAY(s->memory, c->serving_count, sppwhy_machine *);
    s->collection->machines = machines;
    s->collection->serving = serving;
    s->collection->machine_count = s->collection->serving_count = 0;
    for (size_t i = 0; machines && i < c->machine_count; i++)
        if (s->machines[i])
            machines[s->collection->machine_count++] = c->machines[i];
    for (size_t i = 0; serving && i < c->serving_count; i++)
        if (s->machines[c->serving[i]->place])
            serving[s->collection->serving_count++] = c->serving[i];
    return machines && serving;
}

static bool take_activations(selecting *s)
{
    const sppwhy_collection *c = s->whole->collection;
    bool all = !s->by->has_level && s->by->cause_count == 0;
    sppwhy_activation **list = ARENA_ARRAY(s->memory, c->activation_count, sppwhy_activation *);
    s->collection->activations = list;
    s->collection->activation_count = 0;
    s->out->failed = s->out->unanswered = s->out->unexplained = 0;
    for (size_t i = 0; list && i < c->activation_count; i++) {
        const sppwhy_activation *a = c->activations[i];
        const sppwhy_verdict *v = s->whole->verdicts[a->id - 1];
        if (!s->machines[a->machine->place] || (!all && (!v || !verdict_wanted(s->by, v))))
            continue;
        list[s->collection->activation_count++] = c->activations[i];
        s->out->failed += v != NULL;
        s->out->unanswered += a->outcome == SPPWHY_OUTCOME_UNANSWERED;
        s->out->unexplained += v && verdict_is_unexplained(v);
    }
    return list != NULL;
}

/* ---- what is shown, in words --------------------------------------------------------------------------- */

static void add_list(strbuf *b, const char *what, const char *const *words, size_t count)
{
    strbuf_add(b, count != 0 && b->length != 0 ? "; " : "");
    for (size_t i = 0; i < count; i++)
        strbuf_printf(b, "%s%s", i == 0 ? what : " or ", words[i]);
}

static bool tell_shown(selecting *s)
{
    strbuf b = {0};
    add_list(&b, "machine ", s->by->machines, s->by->machine_count);
    if (s->by->has_level)
        strbuf_printf(&b, "%slevel %s%s", b.length != 0 ? "; " : "", sppwhy_level_name(s->by->level),
                      s->by->level == SPPWHY_LEVEL_CRITICAL ? "" : " and worse");
    add_list(&b, "cause ", s->by->causes, s->by->cause_count);
    s->out->shown = b.length != 0 ? arena_string(s->memory, b.bytes) : NULL;
    bool done = !b.failed && (b.length == 0 || s->out->shown);
    strbuf_free(&b);
    return done;
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

/* Nothing is left out: what was counted of the whole holds. */
static bool is_whole(const selecting *s)
{
    return s->by->machine_count == 0 && !s->by->has_level && s->by->cause_count == 0 && s->ignored.count == 0;
}

static bool select_all(selecting *s)
{
    const sppwhy_collection *c = s->whole->collection;
    s->machines = ARENA_ARRAY(s->memory, c->machine_count, bool);
    s->collection = ARENA_NEW(s->memory, sppwhy_collection);
    if (!s->machines || !s->collection)
        return false;
    *s->out = *s->whole;
    *s->collection = *c;
    s->out->collection = s->collection;
    for (size_t i = 0; i < c->machine_count; i++)
        s->machines[i] = machine_wanted(s->by, c->machines[i]);
    if (!take_findings(s) || s->failed)
        return false;
    relink(s);
    narrow_machines(s);
    return take_machines(s) && take_activations(s) && tell_shown(s) &&
           (is_whole(s) || (analysis_count_causes(s->out, s->out->finding_count, s->memory) &&
                            finding_notes_want(s->out, s->memory)));
}

sppwhy_status sppwhy_analysis_select(sppwhy_analysis **out, const sppwhy_analysis *whole,
                                     const sppwhy_selection *given, sppwhy_error *error)
{
    sppwhy_selection by;
    *out = NULL;
    if (options_take(&by, sizeof by, given, error) != SPPWHY_OK)
        return SPPWHY_INVALID;
    arena *memory = arena_create();
    analysis_owner *owner = memory ? ARENA_NEW(memory, analysis_owner) : NULL;
    selecting s = {.whole = whole, .by = &by, .memory = memory, .out = owner ? &owner->analysis : NULL};
    bool done = owner && select_all(&s);
    vec_free(&s.findings);
    vec_free(&s.places);
    vec_free(&s.ignored);
    if (!done) {
        arena_free(memory);
        return error_no_memory(error);
    }
    owner->memory = memory;
    *out = &owner->analysis;
    return SPPWHY_OK;
}
