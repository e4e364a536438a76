/*
 * How Windows' licensing calls itself in logs: providers, sources of events, channels, scripts, each name once.
 * In base, because collect/ looks for them in files before any stage is there that knows licensing. What they
 * are to one another is data: rules/catalogue/providers.tsv.
 */
#ifndef BASE_LICENSING_NAMES_H
#define BASE_LICENSING_NAMES_H

/* The ends are what running text has of them. */
#define PROVIDER_SPP_END "Security-SPP"
#define PROVIDER_SLC_END "Security-Licensing-SLC"
#define PROVIDER_SPP "Microsoft-Windows-" PROVIDER_SPP_END
#define PROVIDER_SLC "Microsoft-Windows-" PROVIDER_SLC_END /* Windows Vista and Server 2008 */
#define PROVIDER_SPP_UX PROVIDER_SPP "-UX"                 /* with more behind it: the notifications */

/* EventSourceName; of Office 2010 also the provider. */
#define SOURCE_SPP "Software Protection Platform Service"
#define SOURCE_SLC "Software Licensing Service"
#define SOURCE_OFFICE "Office " SOURCE_SPP
#define SOURCE_KMS "KmsRequests" /* of a 12290 in the KMS channel */

/* SPPWHY_CHANNEL_APPLICATION and _KMS of sppwhy/correlate.h are the same (tests/unit/test_coverage.c). */
#define CHANNEL_APPLICATION "Application"
#define CHANNEL_KMS "Key Management Service"

/* What they print is read as events of a provider of that name. */
#define SCRIPT_SLMGR_NAME "slmgr"
#define SCRIPT_SLMGR SCRIPT_SLMGR_NAME ".vbs"
#define SCRIPT_OSPP_NAME "ospp"
#define SCRIPT_OSPP "ospp.vbs"

#endif
