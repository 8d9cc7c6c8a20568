"""What an editor does with the selected imports of a batch, and with the drafts made of them: the outcome of each."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from articles.batches import batches
from articles.desk import review
from articles.desk.audit import RowChanges, log
from articles.desk.rights import PUBLISH, MissingRightError, require
from articles.desk.serialization import NewerFormatError
from articles.desk.transitions import IllegalTransitionError
from articles.imports import item_actions
from articles.imports.drafts import became_lookalike, make_draft
from articles.imports.set_fields import LABELS, Replacing, set_on_draft, set_on_item
from articles.models import Article, Figure, ImportBatch, ImportItem, Membership, Mention, Pledge, Quotation
from articles.vocabulary import CONFIDENT, ImportStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from django.contrib.auth.models import User

    from articles.desk.anchors import AnyFact

    RowAction = Callable[[ImportItem, Article | None, User | None], str]

# Fields are set for this many imports in one transaction, so that nobody waits long for the lock.
_CHUNK = 50
_MAX_NAMED = 5
_MAX_NAME = 60
_CHANGED = "Not touched: it was changed after you opened the page."
_MADE = {
    ImportStatus.DRAFTED: "Draft created.",
    ImportStatus.VERSION: "Saved as a new version of an existing story.",
    ImportStatus.DUPLICATE: "This story already exists; no duplicate was created.",
}


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What an action did with one import, as a sentence."""

    item_id: int
    name: str
    says: str
    is_refusal: bool = False


def version_of(item: ImportItem, article: Article | None) -> str:
    """Differs whenever what the row of an import shows was changed, except the decisions on single findings."""
    parts = [item.status, item.finished_at and item.finished_at.isoformat(), item.is_lookalike, item.set_fields]
    if article is not None:
        parts += [article.pk, article.version, article.review_status]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:12]


def act_on_rows(
    batch: ImportBatch, opened: Mapping[int, str], action: RowAction, *, user: User | None
) -> list[RowOutcome]:
    """Run an action on each of these imports that still has the version it was `opened` with, each in a transaction."""
    return [_act(batch, pk, version, action, user) for pk, version in opened.items()]


def create_draft(item: ImportItem, article: Article | None, user: User | None, *, anyway: bool = False) -> str:
    if article is not None:
        raise IllegalTransitionError("There is a story of this import already.")
    if item.status == ImportStatus.READ and not anyway and became_lookalike(item):
        return "It looks like another story: compare them, or create the draft anyway."
    make_draft(item, user=user, fields={})
    item.refresh_from_db(fields=["status"])
    return _MADE[ImportStatus(item.status)]


def accept_confident(item: ImportItem, article: Article | None, user: User | None) -> str:
    article = _draft_of(item, article)
    if article.is_published:
        require(PUBLISH)
    count = sum(review.accept_all(article, user=user, minimum_confidence=CONFIDENT).values())
    found = _open_findings(article)
    accepted = f"Accepted {count} {'finding' if count == 1 else 'findings'}." if count else "Nothing to accept."
    return f"{accepted} Still open: {_named(found)}." if found else f"{accepted} All findings are decided."


def discard(item: ImportItem, article: Article | None, user: User | None) -> str:
    if article is None:
        item_actions.discard(item, user=user)
        return "Import discarded. The original is kept."
    if item.status != ImportStatus.DRAFTED:
        raise IllegalTransitionError("The story was here before this import: discard it on its own page.")
    review.discard(article, user=user)
    return "Draft discarded. It can be restored."


def publish(item: ImportItem, article: Article | None, user: User | None) -> str:
    article = review.publish(_draft_of(item, article), user=user)
    found = _open_findings(article)
    hidden = f"Hidden from readers, because not decided: {_named(found)}." if found else "Nothing in it is hidden."
    return f"Published. {hidden}"


def publish_trusted(item: ImportItem, article: Article | None, user: User | None) -> str:
    """Accept the confident findings of a draft and publish it, if its outlet is trusted."""
    article = _draft_of(item, article)
    if article.outlet is None or not article.outlet.is_trusted:
        name = article.outlet.name if article.outlet else "A story without an outlet"
        raise IllegalTransitionError(f"{name} is not trusted: accept its findings, then publish it.")
    if not article.is_published:
        review.accept_all(article, user=user, minimum_confidence=CONFIDENT)
    return publish(item, article, user)


def set_on_rows(
    batch: ImportBatch,
    opened: Mapping[int, str | None],
    values: Mapping[str, Any],
    replacing: Replacing,
    *,
    opened_at: datetime,
    user: User | None,
) -> list[RowOutcome]:
    """Set fields of these imports, or of their drafts. Where no version is given, a draft edited since `opened_at` stays."""
    outcomes: list[RowOutcome] = []
    for pks in batches(list(opened), _CHUNK):
        with transaction.atomic():
            watched = RowChanges()
            for pk in pks:
                since = None if opened[pk] else opened_at
                setting = partial(_set, values=values, replacing=replacing, watched=watched, since=since)
                outcomes.append(_act(batch, pk, opened[pk], setting, user))
            count = len(watched.as_json())
            if count:
                said = ", ".join(label for name, label in LABELS.items() if name in values)
                details = {"fields": said, "count": count}
                log("batch.set_fields", str(batch), user=user, batch=batch, related=watched, details=details)
    return outcomes


def _set(
    item: ImportItem,
    article: Article | None,
    user: User | None,
    *,
    values: Mapping[str, Any],
    replacing: Replacing,
    watched: RowChanges,
    since: datetime | None,
) -> str:
    if article is None:
        watched.watch([item])
        changed = set_on_item(item, values, replacing)
    elif since and article.modified > since and (article.created <= since or article.version > 1):
        raise IllegalTransitionError(_CHANGED)
    else:
        changed = set_on_draft(item, article, values, replacing, user=user)
    if not changed:
        return "Nothing to change."
    return f"Set: {', '.join(LABELS[name] for name in changed)}."


def _act(batch: ImportBatch, pk: int, version: str | None, action: RowAction, user: User | None) -> RowOutcome:
    name = f"Import {pk}"
    try:
        with transaction.atomic():
            item = batch.items.select_for_update().filter(pk=pk).first()
            if item is None:
                raise IllegalTransitionError("It is not in this batch.")  # noqa: TRY301  # answered like any refusal
            article = Article.objects.select_for_update().get(pk=item.article_id) if item.article_id else None
            name = str(article or item.preview.get("story", {}).get("headline") or item)
            if version is not None and version != version_of(item, article):
                raise IllegalTransitionError(_CHANGED)  # noqa: TRY301  # answered like any refusal
            return RowOutcome(pk, name, action(item, article, user))
    except (IllegalTransitionError, NewerFormatError, MissingRightError) as error:
        return RowOutcome(pk, name, str(error), is_refusal=True)
    except ValidationError as error:
        return RowOutcome(pk, name, " ".join(error.messages), is_refusal=True)


def _draft_of(item: ImportItem, article: Article | None) -> Article:
    if article is None:
        raise IllegalTransitionError(f"There is no draft of it: {item.get_status_display().lower()}.")
    return article


def _open_findings(article: Article) -> list[str]:
    """The words of each open suggestion; all mentions of a name are one."""
    found: dict[str, None] = {}
    for model in (Mention, Quotation, Pledge, Membership, Figure):
        facts: list[AnyFact] = list(model.objects.filter(article=article).proposed().order_by("pk"))
        found.update(dict.fromkeys(fact.name if isinstance(fact, Mention) else fact.text for fact in facts))
    return list(found)


def _named(findings: list[str]) -> str:
    shown = [f"“{text if len(text) <= _MAX_NAME else text[: _MAX_NAME - 1] + '…'}”" for text in findings[:_MAX_NAMED]]
    more = len(findings) - len(shown)
    return f"{', '.join(shown)}{f' and {more} more' if more else ''}"
