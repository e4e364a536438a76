/*
 * The whole of libsppwhy, a stage after the other:
 *
 *     files --collect--> logs --evtx--> events --spp--> records --correlate--> activations --rules-->
 * findings --report
 *
 * docs/library.md shows the way from a folder to the cause of each failure. Times are FILETIMEs (100 ns since
 * 1601-01-01 UTC) where nothing else is said, texts UTF-8, ids 16 bytes in the order in which a GUID is
 * written. Different objects may be used by different threads at once, one object by one thread at a time.
 */
#ifndef SPPWHY_SPPWHY_H
#define SPPWHY_SPPWHY_H

#include "sppwhy/analyze.h"
#include "sppwhy/arrow.h"
#include "collect/sources.h"
#include "correlate/collection.h"
#include "evtx/events.h"
#include "sppwhy/explain.h"
#include "sppwhy/report.h"
#include "rules/analysis.h"
#include "spp/records.h"
#include "sppwhy/status.h"
#include "sppwhy/cancellation.h"
#include "sppwhy/version.h"
#include "sppwhy/writer.h"

#endif
