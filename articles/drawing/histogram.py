"""Bar chart of stories per month, or per quarter or year if months would be too narrow to click."""

from __future__ import annotations

import calendar
import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.drawing.picture import stories_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WIDTH, HEIGHT = 840, 210
MAX_BARS = 72
_TOP, _BOTTOM = 14, 26
# Room for the counts at the left: a digit and the gap after the last.
_DIGIT, _DIGITS_GAP = 7.5, 12
_GAP = 1.0
# Maximum width of a bar; wider columns (a single year) keep it centred.
_WIDEST_BAR = 44.0
_TICK_STEPS = (1, 2, 5)
_MAX_TICKS = 4
_LABEL_ROOM = 44.0
_MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class HistogramBar:
    """`url` is empty for a span without stories; `hit_*` is the whole column, which is easier to click."""

    title: str
    name: str
    url: str
    stories: int
    x: float
    y: float
    width: float
    height: float
    hit_x: float
    hit_width: float


@dataclass(frozen=True, slots=True)
class Tick:
    text: str
    at: float


@dataclass(frozen=True, slots=True)
class Histogram:
    """`unit` is month, quarter or year: the span of one bar."""

    label: str
    unit: str
    width: int
    height: int
    left: int
    top: int
    base: int
    bars: tuple[HistogramBar, ...]
    counts: tuple[Tick, ...]
    years: tuple[Tick, ...]

    @property
    def hit_height(self) -> int:
        return self.base - self.top

    @property
    def count_label_x(self) -> int:
        return self.left - 8

    @property
    def year_label_y(self) -> int:
        return self.height - 6


@dataclass(frozen=True, slots=True)
class _Scale:
    """`top` is the count at the upper edge."""

    left: int
    spans: int
    top: int

    @property
    def column(self) -> float:
        return (WIDTH - self.left) / self.spans

    @property
    def bar(self) -> float:
        return min(self.column - 2 * _GAP, _WIDEST_BAR)

    def x(self, index: int) -> float:
        return self.left + index * self.column


def histogram(
    counts: Sequence[tuple[str, int]], link: Callable[[str, str], str], subject: str = "stories"
) -> Histogram | None:
    """`link` gets the first and the last month of a bar. None with fewer than two months to compare."""
    by_month: Counter[int] = Counter()
    for month, count in counts:
        by_month[_month_number(month)] += count
    months = sorted(month for month, count in by_month.items() if count)
    if len(months) < 2:
        return None
    unit = _unit(months[0], months[-1])
    spans = _spans(by_month, months[0], months[-1], unit)
    ticks = _ticks(max(count for _, count in spans))
    left = math.ceil(_DIGIT * len(f"{ticks[-1]:,}")) + _DIGITS_GAP
    first_year, last_year = months[0] // 12, months[-1] // 12
    years = str(first_year) if first_year == last_year else f"{first_year} to {last_year}"
    return Histogram(
        label=f"Bar chart: {subject} per {unit}, {years}. Each bar is a link to its {unit}.",
        unit=unit,
        width=WIDTH,
        height=HEIGHT,
        left=left,
        top=_TOP,
        base=HEIGHT - _BOTTOM,
        bars=_bars(spans, unit, _Scale(left, len(spans), ticks[-1]), link),
        counts=tuple(Tick(f"{tick:,}", _y(tick, ticks[-1])) for tick in ticks),
        years=_years([start for start, _ in spans], left),
    )


def _month_number(month: str) -> int:
    year, number = month.split("-")
    return int(year) * 12 + int(number) - 1


def _month_text(month: int) -> str:
    return f"{month // 12:04}-{month % 12 + 1:02}"


def _unit(first: int, last: int) -> str:
    for unit, months in _MONTHS_OF.items():
        if last // months - first // months < MAX_BARS:
            return unit
    return "year"


def _spans(by_month: Counter[int], first: int, last: int, unit: str) -> list[tuple[int, int]]:
    """(first month, count) of every span, including empty ones. Less than a year is extended to full years."""
    months = _MONTHS_OF[unit]
    if last - first < 12:
        first, last = first - first % 12, last - last % 12 + 11
    starts = range(first - first % months, last + 1, months)
    return [(start, sum(by_month[start + offset] for offset in range(months))) for start in starts]


def _ticks(most: int) -> list[int]:
    """From 0 to the first round number not exceeded by any bar."""
    power = 1
    while True:
        for step in _TICK_STEPS:
            needed = -(-most // (step * power))
            if needed <= _MAX_TICKS:
                return [tick * step * power for tick in range(needed + 1)]
        power *= 10


def _y(count: int, top: int) -> float:
    return round(_TOP + (HEIGHT - _BOTTOM - _TOP) * (1 - count / top), 1)


def _bars(
    spans: Sequence[tuple[int, int]], unit: str, scale: _Scale, link: Callable[[str, str], str]
) -> tuple[HistogramBar, ...]:
    drawn = []
    for index, (start, count) in enumerate(spans):
        first, last = _month_text(start), _month_text(start + _MONTHS_OF[unit] - 1)
        name, y = _name(start, unit), _y(count, scale.top)
        drawn.append(
            HistogramBar(
                title=f"{name}: {stories_in_words(count)}",
                name=name,
                url=link(first, last) if count else "",
                stories=count,
                x=round(scale.x(index) + (scale.column - scale.bar) / 2, 1),
                y=y,
                width=round(scale.bar, 1),
                height=round(HEIGHT - _BOTTOM - y, 1),
                hit_x=round(scale.x(index), 1),
                hit_width=round(scale.column, 1),
            )
        )
    return tuple(drawn)


def _name(start: int, unit: str) -> str:
    year, month = start // 12, start % 12
    if unit == "month":
        return f"{calendar.month_name[month + 1]} {year}"
    if unit == "quarter":
        return f"{calendar.month_name[month + 1]} to {calendar.month_name[month + 3]} {year}"
    return str(year)


def _years(starts: Sequence[int], left: int) -> tuple[Tick, ...]:
    """Year labels under their first bars, if there is room; full years take precedence over a partial first year."""
    column = (WIDTH - left) / len(starts)
    found: list[Tick] = []
    for index, start in enumerate(starts):
        if index and start // 12 == starts[index - 1] // 12:
            continue
        tick = Tick(str(start // 12), round(left + index * column + _GAP, 1))
        if len(found) == 1 and tick.at - found[0].at < _LABEL_ROOM and starts[0] % 12:
            found.clear()
        if tick.at <= WIDTH - _LABEL_ROOM / 2 and (not found or tick.at - found[-1].at >= _LABEL_ROOM):
            found.append(tick)
    return tuple(found)
