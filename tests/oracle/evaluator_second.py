# SPDX-License-Identifier: MIT
"""A second check of the evaluator: a stop watch that lives through a case minute by minute.

It knows no formula: no add, no paused time, no due instant. Each minute it looks whether the calendar is open and whether
somebody pauses the metric, and lets the watch run or not. It covers what can be lived through so: durations, pauses, changes,
rows, shares and misses. Histories for it are on whole minutes.
"""

import random

import evaluator
from evaluator_calendar import HOUR, MINUTE, instant
from evaluator_model import Carry, Event, Metric, Pause, Policy, Severities, Step, Trigger, Within
from histories import CALENDARS, REASONS, STARTS


class Lost(Exception):
    """A situation that the stop watch does not model."""


class Watch:
    """One metric, lived through."""

    def __init__(self, spec):
        self.spec = spec
        self.state = 'idle'
        self.misses = []
        self.outcomes = []
        self.passed = []  # (instant, cycle, percent)
        self.steps_cycle = 0
        self.log = []  # (minute, paused) of every minute since the opening

    def begin(self, at, target):
        self.state, self.target, self.elapsed, self.start = 'running', target, 0, at
        self.over = self.beyond = 0  # open time since due; what was carried beyond the length
        self.reached = None
        self.counted = False
        self.new_steps()

    def new_steps(self):
        self.steps_cycle += 1
        self.done = set()
        self.counted = False


def live(policy, events, as_of):
    """(figures of each metric, firings as a sorted list) at as_of."""
    facts, in_force = {}, set()
    watches = [Watch(m) for m in policy.metrics]
    percents = {w.spec.id: sorted({t.percent for _, steps in policy.ladders for s in steps for t in s.triggers
                                   if t.kind == 'share' and t.name == w.spec.id}) for w in watches}
    queue = list(events)
    now = events[0].at

    def holds(c):
        return c is True or facts.get(c[1]) in c[2]

    def look(w):
        return next(t for c, t in w.spec.rows if holds(c))

    def reasons(w):
        return frozenset(p.reason for p in w.spec.pauses if holds(p.when))

    def recount(w):
        """from_start: the same minutes again, on the calendar of now."""
        w.elapsed, w.reached, w.over, w.beyond = 0, None, 0, 0
        for minute, paused in w.log:
            if minute >= w.start:
                tick(w, minute, paused)

    def tick(w, minute, paused):
        if not w.target.calendar.is_open(minute):
            return
        if w.reached is not None:
            w.over += MINUTE
            return
        if paused:
            return
        w.elapsed += MINUTE
        if w.elapsed >= w.target.amount:
            w.reached = minute + MINUTE - (w.elapsed - w.target.amount)
            w.over = w.elapsed - w.target.amount
            w.elapsed = w.target.amount

    minute = now
    while True:
        while queue and queue[0].at == minute:
            e = queue.pop(0)
            facts.update(dict(e.facts))
            if e.kind == 'waiting':
                in_force.add(e.reason)
            if e.kind == 'resumed':
                in_force -= {e.reason} if e.reason else set(in_force)
            for w in watches:
                if w.state == 'running':
                    change(w, minute, look, reasons, recount, in_force)
                w.reasons = reasons(w)
                if e.kind in w.spec.stops and w.state in ('running', 'idle'):
                    stop(w, minute, look)
                elif w.spec.repeats and e.kind in w.spec.until:
                    w.outcomes += ['none'] if w.state == 'running' else []
                    w.state = 'ended'
                if e.kind in w.spec.starts and w.state in ('idle', 'waiting'):
                    w.begin(minute, look(w))
                    w.reasons = reasons(w)
        for w in watches:
            if w.state == 'running':
                check(w, minute, percents[w.spec.id], look)
        if minute >= as_of:
            break
        for w in watches:
            paused = bool(in_force & w.reasons)
            w.log.append((minute, paused))
            if w.state == 'running':
                tick(w, minute, paused)
                during(w, minute, percents[w.spec.id])
        minute += MINUTE
    figures = {}
    for w in watches:
        figures[w.spec.id] = {
            'misses': w.misses, 'outcomes': w.outcomes + (['missed' if w.counted else 'none'] if w.state == 'running' else []),
            'elapsed': w.elapsed + w.over + w.beyond if w.state == 'running' else None,
            'due': w.reached if w.state == 'running' else None}
    fired = sorted((at, w.spec.id, cycle, percent) for w in watches for at, cycle, percent in w.passed)
    return figures, fired


def during(w, minute, percents):
    """Shares that the watch passed inside this minute (open to its begin, closed to its end)."""
    length = w.target.amount
    for percent in percents:
        need = -(-percent * length // 100)
        figure = w.elapsed + (w.over if w.reached is not None else 0)
        if percent not in w.done and figure >= need and figure - need < MINUTE and figure > need:
            w.done.add(percent)
            w.passed.append((minute + MINUTE - (figure - need), w.steps_cycle, percent))
    if w.reached is not None and not w.counted and w.reached < minute + MINUTE:
        if w.spec.repeats and not w.spec.once:
            raise Lost  # a cycle that ends inside a minute
        w.counted = True
        w.misses.append(w.reached + 1)


def check(w, minute, percents, look):
    """At the end of the events of a minute: what is reached by now takes effect."""
    length = w.target.amount
    figure = w.elapsed + (w.over if w.reached is not None else 0)
    for percent in percents:
        if percent not in w.done and figure >= -(-percent * length // 100):
            w.done.add(percent)
            w.passed.append((minute, w.steps_cycle, percent))
    if w.reached is not None and not w.counted:
        w.counted = True
        w.misses.append(max(w.reached + 1, minute) if w.reached < minute else w.reached + 1)
        if w.spec.repeats and not w.spec.once:
            if w.reached < minute:
                raise Lost  # several cycles at once
            w.outcomes.append('missed')
            w.begin(minute, look(w))


def change(w, minute, look, reasons, recount, in_force):
    """Facts changed: the new target by its carry rule."""
    target, why = look(w), reasons(w)
    if target == w.target and why == w.reasons:
        return
    kind = w.spec.carry[0].kind if w.spec.carry else 'from_start'
    old, figure = w.target, w.elapsed + w.over + w.beyond
    w.target = target
    if kind == 'from_start':
        recount(w)
    elif kind == 'restart':
        w.elapsed = w.over = w.beyond = 0
        w.reached, w.start = None, minute
        w.log = [x for x in w.log if x[0] >= minute]
        w.new_steps()
    else:
        carried = figure if kind == 'carry_elapsed' else target.amount * figure // old.amount
        w.elapsed, w.over, w.beyond, w.reached = carried, 0, 0, None
        if carried >= target.amount:
            if in_force & w.reasons or not target.calendar.is_open(minute):
                raise Lost
            w.reached = minute
            w.elapsed, w.beyond = target.amount, carried - target.amount


def stop(w, minute, look):
    if w.state == 'idle':
        if not w.spec.repeats:
            w.state = 'stopped'
            w.outcomes.append('met')
        return
    met = w.reached is None or w.reached >= minute
    if not met and not w.counted:
        raise Lost
    w.outcomes.append('met' if met else 'missed')
    if not w.spec.repeats:
        w.state = 'stopped'
    elif w.spec.repeats == 'stop':
        w.begin(minute, look(w))
    else:
        w.state = 'waiting'


def make(seed):
    """A random policy and history that can be lived through."""
    r = random.Random(seed)
    calendars = tuple(r.sample(CALENDARS, 2))
    amounts = (30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 7 * HOUR)

    def rows():
        made = [(('fact', 'impact', (r.choice(('high', 'low')),)), Within(r.choice(amounts), r.choice(calendars)))] \
            if r.random() < 0.7 else []
        return tuple(made) + ((True, Within(r.choice(amounts), r.choice(calendars))),)

    def pauses():
        return tuple(Pause(x, ('fact', 'impact', ('low',)) if r.random() < 0.2 else True) for x in REASONS if r.random() < 0.7)

    def carry(kinds):
        return (Carry(r.choice(kinds)),) if r.random() < 0.8 else ()

    every = ('from_start', 'restart', 'carry_elapsed', 'carry_fraction')
    one = Metric('resolution', starts=(r.choice(('opened', 'accepted')),), stops=('resolved',), rows=rows(), pauses=pauses(),
                 carry=carry(every))
    two = Metric('update', stops=('update_sent',), rows=rows(), pauses=pauses(), repeats=r.choice(('stop', 'start')),
                 starts=(r.choice(('opened', 'customer_replied')),), once=r.random() < 0.4, carry=carry(('restart', 'carry_elapsed')))
    steps = tuple(Step('%s_%d' % (m, p), (Trigger('share', m, percent=p),), (('notify', 'x'),))
                  for m in ('resolution', 'update') for p in r.sample((25, 50, 75, 100, 150), 2))
    policy = Policy('second', Severities((('S1', True),)), (one, two), (('main', steps),), calendars=calendars,
                    reasons=tuple((x, None) for x in REASONS))
    at = instant(r.choice(STARTS))
    events = [Event(at, 'opened', facts=(('impact', r.choice(('high', 'low'))),))]
    open_reasons = set()
    for _ in range(r.choice((3, 5, 7, 9))):
        at += r.choice((1, 5, 10, 30, 30, 60, 60, 90, 240, 600)) * MINUTE
        kind = r.choice(('facts_changed', 'facts_changed', 'waiting', 'waiting', 'resumed', 'update_sent', 'customer_replied',
                         'accepted', 'resolved' if r.random() < 0.3 else 'responded'))
        if kind == 'facts_changed':
            events.append(Event(at, kind, facts=(('impact', r.choice(('high', 'low'))),)))
        elif kind == 'waiting':
            reason = r.choice(REASONS)
            open_reasons.add(reason)
            events.append(Event(at, kind, reason=reason))
        elif kind == 'resumed':
            if open_reasons:
                reason = r.choice(sorted(open_reasons) + [None])
                open_reasons = set() if reason is None else open_reasons - {reason}
                events.append(Event(at, kind, reason=reason))
        else:
            events.append(Event(at, kind))
    return policy, events, at + r.choice((1, 60, 600)) * MINUTE


def compare(seed):
    """A difference as text, or None; raises Lost where the stop watch cannot say."""
    policy, events, as_of = make(seed)
    figures, fired = live(policy, events, as_of)
    status = evaluator.evaluate((policy,), events, as_of)
    if any(c.get('due') == as_of for m in status['metrics'].values() for c in m['cycles']):
        raise Lost  # the watch has lived through the microsecond after it already
    for name, lived in figures.items():
        metric = status['metrics'][name]
        cycles = metric['cycles']
        got = {'misses': [m for c in cycles for m in c['misses']], 'outcomes': [c['outcome'] for c in cycles]}
        if metric['status'] == 'running':
            last = cycles[-1]
            got.update(elapsed=last.get('elapsed'))
            if lived['due'] is not None:
                got.update(due=last['due'])
            elif last['due'] is not None and last['due'] <= as_of:
                return '%s: due %r, and the watch has not reached it' % (name, last['due'])
        for key in got:
            if got[key] != lived[key]:
                return '%s %s: evaluator %r, watch %r' % (name, key, got[key], lived[key])
    got = sorted((f[0], f[2].rsplit('_', 1)[0], f[3], int(f[2].rsplit('_', 1)[1])) for f in status['firings'])
    if got != [f for f in fired if f[0] <= as_of]:
        return 'firings: evaluator %r, watch %r' % (got, fired)
    return None
