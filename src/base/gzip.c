/* See gzip.h. */
#include "base/gzip.h"

#include "base/error.h"
#include "base/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { WITH_GZIP_HEADER = 16, FIRST_BYTE = 0x1F };

struct gzip {
    file_feed packed;
    z_stream z;
    bool between; /* members: what comes next is one, or zeros, or something else */
    bool ended;   /* nothing more comes */
    bool rest;
    sppwhy_status failed; /* and this is why */
    char why[120];
    uint8_t room[LIMIT_READ_STEP];
};

bool gzip_tell(const uint8_t *bytes, size_t length)
{
    return length >= 3 && bytes[0] == FIRST_BYTE && bytes[1] == 0x8B && bytes[2] == Z_DEFLATED;
}

gzip *gzip_create(file_feed packed)
{
    gzip *g = malloc(sizeof *g);
    if (!g)
        return NULL;
    memset(g, 0, offsetof(gzip, room));
    g->packed = packed;
    if (inflateInit2(&g->z, MAX_WBITS + WITH_GZIP_HEADER) == Z_OK)
        return g;
    free(g);
    return NULL;
}

void gzip_free(gzip *g)
{
    if (!g)
        return;
    inflateEnd(&g->z);
    free(g);
}

bool gzip_has_rest(const gzip *g)
{
    return g->rest;
}

static void fail(gzip *g, sppwhy_status status, const char *why)
{
    g->ended = true;
    g->failed = status;
    snprintf(g->why, sizeof g->why, "%.*s", (int)sizeof g->why - 1, why);
}

/* False at the end of what is packed, or after fail(). */
static bool refill(gzip *g)
{
    sppwhy_error reason;
    const void *bytes = NULL;
    size_t length = 0;
    if (g->z.avail_in != 0)
        return true;
    sppwhy_error_clear(&reason);
    sppwhy_status status = g->packed.next(g->packed.context, &bytes, &length, &reason);
    if (status != SPPWHY_OK)
        fail(g, status, reason.message);
    g->z.next_in = (z_const Bytef *)bytes;
    g->z.avail_in = status == SPPWHY_OK ? (uInt)length : 0;
    return g->z.avail_in != 0;
}

/* Zeros fill up the blocks of a tape, and of some programs' files. */
static void go_between(gzip *g)
{
    while (!g->ended && refill(g) && *g->z.next_in == 0) {
        g->z.next_in++;
        g->z.avail_in--;
    }
    g->between = false;
    g->rest = !g->ended && g->z.avail_in != 0 && *g->z.next_in != FIRST_BYTE;
    g->ended |= g->rest || g->z.avail_in == 0;
    if (!g->ended)
        (void)inflateReset(&g->z);
}

static void inflate_some(gzip *g)
{
    if (!refill(g)) {
        if (!g->ended)
            fail(g, SPPWHY_DAMAGED, "it ends before its end");
        return;
    }
    int result = inflate(&g->z, Z_NO_FLUSH);
    if (result == Z_STREAM_END)
        g->between = true;
    else if (result == Z_MEM_ERROR)
        fail(g, SPPWHY_LIMIT, "there is no memory to unpack it");
    else if (result != Z_OK && result != Z_BUF_ERROR)
        fail(g, SPPWHY_DAMAGED, g->z.msg ? g->z.msg : "it is no gzip");
}

sppwhy_status gzip_next(gzip *g, const void **bytes, size_t *length, sppwhy_error *error)
{
    g->z.next_out = g->room;
    g->z.avail_out = sizeof g->room;
    while (!g->ended && g->z.avail_out == sizeof g->room)
        if (g->between)
            go_between(g);
        else
            inflate_some(g);
    *bytes = g->room;
    *length = sizeof g->room - g->z.avail_out;
    return *length != 0 || g->failed == SPPWHY_OK ? SPPWHY_OK : error_set(error, g->failed, "%s", g->why);
}
