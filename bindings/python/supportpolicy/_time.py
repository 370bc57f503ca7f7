# SPDX-License-Identifier: MIT
"""datetime, timedelta and date as the library's integers, and back, without rounding."""

from datetime import date, datetime, time, timedelta, timezone, tzinfo
from typing import Optional, Tuple, Union

from . import errors

UTC = timezone.utc
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
MICROSECOND = timedelta(microseconds=1)
NONE = -(2**63)
LARGEST = 2**63 - 1


def to_instant(t: datetime) -> int:
    """Microseconds since 1970 of an aware datetime."""
    try:
        delta = t - EPOCH
    except TypeError:
        raise _not_aware(t) from None
    return (delta.days * 86400 + delta.seconds) * 1000000 + delta.microseconds


def _not_aware(t: object) -> Exception:
    if not isinstance(t, datetime):
        return TypeError(f"an aware datetime is needed, not {type(t).__name__}")
    return errors.InvalidArgumentError(
        "a datetime without a time zone",
        hint="give it one: t.replace(tzinfo=ZoneInfo('Europe/Berlin')), or datetime.now(timezone.utc)",
    )


def from_instant(value: int, zone: Optional[tzinfo]) -> datetime:
    """An instant as a datetime of the zone that the question came in."""
    try:
        found = EPOCH + value * MICROSECOND  # exact, and the quickest way
        return found if zone is None or zone is UTC else found.astimezone(zone)
    except OverflowError:
        raise errors.OutOfRangeError(
            "the wall time lies outside the years 1 to 9999", hint="ask in UTC"
        ) from None


def optional_instant(value: int, zone: Optional[tzinfo]) -> Optional[datetime]:
    return None if value == NONE else from_instant(value, zone)


def to_duration(d: timedelta) -> int:
    """Microseconds of a timedelta; what 64 bits cannot hold is an error."""
    if not isinstance(d, timedelta):
        raise TypeError(f"a timedelta is needed, not {type(d).__name__}")
    value = (d.days * 86400 + d.seconds) * 1000000 + d.microseconds
    if not -LARGEST <= value <= LARGEST:
        raise errors.OutOfRangeError("a duration longer than the years 1 to 9999")
    return value


def from_duration(value: int) -> timedelta:
    return value * MICROSECOND


def optional_duration(value: int) -> Optional[timedelta]:
    return None if value == NONE else value * MICROSECOND


def to_date(day: Union[date, str]) -> int:
    """Days since 1970 of a date or of its ISO text."""
    if isinstance(day, datetime):
        raise TypeError("a date is needed, not a datetime")
    if isinstance(day, str):
        try:
            day = date.fromisoformat(day)
        except ValueError as error:
            raise errors.FormatError(f"not a date: {day!r} ({error})", hint="write 2026-12-25") from None
    if not isinstance(day, date):
        raise TypeError(f"a date is needed, not {type(day).__name__}")
    return day.toordinal() - EPOCH_ORDINAL


def from_date(value: int) -> date:
    return date.fromordinal(value + EPOCH_ORDINAL)


def to_seconds(text: Union[str, time]) -> int:
    """Seconds since midnight of "09:00", "24:00", "26:30" or a time."""
    if isinstance(text, time):
        if text.microsecond or text.tzinfo is not None:
            raise errors.InvalidArgumentError("a time of day in whole seconds without a zone is needed")
        return text.hour * 3600 + text.minute * 60 + text.second
    if not isinstance(text, str):
        raise TypeError(f"a time of day is needed, not {type(text).__name__}")
    parts = text.strip().split(":")
    if len(parts) in (2, 3) and all(len(p) == 2 and p.isascii() and p.isdigit() for p in parts):
        hours, minutes, seconds = (int(p) for p in (*parts, "00")[:3])
        total = hours * 3600 + minutes * 60 + seconds
        if minutes < 60 and seconds < 60 and total <= 172800:
            return total
    raise errors.FormatError(f"not a time of day: {text!r}", hint="write 09:00, or 26:00 for 02:00 of the next day")


def to_span(span: object) -> Tuple[int, int]:
    """Two ends of hours: "09:00-17:00" or ("09:00", "17:00")."""
    if isinstance(span, str):
        first, dash, last = span.partition("-")
        if dash:
            return to_seconds(first), to_seconds(last)
    elif isinstance(span, (tuple, list)) and len(span) == 2:
        return to_seconds(span[0]), to_seconds(span[1])
    raise errors.FormatError(f"not hours: {span!r}", hint="write \"09:00-17:00\" or (\"09:00\", \"17:00\")")
