"""From names to records: the records with a name, and the record that a finding refers to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from articles.batches import batches
from articles.desk.audit import RowChanges, log, snapshot
from articles.extraction.findings import KnownName
from articles.models import Entity, GazetteerName, GazetteerPlace, Identifier, OtherName, Place, Redirect
from articles.text import fold
from articles.vocabulary import EntityKind, NameKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

GEONAMES = "geonames"
# Below SQLite's limit on parameters in one statement.
_KEYS_A_QUERY = 10_000
# A town with fewer inhabitants needs support from context if it is named by one of its minor names.
_SMALL_TOWN = 100_000
_WITH_PLACES = ("place", "place__country", "organization__country")


class DatabaseGazetteer:
    """`findings.Gazetteer` over our records and the reference places: four queries per document of any length."""

    def lookup(self, keys: Collection[str]) -> Mapping[str, Sequence[KnownName]]:
        found: dict[str, dict[tuple[str, str], KnownName]] = defaultdict(dict)
        for some in batches(sorted(keys), _KEYS_A_QUERY):
            for key, known in (*_own_names(some), *_other_names(some), *_reference_names(some)):
                found[key].setdefault((known.ref, known.name), known)
        return {key: list(names.values()) for key, names in found.items()}


def _own_names(keys: Sequence[str]) -> Iterator[tuple[str, KnownName]]:
    for entity in Entity.objects.with_key(keys).select_related(*_WITH_PLACES):
        yield entity.key, _known(entity, entity.name)


def _other_names(keys: Sequence[str]) -> Iterator[tuple[str, KnownName]]:
    rows = OtherName.objects.filter(key__in=keys)
    for row in rows.select_related("entity", *(f"entity__{path}" for path in _WITH_PLACES)):
        yield (
            row.key,
            _known(
                row.entity,
                row.name,
                case_sensitive=row.case_sensitive,
                is_weak=row.is_weak,
                is_demonym=row.kind == NameKind.DEMONYM,
            ),
        )


def _reference_names(keys: Sequence[str]) -> Iterator[tuple[str, KnownName]]:
    rows = list(GazetteerName.objects.filter(key__in=keys).select_related("place"))
    ours = _entities_of_geonames({row.place_id for row in rows})
    for row in rows:
        place, entity = row.place, ours.get(row.place_id)
        if entity is not None:
            yield row.key, _known(entity, row.name)
            continue
        yield (
            row.key,
            KnownName(
                ref=f"{GEONAMES}:{place.pk}",
                kind=EntityKind.PLACE,
                name=row.name,
                main_name=place.name,
                is_weak=row.name != place.name and place.population < _SMALL_TOWN,
                country_code=place.country_code,
                feature_code=place.feature_code,
                weight=place.population,
                latitude=place.latitude,
                longitude=place.longitude,
            ),
        )


def _entities_of_geonames(ids: Collection[int]) -> dict[int, Entity]:
    rows = Identifier.objects.filter(scheme=GEONAMES, identifier__in=[str(pk) for pk in ids])
    rows = rows.select_related("entity", *(f"entity__{path}" for path in _WITH_PLACES))
    return {int(row.identifier): row.entity for row in rows}


def _known(
    entity: Entity, name: str, *, case_sensitive: bool = False, is_weak: bool = False, is_demonym: bool = False
) -> KnownName:
    place = entity.place if entity.kind == EntityKind.PLACE else None
    home = entity.organization.country if entity.kind == EntityKind.ORGANIZATION else None
    return KnownName(
        ref=f"entity:{entity.pk}",
        kind=EntityKind(entity.kind),
        name=name,
        main_name=entity.name,
        case_sensitive=case_sensitive,
        is_weak=is_weak,
        is_demonym=is_demonym,
        country_code=place.country_code if place else home.country_code if home else "",
        feature_code=place.feature_code if place else "",
        weight=place.population if place else 0,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
    )


def entities_for(refs: Iterable[str]) -> dict[str, Entity]:
    """The record of each ref, except refs whose record was deleted. Creates records for reference places."""
    wanted = set(refs)
    ids = {int(ref.partition(":")[2]) for ref in wanted if ref.startswith("entity:")}
    held = {f"entity:{entity.pk}": entity for entity in Entity.objects.filter(pk__in=ids)}
    for redirect in Redirect.objects.filter(old_id__in=ids).select_related("entity"):
        held.setdefault(f"entity:{redirect.old_id}", redirect.entity)
    places = {int(ref.partition(":")[2]) for ref in wanted if ref.startswith(f"{GEONAMES}:")}
    for pk, entity in _entities_of_geonames(places).items():
        held[f"{GEONAMES}:{pk}"] = entity
    for place in GazetteerPlace.objects.filter(pk__in=places):
        ref = f"{GEONAMES}:{place.pk}"
        if ref not in held:
            held[ref] = _place_from(place)
    return held


def entity_for(ref: str) -> Entity | None:
    return entities_for([ref]).get(ref)


def _place_from(row: GazetteerPlace) -> Entity:
    """A new Place for a reference place, or the one that another worker created first."""
    try:
        with transaction.atomic():
            country = Place.objects.countries().filter(country_code=row.country_code).first()
            place = Place.objects.create(
                name=row.name,
                feature_class=row.feature_class,
                feature_code=row.feature_code,
                country=country,
                country_code=row.country_code,
                # A point without a country is not allowed: without reference data, the place has no point yet.
                latitude=row.latitude if country else None,
                longitude=row.longitude if country else None,
                population=row.population,
                disputed_area=row.disputed_area,
            )
            Identifier.objects.create(entity=place, scheme=GEONAMES, identifier=str(row.pk))
            names = sorted({name.name for name in row.names.all()} - {row.name})
            OtherName.objects.bulk_create([OtherName(entity=place, name=name, key=fold(name)[:200]) for name in names])
            entity = Entity.objects.get(pk=place.pk)
            _log_place(place, entity)
            return entity
    except IntegrityError:
        return Identifier.objects.get(scheme=GEONAMES, identifier=str(row.pk)).entity


def _log_place(place: Place, entity: Entity) -> None:
    rows = RowChanges()
    for row in (*entity.identifiers.all(), *entity.other_names.all()):
        rows.created(row)
    log("entity.add", str(place), user=None, entity=entity, after=snapshot(place), related=rows, source=GEONAMES)


def entities_named(name: str, kinds: Collection[str] = EntityKind.values) -> list[Entity]:
    """The records with this name, or, if there are none, those with it as another name; demonyms do not count.

    So "Kharkiv" is the city, not also the region for which it is a short name.
    """
    return records_named([name])[name].of(kinds)


@dataclass(frozen=True, slots=True)
class NamedRecords:
    """The records with one name. `weak` are the ids of those that need support from context under this name."""

    own: tuple[Entity, ...] = ()
    others: tuple[Entity, ...] = ()
    weak: frozenset[int] = frozenset()

    def of(self, kinds: Collection[str]) -> list[Entity]:
        own = [entity for entity in self.own if entity.kind in kinds]
        return own or [entity for entity in self.others if entity.kind in kinds]


def records_named(names: Collection[str]) -> dict[str, NamedRecords]:
    """The records with each of these names, in two queries."""
    keys = {name: fold(name) for name in names}
    wanted = {key for key in keys.values() if key}
    own: dict[str, list[Entity]] = defaultdict(list)
    others: dict[str, list[OtherName]] = defaultdict(list)
    for some in batches(sorted(wanted), _KEYS_A_QUERY):
        for entity in Entity.objects.with_key(some).order_by("pk"):
            own[entity.key].append(entity)
        rows = OtherName.objects.filter(key__in=some).exclude(kind=NameKind.DEMONYM)
        for row in rows.select_related("entity").order_by("entity_id"):
            others[row.key].append(row)
    return {name: _named(name, own[key], others[key]) for name, key in keys.items()}


def _named(name: str, own: Sequence[Entity], others: Iterable[OtherName]) -> NamedRecords:
    written = name.replace(".", "")  # "U.S." is "US" as written
    rows = [row for row in others if not row.case_sensitive or row.name.replace(".", "") == written]
    strong = {row.entity_id for row in rows if not row.is_weak}
    return NamedRecords(
        own=tuple(own),
        others=tuple({row.entity_id: row.entity for row in rows}.values()),
        weak=frozenset(row.entity_id for row in rows) - strong,
    )


def known_entity(name: str, kinds: Collection[str] = EntityKind.values) -> Entity | None:
    """The only record with this name; None if there is none or more than one."""
    found = entities_named(name, kinds)
    return found[0] if len(found) == 1 else None
