/*
 * A YAML text as a tree whose every node knows its line and column. Loads one document with libyaml; anchors
 * and aliases are refused (an alias bomb is no rule), duplicate keys too.
 */
#ifndef YAML_YAML_H
#define YAML_YAML_H

#include "base/arena.h"

typedef enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP } yaml_kind;

typedef struct yaml_node yaml_node;
struct yaml_node {
    yaml_kind kind;
    unsigned line, column;   /* from 1 */
    bool plain;              /* a scalar written without quotes */
    const char *text;        /* scalar: its value; NULL otherwise */
    yaml_node *const *items; /* list: its items; map: key, value, key, value ... (keys are scalars) */
    size_t count;            /* list: items; map: pairs */
};

/* Parses `text`. On a mistake fills `error` with `file`, line and column. Nodes live in the arena. */
SPPWHY_NODISCARD sppwhy_status yaml_load(arena *a, const char *file, const char *text, size_t length,
                                         const yaml_node **root, sppwhy_error *error);

/* The value of a key, or NULL. */
const yaml_node *yaml_get(const yaml_node *map, const char *key);
const yaml_node *yaml_key(const yaml_node *map, size_t i);
const yaml_node *yaml_value(const yaml_node *map, size_t i);

#endif
