#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The evaluator's small calendars against the full model of calendars, on the calendars of the random histories."""

import pathlib
import random
import unittest
import zoneinfo

import calendar_oracle as full
from evaluator_calendar import HOUR, MINUTE, OutsideWindow, instant
from evaluator_clock import day_target
from evaluator_model import Days
from histories import CALENDARS
from zone_model import Database

EPOCH = 719163  # ordinal of 1970-01-01
UNITS = {'business_days': full.BUSINESS, 'days': full.CALENDAR_DAYS, 'weeks': full.CALENDAR_WEEKS, 'months': full.CALENDAR_MONTHS}
READINGS = {'end_of_day': full.END_OF_DAY, 'start_of_day': full.START_OF_DAY, 'same_time': full.SAME_TIME, 'at': full.LOCAL_TIME}


def model(calendar, database):
    """The same calendar for the full model."""
    hours = [full.Hours(d + 1, a * 60, b * 60 if b <= 1440 else (b - 1440) * 60)
             for d, pieces in calendar.weekly.items() for a, b in pieces]
    dated = {d.toordinal() - EPOCH: ([(a * 60, b * 60) for a, b in pieces], name)
             for d, (name, pieces) in calendar.holidays.items()}
    return full.Calendar(database[calendar.zone_name], hours=hours, exceptions=dated)


class Calendars(unittest.TestCase):
    def test_every_question(self):
        folder = next(p for p in zoneinfo.TZPATH if (pathlib.Path(p) / 'Europe/Berlin').is_file())
        database, r = Database(folder), random.Random(20261005)
        first, last = instant('2026-09-05'), instant('2027-02-20')
        asked = 0
        for calendar in CALENDARS:
            timeline = full.Timeline(model(calendar, database), first // (24 * HOUR) - 20, last // (24 * HOUR) + 130)
            for _ in range(400):
                at = r.randrange(first, last) // MINUTE * MINUTE if r.random() < 0.8 else r.choice(calendar.pieces[20:130])[0]
                at += r.choice((0, 0, 1, -1))
                other, amount = at + r.randrange(0, 200 * HOUR), r.choice((0, 1, HOUR, r.randrange(60 * HOUR)))
                cutoff = r.choice((None, 840, 960, 1500))
                target = Days(r.choice((1, 2, 3)), calendar, r.choice(tuple(UNITS)), r.choice(tuple(READINGS)),
                              r.choice((480, 720, 1020, 1140)), r.random() < 0.4)
                given = full.DayTarget(UNITS[target.unit], target.count, READINGS[target.reading], target.at * 60,
                                       full.AFTER_DATE if target.after_date else full.AFTER_RECEIPT,
                                       -1 if cutoff is None else cutoff * 60, None)
                due = timeline.day_target(at, given)
                try:
                    receipt = calendar.receipt(at, cutoff)
                    got = (calendar.elapsed(at, other), calendar.add(at, amount), calendar.is_open(at), calendar.next_open(at),
                           receipt, day_target(target, at, receipt, cutoff))
                except OutsideWindow:
                    continue
                expected = (timeline.elapsed(at, other), timeline.add(at, amount), timeline.is_open(at), timeline.next_open(at),
                            due.receipt, due.due)
                self.assertEqual(got, expected, (calendar, at, other, amount, cutoff, target))
                asked += 1
        self.assertGreater(asked, 2500)


if __name__ == '__main__':
    unittest.main()
