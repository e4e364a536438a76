/* From the paths on the command line to typed records, for every verb that reads logs. */
#include "cli/watching.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---- reading ------------------------------------------------------------------------------------------- */

static void source_done(void *context, size_t i, sppwhy_status status)
{
    watching_source_done(context, i, status);
}

typedef const sppwhy_notice *notice_at(const void *of, size_t i);

static const sppwhy_notice *of_sources(const void *sources, size_t i)
{
    return sppwhy_sources_notice(sources, i);
}

static const sppwhy_notice *of_logs(const void *logs, size_t i)
{
    return sppwhy_logs_notice(logs, i);
}

static void tell_notices(input *in, const options *o, notice_at *at, const void *of, size_t count)
{
    notice_line *lines = ARENA_ARRAY(in->memory, count, notice_line);
    if (!lines && count != 0)
        tell("out of memory: what could not be read is not listed");
    for (size_t i = 0; i < count; i++) {
        const sppwhy_notice *n = at(of, i);
        if (lines)
            lines[i] = (notice_line){sppwhy_notice_kind_of(n), sppwhy_notice_is_fault(n),
                                     sppwhy_notice_path(n), sppwhy_notice_message(n)};
    }
    if (lines)
        notices_tell(o, lines, count);
}

/* EXIT_DONE with in->read and in->records; or after a message what to end with. */
static int read_sources(input *in, const options *o, sppwhy_error *error)
{
    watching w;
    sppwhy_cancellation watched;
    watching_begin(&w, o, in->sources, &watched);
    const sppwhy_input_options how = {.size = sizeof how,
                                      .reader = o->reader,
                                      .recovered = o->recovered,
                                      .no_sandbox = o->no_sandbox,
                                      .threads = o->threads,
                                      .zone_seconds = o->zone_seconds,
                                      .zone_of_system = o->zone_local,
                                      .stdin_name = o->stdin_name,
                                      .watch = watched,
                                      .on_source = source_done,
                                      .context = &w};
    sppwhy_status status = sppwhy_input_read(in->whole, &how, error);
    int ended = watching_end(&w);
    if (ended != EXIT_DONE)
        return ended;
    if (status == SPPWHY_OK)
        status = sppwhy_input_finish(in->whole, error);
    if (status == SPPWHY_OK)
        return EXIT_DONE;
    tell_error(error);
    return EXIT_INPUT;
}

#define ERRORS_SHOWN 100

static void tell_errors(const input *in, const options *o)
{
    size_t count = sppwhy_logs_error_count(in->read),
           shown = o->all || count < ERRORS_SHOWN ? count : ERRORS_SHOWN;
    for (size_t i = 0; i < shown; i++)
        tell_error(sppwhy_logs_error(in->read, i));
    if (shown != count)
        tell("%zu more could not be read; --all names them", count - shown);
}

static int read_logs(input *in, const options *o, sppwhy_error *error)
{
    int status = read_sources(in, o, error);
    if (status != EXIT_DONE)
        return status;
    in->read = sppwhy_input_logs(in->whole);
    in->records = sppwhy_input_records(in->whole);
    in->unread = sppwhy_input_unread(in->whole);
    in->logs = sppwhy_logs_array(in->read);
    in->log_count = sppwhy_logs_count(in->read);
    tell_errors(in, o);
    in->missing |= sppwhy_input_missing(in->whole);
    tell_notices(in, o, of_logs, in->read, sppwhy_logs_notice_count(in->read));
    return EXIT_DONE;
}

/* ---- messages ------------------------------------------------------------------------------------------ */

static void tell_damage(const input *in, const options *o)
{
    size_t logs = 0;
    uint64_t records = 0;
    for (size_t i = 0; i < in->log_count; i++) {
        bool lost = sppwhy_log_fault(in->logs[i], NULL) != SPPWHY_OK;
        logs += lost;
        records = saturated_sum(records, lost ? sppwhy_log_records_lost(in->logs[i]) : 0);
    }
    const char *which = logs == 1 ? "log could" : "logs could";
    if (logs == 0 || o->quiet)
        return;
    if (records == 0)
        tell("%zu %s not be read whole; how many records are lost is not known", logs, which);
    else
        tell("%zu %s not be read whole (%llu %s known to be lost)", logs, which, (unsigned long long)records,
             records == 1 ? "record is" : "records are");
}

/* With --quiet the faults alone. */
static bool notices_were_told(const input *in, const options *o)
{
    size_t count = sppwhy_notices_count(in->unread);
    bool told = !o->quiet && count != 0;
    for (size_t i = 0; i < count && !told; i++)
        told = sppwhy_notice_is_fault(sppwhy_notices_at(in->unread, i));
    return told;
}

/* --strict ends with 2 for it, so it is named. What was not read at all was named before. */
static void tell_first_fault(const input *in, const options *o)
{
    sppwhy_error error;
    sppwhy_status status = SPPWHY_OK;
    if (!o->strict)
        return;
    sppwhy_error_clear(&error);
    for (size_t i = 0; i < in->log_count && status == SPPWHY_OK; i++)
        status = sppwhy_log_fault(in->logs[i], &error);
    if (status == SPPWHY_OK && !notices_were_told(in, o))
        status = sppwhy_input_fault(in->whole, &error);
    if (status != SPPWHY_OK)
        tell_error(&error);
}

/* That of no log anything is left: damaged, and not one record in it. An empty log that is whole was read. */
static bool all_lost(const input *in)
{
    for (size_t i = 0; i < in->log_count; i++) {
        const sppwhy_log *log = in->logs[i];
        if (sppwhy_log_fault(log, NULL) == SPPWHY_OK || sppwhy_log_records(log) != 0 ||
            sppwhy_log_recovered(log) != 0)
            return false;
    }
    return in->log_count != 0;
}

static void tell_lost(input *in)
{
    if (!all_lost(in))
        return;
    in->missing = true;
    tell("no event log could be read: %s", in->log_count == 1
                                               ? "it is damaged, and no record is left in it"
                                               : "all are damaged, and no record is left in them");
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

bool rules_there(const options *o)
{
    if (!o->rules || file_look(o->rules, NULL) == FILE_PLAIN || file_look(o->rules, NULL) == FILE_FOLDER)
        return true;
    tell("%s: there are no rules: it is neither a folder nor a file", o->rules);
    return false;
}

int rules_read(sppwhy_catalogue **catalogue, sppwhy_rules **rules, const options *o)
{
    sppwhy_error error;
    sppwhy_error_clear(&error);
    *catalogue = NULL;
    *rules = NULL;
    if (sppwhy_catalogue_load(catalogue, o->rules, &error) != SPPWHY_OK) {
        tell_error(&error);
        return EXIT_RULES;
    }
    return sppwhy_rules_load(rules, *catalogue, o->rules, tell_mistake, NULL, &error) == SPPWHY_OK
               ? EXIT_DONE
               : EXIT_RULES;
}

static int prepare(input *in, const options *o, const sppwhy_rules *rules, sppwhy_error *error)
{
    if (o->path_count == 0) {
        tell("nothing to read: give a log (.evtx) or a folder of logs; `sppwhy --help` says more");
        return EXIT_USAGE;
    }
    if (!rules_there(o))
        return EXIT_RULES;
    const sppwhy_input_options how = {.size = sizeof how, .rules = o->rules, .with_rules = rules};
    sppwhy_status status =
        input_open_keeping(&in->whole, o->paths, o->path_count, &how, file_keep_most(), error);
    if (status != SPPWHY_OK) { /* paths that are not there are reported later; this is a table of the rules */
        tell_error(error);
        return status == SPPWHY_NO_MEMORY ? EXIT_INPUT : EXIT_RULES;
    }
    in->catalogue = sppwhy_input_catalogue(in->whole);
    in->sources = sppwhy_input_sources(in->whole);
    return EXIT_DONE;
}

static bool same_file(const file_identity *a, const char *path)
{
    file_identity b;
    return file_look(strcmp(path, "-") == 0 ? "/dev/stdin" : path, &b) == FILE_PLAIN &&
           a->device == b.device && a->inode == b.inode;
}

/* The logs are the evidence: they must not be written over. */
static bool is_input(const char *path, const input *in)
{
    file_identity identity;
    if (file_look(path, &identity) != FILE_PLAIN)
        return false;
    const sppwhy_source *source;
    for (size_t i = 0; (source = sppwhy_sources_at(in->sources, i)); i++) {
        if (same_file(&identity, sppwhy_source_path(source)))
            return true;
        for (size_t k = 0; k < sppwhy_source_duplicate_count(source); k++)
            if (same_file(&identity, sppwhy_source_duplicate(source, k)))
                return true;
    }
    return false;
}

/* A day after now, for clocks that are ahead. */
static uint64_t latest_that_can_be(void)
{
    time_t now = time(NULL);
    return now <= 0 ? UINT64_MAX : ((uint64_t)now + CLOCK_UNIX_EPOCH_SECONDS) * CLOCK_SECOND + CLOCK_DAY;
}

/* The newest event of all logs. One of the future must not make the span that is asked for end where nothing else is:
 * it counts only where there is no other. */
static void find_newest(input *in, bool told)
{
    uint64_t latest = latest_that_can_be(), any = 0;
    const char *where = NULL;
    for (size_t i = 0; i < in->log_count; i++) {
        uint64_t last = sppwhy_log_last_event(in->logs[i]);
        if (last > any) {
            any = last;
            where = sppwhy_log_path(in->logs[i]);
        }
        if (last <= latest && last > in->newest)
            in->newest = last;
    }
    if (in->newest == 0)
        in->newest = any;
    else if (any > in->newest && told)
        tell("%s: its newest event is in the future, so a span does not count back from it", where);
}

/* Spans count back from the newest event. */
static bool find_span(input *in, const options *o)
{
    find_newest(in, !o->quiet && (o->since.kind != 0 || o->until.kind != 0));
    in->span = (sppwhy_span){bound_since(o->since, in->newest), bound_until(o->until, in->newest)};
    return span_fits(in->span.since, in->span.until);
}

static void tell_repeats(const sppwhy_records *records, const options *o)
{
    size_t within = sppwhy_records_repeated_within(records);
    size_t between = sppwhy_records_repeated(records) - within;
    if (between != 0 && !o->quiet)
        tell("%zu events are in more than one log, counted once", between);
    if (within != 0 && !o->quiet)
        tell("%zu events are more than once in one log, counted once", within);
}

int input_read(input *in, const options *o)
{
    return input_read_with(in, o, NULL);
}

int input_read_with(input *in, const options *o, const sppwhy_rules *rules)
{
    sppwhy_error error;
    sppwhy_error_clear(&error);
    *in = (input){.memory = arena_create()};
    if (!in->memory) {
        tell("out of memory");
        return EXIT_INPUT;
    }
    int status = prepare(in, o, rules, &error);
    if (status != EXIT_DONE)
        return status;
    if (o->output && is_input(o->output, in)) {
        tell("%s: is one of the logs to read, and will not be written over", o->output);
        return EXIT_USAGE;
    }
    /* before anything is read */
    tell_notices(in, o, of_sources, in->sources, sppwhy_sources_notice_count(in->sources));
    notices_tell_duplicates(o, in->sources);
    status = guard_sources(o, in->sources);
    if (status != EXIT_DONE)
        return status;
    status = read_logs(in, o, &error);
    if (status != EXIT_DONE)
        return status;
    tell_damage(in, o);
    tell_first_fault(in, o);
    tell_lost(in);
    in->nothing = in->log_count == 0;
    tell_repeats(in->records, o);
    size_t contradicting = sppwhy_records_contradicting_count(in->records);
    if (contradicting != 0 && !o->quiet)
        tell("%zu events contradict one another: they have one machine, channel, number, time and id and say "
             "different "
             "things; a log was altered, or two machines have one name",
             contradicting);
    return find_span(in, o) ? EXIT_DONE : EXIT_USAGE;
}

void input_free(input *in)
{
    sppwhy_input_free(in->whole);
    arena_free(in->memory);
}

int input_status(const input *in, const options *o)
{
    bool at_fault =
        in->missing || in->nothing || (o->strict && sppwhy_input_fault(in->whole, NULL) != SPPWHY_OK);
    return at_fault ? EXIT_INPUT : EXIT_DONE;
}
