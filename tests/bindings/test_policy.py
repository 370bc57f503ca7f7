# SPDX-License-Identifier: MIT
"""Policies and cases as Python sees them."""

import copy
import gc
import json
import os
import pickle
import tempfile
import threading
import unittest
import unittest.mock as mock
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from zoneinfo import ZoneInfo

import harness
import supportpolicy as sp
from supportpolicy._native import c, lib
from supportpolicy.policy import written

ROOT = Path(os.environ["SUPPORTPOLICY_ROOT"])
ALLURE = ROOT / "examples" / "policies" / "allure-saas-2024.yaml"
NEW_YORK = ZoneInfo("America/New_York")
UTC = timezone.utc
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
T = datetime(2026, 11, 23, 15, tzinfo=UTC)  # Monday, 10:00 in New York

SMALL = """
supportpolicy: 1
id: small
version: "1"
title: A small policy
facts:
  plan: {one_of: [gold, silver], required: true}
  users: {type: number}
  vip: {type: boolean}
calendars:
  always: 24x7
  desk: {zone: America/New_York, hours: {mon-fri: 09:00-17:00}}
roles: [manager]
severities:
  record: {at: accepted, value: derived}
  levels:
    - {id: S1, when: {plan: gold}}
    - {id: S2, when: {plan: silver}}
reasons: {customer: {}}
metrics:
  first_response:
    pauses: [customer]
    targets:
      - {when: {severity: S1}, within: 1h, calendar: always}
      - {when: {severity: S2}, within: 4h, calendar: desk}
  resolution:
    targets: [{is: unstated}]
escalation:
  ladders:
    main:
      steps:
        - {id: half, share: {metric: first_response, at: 50%}, notify: manager}
"""


def small() -> sp.Policy:
    return sp.Policy.loads(SMALL, name="small.yaml")


def opened(plan: str = "gold", **facts) -> sp.Case:
    case = sp.Case(small())
    case.record("opened", at=T, facts={"plan": plan, **facts})
    return case


class Policies(unittest.TestCase):
    def test_what_it_says_of_itself(self) -> None:
        policy = small()
        self.assertEqual(policy.id, "small")
        self.assertEqual(policy.metrics, ("first_response", "resolution"))
        self.assertEqual(policy.severities, ("S1", "S2"))
        self.assertEqual(policy.names("fact"), ("plan", "users", "vip"))
        self.assertEqual(policy.names("step"), ("main/half",))
        version = policy.versions[0]
        self.assertEqual((version.name, version.title, version.file), ("1", "A small policy", "small.yaml"))
        self.assertIsNone(version.effective_from)
        self.assertEqual(len(version.digest), 64)
        self.assertEqual(policy.version_on("2026-01-01"), "1")
        with self.assertRaises(sp.InvalidArgumentError):
            policy.names("colour")

    def test_the_canonical_form_is_an_equal_policy(self) -> None:
        policy = sp.Policy.load(ALLURE)
        again = sp.Policy.loads(policy.text())
        self.assertEqual(again.versions[0].digest, policy.versions[0].digest)
        self.assertEqual(policy.text("2024-11-07"), policy.text())

    def test_calendars(self) -> None:
        policy = small()
        desk = policy.calendar("desk")
        policy.close()
        self.assertEqual(desk.add(T, 8 * HOUR), T + 24 * HOUR)
        self.assertEqual(desk.zone.name, "America/New_York")
        with self.assertRaises(TypeError):
            pickle.dumps(desk)
        with self.assertRaises(sp.NotFoundError):
            small().calendar("dsk")

    def test_errors_carry_their_places(self) -> None:
        with self.assertRaises(sp.SemanticError) as caught:
            sp.Policy.loads(SMALL.replace("within: 1h", "withn: 1h"), name="small.yaml")
        error = caught.exception
        self.assertEqual(error.file, "small.yaml")
        line = 1 + SMALL[: SMALL.index("within: 1h")].count("\n")
        self.assertEqual(error.line, line)
        self.assertRegex(error.code, r"^SP\d{4}$")
        self.assertTrue(str(error).startswith(f"small.yaml:{line}:"))
        self.assertTrue(any(d.gravity == "error" and d.line == line for d in error.diagnostics))
        again = pickle.loads(pickle.dumps(error))
        self.assertEqual((str(again), again.diagnostics), (str(error), error.diagnostics))

    def test_refusals(self) -> None:
        for text in ("", "a: [", "\ud800", "supportpolicy: 99\n", "\0"):
            with self.assertRaises(ValueError, msg=repr(text)) as caught:
                sp.Policy.loads(text)
            self.assertIsInstance(caught.exception, sp.SupportPolicyError)
        with self.assertRaises(ValueError):
            sp.Policy.loads()
        with self.assertRaises(ValueError):
            sp.Policy.loads(SMALL.replace("America/New_York", "America/Nowhere"))
        with self.assertRaises(OSError):
            sp.Policy.load("there-is-no-such-file.yaml")
        with self.assertRaises(TypeError):
            sp.Policy.loads(5)

    def test_checks(self) -> None:
        policy = sp.Policy.load(ALLURE)
        self.assertEqual(policy.check_source(), ())
        found = policy.check_source("Another document. It says nothing.")
        self.assertTrue(any(d.gravity == "error" for d in found))
        self.assertEqual([d.gravity for d in policy.check() if d.gravity == "error"], [])

    def test_every_example_loads(self) -> None:
        paths = [p for p in (ROOT / "examples" / "policies").glob("*.yaml") if "policytest" not in p.name]
        self.assertGreater(len(paths), 3)
        for path in paths:
            self.assertTrue(sp.Policy.load(path).metrics, path.name)


class Cases(unittest.TestCase):
    def test_status(self) -> None:
        status = opened().status(at=T + 15 * MINUTE)
        metric = status.metrics["first_response"]
        self.assertEqual((status.state, status.severity, status.line), ("open", "S1", None))
        self.assertIn("provisional", status.flags)
        self.assertEqual(metric.due, T + HOUR)
        self.assertEqual((metric.state, metric.outcome, metric.target), ("running", None, "duration"))
        self.assertEqual((metric.elapsed, metric.remaining), (15 * MINUTE, 45 * MINUTE))
        self.assertEqual(metric.share, Fraction(1, 4))
        self.assertEqual(metric.targeted_by.rule, "metrics.first_response.targets[0]")
        self.assertEqual(status.severity_decision.rule, "S1")
        self.assertEqual(status.metrics["resolution"].target, "unstated")
        self.assertIsNone(status.metrics["resolution"].due)
        self.assertEqual((status.next_change, status.next_change_kind), (T + 30 * MINUTE, "step"))
        self.assertEqual(status.as_of, T + 15 * MINUTE)
        with self.assertRaises(TypeError):
            status.metrics["first_response"] = metric

    def test_answers_come_in_the_questions_zone(self) -> None:
        local = (T + 15 * MINUTE).astimezone(NEW_YORK)
        status = opened().status(at=local)
        due = status.metrics["first_response"].due
        self.assertIs(due.tzinfo, NEW_YORK)
        self.assertEqual(due, T + HOUR)
        self.assertIn("EST", status.text())
        self.assertIs(opened().status(at=T).opened_at.tzinfo, UTC)

    def test_met_missed_and_paused(self) -> None:
        case = opened()
        case.record("waiting", at=T + 10 * MINUTE, reason="customer")
        paused = case.status(at=T + 20 * MINUTE).metrics["first_response"]
        self.assertEqual((paused.state, paused.paused_by), ("paused", ("customer",)))
        self.assertEqual((paused.due, paused.due_if_resumed), (None, T + 70 * MINUTE))
        case.record("resumed", at=T + 40 * MINUTE)
        self.assertEqual(case.status(at=T + HOUR).metrics["first_response"].due, T + 90 * MINUTE)
        case.record("responded", at=T + 80 * MINUTE, actor="vendor")
        met = case.status(at=T + 2 * HOUR).metrics["first_response"]
        self.assertEqual((met.state, met.outcome, met.stopped_at), ("stopped", "met", T + 80 * MINUTE))
        missed = opened().status(at=T + 2 * HOUR).metrics["first_response"]
        self.assertEqual((missed.outcome, missed.overdue), ("missed", HOUR))

    def test_firings_come_exactly_once(self) -> None:
        case = opened()
        self.assertEqual(case.status(at=T + 30 * MINUTE).firings(), ())
        found = case.status(at=T + 31 * MINUTE).firings(after=T + 30 * MINUTE)
        self.assertEqual([(f.id, f.ladder, f.step, f.at, f.effects) for f in found],
                         [("main/half/1/0", "main", "half", T + 30 * MINUTE, (("notify", "manager"),))])
        self.assertEqual(case.status(at=T + HOUR).firings(after=T + 31 * MINUTE), ())

    def test_the_next_firing(self) -> None:
        case = opened()
        following = case.status(at=T).next_firing
        self.assertEqual(case.status(at=T + HOUR).firings(), (following,))
        self.assertIsNone(case.status(at=T + HOUR).next_firing)

    def test_explanations(self) -> None:
        status = opened("silver").status(at=T + HOUR)
        explained = status.explain("first_response")
        self.assertEqual(explained.due, T + 4 * HOUR)
        self.assertEqual(sum((s.counted for s in explained.segments), timedelta()), 4 * HOUR)
        for before, after in zip(explained.segments, explained.segments[1:]):
            self.assertEqual(before.end, after.start)
        self.assertIn("first_response", str(explained) + explained.metric)
        self.assertIn("4h", status.reason("first_response"))
        self.assertEqual(json.loads(status.json())["policy"], "small")
        self.assertEqual(str(status), status.text())
        with self.assertRaises(sp.NotFoundError) as caught:
            status.explain("first_respons")
        self.assertIn("first_response", caught.exception.hint)
        with self.assertRaisesRegex(sp.NotFoundError, "first_response has no cycle 7"):
            status.explain("first_response", cycle=7)
        with self.assertRaises(ValueError):
            status.explain("first_response", cycle=-1)

    def test_a_metric_that_has_not_started_is_explained(self) -> None:
        text = SMALL.replace("  resolution:\n", "  fix:\n    starts: accepted\n    stops: resolved\n    calendar: desk\n    targets: [{within: 1h}]\n  resolution:\n")
        with sp.Policy.loads(text) as policy:
            case = sp.Case(policy)
            case.record("opened", at=T, facts={"plan": "silver"})
            explained = case.status(at=T).explain("fix")
            self.assertEqual((explained.due, explained.segments, explained.counted), (None, (), timedelta()))
            self.assertEqual(str(explained), "metric      fix: not started\n")

    def test_what_if(self) -> None:
        case = opened("silver")
        case.record("accepted", at=T + MINUTE)
        self.assertEqual(case.what_if(severity="S1").metrics["first_response"].due, T + HOUR)
        self.assertEqual(case.what_if(facts={"plan": "gold"}, at=T + HOUR).derived_severity, "S1")
        self.assertEqual(case.status(at=T + HOUR).severity, "S2")
        self.assertEqual(len(case), 2)
        with self.assertRaises(ValueError):
            sp.Case(small()).what_if(severity="S1")

    def test_findings(self) -> None:
        case = sp.Case(small())
        case.record("opened", at=T)
        found = case.status(at=T).findings
        self.assertTrue(any(f.kind == "fact_missing" and f.fact == "plan" and f.message for f in found), found)

    def test_a_status_stays_as_it_is(self) -> None:
        case = opened()
        before = case.status(at=T + HOUR)
        for n in range(50):
            case.record("update_sent", at=T + n * MINUTE)
        self.assertEqual(before.metrics["first_response"].due, T + HOUR)
        self.assertIn("first_response", before.text())
        self.assertEqual(len(before.explain("first_response").segments), 1)
        kept = before.explain("first_response")
        policy = case.policy
        case.close()
        policy.close()
        gc.collect()
        self.assertEqual(before.explain("first_response"), kept)
        self.assertEqual(before.severity, "S1")

    def test_kinds_of_facts(self) -> None:
        good = ({"users": 5}, {"users": 2.5}, {"users": Decimal("0.000001")}, {"users": 1e-6}, {"vip": True}, {"vip": None})
        for facts in good:
            opened(**facts).status(at=T)
        bad = ({"users": "many"}, {"users": 10**30}, {"users": 1e-9}, {"users": float("nan")}, {"vip": "perhaps"},
               {"plan": "gild"}, {"plan": "\ud800"}, {"colour": "red"})
        for facts in bad:
            case = sp.Case(small())
            with self.assertRaises(ValueError, msg=repr(facts)):
                case.record("opened", at=T, facts=facts)
            self.assertEqual(len(case), 0)
        with self.assertRaises(TypeError):
            opened(users=object())

    def test_refusals_leave_the_case_as_it_was(self) -> None:
        case = opened()
        with self.assertRaises(sp.OrderError):
            case.record("responded", at=T - MINUTE)
        for more in ({"type": "opend"}, {"type": "waiting"}, {"type": "accepted", "severity": "S9"},
                     {"type": "responded", "actor": "dog"}, {"type": "responded", "id": 0},
                     {"type": "responded", "id": 2**64}, {"type": "responded", "occurred_at": T + HOUR},
                     {"type": "agreed_target_set", "metric": "resolution", "agreed_within": timedelta.max}):
            with self.assertRaises(ValueError, msg=repr(more)):
                case.record(more.pop("type"), at=T + MINUTE, **more)
        with self.assertRaises(sp.InvalidArgumentError):
            case.record("responded", at=datetime(2026, 11, 23, 16))
        with self.assertRaises(TypeError):
            case.record("responded", at=date(2026, 11, 23))
        with self.assertRaises(TypeError):
            case.record("responded", at=T, id="7")
        self.assertEqual(len(case), 1)
        self.assertEqual(case.status(at=T).metrics["first_response"].state, "running")

    def test_agreed_targets(self) -> None:
        case = opened()
        case.record("agreed_target_set", at=T, metric="resolution", agreed_due=T + 5 * HOUR)
        self.assertEqual(case.status(at=T).metrics["resolution"].due, T + 5 * HOUR)
        case.record("agreed_target_set", at=T, metric="resolution", agreed_within=2 * HOUR, calendar="always")
        metric = case.status(at=T).metrics["resolution"]
        self.assertEqual(metric.due, T + 2 * HOUR)
        self.assertIn("agreed", metric.flags)


class Many(unittest.TestCase):
    def columns(self, count: int) -> dict:
        """Cases whose events lie mixed: all openings, then what happened to them."""
        events = {"case": [], "at": [], "type": [], "facts": [], "reason": []}

        def add(case, at, kind, facts=None, reason=None) -> None:
            for name, value in zip(events, (case, at, kind, facts, reason)):
                events[name].append(value)

        for n in range(count):
            add(n, T + n * MINUTE, "opened", {"plan": ("gold", "silver")[n % 2]})
        for n in range(0, count, 3):
            add(n, T + (n + 5) * MINUTE, "waiting", None, "customer")
        for n in range(0, count, 6):
            add(n, T + (n + 20) * MINUTE, "resumed")
        for n in range(0, count, 5):
            add(n, T + (n + 50) * MINUTE, "update_sent" if n % 3 else "responded")
        return events

    def test_the_same_as_one_by_one(self) -> None:
        policy, events = small(), self.columns(60)
        found = policy.evaluate_many(events, T + 2 * HOUR)
        self.assertEqual(found["metric"], list(policy.metrics) * 60)
        for n in range(60):
            case = sp.Case(policy)
            for key, at, kind, facts, reason in zip(*events.values()):
                if key == n:
                    case.record(kind, at=at, facts=facts, reason=reason)
            metrics = case.status(at=T + 2 * HOUR).metrics
            for place, name in enumerate(policy.metrics):
                row, one = 2 * n + place, metrics[name]
                got = [found[key][row] for key in ("case", "status", "state", "outcome")]
                self.assertEqual(got, [n, "SPOL_OK", one.state, one.outcome])
                for key in ("due", "elapsed", "remaining"):
                    self.assertEqual(self.plain(found[key][row]), getattr(one, key), (n, name, key))

    def test_it_goes_on_where_room_ran_out(self) -> None:
        policy, events = small(), self.columns(30)
        wanted = policy.evaluate_many(events, T + 2 * HOUR)
        with mock.patch.object(lib, "spol_evaluation_room", lambda *_: 1):
            found = policy.evaluate_many(events, T + 2 * HOUR)
        self.assertEqual([list(column) for column in found.values()], [list(column) for column in wanted.values()])

    @staticmethod
    def plain(value):
        """A value of numpy as the standard library has it."""
        value = value.item() if hasattr(value, "item") else value
        return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value

    def test_an_instant_a_case_and_microseconds(self) -> None:
        policy = small()
        events = {"case": ["a", "b"], "at": [int(T.timestamp()) * 10**6, T], "type": ["opened"] * 2,
                  "facts": [{"plan": "gold"}] * 2}
        found = policy.evaluate_many(events, {"a": T + MINUTE, "b": T + HOUR})
        self.assertEqual([self.plain(v) for v in found["elapsed"]][::2], [MINUTE, HOUR])
        self.assertEqual(policy.evaluate_many({"case": [], "at": [], "type": []}, T)["case"], [])

    def test_a_bad_case_stops_no_other(self) -> None:
        events = {"case": [1, 2, 1], "at": [T, T, T - HOUR], "type": ["opened", "opened", "responded"],
                  "facts": [{"plan": "gold"}] * 2 + [None]}
        found = small().evaluate_many(events, T + MINUTE)
        self.assertEqual(found["status"], ["SPOL_E_ORDER"] * 2 + ["SPOL_OK"] * 2)
        self.assertIsNone(self.plain(found["due"][0]))
        self.assertEqual(self.plain(found["due"][2]), T + HOUR)

    def test_refusals(self) -> None:
        good = {"case": [1], "at": [T], "type": ["opened"]}
        for more in ({"colour": ["red"]}, {"type": ["opend"]}, {"type": []}, {"at": [datetime(2026, 1, 1)]},
                     {"at": [2**64]}, {"at": [-2**63]}, {"facts": [{"plan": "gild"}]}):
            with self.assertRaises(ValueError, msg=repr(more)):
                small().evaluate_many({**good, **more}, T)
        with self.assertRaises(ValueError):
            small().evaluate_many({"case": [1]}, T)
        with self.assertRaises(TypeError):
            small().evaluate_many({**good, "at": ["2026-11-23"]}, T)


class Lifetimes(unittest.TestCase):
    def test_pickle_and_copy(self) -> None:
        case = opened(users=3)
        case.record("waiting", at=T + MINUTE, reason="customer", actor="customer", id=7)
        status = case.status(at=T + HOUR)
        for again in (pickle.loads(pickle.dumps(case)), copy.copy(case), copy.deepcopy(case)):
            self.assertEqual(again.events, case.events)
            self.assertEqual(again.status(at=T + HOUR).json(), status.json())
            again.record("resumed", at=T + HOUR)
        self.assertEqual(len(case), 2)
        self.assertEqual(pickle.loads(pickle.dumps(status)).json(), status.json())
        policy = pickle.loads(pickle.dumps(case.policy))
        self.assertEqual(policy.versions, case.policy.versions)
        copied = copy.copy(policy)
        policy.close()
        self.assertEqual(copied.id, "small")

    def test_closed_objects_raise(self) -> None:
        case = opened()
        status = case.status(at=T)
        policy = case.policy
        for thing in (status, case, policy):
            with thing:
                pass
            self.assertIn("closed", repr(thing))
        for ask in (lambda: status.metrics, lambda: status.severity, lambda: status.text(), lambda: status.firings(),
                    lambda: status.explain("resolution"), lambda: case.record("responded", at=T), lambda: case.events,
                    lambda: case.status(at=T), lambda: policy.id, lambda: policy.check(), lambda: sp.Case(policy),
                    lambda: pickle.dumps(case), lambda: pickle.dumps(status), lambda: pickle.dumps(policy),
                    lambda: copy.copy(case)):
            with self.assertRaises(sp.ClosedError):
                ask()
        with self.assertRaises(TypeError):
            sp.Status()

    def test_threads_share_a_case(self) -> None:
        case, wrong = opened(), []

        def record() -> None:
            try:
                for _ in range(60):
                    case.record("update_sent", at=T)
                    if case.status(at=T + MINUTE).metrics["first_response"].due != T + HOUR:
                        wrong.append("due")
            except BaseException as error:  # noqa: BLE001 - whatever it is, the test must know
                wrong.append(error)

        threads = [threading.Thread(target=record) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])
        self.assertEqual(len(case), 361)

    def test_many_make_and_close_cycles_leave_memory_flat(self) -> None:
        if not os.path.exists("/proc/self/statm"):
            self.skipTest("no /proc")

        def cycle(count: int) -> int:
            for _ in range(count):
                case = opened()
                status = case.status(at=T + HOUR)
                case.record("responded", at=T + HOUR)
                status.text()
                case.policy.close()
            gc.collect()
            with open("/proc/self/statm", encoding="ascii") as file:
                return int(file.read().split()[1])

        before = cycle(60)
        self.assertLess(cycle(200) - before, 256)


class Rendering(unittest.TestCase):
    def test_a_firings_identity_is_the_librarys(self) -> None:
        status = opened().status(at=T + HOUR)
        from supportpolicy import _declarations as d
        from supportpolicy import _native
        one = _native.sized(d.spol_firing)
        _native.check(lib.spol_evaluation_firing(status._handle, 0, c.byref(one)))
        theirs = written(lib.spol_render_firing_id, status.policy._handle, c.byref(one))
        self.assertEqual(status.firings()[0].id, theirs)


class Comparing(unittest.TestCase):
    def test_a_longer_target_is_worse_and_has_a_witness(self) -> None:
        longer = sp.Policy.loads(SMALL.replace("within: 4h", "within: 5h"))
        changes = [change for change in small().diff(longer) if change.verdict != "same"]
        self.assertEqual([change.verdict for change in changes], ["worse"])
        worse = changes[0]
        self.assertTrue(worse.reduces)
        self.assertEqual((worse.metric, worse.region), ("first_response", "severity = S2"))
        self.assertEqual(worse.old_place.rule, "metrics.first_response.targets[1]")
        desk = small().calendar("desk")
        self.assertEqual(desk.add(worse.opening, 4 * HOUR), worse.old_due)
        self.assertEqual(desk.add(worse.opening, 5 * HOUR), worse.new_due)
        self.assertIn("worse first_response", str(worse))
        shorter = [change.verdict for change in longer.diff(small()) if change.verdict != "same"]
        self.assertEqual(shorter, ["better"])

    def test_versions_and_windows_can_be_named(self) -> None:
        self.assertTrue(all(c.verdict == "same" for c in small().diff(small(), old_version="1", years=1)))
        with self.assertRaises(sp.NotFoundError):
            small().diff(small(), new_version="2")
        for years in (0, 101):
            with self.assertRaises(sp.InvalidArgumentError):
                small().diff(small(), years=years)


class Pictures(unittest.TestCase):
    def test_a_case_is_drawn(self) -> None:
        status = opened("silver").status(at=T + HOUR)
        picture = status.plot("a <case> with \u00e4", width=800)
        self.assertTrue(picture.svg.startswith("<svg"))
        self.assertIn("a &lt;case&gt; with \u00e4", picture.svg)
        self.assertIn("first_response", str(picture))
        self.assertEqual(picture._repr_svg_(), picture.svg)
        with tempfile.TemporaryDirectory() as folder:
            picture.save(Path(folder, "case.svg"))
            self.assertEqual(Path(folder, "case.svg").read_text(encoding="utf-8"), picture.svg)
        part = status.plot(start=T, end=T + 30 * MINUTE)
        self.assertNotEqual(part.svg, picture.svg)
        for wrong in ({"width": -1}, {"width": 2**40}, {"title": "a\0b"}, {"start": T + HOUR, "end": T}):
            with self.assertRaises(ValueError, msg=repr(wrong)):
                status.plot(**wrong)
        with self.assertRaises(ValueError):
            status.plot(start=datetime(2026, 1, 1))
        status.close()
        with self.assertRaises(sp.ClosedError):
            status.plot()


class Notebooks(unittest.TestCase):
    def test_status_and_explanation_are_tables(self) -> None:
        status = opened("silver").status(at=T + HOUR)
        html = status._repr_html_()
        for word in ("severity S2", "<td>first_response</td>", "<td>running</td>", "Mon 2026-11-23 19:00:00 UTC", "25 %"):
            self.assertIn(word, html)
        html = status.explain("first_response")._repr_html_()
        self.assertIn("<td>counted</td>", html)
        self.assertIn("metrics.first_response.targets[1]", html)

    def test_names_of_others_are_escaped(self) -> None:
        holidays = "holidays: {own: {rules: [{date: 2026-11-24, name: \"<b>day</b>\"}]}}\ncalendars:"
        text = SMALL.replace("calendars:", holidays, 1).replace("09:00-17:00}}", "09:00-17:00}, holidays: own}")
        case = sp.Case(sp.Policy.loads(text))
        case.record("opened", at=T + 4 * HOUR, facts={"plan": "silver"})
        html = case.status(at=T + 48 * HOUR).explain("first_response")._repr_html_()
        self.assertIn("&lt;b&gt;day&lt;/b&gt;", html)
        self.assertNotIn("<b>", html)


if __name__ == "__main__":
    harness.main()
