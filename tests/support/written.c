#include "support/written.h"

#include "base/writer.h"

sppwhy_writer *written_open(char **bytes, size_t *length)
{
    sppwhy_writer *w = NULL;
    FILE *stream = open_memstream(bytes, length); /* its memory is the C library's: no test makes it fail */
    if (stream && sppwhy_writer_to_stream(&w, stream, NULL) != SPPWHY_OK)
        fclose(stream);
    return w;
}

bool written_close(sppwhy_writer *w)
{
    FILE *stream = w->context;
    bool whole = sppwhy_writer_finish(w, NULL) == SPPWHY_OK;
    sppwhy_writer_free(w);
    return fclose(stream) == 0 && whole;
}
