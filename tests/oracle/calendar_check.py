#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random questions on random calendars: the library against the oracle.

    calendar_check.py LIBRARY [--zoneinfo DIR] [--seed N] [--questions N]
                      [--seconds N] [--only CALENDAR]

Each calendar is built twice through the public builder, with the default
compiled window and with an empty or a small one; both answer. The seed is
printed; with it the same questions come again, and --only repeats those of
one calendar. A difference is printed with the least calendar that still shows
it. The last line counts.
"""
import argparse
import collections
import random
import sys
import time
from pathlib import Path

import calendar_oracle as oracle
import random_calendars
from library import NEVER_OPEN, RANGE, Failure, Library
from zone_model import (DAY, FIXTURES, HOUR, INSTANT_MAX, INSTANT_MIN, SECOND, Database,
                        date_to_civil, show, show_date)

Question = collections.namedtuple("Question", "name arguments")
MOST_DAYS = 4600  # how far the oracle goes before it gives up

INSTANTS = ("next_open", "next_close", "previous_open", "previous_close")
WEIGHTS = (("add", 22), ("subtract", 16), ("elapsed", 14), ("is_open", 8), ("next_open", 7),
           ("next_close", 6), ("previous_open", 6), ("previous_close", 6), ("stretches", 3),
           ("date_of", 6), ("on_date", 5), ("receive", 5), ("day_target", 16))


class Subject:
    """A calendar as the oracle sees it, worked out as far as was needed."""

    def __init__(self, model, center):
        self.model, self.center = model, center
        self.days = 230
        self.line = oracle.Timeline(model, center - self.days, center + self.days)

    def more(self):
        if self.days * 2 > MOST_DAYS:
            raise oracle.NeedMore
        self.days *= 2
        self.line = oracle.Timeline(self.model, self.center - self.days, self.center + self.days)


class Other:
    """The calendar of business days, as far as the asking line goes."""

    def __init__(self, model):
        self.model = model

    def set_of(self, date):
        return self.model.by_date(date, date)[date]


def expected(subject, question):
    """The oracle's answer; NoAnswer, NeedMore or NotModelled otherwise."""
    while True:
        try:
            return ask_oracle(subject.line, question)
        except oracle.NeedMore:
            subject.more()


def ask_oracle(line, question):
    name, arguments = question
    if name == "on_date":
        date = arguments[0]
        found = line.set_of(date)
        out = (bool(found), found[0][0] if found else None, found[-1][1] if found else None)
        if isinstance(line.calendar, oracle.Calendar):
            why, _, text = line.calendar.source(date)
            out += (why, text)
        return out
    if name == "receive":
        start, cutoff, days = arguments
        return within(line.receive(start, cutoff, business(days)))
    if name == "day_target":
        start, target = arguments
        due = line.day_target(start, target._replace(business=business(target.business)))
        within(due.due)
        return due
    found = getattr(line, name)(*arguments)
    return within(found) if name in INSTANTS + ("add", "subtract") else found


def within(t):
    if not INSTANT_MIN <= t <= INSTANT_MAX:
        raise oracle.NoAnswer
    return t


def business(days):
    if days is None or days.calendar is None:
        return days
    return days._replace(calendar=Other(days.calendar))


def answer(library, handle, question, others):
    """The library's answer, in the same form."""
    name, arguments = question
    if name == "on_date":
        found = handle.on_date(arguments[0])
        out = (bool(found.has_open_time),)
        out += (found.first_open, found.last_close) if found.has_open_time else (None, None)
        if found.source != oracle.COMBINED and not handle.combined:
            out += (found.source, found.name.decode() if found.name else None)
        return out
    if name == "is_open":
        return bool(handle.ask_small(name, *arguments))
    if name == "date_of":
        return handle.ask_small(name, *arguments)
    if name == "stretches":
        return handle.stretches(*arguments)
    if name in ("receive", "day_target"):
        days = arguments[2] if name == "receive" else arguments[1].business
        other = None
        if days is not None and days.calendar is not None:
            if id(days.calendar) not in others:
                others[id(days.calendar)] = library.calendar(days.calendar)
            other = others[id(days.calendar)]
        given = handle.business(days, other)
        if name == "receive":
            return handle.receive(arguments[0], arguments[1], given)
        found = handle.day_target(arguments[0], arguments[1], given)
        return oracle.DayDue(found.receipt, found.due, found.day_zero, found.due_day,
                             bool(found.flags & oracle.FLAG_DUE_AT_RECEIPT))
    return handle.ask(name, *arguments)


def build(library, model, years):
    handle = library.calendar(model, years)
    handle.combined = isinstance(model, oracle.Combination)
    return handle


# ---- Judging ---------------------------------------------------------------

def judge(library, subject, handle, question, others):
    """None if the library is right, "unproven", "unmodelled", or what is wrong."""
    try:
        want = expected(subject, question)
    except oracle.NotModelled:
        return "unmodelled"
    except oracle.NoAnswer:
        want = None
    except oracle.NeedMore:
        return judge_far(library, subject, handle, question, others)
    try:
        got = answer(library, handle, question, others)
    except Failure as failure:
        if want is not None:
            return "oracle %s, library status %d" % (tell(want), failure.status)
        return judge_status(subject.model, question.name, failure.status)
    if want is None:
        return "oracle: none in the years 1 to 9999, library %s" % tell(got)
    if got != want:
        return "oracle %s, library %s" % (tell(want), tell(got))
    return judge_flags(subject, handle, question, got)


def judge_status(model, name, status):
    """Which of the two errors it is: whether the last (backwards: the first)
    hundred years have open time."""
    allowed = {NEVER_OPEN, RANGE}
    bounds = model.bounds() if isinstance(model, oracle.Calendar) else None
    if isinstance(model, oracle.Calendar) and model.goes_on() and not model.weekly_breaks:
        allowed = {RANGE}
    elif bounds is not None and bounds[0] <= bounds[1]:
        first, last = date_to_civil(bounds[0])[0], date_to_civil(bounds[1])[0]
        back = name in ("subtract", "previous_open", "previous_close")
        if (first > 101 if back else last < 9899) and not model.goes_on():
            allowed = {NEVER_OPEN}
        elif last < 100 if back else first > 9900:
            allowed = {RANGE}
    if status in allowed:
        return None
    return "status %d, not one of %s" % (status, sorted(allowed))


def judge_far(library, subject, handle, question, others):
    """Nothing was found for years: an error, or an answer farther off."""
    try:
        got = answer(library, handle, question, others)
    except Failure as failure:
        ok = failure.status in (NEVER_OPEN, RANGE)
        return "unproven" if ok else "status %d" % failure.status
    if question.name in ("next_open", "next_close", "previous_open", "previous_close"):
        line = subject.line
        if line.lo < got < line.hi:
            return "oracle: none within %d days, library %s" % (subject.days, tell(got))
    return "unproven"


def judge_flags(subject, handle, question, got):
    """The flag for holidays that are not known."""
    model = subject.model
    if question.name in ("on_date", "receive", "day_target", "stretches"):
        return None
    reach = [question.arguments[0]]
    if question.name == "elapsed":
        reach.append(question.arguments[1])
    elif question.name in INSTANTS + ("add", "subtract"):
        reach.append(got)
    first, last = min(reach) // DAY, max(reach) // DAY
    flagged = bool(handle.flags & oracle.FLAG_UNCOVERED)
    if flagged and uncovered(model, first - 9, last + 9) is None:
        return "flagged, and all holidays near are known"
    if isinstance(model, oracle.Calendar) and not flagged and last - first > 4 and model.holidays:
        date = uncovered(model, first + 2, last - 2, True)
        if date is not None:
            return "not flagged, and the holidays of %s are not known" % show_date(date)
    return None


def uncovered(model, first, last, used=False):
    for date in range(first, last + 1):
        if not model.covered(date) and (not used or (
                date not in model.exceptions and model.set_of(date))):
            return date
    return None


def tell(value):
    if value is None or isinstance(value, bool):
        return str(value)
    if isinstance(value, oracle.DayDue):
        return "receipt %s due %s day 0 %s due day %s%s" % (
            show(value.receipt), show(value.due), show_date(value.day_zero),
            show_date(value.due_day), " (at receipt)" if value.early else "")
    if isinstance(value, (list, tuple)):
        return "[%s]" % ", ".join(tell(v) for v in value[:6])
    if isinstance(value, int) and abs(value) > 10 ** 8:
        return "%d (%s)" % (value, show(value))
    return str(value)


# ---- Asking ----------------------------------------------------------------

def some_instant(rng, line, edges):
    kind = rng.random()
    if kind < 0.35 and edges:
        return rng.choice(edges) + rng.choice((0, 0, -1, 1, -1, 1, SECOND, -SECOND))
    if kind < 0.6 and line.open:
        i = rng.randrange(len(line.open))
        return rng.choice(line.open[i]) + rng.choice((0, 0, 1, -1, SECOND, -SECOND, 1800 * SECOND))
    t = rng.randrange(line.lo + 9 * DAY, line.hi - 9 * DAY)
    return t if rng.random() < 0.3 else t // (60 * SECOND) * 60 * SECOND


def some_duration(rng, line, t):
    kind = rng.random()
    if kind < 0.05:
        return 0
    if kind < 0.1:
        return 1
    if kind < 0.4 and line.open:
        edge = rng.choice(rng.choice(line.open))
        return max(0, abs(line.count(edge) - line.count(t)) + rng.choice((0, 0, 0, 1, -1)))
    if kind < 0.7:
        return rng.randrange(1, 24 * HOUR)
    if kind < 0.9:
        return rng.choice((1, 4, 8, 9, 16, 24, 40, 80, 100, 168)) * HOUR
    return rng.randrange(1, rng.choice((200, 2000)) * HOUR)


def some_cutoff(rng):
    if rng.random() < 0.4:
        return -1
    return rng.choice((0, 43200, 57600, 61200, 64800, 86400, 93600, rng.randint(0, 172800)))


def some_business(rng, others):
    kind = rng.random()
    if kind < 0.6:
        return None
    if kind < 0.8:
        return oracle.BusinessDays(rng.choice((0x1f, 0x1f, 0x3f, 0x7f, 0x40, 0x2a)), None)
    return oracle.BusinessDays(0, rng.choice(others))


def some_target(rng, others):
    unit = rng.choice((1, 1, 1, 1, 2, 3, 4))
    count = rng.choice((0, 1, 1, 2, 3, 5, 10, rng.randint(0, 40)))
    if unit == oracle.CALENDAR_WEEKS:
        count = rng.randint(0, 6)
    elif unit == oracle.CALENDAR_MONTHS:
        count = rng.choice((0, 1, 1, 2, 3, 6, 12, 13))
    local = rng.choice((0, 32400, 43200, 61200, 7200, 9000, rng.randint(0, 172800)))
    reading = rng.randint(1, 4)
    return oracle.DayTarget(unit, count, reading, local if reading == oracle.LOCAL_TIME else 0,
                            rng.randint(0, 1), some_cutoff(rng), some_business(rng, others))


def some_question(rng, line, edges, others, names, weights):
    name = rng.choices(names, weights)[0]
    t = some_instant(rng, line, edges)
    t = min(max(t, line.lo), line.hi - 1)
    if name in ("add", "subtract"):
        return Question(name, (t, some_duration(rng, line, t)))
    if name == "elapsed":
        return Question(name, (t, min(max(some_instant(rng, line, edges), line.lo), line.hi - 1)))
    if name == "stretches":
        return Question(name, (t, min(t + rng.randrange(0, 20 * DAY), line.hi - 1)))
    if name == "on_date":
        return Question(name, (line.zone.date(t) + rng.randint(-1, 1),))
    if name == "receive":
        return Question(name, (t, some_cutoff(rng), some_business(rng, others)))
    if name == "day_target":
        return Question(name, (t, some_target(rng, others)))
    return Question(name, (t,))


def tell_question(question):
    name, arguments = question
    parts = []
    for value in arguments:
        if isinstance(value, (oracle.DayTarget, oracle.BusinessDays)):
            parts.append(repr(value))
            continue
        parts.append(tell(value))
    return "%s(%s)" % (name, ", ".join(parts))


def shrink(library, model, center, question, years):
    """The least calendar, found by leaving parts out, that still shows a difference."""
    seen = judge_again(library, model, center, question, years)
    progress = seen is not None
    while progress:
        progress = False
        for less in random_calendars.smaller(model):
            now = judge_again(library, less, center, question, years)
            if now is not None:
                model, seen, progress = less, now, True
                break
    return model, seen


def judge_again(library, model, center, question, years):
    try:
        verdict = judge(library, Subject(model, center), build(library, model, years), question, {})
    except (Failure, ValueError, IndexError, oracle.NeedMore):
        return None
    return None if verdict in (None, "unproven", "unmodelled") else verdict


class Run:
    """A run and its counts."""

    def __init__(self, arguments):
        self.arguments = arguments
        self.library = Library(Path(arguments.library).resolve())
        self.zones = Database(arguments.zoneinfo)
        self.counts = collections.Counter()
        self.by_name = collections.Counter()

    def calendar(self, seed, number):
        """All questions on one calendar, which depends on seed and number only."""
        rng = random.Random("%d/%d" % (seed, number))
        model, center = random_calendars.calendar(rng, self.zones)
        year = date_to_civil(center)[0]
        years = rng.choice(((2001, 2000), (2001, 2000), (year, year), (max(1, year - 1), year)))
        subject = Subject(model, center)
        try:
            handles = [(build(self.library, model, w), w) for w in (None, years)]
        except Failure as failure:
            self.refused(subject, failure, number)
            return
        self.counts["calendars"] += 1
        others = [random_calendars.single(rng, model.zone, self.zones, center) for _ in range(2)]
        others = [o for o in others if o.goes_on() and o.dated(center - 20, center + 20)]
        others = others or [oracle.Calendar(model.zone, always=True)]
        made = {}
        line = subject.line
        edges = line.zone.changes(line.lo + 10 * DAY, line.hi - 10 * DAY)
        names, weights = zip(*WEIGHTS)
        far, begin = self.counts["unproven"], time.process_time()
        # Where nothing is open for a year each answer may walk through centuries.
        each = self.arguments.each if len(line.open) > 3 else 3
        for _ in range(each):
            if self.counts["unproven"] - far >= 10 or time.process_time() - begin > 1.5:
                break  # so rarely open that both go through centuries
            question = some_question(rng, line, edges, others, names, weights)
            for handle, window in handles if rng.random() < 0.5 else [rng.choice(handles)]:
                self.one(subject, handle, window, question, made, number)

    def one(self, subject, handle, window, question, made, number):
        self.counts["questions"] += 1
        self.by_name[question.name] += 1
        verdict = judge(self.library, subject, handle, question, made)
        if verdict in ("unproven", "unmodelled"):
            self.counts[verdict] += 1
        elif verdict is not None:
            self.counts["differences"] += 1
            if self.counts["differences"] <= self.arguments.show:
                self.report(subject, window, question, verdict, number)

    def report(self, subject, window, question, verdict, number):
        print("\nDIFFERENCE on calendar %d, compiled %s\n  %s\n  %s" % (
            number, window or "by default", tell_question(question), verdict))
        if question.name in ("receive", "day_target"):
            days = question.arguments[2] if question.name == "receive" else \
                question.arguments[1].business
            if days is not None and days.calendar is not None:
                print(random_calendars.describe(days.calendar, "  business days: "))
        model, again = shrink(self.library, subject.model, subject.center, question, window)
        print("  least: %s" % again)
        print(random_calendars.describe(model, "  "), flush=True)

    def refused(self, subject, failure, number):
        """A calendar that was not made must be one that is never open."""
        self.counts["refused"] += 1
        if failure.status != NEVER_OPEN or subject.line.open:
            self.counts["differences"] += 1
            print("\nREFUSED calendar %d: %s\n%s" % (
                number, failure, random_calendars.describe(subject.model, "  ")), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("library")
    parser.add_argument("--zoneinfo", default=str(FIXTURES))
    parser.add_argument("--seed", type=int)
    parser.add_argument("--questions", type=int, default=120000)
    parser.add_argument("--seconds", type=float, default=0, help="ask until then, if later")
    parser.add_argument("--each", type=int, default=300, help="questions on one calendar")
    parser.add_argument("--show", type=int, default=5, help="most differences to print")
    parser.add_argument("--only", type=int, help="the number of one calendar")
    arguments = parser.parse_args()
    seed = arguments.seed if arguments.seed is not None else random.randrange(1 << 32)
    print("seed %d, zones from %s" % (seed, arguments.zoneinfo), flush=True)
    run, begin, number = Run(arguments), time.perf_counter(), 0
    if arguments.only is not None:
        run.calendar(seed, arguments.only)
    else:
        while (run.counts["questions"] < arguments.questions
               or time.perf_counter() - begin < arguments.seconds):
            run.calendar(seed, number)
            number += 1
    took = time.perf_counter() - begin
    print(" ".join("%s %d" % item for item in sorted(run.by_name.items())))
    print("%d questions on %d calendars in %.0f s: %d differences (%d never-open calendars "
          "refused, %d answers too far to prove, %d not defined)" % (
              run.counts["questions"], run.counts["calendars"], took, run.counts["differences"],
              run.counts["refused"], run.counts["unproven"], run.counts["unmodelled"]))
    return 1 if run.counts["differences"] else 0


if __name__ == "__main__":
    sys.exit(main())
