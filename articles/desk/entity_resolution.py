"""Entity resolution by editors: of all mentions of a name, or of some of them.

A name of one kind is usually one entity within a story, so its mentions are decided together. `only` are the ids of the
mentions to decide where an editor decides them one by one; the others stay as they are. Facts that use the name follow by
the rules of `articles.desk.linking`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db import transaction

from articles.desk import anchors, appearances
from articles.desk.audit import RowChanges, log, snapshot
from articles.desk.distinct_records import mark_new
from articles.desk.linking import relink
from articles.desk.open_names import meaning_of, meaning_of_name
from articles.desk.resolve import records_named
from articles.desk.rights import require_to_add
from articles.desk.transitions import IllegalTransitionError, NameTakenError, decide
from articles.models import Article, Entity, Mention, Organization, Person, Place
from articles.text import clean_name
from articles.vocabulary import EntityKind, FactStatus, Resolution

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from django.contrib.auth.models import User

CHANGEABLE = frozenset({"entity", "kind", "name", "title", "is_about", "is_new"})
_MODELS: Mapping[str, type[Person | Organization | Place]] = {
    EntityKind.PERSON: Person,
    EntityKind.ORGANIZATION: Organization,
    EntityKind.PLACE: Place,
}


@transaction.atomic
def accept_name(
    article: Article,
    kind: str,
    name: str,
    *,
    user: User | None,
    entity: Entity | None = None,
    new_kind: str = "",
    new_name: str = "",
    is_new: bool = False,
    rejected: bool = False,
    only: Collection[int] | None = None,
) -> int:
    """Accept all mentions of a name, as this entity, or under a corrected kind and name.

    Returns their number. Mentions that an editor rejected stay rejected; with `rejected`, those are accepted and no
    others. Mentions accepted earlier are linked to the new entity, too. With `only`, these mentions are accepted, whatever
    their status, and no others.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    mentions = list(_mentions(article, kind, name))
    wanted = _wanted(mentions, rejected=rejected, only=only)
    anchored = [mention for mention in wanted if anchors.is_anchored(article, mention)]
    if not anchored:
        raise IllegalTransitionError(f"There is no mention of {name} left to accept.")
    chosen = {"entity": entity, "kind": new_kind, "name": new_name}
    changes: dict[str, Any] = {"is_new": is_new, **{key: value for key, value in chosen.items() if value}}
    old, rows = {mention.entity_id for mention in anchored if mention.entity_id}, RowChanges()
    rows.watch(anchored)
    entity = _choose(anchored[0], article, changes, user)
    for mention in anchored:
        mention.kind, mention.name = entity.kind, clean_name(new_name)[:200] or mention.name
        _accept(mention, entity, user)
    relink(article, name, decided=anchored, old=old, changes=rows)
    appearances.rebuild(article)
    log(
        "name.accept", name, user=user, article=article, entity=entity, related=rows,
        details={"kind": kind, "name": name, **_counts(anchored, mentions, only)},
    )  # fmt: skip
    return len(anchored)


@transaction.atomic
def reject_name(
    article: Article, kind: str, name: str, *, user: User | None, reason: str = "", only: Collection[int] | None = None
) -> int:
    """Reject all mentions of a name, or `only` these. Returns their number."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    every = list(_mentions(article, kind, name))
    mentions = [one for one in every if one.status != FactStatus.REJECTED and (only is None or one.pk in only)]
    if not mentions:
        raise IllegalTransitionError(f"There is no mention of {name} left to reject.")
    old = {mention.entity_id for mention in mentions if mention.entity_id}
    rows = RowChanges()
    rows.watch(mentions)
    for mention in mentions:
        decide(mention, FactStatus.REJECTED, user)
        mention.save()
    relink(article, name, decided=mentions, old=old, changes=rows)
    appearances.rebuild(article)
    log(
        "name.reject", name, user=user, article=article, related=rows,
        details={"kind": kind, "name": name, **_counts(mentions, every, only)}, source=reason,
    )  # fmt: skip
    return len(mentions)


@transaction.atomic
def reject_mentions(article: Article, mentions: Collection[int], *, user: User | None) -> list[str]:
    """Reject those of these mentions that are still to be decided, as one decision. Returns their names, in text order."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    names: dict[str, list[Mention]] = defaultdict(list)
    for mention in article.mentions.in_text_order():
        if mention.pk in mentions and mention.status == FactStatus.PROPOSED:
            names[mention.name].append(mention)
    if not names:
        raise IllegalTransitionError("None of these names is left to reject.")
    rows = RowChanges()
    for name, rejected in names.items():
        rows.watch(rejected)
        for mention in rejected:
            decide(mention, FactStatus.REJECTED, user)
            mention.save()
        relink(article, name, decided=rejected, old=(), changes=rows)
    appearances.rebuild(article)
    log("article.reject_all", str(article), user=user, article=article, related=rows, details={"names": len(names)})
    return list(names)


def accept_confident_names(
    article: Article, *, user: User | None, minimum_confidence: float, changes: RowChanges
) -> int:
    """Accept the names that have a mention of at least this confidence and are not ambiguous; call in a transaction."""
    names: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in article.mentions.proposed().in_text_order():
        names[mention.kind, mention.name].append(mention)
    count = 0
    for (_, name), mentions in names.items():
        best = max(mentions, key=lambda mention: mention.confidence)
        anchored = [mention for mention in mentions if anchors.is_anchored(article, mention)]
        if best.confidence < minimum_confidence or not anchored:
            continue
        try:
            entity = _choose(best, article, {}, user)
        except NameTakenError as error:
            changes.watch([best])
            _set_candidates(best, error.candidates)
            continue
        changes.watch(anchored)
        for mention in anchored:
            _accept(mention, entity, user)
        relink(article, name, decided=anchored, old=(), changes=changes)
        count += len(anchored)
    return count


def correct_mention(
    mention: Mention, article: Article, changes: Mapping[str, Any], *, accepting: bool, user: User | None
) -> None:
    """Apply corrections to one mention, and link its entity if it is accepted."""
    if accepting:
        entity = _choose(mention, article, changes, user)
        mention.entity, mention.kind, mention.resolution = entity, entity.kind, Resolution.ONE
    elif changes.get("entity") is not None or "kind" in changes:
        chosen = changes.get("entity")
        mention.entity, mention.kind = chosen, chosen.kind if chosen else changes["kind"]
        mention.resolution = Resolution.ONE if chosen else Resolution.NONE
    mention.name = clean_name(changes.get("name", ""))[:200] or mention.name
    mention.title = changes.get("title", mention.title)
    mention.is_about = changes.get("is_about", mention.is_about)


def relink_facts(article: Article, mention: Mention, before: Mapping[str, Any], changes: RowChanges) -> None:
    """Relink the facts that use a name after one mention of it was decided."""
    old = before.get("entity")
    if mention.status == FactStatus.ACCEPTED or old:
        name = mention.name if mention.status == FactStatus.ACCEPTED else str(before["name"])
        relink(article, name, decided=[mention], old=[old] if old else [], changes=changes)


@transaction.atomic
def keep_namesakes(mention: Mention, namesakes: Iterable[Entity], *, user: User | None) -> None:
    """Store the records with the name of a mention, for the editor to choose from."""
    mention.refresh_from_db()
    before = snapshot(mention)
    _set_candidates(mention, namesakes)
    after = snapshot(mention)
    if before != after:
        log(
            "fact.find_namesakes", mention.name, user=user, article=mention.article, fact=mention, before=before,
            after=after,
        )  # fmt: skip


def _set_candidates(mention: Mention, candidates: Iterable[Entity]) -> None:
    mention.candidates.set(candidates)
    if mention.status == FactStatus.PROPOSED:
        mention.resolution, mention.entity = Resolution.SEVERAL, None
        mention.save()


def _choose(mention: Mention, article: Article, changes: Mapping[str, Any], user: User | None) -> Entity:
    """The entity for a mention: the one given, the one already linked in this story, the one with that name, or a new
    one.
    """
    if changes.get("entity") is not None:
        chosen: Entity = changes["entity"]
        return chosen
    kind, name = changes.get("kind", mention.kind), clean_name(changes.get("name", "")) or mention.name
    if not changes.get("is_new"):
        known = _known(mention, article, kind, name)
        if known is not None:
            return known
    if kind not in _MODELS:
        raise IllegalTransitionError("Choose person, organization or place.")
    require_to_add(_MODELS[kind])
    created = _MODELS[kind].objects.create(name=name[:200])
    log("entity.add", str(created), user=user, article=article, entity=created, after=snapshot(created))
    added = Entity.objects.get(pk=created.pk)
    if changes.get("is_new"):
        mark_new(added, records_named([added.name])[added.name].of([kind]), user=user)
    return added


def _known(mention: Mention, article: Article, kind: str, name: str) -> Entity | None:
    """The record that a name refers to without further information. Raises NameTakenError if the editor has to choose."""
    is_corrected = (kind, name) != (mention.kind, mention.name)
    if mention.status == FactStatus.ACCEPTED and mention.entity is not None and not is_corrected:
        return mention.entity
    same = accepted_records(
        article.mentions.filter(kind=kind, name=name).exclude(pk=mention.pk).select_related("entity")
    )
    if same and (is_corrected or mention.entity is None):
        if len(same) > 1:
            raise NameTakenError(name, same)
        return same[0]
    # A mention added by an editor has no candidates yet: its name is looked up like a typed one.
    found = meaning_of_name(name, kind) if is_corrected or not mention.pk else meaning_of(mention)
    if found.choice:
        raise NameTakenError(name, list(found.choice))
    return found.record


def accepted_records(mentions: Iterable[Mention]) -> list[Entity]:
    """The records of the accepted ones among these mentions."""
    accepted = [one for one in mentions if one.status == FactStatus.ACCEPTED]
    return list({one.entity_id: one.entity for one in accepted if one.entity is not None}.values())


def _mentions(article: Article, kind: str, name: str) -> Any:
    return article.mentions.filter(kind=kind, name=name).in_text_order().select_related("entity")


def _wanted(mentions: Iterable[Mention], *, rejected: bool, only: Collection[int] | None) -> list[Mention]:
    if only is not None:
        return [one for one in mentions if one.pk in only]
    return [one for one in mentions if (one.status == FactStatus.REJECTED) == rejected]


def _counts(decided: Sequence[Mention], every: Sequence[Mention], only: Collection[int] | None) -> dict[str, int]:
    """For the log: the number of decided mentions, and of how many, if an editor chose some."""
    return {"mentions": len(decided), **({"of": len(every)} if only is not None else {})}


def _accept(mention: Mention, entity: Entity, user: User | None) -> None:
    mention.entity, mention.resolution = entity, Resolution.ONE
    if mention.status != FactStatus.ACCEPTED:
        decide(mention, FactStatus.ACCEPTED, user)
    mention.save()
