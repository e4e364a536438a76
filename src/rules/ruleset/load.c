/* Sets of rules: the built-in ones and a user's, what they name of one another, and what can be asked of
 * them. */
#include "rules/ruleset/rule.h"

#include "base/accessors.h"
#include "base/error.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/packed.h"
#include "base/sort.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* A rule takes the place of a built-in one; two files for one id in one folder are a mistake. */
static sppwhy_status add_rule(sppwhy_rules *rules, rule *r, bool built_in, mistake_list *mistakes)
{
    for (size_t i = 0; i < rules->list.count; i++)
        if (strcmp(rules->list.items[i]->id, r->id) == 0) {
            const rule *other = rules->list.items[i];
            if (i >= rules->built_in)
                return mistakes_place(mistakes, r->file, r->line, 1,
                                      "there are two rules \"%s\"; the other one is in %s", r->id,
                                      other->file);
            rules->list.items[i] = r;
            return SPPWHY_OK;
        }
    if (!vec_push(&rules->list, r))
        return mistakes_no_memory(mistakes);
    rules->built_in += built_in;
    return SPPWHY_OK;
}

/* "RULES/clock-skew.yaml" is "clock-skew". */
static const char *named_by(arena *a, const char *path)
{
    const char *name = strrchr(path, '/');
    name = name ? name + 1 : path;
    const char *dot = strrchr(name, '.');
    return arena_bytes(a, name, dot ? (size_t)(dot - name) : strlen(name));
}

/* A file with mistakes is no rule yet, but its id is not unknown to others, and what it names is checked. */
static bool add_broken(sppwhy_rules *rules, const char *origin, rule *r)
{
    r = r ? r : ARENA_NEW(rules->memory, rule);
    if (!r)
        return false;
    r->file = origin;
    r->id = named_by(rules->memory, origin);
    return r->id && vec_push(&rules->broken, r);
}

static void load_text(sppwhy_rules *rules, const char *origin, const char *text, size_t length,
                      mistake_list *mistakes)
{
    rule *r = NULL;
    if (rule_read(&r, rules->memory, origin, text, length, mistakes) == SPPWHY_OK)
        (void)add_rule(rules, r, false, mistakes); /* what failed is reported */
    else if (!add_broken(rules, origin, r))
        mistakes_no_memory(mistakes);
}

static bool is_rule_name(const char *name)
{
    size_t length = strlen(name);
    return strchr(name, '/') == NULL && ((length > 5 && strcmp(name + length - 5, ".yaml") == 0) ||
                                         (length > 4 && strcmp(name + length - 4, ".yml") == 0));
}

static void load_built_in(sppwhy_rules *rules, mistake_list *mistakes)
{
    for (const packed_file *f = packed_rules; f->name; f++) {
        rule *r = NULL;
        const char *origin = arena_printf(rules->memory, "rules/%s", f->name);
        if (!origin)
            mistakes_no_memory(mistakes);
        else if (rule_unpack(&r, rules->memory, origin, f->bytes, mistakes) == SPPWHY_OK)
            (void)add_rule(rules, r, true, mistakes); /* what failed is reported */
    }
}

static void load_path(sppwhy_rules *rules, const char *path, mistake_list *mistakes)
{
    sppwhy_error error;
    char *text;
    size_t length;
    const char *name = arena_string(rules->memory, path);
    sppwhy_error_clear(&error);
    if (!name || file_read_all(rules->memory, path, LIMIT_YAML_BYTES, &text, &length, &error) != SPPWHY_OK) {
        if (!name)
            error_no_memory(&error);
        mistakes_add(mistakes, &error);
        return;
    }
    load_text(rules, name, text, length, mistakes);
}

static void load_folder(sppwhy_rules *rules, const char *folder, mistake_list *mistakes)
{
    sppwhy_error error;
    char **names;
    size_t count;
    sppwhy_error_clear(&error);
    if (file_look(folder, NULL) == FILE_PLAIN) {
        load_path(rules, folder, mistakes);
        return;
    }
    if (folder_list(rules->memory, folder, &names, &count, &error) != SPPWHY_OK) {
        mistakes_add(mistakes, &error);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const char *path = arena_printf(rules->memory, "%s/%s", folder, names[i]);
        if (!path)
            mistakes_no_memory(mistakes);
        else if (is_rule_name(names[i]))
            load_path(rules, path, mistakes);
    }
}

static int by_rule_id(const void *a, const void *b)
{
    return strcmp((*(rule *const *)a)->id, (*(rule *const *)b)->id);
}

static int by_id_only(const void *wanted, const void *item)
{
    return strcmp(wanted, (*(rule *const *)item)->id);
}

size_t rules_place(const sppwhy_rules *rules, const char *id)
{
    const rule *const *found = rules->list.count == 0 ? NULL
                                                      : bsearch(id, rules->list.items, rules->list.count,
                                                                sizeof *rules->list.items, by_id_only);
    return found ? (size_t)(found - (const rule *const *)rules->list.items) : SIZE_MAX;
}

const rule *rules_find(const sppwhy_rules *rules, const char *id)
{
    size_t i = rules_place(rules, id);
    return i == SIZE_MAX ? NULL : rules->list.items[i];
}

bool rules_refine(const sppwhy_rules *rules, size_t i, size_t k)
{
    return rules->wider[i * rules->list.count + k];
}

/* Marks all that rule `at` refines, as wider than rule `of`; what is marked is not walked again. */
static void mark_wider(sppwhy_rules *rules, size_t of, size_t at)
{
    const rule *r = rules->list.items[at];
    for (size_t i = 0; i < r->refines.count; i++) {
        size_t next = r->refined[i];
        if (next == SIZE_MAX || rules->wider[of * rules->list.count + next])
            continue;
        rules->wider[of * rules->list.count + next] = true;
        mark_wider(rules, of, next);
    }
}

static bool find_refined(sppwhy_rules *rules)
{
    bool done = true;
    for (size_t i = 0; i < rules->list.count && done; i++) {
        rule *r = rules->list.items[i];
        size_t *refined = ARENA_ARRAY(rules->memory, r->refines.count, size_t);
        for (size_t k = 0; refined && k < r->refines.count; k++)
            refined[k] = rules_place(rules, r->refines.items[k]);
        r->refined = refined;
        done = refined != NULL;
    }
    return done;
}

static const char *joined(arena *a, const char *const *items, size_t count)
{
    const char *text = "";
    for (size_t i = 0; i < count && text; i++)
        text = arena_printf(a, "%s%s%s", text, i != 0 ? ", " : "", items[i]);
    return text;
}

/* What sppwhy_rules_info() says of each rule, made once. */
static bool describe(sppwhy_rules *rules)
{
    bool done = true;
    for (size_t i = 0; i < rules->list.count && done; i++) {
        rule *r = rules->list.items[i];
        const char *kinds[SCOPE_KINDS];
        size_t count = 0;
        for (size_t k = 0; k < r->judgement_count && count < SCOPE_KINDS; k++)
            kinds[count++] = scope_name(r->judgements[k].kind);
        r->judges_text = joined(rules->memory, kinds, count);
        r->refines_text = joined(rules->memory, r->refines.items, r->refines.count);
        done = r->judges_text && r->refines_text;
    }
    return done;
}

static bool close_refinement(sppwhy_rules *rules)
{
    size_t count = rules->list.count;
    rules->wider = arena_array(rules->memory, count + 1, count + 1);
    for (size_t i = 0; rules->wider && i < count; i++)
        mark_wider(rules, i, i);
    rules->pages = ARENA_ARRAY(rules->memory, count + 1, sppwhy_rule_page);
    return rules->wider && rules->pages;
}

static bool is_broken(const sppwhy_rules *rules, const char *id)
{
    for (size_t i = 0; i < rules->broken.count; i++)
        if (strcmp(rules->broken.items[i]->id, id) == 0)
            return true;
    return false;
}

static void check_named(const sppwhy_rules *rules, const rule *r, unsigned line, const char *id,
                        const char *to, mistake_list *mistakes)
{
    const char *near = NULL;
    size_t least = strlen(id) / 2 + 1;
    if (rules_find(rules, id) || is_broken(rules, id))
        return;
    for (size_t i = 0; i < rules->list.count; i++) {
        size_t distance = text_distance(id, rules->list.items[i]->id);
        near = distance < least ? rules->list.items[i]->id : near;
        least = distance < least ? distance : least;
    }
    mistakes_place(mistakes, r->file, line, 1, "there is no rule \"%s\" to %s%s%s%s", id, to,
                   near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

static bool judges_the_same(const rule *a, const rule *b)
{
    for (size_t i = 0; i < a->judgement_count; i++)
        for (size_t k = 0; k < b->judgement_count; k++)
            if (a->judgements[i].kind == b->judgements[k].kind)
                return true;
    return false;
}

/* What a rule names must be there, and no chain of refinements may come back to itself. */
static void check_rule(const sppwhy_rules *rules, const rule *r, mistake_list *mistakes)
{
    for (size_t k = 0; k < r->refines.count; k++) {
        const rule *other = rules_find(rules, r->refines.items[k]);
        check_named(rules, r, r->refines_line, r->refines.items[k], "refine", mistakes);
        if (other && r->judgement_count != 0 && !judges_the_same(r, other))
            mistakes_place(mistakes, r->file, r->refines_line, 1,
                           "the rule cannot refine \"%s\", which judges other kinds of things", other->id);
    }
    for (size_t k = 0; k < r->explains.count; k++)
        check_named(rules, r, r->explains_line, r->explains.items[k], "explain", mistakes);
    for (size_t k = 0; !r->packed_samples && k < r->sample_count;
         k++) /* of built-in ones a test sees to it */
        if (r->samples[k].instead)
            check_named(rules, r, r->samples[k].line, r->samples[k].instead, "come instead", mistakes);
}

static sppwhy_status new_rules(sppwhy_rules **out, const sppwhy_catalogue *catalogue, sppwhy_error *error)
{
    arena *memory = arena_create();
    *out = memory ? ARENA_NEW(memory, sppwhy_rules) : NULL;
    if (!*out) {
        arena_free(memory);
        return error_no_memory(error);
    }
    (*out)->memory = memory;
    (*out)->catalogue = catalogue;
    return SPPWHY_OK;
}

static sppwhy_status finish(sppwhy_rules **out, sppwhy_rules *rules, mistake_list *mistakes)
{
    if (rules->list.count != 0)
        sort_array(rules->list.items, rules->list.count, sizeof *rules->list.items, by_rule_id);
    if (!find_refined(rules) || !close_refinement(rules) || !describe(rules))
        mistakes_no_memory(mistakes);
    for (size_t i = 0; rules->wider && i < rules->list.count; i++) {
        const rule *r = rules->list.items[i];
        check_rule(rules, r, mistakes);
        if (rules_refine(rules, i, i))
            mistakes_place(mistakes, r->file, r->refines_line, 1, "the rule refines itself in the end");
    }
    for (size_t i = 0; rules->wider && i < rules->broken.count; i++)
        check_rule(rules, rules->broken.items[i], mistakes);
    if (mistakes->status != SPPWHY_OK) {
        sppwhy_rules_free(rules);
        return mistakes->status;
    }
    *out = rules;
    return SPPWHY_OK;
}

sppwhy_status sppwhy_rules_load(sppwhy_rules **out, const sppwhy_catalogue *catalogue, const char *path,
                                sppwhy_on_mistake on_mistake, void *context, sppwhy_error *error)
{
    sppwhy_rules *rules;
    mistake_list mistakes = {on_mistake, context, error, SPPWHY_OK};
    *out = NULL;
    sppwhy_status status = new_rules(&rules, catalogue, error);
    if (status != SPPWHY_OK)
        return status;
    load_built_in(rules, &mistakes);
    if (path)
        load_folder(rules, path, &mistakes);
    return finish(out, rules, &mistakes);
}

sppwhy_status rules_need_samples(const sppwhy_rules *rules, sppwhy_error *error)
{
    sppwhy_status status = SPPWHY_OK;
    for (size_t i = 0; i < rules->list.count && status == SPPWHY_OK; i++)
        status = rule_need_samples(rules->list.items[i], rules->memory, error);
    return status;
}

void sppwhy_rules_free(sppwhy_rules *rules)
{
    if (!rules)
        return;
    vec_free(&rules->list);
    vec_free(&rules->broken);
    arena_free(rules->memory);
}

size_t sppwhy_rules_count(const sppwhy_rules *rules)
{
    return rules->list.count;
}

sppwhy_rule_info sppwhy_rules_info(const sppwhy_rules *rules, size_t i)
{
    const rule *r = rules->list.items[i];
    return (sppwhy_rule_info){.id = r->id,
                              .title = r->title,
                              .level = r->level,
                              .judges = r->judges_text,
                              .refines = r->refines_text,
                              .file = r->file,
                              .samples = r->sample_count};
}

static const char *const level_names[] = {"info", "low", "medium", "high", "critical"};

const char *sppwhy_level_name(sppwhy_level level)
{
    return NAME_OF(level_names, level);
}

bool sppwhy_level_parse(sppwhy_level *out, const char *name)
{
    for (int l = SPPWHY_LEVEL_INFO; l <= SPPWHY_LEVEL_CRITICAL; l++)
        if (strcmp(level_names[l], name) == 0) {
            *out = (sppwhy_level)l;
            return true;
        }
    return false;
}

const char *sppwhy_confidence_name(sppwhy_confidence confidence)
{
    static const char *const names[] = {"possible", "likely", "confirmed"};
    return NAME_OF(names, confidence);
}
