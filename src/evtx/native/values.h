/* One value of a record: its type, its bytes; as a number, as a time, as text. */
#ifndef EVTX_NATIVE_VALUES_H
#define EVTX_NATIVE_VALUES_H

#include "base/text.h"

typedef enum value_type {
    VALUE_NULL = 0x00,
    VALUE_TEXT = 0x01,
    VALUE_ANSI = 0x02,
    VALUE_I8 = 0x03,
    VALUE_U8 = 0x04,
    VALUE_I16 = 0x05,
    VALUE_U16 = 0x06,
    VALUE_I32 = 0x07,
    VALUE_U32 = 0x08,
    VALUE_I64 = 0x09,
    VALUE_U64 = 0x0A,
    VALUE_FLOAT = 0x0B,
    VALUE_DOUBLE = 0x0C,
    VALUE_BOOL = 0x0D,
    VALUE_BINARY = 0x0E,
    VALUE_GUID = 0x0F,
    VALUE_SIZE = 0x10,
    VALUE_FILETIME = 0x11,
    VALUE_SYSTEMTIME = 0x12,
    VALUE_SID = 0x13,
    VALUE_HEX32 = 0x14,
    VALUE_HEX64 = 0x15,
    VALUE_XML = 0x21,
    VALUE_ARRAY = 0x80, /* a flag beside the type of the items */
    VALUE_TEXTS = 0x81  /* each ended by a NUL */
} value_type;

typedef struct xml_value {
    uint32_t at; /* in the chunk */
    uint16_t size;
    uint8_t type;
    uint8_t unused; /* all of it is eight bytes, copied at once */
} xml_value;

/* False when it is no number. Text counts when it is decimal, or hexadecimal after "0x". */
bool value_number(const xml_value *v, const uint8_t *chunk_bytes, uint64_t *out);
/* 0 when it is no time. */
uint64_t value_time(const xml_value *v, const uint8_t *chunk_bytes);
/* Adds its text, at most `most` bytes of it. Arrays and binary XML are not for this call. */
void value_text(strbuf *out, const xml_value *v, const uint8_t *chunk_bytes);
/* How large an item of an array of this type (without the flag) is; 0 when items have no fixed size. */
uint16_t value_item_size(uint8_t type);

bool number_parse(uint64_t *out, const char *text);
#endif
