/* What there is to know about the input, on standard error: what could not be read, what was counted once. Of
 * hundreds of the same kind one line with a number; --all lists them. */
#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>

#define FOLD_LEAST 4 /* of one kind */
#define NAMES_SHOWN 2
#define NOTICES_SHOWN 100 /* lines; who has more to read has a file of them with --all, or JSON */

/* ---- a path that is not there -------------------------------------------------------------------------- */

/* The nearest name in the folder that the path should be in; "" when there is none. */
static nearest nearest_path(const char *path, char folder[1024])
{
    const char *slash = strrchr(path, '/');
    nearest n = nearest_to(slash ? slash + 1 : path);
    sppwhy_error ignored;
    char **names = NULL;
    size_t count = 0, length = slash ? (size_t)(slash - path) + 1 : 0;
    arena *memory = arena_create();
    folder[0] = '\0';
    if (memory && length < 1024) {
        memcpy(folder, path, length);
        folder[length] = '\0';
        if (folder_list(memory, length != 0 ? folder : ".", &names, &count, &ignored) != SPPWHY_OK)
            count = 0;
        for (size_t i = 0; i < count; i++)
            nearest_try(&n, names[i]);
    }
    arena_free(memory);
    return n;
}

static void tell_missing(const notice_line *n, bool alone)
{
    char folder[1024];
    nearest near = nearest_path(n->path, folder);
    if (near.best[0] != '\0')
        tell("%s: %s; did you mean %s%s?", n->path, n->message, folder, near.best);
    else if (!alone && !strpbrk(n->path, "./\\"))
        tell("%s: %s; for a machine of that name: --machine %s", n->path, n->message, n->path);
    else
        tell("%s: %s", n->path, n->message);
}

static void tell_one(const options *o, const notice_line *n)
{
    if (n->kind == SPPWHY_NOTICE_MISSING)
        tell_missing(n, o->path_count == 1);
    else
        tell("%s: %s", n->path, n->message);
}

/* ---- many of one kind ---------------------------------------------------------------------------------- */

static const char *kind_text(const notice_line *n)
{
    return n->kind == SPPWHY_NOTICE_DUPLICATE ? "the same log as another one, counted once" : n->message;
}

static int by_kind(const void *left, const void *right)
{
    const notice_line *a = *(const notice_line *const *)left, *b = *(const notice_line *const *)right;
    int order = strcmp(kind_text(a), kind_text(b));
    return order != 0 ? order : compare_addresses(a, b);
}

static void tell_many(const notice_line *const *group, size_t count)
{
    strbuf b = {0};
    strbuf_printf(&b, "%zu files: %s (", count, kind_text(group[0]));
    for (size_t i = 0; i < NAMES_SHOWN; i++)
        strbuf_printf(&b, "%s%s", i != 0 ? ", " : "", group[i]->path);
    strbuf_printf(&b, " and %zu more; --all lists them)", count - NAMES_SHOWN);
    tell("%s", b.failed ? "out of memory" : b.bytes);
    strbuf_free(&b);
}

/* Of faults, and of the rest, so many lines. */
typedef struct allowance {
    size_t shown, left_out;
} allowance;

static bool may_tell(allowance *a, const options *o)
{
    if (!o->all && a->shown == NOTICES_SHOWN) {
        a->left_out++;
        return false;
    }
    a->shown++;
    return true;
}

static void tell_group(const options *o, const notice_line *const *group, size_t count, allowance of[2])
{
    bool one_by_one =
        count < FOLD_LEAST || o->all || group[0]->kind == SPPWHY_NOTICE_BAD_LINE; /* a few are named */
    if (!one_by_one && may_tell(&of[group[0]->is_fault], o))
        tell_many(group, count);
    for (size_t i = 0; one_by_one && i < count; i++)
        if (may_tell(&of[group[i]->is_fault], o))
            tell_one(o, group[i]);
}

void notices_tell(const options *o, const notice_line *notices, size_t count)
{
    const notice_line **list = malloc((count + 1) * sizeof *list);
    allowance of[2] = {{0}};
    size_t told = 0;
    for (size_t i = 0; i < count; i++)
        if (notices[i].is_fault || !o->quiet) {
            if (list)
                list[told++] = &notices[i];
            else if (may_tell(&of[notices[i].is_fault], o))
                tell_one(o, &notices[i]);
        }
    if (told != 0)
        sort_array(list, told, sizeof *list, by_kind);
    for (size_t i = 0, end; i < told; i = end) {
        for (end = i + 1; end < told && strcmp(kind_text(list[i]), kind_text(list[end])) == 0;)
            end++;
        tell_group(o, &list[i], end - i, of);
    }
    if (of[0].left_out + of[1].left_out != 0)
        tell("%zu more messages of this kind are not shown; --all shows them",
             of[0].left_out + of[1].left_out);
    free(list);
}

void notices_tell_duplicates(const options *o, const sppwhy_sources *sources)
{
    VEC(notice_line) list = {0};
    char text[1200];
    bool done = true;
    const sppwhy_source *source;
    for (size_t i = 0; (source = sppwhy_sources_at(sources, i)) && !o->quiet && done; i++)
        for (size_t k = 0; k < sppwhy_source_duplicate_count(source) && done; k++)
            done = vec_push(&list,
                            ((notice_line){SPPWHY_NOTICE_DUPLICATE, false, sppwhy_source_duplicate(source, k),
                                           sppwhy_source_path(source)}));
    if (!done || list.count < FOLD_LEAST || o->all)
        for (size_t i = 0; i < list.count; i++) {
            snprintf(text, sizeof text, "the same log as %s, counted once", list.items[i].message);
            tell("%s: %s", list.items[i].path, text);
        }
    else
        notices_tell(o, list.items, list.count);
    vec_free(&list);
}
