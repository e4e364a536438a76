/* What is new, what is gone, what goes on: a line a finding. */
#include "report/text/reports.h"

#include "base/sort.h"
#include "base/text.h"

#include "report/text/text.h"
#include "report/view/phrase.h"

#include <stdlib.h>
#include <string.h>

#define LINES_SHOWN 20

static void put_brief(const page *p, const finding_brief *f)
{
    strbuf b = {0};
    strbuf_printf(&b, "[%s] ", sppwhy_level_name(f->level));
    text_add_name_in_text(&b, f->name[0] ? f->name : "the collected logs");
    strbuf_printf(&b, ": %s (%s)", f->title, f->cause);
    writer_text(p->out, "  ");
    put_color(p, level_colors[f->level]);
    put_wrapped(p, 4, 2, text_in(&b));
    put_color(p, "\033[0m");
    strbuf_free(&b);
}

static void put_briefs(const page *p, const char *title, const brief_list *list, bool all)
{
    size_t shown = all ? list->count : shown_of(list->count, LINES_SHOWN);
    if (list->count == 0)
        return;
    put_color(p, "\033[1m");
    writer_printf(p->out, "%s (%zu)\n", title, list->count);
    put_color(p, "\033[0m");
    for (size_t i = 0; i < shown; i++)
        put_brief(p, list->items[i]);
    if (shown < list->count)
        writer_printf(p->out, "  and %zu more (--all lists them)\n", list->count - shown);
    writer_char(p->out, '\n');
}

/* Of machines without logs nobody can say that a problem is gone. */
static void put_unseen(const page *p, const brief_list *list)
{
    size_t machines = 0;
    strbuf b = {0};
    const char **names = calloc(list->count + 1, sizeof *names);
    for (size_t i = 0; names && i < list->count; i++)
        names[i] = list->items[i]->name;
    if (names && list->count != 0)
        sort_array(names, list->count, sizeof *names, text_order);
    for (size_t i = 0; names && i < list->count; i++)
        machines += i == 0 || strcmp(names[i], names[i - 1]) != 0;
    if (list->count != 0) {
        strbuf_printf(&b, "%zu earlier %s on %zu %s: not known, their logs are not among the new ones",
                      list->count, plural(list->count, "finding", "findings"), machines,
                      plural(machines, "machine", "machines"));
        put_paragraph(p, 0, text_in(&b));
    }
    free(names);
    strbuf_free(&b);
}

void report_diff_text(sppwhy_writer *out, const brief_diff *diff, const sppwhy_text_options *options)
{
    page p = page_of(out, *options, 0);
    writer_printf(out, "%zu new, %zu gone, %zu going on\n\n", diff->added.count, diff->gone.count,
                  diff->lasting.count);
    put_briefs(&p, "New", &diff->added, options->all);
    put_briefs(&p, "Gone", &diff->gone, options->all);
    put_briefs(&p, "Going on", &diff->lasting, options->all);
    put_unseen(&p, &diff->unseen);
}
