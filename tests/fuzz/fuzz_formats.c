/* Events at any times, through every format that there is. The first bytes of an input are the times, eight
 * bytes each; behind them are the events, as fuzz_info has them. */
#include "fuzz/support/events.h"
#include "fuzz/support/fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { TIMES = FUZZ_MOST_EVENTS * sizeof(uint64_t) };
    fuzz_events events;
    if (size < TIMES)
        return 0;
    fuzz_events_read(&events, data + TIMES, size - TIMES);
    for (size_t i = 0; i < events.count; i++)
        memcpy(&events.items[i].time, data + i * sizeof events.items[i].time, sizeof events.items[i].time);
    fuzz_formats(events.items, events.count);
    fuzz_events_free(&events);
    return 0;
}
