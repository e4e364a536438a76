/*
 * sppwhy_pack OUT FOLDER NAME...: the data files of a folder (rules and tables) as C source in the form of
 * base/packed.h. It is run while the library is built, on the machine that builds; when that is not the one
 * that the library is for, it is built with the host's own compiler (cmake/Packed.cmake). So it uses little:
 * the YAML reader, the table reader, and what they are on.
 */
#ifndef PACK_PACK_H
#define PACK_PACK_H

#include "base/text.h"
#include "yaml/yaml.h"

/* Each adds to the stream that base/packed.h reads. */
void pack_number(strbuf *out, size_t number);
void pack_text(strbuf *out, const char *text);

/* A rule: how many samples it has, how long the rest is, the rest without `samples`, and the samples as a
 * tree of their own, which are needed seldom. */
SPPWHY_NODISCARD sppwhy_status pack_rule(strbuf *out, const char *path, const char *text, size_t length,
                                         sppwhy_error *error);
/* A table: how many columns, their names, how many rows; of each row its line and its cells. `text` is cut
 * up. */
SPPWHY_NODISCARD sppwhy_status pack_table(strbuf *out, const char *path, char *text, sppwhy_error *error);

#endif
