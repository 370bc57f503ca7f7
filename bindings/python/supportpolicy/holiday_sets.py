# SPDX-License-Identifier: MIT
"""Sets of holidays: those that come with the library, and those of the caller."""

import ctypes as c
import operator
from datetime import date, datetime
from typing import Any, Dict, Iterable, List, Mapping, Optional, Tuple, Union

from . import _native, _time, errors
from . import _declarations as _d
from ._native import lib

HolidaysLike = Union[str, date, "Holidays", Mapping[Any, Any], Iterable[Any]]


class Holidays(_native.Closeable):
    """A set of holidays.

    ``dates`` is an iterable of dates, ISO texts, "--12-25" (every year) and other sets, or a
    mapping from dates to names (a ``holidays.HolidayBase`` is one). Written dates cover the
    years from the first to the last of them, or those of ``years``; an answer that depends on
    another year carries a CoverageWarning.

    >>> office = Holidays(["--12-25", "--01-01"])
    >>> date(2031, 12, 25) in office
    True
    >>> Holidays.named("us-federal").in_year(2026)[date(2026, 7, 3)]
    'Independence Day'
    """

    __slots__ = ("_recipe",)

    def __init__(
        self,
        dates: HolidaysLike,
        *,
        years: Union[None, range, Tuple[int, int]] = None,
        name: Optional[str] = None,
    ) -> None:
        rules, sets, listed = _sorted(dates)
        title = None if name is None else _native.encode_name(name)
        self._build((rules, sets, listed, _covered(dates, listed, years), title))

    def _build(self, recipe: Any) -> None:
        rules, sets, listed, covered, title = recipe
        builder = _native.HolidaysBuilder()
        _native.check(lib.spol_holidays_builder_new(None, c.byref(builder)))
        for part in sets:
            _call(lib.spol_holidays_builder_add_set, builder, part._handle)
        for month, day, label in rules:
            rule = _native.sized(_d.spol_holiday_rule)
            rule.kind, rule.month, rule.day = _d.spol_holiday_kind.YEARLY, month, day
            rule.name = label
            _call(lib.spol_holidays_builder_add_rule, builder, c.byref(rule))
        if covered is not None:
            numbers = (c.c_int32 * len(listed))(*listed)
            names = (c.c_char_p * len(listed))(*listed.values())
            _call(
                lib.spol_holidays_builder_add_list, builder, title, numbers, names, len(listed), *covered
            )
        handle = _native.HolidaysHandle()
        _call(lib.spol_holidays_builder_build, builder, c.byref(handle))
        self._handle = handle
        self._recipe: Any = recipe

    @classmethod
    def named(cls, name: str) -> "Holidays":
        """A set that comes with the library, such as "us-federal" (docs/holidays.md)."""
        raw = _native.encode(name)
        handle = _native.HolidaysHandle()
        _call(lib.spol_holidays_named, None, raw, len(raw), c.byref(handle))
        made = cls.__new__(cls)
        made._handle = handle
        made._recipe = name
        return made

    @staticmethod
    def names() -> "List[str]":
        """The names of all sets that come with the library."""
        found = []
        for index in range(lib.spol_holiday_set_count()):
            known = _native.sized(_d.spol_holiday_set)
            _native.check(lib.spol_holiday_set_at(index, c.byref(known)))
            found.append(errors.text(known.name))
        return found

    @property
    def coverage(self) -> range:
        """The years whose holidays are known; empty if there is none."""
        first, last = c.c_int32(), c.c_int32()
        lib.spol_holidays_coverage(self._handle, c.byref(first), c.byref(last))
        return range(first.value, last.value + 1)

    def covers(self, year: int) -> bool:
        """Whether the holidays of a year are known."""
        return bool(lib.spol_holidays_covers(self._handle, _small(year)))

    def in_year(self, year: int) -> Dict[date, Optional[str]]:
        """The holidays of a year, by date, with their names."""
        handle, year = self._handle, _small(year)
        count = c.c_size_t()
        _native.check(lib.spol_holidays_in_year(handle, year, None, 0, c.byref(count)))
        found = (_d.spol_holiday * count.value)()
        _native.check(lib.spol_holidays_in_year(handle, year, found, count.value, c.byref(count)))
        return {_time.from_date(h.date): errors.text(h.name) or None for h in found}

    def name_of(self, day: Union[date, str]) -> Optional[str]:
        """The name of the holiday on a date; None if it has none, or is none."""
        return self._on(day)[1]

    def __contains__(self, day: object) -> bool:
        return isinstance(day, (date, str)) and self._on(day)[0]

    def _on(self, day: Union[date, str]) -> Tuple[bool, Optional[str]]:
        handle = self._handle
        found, out = c.c_int32(), _d.spol_holiday()
        _native.check(lib.spol_holidays_on(handle, _time.to_date(day), c.byref(found), c.byref(out)))
        if not found.value:
            return False, None
        return True, errors.text(out.name) or None

    def __or__(self, other: HolidaysLike) -> "Holidays":
        return Holidays([self, to_holidays(other)])

    def __repr__(self) -> str:
        if self.closed:
            return "Holidays(closed)"
        named = isinstance(self._recipe, str)
        return f"holidays({self._recipe!r})" if named else f"<Holidays {self.coverage}>"

    def __reduce__(self) -> Any:
        self._handle  # noqa: B018 - raises if closed
        return (_rebuild, (self._recipe,))


def _rebuild(recipe: Any) -> Holidays:
    if isinstance(recipe, str):
        return Holidays.named(recipe)
    made = Holidays.__new__(Holidays)
    made._build(recipe)
    return made


def holidays(name: str) -> Holidays:
    """A set of public holidays that comes with the library, by name."""
    return Holidays.named(name)


def to_holidays(given: HolidaysLike) -> Holidays:
    return given if isinstance(given, Holidays) else Holidays(given)


def _call(function: Any, *arguments: Any) -> None:
    error = _native.new_error()
    _native.check(function(*arguments, c.byref(error)), error)


def _small(year: int) -> int:
    year = operator.index(year)
    if not 1 <= year <= 9999:
        raise errors.OutOfRangeError(f"a year outside 1 to 9999: {year}")
    return year


def _sorted(dates: Any) -> "Tuple[List[Tuple[int, int, Optional[bytes]]], List[Holidays], Dict[int, Optional[bytes]]]":
    """What was given as rules, sets and dates."""
    rules: "List[Tuple[int, int, Optional[bytes]]]" = []
    sets: List[Holidays] = []
    listed: Dict[int, Optional[bytes]] = {}

    def take(entry: Any, label: Any) -> None:
        raw = _native.encode_name(str(label)) if label else None
        if isinstance(entry, Holidays):
            sets.append(entry)
        elif isinstance(entry, str) and entry.startswith("--"):
            day = _time.to_date("2000-" + entry[2:])  # a leap year
            civil = _time.from_date(day)
            rules.append((civil.month, civil.day, raw))
        elif isinstance(entry, (str, date)):
            listed.setdefault(_time.to_date(entry), raw)
        elif isinstance(entry, Mapping):
            for day, name in entry.items():
                take(day, name)
        elif isinstance(entry, Iterable):
            for day in entry:
                take(day, None)
        else:
            raise TypeError(f"a holiday is a date, an ISO text or a set, not {type(entry).__name__}")

    if isinstance(dates, datetime):
        raise TypeError("a date is needed, not a datetime")
    take(dates, None)
    return rules, sets, listed


def _covered(
    dates: Any, listed: Dict[int, Any], years: Union[None, range, Tuple[int, int]]
) -> Optional[Tuple[int, int]]:
    """First and last year of the written dates; None without any."""
    known = years if years is not None else getattr(dates, "years", None)
    if isinstance(known, tuple) and len(known) == 2:
        return _small(known[0]), _small(known[1])
    if known:
        return _small(min(known)), _small(max(known))
    if isinstance(dates, (list, tuple)):
        nested = [y for part in dates for y in (getattr(part, "years", None) or ()) if not isinstance(part, Holidays)]
    else:
        nested = []
    written = [_time.from_date(day).year for day in listed]
    if not written and not nested:
        return None
    return min(written + nested), max(written + nested)
