#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The independent evaluator against situations worked out by hand from the sentences of semantics sections 6 to 8.

Times are those of the week of Monday 2026-10-05 ('mon 10:00'; 'mon2' is the Monday after), in UTC. The desk is open Monday to
Friday 09:00-17:00.

    test_evaluator.py --write FOLDER

writes every situation as a policy and a case file in the forms that the library reads.
"""

import pathlib
import sys
import unittest

from evaluator import evaluate
from evaluator_calendar import DAY, HOUR, MINUTE, Calendar, instant
from evaluator_yaml import case, cases_text, policy_text
from evaluator_model import (AgreedInstant, Carry, Days, Event, Metric, Parts, Pause, PerPeriod, Policy, Repeat, Severities,
                             Step, Trigger, Within, Word)

DESK = Calendar('desk', 'UTC', {d: [(540, 1020)] for d in range(5)})
ALWAYS = Calendar('always', 'UTC', {d: [(0, 1440)] for d in range(7)})
LATE = Calendar('late', 'UTC', {d: [(720, 1200)] for d in range(5)})
NIGHT = Calendar('night', 'UTC', {d: [(1320, 1800)] for d in range(5)})
BERLIN = Calendar('berlin', 'Europe/Berlin', {d: [(0, 1440)] for d in range(7)})
WEEK = ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')
BY_IMPACT = Severities((('S1', ('fact', 'impact', ('high',))), ('S2', ('fact', 'impact', ('middle',))), ('S3', True)))
FACTS = (('impact', ('high', 'middle', 'low')), ('plan', ('basic', 'full')))
BY_FACT = ((('fact', 'impact', ('high',)), Within(2 * HOUR, DESK)), (True, Within(8 * HOUR, DESK)))


def at(when):
    """'tue2 09:00' or 'tue2 09:00+1' (a microsecond later)."""
    when, _, micro = when.partition('+')
    day, clock = when.split()
    hour, minute = clock.split(':')
    week = int(day[3:] or 1) - 1
    start = instant('2026-10-05') + (WEEK.index(day[:3]) + 7 * week) * DAY
    return start + int(hour) * HOUR + int(minute) * MINUTE + int(micro or 0)


def name(when):
    """An instant as `at` takes it."""
    if when is None:
        return None
    days, rest = divmod(when - instant('2026-10-05'), DAY)
    minutes, micro = divmod(rest, MINUTE)
    week = days // 7
    out = '%s%s %02d:%02d' % (WEEK[days % 7], week + 1 if week else '', minutes // 60, minutes % 60)
    return out + ('+%d' % micro if micro else '')


def policy(*metrics, steps=(), severities=BY_IMPACT, reasons=(('customer', None), ('vendor', None)), lines=('one', 'two', 'three'),
           calendars=(DESK, ALWAYS, LATE)):
    return Policy('hand', severities, metrics, (('main', tuple(steps)),) if steps else (), lines, calendars=calendars,
                  reasons=reasons, events=('ping', 'pong'), facts=FACTS)


def within(amount, calendar=DESK, **options):
    options.setdefault('stops', ('resolved',))
    options.setdefault('pauses', (Pause('customer'), Pause('vendor')))
    return Metric('m', rows=((True, Within(amount, calendar)),), **options)


def metric(target, **options):
    options.setdefault('stops', ('resolved',))
    options.setdefault('pauses', (Pause('customer'), Pause('vendor')))
    rows = target if isinstance(target, tuple) else ((True, target),)
    return Metric(options.pop('id', 'm'), rows=rows, **options)


def share(percent, **options):
    return Step('at_%d' % percent, (Trigger('share', 'm', percent=percent),), (('notify', 'boss'),), **options)


def miss(**options):
    return Step('missed', (Trigger('miss', 'm'),), options.pop('effects', (('notify', 'boss'),)), **options)


WRITTEN = []  # every situation, for those who want them as case files


class Hand(unittest.TestCase):
    maxDiff = None

    def run_case(self, policies, as_of, *events, opened='mon 10:00', **facts):
        made = [Event(at(opened), 'opened', facts=tuple(facts.items()))]
        for when, kind, *rest in events:
            fields = dict(rest[0]) if rest else {}
            for key in ('occurred_at', 'next_by'):
                if key in fields:
                    fields[key] = at(fields[key])
            if 'facts' in fields:
                fields['facts'] = tuple(fields['facts'].items())
            made.append(Event(at(when), kind, **fields))
        if not isinstance(policies, tuple):
            policies = (policies,)
        self.status = evaluate(policies, made, at(as_of))
        WRITTEN.append((self.id().split('.', 1)[1], policies, made, at(as_of), self.status))
        return self.status

    def cycle(self, number=-1, metric='m'):
        cycles = self.status['metrics'][metric]['cycles']
        return cycles[number] if number < 0 else cycles[number - 1]

    def check(self, number=-1, metric='m', **expected):
        cycle = self.cycle(number, metric)
        got = {}
        for key in expected:
            value = cycle.get(key)
            if key in ('start', 'receipt', 'due', 'stop', 'due_if_resumed'):
                value = name(value)
            elif key in ('elapsed', 'remaining', 'length', 'overdue', 'carried'):
                value = None if value is None else value / HOUR
            elif key == 'misses':
                value = [name(x) for x in value]
            got[key] = value
        self.assertEqual(got, expected)

    def fired(self, *expected):
        self.assertEqual([(name(f[0]), f[2]) + f[3:] for f in self.status['firings']], list(expected))

    def next(self, expected):
        self.assertEqual(name(self.status['next_change']), expected)


class Due(Hand):
    def test_due_is_add_from_receipt(self):
        self.run_case(policy(within(4 * HOUR)), 'mon 11:00', opened='mon 07:00')
        self.check(start='mon 07:00', receipt='mon 09:00', due='mon 13:00', elapsed=2, remaining=2)

    def test_used_up_at_closing_is_due_at_closing(self):
        self.run_case(policy(within(4 * HOUR)), 'mon 14:00', opened='mon 13:00')
        self.check(due='mon 17:00')

    def test_target_of_zero_is_due_at_receipt(self):
        self.run_case(policy(within(0)), 'sat 12:00', opened='sat 11:00')
        self.check(receipt='mon2 09:00', due='mon2 09:00', outcome='none')

    def test_met_at_due(self):
        self.run_case(policy(within(4 * HOUR)), 'tue 09:00', ('mon 14:00', 'resolved'))
        self.check(state='stopped', outcome='met', elapsed=4, misses=[])

    def test_missed_takes_effect_one_microsecond_after_due(self):
        p = policy(within(4 * HOUR), steps=(miss(),))
        self.run_case(p, 'mon 14:00')
        self.check(outcome='none', misses=[])
        self.next('mon 14:00+1')
        self.run_case(p, 'mon 14:00+1')
        self.check(outcome='missed', misses=['mon 14:00+1'])
        self.fired(('mon 14:00+1', 'missed', 1, 0))
        self.next(None)

    def test_a_change_at_the_instant_of_the_miss_comes_before_it(self):
        self.run_case(policy(metric(BY_FACT)), 'mon 15:00', ('mon 12:00+1', 'facts_changed', {'facts': {'impact': 'low'}}),
                      impact='high')
        self.check(due='tue 10:00', outcome='none', misses=[])

    def test_stop_before_start_meets_with_elapsed_zero(self):
        self.run_case(policy(within(HOUR, starts=('accepted',))), 'mon 15:00', ('mon 11:00', 'resolved'), ('mon 12:00', 'accepted'))
        self.check(outcome='met', elapsed=0, stop='mon 11:00')

    def test_start_while_it_runs_is_ignored(self):
        p = policy(within(4 * HOUR, starts=('opened', 'ping')))
        self.run_case(p, 'mon 12:00', ('mon 11:00', 'ping'))
        self.check(start='mon 10:00', due='mon 14:00')

    def test_starts_latest_restarts_a_running_one(self):
        p = policy(within(4 * HOUR, starts=('opened', 'ping'), starts_latest=True))
        self.run_case(p, 'mon 12:00', ('mon 11:00', 'ping'))
        self.check(start='mon 11:00', due='mon 15:00', elapsed=1)

    def test_chained_to_the_stop_of_another(self):
        first = metric(Within(HOUR, DESK), id='first', stops=('responded',))
        second = metric(Within(2 * HOUR, DESK), starts=('stop:first',))
        self.run_case(policy(first, second), 'mon 12:00', ('mon 10:30', 'responded'))
        self.check(start='mon 10:30', due='mon 12:30')

    def test_cutoff_is_received_on_the_next_business_day(self):
        self.run_case(policy(within(2 * HOUR, cutoff=960)), 'mon 16:30', opened='mon 16:00')
        self.check(receipt='tue 09:00', due='tue 11:00', elapsed=0)

    def test_words_have_no_due_instant(self):
        self.run_case(policy(metric(Word('best_effort')), steps=(share(50), miss())), 'fri 12:00')
        self.check(state='running', word='best_effort', outcome='none', due=None)
        self.fired()

    def test_clocks_change_in_berlin(self):
        p = policy(within(12 * HOUR, BERLIN), calendars=(BERLIN,))
        self.run_case(p, 'sun3 12:00', opened='sat3 20:00')  # 2026-10-24, the night of 25 hours
        self.check(due='sun3 08:00', length=12)


class DayTargets(Hand):
    def day(self, target, opened, due, **options):
        self.run_case(policy(metric(target, **options)), opened, opened=opened)
        self.check(due=due)

    def test_next_business_day_after_saturday(self):
        self.day(Days(1, DESK, after_date=True), 'sat 12:00', 'mon2 17:00')

    def test_one_business_day_from_receipt_after_saturday(self):
        self.day(Days(1, DESK), 'sat 12:00', 'tue2 17:00')

    def test_same_business_day(self):
        self.day(Days(0, DESK), 'mon 10:00', 'mon 17:00')

    def test_same_time(self):
        self.day(Days(2, DESK, reading='same_time'), 'thu 11:30', 'mon2 11:30')

    def test_same_time_of_a_receipt_while_closed(self):
        self.day(Days(1, DESK, reading='same_time'), 'sat 11:30', 'tue2 09:00')

    def test_start_of_day(self):
        self.day(Days(1, DESK, reading='start_of_day'), 'fri 11:30', 'mon2 09:00')

    def test_fixed_time_at_closing(self):
        self.day(Days(1, DESK, reading='at', at=1020), 'mon 10:00', 'tue 17:00')

    def test_fixed_time_before_opening(self):
        self.day(Days(1, DESK, reading='at', at=480), 'mon 10:00', 'tue 09:00')

    def test_fixed_time_after_closing(self):
        self.day(Days(1, DESK, reading='at', at=1200), 'mon 10:00', 'tue 17:00')

    def test_same_time_past_midnight_in_a_night_shift(self):
        self.run_case(policy(metric(Days(1, NIGHT, reading='same_time')), calendars=(NIGHT,)), 'tue 03:30', opened='tue 03:00')
        self.check(due='wed 03:00')  # Monday 27:00 to Tuesday 27:00

    def test_calendar_days_count_every_date(self):
        self.day(Days(2, DESK, unit='days'), 'fri 10:00', 'mon2 00:00')  # Sunday is taken as 00:00-24:00

    def test_length_is_measured_open_time(self):
        self.run_case(policy(metric(Days(1, DESK))), 'mon 12:00')
        self.check(length=15, remaining=13)

    def test_pause_moves_a_day_target_by_open_time(self):
        self.run_case(policy(metric(Days(1, DESK))), 'tue 12:00', ('mon 12:00', 'waiting', {'reason': 'customer'}),
                      ('mon 14:00', 'resumed'))
        self.check(due='wed 11:00')

    def test_per_day_row(self):
        p = policy(metric(PerPeriod(2, 'day', DESK), stops=('update_sent',)), steps=(miss(),))
        self.run_case(p, 'wed 12:00', ('tue 10:00', 'update_sent'), ('tue 12:00', 'update_sent'), ('tue 13:00', 'update_sent'),
                      ('tue 18:00', 'update_sent'))
        self.check(1, start='tue 09:00', due='tue 17:00', outcome='met', stop='tue 12:00')
        self.check(2, due='wed 17:00', outcome='none', done=1)

    def test_per_day_paused_at_its_close_has_no_outcome(self):
        p = policy(metric(PerPeriod(1, 'day', DESK), stops=('update_sent',)))
        self.run_case(p, 'thu 12:00', ('tue 16:00', 'waiting', {'reason': 'customer'}), ('wed 10:00', 'resumed'))
        self.check(1, outcome='none', state='ended')
        self.check(2, outcome='missed', misses=['wed 17:00+1'])

    def test_per_week_row(self):
        p = policy(metric(PerPeriod(1, 'week', DESK), stops=('update_sent',)))
        self.run_case(p, 'mon3 12:00', ('wed2 10:00', 'update_sent'), opened='wed 10:00')
        self.check(1, start='mon2 09:00', due='fri2 17:00', outcome='met')
        self.check(2, due='fri3 17:00')


class Pauses(Hand):
    def test_no_due_instant_while_paused(self):
        self.run_case(policy(within(4 * HOUR)), 'mon 12:00', ('mon 11:00', 'waiting', {'reason': 'customer'}))
        self.check(state='paused', due=None, remaining=3, due_if_resumed='mon 15:00', paused=['customer'])
        self.next(None)

    def test_due_moves_by_open_paused_time_only(self):
        self.run_case(policy(within(4 * HOUR)), 'tue 10:00', ('mon 16:00', 'waiting', {'reason': 'customer'}),
                      ('tue 10:00', 'resumed'), opened='mon 14:00')
        self.check(due='tue 12:00', elapsed=2)

    def test_pause_at_due_moves_nothing(self):
        p = policy(within(4 * HOUR))
        self.run_case(p, 'mon 16:00', ('mon 14:00', 'waiting', {'reason': 'customer'}))
        self.check(due='mon 14:00', outcome='missed')

    def test_pause_before_start_counts(self):
        p = policy(within(2 * HOUR, starts=('accepted',)))
        self.run_case(p, 'mon 15:00', ('mon 11:00', 'waiting', {'reason': 'customer'}), ('mon 12:00', 'accepted'),
                      ('mon 13:00', 'resumed'))
        self.check(due='mon 15:00')

    def test_two_reasons_count_once(self):
        self.run_case(policy(within(4 * HOUR)), 'mon 15:00', ('mon 11:00', 'waiting', {'reason': 'customer'}),
                      ('mon 12:00', 'waiting', {'reason': 'vendor'}), ('mon 13:00', 'resumed', {'reason': 'customer'}),
                      ('mon 14:00', 'resumed'))
        self.check(due='mon 17:00', elapsed=2)  # 10 + 4 + 3

    def test_met_during_a_pause(self):
        self.run_case(policy(within(4 * HOUR)), 'fri 12:00', ('mon 11:00', 'waiting', {'reason': 'customer'}), ('thu 12:00', 'resolved'))
        self.check(outcome='met', elapsed=1)

    def test_a_reason_that_does_not_pause(self):
        self.run_case(policy(within(4 * HOUR, pauses=(Pause('vendor'),))), 'mon 12:00', ('mon 11:00', 'waiting', {'reason': 'customer'}))
        self.check(state='running', due='mon 14:00')

    def test_reasons_are_looked_up_at_each_change(self):
        p = policy(within(4 * HOUR, pauses=(Pause('customer', ('fact', 'impact', ('low',))),)))
        self.run_case(p, 'mon 14:00', ('mon 11:00', 'waiting', {'reason': 'customer'}),
                      ('mon 12:00', 'facts_changed', {'facts': {'impact': 'high'}}), impact='low')
        self.check(state='running', due='mon 15:00')

    def test_bounded_pause(self):
        p = policy(within(4 * HOUR), reasons=(('customer', Within(2 * HOUR, ALWAYS)), ('vendor', None)))
        self.run_case(p, 'mon 12:00', ('mon 11:00', 'waiting', {'reason': 'customer'}))
        self.check(state='paused')
        self.next('mon 13:00')
        self.run_case(p, 'mon 13:00', ('mon 11:00', 'waiting', {'reason': 'customer'}))
        self.check(state='running', due='mon 16:00')

    def test_real_pause_lasts_on_through_open_time(self):
        p = policy(within(4 * HOUR, pause_real=True))
        events = (('mon 16:00', 'waiting', {'reason': 'customer'}), ('mon 19:00', 'resumed'))
        self.run_case(p, 'tue 10:00', *events, opened='mon 15:00')
        self.check(state='paused', lasting=['customer'], due_if_resumed='tue 14:00')
        self.next('tue 11:00')
        self.run_case(p, 'tue 11:00', *events, opened='mon 15:00')
        self.check(state='running', due='tue 14:00')

    def test_zero_target_resumed_while_closed_misses_at_the_resume(self):
        p = policy(within(0), steps=(miss(),))
        self.run_case(p, 'sat2 13:00', ('sun 10:00', 'waiting', {'reason': 'customer'}), ('sat2 12:00', 'resumed'),
                      opened='sat 10:00')
        self.check(due='fri2 17:00', misses=['sat2 12:00'])
        self.fired(('sat2 12:00', 'missed', 1, 0))


class Shares(Hand):
    def test_shares_below_at_and_above(self):
        p = policy(within(4 * HOUR), steps=(share(50), share(100), share(150)))
        self.run_case(p, 'tue 17:00')
        self.fired(('mon 12:00', 'at_50', 1, 0), ('mon 14:00', 'at_100', 1, 0), ('mon 16:00', 'at_150', 1, 0))

    def test_share_of_a_paused_clock_waits(self):
        p = policy(within(4 * HOUR), steps=(share(50),))
        self.run_case(p, 'mon 14:30', ('mon 11:00', 'waiting', {'reason': 'customer'}), ('mon 13:00', 'resumed'))
        self.fired(('mon 14:00', 'at_50', 1, 0))

    def test_a_ratio_between_two_microseconds_is_the_later(self):
        p = policy(within(100, ALWAYS), steps=(Step('third', (Trigger('share', 'm', percent=33),), (('notify', 'x'),)),))
        self.run_case(p, 'mon 12:00')
        self.fired(('mon 10:00+33', 'third', 1, 0))
        self.run_case(policy(within(10, ALWAYS), steps=(share(33),)), 'mon 12:00')
        self.fired(('mon 10:00+4', 'at_33', 1, 0))

    def test_stop_at_the_threshold_comes_first(self):
        self.run_case(policy(within(4 * HOUR), steps=(share(50),)), 'mon 15:00', ('mon 12:00', 'resolved'))
        self.fired()

    def test_earliest_of(self):
        target = Parts(False, (Within(8 * HOUR, DESK), Within(10 * HOUR, ALWAYS)))
        self.run_case(policy(metric(target)), 'mon 11:00')
        self.check(due='mon 20:00', length=10)

    def test_latest_of(self):
        target = Parts(True, (Within(8 * HOUR, DESK), Within(10 * HOUR, ALWAYS)))
        self.run_case(policy(metric(target)), 'mon 11:00')
        self.check(due='tue 10:00', length=8)


class Changes(Hand):
    def change(self, kind, never=False, as_of='mon 13:00', rows=BY_FACT, first='low', then='high', when='mon 12:00', opened='mon 10:00',
               extra=(), **options):
        carry = (Carry(kind, never_later=never),) if kind else ()
        p = policy(metric(rows, carry=carry, **options), steps=(share(50), miss()))
        return self.run_case(p, as_of, *extra, (when, 'facts_changed', {'facts': {'impact': then}}), opened=opened, impact=first)

    def test_from_start_is_the_default(self):
        self.change(None, as_of='mon 12:00')
        self.check(due='mon 12:00', outcome='none', elapsed=2)

    def test_due_before_its_cause_takes_effect_with_it(self):
        self.change('from_start', when='mon 13:00')
        self.check(due='mon 12:00', misses=['mon 13:00'])
        self.fired(('mon 13:00', 'at_50', 1, 0), ('mon 13:00', 'missed', 1, 0))

    def test_restart(self):
        self.change('restart')
        self.check(start='mon 10:00', due='mon 14:00', elapsed=1)

    def test_carry_elapsed(self):
        rows = ((('fact', 'impact', ('high',)), Within(3 * HOUR, DESK)), (True, Within(8 * HOUR, DESK)))
        self.change('carry_elapsed', rows=rows)
        self.check(due='mon 13:00', carried=2, elapsed=3)

    def test_carry_elapsed_beyond_the_length_is_due_at_the_change(self):
        self.change('carry_elapsed', when='mon 13:00')
        self.check(due='mon 13:00', carried=3, outcome='none')

    def test_carry_fraction(self):
        self.change('carry_fraction')  # 2 of 8 hours: a quarter of 2 hours
        self.check(carried=0.5, due='mon 13:30')

    def test_carry_fraction_of_an_old_length_of_zero(self):
        rows = ((('fact', 'impact', ('high',)), Within(2 * HOUR, DESK)), (True, Within(0, DESK)))
        self.change('carry_fraction', rows=rows)
        self.check(carried=2, due='mon 12:00')

    def test_from_start_counts_on_the_new_calendar(self):
        rows = ((('fact', 'impact', ('high',)), Within(4 * HOUR, LATE)), (True, Within(8 * HOUR, DESK)))
        self.change('from_start', rows=rows, when='mon 14:00', as_of='mon 15:00')
        self.check(receipt='mon 12:00', due='mon 16:00', elapsed=3)

    def test_priority_raised_during_a_pause(self):
        self.change('carry_elapsed', rows=((('fact', 'impact', ('high',)), Within(4 * HOUR, DESK)), (True, Within(8 * HOUR, DESK))),
                    extra=(('mon 11:00', 'waiting', {'reason': 'customer'}),))
        self.check(state='paused', carried=1, remaining=3, due_if_resumed='mon 16:00')

    def test_a_word_before_restarts(self):
        rows = ((('fact', 'impact', ('high',)), Within(2 * HOUR, DESK)), (True, Word('best_effort')))
        self.change(None, rows=rows)
        self.check(due='mon 14:00')
        self.change('carry_elapsed', rows=rows)
        self.check(due='mon 14:00', carried=0)
        self.change('from_start', rows=rows, as_of='mon 12:00')
        self.check(due='mon 12:00', elapsed=2)

    def test_never_later_keeps_the_old_due(self):
        self.change('from_start', never=True, first='high', then='low', when='mon 11:00', as_of='mon 11:30')
        self.check(due='mon 12:00', length=2)
        self.change('from_start', never=False, first='high', then='low', when='mon 11:00', as_of='mon 11:30')
        self.check(due='tue 10:00', length=8)

    def test_never_later_of_a_missed_clock_is_the_new_one(self):
        self.change('restart', never=True, first='high', then='low', when='mon 13:00', as_of='mon 14:00')
        self.check(due='tue 13:00', outcome='none', misses=['mon 12:00+1'])

    def test_a_change_that_leaves_the_target_changes_no_clock(self):
        self.change('restart', then='middle')
        self.check(due='tue 10:00', elapsed=3)

    def test_missed_then_met_under_a_longer_target_is_superseded(self):
        carry = (Carry('from_start'),)
        self.run_case(policy(metric(BY_FACT, carry=carry)), 'mon 16:00',
                      ('mon 13:00', 'facts_changed', {'facts': {'impact': 'low'}}), ('mon 15:00', 'resolved'), impact='high')
        self.check(outcome='met', superseded=True, misses=['mon 12:00+1'])

    def test_an_earlier_miss_stands_under_a_word(self):
        rows = ((('fact', 'impact', ('high',)), Within(2 * HOUR, DESK)), (True, Word('best_effort')))
        self.run_case(policy(metric(rows, carry=(Carry('from_start'),))), 'mon 16:00',
                      ('mon 13:00', 'facts_changed', {'facts': {'impact': 'low'}}), ('mon 15:00', 'resolved'), impact='high')
        self.check(outcome='missed')

    def test_agreed_instant_stands_whatever_pauses_say(self):
        p = policy(within(8 * HOUR))
        self.run_case(p, 'mon 15:00', ('mon 11:00', 'agreed_target_set', {'metric': 'm', 'target': AgreedInstant(at('tue 12:00'), DESK)}),
                      ('mon 12:00', 'waiting', {'reason': 'customer'}))
        self.check(due='tue 12:00', length=10, elapsed=2, state='paused')
        self.run_case(p, 'tue 15:00', ('mon 11:00', 'agreed_target_set', {'metric': 'm', 'target': AgreedInstant(at('tue 12:00'), DESK)}),
                      ('mon 12:00', 'waiting', {'reason': 'customer'}), ('tue 13:00', 'resolved'))
        self.check(outcome='missed')

    def test_agreed_instant_before_receipt_is_due_at_receipt(self):
        p = policy(within(8 * HOUR))
        self.run_case(p, 'sat 15:00', ('sat 11:00', 'agreed_target_set', {'metric': 'm', 'target': AgreedInstant(at('sat 12:00'), DESK)}),
                      opened='sat 10:00')
        self.check(due='mon2 09:00', length=0)

    def test_agreed_duration_outranks_until_withdrawn(self):
        p = policy(within(8 * HOUR))
        agreed = ('mon 11:00', 'agreed_target_set', {'metric': 'm', 'target': Within(3 * HOUR, DESK)})
        self.run_case(p, 'mon 12:00', agreed)
        self.check(due='mon 13:00')
        self.run_case(p, 'mon 12:00', agreed, ('mon 11:30', 'agreed_target_withdrawn', {'metric': 'm'}))
        self.check(due='tue 10:00')

    def test_version_changed(self):
        old, new = policy(within(8 * HOUR)), policy(within(2 * HOUR))
        self.run_case((old, new), 'mon 11:30', ('mon 11:00', 'version_changed', {'version': 1}))
        self.check(due='mon 12:00')

    def test_what_a_version_lacks_ends_without_outcome(self):
        old, new = policy(within(8 * HOUR)), policy(metric(Within(HOUR, DESK), id='other'))
        self.run_case((old, new), 'tue 15:00', ('mon 11:00', 'version_changed', {'version': 1}))
        self.check(state='ended', outcome='none')


class Late(Hand):
    def test_stop_learned_late_supersedes_the_miss(self):
        self.run_case(policy(within(4 * HOUR)), 'tue 12:00', ('tue 10:00', 'resolved', {'occurred_at': 'mon 13:00'}))
        self.check(outcome='met', superseded=True, misses=['mon 14:00+1'], stop='mon 13:00', elapsed=3)

    def test_start_learned_late(self):
        p = policy(within(2 * HOUR, starts=('accepted',)), steps=(miss(),))
        self.run_case(p, 'mon 15:00', ('mon 14:00', 'accepted', {'occurred_at': 'mon 11:00'}))
        self.check(start='mon 11:00', due='mon 13:00', misses=['mon 14:00'])
        self.fired(('mon 14:00', 'missed', 1, 0))

    def test_judged_by_the_target_in_force_then(self):
        self.run_case(policy(metric(BY_FACT, carry=(Carry('from_start'),))), 'tue 12:00',
                      ('mon 14:00', 'facts_changed', {'facts': {'impact': 'high'}}),
                      ('mon 15:00', 'resolved', {'occurred_at': 'mon 13:30'}), impact='low')
        self.check(outcome='met', superseded=True, misses=['mon 14:00'])


class Rows(Hand):
    def update(self, repeats='stop', **options):
        options.setdefault('promises', True)
        return metric(Within(2 * HOUR, DESK), stops=('update_sent',), repeats=repeats, **options)

    def test_three_silent_periods_are_three_misses(self):
        self.run_case(policy(self.update(), steps=(miss(),)), 'mon 16:30')
        self.assertEqual(self.status['metrics']['m']['misses'], 3)
        self.fired(('mon 12:00+1', 'missed', 1, 0), ('mon 14:00+1', 'missed', 2, 0), ('mon 16:00+1', 'missed', 3, 0))
        self.check(4, start='mon 16:00', due='tue 10:00')

    def test_after_a_stop_the_next_begins_there(self):
        self.run_case(policy(self.update()), 'mon 12:00', ('mon 11:00', 'update_sent'))
        self.check(1, outcome='met', elapsed=1)
        self.check(2, start='mon 11:00', due='mon 13:00')

    def test_next_response_begins_at_the_next_start(self):
        row = self.update('start', starts=('customer_replied',))
        self.run_case(policy(row), 'mon 14:00', ('mon 10:30', 'customer_replied'), ('mon 11:00', 'customer_replied'),
                      ('mon 12:00', 'update_sent'), ('mon 13:00', 'customer_replied'))
        self.check(1, start='mon 10:30', outcome='met')
        self.check(2, start='mon 13:00', due='mon 15:00')

    def test_once_keeps_a_missed_cycle_open(self):
        self.run_case(policy(self.update(once=True)), 'mon 16:30', ('mon 16:00', 'update_sent'))
        self.check(1, outcome='missed', stop='mon 16:00')
        self.check(2, start='mon 16:00')

    def test_anchored_counts_from_due_after_an_early_stop(self):
        self.run_case(policy(self.update('schedule')), 'mon 12:30', ('mon 11:00', 'update_sent'), ('mon 11:30', 'update_sent'))
        self.check(1, outcome='met', stop='mon 11:00')
        self.check(2, start='mon 12:00', due='mon 14:00', outcome='none')

    def test_anchored_stopped_while_paused(self):
        self.run_case(policy(self.update('schedule')), 'mon 12:30', ('mon 11:00', 'waiting', {'reason': 'customer'}),
                      ('mon 12:00', 'update_sent'))
        self.check(2, start='mon 13:00')

    def test_promise_is_for_the_next_cycle_only(self):
        self.run_case(policy(self.update()), 'tue 10:00', ('mon 11:00', 'update_sent', {'next_by': 'tue 09:30'}),
                      ('mon 12:00', 'waiting', {'reason': 'customer'}), ('mon 14:00', 'resumed'))
        self.check(2, start='mon 11:00', due='tue 09:30', outcome='missed')
        self.check(3, start='tue 09:30', due='tue 11:30')

    def test_a_promise_before_its_stop_is_an_error(self):
        self.run_case(policy(self.update()), 'mon 12:00', ('mon 11:00', 'update_sent', {'next_by': 'mon 10:30'}))
        self.check(2, due='mon 13:00')
        self.assertEqual(self.status['findings'], [('promise_before_stop', 'm')])

    def test_the_row_ends_at_resolved(self):
        self.run_case(policy(self.update()), 'tue 12:00', ('mon 11:00', 'resolved'))
        self.check(state='ended', outcome='none', misses=[])

    def test_late_stop_changes_the_cycle_that_ran_then(self):
        self.run_case(policy(self.update()), 'mon 15:00', ('mon 14:30', 'update_sent', {'occurred_at': 'mon 11:30'}))
        self.check(1, outcome='met', superseded=True, misses=['mon 12:00+1'])
        self.check(2, outcome='missed', superseded=False)
        self.check(3, start='mon 14:00', outcome='none')

    def test_agreed_holds_for_the_running_cycle_only(self):
        self.run_case(policy(self.update()), 'mon 16:00',
                      ('mon 10:30', 'agreed_target_set', {'metric': 'm', 'target': Within(3 * HOUR, DESK)}), ('mon 12:30', 'update_sent'))
        self.check(1, outcome='met', length=3)
        self.check(2, due='mon 14:30')


class Reopening(Hand):
    def reopen(self, mode, target=Within(4 * HOUR, DESK), stop='mon 12:00', again='mon 15:00', as_of='mon 16:00', **options):
        p = policy(metric(target, reopening=mode, **options), steps=(share(50), miss()))
        return self.run_case(p, as_of, (stop, 'resolved'), (again, 'reopened'))

    def test_exclude_closed(self):
        self.reopen('exclude_closed')
        self.check(elapsed=3, outcome='none', due='mon 17:00')

    def test_exclude_closed_met_at_due(self):
        self.reopen('exclude_closed', stop='mon 14:00')
        self.check(due='mon 15:00', misses=['mon 15:00+1'])

    def test_exclude_closed_after_a_miss(self):
        self.reopen('exclude_closed', stop='mon 14:30')
        self.check(due='mon 14:00', outcome='missed')

    def test_count_closed(self):
        self.reopen('count_closed')
        self.check(due='mon 14:00', misses=['mon 15:00'])

    def test_restart(self):
        self.reopen('restart', stop='mon 13:00')
        self.check(start='mon 15:00', due='tue 11:00')
        self.fired(('mon 12:00', 'at_50', 1, 0))

    def test_new_cycle(self):
        self.reopen('new_cycle')
        self.check(1, outcome='met')
        self.check(2, start='mon 15:00', due='tue 11:00')

    def test_others_stay_as_they_are(self):
        self.reopen('exclude_closed', stops=('responded',))
        p = policy(metric(Within(4 * HOUR, DESK), stops=('responded',)))
        self.run_case(p, 'mon 16:00', ('mon 11:00', 'responded'), ('mon 12:00', 'resolved'), ('mon 15:00', 'reopened'))
        self.check(state='stopped', outcome='met')

    def test_the_end_of_a_row_is_undone(self):
        row = metric(Within(2 * HOUR, DESK), stops=('update_sent',), repeats='stop')
        self.run_case(policy(row), 'mon 15:30', ('mon 11:00', 'resolved'), ('mon 15:00', 'reopened'))
        self.check(1, due='mon 16:00', state='running')


class Severity(Hand):
    def test_derived_is_provisional_until_recorded(self):
        p = policy(metric(((('severity', ('S1',)), Within(HOUR, DESK)), (True, Within(4 * HOUR, DESK)))))
        self.run_case(p, 'mon 10:30', impact='high')
        self.assertEqual((self.status['derived'], self.status['recorded'], self.status['current']), ('S1', None, 'S1'))
        self.check(due='mon 11:00')
        self.run_case(p, 'mon 10:30', ('mon 10:15', 'accepted', {'severity': 'S3'}), impact='high')
        self.assertEqual(self.status['current'], 'S3')
        self.check(due='mon 14:00')

    def test_follows_in_one_direction(self):
        rules = Severities(BY_IMPACT.levels, up_follows=False, down_follows=True)
        p = policy(within(HOUR), severities=rules)
        self.run_case(p, 'mon 12:00', ('mon 10:15', 'accepted'), ('mon 11:00', 'facts_changed', {'facts': {'impact': 'low'}}),
                      impact='middle')
        self.assertEqual(self.status['recorded'], 'S3')
        self.run_case(p, 'mon 12:00', ('mon 10:15', 'accepted'), ('mon 11:00', 'facts_changed', {'facts': {'impact': 'high'}}),
                      impact='middle')
        self.assertEqual((self.status['derived'], self.status['recorded']), ('S1', 'S2'))

    def test_caps_apply_to_requested_and_derived(self):
        rules = Severities(BY_IMPACT.levels, caps=((('fact', 'plan', ('basic',)), 'S2'),))
        p = policy(within(HOUR), severities=rules)
        self.run_case(p, 'mon 12:00', ('mon 11:00', 'severity_change_requested', {'severity': 'S1'}), impact='high', plan='basic')
        self.assertEqual((self.status['derived'], self.status['requested']), ('S2', 'S2'))

    def test_opened_inside_is_decided_once(self):
        rows = ((('opened_in', DESK), Within(HOUR, DESK)), (True, Within(8 * HOUR, DESK)))
        self.run_case(policy(metric(rows)), 'mon 08:30', ('mon 08:10', 'accepted'), opened='mon 08:00')
        self.check(due='mon 17:00')


class Ladders(Hand):
    def test_event_moves_the_line(self):
        up = Step('up', (Trigger('event', 'cannot_diagnose'),), (('line', 'two'),))
        self.run_case(policy(within(HOUR), steps=(up,)), 'mon 12:00', ('mon 11:00', 'cannot_diagnose'))
        self.fired(('mon 11:00', 'up', 1, 0))
        self.assertEqual([(name(t), line) for t, line in self.status['line_history']], [('mon 10:00', 'one'), ('mon 11:00', 'two')])

    def timer(self, since, amount, ident='timer', effects=(('notify', 'x'),), **options):
        clock = Metric('t', starts=(since,), rows=((True, Within(amount, DESK)),), starts_latest=True, pauses=(Pause('customer'),))
        return Step(ident, (Trigger('timer', clock=clock),), effects, **options)

    def test_timer_since_the_latest(self):
        self.run_case(policy(within(HOUR), steps=(self.timer('customer_replied', 2 * HOUR),)), 'mon 16:00',
                      ('mon 10:30', 'customer_replied'), ('mon 12:00', 'customer_replied'))
        self.fired(('mon 14:00', 'timer', 2, 0))

    def test_rungs_count_from_arrival_on_the_line(self):
        steps = (self.timer('opened', HOUR, 'first', (('line', 'two'),)), self.timer('line_changed', HOUR, 'second', (('line', 'three'),)))
        self.run_case(policy(within(HOUR), steps=steps), 'mon 16:00')
        self.fired(('mon 11:00', 'first', 1, 0), ('mon 12:00', 'second', 1, 0))
        self.assertEqual(self.status['line'], 'three')

    def test_a_miss_that_raises_the_severity(self):
        rows = ((('severity', ('S1',)), Within(HOUR, DESK)), (True, Within(4 * HOUR, DESK)))
        other = metric(rows, id='other', stops=('responded',))
        p = policy(within(2 * HOUR), other, steps=(miss(effects=(('severity', 'S1'),)),))
        self.run_case(p, 'mon 12:30', impact='low')
        self.assertEqual(self.status['recorded'], 'S1')
        self.check(metric='other', start='mon 10:00', due='mon 13:00+1')  # made by a step: restart

    def test_a_step_can_only_raise(self):
        p = policy(within(2 * HOUR), steps=(miss(effects=(('severity', 'S2'),)),))
        self.run_case(p, 'mon 12:30', impact='high')
        self.assertEqual(self.status['current'], 'S1')

    def test_nth_miss(self):
        third = Step('third', (Trigger('nth_miss', 'm', nth=3),), (('notify', 'x'),))
        row = metric(Within(2 * HOUR, DESK), stops=('update_sent',), repeats='stop')
        self.run_case(policy(row, steps=(third,)), 'tue 17:00')
        self.fired(('mon 16:00+1', 'third', 3, 0))

    def test_any_of_fires_at_the_first(self):
        step = Step('any', (Trigger('share', 'm', percent=50), Trigger('event', 'ping')), (('notify', 'x'),))
        self.run_case(policy(within(4 * HOUR), steps=(step,)), 'mon 16:00', ('mon 11:00', 'ping'))
        self.fired(('mon 11:00', 'any', 1, 0))

    def test_requirement_that_something_has_not_happened(self):
        p = policy(within(4 * HOUR), steps=(share(50, unless_happened='work_started'),))
        self.run_case(p, 'mon 16:00', ('mon 11:00', 'work_started'))
        self.fired()
        self.run_case(p, 'mon 16:00', ('mon 12:30', 'work_started'))
        self.fired(('mon 12:00', 'at_50', 1, 0))

    def test_held_back_to_opening(self):
        p = policy(within(4 * HOUR, ALWAYS), steps=(share(50, inside=DESK),))
        self.run_case(p, 'mon 09:00', opened='mon 05:00')
        self.fired(('mon 09:00', 'at_50', 1, 0))
        self.run_case(p, 'mon 12:00', ('mon 08:30', 'resolved'), opened='mon 05:00')
        self.fired()

    def test_of_several_held_back_only_the_latest(self):
        step = Step('s', (Trigger('event', 'ping'),), (('notify', 'x'),), inside=DESK)
        self.run_case(policy(within(HOUR), steps=(step,)), 'mon 09:00', ('mon 06:00', 'ping'), ('mon 07:00', 'ping'), opened='mon 05:00')
        self.fired(('mon 09:00', 's', 2, 0))

    def test_repetitions(self):
        p = policy(within(HOUR), steps=(share(100, repeat=Repeat(2, 2 * HOUR, DESK)),))
        self.run_case(p, 'tue 17:00')
        self.fired(('mon 11:00', 'at_100', 1, 0), ('mon 13:00', 'at_100', 1, 1), ('mon 15:00', 'at_100', 1, 2))
        self.run_case(p, 'tue 17:00', ('mon 14:00', 'resolved'))
        self.fired(('mon 11:00', 'at_100', 1, 0), ('mon 13:00', 'at_100', 1, 1))

    def test_restart_begins_a_new_cycle_of_steps(self):
        p = policy(metric(BY_FACT, carry=(Carry('restart'),)), steps=(share(50),))
        self.run_case(p, 'mon 16:00', ('mon 15:00', 'facts_changed', {'facts': {'impact': 'high'}}), impact='low')
        self.fired(('mon 14:00', 'at_50', 1, 0), ('mon 16:00', 'at_50', 2, 0))

    def test_falling_back_below_does_not_rearm(self):
        p = policy(metric(BY_FACT, carry=(Carry('from_start'),)), steps=(share(50),))
        self.run_case(p, 'tue 12:00', ('mon 11:30', 'facts_changed', {'facts': {'impact': 'low'}}), impact='high')
        self.fired(('mon 11:00', 'at_50', 1, 0))

    def test_a_change_that_passes_several_thresholds(self):
        p = policy(metric(BY_FACT, carry=(Carry('from_start'),)), steps=(share(75), share(50), miss()))
        self.run_case(p, 'mon 13:00', ('mon 13:00', 'facts_changed', {'facts': {'impact': 'high'}}), impact='low')
        self.fired(('mon 13:00', 'at_50', 1, 0), ('mon 13:00', 'at_75', 1, 0), ('mon 13:00', 'missed', 1, 0))

    def test_thresholds_of_a_cycle_ended_by_a_miss_fire_too(self):
        row = metric(((('fact', 'impact', ('high',)), Within(2 * HOUR, DESK)), (True, Within(8 * HOUR, DESK))), stops=('update_sent',),
                     repeats='stop', carry=(Carry('from_start'),))
        self.run_case(policy(row, steps=(share(50),)), 'mon 12:30', ('mon 12:30', 'facts_changed', {'facts': {'impact': 'high'}}),
                      impact='low')
        self.fired(('mon 12:30', 'at_50', 1, 0))
        self.check(2, start='mon 12:00')

    def test_an_event_of_a_step_begins_no_cycle_of_that_step(self):
        echo = Step('echo', (Trigger('event', 'ping'),), (('event', 'pong'),))
        back = Step('back', (Trigger('event', 'pong'),), (('event', 'ping'),))
        self.run_case(policy(within(HOUR), steps=(echo, back)), 'mon 12:00', ('mon 11:30', 'ping'))
        self.fired(('mon 11:30', 'echo', 1, 0), ('mon 11:30', 'back', 1, 0))

    def test_zero_length_passes_all_shares_at_receipt(self):
        self.run_case(policy(within(0), steps=(share(50), share(100))), 'mon 10:00')
        self.fired(('mon 10:00', 'at_50', 1, 0), ('mon 10:00', 'at_100', 1, 0))


def write(folder):
    """The situations as policies and case files, with the answers that the tests confirm."""
    folder.mkdir(parents=True, exist_ok=True)
    by_policy = {}
    for name, policies, events, as_of, status in WRITTEN:
        cases = by_policy.setdefault(policy_text(policies), [])
        words = name.replace('.test_', ': ').replace('_', ' ')
        same = sum(c['name'].startswith(words) for c in cases)
        cases.append(case(words + (' (%d)' % (same + 1) if same else ''), events, as_of, status))
    for number, (text, cases) in enumerate(by_policy.items(), 1):
        file = 'hand-%02d.yaml' % number
        (folder / file).write_text(text)
        (folder / ('hand-%02d.policytest.yaml' % number)).write_text(cases_text(file, cases))
    print('%d cases under %d policies' % (len(WRITTEN), len(by_policy)))


if __name__ == '__main__':
    if sys.argv[1:2] == ['--write']:
        confirmed = unittest.main(argv=sys.argv[:1], exit=False).result.wasSuccessful()
        if confirmed:
            write(pathlib.Path(sys.argv[2]))
        sys.exit(not confirmed)
    unittest.main()
