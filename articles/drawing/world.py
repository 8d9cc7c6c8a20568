"""The world map coloured by coverage, in the equal-area Equal Earth projection."""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import TYPE_CHECKING

from articles.drawing import geometry as outlines_on_disk
from articles.drawing.disputed import disputed_shapes
from articles.drawing.picture import CountryShape, Ground, LegendStep, MapPicture, MapRow, titled
from articles.drawing.projection import circle_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from articles.drawing.geometry import Geometry, WorldOutline

STEPS = 5
# Class limits are these times a power of ten: easy to remember.
_ROUND = (1, 2, 3, 5, 10)
# A covered country smaller than this, in pixels, gets a disc, so that it is visible and can be tapped.
_MIN_SIZE, _DISC = 7.0, 4


def world_map(
    stories_by_country: Mapping[str, int], urls: Mapping[str, str], country_names: Mapping[str, str], label: str
) -> MapPicture | None:
    """Keys are ISO 3166 alpha-2 codes; `country_names` are the site's names. None if the outlines have not been built."""
    geometry = outlines_on_disk.load()
    if geometry is None:
        return None
    counts = {code: count for code, count in stories_by_country.items() if count > 0}
    limits = class_limits(counts.values())
    return MapPicture(
        width=geometry.world_width,
        height=geometry.world_height,
        label=label,
        css="map world",
        drawn_from=repr((geometry.version, *(sorted(given.items()) for given in (counts, urls, country_names)), label)),
        draw_ground=lambda: _ground(geometry, counts, limits, urls, country_names),
        disputed=disputed_shapes(geometry, [area for area in geometry.world_disputed if not _is_small(area)], {}),
        pattern="hatch-world",
        legend=_legend(limits, max(counts.values(), default=0)),
        notes=(outlines_on_disk.SOURCE,),
        rows=tuple(
            MapRow(country_names.get(code, code), urls.get(code, ""), count)
            for code, count in sorted(counts.items(), key=lambda item: (-item[1], country_names.get(item[0], item[0])))
        ),
    )


def _ground(
    geometry: Geometry,
    counts: Mapping[str, int],
    limits: Sequence[int],
    urls: Mapping[str, str],
    country_names: Mapping[str, str],
) -> Ground:
    covered = sorted(
        (outline for outline in geometry.world if outline.key in counts), key=lambda outline: -counts[outline.key]
    )
    # Discs of small countries are drawn last, above their neighbours.
    covered.sort(key=_is_small)
    return Ground(
        land="".join(outline.path for outline in geometry.world if outline.key not in counts),
        countries=tuple(
            CountryShape(
                outline.path + (_disc(outline) if _is_small(outline) else ""),
                titled(country_names.get(outline.key, outline.key), counts[outline.key]),
                urls.get(outline.key, ""),
                f"c{bisect_right(limits, counts[outline.key])}",
            )
            for outline in covered
        ),
    )


def class_limits(counts: Iterable[int]) -> list[int]:
    """The smallest count of each class: the counts themselves if few, otherwise round numbers in even ratios."""
    different = sorted(set(counts))
    if len(different) <= STEPS:
        return different
    most = different[-1]
    wanted = (most ** (step / STEPS) for step in range(STEPS))
    return sorted({_rounded(limit) for limit in wanted})


def _rounded(limit: float) -> int:
    power: int = 10 ** math.floor(math.log10(limit))
    return min((step * power for step in _ROUND), key=lambda candidate: abs(math.log(candidate / limit)))


def _legend(limits: list[int], most: int) -> tuple[LegendStep, ...]:
    lasts = [*(limit - 1 for limit in limits[1:]), most][: len(limits)]
    steps = (
        LegendStep(f"c{number}", _span_in_words(first, last))
        for number, (first, last) in enumerate(zip(limits, lasts, strict=True), 1)
    )
    return (LegendStep("land", "No stories"), *steps)


def _span_in_words(first: int, last: int) -> str:
    if first >= last:
        return "1 story" if last == 1 else f"{last:,} stories"
    return f"{first:,} to {last:,} stories"


def _is_small(outline: WorldOutline) -> bool:
    return max(outline.box.width, outline.box.height) < _MIN_SIZE


def _disc(outline: WorldOutline) -> str:
    return circle_path(outline.box.middle, _DISC)
