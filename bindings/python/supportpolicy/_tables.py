# SPDX-License-Identifier: MIT
"""Columns of events as the library's arrays, by numpy: what `evaluate_many` does for many rows."""

import ctypes as c
from typing import Any, Dict, List, Mapping, Tuple

from . import _arrays, _native, _time, errors
from . import _declarations as _d

_NAMES = ("role", "severity", "reason", "metric", "line", "version", "calendar")
_TIMES = ("occurred_at", "agreed_due", "next_by")


def structured(numpy: Any, kind: Any) -> Any:
    """numpy's type of a struct; pointers are numbers."""
    formats = {c.c_int32: "i4", c.c_uint32: "u4", c.c_int64: "i8", c.c_uint64: "u8"}
    # Reserved fields too: numpy copies what is named, and they must be zero.
    fields = [(name, formats.get(form, f"V{c.sizeof(form)}" if name == "reserved" else "u8"), getattr(kind, name).offset)
              for name, form in kind._fields_]
    names, types, offsets = zip(*fields)
    return numpy.dtype(
        {"names": list(names), "formats": list(types), "offsets": list(offsets), "itemsize": c.sizeof(kind)}
    )


def group(numpy: Any, column: Any) -> "Tuple[List[Any], Any, Any]":
    """The keys in the order of their first rows, how many rows each has, and the rows by key."""
    plain = _plain(numpy, column)
    if isinstance(plain, numpy.ndarray):
        found, first, codes = numpy.unique(plain, return_index=True, return_inverse=True)
        by_first = numpy.argsort(first, kind="stable")
        rank = numpy.empty(len(found), dtype="i8")
        rank[by_first] = numpy.arange(len(found))
        codes, keys = rank[codes], found[by_first].tolist()
    else:
        index: Dict[Any, int] = {}
        codes = numpy.fromiter((index.setdefault(key, len(index)) for key in plain), dtype="i8", count=len(plain))
        keys = list(index)
    counts = numpy.bincount(codes, minlength=len(keys)).astype("i8")
    if len(codes) < 2 or bool((codes[1:] >= codes[:-1]).all()):
        return keys, counts, None
    return keys, counts, numpy.argsort(codes, kind="stable")


def events(numpy: Any, policy: Any, columns: Mapping[str, Any], order: Any, instants: Any, kept: List[Any]) -> Any:
    """The events of all cases, one after the other."""
    rows = len(columns["type"])
    made = numpy.zeros(rows, dtype=structured(numpy, _d.spol_event))
    made["size"] = c.sizeof(_d.spol_event)
    made["type"] = _numbers(numpy, columns["type"], lambda name: policy._id("event", str(name)), none=False)
    made["at"] = instants(columns["at"])
    for name in (*_TIMES, "agreed_within"):
        made[name] = _time.NONE
    for name in _TIMES:
        if name in columns:
            made[name] = _optional(numpy, columns[name], _time.to_instant, "M")
    if "agreed_within" in columns:
        made["agreed_within"] = _optional(numpy, columns["agreed_within"], _time.to_duration, "m")
    for name in _NAMES:
        if name in columns:
            made[name] = _numbers(numpy, columns[name], lambda text, kind=name: policy._id(kind, text))
    _others(numpy, columns, made)
    if "facts" in columns:
        _facts(numpy, policy, columns["facts"], made, kept)
    return made if order is None else made[order]


def _others(numpy: Any, columns: Mapping[str, Any], made: Any) -> None:
    from .case import _actor, _identity

    if "actor" in columns:
        made["actor"] = _numbers(numpy, columns["actor"], _actor)
    if "id" in columns:
        values = [_identity(None if absent(one) else one) for one in _list(columns["id"])]
        made["id"] = numpy.array(values, dtype="u8")


def _numbers(numpy: Any, column: Any, number: Any, none: bool = True) -> Any:
    """Each value by its number, which is looked up once; None is 0."""
    values = _list(column)
    known = {one: 0 if none and absent(one) else number(one) for one in dict.fromkeys(values)}
    return numpy.fromiter(map(known.__getitem__, values), dtype="u4", count=len(values))


def _optional(numpy: Any, column: Any, convert: Any, letter: str) -> Any:
    """Instants or durations of which some are None or NaT; both are the library's none."""
    plain = _plain(numpy, column)
    if isinstance(plain, numpy.ndarray) and plain.dtype.kind == letter:
        return _arrays._microseconds(plain, letter, numpy).view("i8")
    values = [_time.NONE if absent(one) else convert(one) for one in _list(column)]
    return numpy.array(values, dtype="i8")


# ---- Facts -------------------------------------------------------------------


class _Values:
    """The facts with their values that were met, each made once."""

    def __init__(self, policy: Any, kept: List[Any]) -> None:
        self.policy, self.kept = policy, kept
        self.made: List[Any] = []
        self.known: Dict[Any, int] = {}

    def number(self, name: str, value: Any, where: Any) -> int:
        """The number of a value, which is made if it is new; `where` is its row, or its column."""
        key = (name, type(value), value)
        try:
            found = self.known.get(key)
            if found is None:
                found = self.known[key] = self._make(name, value)
        except errors.SupportPolicyError as error:
            error.index = where if isinstance(where, int) else where.index(value)
            raise
        return found

    def _make(self, name: str, value: Any) -> int:
        self.made.append(self.policy._fact(name, value, self.kept))
        return len(self.made) - 1


def _facts(numpy: Any, policy: Any, given: Any, made: Any, kept: List[Any]) -> None:
    """Writes the facts' addresses and counts into the events."""
    values = _Values(policy, kept)
    row_of, numbers = (
        _from_columns(numpy, values, given, len(made))
        if isinstance(given, Mapping)
        else _from_rows(numpy, values, ((row, facts) for row, facts in enumerate(_list(given)) if facts))
    )
    if not len(row_of):
        return
    templates = (_d.spol_fact * len(values.made))(*values.made)
    kind = structured(numpy, _d.spol_fact)
    by_row = numpy.argsort(row_of, kind="stable")
    facts = numpy.frombuffer(templates, dtype=kind)[numbers[by_row]]
    counts = numpy.bincount(row_of, minlength=len(made))
    begins = numpy.cumsum(counts) - counts
    made["fact_count"] = counts
    made["facts"] = numpy.where(counts > 0, facts.ctypes.data + begins * kind.itemsize, 0)
    kept += [templates, facts]


def _from_columns(numpy: Any, values: _Values, given: Mapping[str, Any], rows: int) -> "Tuple[Any, Any]":
    """The rows of all facts, and the numbers of their values; each value is made once."""
    found = [(numpy.zeros(0, dtype="i8"), numpy.zeros(0, dtype="i8"))]
    for name, column in given.items():
        listed = _list(column)
        if len(listed) != rows:
            raise errors.InvalidArgumentError(f"column facts.{name} has {len(listed)} entries, type {rows}")
        if _one_kind(listed):
            first = {one: -1 if absent(one) else values.number(name, one, listed) for one in dict.fromkeys(listed)}
            numbers = numpy.fromiter(map(first.__getitem__, listed), dtype="i8", count=rows)
            there = numpy.flatnonzero(numbers >= 0)
            found.append((there, numbers[there]))
        else:
            cells = ((row, {name: value}) for row, value in enumerate(listed) if not absent(value))
            found.append(_from_rows(numpy, values, cells))
    return tuple(numpy.concatenate(parts) for parts in zip(*found))


def _one_kind(listed: Any) -> bool:
    """Whether equal values of a column are the same value: True is no 1, and a list has no hash."""
    kinds = set(map(type, listed)) - {type(None)}
    return len(kinds - {str}) <= 1 and not kinds & {list, set, dict, tuple, frozenset}


def _from_rows(numpy: Any, values: _Values, rows: Any) -> "Tuple[Any, Any]":
    """The same from a mapping a row; a fact that is a list is a set."""
    row_of: List[int] = []
    numbers: List[int] = []
    for row, facts in rows:
        _native.need(facts, Mapping, "a mapping from facts to values")
        for name, value in facts.items():
            several = value if isinstance(value, (list, tuple, set, frozenset)) else (value,)
            for one in several:
                row_of.append(row)
                numbers.append(values.number(name, one, row))
    return numpy.array(row_of, dtype="i8"), numpy.array(numbers, dtype="i8")


# ---- Columns -------------------------------------------------------------------


def absent(value: Any) -> bool:
    """None, and what numpy and pandas have for it: NaN, NaT, NA."""
    if value is None:
        return True
    try:
        return bool(value != value)
    except TypeError:  # pandas' NA compares to NA
        return True


def _plain(numpy: Any, column: Any) -> Any:
    """A numpy array of numbers or times if the column is one, else a list."""
    accessor = getattr(column, "dt", None)
    if getattr(getattr(column, "dtype", None), "tz", None) is not None and accessor is not None:
        column = accessor.tz_convert("UTC").dt.tz_localize(None)  # pandas with a time zone
    if hasattr(column, "to_numpy") and not isinstance(column, numpy.ndarray):
        column = column.to_numpy()
    if isinstance(column, numpy.ndarray) and column.dtype.kind in "iuMmb":
        return column
    return _list(column)


def _list(column: Any) -> Any:
    """A column as a list: numpy, pandas, polars and Arrow have a method for it."""
    if isinstance(column, (list, tuple)):
        return column
    for name in ("tolist", "to_list", "to_pylist"):
        if hasattr(column, name):
            return getattr(column, name)()
    return list(column)
