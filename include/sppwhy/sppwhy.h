/*
 * The whole of libsppwhy, a stage after the other:
 *
 *     files --collect--> logs --evtx--> events --spp--> records
 *         --correlate--> activations --rules--> findings --report--> people
 *
 * docs/library.md shows the way from a folder to the cause of each failure. Times are FILETIMEs (100 ns since
 * 1601-01-01 UTC) where nothing else is said, texts UTF-8, ids 16 bytes in the order in which a GUID is
 * written. Different objects may be used by different threads at once, one object by one thread at a time.
 */
#ifndef SPPWHY_SPPWHY_H
#define SPPWHY_SPPWHY_H

#include "sppwhy/analyze.h"
#include "sppwhy/arrow.h"
#include "sppwhy/collect.h"
#include "sppwhy/correlate.h"
#include "sppwhy/evtx.h"
#include "sppwhy/explain.h"
#include "sppwhy/report.h"
#include "sppwhy/rules.h"
#include "sppwhy/spp.h"
#include "sppwhy/status.h"
#include "sppwhy/cancellation.h"
#include "sppwhy/version.h"
#include "sppwhy/writer.h"

#endif
