/* See host_causes.h. */
#include "rules/judge/host_causes.h"

#include "rules/judge/domains.h"

#include "base/sort.h"
#include "base/text.h"
#include "rules/ruleset/rule.h"
#include "base/vec.h"
#include "correlate/requests.h"
#include "spp/access.h"

#include <stdlib.h>
#include <string.h>

/* Hosts that are looked at for one kind of failure. A company has a few; a hostile collection could name
 * thousands, and then the links between them would cost more than they tell. */
#define HOSTS_MOST 64

/* A failure that a host's finding rests on. */
typedef struct sign {
    uint32_t event, code;
    const sppwhy_record *record;
    size_t finding;
} sign;

typedef VEC(sign) sign_list;

static uint32_t code_of(const sppwhy_record *r)
{
    return (uint32_t)record_number(r, SPPWHY_FIELD_CODE, 0);
}

static int by_failure(const void *left, const void *right)
{
    const sign *a = left, *b = right;
    if (a->event != b->event)
        return a->event < b->event ? -1 : 1;
    if (a->code != b->code)
        return a->code < b->code ? -1 : 1;
    return compare_u64(a->finding, b->finding);
}

static bool gather(const sppwhy_analysis *a, sign_list *out)
{
    for (size_t i = 0; i < a->finding_count; i++) {
        const sppwhy_finding *f = &a->findings[i];
        for (size_t k = 0; f->subject == SPPWHY_SUBJECT_HOST && k < f->verdict.evidence_count; k++) {
            const sppwhy_record *r = f->verdict.evidence[k];
            sign s = {r->event->common->id, code_of(r), r, i};
            if (record_failed(r) && !vec_push(out, s))
                return false;
        }
    }
    if (out->count != 0)
        sort_array(out->items, out->count, sizeof *out->items, by_failure);
    return true;
}

static const sppwhy_request *newest_request(const sppwhy_analysis *a, const sppwhy_finding *f)
{
    if (f->activation_count == 0)
        return NULL;
    const sppwhy_activation *last =
        sppwhy_activation_find(a->collection, f->activations[f->activation_count - 1]);
    return last && last->request_count != 0 ? last->requests[last->request_count - 1] : NULL;
}

/* The host that the newest activation of a finding asked; NULL when it asked none that is known. */
static const sppwhy_machine *finding_target(const sppwhy_analysis *a, const sppwhy_finding *f)
{
    const sppwhy_request *r = newest_request(a, f);
    return r ? r->target : NULL;
}

const char *finding_server(const sppwhy_analysis *a, const sppwhy_finding *f)
{
    const sppwhy_request *r = newest_request(a, f);
    return r ? record_text(r->client, SPPWHY_FIELD_SERVER) : NULL;
}

const char *finding_target_name(const sppwhy_analysis *a, const sppwhy_finding *f)
{
    const sppwhy_request *r = newest_request(a, f);
    return r ? request_host_name(r) : NULL;
}

/* The host wrote the machine's evidence itself, or it is the one that the machine asked. */
static bool same_host(const sppwhy_analysis *a, const sppwhy_finding *f, const sppwhy_record *r,
                      const sign *s)
{
    const sppwhy_machine *host = a->findings[s->finding].machine;
    if (host == f->machine)
        return false;
    return finding_target(a, f) == host ||
           (text_equal_nocase(r->event->common->computer, s->record->event->common->computer) &&
            text_equal_nocase(r->event->common->computer, host->name));
}

static size_t root_of(const sppwhy_analysis *a, const sign_list *signs, const sppwhy_finding *f)
{
    sign wanted = {0};
    for (size_t i = 0; f->subject == SPPWHY_SUBJECT_MACHINE && i < f->verdict.evidence_count; i++) {
        const sppwhy_record *r = f->verdict.evidence[i];
        wanted.event = r->event->common->id;
        wanted.code = code_of(r);
        if (!record_failed(r))
            continue;
        size_t low = sort_first(signs->items, signs->count, sizeof wanted, &wanted, by_failure);
        for (size_t k = low; k < signs->count && k < low + HOSTS_MOST; k++) {
            const sign *s = &signs->items[k];
            if (s->event != wanted.event || s->code != wanted.code)
                break;
            if (same_host(a, f, r, s))
                return s->finding;
        }
    }
    return SIZE_MAX;
}

/* ---- by what the rules say ----------------------------------------------------------------------------- */

static bool explains(const rule *r, const char *cause)
{
    for (size_t i = 0; r && i < r->explains.count; i++)
        if (strcmp(r->explains.items[i], cause) == 0)
            return true;
    return false;
}

/* The findings on hosts whose rule explains others: few, as hosts are. */
typedef struct candidate {
    const rule *rule;
    size_t finding;
} candidate;

typedef VEC(candidate) candidate_list;

static bool gather_candidates(const sppwhy_analysis *a, const sppwhy_rules *rules, candidate_list *out)
{
    for (size_t i = 0; i < a->finding_count; i++) {
        candidate c = {rules_find(rules, a->findings[i].verdict.cause), i};
        if (a->findings[i].subject != SPPWHY_SUBJECT_HOST || !c.rule || c.rule->explains.count == 0 ||
            a->findings[i].verdict.confidence ==
                SPPWHY_CONFIDENCE_POSSIBLE) /* what may be nothing explains nothing */
            continue;
        if (!vec_push(out, c))
            return false;
    }
    return true;
}

/* A client that asked no host, since it found none, concerns the only host that there is such a finding of, if
 * that is not another organization's. */
static size_t root_by_rule(const sppwhy_analysis *a, const candidate_list *list, const sppwhy_finding *f)
{
    const sppwhy_machine *target = finding_target(a, f);
    bool asked = finding_target_name(a, f) != NULL;
    size_t found = SIZE_MAX, count = 0;
    if (f->subject != SPPWHY_SUBJECT_MACHINE || (asked && !target))
        return SIZE_MAX;
    for (size_t i = 0; i < list->count && i < HOSTS_MOST; i++) {
        const sppwhy_finding *host = &a->findings[list->items[i].finding];
        if (host->machine == f->machine || (asked && host->machine != target) ||
            !explains(list->items[i].rule, f->verdict.cause) || f->last < host->first ||
            (!asked && names_are_foreign(f->machine->name, host->machine->name)))
            continue;
        found = found == SIZE_MAX ? list->items[i].finding : found;
        count++;
    }
    return asked || count == 1 ? found : SIZE_MAX;
}

size_t *host_causes_find(const sppwhy_analysis *a, const sppwhy_rules *rules)
{
    sign_list signs = {0};
    candidate_list candidates = {0};
    size_t *roots = malloc((a->finding_count + 1) * sizeof *roots);
    bool done = roots && gather(a, &signs) && gather_candidates(a, rules, &candidates);
    for (size_t i = 0; done && i < a->finding_count; i++) {
        roots[i] = root_of(a, &signs, &a->findings[i]);
        if (roots[i] == SIZE_MAX && candidates.count != 0)
            roots[i] = root_by_rule(a, &candidates, &a->findings[i]);
    }
    vec_free(&signs);
    vec_free(&candidates);
    if (!done) {
        free(roots);
        roots = NULL;
    }
    return roots;
}
