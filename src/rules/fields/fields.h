/*
 * What the files of fields share: each kind of thing judged has a file, fields_KIND.c, with its getters and,
 * at its end, its table: one row a field, with its name, its type, the function that reads it and what it
 * means
 * (`sppwhy rules fields` prints them). fields.c finds a field among them.
 *
 * A field that has no value is either known not to be there, or is unknown because evidence was not
 * collected: the difference is what keeps a guess from being dressed as a fact, so every getter of absence
 * asks for coverage.
 */
#ifndef RULES_FIELDS_FIELDS_H
#define RULES_FIELDS_FIELDS_H

#include "base/clock.h"
#include "spp/access.h"
#include "rules/judge/index.h"
#include "rules/ruleset/rule.h"

/* How near in time other clients' requests speak of the same state of the host. */
#define NEARBY CLOCK_HOUR
/* Failures over the internet that are looked at: the newest say what is the matter. */
#define FIELD_INTERNET 16
/* Codes of one 1003 that are looked at: a line has some ten places for them. */
#define FIELD_LISTED_CODES 32

/* What is missing where nobody can collect it: nothing is said. */
#define NO_SUCH_LOG ""

/* fields_values.c */
void set_number(field_value *out, int64_t number);
void set_count(field_value *out, uint64_t number); /* of a log's own, which may have no room in the sign */
void set_text(field_value *out, const char *text);
void set_time(field_value *out, uint64_t time);
void set_unknown(field_value *out, const char *missing);
void add_item(const scope *s, field_value *out, size_t room, field_item item);
bool has_text(const field_value *v, const char *text);
void rests_on(field_value *out, const sppwhy_record *record);
/* Where the client's clock is by a skew: "behind" or "ahead of" the host's. */
const char *skew_direction(int64_t seconds);
const char *guid_text(const scope *s, field_value *out, const uint8_t *id);
bool has_number(const field_value *v, int64_t number);
void copy_number(field_value *out, const sppwhy_record *r, sppwhy_field which);
/* A text that the record has, which is then what it rests on. */
void copy_text(field_value *out, const sppwhy_record *r, sppwhy_field which);
/* The direction of a skew that is known; else what is missing to know it. */
void set_direction(field_value *out, const field_value *skew);

/* fields_request.c */
void add_codes(const scope *s, const sppwhy_request *r, field_value *out, size_t room);
/* That of one record (NULL: none), unless it is 0 or there already. */
void add_code_of(const scope *s, const sppwhy_record *r, field_value *out, size_t room);
void request_server(const scope *s, field_value *out);
void request_state(const scope *s, field_value *out);
void request_minutes(const scope *s, field_value *out);
void request_needs(const scope *s, field_value *out);
void request_count(const scope *s, field_value *out);
void request_host(const scope *s, field_value *out);
void request_skew(const scope *s, field_value *out);
size_t served_from(const sppwhy_machine *host, uint64_t time);
void request_served_before(const scope *s, field_value *out);
void request_served_after(const scope *s, field_value *out);
const field *fields_of_request(size_t *count);

/* fields_activation.c */
void set_meaning(const scope *s, field_value *out, const sppwhy_code *row);
void activation_count(const scope *s, field_value *out);
const field *fields_of_activation(size_t *count);

void activation_host(const scope *s, field_value *out);
const sppwhy_request *telling_request(const sppwhy_activation *a);

/* fields_cloud.c */
bool is_cloud_request(const scope *s, const sppwhy_request *r);
void request_cloud(const scope *s, field_value *out);
void activation_cloud(const scope *s, field_value *out);
void activation_cloud_host(const scope *s, field_value *out);
void activation_cloud_addresses(const scope *s, field_value *out);
void activation_cloud_why(const scope *s, field_value *out);
void activation_cloud_route(const scope *s, field_value *out);
void activation_cloud_fix(const scope *s, field_value *out);
void activation_company_host(const scope *s, field_value *out);
void host_version(const scope *s, field_value *out);
void activation_host_version(const scope *s, field_value *out);
/* What slmgr or ospp showed of the machine, where that is not far from the try; NULL else. */
const sppwhy_record *report_near_try(const scope *s);
void activation_product_generation(const scope *s, field_value *out);
void activation_needed_key(const scope *s, field_value *out);
void activation_able_hosts(const scope *s, field_value *out);
void activation_needed_update(const scope *s, field_value *out);
void activation_host_unable(const scope *s, field_value *out);
void activation_updates(const scope *s, field_value *out);

/* fields_domain.c */
void activation_found_before(const scope *s, field_value *out);
void activation_found_before_seconds(const scope *s, field_value *out);
void activation_found_host(const scope *s, field_value *out);
void activation_others_found(const scope *s, field_value *out);
void activation_others_host(const scope *s, field_value *out);
void activation_others_lost(const scope *s, field_value *out);
void activation_domain_hosts(const scope *s, field_value *out);
void activation_newer_hosts(const scope *s, field_value *out);
void activation_domain_ad(const scope *s, field_value *out);
void activation_ad_before(const scope *s, field_value *out);
void request_to_itself(const scope *s, field_value *out);
void request_foreign(const scope *s, field_value *out);
void request_used_by_others(const scope *s, field_value *out);
void machine_foreign_host(const scope *s, field_value *out);
void machine_own_hosts(const scope *s, field_value *out);

/* fields_license.c */
void machine_untried_seconds(const scope *s, field_value *out);
void machine_last_try(const scope *s, field_value *out);
void machine_internet_code(const scope *s, field_value *out);
void machine_internet_cause(const scope *s, field_value *out);
void machine_internet_meaning(const scope *s, field_value *out);
void machine_status_code(const scope *s, field_value *out);
void machine_genuine_code(const scope *s, field_value *out);
void machine_genuine_meaning(const scope *s, field_value *out);

/* fields_machine.c */
const sppwhy_machine *machine_of(const scope *s);
void machine_name(const scope *s, field_value *out);
void machine_domain(const scope *s, field_value *out);
void machine_cmids(const scope *s, field_value *out);
void machine_is_client(const scope *s, field_value *out);
void machine_is_host(const scope *s, field_value *out);
void machine_has_logs(const scope *s, field_value *out);
uint64_t known_until(const sppwhy_machine *m);
void machine_own_need(const scope *s, field_value *out);
const field *fields_of_machine(size_t *count);

/* fields_product.c */
void product_product_name(const scope *s, field_value *out);
void product_application_name(const scope *s, field_value *out);
void product_key_type(const scope *s, field_value *out);
void product_channel(const scope *s, field_value *out);
void product_activate(const scope *s, field_value *out);
void product_show_status(const scope *s, field_value *out);
void product_set_host(const scope *s, field_value *out);
void product_clear_host(const scope *s, field_value *out);
void product_install_key(const scope *s, field_value *out);
void product_host_status(const scope *s, field_value *out);
void product_rearm(const scope *s, field_value *out);
void product_activation_history(const scope *s, field_value *out);

/* fields_report.c */
/* What slmgr or ospp showed, where nothing newer says otherwise; NULL else. */
const sppwhy_record *report_shown(const scope *s);
void machine_report_by(const scope *s, field_value *out);
void machine_report_time(const scope *s, field_value *out);
void machine_report_state(const scope *s, field_value *out);
void machine_report_reason(const scope *s, field_value *out);
void machine_report_meaning(const scope *s, field_value *out);
void machine_report_cause(const scope *s, field_value *out);
void machine_report_source(const scope *s, field_value *out);
void machine_report_server(const scope *s, field_value *out);
void machine_report_rearms(const scope *s, field_value *out);

/* fields_clock.c */
void machine_set_back_seconds(const scope *s, field_value *out);
void machine_set_back_from(const scope *s, field_value *out);
void machine_set_back_to(const scope *s, field_value *out);

/* fields_emulator.c */
void machine_emulator_signs(const scope *s, field_value *out);
void machine_emulator_sign_count(const scope *s, field_value *out);
void machine_emulator_hosts(const scope *s, field_value *out);

/* fields_host.c */
const field *fields_of_host(size_t *count);
/* Whether it is a field of what a host said of publishing itself: of its failures, or its successes. */
bool field_is_publishing(const field *f, bool *failed);

/* fields_collection.c */
const field *fields_of_collection(size_t *count);

/* fields_event.c */
const field *fields_of_event(size_t *count);

/* Rows that a machine and a host have in common. */
#define MACHINE_ROWS                                                                                         \
    {"name", FIELD_TEXT, machine_name, "its newest name"},                                                   \
        {"domain", FIELD_TEXT, machine_domain,                                                               \
         "what follows the first dot of its name; an address has none"},                                     \
        {"cmids", FIELD_TEXT, machine_cmids, "its client machine IDs"},                                      \
        {"is_client", FIELD_BOOLEAN, machine_is_client, "it tried to activate"},                             \
        {"own_need", FIELD_NUMBER, machine_own_need,                                                         \
         "the largest count that one of its own products needs: 25 for client Windows"},                     \
        {"is_host", FIELD_BOOLEAN, machine_is_host, "it logged as a KMS host"},                              \
    {                                                                                                        \
        "has_logs", FIELD_BOOLEAN, machine_has_logs, "its own logs are in the collection"                    \
    }

/* Rows that an activation and a machine have in common: what kind of product it is. */
#define COMMAND_ROW(action, meaning)                                                                         \
    {                                                                                                        \
#action, FIELD_COMMAND, product_##action, meaning                                                    \
    }
#define PRODUCT_ROWS                                                                                         \
    {"product_name", FIELD_TEXT, product_product_name, "name of the product"},                               \
        {"application_name", FIELD_TEXT, product_application_name, "Windows or Office"},                     \
        {"key_type", FIELD_TEXT, product_key_type,                                                           \
         "how 8230 calls the product's key: Volume:GVLK, Retail, OEM:DM ..."},                               \
        {"channel", FIELD_TEXT, product_channel,                                                             \
         "the kind of that key or product: kms-client, kms-host, mak, retail, oem, evaluation, esu ... in "  \
         "channels.tsv"},                                                                                    \
        COMMAND_ROW(activate, "the command that activates the product: slmgr /ato, for Office ospp.vbs"),    \
        COMMAND_ROW(show_status, "the command that shows its license"),                                      \
        COMMAND_ROW(set_host, "the command that sets its KMS host by hand"),                                 \
        COMMAND_ROW(clear_host, "the command that clears that"),                                             \
        COMMAND_ROW(install_key, "the command that installs a key"),                                         \
        COMMAND_ROW(host_status, "the command that shows the count, on the KMS host"),                       \
        COMMAND_ROW(rearm, "the command that rearms it"),                                                    \
        COMMAND_ROW(activation_history, "the command that shows its last tries")

#endif
