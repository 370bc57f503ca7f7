#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`supportpolicy evaluate`: the same statuses as case files give, in order, whatever comes.

  evaluate.py SUPPORTPOLICY PRINT_STATUSES ROOT
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

COMMAND, PRINT, ROOT = sys.argv[1], sys.argv[2], Path(sys.argv[3])
# A sanitizer's own memory says nothing of the command's.
SANITIZED = "SANITIZED" in os.environ
DESK = str(ROOT / "tests" / "golden" / "timelines" / "desk.yaml")
sys.path.insert(0, str(ROOT / "tests" / "oracle"))


def case(number, **other):
    return {"name": f"case {number}", "facts": {"impact": ("down", "slow", "question")[number % 3]},
            "events": [{"at": f"2026-03-02T10:{number % 60:02}:00Z", "type": "opened"},
                       {"at": "2026-03-03T10:00:00Z", "type": "responded"}],
            "as_of": "2026-03-04T10:00:00Z", **other}


def text_of(cases):
    return "".join(json.dumps(c) + "\n" for c in cases).encode()


def evaluate(data, *options, policy=DESK, **other):
    return subprocess.run([COMMAND, "evaluate", policy, *options], input=data, capture_output=True,
                          check=False, timeout=300, **other)


def answers(data):
    return [json.loads(line) for line in data.decode().splitlines()]


MANY = text_of(case(i) for i in range(5000))


class Answers(unittest.TestCase):
    def test_random_cases_have_the_status_that_case_files_give(self):
        from evaluator_yaml import write
        compared = 0
        for seed in range(1, 6):
            with tempfile.TemporaryDirectory() as folder:
                write(seed, folder, 40)
                tests = Path(folder) / f"random-{seed}.policytest.yaml"
                cases = json.loads(tests.read_text())["cases"]
                wanted = subprocess.run([PRINT, tests], capture_output=True, check=True).stdout
                policy = str(Path(folder) / f"random-{seed}.yaml")
                got = evaluate(text_of(cases), "--full", policy=policy)
                self.assertEqual(got.returncode, 0, got.stderr)
                statuses = [json.loads(line) for line in wanted.decode().splitlines()]
                self.assertEqual([a["status"] for a in answers(got.stdout)], statuses)
                self.assertEqual([a["name"] for a in answers(got.stdout)], [c["name"] for c in cases])
                self.summaries(text_of(cases), policy, statuses)
                compared += len(cases)
        self.assertGreater(compared, 100)

    def summaries(self, data, policy, statuses):
        """A summary says nothing that the status does not."""
        got = evaluate(data, policy=policy)
        self.assertEqual(got.returncode, 0)
        for answer, status in zip(answers(got.stdout), statuses, strict=True):
            self.part(answer["status"], status)

    def part(self, summary, status):
        if isinstance(summary, dict):
            for key, value in summary.items():
                self.assertIn(key, status)
                self.part(value, status[key])
        elif isinstance(summary, list):
            wholes = [s for s in status if not isinstance(s, dict) or s.get("part", 0) == 0]
            self.assertEqual(len(summary), len(wholes))
            for one, whole in zip(summary, wholes):
                self.part(one, whole)
        else:
            self.assertEqual(summary, status)

    def test_order_is_kept_by_any_number_of_threads(self):
        alone = evaluate(MANY, "--jobs", "1")
        self.assertEqual(alone.returncode, 0)
        self.assertEqual([a["line"] for a in answers(alone.stdout)], list(range(1, 5001)))
        self.assertEqual(evaluate(MANY, "--jobs", "7").stdout, alone.stdout)
        self.assertEqual(evaluate(MANY.rstrip(b"\n")).stdout, alone.stdout)

    def test_resuming_gives_the_rest(self):
        whole = evaluate(MANY).stdout.splitlines()
        rest = evaluate(MANY, "--resume-after", "1234")
        self.assertEqual(rest.stdout.splitlines(), whole[1234:])
        self.assertEqual(evaluate(MANY, "--resume-after", "9999").stdout, b"")

    def test_at_is_for_every_case(self):
        got = answers(evaluate(MANY, "--at", "2026-03-03T00:00:00Z").stdout)
        self.assertEqual({a["status"]["as_of"]["utc"] for a in got}, {"2026-03-03T00:00:00Z"})

    def test_keys_of_a_case(self):
        data = text_of([{"facts": {"impact": "down"}, "zone": "Europe/Berlin", "expect": {},
                         "events": [{"at": "2026-03-02T10:00", "type": "opened"},
                                    {"at": "2026-03-02T11:00", "type": "waiting", "reason": "customer"}]}])
        got = evaluate(data)
        self.assertEqual(got.returncode, 0, got.stderr)
        self.assertNotIn("name", answers(got.stdout)[0])
        self.assertEqual(answers(got.stdout)[0]["status"]["as_of"],
                         {"utc": "2026-03-02T10:00:00Z", "local": "2026-03-02T11:00:00+01:00"})


class BadLines(unittest.TestCase):
    BAD = [
        (b"{", "column 1"), (b"[]", "a case is an object"), (b"\xff\n".strip(), "column"),
        (b'{"a\0b":1}', "NUL"), (json.dumps(case(1, wrong=1)).encode(), "wrong: a case has no such key"),
        (json.dumps(case(1, zone="Mars/Phobos")).encode(), 'no zone "Mars/Phobos"'),
        (json.dumps(case(1, zone="../../etc/passwd")).encode(), "no zone"),
        (json.dumps(case(1, facts={"impact": "none"})).encode(), "impact: "),
        (json.dumps(case(1, facts={"colour": "red"})).encode(), "no such fact"),
        (json.dumps(case(1, contract={"impact": "down"})).encode(), "the event has this fact already"),
        (json.dumps(case(1, events=[])).encode(), "events: "),
        (json.dumps(case(1, events=[{"at": "2026-03-02T10:00:00Z", "type": "exploded"}])).encode(),
         'events[0].type: the policy has no "exploded"'),
        (json.dumps(case(1, events=[{"at": "2026-03-02T10:00:00Z", "type": "responded"}])).encode(),
         "events[0]"),
        (json.dumps(case(1, events=[{"at": "yesterday", "type": "opened"}])).encode(), "events[0].at"),
        (json.dumps(case(1, events=[{"at": "2026-03-02T10:00:00Z", "type": "opened"},
                                    {"at": "2026-03-01T10:00:00Z", "type": "responded"}])).encode(),
         "events[1]"),
        (b'{"name":"a","name":"b","events":[]}', "duplicate"),
        (b'{"events":' + b"[" * 100000 + b"]" * 100000 + b"}", "column"),
    ]

    def test_each_is_told_with_its_number_and_passed_over(self):
        for bad, words in self.BAD:
            got = evaluate(text_of([case(0)]) + b"\n" + bad + b"\n" + text_of([case(2)]))
            self.assertEqual(got.returncode, 1, bad[:80])
            self.assertEqual([a["line"] for a in answers(got.stdout)], [1, 4], bad[:80])
            message = got.stderr.decode("utf-8", "replace")
            self.assertIn("supportpolicy: -:3: ", message)
            self.assertIn(words, message)
            self.assertIn("2 cases, 1 bad line", message)

    def test_stopping_at_the_first(self):
        data = MANY + b"{}\n" + MANY
        got = evaluate(data, "--on-error", "stop")
        self.assertEqual(got.returncode, 3)
        self.assertEqual(got.stdout, evaluate(MANY).stdout)
        self.assertEqual(got.stderr.count(b"-:5001: "), 1)

    def test_a_line_without_end_takes_no_memory(self):
        def cases():
            yield text_of([case(0)])
            for _ in range(64):
                yield b'{"name":"' + b"x" * (1 << 20)
            yield b"\n" + text_of([case(2)])
        with subprocess.Popen([COMMAND, "evaluate", DESK], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE) as child:
            for piece in cases():
                child.stdin.write(piece)
            child.stdin.close()
            lines = answers(child.stdout.read())
            message = child.stderr.read().decode()
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual([a["line"] for a in lines], [1, 3])
        self.assertIn("-:2: the line is longer than 16777216 bytes", message)
        self.assertEqual(child.returncode, 1)
        if not SANITIZED:
            self.assertLess(usage.ru_maxrss, 150 * 1024)

    def test_nothing_is_no_case_and_no_error(self):
        self.assertEqual((evaluate(b"").returncode, evaluate(b"\n \n").returncode), (0, 0))


class Ends(unittest.TestCase):
    def test_input_that_cannot_be_read(self):
        with tempfile.TemporaryDirectory() as folder:
            for arguments in ([DESK, folder], [DESK, folder + "/none"], [folder + "/none"], [folder]):
                got = subprocess.run([COMMAND, "evaluate", *arguments], capture_output=True, check=False)
                self.assertEqual(got.returncode, 3, arguments)
                self.assertTrue(got.stderr.startswith(b"supportpolicy: "), got.stderr)

    def test_a_fifo_is_read_as_it_comes(self):
        with tempfile.TemporaryDirectory() as folder:
            fifo = folder + "/fifo"
            os.mkfifo(fifo)
            with subprocess.Popen([COMMAND, "evaluate", DESK, fifo], stdout=subprocess.PIPE) as child, \
                    open(fifo, "wb") as out:
                out.write(text_of([case(0)]))
                out.flush()
                self.assertEqual(json.loads(child.stdout.readline())["line"], 1)
                out.write(text_of([case(1)]))
                out.close()
                self.assertEqual(json.loads(child.stdout.readline())["line"], 2)
                self.assertEqual(child.wait(), 0)

    def test_wrong_use(self):
        for arguments in ([], ["--at"], [DESK, "--at", "soon"], [DESK, "--jobs", "0"], [DESK, "--jobs", "many"],
                          [DESK, "--on-error", "cry"], [DESK, "--resume-after", "-1"], [DESK, "--what"],
                          [DESK, "a", "b"]):
            got = subprocess.run([COMMAND, "evaluate", *arguments], stdin=subprocess.DEVNULL,
                                 capture_output=True, check=False)
            self.assertEqual((got.returncode, got.stdout), (2, b""), arguments)

    def test_a_full_disk(self):
        with open("/dev/full", "wb") as full:
            got = subprocess.run([COMMAND, "evaluate", DESK], input=MANY, stdout=full, stderr=subprocess.PIPE,
                                 check=False)
        self.assertEqual(got.returncode, 4)
        self.assertIn(b"cannot write the output: No space left on device", got.stderr)

    def test_a_reader_that_goes_away(self):
        with tempfile.NamedTemporaryFile() as cases:
            cases.write(MANY * 20)
            cases.flush()
            with subprocess.Popen([COMMAND, "evaluate", DESK, cases.name], stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE) as child:
                child.stdout.readline()
                child.stdout.close()
                self.assertEqual((child.stderr.read(), child.wait()), (b"", 0))

    def endless(self, number):
        """What comes before a signal that is sent while input goes on for ever."""
        with subprocess.Popen([COMMAND, "evaluate", DESK], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL) as child:
            def feed():
                try:
                    while True:
                        child.stdin.write(MANY)
                except BrokenPipeError:
                    pass
            feeder = threading.Thread(target=feed)
            feeder.start()
            data = child.stdout.read(3000000)
            child.send_signal(number)
            data += child.stdout.read()
            code = child.wait()
            feeder.join()
            try:
                child.stdin.close()
            except BrokenPipeError:
                pass
        return data, code

    def test_signals_leave_whole_lines(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            data, code = self.endless(number)
            self.assertEqual(code, -number)
            self.assertTrue(data.endswith(b"}\n"))
            lines = [a["line"] for a in answers(data)]
            self.assertEqual(lines, list(range(1, len(lines) + 1)))
            self.assertGreater(len(lines), 1000)

    def test_after_sigkill_only_the_last_line_is_cut(self):
        data, code = self.endless(signal.SIGKILL)
        self.assertEqual(code, -signal.SIGKILL)
        whole, _, rest = data.rpartition(b"\n")
        lines = [a["line"] for a in answers(whole)]
        self.assertEqual(lines, list(range(1, len(lines) + 1)))
        self.assertNotIn(b"\n", rest)

    def test_memory_does_not_grow(self):
        most = []
        for times in (1, 16):
            with tempfile.NamedTemporaryFile() as cases:
                cases.write(MANY * times)
                cases.flush()
                with subprocess.Popen([COMMAND, "evaluate", DESK, cases.name], stdout=subprocess.DEVNULL) as child:
                    _, status, usage = os.wait4(child.pid, 0)
                    child.returncode = os.waitstatus_to_exitcode(status)
                    self.assertEqual(child.returncode, 0)
                    most.append(usage.ru_maxrss)
        if not SANITIZED:
            self.assertLess(most[1] - most[0], 8 * 1024)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
