/* See visit.h. */
#include "collect/visit.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include "base/unpack.h"
#include "collect/kept_sources.h"
#include "collect/signature.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* One source while it is visited. */
typedef struct visit {
    const sppwhy_source *source;
    const visitor *visitor;
    unpack_budget budget;
    size_t told;     /* faults reported one by one */
    size_t not_told; /* and those only counted */
    size_t too_deep; /* archives that nest too deep */
    char *first_too_deep;
    sppwhy_error *error;
} visit;

static sppwhy_status look(visit *v, file *f, const char *path, const unpack_member *member, unsigned depth);
static sppwhy_status visit_archive(visit *v, file *f, unpack_form form, const char *path,
                                   const unpack_member *member, unsigned depth);

/* ---- telling ------------------------------------------------------------------------------------------- */

static sppwhy_status tell(visit *v, sppwhy_notice_kind kind, const char *path, const char *message)
{
    if (v->told++ >= LIMIT_NAMED_FAULTS) {
        v->not_told++;
        return SPPWHY_OK;
    }
    sppwhy_status status = v->visitor->tell(v->visitor->context, kind, path, message);
    return status == SPPWHY_NO_MEMORY ? error_no_memory(v->error) : status;
}

/* What went wrong with one member, or with what is left of an archive, ends neither the visit of the others
 * nor of the archive around it. A spent budget is reported once, by source_visit(). */
static sppwhy_status tell_failure(visit *v, sppwhy_status status, const char *path,
                                  const sppwhy_error *reason)
{
    switch (status) {
    case SPPWHY_OK:
        return SPPWHY_OK;
    case SPPWHY_NO_MEMORY:
        return error_no_memory(v->error);
    case SPPWHY_STOPPED:
        return error_stopped(v->error);
    case SPPWHY_LIMIT:
        return v->budget.over[0] != '\0' ? SPPWHY_OK : tell(v, SPPWHY_NOTICE_LIMIT, path, reason->message);
    case SPPWHY_NOT_A_LOG:
        return tell(v, SPPWHY_NOTICE_NOT_A_LOG, path, reason->message);
    case SPPWHY_DAMAGED:
    case SPPWHY_IO:
    case SPPWHY_INVALID:
        break;
    }
    return v->budget.over[0] != '\0' ? SPPWHY_OK : tell(v, SPPWHY_NOTICE_BROKEN, path, reason->message);
}

static sppwhy_status tell_rest(visit *v)
{
    char text[200];
    sppwhy_status status = SPPWHY_OK;
    const visitor *to = v->visitor;
    if (v->budget.over[0] != '\0') {
        snprintf(text, sizeof text, "%.150s; it was read no further", v->budget.over);
        status = to->tell(to->context, SPPWHY_NOTICE_LIMIT, v->source->path, text);
    }
    if (status == SPPWHY_OK && v->too_deep != 0) {
        snprintf(text, sizeof text,
                 "is an archive over %d deep in others, and was not looked into (%zu such); unpack the outer "
                 "ones first",
                 LIMIT_ARCHIVE_DEPTH - 1, v->too_deep);
        status = to->tell(to->context, SPPWHY_NOTICE_LIMIT, v->first_too_deep, text);
    }
    if (status == SPPWHY_OK && v->not_told != 0) {
        snprintf(text, sizeof text, "%zu more members could not be read", v->not_told);
        status = to->tell(to->context, SPPWHY_NOTICE_BROKEN, v->source->path, text);
    }
    return status == SPPWHY_NO_MEMORY ? error_no_memory(v->error) : status;
}

/* ---- an archive ---------------------------------------------------------------------------------------- */

static sppwhy_status note_too_deep(visit *v, const char *path)
{
    if (v->too_deep++ == 0 && !(v->first_too_deep = strdup(path)))
        return error_no_memory(v->error);
    return SPPWHY_OK;
}

/* What a compressed file's one member is called: the file's name without its last ending. */
static void member_name(char *out, size_t size, const char *path)
{
    static const char *const ends[] = {".gz", ".bz2", ".xz", ".zst"};
    const char *name = path;
    for (const char *at = path; *at != '\0'; at++)
        if (*at == '/' || *at == '!')
            name = at + 1;
    size_t length = strlen(name);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (length > strlen(ends[i]) && text_equal_nocase(name + length - strlen(ends[i]), ends[i])) {
            length -= strlen(ends[i]);
            break;
        }
    if (length == 0 || strcmp(name, "-") == 0)
        snprintf(out, size, "data");
    else
        snprintf(out, size, "%.*s", (int)(length < size ? length : size - 1), name);
}

/* A compressed tar is one archive, not one in another. */
static sppwhy_status look_at_packed(visit *v, file *f, const char *archive, const char *path, unsigned depth)
{
    sppwhy_error reason;
    signature s;
    sppwhy_error_clear(&reason);
    sppwhy_status status = signature_read(&s, f, false, &reason);
    if (status == SPPWHY_OK && s.content == SPPWHY_CONTENT_ARCHIVE && s.form == UNPACK_TAR)
        return visit_archive(v, f, s.form, archive, NULL, depth - 1);
    return look(v, f, path, NULL, depth);
}

#define ENCRYPTED "is encrypted and was not read; unpack it with its password first"

static sppwhy_status visit_member(visit *v, unpack *u, unpack_form form, const char *archive,
                                  const unpack_member *member, unsigned depth)
{
    sppwhy_error reason;
    file *f = NULL;
    strbuf path = {0};
    strbuf_printf(&path, "%s!%s", archive, member->name);
    if (path.failed || !path.bytes) {
        strbuf_free(&path);
        return error_no_memory(v->error);
    }
    sppwhy_error_clear(&reason);
    sppwhy_status status;
    if (member->encrypted) {
        status = tell(v, SPPWHY_NOTICE_ENCRYPTED, path.bytes, ENCRYPTED);
    } else {
        status = unpack_member_open(u, &f, path.bytes, &reason);
        if (status != SPPWHY_OK)
            status = tell_failure(v, status, path.bytes, &reason);
        else
            status = form == UNPACK_COMPRESSED ? look_at_packed(v, f, archive, path.bytes, depth)
                                               : look(v, f, path.bytes, member, depth);
        file_close(f);
    }
    strbuf_free(&path);
    return status;
}

static sppwhy_status visit_members(visit *v, unpack *u, unpack_form form, const char *path, unsigned depth)
{
    sppwhy_error reason;
    const unpack_member *member = NULL;
    sppwhy_status status;
    do {
        sppwhy_error_clear(&reason);
        status = unpack_next(u, &member, &reason);
        if (status == SPPWHY_DAMAGED && unpack_is_encrypted(u))
            return tell(v, SPPWHY_NOTICE_ENCRYPTED, path, ENCRYPTED);
        if (status != SPPWHY_OK)
            return tell_failure(v, status, path, &reason);
        if (member)
            status = visit_member(v, u, form, path, member, depth);
    } while (status == SPPWHY_OK && member && v->budget.over[0] == '\0');
    return status;
}

static sppwhy_status visit_open_archive(visit *v, file *f, unpack_form form, const char *path, unsigned depth)
{
    char name[LIMIT_MEMBER_NAME];
    sppwhy_error reason;
    unpack *u = NULL;
    sppwhy_error_clear(&reason);
    member_name(name, sizeof name, path);
    sppwhy_status status =
        unpack_open(&u, f, form, name, &v->budget, depth == 0 && !file_is_stream(f), &reason);
    if (status != SPPWHY_OK)
        return tell_failure(v, status, path, &reason);
    status = visit_members(v, u, form, path, depth + 1);
    unpack_close(u);
    return status;
}

/* 7z can only be read with jumps, and zip better so than without: its directory is at its end. */
static bool must_be_held(const file *f, unpack_form form, const unpack_member *member)
{
    if (!file_is_stream(f))
        return false;
    return form == UNPACK_7Z ||
           (form == UNPACK_ZIP && member && member->size_known && member->size <= LIMIT_ARCHIVE_HELD);
}

static sppwhy_status visit_archive(visit *v, file *f, unpack_form form, const char *path,
                                   const unpack_member *member, unsigned depth)
{
    sppwhy_error reason;
    file *held = NULL;
    if (depth == LIMIT_ARCHIVE_DEPTH)
        return note_too_deep(v, path);
    if (!must_be_held(f, form, member))
        return visit_open_archive(v, f, form, path, depth);
    sppwhy_error_clear(&reason);
    sppwhy_status status = file_hold(&held, f, LIMIT_ARCHIVE_HELD, &reason);
    if (status == SPPWHY_LIMIT && v->budget.over[0] == '\0')
        return tell(v, SPPWHY_NOTICE_LIMIT, path,
                    "is too large to be looked into inside of another archive; unpack the outer one first");
    if (status != SPPWHY_OK)
        return tell_failure(v, status, path, &reason);
    status = visit_open_archive(v, held, form, path, depth);
    file_close(held);
    return status;
}

/* ---- one content --------------------------------------------------------------------------------------- */

static sppwhy_status take(visit *v, sppwhy_content content, file *f, const char *path, unsigned depth)
{
    sppwhy_error reason;
    if (depth == 0)
        return v->visitor->take(v->visitor->context, content, f, path, false, v->error);
    sppwhy_error_clear(&reason);
    sppwhy_status status = v->visitor->take(v->visitor->context, content, f, path, true, &reason);
    return tell_failure(v, status, path, &reason);
}

/* A member that is no log is passed over, unless it is named like one. What may be a log further on than can
 * be looked at is left to the reader, which goes through all of it. */
static sppwhy_status look_other(visit *v, file *f, const char *path, const signature *s, unsigned depth)
{
    if (depth == 0) /* standard input: the reader says what it is not */
        return take(v, SPPWHY_CONTENT_LOG, f, path, depth);
    if (!signature_name_is_a_logs(path))
        return SPPWHY_OK;
    if (!s->sure)
        return take(v, SPPWHY_CONTENT_LOG, f, path, depth);
    if (file_size(f) == 0 && file_fault(f))
        return tell(v, SPPWHY_NOTICE_BROKEN, path, file_fault(f));
    return tell(v, file_size(f) == 0 ? SPPWHY_NOTICE_EMPTY : SPPWHY_NOTICE_NOT_A_LOG, path, s->what);
}

static sppwhy_status look(visit *v, file *f, const char *path, const unpack_member *member, unsigned depth)
{
    sppwhy_error reason;
    signature s;
    sppwhy_error_clear(&reason);
    sppwhy_status status = signature_read(&s, f, depth == 0, &reason);
    if (status != SPPWHY_OK)
        return tell_failure(v, status, path, &reason);
    switch (s.content) {
    case SPPWHY_CONTENT_LOG:
    case SPPWHY_CONTENT_LINES:
    case SPPWHY_CONTENT_TEXT:
        return take(v, s.content, f, path, depth);
    case SPPWHY_CONTENT_ARCHIVE:
        return visit_archive(v, f, s.form, path, member, depth);
    case SPPWHY_CONTENT_OTHER:
        break;
    }
    return look_other(v, f, path, &s, depth);
}

/* What was kept open is taken: it is closed with the file. */
static sppwhy_status open_source(file **out, const sppwhy_source *source, const sppwhy_cancellation *watch,
                                 sppwhy_error *error)
{
    kept_file kept = source_kept(source);
    if (kept == KEPT_NONE)
        return file_open_watched(out, source->path, watch, error);
    *source->kept = KEPT_NONE;
    return file_open_kept(out, kept, source->path, error);
}

sppwhy_status source_visit(const sppwhy_source *source, const visitor *to, sppwhy_error *error)
{
    visit v = {.source = source, .visitor = to, .budget = {.watch = to->watch}, .error = error};
    file *f = NULL;
    const char *path = to->stdin_name && strcmp(source->path, "-") == 0 ? to->stdin_name : source->path;
    sppwhy_status status = open_source(&f, source, to->watch, error);
    if (status != SPPWHY_OK)
        return status;
    if (source->content == SPPWHY_CONTENT_LOG || source->content == SPPWHY_CONTENT_LINES ||
        source->content == SPPWHY_CONTENT_TEXT)
        status = take(&v, source->content, f, path, 0);
    else
        status = look(&v, f, path, NULL, 0);
    if (status == SPPWHY_OK)
        status = tell_rest(&v);
    file_close(f);
    free(v.first_too_deep);
    return status;
}
