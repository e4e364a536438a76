/* The activity report for a person: the Management Pack's six reports, together and for each host. */
#include "rules/analysis.h"
#include "sppwhy/report.h"
#include "report/view/activity.h"

#include "base/clock.h"
#include "report/view/names.h"
#include "report/view/words.h"
#include "report/text/table.h"
#include "report/view/facts.h"
#include "report/view/phrase.h"
#include "spp/kms.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define CLIENTS_SHOWN 12
#define BAR_MOST 24
#define ROOM_FOR_ENDS 100

typedef struct writer {
    page page;
    const sppwhy_activity *activity;
    const sppwhy_catalogue *catalogue;
    bool all;
} writer;

/* ---- tables -------------------------------------------------------------------------------------------- */

static void put_title(const writer *w, const char *title, const char *when)
{
    put_color(&w->page, "\033[1m");
    writer_printf(w->page.out, "\n  %s", title);
    put_color(&w->page, "\033[0m");
    writer_printf(w->page.out, "%s%s\n", when[0] ? ", " : "", when);
}

static void put_more(const writer *w, size_t count, size_t shown)
{
    if (shown < count)
        writer_printf(w->page.out, "    and %zu more (--all lists them)\n", count - shown);
}

/* A table by product: its columns but the first hold numbers. */
static text_table product_table(const writer *w, const char *const *columns, size_t count)
{
    text_table t = table_create(&w->page, 4);
    table_column(&t, "Product", false, true);
    for (size_t i = 0; i < count; i++)
        table_column(&t, columns[i], true, false);
    return t;
}

static void add_product_row(const writer *w, text_table *t, const uint8_t *id, const uint64_t *numbers,
                            size_t count)
{
    char name[PRODUCT_ROOM];
    table_row(t);
    table_text(t, product_words(w->catalogue, id, name));
    for (size_t i = 0; i < count; i++)
        table_number(t, numbers[i]);
}

static void put_counts(const writer *w, const sppwhy_activity_scope *s)
{
    static const char *const columns[] = {"1 day", "7 days", "30 days", "90 days", "All"};
    put_title(w, "Activation Count Summary", "requests granted in the last ...");
    text_table t = product_table(w, columns, SPPWHY_ACTIVITY_RANGES);
    for (size_t i = 0; i < s->product_count; i++)
        add_product_row(w, &t, s->products[i].id, s->products[i].activations, SPPWHY_ACTIVITY_RANGES);
    table_print(&t, true);
}

static void put_machines(const writer *w, const sppwhy_activity_scope *s)
{
    static const char *const columns[] = {"Virtual", "Physical"};
    put_title(w, "Virtual Machine Summary", "different clients of the last 14 days");
    text_table t = product_table(w, columns, 2);
    for (size_t i = 0; i < s->product_count; i++) {
        uint64_t numbers[] = {s->products[i].virtual_clients, s->products[i].physical_clients};
        add_product_row(w, &t, s->products[i].id, numbers, 2);
    }
    table_print(&t, true);
}

static void put_new(const writer *w, const sppwhy_activity_scope *s)
{
    static const char *const columns[] = {"New"};
    bool any = false;
    put_title(w, "KMS Activity Summary", "new activations of the last day");
    text_table t = product_table(w, columns, 1);
    for (size_t i = 0; i < s->product_count; i++)
        if (s->products[i].new_activations != 0) {
            add_product_row(w, &t, s->products[i].id, &s->products[i].new_activations, 1);
            any = true;
        }
    if (any)
        table_print(&t, true);
    else
        table_drop(&t);
    if (!any)
        writer_text(w->page.out, "    none\n");
}

/* ---- clients ------------------------------------------------------------------------------------------- */

/* How a state is known; the end of the report explains the marks. */
static const char *basis_mark(sppwhy_activity_basis basis)
{
    static const char *const marks[] = {
        [SPPWHY_BASIS_ANSWER] = "",      [SPPWHY_BASIS_BEFORE] = " (c)",
        [SPPWHY_BASIS_RENEWAL] = " (a)", [SPPWHY_BASIS_ENOUGH_CLIENTS] = " (b)",
        [SPPWHY_BASIS_TOO_FEW] = " (d)", [SPPWHY_BASIS_OWN_LOG] = " (e)",
    };
    return marks[basis];
}

static void add_client(const writer *w, text_table *t, const sppwhy_activity_client *c, const char *domain)
{
    char name[PRODUCT_ROOM], text[48];
    strbuf client = {0};
    add_name_without(&client, c->machine->name, domain);
    table_row(t);
    table_text(t, text_in(&client));
    strbuf_free(&client);
    table_text(t, product_words(w->catalogue, c->product, name));
    snprintf(text, sizeof text, "%s%s", license_state_words(c->state), basis_mark(c->basis));
    table_text(t, text);
    if (w->page.room >= ROOM_FOR_ENDS)
        table_moment(t, c->ends, UINT_MAX); /* the day alone */
    snprintf(text, sizeof text, "%lld", (long long)days_between(c->now, c->ends));
    table_text(t, c->ends == 0 ? "" : text[0] == '-' ? "over" : text);
}

static const sppwhy_machine *machine_of_client(const void *list, size_t i)
{
    return ((const sppwhy_activity_client *const *)list)[i]->machine;
}

/* The first so many clients of a list; only the first few unless all are wanted. */
static void put_client_table(const writer *w, const sppwhy_activity_client *const *list, size_t count)
{
    size_t shown = w->all ? count : shown_of(count, CLIENTS_SHOWN);
    const char *domain = names_domain_of(list, shown, machine_of_client);
    if (domain[0] != '\0') {
        writer_text(w->page.out, "    In ");
        put_wrapped(&w->page, 7, 7, domain + 1);
    }
    text_table t = table_create(&w->page, 4);
    table_column(&t, "Client", false, true);
    table_column(&t, "Product", false, true);
    table_column(&t, "State", false, false);
    if (w->page.room >= ROOM_FOR_ENDS)
        table_column(&t, w->page.times.local ? "Ends" : "Ends (UTC)", false, false);
    table_column(&t, "Days", true, false);
    for (size_t i = 0; i < shown; i++)
        add_client(w, &t, list[i], domain);
    table_print(&t, true);
    put_more(w, count, shown);
}

/* Those first whose state ends first. */
static void put_clients(const writer *w, const sppwhy_activity_scope *s)
{
    const sppwhy_activity_client **list = clients_by_end(s);
    writer_char(w->page.out, '\n');
    if (list)
        put_client_table(w, list, s->client_count);
    else
        writer_text(w->page.out, "    Memory is too short to list the clients.\n");
    free(list);
}

static void put_states(const writer *w, const sppwhy_activity_scope *s)
{
    uint64_t counts[16] = {0};
    put_title(w, "Licensing Status Summary", "after the newest request of each client");
    for (size_t i = 0; i < s->client_count; i++)
        counts[s->clients[i].state < 15 ? s->clients[i].state : 15]++;
    text_table t = table_create(&w->page, 4);
    table_column(&t, "State", false, false);
    table_column(&t, "Clients", true, false);
    for (uint64_t i = 0; i < 16; i++)
        if (counts[i] != 0) {
            table_row(&t);
            table_text(&t, license_state_words(i));
            table_number(&t, counts[i]);
        }
    table_print(&t, true);
}

/* ---- expiration ---------------------------------------------------------------------------------------- */

static void add_bar(text_table *t, uint64_t count, uint64_t most)
{
    char bar[BAR_MOST + 1];
    uint64_t length = count == 0 ? 0 : (count * BAR_MOST + most - 1) / most;
    memset(bar, '#', (size_t)length);
    bar[length] = '\0';
    table_text(t, bar);
}

static void put_chart(const writer *w, const sppwhy_activity_scope *s)
{
    uint64_t grace[CHART_SPANS + 1] = {0}, licensed[CHART_SPANS + 1] = {0}, most = 1;
    for (size_t i = 0; i < s->client_count; i++) {
        size_t span = chart_span(&s->clients[i]);
        (in_grace(&s->clients[i]) ? grace : licensed)[span]++;
    }
    for (size_t i = 0; i < CHART_SPANS; i++)
        most = grace[i] + licensed[i] > most ? grace[i] + licensed[i] : most;
    put_title(w, "Machine Expiration Chart", "clients whose grace or license ends");
    text_table t = table_create(&w->page, 4);
    table_column(&t, "Ends", false, false);
    table_column(&t, "Grace", true, false);
    table_column(&t, "Licensed", true, false);
    table_column(&t, "", false, false);
    for (size_t i = 0; i < CHART_SPANS; i++) {
        table_row(&t);
        table_text(&t, chart_spans[i]);
        table_number(&t, grace[i]);
        table_number(&t, licensed[i]);
        add_bar(&t, grace[i] + licensed[i], most);
    }
    table_print(&t, true);
}

#define DETAIL_DAYS 7

/* Over, or within so many days. */
static bool ends_soon(const sppwhy_activity_end *e)
{
    return e->ends == 0 || e->ends < e->now || e->ends - e->now <= DETAIL_DAYS * CLOCK_DAY;
}

static void add_end(const writer *w, text_table *t, const sppwhy_activity_end *e)
{
    char text[32];
    strbuf b = {0};
    table_row(t);
    table_text(t, e->machine->name);
    table_text(t, words_of(standing_of(e->machine))->text);
    if (e->ends != 0)
        add_time(&b, &w->page.times, e->ends, false);
    else
        strbuf_add(&b, "not known");
    table_text(t, text_in(&b));
    snprintf(text, sizeof text, "%lld", (long long)days_between(e->now, e->ends));
    table_text(t, e->ends == 0 ? "?" : text[0] == '-' ? "over" : text);
    strbuf_free(&b);
}

/* Every machine, in the words of `analyze`: also one whose requests never reached a host. */
static void put_detail(const writer *w)
{
    const sppwhy_activity *a = w->activity;
    size_t count = 0, shown = 0;
    put_title(w, "Machine Expiration Detail", "over, or within " KMS_TEXT(KMS_EXPIRING_DAYS) " days");
    for (size_t i = 0; i < a->end_count; i++)
        count += ends_soon(&a->ends[i]);
    if (count == 0) {
        writer_text(w->page.out, "    none\n");
        return;
    }
    text_table t = table_create(&w->page, 4);
    table_column(&t, "Machine", false, true);
    table_column(&t, "State", false, true);
    table_column(&t, w->page.times.local ? "Ends" : "Ends (UTC)", false, false);
    table_column(&t, "Days", true, false);
    for (size_t i = 0; i < a->end_count && (w->all || shown < CLIENTS_SHOWN); i++)
        if (ends_soon(&a->ends[i])) {
            add_end(w, &t, &a->ends[i]);
            shown++;
        }
    table_print(&t, true);
    put_more(w, count, shown);
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static void put_scope(const writer *w, const sppwhy_activity_scope *s)
{
    char line[256];
    strbuf right = {0};
    add_moment(&right, &w->page.times, w->activity->now);
    put_heading(&w->page, s->host ? s->host->name : "All requests", text_in(&right));
    strbuf_free(&right);
    snprintf(line, sizeof line,
             "%llu %s, %llu without an activation; %llu different %s in the last " KMS_TEXT(
                 KMS_COUNTED_DAYS) " days",
             (unsigned long long)s->requests, plural((size_t)s->requests, "request", "requests"),
             (unsigned long long)s->not_activated, (unsigned long long)s->recent_machines,
             plural((size_t)s->recent_machines, "client", "clients"));
    put_paragraph(&w->page, 2, line);
    put_counts(w, s);
    put_machines(w, s);
    put_new(w, s);
    put_states(w, s);
    if (!s->host || w->all)
        put_clients(w, s);
    put_chart(w, s);
    if (!s->host)
        put_detail(w);
    writer_char(w->page.out, '\n');
}

/* How the states are known: a 12290 gives only what was before the request. */
static void put_assumptions(const writer *w, const sppwhy_activity_scope *s)
{
    static const char *const texts[] = {
        [SPPWHY_BASIS_ANSWER] = "shown by the client's own answer (12289)",
        [SPPWHY_BASIS_RENEWAL] = "assumed: it was licensed, and its renewal was granted",
        [SPPWHY_BASIS_ENOUGH_CLIENTS] = "assumed: granted, and the host has seen as many clients as needed",
        [SPPWHY_BASIS_BEFORE] = "as before: the request was refused, or no answer reached the client",
        [SPPWHY_BASIS_TOO_FEW] = "as before: granted, but the host has seen too few clients",
        [SPPWHY_BASIS_OWN_LOG] =
            "reported by the client's own log after the request (8230, 1003, 1013, 12308 or slmgr)"};
    static const sppwhy_activity_basis order[] = {SPPWHY_BASIS_ANSWER,         SPPWHY_BASIS_RENEWAL,
                                                  SPPWHY_BASIS_ENOUGH_CLIENTS, SPPWHY_BASIS_BEFORE,
                                                  SPPWHY_BASIS_TOO_FEW,        SPPWHY_BASIS_OWN_LOG};
    size_t counts[SPPWHY_BASIS_OWN_LOG + 1] = {0};
    char line[160];
    for (size_t i = 0; i < s->client_count; i++)
        counts[s->clients[i].basis]++;
    snprintf(line, sizeof line,
             "A KMS host logs the state before a request. What came of the newest one, for the %zu %s:",
             s->client_count, plural(s->client_count, "client", "clients"));
    put_paragraph(&w->page, 0, line);
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        if (counts[order[i]] == 0)
            continue;
        snprintf(line, sizeof line, "%zu %s", counts[order[i]], texts[order[i]]);
        writer_printf(w->page.out, "%5s ", basis_mark(order[i]));
        put_wrapped(&w->page, 6, 6, line);
    }
}

void sppwhy_report_activity_text(sppwhy_writer *out, const sppwhy_activity *a,
                                 const sppwhy_catalogue *catalogue, const sppwhy_text_options *given)
{
    sppwhy_text_options options = text_options_of(out, given);
    writer w = {page_of(out, options, a->now), a, catalogue, options.all};
    if (a->scopes[0].requests == 0) {
        put_zone(&w.page);
        put_paragraph(
            &w.page, 0,
            "No activity: the logs hold no event 12290, and no 12288 with its 12289, of that time.");
        if (a->end_count != 0)
            put_detail(&w);
        return;
    }
    put_zone(&w.page);
    for (size_t i = 0; i < a->scope_count; i++)
        put_scope(&w, &a->scopes[i]);
    put_assumptions(&w, &a->scopes[0]);
}
