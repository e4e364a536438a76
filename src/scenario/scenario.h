/*
 * Scenarios: a small YAML language that says what a set of logs contains. A rule's samples are scenarios, the
 * tests are, and the log writer (tests/tools/logwriter.c) turns them into real .evtx files.
 *
 *   logs:
 *     - file: ws1/Application.evtx          # path below the output folder
 *       computer: ws1.contoso.com
 *       channel: Application                # the default; write "Key Management Service" for a log of 12290
 *       covers: [2026-03-01T00:00:00Z, 2026-03-03T00:00:00Z]   # default: first to last event
 *       provider: Microsoft-Windows-Security-SPP               # the default for its events
 *       first_record: 1                     # number of the first record
 *       noise: 2                            # events of no interest, spread evenly over `covers`: one at each
 *                                           # end at least when `covers` is given, else none by default
 *       chunk_records: 0                    # for the log writer: at most so many a chunk; 0: as many as fit
 *       unreadable: 0                        # records that could not be read, for samples: the log writer
 * makes # whole files, and a test that wants a damaged one damages it events:                             #
 * in order of time; a log without events is allowed
 *         - time: 2026-03-01T10:00:29Z
 *           id: 12288
 *           strings: ["0xC004F06C, 0x00000000, kms1.contoso.com:1688, ..., {time}, 0, 2, 41760, ..., 5"]
 *           repeat: 5                       # so many times in all (default 1) ...
 *           every_minutes: 120              # ... so far apart
 *           provider, level, qualifiers, computer, channel: where they differ from the usual
 *
 * In strings, {time} stands for the event's time as Windows 7 and later print it (2026/03/01 10:00), and
 * {short_time} as a Vista host prints it (2026/3/1 10:00); {time-300} and {time+15} move it by minutes, which
 * is how a host's event shows the time of a client whose clock is off. {until 2026-04-01T10:00:00Z} is
 * for the minutes that are left until then. {{ stands for one brace.
 *
 * Level and qualifiers are what Windows writes for the id; EventSourceName follows from the provider
 * ("KmsRequests" for a 12290 in the Key Management Service log).
 */
#ifndef SCENARIO_SCENARIO_H
#define SCENARIO_SCENARIO_H

#include "yaml/mistakes.h"
#include "yaml/yaml.h"
#include "evtx/events.h"

typedef struct scenario_log {
    const char *file;
    const char *computer;
    const char *channel;
    uint64_t covers_from, covers_to; /* FILETIME; first and last event when not given */
    bool covers_given;
    uint64_t first_record;
    uint64_t noise;           /* how many events of no interest */
    uint64_t chunk_records;   /* at most so many records a chunk; 0 when the log writer may choose */
    uint64_t unreadable;      /* records that could not be read */
    uint64_t as_listed;       /* 1: numbered as listed, though times go back: the clock was set back */
    sppwhy_raw_event *events; /* expanded, placeholders filled, in order of time; record_id not yet set */
    size_t event_count;
} scenario_log;

typedef struct scenario {
    const char *title; /* "" when not given */
    scenario_log *logs;
    size_t log_count;
} scenario;

/* Reads the `logs` (and `title`) of a map. Everything lives in the arena. Keys that are not a scenario's are
 * left to the caller at the top level, and are mistakes below it. `file` is for error messages. */
SPPWHY_NODISCARD sppwhy_status scenario_read(scenario **out, arena *a, const char *file, const yaml_node *map,
                                             sppwhy_error *error);
/* The same, and says every mistake, not only the first. */
SPPWHY_NODISCARD sppwhy_status scenario_read_all(scenario **out, arena *a, const char *file,
                                                 const yaml_node *map, mistake_list *mistakes);

/* The logs as a reader would deliver them, without writing a file: for rule samples. A log with `noise`
 * numbers its records as the log writer does; sizes, chunks and offsets are 0, and the reader is
 * "scenario". `logs` gets one sppwhy_log a
 * scenario_log, in the arena (do not free them one by one); its texts are the scenario's, which must live as
 * long. */
SPPWHY_NODISCARD sppwhy_status scenario_logs(const scenario *s, arena *a, const sppwhy_log *const **logs,
                                             size_t *count, sppwhy_error *error);

/* One record of a log. */
typedef struct scenario_record {
    uint64_t id;
    uint64_t time;
    const sppwhy_raw_event *event; /* NULL: a noise event */
    uint64_t noise;                /* which one, from 0 */
} scenario_record;

/* Events and noise of a log in the order in which their records are in the file, in the arena. */
SPPWHY_NODISCARD sppwhy_status scenario_records(const scenario_log *log, arena *a, scenario_record **records,
                                                size_t *count, sppwhy_error *error);

/* Time of the i-th of `noise` noise events of a log: evenly from covers_from to covers_to, both included. */
uint64_t scenario_noise_time(const scenario_log *log, uint64_t i);

#endif
