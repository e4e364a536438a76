/* sppwhy-rules(5): docs/rules.md and docs/scenarios.md, and every field that a rule can name. */
#include "pages/pages.h"

#include <string.h>

static void put_fields(FILE *out)
{
    const char *last = "", *scope;
    fputs(".Sh WHAT A RULE CAN NAME\nThe fields for conditions and texts, for each kind of thing judged.\n",
          out);
    for (size_t i = 0; (scope = sppwhy_rule_field_scope(i)); i++) {
        const char *meaning = sppwhy_rule_field_meaning(i);
        if (strcmp(last, scope) != 0)
            fprintf(out, "%s.Ss Of %s %s\n.Bl -tag -width Ds -compact\n", i != 0 ? ".El\n" : "",
                    strchr("aeiou", scope[0]) ? "an" : "a", scope);
        last = scope;
        fprintf(out, ".It Sy %s Pq %s\n", sppwhy_rule_field_name(i), sppwhy_rule_field_type(i));
        roff_text(out, meaning, strlen(meaning));
    }
    fputs(".El\n", out);
}

void rules_manual_write(FILE *out, const char *date, const char *rules_text, const char *scenarios_text)
{
    roff_head(out, "sppwhy-rules", 5, date, "how to add a cause to sppwhy: the rule language");
    markdown_to_mdoc(out, rules_text, "DESCRIPTION", false);
    put_fields(out);
    markdown_to_mdoc(out, scenarios_text, "SCENARIOS", true);
    fputs(".Sh FILES\n.Bl -tag -width Ds\n.It Pa share/sppwhy/rules/\n"
          "The built-in rules, to begin one's own with, below the folder of installation.\n.El\n"
          ".Sh SEE ALSO\n.Xr sppwhy 1\n",
          out);
}
