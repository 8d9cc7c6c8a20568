"""Which organizations count for a country: its state bodies (ministries, parliaments, governments) and armed forces.

What they say, pledge and receive is on the page of the country, too. The only rule for this: every page and every count
asks here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from articles.models import Organization
from articles.vocabulary import COUNTRY_FEATURE_CODES, OrganizationClass

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.db.models import QuerySet

_CLASSES = (OrganizationClass.STATE_BODY, OrganizationClass.ARMED_FORCE)


def countries_of_bodies(ids: Collection[int]) -> dict[int, int]:
    """By id of those of the entities that count for a country, the id of the country. One query."""
    if not ids:
        return {}
    return dict(_bodies().filter(pk__in=ids).values_list("pk", "country_id"))


def bodies_of_country(pk: int) -> list[int]:
    """The ids of all organizations that count for a country."""
    return list(_bodies().filter(country=pk).order_by("pk").values_list("pk", flat=True))


def with_countries(owners: Collection[int], countries: Mapping[int, int]) -> set[int]:
    """The owners of a fact and the countries for which they count; `countries` is of `countries_of_bodies`."""
    return {*owners, *(countries[pk] for pk in owners if pk in countries)}


def _bodies() -> QuerySet[Organization]:
    is_of_country = Q(country__feature_code__in=COUNTRY_FEATURE_CODES)
    return Organization.objects.filter(is_of_country, classification__in=_CLASSES)
