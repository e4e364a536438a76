/* sppwhy --version, and with -v what a report of a fault should say besides. */
#include "cli/cli.h"

#include "sppwhy/version.h"

#include "cli/libraries.h"

static void print_sandbox(const sandbox_result *r)
{
    char files[128] = "files not guarded";
    if (r->abi != 0)
        snprintf(files, sizeof files, "files%s by Landlock (ABI %d)", r->abi >= 6 ? " and signals" : "",
                 r->abi);
    else if (r->calls)
        snprintf(files, sizeof files, "files can be read, and by seccomp none written but for -o");
    printf("sandbox: %s, %s%s%s%s\n", files,
           r->calls ? "network, exec and other processes by seccomp (an allow list)"
                    : "network and exec not guarded",
           r->why ? " (" : "", r->why ? r->why : "", r->why ? ")" : "");
}

void version_print(const options *o, const guarded *g)
{
    char memory[32];
    printf("sppwhy %s\n", sppwhy_version());
    if (!o->verbose)
        return;
#if defined(__clang__)
    printf("compiler: clang %d.%d.%d\n", __clang_major__, __clang_minor__, __clang_patchlevel__);
#elif defined(__GNUC__)
    printf("compiler: gcc %s\n", __VERSION__);
#endif
    libraries_print();
    printf("readers: native%s\n", sppwhy_libevtx_version() ? ", libevtx (in a child process)" : "");
    print_sandbox(&g->sandbox);
    if (g->memory)
        printf("memory: up to %s\n", size_format(guard_memory(o), memory));
    else
        printf("memory: no limit\n");
}
