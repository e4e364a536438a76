/* The end of the page: the logs that were read and what is lost of them, and what the codes mean. */
#include "report/html/html.h"
#include "report/view/facts.h"

static void put_names(FILE *out, const char *const *names, size_t count)
{
    size_t shown = count > 3 ? 2 : count;
    for (size_t i = 0; i < shown; i++) {
        fputs(i != 0 ? ", <bdi>" : "<bdi>", out);
        html_text(out, names[i]);
        fputs("</bdi>", out);
    }
    if (shown < count) {
        fputs(" and ", out);
        html_number(out, count - shown);
        fputs(" more", out);
    }
}

static void put_damage(FILE *out, const sppwhy_log *log)
{
    size_t lost = log_places_lost(log), shown = 0;
    if (lost == 0) {
        fputs("<span class=\"state good\">Read whole</span>", out);
        return;
    }
    fputs("<details><summary class=\"lost\">Not read whole: ", out);
    html_count(out, lost, "place", "places");
    if (log_bytes_lost(log) != 0) {
        fputs(", ", out);
        html_count(out, (size_t)log_bytes_lost(log), "byte", "bytes");
    }
    fputs("</summary><ul>", out);
    for (size_t i = 0; i < log->damage_count && shown < HTML_DAMAGE_SHOWN; i++) {
        if (!log->damage[i].lost)
            continue;
        fprintf(out, "<li>at byte %llu: ", (unsigned long long)log->damage[i].offset);
        html_text(out, log->damage[i].reason);
        fputs("</li>", out);
        shown++;
    }
    if (shown < lost) {
        fputs("<li>and ", out);
        html_number(out, lost - shown);
        fputs(" more</li>", out);
    }
    fputs("</ul></details>", out);
}

static void put_log(FILE *out, const sppwhy_log *log)
{
    fputs("<tr><th scope=\"row\" class=\"path\">", out);
    html_text(out, log->path);
    fputs("</th><td class=\"name\">", out);
    put_names(out, log->computers, log->computer_count);
    fputs("</td><td>", out);
    put_names(out, log->channels, log->channel_count);
    fputs("</td><td class=\"time\">", out);
    html_time(out, log->first_event, false);
    fputs(" to <br/>", out);
    html_time(out, log->last_event, false);
    fputs("</td><td class=\"number\">", out);
    html_number(out, log->records);
    fputs("</td><td class=\"number\">", out);
    html_number(out, log->event_count);
    fputs("</td><td>", out);
    put_damage(out, log);
    fputs("</td></tr>\n", out);
}

static void put_unread(const html_page *p)
{
    const sppwhy_analysis *a = p->analysis;
    if (a->unread_count == 0)
        return;
    fputs("<h3>Not read, or not whole</h3>\n<ul>\n", p->out);
    for (size_t i = 0; i < a->unread_count && i < HTML_UNREAD_SHOWN; i++) {
        fputs("<li><span class=\"path\">", p->out);
        html_text(p->out, a->unread[i].path);
        fputs("</span>: ", p->out);
        html_text(p->out, a->unread[i].message);
        fputs("</li>\n", p->out);
    }
    if (a->unread_count > HTML_UNREAD_SHOWN) {
        fputs("<li>and ", p->out);
        html_number(p->out, a->unread_count - HTML_UNREAD_SHOWN);
        fputs(" more</li>\n", p->out);
    }
    fputs("</ul>\n", p->out);
}

void html_logs(const html_page *p)
{
    const sppwhy_collection *c = p->analysis->collection;
    FILE *out = p->out;
    fputs("<section id=\"logs\" aria-labelledby=\"logs-title\">\n<h2 id=\"logs-title\">The logs</h2>\n"
          "<div class=\"scroll\"><table>\n<caption>",
          out);
    html_count(out, c->log_count, "log was read", "logs were read");
    fputs("</caption>\n<thead><tr><th scope=\"col\">File</th><th scope=\"col\">Computers</th><th "
          "scope=\"col\">Channels</th><th scope=\"col\">Covers</th><th scope=\"col\" "
          "class=\"number\">Records</th><th scope=\"col\" class=\"number\">Of licensing</th><th "
          "scope=\"col\">Condition</th></tr></thead>\n<tbody>\n",
          out);
    for (size_t i = 0; i < c->log_count; i++) /* those of which something is lost come first */
        if (log_places_lost(c->logs[i]) != 0)
            put_log(out, c->logs[i]);
    for (size_t i = 0; i < c->log_count; i++)
        if (log_places_lost(c->logs[i]) == 0)
            put_log(out, c->logs[i]);
    fputs("</tbody>\n</table></div>\n", out);
    put_unread(p);
    fputs("</section>\n", out);
}

static void put_code(const html_page *p, uint32_t code)
{
    char said[256];
    const sppwhy_code *known = sppwhy_code_find(p->analysis->catalogue, code);
    FILE *out = p->out;
    fprintf(out, "<div id=\"code-%08X\"><dt><code>0x%08X</code>", (unsigned)code, (unsigned)code);
    if (known && known->symbol[0] != '\0') {
        fputs(" <span class=\"quiet\">", out);
        html_text(out, known->symbol);
        fputs("</span>", out);
    }
    fputs("</dt><dd>", out);
    html_text(out,
              known ? known->meaning : sppwhy_code_describe(p->analysis->catalogue, code, said, sizeof said));
    fputs("</dd></div>\n", out);
}

void html_codes(const html_page *p)
{
    if (p->code_count == 0)
        return;
    fputs("<section id=\"codes\" aria-labelledby=\"codes-title\">\n<h2 id=\"codes-title\">What the codes "
          "mean</h2>\n<dl class=\"codes\">\n",
          p->out);
    for (size_t i = 0; i < p->code_count; i++)
        put_code(p, p->codes[i]);
    fputs("</dl>\n</section>\n", p->out);
}
