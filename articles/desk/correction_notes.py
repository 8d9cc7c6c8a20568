"""The public notes on changes of published stories. Each action is one transaction that is logged and enqueues a reindex."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from articles.desk.audit import log, snapshot
from articles.desk.rights import PUBLISH, require
from articles.desk.transitions import IllegalTransitionError, StaleEditError
from articles.models import Article, CorrectionNote
from articles.models.correction_note import MAX_NOTE
from articles.search import outbox
from articles.text import clean_line
from articles.vocabulary import NoteKind

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@dataclass(frozen=True, slots=True)
class PublicNote:
    """What an editor tells readers of a change."""

    kind: str
    text: str

    def checked(self) -> PublicNote:
        """With a clean text. Raises IllegalTransitionError with what is wrong with the note."""
        text = clean_line(self.text)
        if self.kind not in NoteKind.values:
            raise IllegalTransitionError("Choose the kind of the note.")
        if not text:
            raise IllegalTransitionError("Write the text of the note.")
        if len(text) > MAX_NOTE:
            raise IllegalTransitionError(f"The note has {len(text)} characters. Shorten it to {MAX_NOTE}.")
        return PublicNote(self.kind, text)


@transaction.atomic
def add_note(article: Article, note: PublicNote, *, user: User | None) -> CorrectionNote:
    """Publish a note on a published story, dated now."""
    article, checked = _locked(article), note.checked()
    row = CorrectionNote.objects.create(article=article, kind=checked.kind, text=checked.text)
    outbox.changed_article(article.pk)
    log("note.add", str(article), user=user, article=article, after=snapshot(row), details={"id": row.pk})
    return row


@transaction.atomic
def change_note(article: Article, note_id: int, note: PublicNote, *, user: User | None, version: int) -> CorrectionNote:
    """Change a note that is still at `version`; it keeps its date."""
    article, checked = _locked(article), note.checked()
    row = _note(article, note_id, version)
    if (row.kind, row.text) == (checked.kind, checked.text):
        return row
    before = snapshot(row)
    row.kind, row.text, row.changed_at = checked.kind, checked.text, timezone.now()
    row.version += 1
    row.save()
    outbox.changed_article(article.pk)
    log(
        "note.change", str(article), user=user, article=article, before=before, after=snapshot(row),
        details={"id": row.pk},
    )  # fmt: skip
    return row


@transaction.atomic
def remove_note(article: Article, note_id: int, *, user: User | None, version: int) -> None:
    """Take a note back that is still at `version`: readers no longer see it, and the log has it."""
    article = _locked(article)
    row = _note(article, note_id, version)
    before = snapshot(row)
    row.delete()
    outbox.changed_article(article.pk)
    log("note.remove", str(article), user=user, article=article, before=before, details={"id": note_id})


def _locked(article: Article) -> Article:
    require(PUBLISH)
    article = Article.objects.select_for_update().get(pk=article.pk)
    if not article.is_published:
        raise IllegalTransitionError("Only a published story has correction notes.")
    return article


def _note(article: Article, note_id: int, version: int) -> CorrectionNote:
    """The lock on the story protects its notes, too."""
    row = CorrectionNote.objects.filter(pk=note_id, article=article).first()
    if row is None:
        raise StaleEditError("Someone else took this note back after you opened it.")
    if row.version != version:
        raise StaleEditError("Someone else changed this note after you opened it. The saved note is shown below.")
    return row
