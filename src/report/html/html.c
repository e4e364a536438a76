/*
 * The page's frame: the head with its Content-Security-Policy, the way around, and the parts in their order.
 * Style sheet and script are files of src/report/html/, built in; the policy allows these two by their hashes
 * and nothing else: no request, no other script, no inline style, no form.
 */
#include "report/html/html.h"
#include "sppwhy/version.h"

#include "base/embedded.h"
#include "base/error.h"

#include <string.h>

static const embedded_file *file_named(const char *name)
{
    const embedded_file *f = html_files;
    while (f->name && strcmp(f->name, name) != 0)
        f++;
    return f;
}

static void put_head(const html_page *p, const embedded_file *style, const embedded_file *script)
{
    sppwhy_writer *out = p->out;
    writer_printf(
        out,
        "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n"
        "<meta charset=\"utf-8\"/>\n<meta http-equiv=\"Content-Security-Policy\" "
        "content=\"default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; base-uri 'none'; "
        "form-action 'none'\"/>\n",
        style->sha256, script->sha256);
    writer_printf(
        out,
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
        "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
        "<meta name=\"referrer\" content=\"no-referrer\"/>\n"
        "<meta name=\"robots\" content=\"noindex\"/>\n<meta name=\"generator\" content=\"sppwhy %s\"/>\n"
        "<title>Windows activation report</title>\n<style>",
        sppwhy_version());
    writer_bytes(out, style->bytes, style->size);
    writer_text(out, "</style>\n</head>\n");
}

static bool html_pictures(const html_page *p)
{
    writer_text(p->out, "<section id=\"pictures\" aria-labelledby=\"pictures-title\">\n"
                        "<h2 id=\"pictures-title\">In pictures</h2>\n");
    bool done = html_chart(p) && html_asked(p) && html_calendar(p) && html_counts(p) && html_coverage(p);
    writer_text(p->out, "</section>\n");
    return done;
}

static void put_way(const html_page *p, bool present, const char *id, const char *text)
{
    if (present)
        writer_printf(p->out, "<li><a href=\"#%s\">%s</a></li>\n", id, text);
}

static void put_banner(const html_page *p)
{
    sppwhy_writer *out = p->out;
    bool any = p->collection.has_section;
    for (size_t i = 0; i < p->machine_count && !any; i++)
        any = p->machines[i].has_section;
    writer_text(out,
                "<body>\n<a class=\"skip\" href=\"#main\">Skip to the report</a>\n<header class=\"banner\">\n"
                "<h1>Windows activation report</h1>\n<p>From ");
    html_count(out, p->analysis->collection->log_count, "log", "logs");
    writer_text(out, " of ");
    html_count(out, p->machine_count, "machine", "machines");
    if (p->first != 0) {
        writer_text(out, ", ");
        html_time(out, p->first, false);
        writer_text(out, " to ");
        html_time(out, p->last, false);
    }
    writer_text(out, ". All times are UTC.</p>\n<nav aria-label=\"Parts of the report\"><ul>\n");
    put_way(p, true, "summary", "What happened");
    put_way(p, true, "troubles", "What to do");
    put_way(p, true, "pictures", "In pictures");
    put_way(p, true, "machines", "All machines");
    put_way(p, any, "evidence", "Evidence");
    put_way(p, true, "logs", "Logs");
    put_way(p, p->code_count != 0, "codes", "Codes");
    writer_text(out, "</ul></nav>\n</header>\n");
}

static void put_footer(const html_page *p, const embedded_file *script)
{
    sppwhy_writer *out = p->out;
    writer_text(
        out,
        "<footer>\n<p><strong>How sure:</strong> <em>confirmed</em>: both sides or a measured fact show it. "
        "<em>Likely</em>: what is there speaks for it, and nothing against it. <em>Possible</em>: it fits, "
        "and "
        "other causes would fit too. What no rule explains is called unexplained.</p>\n"
        "<p>That an event is not there counts only where a log of that machine covers the time. Each piece "
        "of evidence has its file and record number, to be looked up in Event Viewer.</p>\n");
    writer_printf(out,
                  "<p>Made by sppwhy %s. This file is complete: it loads nothing and sends nothing.</p>\n"
                  "</footer>\n<script>",
                  sppwhy_version());
    writer_bytes(out, script->bytes, script->size);
    writer_text(out, "</script>\n</body>\n</html>\n");
}

static bool put_main(const html_page *p)
{
    writer_printf(p->out, "<main id=\"main\" tabindex=\"-1\"%s>\n",
                  p->machine_count > HTML_FLEET ? " class=\"fleet\"" : "");
    if (!html_summary(p))
        return false;
    html_troubles(p);
    if (!html_pictures(p))
        return false;
    html_machine_table(p);
    html_machine_sections(p);
    html_logs(p);
    html_codes(p);
    writer_text(p->out, "</main>\n");
    return true;
}

sppwhy_status sppwhy_report_html(sppwhy_writer *out, const sppwhy_analysis *analysis, sppwhy_error *error)
{
    const embedded_file *style = file_named("style.css"), *script = file_named("script.js");
    html_page page = {
        .out = out, .analysis = analysis, .index = finding_index_create(analysis), .memory = arena_create()};
    bool done = page.memory && html_index(&page);
    if (done) {
        put_head(&page, style, script);
        put_banner(&page);
        done = put_main(&page);
    }
    if (done)
        put_footer(&page, script);
    finding_index_free(&page.index);
    arena_free(page.memory);
    return done ? SPPWHY_OK : error_no_memory(error);
}
