/*
 * The reader on libevtx, the parent's side. libevtx can be made to crash, to run for minutes and to ask for
 * gigabytes by a few bytes of a log, so it runs in a child process with limits (base/child.h). One child
 * serves a whole log; when it dies, the record that it was on is named, and a new child goes on with the next
 * one.
 */
#include "base/error.h"
#include "base/limits.h"
#include "base/cancellation.h"
#include "evtx/libevtx/libevtx_child.h"
#include "evtx/reader.h"
#include "evtx/libevtx/wire.h"

#include <stdlib.h>

typedef struct libevtx_reader {
    child *child;
    unsigned share; /* of the limits: they are divided by it */
    unsigned kills;
    uint64_t cpu_ended;   /* microseconds, of children that are gone */
    uint64_t cpu_now;     /* of the present one */
    uint64_t records;     /* asked for so far */
    const char *given_up; /* why nothing more of this log is read; NULL while it is */
    libevtx_request request;
    uint8_t image[IMAGE_SIZE];
    strbuf answer;
} libevtx_reader;

/* The records of one chunk that libevtx is asked for, and where its answers go. */
typedef struct task {
    libevtx_reader *reader;
    const chunk_record *wanted;
    size_t count;
    size_t next; /* the first record not answered yet */
    size_t text; /* bytes answered for this chunk, of LIMIT_CHUNK_TEXT */
    const evtx_sink *sink;
    sppwhy_error *error;
} task;

static sppwhy_status open_reader(void **state, unsigned share, sppwhy_error *error)
{
    libevtx_reader *r = *state = calloc(1, sizeof *r);
    if (!r)
        return error_no_memory(error);
    r->share = share;
    return SPPWHY_OK;
}

static void close_reader(void *state)
{
    libevtx_reader *r = state;
    if (!r)
        return;
    child_end(r->child);
    strbuf_free(&r->answer);
    free(r);
}

static sppwhy_status tell_failure(task *t, const char *reason)
{
    return t->sink->failure(t->sink->context, t->next++, reason, false, t->error);
}

/* ---- when to give up ----------------------------------------------------------------------------------- */

/* Every record may take its time, but not all of them a thousandfold: a log made so would take days. */
static bool out_of_time(const libevtx_reader *r)
{
    return r->cpu_ended + r->cpu_now > LIMIT_READER_LOG_US / r->share + LIMIT_READER_AVERAGE_US * r->records;
}

/* For good: a child may be in the midst of answering. */
static bool gives_up(libevtx_reader *r)
{
    if (!r->given_up && r->kills >= LIMIT_READER_KILLS / r->share)
        r->given_up = "not read: libevtx had to be stopped too often in this log";
    if (!r->given_up && out_of_time(r))
        r->given_up = "not read: libevtx took too long over this log";
    return r->given_up;
}

static const char *fate_text(child_fate fate)
{
    switch (fate) {
    case CHILD_OUT_OF_CPU:
        return "libevtx ran out of its time limit on it";
    case CHILD_SILENT:
        return "libevtx did not answer in time on it";
    case CHILD_CRASHED:
        return "libevtx crashed on it";
    case CHILD_LEFT:
        break;
    }
    return "libevtx stopped on it";
}

/* The child is lost, and with it the record that it was on; or it was left because the watcher
 * wants an end. */
static sppwhy_status child_lost(task *t)
{
    libevtx_reader *r = t->reader;
    if (!cancellation_go_on(&t->sink->options->watch, 0))
        return error_stopped(t->error);
    child_fate fate = child_end(r->child);
    r->child = NULL;
    r->kills++;
    r->cpu_ended += r->cpu_now + LIMIT_READER_RECORD_MS * 1000u;
    r->cpu_now = 0;
    return tell_failure(t, fate_text(fate));
}

/* ---- asking and hearing -------------------------------------------------------------------------------- */

static bool ask(task *t)
{
    libevtx_reader *r = t->reader;
    r->request.from = (uint32_t)t->next;
    return child_ask(r->child, &r->request, sizeof r->request, LIMIT_READER_SILENCE_MS) &&
           child_ask(r->child, r->image, sizeof r->image, LIMIT_READER_SILENCE_MS) &&
           child_ask(r->child, t->wanted, t->count * sizeof *t->wanted, LIMIT_READER_SILENCE_MS);
}

static bool hear(libevtx_reader *r, libevtx_answer *head)
{
    if (!child_hear(r->child, head, sizeof *head, LIMIT_READER_SILENCE_MS) ||
        head->length > LIBEVTX_ANSWER_MOST)
        return false;
    strbuf_clear(&r->answer);
    for (uint32_t left = head->length; left != 0;) { /* in parts: a length is only a claim */
        char part[16384];
        uint32_t size = left < sizeof part ? left : (uint32_t)sizeof part;
        if (!child_hear(r->child, part, size, LIMIT_READER_SILENCE_MS))
            return false;
        strbuf_add_bytes(&r->answer, part, size);
        left -= size;
    }
    r->cpu_now = head->cpu_used;
    return true;
}

static sppwhy_status pass_on(task *t, const libevtx_answer *head)
{
    const strbuf *bytes = &t->reader->answer;
    if (bytes->failed)
        return error_no_memory(t->error);
    arena *a = arena_create();
    if (!a)
        return error_no_memory(t->error);
    sppwhy_raw_event event;
    sppwhy_status status;
    t->text += bytes->length;
    if (t->text > LIMIT_CHUNK_TEXT) {
        status = tell_failure(t, "the records of its chunk would become larger than any can be");
    } else if (head->outcome == LIBEVTX_EVENT && wire_read(&event, a, bytes->bytes, bytes->length)) {
        status = store_adopt(t->sink->store, &event)
                     ? t->sink->event(t->sink->context, t->next++, &event, t->error)
                     : error_no_memory(t->error);
    } else if (head->outcome == LIBEVTX_FAILURE && bytes->length != 0 &&
               bytes->bytes[bytes->length - 1] == '\0') {
        const char *reason = text_valid_utf8(a, bytes->bytes);
        status = tell_failure(t, reason ? reason : "libevtx cannot decode it");
    } else {
        status = tell_failure(t, "libevtx gave no sensible answer on it");
    }
    arena_free(a);
    return status;
}

/* One child's run over the records: to the last one, or to its death. */
static sppwhy_status run(task *t)
{
    libevtx_reader *r = t->reader;
    if (!r->child) {
        const sppwhy_read_options *o = t->sink->options;
        child_terms terms = {LIMIT_READER_ADDRESS_SPACE, o->no_sandbox, &o->watch};
        sppwhy_status status = child_start(&r->child, libevtx_child, NULL, &terms, t->error);
        if (status != SPPWHY_OK)
            return status;
    }
    bool alive = ask(t);
    while (alive && t->next < t->count && !gives_up(r)) {
        libevtx_answer head;
        alive = cancellation_go_on(&t->sink->options->watch, 0) && hear(r, &head);
        sppwhy_status status = alive ? pass_on(t, &head) : SPPWHY_OK;
        if (status != SPPWHY_OK) {
            child_end(r->child); /* answers are still on their way that nobody waits for */
            r->child = NULL;
            return status;
        }
    }
    return alive ? SPPWHY_OK : child_lost(t);
}

static sppwhy_status decode(void *state, const chunk *c, const chunk_record *wanted, size_t count,
                            const evtx_sink *sink, sppwhy_error *error)
{
    libevtx_reader *r = state;
    task t = {r, wanted, count, 0, 0, sink, error};
    sppwhy_status status = SPPWHY_OK;
    if (count == 0)
        return SPPWHY_OK;
    r->records += count;
    uint32_t first = image_build(r->image, c, wanted, count);
    r->request = (libevtx_request){(uint32_t)count, 0, first};
    while (status == SPPWHY_OK && t.next < count) {
        if (first == IMAGE_UNREACHABLE)
            status = tell_failure(&t, "libevtx cannot be led to its place");
        else if (gives_up(r))
            status = tell_failure(&t, r->given_up);
        else
            status = run(&t);
    }
    return status;
}

const evtx_reader evtx_reader_libevtx = {"libevtx", open_reader, decode, close_reader};
