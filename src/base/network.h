/* IPv4 addresses and networks as people write them: 169.254.169.250, 10.1.0.0/16. */
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

#endif
