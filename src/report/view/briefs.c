/* See briefs.h. */
#include "rules/analysis.h"
#include "report/view/briefs.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/sort.h"
#include "base/text.h"
#include "report/view/facts.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static int by_id(const void *left, const void *right)
{
    return strcmp(((const finding_brief *)left)->id, ((const finding_brief *)right)->id);
}

static void sort(brief_set *s)
{
    if (s->count != 0)
        sort_array(s->items, s->count, sizeof *s->items, by_id);
    if (s->machine_count != 0)
        sort_array(s->machines, s->machine_count, sizeof *s->machines, text_order_nocase);
}

/* ---- of an analysis ------------------------------------------------------------------------------------ */

sppwhy_status briefs_of_analysis(brief_set *out, arena *memory, const sppwhy_analysis *a, sppwhy_error *error)
{
    const sppwhy_collection *c = a->collection;
    char time[40];
    *out = (brief_set){.items = ARENA_ARRAY(memory, a->finding_count, finding_brief),
                       .machines = ARENA_ARRAY(memory, c->machine_count, const char *)};
    if (!out->items || !out->machines)
        return error_no_memory(error);
    for (size_t i = 0; i < a->finding_count; i++) {
        const sppwhy_finding *f = &a->findings[i];
        const char *last = f->last != 0 ? arena_string(memory, clock_format(f->last, true, time)) : NULL;
        out->items[out->count++] = (finding_brief){f->id,
                                                   f->verdict.cause,
                                                   f->verdict.title,
                                                   subject_name(f->subject),
                                                   f->machine ? f->machine->name : "",
                                                   f->verdict.level,
                                                   last,
                                                   f->host_finding ? f->host_finding->id : NULL,
                                                   f->occurrences};
        if (f->last != 0 && !last)
            return error_no_memory(error);
    }
    for (size_t i = 0; i < c->machine_count; i++)
        if (c->machines[i]->has_logs)
            out->machines[out->machine_count++] = c->machines[i]->name;
    sort(out);
    return SPPWHY_OK;
}

#define SCHEMA_VERSION                                                                                       \
    1 /* of the documents that are read: a higher one may mean other things by the same names */
#define SCHEMA_VERSION_TEXT "1"

/* ---- of a document ------------------------------------------------------------------------------------- */

/* A member that is a text, copied; `otherwise` when it is not there or something else. *failed: no memory. */
static const char *text_member(arena *memory, const json_t *of, const char *key, const char *otherwise,
                               bool *failed)
{
    const char *text = json_string_value(json_object_get(of, key));
    if (!text)
        return otherwise;
    text = arena_string(memory, text);
    *failed |= text == NULL;
    return text;
}

static bool read_finding(finding_brief *out, arena *memory, const json_t *of, bool *failed)
{
    const json_t *subject = json_object_get(of, "subject"), *times = json_object_get(of, "occurrences");
    *out = (finding_brief){.id = text_member(memory, of, "id", NULL, failed),
                           .cause = text_member(memory, of, "cause", NULL, failed),
                           .title = text_member(memory, of, "title", "", failed),
                           .kind = text_member(memory, subject, "kind", "machine", failed),
                           .name = text_member(memory, subject, "name", "", failed),
                           .last = text_member(memory, of, "last", NULL, failed),
                           .host_finding = text_member(memory, of, "host_finding", NULL, failed)};
    const char *level = json_string_value(json_object_get(of, "level"));
    out->occurrences = json_integer_value(times) > 0 ? (uint64_t)json_integer_value(times) : 0;
    return out->id && out->cause && level && sppwhy_level_parse(&out->level, level);
}

static sppwhy_status read_findings(brief_set *out, arena *memory, const char *path, const json_t *list,
                                   sppwhy_error *error)
{
    size_t i;
    json_t *each;
    bool failed = false;
    out->items = ARENA_ARRAY(memory, json_array_size(list), finding_brief);
    if (!out->items)
        return error_no_memory(error);
    json_array_foreach(list, i, each)
    {
        if (!read_finding(&out->items[out->count], memory, each, &failed) && !failed)
            return error_file(error, SPPWHY_INVALID, path,
                              "finding %zu lacks its id, cause or level: this sppwhy cannot compare it",
                              i + 1);
        if (failed)
            return error_no_memory(error);
        out->count++;
    }
    return SPPWHY_OK;
}

static sppwhy_status read_machines(brief_set *out, arena *memory, const json_t *list, sppwhy_error *error)
{
    size_t i;
    json_t *each;
    bool failed = false;
    out->machines = ARENA_ARRAY(memory, json_array_size(list), const char *);
    json_array_foreach(list, i, each)
    {
        const char *name = text_member(memory, each, "name", NULL, &failed);
        if (out->machines && name && !json_is_false(json_object_get(each, "has_logs")))
            out->machines[out->machine_count++] = name;
    }
    return failed || !out->machines ? error_no_memory(error) : SPPWHY_OK;
}

sppwhy_status briefs_of_document(brief_set *out, arena *memory, const char *path, const char *text,
                                 size_t length, sppwhy_error *error)
{
    json_error_t mistake;
    *out = (brief_set){0};
    json_t *root = json_loadb(text, length, 0, &mistake);
    if (!root)
        return error_place(error, SPPWHY_INVALID, path, mistake.line > 0 ? (unsigned)mistake.line : 0,
                           mistake.column > 0 ? (unsigned)mistake.column : 0, "no JSON: %s", mistake.text);
    const json_t *findings = json_object_get(root, "findings");
    const json_t *version = json_object_get(root, "schema_version");
    sppwhy_status status;
    if (json_is_integer(version) && json_integer_value(version) != SCHEMA_VERSION)
        status = error_file(error, SPPWHY_INVALID, path,
                            "has schema_version %lld, and this sppwhy reads " SCHEMA_VERSION_TEXT
                            ": another version of the program wrote it",
                            (long long)json_integer_value(version));
    else if (!json_is_integer(version) || !json_is_array(findings))
        status = error_file(error, SPPWHY_INVALID, path, "is no document of `sppwhy --format json`");
    else
        status = read_findings(out, memory, path, findings, error);
    if (status == SPPWHY_OK)
        status = read_machines(out, memory, json_object_get(root, "machines"), error);
    json_decref(root);
    sort(out);
    return status;
}

/* ---- held against each other --------------------------------------------------------------------------- */

static int brief_against_id(const void *item, const void *id)
{
    return strcmp(((const finding_brief *)item)->id, id);
}

const finding_brief *briefs_find(const brief_set *s, const char *id)
{
    return sort_find(s->items, s->count, sizeof *s->items, id, brief_against_id);
}

/* Whether its absence says something: the machine's logs are there again, or it is about all of them. */
static bool looked_at(const brief_set *s, const finding_brief *f)
{
    return f->name[0] == '\0' ||
           bsearch(&f->name, s->machines, s->machine_count, sizeof *s->machines, text_order_nocase) != NULL;
}

static int worst_first(const void *left, const void *right)
{
    const finding_brief *a = *(const finding_brief *const *)left, *b = *(const finding_brief *const *)right;
    if (a->level != b->level)
        return a->level > b->level ? -1 : 1;
    int order = strcmp(a->cause, b->cause);
    if (order == 0)
        order = text_compare_nocase(a->name, b->name);
    return order != 0 ? order : strcmp(a->id, b->id);
}

static bool list_create(brief_list *out, arena *memory, size_t most)
{
    out->items = ARENA_ARRAY(memory, most, const finding_brief *);
    return out->items != NULL;
}

static void list_sort(brief_list *list)
{
    if (list->count != 0)
        sort_array(list->items, list->count, sizeof *list->items, worst_first);
}

sppwhy_status briefs_compare(brief_diff *out, arena *memory, const brief_set *before, const brief_set *after,
                             sppwhy_error *error)
{
    *out = (brief_diff){0};
    if (!list_create(&out->added, memory, after->count) ||
        !list_create(&out->lasting, memory, after->count) ||
        !list_create(&out->gone, memory, before->count) || !list_create(&out->unseen, memory, before->count))
        return error_no_memory(error);
    for (size_t i = 0; i < after->count; i++) {
        brief_list *into = briefs_find(before, after->items[i].id) ? &out->lasting : &out->added;
        into->items[into->count++] = &after->items[i];
    }
    for (size_t i = 0; i < before->count; i++) {
        brief_list *into = looked_at(after, &before->items[i]) ? &out->gone : &out->unseen;
        if (!briefs_find(after, before->items[i].id))
            into->items[into->count++] = &before->items[i];
    }
    list_sort(&out->added);
    list_sort(&out->lasting);
    list_sort(&out->gone);
    list_sort(&out->unseen);
    return SPPWHY_OK;
}
