/*
 * What the fuzz harnesses share. A harness is one file, tests/fuzz/fuzz_NAME.c, found by its name: it gives
 * LLVMFuzzerTestOneInput(), and LLVMFuzzerCustomMutator() where blind mutation would not get far.
 *
 * Every harness is built twice: with libFuzzer (./dev fuzz), and in each ordinary build with replay.c, which
 * runs the inputs kept in tests/fuzz/corpus/NAME once each, so that gcc, valgrind and the sanitizers see them
 * in every run of the tests.
 *
 * A harness does not only wait for a crash: what it says with HOLDS() must be true of any input.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include "rules/analysis.h"
#include "sppwhy/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);
/* libFuzzer's own mutations; replay.c has a plain one in its place. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);

/* Ends the program with a message and a stack when it does not hold, as a crash does. */
#define HOLDS(condition) ((condition) ? (void)0 : fuzz_broken(#condition, __FILE__, __LINE__))
_Noreturn void fuzz_broken(const char *what, const char *file, int line);

/* A path at which these bytes can be read as a file; the same file in memory each time. */
const char *fuzz_file(const void *bytes, size_t size);

/* Loaded once, for all inputs. */
const sppwhy_catalogue *fuzz_catalogue(void);
const sppwhy_rules *fuzz_rules(void);

/* UTF-8 throughout. */
bool fuzz_is_text(const char *text);

/* What every log that was read must be: its events inside of the file, their texts UTF-8. */
void fuzz_check_log(const sppwhy_log *log);

/* The way from logs to every report, which must come out as its format says. */
void fuzz_report(const sppwhy_log *const *logs, size_t count, const sppwhy_rules *rules);

/* The records of a log made of these events alone, and every report on them. */
void fuzz_report_events(sppwhy_raw_event *events, size_t count);

/* The same in every format that there is, databases too; each event at the time that it bears. */
void fuzz_formats(sppwhy_raw_event *events, size_t count);

#endif
