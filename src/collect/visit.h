/*
 * What one source holds: the source itself, or the logs and JSON lines in an archive, in archives in it, and
 * so on, each shown once, open, in the order in which it lies there. A member's path is that of its archive,
 * "!", and its name: "case.zip!ws1/Application.evtx", "case.zip!ws1.tar.gz!Application.evtx".
 */
#ifndef COLLECT_VISIT_H
#define COLLECT_VISIT_H

#include "base/file.h"
#include "collect/sources.h"
#include "sppwhy/cancellation.h"

typedef struct visitor {
    void *context;
    /* A log (or what is named like one and may be one) or JSON lines, to be read till this returns. */
    sppwhy_status (*take)(void *context, sppwhy_content content, file *f, const char *path, bool is_member,
                          sppwhy_error *error);
    /* Something to be reported; the texts hold until this returns. */
    sppwhy_status (*tell)(void *context, sppwhy_notice_kind kind, const char *path, const char *message);
    const char *stdin_name;           /* what "-" is called; NULL: so */
    const sppwhy_cancellation *watch; /* asked while archives are unpacked; may be NULL */
} visitor;

/* What fails in one member is reported, and the others are visited; what fails with a source that is no archive
 * is returned. */
SPPWHY_NODISCARD sppwhy_status source_visit(const sppwhy_source *source, const visitor *v,
                                            sppwhy_error *error);

#endif
