/* One rule file into a rule. Every mistake names file, line and column; a rule without samples is refused. */
#include "rules/ruleset/rule.h"

#include "base/error.h"
#include "base/packed.h"
#include "base/text.h"
#include "yaml/packed_yaml.h"

#include <string.h>

typedef struct loader {
    arena *memory;
    const char *file;
    mistake_list *mistakes;
} loader;

static sppwhy_status wrong(const loader *l, const yaml_node *at, const char *what, const char *word)
{
    return mistakes_at(l->mistakes, l->file, at, what, word, NULL);
}

static const char *const rule_keys[] = {
    "raised", "id",         "title",     "level",   "fallback", "judges",       "judgements",
    "when",   "likely",     "confirmed", "why",     "confirm",  "false_alarms", "refines",
    "fix",    "references", "samples",   "lasting", "explains", "consequence",  NULL};
static const char *const judgement_keys[] = {"judges", "when", "confirmed", "likely", "raised", "why", NULL};
static const char *const sample_keys[] = {"name",      "match", "confidence", "instead",
                                          "malformed", "logs",  NULL};

static bool is_among(const char *word, const char *const *known)
{
    for (; *known; known++)
        if (strcmp(word, *known) == 0)
            return true;
    return false;
}

/* A key is not there. Where it seems to be there misspelled, that is reported instead. */
static sppwhy_status lacks(const loader *l, const yaml_node *map, const char *what, const char *key)
{
    for (size_t i = 0; i < map->count; i++) {
        const char *given = yaml_key(map, i)->text;
        if (!is_among(given, rule_keys) && !is_among(given, sample_keys) && text_distance(given, key) <= 2)
            return SPPWHY_INVALID;
    }
    return wrong(l, map, what, key);
}

/* ---- small parts --------------------------------------------------------------------------------------- */

static sppwhy_status read_text(const loader *l, const yaml_node *map, const char *key, const char **out,
                               bool needed)
{
    const yaml_node *node = yaml_get(map, key);
    *out = NULL;
    if (!node)
        return needed ? lacks(l, map, "the rule lacks", key) : SPPWHY_OK;
    if (node->kind != YAML_SCALAR || node->text[0] == '\0')
        return wrong(l, node, "a text is wanted for", key);
    *out = node->text;
    return SPPWHY_OK;
}

/* A list's items, or the one thing that is there in a list's place. */
static size_t one_or_several(const yaml_node *node)
{
    return node->kind == YAML_LIST ? node->count : 1;
}

static const yaml_node *one_of(const yaml_node *node, size_t i)
{
    return node->kind == YAML_LIST ? node->items[i] : node;
}

static sppwhy_status read_texts(const loader *l, const yaml_node *map, const char *key, text_list *out)
{
    const yaml_node *node = yaml_get(map, key);
    if (!node)
        return SPPWHY_OK;
    size_t count = one_or_several(node);
    out->items = ARENA_ARRAY(l->memory, count + 1, const char *);
    if (!out->items)
        return mistakes_no_memory(l->mistakes);
    sppwhy_status status = SPPWHY_OK;
    for (size_t i = 0; i < count; i++) {
        const yaml_node *item = one_of(node, i);
        if (item->kind != YAML_SCALAR || item->text[0] == '\0')
            status = wrong(l, item, "a text is wanted in", key);
        else
            out->items[out->count++] = item->text;
    }
    return status;
}

static sppwhy_status check_keys(const loader *l, const yaml_node *map, const char *const *known,
                                const char *of)
{
    return mistakes_unknown_keys(l->mistakes, l->file, map, of, known);
}

/* ---- steps: texts with a case's values, some of them under a condition --------------------------------- */

static sppwhy_status read_condition(const loader *l, const yaml_node *map, const char *key, scope_kind kind,
                                    condition **out)
{
    const yaml_node *node = yaml_get(map, key);
    return node ? condition_parse(out, l->memory, l->file, kind, node, l->mistakes) : SPPWHY_OK;
}

/* `{for: Office, when: CONDITION, text: ...}` */
static sppwhy_status read_conditional(const loader *l, const yaml_node *map, scope_kind kind, rule_step *out)
{
    static const char *const keys[] = {"for", "when", "text", NULL};
    const yaml_node *text = yaml_get(map, "text");
    sppwhy_status status = check_keys(l, map, keys, "a step");
    status = mistakes_both(status, read_text(l, map, "for", &out->label, false));
    if (!yaml_get(map, "for"))
        status = mistakes_both(status, lacks(l, map, "the step lacks", "for"));
    status = mistakes_both(status, read_condition(l, map, "when", kind, &out->when));
    if (!yaml_get(map, "when"))
        status = mistakes_both(status, lacks(l, map, "the step lacks", "when"));
    if (!text)
        return mistakes_both(status, lacks(l, map, "the step lacks", "text"));
    return mistakes_both(status, template_parse(&out->text, l->memory, l->file, kind, text, l->mistakes));
}

static sppwhy_status read_steps(const loader *l, const yaml_node *map, const char *key, scope_kind kind,
                                step_list *out)
{
    const yaml_node *node = yaml_get(map, key);
    if (!node)
        return SPPWHY_OK;
    size_t count = one_or_several(node);
    out->items = ARENA_ARRAY(l->memory, count + 1, rule_step);
    if (!out->items)
        return mistakes_no_memory(l->mistakes);
    sppwhy_status status = SPPWHY_OK;
    for (size_t i = 0; i < count; i++) {
        const yaml_node *item = one_of(node, i);
        sppwhy_status one = item->kind == YAML_MAP ? read_conditional(l, item, kind, &out->items[i])
                                                   : template_parse(&out->items[i].text, l->memory, l->file,
                                                                    kind, item, l->mistakes);
        status = mistakes_both(status, one);
    }
    out->count = status == SPPWHY_OK ? count : 0;
    return status;
}

/* ---- judgements ---------------------------------------------------------------------------------------- */

static sppwhy_status read_kind(const loader *l, const yaml_node *map, scope_kind *out)
{
    const char *kind;
    sppwhy_status status = read_text(l, map, "judges", &kind, true);
    if (status == SPPWHY_OK && (!scope_parse(out, kind) || *out == SCOPE_REQUEST || *out == SCOPE_EVENT))
        return wrong(l, yaml_get(map, "judges"), "judges is activation, machine, host or collection, not",
                     kind);
    return status;
}

/* `{level: high, when: CONDITION}` */
static sppwhy_status read_raised_level(const loader *l, const yaml_node *node, scope_kind kind,
                                       raised_level *out)
{
    static const char *const keys[] = {"level", "when", NULL};
    const char *level;
    if (node->kind != YAML_MAP)
        return wrong(l, node, "raised is a map with level and when, or a list of such", NULL);
    sppwhy_status status = check_keys(l, node, keys, "raised");
    sppwhy_status named = read_text(l, node, "level", &level, true);
    if (named == SPPWHY_OK && !sppwhy_level_parse(&out->level, level))
        named = wrong(l, yaml_get(node, "level"), "level is critical, high, medium, low or info, not", level);
    status = mistakes_both(status, named);
    if (!yaml_get(node, "when"))
        return mistakes_both(status, lacks(l, node, "the rule lacks", "when"));
    return mistakes_both(status, read_condition(l, node, "when", kind, &out->when));
}

static sppwhy_status read_raised(const loader *l, const yaml_node *map, judgement *out)
{
    const yaml_node *node = yaml_get(map, "raised");
    sppwhy_status status = SPPWHY_OK;
    size_t count = node ? one_or_several(node) : 0;
    out->raised = ARENA_ARRAY(l->memory, count + 1, raised_level);
    if (!out->raised)
        return mistakes_no_memory(l->mistakes);
    for (size_t i = 0; i < count; i++) {
        const yaml_node *each = one_of(node, i);
        status =
            mistakes_both(status, read_raised_level(l, each, out->kind, &out->raised[out->raised_count++]));
    }
    return status;
}

/* `of` is set when what it judges is known: the steps can then be read, whatever else is wrong. */
static sppwhy_status read_judgement(const loader *l, const yaml_node *map, rule *of, judgement *out)
{
    sppwhy_status kind = read_kind(l, map, &out->kind), status = kind;
    if (!yaml_get(map, "when"))
        status = mistakes_both(status, lacks(l, map, "the rule lacks", "when"));
    if (!yaml_get(map, "why"))
        status = mistakes_both(status, lacks(l, map, "the rule lacks", "why"));
    if (kind != SPPWHY_OK)
        return status; /* what fields there are depends on it */
    out->of = of;
    status = mistakes_both(status, read_condition(l, map, "when", out->kind, &out->when));
    status = mistakes_both(status, read_condition(l, map, "confirmed", out->kind, &out->confirmed));
    status = mistakes_both(status, read_condition(l, map, "likely", out->kind, &out->likely));
    status = mistakes_both(status, read_raised(l, map, out));
    return mistakes_both(status, read_steps(l, map, "why", out->kind, &out->why));
}

/* The rule says at its top what it judges, and in a list too: which of them is meant? */
static sppwhy_status check_top_level(const loader *l, const yaml_node *root)
{
    sppwhy_status status = SPPWHY_OK;
    for (size_t i = 0; judgement_keys[i] && yaml_get(root, "judgements"); i++)
        if (yaml_get(root, judgement_keys[i]))
            status = wrong(
                l, yaml_get(root, judgement_keys[i]),
                "a rule with `judgements` has this key in each of them, not at its top:", judgement_keys[i]);
    return status;
}

/* Most rules judge one thing and say so at the top level; `judgements` lists several. */
static sppwhy_status read_judgements(const loader *l, const yaml_node *root, rule *r)
{
    const yaml_node *list = yaml_get(root, "judgements");
    size_t count = list ? list->count : 1;
    if (list && (list->kind != YAML_LIST || count == 0))
        return wrong(l, list, "a list is wanted for", "judgements");
    r->judgements = ARENA_ARRAY(l->memory, count, judgement);
    if (!r->judgements)
        return mistakes_no_memory(l->mistakes);
    sppwhy_status status = SPPWHY_OK;
    for (size_t i = 0; i < count; i++) {
        const yaml_node *map = list ? list->items[i] : root;
        sppwhy_status one = SPPWHY_OK;
        if (map->kind != YAML_MAP) {
            status = mistakes_both(status, wrong(l, map, "a map is wanted in", "judgements"));
            continue;
        }
        if (list)
            one = check_keys(l, map, judgement_keys, "a judgement");
        judgement *j = &r->judgements[r->judgement_count];
        one = mistakes_both(one, read_judgement(l, map, r, j));
        for (size_t k = 0; k < r->judgement_count && j->of; k++)
            if (r->judgements[k].kind == j->kind)
                one = mistakes_both(one, wrong(l, yaml_get(map, "judges"),
                                               "the rule judges this already, in another item of the list:",
                                               scope_name(j->kind)));
        status = mistakes_both(status, one);
        r->judgement_count += j->of != NULL;
    }
    return mistakes_both(status, check_top_level(l, root));
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
    for (int c = SPPWHY_CONFIDENCE_POSSIBLE; c <= SPPWHY_CONFIDENCE_CONFIRMED; c++) {
        out->confidence = (sppwhy_confidence)c;
        if (node->kind == YAML_SCALAR && strcmp(node->text, sppwhy_confidence_name(out->confidence)) == 0)
            return SPPWHY_OK;
    }
    return wrong(l, node, "confidence is confirmed, likely or possible", NULL);
}

static sppwhy_status read_sample(const loader *l, const yaml_node *map, sample *out)
{
    if (map->kind != YAML_MAP)
        return wrong(l, map, "a sample is a map with name, match and logs", NULL);
    out->line = map->line;
    sppwhy_status status = check_keys(l, map, sample_keys, "a sample");
    status = mistakes_both(status, read_text(l, map, "name", &out->name, true));
    if (!yaml_get(map, "match"))
        status = mistakes_both(status, lacks(l, map, "the sample lacks", "match"));
    else
        status = mistakes_both(status, read_boolean(l, yaml_get(map, "match"), &out->match));
    if (yaml_get(map, "malformed"))
        status = mistakes_both(status, read_boolean(l, yaml_get(map, "malformed"), &out->malformed));
    if (yaml_get(map, "confidence"))
        status = mistakes_both(status, read_confidence(l, yaml_get(map, "confidence"), out));
    status = mistakes_both(status, read_text(l, map, "instead", &out->instead, false));
    if (out->instead && out->match)
        status = mistakes_both(status, wrong(l, yaml_get(map, "instead"),
                                             "a sample that must match has no other cause instead", NULL));
    if (!yaml_get(map, "logs"))
        return mistakes_both(status, lacks(l, map, "the sample lacks", "logs"));
    return mistakes_both(status, scenario_read_all(&out->logs, l->memory, l->file, map, l->mistakes));
}

static sppwhy_status read_samples(const loader *l, const yaml_node *root, const yaml_node *list, rule *r)
{
    bool match = false, miss = false;
    sppwhy_status status = SPPWHY_OK;
    if (!list || list->kind != YAML_LIST)
        return wrong(l, list ? list : root,
                     "the rule has no samples: it needs one that it must match and one near miss", NULL);
    r->samples = ARENA_ARRAY(l->memory, list->count, sample);
    if (!r->samples)
        return mistakes_no_memory(l->mistakes);
    for (size_t i = 0; i < list->count; i++) {
        status = mistakes_both(status, read_sample(l, list->items[i], &r->samples[i]));
        match |= r->samples[i].match;
        miss |= !r->samples[i].match;
        r->sample_count++;
    }
    if (status == SPPWHY_OK && (!match || !miss))
        return wrong(l, list,
                     match ? "there is no near miss among the samples (match: false)"
                           : "there is no sample that the rule must match (match: true)",
                     NULL);
    return status;
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

static sppwhy_status read_id(const loader *l, const yaml_node *root, rule *r)
{
    sppwhy_status status = read_text(l, root, "id", &r->id, true);
    if (status == SPPWHY_OK && !is_slug(r->id))
        return wrong(l, yaml_get(root, "id"), "an id has small letters, digits and hyphens only, not", r->id);
    if (status == SPPWHY_OK && !named_after(l->file, r->id))
        return wrong(l, yaml_get(root, "id"), "the file must be named after its id:", r->id);
    return status;
}

static sppwhy_status read_level(const loader *l, const yaml_node *root, rule *r)
{
    const char *level;
    sppwhy_status status = read_text(l, root, "level", &level, true);
    if (status == SPPWHY_OK && !sppwhy_level_parse(&r->level, level))
        return wrong(l, yaml_get(root, "level"), "level is critical, high, medium, low or info, not", level);
    return status;
}

static sppwhy_status read_head(const loader *l, const yaml_node *root, rule *r)
{
    sppwhy_status status = read_id(l, root, r);
    status = mistakes_both(status, read_text(l, root, "title", &r->title, true));
    status = mistakes_both(status, read_level(l, root, r));
    if (yaml_get(root, "fallback"))
        status = mistakes_both(status, read_boolean(l, yaml_get(root, "fallback"), &r->fallback));
    if (yaml_get(root, "lasting"))
        status = mistakes_both(status, read_boolean(l, yaml_get(root, "lasting"), &r->lasting));
    if (yaml_get(root, "consequence"))
        status = mistakes_both(status, read_boolean(l, yaml_get(root, "consequence"), &r->consequence));
    return status;
}

static sppwhy_status read_lists(const loader *l, const yaml_node *root, rule *r)
{
    sppwhy_status status = read_texts(l, root, "refines", &r->refines);
    if (yaml_get(root, "refines"))
        r->refines_line = yaml_get(root, "refines")->line;
    status = mistakes_both(status, read_texts(l, root, "explains", &r->explains));
    if (yaml_get(root, "explains"))
        r->explains_line = yaml_get(root, "explains")->line;
    if (!yaml_get(root, "fix"))
        status = mistakes_both(status, lacks(l, root, "the rule lacks", "fix"));
    /* the steps are the rule's, but each judgement fills them with what it judges */
    sppwhy_status steps = SPPWHY_OK; /* what is wrong for one of them need not be reported for each */
    for (size_t i = 0; i < r->judgement_count && steps == SPPWHY_OK; i++) {
        judgement *j = &r->judgements[i];
        steps = read_steps(l, root, "confirm", j->kind, &j->confirm);
        steps = mistakes_both(steps, read_steps(l, root, "fix", j->kind, &j->fix));
    }
    status = mistakes_both(status, steps);
    status = mistakes_both(status, read_texts(l, root, "false_alarms", &r->false_alarms));
    return mistakes_both(status, read_texts(l, root, "references", &r->references));
}

/* All but the samples. */
static sppwhy_status take_rule(const loader *l, const yaml_node *root, rule **out)
{
    *out = NULL;
    if (root->kind != YAML_MAP)
        return wrong(l, root, "a rule is a map with id, title, level ...", NULL);
    rule *r = ARENA_NEW(l->memory, rule);
    if (!r)
        return mistakes_no_memory(l->mistakes);
    r->file = l->file;
    r->line = root->line;
    sppwhy_status status = check_keys(l, root, rule_keys, "a rule");
    status = mistakes_both(status, read_head(l, root, r));
    status = mistakes_both(status, read_judgements(l, root, r));
    status = mistakes_both(status, read_lists(l, root, r));
    *out = r;
    return status;
}

sppwhy_status rule_read(rule **out, arena *a, const char *origin, const char *text, size_t length,
                        mistake_list *mistakes)
{
    const loader l = {a, origin, mistakes};
    const yaml_node *root;
    sppwhy_error error;
    *out = NULL;
    sppwhy_error_clear(&error);
    if (yaml_load(a, origin, text, length, &root, &error) != SPPWHY_OK)
        return mistakes_add(mistakes, &error);
    sppwhy_status status = take_rule(&l, root, out);
    return *out ? mistakes_both(status, read_samples(&l, root, yaml_get(root, "samples"), *out)) : status;
}

/* ---- built-in rules ------------------------------------------------------------------------------------ */

sppwhy_status rule_unpack(rule **out, arena *a, const char *origin, const unsigned char *packed,
                          mistake_list *mistakes)
{
    const loader l = {a, origin, mistakes};
    size_t samples = packed_number(&packed), length = packed_number(&packed);
    const unsigned char *behind = packed + length;
    const yaml_node *root = yaml_unpack(a, &packed);
    *out = NULL;
    if (!root)
        return mistakes_no_memory(mistakes);
    sppwhy_status status = take_rule(&l, root, out);
    if (*out) {
        (*out)->sample_count = samples;
        (*out)->packed_samples = behind;
    }
    return status;
}

sppwhy_status rule_need_samples(rule *r, arena *a, sppwhy_error *error)
{
    mistake_list mistakes = {.first = error};
    const loader l = {a, r->file, &mistakes};
    if (!r->packed_samples)
        return SPPWHY_OK;
    const unsigned char *at = r->packed_samples;
    const yaml_node *list = yaml_unpack(a, &at);
    if (!list)
        return error_no_memory(error);
    r->sample_count = 0;
    sppwhy_status status = read_samples(&l, list, list, r);
    if (status == SPPWHY_OK)
        r->packed_samples = NULL;
    return status;
}
