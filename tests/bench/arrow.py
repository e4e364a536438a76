"""Measures events into a pyarrow table, and the analysis of that table beside that of the log: arrow.py PROGRAM LOG...

PROGRAM is a release build of sppwhy: its `events` over the same log in the same run is what the machine can do now. One
thread, processor time of user and system (a busy machine counts least in it), the best of RUNS runs.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from typing import Any, Callable

import pyarrow as pa
import sppwhy

RUNS = 7


def taken(work: Callable[[], Any]) -> tuple[float, Any]:
    begin = time.process_time()
    result = work()
    return time.process_time() - begin, result


def of_program(program: str, path: str) -> float:
    begin = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([program, "-q", "events", "-j", "1", path], stdout=subprocess.DEVNULL, check=True)
    end = resource.getrusage(resource.RUSAGE_CHILDREN)
    return end.ru_utime + end.ru_stime - begin.ru_utime - begin.ru_stime


def measure(program: str, path: str) -> None:
    size = os.path.getsize(path)
    best: dict[str, float] = {}

    def note(name: str, seconds: float) -> None:
        best[name] = min(best.get(name, seconds), seconds)

    for _ in range(RUNS):
        note("sppwhy events", of_program(program, path))
        reading, log = taken(lambda: sppwhy.read(path, threads=1))
        table, events = taken(lambda: pa.table(log.events))
        report, whole = taken(log.report)
        logs = pa.table(log.logs)
        back, again = taken(lambda: sppwhy.read([events, logs], threads=1))
        second, same = taken(again.report)
        note("log to table", reading + table)
        note("table alone", table)
        note("log analyzed", reading + report)
        note("table analyzed", back + second)
        if whole != same:
            raise SystemExit(f"{path}: the table gives another document than the log")
    print(f"{path}: {size / 1e6:.0f} MB, {events.num_rows} events, {events.nbytes / 1e6:.0f} MB as a table")
    for name, seconds in best.items():
        print(f"  {name:15} {seconds:6.3f} s  {size / 1e9 / seconds:6.2f} GB/s of log")
    print(f"  log to table / sppwhy events       {best['log to table'] / best['sppwhy events']:.2f}")
    print(f"  table analyzed / log analyzed      {best['table analyzed'] / best['log analyzed']:.2f}")


for log in sys.argv[2:]:
    measure(sys.argv[1], log)
