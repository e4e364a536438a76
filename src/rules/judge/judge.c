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
} gathered;

/* The verdict that a rule gave last: the next one mostly has the same texts. */
typedef struct told {
    const judgement *by;
    sppwhy_verdict verdict;
} told;

typedef struct judging {
    arena *memory; /* of the result */
    const sppwhy_rules *rules;
    const sppwhy_collection *collection;
    rule_index *index;
    kept_values *kept;
    wanted_logs wanted; /* by what is judged at present */
    arena *scratch;     /* likewise */
    opinions opinions;  /* on it */
    findings found;     /* of a verdict, before it is written */
    told *told;         /* by the rules' places */
    const rule *rule;   /* asked for last */
    /* Those on the machine at present, of which there is one at a time: the rest of the list is to be used again. */
    VEC(gathered *) gathered;
    size_t gathered_count;
    places gathered_places;
    VEC(sppwhy_finding) findings; /* on those before */
    size_t outside;               /* findings before the span asked for */
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
    if (count > 1)
        sort_array(evidence, count, sizeof *evidence, by_event);
    v->evidence = evidence;
    v->evidence_count = count;
    return true;
}

static bool take_missing(judging *g, sppwhy_verdict *v, const findings *f, const sppwhy_verdict *before)
{
    const char **missing = ARENA_ARRAY(g->memory, f->missing.count, const char *);
    places known = {0};
    bool done = missing != NULL;
    for (size_t i = 0; i < f->missing.count && done; i++) {
        size_t n = v->missing_count;
        const char *text = f->missing.items[i];
        size_t place = places_find(&known, &places_of_text, (const void *const *)missing, n, text);
        if (place < n)
            continue;
        bool again = n < before->missing_count && strcmp(before->missing[n], text) == 0;
        missing[n] = again ? before->missing[n] : arena_string(g->memory, text);
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

static bool write_verdict(judging *g, sppwhy_verdict *v, size_t rule_place, sppwhy_confidence confidence,
                          const scope *s, findings *f)
{
    const rule *r = g->rules->list.items[rule_place];
    const judgement *j = g->opinions.of[rule_place].judgement;
    told *last = &g->told[rule_place];
    if (last->by != j)
        *last = (told){.by = j};
    *v = (sppwhy_verdict){.cause = r->id,
                          .title = r->title,
                          .level = level_of(j, s, f),
                          .confidence = confidence,
                          .confirm = last->verdict.confirm,
                          .confirm_count = last->verdict.confirm_count,
                          .fix = last->verdict.fix,
                          .fix_count = last->verdict.fix_count,
                          .references = r->references.items,
                          .reference_count = r->references.count,
                          .false_alarms = r->false_alarms.items,
                          .false_alarm_count = r->false_alarms.count};
    v->why = steps_join(&j->why, s, g->memory, last->verdict.why);
    bool done = v->why && steps_fill(&j->confirm, s, g->memory, &v->confirm, &v->confirm_count) &&
                steps_fill(&j->fix, s, g->memory, &v->fix, &v->fix_count) && take_evidence(g, v, f) &&
                take_missing(g, v, f, &last->verdict) && wanted_logs_take(&g->wanted, v, g->memory) &&
                !f->failed;
    if (done)
        last->verdict = *v;
    return done;
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

/* What the verdict rests on, and what would settle it. */
static void gather_found(judging *g, const scope *s, size_t chosen, sppwhy_confidence confidence)
{
    const findings *by_rule = &g->opinions.of[chosen].found;
    findings *found = &g->found;
    add_own_events(found, s->activation);
    for (size_t i = 0; i < by_rule->evidence.count; i++)
        add_record(found, by_rule->evidence.items[i]);
    for (size_t i = 0; i < by_rule->missing.count && confidence != SPPWHY_CONFIDENCE_CONFIRMED; i++)
        if (!vec_push(&found->missing, by_rule->missing.items[i]))
            found->failed = true;
    add_open_questions(g, chosen, found);
}

static bool judge_activation(judging *g, const scope *s, sppwhy_verdict **out)
{
    sppwhy_confidence confidence = SPPWHY_CONFIDENCE_POSSIBLE;
    *out = ARENA_NEW(g->memory, sppwhy_verdict);
    bool done = opinions_ask(&g->opinions, s) && *out;
    size_t chosen = done ? choose(g, s, &confidence, &g->found) : SIZE_MAX;
    if (done && chosen != SIZE_MAX) {
        gather_found(g, s, chosen, confidence);
        done = write_verdict(g, *out, chosen, confidence, s, &g->found);
    } else if (done) {
        done = !g->found.failed;
        *out = NULL; /* a rule set of the user's without a fallback */
    }
    findings_clear(&g->found);
    opinions_forget(&g->opinions);
    return done;
}

/* ---- findings ------------------------------------------------------------------------------------------ */

static uint64_t hash_gathered(const void *thing, uint64_t seed)
{
    const finding_key *key = &((const gathered *)thing)->key;
    return places_of_text.hash(key->cause, seed ^ key->subject ^ (uint64_t)key->code << 32);
}

static bool same_gathered(const void *a, const void *b)
{
    const finding_key *x = &((const gathered *)a)->key, *y = &((const gathered *)b)->key;
    return x->machine == y->machine && x->cause == y->cause && x->subject == y->subject && x->code == y->code;
}

static const places_kind gathered_kind = {hash_gathered, same_gathered};

/* One that is not used; NULL when memory is short. */
static gathered *next_gathered(judging *g)
{
    if (g->gathered_count < g->gathered.count)
        return g->gathered.items[g->gathered_count];
    gathered *added = calloc(1, sizeof *added);
    if (added && vec_push(&g->gathered, added))
        return added;
    free(added);
    return NULL;
}

/* The finding of that key, made when it is the first of its kind; NULL when memory is short. */
static gathered *gathered_for(judging *g, sppwhy_subject subject, const sppwhy_machine *machine,
                              const char *cause, uint32_t code)
{
    const gathered sought = {.key = {machine, cause, (uint32_t)subject, code}};
    size_t place = places_find(&g->gathered_places, &gathered_kind, (const void *const *)g->gathered.items,
                               g->gathered_count, &sought);
    if (place < g->gathered_count)
        return g->gathered.items[place];
    gathered *added = place == SIZE_MAX ? NULL : next_gathered(g);
    if (!added)
        return NULL;
    added->key = sought.key;
    added->finding = (sppwhy_finding){.subject = subject, .machine = machine, .verdict = {.cause = cause}};
    added->activations.count = 0;
    g->gathered_count++;
    return added;
}

/* Nothing more comes to them: the machine was judged, or the collection. */
static bool take_gathered(judging *g)
{
    for (size_t i = 0; i < g->gathered_count; i++) {
        gathered *from = g->gathered.items[i];
        from->finding.activation_count = from->activations.count;
        from->finding.activations = vec_to_arena(&from->activations, g->memory);
        if (!from->finding.activations || !vec_push(&g->findings, from->finding))
            return false;
    }
    g->gathered_count = 0;
    return true;
}

/* Most verdicts are of the rule of the one before. */
static bool is_fallback(judging *g, const char *cause)
{
    if (!g->rule || g->rule->id != cause)
        g->rule = rules_find(g->rules, cause);
    return g->rule && g->rule->fallback;
}

static bool fold_activation(judging *g, const sppwhy_activation *a, const sppwhy_verdict *v)
{
    uint32_t code = a->has_code && is_fallback(g, v->cause) ? a->code : 0;
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
            done = write_verdict(g, &v, i, confidence, s, &o->found) &&
                   fold_standing(g, subject, s->machine, &v, o->found.evidence_more);
    }
    opinions_forget(&g->opinions);
    return done;
}

/* What was noted of another thing: the texts end with its scratch. */
static void forget_thing(judging *g)
{
    arena_clear(g->scratch);
    kept_forget(g->kept);
    g->wanted.list.count = 0;
    g->wanted.last.text = g->wanted.last_host.text = NULL;
}

static scope scope_of(judging *g, scope_kind kind, const sppwhy_machine *machine)
{
    return (scope){.kind = kind,
                   .collection = g->collection,
                   .index = g->index,
                   .catalogue = g->rules->catalogue,
                   .machine = machine,
                   .scratch = g->scratch,
                   .wanted = &g->wanted,
                   .kept = g->kept};
}

static bool judge_machine(judging *g, const sppwhy_machine *m, sppwhy_verdict **verdicts)
{
    scope s = scope_of(g, SCOPE_ACTIVATION, m);
    bool done = true;
    for (size_t i = 0; i < m->activation_count && done; i++) {
        const sppwhy_activation *a = m->activations[i];
        if (a->outcome == SPPWHY_OUTCOME_ACTIVATED || a->outcome == SPPWHY_OUTCOME_RENEWED)
            continue;
        s.activation = a;
        s.now = scope_moment(a->time);
        forget_thing(g);
        done = judge_activation(g, &s, &verdicts[a->id - 1]) &&
               (!verdicts[a->id - 1] || fold_activation(g, a, verdicts[a->id - 1]));
    }
    s = scope_of(g, SCOPE_MACHINE, m);
    forget_thing(g);
    done = done && judge_standing(g, &s, SPPWHY_SUBJECT_MACHINE);
    s.kind = SCOPE_HOST;
    return done && (!m->is_host || judge_standing(g, &s, SPPWHY_SUBJECT_HOST)) && take_gathered(g);
}

static bool judge_collection(judging *g)
{
    scope s = scope_of(g, SCOPE_COLLECTION, NULL);
    forget_thing(g);
    return judge_standing(g, &s, SPPWHY_SUBJECT_COLLECTION) && take_gathered(g);
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static bool hand_out_findings(judging *g, sppwhy_analysis *out)
{
    if (!vec_reserve(&g->findings, 1) || !arena_own(g->memory, g->findings.items))
        return false;
    out->findings = g->findings.items;
    out->finding_count = g->findings.count;
    g->findings.items = NULL;
    return true;
}

static void count_outcomes(judging *g, sppwhy_analysis *out)
{
    for (size_t i = 0; i < g->collection->activation_count; i++) {
        const sppwhy_verdict *v = out->verdicts[i];
        out->failed += v != NULL;
        out->unanswered += g->collection->activations[i]->outcome == SPPWHY_OUTCOME_UNANSWERED;
        out->unexplained += v && is_fallback(g, v->cause);
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
    if (!judge_collection(g) || !hand_out_findings(g, out) || !findings_arrange(out, g->rules) ||
        !analysis_count_causes(out, g->rules->list.count, g->memory) ||
        !finding_notes_make(out, g->rules, g->memory))
        return false;
    count_outcomes(g, out);
    out->outside = g->outside;
    return true;
}

static void end_judging(judging *g)
{
    for (size_t i = 0; i < g->gathered.count; i++) {
        vec_free(&g->gathered.items[i]->activations);
        free(g->gathered.items[i]);
    }
    vec_free(&g->gathered);
    places_free(&g->gathered_places);
    vec_free(&g->findings);
    findings_free(&g->found);
    opinions_end(&g->opinions);
    vec_free(&g->wanted.list);
    places_free(&g->wanted.known);
    index_free(g->index);
    kept_free(g->kept);
    arena_free(g->scratch);
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
                 .kept = kept_create(),
                 .scratch = arena_create()};
    bool done = owner && g.index && g.kept && g.scratch && opinions_begin(&g.opinions, rules, memory) &&
                (g.told = ARENA_ARRAY(memory, rules->list.count, told)) != NULL &&
                judge_all(&g, &owner->analysis);
    end_judging(&g);
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
