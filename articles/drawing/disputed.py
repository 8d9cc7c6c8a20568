"""The marks of disputed areas: a dashed outline, a hatch where the ground is nobody's, and what they mean in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.drawing.picture import DisputedShape
from articles.geography.reference import disputed_areas

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from articles.drawing.geometry import Geometry, WorldOutline
    from articles.drawing.locator import MapPlace
    from articles.drawing.outlines import VisibleOutline


def disputed_shapes(
    geometry: Geometry,
    visible: Iterable[VisibleOutline | WorldOutline],
    records: Mapping[str, MapPlace],
    about: Collection[str] = (),
) -> tuple[DisputedShape, ...]:
    """`records` are the places that are these areas themselves, by the key of the area. `about` are the codes of countries
    and the keys of areas that the map is about.
    """
    shapes = []
    for seen in visible:
        key = seen.key
        area, outline = disputed_areas().get(key), geometry.disputed_by_key.get(key)
        # An outline whose area has left the reference file is drawn no more, until the outlines are built again.
        if area and outline:
            shapes.append(
                DisputedShape(
                    path=seen.path,
                    statement=area.sentence,
                    url=records[key].url if key in records else "",
                    fill="" if outline.code else "land",
                    is_hatched=outline.is_hatched,
                    is_approximate=outline.is_approximate,
                    is_central=not {key, *area.claimed_by}.isdisjoint(about),
                )
            )
    return tuple(shapes)
