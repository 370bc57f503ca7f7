#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Laws that the library's own answers keep, on random histories: no oracle is asked.

    case_laws.py LIBRARY [--seed N] [--count N]

Polling at any instants delivers each firing once, at one instant; what comes after as_of changes nothing; before next_change
nothing but the figures that run changes, and something does at it; the segments of an explanation join, and sum to elapsed
and to the length; never_later is never later; what-if is what doing it gives; written as text and read again a case is what it
was. Prints the seed.
"""

import argparse
import random
import sys

import evaluator_yaml
import histories
from case_check import ZONES
from case_library import NONE, CaseLibrary, Refused

RUNNING = ('elapsed', 'remaining', 'overdue', 'due_if_resumed')


def still(status):
    """An answer without the figures that run with time."""
    metrics = {name: {k: v for k, v in metric.items() if k not in RUNNING} for name, metric in status['metrics'].items()}
    return dict(status, metrics=metrics, next_change=None, next_change_kind=None)


CARRIED = 8  # enum spol_label
STEP = 2  # enum spol_change: where a step is held back to its hours nothing else shows
PAUSE_ENDS = 4  # may end unseen, where nothing that it pauses runs


def sums(head, segments, metric):
    """Section 9 of an explanation, as text what is wrong with it, or None."""
    edges = [head.from_] + [s.to for s in segments]
    if [s.from_ for s in segments] != edges[:-1] or edges[-1] != head.to:
        return 'segments with a gap or an overlap'
    begin = max((i for i, s in enumerate(segments) if s.label == CARRIED), default=0)
    upto = sum(s.counted for s in segments[begin:] if s.to <= head.due or s.label == CARRIED)
    if head.due != NONE and metric['state'] == 'running' and upto != head.counted_to_due:
        return 'segments up to due that sum to %d, and not to %d' % (upto, head.counted_to_due)
    if metric['state'] not in ('running', 'paused') or metric['fixed'] or metric['elapsed'] is None:
        return None  # what is said of it stands since its stop; an agreed instant is no sum
    if head.counted != metric['elapsed']:
        return 'counted %d is not elapsed %d' % (head.counted, metric['elapsed'])
    if head.due != NONE and not head.exceeds_length and head.counted_to_due != metric['length']:
        return 'counted to due %d is not the length %d' % (head.counted_to_due, metric['length'])
    return None


CHANGES = ('facts_changed', 'severity_changed')


def later(policy, policies, events):
    """A metric that a change put off though its carry rules are never_later, or None."""
    careful = {m.id for m in policies[0].metrics if m.carry and all(c.never_later and c.when is True for c in m.carry)}
    for i, event in enumerate(events):
        if len(policies) > 1 or not careful or event.kind not in CHANGES or events[i - 1].at == event.at:
            continue
        before, after = policy.evaluate(events[:i], event.at - 1), policy.evaluate(events[:i + 1], event.at)
        for name in careful:
            old, new = before['metrics'][name], after['metrics'][name]
            same = old['state'] == new['state'] == 'running' and len(old['cycles']) == len(new['cycles'])
            if same and old['due'] is not None and old['due'] + 1 >= event.at and (new['due'] is None or new['due'] > old['due']):
                return name
    return None


def broken(policy, policies, events, as_of, rng):
    """The law that a case breaks, as text, or None."""
    whole = policy.evaluate(events, as_of)
    known = [e for e in events if e.at <= as_of]
    if policy.evaluate(known, as_of) != whole:
        return 'what comes after as_of changes the answer'
    polls = sorted({rng.randrange(events[0].at, as_of + 1) for _ in range(6)} | {as_of})
    since, delivered = events[0].at, []
    for now in polls:
        log = [e for e in events if e.at <= now]
        delivered += [f for f in policy.evaluate(log, now)['firings'] if since <= f[0] < now]
        since = now
    if delivered != [f for f in whole['firings'] if f[0] < as_of]:
        return 'polling does not deliver each firing once'
    change = whole['next_change']
    end = change - 1 if change is not None else as_of + 40 * 86_400_000_000
    if end > as_of and still(policy.evaluate(known, end)) != still(whole):
        return 'something changed before next_change'
    if change is not None:
        then = policy.evaluate(known, change)
        held = whole['next_change_kind'] == STEP and any(s.inside for p in policies for _, steps in p.ladders for s in steps)
        if still(then) == still(whole) and whole['next_change_kind'] != PAUSE_ENDS and not held:
            return 'nothing changed at next_change'
    for name, (head, segments) in policy.explain(known, as_of).items():
        wrong = sums(head, segments, whole['metrics'][name])
        if wrong:
            return 'the explanation of %s: %s' % (name, wrong)
    half = rng.randrange(len(known) + 1)
    if policy.what_if(known[:half], known[half:], as_of) != whole:
        return 'what-if is not what doing it gives'
    try:
        if policy.through_text(known, as_of) != whole:
            return 'a case read again has another answer'
    except Refused as error:
        return str(error)
    name = later(policy, policies, known)
    return 'never_later put %s off' % name if name else None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('library')
    parser.add_argument('--seed', type=int, default=None)
    parser.add_argument('--count', type=int, default=2000)
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(1_000_000) if options.seed is None else options.seed
    print('seed %d' % seed, flush=True)
    library, kept, number = CaseLibrary(options.library), 0, 0
    while kept < options.count:
        policies = histories.make_policies(seed + number // 100)
        try:
            policy = library.policy(evaluator_yaml.policy_text(policies), ZONES)
        except Refused as error:
            print('policy %d: %s' % (seed + number // 100, error))
            return 1
        for _ in range(100):
            case = histories.make_under(policies, seed * 1000 + number)
            number += 1
            if case is None:
                continue
            law = broken(policy, policies, case[1], case[2], random.Random(number))
            if law:
                print('history %d: %s' % (seed * 1000 + number - 1, law))
                print(histories.describe(*case))
                return 1
            kept += 1
    print('%d histories keep the laws' % kept)
    return 0


if __name__ == '__main__':
    sys.exit(main())
