/* Each accessor of a collection, its analysis and its activity against the JSON of the same: one that reads the wrong
 * member says something else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sppwhy/sppwhy.h>

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- values -------------------------------------------------------------------------------------------- */

static json_t *document;

/* What a writer wrote, as a document. */
static json_t *parsed(sppwhy_writer *out)
{
    size_t length;
    json_error_t fault;
    assert_int_equal(sppwhy_writer_finish(out, NULL), SPPWHY_OK);
    const char *text = sppwhy_writer_memory(out, &length);
    json_t *made = json_loadb(text, length, 0, &fault);
    if (!made)
        fail_msg("%s", fault.text);
    sppwhy_writer_free(out);
    return made;
}

static void is_text(const json_t *of, const char *key, const char *value)
{
    const json_t *there = json_object_get(of, key);
    if (!value)
        assert_true(json_is_null(there));
    else
        assert_string_equal(json_string_value(there), value);
}

static void is_number(const json_t *of, const char *key, uint64_t value)
{
    assert_true(json_is_integer(json_object_get(of, key)));
    assert_int_equal(json_integer_value(json_object_get(of, key)), value);
}

static void is_true(const json_t *of, const char *key, bool value)
{
    assert_int_equal(json_is_true(json_object_get(of, key)), value);
}

/* Days from 1601-01-01, by the calendar. */
static uint64_t day_of(unsigned year, unsigned month, unsigned day)
{
    static const unsigned before[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    uint64_t past = year - 1601, days = past * 365 + past / 4 - past / 100 + past / 400 + before[month - 1];
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days + (leap && month > 2) + day - 1;
}

static void is_time(const json_t *of, const char *key, uint64_t value)
{
    const char *text = json_string_value(json_object_get(of, key));
    unsigned year, month, day, hour, minute, second, nanoseconds;
    if (value == 0) {
        assert_true(json_is_null(json_object_get(of, key)));
        return;
    }
    assert_int_equal(
        sscanf(text, "%u-%u-%uT%u:%u:%u.%9uZ", &year, &month, &day, &hour, &minute, &second, &nanoseconds),
        7);
    uint64_t seconds = ((day_of(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
    assert_int_equal(seconds * 10000000 + nanoseconds / 100, value);
}

static void guid_text(const uint8_t *id, char out[37])
{
    size_t used = 0;
    for (size_t i = 0; i < 16; i++)
        used += (size_t)snprintf(out + used, 37 - used, "%s%02x",
                                 i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", id[i]);
}

static void is_guid(const json_t *there, const uint8_t *id)
{
    char text[37];
    if (!id) {
        assert_true(json_is_null(there));
        return;
    }
    guid_text(id, text);
    assert_string_equal(json_string_value(there), text);
}

static void is_product(const json_t *of, const uint8_t *id)
{
    const json_t *product = json_object_get(of, "product");
    is_guid(json_is_null(product) ? product : json_object_get(product, "id"), id);
}

static void is_place(const json_t *there, const sppwhy_record *record)
{
    if (!record) {
        assert_true(json_is_null(there));
        return;
    }
    const sppwhy_event *event = sppwhy_record_event(record);
    is_text(there, "path", sppwhy_log_path(sppwhy_record_log(record)));
    assert_ptr_equal(sppwhy_record_log(record), sppwhy_event_log(event));
    if (!sppwhy_event_by_line(event))
        is_number(there, "record_id", sppwhy_event_record_id(event));
    is_number(there, "event_id", sppwhy_event_id(event));
    is_time(there, "time", sppwhy_event_time(event));
    is_true(there, "recovered", sppwhy_event_recovered(event));
}

/* The array `key` has as many as the count says, and the one behind the last is none. */
#define IS_LIST(of, key, thing, count_of, at, check)                                                         \
    do {                                                                                                     \
        const json_t *list_ = json_object_get(of, key);                                                      \
        assert_int_equal(json_array_size(list_), count_of(thing));                                           \
        for (size_t i_ = 0; i_ < json_array_size(list_); i_++)                                               \
            check(json_array_get(list_, i_), at(thing, i_));                                                 \
        assert_null(at(thing, count_of(thing)));                                                             \
    } while (0)

static void same_text(const json_t *there, const char *value)
{
    assert_string_equal(json_string_value(there), value);
}

static void same_name(const json_t *there, const sppwhy_machine *machine)
{
    same_text(there, sppwhy_machine_name(machine));
}

/* ---- logs ---------------------------------------------------------------------------------------------- */

static void same_damage(const json_t *there, const sppwhy_damage *damage)
{
    is_number(there, "offset", sppwhy_damage_offset(damage));
    is_number(there, "bytes", sppwhy_damage_bytes(damage));
    is_text(there, "reason", sppwhy_damage_reason(damage));
    is_true(there, "lost", sppwhy_damage_lost(damage));
}

static void same_log(const json_t *there, const sppwhy_log *log)
{
    is_text(there, "path", sppwhy_log_path(log));
    IS_LIST(there, "computers", log, sppwhy_log_computer_count, sppwhy_log_computer, same_text);
    IS_LIST(there, "channels", log, sppwhy_log_channel_count, sppwhy_log_channel, same_text);
    IS_LIST(there, "damage", log, sppwhy_log_damage_count, sppwhy_log_damage, same_damage);
    is_time(there, "first_event", sppwhy_log_first_event(log));
    is_time(there, "last_event", sppwhy_log_last_event(log));
    is_number(there, "bytes", sppwhy_log_bytes(log));
    is_number(there, "chunks", sppwhy_log_chunks(log));
    is_number(there, "records", sppwhy_log_records(log));
    is_number(there, "records_lost", sppwhy_log_records_lost(log));
    is_number(there, "licensing_events", sppwhy_log_event_count(log));
    is_number(there, "recovered", sppwhy_log_recovered(log));
    is_true(there, "dirty", sppwhy_log_dirty(log));
    is_true(there, "excerpt", sppwhy_log_is_excerpt(log));
    for (size_t i = 0; i < sppwhy_log_event_count(log); i++)
        assert_ptr_equal(sppwhy_event_log(sppwhy_log_event(log, i)), log);
}

/* ---- machines ------------------------------------------------------------------------------------------ */

static void same_machine(const json_t *there, const sppwhy_machine *m)
{
    const json_t *products = json_object_get(there, "products"),
                 *sums = json_object_get(there, "activations");
    bool client = false, host = false;
    size_t failed = 0;
    is_text(there, "name", sppwhy_machine_name(m));
    IS_LIST(there, "aliases", m, sppwhy_machine_alias_count, sppwhy_machine_alias, same_text);
    IS_LIST(there, "cmids", m, sppwhy_machine_cmid_count, sppwhy_machine_cmid, is_guid);
    assert_int_equal(json_array_size(products), sppwhy_machine_product_count(m));
    for (size_t i = 0; i < json_array_size(products); i++)
        is_guid(json_object_get(json_array_get(products, i), "id"), sppwhy_machine_product(m, i));
    for (size_t i = 0; i < json_array_size(json_object_get(there, "roles")); i++) {
        const char *role = json_string_value(json_array_get(json_object_get(there, "roles"), i));
        client |= strcmp(role, "client") == 0;
        host |= strcmp(role, "host") == 0;
    }
    assert_int_equal(client, sppwhy_machine_is_client(m));
    assert_int_equal(host, sppwhy_machine_is_host(m));
    is_true(there, "has_logs", sppwhy_machine_has_logs(m));
    assert_int_equal(sppwhy_machine_has_logs(m), sppwhy_machine_log_count(m) != 0);
    is_text(there, "state", sppwhy_machine_state_name(sppwhy_machine_state_of(m)));
    is_true(there, "state_by_host", sppwhy_machine_state_by_host(m));
    is_time(there, "last_success", sppwhy_machine_last_success(m));
    is_time(there, "last_failure", sppwhy_machine_last_failure(m));
    is_time(there, "runs_out", sppwhy_machine_runs_out(m));
    is_number(sums, "total", sppwhy_machine_activation_count(m));
    is_number(sums, "failed", sppwhy_machine_failed_count(m));
    for (size_t i = 0; i < sppwhy_machine_activation_count(m); i++) {
        const sppwhy_activation *a = sppwhy_machine_activation(m, i);
        assert_ptr_equal(sppwhy_activation_machine(a), m);
        failed += sppwhy_activation_outcome(a) >= SPPWHY_OUTCOME_FAILED;
    }
    assert_int_equal(failed, sppwhy_machine_failed_count(m));
    if (host)
        is_number(there, "requests_served", sppwhy_machine_served_count(m));
}

/* What the JSON does not say of a machine: each way leads back to it. */
static void machine_holds_together(const sppwhy_collection *c, const sppwhy_machine *m)
{
    const sppwhy_host_facts *facts = sppwhy_machine_host_facts(m);
    assert_ptr_equal(sppwhy_machine_find(c, sppwhy_machine_name(m)), m);
    for (size_t i = 0; i < sppwhy_machine_request_count(m); i++)
        assert_ptr_equal(sppwhy_request_machine(sppwhy_machine_request(m, i)), m);
    for (size_t i = 0; i < sppwhy_machine_served_count(m); i++)
        assert_ptr_equal(sppwhy_request_target(sppwhy_machine_served(m, i)), m);
    for (size_t i = 0; i < sppwhy_machine_record_count(m); i++)
        assert_non_null(sppwhy_event_computer(sppwhy_record_event(sppwhy_machine_record(m, i))));
    assert_true(sppwhy_machine_clone_count(m) <= sppwhy_machine_clone_total(m));
    for (size_t i = 0; i < sppwhy_machine_clone_count(m); i++)
        assert_ptr_not_equal(sppwhy_machine_clone(m, i), m);
    assert_true(sppwhy_host_facts_clients(facts) <= sppwhy_machine_served_count(m));
    assert_true(sppwhy_host_facts_clock_clients(facts) <= sppwhy_host_facts_clients(facts));
    assert_true(sppwhy_host_facts_silent_from(facts) <= sppwhy_host_facts_silent_to(facts));
    for (size_t i = 0; i < sppwhy_host_facts_granted_count(facts); i++)
        assert_ptr_equal(sppwhy_request_target(sppwhy_host_facts_granted(facts, i)), m);
    assert_null(sppwhy_host_facts_granted(facts, sppwhy_host_facts_granted_count(facts)));
    const sppwhy_host_count *count = sppwhy_host_facts_count(facts);
    uint64_t shown;
    if (sppwhy_host_count_answer(count)) {
        assert_true(sppwhy_record_number(sppwhy_host_count_answer(count), SPPWHY_FIELD_COUNT, &shown));
        assert_int_equal(shown, sppwhy_host_count_answered(count));
    }
    assert_true(sppwhy_host_count_highest(count) >= sppwhy_host_count_answered(count));
    assert_true(sppwhy_host_count_recent_clients(count) <= sppwhy_machine_served_count(m));
}

/* ---- activations and their verdicts -------------------------------------------------------------------- */

static void same_request(const json_t *there, const sppwhy_request *r)
{
    is_place(json_object_get(there, "request"), sppwhy_request_client(r));
    is_place(json_object_get(there, "response"), sppwhy_request_response(r));
    is_place(json_object_get(there, "host"), sppwhy_request_host(r));
    if (sppwhy_request_skew_source(r) == SPPWHY_SKEW_NONE)
        assert_true(json_is_null(json_object_get(there, "skew_seconds")));
    else
        assert_int_equal(json_integer_value(json_object_get(there, "skew_seconds")),
                         sppwhy_request_skew_seconds(r));
    assert_true(sppwhy_request_skew_source(r) != SPPWHY_SKEW_BOTH ||
                (sppwhy_request_client(r) && sppwhy_request_host(r)));
}

static void same_verdict(const json_t *there, const sppwhy_verdict *v)
{
    is_text(there, "cause", sppwhy_verdict_cause(v));
    is_text(there, "title", sppwhy_verdict_title(v));
    is_text(there, "level", sppwhy_level_name(sppwhy_verdict_level(v)));
    is_text(there, "confidence", sppwhy_confidence_name(sppwhy_verdict_confidence(v)));
    is_text(there, "why", sppwhy_verdict_why(v));
    IS_LIST(there, "confirm", v, sppwhy_verdict_confirm_count, sppwhy_verdict_confirm, same_text);
    IS_LIST(there, "fix", v, sppwhy_verdict_fix_count, sppwhy_verdict_fix, same_text);
    IS_LIST(there, "evidence", v, sppwhy_verdict_evidence_count, sppwhy_verdict_evidence, is_place);
    IS_LIST(there, "missing", v, sppwhy_verdict_missing_count, sppwhy_verdict_missing, same_text);
    IS_LIST(there, "false_alarms", v, sppwhy_verdict_false_alarm_count, sppwhy_verdict_false_alarm,
            same_text);
    IS_LIST(there, "references", v, sppwhy_verdict_reference_count, sppwhy_verdict_reference, same_text);
    assert_null(sppwhy_verdict_missing_log(v, sppwhy_verdict_missing_log_count(v)));
}

static void same_activation(const json_t *there, const sppwhy_analysis *analysis, const sppwhy_activation *a)
{
    const json_t *sums = json_object_get(there, "summary_events"),
                 *verdict = json_object_get(there, "verdict");
    char code[16];
    uint32_t number;
    is_number(there, "id", sppwhy_activation_id(a));
    assert_ptr_equal(sppwhy_activation_find(sppwhy_analysis_collection(analysis), sppwhy_activation_id(a)),
                     a);
    is_text(there, "machine", sppwhy_machine_name(sppwhy_activation_machine(a)));
    is_time(there, "time", sppwhy_activation_time(a));
    is_product(there, sppwhy_activation_product(a));
    is_text(there, "outcome", sppwhy_outcome_name(sppwhy_activation_outcome(a)));
    bool has_code = sppwhy_activation_code(a, &number);
    snprintf(code, sizeof code, "0x%08" PRIX32, has_code ? number : 0);
    is_text(there, "code", has_code ? code : NULL);
    IS_LIST(there, "requests", a, sppwhy_activation_request_count, sppwhy_activation_request, same_request);
    for (size_t i = 0; i < sppwhy_activation_request_count(a); i++)
        assert_ptr_equal(sppwhy_request_activation(sppwhy_activation_request(a, i)), a);
    for (size_t i = 0; i < json_array_size(sums); i++)
        is_place(json_array_get(sums, i), sppwhy_activation_summary(a, i));
    assert_null(sppwhy_activation_summary(a, json_array_size(sums)));
    assert_true(sppwhy_activation_outcome(a) != SPPWHY_OUTCOME_RENEWED || sppwhy_activation_is_renewal(a));
    if (json_is_null(verdict))
        assert_null(sppwhy_analysis_verdict(analysis, a));
    else
        same_verdict(verdict, sppwhy_analysis_verdict(analysis, a));
}

/* ---- findings ------------------------------------------------------------------------------------------ */

static void same_finding(const json_t *there, const sppwhy_finding *f)
{
    const json_t *activations = json_object_get(there, "activations");
    const sppwhy_finding *host = sppwhy_finding_host_finding(f);
    is_text(there, "id", sppwhy_finding_id(f));
    is_text(there, "cause", sppwhy_finding_cause(f));
    same_verdict(there, sppwhy_finding_verdict(f));
    is_text(json_object_get(there, "subject"), "name",
            sppwhy_finding_machine(f) ? sppwhy_machine_name(sppwhy_finding_machine(f)) : "");
    is_time(there, "first", sppwhy_finding_first(f));
    is_time(there, "last", sppwhy_finding_last(f));
    is_number(there, "occurrences", sppwhy_finding_occurrences(f));
    assert_int_equal(json_array_size(activations), sppwhy_finding_activation_count(f));
    for (size_t i = 0; i < json_array_size(activations); i++)
        assert_int_equal(json_integer_value(json_array_get(activations, i)), sppwhy_finding_activation(f, i));
    is_text(there, "host_finding", host ? sppwhy_finding_id(host) : NULL);
    IS_LIST(there, "affects", f, sppwhy_finding_affected_count, sppwhy_finding_affected, same_name);
}

static void same_wanted(const json_t *there, const sppwhy_missing_log *log)
{
    is_text(there, "machine", sppwhy_missing_log_machine(log));
    is_text(there, "channel", sppwhy_missing_log_channel(log));
    is_time(there, "from", sppwhy_missing_log_from(log));
    is_time(there, "to", sppwhy_missing_log_to(log));
}

static void same_sums(const json_t *there, const sppwhy_analysis *a)
{
    const sppwhy_collection *c = sppwhy_analysis_collection(a);
    const json_t *causes = json_object_get(there, "causes");
    sppwhy_span span = sppwhy_collection_span(c);
    is_number(there, "logs", sppwhy_collection_log_count(c));
    is_number(there, "machines", sppwhy_collection_machine_count(c));
    is_number(there, "activations", sppwhy_collection_activation_count(c));
    is_number(there, "failed", sppwhy_analysis_failed(a));
    is_number(there, "unanswered", sppwhy_analysis_unanswered(a));
    is_number(there, "unexplained", sppwhy_analysis_unexplained(a));
    is_time(there, "since", span.since);
    is_time(there, "until", span.until);
    is_number(there, "findings_outside", sppwhy_analysis_outside(a));
    assert_int_equal(json_array_size(causes), sppwhy_analysis_cause_count(a));
    for (size_t i = 0; i < json_array_size(causes); i++) {
        is_text(json_array_get(causes, i), "cause", sppwhy_analysis_cause(a, i));
        is_number(json_array_get(causes, i), "activations", sppwhy_analysis_cause_activations(a, i));
        is_number(json_array_get(causes, i), "machines", sppwhy_analysis_cause_machines(a, i));
    }
}

/* ---- activity ------------------------------------------------------------------------------------------ */

static void same_activity_product(const json_t *there, const sppwhy_activity_product *p)
{
    static const char *const ranges[] = {"last_day", "last_7_days", "last_30_days", "last_90_days", "all"};
    static const unsigned days[] = {1, 7, 30, 90, 0};
    is_product(there, sppwhy_activity_product_id(p));
    for (size_t i = 0; i < SPPWHY_ACTIVITY_RANGES; i++) {
        is_number(json_object_get(there, "activations"), ranges[i],
                  sppwhy_activity_product_activations(p, i));
        assert_int_equal(sppwhy_activity_range_days(i), days[i]);
    }
    is_number(there, "new_activations", sppwhy_activity_product_new_activations(p));
    is_number(there, "virtual_clients", sppwhy_activity_product_virtual_clients(p));
    is_number(there, "physical_clients", sppwhy_activity_product_physical_clients(p));
}

static void same_activity_client(const json_t *there, const sppwhy_activity_client *client)
{
    const sppwhy_machine *host = sppwhy_activity_client_host(client);
    is_text(there, "machine", sppwhy_machine_name(sppwhy_activity_client_machine(client)));
    is_text(there, "host", host ? sppwhy_machine_name(host) : NULL);
    is_product(there, sppwhy_activity_client_product(client));
    is_true(there, "vm", sppwhy_activity_client_is_vm(client));
    is_time(there, "last_request", sppwhy_activity_client_seen(client));
    is_text(there, "license_state", sppwhy_state_name(sppwhy_activity_client_state(client)));
    is_time(there, "ends", sppwhy_activity_client_ends(client));
    is_text(there, "basis", sppwhy_activity_basis_name(sppwhy_activity_client_basis(client)));
}

static void same_scope(const json_t *there, const sppwhy_activity_scope *s)
{
    const sppwhy_machine *host = sppwhy_activity_scope_host(s);
    is_text(there, "host", host ? sppwhy_machine_name(host) : NULL);
    is_number(there, "requests", sppwhy_activity_scope_requests(s));
    is_number(there, "not_activated", sppwhy_activity_scope_not_activated(s));
    is_number(there, "clients_of_30_days", sppwhy_activity_scope_recent_machines(s));
    IS_LIST(there, "products", s, sppwhy_activity_scope_product_count, sppwhy_activity_scope_product,
            same_activity_product);
    IS_LIST(there, "clients", s, sppwhy_activity_scope_client_count, sppwhy_activity_scope_client,
            same_activity_client);
}

static void same_end(const json_t *there, const sppwhy_activity_end *end)
{
    is_text(there, "machine", sppwhy_machine_name(sppwhy_activity_end_machine(end)));
    is_time(there, "ends", sppwhy_activity_end_time(end));
}

/* ---- the tests ----------------------------------------------------------------------------------------- */

static sppwhy_result *result;

static int read_samples(void **state)
{
    (void)state;
    static const char *const paths[] = {"samples"};
    sppwhy_writer *out;
    if (sppwhy_analyze(&result, paths, 1, NULL, NULL) != SPPWHY_OK ||
        sppwhy_writer_to_memory(&out, NULL) != SPPWHY_OK)
        return -1;
    sppwhy_report_json(out, sppwhy_result_analysis(result));
    document = parsed(out);
    return 0;
}

static int free_samples(void **state)
{
    (void)state;
    json_decref(document);
    sppwhy_result_free(result);
    return 0;
}

static void logs_and_machines_are_those_of_the_document(void **state)
{
    (void)state;
    const sppwhy_collection *c = sppwhy_analysis_collection(sppwhy_result_analysis(result));
    IS_LIST(document, "logs", c, sppwhy_collection_log_count, sppwhy_collection_log, same_log);
    IS_LIST(document, "machines", c, sppwhy_collection_machine_count, sppwhy_collection_machine,
            same_machine);
    for (size_t i = 0; i < sppwhy_collection_machine_count(c); i++)
        machine_holds_together(c, sppwhy_collection_machine(c, i));
}

static void activations_are_those_of_the_document(void **state)
{
    (void)state;
    const sppwhy_analysis *analysis = sppwhy_result_analysis(result);
    const sppwhy_collection *c = sppwhy_analysis_collection(analysis);
    const json_t *all = json_object_get(document, "activations");
    assert_true(json_array_size(all) > 50);
    assert_int_equal(json_array_size(all), sppwhy_collection_activation_count(c));
    for (size_t i = 0; i < json_array_size(all); i++)
        same_activation(json_array_get(all, i), analysis, sppwhy_collection_activation(c, i));
    for (size_t i = 0; i < sppwhy_collection_request_count(c); i++) {
        const sppwhy_request *r = sppwhy_collection_request(c, i);
        const sppwhy_record *shows = sppwhy_request_record(r), *asked = sppwhy_request_asked(r);
        assert_int_equal(sppwhy_request_time(r), sppwhy_event_time(sppwhy_record_event(shows)));
        if (sppwhy_request_cmid(r) && asked)
            assert_memory_equal(sppwhy_request_cmid(r), sppwhy_record_id(asked, SPPWHY_FIELD_CMID), 16);
        if (sppwhy_request_product(r) && asked)
            assert_memory_equal(sppwhy_request_product(r), sppwhy_record_id(asked, SPPWHY_FIELD_PRODUCT), 16);
        assert_false(sppwhy_request_is_office(r)); /* of that there is none in the samples */
    }
}

static void findings_and_sums_are_those_of_the_document(void **state)
{
    (void)state;
    const sppwhy_analysis *a = sppwhy_result_analysis(result);
    const json_t *collect = json_object_get(document, "collect");
    IS_LIST(document, "findings", a, sppwhy_analysis_finding_count, sppwhy_analysis_finding, same_finding);
    same_sums(json_object_get(document, "summary"), a);
    assert_int_equal(json_array_size(collect), sppwhy_analysis_wanted_count(a));
    for (size_t i = 0; i < json_array_size(collect); i++) {
        same_wanted(json_array_get(collect, i), sppwhy_analysis_wanted(a, i));
        is_number(json_array_get(collect, i), "settles", sppwhy_analysis_wanted_settles(a, i));
    }
}

static void activity_is_that_of_its_document(void **state)
{
    (void)state;
    const sppwhy_collection *c = sppwhy_analysis_collection(sppwhy_result_analysis(result));
    sppwhy_activity *activity;
    sppwhy_writer *out;
    assert_int_equal(sppwhy_activity_count(&activity, c, (sppwhy_span){0, 0}, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_writer_to_memory(&out, NULL), SPPWHY_OK);
    sppwhy_report_activity_json(out, activity, sppwhy_input_catalogue(sppwhy_result_input(result)));
    json_t *all = parsed(out);
    is_time(all, "now", sppwhy_activity_now(activity));
    IS_LIST(all, "scopes", activity, sppwhy_activity_scope_count, sppwhy_activity_scope_at, same_scope);
    IS_LIST(all, "machines_running_out", activity, sppwhy_activity_end_count, sppwhy_activity_end_at,
            same_end);
    json_decref(all);
    sppwhy_activity_free(activity);
}

static void a_number_without_a_name_gives_none(void **state)
{
    (void)state;
    sppwhy_writer *out;
    sppwhy_error error;
    assert_string_equal(sppwhy_level_name((sppwhy_level)99), "");
    assert_string_equal(sppwhy_confidence_name((sppwhy_confidence)99), "");
    assert_string_equal(sppwhy_outcome_name((sppwhy_outcome)-1), "");
    assert_string_equal(sppwhy_activity_basis_name((sppwhy_activity_basis)6), "");
    assert_string_equal(sppwhy_machine_state_name((sppwhy_machine_state)4), "unknown");
    assert_int_equal(sppwhy_writer_to_memory(&out, NULL), SPPWHY_OK);
    assert_int_equal(sppwhy_report_csv(out, sppwhy_result_analysis(result), (sppwhy_table)4, &error),
                     SPPWHY_INVALID);
    sppwhy_writer_free(out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(logs_and_machines_are_those_of_the_document),
        cmocka_unit_test(activations_are_those_of_the_document),
        cmocka_unit_test(findings_and_sums_are_those_of_the_document),
        cmocka_unit_test(activity_is_that_of_its_document),
        cmocka_unit_test(a_number_without_a_name_gives_none),
    };
    return cmocka_run_group_tests(tests, read_samples, free_samples);
}
