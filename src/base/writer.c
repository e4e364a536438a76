/* See writer.h. */
#include "base/writer.h"

#include "base/descriptor.h"
#include "base/errno_text.h"
#include "base/error.h"
#include "base/limits.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>

/* ---- where it goes ------------------------------------------------------------------------------------- */

static sppwhy_status to_stream(void *context, const char *bytes, size_t count)
{
    return fwrite(bytes, 1, count, context) == count ? SPPWHY_OK : SPPWHY_IO;
}

static sppwhy_status to_descriptor(void *context, const char *bytes, size_t count)
{
    const sppwhy_writer *w = context;
    return descriptor_write(w->descriptor, bytes, count) ? SPPWHY_OK : SPPWHY_IO;
}

static sppwhy_status create(sppwhy_writer **out, sppwhy_writer like, sppwhy_error *error)
{
    sppwhy_writer *w = malloc(sizeof *w);
    char *start = malloc(LIMIT_WRITE_STEP);
    *out = NULL;
    if (!w || !start) {
        free(w);
        free(start);
        return error_no_memory(error);
    }
    *w = like;
    w->start = w->at = start;
    w->end = start + LIMIT_WRITE_STEP;
    *out = w;
    return SPPWHY_OK;
}

sppwhy_status sppwhy_writer_to_callback(sppwhy_writer **out, sppwhy_on_bytes take, void *context,
                                        sppwhy_error *error)
{
    return create(out, (sppwhy_writer){.take = take, .context = context}, error);
}

sppwhy_status sppwhy_writer_to_memory(sppwhy_writer **out, sppwhy_error *error)
{
    return create(out, (sppwhy_writer){.in_memory = true}, error);
}

sppwhy_status sppwhy_writer_to_descriptor(sppwhy_writer **out, int descriptor, sppwhy_error *error)
{
    sppwhy_status status =
        create(out, (sppwhy_writer){.take = to_descriptor, .descriptor = descriptor}, error);
    if (status == SPPWHY_OK)
        (*out)->context = *out;
    return status;
}

sppwhy_status sppwhy_writer_to_stream(sppwhy_writer **out, FILE *stream, sppwhy_error *error)
{
    return create(out, (sppwhy_writer){.take = to_stream, .context = stream, .is_stream = true}, error);
}

/* ---- the buffer ---------------------------------------------------------------------------------------- */

static void fail(sppwhy_writer *w, sppwhy_status status, int reason)
{
    if (w->status != SPPWHY_OK)
        return;
    w->status = status;
    w->reason = reason;
}

void writer_fail(sppwhy_writer *w, sppwhy_status status)
{
    fail(w, status, 0);
}

static void pass_on(sppwhy_writer *w, const char *bytes, size_t count)
{
    if (count == 0 || w->status != SPPWHY_OK)
        return;
    if (w->most != 0 && count > w->most - w->passed) {
        fail(w, SPPWHY_LIMIT, 0);
        return;
    }
    errno = 0;
    sppwhy_status status = w->take(w->context, bytes, count);
    if (status == SPPWHY_OK)
        w->passed += count;
    else
        fail(w, status, status == SPPWHY_IO ? errno : 0);
}

static void empty(sppwhy_writer *w)
{
    if (!w->in_memory)
        pass_on(w, w->start, (size_t)(w->at - w->start));
    w->at = w->start;
}

/* Doubles the room of a writer to memory until `more` bytes fit; without memory it begins again from the
 * start, and what it holds counts no more. */
static void grow(sppwhy_writer *w, size_t more)
{
    size_t used = (size_t)(w->at - w->start), room = (size_t)(w->end - w->start);
    while (room - used < more && room <= SIZE_MAX / 4)
        room *= 2;
    char *grown = room - used >= more ? realloc(w->start, room) : NULL;
    if (!grown) {
        fail(w, SPPWHY_NO_MEMORY, 0);
        w->at = w->start;
        return;
    }
    w->start = grown;
    w->at = grown + used;
    w->end = grown + room;
}

void writer_make_room(sppwhy_writer *w, size_t more)
{
    if (w->in_memory && w->status == SPPWHY_OK)
        grow(w, more);
    else
        empty(w);
}

void writer_bytes_slowly(sppwhy_writer *w, const char *bytes, size_t count)
{
    writer_make_room(w, count);
    if (w->status != SPPWHY_OK)
        return;
    if (count > (size_t)(w->end - w->at)) {
        pass_on(w, bytes, count); /* larger than the whole buffer, which is empty */
        return;
    }
    memcpy(w->at, bytes, count);
    w->at += count;
}

void sppwhy_writer_put(sppwhy_writer *w, const void *bytes, size_t count)
{
    if (count != 0)
        writer_bytes(w, bytes, count);
}

/* ---- the end ------------------------------------------------------------------------------------------- */

sppwhy_status sppwhy_writer_finish(sppwhy_writer *w, sppwhy_error *error)
{
    char reason[ERRNO_ROOM];
    if (!w->in_memory)
        empty(w);
    errno = 0;
    if (w->is_stream && w->status == SPPWHY_OK && fflush(w->context) != 0)
        fail(w, SPPWHY_IO, errno);
    if (w->status == SPPWHY_NO_MEMORY)
        return error_no_memory(error);
    if (w->status != SPPWHY_OK)
        return error_set(error, w->status, "not everything could be written%s%s", w->reason != 0 ? ": " : "",
                         w->reason != 0 ? errno_text(w->reason, reason) : "");
    return SPPWHY_OK;
}

bool sppwhy_writer_failed(const sppwhy_writer *w)
{
    return writer_failed(w);
}

uint64_t sppwhy_writer_count(const sppwhy_writer *w)
{
    return w->passed + (w->status == SPPWHY_OK ? (uint64_t)(w->at - w->start) : 0);
}

const char *sppwhy_writer_memory(sppwhy_writer *w, size_t *count)
{
    *count = 0;
    if (!w->in_memory)
        return NULL;
    *writer_room(w, 1) = '\0';
    if (w->status != SPPWHY_OK)
        return NULL;
    *count = (size_t)(w->at - w->start);
    return w->start;
}

void writer_clear(sppwhy_writer *w)
{
    w->at = w->start;
    w->status = SPPWHY_OK;
}

void sppwhy_writer_free(sppwhy_writer *w)
{
    if (!w)
        return;
    free(w->start);
    free(w);
}

/* ---- numbers and formats ------------------------------------------------------------------------------- */

static const char two_digits[] =
    "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
    "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
    "8081828384858687888990919293949596979899";

void writer_u64(sppwhy_writer *w, uint64_t number)
{
    char digits[24], *end = digits + sizeof digits, *at = end;
    while (number >= 100) {
        at -= 2;
        memcpy(at, two_digits + number % 100 * 2, 2);
        number /= 100;
    }
    if (number >= 10) {
        at -= 2;
        memcpy(at, two_digits + number * 2, 2);
    } else {
        *--at = (char)('0' + number);
    }
    writer_bytes(w, at, (size_t)(end - at));
}

void writer_i64(sppwhy_writer *w, int64_t number)
{
    if (number < 0)
        writer_char(w, '-');
    writer_u64(w, number < 0 ? 0 - (uint64_t)number : (uint64_t)number);
}

void writer_printf(sppwhy_writer *w, const char *format, ...)
{
    va_list arguments, again;
    char *room = writer_room(w, WRITER_ROOM);
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(room, WRITER_ROOM, format, arguments);
    va_end(arguments);
    if (length >= 0 && (size_t)length < WRITER_ROOM) {
        w->at += length;
    } else {
        char *whole = length >= 0 ? malloc((size_t)length + 1) : NULL;
        if (whole) {
            vsnprintf(whole, (size_t)length + 1, format, again);
            writer_bytes(w, whole, (size_t)length);
        } else {
            fail(w, SPPWHY_NO_MEMORY, 0);
        }
        free(whole);
    }
    va_end(again);
}
