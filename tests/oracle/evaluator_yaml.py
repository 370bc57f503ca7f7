#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random policies and histories in the forms that the library reads: docs/policy-language.md, sections 2 to 7 and 9.

Written as JSON, which is YAML. Run by hand it writes a policy and its case file with the evaluator's answers as expectations:

    evaluator_yaml.py SEED FOLDER [HISTORIES]
"""

import json
import pathlib
import sys

import evaluator
import histories
from evaluator_calendar import HOUR, MINUTE, SECOND, OutsideWindow, text
from evaluator_model import AgreedInstant, Parts, PerPeriod, Within, Word

WEEKDAYS = ('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun')
UNITS = {'business_days': 'business_days', 'days': 'calendar_days', 'weeks': 'weeks', 'months': 'months'}


def time(minute):
    return '%02d:%02d' % divmod(minute, 60)


def window(hours):
    begin, end = hours
    return '%s-%s' % (time(begin), time(end if end <= 1440 else end - 1440))


def duration(amount):
    """Exact: hours, minutes, seconds with decimals."""
    if amount == 0:
        return '0m'
    out = ''
    hours, rest = divmod(amount, HOUR)
    minutes, rest = divmod(rest, MINUTE)
    seconds, micro = divmod(rest, SECOND)
    if hours:
        out += '%dh' % hours
    if minutes:
        out += '%dm' % minutes
    if micro:
        out += ('%d.%06d' % (seconds, micro)).rstrip('0') + 's'
    elif seconds:
        out += '%ds' % seconds
    return out


def calendar(c, sets):
    always = all(c.weekly.get(d) == [(0, 1440)] for d in range(7))
    if always and not c.holidays and c.zone_name == 'UTC':
        return '24x7'
    out = {'zone': c.zone_name}
    if always:
        out['hours'] = '24x7'
    else:
        out['hours'] = {WEEKDAYS[d]: [window(h) for h in hours] for d, hours in sorted(c.weekly.items())}
    closed = {d: name for d, (name, hours) in c.holidays.items() if not hours}
    if closed:
        sets[c.name] = {'lists': [{'name': name, 'dates': [d.isoformat()], 'covers': [2026, 2027]}
                                  for d, name in sorted(closed.items())]}
        out['holidays'] = [c.name]
    other = {d.isoformat(): [window(h) for h in hours] for d, (_, hours) in sorted(c.holidays.items()) if hours}
    if other:
        out['exceptions'] = other
    return out


def condition(c):
    if c is True:
        return {}
    kind = c[0]
    if kind == 'fact':
        return {c[1]: list(c[2])}
    if kind == 'num':
        return {c[1]: {{'<': 'below', '<=': 'at_most', '>': 'more_than', '>=': 'at_least'}[c[2]]: c[3]}}
    if kind in ('all', 'any'):
        return {kind: [condition(x) for x in c[1]]}
    if kind == 'not':
        return {'not': condition(c[1])}
    if kind in ('severity', 'line'):
        return {kind: list(c[1])}
    if kind == 'metric':
        return {'metric': {c[1]: c[2]}}
    if kind == 'opened_in':
        return {'opened_inside': c[1].name}
    if kind == 'paused':
        return {'paused_for': c[1]}
    if kind == 'state':
        return {'state': c[1][0]} if len(c[1]) == 1 else {'any': [{'state': s} for s in c[1]]}
    return {'happened': c[1]}


def target(t):
    if isinstance(t, Word):
        if t.name == 'as_agreed':
            return {'as_agreed': True}
        return {'is': t.name}
    if isinstance(t, Parts):
        return {'latest_of' if t.latest else 'earliest_of': [target(x) for x in t.parts]}
    if isinstance(t, PerPeriod):
        return {'times': {'count': t.count, 'per': t.period}, 'calendar': t.calendar.name}
    if isinstance(t, Within):
        return {'within': duration(t.amount), 'calendar': t.calendar.name}
    if t.count == 0 and t.unit == 'business_days':
        return {'within': 'same_business_day', 'calendar': t.calendar.name}
    out = {'within': '%d %s' % (t.count, UNITS[t.unit]), 'calendar': t.calendar.name,
           'until': time(t.at) if t.reading == 'at' else t.reading}
    if t.after_date:
        out['after'] = 'date'
    return out


def rows(pairs):
    return [dict({} if c is True else {'when': condition(c)}, **target(t)) for c, t in pairs]


def pauses(metric):
    sure = [p.reason for p in metric.pauses if p.when is True]
    out = [{'when': condition(p.when), 'reasons': [p.reason]} for p in metric.pauses if p.when is not True]
    if not out:
        return sure
    return out + ([{'reasons': sure}] if sure else [])


def carries(metric):
    out = []
    for c in metric.carry:
        row = {} if c.when is True else {'when': condition(c.when)}
        row['carry'] = c.kind
        if c.never_later:
            row['never_later'] = True
        out.append(row)
    return out


def metric(m):
    out = {'starts': [{'stop_of': s[5:]} if s.startswith('stop:') else s for s in m.starts], 'stops': list(m.stops),
           'targets': rows(m.rows), 'reopening': m.reopening, 'tells_customer': False}
    if m.starts_latest:
        out['latest'] = True
    if m.cutoff is not None:
        out['cutoff'] = time(m.cutoff)
    if m.pauses:
        out['pauses'] = pauses(m)
    if m.pause_real:
        out['pause_lasts'] = 'real'
    if m.carry:
        out['carry'] = carries(m)
    if m.repeats:
        out['repeats'] = {'after': m.repeats, 'until': list(m.until), 'once': m.once, 'promises': m.promises}
    return out


def trigger(t):
    if t.kind == 'event':
        return {'events': [t.name]}
    if t.kind == 'timer':
        out = dict({'event': list(t.clock.starts)}, **target(t.clock.rows[0][1]))
        if t.clock.pauses:
            out['pauses'] = pauses(t.clock)
        if t.clock.carry:
            out['carry'] = carries(t.clock)
        return {'after': out}
    if t.kind == 'share':
        return {'share': {'metric': t.name, 'at': '%d%%' % t.percent}}
    if t.kind == 'miss':
        return {'miss': t.name}
    return {'misses': {'metric': t.name, 'count': t.nth}}


def step(s):
    out = {'id': s.id}
    if len(s.triggers) == 1:
        out.update(trigger(s.triggers[0]))
    else:
        out['any_of'] = [trigger(t) for t in s.triggers]
    if s.when is not True:
        out['when'] = condition(s.when)
    if s.unless_happened:
        out['unless_happened'] = s.unless_happened
    if s.inside is not None:
        out['in'] = s.inside.name
    for kind, value in s.effects:
        if kind == 'line':
            out['to'] = value
        elif kind == 'notify':
            out['notify'] = [value]
        elif kind == 'severity':
            out['raise'] = value
        elif kind == 'close':
            out['close'] = True
        else:
            out['emit'] = value
    if s.repeat is not None:
        out['repeats'] = {'times': s.repeat.times, 'every': duration(s.repeat.every), 'calendar': s.repeat.calendar.name}
    return out


def document(policy, number):
    """One version of a policy as the mapping that its file is."""
    sets = {}
    calendars = {c.name: calendar(c, sets) for c in policy.calendars}
    rules = policy.severities
    levels = [{'id': level, 'when': condition(c)} for level, c in rules.levels if c is not True]
    levels += [{'id': level} for level, c in rules.levels if c is True]
    out = {
        'supportpolicy': 1, 'id': policy.id, 'version': 'v%d' % number, 'title': 'Random policy',
        'effective': {'from': '2026-01-01', 'to': '2090-12-31'} if number == 0 else {'from': '%d-01-01' % (2090 + number)},
        'zone': 'UTC',
        'facts': dict({name: {'one_of': list(values)} for name, values in policy.facts}, users={'type': 'number'}),
        'calendars': calendars,
        'severities': {
            'levels': levels, 'default': rules.levels[-1][0],
            'record': {'at': rules.record_at, 'value': rules.record_value},
            'changes': {'upgrade': {'follows': 'derived' if rules.up_follows else 'decision'},
                        'downgrade': {'follows': 'derived' if rules.down_follows else 'decision'}}},
        'reasons': {name: {} if bound is None else {'bound': target(bound)} for name, bound in policy.reasons},
        'metrics': {m.id: metric(m) for m in policy.metrics},
        'escalation': {'lines': list(policy.lines)},
        'events': list(policy.events),
    }
    roles = sorted({v for _, steps in policy.ladders for s in steps for k, v in s.effects if k == 'notify'})
    if roles:
        out['roles'] = roles
    if sets:
        out['holidays'] = sets
    if rules.caps:
        out['severities']['limits'] = [{'when': condition(c), 'at_most': level} for c, level in rules.caps]
    if policy.ladders:
        out['escalation']['ladders'] = {name: {'steps': [step(s) for s in steps]} for name, steps in policy.ladders}
    return out


def policy_text(policies):
    """All versions, as documents of one file."""
    return '\n'.join('---\n' + json.dumps(document(p, i), indent=1) for i, p in enumerate(policies)) + '\n'


def event(e):
    out = {'at': text(e.at), 'type': e.kind}
    for key in ('occurred_at', 'next_by'):
        if getattr(e, key) is not None:
            out[key] = text(getattr(e, key))
    for key in ('reason', 'severity', 'line', 'metric'):
        if getattr(e, key) is not None:
            out[key] = getattr(e, key)
    if e.kind in ('severity_changed', 'accepted'):
        out['by'] = 'vendor'
    if e.kind == 'severity_change_requested':
        out['by'] = 'customer'
    if e.facts:
        out['facts'] = dict(e.facts)
    if e.version is not None:
        out['version'] = 'v%d' % e.version
    if e.target is not None:
        if isinstance(e.target, AgreedInstant):
            out['due'] = text(e.target.at)
        else:
            out['within'] = duration(e.target.amount)
        if e.target.calendar is not None:
            out['calendar'] = e.target.calendar.name
    return out


def clock(cycle, status):
    """A cycle's figures in the words of `expect`."""
    def at(key):
        return text(cycle[key]) if cycle.get(key) is not None else 'none'

    if 'word' in cycle and cycle['word'] != 'word':
        out = {'word': cycle['word'], 'due': 'none'} if cycle['word'] in ('continuous', 'best_effort') else {'due': 'none'}
    else:
        out = {'due': at('due')}
        for key in ('length', 'elapsed', 'remaining'):
            if key in cycle:
                out[key] = duration(cycle[key])
        if 'due_if_resumed' in cycle:
            out['due_if_resumed'] = at('due_if_resumed')
        if cycle.get('receipt') is not None:
            out['received'] = at('receipt')
    out.update(started=at('start'), state=cycle['state'], outcome=cycle['outcome'])
    return out


def expectations(status):
    metrics = {}
    for name, m in status['metrics'].items():
        if not m['cycles']:
            metrics[name] = {'state': 'ended' if m['status'] == 'ended' else 'not_started'}
            continue
        now = clock(m['cycles'][-1], m['status'])
        now.update(cycle=len(m['cycles']), misses=m['misses'])
        if m['status'] == 'waiting':
            now['state'] = 'waiting'
        metrics[name] = now
        if len(m['cycles']) > 1:
            now['cycles'] = [clock(c, m['status']) for c in m['cycles']]
    return {'severity': status['current'], 'recorded': status['recorded'] or 'none', 'derived': status['derived'],
            'requested': status['requested'] or 'none', 'line': status['line'], 'version': 'v%d' % status['version'],
            'next_change': text(status['next_change']) or 'none', 'metrics': metrics,
            'firings': [{'step': f[2], 'at': text(f[0])} for f in status['firings']]}


def case(name, events, as_of, status=None):
    out = {'name': name, 'events': [event(e) for e in events], 'as_of': text(as_of)}
    if status is not None:
        out['expect'] = expectations(status)
    return out


def cases_text(policy_file, cases):
    return json.dumps({'policytest': 1, 'policy': [policy_file], 'zone': 'UTC', 'cases': cases}, indent=1) + '\n'


def write(seed, folder, count):
    """A random policy and its cases, with what the evaluator says of them."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    cases = []
    for i in range(count):
        try:
            made = histories.make(seed, seed * 1000 + i)
        except OutsideWindow:
            made = None
        if made is not None:
            policies, events, as_of = made
            cases.append(case('history %d' % i, events, as_of, evaluator.evaluate(policies, events, as_of)))
    name = 'random-%d.yaml' % seed
    (folder / name).write_text(policy_text(histories.make_policies(seed)))
    (folder / ('random-%d.policytest.yaml' % seed)).write_text(cases_text(name, cases))


if __name__ == '__main__':
    write(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 20)
