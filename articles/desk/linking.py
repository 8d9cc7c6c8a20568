"""Link the names in facts to records: the record accepted for the name in this story, else the one with that name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from articles.desk.resolve import known_entity
from articles.models import Article, Entity, Membership, Pledge, Quotation
from articles.vocabulary import EntityKind, FactStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from articles.desk.audit import RowChanges

LinkedFact = Quotation | Pledge | Membership
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
}


def named(article: Article, name: str, kinds: Collection[str]) -> Entity | None:
    if not name:
        return None
    mention = article.mentions.accepted().filter(name=name, kind__in=kinds).select_related("entity").first()
    return mention.entity if mention else known_entity(name, kinds)


def link(fact: LinkedFact, article: Article) -> None:
    """Fill the empty foreign keys of a fact from its names."""
    for field, column, kinds in LINKS[type(fact)]:
        name = getattr(fact, column)
        if getattr(fact, f"{field}_id") is None and name:
            entity = named(article, name, kinds)
            setattr(fact, f"{field}_id", entity.pk if entity else None)


def relink(article: Article, name: str, *, old: Collection[int], new: Entity | None, changes: RowChanges) -> None:
    """After an editor decided on a name: link the story's facts with this name to the entity of its mentions."""
    for model, links in LINKS.items():
        for field, column, kinds in links:
            if new is not None and new.kind not in kinds:
                continue
            theirs = Q(**{f"{field}__in": old}) | Q(**{f"{field}__isnull": True})
            if field in model.needed_links and new is None:
                theirs &= Q(status=FactStatus.PROPOSED)  # an accepted role requires a person
            rows = model._default_manager.filter(theirs, article=article, **{column: name})  # noqa: SLF001 (Django's public way to a model's rows)
            changed = list(rows)
            if changed:
                changes.watch(changed)
                rows.update(**{f"{field}_id": new.pk if new else None})
