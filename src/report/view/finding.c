/* What is said of a finding. */
#include "report/view/finding.h"

#include "spp/hresult.h"

#include <stdint.h>
#include <string.h>

const sppwhy_finding *shown_host_finding(const sppwhy_analysis *a, const sppwhy_finding *f)
{
    uintptr_t first = (uintptr_t)a->findings, at = (uintptr_t)f->host_finding;
    return at >= first && at < first + a->finding_count * sizeof *f ? f->host_finding : NULL;
}

bool finding_code(const sppwhy_analysis *a, const sppwhy_finding *f, uint32_t *code)
{
    const sppwhy_activation *last =
        f->activation_count == 0
            ? NULL
            : sppwhy_activation_find(a->collection, f->activations[f->activation_count - 1]);
    if (!last || !last->has_code)
        return false;
    *code = last->code;
    return true;
}

void add_cause(strbuf *b, const sppwhy_analysis *a, const sppwhy_finding *f)
{
    uint32_t code;
    strbuf_add(b, f->verdict.cause);
    if (verdict_is_unexplained(&f->verdict) && finding_code(a, f, &code))
        strbuf_printf(b, " (" CODE_FORMAT ")", (unsigned)code);
}

void add_times(strbuf *b, const sppwhy_analysis *a, const sppwhy_finding *f, const report_times *t)
{
    if (a->has_baseline)
        strbuf_add(b, f->known ? ", known" : ", NEW");
    if (!verdict_is_unexplained(&f->verdict))
        strbuf_printf(b, ", %s", sppwhy_confidence_name(f->verdict.confidence));
    if (f->first == 0)
        return;
    if (f->occurrences == 1) {
        strbuf_add(b, "; once, ");
        add_moment(b, t, f->first);
        return;
    }
    strbuf_printf(b, "; %zu times, ", f->occurrences);
    add_span(b, t, f->first, f->last);
}

void add_example(strbuf *b, const sppwhy_finding *example)
{
    strbuf_add(b, ". For example ");
    text_add_name_in_text(b, example->machine->name);
    strbuf_add_char(b, ':');
}
