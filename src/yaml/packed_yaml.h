/*
 * A YAML tree as it is built in (base/packed.h): each node its kind, line and column, then its text, or how
 * many items it has and the items. Made by src/pack/ at build time, by way of libyaml; reading it back
 * needs no libyaml.
 */
#ifndef YAML_PACKED_YAML_H
#define YAML_PACKED_YAML_H

#include "yaml/yaml.h"

/* The tree at *at, which moves behind it. Texts stay where they are, nodes live in the arena. NULL when
 * memory is short. */
const yaml_node *yaml_unpack(arena *a, const unsigned char **at);

#endif
