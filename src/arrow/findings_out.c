/* The findings of an analysis, a row each, in their order: the members of findings[] in docs/json.md. */
#include "arrow/stream.h"
#include "report/view/facts.h"

static const column_spec evidence_members[] = {{"file", COLUMN_TEXT, NULL, 0},
                                               {"record_id", COLUMN_U64, NULL, 0},
                                               {"event_id", COLUMN_U32, NULL, 0},
                                               {"time", COLUMN_TIME, NULL, 0},
                                               {"recovered", COLUMN_BOOLEAN, NULL, 0}};
static const column_spec evidence_item[] = {{"item", COLUMN_STRUCT, evidence_members, 5}};

enum {
    ID,
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
    HOST_FINDING,
    AFFECTS,
    EVIDENCE,
    COLUMNS
};
static const column_spec specs[COLUMNS] = {
    {"id", COLUMN_TEXT, NULL, 0},
    {"cause", COLUMN_NAME, NULL, 0},
    {"level", COLUMN_NAME, NULL, 0},
    {"confidence", COLUMN_NAME, NULL, 0},
    {"subject_kind", COLUMN_NAME, NULL, 0},
    {"subject", COLUMN_NAME, NULL, 0},
    {"title", COLUMN_NAME, NULL, 0},
    {"first", COLUMN_TIME, NULL, 0},
    {"last", COLUMN_TIME, NULL, 0},
    {"occurrences", COLUMN_U64, NULL, 0},
    {"activations", COLUMN_LIST, stream_number_item, 1},
    {"why", COLUMN_TEXT, NULL, 0},
    {"confirm", COLUMN_LIST, stream_text_item, 1},
    {"fix", COLUMN_LIST, stream_text_item, 1},
    {"missing", COLUMN_LIST, stream_text_item, 1},
    {"false_alarms", COLUMN_LIST, stream_text_item, 1},
    {"references", COLUMN_LIST, stream_text_item, 1},
    {"host_finding", COLUMN_NAME, NULL, 0},
    {"affects", COLUMN_LIST, stream_text_item, 1},
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

static void put_affects(column *list, size_t row, const sppwhy_finding *f)
{
    column *item = column_child(list, 0);
    for (size_t i = 0; i < f->affected_count; i++)
        column_put_text(item, column_next(item), f->affects[i]->name);
    column_end_list(list, row);
}

static void put_finding(batch_source *s, column *columns, size_t row, size_t i)
{
    const sppwhy_analysis *a = s->of;
    const sppwhy_finding *f = &a->findings[i];
    const sppwhy_verdict *v = &f->verdict;
    column *ids = column_child(&columns[ACTIVATIONS], 0);
    column_put_text(&columns[ID], row, f->id);
    column_put_text(&columns[CAUSE], row, v->cause);
    column_put_text(&columns[LEVEL], row, sppwhy_level_name(v->level));
    column_put_text(&columns[CONFIDENCE], row, sppwhy_confidence_name(v->confidence));
    column_put_text(&columns[SUBJECT_KIND], row, subject_name(f->subject));
    column_put_text(&columns[SUBJECT], row, f->machine ? f->machine->name : "");
    column_put_text(&columns[TITLE], row, v->title);
    column_put_number(&columns[FIRST], row, f->first);
    column_put_number(&columns[LAST], row, f->last);
    column_put_number(&columns[OCCURRENCES], row, f->occurrences);
    for (size_t k = 0; k < f->activation_count; k++)
        column_put_number(ids, column_next(ids), f->activations[k]);
    column_end_list(&columns[ACTIVATIONS], row);
    column_put_text(&columns[WHY], row, v->why);
    column_put_texts(&columns[CONFIRM], row, v->confirm, v->confirm_count);
    column_put_texts(&columns[FIX], row, v->fix, v->fix_count);
    column_put_texts(&columns[MISSING], row, v->missing, v->missing_count);
    column_put_texts(&columns[FALSE_ALARMS], row, v->false_alarms, v->false_alarm_count);
    column_put_texts(&columns[REFERENCES], row, v->references, v->reference_count);
    column_put_text(&columns[HOST_FINDING], row, f->host_finding ? f->host_finding->id : NULL);
    put_affects(&columns[AFFECTS], row, f);
    put_evidence(&columns[EVIDENCE], row, v);
}

sppwhy_status sppwhy_arrow_findings(struct ArrowArrayStream *out, const sppwhy_analysis *analysis,
                                    const sppwhy_arrow_options *options, sppwhy_error *error)
{
    const stream_plan plan = {.specs = specs,
                              .spec_count = COLUMNS,
                              .count = analysis->finding_count,
                              .put = put_finding,
                              .text_column = WHY,
                              .of = analysis};
    return stream_open(out, &plan, options, error);
}
