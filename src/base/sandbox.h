/*
 * What the process gives up before it looks at anything hostile, so that a fault in our code or in a library
 * can be used for nothing: files by Landlock, everything else by seccomp. Linux only; where the kernel (or a
 * container around us) does not have one of the two, the other still holds, and without both all goes on
 * unguarded.
 *
 * Nothing that was given up comes back. It holds for the calling thread and for what it starts later on, so
 * it must be called before there are other threads.
 */
#ifndef BASE_SANDBOX_H
#define BASE_SANDBOX_H

#include "base/kept_file.h"
#include "sppwhy/status.h"

/* What became of it. */
typedef struct sandbox_result {
    int abi;         /* files: Landlock's version, so it holds; 0: it does not */
    bool calls;      /* all calls but those that we need: seccomp holds */
    const char *why; /* a few words when one of them does not hold; NULL otherwise */
} sandbox_result;

/* Files that stay within reach: to be filled, then entered. */
typedef struct sandbox sandbox;

/* NULL where there is no Landlock; everything here takes that. With `read_anything` only writing
 * is given up. */
sandbox *sandbox_create(bool read_anything);
/* A file, or a folder with all that is in it. What is not there or cannot be opened is passed over: it cannot
 * be opened later on, either. Links are followed: what counts is the file itself. */
void sandbox_allow_read(sandbox *s, const char *path);
/* A plain file that is open already. */
void sandbox_allow_kept(sandbox *s, kept_file f);
/* A folder in which files may be made, written, read, renamed and removed, or such a file. */
void sandbox_allow_write(sandbox *s, const char *path);
/* The folder that a file to be written is in, or will: a link at its end is followed, wherever it leads. */
void sandbox_allow_output(sandbox *s, const char *path);
/* Why not all that was allowed can be reached, a number of errno's: descriptors or memory ran
 * out. 0: it can. */
int sandbox_lacks(const sandbox *s);
/* All other files are out of reach from here on; also TCP, and signals to processes from before. Gives the
 * sandbox's memory back. */
void sandbox_enter(sandbox *s, sandbox_result *result);

/* No network, no other program, nothing done to other processes or to the system: only what we
 * need is left. */
void sandbox_deny_calls(sandbox_result *result);

/* Where there is no Landlock: opens the files to be read, and what we need of the system, and gives up
 * opening any other to be read. Unless `writes`, nothing can be made, changed or removed, either. Where there
 * are fewer descriptors than files, any can be read as before. */
void sandbox_only_held(const char *const *paths, size_t count, bool writes);

/* For a child process that only computes: nothing is left but memory, time, and what it already has open. */
void sandbox_only_compute(void);

/* ---- for sandbox.c: the part that seccomp does, or what a system has in place of it
 * (sandbox_calls.c) --- */

/* NULL when it holds, else why not. */
const char *sandbox_calls_deny(void);
const char *sandbox_calls_only_read(void);
const char *sandbox_calls_only_held(bool writes);
const char *sandbox_calls_only_compute(void);

#endif
