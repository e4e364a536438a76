/* What is new, what is gone, what goes on, as JSON. */
#include "report/json/json.h"

#include "report/write/json_writer.h"

static void write_brief(json_writer *w, const finding_brief *f)
{
    json_open_object(w);
    json_string_member(w, "id", f->id);
    json_string_member(w, "cause", f->cause);
    json_string_member(w, "level", sppwhy_level_name(f->level));
    json_key(w, "subject");
    json_open_object(w);
    json_string_member(w, "kind", f->kind);
    json_string_member(w, "name", f->name);
    json_close_object(w);
    json_string_member(w, "title", f->title);
    json_string_member(w, "last", f->last);
    json_number_member(w, "occurrences", f->occurrences);
    json_string_member(w, "host_finding", f->host_finding);
    json_close_object(w);
}

static void write_list(json_writer *w, const char *key, const brief_list *list)
{
    json_key(w, key);
    json_open_array(w);
    for (size_t i = 0; i < list->count; i++)
        write_brief(w, list->items[i]);
    json_close_array(w);
}

void report_diff_json(sppwhy_writer *out, const brief_diff *diff)
{
    json_writer w = {.out = out, .indent = true};
    json_open_object(&w);
    json_number_member(&w, "schema_version", 1);
    write_list(&w, "new", &diff->added);
    write_list(&w, "gone", &diff->gone);
    write_list(&w, "going_on", &diff->lasting);
    write_list(&w, "not_seen", &diff->unseen);
    json_close_object(&w);
    writer_char(out, '\n');
}
