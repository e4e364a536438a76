/*
 * All that the program uses beside the public headers: the one place where it reaches into the library. What
 * verbs want of logs, records and findings they ask as anybody would, by sppwhy/...; the structures behind
 * are not to be seen from here (tests/check_layers.sh).
 */
#ifndef CLI_INSIDE_H
#define CLI_INSIDE_H

/* The system: terminals, files, Ctrl-C, limits, what is given up before logs are read. */
#include "base/atomic_file.h"
#include "base/desktop.h"
#include "base/errno_text.h"
#include "base/file.h"
#include "base/interrupt.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/name_encoding.h"
#include "base/pager.h"
#include "base/pool.h"
#include "base/sandbox.h"
#include "base/stopwatch.h"
#include "base/temporary.h"
#include "base/terminal.h"
#include "base/zone.h"

/* Memory, texts, times. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/saturate.h"
#include "base/sort.h"
#include "base/text.h"
#include "base/text_input.h"
#include "base/vec.h"
#include "base/words.h"
#include "base/writer.h"

/* Logs that stay open between being found and being read. */
#include "analyze/keeping.h"
#include "collect/kept_sources.h"

/* `explain`: what was pasted. */
#include "collect/signature.h"
#include "exports/exports.h"

/* Which formats there are and how to write them; the help's paragraphs; `diff`. */
#include "report/formats.h"
#include "report/text/prose.h"
#include "report/view/briefs.h"
#include "report/view/facts.h"
#include "report/view/logs.h"

/* --ignore FILE. */
#include "yaml/mistakes.h"
#include "yaml/yaml.h"

#endif
