/* Which times a machine's own logs cover: only there is the absence of an event evidence. */
#include "correlate/correlation.h"

#include "base/text.h"

static bool has_channel(const sppwhy_log *log, const char *channel)
{
    for (size_t i = 0; i < log->channel_count; i++)
        if (text_equal_nocase(log->channels[i], channel))
            return true;
    return false;
}

bool sppwhy_machine_has_channel(const sppwhy_machine *m, const char *channel)
{
    for (size_t i = 0; i < m->own_log_count; i++)
        if (has_channel(m->own_logs[i], channel))
            return true;
    return false;
}

static bool log_covers(const sppwhy_log *log, uint64_t from, uint64_t to, uint64_t until)
{
    if (log->first_event == 0 || log->first_event > from || log->last_event < to || until < to)
        return false;
    for (size_t i = 0; i < log->gap_count; i++)
        if (log->gaps[i].after < to && from < log->gaps[i].before)
            return false;
    return true;
}

bool sppwhy_machine_covers(const sppwhy_machine *m, const char *channel, uint64_t from, uint64_t to)
{
    for (size_t i = 0; i < m->own_log_count; i++)
        if (has_channel(m->own_logs[i], channel) && log_covers(m->own_logs[i], from, to, m->until))
            return true;
    return false;
}
