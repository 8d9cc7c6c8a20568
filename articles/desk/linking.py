"""Link the names in facts to records.

A name usually means one record in a story, but an editor can decide its mentions one by one: the defence ministries of two
countries may both be printed as "Defense Ministry". So a fact that uses a name follows one mention of it (`mention_for`).
If that mention is accepted, the fact gets its record; if not, and no other mention of the name is accepted, it gets the only
record with this name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from articles.desk.resolve import known_entity
from articles.desk.sentence_spans import sentences_around
from articles.models import Article, Entity, Figure, Membership, Mention, Pledge, Quotation
from articles.vocabulary import EntityKind, FactStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from articles.desk.audit import RowChanges

LinkedFact = Quotation | Pledge | Membership | Figure
_ANY = tuple(EntityKind.values)
# fact -> (its foreign key, the column with the printed name, the kinds allowed there)
LINKS: Mapping[type[LinkedFact], tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    Quotation: (("speaker", "speaker_name", _ANY),),
    Pledge: (
        ("pledged_by", "pledged_by_name", _ANY),
        ("announced_by", "announced_by_name", (EntityKind.PERSON,)),
        ("recipient", "recipient_name", _ANY),
    ),
    Membership: (
        ("person", "person_name", (EntityKind.PERSON,)),
        ("organization", "organization_name", (EntityKind.ORGANIZATION, EntityKind.PLACE)),
    ),
    Figure: (("place", "place_name", (EntityKind.PLACE,)), ("claimed_by", "claimed_by_name", _ANY)),
}


def mention_for(article: Article, fact: LinkedFact, mentions: Iterable[Mention]) -> Mention | None:
    """The mention of a name that a fact with this name follows; rejected mentions do not count.

    1. If the sentences of the fact contain the name: the mention nearest to the fact.
    2. Otherwise the last mention before the fact.
    3. If there is none: the first after it.
    """
    left = sorted(
        (one for one in mentions if one.status != FactStatus.REJECTED), key=lambda one: (one.block, one.start)
    )
    first, last = sentences_around(article, fact.block, fact.start, fact.end)
    here = [one for one in left if one.block == fact.block and first <= one.start and one.end <= last]
    if here:
        return min(here, key=lambda one: max(fact.start - one.end, one.start - fact.end, 0))
    before = [one for one in left if (one.block, one.start) < (fact.block, fact.start)]
    return before[-1] if before else next(iter(left), None)


def meant_by(article: Article, fact: LinkedFact, mentions: Sequence[Mention]) -> Entity | None:
    """The record that accepting a fact links to this name, from the mentions of the name; None if they do not decide."""
    followed = mention_for(article, fact, mentions)
    if followed is not None and followed.status == FactStatus.ACCEPTED:
        return followed.entity
    accepted = {one.entity_id: one.entity for one in mentions if one.status == FactStatus.ACCEPTED}
    if followed is not None and len(accepted) == 1 and followed.entity_id in {None, *accepted}:
        return next(iter(accepted.values()))
    return None


def link(fact: LinkedFact, article: Article) -> None:
    """Fill the empty foreign keys of a fact from its names."""
    for field, column, kinds in LINKS[type(fact)]:
        name = getattr(fact, column)
        if getattr(fact, f"{field}_id") is None and name:
            entity = _named(article, fact, name, kinds)
            setattr(fact, f"{field}_id", entity.pk if entity else None)


def _named(article: Article, fact: LinkedFact, name: str, kinds: Collection[str]) -> Entity | None:
    mentions = [one for one in article.mentions.filter(name=name).select_related("entity") if one.kind in kinds]
    if any(one.status == FactStatus.ACCEPTED for one in mentions):
        return meant_by(article, fact, mentions)
    return known_entity(name, kinds)


def relink(
    article: Article, name: str, *, decided: Sequence[Mention], old: Collection[int], changes: RowChanges
) -> None:
    """After an editor decided on mentions of a name: link the story's facts with this name again.

    `decided` are these mentions, which may have another name now, and `old` the ids of the records they had. A fact that
    is linked to any other record was linked by an editor, and stays.
    """
    ids = {mention.pk for mention in decided}
    others = [mention for mention in article.mentions.filter(name=name) if mention.pk not in ids]
    mentions = [mention for mention in (*others, *decided) if mention.status != FactStatus.REJECTED]
    for model, links in LINKS.items():
        for field, column, kinds in links:
            allowed = [mention for mention in mentions if mention.kind in kinds]
            if mentions and not allowed:
                continue
            rows = model._default_manager.filter(article=article, **{column: name})  # noqa: SLF001 (Django's public way to a model's rows)
            for fact in rows:
                if getattr(fact, f"{field}_id") in {None, *old}:
                    _follow(fact, field, mention_for(article, fact, allowed), changes)


def _follow(fact: LinkedFact, field: str, mention: Mention | None, changes: RowChanges) -> None:
    is_undecided = mention is not None and mention.status != FactStatus.ACCEPTED
    if is_undecided and getattr(fact, f"{field}_id") is None:
        return
    new = mention.entity_id if mention is not None else None
    # An accepted role requires a person.
    is_required = new is None and field in fact.needed_links and fact.status != FactStatus.PROPOSED
    if is_required or getattr(fact, f"{field}_id") == new:
        return
    changes.watch([fact])
    setattr(fact, f"{field}_id", new)
    fact.save(update_fields=[f"{field}_id"])
