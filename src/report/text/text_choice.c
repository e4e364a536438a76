/* Which blocks are reported in full, in brief or in a line: of very many only what matters. */
#include "report/view/names.h"
#include "report/text/text.h"
#include "report/view/phrase.h"

#include <string.h>

/* Blocks that are reported in full; of the others a line each, and of these not all. */
#define BLOCKS_IN_FULL 20
#define BLOCKS_IN_LINES 12

/* Of a fleet only what matters: the gravest in full, more of what hits many in brief, a line for the rest. */
#define FLEET_LEAST 50 /* machines with findings */
#define FLEET_IN_FULL 1
#define FLEET_IN_BRIEF 10

/* Names in the line of several machines. */
#define NAMES_SHOWN 10

/* "[high] kms-srv-record-missing, no-key" */
static void add_signature(strbuf *b, const advice_group *of)
{
    strbuf_printf(b, "[%s] ", sppwhy_level_name(of->level));
    for (size_t i = 0; i < of->count && (i == 0 || !of->group); i++)
        strbuf_printf(b, "%s%s", i != 0 ? ", " : "", of->findings[i]->verdict.cause);
}

static bool same_signature(const advice_group *a, const char *signature)
{
    strbuf b = {0};
    add_signature(&b, a);
    bool same = strcmp(text_in(&b), signature) == 0;
    strbuf_free(&b);
    return same;
}

typedef VEC(const advice_group *) block_pointers;

/* One line for the first block of the list and all that are like it, which leave the list. */
static bool put_in_a_line(const text_writer *w, block_pointers *rest)
{
    VEC(const sppwhy_machine *) machines = {0};
    strbuf b = {0};
    size_t left = 0;
    bool done = true;
    add_signature(&b, rest->items[0]);
    const advice_group *first = rest->items[0];
    for (size_t i = 0; i < rest->count && done; i++)
        if (i == 0 ||
            (first->machine && rest->items[i]->machine && same_signature(rest->items[i], text_in(&b))))
            done = !first->machine || vec_push(&machines, rest->items[i]->machine);
        else
            rest->items[left++] = rest->items[i];
    rest->count = left;
    strbuf_add(&b, ": ");
    if (first->group)
        strbuf_printf(&b, "%zu machines", first->machines);
    else if (!first->machine)
        strbuf_add(&b, "the collected logs");
    else
        add_names(&b, machines.items, machines.count, shown_of(machines.count, NAMES_SHOWN), " (--all)");
    writer_text(w->out, "  ");
    put_wrapped(&w->page, 4, 2, text_in(&b));
    strbuf_free(&b);
    vec_free(&machines);
    return done;
}

/* Those for which a line must do. */
static bool put_rest(const text_writer *w, block_pointers *rest)
{
    bool done = true;
    if (rest->count == 0)
        return true;
    writer_text(w->out, "More findings (details with --all)\n");
    for (size_t lines = 0; rest->count != 0 && done; lines++) {
        if (lines == BLOCKS_IN_LINES) {
            writer_printf(w->out, "  and %zu more\n", rest->count);
            break;
        }
        done = put_in_a_line(w, rest);
    }
    writer_char(w->out, '\n');
    return done;
}

typedef enum detail { IN_FULL, IN_BRIEF, IN_A_LINE } detail;

static size_t machines_told(const advice_groups *blocks)
{
    size_t machines = 0;
    for (size_t i = 0; i < blocks->count; i++)
        machines += blocks->items[i].group ? blocks->items[i].machines : 1;
    return machines;
}

/* How much is reported of a block, behind `before` that are reported in more than a line. */
static detail detail_of(const text_writer *w, const advice_group *b, bool fleet, size_t before)
{
    if (w->all)
        return IN_FULL;
    if (!fleet)
        return before < BLOCKS_IN_FULL ? IN_FULL : IN_A_LINE;
    if (b->machine && !b->is_root)
        return IN_A_LINE;
    return before < FLEET_IN_FULL ? IN_FULL : before < FLEET_IN_FULL + FLEET_IN_BRIEF ? IN_BRIEF : IN_A_LINE;
}

void put_blocks(const text_writer *w)
{
    const advice_groups *blocks = w->blocks;
    text_writer brief = *w;
    block_pointers rest = {0};
    told_findings told = {.memory = arena_create()};
    bool fleet = machines_told(blocks) >= FLEET_LEAST, done = told.memory != NULL;
    size_t before = 0;
    brief.brief = true;
    bool said = false;
    for (size_t i = 0; i < blocks->count && done; i++) {
        detail how = detail_of(w, &blocks->items[i], fleet, before);
        before += how != IN_A_LINE;
        if (how == IN_BRIEF && !said)
            writer_text(w->out, "In brief (why, evidence and checks with --all)\n\n");
        said |= how == IN_BRIEF;
        done = how == IN_A_LINE ? vec_push(&rest, &blocks->items[i])
                                : put_block(how == IN_BRIEF ? &brief : w, &blocks->items[i], &told);
    }
    if (!done || !put_rest(w, &rest))
        writer_text(w->out, "Memory is too short to list the other findings.\n\n");
    vec_free(&rest);
    told_findings_free(&told);
}
