/* See error.h. */
#include "base/error.h"

#include "base/accessors.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void fill(sppwhy_error *error, sppwhy_status status, const char *file, unsigned line, unsigned column,
                 const char *format, va_list arguments)
{
    if (!error)
        return;
    sppwhy_error_clear(error);
    error->status = status;
    error->line = line;
    error->column = column;
    if (file)
        snprintf(error->file, sizeof error->file, "%s", file);
    vsnprintf(error->message, sizeof error->message, format, arguments);
}

sppwhy_status error_set(sppwhy_error *error, sppwhy_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fill(error, status, NULL, 0, 0, format, arguments);
    va_end(arguments);
    return status;
}

sppwhy_status error_file(sppwhy_error *error, sppwhy_status status, const char *file, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fill(error, status, file, 0, 0, format, arguments);
    va_end(arguments);
    return status;
}

sppwhy_status error_place(sppwhy_error *error, sppwhy_status status, const char *file, unsigned line,
                          unsigned column, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fill(error, status, file, line, column, format, arguments);
    va_end(arguments);
    return status;
}

sppwhy_status error_record(sppwhy_error *error, sppwhy_status status, const char *file, uint64_t offset,
                           uint64_t record_id, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fill(error, status, file, 0, 0, format, arguments);
    va_end(arguments);
    if (error) {
        error->offset = offset;
        error->record_id = record_id;
    }
    return status;
}

sppwhy_status error_no_memory(sppwhy_error *error)
{
    return error_set(error, SPPWHY_NO_MEMORY, "out of memory");
}

const char *sppwhy_status_text(sppwhy_status status)
{
    switch (status) {
    case SPPWHY_OK:
        return "ok";
    case SPPWHY_NO_MEMORY:
        return "out of memory";
    case SPPWHY_IO:
        return "cannot be read or written";
    case SPPWHY_NOT_A_LOG:
        return "not an event log";
    case SPPWHY_DAMAGED:
        return "damaged";
    case SPPWHY_LIMIT:
        return "a limit was reached";
    case SPPWHY_INVALID:
        return "not valid";
    case SPPWHY_STOPPED:
        return "stopped";
    }
    return "unknown status";
}

void sppwhy_error_clear(sppwhy_error *error)
{
    error->status = SPPWHY_OK;
    error->file[0] = '\0';
    error->offset = SPPWHY_NO_OFFSET;
    error->record_id = 0;
    error->line = 0;
    error->column = 0;
    error->message[0] = '\0';
    memset(error->reserved, 0, sizeof error->reserved);
}

char *sppwhy_error_format(const sppwhy_error *error, char *out, size_t size)
{
    char place[64] = "";
    char where[96] = "";
    if (error->line != 0 && error->column != 0)
        snprintf(place, sizeof place, "%u:%u:", error->line, error->column);
    else if (error->line != 0)
        snprintf(place, sizeof place, "%u:", error->line);
    if (error->record_id != 0 && error->offset != SPPWHY_NO_OFFSET)
        snprintf(where, sizeof where, " (record %llu, offset %llu)", (unsigned long long)error->record_id,
                 (unsigned long long)error->offset);
    else if (error->record_id != 0)
        snprintf(where, sizeof where, " (record %llu)", (unsigned long long)error->record_id);
    else if (error->offset != SPPWHY_NO_OFFSET)
        snprintf(where, sizeof where, " (offset %llu)", (unsigned long long)error->offset);
    snprintf(out, size, "%s%s%s%s%s%s", error->file, error->file[0] ? ":" : "", place,
             error->file[0] || place[0] ? " " : "", error->message, where);
    return out;
}

size_t sppwhy_error_size(void)
{
    return sizeof(sppwhy_error);
}

GETTER(sppwhy_status, sppwhy_error_status, sppwhy_error, status)
GETTER(const char *, sppwhy_error_file, sppwhy_error, file)
GETTER(uint64_t, sppwhy_error_offset, sppwhy_error, offset)
GETTER(uint64_t, sppwhy_error_record_id, sppwhy_error, record_id)
GETTER(unsigned, sppwhy_error_line, sppwhy_error, line)
GETTER(unsigned, sppwhy_error_column, sppwhy_error, column)
GETTER(const char *, sppwhy_error_message, sppwhy_error, message)
