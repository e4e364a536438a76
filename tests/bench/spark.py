"""Measures how the Spark job grows: spark.py [COUNT...], collections (10, 100 and 1,000 when none is said).

Each collection is samples/kb974998 (two logs). For each count: the time that went by, the processor time of Spark's
processes together, their memory at its peak, and the processor time that sppwhy itself takes for the same collections
in one process without Spark: the rest is Spark's. The first line, of one collection, is what a job costs before it does anything.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import sppwhy

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "kb974998"
TICKS = os.sysconf("SC_CLK_TCK")


def processes() -> "dict[int, tuple[int, float, int]]":
    """Of each: its parent, its processor time, its memory in bytes (what it shares counted in part)."""
    found = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
            found[int(folder.name)] = (int(fields[1]), (int(fields[11]) + int(fields[12])) / TICKS, int(fields[21]) * 4096)
        except (OSError, IndexError):
            continue
    return found


def watch(run: "subprocess.Popen[bytes]", times: "dict[int, float]", peak: "list[int]") -> None:
    while run.poll() is None:
        table = processes()
        ours = {run.pid}
        for _ in range(8):
            ours |= {pid for pid, (parent, _, _) in table.items() if parent in ours}
        for pid in ours & table.keys():
            times[pid] = max(times.get(pid, 0.0), table[pid][1])
        peak[0] = max(peak[0], sum(table[pid][2] for pid in ours & table.keys()))
        time.sleep(0.2)


def spark(source: Path, out: Path) -> "tuple[float, float, int]":
    command = [sys.executable, "-m", "sppwhy.spark", str(source), str(out), "--master", "local[2]"]
    times: "dict[int, float]" = {}
    peak = [0]
    begin = time.monotonic()
    run = subprocess.Popen(command, env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"}, stderr=subprocess.DEVNULL)
    watcher = threading.Thread(target=watch, args=(run, times, peak))
    watcher.start()
    if run.wait():
        raise SystemExit(f"the job over {source} failed")
    watcher.join()
    return time.monotonic() - begin, sum(times.values()), peak[0]


def alone(source: Path) -> float:
    begin = time.process_time()
    for collection in sorted(source.iterdir()):
        sppwhy.report(collection, threads=1)
    return time.process_time() - begin


def measure(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "in")
        for number in range(count):
            shutil.copytree(SAMPLE, source / f"site-{number:04}")
        passed, taken, peak = spark(source, Path(folder, "out"))
        documents = len(list((Path(folder, "out") / "json").glob("*.json")))
        if documents != count:
            raise SystemExit(f"{documents} documents of {count} collections")
        own = alone(source)
        print(f"| {count} | {passed:.0f} s | {taken:.0f} s | {own:.2f} s | {peak / 1e6:.0f} MB |", flush=True)


print("| collections | time | processor time | of it sppwhy's own | memory at its peak |\n|---:|---:|---:|---:|---:|")
for n in [1, *(int(word) for word in sys.argv[1:] or ("10", "100", "1000"))]:
    measure(n)
