#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Laws that the library's own answers keep, on random histories: no oracle is asked.

    case_laws.py LIBRARY [--seed N] [--count N]

Polling at any instants delivers each firing once, at one instant; what comes after as_of changes nothing; before next_change
nothing but the figures that run changes. Prints the seed.
"""

import argparse
import random
import sys

import evaluator_yaml
import histories
from case_check import ZONES
from case_library import CaseLibrary, Refused

RUNNING = ('elapsed', 'remaining', 'overdue', 'due_if_resumed')


def still(status):
    """An answer without the figures that run with time."""
    metrics = {name: {k: v for k, v in metric.items() if k not in RUNNING} for name, metric in status['metrics'].items()}
    return dict(status, metrics=metrics, next_change=None)


def broken(policy, events, as_of, rng):
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
    return None


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
            law = broken(policy, case[1], case[2], random.Random(number))
            if law:
                print('history %d: %s' % (seed * 1000 + number - 1, law))
                print(histories.describe(*case))
                return 1
            kept += 1
    print('%d histories keep the laws' % kept)
    return 0


if __name__ == '__main__':
    sys.exit(main())
