/* The activity report for a person: the Management Pack's six reports, together and for each host. */
#include "report/activity.h"

#include "base/clock.h"
#include "base/text.h"
#include "report/lines.h"

#include <stdlib.h>
#include <string.h>

#define TOO_LITTLE_MEMORY "    (there is too little memory to list the clients)\n"
#define CLIENTS_SHOWN 12
#define BAR_MOST 30
#define NAME_COLUMNS 36
#define RANGE_COLUMNS 8 /* five of them fill 80 columns */
#define MACHINE_COLUMNS 10

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
    fprintf(w->page.out, "\n  %s", title);
    put_color(&w->page, "\033[0m");
    fprintf(w->page.out, "%s%s\n", when[0] ? ", " : "", when);
}

/* The first cell of a row, padded; a name that is too long has the line for itself. */
static void put_first_cell(const writer *w, const char *name)
{
    strbuf safe = {0};
    text_add_printable(&safe, name);
    const char *text = strbuf_text(&safe);
    size_t used = text_columns(text);
    fprintf(w->page.out, "    %s", text);
    if (used > NAME_COLUMNS)
        fprintf(w->page.out, "\n%*s", 4 + NAME_COLUMNS, "");
    else
        fprintf(w->page.out, "%*s", (int)(NAME_COLUMNS - used), "");
    strbuf_free(&safe);
}

static void put_columns(const writer *w, const char *const *names, size_t count, int width)
{
    fprintf(w->page.out, "%*s", 4 + NAME_COLUMNS, "");
    for (size_t i = 0; i < count; i++)
        fprintf(w->page.out, "%*s", width, names[i]);
    fputc('\n', w->page.out);
}

static void put_product_row(const writer *w, const uint8_t *id, const uint64_t *numbers, size_t count,
                            int width)
{
    char name[NAME_ROOM];
    put_first_cell(w, activity_product_name(w->catalogue, id, name));
    for (size_t i = 0; i < count; i++)
        fprintf(w->page.out, "%*llu", width, (unsigned long long)numbers[i]);
    fputc('\n', w->page.out);
}

static void put_counts(const writer *w, const sppwhy_activity_scope *s)
{
    static const char *const columns[] = {"1 day", "7 days", "30 days", "90 days", "all"};
    put_title(w, "Activation Count Summary", "requests granted in the last ...");
    put_columns(w, columns, SPPWHY_ACTIVITY_RANGES, RANGE_COLUMNS);
    for (size_t i = 0; i < s->product_count; i++)
        put_product_row(w, s->products[i].id, s->products[i].activations, SPPWHY_ACTIVITY_RANGES,
                        RANGE_COLUMNS);
}

static void put_machines(const writer *w, const sppwhy_activity_scope *s)
{
    static const char *const columns[] = {"virtual", "physical"};
    put_title(w, "Virtual Machine Summary", "different clients of the last 14 days");
    put_columns(w, columns, 2, MACHINE_COLUMNS);
    for (size_t i = 0; i < s->product_count; i++) {
        uint64_t numbers[] = {s->products[i].virtual_clients, s->products[i].physical_clients};
        put_product_row(w, s->products[i].id, numbers, 2, MACHINE_COLUMNS);
    }
}

static void put_new(const writer *w, const sppwhy_activity_scope *s)
{
    bool any = false;
    put_title(w, "KMS Activity Summary", "new activations of the last day");
    for (size_t i = 0; i < s->product_count; i++)
        if (s->products[i].new_activations != 0) {
            put_product_row(w, s->products[i].id, &s->products[i].new_activations, 1, RANGE_COLUMNS);
            any = true;
        }
    if (!any)
        fputs("    none\n", w->page.out);
}

/* ---- clients ------------------------------------------------------------------------------------------- */

static const char *basis_text(sppwhy_activity_basis basis)
{
    static const char *const texts[] = {
        [SPPWHY_BASIS_ANSWER] = "",
        [SPPWHY_BASIS_BEFORE] = " (as before its refused request)",
        [SPPWHY_BASIS_RENEWAL] = " (assumed: its renewal was granted)",
        [SPPWHY_BASIS_ENOUGH_CLIENTS] = " (assumed: granted, and the host has enough clients)",
        [SPPWHY_BASIS_TOO_FEW] = " (as before: the host's log shows too few clients)",
    };
    return texts[basis];
}

static void put_client(const writer *w, const sppwhy_activity_client *c)
{
    char name[NAME_ROOM], end[40];
    strbuf b = {0};
    const char *state = sppwhy_state_name(c->state);
    strbuf_printf(&b, "%s, %s: %s", c->machine->name, activity_product_name(w->catalogue, c->product, name),
                  state ? state : "state not known");
    if (c->ends != 0 && days_left(w->activity, c) >= 0)
        strbuf_printf(&b, ", %lld days left", (long long)days_left(w->activity, c));
    else if (c->ends != 0)
        strbuf_printf(&b, ", over since %s UTC", clock_format_plain(c->ends, false, end));
    strbuf_add(&b, basis_text(c->basis));
    fputs("    ", w->page.out);
    put_wrapped(&w->page, 6, 4, strbuf_text(&b));
    strbuf_free(&b);
}

/* Those first whose state ends first; only the first few unless all are wanted. */
static void put_clients(const writer *w, const sppwhy_activity_scope *s)
{
    const sppwhy_activity_client **list = clients_by_end(s);
    size_t shown = w->all || s->client_count <= CLIENTS_SHOWN + 1 ? s->client_count : CLIENTS_SHOWN;
    if (!list)
        fputs(TOO_LITTLE_MEMORY, w->page.out);
    for (size_t i = 0; list && i < shown; i++)
        put_client(w, list[i]);
    if (shown < s->client_count)
        fprintf(w->page.out, "    and %zu more (--all lists them)\n", s->client_count - shown);
    free(list);
}

static void put_states(const writer *w, const sppwhy_activity_scope *s)
{
    uint64_t counts[16] = {0};
    put_title(w, "Licensing Status Summary", "after the newest request of each client");
    for (size_t i = 0; i < s->client_count; i++)
        counts[s->clients[i].state < 15 ? s->clients[i].state : 15]++;
    for (uint64_t i = 0; i < 16; i++)
        if (counts[i] != 0) {
            put_first_cell(w, sppwhy_state_name(i) ? sppwhy_state_name(i) : "state not known");
            fprintf(w->page.out, "%8llu\n", (unsigned long long)counts[i]);
        }
}

/* ---- expiration ---------------------------------------------------------------------------------------- */

static void put_bar(const writer *w, uint64_t count, uint64_t most)
{
    uint64_t length = count == 0 ? 0 : (count * BAR_MOST + most - 1) / most;
    fputs(length != 0 ? "  " : "", w->page.out);
    for (uint64_t i = 0; i < length; i++)
        fputc('#', w->page.out);
    fputc('\n', w->page.out);
}

static void put_chart(const writer *w, const sppwhy_activity_scope *s)
{
    uint64_t grace[CHART_SPANS + 1] = {0}, licensed[CHART_SPANS + 1] = {0}, most = 1;
    for (size_t i = 0; i < s->client_count; i++) {
        size_t span = chart_span(w->activity, &s->clients[i]);
        (in_grace(&s->clients[i]) ? grace : licensed)[span]++;
    }
    for (size_t i = 0; i < CHART_SPANS; i++)
        most = grace[i] + licensed[i] > most ? grace[i] + licensed[i] : most;
    put_title(w, "Machine Expiration Chart", "clients whose grace or licence ends");
    fprintf(w->page.out, "%*s%8s%10s\n", 4 + 14, "", "grace", "licensed");
    for (size_t i = 0; i < CHART_SPANS; i++) {
        fprintf(w->page.out, "    %-14s%8llu%10llu", chart_spans[i], (unsigned long long)grace[i],
                (unsigned long long)licensed[i]);
        put_bar(w, grace[i] + licensed[i], most);
    }
}

static void put_detail(const writer *w, const sppwhy_activity_scope *s)
{
    const sppwhy_activity_client **list = clients_by_end(s);
    size_t shown = 0, count = 0;
    put_title(w, "Machine Expiration Detail", "over, or within 7 days");
    for (size_t i = 0; i < s->client_count; i++)
        count += chart_span(w->activity, &s->clients[i]) < 2;
    for (size_t i = 0; list && i < count; i++, shown++) {
        if (!w->all && shown == CLIENTS_SHOWN && count > CLIENTS_SHOWN + 1) {
            fprintf(w->page.out, "    and %zu more (--all lists them)\n", count - shown);
            break;
        }
        put_client(w, list[i]); /* sorted by end: these stand first */
    }
    if (count == 0)
        fputs("    none\n", w->page.out);
    if (!list)
        fputs(TOO_LITTLE_MEMORY, w->page.out);
    free(list);
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static void put_scope(const writer *w, const sppwhy_activity_scope *s)
{
    char time[40], right[64], line[256];
    snprintf(right, sizeof right, "%s UTC", clock_format_plain(w->activity->now, false, time));
    put_heading(&w->page, s->host ? s->host->name : "All requests", right);
    snprintf(line, sizeof line, "%llu %s, %llu refused; %llu different %s in the last 30 days",
             (unsigned long long)s->requests, plural((size_t)s->requests, "request", "requests"),
             (unsigned long long)s->refused, (unsigned long long)s->recent_machines,
             plural((size_t)s->recent_machines, "client", "clients"));
    put_paragraph(&w->page, 2, line);
    put_counts(w, s);
    put_machines(w, s);
    put_new(w, s);
    put_states(w, s);
    if (!s->host || w->all)
        put_clients(w, s);
    put_chart(w, s);
    if (!s->host || w->all)
        put_detail(w, s);
    fputc('\n', w->page.out);
}

/* How the states are known: a 12290 tells only what was before the request. */
static void put_assumptions(const writer *w, const sppwhy_activity_scope *s)
{
    size_t counts[SPPWHY_BASIS_TOO_FEW + 1] = {0};
    char line[700];
    for (size_t i = 0; i < s->client_count; i++)
        counts[s->clients[i].basis]++;
    snprintf(
        line, sizeof line,
        "A KMS host logs the state before a request. What came of the newest one is shown by the client's "
        "own log "
        "(12289) for %zu of %zu clients; %zu were licensed and are assumed to be renewed, %zu are assumed to "
        "be "
        "activated because the host's log shows as many clients within 30 days as their product needs; %zu "
        "were "
        "refused and %zu are on hosts whose log shows too few clients: of these the state before is given.",
        counts[SPPWHY_BASIS_ANSWER], s->client_count, counts[SPPWHY_BASIS_RENEWAL],
        counts[SPPWHY_BASIS_ENOUGH_CLIENTS], counts[SPPWHY_BASIS_BEFORE], counts[SPPWHY_BASIS_TOO_FEW]);
    put_paragraph(&w->page, 0, line);
}

void sppwhy_report_activity_text(FILE *out, const sppwhy_activity *a, const sppwhy_catalogue *catalogue,
                                 sppwhy_text_options options)
{
    writer w = {page_of(out, options), a, catalogue, options.all};
    if (a->scopes[0].requests == 0) {
        put_paragraph(
            &w.page, 0,
            "No activity: the logs hold no event 12290, and no 12288 with its 12289, of that time.");
        return;
    }
    for (size_t i = 0; i < a->scope_count; i++)
        put_scope(&w, &a->scopes[i]);
    put_assumptions(&w, &a->scopes[0]);
}
