/* The activity report as one table, for a spreadsheet: a line for each number and each client. */
#include "report/activity.h"

#include "base/clock.h"
#include "base/text.h"

#include <string.h>

/* Quoted, quotes doubled, control characters escaped; a text that a spreadsheet would take for a formula gets
 * an apostrophe before it. */
static void put_cell(FILE *out, const char *text)
{
    strbuf safe = {0};
    text_add_printable(&safe, text);
    const char *at = strbuf_text(&safe);
    fputs(strchr("=+-@", *at) && *at ? "\"'" : "\"", out);
    for (; *at; at++) {
        if (*at == '"')
            fputc('"', out);
        fputc(*at, out);
    }
    fputc('"', out);
    strbuf_free(&safe);
}

static void put_number(FILE *out, const sppwhy_activity_scope *s, const char *report, const char *product,
                       const char *measure, uint64_t number)
{
    put_cell(out, report);
    fputc(',', out);
    put_cell(out, s->host ? s->host->name : "");
    fputc(',', out);
    put_cell(out, product);
    fprintf(out, ",,%s,%llu\r\n", measure, (unsigned long long)number);
}

static void put_product(FILE *out, const sppwhy_activity_scope *s, const sppwhy_activity_product *p,
                        const char *name)
{
    static const char *const ranges[SPPWHY_ACTIVITY_RANGES] = {"last_day", "last_7_days", "last_30_days",
                                                               "last_90_days", "all"};
    for (size_t i = 0; i < SPPWHY_ACTIVITY_RANGES; i++)
        put_number(out, s, "Activation Count Summary", name, ranges[i], p->activations[i]);
    put_number(out, s, "Virtual Machine Summary", name, "virtual_clients", p->virtual_clients);
    put_number(out, s, "Virtual Machine Summary", name, "physical_clients", p->physical_clients);
    put_number(out, s, "KMS Activity Summary", name, "new_activations", p->new_activations);
}

static void put_client(FILE *out, const sppwhy_activity *a, const sppwhy_activity_scope *s,
                       const sppwhy_activity_client *c, const char *product)
{
    const char *state = sppwhy_state_name(c->state);
    put_cell(out, "Licensing Status Summary");
    fputc(',', out);
    put_cell(out, s->host ? s->host->name : "");
    fputc(',', out);
    put_cell(out, product);
    fputc(',', out);
    put_cell(out, c->machine->name);
    fprintf(out, ",%s,", state ? state : "");
    if (c->ends != 0)
        fprintf(out, "%lld", (long long)days_left(a, c));
    fputs("\r\n", out);
}

void sppwhy_report_activity_csv(FILE *out, const sppwhy_activity *a, const sppwhy_catalogue *catalogue)
{
    char name[NAME_ROOM];
    fputs("report,host,product,client,measure,value\r\n", out);
    for (size_t i = 0; i < a->scope_count; i++) {
        const sppwhy_activity_scope *s = &a->scopes[i];
        for (size_t k = 0; k < s->product_count; k++)
            put_product(out, s, &s->products[k], activity_product_name(catalogue, s->products[k].id, name));
        for (size_t k = 0; k < s->client_count; k++)
            put_client(out, a, s, &s->clients[k],
                       activity_product_name(catalogue, s->clients[k].product, name));
    }
}
