#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the checker says of targets in the wrong order, of random policies, against brute force.

    starts_check.py [--seed N] [--policies N]

Policies have targets on calendars that differ, hours and days, and rows that ask for the hours of the start. Cases of
every severity are evaluated for starts of five weeks. Each row of a more severe level that one of them shows to be
later than a less severe one must be reported (SP0702), each resolution that lies before its response (SP0703), and
each finding that names a start must come out as it says.
"""

import collections
import json
import random
import re
import sys
import time
from datetime import datetime, timedelta, timezone

import seeded
import supportpolicy as sp

UTC = timezone.utc
BEGIN = datetime(2026, 3, 1, tzinfo=UTC)  # the American clocks change within the window
STEP = timedelta(hours=2, minutes=47)
COUNT = 300
LEVELS = ("S1", "S2", "S3")
PLANS = ("basic", "gold")
WITNESS = re.compile(r"a case that starts at (\S+) is due at (\S+), the other at (\S+)$")


def target(roll):
    if roll.random() < 0.15:
        return {roll.choice(["earliest_of", "latest_of"]): [plain(roll), plain(roll)]}
    return plain(roll, 1)


def plain(roll, chosen=0):
    calendar = roll.choice(["always", "desk", "late", "both"] + ["chosen"] * chosen)
    if roll.random() < 0.7:
        return {"within": roll.choice(["30m", "1h", "3h", "4h", "8h", "24h", "48h"]), "calendar": calendar}
    count = roll.randrange(0, 3)
    until = "end_of_day" if count == 0 else roll.choice(["end_of_day", "start_of_day", "same_time", "16:00"])
    return {"within": f"{count} business_days", "until": until, "calendar": roll.choice(["desk", "late"] + ["chosen"] * chosen)}


def rows(roll):
    made = []
    for level in LEVELS:
        if roll.random() < 0.3:
            made.append({"when": {"severity": level, "opened_inside": roll.choice(["desk", "late"])}, **target(roll)})
        made.append({"when": {"severity": level}, **target(roll)})
    return made


def policy(roll):
    zone = roll.choice(["UTC", "America/New_York", "Asia/Kolkata"])
    head = {
        "supportpolicy": 1, "id": "t", "version": "a", "effective": {"from": "2026-03-01"},
        "facts": {"plan": {"one_of": list(PLANS), "required": True}},
        "calendars": {
            "chosen": {"by": [
                {"when": roll.choice([{"plan": "gold"}, {"severity": "S1"}, {"opened_inside": "late"}, {"severity": "S2", "plan": "gold"}]),
                 "calendar": roll.choice(["always", "late"])}, {"calendar": "desk"}]},
            "always": "24x7", "desk": {"zone": zone, "hours": {"mon-fri": roll.choice(["08:00-17:00", "09:30-18:00"])}},
            "late": {"zone": "Europe/London", "hours": {roll.choice(["mon-fri", "mon-sat"]): "12:00-20:00"}},
            "both": {roll.choice(["any_of", "all_of"]): ["desk", "late"], "zone": "UTC"},
        },
        "severities": {"record": {"at": "opened", "value": "requested"}, "levels": [{"id": level} for level in LEVELS]},
    }
    lines = [f"{key}: {json.dumps(value)}" for key, value in head.items()] + ["metrics:"]
    for name in ("first_response", "resolution"):
        lines += [f"  {name}:", "    targets:"] + [f"      - {json.dumps(row)}" for row in rows(roll)]
    return sp.Policy.loads("\n".join(lines) + "\n")


def answers(given, opening, plan):
    """By metric and severity: the due instant and the line of the row."""
    made = {}
    for level in LEVELS:
        case = sp.Case(given)
        case.record("opened", at=opening, severity=level, facts={"plan": plan})
        for name, metric in case.status(at=opening).metrics.items():
            made[name, level] = metric.due, metric.targeted_by.line
    return made


def wrong_lines(given):
    """Lines of rows that a start shows to be in the wrong order, by code."""
    seen = {"SP0702": {}, "SP0703": {}}
    for number in range(COUNT):
        opening, plan = BEGIN + STEP * number, PLANS[number % 2]
        found = answers(given, opening, plan)
        for (name, level), (due, line) in found.items():
            for other in LEVELS[LEVELS.index(level) + 1:]:
                if due > found[name, other][0]:
                    seen["SP0702"].setdefault(line, (opening, level, other))
        for level in LEVELS:
            if found["first_response", level][0] > found["resolution", level][0]:
                seen["SP0703"].setdefault(found["first_response", level][1], (opening, level, level))
    return seen


def early_line(finding):
    """The line of the row that should be due first: of SP0703 it is named in the words."""
    if finding.code == "SP0702":
        return finding.line
    return int(re.search(r"line (\d+)\)", finding.message)[1])


def check_witness(given, finding):
    found = WITNESS.search(finding.message)
    if found is None:
        return []
    opening, first, second = (datetime.fromisoformat(text) for text in found.groups())
    late_line = finding.line if finding.code == "SP0703" else int(re.search(r"in line (\d+):", finding.message)[1])
    plan = re.search(r"plan = (\w+)", finding.message)
    levels = re.findall(r"severity = (\w+)", finding.message)
    made = answers(given, opening, plan[1] if plan else "basic")
    dues = {line: due for (_, level), (due, line) in made.items() if level in levels or not levels}
    wanted = {early_line(finding): first, late_line: second}
    if first <= second or any(dues.get(line) != due for line, due in wanted.items()):
        return [f"{finding}: the start gives {dues}"]
    return []


def check_policy(seed, counts):
    given = policy(random.Random(seed))
    findings = [one for one in given.check() if one.code in ("SP0702", "SP0703")]
    said = []
    for finding in findings:
        counts[finding.code] += 1
        counts["witnesses"] += WITNESS.search(finding.message) is not None
        said += check_witness(given, finding)
    for code, lines in wrong_lines(given).items():
        reported = {early_line(one) for one in findings if one.code == code}
        said += [f"{code} is not said of line {line}: {why}" for line, why in lines.items() if line not in reported]
    said += [f"{one}" for one in given.check() if one.code == "SP0606"]
    return said, given


def main():
    seed, policies = seeded.take(policies=60)
    begun, counts = time.monotonic(), collections.Counter()
    for number in range(seed, seed + policies):
        said, given = check_policy(number, counts)
        if said:
            print(f"policy {number} (--seed {number} --policies 1):", *said[:5], given.text(), sep="\n")
            return 1
    print(f"{policies} policies, {policies * COUNT * len(LEVELS)} cases in "
          f"{time.monotonic() - begun:.0f} s, 0 contradicted; "
          + ", ".join(f"{count} {name}" for name, count in sorted(counts.items())))
    missing = {"SP0702", "SP0703", "witnesses"} - set(counts)
    if missing and policies >= 30:
        print(f"no policy had {sorted(missing)}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
