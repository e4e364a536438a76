"""The Spark job: the documents of one machine, whatever happens on the way. Slow; needs PySpark and Java."""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import unittest
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import sppwhy
from support import SAMPLES, Case, scenario_logs, scenarios

if not find_spec("pyspark") or not shutil.which("java"):
    raise unittest.SkipTest("PySpark or Java is not there")

CLUSTER = "local-cluster[2,1,1024]"


@functools.lru_cache(maxsize=None)
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="sppwhy-spark-")


@functools.lru_cache(maxsize=None)
def odd_collections() -> Path:
    """What real ones have: copies, archives, empty and broken files, names that are numbers or have blanks."""
    top = Path(_folder().name, "odd")
    shutil.copytree(SAMPLES / "contoso", top / "whole")
    shutil.copytree(SAMPLES / "contoso" / "KMS1", top / "whole" / "a copy" / "KMS1")
    (top / "whole" / "empty.evtx").touch()
    (top / "whole" / "broken.zip").write_bytes(b"PK\003\004 and no more")
    (top / "whole" / "text.evtx").write_text("no log\n")
    (top / "whole" / "notes.txt").write_text("passed over\n")
    for name in ("007", "with blank"):
        (top / name).mkdir()
        with tarfile.open(top / name / "case.tgz", "w:gz") as archive:
            archive.add(SAMPLES / "contoso", "contoso")
    (top / "nothing").mkdir()
    (top / "nothing" / "notes.txt").write_text("no log\n")
    return top


def setUpModule() -> None:
    """One session for all jobs but those that need one of their own: to start one takes longer than a job does."""
    os.environ.update(PYSPARK_PYTHON=sys.executable, PYSPARK_DRIVER_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
    from sppwhy.spark import session

    Job.session = session("local[2]")


def tearDownModule() -> None:
    Job.session.stop()


class Job(Case):
    session: Any = None

    def spark(self, source: Path, out: Path, *words: str, status: int = 0) -> str:
        """What a job in the session says."""
        from sppwhy import spark

        said = io.StringIO()
        with contextlib.redirect_stderr(said):
            ended = spark.Job(self.session, spark.parser().parse_args([str(source), str(out), *words])).run()
        self.assertEqual(ended, status, said.getvalue())
        return said.getvalue()

    def program(self, source: Path, out: Path, *words: str, master: str) -> "subprocess.Popen[str]":
        """The job as one calls it, with a session of its own."""
        command = [sys.executable, "-m", "sppwhy.spark", str(source), str(out), "--master", master, *words]
        return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)

    def as_on_one_machine(self, source: Path, out: Path, **options: object) -> None:
        back = os.getcwd()
        os.chdir(source)
        try:
            for collection in sorted(os.listdir(".")):
                document = out / "json" / f"{collection}.json"
                with self.subTest(collection=collection):
                    try:
                        whole = sppwhy.report(collection, **options)
                    except sppwhy.NotALogError:
                        self.assertFalse(document.exists())
                    else:
                        self.same(document.read_bytes(), whole, collection)
        finally:
            os.chdir(back)


class Documents(Job):
    def test_every_scenario_is_a_collection(self) -> None:
        """And a log of more than 2 GiB, where Spark's own way of reading files ends."""
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "in")
            for scenario in scenarios():
                shutil.copytree(scenario_logs(scenario), source / "-".join(scenario.with_suffix("").parts[-2:]))
            (source / "large").mkdir()
            log = next(iter(sorted((SAMPLES / "kb974998").rglob("*.evtx")))).read_bytes()
            with open(source / "large" / "large.evtx", "wb") as large:
                large.write(log)
                large.truncate((1 << 31) + len(log))
            self.spark(source, Path(folder, "out"))
            self.as_on_one_machine(source, Path(folder, "out"))

    def test_a_run_then_another(self) -> None:
        import pyarrow.parquet as pq

        with tempfile.TemporaryDirectory() as folder:
            source, out = Path(folder, "in"), Path(folder, "out")
            shutil.copytree(odd_collections(), source)
            files = sum(path.is_file() for path in source.rglob("*"))
            said = self.spark(source, out, "--copy")
            self.assertIn(f"{files} files read, 0 known", said)
            self.assertIn("nothing: no document: holds no event log", said)
            self.as_on_one_machine(source, out)
            findings = pq.read_table(out / "findings").to_pylist()
            whole = sppwhy.analyze(source / "whole")["findings"]
            mine = [row["cause"] for row in findings if row["collection"] == "whole"]
            self.assertEqual(sorted(mine), sorted(finding["cause"] for finding in whole))
            self.assertTrue(all(row["evidence"] is not None for row in findings))
            self.assertGreater(pq.read_table(out / "machines").num_rows, 5)
            self.assertTrue(any(path.name == "collection=007" for path in (out / "events").iterdir()))

            # One goes, one comes, one is only touched; a run that was stopped left something behind.
            (source / "whole" / "empty.evtx").unlink()
            shutil.copytree(SAMPLES / "kb974998", source / "new")
            os.utime(next((source / "007").iterdir()))
            (out / "_new" / "events").mkdir(parents=True)
            said = self.spark(source, out)
            added = sum(path.is_file() for path in (source / "new").rglob("*"))
            self.assertIn(f"{added} files read, {files - 1} known", said)
            self.as_on_one_machine(source, out)
            self.assertFalse((out / "_new").exists())

            # A run that was whole and stopped while it took its place goes on.
            (out / "_new").mkdir()
            (out / "json").rename(out / "_new" / "json")
            (out / "_new" / "_WHOLE").touch()
            said = self.spark(source, out, "--since", "2026-03-05")
            self.assertIn("it is now", said)
            self.as_on_one_machine(source, out, since="2026-03-05")

            # Nothing is left to be explained: nothing of before is left.
            for collection in ("whole", "007", "with blank", "new"):
                shutil.rmtree(source / collection)
            self.spark(source, out, status=2)
            self.assertEqual([path.name for path in (out / "json").iterdir() if path.suffix == ".json"], [])

    def test_a_collection_in_parts(self) -> None:
        """One that is cut says what the whole says; one that cannot be is named."""
        from test_components import findings, verdicts

        with tempfile.TemporaryDirectory() as folder:
            source, out = Path(folder, "in"), Path(folder, "out")
            shutil.copytree(SAMPLES / "contoso", source / "large")
            shutil.copytree(SAMPLES / "kb974998", source / "small")
            self.spark(source, out, "--most-events", "195", "--cut-domains")
            document, whole = json.loads((out / "json" / "large.json").read_text()), sppwhy.analyze(source / "large")
            self.assertEqual(verdicts(document), verdicts(whole))
            self.assertEqual(findings(document), findings(whole))
            said = self.spark(source, out, "--most-events", "100")
            self.assertIn("large: no document:", said)
            self.assertIn("are more than the 100 that a part may have", said)
            self.assertEqual([path.name for path in (out / "json").iterdir() if path.suffix == ".json"], ["small.json"])


class Failures(Job):
    def test_a_killed_executor(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder, "out")
            run = self.program(odd_collections(), out, master=CLUSTER)
            killed: list[int] = []
            killer = threading.Thread(target=kill_an_executor, args=(run, killed))
            killer.start()
            said = run.communicate()[1]
            killer.join()
            self.assertEqual(run.returncode, 0, said[-3000:])
            self.assertTrue(killed, "there was no executor to kill")
            self.as_on_one_machine(odd_collections(), out)

    def test_a_file_that_is_lost(self) -> None:
        """Listed, and gone before it is read: a row with its reason, and the rest is there."""
        import pyarrow as pa
        from sppwhy.spark import LogReader, mapped_schema

        file = {"collection": "c", "input": "lost.evtx", "uri": "file:///nonexistent/lost.evtx", "size": 1, "modified": 1, "sha256": None}
        reader = LogReader(mapped_schema(), {}, "{}", False)
        batch = pa.RecordBatch.from_pylist([file])
        rows = pa.Table.from_batches(list(reader(iter([batch])))).to_pylist()
        self.assertIn("No such file", rows[-1]["status"])
        self.assertEqual(rows[0]["log"]["file"], "c/lost.evtx")
        document = sppwhy.read([sppwhy.read(SAMPLES / "kb974998").events, pa.Table.from_pylist([rows[0]["log"]])]).analyze()
        self.assertIn("c/lost.evtx", [row["path"] for row in document["unread"]])

    @unittest.skipUnless(os.geteuid() == 0 and shutil.which("mount"), "only root can make a small disk")
    def test_a_full_disk(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder, "out")
            self.spark(SAMPLES, out)
            before = {path.name: path.read_bytes() for path in (out / "json").iterdir()}
            small = Path(folder, "small")
            small.mkdir()
            if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "none", small], stderr=subprocess.DEVNULL).returncode:
                self.skipTest("no disk can be mounted here")
            try:
                shutil.copytree(out / "json", small / "json")
                with self.assertRaises(Exception) as raised:
                    self.spark(odd_collections(), small)
                self.assertIn("No space left", str(raised.exception))
                self.assertEqual({path.name: path.read_bytes() for path in (small / "json").iterdir()}, before)
                subprocess.run(["mount", "-o", "remount,size=100m", small], check=True)
                self.spark(odd_collections(), small)
                self.as_on_one_machine(odd_collections(), small)
            finally:
                subprocess.run(["umount", small], check=True)


def kill_an_executor(run: "subprocess.Popen[str]", killed: list[int]) -> None:
    """One of those that belong to the run, as soon as it works (its Python is there)."""
    while run.poll() is None and not killed:
        time.sleep(0.2)
        ours = {run.pid}
        processes = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True).stdout.splitlines()
        table = [(int(pid), int(parent), words) for pid, parent, words in (line.split(None, 2) for line in processes)]
        for _ in range(8):
            ours |= {pid for pid, parent, _ in table if parent in ours}
        executors = [pid for pid, _, words in table if pid in ours and re.search("CoarseGrainedExecutorBackend", words)]
        busy = [pid for pid, parent, words in table if pid in ours and "pyspark" in words and parent in executors]
        if busy:
            victim = next(parent for pid, parent, _ in table if pid == busy[0])
            os.kill(victim, signal.SIGKILL)
            killed.append(victim)
