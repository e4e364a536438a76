/*
 * The constants of licensing, each once, with its source, and the kinds of events that the code asks about.
 *
 * Sources: Volume Activation 2.0 Operations Guide (OPS), "Plan for volume activation" (PLAN), KB 974998 (KB),
 * and slmgr's reference (SLM). Whatever is a table of data (codes, products, events and their
 * fields) lies under rules/catalogue. What an event has besides its row there, because a stage reads it that knows
 * no catalogue, is in four tables of code: how severe Windows marks it (spp/written.c), where its message has
 * its strings (exports/message.c), how slmgr and ospp name the states in eleven languages
 * (exports/statement_values.c), and the string of a 12290 that no message has (spp/duplicate_exports.c). How
 * providers, channels and scripts are called is in base/licensing_names.h: files are looked through for it.
 */
#ifndef SPP_KMS_H
#define SPP_KMS_H

#include "base/clock.h"

/* A number as text, for a sentence that names it. */
#define KMS_TEXT_OF(number) #number
#define KMS_TEXT(number) KMS_TEXT_OF(number)

/* A KMS activation is good for 180 days; each renewal sets it anew (PLAN). */
#define KMS_VALIDITY_DAYS 180
#define KMS_VALIDITY_MINUTES 259200
#define KMS_VALIDITY (KMS_VALIDITY_DAYS * CLOCK_DAY)
_Static_assert(KMS_VALIDITY == KMS_VALIDITY_MINUTES * CLOCK_MINUTE, "one span in two units");

/* The first grace after setup, and that when the activation ran out or the hardware changed (OPS). */
#define GRACE_DAYS 30

/* Microsoft's monitoring (the KMS Management Pack) lists one by one the clients that run out within so many
 * days. */
#define KMS_EXPIRING_DAYS 7
#define KMS_EXPIRING_SECONDS (KMS_EXPIRING_DAYS * 24 * 3600)

/* ---- the count ----------------------------------------------------------------------------------------- */

/* A KMS host counts the different client machine IDs of so many days (PLAN). */
#define KMS_COUNTED_DAYS 30
#define KMS_COUNTED_TIME (KMS_COUNTED_DAYS * CLOCK_DAY)

/* The N-policy: from which count on a host activates a product (PLAN). No product needs fewer. */
#define KMS_NEED_SERVER 5 /* Windows Server, and Office */
#define KMS_NEED_CLIENT 25
#define KMS_LEAST_COUNT KMS_NEED_SERVER

/* A host keeps twice the largest need: of Windows, and of Office apart from it (PLAN). */
#define KMS_COUNT_MOST 50
#define KMS_COUNT_MOST_OFFICE 10

/* ---- the network, intervals, clocks -------------------------------------------------------------------- */

/* The TCP port that a host listens on when no other is set (PLAN). */
#define KMS_PORT 1688

/* How long a client waits before its next try, in minutes: while it is not activated, and once it is. What
 * can be set reaches from a quarter of an hour to 30 days (SLM). */
#define KMS_INTERVAL_DEFAULT 120
#define KMS_RENEWAL_DEFAULT 10080
#define KMS_RENEWAL_DEFAULT_DAYS 7
#define KMS_INTERVAL_LEAST 15
#define KMS_INTERVAL_MOST 43200
#define KMS_RENEWAL_DEFAULT_SECONDS (KMS_RENEWAL_DEFAULT * 60)
_Static_assert(KMS_RENEWAL_DEFAULT *CLOCK_MINUTE == KMS_RENEWAL_DEFAULT_DAYS * CLOCK_DAY,
               "one span in two units");

/* A KMS host refuses a request whose client time is further off than this (PLAN; 0xC004F06C). */
#define KMS_SKEW_ALLOWED_HOURS 4
#define KMS_SKEW_ALLOWED_SECONDS (KMS_SKEW_ALLOWED_HOURS * 3600)

/* Client times in Info strings are whole minutes, and a request travels for some seconds: an Info time may
 * seem off by this much more than the clocks are. */
#define KMS_SKEW_ROUNDING_SECONDS 300

/* ---- what belongs to one try ---------------------------------------------------------------------------
 *
 * From the shortest to the longest: two summaries of one try < the next try at boot < all events of one try <
 * an answer that names its request. None of them reaches the least interval between two tries. */

/* 8198 and 8233 of one try without a request are written within this of one another. */
#define KMS_TWIN_TIME CLOCK_MINUTE
/* At boot one try follows another within this time; the later one knows more. */
#define KMS_NEXT_TRY_MINUTES 2
#define KMS_NEXT_TRY_TIME (KMS_NEXT_TRY_MINUTES * CLOCK_MINUTE)
/* The events of one try follow one another within this time: hosts are asked one after another, each with a
 * timeout under a minute; the next try of its own comes after KMS_INTERVAL_LEAST at the earliest. */
#define KMS_TRY_TIME (5 * CLOCK_MINUTE)
/* How long after a request its answer is written at the latest, and how far apart two clocks may be that are
 * not off: within one try. */
#define KMS_ANSWER_TIME KMS_TRY_TIME
/* An answer that gives the client time of its request is that request's also later: logs of a machine that
 * slept in between show it. */
#define KMS_NAMED_ANSWER_TIME CLOCK_HOUR

/* ---- applications -------------------------------------------------------------------------------------- */

/* Application IDs, as a GUID is written (rows of kind AppID in products.tsv). */
#define APPLICATION_WINDOWS "55c92734-d682-4d71-983e-d6ec3f16059f"
#define APPLICATION_OFFICE_2010 "59a52881-a989-479d-af46-f275c6370663"
#define APPLICATION_OFFICE "0ff1ce15-a989-479d-af46-f275c6370663"

/* ---- states and events --------------------------------------------------------------------------------- */

/* License states as 12288 and 12290 write them (OPS, appendix 1); sppwhy_state_name() names them. */
typedef enum license_state {
    LICENSE_UNLICENSED,
    LICENSE_LICENSED,
    LICENSE_INITIAL_GRACE,
    LICENSE_ADDITIONAL_GRACE, /* hardware changed, or out of tolerance */
    LICENSE_NON_GENUINE_GRACE,
    LICENSE_NOTIFICATION,
    LICENSE_EXTENDED_GRACE
} license_state;

static inline bool license_state_is_grace(uint64_t state)
{
    return (state >= LICENSE_INITIAL_GRACE && state <= LICENSE_NON_GENUINE_GRACE) ||
           state == LICENSE_EXTENDED_GRACE;
}

/* Ids of events, for the stages that read events before the catalogue gives them a kind. */
#define EVENT_ACTIVATION_STARTED 8197
#define EVENT_SCHEDULER_FAILED 8198
#define EVENT_LICENSE_STATE 8230
#define EVENT_VL_ATTEMPT_FAILED 8233
#define EVENT_CLIENT_REQUEST 12288
#define EVENT_CLIENT_RESPONSE 12289
#define EVENT_HOST_REQUEST 12290
/* Of what slmgr and ospp print, which is read as events. */
#define EVENT_LICENSE_REPORT 1
#define EVENT_ACTIVATION_TRIED 2

/* The kinds of events that the code knows by name; the rest is data (rules/catalogue/events.tsv). */
typedef enum event_kind {
    KIND_OTHER, /* any that has no name here */
    KIND_SERVICE_STARTING,
    KIND_SERVICE_STARTED,
    KIND_SERVICE_STOPPED,
    KIND_ACQUISITION_SUCCEEDED,
    KIND_ACQUISITION_FAILED,
    KIND_SCHEDULER_FAILED,
    KIND_INTERNET_ACTIVATION_FAILED,
    KIND_VL_ATTEMPT_FAILED,
    KIND_CLIENT_REQUEST,
    KIND_CLIENT_RESPONSE,
    KIND_HOST_REQUEST,
    KIND_HOST_INIT_FAILED,
    KIND_HOST_TIMER_FAILED,
    KIND_DNS_PUBLISH_FAILED,
    KIND_DNS_PUBLISHED,
    KIND_AD_ACTIVATED,
    KIND_LICENSE_REPORT,
    KIND_ACTIVATION_TRIED,
    KIND_ACTIVATION_STARTED,
    KIND_LICENSE_STATUS_CHECKED,
    KIND_LICENSE_STATE,
    KIND_ACTIVATION_FAILED_NOTED,
    KIND_GENUINE_TICKET_FAILED,
    KIND_GENUINE_STATE_SET,
    KIND_TOTAL
} event_kind;

/* The kind of that name in events.tsv; KIND_OTHER when no code asks about it. */
event_kind event_kind_named(const char *name);

#endif
