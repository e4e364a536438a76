/* See stream.h. */
#include "base/stream.h"

#include "base/error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

struct stream {
    file_feed feed;
    XXH3_state_t *sum;    /* of all that came by */
    const uint8_t *piece; /* what is left of the feeder's last one */
    size_t piece_length;
    uint64_t position; /* in the stream, of the next byte of the piece */
    size_t head_length;
    bool ended;
    char fault[256]; /* "" when there is none */
    uint8_t head[STREAM_HEAD];
};

stream *stream_create(file_feed feed)
{
    stream *s = malloc(sizeof *s);
    if (!s)
        return NULL;
    memset(s, 0, offsetof(stream, head));
    s->feed = feed;
    s->sum = XXH3_createState();
    if (!s->sum || XXH3_64bits_reset(s->sum) != XXH_OK) {
        stream_free(s);
        return NULL;
    }
    return s;
}

void stream_free(stream *s)
{
    if (!s)
        return;
    XXH3_freeState(s->sum);
    free(s);
}

uint64_t stream_size(const stream *s)
{
    return s->ended ? s->position : UINT64_MAX;
}

const char *stream_fault(const stream *s)
{
    return s->fault[0] != '\0' ? s->fault : NULL;
}

/* Makes sure that there is a piece, unless the end is reached. */
static sppwhy_status refill(stream *s, sppwhy_error *error)
{
    sppwhy_error reason;
    const void *bytes = NULL;
    size_t length = 0;
    if (s->piece_length != 0 || s->ended)
        return SPPWHY_OK;
    sppwhy_error_clear(&reason);
    sppwhy_status status = s->feed.next(s->feed.context, &bytes, &length, &reason);
    if (status == SPPWHY_NO_MEMORY)
        return error_no_memory(error);
    if (status != SPPWHY_OK) {
        snprintf(s->fault, sizeof s->fault, "%.*s", (int)sizeof s->fault - 1, reason.message);
        length = 0;
    }
    s->ended = length == 0;
    s->piece = bytes;
    s->piece_length = length;
    return SPPWHY_OK;
}

/* Goes over so many bytes of the piece, into the buffer or, without one, past them. */
static void take(stream *s, uint8_t *buffer, size_t count)
{
    if (buffer)
        memcpy(buffer, s->piece, count);
    if (s->head_length < STREAM_HEAD) {
        size_t room = STREAM_HEAD - s->head_length;
        size_t kept = count < room ? count : room;
        memcpy(s->head + s->head_length, s->piece, kept);
        s->head_length += kept;
    }
    XXH3_64bits_update(s->sum, s->piece, count);
    s->piece += count;
    s->piece_length -= count;
    s->position += count;
}

/* Up to `most` bytes from where the stream is. */
static sppwhy_status advance(stream *s, uint8_t *buffer, uint64_t most, uint64_t *done, sppwhy_error *error)
{
    *done = 0;
    while (*done < most) {
        sppwhy_status status = refill(s, error);
        if (status != SPPWHY_OK)
            return status;
        if (s->ended)
            break;
        uint64_t wanted = most - *done;
        size_t count = wanted < s->piece_length ? (size_t)wanted : s->piece_length;
        take(s, buffer ? buffer + *done : NULL, count);
        *done += count;
    }
    return SPPWHY_OK;
}

sppwhy_status stream_read(stream *s, uint64_t offset, void *buffer, size_t size, size_t *got,
                          sppwhy_error *error)
{
    uint64_t done = 0;
    *got = 0;
    if (offset < s->head_length) {
        size_t left = s->head_length - (size_t)offset;
        *got = size < left ? size : left;
        memcpy(buffer, s->head + offset, *got);
        offset += *got;
    }
    if (*got == size)
        return SPPWHY_OK;
    if (offset < s->position)
        return error_set(error, SPPWHY_IO, "was read past this place, and cannot be read again");
    sppwhy_status status = advance(s, NULL, offset - s->position, &done, error);
    if (status == SPPWHY_OK)
        status = advance(s, (uint8_t *)buffer + *got, size - *got, &done, error);
    if (status == SPPWHY_OK)
        *got += (size_t)done;
    return status;
}

sppwhy_status stream_hash(stream *s, uint64_t *hash, sppwhy_error *error)
{
    uint64_t done;
    sppwhy_status status = advance(s, NULL, UINT64_MAX, &done, error);
    if (status == SPPWHY_OK)
        *hash = XXH3_64bits_digest(s->sum);
    return status;
}
