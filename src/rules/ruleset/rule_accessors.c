/* What sppwhy/rules.h shows of rules, of what they may name, and of how their samples ended. */
#include "base/accessors.h"
#include "rules/analysis.h"
#include "rules/ruleset/rule.h"

const sppwhy_catalogue *sppwhy_rules_catalogue(const sppwhy_rules *rules)
{
    return rules->catalogue;
}

const char *sppwhy_rules_id(const sppwhy_rules *rules, size_t i)
{
    return sppwhy_rules_info(rules, i).id;
}

const char *sppwhy_rules_title(const sppwhy_rules *rules, size_t i)
{
    return sppwhy_rules_info(rules, i).title;
}

sppwhy_level sppwhy_rules_level(const sppwhy_rules *rules, size_t i)
{
    return sppwhy_rules_info(rules, i).level;
}

const char *sppwhy_rules_judges(const sppwhy_rules *rules, size_t i)
{
    return sppwhy_rules_info(rules, i).judges;
}

const char *sppwhy_rules_refines(const sppwhy_rules *rules, size_t i)
{
    return sppwhy_rules_info(rules, i).refines;
}

const char *sppwhy_rules_file(const sppwhy_rules *rules, size_t i)
{
    return sppwhy_rules_info(rules, i).file;
}

size_t sppwhy_rules_samples(const sppwhy_rules *rules, size_t i)
{
    return sppwhy_rules_info(rules, i).samples;
}

static sppwhy_field_info field_at(size_t i)
{
    sppwhy_field_info info;
    return sppwhy_rules_field(i, &info) ? info : (sppwhy_field_info){NULL, NULL, NULL, NULL};
}

const char *sppwhy_rule_field_scope(size_t i)
{
    return field_at(i).scope;
}

const char *sppwhy_rule_field_name(size_t i)
{
    return field_at(i).name;
}

const char *sppwhy_rule_field_type(size_t i)
{
    return field_at(i).type;
}

const char *sppwhy_rule_field_meaning(size_t i)
{
    return field_at(i).meaning;
}

GETTER(const char *, sppwhy_sample_rule, sppwhy_sample, rule)
GETTER(const char *, sppwhy_sample_name, sppwhy_sample, name)
GETTER(const char *, sppwhy_sample_file, sppwhy_sample, file)
GETTER(unsigned, sppwhy_sample_line, sppwhy_sample, line)
GETTER(bool, sppwhy_sample_passed, sppwhy_sample, passed)
GETTER(const char *, sppwhy_sample_detail, sppwhy_sample, detail)
