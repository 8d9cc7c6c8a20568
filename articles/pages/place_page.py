"""What the page of one place needs; a country is a place with pages of pledges by it and to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from articles.drawing.locator import LocatorMap, MapPlace, locator_map
from articles.geography.reference import disputed_areas
from articles.models import Membership, Place
from articles.pages.cards import outlet_notes
from articles.pages.entity_page import EntityPage
from articles.pages.entity_parts import (
    Coverage,
    coverage,
    figures,
    most_covered,
    named_with,
    places_on_map,
    pledges,
    quotations,
    with_names,
)
from articles.pages.links import Crumb, known_labels, url_of
from articles.pages.maps import country_names, spot_of_place
from articles.pages.roles import people_with_roles, public_roles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from articles.search.result import StoryQuery

MAP_SIZE = (736, 654)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacePage(EntityPage):
    place: Place
    country: Crumb | None


def place_page(pk: int, query: StoryQuery) -> PlacePage | None:
    """Six queries: place with names and country, roles, quotations, pledges, and two for the stories; one more for a
    place in a disputed area.
    """
    found = with_names(Place.objects.select_related("country"), pk)
    if found is None:
        return None
    place, names = found
    covered = coverage(query)
    promised = pledges(Q(pledged_by=pk) | Q(recipient=pk))
    country = _country(place)
    summed = figures(covered.whole, promised.total)
    inside = _places_inside(place, covered) if place.is_country else None
    best = most_covered(inside) if inside else None
    said = quotations(Q(article__appearances__entity=pk))
    return PlacePage(
        place=place,
        crumbs=_crumbs(place, country),
        country=country,
        names=names,
        roles=people_with_roles(public_roles(Membership.objects.filter(organization=pk))),
        figures=(summed[0], *([best] if best else []), *summed[1:]),
        map=_map(place, country, covered, inside or ()),
        quotations=said,
        pledges=promised,
        named_with=named_with(covered.whole, pk, places=inside),
        stories=covered.stories,
        notes=outlet_notes(covered.stories.cards, said.rows, promised.rows),
    )


def _places_inside(country: Place, covered: Coverage) -> list[MapPlace]:
    """The places of the stories that lie in the country and are not disputed, the most covered first."""
    spots = (spot for spot in places_on_map(covered.whole) if spot.country_code == country.country_code)
    return [spot for spot in spots if spot.is_in_country and not spot.is_country]


def _country(place: Place) -> Crumb | None:
    """The country it lies in, linked where a published story names that; none for what is disputed or shared."""
    if place.country is None or not place.words.is_in_country:
        return None
    label = known_labels([place.country.pk]).get(place.country.pk)
    return Crumb(place.country.name, url_of(label) if label else "")


def _crumbs(place: Place, country: Crumb | None) -> tuple[Crumb, ...]:
    start = (Crumb("Home", reverse("articles:home")), Crumb("Places", reverse("articles:place-list")))
    above = country or _disputed_area(place)
    return (*start, *([above] if above else []), Crumb(place.name))


def _disputed_area(place: Place) -> Crumb | None:
    """The disputed area that it lies in, linked where a published story names that."""
    area = disputed_areas().get(place.disputed_area)
    if area is None or area.name == place.name:
        return None
    record = Place.objects.public().filter(disputed_area=area.key, name=area.name).first()
    return Crumb(area.name, record.get_absolute_url() if record else "")


def _is_claimed(spot: MapPlace, code: str) -> bool:
    area = disputed_areas().get(spot.disputed_area)
    return area is not None and code in area.claimed_by


def _map(place: Place, country: Crumb | None, covered: Coverage, inside: Sequence[MapPlace]) -> LocatorMap | None:
    """A country is shown whole, with its places that stories name; another place by itself."""
    if place.is_country:
        disputed = [spot for spot in places_on_map(covered.whole) if _is_claimed(spot, place.country_code)]
        spots = [*inside, *disputed]
        url, label = place.get_absolute_url(), f"Map of {place.name} with the places that stories name"
    else:
        spots = [spot_of_place(place, covered.whole.total)]
        url, label = country.url if country else "", f"Map of {place.name} and around"
    return locator_map(
        spots,
        highlight_countries={place.country_code: url} if place.country_code and not place.disputed_area else {},
        country_names=country_names(),
        width=MAP_SIZE[0],
        height=MAP_SIZE[1],
        label=label,
        frame_countries=[place.country_code] if place.is_country else (),
    )
