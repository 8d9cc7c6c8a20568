"""What the page of one person needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse

from articles.models import Membership, Person
from articles.pages.cards import outlet_notes
from articles.pages.entity_page import EntityPage, stories_map
from articles.pages.entity_parts import (
    coverage,
    figures,
    named_with,
    pledges,
    quotations,
    with_names,
)
from articles.pages.links import Crumb
from articles.pages.roles import public_roles, roles_of
from articles.wording.formats import initials

if TYPE_CHECKING:
    from articles.search.result import StoryQuery


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage(EntityPage):
    person: Person
    initials: str


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
        roles=roles_of(
            public_roles(Membership.objects.filter(person=pk)), [month for month, _ in covered.whole.histogram]
        ),
        figures=tuple(figures(covered.whole, promised.total)),
        map=stories_map(covered, person.name),
        quotations=said,
        pledges=promised,
        named_with=named_with(covered.whole, pk),
        stories=covered.stories,
        notes=outlet_notes(covered.stories.cards, said.rows, promised.rows),
    )
