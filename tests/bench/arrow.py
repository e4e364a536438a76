"""Measures events into a pyarrow table, and the analysis of that table beside that of the log: arrow.py LOG...

One thread, user time (a busy machine counts least in it), the best of five runs.
"""

from __future__ import annotations

import os
import resource
import sys
from typing import Any, Callable

import pyarrow as pa
import sppwhy

RUNS = 5


def taken(work: Callable[[], Any]) -> tuple[float, Any]:
    begin = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    result = work()
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime - begin, result


def measure(path: str) -> None:
    size = os.path.getsize(path)
    best: dict[str, float] = {}

    def note(name: str, seconds: float) -> None:
        best[name] = min(best.get(name, seconds), seconds)

    for _ in range(RUNS):
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
        print(f"  {name:15} {seconds:6.2f} s  {size / 1e9 / seconds:6.2f} GB/s of log")
    print(f"  table / log     {best['table analyzed'] / best['log analyzed']:.2f}")


for log in sys.argv[1:]:
    measure(log)
