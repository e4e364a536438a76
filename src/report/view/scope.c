/* What a report covers and what it leaves out, in sentences. */
#include "report/view/scope.h"

#include "base/saturate.h"
#include "correlate/coverage.h"
#include "report/view/facts.h"
#include "report/view/logs.h"
#include "report/view/phrase.h"

static void add_logs(strbuf *b, const sppwhy_analysis *a, const report_times *t)
{
    const sppwhy_collection *c = a->collection;
    uint64_t from, to;
    logs_span(c, &from, &to);
    strbuf_printf(b, "%zu %s of %zu %s", c->log_count, plural(c->log_count, "log", "logs"), c->machine_count,
                  plural(c->machine_count, "machine", "machines"));
    if (from != 0) {
        strbuf_add(b, ", ");
        add_span(b, t, from, to);
    }
    strbuf_printf(b, ": %zu %s, %zu failed", c->activation_count,
                  plural(c->activation_count, "activation", "activations"), a->failed);
    if (a->failed != 0)
        strbuf_printf(b, ", %zu explained, %zu unexplained", a->failed - a->unexplained, a->unexplained);
    strbuf_add(b, ".");
    if (no_records(c) && !any_place_lost(c) && c->log_count != 0)
        strbuf_add(b, plural(c->log_count, " The log is empty.", " The logs are empty."));
}

static void add_served(strbuf *b, const sppwhy_analysis *a, const report_times *t)
{
    const served_total total = served_by_all(a->collection);
    (void)t;
    if (total.hosts == 0)
        return;
    add_grouped(b, total.hosts);
    strbuf_printf(b, " KMS %s processed ", plural(total.hosts, "host", "hosts"));
    add_grouped(b, total.requests);
    strbuf_printf(b, " %s and refused ", plural(total.requests, "request", "requests"));
    add_grouped(b, total.refused);
    strbuf_add_char(b, '.');
}

static void add_asked_span(strbuf *b, const sppwhy_analysis *a, const report_times *t)
{
    const sppwhy_span span = a->collection->span;
    if (span.since == 0 && span.until == 0)
        return;
    strbuf_add(b, "Shown: ");
    if (span.since != 0) {
        strbuf_add(b, "from ");
        add_time(b, t, span.since, false);
        strbuf_printf(b, "%s on", span.until == 0 ? utc_of(t) : "");
    }
    if (span.until != 0) {
        strbuf_add(b, span.since != 0 ? " until " : "until ");
        add_time(b, t, span.until, false);
        strbuf_add(b, utc_of(t));
    }
    if (a->outside != 0)
        strbuf_printf(b, "; %zu %s with earlier events only %s left out", a->outside,
                      plural(a->outside, "finding", "findings"), plural(a->outside, "is", "are"));
    if (a->collection->untimed != 0)
        strbuf_printf(b, "; %zu %s without a usable time %s left out, too", a->collection->untimed,
                      plural(a->collection->untimed, "activation", "activations"),
                      plural(a->collection->untimed, "is", "are"));
    strbuf_add(b, ".");
}

static void add_missed(strbuf *b, const sppwhy_analysis *a, const report_times *t)
{
    (void)t;
    strbuf_add(b, span_missed(a->collection) ? span_missed(a->collection) : "");
}

static void add_cut(strbuf *b, const sppwhy_analysis *a, const report_times *t)
{
    size_t count = a->collection->cut;
    (void)t;
    if (count != 0)
        strbuf_printf(
            b,
            "Of %zu %s it is not sure to which request %s: too many requests are alike, and not all were "
            "looked at.",
            count, plural(count, "answer", "answers"), plural(count, "it belongs", "they belong"));
}

static void add_excerpts(strbuf *b, const sppwhy_analysis *a, const report_times *t)
{
    size_t count = count_excerpts(a->collection);
    (void)t;
    if (count != 0)
        strbuf_printf(
            b, "%zu %s: nothing is concluded from an event that %s.", count,
            plural(count, "log is an excerpt (pasted or filtered)", "logs are excerpts (pasted or filtered)"),
            plural(count, "it does not have", "they do not have"));
}

static void add_selection(strbuf *b, const sppwhy_analysis *a, const report_times *t)
{
    (void)t;
    if (a->shown)
        strbuf_printf(b, "Only: %s.", a->shown);
}

static void add_unread(strbuf *b, const sppwhy_analysis *a, const report_times *t)
{
    bool damaged = any_place_lost(a->collection);
    (void)t;
    if (damaged || a->unread_count != 0)
        strbuf_printf(b, "%s could not be read: there may be more.",
                      damaged ? "Parts of the logs" : "Something");
}

static void add_ignored_count(strbuf *b, const sppwhy_analysis *a, const report_times *t)
{
    (void)t;
    if (a->ignored_count != 0)
        strbuf_printf(b, "Ignored: %zu known %s.", a->ignored_count,
                      plural(a->ignored_count, "finding", "findings"));
}

void add_scope(strbuf *b, const sppwhy_analysis *a, const report_times *t, scope_fact fact)
{
    static void (*const adders[])(strbuf * b, const sppwhy_analysis *a, const report_times *t) = {
        [SCOPE_LOGS] = add_logs,           [SCOPE_SERVED] = add_served, [SCOPE_SPAN] = add_asked_span,
        [SCOPE_MISSED] = add_missed,       [SCOPE_CUT] = add_cut,       [SCOPE_EXCERPTS] = add_excerpts,
        [SCOPE_SELECTION] = add_selection, [SCOPE_UNREAD] = add_unread, [SCOPE_IGNORED] = add_ignored_count};
    adders[fact](b, a, t);
}

bool scope_warns(scope_fact fact)
{
    return fact == SCOPE_MISSED || fact == SCOPE_CUT || fact == SCOPE_EXCERPTS || fact == SCOPE_UNREAD;
}

/* ---- what was not read --------------------------------------------------------------------------------- */

void add_damage(strbuf *b, const sppwhy_collection *c)
{
    size_t damaged = 0, places = 0;
    uint64_t records = 0, bytes = 0;
    for (size_t i = 0; i < c->log_count; i++) {
        size_t lost = log_places_lost(c->logs[i]);
        bytes = saturated_sum(bytes, log_bytes_lost(c->logs[i]));
        damaged += lost != 0;
        places += lost;
        records = saturated_sum(records, c->logs[i]->records_lost);
    }
    if (damaged == 0)
        return;
    strbuf_printf(b, "%zu %s not be read whole (%zu %s", damaged, plural(damaged, "log could", "logs could"),
                  places, plural(places, "place", "places"));
    if (records != 0)
        strbuf_printf(b, ", %llu %s known to be lost", (unsigned long long)records,
                      plural((size_t)records, "record is", "records are"));
    if (bytes != 0)
        strbuf_printf(b, ", %llu bytes were not read", (unsigned long long)bytes);
    strbuf_add(b, ")");
}

/* ---- lines of lists ------------------------------------------------------------------------------------ */

void add_ignored(strbuf *b, const sppwhy_ignored *i, const report_times *t)
{
    const sppwhy_finding *f = i->finding;
    text_add_name_in_text(b, f->machine ? f->machine->name : "the collected logs");
    strbuf_printf(b, ", %s: %s", f->verdict.cause, i->why);
    if (i->until != 0) {
        strbuf_add(b, ", until ");
        add_moment(b, t, i->until);
    }
}

void add_wanted(strbuf *b, const sppwhy_wanted_log *l, const report_times *t)
{
    text_add_name_in_text(b, l->log.channel);
    strbuf_add(b, " of ");
    text_add_name_in_text(b, l->log.machine);
    if (l->log.to != 0) {
        strbuf_add(b, ", ");
        add_span(b, t, l->log.from, l->log.to);
    }
    strbuf_printf(b, ": settles %zu %s", l->settles, plural(l->settles, "verdict", "verdicts"));
}
