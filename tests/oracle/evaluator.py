# SPDX-License-Identifier: MIT
"""An independent evaluator of support policies: semantics sections 6 to 8, from one candidate instant to the next.

It shares no code with the library and prefers the obvious over the fast: at each instant it works through the ends of
pauses, the host's events, misses and firings in that order, and recomputes every clock from the record of its pauses.
Where the semantics leave a question open, the reading taken here is marked "Reading".
"""

from evaluator_calendar import EVERY_INSTANT
from evaluator_changes import Changes
from evaluator_clock import Entry, answer, fresh_part, parts_of
from evaluator_cycles import Cycles
from evaluator_ladder import Ladders
from evaluator_model import AgreedInstant, Event, Word
from evaluator_state import Run, StepRun

MAX_CYCLES = 10_000
MAX_FIRINGS = 10_000
FOREVER = 1 << 62


class Case(Changes, Cycles, Ladders):
    """One evaluation: `Case(policies, events, as_of).run()`; policies are the versions, the first in force at opening."""

    def __init__(self, policies, events, as_of, max_cycles=MAX_CYCLES, max_firings=MAX_FIRINGS):
        self.policies = policies
        self.policy = policies[0]
        self.version = 0
        self.events = [e for e in events if e.at <= as_of]
        self.as_of = as_of
        self.max_cycles, self.max_firings = max_cycles, max_firings
        self.facts, self.opened_in, self.happened = {}, {}, {}
        self.requested = self.derived = self.recorded = None
        self.line, self.line_history = self.policy.lines[0], []
        self.in_force = {}  # reason -> the end of its bound, or None
        self.firings, self.findings, self.pending = [], [], []
        self.last_event = None
        self.state = 'open'
        self.total_cycles = 0
        self.now = None
        self.runs, self.steps, self.dead_steps = {}, [], {}
        self._install(None)

    # -- the policy in force -----------------------------------------------------------------------------------------

    def _install(self, at):
        """Metrics and steps are matched by id; what the version lacks ends without outcome."""
        known = {m.id: m for m in self.policy.metrics}
        for name, run in self.runs.items():
            if name not in known:
                self._end_row(run, at, 'version')
        for name, spec in known.items():
            if name in self.runs:
                self.runs[name].spec = spec
            else:
                self.runs[name] = Run(spec)
                self._look_up_pauses(self.runs[name], at)
        self.metric_order = [m.id for m in self.policy.metrics]
        old = {s.key: s for s in self.steps}
        old.update({k: s for k, s in self.dead_steps.items() if k not in old})
        self.steps = []
        for ladder, steps in self.policy.ladders:
            for spec in steps:
                order = len(self.steps)
                step = old.pop((ladder, spec.id), None) or StepRun(ladder, order, spec)
                was, step.order, step.spec = step.spec, order, spec
                if step.next_repetition and (spec.repeat is None or step.next_repetition[1] > spec.repeat.times or
                                             not self._has_trigger(spec, was, step.next_repetition[2].index)):
                    step.next_repetition = None  # the version lacks it
                if step.held and not self._has_trigger(spec, was, step.held[1].index):
                    step.held = None
                self.pending = [t for t in self.pending if t.step is not step or self._has_trigger(spec, was, t.index)]
                timers, known = {}, step.timers
                step.timers = timers
                self.steps.append(step)
                for i, trigger in enumerate(spec.triggers):
                    if trigger.kind == 'timer':
                        timer = known.get(i) or Run(trigger.clock, owner=step)
                        timer.spec = trigger.clock
                        timers[i] = timer
                        if timer.status == 'idle':  # what a version brings starts with the next X
                            self._look_up_pauses(timer, at)
        for key, step in old.items():
            step.held = step.next_repetition = None
            step.timers = {}  # what the version lacks has ended, and does not run again if it comes back
            self.dead_steps[key] = step
        self.pending = [t for t in self.pending if t.step in self.steps]

    @staticmethod
    def _has_trigger(spec, was, index):
        """A step has the same trigger at the same place as in the version before."""
        if index >= len(spec.triggers):
            return False
        new, old = spec.triggers[index], was.triggers[index]
        return new.kind == old.kind and (new.kind in ('event', 'timer') or new.name == old.name)

    def _metric_runs(self):
        return [self.runs[name] for name in self.metric_order]

    def _timer_runs(self):
        return [timer for step in self.steps for _, timer in sorted(step.timers.items())]

    def _all_runs(self):
        return self._metric_runs() + self._timer_runs()

    # -- conditions --------------------------------------------------------------------------------------------------

    def rank(self, level):
        return [name for name, _ in self.policy.severities.levels].index(level)

    def current(self):
        return self.recorded if self.recorded is not None else self.derived

    def holds(self, c):
        if c is True:
            return True
        kind = c[0]
        if kind == 'fact':
            return self.facts.get(c[1]) in c[2]
        if kind == 'num':
            value = self.facts.get(c[1])
            if value is None:
                return False
            return {'<': value < c[3], '<=': value <= c[3], '>': value > c[3], '>=': value >= c[3]}[c[2]]
        if kind == 'all':
            return all(self.holds(x) for x in c[1])
        if kind == 'any':
            return any(self.holds(x) for x in c[1])
        if kind == 'not':
            return not self.holds(c[1])
        if kind == 'severity':
            return self.current() in c[1]
        if kind == 'line':
            return self.line in c[1]
        if kind == 'metric':
            return self._metric_is(self.runs.get(c[1]), c[2])
        if kind == 'opened_in':
            return self.opened_in[c[1].name]
        if kind == 'paused':
            return c[1] in self.in_force
        if kind == 'state':
            return self.state in c[1]
        if kind == 'happened':
            return c[1] in self.happened
        raise ValueError(c)

    def _metric_is(self, run, what):
        """Of a row: what its latest ended cycle was."""
        if run is None or run.cycle is None:
            return False
        if what == 'started':
            return any(c.clocks or c.period for c in run.cycles)
        cycle = run.cycle
        if (run.spec.repeats or run.per_period) and not (run.status == 'running' and cycle.counted):
            ended = [c for c in run.cycles if c.end is not None]
            cycle = ended[-1] if ended else None
        if cycle is None:
            return False
        if what == 'stopped':
            return cycle.stop is not None
        return self._outcome(cycle) == what

    @staticmethod
    def _outcome(cycle):
        if cycle.outcome is not None:
            return cycle.outcome
        return 'missed' if cycle.counted else 'none'  # Reading: a counted miss stands until the stop decides

    # -- look-ups ----------------------------------------------------------------------------------------------------

    def _rule(self, run):
        for condition, target in run.spec.rows:
            if self.holds(condition):
                return target
        return Word('unstated')

    def _target(self, run, cycle):
        if run.agreed is not None:
            target = run.agreed
            if target.calendar is None:
                target = type(target)(self._amount(target), self._rules_calendar(run))
            return target
        if cycle is not None and cycle.promise is not None:
            return AgreedInstant(cycle.promise, self._rules_calendar(run))
        return self._rule(run)

    @staticmethod
    def _amount(target):
        return target.at if isinstance(target, AgreedInstant) else target.amount

    def _rules_calendar(self, run):
        rule = self._rule(run)
        parts, _ = parts_of(rule)
        calendars = [p.calendar for p in parts if hasattr(p, 'calendar')]
        return calendars[0] if calendars else EVERY_INSTANT

    def _bound_end(self, reason, begin):
        """A bound is a target counted from the pause's begin, never paused."""
        bound = dict(self.policy.reasons).get(reason)
        return None if bound is None else fresh_part(bound, begin, None).ends

    def _look_up_pauses(self, run, at):
        """Which reasons pause a metric is looked up at each change; past pauses stay as they were."""
        if at is None:
            return
        reasons = frozenset(p.reason for p in run.spec.pauses if self.holds(p.when))
        if reasons == run.reasons:
            return
        for entry in run.spans:
            if entry.reason not in reasons and entry.reason != '#closed' and (entry.b is None or entry.b > at):
                entry.b = at
        for reason, bound_end in self.in_force.items():
            if reason in reasons and reason not in run.reasons and (bound_end is None or bound_end > at):
                run.spans.append(Entry(reason, at, bound_end))
        run.reasons = reasons

    def _derive(self):
        """Section 6: the first level whose rule holds, limited by the caps."""
        severities = self.policy.severities
        found = severities.levels[-1][0]
        for level, condition in severities.levels:
            if self.holds(condition):
                found = level
                break
        return self._capped(found)

    def _capped(self, level):
        for condition, cap in self.policy.severities.caps:
            if self.holds(condition) and self.rank(level) < self.rank(cap):
                level = cap
        return level

    def _look_up(self, at, chain=frozenset(), by_step=False):
        """After every event and every miss: severity, pauses, targets."""
        before = self.derived
        self.derived = self._derive()
        if before is not None and self.derived != before and self.recorded is not None:
            rules = self.policy.severities
            up = self.rank(self.derived) < self.rank(self.recorded)
            if (up and rules.up_follows) or (not up and rules.down_follows):
                self.recorded = self.derived
        for run in self._all_runs():
            self._look_up_pauses(run, at)
            if run.status == 'running' and not run.per_period:
                self._change(run, at, chain, by_step)

    def _signature(self, target, run):
        return (target, run.reasons)

    def _recorded(self, event):
        if event.kind == 'accepted' and event.severity is not None:
            return event.severity
        if self.policy.severities.record_value == 'requested' and self.requested is not None:
            return self._capped(self.requested)
        return self._derive()

    # -- events ------------------------------------------------------------------------------------------------------

    def _forbidden(self, kind):
        """Reading: an event that the state forbids has no effect, and these are all that it forbids."""
        return kind == 'closed' and self.state == 'closed' or kind == 'reopened' and self.state == 'open'

    def _apply(self, event, at):
        chain, by_step = event.chain, bool(event.chain)
        kind = event.kind
        spoken = at if event.occurred_at is None else event.occurred_at
        if not by_step:
            self.last_event = at
        if self._forbidden(kind):
            return
        if kind in ('resolved', 'closed', 'reopened'):
            if kind != 'resolved' or self.state != 'closed':  # a closed case stays closed until it is reopened
                self.state = 'open' if kind == 'reopened' else kind
        first = 'opened' not in self.happened and kind == 'opened'
        self.happened[kind] = (spoken, chain)
        self.facts.update(dict(event.facts))
        if first:
            self.line_history.append((at, self.line))
            for calendar in self.policy.calendars:
                self.opened_in[calendar.name] = calendar.is_open(at)
        if kind == 'version_changed':
            self.version = event.version
            self.policy = self.policies[event.version]
            self._install(at)
        if kind in ('opened', 'severity_change_requested') and event.severity is not None:
            self.requested = event.severity
        if kind in ('accepted', self.policy.severities.record_at):
            self.recorded = self._recorded(event)
        if kind == 'severity_changed' and event.severity is not None:
            self.recorded = event.severity
        moved = False
        to_line = event.line
        if kind == 'escalated' and to_line is None:
            lines = self.policy.lines
            to_line = lines[min(lines.index(self.line) + 1, len(lines) - 1)]
        if to_line is not None and to_line != self.line:
            self.line = to_line
            self.line_history.append((at, self.line))
            moved = True
        if kind == 'agreed_target_set' and event.metric in self.runs:
            run = self.runs[event.metric]
            if not run.spec.repeats or run.status == 'running':
                run.agreed = event.target
        if kind == 'agreed_target_withdrawn' and event.metric in self.runs:
            self.runs[event.metric].agreed = None
        if kind == 'waiting' and event.reason not in self.in_force:
            self.in_force[event.reason] = self._bound_end(event.reason, at)
            self._begin_pause(event.reason, at)
        if kind == 'resumed':
            for reason in [event.reason] if event.reason is not None else list(self.in_force):
                if reason in self.in_force:
                    del self.in_force[reason]
                    self._end_pause(reason, at)
        if kind == 'reopened':
            self._reopen(at, chain)
        self._look_up(at, chain, by_step)
        self._stops(event, spoken, at)
        self._ends(kind, at)
        self._starts(kind, spoken, at, chain)
        self._look_up(at, chain, by_step)
        self._events_of_steps(kind, chain)
        if moved and kind != 'line_changed':
            self._apply(Event(at, 'line_changed', chain=chain), at)

    def _paused_runs(self):
        """What pauses a metric is kept from the opening on, also while a version lacks it."""
        return list(self.runs.values()) + self._timer_runs()

    def _begin_pause(self, reason, at):
        end = self.in_force[reason]
        for run in self._paused_runs():
            if reason in run.reasons:
                run.spans.append(Entry(reason, at, end))
            if run.cycle is not None:
                for clock in run.cycle.clocks:
                    if reason in clock.reasons:
                        clock.begin_pause(reason, at, end)

    def _end_pause(self, reason, at):
        for run in self._paused_runs():
            for entry in run.spans:
                if entry.reason == reason and (entry.b is None or entry.b > at):
                    entry.b = at
            if run.cycle is not None:
                for clock in run.cycle.clocks:
                    clock.end_pause(reason, at)

    def _stops(self, event, spoken, at):
        for run in self._metric_runs():
            if event.kind in run.spec.stops:
                if self._stop(run, spoken, at, event):
                    for other in self._metric_runs():
                        if 'stop:' + run.spec.id in other.spec.starts:
                            self._start(other, spoken, at, event.chain)

    def _ends(self, kind, at):
        for run in self._metric_runs():
            if (run.spec.repeats or run.per_period) and kind in run.spec.until and run.status != 'ended':
                self._end_row(run, at, kind)

    def _starts(self, kind, spoken, at, chain):
        for run in self._metric_runs():
            if kind in run.spec.starts:
                if run.status == 'idle':
                    run.started = spoken
                self._start(run, spoken, at, chain)
        for step in self.steps:
            for timer in step.timers.values():
                if kind in timer.spec.starts and step.key not in chain:
                    self._start(timer, spoken, at, chain)

    def _events_of_steps(self, kind, chain):
        for step in self.steps:
            if step.key in chain:
                continue
            hits = [i for i, t in enumerate(step.spec.triggers) if t.kind == 'event' and t.name == kind]
            if not hits:
                continue
            if all(t.kind == 'event' for t in step.spec.triggers):
                self._next_step_cycle(step, chain)
            self._trigger(step, hits[0], 0, chain=chain)

    # -- from one candidate instant to the next ----------------------------------------------------------------------

    def _pause_ends(self, run, now):
        """When the reasons that pause a clock cease to, as far as time alone ends them."""
        for clock in run.cycle.clocks:
            for part in clock.parts:
                ends = {}
                if part is None:
                    yield from (e.b for e in clock.entries if e.b is not None and e.a <= now < e.b)
                    continue
                for entry in part.walk(clock.entries, clock.real, now)[2]:
                    if entry.b is None:
                        end = FOREVER
                    else:
                        end = entry.b if entry.b > now else part.last_end(entry, clock.real, entry.b)
                    ends[entry.reason] = max(end, ends.get(entry.reason, end))
                yield from (end for end in ends.values() if end != FOREVER)

    def _shown(self, run, at):
        """What an answer says of a clock's pauses, if nothing happens before `at`."""
        _, clock, part = answer(run.cycle.clocks, at, self.last_event)
        seen = []
        for shown in [part] + [p for p in clock.parts if p is not part]:
            if shown is None:
                seen.append([e.reason for e in clock.entries if e.a <= at and (e.b is None or at < e.b)])
                continue
            due, _, why = shown.walk(clock.entries, clock.real, at)
            reasons = {e.reason for e in why if e.reason != '#closed'}
            lasts_alone = reasons - {e.reason for e in why if e.b is None or e.b > at}
            seen.append((due, bool(why), reasons, lasts_alone))
        return clock, part, seen

    def _next_shown(self, run, now):
        """The first end of a pause that changes what is said."""
        before, at = self._shown(run, now), now
        while True:
            at = min((e for e in self._pause_ends(run, at) if e > at), default=None)
            if at is None or self._shown(run, at) != before:
                return at

    def _candidates(self, now, effective=False):
        """The instants after `now` at which something happens by itself; `effective`: only what shows."""
        for run in self._all_runs():
            if run.status != 'running':
                continue
            cycle = run.cycle
            if run.per_period:
                yield cycle.period[1] + 1
                continue
            if not effective:
                yield from self._pause_ends(run, now)
            elif run.owner is None or run.owner.cycle not in run.owner.fired:
                yield self._next_shown(run, now)
            if run.owner is None and not cycle.counted:
                key = answer(cycle.clocks, now, self.last_event)[0]
                if key[0] == 0:
                    yield key[1] + 1
        if effective:
            yield from self.in_force.values()  # the ends of bounds
        for step in self.steps:
            if effective and not self._may_fire(step):
                continue
            for i, trigger in enumerate(step.spec.triggers):
                if self._decided(step, i) or (effective and step.cycle in step.fired):
                    continue
                if trigger.kind == 'share':
                    run = self.runs[trigger.name]
                    if run.status == 'running':
                        yield self._threshold(run, run.cycle, trigger.percent, now)
                elif trigger.kind == 'timer':
                    timer = step.timers[i]
                    if timer.status == 'running':
                        key = answer(timer.cycle.clocks, now, self.last_event)[0]
                        if key[0] == 0:
                            yield key[1]
            if step.held:
                yield step.held[0]
            if step.next_repetition:
                yield step.next_repetition[0]

    def next_candidate(self, now, effective=False):
        return min((c for c in self._candidates(now, effective) if c is not None and c > now), default=None)

    def run(self):
        queue = list(self.events)
        i = 0
        while i < len(queue) or self.now is not None:
            found = None if self.now is None else self.next_candidate(self.now)
            if i < len(queue) and (found is None or queue[i].at <= found):
                found = queue[i].at
            if found is None or found > self.as_of:
                break
            self.now = found
            for run in self._all_runs():
                if run.status == 'running' and run.cycle.clocks:
                    self._check_answer(run, found)
            while i < len(queue) and queue[i].at == found:
                self._apply(queue[i], found)
                i += 1
            for run in self._all_runs():  # an event of this instant may have put another clock in front
                if run.status == 'running' and run.cycle.clocks:
                    self._check_answer(run, found)
            self._fire_all(found)
        self.now = self.as_of
        return self

    # -- what is answered --------------------------------------------------------------------------------------------

    def _view(self, run, cycle):
        """The figures of one cycle at as_of, or when it ended."""
        out = {'cycle': cycle.number, 'start': cycle.begin, 'ran': bool(cycle.clocks), 'outcome': self._outcome(cycle),
               'stop': cycle.stop, 'superseded': any(m[1] for m in cycle.misses), 'misses': [m[0] for m in cycle.misses]}
        if run.per_period:
            paused = any(e.a <= self.as_of and (e.b is None or self.as_of < e.b) for e in run.spans)
            out.update(state='ended' if cycle.end is not None else 'stopped' if cycle.outcome is not None
                       else 'paused' if paused else 'running',
                       due=cycle.period[1], receipt=cycle.period[0], done=cycle.stops,
                       length=self._rule(run).calendar.elapsed(*cycle.period))
            return out
        live = run.status == 'running' and cycle is run.cycle
        out['state'] = 'running' if live else 'stopped' if cycle.stop is not None else 'ended'
        if not cycle.clocks and cycle.stop is not None:
            out.update(elapsed=0)
            return out
        if live:
            key, clock, part = answer(cycle.clocks, self.as_of, self.last_event)
            at = self.as_of
        elif cycle.judged is None:
            out.update(elapsed=0)
            return out
        else:
            key, clock, part, at = cycle.judged
        if part is None:
            out['word'] = clock.target.name if isinstance(clock.target, Word) else 'word'
            out['paused'] = sorted({e.reason for e in clock.entries if e.a <= at and (e.b is None or e.b > at)})
            if live and out['paused']:
                out['state'] = 'paused'
            return out
        # A cycle that its miss ended: what was known when that took effect, up to due.
        seen = max(at, cycle.end) if not live and cycle.ended_by == 'miss' and cycle.stop is None else at
        due, spans, why = part.walk(clock.entries, clock.real, seen)
        elapsed = part.run(spans, at)
        out.update(receipt=part.receipt, due=due, elapsed=elapsed, length=part.length, remaining=max(0, part.length - elapsed),
                   carried=part.carried, paused=sorted({e.reason for e in why}),
                   lasting=sorted({e.reason for e in why} - {e.reason for e in why if e.b is None or e.b > at}))
        if due is None:
            out['due_if_resumed'] = part.walk(clock.entries, clock.real, at, resumed=at)[0]
            if live:
                out['state'] = 'paused'
        elif why and live:
            out['state'] = 'paused'
        if due is not None and at > due:
            out['overdue'] = part.calendar.elapsed(due, at)
        return out

    def _timer_view(self):
        """The reasons within their bounds, when each timer is due as far as it is known, and what is held back."""
        out = sorted(reason for reason, bound in self.in_force.items() if bound is None or self.as_of < bound)
        for step in self.steps:
            if step.held:
                out.append((step.key, 'held', step.held[0], step.held[1].cycle))
            for i, timer in sorted(step.timers.items()):
                if timer.status == 'running':
                    found = answer(timer.cycle.clocks, self.as_of, self.last_event)
                    why = found[2] is not None and found[2].walk(found[1].entries, found[1].real, self.as_of)[2]
                    out.append((step.key, i, found[0][1] if found[0][0] == 0 else None, len(why or ())))
        return out

    def status(self):
        metrics = {}
        for name, run in self.runs.items():
            metrics[name] = {'status': run.status, 'misses': run.misses,
                             'cycles': [self._view(run, c) for c in run.cycles]}
        return {'requested': None if self.requested is None else self._capped(self.requested), 'derived': self.derived,
                'recorded': self.recorded, 'current': self.current(), 'line': self.line,
                'line_history': list(self.line_history), 'metrics': metrics, 'firings': list(self.firings),
                'findings': list(self.findings), 'version': self.version,
                'timers': self._timer_view(), 'known': list(self.metric_order),
                'next_change': self.next_candidate(self.as_of, effective=True)}


def evaluate(policies, events, as_of, **limits):
    """The status of a case at `as_of`, from scratch."""
    return Case(policies, events, as_of, **limits).run().status()
