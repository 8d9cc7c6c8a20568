"""The picture of a story: requesting it, storing what was read, and what editors state of it.

Each action is one transaction that is logged, and enqueues a reindex if readers see the story.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from articles import jobs
from articles.desk import editing
from articles.desk.audit import log, snapshot
from articles.desk.rights import PUBLISH, require
from articles.desk.transitions import IllegalTransitionError, StaleEditError
from articles.models import Article, StoryPicture, picture_files
from articles.models.story_picture import MAX_ALT, MAX_PROBLEM, MAX_TERMS, needs_credit
from articles.search import outbox
from articles.text import clean_line
from articles.vocabulary import ArticleStatus, PictureLicence, PictureStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.models import User

    from articles.desk.audit import RowChanges

# Licences that say nothing without words of their own: whose permission, which licence.
_WITH_TERMS = frozenset({PictureLicence.PERMISSION, PictureLicence.OTHER})


@dataclass(frozen=True, slots=True)
class Description:
    """What an editor states of a picture. Caption and credit are columns of the story."""

    licence: str
    licence_terms: str
    alt: str
    caption: str
    credit: str

    def checked(self) -> Description:
        """With clean texts. Raises IllegalTransitionError with what is wrong."""
        terms, alt, credit = clean_line(self.licence_terms), clean_line(self.alt), clean_line(self.credit)
        if self.licence and self.licence not in PictureLicence.values:
            raise IllegalTransitionError("Choose the licence from the list.")
        if self.licence in _WITH_TERMS and not terms:
            raise IllegalTransitionError("Say in words whose permission it is, or which licence.")
        if self.licence and needs_credit(self.licence) and not credit:
            raise IllegalTransitionError("This licence asks for a credit: write who took the picture.")
        for label, value, longest in (("licence", terms, MAX_TERMS), ("alternative text", alt, MAX_ALT)):
            if len(value) > longest:
                raise IllegalTransitionError(f"The {label} has {len(value)} characters. Shorten it to {longest}.")
        return Description(self.licence, terms, alt, clean_line(self.caption), credit)


def version_of(row: StoryPicture | None) -> str:
    """The version of a picture as forms carry it; empty where there is none."""
    return f"{row.pk}:{row.version}" if row else ""


def expect(article: Article, related: RowChanges) -> None:
    """Have the picture that a new or newer story states fetched. Call in the transaction that saves the story, with the
    rows of its log entry.

    A picture that an editor uploaded, licensed or hid stays until an editor has another one fetched.
    """
    if not settings.FETCH_PICTURES or not article.image_url:
        return
    row = StoryPicture.objects.defer("received").filter(article=article).first()
    if row is None:
        related.created(StoryPicture.objects.create(article=article, source_url=article.image_url))
    elif row.source_url in ("", article.image_url) or row.licence or row.is_hidden:
        return
    else:
        related.watch([row])
        _reset(row, source_url=article.image_url)
        row.save(update_fields=_REQUEST)
    jobs.enqueue(jobs.read_picture, article.pk, priority=jobs.LATER)


@transaction.atomic
def fetch_again(article: Article, *, user: User | None, opened: str) -> StoryPicture:
    """Have the picture fetched from the address that the story states now."""
    article, row = _locked(article, opened)
    if not article.image_url:
        raise IllegalTransitionError("The story states no address of a picture. Set one, or upload a picture.")
    return _request(article, row, "picture.fetch", user, source_url=article.image_url)


@transaction.atomic
def upload(article: Article, content: bytes, *, user: User | None, opened: str) -> StoryPicture:
    """Have a picture decoded that an editor uploaded. The one that was there is shown until that is done."""
    article, row = _locked(article, opened)
    if not content:
        raise IllegalTransitionError("This file is empty.")
    if len(content) > settings.MAX_PICTURE_BYTES:
        raise IllegalTransitionError(f"The file is larger than {settings.MAX_PICTURE_BYTES / 1024 / 1024:g} MB.")
    return _request(article, row, "picture.upload", user, source_url="", received=content)


@transaction.atomic
def describe(
    article: Article, description: Description, *, user: User | None, opened: str, version: int
) -> StoryPicture:
    """State licence, alternative text, caption and credit. `version` is the one at which the story was opened.

    With a licence, readers of the published story see the picture.
    """
    article, row = _locked(article, opened)
    if row is None or not row.sizes:
        raise IllegalTransitionError("This story has no picture yet.")
    stated = description.checked()
    texts = {"image_caption": stated.caption, "image_credit": stated.credit}
    editing.edit(article, user=user, version=version, fields=texts)
    values = {"licence": stated.licence, "licence_terms": stated.licence_terms, "alt": stated.alt}
    return _change(article, row, values, "picture.describe", user=user)


@transaction.atomic
def set_hidden(article: Article, *, hidden: bool, user: User | None, opened: str) -> StoryPicture:
    """Show the picture to nobody, or take that back."""
    article, row = _locked(article, opened)
    if row is None:
        raise IllegalTransitionError("This story has no picture yet.")
    return _change(article, row, {"is_hidden": hidden}, "picture.hide" if hidden else "picture.show", user=user)


def revert(row: StoryPicture, values: Mapping[str, Any], *, user: User | None, details: Mapping[str, Any]) -> None:
    """Give columns their values from before an action. Call with the story locked."""
    article = Article.objects.get(pk=row.article_id)
    merged = {name: values.get(name, getattr(row, name)) for name in ("licence", "licence_terms", "alt")}
    Description(**merged, caption=article.image_caption, credit=article.image_credit).checked()
    _change(article, row, values, "picture.revert", user=user, details=details)


@transaction.atomic
def store(article_id: int, version: int, sizes: list[dict[str, Any]], *, sha256: str, remark: str) -> bool:
    """The picture was read from bytes with this hash, and its files are written. False if it is not wanted any more.

    What an editor stated of another picture does not hold for this one.
    """
    article, row = _waiting(article_id, version)
    if article is None or row is None:
        return False
    before, old = snapshot(row), row.names
    if row.sha256 and row.sha256 != sha256:
        row.licence = row.licence_terms = row.alt = ""
    row.status, row.problem, row.received, row.attempts = PictureStatus.READ, remark[:MAX_PROBLEM], None, 0
    row.sizes, row.sha256 = sizes, sha256
    row.version += 1
    row.save()
    _record(article, row, "picture.read", before, user=None)
    transaction.on_commit(partial(picture_files.remove, article_id, old - row.names))
    return True


@transaction.atomic
def fail(article_id: int, version: int, reason: str) -> bool:
    """The picture could not be read, for a reason in a sentence. What was read before stays."""
    article, row = _waiting(article_id, version)
    if article is None or row is None:
        return False
    before = snapshot(row)
    row.status, row.problem, row.received = PictureStatus.FAILED, reason[:MAX_PROBLEM], None
    row.version += 1
    row.save()
    _record(article, row, "picture.fail", before, user=None, details={"reason": row.problem})
    return True


@transaction.atomic
def count_attempt(article_id: int, version: int) -> int:
    """How often reading the picture was tried and did not end."""
    _, row = _waiting(article_id, version)
    if row is None:
        return 0
    row.attempts += 1
    row.save(update_fields=["attempts"])
    return row.attempts


_REQUEST = ["status", "problem", "source_url", "received", "requested_at", "attempts", "version"]


def _reset(row: StoryPicture, *, source_url: str, received: bytes | None = None) -> None:
    row.status, row.problem, row.attempts = PictureStatus.WAITING, "", 0
    row.source_url, row.received, row.requested_at = source_url, received, timezone.now()
    row.version += 1


def _request(article: Article, row: StoryPicture | None, action: str, user: User | None, **wanted: Any) -> StoryPicture:
    before = snapshot(row) if row else {}
    if row is None:
        row = StoryPicture.objects.create(article=article, **wanted)
    else:
        _reset(row, **wanted)
        row.save(update_fields=_REQUEST)
    jobs.enqueue(jobs.read_picture, article.pk)
    log(action, str(article), user=user, article=article, before=before, after=snapshot(row), details={"id": row.pk})
    return row


def _change(
    article: Article,
    row: StoryPicture,
    values: Mapping[str, Any],
    action: str,
    *,
    user: User | None,
    details: Mapping[str, Any] | None = None,
) -> StoryPicture:
    if all(getattr(row, name) == value for name, value in values.items()):
        return row
    before = snapshot(row)
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*values, "version"])
    _record(article, row, action, before, user=user, details=details)
    return row


def _record(
    article: Article,
    row: StoryPicture,
    action: str,
    before: Mapping[str, Any],
    *,
    user: User | None,
    details: Mapping[str, Any] | None = None,
) -> None:
    if article.is_published:
        outbox.changed_article(article.pk)
    log(
        action, str(article), user=user, article=article, before=dict(before), after=snapshot(row),
        details={**(details or {}), "id": row.pk},
    )  # fmt: skip


def _locked(article: Article, opened: str) -> tuple[Article, StoryPicture | None]:
    """The lock on the story protects its picture, too."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    if article.is_published:
        require(PUBLISH)
    if article.review_status == ArticleStatus.DISCARDED:
        raise IllegalTransitionError("This story is discarded. Restore it first.")
    row = StoryPicture.objects.defer("received").filter(article=article).first()
    if version_of(row) != opened:
        raise StaleEditError(
            "Not saved: the picture was changed, or read, after you opened the page. What is saved is shown below."
        )
    return article, row


def _waiting(article_id: int, version: int) -> tuple[Article | None, StoryPicture | None]:
    article = Article.objects.select_for_update().filter(pk=article_id).first()
    row = StoryPicture.objects.defer("received").filter(article=article_id, version=version).first()
    return article, row if row is not None and row.status == PictureStatus.WAITING else None
