/* Which log it is, as JSON lines name it: a number made of all that is known of the log beside its events.
 * So what is said of a log cannot be changed without being noticed, by accident at least. */
#ifndef EVTX_JSONL_LOG_ID_H
#define EVTX_JSONL_LOG_ID_H

#include "evtx/events.h"

#define LOG_ID_TEXT 17 /* 16 hexadecimal digits and a NUL */

char *log_id(const sppwhy_log *log, char out[LOG_ID_TEXT]); /* returns out */

#endif
