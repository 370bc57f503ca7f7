# SPDX-License-Identifier: MIT
"""Case files as Python sees them, and the policies that come with the package."""

import os
import pickle
import tempfile
import unittest
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import harness
import supportpolicy as sp

POLICIES = Path(os.environ["SUPPORTPOLICY_ROOT"]) / "examples" / "policies"
COMPLETED = POLICIES / "allure-saas-2024.completed.policytest.yaml"

POLICY = """
supportpolicy: 1
id: small
version: "1"
facts:
  plan: {one_of: [gold, silver], required: true}
  users: {type: number}
  vip: {type: boolean}
  since: {type: date}
  seen: {type: instant}
  note: {type: text}
  channel: {one_of: [web, phone], many: true}
calendars: {always: 24x7}
roles: [engineer]
severities:
  levels:
    - {id: S1, when: {plan: gold}}
    - {id: S2, when: {plan: silver}}
reasons: {customer: {}}
metrics:
  first_response:
    pauses: [customer]
    targets: [{within: 1h, calendar: always}]
"""
CASES = """
policy: small.yaml
cases:
  - name: comes out as expected
    as_of: 2026-11-23T10:00:00Z
    events: [{at: 2026-11-23T09:30:00Z, type: opened, facts: {plan: gold}}]
    expect: {severity: S1, metrics: {first_response: {due: 2026-11-23T10:30:00Z}}}
  - name: does not
    as_of: 2026-11-23T10:00:00Z
    events: [{at: 2026-11-23T09:30:00Z, type: opened, facts: {plan: gold}}]
    expect: {severity: S2, metrics: {first_response: {due: 2026-11-23T11:30:00Z}}}
"""


class CaseFiles(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        Path(self.folder.name, "small.yaml").write_text(POLICY, encoding="utf-8")
        self.file = Path(self.folder.name, "small.policytest.yaml")
        self.file.write_text(CASES, encoding="utf-8")

    def test_every_shipped_case_comes_out_as_its_file_expects(self) -> None:
        values = 0
        for file in sorted(POLICIES.glob("*.policytest.yaml")):
            for case in sp.Scenario.load(file):
                result = case.run()
                self.assertEqual(result.mismatches, (), f"{file}:{case.line}")
                values += case.expectations
        self.assertGreater(values, 500)

    def test_a_mismatch_says_what_came_and_why(self) -> None:
        good, bad = (case.run() for case in sp.Scenario.load(self.file))
        self.assertTrue(good.passed)
        self.assertFalse(bad.passed)
        paths = [found.path for found in bad.mismatches]
        self.assertEqual(paths, ["severity", "metrics.first_response.due"])
        due = bad.mismatches[1]
        self.assertEqual((due.expected, due.got), ("2026-11-23T11:30:00Z", "2026-11-23T10:30"))
        self.assertEqual((due.line, due.metric), (11, "first_response"))
        self.assertIn("1h on always", bad.status.reason("first_response"))
        self.assertIn("why first_response is so", bad.explain())

    def test_it_is_a_sequence(self) -> None:
        scenario = sp.Scenario.load(self.file)
        self.assertEqual(len(scenario), 2)
        self.assertEqual(scenario[-1].name, "does not")
        self.assertEqual([case.line for case in scenario], [4, 8])
        for index in (2, -3):
            with self.assertRaises(IndexError):
                scenario[index]
        self.assertEqual(len(pickle.loads(pickle.dumps(scenario))), 2)
        scenario.close()
        with self.assertRaises(sp.ClosedError):
            len(scenario)

    def test_the_case_of_a_file_goes_on(self) -> None:
        case = sp.Scenario.load(COMPLETED)[3].case()
        self.assertGreater(len(case), 3)
        again = pickle.loads(pickle.dumps(case))
        at = case.events[-1].at + timedelta(days=2)
        # The copy's policy comes from the canonical text: equal but for the lines that it names.
        due = {name: metric.due for name, metric in case.status(at=at).metrics.items()}
        self.assertEqual({name: metric.due for name, metric in again.status(at=at).metrics.items()}, due)
        self.assertTrue(any(due.values()))
        digest = case.policy.versions[0].digest
        self.assertEqual(again.policy.versions[0].digest, digest)

    def test_what_is_wrong_in_a_file_comes_with_its_place(self) -> None:
        self.file.write_text(CASES.replace("severity: S2", "severity: S3"), encoding="utf-8")
        with self.assertRaises(sp.SupportPolicyError) as caught:
            sp.Scenario.load(self.file)
        self.assertEqual(caught.exception.diagnostics[0].line, 11)
        with self.assertRaises(sp.ReadError):
            sp.Scenario.load(Path(self.folder.name, "absent.policytest.yaml"))
        with self.assertRaises(sp.InvalidArgumentError):
            sp.Scenario.load("a\0b")

    def test_a_case_is_written_and_read_without_loss(self) -> None:
        case = sp.Case(sp.Policy.loads(POLICY))
        at = datetime(2026, 11, 23, 9, 30, tzinfo=timezone.utc)
        facts = {
            "plan": "gold", "users": Decimal("1.25"), "vip": True, "since": at.date(), "seen": at,
            "note": "a: \"b\" ü", "channel": ["web", "phone"],
        }
        case.record("opened", at=at, facts=facts, id=7, actor="customer", role="engineer")
        case.record("waiting", at=at + timedelta(hours=1), reason="customer", occurred_at=at)
        case.record("agreed_target_set", at=at + timedelta(hours=1), metric="first_response",
                    agreed_within=timedelta(hours=3), calendar="always")
        case.record("facts_changed", at=at + timedelta(hours=2), facts={"vip": None})
        entry = case.text("the case", zone="Europe/Berlin")
        self.file.write_text("policy: small.yaml\ncases:\n" + "".join(f"  {line}\n" for line in entry.splitlines()),
                             encoding="utf-8")
        read = sp.Scenario.load(self.file)[0]
        self.assertEqual(read.name, "the case")
        self.assertEqual([dict(event.details) for event in read.case()], [dict(event.details) for event in case])
        self.assertEqual([event.at for event in read.case()], [event.at for event in case])


class Shipped(unittest.TestCase):
    def test_they_are_listed_and_read(self) -> None:
        names = sp.shipped_policies()
        self.assertIn("redhat-openshift", names)
        self.assertEqual(len(names), len(set(names)))
        for name in names:
            self.assertTrue(sp.Policy.shipped(name).metrics, name)

    def test_a_name_that_is_not_there(self) -> None:
        with self.assertRaises(sp.NotFoundError) as caught:
            sp.Policy.shipped("redhat-openshif")
        self.assertIn("redhat-openshift", str(caught.exception))
        with self.assertRaises(sp.NotFoundError):
            sp.Policy.shipped("../secret")


class Coverage(unittest.TestCase):
    def test_rules_are_counted_by_the_cases_that_reach_them(self) -> None:
        file = sp.Scenario.load(COMPLETED)
        with sp.Coverage(file.policy) as coverage:
            self.assertEqual(coverage.share, 0.0)
            self.assertEqual(len(coverage.missed), len(coverage))
            coverage.add_scenario_case(file[0])
            first = {rule.rule: rule.cases for rule in coverage.rules}
            self.assertEqual(first["S2"], 1)
            self.assertEqual(first["S1"], 0)
            coverage.add_scenario(file)
            self.assertEqual(coverage.share, 1.0)
            (level,) = [rule for rule in coverage.rules if rule.rule == "S2"]
            self.assertEqual(level.kind, "severity")
            self.assertIn("id: S2", Path(level.file or "").read_text(encoding="utf-8").split("\n")[level.line - 1])
        with self.assertRaises(sp.ClosedError):
            coverage.rules

    def test_a_case_of_a_program_counts_too(self) -> None:
        policy = sp.Policy.shipped("redhat-openshift")
        case = sp.Case(policy)
        at = datetime(2024, 6, 3, 9, 30, tzinfo=timezone.utc)
        case.record("opened", at=at, facts={"plan": "premium", "impact": "question", "region": "germany"})
        coverage = sp.Coverage(policy)
        coverage.add(case, at=at + timedelta(hours=1))
        self.assertIn("S4", [rule.rule for rule in coverage.rules if rule.cases])
        with self.assertRaises(sp.InvalidArgumentError):
            sp.Coverage(sp.Policy.shipped("sap")).add(case, at=at)
        with self.assertRaises(sp.InvalidArgumentError):
            coverage.add_scenario(sp.Scenario.shipped("sap"))


class Pages(unittest.TestCase):
    def test_a_policy_is_shown(self) -> None:
        policy = sp.Policy.shipped("redhat-openshift")
        self.assertIn("<h1>Red Hat", policy.show("html"))
        self.assertIn("Shown for plan = premium.", policy.show(facts={"plan": "premium"}))
        self.assertIn("Erster Weihnachtstag", policy.show("markdown", year=2026))
        self.assertLess(max(map(len, policy.show(columns=60).split("\n"))), 61)
        with self.assertRaises(sp.InvalidArgumentError):
            policy.show("pdf")
        with self.assertRaises(sp.NotFoundError):
            policy.show(version="none")


if __name__ == "__main__":
    harness.main()
