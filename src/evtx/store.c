/* See store.h. */
#include "evtx/store.h"

static bool adopt_strings(evtx_store *s, sppwhy_event *event)
{
    const char **strings = ARENA_ARRAY(s->memory, event->string_count, const char *);
    for (size_t i = 0; strings && i < event->string_count; i++)
        if (!(strings[i] = arena_string(s->memory, event->strings[i])))
            return false;
    event->strings = strings;
    return strings;
}

bool store_adopt(evtx_store *s, sppwhy_event *event)
{
    bool wanted = filter_wants(s->filter, event->provider, event->source);
    event->provider = names_add(&s->texts, s->memory, event->provider);
    event->source = names_add(&s->texts, s->memory, event->source);
    event->channel = names_add(&s->texts, s->memory, event->channel);
    event->computer = names_add(&s->texts, s->memory, event->computer);
    if (!event->provider || !event->source || !event->channel || !event->computer)
        return false;
    if (wanted)
        return adopt_strings(s, event);
    event->strings = NULL;
    event->string_count = 0;
    return true;
}

/* Interned names are the same where their pointers are, and mostly it is the same one again. */
static bool list_name(names *list, arena *memory, const char **last, const char *name)
{
    if (!name || name == *last || !*name)
        return true;
    *last = name;
    return names_add(list, memory, name) != NULL;
}

bool store_list_names(evtx_store *s, const char *computer, const char *channel)
{
    return list_name(&s->computers, s->memory, &s->last_computer, computer) &&
           list_name(&s->channels, s->memory, &s->last_channel, channel);
}

void store_free(evtx_store *s)
{
    names_free(&s->texts);
    names_free(&s->computers);
    names_free(&s->channels);
}
