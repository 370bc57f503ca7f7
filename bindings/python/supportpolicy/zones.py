# SPDX-License-Identifier: MIT
"""Time zones as values of the library."""

import ctypes as c
import zoneinfo
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any, Optional, Union

from . import _declarations as _d
from . import _native, _time, errors
from ._native import lib

ZoneLike = Union[str, tzinfo, "Zone"]


class Zone(_native.Closeable):
    """A time zone, by its name in the tz database, or by its offset.

    >>> Zone("Europe/Berlin").name
    'Europe/Berlin'
    >>> Zone(timedelta(hours=5, minutes=30)).name
    '+05:30'
    """

    __slots__ = ()

    def __init__(self, zone: Union[str, tzinfo, timedelta]) -> None:
        if isinstance(zone, timedelta):
            self._handle = _fixed(zone)
        elif isinstance(zone, timezone):
            self._handle = _fixed(zone.utcoffset(None))
        elif isinstance(zone, str):
            self._handle = _named(zone)
        elif isinstance(getattr(zone, "key", None), str):
            self._handle = _named(zone.key)  # type: ignore[attr-defined]
        elif isinstance(zone, tzinfo):
            raise errors.UnsupportedError(
                f"a {type(zone).__name__} has no name in the tz database", hint="use zoneinfo.ZoneInfo"
            )
        else:
            raise TypeError(f"a zone is needed, not {type(zone).__name__}")

    @classmethod
    def from_tzif(cls, name: str, data: bytes, version: Optional[str] = None) -> "Zone":
        """A zone from the bytes of a TZif file (RFC 9636)."""
        _native.need(data, (bytes, bytearray, memoryview), "the bytes of a file")
        raw, data = _native.encode(name), bytes(data)
        handle = _native.ZoneHandle()
        error = _native.new_error()
        release = None if version is None else _native.encode_name(version)
        _native.check(
            lib.spol_zone_from_tzif(
                None, raw, len(raw), data, len(data), release, c.byref(handle), c.byref(error)
            ),
            error,
        )
        return cls._of(handle)

    @classmethod
    def _of(cls, handle: Any) -> "Zone":
        made = cls.__new__(cls)
        made._handle = handle
        return made

    @property
    def name(self) -> str:
        """Such as "Europe/Berlin" or "+05:30"."""
        return errors.text(lib.spol_zone_name(self._handle))

    @property
    def version(self) -> Optional[str]:
        """The release of its data, such as "2026c", or None where it is not known."""
        return errors.text(lib.spol_zone_version(self._handle)) or None

    @property
    def is_fixed(self) -> bool:
        """True for a zone with one offset for all time."""
        return bool(lib.spol_zone_flags(self._handle) & 2)

    @property
    def tzinfo(self) -> tzinfo:
        """The same zone as the standard library has it."""
        if self.is_fixed:
            local = _d.spol_zone_local()
            _native.check(lib.spol_zone_to_local(self._handle, 0, c.byref(local)))
            return timezone(timedelta(seconds=local.offset_seconds))
        return zoneinfo.ZoneInfo(self.name)

    def next_transition(self, after: datetime) -> Optional[datetime]:
        """The first change of the offset after an instant, or None."""
        out = c.c_int64()
        status = lib.spol_zone_next_transition(self._handle, _instant(after), c.byref(out))
        _native.check(status)
        return _time.optional_instant(out.value, after.tzinfo)

    def __repr__(self) -> str:
        return "Zone(closed)" if self.closed else f"Zone({self.name!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Zone):
            return NotImplemented
        return self is other or (self.name, self.version) == (other.name, other.version)

    def __hash__(self) -> int:
        return hash(self.name)

    def __reduce__(self) -> Any:
        return (Zone, (self.tzinfo if self.is_fixed else self.name,))


def _instant(t: datetime) -> int:
    return _time.to_instant(t)


def _fixed(offset: Optional[timedelta]) -> Any:
    if offset is None or offset % timedelta(seconds=1):
        raise errors.InvalidArgumentError("an offset in whole seconds is needed")
    handle = _native.ZoneHandle()
    _native.check(lib.spol_zone_fixed(None, offset // timedelta(seconds=1), c.byref(handle)))
    return handle


def _named(name: str) -> Any:
    if name == "UTC":
        return _fixed(timedelta(0))
    raw = _native.encode(name)
    handle = _native.ZoneHandle()
    error = _native.new_error()
    status = lib.spol_system_zone(None, None, raw, len(raw), c.byref(handle), c.byref(error))
    if status in (errors.NotFoundError.status, errors.ReadError.status):
        packaged = _packaged(name)
        if packaged is not None:
            return packaged._handle
    _native.check(status, error)
    return handle


def _packaged(name: str) -> Optional[Zone]:
    """The zone from the tzdata package of Python, where the system has no database."""
    try:
        from importlib import resources

        folder, _, file = name.rpartition("/")
        package = ".".join(["tzdata.zoneinfo", *folder.split("/")]) if folder else "tzdata.zoneinfo"
        data = resources.files(package).joinpath(file).read_bytes()
    except (ImportError, OSError, ValueError):
        return None
    return Zone.from_tzif(name, data)


def to_zone(zone: ZoneLike) -> Zone:
    return zone if isinstance(zone, Zone) else Zone(zone)
