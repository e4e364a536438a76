/* Each 12288 with the 12289 that answered it. */
#include "correlate/match_responses.h"

#include "base/clock.h"
#include "base/limits.h"
#include "spp/access.h"

#include <stdlib.h>

/* An exchange that waits, and the one of the same machine that has waited longer; NAME_NONE: none. */
typedef struct waiting {
    size_t exchange;
    size_t older;
} waiting;

typedef struct pairing {
    exchange_list *exchanges;
    name_table *names;
    VEC(waiting) list;
    size_t *newest; /* by root name, in `list` */
    size_t cut;     /* answers for which not all that wait were looked at */
} pairing;

static bool answers(const sppwhy_record *response, const sppwhy_record *client)
{
    uint64_t sent = record_number(client, SPPWHY_FIELD_CLIENT_TIME, 0);
    uint64_t named = record_number(response, SPPWHY_FIELD_CLIENT_TIME, 0);
    bool names_it = sent != 0 && named != 0;
    return (!names_it || sent == named) && clock_follows(client->event->time, response->event->time,
                                                         names_it ? KMS_NAMED_ANSWER_TIME : KMS_ANSWER_TIME);
}

/* A request that failed got no answer; and an answer that activates has the count that the product needs. */
static int likeness(const sppwhy_record *response, const sppwhy_record *client)
{
    uint64_t count = record_number(response, SPPWHY_FIELD_COUNT, 0);
    uint64_t need = record_number(client, SPPWHY_FIELD_REQUIRED_COUNT, 0);
    bool activated = record_number(response, SPPWHY_FIELD_ACTIVATED, 0) == 1;
    return 2 * (record_number(client, SPPWHY_FIELD_CODE, 0) == 0) + ((count >= need) == activated);
}

static bool wait_for_answer(pairing *p, size_t root, size_t number)
{
    waiting w = {number, root == NAME_NONE ? NAME_NONE : p->newest[root]};
    if (root != NAME_NONE)
        p->newest[root] = p->list.count;
    return vec_push(&p->list, w);
}

/* The newest of the likeliest that still wait; what has waited for over an hour is not answered any more. */
static size_t *find_waiting(pairing *p, size_t root, const sppwhy_record *response)
{
    size_t *best = NULL, *link = root == NAME_NONE ? NULL : &p->newest[root];
    int most = -1;
    for (size_t looked = 0; link && *link != NAME_NONE; looked++) { /* from the newest one */
        if (looked == LIMIT_REQUESTS_WAITING) {
            p->cut++;
            break;
        }
        waiting *w = &p->list.items[*link];
        const sppwhy_record *client = p->exchanges->items[w->exchange].client;
        if (clock_after(client->event->time, KMS_NAMED_ANSWER_TIME) < response->event->time) {
            *link = NAME_NONE;
            break;
        }
        int fits = answers(response, client) ? likeness(response, client) : -1;
        if (fits > most) {
            most = fits;
            best = link;
        }
        link = &w->older;
    }
    return best;
}

static bool take_record(pairing *p, const sppwhy_record *r, bool sent)
{
    size_t found = names_find(p->names, r->event->common->computer);
    size_t root = found == NAME_NONE ? NAME_NONE : names_root(p->names, found);
    exchange d = {.client = sent ? r : NULL, .response = sent ? NULL : r};
    size_t *link = sent ? NULL : find_waiting(p, root, r);
    if (link) {
        const waiting *w = &p->list.items[*link];
        p->exchanges->items[w->exchange].response = r;
        *link = w->older;
        return true;
    }
    return vec_push(p->exchanges, d) && (!sent || wait_for_answer(p, root, p->exchanges->count - 1));
}

bool match_responses(exchange_list *exchanges, const evidence *given, name_table *names)
{
    pairing p = {
        .exchanges = exchanges, .names = names, .newest = malloc((names->count + 1) * sizeof *p.newest)};
    bool done = p.newest != NULL;
    for (size_t i = 0; done && i < names->count; i++)
        p.newest[i] = NAME_NONE;
    for (size_t i = 0; done && i < given->all_count; i++) {
        const sppwhy_record *r = record_at(given, i);
        bool sent = record_is(r, KIND_CLIENT_REQUEST);
        if (sent || record_is(r, KIND_CLIENT_RESPONSE))
            done = take_record(&p, r, sent);
    }
    exchanges->cut += p.cut;
    vec_free(&p.list);
    free(p.newest);
    return done;
}
