"""python -m sppwhy.spark IN OUT: thousands of collections of event logs, by Spark (docs/spark.md).

IN has a folder for each collection (a site, a customer, a case). Each log is read by itself, wherever there is room;
events and logs land in OUT as Parquet, then each collection is analyzed as a whole. The documents are those of
`cd IN && sppwhy --format json COLLECTION` on one machine.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import pyarrow as pa

import sppwhy
from sppwhy import components

# ---- types ------------------------------------------------------------------------------------------------------------


def spark_type(kind: pa.DataType) -> pa.DataType:
    """What Spark has for it: no dictionaries, no unsigned numbers, no nanoseconds. `filetime` and `state` stay exact."""
    if pa.types.is_timestamp(kind):
        return pa.timestamp("us", "UTC")
    if pa.types.is_unsigned_integer(kind) or kind == pa.int32():
        return pa.int64()
    if pa.types.is_list(kind):
        return pa.list_(pa.field("element", spark_type(kind.value_type)))
    if pa.types.is_struct(kind):
        return pa.struct([pa.field(field.name, spark_type(field.type)) for field in kind])
    return kind


def spark_schema(schema: pa.Schema) -> pa.Schema:
    return pa.schema([pa.field(field.name, spark_type(field.type)) for field in schema])


def own_schemas() -> tuple[pa.Schema, pa.Schema]:
    """Of events and of logs."""
    with tempfile.TemporaryDirectory() as folder:
        read = sppwhy.read(folder, plain=True, guid_text=True)
        events, logs = (pa.RecordBatchReader.from_stream(stream).schema for stream in (read.events, read.logs))
        return spark_schema(events), spark_schema(logs)


def mapped_schema() -> pa.Schema:
    """What the reading of one file gives: first a row about the file, then rows with an event or with a log."""
    events, logs = own_schemas()
    return pa.schema(
        [
            ("collection", pa.string()),
            ("input", pa.string()),
            ("size", pa.int64()),
            ("modified", pa.int64()),
            ("sha256", pa.string()),
            ("how", pa.string()),
            ("status", pa.string()),
            ("event", pa.struct(list(events))),
            ("log", pa.struct(list(logs))),
        ]
    )


EVIDENCE = pa.list_(
    pa.field(
        "element",
        pa.struct(
            [
                ("path", pa.string()),
                ("record_id", pa.int64()),
                ("event_id", pa.int64()),
                ("time", pa.string()),
                ("recovered", pa.bool_()),
            ]
        ),
    )
)
TEXTS = pa.list_(pa.field("element", pa.string()))
FINDINGS = pa.schema(
    [("collection", pa.string())]
    + [(name, pa.string()) for name in ("id", "cause", "level", "confidence", "subject_kind", "subject", "title", "why")]
    + [("host_finding", pa.string())]
    + [(name, TEXTS) for name in ("confirm", "fix", "missing", "affects")]
    + [("first", pa.string()), ("last", pa.string()), ("occurrences", pa.int64()), ("evidence", EVIDENCE)]
)
MACHINES = pa.schema(
    [("collection", pa.string()), ("name", pa.string()), ("state", pa.string())]
    + [(name, TEXTS) for name in ("aliases", "cmids", "roles", "causes")]
    + [(name, pa.string()) for name in ("last_success", "last_failure", "runs_out")]
    + [("activations", pa.int64()), ("failed", pa.int64())]
)
DOCUMENTS = pa.schema([("collection", pa.string()), ("status", pa.string()), ("document", pa.string()), ("part", pa.int32())])

# ---- on the executors: a log ------------------------------------------------------------------------------------------


@contextlib.contextmanager
def staged(collection: str, relative: str, uri: str, copy: bool) -> Iterator[str]:
    """A folder with nothing but that file, at its place below the collection: a link, or a copy from a store.

    So the file is treated as one that is met in a folder, and named as it is on one machine.
    """
    folder = tempfile.mkdtemp(prefix="sppwhy-")
    back = os.getcwd()
    try:
        place = Path(folder, collection, relative)
        place.parent.mkdir(parents=True)
        if copy:
            fetch(uri, place)
        else:
            path = unquote(urlparse(uri).path)
            os.stat(path)  # a link to nothing would only be passed over
            place.symlink_to(path)
        os.chdir(folder)
        yield str(place)
    finally:
        os.chdir(back)
        shutil.rmtree(folder, ignore_errors=True)


def fetch(uri: str, place: Path) -> None:
    """Out of whatever store pyarrow knows; an .evtx may have 4 GiB, so it goes in steps."""
    from pyarrow import fs

    store, path = fs.FileSystem.from_uri(uri.replace("s3a://", "s3://").replace("s3n://", "s3://"))
    with store.open_input_stream(path) as source, open(place, "wb") as target:
        shutil.copyfileobj(source, target, 8 << 20)


def content_hash(path: str) -> str:
    found = hashlib.sha256()
    with open(path, "rb") as file:
        while step := file.read(8 << 20):
            found.update(step)
    return found.hexdigest()


def unread_row(file: str, reason: str, schema: pa.StructType) -> dict[str, Any]:
    """As the library tells of a file that it could not read."""
    row: dict[str, Any] = {schema.field(i).name: None for i in range(schema.num_fields)}
    told = {"schema_version": 1, "logs": [], "unread": [{"path": file, "reason": reason}]}
    return {**row, "file": file, "unread": reason, "state": json.dumps({"sppwhy": told})}


class LogReader:
    """For mapInArrow: a row a file in, its events and logs out."""

    def __init__(self, schema: pa.Schema, options: dict[str, Any], how: str, copy: bool) -> None:
        self.schema, self.options, self.how, self.copy = schema, options, how, copy

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for file in batch.to_pylist():
                yield from self.read(file)

    def read(self, file: dict[str, Any]) -> Iterator[pa.RecordBatch]:
        collection, relative = file["collection"], file["input"]
        digest, status = None, "read"
        try:
            with staged(collection, relative, file["uri"], self.copy) as path:
                digest = content_hash(path)
                if digest == file["sha256"]:
                    status = "known"
                else:
                    with warnings.catch_warnings():  # the rows of the logs say it
                        warnings.simplefilter("ignore", sppwhy.NothingReadWarning)
                        read = sppwhy.read(collection, threads=1, plain=True, guid_text=True, **self.options)
                    yield from self.rows(file, read)
        except (sppwhy.Error, OSError) as error:
            status = str(error)
            row = unread_row(f"{collection}/{relative}", status, self.schema.field("log").type)
            yield self.batch(file, "log", [row])
        about = {name: file[name] for name in ("collection", "input", "size", "modified")}
        about.update(sha256=digest, how=self.how, status=status)
        yield pa.RecordBatch.from_pylist([{name: about.get(name) for name in self.schema.names}], self.schema)

    def rows(self, file: dict[str, Any], read: sppwhy.Collection) -> Iterator[pa.RecordBatch]:
        for name, stream in (("event", read.events), ("log", read.logs)):
            wanted = self.schema.field(name).type
            for batch in pa.RecordBatchReader.from_stream(stream):
                table = pa.Table.from_batches([batch])
                if name == "log":  # that the folder made here holds no log says nothing of the collection
                    table = table.filter(pa.compute.field("file") != file["collection"])
                cast = table.cast(pa.schema(list(wanted)), safe=False)
                for part in cast.to_batches():
                    yield self.wrapped(file, name, pa.StructArray.from_arrays(part.columns, fields=list(wanted)))

    def batch(self, file: dict[str, Any], name: str, rows: list[dict[str, Any]]) -> pa.RecordBatch:
        return self.wrapped(file, name, pa.array(rows, self.schema.field(name).type))

    def wrapped(self, file: dict[str, Any], name: str, values: pa.StructArray) -> pa.RecordBatch:
        count = len(values)
        columns = []
        for field in self.schema:
            if field.name == name:
                columns.append(values)
            elif field.name in ("collection", "input"):
                columns.append(pa.repeat(pa.scalar(file[field.name], field.type), count))
            else:
                columns.append(pa.nulls(count, field.type))
        return pa.RecordBatch.from_arrays(columns, schema=self.schema)


# ---- on the executors: a collection -----------------------------------------------------------------------------------


def analyzer(options: dict[str, Any]) -> Any:
    """For applyInArrow: the events and logs of a collection in, its document out."""

    def analyze(key: tuple[Any, ...], events: pa.Table, logs: pa.Table) -> pa.Table:
        status, document = "analyzed", None
        try:
            document = sppwhy.report([events, logs], threads=1, **options).decode()
        except sppwhy.Error as error:
            status = str(error)
        row = {"collection": key[0].as_py(), "status": status, "document": document, "part": key[1].as_py()}
        return pa.Table.from_pylist([row], DOCUMENTS)

    return analyze


def finding_row(collection: str, finding: dict[str, Any]) -> dict[str, Any]:
    row = {name: finding.get(name) for name in FINDINGS.names}
    evidence = [{k: e.get(k) for k in ("path", "record_id", "event_id", "time", "recovered")} for e in finding["evidence"]]
    row.update(collection=collection, subject_kind=finding["subject"]["kind"], subject=finding["subject"]["name"])
    row.update(evidence=evidence)
    return row


def machine_row(collection: str, machine: dict[str, Any]) -> dict[str, Any]:
    row = {name: machine.get(name) for name in MACHINES.names}
    tries = machine["activations"]
    row.update(collection=collection, activations=tries["total"], failed=tries["failed"])
    return row


class Rows:
    """For mapInArrow: documents in, the rows of one of their lists out."""

    def __init__(self, member: str) -> None:
        self.member = member
        self.schema = FINDINGS if member == "findings" else MACHINES

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        make = finding_row if self.member == "findings" else machine_row
        for batch in batches:
            for row in batch.to_pylist():
                found = json.loads(row["document"])[self.member]
                if found:
                    yield pa.RecordBatch.from_pylist([make(row["collection"], x) for x in found], self.schema)


# ---- the driver: what there is ------------------------------------------------------------------------------------------


class Store:
    """Files at IN or OUT, by Hadoop's own interface, which knows HDFS, S3 and the local disk."""

    def __init__(self, spark: Any, where: str) -> None:
        hadoop = spark._jvm.org.apache.hadoop.fs
        self._path = hadoop.Path
        given = where if "://" in where else Path(where).resolve().as_uri()
        self.root = str(given).rstrip("/")
        self.fs = hadoop.Path(self.root).getFileSystem(spark._jsc.hadoopConfiguration())
        self.local = urlparse(self.root).scheme == "file"

    def path(self, name: str) -> Any:
        return self._path(f"{self.root}/{name}" if name else self.root)

    def exists(self, name: str) -> bool:
        return bool(self.fs.exists(self.path(name)))

    def delete(self, name: str) -> None:
        self.fs.delete(self.path(name), True)

    def rename(self, name: str, to: str) -> None:
        if not self.fs.rename(self.path(name), self.path(to)):
            raise OSError(f"{self.root}/{name}: cannot be renamed to {to}")

    def make_folder(self, name: str) -> None:
        if not self.fs.mkdirs(self.path(name)):
            raise OSError(f"{self.root}/{name}: cannot be made")

    def write(self, name: str, content: bytes) -> None:
        stream = self.fs.create(self.path(name), True)
        try:
            stream.write(bytearray(content))
        finally:
            stream.close()

    def files(self) -> Iterator[tuple[str, str, int, int]]:
        """Of all files: the path below the root, the address, bytes, time of the last change."""
        if self.local:
            yield from self._local_files()
            return
        found = self.fs.listFiles(self.path(""), True)
        while found.hasNext():
            status = found.next()
            address = status.getPath().toString()
            below = urlparse(address).path[len(urlparse(self.root).path) :].lstrip("/")
            yield below, address, status.getLen(), status.getModificationTime()

    def _local_files(self) -> Iterator[tuple[str, str, int, int]]:
        top = unquote(urlparse(self.root).path)
        seen: set[tuple[int, int]] = set()
        for folder, folders, names in os.walk(top, followlinks=True):
            about = os.stat(folder)
            if (about.st_dev, about.st_ino) in seen:
                folders.clear()
                continue
            seen.add((about.st_dev, about.st_ino))
            folders.sort()
            for name in sorted(names):
                path = os.path.join(folder, name)
                with contextlib.suppress(FileNotFoundError):
                    status = os.stat(path)
                    below = os.path.relpath(path, top)
                    yield below, Path(path).as_uri(), status.st_size, status.st_mtime_ns // 1000000


FILES = "collection string, input string, uri string, size long, modified long, sha256 string"
TABLES = ("files", "events", "logs", "documents", "findings", "machines", "json")
NEW = "_new"  # Spark passes over names that begin with an underscore
WHOLE = f"{NEW}/_WHOLE"


def swap(out: Store) -> None:
    """A run that is whole takes the place of the one before. Stopped in the middle, the next run goes on here."""
    for name in TABLES:
        if out.exists(f"{NEW}/{name}"):
            out.delete(name)
            out.rename(f"{NEW}/{name}", name)
    out.delete(NEW)


class Job:
    def __init__(self, spark: Any, arguments: argparse.Namespace) -> None:
        self.spark, self.arguments = spark, arguments
        self.source, self.out = Store(spark, arguments.IN), Store(spark, arguments.OUT)
        self.reading = {"recovered": arguments.recovered, "reader": arguments.reader}
        self.judging = {
            name: value
            for name, value in (("rules", arguments.rules), ("since", arguments.since), ("until", arguments.until))
            if value
        }
        columns = hashlib.sha256(str(mapped_schema()).encode()).hexdigest()[:16]
        self.how = json.dumps({"version": sppwhy.__version__, "columns": columns, **self.reading}, sort_keys=True)

    def say(self, text: str) -> None:
        print(f"sppwhy.spark: {text}", file=sys.stderr, flush=True)

    def new(self, name: str) -> str:
        return f"{self.out.root}/{NEW}/{name}"

    # ---- the steps ----

    def run(self) -> int:
        begun = time.monotonic()
        if self.out.exists(WHOLE):
            self.say("an earlier run was whole, but not yet in its place: it is now")
            swap(self.out)
        self.out.delete(NEW)
        files = self.listing()
        if not files:
            self.say(f"{self.source.root}: no folder with a file in it: nothing to read")
            return 2
        self.map(files)
        mapped = time.monotonic()
        analyzed = self.reduce()
        self.out.delete(f"{NEW}/_parts")
        self.out.write(WHOLE, b"")
        swap(self.out)
        self.say(f"{mapped - begun:.1f} s to read, {time.monotonic() - mapped:.1f} s to analyze; the result is in {self.out.root}")
        return 0 if analyzed else 2

    def listing(self) -> list[tuple[Any, ...]]:
        files, loose = [], 0
        for below, address, size, modified in self.source.files():
            collection, _, rest = below.partition("/")
            if rest:
                files.append((collection, rest, address, size, modified))
            else:
                loose += 1
        if loose:
            self.say(f"{loose} files lie in {self.source.root} itself and are left out: a collection is a folder")
        return files

    def known(self) -> Any:
        """The files of the run before that were read in the same way; None when there is no such run."""
        if not self.out.exists("files") or self.arguments.again:
            return None
        from pyspark.sql import functions as F

        before = self.spark.read.parquet(f"{self.out.root}/files")
        return before.where((F.col("how") == self.how) & F.col("status").isin("read", "known"))

    def map(self, files: list[tuple[Any, ...]]) -> None:
        """Events and logs of all files, those of known content from the run before."""
        from pyspark import StorageLevel
        from pyspark.sql import functions as F
        from pyspark.sql.pandas.types import from_arrow_schema

        before = self.known()
        listed = self.spark.createDataFrame([(*file, None) for file in files], FILES)
        if before is not None:
            hashes = before.select("collection", "input", "sha256")
            listed = listed.drop("sha256").join(F.broadcast(hashes), ["collection", "input"], "left")
        parts = self.arguments.partitions or min(len(files), 4 * self.spark.sparkContext.defaultParallelism)
        schema = mapped_schema()
        read = LogReader(schema, self.reading, self.how, self.arguments.copy or not self.source.local)
        spread = listed.orderBy(F.col("size").desc()).repartition(max(parts, 1))
        mapped = spread.mapInArrow(read, from_arrow_schema(schema)).persist(StorageLevel.DISK_ONLY)
        about = mapped.where("sha256 is not null or status is not null")
        about.drop("event", "log").write.parquet(self.new("files"))
        known = self.spark.read.parquet(self.new("files")).where("status = 'known'").select("collection", "input")
        for name, member in (("events", "event"), ("logs", "log")):
            rows = mapped.where(F.col(member).isNotNull()).select("collection", "input", f"{member}.*")
            if before is not None:
                old = self.spark.read.parquet(f"{self.out.root}/{name}")
                rows = rows.unionByName(old.join(F.broadcast(known), ["collection", "input"], "left_semi"), allowMissingColumns=True)
            rows.repartition("collection").write.partitionBy("collection").parquet(self.new(name))
        mapped.unpersist()

    def reduce(self) -> int:
        """The documents, and what is in them; how many there are."""
        from pyspark.sql.pandas.types import from_arrow_schema

        events, logs = (self.spark.read.schema(self.schema_of(name)).parquet(self.new(name)) for name in ("events", "logs"))
        plans, too_large = self.plans(events, logs)
        events, logs = (self.with_parts(rows, plans, too_large) for rows in (events, logs))
        together = events.groupBy("collection", "part").cogroup(logs.groupBy("collection", "part"))
        documents = together.applyInArrow(analyzer(self.judging), from_arrow_schema(DOCUMENTS))
        if plans or too_large:
            documents = self.merged(documents, plans, too_large)
        files = self.spark.read.parquet(self.new("files"))
        files = files.where(~files.collection.isin(list(too_large))) if too_large else files
        nothing = files.select("collection").distinct().join(logs.select("collection").distinct(), "collection", "left_anti")
        documents = documents.drop("part").unionByName(
            nothing.selectExpr("collection", "'holds no event log' as status", "cast(null as string) as document")
        )
        documents.write.parquet(self.new("documents"))
        documents = self.spark.read.parquet(self.new("documents"))
        there = documents.where("document is not null")
        for member in ("findings", "machines"):
            rows = Rows(member)
            there.mapInArrow(rows, from_arrow_schema(rows.schema)).write.parquet(self.new(member))
        count = 0
        self.out.make_folder(f"{NEW}/json")  # also where there is not one: those of an earlier run go
        for row in there.toLocalIterator():
            self.out.write(f"{NEW}/json/{row.collection}.json", row.document.encode())
            count += 1
        self.tell(documents)
        return count

    def plans(self, events: Any, logs: Any) -> tuple[dict[str, components.Plan], dict[str, str]]:
        """How collections of too many events are cut, and why others cannot be."""
        from pyspark.sql import functions as F

        most = self.arguments.most_events
        plans: dict[str, components.Plan] = {}
        too_large: dict[str, str] = {}
        if not most:
            return plans, too_large
        counts = events.groupBy("collection").count().where(F.col("count") > most).collect()
        for (name, _) in counts:
            grouped = events.where(F.col("collection") == name).groupBy(*components.EDGES)
            edges = [row.asDict() for row in grouped.agg(F.count("*").alias("events")).toLocalIterator()]
            rows = logs.where(F.col("collection") == name).select("log", "computers").toLocalIterator()
            try:
                plans[name] = components.plan(edges, [row.asDict() for row in rows], most, not self.arguments.cut_domains)
            except components.TooLarge as error:
                too_large[name] = str(error)
        return plans, too_large

    def with_parts(self, rows: Any, plans: dict[str, components.Plan], too_large: dict[str, str]) -> Any:
        """Each row as often as there are parts that need it; 0 where nothing is cut."""
        from pyspark.sql import functions as F

        if too_large:
            rows = rows.where(~F.col("collection").isin(list(too_large)))
        if not plans:
            return rows.withColumn("part", F.lit(0))
        places = [(name, log, part) for name, plan in plans.items() for log, parts in plan.logs.items() for part in parts]
        table = F.broadcast(self.spark.createDataFrame(places, "collection string, log string, part int"))
        return rows.join(table, ["collection", "log"], "left").withColumn("part", F.coalesce("part", F.lit(0)))

    def merged(self, documents: Any, plans: dict[str, components.Plan], too_large: dict[str, str]) -> Any:
        """One document for each collection that was cut, put together here."""
        from pyspark.sql import functions as F
        from pyspark.sql.pandas.types import from_arrow_schema

        documents.write.parquet(self.new("_parts"))
        documents = self.spark.read.parquet(self.new("_parts"))
        rows: list[tuple[Any, ...]] = [(name, why, None, 0) for name, why in too_large.items()]
        for name, plan in plans.items():
            parts = [json.loads(row.document) for row in documents.where(F.col("collection") == name).orderBy("part").collect()]
            rows.append((name, "analyzed", json.dumps(components.merge(plan, parts), indent=2, ensure_ascii=False) + "\n", 0))
        whole = documents.where(~F.col("collection").isin([*plans, *too_large]))
        return whole.unionByName(self.spark.createDataFrame(rows, from_arrow_schema(DOCUMENTS)))

    def schema_of(self, name: str) -> Any:
        """As written: where there is not one row, Spark has no file to take it from."""
        from pyspark.sql.pandas.types import from_arrow_schema

        own = own_schemas()[0 if name == "events" else 1]
        return from_arrow_schema(pa.schema([*own, ("input", pa.string()), ("collection", pa.string())]))

    def tell(self, documents: Any) -> None:
        files = self.spark.read.parquet(self.new("files"))
        counts = {row["status"]: row["count"] for row in files.groupBy("status").count().collect()}
        failed = sum(counts.values()) - counts.get("read", 0) - counts.get("known", 0)
        self.say(f"{counts.get('read', 0)} files read, {counts.get('known', 0)} known from the run before, {failed} failed")
        for row in documents.where("document is null").limit(20).collect():
            self.say(f"{row.collection}: no document: {row.status}")


# ---- the command line ----------------------------------------------------------------------------------------------------


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="sppwhy.spark", description="Explains the failed activations of many collections.")
    made.add_argument("IN", help="a folder with a folder for each collection: local, hdfs://, s3a://")
    made.add_argument("OUT", help="where the result goes; that of an earlier run is replaced when the new one is whole")
    made.add_argument("--master", help="Spark's, such as local[4]; without it what spark-submit or the environment says")
    made.add_argument("--rules", help="a folder or file of more rules, there on every executor")
    made.add_argument("--reader", choices=("auto", "native", "libevtx"), default="auto")
    made.add_argument("--recovered", action="store_true", help="also old records that are no longer live")
    made.add_argument("--since", help="as of `sppwhy --since`: a time")
    made.add_argument("--until")
    made.add_argument("--partitions", type=int, default=0, help="tasks that read logs; usually four for each core")
    made.add_argument("--copy", action="store_true", help="copy local files, too, before they are read")
    made.add_argument("--most-events", type=int, default=0, help="cut a collection with more events than this into parts")
    made.add_argument("--cut-domains", action="store_true", help="where it has to be, between machines of one domain, too")
    made.add_argument("--again", action="store_true", help="read every file, also those whose content is known")
    return made


def shuffle_partitions(master: str | None) -> int:
    """Four for each core of one machine: each costs a task, and one task is a collection at least."""
    cores = re.fullmatch(r"local\[(\d+|\*)(?:,.*)?\]", master or "")
    if not cores:
        return 200
    return 4 * (os.cpu_count() or 1 if cores[1] == "*" else int(cores[1]))


def session(master: str | None) -> Any:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("sppwhy")
    if master:
        builder = builder.master(master)
    settings = {
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.sources.partitionColumnTypeInference.enabled": "false",  # a collection called 007 stays that
        "spark.sql.parquet.compression.codec": "zstd",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": str(shuffle_partitions(master)),
        "spark.ui.showConsoleProgress": "false",
    }
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def main(words: list[str] | None = None) -> int:
    arguments = parser().parse_args(words)
    spark = session(arguments.master)
    try:
        return Job(spark, arguments).run()
    finally:
        spark.stop()


if __name__ == "__main__":
    sys.exit(main())
