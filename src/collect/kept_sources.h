/* The files of a result that stay open until they are read (sources_collect()): what the sandbox must know of them. */
#ifndef COLLECT_KEPT_SOURCES_H
#define COLLECT_KEPT_SOURCES_H

#include "base/kept_file.h"
#include "sppwhy/collect.h"

/* KEPT_NONE when it is to be opened by its path. */
kept_file source_kept(const sppwhy_source *source);
/* Closes them all. */
void sources_drop_kept(const sppwhy_sources *sources);

#endif
