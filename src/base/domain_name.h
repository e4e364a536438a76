/* DNS names that say the same: without regard to case, to blanks around them and to a dot at the end, and in
 * letters ("bücher.de") as in the form that DNS itself has for them ("xn--bcher-kva.de"). */
#ifndef BASE_DOMAIN_NAME_H
#define BASE_DOMAIN_NAME_H

#include <stdbool.h>

/* An order in which names that say the same are equal. */
int domain_name_compare(const char *a, const char *b);
bool domain_name_equal(const char *a, const char *b);

#endif
