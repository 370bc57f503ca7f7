#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The helpdesk program says what is wrong and where, and its exit status says how it went.

  check-helpdesk.py HELPDESK ROOT
"""

import os
import shutil
import subprocess
import sys
import tempfile

OPENED = "events: [{at: 2024-11-12T10:00, type: opened}]"
RIGHT = "policy: p.yaml\ncases:\n  - {name: a, facts: {impact: minor_loss}, " + OPENED + "}\n"
FILES = {
    "right": RIGHT,
    "otherwise": RIGHT[:-2] + ", expect: {severity: S1}}\n",
    "empty": "policy: p.yaml\ncases: []\n",
    "order": RIGHT.replace("opened}", "opened}, {at: 2024-11-12T09:00, type: notified}"),
    "typo": RIGHT.replace("type: opened", "type: openned"),
    "above": RIGHT.replace("p.yaml", "../p.yaml"),
    "absolute": RIGHT.replace("p.yaml", "/p.yaml"),
    "missing": RIGHT.replace("p.yaml", "q.yaml"),
    "below": RIGHT.replace("p.yaml", "deep/p.yaml"),
}
# Arguments, exit status, and what stands in the output and in the errors.
CASES = [
    (["right.yaml"], 0, "severity  S3", ""),
    (["below.yaml"], 0, "severity  S3", ""),
    (["right.yaml", "--at", "2024-11-12T09:00"], 0, "not opened yet", ""),
    (["right.yaml", "--at", "2024-11-12T12:00:00+01:00"], 0, "as of     2024-11-12T11:00:00+00:00", ""),
    (["right.yaml", "--at", "soon"], 2, "", "--at soon: "),
    (["otherwise.yaml"], 1, "severity  S3",
     "otherwise.yaml:3:111: error: severity is S3, and S1 is expected [SP1003]"),
    (["empty.yaml"], 2, "", "empty.yaml:2:8: error: the file has no case: the list is empty [SP1005]"),
    (["order.yaml"], 2, "", "order.yaml:3:91: error: this event lies before the one in front of it"),
    (["typo.yaml"], 2, "", "hint: did you mean \"opened\"?"),
    (["above.yaml"], 2, "", "leads out of the directory of the file that names it [SP1010]"),
    (["absolute.yaml"], 2, "", "is no path relative to the file that names it [SP1010]"),
    (["missing.yaml"], 2, "", "the file does not exist [SP1010]"),
    (["nothing.yaml"], 2, "", "nothing.yaml: error: the file does not exist"),
    (["right.yaml", "otherwise.yaml"], 1, "severity  S3", "SP1003"),
    ([], 2, "", "usage: helpdesk"),
    (["--wrong"], 2, "", "usage: helpdesk"),
    (["--help"], 0, "usage: helpdesk", ""),
]


def main() -> int:
    helpdesk, root = map(os.path.abspath, sys.argv[1:])
    policy = os.path.join(root, "examples/policies/allure-saas-2024.yaml")
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, "deep"))
        shutil.copy(policy, os.path.join(folder, "p.yaml"))
        shutil.copy(policy, os.path.join(folder, "deep/p.yaml"))
        for name, text in FILES.items():
            with open(os.path.join(folder, name + ".yaml"), "w", encoding="utf-8") as file:
                file.write(text)
        for arguments, status, out, err in CASES:
            told = subprocess.run([helpdesk, *arguments], cwd=folder, capture_output=True, text=True, check=False)
            if told.returncode != status or out not in told.stdout or err not in told.stderr \
                    or (not err and told.stderr):
                failed += 1
                print(f"helpdesk {' '.join(arguments)}: exit {told.returncode}, not {status}\n{told.stdout}{told.stderr}")
    print(f"{len(CASES) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
