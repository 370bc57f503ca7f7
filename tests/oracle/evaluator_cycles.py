# SPDX-License-Identifier: MIT
"""Section 7: cycles, starts, stops, misses, rows and reopening."""

import copy

from evaluator_clock import Entry, answer
from evaluator_state import Cycle


class Cycles:
    """The part of a case that begins and ends cycles."""

    def _begin_cycle(self, run, begin, at, chain=frozenset()):
        self.total_cycles += run.owner is None
        if self.total_cycles > self.max_cycles:
            self.findings.append(('too_many_cycles', run.spec.id))
            run.status = 'ended'
            return
        cycle = Cycle(len(run.cycles) + 1, begin, at)
        cycle.promise, run.promise = run.promise, None
        if run.spec.repeats:
            run.agreed = None  # holds for the cycle that ran
        run.cycles.append(cycle)
        run.status = 'running'
        if run.per_period:
            self._begin_period(run, cycle, begin)
        else:
            clock = self._clock(run, self._target(run, cycle), begin, at)
            cycle.clocks = [clock]
            cycle.history.append((begin, cycle.clocks))
            if run.spec.repeats and self._no_length(cycle, clock):
                self._begin_step_cycles(run, chain)
                self._row_without_length(run, at)
                return
        self._begin_step_cycles(run, chain)

    def _begin_period(self, run, cycle, begin):
        """One cycle per business day or week, from the first whole one after receipt."""
        target = self._rule(run)
        calendar = target.calendar
        if run.periods is None:
            groups = {}
            for date in calendar.days:
                key = date if target.period == 'day' else date.toordinal() - date.weekday()
                first, last = calendar.first_open_of(date), calendar.last_close_of(date)
                if key in groups:
                    first, last = min(first, groups[key][0]), max(last, groups[key][1])
                groups[key] = (first, last)
            run.periods = sorted(groups.values())
            receipt = calendar.receipt(begin, run.spec.cutoff)
            run.first_period = next(i for i, p in enumerate(run.periods) if p[0] >= receipt)
        cycle.period = run.periods[run.first_period + cycle.number - 1]
        cycle.begin = cycle.period[0]

    def _end_row(self, run, at, kind):
        """The end of a row, or of a metric that a version lacks: the cycle then running has no outcome."""
        if run.status in ('stopped', 'ended'):
            return
        if run.status == 'running':
            cycle = run.cycle
            cycle.end, cycle.ended_by = at, kind
            if cycle.outcome is None:
                cycle.outcome = 'none'
            if cycle.clocks:
                cycle.judged = self._seen(answer(cycle.clocks, at, self.last_event), at)
        if run.status != 'stopped':
            run.status, run.ended_at, run.ended_kind = 'ended', at, kind
        self._drop(run, None)

    def _drop(self, run, cycle):
        """Held back for a metric or cycle that has stopped: does not fire; repetitions end when the metric stops."""
        for step in self.steps:
            if step.held and step.held[1].run is run and (cycle is None or step.held[1].metric_cycle is cycle):
                step.held = None
            if step.next_repetition and step.next_repetition[2].run is run and (cycle is None or cycle is run.cycle):
                step.next_repetition = None

    @staticmethod
    def _seen(found, at):
        """What answered at an instant, without the pauses that begin later, even at that instant."""
        if found is None:
            return None
        clock = copy.copy(found[1])
        clock.entries = [entry.copy() for entry in clock.entries]  # what ends later at that instant ends later
        return found[0], clock, found[2], at

    def _start(self, run, start, at, chain):
        if run.status == 'running':
            if run.spec.starts_latest and not run.spec.repeats and start >= run.cycle.begin:
                cycle = run.cycle
                cycle.begin, cycle.counted = start, False
                cycle.clocks = [self._clock(run, self._target(run, cycle), start, at)]
                cycle.history.append((start, cycle.clocks))
                self._begin_step_cycles(run, chain)
            return
        if run.status == 'waiting' and start < run.cycle.stop:
            return
        if run.status in ('idle', 'waiting'):
            self._begin_cycle(run, start, at, chain)

    def _clocks_at(self, cycle, at):
        found = cycle.history[0][1]
        for begin, clocks in cycle.history:
            if begin <= at:
                found = clocks
        return found

    def _last_event_at(self, at):
        return max((e.at for e in self.events if e.at <= at), default=at)

    def _judge(self, cycle, stop):
        """(met, missed or none; the clock that answered) for a stop, by what was in force then."""
        if stop < cycle.begin:
            return 'met', None
        found = answer(self._clocks_at(cycle, stop), stop, self._last_event_at(stop))
        key, clock, part = found
        if part is None:
            return ('missed' if cycle.misses else 'none'), found
        if key[0] == 1:
            return 'met', found
        if key[1] >= stop:
            return 'met', found
        return 'missed', found

    def _stop(self, run, stop, at, event):
        spec = run.spec
        if run.per_period:
            self._stop_period(run, stop, at)
            return False
        if not spec.repeats:
            if run.status == 'idle':
                cycle = Cycle(1, stop, at)
                run.cycles.append(cycle)
                cycle.outcome = 'met'
            elif run.status == 'running':
                cycle = run.cycle
                self._stop_cycle(run, cycle, stop, at)
            else:
                return False
            cycle.stop, cycle.stop_kind, cycle.end, cycle.ended_by = stop, event.kind, stop, 'stop'
            run.status = 'stopped'
            self._drop(run, None)
            return True
        if run.status != 'running':
            if run.status == 'waiting' or run.status == 'ended':
                self._stop_earlier(run, stop, at)
            return False
        guard = 0
        while True:
            cycle = run.cycle
            if run.status != 'running':
                return False
            if stop < cycle.begin:
                self._stop_earlier(run, stop, at)
                return False
            outcome, found = self._judge(cycle, stop)
            if outcome == 'missed' and not spec.once and found[2] is not None:
                if self._earlier(run, stop) is not cycle:
                    self._stop_earlier(run, stop, at)
                    return False
                self._miss(run, at, found)  # then the stop belongs to the next cycle
                guard += 1
                if guard > self.max_cycles:
                    return False
                continue
            break
        if self._earlier(run, stop) is not cycle:
            self._stop_earlier(run, stop, at)
            return False
        self._stop_cycle(run, cycle, stop, at)
        cycle.stop, cycle.stop_kind, cycle.end, cycle.ended_by = stop, event.kind, stop, 'stop'
        self._drop(run, cycle)
        for step in self.steps:
            if step.next_repetition and step.next_repetition[2].run is run:
                step.next_repetition = None
        if event.next_by is not None and spec.promises:
            if event.next_by < stop:
                self.findings.append(('promise_before_stop', spec.id))
            else:
                run.promise = event.next_by
        if event.kind in spec.until:
            run.status, run.ended_at, run.ended_kind = 'ended', at, event.kind
            run.promise = None
            self._drop(run, None)
            return True
        if spec.repeats == 'schedule':
            key, clock, part, _ = cycle.judged
            if part is None:
                begin = stop
            elif key[0] == 0:
                begin = key[1]
            else:
                begin = part.walk(clock.entries, clock.real, stop, resumed=stop)[0]
            self._begin_cycle(run, begin, at, event.chain)
        elif spec.repeats == 'stop':
            self._begin_cycle(run, stop, at, event.chain)
        else:
            run.status = 'waiting'
        return True

    def _stop_cycle(self, run, cycle, stop, at):
        outcome, found = self._judge(cycle, stop)
        cycle.outcome = outcome
        cycle.judged = self._seen(found, stop)
        if outcome == 'met':
            for miss in cycle.misses:
                miss[1] = True
        if outcome == 'missed' and not cycle.counted and found[2] is not None and not found[1].missed:
            if run.spec.repeats:  # before the next cycle begins
                cycle.counted = True
                cycle.misses.append([at, False])
                self._count_miss(run, cycle)
            else:
                cycle.late = True

    def _earlier(self, run, stop):
        """The cycle that ran at an instant: the first that had begun and not ended."""
        for cycle in run.cycles:
            if cycle.begin <= stop and (cycle.end is None or stop < cycle.end):
                return cycle
        return None

    def _stop_earlier(self, run, stop, at):
        """Learned late: it changes the outcome of the cycle that ran then, and no other."""
        cycle = self._earlier(run, stop)
        if cycle is None or cycle.ended_by != 'miss' or cycle.outcome == 'met':
            return  # one that was stopped is not judged again
        outcome, found = self._judge(cycle, stop)
        if outcome == 'met':
            cycle.outcome = 'met'
            cycle.stop = stop
            cycle.judged = found + (stop,)
            for miss in cycle.misses:
                miss[1] = True
        self._drop(run, cycle)

    def _stop_period(self, run, stop, at):
        if run.status not in ('running', 'ended') or not run.cycles:
            return
        if stop < run.started:
            return
        while run.status == 'running' and run.cycle.period[1] < stop:
            self._period_end(run, at)  # host events come before misses: the period's end is made up for
        for cycle in run.cycles:
            previous = run.first_period + cycle.number - 2
            low = run.periods[previous][1] if previous >= 0 else None
            if (low is None or stop > low) and stop <= cycle.period[1]:
                if cycle.end is not None and cycle.ended_by not in ('miss', 'close'):
                    return
                cycle.stops += 1
                if cycle.stops == self._rule(run).count and cycle.outcome != 'met':
                    if cycle.outcome == 'none':
                        return
                    cycle.outcome, cycle.stop = 'met', stop
                    for miss in cycle.misses:
                        miss[1] = True
                    self._drop(run, cycle)
                return

    # -- misses ------------------------------------------------------------------------------------------------------

    def _miss(self, run, at, found=None):
        """A miss takes effect; `found`: by the clock that was in force at a stop."""
        cycle = run.cycle
        key, clock, part = found or answer(cycle.clocks, at, self.last_event)
        cycle.counted = True
        cycle.misses.append([at, False])
        if run.spec.repeats and not run.spec.once:
            if clock not in cycle.clocks:
                self._pass_shares(run, cycle)
            self._scan_shares(run, at, up_to=100)
        if not clock.missed:
            self._count_miss(run, cycle)
        clock.missed = True
        if run.spec.repeats and not run.spec.once:
            cycle.outcome, cycle.end, cycle.ended_by = 'missed', at, 'miss'
            cycle.judged = (key, clock, part, key[1])
            self._begin_cycle(run, key[1], at)
        self._look_up(at)

    def _count_miss(self, run, cycle):
        run.misses += 1
        for step in self.steps:
            for i, trigger in enumerate(step.spec.triggers):
                if trigger.name == run.spec.id and run.owner is None and (
                        trigger.kind == 'miss' or (trigger.kind == 'nth_miss' and trigger.nth == run.misses)):
                    self._trigger(step, i, 100, run, cycle)

    def _late_miss(self, run, cycle, at):
        """The miss of a cycle that was stopped after due, before the miss took effect."""
        if not cycle.late or cycle.counted:
            return False
        cycle.counted, cycle.late = True, False
        cycle.misses.append([at, False])
        self._count_miss(run, cycle)
        return True

    def _misses(self, at):
        """Every miss that takes effect now; each is an event for conditions."""
        again = True
        while again:
            again = False
            for run in self._metric_runs():
                if run.per_period:
                    if run.status == 'running' and run.cycle.period[1] < at:
                        self._period_end(run, at)
                        again = True
                    continue
                cycle = run.cycle
                if cycle is None:
                    continue
                if self._late_miss(run, cycle, at):
                    self._look_up(at)
                    again = True
                elif run.status == 'running' and not cycle.counted:
                    key = answer(cycle.clocks, at, self.last_event)[0]
                    if key[0] == 0 and key[1] < at:
                        self._miss(run, at)
                        again = True

    def _period_end(self, run, at):
        cycle = run.cycle
        close = cycle.period[1]
        if cycle.outcome is None:
            paused = any(e.a <= close and (e.b is None or close < e.b) for e in run.spans)
            if paused:
                cycle.outcome = 'none'
            else:
                self._scan_shares(run, at, up_to=100)
                cycle.outcome = 'missed'
                cycle.counted = True
                cycle.misses.append([at, False])
                self._count_miss(run, cycle)
        cycle.end, cycle.ended_by = at, 'miss' if cycle.outcome == 'missed' else 'close'
        self._begin_cycle(run, close, at)
        self._look_up(at)

    # -- reopening ---------------------------------------------------------------------------------------------------

    def _reopen(self, at, chain):
        for run in self._metric_runs():
            cycle = run.cycle
            mode = run.spec.reopening
            if run.status == 'stopped' and cycle.stop_kind in ('resolved', 'closed'):
                if cycle.begin == cycle.stop and not cycle.clocks:  # stopped before its start
                    run.cycles.pop()
                    run.status = 'idle'
                    continue
                was_met, stopped = cycle.outcome == 'met', cycle.stop
                if mode == 'new_cycle':
                    self._late_miss(run, cycle, at)  # before the next cycle begins
                    self._begin_cycle(run, at, at, chain)
                    continue
                self._undo(run, cycle)
                self._rerun(run, cycle, mode, stopped, was_met, at, chain)
            elif run.status == 'ended' and run.ended_kind in ('resolved', 'closed'):
                ended = run.ended_at
                if cycle is None:
                    run.status = 'idle'
                    continue
                if cycle.ended_by == 'stop':  # the stop that met the last cycle ended the row too
                    if cycle.stop_kind in ('resolved', 'closed'):
                        was_met, stopped = cycle.outcome == 'met', cycle.stop
                        if mode == 'new_cycle':
                            self._begin_cycle(run, at, at, chain)
                            continue
                        self._undo(run, cycle)
                        self._rerun(run, cycle, mode, stopped, was_met, at, chain)
                    else:
                        run.status = 'waiting'
                    continue
                if mode == 'new_cycle':
                    self._begin_cycle(run, at, at, chain)
                    continue
                outcome, stop = cycle.outcome, cycle.stop
                self._undo(run, cycle)
                if run.per_period and outcome == 'met':
                    cycle.outcome, cycle.stop = outcome, stop  # its stops were no closing
                self._rerun(run, cycle, mode, ended, False, at, chain)

    @staticmethod
    def _undo(run, cycle):
        run.status = 'running'
        cycle.stop = cycle.stop_kind = cycle.end = cycle.ended_by = cycle.outcome = cycle.judged = None
        cycle.late = False
        for miss in cycle.misses:
            miss[1] = False

    def _rerun(self, run, cycle, mode, stopped, was_met, at, chain):
        if mode == 'restart' and not run.per_period:
            cycle.begin, cycle.counted = at, False
            cycle.clocks = [self._clock(run, self._target(run, cycle), at, at)]
            cycle.history.append((at, cycle.clocks))
            self._begin_step_cycles(run, chain)
        elif mode == 'exclude_closed':
            closed = Entry('#closed', stopped, at, forced=was_met)
            run.spans.append(closed)
            for clock in {id(c): c for _, clocks in cycle.history for c in clocks}.values():
                entry = closed.copy()
                entry.begun = entry.from_ = max(stopped, clock.start)
                if clock.real:
                    clock.run_earlier(entry)
                clock.entries.append(entry)
            cycle.history.append((at, cycle.clocks))
