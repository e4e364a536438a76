/* Streams of an input or a result, which each stream holds: for those who cannot say how long they will need
 * it, such as Python. */
#include "analyze/hold.h"
#include "arrow/stream.h"

static void free_input(void *owner)
{
    sppwhy_input_free(owner);
}

static void free_result(void *owner)
{
    sppwhy_result_free(owner);
}

/* As they are given, but what is released is the owner. */
static sppwhy_status options_of(sppwhy_arrow_options *out, const sppwhy_arrow_options *given,
                                void (*on_release)(void *owner), void *owner, sppwhy_error *error)
{
    sppwhy_status status = arrow_options(out, given, error);
    out->on_release = on_release;
    out->owner = owner;
    return status;
}

/* The stream was made, and holds; or it was not, and does not. */
static sppwhy_status held_by(sppwhy_status status, sppwhy_input *input)
{
    if (status == SPPWHY_OK)
        input_hold(input);
    return status;
}

sppwhy_status sppwhy_arrow_input_events(struct ArrowArrayStream *out, sppwhy_input *input,
                                        const sppwhy_arrow_options *options, sppwhy_error *error)
{
    const sppwhy_logs *logs = sppwhy_input_logs(input);
    sppwhy_arrow_options o;
    if (options_of(&o, options, free_input, input, error) != SPPWHY_OK)
        return SPPWHY_INVALID;
    return held_by(sppwhy_arrow_events(out, sppwhy_input_records(input), logs->items, logs->count,
                                       sppwhy_input_catalogue(input), &o, error),
                   input);
}

sppwhy_status sppwhy_arrow_input_logs(struct ArrowArrayStream *out, sppwhy_input *input,
                                      const sppwhy_arrow_options *options, sppwhy_error *error)
{
    const sppwhy_logs *logs = sppwhy_input_logs(input);
    sppwhy_arrow_options o;
    if (options_of(&o, options, free_input, input, error) != SPPWHY_OK)
        return SPPWHY_INVALID;
    return held_by(sppwhy_arrow_logs(out, logs->items, logs->count, sppwhy_input_unread(input), &o, error),
                   input);
}

sppwhy_status sppwhy_arrow_result_findings(struct ArrowArrayStream *out, sppwhy_result *result,
                                           const sppwhy_arrow_options *options, sppwhy_error *error)
{
    sppwhy_arrow_options o;
    if (options_of(&o, options, free_result, result, error) != SPPWHY_OK)
        return SPPWHY_INVALID;
    sppwhy_status status = sppwhy_arrow_findings(out, sppwhy_result_analysis(result), &o, error);
    if (status == SPPWHY_OK)
        result_hold(result);
    return status;
}
