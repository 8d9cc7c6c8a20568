"""The marks of disputed areas: a dashed outline, a hatch for ground of no country, and their description."""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.drawing.picture import DisputedShape
from articles.geography.reference import disputed_areas

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from articles.drawing.geometry import Geometry, WorldOutline
    from articles.drawing.map_place import MapPlace
    from articles.drawing.outlines import VisibleOutline

# More claims than these are only in the map's list: they would make a long caption.
_MAX_STATED = 4


def disputed_shapes(
    geometry: Geometry,
    visible: Sequence[VisibleOutline] | Sequence[WorldOutline],
    records: Mapping[str, MapPlace],
    about: Collection[str] = (),
    ringed: Collection[str] = (),
) -> tuple[DisputedShape, ...]:
    """`records` are the places that are these areas themselves, by the key of the area. `about` are the codes of countries
    and the keys of areas that the map is about; the claims of its countries are stated beside the map where they are few.
    `ringed` are the keys of areas marked with a ring.
    """
    known = disputed_areas()
    claimed = [seen.key for seen in visible if seen.key in known and set(known[seen.key].claimed_by) & set(about)]
    stated = {*about, *(claimed if len(claimed) <= _MAX_STATED else ())}
    shapes = []
    for seen in visible:
        key = seen.key
        area, outline = known.get(key), geometry.disputed_by_key.get(key)
        # Outlines of areas removed from the reference file are skipped until the outlines are rebuilt.
        if area and outline:
            shapes.append(
                DisputedShape(
                    path=seen.path,
                    statement=area.sentence,
                    url=records[key].url if key in records else "",
                    fill="" if outline.code or outline.is_at_sea else "land",
                    is_hatched=outline.is_hatched,
                    is_approximate=outline.is_approximate or key in ringed,
                    is_central=key in stated,
                )
            )
    return tuple(shapes)
