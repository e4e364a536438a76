/* See written.h. */
#include "spp/written.h"

#include "base/licensing_names.h"
#include "spp/kms.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

written_severity written_severity_of(uint32_t id)
{
    static const struct {
        uint32_t id;
        written_severity severity;
    } known[] = {{8198, {2, 0xC000}},  {1014, {2, 0xC000}},  {8200, {2, 0xC000}},  {16387, {2, 0xC000}},
                 {12291, {2, 0xC000}}, {12292, {2, 0xC000}}, {12293, {2, 0xC000}}, {8233, {3, 0x4000}}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (known[i].id == id)
            return known[i].severity;
    return (written_severity){4, 0x4000}; /* all others inform */
}

const char *written_source_of(const char *provider, const char *channel, uint32_t id)
{
    bool spp = strcmp(provider, PROVIDER_SPP) == 0;
    if (!spp && strcmp(provider, PROVIDER_SLC) != 0)
        return "";
    if (id == EVENT_HOST_REQUEST && strcmp(channel, CHANNEL_KMS) == 0)
        return SOURCE_KMS;
    return spp ? SOURCE_SPP : SOURCE_SLC;
}
