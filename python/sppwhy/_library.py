"""libsppwhy by ctypes: its structures, its functions, and calls that Ctrl-C can stop."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from ctypes import POINTER, Structure, byref, c_bool, c_char_p, c_int, c_size_t, c_uint, c_uint64, c_void_p
from pathlib import Path
from typing import Any, Callable


class Error(Exception):
    """What the library could not do. `file`, `offset`, `record_id` and `line` say where, or are None."""

    def __init__(
        self,
        message: str,
        file: str | None = None,
        offset: int | None = None,
        record_id: int | None = None,
        line: int | None = None,
    ) -> None:
        super().__init__(message)
        self.file = file
        self.offset = offset
        self.record_id = record_id
        self.line = line


class InputError(Error, OSError):
    """The system refused to open or read something, or a stream failed."""

    def __str__(self) -> str:
        return Exception.__str__(self)


class NotALogError(Error):
    """Nothing that was given is an event log."""


class DamagedError(Error):
    """Something could not be read at all."""


class LimitError(Error):
    """A limit of the library was reached."""


class InvalidError(Error, ValueError):
    """A rule, an argument or an Arrow stream is not of its form."""


class NothingReadWarning(UserWarning):
    """Of all that was given not one log could be read: the collection is empty."""


class StoppedError(Error):
    """It was told to stop."""


_ERRORS: dict[int, type[Error]] = {
    2: InputError,
    3: NotALogError,
    4: DamagedError,
    5: LimitError,
    6: InvalidError,
    7: StoppedError,
}
_NO_MEMORY = 1

# ---- structures (include/sppwhy/*.h) ------------------------------------------------------------------------------


class Span(Structure):
    _fields_ = [("since", c_uint64), ("until", c_uint64)]


class _Watch(Structure):
    _fields_ = [("go_on", c_void_p), ("context", c_void_p)]


class InputOptions(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("rules", c_char_p),
        ("reader", c_int),
        ("recovered", c_bool),
        ("no_sandbox", c_bool),
        ("threads", c_size_t),
        ("span", Span),
        ("watch", _Watch),
        ("on_source", c_void_p),
        ("context", c_void_p),
        ("on_mistake", c_void_p),
        ("zone_seconds", c_int),
        ("zone_of_system", c_bool),
        ("stdin_name", c_char_p),
        ("with_rules", c_void_p),
        ("strict", c_bool),
    ]


class ArrowOptions(Structure):
    _fields_ = [
        ("size", c_size_t),
        ("batch_rows", c_size_t),
        ("guid_text", c_bool),
        ("plain", c_bool),
        ("span", Span),
        ("on_release", c_void_p),
        ("owner", c_void_p),
    ]


class ArrowArrayStream(Structure):
    _fields_ = [
        ("get_schema", c_void_p),
        ("get_next", c_void_p),
        ("get_last_error", c_void_p),
        ("release", c_void_p),
        ("private_data", c_void_p),
    ]


class Explainer(Structure):
    _fields_ = [("size", c_size_t), ("catalogue", c_void_p), ("rules", c_void_p), ("more_words", c_void_p)]


# ---- the library ----------------------------------------------------------------------------------------------------

_FUNCTIONS: dict[str, tuple[Any, list[Any]]] = {
    "sppwhy_version": (c_char_p, []),
    "sppwhy_error_size": (c_size_t, []),
    "sppwhy_error_clear": (None, [c_void_p]),
    "sppwhy_error_file": (c_char_p, [c_void_p]),
    "sppwhy_error_offset": (c_uint64, [c_void_p]),
    "sppwhy_error_record_id": (c_uint64, [c_void_p]),
    "sppwhy_error_line": (c_uint, [c_void_p]),
    "sppwhy_error_column": (c_uint, [c_void_p]),
    "sppwhy_error_message": (c_char_p, [c_void_p]),
    "sppwhy_catalogue_load": (c_int, [POINTER(c_void_p), c_char_p, c_void_p]),
    "sppwhy_catalogue_free": (None, [c_void_p]),
    "sppwhy_rules_load": (c_int, [POINTER(c_void_p), c_void_p, c_char_p, c_void_p, c_void_p, c_void_p]),
    "sppwhy_rules_free": (None, [c_void_p]),
    "sppwhy_writer_to_memory": (c_int, [POINTER(c_void_p), c_void_p]),
    "sppwhy_writer_memory": (c_void_p, [c_void_p, POINTER(c_size_t)]),
    "sppwhy_writer_free": (None, [c_void_p]),
    "sppwhy_report_json": (None, [c_void_p, c_void_p]),
    "sppwhy_explain_json": (c_size_t, [c_void_p, POINTER(Explainer), POINTER(c_char_p), c_size_t]),
    "sppwhy_input_open": (c_int, [POINTER(c_void_p), POINTER(c_char_p), c_size_t, c_void_p, c_void_p]),
    "sppwhy_input_read": (c_int, [c_void_p, c_void_p, c_void_p]),
    "sppwhy_input_reading": (c_void_p, [c_void_p]),
    "sppwhy_input_finish": (c_int, [c_void_p, c_void_p]),
    "sppwhy_input_logs": (c_void_p, [c_void_p]),
    "sppwhy_logs_count": (c_size_t, [c_void_p]),
    "sppwhy_input_fault": (c_int, [c_void_p, c_void_p]),
    "sppwhy_input_missing": (c_bool, [c_void_p]),
    "sppwhy_input_damaged": (c_bool, [c_void_p]),
    "sppwhy_input_free": (None, [c_void_p]),
    "sppwhy_analyze_input": (c_int, [POINTER(c_void_p), c_void_p, c_void_p, c_void_p]),
    "sppwhy_result_analysis": (c_void_p, [c_void_p]),
    "sppwhy_result_free": (None, [c_void_p]),
    "sppwhy_arrow_input_events": (c_int, [c_void_p, c_void_p, c_void_p, c_void_p]),
    "sppwhy_arrow_input_logs": (c_int, [c_void_p, c_void_p, c_void_p, c_void_p]),
    "sppwhy_arrow_result_findings": (c_int, [c_void_p, c_void_p, c_void_p, c_void_p]),
    "sppwhy_arrow_read": (c_int, [c_void_p, POINTER(c_void_p), c_size_t, c_void_p]),
    "sppwhy_go_on_unless": (c_bool, [c_void_p, c_uint64]),
}


def library_name(platform: str) -> str:
    """As the wheel for that system has it."""
    return "sppwhy.dll" if platform == "win32" else "libsppwhy.so"


def _load() -> ctypes.CDLL:
    path = os.environ.get("SPPWHY_LIBRARY") or str(Path(__file__).with_name(library_name(sys.platform)))
    try:
        library = ctypes.CDLL(path)
    except OSError as error:
        raise ImportError(f"sppwhy: its library cannot be loaded: {error}; `pip install` the wheel of this system") from error
    for name, (result, arguments) in _FUNCTIONS.items():
        function = getattr(library, name)
        function.restype = result
        function.argtypes = arguments
    return library


library = _load()


def path_bytes(path: str | bytes | os.PathLike[Any]) -> bytes:
    """As the library wants it: UTF-8 with slashes on Windows, whatever the system has elsewhere."""
    encoded = os.fsencode(path)
    if b"\0" in encoded:
        raise ValueError("a path has a NUL in it")
    return encoded.replace(b"\\", b"/") if sys.platform == "win32" else encoded


def text(value: bytes) -> str:
    """Paths and messages as Python has them."""
    return os.fsdecode(value)


def _raise(status: int, error: Any) -> None:
    if status == _NO_MEMORY:
        raise MemoryError("sppwhy: memory ran out")
    file = text(library.sppwhy_error_file(error)) or None
    message = text(library.sppwhy_error_message(error)) or "it failed, and does not say why"
    offset, line = int(library.sppwhy_error_offset(error)), int(library.sppwhy_error_line(error))
    where = f"{file}: " if file else ""
    column = int(library.sppwhy_error_column(error))
    if line:
        where = f"{file}:{line}:{column}: " if column else f"{file}:{line}: "
    raise _ERRORS.get(status, Error)(
        where + message,
        file,
        None if offset == 2**64 - 1 or not file else offset,
        int(library.sppwhy_error_record_id(error)) or None,
        line or None,
    )


def call(name: str, *arguments: Any) -> None:
    """Calls a function whose last argument is an error and whose result a status; raises what went wrong."""
    error = (c_uint64 * (library.sppwhy_error_size() // 8))()
    library.sppwhy_error_clear(error)
    status = getattr(library, name)(*arguments, error)
    if status != 0:
        _raise(status, error)


def interruptible(work: Callable[[], None], stop: c_int) -> None:
    """Does the work on a thread of its own, so that Ctrl-C is seen here: it sets `stop`, at which the library looks.

    Whoever is not on the main thread gets no signals, and works where they are.
    """
    if threading.current_thread() is not threading.main_thread():
        work()
        return
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as exception:  # handed to the thread that waits
            raised.append(exception)

    worker = threading.Thread(target=run, name="sppwhy", daemon=True)
    worker.start()
    try:
        while worker.is_alive():
            worker.join(0.1)
    except BaseException:
        stop.value = 1
        worker.join()
        raise
    if raised:
        raise raised[0]


def watch_of(stop: c_int) -> _Watch:
    return _Watch(ctypes.cast(library.sppwhy_go_on_unless, c_void_p), ctypes.addressof(stop))


def written(write: Callable[[c_void_p], Any]) -> bytes:
    """What a report writes, as bytes."""
    writer = c_void_p()
    length = c_size_t()
    call("sppwhy_writer_to_memory", byref(writer))
    try:
        write(writer)
        memory = library.sppwhy_writer_memory(writer, byref(length))
        if not memory:
            raise MemoryError("sppwhy: memory ran out")
        return ctypes.string_at(memory, length.value)
    finally:
        library.sppwhy_writer_free(writer)


# ---- capsules (the Arrow PyCapsule interface) --------------------------------------------------------------------------

_CAPSULE_NAME = b"arrow_array_stream"
_api = ctypes.pythonapi
_new = _api.PyCapsule_New
_new.restype = ctypes.py_object
_new.argtypes = [c_void_p, c_char_p, c_void_p]
_pointer = _api.PyCapsule_GetPointer
_pointer.restype = c_void_p
_pointer.argtypes = [ctypes.py_object, c_char_p]
_raw_pointer = ctypes.PYFUNCTYPE(c_void_p, c_void_p, c_char_p)(("PyCapsule_GetPointer", _api))
_malloc = _api.PyMem_RawMalloc
_malloc.restype = c_void_p
_malloc.argtypes = [c_size_t]
_free = _api.PyMem_RawFree
_free.restype = None
_free.argtypes = [c_void_p]

_RELEASE = ctypes.CFUNCTYPE(None, c_void_p)


def _destroy(capsule: int) -> None:
    """A capsule that nobody consumed still has its stream, which is given back here."""
    if sys.is_finalizing():
        return
    address = _raw_pointer(capsule, _CAPSULE_NAME)
    release_stream(address)
    _free(address)


_destructor = ctypes.PYFUNCTYPE(None, c_void_p)(_destroy)


def release_stream(address: int) -> None:
    stream = ArrowArrayStream.from_address(address)
    if stream.release:
        _RELEASE(stream.release)(address)


def new_capsule(make: Callable[[int], None]) -> Any:
    """A capsule around the stream that `make` puts at the address it is given."""
    address = _malloc(ctypes.sizeof(ArrowArrayStream))
    if not address:
        raise MemoryError("sppwhy: memory ran out")
    ctypes.memset(address, 0, ctypes.sizeof(ArrowArrayStream))
    try:
        make(address)
        return _new(address, _CAPSULE_NAME, ctypes.cast(_destructor, c_void_p))
    except BaseException:
        release_stream(address)
        _free(address)
        raise


def capsule_address(capsule: Any) -> int:
    return int(_pointer(capsule, _CAPSULE_NAME))
