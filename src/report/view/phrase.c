#include "report/view/phrase.h"

const char *text_in(const strbuf *b)
{
    return b->failed ? "(memory was too short)" : b->bytes ? b->bytes : "";
}

const char *plural(size_t count, const char *one, const char *many)
{
    return count == 1 ? one : many;
}
