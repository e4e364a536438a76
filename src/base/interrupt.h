/*
 * Ctrl-C and its like (SIGINT, SIGTERM, SIGHUP; and the others that end a program, for the sake of the file
 * that is not whole). For a program, not for a library: the state is the
 * process's.
 *
 * While work is under way that has something to clean up (child processes), the first signal is only noted,
 * and the work asks. Otherwise a signal ends the program at once, after a line that says what that means for
 * its output. A second signal always ends it at once. Either way it ends *by* the signal, so that a shell
 * that runs it in a loop sees that it was interrupted.
 */
#ifndef BASE_INTERRUPT_H
#define BASE_INTERRUPT_H

#include <stdbool.h>

/* From now on; `line` (see interrupt_at_once) holds first. A signal that was ignored from the start, as nohup
 * does, stays ignored. */
void interrupt_catch(const char *line);

/* A signal ends the program at once, after `line` is written to standard error; NULL: without a word. The
 * text must last. A signal that was noted before counts now. */
void interrupt_at_once(const char *line);

/* A file that is not whole yet: a signal that ends the program removes it first. The path must last until it
 * is taken back with NULL. One at a time. */
void interrupt_remove(const char *path);

/* A signal is noted: ask interrupt_noted() often, clean up, then interrupt_end(). */
void interrupt_note(void);
bool interrupt_noted(void);

/* Ends the program by the signal that was noted; returns when there was none. */
void interrupt_end(void);

/* ---- between interrupt.c and its twins ----------------------------------------------------------------- */

/* The twin calls it for each signal, from its handler; `what` is its own, not 0. */
void interrupt_came(int what);
/* The same for one that nobody sends to have work cleaned up: it ends the program at once, and the file that
 * is not whole goes. */
void interrupt_came_to_end(int what);

/* The twin: from now on; and the end, after the file is removed and the line is written, either may be NULL.
 * May be called in a handler. */
void interrupt_listen(void);
void interrupt_end_process(int what, const char *line, const char *path);

#endif
