#include "support/made_page.h"

#include "sppwhy/report.h"
#include "support/markup.h"
#include "support/written.h"

#include <stdlib.h>
#include <string.h>

made_page make_page(const char *scenario)
{
    made_page m = {.html = NULL};
    size_t length;
    char wrong[400];
    sppwhy_error error;
    sppwhy_error_clear(&error);
    pipeline_to_analysis(&m.p, scenario, NULL);
    sppwhy_writer *out = written_open(&m.html, &length);
    assert_non_null(out);
    assert_int_equal(sppwhy_report_html(out, m.p.analysis, &error), SPPWHY_OK);
    assert_true(written_close(out));
    assert_int_equal(strlen(m.html), length);
    if (!markup_check(m.html, wrong, sizeof wrong))
        fail_msg("%s", wrong);
    m.text = markup_text(m.html);
    assert_non_null(m.text);
    return m;
}

void write_page(const made_page *m, strbuf *html)
{
    char *bytes = NULL, wrong[400];
    size_t length;
    sppwhy_writer *out = written_open(&bytes, &length);
    assert_non_null(out);
    assert_int_equal(sppwhy_report_html(out, m->p.analysis, NULL), SPPWHY_OK);
    assert_true(written_close(out));
    if (!markup_check(bytes, wrong, sizeof wrong))
        fail_msg("%s", wrong);
    strbuf_add_bytes(html, bytes, length);
    assert_false(html->failed);
    free(bytes);
}

void free_page(made_page *m)
{
    free(m->html);
    free(m->text);
    pipeline_free(&m->p);
}

void has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("not there: %s", part);
}

void has_not(const char *text, const char *part)
{
    if (strstr(text, part))
        fail_msg("there: %s", part);
}

size_t times(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part))
        count++;
    return count;
}
