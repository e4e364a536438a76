/* Machines and groups of machines, each with its findings. */
#include "report/text/text.h"

#include "base/vec.h"
#include "report/view/facts.h"
#include "report/view/names.h"
#include "report/view/phrase.h"
#include "rules/judge/host_causes.h"

#include <stdlib.h>
#include <string.h>

#define EVIDENCE_SHOWN 5
#define EVIDENCE_OF_GROUP 3
#define NAMES_SHOWN 10
#define NAMES_IN_BRIEF 4
#define AFFECTED_SHOWN 5

/* ---- a machine ----------------------------------------------------------------------------------------- */

static void add_products(strbuf *b, const text_writer *w, const sppwhy_machine *m)
{
    for (size_t i = 0; i < m->product_count; i++) {
        char room[PRODUCT_ROOM];
        strbuf_add(b, i != 0 ? ", " : "");
        strbuf_add(b, product_words(w->analysis->catalogue, m->products[i], room));
        if (!product_name(w->analysis->catalogue, m->products[i]))
            strbuf_add(b, " (not in the catalogue)");
    }
}

static const char *separator(const strbuf *b)
{
    return b->length != 0 ? "; " : "";
}

static void add_history(strbuf *b, const text_writer *w, const sppwhy_machine *m)
{
    if (m->activation_count != 0)
        strbuf_printf(b, "%zu of %zu activations failed", m->failed_count, m->activation_count);
    if (m->last_success != 0) {
        strbuf_printf(b, "%slast success ", separator(b));
        add_moment(b, &w->page.times, m->last_success);
    }
    if (m->state_by_host)
        strbuf_printf(b, "%sactivated, as reported by its KMS host", separator(b));
    if (m->license_acquired != 0)
        strbuf_printf(b, "%sthen activated over the internet (event 1013)", separator(b));
    if (m->runs_out != 0 && m->state != SPPWHY_STATE_ACTIVATED) {
        strbuf_printf(b, "%sits %s ", separator(b), what_ends(m));
        add_moment(b, &w->page.times, m->runs_out);
    }
    if (m->is_host) {
        size_t served = served_in_span(w->analysis->collection, m).requests;
        strbuf_printf(b, "%sKMS host, ", separator(b));
        if (served != 0 || !add_shown_requests(b, m))
            strbuf_printf(b, "%zu %s in its log", served, plural(served, "request", "requests"));
    }
}

/* The groups that report this machine too. */
static void add_groups(strbuf *b, const text_writer *w, const sppwhy_machine *m)
{
    finding_walk walk = findings_of(w->index, m);
    for (const sppwhy_finding *f; (f = findings_next(&walk)) != NULL;) {
        const advice_group *of = advice_group_of(w->blocks, f);
        if (of->group)
            strbuf_printf(b, "%s%s (with %zu others)", b->length != 0 ? ", " : "also ", f->verdict.cause,
                          of->machines - 1);
    }
}

static void put_fact(const text_writer *w, strbuf *b)
{
    if (b->length != 0 || b->failed)
        put_paragraph(&w->page, 2, text_in(b));
    strbuf_clear(b);
}

static void put_facts(const text_writer *w, const sppwhy_machine *m)
{
    strbuf b = {0};
    add_products(&b, w, m);
    put_fact(w, &b);
    add_history(&b, w, m);
    put_fact(w, &b);
    for (size_t i = 0; i < m->alias_count; i++) {
        strbuf_add(&b, i != 0 ? ", " : "also named ");
        text_add_name_in_text(&b, m->aliases[i]);
    }
    put_fact(w, &b);
    add_groups(&b, w, m);
    put_fact(w, &b);
    strbuf_free(&b);
}

/* ---- findings of a block ------------------------------------------------------------------------------- */

static size_t names_shown(const text_writer *w, size_t usual)
{
    return w->all ? SIZE_MAX - 1 : w->brief ? NAMES_IN_BRIEF : usual;
}

/* The machines that fail because of a host's finding. */
static void put_affected(const text_writer *w, const sppwhy_finding *f)
{
    size_t most = names_shown(w, AFFECTED_SHOWN);
    strbuf b = {0};
    if (f->affected_count == 0 || w->brief) /* in brief the machines say it */
        return;
    add_names(&b, f->affects, f->affected_count, shown_of(f->affected_count, most), " (--all)");
    put_labeled(&w->page, "Affects", text_in(&b));
    strbuf_free(&b);
}

/* A finding that was reported in full. */
typedef struct told_finding {
    advice_key key;
    const sppwhy_finding *finding;
} told_finding;

static uint64_t hash_key(const void *told, uint64_t seed)
{
    return ((const told_finding *)told)->key.low64 ^ seed;
}

static bool same_key(const void *a, const void *b)
{
    return XXH128_isEqual(((const told_finding *)a)->key, ((const told_finding *)b)->key);
}

static const places_kind places_of_key = {hash_key, same_key};

/* The finding, reported in full before, that has the same checks and the same fix; NULL: there is none, and
 * this is it for those to come. */
static const sppwhy_finding *told_before(told_findings *told, const sppwhy_finding *f, bool *done)
{
    told_finding *one = ARENA_NEW(told->memory, told_finding);
    *done = one && advice_key_of_texts(&one->key, f, &told->room);
    if (!*done)
        return NULL;
    one->finding = f;
    const void *const *list = told->list.items;
    size_t place = places_find(&told->known, &places_of_key, list, told->list.count, one);
    if (place < told->list.count)
        return ((const told_finding *)list[place])->finding;
    *done = place != SIZE_MAX && vec_push(&told->list, one);
    return NULL;
}

void told_findings_free(told_findings *told)
{
    vec_free(&told->list);
    places_free(&told->known);
    strbuf_free(&told->room);
    arena_free(told->memory);
}

static void put_when(const text_writer *w, const sppwhy_finding *f)
{
    strbuf b = {0};
    add_cause(&b, w->analysis, f);
    add_times(&b, w->analysis, f, &w->page.times);
    if (f->activation_count > 1 && !w->brief)
        strbuf_add(&b, ". Latest:");
    put_paragraph(&w->page, LABEL_INDENT, text_in(&b));
    strbuf_free(&b);
}

static bool put_finding(const text_writer *w, const sppwhy_finding *f, told_findings *told)
{
    strbuf b = {0};
    bool done = true;
    const sppwhy_finding *before = w->all || !f->machine ? NULL : told_before(told, f, &done);
    put_title(w, &f->verdict);
    put_when(w, f);
    put_affected(w, f);
    put_grounds(w, f, EVIDENCE_SHOWN);
    if (!before) {
        put_steps(w, &f->verdict);
        return done;
    }
    strbuf_add(&b, "as for ");
    text_add_name_in_text(&b, before->machine->name);
    strbuf_add(&b, " above, the same checks and steps");
    put_labeled(&w->page, LABEL_FIX, text_in(&b));
    strbuf_free(&b);
    return true;
}

static bool put_machine(const text_writer *w, const advice_group *b, told_findings *told)
{
    bool done = true;
    if (b->machine) {
        put_heading(&w->page, b->machine->name, state_heading(b->machine));
        if (!w->brief)
            put_facts(w, b->machine);
    } else {
        put_heading(&w->page, "The collected logs", "");
    }
    for (size_t i = 0; i < b->count && done; i++) {
        if (b->machine ? !w->brief || i != 0 : i != 0)
            writer_char(w->out, '\n');
        done = put_finding(w, b->findings[i], told);
    }
    writer_char(w->out, '\n');
    return done;
}

/* ---- a group ------------------------------------------------------------------------------------------- */

static const char *common_state(const advice_group *b)
{
    for (size_t i = 1; i < b->count; i++)
        if (state_heading(b->findings[i]->machine) != state_heading(b->findings[0]->machine))
            return "";
    return state_heading(b->findings[0]->machine);
}

static void put_members(const text_writer *w, const advice_group *b)
{
    for (size_t i = 0; i < b->count; i++) {
        strbuf text = {0};
        text_add_name_in_text(&text, b->findings[i]->machine->name);
        add_times(&text, w->analysis, b->findings[i], &w->page.times);
        put_paragraph(&w->page, LABEL_INDENT, text_in(&text));
        put_grounds(w, b->findings[i], EVIDENCE_SHOWN);
        strbuf_free(&text);
    }
}

static void put_group(const text_writer *w, const advice_group *b)
{
    const sppwhy_finding *example = advice_group_example(b);
    const char *host = finding_target_name(w->analysis, example);
    sppwhy_finding common = advice_group_in_common(b, example);
    strbuf text = {0};
    strbuf_printf(&text, "%zu machines", b->machines);
    put_heading(&w->page, text_in(&text), common_state(b));
    strbuf_clear(&text);
    add_names_of(&text, b->findings, b->count, names_shown(w, NAMES_SHOWN), " (--all)");
    put_fact(w, &text);
    writer_text(w->out, w->brief ? "" : "\n");
    put_title(w, &common.verdict);
    add_cause(&text, w->analysis, &common);
    if (host) {
        strbuf_add(&text, " at ");
        text_add_name_in_text(&text, host);
    }
    add_times(&text, w->analysis, &common, &w->page.times);
    if (!w->all && !w->brief)
        add_example(&text, example);
    put_paragraph(&w->page, LABEL_INDENT, text_in(&text));
    strbuf_free(&text);
    if (!w->all)
        put_grounds(w, example, EVIDENCE_OF_GROUP);
    put_steps(w, &common.verdict);
    if (w->all)
        put_members(w, b);
    writer_char(w->out, '\n');
}

bool put_block(const text_writer *w, const advice_group *b, told_findings *told)
{
    if (!b->group)
        return put_machine(w, b, told);
    put_group(w, b);
    return true;
}
