"""Through other people's programs and back: pyarrow, pandas, Polars, DuckDB, Parquet."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import unittest
import uuid
from pathlib import Path
from typing import Any

import sppwhy
from support import SAMPLES, SAMPLES_OF_ALL_FORMS, Case, program, scenario_logs, scenarios

try:
    import pyarrow as pa
    import pyarrow.parquet as pq
except ImportError as missing:
    raise unittest.SkipTest(f"pyarrow is not there: {missing}") from missing


class EveryLog(Case):
    """Events and logs, there and back: the answer is that of the logs, byte for byte."""

    def there_and_back(self, source: Path, folder: str, **options: Any) -> bytes:
        read = sppwhy.read(source, **options)
        whole = read.report()
        tables = [pa.table(read.events), pa.table(read.logs)]
        for table in tables:
            table.validate(full=True)
        self.same(sppwhy.report(tables), whole, "tables")
        for number, table in enumerate(tables):
            pq.write_table(table, f"{folder}/{number}.parquet")
        stored = [pq.read_table(f"{folder}/{number}.parquet") for number in range(2)]
        self.same(sppwhy.report(stored), whole, "parquet")
        return whole

    def test_every_scenario(self) -> None:
        checked = 0
        with tempfile.TemporaryDirectory() as folder:
            for scenario in scenarios():
                with self.subTest(scenario=scenario.name):
                    logs = scenario_logs(scenario)
                    whole = self.there_and_back(logs, folder, recovered=True)
                    if checked % 10 == 0:
                        self.same(whole, program("--recovered", "--format", "json", logs), "the program")
                    checked += 1
        self.assertGreater(checked, 80)

    def test_every_sample(self) -> None:
        """Logs, and events as text, CSV, XML, JSON, as people export and paste them; and an archive."""
        with tempfile.TemporaryDirectory() as folder:
            checked = 0
            for source in SAMPLES_OF_ALL_FORMS:
                with self.subTest(source=source.name), contextlib.suppress(sppwhy.NotALogError):
                    self.there_and_back(source, folder)
                    checked += 1
            archive = shutil.make_archive(folder + "/all", "zip", SAMPLES)
            self.there_and_back(Path(archive), folder)
        self.assertGreater(checked, 80)

    def test_log_by_log(self) -> None:
        """As Spark does: each log is read by itself, and all come together out of order."""
        for scenario in scenarios()[::9]:
            with self.subTest(scenario=scenario.name):
                logs = scenario_logs(scenario)
                whole = sppwhy.report(logs)
                parts = [sppwhy.read(path) for path in sorted(logs.rglob("*.evtx"), reverse=True)]
                self.same(sppwhy.report([s for part in parts for s in (part.logs, part.events)]), whole, "parts")


class Others(Case):
    def setUp(self) -> None:
        self.read = sppwhy.read(SAMPLES / "contoso")
        self.whole = self.read.report()
        self.events = pa.table(self.read.events)
        self.logs = pa.table(self.read.logs)

    def back(self, events: Any, logs: Any, what: str) -> None:
        self.same(sppwhy.report([events, logs]), self.whole, what)

    def test_slices(self) -> None:
        middle = self.events.num_rows // 2
        parts = [self.events.slice(0, middle), self.events.slice(middle, 0), self.events.slice(middle)]
        self.same(sppwhy.report([*parts, self.logs.slice(3), self.logs.slice(0, 3)]), self.whole, "slices")
        chunks = pa.concat_tables([self.events.slice(i, 7) for i in range(0, self.events.num_rows, 7)])
        self.back(chunks, self.logs, "chunks")

    def test_plain_and_large(self) -> None:
        plain = sppwhy.read(SAMPLES / "contoso", plain=True, guid_text=True, batch_rows=10)
        events = pa.table(plain.events)
        self.assertEqual(events.schema.field("computer").type, pa.string())
        self.assertEqual(events.schema.field("cmid").type, pa.string())
        self.back(events, pa.table(plain.logs), "plain")

        def larger(kind: pa.DataType) -> pa.DataType:
            return pa.large_list(pa.large_string()) if pa.types.is_list(kind) else pa.large_string()

        schema = pa.schema(
            [
                pa.field(f.name, larger(f.type) if f.type in (pa.string(), pa.list_(pa.string())) else f.type)
                for f in events.schema
            ]
        )
        self.back(events.cast(schema), self.logs, "large")
        views = pa.schema(
            [pa.field(f.name, pa.string_view() if f.type == pa.string() else f.type) for f in events.schema]
        )
        self.back(events.cast(views), self.logs, "views")

    def test_what_spark_makes_of_it(self) -> None:
        def spark(kind: pa.DataType) -> pa.DataType:
            if pa.types.is_timestamp(kind):
                return pa.timestamp("us", "UTC")
            if pa.types.is_unsigned_integer(kind):
                return pa.int64()
            if pa.types.is_dictionary(kind):
                return pa.string()
            if pa.types.is_list(kind):
                return pa.list_(spark(kind.value_type))
            if pa.types.is_struct(kind):
                return pa.struct([pa.field(f.name, spark(f.type)) for f in kind])
            return kind

        def cast(table: pa.Table) -> pa.Table:
            return table.cast(pa.schema([pa.field(f.name, spark(f.type)) for f in table.schema]), safe=False)

        self.back(cast(self.events), cast(self.logs), "spark's types")

    def test_pandas(self) -> None:
        try:
            import pandas  # noqa: F401
        except ImportError as missing:
            self.skipTest(str(missing))
        frame = self.events.to_pandas()
        self.assertEqual(len(frame), self.events.num_rows)
        self.back(frame, self.logs.to_pandas(), "pandas")

    def test_polars(self) -> None:
        try:
            import polars
        except ImportError as missing:
            self.skipTest(str(missing))
        self.back(polars.DataFrame(self.read.events), polars.DataFrame(self.read.logs), "polars")

    def test_duckdb(self) -> None:
        try:
            import duckdb
        except ImportError as missing:
            self.skipTest(str(missing))
        events, logs = self.read.events, self.read.logs
        with duckdb.connect() as db:
            db.sql("set TimeZone = 'UTC'")
            first = db.sql("select * from events order by random()").to_arrow_table()
            second = db.sql("select * from logs").to_arrow_table()
            asked = db.sql("select count(distinct computer) from events where kind = 'client_request'").fetchall()
        self.back(first, second, "duckdb")
        self.assertGreater(asked[0][0], 1)
        self.assertEqual(logs, logs)

    def test_one_stream_may_be_read_again(self) -> None:
        events = self.read.events
        self.assertEqual(pa.table(events).num_rows, pa.table(events).num_rows)


class Columns(Case):
    def test_events_say_what_lines_say(self) -> None:
        import json

        path = SAMPLES / "contoso"
        lines = [json.loads(line) for line in program("events", path).splitlines()]
        rows = pa.table(sppwhy.events(path)).to_pylist()
        self.assertEqual(len(rows), len(lines))
        for row, line in zip(rows, lines):
            spp = line["spp"]
            self.assertEqual(row["kind"], spp["kind"])
            self.assertEqual(row["computer"], line["host"]["name"])
            self.assertEqual(str(row["event_id"]), line["event"]["code"])
            self.assertEqual(row["file"], line["log"]["file"]["path"])
            self.assertEqual(row["strings"], list(line["winlog"]["event_data"].values()))
            self.assertEqual(row["outcome"], line["event"]["outcome"])
            self.assertEqual(row["log"], line["sppwhy"]["log"])
            for name, value in spp.items():
                if name in ("cmid", "rule_id", "application") and value:
                    value = uuid.UUID(value).bytes
                if name == "product" and value:
                    self.assertEqual(row["product_id"], uuid.UUID(value["id"]).bytes)
                    value = value["name"]
                if name in ("kind", "problems") or name.endswith(("_time", "_end", "until")):
                    continue
                self.assertEqual(row[name], value, name)

    def test_logs_and_findings_say_what_the_document_says(self) -> None:
        read = sppwhy.read(SAMPLES / "contoso")
        document = read.analyze()
        for row, log in zip(pa.table(read.logs).to_pylist(), document["logs"]):
            for name in ("computers", "channels", "records", "licensing_events", "bytes", "chunks"):
                self.assertEqual(row[name], log[name])
            self.assertEqual(row["file"], log["path"])
        rows = pa.table(read.findings).to_pylist()
        self.assertEqual(len(rows), len(document["findings"]))
        for row, finding in zip(rows, document["findings"]):
            for name in ("cause", "level", "confidence", "title", "why", "fix", "confirm", "missing", "occurrences"):
                self.assertEqual(row[name], finding[name])
            self.assertEqual(row["subject"], finding["subject"]["name"])
            self.assertEqual(len(row["evidence"]), len(finding["evidence"]))
            for name in ("id", "host_finding", "affects"):
                self.assertEqual(row[name], finding[name])

    def test_what_was_not_read_is_a_row(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "empty.evtx").touch()
            (row,) = pa.table(sppwhy.logs(folder)).filter(pa.compute.field("file").isin([f"{folder}/empty.evtx"])).to_pylist()
        self.assertIsNone(row["log"])
        self.assertIn("empty", row["unread"])

    def test_since_leaves_rows_out(self) -> None:
        some = pa.table(sppwhy.events(SAMPLES / "contoso", since="2026-03-05"))
        self.assertLess(some.num_rows, pa.table(sppwhy.events(SAMPLES / "contoso")).num_rows)
        self.assertGreater(some.num_rows, 0)


class Refused(Case):
    def test_what_is_no_stream_of_ours(self) -> None:
        with self.assertRaises(sppwhy.InvalidError) as raised:
            sppwhy.report(pa.table({"event_id": [1], "other": ["x"]}))
        self.assertIn("event_id, provider, strings, file", str(raised.exception))

    def test_values_that_do_not_fit(self) -> None:
        events = pa.table(sppwhy.events(SAMPLES / "kb974998"))
        for name, wrong in (("level", 300), ("event_id", None), ("strings", [None]), ("file", ""), ("event_id", -1)):
            at = events.schema.get_field_index(name)
            column = pa.array([wrong] * events.num_rows)
            with self.assertRaises(sppwhy.InvalidError) as raised:
                sppwhy.report(events.set_column(at, name, column))
            self.assertIn(f"column {name}, row 0", str(raised.exception))

    def test_a_reader_that_fails(self) -> None:
        events = pa.table(sppwhy.events(SAMPLES / "kb974998"))

        def batches() -> Any:
            yield events.to_batches()[0]
            raise RuntimeError("the disk is full")

        with self.assertRaises(sppwhy.InputError) as raised:
            sppwhy.report(pa.RecordBatchReader.from_batches(events.schema, batches()))
        self.assertIn("the disk is full", str(raised.exception))
