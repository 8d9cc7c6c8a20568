"""Why a finding is proposed, in sentences: its rule, the name by which its record was found, and the printed title."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from articles.batches import batches
from articles.models import Mention, OtherName
from articles.text import fold
from articles.vocabulary import NameKind
from articles.wording.finding_rules import rule_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from articles.models import Entity

_KEYS_A_QUERY = 5_000
# What a name on record is called in "found by its ...".
_NAMED_BY: Mapping[str, str] = {
    NameKind.ALIAS: "other name",
    NameKind.ACRONYM: "acronym",
    NameKind.NATIVE: "name in its own language",
    NameKind.FORMER: "former name",
    NameKind.DEMONYM: "name of its people",
}


def names_found_by(pairs: Iterable[tuple[Sequence[Mention], Entity | None]]) -> dict[tuple[int, str], str]:
    """For the mentions of a name and their record: by which of its names the record was found, for example `acronym
    “IRC”`. The keys are the record's id and the folded name; names by which it is not on record are missing.
    """
    wanted = {(entity.pk, key): entity for facts, entity in pairs if entity for key in _keys(facts)}
    found = {at: f"main name “{entity.name}”" for at, entity in wanted.items() if entity.key == at[1]}
    others = [at for at in wanted if at not in found]
    for some in batches(sorted({key for _, key in others}), _KEYS_A_QUERY):
        for row in OtherName.objects.filter(key__in=some):
            if (row.entity_id, row.key) in wanted:
                found.setdefault((row.entity_id, row.key), f"{_NAMED_BY[row.kind]} “{row.name}”")
    return found


def found_by(facts: Sequence[Mention], entity: Entity | None, names: Mapping[tuple[int, str], str]) -> str:
    """By which name of its record these mentions were resolved; empty if it has none of their names."""
    keys = _keys(facts) if entity is not None else []
    return next((names[entity.pk, key] for key in keys if entity and (entity.pk, key) in names), "")


def reasons_for(noun: str, facts: Sequence[Any], by_name: str) -> list[str]:
    """The sentences for a suggestion. The mention that explains a name is the one with the highest confidence."""
    best = max(facts, key=lambda fact: fact.confidence)
    said = list(rule_sentences(noun, best.method))
    if by_name:
        said.append(f"The record is found by its {by_name}.")
    title = next((fact.title for fact in facts if noun == "mention" and fact.title), "")
    if title and title != "author":
        said.append(f"Printed with the title “{title}”.")
    if noun == "quotation" and best.cue:
        said.append(f"The verb of saying is “{best.cue}”.")
    return said


def _keys(facts: Sequence[Mention]) -> list[str]:
    """The name, and the words as printed."""
    return list(dict.fromkeys(fold(text)[:200] for fact in facts for text in (fact.name, fact.text)))
