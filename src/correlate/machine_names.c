/* Which names are one machine, as far as their forms and their CMIDs tell, and what a machine is then called. */
#include "correlate/machine_names.h"

#include "base/sort.h"
#include "base/text.h"
#include "evtx/store.h"
#include "spp/access.h"

#include <stdlib.h>
#include <string.h>

/* ---- one machine a root name --------------------------------------------------------------------------- */

static int by_name(const void *left, const void *right)
{
    return text_compare_nocase((*(sppwhy_machine *const *)left)->name,
                               (*(sppwhy_machine *const *)right)->name);
}

/* A host names clients by their short or their full name. The two are one machine where only one full name
 * has that label: where several have, a short name may be any of them. */
static void unite_label(name_table *t, const size_t *group, size_t count)
{
    size_t full = NAME_NONE, several = 0, short_form = NAME_NONE;
    for (size_t i = 0; i < count; i++) {
        if (!strchr(t->items[group[i]].text, '.')) {
            short_form = group[i];
        } else if (full == NAME_NONE || names_root(t, full) != names_root(t, group[i])) {
            full = group[i];
            several++;
        }
    }
    if (several != 1 || short_form == NAME_NONE)
        return;
    if (t->items[full].wrote != t->items[short_form].wrote)
        names_unite(t, full, short_form);
}

/* True when some name has both a short and a full form. */
static bool unite_short_names(name_table *t)
{
    bool any = false;
    for (size_t i = 0, end; i < t->count; i = end) {
        size_t label = strcspn(t->items[t->by_label[i]].text, ".");
        for (end = i + 1; end < t->count; end++) {
            const char *text = t->items[t->by_label[end]].text;
            if (strcspn(text, ".") != label || !text_same_label(text, t->items[t->by_label[i]].text))
                break;
        }
        unite_label(t, &t->by_label[i], end - i);
        any |= end - i > 1;
    }
    return any;
}

/* A client that only hosts name, now by its short and now by its full name, with one CMID. */
typedef struct named_cmid {
    const uint8_t *cmid;
    size_t name;
} named_cmid;

static int by_cmid_and_name(const void *left, const void *right)
{
    const named_cmid *a = left, *b = right;
    int order = id_compare(a->cmid, b->cmid);
    return order != 0 ? order : compare_u64(a->name, b->name);
}

typedef VEC(named_cmid) named_list;

/* A client asks again and again: what was said last of a name is not said again. */
static bool list_named(const name_table *t, const request_list *requests, named_list *list)
{
    const uint8_t **last = calloc(t->count + 1, sizeof *last);
    bool done = last != NULL;
    for (size_t i = 0; i < requests->count && done; i++) {
        const sppwhy_request *r = &requests->items[i];
        const char *client = r->host && !r->client ? record_text(r->host, SPPWHY_FIELD_CLIENT) : NULL;
        size_t n = client ? names_find(t, client) : NAME_NONE;
        if (n == NAME_NONE || t->items[n].wrote)
            continue;
        named_cmid entry = {sppwhy_request_cmid(r), n};
        if (entry.cmid && (!last[n] || id_compare(last[n], entry.cmid) != 0))
            done = vec_push(list, entry);
        last[n] = entry.cmid;
    }
    free(last);
    return done;
}

static bool unite_by_cmid(name_table *t, const request_list *requests)
{
    named_list list = {0};
    bool done = list_named(t, requests, &list);
    if (list.count != 0)
        sort_array(list.items, list.count, sizeof *list.items, by_cmid_and_name);
    for (size_t i = 1; i < list.count; i++) { /* names are sorted: the short form is before its full form */
        const named_cmid *a = &list.items[i - 1], *c = &list.items[i];
        if (a->name != c->name && id_compare(a->cmid, c->cmid) == 0 &&
            text_same_host(t->items[a->name].text, t->items[c->name].text))
            names_unite(t, a->name, c->name);
    }
    vec_free(&list);
    return done;
}

/* A client that its host did not name is the one machine whose CMID it has, where there is one. */
static bool list_cmids(const name_table *t, const request_list *requests, named_list *list)
{
    for (size_t i = 0; i < requests->count; i++) {
        const sppwhy_request *r = &requests->items[i];
        char room[NAME_CLIENT_ROOM];
        const char *client = r->client ? r->client->event->common->computer : NULL;
        if (!r->client && r->host)
            (void)names_client(r->host, room, &client);
        named_cmid entry = {sppwhy_request_cmid(r), client ? names_find(t, client) : NAME_NONE};
        const named_cmid *last = list->count != 0 ? &list->items[list->count - 1] : NULL;
        if (!entry.cmid || entry.name == NAME_NONE || (last && by_cmid_and_name(last, &entry) == 0))
            continue;
        if (!vec_push(list, entry))
            return false;
    }
    return true;
}

static bool is_unnamed_client(const char *called)
{
    return text_starts_with(called, NAME_CLIENT_STAND_IN);
}

static void unite_unnamed(name_table *t, const named_cmid *group, size_t count)
{
    size_t named = NAME_NONE, unnamed = NAME_NONE, several = 0;
    for (size_t i = 0; i < count; i++) {
        size_t n = group[i].name;
        if (is_unnamed_client(t->items[n].text)) {
            unnamed = n;
        } else if (named == NAME_NONE || names_root(t, named) != names_root(t, n)) {
            named = n;
            several++;
        }
    }
    if (several == 1 && unnamed != NAME_NONE)
        names_unite(t, named, unnamed);
}

static bool unite_unnamed_clients(name_table *t, const request_list *requests)
{
    named_list list = {0};
    bool any = false;
    for (size_t i = 0; i < t->count && !any; i++)
        any = is_unnamed_client(t->items[i].text);
    bool done = !any || list_cmids(t, requests, &list);
    if (list.count != 0)
        sort_array(list.items, list.count, sizeof *list.items, by_cmid_and_name);
    for (size_t i = 0, end; i < list.count && done; i = end) {
        for (end = i + 1; end < list.count && id_compare(list.items[end].cmid, list.items[i].cmid) == 0;)
            end++;
        unite_unnamed(t, list.items + i, end - i);
    }
    vec_free(&list);
    return done;
}

static bool make_machines(machine_list *out, arena *memory, name_table *t)
{
    for (size_t i = 0; i < t->count; i++) {
        size_t root = names_root(t, i);
        name_entry *r = &t->items[root];
        if (!r->machine) {
            r->machine = ARENA_NEW(memory, sppwhy_machine);
            if (!r->machine || !vec_push(out, r->machine))
                return false;
        }
        t->items[i].machine = r->machine;
        r->machine->has_logs |= t->items[i].wrote;
    }
    return true;
}

/* Groups the names by machine in one pass over a sorted list, so that many names do not cost their square. */
typedef struct named {
    sppwhy_machine *machine;
    size_t index;
    uint64_t newest;
} named;

static int by_machine_and_newest(const void *left, const void *right)
{
    const named *a = left, *b = right;
    if (a->machine != b->machine)
        return a->machine < b->machine ? -1 : 1;
    int order = compare_u64(b->newest, a->newest);
    return order != 0 ? order : compare_u64(a->index, b->index);
}

static bool take_aliases(arena *memory, const name_table *t, const named *group, size_t count)
{
    sppwhy_machine *m = group[0].machine;
    const char **aliases = ARENA_ARRAY(memory, count, const char *);
    if (!aliases)
        return false;
    const name_entry *first = &t->items[group[0].index];
    m->name = first->last ? first->last : first->text;
    for (size_t i = 1; i < count; i++) {
        const name_entry *n = &t->items[group[i].index];
        if (!text_same_host(n->text, m->name) && !name_is_stand_in(n->text))
            aliases[m->alias_count++] = n->last ? n->last : n->text;
    }
    m->aliases = aliases;
    return true;
}

enum { RANKS = 4 };

/* A name that the machine wrote goes before any that others use for it, one that was given to it before that of
 * its setup, and each before a stand-in. */
static uint64_t rank_of(const name_entry *n)
{
    if (!n->wrote)
        return !name_is_stand_in(n->text);
    return name_is_stand_in(n->text) ? 1 : names_from_setup(n->text) ? 2 : 3;
}

static bool name_machines(arena *memory, const evidence *given, name_table *t)
{
    size_t count = t->count;
    named *list = calloc(count + 1, sizeof *list);
    if (!list)
        return false;
    for (size_t i = 0; i < count; i++)
        list[i] = (named){t->items[i].machine, i, rank_of(&t->items[i])};
    const char *last = NULL; /* computer, and the place of its name */
    size_t n = NAME_NONE;
    for (size_t i = 0; i < given->record_count; i++) {
        const sppwhy_event *e = record_at(given, i)->event;
        if (e->common->computer != last) {
            last = e->common->computer;
            n = names_find(t, last);
            if (n != NAME_NONE && name_is_stand_in(t->items[n].text))
                n = NAME_NONE;
        }
        if (n == NAME_NONE)
            continue;
        list[n].newest = e->time + RANKS;
        t->items[n].last = last;
    }
    sort_array(list, count, sizeof *list, by_machine_and_newest);
    bool done = true;
    for (size_t i = 0, end; i < count && done; i = end) {
        for (end = i + 1; end < count && list[end].machine == list[i].machine;)
            end++;
        done = take_aliases(memory, t, list + i, end - i);
    }
    free(list);
    return done;
}

bool machines_name(machine_list *out, arena *memory, const evidence *given, name_table *names,
                   const request_list *requests)
{
    if ((unite_short_names(names) && !unite_by_cmid(names, requests)) ||
        !unite_unnamed_clients(names, requests) || !make_machines(out, memory, names) ||
        !names_answer_labels(names, memory) || !name_machines(memory, given, names))
        return false;
    if (out->count != 0)
        sort_array(out->items, out->count, sizeof *out->items, by_name);
    return true;
}
