/* Where files are made that nobody is to keep. */
#ifndef BASE_TEMPORARY_H
#define BASE_TEMPORARY_H

/* The folder: $TMPDIR, else /tmp; on Windows %TEMP%. */
const char *temporary_folder(void);

#endif
