/*
 * How a kind of value is written, and what texts of it mean.
 *
 * The same texts come again in most records, so what a text means is worked out once: parsed_texts are
 * beside the texts of a store, one a text.
 */
#ifndef SPP_VALUE_H
#define SPP_VALUE_H

#include "base/arena.h"
#include "spp/records.h"

/* The number that the text means; not for text and GUIDs. False when it is not of that form. */
bool value_number_of(sppwhy_type type, const char *text, uint64_t *out);
/* True for "0x" and hexadecimal digits. */
bool value_is_hex(const char *text);
/* "a code like 0xC004F074": what a value of that type looks like. */
const char *value_form(sppwhy_type type);
/* Its GUID in the arena; NULL when it is none, or (*failed) when memory is short. */
const uint8_t *value_id_of(arena *a, const char *text, bool *failed);

typedef struct server_parts {
    const char *host; /* `length` bytes */
    size_t length;
    const char *port; /* NULL when there is no colon */
} server_parts;

/* "host:port", cut at the last colon (an IPv6 address has more); brackets around an address are dropped. */
server_parts value_server_of(const char *text);

/* What a text is, once it was asked for. A text that could be two things is the one first asked for. */
typedef enum parsed_kind {
    PARSED_NOTHING,
    PARSED_HEX,
    PARSED_DECIMAL,
    PARSED_TIME,
    PARSED_ID,
    PARSED_SERVER
} parsed_kind;

typedef struct parsed_text {
    union {
        uint64_t number;
        const uint8_t *id;
        const char *host;
    } value;
    uint16_t port;
    uint8_t kind;
} parsed_text;

/* True when the text means a value of the type, or for SPPWHY_TYPE_TEXT as a field `server` a host and its
 * port; *parsed then says which. What it needs lives in the arena. */
bool parsed_as(parsed_text *parsed, arena *a, const char *text, sppwhy_type type, bool server, bool *failed);

#endif
