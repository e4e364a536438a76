/* Computer names, and which of them are one machine. */
#include "correlate/build.h"

#include "base/text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static int by_text(const void *a, const void *b)
{
    return text_compare_nocase(((const name *)a)->text, ((const name *)b)->text);
}

static int compare_label(const char *a, const char *b)
{
    for (;; a++, b++) {
        int x = *a == '.' ? 0 : tolower((unsigned char)*a), y = *b == '.' ? 0 : tolower((unsigned char)*b);
        if (x != y)
            return x < y ? -1 : 1;
        if (x == 0)
            return 0;
    }
}

/* qsort has no context argument in C11; the label index is sorted as pairs instead. */
typedef struct labelled {
    const char *text;
    size_t index;
} labelled;

static int by_label(const void *a, const void *b)
{
    int order = compare_label(((const labelled *)a)->text, ((const labelled *)b)->text);
    return order != 0 ? order : compare_u64(((const labelled *)a)->index, ((const labelled *)b)->index);
}

typedef VEC(name) name_list;

static bool add(name_list *list, const char *text, bool wrote)
{
    name n = {.text = text, .wrote = wrote};
    return text[0] == '\0' || vec_push(list, n);
}

static bool gather(const build *b, name_list *list)
{
    for (size_t i = 0; i < b->record_count; i++) {
        const char *client = record_text(b->records[i], SPPWHY_FIELD_CLIENT);
        if (!add(list, b->records[i]->event->common->computer, true) || (client && !add(list, client, false)))
            return false;
    }
    for (size_t i = 0; i < b->log_count; i++)
        for (size_t k = 0; k < b->logs[i]->computer_count; k++)
            if (!add(list, b->logs[i]->computers[k], true))
                return false;
    return true;
}

static void merge_equal(name_list *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (kept != 0 && by_text(&list->items[kept - 1], &list->items[i]) == 0)
            list->items[kept - 1].wrote |= list->items[i].wrote;
        else
            list->items[kept++] = list->items[i];
    }
    list->count = kept;
}

static bool index_labels(build *b)
{
    name_table *t = &b->names;
    labelled *pairs = calloc(t->count + 1, sizeof *pairs);
    t->by_label = ARENA_ARRAY(b->memory, t->count + 1, size_t);
    if (!pairs || !t->by_label) {
        free(pairs);
        return false;
    }
    for (size_t i = 0; i < t->count; i++)
        pairs[i] = (labelled){t->items[i].text, i};
    qsort(pairs, t->count, sizeof *pairs, by_label);
    for (size_t i = 0; i < t->count; i++)
        t->by_label[i] = pairs[i].index;
    free(pairs);
    return true;
}

size_t names_find(const name_table *t, const char *text)
{
    name wanted = {.text = text};
    const name *found = bsearch(&wanted, t->items, t->count, sizeof *t->items, by_text);
    return found ? (size_t)(found - t->items) : NAME_NONE;
}

size_t names_root(name_table *t, size_t i)
{
    while (t->items[i].parent != i) {
        t->items[i].parent = t->items[t->items[i].parent].parent;
        i = t->items[i].parent;
    }
    return i;
}

void names_unite(name_table *t, size_t a, size_t b)
{
    a = names_root(t, a);
    b = names_root(t, b);
    if (a < b)
        t->items[b].parent = a;
    else
        t->items[a].parent = b;
}

size_t names_by_label(name_table *t, const char *text)
{
    size_t low = 0, high = t->count, found = NAME_NONE;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_label(t->items[t->by_label[middle]].text, text) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < t->count; low++) {
        size_t i = t->by_label[low];
        if (compare_label(t->items[i].text, text) != 0)
            break;
        if (!t->items[i].wrote || !text_same_host(t->items[i].text, text))
            continue;
        if (found != NAME_NONE && names_root(t, found) != names_root(t, i))
            return NAME_NONE;
        found = i;
    }
    return found;
}

bool names_possible(const char *text)
{
    return text[0] != '\0' && strpbrk(text, "<>*?\"|/\\:;, ") == NULL;
}

sppwhy_machine *names_machine(build *b, const char *text)
{
    char without_dot[256];
    size_t length = strlen(text);
    if (length > 1 && length < sizeof without_dot && text[length - 1] == '.') { /* "kms1.contoso.com." */
        memcpy(without_dot, text, length - 1);
        without_dot[length - 1] = '\0';
        text = without_dot;
    }
    size_t i = names_find(&b->names, text);
    if (i == NAME_NONE)
        i = names_by_label(&b->names, text);
    return i == NAME_NONE ? NULL : b->names.items[names_root(&b->names, i)].machine;
}

/* ---- renames ------------------------------------------------------------------------------------------- */

/* A log that one machine wrote numbers its events without a break across a change of name, and a name that
 * was given up does not come back. (The number in the event less the number in the record's header is then
 * one and the same: 0 in a live log, something else in an exported one, whose headers are numbered anew. In a
 * log of forwarded events each machine brings its own.) Windows writes now the short and now the full name;
 * these count as one. */
typedef struct segments {
    size_t names[64]; /* the names in their order, without a short or full form of the one before */
    size_t count;
    uint64_t shift;
    bool one_machine;
} segments;

static bool seen_before(const build *b, const segments *s, const char *text)
{
    for (size_t i = 0; i < s->count; i++)
        if (text_same_host(b->names.items[s->names[i]].text, text))
            return true;
    return false;
}

static void follow_event(build *b, segments *s, const sppwhy_event *e)
{
    size_t found = names_find(&b->names, e->common->computer);
    uint64_t shift = e->record_id - e->header_record_id;
    if (s->count == 0)
        s->shift = shift;
    s->one_machine = found != NAME_NONE && shift == s->shift;
    if (!s->one_machine || (s->count != 0 && s->names[s->count - 1] == found))
        return;
    if (s->count != 0 && text_same_host(b->names.items[s->names[s->count - 1]].text, e->common->computer)) {
        names_unite(&b->names, s->names[s->count - 1], found);
        s->names[s->count - 1] = found;
    } else if (seen_before(b, s, e->common->computer) || s->count == sizeof s->names / sizeof *s->names) {
        s->one_machine = false;
    } else {
        s->names[s->count++] = found;
    }
}

/* Names that only events of other providers bear: the short or the full form of a name followed above. */
static void unite_other_forms(build *b, const sppwhy_log *log, const segments *s)
{
    for (size_t i = 0; i < log->computer_count; i++)
        for (size_t k = 0; k < s->count; k++)
            if (text_same_host(b->names.items[s->names[k]].text, log->computers[i])) {
                names_unite(&b->names, s->names[k], names_find(&b->names, log->computers[i]));
                break;
            }
}

/* Machines made from one image, or set up from one medium, begin their logs with one name and go on with
 * several: a name with several followers ties none of them. */
static void note_follower(build *b, size_t first, size_t then)
{
    size_t *next = &b->names.items[first].next;
    if (*next == NAME_NONE)
        *next = then;
    else if (*next != NAME_SEVERAL && !text_same_host(b->names.items[*next].text, b->names.items[then].text))
        *next = NAME_SEVERAL;
}

static segments follow_log(build *b, const sppwhy_log *log)
{
    segments s = {.one_machine = true};
    for (size_t k = 0; k < log->event_count && s.one_machine; k++)
        if (!log->events[k].common->recovered && log->events[k].common->computer[0] != '\0')
            follow_event(b, &s, &log->events[k]);
    return s;
}

static void unite_renamed(build *b)
{
    for (size_t i = 0; i < b->log_count; i++) {
        segments s = follow_log(b, b->logs[i]);
        for (size_t k = 1; s.one_machine && k < s.count; k++)
            note_follower(b, s.names[k - 1], s.names[k]);
    }
    for (size_t i = 0; i < b->log_count; i++) {
        segments s = follow_log(b, b->logs[i]);
        for (size_t k = 1; s.one_machine && k < s.count; k++)
            if (b->names.items[s.names[k - 1]].next != NAME_SEVERAL)
                names_unite(&b->names, s.names[k - 1], s.names[k]);
        if (s.one_machine)
            unite_other_forms(b, b->logs[i], &s);
    }
}

bool names_create(build *b)
{
    name_list list = {0};
    bool done = gather(b, &list);
    if (done && list.count != 0)
        qsort(list.items, list.count, sizeof *list.items, by_text);
    merge_equal(&list);
    for (size_t i = 0; i < list.count; i++) {
        list.items[i].parent = i;
        list.items[i].next = NAME_NONE;
    }
    b->names.count = list.count;
    b->names.items = vec_to_arena(&list, b->memory);
    vec_free(&list);
    if (!done || !b->names.items || !index_labels(b))
        return false;
    unite_renamed(b);
    return true;
}
