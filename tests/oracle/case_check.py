#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The library's case engine against the independent evaluator, on random histories under random policies.

    case_check.py LIBRARY [--seed N] [--count N] [--each N] [--all]

Prints the seed. A history with a difference is shrunk and shown with both answers; --all goes on and counts the differences
by where they are.
"""

import argparse
import collections
import random
import sys
import time

import case_reached
import evaluator
import evaluator_yaml
import histories
from case_library import CaseLibrary, Refused, differences, normal
from evaluator_calendar import OutsideWindow, text

ZONES = sorted({c.zone_name for c in histories.CALENDARS})


class Comparison:
    def __init__(self, path):
        self.library = CaseLibrary(path)
        self.loaded = (None, None)
        self.reached = collections.Counter()

    def policy(self, policies):
        if self.loaded[0] is not policies:
            self.loaded = (policies, self.library.policy(evaluator_yaml.policy_text(policies), ZONES))
        return self.loaded[1]

    def __call__(self, policies, events, as_of):
        """Where the two differ; raises OutsideWindow where the evaluator cannot say."""
        status = evaluator.evaluate(policies, events, as_of)
        self.reached.update(case_reached.reached(policies, events, status))
        expected = normal(status)
        try:
            return differences(self.policy(policies).evaluate(events, as_of), expected)
        except Refused as error:
            return [('refused', str(error), None)]


def shown(value):
    return text(value) if isinstance(value, int) and value > 1 << 50 else value


def report(compare, case):
    place = compare(*case)[0][0]
    smallest = histories.shrink(*case, lambda *c: any(d[0] == place for d in compare(*c)))
    print(histories.describe(*smallest))
    print(evaluator_yaml.policy_text(smallest[0]))
    for path, got, expected in compare(*smallest):
        print('%s: library %s, evaluator %s' % (path, shown(got), shown(expected)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('library')
    parser.add_argument('--seed', type=int, default=None)
    parser.add_argument('--count', type=int, default=20_000)
    parser.add_argument('--each', type=int, default=40, help='histories a policy')
    parser.add_argument('--all', action='store_true')
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(1_000_000) if options.seed is None else options.seed
    print('seed %d' % seed, flush=True)
    compare = Comparison(options.library)
    began, agreed, number = time.monotonic(), 0, 0
    places = collections.Counter()
    while agreed + sum(places.values()) < options.count:
        policies = histories.make_policies(seed + number // options.each)
        for _ in range(options.each):
            case = histories.make_under(policies, seed * 1000 + number)
            number += 1
            try:
                found = compare(*case) if case else None
            except OutsideWindow:
                found = None
            if found is None:
                continue
            if not found:
                agreed += 1
                continue
            places[found[0][0]] += 1
            if places[found[0][0]] == 1:
                print('history %d under policy %d differs' % (seed * 1000 + number - 1, seed + (number - 1) // options.each))
                report(compare, case)
            if not options.all:
                return 1
    print('%d of %d histories agree, in %.0f s' % (agreed, agreed + sum(places.values()), time.monotonic() - began))
    for place, count in places.most_common():
        print('%6d %s' % (count, place))
    print('reached: %s' % ', '.join('%s %d' % (name, compare.reached[name]) for name in case_reached.ALWAYS_REACHED))
    unseen = case_reached.never(compare.reached)
    if unseen:
        print('never reached: %s' % ', '.join(unseen))
    return 1 if unseen or places else 0


if __name__ == '__main__':
    sys.exit(main())
