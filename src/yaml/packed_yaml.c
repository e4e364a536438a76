/* See packed_yaml.h. */
#include "yaml/packed_yaml.h"

#include "base/packed.h"

/* How deep it goes the YAML reader limited when it was packed. */
static bool unpack_node(arena *a, const unsigned char **at, yaml_node *out)
{
    size_t head = packed_number(at);
    *out = (yaml_node){.kind = (yaml_kind)(head & 3), .plain = head >> 2 & 1};
    out->line = (unsigned)packed_number(at);
    out->column = (unsigned)packed_number(at);
    if (out->kind == YAML_SCALAR) {
        out->text = packed_text(at);
        return true;
    }
    out->count = packed_number(at);
    size_t items = out->kind == YAML_MAP ? out->count * 2 : out->count;
    yaml_node *nodes = ARENA_ARRAY(a, items, yaml_node);
    yaml_node **list = ARENA_ARRAY(a, items, yaml_node *);
    if (!nodes || !list)
        return false;
    for (size_t i = 0; i < items; i++) {
        list[i] = &nodes[i];
        if (!unpack_node(a, at, list[i]))
            return false;
    }
    out->items = list;
    return true;
}

const yaml_node *yaml_unpack(arena *a, const unsigned char **at)
{
    yaml_node *root = ARENA_NEW(a, yaml_node);
    return root && unpack_node(a, at, root) ? root : NULL;
}
