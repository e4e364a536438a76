/* The small parts of the HTML report, the escaping first: whatever a log says comes through here. */
#include "report/html/html.h"

#include "base/clock.h"
#include "base/text.h"
#include "report/view/activity.h"

#include <ctype.h>
#include <string.h>

/* ---- escaping ------------------------------------------------------------------------------------------ */

/* Invisible, or no character at all: a name must not look like another one, nor break the page. */
static bool hides(uint32_t c)
{
    return text_acts_on_terminal(c) || c == 0xAD || c == 0x180E || (c >= 0x200B && c <= 0x200D) ||
           (c >= 0x2060 && c <= 0x206F) || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE ||
           (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
}

static void put_character(FILE *out, uint32_t c, const char *bytes, size_t length)
{
    switch (c) {
    case '&':
        fputs("&amp;", out);
        return;
    case '<':
        fputs("&lt;", out);
        return;
    case '>':
        fputs("&gt;", out);
        return;
    case '"':
        fputs("&quot;", out);
        return;
    case '\'':
        fputs("&#39;", out);
        return;
    default:
        fwrite(bytes, 1, length, out);
    }
}

void html_text(FILE *out, const char *text)
{
    while (*text) {
        const char *start = text;
        uint32_t c = text_next(&text);
        size_t length = (size_t)(text - start);
        if (c == 0xFFFD && length == 1) /* a byte that is not UTF-8 */
            fprintf(out, "\\x%02X", (unsigned)(unsigned char)*start);
        else if (hides(c))
            fprintf(out, c < 0x100 ? "\\x%02X" : "\\u{%04X}", (unsigned)c);
        else
            put_character(out, c, start, length);
    }
}

bool html_url(const char *text)
{
    if (!text_starts_with(text, "https://"))
        return false;
    for (const char *at = text; *at; at++)
        if (!isalnum((unsigned char)*at) && !strchr("-._~:/?#[]@!$()*+,;=%&", *at))
            return false;
    return true;
}

/* ---- numbers, times, names ----------------------------------------------------------------------------- */

void html_number(FILE *out, uint64_t number)
{
    if (number >= 1000) {
        html_number(out, number / 1000);
        fprintf(out, ",%03u", (unsigned)(number % 1000));
    } else {
        fprintf(out, "%u", (unsigned)number);
    }
}

void html_count(FILE *out, size_t count, const char *one, const char *many)
{
    html_number(out, count);
    fprintf(out, " %s", count == 1 ? one : many);
}

void html_time(FILE *out, uint64_t time, bool seconds)
{
    char text[40];
    fputs(time == 0 ? "&#8211;" : clock_format_plain(time, seconds, text), out);
}

void html_code(FILE *out, uint32_t code)
{
    if (code == 0)
        fputs("<code>0x00000000</code>", out);
    else
        fprintf(out, "<a href=\"#code-%08X\"><code>0x%08X</code></a>", (unsigned)code, (unsigned)code);
}

void html_product(const html_page *page, const uint8_t *id)
{
    char room[NAME_ROOM];
    html_text(page->out, activity_product_name(page->analysis->catalogue, id, room));
}

void html_level(FILE *out, sppwhy_level level)
{
    static const char *const words[] = {"Info", "Low", "Medium", "High", "Critical"};
    fprintf(out, "<span class=\"level %s\">%s</span>", sppwhy_level_name(level), words[level]);
}

void html_machine_link(FILE *out, const html_machine *m)
{
    if (!m->machine) {
        fputs("<a href=\"#collection\">the collected logs</a>", out);
        return;
    }
    if (m->has_section)
        fprintf(out, "<a href=\"#machine-%zu\"><bdi>", m->number);
    else
        fputs("<bdi>", out);
    html_text(out, m->machine->name);
    fputs(m->has_section ? "</bdi></a>" : "</bdi>", out);
}

void html_items(FILE *out, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        fputs("<li>", out);
        html_text(out, texts[i]);
        fputs("</li>\n", out);
    }
}

const char *html_state(const sppwhy_machine *m)
{
    switch (m->state) {
    case SPPWHY_STATE_ACTIVATION_FAILING:
        return "Not activating";
    case SPPWHY_STATE_RENEWAL_FAILING:
        return "Renewal failing";
    case SPPWHY_STATE_ACTIVATED:
        return "Activated";
    case SPPWHY_STATE_UNKNOWN:
        break;
    }
    return m->is_host ? "KMS host" : "Not known";
}

const char *html_state_class(const sppwhy_machine *m)
{
    switch (m->state) {
    case SPPWHY_STATE_ACTIVATION_FAILING:
        return "bad";
    case SPPWHY_STATE_RENEWAL_FAILING:
        return "warn";
    case SPPWHY_STATE_ACTIVATED:
        return "good";
    case SPPWHY_STATE_UNKNOWN:
        break;
    }
    return "open";
}

const char *html_outcome(sppwhy_outcome outcome)
{
    switch (outcome) {
    case SPPWHY_ACTIVATED:
        return "Activated";
    case SPPWHY_RENEWED:
        return "Renewed";
    case SPPWHY_FAILED:
        return "Failed";
    case SPPWHY_UNANSWERED:
        break;
    }
    return "No answer";
}

const char *html_computer(const sppwhy_record *record)
{
    return record->event->common->computer;
}
