/*
 * All rules over a collection: a verdict for each activation that did not succeed, and findings on machines,
 * hosts and the collection.
 *
 * Of the rules that hold for an activation the most refined gives the verdict: a rule that refines another
 * holds only where the other does, and takes its place. Where several unrelated ones hold, the surer goes
 * first, then the graver, then the first by name. A refinement that is unknown leaves its question in the
 * verdict's `missing`.
 */
#include "rules/judge/analysis_owner.h"
#include "rules/judge/finding_notes.h"
#include "rules/judge/index.h"
#include "rules/judge/kept_values.h"
#include "rules/judge/opinions.h"
#include "rules/judge/order.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/sort.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define HASH_NONFATAL_OOM 1
#define HASH_FUNCTION(key, length, value) ((value) = (unsigned)text_hash((key), (length)))
#include <uthash.h>

/* What is folded into one finding: one cause on one thing, and failures that no rule explains by
 * their code. */
typedef struct finding_key {
    const sppwhy_machine *machine;
    const char *cause; /* of a rule, so that one cause is one address */
    uint32_t subject;
    uint32_t code; /* 0 unless no rule explains it */
} finding_key;

/* A finding while it is being gathered. */
typedef struct gathered {
    finding_key key;
    sppwhy_finding finding;
    VEC(size_t) activations;
    UT_hash_handle hh;
} gathered;

typedef struct judging {
    arena *memory; /* of the result */
    const sppwhy_rules *rules;
    const sppwhy_collection *collection;
    rule_index *index;
    kept_values *kept;
    wanted_logs wanted; /* by what is judged at present */
    opinions opinions;  /* on it */
    VEC(gathered *) gathered;
    gathered *by_key;
    size_t outside; /* findings before the span asked for */
} judging;

/* ---- one rule on one thing ----------------------------------------------------------------------------- */

static sppwhy_confidence confidence_of(const judgement *j, const scope *s, findings *f)
{
    findings ignored = {0};
    truth likely = TRUTH_TRUE;
    size_t more = f->evidence_more;
    truth confirmed = j->confirmed ? condition_judge(j->confirmed, s, f) : TRUTH_FALSE;
    f->evidence_more = more; /* what `when` counted is not to be counted again */
    if (confirmed == TRUTH_TRUE)
        return SPPWHY_CONFIDENCE_CONFIRMED;
    if (j->likely)
        likely = condition_judge(j->likely, s, &ignored);
    f->failed |= ignored.failed;
    findings_free(&ignored);
    return likely == TRUTH_TRUE ? SPPWHY_CONFIDENCE_LIKELY : SPPWHY_CONFIDENCE_POSSIBLE;
}

/* ---- a verdict ----------------------------------------------------------------------------------------- */

static void add_record(findings *f, const sppwhy_record *record)
{
    if (record)
        findings_add_record(f, record);
}

/* The events of the activation itself are evidence of any verdict on it. */
static void add_own_events(findings *f, const sppwhy_activation *a)
{
    for (size_t i = 0; i < a->request_count; i++) {
        add_record(f, a->requests[i]->client);
        add_record(f, a->requests[i]->response);
        add_record(f, a->requests[i]->host);
    }
    for (size_t i = 0; i < 3; i++)
        add_record(f, a->summary[i]);
}

static int by_event(const void *left, const void *right)
{
    const sppwhy_record *a = *(const sppwhy_record *const *)left, *b = *(const sppwhy_record *const *)right;
    if (a->event->time != b->event->time)
        return a->event->time < b->event->time ? -1 : 1;
    int order = text_compare_nocase(a->event->common->computer, b->event->common->computer);
    if (order != 0)
        return order;
    return compare_u64(a->event->record_id, b->event->record_id);
}

static bool take_evidence(judging *g, sppwhy_verdict *v, findings *f)
{
    size_t count = f->evidence.count < LIMIT_EVIDENCE ? f->evidence.count : LIMIT_EVIDENCE;
    const sppwhy_record **evidence = vec_copy(g->memory, f->evidence.items, count, sizeof *evidence);
    if (!evidence)
        return false;
    if (count != 0)
        sort_array(evidence, count, sizeof *evidence, by_event);
    v->evidence = evidence;
    v->evidence_count = count;
    return true;
}

static bool take_missing(judging *g, sppwhy_verdict *v, const findings *f)
{
    const char **missing = ARENA_ARRAY(g->memory, f->missing.count, const char *);
    places known = {0};
    bool done = missing != NULL;
    for (size_t i = 0; i < f->missing.count && done; i++) {
        size_t place = places_find(&known, &places_of_text, (const void *const *)missing, v->missing_count,
                                   f->missing.items[i]);
        if (place < v->missing_count)
            continue;
        missing[v->missing_count] = arena_string(g->memory, f->missing.items[i]);
        done = place != SIZE_MAX && missing[v->missing_count++];
    }
    places_free(&known);
    v->missing = missing;
    return done;
}

static sppwhy_level level_of(const judgement *j, const scope *s, findings *f)
{
    for (size_t i = 0; i < j->raised_count; i++) {
        findings ignored = {0};
        truth holds = condition_judge(j->raised[i].when, s, &ignored);
        f->failed |= ignored.failed;
        findings_free(&ignored);
        if (holds == TRUTH_TRUE)
            return j->raised[i].level;
    }
    return j->of->level;
}

static bool write_verdict(judging *g, sppwhy_verdict *v, const judgement *j, sppwhy_confidence confidence,
                          const scope *s, findings *f)
{
    const rule *r = j->of;
    *v = (sppwhy_verdict){.cause = r->id,
                          .title = r->title,
                          .level = level_of(j, s, f),
                          .confidence = confidence,
                          .references = r->references.items,
                          .reference_count = r->references.count,
                          .false_alarms = r->false_alarms.items,
                          .false_alarm_count = r->false_alarms.count};
    v->why = steps_join(&j->why, s, g->memory);
    return v->why && steps_fill(&j->confirm, s, g->memory, &v->confirm, &v->confirm_count) &&
           steps_fill(&j->fix, s, g->memory, &v->fix, &v->fix_count) && take_evidence(g, v, f) &&
           take_missing(g, v, f) && wanted_logs_take(&g->wanted, v, g->memory) && !f->failed;
}

/* ---- choosing among rules ------------------------------------------------------------------------------ */

static bool goes_before(const rule *a, sppwhy_confidence sure_a, const rule *b, sppwhy_confidence sure_b)
{
    return sure_a != sure_b ? sure_a > sure_b : a->level > b->level;
}

/* The place of the rule that gives the verdict; SIZE_MAX when none holds. `found` learns when memory was
 * short, for then another rule may have come out than should. */
static size_t choose(judging *g, const scope *s, sppwhy_confidence *confidence, findings *found)
{
    size_t best = SIZE_MAX;
    rule *const *rules = g->rules->list.items;
    for (size_t n = 0; n < g->opinions.asked_count; n++) {
        size_t i = g->opinions.asked[n];
        opinion *o = &g->opinions.of[i];
        if (o->holds != TRUTH_TRUE || opinions_set_aside(&g->opinions, i))
            continue;
        sppwhy_confidence sure = confidence_of(o->judgement, s, &o->found);
        found->failed |= o->found.failed;
        if (best == SIZE_MAX || goes_before(rules[i], sure, rules[best], *confidence)) {
            best = i;
            *confidence = sure;
        }
    }
    return best;
}

/* What is unknown of the rules that would refine the verdict; of all, when the verdict is a fallback. */
static void add_open_questions(const judging *g, size_t chosen, findings *f)
{
    const rule *verdict = g->rules->list.items[chosen];
    for (size_t n = 0; n < g->opinions.asked_count; n++) {
        size_t i = g->opinions.asked[n];
        const opinion *o = &g->opinions.of[i];
        if (o->holds != TRUTH_UNKNOWN || !(verdict->fallback || rules_refine(g->rules, i, chosen)))
            continue;
        for (size_t k = 0; k < o->found.missing.count; k++)
            if (!vec_push(&f->missing, o->found.missing.items[k]))
                f->failed = true;
    }
}

/* ---- activations --------------------------------------------------------------------------------------- */

static bool judge_activation(judging *g, const scope *s, sppwhy_verdict **out)
{
    sppwhy_confidence confidence = SPPWHY_CONFIDENCE_POSSIBLE;
    findings found = {0};
    *out = ARENA_NEW(g->memory, sppwhy_verdict);
    bool done = opinions_ask(&g->opinions, s) && *out;
    size_t chosen = done ? choose(g, s, &confidence, &found) : SIZE_MAX;
    if (done && chosen != SIZE_MAX) {
        opinion *o = &g->opinions.of[chosen];
        add_own_events(&found, s->activation);
        for (size_t i = 0; i < o->found.evidence.count; i++)
            add_record(&found, o->found.evidence.items[i]);
        for (size_t i = 0; i < o->found.missing.count && confidence != SPPWHY_CONFIDENCE_CONFIRMED; i++)
            if (!vec_push(&found.missing, o->found.missing.items[i]))
                found.failed = true;
        add_open_questions(g, chosen, &found);
        done = write_verdict(g, *out, o->judgement, confidence, s, &found);
    } else if (done) {
        done = !found.failed;
        *out = NULL; /* a rule set of the user's without a fallback */
    }
    findings_free(&found);
    opinions_forget(&g->opinions);
    return done;
}

/* ---- findings ------------------------------------------------------------------------------------------ */

/* The finding of that key, made when it is the first of its kind; NULL when memory is short. */
static gathered *gathered_for(judging *g, sppwhy_subject subject, const sppwhy_machine *machine,
                              const char *cause, uint32_t code)
{
    finding_key key;
    gathered *found;
    memset(&key, 0, sizeof key); /* its bytes are compared */
    key.machine = machine;
    key.cause = cause;
    key.subject = (uint32_t)subject;
    key.code = code;
    HASH_FIND(hh, g->by_key, &key, sizeof key, found);
    if (found)
        return found;
    gathered *added = calloc(1, sizeof *added);
    if (!added || !vec_push(&g->gathered, added)) {
        free(added);
        return NULL;
    }
    added->key = key;
    added->finding.subject = subject;
    added->finding.machine = machine;
    added->finding.verdict.cause = cause;
    HASH_ADD(hh, g->by_key, key, sizeof added->key, added);
    HASH_FIND(hh, g->by_key, &key, sizeof key, found);
    return found; /* not there when the table could not grow */
}

static bool fold_activation(judging *g, const sppwhy_activation *a, const sppwhy_verdict *v)
{
    const rule *r = rules_find(g->rules, v->cause);
    uint32_t code = r && r->fallback && a->has_code ? a->code : 0;
    gathered *into = gathered_for(g, SPPWHY_SUBJECT_MACHINE, a->machine, v->cause, code);
    if (!into || !vec_push(&into->activations, a->id))
        return false;
    sppwhy_finding *f = &into->finding;
    f->verdict = *v;
    f->first = a->time != 0 && (f->first == 0 || a->time < f->first) ? a->time : f->first;
    f->last = a->time > f->last ? a->time : f->last;
    f->occurrences++;
    return true;
}

/* Evidence of two judgements of one cause on one machine. */
static bool join_evidence(judging *g, sppwhy_verdict *into, const sppwhy_verdict *more)
{
    findings f = {0};
    for (size_t i = 0; i < into->evidence_count; i++)
        add_record(&f, into->evidence[i]);
    for (size_t i = 0; i < more->evidence_count; i++)
        add_record(&f, more->evidence[i]);
    bool done = !f.failed && take_evidence(g, into, &f);
    findings_free(&f);
    return done;
}

static bool fold_standing(judging *g, sppwhy_subject subject, const sppwhy_machine *machine,
                          const sppwhy_verdict *v, size_t more)
{
    gathered *into = gathered_for(g, subject, machine, v->cause, 0);
    if (!into)
        return false;
    sppwhy_finding *f = &into->finding;
    if (f->occurrences != 0)
        return join_evidence(g, &f->verdict, v);
    f->verdict = *v;
    f->occurrences = v->evidence_count + more;
    for (size_t i = 0; i < v->evidence_count; i++) {
        uint64_t time = v->evidence[i]->event->time;
        f->first = time != 0 && (f->first == 0 || time < f->first) ? time : f->first;
        f->last = time > f->last ? time : f->last;
    }
    if (f->occurrences == 0)
        f->occurrences = 1;
    return true;
}

/* Whether all that a finding rests on lies before the span asked for (nothing after it is known); what rests
 * on no event lies in it. */
static bool is_outside(const judging *g, const rule *r, const findings *f)
{
    return f->evidence.count != 0 && f->evidence_last < g->collection->span.since && !r->lasting;
}

/* Rules on a machine, a host or the collection: each that holds and is not refined away is a finding. */
static bool judge_standing(judging *g, const scope *s, sppwhy_subject subject)
{
    kept_forget(g->kept);
    bool done = opinions_ask(&g->opinions, s);
    for (size_t n = 0; done && n < g->opinions.asked_count; n++) {
        size_t i = g->opinions.asked[n];
        opinion *o = &g->opinions.of[i];
        if (o->holds != TRUTH_TRUE || opinions_set_aside(&g->opinions, i))
            continue;
        sppwhy_verdict v;
        sppwhy_confidence confidence = confidence_of(o->judgement, s, &o->found);
        if (is_outside(g, g->rules->list.items[i], &o->found))
            g->outside++;
        else
            done = write_verdict(g, &v, o->judgement, confidence, s, &o->found) &&
                   fold_standing(g, subject, s->machine, &v, o->found.evidence_more);
    }
    opinions_forget(&g->opinions);
    return done;
}

/* What was noted of another thing: the texts end with its scratch. */
static void forget_thing(judging *g)
{
    kept_forget(g->kept);
    g->wanted.list.count = 0;
    g->wanted.last.text = NULL;
}

static bool judge_machine(judging *g, const sppwhy_machine *m, sppwhy_verdict **verdicts)
{
    scope s = {.collection = g->collection,
               .index = g->index,
               .catalogue = g->rules->catalogue,
               .machine = m,
               .wanted = &g->wanted,
               .kept = g->kept};
    bool done = true;
    for (size_t i = 0; i < m->activation_count && done; i++) {
        const sppwhy_activation *a = m->activations[i];
        if (a->outcome == SPPWHY_OUTCOME_ACTIVATED || a->outcome == SPPWHY_OUTCOME_RENEWED)
            continue;
        s.kind = SCOPE_ACTIVATION;
        s.activation = a;
        s.now = scope_moment(a->time);
        s.scratch = arena_create();
        forget_thing(g);
        done = s.scratch && judge_activation(g, &s, &verdicts[a->id - 1]) &&
               (!verdicts[a->id - 1] || fold_activation(g, a, verdicts[a->id - 1]));
        arena_free(s.scratch);
    }
    s.activation = NULL;
    s.now = 0;
    s.scratch = arena_create();
    forget_thing(g);
    s.kind = SCOPE_MACHINE;
    done = done && s.scratch && judge_standing(g, &s, SPPWHY_SUBJECT_MACHINE);
    s.kind = SCOPE_HOST;
    done = done && (!m->is_host || judge_standing(g, &s, SPPWHY_SUBJECT_HOST));
    arena_free(s.scratch);
    return done;
}

static bool judge_collection(judging *g)
{
    scope s = {.kind = SCOPE_COLLECTION,
               .collection = g->collection,
               .index = g->index,
               .catalogue = g->rules->catalogue,
               .wanted = &g->wanted,
               .kept = g->kept};
    s.scratch = arena_create();
    forget_thing(g);
    bool done = s.scratch && judge_standing(g, &s, SPPWHY_SUBJECT_COLLECTION);
    arena_free(s.scratch);
    return done;
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static bool hand_out_findings(judging *g, sppwhy_analysis *out)
{
    sppwhy_finding *list = ARENA_ARRAY(g->memory, g->gathered.count, sppwhy_finding);
    if (!list)
        return false;
    for (size_t i = 0; i < g->gathered.count; i++) {
        gathered *from = g->gathered.items[i];
        list[i] = from->finding;
        list[i].activation_count = from->activations.count;
        list[i].activations = vec_to_arena(&from->activations, g->memory);
        if (!list[i].activations)
            return false;
    }
    out->findings = list;
    out->finding_count = g->gathered.count;
    return true;
}

static void count_outcomes(const judging *g, sppwhy_analysis *out)
{
    for (size_t i = 0; i < g->collection->activation_count; i++) {
        const sppwhy_verdict *v = out->verdicts[i];
        const rule *r = v ? rules_find(g->rules, v->cause) : NULL;
        out->failed += v != NULL;
        out->unanswered += g->collection->activations[i]->outcome == SPPWHY_OUTCOME_UNANSWERED;
        out->unexplained += r && r->fallback;
    }
}

static bool judge_all(judging *g, sppwhy_analysis *out)
{
    sppwhy_verdict **verdicts = ARENA_ARRAY(g->memory, g->collection->activation_count, sppwhy_verdict *);
    if (!verdicts)
        return false;
    for (size_t i = 0; i < g->collection->machine_count; i++)
        if (!judge_machine(g, g->collection->machines[i], verdicts))
            return false;
    out->verdicts = (const sppwhy_verdict *const *)verdicts;
    out->collection = g->collection;
    out->catalogue = g->rules->catalogue;
    if (!judge_collection(g) || !hand_out_findings(g, out) || !findings_arrange(out, g->rules, g->memory) ||
        !analysis_count_causes(out, g->rules->list.count, g->memory) ||
        !finding_notes_make(out, g->rules, g->memory))
        return false;
    count_outcomes(g, out);
    out->outside = g->outside;
    return true;
}

sppwhy_status sppwhy_judge(sppwhy_analysis **out, const sppwhy_rules *rules,
                           const sppwhy_collection *collection, sppwhy_error *error)
{
    *out = NULL;
    arena *memory = arena_create();
    analysis_owner *owner = memory ? ARENA_NEW(memory, analysis_owner) : NULL;
    judging g = {.memory = memory,
                 .rules = rules,
                 .collection = collection,
                 .index = index_create(collection, rules->catalogue),
                 .kept = kept_create()};
    bool done = owner && g.index && g.kept && opinions_begin(&g.opinions, rules, memory) &&
                judge_all(&g, &owner->analysis);
    HASH_CLEAR(hh, g.by_key);
    for (size_t i = 0; i < g.gathered.count; i++) {
        vec_free(&g.gathered.items[i]->activations);
        free(g.gathered.items[i]);
    }
    vec_free(&g.gathered);
    vec_free(&g.wanted.list);
    places_free(&g.wanted.known);
    index_free(g.index);
    kept_free(g.kept);
    if (!done) {
        arena_free(memory);
        return error_no_memory(error);
    }
    owner->memory = memory;
    *out = &owner->analysis;
    return SPPWHY_OK;
}

void sppwhy_analysis_free(sppwhy_analysis *analysis)
{
    if (analysis)
        arena_free(((analysis_owner *)analysis)->memory);
}
