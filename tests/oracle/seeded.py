# SPDX-License-Identifier: MIT
"""What the random comparisons take: a seed, which is said, and how much to ask."""

import argparse
import random


def take(**amounts):
    """The seed, a fresh one where none is given, and the amounts as they were asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int)
    for name, amount in amounts.items():
        parser.add_argument(f"--{name}", type=int, default=amount)
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(1_000_000) if options.seed is None else options.seed
    print(f"seed {seed}", flush=True)
    return seed, *(getattr(options, name) for name in amounts)
