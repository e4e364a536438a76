/* The findings as Markdown: what text says, as headings and lists, in UTC. */
#include "sppwhy/report.h"

#include "base/error.h"
#include "base/writer.h"
#include "report/view/advice_groups.h"
#include "report/view/commands.h"
#include "report/view/logs.h"
#include "report/view/finding.h"
#include "report/view/names.h"
#include "report/view/phrase.h"
#include "report/view/scope.h"
#include "report/view/words.h"
#include "rules/judge/host_causes.h"

#include <string.h>

#define NAMES_SHOWN 10
#define PLACES_SHOWN 4 /* of one log */

typedef struct markdown {
    sppwhy_writer *out;
    const sppwhy_analysis *analysis;
    report_times times;
    bool failed; /* memory was too short for a text: the whole then fails, and says so */
} markdown;

/* ---- texts --------------------------------------------------------------------------------------------- */

/* Nothing that a log says becomes markup: what could begin any is escaped, and so are the ends of lines. In
 * code nothing is markup but its own sign. */
static void put_bytes(sppwhy_writer *out, const char *text, size_t length, bool code)
{
    char room[TEXT_ESCAPE_ROOM];
    size_t size;
    for (const char *at = text, *end = text + length; at < end;) {
        const char *shown = text_next_printable(&at, &size, room);
        if (!code && size == 1 && strchr("\\`*_{}[]<>#|~!&", *shown))
            writer_char(out, '\\');
        writer_bytes(out, shown, size);
    }
}

static void put_text(const markdown *m, const char *text)
{
    put_bytes(m->out, text, strlen(text), false);
}

/* What was gathered, which is emptied and freed. */
static void put_gathered(markdown *m, strbuf *b)
{
    m->failed |= b->failed;
    put_text(m, text_in(b));
    strbuf_free(b);
    *b = (strbuf){0};
}

static void put_name(markdown *m, const char *name)
{
    strbuf b = {0};
    text_add_name_in_text(&b, name);
    put_gathered(m, &b);
}

/* Between signs that it does not hold, else as words. */
static void put_code(const markdown *m, const char *text, size_t length)
{
    bool code = length != 0 && !memchr(text, '`', length);
    writer_text(m->out, code ? "`" : "");
    put_bytes(m->out, text, length, code);
    writer_text(m->out, code ? "`" : "");
}

static void put_step(const markdown *m, const char *text)
{
    text_piece piece;
    while (next_piece(&text, &piece))
        if (piece.command)
            put_code(m, piece.at, piece.length);
        else
            put_bytes(m->out, piece.at, piece.length, false);
}

static void put_list(const markdown *m, const char *title, const char *const *texts, size_t count,
                     bool numbered)
{
    if (count != 0)
        writer_printf(m->out, "\n**%s**\n\n", title);
    for (size_t i = 0; i < count; i++) {
        if (numbered)
            writer_printf(m->out, "%zu. ", i + 1);
        else
            writer_text(m->out, "- ");
        put_step(m, texts[i]);
        writer_char(m->out, '\n');
    }
}

/* ---- a finding ----------------------------------------------------------------------------------------- */

static void put_hosts(markdown *m, const sppwhy_finding *f)
{
    strbuf b = {0};
    if (f->host_finding) {
        writer_text(m->out, "\nFix ");
        put_name(m, f->host_finding->machine->name);
        writer_printf(m->out, " first (%s).\n", f->host_finding->verdict.cause);
    }
    if (f->affected_count == 0)
        return;
    add_names(&b, f->affects, f->affected_count, shown_of(f->affected_count, NAMES_SHOWN), "");
    writer_text(m->out, "\nAffects ");
    put_gathered(m, &b);
    writer_char(m->out, '\n');
}

/* Of a group the times of all, and of one of them why. */
static void put_when(markdown *m, const sppwhy_finding *f, const sppwhy_finding *example)
{
    const char *host = example ? finding_target_name(m->analysis, example) : NULL;
    strbuf b = {0};
    add_cause(&b, m->analysis, f);
    put_code(m, text_in(&b), strlen(text_in(&b)));
    strbuf_clear(&b);
    if (host) {
        strbuf_add(&b, " at ");
        text_add_name_in_text(&b, host);
    }
    add_times(&b, m->analysis, f, &m->times);
    if (example)
        add_example(&b, example);
    else if (f->activation_count > 1)
        strbuf_add(&b, ". Latest:");
    put_gathered(m, &b);
}

static void put_finding(markdown *m, const sppwhy_finding *f, const sppwhy_finding *example)
{
    const sppwhy_verdict *v = &f->verdict;
    writer_printf(m->out, "\n### [%s] ", sppwhy_level_name(v->level));
    put_text(m, v->title);
    writer_text(m->out, "\n\n");
    put_when(m, f, example);
    writer_text(m->out, "\n\n");
    put_text(m, v->why);
    writer_char(m->out, '\n');
    put_hosts(m, f);
    put_list(m, LABEL_CHECK, v->confirm, v->confirm_count, false);
    put_list(m, LABEL_FIX, v->fix, v->fix_count, true);
    put_list(m, LABEL_CAUTION, v->false_alarms, v->false_alarm_count, false);
    put_list(m, LABEL_COLLECT, v->missing, v->missing_count, false);
}

static void put_group(markdown *m, const advice_group *b)
{
    const sppwhy_finding *example = advice_group_example(b);
    sppwhy_finding common = advice_group_in_common(b, example);
    strbuf names = {0};
    writer_printf(m->out, "\n## %zu machines\n\n", b->machines);
    add_names_of(&names, b->findings, b->count, NAMES_SHOWN, "");
    put_gathered(m, &names);
    writer_char(m->out, '\n');
    put_finding(m, &common, example);
}

static void put_block(markdown *m, const advice_group *b)
{
    if (b->group) {
        put_group(m, b);
        return;
    }
    writer_text(m->out, "\n## ");
    put_name(m, b->machine ? b->machine->name : "The collected logs");
    writer_char(m->out, '\n');
    for (size_t i = 0; i < b->count; i++)
        put_finding(m, b->findings[i], NULL);
}

/* ---- what it covers ------------------------------------------------------------------------------------ */

static void put_scope(markdown *m)
{
    for (int fact = SCOPE_LOGS; fact < SCOPE_TOTAL; fact++) {
        const char *mark = scope_warns((scope_fact)fact) ? "**" : "";
        strbuf b = {0};
        add_scope(&b, m->analysis, &m->times, (scope_fact)fact);
        if (b.length == 0 && !b.failed) {
            strbuf_free(&b);
            continue;
        }
        writer_text(m->out, fact == SCOPE_LOGS ? "\n" : " ");
        writer_text(m->out, mark);
        put_gathered(m, &b);
        writer_text(m->out, mark);
    }
    writer_char(m->out, '\n');
}

/* "PATH: 12 records lost; at byte 4096: REASON" */
static void put_damaged_log(markdown *m, const sppwhy_log *log)
{
    size_t lost = log_places_lost(log), at = 0, shown = 0;
    strbuf b = {0};
    if (lost == 0)
        return;
    writer_text(m->out, "- ");
    put_text(m, log->path);
    writer_text(m->out, ": ");
    if (log->records_lost != 0)
        strbuf_printf(&b, "%llu %s lost", (unsigned long long)log->records_lost,
                      plural((size_t)log->records_lost, "record", "records"));
    for (const sppwhy_damage *d; shown < PLACES_SHOWN && (d = next_place_lost(log, &at)) != NULL; shown++)
        strbuf_printf(&b, "%sat byte %llu: %s", b.length != 0 ? "; " : "", (unsigned long long)d->offset,
                      d->reason);
    if (shown < lost)
        strbuf_printf(&b, "; and %zu more %s", lost - shown, plural(lost - shown, "place", "places"));
    put_gathered(m, &b);
    writer_char(m->out, '\n');
}

static void put_unread(markdown *m)
{
    const sppwhy_analysis *a = m->analysis;
    strbuf b = {0};
    add_damage(&b, a->collection);
    bool damaged = b.length != 0 || b.failed;
    if (damaged || a->unread_count != 0)
        writer_text(m->out, "\n## Not read, or not whole\n\n");
    if (damaged) {
        put_gathered(m, &b);
        writer_text(m->out, ".\n\n");
    }
    strbuf_free(&b);
    for (size_t i = 0; i < a->collection->log_count; i++)
        put_damaged_log(m, a->collection->logs[i]);
    for (size_t i = 0; i < a->unread_count; i++) {
        writer_text(m->out, "- ");
        put_text(m, a->unread[i].path);
        writer_text(m->out, ": ");
        put_text(m, a->unread[i].message);
        writer_char(m->out, '\n');
    }
}

static void put_wanted(markdown *m)
{
    const sppwhy_analysis *a = m->analysis;
    if (a->wanted_count != 0)
        writer_text(m->out, "\n## Collect next\n\n");
    for (size_t i = 0; i < a->wanted_count; i++) {
        strbuf b = {0};
        add_wanted(&b, &a->wanted[i], &m->times);
        writer_text(m->out, "- ");
        put_gathered(m, &b);
        writer_char(m->out, '\n');
    }
}

static void put_ignored(markdown *m)
{
    const sppwhy_analysis *a = m->analysis;
    if (a->ignored_count != 0)
        writer_text(m->out, "\n## Ignored\n\n");
    for (size_t i = 0; i < a->ignored_count; i++) {
        strbuf b = {0};
        add_ignored(&b, &a->ignored[i], &m->times);
        writer_text(m->out, "- ");
        put_gathered(m, &b);
        writer_char(m->out, '\n');
    }
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

sppwhy_status sppwhy_report_markdown(sppwhy_writer *out, const sppwhy_analysis *analysis, sppwhy_error *error)
{
    markdown m = {.out = out, .analysis = analysis};
    advice_groups blocks;
    strbuf sentence = {0};
    finding_index index = finding_index_create(analysis);
    bool made = advice_groups_make(&blocks, &index);
    finding_index_free(&index);
    if (!made)
        return error_no_memory(error);
    writer_text(out, "# Windows volume activation\n\n");
    add_verdict_sentence(&sentence, analysis);
    put_gathered(&m, &sentence);
    writer_char(out, '\n');
    put_scope(&m);
    for (size_t i = 0; i < blocks.count; i++)
        put_block(&m, &blocks.items[i]);
    put_unread(&m);
    put_wanted(&m);
    put_ignored(&m);
    advice_groups_free(&blocks);
    return m.failed ? error_no_memory(error) : SPPWHY_OK;
}
