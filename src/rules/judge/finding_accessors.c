/* What sppwhy/rules.h shows of verdicts, findings and an analysis. */
#include "base/accessors.h"
#include "base/text.h"
#include "rules/analysis.h"

#include <string.h>

GETTER(const char *, sppwhy_missing_log_machine, sppwhy_missing_log, machine)
GETTER(const char *, sppwhy_missing_log_channel, sppwhy_missing_log, channel)
GETTER(uint64_t, sppwhy_missing_log_from, sppwhy_missing_log, from)
GETTER(uint64_t, sppwhy_missing_log_to, sppwhy_missing_log, to)

GETTER(const char *, sppwhy_verdict_cause, sppwhy_verdict, cause)
GETTER(const char *, sppwhy_verdict_title, sppwhy_verdict, title)
GETTER(sppwhy_level, sppwhy_verdict_level, sppwhy_verdict, level)
GETTER(sppwhy_confidence, sppwhy_verdict_confidence, sppwhy_verdict, confidence)
GETTER(const char *, sppwhy_verdict_why, sppwhy_verdict, why)
LISTER(const char *, sppwhy_verdict_confirm, sppwhy_verdict, confirm, confirm_count)
LISTER(const char *, sppwhy_verdict_fix, sppwhy_verdict, fix, fix_count)
LISTER(const char *, sppwhy_verdict_reference, sppwhy_verdict, references, reference_count)
LISTER(const char *, sppwhy_verdict_false_alarm, sppwhy_verdict, false_alarms, false_alarm_count)
LISTER(const char *, sppwhy_verdict_missing, sppwhy_verdict, missing, missing_count)
LISTER_OF_ITEMS(const sppwhy_missing_log *, sppwhy_verdict_missing_log, sppwhy_verdict, missing_logs,
                missing_log_count)
LISTER(const sppwhy_record *, sppwhy_verdict_evidence, sppwhy_verdict, evidence, evidence_count)

GETTER(sppwhy_subject, sppwhy_finding_subject, sppwhy_finding, subject)
GETTER(const sppwhy_machine *, sppwhy_finding_machine, sppwhy_finding, machine)
GETTER(const char *, sppwhy_finding_cause, sppwhy_finding, verdict.cause)
GETTER(uint64_t, sppwhy_finding_first, sppwhy_finding, first)
GETTER(uint64_t, sppwhy_finding_last, sppwhy_finding, last)
GETTER(size_t, sppwhy_finding_occurrences, sppwhy_finding, occurrences)
GETTER(size_t, sppwhy_finding_activation_count, sppwhy_finding, activation_count)
GETTER(const char *, sppwhy_finding_id, sppwhy_finding, id)
GETTER(const sppwhy_finding *, sppwhy_finding_host_finding, sppwhy_finding, host_finding)
LISTER_AS(const sppwhy_machine *, sppwhy_finding_affected_count, sppwhy_finding_affected, sppwhy_finding,
          it->affects[i], affected_count)
GETTER(bool, sppwhy_finding_is_known, sppwhy_finding, known)

const sppwhy_verdict *sppwhy_finding_verdict(const sppwhy_finding *finding)
{
    return &finding->verdict;
}

size_t sppwhy_finding_activation(const sppwhy_finding *finding, size_t i)
{
    return i < finding->activation_count ? finding->activations[i] : 0;
}

/* A character is there whole or not at all; false when one did not fit. */
static bool add_printable(char *out, size_t size, size_t *used, const char *text)
{
    char room[TEXT_ESCAPE_ROOM];
    while (*text) {
        size_t length;
        const char *piece = text_next_printable(&text, &length, room);
        if (length >= size - *used)
            return false;
        memcpy(out + *used, piece, length);
        *used += length;
        out[*used] = '\0';
    }
    return true;
}

char *sppwhy_finding_format(const sppwhy_finding *finding, char *out, size_t size)
{
    const char *const parts[] = {finding->machine ? finding->machine->name : "",
                                 finding->machine ? ": " : "",
                                 finding->verdict.title,
                                 " (",
                                 finding->verdict.cause,
                                 ")"};
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!add_printable(out, size, &used, parts[i]))
            break;
    return out;
}

/* ---- an analysis --------------------------------------------------------------------------------------- */

GETTER(const sppwhy_collection *, sppwhy_analysis_collection, sppwhy_analysis, collection)
LISTER_OF_ITEMS(const sppwhy_finding *, sppwhy_analysis_finding, sppwhy_analysis, findings, finding_count)
GETTER(size_t, sppwhy_analysis_failed, sppwhy_analysis, failed)
GETTER(size_t, sppwhy_analysis_unanswered, sppwhy_analysis, unanswered)
GETTER(size_t, sppwhy_analysis_unexplained, sppwhy_analysis, unexplained)
GETTER(size_t, sppwhy_analysis_outside, sppwhy_analysis, outside)
LISTER_AS(const char *, sppwhy_analysis_cause_count, sppwhy_analysis_cause, sppwhy_analysis,
          it->causes[i].cause, cause_count)
LISTER_AS(const sppwhy_missing_log *, sppwhy_analysis_wanted_count, sppwhy_analysis_wanted, sppwhy_analysis,
          &it->wanted[i].log, wanted_count)

const sppwhy_verdict *sppwhy_analysis_verdict(const sppwhy_analysis *analysis,
                                              const sppwhy_activation *activation)
{
    return activation->id == 0 ? NULL : analysis->verdicts[activation->id - 1];
}

size_t sppwhy_analysis_cause_activations(const sppwhy_analysis *analysis, size_t i)
{
    return i < analysis->cause_count ? analysis->causes[i].activations : 0;
}

size_t sppwhy_analysis_cause_machines(const sppwhy_analysis *analysis, size_t i)
{
    return i < analysis->cause_count ? analysis->causes[i].machines : 0;
}

size_t sppwhy_analysis_wanted_settles(const sppwhy_analysis *analysis, size_t i)
{
    return i < analysis->wanted_count ? analysis->wanted[i].settles : 0;
}

void sppwhy_analysis_set_unread(sppwhy_analysis *analysis, const sppwhy_notices *notices)
{
    analysis->unread = notices ? notices->items : NULL;
    analysis->unread_count = notices ? notices->count : 0;
}

void sppwhy_analysis_mark_known(sppwhy_analysis *analysis,
                                bool (*known)(void *context, const sppwhy_finding *finding), void *context)
{
    analysis->has_baseline = true;
    for (size_t i = 0; i < analysis->finding_count; i++)
        analysis->findings[i].known = known(context, &analysis->findings[i]);
}
