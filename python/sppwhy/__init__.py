"""Why did this Windows volume activation fail? Event logs (.evtx) into Arrow tables, findings and dicts.

    import sppwhy
    document = sppwhy.analyze("collected/")
    table = pyarrow.table(sppwhy.events("collected/"))

Paths are logs, folders, archives, or JSON lines of `sppwhy events`. Wherever paths are taken, objects with
``__arrow_c_stream__`` are, too: the events and logs of an earlier run, out of pandas, Polars, DuckDB, pyarrow or Spark.
docs/python.md has the columns.
"""

from __future__ import annotations

import ctypes
import datetime
import json
import os
import warnings
from collections.abc import Iterable
from ctypes import byref, c_char_p, c_int, c_size_t, c_void_p
from typing import TYPE_CHECKING, Any, Literal, Protocol, Union, runtime_checkable

from . import _library
from ._library import (
    DamagedError,
    Error,
    InputError,
    InvalidError,
    LimitError,
    NotALogError,
    NothingReadWarning,
    StoppedError,
)

__all__ = [
    "Collection",
    "DamagedError",
    "Error",
    "InputError",
    "InvalidError",
    "LimitError",
    "NotALogError",
    "NothingReadWarning",
    "StoppedError",
    "Stream",
    "analyze",
    "events",
    "explain",
    "findings",
    "logs",
    "read",
    "report",
]

__version__: str = _library.library.sppwhy_version().decode()


@runtime_checkable
class ArrowStream(Protocol):
    """Whatever speaks the Arrow PyCapsule interface."""

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...


Source = Union[str, "os.PathLike[str]", ArrowStream]
Sources = Union[Source, Iterable[Source]]
Time = Union[str, datetime.datetime, None]
Zone = Union[str, datetime.timezone, datetime.timedelta, None]
Reader = Literal["auto", "native", "libevtx"]

if TYPE_CHECKING:  # for type checkers and editors; nothing of it is needed where the package runs
    from typing_extensions import TypedDict, Unpack

    class Options(TypedDict, total=False):
        """The options of Collection, by name."""

        rules: str | os.PathLike[str] | None
        reader: Reader
        recovered: bool
        threads: int
        since: Time
        until: Time
        sandbox: bool
        zone: Zone
        stdin_name: str | None
        strict: bool
        guid_text: bool
        plain: bool
        batch_rows: int


_READERS = {"auto": 0, "native": 1, "libevtx": 2}
_EPOCH = datetime.datetime(1601, 1, 1, tzinfo=datetime.timezone.utc)


def _filetime(time: Time) -> int:
    """100 ns since 1601; a time without a zone is UTC, as everywhere in sppwhy."""
    if time is None:
        return 0
    if isinstance(time, str):
        time = datetime.datetime.fromisoformat(time[:-1] + "+00:00" if time.endswith("Z") else time)
    if time.tzinfo is None:
        time = time.replace(tzinfo=datetime.timezone.utc)
    steps = (time - _EPOCH) // datetime.timedelta(microseconds=1) * 10
    if steps <= 0:
        raise ValueError(f"{time} is before 1601")
    return steps


def _zone(zone: Zone) -> "tuple[int, bool]":
    """Seconds ahead of UTC, and whether it is the system's: what local times in exported text are read as."""
    if zone is None or zone == "UTC":
        return 0, False
    if isinstance(zone, str):
        if zone == "local":
            return 0, True
        zone = datetime.datetime.strptime(zone.replace("UTC", ""), "%z").tzinfo  # type: ignore[assignment]
    if isinstance(zone, datetime.tzinfo):
        zone = zone.utcoffset(None)
    if not isinstance(zone, datetime.timedelta):
        raise ValueError('zone may be "UTC", "local", "+01:00", or a fixed offset of datetime')
    return int(zone.total_seconds()), False


class Stream:
    """A table that is made while it is read: give it to pyarrow.table(), polars, pandas, DuckDB.

    It can be read any number of times.
    """

    def __init__(self, collection: Collection, make: str, owner: c_void_p, options: dict[str, Any]) -> None:
        self._collection = collection
        self._make = make
        self._owner = owner
        self._options = options

    def __repr__(self) -> str:
        what = self._make.rsplit("_", 1)[1]
        return f"<sppwhy {what} of {self._collection!r}: a table for pyarrow.table(), polars.DataFrame(), DuckDB>"

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        def make(address: int) -> None:
            options = _library.ArrowOptions(size=ctypes.sizeof(_library.ArrowOptions), **self._options)
            _library.call(self._make, address, self._owner, ctypes.addressof(options))

        return _library.new_capsule(make)

    @property
    def events(self) -> Stream:
        """The events of what this stream is of."""
        return self._collection.events

    @property
    def logs(self) -> Stream:
        return self._collection.logs

    @property
    def findings(self) -> Stream:
        return self._collection.findings


class Collection:
    """What was read at once: `events`, `logs` and `findings` as streams, `analyze()` as a dict."""

    def __init__(
        self,
        sources: Sources,
        *,
        rules: str | os.PathLike[str] | None = None,
        reader: Reader = "auto",
        recovered: bool = False,
        threads: int = 0,
        since: Time = None,
        until: Time = None,
        sandbox: bool = True,
        zone: Zone = None,
        stdin_name: str | None = None,
        strict: bool = False,
        guid_text: bool = False,
        plain: bool = False,
        batch_rows: int = 0,
    ) -> None:
        self._input = c_void_p()
        self._result = c_void_p()
        self._stop = c_int(0)
        self._arrow: dict[str, Any] = {"guid_text": guid_text, "plain": plain, "batch_rows": batch_rows}
        if reader not in _READERS:
            raise ValueError(f"reader is {reader!r}; it may be {', '.join(_READERS)}")
        zone_seconds, zone_of_system = _zone(zone)
        self._options = _library.InputOptions(
            size=ctypes.sizeof(_library.InputOptions),
            rules=_library.path_bytes(rules) if rules is not None else None,
            reader=_READERS[reader],
            recovered=recovered,
            no_sandbox=not sandbox,
            threads=threads,
            span=_library.Span(_filetime(since), _filetime(until)),
            watch=_library.watch_of(self._stop),
            zone_seconds=zone_seconds,
            zone_of_system=zone_of_system,
            stdin_name=os.fsencode(stdin_name) if stdin_name is not None else None,
            strict=strict,
        )
        paths, streams = _sorted_out(sources)
        self._paths, self._stream_count = paths, len(streams)
        self._stopping(lambda: self._read(paths, streams))
        self._warn_of_nothing()

    def __repr__(self) -> str:
        told = [os.fsdecode(path) for path in self._paths] + ["an Arrow stream"] * self._stream_count
        return f"sppwhy.Collection({', '.join(told[:3])}{', ...' if len(told) > 3 else ''})"

    def __del__(self) -> None:
        if getattr(self, "_result", None):
            _library.library.sppwhy_result_free(self._result)
        if getattr(self, "_input", None):
            _library.library.sppwhy_input_free(self._input)

    def _stopping(self, work: Any) -> None:
        _library.interruptible(work, self._stop)

    def _read(self, paths: list[bytes], streams: list[ArrowStream]) -> None:
        given = (c_char_p * (len(paths) + 1))(*paths, None)
        options = ctypes.addressof(self._options)
        _library.call("sppwhy_input_open", byref(self._input), given, c_size_t(len(paths)), options)
        _library.call("sppwhy_input_read", self._input, options)
        if streams:
            capsules = [stream.__arrow_c_stream__() for stream in streams]
            addresses = (c_void_p * len(capsules))(*[_library.capsule_address(capsule) for capsule in capsules])
            reading = _library.library.sppwhy_input_reading(self._input)
            _library.call("sppwhy_arrow_read", reading, addresses, c_size_t(len(capsules)))
        _library.call("sppwhy_input_finish", self._input)

    def _warn_of_nothing(self) -> None:
        """An empty table may be an answer; that there was nothing to read is none."""
        if _library.library.sppwhy_logs_count(_library.library.sppwhy_input_logs(self._input)) != 0:
            return
        try:
            _library.call("sppwhy_input_fault", self._input)
        except Error as error:
            warnings.warn(f"{error}; no event log could be read", NothingReadWarning, stacklevel=3)

    def _analysis(self) -> c_void_p:
        def work() -> None:
            options = ctypes.addressof(self._options)
            _library.call("sppwhy_analyze_input", byref(self._result), self._input, options)

        if not self._result:
            self._stopping(work)
        return c_void_p(_library.library.sppwhy_result_analysis(self._result))

    @property
    def events(self) -> Stream:
        """A row for each record (docs/python.md), within `since` and `until`."""
        options = {**self._arrow, "span": self._options.span}
        return Stream(self, "sppwhy_arrow_input_events", self._input, options)

    @property
    def logs(self) -> Stream:
        """A row for each log, and one for each file that was not read."""
        return Stream(self, "sppwhy_arrow_input_logs", self._input, self._arrow)

    @property
    def findings(self) -> Stream:
        """A row for each finding, worst first."""
        self._analysis()
        return Stream(self, "sppwhy_arrow_result_findings", self._result, self._arrow)

    def report(self) -> bytes:
        """The document of `sppwhy --format json`, byte for byte."""
        analysis = self._analysis()
        return _library.written(lambda writer: _library.library.sppwhy_report_json(writer, analysis))

    def analyze(self) -> dict[str, Any]:
        """The same as a dict; docs/json.md has its members."""
        document: dict[str, Any] = json.loads(self.report())
        return document

    @property
    def missing(self) -> bool:
        """Something that was asked for is not there or could not be read: see `unread` in the document."""
        return bool(_library.library.sppwhy_input_missing(self._input))

    @property
    def damaged(self) -> bool:
        """A log was not read whole: see `damage` in the document."""
        return bool(_library.library.sppwhy_input_damaged(self._input))


def _sorted_out(sources: Sources) -> tuple[list[bytes], list[ArrowStream]]:
    paths: list[bytes] = []
    streams: list[ArrowStream] = []
    if isinstance(sources, (str, bytes, os.PathLike)) or hasattr(sources, "__arrow_c_stream__"):
        sources = [sources]  # type: ignore[list-item]
    for source in sources:
        if hasattr(source, "__arrow_c_stream__"):
            streams.append(source)  # type: ignore[arg-type]
        elif isinstance(source, (str, bytes, os.PathLike)):
            paths.append(_library.path_bytes(source))
        else:
            raise TypeError(f"neither a path nor an Arrow stream: {type(source).__name__}")
    if not paths and not streams:
        raise ValueError("nothing to read: give a log, a folder of logs, or an Arrow stream of events")
    return paths, streams


def read(sources: Sources, **options: Unpack[Options]) -> Collection:
    """Reads logs, folders, archives, or streams of events and logs; see Collection for the options.

    That a log is damaged is no failure: the document says so, and `damaged`. That nothing could be read is one only for
    whoever asks for findings; others get a NothingReadWarning that says why.
    """
    return Collection(sources, **options)


def events(sources: Sources, **options: Unpack[Options]) -> Stream:
    """The licensing events, a row each; `.logs` and `.findings` of the result are of the same reading."""
    return read(sources, **options).events


def logs(sources: Sources, **options: Unpack[Options]) -> Stream:
    """What is known of each log, and what could not be read."""
    return read(sources, **options).logs


def findings(sources: Sources, **options: Unpack[Options]) -> Stream:
    """The findings, worst first."""
    return read(sources, **options).findings


def analyze(sources: Sources, **options: Unpack[Options]) -> dict[str, Any]:
    """The document of `sppwhy --format json` as a dict."""
    return read(sources, **options).analyze()


def report(sources: Sources, **options: Unpack[Options]) -> bytes:
    """The document of `sppwhy --format json`, byte for byte."""
    return read(sources, **options).report()


def explain(*what: Any) -> dict[str, Any]:
    """What is known of a code (0xC004F074, also as a number), an event id, a product, a cause: see docs/json.md.

    Whole numbers from 65536 on, and negative ones, are codes; smaller ones are event ids.
    """
    words = [str(word).encode() for word in what]
    if not words:
        raise ValueError("explain what?")
    given = (c_char_p * (len(words) + 1))(*words, None)
    catalogue, rules = c_void_p(), c_void_p()
    try:
        _library.call("sppwhy_catalogue_load", byref(catalogue), None)
        _library.call("sppwhy_rules_load", byref(rules), catalogue, None, None, None)
        explainer = _library.Explainer(ctypes.sizeof(_library.Explainer), catalogue, rules, None)
        text = _library.written(
            lambda writer: _library.library.sppwhy_explain_json(writer, byref(explainer), given, c_size_t(len(words)))
        )
    finally:
        _library.library.sppwhy_rules_free(rules)
        _library.library.sppwhy_catalogue_free(catalogue)
    document: dict[str, Any] = json.loads(text)
    return document
