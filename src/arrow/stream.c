/* See stream.h. */
#include "arrow/stream.h"

#include "base/error.h"
#include "base/options.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

const column_spec stream_text_item[1] = {{"item", COLUMN_TEXT, NULL, 0}};
const column_spec stream_number_item[1] = {{"item", COLUMN_U64, NULL, 0}};

/* ---- the callbacks ------------------------------------------------------------------------------------- */

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    const batch_source *s = stream->private_data;
    out->release = NULL;
    return specs_export(s->specs, s->spec_count, out) ? 0 : ENOMEM;
}

static bool open_columns(const batch_source *s, column *columns, size_t rows)
{
    bool good = true;
    for (size_t i = 0; i < s->spec_count; i++)
        good = column_open(&columns[i], &s->specs[i], rows) && good;
    return good;
}

static size_t fill_batch(batch_source *s, column *columns, size_t most)
{
    size_t rows = 0;
    if (!s->put)
        return s->fill(s, columns, most);
    while (rows < most && !s->no_memory && column_text_size(&columns[s->text_column]) <= BATCH_TEXT)
        s->put(s, columns, rows++, s->next++);
    return rows;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    batch_source *s = stream->private_data;
    size_t most = s->count - s->next < s->batch_rows ? s->count - s->next : s->batch_rows;
    out->release = NULL;
    if (most == 0)
        return 0;
    column *columns = calloc(s->spec_count, sizeof *columns);
    bool good = columns && open_columns(s, columns, most);
    size_t rows = good ? fill_batch(s, columns, most) : 0;
    if (good && (rows != 0 || s->no_memory))
        good = !s->no_memory && columns_export(columns, s->spec_count, rows, out);
    for (size_t i = 0; columns && i < s->spec_count; i++)
        column_free(&columns[i]);
    free(columns);
    return good ? 0 : ENOMEM;
}

/* Nothing else can go wrong. */
static const char *get_last_error(struct ArrowArrayStream *stream)
{
    (void)stream;
    return "memory ran out";
}

static void release(struct ArrowArrayStream *stream)
{
    const batch_source *s = stream->private_data;
    void (*on_release)(void *) = s->on_release;
    void *owner = s->owner;
    arena_free(s->memory); /* and with it `s` */
    stream->release = NULL;
    if (on_release)
        on_release(owner);
}

/* ---- making one ---------------------------------------------------------------------------------------- */

sppwhy_status arrow_options(sppwhy_arrow_options *out, const sppwhy_arrow_options *given, sppwhy_error *error)
{
    return options_take(out, sizeof *out, given, error);
}

static const column_spec *specs_for(arena *memory, const column_spec *specs, size_t count,
                                    const sppwhy_arrow_options *o);

static bool adapt(arena *memory, column_spec *spec, const sppwhy_arrow_options *o)
{
    if (spec->kind == COLUMN_GUID && o->guid_text)
        spec->kind = COLUMN_NAME;
    if (spec->kind == COLUMN_NAME && o->plain)
        spec->kind = COLUMN_TEXT;
    if (spec->child_count == 0)
        return true;
    spec->children = specs_for(memory, spec->children, spec->child_count, o);
    return spec->children;
}

/* The specs as the options want them; NULL when memory is short. */
static const column_spec *specs_for(arena *memory, const column_spec *specs, size_t count,
                                    const sppwhy_arrow_options *o)
{
    column_spec *own = ARENA_ARRAY(memory, count, column_spec);
    for (size_t i = 0; own && i < count; i++) {
        own[i] = specs[i];
        if (!adapt(memory, &own[i], o))
            return NULL;
    }
    return own;
}

/* What fill() and put() are given: the plan's own, or a copy that is made whole. */
static const void *given_of(const stream_plan *plan, arena *memory)
{
    if (plan->of_size == 0)
        return plan->of;
    void *of = arena_alloc(memory, plan->of_size);
    if (!of)
        return NULL;
    memcpy(of, plan->of, plan->of_size);
    return !plan->prepare || plan->prepare(of, memory) ? of : NULL;
}

sppwhy_status stream_open(struct ArrowArrayStream *out, const stream_plan *plan,
                          const sppwhy_arrow_options *options, sppwhy_error *error)
{
    sppwhy_arrow_options o;
    *out = (struct ArrowArrayStream){0};
    if (arrow_options(&o, options, error) != SPPWHY_OK)
        return SPPWHY_INVALID;
    arena *memory = arena_create();
    batch_source *s = memory ? ARENA_NEW(memory, batch_source) : NULL;
    if (s)
        *s = (batch_source){.memory = memory,
                            .specs = specs_for(memory, plan->specs, plan->spec_count, &o),
                            .spec_count = plan->spec_count,
                            .count = plan->count,
                            .fill = plan->fill,
                            .put = plan->put,
                            .text_column = plan->text_column,
                            .of = given_of(plan, memory),
                            .batch_rows = o.batch_rows != 0 ? o.batch_rows : BATCH_ROWS,
                            .on_release = o.on_release,
                            .owner = o.owner};
    if (!s || !s->specs || !s->of) {
        arena_free(memory);
        return error_no_memory(error);
    }
    *out = (struct ArrowArrayStream){get_schema, get_next, get_last_error, release, s};
    return SPPWHY_OK;
}
