/*
 * What a licensing event means: its strings as typed fields, codes and products by their names.
 *
 * The formats are Microsoft's (Volume Activation 2.0 Operations Guide, appendix 1; KB 974998) as real logs
 * bear them out. Which event has which fields is data: rules/catalogue/events.tsv. A field that does not
 * parse is not there and the record says why; the raw strings always stay beside it.
 */
#ifndef SPPWHY_SPP_H
#define SPPWHY_SPP_H

#include "sppwhy/evtx.h"

SPPWHY_BEGIN

/* ---- the catalogue: codes, products, events, providers ------------------------------------------------ */

/* The tables of rules/catalogue/, as they were built in or as a folder has them. Lookups take logarithmic
 * time or less; everything that they return lives as long as the catalogue. */
typedef struct sppwhy_catalogue sppwhy_catalogue;

/* The built-in tables; where `folder` (may be NULL) holds catalogue/NAME.tsv, that file is in for NAME.
 * SPPWHY_INVALID when a table has a mistake: the error has its file and line. SPPWHY_IO when one cannot be read,
 * SPPWHY_NO_MEMORY. Cost: linear in the size of the tables; the built-in ones take some milliseconds. */
SPPWHY_NODISCARD sppwhy_status sppwhy_catalogue_load(sppwhy_catalogue **out, const char *folder,
                                                     sppwhy_error *error);
void sppwhy_catalogue_free(sppwhy_catalogue *catalogue);

/* Names of the licensing providers, NULL-terminated, for sppwhy_read_options. */
const char *const *sppwhy_catalogue_providers(const sppwhy_catalogue *catalogue);
/* "Windows Server 2022" for "10.0.20348.1726"; NULL when the build is not known. */
const char *sppwhy_windows_of_version(const sppwhy_catalogue *catalogue, const char *version);

/* What is known of an HRESULT: a row of codes.tsv. Texts are "" where nothing is known. */
typedef struct sppwhy_code sppwhy_code;

/* NULL when the catalogue does not know it: then say that it is unknown. */
const sppwhy_code *sppwhy_code_find(const sppwhy_catalogue *catalogue, uint32_t value);
/* The i-th row, in order of value; NULL when there are no more. */
const sppwhy_code *sppwhy_code_at(const sppwhy_catalogue *catalogue, size_t i);
uint32_t sppwhy_code_value(const sppwhy_code *code);
/* "SL_E_VL_KEY_MANAGEMENT_SERVICE_ID_MISMATCH" */
const char *sppwhy_code_symbol(const sppwhy_code *code);
/* A sentence. */
const char *sppwhy_code_meaning(const sppwhy_code *code);
/* The cause that the code alone names; "" when it names none. */
const char *sppwhy_code_cause(const sppwhy_code *code);
/* For people, a sentence each. */
const char *sppwhy_code_likely_cause(const sppwhy_code *code);
const char *sppwhy_code_first_step(const sppwhy_code *code);

/* A code in any spelling: 0xC004F074, c004f074, hr=0xC004F074, -1073418124, 3221549172. A decimal below 65536
 * is none: event ids and counts are written so. */
bool sppwhy_code_parse(uint32_t *out, const char *text);
/* What the number says by itself, for a code that is not in the catalogue: the Win32 error in an 0x8007xxxx,
 * the facility of any other. A phrase without a full stop, always terminated. Returns out. */
char *sppwhy_code_describe(const sppwhy_catalogue *catalogue, uint32_t code, char *out, size_t size);

/* A product: a row of products.tsv. */
typedef struct sppwhy_product sppwhy_product;

/* NULL when it is not known. */
const sppwhy_product *sppwhy_product_find(const sppwhy_catalogue *catalogue, const uint8_t id[16]);
/* The i-th row, in order of id; NULL when there are no more. */
const sppwhy_product *sppwhy_product_at(const sppwhy_catalogue *catalogue, size_t i);
/* Activation ID: 16 bytes, in the order in which a GUID is written. */
const uint8_t *sppwhy_product_id(const sppwhy_product *product);
/* "ActID-client", "ActID-host-CSVLK", "AppID" ... */
const char *sppwhy_product_kind(const sppwhy_product *product);
/* "Windows Server 2022 Datacenter" */
const char *sppwhy_product_name(const sppwhy_product *product);
/* GUID text of the application, "" when unknown. */
const char *sppwhy_product_application(const sppwhy_product *product);
/* How many clients a KMS host must have seen (N-policy); 0 when unknown. */
uint32_t sppwhy_product_required_count(const sppwhy_product *product);

/* ---- fields -------------------------------------------------------------------------------------------- */

typedef enum sppwhy_type {
    SPPWHY_TYPE_CODE = 0,    /* number: HRESULT */
    SPPWHY_TYPE_FLAGS = 1,   /* number: binding status bits */
    SPPWHY_TYPE_NUMBER = 2,  /* number */
    SPPWHY_TYPE_BOOLEAN = 3, /* number: 0 or 1 */
    SPPWHY_TYPE_STATE = 4,   /* number: license state 0..6, see sppwhy_state_name() */
    SPPWHY_TYPE_TIME = 5,    /* number: FILETIME */
    SPPWHY_TYPE_TEXT = 6,    /* text */
    SPPWHY_TYPE_GUID = 7,    /* id: 16 bytes in the order in which a GUID is written */
    SPPWHY_TYPE_PRODUCT = 8  /* id: the activation ID of a product */
} sppwhy_type;

/* Every field that a record can have; its name in JSON and in rules is sppwhy_field_name(). */
typedef enum sppwhy_field {
    SPPWHY_FIELD_CODE = 0,
    SPPWHY_FIELD_FLAGS = 1,
    SPPWHY_FIELD_SERVER = 2,
    SPPWHY_FIELD_PORT = 3,
    SPPWHY_FIELD_CMID = 4,
    SPPWHY_FIELD_CLIENT_TIME = 5,
    SPPWHY_FIELD_VM = 6,
    SPPWHY_FIELD_LICENSE_STATE = 7,
    SPPWHY_FIELD_MINUTES_LEFT = 8,
    SPPWHY_FIELD_PRODUCT = 9,
    SPPWHY_FIELD_REQUIRED_COUNT = 10,
    SPPWHY_FIELD_ACTIVATED = 11,
    SPPWHY_FIELD_COUNT = 12,
    SPPWHY_FIELD_ACTIVATION_INTERVAL = 13,
    SPPWHY_FIELD_RENEWAL_INTERVAL = 14,
    SPPWHY_FIELD_CLIENT = 15,
    SPPWHY_FIELD_DOMAIN = 16,
    SPPWHY_FIELD_RULE_ID = 17,
    SPPWHY_FIELD_ACTION = 18,
    SPPWHY_FIELD_APPLICATION = 19,
    SPPWHY_FIELD_NOTIFICATION_INTERVAL = 20,
    SPPWHY_FIELD_TRIGGER = 21,
    SPPWHY_FIELD_SESSION = 22,
    SPPWHY_FIELD_GRACE_END = 23,
    SPPWHY_FIELD_LAST_REASON = 24,
    SPPWHY_FIELD_STATE_NAME = 25,
    SPPWHY_FIELD_PARTIAL_KEY = 26,
    SPPWHY_FIELD_KEY_TYPE = 27,
    SPPWHY_FIELD_KEY_ID = 28,
    SPPWHY_FIELD_OBJECT_NAME = 29,
    SPPWHY_FIELD_OBJECT_DN = 30,
    SPPWHY_FIELD_UNTIL = 31,
    SPPWHY_FIELD_REASON = 32,
    SPPWHY_FIELD_PATH = 33,
    SPPWHY_FIELD_DETAIL = 34,
    SPPWHY_FIELD_HOST_SOURCE = 35,
    SPPWHY_FIELD_VERSION = 36,
    SPPWHY_FIELD_HOST_VERSION = 37,
    SPPWHY_FIELD_REARMS_LEFT = 38,
    SPPWHY_FIELD_REQUESTS_RECEIVED = 39,
    SPPWHY_FIELD_REQUESTS_FAILED = 40
} sppwhy_field;

const char *sppwhy_field_name(sppwhy_field field);
sppwhy_type sppwhy_field_type(sppwhy_field field);
const char *sppwhy_field_meaning(sppwhy_field field); /* half a sentence for people */
/* "unlicensed licensed initial_grace additional_grace non_genuine_grace notification extended_grace"; NULL
 * for other numbers. */
const char *sppwhy_state_name(uint64_t state);
/* How many fields there are: a sppwhy_field is below it. */
size_t sppwhy_field_total(void);

/* ---- records ------------------------------------------------------------------------------------------- */

/* What an event is, by provider family and id: a row of events.tsv. */
typedef struct sppwhy_event_type sppwhy_event_type;

/* The i-th row; NULL when there are no more. */
const sppwhy_event_type *sppwhy_event_type_at(const sppwhy_catalogue *catalogue, size_t i);
/* Of the provider: "spp", "ux". */
const char *sppwhy_event_type_family(const sppwhy_event_type *type);
uint32_t sppwhy_event_type_id(const sppwhy_event_type *type);
/* "client_request" ... */
const char *sppwhy_event_type_kind(const sppwhy_event_type *type);
/* For people: "The client sent an activation request" */
const char *sppwhy_event_type_title(const sppwhy_event_type *type);
/* Its fields, in their order; i is below the count. */
size_t sppwhy_event_type_field_count(const sppwhy_event_type *type);
sppwhy_field sppwhy_event_type_field(const sppwhy_event_type *type, size_t i);

/* A licensing event and what it says. A record belongs to the sppwhy_records or the collection it
 * came from. */
typedef struct sppwhy_record sppwhy_record;

const sppwhy_event *sppwhy_record_event(const sppwhy_record *record);
/* The log that holds it. */
const sppwhy_log *sppwhy_record_log(const sppwhy_record *record);
/* Never NULL: unlisted events have the kind "other". */
const sppwhy_event_type *sppwhy_record_type(const sppwhy_record *record);
bool sppwhy_record_is(const sppwhy_record *record, const char *kind);

/* The value of a field, by its type: false or NULL when the record does not have it, or it did not parse. A
 * number is of any type but SPPWHY_TYPE_TEXT, _GUID and _PRODUCT; an id is 16 bytes in the order in which a
 * GUID is written. */
bool sppwhy_record_number(const sppwhy_record *record, sppwhy_field field, uint64_t *out);
const char *sppwhy_record_text(const sppwhy_record *record, sppwhy_field field);
const uint8_t *sppwhy_record_id(const sppwhy_record *record, sppwhy_field field);

/* What did not parse: the name of the field, or "strings"; and why, without a full stop. NULL from the count
 * on. */
size_t sppwhy_record_problem_count(const sppwhy_record *record);
const char *sppwhy_record_problem_field(const sppwhy_record *record, size_t i);
const char *sppwhy_record_problem_reason(const sppwhy_record *record, size_t i);

/* All licensing records of a set of logs. */
typedef struct sppwhy_records sppwhy_records;

/* Takes pointers into `logs` and `catalogue`: both must outlive the result. SPPWHY_NO_MEMORY is the only
 * failure. Cost: linear in the number of events, but for putting them in order. */
SPPWHY_NODISCARD sppwhy_status sppwhy_records_create(sppwhy_records **out, const sppwhy_catalogue *catalogue,
                                                     const sppwhy_log *const *logs, size_t log_count,
                                                     sppwhy_error *error);
/* Those of them that are wanted, in the same order, as records of their own. What they were made from must
 * outlive them. SPPWHY_NO_MEMORY is the only failure. Cost: linear in the number of records. */
SPPWHY_NODISCARD sppwhy_status sppwhy_records_select(sppwhy_records **out, const sppwhy_records *all,
                                                     bool (*wanted)(void *context,
                                                                    const sppwhy_record *record),
                                                     void *context, sppwhy_error *error);
void sppwhy_records_free(sppwhy_records *records);

/* In the order of the logs, then of the record ids. */
size_t sppwhy_records_count(const sppwhy_records *records);
const sppwhy_record *sppwhy_records_at(const sppwhy_records *records, size_t i);
/* Events left out because another one is the same (a later export); and of them, those of which the same log
 * holds the other copy (remains of old records). */
size_t sppwhy_records_repeated(const sppwhy_records *records);
size_t sppwhy_records_repeated_within(const sppwhy_records *records);
/* Those of which another one has the same machine, channel, number, time and id and says something else. Not
 * both can be what Windows wrote. */
size_t sppwhy_records_contradicting_count(const sppwhy_records *records);
const sppwhy_record *sppwhy_records_contradicting(const sppwhy_records *records, size_t i);

SPPWHY_END

#endif
