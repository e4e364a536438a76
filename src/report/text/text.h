/*
 * What the files of the text report share: text.c has the whole, text_finding.c a finding and its evidence,
 * text_blocks.c machines and groups of them, text_choice.c which of them, text_lines.c a line for each
 * (--brief), text_summary.c what is said of all together.
 */
#ifndef REPORT_TEXT_TEXT_H
#define REPORT_TEXT_TEXT_H

#include "report/view/advice_groups.h"
#include "report/view/finding.h"
#include "report/view/index.h"
#include "report/view/words.h"
#include "report/text/prose.h"

#include "base/places.h"
#include "base/vec.h"

typedef struct text_writer {
    page page;
    sppwhy_writer *out; /* the page's */
    const sppwhy_analysis *analysis;
    const finding_index *index;
    const advice_groups *blocks;
    bool all;
    bool brief; /* only what it is, whom it hits and what to do */
} text_writer;

/* ---- findings ------------------------------------------------------------------------------------------ */

extern const char *const level_colors[];

/* "  [high] The title" */
void put_title(const text_writer *w, const sppwhy_verdict *v);
/* Why, on what evidence, what is missing; of the evidence so many events (--all: all). In brief: which host
 * is behind it. */
void put_grounds(const text_writer *w, const sppwhy_finding *f, size_t events);
/* Check, fix, caution. */
void put_steps(const text_writer *w, const sppwhy_verdict *v);

/* ---- blocks -------------------------------------------------------------------------------------------- */

/* Findings whose checks and fix are above: they are not reported again. */
typedef struct told_findings {
    arena *memory;
    VEC(const void *) list;
    places known;
    strbuf room;
} told_findings;

void told_findings_free(told_findings *told);

/* One block; false when memory is short. */
bool put_block(const text_writer *w, const advice_group *b, told_findings *told);
/* All of them, the worst first. */
void put_blocks(const text_writer *w);

/* ---- all together -------------------------------------------------------------------------------------- */

/* The whole in one sentence or two. */
void put_totals(const text_writer *w);
void put_quiet_machines(const text_writer *w);
void put_damage(const text_writer *w);
void put_unread(const text_writer *w);
/* What to collect next, and what --ignore left out. */
void put_collect(const text_writer *w);
void put_ignored(const text_writer *w);
/* One line for each problem. */
void put_lines(const text_writer *w);
/* The first `most` logs to collect. */
void put_wanted(const page *p, const sppwhy_analysis *a, size_t most);
/* Machines by state, causes by machines hit. */
void put_fleet(const text_writer *w);

#endif
