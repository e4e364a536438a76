/* The options: one table for parsing, help, man page and completions. A new one is a setter and a row. */
#include "cli/cli.h"

#include <ctype.h>
#include <string.h>

static bool set_format(options *o, const char *value)
{
    o->format = value;
    return true;
}

static bool set_output(options *o, const char *value)
{
    o->output = value;
    return value[0] != '\0';
}

static bool set_table(options *o, const char *value)
{
    return o->has_table = report_table_named(&o->table, value);
}

static bool set_rules(options *o, const char *value)
{
    o->rules = value;
    return value[0] != '\0';
}

static bool set_reader(options *o, const char *value)
{
    static const char *const words[] = {[SPPWHY_READER_AUTO] = "auto",
                                        [SPPWHY_READER_NATIVE] = "native",
                                        [SPPWHY_READER_LIBEVTX] = "libevtx"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(value, words[i]) == 0) {
            o->reader = (sppwhy_reader)i;
            return true;
        }
    return false;
}

static bool set_recovered(options *o, const char *value)
{
    (void)value;
    return o->recovered = true;
}

static bool set_since(options *o, const char *value)
{
    return bound_parse(&o->since, value);
}

static bool set_until(options *o, const char *value)
{
    return bound_parse(&o->until, value);
}

/* A machine's name is none of a file: that is a slip which is met before anything is read. */
static bool set_machine(options *o, const char *value)
{
    if (strpbrk(value, "/\\"))
        return false;
    o->machines.items[o->machines.count++] = value;
    return value[0] != '\0';
}

static bool set_cause(options *o, const char *value)
{
    o->causes.items[o->causes.count++] = value;
    return value[0] != '\0';
}

static bool set_level(options *o, const char *value)
{
    return o->has_level = sppwhy_level_parse(&o->level, value);
}

static bool set_ignore(options *o, const char *value)
{
    o->ignore = value;
    return value[0] != '\0';
}

static bool set_baseline(options *o, const char *value)
{
    o->baseline = value;
    return value[0] != '\0';
}

static bool set_name(options *o, const char *value)
{
    o->stdin_name = value;
    return value[0] != '\0';
}

static bool set_files_from(options *o, const char *value)
{
    o->files_from = value;
    return value[0] != '\0';
}

static bool set_null(options *o, const char *value)
{
    (void)value;
    return o->null_ends = true;
}

static bool set_brief(options *o, const char *value)
{
    (void)value;
    return o->brief = true;
}

static bool set_no_pager(options *o, const char *value)
{
    (void)value;
    return o->no_pager = true;
}

/* "UTC", "local", "+01:00", "-5". */
static bool set_zone(options *o, const char *value)
{
    int sign = value[0] == '-' ? -1 : 1;
    unsigned hours = 0, minutes = 0;
    int end = 0;
    o->zone_seconds = 0;
    o->zone_local = strcmp(value, "local") == 0;
    if (o->zone_local || text_equal_nocase(value, "UTC") || strcmp(value, "Z") == 0)
        return true;
    if ((value[0] != '+' && value[0] != '-') || !isdigit((unsigned char)value[1]))
        return false;
    if (sscanf(value + 1, "%2u%n", &hours, &end) != 1)
        return false;
    const char *rest = value + 1 + end;
    if (*rest != '\0' && (*rest++ != ':' || sscanf(rest, "%2u%n", &minutes, &end) != 1 || rest[end] != '\0'))
        return false;
    o->zone_seconds = sign * (int32_t)(hours * 3600 + minutes * 60);
    return hours <= 14 && minutes < 60;
}

static bool set_threads(options *o, const char *value)
{
    uint64_t threads;
    if (!text_parse_uint(&threads, value) || threads == 0 || threads > 1024)
        return false;
    o->threads = (size_t)threads;
    return true;
}

static bool set_fail_on(options *o, const char *value)
{
    return o->has_fail_on = sppwhy_level_parse(&o->fail_on, value);
}

static bool set_color(options *o, const char *value)
{
    static const char *const words[] = {"auto", "always", "never"};
    for (int i = 0; i < 3; i++)
        if (strcmp(value, words[i]) == 0) {
            o->color = (color_choice)i;
            return true;
        }
    return false;
}

static bool set_strict(options *o, const char *value)
{
    (void)value;
    return o->strict = true;
}

static bool set_all(options *o, const char *value)
{
    (void)value;
    return o->all = true;
}

static bool set_local(options *o, const char *value)
{
    (void)value;
    return o->local = true;
}

static bool set_quiet(options *o, const char *value)
{
    (void)value;
    return o->quiet = true;
}

static bool set_verbose(options *o, const char *value)
{
    (void)value;
    return o->verbose = true;
}

static bool set_no_sandbox(options *o, const char *value)
{
    (void)value;
    return o->no_sandbox = true;
}

/* Under this not even the rules fit. */
#define MEMORY_LEAST ((uint64_t)32 << 20)

static bool set_memory(options *o, const char *value)
{
    if (strcmp(value, "none") == 0) {
        o->memory = GUARD_NO_LIMIT;
        return true;
    }
    return size_parse(&o->memory, value) && o->memory >= MEMORY_LEAST;
}

static bool set_version(options *o, const char *value)
{
    (void)value;
    return o->version = true;
}

static bool set_help(options *o, const char *value)
{
    (void)value;
    return o->help = true;
}

static bool set_full_help(options *o, const char *value)
{
    (void)value;
    return o->help = o->full_help = true;
}

#define TIME_TAKES "it takes a time like 2026-03-01, 2026-03-01T10:00:00Z, 2026-03, 7d, 12h or yesterday"

const option option_table[] = {
    {"--format", NULL, "FORMAT", "how to write it; each verb has formats of its own", set_format, NULL,
     .kinds = VERB_READS_LOGS, .verbs = "explain", .common = true,
     .more = "`sppwhy help VERB` lists them; the first is the default."},
    {"--output", "-o", "FILE", "write there instead of to standard output", set_output, NULL,
     .kinds = VERB_READS_LOGS, .verbs = "explain", .common = true,
     .more = "What is there is replaced only when the new file is whole. A log that is being read is "
             "never written "
             "over, nor a file of --rules. - is standard output."},
    {"--table", NULL, "TABLE", "which table --format csv writes", set_table, NULL, .verbs = "analyze",
     .values = "findings activations machines collect", .more = "findings is the default."},
    {"--rules", NULL, "DIR", "rules and tables of your own, beside the built-in ones", set_rules, NULL,
     .kinds = VERB_READS_LOGS, .verbs = "explain rules",
     .more =
         "A rule with the id of a built-in one takes its place, and so does DIR/catalogue/NAME.tsv for the "
         "built-in table of that name. sppwhy-rules(5) says how to write a rule."},
    {"--reader", NULL, "READER", "what reads the logs", set_reader, NULL, .kinds = VERB_READS_LOGS,
     .values = "auto native libevtx",
     .more = "auto asks native, and libevtx for the records that native cannot read. libevtx runs in a "
             "guarded process and is slower; use it as a second opinion."},
    {"--recovered", NULL, NULL, "also old records in unused parts of a log, and in chunks without a header",
     set_recovered, NULL, .kinds = VERB_READS_LOGS,
     .more = "They are marked: parts of them may have been overwritten, so they are weaker evidence."},
    {"--machine", NULL, "NAME", "only this machine; again for more, with * and ?", set_machine,
     "it takes the name of a machine, not a path", .kinds = VERB_READS_LOGS, .common = true,
     .more = "The full name or its first label, without regard to case; an earlier name counts, too."},
    {"--level", NULL, "LEVEL", "only findings of this level and worse", set_level, NULL, .kinds = VERB_JUDGES,
     .values = "info low medium high critical"},
    {"--cause", NULL, "NAME", "only findings of this cause; again for more", set_cause, NULL,
     .kinds = VERB_JUDGES, .more = "`sppwhy rules list` names the causes."},
    {"--since", NULL, "TIME", "nothing before it: 2026-03-01, 2026-03, 7d, yesterday", set_since, TIME_TAKES,
     .kinds = VERB_READS_LOGS, .common = true,
     .more =
         "TIME is a day, a time such as 2026-03-01T10:00:00Z, a month (2026-03: from its first day on), "
         "today, yesterday, or a span such as 7d, 12h or 2w; what counts back counts from the newest event "
         "of the logs. Times are UTC. With `analyze`, older records still count as evidence, and what lasts "
         "till the "
         "logs end is "
         "shown all the same, such as a license about to end."},
    {"--until", NULL, "TIME", "nothing after it; a month or yesterday: to its end", set_until, TIME_TAKES,
     .kinds = VERB_READS_LOGS,
     .more = "Requests that were sent later do not count; of those before it also what their answer says, "
             "which may have been written minutes later. With `activity`, "
             "\"the last 30 days\" "
             "end there."},
    {"--zone", NULL, "ZONE", "the zone of local times in exported text: UTC, +01:00, local", set_zone,
     "it takes UTC, a difference such as +01:00 or -5, or local", .kinds = VERB_READS_LOGS,
     .verbs = "explain",
     .more =
         "Event Viewer's CSV and text, and PowerShell's lists, have the times of whoever made them. The "
         "default "
         "is UTC; local is the zone of this system, and TZ says which that is. Logs and event XML have UTC."},
    {"--jobs", "-j", "N", "logs read at once (default: one a processor)", set_threads,
     "it takes a number from 1 to 1024", .kinds = VERB_READS_LOGS,
     .more = "The output is the same for any number."},
    {"--fail-on", NULL, "LEVEL", "exit with 1 on a finding of this level or a graver one", set_fail_on, NULL,
     .verbs = "analyze diff", .values = "info low medium high critical",
     .more = "For scripts and scheduled tasks: the report is written all the same. With --baseline, and with "
             "`diff`, only what is new counts."},
    {"--baseline", NULL, "FILE", "what is known: a document of an earlier --format json", set_baseline, NULL,
     .verbs = "analyze",
     .more = "Findings that it does not have are marked as new, and --fail-on looks at "
             "these alone."},
    {"--ignore", NULL, "FILE", "known cases to leave out: YAML, with a reason for each", set_ignore, NULL,
     .verbs = "analyze diff",
     .more = "A list of maps with machine, cause, until and why; machine may have * and ?. A row that has "
             "ended or matches nothing is named on standard error."},
    {"--name", NULL, "PATH", "what standard input is called in the results", set_name, NULL,
     .kinds = VERB_READS_LOGS, .more = "Messages and evidence then name PATH where they would say -."},
    {"--files-from", NULL, "FILE", "read paths from FILE, one a line; - is standard input", set_files_from,
     NULL, .kinds = VERB_READS_LOGS},
    {"--null", "-0", NULL, "paths of --files-from end with NUL, as find -print0 writes them", set_null, NULL,
     .kinds = VERB_READS_LOGS},
    {"--strict", NULL, NULL, "exit with 2 when a log, or a part of one, could not be read", set_strict, NULL,
     .kinds = VERB_READS_LOGS,
     .more = "Without it damage is reported on standard error, and the rest counts."},
    {"--all", NULL, NULL, "also machines without findings, and all evidence", set_all, NULL,
     .kinds = VERB_READS_LOGS,
     .more =
         "With `activity`: every client, and each host on its own. With `events`: a line that names the logs "
         "even when no event is in them, so that it is known later that they were read."},
    {"--brief", NULL, NULL, "one line for each problem", set_brief, NULL, .verbs = "analyze",
     .more = "What it is, whom it hits, and what to do first; --all wins over it."},
    {"--local", NULL, NULL, "times of the text in your own time zone", set_local, NULL,
     .verbs = "analyze activity", .more = "TZ says which it is. JSON, CSV and the like stay in UTC."},
    {"--quiet", "-q", NULL, "no messages but errors", set_quiet, NULL, .verbs = NULL},
    {"--color", NULL, "WHEN", "when to use colors", set_color, NULL, .values = "auto always never",
     .more = "auto is color on a terminal, unless NO_COLOR is set."},
    {"--no-pager", NULL, NULL, "print on the terminal without a pager", set_no_pager, NULL, .verbs = NULL,
     .more = "A text that is longer than the terminal goes through $SPPWHY_PAGER, $PAGER or less, as with "
             "git; only standard output on a terminal does."},
    {"--memory", NULL, "SIZE", "the memory to use at most", set_memory,
     "it takes a size of at least 32M, such as 512M or 4G, or none", .verbs = NULL,
     .more =
         "Such as 512M or 4G, or none; the default is three quarters of what there is. When it is used up "
         "nothing is reported."},
    {"--no-sandbox", NULL, NULL, "keep rights that sppwhy does not need", set_no_sandbox, NULL, .verbs = NULL,
     .more = "Only where the sandbox does harm."},
    {"--version", NULL, NULL, "print the version", set_version, NULL, .verbs = "",
     .more = "With -v also what it runs on and how it is guarded."},
    {"--verbose", "-v", NULL, "with --version: say more", set_verbose, NULL, .verbs = ""},
    {"-h", NULL, NULL, "help on one screen", set_help, NULL, .verbs = "",
     .more = "Behind a verb: what it takes, a line each."},
    {"--help", NULL, NULL, "help in full, with examples", set_full_help, NULL, .verbs = "",
     .more = "Behind a verb: all about that verb; the same as `sppwhy help VERB`."},
    {NULL, NULL, NULL, NULL, NULL, NULL, .verbs = NULL},
};

#define OPTION_COUNT (sizeof option_table / sizeof *option_table - 1)
_Static_assert(OPTION_COUNT <= 64, "options.given has a bit for each row");

bool option_concerns(const option *t, const verb *v)
{
    if (t->kinds == 0 && !t->verbs)
        return true;
    return (t->kinds & v->kinds) != 0 || (t->verbs && has_word(t->verbs, v->name));
}

char *option_verbs(const option *t, char *out, size_t size)
{
    char names[256];
    size_t used = 0;
    names[0] = '\0';
    for (const verb *v = verbs; (t->kinds != 0 || t->verbs) && v->name && used < sizeof names; v++)
        if (option_concerns(t, v))
            used +=
                (size_t)snprintf(names + used, sizeof names - used, "%s%s", used != 0 ? " " : "", v->name);
    return words_in_line(names, out, size);
}

static const option *find(const char *word, size_t length)
{
    for (const option *t = option_table; t->name; t++)
        if ((strlen(t->name) == length && strncmp(t->name, word, length) == 0) ||
            (t->shorter && strlen(t->shorter) == length && strncmp(t->shorter, word, length) == 0))
            return t;
    return NULL;
}

/* The long option that was meant, without its hyphens; "" when there is no telling. */
static nearest nearest_option(const char *word)
{
    nearest n = nearest_to(word);
    for (const option *t = option_table; t->name; t++)
        if (t->name[1] == '-')
            nearest_try(&n, t->name + 2);
    return n;
}

static bool unknown(const char *word)
{
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(word, "="), word);
    nearest n = nearest_option(name + strspn(name, "-"));
    if (n.best[0] != '\0')
        tell("unknown option %s; did you mean --%s?", name, n.best);
    else
        tell("unknown option %s; `sppwhy --help` lists them", name);
    return false;
}

/* "-output" or "-version" begins with the letter of a short option but was meant as a long one. */
static bool is_long_with_one_hyphen(const char *word)
{
    size_t length = strcspn(word, "=");
    for (const option *t = option_table; t->name; t++)
        if (length > 2 && strlen(t->name) == length + 1 && strncmp(t->name + 1, word, length) == 0)
            return true;
    return false;
}

static void tell_what_it_takes(const option *t, const char *complaint)
{
    char values[128];
    if (t->values)
        tell("%s: it takes %s", complaint, words_in_line(t->values, values, sizeof values));
    else
        tell("%s: %s", complaint, t->takes ? t->takes : t->help);
}

static bool wrong_value(const option *t, const char *value)
{
    char complaint[1024];
    nearest n = nearest_to(value);
    if (t->values)
        nearest_try_words(&n, t->values);
    snprintf(complaint, sizeof complaint, "%s does not take \"%s\"", t->name, value);
    if (n.best[0] != '\0')
        tell("%s; did you mean %s?", complaint, n.best);
    else
        tell_what_it_takes(t, complaint);
    return false;
}

/* Takes the option at arguments[*at], with a value of "--x=value", "--x value" or "-xvalue". */
static bool read_option(options *o, int count, char *const *arguments, int *at)
{
    const char *word = arguments[*at], *value = strchr(word, '=');
    bool is_short = word[1] != '-';
    size_t length = is_short ? 2 : value ? (size_t)(value - word) : strlen(word);
    const option *t = is_short && is_long_with_one_hyphen(word) ? NULL : find(word, length);
    if (!t)
        return unknown(word);
    if (is_short)
        value = word[2] != '\0' ? word + 2 : NULL;
    else if (value)
        value++;
    if (!t->value && value) {
        tell("%s takes no value", t->name);
        return false;
    }
    if (t->value && !value) {
        char complaint[64];
        if (*at + 1 >= count) {
            snprintf(complaint, sizeof complaint, "%s needs a value", t->name);
            tell_what_it_takes(t, complaint);
            return false;
        }
        value = arguments[++*at];
    }
    o->given |= UINT64_C(1) << (t - option_table);
    return t->set(o, value) || wrong_value(t, value);
}

bool span_fits(uint64_t since, uint64_t until)
{
    if (until != 0 && since > until)
        tell("--since is later than --until: nothing can lie between them");
    return until == 0 || since <= until;
}

bool options_read(options *o, int count, char *const *arguments, const char **storage)
{
    bool only_paths = false;
    *o = (options){0};
    o->paths = storage;
    o->machines.items = storage + count;
    o->causes.items = storage + 2 * count;
    for (int i = 0; i < count; i++) {
        const char *word = arguments[i];
        if (!only_paths && strcmp(word, "--") == 0) {
            only_paths = true;
        } else if (only_paths || word[0] != '-' || word[1] == '\0' ||
                   (isdigit((unsigned char)word[1]) && strcmp(word, "-0") != 0)) {
            /* -1073418124 is a code, as some programs print it; no option begins with a digit */
            storage[o->path_count++] = word;
        } else if (!read_option(o, count, arguments, &i)) {
            return false;
        }
    }
    if (o->null_ends && !o->files_from) {
        tell("-0 goes with --files-from");
        return false;
    }
    return span_fits(bound_since(o->since, 0), bound_until(o->until, 0));
}
