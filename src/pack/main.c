/* The program around pack.h. */
#include "pack/pack.h"

#include "base/error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_BYTES ((size_t)16 << 20)

static char *read_file(const char *path, size_t *length)
{
    FILE *f = fopen(path, "rb");
    char *text = malloc(MOST_BYTES + 1);
    bool good = f && text;
    if (good) {
        *length = fread(text, 1, MOST_BYTES, f);
        text[*length] = '\0';
        good = !ferror(f) && feof(f);
    }
    if (f)
        fclose(f);
    if (good)
        return text;
    free(text);
    return NULL;
}

static bool ends_with(const char *name, const char *ending)
{
    size_t length = strlen(name), end = strlen(ending);
    return length >= end && strcmp(name + length - end, ending) == 0;
}

static bool is_rule(const char *name)
{
    return !strchr(name, '/') && ends_with(name, ".yaml");
}

/* One array; false, after a message, when there is none. */
static bool put_file(FILE *out, const char *folder, const char *name, size_t number)
{
    char path[4096];
    sppwhy_error error;
    strbuf stream = {0};
    size_t length;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    char *text = read_file(path, &length);
    sppwhy_error_clear(&error);
    sppwhy_status status = !text           ? error_file(&error, SPPWHY_IO, path, "it cannot be read")
                           : is_rule(name) ? pack_rule(&stream, path, text, length, &error)
                                           : pack_table(&stream, path, text, &error);
    if (status != SPPWHY_OK)
        fprintf(stderr, "sppwhy_pack: %s:%u:%u: %s\n", path, error.line, error.column, error.message);
    fprintf(out, "static const unsigned char bytes_%zu[] = {", number);
    for (size_t i = 0; status == SPPWHY_OK && i < stream.length; i++)
        fprintf(out, "%s%u,", i % 32 == 0 ? "\n" : "", (unsigned)(unsigned char)stream.bytes[i]);
    fputs("0};\n", out);
    strbuf_free(&stream);
    free(text);
    return status == SPPWHY_OK;
}

static void put_list(FILE *out, const char *list, bool rules, char **names, size_t count)
{
    fprintf(out, "const packed_file %s[] = {\n", list);
    for (size_t i = 0; i < count; i++)
        if (is_rule(names[i]) == rules)
            fprintf(out, "    {\"%s\", bytes_%zu},\n", names[i], i);
    fputs("    {0, 0}};\n", out);
}

int main(int count, char **arguments)
{
    if (count < 4) {
        fputs("usage: sppwhy_pack OUT FOLDER NAME...\n", stderr);
        return 2;
    }
    FILE *out = fopen(arguments[1], "wb");
    if (!out) {
        perror(arguments[1]);
        return 1;
    }
    char **names = arguments + 3;
    size_t files = (size_t)count - 3;
    bool good = true;
    fputs("#include \"base/packed.h\"\n", out);
    for (size_t i = 0; i < files; i++)
        good = put_file(out, arguments[2], names[i], i) && good;
    put_list(out, "packed_rules", true, names, files);
    put_list(out, "packed_tables", false, names, files);
    good = !ferror(out) && good;
    good = fclose(out) == 0 && good;
    if (!good)
        remove(arguments[1]);
    return good ? 0 : 1;
}
