/* The fields that a record can have: their names (as in JSON and in rules) and their types. One row a field.
 */
#include "sppwhy/spp.h"

static const struct {
    const char *name;
    sppwhy_type type;
} fields[SPPWHY_FIELD_TOTAL] = {
    [SPPWHY_FIELD_CODE] = {"code", SPPWHY_CODE},
    [SPPWHY_FIELD_FLAGS] = {"flags", SPPWHY_FLAGS},
    [SPPWHY_FIELD_SERVER] = {"server", SPPWHY_TEXT},
    [SPPWHY_FIELD_PORT] = {"port", SPPWHY_NUMBER},
    [SPPWHY_FIELD_CMID] = {"cmid", SPPWHY_GUID},
    [SPPWHY_FIELD_CLIENT_TIME] = {"client_time", SPPWHY_TIME},
    [SPPWHY_FIELD_VM] = {"vm", SPPWHY_BOOLEAN},
    [SPPWHY_FIELD_LICENSE_STATE] = {"license_state", SPPWHY_STATE},
    [SPPWHY_FIELD_MINUTES_LEFT] = {"minutes_left", SPPWHY_NUMBER},
    [SPPWHY_FIELD_PRODUCT] = {"product", SPPWHY_PRODUCT},
    [SPPWHY_FIELD_REQUIRED_COUNT] = {"required_count", SPPWHY_NUMBER},
    [SPPWHY_FIELD_ACTIVATED] = {"activated", SPPWHY_BOOLEAN},
    [SPPWHY_FIELD_COUNT] = {"count", SPPWHY_NUMBER},
    [SPPWHY_FIELD_ACTIVATION_INTERVAL] = {"activation_interval", SPPWHY_NUMBER},
    [SPPWHY_FIELD_RENEWAL_INTERVAL] = {"renewal_interval", SPPWHY_NUMBER},
    [SPPWHY_FIELD_CLIENT] = {"client", SPPWHY_TEXT},
    [SPPWHY_FIELD_DOMAIN] = {"domain", SPPWHY_TEXT},
    [SPPWHY_FIELD_RULE_ID] = {"rule_id", SPPWHY_GUID},
    [SPPWHY_FIELD_ACTION] = {"action", SPPWHY_TEXT},
    [SPPWHY_FIELD_APPLICATION] = {"application", SPPWHY_GUID},
    [SPPWHY_FIELD_NOTIFICATION_INTERVAL] = {"notification_interval", SPPWHY_NUMBER},
    [SPPWHY_FIELD_TRIGGER] = {"trigger", SPPWHY_TEXT},
    [SPPWHY_FIELD_SESSION] = {"session", SPPWHY_NUMBER},
    [SPPWHY_FIELD_GRACE_END] = {"grace_end", SPPWHY_TIME},
    [SPPWHY_FIELD_LAST_REASON] = {"last_reason", SPPWHY_CODE},
    [SPPWHY_FIELD_STATE_NAME] = {"state_name", SPPWHY_TEXT},
    [SPPWHY_FIELD_PARTIAL_KEY] = {"partial_key", SPPWHY_TEXT},
    [SPPWHY_FIELD_KEY_TYPE] = {"key_type", SPPWHY_TEXT},
    [SPPWHY_FIELD_KEY_ID] = {"key_id", SPPWHY_TEXT},
    [SPPWHY_FIELD_OBJECT_NAME] = {"object_name", SPPWHY_TEXT},
    [SPPWHY_FIELD_OBJECT_DN] = {"object_dn", SPPWHY_TEXT},
    [SPPWHY_FIELD_UNTIL] = {"until", SPPWHY_TIME},
    [SPPWHY_FIELD_REASON] = {"reason", SPPWHY_TEXT},
    [SPPWHY_FIELD_PATH] = {"path", SPPWHY_TEXT},
    [SPPWHY_FIELD_DETAIL] = {"detail", SPPWHY_TEXT},
};

/* Microsoft's SLLICENSINGSTATUS, Volume Activation 2.0 Operations Guide; 5 and 6 came with Windows 7. */
static const char *const states[] = {"unlicensed",        "licensed",     "initial_grace", "additional_grace",
                                     "non_genuine_grace", "notification", "extended_grace"};

const char *sppwhy_field_name(sppwhy_field field)
{
    return field < SPPWHY_FIELD_TOTAL ? fields[field].name : "unused";
}

sppwhy_type sppwhy_field_type(sppwhy_field field)
{
    return field < SPPWHY_FIELD_TOTAL ? fields[field].type : SPPWHY_TEXT;
}

const char *sppwhy_state_name(uint64_t state)
{
    return state < sizeof states / sizeof *states ? states[state] : NULL;
}
