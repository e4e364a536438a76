/* The part of atomic_file.h that is the same on every system. */
#include "base/atomic_file.h"

#include <string.h>

size_t atomic_file_stem(const char *path)
{
    size_t begin = 0, end = strlen(path);
    for (size_t i = 0; path[i] != '\0'; i++)
        if (strchr("/\\", path[i]))
            begin = i + 1;
    if (end - begin <= ATOMIC_FILE_NAME_MOST)
        return end;
    end = begin + ATOMIC_FILE_NAME_MOST;
    while (end > begin && ((unsigned char)path[end] & 0xC0) == 0x80)
        end--;
    return end;
}
