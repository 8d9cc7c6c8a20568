"""Data of person pages beyond that of all entity pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from articles.models import Membership, Person
from articles.pages.entity_facts import FactOwnership
from articles.pages.entity_page import EntityDetails, EntitySpec, stories_map
from articles.pages.roles import roles_of

if TYPE_CHECKING:
    from articles.pages.entity_parts import Coverage


def _details(person: Person, covered: Coverage) -> EntityDetails:
    return EntityDetails(map=stories_map(covered, person.name))


PERSON = EntitySpec(
    list_name="People",
    list_url="articles:person-list",
    entities=Person.objects.all,
    owned=FactOwnership(
        quotations=lambda pk: Q(speaker=pk),
        pledges=lambda pk: Q(announced_by=pk) | Q(pledged_by=pk),
        bodies=lambda _pk: (),
    ),
    roles=lambda pk: Membership.objects.filter(person=pk),
    role_list=lambda roles, covered: roles_of(roles, [month for month, _ in covered.whole.histogram]),
    details=_details,
)
