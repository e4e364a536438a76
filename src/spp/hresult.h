/* The parts of an error code, an HRESULT, and how one is written. */
#ifndef SPP_HRESULT_H
#define SPP_HRESULT_H

#include "sppwhy/status.h"

/* For printf: "0xC004F074". */
#define CODE_FORMAT "0x%08X"
#define CODE_ROOM 16
/* Returns `out`. */
char *code_format(uint32_t code, char out[CODE_ROOM]);

/* Bit 31: a failure. Bits 30 and 31: laid out as an NTSTATUS, whose facilities have other numbers. */
static inline bool hresult_is_error(uint32_t code)
{
    return code >> 31 != 0;
}

static inline bool hresult_is_ntstatus(uint32_t code)
{
    return code >> 30 == 3;
}

/* Bits 16 to 26, and 0 to 15. */
static inline uint32_t hresult_facility(uint32_t code)
{
    return code >> 16 & 0x7FF;
}

static inline uint32_t hresult_number(uint32_t code)
{
    return code & 0xFFFF;
}

/* A Win32 error as an HRESULT, as HRESULT_FROM_WIN32 makes it: an error of facility 7, and no other bit. */
static inline uint32_t hresult_of_win32(uint32_t number)
{
    return UINT32_C(0x80070000) | number;
}

static inline bool hresult_is_win32(uint64_t code)
{
    return code >> 16 == 0x8007;
}

/* A code of licensing itself (facility 4), which the client's or the host's service gave: not one of the network. */
static inline bool hresult_is_licensing(uint64_t code)
{
    return code >> 16 == 0xC004;
}

#endif
