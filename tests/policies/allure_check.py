#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds docs/allure.md against the policy and its cases.

    allure_check.py SUPPORTPOLICY POLICY_TEXT ROOT

Each sentence that a rule cites has a row with exactly the rules that cite it; the cases of a row exist, pass, and
between them reach each of its rules that coverage counts. The other sentences are in the second table. The completed
policy cites what the plain one does.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

PROGRAM, TEXT, ROOT = sys.argv[1], sys.argv[2], Path(sys.argv[3])
PAGE = ROOT / "docs" / "allure.md"
POLICIES = ROOT / "examples" / "policies"
NO_RULES = ("advice", "footnotes", "not_a_rule")


def output(*arguments):
    return subprocess.run(list(arguments), stdout=subprocess.PIPE, check=True, text=True).stdout


def cited(clause):
    """The sentences of a clause, which may be several."""
    for one in clause if isinstance(clause, list) else [clause]:
        first, last = one.get("sentences", [one.get("sentence")] * 2)
        for number in range(first, last + 1):
            yield one["under"], number


def clauses(node, path):
    """(sentence, name of the rule): an id, or where the rule stands."""
    if isinstance(node, dict):
        name = node.get("id", path) if path else ""
        for key, value in node.items():
            if key == "clause":
                yield from ((sentence, name) for sentence in cited(value))
            else:
                yield from clauses(value, f"{path}.{key}" if path else key)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from clauses(value, f"{path}[{index}]")


def rules_by_sentence(policy):
    """Two dicts: the rules that cite a sentence, and the entries that say that it is none."""
    rules, others = {}, {}
    for sentence, name in clauses(policy, ""):
        into = others if name.startswith(NO_RULES) else rules
        into.setdefault(sentence, set()).add(name)
    return rules, others


def rows(text, width):
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if line.startswith("| ") and len(cells) == width and cells[1][:1].isdigit():
            yield cells


def numbers(text):
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def reached_by(cases):
    """What the cases come to: their outcomes, and how many reach each rule."""
    outcomes, rules = {}, {}
    file = POLICIES / "allure-saas-2024.policytest.yaml"
    for case in cases:
        found = json.loads(output(PROGRAM, "test", "--format", "json", "--coverage", "--filter", case, str(file)))
        outcomes.update((one["name"], one["outcome"]) for one in found["cases"])
        for rule in found["coverage"][0]["rules"]:
            rules[rule["rule"]] = rules.get(rule["rule"], 0) + rule["cases"]
    return outcomes, rules


def check_row(cells, rules):
    sentence = (cells[0], int(cells[1]))
    named = set(re.findall(r"`([^`]+)`", cells[2]))
    if named != rules.get(sentence):
        yield f"the policy's rules are {sorted(rules.get(sentence, ()))}, the page's {sorted(named)}"
    cases = re.findall(r"`([^`]+)`", cells[4])
    files = re.findall(r"\]\(\.\./([^)]+)\)", cells[4])
    if not cases and not files:
        yield "nothing shows it"
    for file in files:
        if not (ROOT / file).is_file() or "promises against this" not in (ROOT / file).read_text("utf-8"):
            yield f"{file} does not show it"
    if cases:
        outcomes, counts = reached_by(cases)
        yield from (f"{case!r} is no case that passes" for case in cases if outcomes.get(case) != "passed")
        yield from (f"no case that is named reaches {rule}" for rule in named if counts.get(rule, 1) == 0)


def main():
    text = PAGE.read_text("utf-8")
    policies = {
        name: json.loads(output(TEXT, "--json", str(POLICIES / f"{name}.yaml")))
        for name in ("allure-saas-2024", "allure-saas-2024.completed")
    }
    rules, others = rules_by_sentence(policies["allure-saas-2024"])
    wrong = []
    stated = set()
    for cells in rows(text, 5):
        stated.add((cells[0], int(cells[1])))
        wrong += [f"{cells[0]}, {cells[1]}: {what}" for what in check_row(cells, rules)]
    none = {(cells[0].strip('"'), number) for cells in rows(text, 3) for number in numbers(cells[1])}
    wrong += [f"{under}, {number}: the policy has a rule of it, the page no row" for under, number in rules.keys() - stated]
    wrong += [f"{under}, {number}: in one of page and policy alone" for under, number in none ^ (others.keys() - rules.keys())]
    listed = {
        (group["under"], number + 1)
        for group in policies["allure-saas-2024"]["source"]["sentences"]
        for number in range(len(group["digests"]))
    }
    wrong += [f"{under}, {number}: the page does not have it" for under, number in listed - stated - none]
    completed = rules_by_sentence(policies["allure-saas-2024.completed"])
    if (completed[0].keys(), completed[1].keys()) != (rules.keys(), others.keys()):
        wrong.append("the completed policy does not cite the same sentences")
    print("\n".join(wrong))
    print(f"{len(stated)} sentences with rules, {len(none)} without; {len(wrong)} wrong")
    sys.exit(1 if wrong or len(stated) < 30 else 0)


if __name__ == "__main__":
    main()
