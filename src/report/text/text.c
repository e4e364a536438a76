/*
 * The findings for a person: the totals, then machine by machine, worst first, then the machines without
 * findings, the logs that could not be read whole, and at the end, where a long report ends on a screen, the
 * causes and the totals again. Plain ASCII of our own, but for the signs on a terminal; what comes from logs
 * is printed so that it cannot act on one.
 */
#include "report/text/text.h"

#define SCREEN_BYTES 1200 /* a report that fits on a screen shows the totals at its top */

static void put_rest_of_report(const text_writer *w, uint64_t begun)
{
    put_quiet_machines(w);
    put_damage(w);
    put_unread(w);
    put_collect(w);
    put_ignored(w);
    put_fleet(w);
    if (writer_count(w->out) - begun > SCREEN_BYTES)
        put_totals(w);
}

void sppwhy_report_text(sppwhy_writer *out, const sppwhy_analysis *analysis, const sppwhy_text_options *given)
{
    sppwhy_text_options options = text_options_of(out, given);
    advice_groups blocks;
    finding_index index = finding_index_create(analysis);
    bool made = advice_groups_make(&blocks, &index);
    text_writer w = {.page = page_of(out, options, report_newest(analysis)),
                     .out = out,
                     .analysis = analysis,
                     .index = &index,
                     .blocks = &blocks,
                     .all = options.all};
    const uint64_t begun = writer_count(out);
    put_totals(&w);
    put_zone(&w.page);
    writer_char(out, '\n');
    if (!made)
        writer_text(out, "Memory is too short to list the findings.\n");
    else if (options.brief && !options.all)
        put_lines(&w);
    else
        put_blocks(&w);
    if (!options.brief || options.all)
        put_rest_of_report(&w, begun);
    advice_groups_free(&blocks);
    finding_index_free(&index);
}
