/* See ignore.h. */
#include "cli/ignore.h"

#include <string.h>

static const char *const row_keys[] = {"machine", "cause", "until", "why", NULL};

typedef struct loading {
    const char *file;
    const sppwhy_rules *rules;
    mistake_list mistakes;
} loading;

static void wrong(loading *l, const yaml_node *at, const char *what, const char *word)
{
    mistakes_at(&l->mistakes, l->file, at, what, word, NULL);
}

static const char *text_of(loading *l, const yaml_node *row, const char *key)
{
    const yaml_node *value = yaml_get(row, key);
    if (value && (value->kind != YAML_SCALAR || value->text[0] == '\0')) {
        wrong(l, value, "expected a text for", key);
        return NULL;
    }
    return value ? value->text : NULL;
}

static void read_until(loading *l, const yaml_node *row, ignore_row *out)
{
    time_bound m;
    const char *text = text_of(l, row, "until");
    if (!text)
        return;
    if (!bound_parse(&m, text) || (m.kind != BOUND_TIME && m.kind != BOUND_SPAN))
        wrong(l, yaml_get(row, "until"), "until is a day, a time or a month such as 2026-03, not", text);
    else /* a day counts to its end */
        out->until = bound_until(m, 0) + (strlen(text) == strlen("2026-03-01") ? CLOCK_DAY - 1 : 0);
}

static void read_row(loading *l, const yaml_node *row, ignore_row *out)
{
    size_t ignored;
    out->line = row->line;
    if (row->kind != YAML_MAP) {
        wrong(l, row, "a row is a map with machine, cause, until and why", NULL);
        return;
    }
    mistakes_unknown_keys(&l->mistakes, l->file, row, "a row", row_keys);
    out->machine = text_of(l, row, "machine");
    out->cause = text_of(l, row, "cause");
    out->why = text_of(l, row, "why");
    read_until(l, row, out);
    if (!out->machine && !out->cause)
        wrong(l, row, "a row needs a machine or a cause", NULL);
    if (!out->why)
        wrong(l, row, "a row needs why: the reason that it may be left out", NULL);
    if (out->cause && !sppwhy_rules_find(l->rules, out->cause, &ignored))
        wrong(l, yaml_get(row, "cause"), "there is no cause", out->cause);
}

static int read_rows(ignore_list *out, loading *l, const yaml_node *root)
{
    if (root->kind != YAML_LIST) {
        wrong(l, root, "expected a list of rows, each with machine, cause, until and why", NULL);
        return EXIT_USAGE;
    }
    out->rows = ARENA_ARRAY(out->memory, root->count, ignore_row);
    if (!out->rows) {
        tell("out of memory");
        return EXIT_INPUT;
    }
    out->count = root->count;
    for (size_t i = 0; i < root->count; i++)
        read_row(l, root->items[i], &out->rows[i]);
    return l->mistakes.status == SPPWHY_OK ? EXIT_DONE : EXIT_USAGE;
}

int ignore_read(ignore_list *out, const char *path, const sppwhy_rules *rules)
{
    sppwhy_error error;
    const yaml_node *root;
    char *text;
    size_t length;
    *out = (ignore_list){.memory = arena_create(), .file = path};
    loading l = {.file = path, .rules = rules, .mistakes = {tell_mistake, NULL, NULL, SPPWHY_OK}};
    sppwhy_error_clear(&error);
    if (!out->memory) {
        tell("out of memory");
        return EXIT_INPUT;
    }
    sppwhy_status status = file_read_all(out->memory, path, LIMIT_YAML_BYTES, &text, &length, &error);
    int failed = EXIT_INPUT;
    if (status == SPPWHY_OK) {
        status = yaml_load(out->memory, path, text, length, &root, &error);
        failed = EXIT_USAGE;
    }
    if (status == SPPWHY_OK)
        return read_rows(out, &l, root);
    tell_error(&error);
    return failed;
}

void ignore_free(ignore_list *list)
{
    arena_free(list->memory);
    *list = (ignore_list){0};
}

void ignore_begin(ignore_list *list, uint64_t newest)
{
    for (size_t i = 0; i < list->count; i++)
        list->rows[i].ended = list->rows[i].until != 0 && list->rows[i].until < newest;
}

/* Every row that matches counts as used, also one that has ended. */
const char *ignore_ask(void *context, const sppwhy_finding *f, uint64_t *until)
{
    ignore_list *list = context;
    const char *why = NULL;
    const sppwhy_machine *machine = sppwhy_finding_machine(f);
    for (size_t i = 0; i < list->count; i++) {
        ignore_row *r = &list->rows[i];
        if ((r->cause && !text_equal_nocase(r->cause, sppwhy_finding_cause(f))) ||
            (r->machine && !(machine && sppwhy_machine_matches(machine, r->machine))))
            continue;
        r->matched++;
        if (r->ended || why)
            continue;
        why = r->why;
        *until = r->until;
    }
    return why;
}

void ignore_tell(const ignore_list *list, const options *o)
{
    char time[40];
    for (size_t i = 0; i < list->count && !o->quiet; i++) {
        const ignore_row *r = &list->rows[i];
        if (r->matched == 0)
            tell("%s:%u: this row matches no finding; it can go", list->file, r->line);
        else if (r->ended)
            tell("%s:%u: this row ended at %s UTC; what it matches is shown again", list->file, r->line,
                 clock_format_plain(r->until, false, time));
    }
}
