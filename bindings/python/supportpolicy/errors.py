# SPDX-License-Identifier: MIT
"""The exceptions: one class a status code of the library, all under SupportPolicyError."""

from typing import Any, Dict, Optional, Sequence, Tuple, Type

from . import _declarations as _d


class SupportPolicyError(Exception):
    """Something that the library refused, with its place and what to do about it.

    What is not known is None: ``code`` (such as "SP0301", see docs/diagnostics.md), ``file``,
    ``line`` and ``column`` (from 1), ``path`` (such as "calendars.desk.hours"), ``hint``.
    ``message`` is the sentence alone, ``diagnostics`` all that was found in a policy,
    ``index`` the element of an array that failed.
    """

    status: int = 0

    def __init__(
        self,
        message: str = "",
        *,
        code: Optional[str] = None,
        file: Optional[str] = None,
        line: Optional[int] = None,
        column: Optional[int] = None,
        path: Optional[str] = None,
        hint: Optional[str] = None,
        index: Optional[int] = None,
        diagnostics: Sequence[Any] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.file = file
        self.line = line
        self.column = column
        self.path = path
        self.hint = hint
        self.index = index
        self.diagnostics: Tuple[Any, ...] = tuple(diagnostics)

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        text = f"{place}: {self.message}" if place else self.message
        if self.path:
            text += f" (at {self.path})"
        if self.code:
            text += f" [{self.code}]"
        if self.hint:
            text += f"; {self.hint}"
        return text

    def __reduce__(self) -> Any:
        return (_rebuild, (type(self), self.message, dict(self.__dict__)))


def _rebuild(kind: Type[SupportPolicyError], message: str, state: Dict[str, Any]) -> Any:
    error = kind(message)
    error.__dict__.update(state)
    return error


class InvalidArgumentError(SupportPolicyError, ValueError):
    """An argument is outside what is documented."""

    status = 1


class OutOfMemoryError(SupportPolicyError, MemoryError):
    """Memory could not be had."""

    status = 2


class OutOfRangeError(SupportPolicyError, ValueError):
    """An instant, a duration or a sum lies outside the years 1 to 9999."""

    status = 3


class FormatError(SupportPolicyError, ValueError):
    """Text or bytes are not of the form that they should have."""

    status = 4


class SemanticError(SupportPolicyError, ValueError):
    """Well-formed, but it makes no sense: a rule, a name, a type."""

    status = 5


class NotFoundError(SupportPolicyError, ValueError, LookupError):
    """A name that nothing defines: a zone, a fact, a metric, a calendar."""

    status = 6


class LimitError(SupportPolicyError, ValueError):
    """A documented limit was reached."""

    status = 7


class NeverOpenError(SupportPolicyError, ValueError):
    """The calendar has no open time left in the years 1 to 9999."""

    status = 8


class GapError(SupportPolicyError, ValueError):
    """A wall time that the zone's clocks skip."""

    status = 9


class OverlapError(SupportPolicyError, ValueError):
    """A wall time that the zone's clocks show twice."""

    status = 10


class UndecidedError(SupportPolicyError, ValueError):
    """A fact that the question needs is missing in the case."""

    status = 11


class UnsupportedError(SupportPolicyError, NotImplementedError):
    """Understood, and not supported, or left out of this build of the library."""

    status = 12


class ReadError(SupportPolicyError, OSError):
    """A file or a directory could not be read."""

    status = 13


class OrderError(SupportPolicyError, ValueError):
    """An event lies before the one in front of it."""

    status = 14


class BufferError_(SupportPolicyError, BufferError):
    """A buffer is too small; never seen by those who use this package's objects."""

    status = 15


class VersionError(SupportPolicyError, ValueError):
    """The library and this package do not fit together."""

    status = 16


class ClosedError(SupportPolicyError, ValueError):
    """The object was closed and cannot be asked any more."""


class CoverageWarning(UserWarning):
    """An answer depends on what is not known: the holidays of a year, a zone's far future."""


BY_STATUS: Dict[int, Type[SupportPolicyError]] = {
    kind.status: kind for kind in SupportPolicyError.__subclasses__() if kind.status
}


def from_struct(status: int, error: Optional[_d.spol_error], message: str) -> SupportPolicyError:
    """The exception of a status; `error` is what the function wrote, if it takes one."""
    kind = BY_STATUS.get(status, SupportPolicyError)
    if error is None or error.status == 0:
        return kind(message)
    return kind(text(error.message) or message, **attributes(error))


def attributes(error: _d.spol_error) -> Dict[str, Any]:
    return {
        "code": f"SP{error.code:04}" if error.code else None,
        "file": text(error.file) or None,
        "line": error.line or None,
        "column": error.column or None,
        "path": text(error.path) or None,
        "hint": text(error.hint) or None,
    }


def text(raw: Optional[bytes]) -> str:
    return raw.decode("utf-8", "replace") if raw else ""
