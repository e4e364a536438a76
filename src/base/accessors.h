/*
 * Accessors of the public headers, one a line, each with its whole name so that a search finds it.
 *
 *     GETTER(uint64_t, sppwhy_log_bytes, sppwhy_log, bytes)
 *         sppwhy_log_bytes(const sppwhy_log *): the member `bytes`
 *     LISTER(const char *, sppwhy_log_channel, sppwhy_log, channels, channel_count)
 *         sppwhy_log_channel_count(log), and sppwhy_log_channel(log, i): NULL from the count on
 *     LISTER_OF_ITEMS(...)
 *         the same for an array of structures: it returns a pointer to one
 *     LISTER_AS(...)
 *         with the names of both functions, and what the second one returns of `it` and `i`
 */
#ifndef BASE_ACCESSORS_H
#define BASE_ACCESSORS_H

#include <stddef.h>

/* NOLINTBEGIN(bugprone-macro-parentheses): types and names cannot have any */
#define GETTER(result, function, type, member)                                                               \
    result function(const type *it)                                                                          \
    {                                                                                                        \
        return it->member;                                                                                   \
    }

/* The name of an enumerator; "" for a number that is none. */
#define NAME_OF(names, number) ((size_t)(number) < sizeof(names) / sizeof *(names) ? (names)[number] : "")

#define LISTER_AS(result, count_function, function, type, expression, count_member)                          \
    size_t count_function(const type *it)                                                                    \
    {                                                                                                        \
        return it->count_member;                                                                             \
    }                                                                                                        \
    result function(const type *it, size_t i)                                                                \
    {                                                                                                        \
        return i < it->count_member ? expression : NULL;                                                     \
    }

#define LISTER(result, function, type, member, count_member)                                                 \
    LISTER_AS(result, function##_count, function, type, it->member[i], count_member)
#define LISTER_OF_ITEMS(result, function, type, member, count_member)                                        \
    LISTER_AS(result, function##_count, function, type, &it->member[i], count_member)
/* NOLINTEND(bugprone-macro-parentheses) */

#endif
