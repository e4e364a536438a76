/*
 * The constants of licensing, each once, with its source, and the kinds of events that the code asks about.
 *
 * Sources: Volume Activation 2.0 Operations Guide (OPS), "Plan for volume activation" (PLAN), KB 974998 (KB),
 * and slmgr's reference (SLM). Whatever is a table (codes, products, needs of a product) lies under
 * rules/catalogue.
 */
#ifndef SPP_KMS_H
#define SPP_KMS_H

#include "base/clock.h"

/* A KMS activation is good for 180 days; each renewal sets it anew (PLAN). */
#define KMS_VALIDITY (180 * CLOCK_DAY)

/* No product is activated below this count: Windows Server and Office need 5, client Windows 25 (PLAN). */
#define KMS_LEAST_COUNT 5

/* A KMS host refuses a request whose client time is further off than this (PLAN; 0xC004F06C). */
#define KMS_SKEW_ALLOWED_SECONDS (4 * 3600)

/* Client times in Info strings are whole minutes, and a request travels for some seconds: an Info time may
 * seem off by this much more than the clocks are. */
#define KMS_SKEW_ROUNDING_SECONDS 300

/* The events of one try follow one another within this time: hosts are asked one after another, each with a
 * timeout under a minute; the next try of its own comes after 15 minutes at the earliest (the least interval
 * that can be set; 120 by default, SLM). */
#define KMS_TRY_SECONDS 300

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
    KIND_TOTAL
} event_kind;

/* The kind of that name in events.tsv; KIND_OTHER when no code asks about it. */
event_kind event_kind_named(const char *name);

#endif
