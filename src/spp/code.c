/* What the number of a code says by itself, for codes that the catalogue does not list. */
#include "sppwhy/spp.h"

#include <stdio.h>

#define FACILITY_WIN32 7

static const char *facility_name(uint32_t facility)
{
    static const struct {
        uint32_t facility;
        const char *name;
    } names[] = {{0, "no facility"},
                 {1, "RPC"},
                 {2, "COM dispatch"},
                 {3, "COM storage"},
                 {4, "COM interfaces"},
                 {7, "Win32"},
                 {8, "Windows"},
                 {9, "security"},
                 {10, "controls"},
                 {11, "certificates"},
                 {12, "internet"},
                 {15, "setup"},
                 {16, "smart cards"},
                 {25, "HTTP"},
                 {31, "cryptography"},
                 {32, "Windows CE"},
                 {36, "Windows Update"},
                 {38, "directory service"},
                 {63, "the Store's licensing"},
                 {80, "TPM services"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].facility == facility)
            return names[i].name;
    return NULL;
}

/* The Win32 errors that turn up most; all others are named by their number. */
static const char *win32_name(uint32_t number)
{
    static const struct {
        uint32_t number;
        const char *name;
    } names[] = {{1, "ERROR_INVALID_FUNCTION"},
                 {2, "ERROR_FILE_NOT_FOUND"},
                 {3, "ERROR_PATH_NOT_FOUND"},
                 {5, "ERROR_ACCESS_DENIED"},
                 {6, "ERROR_INVALID_HANDLE"},
                 {8, "ERROR_NOT_ENOUGH_MEMORY"},
                 {13, "ERROR_INVALID_DATA"},
                 {14, "ERROR_OUTOFMEMORY"},
                 {21, "ERROR_NOT_READY"},
                 {31, "ERROR_GEN_FAILURE"},
                 {32, "ERROR_SHARING_VIOLATION"},
                 {50, "ERROR_NOT_SUPPORTED"},
                 {53, "ERROR_BAD_NETPATH"},
                 {64, "ERROR_NETNAME_DELETED"},
                 {87, "ERROR_INVALID_PARAMETER"},
                 {110, "ERROR_OPEN_FAILED"},
                 {112, "ERROR_DISK_FULL"},
                 {120, "ERROR_CALL_NOT_IMPLEMENTED"},
                 {121, "ERROR_SEM_TIMEOUT"},
                 {122, "ERROR_INSUFFICIENT_BUFFER"},
                 {123, "ERROR_INVALID_NAME"},
                 {126, "ERROR_MOD_NOT_FOUND"},
                 {127, "ERROR_PROC_NOT_FOUND"},
                 {170, "ERROR_BUSY"},
                 {183, "ERROR_ALREADY_EXISTS"},
                 {193, "ERROR_BAD_EXE_FORMAT"},
                 {234, "ERROR_MORE_DATA"},
                 {258, "WAIT_TIMEOUT"},
                 {259, "ERROR_NO_MORE_ITEMS"},
                 {998, "ERROR_NOACCESS"},
                 {1053, "ERROR_SERVICE_REQUEST_TIMEOUT"},
                 {1056, "ERROR_SERVICE_ALREADY_RUNNING"},
                 {1058, "ERROR_SERVICE_DISABLED"},
                 {1060, "ERROR_SERVICE_DOES_NOT_EXIST"},
                 {1062, "ERROR_SERVICE_NOT_ACTIVE"},
                 {1067, "ERROR_PROCESS_ABORTED"},
                 {1115, "ERROR_SHUTDOWN_IN_PROGRESS"},
                 {1168, "ERROR_NOT_FOUND"},
                 {1223, "ERROR_CANCELLED"},
                 {1231, "ERROR_NETWORK_UNREACHABLE"},
                 {1326, "ERROR_LOGON_FAILURE"},
                 {1355, "ERROR_NO_SUCH_DOMAIN"},
                 {1392, "ERROR_FILE_CORRUPT"},
                 {1450, "ERROR_NO_SYSTEM_RESOURCES"},
                 {1460, "ERROR_TIMEOUT"},
                 {1722, "RPC_S_SERVER_UNAVAILABLE"},
                 {1726, "RPC_S_CALL_FAILED"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].number == number)
            return names[i].name;
    return NULL;
}

/* HRESULT: bit 31 failure, 29 of the maker's own, 28 an NTSTATUS, 16 to 26 the facility, below it the number.
 */
char *sppwhy_code_describe(uint32_t code, char *out, size_t size)
{
    uint32_t facility = code >> 16 & 0x7FF, number = code & 0xFFFF;
    const char *win32 = facility == FACILITY_WIN32 ? win32_name(number) : NULL,
               *name = facility_name(facility);
    if (code == 0)
        snprintf(out, size, "success");
    else if (code >> 16 == 0x8007 && win32)
        snprintf(out, size, "Win32 error %u, %s", number, win32);
    else if (code >> 16 == 0x8007)
        snprintf(out, size, "Win32 error %u (net helpmsg %u names it)", number, number);
    else if (code >> 16 == 0xC004)
        snprintf(out, size, "an unknown error of the licensing service, number 0x%04X", number);
    else if ((code & 0x10000000) != 0)
        snprintf(out, size, "an NTSTATUS code, 0x%08X", code & ~0x10000000u);
    else if (code >> 16 == 0xC002)
        snprintf(out, size, "an unknown error of RPC, number 0x%04X", number);
    else if (code <= 0xFFFF && win32_name(code))
        snprintf(out, size, "not an HRESULT; as a Win32 error it is %u, %s", code, win32_name(code));
    else if (code <= 0xFFFF)
        snprintf(out, size, "not an HRESULT; perhaps Win32 error %u (net helpmsg %u names it)", code, code);
    else if (name)
        snprintf(out, size, "an unknown %s of facility %u (%s), number 0x%04X",
                 (code & 0x80000000) != 0 ? "error" : "success code", facility, name, number);
    else
        snprintf(out, size, "an unknown %s of facility %u, number 0x%04X",
                 (code & 0x80000000) != 0 ? "error" : "success code", facility, number);
    return out;
}
