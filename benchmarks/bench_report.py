"""The table of `make bench`, as Markdown, with the machine that it was measured on."""

from __future__ import annotations

import os
import platform
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from django.db import connection

from benchmarks import goals
from benchmarks.goals import BARE as _BARE
from benchmarks.goals import RAW_WITH_FACETS, WAGTAIL

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
CACHED_WITHIN = 2.0
_STATES = ("", "not cached", "cached", "304", "publishing", "raw Tantivy", RAW_WITH_FACETS, WAGTAIL)


@dataclass(frozen=True, slots=True)
class Row:
    """One page in one state. Times in ms; `cpu` is user and system time of the server per answer."""

    name: str
    state: str
    cpu: float
    p50: float = 0
    p95: float = 0
    p99: float = 0
    size: int = 0
    requests: int = 0
    failures: int = 0

    @classmethod
    def of_cpu(cls, name: str, state: str, cpu: float) -> Row:
        return cls(name, state, cpu)


@dataclass(frozen=True, slots=True)
class Publishing:
    """Answers a second of hot pages without and with publishing, and seconds until each published story was in index and
    record, and each withdrawn one in neither.
    """

    quiet: float
    busy: float
    found_after: list[float]
    never_found: int
    published: int
    gone_after: list[float]
    never_gone: int

    def percentile(self, share: float) -> float | None:
        """Seconds until a story was found; None if none was."""
        return _percentile(self.found_after, share)


def _percentile(seconds: list[float], share: float) -> float | None:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else None


def write(
    rows: list[Row],
    publishing: Publishing | None,
    *,
    stories: int,
    queries: dict[str, int],
    memory: Mapping[str, float] | None = None,
) -> tuple[str, list[str]]:
    """The tables, also written to a file, and a sentence for each problem. `memory` is in megabytes, by process."""
    reached = list(goals.compare(rows, publishing, memory or {}))
    parts = [_head(stories), goals.table(reached), _table(rows, queries), _publishing(publishing)]
    text = "\n\n".join(filter(None, parts)) + "\n"
    RESULTS.mkdir(exist_ok=True)
    name = f"{stories}-stories" if stories else "sample"
    (RESULTS / f"{name}-{connection.vendor}.md").write_text(text, "utf-8")
    return text, troubles(rows)


def troubles(rows: list[Row]) -> list[str]:
    bare = next(row.cpu for row in rows if row.name == _BARE)
    found = [f"{row.name}, {row.state}: {row.failures} answers failed." for row in rows if row.failures]
    for row in rows:
        if row.state == "cached" and row.cpu > CACHED_WITHIN * bare:
            found.append(f"{row.name}, cached: {row.cpu / bare:.2f} times the bare view, wanted {CACHED_WITHIN:g}.")
    return found


def _head(stories: int) -> str:
    what = f"{stories:,} generated stories" if stories else "the sample coverage"
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"# {what[0].upper()}{what[1:]}, {connection.vendor}\n\n"
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit.stdout.strip() or 'unknown'}; {_processor()}, "
        f"{os.cpu_count()} cores, {memory:.0f} GB; Python {platform.python_version()}, one web process; load of the "
        f"machine at the end {load}. docs/benchmarks.md says what the figures mean."
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


def _table(rows: list[Row], queries: dict[str, int]) -> str:
    bare = next(row.cpu for row in rows if row.name == _BARE)
    lines = [
        "| page | state | CPU ms | x bare | p50 ms | p95 ms | p99 ms | queries | bytes | answers |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    names = list(dict.fromkeys(row.name for row in rows))
    for row in sorted(rows, key=lambda row: (names.index(row.name), _STATES.index(row.state))):
        asked = str(queries.get(row.name, "")) if row.state == "not cached" else ""
        times = [f"{value:.2f}" for value in (row.p50, row.p95, row.p99)] if row.requests else ["", "", ""]
        rest = [asked, f"{row.size:,}", f"{row.requests:,}"] if row.requests else [asked, "", ""]
        lines.append(
            f"| {' | '.join([row.name, row.state, f'{row.cpu:.3f}', f'{row.cpu / bare:.1f}', *times, *rest])} |"
        )
    return "\n".join(lines)


_SPREAD = (("p50", 0.5), ("p95", 0.95), ("slowest", 1.0))


def _spread(seconds: list[float]) -> str:
    return ", ".join(f"{name} {_percentile(seconds, share):.2f} s" for name, share in _SPREAD) if seconds else "none"


def _backlog(found_after: list[float]) -> str:
    """Whether publishing was faster than index and record: `found_after` is in the order in which stories were found."""
    third = len(found_after) // 3
    if not third:
        return ""
    first, last = median(found_after[:third]), median(found_after[-third:])
    return f"- Backlog: the first third was found after {first:.2f} s, the last after {last:.2f} s (medians).\n"


def _publishing(publishing: Publishing | None) -> str:
    if publishing is None:
        return ""
    return (
        "## One publication a second\n\n"
        f"- {publishing.published} published; until a story is in the search index and in the record: {_spread(publishing.found_after)}; "
        f"{publishing.never_found} were not there a minute after the last one.\n"
        f"{_backlog(publishing.found_after)}"
        f"- Withdrawn, one a second, until a story is in neither: {_spread(publishing.gone_after)}; "
        f"{publishing.never_gone} were still there a minute after the last one.\n"
        f"- Hot pages: {publishing.busy:,.0f} answers a second, {publishing.busy / publishing.quiet:.2f} times the "
        f"{publishing.quiet:,.0f} without publishing."
    )
