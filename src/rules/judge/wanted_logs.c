/* Logs that would settle what cannot be told: noted while conditions are judged. */
#include "rules/ruleset/rule.h"

#include "base/clock.h"
#include "base/text.h"
#include "rules/judge/index.h"

#include <string.h>

/* How far around a failure a host's logs are asked for. */
#define AROUND CLOCK_HOUR

const char *want_log(const scope *s, const char *text, sppwhy_missing_log log)
{
    wanted_log w = {text, log};
    if (!s->wanted || s->quiet || !text || text[0] == '\0')
        return text;
    for (size_t i = 0; i < s->wanted->count; i++)
        if (strcmp(s->wanted->items[i].text, text) == 0 &&
            strcmp(s->wanted->items[i].log.channel, log.channel) == 0)
            return text;
    return vec_push(s->wanted, w) ? text : NULL;
}

const char *want_span(const scope *s, const char *channel, const char *machine, uint64_t from, uint64_t to)
{
    char a[40], b[40];
    const char *text = "";
    if (s->quiet)
        return text;
    if (!clock_usable(from) || !clock_usable(to)) {
        text = arena_printf(s->scratch, "%s log of %s", channel, machine);
        return want_log(s, text, (sppwhy_missing_log){machine, channel, 0, 0});
    }
    clock_format_plain(from, false, a);
    clock_format_plain(to, false, b);
    text = strcmp(a, b) == 0 ? arena_printf(s->scratch, "%s log of %s around %s UTC", channel, machine, a)
                             : arena_printf(s->scratch, "%s log of %s, %s to %s UTC", channel, machine, a, b);
    return want_log(s, text, (sppwhy_missing_log){machine, channel, from, to});
}

const char *want_host_logs(const scope *s, const char *server)
{
    static const char *const channels[] = {SPPWHY_CHANNEL_KMS, SPPWHY_CHANNEL_APPLICATION};
    const char *named = server ? server : index_usual_server(s->index);
    const char *text =
        named ? arena_printf(s->scratch, "Application and Key Management Service logs of %s", named)
              : "Application and Key Management Service logs of the KMS host";
    for (size_t i = 0; named && text && i < 2; i++)
        text = want_log(s, text,
                        (sppwhy_missing_log){named, channels[i], s->now > AROUND ? s->now - AROUND : 0,
                                             s->now != 0 ? s->now + AROUND : 0});
    return text;
}

bool wanted_logs_take(const wanted_logs *noted, sppwhy_verdict *v, arena *memory)
{
    sppwhy_missing_log *logs = ARENA_ARRAY(memory, noted->count, sppwhy_missing_log);
    for (size_t i = 0; logs && i < v->missing_count; i++)
        for (size_t k = 0; k < noted->count; k++) {
            const wanted_log *w = &noted->items[k];
            if (strcmp(w->text, v->missing[i]) != 0)
                continue;
            sppwhy_missing_log *log = &logs[v->missing_log_count++];
            *log = w->log;
            if (!(log->machine = arena_string(memory, w->log.machine)))
                return false;
        }
    v->missing_logs = logs;
    return logs != NULL;
}
