/* What the number of a code says, for codes that the catalogue does not list. */
#include "spp/hresult.h"
#include "spp/records.h"

#include <stdio.h>
#include <string.h>

/* Bit 29 is for codes of the maker's own, 28 for an NTSTATUS in an HRESULT. */
static char *describe_bits(uint32_t code, char *out, size_t size)
{
    uint32_t facility = hresult_facility(code), number = hresult_number(code);
    const char *name = sppwhy_hresult_facility(code),
               *kind = hresult_is_error(code) ? "error" : "success code";
    int length = name ? (int)strcspn(name, ",") : 0; /* "RPC, remote procedure calls" */
    if (hresult_is_licensing(code))
        snprintf(out, size, "an unknown error of the licensing service, number 0x%04X", number);
    else if ((code & 0x10000000) != 0)
        snprintf(out, size, "an NTSTATUS code, " CODE_FORMAT, code & ~0x10000000u);
    else if (code >> 16 == 0xC002)
        snprintf(out, size, "an unknown error of RPC, number 0x%04X", number);
    else if (name)
        snprintf(out, size, "an unknown %s of facility %u (%.*s), number 0x%04X", kind, facility, length,
                 name, number);
    else
        snprintf(out, size, "an unknown %s of facility %u, number 0x%04X", kind, facility, number);
    return out;
}

char *sppwhy_code_describe(const sppwhy_catalogue *catalogue, uint32_t code, char *out, size_t size)
{
    const sppwhy_error_name *name = sppwhy_error_name_find(catalogue, code);
    uint32_t number = hresult_number(code);
    if (code == 0)
        snprintf(out, size, "success");
    else if (hresult_is_win32(code) && name)
        snprintf(out, size, "Win32 error %u, %s", number, name->symbol);
    else if (hresult_is_win32(code))
        snprintf(out, size, "Win32 error %u (net helpmsg %u names it)", number, number);
    else if (code <= 0xFFFF && name)
        snprintf(out, size, "not an HRESULT; as a Win32 error it is %u, %s", code, name->symbol);
    else if (code <= 0xFFFF)
        snprintf(out, size, "not an HRESULT; perhaps Win32 error %u (net helpmsg %u names it)", code, code);
    else if (name)
        snprintf(out, size, "%s", name->symbol);
    else
        return describe_bits(code, out, size);
    return out;
}
