"""Data of place and country pages beyond that of all entity pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.drawing.locator import locator_map
from articles.geography.reference import disputed_areas
from articles.models import Membership, Place
from articles.pages.entity_facts import FactOwnership
from articles.pages.entity_page import EntityDetails, EntitySpec
from articles.pages.entity_parts import places_on_map, top_place
from articles.pages.fact_conditions import bodies_with_facts, pledged_by_or_to_place, said_in_or_for_place
from articles.pages.links import Breadcrumb, known_labels, url_of
from articles.pages.maps import country_names, map_place_of
from articles.pages.roles import people_with_roles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.drawing.map_place import MapPlace
    from articles.drawing.picture import MapPicture
    from articles.pages.entity_parts import Coverage

MAP_SIZE = (736, 654)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceDetails(EntityDetails):
    country: Breadcrumb | None


def _details(place: Place, covered: Coverage) -> PlaceDetails:
    """One additional query for a place in a disputed area."""
    country = _country(place)
    inside = _places_inside(place, covered) if place.is_country else None
    above = country or _disputed_area(place)
    return PlaceDetails(
        map=_map(place, country, covered, inside or ()),
        above=(above,) if above else (),
        stat=top_place(inside) if inside else None,
        places=inside,
        country=country,
    )


def _places_inside(country: Place, covered: Coverage) -> list[MapPlace]:
    """The places of the stories that are in the country and not disputed, most covered first."""
    spots = (spot for spot in places_on_map(covered.whole) if spot.country_code == country.country_code)
    return [spot for spot in spots if spot.is_in_country and not spot.is_country]


def _country(place: Place) -> Breadcrumb | None:
    """Its country, linked if named in a published story; None for disputed or shared places."""
    if place.country is None or not place.words.is_in_country:
        return None
    label = known_labels([place.country.pk]).get(place.country.pk)
    return Breadcrumb(place.country.name, url_of(label) if label else "")


def _disputed_area(place: Place) -> Breadcrumb | None:
    """Its disputed area, linked if named in a published story."""
    area = disputed_areas().get(place.disputed_area)
    if area is None or area.name == place.name:
        return None
    record = Place.objects.public().filter(disputed_area=area.key, name=area.name).first()
    return Breadcrumb(area.name, record.get_absolute_url() if record else "")


def _is_claimed(spot: MapPlace, code: str) -> bool:
    area = disputed_areas().get(spot.disputed_area)
    return area is not None and code in area.claimed_by


def _map(place: Place, country: Breadcrumb | None, covered: Coverage, inside: Sequence[MapPlace]) -> MapPicture | None:
    """A map of the whole country with the places named in stories, or of a single place."""
    if place.is_country:
        disputed = [spot for spot in places_on_map(covered.whole) if _is_claimed(spot, place.country_code)]
        spots = [*inside, *disputed]
        url, label = place.get_absolute_url(), f"Map of {place.name} with places named in stories"
    else:
        spots = [map_place_of(place, covered.whole.total)]
        url, label = country.url if country else "", f"Map of {place.name} and its surroundings"
    return locator_map(
        spots,
        highlight_countries={place.country_code: url} if place.country_code and not place.disputed_area else {},
        country_names=country_names(),
        width=MAP_SIZE[0],
        height=MAP_SIZE[1],
        label=label,
        frame_countries=[place.country_code] if place.is_country else (),
    )


PLACE = EntitySpec(
    list_name="Places",
    list_url="articles:place-list",
    entities=lambda: Place.objects.select_related("country"),
    owned=FactOwnership(quotations=said_in_or_for_place, pledges=pledged_by_or_to_place, bodies=bodies_with_facts),
    roles=lambda pk: Membership.objects.filter(organization=pk),
    role_list=lambda roles, _covered: people_with_roles(roles),
    details=_details,
)
