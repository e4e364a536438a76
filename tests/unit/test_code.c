/* What the number of a code says when the catalogue does not know it. */
#include "spp/records.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static sppwhy_catalogue *catalogue;

static int load(void **state)
{
    sppwhy_error error;
    (void)state;
    return sppwhy_catalogue_load(&catalogue, NULL, &error) != SPPWHY_OK;
}

static int unload(void **state)
{
    (void)state;
    sppwhy_catalogue_free(catalogue);
    return 0;
}

static void says(uint32_t code, const char *wanted)
{
    char text[120];
    assert_string_equal(sppwhy_code_describe(catalogue, code, text, sizeof text), wanted);
}

static void a_win32_error_is_named(void **state)
{
    (void)state;
    says(0x800700B7, "Win32 error 183, ERROR_ALREADY_EXISTS");
    says(0x80070BC2, "Win32 error 3010, ERROR_SUCCESS_REBOOT_REQUIRED");
    says(0x80072EE5, "Win32 error 12005, ERROR_WINHTTP_INVALID_URL");
    says(0x80074E20, "Win32 error 20000 (net helpmsg 20000 names it)");
    says(0x00000490, "not an HRESULT; as a Win32 error it is 1168, ERROR_NOT_FOUND");
    says(0x00004E20, "not an HRESULT; perhaps Win32 error 20000 (net helpmsg 20000 names it)");
}

static void any_facility_is_taken_apart(void **state)
{
    (void)state;
    says(0x80240017, "an unknown error of facility 36 (WINDOWSUPDATE), number 0x0017");
    says(0x00240006, "an unknown success code of facility 36 (WINDOWSUPDATE), number 0x0006");
    says(0x80092013, "CRYPT_E_REVOCATION_OFFLINE");
    says(0x80040154, "REGDB_E_CLASSNOTREG");
    says(0x80010108, "RPC_E_DISCONNECTED");
    says(0x83210001, "an unknown error of facility 801, number 0x0001");
    says(0xD0000022, "an NTSTATUS code, 0xC0000022");
}

static void an_unknown_code_is_said_to_be_unknown(void **state)
{
    (void)state;
    says(0xC004FFFF, "an unknown error of the licensing service, number 0xFFFF");
    says(0xC0021234, "an unknown error of RPC, number 0x1234");
    says(0, "success");
}

static void a_short_buffer_is_kept_to(void **state)
{
    char text[8];
    (void)state;
    assert_string_equal(sppwhy_code_describe(catalogue, 0x80070005, text, sizeof text), "Win32 e");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_win32_error_is_named),
        cmocka_unit_test(any_facility_is_taken_apart),
        cmocka_unit_test(an_unknown_code_is_said_to_be_unknown),
        cmocka_unit_test(a_short_buffer_is_kept_to),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
