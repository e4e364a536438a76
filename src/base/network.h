/* IPv4 addresses and networks as people write them: 169.254.169.250, 10.1.0.0/16; and what is a name. */
#ifndef BASE_NETWORK_H
#define BASE_NETWORK_H

#include <stdbool.h>
#include <stdint.h>

typedef struct ipv4_network {
    uint32_t address, mask; /* the address has no bit that the mask lacks */
} ipv4_network;

/* False for what is neither an address nor a network. An address is a network of one. */
bool network_parse(ipv4_network *out, const char *text);
/* False for what is no address, but maybe a network. */
bool network_address(uint32_t *out, const char *text);
/* True when the text is an address (not a network) that lies in the network. */
bool network_holds(const ipv4_network *network, const char *address);

/* An IPv4 address or network, or with a colon: an IPv6 address, or a name with a port. */
bool network_is_address(const char *text);
/* The DNS domain of a name: what follows its first dot; "" when nothing does, and of an address, which has
 * none ("10.0.0.5" and "172.0.0.5" share nothing). */
const char *network_domain(const char *name);

#endif
