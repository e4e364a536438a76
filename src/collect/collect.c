/*
 * The walk: from the paths a user gave to the logs they hold.
 *
 * Two things keep the result free of the order in which anything is met. Arguments and the names in a folder
 * are sorted before they are followed; and what is found is sorted by path before copies are told apart. A
 * folder is entered once, by whatever way comes first, so that no web of links can make the walk long. The
 * way in then depends on the walk, so whether a folder "holds no logs" is asked only at the end, along the
 * ways recorded.
 */
#include "collect/sources.h"

#include "base/arena.h"
#include "base/error.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/sort.h"
#include "base/text.h"
#include "base/vec.h"
#include "collect/copies.h"
#include "collect/kept_sources.h"
#include "collect/signature.h"

#include <stdlib.h>
#include <string.h>

#define HASH_NONFATAL_OOM 1
#define HASH_FUNCTION(key, length, value) ((value) = (unsigned)text_hash((key), (length)))
#include <uthash.h>

typedef struct place {
    uint64_t device, inode;
} place;

typedef struct folder {
    place at;
    bool holds_logs; /* itself, or below it */
    bool unknown;    /* could not be listed, or not to its end */
    UT_hash_handle hh;
} folder;

typedef struct asked_folder {
    const char *path;
    const folder *at;
} asked_folder;

/* `inside` was met in `outside`. */
typedef struct way {
    folder *outside, *inside;
} way;

typedef struct collector {
    arena *a; /* the result's */
    arena *scratch;
    folder *folders;
    VEC(asked_folder) asked;
    VEC(way) ways;
    VEC(found_file) logs;
    VEC(sppwhy_notice) notices;
    size_t may_keep; /* so many more files may stay open */
    bool full;
    sppwhy_error *error;
} collector;

struct result {
    sppwhy_sources sources;
    arena *a;
};

/* ---- notices ------------------------------------------------------------------------------------------- */

static sppwhy_status notice(collector *c, sppwhy_notice_kind kind, bool asked_for, const char *path,
                            const char *message)
{
    sppwhy_notice n = {.kind = kind, .asked_for = asked_for};
    n.path = arena_string(c->a, path);
    n.message = arena_string(c->a, message);
    if (!n.path || !n.message || !vec_push(&c->notices, n))
        return error_no_memory(c->error);
    return SPPWHY_OK;
}

/* For a call on the file system that gave `status`: memory that is short ends the walk, anything else is reported
 * of and the walk goes on. */
static sppwhy_status notice_refused(collector *c, sppwhy_status status, bool asked_for, const char *path,
                                    const sppwhy_error *reason)
{
    if (status == SPPWHY_NO_MEMORY)
        return error_no_memory(c->error);
    return notice(c, SPPWHY_NOTICE_REFUSED, asked_for, path, reason->message);
}

/* ---- files --------------------------------------------------------------------------------------------- */

/* What is found, with what its signature says of it. `kept` is the collector's from here on. */
static sppwhy_status keep(collector *c, const char *path, const file_identity *identity, const signature *s,
                          kept_file kept, bool asked_for)
{
    if (c->logs.count >= LIMIT_LOG_FILES) {
        c->full = true;
        file_drop_kept(kept);
        return notice(c, SPPWHY_NOTICE_LIMIT, false, path,
                      "is one log too many; nothing from here on was looked at");
    }
    found_file log = {.path = arena_string(c->a, path),
                      .identity = *identity,
                      .beginning = s->beginning,
                      .content = s->content,
                      .asked_for = asked_for,
                      .kept = kept};
    if (log.path && vec_push(&c->logs, log))
        return SPPWHY_OK;
    file_drop_kept(kept);
    return error_no_memory(c->error);
}

/* Closes the file; *kept is what stays open of it. */
static sppwhy_status read_signature(collector *c, signature *out, kept_file *kept, file *f, bool thorough,
                                    sppwhy_error *reason)
{
    *kept = KEPT_NONE;
    sppwhy_status status = signature_read(out, f, thorough, reason);
    if (status == SPPWHY_OK && out->content != SPPWHY_CONTENT_OTHER && c->may_keep != 0) {
        *kept = file_close_kept(f);
        c->may_keep--;
    } else {
        file_close(f);
    }
    return status;
}

static sppwhy_status tell_empty(collector *c, const char *path, bool asked_for)
{
    if (signature_name_is_of_lines(path))
        return notice(c, SPPWHY_NOTICE_REMARK, asked_for, path, "is empty: it has no event");
    return asked_for || signature_name_is_a_logs(path)
               ? notice(c, SPPWHY_NOTICE_EMPTY, asked_for, path, "is empty (zero bytes)")
               : SPPWHY_OK;
}

/* `f` is that file, open, or NULL; it is closed here. */
static sppwhy_status look_into_file(collector *c, const char *path, file *f, const file_identity *identity,
                                    bool asked_for, bool *is_log)
{
    const bool expected = asked_for || signature_name_is_a_logs(path);
    sppwhy_error reason;
    signature s;
    kept_file kept;
    if (identity->size == 0) {
        file_close(f);
        return tell_empty(c, path, asked_for);
    }
    sppwhy_status status = f ? SPPWHY_OK : file_open(&f, path, &reason);
    if (status == SPPWHY_OK)
        status = read_signature(c, &s, &kept, f, expected, &reason);
    if (status != SPPWHY_OK)
        return notice_refused(c, status, asked_for, path, &reason);
    *is_log = s.content != SPPWHY_CONTENT_OTHER;
    if (*is_log)
        return keep(c, path, identity, &s, kept, asked_for);
    return expected ? notice(c, SPPWHY_NOTICE_NOT_A_LOG, asked_for, path, s.what) : SPPWHY_OK;
}

/* A path at which nothing is: asked for, or a link met on the way. */
static sppwhy_status tell_missing(collector *c, const char *path, bool asked_for)
{
    const char *message =
        file_is_link(path) ? "is a link to something that does not exist" : "does not exist";
    if (asked_for)
        return notice(c, SPPWHY_NOTICE_MISSING, true, path, message);
    return signature_name_is_a_logs(path) ? notice(c, SPPWHY_NOTICE_REFUSED, false, path, message)
                                          : SPPWHY_OK;
}

/* A path that the system does not even let us look at: opening it gives the reason. */
static sppwhy_status tell_refused(collector *c, const char *path, bool asked_for)
{
    sppwhy_error reason;
    file *f;
    sppwhy_status status = file_open(&f, path, &reason);
    if (status == SPPWHY_OK) {
        file_close(f);
        error_set(&reason, SPPWHY_IO, "cannot be examined");
    }
    return notice_refused(c, status, asked_for, path, &reason);
}

/* ---- folders ------------------------------------------------------------------------------------------- */

static sppwhy_status walk(collector *c, const char *path, folder *outside, unsigned depth);

/* The folder that is at `identity`; *fresh says whether it was not met before. NULL: no memory. */
static folder *enter(collector *c, const file_identity *identity, bool *fresh)
{
    place at = {identity->device, identity->inode};
    folder *met = NULL;
    HASH_FIND(hh, c->folders, &at, sizeof at, met);
    *fresh = met == NULL;
    if (met)
        return met;
    folder *entry = ARENA_NEW(c->scratch, folder);
    if (!entry)
        return NULL;
    entry->at = at;
    HASH_ADD(hh, c->folders, at, sizeof entry->at, entry);
    HASH_FIND(hh, c->folders, &at, sizeof at, met); /* not there when the table could not grow */
    return met;
}

/* What its folder calls a plain file is opened at once, and is looked at as any other only where that is not to
 * be: it may be another by now. */
static sppwhy_status walk_plain(collector *c, const char *path, folder *outside, unsigned depth)
{
    bool is_log = false;
    file *f;
    file_identity identity;
    if (file_open(&f, path, NULL) != SPPWHY_OK)
        return walk(c, path, outside, depth);
    if (!file_identify(f, &identity)) {
        file_close(f);
        return walk(c, path, outside, depth);
    }
    sppwhy_status status = look_into_file(c, path, f, &identity, false, &is_log);
    outside->holds_logs |= is_log;
    return status;
}

static sppwhy_status walk_names(collector *c, const char *path, folder *here, unsigned depth,
                                arena *names_of_here)
{
    sppwhy_error reason;
    folder_entry *inside;
    size_t count;
    const char *slash = path[strlen(path) - 1] == '/' ? "" : "/";
    sppwhy_status status = folder_entries(names_of_here, path, &inside, &count, &reason);
    if (status != SPPWHY_OK) {
        here->unknown = true;
        return notice_refused(c, status, depth == 0, path, &reason);
    }
    for (size_t i = 0; i < count && status == SPPWHY_OK && !c->full; i++) {
        const char *full = arena_join(names_of_here, path, slash, inside[i].name);
        if (!full)
            return error_no_memory(c->error);
        status = inside[i].plain ? walk_plain(c, full, here, depth + 1) : walk(c, full, here, depth + 1);
    }
    return status;
}

static sppwhy_status walk_folder(collector *c, const char *path, const file_identity *identity,
                                 folder *outside, unsigned depth)
{
    bool fresh;
    if (depth > LIMIT_FOLDER_DEPTH)
        return notice(c, SPPWHY_NOTICE_LIMIT, false, path,
                      "lies too deep, folder in folder; not looked into");
    folder *here = enter(c, identity, &fresh);
    if (!here)
        return error_no_memory(c->error);
    if (outside ? !vec_push(&c->ways, ((way){outside, here}))
                : !vec_push(&c->asked, ((asked_folder){path, here})))
        return error_no_memory(c->error);
    if (!fresh)
        return SPPWHY_OK;
    arena *names = arena_create();
    sppwhy_status status = names ? walk_names(c, path, here, depth, names) : error_no_memory(c->error);
    arena_free(names);
    return status;
}

/* Looks at what is at a path. `outside` is the folder it was met in; NULL: the user asked for it. */
static sppwhy_status walk(collector *c, const char *path, folder *outside, unsigned depth)
{
    const bool asked_for = outside == NULL;
    bool is_log = false;
    sppwhy_status status = SPPWHY_OK;
    file_identity identity;
    switch (file_look(path, &identity)) {
    case FILE_FOLDER:
        return walk_folder(c, path, &identity, outside, depth);
    case FILE_PLAIN:
        status = look_into_file(c, path, NULL, &identity, asked_for, &is_log);
        if (is_log && outside)
            outside->holds_logs = true;
        return status;
    case FILE_MISSING:
        return tell_missing(c, path, asked_for);
    case FILE_REFUSED:
        return tell_refused(c, path, asked_for);
    case FILE_OTHER:
        break;
    }
    if (asked_for || signature_name_is_a_logs(path))
        return notice(c, SPPWHY_NOTICE_ODD, asked_for, path,
                      "is not a regular file but a device, a pipe or a socket");
    return SPPWHY_OK;
}

/* ---- from the walk to the result ----------------------------------------------------------------------- */

/* Ways are recorded from the outside in, so going backwards nearly always settles it in one round. */
static void spread_holds_logs(collector *c)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = c->ways.count; i-- > 0;) {
            way *w = &c->ways.items[i];
            if (w->inside->holds_logs && !w->outside->holds_logs)
                changed = w->outside->holds_logs = true;
        }
    }
}

static sppwhy_status tell_folders_without_logs(collector *c)
{
    sppwhy_status status = SPPWHY_OK;
    spread_holds_logs(c);
    for (size_t i = 0; i < c->asked.count && status == SPPWHY_OK; i++) {
        const asked_folder *asked = &c->asked.items[i];
        if (!asked->at->holds_logs && !asked->at->unknown && !c->full)
            status = notice(c, SPPWHY_NOTICE_NO_LOGS, true, asked->path, "holds no event log");
    }
    return status;
}

static int by_path(const void *left, const void *right)
{
    const found_file *a = left;
    const found_file *b = right;
    int order = strcmp(a->path, b->path);
    return order != 0 ? order : (int)b->asked_for - (int)a->asked_for;
}

static int by_path_and_kind(const void *left, const void *right)
{
    const sppwhy_notice *a = left;
    const sppwhy_notice *b = right;
    int order = strcmp(a->path, b->path);
    if (order == 0)
        order = compare_u64(a->kind, b->kind);
    return order != 0 ? order : (int)b->asked_for - (int)a->asked_for;
}

/* A file that is asked for and met in a folder as well counts once, as asked for. */
static sppwhy_status give_notices(collector *c, sppwhy_sources *out)
{
    size_t kept = 0;
    sppwhy_notice *n = c->notices.items;
    if (c->notices.count != 0)
        sort_array(n, c->notices.count, sizeof *n, by_path_and_kind);
    for (size_t i = 0; i < c->notices.count; i++)
        if (kept == 0 || n[kept - 1].kind != n[i].kind || strcmp(n[kept - 1].path, n[i].path) != 0)
            n[kept++] = n[i];
    out->notices = vec_copy(c->a, n, kept, sizeof *n);
    out->notice_count = kept;
    return out->notices ? SPPWHY_OK : error_no_memory(c->error);
}

static size_t drop_same_paths(found_file *logs, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || strcmp(logs[kept - 1].path, logs[i].path) != 0)
            logs[kept++] = logs[i];
        else
            file_drop_kept(logs[i].kept);
    return kept;
}

/* `source_of[i]`: the source that log i is, or is a copy of. */
static sppwhy_status fill_sources(collector *c, sppwhy_sources *out, sppwhy_source *sources,
                                  size_t *source_of, kept_file *kept)
{
    const found_file *logs = c->logs.items;
    for (size_t i = 0; i < c->logs.count; i++) {
        bool copy = logs[i].kept_as != &logs[i];
        source_of[i] = copy ? source_of[logs[i].kept_as - logs] : out->count++;
        sources[source_of[i]].duplicate_count += copy;
    }
    for (size_t i = 0; i < c->logs.count; i++) {
        sppwhy_source *source = &sources[source_of[i]];
        if (logs[i].kept_as == &logs[i]) {
            source->path = logs[i].path;
            source->content = logs[i].content;
            source->asked_for = logs[i].asked_for;
            source->size = logs[i].identity.size;
            source->kept = &kept[source_of[i]];
            *source->kept = KEPT_NONE;
            source->duplicates = ARENA_ARRAY(c->a, source->duplicate_count, const char *);
            source->duplicate_count = 0; /* counts again as they are put in */
            if (!source->duplicates)
                return error_no_memory(c->error);
        } else {
            ((const char **)source->duplicates)[source->duplicate_count++] = logs[i].path;
        }
    }
    out->items = sources;
    return SPPWHY_OK;
}

static sppwhy_status give_sources(collector *c, sppwhy_sources *out)
{
    if (c->logs.count != 0)
        sort_array(c->logs.items, c->logs.count, sizeof *c->logs.items, by_path);
    c->logs.count = drop_same_paths(c->logs.items, c->logs.count);
    sppwhy_status status = copies_find(c->logs.items, c->logs.count, c->error);
    if (status != SPPWHY_OK)
        return status;
    sppwhy_source *sources = ARENA_ARRAY(c->a, c->logs.count, sppwhy_source);
    size_t *source_of = ARENA_ARRAY(c->scratch, c->logs.count, size_t);
    kept_file *kept = ARENA_ARRAY(c->a, c->logs.count, kept_file);
    if (!sources || !source_of || !kept)
        return error_no_memory(c->error);
    return fill_sources(c, out, sources, source_of, kept);
}

/* What can still fail comes before: a result that is whole closes what it has. */
static void give_kept(collector *c, sppwhy_sources *out)
{
    size_t given = 0;
    for (size_t i = 0; i < c->logs.count; i++) {
        found_file *log = &c->logs.items[i];
        if (log->kept_as != log)
            continue;
        *out->items[given++].kept = log->kept;
        log->kept = KEPT_NONE;
    }
}

/* ---- the call ------------------------------------------------------------------------------------------ */

/* The arguments without slashes at the end ("logs/" and "logs" must give the same paths), sorted. */
static const char **sort_arguments(arena *a, const char *const *paths, size_t count)
{
    const char **sorted = ARENA_ARRAY(a, count, const char *);
    for (size_t i = 0; sorted && i < count; i++) {
        size_t length = strlen(paths[i]);
        while (length > 1 && paths[i][length - 1] == '/')
            length--;
        sorted[i] = arena_bytes(a, paths[i], length);
        if (!sorted[i])
            return NULL;
    }
    if (sorted && count != 0)
        sort_array(sorted, count, sizeof *sorted, text_order);
    return sorted;
}

static sppwhy_status walk_arguments(collector *c, const char *const *paths, size_t count)
{
    static const file_identity of_no_file = {0};
    static const signature not_looked_at = {.content = SPPWHY_CONTENT_OTHER};
    sppwhy_status status = SPPWHY_OK;
    const char **sorted = sort_arguments(c->scratch, paths, count);
    if (!sorted)
        return error_no_memory(c->error);
    for (size_t i = 0; i < count && status == SPPWHY_OK && !c->full; i++) {
        if (i > 0 && strcmp(sorted[i - 1], sorted[i]) == 0)
            continue;
        if (strcmp(sorted[i], "-") == 0)
            status = keep(c, sorted[i], &of_no_file, &not_looked_at, KEPT_NONE, true);
        else
            status = walk(c, sorted[i], NULL, 0);
    }
    return status;
}

static sppwhy_status collect(collector *c, sppwhy_sources *out, const char *const *paths, size_t count)
{
    sppwhy_status status = walk_arguments(c, paths, count);
    if (status == SPPWHY_OK)
        status = tell_folders_without_logs(c);
    if (status == SPPWHY_OK)
        status = give_sources(c, out);
    if (status == SPPWHY_OK)
        status = give_notices(c, out);
    if (status == SPPWHY_OK)
        give_kept(c, out);
    return status;
}

static void collector_end(collector *c)
{
    HASH_CLEAR(hh, c->folders);
    vec_free(&c->asked);
    vec_free(&c->ways);
    for (size_t i = 0; i < c->logs.count; i++)
        file_drop_kept(c->logs.items[i].kept);
    vec_free(&c->logs);
    vec_free(&c->notices);
    arena_free(c->scratch);
}

sppwhy_status sppwhy_collect(sppwhy_sources **out, const char *const *paths, size_t path_count,
                             sppwhy_error *error)
{
    return sources_collect(out, paths, path_count, 0, error);
}

sppwhy_status sources_collect(sppwhy_sources **out, const char *const *paths, size_t path_count,
                              size_t most_kept, sppwhy_error *error)
{
    sppwhy_status status = SPPWHY_NO_MEMORY;
    collector c = {.a = arena_create(), .scratch = arena_create(), .may_keep = most_kept, .error = error};
    struct result *result = c.a ? ARENA_NEW(c.a, struct result) : NULL;
    if (result && c.scratch) {
        result->a = c.a;
        status = collect(&c, &result->sources, paths, path_count);
    } else {
        error_no_memory(error);
    }
    collector_end(&c);
    if (status != SPPWHY_OK)
        arena_free(c.a);
    *out = status == SPPWHY_OK ? &result->sources : NULL;
    return status;
}

kept_file source_kept(const sppwhy_source *source)
{
    return source->kept ? *source->kept : KEPT_NONE;
}

void sources_drop_kept(const sppwhy_sources *sources)
{
    for (size_t i = 0; i < sources->count; i++) {
        file_drop_kept(*sources->items[i].kept);
        *sources->items[i].kept = KEPT_NONE;
    }
}

void sppwhy_sources_free(sppwhy_sources *sources)
{
    if (!sources)
        return;
    sources_drop_kept(sources);
    arena_free(((struct result *)sources)->a);
}
