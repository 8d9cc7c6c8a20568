"""The people, organizations, places and outlets of generated stories: reference data, and new records beside them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from math import gcd
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Max
from django.utils import timezone

from articles.models import Entity, Organization, OtherName, Outlet, Person, Place
from articles.text import fold, slug
from articles.vocabulary import EntityKind, NameKind
from benchmarks.corpus.tables import Table, insert
from benchmarks.corpus.vocabulary import name_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

# (factor, exponent) of the number of new records among n stories: as a collection grows, most names come once or twice.
_GROWTH = {"people": (2.0, 0.75), "organizations": (1.5, 0.7), "places": (2.0, 0.7), "outlets": (1.2, 0.4)}
_SHARE_OF_CAPITALS = 0.5  # of the organizations have an acronym


class Named(NamedTuple):
    """A record as a story names it: `short` is the name after the first mention, `country` that of a place in one."""

    pk: int
    kind: str
    name: str
    short: str
    country: int | None


@dataclass(frozen=True, slots=True)
class Population:
    """`order` is the rank of each place by sort name and id, as the database sorts: it decides ties of appearances."""

    people: Sequence[Named]
    organizations: Sequence[Named]
    places: Sequence[Named]
    countries: Sequence[Named]
    outlets: Sequence[tuple[int, str]]
    order: dict[int, int]


def rank(rng: random.Random, size: int) -> int:
    """A rank from 0 to size - 1, of which the first are the most frequent (Zipf's law with exponent 1)."""
    return min(int(size ** rng.random()), size) - 1


def in_topic(position: int, topic: int, size: int) -> int:
    """The same rank is another record in each topic: a permutation of the ranks that takes no memory."""
    stride = 7919 + 2 * topic
    while gcd(stride, size) != 1:
        stride += 1
    return (position * stride + topic * 104_729) % size


def create(stories: int, seed: int) -> Population:
    """Write the records that a corpus of this many stories needs, beside those of the reference data."""
    rng = random.Random(f"{seed} population")  # noqa: S311  # repeatable on purpose
    wanted = {name: int(factor * stories**exponent) for name, (factor, exponent) in _GROWTH.items()}
    countries = [*Place.objects.countries().exclude(latitude=None).order_by("pk")]
    first = (Entity.objects.aggregate(top=Max("pk"))["top"] or 0) + 1
    _people(first, _names(wanted["people"], lambda: _person_name(rng)))
    first += wanted["people"]
    _organizations(first, _names(wanted["organizations"], lambda: _organization_name(rng)), rng)
    first += wanted["organizations"]
    _places(first, _names(wanted["places"], lambda: _place_name(rng)), countries, rng)
    _outlets(_names(wanted["outlets"], lambda: _outlet_name(rng)))
    return read(seed)


def read(seed: int) -> Population:
    """The records of the database, in the order of their frequency in stories."""
    rng = random.Random(f"{seed} frequency")  # noqa: S311
    # Generated quotations are given to generated people only, never to real ones of the reference data.
    people = [
        Named(p.pk, p.kind, p.name, p.name.rpartition(" ")[2], None)
        for p in Person.objects.filter(is_reference_data=False).order_by("pk")
    ]
    organizations = [Named(o.pk, o.kind, o.name, o.name, None) for o in Organization.objects.order_by("pk")]
    rows = Place.objects.order_by("sort_name", "pk")
    in_order = [(Named(p.pk, p.kind, p.name, p.name, p.country_id), p.is_country, p.latitude) for p in rows]
    places = sorted(named for named, is_country, _ in in_order if not is_country)
    countries = sorted(named for named, is_country, at in in_order if is_country and at is not None)
    for pool in (people, organizations, places, countries):
        rng.shuffle(pool)
    outlets = list(Outlet.objects.order_by("pk").values_list("pk", "key"))
    order = {named.pk: number for number, (named, _, _) in enumerate(in_order)}
    return Population(people, organizations, places, countries, outlets, order)


def _names(count: int, make: Callable[[], str]) -> list[str]:
    """Different names; one that came up before gets a numeral."""
    seen: dict[str, int] = {}
    names = []
    for _ in range(count):
        name = make()
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} {_roman(seen[name])}")
    return names


def _roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]


def _person_name(rng: random.Random) -> str:
    parts = name_parts()
    family = rng.choice(parts["family_first"]) + rng.choice(parts["family_middle"]) + rng.choice(parts["family_last"])
    return f"{rng.choice(parts['given_names'])} {family}"


def _organization_name(rng: random.Random) -> str:
    parts = name_parts()
    last = rng.choice(parts["organization_last"])["word"]
    place = f" of {_place_name(rng)}" if rng.random() < 0.6 else ""
    return f"{rng.choice(parts['organization_first'])} {rng.choice(parts['organization_middle'])} {last}{place}"


def _place_name(rng: random.Random) -> str:
    parts = name_parts()
    return rng.choice(parts["place_first"]) + rng.choice(parts["place_middle"]) + rng.choice(parts["place_last"])


def _outlet_name(rng: random.Random) -> str:
    return f"{_place_name(rng)} {rng.choice(name_parts()['outlet_last'])}"


def _entities(first: int, kind: EntityKind, names: Iterable[str], sort_names: Iterable[str]) -> None:
    columns = ("id", "kind", "name", "key", "sort_name", "slug", "created", "modified")
    now = str(timezone.now().replace(tzinfo=None, microsecond=0))
    rows = [
        (pk, kind.value, name, fold(name)[:200], sort_name, slug(name), now, now)
        for pk, (name, sort_name) in enumerate(zip(names, sort_names, strict=True), first)
    ]
    insert(Table.of(Entity, *columns), rows)


def _people(first: int, names: list[str]) -> None:
    parts = [name.split(" ", 1) for name in names]
    people = [Person(name=name, family_name=family) for name, (_, family) in zip(names, parts, strict=True)]
    _entities(first, EntityKind.PERSON, names, [person.default_sort_name() for person in people])
    rows = [(pk, given, family) for pk, (given, family) in enumerate(parts, first)]
    insert(Table.of(Person, "entity_ptr_id", "given_name", "family_name"), rows)


def _organizations(first: int, names: list[str], rng: random.Random) -> None:
    classes = {row["word"]: row["classification"] for row in name_parts()["organization_last"]}
    _entities(first, EntityKind.ORGANIZATION, names, names)
    rows = [(pk, classes.get(name.split()[2], "other")) for pk, name in enumerate(names, first)]
    insert(Table.of(Organization, "entity_ptr_id", "classification"), rows)
    acronyms = [
        (pk, acronym, fold(acronym), NameKind.ACRONYM.value, len(acronym) <= 3)
        for pk, name in enumerate(names, first)
        if rng.random() < _SHARE_OF_CAPITALS and (acronym := "".join(word[0] for word in name.split()).upper())
    ]
    insert(Table.of(OtherName, "entity_id", "name", "key", "kind", "case_sensitive"), acronyms)


def _places(first: int, names: list[str], countries: Sequence[Place], rng: random.Random) -> None:
    rows = []
    for pk, _ in enumerate(names, first):
        country = countries[rank(rng, len(countries))]
        latitude = max(-85.0, min(85.0, (country.latitude or 0) + rng.uniform(-2, 2)))
        longitude = max(-179.0, min(179.0, (country.longitude or 0) + rng.uniform(-2, 2)))
        rows.append(
            (pk, country.pk, country.country_code, round(latitude, 5), round(longitude, 5), rng.randrange(10**6))
        )
    _entities(first, EntityKind.PLACE, names, names)
    columns = ("entity_ptr_id", "country_id", "country_code", "latitude", "longitude", "population")
    insert(Table.of(Place, *columns), rows)


def _outlets(names: list[str]) -> None:
    insert(Table.of(Outlet, "name", "key"), [(name, fold(name)[:200]) for name in names])
