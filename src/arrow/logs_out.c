/* What is known of the logs beside their events, a row a log, and of the files that were not read. The column
 * `state` says all of it once more, exactly, as JSON lines do: from it logs are made again, whatever the
 * programs in between made of times and numbers. */
#include "arrow/stream.h"
#include "report/json/jsonl_state.h"

static const column_spec damage_members[] = {{"offset", COLUMN_U64, NULL, 0},
                                             {"record_id", COLUMN_U64, NULL, 0},
                                             {"bytes", COLUMN_U64, NULL, 0},
                                             {"lost", COLUMN_BOOLEAN, NULL, 0},
                                             {"reason", COLUMN_TEXT, NULL, 0}};
static const column_spec damage_item[] = {{"item", COLUMN_STRUCT, damage_members, 5}};
static const column_spec gap_members[] = {
    {"after", COLUMN_TIME, NULL, 0}, {"before", COLUMN_TIME, NULL, 0}, {"missing", COLUMN_U64, NULL, 0}};
static const column_spec gap_item[] = {{"item", COLUMN_STRUCT, gap_members, 3}};

enum {
    LOG,
    FILE_PATH,
    COMPUTERS,
    CHANNELS,
    FIRST_EVENT,
    LAST_EVENT,
    BYTES,
    CHUNKS,
    RECORDS,
    RECORDS_LOST,
    LICENSING_EVENTS,
    RECOVERED,
    DIRTY,
    DAMAGE,
    GAPS,
    UNREAD,
    STATE,
    COLUMNS
};
static const column_spec specs[COLUMNS] = {
    {"log", COLUMN_TEXT, NULL, 0},
    {"file", COLUMN_TEXT, NULL, 0},
    {"computers", COLUMN_LIST, stream_text_item, 1},
    {"channels", COLUMN_LIST, stream_text_item, 1},
    {"first_event", COLUMN_TIME, NULL, 0},
    {"last_event", COLUMN_TIME, NULL, 0},
    {"bytes", COLUMN_U64, NULL, 0},
    {"chunks", COLUMN_U64, NULL, 0},
    {"records", COLUMN_U64, NULL, 0},
    {"records_lost", COLUMN_U64, NULL, 0},
    {"licensing_events", COLUMN_U64, NULL, 0},
    {"recovered", COLUMN_U64, NULL, 0},
    {"dirty", COLUMN_BOOLEAN, NULL, 0},
    {"damage", COLUMN_LIST, damage_item, 1},
    {"gaps", COLUMN_LIST, gap_item, 1},
    {"unread", COLUMN_TEXT, NULL, 0},
    {"state", COLUMN_TEXT, NULL, 0},
};

typedef struct logs {
    const sppwhy_log *const *items;
    size_t count;
    const sppwhy_notice *unread;
    const jsonl_state *back;
    sppwhy_events_options no_options; /* for it */
    sppwhy_records no_records;
} logs;

static void put_damage(column *list, size_t row, const sppwhy_log *log)
{
    column *item = column_child(list, 0);
    for (size_t i = 0; i < log->damage_count; i++) {
        const sppwhy_damage *d = &log->damage[i];
        size_t at = column_next(item);
        column_put_number(column_child(item, 0), at, d->offset);
        column_put_number(column_child(item, 1), at, d->record_id);
        column_put_number(column_child(item, 2), at, d->bytes);
        column_put_number(column_child(item, 3), at, d->lost);
        column_put_text(column_child(item, 4), at, d->reason);
        column_end_struct(item, at);
    }
    column_end_list(list, row);
}

static void put_gaps(column *list, size_t row, const sppwhy_log *log)
{
    column *item = column_child(list, 0);
    for (size_t i = 0; i < log->gap_count; i++) {
        size_t at = column_next(item);
        column_put_number(column_child(item, 0), at, log->gaps[i].after);
        column_put_number(column_child(item, 1), at, log->gaps[i].before);
        column_put_number(column_child(item, 2), at, log->gaps[i].missing);
        column_end_struct(item, at);
    }
    column_end_list(list, row);
}

static void put_log(const logs *l, column *columns, size_t row, size_t i)
{
    const sppwhy_log *log = l->items[i];
    const struct {
        int column;
        uint64_t number;
    } numbers[] = {
        {FIRST_EVENT, log->first_event},
        {LAST_EVENT, log->last_event},
        {BYTES, log->bytes},
        {CHUNKS, log->chunks},
        {RECORDS, log->records},
        {RECORDS_LOST, log->records_lost},
        {RECOVERED, log->recovered},
        {LICENSING_EVENTS, log->event_count},
        {DIRTY, log->dirty},
    };
    column_put_text(&columns[LOG], row, jsonl_state_log_id(l->back, log));
    column_put_text(&columns[FILE_PATH], row, log->path);
    column_put_texts(&columns[COMPUTERS], row, log->computers, log->computer_count);
    column_put_texts(&columns[CHANNELS], row, log->channels, log->channel_count);
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
        column_put_number(&columns[numbers[k].column], row, numbers[k].number);
    put_damage(&columns[DAMAGE], row, log);
    put_gaps(&columns[GAPS], row, log);
}

static void put_unread(column *columns, size_t row, const sppwhy_notice *notice)
{
    column_put_text(&columns[FILE_PATH], row, notice->path);
    column_put_text(&columns[UNREAD], row, notice->message);
}

static bool put_state(const logs *l, column *c, size_t row, size_t i, const sppwhy_notice *notice)
{
    sppwhy_writer *memory;
    if (sppwhy_writer_to_memory(&memory, NULL) != SPPWHY_OK)
        return false;
    const char *state = jsonl_state_line(l->back, i, notice, memory);
    column_put_text(c, row, state);
    sppwhy_writer_free(memory);
    return state;
}

static void put(batch_source *s, column *columns, size_t row, size_t i)
{
    const logs *l = s->of;
    bool is_log = i < l->count;
    const sppwhy_notice *notice = is_log ? NULL : &l->unread[i - l->count];
    if (is_log)
        put_log(l, columns, row, i);
    else
        put_unread(columns, row, notice);
    s->no_memory |= !put_state(l, &columns[STATE], row, is_log ? i : 0, notice);
}

static bool prepare(void *of, arena *memory)
{
    logs *l = of;
    l->back = jsonl_state_create(memory, &l->no_records, l->items, l->count, &l->no_options);
    return l->back;
}

sppwhy_status sppwhy_arrow_logs(struct ArrowArrayStream *out, const sppwhy_log *const *items, size_t count,
                                const sppwhy_notices *unread, const sppwhy_arrow_options *options,
                                sppwhy_error *error)
{
    const logs l = {.items = items, .count = count, .unread = unread ? unread->items : NULL};
    const stream_plan plan = {.specs = specs,
                              .spec_count = COLUMNS,
                              .count = count + (unread ? unread->count : 0),
                              .put = put,
                              .text_column = STATE,
                              .of = &l,
                              .of_size = sizeof l,
                              .prepare = prepare};
    return stream_open(out, &plan, options, error);
}
