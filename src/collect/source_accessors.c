/* What sppwhy/collect.h shows of sources and notices. */
#include "collect/sources.h"

#include "base/accessors.h"

GETTER(const char *, sppwhy_source_path, sppwhy_source, path)
GETTER(sppwhy_content, sppwhy_source_content, sppwhy_source, content)
GETTER(bool, sppwhy_source_asked_for, sppwhy_source, asked_for)
LISTER(const char *, sppwhy_source_duplicate, sppwhy_source, duplicates, duplicate_count)

GETTER(sppwhy_notice_kind, sppwhy_notice_kind_of, sppwhy_notice, kind)
GETTER(bool, sppwhy_notice_asked_for, sppwhy_notice, asked_for)
GETTER(const char *, sppwhy_notice_path, sppwhy_notice, path)
GETTER(const char *, sppwhy_notice_message, sppwhy_notice, message)
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
