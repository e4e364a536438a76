/*
 * Who asked which KMS host, and what came of it: clients on the left, hosts on the right, a line between them
 * in the color of the cause. Of a fleet the clients of one cause are one place on the left. What a machine's
 * newest try at a host came to is its color.
 */
#include "report/html/html.h"

#include "base/sort.h"
#include "base/text.h"
#include "base/vec.h"
#include "correlate/requests.h"
#include "spp/access.h"

#include <string.h>

#define CLIENTS_ALONE 24 /* more are drawn together by cause */
#define HOSTS_SHOWN 10
#define ROWS_SHOWN 120 /* of the table */
#define WIDTH 1000
#define LEFT_EDGE 400
#define RIGHT_EDGE 660
#define ROW 24
#define TOP 10
#define LABEL 48 /* characters of a name */

/* One client's newest try at one host. */
typedef struct asking {
    const html_machine *client;
    const sppwhy_machine *target; /* where it is known */
    const char *host;             /* NULL: it asked none */
    uint64_t time;
    size_t color, order; /* order: among those of one time */
} asking;

typedef struct asked_host {
    const char *name; /* NULL: none was asked */
    const sppwhy_machine *machine;
    size_t clients, first; /* of these in the askings, which are in order of host */
} asked_host;

/* Machines that a line stands for. */
typedef struct drawn_line {
    size_t left, right, color, machines;
} drawn_line;

typedef struct asked {
    const html_page *page;
    VEC(asking) all;
    size_t added; /* to them, those that later ones took the place of included */
    VEC(asked_host) hosts;
    const html_machine **clients; /* on the left, when there are few */
    size_t client_count;
    bool together;                        /* by color instead */
    size_t served_alone;                  /* clients that failed nowhere */
    size_t asking_clients, named_clients; /* named: those that asked a host */
    VEC(drawn_line) lines;
    size_t used[HTML_GOOD + 1]; /* machines of each color */
    size_t hosts_left_out;
} asked;

/* ---- gathering ----------------------------------------------------------------------------------------- */

static int compare_hosts(const char *a, const char *b)
{
    if (!a || !b)
        return (a != NULL) - (b != NULL);
    return text_compare_nocase(a, b);
}

static int by_host(const void *left, const void *right)
{
    const asking *a = left, *b = right;
    int order = compare_hosts(a->host, b->host);
    if (order == 0)
        order = compare_u64(a->client->number, b->client->number);
    if (order == 0)
        order = compare_u64(b->time, a->time); /* the newest first */
    return order != 0 ? order : (a->order < b->order) - (a->order > b->order);
}

/* A client asks few hosts, and one of them again and again: its older tries there are let go of at once, or
 * ten million requests would be kept and sorted. fold() lets go of what is left. */
#define LOOKED_BACK 4

static bool add(asked *a, asking one)
{
    size_t count = a->all.count;
    one.order = a->added++;
    for (size_t i = 1; i <= LOOKED_BACK && i <= count && a->all.items[count - i].client == one.client; i++) {
        asking *known = &a->all.items[count - i];
        if (known->host != one.host && compare_hosts(known->host, one.host) != 0)
            continue;
        if (by_host(&one, known) < 0)
            *known = one;
        return true;
    }
    return vec_push(&a->all, one);
}

static size_t color_of(const asked *a, const sppwhy_activation *activation)
{
    const sppwhy_verdict *v = activation ? a->page->analysis->verdicts[activation->id - 1] : NULL;
    return v ? html_color_of(a->page, v) : HTML_GOOD;
}

static bool add_request(asked *a, const html_machine *m, const sppwhy_request *r)
{
    if (r->activation && r->activation->id == 0) /* before the time asked for: it was not judged */
        return true;
    const char *host = request_host_name(r);
    asking one = {.client = m,
                  .target = r->target,
                  .host = host && host[0] != '\0' ? host : NULL,
                  .time = sppwhy_request_time(r),
                  .color = color_of(a, r->activation)};
    return !one.host || add(a, one);
}

static bool add_machine(asked *a, const html_machine *m)
{
    bool done = true;
    for (size_t i = 0; i < m->machine->request_count && done; i++)
        done = add_request(a, m, m->machine->requests[i]);
    for (size_t i = 0; i < m->machine->activation_count && done; i++) {
        const sppwhy_activation *t = m->machine->activations[i];
        asking none = {.client = m, .time = t->time, .color = color_of(a, t)};
        if (t->request_count == 0)
            done = add(a, none);
    }
    return done;
}

/* Of each client and host the newest alone; the hosts with how many asked them. */
static bool fold(asked *a)
{
    size_t kept = 0;
    if (a->all.count > 1)
        sort_array(a->all.items, a->all.count, sizeof *a->all.items, by_host);
    for (size_t i = 0; i < a->all.count; i++) {
        asking one = a->all.items[i];
        bool same_host = kept != 0 && compare_hosts(a->all.items[kept - 1].host, one.host) == 0;
        if (same_host && a->all.items[kept - 1].client == one.client)
            continue;
        asked_host host = {one.host, one.target, 0, kept};
        if (!same_host && !vec_push(&a->hosts, host))
            return false;
        a->hosts.items[a->hosts.count - 1].clients++;
        a->all.items[kept++] = one;
    }
    a->all.count = kept;
    return true;
}

static int most_asked_first(const void *left, const void *right)
{
    const asked_host *a = left, *b = right;
    if (a->clients != b->clients)
        return a->clients > b->clients ? -1 : 1;
    return compare_hosts(a->name, b->name);
}

static int by_number(const void *left, const void *right)
{
    const html_machine *a = *(const html_machine *const *)left, *b = *(const html_machine *const *)right;
    return compare_u64(a->number, b->number);
}

/* Those that failed at any host; the others are drawn together in any case. */
static bool find_clients(asked *a)
{
    size_t kept = 0, count = 0;
    a->clients = ARENA_ARRAY(a->page->memory, a->all.count, const html_machine *);
    if (!a->clients)
        return false;
    for (size_t i = 0; i < a->all.count; i++)
        if (a->all.items[i].color != HTML_GOOD)
            a->clients[count++] = a->all.items[i].client;
    if (count > 1)
        sort_array(a->clients, count, sizeof *a->clients, by_number);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || a->clients[kept - 1] != a->clients[i])
            a->clients[kept++] = a->clients[i];
    a->client_count = kept;
    a->together = kept > CLIENTS_ALONE;
    return true;
}

/* Behind the clients, where these are drawn one by one, is the place of all that were served. */
static size_t left_of(const asked *a, const asking *one)
{
    size_t i = 0;
    if (a->together)
        return one->color;
    while (i < a->client_count && a->clients[i] != one->client)
        i++;
    return i;
}

static bool add_line(asked *a, size_t left, size_t right, size_t color)
{
    for (size_t i = 0; i < a->lines.count; i++) {
        drawn_line *l = &a->lines.items[i];
        if (l->left == left && l->right == right && l->color == color) {
            l->machines++;
            return true;
        }
    }
    drawn_line added = {left, right, color, 1};
    return vec_push(&a->lines, added);
}

#define ASKED_A_HOST (1U << 15) /* behind the colors */

static bool connect(asked *a)
{
    uint16_t *seen = ARENA_ARRAY(a->page->memory, a->page->machine_count, uint16_t); /* a bit a color */
    bool done = seen != NULL;
    if (a->hosts.count > 1)
        sort_array(a->hosts.items, a->hosts.count, sizeof *a->hosts.items, most_asked_first);
    for (size_t h = 0; h < a->hosts.count && done; h++) {
        size_t right = h < HOSTS_SHOWN ? h : HOSTS_SHOWN;
        for (size_t i = 0; i < a->hosts.items[h].clients && done; i++) {
            const asking *one = &a->all.items[a->hosts.items[h].first + i];
            uint16_t before = seen[one->client->number - 1];
            a->used[one->color] += (before >> one->color & 1) == 0;
            a->asking_clients += before == 0;
            a->named_clients += one->host && (before & ASKED_A_HOST) == 0;
            seen[one->client->number - 1] |= (uint16_t)(1U << one->color | (one->host ? ASKED_A_HOST : 0));
            done = add_line(a, left_of(a, one), right, one->color);
        }
    }
    a->served_alone = a->asking_clients - a->client_count;
    a->hosts_left_out = a->hosts.count > HOSTS_SHOWN ? a->hosts.count - HOSTS_SHOWN : 0;
    return done;
}

/* ---- drawing ------------------------------------------------------------------------------------------- */

static const char *class_of(size_t color)
{
    static const char *const classes[] = {"k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7", "ok"};
    return classes[color];
}

static size_t left_places(const asked *a)
{
    return a->together ? HTML_GOOD + 1 : a->client_count + (a->served_alone != 0);
}

/* Colors that nobody has take no room. */
static int left_y(const asked *a, size_t left)
{
    size_t row = 0;
    for (size_t i = 0; i < left; i++)
        row += !a->together || a->used[i] != 0;
    return TOP + (int)row * ROW + ROW / 2;
}

static size_t right_places(const asked *a)
{
    return a->hosts_left_out != 0 ? HOSTS_SHOWN + 1 : a->hosts.count;
}

static int height_of(const asked *a)
{
    int left = left_y(a, left_places(a)) - ROW / 2, right = TOP + (int)right_places(a) * ROW;
    return left > right ? left : right;
}

static int right_y(const asked *a, size_t right)
{
    int room = height_of(a) - TOP;
    return TOP + (int)((2 * right + 1) * (size_t)room / (2 * right_places(a)));
}

static void put_lines(const asked *a)
{
    for (size_t i = 0; i < a->lines.count; i++) {
        const drawn_line *l = &a->lines.items[i];
        int from = left_y(a, l->left), to = right_y(a, l->right), middle = (LEFT_EDGE + RIGHT_EDGE) / 2;
        size_t width = 1;
        for (size_t n = l->machines; n > 1 && width < 9; n /= 2)
            width++;
        writer_printf(a->page->out, "<path class=\"edge %s w%zu\" d=\"M%d %dC%d %d %d %d %d %d\"/>\n",
                      class_of(l->color), width, LEFT_EDGE + 6, from, middle, from, middle, to,
                      RIGHT_EDGE - 6, to);
    }
}

static void put_client(const asked *a, size_t left)
{
    sppwhy_writer *out = a->page->out;
    size_t machines = a->together ? a->used[left] : a->served_alone;
    if (!a->together && left < a->client_count) {
        html_label(out, a->clients[left]->machine->name, LABEL);
        return;
    }
    html_count(out, machines, "machine: ", "machines: ");
    html_color_title(a->page, a->together ? left : HTML_GOOD, LABEL);
}

static void put_left(const asked *a)
{
    sppwhy_writer *out = a->page->out;
    for (size_t i = 0; i < left_places(a); i++) {
        if (a->together && a->used[i] == 0)
            continue;
        writer_printf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">", LEFT_EDGE, left_y(a, i) + 4);
        put_client(a, i);
        writer_text(out, "</text>\n");
    }
}

static void put_host_name(const asked *a, size_t right, size_t most)
{
    sppwhy_writer *out = a->page->out;
    if (right == HOSTS_SHOWN)
        html_count(out, a->hosts_left_out, "other host", "other hosts");
    else if (!a->hosts.items[right].name)
        writer_text(out, "no KMS host was asked");
    else
        html_label(out, a->hosts.items[right].name, most);
}

static void put_right(const asked *a)
{
    for (size_t i = 0; i < right_places(a); i++) {
        writer_printf(a->page->out, "<text x=\"%d\" y=\"%d\">", RIGHT_EDGE, right_y(a, i) + 4);
        put_host_name(a, i, LABEL);
        writer_text(a->page->out, "</text>\n");
    }
}

static void put_drawing(const asked *a)
{
    sppwhy_writer *out = a->page->out;
    writer_printf(
        out,
        "<div class=\"scroll\" role=\"region\" aria-label=\"Drawing of who asked which host\" "
        "tabindex=\"0\"><svg role=\"img\" aria-labelledby=\"asked-title asked-text\" viewBox=\"0 0 %d "
        "%d\">\n<title id=\"asked-title\">Who asked which KMS host</title>\n<desc id=\"asked-text\">",
        WIDTH, height_of(a) + TOP);
    html_count(out, a->named_clients, "machine", "machines");
    writer_text(out, " asked ");
    size_t named = 0;
    for (size_t i = 0; i < a->hosts.count; i++)
        named += a->hosts.items[i].name != NULL;
    html_count(out, named, "host", "hosts");
    if (a->asking_clients > a->named_clients) {
        writer_text(out, "; ");
        html_count(out, a->asking_clients - a->named_clients, "machine", "machines");
        writer_text(out, " asked none");
    }
    writer_text(out, ". The table below says who asked which, and what came of it.</desc>\n");
    put_lines(a);
    put_left(a);
    put_right(a);
    writer_text(out, "</svg></div>\n");
}

/* ---- in words ------------------------------------------------------------------------------------------ */

static void put_row(const asked *a, const drawn_line *l)
{
    sppwhy_writer *out = a->page->out;
    const html_machine *host =
        l->right < HOSTS_SHOWN ? html_row_of(a->page, a->hosts.items[l->right].machine) : NULL;
    writer_text(out, "<tr><td>");
    if (a->together || l->left == a->client_count)
        html_count(out, l->machines, "machine", "machines");
    else
        html_machine_link(out, a->clients[l->left]);
    writer_text(out, "</td><td>");
    if (host)
        html_machine_link(out, host);
    else
        put_host_name(a, l->right, HTML_NAME_SHOWN);
    writer_text(out, "</td><td>");
    html_color_title(a->page, l->color, HTML_NAME_SHOWN);
    writer_text(out, "</td></tr>\n");
}

static void put_table(const asked *a)
{
    sppwhy_writer *out = a->page->out;
    static const char *const columns[] = {"Client", "Asked", "Newest result"};
    html_same_as_table(out, "", columns, sizeof columns / sizeof *columns);
    for (size_t i = 0; i < a->lines.count && i < ROWS_SHOWN; i++)
        put_row(a, &a->lines.items[i]);
    writer_text(out, "</tbody></table>\n");
    if (a->lines.count > ROWS_SHOWN)
        html_more(out, "<p>", a->lines.count - ROWS_SHOWN, "</p>\n");
    writer_text(out, "</details>\n");
}

static void put_all(const asked *a)
{
    sppwhy_writer *out = a->page->out;
    writer_text(
        out,
        "<figure class=\"picture\">\n<figcaption><strong>Who asked which KMS host</strong>, and what the "
        "newest try came to");
    writer_text(out, a->together ? ". Machines are drawn together by cause; a thicker line is more machines."
                                   "</figcaption>\n"
                                 : ".</figcaption>\n");
    html_color_legend(a->page, a->used);
    put_drawing(a);
    put_table(a);
    writer_text(out, "</figure>\n");
}

bool html_asked(const html_page *p)
{
    asked a = {.page = p};
    bool done = true;
    for (size_t i = 0; i < p->machine_count && done; i++)
        done = add_machine(&a, &p->machines[i]);
    done = done && fold(&a) && find_clients(&a) && connect(&a);
    if (done && a.asking_clients != 0)
        put_all(&a);
    vec_free(&a.all);
    vec_free(&a.hosts);
    vec_free(&a.lines);
    return done;
}
