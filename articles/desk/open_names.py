"""The effect of accepting a name, computed from the current records, not from those at the time of extraction.

Nothing is stored, so that proposals never become outdated when records are added, renamed or deleted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from articles.desk.resolve import NamedRecords, records_named
from articles.extraction.names.entity_linking import ANOTHER_COUNTRYS
from articles.extraction.names.place_linking import IN_ANOTHER_REGION, ONLY_ONE_KNOWN
from articles.text import fold
from articles.vocabulary import EntityKind, Resolution

if TYPE_CHECKING:
    from collections.abc import Mapping

    from articles.models import Entity, Mention

# Extraction knew a record with this name, but the context indicated another entity.
_REFUSED = (ANOTHER_COUNTRYS, IN_ANOTHER_REGION)
# The rules of proposals that took the only record with the name.
_WAS_ALONE = (ONLY_ONE_KNOWN, "byline")


@dataclass(frozen=True, slots=True)
class Meaning:
    """The record that accepting links, or the candidates to choose from; if both are empty, a new record is created."""

    record: Entity | None = None
    choice: tuple[Entity, ...] = ()


def meaning_of(mention: Mention, records: NamedRecords | None = None) -> Meaning:
    """The effect of accepting this mention. `records` are those with its name, if the caller has looked them up."""
    if records is None:
        records = records_named([mention.name])[mention.name]
    if mention.entity is not None:
        return _still_alone(mention, mention.entity, records)
    known = _candidates(mention, records)
    if mention.resolution == Resolution.NONE and mention.method.endswith(_REFUSED):
        return Meaning(choice=tuple(known.values()))
    return meaning_of_records(known, records)


def meaning_of_name(name: str, kind: str) -> Meaning:
    """The effect of accepting a name that an editor typed."""
    records = records_named([name])[name]
    return meaning_of_records({entity.pk: entity for entity in records.of([kind])}, records)


def meaning_of_records(known: Mapping[int, Entity], records: NamedRecords) -> Meaning:
    if len(known) != 1 or records.weak & known.keys() - {entity.pk for entity in records.own}:
        return Meaning(choice=tuple(known.values()))
    return Meaning(record=next(iter(known.values())))


def _still_alone(mention: Mention, entity: Entity, records: NamedRecords) -> Meaning:
    """Whether there is still no namesake. If the context chose among several records, that choice is kept."""
    if not mention.method.endswith(_WAS_ALONE) or entity.key != fold(mention.name)[:200]:
        return Meaning(record=entity)
    rivals = [one for one in records.own if one.kind == entity.kind and one.pk != entity.pk]
    return Meaning(choice=(entity, *rivals)) if rivals else Meaning(record=entity)


def _candidates(mention: Mention, records: NamedRecords) -> dict[int, Entity]:
    """The candidates of extraction, and the current records with the name; for places only the first, chosen by
    context.
    """
    stored = mention.candidates.all() if mention.resolution == Resolution.SEVERAL else ()
    known = {entity.pk: entity for entity in stored}
    if not known or mention.kind != EntityKind.PLACE:
        known |= {entity.pk: entity for entity in records.of([mention.kind])}
    return known
