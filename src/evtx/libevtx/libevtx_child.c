/* The child's side of reader_libevtx.c: opens an image, gets one record after the other. See
 * libevtx_child.h. */
#include "evtx/libevtx/libevtx_child.h"

#include "evtx/reader.h"

#include "evtx/libevtx/extract.h"
#include "evtx/libevtx/repair.h"
#include "evtx/libevtx/wire.h"

#include <ctype.h>
#include <libbfio.h>
#include <libevtx.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct job {
    libevtx_request request;
    uint8_t image[IMAGE_SIZE];
    chunk_record records[LIBEVTX_RECORDS_MOST];
    libbfio_handle_t *memory;
    libevtx_file_t *file;
    libevtx_record_t *record; /* the one at hand */
    bool surrogates_wrong;    /* see repair.h */
    char reason[256];
    strbuf xml;
    strbuf answer;
} job;

/* ---- reasons ------------------------------------------------------------------------------------------- */

/* libevtx gives its callers' names and, where the trouble began, what it was: "name: what it was." */
static void explain(job *j, libevtx_error_t **error)
{
    char trace[2048] = "";
    if (*error)
        libevtx_error_backtrace_sprint(*error, trace, sizeof trace);
    libevtx_error_free(error);
    char *line = trace;
    line[strcspn(line, "\n")] = '\0';
    char *what = strstr(line, ": ");
    what = what ? what + 2 : line;
    size_t length = strlen(what);
    while (length != 0 && (what[length - 1] == '.' || isspace((unsigned char)what[length - 1])))
        what[--length] = '\0';
    snprintf(j->reason, sizeof j->reason, "libevtx cannot decode it%s%.200s%s", *what ? " (" : "", what,
             *what ? ")" : "");
}

static bool fail(job *j, const char *reason)
{
    snprintf(j->reason, sizeof j->reason, "%s", reason);
    return false;
}

/* ---- libevtx ------------------------------------------------------------------------------------------- */

static void close_image(job *j)
{
    if (j->file) {
        libevtx_file_close(j->file, NULL);
        libevtx_file_free(&j->file, NULL);
    }
    if (j->memory)
        libbfio_handle_free(&j->memory, NULL);
}

static bool open_image(job *j)
{
    libevtx_error_t *error = NULL;
    if (libevtx_file_initialize(&j->file, &error) == 1 &&
        libbfio_memory_range_initialize(&j->memory, &error) == 1 &&
        libbfio_memory_range_set(j->memory, j->image, IMAGE_SIZE, &error) == 1 &&
        libevtx_file_open_file_io_handle(j->file, j->memory, LIBEVTX_OPEN_READ, &error) == 1)
        return true;
    explain(j, &error);
    return false;
}

/* That it is the record asked for: the text of one record must never pass for that of another. The image has each
 * record's offset for its identifier, because libevtx 20181227 says 0 when asked for an offset. */
static bool is_asked_for(libevtx_record_t *record, const chunk_record *asked)
{
    uint64_t id = 0;
    return libevtx_record_get_identifier(record, &id, NULL) == 1 && id == asked->offset;
}

static bool get_xml(job *j)
{
    libevtx_error_t *error = NULL;
    size_t size = 0;
    strbuf_clear(&j->xml);
    if (libevtx_record_get_utf8_xml_string_size(j->record, &size, &error) != 1) {
        explain(j, &error);
        return false;
    }
    if (size == 0 || size > LIMIT_RECORD_XML)
        return fail(j, "its text is larger than any record's can be");
    char *text = calloc(1, size + 1);
    bool good = text && libevtx_record_get_utf8_xml_string(j->record, (uint8_t *)text, size, &error) == 1;
    if (good)
        repair_surrogates(&j->xml, text, j->image, IMAGE_SIZE, &j->surrogates_wrong);
    else
        explain(j, &error);
    free(text);
    return good && (!j->xml.failed || fail(j, "there was not enough memory for it"));
}

/* A string as its getter gives it. */
static const char *second_look(void *context, arena *a, size_t index, size_t count)
{
    job *j = context;
    int there = 0;
    size_t size = 0;
    if (libevtx_record_get_number_of_strings(j->record, &there, NULL) != 1 || there < 0 ||
        (size_t)there != count ||
        libevtx_record_get_utf8_string_size(j->record, (int)index, &size, NULL) != 1 || size == 0 ||
        size > LIMIT_RECORD_XML)
        return NULL;
    char *text = arena_alloc(a, size + 1);
    return text && libevtx_record_get_utf8_string(j->record, (int)index, (uint8_t *)text, size, NULL) == 1
               ? text
               : NULL;
}

/* An event that was forwarded from another machine is written out in full: an element is where others
 * name their template. libevtx then looks for a field that only templates have. */
static bool is_forwarded(const job *j, uint32_t i)
{
    static const uint8_t fragment[] = {0x0F, 0x01, 0x01, 0x00};
    const uint8_t *xml = j->image + FILE_CHUNKS_AT + j->records[i].offset + RECORD_HEADER_SIZE;
    return memcmp(xml, fragment, sizeof fragment) == 0 && (xml[4] & ~0x40) == 0x01;
}

static bool get_record(job *j, uint32_t i)
{
    libevtx_error_t *error = NULL;
    if (!chunk_record_bounded(j->image + FILE_CHUNKS_AT, &j->records[i]))
        return fail(j, "its values do not fit into it");
    if (!j->file && !open_image(j))
        return false;
    if (libevtx_file_get_record_by_index(j->file, (int)(j->request.first_index + i), &j->record, &error) == 1)
        return true;
    explain(j, &error);
    return is_forwarded(j, i) ? fail(j, "libevtx cannot read forwarded events, which have no template")
                              : false;
}

static bool read_event(job *j, uint32_t i, arena *a, sppwhy_raw_event *event)
{
    const char *reason;
    if (!get_record(j, i))
        return false;
    if (!is_asked_for(j->record, &j->records[i]))
        return fail(j, "libevtx gave another record in its place");
    if (!get_xml(j))
        return false;
    return extract_event(event, a, j->xml.bytes, j->xml.length, second_look, j, &reason) || fail(j, reason);
}

/* ---- answers ------------------------------------------------------------------------------------------- */

static bool make_event(job *j, uint32_t i)
{
    sppwhy_raw_event event;
    arena *a = arena_create();
    if (!a)
        return fail(j, "there was not enough memory for it");
    bool good = read_event(j, i, a, &event);
    if (j->record) /* at once: it is a view on a cache that the next record may change */
        libevtx_record_free(&j->record, NULL);
    strbuf_clear(&j->answer);
    if (good)
        wire_write(&j->answer, &event);
    arena_free(a);
    if (j->answer.failed || j->answer.length > LIBEVTX_ANSWER_MOST)
        return fail(j, "there was not enough memory for it");
    return good;
}

static bool answer(job *j, child_link *parent, uint32_t i)
{
    child_limit_cpu(LIMIT_READER_RECORD_MS);
    bool good = make_event(j, i);
    child_limit_cpu(0);
    const char *bytes = good ? j->answer.bytes : j->reason;
    size_t length = good ? j->answer.length : strlen(j->reason) + 1;
    libevtx_answer head = {good ? LIBEVTX_EVENT : LIBEVTX_FAILURE, (uint32_t)length, child_cpu_used()};
    return child_answer(parent, &head, sizeof head) && child_answer(parent, bytes, length);
}

static bool serve(job *j, child_link *parent)
{
    if (!child_receive(parent, &j->request, sizeof j->request) || j->request.count > LIBEVTX_RECORDS_MOST ||
        !child_receive(parent, j->image, sizeof j->image) ||
        !child_receive(parent, j->records, j->request.count * sizeof *j->records))
        return false;
    bool good = true;
    for (uint32_t i = j->request.from; good && i < j->request.count; i++)
        good = answer(j, parent, i);
    close_image(j);
    return good;
}

void libevtx_child(child_link *parent, void *context)
{
    (void)context;
    job *j = calloc(1, sizeof *j);
    if (j)
        j->surrogates_wrong = strcmp(libevtx_get_version(), "20181227") == 0;
    while (j && serve(j, parent))
        continue;
    /* The process ends here, and its memory with it. */
}

const char *sppwhy_libevtx_version(void)
{
    return libevtx_get_version();
}
