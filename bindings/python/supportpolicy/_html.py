# SPDX-License-Identifier: MIT
"""Status and explanation as HTML, for notebooks."""

from datetime import datetime, timedelta
from html import escape
from typing import Any, Iterable, Optional


def status(s: Any) -> str:
    """A table of the metrics below a line on the case."""
    about = [f"as of {_when(s.as_of)}", s.state, f"severity {s.severity or 'none'}", f"line {s.line or 'none'}"]
    rows = (
        (
            name,
            metric.state if metric.outcome is None else f"{metric.state}, {metric.outcome}",
            _when(metric.due) or metric.word or ("" if metric.target == "duration" else metric.target),
            _length(metric.elapsed),
            _length(metric.remaining),
            "" if metric.share is None else f"{float(metric.share) * 100:.0f} %",
        )
        for name, metric in s.metrics.items()
    )
    return _paragraph(about) + _table(("metric", "state", "due", "elapsed", "remaining", "share"), rows)


def explanation(e: Any) -> str:
    """A table of the segments."""
    about = [e.metric, f"due {_when(e.due)}" if e.due else "no due instant", f"counted {_length(e.counted)}"]
    if e.carried:
        about.append(f"carried {_length(e.carried)}")
    rows = (
        (
            _when(s.start),
            _when(s.end),
            f"{s.label} ({s.name})" if s.name else s.label,
            _length(s.counted),
            f"{s.rule}, line {s.line}" if s.rule else "",
        )
        for s in e.segments
    )
    return _paragraph(about) + _table(("from", "to", "what", "counted", "rule"), rows)


def _when(t: Optional[datetime]) -> str:
    return "" if t is None else t.strftime("%a %Y-%m-%d %H:%M:%S %Z")


def _length(d: Optional[timedelta]) -> str:
    return "" if d is None else str(d)


def _paragraph(words: Iterable[str]) -> str:
    return f"<p>{escape(', '.join(words))}</p>"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
