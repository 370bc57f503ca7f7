# SPDX-License-Identifier: MIT
"""Section 9: the explanation of a clock as segments, drawn anew from its pauses and its calendar.

A segment is (from, to, label, name, counted, after due). Reading: the whole time is drawn with the calendar and the pauses of
the clock that answers; after a change `carried` stands at it, without width, and what is counted before it is not part of the
sum.
"""

from evaluator_calendar import wall_of
from evaluator_clock import answer


def _midnights(zone, begin, end):
    date = zone.date(begin)
    while True:
        date = date.fromordinal(date.toordinal() + 1)
        at = zone.first_at_or_after(wall_of(date, 0))
        if at >= end:
            return
        yield at


def explain(case, metric):
    """The segments of a metric's last cycle, or None where there is no clock to explain (words, rows of so many a day)."""
    run = case.runs[metric]
    cycle = run.cycle
    if cycle is None or run.per_period or not cycle.clocks:
        return None
    if run.status == 'running':
        _, clock, part = answer(cycle.clocks, case.as_of, case.last_event)
        seen = case.as_of
    elif cycle.judged is not None:
        _, clock, part, seen = cycle.judged
    else:
        return None
    if part is None:
        return None
    calendar = part.calendar
    due, spans, why = part.walk(clock.entries, clock.real, seen)
    origin = min([e.at for e in case.events] + [e.occurred_at for e in case.events if e.occurred_at is not None])
    end = case.as_of if due is None else max(due, case.as_of)
    stop = cycle.stop if cycle.stop is not None else cycle.end
    pauses = []
    for entry in clock.entries:
        if entry.a > seen or (due is not None and entry.a >= due and not entry.forced):
            continue
        if due is None and entry not in why and not any(a < (entry.b or b) and entry.a < b for a, b in spans):
            continue
        ends = entry.b
        if ends is not None and ends <= seen:
            ends = part.last_end(entry, clock.real, ends)
        pauses.append((entry.a, end if ends is None or ends > end else ends, entry.reason))
    cuts = {origin, end, clock.start, part.receipt, part.since, part.base, part.changed or part.base}
    cuts.update(x for x in (stop, due) if x is not None)
    for a, b, _ in pauses:
        cuts.update((a, b))
    for a, b in zip(calendar.starts, calendar.ends):
        cuts.update((a, b))
    cuts.update(_midnights(calendar.zone, origin, end))
    cuts = sorted(x for x in cuts if origin <= x <= end)
    reasons = [name for name, _ in case.policy.reasons] + ['#closed']

    def label(at):
        if at < clock.start:
            return 'before_start', ''
        if stop is not None and at >= stop:
            return 'stopped', ''
        paused = [reason for a, b, reason in pauses if a <= at < b]
        if paused:
            return 'paused', min(paused, key=reasons.index)
        if not calendar.is_open(at):
            name, hours = calendar.holidays.get(calendar.zone.date(at), (None, None))
            return ('holiday', name) if name else ('closed', '')
        if at < part.receipt or part.since <= at < part.base:
            return 'before_receipt', ''
        return 'counted', ''

    segments = []
    for a, b in zip(cuts, cuts[1:]):
        kind, name = label(a)
        after = due is not None and a >= due
        last = segments[-1] if segments else None
        if last and last[2:4] == [kind, name] and last[5] == after and a != part.changed:
            last[1] = b
        else:
            segments.append([a, b, kind, name, 0, after])
    if part.changed is not None:
        at = next((i for i, s in enumerate(segments) if s[0] >= part.changed), len(segments))
        carried = part.run(spans, part.changed)
        segments.insert(at, [part.changed, part.changed, 'carried', '', carried, False])
    for segment in segments:
        if segment[2] == 'counted':
            segment[4] = segment[1] - segment[0]
    return [tuple(s) for s in segments]


def broken(case, metric):
    """Section 9's sums: carried and the counted segments after it are elapsed, and up to due the length."""
    segments = explain(case, metric)
    if not segments:
        return None
    run = case.runs[metric]
    cycle = run.cycle
    live = run.status == 'running'
    _, clock, part = answer(cycle.clocks, case.as_of, case.last_event) if live else cycle.judged[:3]
    seen = case.as_of if live else cycle.judged[3]
    due, spans, _ = part.walk(clock.entries, clock.real, seen)
    for one, other in zip(segments, segments[1:]):
        if one[1] != other[0]:
            return 'a gap or an overlap'
        if one[2:4] == other[2:4] and one[5] == other[5]:
            return 'two segments that are one'
    begin = next((i for i, s in enumerate(segments) if s[2] == 'carried'), 0)
    upto = 0
    for a, b, _, _, counted, _ in segments[begin:]:
        upto += counted if b <= seen or a == b else max(0, seen - a) if counted else 0
    if upto != part.run(spans, seen):
        return 'the sum %d is not elapsed %d' % (upto, part.run(spans, seen))
    if due is not None and part.agreed is None and (live or cycle.ended_by == 'miss'):
        total = sum(s[4] for s in segments[begin:] if not s[5])
        if total != max(part.length, part.run(spans, part.changed) if part.changed else 0):
            return 'the sum %d up to due is not the length %d' % (total, part.length)
    return None
