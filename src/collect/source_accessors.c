/* What sppwhy/collect.h shows of sources and notices. */
#include "collect/sources.h"

#include "base/accessors.h"
#include "base/error.h"

#include <limits.h>
#include <string.h>

GETTER(const char *, sppwhy_source_path, sppwhy_source, path)
GETTER(sppwhy_content, sppwhy_source_content, sppwhy_source, content)
GETTER(bool, sppwhy_source_asked_for, sppwhy_source, asked_for)
LISTER(const char *, sppwhy_source_duplicate, sppwhy_source, duplicates, duplicate_count)

GETTER(sppwhy_notice_kind, sppwhy_notice_kind_of, sppwhy_notice, kind)
GETTER(bool, sppwhy_notice_asked_for, sppwhy_notice, asked_for)
GETTER(const char *, sppwhy_notice_path, sppwhy_notice, path)
GETTER(const char *, sppwhy_notice_message, sppwhy_notice, message)
GETTER(uint64_t, sppwhy_notice_line, sppwhy_notice, line)
LISTER_AS(const sppwhy_notice *, sppwhy_notices_count, sppwhy_notices_at, sppwhy_notices, &it->items[i],
          count)

LISTER_AS(const sppwhy_source *, sppwhy_sources_count, sppwhy_sources_at, sppwhy_sources, &it->items[i],
          count)
LISTER_OF_ITEMS(const sppwhy_notice *, sppwhy_sources_notice, sppwhy_sources, notices, notice_count)

bool sppwhy_notice_is_fault(const sppwhy_notice *n)
{
    switch (n->kind) {
    case SPPWHY_NOTICE_REFUSED:
    case SPPWHY_NOTICE_LIMIT:
    case SPPWHY_NOTICE_ENCRYPTED:
        return true;
    case SPPWHY_NOTICE_REMARK:
        return false;
    default:
        return n->asked_for;
    }
}

static sppwhy_status status_of(sppwhy_notice_kind kind)
{
    switch (kind) {
    case SPPWHY_NOTICE_MISSING:
    case SPPWHY_NOTICE_REFUSED:
    case SPPWHY_NOTICE_ODD:
        return SPPWHY_IO;
    case SPPWHY_NOTICE_NOT_A_LOG:
    case SPPWHY_NOTICE_EMPTY:
    case SPPWHY_NOTICE_NO_LOGS:
        return SPPWHY_NOT_A_LOG;
    case SPPWHY_NOTICE_LIMIT:
        return SPPWHY_LIMIT;
    case SPPWHY_NOTICE_ENCRYPTED:
    case SPPWHY_NOTICE_BROKEN:
    case SPPWHY_NOTICE_BAD_LINE:
    case SPPWHY_NOTICE_ELSEWHERE:
        return SPPWHY_DAMAGED;
    case SPPWHY_NOTICE_DUPLICATE:
    case SPPWHY_NOTICE_REMARK:
        break;
    }
    return SPPWHY_OK;
}

sppwhy_status sppwhy_notice_error(const sppwhy_notice *n, sppwhy_error *error)
{
    sppwhy_status status = n->error ? n->error->status : status_of(n->kind);
    if (n->error && error)
        *error = *n->error;
    if (n->error || status == SPPWHY_OK)
        return status;
    (void)error_place(error, status, n->path, n->line < UINT_MAX ? (unsigned)n->line : UINT_MAX, 0, "%s",
                      n->message);
    char *end = error && n->line != 0 ? strrchr(error->file, ':') : NULL;
    if (end && strlen(n->path) < sizeof error->file)
        *end = '\0';
    return status;
}
