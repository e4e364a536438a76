/*
 * Every tests/scenario/NAME.yaml is one test: a scenario and what must come of it. tests/scenario/README.md
 * says how to write one. Each is judged three times: in memory, in memory with the logs in reverse order,
 * and from real files that the log writer made and the reader read.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/id.h"
#include "base/limits.h"
#include "base/text.h"
#include "base/vec.h"
#include "scenario/scenario.h"
#include "rules/analysis.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER "tests/scenario" /* tests run in the project's folder */
#define CHUNK 65536
#define FIRST_CHUNK 4096

static sppwhy_catalogue *catalogue;
static sppwhy_rules *rules;

/* One file of the folder, while it is tested. */
typedef struct trial {
    arena *memory;
    const char *path;
    const yaml_node *expect, *lost;
    scenario *logs;
    sppwhy_span span;
    const char *round; /* "in memory" ... */
    strbuf wrong;      /* everything that is not as expected */
} trial;

typedef struct judged {
    sppwhy_records *records;
    sppwhy_collection *collection;
    sppwhy_analysis *analysis;
} judged;

/* ---- saying what is wrong ------------------------------------------------------------------------------ */

static void complain(trial *t, const yaml_node *at, const char *what, const char *wanted, const char *found)
{
    strbuf_printf(&t->wrong, "\n  %s:%u: %s: %s should be %s, but is %s", t->path, at->line, t->round, what,
                  wanted, found);
}

static void must(trial *t, sppwhy_status status, const sppwhy_error *error)
{
    char text[2000];
    if (status != SPPWHY_OK)
        fail_msg("%s: %s", t->path, sppwhy_error_format(error, text, sizeof text));
}

static const char *number(trial *t, int64_t value)
{
    return arena_printf(t->memory, "%lld", (long long)value);
}

/* Mistakes in the expectations themselves end the test. */
static const char *scalar(trial *t, const yaml_node *node)
{
    if (node->kind != YAML_SCALAR)
        fail_msg("%s:%u: a value is wanted here", t->path, node->line);
    return node->text;
}

static void known_keys(trial *t, const yaml_node *map, const char *const *keys)
{
    if (map->kind != YAML_MAP)
        fail_msg("%s:%u: a map is wanted here", t->path, map->line);
    for (size_t i = 0; i < map->count; i++) {
        const yaml_node *key = yaml_key(map, i);
        size_t k = 0;
        while (keys[k] && strcmp(keys[k], key->text) != 0)
            k++;
        if (!keys[k])
            fail_msg("%s:%u: unknown key '%s'", t->path, key->line, key->text);
    }
}

static const yaml_node *list_of(trial *t, const yaml_node *map, const char *key)
{
    static const yaml_node none = {.kind = YAML_LIST};
    const yaml_node *list = map ? yaml_get(map, key) : NULL;
    if (list && list->kind != YAML_LIST)
        fail_msg("%s:%u: '%s' takes a list", t->path, list->line, key);
    return list ? list : &none;
}

static const char *text_of(trial *t, const yaml_node *map, const char *key)
{
    const yaml_node *value = yaml_get(map, key);
    if (!value)
        fail_msg("%s:%u: '%s' is wanted here", t->path, map->line, key);
    return scalar(t, value);
}

/* ---- comparing ---- */

static void same_text(trial *t, const yaml_node *map, const char *key, const char *found)
{
    const yaml_node *wanted = yaml_get(map, key);
    if (wanted && strcmp(scalar(t, wanted), found) != 0)
        complain(t, wanted, key, wanted->text, found);
}

static void same_number(trial *t, const yaml_node *map, const char *key, int64_t found)
{
    same_text(t, map, key, number(t, found));
}

/* The parts of texts that must be found: one, or a list. */
static void has_part(trial *t, const yaml_node *wanted, const char *key, const char *const *texts,
                     size_t count)
{
    const char *part = scalar(t, wanted);
    for (size_t i = 0; i < count; i++)
        if (strstr(texts[i], part))
            return;
    complain(t, wanted, key, part, count != 0 ? texts[0] : "empty");
}

static void has_parts(trial *t, const yaml_node *map, const char *key, const char *const *texts, size_t count)
{
    const yaml_node *wanted = yaml_get(map, key);
    if (!wanted)
        return;
    if (wanted->kind == YAML_SCALAR && strcmp(wanted->text, "none") == 0) {
        if (count != 0)
            complain(t, wanted, key, "none", texts[0]);
    } else if (wanted->kind == YAML_LIST) {
        for (size_t i = 0; i < wanted->count; i++)
            has_part(t, wanted->items[i], key, texts, count);
    } else {
        has_part(t, wanted, key, texts, count);
    }
}

static void same_names(trial *t, const yaml_node *map, const char *key, const char *const *names,
                       size_t count)
{
    const yaml_node *wanted = yaml_get(map, key);
    if (!wanted)
        return;
    const yaml_node *list = list_of(t, map, key);
    strbuf said = {0}, found = {0};
    strbuf_add(&said, "[");
    strbuf_add(&found, "[");
    for (size_t i = 0; i < list->count; i++)
        strbuf_printf(&said, "%s%s", i != 0 ? ", " : "", scalar(t, list->items[i]));
    for (size_t i = 0; i < count; i++)
        strbuf_printf(&found, "%s%s", i != 0 ? ", " : "", names[i]);
    strbuf_add(&said, "]");
    strbuf_add(&found, "]");
    if (strcmp(said.bytes, found.bytes) != 0)
        complain(t, wanted, key, said.bytes, found.bytes);
    strbuf_free(&said);
    strbuf_free(&found);
}

static const char *skew_of(trial *t, const sppwhy_activation *a)
{
    for (size_t i = a->request_count; i-- > 0;)
        if (a->requests[i]->skew_source != SPPWHY_SKEW_NONE)
            return number(t, a->requests[i]->skew_seconds);
    return "none";
}

static const char *code_of(trial *t, const sppwhy_activation *a)
{
    return a->has_code ? arena_printf(t->memory, "0x%08X", (unsigned)a->code) : "none";
}

static const char *product_of(trial *t, const sppwhy_activation *a)
{
    char text[ID_ROOM];
    if (!a->product)
        return "none";
    return arena_string(t->memory, id_format(a->product, text));
}

static void check_verdict(trial *t, const yaml_node *wanted, const sppwhy_verdict *v)
{
    same_text(t, wanted, "cause", v ? v->cause : "none");
    same_text(t, wanted, "confidence", v ? sppwhy_confidence_name(v->confidence) : "none");
    has_parts(t, wanted, "why", v ? &v->why : NULL, v ? 1 : 0);
    has_parts(t, wanted, "missing", v ? v->missing : NULL, v ? v->missing_count : 0);
    has_parts(t, wanted, "fix", v ? v->fix : NULL, v ? v->fix_count : 0);
    const yaml_node *no_step = yaml_get(wanted, "fix_not");
    for (size_t i = 0; no_step && v && i < v->fix_count; i++)
        if (strstr(v->fix[i], scalar(t, no_step)))
            complain(t, no_step, "fix", "without that text", v->fix[i]);
    const yaml_node *not_in = yaml_get(wanted, "why_not");
    if (not_in && v && strstr(v->why, scalar(t, not_in)))
        complain(t, not_in, "why", "without that text", v->why);
}

static void check_activation(trial *t, const yaml_node *wanted, const sppwhy_activation *a,
                             const sppwhy_verdict *v)
{
    static const char *const keys[] = {
        "machine",      "outcome", "code", "cause",   "confidence", "requests",
        "skew_seconds", "missing", "why",  "why_not", "with_12289", "with_12290",
        "product",      "renewal", "fix",  "fix_not", NULL};
    int64_t responses = 0, processed = 0;
    known_keys(t, wanted, keys);
    for (size_t i = 0; i < a->request_count; i++) {
        responses += a->requests[i]->response != NULL;
        processed += a->requests[i]->host != NULL;
    }
    same_text(t, wanted, "machine", a->machine->name);
    same_text(t, wanted, "outcome", sppwhy_outcome_name(a->outcome));
    same_text(t, wanted, "code", code_of(t, a));
    same_text(t, wanted, "product", product_of(t, a));
    same_text(t, wanted, "renewal", a->renewal ? "true" : "false");
    same_text(t, wanted, "skew_seconds", skew_of(t, a));
    same_number(t, wanted, "requests", (int64_t)a->request_count);
    same_number(t, wanted, "with_12289", responses);
    same_number(t, wanted, "with_12290", processed);
    check_verdict(t, wanted, v);
}

static void check_activations(trial *t, const judged *j)
{
    const yaml_node *wanted = yaml_get(t->expect, "activations");
    const yaml_node *list = list_of(t, t->expect, "activations");
    const sppwhy_collection *c = j->collection;
    if (wanted && list->count != c->activation_count)
        complain(t, wanted, "the number of activations", number(t, (int64_t)list->count),
                 number(t, (int64_t)c->activation_count));
    for (size_t i = 0; i < list->count && i < c->activation_count; i++)
        check_activation(t, list->items[i], c->activations[i], j->analysis->verdicts[i]);
}

static void check_machine(trial *t, const yaml_node *wanted, const sppwhy_machine *m)
{
    static const char *const keys[] = {"name",   "state", "aliases", "clones",   "activations",
                                       "failed", "cmids", "served",  "runs_out", NULL};
    char runs_out[40];
    known_keys(t, wanted, keys);
    const char **clones = ARENA_ARRAY(t->memory, m->clone_count, const char *);
    assert_non_null(clones);
    for (size_t i = 0; i < m->clone_count; i++)
        clones[i] = m->clones[i]->name;
    same_text(t, wanted, "state", sppwhy_machine_state_name(m->state));
    same_names(t, wanted, "aliases", m->aliases, m->alias_count);
    same_names(t, wanted, "clones", clones, m->clone_count);
    same_number(t, wanted, "activations", (int64_t)m->activation_count);
    same_number(t, wanted, "failed", (int64_t)m->failed_count);
    same_number(t, wanted, "cmids", (int64_t)m->cmid_count);
    same_number(t, wanted, "served", (int64_t)m->served_count);
    same_text(t, wanted, "runs_out", m->runs_out != 0 ? clock_format(m->runs_out, false, runs_out) : "none");
}

static void check_machines(trial *t, const judged *j)
{
    const yaml_node *list = list_of(t, t->expect, "machines");
    for (size_t i = 0; i < list->count; i++) {
        const char *name = text_of(t, list->items[i], "name");
        size_t k = 0;
        while (k < j->collection->machine_count && strcmp(j->collection->machines[k]->name, name) != 0)
            k++;
        if (k == j->collection->machine_count)
            complain(t, list->items[i], name, "a machine", "not there");
        else
            check_machine(t, list->items[i], j->collection->machines[k]);
    }
    same_number(t, t->expect, "machine_count", (int64_t)j->collection->machine_count);
}

static const char *subject_of(const sppwhy_finding *f)
{
    return f->machine ? f->machine->name : "collection";
}

static const sppwhy_finding *find(const judged *j, const char *cause, const char *subject)
{
    for (size_t i = 0; i < j->analysis->finding_count; i++) {
        const sppwhy_finding *f = &j->analysis->findings[i];
        if (strcmp(f->verdict.cause, cause) == 0 && (!subject || strcmp(subject_of(f), subject) == 0))
            return f;
    }
    return NULL;
}

static void check_findings(trial *t, const judged *j)
{
    static const char *const keys[] = {"cause",   "subject", "occurrences", "confidence", "level",
                                       "missing", "why",     "why_not",     NULL};
    const yaml_node *list = list_of(t, t->expect, "findings");
    for (size_t i = 0; i < list->count; i++) {
        const yaml_node *wanted = list->items[i];
        known_keys(t, wanted, keys);
        const char *cause = text_of(t, wanted, "cause"), *subject = text_of(t, wanted, "subject");
        const sppwhy_finding *f = find(j, cause, subject);
        if (!f) {
            complain(t, wanted, cause, "a finding", "not there");
            continue;
        }
        same_text(t, wanted, "level", sppwhy_level_name(f->verdict.level));
        same_number(t, wanted, "occurrences", (int64_t)f->occurrences);
        check_verdict(t, wanted, &f->verdict);
    }
    const yaml_node *none = list_of(t, t->expect, "no_findings");
    for (size_t i = 0; i < none->count; i++)
        if (find(j, scalar(t, none->items[i]), NULL))
            complain(t, none->items[i], none->items[i]->text, "no finding", "one");
}

/* These findings follow one another so; others may be between. */
static void check_order(trial *t, const judged *j)
{
    const yaml_node *list = list_of(t, t->expect, "order");
    size_t at = 0;
    for (size_t i = 0; i < list->count; i++) {
        const char *cause = scalar(t, list->items[i]);
        while (at < j->analysis->finding_count && strcmp(j->analysis->findings[at].verdict.cause, cause) != 0)
            at++;
        if (at++ >= j->analysis->finding_count) {
            complain(t, list->items[i], cause, "its place in the order", "not there, or before");
            return;
        }
    }
}

static void judge(trial *t, const char *round, const sppwhy_log *const *logs, size_t count)
{
    judged j = {0};
    sppwhy_error error;
    sppwhy_error_clear(&error);
    t->round = round;
    must(t, sppwhy_records_create(&j.records, catalogue, logs, count, &error), &error);
    must(t, sppwhy_correlate(&j.collection, j.records, logs, count, t->span, &error), &error);
    must(t, sppwhy_judge(&j.analysis, rules, j.collection, &error), &error);
    check_activations(t, &j);
    check_machines(t, &j);
    check_findings(t, &j);
    check_order(t, &j);
    sppwhy_analysis_free(j.analysis);
    sppwhy_collection_free(j.collection);
    sppwhy_records_free(j.records);
}

/* ---- records that are lost ---- */

/* `lost` takes records out of a log, by number, and so leaves a gap. */
typedef struct loss {
    uint64_t from, to;
} loss;

static loss loss_of(trial *t, const char *path)
{
    static const char *const keys[] = {"file", "from", "to", NULL};
    loss found = {1, 0};
    for (size_t i = 0; t->lost && i < t->lost->count; i++) {
        const yaml_node *node = t->lost->items[i];
        known_keys(t, node, keys);
        if (strcmp(text_of(t, node, "file"), path) == 0 &&
            (!text_parse_uint(&found.from, text_of(t, node, "from")) ||
             !text_parse_uint(&found.to, text_of(t, node, "to"))))
            fail_msg("%s:%u: 'from' and 'to' take record numbers", t->path, node->line);
    }
    return found;
}

static const sppwhy_log *without(trial *t, const sppwhy_log *log, const scenario_log *said)
{
    loss l = loss_of(t, log->path);
    scenario_record *records = NULL;
    size_t count = 0, kept = 0;
    if (l.to < l.from)
        return log;
    assert_int_equal(scenario_records(said, t->memory, &records, &count, NULL), SPPWHY_OK);
    assert_true(l.from > said->first_record && l.to < said->first_record + count - 1);
    sppwhy_log *less = ARENA_NEW(t->memory, sppwhy_log);
    sppwhy_event *events = ARENA_ARRAY(t->memory, log->event_count, sppwhy_event);
    sppwhy_gap *gap = ARENA_NEW(t->memory, sppwhy_gap);
    assert_true(less && events && gap);
    for (size_t i = 0; i < log->event_count; i++)
        if (log->events[i].record_id < l.from || log->events[i].record_id > l.to)
            events[kept++] = log->events[i];
    gap->after = records[l.from - 1 - said->first_record].time;
    gap->before = records[l.to + 1 - said->first_record].time;
    gap->missing = l.to - l.from + 1;
    *less = *log;
    less->events = events;
    less->event_count = kept;
    less->records -= gap->missing;
    less->gaps = gap;
    less->gap_count = 1;
    return less;
}

/* The log was written with one record a chunk: a chunk of zeros is a record that is not there. */
static void blank_chunks(trial *t, const char *path, const scenario_log *said)
{
    static const char zeros[CHUNK];
    loss l = loss_of(t, said->file);
    if (l.to < l.from)
        return;
    FILE *f = fopen(path, "r+b");
    assert_non_null(f);
    assert_int_equal(fseek(f, FIRST_CHUNK + (long)(l.from - said->first_record) * CHUNK, SEEK_SET), 0);
    for (uint64_t i = l.from; i <= l.to; i++)
        assert_int_equal(fwrite(zeros, 1, CHUNK, f), CHUNK);
    assert_int_equal(fclose(f), 0);
}

/* `unreadable: N` of a log: in the files the last N of its events are spoilt, so that they cannot be decoded.
 * In memory they are still there: what is expected must not rest on them. */
static void spoil_records(trial *t, const char *path, const scenario_log *said)
{
    static const char spoilt[32] = "\x0c\xff\xff\xff\xff\xff\xff\xff";
    scenario_record *records = NULL;
    size_t count = 0;
    uint64_t left = said->unreadable;
    if (left == 0)
        return;
    FILE *f = fopen(path, "r+b");
    assert_non_null(f);
    assert_int_equal(scenario_records(said, t->memory, &records, &count, NULL), SPPWHY_OK);
    for (size_t i = count; i-- > 0 && left != 0;) {
        if (!records[i].event)
            continue;
        left--; /* one record a chunk: chunk header, record header, BinXML */
        assert_int_equal(fseek(f, FIRST_CHUNK + (long)i * CHUNK + 512 + 24, SEEK_SET), 0);
        assert_int_equal(fwrite(spoilt, 1, sizeof spoilt, f), sizeof spoilt);
    }
    assert_int_equal(fclose(f), 0);
}

static bool some_unreadable(const scenario *s)
{
    for (size_t i = 0; i < s->log_count; i++)
        if (s->logs[i].unreadable != 0)
            return true;
    return false;
}

/* ---- the three rounds ---- */

static void in_memory(trial *t)
{
    const sppwhy_log *const *logs = NULL;
    size_t count = 0;
    sppwhy_error error;
    sppwhy_error_clear(&error);
    must(t, scenario_logs(t->logs, t->memory, &logs, &count, &error), &error);
    const sppwhy_log **list = ARENA_ARRAY(t->memory, count, const sppwhy_log *);
    const sppwhy_log **reversed = ARENA_ARRAY(t->memory, count, const sppwhy_log *);
    assert_true(list && reversed);
    for (size_t i = 0; i < count; i++)
        reversed[count - 1 - i] = list[i] = without(t, logs[i], &t->logs->logs[i]);
    judge(t, "in memory", list, count);
    judge(t, "in memory, logs in reverse", reversed, count);
}

static int run(trial *t, const char *command)
{
    assert_non_null(command);
    int result = system(command);
    if (result != 0)
        strbuf_printf(&t->wrong, "\n  %s: failed: %s", t->path, command);
    return result;
}

static void read_files(trial *t, const char *folder, sppwhy_log **logs)
{
    sppwhy_read_options options = {.size = sizeof options,
                                   .providers = sppwhy_catalogue_providers(catalogue)};
    sppwhy_error error;
    char text[2000];
    sppwhy_error_clear(&error);
    for (size_t i = 0; i < t->logs->log_count; i++) {
        const scenario_log *said = &t->logs->logs[i];
        const char *path = arena_printf(t->memory, "%s/%s", folder, said->file);
        assert_non_null(path);
        blank_chunks(t, path, said);
        spoil_records(t, path, said);
        if (sppwhy_log_read(&logs[i], path, &options, &error) != SPPWHY_OK)
            strbuf_printf(&t->wrong, "\n  %s", sppwhy_error_format(&error, text, sizeof text));
    }
}

static void through_files(trial *t)
{
    char folder[] = "/tmp/test_scenarios.XXXXXX";
    assert_non_null(mkdtemp(folder));
    sppwhy_log **logs = ARENA_ARRAY(t->memory, t->logs->log_count, sppwhy_log *);
    assert_non_null(logs);
    if (run(t, arena_printf(t->memory, "'" LOGWRITER "' %s '%s' %s",
                            t->lost || some_unreadable(t->logs) ? "--chunk-records 1" : "", t->path,
                            folder)) == 0)
        read_files(t, folder, logs);
    run(t, arena_printf(t->memory, "rm -r %s", folder));
    if (t->wrong.length == 0)
        judge(t, "from files", (const sppwhy_log *const *)logs, t->logs->log_count);
    for (size_t i = 0; i < t->logs->log_count; i++)
        sppwhy_log_free(logs[i]);
}

static uint64_t bound(trial *t, const yaml_node *root, const char *key)
{
    uint64_t time = 0;
    if (yaml_get(root, key) && !clock_parse(&time, text_of(t, root, key)))
        fail_msg("%s: '%s' is no time", t->path, key);
    return time;
}

static void load(trial *t)
{
    static const char *const keys[] = {"title", "logs", "expect", "lost", "since", "until", NULL};
    static const char *const expected[] = {"activations",   "machines", "findings", "no_findings",
                                           "machine_count", "order",    NULL};
    char *text = NULL;
    size_t length = 0;
    const yaml_node *root = NULL;
    sppwhy_error error;
    sppwhy_error_clear(&error);
    must(t, file_read_all(t->memory, t->path, LIMIT_YAML_BYTES, &text, &length, &error), &error);
    must(t, yaml_load(t->memory, t->path, text, length, &root, &error), &error);
    must(t, scenario_read(&t->logs, t->memory, t->path, root, &error), &error);
    known_keys(t, root, keys);
    t->span = (sppwhy_span){bound(t, root, "since"), bound(t, root, "until")};
    t->expect = yaml_get(root, "expect");
    if (!t->expect)
        fail_msg("%s: there is no 'expect'", t->path);
    known_keys(t, t->expect, expected);
    t->lost = yaml_get(root, "lost") ? list_of(t, root, "lost") : NULL;
}

static void a_scenario(void **state)
{
    trial t = {.memory = arena_create(), .path = *state};
    assert_non_null(t.memory);
    load(&t);
    in_memory(&t);
    through_files(&t);
    if (t.wrong.length != 0)
        fail_msg("%s", t.wrong.bytes);
    strbuf_free(&t.wrong);
    arena_free(t.memory);
}

/* ---- one test a file ---- */

static int load_rules(void **state)
{
    (void)state;
    return sppwhy_catalogue_load(&catalogue, NULL, NULL) != SPPWHY_OK ||
           sppwhy_rules_load(&rules, catalogue, NULL, NULL, NULL, NULL) != SPPWHY_OK;
}

static int free_rules(void **state)
{
    (void)state;
    sppwhy_rules_free(rules);
    sppwhy_catalogue_free(catalogue);
    return 0;
}

#define MOST_SCENARIOS 10000

static bool is_yaml(const char *name)
{
    size_t length = strlen(name);
    return length > 5 && strcmp(name + length - 5, ".yaml") == 0;
}

/* With arguments only the scenarios named by them are run: test_scenarios tests/scenario/NAME.yaml ... */
static char **list_paths(arena *a, int argc, char **argv, size_t *count)
{
    char **names = NULL;
    size_t kept = 0;
    if (argc > 1) {
        *count = (size_t)argc - 1;
        return argv + 1;
    }
    static const char *const folders[] = {FOLDER, FOLDER "/pairs"};
    char **paths = ARENA_ARRAY(a, MOST_SCENARIOS, char *);
    for (size_t f = 0; paths && f < sizeof folders / sizeof *folders; f++) {
        if (folder_list(a, folders[f], &names, count, NULL) != SPPWHY_OK)
            return NULL;
        for (size_t i = 0; i < *count && kept < MOST_SCENARIOS; i++)
            if (is_yaml(names[i]) && !(paths[kept++] = arena_printf(a, "%s/%s", folders[f], names[i])))
                return NULL;
    }
    *count = kept;
    return paths;
}

int main(int argc, char **argv)
{
    size_t count = 0;
    arena *a = arena_create();
    char **paths = a ? list_paths(a, argc, argv, &count) : NULL;
    struct CMUnitTest *tests = a ? ARENA_ARRAY(a, count, struct CMUnitTest) : NULL;
    if (!paths || !tests || count == 0) {
        fprintf(stderr, "test_scenarios: no scenarios in " FOLDER "\n");
        return 1;
    }
    for (size_t i = 0; i < count; i++)
        tests[i] = (struct CMUnitTest){paths[i], a_scenario, NULL, NULL, paths[i]};
    int failed = _cmocka_run_group_tests("scenarios", tests, count, load_rules, free_rules);
    arena_free(a);
    return failed;
}
