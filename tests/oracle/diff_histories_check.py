#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Comparisons of rules that are no targets, of random pairs of policies, against histories.

    diff_histories_check.py [--seed N] [--pairs N]

A policy has severity rules, pauses with bounds, entitlement, notices, lines and ladders; the other one is the same
with one or two rules changed. Both are evaluated on random histories:

- where the comparison says that nothing differs, no answer may differ;
- where all that it says is better (worse), and one rule was changed, no history may come out the other way: due
  instants and notices later (sooner), steps that are missing or late, severities, refusals and findings.
"""

import collections
import json
import random
import sys
import time
from datetime import datetime, timedelta, timezone

import seeded
import supportpolicy as sp

UTC = timezone.utc
BEGIN = datetime(2026, 3, 2, 8, tzinfo=UTC)
LEVELS = ("S1", "S2", "S3")
WORSE, BETTER = -1, 1


# ---- Policies ------------------------------------------------------------------------------

def condition(roll):
    return dict(roll.choice([
        {"plan": "gold"}, {"plan": "basic"}, {"vip": True}, {"users": {"at_least": 25}}, {"users": {"below": 50}},
        {"any": [{"plan": "gold"}, {"vip": True}]}, {"meets": "great", "plan": "gold"}, {"not": {"users": {"at_least": 25}}}, {"plan": ["basic", "gold"]},
    ]))


def duration(roll):
    return roll.choice(["30m", "1h", "2h", "4h", "8h", "20h"])


def pauses(roll):
    return roll.choice([["wait"], ["parts"], ["wait", "parts"], [{"reasons": ["wait"], "when": condition(roll)}]])


def trigger(roll):
    return roll.choice([
        {"share": {"metric": "resolution", "at": roll.choice(["25%", "50%", "100%", "150%"])}},
        {"miss": roll.choice(["resolution", "first_response"])},
        {"events": roll.choice([["cannot_resolve"], ["cannot_resolve", "called"]])},
        {"after": {"event": "opened", "within": duration(roll), "calendar": roll.choice(["desk", "always"])}},
    ])


def step(roll, name):
    made = {"id": name, **trigger(roll)}
    made.update(roll.choice([
        {"notify": ["lead"]}, {"notify": ["lead", "boss"]}, {"to": "second"}, {"to": "third", "notify": ["boss"]},
        {"raise": "S1"},
    ]))
    if roll.random() < 0.4:
        made["when"] = condition(roll)
    return made


def refusal(roll, name):
    return {"id": name, "when": condition(roll), "finding": roll.choice(["not_covered", "intake", "not_entitled"])}


def notice(roll, name):
    return {"id": name, "event": roll.choice(["called", "acknowledged"]), "told_by": "update_sent",
            "within": duration(roll), "calendar": "desk"}


def policy(roll):
    rows = [{"when": {"severity": level}, "within": duration(roll)} for level in LEVELS[:2]] + [{"within": duration(roll)}]
    return {
        "supportpolicy": 1, "id": "t", "version": "a", "effective": {"from": "2026-01-01"},
        "facts": {"plan": {"one_of": ["basic", "gold"], "required": True}, "vip": {"type": "boolean", "default": False},
                  "users": {"type": "number", "required": True}},
        "calendars": {"always": "24x7", "desk": {"zone": "UTC", "hours": {"mon-fri": "09:00-17:00"}}},
        "conditions": {"great": roll.choice([{"vip": True}, {"users": {"at_least": 50}}])}, "events": ["called"], "roles": ["lead", "boss"],
        "reasons": {"wait": {}, "parts": {"bound": {"within": duration(roll), "calendar": "desk"}}},
        "severities": {"record": {"at": "opened", "value": "derived"}, "levels": [
            {"id": "S1", "when": condition(roll)}, {"id": "S2", "when": condition(roll)}, {"id": "S3", "when": {}}]},
        "metrics": {
            "first_response": {"calendar": "desk", "targets": rows},
            "resolution": {"calendar": roll.choice(["desk", "always"]), "pauses": pauses(roll), "stops": ["resolved"],
                           "targets": [{"within": "20h"}]},
        },
        "entitlement": [refusal(roll, f"rule_{i}") for i in range(roll.randrange(1, 3))],
        "notices": [notice(roll, f"told_{i}") for i in range(roll.randrange(1, 3))],
        "escalation": {"lines": ["first", "second", "third"],
                       "steps": [step(roll, f"step_{i}") for i in range(roll.randrange(1, 4))]},
    }


# ---- Changes: each says what of a status its verdict speaks of -------------------------------

def change_level(roll, data):
    roll.choice(data["severities"]["levels"][:2])["when"] = condition(roll)
    return "severity"


def raises(data):
    """A step that raises lets a change of one rule reach all the others."""
    return any("raise" in one for one in data["escalation"]["steps"])


def change_pauses(roll, data):
    data["metrics"]["resolution"]["pauses"] = pauses(roll)
    return "nothing" if raises(data) else "due"


def change_bound(roll, data):
    reason = data["reasons"][roll.choice(["wait", "parts"])]
    if "bound" in reason and roll.random() < 0.3:
        del reason["bound"]
    else:
        reason["bound"] = {"within": duration(roll), "calendar": "desk"}
    return "nothing" if raises(data) else "due"


def change_stops(roll, data):
    data["metrics"]["resolution"]["stops"] = roll.choice([["resolved"], ["resolved", "closed"], ["closed"],
                                                          ["resolved", "called"]])
    return "nothing"


def change_steps(roll, data):
    steps = data["escalation"]["steps"]
    kind, place = roll.randrange(4), roll.randrange(len(steps))
    if kind == 0:
        steps.append(step(roll, f"step_{len(steps) + 5}"))
    elif kind == 1 and len(steps) > 1:
        del steps[place]
    elif kind == 2:
        kept = {key: steps[place][key] for key in ("id", "notify", "to", "raise", "when") if key in steps[place]}
        steps[place] = {**kept, **trigger(roll)}
    elif "when" in steps[place]:
        del steps[place]["when"]
    else:
        steps[place]["when"] = condition(roll)
    return "nothing" if raises(data) else "firings"


def change_list(roll, rules, make, key, value):
    """A rule more, one less, or one with another value."""
    kind, place = roll.randrange(3), roll.randrange(len(rules) or 1)
    if kind == 0 or not rules:
        rules.append(make(roll, f"new_{len(rules) + 5}"))
    elif kind == 1:
        del rules[place]
    else:
        rules[place][key] = value(roll)


def change_entitlement(roll, data):
    change_list(roll, data["entitlement"], refusal, "when", condition)
    return "findings"


def change_notices(roll, data):
    change_list(roll, data["notices"], notice, "within", duration)
    return "notices"


def change_line(roll, data):
    data["escalation"]["starts_at"] = roll.choice(["first", "second", "third"])
    return "nothing"


def change_words(roll, data):
    """Nothing: what is said in other words."""
    data["title"] = "another"
    data["severities"]["levels"][2]["title"] = "the rest"
    return "nothing"


def change_limits(roll, data):
    data["severities"]["limits"] = [] if roll.random() < 0.2 else [{"id": "cap", "when": condition(roll), "at_most": "S2"}]
    if not data["severities"]["limits"]:
        del data["severities"]["limits"]
    return "severity"


def change_clock(roll, data):
    """Words of the clock: what a change and a reopening do, when a start counts, how long a pause lasts."""
    key, values = roll.choice([
        ("carry", ["from_start", "restart", "carry_elapsed", "carry_fraction"]),
        ("reopening", ["exclude_closed", "count_closed", "restart", "new_cycle"]),
        ("pause_lasts", ["open", "real"]), ("starts", [["opened"], ["opened", "called"], ["called"]]),
        ("starts_when", [{"plan": "gold"}, {"plan": ["gold", "basic"]}, {"vip": True}]), ("latest", [True, False]),
        ("excused", [[{"when": condition(roll)}], [{"when": {"plan": "gold"}}]]), ("cutoff", ["12:00", "16:00"]),
    ])
    data["metrics"][roll.choice(["resolution", "first_response"])][key] = roll.choice(values)
    return "nothing"


def change_facts(roll, data):
    """A default, or a condition that rules name."""
    if roll.random() < 0.5:
        data["facts"]["vip"]["default"] = roll.choice([True, False])
    else:
        data["conditions"]["great"] = roll.choice([{"vip": True}, {"users": {"at_least": 50}}, {"users": {"below": 25}}])
    return "nothing"


def change_reason(roll, data):
    key = roll.choice(["begins", "ends", "while"])
    data["reasons"]["wait"][key] = condition(roll) if key == "while" else roll.choice([["called"], ["called", "responded"]])
    return "nothing"


def change_ladder(roll, data):
    data["escalation"]["ladders"] = {"more": {"when": condition(roll), "steps": [
        {"id": "told", "miss": "resolution", "notify": ["boss"], "repeats": {
            "times": roll.choice([1, 2, 3]), "every": duration(roll), "calendar": "desk"}}]}}
    return "nothing" if raises(data) else "firings"


def change_first_line(roll, data):
    data["escalation"]["starts_at"] = [{"when": condition(roll), "line": roll.choice(["first", "second"])},
                                       {"line": "third"}]
    return "nothing"


CHANGES = [change_limits, change_clock, change_clock, change_facts, change_reason, change_ladder, change_first_line,
           change_level, change_pauses, change_bound, change_stops, change_steps, change_steps, change_entitlement,
           change_notices, change_line, change_words]


def changed(roll, data):
    """The other policy, and what one change alone speaks of."""
    made = json.loads(json.dumps(data))
    count = 1 if roll.random() < 0.7 else 2
    spoken = [roll.choice(CHANGES)(roll, made) for _ in range(count)]
    return made, spoken[0] if count == 1 else "nothing"


# ---- Histories --------------------------------------------------------------------------------

def facts(roll):
    found = {"plan": roll.choice(["basic", "gold"]), "users": roll.choice([5, 25, 49, 50, 90])}
    return {**found, "vip": roll.random() < 0.5} if roll.random() < 0.7 else found


def history(roll):
    """Events as what Case.record takes, and instants to look at."""
    at = BEGIN + timedelta(minutes=roll.randrange(0, 7 * 24 * 60, 30))
    events = [("opened", {"at": at, "facts": facts(roll)})]
    for _ in range(roll.randrange(1, 7)):
        at += timedelta(minutes=roll.choice([10, 30, 60, 240, 600, 1440]))
        kind = roll.choice(["waiting", "waiting", "resumed", "responded", "called", "acknowledged", "update_sent",
                            "cannot_resolve", "resolved", "resolved", "reopened", "facts_changed", "facts_changed", "closed"])
        more = {"at": at}
        if kind == "waiting":
            more["reason"] = roll.choice(["wait", "parts"])
        if kind == "facts_changed":
            more["facts"] = roll.choice([{"users": 5}, {"users": 60}, {"plan": "gold"}, {"vip": True}])
        events.append((kind, more))
    return events, [at, at + timedelta(hours=5), at + timedelta(days=4)]


def evaluate(policy, events, at):
    case = sp.Case(policy)
    for kind, more in events:
        case.record(kind, **more)
    return case.status(at=at)


def answer(status):
    """All that a customer may notice."""
    return {
        "severity": status.severity, "state": status.state, "line": status.line,
        "due": {name: (one.due, one.due_if_resumed, one.state, one.outcome, one.word, one.stopped_at)
                for name, one in status.metrics.items()},
        "firings": [(one.step, one.cycle, one.repetition, one.at, one.effects) for one in status.firings()],
        "findings": [(one.kind, one.severity, one.metric) for one in status.findings],
        "notices": [(one.kind, one.event, one.by, one.told_at) for one in status.notices],
    }


# ---- What comes out the other way ----------------------------------------------------------------

def lacks(less, more):
    """What `less` has and `more` has not, each counted."""
    return list((collections.Counter(less) - collections.Counter(more)).elements())


def due_fault(worse, better):
    """`worse` may be due no sooner than `better`."""
    for name, one in better["due"].items():
        other = worse["due"][name]
        if one[0] is not None and other[0] is not None and other[0] < one[0]:
            return f"{name} is due {other[0]} in the worse, {one[0]} in the better one"
    return None


def firings_fault(worse, better):
    for step_name, cycle, repetition, at, effects in worse["firings"]:
        if not any(one[:3] == (step_name, cycle, repetition) and one[3] <= at and not lacks(effects, one[4])
                   for one in better["firings"]):
            return f"{step_name} at {at} is missing or later in the better one"
    return None


def notices_fault(worse, better):
    for kind, event, by, _ in worse["notices"]:
        if not any(one[:2] == (kind, event) and (by is None or (one[2] is not None and one[2] <= by))
                   for one in better["notices"]):
            return f"a notice of {event} by {by} is missing or later in the better one"
    return None


def findings_fault(worse, better):
    if better["state"] == "refused" and worse["state"] != "refused":
        return "the better one refuses the case"
    kinds = ("not_covered", "not_entitled", "intake")
    more = lacks([one[0] for one in better["findings"] if one[0] in kinds], [one[0] for one in worse["findings"]])
    return f"the better one finds {more} more" if more and worse["state"] != "refused" else None


def severity_fault(worse, better):
    pair = (better["severity"], worse["severity"])
    return f"the better one is {pair[0]}, the worse {pair[1]}" if LEVELS.index(pair[0]) > LEVELS.index(pair[1]) else None


FAULTS = {"due": due_fault, "firings": firings_fault, "notices": notices_fault, "findings": findings_fault,
          "severity": severity_fault}


def check_history(roll, sides, spoken, way, counts):
    """What contradicts the comparison in one history; `way` 0: nothing differs."""
    events, instants = history(roll)
    for at in instants:
        old, new = (answer(evaluate(side, events, at)) for side in sides)
        counts["answers"] += 1
        if way == 0 and old != new:
            keys = [key for key in old if old[key] != new[key]]
            return f"nothing is said to differ, but {keys} do at {at}: {events}\n{old}\n{new}"
        if way in (WORSE, BETTER) and spoken in FAULTS:
            fault = FAULTS[spoken](*((old, new) if way == BETTER else (new, old)))
            counts["ordered"] += 1
            if fault is not None:
                return f"all is said to be {'better' if way == BETTER else 'worse'}, but at {at} {fault}: {events}"
    return None


def way_of(entries):
    """0: nothing differs; BETTER, WORSE: all that differs does; None: anything else."""
    verdicts = {entry.verdict for entry in entries} - {"same"}
    if not verdicts:
        return 0
    return BETTER if verdicts == {"better"} else WORSE if verdicts == {"worse"} else None


def check_pair(seed, counts):
    roll = random.Random(seed)
    data = policy(roll)
    other, spoken = changed(roll, data)
    texts = [json.dumps(one, indent=1) for one in (data, other)]
    sides = [sp.Policy.loads(text) for text in texts]
    entries = list(sides[0].diff(sides[1], years=1))
    way = way_of(entries)
    counts[{0: "same", BETTER: "better", WORSE: "worse"}.get(way, "mixed or undecided")] += 1
    for _ in range(12):
        said = check_history(roll, sides, spoken, way, counts)
        if said:
            return [said, *(f"{entry.verdict} {entry.rule or entry.metric}: {entry.reason}" for entry in entries
                            if entry.verdict != "same"), *texts]
    return []


def main():
    seed, pairs = seeded.take(pairs=300)
    begun, counts = time.monotonic(), collections.Counter()
    for number in range(seed, seed + pairs):
        said = check_pair(number, counts)
        if said:
            print(f"pair {number} (--seed {number} --pairs 1):", *said, sep="\n")
            return 1
    print(f"{pairs} pairs in {time.monotonic() - begun:.0f} s, 0 contradicted; "
          + ", ".join(f"{count} {name}" for name, count in sorted(counts.items())))
    missing = {"same", "better", "worse", "ordered"} - set(counts)
    if missing and pairs >= 100:
        print(f"no pair was {sorted(missing)}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
