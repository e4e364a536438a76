/* Guarded child processes, on Linux with its own calls (close_range, prctl), elsewhere with POSIX alone. */
#ifdef __linux__
#define _GNU_SOURCE
#endif

#include "base/child.h"

#include "base/error.h"
#include "base/posix/errno_refuse.h"
#include "base/posix/held.h"
#include "base/sandbox.h"
#include "base/sanitized.h"
#include "base/cancellation.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

/*
 * glibc's allocator works in a child that was forked beside other threads; AddressSanitizer's (gcc 12, clang
 * 14) may have been copied with a lock held by one of them, and then waits for ever. So with a sanitizer a
 * child first shows that it can allocate, and one that cannot is replaced.
 */
#define FIT_TRIES 50
#define FIT_MILLISECONDS 1000

/* The child's end of the socket, once everything else is closed. */
#define LINK_DESCRIPTOR 3

struct child {
    pid_t pid;
    int socket;
    bool silent;
    const sppwhy_cancellation *watch;
};

struct child_link {
    int socket;
};

/* ---- in the child ------------------------------------------------------------------------------------ */

bool child_receive(child_link *parent, void *bytes, size_t size)
{
    char *at = bytes;
    while (size != 0) {
        ssize_t got = recv(parent->socket, at, size, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        at += got;
        size -= (size_t)got;
    }
    return true;
}

bool child_answer(child_link *parent, const void *bytes, size_t size)
{
    const char *at = bytes;
    while (size != 0) {
        ssize_t sent = send(parent->socket, at, size, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        at += sent;
        size -= (size_t)sent;
    }
    return true;
}

void child_limit_cpu(unsigned milliseconds)
{
    struct itimerval timer = {{0, 0}, {milliseconds / 1000, (suseconds_t)(milliseconds % 1000) * 1000}};
    setitimer(ITIMER_PROF, &timer, NULL);
}

uint64_t child_cpu_used(void)
{
    struct timespec used;
    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used) != 0)
        return 0;
    return (uint64_t)used.tv_sec * 1000000 + (uint64_t)used.tv_nsec / 1000;
}

/* What a handler or a mask of the parent's may have changed: these must end the child. */
static void default_signals(void)
{
    static const int ending[] = {SIGINT,  SIGTERM, SIGHUP,  SIGPIPE, SIGPROF, SIGXCPU,
                                 SIGQUIT, SIGABRT, SIGALRM, SIGUSR1, SIGUSR2};
    sigset_t none;
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++)
        signal(ending[i], SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static void close_from(int first)
{
#ifdef __linux__
    if (close_range((unsigned)first, ~0U, 0) == 0)
        return;
#endif
    long most = sysconf(_SC_OPEN_MAX);
    for (int i = first; i < (most < 0 ? 65536 : (int)most); i++)
        close(i);
}

/* Nothing of the parent's stays open: neither its files, nor other children's sockets (which would keep those
 * from seeing the end), nor its output (which would keep a reader of a pipe waiting). */
static bool keep_only(int socket)
{
    int nothing = held_or_open("/dev/null", 0); /* to write to it fails, which harms nobody */
    if (nothing < 0)
        return false;
    if (socket < LINK_DESCRIPTOR + 1) { /* out of the way of what is put in place below */
        socket = fcntl(socket, F_DUPFD, LINK_DESCRIPTOR + 1);
        if (socket < 0)
            return false;
    }
    dup2(nothing, 0);
    dup2(nothing, 1);
    if (!SANITIZED) /* its reports are wanted */
        dup2(nothing, 2);
    if (dup2(socket, LINK_DESCRIPTOR) < 0)
        return false;
    close_from(LINK_DESCRIPTOR + 1);
    return true;
}

static void limit_resources(rlim_t memory)
{
    struct rlimit none = {0, 0}, data;
    setrlimit(RLIMIT_CORE, &none);
    if (memory == 0 || SANITIZED) /* a sanitizer reserves terabytes for its shadow */
        return;
    struct rlimit space = {memory, memory};
    setrlimit(RLIMIT_AS, &space);
    if (getrlimit(RLIMIT_DATA, &data) == 0) { /* the parent may be near a limit of its own (memory.h) */
        data.rlim_cur = data.rlim_max;
        setrlimit(RLIMIT_DATA, &data);
    }
}

/* Takes more of each size than a thread has at hand, so that every lock of the allocator is needed once: what
 * is not held now no one will hold. */
static bool show_fitness(child_link *parent)
{
    enum { MOST = 600 };
    if (!SANITIZED)
        return true;
    for (size_t size = 8; size < (size_t)1 << 20; size += size < 512 ? 8 : size / 8) {
        void *some[MOST];
        size_t count = size < 512 ? MOST : ((size_t)1 << 17) / size + 4;
        for (size_t i = 0; i < count; i++)
            some[i] = malloc(size);
        for (size_t i = 0; i < count; i++)
            free(some[i]);
    }
    return child_answer(parent, "", 1);
}

/* What a child is to do and may have; `space` is the limit on its whole address space. */
typedef struct order {
    child_work *work;
    void *context;
    rlim_t space;
    bool no_sandbox;
} order;

static void be_child(int socket, pid_t parent, const order *o)
{
#ifdef __linux__
    prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    if (getppid() != parent) /* it ended before we asked to hear of its end */
        _exit(0);
    default_signals();
    if (!keep_only(socket))
        _exit(1);
    limit_resources(o->space);
    child_link link = {LINK_DESCRIPTOR};
    if (show_fitness(&link)) {
        if (!o->no_sandbox)
            sandbox_only_compute();
        o->work(&link, o->context);
    }
    _exit(0); /* not exit(): what the parent registered to do at its end is not ours to do */
}

/* ---- in the parent ----------------------------------------------------------------------------------- */

/* Bytes of address space in use. A process with many threads hands on a lot of it to its child: stacks and
 * heaps that are reserved only, so a limit without them would refuse the child its first allocation. */
static uint64_t inherited_memory(void)
{
    char text[64] = "";
    int f = held_or_open("/proc/self/statm", 0);
    ssize_t got = f < 0 ? 0 : pread(f, text, sizeof text - 1, 0);
    if (f >= 0)
        close(f);
    long page = sysconf(_SC_PAGESIZE);
    return got <= 0 || page <= 0 ? 0 : strtoull(text, NULL, 10) * (uint64_t)page;
}

static bool no_blocking(int descriptor)
{
    int flags = fcntl(descriptor, F_GETFL);
    return flags >= 0 && fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0 &&
           fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0;
}

static sppwhy_status fork_child(child **out, const order *o, sppwhy_error *error)
{
    int ends[2];
    pid_t self = getpid();
    child *c = calloc(1, sizeof *c);
    *out = NULL;
    if (!c)
        return error_no_memory(error);
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) {
        free(c);
        return errno_refuse(error, NULL, "cannot talk with a child process");
    }
    c->socket = ends[0];
    c->pid = no_blocking(ends[0]) ? fork() : -1;
    if (c->pid == 0)
        be_child(ends[1], self, o);
    close(ends[1]);
    if (c->pid < 0) {
        sppwhy_status status = errno_refuse(error, NULL, "cannot start a child process");
        close(ends[0]);
        free(c);
        return status;
    }
    *out = c;
    return SPPWHY_OK;
}

/* In slices, for the sake of whoever watches: a signal that is to stop us may have gone to another thread. */
static bool wait_for(child *c, short event, int milliseconds)
{
    for (int waited = 0; waited < milliseconds; waited += CANCELLATION_SLICE_MS) {
        struct pollfd p = {c->socket, event, 0};
        if (!cancellation_go_on(c->watch, 0))
            return false;
        int ready = poll(&p, 1, CANCELLATION_SLICE_MS);
        if (ready > 0)
            return true;
        if (ready < 0 && errno != EINTR)
            return false;
    }
    c->silent = true;
    return false;
}

/* The outcome of a send or recv: false when the child is lost. Adds what moved to *moved. */
static bool moved_on(child *c, ssize_t count, short event, int milliseconds, size_t *moved)
{
    if (count > 0) {
        *moved += (size_t)count;
        return true;
    }
    if (count < 0 && errno == EINTR)
        return true;
    return count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) && wait_for(c, event, milliseconds);
}

bool child_ask(child *c, const void *bytes, size_t size, int milliseconds)
{
    size_t done = 0;
    while (done < size) {
        ssize_t sent = send(c->socket, (const char *)bytes + done, size - done, MSG_NOSIGNAL);
        if (!moved_on(c, sent, POLLOUT, milliseconds, &done))
            return false;
    }
    return true;
}

bool child_hear(child *c, void *bytes, size_t size, int milliseconds)
{
    size_t done = 0;
    while (done < size) {
        ssize_t got = recv(c->socket, (char *)bytes + done, size - done, 0);
        if (!moved_on(c, got, POLLIN, milliseconds, &done))
            return false;
    }
    return true;
}

static bool is_fit(child *c)
{
    char sign;
    return !SANITIZED || child_hear(c, &sign, 1, FIT_MILLISECONDS);
}

sppwhy_status child_start(child **out, child_work *work, void *context, const child_terms *terms,
                          sppwhy_error *error)
{
    order o = {work, context, terms->memory, terms->no_sandbox};
    if (o.space != 0)
        o.space += inherited_memory();
    for (int tries = 0; tries < FIT_TRIES; tries++) {
        sppwhy_status status = fork_child(out, &o, error);
        if (status == SPPWHY_OK)
            (*out)->watch = terms->watch;
        if (status != SPPWHY_OK || is_fit(*out))
            return status;
        child_end(*out);
        *out = NULL;
        if (!cancellation_go_on(terms->watch, 0))
            return error_stopped(error);
    }
    return error_set(error, SPPWHY_IO, "no child process came to work");
}

static child_fate fate_of(const child *c, bool reaped, int status)
{
    if (c->silent)
        return CHILD_SILENT;
    if (!reaped || WIFEXITED(status))
        return CHILD_LEFT;
    int number = WTERMSIG(status);
    return number == SIGPROF || number == SIGXCPU ? CHILD_OUT_OF_CPU : CHILD_CRASHED;
}

child_fate child_end(child *c)
{
    if (!c)
        return CHILD_LEFT;
    int status = 0;
    pid_t reaped;
    close(c->socket);
    kill(c->pid, SIGKILL); /* one that has ended by itself keeps its own end */
    do
        reaped = waitpid(c->pid, &status, 0);
    while (reaped < 0 && errno == EINTR);
    child_fate fate = fate_of(c, reaped == c->pid, status);
    free(c);
    return fate;
}
