/* Files as all the rest sees them: on disk (disk.h), as a stream, or held in memory. */
#include "base/file.h"

#include "base/disk.h"
#include "base/error.h"
#include "base/sort.h"
#include "base/stream.h"
#include "base/text.h"
#include "base/vec.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

struct file {
    disk_file disk;
    uint64_t size;
    char *path;
    stream *stream;  /* what is read in place of the disk ... */
    uint8_t *memory; /* ... or this, of `size` */
    uint64_t time;   /* of a member of an archive */
};

/* With nothing in it yet. NULL when memory is short. */
static file *file_new(const char *path)
{
    file *f = calloc(1, sizeof *f);
    if (!f)
        return NULL;
    f->disk = DISK_NONE;
    f->path = strdup(path);
    if (!f->path) {
        file_close(f);
        return NULL;
    }
    return f;
}

sppwhy_status file_open(file **out, const char *path, sppwhy_error *error)
{
    return file_open_watched(out, path, NULL, error);
}

sppwhy_status file_open_watched(file **out, const char *path, const sppwhy_cancellation *watch,
                                sppwhy_error *error)
{
    *out = NULL;
    file *f = file_new(path);
    if (!f)
        return error_no_memory(error);
    sppwhy_status status = strcmp(path, "-") == 0 ? disk_open_stdin(&f->disk, &f->size, watch, error)
                                                  : disk_open(&f->disk, &f->size, path, error);
    if (status != SPPWHY_OK) {
        file_close(f);
        return status;
    }
    *out = f;
    return SPPWHY_OK;
}

sppwhy_status file_open_kept(file **out, kept_file kept, const char *path, sppwhy_error *error)
{
    *out = NULL;
    file *f = file_new(path);
    if (!f) {
        disk_close(kept);
        return error_no_memory(error);
    }
    f->disk = kept;
    sppwhy_status status = disk_open_kept(&f->disk, &f->size, path, error);
    if (status != SPPWHY_OK)
        file_close(f);
    else
        *out = f;
    return status;
}

kept_file file_close_kept(file *f)
{
    kept_file kept = f->disk;
    f->disk = DISK_NONE;
    file_close(f);
    return kept;
}

void file_drop_kept(kept_file kept)
{
    disk_close(kept);
}

size_t file_keep_most(void)
{
    return disk_keep_most();
}

void file_close(file *f)
{
    if (!f)
        return;
    disk_close(f->disk);
    stream_free(f->stream);
    free(f->memory);
    free(f->path);
    free(f);
}

uint64_t file_time(const file *f)
{
    return f->time != 0 ? f->time : disk_time(f->disk);
}

void file_set_time(file *f, uint64_t time)
{
    f->time = time;
}

sppwhy_status file_from_feed(file **out, const char *path, file_feed feed, sppwhy_error *error)
{
    *out = NULL;
    file *f = file_new(path);
    if (f)
        f->stream = stream_create(feed);
    if (!f || !f->stream) {
        file_close(f);
        return error_no_memory(error);
    }
    *out = f;
    return SPPWHY_OK;
}

/* Grown as it comes: what a header says of the size is not believed. */
static sppwhy_status hold_all(file *held, file *from, size_t most, sppwhy_error *error)
{
    size_t room = 0, got = 1;
    while (got != 0) {
        if (held->size == room) {
            room = room == 0 ? 65536 : room * 2;
            uint8_t *larger = realloc(held->memory, room);
            if (!larger)
                return error_no_memory(error);
            held->memory = larger;
        }
        sppwhy_status status =
            file_read(from, held->size, held->memory + held->size, room - (size_t)held->size, &got, error);
        if (status != SPPWHY_OK)
            return status;
        held->size += got;
        if (held->size > most)
            return error_file(error, SPPWHY_LIMIT, from->path, "is over %zu bytes", most);
    }
    return SPPWHY_OK;
}

sppwhy_status file_hold(file **out, file *from, size_t most, sppwhy_error *error)
{
    *out = NULL;
    file *held = file_new(from->path);
    if (!held)
        return error_no_memory(error);
    sppwhy_status status = hold_all(held, from, most, error);
    if (status != SPPWHY_OK)
        file_close(held);
    else
        *out = held;
    return status;
}

bool file_is_stream(const file *f)
{
    return f->stream != NULL;
}

const char *file_fault(const file *f)
{
    return f->stream ? stream_fault(f->stream) : NULL;
}

uint64_t file_size(const file *f)
{
    return f->stream ? stream_size(f->stream) : f->size;
}

static void read_memory(const file *f, uint64_t offset, void *buffer, size_t size, size_t *got)
{
    uint64_t left = offset < f->size ? f->size - offset : 0;
    *got = left < size ? (size_t)left : size;
    if (*got != 0)
        memcpy(buffer, f->memory + offset, *got);
}

sppwhy_status file_read(file *f, uint64_t offset, void *buffer, size_t size, size_t *got, sppwhy_error *error)
{
    if (f->stream)
        return stream_read(f->stream, offset, buffer, size, got, error);
    if (f->memory) {
        read_memory(f, offset, buffer, size, got);
        return SPPWHY_OK;
    }
    return disk_read(f->disk, f->path, offset, buffer, size, got, error);
}

sppwhy_status file_read_all(arena *a, const char *path, size_t most, char **text, size_t *length,
                            sppwhy_error *error)
{
    file *f;
    if (file_look(path, NULL) == FILE_OTHER)
        return error_file(error, SPPWHY_INVALID, path, "is a pipe or a device; a plain file is wanted here");
    sppwhy_status status = file_open(&f, path, error);
    if (status != SPPWHY_OK)
        return status;
    if (f->size > most)
        status = error_file(error, SPPWHY_LIMIT, path, "is over %zu bytes", most);
    if (status == SPPWHY_OK && !(*text = arena_alloc(a, (size_t)f->size + 1)))
        status = error_no_memory(error);
    if (status == SPPWHY_OK)
        status = file_read(f, 0, *text, (size_t)f->size, length, error);
    file_close(f);
    return status;
}

bool file_identify(const file *f, file_identity *identity)
{
    return disk_identify(f->disk, identity);
}

typedef struct entry_list {
    arena *memory;
    VEC(folder_entry) entries;
} entry_list;

static bool add_entry(void *context, const char *name, bool plain)
{
    entry_list *list = context;
    folder_entry entry = {arena_string(list->memory, name), plain};
    return entry.name && vec_push(&list->entries, entry);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const folder_entry *)a)->name, ((const folder_entry *)b)->name);
}

sppwhy_status folder_entries(arena *a, const char *path, folder_entry **entries, size_t *count,
                             sppwhy_error *error)
{
    entry_list list = {.memory = a};
    sppwhy_status status = disk_list(path, add_entry, &list, error);
    if (status == SPPWHY_OK) {
        if (list.entries.count != 0)
            sort_array(list.entries.items, list.entries.count, sizeof *list.entries.items, by_name);
        *count = list.entries.count;
        *entries = vec_to_arena(&list.entries, a);
        if (!*entries)
            status = error_no_memory(error);
    }
    vec_free(&list.entries);
    return status;
}

sppwhy_status folder_list(arena *a, const char *path, char ***names, size_t *count, sppwhy_error *error)
{
    folder_entry *entries;
    sppwhy_status status = folder_entries(a, path, &entries, count, error);
    if (status != SPPWHY_OK)
        return status;
    *names = ARENA_ARRAY(a, *count, char *);
    for (size_t i = 0; *names && i < *count; i++)
        (*names)[i] = entries[i].name;
    return *names ? SPPWHY_OK : error_no_memory(error);
}

sppwhy_status file_hash(file *f, uint64_t *hash, sppwhy_error *error)
{
    if (f->stream)
        return stream_hash(f->stream, hash, error);
    enum { STEP = 1 << 20 };
    sppwhy_status status = SPPWHY_OK;
    XXH3_state_t *state = XXH3_createState();
    char *buffer = malloc(STEP);
    if (!state || !buffer || XXH3_64bits_reset(state) != XXH_OK)
        status = error_no_memory(error);
    for (uint64_t offset = 0; status == SPPWHY_OK;) {
        size_t got = 0;
        status = file_read(f, offset, buffer, STEP, &got, error);
        if (status != SPPWHY_OK || got == 0)
            break;
        XXH3_64bits_update(state, buffer, got);
        offset += got;
    }
    if (status == SPPWHY_OK)
        *hash = XXH3_64bits_digest(state);
    free(buffer);
    XXH3_freeState(state);
    return status;
}

sppwhy_status file_hash_path(const char *path, uint64_t *hash, bool *known, sppwhy_error *error)
{
    file *f;
    sppwhy_status status = file_open(&f, path, error);
    if (status == SPPWHY_OK) {
        status = file_hash(f, hash, error);
        file_close(f);
    }
    *known = status == SPPWHY_OK;
    return status == SPPWHY_NO_MEMORY ? status : SPPWHY_OK;
}
