"""Load the reference data: compare the files with the last load, then add, correct and remove records.

Editors' changes are kept and reported. Sites with the same files have the same reference data, regardless of earlier
loads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from articles.desk.audit import log
from articles.models import Entity, ReferenceRecord
from articles.reference import cities, countries, data, officials, organizations, places
from articles.reference.entities import EntityLoader
from articles.reference.load_result import LoadResult
from articles.reference.parts import IdentifierLoader, NameLoader, RoleLoader
from articles.reference.previous import PreviousLoad
from articles.search import outbox
from articles.vocabulary import EntityKind, ReferenceKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from articles.reference.source import SourceRecord

# (label of the step, number done, total)
Progress = Callable[[str, int, int], None]
_RECORDS, _CITIES = "records", "cities"
_ACTIONS = {_RECORDS: "reference.load", _CITIES: "reference.load_places"}
_READERS = (
    countries.country_records,
    places.place_records,
    organizations.organization_records,
    officials.official_records,
)
_OF_CITIES = Q(key__startswith="geonames:")


def load_reference_data(progress: Progress | None = None) -> LoadResult:
    """Update the database to the current files. The result is false if it was up to date."""
    tell = progress or (lambda _what, _done, _total: None)
    return _load_records(tell) + _load_cities(tell)


@transaction.atomic
def _load_records(tell: Progress) -> LoadResult:
    version = data.records_version()
    if _is_loaded(_RECORDS, version):
        return LoadResult()
    tell("Files", 0, 1)
    records = [record for read in _READERS for record in read()]
    cities.add_numbers_of_towns(records)
    tell("Files", 1, 1)
    result = synchronize(records, ~_OF_CITIES, version, lambda done, total: tell("Records", done, total))
    _finish(_RECORDS, version, f"{len(records)} records", result)
    return result


@transaction.atomic
def _load_cities(tell: Progress) -> LoadResult:
    version = data.cities_version()
    if _is_loaded(_CITIES, version):
        return LoadResult()
    count = cities.load_gazetteer(lambda done, total: tell("Cities", done, total))
    records = list(cities.city_records())
    result = synchronize(records, _OF_CITIES, version, lambda done, total: tell("Cities with records", done, total))
    cities.mark_disputed_towns(version, result)
    _finish(_CITIES, version, f"{count} places", result)
    return result


def synchronize(
    records: Iterable[SourceRecord],
    scope: Q,
    version: str,
    tick: Callable[[int, int], None] = lambda _done, _total: None,
) -> LoadResult:
    """Update the records of a scope (a condition on ReferenceRecord) to the given ones. Call in a transaction."""
    previous, result = PreviousLoad(scope, version), LoadResult(is_new=True)
    loader = EntityLoader({record.key: record for record in records}, previous, result)
    loader.load(tick)
    for parts in (RoleLoader, NameLoader, IdentifierLoader):
        parts(loader).load()
    loader.remove()
    previous.save()
    return result


def _is_loaded(what: str, version: str) -> bool:
    return ReferenceRecord.objects.filter(kind=ReferenceKind.LOAD, key=what, version=version).exists()


def _not_shown() -> set[int]:
    """What no story names, except people: the About page counts their roles."""
    unnamed = Entity.objects.filter(appearances__isnull=True).exclude(kind=EntityKind.PERSON)
    return set(unnamed.values_list("pk", flat=True))


def _finish(what: str, version: str, loaded: str, result: LoadResult) -> None:
    ReferenceRecord.objects.update_or_create(kind=ReferenceKind.LOAD, key=what, defaults={"version": version})
    for pk in sorted(result.changed - _not_shown()) if result.changed else ():
        outbox.changed_entity(pk)
    log(_ACTIONS[what], f"{loaded}: {result.counts}", user=None, details={"left": result.left}, source=version)
