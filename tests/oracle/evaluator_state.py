# SPDX-License-Identifier: MIT
"""What one evaluation keeps of metrics, cycles and steps."""

from evaluator_model import PerPeriod


class Cycle:
    def __init__(self, number, begin, known):
        self.number, self.begin, self.known = number, begin, known
        self.clocks = []
        self.history = []  # (from, clocks)
        self.stop = None
        self.stop_kind = None
        self.end = None  # when it ceased to run: its stop, or the instant at which its end took effect
        self.ended_by = None  # stop, miss, close, finding, version, or the event that ended the row
        self.outcome = None  # met, missed, none once ended
        self.counted = False  # a miss was counted in this cycle of steps
        self.late = False  # stopped after due before the miss was counted
        self.misses = []  # [effect, superseded]
        self.promise = None
        self.judged = None  # (key, clock, part, at) when it ended
        self.period = None  # (first opening, last close) in a row of so many a day
        self.stops = 0


class Run:
    """A metric, or the timer of a step, in one case."""

    def __init__(self, spec, owner=None):
        self.spec, self.owner = spec, owner
        self.status = 'idle'  # idle, running, waiting (for the next start), stopped, ended
        self.cycles = []
        self.spans = []  # the pauses of the metric as looked up over time, started or not
        self.reasons = frozenset()
        self.agreed = None
        self.promise = None
        self.misses = 0
        self.ended_at = None
        self.ended_kind = None
        self.per_period = any(isinstance(t, PerPeriod) for _, t in spec.rows)
        self.periods = None
        self.first_period = 0

    @property
    def cycle(self):
        return self.cycles[-1] if self.cycles else None


class StepRun:
    def __init__(self, ladder, order, spec):
        self.ladder, self.order, self.spec = ladder, order, spec
        self.key = (ladder, spec.id)
        self.cycle = 0  # number of cycles begun
        self.fired = set()
        self.used = set()  # (cycle, trigger) that were decided
        self.chain = frozenset()
        self.held = None  # (opening, triggered)
        self.next_repetition = None  # (instant, number, triggered, cycle of the step then)
        self.timers = {}


class Triggered:
    def __init__(self, step, cycle, percent, run=None, metric_cycle=None, chain=frozenset(), repetition=0):
        self.step, self.cycle, self.percent = step, cycle, percent
        self.run, self.metric_cycle, self.chain, self.repetition = run, metric_cycle, chain, repetition
        self.index = None  # of the trigger, in its step

    def key(self):
        return (self.percent, self.step.order, self.cycle)
