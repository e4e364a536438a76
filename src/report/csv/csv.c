/* The analysis as tables for a spreadsheet: findings, activations or machines. */
#include "rules/analysis.h"
#include "sppwhy/report.h"

#include "base/error.h"
#include "base/id.h"
#include "correlate/clock.h"
#include "correlate/requests.h"
#include "report/csv/csv_writer.h"
#include "report/view/facts.h"
#include "report/view/index.h"
#include "evtx/store.h"
#include "spp/access.h"

typedef struct table {
    const sppwhy_analysis *analysis;
    const finding_index *findings;
} table;

/* "a.evtx record 12; b.evtx record 7" */
static void put_evidence(csv_writer *w, const sppwhy_verdict *v)
{
    char number[32];
    csv_open_cell(w);
    for (size_t i = 0; i < v->evidence_count; i++) {
        const sppwhy_record *r = v->evidence[i];
        snprintf(number, sizeof number, " %s %llu", r->event->common->by_line ? "line" : "record",
                 (unsigned long long)r->event->record_id);
        csv_add(w, i != 0 ? "; " : "");
        csv_add(w, sppwhy_record_log(r)->path);
        csv_add(w, number);
    }
    csv_close_cell(w);
}

static void put_verdict(csv_writer *w, const sppwhy_verdict *v)
{
    csv_text(w, v->why);
    csv_steps(w, v->confirm, v->confirm_count);
    csv_steps(w, v->fix, v->fix_count);
    csv_steps(w, v->missing, v->missing_count);
    put_evidence(w, v);
}

/* ---- findings ------------------------------------------------------------------------------------------ */

static const char *const finding_columns[] = {
    "cause",    "level",       "confidence",   "subject_kind", "subject", "title", "first_utc",
    "last_utc", "occurrences", "activations",  "why",          "confirm", "fix",   "missing",
    "evidence", "id",          "host_finding", "affects",      NULL};

static void put_affected(csv_writer *w, const sppwhy_finding *f)
{
    csv_open_cell(w);
    for (size_t i = 0; i < f->affected_count; i++) {
        csv_add(w, i != 0 ? "; " : "");
        csv_add(w, f->affects[i]->name);
    }
    csv_close_cell(w);
}

static void put_findings(csv_writer *w, const void *context)
{
    const sppwhy_analysis *a = ((const table *)context)->analysis;
    for (size_t i = 0; i < a->finding_count && !csv_enough(w); i++) {
        const sppwhy_finding *f = &a->findings[i];
        csv_text(w, f->verdict.cause);
        csv_text(w, sppwhy_level_name(f->verdict.level));
        csv_text(w, sppwhy_confidence_name(f->verdict.confidence));
        csv_text(w, subject_name(f->subject));
        csv_text(w, f->machine ? f->machine->name : NULL);
        csv_text(w, f->verdict.title);
        csv_time(w, f->first);
        csv_time(w, f->last);
        csv_number(w, f->occurrences);
        csv_number(w, f->activation_count);
        put_verdict(w, &f->verdict);
        csv_text(w, f->id);
        csv_text(w, f->host_finding ? f->host_finding->id : NULL);
        put_affected(w, f);
        csv_end_row(w);
    }
}

/* ---- activations --------------------------------------------------------------------------------------- */

static const char *const activation_columns[] = {
    "id",       "time_utc",     "machine", "product",        "product_id", "outcome", "code",       "servers",
    "requests", "skew_seconds", "count",   "required_count", "cause",      "level",   "confidence", "title",
    "why",      "confirm",      "fix",     "missing",        "evidence",   NULL};

#define VERDICT_COLUMNS 9

static void put_servers(csv_writer *w, const sppwhy_activation *a)
{
    const char *server;
    size_t at = 0;
    csv_open_cell(w);
    for (bool more = false; (server = activation_next_server(a, &at)) != NULL; more = true) {
        csv_add(w, more ? "; " : "");
        csv_add(w, server);
    }
    csv_close_cell(w);
}

/* Of the newest request in which it is known. */
static void put_newest(csv_writer *w, const sppwhy_activation *a, sppwhy_field field)
{
    uint64_t number;
    for (size_t i = a->request_count; i-- > 0;) {
        const sppwhy_request *r = a->requests[i];
        const sppwhy_record *from = field == SPPWHY_FIELD_COUNT ? r->response : sppwhy_request_asked(r);
        if (record_get_number(from, field, &number)) {
            csv_number(w, number);
            return;
        }
    }
    csv_empty(w);
}

static void put_skew(csv_writer *w, const sppwhy_activation *a)
{
    for (size_t i = a->request_count; i-- > 0;)
        if (clock_is_measured(a->requests[i])) {
            csv_signed(w, a->requests[i]->skew_seconds);
            return;
        }
    csv_empty(w);
}

static void put_activation(csv_writer *w, const sppwhy_analysis *all, const sppwhy_activation *a)
{
    const sppwhy_verdict *v = all->verdicts[a->id - 1];
    csv_number(w, a->id);
    csv_time(w, a->time);
    csv_text(w, a->machine->name);
    csv_text(w, product_name(all->catalogue, a->product));
    csv_guid(w, a->product);
    csv_text(w, sppwhy_outcome_name(a->outcome));
    if (a->has_code)
        csv_code(w, a->code);
    else
        csv_empty(w);
    put_servers(w, a);
    csv_number(w, a->request_count);
    put_skew(w, a);
    put_newest(w, a, SPPWHY_FIELD_COUNT);
    put_newest(w, a, SPPWHY_FIELD_REQUIRED_COUNT);
    for (size_t i = 0; !v && i < VERDICT_COLUMNS; i++)
        csv_empty(w);
    if (v) {
        csv_text(w, v->cause);
        csv_text(w, sppwhy_level_name(v->level));
        csv_text(w, sppwhy_confidence_name(v->confidence));
        csv_text(w, v->title);
        put_verdict(w, v);
    }
    csv_end_row(w);
}

static void put_activations(csv_writer *w, const void *context)
{
    const sppwhy_analysis *all = ((const table *)context)->analysis;
    for (size_t i = 0; i < all->collection->activation_count && !csv_enough(w); i++)
        put_activation(w, all, all->collection->activations[i]);
}

/* ---- machines ------------------------------------------------------------------------------------------ */

static const char *const machine_columns[] = {"machine",
                                              "state",
                                              "roles",
                                              "activations",
                                              "failed",
                                              "last_success_utc",
                                              "last_failure_utc",
                                              "runs_out_utc",
                                              "requests_served",
                                              "products",
                                              "cmids",
                                              "aliases",
                                              "level",
                                              "causes",
                                              NULL};

static void put_ids(csv_writer *w, const uint8_t *const *ids, size_t count)
{
    char text[ID_ROOM];
    csv_open_cell(w);
    for (size_t i = 0; i < count; i++) {
        csv_add(w, i != 0 ? "; " : "");
        csv_add(w, id_format(ids[i], text));
    }
    csv_close_cell(w);
}

static void put_products(csv_writer *w, const sppwhy_catalogue *catalogue, const sppwhy_machine *m)
{
    char text[ID_ROOM];
    csv_open_cell(w);
    for (size_t i = 0; i < m->product_count; i++) {
        const char *product = product_name(catalogue, m->products[i]);
        csv_add(w, i != 0 ? "; " : "");
        csv_add(w, product ? product : id_format(m->products[i], text));
    }
    csv_close_cell(w);
}

/* The worst level and all causes: findings are in the order of their level. */
static void put_causes(csv_writer *w, const table *t, const sppwhy_machine *m)
{
    size_t count;
    const sppwhy_finding *const *findings = findings_list(t->findings, m, &count);
    csv_text(w, count != 0 ? sppwhy_level_name(findings[0]->verdict.level) : NULL);
    csv_open_cell(w);
    for (size_t i = 0; i < count; i++) {
        csv_add(w, i != 0 ? "; " : "");
        csv_add(w, findings[i]->verdict.cause);
    }
    csv_close_cell(w);
}

static void put_machine(csv_writer *w, const table *t, const sppwhy_machine *m)
{
    csv_text(w, m->name);
    csv_text(w, sppwhy_machine_state_name(m->state));
    csv_text(w, m->is_client && m->is_host ? "client; host"
                : m->is_host               ? "host"
                : m->is_client             ? "client"
                                           : NULL);
    csv_number(w, m->activation_count);
    csv_number(w, m->failed_count);
    csv_time(w, m->last_success);
    csv_time(w, m->last_failure);
    csv_time(w, m->runs_out);
    if (m->is_host)
        csv_number(w, served_in_span(t->analysis->collection, m).requests);
    else
        csv_empty(w);
    put_products(w, t->analysis->catalogue, m);
    put_ids(w, m->cmids, m->cmid_count);
    csv_texts(w, m->aliases, m->alias_count, "; ");
    put_causes(w, t, m);
    csv_end_row(w);
}

static void put_machines(csv_writer *w, const void *context)
{
    const table *t = context;
    for (size_t i = 0; i < t->analysis->collection->machine_count && !csv_enough(w); i++)
        put_machine(w, t, t->analysis->collection->machines[i]);
}

/* ---- what to collect ----------------------------------------------------------------------------------- */

static const char *const collect_columns[] = {"machine", "channel", "from_utc", "to_utc", "settles", NULL};

static void put_collect(csv_writer *w, const void *context)
{
    const sppwhy_analysis *a = ((const table *)context)->analysis;
    for (size_t i = 0; i < a->wanted_count && !csv_enough(w); i++) {
        csv_text(w, a->wanted[i].log.machine);
        csv_text(w, a->wanted[i].log.channel);
        csv_time(w, a->wanted[i].log.from);
        csv_time(w, a->wanted[i].log.to);
        csv_number(w, a->wanted[i].settles);
        csv_end_row(w);
    }
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

sppwhy_status sppwhy_report_csv(sppwhy_writer *out, const sppwhy_analysis *analysis, sppwhy_table which,
                                sppwhy_error *error)
{
    static const struct {
        const char *const *columns;
        csv_rows rows;
    } tables[] = {[SPPWHY_TABLE_FINDINGS] = {finding_columns, put_findings},
                  [SPPWHY_TABLE_ACTIVATIONS] = {activation_columns, put_activations},
                  [SPPWHY_TABLE_MACHINES] = {machine_columns, put_machines},
                  [SPPWHY_TABLE_COLLECT] = {collect_columns, put_collect}};
    if ((size_t)which >= sizeof tables / sizeof *tables)
        return error_set(error, SPPWHY_INVALID, "there is no table of that number");
    finding_index findings = finding_index_create(analysis);
    bool done = findings.sorted != NULL;
    if (done)
        csv_table(out, tables[which].columns, tables[which].rows, &(table){analysis, &findings});
    finding_index_free(&findings);
    return done ? SPPWHY_OK : error_no_memory(error);
}
