/*
 * The HTML report: one page of one file, which opens from a mail with no network and no script.
 *
 * html.c is its frame, html_index.c puts machines and causes in their order once, so that everything is
 * written in one pass; each other html_*.c writes one part. What a log says passes html_text() or html_url()
 * and nothing else; ids and fragments are numbers of ours, and no data is in the script. Repeated advice
 * is folded: the steps of a cause are written once for all machines that need the same ones.
 */
#ifndef REPORT_HTML_HTML_H
#define REPORT_HTML_HTML_H

#include <stdio.h>

#include "base/arena.h"
#include "base/writer.h"
#include "rules/analysis.h"
#include "sppwhy/report.h"

/* What is shown of a list that can be as long as a log; behind it is how many more there are. */
#define HTML_MACHINES_AT_ONCE 12 /* of those that need the same steps; the rest is folded, not left out */
#define HTML_SECTIONS_MOST 250   /* machines with a section of their own, the worst; KMS hosts always */
#define HTML_FLEET 100           /* machines: on paper only the summary, the troubles and the list */
#define HTML_RUNS_SHOWN 50       /* of a machine's tries, equal ones in a row counted as one */
#define HTML_DAMAGE_SHOWN 10     /* places of one log */
#define HTML_UNREAD_SHOWN 500    /* files that were not read */

/* A machine with its findings, worst first. */
typedef struct html_machine {
    const sppwhy_machine *machine; /* NULL: the collection as a whole */
    size_t position;               /* in the collection's order, by name */
    size_t number;                 /* in the page's order, from 1: worst first */
    const sppwhy_finding **findings;
    size_t finding_count;
    size_t failed;
    bool has_section;
} html_machine;

/* Findings of one cause whose advice is the same, word for word. */
typedef struct html_plan {
    size_t number; /* from 1 */
    const sppwhy_finding **findings;
    size_t count;
} html_plan;

typedef struct html_cause {
    size_t number; /* from 1: worst first */
    html_plan *plans;
    size_t plan_count;
    size_t machines, activations;
    sppwhy_level level; /* of the worst finding */
} html_cause;

typedef struct html_page {
    sppwhy_writer *out;
    const sppwhy_analysis *analysis;
    html_machine collection;
    html_machine *machines;
    size_t machine_count;
    html_cause *causes;
    size_t cause_count;
    /* By the place of a finding in the analysis: */
    const html_machine **machine_of;
    const html_plan **plan_of;
    uint32_t *codes; /* that are named anywhere, in order */
    size_t code_count;
    uint64_t first, last; /* of all records of all logs; 0 when there are none */
} html_page;

/* Fills in everything but `out` and `analysis`, in the arena; false when memory is short. */
bool html_index(html_page *page, arena *a);
/* 0 to 4, the worse state first; of machines whose state is not known the hosts. */
int html_state_rank(const sppwhy_machine *machine);

const html_machine *html_machine_of(const html_page *page, const sppwhy_finding *finding);
const html_plan *html_plan_of(const html_page *page, const sppwhy_finding *finding);

/* ---- small parts: html_write.c ------------------------------------------------------------------------- */

/* Text of any origin, as an element's content or in an attribute's quotation marks. What cannot be seen or
 * would turn the direction of writing is shown by its number, \x07 or \u{202E}. */
void html_text(sppwhy_writer *out, const char *text);
/* True when a text may be as the address of a link: it begins with https:// and has no character that does
 * not belong there. */
bool html_url(const char *text);
/* 12,345 */
void html_number(sppwhy_writer *out, uint64_t number);
/* "1 machine", "12,345 machines" */
void html_count(sppwhy_writer *out, size_t count, const char *one, const char *many);
/* 2026-03-05 07:42, with seconds when they are wanted; a dash when 0. */
void html_time(sppwhy_writer *out, uint64_t time, bool seconds);
/* 0xC004F074, with a link to what it means. */
void html_code(sppwhy_writer *out, uint32_t code);
void html_product(const html_page *page, const uint8_t *id);
/* "High" in its color. */
void html_level(sppwhy_writer *out, sppwhy_level level);
/* The machine's name, with a link to its section where it has one. */
void html_machine_link(sppwhy_writer *out, const html_machine *machine);
/* A step of advice: the commands in it as code, to be copied. */
void html_step(sppwhy_writer *out, const char *text);
/* <li> of each text. */
void html_items(sppwhy_writer *out, const char *const *texts, size_t count);

/* "Not activating"; a word for the style sheet. */
const char *html_state(const sppwhy_machine *machine);
const char *html_state_class(const sppwhy_machine *machine);
const char *html_outcome(sppwhy_outcome outcome);

/* The computer that wrote a record. */
const char *html_computer(const sppwhy_record *record);

/* ---- the parts of the page ----------------------------------------------------------------------------- */

void html_summary(const html_page *page);
void html_chart(const html_page *page); /* failures and successes over time */
void html_causes(const html_page *page);
void html_machine_table(const html_page *page);
void html_machine_sections(const html_page *page);
void html_timeline_legend(const html_page *page);
void html_timeline(const html_page *page, const html_machine *machine);
void html_logs(const html_page *page);
void html_codes(const html_page *page);

#endif
