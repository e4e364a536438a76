/* The small parts of the HTML report, the escaping first: whatever a log says comes through here. */
#include "report/html/html.h"

#include "base/text.h"
#include "report/view/commands.h"

#include "base/clock.h"
#include "base/text.h"
#include "report/view/activity.h"

#include <ctype.h>
#include <string.h>

/* ---- escaping ------------------------------------------------------------------------------------------ */

/* Not seen, or no character at all: a name must not look like another one, nor break the page. */
static bool hides(uint32_t c)
{
    return text_acts_on_terminal(c) || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

static void put_character(sppwhy_writer *out, uint32_t c, const char *bytes, size_t length)
{
    switch (c) {
    case '&':
        writer_text(out, "&amp;");
        return;
    case '<':
        writer_text(out, "&lt;");
        return;
    case '>':
        writer_text(out, "&gt;");
        return;
    case '"':
        writer_text(out, "&quot;");
        return;
    case '\'':
        writer_text(out, "&#39;");
        return;
    default:
        writer_bytes(out, bytes, length);
    }
}

void html_text(sppwhy_writer *out, const char *text)
{
    while (*text) {
        const char *start = text;
        uint32_t c = text_next(&text);
        size_t length = (size_t)(text - start);
        if (c == 0xFFFD && length == 1) /* a byte that is not UTF-8 */
            writer_printf(out, "\\x%02X", (unsigned)(unsigned char)*start);
        else if (hides(c))
            writer_printf(out, c < 0x100 ? "\\x%02X" : "\\u{%04X}", (unsigned)c);
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

void html_number(sppwhy_writer *out, uint64_t number)
{
    if (number >= 1000) {
        html_number(out, number / 1000);
        writer_printf(out, ",%03u", (unsigned)(number % 1000));
    } else {
        writer_printf(out, "%u", (unsigned)number);
    }
}

void html_count(sppwhy_writer *out, size_t count, const char *one, const char *many)
{
    html_number(out, count);
    writer_printf(out, " %s", count == 1 ? one : many);
}

void html_time(sppwhy_writer *out, uint64_t time, bool seconds)
{
    char text[40];
    writer_text(out, time == 0 ? "&#8211;" : clock_format_plain(time, seconds, text));
}

void html_code(sppwhy_writer *out, uint32_t code)
{
    if (code == 0)
        writer_text(out, "<code>0x00000000</code>");
    else
        writer_printf(out, "<a href=\"#code-%08X\"><code>0x%08X</code></a>", (unsigned)code, (unsigned)code);
}

void html_product(const html_page *page, const uint8_t *id)
{
    char room[NAME_ROOM];
    html_text(page->out, activity_product_name(page->analysis->catalogue, id, room));
}

void html_level(sppwhy_writer *out, sppwhy_level level)
{
    static const char *const words[] = {"Info", "Low", "Medium", "High", "Critical"};
    writer_printf(out, "<span class=\"level %s\">%s</span>", sppwhy_level_name(level), words[level]);
}

void html_machine_link(sppwhy_writer *out, const html_machine *m)
{
    if (!m->machine) {
        writer_text(out, "<a href=\"#collection\">the collected logs</a>");
        return;
    }
    if (m->has_section)
        writer_printf(out, "<a href=\"#machine-%zu\"><bdi>", m->number);
    else
        writer_text(out, "<bdi>");
    html_text(out, m->machine->name);
    writer_text(out, m->has_section ? "</bdi></a>" : "</bdi>");
}

void html_step(sppwhy_writer *out, const char *text)
{
    text_piece piece;
    strbuf part = {0};
    while (next_piece(&text, &piece)) {
        strbuf_clear(&part);
        strbuf_add_bytes(&part, piece.at, piece.length);
        writer_text(out, piece.command ? "<code class=\"command\">" : "");
        html_text(out, !part.failed ? part.bytes ? part.bytes : "" : "(memory is too short for this text)");
        writer_text(out, piece.command ? "</code>" : "");
    }
    strbuf_free(&part);
}

void html_items(sppwhy_writer *out, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        writer_text(out, "<li>");
        html_step(out, texts[i]);
        writer_text(out, "</li>\n");
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
    case SPPWHY_OUTCOME_ACTIVATED:
        return "Activated";
    case SPPWHY_OUTCOME_RENEWED:
        return "Renewed";
    case SPPWHY_OUTCOME_FAILED:
        return "Failed";
    case SPPWHY_OUTCOME_UNANSWERED:
        break;
    }
    return "No answer";
}

const char *html_computer(const sppwhy_record *record)
{
    return record->event->common->computer;
}
