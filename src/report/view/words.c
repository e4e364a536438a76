/* See words.h. */
#include "report/view/words.h"

#include "base/sort.h"
#include "correlate/coverage.h"
#include "report/view/logs.h"
#include "report/view/index.h"

#include "spp/kms.h"

#include <inttypes.h>
#include <stdlib.h>

machine_standing standing_of(const sppwhy_machine *m)
{
    switch (m->state) {
    case SPPWHY_STATE_ACTIVATION_FAILING:
        return STANDING_FAILING;
    case SPPWHY_STATE_RENEWAL_FAILING:
        return STANDING_RENEWAL_FAILING;
    case SPPWHY_STATE_ACTIVATED:
        return m->is_host ? STANDING_ACTIVATED_HOST : STANDING_ACTIVATED;
    case SPPWHY_STATE_UNKNOWN:
        break;
    }
    if (m->twins && m->last_success != 0 && m->last_failure != 0)
        return STANDING_TWINS;
    return m->is_host ? STANDING_HOST : m->has_logs ? STANDING_IDLE : STANDING_BARE;
}

/* Whether slmgr or ospp showed it in a grace period last. */
static bool shown_in_grace(const sppwhy_machine *m)
{
    uint64_t state;
    return sppwhy_record_number(m->report, SPPWHY_FIELD_LICENSE_STATE, &state) &&
           license_state_is_grace(state);
}

bool add_shown_requests(strbuf *b, const sppwhy_machine *m)
{
    uint64_t all, failed;
    if (!sppwhy_record_number(m->report, SPPWHY_FIELD_REQUESTS_RECEIVED, &all))
        return false;
    strbuf_printf(b, "%" PRIu64 " %s in all", all, all == 1 ? "request" : "requests");
    if (sppwhy_record_number(m->report, SPPWHY_FIELD_REQUESTS_FAILED, &failed))
        strbuf_printf(b, ", %" PRIu64 " of them failed", failed);
    strbuf_add(b, ", as slmgr showed it");
    return true;
}

#define UNKNOWN "state not known"

const standing_words *words_of(machine_standing standing)
{
    static const standing_words words[] = {
        [STANDING_FAILING] = {"not activating", "not activating", "not activating", "NOT ACTIVATING",
                              "Not activating", "not activating", "failing", "bad"},
        [STANDING_RENEWAL_FAILING] = {"renewal failing", "renewal failing", "renewal failing",
                                      "RENEWAL FAILING", "Renewal failing", "renewal failing", "renewal",
                                      "warn"},
        [STANDING_TWINS] = {"two machines of one name, " UNKNOWN, "two of one name", "two of one name",
                            "STATE NOT KNOWN", "Two of one name", "two machines of one name", "twins",
                            "warn"},
        [STANDING_ACTIVATED] = {"activated", "activated", "activated", "activated", "Activated", "activated",
                                "activated", "good"},
        [STANDING_ACTIVATED_HOST] = {"activated, KMS host", "activated", "activated", "activated",
                                     "Activated", "activated", "activated", "good"},
        [STANDING_HOST] = {"KMS host", "KMS host", "KMS hosts", "KMS host", "KMS host",
                           "KMS hosts, own state not known", "host", "open"},
        [STANDING_IDLE] = {"no activation attempt in its logs", UNKNOWN, UNKNOWN, UNKNOWN, "Not known",
                           "no attempt in their logs", "idle", "open"},
        [STANDING_BARE] = {"seen only in a KMS host's log; no logs of their own collected", UNKNOWN, UNKNOWN,
                           UNKNOWN, "Not known", "known from a KMS host's log only, state not known", "bare",
                           "open"}};
    return &words[standing];
}

/* No attempt, but slmgr or ospp showed it. */
static bool only_in_grace(const sppwhy_machine *m)
{
    return standing_of(m) == STANDING_IDLE && shown_in_grace(m);
}

const char *state_heading(const sppwhy_machine *m)
{
    return only_in_grace(m) ? "IN ITS GRACE PERIOD" : words_of(standing_of(m))->heading;
}

const char *state_cell(const sppwhy_machine *m)
{
    return only_in_grace(m) ? "In its grace period" : words_of(standing_of(m))->cell;
}

const char *what_ends(const sppwhy_machine *m)
{
    switch (m->state) {
    case SPPWHY_STATE_ACTIVATION_FAILING:
        return "grace period ends";
    case SPPWHY_STATE_RENEWAL_FAILING:
    case SPPWHY_STATE_ACTIVATED:
        return "activation ends";
    case SPPWHY_STATE_UNKNOWN:
        break;
    }
    return "license or grace period ends";
}

const char *license_state_words(uint64_t state)
{
    static const char *const words[] = {[LICENSE_UNLICENSED] = "unlicensed",
                                        [LICENSE_LICENSED] = "licensed",
                                        [LICENSE_INITIAL_GRACE] = "initial grace",
                                        [LICENSE_ADDITIONAL_GRACE] = "additional grace",
                                        [LICENSE_NON_GENUINE_GRACE] = "non-genuine grace",
                                        [LICENSE_NOTIFICATION] = "notification",
                                        [LICENSE_EXTENDED_GRACE] = "extended grace"};
    return state < sizeof words / sizeof *words ? words[state] : "state not known";
}

standing_counts count_standings(const sppwhy_collection *c)
{
    standing_counts counts = {{0}};
    for (size_t i = 0; i < c->machine_count; i++)
        counts.of[standing_of(c->machines[i])]++;
    return counts;
}

/* ---- in a sentence ------------------------------------------------------------------------------------- */

/* KMS hosts with problems of their own, whether or not they are activated themselves. */
static size_t count_troubled_hosts(strbuf *b, const sppwhy_analysis *a)
{
    size_t count = 0;
    bool *counted = calloc(places_with_findings(a) + 1, sizeof *counted);
    b->failed |= !counted;
    for (size_t i = 0; counted && i < a->finding_count; i++) {
        const sppwhy_finding *f = &a->findings[i];
        if (f->subject != SPPWHY_SUBJECT_HOST || !f->machine || f->verdict.level < SPPWHY_LEVEL_HIGH ||
            standing_of(f->machine) <= STANDING_RENEWAL_FAILING || counted[f->machine->place])
            continue;
        counted[f->machine->place] = true;
        count++;
    }
    free(counted);
    return count;
}

static void add_states(strbuf *b, const sppwhy_analysis *a)
{
    const size_t hosts = count_troubled_hosts(b, a);
    const standing_counts n = count_standings(a->collection);
    size_t failing = n.of[STANDING_FAILING], renewing = n.of[STANDING_RENEWAL_FAILING];
    size_t machines = a->collection->machine_count;
    if (failing == 0 && renewing == 0) {
        strbuf_add(b, a->failed == 0
                          ? "No failed activation was found."
                          : "Activations failed, but every machine that can be judged is activated "
                            "now.");
        if (hosts != 0)
            strbuf_printf(b, " %zu KMS %s own.", hosts,
                          hosts == 1 ? "host has a problem of its" : "hosts have problems of their");
        return;
    }
    strbuf_printf(b, "%zu of %zu %s", failing + renewing + hosts, machines,
                  machines == 1 ? "machine" : "machines");
    strbuf_add(b, failing + renewing + hosts == 1 ? " has a problem: " : " have problems: ");
    if (failing != 0)
        strbuf_printf(b, "%zu %s not activating", failing, failing == 1 ? "is" : "are");
    if (renewing != 0)
        strbuf_printf(b, "%s%zu %s activated but cannot renew", failing != 0 ? ", " : "", renewing,
                      renewing == 1 ? "is" : "are");
    if (hosts != 0)
        strbuf_printf(b, ", %zu %s own", hosts,
                      hosts == 1 ? "is a KMS host with a problem of its"
                                 : "are KMS hosts with problems of their");
    strbuf_add_char(b, '.');
}

void add_verdict_sentence(strbuf *b, const sppwhy_analysis *a)
{
    size_t explained = a->failed - a->unexplained;
    add_states(b, a);
    if (a->failed == 0)
        return;
    strbuf_printf(b, " %zu %s failed; ", a->failed, a->failed == 1 ? "activation" : "activations");
    if (a->unexplained == 0)
        strbuf_add(b, a->failed == 1 ? "it is explained." : "all of them are explained.");
    else
        strbuf_printf(b, "%zu %s explained, %zu %s not.", explained, explained == 1 ? "is" : "are",
                      a->unexplained, a->unexplained == 1 ? "is" : "are");
}

uint64_t report_newest(const sppwhy_analysis *a)
{
    uint64_t first, newest = 0;
    for (size_t i = 0; i < a->finding_count; i++)
        newest = a->findings[i].last > newest ? a->findings[i].last : newest;
    if (newest == 0)
        logs_span(a->collection, &first, &newest);
    return newest;
}

uint64_t report_end(const sppwhy_analysis *a)
{
    uint64_t first, newest, until = a->collection->span.until;
    logs_span(a->collection, &first, &newest);
    return until != 0 && until < newest ? until : newest;
}

/* ---- who runs out -------------------------------------------------------------------------------------- */

static int by_end(const void *left, const void *right)
{
    const sppwhy_machine *a = *(const sppwhy_machine *const *)left,
                         *b = *(const sppwhy_machine *const *)right;
    if (a->runs_out != b->runs_out)
        return a->runs_out < b->runs_out ? -1 : 1;
    return compare_u64(a->place, b->place);
}

const sppwhy_machine **running_out(const sppwhy_analysis *a, size_t *count)
{
    const sppwhy_collection *c = a->collection;
    uint64_t now = report_end(a);
    const sppwhy_machine **list = malloc((c->machine_count + 1) * sizeof *list);
    *count = 0;
    for (size_t i = 0; list && i < c->machine_count; i++)
        if (c->machines[i]->runs_out > now && standing_of(c->machines[i]) <= STANDING_RENEWAL_FAILING)
            list[(*count)++] = c->machines[i];
    if (list && *count != 0)
        sort_array(list, *count, sizeof *list, by_end);
    return list;
}
