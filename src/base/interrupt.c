/* The part of Ctrl-C that is the same on every system: noted or at once, with which line and which file. The
 * twins catch the signal. */
#include "base/interrupt.h"

#include <stdatomic.h>
#include <stddef.h>

/* All that a handler may touch: lock-free atomics. */
static atomic_int noted;   /* what came; 0: nothing so far */
static atomic_bool noting; /* the first one is only noted */
static const char *_Atomic last_line;
static const char *_Atomic unfinished;

static void end_by(int what)
{
    const char *line = atomic_load(&noting) ? NULL : atomic_load(&last_line);
    interrupt_end_process(what, line, atomic_load(&unfinished));
}

void interrupt_came(int what)
{
    if (atomic_load(&noting) && atomic_load(&noted) == 0)
        atomic_store(&noted, what);
    else
        end_by(what);
}

void interrupt_came_to_end(int what)
{
    interrupt_end_process(what, NULL, atomic_load(&unfinished));
}

void interrupt_catch(const char *line)
{
    atomic_store(&last_line, line);
    interrupt_listen();
}

void interrupt_at_once(const char *line)
{
    atomic_store(&last_line, line);
    atomic_store(&noting, false);
    interrupt_end();
}

void interrupt_remove(const char *path)
{
    atomic_store(&unfinished, path);
}

void interrupt_note(void)
{
    atomic_store(&noting, true);
}

bool interrupt_noted(void)
{
    return atomic_load_explicit(&noted, memory_order_relaxed) != 0;
}

void interrupt_end(void)
{
    int what = atomic_load(&noted);
    if (what != 0)
        end_by(what);
}
