/* See progress.h. Only a carriage return and blanks are sent, which any terminal understands. */
#include "cli/progress.h"

#include "cli/cli.h"

#include <inttypes.h>
#include <string.h>

#define FIRST_AFTER 400000 /* microseconds */
#define BETWEEN 100000
#define LINE_MOST 160

void progress_begin(progress *p, bool shown, uint64_t total, size_t logs)
{
    p->shown = shown;
    p->total = total;
    p->logs = logs;
    p->begun = stopwatch_now();
    p->drawn = 0;
    atomic_init(&p->bytes, 0);
    atomic_init(&p->done, 0);
    atomic_init(&p->next, p->begun + FIRST_AFTER);
    atomic_flag_clear(&p->drawing);
}

/* "1.2 of 4.0 GB" would have to find one unit for both; "1.2 GB of 4.0 GB" need not. */
static void amounts(char *out, size_t size, const progress_state *s)
{
    char done[32], all[32];
    size_format(s->bytes, done);
    if (s->total == 0)
        snprintf(out, size, "%s", done);
    else
        snprintf(out, size, "%s of %s", done, size_format(s->total, all));
}

static void rest(char *out, size_t size, const progress_state *s, double rate)
{
    char left[40];
    double seconds = (double)(s->total - s->bytes) / rate;
    snprintf(out, size, ", %s left", clock_format_duration((uint64_t)(seconds + 0.999), left));
}

char *progress_line(char *out, size_t size, unsigned columns, const progress_state *given)
{
    char logs[64], bytes[80], speed[48] = "", left[56] = "", each[32];
    progress_state s = *given;
    if (s.total != 0 && s.bytes > s.total) /* a file that grows */
        s.bytes = s.total;
    double rate = s.elapsed == 0 ? 0 : (double)s.bytes * 1e6 / (double)s.elapsed;
    snprintf(logs, sizeof logs, "%zu of %zu %s read", s.done, s.logs, s.logs == 1 ? "log" : "logs");
    amounts(bytes, sizeof bytes, &s);
    if (rate >= 1)
        snprintf(speed, sizeof speed, ", %s/s", size_format((uint64_t)rate, each));
    if (rate >= 1 && s.bytes < s.total)
        rest(left, sizeof left, &s, rate);
    const char *const parts[][4] = {
        {logs, bytes, speed, left}, {logs, bytes, "", left}, {logs, bytes, "", ""}, {logs, "", "", ""}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const char *const *p = parts[i];
        int length = snprintf(out, size, "%s%s%s%s%s", p[0], *p[1] ? ", " : "", p[1], p[2], p[3]);
        if (length >= 0 && (size_t)length < size && (unsigned)length <= columns)
            return out;
    }
    out[0] = '\0'; /* too narrow for anything */
    return out;
}

/* Puts `text` in place of what is there, in one piece. */
static void put(progress *p, const char *text)
{
    char line[2 * LINE_MOST + 8];
    size_t length = strlen(text);
    int pad = (int)(p->drawn > length ? p->drawn - length : 0);
    int whole = snprintf(line, sizeof line, "\r%s%*s%s", text, pad, "", length == 0 ? "\r" : "");
    if (whole > 0)
        fwrite(line, 1, (size_t)whole, stderr);
    fflush(stderr);
    p->drawn = length;
}

static void draw(progress *p, uint64_t now)
{
    char line[LINE_MOST];
    progress_state s = {.bytes = atomic_load(&p->bytes),
                        .total = p->total,
                        .done = atomic_load(&p->done),
                        .logs = p->logs,
                        .elapsed = now - p->begun};
    /* The last column stays free: many a terminal begins a new line there. */
    put(p, progress_line(line, sizeof line, terminal_columns(stderr) - 1, &s));
}

void progress_bytes(progress *p, uint64_t bytes)
{
    atomic_fetch_add_explicit(&p->bytes, bytes, memory_order_relaxed);
    if (!p->shown)
        return;
    uint64_t now = stopwatch_now();
    if (now < atomic_load_explicit(&p->next, memory_order_relaxed) || atomic_flag_test_and_set(&p->drawing))
        return;
    if (now >= atomic_load(&p->next)) { /* another thread may have drawn just now */
        atomic_store(&p->next, now + BETWEEN);
        draw(p, now);
    }
    atomic_flag_clear(&p->drawing);
}

void progress_log_done(progress *p)
{
    atomic_fetch_add(&p->done, 1);
}

void progress_end(progress *p)
{
    if (p->shown && p->drawn != 0)
        put(p, "");
}
