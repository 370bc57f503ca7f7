# SPDX-License-Identifier: MIT
"""Threads that share a policy and a calendar, objects made and closed ten thousand times, and a
child that is forked while threads run. SUPPORTPOLICY_SECONDS says how long (default: 3; 60 for a
release)."""

import gc
import os
import resource
import threading
import time
import unittest
from datetime import datetime, timedelta, timezone
from typing import Callable, List

import harness
import supportpolicy as sp

SECONDS = float(os.environ.get("SUPPORTPOLICY_SECONDS", "3"))
T = datetime(2026, 11, 23, 15, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)
POLICY = """
supportpolicy: 1
id: small
version: "1"
facts: {plan: {one_of: [gold, silver], required: true}}
calendars:
  always: 24x7
  desk: {zone: America/New_York, hours: {mon-fri: 09:00-17:00}, holidays: us-federal}
severities: {levels: [{id: S1, when: {plan: gold}}, {id: S2, when: {plan: silver}}]}
metrics:
  first_response:
    targets: [{when: {severity: S1}, within: 1h, calendar: always}, {within: 4h, calendar: desk}]
"""


def work(policy: sp.Policy, desk: sp.Calendar, plan: str) -> "tuple":
    case = sp.Case(policy)
    case.record("opened", at=T, facts={"plan": plan})
    status = case.status(at=T + HOUR)
    return status.metrics["first_response"].due, desk.add(T, 40 * HOUR), status.explain("first_response").text


class Threads(unittest.TestCase):
    def setUp(self) -> None:
        self.policy = sp.Policy.loads(POLICY)
        self.desk = self.policy.calendar("desk")
        self.expected = {plan: work(self.policy, self.desk, plan) for plan in ("gold", "silver")}

    def run_threads(self, count: int, until: float, wrong: "List[object]") -> "List[threading.Thread]":
        def run(plan: str) -> None:
            try:
                while time.monotonic() < until:
                    if work(self.policy, self.desk, plan) != self.expected[plan]:
                        wrong.append(plan)
            except BaseException as error:  # noqa: BLE001 - whatever it is, the test must know
                wrong.append(error)

        threads = [threading.Thread(target=run, args=(("gold", "silver")[n % 2],)) for n in range(count)]
        for thread in threads:
            thread.start()
        return threads

    def test_eight_threads_share_a_policy_and_a_calendar(self) -> None:
        wrong: "List[object]" = []
        for thread in self.run_threads(8, time.monotonic() + SECONDS, wrong):
            thread.join()
        self.assertEqual(wrong, [])

    @unittest.skipUnless(hasattr(os, "fork"), "this system has no fork")
    def test_a_child_that_is_forked_while_threads_run_answers_right(self) -> None:
        wrong: "List[object]" = []
        threads = self.run_threads(4, time.monotonic() + min(SECONDS, 3), wrong)
        for _ in range(10):
            child = os.fork()
            if child == 0:
                good = all(work(self.policy, self.desk, plan) == self.expected[plan] for plan in self.expected)
                os._exit(0 if good else 1)
            self.assertEqual(os.waitpid(child, 0)[1], 0)
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])


class Memory(unittest.TestCase):
    def check_flat(self, make: "Callable[[], object]") -> None:
        """Ten thousand lives cost no more than what the first thousand left behind."""
        for _ in range(1000):
            make()
        gc.collect()
        before = resident()
        for _ in range(10000):
            make()
        gc.collect()
        self.assertLess(resident() - before, 4 << 20)

    def test_calendars(self) -> None:
        self.check_flat(lambda: sp.Calendar(zone="UTC", hours={"mon-fri": "09:00-17:00"}, compiled_years=(2026, 2026)).close())

    def test_cases_and_statuses(self) -> None:
        policy = sp.Policy.loads(POLICY)

        def make() -> None:
            with sp.Case(policy) as case:
                case.record("opened", at=T, facts={"plan": "gold"})
                with case.status(at=T) as status:
                    status.plot()

        self.check_flat(make)

    def test_refusals(self) -> None:
        def make() -> None:
            with self.assertRaises(sp.SupportPolicyError):
                sp.Policy.loads("supportpolicy: 1\nid: x\nversion: a\nmetrix: {}\n")

        self.check_flat(make)


def resident() -> int:
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


if __name__ == "__main__":
    harness.main()
