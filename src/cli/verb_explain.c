/* sppwhy explain WHAT...: what is known of a code, an event id, a product or a cause; needs no log. */
#include "cli/cli.h"

#include <string.h>

#define VERBS_MOST 32

static int explain(const options *o, const sppwhy_explainer *e)
{
    size_t unknown = 0;
    int status = output_report(
        o, "explain", NULL,
        &(report_job){
            .explainer = e, .words = o->paths, .word_count = o->path_count, .unknown_words = &unknown});
    return status == EXIT_DONE && unknown != 0 ? EXIT_INPUT : status;
}

/* ---- something pasted ---------------------------------------------------------------------------------- */

static bool tell_place(void *context, const char *path, size_t line, const char *message)
{
    (void)context;
    if (line == 0)
        tell("%s: %s", path, message);
    else
        tell("%s:%zu: %s", path, line, message);
    return true;
}

/* No text has such characters; what has is a picture, a document or a program. */
static bool is_binary(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)bytes[i] < 0x20 && (bytes[i] == '\0' || !strchr("\t\n\v\f\r\033", bytes[i])))
            return true;
    return length >= 5 && memcmp(bytes, "%PDF-", 5) == 0;
}

/* The text for who explains words: its beginning, as UTF-8. */
static const char *pasted_text(arena *memory, file *f, bool *binary, bool *cut, sppwhy_error *error)
{
    text_input pasted;
    const char *text = NULL;
    sppwhy_status status = text_input_open(&pasted, f, error);
    while (status == SPPWHY_OK && !pasted.ended && text_input_left(&pasted) <= LIMIT_PASTED_TEXT)
        status = text_input_more(&pasted, error);
    size_t length = text_input_left(&pasted);
    if (status == SPPWHY_OK) {
        *cut = length > LIMIT_PASTED_TEXT;
        length = *cut ? LIMIT_PASTED_TEXT : length;
        *binary = is_binary(text_input_at(&pasted), length);
        text = arena_bytes(memory, text_input_at(&pasted), length);
        text = text ? text_valid_utf8(memory, text) : NULL;
    }
    text_input_close(&pasted);
    return text;
}

static int decode(const options *o, const sppwhy_explainer *e, const sppwhy_log *log, sppwhy_error *error)
{
    sppwhy_records *records = NULL;
    if (sppwhy_records_create(&records, e->catalogue, &log, 1, error) != SPPWHY_OK) {
        tell_error(error);
        return EXIT_INPUT;
    }
    int status = output_report(o, "explain", NULL, &(report_job){.explainer = e, .records = records});
    sppwhy_records_free(records);
    return status;
}

/* Events first, then a message alone, then words. */
static int explain_file(const options *o, const sppwhy_explainer *e, arena *memory, file *f)
{
    const char *path = o->paths[0];
    const sppwhy_read_options wanted = {.size = sizeof wanted,
                                        .providers = sppwhy_catalogue_providers(e->catalogue),
                                        .zone_seconds = o->zone_seconds,
                                        .zone_of_system = o->zone_local};
    sppwhy_error error;
    exports_result read;
    const sppwhy_log *log = NULL;
    signature is;
    sppwhy_error_clear(&error);
    if (signature_read(&is, f, false, &error) == SPPWHY_OK &&
        (is.content == SPPWHY_CONTENT_LOG || is.content == SPPWHY_CONTENT_ARCHIVE)) {
        tell("%s: is %s: `sppwhy PATH` explains what is in it", path,
             is.content == SPPWHY_CONTENT_LOG ? "an event log" : "an archive");
        return EXIT_USAGE;
    }
    sppwhy_status status = exports_read(&read, memory, f, path, &wanted, tell_place, NULL, &error);
    if (status == SPPWHY_OK && read.file_dated)
        tell("%s: it says nothing of when it was printed; its times are that of %s", path,
             strcmp(path, "-") == 0 ? "reading it" : "the file");
    if (status == SPPWHY_OK && sppwhy_log_event_count(read.log) != 0)
        return decode(o, e, read.log, &error);
    bool binary = false, cut = false;
    const char *text = status == SPPWHY_OK || status == SPPWHY_NOT_A_LOG
                           ? pasted_text(memory, f, &binary, &cut, &error)
                           : NULL;
    if (!text || exports_read_message(&log, memory, text, &wanted, &error) != SPPWHY_OK) {
        tell_error(&error);
        return EXIT_INPUT;
    }
    if (log && sppwhy_log_event_count(log) != 0)
        return decode(o, e, log, &error);
    if (binary) {
        tell("%s: is not text; type the code or the words that it shows: sppwhy explain 0xC004F074", path);
        return EXIT_INPUT;
    }
    if (cut && !o->quiet)
        tell("%s: no event is in it; only the words in its first %zu KiB are looked up", path,
             LIMIT_PASTED_TEXT >> 10);
    options words = *o;
    words.paths = &text;
    words.path_count = 1;
    return explain(&words, e);
}

/* A path by its ending, such as no word, host or script has that explain knows. */
static bool is_path(const char *what)
{
    static const char *const endings[] = {
        ".txt", ".log", ".evtx", ".evt",  ".xml", ".csv",  ".json", ".jsonl", ".zip",  ".cab", ".7z",  ".gz",
        ".tgz", ".png", ".jpg",  ".jpeg", ".pdf", ".docx", ".htm",  ".html",  ".xlsx", ".eml", ".msg", NULL};
    size_t length = strlen(what);
    for (size_t i = 0; endings[i]; i++) {
        size_t ending = strlen(endings[i]);
        if (length > ending && text_equal_nocase(what + length - ending, endings[i]))
            return true;
    }
    return false;
}

/* A folder, or a file that is not there: explain has nothing of it. */
static bool is_wrong_path(const char *path)
{
    file_kind kind = file_look(path, NULL);
    bool is_folder = kind == FILE_FOLDER && strpbrk(path, "./\\");
    bool is_missing = kind == FILE_MISSING && is_path(path);
    if (is_folder)
        tell("%s: is a folder: `sppwhy PATH` explains the logs in it", path);
    else if (is_missing)
        tell("%s: does not exist", path);
    return is_folder || is_missing;
}

/* -1 when what was asked for is no file: words. */
static int explain_pasted(const options *o, const sppwhy_explainer *e)
{
    sppwhy_error error;
    file *f = NULL;
    const char *path = o->paths[0];
    sppwhy_error_clear(&error);
    if (o->path_count == 1 && is_wrong_path(path))
        return EXIT_INPUT;
    if (o->path_count != 1 || (strcmp(path, "-") != 0 && file_look(path, NULL) != FILE_PLAIN))
        return -1;
    arena *memory = arena_create();
    sppwhy_status status = memory ? file_open(&f, path, &error) : SPPWHY_NO_MEMORY;
    error.status = status;
    int ended = EXIT_INPUT;
    if (status == SPPWHY_OK)
        ended = explain_file(o, e, memory, f);
    else
        tell_error(&error);
    file_close(f);
    arena_free(memory);
    return ended;
}

static int explain_any(const options *o, const sppwhy_catalogue *catalogue, const sppwhy_rules *rules)
{
    const char *names[VERBS_MOST] = {NULL};
    for (size_t i = 0; verbs[i].name && i + 1 < VERBS_MOST; i++)
        names[i] = verbs[i].name;
    const sppwhy_explainer e = {
        .size = sizeof e, .catalogue = catalogue, .rules = rules, .more_words = names};
    int ended = explain_pasted(o, &e);
    return ended >= 0 ? ended : explain(o, &e);
}

int run_explain(const options *o)
{
    sppwhy_catalogue *catalogue;
    sppwhy_rules *rules;
    if (o->path_count == 0) {
        tell("nothing to explain: give an error code, an event id, a product's GUID or a cause; - for pasted "
             "text");
        return EXIT_USAGE;
    }
    int status = rules_read(&catalogue, &rules, o);
    if (status == EXIT_DONE)
        status = explain_any(o, catalogue, rules);
    sppwhy_rules_free(rules);
    sppwhy_catalogue_free(catalogue);
    return status;
}
