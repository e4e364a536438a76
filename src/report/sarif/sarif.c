/*
 * The findings as SARIF 2.1.0 (OASIS, https://docs.oasis-open.org/sarif/sarif/v2.1.0/), for viewers of
 * analysis results: the rules with what they mean and what to do, each finding as one result of its rule, the
 * events that it rests on as its locations. Findings fold activations of one cause on one machine, so an
 * activation has no result of its own: its id is in the result's properties.
 */
#include "rules/analysis.h"
#include "sppwhy/report.h"
#include "sppwhy/version.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/text.h"
#include "report/write/json_writer.h"
#include "report/write/lookup.h"
#include "report/view/words.h"
#include "report/view/facts.h"
#include "evtx/store.h"
#include "report/view/logs.h"
#include "spp/access.h"
#include "spp/hresult.h"

#include <string.h>

#define SCHEMA "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

/* What relative paths of logs are relative to; which folder that was is not for the file to tell. */
#define BASE_ID "STARTED_IN"

typedef struct writer {
    json_writer json;
    const sppwhy_analysis *analysis;
    const sppwhy_rules *rules;
    lookup logs;
    strbuf room;
    bool failed; /* memory is short */
} writer;

/* ---- texts --------------------------------------------------------------------------------------------- */

/* In a message of SARIF brackets make links, which no name in a log may, and braces are placeholders. */
static void add_message(strbuf *to, const char *text)
{
    for (; *text; text++) {
        if (*text == '[' || *text == ']')
            strbuf_add_char(to, '\\');
        if (*text == '{' || *text == '}')
            strbuf_add_char(to, *text);
        strbuf_add_char(to, *text);
    }
}

static void add_steps(strbuf *to, const char *heading, const char *const *texts, size_t count, bool numbered)
{
    if (count == 0)
        return;
    strbuf_printf(to, "\n\n%s:", heading);
    for (size_t i = 0; i < count; i++) {
        if (numbered)
            strbuf_printf(to, "\n%zu. ", i + 1);
        else
            strbuf_add(to, "\n- ");
        add_message(to, texts[i]);
    }
}

/* "key": {"text": what is in the room} */
static void put_room(writer *w, const char *key)
{
    if (w->room.failed) {
        w->failed = true;
        strbuf_clear(&w->room);
    }
    json_key(&w->json, key);
    json_open_object(&w->json);
    json_string_member(&w->json, "text", w->room.bytes ? w->room.bytes : "");
    json_close_object(&w->json);
    strbuf_clear(&w->room);
}

static void put_message(writer *w, const char *key, const char *text)
{
    add_message(&w->room, text);
    put_room(w, key);
}

/* "error", "warning" or "note" */
static const char *sarif_level(sppwhy_level level)
{
    return level >= SPPWHY_LEVEL_HIGH ? "error" : level == SPPWHY_LEVEL_MEDIUM ? "warning" : "note";
}

/* ---- rules --------------------------------------------------------------------------------------------- */

static void put_rule_texts(writer *w, const sppwhy_rule_page *p)
{
    put_message(w, "shortDescription", p->info.title);
    for (size_t i = 0; i < p->why_count; i++) {
        strbuf_add(&w->room, i != 0 ? "\n" : "");
        add_message(&w->room, p->why[i]);
    }
    put_room(w, "fullDescription");
    add_message(&w->room, p->info.title);
    add_steps(&w->room, LABEL_CHECK, p->confirm, p->confirm_count, false);
    add_steps(&w->room, LABEL_FIX, p->fix, p->fix_count, true);
    add_steps(&w->room, LABEL_CAUTION, p->false_alarms, p->false_alarm_count, false);
    add_steps(&w->room, LABEL_REFERENCES, p->references, p->reference_count, false);
    put_room(w, "help");
}

static sppwhy_status put_rule(writer *w, size_t i, sppwhy_error *error)
{
    sppwhy_rule_page p;
    json_writer *json = &w->json;
    sppwhy_status status = sppwhy_rules_page(&p, w->rules, i, error);
    if (status != SPPWHY_OK)
        return status;
    json_open_object(json);
    json_string_member(json, "id", p.info.id);
    put_rule_texts(w, &p);
    for (size_t k = 0; k < p.reference_count; k++)
        if (text_starts_with(p.references[k], "https://") && !strchr(p.references[k], ' ')) {
            json_string_member(json, "helpUri", p.references[k]);
            break;
        }
    json_key(json, "defaultConfiguration");
    json_open_object(json);
    json_string_member(json, "level", sarif_level(p.info.level));
    json_close_object(json);
    json_key(json, "properties");
    json_open_object(json);
    json_string_member(json, "level", sppwhy_level_name(p.info.level));
    json_strings_member(json, "refines", p.refines, p.refines_count);
    json_close_object(json);
    json_close_object(json);
    return SPPWHY_OK;
}

static sppwhy_status put_tool(writer *w, sppwhy_error *error)
{
    json_writer *json = &w->json;
    sppwhy_status status = SPPWHY_OK;
    json_key(json, "tool");
    json_open_object(json);
    json_key(json, "driver");
    json_open_object(json);
    json_string_member(json, "name", "sppwhy");
    json_string_member(json, "version", sppwhy_version());
    json_key(json, "rules");
    json_open_array(json);
    for (size_t i = 0; i < sppwhy_rules_count(w->rules) && status == SPPWHY_OK; i++)
        status = put_rule(w, i, error);
    json_close_array(json);
    json_close_object(json);
    json_close_object(json);
    return status;
}

/* ---- places -------------------------------------------------------------------------------------------- */

static bool is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

/* RFC 3986: every byte that is not unreserved as %NN, but for the slashes. */
static void add_uri(strbuf *to, const char *path)
{
    if (path[0] == '/')
        strbuf_add(to, "file://");
    for (; *path; path++) {
        if (is_unreserved(*path) || *path == '/')
            strbuf_add_char(to, *path);
        else
            strbuf_printf(to, "%%%02X", (unsigned)(unsigned char)*path);
    }
}

/* The members of an artifactLocation. */
static void put_log(writer *w, const sppwhy_log *log)
{
    strbuf_clear(&w->room);
    add_uri(&w->room, log->path);
    w->failed = w->failed || w->room.failed;
    json_string_member(&w->json, "uri", w->room.bytes);
    if (log->path[0] != '/')
        json_string_member(&w->json, "uriBaseId", BASE_ID);
    strbuf_clear(&w->room);
}

static void put_artifacts(writer *w)
{
    const sppwhy_collection *c = w->analysis->collection;
    json_key(&w->json, "originalUriBaseIds");
    json_open_object(&w->json);
    json_key(&w->json, BASE_ID);
    json_open_object(&w->json);
    put_message(w, "description", "The folder in which sppwhy was started.");
    json_close_object(&w->json);
    json_close_object(&w->json);
    json_key(&w->json, "artifacts");
    json_open_array(&w->json);
    for (size_t i = 0; i < c->log_count; i++) {
        json_open_object(&w->json);
        json_key(&w->json, "location");
        json_open_object(&w->json);
        put_log(w, c->logs[i]);
        json_close_object(&w->json);
        json_close_object(&w->json);
    }
    json_close_array(&w->json);
}

static void put_physical(writer *w, const sppwhy_record *r)
{
    json_writer *json = &w->json;
    size_t log = lookup_first(&w->logs, sppwhy_record_log(r), SIZE_MAX);
    json_key(json, "physicalLocation");
    json_open_object(json);
    json_key(json, "artifactLocation");
    json_open_object(json);
    put_log(w, sppwhy_record_log(r));
    if (log != SIZE_MAX)
        json_number_member(json, "index", log);
    json_close_object(json);
    json_key(json, "region");
    json_open_object(json);
    json_number_member(json, "byteOffset", r->event->offset);
    json_close_object(json);
    json_close_object(json);
}

/* The record within the log: its number is what Event Viewer finds it by. */
static void put_logical(writer *w, const sppwhy_record *r)
{
    json_writer *json = &w->json;
    char name[32];
    snprintf(name, sizeof name, "%llu", (unsigned long long)r->event->record_id);
    json_key(json, "logicalLocations");
    json_open_array(json);
    json_open_object(json);
    json_string_member(json, "name", name);
    strbuf_printf(&w->room, "%s/%s/%s", r->event->common->computer, r->event->common->channel, name);
    w->failed = w->failed || w->room.failed;
    json_string_member(json, "fullyQualifiedName", w->room.bytes);
    strbuf_clear(&w->room);
    json_string_member(json, "kind", "record");
    json_close_object(json);
    json_close_array(json);
}

static void put_location(writer *w, const sppwhy_record *r)
{
    json_writer *json = &w->json;
    char time[40];
    uint64_t code;
    json_open_object(json);
    put_physical(w, r);
    put_logical(w, r);
    strbuf_printf(&w->room, "Event %u of ", (unsigned)r->event->common->id);
    add_message(&w->room, r->event->common->computer);
    if (r->event->time == 0)
        strbuf_add(&w->room, ", " CLOCK_UNKNOWN_WORDS);
    else
        strbuf_printf(&w->room, ", %s UTC", clock_format_plain(r->event->time, true, time));
    if (record_get_number(r, SPPWHY_FIELD_CODE, &code))
        strbuf_printf(&w->room, ": " CODE_FORMAT, (unsigned)code);
    put_room(w, "message");
    json_key(json, "properties");
    json_open_object(json);
    json_number_member(json, "record_id", r->event->record_id);
    json_number_member(json, "event_id", r->event->common->id);
    json_time_member(json, "time", r->event->time, true);
    json_boolean_member(json, "recovered", r->event->common->recovered);
    json_close_object(json);
    json_close_object(json);
}

/* ---- results ------------------------------------------------------------------------------------------- */

/* The event to look at first: the newest that the subject itself wrote, else the newest. */
static size_t main_evidence(const sppwhy_finding *f)
{
    size_t best = 0;
    bool best_own = false;
    for (size_t i = 0; i < f->verdict.evidence_count; i++) {
        const sppwhy_record *r = f->verdict.evidence[i], *b = f->verdict.evidence[best];
        bool own = f->machine && text_same_host(r->event->common->computer, f->machine->name);
        if (own > best_own || (own == best_own && r->event->time >= b->event->time)) {
            best = i;
            best_own = own;
        }
    }
    return best;
}

static void put_locations(writer *w, const sppwhy_finding *f)
{
    const sppwhy_verdict *v = &f->verdict;
    size_t first = main_evidence(f);
    json_key(&w->json, "locations");
    json_open_array(&w->json);
    if (v->evidence_count != 0)
        put_location(w, v->evidence[first]);
    json_close_array(&w->json);
    if (v->evidence_count < 2)
        return;
    json_key(&w->json, "relatedLocations");
    json_open_array(&w->json);
    for (size_t i = 0; i < v->evidence_count; i++)
        if (i != first)
            put_location(w, v->evidence[i]);
    json_close_array(&w->json);
}

/* What makes it the same finding in another run, over newer logs: the cause and whom it concerns; of failures
 * that no rule explains, which are told apart by it, also the code. */
static void put_fingerprint(writer *w, const sppwhy_finding *f)
{
    char hash[32];
    const sppwhy_activation *a =
        f->activation_count != 0 ? sppwhy_activation_find(w->analysis->collection, f->activations[0]) : NULL;
    strbuf_printf(&w->room, "%s\n%s\n%s", f->verdict.cause, subject_name(f->subject),
                  f->machine ? f->machine->name : "");
    if (verdict_is_unexplained(&f->verdict) && a)
        strbuf_printf(&w->room, "\n%08X", (unsigned)a->code);
    w->failed = w->failed || w->room.failed;
    for (size_t i = 0; i < w->room.length; i++) /* names of machines count without regard to case */
        w->room.bytes[i] = (char)text_lower(w->room.bytes[i]);
    snprintf(hash, sizeof hash, "%016llx", (unsigned long long)text_hash(w->room.bytes, w->room.length));
    strbuf_clear(&w->room);
    json_key(&w->json, "partialFingerprints");
    json_open_object(&w->json);
    json_string_member(&w->json, "causeAndSubject/v1", hash);
    json_string_member(&w->json, "causeSubjectAndHost/v1", f->id);
    json_close_object(&w->json);
}

static void put_properties(writer *w, const sppwhy_finding *f)
{
    json_writer *json = &w->json;
    json_key(json, "properties");
    json_open_object(json);
    json_string_member(json, "level", sppwhy_level_name(f->verdict.level));
    json_string_member(json, "confidence", sppwhy_confidence_name(f->verdict.confidence));
    json_string_member(json, "subject_kind", subject_name(f->subject));
    json_string_member(json, "subject", f->machine ? f->machine->name : "");
    json_time_member(json, "first", f->first, true);
    json_time_member(json, "last", f->last, true);
    json_key(json, "activations");
    json_open_array(json);
    for (size_t i = 0; i < f->activation_count; i++)
        json_put_number(json, f->activations[i]);
    json_close_array(json);
    json_string_member(json, "id", f->id);
    json_string_member(json, "host_finding", f->host_finding ? f->host_finding->id : NULL);
    json_key(json, "affects");
    json_open_array(json);
    for (size_t i = 0; i < f->affected_count; i++)
        json_put_string(json, f->affects[i]->name);
    json_close_array(json);
    json_close_object(json);
}

static void put_finding(writer *w, const sppwhy_finding *f)
{
    json_writer *json = &w->json;
    const sppwhy_verdict *v = &f->verdict;
    size_t rule;
    json_open_object(json);
    json_string_member(json, "ruleId", v->cause);
    if (sppwhy_rules_find(w->rules, v->cause, &rule))
        json_number_member(json, "ruleIndex", rule);
    json_string_member(json, "kind", "fail");
    if (w->analysis->has_baseline)
        json_string_member(json, "baselineState", f->known ? "unchanged" : "new");
    json_string_member(json, "level", sarif_level(v->level));
    add_message(&w->room, v->why);
    add_steps(&w->room, "To make sure", v->confirm, v->confirm_count, false);
    add_steps(&w->room, "To fix it", v->fix, v->fix_count, true);
    add_steps(&w->room, "What would settle it", v->missing, v->missing_count, false);
    put_room(w, "message");
    put_locations(w, f);
    put_fingerprint(w, f);
    json_number_member(json, "occurrenceCount", f->occurrences);
    put_properties(w, f);
    json_close_object(json);
}

/* What was not read at all, and what of the logs is lost. */
static void put_notification(writer *w, const char *path, const char *reason)
{
    json_writer *json = &w->json;
    json_open_object(json);
    json_string_member(json, "level", "warning");
    add_message(&w->room, path);
    strbuf_add(&w->room, ": ");
    add_message(&w->room, reason);
    put_room(w, "message");
    json_close_object(json);
}

static void put_invocation(writer *w)
{
    json_writer *json = &w->json;
    const sppwhy_collection *c = w->analysis->collection;
    json_key(json, "invocations");
    json_open_array(json);
    json_open_object(json);
    json_boolean_member(json, "executionSuccessful", true);
    json_key(json, "toolExecutionNotifications");
    json_open_array(json);
    for (size_t i = 0; i < w->analysis->unread_count; i++)
        put_notification(w, w->analysis->unread[i].path, w->analysis->unread[i].message);
    for (size_t i = 0, at = 0; i < c->log_count; i++, at = 0)
        for (const sppwhy_damage *d; (d = next_place_lost(c->logs[i], &at)) != NULL;)
            put_notification(w, c->logs[i]->path, d->reason);
    json_close_array(json);
    json_close_object(json);
    json_close_array(json);
}

static void put_results(writer *w)
{
    json_key(&w->json, "results");
    json_open_array(&w->json);
    for (size_t i = 0; i < w->analysis->finding_count && !writer_failed(w->json.out); i++)
        put_finding(w, &w->analysis->findings[i]);
    json_close_array(&w->json);
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static sppwhy_status put_document(writer *w, sppwhy_error *error)
{
    json_writer *json = &w->json;
    json_open_object(json);
    json_string_member(json, "$schema", SCHEMA);
    json_string_member(json, "version", "2.1.0");
    json_key(json, "runs");
    json_open_array(json);
    json_open_object(json);
    sppwhy_status status = put_tool(w, error);
    put_invocation(w);
    put_artifacts(w);
    put_results(w);
    json_key(json, "properties");
    json_open_object(json);
    json_collect_member(json, w->analysis);
    json_close_object(json);
    json_close_object(json);
    json_close_array(json);
    json_close_object(json);
    writer_char(json->out, '\n');
    return status;
}

sppwhy_status sppwhy_report_sarif(sppwhy_writer *out, const sppwhy_analysis *analysis,
                                  const sppwhy_rules *rules, sppwhy_error *error)
{
    writer w = {.json = {.out = out, .indent = true}, .analysis = analysis, .rules = rules};
    const sppwhy_collection *c = analysis->collection;
    for (size_t i = 0; i < c->log_count; i++)
        w.failed = !lookup_add(&w.logs, c->logs[i], i) || w.failed;
    lookup_sort(&w.logs);
    sppwhy_status status = w.failed ? SPPWHY_NO_MEMORY : put_document(&w, error);
    if (w.failed)
        status = error_no_memory(error);
    lookup_free(&w.logs);
    strbuf_free(&w.room);
    return status;
}
