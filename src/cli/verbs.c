/* The verbs, one row each, with what help says of them. */
#include "cli/cli.h"

#include <string.h>

static const word_row analyze_examples[] = {
    {"sppwhy collected", "why the machines whose logs lie in the folder collected do not activate"},
    {"sppwhy --machine ws-0412 collected", "why one of them does not"},
    {"sppwhy --since 7d --all collected",
     "the last seven days, with the machines that are well and all evidence"},
    {"sppwhy -o report.html collected", "a page to hand on"},
    {"sppwhy -o result.json collected", "the same for a program"},
    {"sppwhy -q --fail-on high collected >report.txt || cat report.txt",
     "a report that is shown only when something grave is found"},
    {NULL, NULL},
};

static const word_row events_examples[] = {
    {"sppwhy events Application.evtx", "every licensing event of one log"},
    {"sppwhy events collected | jq -r 'select(.spp.kind == \"host_request\") | .spp.client' | sort | uniq -c",
     "the clients that asked the KMS hosts, and how often"},
    {NULL, NULL},
};

static const word_row activity_examples[] = {
    {"sppwhy activity kms1-Key-Management-Service.evtx", "how busy one KMS host is"},
    {"sppwhy activity --all --format csv -o activity.csv collected",
     "every number and every client, as a table"},
    {NULL, NULL},
};

static const word_row logs_examples[] = {
    {"sppwhy logs collected", "which logs lie in the folder collected, and what is missing most"},
    {NULL, NULL},
};

static const word_row diff_examples[] = {
    {"sppwhy diff last-week this-week", "what changed between two collections of logs"},
    {"sppwhy --format json -o today.json collected && sppwhy diff yesterday.json today.json",
     "the same from what two runs wrote"},
    {NULL, NULL},
};

static const word_row explain_examples[] = {
    {"sppwhy explain 0xC004F074", "a code, in any spelling"},
    {"sppwhy explain -1073418124 12290 duplicate-cmid", "several things at once"},
    {"echo 'hr=0xC004F074' | sppwhy explain -", "an event, a message or what slmgr printed, field by field"},
    {NULL, NULL},
};

static const word_row rules_examples[] = {
    {"sppwhy rules lint my-rules", "whether rules of your own are sound"},
    {"sppwhy rules test my-rules", "whether they find what their samples say"},
    {"sppwhy rules fields", "what a rule can name"},
    {NULL, NULL},
};

static const word_row help_examples[] = {
    {"sppwhy help events", "all about one verb"},
    {NULL, NULL},
};

const word_row rules_words[] = {
    {"list", "every cause with its level and what it judges; without a word, too"},
    {"lint", "every mistake in rule files, with file, line and column"},
    {"test", "the samples of all rules, judged"},
    {"fields", "what conditions and texts of a rule can name"},
    {NULL, NULL},
};

const verb verbs[] = {
    {"analyze", "PATH...", "why each activation failed (the default)", run_analyze,
     .kinds = VERB_USUAL | VERB_READS_LOGS | VERB_JUDGES,
     .more =
         "Joins what the clients wrote with what the KMS hosts wrote and gives every failed activation one "
         "cause, with the evidence that it rests on, how sure that is, how to check it and how to fix it. "
         "What no rule explains is called unexplained, never guessed.\n"
         "Give it the logs of both sides where you can: Application of each client, Application and Key "
         "Management Service of each KMS host. What a missing log would settle is said.",
     .examples = analyze_examples},
    {"events", "PATH...", "the licensing events as structured records", run_events, .kinds = VERB_READS_LOGS,
     .more =
         "Every event of the licensing providers with its strings as named, typed fields, in the order of "
         "the logs and of their records.",
     .examples = events_examples},
    {"activity", "PATH...", "how busy KMS hosts are, and which clients run out", run_activity,
     .kinds = VERB_READS_LOGS,
     .more =
         "The reports of Microsoft's KMS Management Pack, from the logs: activations by product over time, "
         "virtual and physical clients, new activations, license states, and the clients that run out within "
         "30 days; in all and for each host.",
     .examples = activity_examples},
    {"logs", "PATH...", "what was collected, and what to collect next", run_logs,
     .kinds = VERB_READS_LOGS | VERB_JUDGES,
     .more = "Every machine and channel with the time that its logs span, their records, those that are gone "
             "(jumps "
             "of the record numbers) and what could not be read. Below it the logs that would settle most of "
             "what is "
             "open, most useful first, with how many verdicts each would settle.",
     .examples = logs_examples},
    {"diff", "OLD NEW", "what is new, what is gone, what goes on", run_diff,
     .kinds = VERB_READS_LOGS | VERB_JUDGES | VERB_OPENS_PATHS,
     .more = "OLD and NEW are each a log, a folder of logs, or a document of an earlier run (--format json). "
             "A finding "
             "is the same one when cause, machine and KMS host are. Of machines whose logs are not among the "
             "new ones "
             "nothing is said to be gone. With --fail-on the exit status says whether something new is that "
             "grave.",
     .examples = diff_examples},
    {"explain", "WHAT...", "a code, event id, product or cause, without logs", run_explain,
     .kinds = VERB_OPENS_PATHS,
     .more = "WHAT is an error code in any spelling (0xC004F074, c004f074, -1073418124), the id of an event "
             "(12288), the GUID of a product, or a cause (count-too-low).\n"
             "- (standard input) or a FILE is decoded: an event as it was pasted or exported, a message "
             "alone, what slmgr "
             "or ospp.vbs printed: what it says field by field, what is known of its codes, and what to "
             "collect next.",
     .examples = explain_examples},
    {"rules", "[WHAT] [PATH...]", "the rules: list, lint, test, fields", run_rules,
     .more = "PATH is a rule file or a folder of them; without one the built-in rules are meant. "
             "sppwhy-rules(5) says how to write one.",
     .examples = rules_examples, .words = rules_words},
    {"help", "[VERB]", "how to use sppwhy, or one verb of it", run_help, .examples = help_examples},
    {NULL, NULL, NULL, NULL, .more = NULL},
};

const verb *verb_find(const char *name)
{
    for (const verb *v = verbs; v->name; v++)
        if (strcmp(v->name, name) == 0)
            return v;
    return NULL;
}

const verb *verb_usual(void)
{
    const verb *v = verbs;
    while ((v->kinds & VERB_USUAL) == 0 && v[1].name)
        v++;
    return v;
}

char *verb_formats(const verb *v, char out[FORMAT_NAMES])
{
    return report_format_names(v->name, out);
}

char *words_in_line(const char *words, char *out, size_t size)
{
    char word[32];
    size_t used = 0;
    out[0] = '\0';
    for (bool first = true; used < size && next_word(&words, word); first = false)
        used += (size_t)snprintf(out + used, size - used, "%s%s",
                                 first              ? ""
                                 : words[0] == '\0' ? " or "
                                                    : ", ",
                                 word);
    return out;
}

const char *row_meaning(const word_row *rows, const char *word)
{
    for (; rows->word; rows++)
        if (strcmp(rows->word, word) == 0)
            return rows->meaning;
    return NULL;
}

int run_help(const options *o)
{
    const verb *v = o->path_count != 0 ? verb_find(o->paths[0]) : NULL;
    if (o->path_count != 0 && !v) {
        nearest n = nearest_to(o->paths[0]);
        for (const verb *each = verbs; each->name; each++)
            nearest_try(&n, each->name);
        if (n.best[0] != '\0')
            tell("there is no verb \"%s\"; did you mean `sppwhy help %s`?", o->paths[0], n.best);
        else
            tell("there is no verb \"%s\"; `sppwhy help` lists them", o->paths[0]);
        return EXIT_USAGE;
    }
    return help_show(v, true);
}
