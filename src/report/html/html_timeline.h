/*
 * A machine's timeline as SVG: a lane for what it asked, what the host logged, what it was answered, how each
 * try ended, its license, the clocks, and what its logs cover; of a host the requests that it processed.
 *
 * It spans what its logs cover; time is cut into cells (html_scale.h), and a lane is one small array over
 * them. In a cell a failure hides a success, never the other way round. Marks differ in shape as well as in
 * color. The caption says in words what the drawing shows.
 */
#ifndef REPORT_HTML_HTML_TIMELINE_H
#define REPORT_HTML_HTML_TIMELINE_H

#include "report/html/html_scale.h"
#include "spp/access.h"

#define CELLS SCALE_CELLS
#define TIMELINE_LEFT 112
#define TIMELINE_WIDTH 888
#define LANES_MOST 14
#define PRODUCTS_DRAWN 3

enum { MARK_NONE, MARK_GOOD, MARK_BAD, MARK_OTHER };
enum { STRIP_UNKNOWN, STRIP_LICENSED, STRIP_GRACE, STRIP_NOTIFICATION, STRIP_UNLICENSED };
enum { COVER_NONE, COVER_LOG, COVER_GAP };
enum { SERVICE_UNKNOWN, SERVICE_RUNS, SERVICE_STOPPED };

typedef unsigned char strip[CELLS];

typedef struct timeline_marks {
    strip at;
    size_t good, bad;
} timeline_marks;

typedef struct timeline {
    const html_page *page;
    const html_machine *machine;
    scale_slots slots;
    html_scale scale;
    timeline_marks asked, seen, answered, ended, published, started, elsewhere;
    strip license[PRODUCTS_DRAWN], covered, service;
    size_t starts, stops;                  /* of the service */
    size_t granted[CELLS], refused[CELLS]; /* as a host */
    size_t served_most;
    int64_t skew[CELLS], worst_skew;
    bool skew_known;
} timeline;

typedef struct lane {
    const char *label;
    int height;
    void (*draw)(const timeline *t, const struct lane *lane, int top);
    const timeline_marks *marks; /* where it has some: */
    const char *good, *bad;      /* what they are called */
    const unsigned char *cells;  /* else what it paints */
} lane;

typedef struct lanes {
    lane items[LANES_MOST];
    size_t count;
} lanes;

/* Fills in everything but the page and the machine; false when there is nothing to draw. */
bool timeline_gather(timeline *t);

/* Each draws a lane whose upper edge is at `top`. */
void draw_marks(const timeline *t, const lane *l, int top);
void draw_license(const timeline *t, const lane *l, int top);
void draw_service(const timeline *t, const lane *l, int top);
void draw_logs(const timeline *t, const lane *l, int top);
void draw_served(const timeline *t, const lane *l, int top);
void draw_skew(const timeline *t, const lane *l, int top);
/* Behind all lanes: where no log of the machine covers the time. */
void draw_uncovered(const timeline *t, int top, int height);
/* When its license or its grace ends, where that is within the drawing. */
void draw_end(const timeline *t, int top, int height);

#endif
