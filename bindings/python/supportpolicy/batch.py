# SPDX-License-Identifier: MIT
"""Many cases at once: columns in, columns out."""

import ctypes as c
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, Dict, List, Mapping, Optional, Tuple, Union

from . import _arrays, _native, _tables, _time, errors
from . import _declarations as _d
from ._native import lib

_EXTRA = ("occurred_at", "facts", "id", "actor", "role", "severity", "reason", "metric", "line",
          "version", "calendar", "agreed_due", "agreed_within", "next_by")
_STATES = {int(s): s.name.lower() for s in _d.spol_metric_state}
_OUTCOMES: Dict[int, Optional[str]] = {int(o): o.name.lower() for o in _d.spol_outcome}
_OUTCOMES[0] = None
_SHARE = 2048  # cases that are worth a thread


def evaluate_many(
    policy: Any,
    events: Mapping[str, Any],
    as_of: Union[datetime, Mapping[Any, datetime]],
    threads: Optional[int] = None,
) -> Dict[str, Any]:
    """See Policy.evaluate_many."""
    _check_columns(events)
    kept: List[Any] = []
    numpy: Any = sys.modules.get("numpy")
    if numpy is None:
        keys, firsts, array = _in_python(policy, events, kept)
        address: Any = array
    else:
        keys, counts, order = _tables.group(numpy, events["case"])
        array = _tables.events(numpy, policy, events, order, _instants, kept)
        firsts = [0, *numpy.cumsum(counts).tolist()]
        address = c.c_void_p(array.ctypes.data)
    instants: Any
    if isinstance(as_of, datetime):
        instants = [_time.to_instant(as_of)] * len(keys)
    else:
        instants = [_time.to_instant(as_of[key]) for key in keys]
    metrics = policy.metrics
    run = _Run(policy, c.cast(address, c.POINTER(_d.spol_event)), firsts, instants, len(metrics))
    run.all(threads)
    del array, kept
    return _columns(numpy, keys, metrics, run)


def _check_columns(events: Mapping[str, Any]) -> None:
    _native.need(events, Mapping, "a mapping from names to columns")
    unknown = set(events) - {"case", "at", "type", *_EXTRA}
    missing = {"case", "at", "type"} - set(events)
    if unknown or missing:
        what = f"not a column: {sorted(unknown)}" if unknown else f"columns are missing: {sorted(missing)}"
        raise errors.InvalidArgumentError(what)
    count = len(events["case"])
    for name, column in events.items():
        parts = column if name == "facts" and isinstance(column, Mapping) else {name: column}
        for part, values in parts.items():
            if len(values) != count:
                raise errors.InvalidArgumentError(f"column {part} has {len(values)} entries, case {count}")


# ---- Without numpy -----------------------------------------------------------


def _in_python(policy: Any, events: Mapping[str, Any], kept: List[Any]) -> Tuple[List[Any], List[int], Any]:
    """The keys, where the events of each begin, and the events."""
    from .case import Event, _event

    groups: "Dict[Any, List[int]]" = {}
    for row, key in enumerate(_tables._list(events["case"])):
        groups.setdefault(key, []).append(row)
    types = _tables._list(events["type"])
    facts = _rows_of_facts(events.get("facts"), len(types))
    extras = {name: _tables._list(events[name]) for name in _EXTRA if name in events and name != "facts"}
    at = _instants(events["at"])
    array = (_d.spol_event * len(types))()
    place, firsts = 0, [0]
    for rows in groups.values():
        for row in rows:
            details = {name: column[row] for name, column in extras.items() if column[row] is not None}
            if facts is not None and facts[row]:
                details["facts"] = facts[row]
            try:
                made = _event(policy, Event(str(types[row]), _time.EPOCH, details), kept)
            except errors.SupportPolicyError as error:
                error.index = row
                raise
            made.at = at[row]
            array[place] = made
            place += 1
        firsts.append(place)
    return list(groups), firsts, array


def _rows_of_facts(given: Any, rows: int) -> Any:
    """A mapping a row, from a column a fact or from such mappings."""
    if given is None or not isinstance(given, Mapping):
        return None if given is None else _tables._list(given)
    made: "List[Dict[str, Any]]" = [{} for _ in range(rows)]
    for name, column in given.items():
        for row, value in enumerate(_tables._list(column)):
            if not _tables.absent(value):
                made[row][name] = value
    return made


def _instants(column: Any) -> Any:
    """Aware datetimes, numpy's datetime64 (UTC), or 64-bit integers in microseconds."""
    numpy: Any = sys.modules.get("numpy")
    if numpy is not None:
        plain = _tables._plain(numpy, column)
        if isinstance(plain, numpy.ndarray) and plain.dtype.kind == "M":
            return _checked_array(numpy, _arrays._microseconds(plain, "M", numpy).view("i8"))
        if isinstance(plain, numpy.ndarray) and plain.dtype == numpy.dtype("i8"):
            return _checked_array(numpy, plain)
    return [_checked(t) if isinstance(t, int) else _time.to_instant(t) for t in _tables._list(column)]


def _checked(t: int) -> int:
    if not _d.SPOL_INSTANT_MIN <= t <= _d.SPOL_INSTANT_MAX:
        raise errors.OutOfRangeError(f"not an instant of the years 1 to 9999: {t}")
    return t


def _checked_array(numpy: Any, values: Any) -> Any:
    outside = (values < _d.SPOL_INSTANT_MIN) | (values > _d.SPOL_INSTANT_MAX)
    if bool(outside.any()):
        row = int(numpy.argmax(outside))
        raise errors.OutOfRangeError(f"not an instant of the years 1 to 9999: {int(values[row])}", index=row)
    return values


# ---- Evaluating --------------------------------------------------------------


class _Run:
    """The events, and the rows that the library writes."""

    def __init__(self, policy: Any, events: Any, firsts: List[int], instants: List[int], width: int) -> None:
        self.handle, self.events, self.width, self.count = policy._handle, events, width, len(instants)
        self.first, self.as_of = (c.c_uint64 * len(firsts))(*firsts), (c.c_int64 * self.count)(*instants)
        self.cases = (_d.spol_case_row * self.count)()
        self.metrics = (_d.spol_metric_row * (self.count * width))()

    def all(self, threads: Optional[int]) -> None:
        """Each thread has a part of the cases; the interpreter's lock is free meanwhile."""
        if threads is None:
            threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        if threads < 1:
            raise errors.InvalidArgumentError(f"at least one thread is needed, not {threads}")
        parts = max(1, min(threads, self.count // _SHARE))
        bounds = [self.count * part // parts for part in range(parts + 1)]
        if parts == 1:
            self.part(0, self.count)
            return
        with ThreadPoolExecutor(parts) as pool:
            list(pool.map(self.part, bounds, bounds[1:]))

    def part(self, begin: int, end: int) -> None:
        """Evaluates from where it stopped for want of room, with more, until all are done."""
        longest = max((self.first[n + 1] - self.first[n] for n in range(begin, end)), default=0)
        room = lib.spol_evaluation_room(self.handle, longest)
        while begin < end:
            batch = self._batch(begin, end)
            buffer, needed, done = c.create_string_buffer(room), c.c_uint64(), c.c_uint64()
            error = _native.new_error()
            status = lib.spol_evaluate_many(
                self.handle, c.byref(batch), None, buffer, room, c.byref(needed), c.byref(done), c.byref(error)
            )
            if status != errors.BufferError_.status:
                _native.check(status, error)
                return
            begin += done.value
            room = max(needed.value, room + 1)

    def _batch(self, begin: int, end: int) -> Any:
        batch = _native.sized(_d.spol_batch)
        batch.case_row_size, batch.metric_row_size = c.sizeof(_d.spol_case_row), c.sizeof(_d.spol_metric_row)
        batch.events = self.events
        batch.first = c.cast(c.byref(self.first, 8 * begin), c.POINTER(c.c_uint64))
        batch.as_of = c.cast(c.byref(self.as_of, 8 * begin), c.POINTER(c.c_int64))
        batch.as_of_count = batch.case_count = end - begin
        batch.cases = c.cast(c.byref(self.cases, batch.case_row_size * begin), c.POINTER(_d.spol_case_row))
        if self.width:
            place = batch.metric_row_size * begin * self.width
            batch.metrics = c.cast(c.byref(self.metrics, place), c.POINTER(_d.spol_metric_row))
        return batch


# ---- Columns out -------------------------------------------------------------


def _columns(numpy: Any, keys: List[Any], metrics: Any, run: _Run) -> Dict[str, Any]:
    found: Dict[str, Any] = {
        "case": [key for key in keys for _ in metrics],
        "metric": list(metrics) * len(keys),
    }
    values = _with_numpy(numpy, run) if numpy is not None and run.count and run.width else _one_by_one(run)
    found.update(values)
    if numpy is not None:
        for name in ("due", "elapsed", "remaining"):
            found[name] = numpy.asarray(found[name], dtype="i8").view("M8[us]" if name == "due" else "m8[us]")
        return found
    found["due"] = [_time.optional_instant(value, _time.UTC) for value in found["due"]]
    for name in ("elapsed", "remaining"):
        found[name] = [_time.optional_duration(value) for value in found[name]]
    return found


def _with_numpy(numpy: Any, run: _Run) -> Dict[str, Any]:
    cases = numpy.frombuffer(run.cases, dtype=_tables.structured(numpy, _d.spol_case_row))
    rows = numpy.frombuffer(run.metrics, dtype=_tables.structured(numpy, _d.spol_metric_row))
    status = numpy.repeat(cases["status"], run.width)
    names = {int(one): errors.text(lib.spol_status_name(int(one))) for one in numpy.unique(status)}
    found: Dict[str, Any] = {
        "status": [names[one] for one in status.tolist()],
        "state": [_STATES[one] for one in rows["state"].tolist()],
        "outcome": [_OUTCOMES[one] for one in rows["outcome"].tolist()],
    }
    for name in ("due", "elapsed", "remaining"):
        found[name] = numpy.where(status != 0, _time.NONE, rows[name])
    return found


def _one_by_one(run: _Run) -> Dict[str, Any]:
    status = [one.status for one in run.cases for _ in range(run.width)]
    found: Dict[str, Any] = {
        "status": [errors.text(lib.spol_status_name(one)) for one in status],
        "state": [_STATES[row.state] for row in run.metrics],
        "outcome": [_OUTCOMES[row.outcome] for row in run.metrics],
    }
    for name in ("due", "elapsed", "remaining"):
        found[name] = [_time.NONE if bad else getattr(row, name) for bad, row in zip(status, run.metrics)]
    return found
