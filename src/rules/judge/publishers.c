/* See publishers.h. */
#include "rules/judge/publishers.h"

#include "base/clock.h"
#include "base/domain_name.h"
#include "base/sort.h"
#include "base/text.h"
#include "base/vec.h"
#include "correlate/coverage.h"
#include "rules/judge/index.h"
#include "spp/access.h"

#include <stdlib.h>

/* From `from` on the host can tell, or not. */
typedef struct turn {
    uint64_t from;
    bool unknown;
} turn;

typedef VEC(turn) turn_list;

/* A moment at which so many more hosts cannot tell. */
typedef struct tide {
    uint64_t from;
    int64_t more; /* once they are sorted: how many in all */
} tide;

typedef struct speaker {
    const char *domain;
    size_t host;
} speaker;

struct publishers {
    VEC(turn) turns;  /* of one host after another */
    VEC(size_t) ends; /* where each host's end */
    VEC(tide) tides;
    VEC(speaker) speakers; /* by domain and host */
};

/* ---- making it ----------------------------------------------------------------------------------------- */

static bool cannot_tell(const scope *of, const sppwhy_machine *host, const field *f, uint64_t now)
{
    scope s = *of;
    field_value v = {0};
    s.kind = SCOPE_HOST;
    s.machine = host;
    s.now = now;
    s.quiet = true;
    s.wanted = NULL;
    f->get(&s, &v);
    return v.state == FIELD_UNKNOWN;
}

static int by_time(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
    return compare_u64(a, b);
}

static int by_tide(const void *left, const void *right)
{
    return by_time(&((const tide *)left)->from, &((const tide *)right)->from);
}

static int by_turn(const void *left, const void *right)
{
    return by_time(&((const turn *)left)->from, &((const turn *)right)->from);
}

static int by_domain(const void *left, const void *right)
{
    const speaker *a = left, *b = right;
    int order = domain_name_compare(a->domain, b->domain);
    return order != 0 ? order : compare_u64(a->host, b->host);
}

/* Moments at which what the host can tell may change. */
static bool list_moments(const sppwhy_machine *host, moment_list *moments)
{
    for (size_t i = 0; i < host->other_count; i++) {
        const sppwhy_record *r = host->records[host->others[i]];
        if ((record_is(r, KIND_DNS_PUBLISHED) || record_is(r, KIND_DNS_PUBLISH_FAILED)) &&
            !vec_push(moments, r->event->time))
            return false;
    }
    size_t count = moments->count;
    if (!coverage_moments(host, SPPWHY_CHANNEL_APPLICATION, moments))
        return false;
    for (size_t i = count, end = moments->count; i < end; i++) /* a day before is asked for, too */
        if (moments->items[i] < CLOCK_END - CLOCK_DAY && !vec_push(moments, moments->items[i] + CLOCK_DAY))
            return false;
    return vec_push(moments, MOMENT_UNKNOWN + 1);
}

static bool add_turns(publishers *p, const scope *s, const sppwhy_machine *host, const field *f)
{
    moment_list moments = {0};
    scope inner = *s;
    inner.scratch = arena_create();
    bool done = inner.scratch && list_moments(host, &moments), before = false;
    if (done)
        sort_array(moments.items, moments.count, sizeof *moments.items, by_time);
    for (size_t i = 0; done && i < moments.count; i++) {
        turn t = {moments.items[i], false};
        if (i != 0 && moments.items[i] == moments.items[i - 1])
            continue;
        t.unknown = cannot_tell(&inner, host, f, t.from);
        if (t.unknown == before)
            continue;
        tide change = {t.from, t.unknown ? 1 : -1};
        done = vec_push(&p->turns, t) && vec_push(&p->tides, change);
        before = t.unknown;
    }
    vec_free(&moments);
    arena_free(inner.scratch);
    return done && vec_push(&p->ends, p->turns.count);
}

static bool add_speakers(publishers *p, const scope *s, const sppwhy_machine *host, size_t place)
{
    const publishing *const *all;
    size_t count;
    all = index_all_publishing(s->index, host, s->scratch, &count);
    for (size_t i = 0; all && i < count; i++) {
        speaker one = {all[i]->domain, place};
        if (!vec_push(&p->speakers, one))
            return false;
    }
    return all;
}

publishers *publishers_create(const scope *s, const field *f)
{
    size_t count;
    const sppwhy_machine *const *hosts = index_hosts(s->index, &count);
    publishers *p = calloc(1, sizeof *p);
    bool done = p;
    for (size_t i = 0; done && i < count; i++)
        done = add_turns(p, s, hosts[i], f) && add_speakers(p, s, hosts[i], i);
    if (!done) {
        publishers_free(p);
        return NULL;
    }
    if (p->tides.count != 0)
        sort_array(p->tides.items, p->tides.count, sizeof *p->tides.items, by_tide);
    for (size_t i = 1; i < p->tides.count; i++)
        p->tides.items[i].more += p->tides.items[i - 1].more;
    if (p->speakers.count != 0)
        sort_array(p->speakers.items, p->speakers.count, sizeof *p->speakers.items, by_domain);
    return p;
}

void publishers_free(publishers *p)
{
    if (!p)
        return;
    vec_free(&p->turns);
    vec_free(&p->ends);
    vec_free(&p->tides);
    vec_free(&p->speakers);
    free(p);
}

/* ---- questions ----------------------------------------------------------------------------------------- */

size_t publishers_unknown(const publishers *p, uint64_t now)
{
    const tide wanted = {now, 0};
    size_t come = sort_last(p->tides.items, p->tides.count, sizeof wanted, &wanted, by_tide);
    return come != 0 ? (size_t)p->tides.items[come - 1].more : 0;
}

static bool is_unknown(const publishers *p, size_t host, uint64_t now)
{
    const turn wanted = {now, false};
    size_t begin = host != 0 ? p->ends.items[host - 1] : 0;
    const turn *turns = p->turns.items + begin;
    size_t come = sort_last(turns, p->ends.items[host] - begin, sizeof wanted, &wanted, by_turn);
    return come != 0 && turns[come - 1].unknown;
}

static size_t first_speaker(const publishers *p, const char *domain)
{
    const speaker wanted = {domain, 0};
    return sort_first(p->speakers.items, p->speakers.count, sizeof wanted, &wanted, by_domain);
}

const size_t *publishers_of(const publishers *p, const scope *s, const char *domain, size_t most,
                            size_t *count)
{
    size_t first = first_speaker(p, domain), end = first, unknown = publishers_unknown(p, s->now), kept = 0;
    while (end < p->speakers.count && domain_name_equal(p->speakers.items[end].domain, domain))
        end++;
    unknown = unknown < most ? unknown : most;
    size_t *all = ARENA_ARRAY(s->scratch, end - first + unknown, size_t);
    *count = 0;
    if (!all)
        return NULL;
    for (size_t host = 0, at = first; at < end || unknown != 0; host++) {
        if (unknown == 0) /* nothing between the speakers matters any more */
            host = p->speakers.items[at].host;
        bool speaks = at < end && p->speakers.items[at].host == host;
        bool tells_not = unknown != 0 && is_unknown(p, host, s->now);
        while (at < end && p->speakers.items[at].host == host)
            at++;
        if (speaks || tells_not)
            all[kept++] = host;
        unknown -= tells_not;
    }
    *count = kept;
    return all;
}
