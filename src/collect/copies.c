/* See copies.h. */
#include "collect/copies.h"

#include "base/error.h"
#include "base/sort.h"

#include <stdlib.h>
#include <string.h>

static bool same_file(const found_file *a, const found_file *b)
{
    return a->identity.device == b->identity.device && a->identity.inode == b->identity.inode &&
           a->identity.size == b->identity.size;
}

/* Logs that may be copies of each other come to be together, one file's paths side by side. */
static int by_suspicion(const void *left, const void *right)
{
    const found_file *a = *(found_file *const *)left;
    const found_file *b = *(found_file *const *)right;
    int order = (int)a->content - (int)b->content;
    if (order == 0)
        order = compare_u64(a->identity.size, b->identity.size);
    if (order == 0)
        order = compare_u64(a->beginning, b->beginning);
    if (order == 0)
        order = compare_u64(a->identity.device, b->identity.device);
    if (order == 0)
        order = compare_u64(a->identity.inode, b->identity.inode);
    return order != 0 ? order : strcmp(a->path, b->path);
}

/* Copies come to be together, the smallest path first. */
static int by_content(const void *left, const void *right)
{
    const found_file *a = *(found_file *const *)left;
    const found_file *b = *(found_file *const *)right;
    int order = compare_u64(a->hash, b->hash);
    return order != 0 ? order : strcmp(a->path, b->path);
}

static bool suspicious(const found_file *a, const found_file *b)
{
    return a->content == b->content && a->identity.size == b->identity.size && a->beginning == b->beginning;
}

/* Texts with the same bytes are copies only where their machines have names in them: one that names none is called
 * by its file. Their reader can tell (see evtx/log/same_log.h); here they are one where they are one file. */
static void settle_texts(found_file **logs, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (same_file(logs[i - 1], logs[i]))
            logs[i]->kept_as = logs[i - 1]->kept_as;
}

static sppwhy_status hash_log(found_file *log, const found_file *before, sppwhy_error *error)
{
    if (before && same_file(before, log)) {
        log->hash = before->hash;
        log->hashed = before->hashed;
        return SPPWHY_OK;
    }
    return file_hash_path(log->path, &log->hash, &log->hashed, error);
}

/* Two open files byte by byte: a hash that is not a cryptographic one can be forged, and a forged copy must
 * not hide a log. */
static sppwhy_status compare_files(bool *same, file *a, file *b, sppwhy_error *error)
{
    enum { STEP = 1 << 18 };
    char *buffer = malloc((size_t)2 * STEP);
    if (!buffer)
        return error_no_memory(error);
    sppwhy_status status = SPPWHY_OK;
    size_t got_a = 1;
    size_t got_b = 0;
    *same = true;
    for (uint64_t offset = 0; *same && got_a != 0; offset += got_a) {
        status = file_read(a, offset, buffer, STEP, &got_a, error);
        if (status == SPPWHY_OK)
            status = file_read(b, offset, buffer + STEP, STEP, &got_b, error);
        *same = status == SPPWHY_OK && got_a == got_b && memcmp(buffer, buffer + STEP, got_a) == 0;
    }
    free(buffer);
    return status == SPPWHY_NO_MEMORY ? status : SPPWHY_OK;
}

static sppwhy_status same_content(bool *same, const found_file *a, const found_file *b, sppwhy_error *error)
{
    *same = same_file(a, b);
    if (*same || !a->hashed || !b->hashed || a->hash != b->hash)
        return SPPWHY_OK;
    file *one = NULL;
    file *other = NULL;
    sppwhy_status status = file_open(&one, a->path, error);
    if (status == SPPWHY_OK)
        status = file_open(&other, b->path, error);
    if (status == SPPWHY_OK)
        status = compare_files(same, one, other, error);
    file_close(one);
    file_close(other);
    return status == SPPWHY_NO_MEMORY ? status : SPPWHY_OK;
}

/* Logs of one size and one beginning. Those of one hash are nearly always one log, so the inner loop ends
 * with its first step. */
static sppwhy_status settle_group(found_file **logs, size_t count, sppwhy_error *error)
{
    sppwhy_status status = SPPWHY_OK;
    for (size_t i = 0; i < count && status == SPPWHY_OK; i++)
        status = hash_log(logs[i], i == 0 ? NULL : logs[i - 1], error);
    sort_array(logs, count, sizeof *logs, by_content);
    for (size_t i = 1, run = 0; i < count && status == SPPWHY_OK; i++) {
        if (logs[i]->hash != logs[run]->hash)
            run = i;
        for (size_t k = run; k < i && logs[i]->kept_as == logs[i] && status == SPPWHY_OK; k++) {
            bool same = false;
            if (logs[k]->kept_as == logs[k])
                status = same_content(&same, logs[k], logs[i], error);
            if (same)
                logs[i]->kept_as = logs[k];
        }
    }
    return status;
}

sppwhy_status copies_find(found_file *logs, size_t count, sppwhy_error *error)
{
    sppwhy_status status = SPPWHY_OK;
    found_file **order = malloc((count == 0 ? 1 : count) * sizeof *order);
    if (!order)
        return error_no_memory(error);
    for (size_t i = 0; i < count; i++) {
        logs[i].kept_as = &logs[i];
        order[i] = &logs[i];
    }
    sort_array(order, count, sizeof *order, by_suspicion);
    for (size_t start = 0, end = 0; start < count && status == SPPWHY_OK; start = end) {
        for (end = start + 1; end < count && suspicious(order[start], order[end]);)
            end++;
        if (order[start]->content == SPPWHY_CONTENT_TEXT)
            settle_texts(order + start, end - start);
        else if (end - start > 1)
            status = settle_group(order + start, end - start, error);
    }
    free(order);
    return status;
}
