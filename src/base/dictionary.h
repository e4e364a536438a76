/*
 * How much memory an archive asks for before a byte of it is unpacked: the dictionary that its headers name.
 * They may name 4 GiB in a file of some bytes, so this is looked at before libarchive believes it.
 * One mechanism with unpack.h, which asks.
 */
#ifndef BASE_DICTIONARY_H
#define BASE_DICTIONARY_H

#include "base/unpack.h"

/* Bytes of the largest dictionary that the headers name: of a .7z all of them, of an .xz that of its first
 * block. 0 where none is named or the headers cannot be read: what is wrong then libarchive says. The others
 * cannot ask for much: deflate, bzip2 and cabinets have windows of some MiB at most, and libzstd refuses more
 * than 128 MiB by itself. */
uint64_t dictionary_wanted(file *archive, unpack_form form);

#endif
