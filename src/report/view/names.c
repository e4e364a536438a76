/* See names.h. */
#include "report/view/names.h"

#include "report/view/phrase.h"

#include "base/network.h"
#include "base/vec.h"

#include <string.h>

/* One or two machines are reported with their whole names. */
#define SHARING_LEAST 3

/* With its dot; "" where there is none. */
static const char *domain_of(const sppwhy_machine *m)
{
    const char *domain = network_domain(m->name);
    return domain[0] != '\0' ? domain - 1 : "";
}

const char *names_domain_of(const void *list, size_t count,
                            const sppwhy_machine *(*machine_at)(const void *list, size_t i))
{
    const char *domain = count != 0 ? domain_of(machine_at(list, 0)) : "";
    for (size_t i = 1; i < count && domain[0] != '\0'; i++)
        if (strcmp(domain, domain_of(machine_at(list, i))) != 0)
            return "";
    return domain;
}

static const sppwhy_machine *machine_itself(const void *machines, size_t i)
{
    return ((const sppwhy_machine *const *)machines)[i];
}

const char *names_domain(const sppwhy_machine *const *machines, size_t count)
{
    return names_domain_of(machines, count, machine_itself);
}

void add_name_without(strbuf *b, const char *name, const char *domain)
{
    strbuf label = {0};
    strbuf_add_bytes(&label, name, strlen(name) - strlen(domain));
    text_add_name_in_text(b, text_in(&label));
    b->failed |= label.failed;
    strbuf_free(&label);
}

void add_names(strbuf *b, const sppwhy_machine *const *machines, size_t count, size_t shown, const char *rest)
{
    const char *domain = count >= SHARING_LEAST ? names_domain(machines, count) : "";
    for (size_t i = 0; i < count && i < shown; i++) {
        strbuf_add(b, i == 0 ? "" : i + 1 == count ? " and " : ", ");
        add_name_without(b, machines[i]->name, domain);
    }
    if (shown < count)
        strbuf_printf(b, " and %zu more", count - shown);
    if (domain[0] != '\0') {
        strbuf_add(b, " in ");
        text_add_name_in_text(b, domain + 1);
    }
    if (shown < count)
        strbuf_add(b, rest);
}

void add_names_of(strbuf *b, const sppwhy_finding *const *findings, size_t count, size_t shown,
                  const char *rest)
{
    VEC(const sppwhy_machine *) list = {0};
    bool done = true;
    for (size_t i = 0; i < count && done; i++)
        if (i == 0 || findings[i]->machine != findings[i - 1]->machine)
            done = vec_push(&list, findings[i]->machine);
    add_names(b, list.items, list.count, shown_of(list.count, shown), rest);
    b->failed |= !done;
    vec_free(&list);
}
