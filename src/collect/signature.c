#include "collect/signature.h"

#include "base/limits.h"
#include "base/text.h"

#include <string.h>

#define FILE_HEADER_SIZE 4096
#define CHUNK_HEADER_SIZE 512
#define CHUNK_SIZE ((uint64_t)65536)
#define SIGNATURE_SIZE 8
/* The file header and the header of the first chunk: they hold record numbers and checksums, so that logs
 * that differ at all nearly always differ here. */
#define BEGINNING_SIZE (FILE_HEADER_SIZE + CHUNK_HEADER_SIZE)

static const char file_signature[SIGNATURE_SIZE] = "ElfFile";
static const char chunk_signature[SIGNATURE_SIZE] = "ElfChnk";

/* Things that people hand over in place of a log, and what to do about each. */
static const struct look_alike {
    size_t offset;
    const char *bytes;
    const char *what;
} look_alikes[] = {
    {4, "LfLe", "is an event log of Windows XP or Server 2003 (.evt), not one of Vista and later (.evtx)"},
    {0, "PK\x03\x04", "is a zip archive; unpack it first"},
    {0, "MSCF", "is a cabinet (.cab); unpack it first"},
    {0, "7z\xBC\xAF\x27\x1C", "is a 7-Zip archive; unpack it first"},
    {0, "\x1F\x8B", "is a gzip file; unpack it first"},
    {0, "\xFF\xFE", "is a text file (UTF-16); export the log itself as .evtx"},
    {0, "\xEF\xBB\xBF", "is a text file; export the log itself as .evtx"},
};

static bool is_text(const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (bytes[i] < 0x20 && !memchr("\t\n\f\r\x1b", bytes[i], 5))
            return false;
    return true;
}

static bool all_zero(const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (bytes[i] != 0)
            return false;
    return true;
}

static const char *name_look_alike(const uint8_t *bytes, size_t length)
{
    if (length == 0)
        return "is empty";
    for (size_t i = 0; i < sizeof look_alikes / sizeof *look_alikes; i++) {
        const struct look_alike *like = &look_alikes[i];
        size_t size = strlen(like->bytes);
        if (length >= like->offset + size && memcmp(bytes + like->offset, like->bytes, size) == 0)
            return like->what;
    }
    if (is_text(bytes, length))
        return "is a text file; export the log itself as .evtx";
    if (all_zero(bytes, length))
        return "begins with zeros only and holds no chunk of an event log: the copy probably failed";
    return "is no event log: neither a file header nor a chunk of one was found";
}

static sppwhy_status find_chunk(bool *found, file *f, bool thorough, sppwhy_error *error)
{
    const uint64_t steps = thorough ? LIMIT_CHUNK_STEPS : LIMIT_CHUNK_STEPS_UNNAMED;
    const uint64_t starts[] = {FILE_HEADER_SIZE, 0}; /* below a file header, or chunks alone */
    for (uint64_t step = 0; step < steps; step++) {
        for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
            char bytes[SIGNATURE_SIZE];
            size_t got = 0;
            sppwhy_status status =
                file_read(f, step * CHUNK_SIZE + starts[i], bytes, sizeof bytes, &got, error);
            if (status != SPPWHY_OK)
                return status;
            *found = got == sizeof bytes && memcmp(bytes, chunk_signature, sizeof bytes) == 0;
            if (*found)
                return SPPWHY_OK;
        }
        if ((step + 1) * CHUNK_SIZE >= file_size(f))
            break;
    }
    return SPPWHY_OK;
}

sppwhy_status signature_read(signature *out, file *f, bool thorough, sppwhy_error *error)
{
    uint8_t bytes[BEGINNING_SIZE];
    size_t got = 0;
    memset(out, 0, sizeof *out);
    sppwhy_status status = file_read(f, 0, bytes, sizeof bytes, &got, error);
    if (status != SPPWHY_OK)
        return status;
    out->beginning = text_hash(bytes, got);
    out->is_log = got >= SIGNATURE_SIZE && memcmp(bytes, file_signature, SIGNATURE_SIZE) == 0;
    if (!out->is_log)
        status = find_chunk(&out->is_log, f, thorough, error);
    out->what = out->is_log ? "" : name_look_alike(bytes, got);
    return status;
}
