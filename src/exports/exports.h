/*
 * Events as people hold them when they ask: what Event Viewer, wevtutil, PowerShell and collectors write as
 * text. forms.c has the table: a row a form, with how it is read; collect/text_form.c tells them apart.
 * Whatever the form, the result is a log like any other.
 */
#ifndef EXPORTS_EXPORTS_H
#define EXPORTS_EXPORTS_H

#include "base/arena.h"
#include "base/file.h"
#include "collect/text_form.h"
#include "sppwhy/evtx.h"

/* Tells what could not be read; line 0: of the whole file. False: memory is short. */
typedef bool (*exports_tell)(void *context, const char *path, size_t line, const char *message);

typedef struct exports_result {
    sppwhy_log *log;   /* in the arena that was given */
    const char *form;  /* what it is, for people: "a CSV table of events" */
    bool local_times;  /* events have local times, read as the zone that was asked for */
    bool file_dated;   /* events have the time of the file: they print none */
    bool order_unsure; /* dates can be read with the month or the day first ... */
    bool month_first;  /* ... and were read so */
    bool ahead_known;  /* by what clients wrote into their events, local times are so far ahead of UTC */
    int32_t ahead_seconds;
    uint64_t hint_line; /* the first line that speaks of licensing; 0: none */
} exports_result;

/* SPPWHY_NOT_A_LOG when it is none of the forms; the reason is for people. */
SPPWHY_NODISCARD sppwhy_status exports_read(exports_result *out, arena *memory, file *f, const char *path,
                                            const sppwhy_read_options *options, exports_tell tell,
                                            void *context, sppwhy_error *error);

/* The same for a form that is known. */
SPPWHY_NODISCARD sppwhy_status exports_read_as(exports_result *out, text_form form, arena *memory, file *f,
                                               const char *path, const sppwhy_read_options *options,
                                               exports_tell tell, void *context, sppwhy_error *error);

/* An event out of its message alone, or its list of values: a log with the one event, at no time; NULL when
 * the text is none that is known. */
SPPWHY_NODISCARD sppwhy_status exports_read_message(const sppwhy_log **out, arena *memory, const char *text,
                                                    const sppwhy_read_options *options, sppwhy_error *error);

#endif
