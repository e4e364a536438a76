"""What a user writes, for a type checker only (mypy --strict): what is right passes, what is wrong is seen."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import sppwhy


def right(folder: Path) -> dict[str, Any]:
    read: sppwhy.Collection = sppwhy.read([folder, "more.zip"], since="2026-03-01", threads=2, reader="native")
    table: sppwhy.Stream = read.events
    again = sppwhy.read([table, table.logs], until=datetime.datetime(2026, 3, 2), zone=datetime.timezone.utc)
    known: dict[str, Any] = sppwhy.explain("0xC004F074", 12288)
    try:
        document = again.analyze()
    except sppwhy.NotALogError as error:
        place: tuple[str | None, int | None] = (error.file, error.record_id)
        raise ValueError(place) from error
    whole: bytes = sppwhy.report(folder, recovered=True)
    return {**document, **known, "whole": whole, "missing": read.missing or again.damaged}


def wrong(folder: Path) -> None:
    sppwhy.analyze(3)  # type: ignore[arg-type]
    sppwhy.read(folder, reader="other")  # type: ignore[arg-type]
    sppwhy.events(folder, treads=2)  # type: ignore[call-arg]
    sppwhy.report(folder, since=5)  # type: ignore[arg-type]
    sppwhy.read(folder).event  # type: ignore[attr-defined]
