#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""docs/schema: every shipped policy and case file is valid, and broken policies that structure
alone can tell are not. JSON comes from the library's own reader; the validator below knows
those keywords of JSON Schema 2020-12 that the schemas use, and fails on any other."""
import json
import pathlib
import re
import subprocess
import sys

tool, root = sys.argv[1], pathlib.Path(sys.argv[2])
NOTES = {"$schema", "$id", "$defs", "title"}
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool}


def is_type(value, name):
    if name == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def same(a, b):
    return a == b and isinstance(a, bool) == isinstance(b, bool)


class Validator:
    def __init__(self, schema):
        self.defs = schema["$defs"]

    def errors(self, schema, value, path="$"):
        if schema is True:
            return []
        found = []
        for word, rule in schema.items():
            if word not in NOTES:
                found += getattr(self, "on_" + word.lstrip("$"))(schema, rule, value, path)
        return found

    def on_ref(self, _, rule, value, path):
        return self.errors(self.defs[rule.rsplit("/", 1)[1]], value, path)

    def on_type(self, _, rule, value, path):
        names = rule if isinstance(rule, list) else [rule]
        return [] if any(is_type(value, n) for n in names) else [f"{path}: is no {'/'.join(names)}"]

    def on_enum(self, _, rule, value, path):
        return [] if any(same(value, one) for one in rule) else [f"{path}: none of {rule}"]

    def on_pattern(self, _, rule, value, path):
        good = not isinstance(value, str) or re.search(rule, value)
        return [] if good else [f"{path}: {value!r} has another form"]

    def on_minLength(self, _, rule, value, path):
        return [f"{path}: is empty"] if isinstance(value, str) and len(value) < rule else []

    def on_minItems(self, _, rule, value, path):
        return [f"{path}: too few"] if isinstance(value, list) and len(value) < rule else []

    def on_maxItems(self, _, rule, value, path):
        return [f"{path}: too many"] if isinstance(value, list) and len(value) > rule else []

    def on_minProperties(self, _, rule, value, path):
        return [f"{path}: too few keys"] if isinstance(value, dict) and len(value) < rule else []

    def on_maxProperties(self, _, rule, value, path):
        return [f"{path}: too many keys"] if isinstance(value, dict) and len(value) > rule else []

    def on_required(self, _, rule, value, path):
        return [f"{path}: lacks {k}" for k in rule if isinstance(value, dict) and k not in value]

    def on_items(self, _, rule, value, path):
        items = value if isinstance(value, list) else []
        return [e for i, one in enumerate(items) for e in self.errors(rule, one, f"{path}[{i}]")]

    def on_properties(self, _, rule, value, path):
        keys = value if isinstance(value, dict) else {}
        return [e for k in keys if k in rule for e in self.errors(rule[k], value[k], f"{path}.{k}")]

    def on_additionalProperties(self, schema, rule, value, path):
        known = schema.get("properties", {})
        others = [k for k in value if k not in known] if isinstance(value, dict) else []
        if rule is False:
            return [f"{path}: unknown key {k}" for k in others]
        return [e for k in others for e in self.errors(rule, value[k], f"{path}.{k}")]

    def on_propertyNames(self, _, rule, value, path):
        keys = value if isinstance(value, dict) else {}
        return [e for k in keys for e in self.errors(rule, k, f"{path} key {k}")]

    def on_anyOf(self, _, rule, value, path):
        tries = [self.errors(one, value, path) for one in rule]
        return [] if any(not t for t in tries) else max(tries, key=lambda t: max(map(len, t)))

    def on_dependentSchemas(self, _, rule, value, path):
        keys = [k for k in rule if isinstance(value, dict) and k in value]
        return [e for k in keys for e in self.errors(rule[k], value, path)]

    def on_oneOf(self, _, rule, value, path):
        if not isinstance(value, dict):
            return []
        fits = sum(not self.errors(one, value, path) for one in rule)
        return [] if fits == 1 else [f"{path}: {fits} of the forms that exclude each other"]


def documents(path):
    done = subprocess.run([tool, "--json", str(path)], capture_output=True, check=False)
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def schema_of(name):
    return json.loads((root / "docs/schema" / (name + ".schema.json")).read_text(encoding="utf-8"))


policy_schema, test_schema = schema_of("supportpolicy"), schema_of("policytest")
failures = []
valid = refused = 0
for path in sorted((root / "examples/policies").glob("*.yaml")):
    schema = test_schema if path.name.endswith(".policytest.yaml") else policy_schema
    texts = documents(path)
    found = [e for text in texts for e in Validator(schema).errors(schema, text)]
    valid += bool(texts) and not found
    failures += [f"{path.name}: {e}" for e in found] or ([] if texts else [f"{path.name}: no JSON"])
# Names, places in time and limits are beyond structure; YAML's own errors give no JSON.
STRUCTURE = re.compile(r"^(0201|0203|0206|0207|0208|0210|0212|0213|0302|0303|0304|0305|0306|0307|0803|0804)")
for path in sorted((root / "tests/policies/bad").glob("*.yaml")):
    if STRUCTURE.match(path.name):
        texts = documents(path)
        if any(Validator(policy_schema).errors(policy_schema, text) for text in texts):
            refused += 1
        else:
            failures.append(f"{path.name}: the schema lets it through")
print(f"{valid} files valid, {refused} broken ones refused, {len(failures)} failures")
print("\n".join(failures))
sys.exit(1 if failures or not valid or not refused else 0)
