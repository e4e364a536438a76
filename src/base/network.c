/* See network.h. */
#include "base/network.h"

#include "base/text.h"

#include <string.h>

bool network_parse(ipv4_network *out, const char *text)
{
    uint32_t address = 0;
    uint64_t bits = 32, part;
    char copy[32];
    if (strlen(text) >= sizeof copy)
        return false;
    strcpy(copy, text);
    char *slash = strchr(copy, '/');
    if (slash) {
        *slash = '\0';
        if (!text_parse_uint(&bits, slash + 1) || bits > 32)
            return false;
    }
    int parts = 0;
    for (char *at = copy; at; parts++) {
        char *dot = strchr(at, '.');
        if (dot)
            *dot = '\0';
        if (!text_parse_uint(&part, at) || part > 255)
            return false;
        address = address << 8 | (uint32_t)part;
        at = dot ? dot + 1 : NULL;
    }
    out->mask = bits == 0 ? 0 : UINT32_MAX << (32 - bits);
    out->address = address & out->mask;
    return parts == 4;
}

bool network_address(uint32_t *out, const char *text)
{
    ipv4_network one;
    if (text[0] < '0' || text[0] > '9' || strchr(text, '/') || !network_parse(&one, text))
        return false;
    *out = one.address;
    return true;
}

bool network_holds(const ipv4_network *network, const char *address)
{
    uint32_t one;
    return network_address(&one, address) && (one & network->mask) == network->address;
}

bool network_is_address(const char *text)
{
    ipv4_network ignored;
    return strchr(text, ':') != NULL || (text[0] >= '0' && text[0] <= '9' && network_parse(&ignored, text));
}

const char *network_domain(const char *name)
{
    const char *dot = strchr(name, '.');
    return dot && dot != name && !network_is_address(name) ? dot + 1 : "";
}
