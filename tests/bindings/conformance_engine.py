# SPDX-License-Identifier: MIT
"""Asks the Python package every engine case of tests/conformance, as policies and histories, and
wants the counts that the C runner has.

  conformance_engine.py FILE RUN_ENGINE
"""

import json
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from zoneinfo import ZoneInfo

import supportpolicy as sp

UTC = timezone.utc
HOUR = timedelta(hours=1)
# How engines differ from one another, and what a policy says to follow them.
OPTIONS = (
    {"pauses": []},
    {"pause_lasts": "real"},
    {"reopening": "count_closed"},
    {"reopening": "restart"},
    {"carry": "restart"},
    {"carry": "carry_elapsed"},
    {"carry": "carry_fraction"},
)
EVENTS = {"created": "opened", "paused": "waiting", "resumed": "resumed", "closed": "closed",
          "reopened": "reopened", "target_changed": "facts_changed"}


def instant(text: str, zone: ZoneInfo) -> datetime:
    read = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(UTC)


def hours(pairs: list) -> "list[str] | str":
    """An end at its begin is a whole day."""
    return ["00:00-24:00" if begin == end else f"{begin}-{end}" for begin, end in pairs] or "closed"


def target(case: dict, twice: bool = False) -> dict:
    wanted = case["target"]
    if "days" in wanted:
        until = "end_of_day" if wanted.get("end_of_working_day") else "same_time"
        return {"within": f"{wanted['days']} business_days", "until": wanted.get("at", until)}
    if wanted["minutes"] is None:  # only what has elapsed is asked
        return {"within": "100000h"}
    return {"within": f"{int(Fraction(str(wanted['minutes'])) * 60_000_000) * (2 if twice else 1)}us"}


def policy(case: dict, option: dict) -> sp.Policy:
    """One calendar, one metric; JSON is YAML."""
    desk = {"zone": case["time_zone"],
            "hours": {day: hours(pairs) for day, pairs in case["schedule"].items() if pairs}}
    for name in ("exceptions", "breaks"):
        if case.get(name):
            desk[name] = {day: hours(pairs) for day, pairs in case[name].items()}
    made = {"supportpolicy": 1, "id": "engine-case", "version": "v1",
            "facts": {"changed": {"type": "boolean", "default": False}}, "reasons": {"hold": {}}}
    if case.get("holidays"):
        dates = [date[2:] if date.startswith("--") else date for date in case["holidays"]]
        made["holidays"] = {"own": {"rules": [{"date": date} for date in dates]}}
        desk["holidays"] = "own"
    changes = any(event["type"] == "target_changed" for event in case["events"])
    # Before a change the target was another one; the case does not say which.
    metric = {"starts": "opened", "stops": ["resolved", "closed"], "pauses": ["hold"],
              "calendar": "always" if case["target"].get("clock") == "calendar" else "desk",
              "targets": [{"when": {"changed": True}, **target(case)}, target(case, twice=changes)], **option}
    if case["target"].get("cutoff"):
        metric["cutoff"] = case["target"]["cutoff"]
    made.update(calendars={"always": "24x7", "desk": desk}, metrics={"due": metric})
    return sp.Policy.loads(json.dumps(made))


def history(case: dict, zone: ZoneInfo) -> "tuple[list, datetime]":
    """What happened, in order, and the instant that is asked about."""
    found, as_of = [], None
    for event in case["events"]:
        at = instant(event["at"], zone)
        if event["type"] == "measured":
            as_of = at
        elif event["type"] == "hold_total":
            found += [(at, "waiting"), (at + timedelta(minutes=event["minutes"]), "resumed")]
        elif event["type"] == "original_due":
            # It stands for a target that would end there, of a case opened an hour before all else.
            first = min(instant(other["at"], zone) for other in case["events"]) - HOUR
            case["target"]["minutes"] = (at - first) // timedelta(minutes=1)
            found.append((first, "opened"))
        else:
            found.append((at, EVENTS[event["type"]]))
    found.sort(key=lambda entry: entry[0])
    return found, as_of or found[-1][0]


def ask(case: dict, option: dict) -> sp.Metric:
    case = json.loads(json.dumps(case))
    events, as_of = history(case, ZoneInfo(case["time_zone"]))
    made = sp.Case(policy(case, option))
    for at, kind in events:
        more = {"waiting": {"reason": "hold"}, "facts_changed": {"facts": {"changed": True}}}.get(kind, {})
        made.record(kind, at=at, **more)
    status = made.status(at=as_of)
    # While a pause lasts on after it was resumed, the due instant comes with the next change.
    if "lasting_pause" in status.metrics["due"].flags and status.next_change is not None:
        status = made.status(at=status.next_change)
    return status.metrics["due"]


def agrees(case: dict, option: dict) -> bool:
    found, expected = ask(case, option), case["expected"]
    if "due" in expected:
        return found.due == instant(expected["due"], ZoneInfo(case["time_zone"]))
    return found.elapsed == timedelta(minutes=expected["elapsed"])


def main() -> int:
    with open(sys.argv[1], encoding="utf-8") as file:
        cases = json.load(file)
    cases = cases["cases"] if isinstance(cases, dict) else cases
    right = different = wrong = 0
    for case in cases:
        if agrees(case, {}):
            right += 1
        elif isinstance(case.get("engine_specific"), str) and any(agrees(case, option) for option in OPTIONS):
            different += 1
        else:
            wrong += 1
            print("WRONG", json.dumps(case), "\n  ours:", ask(case, {}))
    ours = f"{right} right, {different} expected differences, {wrong} wrong"
    print(ours)
    run = subprocess.run([sys.argv[2], sys.argv[1]], capture_output=True, text=True, check=False)
    in_c = run.stdout.splitlines()[-1]
    if in_c != ours or run.returncode != 0 or not right:
        print(f"through C: {in_c}")
        return 1
    return 1 if wrong else 0


sys.exit(main())
