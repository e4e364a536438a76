/* The analysis as one JSON document. */
#include "report/json/json.h"

#include "base/text.h"
#include "correlate/clock.h"
#include "correlate/requests.h"
#include "report/view/index.h"
#include "report/write/json_writer.h"
#include "report/view/facts.h"
#include "report/view/logs.h"
#include "spp/access.h"

#include <string.h>

static void write_ref(json_writer *w, const sppwhy_record *r)
{
    if (!r) {
        json_put_null(w);
        return;
    }
    json_open_object(w);
    json_string_member(w, "path", sppwhy_record_log(r)->path);
    json_number_member(w, "record_id", r->event->record_id);
    if (r->event->common->by_line)
        json_number_member(w, "line", r->event->record_id);
    json_number_member(w, "event_id", r->event->common->id);
    json_time_member(w, "time", r->event->time, true);
    json_boolean_member(w, "recovered", r->event->common->recovered);
    json_close_object(w);
}

static void write_ref_member(json_writer *w, const char *key, const sppwhy_record *r)
{
    json_key(w, key);
    write_ref(w, r);
}

static void write_refs(json_writer *w, const sppwhy_verdict *v)
{
    json_key(w, "evidence");
    json_open_array(w);
    for (size_t i = 0; i < v->evidence_count; i++)
        write_ref(w, v->evidence[i]);
    json_close_array(w);
}

static void write_ids(json_writer *w, const char *key, const uint8_t *const *ids, size_t count)
{
    json_key(w, key);
    json_open_array(w);
    for (size_t i = 0; i < count; i++) {
        json_put_guid(w, ids[i]);
    }
    json_close_array(w);
}

/* ---- summary and logs ---------------------------------------------------------------------------------- */

static void write_summary(json_writer *w, const sppwhy_analysis *a)
{
    const sppwhy_collection *c = a->collection;
    json_key(w, "summary");
    json_open_object(w);
    json_number_member(w, "logs", c->log_count);
    json_number_member(w, "machines", c->machine_count);
    json_number_member(w, "activations", c->activation_count);
    json_number_member(w, "failed", a->failed);
    json_number_member(w, "unanswered", a->unanswered);
    json_number_member(w, "explained", a->failed - a->unexplained);
    json_number_member(w, "unexplained", a->unexplained);
    json_time_member(w, "since", c->span.since, true);
    json_time_member(w, "until", c->span.until, true);
    json_number_member(w, "findings_outside", a->outside);
    if (c->untimed != 0)
        json_number_member(w, "activations_without_time", c->untimed);
    if (c->cut != 0)
        json_number_member(w, "answers_unsure", c->cut);
    json_string_member(w, "shown", a->shown);
    json_key(w, "causes");
    json_open_array(w);
    for (size_t i = 0; i < a->cause_count; i++) {
        json_open_object(w);
        json_string_member(w, "cause", a->causes[i].cause);
        json_number_member(w, "activations", a->causes[i].activations);
        json_number_member(w, "machines", a->causes[i].machines);
        json_close_object(w);
    }
    json_close_array(w);
    json_close_object(w);
}

static void write_logs(json_writer *w, const sppwhy_collection *c)
{
    json_key(w, "logs");
    json_open_array(w);
    for (size_t i = 0; i < c->log_count; i++) {
        const sppwhy_log *log = c->logs[i];
        json_open_object(w);
        json_string_member(w, "path", log->path);
        json_log_span(w, log);
        json_number_member(w, "bytes", log->bytes);
        json_number_member(w, "bytes_lost", log_bytes_lost(log));
        json_number_member(w, "chunks", log->chunks);
        json_log_counts(w, log, false);
        if (log->excerpt)
            json_boolean_member(w, "excerpt", true);
        json_damage_member(w, log, false);
        json_close_object(w);
    }
    json_close_array(w);
}

/* ---- machines ------------------------------------------------------------------------------------------ */

static void write_roles(json_writer *w, const sppwhy_machine *m)
{
    json_key(w, "roles");
    json_open_array(w);
    if (m->is_client)
        json_put_string(w, "client");
    if (m->is_host)
        json_put_string(w, "host");
    json_close_array(w);
}

static void write_machine(json_writer *w, const finding_index *index, const sppwhy_machine *m)
{
    json_open_object(w);
    json_string_member(w, "name", m->name);
    json_strings_member(w, "aliases", m->aliases, m->alias_count);
    write_ids(w, "cmids", m->cmids, m->cmid_count);
    write_roles(w, m);
    json_boolean_member(w, "has_logs", m->has_logs);
    json_string_member(w, "state", sppwhy_machine_state_name(m->state));
    json_boolean_member(w, "state_by_host", m->state_by_host);
    json_time_member(w, "last_success", m->last_success, true);
    json_time_member(w, "last_failure", m->last_failure, true);
    json_time_member(w, "runs_out", m->runs_out, true);
    json_key(w, "products");
    json_open_array(w);
    for (size_t i = 0; i < m->product_count; i++)
        json_put_product(w, m->products[i], index->analysis->catalogue);
    json_close_array(w);
    json_key(w, "activations");
    json_open_object(w);
    json_number_member(w, "total", m->activation_count);
    json_number_member(w, "failed", m->failed_count);
    json_close_object(w);
    if (m->is_host)
        json_number_member(w, "requests_served", served_in_span(index->analysis->collection, m).requests);
    json_key(w, "causes");
    json_open_array(w);
    finding_walk walk = findings_of(index, m);
    for (const sppwhy_finding *f; (f = findings_next(&walk)) != NULL;)
        json_put_string(w, f->verdict.cause);
    json_close_array(w);
    json_close_object(w);
}

/* ---- activations --------------------------------------------------------------------------------------- */

static void write_number_of(json_writer *w, const char *key, const sppwhy_record *r, sppwhy_field field)
{
    uint64_t value;
    json_key(w, key);
    if (record_get_number(r, field, &value))
        json_put_number(w, value);
    else
        json_put_null(w);
}

static void write_request(json_writer *w, const sppwhy_request *r)
{
    const sppwhy_record *asked = sppwhy_request_asked(r);
    json_open_object(w);
    json_time_member(w, "client_time", record_number(asked, SPPWHY_FIELD_CLIENT_TIME, 0), false);
    json_string_member(w, "server", record_text(r->client, SPPWHY_FIELD_SERVER));
    write_number_of(w, "port", r->client, SPPWHY_FIELD_PORT);
    write_ref_member(w, "request", r->client);
    write_ref_member(w, "response", r->response);
    write_ref_member(w, "host", r->host);
    json_key(w, "skew_seconds");
    if (!clock_is_measured(r))
        json_put_null(w);
    else
        json_put_signed(w, r->skew_seconds);
    write_number_of(w, "count", r->response, SPPWHY_FIELD_COUNT);
    write_number_of(w, "required_count", asked, SPPWHY_FIELD_REQUIRED_COUNT);
    json_close_object(w);
}

static void write_verdict_body(json_writer *w, const sppwhy_verdict *v)
{
    json_string_member(w, "why", v->why);
    json_strings_member(w, "confirm", v->confirm, v->confirm_count);
    json_strings_member(w, "fix", v->fix, v->fix_count);
    write_refs(w, v);
    json_strings_member(w, "missing", v->missing, v->missing_count);
    json_strings_member(w, "false_alarms", v->false_alarms, v->false_alarm_count);
    json_strings_member(w, "references", v->references, v->reference_count);
}

static void write_verdict(json_writer *w, const sppwhy_verdict *v)
{
    json_key(w, "verdict");
    if (!v) {
        json_put_null(w);
        return;
    }
    json_open_object(w);
    json_string_member(w, "cause", v->cause);
    json_string_member(w, "title", v->title);
    json_string_member(w, "level", sppwhy_level_name(v->level));
    json_string_member(w, "confidence", sppwhy_confidence_name(v->confidence));
    write_verdict_body(w, v);
    json_close_object(w);
}

static void write_servers(json_writer *w, const sppwhy_activation *a)
{
    const char *server;
    size_t at = 0;
    json_key(w, "servers");
    json_open_array(w);
    while ((server = activation_next_server(a, &at)) != NULL)
        json_put_string(w, server);
    json_close_array(w);
}

static void write_activation(json_writer *w, const sppwhy_analysis *all, const sppwhy_activation *a)
{
    json_open_object(w);
    json_number_member(w, "id", a->id);
    json_string_member(w, "machine", a->machine->name);
    json_time_member(w, "time", a->time, true);
    json_key(w, "product");
    json_put_product(w, a->product, all->catalogue);
    json_string_member(w, "outcome", sppwhy_outcome_name(a->outcome));
    if (a->has_code)
        json_code_member(w, "code", a->code);
    else
        json_string_member(w, "code", NULL);
    write_servers(w, a);
    json_key(w, "requests");
    json_open_array(w);
    for (size_t i = 0; i < a->request_count; i++)
        write_request(w, a->requests[i]);
    json_close_array(w);
    json_key(w, "summary_events");
    json_open_array(w);
    for (size_t i = 0; i < 3; i++)
        if (a->summary[i])
            write_ref(w, a->summary[i]);
    json_close_array(w);
    write_verdict(w, all->verdicts[a->id - 1]);
    json_close_object(w);
}

/* ---- findings ------------------------------------------------------------------------------------------ */

static void write_affects(json_writer *w, const sppwhy_finding *f)
{
    json_key(w, "affects");
    json_open_array(w);
    for (size_t i = 0; i < f->affected_count; i++)
        json_put_string(w, f->affects[i]->name);
    json_close_array(w);
}

static void write_finding(json_writer *w, const sppwhy_finding *f, bool has_baseline)
{
    json_open_object(w);
    json_string_member(w, "id", f->id);
    json_string_member(w, "cause", f->verdict.cause);
    json_string_member(w, "level", sppwhy_level_name(f->verdict.level));
    json_string_member(w, "confidence", sppwhy_confidence_name(f->verdict.confidence));
    json_key(w, "subject");
    json_open_object(w);
    json_string_member(w, "kind", subject_name(f->subject));
    json_string_member(w, "name", f->machine ? f->machine->name : "");
    json_close_object(w);
    json_string_member(w, "title", f->verdict.title);
    write_verdict_body(w, &f->verdict);
    json_time_member(w, "first", f->first, true);
    json_time_member(w, "last", f->last, true);
    json_number_member(w, "occurrences", f->occurrences);
    json_key(w, "activations");
    json_open_array(w);
    for (size_t i = 0; i < f->activation_count; i++)
        json_put_number(w, f->activations[i]);
    json_close_array(w);
    json_string_member(w, "host_finding", f->host_finding ? f->host_finding->id : NULL);
    write_affects(w, f);
    if (has_baseline)
        json_boolean_member(w, "new", !f->known);
    json_close_object(w);
}

/* Findings that --ignore left out. */
static void write_ignored(json_writer *w, const sppwhy_analysis *a)
{
    json_key(w, "ignored");
    json_open_array(w);
    for (size_t i = 0; i < a->ignored_count; i++) {
        const sppwhy_finding *f = a->ignored[i].finding;
        json_open_object(w);
        json_string_member(w, "id", f->id);
        json_string_member(w, "cause", f->verdict.cause);
        json_string_member(w, "machine", f->machine ? f->machine->name : NULL);
        json_string_member(w, "why", a->ignored[i].why);
        json_time_member(w, "until", a->ignored[i].until, true);
        json_close_object(w);
    }
    json_close_array(w);
}

void sppwhy_report_json(sppwhy_writer *out, const sppwhy_analysis *a)
{
    json_writer w = {.out = out, .indent = true};
    finding_index index = finding_index_create(a);
    json_open_object(&w);
    json_number_member(&w, "schema_version", 1);
    write_summary(&w, a);
    write_logs(&w, a->collection);
    json_unread_member(&w, a->unread, a->unread_count);
    json_key(&w, "machines");
    json_open_array(&w);
    for (size_t i = 0; i < a->collection->machine_count; i++)
        write_machine(&w, &index, a->collection->machines[i]);
    json_close_array(&w);
    finding_index_free(&index);
    json_key(&w, "activations");
    json_open_array(&w);
    for (size_t i = 0; i < a->collection->activation_count; i++)
        write_activation(&w, a, a->collection->activations[i]);
    json_close_array(&w);
    json_key(&w, "findings");
    json_open_array(&w);
    for (size_t i = 0; i < a->finding_count; i++)
        write_finding(&w, &a->findings[i], a->has_baseline);
    json_close_array(&w);
    json_collect_member(&w, a);
    write_ignored(&w, a);
    json_close_object(&w);
    writer_char(out, '\n');
}
