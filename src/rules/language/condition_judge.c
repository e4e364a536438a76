/*
 * Judging conditions: true, false or cannot tell. Evidence is kept of what was true, and what was missing of
 * what is unknown, so that a verdict can name both.
 */
#include "rules/language/condition.h"

#include "base/limits.h"
#include "base/saturate.h"
#include "base/text.h"
#include "rules/fields/fields.h"
#include "rules/judge/index.h"
#include "rules/judge/publishers.h"

#include <string.h>

/* Sets *gave_up when the pattern needs more work than LIMIT_PATTERN_MATCHES allows. */
static bool match_pattern(const pcre2_code *pattern, const char *text, bool *gave_up)
{
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(pattern, NULL);
    int result = PCRE2_ERROR_NOMEMORY;
    if (context && data) {
        pcre2_set_match_limit(context, LIMIT_PATTERN_MATCHES);
        pcre2_set_heap_limit(context, LIMIT_PATTERN_HEAP_KIB);
        result = pcre2_match(pattern, (PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED, 0, 0, data, context);
    }
    pcre2_match_data_free(data);
    pcre2_match_context_free(context);
    *gave_up |= result < 0 && result != PCRE2_ERROR_NOMATCH;
    return result >= 0;
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), wanted = strlen(end);
    return length >= wanted && text_equal_nocase(text + length - wanted, end);
}

static bool holds_text(const condition *c, const char *text, const operand *o, bool *gave_up)
{
    switch (c->how) {
    case IS_CONTAINED:
        return text_find_nocase(text, o->text) != NULL;
    case IS_START:
        return text_starts_with_nocase(text, o->text);
    case IS_END:
        return ends_with(text, o->text);
    case IS_PATTERN:
        return match_pattern(o->pattern, text, gave_up);
    case IS_IN_NETWORK:
        return network_holds(&o->network, text);
    default:
        return text_equal_nocase(text, o->text);
    }
}

static bool holds_number(const condition *c, int64_t number, int64_t wanted)
{
    if (c->absolute && number < 0)
        number = saturated_negative(number);
    switch (c->how) {
    case IS_LESS:
        return number < wanted;
    case IS_LESS_OR_EQUAL:
        return number <= wanted;
    case IS_MORE:
        return number > wanted;
    case IS_MORE_OR_EQUAL:
        return number >= wanted;
    case HAS_BITS:
        return (number & wanted) == wanted;
    default:
        return number == wanted;
    }
}

static const field_item *items_of(const field_value *v)
{
    return v->items ? v->items : &v->one;
}

static bool any_item(const condition *c, const field_value *v, const operand *o, bool *gave_up)
{
    for (size_t i = 0; i < v->count; i++) {
        const field_item *item = &items_of(v)[i];
        if (c->field->type == FIELD_TEXT ? holds_text(c, item->text, o, gave_up)
                                         : holds_number(c, item->number, o->number))
            return true;
    }
    return false;
}

static bool compare_values(const condition *c, const field_value *v, bool *gave_up)
{
    bool every = true, some = false;
    for (size_t i = 0; i < c->operand_count; i++) {
        bool holds = any_item(c, v, &c->operands[i], gave_up);
        every &= holds;
        some |= holds;
    }
    return c->every_value ? every : some;
}

static bool compare_fields(const condition *c, const field_value *v, const field_value *other)
{
    bool ignored = false; /* a pattern has no field to compare with */
    for (size_t i = 0; i < other->count; i++) {
        operand o = {.number = items_of(other)[i].number, .text = items_of(other)[i].text};
        if (any_item(c, v, &o, &ignored))
            return true;
    }
    return false;
}

void findings_add_missing(findings *f, const char *missing)
{
    size_t place = places_find(&f->texts, &places_of_text, (const void *const *)f->missing.items,
                               f->missing.count, missing);
    if (place == SIZE_MAX || (place == f->missing.count && !vec_push(&f->missing, missing)))
        f->failed = true;
}

void findings_add_record(findings *f, const sppwhy_record *record)
{
    size_t place = places_find(&f->records, &places_of_address, (const void *const *)f->evidence.items,
                               f->evidence.count, record);
    if (place == SIZE_MAX || (place == f->evidence.count && !vec_push(&f->evidence, record)))
        f->failed = true;
}

void note_missing(findings *f, const char *missing)
{
    if (!missing)
        f->failed = true;        /* no text: there was no memory for it */
    else if (missing[0] != '\0') /* "": nobody can collect it, or nobody will read it */
        findings_add_missing(f, missing);
}

static void note_times(findings *f, uint64_t first, uint64_t last)
{
    bool none = f->evidence_first == 0;
    if (first != 0)
        f->evidence_first = none || first < f->evidence_first ? first : f->evidence_first;
    f->evidence_last = last > f->evidence_last ? last : f->evidence_last;
}

void note_record(findings *f, const sppwhy_record *record)
{
    note_times(f, record->event->time, record->event->time);
    findings_add_record(f, record);
}

static truth note_evidence(findings *f, const field_value *v)
{
    for (size_t i = 0; i < v->evidence_count; i++)
        note_record(f, v->evidence[i]);
    if (v->evidence_total != 0)
        note_times(f, v->evidence_first, v->evidence_last);
    if (v->evidence_total > v->evidence_count)
        f->evidence_more += v->evidence_total - v->evidence_count;
    return TRUTH_TRUE;
}

static truth unknown(findings *f, const field_value *v)
{
    note_missing(f, v->missing);
    return TRUTH_UNKNOWN;
}

static truth judge_values(const condition *c, const field_value *v, findings *f)
{
    bool gave_up = false;
    if (compare_values(c, v, &gave_up))
        return note_evidence(f, v);
    if (!gave_up)
        return TRUTH_FALSE;
    note_missing(f, "a pattern of a rule that needs less work: one gave up on a text of this case");
    return TRUTH_UNKNOWN;
}

static truth judge_field(const condition *c, const scope *s, findings *f)
{
    field_value room, other_room;
    const field_value *v = field_look(c->field, c->in, c->of_outer ? s->outer : s, &room);
    f->failed |= v->failed;
    if (v->state == FIELD_UNKNOWN)
        return unknown(f, v);
    if (c->how == IS_THERE)
        return (v->state == FIELD_SET) == c->wanted ? note_evidence(f, v) : TRUTH_FALSE;
    if (v->state == FIELD_ABSENT)
        return TRUTH_FALSE;
    if (!c->other)
        return judge_values(c, v, f);
    const field_value *other =
        field_look(c->other, c->other_in, c->other_of_outer ? s->outer : s, &other_room);
    f->failed |= other->failed;
    if (other->state == FIELD_UNKNOWN)
        return unknown(f, other);
    if (other->state == FIELD_ABSENT || !compare_fields(c, v, other))
        return TRUTH_FALSE;
    note_evidence(f, other);
    return note_evidence(f, v);
}

bool condition_fails(const condition *c, const field_value *v)
{
    bool gave_up = false;
    if (v->failed || v->state == FIELD_UNKNOWN)
        return false;
    if (c->how == IS_THERE)
        return (v->state == FIELD_SET) != c->wanted;
    return v->state == FIELD_ABSENT || (!compare_values(c, v, &gave_up) && !gave_up);
}

static truth judge_parts(const condition *c, const scope *s, findings *f)
{
    truth result = c->op == OP_ALL ? TRUTH_TRUE : TRUTH_FALSE;
    for (size_t i = 0; i < c->part_count; i++) {
        const condition *part = c->parts[i];
        truth t = part->op == OP_FIELD ? judge_field(part, s, f) : condition_judge(part, s, f);
        if (c->op == OP_ALL ? t < result : t > result)
            result = t;
        if (result == (c->op == OP_ALL ? TRUTH_FALSE : TRUTH_TRUE))
            break;
    }
    return result;
}

scope scope_of_request(const scope *s, const sppwhy_request *r)
{
    scope inner = *s;
    inner.kind = SCOPE_REQUEST;
    inner.outer = s;
    inner.request = r;
    inner.now = scope_moment(sppwhy_request_time(r));
    return inner;
}

static truth judge_requests(const condition *c, const scope *s, findings *f)
{
    bool every = c->op == OP_EVERY_REQUEST;
    const sppwhy_activation *a = s->activation;
    truth result = every && a->request_count != 0 ? TRUTH_TRUE : TRUTH_FALSE;
    for (size_t i = 0; i < a->request_count; i++) {
        scope inner = scope_of_request(s, a->requests[i]);
        truth t = condition_judge(c->parts[0], &inner, f);
        if (every ? t < result : t > result)
            result = t;
    }
    return result;
}

static truth judge_machine(const condition *c, const scope *s, findings *f, const sppwhy_machine *machine,
                           scope_kind kind)
{
    scope inner = *s;
    inner.kind = kind;
    inner.outer = s;
    inner.machine = machine;
    inner.kept = NULL;
    return condition_judge(c->parts[0], &inner, f);
}

static truth judge_target(const condition *c, const scope *s, findings *f)
{
    if (s->request->target)
        return judge_machine(c, s, f, s->request->target, SCOPE_HOST);
    field_value cloud = {0};
    request_cloud(s, &cloud);
    if (cloud.state == FIELD_SET)
        return TRUTH_UNKNOWN; /* nobody can collect its logs */
    note_missing(f, want_host_logs(s, record_text(s->request->client, SPPWHY_FIELD_SERVER)));
    return TRUTH_UNKNOWN;
}

/* So many hosts of which it is unknown are named; nobody reads more. */
#define HOSTS_MISSING 6

/* Some of the hosts, by their places; `places` NULL: all. */
typedef struct hosts_asked {
    const size_t *places;
    size_t count;
    size_t unknown; /* of which it is unknown */
} hosts_asked;

/* Each is asked, since each may rest on other events; with evidence enough the rest add nothing. */
static truth ask_hosts(const condition *c, const scope *s, findings *f, hosts_asked *asked)
{
    truth result = TRUTH_FALSE;
    size_t all;
    const sppwhy_machine *const *hosts = index_hosts(s->index, &all);
    for (size_t i = 0; i < asked->count; i++) {
        size_t missing = f->missing.count;
        scope outer = *s;
        outer.quiet |= asked->unknown >= HOSTS_MISSING;
        truth t = judge_machine(c, &outer, f, hosts[asked->places ? asked->places[i] : i], SCOPE_HOST);
        if (t == TRUTH_UNKNOWN && asked->unknown++ >= HOSTS_MISSING)
            f->missing.count = missing;
        result = t > result ? t : result;
        if (result == TRUTH_TRUE && f->evidence.count >= LIMIT_EVIDENCE)
            break;
    }
    return result;
}

/* `{published|fieldref: activation.domain}`: the one domain that it asks hosts for, and what they said of it;
 * NULL for any other condition. */
static const char *domain_asked(const condition *c, const scope *s, const field **f)
{
    const condition *only = c->parts[0];
    field_value domain = {0};
    bool failed;
    if (only->op != OP_ALL || only->part_count != 1 || s->now == 0 || s->now == MOMENT_UNKNOWN)
        return NULL;
    only = only->parts[0];
    if (only->op != OP_FIELD || only->in != SCOPE_HOST || only->how != IS_EQUAL || !only->other ||
        only->other_in == SCOPE_HOST || !field_is_publishing(only->field, &failed))
        return NULL;
    field_get(only->other, only->other_in, s, &domain);
    *f = only->field;
    bool one = domain.state == FIELD_SET && domain.count == 1 && !domain.failed;
    const char *text = one ? items_of(&domain)[0].text : NULL;
    return text && strchr(text, '?') == NULL ? text : NULL;
}

/* Asks only those hosts whose answer is not known beforehand. False when all must be asked. */
static bool ask_publishers(const condition *c, const scope *s, findings *f, truth *result, size_t *unknown)
{
    const field *about;
    bool failed;
    const char *domain = domain_asked(c, s, &about);
    if (!domain)
        return false;
    (void)field_is_publishing(about, &failed);
    publishers **known = index_publishers(s->index, failed);
    if (!*known)
        *known = publishers_create(s, about);
    hosts_asked some = {0};
    some.places = *known ? publishers_of(*known, s, domain, HOSTS_MISSING, &some.count) : NULL;
    f->failed |= !some.places;
    *result = some.places ? ask_hosts(c, s, f, &some) : TRUTH_UNKNOWN;
    *unknown = some.places ? publishers_unknown(*known, s->now) : 0;
    if (*unknown != 0 && *result == TRUTH_FALSE)
        *result = TRUTH_UNKNOWN;
    return true;
}

static truth judge_hosts(const condition *c, const scope *s, findings *f)
{
    truth result;
    size_t unknown_hosts;
    hosts_asked all = {0};
    (void)index_hosts(s->index, &all.count);
    if (all.count == 0) {
        note_missing(f, want_host_logs(s, NULL));
        return TRUTH_UNKNOWN;
    }
    if (!ask_publishers(c, s, f, &result, &unknown_hosts)) {
        result = ask_hosts(c, s, f, &all);
        unknown_hosts = all.unknown;
    }
    if (unknown_hosts > HOSTS_MISSING)
        note_missing(
            f, arena_printf(s->scratch, "the same of %zu more KMS hosts", unknown_hosts - HOSTS_MISSING));
    return result;
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static truth judge_operation(const condition *c, const scope *s, findings *f)
{
    switch (c->op) {
    case OP_ALL:
    case OP_ANY:
        return judge_parts(c, s, f);
    case OP_NOT:
        return (truth)(TRUTH_TRUE - condition_judge(c->parts[0], s, f));
    case OP_UNLESS:
        return condition_judge(c->parts[0], s, f) == TRUTH_TRUE ? TRUTH_FALSE : TRUTH_TRUE;
    case OP_FIELD:
        return judge_field(c, s, f);
    case OP_EVERY_REQUEST:
    case OP_SOME_REQUEST:
        return judge_requests(c, s, f);
    case OP_MACHINE:
        return judge_machine(c, s, f, s->activation ? s->activation->machine : s->request->machine,
                             SCOPE_MACHINE);
    case OP_TARGET:
        return judge_target(c, s, f);
    case OP_SOME_HOST:
        return judge_hosts(c, s, f);
    case OP_SOME_EVENT:
        return condition_judge_events(c, s, f);
    }
    return TRUTH_FALSE;
}

truth condition_judge(const condition *c, const scope *s, findings *f)
{
    if (c->op == OP_FIELD) /* it adds only what belongs to its answer */
        return judge_field(c, s, f);
    size_t evidence = f->evidence.count, missing = f->missing.count, more = f->evidence_more;
    uint64_t first = f->evidence_first, last = f->evidence_last;
    truth result = judge_operation(c, s, f);
    if (result != TRUTH_TRUE) {
        f->evidence.count = evidence;
        f->evidence_more = more;
        f->evidence_first = first;
        f->evidence_last = last;
    }
    if (result != TRUTH_UNKNOWN)
        f->missing.count = missing;
    return result;
}

static bool compares_code(const condition *c, uint32_t code, const char *cause)
{
    bool is_code = c->field->type == FIELD_CODE;
    const char *ending = strstr(c->field->name, "code_cause");
    if (c->how != IS_EQUAL || c->other || (!is_code && !ending))
        return false;
    for (size_t i = 0; i < c->operand_count; i++)
        if (is_code ? c->operands[i].number == (int64_t)code
                    : c->operands[i].text && strcmp(c->operands[i].text, cause) == 0)
            return true;
    return false;
}

bool condition_names_code(const condition *c, uint32_t code, const char *cause)
{
    if (c->op == OP_FIELD)
        return compares_code(c, code, cause);
    for (size_t i = 0; i < c->part_count && c->op != OP_NOT && c->op != OP_UNLESS; i++)
        if (condition_names_code(c->parts[i], code, cause))
            return true;
    return false;
}

void findings_free(findings *f)
{
    if (!f->evidence.items && !f->missing.items) /* nothing was found: nothing is known, either */
        return;
    vec_free(&f->evidence);
    vec_free(&f->missing);
    places_free(&f->records);
    places_free(&f->texts);
}

/* The tables are for long lists, which are few; a list that was cut back may have one. */
void findings_clear(findings *f)
{
    if (f->records.size != 0)
        places_free(&f->records);
    if (f->texts.size != 0)
        places_free(&f->texts);
    f->evidence.count = f->missing.count = 0;
    f->evidence_more = 0;
    f->evidence_first = f->evidence_last = 0;
    f->failed = false;
}
