# SPDX-License-Identifier: MIT
"""Asks the Python package every policy case of tests/conformance, as case files of its own, and wants
the counts that the C runner has (tests/conformance/README.md says what the map means).

  conformance_policies.py CASES MAP ROOT RUN_POLICIES
"""

import copy
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import supportpolicy as sp

CASE_KEYS = ("contract", "facts", "events", "as_of")


def filled(value, given):
    """A copy in which "$name" is what the question gives by that name."""
    if isinstance(value, str) and value.startswith("$"):
        return copy.deepcopy(given[value[1:]])
    if isinstance(value, dict):
        return {key: filled(part, given) for key, part in value.items()}
    return [filled(part, given) for part in value] if isinstance(value, list) else value


def nested(path, value):
    """{a: {b: value}} of "a.b"."""
    for key in reversed(path.split(".")):
        value = {key: value}
    return value


def month_text(events, day):
    return json.loads(json.dumps(events).replace("DD", f"{day:02}"))


class Asked:
    """A question with its entry in the map; what is said of a field outranks a reading, and that the case."""

    def __init__(self, question, entry, root, folder, over=None):
        self.question, self.entry, self.root, self.folder = question, entry, root, folder
        self.over = over or {}

    def said(self, field, key):
        entry = field if isinstance(field, dict) else {}
        return next((where[key] for where in (entry, self.over, self.entry) if key in where), None)

    def policy_text(self, field):
        text = (self.root / self.said(field, "policy")).read_text(encoding="utf-8")
        for before, after in self.said(field, "edits") or []:
            assert before in text, f"{self.question['id']}: an edit does not apply"
            text = text.replace(before, after)
        return text

    def case(self, field, **more):
        given = {key: self.said(field, key) for key in CASE_KEYS}
        found = {key: filled(value, self.question["given"]) for key, value in given.items() if value is not None}
        return {"name": self.question["id"], **found, **more}

    def run(self, field, cases):
        """What comes of the cases, read from a file beside their policy."""
        (self.folder / "policy.yaml").write_text(self.policy_text(field), encoding="utf-8")
        file = {"policytest": 1, "policy": "policy.yaml", "cases": cases}
        zone = self.said(field, "zone") or self.question["given"].get("time_zone")
        if zone is not None:
            file["zone"] = zone
        path = self.folder / "question.policytest.yaml"
        path.write_text(json.dumps(file), encoding="utf-8")
        return [case.run() for case in sp.Scenario.load(path)]

    def agrees(self, field, expected):
        path = field if isinstance(field, str) else field["path"]
        (result,) = self.run(field, [self.case(field, expect=nested(path, expected))])
        return result.passed

    def month(self, field, value):
        """Whether the host's own sum over a month of cases is the value."""
        month = self.entry["month"]
        days = [month_text(month["in_time"], day + 1) for day in range(month["met"])]
        days += [month_text(month["late"], day + 1) for day in range(month["missed"])]
        cases = [self.case(None, name=str(number), events=events) for number, events in enumerate(days)]
        outcomes = [result.status.metrics[month["metric"]].outcome for result in self.run(None, cases)]
        met, missed = outcomes.count("met"), outcomes.count("missed")
        percent = met * 100 // (met + missed)
        if field["count"] == "reached":
            found = percent >= field["at_least"]
        elif "credits" in field:
            found = max((credit for least, credit in field["credits"] if missed >= least), default=0)
        else:
            found = percent
        return (met, missed) == (month["met"], month["missed"]) and found == value


def expected_of(field, value):
    """What an answer is called in the language: a word of the map's, a number with its unit, or as it stands."""
    text = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    if isinstance(field, dict) and "is" in field:
        return field["is"][text]
    if isinstance(field, dict) and "unit" in field:
        return text + field["unit"]
    return text[:16] + ":00Z" if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\dZ", text) else text


def field_is_right(ask, field, value):
    if isinstance(field, dict) and "prints" in field:
        return field["prints"][value] in sp.Policy.loads(ask.policy_text(field)).text()
    if isinstance(field, dict) and "count" in field:
        return ask.month(field, value)
    return ask.agrees(field, expected_of(field, value))


def check(question, entry, root, folder):
    """Faults, and how many fields were compared."""
    faults, fields = [], 0
    readings = question.get("other_readings", [])
    overs = entry.get("readings", [])
    if len(readings) != len(overs):
        faults.append("the map has not as many readings")
    asks = [(Asked(question, entry, root, folder), entry["compare"], question["answer"])]
    asks += [(Asked(question, entry, root, folder, over), over["compare"], one) for over, one in zip(overs, readings)]
    for ask, compare, answer in asks:
        for name, value in answer.items():
            if name != "reading":
                fields += 1
                if not field_is_right(ask, compare[name], value):
                    faults.append(name)
    if "fails" in entry and asks[0][0].agrees(entry["fails"], entry["fails"]["expected"]):
        faults.append("a wrong example of the source was taken for right")
    return faults, fields


def main() -> int:
    cases, mapped, root, runner = sys.argv[1:5]
    questions = json.loads(Path(cases).read_text(encoding="utf-8"))["cases"]
    entries = json.loads(Path(mapped).read_text(encoding="utf-8"))
    right, wrong, fields = 0, 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for question in questions:
            faults, compared = check(question, entries[question["id"]], Path(root), Path(folder))
            fields += compared
            right, wrong = right + (not faults), wrong + bool(faults)
            for fault in faults:
                print(f"WRONG {question['id']}: {fault}")
    ours = f"{right} right, 0 expected differences, {wrong} wrong"
    done = subprocess.run([runner, cases, mapped, root], capture_output=True, text=True, check=False)
    through_c = done.stdout.splitlines()[-2:]
    same = done.returncode == 0 and right > 0 and through_c == [f"{fields} fields compared", ours]
    print(f"through C: {', '.join(through_c)}")
    print(ours)
    print(f"{right + same} passed, {wrong + (not same)} failed")
    return 0 if same and not wrong else 1


if __name__ == "__main__":
    sys.exit(main())
