/* Loads the tables under rules/catalogue/ and looks things up in them. */
#include "spp/catalogue.h"

#include "spp/access.h"
#include "spp/kms.h"

#include "base/error.h"
#include "base/id.h"
#include "base/sort.h"
#include "base/text.h"
#include "base/vec.h"
#include "spp/hresult.h"
#include "spp/known_hosts.h"
#include "spp/messages.h"
#include "spp/product_tables.h"
#include "spp/tsv.h"

#include <stdlib.h>
#include <string.h>

typedef struct provider {
    const char *name;
    const char *family;
} provider;

typedef struct event_row {
    sppwhy_event_type type; /* first, so that a pointer to it is a pointer to the row */
    uint64_t optional;      /* bit i: field i may be absent */
} event_row;

struct sppwhy_catalogue {
    arena *memory;
    sppwhy_code *codes; /* sorted by value */
    size_t code_count;
    sppwhy_error_name *names; /* sorted by value */
    size_t name_count;
    sppwhy_word *words;
    size_t word_count;
    sppwhy_flag *flags;
    size_t flag_count;
    sppwhy_product *products; /* sorted by id */
    size_t product_count;
    event_row *events;
    size_t event_count;
    provider *providers;
    size_t provider_count;
    const char **provider_names;
    product_tables tables;
    messages messages;
    known_hosts hosts;
};

static const sppwhy_event_type other_event = {.family = "spp", .kind = "other", .title = "A licensing event"};

/* ---- codes --------------------------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    uint32_t x = ((const sppwhy_code *)a)->value, y = ((const sppwhy_code *)b)->value;
    return compare_u64(x, y);
}

static sppwhy_status load_codes(sppwhy_catalogue *c, const char *folder, sppwhy_error *error)
{
    static const char *const columns[] = {"code",  "symbol",       "meaning",    "seen_by", "activation_type",
                                          "cause", "likely_cause", "first_step", "sources", "notes",
                                          NULL};
    tsv_table table;
    c->codes = tsv_items(&table, c->memory, folder, "codes", columns, sizeof *c->codes, error);
    c->code_count = table.count;
    if (!c->codes)
        return table.status;
    for (size_t i = 0; i < c->code_count; i++) {
        const char **cell = table.rows[i].cells;
        sppwhy_code *code = &c->codes[i];
        *code =
            (sppwhy_code){0, cell[1], cell[2], cell[3], cell[4], cell[5], cell[6], cell[7], cell[8], cell[9]};
        if (!text_starts_with(cell[0], "0x") || !text_parse_hex32(&code->value, cell[0]))
            return error_place(error, SPPWHY_INVALID, table.origin, table.rows[i].line, 1,
                               "\"%s\" is not a code like 0xC004F074", cell[0]);
    }
    sort_array(c->codes, c->code_count, sizeof *c->codes, by_value);
    return SPPWHY_OK;
}

const sppwhy_code *sppwhy_code_find(const sppwhy_catalogue *c, uint32_t value)
{
    sppwhy_code wanted = {.value = value};
    return bsearch(&wanted, c->codes, c->code_count, sizeof *c->codes, by_value);
}

const sppwhy_code *sppwhy_code_at(const sppwhy_catalogue *c, size_t i)
{
    return i < c->code_count ? &c->codes[i] : NULL;
}

/* ---- names of other errors ----------------------------------------------------------------------------- */

static int by_name_value(const void *a, const void *b)
{
    uint32_t x = ((const sppwhy_error_name *)a)->value, y = ((const sppwhy_error_name *)b)->value;
    return compare_u64(x, y);
}

/* Win32 errors, by their number, and codes of other parts of Windows, whole. */
static sppwhy_status load_names(sppwhy_catalogue *c, const char *folder, sppwhy_error *error)
{
    static const char *const columns[][4] = {{"number", "symbol", "meaning", NULL}, {"code", "symbol", NULL}};
    static const char *const tables[] = {"win32", "hresults"};
    tsv_row *rows[2];
    size_t counts[2];
    const char *origins[2];
    for (int t = 0; t < 2; t++) {
        sppwhy_status status =
            tsv_load(c->memory, folder, tables[t], columns[t], &rows[t], &counts[t], &origins[t], error);
        if (status != SPPWHY_OK)
            return status;
    }
    c->names = ARENA_ARRAY(c->memory, counts[0] + counts[1] + 1, sppwhy_error_name);
    if (!c->names)
        return error_no_memory(error);
    for (int t = 0; t < 2; t++)
        for (size_t i = 0; i < counts[t]; i++) {
            const char **cell = rows[t][i].cells;
            uint64_t number = 0;
            sppwhy_error_name name = {0, cell[1], t == 0 ? cell[2] : ""};
            if (t == 0 ? !text_parse_uint(&number, cell[0]) || number > 0xFFFF
                       : !text_starts_with(cell[0], "0x") || !text_parse_hex32(&name.value, cell[0]))
                return error_place(error, SPPWHY_INVALID, origins[t], rows[t][i].line, 1,
                                   "\"%s\" is not the number of an error", cell[0]);
            name.value |= t == 0 ? hresult_of_win32((uint32_t)number) : 0;
            c->names[c->name_count++] = name;
        }
    sort_array(c->names, c->name_count, sizeof *c->names, by_name_value);
    return SPPWHY_OK;
}

const sppwhy_error_name *sppwhy_error_name_find(const sppwhy_catalogue *c, uint32_t code)
{
    sppwhy_error_name wanted = {.value = code <= 0xFFFF ? hresult_of_win32(code) : code};
    return bsearch(&wanted, c->names, c->name_count, sizeof *c->names, by_name_value);
}

const sppwhy_error_name *sppwhy_error_name_at(const sppwhy_catalogue *c, size_t i)
{
    return i < c->name_count ? &c->names[i] : NULL;
}

/* ---- words --------------------------------------------------------------------------------------------- */

static sppwhy_status load_words(sppwhy_catalogue *c, const char *folder, sppwhy_error *error)
{
    static const char *const columns[] = {"word", "also", "meaning", NULL};
    tsv_table table;
    c->words = tsv_items(&table, c->memory, folder, "words", columns, sizeof *c->words, error);
    c->word_count = table.count;
    if (!c->words)
        return table.status;
    for (size_t i = 0; i < c->word_count; i++)
        c->words[i] = (sppwhy_word){table.rows[i].cells[0], table.rows[i].cells[1], table.rows[i].cells[2]};
    return SPPWHY_OK;
}

const sppwhy_word *sppwhy_word_at(const sppwhy_catalogue *c, size_t i)
{
    return i < c->word_count ? &c->words[i] : NULL;
}

/* ---- status bits --------------------------------------------------------------------------------------- */

static sppwhy_status load_flags(sppwhy_catalogue *c, const char *folder, sppwhy_error *error)
{
    static const char *const columns[] = {"flag", "symbol", "meaning", "cause", NULL};
    tsv_table table;
    c->flags = tsv_items(&table, c->memory, folder, "flags", columns, sizeof *c->flags, error);
    c->flag_count = table.count;
    if (!c->flags)
        return table.status;
    for (size_t i = 0; i < c->flag_count; i++) {
        const char **cell = table.rows[i].cells;
        c->flags[i] = (sppwhy_flag){0, cell[1], cell[2], cell[3]};
        if (!text_parse_hex32(&c->flags[i].bit, cell[0]))
            return error_place(error, SPPWHY_INVALID, table.origin, table.rows[i].line, 1,
                               "\"%s\" is not a bit like 0x04000000", cell[0]);
    }
    return SPPWHY_OK;
}

const sppwhy_flag *sppwhy_flag_at(const sppwhy_catalogue *c, size_t i)
{
    return i < c->flag_count ? &c->flags[i] : NULL;
}

/* ---- products ------------------------------------------------------------------------------------------ */

static int by_id(const void *a, const void *b)
{
    return id_compare(((const sppwhy_product *)a)->id, ((const sppwhy_product *)b)->id);
}

static sppwhy_status load_products(sppwhy_catalogue *c, const char *folder, sppwhy_error *error)
{
    static const char *const columns[] = {"kind", "guid", "name", "app_id", "required_count", NULL};
    tsv_table table;
    c->products = tsv_items(&table, c->memory, folder, "products", columns, sizeof *c->products, error);
    c->product_count = table.count;
    if (!c->products)
        return table.status;
    for (size_t i = 0; i < c->product_count; i++) {
        const char **cell = table.rows[i].cells;
        sppwhy_product *product = &c->products[i];
        uint64_t count = 0;
        uint8_t id[ID_BYTES];
        if (cell[4][0] != '\0' && (!text_parse_uint(&count, cell[4]) || count > UINT32_MAX))
            return error_place(error, SPPWHY_INVALID, table.origin, table.rows[i].line, 1,
                               "\"%s\" is not a count", cell[4]);
        if (!id_parse(id, cell[1]))
            return error_place(error, SPPWHY_INVALID, table.origin, table.rows[i].line, 1,
                               "\"%s\" is not a GUID", cell[1]);
        *product = (sppwhy_product){
            .kind = cell[0], .name = cell[2], .application = cell[3], .required_count = (uint32_t)count};
        memcpy(product->id, id, sizeof product->id);
    }
    sort_array(c->products, c->product_count, sizeof *c->products, by_id);
    return SPPWHY_OK;
}

const sppwhy_product *sppwhy_product_find(const sppwhy_catalogue *c, const uint8_t id[16])
{
    sppwhy_product wanted = {0};
    memcpy(wanted.id, id, sizeof wanted.id);
    return bsearch(&wanted, c->products, c->product_count, sizeof *c->products, by_id);
}

const sppwhy_product *sppwhy_product_at(const sppwhy_catalogue *c, size_t i)
{
    return i < c->product_count ? &c->products[i] : NULL;
}

/* ---- providers ----------------------------------------------------------------------------------------- */

static sppwhy_status load_providers(sppwhy_catalogue *c, const char *folder, sppwhy_error *error)
{
    static const char *const columns[] = {"name", "family", NULL};
    tsv_row *rows;
    const char *origin;
    sppwhy_status status =
        tsv_load(c->memory, folder, "providers", columns, &rows, &c->provider_count, &origin, error);
    if (status != SPPWHY_OK)
        return status;
    c->providers = ARENA_ARRAY(c->memory, c->provider_count + 1, provider);
    c->provider_names = ARENA_ARRAY(c->memory, c->provider_count + 1, const char *);
    if (!c->providers || !c->provider_names)
        return error_no_memory(error);
    for (size_t i = 0; i < c->provider_count; i++) {
        c->providers[i] = (provider){rows[i].cells[0], rows[i].cells[1]};
        c->provider_names[i] = rows[i].cells[0];
    }
    return SPPWHY_OK;
}

const char *const *sppwhy_catalogue_providers(const sppwhy_catalogue *c)
{
    return c->provider_names;
}

static const char *family_of(const sppwhy_catalogue *c, const char *name)
{
    for (size_t i = 0; i < c->provider_count; i++)
        if (strcmp(c->providers[i].name, name) == 0)
            return c->providers[i].family;
    return NULL;
}

/* ---- events -------------------------------------------------------------------------------------------- */

typedef struct field_list {
    sppwhy_field fields[64];
    const char *keys[64];
    uint64_t optional;
    size_t count;
} field_list;

static bool field_by_name(sppwhy_field *out, const char *name)
{
    for (int f = 0; f < SPPWHY_FIELD_TOTAL; f++)
        if (strcmp(sppwhy_field_name((sppwhy_field)f), name) == 0) {
            *out = (sppwhy_field)f;
            return true;
        }
    return false;
}

/* One word of the column "fields": NAME, KEY=NAME, either with "?" behind, or "-" for a place
 * that is unused. */
static bool add_field(field_list *list, char *word)
{
    if (list->count == sizeof list->fields / sizeof *list->fields)
        return false;
    size_t length = strlen(word);
    if (length > 1 && word[length - 1] == '?') {
        word[length - 1] = '\0';
        list->optional |= (uint64_t)1 << list->count;
    }
    char *name = strchr(word, '=');
    list->keys[list->count] = name ? word : NULL;
    if (name)
        *name++ = '\0';
    else
        name = word;
    if (strcmp(name, "-") == 0)
        list->fields[list->count] = FIELD_UNUSED;
    else if (!field_by_name(&list->fields[list->count], name))
        return false;
    list->count++;
    return true;
}

static sppwhy_status read_event(sppwhy_catalogue *c, event_row *row, const tsv_row *source,
                                const char *origin, sppwhy_error *error)
{
    const char **cell = source->cells;
    field_list list = {0};
    uint64_t id;
    bool joined = strcmp(cell[3], "info") == 0;
    if (!text_parse_uint(&id, cell[1]) || id > UINT32_MAX)
        return error_place(error, SPPWHY_INVALID, origin, source->line, 1, "\"%s\" is not an event id",
                           cell[1]);
    if (!joined && strcmp(cell[3], "strings") != 0)
        return error_place(error, SPPWHY_INVALID, origin, source->line, 1,
                           "the form is \"info\" or \"strings\", not \"%s\"", cell[3]);
    char *words = arena_string(c->memory, cell[4]), *rest = NULL;
    if (!words)
        return error_no_memory(error);
    for (char *word = strtok_r(words, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
        if (!add_field(&list, word))
            return error_place(error, SPPWHY_INVALID, origin, source->line, 1, "unknown field \"%s\"", word);
    for (size_t i = 0; i < list.count; i++)
        if (list.fields[i] == SPPWHY_FIELD_SERVER && !list.keys[i] &&
            (i + 1 == list.count || list.fields[i + 1] != SPPWHY_FIELD_PORT))
            return error_place(error, SPPWHY_INVALID, origin, source->line, 1,
                               "behind \"server\" there must be \"port\": both are in one value");
    sppwhy_field *fields = vec_copy(c->memory, list.fields, list.count, sizeof *list.fields);
    const char **keys = vec_copy(c->memory, list.keys, list.count, sizeof *list.keys);
    if (!fields || !keys)
        return error_no_memory(error);
    row->type = (sppwhy_event_type){.family = cell[0],
                                    .id = (uint32_t)id,
                                    .kind = cell[2],
                                    .known_kind = (int)event_kind_named(cell[2]),
                                    .title = cell[5],
                                    .joined = joined,
                                    .fields = fields,
                                    .keys = keys,
                                    .field_count = list.count};
    row->optional = list.optional;
    return SPPWHY_OK;
}

static sppwhy_status load_events(sppwhy_catalogue *c, const char *folder, sppwhy_error *error)
{
    static const char *const columns[] = {"family", "id", "kind", "form", "fields", "title", NULL};
    tsv_table table;
    c->events = tsv_items(&table, c->memory, folder, "events", columns, sizeof *c->events, error);
    c->event_count = table.count;
    if (!c->events)
        return table.status;
    for (size_t i = 0; i < c->event_count && table.status == SPPWHY_OK; i++) {
        table.status = read_event(c, &c->events[i], &table.rows[i], table.origin, error);
        for (size_t k = 0; k < i && table.status == SPPWHY_OK; k++)
            if (c->events[k].type.id == c->events[i].type.id &&
                strcmp(c->events[k].type.family, c->events[i].type.family) == 0)
                table.status =
                    error_place(error, SPPWHY_INVALID, table.origin, table.rows[i].line, 1,
                                "event %s is in line %u already", table.rows[i].cells[1], table.rows[k].line);
    }
    return table.status;
}

const sppwhy_event_type *catalogue_event_type(const sppwhy_catalogue *c, const char *provider_name,
                                              const char *source, uint32_t id)
{
    const char *family = family_of(c, provider_name);
    if (!family)
        family = family_of(c, source);
    for (size_t i = 0; family && i < c->event_count; i++)
        if (c->events[i].type.id == id && strcmp(c->events[i].type.family, family) == 0)
            return &c->events[i].type;
    return &other_event;
}

const sppwhy_event_type *sppwhy_event_type_at(const sppwhy_catalogue *c, size_t i)
{
    return i < c->event_count ? &c->events[i].type : NULL;
}

bool catalogue_field_optional(const sppwhy_catalogue *c, const sppwhy_event_type *type, size_t place)
{
    (void)c;
    return (((const event_row *)type)->optional >> place & 1) != 0;
}

/* ---- life ---------------------------------------------------------------------------------------------- */

sppwhy_status sppwhy_catalogue_load(sppwhy_catalogue **out, const char *folder, sppwhy_error *error)
{
    *out = NULL;
    arena *memory = arena_create();
    sppwhy_catalogue *c = memory ? ARENA_NEW(memory, sppwhy_catalogue) : NULL;
    if (!c) {
        arena_free(memory);
        return error_no_memory(error);
    }
    c->memory = memory;
    sppwhy_status status = load_providers(c, folder, error);
    if (status == SPPWHY_OK)
        status = load_codes(c, folder, error);
    if (status == SPPWHY_OK)
        status = load_names(c, folder, error);
    if (status == SPPWHY_OK)
        status = load_words(c, folder, error);
    if (status == SPPWHY_OK)
        status = load_flags(c, folder, error);
    if (status == SPPWHY_OK)
        status = load_products(c, folder, error);
    if (status == SPPWHY_OK)
        status = load_events(c, folder, error);
    if (status == SPPWHY_OK)
        status = product_tables_load(&c->tables, c->memory, folder, error);
    if (status == SPPWHY_OK)
        status = messages_load(&c->messages, c->memory, folder, error);
    if (status == SPPWHY_OK)
        status = known_hosts_load(&c->hosts, c->memory, folder, error);
    if (status != SPPWHY_OK) {
        sppwhy_catalogue_free(c);
        return status;
    }
    *out = c;
    return SPPWHY_OK;
}

const product_tables *catalogue_product_tables(const sppwhy_catalogue *c)
{
    return &c->tables;
}

const messages *catalogue_messages(const sppwhy_catalogue *c)
{
    return &c->messages;
}

const known_hosts *catalogue_known_hosts(const sppwhy_catalogue *c)
{
    return &c->hosts;
}

void sppwhy_catalogue_free(sppwhy_catalogue *c)
{
    if (c)
        arena_free(c->memory);
}
