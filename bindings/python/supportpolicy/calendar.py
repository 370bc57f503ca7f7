# SPDX-License-Identifier: MIT
"""Business-hours calendars: what is open when, and exact arithmetic on it."""

import copy
import ctypes as c
import sys
import warnings
from datetime import date, datetime, time, timedelta
from typing import Any, Callable, Iterable, List, Mapping, NamedTuple, Optional, Tuple, Union

from . import _arrays, _hours, _native, _time, errors
from . import _declarations as _d
from ._native import lib
from ._time import from_instant, to_duration, to_instant
from .holiday_sets import HolidaysLike, to_holidays
from .zones import Zone, ZoneLike, to_zone

# Looked up once, for the questions that are asked most.
_Int64, _Uint32, _byref = c.c_int64, c.c_uint32, c.byref
_READINGS = {"end_of_day": 1, "start_of_day": 2, "same_time": 3}
_UNITS = {"business_days": 1, "calendar_days": 2, "weeks": 3, "months": 4}


class Stretch(NamedTuple):
    """Open time without a hole, from its beginning up to its end, which is not in it."""

    start: datetime
    end: datetime


class DayTarget(NamedTuple):
    """What a target counted in days comes to."""

    due: datetime
    received: datetime
    day_zero: date
    due_day: date


class Day(NamedTuple):
    """What belongs to a date: ``source`` is "week", "holiday", "exception" or "combined"; the name
    is that of the holiday; the instants are in the calendar's zone."""

    date: date
    source: str
    has_open_time: bool
    first_open: Optional[datetime]
    last_close: Optional[datetime]
    name: Optional[str]


class Calendar(_native.Closeable):
    """A calendar of open hours in a time zone. Immutable; threads share it freely.

    ``hours``       ``{"mon-fri": "09:00-17:00"}``; lists of pieces too; a close that is not
                    after its open lies on the next day; ``"24x7"`` is always.
    ``holidays``    dates, sets such as ``sp.holidays("us-federal")``, ``holidays.HolidayBase``
    ``exceptions``  dates with the hours that they have instead; ``[]`` is closed
    ``breaks``      weekdays or dates with what is taken out of their hours
    ``windows``     windows over several days: ``[("sun 17:00", "fri 17:00")]``

    Instants are aware datetimes; answers come in the time zone of the question.

    >>> from zoneinfo import ZoneInfo
    >>> desk = Calendar(zone="America/New_York", hours={"mon-fri": "09:00-17:00"})
    >>> friday = datetime(2026, 11, 20, 16, 0, tzinfo=ZoneInfo("America/New_York"))
    >>> print(desk.add(friday, timedelta(hours=2)))
    2026-11-23 10:00:00-05:00
    """

    __slots__ = ("_recipe",)

    def __init__(
        self,
        *,
        zone: ZoneLike,
        hours: Union[str, Mapping[str, Any], None] = None,
        holidays: Optional[HolidaysLike] = None,
        exceptions: Optional[Mapping[Union[str, date], Any]] = None,
        breaks: Optional[Mapping[Union[str, date], Any]] = None,
        windows: Iterable[Tuple[str, str]] = (),
        compiled_years: Optional[Tuple[int, int]] = None,
    ) -> None:
        made = to_zone(zone)
        builder = _native.CalendarBuilder()
        _native.check(lib.spol_calendar_builder_new(None, made._handle, _byref(builder)))
        if hours is not None:
            _hours.add_week(builder, hours)
        windows = list(windows)
        _hours.add_windows(builder, windows, to_zone)
        _hours.add_breaks(builder, breaks or {})
        _hours.add_exceptions(builder, exceptions or {})
        days = None if holidays is None else to_holidays(holidays)
        if days is not None:
            _native.check(lib.spol_calendar_builder_add_holidays(builder, days._handle))
        options = None
        if compiled_years is not None:
            options = _native.sized(_d.spol_compile_options)
            options.first_year, options.last_year = compiled_years
            if (options.first_year, options.last_year) != tuple(compiled_years):
                raise errors.InvalidArgumentError(f"years that 32 bits cannot hold: {compiled_years}")
        handle = _native.CalendarHandle()
        error = _native.new_error()
        status = lib.spol_calendar_builder_build(
            builder, _byref(options) if options else None, _byref(handle), _byref(error)
        )
        _native.check(status, error)
        self._handle = handle
        self._recipe: Any = (
            "make",
            {
                "zone": made,
                "hours": copy.deepcopy(hours),
                "holidays": days,
                "exceptions": copy.deepcopy(exceptions),
                "breaks": copy.deepcopy(breaks),
                "windows": windows,
                "compiled_years": compiled_years,
            },
        )

    @classmethod
    def always(cls, zone: ZoneLike = "UTC") -> "Calendar":
        """24x7, in a zone that gives its instants their dates."""
        return cls(zone=zone, hours="24x7")

    @classmethod
    def _of(cls, handle: Any, recipe: Any = None) -> "Calendar":
        made = cls.__new__(cls)
        made._handle = handle
        made._recipe = recipe
        return made

    # ---- What it is ------------------------------------------------------

    @property
    def zone(self) -> Zone:
        """The zone that gives its instants their dates."""
        handle = self._handle
        return Zone._of(_native.ZoneHandle(lib.spol_zone_ref(lib.spol_calendar_zone(handle))))

    @property
    def coverage(self) -> range:
        """The years whose holidays are known."""
        first, last = c.c_int32(), c.c_int32()
        lib.spol_calendar_coverage(self._handle, _byref(first), _byref(last))
        return range(first.value, last.value + 1)

    def __repr__(self) -> str:
        return "<Calendar closed>" if self.closed else f"<Calendar in {self.zone.name}>"

    # ---- Arithmetic ------------------------------------------------------

    def add(self, t: datetime, d: timedelta) -> datetime:
        """The earliest instant with so much open time since t."""
        out, flags = _Int64(), _Uint32()
        status = lib.spol_calendar_add(
            self._handle, to_instant(t), to_duration(d), _byref(out), _byref(flags)
        )
        if status or flags.value:
            _report(status, flags.value)
        return from_instant(out.value, t.tzinfo)

    def subtract(self, t: datetime, d: timedelta) -> datetime:
        """The latest instant with so much open time up to t."""
        out, flags = _Int64(), _Uint32()
        status = lib.spol_calendar_subtract(
            self._handle, to_instant(t), to_duration(d), _byref(out), _byref(flags)
        )
        if status or flags.value:
            _report(status, flags.value)
        return from_instant(out.value, t.tzinfo)

    def elapsed(self, a: datetime, b: datetime) -> timedelta:
        """The open time from a to b; negative if b is before a."""
        out, flags = _Int64(), _Uint32()
        status = lib.spol_calendar_elapsed(
            self._handle, to_instant(a), to_instant(b), _byref(out), _byref(flags)
        )
        if status or flags.value:
            _report(status, flags.value)
        return _time.from_duration(out.value)

    def is_open(self, t: datetime) -> bool:
        """Whether it is open at t. It is open at an opening, and not at a close."""
        out, flags = c.c_int32(), c.c_uint32()
        status = lib.spol_calendar_is_open(self._handle, to_instant(t), _byref(out), _byref(flags))
        if status or flags.value:
            _report(status, flags.value)
        return bool(out.value)

    def next_open(self, t: datetime) -> datetime:
        """The earliest open instant at or after t."""
        return self._search(lib.spol_calendar_next_open, t)

    def next_close(self, t: datetime) -> datetime:
        """The earliest close after t."""
        return self._search(lib.spol_calendar_next_close, t)

    def previous_open(self, t: datetime) -> datetime:
        """The latest opening before t."""
        return self._search(lib.spol_calendar_previous_open, t)

    def previous_close(self, t: datetime) -> datetime:
        """The latest instant up to t with open time just before it."""
        return self._search(lib.spol_calendar_previous_close, t)

    def _search(self, question: Callable[..., int], t: datetime) -> datetime:
        out, flags = _Int64(), _Uint32()
        status = question(self._handle, to_instant(t), _byref(out), _byref(flags))
        if status or flags.value:
            _report(status, flags.value)
        return from_instant(out.value, t.tzinfo)

    def stretches(self, a: datetime, b: datetime) -> List[Stretch]:
        """The stretches of open time from a up to b, cut at both."""
        handle, first, last = self._handle, to_instant(a), to_instant(b)
        count, flags = c.c_size_t(64), c.c_uint32()
        while True:
            room = count.value
            buffer = (_d.spol_stretch * room)()
            status = lib.spol_calendar_stretches(
                handle, first, last, buffer, room, _byref(count), _byref(flags)
            )
            if status or flags.value:
                _report(status, flags.value)
            if count.value <= room:
                break
        zone = a.tzinfo
        return [
            Stretch(from_instant(s.__getattribute__("from"), zone), from_instant(s.to, zone))
            for s in buffer[: count.value]
        ]

    # ---- Dates -----------------------------------------------------------

    def receive(self, t: datetime, *, cutoff: Union[str, time, None] = None) -> datetime:
        """When something that arrives at t is received: the next opening, or after a cut-off
        the opening of the next business day."""
        out, flags = _Int64(), _Uint32()
        seconds = -1 if cutoff is None else _time.to_seconds(cutoff)
        status = lib.spol_calendar_receive(
            self._handle, to_instant(t), seconds, None, _byref(out), _byref(flags)
        )
        if status or flags.value:
            _report(status, flags.value)
        return from_instant(out.value, t.tzinfo)

    def business_days(
        self,
        t: datetime,
        count: int,
        *,
        until: Union[str, time] = "end_of_day",
        cutoff: Union[str, time, None] = None,
        after: str = "receipt",
    ) -> datetime:
        """When a target of so many business days from t is due.

        ``until`` is "end_of_day", "start_of_day", "same_time" or a time of day; ``after`` is
        "receipt" or "date" (docs/semantics.md, section 4).
        """
        return self.day_target(t, count, until=until, cutoff=cutoff, after=after).due

    def day_target(
        self,
        t: datetime,
        count: int,
        *,
        unit: str = "business_days",
        until: Union[str, time] = "end_of_day",
        cutoff: Union[str, time, None] = None,
        after: str = "receipt",
    ) -> DayTarget:
        """A target counted in "business_days", "calendar_days", "weeks" or "months"."""
        target = _native.sized(_d.spol_day_target)
        target.unit = _word(unit, _UNITS)
        target.zero = _word(after, {"receipt": 0, "date": 1})
        target.count = _count(count)
        if isinstance(until, str) and until in _READINGS:
            target.reading = _READINGS[until]
        else:
            target.reading, target.local_seconds = 4, _time.to_seconds(until)
        target.cutoff_seconds = -1 if cutoff is None else _time.to_seconds(cutoff)
        out = _d.spol_day_due()
        status = lib.spol_calendar_day_target(
            self._handle, to_instant(t), _byref(target), _byref(out)
        )
        _report(status, out.flags)
        return DayTarget(
            from_instant(out.due, t.tzinfo),
            from_instant(out.receipt, t.tzinfo),
            _time.from_date(out.day_zero),
            _time.from_date(out.due_day),
        )

    def date_of(self, t: datetime) -> date:
        """The date to which an instant belongs: a night shift's is that of its opening."""
        out, flags = c.c_int32(), c.c_uint32()
        status = lib.spol_calendar_date_of(self._handle, to_instant(t), _byref(out), _byref(flags))
        _report(status, flags.value)
        return _time.from_date(out.value)

    def on_date(self, day: Union[date, str]) -> Day:
        """What belongs to a date of the calendar's zone, and why."""
        handle, out = self._handle, _d.spol_calendar_date()
        status = lib.spol_calendar_on_date(handle, _time.to_date(day), _byref(out))
        _report(status, out.flags)
        zone = self.zone.tzinfo if out.has_open_time else None
        return Day(
            _time.from_date(out.date),
            str(_d.spol_day_source(out.source).name).lower(),
            bool(out.has_open_time),
            _time.optional_instant(out.first_open, zone),
            _time.optional_instant(out.last_close, zone),
            errors.text(out.name) or None,
        )

    # ---- Arrays ----------------------------------------------------------

    def add_many(self, t: Any, d: Any) -> Any:
        """``add`` for arrays: numpy datetime64 and timedelta64, or any contiguous buffer of 64-bit
        integers in microseconds; ``d`` may be one timedelta. The first element that fails is
        raised, with its ``index``."""
        return _arrays.pairs(lib.spol_calendar_add_many, self._handle, t, d, "duration", "instant", _report)

    def subtract_many(self, t: Any, d: Any) -> Any:
        """``subtract`` for arrays, as ``add_many``."""
        return _arrays.pairs(
            lib.spol_calendar_subtract_many, self._handle, t, d, "duration", "instant", _report
        )

    def elapsed_many(self, a: Any, b: Any) -> Any:
        """``elapsed`` for arrays, as ``add_many``; ``b`` may be one datetime."""
        return _arrays.pairs(
            lib.spol_calendar_elapsed_many, self._handle, a, b, "instant", "duration", _report
        )

    # ---- Combinations ----------------------------------------------------

    def __or__(self, other: "Calendar") -> "Calendar":
        """Open where either is."""
        return self._with(other, "any_of")

    def __and__(self, other: "Calendar") -> "Calendar":
        """Open where both are."""
        return self._with(other, "all_of")

    def __sub__(self, other: "Calendar") -> "Calendar":
        """Open where this one is and the other is not."""
        return self._with(other, "except")

    def _with(self, other: Any, kind: str) -> "Calendar":
        return combine(kind, [self, other]) if isinstance(other, Calendar) else NotImplemented

    # ---- Copies ----------------------------------------------------------

    def __copy__(self) -> "Calendar":
        return Calendar._of(self._handle, self._recipe)

    def __deepcopy__(self, _: Any) -> "Calendar":
        return self.__copy__()

    def __reduce__(self) -> Any:
        self._handle  # noqa: B018 - raises if closed
        if self._recipe is None:
            raise TypeError("a policy's calendar cannot be pickled: pickle the policy")
        return (_rebuild, self._recipe)


def combine(
    kind: str, parts: Iterable[Calendar], *, zone: Optional[ZoneLike] = None
) -> Calendar:
    """A calendar of others: "any_of", "all_of", or "except" (the first without the others).

    Where the zones of the parts differ, instants have their dates in ``zone``, by default that of
    the first part.
    """
    listed = list(parts)
    for part in listed:
        _native.need(part, Calendar, "a calendar")
    number = _word(kind, {"any_of": 1, "all_of": 2, "except": 3})
    if not listed:
        raise errors.InvalidArgumentError("a combination of no calendars")
    handles = [part._handle for part in listed]
    pointers = (c.c_void_p * len(handles))(*[h.value for h in handles])
    given = to_zone(zone) if zone is not None else listed[0].zone
    handle = _native.CalendarHandle()
    error = _native.new_error()
    status = lib.spol_calendar_combine(
        None, number, pointers, len(handles), given._handle, None, _byref(handle), _byref(error)
    )
    _native.check(status, error)
    return Calendar._of(handle, (kind, {"parts": listed, "zone": given}))


def _rebuild(kind: str, recipe: Any) -> Calendar:
    return Calendar(**recipe) if kind == "make" else combine(kind, **recipe)


def _word(word: str, words: Mapping[str, int]) -> int:
    if word not in words:
        raise errors.InvalidArgumentError(f"not one of {', '.join(words)}: {word!r}")
    return words[word]


def _count(count: int) -> int:
    if isinstance(count, bool) or not isinstance(count, int):
        raise TypeError(f"a number of days is an int, not {type(count).__name__}")
    if not 0 <= count < 2**31:
        raise errors.InvalidArgumentError(f"a number of days below 0 or beyond all years: {count}")
    return count


_FLAGS = (
    (1, "holidays of a year that it depends on are not known"),
    (2, "it depends on Easter before 1583"),
    (4, "it lies beyond the last change that the zone's data knows"),
    (8, "it would lie before receipt, and is receipt"),
)


def _report(status: int, flags: int, index: Optional[int] = None) -> None:
    """Raises for a status, and warns for what may be said of an answer."""
    if status:
        error = _native.failure(status)
        error.index = index
        raise error
    for bit, what in _FLAGS:
        if flags & bit:
            warnings.warn(
                f"an answer to be taken with care: {what}", errors.CoverageWarning, _caller()
            )


def _caller() -> int:
    """How many frames up from _report the first lies that is not of this package."""
    level = 2
    while sys._getframe(level).f_globals.get("__package__") == __package__:
        level += 1
    return level
