/* See value.h. */
#include "spp/value.h"

#include "base/clock.h"
#include "base/id.h"
#include "base/text.h"

#include <ctype.h>
#include <string.h>

bool value_is_hex(const char *text)
{
    uint32_t ignored;
    return text[0] == '0' && (text[1] == 'x' || text[1] == 'X') && text_parse_hex32(&ignored, text);
}

static bool parse_code(uint64_t *out, const char *text)
{
    uint32_t value;
    if (text_starts_with(text, "hr="))
        text += 3;
    if (!value_is_hex(text) || !text_parse_hex32(&value, text))
        return false;
    *out = value;
    return true;
}

static bool take_number(const char **at, int *out)
{
    int value = 0, count = 0;
    for (; isdigit((unsigned char)**at); (*at)++, count++)
        if (count < 5)
            value = value * 10 + (**at - '0');
    *out = value;
    return count != 0 && count <= 4;
}

/* "2010/09/29 17:52" (Windows 7 and later), "2010/9/29 21:46" (Vista's hosts), "1/14/2006 2:30" (the
 * operations guide's 12289: the month first); seconds may follow. */
static bool parse_info_time(uint64_t *out, const char *text)
{
    int a, b, c, hour, minute, second = 0;
    if (!take_number(&text, &a) || *text++ != '/' || !take_number(&text, &b) || *text++ != '/' ||
        !take_number(&text, &c) || !isspace((unsigned char)*text))
        return false;
    while (isspace((unsigned char)*text))
        text++;
    if (!take_number(&text, &hour) || *text++ != ':' || !take_number(&text, &minute))
        return false;
    if (*text == ':' && (text++, !take_number(&text, &second)))
        return false;
    if (*text != '\0')
        return false;
    return a > 31 ? clock_from_date(out, a, b, c, hour, minute, second)
                  : clock_from_date(out, c, a, b, hour, minute, second);
}

/* 8230's GraceEndDate is "2021/03/16:17:07:12". */
static bool parse_grace_time(uint64_t *out, const char *text)
{
    char copy[32];
    size_t date = strcspn(text, ":");
    if (strlen(text) >= sizeof copy || text[date] == '\0')
        return false;
    strcpy(copy, text);
    copy[date] = ' ';
    return parse_info_time(out, copy);
}

static bool parse_time(uint64_t *out, const char *text)
{
    return parse_info_time(out, text) || clock_parse(out, text) || parse_grace_time(out, text);
}

bool value_number_of(sppwhy_type type, const char *text, uint64_t *out)
{
    switch (type) {
    case SPPWHY_TYPE_CODE:
    case SPPWHY_TYPE_FLAGS:
        return parse_code(out, text);
    case SPPWHY_TYPE_NUMBER:
        return text_parse_uint(out, text);
    case SPPWHY_TYPE_BOOLEAN:
        return text_parse_uint(out, text) && *out <= 1;
    case SPPWHY_TYPE_STATE:
        return text_parse_uint(out, text) && sppwhy_state_name(*out);
    case SPPWHY_TYPE_TIME:
        return parse_time(out, text);
    case SPPWHY_TYPE_TEXT:
    case SPPWHY_TYPE_GUID:
    case SPPWHY_TYPE_PRODUCT:
        break;
    }
    return false;
}

const char *value_form(sppwhy_type type)
{
    static const char *const forms[] = {
        [SPPWHY_TYPE_CODE] = "a code like 0xC004F074",
        [SPPWHY_TYPE_FLAGS] = "flags like 0x00000000",
        [SPPWHY_TYPE_NUMBER] = "a number",
        [SPPWHY_TYPE_BOOLEAN] = "0 or 1",
        [SPPWHY_TYPE_STATE] = "a license state from 0 to 6",
        [SPPWHY_TYPE_TIME] = "a date and time",
        [SPPWHY_TYPE_TEXT] = "text",
        [SPPWHY_TYPE_GUID] = "a GUID",
        [SPPWHY_TYPE_PRODUCT] = "a GUID",
    };
    return forms[type];
}

const uint8_t *value_id_of(arena *a, const char *text, bool *failed)
{
    uint8_t parsed[ID_BYTES];
    if (!id_parse(parsed, text))
        return NULL;
    uint8_t *id = (uint8_t *)arena_bytes(a, (const char *)parsed, sizeof parsed);
    *failed |= id == NULL;
    return id;
}

server_parts value_server_of(const char *text)
{
    const char *bracket = strrchr(text, ']');
    const char *colon = strrchr(bracket ? bracket : text, ':');
    size_t length = colon ? (size_t)(colon - text) : strlen(text);
    if (length > 2 && text[0] == '[' && text[length - 1] == ']') {
        text++;
        length -= 2;
    }
    return (server_parts){text, length, colon ? colon + 1 : NULL};
}

/* ---- a text that comes again --------------------------------------------------------------------------- */

static bool parse_server(parsed_text *parsed, arena *a, const char *text, bool *failed)
{
    uint64_t port;
    server_parts server = value_server_of(text);
    if (server.length == 0 || !server.port || !text_parse_uint(&port, server.port) || port > UINT16_MAX)
        return false;
    parsed->value.host = arena_bytes(a, server.host, server.length);
    parsed->port = (uint16_t)port;
    *failed |= parsed->value.host == NULL;
    return parsed->value.host;
}

static parsed_kind kind_for(sppwhy_type type, bool server)
{
    switch (type) {
    case SPPWHY_TYPE_CODE:
    case SPPWHY_TYPE_FLAGS:
        return PARSED_HEX;
    case SPPWHY_TYPE_NUMBER:
    case SPPWHY_TYPE_BOOLEAN:
    case SPPWHY_TYPE_STATE:
        return PARSED_DECIMAL;
    case SPPWHY_TYPE_TIME:
        return PARSED_TIME;
    case SPPWHY_TYPE_GUID:
    case SPPWHY_TYPE_PRODUCT:
        return PARSED_ID;
    case SPPWHY_TYPE_TEXT:
        break;
    }
    return server ? PARSED_SERVER : PARSED_NOTHING;
}

static bool fits(const parsed_text *parsed, sppwhy_type type)
{
    if (type == SPPWHY_TYPE_BOOLEAN)
        return parsed->value.number <= 1;
    return type != SPPWHY_TYPE_STATE || sppwhy_state_name(parsed->value.number);
}

bool parsed_as(parsed_text *parsed, arena *a, const char *text, sppwhy_type type, bool server, bool *failed)
{
    parsed_kind kind = kind_for(type, server);
    if (kind == PARSED_NOTHING)
        return true;
    if (parsed->kind != PARSED_NOTHING)
        return parsed->kind == (uint8_t)kind && fits(parsed, type);
    bool good;
    if (kind == PARSED_SERVER)
        good = parse_server(parsed, a, text, failed);
    else if (kind == PARSED_ID)
        good = (parsed->value.id = value_id_of(a, text, failed)) != NULL;
    else
        good =
            value_number_of(kind == PARSED_DECIMAL ? SPPWHY_TYPE_NUMBER : type, text, &parsed->value.number);
    parsed->kind = (uint8_t)(good ? kind : PARSED_NOTHING);
    return good && fits(parsed, type);
}
