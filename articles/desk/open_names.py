"""What accepting a name would do now: proposals are held against the records of today, not of the day they were made.

Nothing of this is stored, so that no record that appears, is renamed or goes leaves a proposal behind that is out of date.
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

# Extraction knew a record of the name and had reason to think that another thing is meant.
_REFUSED = (ANOTHER_COUNTRYS, IN_ANOTHER_REGION)
# The rules of proposals for which one record was the only one of its name.
_WAS_ALONE = (ONLY_ONE_KNOWN, "byline")


@dataclass(frozen=True, slots=True)
class Meaning:
    """The record that accepting takes; or those of which the editor has to choose; or neither, and a new one is made."""

    record: Entity | None = None
    choice: tuple[Entity, ...] = ()


def meaning_of(mention: Mention, records: NamedRecords | None = None) -> Meaning:
    """What accepting this mention means. `records` are those of its name, where the caller has looked them up."""
    if records is None:
        records = records_named([mention.name])[mention.name]
    if mention.entity is not None:
        return _still_alone(mention, mention.entity, records)
    known = _candidates(mention, records)
    if mention.resolution == Resolution.NONE and mention.method.endswith(_REFUSED):
        return Meaning(choice=tuple(known.values()))
    return meaning_of_records(known, records)


def meaning_of_name(name: str, kind: str) -> Meaning:
    """What accepting a name means that an editor typed."""
    records = records_named([name])[name]
    return meaning_of_records({entity.pk: entity for entity in records.of([kind])}, records)


def meaning_of_records(known: Mapping[int, Entity], records: NamedRecords) -> Meaning:
    if len(known) != 1 or records.weak & known.keys() - {entity.pk for entity in records.own}:
        return Meaning(choice=tuple(known.values()))
    return Meaning(record=next(iter(known.values())))


def _still_alone(mention: Mention, entity: Entity, records: NamedRecords) -> Meaning:
    """A namesake may have appeared since; where the context chose among several, the choice stands."""
    if not mention.method.endswith(_WAS_ALONE) or entity.key != fold(mention.name)[:200]:
        return Meaning(record=entity)
    rivals = [one for one in records.own if one.kind == entity.kind and one.pk != entity.pk]
    return Meaning(choice=(entity, *rivals)) if rivals else Meaning(record=entity)


def _candidates(mention: Mention, records: NamedRecords) -> dict[int, Entity]:
    """Those found with the name, and those that have it now; of places only the first, for their context chose them."""
    stored = mention.candidates.all() if mention.resolution == Resolution.SEVERAL else ()
    known = {entity.pk: entity for entity in stored}
    if not known or mention.kind != EntityKind.PLACE:
        known |= {entity.pk: entity for entity in records.of([mention.kind])}
    return known
