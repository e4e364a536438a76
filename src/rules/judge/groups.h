/*
 * Which KMS hosts share their clients: hosts that served clients of one DNS domain within their last 30 days,
 * or that are in one domain themselves. A client picks among the hosts of its group at random, so the
 * clients of a group might have been counted by one host; those of another group never.
 */
#ifndef RULES_JUDGE_GROUPS_H
#define RULES_JUDGE_GROUPS_H

#include "correlate/model.h"

typedef struct host_group {
    const sppwhy_machine *const *hosts; /* in order of name */
    size_t host_count;
    size_t clients; /* different CMIDs that they together saw in their last 30 days */
    uint32_t need;  /* the largest count that one of these clients needed; 0 when unknown */
} host_group;

typedef struct host_groups host_groups;

/* NULL when memory is short. The collection must outlive it. */
host_groups *groups_create(const sppwhy_collection *collection);
void groups_free(host_groups *groups);

/* All groups of at least two hosts, in order of their first host's name. */
const host_group *groups_list(const host_groups *groups, size_t *count);
/* The group of that host, or (without one) of the hosts that served clients of that domain; NULL when there
 * is none of at least two hosts. */
const host_group *groups_find(const host_groups *groups, const sppwhy_machine *host, const char *domain);

#endif
