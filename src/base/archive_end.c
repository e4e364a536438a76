/* See archive_end.h. */
#include "base/archive_end.h"

#include "base/bytes.h"
#include "base/error.h"
#include "base/limits.h"

#include <string.h>

static bool read_exactly(file *f, uint64_t at, void *bytes, size_t size)
{
    size_t got = 0;
    return file_read(f, at, bytes, size, &got, NULL) == SPPWHY_OK && got == size;
}

/* ---- zip ----------------------------------------------------------------------------------------------- */

enum {
    ZIP_END = 22,
    ZIP_END_COMMENT = 20,
    ZIP_END_SIZE = 12,
    ZIP_END_OFFSET = 16,
    ZIP_ENDS_OF_64 = 56 + 20,
    ZIP_ENTRY = 46,
    ZIP_ENTRY_LENGTHS = 28,
    ZIP_LOOKED_AT =
        16384 /* from the end, as libarchive does; where nothing is there it reads from the front */
};

static uint64_t behind_end_record(uint64_t at, const uint8_t *end)
{
    return at + ZIP_END + bytes_number(end + ZIP_END_COMMENT, 2);
}

/* The directory ends where the records of its end begin; what its size and its place do not account for is no
 * part of the zip. Of 64 bits there are two records more, of which the first has the numbers. */
static uint64_t in_front_of(file *f, uint64_t at, const uint8_t *end)
{
    uint8_t end_64[ZIP_ENDS_OF_64];
    uint64_t size = bytes_number(end + ZIP_END_SIZE, 4), place = bytes_number(end + ZIP_END_OFFSET, 4);
    if (at >= sizeof end_64 && read_exactly(f, at - sizeof end_64, end_64, sizeof end_64) &&
        memcmp(end_64, "PK\6\6", 4) == 0) {
        at -= sizeof end_64;
        size = bytes_number(end_64 + 40, 8);
        place = bytes_number(end_64 + 48, 8);
    } else if (size == UINT32_MAX || place == UINT32_MAX) {
        return 0;
    }
    return size < at && place < at - size ? at - size - place : 0;
}

/* Of a zip that is read by its directory. False where that is not found. */
static bool by_directory(file *f, uint64_t *end, uint64_t *front)
{
    uint8_t tail[ZIP_LOOKED_AT];
    uint64_t size = file_size(f);
    size_t length = size < sizeof tail ? (size_t)size : sizeof tail;
    uint64_t from = size - length;
    if (length < ZIP_END || !read_exactly(f, from, tail, length))
        return false;
    for (size_t i = length - ZIP_END + 1; i-- > 0;) {
        if (memcmp(tail + i, "PK\5\6", 4) != 0)
            continue;
        *end = behind_end_record(from + i, tail + i);
        *front = in_front_of(f, from + i, tail + i);
        return true;
    }
    return false;
}

/* From where the members end: the directory's entries and what may be behind them. */
static uint64_t by_records(file *f, uint64_t at, uint64_t size)
{
    uint8_t b[ZIP_ENTRY];
    while (at < size && read_exactly(f, at, b, 4)) {
        bool entry = memcmp(b, "PK\1\2", 4) == 0, last = memcmp(b, "PK\5\6", 4) == 0,
             end_64 = memcmp(b, "PK\6\6", 4) == 0, place_64 = memcmp(b, "PK\6\7", 4) == 0;
        size_t length = entry ? ZIP_ENTRY : last ? ZIP_END : end_64 ? 12 : 20;
        if ((!entry && !last && !end_64 && !place_64) || !read_exactly(f, at, b, length))
            break;
        if (last)
            return behind_end_record(at, b);
        uint64_t more = entry ? bytes_number(b + ZIP_ENTRY_LENGTHS, 2) +
                                    bytes_number(b + ZIP_ENTRY_LENGTHS + 2, 2) +
                                    bytes_number(b + ZIP_ENTRY_LENGTHS + 4, 2)
                        : end_64 ? bytes_number(b + 4, 8)
                                 : 0;
        at = more < size ? at + length + more : size;
    }
    return UINT64_MAX;
}

/* ---- all ----------------------------------------------------------------------------------------------- */

static uint64_t end_of_7z(file *f)
{
    uint8_t b[32];
    if (!read_exactly(f, 0, b, sizeof b))
        return UINT64_MAX;
    uint64_t at = bytes_number(b + 12, 8), size = bytes_number(b + 20, 8);
    return at < UINT64_MAX / 4 && size < UINT64_MAX / 4 ? sizeof b + at + size : UINT64_MAX;
}

uint64_t archive_end(file *f, unpack_form form, uint64_t reached, uint64_t *front)
{
    uint64_t end = UINT64_MAX;
    uint8_t b[12];
    *front = 0;
    switch (form) {
    case UNPACK_ZIP:
        if (file_is_stream(f))
            return UINT64_MAX;
        return by_directory(f, &end, front) ? end : by_records(f, reached, file_size(f));
    case UNPACK_7Z:
        return end_of_7z(f);
    case UNPACK_CAB:
        return read_exactly(f, 0, b, sizeof b) ? bytes_number(b + 8, 4) : UINT64_MAX;
    case UNPACK_TAR:
    case UNPACK_COMPRESSED:
        return reached;
    case UNPACK_NONE:
        break;
    }
    return UINT64_MAX;
}

sppwhy_status archive_rest(file *f, uint64_t at, const sppwhy_cancellation *watch, uint64_t *place,
                           sppwhy_error *error)
{
    uint8_t bytes[8192];
    size_t got = 0;
    *place = UINT64_MAX;
    for (;; at += got) {
        if (!cancellation_go_on(watch, 0))
            return error_stopped(error);
        sppwhy_status status = file_read(f, at, bytes, sizeof bytes, &got, error);
        if (status != SPPWHY_OK || got == 0)
            return status;
        for (size_t i = 0; i < got; i++)
            if (bytes[i] != 0) {
                *place = at + i;
                return SPPWHY_OK;
            }
    }
}
