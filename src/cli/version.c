/* sppwhy --version, and with -v what a report of a fault should say besides. */
#include "cli/cli.h"

#include "base/sandbox.h"

#include <libevtx.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <xxhash.h>
#include <yaml.h>
#include <zlib.h>

static void print_libraries(void)
{
    char pcre2[64] = "";
    pcre2_config(PCRE2_CONFIG_VERSION, pcre2);
    pcre2[63] = '\0';
    unsigned xxhash = XXH_versionNumber();
    printf("libraries: libevtx %s, libyaml %s, PCRE2 %s, xxHash %u.%u.%u, zlib %s\n", libevtx_get_version(),
           yaml_get_version_string(), pcre2, xxhash / 10000, xxhash / 100 % 100, xxhash % 100, zlibVersion());
}

static void print_sandbox(const sandbox_result *r)
{
    char files[64] = "files not guarded";
    if (r->abi != 0)
        snprintf(files, sizeof files, "files by Landlock (ABI %d)", r->abi);
    printf("sandbox: %s, %s%s%s%s\n", files,
           r->calls ? "network and exec by seccomp" : "network and exec not guarded", r->why ? " (" : "",
           r->why ? r->why : "", r->why ? ")" : "");
}

static void print_memory(const options *o)
{
    char text[32];
    uint64_t limit = guard_memory(o);
    bool limited = limit != 0 && limit != GUARD_NO_LIMIT;
    printf("memory: %s%s\n", limited ? "up to " : "no limit", limited ? size_format(limit, text) : "");
}

void version_print(const options *o, const sandbox_result *guarded)
{
    printf("sppwhy %s\n", sppwhy_version());
    if (!o->verbose)
        return;
#if defined(__clang__)
    printf("compiler: clang %s\n", __clang_version__);
#elif defined(__GNUC__)
    printf("compiler: gcc %s\n", __VERSION__);
#endif
    print_libraries();
    printf("readers: native, libevtx (in a child process)\n");
    print_sandbox(guarded);
    print_memory(o);
}
