/*
 * A file of one chunk, made for libevtx 20181227, in which nothing but the wanted records is there to be
 * walked.
 *
 * What is known of libevtx and made use of: it refuses a whole file for one odd chunk header, so every field
 * that it checks is set right. It walks records by their two sizes, up to the offset of the last one; it
 * bounds a record's content by the chunk, not by the record. So each wanted record is stretched to the next
 * wanted one by changing its two sizes, whatever lies between them: other records, broken ones, slack.
 * Nothing that a record refers to is moved, and only headers and size fields of records that are not wanted
 * are overwritten. The record's index for libevtx is then its place in our list, however broken the chunk is.
 */
#ifndef EVTX_LIBEVTX_IMAGE_H
#define EVTX_LIBEVTX_IMAGE_H

#include "evtx/chunk.h"

#define IMAGE_SIZE (FILE_CHUNKS_AT + CHUNK_SIZE)

/* Index that libevtx gives to the first wanted record, or IMAGE_UNREACHABLE: the first wanted record begins
 * so close to the first place for records that libevtx cannot be led there. `wanted` ascends by offset and is
 * not empty. */
#define IMAGE_UNREACHABLE UINT32_MAX
uint32_t image_build(uint8_t image[IMAGE_SIZE], const chunk *c, const chunk_record *wanted, size_t count);

#endif
