# SPDX-License-Identifier: MIT
"""What random histories reached: a comparison that never meets a concept says nothing of it."""

from evaluator_model import Within

ALWAYS_REACHED = (
    'target Within', 'target Days', 'target Word', 'target Parts', 'target PerPeriod', 'cutoff', 'carry from_start',
    'carry restart', 'carry carry_elapsed', 'carry carry_fraction', 'never_later', 'paused', 'paused real', 'bound', 'met',
    'missed', 'superseded', 'waiting', 'ended', 'anchored', 'once', 'promise', 'agreed duration', 'agreed instant',
    'withdrawn', 'learned late', 'reopened exclude_closed', 'reopened count_closed', 'reopened restart', 'reopened new_cycle',
    'severity requested', 'severity changed', 'severity recorded', 'facts changed', 'version changed', 'line moved', 'fired',
    'fired again', 'fired of any_of', 'fired in hours', 'fired at a share', 'fired at a timer', 'fired at a miss',
    'fired at an n-th miss', 'fired at an event', 'chained', 'three cycles')
KINDS = {'share': 'a share', 'timer': 'a timer', 'miss': 'a miss', 'nth_miss': 'an n-th miss', 'event': 'an event'}


def _of_metric(spec, seen, kinds):
    for _, target in spec.rows:
        yield 'target %s' % type(target).__name__
    if spec.cutoff is not None:
        yield 'cutoff'
    if any(c['state'] == 'paused' for c in seen['cycles']):
        yield 'paused'
        if spec.pause_real:
            yield 'paused real'
    for cycle in seen['cycles']:
        yield cycle['outcome']
        if cycle['superseded']:
            yield 'superseded'
        if cycle.get('carried') or 'facts_changed' in kinds or 'severity_changed' in kinds:
            for carry in spec.carry:
                yield 'carry %s' % carry.kind
                if carry.never_later:
                    yield 'never_later'
    yield seen['status']
    if spec.repeats == 'schedule':
        yield 'anchored'
    if spec.once and seen['misses']:
        yield 'once'
    if 'reopened' in kinds:
        yield 'reopened %s' % spec.reopening
    if any(s.startswith('stop:') for s in spec.starts):
        yield 'chained'
    if len(seen['cycles']) >= 3:
        yield 'three cycles'


def _of_events(events):
    for event in events:
        if event.occurred_at is not None and event.occurred_at < event.at:
            yield 'learned late'
        if event.next_by is not None:
            yield 'promise'
        if event.kind == 'agreed_target_set':
            yield 'agreed duration' if isinstance(event.target, Within) else 'agreed instant'
        for kind, name in (('agreed_target_withdrawn', 'withdrawn'), ('severity_change_requested', 'severity requested'),
                           ('severity_changed', 'severity changed'), ('facts_changed', 'facts changed')):
            if event.kind == kind:
                yield name


def reached(policies, events, status):
    """The names of the concepts that one history met; of a policy's, those of the version in force at the end."""
    policy = policies[status['version']]
    kinds = {e.kind for e in events}
    found = set(_of_events(events))
    for spec in policy.metrics:
        seen = status['metrics'][spec.id]
        if seen['cycles']:
            found.update(_of_metric(spec, seen, kinds))
    waits = {e.reason for e in events if e.kind == 'waiting'}
    if any(bound is not None and name in waits for name, bound in policy.reasons):
        found.add('bound')
    if status['version']:
        found.add('version changed')
    if status['recorded'] is not None:
        found.add('severity recorded')
    if len(status['line_history']) > 1:
        found.add('line moved')
    steps = {(ladder, step.id): step for ladder, steps in policy.ladders for step in steps}
    for _, ladder, name, _, repetition in status['firings']:
        step = steps.get((ladder, name))
        found.add('fired again' if repetition else 'fired')
        if step is None:
            continue
        if len(step.triggers) > 1:
            found.add('fired of any_of')
        else:
            found.add('fired at %s' % KINDS[step.triggers[0].kind])
        if step.inside is not None:
            found.add('fired in hours')
    return found


def never(counts):
    """What no history reached."""
    return [name for name in ALWAYS_REACHED if not counts[name]]
