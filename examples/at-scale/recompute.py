#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Recomputes every deadline of a helpdesk's history: in one process, over processes, and in Spark.

    script/at-scale                          # makes an environment, and runs all three
    recompute.py make FOLDER --events 10000000
    recompute.py single|processes|spark FOLDER

The history is a folder of Parquet files with a row an event: case, at, type, plan, reason. The one
function that does the work, `deadlines`, takes the events of whole cases and gives a row a case and
metric; everything else here only brings events to it. The policy travels as text and is compiled
once in each worker.
"""

import argparse
import json
import multiprocessing
import os
import sys
import time
from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import supportpolicy as sp

POLICY = """
supportpolicy: 1
id: at-scale
version: "1"
facts: {plan: {one_of: [gold, silver], required: true}}
calendars:
  always: 24x7
  desk: {zone: America/New_York, hours: {mon-fri: 09:00-17:00}, holidays: us-federal}
severities: {levels: [{id: S1, when: {plan: gold}}, {id: S2, when: {plan: silver}}]}
reasons: {customer: {}}
metrics:
  first_response:
    pauses: [customer]
    targets: [{when: {severity: S1}, within: 1h, calendar: always}, {within: 4h, calendar: desk}]
  resolution:
    pauses: [customer]
    targets: [{when: {severity: S1}, within: 24h, calendar: always}, {within: 40h, calendar: desk}]
"""
AS_OF = datetime(2026, 11, 1, tzinfo=timezone.utc)
TYPES = ("opened", "acknowledged", "responded", "waiting", "customer_replied", "resumed", "update_sent", "resolved")
COLUMNS = pa.schema(
    [("case", pa.int64()), ("at", pa.timestamp("us")), ("type", pa.string()), ("plan", pa.string()), ("reason", pa.string())]
)
ANSWERS = pa.schema(
    [("case", pa.int64()), ("metric", pa.string()), ("outcome", pa.string()), ("due", pa.timestamp("us")),
     ("elapsed", pa.int64())]
)
_compiled = {}


def deadlines(policy_text: str, events: pa.Table) -> pa.Table:
    """The deadlines of whole cases, as they stand."""
    policy = _compiled.get(policy_text)
    if policy is None:
        policy = _compiled[policy_text] = sp.Policy.loads(policy_text)
    events = events.sort_by([("case", "ascending"), ("at", "ascending")])
    columns = {name: events[name] for name in ("case", "at", "type", "reason")}
    found = policy.evaluate_many({**columns, "facts": {"plan": events["plan"]}}, AS_OF, threads=1)
    bad = [status for status in found["status"] if status != "SPOL_OK"]
    if bad:
        raise ValueError(f"{len(bad)} rows could not be evaluated: {sorted(set(bad))}")
    return pa.table(
        {"case": found["case"], "metric": found["metric"], "outcome": found["outcome"], "due": found["due"],
         "elapsed": found["elapsed"].view("i8")},
        schema=ANSWERS,
    )


def totals(answers: pa.Table) -> "dict[str, int]":
    """What must come out equal, however it was computed."""
    made = {"rows": answers.num_rows, "due": 0, "elapsed": 0}
    for one in pc.value_counts(pc.fill_null(answers["outcome"], "open")).to_pylist():
        made[one["values"]] = one["counts"]
    made["elapsed"] = pc.sum(answers["elapsed"]).as_py() or 0
    made["due"] = int((answers["due"].to_numpy().view("i8") // 1_000_000).sum())
    return made


def added(parts: "list[dict[str, int]]") -> "dict[str, int]":
    keys = sorted({key for part in parts for key in part})
    return {key: sum(part.get(key, 0) for part in parts) for key in keys}


# ---- The history ---------------------------------------------------------------


def make(folder: Path, events: int, per_file: int = 125_000) -> None:
    """Cases of eight events each, files of whole cases; the same for ever."""
    folder.mkdir(parents=True, exist_ok=True)
    cases = events // len(TYPES)
    for number, first in enumerate(range(0, cases, per_file)):
        count = min(per_file, cases - first)
        roll = np.random.default_rng(20261126 + number)
        ids = np.arange(first, first + count)
        opened = np.datetime64("2021-01-01", "us") + roll.integers(0, 5 * 365 * 24 * 60, count).astype("m8[m]")
        steps = np.cumsum(roll.integers(1, 600, (count, len(TYPES))), axis=1).astype("m8[m]")
        steps[:, 0] = 0
        gold = roll.random(count) < 0.3
        plan = np.full((count, len(TYPES)), None, dtype=object)
        plan[:, 0] = np.where(gold, "gold", "silver")
        table = pa.table(
            {
                "case": np.repeat(ids, len(TYPES)),
                "at": (opened[:, None] + steps).astype("M8[us]").reshape(-1),
                "type": list(TYPES) * count,
                "plan": plan.reshape(-1),
                "reason": [None, None, None, "customer", None, None, None, None] * count,
            },
            schema=COLUMNS,
        )
        # Mixed, as a log of many cases is.
        pq.write_table(table.take(pa.array(roll.permutation(table.num_rows))), folder / f"events-{number:04}.parquet")


# ---- Three ways ------------------------------------------------------------------


def single(folder: Path) -> "dict[str, int]":
    """File after file in this process."""
    return added([_file(str(path)) for path in sorted(folder.glob("*.parquet"))])


def processes(folder: Path) -> "dict[str, int]":
    """A file at a time in as many processes as there are cores."""
    with multiprocessing.get_context("spawn").Pool(os.cpu_count()) as pool:
        return added(pool.map(_file, [str(path) for path in sorted(folder.glob("*.parquet"))], chunksize=1))


def _file(path: str) -> "dict[str, int]":
    return totals(deadlines(POLICY, pq.read_table(path)))


def spark(folder: Path) -> "dict[str, int]":
    """Brought together by case by Spark, wherever the events lie; then the same function."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # workers have what this process has
    session = (
        SparkSession.builder.master(f"local[{os.cpu_count()}]").appName("deadlines")
        .config("spark.ui.enabled", "false").config("spark.driver.memory", "6g")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "1000000")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    policy = session.sparkContext.broadcast(POLICY)

    def work(batches):
        # All of a partition, so that no case is cut where a batch ends.
        held = [batch for batch in batches if batch.num_rows]
        if held:
            events = pa.Table.from_batches(held)
            at = pc.cast(events["at"], pa.timestamp("us"))
            events = events.set_column(events.schema.get_field_index("at"), "at", at)
            found = totals(deadlines(policy.value, events))
            yield pa.RecordBatch.from_pydict({"totals": [json.dumps(found)]})

    parts = max(8, ds.dataset(folder, format="parquet").count_rows() // 1_000_000)
    events = session.read.parquet(str(folder)).repartition(parts, "case")
    rows = events.mapInArrow(work, "totals string").collect()
    session.stop()
    return added([json.loads(row.totals) for row in rows])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("way", choices=("make", "single", "processes", "spark"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--events", type=int, default=10_000_000)
    arguments = parser.parse_args()
    if arguments.way == "make":
        make(arguments.folder, arguments.events)
        return
    begun = time.perf_counter()
    found = globals()[arguments.way](arguments.folder)
    seconds = time.perf_counter() - begun
    events = ds.dataset(arguments.folder, format="parquet").count_rows()
    print(json.dumps({"way": arguments.way, "events": events, "seconds": round(seconds, 1),
                      "events_a_second": round(events / seconds), "totals": found}))


if __name__ == "__main__":
    main()
