# SPDX-License-Identifier: MIT
"""Support policies: read once, shared freely."""

import ctypes as c
import os
from datetime import date, datetime, tzinfo
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Dict, Iterable, List, Mapping, NamedTuple, Optional, Sequence, Tuple, Union

from . import _native, _time, errors, zones
from . import _declarations as _d
from ._native import lib
from .calendar import Calendar

if TYPE_CHECKING:
    from .comparison import Change

Path = Union[str, "os.PathLike[str]"]
_KINDS = {kind.name.lower(): int(kind) for kind in _d.spol_name_kind}
_GRAVITIES = {1: "error", 2: "warning", 3: "note"}
# Beside the package where it is installed, among the examples in the source tree.
_HERE = os.path.dirname(os.path.abspath(__file__))
_SHIPPED = next(
    (
        folder
        for folder in (
            os.path.join(_HERE, "policies"),
            os.path.join(_HERE, "..", "..", "..", "examples", "policies"),
        )
        if os.path.isdir(folder)
    ),
    os.path.join(_HERE, "policies"),
)
_SOURCE = _d.spol_zone_source._fields_[0][1]


class Diagnostic(NamedTuple):
    """What was found in a policy: an "error", a "warning" or a "note", with its place."""

    gravity: str
    message: str
    code: Optional[str]
    file: Optional[str]
    line: Optional[int]
    column: Optional[int]
    path: Optional[str]
    hint: Optional[str]

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        text = f"{place}: {self.gravity}: {self.message}" if place else f"{self.gravity}: {self.message}"
        return f"{text} [{self.code}]" if self.code else text


class PolicyVersion(NamedTuple):
    """What a version says of itself; ``digest`` is equal for texts of one meaning."""

    name: str
    title: str
    file: str
    effective_from: Optional[date]
    effective_to: Optional[date]
    digest: str


class Policy(_native.Closeable):
    """A support policy (docs/policy-language.md). Immutable; threads share it freely.

    ``load`` reads files, ``loads`` texts; several are several versions of one policy. A policy
    with errors is not made: the exception carries all of them in ``diagnostics``. What is only
    doubtful is in ``warnings``.
    """

    __slots__ = ("_sources", "_case_zones", "_ids", "warnings")

    def __init__(self, sources: Sequence[Tuple[str, Optional[str]]], *, case_zones: Iterable[str] = ()) -> None:
        self._sources = tuple(sources)
        self._case_zones = tuple(case_zones)
        self._ids: Dict[Tuple[int, str], int] = {}
        texts = [_native.encode(text) for text, _ in self._sources]
        names = [None if name is None else _native.encode_name(name) for _, name in self._sources]
        array = (_d.spol_policy_source * len(texts))()
        for entry, text, name in zip(array, texts, names):
            entry.size = c.sizeof(_d.spol_policy_source)
            entry.text, entry.length, entry.name = text, len(text), name
        options = _native.sized(_d.spol_policy_options)
        resolve = _SOURCE(_resolve)
        options.source.resolve = resolve
        wanted = [_native.encode_name(zone) for zone in self._case_zones]
        if wanted:
            options.case_zones = (c.c_char_p * len(wanted))(*wanted)
            options.case_zone_count = len(wanted)
        found = _new_diagnostics()
        handle, error = _native.PolicyHandle(), _native.new_error()
        status = lib.spol_policy_read(
            None, array, len(texts), c.byref(options), c.byref(handle), found, c.byref(error)
        )
        if status:
            failed = _native.failure(status, error)
            failed.diagnostics = _diagnostics(found)
            raise failed
        self._handle = handle
        self.warnings: Tuple[Diagnostic, ...] = _diagnostics(found)

    @classmethod
    def load(cls, *paths: Path, case_zones: Iterable[str] = ()) -> "Policy":
        """Reads files."""
        sources = []
        for path in paths:
            name = os.fspath(path)
            with open(name, "rb") as file:
                sources.append((_decode(file.read(), name), name))
        return cls(sources, case_zones=case_zones)

    @classmethod
    def loads(cls, *texts: str, name: Optional[str] = None, case_zones: Iterable[str] = ()) -> "Policy":
        """Reads texts; ``name`` stands for a file in what is said of them."""
        return cls([(text, name) for text in texts], case_zones=case_zones)

    @classmethod
    def shipped(cls, name: str) -> "Policy":
        """One of the policies that come with the package, such as "redhat-openshift"."""
        return cls.load(shipped_file(name))

    @classmethod
    def _of(cls, handle: Any) -> "Policy":
        """A policy that the library read itself; as text, for copies, in its canonical form."""
        made = cls.__new__(cls)
        made._handle, made._ids, made.warnings, made._case_zones = handle, {}, (), ()
        count = lib.spol_policy_count(handle, _KINDS["version"])
        made._sources = tuple(
            (written(lib.spol_policy_print, handle, number), None) for number in range(1, count + 1)
        )
        return made

    # ---- What it is ------------------------------------------------------

    @property
    def id(self) -> str:
        """The policy's ``id``."""
        return errors.text(lib.spol_policy_identity(self._handle))

    @property
    def versions(self) -> Tuple[PolicyVersion, ...]:
        """Its versions, by the date from which they hold."""
        handle, found = self._handle, []
        for number in range(1, lib.spol_policy_count(handle, _KINDS["version"]) + 1):
            v = _native.sized(_d.spol_policy_version)
            _native.check(lib.spol_policy_version_get(handle, number, c.byref(v)))
            found.append(
                PolicyVersion(
                    errors.text(v.name),
                    errors.text(v.title),
                    errors.text(v.file),
                    _optional_date(v.effective_from),
                    _optional_date(v.effective_to),
                    bytes(v.digest).hex(),
                )
            )
        return tuple(found)

    def version_on(self, day: Union[date, str]) -> str:
        """The name of the version in force on a date."""
        number = c.c_uint32()
        _native.check(lib.spol_policy_version_on(self._handle, _time.to_date(day), c.byref(number)))
        return self._name("version", number.value) or ""

    def names(self, kind: str) -> Tuple[str, ...]:
        """The names of a kind: "metric", "severity", "line", "reason", "fact", "event", "ladder",
        "step", "calendar", "version", "role", "word", "zone"."""
        handle, number = self._handle, _kind(kind)
        first = 1024 if kind == "event" else 1
        count = lib.spol_policy_count(handle, number)
        return tuple(
            errors.text(lib.spol_policy_name(handle, number, n)) for n in range(first, first + count)
        )

    @property
    def metrics(self) -> Tuple[str, ...]:
        """The names of its metrics."""
        return self.names("metric")

    @property
    def severities(self) -> Tuple[str, ...]:
        """The names of its severities."""
        return self.names("severity")

    @property
    def lines(self) -> Tuple[str, ...]:
        """The names of its lines."""
        return self.names("line")

    def calendar(self, name: str, *, version: Optional[str] = None) -> Calendar:
        """One of its calendars; of the first version, or of the one named."""
        handle = self._handle
        number = 1 if version is None else self._id("version", version)
        found = lib.spol_policy_calendar(handle, number, self._id("calendar", name))
        if found is None:
            raise errors.UndecidedError(f"the calendar {name} depends on a fact of the case")
        return Calendar._of(_native.CalendarHandle(lib.spol_calendar_ref(found)))

    def text(self, version: Optional[str] = None) -> str:
        """The canonical form: one text for one meaning; reading it gives an equal policy."""
        number = 0 if version is None else self._id("version", version)
        return written(lib.spol_policy_print, self._handle, number)

    def show(
        self,
        format: str = "text",
        *,
        version: Optional[str] = None,
        year: int = 0,
        facts: Optional[Mapping[str, Any]] = None,
        columns: int = 0,
    ) -> str:
        """The policy as a page to compare with the contract (docs/show.md): "text", "markdown",
        "html" or "json"; with the holidays of a ``year``, and without what ``facts`` rule out."""
        formats = {kind.name.lower(): int(kind) for kind in _d.spol_sheet_format}
        if format not in formats:
            raise errors.InvalidArgumentError(f"format is one of {', '.join(formats)}, not {format!r}")
        options = _native.sized(_d.spol_sheet_options)
        options.format, options.year, options.columns = formats[format], year, columns
        options.version = 0 if version is None else self._id("version", version)
        kept: List[Any] = []
        given = [self._fact(name, value, kept) for name, value in (facts or {}).items()]
        if given:
            options.facts = (_d.spol_fact * len(given))(*given)
            options.fact_count = len(given)
        return written(lib.spol_render_policy, self._handle, c.byref(options))

    # ---- Checks ----------------------------------------------------------

    def check(self) -> Tuple[Diagnostic, ...]:
        """Looks for mistakes in what could be read: gaps, rules that never match, deadlines that
        contradict each other. Also what ``accepted`` accepts, as notes."""
        found, error = _new_diagnostics(), _native.new_error()
        _native.check(lib.spol_policy_check(self._handle, None, found, c.byref(error)), error)
        return _diagnostics(found)

    def check_source(self, document: Optional[str] = None, *, version: Optional[str] = None) -> Tuple[Diagnostic, ...]:
        """Holds the clauses of a version against the document that it states, or, without it,
        against the sentences that the policy lists (docs/clauses.md)."""
        raw = None if document is None else _native.encode(document)
        number = 1 if version is None else self._id("version", version)
        found, error = _new_diagnostics(), _native.new_error()
        status = lib.spol_policy_check_source(
            self._handle, number, raw, len(raw or b""), None, found, c.byref(error)
        )
        listed = _diagnostics(found)
        if status and not any(entry.gravity == "error" for entry in listed):
            _native.check(status, error)
        return listed

    def diff(
        self,
        other: "Policy",
        *,
        old_version: Optional[str] = None,
        new_version: Optional[str] = None,
        years: Optional[int] = None,
        paid_until: Optional[datetime] = None,
    ) -> "Tuple[Change, ...]":
        """What a customer gains and loses from this policy to another (docs/diff.md), decided for
        every combination of facts and every opening of ten ``years``. Of several versions the
        newest are compared, or those named; ``paid_until`` marks what falls into a paid period."""
        from .comparison import compare

        _native.need(other, Policy, "a policy")
        return compare(
            self, other, old_version=old_version, new_version=new_version, years=years, paid_until=paid_until
        )

    # ---- Many cases ------------------------------------------------------

    def evaluate_many(
        self,
        events: Mapping[str, Any],
        as_of: Union[datetime, Mapping[Any, datetime]],
        *,
        threads: Optional[int] = None,
    ) -> Dict[str, Any]:
        """Evaluates many cases in one call, on all cores or as many ``threads``.

        ``events`` are columns: "case" (any key), "at" (aware datetimes, numpy's datetime64 in UTC,
        or microseconds since 1970), "type", and where needed "facts" and the other arguments of
        ``Case.record``, None where an event has none. "facts" are a mapping a row, or, quicker, a
        mapping from facts to columns. The events of one case stand in the order of
        their instants. ``as_of`` is one instant, or one a case by its key.

        Gives columns with one row a case and metric: "case", "metric", "status" (SPOL_OK, or why
        the case could not be evaluated), "state", "outcome", "due", "elapsed", "remaining"; the
        last three are numpy's where numpy is in use.
        """
        from .batch import evaluate_many

        return evaluate_many(self, events, as_of, threads)

    # ---- Names and facts -------------------------------------------------

    def _id(self, kind: str, name: str) -> int:
        number = _kind(kind)
        known = self._ids.get((number, name))
        if known is not None:
            return known
        raw, found = _native.encode(name), c.c_uint32()
        status = lib.spol_policy_find(self._handle, number, raw, len(raw), c.byref(found))
        if status == errors.NotFoundError.status:
            raise errors.NotFoundError(f"the policy has no {kind} named {name!r}", hint=self._near(kind, name))
        _native.check(status)
        self._ids[number, name] = found.value
        return int(found.value)

    def _near(self, kind: str, name: str) -> Optional[str]:
        import difflib

        known = list(self.names(kind))
        if kind == "event":
            known += [t.name.lower() for t in _d.spol_event_type]
        near = difflib.get_close_matches(name, known, 1)
        return f"did you mean {near[0]}?" if near else None

    def _name(self, kind: str, number: int) -> Optional[str]:
        if not number:
            return None
        return errors.text(lib.spol_policy_name(self._handle, _KINDS[kind], number)) or None

    def _fact(self, name: str, value: Any, kept: List[Any]) -> _d.spol_fact:
        """A fact with its value; what it points to goes to `kept`."""
        number = self._id("fact", name)
        fact = _d.spol_fact()
        if value is None:  # withdrawn
            fact.fact = number
            return fact
        raw, error = _native.encode(_fact_text(value)), _native.new_error()
        buffer = c.create_string_buffer(raw, len(raw) + 1)
        status = lib.spol_policy_fact_value(
            self._handle, number, c.cast(buffer, c.c_char_p), len(raw), c.byref(fact), c.byref(error)
        )
        if status:
            failed = _native.failure(status, error)
            raise type(failed)(f"fact {name}: {failed.message}", code=failed.code, hint=failed.hint)
        kept.append(buffer)
        if fact.type == _d.spol_fact_type.ZONE and fact.value == 0:
            zone = zones.Zone(raw.decode())
            kept.append(zone)
            fact.zone = zone._handle.value
        return fact

    # ---- Copies ----------------------------------------------------------

    def __repr__(self) -> str:
        return "<Policy closed>" if self.closed else f"<Policy {self.id}>"

    def __reduce__(self) -> Any:
        self._handle  # noqa: B018 - raises if closed
        return (_rebuild, (self._sources, self._case_zones))

    def __copy__(self) -> "Policy":
        made = Policy.__new__(Policy)
        made._handle, made._ids, made.warnings = self._handle, self._ids, self.warnings
        made._sources, made._case_zones = self._sources, self._case_zones
        return made

    def __deepcopy__(self, _: Any) -> "Policy":
        return self.__copy__()


def shipped_policies() -> Tuple[str, ...]:
    """The names of the policies that come with the package, for ``Policy.shipped``."""
    found = (name for name in os.listdir(_SHIPPED) if name.endswith(".yaml")) if os.path.isdir(_SHIPPED) else ()
    return tuple(sorted(name[:-5] for name in found if not name.endswith(".policytest.yaml")))


def shipped_file(name: str) -> str:
    """The file of a policy that comes with the package."""
    known = shipped_policies()
    if name not in known:
        import difflib

        near = difflib.get_close_matches(name, known, 1)
        hint = f"did you mean {near[0]}?" if near else "shipped_policies() lists them"
        raise errors.NotFoundError(f"no policy named {name!r} comes with the package", hint=hint)
    return os.path.join(_SHIPPED, name + ".yaml")


def _rebuild(sources: Any, case_zones: Any) -> Policy:
    return Policy(sources, case_zones=case_zones)


def written(function: Any, *arguments: Any) -> str:
    """A text that the library writes once it is told how much room there is."""
    needed = c.c_uint64()
    status = function(*arguments, None, 0, c.byref(needed))
    if status not in (0, errors.BufferError_.status):
        _native.check(status)
    buffer = c.create_string_buffer(needed.value + 1)
    _native.check(function(*arguments, buffer, needed.value, c.byref(needed)))
    return buffer.raw[: needed.value].decode("utf-8")


def _resolve(_: Any, name: int, length: int, out: Any) -> int:
    """Zones for the reader: the system's, or those of Python's tzdata package."""
    try:
        zone = zones.Zone(c.string_at(name, length).decode("ascii"))
        out[0] = lib.spol_zone_ref(zone._handle)
        return 0
    except errors.SupportPolicyError as error:
        return error.status or errors.NotFoundError.status
    except Exception:  # noqa: BLE001 - nothing may pass through C
        return errors.NotFoundError.status


def _new_diagnostics() -> Any:
    found = _native.DiagnosticsHandle()
    _native.check(lib.spol_diagnostics_new(None, 0, c.byref(found)))
    return found


def _diagnostics(found: Any) -> Tuple[Diagnostic, ...]:
    listed = []
    for index in range(lib.spol_diagnostics_count(found)):
        gravity, entry = c.c_int32(), _native.new_error()
        _native.check(lib.spol_diagnostics_get(found, index, c.byref(gravity), c.byref(entry)))
        listed.append(
            Diagnostic(_GRAVITIES[gravity.value], errors.text(entry.message), **errors.attributes(entry))
        )
    return tuple(listed)


def _decode(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise errors.FormatError("not UTF-8", file=name, line=line) from None


def _kind(kind: str) -> int:
    if kind not in _KINDS:
        raise errors.InvalidArgumentError(f"not a kind of names: {kind!r}")
    return _KINDS[kind]


def _optional_date(value: int) -> Optional[date]:
    return None if value == _d.SPOL_DATE_NONE else _time.from_date(value)


def _fact_text(value: Any) -> str:
    """A value as the policy language writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        _time.to_instant(value)  # refuses naive ones
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, zones.Zone):
        return value.name
    if isinstance(value, tzinfo):
        return zones.Zone(value).name
    raise TypeError(f"a fact is text, a number, a bool, a date, an instant or a zone, not {type(value).__name__}")
