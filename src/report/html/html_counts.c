/*
 * Each KMS host's count over time against 5 (Windows Server and Office) and 25 (client Windows): what it told
 * its clients (12289), and how many different clients its own log shows within 30 days, which is what it
 * counts.
 */
#include "report/html/html_scale.h"

#include "base/clock.h"
#include "base/sort.h"
#include "spp/access.h"

#include <string.h>

#define HOSTS_SHOWN 6
#define LEFT 44
#define TOP 10
#define WIDTH 1000
#define HEIGHT 96
#define COUNT_DRAWN 60 /* a host counts to KMS_COUNT_MOST; more is drawn at the upper edge */
#define UNTOLD SIZE_MAX

typedef struct host_picture {
    const html_page *page;
    const html_machine *host;
    scale_slots slots;
    html_scale scale;
    size_t told[SCALE_CELLS]; /* the lowest count told in each cell; UNTOLD */
    size_t seen[SCALE_CELLS]; /* different clients of the 30 days before */
    uint64_t newest_count, highest, lowest;
    size_t told_count, clients;
} host_picture;

/* When a client was seen. */
typedef struct sight {
    const uint8_t *cmid;
    uint64_t time;
} sight;

/* ---- gathering ----------------------------------------------------------------------------------------- */

/* Its count of Office is another number; of a host that serves Office alone it is the only one. */
static bool concerns(const host_picture *h, const sppwhy_request *r)
{
    bool office_alone =
        h->host->machine->host.count.need == 0 && h->host->machine->host.count.recent_clients == 0;
    return r->target == h->host->machine && (!r->office || office_alone);
}

static bool tells_count(const host_picture *h, const sppwhy_request *r, uint64_t *count)
{
    return concerns(h, r) && r->response && clock_usable(r->response->event->time) &&
           record_get_number(r->response, SPPWHY_FIELD_COUNT, count);
}

typedef void (*with_count)(host_picture *h, uint64_t time, uint64_t count);

static void walk_told(host_picture *h, with_count each)
{
    const sppwhy_collection *c = h->page->analysis->collection;
    uint64_t count;
    for (size_t i = 0; i < c->request_count; i++)
        if (tells_count(h, &c->requests[i], &count))
            each(h, c->requests[i].response->event->time, count);
}

static void widen(host_picture *h, uint64_t time, uint64_t count)
{
    (void)count;
    scale_widen(&h->slots.first, &h->slots.last, time);
}

static void note(host_picture *h, uint64_t time, uint64_t count)
{
    (void)count;
    scale_add(&h->slots, time, time);
}

static void tell(host_picture *h, uint64_t time, uint64_t count)
{
    size_t cell = scale_cell(&h->scale, time);
    size_t drawn = count > COUNT_DRAWN ? COUNT_DRAWN : (size_t)count;
    h->told[cell] = h->told[cell] == UNTOLD || drawn < h->told[cell] ? drawn : h->told[cell];
    h->lowest = h->told_count == 0 || count < h->lowest ? count : h->lowest;
    h->highest = count > h->highest ? count : h->highest;
    h->newest_count = count;
    h->told_count++;
}

static int by_client(const void *left, const void *right)
{
    const sight *a = left, *b = right;
    int order = id_compare(a->cmid, b->cmid);
    return order != 0 ? order : compare_u64(a->time, b->time);
}

/* A client counts for 30 days from each time that it is seen. */
static bool count_clients(host_picture *h)
{
    const sppwhy_machine *m = h->host->machine;
    sight *sights = ARENA_ARRAY(h->page->memory, m->served_count, sight);
    size_t count = 0, rises[SCALE_CELLS + 1] = {0}, falls[SCALE_CELLS + 1] = {0}, alive = 0;
    if (!sights)
        return false;
    for (size_t i = 0; i < m->served_count; i++)
        if (sppwhy_request_cmid(m->served[i]) && clock_usable(m->served[i]->host->event->time))
            sights[count++] = (sight){sppwhy_request_cmid(m->served[i]), m->served[i]->host->event->time};
    if (count > 1)
        sort_array(sights, count, sizeof *sights, by_client);
    for (size_t i = 0, end; i < count; i = end) {
        uint64_t until = clock_after(sights[i].time, KMS_COUNTED_TIME);
        h->clients += i == 0 || !id_equal(sights[i].cmid, sights[i - 1].cmid);
        for (end = i + 1;
             end < count && id_equal(sights[end].cmid, sights[i].cmid) && sights[end].time <= until; end++)
            until = clock_after(sights[end].time, KMS_COUNTED_TIME);
        rises[scale_cell(&h->scale, sights[i].time)]++;
        if (until <= h->scale.last)
            falls[scale_cell(&h->scale, until)]++;
    }
    for (size_t i = 0; i < h->scale.cells; i++) {
        alive += rises[i];
        h->seen[i] = alive;
        alive -= falls[i] < alive ? falls[i] : alive;
    }
    return true;
}

static bool gather(host_picture *h)
{
    const sppwhy_machine *m = h->host->machine;
    for (size_t i = 0; i < m->served_count; i++)
        scale_widen(&h->slots.first, &h->slots.last, m->served[i]->host->event->time);
    walk_told(h, widen);
    if (h->slots.first == 0)
        return true;
    scale_start(&h->slots, h->slots.first, h->slots.last);
    for (size_t i = 0; i < m->served_count; i++)
        scale_add(&h->slots, m->served[i]->host->event->time, m->served[i]->host->event->time);
    walk_told(h, note);
    h->scale = scale_end(&h->slots, SCALE_CELLS, LEFT, WIDTH);
    for (size_t i = 0; i < SCALE_CELLS; i++)
        h->told[i] = UNTOLD;
    walk_told(h, tell);
    return count_clients(h);
}

/* ---- drawing ------------------------------------------------------------------------------------------- */

static int y_of(size_t count)
{
    size_t drawn = count > COUNT_DRAWN ? COUNT_DRAWN : count;
    return TOP + HEIGHT - (int)(drawn * HEIGHT / COUNT_DRAWN);
}

static void put_needs(sppwhy_writer *out)
{
    static const size_t needs[] = {KMS_NEED_SERVER, KMS_NEED_CLIENT, KMS_COUNT_MOST};
    for (size_t i = 0; i < sizeof needs / sizeof *needs; i++)
        writer_printf(
            out,
            "<path class=\"%s\" d=\"M%d %dh%d\"/><text x=\"%d\" y=\"%d\" text-anchor=\"end\">%zu</text>\n",
            needs[i] == KMS_COUNT_MOST ? "axis" : "allowed", LEFT, y_of(needs[i]), WIDTH, LEFT - 6,
            y_of(needs[i]) + 4, needs[i]);
}

/* What it told, a short line for each cell; what its log shows, as steps. */
static void put_series(sppwhy_writer *out, const host_picture *h)
{
    if (h->clients != 0) {
        writer_printf(out, "<path class=\"seen\" d=\"M%d %d", LEFT, y_of(h->seen[0]));
        for (size_t i = 0; i < h->scale.cells; i++)
            writer_printf(out, "V%dH%d", y_of(h->seen[i]), scale_x(&h->scale, i + 1));
        writer_text(out, "\"/>\n");
    }
    if (h->told_count == 0)
        return;
    writer_text(out, "<path class=\"told\" d=\"");
    for (size_t i = 0; i < h->scale.cells; i++)
        if (h->told[i] != UNTOLD)
            writer_printf(out, "M%d %dm-5 0l5-5 5 5-5 5z", scale_x(&h->scale, i) + 3, y_of(h->told[i]));
    writer_text(out, "\"/>\n");
}

static void put_words(sppwhy_writer *out, const host_picture *h)
{
    const sppwhy_host_count *count = &h->host->machine->host.count;
    if (h->told_count != 0) {
        writer_text(out, " reported to its clients a count of ");
        html_number(out, h->newest_count);
        if (h->lowest != h->highest) {
            writer_text(out, " last, between ");
            html_number(out, h->lowest);
            writer_text(out, " and ");
            html_number(out, h->highest);
        }
        writer_text(out, h->clients != 0 ? ", and" : ".");
    }
    if (h->clients != 0) {
        writer_text(out, " shows ");
        html_count(out, h->clients, "different client", "different clients");
        writer_text(out, " in its log.");
    }
    if (count->need != 0)
        writer_printf(out, " Its clients needed %u.", (unsigned)count->need);
}

static void put_host(const host_picture *h, size_t number)
{
    sppwhy_writer *out = h->page->out;
    writer_text(out, "<p>");
    html_machine_link(out, h->host);
    put_words(out, h);
    writer_printf(
        out,
        "</p>\n<div class=\"scroll\" role=\"region\" aria-labelledby=\"count-title-%zu\" "
        "tabindex=\"0\"><svg role=\"img\" aria-labelledby=\"count-title-%zu count-text-%zu\" viewBox=\"0 "
        "0 %d %d\">\n<title id=\"count-title-%zu\">Count of ",
        number, number, number, LEFT + WIDTH + 44, TOP + HEIGHT + SCALE_AXIS_HEIGHT, number);
    html_name(out, h->host->machine->name);
    writer_printf(out, " over time</title>\n<desc id=\"count-text-%zu\">It", number);
    put_words(out, h);
    writer_text(out, "</desc>\n");
    put_needs(out);
    scale_axis(out, &h->scale, TOP, TOP + HEIGHT);
    put_series(out, h);
    writer_text(out, "</svg></div>\n");
}

/* ---- the hosts ----------------------------------------------------------------------------------------- */

static bool is_host(const html_machine *m)
{
    return m->machine->served_count != 0 || m->machine->host.count.answer || m->machine->host.office.answer;
}

static void put_start(sppwhy_writer *out)
{
    writer_text(
        out, "<figure class=\"picture\">\n<figcaption><strong>Each KMS host\342\200\231s count</strong> "
             "against what is needed: " KMS_TEXT(KMS_NEED_SERVER) " for Windows Server and Office, " KMS_TEXT(
                 KMS_NEED_CLIENT) " for client Windows.</figcaption>\n"
                                  "<ul class=\"legend\" aria-label=\"Marks\">\n<li class=\"key told\">count "
                                  "reported to a client "
                                  "(12289)</li>\n<li class=\"key seen\">different clients in its log "
                                  "within " KMS_TEXT(KMS_COUNTED_DAYS) " days "
                                                                       "(12290)</li>\n</ul>\n");
}

bool html_counts(const html_page *p)
{
    host_picture *h = ARENA_NEW(p->memory, host_picture);
    size_t shown = 0, left = 0;
    if (!h)
        return false;
    for (size_t i = 0; i < p->machine_count; i++) {
        if (!is_host(&p->machines[i]))
            continue;
        if (shown == HOSTS_SHOWN) {
            left++;
            continue;
        }
        memset(h, 0, sizeof *h);
        h->page = p;
        h->host = &p->machines[i];
        if (!gather(h))
            return false;
        if (h->clients + h->told_count == 0)
            continue;
        if (shown++ == 0)
            put_start(p->out);
        put_host(h, shown);
    }
    if (left != 0) {
        writer_text(p->out, "<p class=\"quiet\">");
        html_count(p->out, left, "more host", "more hosts");
        writer_text(p->out, ": <code>sppwhy activity</code> counts all</p>\n");
    }
    writer_text(p->out, shown != 0 ? "</figure>\n" : "");
    return true;
}
