/*
 * What every call of libsppwhy returns, and what it fills in when something fails.
 *
 * The ownership law, for the whole library: what X_create(), X_read() or X_load() gave you, you give back
 * with X_free(), once. Everything you reach through it belongs to it and ends with it. Nothing else is ever
 * yours to free, and no call keeps a pointer that you passed in unless its comment says so.
 *
 * Things are opaque: functions named after a thing read it. X_count() and X(thing, i) list what it has; the
 * second returns NULL from the count on, so that a loop needs no count. None of these allocates or fails, and
 * each takes the same short time however large the collection is, where its comment says nothing else; the
 * thing must not be NULL.
 *
 * Options are structures of the caller's, passed by pointer; NULL stands for the usual. Their first member is
 * their size: `sppwhy_text_options options = {.size = sizeof options, .width = 100}`, or
 * SPPWHY_INIT(&options) and then the members. A smaller structure, compiled with an older version, is fine:
 * what it lacks counts as zero. A larger one, of a newer version, is fine where what is not known here is
 * zero; else the call fails with SPPWHY_INVALID, since something is asked for that this library cannot do. So
 * does one whose size was not set.
 *
 * A status says *that* something failed; an error object says *what*, and where: file, offset, record, line.
 * It is plain memory of the caller's, never allocated, so that "out of memory" can be reported too. Every
 * call takes NULL for it.
 *
 * Where it points to, by what failed: a file that cannot be opened, or is no log: the file. One whose reading
 * broke off: the offset, too. A record, a chunk or a header that could not be read: offset and, where it is
 * known, record; a damaged log is still read, so this is asked for by sppwhy_log_fault(), or with `strict` in
 * sppwhy_input_options for a whole input. A line of JSON, of an export: the line. A rule, a table, a scenario:
 * line and column. Of a member of an archive the file is "ARCHIVE!MEMBER", and offset and line are the
 * member's.
 */
#ifndef SPPWHY_STATUS_H
#define SPPWHY_STATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__GNUC__) || defined(__clang__)
#define SPPWHY_NODISCARD __attribute__((warn_unused_result))
#if defined(__clang__)
#define SPPWHY_PRINTF(format_at, first_at) __attribute__((format(printf, format_at, first_at)))
#else /* C's own formats on every system: what "printf" means to gcc is the system's */
#define SPPWHY_PRINTF(format_at, first_at) __attribute__((format(gnu_printf, format_at, first_at)))
#endif
#define SPPWHY_VISIBLE _Pragma("GCC visibility push(default)")
#define SPPWHY_VISIBLE_END _Pragma("GCC visibility pop")
#else
#define SPPWHY_NODISCARD
#define SPPWHY_PRINTF(format_at, first_at)
#define SPPWHY_VISIBLE
#define SPPWHY_VISIBLE_END
#endif

/* Around all that a public header declares: what is between is seen from outside of the library, and has
 * C's linkage in C++. */
#ifdef __cplusplus
#define SPPWHY_BEGIN                                                                                         \
    SPPWHY_VISIBLE extern "C"                                                                                \
    {
#define SPPWHY_END                                                                                           \
    }                                                                                                        \
    SPPWHY_VISIBLE_END
#else
#define SPPWHY_BEGIN SPPWHY_VISIBLE
#define SPPWHY_END SPPWHY_VISIBLE_END
#endif

/* Sets an options structure to the usual: all zero, but for its size. */
#define SPPWHY_INIT(options)                                                                                 \
    (memset((options), 0, sizeof *(options)), (void)((options)->size = sizeof *(options)))

SPPWHY_BEGIN

typedef enum sppwhy_status {
    SPPWHY_OK = 0,
    SPPWHY_NO_MEMORY = 1, /* an allocation failed; the call did nothing that needs undoing */
    SPPWHY_IO = 2,        /* the system refused to open, read or write something */
    SPPWHY_NOT_A_LOG = 3, /* readable, but its content is no Windows event log */
    SPPWHY_DAMAGED = 4,   /* a part could not be read; what could be read was delivered */
    SPPWHY_LIMIT = 5,     /* a limit was reached; docs/safety.md has them */
    SPPWHY_INVALID = 6,   /* a text (rule, scenario, argument) is not of its form */
    SPPWHY_STOPPED = 7    /* whoever watched it wanted it to stop (sppwhy/cancellation.h) */
} sppwhy_status;

#define SPPWHY_NO_OFFSET UINT64_MAX

/* These members stay as they are, for good; what may come takes the place of what is reserved. */
typedef struct sppwhy_error {
    sppwhy_status status;
    char file[1024];    /* "" when no file is concerned; a longer path is cut */
    uint64_t offset;    /* byte offset in the file; SPPWHY_NO_OFFSET when none */
    uint64_t record_id; /* EventRecordID in the log; 0 when none is known */
    unsigned line;      /* of a text file, from 1; 0 when none */
    unsigned column;    /* from 1; 0 when none */
    char message[512];  /* one sentence without a full stop */
    uint64_t reserved[8];
} sppwhy_error;

/* The members, for languages that cannot read a C structure: sppwhy_error_size() bytes, aligned as for
 * uint64_t, are an error object once they are cleared. */
size_t sppwhy_error_size(void);
sppwhy_status sppwhy_error_status(const sppwhy_error *error);
const char *sppwhy_error_file(const sppwhy_error *error);
uint64_t sppwhy_error_offset(const sppwhy_error *error);
uint64_t sppwhy_error_record_id(const sppwhy_error *error);
unsigned sppwhy_error_line(const sppwhy_error *error);
unsigned sppwhy_error_column(const sppwhy_error *error);
const char *sppwhy_error_message(const sppwhy_error *error);

/* "out of memory", "not an event log" ...; never NULL. */
const char *sppwhy_status_text(sppwhy_status status);

/* Empties an error object; call before first use. */
void sppwhy_error_clear(sppwhy_error *error);

/* Writes "file:line:column: message (record N, offset N)" into out, always terminated; what is not known is left
 * out. Returns out. */
char *sppwhy_error_format(const sppwhy_error *error, char *out, size_t size);

/* Called for every mistake in a rule file: `error` has file, line and column. */
typedef void (*sppwhy_on_mistake)(void *context, const sppwhy_error *error);

SPPWHY_END

#endif
