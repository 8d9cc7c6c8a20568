"""What the page of one person needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from articles.drawing.locator import LocatorMap, locator_map
from articles.models import Membership, Person
from articles.pages.cards import outlet_notes
from articles.pages.entity_parts import (
    AlsoKnownAs,
    Figure,
    NamedWith,
    Some,
    country_urls,
    coverage,
    figures,
    named_with,
    places_on_map,
    pledges,
    quotations,
    with_names,
)
from articles.pages.links import Crumb
from articles.pages.roles import Role, roles_of
from articles.pages.wording import initials

if TYPE_CHECKING:
    from articles.pages.stories import StoryList
    from articles.search.result import StoryQuery

MAP_SIZE = (736, 440)


@dataclass(frozen=True, slots=True)
class PersonPage:
    person: Person
    crumbs: tuple[Crumb, ...]
    initials: str
    names: tuple[AlsoKnownAs, ...]
    roles: tuple[Role, ...]
    figures: tuple[Figure, ...]
    map: LocatorMap | None
    quotations: Some
    pledges: Some
    named_with: tuple[NamedWith, ...]
    stories: StoryList
    notes: tuple[str, ...]


def person_page(pk: int, query: StoryQuery) -> PersonPage | None:
    """Six queries: person with names, roles, quotations, pledges, and two for the stories. None when not public."""
    found = with_names(Person.objects.all(), pk)
    if found is None:
        return None
    person, names = found
    covered = coverage(query)
    promised = pledges(Q(announced_by=pk) | Q(pledged_by=pk))
    said = quotations(Q(speaker=pk))
    return PersonPage(
        person=person,
        crumbs=(
            Crumb("Home", reverse("articles:home")),
            Crumb("People", reverse("articles:person-list")),
            Crumb(person.name),
        ),
        initials=initials(person.name),
        names=names,
        roles=roles_of(Membership.objects.filter(person=pk)),
        figures=tuple(figures(covered.whole, promised.total)),
        map=locator_map(
            places_on_map(covered.whole),
            highlight_countries=country_urls(covered.whole),
            width=MAP_SIZE[0],
            height=MAP_SIZE[1],
            label=f"Map of places in stories that name {person.name}",
        ),
        quotations=said,
        pledges=promised,
        named_with=named_with(covered.whole, pk),
        stories=covered.stories,
        notes=outlet_notes(covered.stories.cards, said.rows, promised.rows),
    )
