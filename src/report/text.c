/*
 * The findings for a person: the totals, then machine by machine, worst first, then the machines without
 * findings, the logs that could not be read whole, and the totals again, where a long report ends on a
 * screen. Plain ASCII of our own; what comes from logs is printed so that it cannot act on a terminal.
 */
#include "sppwhy/report.h"

#include "base/clock.h"
#include "base/text.h"
#include "base/vec.h"
#include "report/lines.h"

#include <stdlib.h>
#include <string.h>

#define EVIDENCE_SHOWN 5
#define NAMES_SHOWN 12
#define DAMAGE_SHOWN 3

typedef struct writer {
    page page;
    FILE *out; /* the page's */
    const sppwhy_analysis *analysis;
    sppwhy_text_options options;
} writer;

static const char *const level_colors[] = {"", "", "\033[33m", "\033[31m", "\033[1;31m"};

/* ---- evidence ------------------------------------------------------------------------------------------ */

static void put_event(const writer *w, const char *label, const sppwhy_record *r)
{
    char time[40];
    strbuf b = {0};
    sppwhy_value code;
    strbuf_printf(&b, "%s  event %u of %s", clock_format_plain(r->event->time, true, time),
                  (unsigned)r->event->id, r->event->computer);
    if (sppwhy_record_get(r, SPPWHY_FIELD_CODE, &code))
        strbuf_printf(&b, ": 0x%08X", (unsigned)code.number);
    strbuf_printf(&b, ", record %llu in %s", (unsigned long long)r->event->record_id, r->log->path);
    put_labelled(&w->page, label, strbuf_text(&b));
    strbuf_free(&b);
}

static void put_evidence(const writer *w, const sppwhy_verdict *v)
{
    size_t shown =
        w->options.all || v->evidence_count <= EVIDENCE_SHOWN + 1 ? v->evidence_count : EVIDENCE_SHOWN;
    for (size_t i = 0; i < shown; i++)
        put_event(w, i == 0 ? "Evidence" : "", v->evidence[i]);
    if (shown < v->evidence_count)
        fprintf(w->out, "%*sand %zu more events (--all shows them)\n", LABEL_COLUMN, "",
                v->evidence_count - shown);
}

/* ---- a finding ----------------------------------------------------------------------------------------- */

static void put_when(const writer *w, const sppwhy_finding *f)
{
    char first[40], last[40];
    strbuf b = {0};
    strbuf_add(&b, f->verdict.cause);
    if (strcmp(f->verdict.cause, "unexplained") != 0) /* there is nothing to be sure of */
        strbuf_printf(&b, ", %s", sppwhy_confidence_name(f->verdict.confidence));
    if (f->first != 0 && f->occurrences == 1)
        strbuf_printf(&b, "; once, %s UTC", clock_format_plain(f->first, false, first));
    else if (f->first != 0)
        strbuf_printf(&b, "; %zu times, %s to %s UTC%s", f->occurrences,
                      clock_format_plain(f->first, false, first), clock_format_plain(f->last, false, last),
                      f->activation_count > 1 ? "; of the newest:" : "");
    put_paragraph(&w->page, LABEL_INDENT, strbuf_text(&b));
    strbuf_free(&b);
}

static void put_finding(const writer *w, const sppwhy_finding *f)
{
    const sppwhy_verdict *v = &f->verdict;
    char head[24];
    snprintf(head, sizeof head, "[%s]", sppwhy_level_name(v->level));
    fputs("  ", w->out);
    put_color(&w->page, level_colors[v->level]);
    fputs(head, w->out);
    put_color(&w->page, "\033[0m");
    fputc(' ', w->out);
    put_wrapped(&w->page, LABEL_INDENT, 3 + (unsigned)strlen(head), v->title);
    put_when(w, f);
    put_labelled(&w->page, "Why", v->why);
    put_evidence(w, v);
    put_list(&w->page, "Missing", v->missing, v->missing_count, false);
    put_list(&w->page, "Check", v->confirm, v->confirm_count, false);
    put_list(&w->page, "Fix", v->fix, v->fix_count, true);
    put_list(&w->page, "Caution", v->false_alarms, w->options.all ? v->false_alarm_count : 0, false);
}

/* ---- a machine ----------------------------------------------------------------------------------------- */

/* A machine with its findings, which follow one another in `findings`. */
typedef struct block {
    const sppwhy_machine *machine; /* NULL: the collection */
    const sppwhy_finding **findings;
    size_t count;
    size_t failed;
} block;

static const char *state_text(const sppwhy_machine *m)
{
    switch (m->state) {
    case SPPWHY_STATE_ACTIVATION_FAILING:
        return "NOT ACTIVATING";
    case SPPWHY_STATE_RENEWAL_FAILING:
        return "RENEWAL FAILING";
    case SPPWHY_STATE_ACTIVATED:
        return "activated";
    case SPPWHY_STATE_UNKNOWN:
        break;
    }
    return m->is_host ? "KMS host" : "state not known";
}

static void add_products(strbuf *b, const writer *w, const sppwhy_machine *m)
{
    for (size_t i = 0; i < m->product_count; i++) {
        const sppwhy_product *p = sppwhy_product_find(w->analysis->catalogue, m->products[i]);
        guid g;
        char text[37];
        memcpy(g.bytes, m->products[i], sizeof g.bytes);
        strbuf_add(b, i != 0 ? ", " : "");
        if (p)
            strbuf_add(b, p->name);
        else
            strbuf_printf(b, "product %s (not in the catalogue)", guid_format(&g, text));
    }
}

static void put_facts(const writer *w, const sppwhy_machine *m)
{
    char time[40];
    strbuf b = {0};
    add_products(&b, w, m);
    if (b.length != 0 || b.failed)
        put_paragraph(&w->page, 2, strbuf_text(&b));
    strbuf_clear(&b);
    if (m->activation_count != 0)
        strbuf_printf(&b, "%zu of %zu activations failed", m->failed_count, m->activation_count);
    if (m->last_success != 0)
        strbuf_printf(&b, "; last success %s UTC", clock_format_plain(m->last_success, false, time));
    if (m->licence_acquired != 0)
        strbuf_printf(&b, "; then activated over the internet (event 1013)");
    if (m->runs_out != 0 && m->state != SPPWHY_STATE_ACTIVATED)
        strbuf_printf(&b, "; %s ends %s UTC",
                      m->state == SPPWHY_STATE_RENEWAL_FAILING ? "its activation" : "its grace period",
                      clock_format_plain(m->runs_out, false, time));
    if (m->is_host)
        strbuf_printf(&b, "%sKMS host, %zu %s in its log", b.length != 0 ? "; " : "", m->served_count,
                      plural(m->served_count, "request", "requests"));
    if (b.length != 0 || b.failed)
        put_paragraph(&w->page, 2, strbuf_text(&b));
    strbuf_clear(&b);
    for (size_t i = 0; i < m->alias_count; i++)
        strbuf_printf(&b, "%s%s", i != 0 ? ", " : "also named ", m->aliases[i]);
    if (b.length != 0 || b.failed)
        put_paragraph(&w->page, 2, strbuf_text(&b));
    strbuf_free(&b);
}

static void put_block(const writer *w, const block *b)
{
    if (b->machine) {
        put_heading(&w->page, b->machine->name, state_text(b->machine));
        put_facts(w, b->machine);
    } else {
        put_heading(&w->page, "The collected logs", "");
    }
    for (size_t i = 0; i < b->count; i++) {
        if (i != 0 || b->machine)
            fputc('\n', w->out);
        put_finding(w, b->findings[i]);
    }
    fputc('\n', w->out);
}

/* ---- order --------------------------------------------------------------------------------------------- */

static int by_machine(const void *left, const void *right)
{
    const sppwhy_finding *a = *(const sppwhy_finding *const *)left,
                         *b = *(const sppwhy_finding *const *)right;
    if (a->machine != b->machine)
        return a->machine < b->machine ? -1 : 1;
    return (a > b) - (a < b); /* they are sorted by weight already */
}

static int worst_first(const void *left, const void *right)
{
    const block *a = left, *b = right;
    sppwhy_level x = a->findings[0]->verdict.level, y = b->findings[0]->verdict.level;
    if (x != y)
        return x > y ? -1 : 1;
    if (a->failed != b->failed)
        return a->failed > b->failed ? -1 : 1;
    if (!a->machine || !b->machine)
        return (a->machine == NULL) - (b->machine == NULL);
    return text_compare_nocase(a->machine->name, b->machine->name);
}

static void put_blocks(const writer *w)
{
    const sppwhy_analysis *a = w->analysis;
    const sppwhy_finding **sorted = calloc(a->finding_count + 1, sizeof *sorted);
    block *blocks = calloc(a->finding_count + 1, sizeof *blocks);
    size_t count = 0;
    for (size_t i = 0; sorted && i < a->finding_count; i++)
        sorted[i] = &a->findings[i];
    if (sorted && a->finding_count != 0)
        qsort(sorted, a->finding_count, sizeof *sorted, by_machine);
    for (size_t i = 0; sorted && blocks && i < a->finding_count; i++) {
        if (count == 0 || blocks[count - 1].machine != sorted[i]->machine)
            blocks[count++] = (block){sorted[i]->machine, &sorted[i], 0, 0};
        blocks[count - 1].count++;
        blocks[count - 1].failed += sorted[i]->activation_count;
    }
    if (blocks && count != 0)
        qsort(blocks, count, sizeof *blocks, worst_first);
    for (size_t i = 0; i < count; i++)
        put_block(w, &blocks[i]);
    if (!sorted || !blocks)
        fputs("Memory is too short to list the findings.\n", w->out);
    free(sorted);
    free(blocks);
}

/* ---- what else there is -------------------------------------------------------------------------------- */

static bool has_finding(const sppwhy_analysis *a, const sppwhy_machine *m)
{
    for (size_t i = 0; i < a->finding_count; i++)
        if (a->findings[i].machine == m)
            return true;
    return false;
}

static const char *quiet_text(const sppwhy_machine *m)
{
    if (m->state != SPPWHY_STATE_UNKNOWN || m->is_host)
        return state_text(m);
    return m->has_logs ? "no activation attempt in its logs"
                       : "named by a KMS host only, its own logs are not here";
}

static void put_quiet_machines(const writer *w)
{
    const sppwhy_collection *c = w->analysis->collection;
    size_t quiet = 0, shown = 0;
    for (size_t i = 0; i < c->machine_count; i++)
        quiet += !has_finding(w->analysis, c->machines[i]);
    if (quiet == 0)
        return;
    fprintf(w->out, "%zu %s without findings", quiet, plural(quiet, "machine", "machines"));
    fputs(":\n", w->out);
    for (size_t i = 0; i < c->machine_count; i++) {
        const sppwhy_machine *m = c->machines[i];
        char line[512];
        if (has_finding(w->analysis, m))
            continue;
        if (!w->options.all && shown == NAMES_SHOWN) {
            fprintf(w->out, "  and %zu more (--all lists them)\n", quiet - shown);
            break;
        }
        snprintf(line, sizeof line, "%s: %s%s", m->name, quiet_text(m),
                 m->is_host && m->state != SPPWHY_STATE_UNKNOWN ? ", KMS host" : "");
        put_paragraph(&w->page, 2, line);
        shown++;
    }
    fputc('\n', w->out);
}

static void put_damage_of(const writer *w, const sppwhy_log *log)
{
    size_t lost = 0, shown = 0;
    for (size_t i = 0; i < log->damage_count; i++)
        lost += log->damage[i].lost;
    if (lost == 0)
        return;
    put_paragraph(&w->page, 2, log->path);
    for (size_t i = 0; i < log->damage_count; i++) {
        char line[600];
        if (!log->damage[i].lost)
            continue;
        if (!w->options.all && shown == DAMAGE_SHOWN && lost > DAMAGE_SHOWN + 1) {
            fprintf(w->out, "    and %zu more places (--all shows them)\n", lost - shown);
            break;
        }
        snprintf(line, sizeof line, "at byte %llu: %s", (unsigned long long)log->damage[i].offset,
                 log->damage[i].reason);
        put_paragraph(&w->page, 4, line);
        shown++;
    }
}

static void put_damage(const writer *w)
{
    const sppwhy_collection *c = w->analysis->collection;
    size_t damaged = 0;
    for (size_t i = 0; i < c->log_count; i++)
        for (size_t k = 0; k < c->logs[i]->damage_count; k++)
            if (c->logs[i]->damage[k].lost) {
                damaged++;
                break;
            }
    if (damaged == 0)
        return;
    fprintf(w->out, "%zu %s not be read whole:\n", damaged, plural(damaged, "log could", "logs could"));
    for (size_t i = 0; i < c->log_count; i++)
        put_damage_of(w, c->logs[i]);
    fputc('\n', w->out);
}

static void put_causes(const writer *w)
{
    const sppwhy_analysis *a = w->analysis;
    for (size_t i = 0; i < a->cause_count; i++) {
        const sppwhy_cause_count *c = &a->causes[i];
        fprintf(w->out, "  %-24s %5zu %-11s on %zu %s\n", c->cause, c->activations,
                plural(c->activations, "activation", "activations"), c->machines,
                plural(c->machines, "machine", "machines"));
    }
}

static void span_of(const sppwhy_collection *c, uint64_t *first, uint64_t *last)
{
    *first = *last = 0;
    for (size_t i = 0; i < c->log_count; i++) {
        const sppwhy_log *log = c->logs[i];
        if (log->first_event != 0 && (*first == 0 || log->first_event < *first))
            *first = log->first_event;
        if (log->last_event > *last)
            *last = log->last_event;
    }
}

/* What the hosts' logs show, which is all where no client's log is there. */
static void add_served(strbuf *b, const sppwhy_collection *c)
{
    size_t hosts = 0, served = 0, refused = 0;
    sppwhy_value code;
    for (size_t i = 0; i < c->machine_count; i++) {
        hosts += c->machines[i]->served_count != 0;
        served += c->machines[i]->served_count;
        for (size_t k = 0; k < c->machines[i]->served_count; k++)
            refused += sppwhy_record_get(c->machines[i]->served[k]->host, SPPWHY_FIELD_CODE, &code) &&
                       code.number != 0;
    }
    if (hosts != 0)
        strbuf_printf(b, " %zu KMS %s processed %zu %s and refused %zu.", hosts,
                      plural(hosts, "host", "hosts"), served, plural(served, "request", "requests"), refused);
}

static bool any_lost(const sppwhy_collection *c)
{
    for (size_t i = 0; i < c->log_count; i++)
        for (size_t k = 0; k < c->logs[i]->damage_count; k++)
            if (c->logs[i]->damage[k].lost)
                return true;
    return false;
}

/* The whole in one sentence or two. */
static void put_totals(const writer *w)
{
    const sppwhy_analysis *a = w->analysis;
    const sppwhy_collection *c = a->collection;
    char first[40], last[40];
    uint64_t from, to;
    strbuf b = {0};
    span_of(c, &from, &to);
    strbuf_printf(&b, "%zu %s of %zu %s", c->log_count, plural(c->log_count, "log", "logs"), c->machine_count,
                  plural(c->machine_count, "machine", "machines"));
    if (from != 0)
        strbuf_printf(&b, ", %s to %s UTC", clock_format_plain(from, false, first),
                      clock_format_plain(to, false, last));
    strbuf_printf(&b, ": %zu %s, %zu failed", c->activation_count,
                  plural(c->activation_count, "activation", "activations"), a->failed);
    if (a->failed != 0)
        strbuf_printf(&b, ", %zu explained, %zu unexplained", a->failed - a->unexplained, a->unexplained);
    strbuf_add(&b, ".");
    add_served(&b, c);
    if (any_lost(c))
        strbuf_add(&b, " Parts of the logs could not be read: there may be more.");
    put_wrapped(&w->page, 0, 0, strbuf_text(&b));
    strbuf_free(&b);
}

void sppwhy_report_text(FILE *out, const sppwhy_analysis *analysis, sppwhy_text_options options)
{
    writer w = {.page = page_of(out, options), .out = out, .analysis = analysis, .options = options};
    put_totals(&w);
    put_causes(&w);
    fputc('\n', out);
    put_blocks(&w);
    put_quiet_machines(&w);
    put_damage(&w);
    put_totals(&w);
    put_causes(&w);
}
