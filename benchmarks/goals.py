"""The goals of `goals.toml`, and how far the rows of a run are from them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from benchmarks.bench_report import Publishing, Row

GOALS = tomllib.loads((Path(__file__).with_name("goals.toml")).read_text("utf-8"))
BARE = "bare Django view"
RAW_WITH_FACETS, WAGTAIL = "raw Tantivy, facets", "Wagtail"


@dataclass(frozen=True, slots=True)
class Reached:
    """`worst` names the page that is furthest from the goal."""

    name: str
    goal: str
    figure: str
    worst: str
    is_reached: bool


def compare(rows: list[Row], publishing: Publishing | None, memory: Mapping[str, float]) -> Iterator[Reached]:
    """A goal without a row is left out."""
    cpu = {(row.name, row.state): row.cpu for row in rows}
    for goal in GOALS["goal"]:
        ratios = {
            name: value / yardstick
            for (name, state), value in cpu.items()
            if state == goal["state"]
            and any(fnmatchcase(name, pattern) for pattern in goal["pages"])
            and (yardstick := _yardstick(goal, name, cpu))
        }
        if ratios:
            worst = max(ratios, key=lambda name: ratios[name])
            reached = sum(ratio <= goal["at_most"] for ratio in ratios.values())
            figure = f"{min(ratios.values()):.2f} to {max(ratios.values()):.2f}x; {reached} of {len(ratios)} pages"
            wanted = f"at most {goal['at_most']:g}x {_NAMES[goal['of']]}"
            yield Reached(goal["name"], wanted, figure, worst, reached == len(ratios))
    if publishing is not None:
        yield from _while_publishing(publishing)
    for process, megabytes in memory.items():
        most = GOALS["memory_mb"][process]
        yield Reached(f"Memory: {process}", f"at most {most} MB", f"{megabytes:.0f} MB", "", megabytes <= most)


_NAMES = {"bare": "the bare view", "tantivy": "raw Tantivy with facets and the bare view", "wagtail": "Wagtail"}


def _yardstick(goal: Mapping[str, Any], page: str, cpu: Mapping[tuple[str, str], float]) -> float:
    """CPU ms; 0 if it was not measured."""
    bare = cpu[BARE, ""]
    if goal["of"] == "bare":
        return bare
    if goal["of"] == "wagtail":
        return cpu.get((page, WAGTAIL), 0)
    raw = cpu.get((page, RAW_WITH_FACETS), 0)
    return raw and raw + bare


def _while_publishing(publishing: Publishing) -> Iterator[Reached]:
    wanted, share = GOALS["publishing"], publishing.busy / publishing.quiet
    found = publishing.percentile(0.95)
    is_in_time = found is not None and found <= wanted["found_p95_seconds"] and not publishing.never_found
    yield Reached(
        "Published to found, one a second",
        f"p95 at most {wanted['found_p95_seconds']:g} s, all found",
        f"p95 {'none' if found is None else format(found, '.2f') + ' s'}, {publishing.never_found} not found",
        "",
        is_in_time,
    )
    yield Reached(
        "Hot pages while publishing",
        f"at least {wanted['hot_pages_share']:g} of the answers without",
        f"{share:.2f}",
        "",
        share >= wanted["hot_pages_share"],
    )


def table(reached: list[Reached]) -> str:
    lines = ["## Goals", "", "| measure | goal | this run | furthest | reached |", "|---|---|---|---|---|"]
    lines += [
        f"| {one.name} | {one.goal} | {one.figure} | {one.worst} | {'yes' if one.is_reached else 'no'} |"
        for one in reached
    ]
    return "\n".join(lines)
