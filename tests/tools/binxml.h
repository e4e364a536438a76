/*
 * Binary XML, written into a chunk: the elements of a template definition, and instances of a template with
 * their values. Knows tokens and sizes, not events.
 */
#ifndef TOOLS_BINXML_H
#define TOOLS_BINXML_H

#include "tools/evtx_chunk.h"

enum {
    BX_NULL = 0x00,
    BX_STRING = 0x01,
    BX_U8 = 0x04,
    BX_U16 = 0x06,
    BX_I32 = 0x07,
    BX_U32 = 0x08,
    BX_U64 = 0x0a,
    BX_BOOL = 0x0d,
    BX_BINARY = 0x0e,
    BX_GUID = 0x0f,
    BX_FILETIME = 0x11,
    BX_SID = 0x13,
    BX_HEX32 = 0x14,
    BX_HEX64 = 0x15,
    BX_NESTED = 0x21,
    BX_STRINGS = 0x81
};

#define BX_ALWAYS 0xffffu /* instead of the index of the value that an element depends on */

/* ---- a template definition: what is between two marks gets its size filled in at the end ---- */
/* Begins <name ...>; `depends` names the value without which the element is left out. */
uint32_t bx_open(chunk *c, const char *name, uint32_t depends, bool has_attributes);
uint32_t bx_attributes(chunk *c); /* after bx_open() with attributes; returns a mark */
void bx_attribute_text(chunk *c, const char *name, const char *value, bool more);
void bx_attribute_value(chunk *c, const char *name, uint32_t index, uint8_t type, bool more);
void bx_attributes_end(chunk *c, uint32_t mark);
void bx_content(chunk *c); /* the '>' of the start tag */
void bx_text(chunk *c, const char *text);
void bx_value(chunk *c, uint32_t index, uint8_t type); /* optional substitution */
void bx_close(chunk *c, uint32_t mark);                /* </name> */
void bx_close_empty(chunk *c, uint32_t mark);          /* '/>' */
/* <name>text</name> and <name>%index</name>, the usual cases. */
void bx_text_element(chunk *c, const char *name, const char *text);
void bx_value_element(chunk *c, const char *name, uint32_t index, uint8_t type);

/* ---- values of an instance ---- */
#define BX_MOST_VALUES 32
typedef struct bx_values {
    struct {
        uint8_t type;
        uint32_t start, length;
    } items[BX_MOST_VALUES];
    uint32_t count;
    uint8_t bytes[CHUNK_SIZE];
    uint32_t used;
    bool overflow; /* does not fit any chunk */
} bx_values;

void bx_values_clear(bx_values *v);
void bx_add_null(bx_values *v);
void bx_add_bytes(bx_values *v, uint8_t type, const void *bytes, size_t length);
void bx_add_number(bx_values *v, uint8_t type, uint64_t value); /* of the size that belongs to the type */
void bx_add_string(bx_values *v, const char *text);
/* NUL after each; a null value when there are none. */
void bx_add_strings(bx_values *v, const char *const *strings, size_t count);

/* ---- an instance: a whole fragment ---- */
typedef void bx_define(chunk *c, const void *context);

/* `key` names the template; its GUID follows from it. `define` is called when the chunk has no definition
 * yet. */
void bx_instance(chunk *c, const char *key, bx_define *define, const void *context);
/* The values of the instance begun. Returns a mark for the last value when that is a nested fragment. */
uint32_t bx_put_values(chunk *c, const bx_values *v);
/* The nested fragment is from `start` to here. */
void bx_nested_end(chunk *c, uint32_t mark, uint32_t start);
void bx_end(chunk *c);

#endif
