# SPDX-License-Identifier: MIT
"""The arithmetic of one running target: section 7 from "Due" to "When something changes while a clock runs"."""

import datetime as dt

from evaluator_model import AgreedInstant, Days, Parts, Within, Word


FOREVER = 1 << 62


def day_target(target, start, receipt, cutoff):
    """Where a day target ends, and whether it had to be moved to receipt (section 4)."""
    calendar = target.calendar
    receipt_day = calendar.belongs(receipt)
    day = receipt_day
    if target.after_date:
        passed = calendar.past_cutoff(start, cutoff)
        if passed is None or passed not in calendar.by_date:
            day = calendar.zone.date(start)
    if target.unit == 'business_days':
        goal = day if target.count == 0 else calendar.day_after(day, target.count)
    elif target.unit == 'days':
        goal = day + dt.timedelta(days=target.count)
    elif target.unit == 'weeks':
        goal = day + dt.timedelta(days=7 * target.count)
    else:
        month = day.year * 12 + day.month - 1 + target.count
        last = (dt.date((month + 1) // 12, (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
        goal = dt.date(month // 12, month % 12 + 1, min(day.day, last))
    if target.reading == 'end_of_day':
        due = calendar.last_close_of(goal)
    elif target.reading == 'start_of_day':
        due = calendar.first_open_of(goal)
    elif target.reading == 'same_time':
        due = calendar.time_on(goal, calendar.wall_on(receipt, receipt_day))
    else:
        due = calendar.time_on(goal, target.at * 60_000_000)
    return max(due, receipt)


class Entry:
    """A pause as one clock sees it. `b` is None while nobody knows its end."""

    __slots__ = ('reason', 'a', 'b', 'begun', 'used', 'from_', 'forced', 'in_force')

    def __init__(self, reason, a, b=None, begun=None, used=0, from_=None, forced=False):
        self.reason, self.a, self.b, self.forced = reason, a, b, forced
        self.begun = a if begun is None else begun  # real time counts from here
        self.used = used  # of it, what passed as open time before `from_`
        self.from_ = self.begun if from_ is None else from_

    def copy(self):
        return Entry(self.reason, self.a, self.b, self.begun, self.used, self.from_, self.forced)


class Part:
    """One part of a target, counted from `base` with `carried` behind it."""

    def __init__(self, target, start, receipt, base, carried, length, ends, agreed=None):
        self.target, self.start, self.receipt, self.base = target, start, receipt, base
        self.carried, self.length, self.ends, self.agreed = carried, length, ends, agreed
        self.calendar = target.calendar
        self.changed = None  # the change that made it
        self.since = base  # from here on elapsed is at least what was carried

    def last_end(self, entry, real, end):
        """Where a pause that was resumed at `end` stops pausing."""
        if not real or end <= entry.begun:
            return end
        left = end - entry.begun - entry.used
        return end if left <= 0 else max(end, self.calendar.add(entry.from_, left))

    def walk(self, entries, real, now, resumed=None):
        """(due or None, excluded spans, the reasons that pause it at `now`). Knows only what happened up to `now`.

        With `resumed`, what is still in force ends there.
        """
        add, elapsed = self.calendar.add, self.calendar.elapsed
        due = self.ends if self.agreed is None else self.agreed
        open_paused, covered, spans, why = 0, self.base, [], []
        lasts = due
        for entry in sorted(entries, key=lambda e: e.a):
            if entry.a > now or (entry.a >= max(due, lasts) and not entry.forced):
                continue
            end = entry.b
            if end is None or end > now:
                end = resumed
            if end is not None:
                end = self.last_end(entry, real, end)
                lasts = max(lasts, end) if real and self.agreed is None else lasts  # until then there is no due instant
                if end > now and resumed is None:
                    end = None
            if end is None:
                why.append(entry)
                if self.agreed is None:
                    due = FOREVER  # while paused there is none: what begins now begins before it
                if covered < now or not spans:
                    spans.append((max(entry.a, covered), max(now, covered)))
                    covered = max(covered, now)
                continue
            low = max(entry.a, covered)
            if end > low:
                open_paused += elapsed(low, end)
                spans.append((low, end))
                covered = end
                if self.agreed is None:
                    due = add(self.ends, open_paused)
        if why and self.agreed is None:
            return None, spans, why
        return due, spans, why

    def run(self, spans, at):
        """Elapsed at `at`: what was carried and the open time since, outside the excluded spans."""
        if at <= self.base:
            return self.carried
        total = self.calendar.elapsed(self.base, at)
        for a, b in spans:
            if a < at:
                total -= self.calendar.elapsed(a, min(b, at))
        return self.carried + total

    def reach(self, spans, amount, until):
        """The earliest instant up to `until` with `amount` elapsed, or None."""
        left = amount - self.carried
        if left <= 0:
            return self.since
        at = self.base
        for a, b in spans + [(until, until)]:
            a = min(a, until)
            if a > at:
                here = self.calendar.elapsed(at, a)
                if here >= left:
                    return self.calendar.add(at, left)
                left -= here
            at = max(at, min(b, until))
        return None

    def threshold(self, entries, real, percent, now):
        """The instant of p % as known at `now`, or None."""
        due, spans, why = self.walk(entries, real, now)
        if self.length == 0 and percent <= 100:
            return self.base  # a length of 0 is at 100 % from receipt
        if percent == 100:
            return due
        if percent > 100:
            return None if due is None else self.calendar.add(due, -(-(percent - 100) * self.length // 100))
        found = self.reach(spans, -(-percent * self.length // 100), now if due is None or why else due)
        if due is None:
            return found
        return due if found is None else min(found, due)


class Clock:
    """One target in force: its parts, the pauses it knows, and the reasons that pause it."""

    def __init__(self, target, parts, latest, entries, reasons, real, start, restarted=False):
        self.target, self.parts, self.latest, self.entries = target, parts, latest, entries
        self.reasons, self.real, self.start = reasons, real, start
        self.new_cycle = restarted  # begins a new cycle of steps once it is the answer
        self.missed = False
        self.agreed = isinstance(target, AgreedInstant)
        self.signature = None
        self.earlier = ()  # (calendar, until): those on which it ran before changes that carried what it had

    def look_up(self, reasons, at, in_force):
        """Other reasons pause it from now on, though its target stands."""
        for entry in self.entries:
            if entry.reason not in reasons and entry.reason != '#closed' and (entry.b is None or entry.b > at):
                entry.b = at
        for reason, bound_end in in_force.items():
            if reason in reasons and reason not in self.reasons and (bound_end is None or bound_end > at):
                self.entries.append(Entry(reason, at, bound_end, begun=max(at, self.start)))
        self.reasons = reasons

    def run_earlier(self, entry):
        """A pause that is only known now, but began under earlier calendars: what of it passed there."""
        for calendar, until in self.earlier:
            if entry.from_ < until:
                entry.used += calendar.elapsed(entry.from_, until)
                entry.from_ = until

    def key(self, part, now, last):
        if part is None:
            return (2, 0)
        due, _, _ = part.walk(self.entries, self.real, now)
        if due is not None:
            return (0, due)
        return (1, part.walk(self.entries, self.real, now, resumed=last)[0])

    def answer(self, now, last):
        """(key, part) of the part that answers."""
        if len(self.parts) == 1:
            return self.key(self.parts[0], now, last), self.parts[0]
        keyed = [(self.key(part, now, last), part) for part in self.parts]
        best = keyed[0]
        for other in keyed[1:]:
            if (other[0] > best[0]) if self.latest else (other[0] < best[0]):
                best = other
        return best

    def begin_pause(self, reason, at, bound_end):
        self.entries.append(Entry(reason, at, bound_end, begun=max(at, self.start)))

    def end_pause(self, reason, at):
        for entry in self.entries:
            if entry.reason == reason and (entry.b is None or entry.b > at):
                entry.b = max(at, entry.a)


def answer(clocks, now, last):
    """(key, clock, part) of the clock that answers: the earlier; of equal ones the one that ran first."""
    best = None
    for clock in clocks:
        key, part = clock.answer(now, last)
        if best is None or key < best[0]:
            best = (key, clock, part)
    return best


def parts_of(target):
    if isinstance(target, Parts):
        return target.parts, target.latest
    return (target,), False


def fresh_part(target, start, cutoff):
    """A part counted from its start: (receipt, length, where it ends, agreed instant)."""
    if isinstance(target, Word):
        return None
    calendar = target.calendar
    receipt = calendar.receipt(start, cutoff)
    if isinstance(target, Within):
        return Part(target, start, receipt, receipt, 0, target.amount, calendar.add(receipt, target.amount))
    if isinstance(target, Days):
        ends = day_target(target, start, receipt, cutoff)
        return Part(target, start, receipt, receipt, 0, calendar.elapsed(receipt, ends), ends)
    ends = max(target.at, receipt)
    return Part(target, start, receipt, receipt, 0, calendar.elapsed(receipt, ends), ends, agreed=ends)


def changed_part(target, start, cutoff, kind, change, elapsed, old_length):
    """A part after a change that carries: section 7, `carry_elapsed` and `carry_fraction`."""
    part = fresh_part(target, start, cutoff)
    if part is None:
        return None
    if kind == 'carry_elapsed':
        carried = elapsed
    elif old_length == 0:
        carried = part.length
    else:
        carried = part.length * elapsed // old_length
    part.base = max(change, part.receipt)
    part.carried, part.since = carried, change
    if part.agreed is None:
        left = part.length - carried
        part.ends = part.calendar.add(part.base, left) if left > 0 else part.base
    return part
