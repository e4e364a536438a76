/*
 * What a licensing event means: its strings as typed fields, codes and products by their names.
 *
 * The formats are Microsoft's (Volume Activation 2.0 Operations Guide, appendix 1; KB 974998) as real logs
 * bear them out. Which event has which fields is data: rules/catalogue/events.tsv. A field that does not
 * parse is not there and the record says why; the raw strings always stay beside it.
 */
#ifndef SPP_RECORDS_H
#define SPP_RECORDS_H

#include "evtx/events.h"

SPPWHY_BEGIN

/* ---- the catalogue: codes, products, events, providers ------------------------------------------------ */

typedef struct sppwhy_catalogue sppwhy_catalogue;

/* The built-in tables; where `folder` (may be NULL) holds catalogue/NAME.tsv, that file stands in for NAME.
 */
SPPWHY_NODISCARD sppwhy_status sppwhy_catalogue_load(sppwhy_catalogue **out, const char *folder,
                                                     sppwhy_error *error);
void sppwhy_catalogue_free(sppwhy_catalogue *catalogue);

typedef struct sppwhy_code {
    uint32_t value;         /* HRESULT */
    const char *symbol;     /* "SL_E_VL_KEY_MANAGEMENT_SERVICE_ID_MISMATCH"; "" when unknown */
    const char *meaning;    /* a sentence */
    const char *seen_by;    /* side and event ids */
    const char *activation; /* KMS, MAK, AD ... */
    const char *cause;      /* slug, "" when the code alone names none */
    const char *likely_cause;
    const char *first_step;
    const char *sources;
    const char *notes;
} sppwhy_code;

typedef struct sppwhy_product {
    uint8_t id[16];          /* activation ID, in the order in which a GUID is written */
    const char *kind;        /* "ActID-client", "ActID-host-CSVLK", "AppID" ... */
    const char *name;        /* "Windows Server 2022 Datacenter" */
    const char *application; /* GUID text of the application, "" when unknown */
    uint32_t required_count; /* N-policy; 0 when unknown */
} sppwhy_product;

/* A word of the trade, for people who ask what it is. */
typedef struct sppwhy_word {
    const char *word;
    const char *also; /* other ways to write it, with ";" between them */
    const char *meaning;
} sppwhy_word;

const sppwhy_word *sppwhy_word_at(const sppwhy_catalogue *catalogue, size_t i);

/* A kind of product key: a row of channels.tsv. */
typedef struct sppwhy_channel {
    sppwhy_word word; /* as event 8230 and WMI have it, "Volume:GVLK"; also: as slmgr and products.tsv do */
    const char *channel; /* "kms-client", "kms-host", "mak", "retail", "oem", "evaluation" ... */
} sppwhy_channel;

/* By any of its names, without regard to case; NULL when there is none. */
const sppwhy_channel *sppwhy_channel_find(const sppwhy_catalogue *catalogue, const char *name);
const sppwhy_channel *sppwhy_channel_at(const sppwhy_catalogue *catalogue, size_t i);

/* A product key that Microsoft publishes: a row of keys.tsv. */
typedef struct sppwhy_key {
    const char *kind;    /* "kms-client" or "avma" */
    const char *key;     /* whole: it is no secret */
    const char *product; /* "Windows Server 2025 Standard"; several with "; " between them */
} sppwhy_key;

const sppwhy_key *sppwhy_key_at(const sppwhy_catalogue *catalogue, size_t i);

/* What Windows says of a code in some language: a row of messages.tsv. */
typedef struct sppwhy_message {
    uint32_t code;
    const char *language; /* "de" */
    const char *parts;    /* "a;b": parts that together are in no other message */
} sppwhy_message;

const sppwhy_message *sppwhy_message_at(const sppwhy_catalogue *catalogue, size_t i);
/* True when the text holds all parts of the message, without regard to ASCII case. */
bool sppwhy_message_fits(const sppwhy_message *message, const char *text);

/* How to do something ("activate", "show_status" ...) to a product of that kind ("windows", "office",
 * "add-on"), from commands.tsv; as to Windows where the table has no row for the kind. "" when it has none at
 * all. */
const char *sppwhy_command(const sppwhy_catalogue *catalogue, const char *kind, const char *action);

/* A bit of the status in 12288 and 12289. */
typedef struct sppwhy_flag {
    uint32_t bit;
    const char *symbol;
    const char *meaning;
    const char *cause; /* "" when it is a warning only */
} sppwhy_flag;

const sppwhy_flag *sppwhy_flag_at(const sppwhy_catalogue *catalogue, size_t i);

/* NULL when the catalogue does not know it: then say that it is unknown. */
const sppwhy_code *sppwhy_code_find(const sppwhy_catalogue *catalogue, uint32_t value);
/* The name of a code that is no licensing code: of Windows itself (a Win32 error in an 0x8007xxxx, or alone
 * as a small number) or of another of its parts. */
typedef struct sppwhy_error_name {
    uint32_t value;      /* Win32 errors as 0x8007xxxx */
    const char *symbol;  /* "ERROR_SHARING_VIOLATION" */
    const char *meaning; /* a sentence; "" when only the name is known */
} sppwhy_error_name;

/* NULL when there is no such name in the catalogue. */
const sppwhy_error_name *sppwhy_error_name_find(const sppwhy_catalogue *catalogue, uint32_t code);
const sppwhy_error_name *sppwhy_error_name_at(const sppwhy_catalogue *catalogue, size_t i);
/* What the number says by itself, for a code that is not in the catalogue: the Win32 error in an 0x8007xxxx,
 * the facility of any other. A phrase without a full stop, always terminated. Returns out. */
char *sppwhy_code_describe(const sppwhy_catalogue *catalogue, uint32_t code, char *out, size_t size);
const sppwhy_product *sppwhy_product_find(const sppwhy_catalogue *catalogue, const uint8_t id[16]);

/* The i-th row of each table, in order of value or id; NULL when there are no more. */
const sppwhy_code *sppwhy_code_at(const sppwhy_catalogue *catalogue, size_t i);
const sppwhy_product *sppwhy_product_at(const sppwhy_catalogue *catalogue, size_t i);

/* A code in any spelling: 0xC004F074, c004f074, hr=0xC004F074, -1073418124, 3221549172. A decimal below 65536
 * is none: event ids and counts are written so. */
bool sppwhy_code_parse(uint32_t *out, const char *text);
/* What the facility in a code's bits is called, "WIN32, an error of Windows itself"; NULL when it has no name
 * here. */
const char *sppwhy_hresult_facility(uint32_t code);

/* A cloud provider that runs KMS hosts for its customers: a row of clouds.tsv. */
typedef struct sppwhy_cloud {
    const char *provider;  /* "Azure" */
    const char *host;      /* the name or address that slmgr /skms is given there */
    const char *addresses; /* "20.118.99.224, 40.83.235.53"; "" when not known */
    const char *products;  /* "a;b": parts of the names of products that run there only */
    const char *why;       /* a sentence each: what its hosts expect of a client, */
    const char *route;     /* what lets requests through to them, */
    const char *fix;       /* and what else stops them */
    const char *source;
} sppwhy_cloud;

/* A KMS host whose logs nobody can collect: a row of hosts.tsv. */
typedef struct sppwhy_known_host {
    const sppwhy_cloud *cloud;
    const char *host; /* a name, an address or a network */
    const char *what; /* half a sentence */
} sppwhy_known_host;

/* By a name or an address, as 12288 has it; NULL when it is none of them. */
const sppwhy_known_host *sppwhy_known_host_find(const sppwhy_catalogue *catalogue, const char *host);
const sppwhy_known_host *sppwhy_known_host_at(const sppwhy_catalogue *catalogue, size_t i);
/* The provider on whose machines alone a product of that name runs; NULL for other products. */
const sppwhy_cloud *sppwhy_cloud_of_product(const sppwhy_catalogue *catalogue, const char *product);

typedef enum sppwhy_update_kind {
    SPPWHY_UPDATE_BUILD = 0,   /* `host` is a build number, `product` the Windows that has it */
    SPPWHY_UPDATE_KEY = 1,     /* the KMS host key for `product` can be installed on `host` */
    SPPWHY_UPDATE_PRODUCT = 2, /* a host key for `host` or newer activates `product`; "": unknown */
    SPPWHY_UPDATE_NEEDED = 3,  /* a KMS host of `host` needs `update` to serve `product` */
    SPPWHY_UPDATE_KINDS = 4    /* how many there are */
} sppwhy_update_kind;

/* A row of updates.tsv. */
typedef struct sppwhy_update {
    sppwhy_update_kind kind;
    const char *host, *product, *update, *source;
} sppwhy_update;

const sppwhy_update *sppwhy_update_at(const sppwhy_catalogue *catalogue, size_t i);
/* "Windows Server 2022" for "10.0.20348.1726"; NULL when the build is not known. */
const char *sppwhy_windows_of_version(const sppwhy_catalogue *catalogue, const char *version);
/* The row of kind PRODUCT with the longest name that the product's name begins with; NULL when there is none.
 */
const sppwhy_update *sppwhy_generation_of(const sppwhy_catalogue *catalogue, const char *product);

/* Names of the licensing providers, NULL-terminated, for sppwhy_read_options. */
const char *const *sppwhy_catalogue_providers(const sppwhy_catalogue *catalogue);

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
    SPPWHY_FIELD_TOTAL = 37 /* how many there are, no field */
} sppwhy_field;

const char *sppwhy_field_name(sppwhy_field field);
sppwhy_type sppwhy_field_type(sppwhy_field field);
const char *sppwhy_field_meaning(sppwhy_field field); /* half a sentence for people */
/* "unlicensed licensed initial_grace additional_grace non_genuine_grace notification extended_grace"; NULL
 * for other numbers. */
const char *sppwhy_state_name(uint64_t state);

/* ---- records ------------------------------------------------------------------------------------------- */

/* What an event is, by provider family and id: a row of events.tsv. */
typedef struct sppwhy_event_type {
    const char *family; /* of the provider: "spp", "ux" */
    uint32_t id;
    const char *kind;  /* "client_request" ... */
    const char *title; /* for people: "The client sent an activation request" */
    bool joined;       /* the fields stand in one comma-delimited Info string */
    const sppwhy_field *fields;
    const char *const *keys; /* for each field: its key in a "key=value;..." string, or NULL */
    size_t field_count;
    int known_kind; /* of the kinds that the library asks about; for its own use */
} sppwhy_event_type;

/* The i-th row of events.tsv; NULL when there are no more. */
const sppwhy_event_type *sppwhy_event_type_at(const sppwhy_catalogue *catalogue, size_t i);

typedef struct sppwhy_problem {
    const char *field;  /* name of the field, or "strings" */
    const char *reason; /* without a full stop */
} sppwhy_problem;

typedef union sppwhy_value {
    uint64_t number;
    const char *text;
    const uint8_t *id;
} sppwhy_value;

/* A record is kept as its event and the way in which its fields stand in it; ask for what it says. */
typedef struct sppwhy_record {
    const sppwhy_event *event;
    const struct sppwhy_record_form *form;
} sppwhy_record;

/* Never NULL: unlisted events have the kind "other". */
const sppwhy_event_type *sppwhy_record_type(const sppwhy_record *record);
/* True when the record has the field and it parsed. */
bool sppwhy_record_get(const sppwhy_record *record, sppwhy_field field, sppwhy_value *out);
/* What did not parse, and why; *count may be 0. */
const sppwhy_problem *sppwhy_record_problems(const sppwhy_record *record, size_t *count);
/* The log that holds it. */
const sppwhy_log *sppwhy_record_log(const sppwhy_record *record);
bool sppwhy_record_is(const sppwhy_record *record, const char *kind);

/* All licensing records of a set of logs. */
typedef struct sppwhy_records {
    const sppwhy_record *items; /* in the order of the logs, then of the record ids */
    size_t count;
    size_t repeated;        /* events left out because another log holds the same one (a later export) */
    size_t repeated_within; /* of them, those of which the same log holds the other copy (remains of old
                               records) */
    /* Of `items`, in their order: those of which another one bears the machine, channel, number, time and id
     * and says something else. Not both can be what Windows wrote. */
    const sppwhy_record *const *contradicting;
    size_t contradicting_count;
    const sppwhy_catalogue *catalogue; /* that they were read with */
} sppwhy_records;

/* Takes pointers into `logs` and `catalogue`: both must outlive the result. */
SPPWHY_NODISCARD sppwhy_status sppwhy_records_create(sppwhy_records **out, const sppwhy_catalogue *catalogue,
                                                     const sppwhy_log *const *logs, size_t log_count,
                                                     sppwhy_error *error);
void sppwhy_records_free(sppwhy_records *records);

SPPWHY_END

#endif
