/*
 * Time on a drawing: cut into cells of one length, which is a round one, and broken where nothing happens for
 * long, so that two weeks sixteen years apart are both to be read. A drawing is then a few small arrays over
 * the cells, and stays small whatever a log says.
 *
 * Make one: scale_start(), scale_add() for everything that is drawn, scale_end().
 */
#ifndef REPORT_HTML_HTML_SCALE_H
#define REPORT_HTML_HTML_SCALE_H

#include "report/html/html.h"

#define SCALE_CELLS 148  /* at most */
#define SCALE_PARTS 7    /* between breaks */
#define SCALE_BREAK 2    /* cells that a break takes */
#define SCALE_SLOTS 1024 /* into which the whole is cut to find where nothing happens */

typedef struct scale_part {
    uint64_t from; /* a multiple of the cell's length */
    size_t cell, cells;
} scale_part;

typedef struct html_scale {
    uint64_t first, last; /* of what is drawn; 0 when there is nothing */
    uint64_t bin;         /* how long a cell is */
    size_t cells;         /* that are used */
    scale_part parts[SCALE_PARTS];
    size_t part_count;
    int left, width; /* where it lies in the drawing */
} html_scale;

typedef struct scale_slots {
    uint64_t first, last;
    uint64_t from[SCALE_SLOTS], to[SCALE_SLOTS]; /* of what happens in each; from 0: nothing */
} scale_slots;

/* Widens the bounds by a time that can be; any other is left out. */
void scale_widen(uint64_t *first, uint64_t *last, uint64_t time);
/* The bounds must be known before anything is added. */
void scale_start(scale_slots *slots, uint64_t first, uint64_t last);
void scale_add(scale_slots *slots, uint64_t from, uint64_t to);
/* At most so many cells. */
html_scale scale_end(const scale_slots *slots, size_t most, int left, int width);

size_t scale_cell(const html_scale *scale, uint64_t time);
uint64_t scale_time(const html_scale *scale, size_t cell); /* at which it begins */
int scale_x(const html_scale *scale, size_t cell);         /* its left edge */
/* "3 h", "1 day" */
const char *scale_bin_text(const html_scale *scale, char room[40]);

/* Times below `bottom` with a line up to `top` for each, a short line at each midnight where there is room,
 * and the breaks. */
void scale_axis(sppwhy_writer *out, const html_scale *scale, int top, int bottom);
#define SCALE_AXIS_HEIGHT 24

/* Runs of cells that are `kind`, as one path of rectangles. */
void scale_bands(sppwhy_writer *out, const html_scale *scale, const unsigned char *cells, int kind,
                 const char *class, int top, int height);
/* Columns on top of `under` (or on the ground where it is NULL), `most` being `height` high. */
void scale_columns(sppwhy_writer *out, const html_scale *scale, const size_t *counts, const size_t *under,
                   size_t most, const char *class, int bottom, int height);

#endif
