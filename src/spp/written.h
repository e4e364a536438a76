/* What Windows writes beside the strings of a licensing event, as real logs show it. */
#ifndef SPP_WRITTEN_H
#define SPP_WRITTEN_H

#include <stdint.h>

typedef struct written_severity {
    uint8_t level; /* 2: error, 3: warning, 4: information */
    uint16_t qualifiers;
} written_severity;

written_severity written_severity_of(uint32_t id);
/* EventSourceName; "" for what is of another provider. */
const char *written_source_of(const char *provider, const char *channel, uint32_t id);

#endif
