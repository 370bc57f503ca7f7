# SPDX-License-Identifier: MIT
"""Cases: what happened, and from it everything that a helpdesk must know."""

import ctypes as c
import threading
import weakref
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Any, Dict, Iterator, List, Mapping, NamedTuple, Optional, Tuple, Union

from . import _native, _time, errors
from . import _declarations as _d
from ._native import lib
from .policy import Policy
from .status import Status

_ACTORS = {actor.name.lower(): int(actor) for actor in _d.spol_actor}


class Event(NamedTuple):
    """Something that happened to a case, as it was recorded."""

    type: str
    at: datetime
    details: Mapping[str, Any]


class Case(_native.Closeable):
    """A case under a policy: a growing list of events.

    >>> policy = Policy.loads('''
    ... supportpolicy: 1
    ... id: small
    ... version: draft
    ... calendars: {always: 24x7}
    ... severities: {levels: [{id: S1}]}
    ... metrics:
    ...   first_response:
    ...     targets: [{within: 1h, calendar: always}]
    ... ''')
    >>> from datetime import timezone
    >>> case = Case(policy)
    >>> opened = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)
    >>> case.record("opened", at=opened)
    >>> status = case.status(at=opened + timedelta(minutes=15))
    >>> print(status.metrics["first_response"].due)
    2026-11-23 10:00:00+00:00
    """

    __slots__ = ("policy", "_records", "_lock", "_readers")

    def __init__(self, policy: Policy) -> None:
        _native.need(policy, Policy, "a policy")
        self.policy = policy
        self._records: Tuple[Event, ...] = ()
        self._lock = threading.Lock()
        self._readers: "weakref.WeakSet[Status]" = weakref.WeakSet()
        self._handle = _new(policy)

    @classmethod
    def _of_events(cls, policy: Policy, events: Any, count: int, zone: tzinfo) -> "Case":
        """A case of the library's own events, with wall times in a zone."""
        made = cls(policy)
        for index in range(count):
            made._append(_recorded(policy, events[index], zone))
        return made

    def text(self, name: str = "case", *, zone: Union[None, str, tzinfo] = None) -> str:
        """The case as an entry of a case file, without loss; instants with the zone's offset."""
        from .scenario import case_text

        return case_text(self, name, zone)

    @property
    def events(self) -> Tuple[Event, ...]:
        """What was recorded, oldest first."""
        self._handle  # noqa: B018 - raises if closed
        return self._records

    def __len__(self) -> int:
        return len(self.events)

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    def record(
        self,
        type: str,
        *,
        at: datetime,
        occurred_at: Optional[datetime] = None,
        facts: Optional[Mapping[str, Any]] = None,
        id: Optional[int] = None,
        actor: Optional[str] = None,
        role: Optional[str] = None,
        severity: Optional[str] = None,
        reason: Optional[str] = None,
        metric: Optional[str] = None,
        line: Optional[str] = None,
        version: Optional[str] = None,
        calendar: Optional[str] = None,
        agreed_due: Optional[datetime] = None,
        agreed_within: Optional[timedelta] = None,
        next_by: Optional[datetime] = None,
    ) -> None:
        """Records an event: "opened", "notified", "accepted", "waiting", "resolved", or one of the
        policy's own. ``occurred_at`` is the instant it speaks of where that was earlier; a fact
        that is a list is a set, one that is None is withdrawn. What is wrong by itself, or lies
        before the last event, is refused, and the case is as it was."""
        if facts is not None:
            _native.need(facts, Mapping, "a mapping from facts to values")
        given = {
            "occurred_at": occurred_at,
            "facts": dict(facts) if facts else None,
            "id": id,
            "actor": actor,
            "role": role,
            "severity": severity,
            "reason": reason,
            "metric": metric,
            "line": line,
            "version": version,
            "calendar": calendar,
            "agreed_due": agreed_due,
            "agreed_within": agreed_within,
            "next_by": next_by,
        }
        self._append(Event(type, at, {key: value for key, value in given.items() if value is not None}))

    def _append(self, event: Event) -> None:
        kept: List[Any] = []
        made = _event(self.policy, event, kept)
        error = _native.new_error()
        with self._lock:
            handle = self._handle
            shared = len(self._readers) > 0  # a status reads the events where they lie
            if shared:
                handle = _copy(self.policy, handle)
            _native.check(lib.spol_case_append(handle, c.byref(made), c.byref(error)), error)
            self._records += (event,)
            if shared:
                self._handle, self._readers = handle, weakref.WeakSet()
        del kept

    def status(self, *, at: datetime) -> Status:
        """Everything there is to know at an instant. It stays as it is when more is recorded."""
        instant = _time.to_instant(at)
        with self._lock:
            made = Status._evaluate(self.policy, self._handle, instant, at, self._records)
            self._readers.add(made)
        return made

    def what_if(
        self,
        *,
        at: Optional[datetime] = None,
        severity: Optional[str] = None,
        facts: Optional[Mapping[str, Any]] = None,
    ) -> Status:
        """The status if the severity, or facts, were changed at an instant (by default that of the
        last event). The case stays as it is."""
        if not self.events:
            raise errors.InvalidArgumentError("a case without events")
        when = at if at is not None else self._records[-1].at
        other = self.__copy__()
        if facts:
            other.record("facts_changed", at=when, facts=facts)
        if severity is not None:
            other.record("severity_changed", at=when, severity=severity)
        return other.status(at=when)

    # ---- Copies ----------------------------------------------------------

    def __copy__(self) -> "Case":
        made = Case.__new__(Case)
        made.policy = self.policy
        made._lock, made._readers = threading.Lock(), weakref.WeakSet()
        with self._lock:
            made._handle = _copy(self.policy, self._handle)
            made._records = self._records
        return made

    def __deepcopy__(self, _: Any) -> "Case":
        return self.__copy__()

    def __reduce__(self) -> Any:
        return (_rebuild, (self.policy, self.events))

    def __repr__(self) -> str:
        return "<Case closed>" if self.closed else f"<Case under {self.policy.id}, {len(self)} events>"


def _rebuild(policy: Policy, events: Tuple[Event, ...]) -> Case:
    made = Case(policy)
    for event in events:
        made._append(event)
    return made


def _new(policy: Policy) -> Any:
    handle = _native.CaseHandle()
    _native.check(lib.spol_case_new(None, policy._handle, c.byref(handle)))
    return handle


def _copy(policy: Policy, handle: Any) -> Any:
    made, count = _new(policy), c.c_uint64()
    events = lib.spol_case_events(handle, c.byref(count))
    for index in range(count.value):
        _native.check(lib.spol_case_append(made, c.byref(events[index]), None))
    return made


def _event(policy: Policy, event: Event, kept: List[Any]) -> _d.spol_event:
    more = event.details
    made: _d.spol_event = _native.sized(_d.spol_event)
    made.type = policy._id("event", event.type)
    made.at = _time.to_instant(event.at)
    made.occurred_at = _instant(more.get("occurred_at"))
    made.id = _identity(more.get("id"))
    actor = more.get("actor")
    if actor is not None:
        made.actor = _actor(actor)
    for kind in ("role", "severity", "reason", "metric", "line", "version", "calendar"):
        if kind in more:
            setattr(made, kind, policy._id(kind, more[kind]))
    made.agreed_due = _instant(more.get("agreed_due"))
    within = more.get("agreed_within")
    made.agreed_within = _time.NONE if within is None else _time.to_duration(within)
    made.next_by = _instant(more.get("next_by"))
    facts: List[_d.spol_fact] = []
    given = more.get("facts") or {}
    _native.need(given, Mapping, "a mapping from facts to values")
    for name, value in given.items():
        several = value if isinstance(value, (list, tuple, set, frozenset)) else [value]
        facts += [policy._fact(name, one, kept) for one in several]
    if facts:
        array = (_d.spol_fact * len(facts))(*facts)
        made.facts = c.cast(array, c.POINTER(_d.spol_fact))
        made.fact_count = len(facts)
        kept.append(array)
    return made


def _recorded(policy: Policy, raw: Any, zone: tzinfo) -> Event:
    """What `record` would have been given for an event of the library."""
    details: Dict[str, Any] = {}
    for name in ("occurred_at", "agreed_due", "next_by"):
        details[name] = _time.optional_instant(getattr(raw, name), zone)
    details["agreed_within"] = _time.optional_duration(raw.agreed_within)
    details["id"] = raw.id or None
    details["actor"] = _d.spol_actor(raw.actor).name.lower() if raw.actor else None
    for kind in ("role", "severity", "reason", "metric", "line", "version", "calendar"):
        details[kind] = policy._name(kind, getattr(raw, kind))
    facts: Dict[str, Any] = {}
    for index in range(raw.fact_count):
        fact = raw.facts[index]
        name, value = policy._name("fact", fact.fact) or "", _fact_value(policy, fact)
        facts[name] = [*facts[name], value] if isinstance(facts.get(name), list) else (
            [facts[name], value] if name in facts else value
        )
    details["facts"] = facts or None
    kept = {key: value for key, value in details.items() if value is not None}
    return Event(policy._name("event", raw.type) or "", _time.from_instant(raw.at, zone), kept)


def _fact_value(policy: Policy, fact: Any) -> Any:
    kinds = _d.spol_fact_type
    if fact.type == kinds.UNKNOWN:
        return None
    if fact.type == kinds.BOOLEAN:
        return bool(fact.value)
    if fact.type == kinds.NUMBER:
        number = Decimal(fact.value) / _d.SPOL_NUMBER_ONE
        return int(number) if number == number.to_integral_value() else number
    if fact.type == kinds.INSTANT:
        return _time.from_instant(fact.value, _time.UTC)
    if fact.type == kinds.DATE:
        return _time.from_date(fact.value)
    if fact.text:
        return c.string_at(fact.text, fact.text_length).decode("utf-8")
    return errors.text(lib.spol_policy_fact_member(policy._handle, fact.fact, fact.value))


def _instant(t: Union[datetime, None]) -> int:
    return _time.NONE if t is None else _time.to_instant(t)


def _actor(name: str) -> int:
    if name not in _ACTORS:
        raise errors.InvalidArgumentError(f"not an actor: {name!r}", hint=", ".join(_ACTORS))
    return _ACTORS[name]


def _identity(number: Optional[int]) -> int:
    if number is None:
        return 0
    if isinstance(number, bool) or not isinstance(number, int):
        raise TypeError(f"an event's id is an int, not {type(number).__name__}")
    if not 0 < number < 2**64:
        raise errors.OutOfRangeError(f"an event's id is 1 to 2**64 - 1, not {number}")
    return number
