/* Rule files into rules. Every mistake names file, line and column; a rule without samples is refused. */
#include "rules/rule.h"

#include "base/embedded.h"
#include "base/error.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

typedef struct loader {
    arena *memory;
    const char *file;
    sppwhy_error *error;
} loader;

static sppwhy_status wrong(const loader *l, const yaml_node *at, const char *what, const char *word)
{
    return error_place(l->error, SPPWHY_INVALID, l->file, at->line, at->column, "%s%s%s%s", what,
                       word ? " \"" : "", word ? word : "", word ? "\"" : "");
}

/* ---- small parts --------------------------------------------------------------------------------------- */

static sppwhy_status read_text(const loader *l, const yaml_node *map, const char *key, const char **out,
                               bool needed)
{
    const yaml_node *node = yaml_get(map, key);
    *out = NULL;
    if (!node)
        return needed ? wrong(l, map, "the rule lacks", key) : SPPWHY_OK;
    if (node->kind != YAML_SCALAR || node->text[0] == '\0')
        return wrong(l, node, "a text is wanted for", key);
    *out = node->text;
    return SPPWHY_OK;
}

static sppwhy_status read_texts(const loader *l, const yaml_node *map, const char *key, text_list *out)
{
    const yaml_node *node = yaml_get(map, key);
    if (!node)
        return SPPWHY_OK;
    size_t count = node->kind == YAML_LIST ? node->count : 1;
    out->items = ARENA_ARRAY(l->memory, count + 1, const char *);
    if (!out->items)
        return error_no_memory(l->error);
    for (size_t i = 0; i < count; i++) {
        const yaml_node *item = node->kind == YAML_LIST ? node->items[i] : node;
        if (item->kind != YAML_SCALAR || item->text[0] == '\0')
            return wrong(l, item, "a text is wanted in", key);
        out->items[out->count++] = item->text;
    }
    return SPPWHY_OK;
}

static sppwhy_status read_templates(const loader *l, const yaml_node *map, const char *key, scope_kind kind,
                                    template_list *out)
{
    const yaml_node *node = yaml_get(map, key);
    if (!node)
        return SPPWHY_OK;
    size_t count = node->kind == YAML_LIST ? node->count : 1;
    out->items = ARENA_ARRAY(l->memory, count + 1, text_template *);
    if (!out->items)
        return error_no_memory(l->error);
    sppwhy_status status = SPPWHY_OK;
    for (size_t i = 0; i < count && status == SPPWHY_OK; i++) {
        const yaml_node *item = node->kind == YAML_LIST ? node->items[i] : node;
        status = template_parse(&out->items[i], l->memory, l->file, kind, item, l->error);
        out->count += status == SPPWHY_OK;
    }
    return status;
}

static sppwhy_status check_keys(const loader *l, const yaml_node *map, const char *const *known,
                                const char *of)
{
    for (size_t i = 0; i < map->count; i++) {
        const yaml_node *key = yaml_key(map, i);
        size_t k = 0;
        while (known[k] && strcmp(known[k], key->text) != 0)
            k++;
        if (!known[k])
            return error_place(l->error, SPPWHY_INVALID, l->file, key->line, key->column,
                               "%s has no key \"%s\"", of, key->text);
    }
    return SPPWHY_OK;
}

/* ---- judgements ---------------------------------------------------------------------------------------- */

static sppwhy_status read_condition(const loader *l, const yaml_node *map, const char *key, scope_kind kind,
                                    condition **out)
{
    const yaml_node *node = yaml_get(map, key);
    return node ? condition_parse(out, l->memory, l->file, kind, node, l->error) : SPPWHY_OK;
}

static sppwhy_status read_judgement(const loader *l, const yaml_node *map, judgement *out)
{
    const char *kind;
    sppwhy_status status = read_text(l, map, "judges", &kind, true);
    if (status != SPPWHY_OK)
        return status;
    if (!scope_parse(&out->kind, kind) || out->kind == SCOPE_REQUEST || out->kind == SCOPE_EVENT)
        return wrong(l, yaml_get(map, "judges"), "judges is activation, machine, host or collection, not",
                     kind);
    if (!yaml_get(map, "when"))
        return wrong(l, map, "the rule lacks", "when");
    if (!yaml_get(map, "why"))
        return wrong(l, map, "the rule lacks", "why");
    status = read_condition(l, map, "when", out->kind, &out->when);
    if (status == SPPWHY_OK)
        status = read_condition(l, map, "confirmed", out->kind, &out->confirmed);
    if (status == SPPWHY_OK)
        status = read_condition(l, map, "likely", out->kind, &out->likely);
    if (status == SPPWHY_OK)
        status = template_parse(&out->why, l->memory, l->file, out->kind, yaml_get(map, "why"), l->error);
    return status;
}

/* Most rules judge one thing and say so at the top level; `judgements` lists several. */
static sppwhy_status read_judgements(const loader *l, const yaml_node *root, rule *r)
{
    static const char *const keys[] = {"judges", "when", "confirmed", "likely", "why", NULL};
    const yaml_node *list = yaml_get(root, "judgements");
    size_t count = list ? list->count : 1;
    if (list && (list->kind != YAML_LIST || count == 0))
        return wrong(l, list, "a list is wanted for", "judgements");
    r->judgements = ARENA_ARRAY(l->memory, count, judgement);
    if (!r->judgements)
        return error_no_memory(l->error);
    sppwhy_status status = SPPWHY_OK;
    for (size_t i = 0; i < count && status == SPPWHY_OK; i++) {
        const yaml_node *map = list ? list->items[i] : root;
        if (map->kind != YAML_MAP)
            return wrong(l, map, "a map is wanted in", "judgements");
        if (list)
            status = check_keys(l, map, keys, "a judgement");
        if (status == SPPWHY_OK)
            status = read_judgement(l, map, &r->judgements[i]);
        r->judgements[i].of = r;
        r->judgement_count++;
    }
    return status;
}

/* ---- samples ------------------------------------------------------------------------------------------- */

static sppwhy_status read_boolean(const loader *l, const yaml_node *node, bool *out)
{
    *out = node->kind == YAML_SCALAR && strcmp(node->text, "true") == 0;
    if (*out || (node->kind == YAML_SCALAR && strcmp(node->text, "false") == 0))
        return SPPWHY_OK;
    return wrong(l, node, "true or false is wanted here", NULL);
}

static sppwhy_status read_confidence(const loader *l, const yaml_node *node, sample *out)
{
    out->has_confidence = true;
    for (int c = SPPWHY_POSSIBLE; c <= SPPWHY_CONFIRMED; c++) {
        out->confidence = (sppwhy_confidence)c;
        if (node->kind == YAML_SCALAR && strcmp(node->text, sppwhy_confidence_name(out->confidence)) == 0)
            return SPPWHY_OK;
    }
    return wrong(l, node, "confidence is confirmed, likely or possible", NULL);
}

static sppwhy_status read_sample(const loader *l, const yaml_node *map, sample *out)
{
    static const char *const keys[] = {"name", "match", "confidence", "instead", "malformed", "logs", NULL};
    if (map->kind != YAML_MAP)
        return wrong(l, map, "a sample is a map with name, match and logs", NULL);
    out->line = map->line;
    sppwhy_status status = check_keys(l, map, keys, "a sample");
    if (status == SPPWHY_OK)
        status = read_text(l, map, "name", &out->name, true);
    if (status == SPPWHY_OK && !yaml_get(map, "match"))
        return wrong(l, map, "the sample lacks", "match");
    if (status == SPPWHY_OK)
        status = read_boolean(l, yaml_get(map, "match"), &out->match);
    if (status == SPPWHY_OK && yaml_get(map, "malformed"))
        status = read_boolean(l, yaml_get(map, "malformed"), &out->malformed);
    if (status == SPPWHY_OK && yaml_get(map, "confidence"))
        status = read_confidence(l, yaml_get(map, "confidence"), out);
    if (status == SPPWHY_OK)
        status = read_text(l, map, "instead", &out->instead, false);
    if (status == SPPWHY_OK && !yaml_get(map, "logs"))
        return wrong(l, map, "the sample lacks", "logs");
    if (status == SPPWHY_OK)
        status = scenario_read(&out->logs, l->memory, l->file, map, l->error);
    return status;
}

static sppwhy_status read_samples(const loader *l, const yaml_node *root, rule *r)
{
    const yaml_node *list = yaml_get(root, "samples");
    bool match = false, miss = false;
    if (!list || list->kind != YAML_LIST)
        return wrong(l, root, "the rule has no samples: it needs one that it must match and one near miss",
                     NULL);
    r->samples = ARENA_ARRAY(l->memory, list->count, sample);
    if (!r->samples)
        return error_no_memory(l->error);
    for (size_t i = 0; i < list->count; i++) {
        sppwhy_status status = read_sample(l, list->items[i], &r->samples[i]);
        if (status != SPPWHY_OK)
            return status;
        match |= r->samples[i].match;
        miss |= !r->samples[i].match;
        r->sample_count++;
    }
    if (!match || !miss)
        return wrong(l, list,
                     match ? "there is no near miss among the samples (match: false)"
                           : "there is no sample that the rule must match (match: true)",
                     NULL);
    return SPPWHY_OK;
}

/* ---- a rule -------------------------------------------------------------------------------------------- */

static bool is_slug(const char *text)
{
    for (const char *at = text; *at; at++)
        if (!(*at >= 'a' && *at <= 'z') && !(*at >= '0' && *at <= '9') && *at != '-')
            return false;
    return text[0] != '\0';
}

/* A rule file is named after its cause. */
static bool named_after(const char *path, const char *id)
{
    const char *name = strrchr(path, '/');
    name = name ? name + 1 : path;
    size_t length = strlen(id);
    return strncmp(name, id, length) == 0 &&
           (strcmp(name + length, ".yaml") == 0 || strcmp(name + length, ".yml") == 0);
}

static sppwhy_status read_head(const loader *l, const yaml_node *root, rule *r)
{
    const char *level;
    sppwhy_status status = read_text(l, root, "id", &r->id, true);
    if (status == SPPWHY_OK && !is_slug(r->id))
        return wrong(l, yaml_get(root, "id"), "an id has small letters, digits and hyphens only, not", r->id);
    if (status == SPPWHY_OK && !named_after(l->file, r->id))
        return wrong(l, yaml_get(root, "id"), "the file must be named after its id:", r->id);
    if (status == SPPWHY_OK)
        status = read_text(l, root, "title", &r->title, true);
    if (status == SPPWHY_OK)
        status = read_text(l, root, "level", &level, true);
    if (status == SPPWHY_OK && !sppwhy_level_parse(&r->level, level))
        return wrong(l, yaml_get(root, "level"), "level is critical, high, medium, low or info, not", level);
    if (status == SPPWHY_OK && yaml_get(root, "fallback"))
        status = read_boolean(l, yaml_get(root, "fallback"), &r->fallback);
    return status;
}

static sppwhy_status read_lists(const loader *l, const yaml_node *root, rule *r)
{
    sppwhy_status status = read_texts(l, root, "refines", &r->refines);
    if (yaml_get(root, "refines"))
        r->refines_line = yaml_get(root, "refines")->line;
    if (status == SPPWHY_OK && !yaml_get(root, "fix"))
        return wrong(l, root, "the rule lacks", "fix");
    /* the steps are the rule's, but each judgement fills them with what it judges */
    for (size_t i = 0; i < r->judgement_count && status == SPPWHY_OK; i++) {
        judgement *j = &r->judgements[i];
        status = read_templates(l, root, "confirm", j->kind, &j->confirm);
        if (status == SPPWHY_OK)
            status = read_templates(l, root, "fix", j->kind, &j->fix);
    }
    if (status == SPPWHY_OK)
        status = read_texts(l, root, "false_alarms", &r->false_alarms);
    if (status == SPPWHY_OK)
        status = read_texts(l, root, "references", &r->references);
    return status;
}

sppwhy_status rule_read(rule **out, arena *a, const char *origin, const char *text, size_t length,
                        sppwhy_error *error)
{
    static const char *const keys[] = {"id",           "title",   "level",     "fallback",   "judges",
                                       "judgements",   "when",    "confirmed", "likely",     "why",
                                       "refines",      "confirm", "fix",       "references", "samples",
                                       "false_alarms", NULL};
    loader l = {a, origin, error};
    const yaml_node *root;
    *out = NULL;
    sppwhy_status status = yaml_load(a, origin, text, length, &root, error);
    if (status != SPPWHY_OK)
        return status;
    if (root->kind != YAML_MAP)
        return wrong(&l, root, "a rule is a map with id, title, level ...", NULL);
    rule *r = ARENA_NEW(a, rule);
    if (!r)
        return error_no_memory(error);
    r->file = origin;
    r->line = root->line;
    status = check_keys(&l, root, keys, "a rule");
    if (status == SPPWHY_OK)
        status = read_head(&l, root, r);
    if (status == SPPWHY_OK)
        status = read_judgements(&l, root, r);
    if (status == SPPWHY_OK)
        status = read_lists(&l, root, r);
    if (status == SPPWHY_OK)
        status = read_samples(&l, root, r);
    if (status == SPPWHY_OK)
        *out = r;
    return status;
}

/* ---- a set of rules ------------------------------------------------------------------------------------ */

typedef struct reporter {
    sppwhy_on_mistake tell;
    void *context;
    sppwhy_error *first;
    sppwhy_status status;
} reporter;

static void report(reporter *r, const sppwhy_error *error)
{
    if (r->status == SPPWHY_OK) {
        r->status = error->status;
        if (r->first)
            *r->first = *error;
    }
    if (r->tell)
        r->tell(r->context, error);
}

static bool add_rule(sppwhy_rules *rules, rule *r)
{
    for (size_t i = 0; i < rules->list.count; i++)
        if (strcmp(rules->list.items[i]->id, r->id) == 0) {
            rules->list.items[i] = r;
            return true;
        }
    return vec_push(&rules->list, r);
}

static void report_no_memory(reporter *mistakes)
{
    sppwhy_error error;
    error_no_memory(&error);
    report(mistakes, &error);
}

static void load_text(sppwhy_rules *rules, const char *origin, const char *text, size_t length,
                      reporter *mistakes)
{
    sppwhy_error error;
    rule *r;
    sppwhy_error_clear(&error);
    sppwhy_status status =
        origin ? rule_read(&r, rules->memory, origin, text, length, &error) : error_no_memory(&error);
    if (status == SPPWHY_OK && !add_rule(rules, r))
        status = error_no_memory(&error);
    if (status != SPPWHY_OK)
        report(mistakes, &error);
}

static bool is_rule_name(const char *name)
{
    size_t length = strlen(name);
    return strchr(name, '/') == NULL && ((length > 5 && strcmp(name + length - 5, ".yaml") == 0) ||
                                         (length > 4 && strcmp(name + length - 4, ".yml") == 0));
}

static void load_built_in(sppwhy_rules *rules, reporter *mistakes)
{
    for (const embedded_file *e = embedded_files; e->name; e++)
        if (is_rule_name(e->name))
            load_text(rules, arena_printf(rules->memory, "rules/%s", e->name), e->bytes, e->size, mistakes);
}

static void load_path(sppwhy_rules *rules, const char *path, reporter *mistakes)
{
    sppwhy_error error;
    char *text;
    size_t length;
    const char *name = arena_string(rules->memory, path);
    sppwhy_error_clear(&error);
    if (!name || file_read_all(rules->memory, path, LIMIT_YAML_BYTES, &text, &length, &error) != SPPWHY_OK) {
        if (!name)
            error_no_memory(&error);
        report(mistakes, &error);
        return;
    }
    load_text(rules, name, text, length, mistakes);
}

static void load_folder(sppwhy_rules *rules, const char *folder, reporter *mistakes)
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
        report(mistakes, &error);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const char *path = arena_printf(rules->memory, "%s/%s", folder, names[i]);
        if (!path)
            report_no_memory(mistakes);
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

static size_t index_of(const sppwhy_rules *rules, const char *id)
{
    const rule *const *found = rules->list.count == 0 ? NULL
                                                      : bsearch(id, rules->list.items, rules->list.count,
                                                                sizeof *rules->list.items, by_id_only);
    return found ? (size_t)(found - (const rule *const *)rules->list.items) : SIZE_MAX;
}

const rule *rules_find(const sppwhy_rules *rules, const char *id)
{
    size_t i = index_of(rules, id);
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
        size_t next = index_of(rules, r->refines.items[i]);
        if (next == SIZE_MAX || rules->wider[of * rules->list.count + next])
            continue;
        rules->wider[of * rules->list.count + next] = true;
        mark_wider(rules, of, next);
    }
}

static bool close_refinement(sppwhy_rules *rules)
{
    size_t count = rules->list.count;
    rules->wider = arena_array(rules->memory, count + 1, count + 1);
    for (size_t i = 0; rules->wider && i < count; i++)
        mark_wider(rules, i, i);
    return rules->wider != NULL;
}

/* What a rule refines must be there, and no chain may come back to itself. */
static void check_refines(const sppwhy_rules *rules, reporter *mistakes)
{
    sppwhy_error error;
    for (size_t i = 0; i < rules->list.count; i++) {
        const rule *r = rules->list.items[i];
        for (size_t k = 0; k < r->refines.count; k++)
            if (!rules_find(rules, r->refines.items[k])) {
                error_place(&error, SPPWHY_INVALID, r->file, r->refines_line, 1,
                            "there is no rule \"%s\" to refine", r->refines.items[k]);
                report(mistakes, &error);
            }
        if (rules_refine(rules, i, i)) {
            error_place(&error, SPPWHY_INVALID, r->file, r->refines_line, 1,
                        "the rule refines itself in the end");
            report(mistakes, &error);
        }
    }
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

static sppwhy_status finish(sppwhy_rules **out, sppwhy_rules *rules, reporter *mistakes)
{
    if (rules->list.count != 0)
        qsort(rules->list.items, rules->list.count, sizeof *rules->list.items, by_rule_id);
    if (!close_refinement(rules))
        report_no_memory(mistakes);
    if (mistakes->status == SPPWHY_OK)
        check_refines(rules, mistakes);
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
    reporter mistakes = {on_mistake, context, error, SPPWHY_OK};
    *out = NULL;
    sppwhy_status status = new_rules(&rules, catalogue, error);
    if (status != SPPWHY_OK)
        return status;
    load_built_in(rules, &mistakes);
    if (path)
        load_folder(rules, path, &mistakes);
    return finish(out, rules, &mistakes);
}

void sppwhy_rules_free(sppwhy_rules *rules)
{
    if (!rules)
        return;
    vec_free(&rules->list);
    arena_free(rules->memory);
}

size_t sppwhy_rules_count(const sppwhy_rules *rules)
{
    return rules->list.count;
}

static const char *joined(arena *a, const char *const *items, size_t count)
{
    const char *text = "";
    for (size_t i = 0; i < count && text; i++)
        text = arena_printf(a, "%s%s%s", text, i != 0 ? ", " : "", items[i]);
    return text ? text : "(there is too little memory to list them)";
}

sppwhy_rule_info sppwhy_rules_info(const sppwhy_rules *rules, size_t i)
{
    const rule *r = rules->list.items[i];
    const char *kinds[SCOPE_KINDS];
    size_t count = 0;
    for (size_t k = 0; k < r->judgement_count && count < SCOPE_KINDS; k++)
        kinds[count++] = scope_name(r->judgements[k].kind);
    return (sppwhy_rule_info){.id = r->id,
                              .title = r->title,
                              .level = r->level,
                              .judges = joined(rules->memory, kinds, count),
                              .refines = joined(rules->memory, r->refines.items, r->refines.count),
                              .file = r->file,
                              .samples = r->sample_count};
}

static const char *const level_names[] = {"info", "low", "medium", "high", "critical"};

const char *sppwhy_level_name(sppwhy_level level)
{
    return level_names[level];
}

bool sppwhy_level_parse(sppwhy_level *out, const char *name)
{
    for (int l = SPPWHY_INFO; l <= SPPWHY_CRITICAL; l++)
        if (strcmp(level_names[l], name) == 0) {
            *out = (sppwhy_level)l;
            return true;
        }
    return false;
}

const char *sppwhy_confidence_name(sppwhy_confidence confidence)
{
    static const char *const names[] = {"possible", "likely", "confirmed"};
    return names[confidence];
}
