/* The options: one table for parsing and for help. */
#include "cli/cli.h"

#include "base/clock.h"
#include "base/text.h"

#include <ctype.h>
#include <string.h>

typedef bool (*take)(options *o, const char *value); /* false: the value is wrong */

typedef struct option {
    const char *name; /* with its hyphens */
    const char *shorter;
    const char *value; /* NULL: none */
    const char *help;
    take set;
    const char *takes; /* what the value must be, for the message when it is not; NULL: the help says it */
} option;

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
    return clock_parse(&o->since, value);
}

static bool set_until(options *o, const char *value)
{
    return clock_parse(&o->until, value);
}

static bool set_threads(options *o, const char *value)
{
    uint64_t threads;
    if (!text_parse_uint(&threads, value) || threads > 1024)
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

static const option table[] = {
    {"--format", NULL, "FORMAT", "text or json; jsonl (events), csv (activity)", set_format, NULL},
    {"--output", "-o", "FILE", "write there instead of to standard output", set_output, NULL},
    {"--rules", NULL, "DIR", "rule files and tables of your own, beside the built-in ones", set_rules, NULL},
    {"--reader", NULL, "READER", "auto (native, then libevtx for what it cannot read), native or libevtx",
     set_reader, "it takes auto, native or libevtx"},
    {"--recovered", NULL, NULL, "also old records in unused parts of a log, and in chunks without a header",
     set_recovered, NULL},
    {"--since", NULL, "TIME", "nothing before it: 2026-03-01, 2026-03-01T10:00:00Z", set_since,
     "it takes a time like 2026-03-01 or 2026-03-01T10:00:00Z"},
    {"--until", NULL, "TIME", "nothing after it", set_until,
     "it takes a time like 2026-03-01 or 2026-03-01T10:00:00Z"},
    {"--jobs", "-j", "N", "logs read at once (default: one a processor)", set_threads,
     "it takes a number up to 1024"},
    {"--fail-on", NULL, "LEVEL", "exit with 1 on info, low, medium, high or critical, and worse", set_fail_on,
     "it takes info, low, medium, high or critical"},
    {"--strict", NULL, NULL, "exit with 2 when a part of a log could not be read", set_strict, NULL},
    {"--all", NULL, NULL, "also machines without findings, and all evidence", set_all, NULL},
    {"--quiet", "-q", NULL, "no messages but errors", set_quiet, NULL},
    {"--color", NULL, "WHEN", "auto, always or never", set_color, NULL},
    {"--memory", NULL, "SIZE", "use at most so much, 512M or 4G (default: three quarters of what is there)",
     set_memory, "it takes a size of at least 32M, such as 512M or 4G, or none"},
    {"--no-sandbox", NULL, NULL, "keep rights that sppwhy does not need; only where the sandbox does harm",
     set_no_sandbox, NULL},
    {"--version", NULL, NULL, "print the version; with -v also what it runs on and how it is guarded",
     set_version, NULL},
    {"--verbose", "-v", NULL, "with --version: tell more", set_verbose, NULL},
    {"--help", "-h", NULL, "print this help", set_help, NULL},
};

#define OPTION_COUNT (sizeof table / sizeof *table)

static const char *name_at(size_t i)
{
    return i < OPTION_COUNT ? table[i].name : NULL;
}

static const option *find(const char *word, size_t length)
{
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        const option *t = &table[i];
        if ((strlen(t->name) == length && strncmp(t->name, word, length) == 0) ||
            (t->shorter && strlen(t->shorter) == length && strncmp(t->shorter, word, length) == 0))
            return t;
    }
    return NULL;
}

static bool unknown(const char *word, size_t length)
{
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)length, word);
    const char *near = nearest_word(name, name_at);
    if (near)
        tell("unknown option %.*s; did you mean %s?", (int)length, word, near);
    else
        tell("unknown option %.*s; `sppwhy --help` lists them", (int)length, word);
    return false;
}

/* Takes the option at arguments[*at], with a value of "--x=value", "--x value" or "-xvalue". */
static bool read_option(options *o, int count, char *const *arguments, int *at)
{
    const char *word = arguments[*at], *value = strchr(word, '=');
    bool is_short = word[1] != '-';
    size_t length = is_short ? 2 : value ? (size_t)(value - word) : strlen(word);
    const option *t = find(word, length);
    if (!t)
        return unknown(word, length);
    if (is_short)
        value = word[2] != '\0' ? word + 2 : NULL;
    else if (value)
        value++;
    if (!t->value && value) {
        tell("%s takes no value", t->name);
        return false;
    }
    if (t->value && !value) {
        if (*at + 1 >= count) {
            tell("%s needs a value: %s", t->name, t->help);
            return false;
        }
        value = arguments[++*at];
    }
    if (t->set(o, value))
        return true;
    tell("%s does not take \"%s\": %s", t->name, value, t->takes ? t->takes : t->help);
    return false;
}

bool options_read(options *o, int count, char *const *arguments, const char **storage)
{
    bool only_paths = false;
    *o = (options){0};
    o->paths = storage;
    for (int i = 0; i < count; i++) {
        const char *word = arguments[i];
        if (!only_paths && strcmp(word, "--") == 0) {
            only_paths = true;
        } else if (only_paths || word[0] != '-' || word[1] == '\0' || isdigit((unsigned char)word[1])) {
            /* -1073418124 is a code, as some programs print it; no option begins with a digit */
            storage[o->path_count++] = word;
        } else if (!read_option(o, count, arguments, &i)) {
            return false;
        }
    }
    if (o->until != 0 && o->since > o->until) {
        tell("--since is later than --until: nothing can lie between them");
        return false;
    }
    return true;
}

static void option_help(FILE *out, const option *t)
{
    char left[40];
    snprintf(left, sizeof left, "%s%s%s%s%s", t->shorter ? t->shorter : "", t->shorter ? ", " : "    ",
             t->name, t->value ? " " : "", t->value ? t->value : "");
    fprintf(out, "  %-22s %s\n", left, t->help);
}

void options_help(FILE *out, const verb *v)
{
    if (v) {
        fprintf(out, "Usage: sppwhy %s %s [options]\n\n%s: %s.\n\nOptions:\n", v->name, v->arguments, v->name,
                v->summary);
    } else {
        fputs(
            "sppwhy explains failed Windows volume activations from exported event logs (.evtx).\n\n"
            "Usage: sppwhy [VERB] PATH... [options]\n\n"
            "PATH is a log, or a folder of logs from one or many machines; - is standard input.\n\nVerbs:\n",
            out);
        for (const verb *each = verbs; each->name; each++)
            fprintf(out, "  %-8s %-16s %s\n", each->name, each->arguments, each->summary);
        fputs("\nOptions:\n", out);
    }
    for (size_t i = 0; i < OPTION_COUNT; i++)
        option_help(out, &table[i]);
    fputs("\nExit status: 0 done; 1 a finding at or above --fail-on; 2 an input missing or none readable;\n"
          "3 wrong usage; 4 rules not valid.\n",
          out);
}
