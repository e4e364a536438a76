/* The findings of an analysis, a row each, in their order: the members of findings[] in docs/json.md. */
#include "arrow/stream.h"
#include "base/error.h"
#include "report/view/facts.h"

static const column_spec text_item[] = {{"item", COLUMN_TEXT, NULL, 0}};
static const column_spec number_item[] = {{"item", COLUMN_U64, NULL, 0}};
static const column_spec evidence_members[] = {{"file", COLUMN_TEXT, NULL, 0},
                                               {"record_id", COLUMN_U64, NULL, 0},
                                               {"event_id", COLUMN_U32, NULL, 0},
                                               {"time", COLUMN_TIME, NULL, 0},
                                               {"recovered", COLUMN_BOOLEAN, NULL, 0}};
static const column_spec evidence_item[] = {{"item", COLUMN_STRUCT, evidence_members, 5}};

enum {
    CAUSE,
    LEVEL,
    CONFIDENCE,
    SUBJECT_KIND,
    SUBJECT,
    TITLE,
    FIRST,
    LAST,
    OCCURRENCES,
    ACTIVATIONS,
    WHY,
    CONFIRM,
    FIX,
    MISSING,
    FALSE_ALARMS,
    REFERENCES,
    EVIDENCE,
    COLUMNS
};
static const column_spec specs[COLUMNS] = {
    {"cause", COLUMN_NAME, NULL, 0},
    {"level", COLUMN_NAME, NULL, 0},
    {"confidence", COLUMN_NAME, NULL, 0},
    {"subject_kind", COLUMN_NAME, NULL, 0},
    {"subject", COLUMN_NAME, NULL, 0},
    {"title", COLUMN_NAME, NULL, 0},
    {"first", COLUMN_TIME, NULL, 0},
    {"last", COLUMN_TIME, NULL, 0},
    {"occurrences", COLUMN_U64, NULL, 0},
    {"activations", COLUMN_LIST, number_item, 1},
    {"why", COLUMN_TEXT, NULL, 0},
    {"confirm", COLUMN_LIST, text_item, 1},
    {"fix", COLUMN_LIST, text_item, 1},
    {"missing", COLUMN_LIST, text_item, 1},
    {"false_alarms", COLUMN_LIST, text_item, 1},
    {"references", COLUMN_LIST, text_item, 1},
    {"evidence", COLUMN_LIST, evidence_item, 1},
};

static void put_evidence(column *list, size_t row, const sppwhy_verdict *v)
{
    column *item = column_child(list, 0);
    for (size_t i = 0; i < v->evidence_count; i++) {
        const sppwhy_event *e = v->evidence[i]->event;
        size_t at = column_next(item);
        column_put_text(column_child(item, 0), at, sppwhy_record_log(v->evidence[i])->path);
        column_put_number(column_child(item, 1), at, e->record_id);
        column_put_number(column_child(item, 2), at, e->common->id);
        column_put_number(column_child(item, 3), at, e->time);
        column_put_number(column_child(item, 4), at, e->common->recovered);
        column_end_struct(item, at);
    }
    column_end_list(list, row);
}

static void put_finding(column *columns, size_t row, const sppwhy_finding *f)
{
    const sppwhy_verdict *v = &f->verdict;
    column *ids = column_child(&columns[ACTIVATIONS], 0);
    column_put_text(&columns[CAUSE], row, v->cause);
    column_put_text(&columns[LEVEL], row, sppwhy_level_name(v->level));
    column_put_text(&columns[CONFIDENCE], row, sppwhy_confidence_name(v->confidence));
    column_put_text(&columns[SUBJECT_KIND], row, subject_name(f->subject));
    column_put_text(&columns[SUBJECT], row, f->machine ? f->machine->name : "");
    column_put_text(&columns[TITLE], row, v->title);
    column_put_number(&columns[FIRST], row, f->first);
    column_put_number(&columns[LAST], row, f->last);
    column_put_number(&columns[OCCURRENCES], row, f->occurrences);
    for (size_t i = 0; i < f->activation_count; i++)
        column_put_number(ids, column_next(ids), f->activations[i]);
    column_end_list(&columns[ACTIVATIONS], row);
    column_put_text(&columns[WHY], row, v->why);
    column_put_texts(&columns[CONFIRM], row, v->confirm, v->confirm_count);
    column_put_texts(&columns[FIX], row, v->fix, v->fix_count);
    column_put_texts(&columns[MISSING], row, v->missing, v->missing_count);
    column_put_texts(&columns[FALSE_ALARMS], row, v->false_alarms, v->false_alarm_count);
    column_put_texts(&columns[REFERENCES], row, v->references, v->reference_count);
    put_evidence(&columns[EVIDENCE], row, v);
}

static size_t fill(batch_source *s, column *columns, size_t most)
{
    const sppwhy_analysis *a = s->of;
    size_t rows = 0;
    for (; s->next < s->count && rows < most && column_text_size(&columns[WHY]) <= BATCH_TEXT; rows++)
        put_finding(columns, rows, &a->findings[s->next++]);
    return rows;
}

sppwhy_status sppwhy_arrow_findings(struct ArrowArrayStream *out, const sppwhy_analysis *analysis,
                                    const sppwhy_arrow_options *options, sppwhy_error *error)
{
    sppwhy_arrow_options o;
    *out = (struct ArrowArrayStream){0};
    if (arrow_options(&o, options, error) != SPPWHY_OK)
        return SPPWHY_INVALID;
    batch_source source = {.memory = arena_create(),
                           .spec_count = COLUMNS,
                           .count = analysis->finding_count,
                           .fill = fill,
                           .of = analysis};
    if (!source.memory)
        return error_no_memory(error);
    source.specs = specs_for(source.memory, specs, COLUMNS, &o);
    return stream_open(out, &source, &o, error);
}
