/*
 * The findings for a person: the totals, then machine by machine, worst first, then the machines without
 * findings, the logs that could not be read whole, and at the end, where a long report ends on a screen, the
 * causes and the totals again. Plain ASCII of our own, but for the signs on a terminal; what comes from logs
 * is printed so that it cannot act on one.
 */
#include "report/text/text.h"

/* The newest time that the report speaks of. */
static uint64_t newest_time(const sppwhy_analysis *a)
{
    uint64_t newest = 0;
    for (size_t i = 0; i < a->finding_count; i++)
        newest = a->findings[i].last > newest ? a->findings[i].last : newest;
    for (size_t i = 0; newest == 0 && i < a->collection->log_count; i++)
        newest = a->collection->logs[i]->last_event;
    return newest;
}

void sppwhy_report_text(sppwhy_writer *out, const sppwhy_analysis *analysis, sppwhy_text_options options)
{
    block_list blocks;
    finding_index index = finding_index_create(analysis);
    bool made = blocks_make(&blocks, analysis);
    text_writer w = {.page = page_of(out, options, newest_time(analysis)),
                     .out = out,
                     .analysis = analysis,
                     .index = &index,
                     .blocks = &blocks,
                     .all = options.all};
    put_totals(&w);
    put_zone(&w.page);
    writer_char(out, '\n');
    if (made)
        put_blocks(&w);
    else
        writer_text(out, "Memory is too short to list the findings.\n");
    put_quiet_machines(&w);
    put_damage(&w);
    put_unread(&w);
    put_fleet(&w);
    put_totals(&w);
    blocks_free(&blocks);
    finding_index_free(&index);
}
