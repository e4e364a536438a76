/* See message.h. */
#include "exports/message.h"

#include "base/licensing_names.h"
#include "base/limits.h"
#include "base/text.h"
#include "base/vec.h"
#include "spp/kms.h"

#include <ctype.h>
#include <string.h>

/*
 * What the strings of each event are, in their order, by how they are found in its message:
 *   I  the list of values with commas that begins with a code
 *   C  a code, with the "hr=" before it where it is written
 *   G  the next id
 *   K  a list of KEY=value;KEY=value
 *   Q  a name in quotation marks
 *   T  Trigger=...
 *   V  a version: 10.0.20348.1726
 *   Z  a time as 2026-03-01T10:00:00Z
 *   P  a path that begins with a drive
 *   L  numbered lines, as 1003 has them
 *   R  all that is behind the code
 */
static const struct message_row {
    uint32_t id;
    const char *strings;
} message_rows[] = {
    {900, ""},      {902, "V"},   {903, ""},    {1003, "GL"}, {1007, "G"},  {1009, "G"},  {1011, "G"},
    {1013, "G"},    {1014, "CG"}, {1016, "GG"}, {1040, "GG"}, {1058, ""},   {1067, "CG"}, {8196, "C"},
    {8197, "K"},    {8198, "CK"}, {8200, "CR"}, {8208, "C"},  {8209, "C"},  {8229, "CP"}, {8230, "K"},
    {8233, "CGGT"}, {12288, "I"}, {12289, "I"}, {12290, "I"}, {12291, "C"}, {12292, "C"}, {12293, "CQ"},
    {12294, "Q"},   {12304, "G"}, {12305, "G"}, {12306, "G"}, {12308, "G"}, {12311, ""},  {12321, "C"},
    {16384, "Z"},   {16387, "C"}, {16394, ""},
};

static const char *strings_of(uint32_t id)
{
    for (size_t i = 0; i < sizeof message_rows / sizeof *message_rows; i++)
        if (message_rows[i].id == id)
            return message_rows[i].strings;
    return NULL;
}

bool message_knows(uint32_t id)
{
    return strings_of(id) != NULL;
}

/* ---- pieces -------------------------------------------------------------------------------------------- */

/* A code, with "hr=" where that is before it. */
static slice find_code(slice message)
{
    slice hex = slice_find_hex(message);
    if (hex.at && hex.at - message.at >= 3 && memcmp(hex.at - 3, "hr=", 3) == 0)
        return (slice){hex.at - 3, hex.length + 3};
    return hex;
}

static slice find_quoted(slice message)
{
    static const char *const marks[][2] = {{"'", "'"},
                                           {"`", "`"},
                                           {"`", "'"},
                                           {"\"", "\""},
                                           {"\xE2\x80\x9C", "\xE2\x80\x9D"},
                                           {"\xE2\x80\x98", "\xE2\x80\x99"},
                                           {"\xE2\x80\x9E", "\xE2\x80\x9C"},
                                           {"\xC2\xAB", "\xC2\xBB"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        slice from = slice_find(message, marks[i][0]);
        if (!from.at)
            continue;
        from = slice_from(from, strlen(marks[i][0]));
        slice end = slice_find(from, marks[i][1]);
        if (!end.at)
            continue;
        slice found = slice_trim((slice){from.at, (size_t)(end.at - from.at)});
        if (found.at && found.length != 0 && !slice_char(found, ' '))
            return found;
    }
    return (slice){NULL, 0};
}

static slice word_from(slice from)
{
    size_t length = 0;
    while (length < from.length && !text_is_blank(from.at[length]))
        length++;
    return (slice){from.at, length};
}

/* Four numbers with full stops. */
static slice find_version(slice message)
{
    for (size_t i = 0; i < message.length; i++) {
        if (!isdigit((unsigned char)message.at[i]) || (i != 0 && !text_is_blank(message.at[i - 1])))
            continue;
        slice word = word_from(slice_from(message, i));
        size_t dots = 0, digits = 0;
        for (size_t k = 0; k < word.length; k++) {
            dots += word.at[k] == '.';
            digits += isdigit((unsigned char)word.at[k]) != 0;
        }
        if (dots == 3 && dots + digits == word.length)
            return word;
    }
    return (slice){NULL, 0};
}

static slice find_utc(slice message)
{
    for (size_t i = 0; i + 20 <= message.length; i++)
        if (message.at[i + 4] == '-' && message.at[i + 7] == '-' && message.at[i + 10] == 'T' &&
            message.at[i + 19] == 'Z')
            return (slice){message.at + i, 20};
    return (slice){NULL, 0};
}

static slice find_path(slice message)
{
    slice at = slice_find(message, ":\\");
    if (!at.at || at.at == message.at)
        return (slice){NULL, 0};
    slice rest, from = {at.at - 1, at.length + 1};
    return slice_trim(slice_line(from, &rest));
}

static slice find_numbered(slice message)
{
    slice at = slice_find(message, "1: ");
    return at.at ? slice_trim(at) : at;
}

static slice find_trigger(slice message)
{
    slice at = slice_find(message, "Trigger=");
    return at.at ? word_from(at) : at;
}

static slice find_rest(slice message)
{
    slice code = find_code(message);
    return code.at ? slice_trim(slice_from(message, (size_t)(code.at - message.at) + code.length)) : code;
}

/* ---- cut off ------------------------------------------------------------------------------------------- */

/* A list as far as it is whole: where it was cut off ("...", as PowerShell and posts do), the last value is a
 * part of one and goes. */
static slice whole_values(slice list, char separator)
{
    static const char *const dots[] = {"...", "\xE2\x80\xA6"};
    for (size_t i = 0; i < sizeof dots / sizeof *dots; i++) {
        slice at = slice_find(list, dots[i]);
        if (!at.at)
            continue;
        slice whole = {list.at, (size_t)(at.at - list.at)};
        while (whole.length != 0 && whole.at[whole.length - 1] != separator)
            whole.length--;
        slice part = slice_trim((slice){list.at + whole.length, (size_t)(at.at - list.at) - whole.length});
        if (part.length == 0 || slice_char(part, ' ') || slice_char(part, '\n'))
            continue; /* the dots are of a sentence behind the list */
        list.length = whole.length - (whole.length != 0);
    }
    return list;
}

/* ---- KEY=value;KEY=value ------------------------------------------------------------------------------- */

static slice find_keys(slice message)
{
    static const char *const first[] = {"RuleId=", "AppId="};
    for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
        slice at = slice_find(message, first[i]);
        if (at.at && slice_char(at, ';'))
            return at;
    }
    return (slice){NULL, 0};
}

/* A list goes on behind a blank or a line's end, put in where lines are broken, when more of it follows; or
 * in what a program has indented far. */
static bool goes_on(slice blanks, slice rest)
{
    slice word = word_from(rest);
    return word.length != 0 && (slice_char(word, ';') || blanks.length >= 12);
}

static void add_keys(strbuf *out, slice list)
{
    for (size_t i = 0; i < list.length;) {
        size_t blanks = 0;
        while (i + blanks < list.length && text_is_blank(list.at[i + blanks]))
            blanks++;
        if (blanks != 0 && !goes_on((slice){list.at + i, blanks}, slice_from(list, i + blanks)))
            break;
        i += blanks;
        if (i < list.length && list.at[i] != '"')
            strbuf_add_char(out, list.at[i]);
        i++;
    }
}

/* ---- the list of Info ---------------------------------------------------------------------------------- */

static size_t info_fields(uint32_t id)
{
    return id == EVENT_CLIENT_REQUEST ? 10 : id == EVENT_CLIENT_RESPONSE ? 8 : 9;
}

static slice find_info(slice message)
{
    for (slice at = message;;) {
        slice hex = slice_find_hex(at);
        if (!hex.at)
            return hex;
        slice behind = slice_from(at, (size_t)(hex.at - at.at) + hex.length);
        slice next = slice_trim(behind);
        if (next.length != 0 && next.at[0] == ',')
            return (slice){hex.at, behind.length + hex.length};
        at = behind;
    }
}

/* Without blanks where those can only come from a broken line. */
static void add_field(strbuf *out, slice field, bool last)
{
    char squeezed[64];
    size_t length = 0, all = 0;
    field = slice_trim(field);
    for (size_t i = 0; i < field.length; i++)
        if (!text_is_blank(field.at[i]) && all++ < sizeof squeezed - 1)
            squeezed[length++] = field.at[i];
    slice whole = {squeezed, length};
    bool date = slice_char(field, '/') != NULL;
    if (length >= 36 && slice_begins_guid(whole) && (all == 36 || last)) {
        strbuf_add_bytes(out, squeezed, 36);
        return;
    }
    for (size_t i = 0; i < field.length; i++) {
        size_t blanks = 0;
        bool broken = false;
        for (; i + blanks < field.length && text_is_blank(field.at[i + blanks]); blanks++)
            broken |= field.at[i + blanks] == '\n';
        if (blanks != 0 && last && !date)
            return; /* what somebody wrote behind it */
        if (blanks != 0 && (!broken || date))
            strbuf_add_char(out, ' ');
        i += blanks;
        if (last && !date && !isalnum((unsigned char)field.at[i]) && field.at[i] != '-')
            return;
        strbuf_add_char(out, field.at[i]);
        if (last && date && i >= 3 && field.at[i - 2] == ':' && isdigit((unsigned char)field.at[i]))
            return;
    }
}

static bool add_info(strbuf *out, uint32_t id, slice all)
{
    slice list = whole_values(all, ',');
    size_t fields = info_fields(id), count = 0, least = list.length < all.length ? 2 : 4;
    while (count < fields) {
        const char *comma = slice_char(list, ',');
        bool cut = !comma && least == 2;
        bool last = count + 1 == fields || !comma;
        if (count != 0)
            strbuf_add(out, id == EVENT_HOST_REQUEST ? "," : ", ");
        add_field(out, last ? list : (slice){list.at, (size_t)(comma - list.at)}, last && !cut);
        count++;
        if (last)
            break;
        list = slice_from(list, (size_t)(comma - list.at) + 1);
    }
    return count >= least;
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static slice find_piece(char what, slice message, slice *ids)
{
    slice found;
    switch (what) {
    case 'C':
        return find_code(message);
    case 'G':
        found = slice_find_guid(*ids);
        if (found.at)
            *ids = slice_from(*ids, (size_t)(found.at - ids->at) + found.length);
        return found;
    case 'Q':
        return find_quoted(message);
    case 'T':
        return find_trigger(message);
    case 'V':
        return find_version(message);
    case 'Z':
        return find_utc(message);
    case 'P':
        return find_path(message);
    case 'L':
        return find_numbered(message);
    default:
        return find_rest(message);
    }
}

bool message_is_whole(uint32_t id, slice message)
{
    const char *wanted = strings_of(id);
    slice ids = message;
    for (; wanted && *wanted; wanted++) {
        slice found = *wanted == 'I'   ? find_info(message)
                      : *wanted == 'K' ? find_keys(message)
                                       : find_piece(*wanted, message, &ids);
        if (!found.at)
            return false;
    }
    return true;
}

/* Adds a piece to the buffer; false when the message has none of the kind. */
static bool add_piece(strbuf *out, char what, uint32_t id, slice message, slice *ids)
{
    slice found;
    if (what == 'I') {
        found = find_info(message);
        return found.at && add_info(out, id, found);
    }
    if (what == 'K') {
        found = find_keys(message);
        if (found.at)
            add_keys(out, whole_values(found, ';'));
        return found.at;
    }
    found = find_piece(what, message, ids);
    if (found.at)
        strbuf_add_bytes(out, found.at, found.length);
    return found.at;
}

bool message_read(message_strings *out, arena *a, uint32_t id, slice message)
{
    const char *wanted = strings_of(id);
    strbuf text = {0};
    slice ids = message;
    bool good = true;
    *out = (message_strings){0};
    if (!wanted || message.length == 0)
        return true;
    out->items = ARENA_ARRAY(a, strlen(wanted), const char *);
    good = out->items != NULL;
    for (; good && *wanted; wanted++) {
        strbuf_clear(&text);
        strbuf_add(&text, "");
        if (!add_piece(&text, *wanted, id, message, &ids))
            break;
        const char *copy = text.failed ? NULL : arena_bytes(a, text.bytes, text.length);
        good = copy && (copy = text_valid_utf8(a, copy)) != NULL;
        if (good)
            out->items[out->count++] = copy;
    }
    good = good && !text.failed;
    strbuf_free(&text);
    return good;
}

/* ---- by what is in it ---------------------------------------------------------------------------------- */

bool message_is_licensing(uint32_t id, slice message)
{
    const char *strings = strings_of(id);
    slice ids = message;
    if (!strings || strings[0] == '\0')
        return false;
    switch (id) {
    case EVENT_SCHEDULER_FAILED:
    case EVENT_ACTIVATION_STARTED:
    case EVENT_LICENSE_STATE:
        return find_keys(message).at != NULL;
    case EVENT_VL_ATTEMPT_FAILED:
        return find_code(message).at && slice_find_guid(message).at;
    case EVENT_CLIENT_REQUEST:
    case EVENT_CLIENT_RESPONSE:
    case EVENT_HOST_REQUEST:
        return find_info(message).at != NULL;
    default:
        break;
    }
    slice found = find_piece(strings[0], message, &ids);
    return found.at && (slice_find(message, "KMS").at || slice_find(message, CHANNEL_KMS).at ||
                        slice_find_nocase(message, "licens").at || slice_find(message, "hr=0x").at);
}

static size_t count_commas(slice text)
{
    size_t commas = 0;
    for (size_t i = 0; i < text.length; i++)
        commas += text.at[i] == ',';
    return commas;
}

/* The lists differ in what is at which place: the id of 12288 is the fourth value and of 12290 too, which has
 * no second code; 12289 has none. */
static uint32_t guess_info(slice info)
{
    slice first = slice_line(slice_trim(info), &info);
    slice second = slice_find_hex(slice_from(first, 3));
    bool id = slice_find_guid(first).at != NULL;
    size_t commas = count_commas(first);
    if (commas < 4)
        return 0;
    if (!second.at)
        return id ? EVENT_HOST_REQUEST : 0;
    return id ? EVENT_CLIENT_REQUEST : commas >= 6 ? EVENT_CLIENT_RESPONSE : 0;
}

uint32_t message_guess(slice message)
{
    slice info = find_info(message), keys = find_keys(message);
    if (info.at) {
        uint32_t id = guess_info(info);
        if (id != 0)
            return id;
    }
    if (keys.at && slice_find(keys, "LicenseState=").at)
        return EVENT_LICENSE_STATE;
    if (keys.at && slice_find(message, "hr=0x").at)
        return EVENT_SCHEDULER_FAILED;
    if (slice_find(message, "AppId").at && slice_find(message, "SkuId").at &&
        slice_find(message, "Trigger=").at && find_code(message).at)
        return EVENT_VL_ATTEMPT_FAILED;
    return 0;
}
