#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Comparisons of policies that differ in several rules at once.

    diff_rules_check.py [--seed N] [--pairs N]

Each change below gives or takes one thing, and says which. A pair has some of them made and some taken back: the
comparison must list every one with its verdict and nothing else, and the other way round the opposite.
"""

import collections
import copy
import json
import random
import sys

import seeded
import supportpolicy as sp

BASE = {
    "supportpolicy": 1, "id": "t", "version": "a", "effective": {"from": "2026-01-01"},
    "facts": {
        "plan": {"one_of": ["basic", "gold"]}, "users": {"type": "number"},
        "area": {"one_of": ["north", "south"]},
    },
    "calendars": {"always": "24x7", "desk": {"hours": {"mon-fri": "09:00-17:00"}}},
    "severities": {
        "record": {"at": "opened", "value": "requested"},
        "levels": [{"id": "S1"}, {"id": "S2"}, {"id": "S3"}],
    },
    "roles": ["boss", "chief"],
    "reasons": {
        "wait": {"begins": ["waiting"], "ends": ["customer_replied"]},
        "parts": {"bound": {"within": "8h", "calendar": "desk"}},
    },
    "coverage": {"from": "2026-01-01", "to": "2026-12-31"},
    "entitlement": [
        {"id": "gold_phone", "when": {"plan": "basic", "users": {"at_least": 50}}, "finding": "not_entitled"},
    ],
    "notices": [{"id": "told", "event": "closed", "within": "4h", "calendar": "desk"}],
    "metrics": {
        "first_response": {"calendar": "desk", "targets": [{"within": "4h"}]},
        "update": {
            "calendar": "desk", "repeats": {"after": "stop", "until": ["resolved"]}, "targets": [{"within": "8h"}],
        },
        "resolution": {
            "calendar": "desk", "stops": ["resolved"], "pauses": ["wait"], "carry": "carry_elapsed",
            "reopening": "exclude_closed", "targets": [{"within": "40h"}],
        },
    },
    "escalation": {
        "lines": ["first", "second", {"id": "third"}],
        "steps": [
            {"id": "half", "share": {"metric": "resolution", "at": "50%"}, "notify": ["boss"]},
            {"id": "late", "miss": "resolution", "when": {"users": {"at_least": 10}}, "notify": ["boss"]},
            {"id": "quiet", "after": {"event": "opened", "within": "4h", "calendar": "desk"}, "to": "next_line"},
            {"id": "again", "misses": {"metric": "update", "count": 3}, "notify": ["chief"],
             "repeats": {"times": 2, "every": "2h", "calendar": "desk"}},
        ],
    },
}


class Edit:
    """A value at a path; `gives`: the customer has more by it."""

    def __init__(self, gives, rule, path, value):
        self.gives, self.rule, self.path, self.value = gives, rule, path.split("/"), value

    def make(self, data):
        at = data
        for key in self.path[:-1]:
            at = at[int(key) if isinstance(at, list) else key]
        last = self.path[-1]
        if last == "+":
            at.append(self.value)
        elif isinstance(at, list):
            at[int(last)] = self.value
        else:
            at[last] = self.value


BETTER, WORSE = True, False
EDITS = [
    Edit(BETTER, "metrics.first_response.starts", "metrics/first_response/starts", ["opened", "notified"]),
    Edit(WORSE, "metrics.resolution.latest", "metrics/resolution/latest", True),
    Edit(WORSE, "metrics.first_response.starts_when", "metrics/first_response/starts_when", {"plan": "gold"}),
    Edit(WORSE, "metrics.first_response.stops", "metrics/first_response/stops", ["responded", "acknowledged"]),
    Edit(WORSE, "metrics.first_response.pauses", "metrics/first_response/pauses", ["parts"]),
    Edit(WORSE, "metrics.first_response.excused.busy", "metrics/first_response/excused",
         [{"id": "busy", "when": {"area": "north"}}]),
    Edit(WORSE, "metrics.update.repeats", "metrics/update/repeats/until", ["resolved", "closed"]),
    Edit(WORSE, "metrics.resolution.stops", "metrics/resolution/stops", ["resolved", "workaround_provided"]),
    Edit(WORSE, "metrics.resolution.pauses", "metrics/resolution/pauses", ["wait", "parts"]),
    Edit(WORSE, "metrics.resolution.carry", "metrics/resolution/carry", "restart"),
    Edit(BETTER, "metrics.resolution.reopening", "metrics/resolution/reopening", "count_closed"),
    Edit(WORSE, "reasons.wait", "reasons/wait/begins", ["waiting", "responded"]),
    Edit(BETTER, "reasons.parts", "reasons/parts/bound/within", "4h"),
    Edit(BETTER, "coverage", "coverage/to", "2027-06-30"),
    Edit(WORSE, "entitlement.gold_phone", "entitlement/0/when", {"plan": "basic"}),
    Edit(WORSE, "entitlement.south", "entitlement/+",
         {"id": "south", "when": {"area": "south"}, "finding": "not_covered"}),
    Edit(BETTER, "notices.told", "notices/0/within", "2h"),
    Edit(BETTER, "notices.moved", "notices/+", {"id": "moved", "event": "development_ticket_opened"}),
    Edit(BETTER, "severities.changes.upgrade", "severities/changes", {"upgrade": {"follows": "derived"}}),
    Edit(WORSE, "severities.limits", "severities/limits", [{"when": {"plan": "basic"}, "at_most": "S2"}]),
    Edit(WORSE, "facts.users", "facts/users/required", True),
    Edit(WORSE, "escalation.lines.third", "escalation/lines/2", {"id": "third", "by": "customer"}),
    Edit(BETTER, "escalation.starts_at", "escalation/starts_at", "second"),
    Edit(WORSE, "escalation.steps.half", "escalation/steps/0/share/at", "75%"),
    Edit(BETTER, "escalation.steps.late", "escalation/steps/1/when", {"users": {"at_least": 5}}),
    Edit(WORSE, "escalation.steps.quiet", "escalation/steps/2/after/within", "8h"),
    Edit(BETTER, "escalation.steps.again", "escalation/steps/3/misses/count", 2),
    Edit(WORSE, "escalation.steps.shut", "escalation/steps/+", {"id": "shut", "miss": "first_response", "close": True}),
    Edit(BETTER, "escalation.steps.more", "escalation/steps/+", {"id": "more", "miss": "update", "notify": ["chief"]}),
]


def version(edits):
    data = copy.deepcopy(BASE)
    for edit in edits:
        edit.make(data)
    return sp.Policy.loads(json.dumps(data), name="t.yaml")


def told(old, new):
    """The rules that the comparison lists, with their verdicts; nothing is "same"."""
    return sorted((entry.rule, entry.verdict) for entry in old.diff(new, years=1) if entry.kind == "rule")


def expected(taken, made):
    words = {True: "better", False: "worse"}
    return sorted([(e.rule, words[e.gives]) for e in made] + [(e.rule, words[not e.gives]) for e in taken])


def matches(got, wanted):
    """An entry may name an item of its rule: severities.limits[0]."""
    return len(got) == len(wanted) and all(
        verdict == want and (rule == name or rule.startswith((name + "[", name + ".")))
        for (rule, verdict), (name, want) in zip(got, wanted)
    )


def main():
    seed, pairs = seeded.take(pairs=300)
    roll, counts = random.Random(seed), collections.Counter()
    sets = [([], [edit]) for edit in EDITS]
    for _ in range(pairs):
        some = roll.sample(EDITS, roll.randrange(2, 12))
        cut = roll.randrange(len(some) + 1)
        sets.append((some[:cut], some[cut:]))
    for taken, made in sets:
        for old, new in ((taken, made), (made, taken)):
            got, wanted = told(version(old), version(new)), expected(old, new)
            counts.update(verdict for _, verdict in got)
            if not matches(got, wanted):
                print(f"told {got}\nnot  {wanted}")
                return 1
    print(f"{2 * len(sets)} pairs, {sum(counts.values())} rules told, none wrong; "
          + ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
