/*
 * The strings of an event out of its message. The words of a message depend on the language of Windows; what
 * is put into them does not: codes, ids, lists of key=value, the list behind "Info:".
 */
#ifndef EXPORTS_MESSAGE_H
#define EXPORTS_MESSAGE_H

#include "base/text.h"
#include "exports/slice.h"

typedef struct message_strings {
    const char **items; /* in the arena */
    size_t count;
} message_strings;

/* False when memory is short. No strings for an event that is not known, or whose message lacks them. */
SPPWHY_NODISCARD bool message_read(message_strings *out, arena *a, uint32_t id, slice message);

/* True when it is the message of that licensing event, by what is in it: for forms that do not name the
 * provider. */
bool message_is_licensing(uint32_t id, slice message);
/* Whether there is a licensing event with this number. */
bool message_knows(uint32_t id);
/* Whether all that the event's strings are made of is in the text; true for an event that has none. */
bool message_is_whole(uint32_t id, slice message);
/* Which event a message without a number is, by the list in it: 12288, 12289, 12290, 8198, 8233 or 8230; 0
 * when that cannot be said. */
uint32_t message_guess(slice message);

#endif
