"""The package without anybody else's: dicts, errors, Ctrl-C. Nothing but Python is needed."""

from __future__ import annotations

import datetime
import gc
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import textwrap
import threading
import time
import warnings
from pathlib import Path

import sppwhy
from support import ROOT, SAMPLES, Case, program, scenario_logs


class Documents(Case):
    def test_a_document_is_the_programs(self) -> None:
        for folder in ("contoso", "kb974998"):
            path = SAMPLES / folder
            self.same(sppwhy.report(path), program("--format", "json", path), folder)

    def test_options_are_the_programs(self) -> None:
        path = SAMPLES / "contoso"
        self.same(
            sppwhy.report(path, recovered=True, reader="native", threads=2),
            program("--recovered", "--reader", "native", "--format", "json", path),
            "recovered",
        )
        since = datetime.datetime(2026, 3, 5, 12, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
        self.same(
            sppwhy.report(path, since=since, until="2026-03-07T00:00:00Z"),
            program("--since", "2026-03-05T10:00:00Z", "--until", "2026-03-07T00:00:00Z", "--format", "json", path),
            "since",
        )

    def test_a_dict(self) -> None:
        document = sppwhy.analyze([str(SAMPLES / "contoso" / "KMS1"), SAMPLES / "contoso" / "WS-0412"])
        self.assertEqual(document["schema_version"], 1)
        self.assertTrue(document["findings"])

    def test_archives_in_folders(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            with tarfile.open(Path(folder) / "case.tgz", "w:gz") as archive:
                archive.add(SAMPLES / "contoso", "contoso")
            causes = {finding["cause"] for finding in sppwhy.analyze(folder)["findings"]}
        self.assertEqual(causes, {finding["cause"] for finding in sppwhy.analyze(SAMPLES / "contoso")["findings"]})

    def test_what_is_missing_is_told(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(SAMPLES / "kb974998", Path(folder) / "logs")
            (Path(folder) / "empty.evtx").touch()
            read = sppwhy.read([folder, Path(folder) / "absent.evtx"])
            self.assertTrue(read.missing)
            self.assertFalse(read.damaged)
            unread = [Path(row["path"]).name for row in read.analyze()["unread"]]
        self.assertEqual(unread, ["absent.evtx", "empty.evtx"])

    def test_nothing_to_read_is_told(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            text = Path(folder) / "notes.txt"
            text.write_text("no event\n")
            with self.assertWarnsRegex(sppwhy.NothingReadWarning, "notes.txt: is a text file without events"):
                read = sppwhy.read(text)
            self.assertTrue(read.missing)
            with self.assertRaisesRegex(sppwhy.NotALogError, "notes.txt: is a text file without events"):
                read.analyze()
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                sppwhy.read([text, SAMPLES / "kb974998"])

    def test_rules_of_ones_own(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "broken.yaml").write_text("id: broken\nnonsense: 1\n")
            with self.assertRaises(sppwhy.InvalidError) as raised:
                sppwhy.analyze(SAMPLES / "kb974998", rules=folder)
        self.assertIn("broken.yaml", str(raised.exception))
        self.assertTrue((raised.exception.file or "").endswith("broken.yaml"))
        self.assertTrue(raised.exception.line)


class Systems(Case):
    def test_each_system_has_its_library(self) -> None:
        from sppwhy import _library

        self.assertEqual(_library.library_name("win32"), "sppwhy.dll")
        self.assertEqual(_library.library_name("linux"), "libsppwhy.so")

    def test_a_library_that_is_not_there_is_named(self) -> None:
        run = subprocess.run(
            [sys.executable, "-c", "import sppwhy"],
            env={**os.environ, "SPPWHY_LIBRARY": "/nonexistent/libsppwhy.so"},
            stderr=subprocess.PIPE,
            text=True,
        )
        self.assertIn("ImportError: sppwhy: its library cannot be loaded: /nonexistent/libsppwhy.so", run.stderr)


class Explaining(Case):
    def test_codes_in_any_spelling(self) -> None:
        for code in ("0xC004F074", "c004f074", -1073418124, 3221549172):
            (known,) = sppwhy.explain(code)["explanations"]
            self.assertEqual((known["kind"], known["code"]), ("code", "0xC004F074"))

    def test_several(self) -> None:
        kinds = [e["kind"] for e in sppwhy.explain(12288, "clock-skew", "no such word")["explanations"]]
        self.assertEqual(kinds, ["event", "cause", "unknown"])
        with self.assertRaises(ValueError):
            sppwhy.explain()

    def test_it_is_the_programs(self) -> None:
        self.assertEqual(
            sppwhy.explain("0xC004F074", "12288"), json.loads(program("explain", "0xC004F074", "12288", "--format", "json"))
        )


class Errors(Case):
    def test_nothing_there(self) -> None:
        with self.assertRaises(sppwhy.NotALogError) as raised:
            sppwhy.analyze("/nonexistent/Application.evtx")
        self.assertEqual(raised.exception.file, "/nonexistent/Application.evtx")
        self.assertIn("/nonexistent/Application.evtx", str(raised.exception))
        with tempfile.NamedTemporaryFile(suffix=".evtx") as file:
            file.write(b"no log at all")
            file.flush()
            with self.assertRaises(sppwhy.NotALogError):
                sppwhy.findings(file.name)

    def test_arguments(self) -> None:
        for wrong in ([], [3], [None]):
            with self.assertRaises((TypeError, ValueError)):
                sppwhy.analyze(wrong)  # type: ignore[arg-type]
        with self.assertRaises(ValueError):
            sppwhy.read(SAMPLES, reader="other")
        with self.assertRaises(ValueError):
            sppwhy.read(SAMPLES, since="1500-01-01")

    def test_names_that_are_no_utf8(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            odd = os.fsencode(folder) + b"/caf\xe9.evtx"
            with self.assertRaises(sppwhy.NotALogError) as raised:
                sppwhy.analyze(os.fsdecode(odd))
            self.assertEqual(raised.exception.file, os.fsdecode(odd))


class Zones(Case):
    """Local times in exported text, and what standard input is called."""

    def test_a_zone(self) -> None:
        post = ROOT / "tests/posts/german-viewer.txt"
        plain = sppwhy.analyze(post)["activations"][0]["time"]
        self.assertTrue(plain.startswith("2026-03-14T08:02:11"), plain)
        hour = datetime.timezone(datetime.timedelta(hours=1))
        for zone in ("+01:00", hour, datetime.timedelta(hours=1)):
            self.same(sppwhy.report(post, zone=zone), program("--zone", "+01:00", "--format", "json", post), zone)
        self.assertEqual(sppwhy.analyze(post, zone="UTC")["activations"][0]["time"], plain)
        for wrong in ("Mars", 7):
            with self.assertRaises(ValueError):
                sppwhy.analyze(post, zone=wrong)  # type: ignore[arg-type]

    def test_a_name_of_standard_input(self) -> None:
        log = sorted((SAMPLES / "kb974998").rglob("*.evtx"))[0]
        script = "import sppwhy, sys; sys.stdout.buffer.write(sppwhy.report('-', stdin_name='ws1/Application.evtx'))"
        with open(log, "rb") as given:
            out = subprocess.run([sys.executable, "-c", script], stdin=given, stdout=subprocess.PIPE, check=True).stdout
        self.assertEqual([row["path"] for row in json.loads(out)["logs"]], ["ws1/Application.evtx"])


class Streams(Case):
    def test_a_capsule_that_nobody_takes_is_given_back(self) -> None:
        read = sppwhy.read(SAMPLES / "kb974998")
        for _ in range(100):
            for stream in (read.events, read.logs, read.findings):
                capsule = stream.__arrow_c_stream__()
                self.assertIn("arrow_array_stream", repr(capsule))
                del capsule
        gc.collect()

    def test_a_stream_outlives_what_it_is_of(self) -> None:
        events = sppwhy.events(SAMPLES / "kb974998")
        capsule = events.__arrow_c_stream__()
        logs = events.logs.__arrow_c_stream__()
        del events
        gc.collect()

        class Given:
            def __init__(self, capsule: object) -> None:
                self.capsule = capsule

            def __arrow_c_stream__(self, requested_schema: object = None) -> object:
                return self.capsule

        self.same(
            sppwhy.report([Given(capsule), Given(logs)]), sppwhy.report(SAMPLES / "kb974998"), "capsules"  # type: ignore[list-item]
        )
        with self.assertRaises(sppwhy.InvalidError):  # it was read
            sppwhy.report([Given(capsule)])  # type: ignore[list-item]

    def test_our_own_streams_go_in_without_anybody_between(self) -> None:
        read = sppwhy.read(SAMPLES / "contoso")
        self.same(sppwhy.report([read.events, read.logs]), read.report(), "streams")
        self.same(sppwhy.report([read.logs, SAMPLES / "kb974998", read.events]),
                  sppwhy.report([SAMPLES / "contoso", SAMPLES / "kb974998"]), "streams and paths")

    def test_events_without_logs_prove_no_absence(self) -> None:
        read = sppwhy.read(SAMPLES / "contoso")
        alone = sppwhy.read(read.events)
        self.assertTrue(alone.damaged)
        told = [row["reason"] for row in alone.analyze()["unread"]]
        self.assertTrue(any("absent is no evidence" in reason for reason in told), told)


class Stopping(Case):
    def test_ctrl_c(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            source = next(iter(sorted((SAMPLES / "contoso").rglob("*.evtx"))))
            bytes_ = source.read_bytes()
            chunks = bytes_[4096:] or bytes(65536)
            with open(Path(folder) / "long.evtx", "wb") as log:
                log.write(bytes_[:4096])
                for _ in range((1 << 29) // len(chunks)):
                    log.write(chunks)
            script = textwrap.dedent(
                """
                import sys, sppwhy
                print("begun", flush=True)
                try:
                    while True:
                        sppwhy.read(sys.argv[1], threads=1)
                except KeyboardInterrupt:
                    print("stopped", flush=True)
                """
            )
            run = subprocess.Popen([sys.executable, "-c", script, folder], stdout=subprocess.PIPE, text=True)
            assert run.stdout
            self.assertEqual(run.stdout.readline(), "begun\n")
            time.sleep(0.3)
            run.send_signal(signal.SIGINT)
            self.assertEqual(run.communicate(timeout=60)[0], "stopped\n")
            self.assertEqual(run.returncode, 0)

    def test_threads_of_ones_own(self) -> None:
        reports: list[bytes] = []
        threads = [
            threading.Thread(target=lambda: reports.append(sppwhy.report(SAMPLES / "contoso"))) for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(set(reports)), 1)
        self.assertEqual(len(reports), 4)


class Places(Case):
    def test_strict_names_the_record(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "damaged.evtx"
            content = bytearray((SAMPLES / "kb974998/SRV-APP1/SRV-APP1-Application.evtx").read_bytes())
            content[4096 + 512 + 24 : 4096 + 512 + 32] = b"X" * 8  # in the first record
            path.write_bytes(content)
            self.assertTrue(sppwhy.read(path).damaged)
            self.assertTrue(sppwhy.analyze(path)["logs"][0]["damage"])
            with self.assertRaises(sppwhy.DamagedError) as raised:
                sppwhy.analyze(path, strict=True)
            error = raised.exception
            self.assertEqual((error.file, error.offset, error.record_id, error.line), (str(path), 4096 + 512, 3120, None))


class Scenarios(Case):
    def test_streams_of_a_log_that_lost_something(self) -> None:
        logs = scenario_logs(ROOT / "tests/tools/everything.yaml")
        with tempfile.TemporaryDirectory() as folder:
            for path in logs.rglob("*.evtx"):
                content = bytearray(path.read_bytes())
                content[4096 + 600 : 4096 + 900] = b"\xff" * 300
                (Path(folder) / path.name).write_bytes(content)
            read = sppwhy.read(folder, recovered=True)
            self.assertTrue(read.damaged)
            self.same(sppwhy.report([read.events, read.logs]), read.report(), "damaged")
