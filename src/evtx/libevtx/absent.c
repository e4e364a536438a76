/* In a build without libevtx, in place of the other files here: what native cannot decode stays undecoded,
 * and each such record is named. */
#include "evtx/reader.h"

static sppwhy_status open_absent(void **state, unsigned share, sppwhy_error *error)
{
    (void)share;
    (void)error;
    *state = NULL;
    return SPPWHY_OK;
}

static void close_absent(void *state)
{
    (void)state;
}

static sppwhy_status decode_absent(void *state, const chunk *c, const chunk_record *wanted, size_t count,
                                   const evtx_sink *sink, sppwhy_error *error)
{
    sppwhy_status status = SPPWHY_OK;
    (void)state;
    (void)c;
    (void)wanted;
    for (size_t i = 0; i < count && status == SPPWHY_OK; i++)
        status = sink->failure(sink->context, i, "this build has no libevtx to ask", true, error);
    return status;
}

const evtx_reader evtx_reader_libevtx = {"libevtx", open_absent, decode_absent, close_absent};

const char *sppwhy_libevtx_version(void)
{
    return NULL;
}
