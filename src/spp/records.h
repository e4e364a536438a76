/* What sppwhy/spp.h keeps opaque: the rows of the catalogue, and records as they are kept. */
#ifndef SPP_RECORDS_H
#define SPP_RECORDS_H

#include "evtx/events.h"
#include "sppwhy/spp.h"

/* ---- the catalogue: codes, products, events, providers ------------------------------------------------ */

struct sppwhy_code {
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
};

struct sppwhy_product {
    uint8_t id[16];          /* activation ID, in the order in which a GUID is written */
    const char *kind;        /* "ActID-client", "ActID-host-CSVLK", "AppID" ... */
    const char *name;        /* "Windows Server 2022 Datacenter" */
    const char *application; /* GUID text of the application, "" when unknown */
    uint32_t required_count; /* N-policy; 0 when unknown */
};

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

/* What Windows says of a code or of a state in some language: a row of messages.tsv. */
typedef struct sppwhy_message {
    uint32_t code;
    const char *word;     /* of words.tsv, for a text that no single code has; "" for a code */
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

/* The row of kind PRODUCT with the longest name that the product's name begins with; NULL when
 * there is none. */
const sppwhy_update *sppwhy_generation_of(const sppwhy_catalogue *catalogue, const char *product);

/* ---- fields -------------------------------------------------------------------------------------------- */

/* ---- records ------------------------------------------------------------------------------------------- */

/* What an event is, by provider family and id: a row of events.tsv. */
struct sppwhy_event_type {
    const char *family; /* of the provider: "spp", "ux" */
    uint32_t id;
    const char *kind;  /* "client_request" ... */
    const char *title; /* for people: "The client sent an activation request" */
    bool joined;       /* the fields are in one comma-delimited Info string */
    const sppwhy_field *fields;
    const char *const *keys; /* for each field: its key in a "key=value;..." string, or NULL */
    size_t field_count;
    int known_kind; /* of the kinds that the library asks about; for its own use */
};

typedef struct sppwhy_problem {
    const char *field;  /* name of the field, or "strings" */
    const char *reason; /* without a full stop */
} sppwhy_problem;

/* How many fields there are: the last one of sppwhy_field, and one. */
#define SPPWHY_FIELD_TOTAL (SPPWHY_FIELD_REQUESTS_FAILED + 1)

typedef union sppwhy_value {
    uint64_t number;
    const char *text;
    const uint8_t *id;
} sppwhy_value;

/* A record is kept as its event and the way in which its fields are in it; ask for what it says. */
struct sppwhy_record {
    const sppwhy_event *event;
    const struct sppwhy_record_layout *layout;
};

/* True when the record has the field and it parsed. */
bool sppwhy_record_get(const sppwhy_record *record, sppwhy_field field, sppwhy_value *out);
/* What did not parse, and why; *count may be 0. */
const sppwhy_problem *sppwhy_record_problems(const sppwhy_record *record, size_t *count);

/* All licensing records of a set of logs. */
struct sppwhy_records {
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
};

/* sppwhy_records_create() by up to `threads` threads (0: one a processor); the same records whatever their number. */
SPPWHY_NODISCARD sppwhy_status records_create(sppwhy_records **out, const sppwhy_catalogue *catalogue,
                                              const sppwhy_log *const *logs, size_t log_count, size_t threads,
                                              sppwhy_error *error);

#endif
