#include "report/markdown/markdown.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/writer.h"
#include "report/view/advice_groups.h"
#include "report/view/commands.h"
#include "report/view/words.h"

#include <string.h>

#define NAMES_SHOWN 10

/* ---- texts --------------------------------------------------------------------------------------------- */

/* Nothing that a log says becomes markup: what could begin any is escaped, and so are the ends of lines. */
static void put_text(sppwhy_writer *out, const char *text, size_t length)
{
    char room[TEXT_ESCAPE_ROOM];
    size_t size;
    for (const char *at = text, *end = text + length; at < end;) {
        const char *shown = text_next_printable(&at, &size, room);
        if (size == 1 && strchr("\\`*_{}[]<>#|~!&", *shown))
            writer_char(out, '\\');
        writer_bytes(out, shown, size);
    }
}

static void put_whole(sppwhy_writer *out, const char *text)
{
    put_text(out, text, strlen(text));
}

/* Commands between signs that no command holds, else as words. */
static void put_step(sppwhy_writer *out, const char *text)
{
    text_piece piece;
    while (next_piece(&text, &piece)) {
        bool code = piece.command && !memchr(piece.at, '`', piece.length);
        strbuf safe = {0};
        strbuf_add_bytes(&safe, piece.at, piece.length);
        if (code) {
            strbuf printable = {0};
            text_add_printable(&printable, safe.bytes ? safe.bytes : "");
            writer_printf(out, "`%s`", printable.bytes ? printable.bytes : "");
            strbuf_free(&printable);
        } else {
            put_text(out, piece.at, piece.length);
        }
        strbuf_free(&safe);
    }
}

static void put_list(sppwhy_writer *out, const char *title, const char *const *texts, size_t count,
                     bool numbered)
{
    if (count != 0)
        writer_printf(out, "\n**%s**\n\n", title);
    for (size_t i = 0; i < count; i++) {
        if (numbered)
            writer_printf(out, "%zu. ", i + 1);
        else
            writer_text(out, "- ");
        put_step(out, texts[i]);
        writer_char(out, '\n');
    }
}

/* ---- a trouble ----------------------------------------------------------------------------------------- */

static void put_machines(sppwhy_writer *out, const block *b)
{
    size_t shown = 0;
    for (size_t i = 0; i < b->count && shown < NAMES_SHOWN; i++) {
        if (i != 0 && b->findings[i]->machine == b->findings[i - 1]->machine)
            continue;
        writer_text(out, shown++ != 0 ? ", " : "\n");
        put_whole(out, b->findings[i]->machine->name);
    }
    if (b->machines > shown)
        writer_printf(out, " and %zu more", b->machines - shown);
    writer_char(out, '\n');
}

static void put_affected(sppwhy_writer *out, const sppwhy_finding *f)
{
    if (f->host_finding) {
        writer_text(out, "\nFix ");
        put_whole(out, f->host_finding->machine->name);
        writer_printf(out, " first (%s).\n", f->host_finding->verdict.cause);
    }
    if (f->affected_count != 0)
        writer_text(out, "\nAffects ");
    for (size_t i = 0; i < f->affected_count && i < NAMES_SHOWN; i++) {
        writer_text(out, i != 0 ? ", " : "");
        put_whole(out, f->affects[i]->name);
    }
    if (f->affected_count > NAMES_SHOWN)
        writer_printf(out, " and %zu more", f->affected_count - NAMES_SHOWN);
    writer_text(out, f->affected_count != 0 ? "\n" : "");
}

static void put_finding(sppwhy_writer *out, const sppwhy_finding *f)
{
    const sppwhy_verdict *v = &f->verdict;
    char from[40], to[40];
    writer_printf(out, "\n### [%s] ", sppwhy_level_name(v->level));
    put_whole(out, v->title);
    writer_printf(out, "\n\n`%s`, %s", v->cause, sppwhy_confidence_name(v->confidence));
    if (f->first != 0)
        writer_printf(out, ", %zu %s, %s to %s UTC", f->occurrences, f->occurrences == 1 ? "time" : "times",
                      clock_format_plain(f->first, false, from), clock_format_plain(f->last, false, to));
    writer_text(out, "\n\n");
    put_whole(out, v->why);
    writer_char(out, '\n');
    put_affected(out, f);
    put_list(out, "Check", v->confirm, v->confirm_count, false);
    put_list(out, "Fix", v->fix, v->fix_count, true);
    put_list(out, "Collect", v->missing, v->missing_count, false);
}

static void put_block(sppwhy_writer *out, const block *b)
{
    writer_text(out, "\n## ");
    if (b->group)
        writer_printf(out, "%zu machines", b->machines);
    else
        put_whole(out, b->machine ? b->machine->name : "The collected logs");
    writer_char(out, '\n');
    if (b->group)
        put_machines(out, b);
    for (size_t i = 0; i < b->count && (i == 0 || !b->group); i++)
        put_finding(out, b->findings[i]);
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static void put_wanted(sppwhy_writer *out, const sppwhy_analysis *a)
{
    char from[40], to[40];
    if (a->wanted_count != 0)
        writer_text(out, "\n## Collect next\n\n");
    for (size_t i = 0; i < a->wanted_count; i++) {
        const sppwhy_wanted_log *l = &a->wanted[i];
        writer_text(out, "- ");
        put_whole(out, l->log.channel);
        writer_text(out, " of ");
        put_whole(out, l->log.machine);
        if (l->log.to != 0)
            writer_printf(out, ", %s to %s UTC", clock_format_plain(l->log.from, false, from),
                          clock_format_plain(l->log.to, false, to));
        writer_printf(out, ": settles %zu %s\n", l->settles, l->settles == 1 ? "verdict" : "verdicts");
    }
}

sppwhy_status report_markdown(sppwhy_writer *out, const sppwhy_analysis *analysis)
{
    block_list blocks;
    strbuf sentence = {0};
    if (!blocks_make(&blocks, analysis))
        return SPPWHY_NO_MEMORY;
    add_verdict_sentence(&sentence, analysis);
    writer_text(out, "# Windows volume activation\n\n");
    put_whole(out, sentence.bytes ? sentence.bytes : "");
    writer_char(out, '\n');
    for (size_t i = 0; i < blocks.count; i++)
        put_block(out, &blocks.items[i]);
    put_wanted(out, analysis);
    bool failed = sentence.failed;
    strbuf_free(&sentence);
    blocks_free(&blocks);
    return failed ? SPPWHY_NO_MEMORY : SPPWHY_OK;
}
