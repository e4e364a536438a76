/* See sqlite_schema.h. */
#include "report/sqlite/sqlite_schema.h"

#include "spp/records.h"

const char sqlite_tables[] =
    "CREATE TABLE about(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;\n"
    "CREATE TABLE logs(id INTEGER PRIMARY KEY, path TEXT NOT NULL, first_event TEXT, last_event TEXT,\n"
    "  bytes INTEGER NOT NULL, bytes_lost INTEGER NOT NULL, chunks INTEGER NOT NULL,\n"
    "  records INTEGER NOT NULL, records_lost INTEGER NOT NULL, licensing_events INTEGER NOT NULL,\n"
    "  recovered INTEGER NOT NULL, dirty INTEGER NOT NULL);\n"
    "CREATE TABLE log_computers(log_id INTEGER NOT NULL REFERENCES logs(id), computer TEXT NOT NULL);\n"
    "CREATE TABLE log_channels(log_id INTEGER NOT NULL REFERENCES logs(id), channel TEXT NOT NULL);\n"
    "CREATE TABLE damage(log_id INTEGER NOT NULL REFERENCES logs(id), offset INTEGER NOT NULL,\n"
    "  bytes INTEGER NOT NULL, reason TEXT NOT NULL, lost INTEGER NOT NULL);\n"
    "CREATE TABLE unread(path TEXT NOT NULL, reason TEXT NOT NULL);\n"
    "CREATE TABLE products(id TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID;\n"
    "CREATE TABLE machines(id INTEGER PRIMARY KEY, name TEXT NOT NULL, is_client INTEGER NOT NULL,\n"
    "  is_host INTEGER NOT NULL, state TEXT NOT NULL, last_success TEXT, last_failure TEXT, runs_out TEXT,\n"
    "  activations INTEGER NOT NULL, failed INTEGER NOT NULL, requests_served INTEGER);\n"
    "CREATE TABLE machine_aliases(machine_id INTEGER NOT NULL REFERENCES machines(id), name TEXT NOT NULL);\n"
    "CREATE TABLE machine_cmids(machine_id INTEGER NOT NULL REFERENCES machines(id), cmid TEXT NOT NULL);\n"
    "CREATE TABLE machine_products(machine_id INTEGER NOT NULL REFERENCES machines(id),\n"
    "  product_id TEXT NOT NULL REFERENCES products(id));\n"
    "CREATE TABLE findings(id INTEGER PRIMARY KEY, cause TEXT NOT NULL, level TEXT NOT NULL,\n"
    "  severity INTEGER NOT NULL, confidence TEXT NOT NULL, subject TEXT NOT NULL,\n"
    "  machine_id INTEGER REFERENCES machines(id), title TEXT NOT NULL, why TEXT NOT NULL, first TEXT,\n"
    "  last TEXT, occurrences INTEGER NOT NULL, stable_id TEXT NOT NULL, host_finding TEXT,\n"
    "  affects TEXT NOT NULL);\n"
    "CREATE TABLE collect(position INTEGER PRIMARY KEY, machine TEXT NOT NULL, channel TEXT NOT NULL,\n"
    "  \"from\" TEXT, \"to\" TEXT, settles INTEGER NOT NULL);\n"
    "CREATE TABLE advice(finding_id INTEGER NOT NULL REFERENCES findings(id), kind TEXT NOT NULL,\n"
    "  position INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY(finding_id, kind, position)) WITHOUT "
    "ROWID;\n"
    "CREATE TABLE activations(id INTEGER PRIMARY KEY,\n"
    "  machine_id INTEGER NOT NULL REFERENCES machines(id), time TEXT,\n"
    "  product_id TEXT REFERENCES products(id), outcome TEXT NOT NULL, code TEXT, cause TEXT, level TEXT,\n"
    "  confidence TEXT, title TEXT, why TEXT, finding_id INTEGER REFERENCES findings(id));\n"
    "CREATE TABLE requests(id INTEGER PRIMARY KEY, activation_id INTEGER REFERENCES activations(id),\n"
    "  machine_id INTEGER REFERENCES machines(id), host_id INTEGER REFERENCES machines(id), time TEXT,\n"
    "  product_id TEXT REFERENCES products(id), cmid TEXT, client_time TEXT, server TEXT, port INTEGER,\n"
    "  skew_seconds INTEGER, count INTEGER, required_count INTEGER,\n"
    "  request_record_id INTEGER REFERENCES records(id), response_record_id INTEGER REFERENCES records(id),\n"
    "  host_record_id INTEGER REFERENCES records(id));\n"
    "CREATE TABLE evidence(record_id INTEGER NOT NULL REFERENCES records(id),\n"
    "  finding_id INTEGER REFERENCES findings(id), activation_id INTEGER REFERENCES activations(id),\n"
    "  CHECK((finding_id IS NULL) <> (activation_id IS NULL)));\n";

const char sqlite_indexes[] =
    "CREATE INDEX logs_path ON logs(path);\n"
    "CREATE INDEX log_computers_log ON log_computers(log_id);\n"
    "CREATE INDEX log_channels_log ON log_channels(log_id);\n"
    "CREATE INDEX damage_log ON damage(log_id);\n"
    "CREATE INDEX machines_name ON machines(name COLLATE NOCASE);\n"
    "CREATE INDEX machine_aliases_machine ON machine_aliases(machine_id);\n"
    "CREATE INDEX machine_cmids_machine ON machine_cmids(machine_id);\n"
    "CREATE INDEX machine_cmids_cmid ON machine_cmids(cmid);\n"
    "CREATE INDEX machine_products_machine ON machine_products(machine_id);\n"
    "CREATE INDEX records_place ON records(log_id, event_record_id);\n"
    "CREATE INDEX records_machine ON records(machine_id, time);\n"
    "CREATE INDEX records_kind ON records(kind, time);\n"
    "CREATE INDEX records_cmid ON records(cmid) WHERE cmid IS NOT NULL;\n"
    "CREATE INDEX findings_machine ON findings(machine_id);\n"
    "CREATE INDEX findings_cause ON findings(cause);\n"
    "CREATE INDEX activations_machine ON activations(machine_id, time);\n"
    "CREATE INDEX activations_cause ON activations(cause) WHERE cause IS NOT NULL;\n"
    "CREATE INDEX activations_finding ON activations(finding_id) WHERE finding_id IS NOT NULL;\n"
    "CREATE INDEX requests_activation ON requests(activation_id);\n"
    "CREATE INDEX requests_machine ON requests(machine_id, time);\n"
    "CREATE INDEX requests_host ON requests(host_id, time);\n"
    "CREATE INDEX evidence_finding ON evidence(finding_id) WHERE finding_id IS NOT NULL;\n"
    "CREATE INDEX evidence_activation ON evidence(activation_id) WHERE activation_id IS NOT NULL;\n"
    "CREATE INDEX evidence_record ON evidence(record_id);\n";

const char sqlite_views[] =
    "CREATE VIEW failures AS\n"
    "  SELECT a.id AS activation_id, a.time, m.name AS machine, p.name AS product, a.outcome, a.code, "
    "a.cause,\n"
    "    a.level, a.confidence, a.title, a.why\n"
    "  FROM activations AS a JOIN machines AS m ON m.id = a.machine_id\n"
    "    LEFT JOIN products AS p ON p.id = a.product_id\n"
    "  WHERE a.cause IS NOT NULL ORDER BY a.id;\n"
    "CREATE VIEW causes AS\n"
    "  SELECT cause, title, count(*) AS activations, count(DISTINCT machine_id) AS machines,\n"
    "    min(time) AS first, max(time) AS last\n"
    "  FROM activations WHERE cause IS NOT NULL GROUP BY cause ORDER BY activations DESC, cause;\n"
    "CREATE VIEW machine_status AS\n"
    "  SELECT m.id AS machine_id, m.name AS machine, m.state, m.activations, m.failed, m.last_success,\n"
    "    m.last_failure, m.runs_out,\n"
    "    (SELECT group_concat(cause, ', ') FROM\n"
    "      (SELECT f.cause FROM findings AS f WHERE f.machine_id = m.id ORDER BY f.id)) AS causes\n"
    "  FROM machines AS m ORDER BY m.id;\n"
    "CREATE VIEW hosts AS\n"
    "  SELECT m.name AS host, count(*) AS requests, sum(r.code <> '0x00000000') AS refused,\n"
    "    count(DISTINCT r.cmid) AS cmids, min(r.time) AS first, max(r.time) AS last\n"
    "  FROM records AS r JOIN machines AS m ON m.id = r.machine_id\n"
    "  WHERE r.kind = 'host_request' GROUP BY m.id ORDER BY m.id;\n"
    "CREATE VIEW finding_events AS\n"
    "  SELECT e.finding_id, f.cause, m.name AS machine, r.time, r.computer, r.event_id, r.kind, r.code,\n"
    "    l.path AS file, r.event_record_id, r.id AS record_id\n"
    "  FROM evidence AS e JOIN findings AS f ON f.id = e.finding_id JOIN records AS r ON r.id = e.record_id\n"
    "    JOIN logs AS l ON l.id = r.log_id LEFT JOIN machines AS m ON m.id = f.machine_id\n"
    "  ORDER BY e.finding_id, r.time, r.id;\n"
    "CREATE VIEW timeline AS\n"
    "  SELECT r.time, r.computer, r.event_id, r.kind, r.outcome, r.code, r.server, r.client,\n"
    "    p.name AS product, l.path AS file, r.event_record_id, r.id AS record_id\n"
    "  FROM records AS r JOIN logs AS l ON l.id = r.log_id LEFT JOIN products AS p ON p.id = r.product_id\n"
    "  ORDER BY r.time, r.computer, r.event_record_id, r.id;\n";

static const char *sql_type(sppwhy_type type)
{
    return type == SPPWHY_TYPE_NUMBER || type == SPPWHY_TYPE_BOOLEAN ? "INTEGER" : "TEXT";
}

void sqlite_records_table(strbuf *sql)
{
    strbuf_add(sql, "CREATE TABLE records(id INTEGER PRIMARY KEY,\n"
                    "  log_id INTEGER NOT NULL REFERENCES logs(id), event_record_id INTEGER NOT NULL,\n"
                    "  machine_id INTEGER REFERENCES machines(id), time TEXT, computer TEXT NOT NULL,\n"
                    "  channel TEXT NOT NULL, provider TEXT NOT NULL, event_id INTEGER NOT NULL,\n"
                    "  kind TEXT NOT NULL, outcome TEXT NOT NULL");
    for (int i = 0; i < SPPWHY_FIELD_TOTAL; i++) {
        sppwhy_type type = sppwhy_field_type((sppwhy_field)i);
        strbuf_printf(sql, "%s\"%s%s\" %s%s", i % 4 == 0 ? ",\n  " : ", ", sppwhy_field_name((sppwhy_field)i),
                      type == SPPWHY_TYPE_PRODUCT ? "_id" : "", sql_type(type),
                      type == SPPWHY_TYPE_PRODUCT ? " REFERENCES products(id)" : "");
    }
    strbuf_add(sql, ",\n  recovered INTEGER NOT NULL, offset INTEGER NOT NULL, problems TEXT,\n"
                    "  strings TEXT NOT NULL);\n");
}
