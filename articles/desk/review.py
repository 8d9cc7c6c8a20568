"""Editors' decisions on findings. Every change of a fact's status is made here, checked, and logged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from articles.desk import anchors, appearances, entity_resolution
from articles.desk.audit import RowChanges, log, snapshot
from articles.desk.clearance import RestrictedError
from articles.desk.editing import edit, edit_fields
from articles.desk.entity_resolution import accept_name, reject_name
from articles.desk.linking import LINKS, link
from articles.desk.statuses import discard, discard_many, publish, restore_many, return_to_draft, withdraw
from articles.desk.transitions import (
    IllegalTransitionError,
    NameTakenError,
    StaleEditError,
    check_fact_transition,
    decide,
)
from articles.models import Article, Figure, Membership, Mention, Pledge, Quotation
from articles.vocabulary import FactStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import User

    from articles.desk.anchors import AnyFact
    from articles.desk.linking import LinkedFact

__all__ = [
    "IllegalTransitionError",
    "NameTakenError",
    "RestrictedError",
    "StaleEditError",
    "accept",
    "accept_all",
    "accept_name",
    "add",
    "change",
    "discard",
    "discard_many",
    "edit",
    "edit_fields",
    "move",
    "publish",
    "reject",
    "reject_name",
    "restore_many",
    "return_to_draft",
    "revert",
    "withdraw",
]  # fmt: skip

EDITOR = "editor"
# Status that is decided -> the action in the log; None where a fact is corrected and its status stays.
_KEYS: Mapping[FactStatus | None, str] = {
    FactStatus.ACCEPTED: "fact.accept",
    FactStatus.REJECTED: "fact.reject",
    None: "fact.change",
}
# The columns that an editor may correct; mentions are decided by name, see articles.desk.entity_resolution.
CHANGEABLE: Mapping[type[AnyFact], frozenset[str]] = {
    Mention: entity_resolution.CHANGEABLE,
    Quotation: frozenset({"speaker", "speaker_name", "attribution_text", "cue", "role", "inferred"}),
    Pledge: frozenset(
        {
            "pledged_by",
            "pledged_by_name",
            "announced_by",
            "announced_by_name",
            "recipient",
            "recipient_name",
            "item",
            "quantity_low",
            "quantity_high",
            "unit",
            "amount_low",
            "amount_high",
            "currency",
            "qualifier",
            "due",
            "duration",
            "pledge_status",
            "is_collective",
        }
    ),
    Membership: frozenset(
        {"person", "person_name", "organization", "organization_name", "role", "start_date", "end_date"}
    ),
    Figure: frozenset(
        {
            "kind",
            "counted",
            "low",
            "high",
            "currency",
            "qualifier",
            "place",
            "place_name",
            "start_date",
            "end_date",
            "claimed_by",
            "claimed_by_name",
        }
    ),
}


def accept(fact: AnyFact, *, user: User | None, **changes: Any) -> AnyFact:
    """Accept a finding, with corrections. A mention may get `entity`, or `kind` and `name`; `is_new` for a namesake."""
    return _decide(fact, FactStatus.ACCEPTED, user=user, changes=changes)


def revert(fact: AnyFact, *, user: User | None, changes: Mapping[str, Any]) -> AnyFact:
    """Give columns of a fact values that they had before; its status stays."""
    return _decide(fact, None, user=user, changes=changes, key="fact.revert")


def reject(fact: AnyFact, *, user: User | None, reason: str = "") -> AnyFact:
    return _decide(fact, FactStatus.REJECTED, user=user, changes={}, reason=reason)


def change(fact: AnyFact, *, user: User | None, **changes: Any) -> AnyFact:
    """Correct a fact without changing its status."""
    return _decide(fact, None, user=user, changes=changes)


@transaction.atomic
def add(
    article: Article, model: type[AnyFact], *, user: User | None, block: int, start: int, end: int, **values: Any
) -> AnyFact:
    """Add a fact that extraction missed, accepted as the editor marked it."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    text = article.text_of(block)[start:end]
    if not text:
        raise IllegalTransitionError("Select the words of the story that state it.")
    if model is Mention:
        rejected = article.mentions.filter(block=block, start=start, end=end, status=FactStatus.REJECTED).first()
        if rejected is not None:
            return _decide(rejected, FactStatus.ACCEPTED, user=user, changes={"name": text, **values})
        if article.mentions.filter(block=block, start=start, end=end).exists():
            raise IllegalTransitionError("A name is marked at exactly these words.")
    extra = {"resolution": "none", "name": text, "kind": values.get("kind")} if model is Mention else {}
    fact = model(article=article, block=block, start=start, end=end, text=text, method=EDITOR, **extra)
    return _decide(fact, FactStatus.ACCEPTED, user=user, changes=values, key="fact.add")


@transaction.atomic
def move(fact: AnyFact, *, user: User | None, block: int, start: int, end: int) -> AnyFact:
    """Move a finding to other words of the story; it becomes accepted. Offsets are characters of the block.

    Raises IllegalTransitionError if it cannot be accepted, or if a name is at these words already.
    """
    if fact.article is None:
        raise IllegalTransitionError("This role is reference data and cannot be moved.")
    article = Article.objects.select_for_update().get(pk=fact.article.pk)
    fact.refresh_from_db()
    text = article.text_of(block)[start:end]
    if not text:
        raise IllegalTransitionError("Select the words of the story that state it.")
    others = article.mentions.filter(block=block, start=start, end=end)
    if isinstance(fact, Mention) and others.exclude(pk=fact.pk).exists():
        raise IllegalTransitionError("A name is marked at exactly these words.")
    before, rows = snapshot(fact), RowChanges()
    fact.block, fact.start, fact.end, fact.text = block, start, end, text
    if isinstance(fact, Mention):
        entity_resolution.correct_mention(fact, article, {}, accepting=True, user=user)
    else:
        _correct(fact, article, {}, accepting=True)
    if fact.status != FactStatus.ACCEPTED:
        decide(fact, FactStatus.ACCEPTED, user)
    fact.save()
    if isinstance(fact, Mention):
        entity_resolution.relink_facts(article, fact, before, rows)
    appearances.rebuild(article)
    log(
        "fact.move", str(fact), user=user, article=article, fact=fact, before=before, after=snapshot(fact), related=rows
    )
    return fact


@transaction.atomic
def accept_all(article: Article, *, user: User | None, minimum_confidence: float) -> dict[str, int]:
    """Accept every proposal of at least this confidence; ambiguous names stay proposed."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    changes = RowChanges()
    names = entity_resolution.accept_confident_names(
        article, user=user, minimum_confidence=minimum_confidence, changes=changes
    )
    counts = {"mention": names}
    for model in (Quotation, Pledge, Membership, Figure):
        proposed = model.objects.filter(article=article, confidence__gte=minimum_confidence).proposed()
        rows = [fact for fact in proposed if anchors.is_anchored(article, fact)]
        changes.watch(rows)
        counts[model.__name__.lower()] = sum(_accept_if_it_can_be(fact, article, user) for fact in rows)
    appearances.rebuild(article)
    log("article.accept_all", str(article), user=user, article=article, related=changes, details=counts)
    return counts


def _accept_if_it_can_be(fact: LinkedFact, article: Article, user: User | None) -> bool:
    link(fact, article)
    if fact.unmet_requirement:
        return False
    decide(fact, FactStatus.ACCEPTED, user)
    fact.save()
    return True


def _decide(
    fact: AnyFact,
    status: FactStatus | None,
    *,
    user: User | None,
    changes: Mapping[str, Any],
    reason: str = "",
    key: str = "",
) -> AnyFact:
    unknown = set(changes) - CHANGEABLE[type(fact)]
    if unknown:
        raise IllegalTransitionError(f"These fields cannot be changed: {', '.join(sorted(unknown))}.")
    try:
        return _decide_in_transaction(fact, status, user=user, changes=changes, reason=reason, key=key)
    except NameTakenError as error:
        if isinstance(fact, Mention) and fact.pk:
            entity_resolution.keep_namesakes(fact, error.candidates, user=user)
        raise


@transaction.atomic
def _decide_in_transaction(
    fact: AnyFact, status: FactStatus | None, *, user: User | None, changes: Mapping[str, Any], reason: str, key: str
) -> AnyFact:
    if fact.article_id is None:
        raise IllegalTransitionError("This role is reference data and cannot be changed here.")
    article = Article.objects.select_for_update().get(pk=fact.article_id)
    is_new = fact.pk is None
    if not is_new:
        fact.refresh_from_db()
    before, rows = snapshot(fact), RowChanges()
    if status is not None:
        check_fact_transition(fact.status, status)
    will_stand = (status or fact.status) == FactStatus.ACCEPTED
    if will_stand and not anchors.is_anchored(article, fact):
        raise IllegalTransitionError("The text of this finding is no longer in the story.")
    if isinstance(fact, Mention):
        entity_resolution.correct_mention(fact, article, changes, accepting=will_stand, user=user)
    else:
        _correct(fact, article, changes, accepting=will_stand)
    if status is not None:
        decide(fact, status, user)
    fact.save()
    if isinstance(fact, Mention):
        entity_resolution.relink_facts(article, fact, before, rows)
    appearances.rebuild(article)
    log(
        key or _KEYS[status], str(fact), user=user, article=article, fact=fact, before={} if is_new else before,
        after=snapshot(fact), related=rows, source=reason,
    )  # fmt: skip
    return fact


def _correct(fact: LinkedFact, article: Article, changes: Mapping[str, Any], *, accepting: bool) -> None:
    for field, column, _ in LINKS[type(fact)]:
        if column in changes and field not in changes and changes[column] != getattr(fact, column):
            setattr(fact, f"{field}_id", None)  # another name: the old link no longer applies
    for name, value in changes.items():
        is_link = name in {field for field, _, _ in LINKS[type(fact)]}
        setattr(fact, f"{name}_id" if is_link else name, (value.pk if value else None) if is_link else value)
    for field, column, _ in LINKS[type(fact)]:
        if field in changes and column not in changes:
            setattr(fact, column, changes[field].name if changes[field] else "")
    if accepting:
        link(fact, article)
    if accepting and fact.unmet_requirement:
        raise IllegalTransitionError(fact.unmet_requirement)
