"""The undo button of the review page: what it undoes, and the outcome in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from articles.admin.answers import PROGRESS, Answer
from articles.admin.base import editor
from articles.admin.decisions import anchor_of
from articles.desk import undoing
from articles.desk.action_sentences import sentence_of
from articles.desk.transitions import IllegalTransitionError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import User
    from django.http import HttpRequest

    from articles.desk.undoing import Undone
    from articles.models import Article, LoggedAction


@dataclass(frozen=True, slots=True)
class Undoable:
    entry_id: int
    says: str


def undoable(request: HttpRequest, article: Article, entries: Iterable[LoggedAction]) -> Undoable | None:
    """The last decision of this editor on the story. `entries` are those of its log, the newest first."""
    entry = undoing.last_decision(entries, cast("User", request.user))
    return Undoable(entry.pk, sentence_of(entry, on=article)) if entry is not None else None


def undo_decision(request: HttpRequest, article: Article) -> Answer:
    """Undo the decision that the button named. The caller holds the lock."""
    wanted = request.POST.get("entry", "")
    if not wanted.isdecimal() or len(wanted) > 18:  # longer numbers are no ids
        return Answer(PROGRESS, "Choose a decision to undo.", is_refusal=True, status=400)
    try:
        undone = undoing.undo(article, int(wanted), user=editor(request))
    except IllegalTransitionError as error:
        return Answer(PROGRESS, str(error), is_refusal=True, status=409)
    return Answer(_anchor(article, undone), _says(undone))


def _anchor(article: Article, undone: Undone) -> str:
    """The suggestion, if the decision was about one."""
    if undone.is_batch:
        return PROGRESS
    anchors = {anchor_of(article, kind, pk) for kind, pk in undone.restored if kind == "mention"}
    anchors |= set() if anchors else {anchor_of(article, kind, pk) for kind, pk in undone.restored}
    return anchors.pop() if len(anchors) == 1 else PROGRESS


def _says(undone: Undone) -> str:
    said = f"Undone: {undone.sentence}."
    if undone.removed:
        noun = "record was" if len(undone.removed) == 1 else "records were"
        said += f" The {noun} removed: {', '.join(undone.removed)}."
    if undone.kept == 1:
        said += " 1 fact was changed since and stays as it is."
    elif undone.kept:
        said += f" {undone.kept} facts were changed since and stay as they are."
    return said
