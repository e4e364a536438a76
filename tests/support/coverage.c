/*
 * For ./dev coverage only: the child that runs libevtx is killed, not ended, once it is no longer needed, and
 * what it counted would be lost with it. So it writes its counters now and then, when it has answered.
 */
#include "base/child.h"

void __gcov_dump(void);
void __gcov_reset(void);
bool __real_child_answer(child_link *parent, const void *bytes, size_t size);
bool __wrap_child_answer(child_link *parent, const void *bytes, size_t size);

bool __wrap_child_answer(child_link *parent, const void *bytes, size_t size)
{
    static unsigned answers;
    if ((answers & (answers + 1)) == 0) {
        __gcov_dump();
        __gcov_reset();
    }
    answers++;
    return __real_child_answer(parent, bytes, size);
}
