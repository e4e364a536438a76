/* The words by which texts on licensing are known; see licensing_marks.h. */
#include "collect/licensing_marks.h"

#include "base/licensing_names.h"

const licensing_mark licensing_marks[] = {
    {PROVIDER_SPP_END, true},
    {PROVIDER_SLC_END, true},
    {"oftware Protection Platform", true},
    {"oftware licensing service", true}, /* of slmgr: "Software licensing service version: ..." */
    {SOURCE_KMS, true},
    {"SkuId=", true},
    {SCRIPT_SLMGR_NAME, true},
    {SCRIPT_OSPP, true},
    {"Partial Product Key", true},
    {"LICENSE STATUS", true},
    {"VOLUME_KMS", true},
    {"0xC004", true},
    {"0xc004", true},
    {"hr=0x", true},
    {"schemas.microsoft.com/win/2004/08/events", false},
    {"product key not found", false},
    {"ctivation will expire", false},
    {"permanently activated", false},
    {"(R), ", false},
    {"0x8007", false},
    {"KMS", false},
    {NULL, false},
};

const char *const licensing_providers[] = {PROVIDER_SPP_END, PROVIDER_SLC_END, SOURCE_OFFICE,
                                           SOURCE_SPP,       SOURCE_KMS,       NULL};
