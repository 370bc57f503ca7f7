# SPDX-License-Identifier: MIT
"""What a customer gains and loses from one policy to another (docs/diff.md)."""

import ctypes as c
import operator
from datetime import datetime
from typing import Any, Dict, Mapping, NamedTuple, Optional, Tuple

from . import _native, _time, errors
from . import _declarations as _d
from ._native import lib

_PAID = {1: True, 2: False}


class Place(NamedTuple):
    """A rule of a policy: its path and its line."""

    rule: Optional[str]
    line: Optional[int]


class Change(NamedTuple):
    """One difference, or what was found to be the same.

    ``verdict`` is "same", "better", "worse", "not_comparable" or "undecided", for the customer;
    ``reduces`` is true if something gets worse. The witness of a target: ``facts``, an ``opening``,
    and when it was and would be due. ``in_paid_period`` is None where nothing is promised or known.
    """

    kind: str
    verdict: str
    reduces: bool
    metric: Optional[str]
    rule: Optional[str]
    region: str
    reason: Optional[str]
    combinations: int
    facts: Mapping[str, Any]
    opening: Optional[datetime]
    old_due: Optional[datetime]
    new_due: Optional[datetime]
    old_place: Place
    new_place: Place
    in_paid_period: Optional[bool]

    def __str__(self) -> str:
        about = self.metric or self.rule or ""
        lines = [self.verdict, f"{about}," if self.region else about, self.region or ""]
        text = " ".join(word for word in lines if word)
        if self.opening is not None:
            text += f": opened {self.opening}, due {self.old_due or 'never'}, then {self.new_due or 'never'}"
        elif self.reason:
            text += f": {self.reason}"
        return text


def compare(
    old: Any,
    new: Any,
    *,
    old_version: Optional[str] = None,
    new_version: Optional[str] = None,
    years: Optional[int] = None,
    paid_until: Optional[datetime] = None,
) -> Tuple[Change, ...]:
    """See Policy.diff."""
    options = _native.sized(_d.spol_diff_options)
    if years is not None:
        years = operator.index(years)
        if not 1 <= years <= 100:
            raise errors.InvalidArgumentError(f"1 to 100 years can be compared, not {years}")
        options.years = years
    if paid_until is not None:
        options.paid_until = _time.to_instant(paid_until)
    handle, error = _native.DiffHandle(), _native.new_error()
    status = lib.spol_policy_diff(
        None,
        old._handle,
        _version(old, old_version),
        new._handle,
        _version(new, new_version),
        c.byref(options),
        c.byref(handle),
        c.byref(error),
    )
    _native.check(status, error)
    return tuple(_change(handle, index, old, new) for index in range(lib.spol_diff_count(handle)))


def _version(policy: Any, name: Optional[str]) -> int:
    """A version by its name, else the newest."""
    if name is not None:
        return int(policy._id("version", name))
    return len(policy.versions)


def _change(handle: Any, index: int, old: Any, new: Any) -> Change:
    one = _native.sized(_d.spol_diff_entry)
    _native.check(lib.spol_diff_get(handle, index, c.byref(one)))
    facts = _facts(old, one.old_facts, one.old_facts_count)
    facts.update(_facts(new, one.new_facts, one.new_facts_count))
    return Change(
        _d.spol_diff_kind(one.kind).name.lower(),
        _d.spol_diff_verdict(one.verdict).name.lower(),
        bool(one.reduces),
        errors.text(one.metric) or None,
        errors.text(one.rule) or None,
        errors.text(one.region),
        errors.text(one.reason) or None,
        one.combinations,
        facts,
        _time.optional_instant(one.opening, _time.UTC),
        _time.optional_instant(one.old_due, _time.UTC),
        _time.optional_instant(one.new_due, _time.UTC),
        Place(errors.text(one.old_place.rule) or None, one.old_place.line or None),
        Place(errors.text(one.new_place.rule) or None, one.new_place.line or None),
        _PAID.get(one.paid),
    )


def _facts(policy: Any, array: Any, count: int) -> Dict[str, Any]:
    from .case import _fact_value

    return {
        policy._name("fact", array[index].fact): _fact_value(policy, array[index]) for index in range(count)
    }
