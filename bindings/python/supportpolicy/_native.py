# SPDX-License-Identifier: MIT
"""The shared library: where it is found, its prototypes, and what every call shares."""

import ctypes as c
import ctypes.util
import os
from pathlib import Path
from typing import Any, Callable, Optional, Tuple, Union

from . import _declarations as d
from . import errors

NAMES = ("libsupportpolicy.so.0", "libsupportpolicy.so", "libsupportpolicy.0.dylib", "supportpolicy.dll")


class Library:
    """The functions of the library as attributes, with the prototypes of the headers.

    ctypes gives the interpreter's lock back during every call. A function that this build of the
    library leaves out raises UnsupportedError when it is called, and is listed in ``missing``.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._loaded = c.CDLL(path)
        missing = []
        for name, (result, parameters) in d.PROTOTYPES.items():
            try:
                function: Any = getattr(self._loaded, name)
            except AttributeError:
                missing.append(name)
                setattr(self, name, _absent(name))
                continue
            function.restype = result
            function.argtypes = parameters
            setattr(self, name, function)
        self.missing: Tuple[str, ...] = tuple(missing)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


def _absent(name: str) -> Callable[..., Any]:
    def refuse(*_: Any) -> Any:
        raise errors.UnsupportedError(f"this build of the library has no {name}")

    return refuse


def _candidates() -> "list[str]":
    here = Path(__file__).resolve().parent
    found = [str(here / name) for name in NAMES if (here / name).exists()]
    named = os.environ.get("SUPPORTPOLICY_LIBRARY")  # for tests: the library under test
    if named:
        found.insert(0, named)
    system = ctypes.util.find_library("supportpolicy")
    return found + ([system] if system else [])


def load(path: Union[str, "os.PathLike[str]"]) -> Library:
    """Loads a library by its path."""
    return Library(os.fspath(path))


def _find() -> Library:
    for path in _candidates():
        return Library(path)
    raise ImportError(
        "libsupportpolicy was not found: it belongs next to the package, or where the system keeps "
        "shared libraries"
    )


lib = _find()


def check(status: int, error: Optional[d.spol_error] = None) -> None:
    """Raises the exception of a status that is not SPOL_OK."""
    if status:
        raise failure(status, error)


def failure(status: int, error: Optional[d.spol_error] = None) -> errors.SupportPolicyError:
    message = errors.text(lib.spol_status_message(status))
    return errors.from_struct(status, error, message)


def new_error() -> d.spol_error:
    made: d.spol_error = sized(d.spol_error)
    return made


def sized(kind: Any) -> Any:
    """A struct that says its size."""
    made = kind()
    made.size = c.sizeof(kind)
    return made


class Handle(c.c_void_p):
    """A reference to an object of the library, given back when Python drops it.

    A call takes the handle itself, so an object that another thread closes lives on until the
    call has returned.
    """

    _give_back: Any = None

    def __del__(self) -> None:
        if self.value is not None:
            self._give_back(self)


def _handle(name: str, free: str) -> Any:
    return type(name, (Handle,), {"_give_back": staticmethod(getattr(lib, free)), "__slots__": ()})


ZoneHandle = _handle("ZoneHandle", "spol_zone_unref")
HolidaysHandle = _handle("HolidaysHandle", "spol_holidays_unref")
HolidaysBuilder = _handle("HolidaysBuilder", "spol_holidays_builder_free")
CalendarHandle = _handle("CalendarHandle", "spol_calendar_unref")
CalendarBuilder = _handle("CalendarBuilder", "spol_calendar_builder_free")
PolicyHandle = _handle("PolicyHandle", "spol_policy_unref")
DiagnosticsHandle = _handle("DiagnosticsHandle", "spol_diagnostics_free")
CaseHandle = _handle("CaseHandle", "spol_case_free")
EvaluationHandle = _handle("EvaluationHandle", "spol_evaluation_free")
DiffHandle = _handle("DiffHandle", "spol_diff_free")
ScenarioHandle = _handle("ScenarioHandle", "spol_scenario_unref")
ResultHandle = _handle("ResultHandle", "spol_scenario_result_free")
CoverageHandle = _handle("CoverageHandle", "spol_coverage_free")


class Closeable:
    """What holds a handle: closed by ``close``, by ``with``, or when it is dropped."""

    __slots__ = ("_handle", "__weakref__")
    _handle: Any

    def close(self) -> None:
        """Gives the object back. Closing twice is allowed; asking afterwards raises ClosedError."""
        try:
            del self._handle
        except AttributeError:
            pass

    @property
    def closed(self) -> bool:
        """True once it was closed."""
        try:
            object.__getattribute__(self, "_handle")
        except AttributeError:
            return True
        return False

    def __getattr__(self, name: str) -> Any:
        # Reached for what is missing alone, so a question to an open object pays nothing.
        if name == "_handle":
            raise errors.ClosedError(f"this {type(self).__name__} is closed")
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __enter__(self) -> Any:
        self._handle  # noqa: B018 - raises if closed
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()


def need(value: Any, kind: Any, what: str) -> None:
    """Refuses what is of another kind: the library cannot tell one pointer from another."""
    if not isinstance(value, kind):
        raise TypeError(f"{what} is needed, not {type(value).__name__}")


def encode(text: str) -> bytes:
    """Text for the library; what UTF-8 cannot hold is an error of ours."""
    if not isinstance(text, str):
        raise TypeError(f"text is needed, not {type(text).__name__}")
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise errors.FormatError(f"not text that UTF-8 can hold: {error.reason}") from None


def encode_name(text: str) -> bytes:
    raw = encode(text)
    if b"\0" in raw:
        raise errors.InvalidArgumentError("a name with a NUL character")
    return raw
