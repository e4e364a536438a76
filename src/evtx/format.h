/*
 * The event log's layout on disk: places, sizes, signatures, and reading little-endian numbers from bytes
 * that may be anything. No structs are laid over the bytes: nothing there is known to be aligned or true.
 */
#ifndef EVTX_FORMAT_H
#define EVTX_FORMAT_H

#include "sppwhy/status.h"

#include <string.h>

/* ---- the file ------------------------------------------------------------------------------------------ */
#define FILE_SIGNATURE "ElfFile" /* with its NUL, 8 bytes */
#define FILE_HEADER_SIZE 128
#define FILE_CHUNKS_AT 4096 /* where the first chunk begins; one follows the other */
#define FILE_AT_LAST_CHUNK 16
#define FILE_AT_NEXT_RECORD 24
#define FILE_AT_HEADER_SIZE 32
#define FILE_AT_MINOR 36
#define FILE_AT_MAJOR 38
#define FILE_AT_BLOCK_SIZE 40
#define FILE_AT_CHUNK_COUNT 42
#define FILE_AT_FLAGS 120
#define FILE_AT_CRC 124
#define FILE_FLAG_DIRTY 1u
#define FILE_FLAG_NO_CRC 4u

/* ---- a chunk: header, string and template tables, records, slack --------------------------------------- */
#define CHUNK_SIGNATURE "ElfChnk"
#define CHUNK_SIZE 65536u
#define CHUNK_HEADER_SIZE 128
#define CHUNK_RECORDS_AT 512u
#define CHUNK_AT_FIRST_NUMBER 8
#define CHUNK_AT_LAST_NUMBER 16
#define CHUNK_AT_FIRST_ID 24
#define CHUNK_AT_LAST_ID 32
#define CHUNK_AT_HEADER_SIZE 40
#define CHUNK_AT_LAST_RECORD 44
#define CHUNK_AT_FREE 48
#define CHUNK_AT_RECORDS_CRC 52
#define CHUNK_AT_FLAGS 120
#define CHUNK_AT_HEADER_CRC 124
#define CHUNK_FLAG_DIRTY 1u
#define CHUNK_FLAG_NO_CRC 4u

/* ---- a record: header, binary XML, padding, its size once more ----------------------------------------- */
#define RECORD_SIGNATURE 0x00002A2Au
#define RECORD_AT_SIZE 4
#define RECORD_AT_ID 8
#define RECORD_AT_TIME 16
#define RECORD_HEADER_SIZE 24u
#define RECORD_SMALLEST 28u /* the header and the second size */
#define RECORD_ALIGNMENT 8u

/* ---- binary XML: what nearly every record begins with ---------------------------------------------------
 * 0f 01 01 00 (fragment), 0c 01 (a template filled in), u32 template id, u32 offset of its definition; then,
 * if the definition is at just this place, the definition; then u32 count of values, and {u16 size, u8 type,
 * u8 0} of each. */
#define XML_INSTANCE_SIZE 14u
#define XML_AT_DEFINITION 10
#define XML_TEMPLATE_TOKEN 0x0C
#define DEFINITION_HEAD_SIZE 24u
#define DEFINITION_AT_ID 4 /* of its GUID the first four bytes, which an instance repeats */
#define DEFINITION_AT_SIZE 20

static inline uint16_t read_u16(const uint8_t *at)
{
    return (uint16_t)(at[0] | at[1] << 8);
}

static inline uint32_t read_u32(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static inline uint64_t read_u64(const uint8_t *at)
{
    return (uint64_t)read_u32(at) | (uint64_t)read_u32(at + 4) << 32;
}

static inline void write_u16(uint8_t *at, uint16_t value)
{
    at[0] = (uint8_t)value;
    at[1] = (uint8_t)(value >> 8);
}

static inline void write_u32(uint8_t *at, uint32_t value)
{
    write_u16(at, (uint16_t)value);
    write_u16(at + 2, (uint16_t)(value >> 16));
}

static inline void write_u64(uint8_t *at, uint64_t value)
{
    write_u32(at, (uint32_t)value);
    write_u32(at + 4, (uint32_t)(value >> 32));
}

static inline bool is_zero(const uint8_t *bytes, size_t size)
{
    return size == 0 || (bytes[0] == 0 && memcmp(bytes, bytes + 1, size - 1) == 0);
}

#endif
