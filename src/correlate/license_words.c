/* See license_words.h. */
#include "correlate/license_words.h"

#include "base/clock.h"
#include "base/sort.h"
#include "base/text.h"
#include "spp/access.h"

#include <string.h>

typedef struct walk {
    license_word_taker take;
    void *context;
} walk;

static bool give(const walk *w, const sppwhy_record *r, const uint8_t *product, license_told told,
                 uint64_t ends)
{
    license_word word = {.told = told, .time = r->event->time, .ends = ends};
    if (product)
        memcpy(word.product, product, sizeof word.product);
    word.nameless = !product;
    return w->take(w->context, &word);
}

/* ---- one product an event ------------------------------------------------------------------------------ */

/* slmgr or ospp. */
static bool give_report(const walk *w, const sppwhy_record *r)
{
    const uint8_t *product = record_id(r, SPPWHY_FIELD_PRODUCT);
    uint64_t state = 0, ends;
    if (!record_get_number(r, SPPWHY_FIELD_LICENSE_STATE, &state))
        return true;
    if (state == LICENSE_UNLICENSED && product && !record_text(r, SPPWHY_FIELD_PARTIAL_KEY))
        return true; /* no key: /dlv all shows what the machine does not run, too */
    if (!record_minutes_end(r, r->event->time, &ends))
        ends = record_number(r, SPPWHY_FIELD_GRACE_END, 0);
    bool ended = state == LICENSE_NOTIFICATION || state == LICENSE_UNLICENSED;
    return give(w, r, product,
                state == LICENSE_LICENSED ? TOLD_LICENSED
                : ended                   ? TOLD_ENDED
                                          : TOLD_GRACE,
                ends);
}

/* 8230: "LicenseState=SL_LICENSING_STATUS_LICENSED;GraceEndDate=...". */
static bool give_state(const walk *w, const sppwhy_record *r)
{
    const char *name = record_text(r, SPPWHY_FIELD_STATE_NAME);
    const uint8_t *product = record_id(r, SPPWHY_FIELD_PRODUCT);
    if (!name || !product)
        return true;
    license_told told = text_equal_nocase(name, "SL_LICENSING_STATUS_LICENSED") ? TOLD_LICENSED
                        : text_equal_nocase(name, "SL_LICENSING_STATUS_NOTIFICATION") ||
                                text_equal_nocase(name, "SL_LICENSING_STATUS_UNLICENSED")
                            ? TOLD_ENDED
                            : TOLD_GRACE;
    return give(w, r, product, told, record_number(r, SPPWHY_FIELD_GRACE_END, 0));
}

static bool give_acquired(const walk *w, const sppwhy_record *r)
{
    const uint8_t *product = record_id(r, SPPWHY_FIELD_PRODUCT);
    return !product || give(w, r, product, TOLD_ACQUIRED, 0);
}

/* ---- the check of all licenses (1003) ------------------------------------------------------------------
 *
 *   1: ef6cfc9f-8c5d-44ac-9aad-de6a2ea0ae03, 1, 1 [(0 [0x00000000, 1, 0], [... volume/1.0 0x00000000 259200)
 * ...
 *
 * A line a product. Behind its id: 1, and 1 where it is in use. Then groups, of which one or two are filled:
 * with 1 behind its code where that one licenses the product (and the minutes that KMS activation still
 * holds); the last is notification. No document says this; where a line does not fit it says nothing. */

#define VOLUME_SLOT "msft:rm/algorithm/volume/1.0 0x00000000 "

/* A copy of one line, so that its end is one for all searches. */
typedef struct status_line {
    char text[1024];
} status_line;

static const char *next_line(const char *at, status_line *out)
{
    size_t length = strcspn(at, "\n");
    size_t kept = length < sizeof out->text - 1 ? length : sizeof out->text - 1;
    memcpy(out->text, at, kept);
    out->text[kept] = '\0';
    return at + length + (at[length] != '\0');
}

static uint64_t minutes_in(const char *line)
{
    const char *at = strstr(line, VOLUME_SLOT);
    uint64_t minutes = 0;
    for (at = at ? at + strlen(VOLUME_SLOT) : ""; *at >= '0' && *at <= '9' && minutes < UINT32_MAX; at++)
        minutes = minutes * 10 + (uint64_t)(*at - '0');
    return minutes < UINT32_MAX ? minutes : 0;
}

static bool is_licensed(const char *line)
{
    return strstr(line, " [0x00000000, 1, 0]") != NULL;
}

/* Its last group is filled, and says that the time without activation is over. */
static bool is_ended(const char *line)
{
    const char *last = strstr(line, "(3 ") ? strstr(line, "(3 ") : strstr(line, "(2 ");
    return last && last[3] == '[' && strstr(last, "0xC004F009");
}

static bool is_windows(const sppwhy_record *r)
{
    return id_is(record_id(r, SPPWHY_FIELD_APPLICATION), APPLICATION_WINDOWS);
}

static bool give_line(const walk *w, const sppwhy_record *r, const char *line)
{
    const char *colon = strchr(line, ':');
    char id[ID_ROOM];
    uint8_t product[ID_BYTES];
    if (!colon || strlen(colon) < 45 || strncmp(colon + 38, ", 1, 1 [", 8) != 0)
        return true;
    memcpy(id, colon + 2, 36);
    id[36] = '\0';
    if (!id_parse(product, id))
        return true;
    if (is_licensed(line)) {
        uint64_t minutes = minutes_in(line);
        return give(w, r, product, TOLD_LICENSED, minutes != 0 ? r->event->time + minutes * CLOCK_MINUTE : 0);
    }
    return !is_ended(line) || give(w, r, product, is_windows(r) ? TOLD_ENDED : TOLD_NOT_USED, 0);
}

static bool give_check(const walk *w, const sppwhy_record *r)
{
    const char *detail = record_text(r, SPPWHY_FIELD_DETAIL);
    status_line line;
    for (bool go_on = detail != NULL; go_on && *detail;) {
        detail = next_line(detail, &line);
        if (!give_line(w, r, line.text))
            return false;
    }
    return true;
}

/* Windows and the Offices; a log could name many more. */
#define APPLICATIONS_MOST 8

typedef struct newest_checks {
    const sppwhy_record *of[APPLICATIONS_MOST];
    size_t count;
} newest_checks;

static bool is_check(const sppwhy_record *r)
{
    return record_is(r, KIND_LICENSE_STATUS_CHECKED);
}

static newest_checks find_checks(const sppwhy_machine *m)
{
    newest_checks found = {0};
    for (size_t i = m->other_count; i-- > 0 && found.count < APPLICATIONS_MOST;) {
        const sppwhy_record *r = m->records[m->others[i]];
        const uint8_t *application = is_check(r) ? record_id(r, SPPWHY_FIELD_APPLICATION) : NULL;
        bool known = false;
        for (size_t k = 0; application && k < found.count && !known; k++)
            known = id_compare(record_id(found.of[k], SPPWHY_FIELD_APPLICATION), application) == 0;
        if (application && !known)
            found.of[found.count++] = r;
    }
    return found;
}

static bool is_newest(const newest_checks *checks, const sppwhy_record *r)
{
    for (size_t i = 0; i < checks->count; i++)
        if (checks->of[i] == r)
            return true;
    return false;
}

/* ---- all of them --------------------------------------------------------------------------------------- */

bool license_words_walk(const sppwhy_machine *m, license_word_taker take, void *context)
{
    walk w = {take, context};
    newest_checks checks = find_checks(m);
    bool go_on = true;
    for (size_t i = 0; i < m->other_count && go_on; i++) {
        const sppwhy_record *r = m->records[m->others[i]];
        if (record_is(r, KIND_LICENSE_REPORT))
            go_on = give_report(&w, r);
        else if (record_is(r, KIND_ACQUISITION_SUCCEEDED))
            go_on = give_acquired(&w, r);
        else if (record_is(r, KIND_LICENSE_STATE))
            go_on = give_state(&w, r);
        else if (is_check(r) && is_newest(&checks, r))
            go_on = give_check(&w, r);
    }
    return go_on;
}

static int word_against_product(const void *word, const void *product)
{
    return id_compare(((const product_word *)word)->product, product);
}

const license_word *license_words_last(const sppwhy_machine *m, const uint8_t *product)
{
    const product_word *found =
        product ? sort_find(m->told, m->product_count, sizeof *found, product, word_against_product) : NULL;
    return found ? &found->last : NULL;
}
