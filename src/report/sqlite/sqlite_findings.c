/* What was made of the events: findings, activations, requests, and on what each rests. */
#include "report/sqlite/sqlite_export.h"

#include "correlate/clock.h"
#include "report/view/facts.h"
#include "evtx/store.h"

/* The text must last until the row is written. */
static const char *affected(database *d, const sppwhy_finding *f, strbuf *b)
{
    strbuf_clear(b);
    for (size_t i = 0; i < f->affected_count; i++)
        strbuf_printf(b, "%s%s", i != 0 ? "; " : "", f->affects[i]->name);
    d->no_memory |= b->failed;
    d->failed |= b->failed;
    return b->bytes ? b->bytes : "";
}

static void put_findings(export *x)
{
    database *d = &x->db;
    strbuf names = {0};
    rows_begin(d, "findings", 15);
    for (size_t i = 0; i < x->analysis->finding_count; i++) {
        const sppwhy_finding *f = &x->analysis->findings[i];
        row_key(d, i + 1);
        row_text(d, f->verdict.cause);
        row_text(d, sppwhy_level_name(f->verdict.level));
        row_number(d, f->verdict.level);
        row_text(d, sppwhy_confidence_name(f->verdict.confidence));
        row_text(d, subject_name(f->subject));
        row_key(d, machine_key(x, f->machine));
        row_text(d, f->verdict.title);
        row_text(d, f->verdict.why);
        row_time(d, f->first);
        row_time(d, f->last);
        row_number(d, f->occurrences);
        row_text(d, f->id);
        row_text(d, f->host_finding ? f->host_finding->id : NULL);
        row_text(d, affected(d, f, &names));
        row_end(d);
    }
    rows_end(d);
    strbuf_free(&names);
}

/* What to collect next, the most useful first. */
static void put_collect(export *x)
{
    database *d = &x->db;
    rows_begin(d, "collect", 6);
    for (size_t i = 0; i < x->analysis->wanted_count; i++) {
        const sppwhy_wanted_log *l = &x->analysis->wanted[i];
        row_key(d, i + 1);
        row_text(d, l->log.machine);
        row_text(d, l->log.channel);
        row_time(d, l->log.from);
        row_time(d, l->log.to);
        row_number(d, l->settles);
        row_end(d);
    }
    rows_end(d);
}

static void put_texts(database *d, size_t finding, const char *kind, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        row_key(d, finding);
        row_text(d, kind);
        row_number(d, i + 1);
        row_text(d, texts[i]);
        row_end(d);
    }
}

static void put_advice(export *x)
{
    database *d = &x->db;
    rows_begin(d, "advice", 4);
    for (size_t i = 0; i < x->analysis->finding_count; i++) {
        const sppwhy_verdict *v = &x->analysis->findings[i].verdict;
        put_texts(d, i + 1, "confirm", v->confirm, v->confirm_count);
        put_texts(d, i + 1, "fix", v->fix, v->fix_count);
        put_texts(d, i + 1, "missing", v->missing, v->missing_count);
        put_texts(d, i + 1, "false_alarm", v->false_alarms, v->false_alarm_count);
        put_texts(d, i + 1, "reference", v->references, v->reference_count);
    }
    rows_end(d);
}

static void put_activations(export *x)
{
    database *d = &x->db;
    rows_begin(d, "activations", 12);
    for (size_t i = 0; i < x->collection->activation_count; i++) {
        const sppwhy_activation *a = x->collection->activations[i];
        const sppwhy_verdict *v = x->analysis->verdicts[a->id - 1];
        row_key(d, a->id);
        row_key(d, machine_key(x, a->machine));
        row_time(d, a->time);
        row_guid(d, a->product);
        row_text(d, sppwhy_outcome_name(a->outcome));
        if (a->has_code)
            row_code(d, a->code);
        else
            row_null(d);
        row_text(d, v ? v->cause : NULL);
        row_text(d, v ? sppwhy_level_name(v->level) : NULL);
        row_text(d, v ? sppwhy_confidence_name(v->confidence) : NULL);
        row_text(d, v ? v->title : NULL);
        row_text(d, v ? v->why : NULL);
        row_key(d, x->finding_of[a->id - 1]);
        row_end(d);
    }
    rows_end(d);
}

static void put_requests(export *x)
{
    database *d = &x->db;
    rows_begin(d, "requests", 16);
    for (size_t i = 0; i < x->collection->request_count; i++) {
        const sppwhy_request *r = &x->collection->requests[i];
        row_key(d, i + 1);
        bool shown = r->activation && sppwhy_activation_find(x->collection, r->activation->id);
        row_key(d, shown ? r->activation->id : 0);
        row_key(d, machine_key(x, r->machine));
        row_key(d, machine_key(x, r->target));
        row_time(d, sppwhy_request_time(r));
        row_guid(d, sppwhy_request_product(r));
        row_guid(d, sppwhy_request_cmid(r));
        row_field(d, sppwhy_request_asked(r), SPPWHY_FIELD_CLIENT_TIME);
        row_field(d, r->client, SPPWHY_FIELD_SERVER);
        row_field(d, r->client, SPPWHY_FIELD_PORT);
        if (clock_is_measured(r))
            row_signed(d, r->skew_seconds);
        else
            row_null(d);
        row_field(d, r->response, SPPWHY_FIELD_COUNT);
        row_field(d, sppwhy_request_asked(r), SPPWHY_FIELD_REQUIRED_COUNT);
        row_key(d, record_key(x, r->client));
        row_key(d, record_key(x, r->response));
        row_key(d, record_key(x, r->host));
        row_end(d);
    }
    rows_end(d);
}

static void put_evidence_of(export *x, const sppwhy_verdict *v, size_t finding, size_t activation)
{
    for (size_t i = 0; i < v->evidence_count; i++) {
        row_key(&x->db, record_key(x, v->evidence[i]));
        row_key(&x->db, finding);
        row_key(&x->db, activation);
        row_end(&x->db);
    }
}

void export_evidence(export *x)
{
    rows_begin(&x->db, "evidence", 3);
    for (size_t i = 0; i < x->analysis->finding_count; i++)
        put_evidence_of(x, &x->analysis->findings[i].verdict, i + 1, 0);
    for (size_t i = 0; i < x->collection->activation_count; i++) {
        size_t id = x->collection->activations[i]->id;
        if (x->analysis->verdicts[id - 1])
            put_evidence_of(x, x->analysis->verdicts[id - 1], 0, id);
    }
    rows_end(&x->db);
}

void export_findings(export *x)
{
    put_findings(x);
    put_collect(x);
    put_advice(x);
}

void export_activations(export *x)
{
    put_activations(x);
    put_requests(x);
}
