/*
 * The values of a thing's fields while it is judged. Some fifty rules ask each failed activation for the same few
 * fields: each is worked out once. Kept are only the fields of the thing itself, and of the request of it that is
 * looked at; seen from elsewhere (a host, an event) the moment is another, and so may be the value.
 */
#ifndef RULES_JUDGE_KEPT_VALUES_H
#define RULES_JUDGE_KEPT_VALUES_H

#include "rules/ruleset/rule.h"

/* NULL when memory is short. */
kept_values *kept_create(void);
void kept_free(kept_values *kept);
/* Another thing is judged: nothing of it is known. What values point at must live until then. */
void kept_forget(kept_values *kept);

/* Where the field's value is kept, or is to be: *known says which. NULL when it is not kept. */
field_value *kept_place(kept_values *kept, const field *f, const scope *s, bool *known);

#endif
