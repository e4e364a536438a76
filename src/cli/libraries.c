/* Apart from cli.h: on some systems a library's header brings a function that is called tell(), too. */
#include "cli/libraries.h"

#include "sppwhy/evtx.h"

#include <archive.h>
#include <jansson.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <sqlite3.h>
#include <xxhash.h>
#include <yaml.h>
#include <zlib.h>

void libraries_print(void)
{
    char pcre2[64] = "";
    pcre2_config(PCRE2_CONFIG_VERSION, pcre2);
    pcre2[63] = '\0';
    const char *libevtx = sppwhy_libevtx_version();
    unsigned xxhash = XXH_versionNumber();
    printf(
        "libraries: libevtx %s, libarchive %s, libyaml %s, jansson %s, PCRE2 %s, SQLite %s, xxHash %u.%u.%u, "
        "zlib %s\n",
        libevtx ? libevtx : "none", archive_version_details() + sizeof "libarchive",
        yaml_get_version_string(), JANSSON_VERSION, pcre2, sqlite3_libversion(), xxhash / 10000,
        xxhash / 100 % 100, xxhash % 100, zlibVersion());
}
