#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Comparisons of random pairs of policies against brute force.

    diff_check.py [--seed N] [--pairs N]

Both policies of a pair are evaluated, case by case, for every combination of facts and severities of a
grid and for openings of two months; what the comparison says of the rows that decided must not be
contradicted by any of them, and each of its witnesses must come out as it says when it is evaluated.
The package is used as others use it; nothing of the comparison's own code is.
"""

import collections
import itertools
import random
import re
import sys
import time
from datetime import datetime, timedelta, timezone

import seeded
import supportpolicy as sp

UTC = timezone.utc
BEGIN = datetime(2026, 2, 27, tzinfo=UTC)  # over the American clock change
STEP = timedelta(hours=7, minutes=13)
COUNT = 120
DERIVED = r"severity (\w+), now (\w+)"
LEVELS = ["S1", "S2", "S3"]
ORDER = {"not_offered": 0, "unstated": 1}
COMPATIBLE = {
    "same": set(), "better": {"earlier"}, "worse": {"later"}, "not_comparable": {"earlier", "later"},
}


def hours(roll):
    begin = roll.randrange(6, 11)
    return f"{begin:02}:{roll.choice(['00', '30'])}-{begin + roll.randrange(4, 12):02}:00"


def calendars(roll):
    """Fixed ones of every kind, combined ones, and one that a fact chooses."""
    days = roll.choice(["mon-fri", "mon-sat", "sun-thu"])
    zone = roll.choice(["America/New_York", "Europe/Berlin", "UTC", "Asia/Kolkata"])
    made = {"always": "24x7", "desk": {"zone": zone, "hours": {days: hours(roll)}}}
    made["other"] = {"zone": "Europe/London", "hours": {"mon-fri": hours(roll)}}
    if roll.random() < 0.5:
        made["desk"]["holidays"] = "us-federal"
    if roll.random() < 0.4:
        made["desk"]["breaks"] = {"mon-fri": "12:00-12:45"}
    if roll.random() < 0.3:
        made["desk"]["exceptions"] = {"2026-03-12": "closed", "2026-03-18": ["10:00-12:00"]}
    made["night"] = {"zone": "UTC", "hours": {"daily": "20:00-04:00"}}
    made["both"] = {roll.choice(["any_of", "all_of", "except"]): ["desk", "other"], "zone": roll.choice(["UTC", zone])}
    made["chosen"] = {"by": [{"when": {"plan": "gold"}, "calendar": "always"}, {"calendar": "desk"}]}
    return made


def target(roll):
    kind = roll.randrange(10)
    calendar = roll.choice(["always", "desk", "other", "night", "both", "chosen"])
    if kind == 0:
        return {"is": roll.choice(["unstated", "not_offered"])}
    if kind < 6:
        return {"within": roll.choice(["0s", "30m", "1h", "2h", "4h", "8h", "20h", "45h"]), "calendar": calendar}
    if kind == 6:
        return {roll.choice(["earliest_of", "latest_of"]): [plain(roll), plain(roll)]}
    return days(roll)


def plain(roll):
    """A part of a target: on a calendar that no fact chooses."""
    made = days(roll) if roll.random() < 0.4 else {
        "within": roll.choice(["0s", "1h", "4h", "20h", "45h"]), "calendar": roll.choice(["always", "desk", "both", "night"]),
    }
    made["calendar"] = "desk" if made["calendar"] == "chosen" else made["calendar"]
    return made


def days(roll):
    calendar = roll.choice(["desk", "other", "chosen", "both"])
    count = roll.randrange(0, 4)
    until = "end_of_day" if count == 0 else roll.choice(["end_of_day", "start_of_day", "same_time", "16:00"])
    made = {"within": f"{count} business_days", "until": until, "calendar": calendar}
    if roll.random() < 0.3:
        made["after"] = "date"
    return made


def condition(roll, extra):
    choices = [
        {"plan": "gold"}, {"plan": "basic"}, {"severity": "S1"}, {"severity": {"at_least": "S2"}},
        {"users": {"at_least": 25}}, {"users": {"below": 50}}, {"not": {"plan": "gold"}},
        {"any": [{"plan": "gold"}, {"severity": "S3"}]}, {"opened_inside": "desk"},
    ]
    return some_of(roll, choices, extra)


def some_of(roll, choices, extra):
    """One or two of them at once."""
    if extra:
        choices += [{"channel": "phone"}, {"channel": "web"}]
    made = dict(roll.choice(choices))
    if roll.random() < 0.4:
        for key, value in roll.choice(choices).items():
            made.setdefault(key, value)
    return made


def severities(roll, extra, derived):
    """Levels that somebody asks for, or that the facts derive."""
    if not derived:
        return {"record": {"at": "opened", "value": "requested"}, "levels": [{"id": level} for level in LEVELS]}
    choices = [
        {"impact": "down"}, {"impact": ["down", "slow"]}, {"impact": "minor"}, {"plan": "gold"},
        {"users": {"at_least": 25}}, {"users": {"more_than": 50}}, {"not": {"impact": "slow"}},
        {"any": [{"impact": "down"}, {"users": {"at_least": 60}}]},
    ]
    levels = [{"id": level, "when": some_of(roll, choices, extra)} for level in LEVELS[:2]]
    made = {"record": {"at": "opened", "value": "derived"}, "levels": [*levels, {"id": "S3"}], "default": "S3"}
    if roll.random() < 0.3:
        made["limits"] = [{"when": roll.choice(choices), "at_most": "S2"}]
    return made


def policy(roll, extra, derived):
    """A policy as data; `extra`: it knows one fact more."""
    facts = {"plan": {"one_of": ["basic", "gold"], "required": True}, "users": {"type": "number", "required": True}}
    if derived:
        facts["impact"] = {"one_of": ["down", "slow", "minor"], "required": True}
    if extra:
        facts["channel"] = {"one_of": ["web", "phone"], "required": True}
    rows = [{"when": condition(roll, extra), **target(roll)} for _ in range(roll.randrange(0, 4))]
    metric = {"targets": [*rows, target(roll)]}
    if roll.random() < 0.3:
        metric["cutoff"] = roll.choice(["12:00", "15:30", "16:00"])
    return {
        "supportpolicy": 1, "id": "t", "version": "a", "effective": {"from": "2026-01-01"}, "facts": facts,
        "calendars": calendars(roll),
        "severities": severities(roll, extra, derived),
        "metrics": {"resolution": metric},
    }


def changed(roll, data, extra, derived):
    """A second version: another one, or the same with something changed."""
    if roll.random() < 0.4:
        return policy(roll, extra, derived)
    made = json_copy(data)
    if extra and "channel" not in made["facts"]:
        made["facts"]["channel"] = {"one_of": ["web", "phone"], "required": True}
    rows = made["metrics"]["resolution"]["targets"]
    for _ in range(roll.randrange(1, 3)):
        place = roll.randrange(len(rows))
        kept = {"when": rows[place]["when"]} if "when" in rows[place] else {}
        rows[place] = {**kept, **target(roll)}
    if roll.random() < 0.3:
        made["calendars"]["desk"]["hours"] = {"mon-fri": hours(roll)}
    if derived and roll.random() < 0.5:
        made["severities"] = severities(roll, extra, derived)
    return made


def json_copy(data):
    import json

    return json.loads(json.dumps(data))


def read(data):
    """The policy, and which lines its rows stand in."""
    import json

    head = {key: value for key, value in data.items() if key != "metrics"}
    metric = dict(data["metrics"]["resolution"])
    rows = metric.pop("targets")
    lines = [f"{key}: {json.dumps(value)}" for key, value in head.items()]
    lines += ["metrics:", "  resolution:"] + [f"    {key}: {json.dumps(value)}" for key, value in metric.items()]
    lines += ["    targets:"] + [f"      - {json.dumps(row)}" for row in rows]
    return sp.Policy.loads("\n".join(lines) + "\n")


class Grid:
    """Both policies for every combination, over the openings."""

    def __init__(self, old, new, extra, derived):
        self.sides, self.extra, self.derived = (old, new), extra, derived
        self.openings = [BEGIN + STEP * n for n in range(COUNT)]

    def combinations(self):
        """Plans, numbers of users, channels, and severities that are asked for, or impacts that derive them."""
        channels = [None] if not any(self.extra) else ["web", "phone"]
        last = ["down", "slow", "minor"] if self.derived else LEVELS
        return itertools.product(["basic", "gold"], [5, 25, 30, 50, 60], channels, last)

    def facts(self, side, plan, users, channel, impact):
        found = {"plan": plan, "users": users}
        if self.derived:
            found["impact"] = impact
        if self.extra[side]:
            found["channel"] = channel
        return found

    def answer(self, side, facts, severity, opening):
        """The word or the due instant, the line of the row that decided, and the severity."""
        case = sp.Case(self.sides[side])
        case.record("opened", at=opening, facts=facts, severity=None if self.derived else severity)
        status = case.status(at=opening)
        if severity is not None and status.severity != severity:
            case.record("severity_changed", at=opening, severity=severity, actor="vendor")
            status = case.status(at=opening)
        metric = status.metrics["resolution"]
        word = None if metric.due is not None else metric.word or metric.target
        return metric.due if word is None else word, metric.targeted_by.line, status.severity


def differ(old, new):
    """How the new answer differs for the customer; None where there is no order."""
    if old == new:
        return "same"
    if isinstance(old, str) or isinstance(new, str):
        ranks = [ORDER.get(one, None) if isinstance(one, str) else 2 for one in (old, new)]
        if None in ranks or ranks[0] == ranks[1]:
            return None
        return "later" if ranks[1] < ranks[0] else "earlier"
    return "later" if new > old else "earlier"


def check_witness(grid, entry):
    """An opening that the comparison names comes out as it says."""
    if entry.opening is None:
        return []
    both = re.search(r"severity = (\w+)", entry.region)
    each = re.search(DERIVED, entry.region)
    severities = each.groups() if each else (both.group(1),) * 2 if both else ("S1", "S1")
    said = []
    for side, due in ((0, entry.old_due), (1, entry.new_due)):
        known = {name: value for name, value in entry.facts.items() if name in grid.sides[side].names("fact")}
        facts = {**grid.facts(side, "basic", 5, "web", "down"), **known}
        got, _, severity = grid.answer(side, facts, None if each else severities[side], entry.opening)
        if severity != severities[side]:
            said.append(f"{entry}: side {side} has severity {severity} there, not {severities[side]}")
        got = got if isinstance(got, datetime) else None
        if got != due:
            said.append(f"{entry}: side {side} is due {got} there, not {due}")
    return said


def by_what_decides(entries):
    """The entries of targets by the rows that decide, and by whether they speak of both sides with one severity
    (False) or of each with the one that it derives (True); without a severity in its region an entry speaks of both."""
    made = collections.defaultdict(list)
    for entry in entries:
        apart = re.search(DERIVED, entry.region) is not None
        for of in {apart, apart or "severity" not in entry.region}:
            made[entry.old_place.line, entry.new_place.line, of].append(entry)
    return made


def check_combination(grid, entries, combination, openings):
    """What is wrong of one combination of facts."""
    severity = None if grid.derived else combination[-1]
    seen = collections.defaultdict(set)
    for opening in openings:
        answers = [grid.answer(side, grid.facts(side, *combination), severity, opening) for side in (0, 1)]
        (old, old_line, old_severity), (new, new_line, new_severity) = answers
        how = differ(old, new)
        if how is not None:
            seen[old_line, new_line, old_severity != new_severity].add(how)
    said = []
    for place, found in seen.items():
        found.discard("same")
        if not any(entry.verdict == "undecided" or found <= COMPATIBLE[entry.verdict] for entry in entries[place]):
            said.append(f"{combination}, lines, and severities apart {place}: {sorted(found)}, but said: "
                        f"{[entry.verdict for entry in entries[place]]}")
    return said


def check_pair(seed, counts):
    roll = random.Random(seed)
    extra = roll.choice([(False, False), (False, False), (True, True), (True, False), (False, True)])
    derived = roll.random() < 0.4
    data = policy(roll, extra[0], derived)
    kept = extra[1] or not extra[0]
    old, new = read(data), read(changed(roll, data, extra[1], derived) if kept else policy(roll, False, derived))
    entries = [entry for entry in old.diff(new, years=1) if entry.kind == "target"]
    grid, said = Grid(old, new, extra, derived), []
    for entry in entries:
        counts[entry.verdict] += 1
        counts["severities that differ"] += re.search(DERIVED, entry.region) is not None
        said += check_witness(grid, entry)
    decides = by_what_decides(entries)
    for combination in roll.sample(list(grid.combinations()), 12):
        openings = grid.openings[roll.randrange(6) :: 6]
        said += check_combination(grid, decides, combination, openings)
        counts["answers"] += len(openings)
    return said, old, new


def main():
    seed, pairs = seeded.take(pairs=300)
    begun, counts = time.monotonic(), collections.Counter()
    for number in range(seed, seed + pairs):
        said, old, new = check_pair(number, counts)
        if said:
            print(f"pair {number} (--seed {number} --pairs 1):", *said[:5], old.text(), new.text(), sep="\n")
            return 1
    print(f"{pairs} pairs, {counts.pop('answers')} answers in {time.monotonic() - begun:.0f} s, 0 contradicted; "
          + ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items())))
    missing = {*COMPATIBLE, "severities that differ"} - set(+counts)
    if missing and pairs >= 100:
        print(f"no pair had the verdict {sorted(missing)}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
