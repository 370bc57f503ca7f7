# SPDX-License-Identifier: MIT
"""Support policies as objects: business-hours calendars, deadlines, escalations.

    import supportpolicy as sp

Everything about time follows docs/semantics.md. Instants are aware datetimes, lengths of time
are timedeltas, and nothing is rounded.
"""

from . import errors
from ._native import lib as _lib
from .calendar import Calendar, Day, DayTarget, Stretch, combine
from .case import Case, Event
from .comparison import Change, Place
from .coverage import Coverage, CoveredRule
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
from .policy import Diagnostic, Policy, PolicyVersion, shipped_policies
from .scenario import Mismatch, Scenario, ScenarioCase
from .scenario import Result as ScenarioResult
from .status import Decision, Explanation, Finding, Firing, Metric, Notice, Picture, Segment, Status
from .zones import Zone

__version__ = errors.text(_lib.spol_version())

__all__ = [
    "Calendar",
    "Case",
    "Change",
    "ClosedError",
    "Coverage",
    "CoverageWarning",
    "CoveredRule",
    "Day",
    "DayTarget",
    "Decision",
    "Diagnostic",
    "Event",
    "Explanation",
    "Finding",
    "Firing",
    "FormatError",
    "GapError",
    "Holidays",
    "InvalidArgumentError",
    "LimitError",
    "Metric",
    "Mismatch",
    "NeverOpenError",
    "NotFoundError",
    "Notice",
    "OrderError",
    "OutOfMemoryError",
    "OutOfRangeError",
    "OverlapError",
    "Picture",
    "Place",
    "Policy",
    "PolicyVersion",
    "ReadError",
    "Scenario",
    "ScenarioCase",
    "ScenarioResult",
    "Segment",
    "SemanticError",
    "Status",
    "Stretch",
    "SupportPolicyError",
    "UndecidedError",
    "UnsupportedError",
    "VersionError",
    "Zone",
    "combine",
    "errors",
    "holidays",
    "shipped_policies",
]
