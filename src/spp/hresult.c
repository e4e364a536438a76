/* How an error code is written and what its bits say, without the catalogue. */
#include "spp/hresult.h"

#include "spp/records.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

/* winerror.h's FACILITY_ names, those that a licensing or network call can meet. */
static const struct {
    uint32_t number;
    const char *name;
} facilities[] = {
    {0, "NULL, general"},
    {1, "RPC, remote procedure calls"},
    {2, "DISPATCH, COM"},
    {3, "STORAGE, COM storage"},
    {4, "ITF, defined by the interface"},
    {7, "WIN32, an error of Windows itself"},
    {8, "WINDOWS"},
    {9, "SECURITY, SSPI and certificates"},
    {10, "CONTROL, COM controls"},
    {11, "CERT, certificates"},
    {12, "INTERNET"},
    {15, "SETUPAPI, setup"},
    {16, "SCARD, smart cards"},
    {17, "COMPLUS, COM+"},
    {19, "URT, .NET"},
    {23, "SXS, side by side"},
    {25, "HTTP, a web server's answer"},
    {27, "USERMODE_COMMONLOG"},
    {32, "BACKGROUNDCOPY, BITS"},
    {33, "CONFIGURATION"},
    {34, "STATE_MANAGEMENT"},
    {36, "WINDOWSUPDATE"},
    {37, "DIRECTORYSERVICE, Active Directory"},
    {39, "SHELL"},
    {40, "TPM_SERVICES"},
    {41, "TPM_SOFTWARE"},
    {50, "FWP, Windows Filtering Platform"},
    {51, "WINRM"},
    {61, "WEBSERVICES"},
    {63, "WINDOWS_STORE"},
    {80, "WINDOWS_DEFENDER"},
    {2017, "GAME, Microsoft Store services"},
};

const char *sppwhy_hresult_facility(uint32_t code)
{
    uint32_t number = hresult_facility(code);
    if (hresult_is_ntstatus(code)) { /* the layout of NTSTATUS: facilities have other numbers there */
        if (number == 4)
            return "ITF, here the licensing service's own";
        return number == 2   ? "RPC_RUNTIME of NTSTATUS, remote procedure calls"
               : number == 3 ? "RPC_STUBS of NTSTATUS, remote procedure calls"
                             : NULL;
    }
    for (size_t i = 0; i < sizeof facilities / sizeof *facilities; i++)
        if (facilities[i].number == number)
            return facilities[i].name;
    return NULL;
}

/* A number too large for an event id or a count is a code that was printed as a decimal. Eight digits are
 * hexadecimal all the same: nobody writes 80070005 and means 0x04C5C795. */
static bool parse_decimal(uint32_t *out, const char *text)
{
    bool negative = text[0] == '-';
    uint64_t value;
    if (!text_parse_uint(&value, text + negative) || value > UINT32_MAX ||
        (negative && (value == 0 || value > (uint64_t)1 << 31)))
        return false;
    *out = negative ? 0 - (uint32_t)value : (uint32_t)value;
    return negative || (value > UINT16_MAX && strlen(text) != 8);
}

bool sppwhy_code_parse(uint32_t *out, const char *text)
{
    for (const char *const *p = (const char *const[]){"hr=", "HRESULT", "=", "error", ":", NULL}; *p; p++) {
        if (text_starts_with_nocase(text, *p))
            text += strlen(*p);
        while (*text == ' ')
            text++;
    }
    if (parse_decimal(out, text))
        return true;
    bool prefixed = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    return text_parse_hex32(out, text) && (prefixed || strlen(text) == 8);
}

char *code_format(uint32_t code, char out[CODE_ROOM])
{
    snprintf(out, CODE_ROOM, CODE_FORMAT, (unsigned)code);
    return out;
}
