"""The map on story and place pages: the named places, in Mercator."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from articles.drawing import geometry as outlines_on_disk
from articles.drawing.disputed import disputed_shapes
from articles.drawing.labels import Placer
from articles.drawing.outlines import (
    VisibleOutline,
    area_names,
    country_names,
    visible_countries,
    visible_disputed_areas,
)
from articles.drawing.picture import CountryShape, Dot, Ground, Label, MapPicture, MapRow, titled
from articles.drawing.projection import Box, Point, area, box_of, latitude_of, mercator, turned_to, union
from articles.drawing.view import (
    View,
    is_too_wide,
    main_cluster,
    main_part,
    turned_together,
    view_of_countries,
    view_of_points,
)
from articles.geography.reference import disputed_areas

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from articles.drawing.geometry import Country, DisputedOutline, Geometry
    from articles.drawing.map_place import MapPlace

# Maps of at least this width fill a column, and hide small dots on phones.
WIDE = 600
MAX_DOTS = 60
_MIN_RADIUS = 4.0
_EQUAL_RADIUS, _MAX_RADIUS, _MAX_RADIUS_WIDE = 7.0, 10.0, 15.0
_ORIENTATION_RADIUS = 4.5
_MAX_CAPITALS = 3
# In degrees: a disputed area this near to a country's main part is shown with it.
_TOUCHING = 0.5
_NAME_SIZE, _MINOR_SIZE = 15, 13
_MINOR_BELOW = 6.0


@dataclass(frozen=True, slots=True)
class _LocatedPlace:
    """A place with its point in Mercator degrees."""

    place: MapPlace
    point: Point


@dataclass(frozen=True, slots=True)
class _Content:
    """What a map shows. `spots` are the places with a point; `links` and `names` are addresses and names of countries by
    code; an empty address is no link.
    """

    places: Sequence[MapPlace]
    spots: Sequence[_LocatedPlace]
    links: Mapping[str, str]
    names: Mapping[str, str]


def locator_map(
    places: Sequence[MapPlace],
    *,
    highlight_countries: Mapping[str, str],
    country_names: Mapping[str, str],
    width: int,
    height: int,
    label: str,
    frame_countries: Collection[str] = (),
) -> MapPicture | None:
    """None if nothing can be located, or if the outlines have not been built.

    `highlight_countries` maps a country code to the address of its page (empty: no link); `country_names` to the name
    that the site gives it; a country without one is not labelled. `frame_countries` are codes of countries to show whole,
    for a country's own page; by default the map zooms to the places.
    """
    geometry = outlines_on_disk.load()
    if geometry is None:
        return None
    content = _content([_located(place, geometry) for place in places], highlight_countries, country_names)
    framed = _countries_to_frame(content.places, content.links, frame_countries)
    view = _choose_view(geometry, content.spots, framed, must_frame=bool(frame_countries), size=(width, height))
    if view is None:
        return None
    decisive = (
        content.places,
        content.links,
        sorted(country_names.items()),
        list(frame_countries),
        width,
        height,
        label,
    )
    linked = {code: url for code, url in content.links.items() if url and code not in frame_countries}
    return replace(
        _picture(geometry, view, content),
        label=label,
        drawn_from=repr((geometry.version, *decisive)),
        rows=(*_country_rows(geometry, view, content, linked), *(_row(spot.place) for spot in content.spots)),
    )


def _content(places: Sequence[MapPlace], highlighted: Mapping[str, str], names: Mapping[str, str]) -> _Content:
    spots = _located_places(places)
    links = {place.country_code: place.url for place in places if place.is_country and place.country_code}
    settled = (spot.place.country_code for spot in spots if spot.place.is_in_country)
    return _Content(places, spots, {**dict.fromkeys(filter(None, settled), ""), **links, **highlighted}, names)


def _picture(geometry: Geometry, view: View, content: _Content) -> MapPicture:
    """Labels are placed in order of importance: places, capitals, disputed areas, then countries."""
    placer = Placer(view.frame.grown(-3))
    phones = Placer(view.frame) if view.width >= WIDE else None
    disputed = visible_disputed_areas(geometry, view)
    own = {place.disputed_area: place for place in content.places if _is_area_itself(place)}
    marked = {own[seen.key] for seen in disputed if seen.key in own}
    shown = _shown(content.spots, view, marked)
    dots = _dots(shown, view, placer, phones)
    capitals = _capitals(geometry, shown, content.links, view, placer)
    about = {*content.links, *(place.disputed_area for place in content.places)}
    dotted = {spot.place.name for spot in shown} | {capital.label.text for capital in capitals if capital.label}

    def ground() -> Ground:
        areas = _area_names(disputed, own, about, dotted, placer, phones)
        return _ground(geometry, view, content, disputed, areas, placer, phones)

    drawn = {dot.url for dot in dots} | {place.url for place in marked}
    return MapPicture(
        width=view.width,
        height=view.height,
        label="",
        css="map wide" if view.width >= WIDE else "map",
        drawn_from="",
        draw_ground=ground,
        disputed=disputed_shapes(geometry, disputed, own, about, {seen.key for seen in disputed if seen.is_ring}),
        pattern="hatch-place",
        orientation=tuple(capitals),
        dots=tuple(dots),
        notes=_notes(dots, capitals),
        not_shown=tuple(_row(place) for place in _most_important(content.places) if place.url not in drawn),
    )


def _ground(  # noqa: PLR0917 (one drawing of everything selected)
    geometry: Geometry,
    view: View,
    content: _Content,
    disputed: Sequence[VisibleOutline],
    areas: Sequence[Label],
    placer: Placer,
    phones: Placer | None,
) -> Ground:
    """`areas` are the labels of disputed areas, which come before those of countries."""
    visible, links = visible_countries(geometry, view), content.links
    marks = [seen for seen in disputed if _is_nobodys(geometry.disputed_by_key[seen.key])]
    names = country_names(visible, content.names, frozenset(links), placer, phones, marks)
    return Ground(
        land="".join(seen.path for seen in visible if seen.key not in links),
        countries=_shapes(visible, content),
        names=(*areas, *names),
    )


def _shown(spots: Sequence[_LocatedPlace], view: View, marked: Collection[MapPlace]) -> list[_LocatedPlace]:
    """The places in view. A marked area is labelled at its mark; an island or town of the same name keeps its dot."""
    seen = [spot for spot in _turned(spots, view) if view.frame.has(view.place(spot.point))][:MAX_DOTS]
    return [spot for spot in seen if not (spot.place in marked and spot.place.is_area)]


def _area_names(  # noqa: PLR0917 (as above)
    disputed: Sequence[VisibleOutline],
    own: Collection[str],
    about: Collection[str],
    dotted: Collection[str],
    placer: Placer,
    phones: Placer | None,
) -> list[Label]:
    """Labels of areas with a record on this site, then of those that the map is about, largest first. `dotted` are names
    already shown at a dot.
    """
    names = {key: name for key, name in _names_of_areas().items() if name not in dotted}
    ranked = sorted(
        disputed, key=lambda seen: (seen.key not in own, not _concerns(seen.key, about), -area(seen.largest))
    )
    return area_names(ranked, names, placer, phones)


def _is_area_itself(place: MapPlace) -> bool:
    area = disputed_areas().get(place.disputed_area)
    return area is not None and area.name == place.name


def _is_nobodys(outline: DisputedOutline) -> bool:
    """Whether country labels must avoid the area, because it is neither a state on this site nor claimed by one party only."""
    return outline.is_hatched and not outline.code


def _concerns(key: str, about: Collection[str]) -> bool:
    known = disputed_areas().get(key)
    return key in about or (known is not None and not set(known.claimed_by).isdisjoint(about))


def _located(place: MapPlace, geometry: Geometry) -> MapPlace:
    """A disputed area without coordinates is located at its outline."""
    middle = geometry.middle_of(place.disputed_area) if _is_area_itself(place) and place.latitude is None else None
    return place if middle is None else replace(place, latitude=latitude_of(middle[1]), longitude=middle[0])


def _names_of_areas() -> dict[str, str]:
    """Names of the areas that are not countries on this site; countries are labelled separately."""
    return {key: area.name for key, area in disputed_areas().items() if not area.code}


def _most_important(places: Sequence[MapPlace]) -> list[MapPlace]:
    """The places that are not countries, most important first."""
    return sorted((place for place in places if not place.is_country), key=lambda place: -place.matters)


def _located_places(places: Sequence[MapPlace]) -> list[_LocatedPlace]:
    """The located points, and areas within a country, most important first."""
    located = [
        _LocatedPlace(place, mercator(place.longitude, place.latitude))
        for place in places
        if not place.is_country and place.latitude is not None and place.longitude is not None
    ]
    turned = turned_together([spot.point for spot in located])
    located = [replace(spot, point=point) for spot, point in zip(located, turned, strict=True)]
    return sorted(located, key=lambda spot: -spot.place.matters)


def _countries_to_frame(places: Sequence[MapPlace], links: Mapping[str, str], wanted: Collection[str]) -> list[str]:
    """Codes of the countries to frame the map on, most covered first."""
    if wanted:
        return list(wanted)
    named = sorted((place for place in places if place.is_country), key=lambda place: -place.stories)
    return list(dict.fromkeys([*(place.country_code for place in named), *links]))


def _choose_view(
    geometry: Geometry,
    spots: Sequence[_LocatedPlace],
    framed: Sequence[str],
    *,
    must_frame: bool,
    size: tuple[int, int],
) -> View | None:
    """The view of the requested countries, otherwise of the main cluster of places, otherwise of the countries named."""
    if spots and not must_frame:
        points = [spot.point for spot in spots]
        chosen = main_cluster(points, [spot.place.matters for spot in spots])
        return view_of_points([points[index] for index in chosen], *size)
    by_code = {country.code: country for country in geometry.countries if country.coarse and country.code}
    countries: list[Country] = [by_code[code] for code in framed if code in by_code]
    if not countries:
        return view_of_points([spot.point for spot in spots], *size) if spots else None
    if not must_frame and is_too_wide(union(map(main_part, countries))):
        countries = countries[:1]
    claimed = _claimed_beside(geometry, countries) if must_frame else []
    return view_of_countries(countries, *size, beside=claimed)


def _claimed_beside(geometry: Geometry, countries: Sequence[Country]) -> list[Box]:
    """The disputed areas claimed by the countries and adjacent to them: a country is shown with its nearby claims."""
    main = union(map(main_part, countries)).grown(_TOUCHING)
    codes = {country.code for country in countries}
    claimed = [
        area
        for key, area in geometry.disputed_by_key.items()
        if (known := disputed_areas().get(key)) and codes & set(known.claimed_by)
    ]
    boxes = [union(ring.box for ring in area.coarse) for area in claimed if area.coarse]
    return [box for box in boxes if box.overlaps(main)]


def _turned(spots: Sequence[_LocatedPlace], view: View) -> list[_LocatedPlace]:
    """The points shifted by multiples of 360 degrees into the view."""
    return [replace(spot, point=turned_to(view.window, spot.point)) for spot in spots]


def _dots(shown: Sequence[_LocatedPlace], view: View, placer: Placer, phones: Placer | None) -> list[Dot]:
    """All dots are placed before the first label; the most covered places are labelled first."""
    counts = [spot.place.stories for spot in shown]
    largest = _MAX_RADIUS_WIDE if view.width >= WIDE else _MAX_RADIUS
    boxes = []
    radii = []
    for spot in shown:
        radius = 0.0 if spot.place.is_area else _radius(spot.place.stories, counts, largest)
        x, y = view.place(spot.point)
        box = Box(x - radius, y - radius, x + radius, y + radius)
        if radius:
            placer.take(box)
        boxes.append(box)
        radii.append(radius)
    dots = [_dot(spot, box, radius, placer, phones) for spot, box, radius in zip(shown, boxes, radii, strict=True)]
    return [dot for dot in dots if dot.radius or dot.label]


def _radius(stories: int, counts: Sequence[int], largest: float) -> float:
    if min(counts) == max(counts):
        return _EQUAL_RADIUS
    return round(max(_MIN_RADIUS, largest * math.sqrt(stories / max(counts))), 1)


def _dot(spot: _LocatedPlace, box: Box, radius: float, placer: Placer, phones: Placer | None) -> Dot:
    place = spot.place
    is_minor = radius < _MINOR_BELOW and not place.is_area
    size, css = (_MINOR_SIZE, "pl s") if is_minor else (_NAME_SIZE, "pl")
    middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    label = placer.first_free(place.name, [middle], size, "pl area") if place.is_area else None
    label = label or placer.beside(place.name, box, size, "pl area" if place.is_area else css)
    steps_back = phones is not None and not (label and phones.has_room_enlarged(label, _NAME_SIZE))
    is_kept = radius >= _MINOR_BELOW  # a large dot stays on phones, without its label
    if steps_back and is_kept and label:
        label = replace(label, css=f"{label.css} sm")
    return Dot(
        title=titled(place.name, place.stories),
        url=place.url,
        x=round(middle[0], 1),
        y=round(middle[1], 1),
        radius=radius,
        label=label,
        css="dot sm" if steps_back and not is_kept else "dot",
    )


def _capitals(
    geometry: Geometry, shown: Sequence[_LocatedPlace], links: Mapping[str, str], view: View, placer: Placer
) -> list[Dot]:
    """Up to three capitals in view for orientation that are not named in the stories, highlighted countries first."""
    named = {spot.place.name for spot in shown}
    seen = [capital for capital in geometry.capitals if view.window.has(capital.at) and capital.name not in named]
    seen.sort(key=lambda capital: capital.country_code not in links)
    dots: list[Dot] = []
    for capital in seen:
        x, y = view.place(capital.at)
        box = box_of(
            [(x - _ORIENTATION_RADIUS, y - _ORIENTATION_RADIUS), (x + _ORIENTATION_RADIUS, y + _ORIENTATION_RADIUS)]
        )
        if len(dots) == _MAX_CAPITALS or not placer.is_free(box.grown(8)):
            continue
        label = placer.beside(capital.name, box, _MINOR_SIZE, "pl s")
        if label:
            placer.take(box)
            small = " sm" if view.width >= WIDE else ""
            dots.append(Dot("", "", round(x, 1), round(y, 1), _ORIENTATION_RADIUS, label, f"dot o{small}"))
    return dots


def _shapes(visible: Sequence[VisibleOutline], content: _Content) -> tuple[CountryShape, ...]:
    stories = _stories_of_countries(content)
    return tuple(
        CountryShape(
            seen.path,
            titled(content.names.get(seen.key, seen.key), stories.get(seen.key, 0)),
            content.links[seen.key],
            "on",
        )
        for seen in visible
        if seen.key in content.links
    )


def _country_rows(geometry: Geometry, view: View, content: _Content, linked: Mapping[str, str]) -> list[MapRow]:
    """The countries in view, or near it, that are links."""
    stories = _stories_of_countries(content)
    boxes = (
        (country.code, ring.box) for country in geometry.countries if country.code in linked for ring in country.coarse
    )
    near = {code for code, box in boxes if any(box.moved(turn).overlaps(view.window) for turn in (-360, 0, 360))}
    return [
        MapRow(content.names.get(code, code), url, stories.get(code, 0)) for code, url in linked.items() if code in near
    ]


def _stories_of_countries(content: _Content) -> dict[str, int]:
    return {place.country_code: place.stories for place in content.places if place.is_country}


def _row(place: MapPlace) -> MapRow:
    return MapRow(place.name, place.url, place.stories)


def _notes(dots: Sequence[Dot], capitals: Sequence[Dot]) -> tuple[str, ...]:
    notes = []
    if len({dot.radius for dot in dots if dot.radius}) > 1:
        notes.append("Dot size shows the number of stories that mention the place.")
    if capitals:
        notes.append("Hollow dots: for orientation.")
    return (*notes, outlines_on_disk.SOURCE)
