/* Logs that would settle what is unknown: noted while conditions are judged. */
#include "rules/ruleset/rule.h"

#include "base/clock.h"
#include "base/places.h"
#include "base/sort.h"
#include "base/text.h"
#include "rules/judge/index.h"

#include <stdlib.h>
#include <string.h>

/* How far around a failure a host's logs are asked for. */
#define AROUND CLOCK_HOUR

/* By text and channel. */
static uint64_t hash_wanted(const void *thing, uint64_t seed)
{
    const wanted_log *w = thing;
    return places_of_text.hash(w->log.channel, places_of_text.hash(w->text, seed));
}

static bool same_wanted(const void *a, const void *b)
{
    const wanted_log *x = a, *y = b;
    return strcmp(x->text, y->text) == 0 && strcmp(x->log.channel, y->log.channel) == 0;
}

static const places_kind wanted_kind = {hash_wanted, same_wanted};

const char *want_log(const scope *s, const char *text, sppwhy_missing_log log)
{
    if (!s->wanted || s->quiet || !text || text[0] == '\0')
        return text;
    wanted_logs *all = s->wanted;
    const wanted_log w = {text, log};
    size_t place =
        places_find(&all->known, &wanted_kind, (const void *const *)all->list.items, all->list.count, &w);
    if (place != all->list.count)
        return place != SIZE_MAX ? text : NULL;
    wanted_log *kept = ARENA_NEW(s->scratch, wanted_log);
    if (!kept)
        return NULL;
    *kept = w;
    return vec_push(&all->list, kept) ? text : NULL;
}

/* Nobody can collect the logs of a cloud provider's host. */
static bool beyond_reach(const scope *s, const char *machine)
{
    const sppwhy_known_host *host = index_known_host(s->index, machine);
    return host && host->cloud;
}

/* As it is shown in a text. */
static const char *shown_name(const scope *s, const char *name)
{
    strbuf seen = {0};
    if (!text_has_unseen_blanks(name))
        return name;
    text_add_name_in_text(&seen, name);
    const char *shown = seen.failed ? name : arena_bytes(s->scratch, seen.bytes, seen.length);
    strbuf_free(&seen);
    return shown ? shown : name;
}

const char *want_span(const scope *s, const char *channel, const char *machine, uint64_t from, uint64_t to)
{
    char a[40], b[40];
    const char *text = "";
    if (s->quiet)
        return text;
    wanted_log *last = s->wanted ? &s->wanted->last : NULL;
    if (last && last->text && last->log.channel == channel && last->log.machine == machine &&
        last->log.from == from && last->log.to == to)
        return last->text;
    if (beyond_reach(s, machine))
        return text;
    const char *shown = shown_name(s, machine);
    if (!clock_usable(from) || !clock_usable(to)) {
        text = arena_join(s->scratch, channel, " log of ", shown);
        return want_log(s, text, (sppwhy_missing_log){machine, channel, 0, 0});
    }
    clock_format_plain(from, false, a);
    clock_format_plain(to, false, b);
    text = strcmp(a, b) == 0 ? arena_join(s->scratch, channel, " log of ", shown, " around ", a, " UTC")
                             : arena_join(s->scratch, channel, " log of ", shown, ", ", a, " to ", b, " UTC");
    text = want_log(s, text, (sppwhy_missing_log){machine, channel, from, to});
    if (last)
        *last = (wanted_log){text, {machine, channel, from, to}};
    return text;
}

const char *want_host_logs(const scope *s, const char *server)
{
    static const char *const channels[] = {SPPWHY_CHANNEL_KMS, SPPWHY_CHANNEL_APPLICATION};
    wanted_log *last = s->wanted && !s->quiet ? &s->wanted->last_host : NULL;
    if (last && last->text && last->log.machine == server && last->log.from == s->now)
        return last->text;
    const char *named = server ? server : index_usual_server(s->index);
    if (named && beyond_reach(s, named))
        named = NULL;
    const char *text = named ? arena_join(s->scratch, "Application and Key Management Service logs of ",
                                          shown_name(s, named))
                             : "Application and Key Management Service logs of the KMS host";
    for (size_t i = 0; named && text && i < 2; i++)
        text = want_log(s, text,
                        (sppwhy_missing_log){named, channels[i], s->now > AROUND ? s->now - AROUND : 0,
                                             s->now != 0 ? s->now + AROUND : 0});
    if (last)
        *last = (wanted_log){text, {server, NULL, s->now, s->now}};
    return text;
}

/* A noted log that a text of the verdict speaks of. */
typedef struct spoken_of {
    size_t missing, noted;
} spoken_of;

static int by_missing(const void *left, const void *right)
{
    const spoken_of *a = left, *b = right;
    return a->missing != b->missing ? compare_u64(a->missing, b->missing) : compare_u64(a->noted, b->noted);
}

/* In the order of the verdict's texts; SIZE_MAX when memory is short. */
static size_t find_spoken_of(const wanted_logs *noted, const sppwhy_verdict *v, spoken_of *out)
{
    places known = {0};
    size_t count = 0;
    for (size_t i = 0; i < noted->list.count && count != SIZE_MAX; i++) {
        size_t place = places_find(&known, &places_of_text, (const void *const *)v->missing, v->missing_count,
                                   noted->list.items[i]->text);
        if (place == SIZE_MAX)
            count = SIZE_MAX;
        else if (place != v->missing_count)
            out[count++] = (spoken_of){place, i};
    }
    places_free(&known);
    if (count != 0 && count != SIZE_MAX)
        sort_array(out, count, sizeof *out, by_missing);
    return count;
}

/* NULL when memory is short. */
static const char *keep_machine(wanted_logs *noted, const char *machine, arena *memory)
{
    if (!noted->machine || strcmp(noted->machine, machine) != 0)
        noted->machine = arena_string(memory, machine);
    return noted->machine;
}

bool wanted_logs_take(wanted_logs *noted, sppwhy_verdict *v, arena *memory)
{
    if (noted->list.count == 0 || v->missing_count == 0)
        return true;
    spoken_of *found = calloc(noted->list.count, sizeof *found);
    size_t count = found ? find_spoken_of(noted, v, found) : SIZE_MAX;
    sppwhy_missing_log *logs = count != SIZE_MAX ? ARENA_ARRAY(memory, count, sppwhy_missing_log) : NULL;
    bool done = logs;
    for (size_t i = 0; done && i < count; i++) {
        logs[i] = noted->list.items[found[i].noted]->log;
        done = (logs[i].machine = keep_machine(noted, logs[i].machine, memory)) != NULL;
    }
    free(found);
    v->missing_logs = logs;
    v->missing_log_count = done ? count : 0;
    return done;
}
