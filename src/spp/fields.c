/* The fields that a record can have: their names (as in JSON and in rules), types and meanings. One row a
 * field. */
#include "spp/kms.h"
#include "spp/records.h"

static const struct {
    const char *name;
    sppwhy_type type;
    const char *meaning;
} fields[SPPWHY_FIELD_TOTAL] = {
    [SPPWHY_FIELD_CODE] = {"code", SPPWHY_TYPE_CODE,
                           "result code (HRESULT): 0 means that this step did not fail"},
    [SPPWHY_FIELD_FLAGS] = {"flags", SPPWHY_TYPE_FLAGS,
                            "binding status bits; 0x04000000 means that the count is too low"},
    [SPPWHY_FIELD_SERVER] = {"server", SPPWHY_TYPE_TEXT, "the KMS host that was asked"},
    [SPPWHY_FIELD_PORT] = {"port", SPPWHY_TYPE_NUMBER, "its TCP port, " KMS_TEXT(KMS_PORT) " by default"},
    [SPPWHY_FIELD_CMID] = {"cmid", SPPWHY_TYPE_GUID,
                           "client machine ID, by which a KMS host counts machines"},
    [SPPWHY_FIELD_CLIENT_TIME] = {"client_time", SPPWHY_TYPE_TIME,
                                  "the client's own time stamp of the request, to the minute, in UTC"},
    [SPPWHY_FIELD_VM] = {"vm", SPPWHY_TYPE_BOOLEAN, "1 when the client runs in a virtual machine"},
    [SPPWHY_FIELD_LICENSE_STATE] = {"license_state", SPPWHY_TYPE_STATE, "license state before the request"},
    [SPPWHY_FIELD_MINUTES_LEFT] = {"minutes_left", SPPWHY_TYPE_NUMBER,
                                   "minutes left in that state before the request"},
    [SPPWHY_FIELD_PRODUCT] = {"product", SPPWHY_TYPE_PRODUCT, "activation ID of the product"},
    [SPPWHY_FIELD_REQUIRED_COUNT] = {"required_count", SPPWHY_TYPE_NUMBER,
                                     "N-policy: the count that the product needs of the KMS host"},
    [SPPWHY_FIELD_ACTIVATED] = {"activated", SPPWHY_TYPE_BOOLEAN, "1 when the client is activated now"},
    [SPPWHY_FIELD_COUNT] = {"count", SPPWHY_TYPE_NUMBER, "the KMS host's current count"},
    [SPPWHY_FIELD_ACTIVATION_INTERVAL] = {"activation_interval", SPPWHY_TYPE_NUMBER,
                                          "minutes until the next try while not activated, " KMS_TEXT(
                                              KMS_INTERVAL_DEFAULT) " by default"},
    [SPPWHY_FIELD_RENEWAL_INTERVAL] = {"renewal_interval", SPPWHY_TYPE_NUMBER,
                                       "minutes until the next renewal once activated, " KMS_TEXT(
                                           KMS_RENEWAL_DEFAULT) " by default"},
    [SPPWHY_FIELD_CLIENT] = {"client", SPPWHY_TYPE_TEXT, "the client's computer name"},
    [SPPWHY_FIELD_DOMAIN] = {"domain", SPPWHY_TYPE_TEXT, "the DNS domain"},
    [SPPWHY_FIELD_RULE_ID] = {"rule_id", SPPWHY_TYPE_GUID, "the licensing service's own rule"},
    [SPPWHY_FIELD_ACTION] = {"action", SPPWHY_TYPE_TEXT,
                             "what Windows did, AutoActivate or AutoActivateSilent"},
    [SPPWHY_FIELD_APPLICATION] = {"application", SPPWHY_TYPE_GUID, "application ID (Windows, Office)"},
    [SPPWHY_FIELD_NOTIFICATION_INTERVAL] = {"notification_interval", SPPWHY_TYPE_NUMBER,
                                            "minutes between notifications"},
    [SPPWHY_FIELD_TRIGGER] = {"trigger", SPPWHY_TYPE_TEXT,
                              "what started it: TimerEvent, NetworkAvailable, UserLogon"},
    [SPPWHY_FIELD_SESSION] = {"session", SPPWHY_TYPE_NUMBER, "session of the user"},
    [SPPWHY_FIELD_GRACE_END] = {"grace_end", SPPWHY_TYPE_TIME, "when the license or grace ends"},
    [SPPWHY_FIELD_LAST_REASON] = {"last_reason", SPPWHY_TYPE_CODE,
                                  "code of the last failure to use the license"},
    [SPPWHY_FIELD_STATE_NAME] = {"state_name", SPPWHY_TYPE_TEXT, "license state, by its name in the SDK"},
    [SPPWHY_FIELD_PARTIAL_KEY] = {"partial_key", SPPWHY_TYPE_TEXT, "last five characters of the product key"},
    [SPPWHY_FIELD_KEY_TYPE] = {"key_type", SPPWHY_TYPE_TEXT, "kind of product key, such as Volume:GVLK"},
    [SPPWHY_FIELD_KEY_ID] = {"key_id", SPPWHY_TYPE_TEXT, "ID of the product key"},
    [SPPWHY_FIELD_OBJECT_NAME] = {"object_name", SPPWHY_TYPE_TEXT,
                                  "name of the activation object in Active Directory"},
    [SPPWHY_FIELD_OBJECT_DN] = {"object_dn", SPPWHY_TYPE_TEXT, "its distinguished name"},
    [SPPWHY_FIELD_UNTIL] = {"until", SPPWHY_TYPE_TIME, "until when"},
    [SPPWHY_FIELD_REASON] = {"reason", SPPWHY_TYPE_TEXT, "why"},
    [SPPWHY_FIELD_PATH] = {"path", SPPWHY_TYPE_TEXT, "of the task or folder"},
    [SPPWHY_FIELD_HOST_SOURCE] = {"host_source", SPPWHY_TYPE_TEXT,
                                  "where the client has its KMS host from: dns, by_hand, or none was found"},
    [SPPWHY_FIELD_VERSION] = {"version", SPPWHY_TYPE_TEXT,
                              "version of the licensing service, that of Windows"},
    [SPPWHY_FIELD_HOST_VERSION] = {"host_version", SPPWHY_TYPE_TEXT,
                                   "Windows version of the KMS host, by its extended PID"},
    [SPPWHY_FIELD_REARMS_LEFT] = {"rearms_left", SPPWHY_TYPE_NUMBER, "rearms of Windows that are left"},
    [SPPWHY_FIELD_REQUESTS_RECEIVED] = {"requests_received", SPPWHY_TYPE_NUMBER,
                                        "requests that the KMS host has received in all"},
    [SPPWHY_FIELD_REQUESTS_FAILED] = {"requests_failed", SPPWHY_TYPE_NUMBER, "of those: that failed"},
    [SPPWHY_FIELD_DETAIL] = {"detail", SPPWHY_TYPE_TEXT, "what else the event says"},
};

const char *sppwhy_field_meaning(sppwhy_field field)
{
    return field < SPPWHY_FIELD_TOTAL ? fields[field].meaning : "nothing that is known";
}

/* Microsoft's SLLICENSINGSTATUS, Volume Activation 2.0 Operations Guide; 5 and 6 came with Windows 7. */
static const char *const states[] = {"unlicensed",        "licensed",     "initial_grace", "additional_grace",
                                     "non_genuine_grace", "notification", "extended_grace"};

const char *sppwhy_field_name(sppwhy_field field)
{
    return field < SPPWHY_FIELD_TOTAL ? fields[field].name : "unused";
}

sppwhy_type sppwhy_field_type(sppwhy_field field)
{
    return field < SPPWHY_FIELD_TOTAL ? fields[field].type : SPPWHY_TYPE_TEXT;
}

const char *sppwhy_state_name(uint64_t state)
{
    return state < sizeof states / sizeof *states ? states[state] : NULL;
}
