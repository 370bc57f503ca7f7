#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The evaluator against the stop watch, and against the laws of every answer, on random histories.

    evaluator_check.py [--seed N] [--watched N] [--laws N]

Prints the seed; the same seed gives the same histories. A history that breaks a law is shrunk before it is shown.
"""

import argparse
import random
import sys

import evaluator_laws
import evaluator_second
import histories
from evaluator_calendar import OutsideWindow


def watched(seed, count):
    """How many of `count` histories the stop watch confirms; stops at the first difference."""
    agreed = number = 0
    while agreed < count:
        number += 1
        if number > 2 * count + 100:
            print('the stop watch models too few histories')
            return None
        try:
            difference = evaluator_second.compare(seed + number)
        except (evaluator_second.Lost, OutsideWindow):
            continue
        if difference:
            policy, events, as_of = evaluator_second.make(seed + number)
            print('history %d: %s' % (seed + number, difference))
            print(histories.describe((policy,), events, as_of))
            return None
        agreed += 1
    return agreed


def lawful(seed, count):
    agreed = 0
    for number in range(seed, seed + count):
        made = histories.make(number // 20, number)
        if made is None:
            continue
        try:
            law = evaluator_laws.broken(*made)
        except OutsideWindow:
            continue
        if law:
            kind = law.split(' at ')[0]
            smallest = histories.shrink(*made, lambda *case: (evaluator_laws.broken(*case) or '').startswith(kind))
            print('history %d: %s' % (number, law))
            print(histories.describe(*smallest))
            return None
        agreed += 1
    return agreed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--seed', type=int, default=None)
    parser.add_argument('--watched', type=int, default=500)
    parser.add_argument('--laws', type=int, default=200)
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(1_000_000) if options.seed is None else options.seed
    print('seed %d' % seed, flush=True)
    confirmed = watched(seed, options.watched)
    kept = lawful(seed, options.laws) if confirmed is not None else None
    if confirmed is None or kept is None:
        return 1
    print('%d histories agree with the stop watch, %d keep the laws' % (confirmed, kept))
    return 0


if __name__ == '__main__':
    sys.exit(main())
