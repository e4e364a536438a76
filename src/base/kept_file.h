/* A file on disk that stays open when its `file` is closed, so that it need not be found by its path again: file.h. */
#ifndef BASE_KEPT_FILE_H
#define BASE_KEPT_FILE_H

#include <stdint.h>

typedef intptr_t kept_file;
#define KEPT_NONE ((kept_file)-1)

#endif
