# SPDX-License-Identifier: MIT
"""Random policies and random histories, from a seed, for every concept of sections 6 to 8; and their shrinking.

Instants are whole minutes, except where a history aims at an instant at which something happens by itself: there an event
comes at it, a microsecond before or a microsecond after.
"""

import datetime as dt
import random
from dataclasses import replace

import evaluator
from evaluator_calendar import DAY, HOUR, MINUTE, Calendar, OutsideWindow, instant
from evaluator_model import (AgreedInstant, Carry, Days, Event, Metric, Parts, Pause, PerPeriod, Policy, Repeat, Severities,
                             Step, Trigger, Within, Word)


def _week(days, *hours):
    return {d: list(hours) for d in days}


def _calendars():
    closed = {dt.date(2026, 11, 26): ('Thanksgiving', []), dt.date(2026, 12, 25): ('Christmas Day', []),
              dt.date(2026, 10, 12): ('Columbus Day', []), dt.date(2027, 1, 1): ('New Year', [])}
    half = {dt.date(2026, 11, 2): ('', [(600, 780)]), dt.date(2026, 12, 24): ('', [(540, 720)])}
    return (
        Calendar('always', 'UTC', _week(range(7), (0, 1440))),
        Calendar('desk', 'UTC', _week(range(5), (540, 1020))),
        Calendar('berlin', 'Europe/Berlin', {**_week(range(5), (480, 720), (780, 1080)), 5: [(540, 750)]}, half),
        Calendar('new_york', 'America/New_York', _week(range(5), (540, 1020)), closed),
        Calendar('night', 'America/New_York', _week((6, 0, 1, 2, 3), (1320, 1800))),
        Calendar('gulf', 'Asia/Dubai', _week((6, 0, 1, 2, 3), (480, 960))),
        Calendar('german', 'Europe/Berlin', _week(range(7), (0, 1440))),
        Calendar('kolkata', 'Asia/Kolkata', _week(range(6), (570, 1110)), closed),
    )


CALENDARS = _calendars()
ALWAYS = CALENDARS[0]
REASONS = ('for_customer', 'for_vendor', 'for_parts')
LEVELS = ('S1', 'S2', 'S3')
LINES = ('first', 'second', 'third')
DURATIONS = (15 * MINUTE, 30 * MINUTE, HOUR, 90 * MINUTE, 2 * HOUR, 4 * HOUR, 8 * HOUR, 10 * HOUR, 20 * HOUR)
FACTS = (('impact', ('high', 'middle', 'low')), ('plan', ('gold', 'basic')))
USERS = (1, 10, 30, 80)
OWN_EVENTS = ('poked', 'signal', 'answer_sent')
WORDS = ('continuous', 'best_effort', 'unstated', 'not_offered', 'as_agreed')


class Maker:
    """Random policies."""

    def __init__(self, seed):
        self.r = random.Random(seed)
        self.calendars = tuple(self.r.sample(CALENDARS, self.r.choice((1, 2, 2, 3))))

    def chance(self, p):
        return self.r.random() < p

    def calendar(self):
        return self.r.choice(self.calendars)

    def condition(self, metrics=()):
        kind = self.r.choice(('impact', 'impact', 'plan', 'severity', 'severity', 'line', 'opened', 'metric', 'happened', 'paused', 'state', 'users', 'all',
                              'not'))
        if kind == 'impact':
            return ('fact', 'impact', tuple(self.r.sample(('high', 'middle', 'low'), self.r.choice((1, 2)))))
        if kind == 'plan':
            return ('fact', 'plan', (self.r.choice(('gold', 'basic')),))
        if kind == 'line':
            return ('line', (self.r.choice(LINES),))
        if kind == 'opened':
            return ('opened_in', self.calendar())
        if kind == 'metric' and metrics:
            return ('metric', self.r.choice(metrics), self.r.choice(('met', 'missed', 'started', 'stopped')))
        if kind == 'happened':
            return ('happened', self.r.choice(('poked', 'customer_replied', 'work_started', 'reopened')))
        if kind == 'paused':
            return ('paused', self.r.choice(REASONS))
        if kind == 'state':
            return ('state', (self.r.choice(('open', 'resolved', 'closed')),))
        if kind == 'users':
            return ('num', 'users', self.r.choice(('<', '<=', '>', '>=')), self.r.choice(USERS))
        if kind == 'all':
            return ('all', (self.condition(metrics), self.condition(metrics)))
        if kind == 'not':
            return ('not', self.condition(metrics))
        return ('severity', tuple(self.r.sample(LEVELS, self.r.choice((1, 2)))))

    def simple_target(self, row=False):
        kind = self.r.choice(('within', 'within', 'within', 'days', 'word'))
        if kind == 'word':
            return Word(self.r.choice(WORDS))
        if kind == 'within':
            if not row and self.chance(0.06):
                return Within(0, self.calendar())
            durations = DURATIONS[4:] if row else DURATIONS
            return Within(self.r.choice(durations), self.calendar())
        unit = self.r.choice(('business_days',) * 4 + ('days', 'weeks', 'months'))
        reading = self.r.choice(('end_of_day', 'end_of_day', 'start_of_day', 'same_time', 'at'))
        count = 1 if unit in ('weeks', 'months') else self.r.choice((1, 1, 2, 3))
        if unit == 'business_days' and not row and self.chance(0.15):
            return Days(0, self.calendar(), unit, 'end_of_day')
        at = self.r.choice((600, 720, 1020)) if reading == 'at' else 0
        return Days(count, self.calendar(), unit, reading, at, after_date=not row and self.chance(0.3))

    def target(self, row=False):
        if self.chance(0.1):
            return Parts(self.chance(0.5), tuple(self.simple_target(row) for _ in range(2)))
        return self.simple_target(row)

    def rows(self, row=False, metrics=()):
        made = [(self.condition(metrics), self.target(row)) for _ in range(self.r.choice((0, 1, 1, 2)))]
        return tuple(made) + ((True, self.target(row)),)

    def pauses(self):
        return tuple(Pause(reason, self.condition() if self.chance(0.25) else True)
                     for reason in REASONS if self.chance(0.6))

    def carries(self):
        kinds = ('from_start', 'restart', 'carry_elapsed', 'carry_fraction')
        count = self.r.choice((0, 1, 1, 1, 2))
        made = [Carry(self.r.choice(kinds), True, self.chance(0.35)) for _ in range(count)]
        if count == 2:
            made[0] = replace(made[0], when=self.condition())
        return tuple(made)

    def metric(self, name, earlier):
        options = dict(pauses=self.pauses(), pause_real=self.chance(0.15), carry=self.carries(),
                       cutoff=self.r.choice((None, None, None, 840, 960)),
                       reopening=self.r.choice(('exclude_closed', 'exclude_closed', 'count_closed', 'restart', 'new_cycle')))
        if name == 'first_response':
            return Metric(name, stops=('responded', 'resolved') if self.chance(0.5) else ('responded',),
                          rows=self.rows(metrics=earlier), **options)
        if name == 'resolution':
            return Metric(name, starts=(self.r.choice(('opened', 'opened', 'accepted', 'work_started')),),
                          stops=('resolved',), rows=self.rows(metrics=earlier), **options)
        if name == 'workaround':
            starts = ('stop:first_response',) if 'first_response' in earlier else ('work_started',)
            return Metric(name, starts=starts, stops=('workaround_provided', 'resolved'), rows=self.rows(metrics=earlier),
                          **options)
        if name == 'quiet':
            return Metric(name, starts=('customer_replied', 'poked'), starts_latest=True, stops=('answer_sent', 'closed'),
                          rows=self.rows(metrics=earlier), **options)
        if name == 'next_response':
            return Metric(name, starts=('customer_replied',), stops=('responded', 'resolved') if self.chance(0.3) else ('responded',),
                          rows=self.rows(row=True), repeats='start',
                          once=self.chance(0.3), promises=self.chance(0.3), **options)
        if name == 'update':
            return Metric(name, stops=('update_sent',), rows=self.rows(row=True), repeats=self.r.choice(('stop', 'schedule')),
                          once=self.chance(0.3), promises=self.chance(0.7), **options)
        options['reopening'] = self.r.choice(('exclude_closed', 'count_closed'))
        options['carry'] = ()
        per = PerPeriod(self.r.choice((1, 2)), self.r.choice(('day', 'day', 'week')), self.calendar())
        return Metric(name, stops=('update_sent',), rows=((True, per),), **options)

    def trigger(self, metrics):
        kind = self.r.choice(('event', 'timer', 'share', 'share', 'share', 'miss', 'miss', 'nth_miss'))
        if kind == 'event':
            return Trigger('event', self.r.choice(('cannot_diagnose', 'poked', 'signal', 'customer_replied', 'line_changed')))
        if kind == 'timer':
            starts = (self.r.choice(('opened', 'line_changed', 'customer_replied', 'signal', 'update_sent')),)
            target = self.simple_target()
            while isinstance(target, Word):
                target = self.simple_target()
            clock = Metric('timer', starts=starts, rows=((True, target),), starts_latest=True, pauses=self.pauses(),
                           carry=(Carry('from_start'),))
            return Trigger('timer', clock=clock)
        name = self.r.choice(metrics)
        if kind == 'share':
            return Trigger('share', name, percent=self.r.choice((10, 25, 50, 75, 90, 100, 150, 200)))
        if kind == 'miss':
            return Trigger('miss', name)
        return Trigger('nth_miss', name, nth=self.r.choice((1, 2, 3)))

    def effects(self):
        chosen = []
        if self.chance(0.3):
            chosen.append(('line', self.r.choice(LINES[1:] + ('next_line',))))
        if self.chance(0.4):
            chosen.append(('notify', 'manager'))
        if self.chance(0.3):
            chosen.append(('severity', self.r.choice(LEVELS[:2] + ('one_level',))))
        if self.chance(0.03):
            chosen.append(('close', ''))
        if not chosen or self.chance(0.2):
            chosen.append(('event', self.r.choice(('signal', 'answer_sent'))))
        return tuple(chosen)

    def step(self, name, metrics):
        count = 1 if self.chance(0.8) else 2
        repeat = None
        if self.chance(0.25):
            repeat = Repeat(self.r.choice((1, 2)), self.r.choice(DURATIONS[2:6]), self.calendar())
        return Step(name, tuple(self.trigger(metrics) for _ in range(count)), self.effects(),
                    when=self.condition(metrics) if self.chance(0.15) else True,
                    unless_happened=self.r.choice(('poked', 'work_started', 'signal')) if self.chance(0.15) else None,
                    inside=self.calendar() if self.chance(0.25) else None, repeat=repeat)

    def severities(self):
        levels = (('S1', ('fact', 'impact', ('high',))), ('S2', ('any', (('fact', 'impact', ('middle',)), ('fact', 'plan', ('gold',))))),
                  ('S3', True))
        caps = ((('fact', 'plan', ('basic',)), 'S2'),) if self.chance(0.2) else ()
        return Severities(levels, self.chance(0.5), self.chance(0.5), self.r.choice(('accepted', 'opened')),
                          self.r.choice(('derived', 'requested')), caps)

    def policy(self, name='random'):
        names = [n for n in ('first_response', 'resolution', 'workaround', 'quiet', 'next_response', 'update', 'reports')
                 if self.chance(0.42)] or ['resolution']
        metrics, done = [], []
        for metric in names:
            metrics.append(self.metric(metric, tuple(done)))
            done.append(metric)
        ladders = []
        for ladder in ('main', 'other')[:self.r.choice((0, 1, 1, 2))]:
            steps = tuple(self.step('%s_%d' % (ladder, i), names) for i in range(self.r.choice((1, 2, 3, 4))))
            ladders.append((ladder, steps))
        bounds = []
        for reason in REASONS:
            bound = None
            if reason == 'for_vendor' and self.chance(0.6):
                bound = Within(self.r.choice(DURATIONS[2:]), self.calendar()) if self.chance(0.7) else Days(1, self.calendar())
            bounds.append((reason, bound))
        return Policy(name, self.severities(), tuple(metrics), tuple(ladders), LINES, FACTS, self.calendars, OWN_EVENTS,
                      tuple(bounds))

    def next_version(self, policy):
        """Another version: some metrics with other targets, one dropped, some steps dropped or added."""
        metrics = []
        for metric in policy.metrics:
            row = metric.repeats is not None
            if self.chance(0.15) and len(policy.metrics) > 1 and not any(
                    'stop:' + metric.id in m.starts for m in policy.metrics):
                continue
            if self.chance(0.5) and not any(isinstance(t, PerPeriod) for _, t in metric.rows):
                metric = replace(metric, rows=self.rows(row), carry=self.carries())
            metrics.append(metric)
        names = [m.id for m in metrics] or ['resolution']
        if not metrics:
            metrics = [self.metric('resolution', ())]
        known = set(names)

        def kept(c):
            if not isinstance(c, tuple):
                return True
            if c[0] == 'metric':
                return c[1] in known
            return all(kept(x) for x in c[1:] if isinstance(x, tuple))
        for i, metric in enumerate(metrics):
            metrics[i] = replace(metric, rows=tuple((c if kept(c) else ('line', ('first',)), t) for c, t in metric.rows))
        ladders = []
        for ladder, steps in policy.ladders:
            fresh = [s for s in steps if all(t.name in known or t.kind in ('event', 'timer') for t in s.triggers)
                     and kept(s.when) and not self.chance(0.1)]
            if self.chance(0.3):
                fresh.append(self.step('%s_new' % ladder, names))
            if fresh:
                ladders.append((ladder, tuple(fresh)))
        return replace(policy, metrics=tuple(metrics), ladders=tuple(ladders), severities=self.severities())


def make_policies(seed):
    maker = Maker(seed)
    first = maker.policy()
    if maker.chance(0.15):
        return (first, maker.next_version(first))
    return (first,)


STARTS = ('2026-10-05 09:00', '2026-10-09 16:30', '2026-10-10 12:00', '2026-10-23 15:00', '2026-10-31 20:00',
          '2026-11-25 13:00', '2026-11-02 08:00', '2026-12-23 10:00')


class History:
    """A random history under some policies; `self.events`, `self.as_of`."""

    def __init__(self, policies, seed):
        self.policies = policies
        self.r = random.Random(seed)
        self.events = []
        self.open_reasons, self.state = [], 'open'
        self.at = instant(self.r.choice(STARTS)) + self.r.choice((0, 0, 7, 61, 119, 1440, 2003)) * MINUTE
        self.has, self.aimed = set(), False
        self.stops = sorted({s for p in policies for m in p.metrics for s in m.stops if s != 'closed'})
        for policy in policies:
            for metric in policy.metrics:
                self.has.update(metric.starts, metric.stops)
        self._open()
        for _ in range(self.r.choice((2, 3, 4, 5, 6, 7, 8, 10))):
            self._advance()
            self._event()
        last = self.at
        self._advance()
        self.as_of = self.at if self.at > last or self.r.random() < 0.3 else last + self.r.choice(DURATIONS)

    def _fact(self, name):
        return self.r.choice(dict(FACTS)[name])

    def _open(self):
        facts = (('impact', self._fact('impact')), ('plan', self._fact('plan')), ('users', self.r.choice(USERS)))
        severity = self.r.choice(LEVELS) if self.r.random() < 0.4 else None
        self.events.append(Event(self.at, 'opened', facts=facts, severity=severity))

    def _advance(self):
        if self.r.random() < 0.15:
            try:
                case = evaluator.Case(self.policies, self.events, self.at).run()
                found = case.next_candidate(self.at)
            except OutsideWindow:
                found = None
            if found is not None and found < self.at + 10 * DAY:
                self.at = max(self.at, found + self.r.choice((0, 0, 0, -1, 1)))
                self.aimed = True
                return
        step = self.r.choice((0, 1, 5, 10, 30, 30, 60, 60, 90, 120, 240, 240, 480, 960, 1440, 2880))
        self.at += step * MINUTE

    def _event(self):
        kinds = ['responded', 'customer_replied', 'update_sent', 'facts_changed', 'facts_changed', 'waiting', 'waiting',
                 'work_started', 'accepted', 'severity_changed', 'severity_change_requested', 'poked', 'cannot_diagnose',
                 'workaround_provided', 'agreed_target_set', 'answer_sent', 'escalated']
        if self.open_reasons:
            kinds += ['resumed'] * 6
        if self.state != 'open':
            kinds = ['reopened'] * 6 + ['waiting', 'facts_changed', 'resumed', 'customer_replied', 'severity_changed']
            if self.state == 'resolved':
                kinds += ['closed']
        else:
            kinds += ['resolved'] * 3
        if len(self.policies) > 1:
            kinds += ['version_changed'] * 2
        if any(e.kind == 'agreed_target_set' for e in self.events):
            kinds += ['agreed_target_withdrawn']
        kind = self.r.choice(kinds)
        if self.aimed and self.state == 'open' and self.r.random() < 0.5:
            kind = self.r.choice(self.stops)
        self.aimed = False
        event = Event(self.at, kind)
        if kind in self.has and kind not in ('opened', 'closed') and self.r.random() < 0.15:
            first = self.events[0].at
            event = replace(event, occurred_at=self.r.randrange(first // MINUTE, self.at // MINUTE + 1) * MINUTE)
            event = replace(event, occurred_at=min(self.at, max(first, event.occurred_at)))
        if kind == 'facts_changed':
            name = self.r.choice(('impact', 'impact', 'plan', 'users'))
            event = replace(event, facts=((name, self.r.choice(USERS) if name == 'users' else self._fact(name)),))
        elif kind == 'waiting':
            reason = self.r.choice(REASONS)
            event = replace(event, reason=reason)
            if reason not in self.open_reasons:
                self.open_reasons.append(reason)
        elif kind == 'resumed':
            if not self.open_reasons:
                return
            reason = self.r.choice(self.open_reasons) if self.r.random() < 0.7 else None
            event = replace(event, reason=reason)
            self.open_reasons = [] if reason is None else [x for x in self.open_reasons if x != reason]
        elif kind in ('severity_changed', 'severity_change_requested'):
            event = replace(event, severity=self.r.choice(LEVELS))
        elif kind == 'accepted':
            if any(e.kind == 'accepted' for e in self.events):
                return
            event = replace(event, severity=self.r.choice(LEVELS) if self.r.random() < 0.5 else None)
        elif kind == 'escalated':
            event = replace(event, line=self.r.choice(LINES + (None,)))
        elif kind == 'update_sent' or kind == 'responded':
            if self.r.random() < 0.25:
                event = replace(event, next_by=self.at + self.r.choice((30, 60, 240, 1500, 3000)) * MINUTE)
        elif kind in ('agreed_target_set', 'agreed_target_withdrawn'):
            metrics = [m for p in self.policies[:1] for m in p.metrics
                       if not any(isinstance(t, PerPeriod) for _, t in m.rows)]
            if not metrics:
                return
            metric = self.r.choice(metrics)
            event = replace(event, metric=metric.id)
            if kind == 'agreed_target_set':
                calendar = self.r.choice(self.policies[0].calendars)
                if self.r.random() < 0.5:
                    amount = self.r.choice(DURATIONS[4:] if metric.repeats else DURATIONS)
                    event = replace(event, target=Within(amount, calendar))
                else:
                    at = self.at + self.r.choice((-60, 30, 300, 1440, 4000)) * MINUTE
                    event = replace(event, target=AgreedInstant(at, calendar))
        elif kind == 'version_changed':
            event = replace(event, version=self.r.randrange(len(self.policies)))
        elif kind in ('resolved', 'closed'):
            self.state = kind
        elif kind == 'reopened':
            self.state = 'open'
        self.events.append(event)


def make(policy_seed, history_seed):
    """(policies, events, as_of), or None where the window of the calendars is left."""
    return make_under(make_policies(policy_seed), history_seed)


def make_under(policies, history_seed):
    try:
        history = History(policies, history_seed)
        evaluator.Case(policies, history.events, history.as_of).run()
    except OutsideWindow:
        return None
    return policies, history.events, history.as_of


def shrink(policies, events, as_of, fails):
    """Drops events, steps, metrics and rows while `fails(policies, events, as_of)` stays true."""
    def attempt(p, e, a):
        try:
            return fails(p, e, a)
        except (OutsideWindow, KeyError, IndexError, StopIteration):
            return False

    again = True
    while again:
        again = False
        for i in range(len(events) - 1, 0, -1):
            fewer = events[:i] + events[i + 1:]
            if attempt(policies, fewer, as_of):
                events, again = fewer, True
        for smaller in _smaller(policies):
            if attempt(smaller, events, as_of):
                policies, again = smaller, True
                break
    return policies, events, as_of


def _smaller(policies):
    def with_policy(i, policy):
        return policies[:i] + (policy,) + policies[i + 1:]

    if len(policies) > 1:
        yield policies[:1]
    for i, policy in enumerate(policies):
        for j, (ladder, steps) in enumerate(policy.ladders):
            yield with_policy(i, replace(policy, ladders=policy.ladders[:j] + policy.ladders[j + 1:]))
            for k, step in enumerate(steps):
                if len(steps) > 1:
                    less = (ladder, steps[:k] + steps[k + 1:])
                    yield with_policy(i, replace(policy, ladders=policy.ladders[:j] + (less,) + policy.ladders[j + 1:]))
                for plain in (replace(step, repeat=None), replace(step, inside=None), replace(step, when=True),
                              replace(step, unless_happened=None), replace(step, triggers=step.triggers[:1])):
                    if plain != step:
                        less = (ladder, steps[:k] + (plain,) + steps[k + 1:])
                        yield with_policy(i, replace(policy, ladders=policy.ladders[:j] + (less,) + policy.ladders[j + 1:]))
        for j, metric in enumerate(policy.metrics):
            if len(policy.metrics) > 1:
                yield with_policy(i, replace(policy, metrics=policy.metrics[:j] + policy.metrics[j + 1:]))
            plainer = [replace(metric, rows=metric.rows[:k] + metric.rows[k + 1:]) for k in range(len(metric.rows) - 1)]
            plainer += [replace(metric, pauses=()), replace(metric, carry=()), replace(metric, cutoff=None),
                        replace(metric, pause_real=False), replace(metric, once=False)]
            for plain in plainer:
                if plain != metric:
                    yield with_policy(i, replace(policy, metrics=policy.metrics[:j] + (plain,) + policy.metrics[j + 1:]))


def describe(policies, events, as_of):
    """Everything that is needed to think about a failing history."""
    from evaluator_calendar import text
    lines = [repr(p) for p in policies]
    for e in events:
        fields = {k: v for k, v in vars(e).items() if v not in (None, (), frozenset()) and k not in ('at', 'kind')}
        for k in ('occurred_at', 'next_by'):
            if k in fields:
                fields[k] = text(fields[k])
        lines.append('%s %s %s' % (text(e.at), e.kind, fields or ''))
    lines.append('as of %s' % text(as_of))
    return '\n'.join(lines)
