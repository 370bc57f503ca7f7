# SPDX-License-Identifier: MIT
"""What the independent evaluator knows of a policy and of a case: plain data, no behaviour."""

from dataclasses import dataclass, field
from typing import Any, Optional

from evaluator_calendar import Calendar

# Conditions are nested tuples:
#   True | ('fact', name, (values)) | ('num', name, op, value) | ('all', (...)) | ('any', (...)) | ('not', c)
#   ('severity', (levels)) | ('line', (lines)) | ('metric', id, met/missed/started/stopped) | ('opened_in', calendar)
#   ('happened', event) | ('paused', reason) | ('state', open/resolved/closed)


@dataclass(frozen=True)
class Within:
    """A duration on a calendar."""
    amount: int
    calendar: Calendar


@dataclass(frozen=True)
class Days:
    """A day target. unit: business_days, days, weeks, months; reading: end_of_day, start_of_day, same_time, at."""
    count: int
    calendar: Calendar
    unit: str = 'business_days'
    reading: str = 'end_of_day'
    at: int = 0  # minutes, for reading 'at'
    after_date: bool = False


@dataclass(frozen=True)
class Word:
    """continuous, best_effort, immediate, as_agreed, not_offered, unstated."""
    name: str


@dataclass(frozen=True)
class Parts:
    """earliest_of or latest_of."""
    latest: bool
    parts: tuple


@dataclass(frozen=True)
class PerPeriod:
    """count per business day or per week."""
    count: int
    period: str  # day, week
    calendar: Calendar


@dataclass(frozen=True)
class AgreedInstant:
    """An agreed instant, or a promise: due as it stands."""
    at: int
    calendar: Calendar


@dataclass(frozen=True)
class Pause:
    """A reason that pauses a metric while a condition holds."""
    reason: str
    when: Any = True


@dataclass(frozen=True)
class Carry:
    kind: str  # from_start, restart, carry_elapsed, carry_fraction
    when: Any = True
    never_later: bool = False


@dataclass(frozen=True)
class Metric:
    id: str
    starts: tuple = ('opened',)  # event names; 'stop:other' chains
    stops: tuple = ()
    rows: tuple = ()  # ((condition, target), ...); the first that holds
    pauses: tuple = ()
    pause_real: bool = False
    starts_latest: bool = False
    repeats: Optional[str] = None  # stop, start, schedule: what the next cycle begins after
    once: bool = False
    promises: bool = False
    until: tuple = ('resolved',)
    cutoff: Optional[int] = None  # minutes
    carry: tuple = ()
    reopening: str = 'exclude_closed'


@dataclass(frozen=True)
class Trigger:
    """kind: event (name), timer (clock, a Metric that starts at the latest X), share (metric, percent), miss, nth_miss."""
    kind: str
    name: str = ''
    percent: int = 0
    nth: int = 0
    clock: Optional[Metric] = None


@dataclass(frozen=True)
class Repeat:
    times: int  # firings after the first
    every: int
    calendar: Calendar


@dataclass(frozen=True)
class Step:
    id: str
    triggers: tuple
    effects: tuple  # of ('line', x or next_line) ('notify', role) ('severity', level or one_level) ('close', '') ('event', name), in this order
    when: Any = True
    unless_happened: Optional[str] = None
    inside: Optional[Calendar] = None
    repeat: Optional[Repeat] = None


@dataclass(frozen=True)
class Severities:
    """levels: ((id, condition), ...), most severe first; the first that holds, else the last."""
    levels: tuple
    up_follows: bool = False
    down_follows: bool = False
    record_at: str = 'accepted'  # or opened
    record_value: str = 'derived'  # or requested
    caps: tuple = ()  # ((condition, level), ...)


@dataclass(frozen=True)
class Policy:
    id: str
    severities: Severities
    metrics: tuple
    ladders: tuple = ()  # ((id, (steps)), ...)
    lines: tuple = ('first_line',)
    facts: tuple = ()  # ((name, (values)), ...)
    calendars: tuple = ()
    events: tuple = ()  # those that the policy defines itself
    reasons: tuple = ()  # ((name, bound or None), ...)


@dataclass(frozen=True)
class Event:
    at: int
    kind: str
    occurred_at: Optional[int] = None
    facts: tuple = ()  # ((name, value), ...)
    reason: Optional[str] = None
    severity: Optional[str] = None
    line: Optional[str] = None
    next_by: Optional[int] = None
    metric: Optional[str] = None
    target: Any = None  # Within or AgreedInstant
    version: Optional[int] = None
    chain: frozenset = field(default_factory=frozenset)  # the steps that led to it
