/* The verbs, one row each. */
#include "cli/cli.h"

#include <string.h>

const verb verbs[] = {
    {"analyze", "PATH...", "why each activation failed (the verb may be left out)",
     "text json csv sqlite sarif", run_analyze},
    {"events", "PATH...", "the licensing events as structured records", "jsonl csv", run_events},
    {"activity", "PATH...", "how busy the KMS hosts are, and which clients run out", "text json csv",
     run_activity},
    {"explain", "WHAT...", "a code, event id, product or cause, without logs", "text json", run_explain},
    {"rules", "[WHAT] [PATH...]", "WHAT: list, lint, test, or fields", "", run_rules},
    {"help", "[VERB]", "how to use sppwhy, or one verb of it", "", run_help},
    {NULL, NULL, NULL, NULL, NULL},
};

const verb *verb_find(const char *name)
{
    for (const verb *v = verbs; v->name; v++)
        if (strcmp(v->name, name) == 0)
            return v;
    return NULL;
}

int run_help(const options *o)
{
    const verb *v = o->path_count != 0 ? verb_find(o->paths[0]) : NULL;
    if (o->path_count != 0 && !v) {
        tell("there is no verb \"%s\"; `sppwhy help` lists them", o->paths[0]);
        return EXIT_USAGE;
    }
    options_help(stdout, v);
    return output_close(stdout, o);
}
