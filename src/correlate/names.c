/* Computer names, and which of them are one machine. */
#include "correlate/names.h"

#include "base/sort.h"
#include "base/text.h"
#include "evtx/store.h"
#include "spp/access.h"
#include "base/vec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where the name itself is: a dot at its end says only that nothing follows, and no computer's name begins or
 * ends with a blank. */
static const char *bare_name(const char *text, size_t *length)
{
    text += strspn(text, " \t");
    size_t end = strlen(text);
    while (end != 0 && strchr(" \t", text[end - 1]))
        end--;
    *length = end - (end > 1 && text[end - 1] == '.');
    return text;
}

static int by_text(const void *left, const void *right)
{
    size_t x, y;
    const char *a = bare_name(((const name_entry *)left)->text, &x);
    const char *b = bare_name(((const name_entry *)right)->text, &y);
    int order = text_compare_nocase_n(a, b, x < y ? x : y);
    return order != 0 ? order : compare_u64(x, y);
}

static int compare_label(const char *a, const char *b)
{
    for (;; a++, b++) {
        int x = *a == '.' ? 0 : text_lower(*a), y = *b == '.' ? 0 : text_lower(*b);
        if (x != y)
            return x < y ? -1 : 1;
        if (x == 0)
            return 0;
    }
}

/* A comparison sees two items and nothing else, so the labels are sorted as pairs of text and place. */
typedef struct labeled {
    const char *text;
    size_t index;
} labeled;

static int by_label(const void *a, const void *b)
{
    int order = compare_label(((const labeled *)a)->text, ((const labeled *)b)->text);
    return order != 0 ? order : compare_u64(((const labeled *)a)->index, ((const labeled *)b)->index);
}

/* ---- the same text again ------------------------------------------------------------------------------- */

static known_text *slot_of(const name_table *t, const char *text)
{
    uint64_t hash = (uintptr_t)text * (uint64_t)0x9E3779B97F4A7C15;
    size_t at = (size_t)(hash >> 20) & (t->known_size - 1);
    while (t->known[at].text && t->known[at].text != text)
        at = (at + 1) & (t->known_size - 1);
    return &t->known[at];
}

static bool grow_known(name_table *t)
{
    name_table more = {.known_size = t->known_size == 0 ? 64 : t->known_size * 2};
    more.known = calloc(more.known_size, sizeof *more.known);
    if (!more.known)
        return false;
    for (size_t i = 0; i < t->known_size; i++)
        if (t->known[i].text)
            *slot_of(&more, t->known[i].text) = t->known[i];
    free(t->known);
    t->known = more.known;
    t->known_size = more.known_size;
    return true;
}

void names_forget(name_table *t)
{
    free(t->known);
    t->known = NULL;
    t->known_size = t->known_count = 0;
}

/* ---- gathering ----------------------------------------------------------------------------------------- */

typedef VEC(name_entry) name_list;

/* A text at an address that was seen before is in the list already. */
static bool add(name_table *t, arena *memory, name_list *list, const char *text, bool wrote)
{
    if (t->known_count * 2 >= t->known_size && !grow_known(t))
        return false;
    known_text *slot = slot_of(t, text);
    if (slot->text) {
        list->items[slot->name].wrote |= wrote;
        return true;
    }
    size_t length;
    const char *bare = bare_name(text, &length);
    if (length == 0)
        return true;
    name_entry n = {.text = text, .wrote = wrote, .next = list->count};
    if (bare != text || bare[length] != '\0')
        n.text = arena_bytes(memory, bare, length);
    if (!n.text)
        return false;
    *slot = (known_text){text, list->count};
    t->known_count++;
    return vec_push(list, n);
}

bool names_client(const sppwhy_record *r, char room[NAME_CLIENT_ROOM], const char **out)
{
    const char *client = record_text(r, SPPWHY_FIELD_CLIENT);
    *out = client;
    if (!record_is(r, KIND_HOST_REQUEST) || (client && !names_no_computer(client)))
        return false;
    const uint8_t *cmid = record_id(r, SPPWHY_FIELD_CMID);
    char text[ID_ROOM];
    if (!cmid && !record_failed(r))
        return false;
    snprintf(room, NAME_CLIENT_ROOM, "%s%s]", NAME_CLIENT_STAND_IN, cmid ? id_format(cmid, text) : "unknown");
    *out = room;
    return true;
}

static bool add_client(name_table *t, arena *memory, const sppwhy_record *r, name_list *list)
{
    char room[NAME_CLIENT_ROOM];
    const char *client;
    if (names_client(r, room, &client))
        client = arena_string(memory, room);
    else if (!client)
        return true;
    return client && add(t, memory, list, client, false);
}

static bool gather(name_table *t, arena *memory, const evidence *given, name_list *list)
{
    for (size_t i = 0; i < given->record_count; i++) {
        const sppwhy_record *r = record_at(given, i);
        if (!add(t, memory, list, r->event->common->computer, true) || !add_client(t, memory, r, list))
            return false;
    }
    for (size_t i = 0; i < given->log_count; i++)
        for (size_t k = 0; k < given->logs[i]->computer_count; k++)
            if (!add(t, memory, list, given->logs[i]->computers[k], true))
                return false;
    return true;
}

/* The list is sorted now: where each text has gone. `next` still says where it was. */
static bool follow_known(name_table *t, const name_list *list, const size_t *merged_into)
{
    size_t *gone = calloc(list->count + 1, sizeof *gone);
    for (size_t i = 0; gone && i < list->count; i++)
        gone[list->items[i].next] = merged_into[i];
    for (size_t i = 0; gone && i < t->known_size; i++)
        if (t->known[i].text)
            t->known[i].name = gone[t->known[i].name];
    free(gone);
    return gone;
}

static bool merge_equal(name_table *t, name_list *list)
{
    size_t kept = 0;
    size_t *merged_into = calloc(list->count + 1, sizeof *merged_into);
    for (size_t i = 0; merged_into && i < list->count; i++) {
        bool again = i != 0 && by_text(&list->items[i - 1], &list->items[i]) == 0;
        merged_into[i] = again ? kept - 1 : kept++;
    }
    bool done = merged_into && follow_known(t, list, merged_into);
    for (size_t i = 0; done && i < list->count; i++) {
        name_entry *into = &list->items[merged_into[i]];
        bool wrote = list->items[i].wrote || (i != 0 && merged_into[i] == merged_into[i - 1] && into->wrote);
        if (i == 0 || merged_into[i] != merged_into[i - 1])
            *into = list->items[i];
        into->wrote = wrote;
    }
    list->count = kept;
    free(merged_into);
    return done;
}

static bool index_labels(name_table *t, arena *memory)
{
    labeled *pairs = calloc(t->count + 1, sizeof *pairs);
    t->by_label = ARENA_ARRAY(memory, t->count + 1, size_t);
    if (!pairs || !t->by_label) {
        free(pairs);
        return false;
    }
    for (size_t i = 0; i < t->count; i++)
        pairs[i] = (labeled){t->items[i].text, i};
    sort_array(pairs, t->count, sizeof *pairs, by_label);
    for (size_t i = 0; i < t->count; i++)
        t->by_label[i] = pairs[i].index;
    free(pairs);
    return true;
}

size_t names_find(const name_table *t, const char *text)
{
    name_entry wanted = {.text = text};
    if (t->known_size != 0) {
        const known_text *slot = slot_of(t, text);
        if (slot->text)
            return slot->name;
    }
    const name_entry *found = bsearch(&wanted, t->items, t->count, sizeof *t->items, by_text);
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

/* The one that is meant by the label alone, of the names that have it. */
static size_t meant_by_label(name_table *t, const size_t *group, size_t count)
{
    size_t found = NAME_NONE;
    for (size_t i = 0; i < count; i++) {
        if (!t->items[group[i]].wrote)
            continue;
        if (found != NAME_NONE && names_root(t, found) != names_root(t, group[i]))
            return NAME_NONE;
        found = group[i];
    }
    return found;
}

bool names_answer_labels(name_table *t, arena *memory)
{
    t->by_label_alone = ARENA_ARRAY(memory, t->count + 1, size_t);
    for (size_t i = 0, end; t->by_label_alone && i < t->count; i = end) {
        const char *label = t->items[t->by_label[i]].text;
        for (end = i + 1; end < t->count && compare_label(t->items[t->by_label[end]].text, label) == 0;)
            end++;
        t->by_label_alone[i] = meant_by_label(t, t->by_label + i, end - i);
    }
    return t->by_label_alone;
}

/* A dot at the end says only that nothing follows. */
static bool is_label(const char *text)
{
    const char *dot = strchr(text, '.');
    return !dot || dot[1] == '\0';
}

/* The one that is meant by a full name that nobody bears: its label alone, which is before all that go on
 * behind it (at `low`), or the name with a dot at its end. */
static size_t meant_by_full(name_table *t, size_t low, const char *text)
{
    char with_dot[260];
    size_t group[3], count = 0, length = strlen(text);
    for (size_t i = low; i < t->count && i < low + 2; i++)
        if (is_label(t->items[t->by_label[i]].text) && text_same_host(t->items[t->by_label[i]].text, text))
            group[count++] = t->by_label[i];
    if (length + 2 <= sizeof with_dot && text[length - 1] != '.') {
        snprintf(with_dot, sizeof with_dot, "%s.", text);
        size_t found = names_find(t, with_dot);
        if (found != NAME_NONE)
            group[count++] = found;
    }
    return meant_by_label(t, group, count);
}

typedef struct wanted_label {
    const name_table *in;
    const char *text;
} wanted_label;

static int name_against_label(const void *item, const void *wanted)
{
    const wanted_label *w = wanted;
    return compare_label(w->in->items[*(const size_t *)item].text, w->text);
}

/* The one name with the same first label that a machine's own log bears; NAME_NONE when none or several. */
static size_t names_by_label(name_table *t, const char *text)
{
    const wanted_label wanted = {t, text};
    const size_t *found = sort_find(t->by_label, t->count, sizeof *found, &wanted, name_against_label);
    if (!found)
        return NAME_NONE;
    size_t low = (size_t)(found - t->by_label);
    return is_label(text) ? t->by_label_alone[low] : meant_by_full(t, low, text);
}

bool names_possible(const char *text)
{
    return text[0] != '\0' && strpbrk(text, "<>*?\"|/\\:;, ") == NULL;
}

sppwhy_machine *names_machine(name_table *t, const char *text)
{
    char without_dot[256];
    size_t length = strlen(text);
    if (length > 1 && length < sizeof without_dot && text[length - 1] == '.') { /* "kms1.contoso.com." */
        memcpy(without_dot, text, length - 1);
        without_dot[length - 1] = '\0';
        text = without_dot;
    }
    size_t i = names_find(t, text);
    if (i == NAME_NONE)
        i = names_by_label(t, text);
    return i == NAME_NONE ? NULL : t->items[names_root(t, i)].machine;
}

/* ---- renames ------------------------------------------------------------------------------------------- */

/* A log that one machine wrote numbers its events without a break across a change of name, and a name that
 * was given up does not come back, unless its CMID shows that it is the same machine still. (The number in
 * the event less the number in the record's header is then one and the same: 0 in a live log, something else
 * in an exported one, whose headers are numbered anew. In a log of forwarded events each machine brings its
 * own.) Windows writes now the short and now the full name; these count as one. */
typedef struct segments {
    size_t names[64]; /* the names in their order, without a short or full form of the one before */
    size_t count;
    uint64_t shift;
    const char *last; /* the text looked at last */
    bool one_machine;
    bool came_back; /* a name did */
} segments;

static bool seen_before(const name_table *t, const segments *s, const char *text)
{
    for (size_t i = 0; i < s->count; i++)
        if (text_same_host(t->items[s->names[i]].text, text))
            return true;
    return false;
}

static void follow_event(name_table *t, segments *s, const sppwhy_event *e)
{
    uint64_t shift = e->record_id - e->header_record_id;
    if (s->last == e->common->computer && shift == s->shift)
        return;
    size_t found = names_find(t, e->common->computer);
    s->last = e->common->computer;
    if (s->count == 0)
        s->shift = shift;
    s->one_machine = found != NAME_NONE && shift == s->shift;
    if (!s->one_machine || event_is_nameless(e) || (s->count != 0 && s->names[s->count - 1] == found))
        return;
    if (s->count != 0 && text_same_host(t->items[s->names[s->count - 1]].text, e->common->computer)) {
        names_unite(t, s->names[s->count - 1], found);
        s->names[s->count - 1] = found;
    } else if (seen_before(t, s, e->common->computer)) {
        s->came_back = true;
    } else if (s->count == sizeof s->names / sizeof *s->names) {
        s->one_machine = false;
    } else {
        s->names[s->count++] = found;
    }
}

/* Names that only events of other providers bear: the short or the full form of a name followed above. */
static void unite_other_forms(name_table *t, const sppwhy_log *log, const segments *s)
{
    for (size_t i = 0; i < log->computer_count; i++)
        for (size_t k = 0; k < s->count; k++)
            if (text_same_host(t->items[s->names[k]].text, log->computers[i])) {
                names_unite(t, s->names[k], names_find(t, log->computers[i]));
                break;
            }
}

/* A log whose events bear the numbers of the records that they lie in was written by one machine; when it is
 * of another, forwarded or exported, they differ. */
static bool is_own_log(const sppwhy_log *log, const segments *s)
{
    const char *reader = log->event_count != 0 ? log->events[0].common->reader : "";
    return s->one_machine && s->count != 0 && s->shift == 0 &&
           (strcmp(reader, "native") == 0 || strcmp(reader, "libevtx") == 0 ||
            strcmp(reader, "scenario") == 0);
}

/* Names of the same machine that no licensing event bears, as that which Windows' setup gave: all names of
 * the log in the order in which they appear. */
static void add_other_names(name_table *t, const sppwhy_log *log, segments *s)
{
    segments all = *s;
    all.count = 0;
    for (size_t i = 0; i < log->computer_count; i++) {
        size_t found = names_find(t, log->computers[i]);
        const char *last = all.count != 0 ? t->items[all.names[all.count - 1]].text : "";
        if (found == NAME_NONE || name_is_stand_in(log->computers[i]) ||
            text_same_host(last, log->computers[i]) || seen_before(t, &all, log->computers[i]))
            continue;
        if (all.count == sizeof all.names / sizeof *all.names)
            return;
        all.names[all.count++] = found;
    }
    for (size_t i = 0; i < s->count; i++)
        if (!seen_before(t, &all, t->items[s->names[i]].text))
            return;
    *s = all;
}

bool names_from_setup(const char *text)
{
    static const struct {
        const char *start;
        size_t more; /* letters and digits behind it */
    } forms[] = {{"WIN-", 11},    {"DESKTOP-", 7}, {"LAPTOP-", 7}, {"MININT-", 7},
                 {"MINWINPC", 0}, {"EC2AMAZ-", 7}, {"37L4247", 0}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (text_starts_with(text, forms[i].start) &&
            (forms[i].more == 0 || strlen(text) == strlen(forms[i].start) + forms[i].more))
            return true;
    return false;
}

/* A log without licensing events, as System's: names that setup gave and behind them one other. */
static segments follow_setup(name_table *t, const sppwhy_log *log)
{
    segments s = {0};
    for (size_t i = 0; i < log->computer_count && log->event_count == 0; i++) {
        size_t found = names_find(t, log->computers[i]);
        const char *last = s.count != 0 ? t->items[s.names[s.count - 1]].text : "";
        if (found == NAME_NONE || text_same_host(last, log->computers[i]))
            continue;
        if (s.count == sizeof s.names / sizeof *s.names || (s.count != 0 && !names_from_setup(last)))
            return (segments){0};
        s.names[s.count++] = found;
    }
    s.one_machine = log->computer_count > 1 && s.count != 0;
    return s;
}

/* Machines made from one image, or set up from one medium, begin their logs with one name and go on with
 * several: a name with several followers ties none of them. */
static void note_follower(name_table *t, size_t first, size_t then)
{
    size_t *next = &t->items[first].next;
    if (*next == NAME_NONE)
        *next = then;
    else if (*next != NAME_SEVERAL && !text_same_host(t->items[*next].text, t->items[then].text))
        *next = NAME_SEVERAL;
}

static uint64_t bit_of_name(const segments *s, size_t found)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->names[i] == found)
            return (uint64_t)1 << i;
    return 0;
}

/* Whether requests were sent under each of the log's names, all with one CMID. Records are in the order of
 * the logs; *at is where those of this one begin, or an earlier place. */
static bool has_one_cmid(const name_table *t, const evidence *given, const sppwhy_log *log, const segments *s,
                         size_t *at)
{
    const uint8_t *first = NULL;
    uint64_t seen = 0, all = UINT64_MAX >> (64 - s->count);
    while (*at < given->record_count && sppwhy_record_log(&given->items[*at]) != log)
        ++*at;
    for (; *at < given->record_count && sppwhy_record_log(&given->items[*at]) == log; ++*at) {
        const sppwhy_record *r = &given->items[*at];
        const uint8_t *cmid = record_is(r, KIND_CLIENT_REQUEST) ? record_id(r, SPPWHY_FIELD_CMID) : NULL;
        if (first && cmid && id_compare(first, cmid) != 0)
            return false;
        if (cmid)
            seen |= bit_of_name(s, names_find(t, r->event->common->computer));
        first = cmid ? cmid : first;
    }
    return seen == all;
}

static segments follow_log(name_table *t, const evidence *given, const sppwhy_log *log, size_t *record)
{
    segments s = {.one_machine = true};
    for (size_t k = 0; k < log->event_count && s.one_machine; k++)
        if (!log->events[k].common->recovered && log->events[k].common->computer[0] != '\0')
            follow_event(t, &s, &log->events[k]);
    if (s.one_machine && s.came_back)
        s.one_machine = has_one_cmid(t, given, log, &s, record);
    if (is_own_log(log, &s))
        add_other_names(t, log, &s);
    return log->event_count != 0 ? s : follow_setup(t, log);
}

/* What bears no name in a log that one machine wrote is that machine's. */
static void unite_nameless(name_table *t, const sppwhy_log *log, const segments *s)
{
    for (size_t i = 0; i < log->computer_count && is_own_log(log, s); i++)
        if (name_is_stand_in(log->computers[i]))
            names_unite(t, s->names[s->count - 1], names_find(t, log->computers[i]));
}

/* Most logs show one name, which is in the table: they tie nothing, and need not be followed again. */
static bool ties_names(const name_table *t, const sppwhy_log *log, const segments *s)
{
    return s->one_machine &&
           (s->count > 1 || log->computer_count > 1 ||
            (s->count == 1 && log->computer_count == 1 && names_find(t, log->computers[0]) != s->names[0]));
}

static bool unite_renamed(name_table *t, const evidence *given)
{
    size_t record = 0;
    bool *ties = calloc(given->log_count + 1, sizeof *ties);
    for (size_t i = 0; ties && i < given->log_count; i++) {
        segments s = follow_log(t, given, given->logs[i], &record);
        for (size_t k = 1; s.one_machine && k < s.count; k++)
            note_follower(t, s.names[k - 1], s.names[k]);
        ties[i] = ties_names(t, given->logs[i], &s);
    }
    record = 0;
    for (size_t i = 0; ties && i < given->log_count; i++) {
        if (!ties[i])
            continue;
        segments s = follow_log(t, given, given->logs[i], &record);
        for (size_t k = 1; k < s.count; k++)
            if (t->items[s.names[k - 1]].next != NAME_SEVERAL)
                names_unite(t, s.names[k - 1], s.names[k]);
        unite_other_forms(t, given->logs[i], &s);
        unite_nameless(t, given->logs[i], &s);
    }
    free(ties);
    return ties;
}

/* Equal texts in the order in which they came, so that it is always the same one that stays. */
static int by_text_and_order(const void *a, const void *b)
{
    int order = by_text(a, b);
    return order != 0 ? order : compare_u64(((const name_entry *)a)->next, ((const name_entry *)b)->next);
}

bool names_create(name_table *t, arena *memory, const evidence *given)
{
    name_list list = {0};
    bool done = gather(t, memory, given, &list);
    if (done && list.count != 0)
        sort_array(list.items, list.count, sizeof *list.items, by_text_and_order);
    done = done && merge_equal(t, &list);
    for (size_t i = 0; done && i < list.count; i++) {
        list.items[i].parent = i;
        list.items[i].next = NAME_NONE;
    }
    t->count = list.count;
    t->items = done ? vec_to_arena(&list, memory) : NULL;
    vec_free(&list);
    if (!done || !t->items || !index_labels(t, memory))
        return false;
    return unite_renamed(t, given);
}
