/* See signature.h. */
#include "collect/signature.h"

#include "base/bytes.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/stream.h"
#include "base/text.h"
#include "base/text_input.h"
#include "collect/text_form.h"

#include <stdlib.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#define FILE_HEADER_SIZE 4096
#define CHUNK_HEADER_SIZE 512
#define CHUNK_SIZE ((uint64_t)65536)
#define SIGNATURE_SIZE 8
/* The file header and the header of the first chunk: they hold record numbers and checksums, so that logs
 * that differ at all nearly always differ here. */
#define BEGINNING_SIZE (FILE_HEADER_SIZE + CHUNK_HEADER_SIZE)

static const char file_signature[SIGNATURE_SIZE] = "ElfFile";
static const char chunk_signature[SIGNATURE_SIZE] = "ElfChnk";

#define PICTURE                                                                                              \
    "is a picture: text cannot be read out of it; in Event Viewer use Copy, Copy details as text, or save "  \
    "the log as .evtx"
#define OFFICE                                                                                               \
    "is an Office document (.docx, .xlsx, .odt): save it as plain text, or copy the events' text into a "    \
    "text file"

/* Things that people hand over in place of a log, and what to do about each. */
static const struct look_alike {
    size_t offset;
    const char *bytes;
    const char *what;
} look_alikes[] = {
    {4, "LfLe", "is an event log of Windows XP or Server 2003 (.evt), not one of Vista and later (.evtx)"},
    {0, "Rar!\x1A\x07", "is a RAR archive, which cannot be read here; unpack it first"},
    {0, "\x89PNG", PICTURE},
    {0, "\xFF\xD8\xFF", PICTURE},
    {0, "GIF8", PICTURE},
    {8, "WEBP", PICTURE},
    {4, "ftyphei", PICTURE},
    {0, "%PDF",
     "is a PDF file: copy the events' text out of it and save that as a text file, or save the log as .evtx"},
    {0, "{\\rtf", "is a Word file (.rtf): save it as plain text, or copy the events' text into a text file"},
    {0, "\xD0\xCF\x11\xE0",
     "is an old Office file (.doc, .xls, .msg): save it as plain text, or copy the events' text into a text "
     "file"},
    /* the first member of the zip that these are */
    {30, "[Content_Types].xml", OFFICE},
    {30, "_rels/.rels", OFFICE},
    {30, "mimetypeapplication/vnd.oasis", OFFICE},
};

static bool ends_in(const char *path, const char *end)
{
    size_t length = strlen(path);
    size_t size = strlen(end);
    return length >= size && text_equal_nocase(path + length - size, end);
}

bool signature_name_is_a_logs(const char *path)
{
    return ends_in(path, ".evtx");
}

bool signature_name_is_of_lines(const char *path)
{
    return ends_in(path, ".jsonl");
}

static bool is_text(const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (bytes[i] < 0x20 && !memchr("\a\b\t\n\v\f\r\x1b", bytes[i], 8))
            return false;
    return true;
}

/* Of UTF-16 or UTF-8. */
static bool has_mark(const uint8_t *bytes, size_t length)
{
    size_t mark = 0;
    text_encoding_tell(bytes, length, &mark);
    return mark != 0;
}

/* A trace of Windows: a buffer's header of 72 bytes, then the header of the trace (evntrace.h). */
static bool is_trace(const uint8_t *bytes, size_t length)
{
    static const size_t header = 0x48;
    return length > header + 4 && bytes[0] == 0 && bytes[header] == 2 && bytes[header + 1] == 0 &&
           (bytes[header + 2] == 1 || bytes[header + 2] == 2) && bytes[header + 3] == 0xC0;
}

/* `*sure`: what it is named to be; a guess otherwise. */
static const char *name_look_alike(const uint8_t *bytes, size_t length, bool *sure)
{
    *sure = true;
    if (length == 0)
        return "is empty (zero bytes)";
    for (size_t i = 0; i < sizeof look_alikes / sizeof *look_alikes; i++) {
        const struct look_alike *like = &look_alikes[i];
        size_t size = strlen(like->bytes);
        if (length >= like->offset + size && memcmp(bytes + like->offset, like->bytes, size) == 0)
            return like->what;
    }
    if (length > 14 && memcmp(bytes, "BM", 2) == 0 && bytes_are_zero(bytes + 6, 4))
        return PICTURE;
    if (is_trace(bytes, length))
        return "is a trace (.etl), which holds no event log: collect Application.evtx and, on a KMS host, "
               "\"Key Management Service.evtx\"";
    if (is_text(bytes, length) || has_mark(bytes, length))
        return text_form_help;
    *sure = false;
    if (bytes_are_zero(bytes, length))
        return "begins with zeros only and holds no chunk of an event log: the copy probably failed";
    return "is no event log: neither a file header nor a chunk of one was found";
}

/* Office's documents are zips, too. */
static bool is_office(const uint8_t *bytes, size_t length)
{
    bool sure;
    return length > 64 && memcmp(bytes, "PK\x03\x04", 4) == 0 &&
           strcmp(name_look_alike(bytes, length, &sure), OFFICE) == 0;
}

static bool holds(const uint8_t *bytes, size_t length, const char *part)
{
    size_t size = strlen(part);
    for (size_t i = 0; i + size <= length; i++)
        if (bytes[i] == (uint8_t)part[0] && memcmp(bytes + i, part, size) == 0)
            return true;
    return false;
}

/* True when JSON lines can be in it: `asked_for` by name, any object is one; met by chance, only what has
 * the marks of `sppwhy events` itself. */
static bool signature_is_lines(const uint8_t *bytes, size_t length, bool asked_for)
{
    size_t at = 0;
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
        at = 3;
    while (at < length && memchr(" \t\r\n", bytes[at], 4))
        at++;
    if (at == length || bytes[at] != '{')
        return false;
    for (at++; at < length && bytes[at] == ' ';)
        at++;
    if (asked_for && at < length && bytes[at] == '"')
        return true;
    return holds(bytes, length, "\"spp\":") || holds(bytes, length, "\"sppwhy\":");
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
        if ((step + 1) * CHUNK_SIZE >= file_size(f) || file_is_stream(f))
            break;
    }
    return SPPWHY_OK;
}

/* Text is looked at further than other things: what marks it may be behind long texts. What has the marks
 * of `sppwhy events` is its lines; given by name, any JSON that is nothing else is taken for them. */
static sppwhy_status look_at_text(signature *out, file *f, bool asked_for, sppwhy_error *error)
{
    uint8_t *bytes = malloc(STREAM_HEAD);
    size_t got = 0;
    if (!bytes)
        return error_no_memory(error);
    sppwhy_status status = file_read(f, 0, bytes, STREAM_HEAD, &got, error);
    if (status != SPPWHY_OK)
        got = 0;
    bool lines = signature_is_lines(bytes, got, false);
    if (!lines && text_form_tell(bytes, got, asked_for) != TEXT_FORM_NONE)
        out->content = SPPWHY_CONTENT_TEXT;
    else if (lines || signature_is_lines(bytes, got, asked_for))
        out->content = SPPWHY_CONTENT_LINES;
    free(bytes);
    return status;
}

/* Also what is UTF-16 without a mark, which looks like anything but text at first. */
static bool may_be_text(const uint8_t *bytes, size_t length)
{
    size_t mark = 0;
    text_encoding encoding = text_encoding_tell(bytes, length, &mark);
    return is_text(bytes, length) || encoding == TEXT_UTF16LE || encoding == TEXT_UTF16BE || mark != 0;
}

sppwhy_status signature_read(signature *out, file *f, bool thorough, sppwhy_error *error)
{
    uint8_t bytes[BEGINNING_SIZE];
    size_t got = 0;
    bool is_log = false;
    memset(out, 0, sizeof *out);
    sppwhy_status status = file_read(f, 0, bytes, sizeof bytes, &got, error);
    if (status != SPPWHY_OK)
        return status;
    out->beginning = XXH3_64bits(bytes, got);
    is_log = got >= SIGNATURE_SIZE && memcmp(bytes, file_signature, SIGNATURE_SIZE) == 0;
    if (!is_log) {
        out->form = is_office(bytes, got) ? UNPACK_NONE : unpack_tell(bytes, got);
        out->what = name_look_alike(bytes, got, &out->sure);
    }
    if (!is_log && out->form == UNPACK_NONE && may_be_text(bytes, got))
        status = look_at_text(out, f, thorough, error);
    if (!is_log && out->form == UNPACK_NONE && out->content == SPPWHY_CONTENT_OTHER && status == SPPWHY_OK)
        status = find_chunk(&is_log, f, thorough, error);
    if (is_log)
        out->content = SPPWHY_CONTENT_LOG;
    else if (out->form != UNPACK_NONE)
        out->content = SPPWHY_CONTENT_ARCHIVE;
    if (out->content != SPPWHY_CONTENT_OTHER)
        out->what = "";
    return status;
}
