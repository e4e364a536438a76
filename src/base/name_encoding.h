/*
 * The encoding of names for libarchive, which turns them into that of the thread's locale: UTF-8, for as long
 * as one is entered. A twin for each system (base/posix/, base/windows/).
 */
#ifndef BASE_NAME_ENCODING_H
#define BASE_NAME_ENCODING_H

typedef struct name_encoding {
    void *ours;   /* NULL: the system has no such locale */
    void *before; /* while it is entered */
} name_encoding;

/* A program calls it before its sandbox (sandbox.h) and its threads; what create() needs may lie in files. */
void name_encoding_prepare(void);
name_encoding name_encoding_create(void);
void name_encoding_enter(name_encoding *e);
void name_encoding_leave(name_encoding *e);
void name_encoding_free(name_encoding *e);

#endif
