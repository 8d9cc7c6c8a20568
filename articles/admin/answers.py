"""Outcomes of actions on the review page, shown next to the suggestion or form that they concern."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages

if TYPE_CHECKING:
    from django.http import HttpRequest

    from articles.admin.opened import Conflict

# The sections of the page, other than suggestions, that can show an outcome.
PROGRESS, FIELDS, VERSIONS, DUPLICATES = PLACES = "progress", "fields", "versions", "duplicates"
# On the page of the mentions of a name.
MENTIONS = "mentions"


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` is the HTTP status: 409 when someone else saved first or the transition is not allowed, 400 for bad values.

    `form` holds the editor's input, to be shown again.
    """

    anchor: str
    says: str
    is_refusal: bool = False
    status: int = 200
    form: Any = None
    conflict: Conflict | None = None


def keep(request: HttpRequest, answer: Answer) -> None:
    """Store an outcome for the page that the browser is redirected to."""
    level = messages.ERROR if answer.is_refusal else messages.SUCCESS
    messages.add_message(request, level, answer.says, extra_tags=answer.anchor)


def take_kept(request: HttpRequest) -> tuple[dict[str, Answer], list[Any]]:
    """The stored outcomes by page section, and all other messages."""
    placed, others = {}, []
    for message in messages.get_messages(request):
        if message.extra_tags:
            placed[message.extra_tags] = Answer(message.extra_tags, str(message), message.level >= messages.ERROR)
        else:
            others.append(message)
    return placed, others
