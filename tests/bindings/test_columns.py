# SPDX-License-Identifier: MIT
"""`evaluate_many` on the columns of numpy, pandas, polars and Arrow: run with pytest, where they are
installed (script/wheel). Every family gives what plain Python gives."""

import random
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from typing import Any, Dict, List

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
import supportpolicy as sp

POLICY = """
supportpolicy: 1
id: small
version: "1"
facts:
  plan: {one_of: [gold, silver], required: true}
  users: {type: number}
  vip: {type: boolean}
  seen: {type: instant}
  channel: {one_of: [web, phone], many: true}
calendars:
  always: 24x7
  desk: {zone: America/New_York, hours: {mon-fri: 09:00-17:00}}
severities:
  levels:
    - {id: S1, when: {any: [{plan: gold}, {users: {at_least: 50}}]}}
    - {id: S2, when: {plan: silver}}
reasons: {customer: {}}
metrics:
  first_response:
    pauses: [customer]
    targets:
      - {when: {severity: S1}, within: 1h, calendar: always}
      - {when: {severity: S2}, within: 4h, calendar: desk}
  resolution:
    targets: [{within: 8h, calendar: desk}]
"""
UTC = timezone.utc
T = datetime(2026, 11, 23, 15, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def rows(cases: int = 40) -> "Dict[str, List[Any]]":
    """Events of many cases, those of one in order, the cases mixed."""
    roll = random.Random(20261126)
    events = []
    for key in range(cases):
        at = T + roll.randrange(600) * MINUTE
        events.append((at, f"case {key}", "opened", roll.choice(["gold", "silver"]), roll.choice([None, 10, 50, 2.5]), None))
        if roll.random() < 0.5:
            events.append((at + 5 * MINUTE, f"case {key}", "waiting", None, None, "customer"))
        if roll.random() < 0.5:
            events.append((at + 30 * MINUTE, f"case {key}", "resumed", None, None, None))
        if roll.random() < 0.5:
            events.append((at + 60 * MINUTE, f"case {key}", "responded", None, None, None))
    events.sort(key=lambda event: event[0])
    names = ("at", "case", "type", "plan", "users", "reason")
    return {name: [event[place] for event in events] for place, name in enumerate(names)}


def columns(family: str) -> "Dict[str, Any]":
    given = rows()
    naive = [at.replace(tzinfo=None) for at in given["at"]]
    if family == "numpy":
        given["at"] = np.array(naive, dtype="M8[us]")
        given["users"] = np.array([np.nan if users is None else users for users in given["users"]])
    elif family == "numpy, seconds and numbers for keys":
        given["at"] = np.array(naive, dtype="M8[s]")
        given["case"] = np.array([int(key.split()[1]) for key in given["case"]])
    elif family == "pandas":
        given = dict(pd.DataFrame(given).items())
    elif family == "pandas with a zone":
        frame = pd.DataFrame(given)
        frame["at"] = pd.to_datetime(frame["at"], utc=True).dt.tz_convert("Europe/Berlin").astype("datetime64[us, Europe/Berlin]")
        given = dict(frame.convert_dtypes().items())
    elif family == "polars":
        frame = pl.DataFrame({**given, "at": naive}, strict=False)
        given = {name: frame[name] for name in frame.columns}
    elif family == "Arrow":
        table = pa.table({**given, "at": pa.array(naive, pa.timestamp("us"))})
        given = {name: table[name] for name in table.column_names}
    elif family != "lists":
        raise KeyError(family)
    facts = {"plan": given.pop("plan"), "users": given.pop("users")}
    return {**given, "facts": facts}


def one_by_one(as_of: datetime) -> "Dict[tuple, tuple]":
    given, policy = rows(), sp.Policy.loads(POLICY)
    cases: "Dict[str, sp.Case]" = {}
    for at, key, kind, plan, users, reason in zip(*(given[n] for n in ("at", "case", "type", "plan", "users", "reason"))):
        case = cases.setdefault(key, sp.Case(policy))
        facts = {name: value for name, value in (("plan", plan), ("users", users)) if value is not None}
        case.record(kind, at=at, facts=facts, reason=reason)
    found = {}
    for key, case in cases.items():
        for name, metric in case.status(at=as_of).metrics.items():
            found[key, name] = (metric.state, metric.outcome, metric.due, metric.elapsed, metric.remaining)
    return found


FAMILIES = ("lists", "numpy", "numpy, seconds and numbers for keys", "pandas", "pandas with a zone", "polars", "Arrow")


def answers(found: "Dict[str, Any]") -> "Dict[tuple, tuple]":
    got = {}
    assert set(found["status"]) == {"SPOL_OK"}
    for key, name, *values in zip(*(found[n] for n in ("case", "metric", "state", "outcome", "due", "elapsed", "remaining"))):
        due, elapsed, remaining = (None if np.isnat(value) else value.item() for value in values[2:])
        key = key if isinstance(key, str) else f"case {key}"
        got[key, name] = (*values[:2], due and due.replace(tzinfo=UTC), elapsed, remaining)
    return got


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("threads", (1, 3))
def test_every_family_of_columns_gives_the_same(family: str, threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("supportpolicy.batch._SHARE", 7)
    as_of = T + timedelta(hours=30)
    found = sp.Policy.loads(POLICY).evaluate_many(columns(family), as_of, threads=threads)
    assert isinstance(found["due"], np.ndarray)
    assert answers(found) == one_by_one(as_of)


def test_columns_of_facts_and_mappings_are_one() -> None:
    given = columns("lists")
    facts = [
        {name: values[row] for name, values in given["facts"].items() if values[row] is not None}
        for row in range(len(given["type"]))
    ]
    policy, as_of = sp.Policy.loads(POLICY), T + timedelta(hours=30)
    assert answers(policy.evaluate_many({**given, "facts": facts}, as_of)) == answers(policy.evaluate_many(given, as_of))


def test_other_columns() -> None:
    policy = sp.Policy.loads(POLICY)
    events = {
        "case": [1, 1, 1],
        "at": [T, T + MINUTE, T + 2 * MINUTE],
        "type": ["opened", "agreed_target_set", "responded"],
        "facts": {"plan": ["gold", None, None], "channel": [["web", "phone"], None, None], "seen": [T, None, None],
                  "vip": [True, None, None]},
        "metric": [None, "first_response", None],
        "agreed_within": [None, timedelta(hours=3), pd.NaT],
        "calendar": [None, "always", None],
        "actor": [None, "customer", None],
        "id": [1, np.nan, 2],
        "occurred_at": [None, None, T + MINUTE],
    }
    found = policy.evaluate_many(events, T + 5 * MINUTE)
    assert found["outcome"][0] == "met"
    assert found["due"][0] == np.datetime64("2026-11-23T18:00", "us")
    assert found["elapsed"][0] == np.timedelta64(60, "s")


@pytest.mark.parametrize(
    ("more", "index"),
    (
        ({"at": np.array(["2026-11-23", "NaT"], dtype="M8[us]")}, 1),
        ({"at": np.array([0, 2**63 - 1])}, 1),
        ({"facts": {"plan": ["gold", "gild"]}}, 1),
        ({"facts": [None, {"plan": "gild"}]}, 1),
        ({"facts": {"plan": ["gold"]}}, None),
        ({"facts": {"colour": ["red", None]}}, 0),
        ({"type": np.array(["opened", "opend"])}, None),
        ({"id": [1, -1]}, None),
        ({"id": [1, 2**64]}, None),
        ({"actor": [None, "nobody"]}, None),
    ),
)
def test_what_is_wrong_is_an_exception(more: "Dict[str, Any]", index: Any) -> None:
    good = {"case": [1, 2], "at": [T, T], "type": ["opened", "opened"]}
    with pytest.raises(ValueError) as caught:
        sp.Policy.loads(POLICY).evaluate_many({**good, **more}, T)
    assert getattr(caught.value, "index", None) == index


def test_lone_surrogates_and_wrong_types() -> None:
    good = {"case": [1], "at": [T], "type": ["opened"]}
    policy = sp.Policy.loads(POLICY)
    with pytest.raises(sp.FormatError):
        policy.evaluate_many({**good, "reason": ["\udc80"]}, T)
    for more in ({"at": np.array([1.5])}, {"at": np.array(["x"])}, {"agreed_within": [3]}, {"facts": {"plan": [object()]}}):
        with pytest.raises(TypeError):
            policy.evaluate_many({**good, **more}, T)
    with pytest.raises(ValueError):
        policy.evaluate_many(good, T, threads=0)


def test_without_numpy_the_same() -> None:
    """The other path, in an interpreter that never loads numpy."""
    program = (
        "import sys; sys.modules['numpy'] = None\n"
        "import json, supportpolicy as sp\n"
        "from datetime import datetime, timezone, timedelta\n"
        "at = datetime(2026, 11, 23, 15, tzinfo=timezone.utc)\n"
        "events = {'case': ['b', 'a', 'b'], 'at': [at, at, at + timedelta(minutes=5)],\n"
        "          'type': ['opened', 'opened', 'responded'],\n"
        "          'facts': {'plan': ['gold', 'silver', None], 'users': [None, 60, None]}}\n"
        "found = sp.Policy.loads(sys.stdin.read()).evaluate_many(events, at + timedelta(minutes=9))\n"
        "assert isinstance(found['due'], list)\n"
        "print([(c, o, str(d)) for c, o, d in zip(found['case'], found['outcome'], found['due'])])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], input=POLICY, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(
        "[('b', 'met', '2026-11-23 16:00:00+00:00'), ('b', None, '2026-11-24 15:00:00+00:00'), "
        "('a', None, '2026-11-23 16:00:00+00:00')"
    )
