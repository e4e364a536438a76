/* See second_reader.h. */
#include "support/second_reader.h"

#include <stdio.h>
#include <string.h>

static sppwhy_log *read_log(const char *path, sppwhy_reader reader)
{
    sppwhy_read_options options = {
        .size = sizeof options, .no_filter = true, .every_provider = true, .reader = reader};
    sppwhy_log *log = NULL;
    return sppwhy_log_read(&log, path, &options, NULL) == SPPWHY_OK ? log : NULL;
}

static bool has_event(const sppwhy_log *log, size_t *from, uint64_t offset)
{
    for (size_t i = 0; i < log->event_count; i++) {
        size_t k = (*from + i) % log->event_count; /* nearly always the next one */
        if (log->events[k].offset == offset) {
            *from = k + 1;
            return true;
        }
    }
    return false;
}

static const char *reason_at(const sppwhy_log *log, uint64_t offset)
{
    for (size_t i = 0; i < log->damage_count; i++)
        if (log->damage[i].offset == offset)
            return log->damage[i].reason;
    return "";
}

/*
 * libevtx bounds a value by its chunk only, and so reads on into what follows: native refuses a record whose
 * values or template do not fit into it, or whose last value is cut off. With the second opinion (--reader
 * auto) it is read all the same.
 */
static bool is_refused(const char *reason)
{
    static const char *const known[] = {"do not fit into it", "its template does not fit in its place",
                                        "ends in the middle of something"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strstr(reason, known[i]))
            return true;
    return false;
}

static void compare(const sppwhy_log *native, const sppwhy_log *libevtx, const char *path,
                    second_reading *out)
{
    size_t from = 0, from_both = 0;
    sppwhy_log *both = NULL;
    out->native = native->event_count;
    out->libevtx = libevtx->event_count;
    for (size_t i = 0; i < libevtx->event_count && !out->missed[0]; i++) {
        uint64_t offset = libevtx->events[i].offset;
        if (has_event(native, &from, offset))
            continue;
        const char *reason = reason_at(native, offset);
        if (!both)
            both = read_log(path, SPPWHY_READER_AUTO);
        if (is_refused(reason) && both && has_event(both, &from_both, offset))
            out->refused++;
        else
            snprintf(out->missed, sizeof out->missed, "the record at %llu: %s", (unsigned long long)offset,
                     *reason ? reason : "not a word");
    }
    sppwhy_log_free(both);
}

bool second_reader_compare(const char *path, second_reading *out)
{
    sppwhy_log *native = read_log(path, SPPWHY_READER_NATIVE),
               *libevtx = read_log(path, SPPWHY_READER_LIBEVTX);
    *out = (second_reading){0};
    if (native && libevtx)
        compare(native, libevtx, path, out);
    bool good = native && libevtx;
    sppwhy_log_free(native);
    sppwhy_log_free(libevtx);
    return good;
}
