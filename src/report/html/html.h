/*
 * The HTML report: one page of one file, which opens from a mail with no network and no script.
 *
 * html.c is its frame, html_index.c puts machines and problems in their order once, so that everything is
 * written in one pass; each other html_*.c writes one part. What a log says passes html_text() or html_url()
 * and nothing else; ids and fragments are numbers of ours, and the script holds no data. Repeated advice
 * is folded: the steps of a problem are written once for all machines that need the same ones.
 */
#ifndef REPORT_HTML_HTML_H
#define REPORT_HTML_HTML_H

#include <stdio.h>

#include "base/arena.h"
#include "base/writer.h"
#include "report/view/finding.h"
#include "report/view/problems.h"
#include "report/view/words.h"
#include "rules/analysis.h"
#include "sppwhy/report.h"

/* What is shown of a list that can be as long as a log; how many more there are follows it. */
#define HTML_MACHINES_AT_ONCE 12    /* of those that need the same steps; the rest is folded, not left out */
#define HTML_PROBLEMS_MOST 60       /* problems with a card of their own; the others are lines of a table */
#define HTML_PLANS_MOST 12          /* kinds of failures inside of one card that are shown in full */
#define HTML_SECTION_ELEMENTS 24000 /* elements that the machines' sections may have together */
#define HTML_FLEET 100              /* machines: on paper only the summary, the problems and the list */
#define HTML_RUNS_SHOWN 50          /* of a machine's tries, equal ones in a row counted as one */
#define HTML_DAMAGE_SHOWN 10        /* places of one log */
#define HTML_LOGS_SHOWN 250         /* logs that were read whole; as many that were not */
#define HTML_UNREAD_SHOWN 500       /* files that were not read */
#define HTML_NAME_SHOWN 120         /* characters of a name in a list or a drawing */
#define HTML_COLORS 7               /* causes with a color of their own; the others share one */

/* A machine with its findings, worst first. */
typedef struct html_machine {
    const sppwhy_machine *machine; /* NULL: the collection as a whole */
    size_t position;               /* in the collection's order, by name */
    size_t number;                 /* in the page's order, from 1: worst first */
    const sppwhy_finding *const *findings;
    size_t finding_count;
    size_t failed;
    bool has_section;
} html_machine;

typedef struct html_page {
    sppwhy_writer *out;
    const sppwhy_analysis *analysis;
    html_machine collection;
    html_machine *machines;
    size_t machine_count;
    problem_list problems;
    const html_machine **by_name;    /* the machines in order of name, as in the collection */
    const html_machine **machine_of; /* by the place of a finding in the analysis */
    finding_index index;
    uint32_t *codes; /* that are named anywhere, in order */
    size_t code_count;
    const char *color_titles[HTML_COLORS]; /* of the causes with a color of their own */
    uint64_t first, last;                  /* of all records of all logs; 0 when there are none */
    arena *memory;                         /* for what a part of the page needs */
} html_page;

/* Fills in everything but `out`, `analysis`, `index` and `memory`, in the arena; false when memory is short. */
bool html_index(html_page *page);
const html_machine *html_machine_of(const html_page *page, const sppwhy_finding *finding);
/* The machine of the collection in the page's order; NULL for NULL. */
const html_machine *html_row_of(const html_page *page, const sppwhy_machine *machine);
/* ---- small parts: html_write.c ------------------------------------------------------------------------- */

/* Text of any origin, as an element's content or in an attribute's quotation marks. What cannot be seen or
 * would turn the direction of writing is shown by its number, \x07 or \u{202E}. */
void html_text(sppwhy_writer *out, const char *text);
/* The same, at most `most` characters of it and then how many more there are. */
void html_text_cut(sppwhy_writer *out, const char *text, size_t most);
/* A name in a drawing, where there is no room to say how many. */
void html_label(sppwhy_writer *out, const char *name, size_t most);
/* A name in a list or a drawing: cut where it is longer than any name is. */
void html_name(sppwhy_writer *out, const char *name);
/* True when a text may be the address of a link: it begins with https:// and has no character that does
 * not belong there. */
bool html_url(const char *text);
/* 12,345 */
void html_number(sppwhy_writer *out, uint64_t number);
/* "1 machine", "12,345 machines" */
void html_count(sppwhy_writer *out, size_t count, const char *one, const char *many);
/* "and 12,345 more", with what is before and behind it. */
void html_more(sppwhy_writer *out, const char *before, size_t count, const char *behind);
/* A drawing's numbers for those who cannot see it: the table's begin, down to its rows, folded; a column's
 * text that begins with "#" is of numbers. */
void html_same_as_table(sppwhy_writer *out, const char *more, const char *const *columns, size_t count);
/* 2026-03-05 07:42, with seconds when they are wanted; a dash when 0. */
void html_time(sppwhy_writer *out, uint64_t time, bool seconds);
/* 2026-03-05 */
void html_day(sppwhy_writer *out, uint64_t time);
/* 0xC004F074, with a link to what it means. */
void html_code(sppwhy_writer *out, uint32_t code);
void html_product(const html_page *page, const uint8_t *id);
/* "High" in its color. */
void html_level(sppwhy_writer *out, sppwhy_level level);
/* The machine's name, with a link to its section, or to its row of the table. */
void html_machine_link(sppwhy_writer *out, const html_machine *machine);
/* The computer that wrote a record; a link where it is another machine of the page than the one spoken of. */
void html_computer_link(const html_page *page, const sppwhy_record *record, const html_machine *of);
/* A step of advice: the commands in it as code, to be copied. */
void html_step(sppwhy_writer *out, const char *text);
/* <li> of each text. */
void html_items(sppwhy_writer *out, const char *const *texts, size_t count);

const char *html_outcome(sppwhy_outcome outcome);

/* The computer that wrote a record. */
const char *html_computer(const sppwhy_record *record);

/* Causes of failed activations by color: 0 to HTML_COLORS - 1, the most frequent first; HTML_COLORS for all
 * others. The style sheet's class of a color is "k0", "k1" ...; what went well is "ok". */
size_t html_color_of(const html_page *page, const sppwhy_verdict *verdict);
#define HTML_GOOD (HTML_COLORS + 1)
/* The title of that cause, or what else the color says. */
void html_color_title(const html_page *page, size_t color, size_t most);
/* What the colors stand for, with how many there are of each; those of which there are none are left out. */
void html_color_legend(const html_page *page, const size_t used[HTML_GOOD + 1]);

/* ---- the parts of the page ----------------------------------------------------------------------------- */

bool html_summary(const html_page *page);  /* false when memory is short; so the others of the kind */
bool html_chart(const html_page *page);    /* failures and successes over time */
bool html_asked(const html_page *page);    /* who asked which host */
bool html_calendar(const html_page *page); /* what runs out within 30 days */
bool html_counts(const html_page *page);   /* hosts' counts against what is needed */
bool html_coverage(const html_page *page); /* what was collected, and what is missing */
void html_troubles(const html_page *page);
void html_machine_table(const html_page *page);
void html_machine_sections(const html_page *page);
void html_timeline_legend(const html_page *page);
void html_timeline(const html_page *page, const html_machine *machine);
void html_logs(const html_page *page);
void html_codes(const html_page *page);

#endif
