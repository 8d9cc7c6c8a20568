"""What is stated about records, to judge whether two of them are one: names, countries, offices, years, identifiers."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from articles.batches import batches
from articles.models import Entity, Identifier, Membership, Organization, OtherName, Person, Place
from articles.text import fold
from articles.vocabulary import COUNTRY_FEATURE_CODES, EntityKind, FactStatus, NameKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

_IDS_A_QUERY = 5_000
# What stands before an identifier that was copied as an address: "http://www.wikidata.org/entity/Q42".
_BEFORE_IDENTIFIER = re.compile(r".*[/:#=]")
_YEAR = 4


@dataclass(slots=True)
class Profile:
    """A record. `aliases` are names that stand for it alone, `acronyms` those that match only as written. `countries`,
    `bodies` and `offices` are by id of the country or organization; `years` are those of its roles.
    """

    pk: int
    kind: str
    name: str
    family_name: str = ""
    aliases: list[str] = field(default_factory=list)
    acronyms: list[str] = field(default_factory=list)
    countries: dict[int, str] = field(default_factory=dict)
    bodies: dict[int, str] = field(default_factory=dict)
    offices: dict[tuple[int, str], str] = field(default_factory=dict)
    years: list[int] = field(default_factory=list)
    identifiers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    parent: int | None = None
    place_class: str = ""
    is_country: bool = False
    position: tuple[float, float] | None = None


def profiles_of(ids: Collection[int]) -> dict[int, Profile]:
    """The profiles of records by id, in at most six queries for every few thousand."""
    found: dict[int, Profile] = {}
    for some in batches(sorted(ids), _IDS_A_QUERY):
        rows = Entity.objects.filter(pk__in=some).values_list("pk", "kind", "name")
        profiles = {pk: Profile(pk, kind, name) for pk, kind, name in rows}
        of_kind = {kind: [pk for pk, one in profiles.items() if one.kind == kind] for kind in EntityKind.values}
        _add_names(profiles)
        _add_identifiers(profiles)
        _add_people(profiles, of_kind[EntityKind.PERSON])
        _add_organizations(profiles, of_kind[EntityKind.ORGANIZATION])
        _add_places(profiles, of_kind[EntityKind.PLACE])
        found.update(profiles)
    return found


def strong_names(ids: Sequence[int]) -> Iterator[tuple[int, str, bool]]:
    """(record, name, whether it matches only as written) of the other names that stand for a record without context."""
    rows = OtherName.objects.filter(entity__in=ids, is_weak=False).exclude(kind=NameKind.DEMONYM).order_by("pk")
    yield from rows.values_list("entity_id", "name", "case_sensitive")


def identifier_key(scheme: str, identifier: str) -> tuple[str, str]:
    """Scheme and number without differences of spelling: "Wikidata", "q42" and "wikidata", ".../entity/Q42" are equal."""
    return fold(scheme), fold(_BEFORE_IDENTIFIER.sub("", identifier.strip().rstrip("/")))


def _add_names(profiles: dict[int, Profile]) -> None:
    for pk, name, is_as_written in strong_names(list(profiles)):
        (profiles[pk].acronyms if is_as_written else profiles[pk].aliases).append(name)


def _add_identifiers(profiles: dict[int, Profile]) -> None:
    rows = Identifier.objects.filter(entity__in=list(profiles)).values_list("entity_id", "scheme", "identifier")
    for pk, scheme, identifier in rows:
        name, number = identifier_key(scheme, identifier)
        profiles[pk].identifiers[name].add(number)


def _add_people(profiles: dict[int, Profile], people: Sequence[int]) -> None:
    if not people:
        return
    for pk, family_name in Person.objects.filter(pk__in=people).values_list("pk", "family_name"):
        profiles[pk].family_name = family_name
    roles = Membership.objects.filter(person__in=people).order_by("pk").values(
        "person_id", "status", "role", "start_date", "end_date", "as_of", "organization_id", "organization__name",
        "organization__place__feature_code", "organization__organization__country_id",
        "organization__organization__country__name",
    )  # fmt: skip
    for row in roles:
        if row["status"] == FactStatus.ACCEPTED and row["person_id"] is not None:
            _add_role(profiles[row["person_id"]], row)


def _add_role(profile: Profile, row: Mapping[str, Any]) -> None:
    years = [row[name][:_YEAR] for name in ("start_date", "end_date", "as_of")]
    profile.years.extend(int(year) for year in years if year.isdecimal())
    body, country = row["organization_id"], row["organization__organization__country_id"]
    if body is None:
        return
    profile.offices[body, fold(row["role"])] = row["role"]
    is_country = row["organization__place__feature_code"] in COUNTRY_FEATURE_CODES
    (profile.countries if is_country else profile.bodies)[body] = row["organization__name"]
    if country is not None:
        profile.countries[country] = row["organization__organization__country__name"]


def _add_organizations(profiles: dict[int, Profile], organizations: Sequence[int]) -> None:
    if not organizations:
        return
    columns = ("pk", "parent_id", "parent__name", "country_id", "country__name")
    for pk, parent, parent_name, country, country_name in Organization.objects.filter(pk__in=organizations).values_list(
        *columns
    ):
        profiles[pk].parent = parent
        if parent is not None:
            profiles[pk].bodies[parent] = str(parent_name)
        if country is not None:
            profiles[pk].countries[country] = str(country_name)


def _add_places(profiles: dict[int, Profile], places: Sequence[int]) -> None:
    if not places:
        return
    for place in Place.objects.filter(pk__in=places).select_related("country"):
        profile = profiles[place.pk]
        profile.place_class, profile.is_country = place.feature_class, place.is_country
        if place.country is not None:
            profile.countries[place.country.pk] = place.country.name
        if place.latitude is not None and place.longitude is not None:
            profile.position = (place.latitude, place.longitude)
