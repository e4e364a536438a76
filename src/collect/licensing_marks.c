/* The words by which texts on licensing are known; see licensing_marks.h. */
#include "collect/licensing_marks.h"

const licensing_mark licensing_marks[] = {
    {"Security-SPP", true},
    {"Security-Licensing-SLC", true},
    {"oftware Protection Platform", true},
    {"oftware licensing service", true}, /* of slmgr: "Software licensing service version: ..." */
    {"KmsRequests", true},
    {"SkuId=", true},
    {"slmgr", true},
    {"ospp.vbs", true},
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

const char *const licensing_providers[] = {"Security-SPP",
                                           "Security-Licensing-SLC",
                                           "Office Software Protection Platform Service",
                                           "Software Protection Platform Service",
                                           "KmsRequests",
                                           NULL};
