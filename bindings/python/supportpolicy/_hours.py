# SPDX-License-Identifier: MIT
"""What people write about hours as the calls of a builder."""

import ctypes as c
from datetime import date
from typing import Any, Iterable, List, Mapping, Tuple

from . import _native, _time, errors
from . import _declarations as _d
from ._native import lib

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def weekday(text: str) -> int:
    """1 (Monday) to 7 of "mon" or "Monday"."""
    word = text.strip().lower()
    for names in (DAYS, FULL):
        if word in names:
            return names.index(word) + 1
    raise errors.FormatError(f"not a weekday: {text!r}", hint="write mon, mon-fri or sat,sun")


def weekdays(text: str) -> List[int]:
    """The weekdays of "mon", "mon-fri", "sat,sun", "daily"."""
    if not isinstance(text, str):
        raise TypeError(f"weekdays are text such as \"mon-fri\", not {type(text).__name__}")
    if text.strip().lower() == "daily":
        return list(range(1, 8))
    found: List[int] = []
    for part in text.split(","):
        first, dash, last = part.partition("-")
        begin = weekday(first)
        end = weekday(last) if dash else begin
        found += [(begin - 1 + step) % 7 + 1 for step in range((end - begin) % 7 + 1)]
    return found


def spans(value: Any) -> List[Tuple[int, int]]:
    """Pieces of a day: "09:00-12:00, 13:00-17:00", a pair of times, or a list of these."""
    if value is None or (isinstance(value, str) and value.strip().lower() == "closed"):
        return []
    if isinstance(value, str):
        return [_time.to_span(part.strip()) for part in value.split(",")]
    if isinstance(value, tuple) and len(value) == 2 and not _is_span(value[0]):
        return [_time.to_span(value)]
    if isinstance(value, Iterable):
        return [_time.to_span(part) for part in value]
    raise errors.FormatError(f"not hours: {value!r}", hint="write \"09:00-17:00\"")


def _is_span(value: Any) -> bool:
    return isinstance(value, (tuple, list)) or (isinstance(value, str) and "-" in value)


def add_week(builder: Any, hours: Any) -> None:
    if isinstance(hours, str) and hours.strip().lower() == "24x7":
        _native.check(lib.spol_calendar_builder_add_always(builder))
        return
    if not isinstance(hours, Mapping):
        raise errors.InvalidArgumentError("hours are \"24x7\" or a mapping", hint="{\"mon-fri\": \"09:00-17:00\"}")
    for days, value in hours.items():
        pieces = spans(value)
        for day in weekdays(days):
            for begin, end in pieces:
                status = lib.spol_calendar_builder_add_hours(builder, day, begin, end)
                _refuse(status, f"hours of {DAYS[day - 1]}: {value!r}")


def add_windows(builder: Any, windows: Iterable[Any], zone_of: Any) -> None:
    """Windows with two ends: ("sun 17:00", "fri 17:00"), each with a zone as a third or in a pair."""
    for entry in windows:
        if not isinstance(entry, (tuple, list)) or len(entry) != 2:
            raise errors.FormatError(f"not a window: {entry!r}", hint='write ("sun 17:00", "fri 17:00")')
        window = _native.sized(_d.spol_window)
        kept = []
        for name, end in zip(("open", "close"), entry):
            words = end.split()
            if len(words) not in (2, 3):
                raise errors.FormatError(f"not an end of a window: {end!r}", hint='write "fri 17:00"')
            setattr(window, f"{name}_weekday", weekday(words[0]))
            setattr(window, f"{name}_seconds", _time.to_seconds(words[1]))
            if len(words) == 3:
                kept.append(zone_of(words[2]))
                setattr(window, f"{name}_zone", kept[-1]._handle.value)
        _refuse(lib.spol_calendar_builder_add_window(builder, c.byref(window)), f"window {entry!r}")
        del kept


def add_breaks(builder: Any, breaks: Mapping[Any, Any]) -> None:
    _native.need(breaks, Mapping, "a mapping from days to breaks")
    for key, value in breaks.items():
        for begin, end in spans(value):
            if isinstance(key, date) or (isinstance(key, str) and key[:1].isdigit()):
                _refuse(
                    lib.spol_calendar_builder_add_dated_break(builder, _time.to_date(key), begin, end),
                    f"break on {key}: {value!r}",
                )
                continue
            for day in weekdays(key):
                _refuse(
                    lib.spol_calendar_builder_add_weekly_break(builder, day, begin, end),
                    f"break on {DAYS[day - 1]}: {value!r}",
                )


def add_exceptions(builder: Any, exceptions: Mapping[Any, Any]) -> None:
    _native.need(exceptions, Mapping, "a mapping from dates to hours")
    for key, value in exceptions.items():
        pieces = spans(value)
        array = (_d.spol_day_hours * len(pieces))(*[_d.spol_day_hours(*piece) for piece in pieces])
        status = lib.spol_calendar_builder_set_exception(
            builder, _time.to_date(key), array, len(pieces), None
        )
        _refuse(status, f"exception on {key}: {value!r}")


def _refuse(status: int, what: str) -> None:
    if status:
        error = _native.failure(status)
        raise type(error)(f"{what}: {error.message}")
