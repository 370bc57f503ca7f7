# SPDX-License-Identifier: MIT
"""What a case comes to at an instant: a picture that stays as it is."""

import ctypes as c
import operator
import os
from datetime import datetime, timedelta
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Dict, FrozenSet, List, Mapping, NamedTuple, Optional, Tuple, Union

from . import _html, _native, _time, errors
from . import _declarations as _d
from ._native import lib
from .policy import Policy, written
from .zones import Zone


class Decision(NamedTuple):
    """Why something is as it is: what gave it, the rule and its line, and the event's index."""

    cause: str
    rule: Optional[str]
    line: Optional[int]
    event: Optional[int]
    at: Optional[datetime]


class Metric(NamedTuple):
    """A clock as it stands. What there is not is None."""

    name: str
    part: int
    state: str
    outcome: Optional[str]
    target: str
    word: Optional[str]
    due: Optional[datetime]
    due_if_resumed: Optional[datetime]
    started_at: Optional[datetime]
    received_at: Optional[datetime]
    stopped_at: Optional[datetime]
    missed_at: Optional[datetime]
    length: Optional[timedelta]
    elapsed: Optional[timedelta]
    remaining: Optional[timedelta]
    overdue: Optional[timedelta]
    overdue_real: Optional[timedelta]
    share: Optional[Fraction]
    is_open: bool
    paused_by: Tuple[str, ...]
    cycle: int
    misses: int
    calendar: Optional[str]
    flags: FrozenSet[str]
    parts: Tuple["Metric", ...]
    started_by: Decision
    targeted_by: Decision
    stopped_by: Decision


class Firing(NamedTuple):
    """A step that fired. ``id`` is stable: a host keeps it to act once."""

    id: str
    ladder: str
    step: str
    cycle: int
    repetition: int
    at: datetime
    triggered_at: datetime
    metric: Optional[str]
    effects: Tuple[Tuple[str, Optional[str]], ...]


class Finding(NamedTuple):
    """Something about the case that somebody should know."""

    kind: str
    message: str
    metric: Optional[str]
    fact: Optional[str]
    severity: Optional[str]
    decision: Decision


class Notice(NamedTuple):
    """What the customer must be told, or was told."""

    kind: str
    event: Optional[str]
    metric: Optional[str]
    since: Optional[datetime]
    by: Optional[datetime]
    told_at: Optional[datetime]
    text: Optional[str]


class Segment(NamedTuple):
    """A piece of an explanation, from its beginning up to its end."""

    label: str
    start: datetime
    end: datetime
    counted: timedelta
    name: Optional[str]
    rule: Optional[str]
    line: Optional[int]


class Explanation(NamedTuple):
    """Why a metric is due when it is. As text it is plain English."""

    metric: str
    due: Optional[datetime]
    carried: timedelta
    counted: timedelta
    segments: Tuple[Segment, ...]
    text: str

    def __str__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return _html.explanation(self)


class Picture(NamedTuple):
    """A case drawn: as an SVG that stands by itself, and in characters."""

    svg: str
    text: str

    def save(self, path: "Union[str, os.PathLike[str]]") -> None:
        """Writes the SVG to a file."""
        with open(path, "w", encoding="utf-8") as file:
            file.write(self.svg)

    def _repr_svg_(self) -> str:
        return self.svg

    def __str__(self) -> str:
        return self.text


class Status(_native.Closeable):
    """Everything there is to know of a case at an instant. Made by ``Case.status``."""

    __slots__ = ("policy", "as_of", "_case", "_head", "_tz", "_records", "_metrics")

    policy: Policy
    as_of: datetime
    _case: Any
    _head: Any
    _tz: Any
    _records: Any
    _metrics: Optional[Mapping[str, Metric]]

    def __init__(self) -> None:
        raise TypeError("a status is made by Case.status(at=...)")

    @classmethod
    def _evaluate(cls, policy: Policy, case: Any, instant: int, at: datetime, records: Any) -> "Status":
        count = c.c_uint64()
        events = lib.spol_case_events(case, c.byref(count))
        handle, error = _native.EvaluationHandle(), _native.new_error()
        status = lib.spol_evaluation_new(
            None, policy._handle, events, count.value, instant, None, c.byref(handle), c.byref(error)
        )
        _native.check(status, error)
        made = cls.__new__(cls)
        # An evaluation lies on its case's events and its policy: they go with it.
        handle.kept = (case, policy._handle)
        made._handle, made._case, made._records = handle, case, records
        # A copy of the policy that nobody else can close.
        made.policy = policy.__copy__()
        made.as_of, made._tz = at, at.tzinfo
        made._head = _native.sized(_d.spol_case_status)
        _native.check(lib.spol_evaluation_status(handle, c.byref(made._head)))
        made._metrics = None
        return made

    # ---- The case --------------------------------------------------------

    @property
    def state(self) -> str:
        """"not_opened", "open", "resolved", "closed" or "refused"."""
        return _word(_d.spol_case_state, self._open().state)

    @property
    def severity(self) -> Optional[str]:
        """The current severity: recorded, else derived."""
        return self._severity(self._open().current)

    @property
    def requested_severity(self) -> Optional[str]:
        """What the customer stated."""
        return self._severity(self._open().requested)

    @property
    def derived_severity(self) -> Optional[str]:
        """What the rules give for the facts as they are."""
        return self._severity(self._open().derived)

    @property
    def recorded_severity(self) -> Optional[str]:
        """What was set at acceptance, or by a granted change."""
        return self._severity(self._open().recorded)

    @property
    def severity_decision(self) -> Decision:
        """What gave the current severity."""
        return self._decision(self._open().current.decision)

    @property
    def line(self) -> Optional[str]:
        """The line that the case is on."""
        return self.policy._name("line", self._open().line)

    @property
    def version(self) -> Optional[str]:
        """The version of the policy that it is judged by."""
        return _text(self._open().version_name)

    @property
    def opened_at(self) -> Optional[datetime]:
        """When the case was opened."""
        return self._instant(self._open().opened_at)

    @property
    def next_change(self) -> Optional[datetime]:
        """When something changes next without an event: when to look again. None: never."""
        return self._instant(self._open().next_change)

    @property
    def next_change_kind(self) -> Optional[str]:
        """"miss", "step", "held_step", "pause_ends", "cycle" or "coverage"."""
        kind = self._open().next_change_kind
        return _word(_d.spol_change, kind) if kind else None

    @property
    def flags(self) -> FrozenSet[str]:
        """What may be said of the whole: "provisional", "uncovered", "fact_missing", ..."""
        return _flags(self._open().flags)

    @property
    def metrics(self) -> Mapping[str, Metric]:
        """The clocks by their names."""
        self._handle  # noqa: B018 - raises if closed
        if self._metrics is None:
            self._metrics = MappingProxyType(self._read_metrics())
        return self._metrics

    # ---- Lists -----------------------------------------------------------

    def firings(self, *, after: Optional[datetime] = None) -> Tuple[Firing, ...]:
        """The steps that fired from ``after`` on and before this status's instant. A host passes
        its last instant and gets each exactly once."""
        handle = self._handle
        first, count = c.c_uint32(), c.c_uint32()
        begin = _d.SPOL_INSTANT_MIN if after is None else _time.to_instant(after)
        end = _time.to_instant(self.as_of)
        lib.spol_evaluation_firings_in(handle, begin, end, c.byref(first), c.byref(count))
        return tuple(self._firing(handle, n) for n in range(first.value, first.value + count.value))

    @property
    def next_firing(self) -> Optional[Firing]:
        """The step that fires next if nothing is recorded first, with the first of its effects."""
        one = _native.sized(_d.spol_firing)
        status = lib.spol_evaluation_next_firing(self._handle, c.byref(one))
        if status == errors.NotFoundError.status:
            return None
        _native.check(status)
        return self._fired(one, (self._effect(one.effect, one.subject),))

    @property
    def findings(self) -> Tuple[Finding, ...]:
        """What somebody should know, oldest first."""
        handle = self._handle
        found = []
        for n in range(self._head.finding_count):
            one = _read(lib.spol_evaluation_finding, handle, n, _d.spol_finding)
            try:
                message = written(lib.spol_render_finding, handle, n, self._options())
            except errors.UnsupportedError:  # a build without rendering
                message = errors.text(one.text) or _word(_d.spol_finding_kind, one.kind)
            found.append(
                Finding(
                    _word(_d.spol_finding_kind, one.kind),
                    message,
                    self.policy._name("metric", one.metric),
                    self.policy._name("fact", one.fact),
                    self.policy._name("severity", one.severity),
                    self._decision(one.decision),
                )
            )
        return tuple(found)

    @property
    def notices(self) -> Tuple[Notice, ...]:
        """What the customer must be told, or was told."""
        handle, found = self._handle, []
        for n in range(self._head.notice_count):
            one = _read(lib.spol_evaluation_notice, handle, n, _d.spol_notice)
            found.append(
                Notice(
                    _word(_d.spol_notice_kind, one.kind),
                    self.policy._name("event", one.event_type),
                    self.policy._name("metric", one.metric),
                    self._instant(one.since),
                    self._instant(one.by),
                    self._instant(one.told_at),
                    errors.text(one.text) or None,
                )
            )
        return tuple(found)

    # ---- Why -------------------------------------------------------------

    def explain(self, metric: str, *, cycle: int = 0) -> Explanation:
        """Why a metric (of a row: a cycle, by default the one in force) is due when it is. One that has not
        started has nothing due and no segments."""
        handle, number = self._handle, self.policy._id("metric", metric)
        if not 0 <= cycle < 2**32:
            raise errors.InvalidArgumentError(f"not the number of a cycle: {cycle}")
        count, head = c.c_uint64(), _native.sized(_d.spol_explanation)
        try:
            _native.check(lib.spol_explain(handle, number, cycle, 0, None, 0, c.byref(count), c.byref(head)))
        except errors.NotFoundError:
            if cycle != 0:
                raise errors.NotFoundError(f"{metric} has no cycle {cycle}") from None
            text = written(lib.spol_render_explanation, handle, number, cycle, self._options())
            return Explanation(metric, None, timedelta(), timedelta(), (), text)
        buffer = (_d.spol_segment * count.value)()
        _native.check(
            lib.spol_explain(handle, number, cycle, 0, buffer, count.value, c.byref(count), c.byref(head))
        )
        segments = tuple(self._segment(one) for one in buffer)
        due = self._instant(head.due)
        counted, carried = timedelta(microseconds=head.counted), timedelta(microseconds=head.carried)
        try:
            text = written(lib.spol_render_explanation, handle, number, cycle, self._options())
        except errors.UnsupportedError:
            text = _plain(metric, due, segments)
        return Explanation(metric, due, carried, counted, segments, text)

    def reason(self, metric: str) -> str:
        """Why a metric is due when it is, in one line."""
        number = self.policy._id("metric", metric)
        return written(lib.spol_render_reason, self._handle, number, self._options())

    def text(self) -> str:
        """The whole status in plain English."""
        return written(lib.spol_render_status, self._handle, self._options())

    def json(self) -> str:
        """The whole status as JSON."""
        return written(lib.spol_render_status, self._handle, self._options(json=True))

    def plot(
        self,
        title: Optional[str] = None,
        *,
        start: Optional[datetime] = None,
        end: Optional[datetime] = None,
        width: int = 0,
    ) -> "Picture":
        """The case as a picture (docs/timeline.md): SVG that a notebook shows, and text.

        ``start`` and ``end`` cut out a part of the case; ``width`` is in pixels, 600 to 4,000.
        """
        width = operator.index(width)
        if not 0 <= width < 2**31:
            raise errors.InvalidArgumentError(f"not a width: {width}")
        svg = self._timeline(_d.spol_timeline_format.SVG, title, start, end, width)
        return Picture(svg, self._timeline(_d.spol_timeline_format.TEXT, title, start, end, 0))

    def _timeline(self, form: int, title: Any, start: Any, end: Any, width: int) -> str:
        handle, options = self._handle, _native.sized(_d.spol_timeline_options)
        rendering = self._options()  # keeps the zone
        options.format, options.zone, options.width = form, rendering.zone, width
        if title is not None:
            options.title = _native.encode_name(title)
        if start is not None or end is not None:
            setattr(options, "from", _d.SPOL_INSTANT_MIN if start is None else _time.to_instant(start))
            options.to = _time.to_instant(self.as_of if end is None else end)
        return written(lib.spol_render_timeline, handle, c.byref(options))

    # ---- Reading ---------------------------------------------------------

    def _open(self) -> Any:
        self._handle  # noqa: B018 - raises if closed
        return self._head

    def _instant(self, value: int) -> Optional[datetime]:
        return _time.optional_instant(value, self._tz)

    def _severity(self, status: Any) -> Optional[str]:
        return self.policy._name("severity", status.severity)

    def _decision(self, one: Any) -> Decision:
        return Decision(
            _word(_d.spol_cause, one.cause),
            errors.text(one.place.rule) or None,
            one.place.line or None,
            None if one.event == 2**64 - 1 else one.event,
            self._instant(one.at),
        )

    def _read_metrics(self) -> Dict[str, Metric]:
        handle = self._handle
        found: Dict[str, Metric] = {}
        parts: Dict[str, List[Metric]] = {}
        for n in range(self._head.metric_count):
            one = self._metric(handle, _read(lib.spol_evaluation_metric, handle, n, _d.spol_metric_status))
            if one.part:
                parts.setdefault(one.name, []).append(one)
            else:
                found[one.name] = one
        for name, several in parts.items():
            found[name] = found[name]._replace(parts=tuple(several))
        return found

    def _metric(self, handle: Any, m: Any) -> Metric:
        name = self.policy._name
        length = _time.optional_duration
        denominator = m.share_denominator
        return Metric(
            name=name("metric", m.metric) or "",
            part=m.part,
            state=_word(_d.spol_metric_state, m.state),
            outcome=_word(_d.spol_outcome, m.outcome) if m.outcome else None,
            target=_word(_d.spol_target_kind, m.target_kind),
            word=name("word", m.word),
            due=self._instant(m.due),
            due_if_resumed=self._instant(m.due_if_resumed),
            started_at=self._instant(m.started_at),
            received_at=self._instant(m.received_at),
            stopped_at=self._instant(m.stopped_at),
            missed_at=self._instant(m.missed_at),
            length=length(m.length),
            elapsed=length(m.elapsed),
            remaining=length(m.remaining),
            overdue=length(m.overdue),
            overdue_real=length(m.overdue_real),
            share=Fraction(m.share_numerator, denominator) if denominator else None,
            is_open=bool(m.is_open),
            paused_by=tuple(self._pausing(handle, m.metric, n) for n in range(m.pause_reasons)),
            cycle=m.cycle,
            misses=m.misses,
            calendar=name("calendar", m.calendar),
            flags=_flags(m.flags),
            parts=(),
            started_by=self._decision(m.start),
            targeted_by=self._decision(m.target),
            stopped_by=self._decision(m.stop),
        )

    def _pausing(self, handle: Any, metric: int, nth: int) -> str:
        reason = c.c_uint32()
        _native.check(lib.spol_evaluation_paused_by(handle, metric, nth, c.byref(reason)))
        return self.policy._name("reason", reason.value) or ""

    def _firing(self, handle: Any, number: int) -> Firing:
        one = _read(lib.spol_evaluation_firing, handle, number, _d.spol_firing)
        effects = []
        for nth in range(one.effect_count):
            effect, subject = c.c_int32(), c.c_uint32()
            _native.check(
                lib.spol_evaluation_firing_effect(handle, number, nth, c.byref(effect), c.byref(subject))
            )
            effects.append(self._effect(effect.value, subject.value))
        return self._fired(one, tuple(effects))

    def _effect(self, effect: int, subject: int) -> Tuple[str, Optional[str]]:
        word = _word(_d.spol_effect, effect)
        kind = {"line": "line", "notify": "role", "severity": "severity", "event": "event"}.get(word)
        return word, self.policy._name(kind, subject) if kind else None

    def _fired(self, one: Any, effects: Tuple[Tuple[str, Optional[str]], ...]) -> Firing:
        full = self.policy._name("step", one.step) or ""
        ladder = self.policy._name("ladder", one.ladder) or ""
        return Firing(
            f"{full}/{one.cycle}/{one.repetition}",
            ladder,
            full[len(ladder) + 1 :],
            one.cycle,
            one.repetition,
            _time.from_instant(one.at, self._tz),
            _time.from_instant(one.triggered_at, self._tz),
            self.policy._name("metric", one.metric),
            effects,
        )

    def _segment(self, one: Any) -> Segment:
        return Segment(
            _word(_d.spol_label, one.label),
            _time.from_instant(getattr(one, "from"), self._tz),
            _time.from_instant(one.to, self._tz),
            timedelta(microseconds=one.counted),
            errors.text(one.name) or self.policy._name("reason", one.reason),
            errors.text(one.place.rule) or None,
            one.place.line or None,
        )

    def _options(self, json: bool = False) -> Any:
        """How texts are written: in the zone of the question, where the library can have it."""
        options = _native.sized(_d.spol_render_options)
        options.format = _d.spol_render_format.JSON if json else _d.spol_render_format.TEXT
        try:
            if self._tz is not None:
                options.kept = Zone(self._tz)
                options.zone = options.kept._handle.value
        except errors.UnsupportedError:
            pass
        return options

    def __repr__(self) -> str:
        if self.closed:
            return "<Status closed>"
        return f"<Status {self.state} at {self.as_of.isoformat()}, severity {self.severity}>"

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return _html.status(self)

    def __reduce__(self) -> Any:
        self._handle  # noqa: B018 - raises if closed
        return (_rebuild, (self.policy, self._records, self.as_of))


def _rebuild(policy: Policy, records: Any, at: datetime) -> Status:
    from .case import _rebuild as rebuild_case

    return rebuild_case(policy, records).status(at=at)


def _text(raw: Any) -> Optional[str]:
    return errors.text(raw) or None


def _read(function: Any, handle: Any, number: int, kind: Any) -> Any:
    made = _native.sized(kind)
    _native.check(function(handle, number, c.byref(made)))
    return made


def _word(kind: Any, value: int) -> str:
    try:
        return str(kind(value).name).lower()
    except ValueError:
        return str(value)


def _flags(bits: int) -> FrozenSet[str]:
    return frozenset(flag.name.lower() for flag in _d.spol_result_flag if bits & flag)


def _plain(metric: str, due: Optional[datetime], segments: Tuple[Segment, ...]) -> str:
    lines = [f"{metric}: due {due.isoformat() if due else 'not known'}"]
    for s in segments:
        what = f"{s.label} ({s.name})" if s.name else s.label
        place = f", {s.rule}, line {s.line}" if s.rule else ""
        lines.append(f"  {s.start.isoformat()} to {s.end.isoformat()}: {what}, {s.counted} counted{place}")
    return "\n".join(lines) + "\n"
