/* See unpack.h. */
#include "base/unpack.h"

#include "base/archive_end.h"
#include "base/clock.h"
#include "base/dictionary.h"
#include "base/error.h"
#include "base/gzip.h"
#include "base/limits.h"
#include "base/name_encoding.h"
#include "base/text.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct unpack {
    struct archive *reader;
    unpack_form form;
    file *input;
    uint64_t input_at;
    size_t last_length; /* of the input, in the buffer */
    gzip *unzipped;     /* what libarchive is given in place of the input; NULL: the input itself */
    bool outermost;
    unpack_budget *budget;
    name_encoding utf8;
    const char *name;
    struct archive_entry *entry;
    bool open;         /* the entry's content may still be there */
    uint64_t position; /* in it */
    uint64_t hole;     /* zeros to be given before the block: a sparse member */
    const void *block; /* behind the hole */
    size_t block_length;
    bool at_end;
    bool end_looked_at;       /* of the archive */
    bool passed_over;         /* something in it that is no member */
    size_t place;             /* of the member, from 1 */
    sppwhy_status end_status; /* what is reported when all that came was given */
    char end_message[200];
    unpack_member member;
    char shown_name[LIMIT_MEMBER_NAME + 1];
    uint8_t buffer[LIMIT_READ_STEP];
};

/* Times that libarchive is asked again where it gives nothing: each may be a block of no bytes, but not for
 * ever. */
#define MOST_TRIES 10000

/* ---- what it is ---------------------------------------------------------------------------------------- */

#define TAR_BLOCK 512
#define TAR_SUM_AT 148
#define TAR_SUM_SIZE 8

/* The sum of a tar header's bytes, its own field taken as blanks, is in it in octal. */
static bool is_tar(const uint8_t *bytes, size_t length)
{
    unsigned sum = 0, said = 0;
    size_t i = 0;
    if (length < TAR_BLOCK || bytes[0] == 0)
        return false;
    for (i = 0; i < TAR_BLOCK; i++)
        sum += i >= TAR_SUM_AT && i < TAR_SUM_AT + TAR_SUM_SIZE ? ' ' : bytes[i];
    for (i = TAR_SUM_AT; i < TAR_SUM_AT + TAR_SUM_SIZE && bytes[i] == ' '; i++)
        ;
    for (; i < TAR_SUM_AT + TAR_SUM_SIZE && bytes[i] >= '0' && bytes[i] <= '7'; i++)
        said = said * 8 + (unsigned)(bytes[i] - '0');
    return said == sum;
}

unpack_form unpack_tell(const uint8_t *bytes, size_t length)
{
    static const struct {
        const char *bytes;
        size_t size;
        unpack_form form;
    } signatures[] = {
        {"PK\3\4", 4, UNPACK_ZIP},
        {"PK\5\6", 4, UNPACK_ZIP}, /* an empty one */
        {"7z\xBC\xAF\x27\x1C", 6, UNPACK_7Z},
        {"MSCF\0\0\0\0", 8, UNPACK_CAB},
        {"\x1F\x8B\x08", 3, UNPACK_COMPRESSED},
        {"BZh", 3, UNPACK_COMPRESSED},
        {"\xFD"
         "7zXZ\0",
         6, UNPACK_COMPRESSED},
        {"\x28\xB5\x2F\xFD", 4, UNPACK_COMPRESSED},
    };
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++)
        if (length >= signatures[i].size && memcmp(bytes, signatures[i].bytes, signatures[i].size) == 0)
            return signatures[i].form;
    return is_tar(bytes, length) ? UNPACK_TAR : UNPACK_NONE;
}

/* ---- the budget ---------------------------------------------------------------------------------------- */

static sppwhy_status over(unpack *u, sppwhy_error *error)
{
    return error_set(error, SPPWHY_LIMIT, "the archive %s; it was read no further", u->budget->over);
}

static sppwhy_status spend(unpack *u, uint64_t bytes, sppwhy_error *error)
{
    unpack_budget *b = u->budget;
    uint64_t packed = b->packed < b->size ? b->packed : b->size;
    b->unpacked = bytes < UINT64_MAX - b->unpacked ? b->unpacked + bytes : UINT64_MAX;
    if (b->over[0] == '\0' && b->unpacked > LIMIT_ARCHIVE_BYTES)
        snprintf(b->over, sizeof b->over, "unpacks to more than %llu GiB",
                 (unsigned long long)(LIMIT_ARCHIVE_BYTES >> 30));
    else if (b->over[0] == '\0' && b->unpacked > LIMIT_ARCHIVE_FREE_BYTES &&
             b->unpacked / LIMIT_ARCHIVE_RATIO > packed)
        snprintf(b->over, sizeof b->over, "unpacks to more than %d times its size, and over %llu GiB",
                 LIMIT_ARCHIVE_RATIO, (unsigned long long)(LIMIT_ARCHIVE_FREE_BYTES >> 30));
    return b->over[0] != '\0' ? over(u, error) : SPPWHY_OK;
}

/* ---- what libarchive reads ----------------------------------------------------------------------------- */

static sppwhy_status read_input(void *context, const void **bytes, size_t *length, sppwhy_error *error)
{
    unpack *u = context;
    *bytes = u->buffer;
    *length = 0;
    if (!cancellation_go_on(u->budget->watch, 0))
        return error_stopped(error);
    sppwhy_status status = file_read(u->input, u->input_at, u->buffer, sizeof u->buffer, length, error);
    u->input_at += *length;
    u->last_length = *length;
    if (u->outermost)
        u->budget->packed += *length;
    return status;
}

static la_ssize_t give_input(struct archive *a, void *context, const void **bytes)
{
    unpack *u = context;
    sppwhy_error error;
    size_t got = 0;
    sppwhy_error_clear(&error);
    sppwhy_status status =
        u->unzipped ? gzip_next(u->unzipped, bytes, &got, &error) : read_input(u, bytes, &got, &error);
    if (status == SPPWHY_OK)
        return (la_ssize_t)got;
    archive_set_error(a, status == SPPWHY_LIMIT ? ENOMEM : EIO, "%s", error.message);
    return -1;
}

static la_int64_t move_input(struct archive *a, void *context, la_int64_t offset, int whence)
{
    unpack *u = context;
    int64_t size = (int64_t)file_size(u->input), from = 0;
    (void)a;
    if (whence == SEEK_CUR)
        from = (int64_t)u->input_at;
    else if (whence == SEEK_END)
        from = size;
    if (offset < -from || offset > size - from)
        return ARCHIVE_FATAL;
    u->input_at = (uint64_t)(from + offset);
    return (la_int64_t)u->input_at;
}

static la_int64_t skip_input(struct archive *a, void *context, la_int64_t count)
{
    unpack *u = context;
    int64_t left = (int64_t)(file_size(u->input) - u->input_at);
    (void)a;
    if (count < 0 || left <= 0)
        return 0;
    count = count < left ? count : left;
    u->input_at += (uint64_t)count;
    return count;
}

/* ---- opening ------------------------------------------------------------------------------------------- */

static bool choose_form(struct archive *a, unpack_form form)
{
    switch (form) {
    case UNPACK_ZIP:
        return archive_read_support_format_zip(a) == ARCHIVE_OK;
    case UNPACK_7Z:
        return archive_read_support_format_7zip(a) == ARCHIVE_OK;
    case UNPACK_CAB:
        return archive_read_support_format_cab(a) == ARCHIVE_OK;
    case UNPACK_TAR: /* one behind another is read, too */
        return archive_read_support_format_tar(a) == ARCHIVE_OK &&
               archive_read_set_options(a, "tar:read_concatenated_archives") == ARCHIVE_OK;
    case UNPACK_COMPRESSED: /* a filter that libarchive would run a program for gives ARCHIVE_WARN; for gzip
                               see gzip.h */
        return archive_read_support_filter_bzip2(a) == ARCHIVE_OK &&
               archive_read_support_filter_xz(a) == ARCHIVE_OK &&
               archive_read_support_filter_zstd(a) == ARCHIVE_OK &&
               archive_read_support_format_raw(a) == ARCHIVE_OK;
    case UNPACK_NONE:
        break;
    }
    return false;
}

/* libarchive's words begin with a capital, and may hold bytes of the archive. */
static const char *reason(const unpack *u)
{
    const char *text = archive_error_string(u->reader);
    return text ? text : "no reason is known";
}

/* What libarchive could not get is this archive's fault, not the run's: it takes what the archive
 * asks for. */
#define TOO_GREEDY "asks for more memory than there is for it (--memory sets another limit)"

static sppwhy_status broken(unpack *u, const char *what, sppwhy_error *error)
{
    if (u->budget->over[0] != '\0')
        return over(u, error);
    if (archive_errno(u->reader) == ENOMEM)
        return error_set(error, SPPWHY_LIMIT, TOO_GREEDY "; what comes after this place was not read");
    return error_set(error, SPPWHY_DAMAGED, "%s (%.150s)", what, reason(u));
}

/* False: no memory. */
static bool take_gzip(unpack *u)
{
    uint8_t head[3];
    size_t got = 0;
    if (u->form != UNPACK_COMPRESSED || file_read(u->input, 0, head, sizeof head, &got, NULL) != SPPWHY_OK ||
        !gzip_tell(head, got))
        return true;
    u->unzipped = gzip_create((file_feed){u, read_input});
    return u->unzipped != NULL;
}

static sppwhy_status open_reader(unpack *u, sppwhy_error *error)
{
    uint64_t dictionary = dictionary_wanted(u->input, u->form);
    if (dictionary > LIMIT_ARCHIVE_DICTIONARY)
        return error_set(
            error, SPPWHY_LIMIT,
            "asks for a dictionary of %llu MiB, and no more than %llu are given; it was not read",
            (unsigned long long)((dictionary + (1u << 20) - 1) >> 20),
            (unsigned long long)(LIMIT_ARCHIVE_DICTIONARY >> 20));
    if (!take_gzip(u))
        return error_no_memory(error);
    u->reader = archive_read_new();
    if (!u->reader || !choose_form(u->reader, u->form))
        return error_no_memory(error);
    archive_read_set_read_callback(u->reader, give_input);
    archive_read_set_callback_data(u->reader, u);
    if (!file_is_stream(u->input) && !u->unzipped) {
        archive_read_set_seek_callback(u->reader, move_input);
        archive_read_set_skip_callback(u->reader, skip_input);
    }
    name_encoding_enter(&u->utf8);
    int result = archive_read_open1(u->reader);
    name_encoding_leave(&u->utf8);
    return result < ARCHIVE_WARN ? broken(u, "is broken from its start on", error) : SPPWHY_OK;
}

sppwhy_status unpack_open(unpack **out, file *input, unpack_form form, const char *name,
                          unpack_budget *budget, bool outermost, sppwhy_error *error)
{
    *out = NULL;
    unpack *u = malloc(sizeof *u);
    if (!u)
        return error_no_memory(error);
    memset(u, 0, offsetof(unpack, shown_name));
    u->input = input;
    u->form = form;
    u->name = name;
    u->budget = budget;
    u->outermost = outermost;
    u->utf8 = name_encoding_create();
    if (outermost)
        budget->size = file_size(input);
    sppwhy_status status = open_reader(u, error);
    if (status != SPPWHY_OK)
        unpack_close(u);
    else
        *out = u;
    return status;
}

void unpack_close(unpack *u)
{
    if (!u)
        return;
    if (u->reader)
        archive_read_free(u->reader);
    gzip_free(u->unzipped);
    name_encoding_free(&u->utf8);
    free(u);
}

/* ---- a member's content -------------------------------------------------------------------------------- */

/* Nothing more comes, and why. */
static void end_content(unpack *u, sppwhy_status status, const char *message)
{
    u->at_end = true;
    u->end_status = status;
    snprintf(u->end_message, sizeof u->end_message, "%s", message);
}

/* The next block of libarchive's. Where it complains of what it hands out all the same (a checksum that does
 * not fit), that is kept and reported at the end. */
static void read_block(unpack *u)
{
    const void *bytes = NULL;
    size_t length = 0;
    la_int64_t offset = (la_int64_t)u->position;
    char text[200];
    int result = archive_read_data_block(u->reader, &bytes, &length, &offset);
    bool broken_off = result != ARCHIVE_OK && result != ARCHIVE_EOF;
    if (result == ARCHIVE_FATAL)
        length = 0;
    if (broken_off && archive_errno(u->reader) == ENOMEM) {
        end_content(u, SPPWHY_LIMIT, "the archive " TOO_GREEDY);
    } else if (broken_off) {
        snprintf(text, sizeof text, "the archive is broken in here (%.150s)", reason(u));
        end_content(u, SPPWHY_DAMAGED, text);
    } else if (result == ARCHIVE_EOF) {
        end_content(u, SPPWHY_OK, "");
    }
    u->block = bytes;
    u->block_length = bytes ? length : 0;
    u->hole = offset > 0 && (uint64_t)offset > u->position ? (uint64_t)offset - u->position : 0;
}

/* What a tar holds is in it as it is, so only its holes are made of nothing. */
static sppwhy_status give(unpack *u, const void *from, size_t count, const void **bytes, size_t *length,
                          sppwhy_error *error)
{
    bool made = u->form != UNPACK_TAR || from != u->block;
    *bytes = from;
    *length = count;
    u->position += count;
    sppwhy_status status = made ? spend(u, count, error) : SPPWHY_OK;
    if (status != SPPWHY_OK) {
        *length = 0;
        end_content(u, status, "the archive was read no further");
        u->hole = u->block_length = 0;
    }
    return status;
}

static sppwhy_status next_piece(void *context, const void **bytes, size_t *length, sppwhy_error *error)
{
    static const uint8_t zeros[65536];
    unpack *u = context;
    *length = 0;
    for (int i = 0; u->hole == 0 && u->block_length == 0 && !u->at_end; i++)
        if (!cancellation_go_on(u->budget->watch, 0))
            end_content(u, SPPWHY_STOPPED, "stopped");
        else if (i < MOST_TRIES)
            read_block(u);
        else
            end_content(u, SPPWHY_DAMAGED, "the archive is broken in here (nothing more comes)");
    if (u->hole != 0) {
        size_t count = u->hole < sizeof zeros ? (size_t)u->hole : sizeof zeros;
        u->hole -= count;
        return give(u, zeros, count, bytes, length, error);
    }
    if (u->block_length != 0) {
        size_t count = u->block_length;
        u->block_length = 0;
        return give(u, u->block, count, bytes, length, error);
    }
    return u->end_status == SPPWHY_OK ? SPPWHY_OK : error_set(error, u->end_status, "%s", u->end_message);
}

sppwhy_status unpack_member_open(unpack *u, file **out, const char *path, sppwhy_error *error)
{
    sppwhy_status status = file_from_feed(out, path, (file_feed){u, next_piece}, error);
    time_t changed = archive_entry_mtime_is_set(u->entry) ? archive_entry_mtime(u->entry) : 0;
    if (status == SPPWHY_OK && changed > 0)
        file_set_time(*out, ((uint64_t)changed + CLOCK_UNIX_EPOCH_SECONDS) * CLOCK_SECOND);
    return status;
}

/* ---- from member to member ----------------------------------------------------------------------------- */

/* Where libarchive can jump over the rest it does; else the rest is unpacked and counts like what
 * is wanted. */
static sppwhy_status pass_rest(unpack *u, sppwhy_error *error)
{
    const void *bytes;
    size_t length = 1;
    bool jumps = u->form == UNPACK_ZIP || (u->form == UNPACK_TAR && !file_is_stream(u->input));
    if (!u->open)
        return SPPWHY_OK;
    u->open = false;
    while (!jumps && length != 0) {
        sppwhy_status status = next_piece(u, &bytes, &length, error);
        if (status == SPPWHY_LIMIT || status == SPPWHY_NO_MEMORY || status == SPPWHY_STOPPED)
            return status;
        if (status != SPPWHY_OK) /* reported by whoever reads the member, or by the next header */
            break;
    }
    return SPPWHY_OK;
}

/* The name as it is in the archive: in UTF-8 where it can be had, else its bytes. One that libarchive cannot
 * put into any form it has (without a locale of UTF-8) must still differ from that of the next member: by it
 * machines are told apart whose events do not name one. */
static void take_name(unpack *u)
{
    const char *name = archive_entry_pathname_utf8(u->entry);
    if (!name)
        name = archive_entry_pathname(u->entry);
    if (archive_format(u->reader) == ARCHIVE_FORMAT_RAW)
        name = u->name;
    while (name && name[0] == '.' && name[1] == '/' && name[2] != '\0') /* as tar writes them */
        name += 2;
    if (name && name[0] != '\0')
        snprintf(u->shown_name, sizeof u->shown_name, "%s", name);
    else
        snprintf(u->shown_name, sizeof u->shown_name, "(member %zu, whose name is not known)", u->place);
    u->member.name = u->shown_name;
}

static sppwhy_status count_member(unpack *u, sppwhy_error *error)
{
    if (u->budget->members++ < LIMIT_ARCHIVE_MEMBERS)
        return SPPWHY_OK;
    if (u->budget->over[0] == '\0')
        snprintf(u->budget->over, sizeof u->budget->over, "holds more than %d members",
                 LIMIT_ARCHIVE_MEMBERS);
    return over(u, error);
}

static sppwhy_status next_entry(unpack *u, bool *end, sppwhy_error *error)
{
    int result = ARCHIVE_RETRY;
    if (!cancellation_go_on(u->budget->watch, 0))
        return error_stopped(error);
    for (int i = 0; result == ARCHIVE_RETRY && i < MOST_TRIES; i++) {
        result = archive_read_next_header(u->reader, &u->entry);
        u->passed_over |= result == ARCHIVE_RETRY;
    }
    *end = result == ARCHIVE_EOF;
    if (*end)
        return SPPWHY_OK;
    if (result < ARCHIVE_WARN && !cancellation_go_on(u->budget->watch, 0))
        return error_stopped(error);
    if (result < ARCHIVE_WARN)
        return broken(u, "is broken; what comes after this place was not read", error);
    u->open = true;
    u->at_end = false;
    u->end_status = SPPWHY_OK;
    u->position = u->hole = 0;
    u->block_length = 0;
    u->place++;
    return count_member(u, error);
}

static bool has_content(const unpack *u)
{
    return archive_entry_filetype(u->entry) == AE_IFREG && !archive_entry_hardlink(u->entry);
}

static sppwhy_status find_member(unpack *u, bool *end, sppwhy_error *error)
{
    sppwhy_status status;
    do {
        status = pass_rest(u, error);
        if (status == SPPWHY_OK)
            status = next_entry(u, end, error);
    } while (status == SPPWHY_OK && !*end && !has_content(u));
    if (status != SPPWHY_OK || *end)
        return status;
    u->member.encrypted = archive_entry_is_data_encrypted(u->entry) == 1;
    u->member.size_known = archive_entry_size_is_set(u->entry);
    u->member.size = u->member.size_known ? (uint64_t)archive_entry_size(u->entry) : 0;
    take_name(u);
    return SPPWHY_OK;
}

/* ---- its end ------------------------------------------------------------------------------------------- */

#define UNREAD_REST "perhaps another archive, which was not read"

/* From where on the input is looked at for more: not before what a stream has left behind. */
static sppwhy_status look_behind(unpack *u, uint64_t end, sppwhy_error *error)
{
    uint64_t place = UINT64_MAX, in_buffer = end;
    bool stream = file_is_stream(u->input);
    for (; stream && in_buffer < u->input_at && place == UINT64_MAX; in_buffer++)
        if (u->input_at - in_buffer <= u->last_length &&
            u->buffer[u->last_length - (u->input_at - in_buffer)] != 0)
            place = in_buffer;
    sppwhy_status status = SPPWHY_OK;
    if (place == UINT64_MAX)
        status = archive_rest(u->input, stream && end < u->input_at ? u->input_at : end, u->budget->watch,
                              &place, error);
    if (status != SPPWHY_OK || place == UINT64_MAX)
        return status;
    return error_set(error, SPPWHY_DAMAGED, "has more data behind its end (from byte %llu on), " UNREAD_REST,
                     (unsigned long long)place);
}

/* Reached once, after the last member: what the archive's reader did not come to, and why the stream that it
 * is in ended before its end. */
static sppwhy_status look_at_end(unpack *u, sppwhy_error *error)
{
    uint64_t front = 0;
    sppwhy_status status = SPPWHY_OK;
    if (u->end_looked_at)
        return SPPWHY_OK;
    u->end_looked_at = true;
    if (u->passed_over)
        return error_set(error, SPPWHY_DAMAGED,
                         "holds data that is no member of it, which was passed over and not read");
    if (u->unzipped)
        return gzip_has_rest(u->unzipped)
                   ? error_set(error, SPPWHY_DAMAGED, "has more data behind its end, " UNREAD_REST)
                   : SPPWHY_OK;
    uint64_t end = archive_end(u->input, u->form, (uint64_t)archive_filter_bytes(u->reader, -1), &front);
    if (end != UINT64_MAX)
        status = look_behind(u, end, error);
    if (status == SPPWHY_OK && front != 0)
        return error_set(error, SPPWHY_DAMAGED,
                         "has more data in front of it (its first %llu bytes), " UNREAD_REST,
                         (unsigned long long)front);
    if (status == SPPWHY_OK && file_fault(u->input))
        return error_set(error, SPPWHY_DAMAGED, "%s", file_fault(u->input));
    return status;
}

sppwhy_status unpack_next(unpack *u, const unpack_member **member, sppwhy_error *error)
{
    bool end = true;
    *member = NULL;
    name_encoding_enter(&u->utf8);
    sppwhy_status status = find_member(u, &end, error);
    name_encoding_leave(&u->utf8);
    if (status == SPPWHY_OK && !end)
        *member = &u->member;
    return status == SPPWHY_OK && end ? look_at_end(u, error) : status;
}

bool unpack_is_encrypted(const unpack *u)
{
    return archive_read_has_encrypted_entries(u->reader) == 1;
}
