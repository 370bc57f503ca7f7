# SPDX-License-Identifier: MIT
"""Section 8: steps, what triggers them, and what a firing brings about."""

from evaluator_clock import answer
from evaluator_model import Event
from evaluator_state import Triggered


class Ladders:
    """The part of a case that fires the steps of ladders."""

    def _next_step_cycle(self, step, chain, run=None):
        """A new cycle; a threshold or a timer of another clock than the one that begins it is not reached a second time."""
        for i, trigger in enumerate(step.spec.triggers):
            other = step.timers.get(i) if trigger.kind == 'timer' else self.runs[trigger.name] if trigger.kind == 'share' else None
            if other is not None and other is not run and (step.cycle, i) in step.used:
                step.used.add((step.cycle + 1, i))
        step.cycle += 1
        step.chain = chain
        step.next_repetition = None

    def _begin_step_cycles(self, run, chain):
        """A metric or timer begins a cycle, so the steps that hang on it do; not those that led to it."""
        for step in self.steps:
            if step.key in chain:
                continue
            if run.owner is step or (run.owner is None and any(
                    t.kind in ('share', 'miss', 'nth_miss') and t.name == run.spec.id for t in step.spec.triggers)):
                self._next_step_cycle(step, chain, run)

    def _trigger(self, step, index, percent, run=None, cycle=None, chain=None):
        if (step.cycle, index) in step.used:
            return
        step.used.add((step.cycle, index))
        if step.cycle in step.fired:
            return
        triggered = Triggered(step, step.cycle, percent, run, cycle, step.chain if chain is None else chain)
        triggered.index = index
        self.pending.append(triggered)

    @staticmethod
    def _decided(step, index):
        """Nothing more comes of a trigger in this cycle, nor is it to be remembered for the next."""
        return (step.cycle, index) in step.used or (step.cycle in step.fired and len(step.spec.triggers) == 1)

    def _scan_shares(self, run, at, up_to=None):
        cycle = run.cycle
        for step in self.steps:
            for i, trigger in enumerate(step.spec.triggers):
                if trigger.kind == 'share' and trigger.name == run.spec.id and run.owner is None:
                    if up_to is not None and trigger.percent > up_to:
                        continue
                    if self._decided(step, i):
                        continue
                    when = self._threshold(run, cycle, trigger.percent, at)
                    if when is not None and when <= at:
                        self._trigger(step, i, trigger.percent, run, cycle)

    def _pass_shares(self, run, cycle):
        """Those of a cycle that ended by its miss, though its clock is no longer the one in force."""
        for step in self.steps:
            for i, trigger in enumerate(step.spec.triggers):
                if trigger.kind == 'share' and trigger.name == run.spec.id and trigger.percent <= 100 and not self._decided(step, i):
                    self._trigger(step, i, trigger.percent, run, cycle)

    def _threshold(self, run, cycle, percent, at):
        if run.per_period:
            if cycle.outcome is not None:
                return None
            calendar = self._rule(run).calendar
            first, last = cycle.period
            length = calendar.elapsed(first, last)
            if percent > 100:
                return calendar.add(last, -(-(percent - 100) * length // 100))
            return calendar.add(first, -(-percent * length // 100)) if percent < 100 else last
        _, clock, part = answer(cycle.clocks, at, self.last_event)
        return None if part is None else part.threshold(clock.entries, clock.real, percent, at)

    def _scan(self, at):
        for run in self._metric_runs():
            if run.status == 'running':
                self._scan_shares(run, at)
        for step in self.steps:
            for i, timer in step.timers.items():
                if timer.status != 'running' or self._decided(step, i):
                    continue
                key = answer(timer.cycle.clocks, at, self.last_event)[0]
                if key[0] == 0 and key[1] <= at:
                    self._trigger(step, i, 0, timer, timer.cycle)
            if step.held and step.held[0] <= at:
                triggered = step.held[1]
                step.held = None
                triggered.opened = True
                self.pending.append(triggered)
            if step.next_repetition and step.next_repetition[0] <= at:
                _, number, base, cycle = step.next_repetition
                step.next_repetition = None
                again = Triggered(step, base.cycle, base.percent, base.run, base.metric_cycle, base.chain, number)
                again.index = base.index
                self.pending.append(again)

    def _fire_all(self, at):
        while True:
            self._misses(at)
            self._scan(at)
            if not self.pending:
                return
            triggered = min(self.pending, key=Triggered.key)
            self.pending.remove(triggered)
            self._fire(triggered, at)

    def _may_fire(self, step):
        spec = step.spec
        return self.holds(spec.when) and not (spec.unless_happened and spec.unless_happened in self.happened)

    def _fire(self, triggered, at):
        step, spec = triggered.step, triggered.step.spec
        if len(self.firings) >= self.max_firings:
            if ('too_many_firings', '') not in self.findings:
                self.findings.append(('too_many_firings', ''))
            return
        if triggered.repetition == 0 and triggered.cycle in step.fired and not getattr(triggered, 'opened', False):
            return
        if not self._may_fire(step):
            return
        if spec.inside is not None and not spec.inside.is_open(at):
            step.fired.add(triggered.cycle)
            step.held = (spec.inside.next_open(at), triggered)
            return
        step.fired.add(triggered.cycle)
        self.firings.append((at, step.ladder, spec.id, triggered.cycle, triggered.repetition))
        if spec.repeat is not None and triggered.repetition < spec.repeat.times:
            run = triggered.run
            if run is None or run.status == 'running':
                step.next_repetition = (spec.repeat.calendar.add(at, spec.repeat.every), triggered.repetition + 1,
                                        triggered, step.cycle)
        chain = triggered.chain | {step.key}
        for kind, value in spec.effects:
            self._effect(kind, value, at, chain)

    def _effect(self, kind, value, at, chain):
        if kind == 'line':
            lines = self.policy.lines
            if value == 'next_line':
                value = lines[min(lines.index(self.line) + 1, len(lines) - 1)]
            if lines.index(value) > lines.index(self.line):
                self.line = value
                self.line_history.append((at, value))
                self._apply(Event(at, 'line_changed', chain=chain), at)
        elif kind == 'severity':
            if value == 'one_level':
                value = self.policy.severities.levels[max(0, self.rank(self.current()) - 1)][0]
            if self.rank(value) < self.rank(self.current()):
                self.recorded = value
                self._apply(Event(at, 'severity_changed', chain=chain), at)
        elif kind == 'close':
            self._apply(Event(at, 'closed', chain=chain), at)
        elif kind == 'event':
            self._apply(Event(at, value, chain=chain), at)
