# SPDX-License-Identifier: MIT
"""Support policies as objects: business-hours calendars, deadlines, escalations.

    import supportpolicy as sp

Everything about time follows docs/semantics.md. Instants are aware datetimes, lengths of time
are timedeltas, and nothing is rounded.
"""

from . import errors
from ._native import lib as _lib
from .calendar import Calendar, DayTarget, Stretch, combine
from .errors import (
    ClosedError,
    CoverageWarning,
    FormatError,
    GapError,
    InvalidArgumentError,
    LimitError,
    NeverOpenError,
    NotFoundError,
    OrderError,
    OutOfMemoryError,
    OutOfRangeError,
    OverlapError,
    ReadError,
    SemanticError,
    SupportPolicyError,
    UndecidedError,
    UnsupportedError,
    VersionError,
)
from .holiday_sets import Holidays, holidays
from .zones import Zone

__version__ = errors.text(_lib.spol_version())

__all__ = [
    "Calendar",
    "ClosedError",
    "CoverageWarning",
    "DayTarget",
    "FormatError",
    "GapError",
    "Holidays",
    "InvalidArgumentError",
    "LimitError",
    "NeverOpenError",
    "NotFoundError",
    "OrderError",
    "OutOfMemoryError",
    "OutOfRangeError",
    "OverlapError",
    "ReadError",
    "SemanticError",
    "Stretch",
    "SupportPolicyError",
    "UndecidedError",
    "UnsupportedError",
    "VersionError",
    "Zone",
    "combine",
    "errors",
    "holidays",
]
