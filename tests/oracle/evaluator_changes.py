# SPDX-License-Identifier: MIT
"""Section 7, "When something changes while a clock runs": clocks, carry rules, `never_later`."""

from evaluator_clock import Clock, answer, changed_part, fresh_part, parts_of


class Changes:
    """The part of a case that makes clocks and changes them."""

    def _clock(self, run, target, start, at, kind='from_start', old=None, never_later=False):
        """A clock for a target: from its start, or carrying from `old` at a change."""
        parts, latest = parts_of(target)
        cutoff = run.spec.cutoff
        real = run.spec.pause_real
        entries, earlier = [], ()
        if old is None or kind in ('from_start', 'restart'):
            horizon = min(start, at) if kind == 'from_start' else at
            for span in run.spans:
                if span.b is None or span.b > horizon:
                    entry = span.copy()
                    entry.begun = entry.from_ = max(span.a, start)
                    entries.append(entry)
            made = [fresh_part(part, start, cutoff) for part in parts]
        else:
            _, clock, part = old
            _, spans, _ = part.walk(clock.entries, real, at)
            elapsed = part.run(spans, at)
            made = [changed_part(p, start, cutoff, kind, at, elapsed, part.length) for p in parts]
            entries = self._carried_entries(run, clock, part, at)
            if part is not None:
                earlier = clock.earlier + ((part.calendar, at),)
        made_clock = Clock(target, made, latest, entries, run.reasons, real, start, kind == 'restart')
        made_clock.earlier = earlier
        made_clock.signature = self._signature(target, run)
        return made_clock

    def _carried_entries(self, run, clock, part, at):
        """The pauses in force at a change, and in real time those that last on, with what is left of them."""
        entries = []
        for span in run.spans:
            entry = span.copy()
            entry.begun = entry.from_ = max(span.a, clock.start)
            if clock.real:
                clock.run_earlier(entry)
            if entry.b is not None and entry.b <= at and (not clock.real or part.last_end(entry, True, entry.b) <= at):
                continue
            if clock.real and at > entry.from_:
                entry.used += part.calendar.elapsed(entry.from_, at)
                entry.from_ = at
            entries.append(entry)
        return entries

    def _change(self, run, at, chain, by_step):
        cycle = run.cycle
        target = self._target(run, cycle)
        latest = cycle.clocks[-1]
        if self._signature(target, run) == latest.signature:
            return
        if cycle.promise is not None and run.agreed is None and latest.agreed and latest.target.at == cycle.promise:
            latest.look_up(run.reasons, at, self.in_force)
            latest.signature = self._signature(target, run)
            return  # neither pauses nor changes move a promise
        old = answer(cycle.clocks, at, self.last_event)
        was_word = old[2] is None
        kind, never = None, False
        for carry in run.spec.carry:
            if self.holds(carry.when):
                kind, never = carry.kind, carry.never_later
                break
        if kind is None:
            kind = 'restart' if was_word or by_step else 'from_start'
        elif was_word and kind.startswith('carry'):
            kind = 'restart'
        start = old[1].start
        if kind == 'restart':
            start = max(at, cycle.begin)
        new = self._clock(run, target, start, at, kind, old)
        for part in new.parts:
            if part is not None:
                part.changed = at
        if never:
            kept = []
            for clock in cycle.clocks:
                key = clock.answer(at, self.last_event)[0]
                if not clock.missed and not (key[0] == 0 and key[1] + 1 < at):
                    kept.append(clock)
            cycle.clocks = kept + [new]
        else:
            cycle.clocks = [new]
        cycle.history.append((at, cycle.clocks))
        self._check_answer(run, at, chain)
        if run.spec.repeats and self._no_length(cycle, new):
            self._row_without_length(run, at)

    def _check_answer(self, run, at, chain=frozenset()):
        """`restart` begins a new cycle of steps when the new clock becomes the answer."""
        cycle = run.cycle
        clock = answer(cycle.clocks, at, self.last_event)[1]
        if clock.new_cycle:
            clock.new_cycle = False
            cycle.counted = False
            self._begin_step_cycles(run, chain)

    @staticmethod
    def _no_length(cycle, clock):
        if clock.agreed:
            return clock.parts[0].ends <= cycle.begin
        return any(p is not None and p.length == 0 for p in clock.parts)

    def _row_without_length(self, run, at):
        self.findings.append(('row_ended', run.spec.id))
        self._end_row(run, at, 'finding')
