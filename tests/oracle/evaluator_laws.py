# SPDX-License-Identifier: MIT
"""Laws that every answer must keep, checked on the evaluator's own answers (the library's are held to the same)."""

import evaluator
import evaluator_explain

RUNNING_FIGURES = ('elapsed', 'remaining', 'overdue', 'due_if_resumed')


def still(status):
    """A status without the figures that run with time, and without what says when to look again."""
    out = {k: v for k, v in status.items() if k not in ('metrics', 'next_change')}
    out['metrics'] = {}
    out.pop('timers')
    for name, metric in status['metrics'].items():
        cycles = [{k: v for k, v in c.items() if k not in RUNNING_FIGURES} for c in metric['cycles']]
        out['metrics'][name] = dict(metric, cycles=cycles)
    return out


def _same(one, other):
    return still(one) == still(other) and one['timers'] == other['timers']


def broken(policies, events, as_of):
    """The first law that a case breaks, as text, or None."""
    seen = {}
    instants = sorted({e.at for e in events} | {e.at + 1 for e in events} | {as_of})
    previous = None
    for at in instants:
        if at > as_of:
            continue
        known = [e for e in events if e.at <= at]
        status = evaluator.evaluate(policies, events, at)
        if status != evaluator.evaluate(policies, known, at):
            return 'what comes after as_of changes the answer at %d' % at
        for firing in status['firings']:
            identity = firing[1:]
            if seen.setdefault(identity, firing[0]) != firing[0]:
                return 'a firing has two instants: %r' % (identity,)
        if len({f[1:] for f in status['firings']}) != len(status['firings']):
            return 'a firing twice at %d' % at
        if previous is not None:
            before = [f for f in previous[1]['firings'] if f[0] < previous[0]]
            if status['firings'][:len(before)] != before:
                return 'a firing was withdrawn between %d and %d' % (previous[0], at)
            if any(f[0] < previous[0] for f in status['firings'][len(before):]):
                return 'a firing came before its cause at %d' % at
            for name, metric in previous[1]['metrics'].items():
                if status['metrics'][name]['misses'] < metric['misses'] and previous[0] < at:
                    return 'a miss was withdrawn at %d' % at
        previous = (at, status)
        following = min((e.at for e in events if e.at > at), default=None)
        change = status['next_change']
        limit = change if change is not None and (following is None or change <= following) else following
        if limit is None or limit - 1 <= at:
            if change is None:
                later = evaluator.evaluate(policies, known, at + 40 * 86_400_000_000)
                if still(later) != still(status):
                    return 'something changed although nothing was to at %d' % at
        elif still(evaluator.evaluate(policies, known, limit - 1)) != still(status):
            return 'something changed before next_change at %d' % at
        if change is not None and _same(status, evaluator.evaluate(policies, known, change)):
            return 'nothing changed at next_change of %d' % at
    case = evaluator.Case(policies, events, as_of).run()
    for metric in case.metric_order:
        wrong = evaluator_explain.broken(case, metric)
        if wrong:
            return 'the explanation of %s: %s' % (metric, wrong)
    return None
