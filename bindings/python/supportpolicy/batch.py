# SPDX-License-Identifier: MIT
"""Many cases at once: columns in, columns out."""

import ctypes as c
import sys
from datetime import datetime
from typing import Any, Dict, List, Mapping, Union

from . import _arrays, _native, _time, errors
from . import _declarations as _d
from ._native import lib

_EXTRA = ("occurred_at", "facts", "id", "actor", "role", "severity", "reason", "metric", "line",
          "version", "calendar", "agreed_due", "agreed_within", "next_by")
_STATES = {int(s): s.name.lower() for s in _d.spol_metric_state}
_OUTCOMES = {int(o): o.name.lower() for o in _d.spol_outcome}
_OUTCOMES[0] = None  # type: ignore[assignment]


def evaluate_many(policy: Any, events: Mapping[str, Any], as_of: Union[datetime, Mapping[Any, datetime]]) -> Dict[str, Any]:
    """See Policy.evaluate_many."""
    groups = _groups(events)
    order = [row for rows in groups.values() for row in rows]
    kept: List[Any] = []
    array = _events(policy, events, order, kept)
    firsts = [0]
    for rows in groups.values():
        firsts.append(firsts[-1] + len(rows))
    if isinstance(as_of, datetime):
        instants = [_time.to_instant(as_of)] * len(groups)
    else:
        instants = [_time.to_instant(as_of[key]) for key in groups]
    metrics = policy.metrics
    cases = (_d.spol_case_row * len(groups))()
    rows_of = (_d.spol_metric_row * (len(groups) * len(metrics)))()
    _run(policy, array, firsts, instants, cases, rows_of, len(metrics))
    return _columns(list(groups), metrics, cases, rows_of)


def _groups(events: Mapping[str, Any]) -> "Dict[Any, List[int]]":
    """The rows of each case, in the order of the first event of each."""
    unknown = set(events) - {"case", "at", "type", *_EXTRA}
    missing = {"case", "at", "type"} - set(events)
    if unknown or missing:
        what = f"not a column: {sorted(unknown)}" if unknown else f"columns are missing: {sorted(missing)}"
        raise errors.InvalidArgumentError(what)
    keys = _listed(events["case"])
    for name, column in events.items():
        if len(column) != len(keys):
            raise errors.InvalidArgumentError(f"column {name} has {len(column)} entries, case {len(keys)}")
    groups: "Dict[Any, List[int]]" = {}
    for row, key in enumerate(keys):
        groups.setdefault(key, []).append(row)
    return groups


def _events(policy: Any, events: Mapping[str, Any], order: List[int], kept: List[Any]) -> Any:
    from .case import Event, _event

    types = _listed(events["type"])
    extras = {name: _listed(events[name]) for name in _EXTRA if name in events}
    at = _instants(events["at"])
    array = (_d.spol_event * len(order))()
    start = _time.EPOCH
    for place, row in enumerate(order):
        details = {name: column[row] for name, column in extras.items() if column[row] is not None}
        made = _event(policy, Event(str(types[row]), start, details), kept)
        made.at = at[row]
        array[place] = made
    return array


def _listed(column: Any) -> Any:
    """A column as a list: numpy, pandas and polars have a method for it."""
    if isinstance(column, (list, tuple)):
        return column
    for name in ("tolist", "to_list", "to_pylist"):
        if hasattr(column, name):
            return getattr(column, name)()
    return list(column)


def _instants(column: Any) -> Any:
    """Aware datetimes, numpy's datetime64 (UTC), or 64-bit integers in microseconds."""
    numpy = sys.modules.get("numpy")
    if numpy is not None and hasattr(column, "to_numpy") and not isinstance(column, numpy.ndarray):
        column = column.to_numpy()
    if numpy is not None and isinstance(column, numpy.ndarray) and column.dtype.kind == "M":
        return _arrays._microseconds(column, "M", numpy).view("i8").tolist()
    return [_checked(t) if isinstance(t, int) else _time.to_instant(t) for t in _listed(column)]


def _checked(t: int) -> int:
    if not _d.SPOL_INSTANT_MIN <= t <= _d.SPOL_INSTANT_MAX:
        raise errors.OutOfRangeError(f"not an instant of the years 1 to 9999: {t}")
    return t


def _run(policy: Any, array: Any, firsts: List[int], instants: List[int], cases: Any, rows: Any, width: int) -> None:
    """Evaluates from where it stopped for want of room, with more, until all are done."""
    handle, count = policy._handle, len(instants)
    first, as_of = (c.c_uint64 * len(firsts))(*firsts), (c.c_int64 * count)(*instants)
    room = lib.spol_evaluation_room(handle, max((b - a for a, b in zip(firsts, firsts[1:])), default=0))
    begin = 0
    while begin < count:
        batch = _native.sized(_d.spol_batch)
        batch.case_row_size, batch.metric_row_size = c.sizeof(_d.spol_case_row), c.sizeof(_d.spol_metric_row)
        batch.events = c.cast(array, c.POINTER(_d.spol_event))
        batch.first = c.cast(c.byref(first, 8 * begin), c.POINTER(c.c_uint64))
        batch.as_of = c.cast(c.byref(as_of, 8 * begin), c.POINTER(c.c_int64))
        batch.as_of_count = batch.case_count = count - begin
        batch.cases = c.cast(c.byref(cases, batch.case_row_size * begin), c.POINTER(_d.spol_case_row))
        if width:
            place = batch.metric_row_size * begin * width
            batch.metrics = c.cast(c.byref(rows, place), c.POINTER(_d.spol_metric_row))
        buffer, needed, done = c.create_string_buffer(room), c.c_uint64(), c.c_uint64()
        error = _native.new_error()
        status = lib.spol_evaluate_many(
            handle, c.byref(batch), None, buffer, room, c.byref(needed), c.byref(done), c.byref(error)
        )
        if status != errors.BufferError_.status:
            _native.check(status, error)
            return
        begin += done.value
        room = max(needed.value, room + 1)


def _columns(keys: List[Any], metrics: Any, cases: Any, rows: Any) -> Dict[str, Any]:
    width = len(metrics)
    found: Dict[str, Any] = {
        "case": [key for key in keys for _ in metrics],
        "metric": list(metrics) * len(keys),
        "status": [errors.text(lib.spol_status_name(one.status)) for one in cases for _ in metrics],
        "state": [_STATES[r.state] for r in rows],
        "outcome": [_OUTCOMES[r.outcome] for r in rows],
    }
    failed = [cases[place // width].status != 0 for place in range(len(rows))] if width else []
    for name in ("due", "elapsed", "remaining"):
        values = [_time.NONE if bad else getattr(r, name) for bad, r in zip(failed, rows)]
        found[name] = _typed(values, "M8[us]" if name == "due" else "m8[us]")
    return found


def _typed(values: List[int], kind: str) -> Any:
    """numpy's type where it is there, else datetimes in UTC and timedeltas; None or NaT for none."""
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        return numpy.array(values, dtype="i8").view(kind)
    if kind == "M8[us]":
        return [_time.optional_instant(value, _time.UTC) for value in values]
    return [_time.optional_duration(value) for value in values]
