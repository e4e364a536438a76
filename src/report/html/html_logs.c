/* The end of the page: the logs that were read and what is lost of them, and what the codes mean. */
#include "report/html/html.h"
#include "report/view/logs.h"
#include "spp/hresult.h"

static void put_names(sppwhy_writer *out, const char *const *names, size_t count)
{
    size_t shown = count > 3 ? 2 : count;
    for (size_t i = 0; i < shown; i++) {
        writer_text(out, i != 0 ? ", <bdi>" : "<bdi>");
        html_name(out, names[i]);
        writer_text(out, "</bdi>");
    }
    if (shown < count) {
        writer_text(out, " and ");
        html_number(out, count - shown);
        writer_text(out, " more");
    }
}

static void put_damage(sppwhy_writer *out, const sppwhy_log *log)
{
    size_t lost = log_places_lost(log), shown = 0, at = 0;
    if (lost == 0) {
        writer_text(out, log->excerpt ? "<span class=\"state\">Excerpt</span>"
                                      : "<span class=\"state good\">Read whole</span>");
        return;
    }
    writer_text(out, "<details><summary class=\"lost\">Not read whole: ");
    html_count(out, lost, "place", "places");
    if (log_bytes_lost(log) != 0) {
        writer_text(out, ", ");
        html_count(out, (size_t)log_bytes_lost(log), "byte", "bytes");
    }
    writer_text(out, "</summary><ul>");
    for (const sppwhy_damage *d; shown < HTML_DAMAGE_SHOWN && (d = next_place_lost(log, &at)) != NULL;
         shown++) {
        writer_printf(out, "<li>at byte %llu: ", (unsigned long long)d->offset);
        html_text(out, d->reason);
        writer_text(out, "</li>");
    }
    if (shown < lost)
        html_more(out, "<li>", lost - shown, "</li>");
    writer_text(out, "</ul></details>");
}

static void put_log(sppwhy_writer *out, const sppwhy_log *log)
{
    writer_text(out, "<tr><th scope=\"row\" class=\"path\">");
    html_text(out, log->path);
    writer_text(out, "</th><td class=\"name\">");
    put_names(out, log->computers, log->computer_count);
    writer_text(out, "</td><td>");
    put_names(out, log->channels, log->channel_count);
    writer_text(out, "</td><td class=\"time\">");
    html_time(out, log->first_event, false);
    writer_text(out, " to <br/>");
    html_time(out, log->last_event, false);
    writer_text(out, "</td><td class=\"number\">");
    html_number(out, log->records);
    writer_text(out, "</td><td class=\"number\">");
    html_number(out, log->event_count);
    writer_text(out, "</td><td>");
    put_damage(out, log);
    writer_text(out, "</td></tr>\n");
}

static void put_unread(const html_page *p)
{
    const sppwhy_analysis *a = p->analysis;
    if (a->unread_count == 0)
        return;
    writer_text(p->out, "<h3>Not read, or not whole</h3>\n<ul>\n");
    for (size_t i = 0; i < a->unread_count && i < HTML_UNREAD_SHOWN; i++) {
        writer_text(p->out, "<li><span class=\"path\">");
        html_text(p->out, a->unread[i].path);
        writer_text(p->out, "</span>: ");
        html_text(p->out, a->unread[i].message);
        writer_text(p->out, "</li>\n");
    }
    if (a->unread_count > HTML_UNREAD_SHOWN)
        html_more(p->out, "<li>", a->unread_count - HTML_UNREAD_SHOWN, "</li>\n");
    writer_text(p->out, "</ul>\n");
}

/* The logs of which something is lost, or the others; returns how many are left out. */
static size_t put_logs(const html_page *p, bool damaged)
{
    const sppwhy_collection *c = p->analysis->collection;
    size_t shown = 0, all = 0;
    for (size_t i = 0; i < c->log_count; i++) {
        if ((log_places_lost(c->logs[i]) != 0) != damaged)
            continue;
        if (all++ < HTML_LOGS_SHOWN) {
            put_log(p->out, c->logs[i]);
            shown++;
        }
    }
    return all - shown;
}

void html_logs(const html_page *p)
{
    const sppwhy_collection *c = p->analysis->collection;
    sppwhy_writer *out = p->out;
    writer_text(out,
                "<section id=\"logs\" aria-labelledby=\"logs-title\">\n<h2 id=\"logs-title\">The logs</h2>\n"
                "<div class=\"scroll\" role=\"region\" aria-labelledby=\"logs-title\" "
                "tabindex=\"0\"><table>\n<caption>");
    html_count(out, c->log_count, "log was read", "logs were read");
    writer_text(out, "</caption>\n<thead><tr><th scope=\"col\">File</th><th scope=\"col\">Computers</th><th "
                     "scope=\"col\">Channels</th><th scope=\"col\">Covers</th><th scope=\"col\" "
                     "class=\"number\">Records</th><th scope=\"col\" class=\"number\">Of licensing</th><th "
                     "scope=\"col\">Condition</th></tr></thead>\n<tbody>\n");
    size_t left = put_logs(p, true) + put_logs(p, false);
    writer_text(out, "</tbody>\n</table></div>\n");
    if (left != 0) {
        writer_text(out, "<p>");
        html_count(out, left, "more log", "more logs");
        writer_text(out, ": <code>sppwhy logs</code> lists all, machine by machine.</p>\n");
    }
    put_unread(p);
    writer_text(out, "</section>\n");
}

static void put_code(const html_page *p, uint32_t code)
{
    char said[256];
    const sppwhy_code *known = sppwhy_code_find(p->analysis->catalogue, code);
    sppwhy_writer *out = p->out;
    writer_printf(out, "<div id=\"code-%08X\"><dt><code>" CODE_FORMAT "</code>", (unsigned)code,
                  (unsigned)code);
    if (known && known->symbol[0] != '\0') {
        writer_text(out, " <span class=\"quiet\">");
        html_text(out, known->symbol);
        writer_text(out, "</span>");
    }
    writer_text(out, "</dt><dd>");
    html_text(out,
              known ? known->meaning : sppwhy_code_describe(p->analysis->catalogue, code, said, sizeof said));
    writer_text(out, "</dd></div>\n");
}

void html_codes(const html_page *p)
{
    if (p->code_count == 0)
        return;
    writer_text(
        p->out,
        "<section id=\"codes\" aria-labelledby=\"codes-title\">\n<h2 id=\"codes-title\">What the codes "
        "mean</h2>\n<dl class=\"codes\">\n");
    for (size_t i = 0; i < p->code_count; i++)
        put_code(p, p->codes[i]);
    writer_text(p->out, "</dl>\n</section>\n");
}
